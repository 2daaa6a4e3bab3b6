"""6xx: entries fit the closing chain, the policy, and what they refer to.

What has no effect, and why, comes from the walk over the entries; :mod:`ledger.rules.refusals` puts it into words,
:mod:`ledger.rules.doubts` looks at what has an effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import Step, voids, walk
from ledger.reading.codes import ERROR, NOTE, WARNING, Code
from ledger.rules import assignments, doubts, odd_figures, refusals
from ledger.rules.circles import circles
from ledger.rules.evidence import EVIDENCE, evidence_findings
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule, rule
from ledger.rules.refusals import told
from ledger.rules.telling import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from ledger.model.ledger import Issue
    from ledger.reading.diagnostic import Args


def setting_of(shared: Shared) -> Setting:
    """What the course of an issue depends on, for the rules."""
    return Setting(shared.units, policy_of(shared.plan), shared.calendar, shared.evidence)


def _standing(issue: Issue, shared: Shared) -> Iterator[tuple[int, Any]]:
    """The entries that nobody took back, with their positions: what was voided needs no second remedy."""
    numbered = list(enumerate(issue.entries))
    voided, _ = voids(numbered, setting_of(shared))
    yield from ((n, entry) for n, entry in numbered if n not in voided)


@rule(*EVIDENCE)
def evidence(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for n, entry in _standing(issue, shared):
        yield from evidence_findings(entry.evidence, issue.path, ("entries", n), shared)


@rule(*refusals.CODES, *doubts.CODES, *odd_figures.CODES, *assignments.CODES)
def chain(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L411, L601–L611, L613, L614, L619–L631, L635–L637, L653, L656–L659: each entry in its turn against where the issue stands then."""
    if not issue.entries:
        return
    setting = setting_of(shared)
    walked = walk(issue.baseline, issue.entries, setting)
    days = sorted(entry.date for n, entry in enumerate(issue.entries) if n not in walked.voided)
    begun: list[Step] = []  # of the day: what a later entry of the same day may still put right
    readings = 0
    for n, step in enumerate(walked):
        taken = walked.chain
        if step.refused is not None:
            refused = Refused(issue, step, taken, step.refused.about, setting)
            for code, place, args in told(refused):
                yield Finding(code, issue.path, ("entries", step.position, *place), args)
        else:
            begun.append(step)
            yield from doubts.of_entry(issue, step, taken, readings)
            yield from assignments.of_assignment(issue, step, taken)
        yield from doubts.of_date(issue, step, shared)
        readings = len(taken.readings)
        if n + 1 == len(days) or days[n + 1] > days[n]:
            yield from doubts.alike(issue, begun)
            for one in begun:
                yield from doubts.at_the_end_of_the_day(issue, one, taken, shared, setting.policy)
            begun = []


@rule(
    Code(
        "L612",
        WARNING,
        "notice-days-contradict",
        zh=(
            "公告写明公示 {says} 天，按起止日期计算为 {days} 天（{count}）",
            "核对起止日和天数；节假日调休按国务院办公厅的放假安排。",
        ),
        en=(
            "The notice says {says} {says:day|days}, but there are {days} {days:day|days} ({count}) between its dates",
            "Compare dates and number; make-up days and holidays count as the State Council arranged them.",
        ),
    ),
    Code(
        "L618",
        NOTE,
        "notice-days-projected",
        zh=(
            "公示 {days} 天（{count}）",
            "推算只除去周末和法定假日，不知调休；放假安排公布后更新 chinesecalendar，或写进 data/calendar.yaml，再核对天数。",
        ),
        en=(
            "The public notice has {days} {days:day|days} ({count})",
            "Weekends and the days off by law are left out, make-up days are unknown; when the holidays are published, update chinesecalendar or write them to data/calendar.yaml, and check the days again.",
        ),
    ),
)
def notice(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L612, L618: a public notice is as long as it says; one that rests on projected days is told."""
    from ledger.judging.days import notice_count

    policy = policy_of(shared.plan)
    for n, entry in _standing(issue, shared):
        if entry.type != "publicize" or entry.until < entry.since:
            continue
        count = notice_count(entry.since, entry.until, policy, shared.calendar)
        counted = "projected" if count.projected else policy.publicity_count
        args: Args = {"days": count.days, "count": counted}
        if entry.days is not None and entry.days != count.days:
            yield Finding("L612", issue.path, ("entries", n, "days"), args | {"says": entry.days})
        if count.projected:
            yield Finding("L618", issue.path, ("entries", n, "until"), args)


NO_SUCH_TASK = (
    Code(
        "L632",
        ERROR,
        "no-such-task",
        zh=(
            "不能并入 {into}：{why}",
            "into 写另一项任务的标识，如 07-1；转入下一轮的不写 into，在说明里写去向。",
        ),
        en=(
            "Cannot go into {into}: {why}",
            "Give the id of another task, such as 07-1; leave into out where it goes to the next round, and say so in the text.",
        ),
    ),
)
"""The task that a withdrawn one goes into."""


@rule(*NO_SUCH_TASK)
def merged_into(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L632: the task that a withdrawn one goes into is there, and is another."""
    for n, entry in _standing(issue, shared):
        into = getattr(entry, "into", None)
        if into is None:
            continue
        there = into in shared.tasks
        why = "itself:" if into == issue.id else "" if there else "no_task:"
        if why:
            yield Finding("L632", issue.path, ("entries", n, "into"), {"into": into, "why": why})


def into_of(issue: Issue, shared: Shared) -> tuple[str, int] | None:
    """The task that a withdrawn one goes into, and the position of the entry that says so."""
    found = [
        (entry.into, n) for n, entry in _standing(issue, shared) if entry.type == "withdraw" and entry.into
    ]
    return found[0] if found else None


@ledger_rule(*NO_SUCH_TASK)
def merged_in_a_circle(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L632: no task goes into itself over others."""
    del shared
    held = {issue.id: issue.into[0] for issue in issues if issue.into}
    yield from circular(held, {issue.id: (issue.path, issue.into[1]) for issue in issues if issue.into})


def circular(into: Mapping[str, str], places: Mapping[str, tuple[str, int]]) -> Iterator[Finding]:
    """L632 for each of the tasks with a place (file and position of the entry) that is in a circle."""
    for issue, way in circles(into).items():
        if issue in places and len(way) > _ITSELF:
            path, n = places[issue]
            args: Args = {"into": into[issue], "why": "circle:" + "→".join(way)}
            yield Finding("L632", path, ("entries", n, "into"), args)


_ITSELF = 2
"""How long the way round is where a task goes into itself: that is told without the others."""
