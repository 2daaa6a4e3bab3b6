"""Papers to one unit: 单位任务清单 and 督办函."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.ready import readiness
from ledger.papers.debts import owed_fields
from ledger.papers.sheet import Asked, Paper, Refused, Sheet, day_text, told, unrecorded
from ledger.reports.brief import brief_document
from ledger.reports.report import Document, Message, Paragraph, stated
from ledger.reports.working import gap_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEVER = "没有记录"


def letter(asked: Asked, unit: str) -> Paper:
    """督办函: what the unit owes late, and by which day it is to answer."""
    sheet, day = Sheet(asked), asked.day
    debts = day.late_of(unit)
    if not debts:
        raise Refused(Message("paper.nothing_late", {"unit": unit, "as_of": day.as_of}))
    records = _briefed(asked, unit).data["data"]
    heard = {record["id"]: record["last_record"] for record in records}
    fields: dict[str, Any] = {
        **sheet.head("关于整改任务逾期事项的督办函", addressee=sheet.full(unit)),
        "unit": sheet.full(unit),
        "count": str(len(debts)),
        "reply_by": sheet.given("reply_by", day_text(asked.reply_by)),
        "late": [
            {**owed_fields(day, d), "last_record": day_text(heard[d.obligation.issue or ""]) or _NEVER}
            for d in debts
        ],
    }
    return sheet.done(fields)


def unit_tasks(asked: Asked, unit: str) -> Paper:
    """单位任务清单: all that the unit itself still owes, what is missing, what it last said and promised."""
    sheet, day = Sheet(asked), asked.day
    document = _briefed(asked, unit)
    rows = [
        {
            **owed_fields(day, debt),
            "last_record": day_text(record["last_record"]) or _NEVER,
            "promised": day_text(record["promised_until"]),
        }
        for debt, record in zip(day.debts_of(unit), document.data["data"], strict=True)
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
            "missing": "；".join(
                told(gap_text(judgement, gap._replace(units=()), full=False)) for gap in mine
            ),
        }
