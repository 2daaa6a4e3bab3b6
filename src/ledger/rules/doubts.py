"""What counts, and is doubtful: warnings of entries that have an effect."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.pace import contradicts
from ledger.judging.shares import Shares
from ledger.judging.status import reading_on
from ledger.judging.targets import enough
from ledger.reading.codes import WARNING, Code
from ledger.rules.finding import Finding, Shared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from ledger.judging.chain import Chain
    from ledger.judging.owed import Obligation
    from ledger.judging.targets import TargetState, UnitState
    from ledger.judging.walk import Step
    from ledger.model.baseline import Target, TargetPart
    from ledger.model.ledger import Issue
    from ledger.model.plan import Policy
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path

CODES = (
    Code(
        "L613",
        WARNING,
        "extension-asked-late",
        zh=(
            "延期是 {date} 提出的，原时限 {due} 已过",
            "延期应在到期前提出；提出得早的，用 asked 写明申请日期；照实保留，报告里会注明。",
        ),
        en=(
            "The extension was asked for on {date}, after the due day {due}",
            "Ask before the due day; where it was asked for earlier, say so with asked; the record stays and reports say so.",
        ),
    ),
    Code(
        "L614",
        WARNING,
        "pace-contradicts",
        zh=("自报“{pace}”，但{against}", "核对是否已完成；完成的补记节点完成或读数，没有完成的不报“达到”。"),
        en=(
            "The unit says “{pace}”, but {against}",
            "Check whether it is done; record what is done, or do not claim to be on pace.",
        ),
    ),
    Code(
        "L627",
        WARNING,
        "odd-reading",
        zh=(
            "“{name}”的读数 {value}{unit} 可疑：{why}",
            "核对数字；记错的用冲正记录收回再记，属实的在说明里写明。",
        ),
        en=(
            "The reading {value} {unit} of “{name}” is odd: {why}",
            "Check the figure; void a wrong one and record it again, explain a right one in the text.",
        ),
    ),
    Code(
        "L628",
        WARNING,
        "milestone-short-of-figure",
        zh=(
            "记了节点完成，但{why}：{name}",
            "那天已经达到的，补记那天的读数，或在记节点完成时一并写明（--reading {target}=数值）；后来才达到的，冲正后按达到的日期再记。",
        ),
        en=(
            "The milestone is recorded as done, but {why}: {name}",
            "If it was reached by then, record that day's reading, or give it with the milestone (--reading {target}=VALUE); if later, void this and record the later day.",
        ),
    ),
    Code(
        "L629",
        WARNING,
        "reading-after-completion",
        zh=(
            "{completed} 已完成整改，此后“{name}”的读数 {value}{unit} 不到 {wanted}{unit}（反弹迹象）",
            "核实；确已反弹的记重新整改或督导检查，读数有误的冲正再记。",
        ),
        en=(
            "Completed on {completed}, but the reading {value} {unit} of “{name}” is short of {wanted} {unit}: a sign of relapse",
            "Look into it; record a relapse or an inspection, or void a wrong reading.",
        ),
    ),
    Code(
        "L630",
        WARNING,
        "before-the-plan",
        zh=("日期 {date} 早于方案（{first}）", "核对年份；方案印发之前的工作写在说明里。"),
        en=(
            "Dated {date}, before the plan ({first})",
            "Check the year; work from before the plan belongs in the text.",
        ),
    ),
    Code(
        "L631",
        WARNING,
        "after-acceptance",
        zh=("{accepted} 已通过验收，此后又记了“{type}”", "核对日期；验收之后的情况用复核、督导检查来记。"),
        en=(
            "Accepted on {accepted}, and “{type}” was recorded after that",
            "Check the date; what happens after acceptance is recorded as a review or an inspection.",
        ),
    ),
    Code(
        "L635",
        WARNING,
        "unit-has-ended",
        zh=(
            "“{by}”到 {until} 为止（承接单位：{successor}），{date} 又以它的名义记录",
            "核对单位和日期；{until} 之后由承接的单位以现名记录。",
        ),
        en=(
            "{by} ended on {until} (successor: {successor}), and recorded on {date}",
            "Check unit and date; after {until} its successor records under its own name.",
        ),
    ),
    Code(
        "L636",
        WARNING,
        "amended-into-the-past",
        zh=(
            "时限调整为 {new}，早于这条记录的日期 {date}",
            "核对年份；时限已过的任务当天即逾期。",
        ),
        en=(
            "The due day is amended to {new}, before the day of the record, {date}",
            "Check the year; a task amended so is late at once.",
        ),
    ),
    Code(
        "L637",
        WARNING,
        "stages-not-amended",
        zh=(
            "时限由 {old} 调整为 {new}，这些仍是 {old}：{nodes}",
            "一并调整的，再记一条方案调整，如 --change {field}={new}；不调整的不用改。",
        ),
        en=(
            "The due day is amended from {old} to {new}; still due {old}: {nodes}",
            "Where they move as well, record another amendment, such as --change {field}={new}; else nothing to do.",
        ),
    ),
    Code(
        "L653",
        WARNING,
        "parts-read-do-not-add-up",
        zh=(
            "“{name}”读数写的是 {value}{unit}，各分项的读数加起来是 {sum}{unit}",
            "核对总数和各分项；记错的用冲正记录收回再记。",
        ),
        en=(
            "“{name}” is read as {value} {unit}, and its parts add up to {sum} {unit}",
            "Compare the total and the parts; void a wrong reading and record it again.",
        ),
    ),
    Code(
        "L656",
        WARNING,
        "due-without-relapse",
        zh=(
            "{fields} 只在 result: relapsed（反弹）时起作用，这里是 result: {result}",
            "确已反弹的，冲正后按反弹再记；要单位按期改正的，发函或督办。",
        ),
        en=(
            "{fields} matters with result: relapsed only, and here it is result: {result}",
            "If it has come back, void this and record a relapse; to set a day for a remedy, write a letter or supervise.",
        ),
    ),
    Code(
        "L657",
        WARNING,
        "extension-asked-after-it-was-granted",
        zh=("延期 {date} 批准，申请日期却写 {asked}", "核对两个日期；记错的用冲正记录收回再记。"),
        en=(
            "The extension was granted on {date}, and is said to have been asked for on {asked}",
            "See both dates; void a wrong record and record it again.",
        ),
    ),
)
"""The codes of what is doubtful."""


def of_entry(issue: Issue, step: Step, state: Chain, read_before: int) -> Iterator[Finding]:
    """L613, L627, L629, L631, L635–L637, L653, L656, L657: late requests, odd figures and sums, work after
    acceptance, odd amendments, fields that contradict each other, and units that are no more."""
    entry: Any = step.entry
    place: Path = ("entries", step.position)
    if entry.type == "extend" and state.extensions and state.extensions[-1].late:
        moved = state.extensions[-1]
        args: Args = {"date": str(moved.asked or moved.day), "due": str(moved.old)}
        yield Finding("L613", issue.path, (*place, "asked" if moved.asked else "date"), args)
    yield from _of_two_fields(issue, step)
    if getattr(entry, "readings", ()):
        yield from _odd_readings(issue, step, state, read_before)
        yield from _sums(issue, step, state)
        if state.completed is not None:
            yield from _fallen_short(issue, step, state)
    yield from _ended(issue, step, state)
    if entry.type == "amend":
        yield from _odd_amendment(issue, step, state)
    accepted = state.attempt.accepted
    if (
        entry.about.deed
        and accepted is not None
        and not _goes_on(state)
        and not getattr(entry, "readings", ())
    ):
        yield Finding("L631", issue.path, (*place, "date"), {"type": entry.type, "accepted": str(accepted)})


def _of_two_fields(issue: Issue, step: Step) -> Iterator[Finding]:
    """L656, L657: fields of an entry of which each could be right, and not both."""
    entry: Any = step.entry
    place: Path = ("entries", step.position)
    if entry.type == "extend" and entry.asked is not None and entry.asked > entry.date:
        args: Args = {"date": str(entry.date), "asked": str(entry.asked)}
        yield Finding("L657", issue.path, (*place, "asked"), args)
    if entry.type in {"inspect", "review"} and entry.result != "relapsed":
        idle = [name for name in ("due", "measures") if getattr(entry, name, None)]
        if idle:
            args = {"fields": tuple(idle), "result": entry.result}
            yield Finding("L656", issue.path, (*place, idle[0]), args)


def _sums(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L653: a total and all of its parts, read together, are what they add up to."""
    entry: Any = step.entry
    whole = {one.target: (k, one.value) for k, one in enumerate(entry.readings) if one.part is None}
    parts: dict[int, dict[int, Decimal]] = {}
    for one in entry.readings:
        if one.part is not None:
            parts.setdefault(one.target, {})[one.part] = one.value
    for n, (k, value) in whole.items():
        target = state.baseline.targets[n - 1]
        read = parts.get(n, {})
        total = sum(read.values())
        if target.parts and len(read) == len(target.parts) and total != value:
            args: Args = {"name": target.name, "value": str(value), "sum": str(total), "unit": target.unit}
            yield Finding("L653", issue.path, ("entries", step.position, "readings", k, "value"), args)


def _ended(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L635: a unit records after the day until which there was one."""
    entry = step.entry
    unit = state.units.units.get(entry.by)
    if unit is not None and unit.until is not None and entry.date > unit.until:
        successor = unit.successor or "—"
        args: Args = {
            "by": entry.by,
            "until": str(unit.until),
            "successor": successor,
            "date": str(entry.date),
        }
        yield Finding("L635", issue.path, ("entries", step.position, "by"), args)


def _odd_amendment(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L636, L637: a due day in the past, and stages that keep the day which the task no longer has."""
    entry: Any = step.entry
    for k, change in enumerate(entry.changes):
        due = state.baseline.deadline.due
        if change.field != "deadline.due" or due is None:
            continue
        place: Path = ("entries", step.position, "changes", k, "new")
        if due < entry.date:
            yield Finding("L636", issue.path, place, {"new": str(due), "date": str(entry.date)})
        nodes = [node for node in _milestones(state) if str(state.own_due(node)) == str(change.old)]
        if nodes:
            named = ",".join(f"goal:{n}" if m is None else f"milestone:{m}.{n}" for m, n in nodes)
            m, n = nodes[0]
            field = f"milestones.{n}.due" if m is None else f"measures.{m}.milestones.{n}.due"
            yield Finding(
                "L637",
                issue.path,
                place,
                {"old": str(change.old), "new": str(due), "nodes": named, "field": field},
            )


def _milestones(state: Chain) -> Iterator[tuple[int | None, int]]:
    """The milestones that are owed, those of the goal first."""
    yield from ((None, n) for n in range(1, len(state.baseline.milestones) + 1))
    for k in state.all_measures():
        yield from ((k, n) for n in range(1, len(state.baseline.measures[k - 1].milestones) + 1))


def _goes_on(state: Chain) -> bool:
    """Whether there is work to be done after acceptance: what is sustained, or demanded again and again."""
    return state.baseline.deadline.sustained or any(measure.recurring for measure in state.baseline.measures)


_MUCH = 3, 2
"""A reading above this many times its target is doubted: three halves."""


def _odd_readings(issue: Issue, step: Step, state: Chain, read_before: int) -> Iterator[Finding]:
    """L627: a reading below zero, below an earlier one, far above its target, a percentage that looks like the
    fraction of a spreadsheet, or one of a part of somebody else."""
    entry: Any = step.entry
    own: dict[tuple[int, int | None], set[str]] = {}
    for n, p, value in islice(state.readings, read_before, None):
        own.setdefault((n, p), set()).add(value.by)
    for k, reading in enumerate(entry.readings):
        target = state.baseline.targets[reading.target - 1]
        part = target.parts[reading.part - 1] if reading.part is not None else None
        one: Target | TargetPart = part or target
        key = (reading.target, reading.part)
        before = _read_last(state, read_before, key, own.get(key, set()) if target.each else None)
        why, others = None, tuple[str, ...]()
        if reading.value < 0:
            why = "negative"
        elif target.compare == ">=" and before is not None and before > reading.value:
            why = f"fall:{before}"
        elif target.compare == ">=" and one.value > 0 and reading.value * _MUCH[1] > one.value * _MUCH[0]:
            why = f"beyond:{one.value}"
        elif _as_a_fraction(reading.value, one.value, target):
            why = "fraction"
        elif part is not None and not _may_read(state, part, entry):
            why, others = "others:", state.sharers(part.measure)
        if why is not None:
            args: Args = {"name": one.name, "value": str(reading.value), "unit": target.unit, "why": why}
            args |= {"what": others} if others else {}
            yield Finding("L627", issue.path, ("entries", step.position, "readings", k, "value"), args)


_PER_CENT = 10
"""From this target on, in per cent, a reading below one looks like a fraction: 0.6 for 60 %."""


def _as_a_fraction(value: Decimal, wanted: Decimal, target: Target) -> bool:
    """Whether a percentage looks as if it was taken from a cell that holds 60 % as 0.6."""
    return target.unit == "%" and target.compare == ">=" and wanted >= _PER_CENT and 0 < value < 1


def _read_last(
    state: Chain, read_before: int, key: tuple[int, int | None], units: Collection[str] | None
) -> Decimal | None:
    """What a figure was when it was last read in this attempt, by ``units`` where it is one for each."""
    began = state.attempt.began
    for k in range(read_before - 1, -1, -1):
        n, p, value = state.readings[k]
        if began is not None and value.day < began:
            return None
        if (n, p) == key and (units is None or value.by in units):
            return value.value
    return None


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


def at_the_end_of_the_day(
    issue: Issue, step: Step, state: Chain, shared: Shared, policy: Policy
) -> Iterator[Finding]:
    """L614, L628: claims that the records up to the end of their day speak against."""
    entry: Any = step.entry
    if entry.type == "progress" and entry.pace is not None and state.completed is None:
        issued = shared.plan.issued if shared.plan else None
        reading = reading_on(issue.id, state, entry.date, policy, issued, shared.since)
        against: dict[str, tuple[str, ...]] = {}
        missed = _own(reading.missed, state, entry)
        if contradicts(entry.pace, reading) and missed:
            days = dict.fromkeys(str(one.due) for one in missed if one.due is not None)
            against["missed"] = tuple(days)
        if entry.pace != "behind_pace" and reading.lagging:
            against["lagging"] = tuple(map(str, reading.lagging))
        if against:
            args: Args = {"pace": entry.pace, "against": ",".join(f"{key}:" for key in against), **against}
            yield Finding("L614", issue.path, ("entries", step.position, "pace"), args)
    elif entry.type == "achieve":
        short = list(_short_figures(entry, Shares(state)))
        if short:
            names = tuple(dict.fromkeys(one.name for one in short))
            unread = all(one.unread for one in short)
            args = {"name": names, "target": short[0].key, "why": "unread:" if unread else "short:"}
            yield Finding("L628", issue.path, ("entries", step.position, "type"), args)


class _Short(NamedTuple):
    """A figure that a milestone recorded as done carries and that is not reached: its name, how a reading
    names it (``2``, ``1.1``), and whether nobody has read it."""

    name: str
    key: str
    unread: bool


def _own(missed: Sequence[Obligation], state: Chain, entry: Any) -> list[Obligation]:
    """What a claim of pace answers for: of a lead or the office all of it, of another unit its own part."""
    if entry.by in state.parties.lead | state.parties.office:
        return list(missed)
    meant = state.units.speaks_for(entry.by)
    return [one for one in missed if any(meant & set(debt.units) for debt in one.debts(None, entry.date))]


def _short_figures(entry: Any, shares: Shares) -> Iterator[_Short]:
    """The figures that a milestone recorded as done carries, and that are short."""
    if len(shares.chain.attempts) > 1:
        return
    for (measure, n), states in shares.carried.items():
        if (
            measure != entry.measure
            or entry.milestone not in {None, n}
            or (measure is None and not entry.milestone)
        ):
            continue
        for state, part in states:
            if part is not None:
                if not part.met:
                    yield _Short(part.part.name, f"{state.number}.{part.number}", part.value is None)
                continue
            open_ones = _open(state, shares, entry)
            if open_ones:
                unread = all(one.value is None for one in open_ones)
                yield _Short(state.target.name, str(state.number), unread)


def _open(state: TargetState, shares: Shares, entry: Any) -> Sequence[TargetState | UnitState]:
    """What of a figure is not reached: of one for each unit those of the units that the record is about."""
    if not state.each:
        return () if state.met else (state,)
    chain = shares.chain
    mine = chain.spoken_for(chain.units.expand(entry.named) or (entry.by,), [one.unit for one in state.each])
    return [one for one in state.each if one.reached is None and (not mine or one.unit in mine)]


_YEARS_DAYS = 3 * 365 + 1


def of_date(issue: Issue, step: Step, shared: Shared) -> Iterator[Finding]:
    """L630: dated before the plan."""
    day = step.entry.date
    first = before_the_plan(day, shared)
    if first is not None:
        args: Args = {"date": str(day), "first": str(first)}
        yield Finding("L630", issue.path, ("entries", step.position, "date"), args)


def before_the_plan(day: date, shared: Shared) -> date | None:
    """The first day of the plan, where ``day`` is before it was issued or, where that is unknown, years before any
    day that it names."""
    issued = shared.plan.issued if shared.plan else None
    if issued is not None:
        return issued if day < issued else None
    since = shared.since
    return since if since is not None and (since - day).days > _YEARS_DAYS else None
