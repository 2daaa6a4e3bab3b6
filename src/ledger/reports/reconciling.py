"""The superior's list against the ledger (对账): which task each row is, and where the two differ.

A row is a task of ours where number and text both name it; where only one of them does the pair is told with
what differs.  What the words of a row do not say is not compared, and what cannot be read is a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.blocks import BlockKind
from ledger.judging.counting import class_of
from ledger.plans.document import Label
from ledger.plans.progress import is_state, squeezed, tells_progress
from ledger.plans.stating import has_fields
from ledger.plans.unitlines import read_units
from ledger.reports.pairing import (
    Listing,
    Theirs,
    first_of_each,
    number_key,
    pair_up,
    parts_of,
    row_of,
    same_text,
    spoken_of,
)
from ledger.reports.superiors import begun_alike, meant

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
    numbers = {number_key(row.number) for row in rows}
    listing = listing._replace(rows=rows)
    worded, stated = any(row.words for row in rows), _stated(rows)
    left, twice = first_of_each(rows)
    pairs, several = pair_up(left, judged)
    for row in rows:
        ours = pairs.get(id(row))
        if ours is None or id(row) in twice or id(row) in several:
            _unpaired(row, several.get(id(row)), found, twice=id(row) in twice)
            continue
        found.pairs.append((row, ours))
        _compare(row, ours, units, stated, found)
        if worded and not row.words:
            found.doubts.append(
                Difference("status", row, ours, None, class_of(ours), "reconcile.status_unstated")
            )
        if not row.title and _may_be_range(row, ours, known, numbers):
            found.doubts.append(
                Difference("number", row, ours, row.number, ours.baseline.number, "reconcile.range")
            )
    kept = {id(ours) for named in (pairs.values(), *several.values()) for ours in named}
    spoken = spoken_of(listing, pairs, kept, judged)
    found.unclear += [one for one in spoken.values() if id(one) not in kept]
    kept |= {id(one) for one in spoken.values()}
    found.differences += [
        Difference("missing_there", None, one, None, _named_here(one))
        for one in judged
        if id(one) not in kept
    ]
    for at, cells in groupby(listing.left, key=row_of):
        together = list(cells)
        for part in [together] if at is not None else [[one] for one in together]:
            texts = [one.title for one in part]
            they_say = texts if len(texts) > 1 else texts[0]
            found.doubts.append(Difference("line", part[0], spoken.get(at), they_say, None, "reconcile.line"))
    return found


def _unpaired(
    row: Theirs, several: Sequence[Judgement] | None, found: Reconciliation, *, twice: bool
) -> None:
    """A row that is no one task of ours: one said before, one that names several, or one we do not have."""
    name = f"{row.number} {row.title}".strip()
    if twice:
        found.doubts.append(Difference("twice", row, None, name, None, "reconcile.twice"))
    elif several is not None:
        found.unclear += several
        ours = [_named_here(one) for one in several]
        found.doubts.append(Difference("several", row, None, name, ours, "reconcile.several"))
    else:
        found.differences.append(Difference("missing_here", row, None, name, None))


def _named_here(ours: Judgement) -> str:
    return f"{ours.baseline.number} {ours.baseline.title}"


def _may_be_range(row: Theirs, ours: Judgement, known: Collection[str], listed: Collection[str]) -> bool:
    """Whether a number such as 9-11, which we read as 9（11）, could mean the tasks 9 to 11 as well.

    ``known`` are the numbers of our tasks, ``listed`` those of the rows: 11 with its own row is in no range.
    """
    first, _, last = number_key(row.number).partition("-")
    if row.number.strip() == ours.baseline.number or not (first.isdecimal() and last.isdecimal()):
        return False
    if int(first) >= int(last) or last in listed:
        return False
    return {first, last} <= {key.partition("-")[0] for key in known}


# --- what differs -----------------------------------------------------------------------------------


class _Stated(NamedTuple):
    """What a list states of its tasks, in any row."""

    due: bool
    lead: bool
    support: bool
    acceptance: bool


def _stated(rows: Sequence[Theirs]) -> _Stated:
    said = [row.baseline for row in rows if row.baseline is not None]
    return _Stated(
        due=any(one.deadline.text for one in said),
        lead=any(one.responsibility.lead for one in said),
        support=any(one.responsibility.support for one in said),
        acceptance=any(one.acceptance.units for one in said),
    )


def _compare(row: Theirs, ours: Judgement, units: Units, stated: _Stated, found: Reconciliation) -> None:
    said, held = row.baseline, ours.baseline
    if row.number and number_key(row.number) != number_key(held.number):
        found.differences.append(Difference("number", row, ours, row.number, held.number))
    if row.title and not same_text(row, ours):
        found.differences.append(Difference("text", row, ours, row.title, held.title))
    _status(row, ours, found)
    if said is None and not row.title:  # a row of number and state alone
        return
    wanted: tuple[tuple[str, Any, Any, bool], ...] = (
        ("due", said and said.deadline.text, ours.due or held.deadline.text, stated.due),
        ("lead", said and _responsible(said), list(_responsible(held)), stated.lead or stated.support),
        ("acceptance", said and said.acceptance.units, list(held.acceptance.units), stated.acceptance),
    )
    for name, theirs, here, listed_at_all in wanted:
        if listed_at_all and not theirs and here and not row.unread:
            found.doubts.append(Difference(name, row, ours, None, here, "reconcile.unstated"))
    if said is None:
        return
    if row.unread:
        found.doubts.append(Difference("unread", row, ours, list(row.unread), None, "reconcile.unread"))
    _due(row, ours, said, found)
    if row.unread:
        return
    if _responsible(said):
        _roles(row, ours, units, stated, found)
    accepting, own = said.acceptance.units, held.acceptance.units
    if accepting and _named(accepting, ours, units) != _named(own, ours, units):
        found.differences.append(Difference("acceptance", row, ours, list(accepting), list(own)))


def _responsible(one: Baseline) -> tuple[str, ...]:
    return (*one.responsibility.lead, *one.responsibility.support)


def _roles(row: Theirs, ours: Judgement, units: Units, stated: _Stated, found: Reconciliation) -> None:
    """Who leads and who supports, as far as the list tells these apart; else all of them together."""
    assert row.baseline is not None  # noqa: S101 - only rows that name units come here
    said, held = row.baseline.responsibility, ours.baseline.responsibility
    if not said.lead and held.lead:
        if stated.lead:  # other rows say who leads, and this one does not
            found.differences.append(
                Difference("lead", row, ours, None, list(held.lead), "reconcile.no_lead")
            )
        theirs, here = said.support, _responsible(ours.baseline)
        if _named(theirs, ours, units) != _named(here, ours, units):
            found.differences.append(Difference("support", row, ours, list(theirs), list(here)))
        return
    if said.lead and _named(said.lead, ours, units) != _named(held.lead, ours, units):
        found.differences.append(Difference("lead", row, ours, list(said.lead), list(held.lead)))
    if stated.support and _named(said.support, ours, units) != _named(held.support, ours, units):
        they, we = list(said.support) or None, list(held.support) or None
        found.differences.append(Difference("support", row, ours, they, we))


def _named(names: Sequence[str], ours: Judgement, units: Units) -> set[str]:
    """The units behind names, as they are called on the day."""
    return {units.on(name, ours.as_of) for name in units.expand(names)}


def _status(row: Theirs, ours: Judgement, found: Reconciliation) -> None:
    klass = class_of(ours)
    classes = meant(row.state, row.told)
    if classes is None:
        if row.state:
            found.doubts.append(Difference("status", row, ours, row.words, klass, "reconcile.status_unknown"))
    elif klass not in classes or not begun_alike(row.state, ours.status):
        found.differences.append(Difference("status", row, ours, row.words, klass))


def _due(row: Theirs, ours: Judgement, said: Baseline, found: Reconciliation) -> None:
    deadline, held = said.deadline, ours.baseline.deadline
    if deadline.text is None:
        return
    if deadline.due is None and not (deadline.immediate or deadline.sustained):
        if squeezed(deadline.text) != squeezed(held.text or ""):
            found.doubts.append(
                Difference("due", row, ours, deadline.text, ours.due or held.text, "reconcile.due_unread")
            )
        return
    kinds = (deadline.immediate, deadline.sustained) != (held.immediate, held.sustained)
    moved = deadline.due != ours.due
    if moved and not kinds:
        note = "reconcile.first_due" if deadline.due is not None and deadline.due == ours.first_due else ""
        they, we = deadline.due or deadline.text, ours.due or held.text
        found.differences.append(Difference("due", row, ours, they, we, note))
    elif kinds:  # of one day, or none: what differs is in the words (立行立改, 长期坚持)
        we = held.text if ours.due == held.due else ours.due
        found.differences.append(Difference("due", row, ours, deadline.text, we))
