"""月调度通报: how far all tasks have come, what is good, who is late, what is to be done by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, Level, Sustained, figures
from ledger.judging.quiet import quiet_units
from ledger.judging.select import Criteria
from ledger.papers.debts import debt_fields
from ledger.papers.sheet import Asked, Paper, Sheet, day_text, full_name, joined, told, unrecorded
from ledger.reports.attention import attention
from ledger.reports.changes import changes
from ledger.reports.issues import overdue_report, standing_word
from ledger.reports.progress import overall
from ledger.reports.report import Message, Paragraph, Report
from ledger.reports.reported import Asked as Reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.judging.counting import Figures

_SILENT_DAYS = 90


def circular(asked: Asked) -> Paper:
    """The circular; every figure is that of the report of the same day."""
    sheet, day = Sheet(asked), asked.day
    reported = Reported(day, Level.ISSUES, Sustained.ON_SCHEDULE, asked.since)
    whole = figures(day.items(reported.level, reported.sustained), day.as_of)
    criteria = Criteria()
    days = (day.as_of - asked.since.day.as_of).days - 1 if asked.since else day.policy.silent_days
    silent = quiet_units(day.judgements, day.as_of, _SILENT_DAYS if days is None else days, day.issued)
    fields: dict[str, Any] = {
        **sheet.head(f"关于{sheet.plan}落实情况的通报"),
        "since": day_text(asked.since.day.as_of) if asked.since else "",
        "reply_by": sheet.given("reply_by", day_text(asked.reply_by)),
        "convention": told(Message("progress.definitions")),
        "overall": [told(said) for said in overall(whole, reported)],
        "changes": list(_changes(reported)),
        "good": list(_good(whole, asked)),
        "late": [debt_fields(day, debt) for debt in day.late()],
        "silent": [{"unit": sheet.full(one.units[0]), "last_record": day_text(one.last)} for one in silent],
        "problems": list(_problems(reported, criteria)),
        "next": [debt_fields(day, debt) for debt in day.upcoming(day.policy.warn_days)],
        "tasks": [
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "lead": sheet.fulls(j.baseline.responsibility.lead),
                "due": day_text(j.due),
                "status": told(Message(f"status.{j.status}")),
                "standing": told(standing_word(j)),
                "pace": told(Message(f"pace.{j.pace}")) if j.pace else "",
            }
            for j in day.judgements
        ],
    }
    return sheet.done(fields)


def _good(whole: Figures, asked: Asked) -> Iterator[str]:
    """What came early and what is ahead, by task and lead."""
    named = (("提前完成", whole.early), ("超过序时进度", whole.classes[Class.AHEAD]))
    for word, ids in named:
        if ids:
            yield f"{word}{len(ids)}项：{'；'.join(_task(asked, one) for one in ids)}。"


def _task(asked: Asked, issue: str) -> str:
    baseline = asked.day.by_id[issue].baseline
    lead = joined(full_name(asked.day, unit) for unit in baseline.responsibility.lead)
    return f"任务{baseline.number}（{baseline.title}{f'，{lead}牵头' if lead else ''}）"


def _changes(reported: Reported) -> Iterator[str]:
    """What moved since the report before, a sentence each."""
    for block in changes(reported):
        if isinstance(block, Paragraph) and block.text.key == "progress.entries_added":
            yield told(block.text)  # what else is said there is of git
        elif isinstance(block, Report) and block.records:
            rows = "；".join(_moved(block.kind, row) for row in block.records)
            notes = "".join(f"（{told(note).rstrip('。')}）" for note in block.notes if note.key == _BELATED)
            yield f"{told(block.title) if block.title else ''}：{rows}{notes}。"


_BELATED = "progress.belated"
"""What a table says of things that are older than the period."""


def _moved(kind: str, row: Any) -> str:
    """One row of a table of changes in words; KeyError for a table that nobody taught."""
    if kind == "letters_since":
        return _SAID[kind](row)
    return f"任务{row['number']}（{row['title']}）{_SAID[kind](row)}"


def _turned(prefix: str, row: Any) -> str:
    now = told(Message(f"{prefix}.{row['now']}"))
    if row["was"] is None:
        return f"新列入，{now}"
    was = told(Message(f"{prefix}.{row['was']}"))
    return f"由{was}转为{now}"


def _extended(row: Any) -> str:
    old = day_text(row["old"]) or "时限未定"
    return f"{told(row['item'])}由{old}延至{day_text(row['new'])}（{row['approval']}）"


def _read(row: Any) -> str:
    by = f"，{row['unit']}报送" if row["unit"] else ""
    return f"{row['figure_name']}读数{told(row['reading'])}（{day_text(row['read'])}{by}）"


def _written(row: Any) -> str:
    answer = f"，{day_text(row['replied'])}回复" if row["replied"] else ""
    return f"{day_text(row['date'])}向{row['letter_to']}发{row['letter']}{answer}"


_SAID: dict[str, Callable[[Any], str]] = {
    "moves": lambda row: _turned("status", row),
    "turns": lambda row: _turned("standing", row),
    "late_since": lambda row: f"{told(row['item'])}，{day_text(row['due'])}到期未完成",
    "stages_done": lambda row: f"{told(row['item'])}，{day_text(row['done'])}完成",
    "stages_undone": lambda row: f"{told(row['item'])}，曾报{day_text(row['done'])}完成",
    "otherwise_since": lambda row: told(row["change"]),
    "extended_since": _extended,
    "read_since": _read,
    "broken_since": lambda row: f"{row['unit']}承诺{day_text(row['due'])}前{told(row['item'])}，没有兑现",
    "supervised_since": lambda row: f"：{joined(told(level) for level in row['level'])}",
    "letters_since": _written,
}
"""By table of changes, what a row says."""


def _problems(reported: Reported, criteria: Criteria) -> Iterator[str]:
    """What is unacted or undetermined, doubtful figures, relapses and disclosures."""
    notes = {"overdue.unacted", "overdue.unacted_since_unknown", "overdue.undetermined", "overdue.duties"}
    for note in overdue_report(reported.day, criteria).notes:
        if note.key in notes:
            yield unrecorded(note.args["count"]) if note.key == "overdue.duties" else _ended(told(note))
    for block in attention(reported):
        if isinstance(block, Paragraph):
            yield _ended(told(block.text))
        elif isinstance(block, Report) and block.kind == "doubtful":
            doubts = "；".join(
                f"任务{row['number']}（{row['title']}）{joined(told(one) for one in row['doubts'])}"
                for row in map(dict[str, Any], block.records)
            )
            yield f"{told(block.title) if block.title else ''}：{doubts}。"


def _ended(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith("。") else f"{sentence}。"
