"""Paragraphs around the tables of a list: those that head a section or name the task of the next table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.closing import is_after_list, is_closing, signature_at
from ledger.plans.document import ANNEX, Trouble
from ledger.plans.heads import ARABIC, FAMILIES, HAN
from ledger.plans.lines import ends_sentence
from ledger.plans.numerals import count_of
from ledger.plans.tableheads import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.plans.document import Document
    from ledger.plans.lines import Line


def headed(line: Line) -> tuple[str, int] | None:
    """The number of a line that heads a task, and where its title begins; 0 where it has none (第一项)."""
    if (alone := read_number(line.text)) is not None:
        return alone, 0
    for family in _HEADS:
        found = family.match(line.half)
        if found is not None and (count := count_of(found["number"])):
            return str(count), found.start("title")
    return None


_HEADS = (ARABIC, *(family for family in FAMILIES if family.strong))


def is_section(line: Line) -> bool:
    """Whether a line heads a section of the list: 一、水环境."""
    return HAN.match(line.half) is not None and not ends_sentence(line.text)


def read_behind(document: Document, lines: Sequence[Line]) -> None:
    """What stands behind the last table: who signs, and the parts of the plan about all tasks."""
    over = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if signed := signature_at(lines, index):
            document.closing += lines[index : index + signed]
            over = False
        elif ANNEX.match(line.half) or is_closing(line.half):
            over = False
        elif over or is_after_list(line.half):
            if not over:
                args: dict[str, str | int] = {"text": line.text}
                document.troubles.append(Trouble("L570", line.number, line.indent + 1, args))
            over = True
            document.after.append(line)
        index += signed or 1
