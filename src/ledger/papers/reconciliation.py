"""对账单: what the superior has on its books of each task, beside what is on ours."""

from __future__ import annotations

from typing import Any

from ledger.judging.counting import DONE, Class, class_of
from ledger.papers.sheet import Asked, Paper, Sheet, told
from ledger.reports.report import Message
from ledger.reports.superiors import meant


def reconciliation(asked: Asked) -> Paper:
    """Every task of ours beside the superior's word for it; why they differ is left to be written in."""
    sheet, day, theirs = Sheet(asked), asked.day, asked.theirs
    rows: list[dict[str, str]] = []
    for judgement in day.judgements:
        klass = class_of(judgement)
        word = theirs.get(judgement.issue.id) if theirs is not None else None
        rows.append(
            {
                "number": judgement.baseline.number,
                "title": judgement.baseline.title,
                "theirs": word or "",
                "ours": _ours(klass, told(Message(f"status.{judgement.status}"))),
                "difference": _difference(word, klass) if theirs is not None else "",
                "reason": "",
            }
        )
    fields: dict[str, Any] = {
        **sheet.head("整改任务对账单"),
        "count": str(len(rows)),
        "agreeing": str(sum(1 for row in rows if row["difference"] == _SAME)) if theirs is not None else "",
        "differing": str(sum(1 for row in rows if row["difference"] != _SAME)) if theirs is not None else "",
        "rows": rows,
    }
    return sheet.done(fields)


_SAME = "一致"


def _ours(klass: Class, status: str) -> str:
    """Our word: the status, of an open task with the class that the report counts it in."""
    if klass in DONE or klass is Class.WITHDRAWN:
        return status
    return f"{status}，{told(Message(f'klass.{klass}'))}"


def _difference(word: str | None, klass: Class) -> str:
    """Whether the superior's word says the same as ours."""
    if word is None:
        return "上级未列"
    if not word:
        return "上级状态没有读出"
    classes = meant(word)
    if classes is None:
        return "上级用语未识别"
    return _SAME if klass in classes else "不一致"
