"""What counts, and is doubtful: warnings of entries that have an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from ledger.judging.days import later
from ledger.judging.pace import contradicts
from ledger.judging.status import reading_on
from ledger.reading.codes import WARNING, Code
from ledger.rules import odd_figures
from ledger.rules.finding import Finding, Shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    from ledger.judging.chain import Chain
    from ledger.judging.owed import Obligation
    from ledger.judging.walk import Step
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
        "L659",
        WARNING,
        "recorded-twice-but-for-blanks",
        zh=(
            "这条“{type}”与第 {n} 条只差空格、换行或标点的全角半角",
            "同一件事的，冲正一条；不是同一件事的，在说明里写清区别。",
        ),
        en=(
            "This “{type}” differs from entry {n} in blanks, line breaks or the width of signs only",
            "Where it is the same event, void one of them; else say in the text what tells them apart.",
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
    """L613, L631, L635–L637, L656, L657, and of figures: late requests, work after acceptance, odd amendments,
    fields that contradict each other, and units that are no more."""
    entry: Any = step.entry
    place: Path = ("entries", step.position)
    if entry.type == "extend" and state.extensions and state.extensions[-1].late:
        moved = state.extensions[-1]
        args: Args = {"date": str(moved.asked or moved.day), "due": str(moved.old)}
        yield Finding("L613", issue.path, (*place, "asked" if moved.asked else "date"), args)
    yield from _of_two_fields(issue, step)
    yield from odd_figures.of_readings(issue, step, state, read_before)
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


def alike(issue: Issue, steps: Sequence[Step]) -> Iterator[Finding]:
    """L659: of the records of a day, those that say the same but for blanks and the width of signs."""
    if len(steps) < 2:  # noqa: PLR2004 - two of them
        return
    same: dict[tuple[str, str, str], list[Step]] = {}
    for step in steps:
        entry = step.entry
        same.setdefault((entry.type, entry.by, _bare(entry.text)), []).append(step)
    for group in same.values():
        first: dict[str, Step] = {}
        for step in group if len(group) > 1 else ():
            bare = repr([(name, _bare(value)) for name, value in step.entry])
            earlier = first.setdefault(bare, step)
            if earlier.entry != step.entry:
                args: Args = {"type": step.entry.type, "n": earlier.position + 1}
                yield Finding("L659", issue.path, ("entries", step.position, "type"), args)


def _bare(value: Any) -> Any:
    """A text without blanks, its signs as narrow as they come; any other value as it is."""
    return "".join(normalize("NFKC", value).split()) if isinstance(value, str) else value


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


def at_the_end_of_the_day(
    issue: Issue, step: Step, state: Chain, shared: Shared, policy: Policy
) -> Iterator[Finding]:
    """L614, and of figures: claims that the records up to the end of their day speak against."""
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
        yield from odd_figures.of_milestone(issue, step, state)


def _own(missed: Sequence[Obligation], state: Chain, entry: Any) -> list[Obligation]:
    """What a claim of pace answers for: of a lead or the office all of it, of another unit its own part."""
    if entry.by in state.parties.lead | state.parties.office:
        return list(missed)
    meant = state.units.speaks_for(entry.by)
    return [one for one in missed if any(meant & set(debt.units) for debt in one.debts(None, entry.date))]


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
    return None if shared.is_due_by(later(day, _YEARS_DAYS)) else shared.since
