"""6xx: records of every kind: bodies that can act, evidence of their own, nothing taken back in silence that stood
in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import voids
from ledger.model.course import Role
from ledger.model.entries import ref_of
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.layout import is_reserved
from ledger.reading.load import DISCLOSURES, LETTERS
from ledger.rules.doubts import before_the_plan
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule, rule
from ledger.rules.tables import LISTED_TWICE, twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    from ledger.model.ledger import Issue
    from ledger.model.record import Record
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path

_LISTS = ("for", "units", "measures", "evidence")
"""Lists of entries in which a thing stands once."""


@rule(LISTED_TWICE)
def entries_list_once(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L321: an entry names each unit, measure and piece of evidence once."""
    del shared
    for n, entry in enumerate(issue.entries):
        for name in _LISTS:
            items: Sequence[Any] = entry.named if name == "for" else getattr(entry, name, ())
            if len(items) > 1:
                for k, item in twice([one.key for one in items] if name == "evidence" else items):
                    yield Finding("L321", issue.path, ("entries", n, name, k), {"item": str(item)})


_IN_BOOKS = ("units", "to", "issues", "kinds", "why", "rows")
"""Lists of the other books in which a thing stands once."""


@ledger_rule(LISTED_TWICE)
def books_list_once(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L321: so do complaints, letters and rounds with units, tasks, sorts, reasons and rows."""
    del issues
    records: list[tuple[Record, str, Path]] = [
        *((one, LETTERS, ("letters", n)) for n, one in enumerate(shared.letters)),
        *((a, one.path, ("asked", n)) for one in shared.rounds for n, a in enumerate(one.records)),
        *((a, one.path, ("records", n)) for one in shared.complaints for n, a in enumerate(one.records)),
    ]
    for record, path, place in records:
        for name in _IN_BOOKS:
            items: Sequence[Any] = getattr(record, name, ())
            if len(items) > 1:
                for k, item in twice([one.key for one in items] if name == "rows" else items):
                    yield Finding("L321", path, (*place, name, k), {"item": str(item)})


@rule(
    Code(
        "L641",
        WARNING,
        "obstacle-taken-back",
        zh=(
            "第 {position} 条“{type}”由“{by}”冲正，不再挡住验收和销号",
            "核对冲正的理由；确属误记的照实保留，问题还在的重新记。",
        ),
        en=(
            "Entry {position}, “{type}”, was taken back by {by}; it no longer stands in the way of clearing",
            "See why; keep the void where the entry was a mistake, record it again where it was not.",
        ),
    ),
    Code(
        "L644",
        WARNING,
        "void-before-its-entry",
        zh=(
            "冲正的日期 {date} 早于被冲正的第 {position} 条（{first}）",
            "核对冲正的日期；被冲正的那条把日期写到了以后的，照实保留。",
        ),
        en=(
            "The void is dated {date}, before entry {position} that it takes back ({first})",
            "See the day of the void; keep it where the entry was dated ahead by mistake.",
        ),
    ),
)
def what_was_taken_back(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L641, L644: a rejection, an objection or a relapse that was taken back is named, and so is a void of an
    earlier day than its entry."""
    if not any(entry.type == "void" for entry in issue.entries):
        return
    setting = Setting(shared.units, policy_of(shared.plan), shared.calendar, shared.evidence)
    gone, refused = voids(list(enumerate(issue.entries)), setting)
    named: dict[str, list[int]] = {}
    for k in sorted(gone):
        for name in (str(k + 1), ref_of(issue.entries[k])):
            named.setdefault(name, []).append(k)
    void: Any
    for n, void in enumerate(issue.entries):
        if void.type != "void" or n in gone or n in refused:
            continue
        for k in named.get(void.entry, ()):
            if k < n:
                yield from _taken_back(issue, n, k)


def _taken_back(issue: Issue, n: int, k: int) -> Iterator[Finding]:
    void, entry = issue.entries[n], issue.entries[k]
    if entry.about.hinders:
        args: Args = {"position": k + 1, "type": entry.type, "by": void.by}
        yield Finding("L641", issue.path, ("entries", n, "entry"), args)
    if void.date < entry.date:
        args = {"date": str(void.date), "position": k + 1, "first": str(entry.date)}
        yield Finding("L644", issue.path, ("entries", n, "date"), args)


@rule(
    Code(
        "L642",
        WARNING,
        "evidence-of-another-task",
        zh=(
            "佐证材料 {file} 是另一项任务 {other} 的",
            "核对是否引错；一件材料证明几项任务的，用 --evidence 给每项各存一份。",
        ),
        en=(
            "Evidence {file} is that of another task, {other}",
            "See whether it was meant; what proves several tasks is kept for each of them (--evidence).",
        ),
    ),
)
def evidence_of_its_own(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L642: evidence lies in the folder of its task, or in none of a task."""
    for n, entry in enumerate(issue.entries):
        for k, item in enumerate(entry.evidence):
            _, _, rest = (item.path or "").partition("evidence/")
            other = rest.partition("/")[0]
            if "/" in rest and other != issue.id and other in shared.tasks:
                args: Args = {"file": f"data/{item.path}", "other": other}
                yield Finding("L642", issue.path, ("entries", n, "evidence", k, "path"), args)


@rule(
    Code(
        "L323",
        WARNING,
        "evidence-name-reserved",
        zh=(
            "佐证文件 {file} 的名称在 Windows 上不能用，在那里检出的台账里没有它",
            "趁还没有提交，换个名称再记；已经提交的，另存一份改了名的，用进展记录引用。",
        ),
        en=(
            "Windows cannot have a file of the name of {file}; a ledger checked out there lacks it",
            "Rename it before it is committed; else keep a copy of another name and refer to that in a record.",
        ),
    ),
)
def evidence_every_system_can_have(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L323: evidence has no name that Windows keeps for a device."""
    del shared
    for n, entry in enumerate(issue.entries):
        for k, item in enumerate(entry.evidence):
            if item.path is not None and any(is_reserved(part) for part in item.path.split("/")):
                yield Finding(
                    "L323", issue.path, ("entries", n, "evidence", k, "path"), {"file": f"data/{item.path}"}
                )


@rule(
    Code(
        "L643",
        WARNING,
        "nobody-is-office",
        zh=(
            "名录里没有整改办，“{by}”记的“{type}”无从核对是不是有权",
            "在 units.yaml 里列出整改办（kind: office），或在 plan.yaml 的 policy 里写 office。",
        ),
        en=(
            "No unit is the office, so nobody can tell whether {by} may record “{type}”",
            "List the office in units.yaml (kind: office), or name it as office in the policy of plan.yaml.",
        ),
    ),
)
def somebody_is_office(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L643: what only the office may record is recorded where there is one."""
    setting = Setting(shared.units, policy_of(shared.plan))
    if setting.office:
        return
    for n, entry in enumerate(issue.entries):
        if entry.about.may == (Role.OFFICE,):
            args: Args = {"by": entry.by, "type": entry.type}
            yield Finding("L643", issue.path, ("entries", n, "by"), args)


@ledger_rule(
    Code(
        "L650",
        ERROR,
        "disclosure-by-several",
        zh=(
            "“{unit}”是单位组或统称，不能作公开单位；各单位的年度公开仍是应办",
            "哪个单位公开的写哪个单位，几个单位各记一条。",
        ),
        en=(
            "{unit!r} stands for several bodies; what each of them has to disclose is still owed",
            "Name the unit that told the public, in a record for each.",
        ),
    ),
    Code(
        "L651",
        WARNING,
        "disclosure-before-the-plan",
        zh=("公开日期 {date} 早于方案（{first}）", "核对年份。"),
        en=("Disclosed on {date}, before the plan ({first})", "Check the year."),
    ),
    Code(
        "L652",
        WARNING,
        "disclosed-twice",
        zh=(
            "“{unit}”{date} 的公开已是第 {position} 条",
            "核对日期和单位；确是两次公开的，在说明里写清区别。",
        ),
        en=(
            "The disclosure of {unit} on {date} is record {position} already",
            "See day and unit; where there were two, tell them apart in the text.",
        ),
    ),
)
def disclosures_fit(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L650–L652: who discloses is one unit, after the plan, and each disclosure is on record once."""
    del issues
    seen: dict[tuple[str, date, str | None], int] = {}
    for n, one in enumerate(shared.disclosures):
        place: Path = ("disclosures", n)
        if one.unit in shared.units.names and one.unit not in shared.units.units:
            yield Finding("L650", DISCLOSURES, (*place, "unit"), {"unit": one.unit})
        first = before_the_plan(one.date, shared)
        if first is not None:
            args: Args = {"date": str(one.date), "first": str(first)}
            yield Finding("L651", DISCLOSURES, (*place, "date"), args)
        before = seen.setdefault((one.unit, one.date, one.text), n)
        if before != n:
            args = {"unit": one.unit, "date": str(one.date), "position": before + 1}
            yield Finding("L652", DISCLOSURES, place, args)
