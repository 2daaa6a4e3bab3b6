"""The superior's list against the ledger (对账): which task each row is, and where the two differ.

A row is a task of ours where number and text both name it; where only one of them does the pair is told with
what differs.  What the words of a row do not say is not compared, and what cannot be read is a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.blocks import BlockKind
from ledger.judging.counting import DONE, Class, class_of
from ledger.plans.document import Label
from ledger.plans.progress import is_state, read_progress, squeezed, tells_progress
from ledger.plans.stating import has_fields
from ledger.plans.unitlines import read_units
from ledger.reports.pairing import (
    Listing,
    Theirs,
    first_of_each,
    letters,
    number_key,
    pair_up,
    parts_of,
    row_of,
    same_text,
    spoken_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ledger.documents.blocks import Place, Source
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Baseline
    from ledger.model.unit import Units
    from ledger.plans.document import Draft
    from ledger.plans.understand import Understanding

NUMBER_HEADS = ("序号", "编号", "任务序号", "任务编号", "问题序号")
"""Heads of the column with the numbers of the tasks, in a list that has little else."""

STATUS_HEAD = "状态"
"""The plainest head of the column of states; all of them are in :data:`ledger.plans.progress.STATE`."""

_OPEN = frozenset(set(Class) - {*DONE, Class.WITHDRAWN})
_WORDS: dict[str, frozenset[Class]] = {
    "已销号": frozenset({Class.CLOSED}),
    "销号": frozenset({Class.CLOSED}),
    "完成销号": frozenset({Class.CLOSED}),
    "完成交账销号": frozenset({Class.CLOSED}),
    "已交账销号": frozenset({Class.CLOSED}),
    "未销号": frozenset({*_OPEN, Class.COMPLETED, Class.ACCEPTED}),
    "通过验收": frozenset({Class.ACCEPTED}),
    "已通过验收": frozenset({Class.ACCEPTED}),
    "已验收": frozenset({Class.ACCEPTED}),
    "完成整改并通过验收": frozenset({Class.ACCEPTED}),
    "公示": frozenset({Class.ACCEPTED}),
    "公示中": frozenset({Class.ACCEPTED}),
    "未验收": frozenset({*_OPEN, Class.COMPLETED}),
    "完成整改": frozenset({Class.COMPLETED}),
    "已完成整改": frozenset({Class.COMPLETED}),
    "整改完成": frozenset(DONE),
    "已完成": frozenset(DONE),
    "完成": frozenset(DONE),
    "正申请销号": frozenset({Class.COMPLETED, Class.ACCEPTED}),
    "超过序时进度": frozenset({Class.AHEAD}),
    "超序时进度": frozenset({Class.AHEAD}),
    "达到序时进度": frozenset({Class.ON_PACE}),
    "达序时进度": frozenset({Class.ON_PACE}),
    "序时推进": frozenset({Class.ON_PACE}),
    "按序时推进": frozenset({Class.ON_PACE}),
    "未达到序时进度": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "未达序时进度": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "滞后": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "逾期": frozenset({Class.OVERDUE}),
    "逾期未完成": frozenset({Class.OVERDUE}),
    "整改中": _OPEN,
    "正在整改": _OPEN,
    "未完成": _OPEN,
    "未完成整改": _OPEN,
    "完成并长期坚持": frozenset(DONE),
    "已完成并长期坚持": frozenset(DONE),
    "长期坚持": frozenset({*_OPEN, *DONE}),
    "终止": frozenset({Class.WITHDRAWN}),
    "已转入下一轮整改": frozenset({Class.WITHDRAWN}),
}
"""Words that superiors use for the state of a task, and the classes of ours that say the same."""

_STEPS = {"close": Class.CLOSED, "accept": Class.ACCEPTED, "complete": Class.COMPLETED}


FIELDS = (
    *("missing_here", "missing_there", "number", "text", "status", "due", "lead", "support", "acceptance"),
    *("twice", "several", "unread", "line"),
)
"""What a difference or a doubt is about."""


class Difference(NamedTuple):
    """Something in which the two differ.

    ``field`` is one of :data:`FIELDS`, the last four of doubts alone: a row says an earlier one again, names
    more than one task of ours, or has names of units that were not read; a line was not read at all.  Of what
    is missing on one side that side is ``None``.  ``note`` is the key of a sentence (``reconcile.…``).
    """

    field: str
    theirs: Theirs | None
    ours: Judgement | None
    they_say: Any
    we_say: Any
    note: str = ""


@dataclass(slots=True)
class Reconciliation:
    """What came of it: how many rows there are, the pairs in the order of the list, differences, doubts."""

    listed: int = 0
    pairs: list[tuple[Theirs, Judgement]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    doubts: list[Difference] = field(default_factory=list)
    unclear: list[Judgement] = field(default_factory=list)
    """Tasks that are in the list in a row of several, or in one that was not read."""

    @property
    def agreeing(self) -> int:
        """How many tasks of both are the same in all that the list says."""
        odd = {id(one.ours) for one in (*self.differences, *self.doubts) if one.ours is not None}
        return sum(1 for _, ours in self.pairs if id(ours) not in odd)


# --- the list -------------------------------------------------------------------------------------


def listed(said: Understanding, units: Units) -> Listing:
    """A list of whatever layout, read with the names of ``units``."""
    document = said.document
    read = iter(said.issues)
    rows = []
    for draft in document.drafts:
        baseline = next(read) if has_fields(draft) else None
        rows.append(_row(draft, document.places.get(draft.line, draft.line), baseline, units))
    left = [
        Theirs("", line.text, "", "", (), document.places.get(line.number, line.number), None)
        for line in document.unrecognised
    ]
    return Listing(rows, left)


def _row(draft: Draft, place: Place | int, baseline: Baseline | None, units: Units) -> Theirs:
    said = [(label, text.strip()) for label, text in draft.others if text.strip()]
    state = next((text for label, text in said if is_state(label)), "")
    told = tuple(text for label, text in said if tells_progress(label))
    lines = (draft.fields.get(Label.RESPONSIBILITY), draft.support, draft.fields.get(Label.ACCEPTANCE))
    unread = tuple(name for text in lines if text for name, _ in read_units(text, units).unresolved)
    return Theirs(draft.number, draft.title, "".join(draft.problem), state, told, place, baseline, unread)


def bare(source: Source) -> Listing:
    """A list that has little else than numbers and states: the first table with such columns."""
    return Listing(list(_bare(source)), [])


def _bare(source: Source) -> Iterator[Theirs]:
    tables: dict[int, dict[int, dict[int, tuple[str, Place]]]] = {}
    for block in source.blocks:
        if block.kind is BlockKind.CELL and block.cell is not None:
            row = tables.setdefault(block.cell.table, {}).setdefault(block.cell.row, {})
            before = row.get(block.cell.column, ("", block.place))[0]
            row[block.cell.column] = f"{before}{block.shown}".strip(), block.place
    for rows in tables.values():
        for head, cells in rows.items():
            number = next((c for c, (text, _) in cells.items() if _plain(text) in NUMBER_HEADS), None)
            state = next((c for c, (text, _) in cells.items() if is_state(text)), None)
            if number is None or state is None:
                continue
            for at, row in rows.items():
                numbered, words = row.get(number), row.get(state)
                if at > head and (numbered or words):
                    said = words[0] if words else ""
                    place = (numbered or words or ("", 0))[1]
                    yield Theirs(numbered[0] if numbered else "", "", "", said, (said,), place, None)
            return


def _plain(text: str) -> str:
    return "".join(text.split())


# --- which is which -------------------------------------------------------------------------------


def reconcile(listing: Listing, judged: Sequence[Judgement], units: Units) -> Reconciliation:
    """The rows of a list against the tasks of a day, in time linear in both."""
    known = dict.fromkeys(number_key(one.baseline.number) for one in judged)
    found = Reconciliation(listed=len(listing.rows))
    rows = parts_of(listing.rows, known)
    listing = listing._replace(rows=rows)
    stated = any(row.words for row in rows)
    left, twice = first_of_each(rows)
    pairs, several = pair_up(left, judged)
    for row in rows:
        ours = pairs.get(id(row))
        name = f"{row.number} {row.title}".strip()
        if id(row) in twice:
            found.doubts.append(Difference("twice", row, None, name, None, "reconcile.twice"))
        elif id(row) in several:
            found.unclear += several[id(row)]
            ours_named = [f"{one.baseline.number} {one.baseline.title}" for one in several[id(row)]]
            found.doubts.append(Difference("several", row, None, name, ours_named, "reconcile.several"))
        elif ours is None:
            found.differences.append(Difference("missing_here", row, None, name, None))
        else:
            found.pairs.append((row, ours))
            _compare(row, ours, units, found)
            if stated and not row.words:
                found.doubts.append(
                    Difference("status", row, ours, None, class_of(ours), "reconcile.status_unstated")
                )
            if not row.title and _may_be_range(row, ours, known):
                found.doubts.append(
                    Difference("number", row, ours, row.number, ours.baseline.number, "reconcile.range")
                )
    kept = {id(ours) for named in (pairs.values(), *several.values()) for ours in named}
    spoken = spoken_of(listing, pairs, kept, judged)
    found.unclear += [one for one in spoken.values() if id(one) not in kept]
    kept |= {id(one) for one in spoken.values()}
    for one in judged:
        if id(one) not in kept:
            name = f"{one.baseline.number} {one.baseline.title}"
            found.differences.append(Difference("missing_there", None, one, None, name))
    for row in listing.left:
        ours = spoken.get(row_of(row))
        found.doubts.append(Difference("line", row, ours, row.title, None, "reconcile.line"))
    return found


def _may_be_range(row: Theirs, ours: Judgement, known: Collection[str]) -> bool:
    """Whether a number such as 9-11, which we read as 9（11）, could mean the tasks 9 to 11 as well."""
    first, _, last = number_key(row.number).partition("-")
    written = row.number.strip() != ours.baseline.number
    return written and last.isdigit() and int(first) < int(last) and {first, last} <= set(known)


# --- what differs -----------------------------------------------------------------------------------


def _compare(row: Theirs, ours: Judgement, units: Units, found: Reconciliation) -> None:
    said, held = row.baseline, ours.baseline
    if row.number and number_key(row.number) != number_key(held.number):
        found.differences.append(Difference("number", row, ours, row.number, held.number))
    if row.title and not same_text(row, ours):
        found.differences.append(Difference("text", row, ours, row.title, held.title))
    _status(row, ours, found)
    if said is None:
        return
    if row.unread:
        found.doubts.append(Difference("unread", row, ours, list(row.unread), None, "reconcile.unread"))
    _due(row, ours, said, found)
    for name, theirs, here in (
        ("lead", said.responsibility.lead, held.responsibility.lead),
        ("support", said.responsibility.support, held.responsibility.support),
        ("acceptance", said.acceptance.units, held.acceptance.units),
    ):
        # what a list does not state, or not in words that are known, is not compared
        if theirs and not row.unread and _named(theirs, ours, units) != _named(here, ours, units):
            found.differences.append(Difference(name, row, ours, list(theirs), list(here)))


def _named(names: Sequence[str], ours: Judgement, units: Units) -> set[str]:
    """The units behind names, as they are called on the day."""
    return {units.on(name, ours.as_of) for name in units.expand(names)}


def meant(word: str, told: Sequence[str] = ()) -> frozenset[Class] | None:
    """The classes that the words of a superior mean; ``None`` where they are not known.

    ``word`` is its state; what is no state by itself is read as progress is, with ``told`` beside it.
    """
    known = _WORDS.get(letters(word))
    if known is not None:
        return known
    steps = read_progress([word, *told]).steps if word else read_progress(told).steps
    return next((frozenset({klass}) for step, klass in _STEPS.items() if step in steps), None)


def _status(row: Theirs, ours: Judgement, found: Reconciliation) -> None:
    klass = class_of(ours)
    classes = meant(row.state, row.told)
    if classes is None:
        if row.state:
            found.doubts.append(Difference("status", row, ours, row.words, klass, "reconcile.status_unknown"))
    elif klass not in classes:
        found.differences.append(Difference("status", row, ours, row.words, klass))


def _due(row: Theirs, ours: Judgement, said: Baseline, found: Reconciliation) -> None:
    deadline, held = said.deadline, ours.baseline.deadline
    if deadline.text is None:
        return
    theirs = deadline.due, deadline.immediate, deadline.sustained
    if deadline.due is None and not (deadline.immediate or deadline.sustained):
        if squeezed(deadline.text) != squeezed(held.text or ""):
            found.doubts.append(
                Difference("due", row, ours, deadline.text, ours.due or held.text, "reconcile.due_unread")
            )
        return
    if theirs == (ours.due, held.immediate, held.sustained):
        return
    moved = deadline.due is not None and deadline.due == ours.first_due
    note = "reconcile.first_due" if moved else ""
    found.differences.append(
        Difference("due", row, ours, deadline.due or deadline.text, ours.due or held.text, note)
    )
