"""What each line of a list is by itself: its labels, whether it may head a part, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.document import field_of
from ledger.plans.dress import FIELDS, headings_in, labels_in
from ledger.plans.heads import HAN, PART, SUB, style_of
from ledger.plans.numerals import count_of
from ledger.plans.progress import tells_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ledger.plans.lines import Line

NOWHERE = 1 << 60
"""The place of what does not come again."""


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
            (HAN.match(line.half) or PART.match(line.half)) is not None and not self.begins_label(i)
            for i, line in enumerate(lines)
        ]
        self.subs = [
            SUB.match(line.half) is not None and not self.begins_label(i) and not self._is_field(i)
            for i, line in enumerate(lines)
        ]

    def begins_label(self, index: int) -> bool:
        """Whether a label of any task stands at the start of a line."""
        found = self.labels[index]
        return bool(found) and found[0].start == 0 and found[0].role in FIELDS

    def _is_field(self, index: int) -> bool:
        """Whether a line numbered （1） describes the problem: the fields of its task are numbered on."""
        first = self.labels[index][0] if self.labels[index] else None
        after = self.next_label[index + 1]
        if first is None or first.start or not first.colon or first.number is None or after == NOWHERE:
            return False
        following = self.labels[after][0].number
        alike = style_of(following) == style_of(first.number)
        return alike and count_of(following) == (count_of(first.number) or 0) + 1

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
        found = [NOWHERE] * (len(marked) + 1)
        for index in range(len(marked) - 1, -1, -1):
            found[index] = index if marked[index] else found[index + 1]
        return found

    def positions(self, marks: Iterable[bool]) -> list[int]:
        """The same for any mark."""
        return self._following(marks)
