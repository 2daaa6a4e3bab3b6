"""How a table is laid out: its head, what each column is about, labels with values beside them, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ledger.plans.grids import Entry, Grid
from ledger.plans.labels import Role, role_of
from ledger.plans.numerals import read_numeral, without_circles
from ledger.plans.progress import tells_progress
from ledger.plans.width import half_width

_HEAD_ROWS = 10
_ROLES_LEAST = 3
_NUMBER = re.compile(
    r"(?:(?:反馈|整改)?(?:问题|任务|事项))?(?:第)?(?P<main>[0-9]{1,6}|[一二三四五六七八九十]{1,3})(?:项|号|个?问题)?(?:[.、]|\.0{1,2})?"
    r"|\((?P<bracketed>[0-9]{1,6}|[一二三四五六七八九十]{1,3})\)"
    r"|(?P<parent>[0-9]{1,6})(?:\((?P<sub>[0-9]{1,4})\)|[-.](?P<after>[0-9]{1,4}))"
)
DECIDING: frozenset[Role] = frozenset({"responsibility", "lead", "deadline", "measures"})
"""By one of these a table is seen to be a list of tasks."""
_SUBJECT: frozenset[Role] = frozenset({"title", "problem", "goal", "measures"})
CHIEF: frozenset[Role] = frozenset({"lead", "responsibility"})
"""Who answers for a task."""
_OF_TASK = re.compile("整改|总")


@dataclass(frozen=True, slots=True)
class Head:
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


def of_measures(grid: Grid, head: Head, number: int | None) -> frozenset[int]:
    """The columns about the measure of a row, where others say the same of the task.

    Those under 整改措施; of two for the deadline the one that changes within a task, or else the one
    that is not called 整改….
    """
    groups: tuple[frozenset[Role], ...] = (frozenset({"deadline"}), CHIEF | {"support"})
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


def _differs(grid: Grid, head: Head, number: int | None, column: int) -> bool:
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


def find_head(grid: Grid) -> Head | None:
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
            role = role_of(f"{entry.text}-{lower}" if lower else entry.text)
            columns[column] = _divided(grid, row, column) or (
                role,
                f"{entry.text}{lower}" if lower else entry.text,
            )
            if lower and columns[column][0] == role and _strange(grid, row, entry, lower, role):
                columns[column] = (None, f"{entry.text}{lower}")
            if (lower or columns[column][1] != entry.text) and role_of(entry.text) == "measures":
                under.add(column)
        roles = {role for role, _ in columns.values() if role not in {None, "other"}}
        told = any(role == "other" and tells_progress(label) for role, label in columns.values())
        decided = bool(roles & DECIDING) or (told and "number" in roles)
        if len(roles) + told >= _ROLES_LEAST and decided and roles & _SUBJECT:
            return Head(row, row + 1 if double else row, columns, frozenset(under))
    return None


def _strange(grid: Grid, row: int, above: Entry, lower: str, role: Role | None) -> bool:
    """Whether a head below another is unknown, and one beside it is what the upper says (具体措施, 难度)."""
    if role is None or role_of(lower) is not None:
        return False
    beside = (below.text for column, below in grid.row(row + 1).items() if grid.row(row).get(column) is above)
    return any(role_of(name) == role for name in beside)


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
        known = role_of(label.text) is not None or (index == 0 and _UNKNOWN.fullmatch(label.text) is not None)
        if known and role_of(value.text) is None:
            yield label, value
            index += 2
        else:
            index += 1


_UNKNOWN = re.compile("[\u4e00-\u9fff \t]{2,12}[:：]?")
"""What may be a label that nobody knows, where it stands first in a row."""


def is_upright(grid: Grid) -> bool:
    """Whether most rows of a table are a label with its value to the right, and the labels are of a task."""
    rows = [grid.distinct(row) for row in range(1, grid.height + 1)]
    filled = [row for row in rows if row]
    paired = [row for row in filled if any(role_of(label.text) is not None for label, _ in pairs(row))]
    roles = {role_of(label.text) for row in paired for label, _ in pairs(row)} - {None, "other"}
    enough = len(roles) >= _ROLES_LEAST and bool(roles & DECIDING)
    return enough and len(paired) * 2 > len(filled)


def read_number(text: str) -> str | None:
    """``7``, ``第7项``, ``问题七``, ``（七）``, ``⑦`` → 7; ``None`` for no number.

    ``7-1``, ``7（1）``, ``7.1`` → 7（1）; ``7.0``, as a table writes a number, → 7.
    """
    found = _NUMBER.fullmatch(without_circles("".join(half_width(text).split())))
    if found is None:
        return None
    if found["parent"]:
        return f"{int(found['parent'])}（{int(found['sub'] or found['after'])}）"
    count = read_numeral(found["main"] or found["bracketed"])
    return None if count is None else str(count)


def heading_row(grid: Grid, row: int) -> tuple[str, Entry] | None:
    """The number and title of a section in two cells (一｜水环境方面), the second over all others."""
    entries = grid.distinct(row)
    if len(entries) != 2:  # noqa: PLR2004 - number and title
        return None
    first, title = entries
    whole = title.cell.columns >= _OVER and title.cell.column + title.cell.columns > grid.width
    number = first.text.strip("、.")
    return (number, title) if whole and _HAN_NUMBER.fullmatch(number) else None


_OVER = 3
_HAN_NUMBER = re.compile("[一二三四五六七八九十]{1,3}")


def column_of(head: Head, wanted: Role) -> int | None:
    """The first column with a role."""
    return next((c for c, (role, _) in sorted(head.columns.items()) if role == wanted), None)


def _counts(grid: Grid, head: Head, column: int) -> bool:
    """Whether any cell of a column is a number, or none says anything."""
    texts = [
        entry.text
        for row in range(head.last + 1, grid.height + 1)
        if (entry := grid.row(row).get(column)) is not None and entry.lines
    ]
    return not texts or any(read_number(text) is not None for text in texts)


def numbered(grid: Grid, head: Head) -> tuple[Head, int | None, int | None]:
    """The head, its column of numbers, and its column of codes (A-01): those count nothing."""
    number = column_of(head, "number")
    if number is None or _counts(grid, head, number):
        return head, number, None
    columns: dict[int, tuple[Role | None, str]] = {**head.columns, number: ("other", head.columns[number][1])}
    return replace(head, columns=columns), None, number
