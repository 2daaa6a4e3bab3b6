"""Forms that came back, together: which rows are good, known, to be asked about or refused, and the records.

Nothing relies on the order of files, rows or columns: records are drafted by unit and by key.
"""

from __future__ import annotations

import re
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.forms.again import unchanged
from ledger.forms.identity import ledger_of
from ledger.forms.reading import FormError, Returned, Trouble, read_forms
from ledger.forms.records import Figure, propose
from ledger.forms.rows import answers_to, figure_key, rows_of
from ledger.forms.sent_back import Back, latest, recorded, unit_named, why_of
from ledger.judging.owed import What
from ledger.judging.walk import standing_records
from ledger.model.course import Status
from ledger.model.entries import content
from ledger.recording.record import Request, draft
from ledger.reports.folding import folded
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.forms.reading import ReturnedRow
    from ledger.forms.rows import Key, Row
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Target, TargetPart
    from ledger.model.ledger import Ledger
    from ledger.model.round import Round
    from ledger.model.unit import Units
    from ledger.reading.diagnostic import Diagnostic
    from ledger.recording.record import Draft, Problem

Changes = dict[str, tuple[bytes | None, bytes]]


class RowState(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    KNOWN = "known"
    ASK = "ask"
    REFUSED = "refused"


class CollectedRow(NamedTuple):
    """A row in which something was filled in.

    ``requests`` are its records, of which those that are ``lines`` will be written; ``problems`` are what the
    rules of recording say against it.
    """

    file: str
    returned: ReturnedRow
    unit: str
    state: RowState
    requests: tuple[Request, ...] = ()
    notes: tuple[Trouble, ...] = ()
    why: tuple[Trouble, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = ()


class CollectedForm(NamedTuple):
    """A form of a file: the rows with something in them, and how many are empty."""

    file: str
    returned: Returned
    rows: tuple[CollectedRow, ...]
    empty: int


class Batch(NamedTuple):
    """All files together: what is taken, what is not taken at all, the new bytes of issues; ``told`` are the
    new bytes of rounds, with the forms of which nothing is taken."""

    forms: tuple[CollectedForm, ...]
    refused: tuple[tuple[str, Message], ...]
    changes: Changes
    warnings: tuple[Diagnostic, ...]
    told: Changes

    @property
    def rows(self) -> Iterator[CollectedRow]:
        """Every row in which something was filled in."""
        for form in self.forms:
            yield from form.rows

    @property
    def sound(self) -> bool:
        """Whether nothing was refused and nothing is to be asked."""
        return not self.refused and all(row.state in {RowState.GOOD, RowState.KNOWN} for row in self.rows)


class Asked(NamedTuple):
    """How a batch is to be taken: forms of which round, rows asked about that are settled, the day of forms
    that give none."""

    round: str | None = None
    settled: frozenset[str] = frozenset()
    day: date | None = None


ALL = "all"
"""What stands for every row that was asked about."""


class _Held(NamedTuple):
    """A form that is this ledger's, with the checksum of its file and the unit as it is called today;
    ``named`` is another unit, after which the file is named."""

    file: str
    digest: str
    returned: Returned
    unit: str
    reported: date | None
    named: str | None


def collect(
    files: Sequence[tuple[str, bytes]],
    day: Day,
    tree: Mapping[str, bytes],
    evidence: Callable[[str], str | None],
    asked: Asked,
) -> Batch:
    """Read the files (name and bytes), hold them against the ledger on ``day``, draft the records."""
    held: list[_Held] = []
    refused: list[tuple[str, Message]] = []
    backs: list[Back] = []
    seen: set[str] = set()
    for name, data in sorted(files, key=lambda item: (sha256(item[1]).hexdigest(), item[0])):
        digest = sha256(data).hexdigest()
        if digest in seen:  # handed in twice
            continue
        seen.add(digest)
        found: list[_Held] = []
        returned: Returned | None = None
        try:
            for returned in read_forms(data):
                found += [_held(name, digest, returned, day, asked)]
        except FormError as error:
            refused.append((name, error.why))
            mine = returned.identity if returned is not None else None
            backs.append(Back(_plain_name(name), digest, why_of([error.why]), mine))
        else:
            held += found
    order = {unit: n for n, unit in enumerate(day.ledger.units.units)}
    held.sort(key=lambda one: (order.get(one.unit, len(order)), one.digest, one.returned.sheet))
    rows = [row for one in held for row in _rows(one, day, asked)]
    rows = _alone(rows, asked)
    rows, changes, warnings = _drafted(rows, day, tree, evidence)
    forms = tuple(_form(one, rows) for one in held)
    backs += [_back(one, form) for one, form in zip(held, forms, strict=True) if _is_back(form)]
    told = recorded(backs, day.ledger, asked.round, asked.day or day.as_of, tree)
    return Batch(forms, tuple(sorted(refused, key=str)), changes, tuple(warnings), told)


def _is_back(form: CollectedForm) -> bool:
    """Whether nothing of a form is recorded, now or already."""
    return all(row.state in {RowState.REFUSED, RowState.ASK} for row in form.rows)


def _back(one: _Held, form: CollectedForm) -> Back:
    """A form as one that goes back, with what is wrong with its rows."""
    said = [trouble.why for row in form.rows for trouble in row.why]
    asked = any(row.state is RowState.ASK for row in form.rows)
    why = why_of(said, asked=asked, misfilled=any(row.problems for row in form.rows))
    sound = one.reported if not one.returned.troubles else None
    return Back(_plain_name(one.file), one.digest, why, one.returned.identity, sound)


def _form(one: _Held, rows: Sequence[CollectedRow]) -> CollectedForm:
    numbers = {id(row) for row in one.returned.rows}
    mine = sorted((row for row in rows if id(row.returned) in numbers), key=lambda row: row.returned.number)
    return CollectedForm(one.file, one.returned, tuple(mine), len(one.returned.rows) - len(mine))


# -- whose form it is ----------------------------------------------------------------------------------------


def _held(name: str, digest: str, returned: Returned, day: Day, asked: Asked) -> _Held:
    """The form as one of this ledger; FormError where it is none that can be taken."""
    ledger, mine = day.ledger, returned.identity
    if ledger.plan is None or ledger_of(ledger.plan) != mine.ledger:
        raise FormError("form.file.other_ledger")
    this = next((one for one in ledger.rounds if one.id == mine.round), None)
    if this is None:
        raise FormError("form.file.no_round", round=mine.round)
    if mine.unit not in ledger.units.units or this.of(mine.unit) is None:
        raise FormError("form.file.not_asked", round=mine.round, unit=mine.unit)
    wanted = asked.round or latest(ledger, mine.unit)
    if mine.round != wanted:
        raise FormError("form.file.other_round", round=mine.round, wanted=wanted, unit=mine.unit)
    reported = returned.reported
    if reported is None and asked.day is not None:
        reported = asked.day
        returned = returned._replace(troubles=())
    if reported is not None and reported < mine.asked:
        why = Message("form.bad.before_asked", {"reported": reported, "asked": mine.asked})
        returned = returned._replace(troubles=(*returned.troubles, Trouble(returned.day_at, why)))
    if reported is not None and reported > day.as_of:
        why = Message("form.bad.future", {"reported": reported, "today": day.as_of})
        returned = returned._replace(troubles=(*returned.troubles, Trouble(returned.day_at, why)))
    unit, named = ledger.units.on(mine.unit, day.as_of), _named_after(name, mine.unit, this, ledger.units)
    return _Held(name, digest, returned, unit, reported, named)


def _named_after(file: str, unit: str, this: Round, units: Units) -> str | None:
    """Another unit of the round that the name of a file tells in the place of the form's own."""
    whole = unit_named(file, this, units)
    return None if unit in whole else min(whole, default=None)


# -- rows ----------------------------------------------------------------------------------------------------


def _rows(form: _Held, day: Day, asked: Asked) -> Iterator[CollectedRow]:
    owed = {row.key: row for row in rows_of(day, form.unit, every=True)}
    for returned in form.returned.rows:
        if not returned.cells:
            continue
        yield _collected(form, returned, owed, day, asked)


def _collected(
    form: _Held, returned: ReturnedRow, owed: Mapping[Key, Row], day: Day, asked: Asked
) -> CollectedRow:
    row = CollectedRow(form.file, returned, form.unit, RowState.REFUSED)
    if form.reported is None or form.returned.troubles:
        return row._replace(why=(*form.returned.troubles, *returned.troubles))
    key, today = returned.key, owed.get(returned.key) if returned.key is not None else None
    judgement = day.by_id.get(key.issue) if key is not None else None
    by = day.ledger.units.on(form.returned.identity.unit, form.reported)
    since = _since(day.ledger, form.returned.identity.round)
    proposed = propose(returned, today, by, form.reported, _figure(judgement, key), since)
    if key is not None and judgement is None:
        gone = Trouble(returned.place, Message("form.bad.no_task", {"id": key.issue}))
        return row._replace(why=(*proposed.refused, gone))
    requests = tuple(
        Request(key.issue, fields | _origin(form, returned), returned.number)
        for fields in proposed.fields
        if key is not None
    )
    row = row._replace(requests=requests, notes=proposed.notes)
    if proposed.refused:
        return row._replace(why=proposed.refused, requests=())
    if not requests:
        return row._replace(state=RowState.KNOWN)
    assert key is not None  # noqa: S101 - it has records
    assert judgement is not None  # noqa: S101
    held = _held_already(judgement, day, form.digest)
    fresh = tuple(one for one in requests if _plain(one.fields) not in held)
    if not fresh:
        return row._replace(state=RowState.KNOWN)
    row = row._replace(requests=fresh, notes=(*row.notes, *_for_all(returned, judgement, fresh)))
    questions = (*proposed.questions, *unchanged(returned))
    if (other := _recorded_otherwise(judgement, day, form, key, fresh)) is not None:
        questions = (*questions, Trouble(returned.place, other))
    if form.named is not None:
        why = Message("form.ask.named_after", {"named": form.named, "unit": form.unit})
        questions = (*questions, Trouble(returned.place, why))
    if today is None:
        state, why = _no_longer(judgement, key, form.unit)
        if state is RowState.REFUSED:
            return row._replace(why=(Trouble(returned.place, why),), requests=())
        questions = (*questions, Trouble(returned.place, why))
    if questions and not _settled(key, asked):
        return row._replace(state=RowState.ASK, why=questions)
    return row._replace(state=RowState.GOOD, notes=(*row.notes, *questions))


def _for_all(returned: ReturnedRow, judgement: Judgement, fresh: Sequence[Request]) -> Iterator[Trouble]:
    """What a lead reports as done of something owed jointly is done for every unit that owes it."""
    for request in fresh:
        said = request.fields
        node = (said.get("measure"), said.get("milestone"))
        if said["type"] != "achieve" or not judgement.shares.is_joint(node):
            continue
        owing = judgement.shares.owed_by(node)
        if len(owing) > 1 and judgement.chain.closes(said["by"]):
            placed = returned.cells.get("result")
            why = Message("form.note.for_all", {"units": folded(judgement, owing)})
            yield Trouble(placed.place if placed is not None else returned.place, why)


def _settled(key: Key, asked: Asked) -> bool:
    return ALL in asked.settled or str(key) in asked.settled


def _figure(judgement: Judgement | None, key: Key | None) -> Figure:
    """The figure that a key names, or that is reached with what it names; an empty one for what has none."""
    if judgement is None or key is None:
        return Figure()
    key = figure_key(judgement, key) or key
    if key.target is None:
        return Figure()
    targets = judgement.baseline.targets
    if key.target > len(targets):
        return Figure()
    target = targets[key.target - 1]
    named: Target | TargetPart = target
    if key.part is not None and key.part <= len(target.parts):
        named = target.parts[key.part - 1]
    value = None if target.compare == "<=" else named.value
    return Figure(target.unit, value, named.measure, key.target, key.part)


def _since(ledger: Ledger, name: str) -> date | None:
    """The day before which nothing can well have been done: that of the plan, else of the first record that
    is none of this round."""
    if ledger.plan is not None and ledger.plan.issued is not None:
        return ledger.plan.issued
    days = (entry.date for issue in ledger.issues for entry in issue.entries if entry.round != name)
    return min(days, default=None)


_UNFIT = re.compile(r"[/\\\x00-\x1f\x7f]")


def _plain_name(file: str) -> str:
    """The name of a file as a record may have it."""
    return _UNFIT.sub("_", file)[-200:] or "_"


def _origin(form: _Held, returned: ReturnedRow) -> dict[str, Any]:
    source = {"file": _plain_name(form.file), "sha256": form.digest, "row": returned.number}
    return {"round": form.returned.identity.round, "source": source}


def _plain(fields: Mapping[str, Any]) -> str:
    """What a record says apart from where it was taken from, to compare it with others."""
    return repr(sorted((k, v) for k, v in fields.items() if k not in {"round", "source"}))


def _held_already(judgement: Judgement, day: Day, digest: str) -> set[str]:
    """What is on record and stands, and what was taken from this very file, though it was voided since."""
    entries = judgement.issue.entries
    taken = {one for one in entries if one.source is not None and one.source.sha256 == digest}
    return {_plain(content(entry)) for entry in standing_records(entries, day.setting) | taken}


def _recorded_otherwise(
    judgement: Judgement, day: Day, form: _Held, key: Key, fresh: Sequence[Request]
) -> Message | None:
    """Another form of the round from which the unit's answer to this was recorded in other words."""
    units = day.ledger.units
    kinds = {request.fields["type"] for request in fresh}
    # progress names no milestone: that of another row of the same measure looks the same
    nodes = sum(
        1 for one in judgement.obligations if one.what is What.MILESTONE and one.measure == key.measure
    )
    apart = key.target is not None or nodes <= (key.measure is not None or key.milestone is not None)
    for entry in standing_records(judgement.issue.entries, day.setting):
        if (
            entry.round == form.returned.identity.round
            and entry.source is not None
            and entry.source.sha256 != form.digest
            and entry.type in kinds
            and units.on(entry.by, day.as_of) == form.unit
            and (apart or entry.type != "progress")
            and answers_to(entry, key)
        ):
            return Message("form.ask.recorded", {"file": entry.source.file, "row": entry.source.row})
    return None


def _no_longer(judgement: Judgement, key: Key, unit: str) -> tuple[RowState, Message]:
    """Why a unit does not owe something any more: refused, or to be asked about."""
    if judgement.status is Status.WITHDRAWN:
        return RowState.REFUSED, Message("form.bad.withdrawn")
    if judgement.completed is not None:
        return RowState.ASK, Message("form.ask.completed", {"day": judgement.completed})
    if key.target is not None:
        state = next((one for one in judgement.targets if one.number == key.target), None)
        part = next((p for p in state.parts if p.number == key.part), None) if state is not None else None
        reached = part.reached if part is not None else state.reached if state is not None else None
        if reached is not None:
            return RowState.ASK, Message("form.ask.reached", {"day": reached})
        mine = next((one for one in state.each if one.unit == unit), None) if state is not None else None
        if mine is not None and mine.reached is not None:
            return RowState.ASK, Message("form.ask.reached", {"day": mine.reached})
        return RowState.REFUSED, Message("form.bad.not_owed", {"unit": unit})
    for one in judgement.obligations:
        if (one.measure, one.milestone, one.target) != (key.measure, key.milestone, None):
            continue
        share = next((share for share in one.shares if share.unit == unit), None)
        if share is not None and share.done is not None:
            return RowState.ASK, Message("form.ask.done", {"day": share.done})
        if share is not None:  # its milestones stand in the place of the measure, or the other way round
            return RowState.ASK, Message("form.ask.otherwise")
    return RowState.REFUSED, Message("form.bad.not_owed", {"unit": unit})


def _alone(rows: Sequence[CollectedRow], asked: Asked) -> list[CollectedRow]:
    """A row that stands in two forms of a unit: the same records are taken once, others all asked about."""
    told: dict[tuple[str, Key], dict[tuple[str, ...], CollectedRow]] = {}
    for row in rows:
        if (at := _contended(row)) is not None:
            told.setdefault(at, {}).setdefault(_said(row), row)
    found: list[CollectedRow] = []
    for row in rows:
        at = _contended(row)
        versions = told[at] if at is not None else {}
        if at is not None and versions[_said(row)] is not row:
            found.append(row._replace(state=RowState.KNOWN, why=()))
        elif at is not None and len(versions) > 1 and not _settled(at[1], asked):
            other = next(one for one in versions.values() if one is not row)
            why = Message("form.ask.two_forms", {"file": other.file, "cell": other.returned.place})
            asked_too = (*row.why, Trouble(row.returned.place, why))
            found.append(row._replace(state=RowState.ASK, why=asked_too))
        else:
            found.append(row)
    return found


def _contended(row: CollectedRow) -> tuple[str, Key] | None:
    """Whose answer to what a row is, where it has records that may be taken."""
    key = row.returned.key
    return None if key is None or row.state in {RowState.REFUSED, RowState.KNOWN} else (row.unit, key)


def _said(row: CollectedRow) -> tuple[str, ...]:
    return tuple(_plain(request.fields) for request in row.requests)


# -- drafts --------------------------------------------------------------------------------------------------


def _drafted(
    rows: Sequence[CollectedRow],
    day: Day,
    tree: Mapping[str, bytes],
    evidence: Callable[[str], str | None],
) -> tuple[list[CollectedRow], Changes, list[Diagnostic]]:
    """The rows with what the rules of recording say; a row is taken whole or not at all."""
    made = list(rows)
    changes: Changes = {}
    warnings: list[Diagnostic] = []
    by_issue: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        if row.state is RowState.GOOD and row.returned.key is not None:
            by_issue.setdefault(row.returned.key.issue, []).append(n)
    for issue in day.ledger.issues:
        numbers = sorted(by_issue.get(issue.id, ()), key=lambda n: (_order(rows[n]), n))
        while numbers:
            requests = [request for n in numbers for request in rows[n].requests]
            drafted = draft(requests, day.ledger, tree, evidence, day.as_of)
            broken = _broken(drafted, {n: rows[n].requests for n in numbers})
            if not broken:
                _settle(made, numbers, drafted)
                changes |= drafted.changes
                warnings += drafted.warnings
                break
            for n, problems in broken.items():
                made[n] = made[n]._replace(state=RowState.REFUSED, problems=tuple(problems))
            numbers = [n for n in numbers if n not in broken]
    return made, changes, warnings


def _order(row: CollectedRow) -> tuple[int, ...]:
    return row.returned.key.order if row.returned.key is not None else ()


def _broken(drafted: Draft, requests: Mapping[int, Sequence[Request]]) -> dict[int, list[Problem]]:
    """What is said against which row."""
    found: dict[int, list[Problem]] = {}
    for problem in drafted.problems:
        for n, mine in requests.items():
            if any(one is problem.request for one in mine):
                found.setdefault(n, []).append(problem)
                break
    return found


def _settle(rows: list[CollectedRow], numbers: Sequence[int], drafted: Draft) -> None:
    for n in numbers:
        mine = {id(request) for request in rows[n].requests}
        fresh = [made.line for made in drafted.made if id(made.request) in mine and not made.known]
        state = RowState.GOOD if fresh else RowState.KNOWN
        rows[n] = rows[n]._replace(state=state, lines=tuple(fresh))
