"""The lines of a list → drafts, for one way to number the problems.

What a line is, is told by its place and by what follows, never by its content alone: a line "3.…" is a
problem only where labels follow it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.closing import is_after_list, is_closing, is_note, signature_at
from ledger.plans.document import (
    ANNEX,
    OWN,
    Document,
    Draft,
    Label,
    Trouble,
    annex_before,
    beside_lead,
    field_of,
)
from ledger.plans.dress import FIELDS, Found, begins_label, headings_in, labels_in
from ledger.plans.heads import (
    ARABIC,
    BRACKETED_HAN,
    DASHED,
    DECIMAL_HEAD,
    HAN,
    MEASURE,
    SUB,
    Family,
    number_of,
    style_of,
)
from ledger.plans.lines import Line, ends_sentence, part
from ledger.plans.measuring import aside_of, gathered, is_led, numbered_in, place_measure
from ledger.plans.numerals import count_of
from ledger.plans.persons import role_of_line
from ledger.plans.progress import tells_progress
from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ledger.plans.labels import Role

_LABEL = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8}):\s*(?P<text>.*)$", re.DOTALL)
_LIKE_LABEL = re.compile(r"(?:单位|部门|领导|责任人|联系人|时限|时间|目标|措施|主体|电话)$")
_FIRST = re.compile(r"^(?P<title>[^。]{2,}。)[*\s]*(?P<rest>[^*\s].*)$", re.DOTALL)
_NEAR = 3
_HEADING_MOST = 40
_SUBS_FROM = {"arabic", "item", "problem", "han", "square", "spaced"}
_NOWHERE = 1 << 60


class Outline:
    """What each line is by itself, worked out once for all readings."""

    def __init__(self, lines: Sequence[Line], cells: AbstractSet[int] = frozenset()) -> None:
        self.lines = lines
        # what stands alone in a cell is no label of a paragraph
        self.labels = [labels_in(line.half, plain=line.number not in cells) for line in lines]
        # 一、整改问题 is the name of a field and heads no task
        self.headings = [(found := headings_in(line.half)) is not None and found[2] is None for line in lines]
        self.next_label = self._following(self.leads(i) for i in range(len(lines)))
        self.han = [
            HAN.match(line.half) is not None and not self.begins_label(i) for i, line in enumerate(lines)
        ]
        self.subs = [
            SUB.match(line.half) is not None and not self.begins_label(i) for i, line in enumerate(lines)
        ]

    def begins_label(self, index: int) -> bool:
        """Whether a label of any task stands at the start of a line."""
        found = self.labels[index]
        return bool(found) and found[0].start == 0 and found[0].role in FIELDS

    def holds_field(self, index: int) -> bool:
        """Whether a field of a task is named in a line, at its start or inside."""
        return any(field_of(one.role) is not None for one in self.labels[index])

    def leads(self, index: int) -> bool:
        """Whether a line begins with a label by which what stands above is seen to be a task."""
        return self.begins_label(index) and (self.holds_field(index) or self._tells(index))

    def _tells(self, index: int) -> bool:
        """Whether a line tells how far a task has come, which is enough of a task to be seen."""
        first = self.labels[index][0]
        return first.colon and tells_progress(first.name)

    @staticmethod
    def _following(marks: Iterable[bool]) -> list[int]:
        """For each line the first at or after it that is marked; one more entry for the end."""
        marked = list(marks)
        found = [_NOWHERE] * (len(marked) + 1)
        for index in range(len(marked) - 1, -1, -1):
            found[index] = index if marked[index] else found[index + 1]
        return found

    def positions(self, marks: Iterable[bool]) -> list[int]:
        """The same for any mark."""
        return self._following(marks)


class Reader:
    """Reads the list with problems numbered in one way (``family``)."""

    def __init__(self, document: Document, outline: Outline, family: Family) -> None:
        self.document, self.outline, self.family = document, outline, family
        self.lines = outline.lines
        self.heads = [
            None if outline.begins_label(i) or outline.headings[i] else family.match(line.half)
            for i, line in enumerate(self.lines)
        ]
        if family is ARABIC:
            self._decimals()
        headed = [found is not None for found in self.heads]
        stops = [a or (b and family is not HAN) for a, b in zip(headed, outline.han, strict=True)]
        self.next_stop = outline.positions(stops)
        self.next_head = outline.positions(headed)
        self.next_sub = outline.positions(a or b for a, b in zip(stops, outline.subs, strict=True))
        self.last = 0
        self.title = ""
        self.section: str | None = None
        self.outer = ""
        self.fresh = False
        self.draft: Draft | None = None
        self.label: Label | None = None
        self.other = False
        self.shut = False
        self.over = self.past = False
        self.orphaned = False
        self.numbers: set[str] = set()
        self.parent_number = ""
        self.sentences = 0
        self.tail: list[Line] = []
        self.tail_base: tuple[int, str] = (0, "")
        self.continued = False

    def _decimals(self) -> None:
        """Heads that look like figures (2.3处垃圾堆存): what comes next, where a task begins as others do."""
        labels = self.outline.labels
        stops = self.outline.positions(found is not None for found in self.heads)
        last, first = 0, ""
        for index, line in enumerate(self.lines):
            at = self.outline.next_label[index + 1]
            if at >= stops[index + 1] or at > index + _NEAR:
                continue
            found = self.heads[index]
            between = (DECIMAL_HEAD.match(one.half) for one in self.lines[index + 1 : at])
            if ends_sentence(line.text) and any(one and number_of(one) == last + 1 for one in between):
                continue  # the last measure of the task before
            if found is not None:
                last, first = number_of(found), first or labels[at][0].name
                continue
            decimal = DECIMAL_HEAD.match(line.half) if last == 0 or labels[at][0].name == first else None
            if decimal is not None and number_of(decimal) == last + 1:
                self.heads[index], last, first = decimal, last + 1, labels[at][0].name

    # -- the whole list ------------------------------------------------------------------------------------

    def read(self) -> Document:
        """Read all lines; ``drafts`` stays empty where none is headed so."""
        document = self.document
        first = next((i for i in range(len(self.lines)) if self._is_head(i)), None)
        if first is None:
            return document
        start = first
        for index in range(first - 1, max(first - 1 - _NEAR, -1), -1):
            if self._is_section(index):
                start = index
                break
        annex = annex_before(self.lines, start)
        document.preamble = list(self.lines[:annex])
        document.heading = list(self.lines[annex:start])
        index = start
        while index < len(self.lines):
            index = self._line(index)
        self._end()
        self._strays()
        document.unrecognised.sort(key=lambda line: (line.number, line.indent))
        return document

    def _strays(self) -> None:
        """Labels of a task that stand before the list: their task was not found."""
        for line in self.document.preamble:
            found = labels_in(line.half)
            if not found or found[0].start > 0 or field_of(found[0].role) is None:
                continue
            framed = line.half.startswith(("【", "[")) and found[0].value < found[0].end
            if found[0].colon or framed:
                self._trouble("L534", line, label=found[0].name)
                return

    # -- looking ahead -------------------------------------------------------------------------------------

    def _is_head(self, index: int) -> bool:
        """Whether a problem begins here: labels follow before anything else that looks like one."""
        if self.heads[index] is None:
            return False
        if any(field_of(one.role) is not None and one.colon for one in self.outline.labels[index]):
            return True  # the labels stand in the very paragraph
        label = self.outline.next_label[index + 1]
        if label < self.next_stop[index + 1]:
            return True
        return self._describes(index, label)

    def _describes(self, index: int, label: int) -> bool:
        """Whether a head is followed by a numbered description (1. 2. …) of the problem, then by labels."""
        found = self.heads[index]
        if found is None or label == _NOWHERE or number_of(found) != self.last + 1 or self.last == 0:
            return False
        at, expected = self.next_stop[index + 1], 1
        while at < label:
            inner = self.heads[at]
            if inner is None or number_of(inner) != expected or expected == self.last + 1:
                return False
            at, expected = self.next_stop[at + 1], expected + 1
        return True

    def _section_of(self, index: int) -> re.Match[str] | None:
        line = self.lines[index]
        if self.outline.begins_label(index):
            return None
        if self.family is not HAN and (found := HAN.match(line.half)):
            return found
        if self.family not in {HAN, BRACKETED_HAN}:
            return BRACKETED_HAN.match(line.half)
        return None

    def _is_section(self, index: int) -> bool:
        found = self._section_of(index)
        if found is None or self._like_measure(index, found):
            return False
        if ends_sentence(self.lines[index].text) and len(self.lines[index].text) > 60:  # noqa: PLR2004 - a long heading
            return False
        # a stray line may have got between the heading and its first problem
        for following in range(index + 1, min(index + 1 + _NEAR, len(self.lines))):
            if self.heads[following] is not None:
                return self._is_head(following)
            if self.outline.begins_label(following):
                return False
            inner = self._section_of(following)
            if inner is not None and (inner.re is found.re or inner.re is HAN.pattern):
                return False
        return False

    def _like_measure(self, index: int, found: re.Match[str]) -> bool:
        """Whether what may head a section is numbered as the measures above are, and no other section."""
        line = self.lines[index]
        if line.half.endswith((",", "、")):
            return True
        measures = self.draft.measures if self.draft is not None else []
        if self.label is not Label.MEASURES:
            return False
        if measures and not self._styled(line, measures[0].number):
            # something without a number may stand before the first measure
            led = len(measures) == 1 and measures[0].number is None and number_of(found) == 1
            if not led:
                return False
        before = f"{self.outer}（" if self.outer else ""
        expected = sum(number.startswith(before) for number, _, _ in self.document.sections) + 1
        return ends_sentence(line.text) or MEASURE.match(line.half) is None or number_of(found) != expected

    @staticmethod
    def _styled(line: Line, number: str | None) -> bool:
        found = MEASURE.match(line.half)
        return found is not None and style_of(found["number"]) == style_of(number)

    def _is_sub(self, index: int) -> bool:
        return self.outline.next_label[index + 1] < self.next_sub[index + 1]

    def _next_measure(self, line: Line) -> bool:
        """Whether a line is the measure that comes next in the task that is being read."""
        if self.label is not Label.MEASURES or self.draft is None:
            return False
        measures = self.draft.measures
        found = numbered_in(line.half, measures)
        if found is None:
            return False
        if not measures:
            return count_of(found["number"]) == 1
        if is_led(measures):
            return count_of(found["number"]) == len(measures) + 1
        same = style_of(found["number"]) == style_of(measures[0].number)
        return same and count_of(found["number"]) == (count_of(measures[-1].number) or 0) + 1

    def _before_more(self, index: int, line: Line) -> bool:
        """Whether a line is the next measure, and what follows it are fields that its task still lacks."""
        if self.draft is None or not self.draft.measures or not self._next_measure(line):
            return False
        after = self.outline.labels[self.outline.next_label[index + 1]][0]
        return field_of(after.role) not in self.draft.fields

    def _is_next(self, found: re.Match[str]) -> bool:
        """Whether a problem without labels (the document is cut off there) goes on with the numbers."""
        if self.draft is None or number_of(found) != self.last + 1 or self.shut:
            return False
        measures = self.draft.measures
        if is_led(measures):
            return False
        return bool(measures) and not self.family.match(half_width(measures[0].number or "") + "题")

    def _within(self, index: int) -> bool:
        """Whether a line that may head a problem is the next measure, a sentence as no other head is."""
        line = self.lines[index]
        return self._next_measure(line) and ends_sentence(line.text) and not self.sentences

    # -- one line ------------------------------------------------------------------------------------------

    def _line(self, index: int) -> int:
        line, left = self.lines[index], len(self.document.unrecognised)
        if self._is_over(index):
            self.document.after.append(line)
            return index + 1
        if signed := signature_at(self.lines, index) if self._may_close(index) else 0:
            self.document.closing += self.lines[index : index + signed]
            self._shut()
            return index + signed
        self._place(index, line)
        if all(unread.text != line.text for unread in self.document.unrecognised[left:]):
            self.document.used.add(line.number)  # also where a part of it was not read
        return index + 1

    def _is_over(self, index: int) -> bool:
        """Whether the list is over: a heading about all tasks (三、保障措施) stands behind its last label.

        An annex and who signs are not part of what it heads.
        """
        line = self.lines[index]
        begins = not self.over and self.draft is not None and (self.label is not None or self.other)
        if begins and self.outline.next_label[index] == _NOWHERE and is_after_list(line.half):
            self.over = True
            self._trouble("L570", line, text=line.text)
            self._end()
        elif self.over and (
            ANNEX.match(line.half) or is_closing(line.half) or signature_at(self.lines, index)
        ):
            self.over, self.shut = False, True
        return self.over

    def _may_close(self, index: int) -> bool:
        inside = self.draft is not None and (self.label is not None or self.other)
        return inside and not self.outline.begins_label(index) and not self._awaits(index)

    def _awaits(self, index: int) -> bool:
        """Whether the value of the label just above stands here, a day or a name by itself as it may look.

        A label that is empty at the end of all tasks has none: who signs there signs.
        """
        if self.draft is None or self.label in {None, Label.MEASURES} or self.other:
            return False
        return not self.draft.fields.get(self.label) and self.outline.next_label[index + 1] < _NOWHERE

    def _place(self, index: int, line: Line) -> None:
        found = self.heads[index]
        other = self._heads_other(index, line)
        if ANNEX.match(line.half) or is_closing(line.half) or other:
            self.past |= other
            self._unread(line)
            if self.draft is not None and self._after_value():
                self._shut()
        elif self._is_section(index):
            self._begin_section(index, line)
        elif found is not None and (
            (self._is_head(index) and not self._within(index)) or self._is_next(found)
        ):
            self._begin_problem(index, line, found)
        elif (dashed := DASHED.match(line.half)) and self._is_dashed(dashed, index):
            self._begin_dashed(line, dashed)
        elif (
            (sub := SUB.match(line.half)) and self.title and self.outline.subs[index] and self._is_sub(index)
        ) and not self._before_more(index, line):
            self._begin_sub(index, line, sub)
        elif self.draft is None:
            self._orphan(index, line)
        else:
            self._inside(index, line, self.draft)

    def _heads_other(self, index: int, line: Line) -> bool:
        """Whether a heading of a section stands behind the last label, where no measure is numbered so."""
        draft = self.draft
        if draft is None or not self._after_value() or self.family is HAN or not draft.measures:
            return False
        last = self.outline.next_label[index] == _NOWHERE and self.outline.han[index]
        heading = last and len(line.text) <= _HEADING_MOST and not ends_sentence(line.text)
        return heading and not any(HAN.match(half_width(measure.text)) for measure in draft.measures)

    def _after_value(self) -> bool:
        """Whether the task that is being read has come to its last field."""
        return self.label is Label.MEASURES or self.other

    def _shut(self) -> None:
        """What follows is no longer part of the task."""
        if self._after_value() or self.label is not None:
            self.shut = True

    def _unread(self, line: Line) -> None:
        self.document.unrecognised.append(line)

    def _orphan(self, index: int, line: Line) -> None:
        """A line that belongs to no task; of labels without a task the first of a run is told."""
        self._unread(line)
        if self.outline.begins_label(index) and self.outline.holds_field(index) and not self.orphaned:
            self._trouble("L534", line, label=self.outline.labels[index][0].name)
            self.orphaned = True

    def _is_dashed(self, found: re.Match[str], index: int) -> bool:
        parent = int(found["parent"])
        follows = parent == self.last or parent == self.last + 1
        return (
            self.family is ARABIC
            and follows
            and self.outline.next_label[index + 1] < self.next_stop[index + 1]
        )

    # -- heads ---------------------------------------------------------------------------------------------

    def _begin_section(self, index: int, line: Line) -> None:
        found = self._section_of(index)
        assert found is not None  # noqa: S101 - _is_section matched
        self._end()
        number = found["number"]
        if found.re is HAN.pattern:
            self.outer = number
        elif self.outer:
            number = f"{self.outer}（{number}）"
        self.section = number
        self.document.sections.append((number, line.text[found.start("title") :], line.number))
        self.fresh = True
        self.draft = None
        self.title = ""
        self.orphaned = False

    def _begin_problem(self, index: int, line: Line, found: re.Match[str]) -> None:
        number = number_of(found)
        if number == 1 and self.fresh and self.last > 0:
            self.document.restarts = True
            self.last = 0
        elif number <= self.last:
            self._trouble("L514", line, number=found["number"])
        elif number != self.last + 1:
            self._trouble("L513", line, number=found["number"], expected=self.last + 1)
        self.fresh = False
        self.last = max(self.last, number)
        inner = next((one for one in self.outline.labels[index] if one.start > 0), None)
        body = part(line, found.start("title"), inner.start if inner is not None else None)
        self.title = body.text.rstrip("*").rstrip()
        if inner is not None:
            self.title = self.title.rstrip("；;，, ")
        self.sentences += ends_sentence(self.title)
        self.parent_number = str(number) if number else found["number"]
        draft = self._new_draft(self.parent_number, line)
        # sub-items right below share all of a short paragraph as their title
        shared = (
            len(body.text) <= _HEADING_MOST
            and inner is None
            and self.outline.subs[index + 1 : index + 2] == [True]
        )
        split = _FIRST.match(body.text) if not shared else None
        if split is not None:
            draft.title = self.title = split["title"]
            draft.split = True
            draft.problem.append(split["rest"])
            draft.lines["problem"] = line.number
        for one in self.outline.labels[index]:
            if one.start > 0:
                self._begin_field(line, draft, one)

    def _begin_sub(self, index: int, line: Line, found: re.Match[str]) -> None:
        parent = self.draft
        others: list[tuple[str, str]] = []
        if parent is not None and parent.number == self.parent_number:
            # the problem itself was only the title that its sub-items share
            if parent.fields or parent.measures or parent.problem:
                self._trouble("L513", line, number=found["number"], expected=self.last + 1)
            else:
                others = parent.others
                self.document.drafts.pop()
                if int(found["number"]) != 1:
                    self._trouble("L513", line, number=found["number"], expected=1)
        number = f"{self.parent_number}（{found['number']}）"
        if number in self.numbers:
            self._trouble("L514", line, number=number)
        draft = self._new_draft(number, line)
        draft.others += others
        if self._is_headed(index, found["text"]):
            draft.title = f"{self.title}{OWN}{line.text[found.start('text') :]}"
        elif found["text"]:
            draft.problem.append(line.text[found.start("text") :])
            draft.lines["problem"] = line.number

    def _is_headed(self, index: int, text: str) -> bool:
        """Whether a sub-item has a heading of its own: no sentence, and its problem in the lines below."""
        if not text or len(text) > _HEADING_MOST or ends_sentence(text):
            return False
        return index + 1 < len(self.lines) and self.outline.next_label[index + 1] > index + 1

    def _begin_dashed(self, line: Line, found: re.Match[str]) -> None:
        parent, draft = found["parent"], self.draft
        if (
            draft is not None
            and draft.number == parent
            and not (draft.fields or draft.measures or draft.problem)
        ):
            self.document.drafts.pop()
        self.last = int(parent)
        number = f"{parent}（{found['number']}）"
        if number in self.numbers:
            self._trouble("L514", line, number=number)
        self.parent_number = parent
        self.title = line.text[found.start("title") :]
        self._new_draft(number, line)

    def _new_draft(self, number: str, line: Line) -> Draft:
        self._end()
        self.draft = draft = Draft(number, self.section, self.title, line.number)
        draft.lines["title"] = line.number
        self.label = None
        self.other = self.shut = self.orphaned = False
        self.numbers.add(number)
        self.document.drafts.append(draft)
        return draft

    # -- inside a task -------------------------------------------------------------------------------------

    def _inside(self, index: int, line: Line, draft: Draft) -> None:
        found = self.outline.labels[index]
        if found and found[0].start == 0 and not self._is_measure(line, draft, found[0]):
            known = found[0].role in FIELDS
            framed = found[0].colon or line.half.startswith(("【", "["))
            if known and (found[0].role != "other" or self.label is not None or framed):
                self._fields(line, draft, found)
                return
        if self.shut and not self.past and self._next_measure(line) and draft.measures:
            self.shut = self.other = False  # something stood between two measures
            self._place_measure(draft, line)
        elif self.shut:
            self._unread(line)
        elif is_note(line.half) and self.label is not None:
            self._unread(line)
            self.shut = self._after_value()
        elif self.label is Label.MEASURES:
            self._measure(line, draft)
        elif self._other(line, draft):
            pass
        elif self.other:
            label, text = draft.others[-1]
            draft.others[-1] = (label, "\n".join(filter(None, [text, line.text])))
            self.other = bool(draft.measures) or tells_progress(label)
        elif self.label is None and not self._names_problem(index, line):
            draft.lines.setdefault("problem", line.number)
            draft.problem.append(line.text)
        elif self.label is None:
            pass  # （一）存在问题 alone in its line: the problem is what follows
        elif self._begins_unknown(line, draft.fields[self.label]):
            self._unread(line)
            self.shut = True
        elif self.label is Label.GOAL:
            draft.fields[Label.GOAL] = "\n".join(filter(None, [draft.fields[Label.GOAL], line.text]))
        elif not draft.fields[self.label]:
            draft.fields[self.label] = line.text
        else:
            self._unread(line)

    def _names_problem(self, index: int, line: Line) -> bool:
        found = headings_in(line.half) if self.outline.headings[index] else None
        return found is not None and found[0] == "problem"

    @staticmethod
    def _begins_unknown(line: Line, value: str) -> bool:
        """Whether a line below the ``value`` of a field begins with a label that nobody knows.

        It goes on with no field, but where the value itself is made of such lines (近期：… 远期：…).
        """
        return bool(value) and begins_label(line.half) and not begins_label(half_width(value))

    def _is_measure(self, line: Line, draft: Draft, found: Found) -> bool:
        """Whether a numbered line that begins like a label (（二）责任单位：强化…) is the next measure."""
        if found.number is None or not self._next_measure(line):
            return False
        role = field_of(found.role)
        return bool(draft.measures) or role in draft.fields

    def _fields(self, line: Line, draft: Draft, found: Sequence[Found]) -> None:
        for one in found:
            draft.labels.append(one.name)
            if one.role in {"support", "other"}:
                self._put_aside(line, draft, one)
            elif field_of(one.role) is not None:
                self._begin_field(line, draft, one)
            if self.draft is None:
                return

    def _begin_field(self, line: Line, draft: Draft, found: Found) -> None:
        label = field_of(found.role)
        assert label is not None  # noqa: S101 - the caller has seen it
        value = part(line, found.value, found.end)
        if found.end < len(line.text):
            value = part(
                line,
                found.value,
                found.value + len(line.text[found.value : found.end].rstrip("；;|，, \t\u3000")),
            )
        place = (line.number, line.indent + found.value + 1)
        if label in draft.fields and beside_lead(draft, found.role, value.text, place):
            return
        if label in draft.fields:
            if self.label is Label.MEASURES or self.other or self.shut:
                self._end()
                self.draft, self.title = None, ""
                self._orphan_label(line, found)
                return
            self._trouble("L520", line, label=label.value)
            self._unread(part(line, found.start, found.end))
            return
        self.label, self.other, self.shut = label, False, False
        draft.leads_only |= found.role == "lead"
        draft.fields[label] = value.text
        draft.lines[label.name] = line.number
        draft.columns[label.name] = line.indent + found.value + 1
        if label is Label.MEASURES and value.text:
            self._place_measure(draft, value)

    def _orphan_label(self, line: Line, found: Found) -> None:
        self._unread(part(line, found.start))
        if not self.orphaned:
            self._trouble("L534", line, label=found.name)
            self.orphaned = True

    def _put_aside(self, line: Line, draft: Draft, found: Found) -> None:
        text = part(line, found.value, found.end).text
        if found.end < len(line.text):
            text = text.rstrip("；;|，, ")
        if found.role == "support" and not draft.support:
            self._put_support(line, draft, found)
            return
        draft.others.append((found.name, text))
        self.other = not text or bool(draft.measures) or tells_progress(found.name)
        if self.other and draft.measures:
            self._end()
        if found.role == "support":  # a second one
            self._trouble("L515", line, label=found.name)

    def _put_support(self, line: Line, draft: Draft, found: Found) -> None:
        text = part(line, found.value, found.end).text
        draft.support = text if found.end >= len(line.text) else text.rstrip("；;|，, ")
        draft.lines["SUPPORT"], draft.columns["SUPPORT"] = line.number, line.indent + found.value + 1

    def _other(self, line: Line, draft: Draft) -> bool:
        """A label of no field of a task, which is kept as written."""
        found = _LABEL.match(line.half)
        if found is None:
            return False
        known = role_of_line(found["label"]) is not None
        if not (known or _LIKE_LABEL.search(simplified(found["label"]))):
            return False
        draft.others.append((found["label"], line.text[found.start("text") :]))
        draft.labels.append(found["label"])
        if not known:
            self._trouble("L515", line, label=found["label"])
        return True

    # -- measures ------------------------------------------------------------------------------------------

    def _measure(self, line: Line, draft: Draft) -> None:
        numbered = self._next_measure(line)
        if numbered:
            self.other = False
        if self.other and not _LABEL.match(line.half):
            label, text = draft.others[-1]
            draft.others[-1] = (label, "\n".join(filter(None, [text, line.text])))
        elif not numbered and _LABEL.match(line.half):
            if self._other(line, draft):
                self.other = True
            else:
                self._unread(line)
                self.shut = True
        else:
            self._place_measure(draft, line)

    def _place_measure(self, draft: Draft, line: Line) -> None:
        before = len(draft.measures)
        last = draft.measures[-1] if draft.measures else None
        text = last.text if last is not None else ""
        place_measure(draft.measures, line)
        if len(draft.measures) > before:
            self.tail = []
        elif last is not None and last.number is not None:
            if not self.tail:
                self.tail_base = (before, text)
            self.tail.append(line)

    def _end(self) -> None:
        """The measures of a task are complete."""
        draft = self.draft
        if draft is None:
            return
        if self.tail and self._is_tail(draft):
            draft.measures[-1].text = self.tail_base[1]
            for line in self.tail:
                self._unread(line)
                self.document.used.discard(line.number)
        elif self.tail:
            self.continued = True
        self.tail = []
        for measure in draft.measures:
            measure.aside = aside_of(measure.text)
        gathered: tuple[Role, ...] = ("responsibility", "deadline")
        for role in gathered:
            self._gather(draft, role)

    @staticmethod
    def _gather(draft: Draft, role: Role) -> None:
        """A field that the task lacks and its measures state in brackets."""
        label = field_of(role)
        text = gathered([measure.aside for measure in draft.measures], role)
        if label is None or label in draft.fields or text is None:
            return
        draft.fields[label] = text
        first = next(measure for measure in draft.measures if role in measure.aside)
        draft.lines[label.name], draft.columns[label.name] = first.line, 1

    def _is_tail(self, draft: Draft) -> bool:
        """Whether what follows the last measure of the list is text behind it, as no other task has any."""
        last = draft is self.document.drafts[-1] and len(self.document.drafts) > 1
        at_end = last and not self.continued and self.tail[-1].number == self.lines[-1].number
        return at_end and self.tail_base[0] == len(draft.measures) and ends_sentence(self.tail_base[1])

    def _trouble(self, code: str, line: Line, **args: str | int) -> None:
        self.document.troubles.append(Trouble(code, line.number, line.indent + 1, args))
