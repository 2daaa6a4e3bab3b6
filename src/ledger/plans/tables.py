"""Lists of tasks in tables: wide ones (a row a task) and upright ones (label left, value right).

The cells say where a field ends, so nothing inside one is taken for a heading or the next task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.documents.blocks import Block, BlockKind, Cell, UnreadableError
from ledger.plans.closing import is_after_list, is_closing, signature_at
from ledger.plans.document import ANNEX, Document, Draft, Label, Trouble, annex_before, beside_lead, field_of
from ledger.plans.heads import ARABIC, HAN
from ledger.plans.labels import Role, role_of
from ledger.plans.lines import Line, ends_sentence
from ledger.plans.measuring import Beside, place_measure
from ledger.plans.numerals import read_numeral
from ledger.plans.progress import tells_progress
from ledger.plans.width import half_width

_HEAD_ROWS = 10
_ROLES_LEAST = 3
_FILL_MOST = 2_000_000
_TITLE_MOST = 40
_NUMBER = re.compile(
    r"(?:第)?(?P<main>[0-9]{1,6}|[一二三四五六七八九十]{1,3})(?:项|号)?[.、]?"
    r"|\((?P<bracketed>[0-9]{1,6}|[一二三四五六七八九十]{1,3})\)"
    r"|(?P<parent>[0-9]{1,6})(?:\((?P<sub>[0-9]{1,4})\)|[-.](?P<after>[0-9]{1,4}))"
)
_SENTENCE = re.compile(r"[。！？](?=.)")
DECIDING: frozenset[Role] = frozenset({"responsibility", "lead", "deadline", "measures"})
"""By one of these a table is seen to be a list of tasks."""
_SUBJECT: frozenset[Role] = frozenset({"title", "problem", "goal", "measures"})
_ONCE: frozenset[Role] = frozenset(
    {"acceptance", "responsibility", "lead", "support", "deadline", "number", "section"}
)
"""What a task has once: a second cell with other words is not the same field again."""

_CHIEF: frozenset[Role] = frozenset({"lead", "responsibility"})
_OF_ROWS = _CHIEF | {"support", "deadline", "acceptance"}
"""What the rows of a task may each have for its measure; acceptance is always of the whole task."""

_BESIDE: tuple[Role, ...] = ("lead", "responsibility", "support", "deadline")
"""What a row may state for its measure alone."""
_OF_TASK = re.compile("整改|总")

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
        found: list[Entry] = []
        for _, entry in sorted(self.row(number).items()):
            if entry.lines and entry not in found:
                found.append(entry)
        return found


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a wide table: its last row, and role and label of each column.

    ``under`` are the columns that stand under 整改措施.
    """

    first: int
    last: int
    columns: dict[int, tuple[Role | None, str]]
    under: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether a column has one of these roles."""
        return any(role in roles for role, _ in self.columns.values())


@dataclass(slots=True)
class _Task:
    """The cells of one task by role; ``rows`` what each row states, ``own`` what it states of its measure."""

    cells: dict[Role, list[Entry]] = field(default_factory=dict)
    rows: list[dict[Role, Entry]] = field(default_factory=list)
    own: list[dict[Role, Entry]] = field(default_factory=list)
    others: list[tuple[str, Entry]] = field(default_factory=list)


def read_tables(sheet: Sheet) -> Document:
    """The tasks of all tables that are lists of tasks.  Text before the first is the preamble."""
    lines = [line for _, own in sheet.pieces for line in own]
    document = Document(lines)
    furniture = sheet.furniture
    document.furniture = [line for line in lines if line.number in furniture]
    _TablesReader(document, sheet).read()
    known = document.used | {
        line.number
        for part in (
            document.preamble,
            document.heading,
            document.furniture,
            document.closing,
            document.after,
        )
        for line in part
    }
    document.unrecognised = [line for line in lines if line.number not in known]
    return document


class _TablesReader:
    def __init__(self, document: Document, sheet: Sheet) -> None:
        self.document, self.sheet = document, sheet
        self.section: str | None = None
        self.last = 0
        self.numbers: set[str] = set()
        self.supplied = False
        self.before: list[Line] = []
        self.above: Line | None = None

    def read(self) -> None:
        begun = False
        waiting: list[Line] = []
        for unit in self.sheet.units():
            if isinstance(unit, list):
                grid = Grid(unit)
                head = find_head(grid)
                found = head is not None or is_upright(grid)
                if found and not begun:
                    self._begin()
                if found:
                    for line in waiting:
                        self._between(line)
                    waiting = []
                begun |= found
                if head is not None:
                    self._wide(grid, head)
                elif found:
                    self._upright(grid)
                elif not begun:
                    self.before += [line for _, own in unit for line in own]
                self.above = None
            elif not begun:
                self.before += unit[1]
                self.above = unit[1][-1] if unit[1] else self.above
            else:
                waiting += unit[1]
                self.above = unit[1][-1] if unit[1] else self.above
        if self.document.drafts:
            self._behind(waiting)
        else:
            self.document.used.clear()

    def _behind(self, lines: Sequence[Line]) -> None:
        """What stands behind the last table: who signs, and the parts of the plan about all tasks."""
        over = False
        index = 0
        while index < len(lines):
            line = lines[index]
            if signed := signature_at(lines, index):
                self.document.closing += lines[index : index + signed]
                over = False
            elif ANNEX.match(line.half) or is_closing(line.half):
                over = False
            elif over or is_after_list(line.half):
                if not over:
                    args: dict[str, str | int] = {"text": line.text}
                    self.document.troubles.append(Trouble("L570", line.number, line.indent + 1, args))
                over = True
                self.document.after.append(line)
            index += signed or 1

    def _begin(self) -> None:
        """The first list begins: what stood before it is the preamble, but for its own headings."""
        own = self.before
        start = len(own)
        while start and (ARABIC.match(own[start - 1].half) or _is_section(own[start - 1])):
            start -= 1
        if start < len(own) and not any(_is_section(line) for line in own[start:]):
            start = len(own) - 1  # of several numbered paragraphs only the last can head a table
        annex = annex_before(own, start)
        self.document.preamble, self.document.heading = own[:annex], own[annex:start]
        for line in own[start:]:
            self._between(line)
            self.above = line

    def _between(self, line: Line) -> None:
        """A paragraph between two tables heads a section or the next table, or is not recognised."""
        if _is_section(line):
            self._begin_section(line)

    def _begin_section(self, line: Line) -> None:
        found = HAN.match(line.half)
        assert found is not None  # noqa: S101 - the caller has seen it
        self.section = found["number"]
        self.document.sections.append((found["number"], line.text[found.start("title") :], line.number))
        self.document.used.add(line.number)

    # -- wide tables ---------------------------------------------------------------------------------------

    def _wide(self, grid: Grid, head: _Head) -> None:
        for row in range(head.first, head.last + 1):
            self._use(*grid.distinct(row))
        above = [
            entry for row in range(1, head.first) for entry in grid.distinct(row) if entry.cell.row == row
        ]
        place = self.document.heading if self.document.preamble else self.document.preamble
        place += [line for entry in above for line in entry.lines]
        names = {entry.text for row in range(head.first, head.last + 1) for entry in grid.distinct(row)}
        number = next((c for c, (role, _) in sorted(head.columns.items()) if role == "number"), None)
        own_columns = _of_measures(grid, head, number)
        task: _Task | None = None
        counted: Entry | None = None
        for row in range(head.last + 1, grid.height + 1):
            entries = grid.distinct(row)
            if not entries:
                continue
            if len(entries) > 1 and all(entry.text in names for entry in entries):
                self._use(*entries)  # the head again, at the top of a page
                continue
            if len(entries) == 1 and _is_section(entries[0].lines[0]):
                self._finish(task)
                task, counted = None, None
                self._begin_section(entries[0].lines[0])
                continue
            own = grid.row(row).get(number) if number is not None else None
            if task is not None and self._goes_on(task, counted, own, grid.row(row), head):
                self._add(task, grid.row(row), head, own_columns, more=True)
                continue
            if number is not None and (own is None or read_number(own.text) is None):
                self._finish(task)
                task, counted = None, None  # a total, a remark: not recognised
                continue
            if len(entries) == 1 and number is None:
                continue
            self._finish(task)
            task, counted = _Task(), own
            self._add(task, grid.row(row), head, own_columns, more=False)
        self._finish(task)

    @staticmethod
    def _goes_on(
        task: _Task, counted: Entry | None, own: Entry | None, row: dict[int, Entry], head: _Head
    ) -> bool:
        """Whether a row belongs to the task before: its number is the same cell, said again, or left out."""
        if own is not None and own.lines:
            if own is counted:
                return True
            if counted is None or own.text != counted.text:
                return False
        elif counted is None and head.has("number"):
            return False
        titled = [
            entry.text
            for c, (role, _) in head.columns.items()
            if role in {"title", "problem"} and (entry := row.get(c)) is not None and entry.lines
        ]
        known = {entry.text for role in ("title", "problem") for entry in task.cells.get(role, ())}
        return all(text in known for text in titled)

    def _add(
        self, task: _Task, row: dict[int, Entry], head: _Head, own: frozenset[int], *, more: bool
    ) -> None:
        """Put the cells of a row to a task; of a further row (``more``) they may be those above again.

        ``own`` are the columns that are about the measure of the row.
        """
        stated: dict[Role, Entry] = {}
        of_measure: dict[Role, Entry] = {}
        task.rows.append(stated)
        task.own.append(of_measure)
        for column, entry in sorted(row.items()):
            role, label = head.columns.get(column, (None, ""))
            if not entry.lines or role is None:
                continue
            if column in own:
                of_measure.setdefault(role, entry)
                continue
            stated.setdefault(role, entry)
            if role == "other":
                if (label, entry) not in task.others:
                    task.others.append((label, entry))
                    self._use(entry)
                continue
            held = task.cells.setdefault(role, [])
            if entry in held:
                continue
            if more and any(entry.text == before.text for before in held):
                self._use(entry)
            elif not (more and held and role in _ONCE):
                held.append(entry)

    # -- upright tables ------------------------------------------------------------------------------------

    def _upright(self, grid: Grid) -> None:
        task = _Task()
        above = self.above
        for row in range(1, grid.height + 1):
            for label, value in pairs(grid.distinct(row)):
                role = role_of(label.text)
                if role is None or label.cell.row != row:
                    continue
                again = role == "number" or (role in {"title", "problem"} and "number" not in task.cells)
                if again and role in task.cells:
                    self._finish(task, above)
                    task, above = _Task(), None
                self._use(label)
                if role == "number" and read_number(value.text) is None:
                    task.others.append((label.text, value))  # a code, which counts nothing
                if role == "other":
                    task.others.append((label.text, value))
                    self._use(value)
                elif role in task.cells and role in _ONCE:
                    continue
                else:
                    task.cells.setdefault(role, []).append(value)
        self._finish(task, above)

    # -- tasks ---------------------------------------------------------------------------------------------

    def _finish(self, task: _Task | None, above: Line | None = None) -> None:
        """A task is complete: make its draft.  ``above`` is the paragraph that may name it."""
        if task is None:
            return
        told = any(tells_progress(label) for label, _ in task.others)
        if not told and not any(field_of(role) is not None for role in task.cells):
            return
        headed = ARABIC.match(above.half) if above is not None else None
        cells = task.cells
        number = read_number(cells["number"][0].text) if cells.get("number") else None
        titles = self._titles(task, above if headed is not None and "title" not in cells else None)
        if number is None and titles and (found := ARABIC.match(titles[0].half)):
            number = found["number"]
            begin = found.start("title")
            titles[0] = Line(
                titles[0].number, titles[0].text[begin:], titles[0].half[begin:], titles[0].indent
            )
        first = next(line for entries in cells.values() for entry in entries for line in entry.lines)
        if number is None:
            number = str(self.last + 1)
            if not self.supplied:
                self.document.troubles.append(Trouble("L533", first.number, 1, {"number": number}))
            self.supplied = True
        self._count(number, first)
        if not titles:
            return
        self._use(*cells.get("number", ()))
        title, problem = self._split(titles, whole="title" in cells and "problem" in cells)
        draft = Draft(number, self.section, title, first.number, enclosed=True)
        draft.lines["title"] = titles[0].number
        draft.problem = [line.text for line in problem]
        if problem:
            draft.lines["problem"] = problem[0].number
            draft.split = problem[0] not in titles
        self._fields(task, draft)
        self.document.drafts.append(draft)

    def _titles(self, task: _Task, above: Line | None) -> list[Line]:
        """The lines that name and describe the problem."""
        lines = [above] if above is not None else []
        for role in ("title", "problem"):
            for entry in task.cells.get(role, ()):
                lines += entry.lines
                self._use(entry)
        if above is not None:
            self.document.used.add(above.number)
            if above in self.document.heading:
                self.document.heading.remove(above)
        return lines

    @staticmethod
    def _split(lines: list[Line], *, whole: bool) -> tuple[str, list[Line]]:
        """The title and the lines of the problem; where one cell holds both, its first line or sentence."""
        first = lines[0]
        found = _SENTENCE.search(first.text)
        if whole or len(lines) > 1 or found is None or found.end() > _TITLE_MOST:
            return first.text, lines[1:]
        rest = first.text[found.end() :]
        return first.text[: found.end()], [Line(first.number, rest, half_width(rest), first.indent)]

    def _fields(self, task: _Task, draft: Draft) -> None:
        apart = _apart(task)
        for role, entries in task.cells.items():
            if role in apart:
                continue
            label = field_of(role)
            if role == "section":
                self._others(draft, [(_SECTION_LABEL, entry) for entry in entries])
            elif role == "support":
                draft.support = "\n".join(entry.text for entry in entries)
                draft.lines["SUPPORT"], draft.columns["SUPPORT"] = entries[0].lines[0].number, 1
            if role == "support":
                self._use(*entries)
            if label is None or not entries:
                continue
            start = entries[0].lines[0]
            text = "\n".join(entry.text for entry in entries)
            if label in draft.fields and beside_lead(draft, role, text, (start.number, 1)):
                self._use(*entries)
                continue
            if label in draft.fields:
                args: dict[str, str | int] = {"label": label.value}
                self.document.troubles.append(Trouble("L520", start.number, 1, args))
                continue
            draft.leads_only |= role == "lead"
            draft.lines[label.name], draft.columns[label.name] = start.number, 1
            draft.fields[label] = text
            self._use(*entries)
            if label is Label.MEASURES:
                for entry in entries:
                    before = len(draft.measures)
                    for line in entry.lines:
                        place_measure(draft.measures, line)
                    beside, used = _beside(task, entry, apart)
                    self._use(*used)
                    for measure in draft.measures[before:]:
                        measure.beside = beside
        self._others(draft, task.others)

    def _others(self, draft: Draft, others: Sequence[tuple[str, Entry]]) -> None:
        for name, entry in others:
            draft.others.append(("".join(name.split()).rstrip(":："), entry.text))
            self._use(entry)

    def _count(self, number: str, line: Line) -> None:
        """Numbers follow one another and are there once."""
        main = int(number.partition("（")[0])
        if number in self.numbers or main < self.last:
            self.document.troubles.append(Trouble("L514", line.number, 1, {"number": number}))
        elif main > self.last + 1:
            args: dict[str, str | int] = {"number": number, "expected": self.last + 1}
            self.document.troubles.append(Trouble("L513", line.number, 1, args))
        self.numbers.add(number)
        self.last = max(self.last, main)

    def _use(self, *entries: Entry) -> None:
        self.document.used |= {line.number for entry in entries for line in entry.lines}


_SECTION_LABEL = "问题类别"


def _apart(task: _Task) -> frozenset[Role]:
    """What the rows of a task state otherwise than its first: it is of their measures, not of the task.

    A row that leaves a cell empty says what stands above it.
    """
    said: dict[Role, set[str]] = {}
    for row in task.rows:
        for role, entry in row.items():
            if role in _OF_ROWS:
                said.setdefault(role, set()).add(entry.text)
    apart = frozenset(role for role, texts in said.items() if len(texts) > 1)
    return apart if "measures" in task.cells else frozenset()


def _beside(task: _Task, entry: Entry, apart: frozenset[Role]) -> tuple[Beside, list[Entry]]:
    """What the rows of a measure's cell state for it alone, and the cells that do.

    Where only those who help change from row to row, who leads in all rows leads in each.  Where 责任单位
    does, it says all there is about the measure: one 牵头单位 for all rows leads the task.
    """
    own = apart
    if apart & _CHIEF:
        own |= {"support"}
    elif "support" in apart:
        own |= _CHIEF
    found: dict[bool, list[Entry]] = {True: [], False: []}
    for row, of_measure in zip(task.rows, task.own, strict=True):
        if row.get("measures") != entry:
            continue
        for role in _BESIDE:
            cell = of_measure.get(role) or (row.get(role) if role in own else None)
            if cell is not None:
                found[role == "deadline"].append(cell)
    units, days = ("；".join(dict.fromkeys(one.text for one in found[key])) for key in (False, True))
    return Beside(units or None, days or None), [*found[True], *found[False]]


def _of_measures(grid: Grid, head: _Head, number: int | None) -> frozenset[int]:
    """The columns about the measure of a row, where others say the same of the task.

    Those under 整改措施; of two for the deadline the one that changes within a task, or else the one
    that is not called 整改….
    """
    groups: tuple[frozenset[Role], ...] = (frozenset({"deadline"}), _CHIEF | {"support"})
    found: set[int] = set()
    for group in groups:
        columns = {c for c, (role, _) in head.columns.items() if role in group}
        outside = {c for c in columns - head.under if head.columns[c][0] != "support"}
        if columns & head.under and outside:
            found |= columns & head.under
    days = sorted(c for c, (role, _) in head.columns.items() if role == "deadline")
    if len(days) > 1 and not found & set(days):
        apart = {c for c in days if _differs(grid, head, number, c)} or {
            c for c in days if _OF_TASK.match(head.columns[c][1]) is None
        }
        found |= apart if len(apart) < len(days) else set()
    return frozenset(found)


def _differs(grid: Grid, head: _Head, number: int | None, column: int) -> bool:
    """Whether a column says something else in a further row of the same task."""
    for row in range(head.last + 1, grid.height):
        one, other = grid.row(row), grid.row(row + 1)
        counted, after = (None, None) if number is None else (one.get(number), other.get(number))
        same = after is None or not after.lines or after is counted
        said, more = one.get(column), other.get(column)
        stated = number is not None and same and said is not None and more is not None
        if stated and more is not said and more is not None and more.lines:
            return True
    return False


def _is_section(line: Line) -> bool:
    return HAN.match(line.half) is not None and not ends_sentence(line.text)


def find_head(grid: Grid) -> _Head | None:
    """The head of a wide table: a row of labels, or two of which the upper spans the lower; else ``None``."""
    seen = 0
    for row in range(1, grid.height + 1):
        if not grid.distinct(row):
            continue
        seen += 1
        if seen > _HEAD_ROWS:
            return None
        upper = {c: entry for c, entry in grid.row(row).items() if entry.lines}
        if len(grid.distinct(row)) < _ROLES_LEAST:
            continue
        double = _second_head(grid, row, upper)
        columns: dict[int, tuple[Role | None, str]] = {}
        under: set[int] = set()
        for column, entry in upper.items():
            below = grid.row(row + 1).get(column) if double else None
            lower = below.text if below is not None and below is not entry else ""
            role = (role_of(lower) if lower else None) or role_of(entry.text)
            columns[column] = _divided(grid, row, column) or (
                role,
                f"{entry.text}{lower}" if lower else entry.text,
            )
            if (lower or columns[column][1] != entry.text) and role_of(entry.text) == "measures":
                under.add(column)
        roles = {role for role, _ in columns.values() if role not in {None, "other"}}
        told = any(role == "other" and tells_progress(label) for role, label in columns.values())
        decided = bool(roles & DECIDING) or (told and "number" in roles)
        if len(roles) + told >= _ROLES_LEAST and decided and roles & _SUBJECT:
            return _Head(row, row + 1 if double else row, columns, frozenset(under))
    return None


def _divided(grid: Grid, row: int, column: int) -> tuple[Role, str] | None:
    """The part of a head over several columns that is about this one: 主要措施及完成时限 over two."""
    entry = grid.row(row)[column]
    first, count = entry.cell.column, entry.cell.columns
    names = [one for one in _AND.split("".join(entry.text.split())) if one]
    roles = [role_of(name) for name in names]
    below = grid.row(row + 1)
    apart = below.get(first) is not below.get(first + 1)
    role = roles[column - first] if count == len(names) > 1 and apart else None
    return (role, names[column - first]) if role is not None and None not in roles else None


_AND = re.compile("及其?|[和与、/]")


def _second_head(grid: Grid, row: int, upper: dict[int, Entry]) -> bool:
    """Whether the row below is part of the head: it only divides what spans several columns above."""
    spanning = {c for c, entry in upper.items() if entry.cell.columns > 1}
    tall = {c for c, entry in upper.items() if entry.cell.rows > 1}
    below = grid.row(row + 1)
    if not spanning or not any(c in below and below[c] is not upper[c] for c in spanning):
        return False
    return all(c in spanning or c in tall or not below[c].lines for c in below if c in upper)


def pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """The labels of a row with the value to the right of each."""
    index = 0
    while index + 1 < len(entries):
        label, value = entries[index], entries[index + 1]
        if role_of(label.text) is not None and role_of(value.text) is None:
            yield label, value
            index += 2
        else:
            index += 1


def is_upright(grid: Grid) -> bool:
    """Whether most rows of a table are a label with its value to the right, and the labels are of a task."""
    rows = [grid.distinct(row) for row in range(1, grid.height + 1)]
    filled = [row for row in rows if row]
    paired = [row for row in filled if next(pairs(row), None) is not None]
    roles = {role_of(label.text) for row in paired for label, _ in pairs(row)} - {None, "other"}
    enough = len(roles) >= _ROLES_LEAST and bool(roles & DECIDING)
    return enough and len(paired) * 2 > len(filled)


def read_number(text: str) -> str | None:
    """``7``, ``第7项``, ``（七）`` → 7; ``7-1``, ``7（1）``, ``7.1`` → 7（1）; ``None`` for anything else."""
    found = _NUMBER.fullmatch("".join(half_width(text).split()))
    if found is None:
        return None
    if found["parent"]:
        return f"{int(found['parent'])}（{int(found['sub'] or found['after'])}）"
    count = read_numeral(found["main"] or found["bracketed"])
    return None if count is None else str(count)
