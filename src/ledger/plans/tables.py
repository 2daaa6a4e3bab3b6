"""Lists of tasks in tables: wide ones (a row a task) and upright ones (label left, value right).

The cells say where a field ends, so nothing inside one is taken for a heading or the next task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.plans.document import Document, Draft, Label, Trouble, annex_before, beside_lead, field_of
from ledger.plans.grids import Entry, Grid, Sheet
from ledger.plans.heads import HAN
from ledger.plans.labels import Role, role_of
from ledger.plans.lines import Line
from ledger.plans.measuring import place_measure
from ledger.plans.ordinals import Numbers
from ledger.plans.progress import tells_progress
from ledger.plans.rows import Task, apart_of, beside_of, goes_on
from ledger.plans.tableheads import (
    Head,
    column_of,
    find_head,
    heading_row,
    is_upright,
    numbered,
    of_measures,
    pairs,
    read_number,
)
from ledger.plans.tablelines import headed, is_section, read_behind
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from ledger.documents.blocks import Block

_TITLE_MOST = 40
_TOTAL = re.compile("(?:合计|总计|小计|共计|累计)")
_SENTENCE = re.compile(r"[。！？](?=.)")
_ONCE: frozenset[Role] = frozenset(
    {"acceptance", "responsibility", "lead", "support", "deadline", "number", "section"}
)
"""What a task has once: a second cell with other words is not the same field again."""


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
        self.numbers = Numbers(document)
        self.supplied = False
        self.before: list[Line] = []
        self.above: Line | None = None
        self.wide: tuple[Head, int] | None = None
        """The head of the wide table before, and how many columns it has."""

    def read(self) -> None:
        begun = False
        waiting: list[Line] = []
        for unit in self.sheet.units():
            if isinstance(unit, list):
                grid = Grid(unit)
                head = find_head(grid) or self._continued(grid)
                found = head is not None or is_upright(grid)
                if found and not begun:
                    self._begin()
                if found:
                    for line in waiting:
                        self._between(line)
                    waiting = []
                begun |= found
                if found:
                    self._begin_sheet(unit)
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
            self.numbers.finish()
            read_behind(self.document, waiting)
        else:
            self.document.used.clear()

    def _begin_sheet(self, unit: Sequence[tuple[Block, tuple[Line, ...]]]) -> None:
        """A list begins: in a workbook where its sheet does."""
        first = next(line for _, own in unit for line in own)
        self.numbers.begin_sheet(unit[0][0].place.part, first.number)

    def _begin(self) -> None:
        """The first list begins: what stood before it is the preamble, but for its own headings."""
        own = self.before
        start = len(own)
        while start and (headed(own[start - 1]) is not None or is_section(own[start - 1])):
            start -= 1
        if start < len(own) and not any(is_section(line) for line in own[start:]):
            start = len(own) - 1  # of several numbered paragraphs only the last can head a table
        annex = annex_before(own, start)
        self.document.preamble, self.document.heading = own[:annex], own[annex:start]
        for line in own[start:]:
            self._between(line)
            self.above = line

    def _between(self, line: Line) -> None:
        """A paragraph between two tables heads a section or the next table, or is not recognised."""
        if is_section(line):
            self._begin_section(line)

    def _begin_section(self, line: Line) -> None:
        found = HAN.match(line.half)
        assert found is not None  # noqa: S101 - the caller has seen it
        self.numbers.begin_section(found["number"], line.text[found.start("title") :], line.number)
        self.document.used.add(line.number)

    # -- wide tables ---------------------------------------------------------------------------------------

    def _continued(self, grid: Grid) -> Head | None:
        """The head of the table before, where this one goes on with it on the next page without a head."""
        if self.wide is None or self.wide[1] != grid.width:
            return None
        head = replace(self.wide[0], first=0, last=0)
        number = column_of(head, "number")
        first = grid.row(1).get(number) if number is not None else None
        counted = read_number(first.text) if first is not None else None
        return head if counted == str(self.numbers.last + 1) else None

    def _wide(self, grid: Grid, head: Head) -> None:
        self.wide = (head, grid.width)
        for row in range(head.first, head.last + 1):
            self._use(*grid.distinct(row))
        above = [
            entry for row in range(1, head.first) for entry in grid.distinct(row) if entry.cell.row == row
        ]
        place = self.document.heading if self.document.preamble else self.document.preamble
        place += [line for entry in above for line in entry.lines]
        names = {entry.text for row in range(head.first, head.last + 1) for entry in grid.distinct(row)}
        head, number, code = numbered(grid, head)
        own_columns = of_measures(grid, head, number)
        task: Task | None = None
        counted: Entry | None = None
        for row in range(head.last + 1, grid.height + 1):
            entries = grid.distinct(row)
            if not entries:
                continue
            if len(entries) > 1 and all(entry.text in names for entry in entries):
                self._use(*entries)  # the head again, at the top of a page
                continue
            if len(entries) == 1 and is_section(entries[0].lines[0]):
                self._finish(task)
                task, counted = None, None
                self._begin_section(entries[0].lines[0])
                continue
            if (heading := heading_row(grid, row)) is not None:
                self._finish(task)
                task, counted = None, None
                count, title = heading
                self.numbers.begin_section(count, title.text, title.lines[0].number)
                self._use(*entries)
                continue
            own = grid.row(row).get(number) if number is not None else None
            coded = grid.row(row).get(code) if code is not None else None
            counts = number is not None and (own is None or not own.lines)
            counts |= coded is not None and _TOTAL.match(coded.text) is not None
            if counts and any(_TOTAL.match(entry.text) for entry in entries):
                self._finish(task)
                task, counted = None, None
                continue
            if task is not None and goes_on(task, counted, own, grid.row(row), head):
                self._add(task, grid.row(row), head, own_columns, more=True)
                continue
            if number is not None and (own is None or read_number(own.text) is None):
                self._finish(task)
                task, counted = None, None  # a total, a remark: not recognised
                continue
            if len(entries) == 1 and number is None:
                continue
            self._finish(task)
            task, counted = Task(), own
            self._add(task, grid.row(row), head, own_columns, more=False)
        self._finish(task)

    def _add(self, task: Task, row: dict[int, Entry], head: Head, own: frozenset[int], *, more: bool) -> None:
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
        task = Task()
        above = self.above
        for row in range(1, grid.height + 1):
            for label, value in pairs(grid.distinct(row)):
                role = role_of(label.text)
                if label.cell.row != row:
                    continue
                if role is None:  # a label that nobody knows: kept as it is written
                    self._put_unknown(task, label, value)
                    continue
                again = role == "number" or (role in {"title", "problem"} and "number" not in task.cells)
                if again and role in task.cells:
                    self._finish(task, above)
                    task, above = Task(), None
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

    def _put_unknown(self, task: Task, label: Entry, value: Entry) -> None:
        first = label.lines[0]
        args: dict[str, str | int] = {"label": label.text}
        self.document.troubles.append(Trouble("L515", first.number, first.indent + 1, args))
        task.others.append((label.text, value))
        self._use(label, value)

    # -- tasks ---------------------------------------------------------------------------------------------

    def _finish(self, task: Task | None, above: Line | None = None) -> None:
        """A task is complete: make its draft.  ``above`` is the paragraph that may name it."""
        if task is None:
            return
        told = any(tells_progress(label) for label, _ in task.others)
        if not told and not any(field_of(role) is not None for role in task.cells):
            return
        named_above = headed(above) if above is not None else None
        cells = task.cells
        number = read_number(cells["number"][0].text) if cells.get("number") else None
        named = named_above is not None and named_above[1] > 0 and "title" not in cells
        titles = self._titles(task, above if named else None)
        if number is None and titles and (found := headed(titles[0])) is not None and found[1]:
            number, begin = found
            titles[0] = Line(
                titles[0].number, titles[0].text[begin:], titles[0].half[begin:], titles[0].indent
            )
        elif number is None and named_above is not None and above is not None and not named_above[1]:
            number = named_above[0]
            self._take(above)
        first = next(line for entries in cells.values() for entry in entries for line in entry.lines)
        if number is None:
            number = str(self.numbers.last + 1)
            if not self.supplied:
                self.document.troubles.append(Trouble("L533", first.number, 1, {"number": number}))
            self.supplied = True
        self.numbers.count(number, first)
        if not titles:
            return
        self._use(*cells.get("number", ()))
        title, problem = self._split(titles, whole="title" in cells and "problem" in cells)
        draft = Draft(number, self.numbers.section, title, first.number, enclosed=True)
        draft.lines["title"] = titles[0].number
        draft.problem = [line.text for line in problem]
        if problem:
            draft.lines["problem"] = problem[0].number
            draft.split = problem[0] not in titles
        self._fields(task, draft)
        self.document.drafts.append(draft)

    def _titles(self, task: Task, above: Line | None) -> list[Line]:
        """The lines that name and describe the problem."""
        lines = [above] if above is not None else []
        for role in ("title", "problem"):
            for entry in task.cells.get(role, ()):
                lines += entry.lines
                self._use(entry)
        if above is not None:
            self._take(above)
        return lines

    def _take(self, above: Line) -> None:
        """The paragraph above a table is part of its task."""
        self.document.used.add(above.number)
        if above in self.document.heading:
            self.document.heading.remove(above)

    @staticmethod
    def _split(lines: list[Line], *, whole: bool) -> tuple[str, list[Line]]:
        """The title and the lines of the problem; where one cell holds both, its first line or sentence."""
        first = lines[0]
        found = _SENTENCE.search(first.text)
        if whole or len(lines) > 1 or found is None or found.end() > _TITLE_MOST:
            return first.text, lines[1:]
        rest = first.text[found.end() :]
        return first.text[: found.end()], [Line(first.number, rest, half_width(rest), first.indent)]

    def _fields(self, task: Task, draft: Draft) -> None:
        apart = apart_of(task)
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
            draft.rows[label.name] = tuple(line.number for entry in entries for line in entry.lines)
            draft.fields[label] = text
            self._use(*entries)
            if label is Label.MEASURES:
                for entry in entries:
                    before = len(draft.measures)
                    for line in entry.lines:
                        place_measure(draft.measures, line)
                    beside, used = beside_of(task, entry, apart)
                    self._use(*used)
                    for measure in draft.measures[before:]:
                        measure.beside = beside
        self._others(draft, task.others)

    def _others(self, draft: Draft, others: Sequence[tuple[str, Entry]]) -> None:
        for name, entry in others:
            draft.others.append(("".join(name.split()).rstrip(":："), entry.text))
            self._use(entry)

    def _use(self, *entries: Entry) -> None:
        self.document.used |= {line.number for entry in entries for line in entry.lines}


_SECTION_LABEL = "问题类别"
