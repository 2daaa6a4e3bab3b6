"""The lines of a list → drafts, for one way to number the problems.

What a line is, is told by its place and by what follows, never by its content alone: a line "3.…" is a
problem only where labels follow it.
"""

from __future__ import annotations

import re

from ledger.plans.ahead import NEAR
from ledger.plans.closing import is_after_list, is_closing, signature_at
from ledger.plans.document import ANNEX, OWN, Document, Draft, Label, annex_before, field_of
from ledger.plans.dress import labels_in
from ledger.plans.heads import ARABIC, DASHED, FAMILIES, HAN, SUB, is_chief, number_of
from ledger.plans.lines import Line, ends_sentence, part
from ledger.plans.outline import NOWHERE
from ledger.plans.within import Within

_FIRST = re.compile(r"^(?P<title>[^。]{2,}。)[*\s]*(?P<rest>[^*\s].*)$", re.DOTALL)
_HEADING_MOST = 40


def _is_item(line: Line) -> bool:
    """Whether a line is numbered as nothing but a problem is: 问题1：…"""
    return any(family.strong and family.match(line.half) for family in FAMILIES)


class Reader(Within):
    """Reads the list: its sections, its problems, and where it ends."""

    # -- the whole list ------------------------------------------------------------------------------------

    def read(self) -> Document:
        """Read all lines; ``drafts`` stays empty where none is headed so."""
        document = self.document
        first = next((i for i in range(len(self.lines)) if self._is_head(i) or self._leads(i)), None)
        if first is None:
            return document
        start = first
        for index in range(first - 1, max(first - 1 - NEAR, -1), -1):
            if self._is_section(index):
                start = index
                break
        annex = annex_before(self.lines, start)
        begun = start
        while begun > 0 and _is_item(self.lines[begun - 1]):
            begun -= 1  # a problem whose labels are missing
        document.preamble = list(self.lines[: min(annex, begun)])
        document.heading = [line for line in self.lines[annex:begun] if not _is_item(line)]
        kept = {line.number for line in (*document.preamble, *document.heading)}
        document.unrecognised += [line for line in self.lines[:start] if line.number not in kept]
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
        if begins and self.outline.next_label[index] == NOWHERE and is_after_list(line.half):
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
        return not self.draft.fields.get(self.label) and self.outline.next_label[index + 1] < NOWHERE

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
        last = self.outline.next_label[index] == NOWHERE and self.outline.han[index]
        heading = last and len(line.text) <= _HEADING_MOST and not ends_sentence(line.text)
        return heading and not any(HAN.match(f"{measure.number or ''}题") for measure in draft.measures)

    def _orphan(self, index: int, line: Line) -> None:
        """A line that belongs to no task; of labels without a task the first of a run is told."""
        self._unread(line)
        if self.outline.begins_label(index) and self.outline.holds_field(index) and not self.orphaned:
            self._trouble("L534", line, label=self.outline.labels[index][0].name)
            self.orphaned = True

    def _leads(self, index: int) -> bool:
        """Whether the list begins with the first sub-item of a problem: ``1-1.``, ``1.1 ``, ``7-1.``."""
        dashed = DASHED.match(self.lines[index].half) if self.family is ARABIC else None
        first = dashed is not None and dashed["number"] == "1"
        return first and dashed is not None and self._is_dashed(dashed, index)

    def _is_dashed(self, found: re.Match[str], index: int) -> bool:
        parent = int(found["parent"])
        begins = not self.last and not self.document.drafts and found["number"] == "1"
        follows = begins or parent == self.last or parent == self.last + 1
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
        if is_chief(found):
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
            code, args = self.document.jump(number, self.last, found["number"])
            self._trouble(code, line, **args)
        self.fresh = False
        self.last = max(self.last, number)
        inner = next((one for one in self.outline.labels[index] if one.start > 0), None)
        body = part(line, found.start("title"), inner.start if inner is not None else None)
        named = next((one for one in labels_in(body.half)[:1] if one.role in {"title", "problem"}), None)
        if named is not None and named.start == 0 and named.colon:  # 一、问题：河道黑臭
            body = part(body, named.value)
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
        if int(parent) > self.last + 1:
            code, args = self.document.jump(int(parent), self.last, parent)
            self._trouble(code, line, **args)
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
