"""Why a record has no effect, by what it names: measures, milestones, figures, entries, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.course import Reason
from ledger.reading.codes import ERROR, Code
from ledger.rules.consistency import NO_SUCH_MEASURE
from ledger.rules.telling import Refused, Told, tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path


@tells(
    Reason.NO_SUCH_MILESTONE,
    NO_SUCH_MEASURE,
    Code(
        "L603",
        ERROR,
        "no-such-milestone",
        zh=(
            "没有{wanted}，这条记录不生效；有：{nodes}",
            "measure 写第几条措施，milestone 写该措施的第几个节点，都从 1 数起；整条措施落实时不写 milestone，目标的节点不写 measure。",
        ),
        en=(
            "There is no {wanted}, so the record has no effect; there are: {nodes}",
            "measure is the number of the measure, milestone that of the milestone in it, both from 1; leave milestone out for the whole measure, measure out for the goal.",
        ),
    ),
)
def _no_such_milestone(it: Refused) -> Iterator[Told]:
    entry, baseline = it.entry, it.chain.baseline
    if entry.type == "progress":
        yield "L411", ("measure",), {"measure": entry.measure, "count": len(baseline.measures)}
        return
    measure, milestone = entry.of_measure, getattr(entry, "milestone", None)
    owed = it.chain.all_measures()
    nodes = [f"measure:{k}" for k in owed]
    nodes += [f"goal:{n}" for n in range(1, len(baseline.milestones) + 1)]
    nodes += [
        f"milestone:{k}.{n}" for k in owed for n in range(1, len(baseline.measures[k - 1].milestones) + 1)
    ]
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
        wanted = f"measure:{odd[0][1]}" if odd else "unnamed:"
    again = it.chain.attempt.measures
    if wanted in nodes and again is not None:  # it is there, and does not belong to this attempt
        nodes = [f"measure:{k}" for k in sorted(again)]
    yield "L603", place, {"wanted": wanted, "nodes": ",".join(nodes) or "—"}


@tells(
    Reason.NO_SUCH_TARGET,
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
def _no_such_target(it: Refused) -> Iterator[Told]:
    targets = it.chain.baseline.targets
    for k, reading in enumerate(it.entry.readings):
        place: Path = ("readings", k)
        if not it.chain.has_target(reading.target, None):
            yield "L605", (*place, "target"), {"target": reading.target, "count": len(targets)}
        elif not it.chain.has_target(reading.target, reading.part):
            count = len(targets[reading.target - 1].parts)
            yield "L605", (*place, "part"), {"target": reading.part, "count": count}


@tells(
    Reason.NO_SUCH_ENTRY,
    Code(
        "L604",
        ERROR,
        "void-without-entry",
        zh=("它前面没有编号或次序为 {entry} 的记录", "写前面某条记录的编号或次序；ledger show 列出。"),
        en=(
            "No entry before this one has the reference or position {entry}",
            "Write the reference or position of an earlier entry; ledger show lists them.",
        ),
    ),
)
def _no_such_entry(it: Refused) -> Iterator[Told]:
    yield "L604", ("entry",), {"type": it.entry.type, "entry": it.entry.entry}


@tells(
    Reason.NO_SUCH_OBJECTION,
    Code(
        "L621",
        ERROR,
        "no-such-objection",
        zh=(
            "没有这条未答复的异议，这条答复不生效；未答复的是：{open}",
            "objection 写异议那条记录的次序（#8 写 8，即该任务的第 8 条记录，不是第几条异议）或编号；只有一条未答复时可以不写。",
        ),
        en=(
            "There is no such open objection, so the answer has no effect; open: {open}",
            "Give the position of the objection among all entries of the task (8 for #8, not its number among the objections) or its reference; this may be left out where only one is open.",
        ),
    ),
)
def _no_such_objection(it: Refused) -> Iterator[Told]:
    yield "L621", ("objection",), {"open": tuple(it.about.get("open", ()))}


_LONGEST = 60


@tells(
    Reason.CHANGE_MISFIT,
    Code(
        "L624",
        ERROR,
        "change-misfit",
        zh=(
            "“{field}”的改动对不上，这条“{type}”不生效：{why}",
            "old 写现在的值，new 写新值；命令行用 --change 字段=新值，原值自动填入。",
        ),
        en=(
            "The change of “{field}” does not fit, so this “{type}” has no effect: {why}",
            "Give the value that holds as old and the new one as new; --change FIELD=NEW fills in the old one.",
        ),
    ),
)
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
    elif why == "absent":
        args = {"wanted": about["wanted"], "nodes": about["nodes"] or "—", **args}
    place = {"absent": "field", "same": "new", "needed": "new"}.get(why, why)
    yield "L624", ("changes", k, place), args


@tells(
    Reason.READ_TWICE,
    Code(
        "L640",
        ERROR,
        "read-twice",
        zh=(
            "第 {target} 个指标或分项在同一条记录里写了两个读数，这条“{type}”不生效",
            "只写截至当日的一个数；两天的数分两条记。",
        ),
        en=(
            "Target or part {target} is read twice in one record, so this “{type}” has no effect",
            "Give one figure, as of that day; the figures of two days are two records.",
        ),
    ),
)
def _read_twice(it: Refused) -> Iterator[Told]:
    """The place of the second reading of each figure."""
    seen = set()
    for k, reading in enumerate(it.entry.readings):
        key = str(reading.target) if reading.part is None else f"{reading.target}.{reading.part}"
        if key in seen:
            yield "L640", ("readings", k), {"type": it.entry.type, "target": key}
        seen.add(key)
