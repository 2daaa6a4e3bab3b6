"""Lives of an issue, step by step at random, against a small model of the closing chain.

The model is written from docs/design.md, knows nothing of the program, and starts from scratch each time.
"""

# ruff: noqa: SIM300 - what is expected stands first

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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

from ledger.judging import chain
from ledger.judging.status import Judgement, judge
from ledger.model.entries import Entry, ref_of
from ledger.model.ledger import Issue, Ledger
from ledger.model.plan import Policy
from ledger.reading.load import load
from ledger.recording.record import Request, draft
from ledger.rules.engine import share

LEADS, ACCEPTORS, HELPER, OFFICE, STRANGER = ("甲局", "乙局"), ("丙局", "丁局"), "戊区", "整改办", "己局"
EVERYONE = (*LEADS, *ACCEPTORS, HELPER, OFFICE, STRANGER)
PATH = "data/issues/01.yaml"
START, FIRST_DUE = date(2025, 1, 6), date(2025, 6, 30)
TREE = {
    "data/plan.yaml": f"""\
title: 方案
source: {{path: source/plan.txt, sha256: {"a" * 64}}}
policy: {{publicity_days: 0, complete_needs: [evidence], close_needs: [similar]}}
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
    **dict.fromkeys(("start", "progress", "achieve"), RESPONSIBLE),
    "complete": LEADING,
    **dict.fromkeys(("accept", "reject"), ACCEPTING),
    **dict.fromkeys(("publicize", "review"), LEADING | ACCEPTING),
    "answer": LEADING | ACCEPTING | BY_OFFICE,
    **dict.fromkeys(("object", "close", "reopen", "extend", "supervise", "account", "amend"), BY_OFFICE),
}
PRESSURE = {"object", "extend", "supervise", "account", "amend"}
"""What is no deed of those who have to put things right."""

REPEATED = "L609"
"""A record told twice counts once; that is worth a word, and no error."""


def same(one: Told, other: Told) -> bool:
    """Whether two entries say the same in every field."""
    return one == other


@dataclass
class World:
    """Where the model has brought an issue."""

    status: str = "not_started"
    due: date = FIRST_DUE
    completed: date | None = None
    accepted: date | None = None
    closed: date | None = None
    signed: set[str] = field(default_factory=set)
    until: date = date.min
    objected: bool = False
    proven: bool = False
    similar: bool = False
    extensions: int = 0
    relapses: int = 0
    rejections: int = 0
    acted: bool = False
    errors: list[tuple[int, str]] = field(default_factory=list)

    def facts(self) -> tuple[Any, ...]:
        """What the program is held to."""
        return (
            *(self.status, self.completed, self.accepted, self.closed, self.due),
            *(self.extensions, self.relapses, self.rejections),
        )

    def back_to_work(self) -> None:
        """Nothing of what was reached stands any more."""
        self.status = "in_progress"
        self.completed = self.accepted = self.closed = None
        self.signed, self.objected, self.similar, self.proven = set(), False, False, False


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
    """The issue after the entries dated up to ``until``, by date, those of one day as they stand."""
    world = World()
    seen = [(n, one) for n, one in enumerate(told) if one["date"] <= until]
    known = [one for _, one in seen]
    standing = [(n, one) for k, (n, one) in enumerate(seen) if not taken_back(known, k)]
    for n, one in sorted(standing, key=lambda pair: pair[1]["date"]):
        if one["type"] != "void" and any(k < n and same(one, other) for k, other in standing):
            world.errors.append((n, REPEATED))
        elif one["type"] == "void":
            meant = [other for k, other in seen if k < n and same(one["names"], other)]
            if not meant:
                world.errors.append((n, "L604"))
            elif one["by"] not in {meant[0]["by"], OFFICE}:
                world.errors.append((n, "L601"))
        elif (why := step(world, one)) is not None:
            world.errors.append((n, why))
    return world


def step(world: World, one: Told) -> str | None:
    """Let one entry count; says with which code it is refused where it cannot."""
    kind = one["type"]
    if one["by"] not in MAY[kind]:
        return "L601"
    lacking = None
    match kind:
        case "achieve":
            if (one["measure"], one.get("milestone")) not in {(1, None), (1, 1), (2, None)}:
                return "L603"
        case "complete":
            if world.completed:
                return "L602"
            world.status, world.completed = "completed", one["date"]
            world.proven, world.similar = "evidence" in one, "similar" in one
            lacking = None if world.proven else "L610"
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
            if world.status not in {"accepted", "publicized"}:
                return "L602"
            world.status, world.until = "publicized", one["until"]
        case "object":
            if world.status != "publicized":
                return "L602"
            world.objected = True
        case "answer":
            if not world.objected:
                return "L602"
            world.objected = False
        case "close":
            if world.status != "publicized":
                return "L602"
            if world.objected:
                return "L608"
            if one["date"] <= world.until:
                return "L607"
            world.status, world.closed = "closed", one["date"]
            world.similar |= "similar" in one
            lacking = None if world.similar else "L610"
        case "reopen" | "review":
            if not world.completed:
                return "L602"
            if kind == "reopen" or one["result"] == "relapsed":
                world.relapses += 1
                world.back_to_work()
        case "extend":
            if world.completed:
                return "L602"
            if one["due"] <= world.due:
                return "L606"
            world.due = one["due"]
            world.extensions += 1
    if kind not in PRESSURE and world.status == "not_started":
        world.status = "in_progress"
    return lacking


# -- the machine ----------------------------------------------------------------------------------------------

POLICY = Policy(publicity_days=0, complete_needs=("evidence",), close_needs=("similar",))
REACHED: Counter[str] = Counter()
"""What the lives came to: statuses, refusals, and more."""


def more(kind: str, pick: Callable[[list[Any]], Any], today: date) -> dict[str, Any]:
    """The fields that a type adds; drawn, most of them sound."""
    match kind:
        case "achieve":
            return {"measure": pick([1, 1, 2, 3]), **pick([{}, {"milestone": 1}, {"milestone": 2}])}
        case "complete":
            said = [{"evidence": [{"url": "https://example.gov.cn"}]}] * 3 + [{}]
            return {**pick(said), **pick([{}, {"similar": "有"}])}
        case "close":
            return {**pick([{"similar": "有"}, {"similar": "有"}, {}])}
        case "publicize":
            since = today + timedelta(pick([0, 0, -3]))
            return {"since": since, "until": since + timedelta(pick([0, 3, 10, 10, -1])), "where": "网站"}
        case "review":
            return {"result": pick(["holds", "relapsed"])}
        case "extend":
            return {"due": today + timedelta(pick([-30, 30, 200, 400])), "approval": "批复"}
        case "supervise":
            return {"level": pick(["reminder", "interview"])}
        case "amend":
            return {"field": "goal", "approval": "批复"}
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
    }[world.status]


def facts(found: Judgement) -> tuple[Any, ...]:
    """What the program says, as the model says it."""
    return (
        *(found.status.value, found.completed, found.accepted, found.closed, found.due),
        *(len(found.extensions), found.chain.relapses, found.chain.rejections),
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
        shared, _ = share(self.tree, lambda _: None)
        found = draft([Request("01", fields)], self._ledger(), shared, self.today)
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
        after = replay([*self.told, one]).errors
        backwards = {"L606"} if one["type"] == "publicize" and one["until"] < one["since"] else set()
        return backwards | {code for _, code in after if code != REPEATED}

    def _agrees(self) -> None:
        """Today and on earlier days the program and the model see the same, and nothing of later days."""
        ledger = self._ledger()
        (issue,) = ledger.issues
        assert len(self.told) == len(issue.entries)
        span = (self.today - START).days
        for day in {self.today, *(START + timedelta(span * n // 7) for n in range(7)), *self._last_days()}:
            found = judge(issue, day, ledger.units, POLICY)
            assert replay(self.told, day).facts() == facts(found), (day, self.told)
            prefix = Issue(issue.baseline, tuple(e for e in issue.entries if e.date <= day), PATH)
            alone = judge(prefix, day, ledger.units, POLICY)
            assert alone._replace(issue=issue, chain=found.chain) == found
            assert not prefix.entries or alone.chain == found.chain
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
    statuses = {status.value for status in chain.Status}
    answers = {f"L{number}" for number in (601, 602, 603, 604, 606, 607, 608, 610)}
    answers |= {"record.future", "known", "taken"}
    wanted = statuses | answers if LIVES.max_examples >= 150 else statuses
    assert set() == wanted - {name for name, count in REACHED.items() if count}


# -- canaries -------------------------------------------------------------------------------------------------


def _one_signature(self: Any, entry: Entry) -> Any:
    if self.status is not chain.Status.COMPLETED or entry.by in self.signed:
        return chain.Refusal.OUT_OF_ORDER
    if entry.type == "reject":
        self.rejections += 1
        self._back()
    else:
        self.status, self.accepted = chain.Status.ACCEPTED, entry.date
    return None


def _back_with_signatures(self: Any) -> None:
    self.status = chain.Status.IN_PROGRESS
    self.completed = self.accepted = self.closed = self.notice = self.reviewed = None
    self.objections = 0
    self.similar = self.mechanism = self.evidence = False


def _close_on_the_last_day(self: Any, entry: Any) -> Any:
    if self.status is not chain.Status.PUBLICIZED or self.notice is None:
        return chain.Refusal.OUT_OF_ORDER
    if self.objections:
        return chain.Refusal.OBJECTION_OPEN
    if entry.date < self.notice.until:
        return chain.Refusal.NOTICE_RUNNING
    self.status, self.closed = chain.Status.CLOSED, entry.date
    self._note(entry)
    return None


def _void_the_one_before(seen: Any, office: Any) -> Any:
    del office
    return {n - 1 for n, entry in seen if n and entry.type == "void"}, {}


def _void_by_anyone(seen: Any, office: Any) -> Any:
    del office
    return _VOIDED(seen, frozenset(EVERYONE))


def _in_file_order(entries: Any, until: Any, office: Any) -> Any:
    return sorted(_IN_EFFECT(entries, until, office), key=lambda item: item[0])


def _all_is_seen(entries: Any, until: Any, office: Any) -> Any:
    del until
    return _IN_EFFECT(entries, None, office)


_VOIDED, _IN_EFFECT = chain._voided, chain._in_effect
BROKEN = [
    (chain.Chain, "_accept", _one_signature),
    (chain.Chain, "_back", _back_with_signatures),
    (chain.Chain, "_close", _close_on_the_last_day),
    (chain, "_voided", _void_the_one_before),
    (chain, "_voided", _void_by_anyone),
    (chain, "_in_effect", _in_file_order),
    (chain, "_in_effect", _all_is_seen),
]


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
