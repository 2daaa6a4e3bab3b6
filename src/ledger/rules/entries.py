"""6xx: entries fit the closing chain, the policy, and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.chain import OPEN_ORDER, Refusal, Status, parties, start_chain, steps
from ledger.judging.days import Count, notice_count
from ledger.judging.pace import contradicts, pace
from ledger.judging.ready import Gap, unmet
from ledger.judging.status import policy_of
from ledger.model.baseline import Baseline
from ledger.rules.engine import Finding, IssueRule, Shared
from ledger.rules.evidence import evidence_findings

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


def progress_of_measure(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L411: the measure that an entry speaks of is one of the issue's."""
    del shared
    count = len(issue.baseline.measures)
    for n, entry in enumerate(issue.entries):
        if entry.type == "progress" and entry.measure is not None and entry.measure > count:
            args: Args = {"measure": entry.measure, "count": count}
            yield Finding("L411", issue.path, ("entries", n, "measure"), args)


def evidence(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for n, entry in enumerate(issue.entries):
        yield from evidence_findings(entry.evidence, issue.path, ("entries", n), shared)


def notice(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L606, L611, L612, L618: a public notice ends after it begins and is as long as it must and says."""
    policy = policy_of(shared.plan)
    for n, entry in enumerate(issue.entries):
        if entry.type != "publicize":
            continue
        if entry.until < entry.since:
            args: Args = {"first": str(entry.since), "second": str(entry.until)}
            yield Finding("L606", issue.path, ("entries", n, "until"), args)
            continue
        count = notice_count(entry.since, entry.until, policy, shared.calendar)
        args = {"days": count.days, "count": _counting(policy, count)}
        if count.days < policy.publicity_days:
            least = {"least": policy.publicity_days}
            yield Finding("L611", issue.path, ("entries", n, "until"), args | least)
        if entry.days is not None and entry.days != count.days:
            yield Finding("L612", issue.path, ("entries", n, "days"), args | {"says": entry.days})
        if count.projected:
            yield Finding("L618", issue.path, ("entries", n, "until"), args)


def _counting(policy: Policy, count: Count) -> str:
    return "projected" if count.projected else policy.publicity_count


def amended_field(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L615: an amendment names a field of the baseline."""
    del shared
    known = Baseline.model_fields
    for n, entry in enumerate(issue.entries):
        if entry.type == "amend" and entry.field.partition(".")[0] not in known:
            args: Args = {"field": entry.field, "known": "、".join(known)}
            yield Finding("L615", issue.path, ("entries", n, "field"), args)


RULES: tuple[IssueRule, ...] = (
    chain,
    reading_without_target,
    progress_of_measure,
    evidence,
    notice,
    amended_field,
)
