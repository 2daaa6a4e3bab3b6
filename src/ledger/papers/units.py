"""Papers to one unit: 单位任务清单 and 督办函."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.letters import same
from ledger.judging.ready import readiness
from ledger.papers.debts import owed_fields
from ledger.papers.forms import deadline_text, missing_text
from ledger.papers.sheet import Asked, Paper, Refused, Sheet, day_text, full_name, joined, told, unrecorded
from ledger.reports.brief import brief_document, until_message
from ledger.reports.owing import owed_by
from ledger.reports.report import Document, Message, Paragraph, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.judging.letters import Sent
    from ledger.judging.owed import Debt

_NEVER = "无"
"""What stands behind 上次报送进展 of a unit that never reported any."""


def letter(asked: Asked, unit: str) -> Paper:
    """督办函: what the unit owes late, and by which day it is to answer.

    A letter that is in the book of letters by its number says what was recorded of it, as of its day.
    """
    sent = next((one for one in asked.day.post.sent if same(one.letter.number) == same(asked.serial)), None)
    if sent is not None:
        return _sent(asked, sent, unit)
    if not unit:
        numbers = [one.letter.number for one in asked.day.post.sent]
        raise Refused(Message("paper.no_letter", {"number": asked.serial, "numbers": numbers or ["—"]}))
    sheet, day = Sheet(asked), asked.day
    debts = day.late_of(unit)
    if not debts:
        raise Refused(Message("paper.nothing_late", {"unit": unit, "as_of": day.as_of}))
    fields: dict[str, Any] = {
        **sheet.head("关于整改任务逾期事项的督办函", addressee=sheet.full(unit)),
        "unit": sheet.full(unit),
        "you": _YOU,
        "level": "督办",
        "demand": "",
        "count": str(len(debts)),
        "reply_by": sheet.given("reply_by", day_text(asked.reply_by)),
        "late": list(_late(asked, [unit], debts)),
        "tasks": [],
    }
    return sheet.done(fields)


_YOU = "你单位"
_DEEDS = {"reminder": "提醒", "letter": "督办", "circular": "通报", "listed": "挂牌督办", "interview": "约谈"}
_PAPERS = {
    "reminder": "提醒函",
    "letter": "督办函",
    "circular": "通报",
    "listed": "挂牌督办通知",
    "interview": "约谈通知",
}


def _sent(asked: Asked, sent: Sent, unit: str) -> Paper:
    """A letter as it was recorded; what is late is that of its tasks and units on its day."""
    written = sent.letter
    _agreed(asked, sent, unit)
    day = asked.day.on(written.date)
    asked = asked._replace(day=day, serial=written.number, signed_on=written.date)
    sheet = Sheet(asked)
    units = [day.ledger.units.on(one, day.as_of) for one in sent.to]
    wanted = set(written.issues)
    debts = [d for d in day.late() if d.obligation.issue in wanted and not set(units).isdisjoint(d.units)]
    kind = _PAPERS[written.level]
    fields: dict[str, Any] = {
        **sheet.head(
            f"关于整改任务有关事项的{kind}", addressee=sheet.fulls(units), signer=sheet.full(written.by)
        ),
        "unit": sheet.fulls(units),
        "you": _YOU if len(units) == 1 else "你们",
        "level": _DEEDS[written.level],
        "demand": written.demand.rstrip("。"),
        "count": str(len(debts)),
        "reply_by": day_text(written.reply_by),
        "late": list(_late(asked, units, debts)),
        "tasks": [
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "deadline": deadline_text(j),
            }
            for j in day.judgements
            if j.issue.id in wanted - {d.obligation.issue for d in debts}
        ],
    }
    return sheet.done(fields)


def _agreed(asked: Asked, sent: Sent, unit: str) -> None:
    """What is said besides of a letter on record must be what is recorded of it."""
    written, units = sent.letter, asked.day.ledger.units
    number = written.number
    if written.date > asked.day.as_of:
        raise Refused(Message("paper.letter_later", {"number": number, "day": written.date}))
    if unit and unit not in {units.on(one, asked.day.as_of) for one in sent.to}:
        raise Refused(Message("paper.letter_to", {"number": number, "unit": unit, "to": list(sent.to)}))
    for option, given, known in (
        ("--date", asked.signed_on, written.date),
        ("--reply-by", asked.reply_by, written.reply_by),
    ):
        if given is not None and given != known:
            args = {"number": number, "option": option, "known": known or "—"}
            raise Refused(Message("paper.letter_differs", args))


def _late(asked: Asked, units: Sequence[str], debts: Sequence[Debt]) -> Iterator[dict[str, str]]:
    """What is late, and when those addressed that owe it last reported of its task; of several units each is
    named, of one nothing but the day."""
    day = asked.day
    heard: dict[tuple[str, str], date | None] = {
        (unit, record["id"]): record["last_record"]
        for unit in units
        for record in _briefed(asked, unit).data["data"]
    }
    for debt in debts:
        owing = [unit for unit in units if unit in debt.units]
        names = [full_name(day, unit) if len(units) > 1 else "" for unit in owing]
        days = [day_text(heard.get((unit, debt.obligation.issue or ""))) or _NEVER for unit in owing]
        yield {
            **owed_fields(day, debt),
            "units": joined(name for name in names if name),
            "last_record": joined(
                f"{name}（{last}）" if name else last for name, last in zip(names, days, strict=True)
            ),
        }


def unit_tasks(asked: Asked, unit: str) -> Paper:
    """单位任务清单: all that the unit itself still owes, what is missing, what it last said and promised."""
    sheet, day = Sheet(asked), asked.day
    document = _briefed(asked, unit)
    rows = [
        {
            **owed_fields(day, debt),
            "last_record": day_text(record["last_record"]) or _NEVER,
            "promised": _promised(record),
        }
        for debt, record in zip(owed_by(day, unit), document.data["data"], strict=True)
    ]
    undated = [day.by_id[one] for one in document.data["undated"]]
    fields: dict[str, Any] = {
        **sheet.head(f"{sheet.full(unit)}整改任务清单", addressee=sheet.full(unit)),
        "unit": sheet.full(unit),
        "summary": [_summed(block.text) for block in document.blocks if isinstance(block, Paragraph)],
        "debts": rows,
        "undated": [
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "deadline": told(stated(j.baseline.deadline.text)),
            }
            for j in undated
        ],
        "lacking": list(_lacking(asked, unit)),
    }
    return sheet.done(fields)


def _promised(record: Any) -> str:
    """The day that is promised, with those that were promised before; empty without one."""
    until = until_message(record["promised_until"], record["promised_before"])
    return told(until) if isinstance(until, Message) else day_text(until)


def _summed(said: Message) -> str:
    """A sentence of the brief; what it says of a command is nothing to the reader of a paper."""
    return unrecorded(said.args["count"]) if said.key == "brief.duties" else told(said)


def _briefed(asked: Asked, unit: str) -> Document:
    """What ``ledger brief`` says of the unit."""
    return brief_document(asked.day, unit, every=True)


def _lacking(asked: Asked, unit: str) -> Iterator[dict[str, str]]:
    """What the next step of each open task of the unit still needs of it."""
    for judgement in asked.day.judgements:
        if judgement.completed is not None or unit not in judgement.owed_by:
            continue
        ready = readiness(judgement, asked.day.ledger.units, asked.day.policy, asked.day.as_of)
        mine = [gap for gap in ready.gaps if not gap.units or unit in gap.units]
        if not mine or ready.step is None:
            continue
        yield {
            "number": judgement.baseline.number,
            "title": judgement.baseline.title,
            "step": told(Message(f"entry.{ready.step}")),
            "missing": "；".join(missing_text(asked.day, judgement, gap) for gap in mine),
        }
