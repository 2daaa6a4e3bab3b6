"""Lives of an issue, step by step at random, against a small model of the closing chain.

The model is written from docs/account.md, knows nothing of the program, and starts from scratch each time.
"""

# ruff: noqa: SIM300, PLR0915 - what is expected stands first

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger.judging import chain, walk
from ledger.judging.parties import Setting
from ledger.judging.status import Judgement, judge
from ledger.model.change import apply
from ledger.model.course import Course, Refusal, Status
from ledger.model.entries import BY_TYPE, Entry, ref_of
from ledger.model.ledger import Ledger
from ledger.model.plan import Policy
from ledger.reading.load import load
from ledger.recording.record import Request, draft
from profiles import large

LEADS, ACCEPTORS, HELPER, OFFICE, STRANGER = ("甲局", "乙局"), ("丙局", "丁局"), "戊区", "整改办", "己局"
EVERYONE = (*LEADS, *ACCEPTORS, HELPER, OFFICE, STRANGER)
PATH = "data/issues/01.yaml"
START, FIRST_DUE = date(2025, 1, 6), date(2025, 6, 30)
TREE = {
    "data/plan.yaml": f"""\
title: 方案
source: {{path: source/plan.txt, sha256: {"a" * 64}}}
policy: {{publicity_days: 1, publicity_count: calendar, complete_needs: [evidence], close_needs: [similar]}}
""".encode(),
    "data/units.yaml": """\
units:
  甲局: {name: 某市甲局, kind: government}
  乙局: {name: 某市乙局, kind: government}
  丙局: {name: 某市丙局, kind: government}
  丁局: {name: 某市丁局, kind: government}
  戊区: {name: 某市戊区, kind: district}
  己局: {name: 某市己局, kind: government}
  整改办: {name: 某市整改办, kind: office}
""".encode(),
    PATH: f"""\
id: "01"
number: "1"
title: 题目
acceptance: {{text: 丙局、丁局, units: [丙局, 丁局]}}
responsibility: {{text: 甲局、乙局（牵头），戊区, lead: [甲局, 乙局], support: [戊区]}}
deadline: {{text: 2025年6月底, due: {FIRST_DUE}, immediate: false, sustained: true}}
goal: 目标
measures:
- text: 2025年3月底前办成。
  milestones: [{{text: 2025年3月底前, due: 2025-03-31}}]
- text: 办好。
entries:
""".encode(),
}

# -- the model ------------------------------------------------------------------------------------------------

Told = dict[str, Any]
"""An entry as it was told; one that takes another back holds that one as ``names``."""

RESPONSIBLE, LEADING, ACCEPTING, BY_OFFICE = {*LEADS, HELPER}, {*LEADS}, {*ACCEPTORS}, {OFFICE}
MAY = {
    **dict.fromkeys(("start", "progress", "achieve"), RESPONSIBLE | BY_OFFICE),
    "promise": RESPONSIBLE,
    "complete": LEADING,
    **dict.fromkeys(("accept", "reject"), ACCEPTING),
    "publicize": LEADING | ACCEPTING,
    **dict.fromkeys(("answer", "review"), LEADING | ACCEPTING | BY_OFFICE),
    "inspect": {*EVERYONE} - RESPONSIBLE,
    "assign": LEADING | BY_OFFICE,
    **dict.fromkeys(
        ("object", "close", "reopen", "extend", "supervise", "account", "amend", "construe", "withdraw"),
        BY_OFFICE,
    ),
}
DEEDS = {"start", "progress", "achieve", "complete"}
"""What those who have to put things right do themselves."""
GOALS = ("目标", "目标二", "目标三")

REPEATED = "L609"
"""A record told twice counts once; that is worth a word, and no error."""


def same(one: Told, other: Told) -> bool:
    """Whether two entries say the same in every field."""
    return one == other


@dataclass
class World:
    """Where the model has brought an issue."""

    status: str = "not_started"
    due: date | None = FIRST_DUE
    attempt: int = 1
    completed: date | None = None
    accepted: date | None = None
    closed: date | None = None
    signed: set[str] = field(default_factory=set)
    until: date = date.min
    objected: int = 0
    proven: bool = False
    shown: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    similar: bool = False
    goal: str = GOALS[0]
    extensions: int = 0
    rejections: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)

    def facts(self) -> tuple[Any, ...]:
        """What the program is held to."""
        return (
            *(self.status, self.completed, self.accepted, self.closed, self.due, self.goal),
            *(self.extensions, self.attempt, self.rejections),
        )

    def back_to_work(self) -> None:
        """Nothing of what was reached stands any more."""
        self.status, self.until = "in_progress", date.min
        self.completed = self.accepted = self.closed = None
        self.signed, self.objected, self.similar, self.proven = set(), 0, False, False

    def relapse(self, due: date | None) -> None:
        """The next attempt begins, with a day of its own."""
        self.attempt += 1
        self.due = due
        self.used |= self.shown  # it proves no later attempt
        self.back_to_work()


def taken_back(told: list[Told], n: int) -> bool:
    """Whether a later entry that stands itself takes this one back, made by its own unit or the office."""
    return any(
        later["type"] == "void"
        and same(later["names"], told[n])
        and later["by"] in {told[n]["by"], OFFICE}
        and not taken_back(told, k)
        for k, later in enumerate(told)
        if k > n
    )


def replay(told: list[Told], until: date = date.max) -> World:
    """The issue after the entries dated up to ``until``, by date, those of one day as they stand.

    What was taken back never was, on any day; how a phrase is understood holds on all days.
    """
    world = World()
    standing = [(n, one) for n, one in enumerate(told) if not taken_back(told, n)]
    for n, one in sorted(standing, key=lambda pair: pair[1]["date"]):
        if one["type"] == "construe":  # holds on all days
            read(world, n, one)
    standing = [(n, one) for n, one in standing if one["date"] <= until]
    for n, one in sorted(standing, key=lambda pair: pair[1]["date"]):
        if one["type"] not in {"void", "construe"} and any(
            k < n and same(one, other) for k, other in standing
        ):
            world.errors.append((n, REPEATED))
        elif one["type"] == "void":
            places = [k for k, other in enumerate(told) if k < n and same(one["names"], other)]
            meant = [told[k] for k in places]
            if not meant:
                world.errors.append((n, "L604"))
            elif one["by"] not in {meant[0]["by"], OFFICE}:
                world.errors.append((n, "L601"))
            elif all(gone_before(standing, n, k, told[k]) for k in places):
                world.errors.append((n, "L634"))
        elif one["type"] != "construe" and (why := step(world, one)) is not None:
            world.errors.append((n, why))
    return world


def gone_before(standing: list[tuple[int, Told]], n: int, k: int, one: Told) -> bool:
    """Whether an earlier void than that in place ``n`` takes the entry in place ``k`` back."""
    voids = (other for m, other in standing if k < m < n and other["type"] == "void")
    return any(same(other["names"], one) and other["by"] in {one["by"], OFFICE} for other in voids)


def read(world: World, n: int, one: Told) -> None:
    """Let a phrase be understood as somebody decided."""
    (change,) = one["changes"]
    if one["by"] not in MAY["construe"]:
        world.errors.append((n, "L601"))
    elif change["old"] != world.goal:
        world.errors.append((n, "L624"))
    else:
        world.goal = change["new"]


def step(world: World, one: Told) -> str | None:
    """Let one entry count; says with which code it is refused where it cannot."""
    kind = one["type"]
    if one["by"] not in MAY[kind]:
        return "L601"
    if world.status == "withdrawn":
        return "L602"
    match kind:
        case "start" | "assign" | "promise":
            if world.completed:
                return "L602"
        case "progress":
            if "text" not in one:
                return "L626"
        case "achieve":
            if (one["measure"], one.get("milestone")) not in {(1, None), (1, 1), (2, None)}:
                return "L603"
            if world.completed:
                return "L602"
        case "complete":
            if world.completed:
                return "L602"
            shown = {item["url"] for item in one.get("evidence", ())}
            if not shown - world.used:
                return "L610"
            world.shown |= shown
            world.status, world.completed = "completed", one["date"]
            world.proven, world.similar = True, world.similar or "similar" in one
        case "accept" | "reject":
            if world.status != "completed" or one["by"] in world.signed:
                return "L602"
            if kind == "reject":
                world.rejections += 1
                world.back_to_work()
            else:
                world.signed.add(one["by"])
                if world.signed == ACCEPTING:
                    world.status, world.accepted = "accepted", one["date"]
        case "publicize":
            if world.status not in {"accepted", "publicized"} or world.accepted is None:
                return "L602"
            if one["since"] < world.accepted:
                return "L622"
            if one["until"] < one["since"]:
                return "L606"
            world.status, world.until = "publicized", max(world.until, one["until"])
        case "object":
            if world.status != "publicized":
                return "L602"
            world.objected += 1
        case "answer":
            if world.objected != 1:
                return "L621"
            world.objected = 0
            if one.get("result") == "upheld":
                world.back_to_work()
        case "close":
            if world.status != "publicized":
                return "L602"
            if world.objected:
                return "L608"
            if one["date"] <= world.until:
                return "L607"
            if not (world.similar or "similar" in one):
                return "L610"
            world.status, world.closed = "closed", one["date"]
            world.similar = True
        case "reopen" | "review" | "inspect":
            back = kind == "reopen" or one["result"] == "relapsed"
            if (back or kind == "review") and not world.completed:
                return "L602"
            if back and one.get("due", one["date"]) < one["date"]:
                return "L606"
            if back:
                world.relapse(one.get("due"))
        case "extend":
            if world.completed:
                return "L602"
            if world.due is None:  # the day that the relapse was left without
                world.due = one["due"]
                return None
            if one["due"] <= world.due:
                return "L606"
            world.due = one["due"]
            world.extensions += 1
        case "amend":
            (change,) = one["changes"]
            if change["old"] != world.goal or change["new"] == change["old"]:
                return "L624"
            world.goal = change["new"]
        case "withdraw":
            if world.status == "closed":
                return "L602"
            world.status = "withdrawn"
    if kind in DEEDS and world.status == "not_started" and one["by"] in RESPONSIBLE | BY_OFFICE:
        world.status = "in_progress"
    return None


# -- the machine ----------------------------------------------------------------------------------------------

POLICY = Policy(
    publicity_days=1, publicity_count="calendar", complete_needs=("evidence",), close_needs=("similar",)
)
REACHED: Counter[str] = Counter()
"""What the lives came to: statuses, refusals, and more."""


def more(kind: str, pick: Callable[[list[Any]], Any], today: date) -> dict[str, Any]:
    """The fields that a type adds; drawn, most of them sound."""
    match kind:
        case "progress":
            return {**pick([{"text": "说明"}, {"text": "说明"}, {}])}
        case "achieve":
            return {"measure": pick([1, 1, 2, 3]), **pick([{}, {"milestone": 1}, {"milestone": 2}])}
        case "complete":
            said = [{"evidence": [{"url": f"https://example.gov.cn/{n}"}]} for n in (1, 2, 3)] + [{}]
            return {**pick(said), **pick([{}, {"similar": "查了同类问题"}])}
        case "close":
            return {**pick([{"similar": "查了同类问题"}, {"similar": "查了同类问题"}, {}])}
        case "publicize":
            since = today + timedelta(pick([0, 0, -3]))
            return {"since": since, "until": since + timedelta(pick([0, 3, 10, 10, -1])), "where": "网站"}
        case "answer":
            return {**pick([{}, {"result": "dismissed"}, {"result": "upheld"}])}
        case "review":
            return {"result": pick(["holds", "relapsed"]), **pick([{}, {"due": today + timedelta(30)}])}
        case "inspect":
            return {"result": pick(["holds", "finding", "relapsed"])}
        case "reopen":
            return {**pick([{}, {"due": today + timedelta(90)}, {"due": today - timedelta(1)}])}
        case "extend":
            return {"due": today + timedelta(pick([-30, 30, 200, 400])), "approval": "批复"}
        case "supervise":
            return {"level": pick(["reminder", "interview"])}
        case "assign":
            return {"measure": 2, "units": [*LEADS, HELPER], "due": today}
        case "promise":
            return {"until": today + timedelta(30)}
        case "withdraw":
            return {"approval": "批复", "text": "去向"}
        case "amend" | "construe":
            more_ = {"approval": "批复"} if kind == "amend" else {}
            return {"changes": [{"field": "goal", "old": pick([*GOALS]), "new": pick([*GOALS])}], **more_}
    return {}


def next_types(world: World) -> list[str]:
    """What would bring the issue on, and what would throw it back."""
    return {
        "not_started": ["start", "complete"],
        "in_progress": ["complete", "complete", "extend"],
        "completed": ["accept", "accept", "accept", "accept", "reject"],
        "accepted": ["publicize"],
        "publicized": ["close", "answer"] if world.objected else ["close", "close", "object"],
        "closed": ["review", "reopen"],
        "withdrawn": ["progress"],
    }[world.status]


def facts(found: Judgement) -> tuple[Any, ...]:
    """What the program says, as the model says it."""
    return (
        *(found.status.value, found.completed, found.accepted, found.closed, found.due, found.baseline.goal),
        *(len(found.extensions), found.chain.attempt.number, found.chain.rejections),
    )


class Life(RuleBasedStateMachine):
    """One issue, days that go by, and records that are accepted or refused."""

    @initialize()
    def begin(self) -> None:
        """A ledger with one issue and no records."""
        self.tree: dict[str, bytes] = dict(TREE)
        self.told: list[Told] = []
        self.today = START

    # -- what happens

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        """Days go by."""
        self.today += timedelta(days)

    @rule(data=st.data(), kind=st.sampled_from(sorted(MAY)))
    def anything(self, data: st.DataObject, kind: str) -> None:
        """Any type of record by anyone, today, long ago or tomorrow."""
        self._tell(data, kind, EVERYONE, [0, 0, 0, 0, 1, 7, 60, -1])

    @rule(data=st.data(), kind=st.sampled_from(sorted(MAY)))
    def by_who_may(self, data: st.DataObject, kind: str) -> None:
        """Any type of record by a unit that may make it."""
        self._tell(data, kind, sorted(MAY[kind]), [0, 0, 0, 30])

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """What comes next."""
        world = replay(self.told, self.today)
        kind = data.draw(st.sampled_from(next_types(world)))
        if kind == "close":
            self.today = max(self.today, world.until + timedelta(data.draw(st.sampled_from([1, 1, 0]))))
        left = sorted(MAY[kind] - world.signed) if kind == "accept" else sorted(MAY[kind])
        self._tell(data, kind, left, [0])

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """An earlier record is taken back, by its unit, by the office, or by somebody else."""
        n = data.draw(st.integers(0, len(self.told) - 1))
        by = data.draw(st.sampled_from([self.told[n]["by"], OFFICE, data.draw(st.sampled_from(EVERYONE))]))
        self._record(
            {"date": self.today, "type": "void", "by": by, "names": self.told[n]}, self._entries()[n]
        )

    @rule(by=st.sampled_from(EVERYONE))
    def take_nothing_back(self, by: str) -> None:
        """A record that was never made is taken back."""
        self._record({"date": self.today, "type": "void", "by": by, "names": {"type": "none"}}, None)

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def say_again(self, data: st.DataObject) -> None:
        """The same record once more, as after a command that was interrupted."""
        n = data.draw(st.integers(0, len(self.told) - 1))
        if self.told[n]["type"] != "void":
            self._record(dict(self.told[n]), None)

    # -- what is held to

    def _tell(self, data: st.DataObject, kind: str, units: Any, ago: list[int]) -> None:
        def pick(options: list[Any]) -> Any:
            return data.draw(st.sampled_from(options))

        day = self.today - timedelta(pick(ago))
        self._record({"date": day, "type": kind, "by": pick(list(units)), **more(kind, pick, day)}, None)

    def _entries(self) -> tuple[Entry, ...]:
        return self._ledger().issues[0].entries

    def _ledger(self) -> Ledger:
        loaded = load(self.tree)
        assert [] == [d for d in loaded.diagnostics if d.code != "L305"]  # there is no official text
        return loaded.ledger

    def _record(self, one: Told, meant: Entry | None) -> None:
        fields = {key: value for key, value in one.items() if key != "names"}
        if one["type"] == "void":
            fields["entry"] = ref_of(meant) if meant else "0badc0de"
        expected = self._expected(one)
        found = draft([Request("01", fields)], self._ledger(), self.tree, lambda _: None, self.today)
        codes = {p.key or (p.diagnostic.code if p.diagnostic else "?") for p in found.problems}
        assert expected == codes, (one, self.told)
        REACHED.update(expected or {"taken"})
        if not expected:
            (made,) = found.made
            again = self._known(one)
            assert again == made.known
            assert again == (not found.changes)
            REACHED["known"] += again
            if not again:
                old, new = found.changes[PATH]
                assert self.tree[PATH] == old
                assert new == (old or b"") + f"- {made.line}\n".encode()
                self.tree[PATH] = new
                self.told.append(one)
        self._agrees()

    def _known(self, one: Told) -> bool:
        """Whether it has been said and stands; a void is made again when what it took back was recorded again."""
        stands = [other for n, other in enumerate(self.told) if not taken_back(self.told, n)]
        undone = one["type"] == "void" and any(same(one["names"], other) for other in stands)
        return any(same(one, other) for other in stands) and not undone

    def _expected(self, one: Told) -> set[str]:
        """With which codes the record is refused; none where it is taken, or known."""
        if one["date"] > self.today:
            return {"record.future"}
        if self._known(one):
            return set()
        before = {error for error in replay(self.told).errors if error[1] != REPEATED}
        assert not before
        after = [(n, code) for n, code in replay([*self.told, one]).errors if code != REPEATED]
        if one["type"] != "void":
            return {code for _, code in after}
        later = any(n < len(self.told) for n, _ in after)  # entries that rest on what is taken back
        return {code for n, code in after if n == len(self.told)} | (
            {"record.void_first"} if later else set()
        )

    def _agrees(self) -> None:
        """Today and on earlier days the program and the model see the same, and nothing of later days."""
        ledger = self._ledger()
        (issue,) = ledger.issues
        assert len(self.told) == len(issue.entries)
        span = (self.today - START).days
        for day in {self.today, *(START + timedelta(span * n // 7) for n in range(7)), *self._last_days()}:
            found = judge(issue, day, Setting(ledger.units, POLICY))
            assert replay(self.told, day).facts() == facts(found), (day, self.told)
        REACHED[replay(self.told, self.today).status] += 1

    def _last_days(self) -> Iterator[date]:
        for one in self.told[-2:]:
            yield from (one["date"], one["date"] - timedelta(1))


LIVES = settings(
    max_examples=min(settings().max_examples * 3 // 4, 2_000), stateful_step_count=25, print_blob=False
)


def test_lives_of_an_issue() -> None:
    """Whatever is recorded, in whatever order, the program takes, refuses and counts as the model does."""
    REACHED.clear()
    run_state_machine_as_test(Life, settings=LIVES)
    statuses = {status.value for status in Status}
    answers = {f"L{number}" for number in (601, 602, 603, 604, 606, 607, 608, 610, 621, 622, 624, 626)}
    answers |= {"record.future", "known", "taken"}
    wanted = statuses | answers if LIVES.max_examples >= 150 else statuses - {"withdrawn"}
    assert set() == wanted - {name for name, count in REACHED.items() if count}


# -- canaries -------------------------------------------------------------------------------------------------


def _one_signature(self: Any, course: Any) -> Any:
    if course.status is not Status.COMPLETED:
        return Refusal.of("out_of_order")
    course.status, course.attempt.accepted = Status.ACCEPTED, self.date
    return None


def _back_though_completed(self: Any, measures: Any = ()) -> None:
    completed = self.attempt.completed
    _BACK(self, measures)
    self.attempt.completed = completed


def _close_on_the_last_day(self: Any, course: Any) -> Any:
    notice = course.attempt.notice
    if notice is not None and self.date == notice.until and not course.objections:
        course.attempt.notice = notice._replace(until=notice.until - timedelta(1))
    return _CLOSE(self, course)


def _void_the_one_before(seen: Any, setting: Any) -> Any:
    del setting
    return {n - 1 for n, entry in seen if n and entry.type == "void"}, {}


def _void_by_anyone(seen: Any, setting: Any) -> Any:
    policy = setting.policy.model_copy(update={"office": tuple(EVERYONE)})
    return _VOIDS(seen, replace(setting, policy=policy))


def _all_is_seen(self: Any) -> Any:
    self._until = None
    return _STEPS(self)


def _old_is_not_looked_at(before: Any, changes: Any) -> Any:
    goal = before.baseline.goal
    return _APPLY(before, [c.model_copy(update={"old": goal}) if c.field == "goal" else c for c in changes])


def _relapse_keeps_its_day(self: Any, day: Any, due: Any, measures: Any = ()) -> None:
    _RELAPSE(self, day, due or self.attempt.due, measures)


_VOIDS, _STEPS, _APPLY = walk.voids, walk.Walk.__iter__, apply
_BACK, _RELAPSE, _CLOSE = Course.back, Course.relapse, BY_TYPE["close"].move
BROKEN = [
    (BY_TYPE["accept"], "move", _one_signature),
    (Course, "back", _back_though_completed),
    (Course, "relapse", _relapse_keeps_its_day),
    (BY_TYPE["close"], "move", _close_on_the_last_day),
    (walk, "voids", _void_the_one_before),
    (walk, "voids", _void_by_anyone),
    (chain, "apply", _old_is_not_looked_at),
    (walk.Walk, "__iter__", _all_is_seen),
]


@large
@pytest.mark.parametrize(("where", "name", "broken"), BROKEN, ids=[b.__name__.strip("_") for *_, b in BROKEN])
def test_canary_a_broken_chain_is_caught(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, broken: Any
) -> None:
    """One slip in the chain, and the lives come to disagree with the model."""
    monkeypatch.setattr(where, name, broken)
    enough = settings(
        LIVES,
        max_examples=600,
        stateful_step_count=30,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Life, settings=enough)
