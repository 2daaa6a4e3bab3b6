"""A document as blocks with their lines, and its tables as grids with every merged cell filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.documents.blocks import Block, BlockKind, Cell, UnreadableError
from ledger.plans.lines import Line

_FILL_MOST = 2_000_000

_Piece = tuple[Block, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell with its lines.  A merged cell is one entry at several places."""

    lines: tuple[Line, ...]
    cell: Cell

    @property
    def text(self) -> str:
        """The text of the cell, its lines joined."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The blocks of a document with their lines."""

    pieces: tuple[_Piece, ...]

    @property
    def has_tables(self) -> bool:
        """Whether there is a cell at all."""
        return any(block.cell is not None for block, _ in self.pieces)

    @property
    def furniture(self) -> frozenset[int]:
        """The numbers of the lines that are no text of the document."""
        return frozenset(
            line.number for block, lines in self.pieces if block.kind is BlockKind.FURNITURE for line in lines
        )

    @property
    def cells(self) -> frozenset[int]:
        """The numbers of the lines that stand in a table."""
        return frozenset(
            line.number for block, lines in self.pieces if block.cell is not None for line in lines
        )

    def units(self) -> Iterator[_Piece | list[_Piece]]:
        """What follows one another: paragraphs one by one, the cells of a table together."""
        table: list[_Piece] = []
        for block, lines in self.pieces:
            if table and (block.cell is None or block.cell.table != table[0][0].cell.table):  # type: ignore[union-attr]
                yield table
                table = []
            if block.cell is not None:
                table.append((block, lines))
            elif block.kind is not BlockKind.FURNITURE:
                yield block, lines
        if table:
            yield table


class Grid:
    """A table with every merged cell filled into all the places it covers."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        entries = [Entry(lines, block.cell) for block, lines in pieces if block.cell is not None]
        self.entries = entries
        self.height = max(entry.cell.row for entry in entries)
        self.width = max(entry.cell.column for entry in entries)
        self.rows: dict[int, dict[int, Entry]] = {}
        filled = 0
        for entry in entries:
            cell = entry.cell
            bottom = min(cell.row + cell.rows - 1, self.height)
            right = min(cell.column + cell.columns - 1, self.width)
            filled += (bottom - cell.row + 1) * (right - cell.column + 1)
            if filled > _FILL_MOST:
                raise UnreadableError("hostile", f"table {cell.table}")
            for row in range(cell.row, bottom + 1):
                for column in range(cell.column, right + 1):
                    self.rows.setdefault(row, {})[column] = entry

    def row(self, number: int) -> dict[int, Entry]:
        """The entries of a row by column."""
        return self.rows.get(number, {})

    def distinct(self, number: int) -> list[Entry]:
        """The entries of a row that hold text, each once, from left to right."""
        held = self.row(number)
        # a cell that reaches over several columns stands in each of them, as one and the same
        found = {id(entry): entry for entry in map(held.__getitem__, sorted(held)) if entry.lines}
        return list(found.values())
