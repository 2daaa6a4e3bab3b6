"""Figures that count, and are doubtful: odd readings, sums that do not add up, milestones short of their figure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.shares import Shares
from ledger.judging.targets import enough
from ledger.reading.codes import WARNING, Code
from ledger.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from decimal import Decimal
    from typing import Any

    from ledger.judging.chain import Chain
    from ledger.judging.targets import TargetState, UnitState
    from ledger.judging.walk import Step
    from ledger.model.baseline import Target, TargetPart
    from ledger.model.ledger import Issue
    from ledger.reading.diagnostic import Args

CODES = (
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
)
"""The codes of doubtful figures."""


def of_readings(issue: Issue, step: Step, state: Chain, read_before: int) -> Iterator[Finding]:
    """L627, L629, L653: the readings of an entry; ``read_before`` is how many there were before it."""
    if getattr(step.entry, "readings", ()):
        yield from _odd_readings(issue, step, state, read_before)
        yield from _sums(issue, step, state)
        if state.completed is not None:
            yield from _fallen_short(issue, step, state)


def of_milestone(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L628: what is recorded as done carries figures that are not reached at the end of its day."""
    short = list(_short_figures(step.entry, Shares(state)))
    if short:
        names = tuple(dict.fromkeys(one.name for one in short))
        unread = all(one.unread for one in short)
        args: Args = {"name": names, "target": short[0].key, "why": "unread:" if unread else "short:"}
        yield Finding("L628", issue.path, ("entries", step.position, "type"), args)


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


class _Short(NamedTuple):
    """A figure that a milestone recorded as done carries and that is not reached: its name, how a reading
    names it (``2``, ``1.1``), and whether nobody has read it."""

    name: str
    key: str
    unread: bool


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
