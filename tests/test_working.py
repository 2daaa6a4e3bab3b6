"""Driving a ledger: figures reached, what the next step needs, pace, supervision and standing duties."""

# ruff: noqa: SIM300 - what is expected stands first

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cli_tools import REPO, run_cli, run_json
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.judging.duties import State, earliest_named, known_since, periods, state_of
from ledger.judging.escalation import Suggestion, suggest
from ledger.judging.owed import Basis, Obligation, What
from ledger.judging.pace import Pace, Pacing, contradicts
from ledger.judging.parties import Setting
from ledger.judging.promises import promises, words_given
from ledger.judging.ready import Gap, Readiness, readiness
from ledger.judging.status import Judgement, Kind, Standing, judge
from ledger.judging.targets import TargetState
from ledger.model.baseline import (
    Acceptance,
    Baseline,
    Deadline,
    Measure,
    Milestone,
    Responsibility,
    Target,
    TargetPart,
)
from ledger.model.course import Status
from ledger.model.disclosure import Disclosure
from ledger.model.entries import ENTRIES, Entry, ref_of
from ledger.model.ledger import Issue, Ledger
from ledger.model.plan import Plan, Policy, Source, SuperviseDays
from ledger.model.unit import Units
from ledger.plans.demands import recurrences
from ledger.reports.folding import folded

LEAD, SUPPORT, ACCEPTOR, SECOND, OFFICE = "市水务局", "昆区", "市生态环境局", "市农牧局", "市整改专项组"
DUE = date(2025, 12, 31)
DISTRICTS = ("昆区", "青山区", "东河区", "九原区", "石拐区", "白云鄂博矿区", "土右旗", "固阳县", "达茂旗")


def day(text: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(text)


def entry(when: str, kind: str, by: str = LEAD, **more: Any) -> Entry:
    """An entry as it is read from a file; progress says something."""
    if kind == "progress":
        more.setdefault("text", "进展")
    (read,) = ENTRIES.validate_python([{"date": when, "type": kind, "by": by, **more}])
    return read


def reading(when: str, value: str, by: str = LEAD, target: int = 1, part: int | None = None) -> Entry:
    """A progress entry with one reading."""
    held = {"target": target, "part": part, "value": Decimal(value)}
    return entry(when, "progress", by, readings=[held])


def measure(text: str = "甲", *due: str) -> Measure:
    """A measure with milestones on these days."""
    milestones = tuple(Milestone(text="节点", due=day(one)) for one in due)
    return Measure(text=text, milestones=milestones, recurring=recurrences(text))


def target(
    value: str, compare: Any = ">=", *parts: str, each: bool = False, due: str | None = None
) -> Target:
    """A target with parts of these values."""
    return Target(
        name="指标",
        text="指标",
        value=Decimal(value),
        unit="公里",
        compare=compare,
        each=each,
        due=day(due) if due else None,
        parts=tuple(TargetPart(name="分项", text="分项", value=Decimal(p), measure=1) for p in parts),
    )


def issue(
    *entries: Entry,
    name: str = "01",
    due: date | None = DUE,
    sustained: bool = False,
    immediate: bool = False,
    lead: tuple[str, ...] = (LEAD,),
    support: tuple[str, ...] = (SUPPORT,),
    acceptance: tuple[str, ...] = (ACCEPTOR,),
    measures: tuple[Measure, ...] = (measure(),),
    milestones: tuple[str, ...] = (),
    targets: tuple[Target, ...] = (),
) -> Issue:
    """An issue with these entries."""
    baseline = Baseline(
        id=name,
        number=name,
        section=None,
        title="题目",
        problem=None,
        acceptance=Acceptance(text="甲", units=acceptance),
        responsibility=Responsibility(text="甲", lead=lead, support=support),
        deadline=Deadline(text="甲", due=due, immediate=immediate, sustained=sustained),
        goal="甲",
        milestones=tuple(Milestone(text="节点", due=day(one)) for one in milestones),
        measures=measures,
        targets=targets,
    )
    return Issue(baseline, entries, f"data/issues/{name}.yaml")


def easy(**settings: Any) -> Policy:
    """A policy that asks for nothing, so that a step can be looked at by itself; with some settings."""
    return Policy(
        **{"complete_needs": (), "close_needs": (), "publicity_days": 1, "silent_days": None, **settings}
    )


def judged(
    one: Issue, when: str, units: Units, policy: Policy | None = None, since: date | None = None
) -> Judgement:
    """The judgement of an issue on a day."""
    return judge(one, day(when), Setting(units, policy or easy()), None, since)


DONE = entry("2025-11-01", "complete")
ACCEPTED = entry("2025-11-10", "accept", ACCEPTOR)
SHOWN = entry("2025-11-11", "publicize", since="2025-11-11", until="2025-11-24", where="网站")
CLOSED = entry("2025-11-25", "close", OFFICE)


# -- targets ------------------------------------------------------------------------------------------------


@pytest.fixture
def state(units: Units) -> Any:
    """The state of the only target of an issue after some entries."""

    def found(one: Target, *entries: Entry, **more: Any) -> TargetState:
        held = issue(*entries, targets=(one,), **more)
        (result,) = judged(held, "2026-06-30", units).targets
        return result

    return found


def test_target_without_a_reading(state: Any) -> None:
    """Nothing is known, nothing is met."""
    found = state(target("10"))
    assert (1, None, None, None, False, ()) == (
        found.number, found.value, found.percent, found.read, found.met, found.waiting,
    )  # fmt: skip


PARTED = target("10", ">=", "4", "6")
PARTS = [
    # readings, value, percent, day of reading, met, whether the readings contradict each other
    ([("2025-01-01", "3", 1)], "3", "30.0", "2025-01-01", False, False),
    ([("2025-01-01", "3", 1), ("2025-02-01", "5.5", 2)], "8.5", "85.0", "2025-02-01", False, False),
    ([("2025-01-01", "3", 1), ("2025-02-01", "4", 1)], "4", "40.0", "2025-02-01", False, False),
    ([("2025-02-01", "4", 1), ("2025-01-01", "3", 1)], "4", "40.0", "2025-02-01", False, False),
    ([("2025-01-01", "4", 1), ("2025-01-01", "6", 2)], "10", "100.0", "2025-01-01", True, False),
    # a surplus of one part stands in for no other
    ([("2025-01-01", "9", 1), ("2025-02-01", "1", 2)], "10", "100.0", "2025-02-01", False, False),
    # a reading of the whole is the whole's, whatever was read of parts before or after
    ([("2025-01-01", "3", 1), ("2025-02-01", "5", 2), ("2025-03-01", "9", None)], "9", "90.0", "2025-03-01", False, True),
    ([("2025-01-01", "3", 1), ("2025-03-01", "9", None), ("2025-04-01", "6", 2)], "9", "90.0", "2025-04-01", False, False),
    ([("2025-03-01", "9", None), ("2025-04-01", "2", 2)], "9", "90.0", "2025-04-01", False, False),
    ([("2025-03-01", "9", None), ("2025-03-01", "10", None)], "10", "100.0", "2025-03-01", True, False),
    # reached as a whole, though a part that was read no earlier falls short: met, and a person has to look
    ([("2025-03-01", "10", None), ("2025-04-01", "2", 2)], "10", "100.0", "2025-04-01", True, True),
    ([("2025-03-01", "2", 2), ("2025-04-01", "10", None)], "10", "100.0", "2025-04-01", True, False),
    # every part is there, though the whole was read short before
    ([("2025-03-01", "9", None), ("2025-04-01", "4", 1), ("2025-05-01", "6", 2)], "9", "90.0", "2025-05-01", True, True),
]  # fmt: skip


@pytest.mark.parametrize(("readings", "value", "percent", "read", "met", "conflict"), PARTS)
def test_whole_and_parts(
    state: Any,
    readings: list[tuple[str, str, int | None]],
    value: str,
    percent: str,
    read: str,
    met: bool,
    conflict: bool,
) -> None:
    """The whole's latest reading counts, else the sum of the parts'; reached by the whole or by every part."""
    found = state(PARTED, *(reading(when, much, part=part) for when, much, part in readings))
    assert (Decimal(value), Decimal(percent), day(read), met, conflict) == (
        found.value, found.percent, found.read, found.met, found.conflict,
    )  # fmt: skip


def test_part_read_by_two_units_counts_once(state: Any) -> None:
    """Two units that read the same part do not add up; the later one holds."""
    readings = [reading("2025-01-01", "3", part=1), reading("2025-02-01", "4", SUPPORT, part=1)]
    assert Decimal(4) == state(PARTED, *readings).value
    assert Decimal(4) == state(PARTED, *reversed(readings)).value


@pytest.mark.parametrize(
    ("value", "reads", "percent"),
    [
        ("10", "45", "450.0"),
        ("400", "49", "12.3"),  # 12.25 goes up
        ("400", "47", "11.8"),  # 11.75 goes up
        ("3", "1", "33.3"),
        ("3", "2", "66.7"),
        ("31.7", "31.7", "100.0"),
        ("31.7", "31.6999", "100.0"),
        ("0", "5", None),
        ("10", "-1", "-10.0"),
    ],
)
def test_percent_has_one_decimal_and_no_lid(state: Any, value: str, reads: str, percent: str | None) -> None:
    """More than all of it is more than 100%; halves go up; of nothing there is no share."""
    found = state(target(value), reading("2025-01-01", reads))
    assert (Decimal(percent) if percent else None) == found.percent
    assert (Decimal(reads) >= Decimal(value)) == found.met


@pytest.mark.parametrize(("reads", "met"), [("9.9", True), ("10", True), ("10.1", False)])
def test_upper_limit(state: Any, reads: str, met: bool) -> None:
    """What may be at most so much is met below and at the limit, and has no percentage."""
    found = state(target("10", "<="), reading("2025-01-01", reads))
    assert (met, None) == (found.met, found.percent)


def test_latest_reading_of_the_whole_counts(state: Any) -> None:
    """A figure may fall again; what was read last counts, whoever read it and wherever it stands."""
    readings = [reading("2025-03-01", "6", SUPPORT), reading("2025-01-01", "9")]
    found = state(target("8"), *readings)
    assert (Decimal(6), day("2025-03-01"), False) == (found.value, found.read, found.met)


def test_target_for_each_waits_for_everyone(state: Any) -> None:
    """One district that has not reported keeps the target open; the furthest behind is its value."""
    group: dict[str, Any] = {"support": ("各旗县区", "稀土高新区")}
    some = [reading("2025-01-01", "1", name) for name in (*DISTRICTS[:8], "稀土高新区")]
    without = [one for one in some if one.by != "稀土高新区"]
    zone = state(target("1", each=True), *without, reading("2025-02-01", "2", DISTRICTS[8]), **group)
    assert (("稀土高新区",), False) == (zone.waiting, zone.met)
    found = state(target("1", each=True), *some, **group)
    assert (Decimal(1), DISTRICTS[8:], False) == (found.value, found.waiting, found.met)
    assert found.percent is None  # nine have theirs, and nobody knows of the others
    low = state(target("1", each=True), *some, reading("2025-02-01", "0", DISTRICTS[8]), **group)
    assert (Decimal(0), DISTRICTS[8:], False, day("2025-02-01")) == (
        low.value,
        low.waiting,
        low.met,
        low.read,
    )
    all_of_them = state(target("1", each=True), *some, reading("2025-02-01", "2", DISTRICTS[8]), **group)
    assert (Decimal(1), (), True) == (all_of_them.value, all_of_them.waiting, all_of_them.met)


def test_target_for_each_without_a_group_is_for_all_responsible(state: Any) -> None:
    """Where no group is named, everyone responsible has to reach it; for an upper limit the highest counts."""
    found = state(target("10", "<=", each=True), reading("2025-01-01", "3"))
    assert ((SUPPORT,), False) == (found.waiting, found.met)
    both = state(
        target("10", "<=", each=True), reading("2025-01-01", "3"), reading("2025-01-02", "11", SUPPORT)
    )
    assert (Decimal(11), (SUPPORT,), False) == (both.value, both.waiting, both.met)


def test_readings_of_voided_entries_do_not_count(state: Any) -> None:
    """A reading that was taken back leaves the one before it."""
    wrong = reading("2025-02-01", "85")
    found = state(
        target("10"), reading("2025-01-01", "5"), wrong, entry("2025-02-02", "void", entry=ref_of(wrong))
    )
    assert Decimal(5) == found.value


# -- the next step ------------------------------------------------------------------------------------------

STAGED = (measure(), measure("乙", "2025-06-30", "2025-09-30"), measure("丙"))


def ready(one: Issue, when: str, units: Units, **policy: Any) -> Readiness:
    """What the next step of an issue needs."""
    settings = easy(**policy)
    return readiness(judged(one, when, units, settings), units, settings, day(when))


NODES = [
    # achieved (measure, milestone), gaps by need "measures", by need "milestones"
    ([], [(1, None), (2, None), (3, None)], [(2, 1), (2, 2)]),
    ([(1, None)], [(2, None), (3, None)], [(2, 1), (2, 2)]),
    ([(2, 1)], [(1, None), (2, None), (3, None)], [(2, 2)]),
    ([(2, 1), (2, 2)], [(1, None), (3, None)], []),
    ([(2, None)], [(1, None), (3, None)], []),
    ([(1, None), (2, None), (3, None)], [], []),
    ([(1, None), (2, 2), (2, 1), (3, None)], [], []),
]


@pytest.mark.parametrize(("achieved", "measures", "milestones"), NODES)
def test_measures_and_milestones_that_are_missing(
    units: Units,
    achieved: list[tuple[int, int | None]],
    measures: list[tuple[int, int | None]],
    milestones: list[tuple[int, int | None]],
) -> None:
    """A measure is done by itself or by all its milestones; a milestone by itself or by its measure."""
    done = [entry("2025-05-01", "achieve", measure=m, milestone=n) for m, n in achieved]
    one = issue(*done, measures=STAGED)
    needs: list[tuple[tuple[str, ...], list[tuple[int, int | None]]]] = [
        (("measures",), measures),
        (("milestones",), milestones),
        (("milestones", "measures", "measures"), measures),
    ]
    for need, expected in needs:
        found = ready(one, "2025-06-01", units, complete_needs=need)
        assert expected == [(gap.measure, gap.milestone) for gap in found.gaps]
        assert {need[-1]} >= {gap.need for gap in found.gaps}
        assert ("complete", (LEAD,)) == (found.step, found.by)


def test_targets_that_are_missing(units: Units) -> None:
    """Targets that are not met are named with their figures and with who has not reported."""
    one = issue(
        reading("2025-02-01", "10"), reading("2025-02-02", "2", target=2), reading("2025-02-03", "1", target=3),
        targets=(target("10"), target("3"), target("1", each=True)),
    )  # fmt: skip
    found = ready(one, "2025-06-01", units, complete_needs=("targets",))
    assert [(2, Decimal(2), ()), (3, Decimal(1), (SUPPORT,))] == [
        (gap.target.number, gap.target.value, gap.units) for gap in found.gaps if gap.target
    ]


@pytest.mark.parametrize("need", ["similar", "mechanism", "evidence"])
def test_what_comes_with_the_step_itself(units: Units, need: str) -> None:
    """举一反三, 长效机制 and evidence are asked for before they can be there, and once they are, no more."""
    before = ready(issue(), "2025-06-01", units, complete_needs=(need,))
    assert [Gap(need)] == list(before.gaps)
    more = {need: "查了同类问题"} if need != "evidence" else {"evidence": [{"url": "https://example.gov.cn"}]}
    chain = [entry("2025-11-01", "complete", **more), ACCEPTED, SHOWN]
    shown = ready(issue(*chain), "2025-11-30", units, close_needs=(need,))
    assert ("close", ()) == (shown.step, shown.gaps)
    without = ready(issue(DONE, ACCEPTED, SHOWN), "2025-11-30", units, close_needs=(need,))
    assert ("close", (Gap(need),)) == (without.step, without.gaps)


@pytest.mark.parametrize("said", ["待补", "待补充。", "稍后补充", "另行报送", "N/A", "略", "——", "无"])
def test_what_is_still_to_come_is_not_said(units: Units, said: str) -> None:
    """举一反三：待补 promises that something will be said, and is asked for still."""
    chain = [entry("2025-11-01", "complete", similar=said, mechanism="建立制度"), ACCEPTED, SHOWN]
    found = ready(issue(*chain), "2025-11-30", units, close_needs=("similar", "mechanism"))
    assert (Gap("similar"),) == found.gaps


def test_what_was_said_before_a_rejection_has_to_be_said_again(units: Units) -> None:
    """After a rejection the closing needs start from nothing."""
    said = entry("2025-10-01", "complete", similar="有", mechanism="有")
    chain = [said, entry("2025-10-10", "reject", ACCEPTOR), DONE, ACCEPTED, SHOWN]
    found = ready(issue(*chain), "2025-11-30", units, close_needs=("similar", "mechanism"))
    assert (Gap("similar"), Gap("mechanism")) == found.gaps


STEPS: list[tuple[list[Entry], str | None, tuple[str, ...], list[Gap]]] = [
    # entries, step, who takes it, what is missing
    ([], "complete", (LEAD,), []),
    ([entry("2025-01-01", "start")], "complete", (LEAD,), []),
    ([DONE], "accept", (ACCEPTOR, SECOND), []),
    ([DONE, ACCEPTED], "accept", (SECOND,), []),
    ([DONE, ACCEPTED, entry("2025-11-10", "accept", SECOND)], "publicize", (ACCEPTOR, SECOND, LEAD), []),
    ([DONE, ACCEPTED, entry("2025-11-10", "accept", SECOND), SHOWN], "close", (OFFICE,), []),
    ([DONE, ACCEPTED, entry("2025-11-10", "accept", SECOND), SHOWN, CLOSED], None, (), []),
]


@pytest.mark.parametrize(("entries", "step", "by", "gaps"), STEPS)
def test_next_step_of_each_status(
    units: Units, entries: list[Entry], step: str | None, by: tuple[str, ...], gaps: list[Gap]
) -> None:
    """From each status: what comes next and whose turn it is."""
    one = issue(*entries, acceptance=(ACCEPTOR, SECOND))
    found = ready(one, "2025-12-01", units, complete_needs=(), close_needs=())
    assert (step, by, tuple(gaps)) == found


def test_closing_waits_for_notice_and_answer(units: Units) -> None:
    """On the last day of the notice it cannot be closed yet, and not before an objection is answered."""
    shown = issue(DONE, ACCEPTED, SHOWN, entry("2025-11-20", "object", OFFICE))
    last = ready(shown, "2025-11-24", units, close_needs=())
    assert [("objection", None), ("notice", day("2025-11-24"))] == [(gap.need, gap.day) for gap in last.gaps]
    assert ["objection"] == [gap.need for gap in ready(shown, "2025-11-25", units, close_needs=()).gaps]
    answered = issue(*shown.entries, entry("2025-11-25", "answer"))
    assert () == ready(answered, "2025-11-25", units, close_needs=()).gaps


def test_cleared_standing_duty_is_reviewed_next(units: Units) -> None:
    """What is to be kept up is reviewed by a day; anything else is at its end."""
    chain = [DONE, ACCEPTED, SHOWN, CLOSED]
    found = ready(issue(*chain, sustained=True), "2026-01-01", units)
    assert ("review", (LEAD,), (Gap("review", day=day("2026-11-01")),)) == found
    held = issue(*chain, entry("2026-03-31", "review", result="holds"), sustained=True)
    assert (Gap("review", day=day("2026-06-30")),) == ready(held, "2026-04-01", units, review_months=3).gaps


def test_office_of_the_policy_closes(units: Units) -> None:
    """Where the policy names offices, these close."""
    found = ready(issue(DONE, ACCEPTED, SHOWN), "2025-11-30", units, office=(SECOND, OFFICE), close_needs=())
    assert tuple(sorted((SECOND, OFFICE))) == found.by


# -- pace ---------------------------------------------------------------------------------------------------


def paced(one: Issue, when: str, units: Units, since: date | None = None) -> Pacing:
    """The reading of an issue on a day."""
    return judged(one, when, units, since=since).pacing


EARLY = entry("2025-06-01", "achieve", measure=2, milestone=1)
WHOLE = entry("2025-07-01", "achieve", measure=2)
PACES = [
    # entries, day, pace, stages due by the day, of these done
    ([], "2025-06-29", Pace.ON_PACE, 0, 0),
    ([], "2025-06-30", Pace.BEHIND_PACE, 1, 0),  # by the end of the day it is due
    ([], "2025-07-01", Pace.BEHIND_PACE, 1, 0),
    ([EARLY], "2025-05-31", Pace.ON_PACE, 0, 0),
    ([EARLY], "2025-06-10", Pace.AHEAD, 0, 0),
    ([EARLY], "2025-06-29", Pace.AHEAD, 0, 0),
    ([EARLY], "2025-06-30", Pace.ON_PACE, 1, 1),
    ([EARLY], "2025-09-29", Pace.ON_PACE, 1, 1),
    ([EARLY], "2025-09-30", Pace.BEHIND_PACE, 2, 1),
    ([WHOLE], "2025-07-01", Pace.AHEAD, 1, 1),
    ([WHOLE], "2025-12-30", Pace.ON_PACE, 2, 2),
    ([WHOLE], "2025-12-31", Pace.BEHIND_PACE, 3, 2),
    ([WHOLE], "2026-01-01", Pace.BEHIND_PACE, 3, 2),
    ([entry("2025-07-01", "achieve", measure=2), DONE], "2025-12-31", Pace.ON_PACE, 3, 3),
    # what has come due with its task is no stage of its own
    ([entry("2025-05-01", "achieve", measure=1)], "2025-06-01", Pace.ON_PACE, 0, 0),
    # ahead in one thing does not make up for another
    ([entry("2025-07-01", "achieve", measure=2, milestone=2)], "2025-07-01", Pace.BEHIND_PACE, 1, 0),
    # the latest word of a unit that it is behind is believed
    ([entry("2025-05-01", "progress", text="慢", pace="behind_pace")], "2025-06-01", Pace.BEHIND_PACE, 0, 0),
    ([EARLY, entry("2025-06-02", "progress", text="慢", pace="behind_pace")], "2025-06-10", Pace.BEHIND_PACE, 0, 0),
    ([entry("2025-05-01", "progress", text="慢", pace="behind_pace"), entry("2025-05-20", "progress", text="好", pace="ahead")],
     "2025-06-01", Pace.ON_PACE, 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "when", "expected", "due", "done"), PACES)
def test_pace(units: Units, entries: list[Entry], when: str, expected: Pace, due: int, done: int) -> None:
    """Behind with a stage undone after its day, ahead with one done before it, else on pace."""
    found = paced(issue(*entries, measures=STAGED), when, units)
    assert (expected, due, done) == (found.pace, len(found.stages), len(found.stages) - len(found.missed))


def test_target_with_a_day_is_a_stage(units: Units) -> None:
    """A figure to be reached by a day counts like a milestone; one without a day does not."""
    figures = (target("10", due="2025-06-30"), target("10"))
    assert [Pace.ON_PACE, Pace.BEHIND_PACE] == [
        paced(issue(targets=figures), d, units).pace for d in ("2025-06-29", "2025-06-30")
    ]
    reached = issue(reading("2025-05-01", "10"), targets=figures)
    assert [Pace.AHEAD, Pace.ON_PACE] == [paced(reached, d, units).pace for d in ("2025-06-29", "2025-06-30")]
    short = issue(reading("2025-05-01", "9.99"), targets=figures)
    assert Pace.BEHIND_PACE is paced(short, "2025-07-01", units).pace
    found = paced(reached, "2025-07-01", units)
    assert [1, 2] == [t.number for t in found.targets]
    assert [1] == [stage.target for stage in found.stages if stage.target]


def test_extension_moves_the_last_stage(units: Units) -> None:
    """With more time for the whole, the issue is on pace again, and so is a milestone that bears the date that is
    moved; any other that was missed stays missed."""
    moved = entry("2026-01-05", "extend", OFFICE, due="2026-06-30", approval="批复")
    assert Pace.BEHIND_PACE is paced(issue(moved), "2026-01-04", units).pace
    assert Pace.ON_PACE is paced(issue(moved), "2026-01-05", units).pace
    assert Pace.ON_PACE is paced(issue(moved, milestones=("2025-12-31",)), "2026-01-05", units).pace
    assert Pace.BEHIND_PACE is paced(issue(moved, milestones=("2025-12-30",)), "2026-01-05", units).pace


def test_undetermined_is_not_behind(units: Units) -> None:
    """Where nobody could read the deadline, time says nothing; a milestone that was missed still does."""
    open_end = issue(due=None)
    assert Pace.UNDETERMINED is paced(open_end, "2030-01-01", units).pace
    assert Pace.UNDETERMINED is paced(issue(due=None, measures=STAGED), "2025-06-29", units).pace
    assert Pace.BEHIND_PACE is paced(issue(due=None, measures=STAGED), "2025-06-30", units).pace


@pytest.mark.parametrize("claim", ["ahead", "on_pace", "behind_pace"])
@pytest.mark.parametrize(("when", "missed"), [("2025-12-30", False), ("2026-01-01", True)])
def test_claim_that_cannot_be(units: Units, claim: str, when: str, missed: bool) -> None:
    """Only a claim of being on pace or ahead, while something due is undone, is contradicted."""
    assert (missed and claim != "behind_pace") == contradicts(claim, paced(issue(), when, units))


def test_figure_that_lags_is_a_doubt(units: Units) -> None:
    """A per cent that is behind that of time by more than the gap is a doubt, and no verdict."""
    half = day("2025-01-01")  # on 2025-07-02 half of the time has gone
    for value, lagging in (("2.1", ()), ("2", ()), ("1.9", (1,)), ("0", (1,))):
        held = issue(reading("2025-02-01", value), targets=(target("10"),))
        found = judged(held, "2025-07-02", units, easy(pace_gap=30), half)
        assert (lagging, Pace.ON_PACE) == (found.pacing.lagging, found.pacing.pace), value
        assert [f"figure_lags:{n}" for n in lagging] == list(found.doubts)
    unread = judged(issue(targets=(target("10"),)), "2025-07-02", units, since=half)
    assert () == unread.pacing.lagging
    done = issue(reading("2025-02-01", "1"), entry("2025-06-30", "complete"), targets=(target("10"),))
    assert ["below_target:1"] == list(judged(done, "2025-07-02", units, since=half).doubts)


@pytest.mark.parametrize(
    ("since", "when", "elapsed"),
    [
        ("2025-01-01", "2025-07-02", "50.0"),
        ("2025-01-01", "2025-01-01", "0.0"),
        ("2025-01-01", "2025-12-31", "100.0"),
        ("2025-01-01", "2027-01-01", "100.0"),
        ("2025-01-01", "2024-12-31", None),
        ("2025-12-31", "2026-01-01", None),
        (None, "2025-07-02", None),
    ],
)
def test_time_that_has_passed(units: Units, since: str | None, when: str, elapsed: str | None) -> None:
    """The share of time is counted in days, from the start to the due day, and ends at 100%."""
    found = paced(issue(), when, units, day(since) if since else None)
    assert (Decimal(elapsed) if elapsed else None) == found.elapsed


# -- supervision --------------------------------------------------------------------------------------------


def called_for(one: Issue, when: str, units: Units, **days: int | None) -> Suggestion | None:
    """The suggestion for one issue, if any."""
    policy = easy(supervise_days=SuperviseDays(**days))
    found = suggest([judged(one, when, units, policy)], policy)
    assert len(found) <= 1
    return found[0] if found else None


def after(days: int) -> str:
    """The day so many days after the due day."""
    return str(DUE + timedelta(days))


@pytest.mark.parametrize(
    ("late", "level", "threshold"),
    [
        (-1, None, None),
        (0, None, None),
        (1, "reminder", 1),
        (29, "reminder", 1),
        (30, "letter", 30),
        (59, "letter", 30),
        (60, "circular", 60),
        (89, "circular", 60),
        (90, "listed", 90),
        (179, "listed", 90),
        (180, "interview", 180),
        (2000, "interview", 180),
    ],
)
def test_thresholds(units: Units, late: int, level: str | None, threshold: int | None) -> None:
    """Each level begins on its day."""
    found = called_for(issue(), after(late), units)
    assert (level, threshold) == ((found.level, found.threshold) if found else (None, None))
    if found:
        assert (late, DUE, None) == (found.days, found.due, found.last)
        assert found.debt is not None
        assert (What.ISSUE, (LEAD, SUPPORT)) == (found.debt.obligation.what, found.units)


@pytest.mark.parametrize(
    ("recorded", "late", "level", "last"),
    [
        ([(1, "reminder")], 29, None, None),
        ([(1, "reminder")], 30, "letter", "reminder"),
        ([(5, "letter")], 45, None, None),
        ([(5, "interview")], 400, None, None),
        ([(5, "circular"), (8, "reminder")], 90, "listed", "circular"),
        ([(0, "interview")], 30, "letter", None),  # before it was late
        ([(-20, "circular")], 60, "circular", None),
        ([(40, "letter")], 35, "letter", None),  # recorded on a later day than the one that is looked at
    ],
)
def test_levels_recorded_already(
    units: Units, recorded: list[tuple[int, str]], late: int, level: str | None, last: str | None
) -> None:
    """What was done since the issue became late is not called for again; what was done before does not count."""
    pressed = [entry(after(n), "supervise", OFFICE, level=one) for n, one in recorded]
    found = called_for(issue(*pressed), after(late), units)
    assert (level, last) == ((found.level, found.last and found.last[1]) if found else (None, None))


def test_after_an_extension_counting_starts_again(units: Units) -> None:
    """With a new due day nobody is late before it, and pressure from the time before it does not count."""
    one = issue(
        entry("2026-01-20", "supervise", OFFICE, level="circular"),
        entry("2026-02-01", "extend", OFFICE, due="2026-06-30", approval="批复"),
    )
    assert "reminder" == getattr(called_for(issue(), "2026-01-25", units), "level", None)
    assert called_for(one, "2026-01-25", units) is None
    assert called_for(one, "2026-06-30", units) is None
    found = called_for(one, "2026-07-01", units)
    assert found is not None
    assert ("reminder", 1, day("2026-06-30"), None) == (found.level, found.days, found.due, found.last)


@pytest.mark.parametrize(
    ("days", "late", "level"),
    [
        ({"letter": None}, 30, "reminder"),
        ({"reminder": None}, 29, None),
        ({"interview": None}, 2000, "listed"),
        (dict.fromkeys(("reminder", "letter", "circular", "listed", "interview")), 2000, None),
        ({"reminder": 0}, 0, None),  # nobody is pressed on the due day
        ({"letter": 10}, 10, "letter"),
    ],
)
def test_thresholds_are_a_setting(
    units: Units, days: dict[str, int | None], late: int, level: str | None
) -> None:
    """A level without a threshold is never called for."""
    assert level == getattr(called_for(issue(), after(late), units, **days), "level", None)


@pytest.mark.parametrize("chain", [[DONE], [DONE, ACCEPTED], [DONE, ACCEPTED, SHOWN, CLOSED]])
def test_what_is_completed_is_never_pressed(units: Units, chain: list[Entry]) -> None:
    """Completed issues are not called for, also when they were completed late; reopened ones are again."""
    assert called_for(issue(*chain, due=day("2024-12-31")), "2027-01-01", units) is None
    back = issue(*chain, entry("2026-02-01", "reopen", OFFICE), due=day("2024-12-31"))
    assert called_for(back, "2027-01-01", units) is None  # nobody has set a day yet
    again = issue(*chain, entry("2026-02-01", "reopen", OFFICE, due="2026-06-30"), due=day("2024-12-31"))
    found = called_for(again, "2027-01-01", units)
    assert found is not None
    assert ("interview", 185, day("2026-06-30")) == (found.level, found.days, found.due)


def test_level_never_falls_while_the_oldest_is_open(units: Units) -> None:
    """The milestone missed longest counts, also when the whole has become late since."""
    one = issue(measures=STAGED)
    for when, level, late in (("2025-10-01", "listed", 93), ("2026-01-01", "interview", 185)):
        found = called_for(one, when, units)
        assert found is not None
        assert found.debt is not None
        owed = found.debt.obligation
        assert (level, late, What.MILESTONE, 2, 1) == (
            found.level, found.days, owed.what, owed.measure, owed.milestone,
        )  # fmt: skip


def test_each_unit_by_what_it_owes_itself(units: Units) -> None:
    """A district that has done its share of what is late longest is pressed for the rest alone."""
    staged = Measure(
        text="甲", milestones=(Milestone(text="节点", due=day("2025-06-30")),), by=("昆区", "青山区")
    )
    done = entry("2025-06-01", "achieve", "昆区", measure=1, milestone=1)
    one = issue(done, measures=(staged,), support=("昆区", "青山区"))
    found = suggest([judged(one, "2026-01-01", units)], easy())
    assert [("interview", 185, ("青山区",)), ("reminder", 1, (LEAD,))] == [
        (s.level, s.days, s.units) for s in found
    ]


def test_unacted_and_silence_are_a_reminder(units: Units) -> None:
    """立行立改 without a deed, and no deed for long, call for a reminder, once."""
    idle = issue(due=None, immediate=True)
    found = called_for(idle, "2030-01-01", units)
    assert found is not None
    assert ("unacted", "reminder", None, (LEAD,)) == (found.cause, found.level, found.days, found.units)
    pressed = issue(entry("2025-05-01", "supervise", OFFICE, level="reminder"), due=None, immediate=True)
    assert called_for(pressed, "2030-01-01", units) is None
    heard = issue(entry("2025-03-01", "progress", text="动工"))
    for when, silent in (("2025-05-30", None), ("2025-05-31", 91)):
        held = suggest([judged(heard, when, units, easy(silent_days=90))], easy(silent_days=90))
        assert ([("silent", "reminder", silent)] if silent else []) == [
            (s.cause, s.level, s.days) for s in held
        ]


def test_what_was_never_begun_is_told_beside_what_is_late(units: Units) -> None:
    """A milestone of another unit does not hide that the lead never began; who is pressed harder is not pressed twice."""
    staged = Measure(text="甲", milestones=(Milestone(text="节点", due=day("2025-06-30")),), by=("昆区",))
    one = issue(due=None, immediate=True, measures=(staged,), support=("昆区",))
    told = [(s.cause, s.level, s.units) for s in suggest([judged(one, "2025-07-10", units)], easy())]
    assert ("late", "reminder", ("昆区",)) in told
    assert ("unacted", "reminder", (LEAD,)) in told
    own = staged.model_copy(update={"by": (LEAD,)})
    mine = issue(due=None, immediate=True, measures=(own,))
    later = suggest([judged(mine, "2026-01-01", units)], easy())
    assert [(s.cause, s.level, s.units) for s in later] == [("late", "interview", (LEAD,))]


def test_heaviest_first(units: Units) -> None:
    """Heaviest level, then most days late, then plan order."""
    named = [("04", 30), ("03", 200), ("02", 45), ("01", 30)]
    when = day("2026-06-30")
    found = [judged(issue(name=name, due=when - timedelta(late)), str(when), units) for name, late in named]
    assert ["03", "02", "01", "04"] == [one.judgement.issue.id for one in suggest(found, easy())]


# -- duties -------------------------------------------------------------------------------------------------

ISSUED = day("2024-11-15")


@pytest.fixture
def owed(units: Units) -> Any:
    """The standing duties of a ledger on a day."""

    def found(
        *issues: Issue,
        on: str,
        issued: date | None = ISSUED,
        disclosures: Sequence[tuple[str, str]] = (),
        **settings: Any,
    ) -> list[Obligation]:
        policy = easy(**settings)
        plan = Plan(
            title="方案", issued=issued, source=Source(path="source/plan.txt", sha256="0" * 64), policy=policy
        )
        told = tuple(Disclosure(date=day(when), unit=name, where="网站") for when, name in disclosures)
        held = Day(Ledger(plan, units, issues, None, told), day(on))
        return held.duties()

    return found


def stated(found: Sequence[Obligation], on: str) -> list[State]:
    """How it stands with each duty."""
    return [state_of(one, day(on)) for one in found]


def whose(one: Obligation) -> tuple[str, ...]:
    """The units that a duty is for."""
    return tuple(share.unit for share in one.shares)


def test_reviews(owed: Any) -> None:
    """A standing duty that was completed is reviewed within the months of the policy, again and again."""
    chain = [DONE, entry("2026-10-20", "review", result="holds")]
    kept = issue(*chain, sustained=True)
    settings: dict[str, Any] = {"yearly_disclosure": False}
    expected = [
        ("2025-10-31", []),  # not completed yet
        ("2025-11-01", [("2025-11-01", "2026-11-01", State.OWED)]),
        ("2026-10-20", [("2026-10-20", "2027-10-20", State.OWED)]),
        ("2027-10-20", [("2026-10-20", "2027-10-20", State.OWED)]),
        ("2027-10-21", [("2026-10-20", "2027-10-20", State.MISSED)]),
    ]
    for when, duty in expected:
        found = owed(kept, on=when, **settings)
        assert duty == [(str(d.since), str(d.due), state_of(d, day(when))) for d in found]
        assert {("review", (LEAD,), "01")} >= {(d.what, whose(d), d.issue) for d in found}
    assert [] == owed(issue(*chain), on="2030-01-01", **settings)
    short = owed(issue(DONE, sustained=True), on="2026-02-01", review_months=3, **settings)
    assert [(day("2026-02-01"), State.OWED)] == [(d.due, state_of(d, day("2026-02-01"))) for d in short]


def test_relapse_ends_the_reviews(owed: Any) -> None:
    """What has come back is worked on, not reviewed."""
    back = issue(DONE, entry("2026-03-01", "review", result="relapsed"), sustained=True)
    assert [] == owed(back, on="2030-01-01", yearly_disclosure=False)


def quarterly(*entries: Entry, **more: Any) -> Issue:
    """An issue whose second measure is to be done every quarter."""
    return issue(*entries, measures=(measure(), measure("按季度开展抽查。")), **more)


def test_recurring_duty_by_calendar_periods(owed: Any) -> None:
    """Every quarter of the calendar from the one in which the plan was issued; the current one is open."""
    found = owed(quarterly(), on="2025-05-10", yearly_disclosure=False)
    assert [
        ("2024-10-01", "2024-12-31", State.MISSED),
        ("2025-01-01", "2025-03-31", State.MISSED),
        ("2025-04-01", "2025-06-30", State.OWED),
    ] == [(str(d.since), str(d.due), state_of(d, day("2025-05-10"))) for d in found]
    assert {("recurring", (LEAD,), "01", 2, "按季度")} == {
        (d.what, whose(d), d.issue, d.measure, d.text) for d in found
    }
    for when, states in (("2025-06-30", [State.OWED]), ("2025-07-01", [State.MISSED, State.OWED])):
        assert states == stated(owed(quarterly(), on=when, yearly_disclosure=False), when)[-len(states) :]


def test_recurring_duty_of_executors(owed: Any) -> None:
    """Where the measure says who does it, each of these owes it, and is met by its own record or that of a lead."""
    drawn = Measure(text="按季度开展抽查。", by=("昆区", "青山区"), recurring=recurrences("按季度开展抽查。"))
    own = entry("2025-02-02", "progress", "昆区", measure=1, text="抽查一次")
    others = [
        (entry("2025-03-03", "progress", "青山区", measure=1), "2025-03-03"),
        (entry("2025-03-03", "progress", LEAD, measure=1), "2025-03-03"),  # one for all
        (entry("2025-03-03", "progress", LEAD, measure=1, **{"for": ["昆区"]}), None),
        (entry("2025-03-03", "progress", OFFICE, measure=1, **{"for": ["昆区"]}), None),
        (entry("2025-03-03", "progress", OFFICE, measure=1, **{"for": ["青山区"]}), "2025-03-03"),
    ]
    for more, done in [((), None), *(((other,), when) for other, when in others)]:
        one = issue(own, *more, measures=(drawn,), support=("昆区", "青山区"))
        found = owed(one, on="2025-04-01", yearly_disclosure=False)
        (first,) = [d for d in found if d.since == day("2025-01-01")]
        assert ("昆区", "青山区") == whose(first)
        assert (() if done else ("青山区",)) == first.owed_by
        assert (day(done) if done else None) == first.done


WRONG = entry("2025-02-01", "progress", measure=2, text="误记")
MEETS = [
    # entries, the day on which the first quarter of 2025 was met
    ([entry("2025-01-01", "progress", measure=2)], "2025-01-01"),
    ([entry("2025-03-31", "progress", OFFICE, measure=2, **{"for": [LEAD]})], "2025-03-31"),
    ([entry("2025-03-31", "progress", LEAD, measure=2, **{"for": [SUPPORT]})], None),  # it owes nothing of it
    ([entry("2025-03-31", "progress", SUPPORT, measure=2)], None),  # it owes nothing of it
    ([entry("2025-02-02", "achieve", measure=2)], "2025-02-02"),
    ([entry("2025-03-03", "progress", measure=2), entry("2025-02-02", "progress", measure=2)], "2025-02-02"),
    ([entry("2025-02-02", "progress")], None),  # speaks of no measure
    ([entry("2025-02-02", "progress", measure=1)], None),
    ([entry("2024-12-31", "progress", measure=2), entry("2025-04-01", "progress", measure=2)], None),
    ([entry("2025-02-02", "start")], None),
    ([WRONG, entry("2025-02-03", "void", entry=ref_of(WRONG))], None),
    ([entry("2025-08-01", "progress", measure=2)], None),
]


@pytest.mark.parametrize(("entries", "done"), MEETS)
def test_what_meets_a_recurring_duty(owed: Any, entries: list[Entry], done: str | None) -> None:
    """A record of the measure within the period, and nothing else."""
    found = owed(quarterly(*entries), on="2025-07-01", yearly_disclosure=False)
    (first,) = [d for d in found if d.since == day("2025-01-01")]
    assert (day(done) if done else None) == first.done
    assert (State.DONE if done else State.MISSED) is state_of(first, day("2025-07-01"))


def test_recurring_duty_ends_with_the_issue(owed: Any) -> None:
    """Nothing comes back after completion, unless the issue is to be kept up."""
    done = entry("2025-02-10", "complete")
    assert 2 == len(owed(quarterly(done), on="2026-01-01", yearly_disclosure=False))
    kept = owed(quarterly(done, sustained=True), on="2026-01-01", yearly_disclosure=False, review_months=36)
    assert 6 == sum(d.what is What.RECURRING for d in kept)
    back = quarterly(done, entry("2025-06-01", "reopen", OFFICE))
    assert 6 == len(owed(back, on="2026-01-01", yearly_disclosure=False))


@pytest.mark.parametrize(
    ("start", "end", "months", "expected"),
    [
        (
            "2024-11-15",
            "2025-01-01",
            1,
            ["2024-11-01/2024-11-30", "2024-12-01/2024-12-31", "2025-01-01/2025-01-31"],
        ),
        ("2024-02-29", "2024-03-01", 1, ["2024-02-01/2024-02-29", "2024-03-01/2024-03-31"]),
        ("2024-11-15", "2024-11-15", 3, ["2024-10-01/2024-12-31"]),
        ("2024-11-15", "2025-01-01", 6, ["2024-07-01/2024-12-31", "2025-01-01/2025-06-30"]),
        ("2024-11-15", "2025-12-31", 12, ["2024-01-01/2024-12-31", "2025-01-01/2025-12-31"]),
        ("2024-11-15", "2024-10-31", 1, []),
        ("9999-12-01", "9999-12-31", 1, ["9999-12-01/9999-12-31"]),
    ],
)
def test_periods(start: str, end: str, months: int, expected: list[str]) -> None:
    """Months, quarters, halves and years of the calendar, from the one that holds the start."""
    assert expected == [f"{a}/{b}" for a, b in periods(day(start), day(end), months)]


def told(found: list[Obligation], on: str) -> dict[tuple[str, int], tuple[str, State, date | None]]:
    """Disclosures by unit and year."""
    return {
        (d.shares[0].unit, d.due.year): (str(d.since), state_of(d, day(on)), d.done)
        for d in found
        if d.what is What.DISCLOSURE and d.due
    }


def test_disclosure_by_unit_and_year(owed: Any) -> None:
    """Once a year for each unit responsible, from the day of issue; disclosing again changes nothing."""
    disclosures = [
        ("2025-08-01", LEAD),
        ("2025-03-03", LEAD),
        ("2026-02-01", SUPPORT),
        ("2024-12-31", SUPPORT),
    ]
    found = told(owed(issue(due=day("2027-12-31")), on="2026-01-31", disclosures=disclosures), "2026-01-31")
    assert {
        (LEAD, 2024): ("2024-11-15", State.MISSED, None),
        (LEAD, 2025): ("2025-01-01", State.DONE, day("2025-03-03")),
        (LEAD, 2026): ("2026-01-01", State.OWED, None),
        (SUPPORT, 2024): ("2024-11-15", State.DONE, day("2024-12-31")),
        (SUPPORT, 2025): ("2025-01-01", State.MISSED, None),
        (SUPPORT, 2026): ("2026-01-01", State.OWED, None),  # what is dated later is not seen
    } == found


def test_disclosure_of_groups_and_collectives(owed: Any) -> None:
    """A group is its members; a collective that nobody can expand owes nothing."""
    one = issue(support=("各旗县区", "各有关部门单位", "昆区"))
    assert {LEAD, *DISTRICTS} == {name for name, _ in told(owed(one, on="2024-12-01"), "2024-12-01")}


def test_disclosure_ends_with_the_last_task(owed: Any) -> None:
    """Up to the year in which the last of a unit's tasks was completed, while that stands."""
    first = issue(entry("2025-02-01", "complete"))
    second = issue(entry("2026-02-01", "complete"), name="02", support=())
    third = issue(entry("2025-02-01", "complete", SUPPORT), name="03", lead=(SUPPORT,), support=())
    found = told(owed(first, second, third, on="2028-06-30"), "2028-06-30")
    assert [2024, 2025, 2026] == sorted(year for name, year in found if name == LEAD)
    assert [2024, 2025] == sorted(year for name, year in found if name == SUPPORT)
    back = issue(
        *third.entries, entry("2025-03-01", "reopen", OFFICE), name="03", lead=(SUPPORT,), support=()
    )
    again = told(owed(first, second, back, on="2028-06-30"), "2028-06-30")
    assert [2024, 2025, 2026, 2027, 2028] == sorted(year for name, year in again if name == SUPPORT)


def test_disclosure_is_a_setting(owed: Any) -> None:
    """An office whose plan demands none lists none."""
    assert [] == owed(issue(), on="2026-01-01", yearly_disclosure=False)


def test_start_that_is_unknown(owed: Any, units: Units) -> None:
    """Without a day of issue nobody knows since when: a recurring duty is told with no day, never as missed, and
    disclosures of the current year alone."""
    one = quarterly(milestones=("2025-05-01",), due=day("2025-12-31"))
    found = owed(one, on="2025-06-30", issued=None)
    (again,) = [d for d in found if d.what is What.RECURRING]
    assert (None, None, State.UNKNOWN, Basis.UNDETERMINED) == (
        again.since, again.due, state_of(again, day("2025-06-30")), again.basis,
    )  # fmt: skip
    disclosed = [d for d in found if d.what is What.DISCLOSURE]
    assert {("2025-01-01", "2025-12-31", Basis.UNDETERMINED)} == {
        (str(d.since), str(d.due), d.basis) for d in disclosed
    }
    assert {State.OWED} == set(stated(disclosed, "2025-06-30"))
    ledger = Ledger(None, units, (one,))
    assert (None, day("2025-05-01")) == (known_since(ledger), earliest_named(ledger))
    undated = quarterly(DONE, due=None, sustained=True)
    assert {"review", "recurring"} == {
        d.what for d in owed(undated, on="2026-01-01", issued=None, yearly_disclosure=False)
    }
    assert earliest_named(Ledger(None, units, (undated,))) is None


def test_adopted_ledger_counts_from_its_own_day(owed: Any) -> None:
    """Where the day of issue is unknown, the day from which the ledger is kept begins the duties."""
    found = owed(
        quarterly(), on="2025-06-30", issued=None, adopted=day("2025-04-10"), yearly_disclosure=False
    )
    assert [("2025-04-01", "2025-06-30")] == [(str(d.since), str(d.due)) for d in found]


def test_duties_by_their_last_day(owed: Any) -> None:
    """What ends first stands first."""
    found = owed(quarterly(sustained=True), quarterly(DONE, name="02", sustained=True), on="2027-01-01")
    assert sorted(d.due for d in found if d.due) == [d.due for d in found]
    assert {"review", "recurring", "disclosure"} == {d.what for d in found}


# -- margin and extensions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed", "margin", "standing"),
    [
        ("2025-12-01", 30, Standing.MET),
        ("2025-12-31", 0, Standing.MET),
        ("2026-01-01", -1, Standing.MET_LATE),
        ("2026-12-31", -365, Standing.MET_LATE),
    ],
)
def test_margin_is_frozen(units: Units, completed: str, margin: int, standing: Standing) -> None:
    """Days early or late are those of the day of completion, on whatever day they are looked at."""
    one = issue(entry(completed, "complete"))
    for when in (completed, "2027-06-30", "2035-01-01"):
        found = judged(one, when, units)
        assert (margin, standing, None) == (found.margin, found.standing, found.days_overdue)
    assert judged(issue(), "2027-01-01", units).margin is None
    assert judged(issue(entry(completed, "complete"), due=None), "2027-01-01", units).margin is None


def test_margin_goes_with_a_relapse_and_comes_anew(units: Units) -> None:
    """After a reopening there is none until the issue is completed again, and then by the day of that attempt."""
    again = entry("2026-03-01", "complete")
    for due, margin in ((None, None), ("2026-02-15", -14), ("2026-03-31", 30)):
        one = issue(DONE, entry("2026-02-01", "reopen", OFFICE, **({"due": due} if due else {})), again)
        assert [60, None, margin] == [
            judged(one, when, units).margin for when in ("2026-01-31", "2026-02-28", "2027-01-01")
        ]


def test_extensions_keep_what_was_before(units: Units) -> None:
    """Each extension says from which day to which; the first due day is never lost, and the margin counts anew."""
    one = issue(
        entry("2025-12-01", "extend", OFFICE, due="2026-06-30", approval="一"),
        entry("2026-06-01", "extend", OFFICE, due="2026-03-31", approval="更早，不行"),
        entry("2026-06-02", "extend", OFFICE, due="2026-09-30", approval="二"),
        entry("2026-09-20", "complete"),
        entry("2026-09-25", "extend", OFFICE, due="2027-09-30", approval="完成之后，不行"),
    )
    found = judged(one, "2030-01-01", units)
    assert [
        (day("2025-12-01"), DUE, day("2026-06-30")),
        (day("2026-06-02"), day("2026-06-30"), day("2026-09-30")),
    ] == [(e.day, e.old, e.new) for e in found.extensions]
    assert (day("2026-09-30"), 10, Status.COMPLETED) == (found.due, found.margin, found.status)
    assert (DUE, DUE, Standing.MET_EXTENDED) == (found.first_due, one.baseline.deadline.due, found.standing)
    undated = judged(issue(one.entries[0], due=None, immediate=True), "2026-01-01", units)
    assert ([], Kind.IMMEDIATE, None) == (undated.extensions, undated.kind, undated.due)  # no date to move


# -- names -------------------------------------------------------------------------------------------------


def test_group_of_which_all_owe_is_named_by_its_name(units: Units) -> None:
    """A table says 各旗县区 where every member is meant, and each name where one is not; records keep every name."""
    found = judged(issue(support=("各旗县区",)), "2026-01-01", units)
    assert ["市水务局", "各旗县区", "稀土高新区"] == folded(found, ["市水务局", *DISTRICTS, "稀土高新区"])
    assert ["各旗县区"] == folded(found, list(reversed(DISTRICTS)))
    assert list(DISTRICTS[1:]) == folded(found, DISTRICTS[1:])
    assert [] == folded(found, [])
    rows = run_json("overdue", *DEMO).data
    (late,) = [row for row in rows if row["id"] == "09"]
    assert set(DISTRICTS) <= set(late["units"])
    (line,) = [x for x in run_cli("overdue", *DEMO, "--lang", "zh").out.splitlines() if x.startswith("9 ")]
    assert "市林草局、市农牧局、各旗县区、稀土高新区" in line


# -- the demonstration ledger, counted by hand on 30 June 2025 ------------------------------------------------

#
# Read off tools/demo.py and the baselines of the plan, issued 2024-11-01 (first action by 2024-12-01), no other way:
#   01  completed 2025-05-30, accepted by both; review by 08-30     12  an amendment only
#   02  cleared in time; quarterly duty met on 2024-12-20           13  rejected, completed again 2025-05-20
#   03  (一) milestone done, on pace                                14  parts 4 + 8.5 of 31.7; 昆区 has until 2026-03-31
#   04  cleared, 41 days late                                       15  on notice until 06-27, objection dismissed
#   05  extended in time to 07-20; last deed 2024-12-30             16  cleared, reviewed 06-05: next by 09-05
#   06  cleared, relapsed 05-12 (by 07-31), promise of 06-15 broken 17  started 2025-02-14, 136 days ago; two duties without a period
#   07-1 (二) missed since 2024-12-31                               18  cleared; review of 2025-03-10 missed
#   07-2 withdrawn 06-10                                            19  (三) done 2024-12-25, 187 days ago
#   08  立行立改, nothing on record; yearly duty missed in 2024      20  extended (asked late), says itself that it is behind
#   09  late since 2024-12-31, circular on 03-10                    21  (一) missed since 2024-12-31, reminder on 01-20
#   10  (一) says 立即, nothing on record                            22  completed in time, one of two has accepted
#   11  (二) part 1 of the figure unread, missed since 2024-12-31

DEMO = ("--as-of", "2025-06-30", "-C", str(REPO / "examples" / "demo"))
BEHIND = ["06", "07-1", "08", "09", "10", "11", "20", "21"]
ON_PACE = ["03", "05", "12", "14", "17", "19"]


def test_ready_of_the_demonstration() -> None:
    """23 issues: four can take their next step, three are at the end, two wait for a review, 14 for completion."""
    data = run_json("ready", *DEMO).data
    assert 23 == len(data)
    assert {"complete": 14, "accept": 2, "publicize": 1, "close": 1, "review": 2, None: 3} == Counter(
        r["step"] for r in data
    )
    assert ["01", "13", "15", "22"] == [r["id"] for r in data if r["ready"]]
    assert {"02", "04", "07-2"} == {r["id"] for r in data if r["step"] is None}
    assert {"16": "2025-09-05", "18": "2025-03-10"} == {
        r["id"]: r["missing"][0]["day"] for r in data if r["step"] == "review"
    }
    by_id = {r["id"]: r for r in data}
    assert ["市生态环境局"] == by_id["22"]["by"]
    assert ["市委办公室", "市政府办公室"] == by_id["01"]["by"]
    assert ["evidence", *["measures"] * 3, *["targets"] * 2] == [g["need"] for g in by_id["14"]["missing"]]
    assert [["昆区"], ["市水务集团"]] == [g["units"] for g in by_id["14"]["missing"][1:3]]
    pipes = by_id["14"]["missing"][4]
    assert (1, 14.7, 31.7) == (pipes["target"], pipes["value"], pipes["wanted"])
    # after the relapse only the measure that was opened again, and evidence anew
    assert [("evidence", None, []), ("measures", 1, ["东河区"])] == [
        (g["need"], g["measure"], g["units"]) for g in by_id["06"]["missing"]
    ]
    waiting = ["青山区", "石拐区", "白云鄂博矿区", "固阳县", "达茂旗"]
    assert [waiting] == [g["units"] for g in by_id["20"]["missing"] if g["target"] == 2]
    assert 1 == run_json("ready", *DEMO, "--exit-code").code


def test_pace_of_the_demonstration() -> None:
    """14 issues are open: eight behind, six on pace, none ahead, whatever the units claim."""
    data = run_json("pace", *DEMO).data
    assert BEHIND == [r["id"] for r in data if r["pace"] == "behind_pace"]
    assert ON_PACE == [r["id"] for r in data if r["pace"] == "on_pace"]
    assert 14 == len(data)
    by_id = {r["id"]: r for r in data}
    claims = {name: r["claim"] for name, r in by_id.items() if r["claim"]}
    assert {"03": "on_pace", "07-1": "on_pace", "09": "behind_pace", "20": "behind_pace"} == claims
    assert (2, 1) == (by_id["07-1"]["due_stages"], by_id["07-1"]["done_stages"])
    missed = {r["id"]: {(m["what"], m["days"]) for m in r["missed"]} for r in data if r["missed"]}
    stage = {("milestone", 181)}
    assert {"06": {("promise", 15)}, "07-1": stage, "11": stage, "21": stage} == {
        k: v for k, v in missed.items() if k != "09"
    }
    assert {("issue", 181), ("milestone", 181)} == missed["09"]
    assert {"08", "10"} == {r["id"] for r in data if r["unacted"]}
    assert (25, 40.3) == (by_id["21"]["targets"][0]["value"], by_id["21"]["targets"][0]["percent"])
    assert 56.7 == by_id["21"]["elapsed"]  # 241 of 425 days


def test_the_round_of_the_demonstration() -> None:
    """21 units were asked: one in time, one in time and vague, one late; the forms taken again record nothing."""
    data = run_json("rounds", "2025-06", *DEMO).data
    assert {"unanswered": 18, "answered_late": 1, "answered": 2} == Counter(r["answer"] for r in data)
    said = {r["unit"]: (r["answer"], r["entries"], r["vague"]) for r in data if r["answer"] != "unanswered"}
    assert said == {
        "石拐区": ("answered_late", 4, []),
        "昆区": ("answered", 4, []),
        "九原区": ("answered", 2, ["正在推进", "基本完成"]),
    }
    again = run_json("collect", str(REPO / "examples" / "demo" / "returned"), *DEMO[2:])
    assert Counter(row["state"] for row in again.data) == {"known": 7, "refused": 1}
    (bad,) = [row for row in again.data if row["state"] == "refused"]
    assert ("昆区", "调度表!A27", ["调度表!O27"]) == (
        bad["unit"],
        bad["cell"],
        [w["cell"] for w in bad["why"]],
    )
    assert 1 == again.code


def test_duties_of_the_demonstration() -> None:
    """27 units owe 53 disclosures, of which four were made; three reviews; five recurring duties, one of them met;
    three letters, one of them answered."""
    result = run_json("duties", *DEMO, "--all")
    data = result.data
    assert {
        ("review", "owed"): 2, ("review", "missed"): 1,
        ("recurring", "done"): 1, ("recurring", "missed"): 1, ("recurring", "owed"): 1, ("recurring", "unknown"): 2,
        ("disclosure", "missed"): 25, ("disclosure", "owed"): 24, ("disclosure", "done"): 4,
        ("reply", "missed"): 1, ("reply", "owed"): 1, ("reply", "done"): 1,
    } == Counter((r["duty"], r["state"]) for r in data)  # fmt: skip
    assert {"01": "2025-08-30", "16": "2025-09-05", "18": "2025-03-10"} == {
        r["id"]: r["due"] for r in data if r["duty"] == "review"
    }
    assert [
        ("02", 2, "2024-12-31"),
        ("08", 2, "2024-12-31"),
        ("08", 2, "2025-12-31"),
        ("17", 1, None),
    ] == sorted({(r["id"], r["measure"], r["due"]) for r in data if r["duty"] == "recurring"})
    assert 27 == len({r["units"][0] for r in data if r["duty"] == "disclosure"})
    assert ["2024-12-31"] == [
        r["due"] for r in data if r["duty"] == "disclosure" and r["units"] == ["市市场监管局"]
    ]
    assert {
        ("市生态环境局", "2024-12-20"),
        ("市水务局", "2024-12-25"),
        ("市发改委", "2025-05-15"),
        ("昆区", "2025-06-05"),
    } == {(r["units"][0], r["done"]) for r in data if r["duty"] == "disclosure" and r["done"]}
    assert 58 == len(run_json("duties", *DEMO).data)
    assert 1 == run_json("duties", *DEMO, "--exit-code").code
    assert {"市市场监管局"} == {
        u for r in run_json("duties", *DEMO, "--unit", "市市场监管局").data for u in r["units"]
    }


def test_suggestions_of_the_demonstration() -> None:
    """Four are 181 days late and call for the heaviest level; two that are to be begun at once and three that are
    silent call for a reminder; of the promise that was broken there has been a letter."""
    data = run_json("supervise", "--suggest", *DEMO).data
    assert [
        ("07-1", "late", "interview", 181, "milestone"),
        ("09", "late", "interview", 181, "issue"),
        ("11", "late", "interview", 181, "milestone"),
        ("21", "late", "interview", 181, "milestone"),
        ("08", "unacted", "reminder", 211, None),
        ("10", "unacted", "reminder", 211, None),
        ("19", "silent", "reminder", None, None),
        ("05", "silent", "reminder", None, None),
        ("17", "silent", "reminder", None, None),
    ] == [(r["id"], r["cause"], r["level"], r["days_overdue"], r["what"]) for r in data]
    silent = {r["id"]: r["silent_days"] for r in data if r["silent_days"] is not None}
    assert silent == {"19": 187, "05": 182, "17": 136}, "nobody who is silent is late for that"
    assert {"07-1": (2, 1), "11": (2, 1), "21": (1, 1)} == {
        r["id"]: (r["measure"], r["milestone"]) for r in data if r["milestone"]
    }
    assert {"09": ("circular", "2025-03-10"), "21": ("reminder", "2025-01-20")} == {
        r["id"]: (r["last_level"], r["last_date"]) for r in data if r["last_level"]
    }
    whom = {r["id"]: r["units"] for r in data}
    assert ["市应急管理局", "昆区", "东河区", "石拐区", "达茂旗", "固阳县"] == whom["07-1"]
    assert (["市生态环境局"], ["市生态环境局"]) == (whom["08"], whom["10"])


def test_what_is_missing_reads_as_a_list() -> None:
    """The count leads into the first gap, also where all stand in one line."""
    said = run_cli("-C", str(REPO), "--lang", "zh", "ready", "2", "--as-of", "2026-11-26").out
    assert "尚缺 3 项：佐证材料；第 1 条措施的落实记录" in said


def test_figures_of_one_name_are_told_apart() -> None:
    """Parts that the plan calls the same are told by their years, else by their words; others by their names."""
    from ledger.forms.rows import rows_of
    from ledger.reading.load import load

    tree = read_folder(str(REPO)).tree
    held = Day(load(tree).ledger, date(2024, 12, 1))
    items = [
        row.item for row in rows_of(held, "市工信局", every=True) if row.key.issue == "11" and row.is_figure
    ]
    name = "新增工业固废综合利用产能"
    assert items == [f"2024年{name} 100万吨以上", f"2025年{name} 200万吨以上"]
    baseline = held.by_id["11"].baseline
    assert baseline.figure_name(1) == baseline.targets[0].name
    (whole,) = baseline.targets
    alike = whole.model_copy(update={"parts": tuple(p.model_copy(update={"due": None}) for p in whole.parts)})
    undated = baseline.model_copy(update={"targets": (alike, alike.model_copy(update={"text": "五成"}))})
    assert [undated.figure_name(1, n) for n in (1, 2)] == [f"{name}（100万吨以上）", f"{name}（200万吨以上）"]
    assert undated.figure_name(2) == f"{whole.name}（五成）"


def test_the_promise_that_stands() -> None:
    """Of several promises of one thing the one given last is shown, an earlier day too, with those before it;
    a day that was not kept stays not kept."""
    from ledger.forms.rows import rows_of
    from ledger.locale import Words
    from ledger.papers.sheet import Asked
    from ledger.papers.writing import write_paper
    from ledger.reading.load import load
    from ledger.rendering.formats import render
    from ledger.reports.brief import brief_document
    from ledger.reports.promises import promises_report

    tree = read_folder(str(REPO)).tree
    said = (("2025-01-10", "2025-01-31"), ("2025-02-05", "2025-06-30"), ("2025-02-20", "2025-04-30"))
    lines = "".join(
        f"- {{date: {on}, type: promise, by: 昆区, until: {until}, measure: 1}}\n" for on, until in said
    )
    tree = tree | {"data/issues/14.yaml": tree["data/issues/14.yaml"] + lines.encode()}
    held = Day(load(tree).ledger, date(2025, 3, 1))
    (word,) = words_given(held.by_id["14"])
    assert (word.standing.due, [one.due for one in word.former]) == (
        day("2025-04-30"),
        [day("2025-01-31"), day("2025-06-30")],
    )
    document = brief_document(held, "昆区", every=True)
    (record,) = [
        one
        for one in document.data["data"]
        if (one["id"], one["measure"], one["what"]) == ("14", 1, "measure")
    ]
    assert (record["promised_until"], record["promised_before"]) == (
        day("2025-04-30"),
        [day("2025-01-31"), day("2025-06-30")],
    )
    text = str(render(document, "md", Words("zh")))
    assert "任务14，2025年4月30日前落实措施（一）（未到期；曾承诺2025年1月31日、2025年6月30日）" in text
    paper = write_paper("unit_tasks", Asked(held), "昆区").fields["debts"]
    assert "2025年4月30日（曾承诺2025年1月31日、2025年6月30日）" in {row["promised"] for row in paper}
    (row,) = [row for row in rows_of(held, "昆区") if str(row.key) == "14/1"]
    assert row.promised is not None
    assert not isinstance(row.promised, date)
    assert row.promised.args == {"until": day("2025-04-30"), "before": [day("2025-01-31"), day("2025-06-30")]}
    records = promises_report(promises(held.judgements), held.as_of).records
    assert [(one["became"], one["until"], one["renewed"]) for one in records] == [
        ("broken", day("2025-01-31"), day("2025-04-30")),
        ("pending", day("2025-04-30"), None),
        ("pending", day("2025-06-30"), day("2025-04-30")),
    ]
    (late,) = [debt for debt in held.late_of("昆区") if debt.obligation.what is What.PROMISE]
    assert late.due == day("2025-01-31")
