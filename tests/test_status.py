"""Status and standing of an issue on a day."""

# ruff: noqa: SIM300 - what is expected stands first

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.counting import Class, Item, Level, Sustained, items
from ledger.judging.day import Day
from ledger.judging.parties import Setting
from ledger.judging.status import Judgement, Kind, Standing
from ledger.judging.walk import in_effect
from ledger.model.baseline import Target
from ledger.model.course import Reason, Status
from ledger.model.entries import ENTRIES, Entry, ref_of
from ledger.model.ledger import Issue
from ledger.model.plan import Policy
from ledger.model.unit import Units
from ledger.reading.load import load
from make import ACCEPTOR, DUE, EASY, LEAD, OFFICE, OTHER, SUPPORT, entry, issue, judged, refusals


@pytest.fixture(scope="module")
def on(units: Units) -> Any:
    """Judge an issue on a day."""

    def at(one: Issue, day: date | str, *, issued: date | None = None, policy: Policy = EASY) -> Judgement:
        return judged(one, day, units, issued=issued, policy=policy)

    return at


# -- standing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "standing", "late"),
    [
        (-400, Standing.ON_SCHEDULE, None),
        (-31, Standing.ON_SCHEDULE, None),
        (-30, Standing.DUE_SOON, None),
        (-1, Standing.DUE_SOON, None),
        (0, Standing.DUE_SOON, None),
        (1, Standing.OVERDUE, 1),
        (2, Standing.OVERDUE, 2),
        (366, Standing.OVERDUE, 366),
    ],
)
def test_standing_around_the_due_day(on: Any, days: int, standing: Standing, late: int | None) -> None:
    """The due day itself is in time, the day after is one day late; thirty days before it is due soon."""
    found = on(issue(), DUE + timedelta(days=days))
    assert (standing, late) == (found.standing, found.days_overdue)
    assert (Kind.DATED, DUE) == (found.kind, found.due)


@pytest.mark.parametrize(
    ("warn", "days", "standing"),
    [
        (0, -1, Standing.ON_SCHEDULE),
        (0, 0, Standing.DUE_SOON),
        (7, -8, Standing.ON_SCHEDULE),
        (7, -7, Standing.DUE_SOON),
    ],
)
def test_warning_days_are_a_setting(on: Any, warn: int, days: int, standing: Standing) -> None:
    """How long before the due day an issue is due soon is up to the office."""
    assert (
        standing
        == on(
            issue(), DUE + timedelta(days=days), policy=EASY.model_copy(update={"warn_days": warn})
        ).standing
    )


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2025-06-30", Standing.ON_SCHEDULE),
        ("2025-07-01", Standing.BEHIND),
        ("2025-12-31", Standing.BEHIND),
        ("2026-01-01", Standing.OVERDUE),
    ],
)
def test_passed_milestone_is_behind(on: Any, day: str, standing: Standing) -> None:
    """A milestone is behind from the day after it; once the issue is overdue, that is what is said."""
    assert standing == on(issue(milestones=(date(2025, 6, 30),)), day).standing


def test_achieved_milestone_is_not_behind(on: Any) -> None:
    """A milestone that was recorded as done is in order, and the day is kept; the next one still counts."""
    one = issue(
        entry("2025-06-01", "achieve", measure=1, milestone=1),
        milestones=(date(2025, 6, 30), date(2025, 9, 30)),
    )
    assert Standing.ON_SCHEDULE == on(one, "2025-09-30").standing
    assert Standing.BEHIND == on(one, "2025-10-01").standing
    assert [date(2025, 6, 1), None] == [m.done for m in on(one, "2025-10-01").milestones]


@pytest.mark.parametrize(
    ("day", "standing"), [("2025-12-31", Standing.MET), ("2026-01-01", Standing.MET_LATE)]
)
def test_met_is_frozen_by_the_day_of_completion(on: Any, day: str, standing: Standing) -> None:
    """Completed on the due day is met, a day later is met late; neither changes afterwards."""
    one = issue(entry(day, "complete"))
    for later in (day, "2027-01-01"):
        assert (standing, None, date.fromisoformat(day)) == (
            on(one, later).standing, on(one, later).days_overdue, on(one, later).completed
        )  # fmt: skip


def test_issue_without_a_date_is_never_late(on: Any) -> None:
    """Without a date nothing is overdue: 立行立改 is unacted, what is only 长期坚持 is on schedule."""
    unacted = on(issue(due=None, immediate=True), "2099-01-01")
    assert (Kind.IMMEDIATE, Standing.UNACTED, None) == (unacted.kind, unacted.standing, unacted.days_overdue)
    standing = on(issue(due=None, sustained=True), "2099-01-01")
    assert (Kind.UNDATED, Standing.ON_SCHEDULE, None) == (
        standing.kind,
        standing.standing,
        standing.days_overdue,
    )


@pytest.mark.parametrize(
    ("issued", "day", "standing"),
    [
        (None, "2024-11-01", Standing.UNACTED),
        (date(2024, 10, 1), "2024-10-01", Standing.ON_SCHEDULE),
        (date(2024, 10, 1), "2024-10-31", Standing.ON_SCHEDULE),
        (date(2024, 10, 1), "2024-11-01", Standing.UNACTED),
        (date(2024, 10, 1), "2024-09-01", Standing.ON_SCHEDULE),
    ],
)
def test_unacted(on: Any, issued: date | None, day: str, standing: Standing) -> None:
    """Immediate work without a record is told at once where the day of issue is unknown, else later."""
    assert standing == on(issue(due=None, immediate=True), day, issued=issued).standing


@pytest.mark.parametrize(
    ("kind", "more", "acted"),
    [
        ("start", {}, True),
        ("progress", {}, True),
        ("supervise", {"level": "letter"}, False),
        ("account", {}, False),
        ("extend", {"due": "2026-01-01", "approval": "批复"}, False),
        ("amend", {"changes": [{"field": "goal", "old": "甲", "new": "乙"}], "approval": "批复"}, False),
        ("object", {}, False),
        ("close", {}, False),
        ("accept", {}, False),
    ],
)
def test_what_counts_as_an_action(on: Any, kind: str, more: dict[str, str], acted: bool) -> None:
    """Only what the units themselves do is an action; pressure from above is none."""
    by = OFFICE if not acted else LEAD
    due = DUE if kind == "extend" else None
    one = issue(entry("2025-01-01", kind, by, **more), due=due, immediate=True)
    found = on(one, "2025-02-01")
    assert (Status.IN_PROGRESS if acted else Status.NOT_STARTED) == found.status
    if kind != "extend":
        assert (Standing.ON_SCHEDULE if acted else Standing.UNACTED) == found.standing


def test_extension_moves_the_due_day_and_keeps_the_first(on: Any) -> None:
    """The last extension counts from its own date on; the first due date stays in the baseline."""
    one = issue(
        entry("2025-12-01", "extend", OFFICE, due="2026-06-30", approval="批复一"),
        entry("2026-06-01", "extend", OFFICE, due="2026-09-30", approval="批复二"),
    )
    days = ["2025-11-30", "2025-12-01", "2026-06-01"]
    assert [DUE, date(2026, 6, 30), date(2026, 9, 30)] == [on(one, day).due for day in days]
    assert (Standing.OVERDUE, 1) == (on(one, "2026-10-01").standing, on(one, "2026-10-01").days_overdue)
    assert DUE == on(one, "2026-10-01").first_due


# -- the chain -----------------------------------------------------------------------------------------------

WHERE = {"since": "2026-02-01", "until": "2026-02-20", "where": "网站"}
CHAIN = [
    (entry("2025-01-01", "start"), Status.IN_PROGRESS),
    (entry("2025-06-01", "progress", SUPPORT), Status.IN_PROGRESS),
    (entry("2025-12-01", "complete"), Status.COMPLETED),
    (entry("2026-01-10", "accept", ACCEPTOR), Status.ACCEPTED),
    (entry("2026-02-01", "publicize", ACCEPTOR, **WHERE), Status.PUBLICIZED),
    (entry("2026-03-01", "close", OFFICE), Status.CLOSED),
    (entry("2026-08-01", "reopen", OFFICE), Status.IN_PROGRESS),
    (entry("2026-09-01", "complete"), Status.COMPLETED),
]


@pytest.mark.parametrize("length", range(len(CHAIN) + 1))
def test_closing_chain(on: Any, length: int) -> None:
    """Each entry in its turn moves the status one step on."""
    entries = [one for one, _ in CHAIN[:length]]
    expected = CHAIN[length - 1][1] if length else Status.NOT_STARTED
    assert expected == on(issue(*entries), "2027-01-01").status


@pytest.mark.parametrize("length", range(1, len(CHAIN) + 1))
def test_later_entries_are_not_seen(on: Any, length: int) -> None:
    """Judged on an earlier day, entries dated later do not exist; the day itself is seen."""
    whole = issue(*(one for one, _ in CHAIN))
    last, status = CHAIN[length - 1]
    assert (status, length) == (on(whole, last.date).status, on(whole, last.date).entries)
    before = on(whole, last.date - timedelta(days=1))
    assert (CHAIN[length - 2][1] if length > 1 else Status.NOT_STARTED, length - 1) == (
        before.status,
        before.entries,
    )


def test_every_acceptor_signs(on: Any) -> None:
    """With several acceptance units, the issue is accepted when the last of them has accepted."""
    done = entry("2025-12-01", "complete")
    first, second = entry("2026-01-01", "accept", ACCEPTOR), entry("2026-01-02", "accept", OTHER)
    both = (ACCEPTOR, OTHER)
    assert Status.COMPLETED == on(issue(done, first, acceptors=both), "2027-01-01").status
    assert Status.COMPLETED == on(issue(done, first, first, acceptors=both), "2027-01-01").status
    assert Status.ACCEPTED == on(issue(done, second, first, acceptors=both), "2027-01-01").status


def test_rejection_starts_acceptance_again(on: Any) -> None:
    """A rejection takes the completion back; what was accepted before it does not count after it."""
    both = (ACCEPTOR, OTHER)
    entries = [
        entry("2025-12-01", "complete"),
        entry("2025-12-10", "accept", ACCEPTOR),
        entry("2025-12-20", "reject", OTHER),
        entry("2026-03-01", "complete"),
        entry("2026-03-02", "accept", OTHER),
    ]
    rejected = on(issue(*entries[:3], acceptors=both), "2026-02-01")
    assert (Status.IN_PROGRESS, Standing.OVERDUE, None) == (
        rejected.status,
        rejected.standing,
        rejected.completed,
    )
    again = on(issue(*entries, acceptors=both), "2026-04-01")
    assert (Status.COMPLETED, Standing.MET_LATE) == (again.status, again.standing)


@pytest.mark.parametrize("kind", ["reopen", "review"])
def test_relapse_puts_it_back_to_work(on: Any, kind: str) -> None:
    """A reopening and a review that finds a relapse both begin an attempt, late only from its own due day."""
    more = {"result": "relapsed"} if kind == "review" else {}
    closed = [one for one, _ in CHAIN[:6]]
    by = OFFICE if kind == "reopen" else LEAD
    found = on(issue(*closed, entry("2026-08-01", kind, by, **more)), "2026-08-03")
    assert (Status.IN_PROGRESS, Standing.RELAPSED) == (found.status, found.standing)
    assert (2, 2, None) == (found.chain.attempt.number, found.reopened, found.due)
    assert ("relapse_without_due",) == found.doubts
    again = issue(*closed, entry("2026-08-01", kind, by, due="2026-09-30", **more))
    assert (Standing.RELAPSED, None) == (
        on(again, "2026-09-30").standing,
        on(again, "2026-09-30").days_overdue,
    )
    assert (Standing.OVERDUE, 1) == (on(again, "2026-10-01").standing, on(again, "2026-10-01").days_overdue)
    assert date(2025, 12, 1) == on(again, "2026-10-01").first_completed


def test_review_that_holds_changes_nothing(on: Any) -> None:
    """A review that finds things in order leaves the issue cleared."""
    closed = [one for one, _ in CHAIN[:6]]
    found = on(issue(*closed, entry("2026-08-01", "review", LEAD, result="holds")), "2026-08-01")
    assert (Status.CLOSED, Standing.MET) == (found.status, found.standing)


DONE = entry("2025-12-01", "complete")
SKIPS = [
    # entries, status, why the last one has no effect
    ([entry("2025-01-01", "complete", SUPPORT)], Status.NOT_STARTED, Reason.NOT_ENTITLED),
    ([entry("2025-01-01", "complete", OTHER)], Status.NOT_STARTED, Reason.NOT_ENTITLED),
    ([entry("2025-01-01", "accept", ACCEPTOR)], Status.NOT_STARTED, Reason.OUT_OF_ORDER),
    ([entry("2025-01-01", "reject", ACCEPTOR)], Status.NOT_STARTED, Reason.OUT_OF_ORDER),
    ([DONE, entry("2026-01-01", "accept", LEAD)], Status.COMPLETED, Reason.NOT_ENTITLED),
    ([DONE, entry("2026-01-01", "complete")], Status.COMPLETED, Reason.OUT_OF_ORDER),
    ([DONE, entry("2026-02-01", "publicize", **WHERE)], Status.COMPLETED, Reason.OUT_OF_ORDER),
    ([DONE, entry("2026-02-01", "close", OFFICE)], Status.COMPLETED, Reason.OUT_OF_ORDER),
    ([DONE, entry("2026-01-01", "accept", ACCEPTOR), entry("2026-02-01", "close", OFFICE)],
     Status.ACCEPTED, Reason.OUT_OF_ORDER),
    ([entry("2025-01-01", "close", OFFICE)], Status.NOT_STARTED, Reason.OUT_OF_ORDER),
    ([entry("2025-01-01", "reopen", OFFICE)], Status.NOT_STARTED, Reason.OUT_OF_ORDER),
    ([entry("2025-01-01", "achieve", measure=1, milestone=1)], Status.NOT_STARTED, Reason.NO_SUCH_MILESTONE),
    ([entry("2025-01-01", "achieve", measure=2, milestone=1)], Status.NOT_STARTED, Reason.NO_SUCH_MILESTONE),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "status", "why"), SKIPS)
def test_no_step_is_skipped(on: Any, units: Units, entries: list[Entry], status: Status, why: Reason) -> None:
    """An entry out of turn, by the wrong unit or about nothing has no effect, and it is said why."""
    one = issue(*entries)
    assert status == on(one, "2027-01-01").status
    assert [(entries[-1], why)] == [(e, r.reason) for e, r in refusals(one, units)]


def test_member_of_a_leading_group_may_complete(on: Any) -> None:
    """Where 各旗县区 lead, one of them may complete; a district outside the group may not."""
    one = issue(entry("2025-12-01", "complete", SUPPORT), lead=("各旗县区",))
    assert Status.COMPLETED == on(one, "2026-01-01").status
    other = issue(entry("2025-12-01", "complete", "稀土高新区"), lead=("各旗县区",))
    assert Status.NOT_STARTED == on(other, "2026-01-01").status


def test_void_takes_an_entry_back(on: Any) -> None:
    """A voided entry never was, on any day; what was believed at the time is another question."""
    done = entry("2025-06-01", "complete")
    one = issue(done, entry("2025-07-01", "void", entry=ref_of(done)))
    assert Status.NOT_STARTED == on(one, "2025-06-30").status
    found = on(one, "2025-07-01")
    assert (Status.NOT_STARTED, Standing.ON_SCHEDULE, None) == (found.status, found.standing, found.completed)


def test_voided_extension_gives_the_old_due_day_back(on: Any) -> None:
    """With the extension voided, the deadline is what it was."""
    moved = entry("2025-06-01", "extend", OFFICE, due="2026-06-30", approval="批复")
    one = issue(moved, entry("2025-07-01", "void", OFFICE, entry=ref_of(moved)))
    assert [DUE, DUE] == [on(one, day).due for day in ("2025-06-30", "2025-07-01")]


def test_void_of_nothing(on: Any, units: Units) -> None:
    """A void that names no entry changes nothing, and is told."""
    void = entry("2025-02-01", "void", entry="0badc0de")
    one = issue(entry("2025-01-01", "start"), void)
    assert Status.IN_PROGRESS == on(one, "2025-03-01").status
    assert [(void, Reason.NO_SUCH_ENTRY)] == [(e, r.reason) for e, r in refusals(one, units)]


def test_void_cannot_reach_forward(on: Any) -> None:
    """A void takes back what was recorded before it, not what is recorded after it in the file."""
    start = entry("2025-02-01", "start")
    one = issue(entry("2025-01-01", "void", entry=ref_of(start)), start)
    assert Status.IN_PROGRESS == on(one, "2025-03-01").status


def test_void_is_made_by_who_recorded_or_by_the_office(on: Any, units: Units) -> None:
    """Another unit cannot take an entry back."""
    start = entry("2025-01-01", "start")
    for by, status in ((LEAD, Status.NOT_STARTED), (OFFICE, Status.NOT_STARTED), (OTHER, Status.IN_PROGRESS)):
        void = entry("2025-02-01", "void", by, entry=ref_of(start))
        one = issue(start, void)
        assert status == on(one, "2025-03-01").status
        expected = [(void, Reason.NOT_ENTITLED)] if by == OTHER else []
        assert expected == [(e, r.reason) for e, r in refusals(one, units)]


def test_void_keeps_its_aim_when_entries_are_merged(on: Any) -> None:
    """Entries that a merge puts in between do not change which one is void."""
    wrong, right = entry("2025-06-01", "complete"), entry("2025-03-01", "progress", SUPPORT)
    void = entry("2025-06-02", "void", entry=ref_of(wrong))
    for entries in ([wrong, void, right], [right, wrong, void], [wrong, right, void]):
        assert Status.IN_PROGRESS == on(issue(*entries), "2025-07-01").status


def test_entry_twice_counts_once(on: Any, units: Units) -> None:
    """The same record twice, as after a merge or a second try, is one; a void takes both back."""
    reopened = entry("2026-01-01", "reopen", OFFICE)
    again = reopened.model_copy()
    one = issue(entry("2025-06-01", "complete"), reopened, again)
    assert 1 == on(one, "2026-02-01").chain.relapses
    assert [Reason.REPEATED] == [why.reason for _, why in refusals(one, units)]
    void = entry("2026-01-02", "void", OFFICE, entry=ref_of(reopened))
    assert Status.COMPLETED == on(issue(*one.entries, void), "2026-02-01").status


def test_entry_recorded_again_after_its_void_counts(on: Any) -> None:
    """What was taken back by mistake is recorded again."""
    start = entry("2025-01-01", "start")
    void = entry("2025-01-02", "void", entry=ref_of(start))
    assert Status.IN_PROGRESS == on(issue(start, void, start.model_copy()), "2025-03-01").status


def test_voided_void_brings_the_entry_back(on: Any) -> None:
    """A void can be a mistake too: voiding it makes the entry count again."""
    start = entry("2025-01-01", "start")
    void = entry("2025-02-01", "void", entry=ref_of(start))
    one = issue(start, void, entry("2025-03-01", "void", entry=ref_of(void)))
    assert Status.IN_PROGRESS == on(one, "2025-04-01").status


def test_entries_count_by_date_not_by_place(units: Units) -> None:
    """Entries recorded late take effect on their own date; on one day file order decides."""
    entries = [entry("2025-03-01", "start"), entry("2025-01-01", "progress"), entry("2025-03-01", "progress")]
    one, setting = issue(*entries).baseline, Setting(units, EASY)
    assert [1, 0, 2] == [s.position for s in in_effect(one, entries, setting, date(2025, 12, 31))]
    assert [1] == [s.position for s in in_effect(one, entries, setting, date(2025, 2, 28))]


# -- the shipped ledger --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "overdue", "behind", "due_soon", "unacted"),
    [
        ("2024-12-01", 0, 0, 8, 4),
        ("2024-12-11", 0, 1, 7, 4),
        ("2024-12-31", 0, 1, 7, 4),
        ("2025-01-01", 8, 6, 0, 4),
        ("2025-06-01", 9, 5, 0, 4),
        ("2026-01-01", 15, 2, 0, 4),
        ("2027-01-01", 19, 0, 0, 4),
    ],
)
def test_shipped_ledger_on_a_day(
    tree: dict[str, bytes], day: str, overdue: int, behind: int, due_soon: int, unacted: int
) -> None:
    """How many of the 23 issues are late, behind, due soon and unacted, counted by hand from the plan."""
    found = Day(load(tree).ledger, date.fromisoformat(day)).judgements
    counts = [
        sum(j.standing is s for j in found)
        for s in (Standing.OVERDUE, Standing.BEHIND, Standing.DUE_SOON, Standing.UNACTED)
    ]
    assert 23 == len(found)
    assert [overdue, behind, due_soon, unacted] == counts


_ENTRIES = st.lists(
    st.builds(
        lambda day, step: ENTRIES.validate_python([{**step, "date": date(2025, 1, 1) + timedelta(days=day)}])[
            0
        ],
        st.integers(0, 700),
        st.sampled_from(
            [
                {"type": "start", "by": LEAD},
                {"type": "progress", "by": SUPPORT, "text": "进展"},
                {"type": "complete", "by": LEAD},
                {"type": "complete", "by": SUPPORT},
                {"type": "accept", "by": ACCEPTOR},
                {"type": "reject", "by": ACCEPTOR},
                {"type": "publicize", "by": LEAD, **WHERE},
                {"type": "close", "by": OFFICE},
                {"type": "reopen", "by": OFFICE},
                {"type": "extend", "by": OFFICE, "due": "2026-06-30", "approval": "批复"},
                {"type": "void", "by": OFFICE, "entry": ref_of(entry("2025-06-01", "complete"))},
                {"type": "void", "by": OFFICE, "entry": ref_of(entry("2025-06-01", "start"))},
                {"type": "supervise", "by": OFFICE, "level": "letter"},
                {"type": "object", "by": OFFICE},
            ]
        ),
    ),
    max_size=10,
)


@given(entries=_ENTRIES, day=st.integers(0, 800))
def test_judgement_is_consistent(on: Any, entries: list[Entry], day: int) -> None:
    """Whatever the records, status, standing, dates and counts never contradict each other."""
    as_of = date(2025, 1, 1) + timedelta(days=day)
    found = on(issue(*entries), as_of)
    done = found.status in {Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED}
    assert done == (found.completed is not None)
    assert done == (found.standing in {Standing.MET, Standing.MET_EXTENDED, Standing.MET_LATE})
    assert (found.standing is Standing.OVERDUE) == (found.days_overdue is not None)
    assert found.days_overdue is None or found.days_overdue == (as_of - found.due).days > 0
    assert found.completed is None or found.completed <= as_of
    if not any(one.type == "void" for one in entries):
        again = on(issue(*(one for one in entries if one.date <= as_of)), as_of)
        assert (again.status, again.standing, again.due) == (found.status, found.standing, found.due)


def _item(number: str, *entries: Entry, **more: Any) -> Issue:
    """An issue with a number of its own."""
    made = issue(*entries, **more)
    return Issue(made.baseline.model_copy(update={"number": number, "id": number}), made.entries, made.path)


def test_a_problem_is_due_with_its_last_item(units: Units) -> None:
    """A sub-item without a day leaves the problem the day of the others; it is done on the day of the last one."""
    first, last = date(2025, 6, 30), date(2025, 9, 30)
    done = entry("2025-06-01", "complete")
    one, other = _item("7（1）", done, due=first), _item("7（2）", due=last)
    undated = _item("7（3）", due=None, immediate=True)

    def problem(*issues: Issue) -> Item:
        (found,) = items(
            [judged(i, "2025-06-15", units) for i in issues], Level.PROBLEMS, Sustained.ON_SCHEDULE
        )
        return found

    assert (problem(one, undated).due, problem(one, undated).first_due) == (first, first)
    assert (problem(undated).due, problem(one, other).due) == (None, last)
    assert (problem(one, other).completed, problem(one).completed) == (None, date(2025, 6, 1))
    late = _item("7（2）", entry("2025-06-10", "complete"), due=last)
    assert problem(one, late).completed == date(2025, 6, 10)


@pytest.mark.parametrize(
    ("day", "klass"),
    [
        ("2025-03-30", Class.ON_PACE),
        ("2025-03-31", Class.BEHIND_PACE),  # what is due on the day itself is to be done on it
        ("2025-04-01", Class.BEHIND_PACE),  # its last day is still ahead
        ("2025-06-30", Class.BEHIND_PACE),
        ("2025-07-01", Class.OVERDUE),
    ],
)
def test_the_class_of_a_measure(units: Units, day: str, klass: Class) -> None:
    """A measure is behind from the day of its first open milestone, and overdue after its last."""
    one = judged(issue(milestones=(date(2025, 3, 31), date(2025, 6, 30))), day, units)
    (found,) = items([one], Level.MEASURES, Sustained.ON_SCHEDULE)
    assert (found.klass, found.due, found.first_due) == (klass, date(2025, 6, 30), date(2025, 6, 30))


@pytest.mark.parametrize(("day", "klass"), [("2025-06-30", Class.BEHIND_PACE), ("2025-04-01", Class.ON_PACE)])
def test_the_class_of_a_measure_that_is_up_to_date(units: Units, day: str, klass: Class) -> None:
    """A milestone that is done leaves the measure on pace until the next one is due."""
    done = entry("2025-03-20", "achieve", measure=1, milestone=1)
    one = judged(issue(done, milestones=(date(2025, 3, 31), date(2025, 6, 30))), day, units)
    (found,) = items([one], Level.MEASURES, Sustained.ON_SCHEDULE)
    assert found.klass is klass


@pytest.mark.parametrize(
    ("support", "waiting"),
    [
        (("昆区", "市农牧局"), {LEAD, "昆区", "市农牧局"}),  # no group is named: everybody responsible
        (("各旗县区", "市农牧局"), {"昆区", "青山区", "东河区", "九原区", "石拐区", "白云鄂博矿区", "土右旗", "固阳县", "达茂旗"}),
        (("各旗县区", "稀土高新区"), {"昆区", "青山区", "东河区", "九原区", "石拐区", "白云鄂博矿区", "土右旗", "固阳县", "达茂旗", "稀土高新区"}),
    ],
)  # fmt: skip
def test_who_has_to_reach_a_target_that_is_for_each(
    units: Units, support: tuple[str, ...], waiting: set[str]
) -> None:
    """The places among those responsible where a group is named, else everybody."""
    each = Target(name="甲", text="1座", value=Decimal(1), unit="座", compare=">=", each=True)
    (state,) = judged(issue(support=support, targets=(each,)), "2025-01-01", units).targets
    assert set(state.waiting) == waiting
