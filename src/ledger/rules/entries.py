"""6xx: entries fit the closing chain, the policy, and what they refer to.

What has no effect, and why, comes from the walk over the entries; here it is put into findings.  Each reason has
one code, and says what would be accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.chain import Setting, Step, walk
from ledger.judging.pace import contradicts
from ledger.judging.shares import Shares
from ledger.judging.status import policy_of, reading_on
from ledger.judging.targets import enough
from ledger.model.course import Reason, Status
from ledger.rules.engine import Finding, IssueRule, Shared
from ledger.rules.evidence import evidence_findings, proves_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from typing import Any

    from ledger.judging.chain import Chain
    from ledger.judging.targets import TargetState
    from ledger.model.baseline import Baseline, Target, TargetPart
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue
    from ledger.model.plan import Policy
    from ledger.reading.yaml import Path

Args = dict[str, str | int]


def setting_of(shared: Shared) -> Setting:
    """What the course of an issue depends on, for the rules."""
    return Setting(shared.units, policy_of(shared.plan), shared.calendar, shared.evidence)


class Refused(NamedTuple):
    """An entry without effect, in its place: where the issue stands, and what the refusal holds."""

    issue: Issue
    step: Step
    chain: Chain
    about: Mapping[str, Any]
    setting: Setting

    @property
    def entry(self) -> Any:
        """The entry, with the fields of its type."""
        return self.step.entry


Told = tuple[str, "Path", Args]
"""A code, the place within the entry, and what fills the gaps of its words."""


def chain(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L601–L611, L619–L631: each entry in its turn against where the issue stands then."""
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
            for code, place, args in _SAYS[step.refused.reason](refused):
                yield Finding(code, issue.path, ("entries", step.position, *place), args)
        else:
            begun.append(step)
            yield from _taken(issue, step, taken, readings)
        yield from _dated(issue, step, shared)
        readings = len(taken.readings)
        if n + 1 == len(days) or days[n + 1] > days[n]:
            for one in begun:
                yield from _at_the_end_of_the_day(issue, one, taken, shared, setting.policy)
            begun = []


# -- what has no effect ---------------------------------------------------------------------------------------


def _not_entitled(it: Refused) -> Iterator[Told]:
    entry = it.entry
    if entry.type == "void":
        meant = it.issue.entries[: it.step.position]
        allowed = it.setting.office | {one.by for k, one in enumerate(meant) if _is(entry.entry, k, one)}
    elif entry.type == "construe":
        allowed = it.setting.office
    else:
        allowed = it.chain.parties.entitled(entry.about.may)
    args: Args = {"type": entry.type, "by": entry.by, "allowed": _names(it.chain.baseline, allowed)}
    yield "L601", ("by",), args


def _is(wanted: str, position: int, entry: Entry) -> bool:
    from ledger.model.entries import ref_of

    return wanted in {str(position + 1), ref_of(entry)}


_MOST_NAMES = 6


def _names(baseline: Baseline, allowed: Iterable[str]) -> str:
    """Who may, those that the issue names first; a long list is cut."""
    responsibility = baseline.responsibility
    named = (*responsibility.lead, *baseline.acceptance.units, *responsibility.support)
    allowed = set(allowed)
    ordered = [name for name in dict.fromkeys(named) if name in allowed]
    ordered += sorted(allowed - set(ordered))
    return "、".join(ordered[:_MOST_NAMES]) + ("…" if len(ordered) > _MOST_NAMES else "") or "—"


def next_types(status: Status, but: str = "") -> list[str]:
    """The types of entries that move an issue on from a status; of what is withdrawn only a void does."""
    from ledger.model.entries import BY_TYPE

    found = [name for name, kind in BY_TYPE.items() if status in kind.about.at and name != but]
    return found or ["void"]


def _out_of_order(it: Refused) -> Iterator[Told]:
    status = it.chain.status
    following = ",".join(next_types(status, it.entry.type))
    yield "L602", ("type",), {"type": it.entry.type, "by": it.entry.by, "status": status.value, "next": following}


def _no_such_milestone(it: Refused) -> Iterator[Told]:
    entry, baseline = it.entry, it.chain.baseline
    if entry.type == "progress":
        yield "L411", ("measure",), {"measure": entry.measure, "count": len(baseline.measures)}
        return
    measure, milestone = entry.of_measure, getattr(entry, "milestone", None)
    owed = it.chain.all_measures()
    nodes = [f"measure:{k}" for k in owed]
    nodes += [f"goal:{n}" for n in range(1, len(baseline.milestones) + 1)]
    nodes += [f"milestone:{k}.{n}" for k in owed for n in range(1, len(baseline.measures[k - 1].milestones) + 1)]
    args: Args = {"nodes": ",".join(nodes) or "—"}
    place: Path = ("milestone",) if milestone is not None else ("measure",)
    if measure is not None and milestone is not None:
        wanted = f"milestone:{measure}.{milestone}"
    elif measure is not None:
        wanted = f"measure:{measure}"
    elif milestone is not None:
        wanted = f"goal:{milestone}"
    else:
        odd = [(k, n) for k, n in enumerate(getattr(entry, "measures", ())) if not it.chain.has((n, None))]
        place = ("measures", odd[0][0]) if odd else ("type",)
        wanted = f"measure:{odd[0][1]}" if odd else "—"
    yield "L603", place, {**args, "wanted": wanted}


def _no_such_target(it: Refused) -> Iterator[Told]:
    targets = it.chain.baseline.targets
    for k, reading in enumerate(it.entry.readings):
        place: Path = ("readings", k)
        if reading.target > len(targets):
            yield "L605", (*place, "target"), {"target": reading.target, "count": len(targets)}
        elif reading.part is not None and reading.part > len(targets[reading.target - 1].parts):
            count = len(targets[reading.target - 1].parts)
            yield "L605", (*place, "part"), {"target": reading.part, "count": count}


def _no_such_entry(it: Refused) -> Iterator[Told]:
    yield "L604", ("entry",), {"type": it.entry.type, "entry": it.entry.entry}


def _no_such_objection(it: Refused) -> Iterator[Told]:
    opened = "、".join(it.about.get("open", ())) or "—"
    yield "L621", ("objection",), {"open": opened}


def _not_later(it: Refused) -> Iterator[Told]:
    place = "until" if hasattr(it.entry, "until") else "due"
    yield "L606", (place,), {"first": str(it.about["old"]), "second": str(it.about["new"])}


def _notice_running(it: Refused) -> Iterator[Told]:
    place = "until" if it.entry.type == "publicize" else "date"
    yield "L607", (place,), {"type": it.entry.type, "until": str(it.about["until"])}


def _notice_too_short(it: Refused) -> Iterator[Told]:
    entry, policy = it.entry, it.setting.policy
    if entry.until < entry.since:
        yield "L606", ("until",), {"first": str(entry.since), "second": str(entry.until)}
        return
    counted = "projected" if it.about["projected"] else policy.publicity_count
    args: Args = {"days": it.about["days"], "count": counted, "least": policy.publicity_days}
    yield "L611", ("until",), args


def _notice_too_early(it: Refused) -> Iterator[Told]:
    yield "L622", ("since",), {"since": str(it.about["since"]), "accepted": str(it.about["accepted"])}


def _objection_open(it: Refused) -> Iterator[Told]:
    yield "L608", ("type",), {"type": it.entry.type, "open": "、".join(it.about.get("open", ())) or "—"}


def _repeated(it: Refused) -> Iterator[Told]:
    yield "L609", ("type",), {"type": it.entry.type, "by": it.entry.by}


def _needs_unmet(it: Refused) -> Iterator[Told]:
    yield "L610", ("type",), {"type": it.entry.type, "missing": ",".join(it.about["missing"])}


def _not_its_share(it: Refused) -> Iterator[Told]:
    """Whose shares are open: of the measure or milestone, or of the figure that is read."""
    entry = it.entry
    shares = Shares(it.chain)
    owners = tuple(it.about["units"])
    target = it.about.get("target")
    if target is not None:
        waiting = shares.targets[target - 1].waiting
    else:
        node = (it.about.get("measure") or None, getattr(entry, "milestone", None))
        waiting = tuple(u for u in shares.owed_by(node) if u in owners) if it.chain.has(node) else ()
    named = it.entry.named
    args: Args = {"type": entry.type, "by": "、".join(named) if named else entry.by}
    yield "L619", ("for", 0) if named else ("by",), {**args, "units": "、".join(waiting or owners) or "—"}


def _for_others(it: Refused) -> Iterator[Told]:
    parties = it.chain.parties
    allowed = _names(it.chain.baseline, parties.lead | parties.office)
    args: Args = {"by": it.entry.by, "units": "、".join(it.about["units"]), "allowed": allowed}
    yield "L620", ("for", 0), args


def _no_date(it: Refused) -> Iterator[Told]:
    yield "L623", ("type",), {"type": it.entry.type}


_LONGEST = 60


def _change_misfit(it: Refused) -> Iterator[Told]:
    about = it.about
    fields = [change.field for change in it.entry.changes]
    k = fields.index(about["field"]) if about["field"] in fields else 0
    holds = str(about["holds"]).replace("\n", " ")
    holds = holds if len(holds) <= _LONGEST else holds[:_LONGEST] + "…"
    why = about["why"]
    args: Args = {"type": it.entry.type, "field": about["field"], "why": f"{why}:{holds}"}
    if why == "field":
        from ledger.model.change import FIELDS

        args["why"] = f"field:{FIELDS}"
    yield "L624", ("changes", k, why), args


def _evidence(it: Refused) -> Iterator[Told]:
    """Each piece that proves nothing; a file that is missing or changed has a code of its own."""
    for k, item in enumerate(it.entry.evidence):
        why = proves_nothing(item, it.setting.evidence)
        if why is not None:
            yield "L625", ("evidence", k), {"type": it.entry.type, "why": why}


def _says_nothing(it: Refused) -> Iterator[Told]:
    yield "L626", ("type",), {"type": it.entry.type}


_SAYS: dict[Reason, Callable[[Refused], Iterator[Told]]] = {
    Reason.NOT_ENTITLED: _not_entitled,
    Reason.NOT_ITS_SHARE: _not_its_share,
    Reason.FOR_OTHERS: _for_others,
    Reason.OUT_OF_ORDER: _out_of_order,
    Reason.NO_SUCH_MILESTONE: _no_such_milestone,
    Reason.NO_SUCH_TARGET: _no_such_target,
    Reason.NO_SUCH_ENTRY: _no_such_entry,
    Reason.NO_SUCH_OBJECTION: _no_such_objection,
    Reason.REPEATED: _repeated,
    Reason.NOTICE_RUNNING: _notice_running,
    Reason.NOTICE_TOO_SHORT: _notice_too_short,
    Reason.NOTICE_TOO_EARLY: _notice_too_early,
    Reason.OBJECTION_OPEN: _objection_open,
    Reason.NOT_LATER: _not_later,
    Reason.NO_DATE: _no_date,
    Reason.NEEDS_UNMET: _needs_unmet,
    Reason.CHANGE_MISFIT: _change_misfit,
    Reason.EVIDENCE: _evidence,
    Reason.SAYS_NOTHING: _says_nothing,
}
if _SAYS.keys() != set(Reason):
    raise TypeError(f"reasons without words: {set(Reason) - _SAYS.keys()}")


# -- what counts, and is doubtful -----------------------------------------------------------------------------


def _taken(issue: Issue, step: Step, state: Chain, read_before: int) -> Iterator[Finding]:
    """L613, L627, L629, L631: an extension asked for late, odd figures, work after acceptance."""
    entry: Any = step.entry
    place: Path = ("entries", step.position)
    if entry.type == "extend" and state.extensions and state.extensions[-1].late:
        moved = state.extensions[-1]
        args: Args = {"date": str(moved.asked or moved.day), "due": str(moved.old)}
        yield Finding("L613", issue.path, (*place, "asked" if moved.asked else "date"), args)
    if entry.type == "progress" and entry.readings:
        yield from _odd_readings(issue, step, state, read_before)
        if state.completed is not None:
            yield from _fallen_short(issue, step, state)
    accepted = state.attempt.accepted
    if entry.about.deed and accepted is not None and not _goes_on(state) and not getattr(entry, "readings", ()):
        yield Finding("L631", issue.path, (*place, "date"), {"type": entry.type, "accepted": str(accepted)})


def _goes_on(state: Chain) -> bool:
    """Whether there is work to be done after acceptance: what is sustained, or demanded again and again."""
    return state.baseline.deadline.sustained or any(measure.recurring for measure in state.baseline.measures)


_MUCH = 3, 2
"""A reading above this many times its target is doubted: three halves."""


def _odd_readings(issue: Issue, step: Step, state: Chain, read_before: int) -> Iterator[Finding]:
    """L627: a reading below zero, below an earlier one, far above its target, or of a part of somebody else."""
    entry: Any = step.entry
    earlier, own = state.readings[:read_before], state.readings[read_before:]
    began = state.attempt.began
    for k, reading in enumerate(entry.readings):
        target = state.baseline.targets[reading.target - 1]
        part = target.parts[reading.part - 1] if reading.part is not None else None
        one: Target | TargetPart = part or target
        units = {v.by for n, p, v in own if (n, p) == (reading.target, reading.part)}
        before = [
            value
            for n, p, value in earlier
            if (n, p) == (reading.target, reading.part)
            and (not target.each or value.by in units)
            and (began is None or value.day >= began)
        ]
        why = None
        if reading.value < 0:
            why = "negative"
        elif target.compare == ">=" and before and before[-1].value > reading.value:
            why = f"fall:{before[-1].value}"
        elif target.compare == ">=" and one.value > 0 and reading.value * _MUCH[1] > one.value * _MUCH[0]:
            why = f"beyond:{one.value}"
        elif part is not None and not _may_read(state, part, entry):
            why = f"others:{'、'.join(state.sharers(part.measure))}"
        if why is not None:
            args: Args = {"name": one.name, "value": str(reading.value), "unit": target.unit, "why": why}
            yield Finding("L627", issue.path, ("entries", step.position, "readings", k, "value"), args)


def _may_read(state: Chain, part: TargetPart, entry: Any) -> bool:
    """Whether a part is read by one of those who do its measure, for one of them, or by a lead or the office."""
    sharers = state.sharers(part.measure)
    meant = state.units.expand(entry.named) or (entry.by,)
    by_right = entry.by in state.parties.lead | state.parties.office
    return not sharers or by_right or bool(state.spoken_for(meant, sharers))


def _fallen_short(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L629: after completion a reading that no longer reaches the target."""
    entry: Any = step.entry
    for k, reading in enumerate(entry.readings):
        target = state.baseline.targets[reading.target - 1]
        wanted = target.value if reading.part is None else target.parts[reading.part - 1].value
        if not enough(target, reading.value, wanted):
            args: Args = {"name": target.name, "value": str(reading.value), "unit": target.unit}
            args |= {"wanted": str(wanted), "completed": str(state.completed)}
            yield Finding("L629", issue.path, ("entries", step.position, "readings", k, "value"), args)


def _at_the_end_of_the_day(
    issue: Issue, step: Step, state: Chain, shared: Shared, policy: Policy
) -> Iterator[Finding]:
    """L614, L628: claims that the records up to the end of their day speak against."""
    entry: Any = step.entry
    if entry.type == "progress" and entry.pace is not None and state.completed is None:
        issued = shared.plan.issued if shared.plan else None
        reading = reading_on(issue.id, state, entry.date, policy, issued, shared.since)
        against = []
        if contradicts(entry.pace, reading):
            days = dict.fromkeys(str(one.due) for one in reading.missed if one.due is not None)
            against.append(f"missed:{'、'.join(days) or '—'}")
        if entry.pace != "behind_pace" and reading.lagging:
            against.append(f"lagging:{'、'.join(map(str, reading.lagging))}")
        if against:
            args: Args = {"pace": entry.pace, "against": ",".join(against)}
            yield Finding("L614", issue.path, ("entries", step.position, "pace"), args)
    elif entry.type == "achieve":
        short = list(_short_figures(entry, Shares(state)))
        if short:
            names = "、".join(dict.fromkeys(short))
            yield Finding("L628", issue.path, ("entries", step.position, "type"), {"name": names})


def _short_figures(entry: Any, shares: Shares) -> Iterator[str]:
    """The names of the figures that a milestone recorded as done carries, and that are short."""
    if len(shares.chain.attempts) > 1:
        return
    for (measure, n), states in shares.carried.items():
        if measure != entry.measure or entry.milestone not in {None, n} or (measure is None and not entry.milestone):
            continue
        for state, part in states:
            if part is not None:
                if not part.met:
                    yield part.part.name
            elif _is_short(state, shares, entry):
                yield state.target.name


def _is_short(state: TargetState, shares: Shares, entry: Any) -> bool:
    if not state.each:
        return not state.met
    chain = shares.chain
    mine = chain.spoken_for(chain.units.expand(entry.named) or (entry.by,), [one.unit for one in state.each])
    return any(one.reached is None for one in state.each if not mine or one.unit in mine)


_YEARS_DAYS = 3 * 365 + 1


def _dated(issue: Issue, step: Step, shared: Shared) -> Iterator[Finding]:
    """L630: dated before the plan was issued or, where that is unknown, years before any day that it names."""
    issued: date | None = shared.plan.issued if shared.plan else None
    day = step.entry.date
    if issued is not None:
        if day < issued:
            args: Args = {"date": str(day), "first": str(issued)}
            yield Finding("L630", issue.path, ("entries", step.position, "date"), args)
    elif shared.since is not None and (shared.since - day).days > _YEARS_DAYS:
        args = {"date": str(day), "first": str(shared.since)}
        yield Finding("L630", issue.path, ("entries", step.position, "date"), args)


# -- entries by themselves ------------------------------------------------------------------------------------


def _standing(issue: Issue, shared: Shared) -> Iterator[tuple[int, Any]]:
    """The entries that nobody took back, with their positions: what was voided needs no second remedy."""
    voided = walk(issue.baseline, issue.entries, setting_of(shared)).voided if issue.entries else set()
    yield from ((n, entry) for n, entry in enumerate(issue.entries) if n not in voided)


def evidence(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for n, entry in _standing(issue, shared):
        yield from evidence_findings(entry.evidence, issue.path, ("entries", n), shared)


def notice(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L612: a public notice is as long as it says."""
    from ledger.judging.days import notice_days

    policy = policy_of(shared.plan)
    for n, entry in _standing(issue, shared):
        if entry.type != "publicize" or entry.days is None or entry.until < entry.since:
            continue
        count = notice_days(entry.since, entry.until, policy, shared.calendar)
        if entry.days != count.days:
            counted = "projected" if count.projected else policy.publicity_count
            args: Args = {"days": count.days, "count": counted, "says": entry.days}
            yield Finding("L612", issue.path, ("entries", n, "days"), args)


def merged_into(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L632: the task that a withdrawn one goes into is there, and is another."""
    for n, entry in _standing(issue, shared):
        into = getattr(entry, "into", None)
        if into is not None and (into == issue.id or f"data/issues/{into}.yaml" not in shared.tree):
            yield Finding("L632", issue.path, ("entries", n, "into"), {"into": into})


RULES: tuple[IssueRule, ...] = (evidence, chain, notice, merged_into)
