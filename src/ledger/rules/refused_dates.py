"""Why a record has no effect, by its days: extensions, notices, days that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.days import notice_end
from ledger.model.course import Reason
from ledger.reading.codes import ERROR, Code
from ledger.rules.telling import DATES_OUT_OF_ORDER, Refused, Told, tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.diagnostic import Args


@tells(
    Reason.NOT_LATER,
    DATES_OUT_OF_ORDER,
    Code(
        "L645",
        ERROR,
        "due-with-its-task",
        zh=(
            "措施 {measure} 没有自己的时限，随任务 {first} 到期，{second} 不在其后；它的节点：{nodes}",
            "要延的是节点，写明 milestone（命令行用 --milestone {n}）；要延的是任务，不写 measure。",
        ),
        en=(
            "Measure {measure} has no day of its own and is due with its task on {first}, which {second} is not after; its milestones: {nodes}",
            "To extend a milestone name it (milestone, or --milestone {n}); to extend the task leave measure out.",
        ),
    ),
)
def _not_later(it: Refused) -> Iterator[Told]:
    place = "until" if hasattr(it.entry, "until") else "due"
    measure, chain = getattr(it.entry, "measure", None), it.chain
    if it.entry.type == "extend" and measure is not None and it.entry.milestone is None:
        milestones = chain.baseline.measures[measure - 1].milestones
        days = {n: chain.own_due((measure, n)) for n in range(1, len(milestones) + 1)}
        earlier = [n for n, day in days.items() if day is not None and day < it.about["new"]]
        if earlier and chain.own_due((measure, None)) is None:
            args = {"measure": measure, "first": str(it.about["old"]), "second": str(it.about["new"])}
            nodes = tuple(str(day) for day in days.values())
            yield "L645", (place,), {**args, "nodes": nodes, "n": earlier[0]}
            return
    yield "L606", (place,), {"first": str(it.about["old"]), "second": str(it.about["new"])}


@tells(
    Reason.NOTICE_RUNNING,
    Code(
        "L607",
        ERROR,
        "notice-still-running",
        zh=(
            "公示到 {until} 为止，不能记“{type}”，这条记录不生效",
            "公示期满的次日起再销号。",
        ),
        en=(
            "The notice runs to {until}; “{type}” has no effect",
            "Clear the day after the notice ends, or later.",
        ),
    ),
)
def _notice_running(it: Refused) -> Iterator[Told]:
    yield "L607", ("date",), {"type": it.entry.type, "until": str(it.about["until"])}


@tells(
    Reason.NOTICE_TOO_SHORT,
    DATES_OUT_OF_ORDER,
    Code(
        "L611",
        ERROR,
        "notice-too-short",
        zh=(
            "公示只有 {days} 天（{count}），至少要 {least} 天；这条记录不生效",
            "公示至少到 {until}；天数和计日方法是 plan.yaml 里的 publicity_days 和 publicity_count。",
        ),
        en=(
            "The notice is only {days} {days:day|days} long ({count}), at least {least} are needed; it has no effect",
            "Let the notice run to {until} or later; publicity_days and publicity_count in plan.yaml say how long and how days are counted.",
        ),
    ),
)
def _notice_too_short(it: Refused) -> Iterator[Told]:
    entry, policy = it.entry, it.setting.policy
    if entry.until < entry.since:
        yield "L606", ("until",), {"first": str(entry.since), "second": str(entry.until)}
        return
    counted = "projected" if it.about["projected"] else policy.publicity_count
    least, _ = notice_end(entry.since, policy, it.setting.calendar)
    args: Args = {"days": it.about["days"], "count": counted, "least": policy.publicity_days}
    args |= {"until": str(least)}
    yield "L611", ("until",), args


@tells(
    Reason.NOTICE_TOO_EARLY,
    Code(
        "L622",
        ERROR,
        "notice-too-early",
        zh=(
            "公示从 {since} 开始，早于验收通过的 {accepted}，这条记录不生效",
            "公示在全部验收单位通过验收之后开始；改起止日再记。",
        ),
        en=(
            "The notice begins on {since}, before acceptance on {accepted}; it has no effect",
            "A notice begins after every acceptance unit has accepted; change its days.",
        ),
    ),
)
def _notice_too_early(it: Refused) -> Iterator[Told]:
    yield "L622", ("since",), {"since": str(it.about["since"]), "accepted": str(it.about["accepted"])}


@tells(
    Reason.NO_DATE,
    Code(
        "L623",
        ERROR,
        "no-date-to-extend",
        zh=(
            "没有可以延的时限，这条“{type}”不生效",
            "时限未定的，先用核定（construe）定下 deadline.due，再延期；立行立改、长期坚持的没有到期日可延，批准改期的用方案调整（amend）。",
        ),
        en=(
            "There is no due day to extend, so this “{type}” has no effect",
            "Where the due day is undetermined, settle deadline.due with a construal first; what is to be done at once or kept up has none to extend: where a day was approved, record an amendment.",
        ),
    ),
)
def _no_date(it: Refused) -> Iterator[Told]:
    yield "L623", ("type",), {"type": it.entry.type}
