"""6xx: entries fit the closing chain, the policy, and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.chain import OPEN_ORDER, Refusal, Status, parties, start_chain, steps
from ledger.judging.days import Count, notice_days
from ledger.judging.pace import contradicts, pace
from ledger.judging.ready import Gap, unmet
from ledger.judging.status import policy_of
from ledger.model.baseline import Baseline
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.rules.consistency import NO_SUCH_MEASURE
from ledger.rules.evidence import EVIDENCE, evidence_findings
from ledger.rules.finding import Finding, Shared, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.judging.chain import Chain, Parties, Step
    from ledger.model.ledger import Issue
    from ledger.model.plan import Policy

Args = dict[str, str | int]

_CODES = {
    Refusal.NOT_ENTITLED: ("L601", "by"),
    Refusal.OUT_OF_ORDER: ("L602", "type"),
    Refusal.NO_SUCH_MILESTONE: ("L603", "milestone"),
    Refusal.NO_SUCH_ENTRY: ("L604", "entry"),
    Refusal.NOT_LATER: ("L606", "due"),
    Refusal.NOTICE_RUNNING: ("L607", "date"),
    Refusal.OBJECTION_OPEN: ("L608", "type"),
    Refusal.REPEATED: ("L609", "type"),
}


DATES_OUT_OF_ORDER = Code(
    "L606",
    ERROR,
    "dates-out-of-order",
    zh=(
        "日期次序不对：{second} 应晚于 {first}",
        "核对日期；公示止日不早于起日，延期后的时限晚于原时限。",
    ),
    en=(
        "Dates are out of order: {second} should be after {first}",
        "Compare: a notice ends after it begins, an extension is to a later day.",
    ),
)


@rule(
    Code(
        "L601",
        ERROR,
        "not-entitled",
        zh=(
            "“{by}”不能记“{type}”，这条记录不生效；可以记的是：{allowed}",
            "由有权的单位来记；记错的用冲正记录收回。",
        ),
        en=(
            "{by} may not record “{type}”; the entry has no effect; these may: {allowed}",
            "Let a unit that may record it; take a wrong entry back with void.",
        ),
    ),
    Code(
        "L602",
        ERROR,
        "out-of-order",
        zh=(
            "现在是“{status}”，不能记“{type}”，这条记录不生效；可以记：{next}",
            "缺哪一步先补哪一步；记错的用冲正记录收回。",
        ),
        en=(
            "The task is “{status}”, so “{type}” is out of order and has no effect; possible now: {next}",
            "Record the missing step first; take a wrong entry back with void.",
        ),
    ),
    Code(
        "L603",
        ERROR,
        "no-such-milestone",
        zh=(
            "没有这个节点或措施",
            "measure 写第几条措施，milestone 写该措施的第几个节点，都从 1 数起；整条措施落实时不写 milestone。",
        ),
        en=(
            "There is no such milestone or measure",
            "measure is the number of the measure, milestone its place in it, both from 1; leave milestone out for the whole measure.",
        ),
    ),
    Code(
        "L604",
        ERROR,
        "void-without-entry",
        zh=("它前面没有编号为 {entry} 的记录", "写前面某条记录的编号；ledger show 列出每条记录的编号。"),
        en=(
            "No earlier entry has the reference {entry}",
            "Name the reference of an earlier entry; ledger show lists them.",
        ),
    ),
    DATES_OUT_OF_ORDER,
    Code(
        "L607",
        ERROR,
        "notice-still-running",
        zh=("公示到 {until} 为止，当天仍在公示，不能销号", "公示期满的次日起再销号。"),
        en=(
            "The public notice runs until {until}, so the task cannot be cleared that day",
            "Clear it from the day after the notice has ended.",
        ),
    ),
    Code(
        "L608",
        ERROR,
        "objection-open",
        zh=("公示期间的异议还没有答复，不能销号", "先记异议答复。"),
        en=("An objection is not answered, so the task cannot be cleared", "Record the answer first."),
    ),
    Code(
        "L609",
        WARNING,
        "recorded-twice",
        zh=("这条记录与前面一条完全相同，只算一条", "不用改；不是同一件事的，在说明里写清区别再记一条。"),
        en=(
            "This entry says the same as an earlier one; they count as one",
            "Nothing to do; if it is another event, record it with a text that tells it apart.",
        ),
    ),
    Code(
        "L610",
        ERROR,
        "checklist-not-met",
        zh=(
            "记“{type}”还缺：{missing}",
            "补上所缺的记录；条件是 plan.yaml 里 policy 的 complete_needs 和 close_needs。",
        ),
        en=(
            "“{type}” still needs: {missing}",
            "Record what is missing; the needs are complete_needs and close_needs in the policy of plan.yaml.",
        ),
    ),
    Code(
        "L613",
        WARNING,
        "extension-asked-late",
        zh=("延期是 {date} 记的，原时限 {due} 已过", "延期应在到期前提出；照实保留，报告里会注明。"),
        en=(
            "The extension was recorded on {date}, after the due day {due} had passed",
            "An extension is asked for before that; it stays as it is and reports say so.",
        ),
    ),
    Code(
        "L614",
        WARNING,
        "pace-contradicts",
        zh=(
            "自报“{pace}”，但到期未完成的有 {count} 处，最早一处 {due} 到期",
            "核对节点是否已完成；完成的补节点完成记录，没有完成的不报“达到”。",
        ),
        en=(
            "The unit reports “{pace}”, but {count} things due are not done, the first since {due}",
            "See whether they are done: record achieve for those, and do not report on pace for the others.",
        ),
    ),
)
def chain(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L601–L604, L606–L610, L613, L614: each entry in its turn against where the issue stands then."""
    if not issue.entries:
        return
    policy = policy_of(shared.plan)
    who = parties(issue.baseline, shared.units, policy)
    state = start_chain(issue.baseline, who)
    before, due = state.status, state.due
    for step in steps(issue.entries, state):
        if step.refused is not None:
            yield _refused(issue, step, who, state, before)
        else:
            yield from _taken(issue, step, state, due, shared, policy)
        before, due = state.status, state.due


def _refused(issue: Issue, step: Step, who: Parties, state: Chain, status: Status) -> Finding:
    entry = step.entry
    code, field = _CODES[step.refused or Refusal.OUT_OF_ORDER]
    args: Args = {"type": entry.type, "by": entry.by}
    if code == "L601":
        allowed = who.office if entry.type == "void" else who.entitled(entry.type)
        args["allowed"] = _names(issue.baseline, allowed)
    elif code == "L602":
        args |= {"status": status.value, "next": ",".join(OPEN_ORDER[status])}
    elif entry.type == "void":
        args["entry"] = entry.entry
    elif entry.type == "extend":
        args |= {"first": str(state.due), "second": str(entry.due)}
    elif code == "L607" and state.notice is not None:
        args["until"] = str(state.notice.until)
    return Finding(code, issue.path, ("entries", step.position, field), args)


_MOST_NAMES = 6


def _names(baseline: Baseline, allowed: Iterable[str]) -> str:
    """Who may, those that the issue names first; a long list is cut."""
    responsibility = baseline.responsibility
    named = (*responsibility.lead, *baseline.acceptance.units, *responsibility.support)
    allowed = set(allowed)
    ordered = [name for name in dict.fromkeys(named) if name in allowed]
    ordered += sorted(allowed - set(ordered))
    return "、".join(ordered[:_MOST_NAMES]) + ("…" if len(ordered) > _MOST_NAMES else "") or "—"


def _taken(
    issue: Issue, step: Step, state: Chain, due_before: object, shared: Shared, policy: Policy
) -> Iterator[Finding]:
    entry, n = step.entry, step.position
    if entry.type in {"complete", "close"}:
        needs = policy.complete_needs if entry.type == "complete" else policy.close_needs
        gaps = unmet(dict.fromkeys(needs), issue.baseline, state, shared.units)
        if gaps:
            args: Args = {"type": entry.type, "missing": ",".join(map(_token, gaps))}
            yield Finding("L610", issue.path, ("entries", n, "type"), args)
    elif entry.type == "extend" and due_before is not None and str(entry.date) > str(due_before):
        args = {"date": str(entry.date), "due": str(due_before)}
        yield Finding("L613", issue.path, ("entries", n, "date"), args)
    elif entry.type == "progress" and entry.pace is not None:
        reading = pace(issue.baseline, state, shared.units, entry.date)
        if contradicts(entry.pace, reading):
            missed = reading.missed[0]
            args = {"pace": entry.pace, "due": str(missed.due), "count": len(reading.missed)}
            yield Finding("L614", issue.path, ("entries", n, "pace"), args)


def _token(gap: Gap) -> str:
    """A gap as it stands among the arguments of a finding: ``measure:1``, ``milestone:1.2``, ``evidence``."""
    if gap.target is not None:
        return f"target:{gap.target.number}"
    if gap.milestone is not None:
        return f"milestone:{gap.measure}.{gap.milestone}"
    return f"measure:{gap.measure}" if gap.measure is not None else gap.need


@rule(
    Code(
        "L605",
        ERROR,
        "reading-without-target",
        zh=("没有第 {target} 个指标或分项（共 {count} 个）", "写该任务 targets 里的次序，从 1 数起。"),
        en=(
            "There is no target or part {target} (there are {count})",
            "Name a position in targets, counted from 1.",
        ),
    ),
)
def reading_without_target(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L605: a reading is of a target that the issue has."""
    del shared
    targets = issue.baseline.targets
    for n, entry in enumerate(issue.entries):
        for k, reading in enumerate(entry.readings if entry.type == "progress" else ()):
            parts = targets[reading.target - 1].parts if reading.target <= len(targets) else ()
            args: Args = {"target": reading.target, "count": len(targets)}
            if reading.target > len(targets):
                yield Finding("L605", issue.path, ("entries", n, "readings", k, "target"), args)
            elif reading.part is not None and reading.part > len(parts):
                args = {"target": reading.part, "count": len(parts)}
                yield Finding("L605", issue.path, ("entries", n, "readings", k, "part"), args)


@rule(NO_SUCH_MEASURE)
def progress_of_measure(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L411: the measure that an entry speaks of is one of the issue's."""
    del shared
    count = len(issue.baseline.measures)
    for n, entry in enumerate(issue.entries):
        if entry.type == "progress" and entry.measure is not None and entry.measure > count:
            args: Args = {"measure": entry.measure, "count": count}
            yield Finding("L411", issue.path, ("entries", n, "measure"), args)


@rule(*EVIDENCE)
def evidence(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for n, entry in enumerate(issue.entries):
        yield from evidence_findings(entry.evidence, issue.path, ("entries", n), shared)


@rule(
    DATES_OUT_OF_ORDER,
    Code(
        "L611",
        ERROR,
        "notice-too-short",
        zh=(
            "公示只有 {days} 天（{count}），至少要 {least} 天",
            "延长公示；天数和计日方法是 plan.yaml 里的 publicity_days 和 publicity_count。",
        ),
        en=(
            "The public notice has {days} days ({count}); at least {least} are needed",
            "Extend the notice; length and counting are publicity_days and publicity_count in plan.yaml.",
        ),
    ),
    Code(
        "L612",
        WARNING,
        "notice-days-contradict",
        zh=(
            "写的是公示 {says} 天，起止日之间是 {days} 天（{count}）",
            "核对起止日和天数；节假日调休按国务院办公厅的放假安排。",
        ),
        en=(
            "The notice says {says} days, but there are {days} days ({count}) between its dates",
            "Compare dates and number; make-up days and holidays count as the State Council arranged them.",
        ),
    ),
)
def notice(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L606, L611, L612: a public notice ends after it begins, is long enough, and as long as it says."""
    policy = policy_of(shared.plan)
    for n, entry in enumerate(issue.entries):
        if entry.type != "publicize":
            continue
        if entry.until < entry.since:
            args: Args = {"first": str(entry.since), "second": str(entry.until)}
            yield Finding("L606", issue.path, ("entries", n, "until"), args)
            continue
        count = notice_days(entry.since, entry.until, policy, shared.calendar)
        args = {"days": count.days, "count": _counting(policy, count)}
        if count.days < policy.publicity_days:
            least = {"least": policy.publicity_days}
            yield Finding("L611", issue.path, ("entries", n, "until"), args | least)
        if entry.days is not None and entry.days != count.days:
            yield Finding("L612", issue.path, ("entries", n, "days"), args | {"says": entry.days})


def _counting(policy: Policy, count: Count) -> str:
    return "projected" if count.projected else policy.publicity_count


@rule(
    Code(
        "L615",
        ERROR,
        "no-such-field",
        zh=("基线没有字段“{field}”；可以是：{known}", "写被调整的字段名。"),
        en=("The baseline has no field {field!r}; it can be: {known}", "Name the field that was changed."),
    ),
)
def amended_field(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L615: an amendment names a field of the baseline."""
    del shared
    known = Baseline.model_fields
    for n, entry in enumerate(issue.entries):
        if entry.type == "amend" and entry.field.partition(".")[0] not in known:
            args: Args = {"field": entry.field, "known": "、".join(known)}
            yield Finding("L615", issue.path, ("entries", n, "field"), args)
