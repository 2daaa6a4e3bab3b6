"""对账单: what the superior has on its books of each task, beside what is on ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.blocks import BlockKind
from ledger.judging.counting import DONE, Class, class_of
from ledger.papers.sheet import Asked, Paper, Sheet, told
from ledger.reports.report import Message

if TYPE_CHECKING:
    from ledger.documents.blocks import Source

NUMBER_HEADS = ("序号", "编号", "任务序号", "任务编号", "问题序号")
"""Heads of the column with the numbers of the tasks."""

STATUS_HEADS = ("状态", "整改状态", "完成状态", "进展状态", "上级状态", "整改进展状态")
"""Heads of the column with the superior's status."""

_WORDS: dict[str, frozenset[Class]] = {
    "已销号": frozenset({Class.CLOSED}),
    "销号": frozenset({Class.CLOSED}),
    "完成交账销号": frozenset({Class.CLOSED}),
    "通过验收": frozenset({Class.ACCEPTED}),
    "已验收": frozenset({Class.ACCEPTED}),
    "完成整改并通过验收": frozenset({Class.ACCEPTED}),
    "公示": frozenset({Class.ACCEPTED}),
    "完成整改": frozenset({Class.COMPLETED}),
    "已完成整改": frozenset({Class.COMPLETED}),
    "已完成": frozenset({Class.COMPLETED, Class.ACCEPTED, Class.CLOSED}),
    "正申请销号": frozenset({Class.COMPLETED, Class.ACCEPTED}),
    "超过序时进度": frozenset({Class.AHEAD}),
    "达到序时进度": frozenset({Class.ON_PACE}),
    "未达到序时进度": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "滞后": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "逾期": frozenset({Class.OVERDUE}),
    "整改中": frozenset({Class.AHEAD, Class.ON_PACE, Class.BEHIND_PACE, Class.OVERDUE, Class.UNDETERMINED}),
    "正在整改": frozenset({Class.AHEAD, Class.ON_PACE, Class.BEHIND_PACE, Class.OVERDUE, Class.UNDETERMINED}),
    "未完成": frozenset({Class.AHEAD, Class.ON_PACE, Class.BEHIND_PACE, Class.OVERDUE, Class.UNDETERMINED}),
    "终止": frozenset({Class.WITHDRAWN}),
    "已转入下一轮整改": frozenset({Class.WITHDRAWN}),
}
"""Words that superiors use, and the classes of ours that say the same."""


class Theirs(NamedTuple):
    """A row of the superior's list: the number as it is written, the status, and the row from 1."""

    number: str
    status: str
    row: int


def read_theirs(source: Source) -> list[Theirs] | None:
    """The rows of the first table with a column of numbers and one of statuses; nothing without such one."""
    tables: dict[int, dict[int, dict[int, str]]] = {}
    for block in source.blocks:
        if block.kind is BlockKind.CELL and block.cell is not None:
            row = tables.setdefault(block.cell.table, {}).setdefault(block.cell.row, {})
            row[block.cell.column] = f"{row.get(block.cell.column, '')}{block.shown}".strip()
    for rows in tables.values():
        for head, cells in rows.items():
            number = next((c for c, text in cells.items() if _plain(text) in NUMBER_HEADS), None)
            status = next((c for c, text in cells.items() if _plain(text) in STATUS_HEADS), None)
            if number is not None and status is not None:
                found = [
                    Theirs(row.get(number, ""), row.get(status, ""), n) for n, row in rows.items() if n > head
                ]
                return [one for one in found if one.number or one.status]
    return None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def reconciliation(asked: Asked) -> Paper:
    """Every task of ours beside the superior's word for it; why they differ is left to be written in."""
    sheet, day, theirs = Sheet(asked), asked.day, asked.theirs
    rows: list[dict[str, str]] = []
    for judgement in day.judgements:
        klass = class_of(judgement)
        word = theirs.get(judgement.issue.id, "") if theirs is not None else ""
        rows.append(
            {
                "number": judgement.baseline.number,
                "title": judgement.baseline.title,
                "theirs": word,
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


def _difference(word: str, klass: Class) -> str:
    """Whether the superior's word says the same as ours."""
    if not word:
        return "上级未列"
    meant = _WORDS.get(_plain(word))
    if meant is None:
        return "上级用语未识别"
    return _SAME if klass in meant else "不一致"
