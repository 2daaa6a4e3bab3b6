"""9xx: the records of a complaint fit one another, those who made them, and the task that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.parties import offices
from ledger.judging.status import policy_of
from ledger.reading.codes import ERROR, NOTE, WARNING, Code
from ledger.rules.evidence import EVIDENCE_OF_BOOKS, evidence_of_book
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.judging.complaints import CaseStanding, Who

_WRONG = {
    "not_received": ("L901", "type"),
    "received_twice": ("L902", "type"),
    "before_received": ("L903", "date"),
    "not_office": ("L905", "by"),
    "not_handler": ("L906", "by"),
    "finished": ("L907", "type"),
    "not_done": ("L908", "type"),
    "no_verdict": ("L909", "type"),
    "nothing_taken": ("L910", "entry"),
    "not_taker": ("L911", "by"),
}
"""The code of each reason (:class:`ledger.judging.complaints.Wrong`), and the field that it is about."""


def who_records(shared: Shared) -> Who:
    """Who may record of complaints."""
    from ledger.judging.complaints import Who  # a ledger without complaints does not need their model

    return Who(shared.units, offices(shared.units, policy_of(shared.plan)))


@ledger_rule(
    Code(
        "L901",
        ERROR,
        "complaint-not-received",
        zh=("没有生效的交办记录，这条记录不生效", "先记交办：complaints record 编号 receive。"),
        en=(
            "Nothing was handed over, so this record has no effect",
            "Record first what was handed over: complaints record NO receive.",
        ),
    ),
    Code(
        "L902",
        ERROR,
        "complaint-received-twice",
        zh=("{date} 已经交办，这条交办不生效", "内容有变的记更正（correct）；前一条记错的先冲正（void）。"),
        en=(
            "It was handed over on {date} already; this record has no effect",
            "Record what changed as a correction (correct); take back the first one (void) if it is wrong.",
        ),
    ),
    Code(
        "L903",
        ERROR,
        "complaint-before-received",
        zh=("记录日期 {date} 早于交办日期 {received}", "核对两个日期。"),
        en=("The record is dated {date}, before it was handed over on {received}", "See both dates."),
    ),
    Code(
        "L905",
        ERROR,
        "complaint-not-by-office",
        zh=("{unit}不能记交办、更正和退回（可以记的：{office}）", "单位写整改办。"),
        en=(
            "{unit} cannot hand over, correct or send back (it is for {office})",
            "These are recorded by the office.",
        ),
    ),
    Code(
        "L906",
        ERROR,
        "complaint-by-who-has-it-not",
        zh=("{unit}不是这件的承办单位（{units}）", "由承办单位或整改办记；改派的先记更正（correct）。"),
        en=(
            "{unit} was not given this complaint (but {units})",
            "Those record who have it, or the office; record first that it was given to another (correct).",
        ),
    ),
    Code(
        "L907",
        ERROR,
        "complaint-finished-already",
        zh=("{date} 已经办结，这条记录不生效", "重新办理的，先由整改办记退回（return）。"),
        en=(
            "It was finished on {date}; this record has no effect",
            "If it is handled again, the office records first that it was sent back (return).",
        ),
    ),
    Code(
        "L908",
        ERROR,
        "complaint-nothing-done-yet",
        zh=("还没有办结或阶段性办结，不能核查或退回", "先记阶段性办结（stage）或办结（finish）；核对日期。"),
        en=(
            "Nothing was reported as done that could be checked or sent back",
            "Record first what was done (stage or finish); see the dates.",
        ),
    ),
    Code(
        "L909",
        ERROR,
        "complaint-without-verdict",
        zh=("办结没有写明是否属实", "写 verdict：confirmed 属实、partly 部分属实、unfounded 不属实。"),
        en=(
            "It is finished, and nobody has said whether it is true",
            "Give verdict: confirmed, partly or unfounded.",
        ),
    ),
    Code(
        "L910",
        ERROR,
        "void-of-no-record",
        zh=("这一件里没有编号为 {entry} 的记录", "编号见 complaints show；冲正本身不能再冲正，改为重新记。"),
        en=(
            "There is no record {entry} of this complaint",
            "complaints show lists the references; a void is not voided: record anew.",
        ),
    ),
    Code(
        "L911",
        ERROR,
        "void-of-complaint-by-another",
        zh=("{unit}不能冲正{by}的记录", "由记那条记录的单位或整改办（{office}）冲正。"),
        en=(
            "{unit} cannot take back a record of {by}",
            "That is for the unit that made it, or for the office ({office}).",
        ),
    ),
)
def complaints_fit(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L901–L911: a record that does not fit has no effect."""
    del issues
    if not shared.complaints:
        return
    from ledger.judging.complaints import judge

    who = who_records(shared)
    for one in shared.complaints:
        for refused in judge(one, who).refused:
            code, field = _WRONG[refused.why.value]
            yield Finding(code, one.path, ("records", refused.position, field), refused.args)


@ledger_rule(
    Code(
        "L904",
        ERROR,
        "complaint-due-too-early",
        zh=("期限 {due} 早于记录日期 {date}", "核对两个日期。"),
        en=("It is due on {due}, before the day of the record, {date}", "See both dates."),
    ),
    Code(
        "L912",
        ERROR,
        "complaint-of-no-task",
        zh=("所属任务“{id}”不存在", "写任务的标识，如 07-1；不属于任何任务的不写。"),
        en=("It belongs to a task {id!r} that is not there", "Give the id of a task, such as 07-1, or none."),
    ),
    Code(
        "L913",
        ERROR,
        "complaint-in-two-batches",
        zh=("受理编号 {no} 在两个批次里都有（另一处：{file}）", "核对批次，错的一件冲正交办（void）。"),
        en=(
            "The number {no} is in two batches (the other: {file})",
            "See to the batches, and take back (void) the one that is wrong.",
        ),
    ),
    Code(
        "L914",
        WARNING,
        "complaint-channel-differs",
        zh=(
            "编号 {no} 表示{channel_meant}，渠道写的是{channel_said}",
            "核对编号和举报渠道；渠道写错的记更正。",
        ),
        en=(
            "The number {no} stands for {channel_meant}, and the channel is {channel_said}",
            "See number and channel; record a correction if the channel is wrong.",
        ),
    ),
    Code(
        "L916",
        WARNING,
        "complaint-unfounded-with-consequences",
        zh=(
            "写的是不属实，又写了处理：{consequences}",
            "核对是否属实和处理情况；记错的冲正再记。",
        ),
        en=(
            "It was found to be unfounded, and yet there are consequences: {consequences}",
            "See to the verdict and the consequences; void what is wrong and record it again.",
        ),
    ),
    Code(
        "L915",
        NOTE,
        "complaint-finished-without-proof",
        zh=("办结没有佐证材料", "补上证明材料的，另记一条办理或核查；没有的照实说明。"),
        en=("It was finished without evidence", "Add what proves it in a further record, or say why not."),
    ),
    Code(
        "L917",
        WARNING,
        "complaint-area-unknown",
        zh=(
            "行政区域“{area}”不在单位表里，统计时单独成一行（相近：{near}）",
            "写单位表里的名称；写错的记更正（correct）。",
        ),
        en=(
            "The area {area!r} is no unit of the table and is counted in a row of its own (similar: {near})",
            "Give a name of the table of units; record a correction (correct) if it is wrong.",
        ),
    ),
)
def complaints_refer(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L904, L912–L917: days, tasks, numbers, areas and verdicts of complaints are what they can be."""
    del issues
    if not shared.complaints:
        return
    from ledger.judging.complaints import judge

    who = who_records(shared)
    seen: dict[str, str] = {}
    for one in shared.complaints:
        standing = judge(one, who)
        yield from _records(standing, shared)
        if standing.given is None:
            continue
        if one.number in seen:
            args: dict[str, str | int] = {"no": one.number, "file": seen[one.number]}
            yield Finding("L913", one.path, ("records", 0), args)
        seen.setdefault(one.number, one.path)


def _records(standing: CaseStanding, shared: Shared) -> Iterator[Finding]:
    """What is to be told of each record that nobody took back."""
    from ledger.judging.complaints import PUNISHED

    one = standing.complaint
    for n, record in enumerate(one.records):
        if n in standing.taken:
            continue
        due = getattr(record, "due", None)
        if due is not None and due < record.date:
            days: dict[str, str | int] = {"due": str(due), "date": str(record.date)}
            yield Finding("L904", one.path, ("records", n, "due"), days)
        task = getattr(record, "task", None)
        if task is not None and task not in shared.tasks:
            yield Finding("L912", one.path, ("records", n, "task"), {"id": task})
        if record.type == "receive":
            meant = channel_of(one.number)
            if meant is not None and record.channel not in {None, meant}:
                said = {"no": one.number, "channel_meant": meant, "channel_said": str(record.channel)}
                yield Finding("L914", one.path, ("records", n, "channel"), said)
    received = standing.given
    if received is not None and shared.units.resolve(received.area) is None:
        near = shared.units.nearest(received.area, 1)
        said = {"area": received.area, "near": near[0] if near else "—"}
        yield Finding("L917", one.path, ("records", _says(standing, "area"), "area"), said)
    for n, record in standing.steps:
        if record.type == "finish" and not any(item.proves for item in record.evidence):
            yield Finding("L915", one.path, ("records", n))
        what = [name for name in PUNISHED if getattr(record, name, None)]
        own = getattr(record, "verdict", None) == "unfounded"
        if what and (own or standing.verdict == "unfounded"):
            place = ("records", n, "verdict") if own else ("records", n)
            yield Finding("L916", one.path, place, {"consequences": ",".join(what)})


def _says(standing: CaseStanding, field: str) -> int:
    """The place of the record in effect that says a field last."""
    return max((n for n, record in standing.steps if getattr(record, field, None)), default=0)


def channel_of(number: str) -> str | None:
    """What the first letter of an official number says: D 来电, X 来信 (D3SX202505280018)."""
    return {"D": "phone", "X": "letter"}.get(number[:1]) if number[1:2].isdigit() else None


@ledger_rule(*EVIDENCE_OF_BOOKS)
def complaint_evidence(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L310, L311, L654: evidence of records of complaints, as that of entries."""
    del issues
    for one in shared.complaints:
        for n, record in enumerate(one.records):
            yield from evidence_of_book(record.evidence, one.path, ("records", n), shared)
