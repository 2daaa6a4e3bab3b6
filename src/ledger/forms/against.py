"""A row held against the record: what is on record already, otherwise, or owed no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.forms.batch import RowState
from ledger.judging.owed import What
from ledger.judging.walk import standing_records
from ledger.model.course import Status
from ledger.model.entries import content
from ledger.model.rowkey import answers_to
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.forms.arrived import Held
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.rowkey import Key
    from ledger.recording.record import Request


def plain(fields: Mapping[str, Any]) -> str:
    """What a record says apart from where it was taken from, to compare it with others."""
    return repr(sorted((k, v) for k, v in fields.items() if k not in {"round", "source"}))


def held_already(judgement: Judgement, day: Day, digest: str) -> set[str]:
    """What is on record and stands, and what was taken from this very file, though it was voided since."""
    entries = judgement.issue.entries
    taken = {one for one in entries if one.source is not None and one.source.sha256 == digest}
    return {plain(content(entry)) for entry in standing_records(entries, day.setting) | taken}


def recorded_otherwise(
    judgement: Judgement, day: Day, form: Held, key: Key, fresh: Sequence[Request]
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


def no_longer(judgement: Judgement, key: Key, unit: str) -> tuple[RowState, Message]:
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
