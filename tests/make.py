"""Small values for tests: entries as they are read, issues, and how they are judged."""

from datetime import date
from typing import Any

from ledger.judging.parties import Setting
from ledger.judging.status import Judgement, judge
from ledger.judging.walk import walk
from ledger.locale import Words
from ledger.model.baseline import Acceptance, Baseline, Deadline, Measure, Milestone, Responsibility, Target
from ledger.model.course import Refusal
from ledger.model.entries import ENTRIES, Entry
from ledger.model.ledger import Issue
from ledger.model.plan import Policy
from ledger.model.unit import Units
from ledger.plans.drafting import Remarks

LEAD, SUPPORT, ACCEPTOR, OTHER, OFFICE = "市水务局", "昆区", "市生态环境局", "市农牧局", "市整改专项组"
DUE = date(2025, 12, 31)
EASY = Policy(complete_needs=(), close_needs=(), publicity_days=1)
"""A policy that asks for nothing, so that a chain can be looked at by itself."""


SHA = "0123456789abcdef" * 4
"""A checksum as one looks."""
GOOD_ENTRIES = {
    "start": "text: 启动, for: [东河区]",
    "progress": "readings: [{target: 1, part: 2, value: -0.50}], pace: on_pace, "
    f"evidence: [{{path: a.pdf, sha256: {SHA}, url: null, title: 报告}}]",
    "achieve": "measure: 1, milestone: 1",
    "complete": "evidence: []",
    "accept": "text: null",
    "reject": "text: 未达标, measures: [1]",
    "publicize": "since: 2025-01-02, until: 2025-01-15, where: 市政府网站",
    "object": "text: 有异议",
    "answer": "text: 已答复, objection: 3, result: upheld, measures: [1]",
    "close": "text: 销号",
    "reopen": "text: 反弹, due: 2026-06-30",
    "extend": "due: 2026-06-30, approval: 包整改办〔2025〕1号",
    "supervise": "level: listed",
    "account": "text: 问责",
    "review": "result: holds",
    "amend": "changes: [{field: goal, old: 旧, new: 新}, {field: deadline.due, old: 2025-12-31, new: null}], approval: 文",
    "construe": "changes: [{field: responsibility.lead, old: [], new: [市水务局]}, {field: deadline.sustained, old: false, new: true}]",
    "assign": "measure: 1, units: [东河区, 九原区], due: 2025-06-30",
    "withdraw": "approval: 文, into: 07-1",
    "inspect": "result: relapsed, due: 2026-06-30, measures: [1, 2]",
    "promise": "until: 2025-06-30, measure: 1, milestone: 1, where: 调度会",
    "void": "entry: 0badc0de",
}
"""The fields of one good entry of every type, beside date, type and by."""

REMARKS = Remarks(Words("zh"), "第 {} 行".format)
"""What remarks in a drafted table of units are made with, for a document that is text."""


def entry(day: str, kind: str, by: str = LEAD, **more: Any) -> Entry:
    """An entry as it is read from a file; ``whose`` stands for ``for``."""
    if "whose" in more:
        more["for"] = more.pop("whose")
    if kind == "progress":
        more.setdefault("text", "进展")
    (read,) = ENTRIES.validate_python([{"date": day, "type": kind, "by": by, **more}])
    return read


def issue(
    *entries: Entry,
    due: date | None = DUE,
    immediate: bool = False,
    sustained: bool = False,
    acceptors: tuple[str, ...] = (ACCEPTOR,),
    lead: tuple[str, ...] = (LEAD,),
    support: tuple[str, ...] = (SUPPORT,),
    milestones: tuple[date, ...] = (),
    measures: tuple[Measure, ...] = (),
    goal: tuple[date, ...] = (),
    targets: tuple[Target, ...] = (),
) -> Issue:
    """An issue with these entries; without ``measures`` it has one, with ``milestones``."""
    nodes = tuple(Milestone(text="甲", due=day) for day in milestones)
    baseline = Baseline(
        id="01",
        number="1",
        section=None,
        title="题目",
        problem=None,
        acceptance=Acceptance(text="甲", units=acceptors),
        responsibility=Responsibility(text="甲", lead=lead, support=support),
        deadline=Deadline(text="甲", due=due, immediate=immediate, sustained=sustained),
        goal="甲",
        milestones=tuple(Milestone(text="甲", due=day) for day in goal),
        measures=measures or (Measure(text="甲", milestones=nodes),),
        targets=targets,
    )
    return Issue(baseline, entries, "data/issues/01.yaml")


def judged(
    one: Issue, day: date | str, units: Units, *, issued: date | None = None, policy: Policy = EASY
) -> Judgement:
    """The issue judged on a day."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return judge(one, on, Setting(units, policy), issued)


def refusals(one: Issue, units: Units, policy: Policy = EASY) -> list[tuple[Entry, Refusal]]:
    """The entries of an issue that have no effect, and why; in order of date."""
    return [
        (s.entry, s.refused) for s in walk(one.baseline, one.entries, Setting(units, policy)) if s.refused
    ]
