"""What two states of a ledger differ in: what was recorded between them, and what time did to both."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from git_tools import Making
from ledger.history.compare import Difference, State, compare
from ledger.history.opening import open_repository
from ledger.history.sides import NOTHING, committed, contents, ends_of, of_folder
from stories import ENVIRONMENT, Files, amendment, demo

PATH = "data/issues/12.yaml"
DUE = date(2026, 12, 31)
DAY = date(2025, 6, 1)


@cache
def plan() -> Files:
    """The demo without entries."""
    return demo()[0]


def recorded(*lines: str, path: str = PATH, before: Files | None = None) -> Files:
    """The plan with entries of one issue, one of 2026-12-31 led by 市水务局."""
    files = before if before is not None else plan()
    return {**files, path: files[path] + "".join(f"- {{date: {line}}}\n" for line in lines).encode()}


def told(old: Files, new: Files, first: date = DAY, last: date = DAY) -> list[Difference]:
    """The differences of the one issue, entries left out."""
    found = compare(State(old, first), State(new, last))
    return [one for one in found if one.issue == "12" and not one.kind.startswith("entry")]


def moves(*differences: Difference) -> set[tuple[str, object, object]]:
    """Kind, old and new."""
    return {(one.kind, one.old, one.new) for one in differences}


def test_nothing_recorded_and_no_time_gone() -> None:
    """The same on one day: nothing."""
    assert compare(State(plan(), DAY), State(plan(), DAY)) == []


def test_the_due_day_itself_is_in_time() -> None:
    """Nothing is recorded, a day goes by: late is what was due the day before, by whom it is owed."""
    found = told(plan(), plan(), DUE, DUE + timedelta(1))
    assert ("became_late", DUE, None) in moves(*found)
    assert ("standing", "due_soon", "overdue") in moves(*found)
    (late,) = [one for one in found if one.kind == "became_late"]
    assert late.obligation is not None
    assert (late.obligation.what, late.units[0]) == ("issue", "市水务局")
    assert told(plan(), plan(), DUE + timedelta(1), DUE + timedelta(2)) == []


def test_an_extension() -> None:
    """The due day, and how it was moved; the first one stays."""
    line = "2025-05-01, type: extend, by: 市整改专项组, due: 2027-06-30, approval: 文号"
    found = told(plan(), recorded(line))
    assert moves(*found) == {("due", DUE, date(2027, 6, 30)), ("extended", DUE, date(2027, 6, 30))}
    (moved,) = [one for one in found if one.kind == "extended"]
    assert moved.extension is not None
    assert (moved.extension.node, moved.extension.approval) == (None, "文号")


def test_a_construal_moves_the_first_due_day() -> None:
    """What a person decided holds on all days."""
    change = "changes: [{field: deadline.due, old: 2026-12-31, new: 2026-11-30}]"
    found = told(plan(), recorded(f"2025-05-01, type: construe, by: 市整改专项组, text: 读错, {change}"))
    day = date(2026, 11, 30)
    assert {("due", DUE, day), ("first_due", DUE, day)} <= moves(*found)


def test_an_amended_lead() -> None:
    """Another leads; the first lead is remembered, and its day is that of the amendment."""
    change = "changes: [{field: responsibility.lead, old: [市水务局], new: [市农牧局]}]"
    files = recorded(f"2025-05-01, type: amend, by: 市整改专项组, approval: 文号, {change}")
    assert moves(*told(plan(), files)) == {("lead", ("市水务局",), ("市农牧局",))}
    assert told(plan(), files, last=date(2025, 4, 30)) == []
    assert moves(*told(files, files, date(2025, 4, 30), DAY)) == {("lead", ("市水务局",), ("市农牧局",))}


def test_an_amendment_changes_no_baseline() -> None:
    """The goal is another from a day on; the baseline's own bytes are not."""
    files = {**plan(), PATH: plan()[PATH] + amendment(plan()[PATH], DAY)}
    found = compare(State(plan(), DAY), State(files, DAY))
    assert [one.kind for one in found] == ["entry_added"]


def test_a_share_and_then_all() -> None:
    """One of two units, then the other: each time who has done its part, once."""
    assign = "2025-03-01, type: assign, by: 市水务局, measure: 2, units: [昆区, 东河区], due: 2025-12-31"
    one = "2025-04-01, type: achieve, by: 昆区, measure: 2"
    two = "2025-05-01, type: achieve, by: 东河区, measure: 2"
    split, part, whole = recorded(assign), recorded(assign, one), recorded(assign, one, two)

    def done(old: Files, new: Files, last: date = DAY) -> list[tuple[int | None, object, tuple[str, ...]]]:
        found = [d for d in told(old, new, last=last) if d.kind == "done" and d.obligation is not None]
        return [(d.obligation.measure, d.new, d.units) for d in found if d.obligation is not None]

    assert done(split, part) == [(2, date(2025, 4, 1), ("昆区",))]
    assert done(part, whole) == [(2, date(2025, 5, 1), ("东河区",))]
    assert done(split, whole) == [(2, date(2025, 5, 1), ("昆区", "东河区"))]
    late = [d for d in told(part, part, date(2025, 12, 31), date(2026, 1, 1)) if d.kind == "became_late"]
    assert [(d.old, d.units) for d in late] == [(date(2025, 12, 31), ("东河区",))]


PROOF = 'evidence: [{url: "https://example.gov.cn"}]'
DONE = (
    *(f"2025-03-0{n}, type: achieve, by: 市水务局, measure: {n}" for n in (1, 2, 3)),
    f"2025-04-01, type: complete, by: 市水务局, {PROOF}",
)


def test_completion_is_told_once() -> None:
    """Not again for each measure that it does; a measure done before has its row."""
    found = told(plan(), recorded(*DONE))
    rows = [(d.obligation.what, d.obligation.measure) for d in found if d.kind == "done" and d.obligation]
    assert rows == [("issue", None), ("measure", 1), ("measure", 2), ("measure", 3)]
    assert ("status", "not_started", "completed") in moves(*found)


def test_a_measure_and_its_only_milestone_are_one_debt() -> None:
    """Done through the milestone, or both at once: one row, that of the milestone, which has the day."""
    path = "data/issues/07-1.yaml"
    assert b"measures" in plan()[path]
    line = "2024-12-20, type: achieve, by: 市应急管理局, measure: 2, milestone: 1"
    new = recorded(line, path=path)
    found = compare(State(plan(), DAY), State(new, DAY))
    rows = [d.obligation for d in found if d.kind == "done" and d.obligation is not None]
    assert [(one.what, one.measure) for one in rows] == [("milestone", 2)]


@pytest.mark.parametrize("kind", ["reopen", "inspect"])
def test_a_relapse(kind: str) -> None:
    """The day on which the next attempt began, and by when it is due."""
    result = ", result: relapsed" if kind == "inspect" else ""
    line = f"2025-05-01, type: {kind}, by: 市整改专项组, text: 反弹, due: 2025-09-30{result}"
    found = told(recorded(*DONE), recorded(*DONE, line))
    assert ("relapsed", date(2025, 5, 1), date(2025, 9, 30)) in moves(*found)
    assert ("due", DUE, date(2025, 9, 30)) in moves(*found)
    assert "done" not in {one.kind for one in found}


# --- sides ----------------------------------------------------------------------------------------


def test_ends_have_days(tmp_path: Path) -> None:
    """Of the day that names them, else of the commit; HEAD that nobody named has none."""
    making = Making(tmp_path)
    first = making.commit({"data/plan.yaml": "x: 1\n"}, "2025-01-01")
    second = making.commit({"data/plan.yaml": "x: 2\n"}, "2025-03-01 23:30:00 +0000")
    repository = open_repository(str(tmp_path), ENVIRONMENT)
    one, two = date(2025, 1, 1), date(2025, 3, 2)
    assert ends_of(repository, "") == (second, None, None, None)
    assert ends_of(repository, "HEAD~1") == (first, None, one, None)
    assert ends_of(repository, "@2025-02-01") == (first, None, date(2025, 2, 1), None)
    assert ends_of(repository, "HEAD~1..") == (first, second, one, two)
    assert ends_of(repository, "@2025-02-01..@2025-03-05") == (
        first,
        second,
        date(2025, 2, 1),
        date(2025, 3, 5),
    )
    assert ends_of(repository, "..HEAD~1") == (None, first, None, one)


def test_what_a_comparison_sees(tmp_path: Path) -> None:
    """On one day what differs, and plan and units; on two days everything; with other evidence as well."""
    making = Making(tmp_path)
    units = {"data/plan.yaml": "x: 1\n", "data/units.yaml": "x: 1\n"}
    first = making.commit({**units, "data/issues/1.yaml": "a: 1\n", "data/issues/2.yaml": "a: 1\n"})
    second = making.commit({"data/issues/1.yaml": "a: 2\n"})
    third = making.commit({"data/evidence/1/x.txt": "x\n"})
    repository = open_repository(str(tmp_path), ENVIRONMENT)
    one, two, three = (committed(repository, sha) for sha in (first, second, third))
    few = {*units, "data/issues/1.yaml"}
    assert [set(side) for side in contents(repository, one, two, whole=False)] == [few, few]
    every = {*few, "data/issues/2.yaml"}
    assert [set(side) for side in contents(repository, one, two)] == [every, every]
    assert [set(side) for side in contents(repository, two, three, whole=False)] == [every, every]
    folder = of_folder({"data/issues/1.yaml": b"a: 3\n", "data/source/plan.txt": b"x"}, first)
    assert contents(repository, NOTHING, folder) == ({}, {"data/issues/1.yaml": b"a: 3\n"})
