"""Why an entry has no effect, in words: each reason of the walk has its codes and says what would be accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.shares import Shares
from ledger.model.course import Reason, Status
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.diagnostic import Args
from ledger.rules.consistency import NO_SUCH_MEASURE
from ledger.rules.evidence import proves_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from ledger.judging.chain import Chain, Setting, Step
    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue
    from ledger.reading.yaml import Path


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


_SAYS: dict[Reason, Callable[[Refused], Iterator[Told]]] = {}
_CODES: dict[str, Code] = {}


def _tells(
    reason: Reason, *codes: Code
) -> Callable[[Callable[[Refused], Iterator[Told]]], Callable[[Refused], Iterator[Told]]]:
    """Register what tells of a reason, with the codes that it gives."""

    def registered(function: Callable[[Refused], Iterator[Told]]) -> Callable[[Refused], Iterator[Told]]:
        _SAYS[reason] = function
        _CODES.update((code.key, code) for code in codes)
        return function

    return registered


DATES_OUT_OF_ORDER = Code(
    "L606",
    ERROR,
    "dates-out-of-order",
    zh=(
        "日期次序不对：{second} 应晚于 {first}",
        "核对日期；公示止日不早于起日，延期后的时限晚于原时限，新时限和承诺期限不早于记录日期。",
    ),
    en=(
        "Dates out of order: {second} should be after {first}",
        "Check the dates: a notice ends after it begins, an extension is later than what it extends, a new due day or promise is not before its record.",
    ),
)


@_tells(
    Reason.NOT_ENTITLED,
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
)
def _not_entitled(it: Refused) -> Iterator[Told]:
    entry = it.entry
    if entry.type == "void":
        meant = it.issue.entries[: it.step.position]
        made = {one.by for k, one in enumerate(meant) if _is(entry.entry, k, one)}
        allowed = who_may(it.chain.baseline, made, it.setting.office)
    elif entry.type == "construe":
        allowed = who_may(it.chain.baseline, it.setting.office)
    else:
        parties = it.chain.parties
        allowed = who_may(it.chain.baseline, *(parties.of(role) for role in entry.about.may))
    args: Args = {"type": entry.type, "by": entry.by, "allowed": allowed}
    yield "L601", ("by",), args


def _is(wanted: str, position: int, entry: Entry) -> bool:
    from ledger.model.entries import ref_of

    return wanted in {str(position + 1), ref_of(entry)}


_MOST_NAMES = 6


def who_may(baseline: Baseline, *groups: Iterable[str]) -> tuple[str, ...]:
    """Who may, one group after another, in each of them those that the issue names first; a long list is cut."""
    responsibility = baseline.responsibility
    named = (*responsibility.lead, *baseline.acceptance.units, *responsibility.support)
    turn = {name: n for n, name in reversed(list(enumerate(named)))}
    sorted_groups = (sorted(group, key=lambda name: (turn.get(name, len(named)), name)) for group in groups)
    ordered = list(dict.fromkeys(name for group in sorted_groups for name in group))
    if len(ordered) <= _MOST_NAMES:
        return tuple(ordered)
    return (*ordered[: _MOST_NAMES - 1], f"{ordered[_MOST_NAMES - 1]}…")


def next_types(status: Status, but: str = "") -> list[str]:
    """The types of entries that fit at a status."""
    from ledger.model.entries import BY_TYPE

    return [name for name, kind in BY_TYPE.items() if status in kind.about.at and name != but]


@_tells(
    Reason.OUT_OF_ORDER,
    Code(
        "L602",
        ERROR,
        "out-of-order",
        zh=(
            "现在是“{status}”，不能记“{type}”，这条记录不生效；可以记：{next}",
            "缺哪一步先补哪一步；记错的用冲正记录收回。",
        ),
        en=(
            "The task is “{status}”; “{type}” cannot be recorded and has no effect. What can: {next}",
            "Record the missing step first; take back a wrong record with a void entry.",
        ),
    ),
)
def _out_of_order(it: Refused) -> Iterator[Told]:
    status = it.chain.status
    following = ",".join(next_types(status, it.entry.type))
    yield (
        "L602",
        ("type",),
        {"type": it.entry.type, "by": it.entry.by, "status": status.value, "next": following},
    )


@_tells(
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


@_tells(
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


@_tells(
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


@_tells(
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


@_tells(
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


@_tells(
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


@_tells(
    Reason.NOTICE_TOO_SHORT,
    DATES_OUT_OF_ORDER,
    Code(
        "L611",
        ERROR,
        "notice-too-short",
        zh=(
            "公示只有 {days} 天（{count}），至少要 {least} 天；这条记录不生效",
            "延长公示；天数和计日方法是 plan.yaml 里的 publicity_days 和 publicity_count。",
        ),
        en=(
            "The notice is only {days} days long ({count}), at least {least} are needed; it has no effect",
            "Make the notice longer; publicity_days and publicity_count in plan.yaml say how long and how days are counted.",
        ),
    ),
)
def _notice_too_short(it: Refused) -> Iterator[Told]:
    entry, policy = it.entry, it.setting.policy
    if entry.until < entry.since:
        yield "L606", ("until",), {"first": str(entry.since), "second": str(entry.until)}
        return
    counted = "projected" if it.about["projected"] else policy.publicity_count
    args: Args = {"days": it.about["days"], "count": counted, "least": policy.publicity_days}
    yield "L611", ("until",), args


@_tells(
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


@_tells(
    Reason.OBJECTION_OPEN,
    Code(
        "L608",
        ERROR,
        "objection-open",
        zh=("公示期间的异议还没有答复，不能记“{type}”；未答复的是：{open}", "先逐条答复（answer），再销号。"),
        en=(
            "An objection is not answered; “{type}” has no effect. Open: {open}",
            "Answer each objection first.",
        ),
    ),
)
def _objection_open(it: Refused) -> Iterator[Told]:
    yield "L608", ("type",), {"type": it.entry.type, "open": tuple(it.about.get("open", ()))}


@_tells(
    Reason.REPEATED,
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
)
def _repeated(it: Refused) -> Iterator[Told]:
    yield "L609", ("type",), {"type": it.entry.type, "by": it.entry.by}


@_tells(
    Reason.NEEDS_UNMET,
    Code(
        "L610",
        ERROR,
        "checklist-not-met",
        zh=(
            "记“{type}”还缺：{missing}；这条记录不生效",
            "补上所缺的记录；条件是 plan.yaml 里 policy 的 complete_needs 和 close_needs。",
        ),
        en=(
            "“{type}” lacks: {missing}; it has no effect",
            "Record what is missing; the conditions are complete_needs and close_needs of the policy in plan.yaml.",
        ),
    ),
)
def _needs_unmet(it: Refused) -> Iterator[Told]:
    yield "L610", ("type",), {"type": it.entry.type, "missing": ",".join(it.about["missing"])}


@_tells(
    Reason.NOT_ITS_SHARE,
    Code(
        "L619",
        ERROR,
        "not-its-share",
        zh=(
            "“{by}”在这里没有自己的一份，这条“{type}”不生效；{why}",
            "牵头单位或整改办替别的单位记的，写明为谁记：for: [单位]，命令行用 --for 单位。",
        ),
        en=(
            "“{by}” has no share here, so this “{type}” has no effect; {why}",
            "A lead or the office that records for other units names them: for: [unit], on the command line --for UNIT.",
        ),
    ),
)
def _not_its_share(it: Refused) -> Iterator[Told]:
    """Whose shares are open: of the measure or milestone, or of the figure that is read."""
    entry = it.entry
    shares = Shares(it.chain)
    owners = tuple(it.about["units"])
    target = it.about.get("target")
    if target is not None:
        waiting = shares.target(target).waiting
    else:
        node = (it.about.get("measure") or None, getattr(entry, "milestone", None))
        waiting = tuple(u for u in shares.owed_by(node) if u in owners) if it.chain.has(node) else ()
    named = it.entry.named
    args: Args = {"type": entry.type, "by": tuple(named) if named else entry.by}
    yield (
        "L619",
        ("for", 0) if named else ("by",),
        {
            **args,
            "units": waiting or owners,
            "why": "still_open:" if waiting or not owners else "all_done:",
        },
    )


@_tells(
    Reason.FOR_OTHERS,
    Code(
        "L620",
        ERROR,
        "names-others",
        zh=(
            "“{by}”不能替{units}记，这条记录不生效；可以替别的单位记的是：{allowed}",
            "由该单位自己记，或由牵头单位、整改办用 for 写明为谁记。",
        ),
        en=(
            "“{by}” cannot record for {units}, so the record has no effect; those who can record for others: {allowed}",
            "Let the unit record itself, or a lead or the office name it with for.",
        ),
    ),
)
def _for_others(it: Refused) -> Iterator[Told]:
    parties = it.chain.parties
    allowed = who_may(it.chain.baseline, parties.lead, parties.office)
    args: Args = {"by": it.entry.by, "units": tuple(it.about["units"]), "allowed": allowed}
    yield "L620", ("for", 0), args


@_tells(
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


_LONGEST = 60


@_tells(
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


@_tells(
    Reason.EVIDENCE,
    Code(
        "L625",
        ERROR,
        "evidence-proves-nothing",
        zh=(
            "这件佐证材料证明不了什么，这条“{type}”不生效：{why}",
            "佐证写 data/evidence/ 之下的文件（命令行用 --evidence 文件，自动复制），或 http、https 开头的网址。",
        ),
        en=(
            "This evidence proves nothing, so this “{type}” has no effect: {why}",
            "Give a file below data/evidence/ (--evidence FILE copies it there) or an address that begins with http or https.",
        ),
    ),
)
def _evidence(it: Refused) -> Iterator[Told]:
    """Each piece that proves nothing; a file that is missing or changed has a code of its own."""
    for k, item in enumerate(it.entry.evidence):
        why = proves_nothing(item, it.setting.evidence)
        if why is not None:
            yield "L625", ("evidence", k), {"type": it.entry.type, "why": why}


@_tells(
    Reason.SAYS_NOTHING,
    Code(
        "L626",
        ERROR,
        "says-nothing",
        zh=(
            "这条“{type}”什么也没有写，不生效",
            "进展写明说明、读数、佐证或自报进度之一；终止写并入哪一项，或在说明里写去向。",
        ),
        en=(
            "This “{type}” says nothing and has no effect",
            "Progress needs a text, a reading, evidence or a claim of pace; a withdrawal the task it goes into, or a text.",
        ),
    ),
)
def _says_nothing(it: Refused) -> Iterator[Told]:
    yield "L626", ("type",), {"type": it.entry.type}


@_tells(
    Reason.LATER_SHARE,
    Code(
        "L633",
        ERROR,
        "share-put-off",
        zh=(
            "{units}的这一份原定 {old} 到期，分解不能推后到 {new}；这条记录不生效",
            "要推后的，凭批准文件记延期（extend），写明 measure 和 for；命令行用 --measure 和 --for。",
        ),
        en=(
            "The share of {units} is due {old}; an assignment cannot put it off to {new} and has no effect",
            "Record an extension with its approval, naming measure and for (--measure and --for).",
        ),
    ),
)
def _later_share(it: Refused) -> Iterator[Told]:
    units = it.about["units"]
    days = {it.chain.due_of((it.about["measure"], None), unit) for unit in units}
    old = tuple(sorted(str(day) for day in days))
    yield "L633", ("due",), {"units": tuple(units), "old": old, "new": str(it.about["new"])}


@_tells(
    Reason.ALREADY_VOID,
    Code(
        "L634",
        WARNING,
        "already-void",
        zh=(
            "第 {position} 条记录已经冲正过，这一条不再起作用",
            "不用改；要收回的是另一条的，写那一条的编号或次序。",
        ),
        en=(
            "Entry {position} was taken back already; this void does nothing",
            "Nothing to do; if another entry was meant, give its reference or position.",
        ),
    ),
)
def _already_void(it: Refused) -> Iterator[Told]:
    yield "L634", ("entry",), {"position": it.about["position"]}


@_tells(
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


if _SAYS.keys() != set(Reason):
    raise TypeError(f"reasons without words: {set(Reason) - _SAYS.keys()}")

CODES: tuple[Code, ...] = tuple(_CODES.values())
"""The codes of entries without effect."""


def told(refused: Refused) -> Iterator[Told]:
    """What there is to say of an entry without effect."""
    reason = refused.step.refused
    return _SAYS[reason.reason](refused) if reason is not None else iter(())
