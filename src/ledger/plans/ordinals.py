"""How the tasks of tables are counted: one after another, once, and anew in a section or a sheet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledger.plans.document import Trouble
from ledger.plans.numerals import han_numeral

if TYPE_CHECKING:
    from ledger.plans.document import Document, Draft
    from ledger.plans.lines import Line


class Numbers:
    """The numbers of the tasks of one document, in the order that they come."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.section: str | None = None
        self.last = 0
        self.numbers: set[str] = set()
        self.fresh = False
        self.sheets: list[tuple[str, int]] = []
        """The sheets that hold lists: their name and the first line of each."""
        self.by_sheet = False

    def begin_sheet(self, name: str, line: int) -> None:
        """A list begins in a sheet of a workbook; ``name`` is empty where the document has no sheets."""
        if name and all(name != known for known, _ in self.sheets):
            self.fresh = bool(self.sheets)
            self.sheets.append((name, line))

    def begin_section(self, number: str, title: str, line: int) -> None:
        """A section begins."""
        self.section, self.fresh = number, True
        self.document.sections.append((number, title, line))

    def count(self, number: str, line: Line) -> None:
        """Numbers follow one another and are there once; they may begin anew where a section begins."""
        main = int(number.partition("（")[0])
        if main == 1 and self.fresh and self.last > 0:
            self.document.restarts = True
            self.by_sheet |= self.section is None
            self.last, self.numbers = 0, set()
        if number in self.numbers or main < self.last:
            self.document.troubles.append(Trouble("L514", line.number, 1, {"number": number}))
        elif main > self.last + 1:
            code, args = self.document.jump(main, self.last, number)
            self.document.troubles.append(Trouble(code, line.number, 1, args))
        self.fresh = False
        self.numbers.add(number)
        self.last = max(self.last, main)

    def finish(self) -> None:
        """Where tasks were counted anew their numbers are those of their sections: 二-3.

        Where each sheet counts for itself the sheets are the sections, which is told.
        """
        if not self.document.restarts:
            return
        if self.by_sheet:
            self._by_sheet()
        for draft in self.document.drafts:
            if draft.section is not None:
                draft.number = f"{draft.section}-{draft.number}"
        counts = Counter(draft.number for draft in self.document.drafts)
        for draft in self.document.drafts:
            if counts[draft.number] > 1:
                args: dict[str, str | int] = {"number": draft.number}
                self.document.troubles.append(Trouble("L514", draft.line, 1, args))

    def _by_sheet(self) -> None:
        names = tuple(name for name, _ in self.sheets)
        args: dict[str, str | int | tuple[str, ...]] = {"sheets": names, "first": f"{han_numeral(2)}-1"}
        self.document.troubles.append(Trouble("L582", self.sheets[1][1], 1, args))
        sections = [(han_numeral(n), name, line) for n, (name, line) in enumerate(self.sheets, 1)]
        self.document.sections = sorted([*self.document.sections, *sections], key=lambda one: one[2])
        for draft in self.document.drafts:
            draft.section = draft.section or _section_of(draft, sections)


def _section_of(draft: Draft, sections: list[tuple[str, str, int]]) -> str:
    return [number for number, _, line in sections if line <= draft.line][-1]
