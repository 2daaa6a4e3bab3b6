"""The letters that were sent, and the replies to them: ``letters``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.day import Day
    from ledger.judging.letters import Asked

_COLUMNS = (
    Column("letter", grow=2),
    Column("date"),
    Column("level", words="level"),
    Column("letter_to"),
    Column("numbers", grow=1),
    Column("demand", grow=3),
    Column("reply_by"),
    Column("replied"),
    Column("days_late", right=True, mark=True),
)


def letters_report(day: Day, found: Sequence[Asked], *, owed: bool) -> Report:
    """One row a letter and unit; with ``owed`` the title says that these are without a reply."""
    records = tuple(letter_record(day, one) for one in found)
    counts = {
        "letters": len({one.letter.number for one in found}),
        "owed": sum(1 for one in found if one.owed),
        "late": sum(1 for one in found if one.owed and one.days_late),
    }
    lines = tuple({**record, "replied": _replied(one)} for one, record in zip(found, records, strict=True))
    return Report(
        kind="letters",
        columns=_COLUMNS,
        records=records,
        lines=lines,
        as_of=day.as_of,
        title=Message("letters.title", {"as_of": day.as_of, **counts}),
        summary={"counts": counts},
        empty=Message("letters.none_owed" if owed else "letters.none", {"as_of": day.as_of}),
    )


def letter_record(day: Day, one: Asked) -> dict[str, Any]:
    """A letter to one unit, for scripts."""
    letter = one.letter
    return {
        "letter": letter.number,
        "date": letter.date,
        "level": letter.level,
        "by": letter.by,
        "letter_to": one.unit,
        "issues": list(letter.issues),
        "numbers": [day.by_id[name].baseline.number for name in letter.issues if name in day.by_id],
        "demand": letter.demand,
        "reply_by": letter.reply_by,
        "replied": one.replied,
        "owed": one.owed,
        "days_late": one.days_late,
    }


def _replied(one: Asked) -> Any:
    """The day of the reply; what stands in its place where there is none."""
    if one.replied is not None:
        return one.replied
    return Message("letters.owed" if one.owed else "letters.unasked")
