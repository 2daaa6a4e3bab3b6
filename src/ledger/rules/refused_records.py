"""Why a record has no effect, by who made it and when it comes: entitlement, order, shares, evidence, voids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.shares import Shares
from ledger.model.course import Reason, Status
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.rules.evidence import proves_nothing
from ledger.rules.telling import Refused, Told, tells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry
    from ledger.reading.diagnostic import Args


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
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


@tells(
    Reason.NO_DOCUMENT,
    Code(
        "L658",
        ERROR,
        "no-document",
        zh=(
            "批准文件写的是“{approval}”，看不出是什么文件；这条“{type}”不生效",
            "写批准文件的名称或文号；还没有批准的，批准以后再记。",
        ),
        en=(
            "“{approval}” is no approving document; this “{type}” has no effect",
            "Give the name or the number of the document; what is not approved yet is recorded once it is.",
        ),
    ),
)
def _no_document(it: Refused) -> Iterator[Told]:
    yield "L658", ("approval",), {"type": it.entry.type, "approval": it.entry.approval}


@tells(
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


@tells(
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
