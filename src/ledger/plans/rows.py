"""The rows of one task in a wide table: what they share is of the task, what else one says of its measure."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.plans.grids import Entry
from ledger.plans.labels import Role
from ledger.plans.measuring import Beside
from ledger.plans.tableheads import CHIEF, Head

_OF_ROWS = CHIEF | {"support", "deadline", "acceptance"}
"""What the rows of a task may each have for its measure; acceptance is always of the whole task."""

_BESIDE: tuple[Role, ...] = ("lead", "responsibility", "support", "deadline")
"""What a row may state for its measure alone."""


@dataclass(slots=True)
class Task:
    """The cells of one task by role; ``rows`` what each row states, ``own`` what it states of its measure."""

    cells: dict[Role, list[Entry]] = field(default_factory=dict)
    rows: list[dict[Role, Entry]] = field(default_factory=list)
    own: list[dict[Role, Entry]] = field(default_factory=list)
    others: list[tuple[str, Entry]] = field(default_factory=list)


def apart_of(task: Task) -> frozenset[Role]:
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


def beside_of(task: Task, entry: Entry, apart: frozenset[Role]) -> tuple[Beside, list[Entry]]:
    """What the rows of a measure's cell state for it alone, and the cells that do.

    Where only those who help change from row to row, who leads in all rows leads in each.  Where 责任单位
    does, it says all there is about the measure: one 牵头单位 for all rows leads the task.
    """
    own = apart
    if apart & CHIEF:
        own |= {"support"}
    elif "support" in apart:
        own |= CHIEF
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


def goes_on(task: Task, counted: Entry | None, own: Entry | None, row: dict[int, Entry], head: Head) -> bool:
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
