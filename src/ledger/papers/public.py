"""Papers for the public: 公示 of a task and 年度公开 of a unit; no persons, no telephones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Level, Sustained, figures
from ledger.judging.days import notice_count, notice_end
from ledger.judging.owed import STAGES, What
from ledger.judging.status import Standing
from ledger.judging.walk import in_effect
from ledger.papers.forms import measure_rows, task_fields
from ledger.papers.sheet import Asked, Paper, Refused, Sheet, day_text, full_name, joined, refuse_ended, told
from ledger.reports.issues import standing_word
from ledger.reports.owing import owed_counts
from ledger.reports.progress import overall
from ledger.reports.report import Message, stated
from ledger.reports.reported import Asked as Reported
from ledger.reports.reported import how_moved
from ledger.reports.site import PUBLIC_ENTRIES, masked

if TYPE_CHECKING:
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry

_SAID = frozenset({Standing.WITHDRAWN, Standing.UNACTED})
"""Standings that say no more than the status."""

_COUNTED = {"working": "个工作日", "calendar": "天"}


def notice(asked: Asked, judgement: Judgement) -> Paper:
    """公示 of a task that has passed its acceptance: what was done, and from when until when."""
    refuse_ended(asked, judgement)
    sheet, day = Sheet(asked), asked.day
    if judgement.accepted is None:
        raise Refused(Message("paper.not_accepted", {"number": judgement.baseline.number}))
    given = [one for one in _effective(day, judgement) if one.type == "publicize"]
    recorded = given[-1] if given and judgement.notice is not None else None
    begin, end, projected = _period(asked, judgement)
    if begin is not None and begin < judgement.accepted:
        args = {"number": judgement.baseline.number, "since": begin, "accepted": judgement.accepted}
        raise Refused(Message("paper.notice_early", args))
    days = notice_count(begin, end, day.policy, day.ledger.calendar).days if begin and end else None
    signer = recorded.by if recorded is not None else ""
    accepting = judgement.chain.parties.acceptance
    signer = signer or (accepting[0] if len(accepting) == 1 else "")
    fields: dict[str, Any] = {
        **sheet.head(
            f"关于{sheet.plan}第{judgement.baseline.number}项任务整改完成情况的公示",
            signer=sheet.full(signer) if signer else "",
        ),
        **task_fields(sheet, judgement),
        "completed": day_text(judgement.completed),
        "accepted": day_text(judgement.accepted),
        "begin": sheet.given("begin", day_text(begin)),
        "end": sheet.given("end", day_text(end)),
        "length": f"{days or day.policy.publicity_days}{_COUNTED[day.policy.publicity_count]}",
        "projected": "（推算：期间有的日子放假安排尚未公布）" if projected else "",
        "where": sheet.given("where", getattr(recorded, "where", None)),
        "phone": sheet.given("phone", None),
        "address": sheet.given("address", None),
        "measures": [{k: row[k] for k in ("mark", "text")} for _, row in measure_rows(judgement)],
    }
    notes = [Message("paper.projected", {"until": end})] if projected else []
    if recorded is not None and end is not None and end < day.as_of:
        notes.append(Message("paper.notice_over", {"until": end}))
    return sheet.done(_public(fields), notes)


def _period(asked: Asked, judgement: Judgement) -> tuple[date | None, date | None, bool]:
    """First and last day of the notice, and whether the last one is projected: as recorded, else computed
    from the day of the paper."""
    if judgement.notice is not None:
        return judgement.notice.since, judgement.notice.until, judgement.notice.projected
    if asked.signed_on is None:
        return None, None, False
    end, projected = notice_end(asked.signed_on, asked.day.policy, asked.day.ledger.calendar)
    return asked.signed_on, end, projected


def disclosure(asked: Asked, unit: str) -> Paper:
    """年度公开 of a unit: how many tasks it takes part in, how many are done, and how each has come along.

    The day is the last one of the year, or that of the question where the year is not over.
    """
    year = asked.year if asked.year is not None else asked.day.as_of.year
    if year > asked.day.as_of.year:
        raise Refused(Message("paper.year_to_come", {"year": year, "as_of": asked.day.as_of}))
    last = min(asked.day.as_of, date(year, 12, 31))
    asked = asked._replace(day=asked.day if last == asked.day.as_of else asked.day.on(last))
    sheet, day = Sheet(asked), asked.day
    mine = [j for j in day.judgements if _takes_part(day, j, unit)]
    if not mine:
        raise Refused(Message("paper.no_tasks", {"unit": unit, "as_of": day.as_of}))
    whole = figures(day.items(Level.ISSUES, Sustained.ON_SCHEDULE, mine), day.as_of)
    reported = Reported(day, Level.ISSUES, Sustained.ON_SCHEDULE, unit="本单位")  # a name in its sentences
    fields: dict[str, Any] = {
        **sheet.head(f"{sheet.full(unit)}{year}年度督察整改落实情况", signer=sheet.full(unit)),
        "unit": sheet.full(unit),
        "year": str(year),
        "overall": [told(said) for said in overall(whole, reported)],
        "own": _own(day, unit),
        "tasks": [
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "role": _role(day, j, unit),
                "goal": told(stated(j.baseline.goal)),
                "deadline": _deadline(j),
                "status": told(Message(f"status.{j.status}")),
                "standing": "" if j.standing in _SAID else told(standing_word(j)),
                "steps": _steps(day, j),
                "own": _own_part(day, j, unit),
            }
            for j in mine
        ],
    }
    return sheet.done(_public(fields))


def _own(day: Day, unit: str) -> str:
    """How much the unit itself still owes, how much of it is late, and how much it has done, by the counts of
    its 单位任务清单: the figures before count whole tasks, which others may be late with."""
    counts = owed_counts(day, unit)
    owes, late, undated = counts["owes"], counts["late"], counts["undated"]
    if not owes and not undated:
        return f"本单位自身承担的整改事项已办{counts['done']}件，没有应办未办的。"
    said = f"本单位自身承担的整改事项已办{counts['done']}件，应办未办{owes}件"
    said += f"，其中逾期{late}件" if late else "，均未到期" if owes else ""
    return f"{said}；另有{undated}项任务期限未明确。" if undated else f"{said}。"


def _own_part(day: Day, judgement: Judgement, unit: str) -> str:
    """How far the measures of an open task are that the unit itself has to see to; one is late where it, or a
    milestone of it, is among what the unit owes late."""
    if judgement.completed is not None:
        return ""
    late = [one.obligation for one in day.late_of(unit) if one.obligation.issue == judgement.issue.id]
    behind = {one.measure for one in late if one.what in STAGES}
    if any(one.what is What.ISSUE for one in late):
        behind |= {one.measure for one in judgement.obligations if one.what in STAGES and not one.dated}
    done: dict[int, bool] = {}
    for one in judgement.obligations:
        share = next((share for share in one.shares if share.unit == unit), None)
        if one.what in {What.MEASURE, What.MILESTONE} and one.measure is not None and share is not None:
            done[one.measure] = done.get(one.measure, True) and share.done is not None
    by_state: dict[str, list[str]] = {}
    for measure, is_done in sorted(done.items()):
        state = "逾期未完成" if measure in behind else "已完成" if is_done else "正在落实"
        by_state.setdefault(state, []).append(judgement.baseline.measures[measure - 1].mark)
    said = [f"措施{joined(numbers)}{state}" for state, numbers in by_state.items()]
    if None in {one.measure for one in late if one.what in STAGES}:
        said.append("整改目标逾期未完成")
    return "，".join(said)


def _takes_part(day: Day, judgement: Judgement, unit: str) -> bool:
    return unit in {judgement.chain.units.on(one, day.as_of) for one in judgement.chain.taking_part}


def _role(day: Day, judgement: Judgement, unit: str) -> str:
    """Whether the unit leads the task."""
    return "牵头" if unit in day.named(judgement.baseline.responsibility.lead) else "配合"


_MOVED = {"extended": "已批准延至", "amended": "方案调整为"}


def _deadline(judgement: Judgement) -> str:
    """The deadline as the plan has it, how it was moved, and the day of the work that began again."""
    first, *later = judgement.chain.attempts
    said = [f"{_MOVED[how]}{day_text(first.due)}"] if (how := how_moved(judgement, first)) else []
    if later:
        due = day_text(later[-1].due)
        said.append(f"重新整改，应于{due}完成" if due else "重新整改，时限未定")
    text = told(stated(judgement.baseline.deadline.text))
    return f"{text}（{'；'.join(said)}）" if said else text


def _steps(day: Day, judgement: Judgement) -> str:
    """The steps on record that may be published, without the words of the records.

    Of a completion that was sent back the next one is told alone: the public is told what holds.
    """
    steps = [one for one in _effective(day, judgement) if one.type in PUBLIC_ENTRIES]
    last = max((one.date for one in steps if one.type == "complete"), default=None)
    if not judgement.chain.relapses:
        steps = [one for one in steps if one.type != "complete" or one.date == last]
    several = len(judgement.chain.parties.acceptance) > 1  # each signs by itself
    said = dict.fromkeys(
        f"{day_text(one.date)}{full_name(day, one.by) if several and one.type == 'accept' else ''}"
        f"{told(Message(f'entry.{one.type}'))}"
        for one in steps
    )
    return "；".join(said)


def _effective(day: Day, judgement: Judgement) -> list[Entry]:
    issue = judgement.issue
    return [step.entry for step in in_effect(issue.baseline, issue.entries, day.setting, day.as_of)]


def _public(value: Any) -> Any:
    """The same fields without the numbers of telephones and identity cards."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: _public(one) for name, one in value.items()}
    return [_public(one) for one in value]
