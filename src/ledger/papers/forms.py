"""Papers of the closing chain about one task: 销号申请表 and 验收意见表."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.ready import readiness
from ledger.judging.walk import in_effect
from ledger.papers.sheet import (
    Asked,
    Paper,
    Refused,
    Sheet,
    day_text,
    full_names,
    refuse_ended,
    responsible,
    told,
)
from ledger.reports.folding import folded
from ledger.reports.readiness import gap_text
from ledger.reports.report import Message, stated
from ledger.reports.sentences import part_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.ready import Gap
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry

_OPEN = "未完成"


def request(asked: Asked, judgement: Judgement) -> Paper:
    """销号申请表: each measure with what was done, the evidence, and what is still missing."""
    refuse_ended(asked, judgement)
    sheet = Sheet(asked)
    entries = _of_attempt(asked, judgement)
    missing = _missing(asked, judgement)
    fields: dict[str, Any] = {
        **sheet.head(
            "整改任务销号申请表",
            addressee=sheet.fulls(judgement.chain.parties.acceptance),
            signer=sheet.fulls(judgement.baseline.responsibility.lead),
        ),
        **task_fields(sheet, judgement),
        **_closing(sheet, judgement, entries),
        "measures": [
            {
                **row,
                "units": sheet.fulls(judgement.chain.sharers(k) or responsible(judgement)),
                "told": "；".join(_told(sheet, one) for one in entries if _about(one, k)),
            }
            for k, row in measure_rows(judgement)
        ],
        "evidence": _evidence(entries),
        "missing": missing,
    }
    return sheet.done(fields, _unready(judgement, missing))


def _missing(asked: Asked, judgement: Judgement) -> list[str]:
    """What completion still needs."""
    ready = readiness(judgement, asked.day.ledger.units, asked.day.policy, asked.day.as_of)
    gaps = ready.gaps if ready.step == "complete" else ()
    return [missing_text(asked.day, judgement, gap, gap.units) for gap in gaps]


def missing_text(day: Day, judgement: Judgement, gap: Gap, units: Sequence[str] = ()) -> str:
    """What is missing, by the number that the plan gives a measure, and whose part."""
    if gap.measure is None:
        return told(gap_text(judgement, gap, full=False))
    said = f"{told(part_message(judgement, gap.measure, gap.milestone))}的落实情况"
    return f"{said}（尚缺：{full_names(day, folded(judgement, units))}）" if units else said


def _unready(judgement: Judgement, missing: Sequence[str]) -> list[Message]:
    """What to tell of a task that is not complete."""
    if judgement.completed is not None:
        return []
    return [Message("paper.not_completed", {"number": judgement.baseline.number, "count": len(missing)})]


def acceptance(asked: Asked, judgement: Judgement) -> Paper:
    """验收意见表: what was done of each measure, with room for what is found on the spot."""
    refuse_ended(asked, judgement)
    if judgement.completed is None:
        raise Refused(Message("paper.not_complete", {"number": judgement.baseline.number}))
    sheet = Sheet(asked)
    entries = _of_attempt(asked, judgement)
    units = judgement.chain.parties.acceptance
    fields: dict[str, Any] = {
        **sheet.head(
            "整改任务验收意见表",
            addressee=sheet.fulls(judgement.baseline.responsibility.lead),
            signer=sheet.fulls(units),
        ),
        **task_fields(sheet, judgement),
        **_closing(sheet, judgement, entries),
        "measures": [{k: row[k] for k in ("mark", "text", "done")} for _, row in measure_rows(judgement)],
        "evidence": _evidence(entries),
        "opinions": [_opinion(judgement, sheet.full(unit), unit, entries) for unit in units],
    }
    return sheet.done(fields)


def _opinion(judgement: Judgement, name: str, unit: str, entries: Sequence[Entry]) -> dict[str, str]:
    """What an acceptance unit has put on record since completion; empty, to be written by hand, where it has
    not."""
    since = max((n for n, one in enumerate(entries) if one.type == "complete"), default=0)
    mine = [
        one
        for one in entries[since:]
        if one.type in {"accept", "reject"} and judgement.chain.spoken_for([one.by], [unit])
    ]
    if not mine:
        return {"unit": name, "opinion": "", "day": ""}
    last = mine[-1]
    verdict = "同意通过验收" if last.type == "accept" else "不同意通过验收"
    return {
        "unit": name,
        "opinion": f"{verdict}。{last.text or ''}",
        "day": day_text(last.date),
    }


def task_fields(sheet: Sheet, judgement: Judgement) -> dict[str, str]:
    """What the plan says of the task."""
    baseline = judgement.baseline
    return {
        "number": baseline.number,
        "title": baseline.title,
        "problem": sheet.given("problem", baseline.problem),
        "goal": told(stated(baseline.goal)),
        "deadline": deadline_text(judgement),
        "responsible": sheet.given("responsible", sheet.fulls(responsible(judgement))),
        "accepting": sheet.given("accepting", sheet.fulls(baseline.acceptance.units)),
    }


def deadline_text(judgement: Judgement) -> str:
    """The plan's words; with the day that holds where it was moved."""
    text = told(stated(judgement.baseline.deadline.text))
    first, due = judgement.first_due, judgement.due
    return f"{text}（现行到期日{day_text(due)}）" if due is not None and due != first else text


def measure_rows(judgement: Judgement) -> list[tuple[int, dict[str, str]]]:
    """Each measure that is owed with its number in the plan, its text and when it was done."""
    rows = []
    for k in judgement.chain.all_measures():
        measure = judgement.baseline.measures[k - 1]
        done: date | None = judgement.shares.done((k, None)) or judgement.completed
        rows.append(
            (
                k,
                {
                    "mark": measure.number or str(k),
                    "text": measure.text,
                    "done": f"{day_text(done)}完成" if done else _OPEN,
                },
            )
        )
    return rows


def _closing(sheet: Sheet, judgement: Judgement, entries: Sequence[Entry]) -> dict[str, str]:
    """Completion, similar problems and mechanism, as the last record of the attempt has them."""

    def last(name: str) -> str | None:
        said = [getattr(one, name, None) for one in entries if one.type in {"complete", "close"}]
        return next((text for text in reversed(said) if text), None)

    return {
        "completed": sheet.given("completed", day_text(judgement.completed)),
        "similar": sheet.given("similar", last("similar")),
        "mechanism": sheet.given("mechanism", last("mechanism")),
    }


def _of_attempt(asked: Asked, judgement: Judgement) -> list[Entry]:
    """The records of the attempt that count on the day, in order of date."""
    issue, day = judgement.issue, asked.day
    began = judgement.chain.attempt.began
    steps = in_effect(issue.baseline, issue.entries, day.setting, day.as_of)
    return [step.entry for step in steps if began is None or step.entry.date >= began]


_WORK = {"start", "progress", "achieve", "complete"}


def _about(entry: Entry, measure: int) -> bool:
    """Whether a record tells in words of work on a measure."""
    return entry.type in _WORK and entry.of_measure == measure and bool(entry.text)


def _told(sheet: Sheet, entry: Entry) -> str:
    """A record in its own words, with its day and whose words they are."""
    said = "；".join(line.rstrip("。；") for line in (entry.text or "").splitlines() if line)
    return f"{day_text(entry.date)}{sheet.full(entry.by)}报：{said}"


def _evidence(entries: Sequence[Entry]) -> list[str]:
    """What the records of work show, each once, in order."""
    shown = (item for one in entries if one.type in _WORK for item in one.evidence)
    names = (item.title or item.path or item.url or "" for item in shown)
    return list(dict.fromkeys(name for name in names if name))
