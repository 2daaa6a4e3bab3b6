"""Inside a task: its labels and their values, what nobody knows, and its measures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.ahead import NEAR, Ahead
from ledger.plans.closing import is_note
from ledger.plans.document import Draft, Label, Trouble, beside_lead, field_of
from ledger.plans.dress import FIELDS, Found, begins_label, headings_in, labels_in
from ledger.plans.lines import Line, ends_sentence, part
from ledger.plans.measuring import TAILS, aside_of, gathered, place_measure
from ledger.plans.persons import role_of_line
from ledger.plans.progress import tells_progress
from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.plans.labels import Role

_LABEL = re.compile(
    r"^(?P<frame>【)?(?P<label>[\u4e00-\u9fff]{2,8})(?(frame)】:?|:)\s*(?P<text>.*)$", re.DOTALL
)
_GOALS = re.compile("[\u4e00-\u9fff]{1,6}目[标標]:")
_LIKE_LABEL = re.compile(r"(?:单位|部门|领导|责任人|联系人|时限|时间|目标|措施|主体|电话|节点|期限)$")


class Within(Ahead):
    """Reads the lines of one task, and closes it."""

    def _inside(self, index: int, line: Line, draft: Draft) -> None:
        found = self.outline.labels[index]
        if found and found[0].start == 0 and not self._is_measure(line, draft, found[0]):
            known = found[0].role in FIELDS
            framed = found[0].colon or line.half.startswith(("【", "["))
            if self._of_measure(index, draft):
                self._place_measure(draft, line)
                return
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
        elif self._goes_with_goal(line, draft):
            draft.fields[Label.GOAL] = "\n".join(filter(None, [draft.fields[Label.GOAL], line.text]))
        elif self._other(line, draft):
            pass
        elif self.other:
            label, text = draft.others[-1]
            draft.others[-1] = (label, "\n".join(filter(None, [text, line.text])))
            self.other = bool(draft.measures) or tells_progress(label)
        elif self.label is None and not self._names_problem(index, line):
            draft.lines.setdefault("problem", line.number)
            draft.problem.append(self._described(line, draft))
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

    @staticmethod
    def _described(line: Line, draft: Draft) -> str:
        """The text of a line of the problem, without the label that the first may begin with: 问题表现：…."""
        found = labels_in(line.half)[:1] if not draft.problem else ()
        if not found or found[0].start > 0 or not found[0].colon or found[0].role != "problem":
            return line.text
        value = part(line, found[0].value).text
        if value:
            draft.labels.append(found[0].name)
        return value or line.text

    def _goes_with_goal(self, line: Line, draft: Draft) -> bool:
        """Whether a goal is made of lines such as 近期目标：… below its label."""
        found = _LABEL.match(line.half) if self.label is Label.GOAL and not self.other else None
        value = half_width(draft.fields.get(Label.GOAL, "")) if found is not None else ""
        own = found is not None and simplified(found["label"]).endswith("目标")
        return own and (not value or _GOALS.match(value) is not None)

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

    def _of_measure(self, index: int, draft: Draft) -> bool:
        """Whether a line with labels says who does the measure above it, and by when.

        It does where the next measure follows, or where such a line stands below a measure before.
        """
        if self.label is not Label.MEASURES or self.other or self.shut:
            return False
        if not draft.measures or draft.measures[-1].number is None or not self._is_tailed(index):
            return False
        own = aside_of(draft.measures[-1].text)
        if any(one.role in own for one in self.outline.labels[index]):
            return False  # the measure says so itself: this is the task's
        if any("\n" in measure.text and aside_of(measure.text) for measure in draft.measures[:-1]):
            return True
        after = index + 1
        while after < min(index + NEAR + 1, len(self.lines)) and self._is_tailed(after):
            after += 1
        return after < len(self.lines) and self._next_measure(self.lines[after]) and not self._is_head(after)

    def _is_tailed(self, index: int) -> bool:
        found = self.outline.labels[index]
        return bool(found) and found[0].start == 0 and all(one.colon and one.role in TAILS for one in found)

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
        framed = found["frame"] is not None and self.label is not None
        if not (known or framed or _LIKE_LABEL.search(simplified(found["label"]))):
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
        self._gather(draft, "deadline")
        self._gather_units(draft)

    def _gather_units(self, draft: Draft) -> None:
        """Who answers, where its measures say it: one lead of all of them leads, else each has its own."""
        asides = [measure.aside for measure in draft.measures]
        leads = {aside.get("lead") for aside in asides}
        if leads <= {None}:
            self._gather(draft, "responsibility")
        elif len(leads) == 1 and Label.RESPONSIBILITY not in draft.fields and not draft.support:
            self._gather(draft, "lead")
            draft.leads_only = True
            draft.support = gathered(asides, "responsibility") or ""
            if draft.support:
                first = next(measure for measure in draft.measures if "responsibility" in measure.aside)
                draft.lines["SUPPORT"], draft.columns["SUPPORT"] = first.line, 1

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

    def _after_value(self) -> bool:
        """Whether the task that is being read has come to its last field."""
        return self.label is Label.MEASURES or self.other

    def _shut(self) -> None:
        """What follows is no longer part of the task."""
        if self._after_value() or self.label is not None:
            self.shut = True

    def _unread(self, line: Line) -> None:
        self.document.unrecognised.append(line)

    def _trouble(self, code: str, line: Line, **args: str | int) -> None:
        self.document.troubles.append(Trouble(code, line.number, line.indent + 1, args))
