"""What a line of a list is, told by its place and by what follows: looking ahead, and nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.document import Document, Draft, Label, field_of
from ledger.plans.heads import (
    ARABIC,
    BRACKETED_HAN,
    DECIMAL_HEAD,
    HAN,
    MEASURE,
    PART,
    Family,
    is_chief,
    number_of,
    style_of,
)
from ledger.plans.lines import Line, ends_sentence
from ledger.plans.measuring import is_led, numbered_in
from ledger.plans.numerals import count_of
from ledger.plans.outline import NOWHERE, Outline
from ledger.plans.width import half_width

if TYPE_CHECKING:
    import re

NEAR = 3
"""How many lines a heading and the first problem, or a problem and its first label, may be apart."""


class Ahead:
    """A list with problems numbered in one way (``family``), and how far it has been read."""

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
            if at >= stops[index + 1] or at > index + NEAR:
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

    def _is_head(self, index: int) -> bool:
        """Whether a problem begins here: labels follow before anything else that looks like one."""
        if self.heads[index] is None:
            return False
        labels = self.outline.labels[index]
        if any(field_of(one.role) is not None and (one.colon or one.start > 0) for one in labels):
            return True  # the labels stand in the very paragraph
        label = self.outline.next_label[index + 1]
        if label < self.next_stop[index + 1]:
            return True
        return self._describes(index, label)

    def _describes(self, index: int, label: int) -> bool:
        """Whether a head is followed by a numbered description (1. 2. …) of the problem, then by labels."""
        found = self.heads[index]
        if found is None or label == NOWHERE or number_of(found) != self.last + 1 or self.last == 0:
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
        if found := PART.match(line.half) or (HAN.match(line.half) if self.family is not HAN else None):
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
        for following in range(index + 1, min(index + 1 + NEAR, len(self.lines))):
            if self.heads[following] is not None:
                return self._is_head(following)
            if self.outline.begins_label(following):
                return False
            inner = self._section_of(following)
            if inner is not None and (inner.re is found.re or is_chief(inner)):
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
        numbers = [number for number, _, _ in self.document.sections]
        before = f"{self.outer}（" if self.outer and not is_chief(found) else ""
        if is_chief(found):
            numbers = [number for number in numbers if "（" not in number]
        expected = sum(number.startswith(before) for number in numbers) + 1
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
