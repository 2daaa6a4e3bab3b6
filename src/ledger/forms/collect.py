"""Forms that came back, together: which rows are good, known, to be asked about or refused, and the records.

Nothing relies on the order of files, rows or columns: records are drafted by unit and by key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.forms.again import unchanged
from ledger.forms.against import held_already, no_longer, plain, recorded_otherwise
from ledger.forms.arrived import arrived, plain_name
from ledger.forms.batch import ALL, NOT_TAKEN, Batch, CollectedForm, CollectedRow, RowState
from ledger.forms.meant import open_rows
from ledger.forms.reading import Trouble
from ledger.forms.records import Figure, propose
from ledger.forms.rows import figure_key, rows_of
from ledger.forms.sent_back import Back, recorded, why_of
from ledger.recording.record import Request, draft
from ledger.reports.folding import folded
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.forms.arrived import Held
    from ledger.forms.batch import Asked, Changes
    from ledger.forms.reading import ReturnedRow
    from ledger.forms.rows import Row
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Target, TargetPart
    from ledger.model.ledger import Ledger
    from ledger.model.rowkey import Key
    from ledger.reading.diagnostic import Diagnostic
    from ledger.recording.record import Draft, Problem


def collect(
    files: Sequence[tuple[str, bytes]],
    day: Day,
    tree: Mapping[str, bytes],
    evidence: Callable[[str], str | None],
    asked: Asked,
) -> Batch:
    """Read the files (name and bytes), hold them against the ledger on ``day``, draft the records."""
    came = arrived(files, day, asked)
    order = {unit: n for n, unit in enumerate(day.ledger.units.units)}
    held = sorted(
        came.held, key=lambda one: (order.get(one.unit, len(order)), one.digest, one.returned.sheet)
    )
    rows = [row for one in held for row in _rows(one, day, asked)]
    rows = _alone(rows, asked)
    rows, changes, warnings = _drafted(rows, day, tree, evidence)
    forms = tuple(_form(one, rows) for one in held)
    before = _files(day) if any(one.named is not None for one in held) else set()
    misnamed = dict(_misnamed(held, forms, before, asked))
    rows_say = {form.file for form in forms if any(row.state in NOT_TAKEN for row in form.rows)}
    doubted = [*came.doubted, *((file, why) for file, why in misnamed.items() if file not in rows_say)]
    refused = tuple(sorted(came.refused, key=str))
    batch = Batch(forms, refused, changes, tuple(warnings), {}, tuple(sorted(doubted, key=str)))
    backs = [*came.backs]
    for one, form in zip(held, forms, strict=True):
        backs += _back(one, form, batch, day, misnamed=one.file in misnamed)
    told = recorded(backs, day.ledger, asked.round, asked.day or day.as_of, tree)
    return batch._replace(told=told)


def _files(day: Day) -> set[tuple[str, str]]:
    """The names and checksums of all files from which something is on record."""
    entries = (entry for issue in day.ledger.issues for entry in issue.entries)
    return {(one.source.file, one.source.sha256) for one in entries if one.source is not None}


def _misnamed(
    held: Sequence[Held], forms: Sequence[CollectedForm], before: set[tuple[str, str]], asked: Asked
) -> Iterator[tuple[str, Message]]:
    """The files that are named after another unit and of which nothing is taken, nor was before."""
    for one, form in zip(held, forms, strict=True):
        settled = ALL in asked.settled or (plain_name(one.file), one.digest) in before
        taken = any(row.state is RowState.GOOD for row in form.rows)
        if one.named is not None and not settled and not taken:
            yield one.file, Message("form.ask.named_after", {"named": one.named, "unit": one.unit})


def _back(one: Held, form: CollectedForm, batch: Batch, day: Day, *, misnamed: bool) -> Iterator[Back]:
    """A form as one that goes back, whole or with the rows that were not taken, and what is wrong with them.

    One that is named after another unit may be that unit's answer on a form that is not its own: whose it is
    has to be asked, and the one whose form it is has sent nothing.
    """
    name, mine = plain_name(one.file), one.returned.identity
    sound = one.reported if not one.returned.troubles else None
    if misnamed:
        yield Back(name, one.digest, ("other_form",), mine, sound)
        return
    said = [trouble.why for row in form.rows for trouble in row.why]
    said += [trouble.why for trouble in one.returned.troubles if not form.rows]
    asked = any(row.state is RowState.ASK for row in form.rows)
    why = why_of(said, asked=asked, misfilled=any(row.problems for row in form.rows), empty=not form.rows)
    if form.is_back:
        yield Back(name, one.digest, why, mine, sound)
    elif rows := open_rows(batch, form, day):
        yield Back(name, one.digest, why, mine, sound, rows)


def _form(one: Held, rows: Sequence[CollectedRow]) -> CollectedForm:
    numbers = {id(row) for row in one.returned.rows}
    mine = sorted((row for row in rows if id(row.returned) in numbers), key=lambda row: row.returned.number)
    empty = len(one.returned.rows) - len(mine)
    return CollectedForm(one.file, one.returned, tuple(mine), empty, one.named)


# -- rows ----------------------------------------------------------------------------------------------------


def _rows(form: Held, day: Day, asked: Asked) -> Iterator[CollectedRow]:
    owed = {row.key: row for row in rows_of(day, form.unit, every=True)}
    for returned in form.returned.rows:
        if not returned.cells:
            continue
        yield _collected(form, returned, owed, day, asked)


def _collected(
    form: Held, returned: ReturnedRow, owed: Mapping[Key, Row], day: Day, asked: Asked
) -> CollectedRow:
    row = CollectedRow(form.file, returned, form.unit, RowState.REFUSED)
    if form.reported is None or form.returned.troubles:
        troubles = (*form.returned.troubles, *returned.troubles, *_named_after(form, returned))
        return row._replace(why=troubles)
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
        return row._replace(why=(*proposed.refused, *_named_after(form, returned)), requests=())
    if not requests:
        return row._replace(state=RowState.KNOWN)
    assert key is not None  # noqa: S101 - it has records
    assert judgement is not None  # noqa: S101
    held = held_already(judgement, day, form.digest)
    fresh = tuple(one for one in requests if plain(one.fields) not in held)
    if not fresh:
        return row._replace(state=RowState.KNOWN)
    row = row._replace(requests=fresh, notes=(*row.notes, *_for_all(returned, judgement, fresh)))
    questions = (*proposed.questions, *unchanged(returned))
    if (other := recorded_otherwise(judgement, day, form, key, fresh)) is not None:
        questions = (*questions, Trouble(returned.place, other))
    questions = (*questions, *_named_after(form, returned))
    if today is None:
        state, why = no_longer(judgement, key, form.unit)
        if state is RowState.REFUSED:
            return row._replace(why=(Trouble(returned.place, why),), requests=())
        questions = (*questions, Trouble(returned.place, why))
    if questions and not asked.takes(key):
        return row._replace(state=RowState.ASK, why=questions)
    return row._replace(state=RowState.GOOD, notes=(*row.notes, *questions))


def _named_after(form: Held, returned: ReturnedRow) -> Iterator[Trouble]:
    """The question whose answer a row is, where the file is named after another unit."""
    if form.named is not None:
        args = {"named": form.named, "unit": form.unit}
        yield Trouble(returned.place, Message("form.ask.named_after", args))


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


def _origin(form: Held, returned: ReturnedRow) -> dict[str, Any]:
    source = {"file": plain_name(form.file), "sha256": form.digest, "row": returned.number}
    return {"round": form.returned.identity.round, "source": source}


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
        elif at is not None and len(versions) > 1 and not asked.takes(at[1]):
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
    return tuple(plain(request.fields) for request in row.requests)


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
