"""One unit on one screen, for whoever has it on the phone: ``brief``.

What it owes, the most urgent first, when it last reported and what it promised; what changed since a day.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ledger.judging.owed import What
from ledger.judging.promises import Kept, Word, kept, promises, words_given
from ledger.reports.complaints import complaint_record
from ledger.reports.issues import debt_records, obligation_item
from ledger.reports.letters import letter_record
from ledger.reports.owing import heard_of, missed_of, owed_by, owed_counts, undated_of
from ledger.reports.report import Block, Column, Document, Heading, Message, Paragraph, Report
from ledger.reports.rounds import answers, named_rows, round_name
from ledger.reports.sentences import promised_message
from ledger.reports.since import Since
from ledger.reports.unit_changes import changes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.judging.complaints import CaseStanding
    from ledger.judging.day import Day
    from ledger.judging.letters import Asked
    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.status import Judgement
    from ledger.model.rowkey import Key
    from ledger.reports.reported import Period

MOST = 12
"""How many things that are owed are shown of a unit unless all are asked for."""

_COLUMNS = (
    Column("number"),
    Column("item", grow=4),
    Column("due"),
    Column("days_to_go", grow=1),
    Column("last_record", grow=2),
    Column("promised_until"),
)


def brief_document(
    day: Day, unit: str, since: Period | None = None, revision: str | None = None, *, every: bool = False
) -> Document:
    """What a unit owes on a day; with ``since`` also what came to be known after that day."""
    owed = owed_by(day, unit)
    undated = undated_of(day, unit, owed)
    heard = heard_of(day, unit)
    letters = [one for one in day.replies() if one.unit == unit]
    cases = day.complaints_of.get(unit, ())
    promised = [(j, one) for j, one in promises(day.judgements) if one.shares[0].unit == unit]
    counts = {
        **owed_counts(day, unit),
        **{f"promises_{state.value}": 0 for state in Kept},
        **Counter(f"promises_{kept(one, day.as_of).value}" for _, one in promised),
        "duties_missed": missed_of(day, unit),
        "letters_owed": len(letters),
        "letters_late": sum(1 for one in letters if one.days_late),
        "complaints_owed": len(cases),
        "complaints_late": sum(1 for one in cases if one.days_overdue(day.as_of)),
    }
    until = _promised(day, unit, owed)
    records = [
        record | _told(debt.obligation, until, heard)
        for debt, record in zip(owed, debt_records(day, owed), strict=True)
    ]
    blocks: list[Block] = [Paragraph(one) for one in _said(day, counts, owed, undated, heard)]
    if owed:
        blocks.append(_table(day, owed, records, most=None if every else MOST))
    standing = [(judgement, one) for judgement, one in promised if not one.lapsed]
    if standing:
        blocks.append(
            Paragraph(Message("brief.promises", {"promises": [_promise(day, *p) for p in _words(standing)]}))
        )
    if letters:
        blocks.append(Paragraph(_letters(letters)))
    if cases:
        blocks.append(Paragraph(_complaints(day, cases)))
    still = _still_open(day, unit)
    blocks += [
        Paragraph(Message("brief.still_open", {"round": round_name(one), "rows": named_rows(day, keys)}))
        for one, keys in still.items()
    ]
    changes = changes_of(day, unit, Since(day, since)) if since is not None else []
    first = since.day.as_of if since is not None else None
    if first is not None:
        blocks.append(Heading(Message("brief.changes", {"since": first})))
        blocks += [Paragraph(said) for _, said in changes] or [Paragraph(Message("brief.unchanged"))]
    return Document(
        kind="brief",
        title=Message("brief.title", {"unit": unit, "as_of": day.as_of}),
        dateline=(),
        blocks=tuple(blocks),
        as_of=day.as_of,
        revision=revision,
        data={
            "unit": unit,
            "since": first,
            "counts": counts,
            "last_record": max(heard.values(), default=None),
            "data": records,
            "undated": [judgement.issue.id for judgement in undated],
            "promises": [
                {
                    "id": judgement.issue.id,
                    "measure": one.measure,
                    "milestone": one.milestone,
                    "until": one.due,
                    "became": kept(one, day.as_of).value,
                }
                for judgement, one in promised
            ],
            "letters": [letter_record(day, one) for one in letters],
            "complaints": [complaint_record(one, day.as_of) for one in cases],
            "still_open": [{"round": one, "rows": [str(key) for key in keys]} for one, keys in still.items()],
            "changes": [record for record, _ in changes],
        },
    )


Part = tuple[str | None, int | None, int | None]
"""A task, a measure of it, or a milestone of that."""


def _promised(day: Day, unit: str, owed: Iterable[Debt]) -> dict[Part, Word]:
    """What the unit has promised for a task or a part of it, where it is not kept yet."""
    return {
        (issue, word.standing.measure, word.standing.milestone): word
        for issue in dict.fromkeys(debt.obligation.issue for debt in owed)
        for word in words_given(day.by_id[issue or ""])
        if word.standing.done is None and word.standing.shares[0].unit == unit
    }


def _told(one: Obligation, promised: Mapping[Part, Word], heard: Mapping[str, date]) -> dict[str, Any]:
    """When something was last recorded of the task, and until when what is owed is promised: itself, else the
    measure that it belongs to, else the task; with the days that were promised before."""
    parts = ((one.issue, one.measure, one.milestone), (one.issue, one.measure, None), (one.issue, None, None))
    word = next((promised[part] for part in parts if part in promised), None)
    if one.what is What.PROMISE:
        word = None
    return {
        "last_record": heard.get(one.issue or ""),
        "promised_until": word.standing.due if word is not None else None,
        "promised_before": [former.due for former in word.former] if word is not None else [],
    }


def _said(
    day: Day, counts: dict[str, int], owed: list[Debt], undated: list[Judgement], heard: dict[str, date]
) -> Iterator[Message]:
    args: dict[str, Any] = dict(counts)
    if owed:
        args["days"] = max(debt.days(day.as_of) for debt in owed)
        yield Message("brief.late" if counts["late"] else "brief.owes", args)
    elif undated:
        yield Message("brief.no_day", args)
    elif counts["complaints_owed"] and not counts["letters_owed"]:
        yield Message("brief.only_complaints", args)
    elif counts["letters_owed"]:
        yield Message("brief.only_letters", args)
    elif counts["done"]:
        yield Message("brief.did_its_part", args)
    else:
        yield Message("brief.nothing", args)
    if undated:
        yield Message(
            "brief.undated", {"count": len(undated), "numbers": [j.baseline.number for j in undated]}
        )
    if counts["duties_missed"]:
        yield Message("brief.duties", {"count": counts["duties_missed"]})
    last = max(heard.values(), default=None)
    if last is not None:
        numbers = [day.by_id[name].baseline.number for name, when in heard.items() if when == last]
        yield Message("brief.heard", {"date": last, "numbers": numbers, "days": (day.as_of - last).days})
    elif owed or undated:
        yield Message("brief.never")


def _table(day: Day, owed: list[Debt], records: list[dict[str, Any]], most: int | None) -> Report:
    shown = list(zip(owed, records, strict=True))[:most]
    left = len(owed) - len(shown)
    return Report(
        kind="brief_owed",
        columns=_COLUMNS,
        records=tuple(record for _, record in shown),
        lines=tuple(_line(day, debt, record) for debt, record in shown),
        as_of=day.as_of,
        notes=(Message("brief.more", {"count": left}),) if left else (),
    )


def _line(day: Day, debt: Debt, record: dict[str, Any]) -> dict[str, Any]:
    days = debt.days(day.as_of)
    key = "brief.days_late" if days > 0 else "brief.today" if days == 0 else "brief.days_left"
    judgement = day.by_id[debt.obligation.issue or ""]
    item = obligation_item(judgement, debt.obligation)
    if debt.obligation.what is What.ISSUE:
        item = Message("brief.task", {"title": judgement.baseline.title})
    return {
        **record,
        "item": item,
        "days_to_go": Message(key, {"days": abs(days)}),
        "last_record": record["last_record"] or Message("quiet.never"),
        "promised_until": until_message(record["promised_until"], record["promised_before"]),
    }


def until_message(until: date | None, before: Sequence[date]) -> Message | date | None:
    """The day that is promised, with those that were promised before."""
    return Message("brief.until", {"until": until, "before": list(before)}) if before else until


def _letters(letters: Sequence[Asked]) -> Message:
    """The letters to which the unit has not replied."""
    told = [
        Message(
            "brief.letter_late" if one.days_late else "brief.letter",
            {
                "number": one.letter.number,
                "reply_by": one.letter.reply_by,
                "days": one.days_late,
                "demand": one.letter.demand,
            },
        )
        for one in letters
    ]
    return Message("brief.letters", {"count": len(letters), "letters": told})


def _complaints(day: Day, cases: Sequence[CaseStanding]) -> Message:
    """The complaints that the unit has not dealt with, the first due first."""
    told = []
    for one in cases[:MOST]:
        days = one.days_overdue(day.as_of)
        key = "brief.complaint_late" if days else "brief.complaint" if one.due else "brief.complaint_no_day"
        told.append(Message(key, {"number": one.complaint.number, "due": one.due, "days": days}))
    more = "brief.complaints_more" if len(cases) > MOST else "brief.complaints"
    return Message(more, {"count": len(cases), "shown": MOST, "complaints": told})


def _still_open(day: Day, unit: str) -> dict[str, tuple[Key, ...]]:
    """By round, the rows of the unit's forms that went back and that it has not answered since."""
    rounds = [one for one in day.ledger.rounds if any(back.rows for back in one.backs(unit, day.as_of))]
    found = {one.id: each.still for one in rounds for each in answers(day, one) if each.unit == unit}
    return {name: keys for name, keys in found.items() if keys}


def _words(promised: Sequence[tuple[Judgement, Obligation]]) -> Iterator[tuple[Judgement, Word]]:
    """What was promised of each thing, in the order of the promises that stand."""
    tasks = {judgement.issue.id: judgement for judgement, _ in promised}
    words = {id(word.standing): word for judgement in tasks.values() for word in words_given(judgement)}
    for judgement, one in promised:
        if id(one) in words:
            yield judgement, words[id(one)]


def _promise(day: Day, judgement: Judgement, word: Word) -> Message:
    one = word.standing
    args: dict[str, Any] = {
        "number": judgement.baseline.number,
        "what": promised_message(judgement, one),
        "until": one.due,
        "became": Message(f"promise.{kept(one, day.as_of)}"),
    }
    if not word.former:
        return Message("brief.promise", args)
    return Message("brief.promise_again", {**args, "before": [former.due for former in word.former]})
