"""Complaints: the file, the state machine against a slow model, what is wrong, and what history tells."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import complaint_model
from cli_tools import REPO
from ledger.folder import read_folder
from ledger.history.compare import State as Side
from ledger.history.compare import compare
from ledger.history.log import _of_common
from ledger.history.steps import CommonStep
from ledger.judging.complaints import State, Who, counts, judge, judge_all, repeated
from ledger.judging.day import Day
from ledger.model.complaint import Complaint, ComplaintFile
from ledger.model.entries import ref_of
from ledger.reading.load import load
from ledger.rules.engine import check_tree

BASE = REPO / "tests" / "cases" / "check" / "base"
PATH = "data/complaints/26/D3SX202505280018.yaml"
OFFICE = "市整改办"
DAY = date(2025, 6, 30)
RECEIVED = (
    "{date: 2025-05-29, type: receive, by: 市整改办, area: 东河区, place: 东河槽, kinds: [noise], "
    "units: [东河区], due: 2025-06-05, text: 夜间施工噪声。}"
)
FINISHED = (
    "{date: 2025-06-03, type: finish, by: 东河区, verdict: confirmed, text: 已停工。, ordered: 2, fine: 1.5}"
)


def tree_with(**files: str) -> dict[str, bytes]:
    """The files of the base ledger and of complaints by number, all of batch 26."""
    made = {f"data/complaints/26/{number}.yaml": text.encode() for number, text in files.items()}
    return read_folder(str(BASE)).tree | made


def lines(*records: str) -> str:
    """The file of a complaint."""
    return "records:\n" + "".join(f"- {one}\n" for one in records)


def found(*records: str) -> list[str]:
    """The codes of what is wrong with a complaint."""
    checked = check_tree(tree_with(D3SX202505280018=lines(*records)), {})
    return [d.code for d in checked.diagnostics if d.path == PATH]


def standings(*records: str, day: date = DAY) -> list[Any]:
    """Where the complaint stands."""
    ledger = load(tree_with(D3SX202505280018=lines(*records))).ledger
    return judge_all(ledger.complaints, Who(ledger.units, ledger.units.offices), day)


# --- the file ------------------------------------------------------------------------------------


def test_a_complaint_is_read() -> None:
    """Batch and number are the path; states follow the records and the day."""
    assert found(RECEIVED, FINISHED) == ["L915"]
    (one,) = standings(RECEIVED, FINISHED)
    assert (one.complaint.batch, one.complaint.number) == ("26", "D3SX202505280018")
    assert (one.state, one.verdict, one.in_time, one.finished) == (
        State.FINISHED,
        "confirmed",
        True,
        date(2025, 6, 3),
    )
    (before,) = standings(RECEIVED, FINISHED, day=date(2025, 6, 2))
    assert (before.state, before.verdict) == (State.OPEN, None)
    assert standings(RECEIVED, FINISHED, day=date(2025, 5, 28)) == []


def test_a_broken_complaint_hides_nothing() -> None:
    """A file that cannot be read is told; the others, and the tasks, are there."""
    loaded = load(tree_with(D1=lines(RECEIVED.replace("receive", "recieve")), D2=lines(RECEIVED)))
    assert [one.number for one in loaded.ledger.complaints] == ["D2"]
    assert [(d.code, d.path) for d in loaded.diagnostics] == [("L209", "data/complaints/26/D1.yaml")]
    assert len(loaded.ledger.issues) == 2


def test_the_last_day_is_in_time() -> None:
    """The day itself is in time, the next is one day late."""
    (on,) = standings(RECEIVED, day=date(2025, 6, 5))
    (after,) = standings(RECEIVED, day=date(2025, 6, 6))
    assert (on.days_overdue(date(2025, 6, 5)), after.days_overdue(date(2025, 6, 6))) == (0, 1)


def test_stages_are_no_finish() -> None:
    """阶段性办结 is counted apart, and is late only after a day of its own."""
    stage = "{date: 2025-06-04, type: stage, by: 东河区, verdict: partly, text: 先停工}"
    (one,) = standings(RECEIVED, stage)
    assert (one.state, one.days_overdue(DAY)) == (State.STAGED, 0)
    (dated,) = standings(RECEIVED, stage.replace("text:", "due: 2025-06-20, text:"))
    assert dated.days_overdue(DAY) == 10
    told = counts([one, dated], DAY)
    assert (told.total, told.finished, told.staged, told.open, told.overdue) == (2, 0, 2, 0, 1)
    assert (str(told.rate), str(told.stage_rate)) == ("0.0", "100.0")


def test_a_return_opens_it_again() -> None:
    """Sent back it is open, owed by the day that the return gives; in time is judged by that."""
    back = "{date: 2025-06-10, type: return, by: 市整改办, due: 2025-06-20, text: 群众不满意。}"
    (one,) = standings(RECEIVED, FINISHED, back)
    assert (one.state, one.finished, one.returns, one.days_overdue(DAY)) == (State.OPEN, None, 1, 10)
    (again,) = standings(RECEIVED, FINISHED, back, FINISHED.replace("06-03", "06-19"))
    assert (again.state, again.in_time, again.results["ordered"], str(again.results["fine"])) == (
        State.FINISHED,
        True,
        4,
        "3.0",
    )


def test_what_was_handed_over_wrongly_is_taken_back_or_put_right() -> None:
    """A voided receive leaves no complaint; another may follow. A correction holds from its date."""
    record = ComplaintFile.model_validate({"records": [_plain(RECEIVED)]}).records
    assert record is not None
    void = f"{{date: 2025-06-01, type: void, by: 市整改办, entry: {ref_of(record[0])}, text: 记错。}}"
    assert standings(RECEIVED, void, day=date(2025, 5, 30)) == []
    (one,) = standings(RECEIVED, void, RECEIVED.replace("东河区", "九原区"))
    assert one.received.area == "九原区"
    correct = (
        "{date: 2025-06-01, type: correct, by: 市整改办, units: [九原区], due: 2025-06-30, text: 改派。}"
    )
    (before,) = standings(RECEIVED, correct, day=date(2025, 5, 31))
    (after,) = standings(RECEIVED, correct)
    assert (before.received.units, after.received.units, after.days_overdue(DAY)) == (
        ("东河区",),
        ("九原区",),
        0,
    )
    assert found(RECEIVED, correct, FINISHED) == ["L906"]


def _plain(line: str) -> Any:
    from ledger.reading.yaml import parse

    document, _ = parse(f"- {line}".encode().replace(b"- ", b"x: ", 1), "")
    assert document is not None
    return document.value["x"]


def test_the_same_place_is_pointed_at() -> None:
    """Area and place say it, however it is written; one without a place repeats nothing."""
    ledger = load(
        tree_with(
            D1=lines(RECEIVED),
            D2=lines(RECEIVED.replace("东河槽", "东河 槽（）")),
            D3=lines(RECEIVED.replace("place: 东河槽, ", "")),
            D4=lines(RECEIVED.replace("area: 东河区", "area: 九原区")),
        )
    ).ledger
    every = judge_all(ledger.complaints, Who(ledger.units, ledger.units.offices), DAY)
    assert repeated(every) == {"D1": ("D1", "D2"), "D2": ("D1", "D2")}


def test_complaints_are_in_no_count_of_tasks() -> None:
    """Nothing that is judged of tasks changes with a complaint that is late."""
    bare = Day(load(tree_with()).ledger, DAY)
    full = Day(load(tree_with(D1=lines(RECEIVED))).ledger, DAY)
    assert full.obligations == bare.obligations
    assert full.late() == bare.late()
    assert [one[2:] for one in full.items()] == [one[2:] for one in bare.items()]
    assert len(full.ledger.complaints) == 1


# --- the model -----------------------------------------------------------------------------------

UNITS = ("东河区", "九原区", "市水务局", OFFICE)
TYPES = (
    "handle",
    "stage",
    "finish",
    "check",
    "return",
    "disclose",
    "correct",
    "receive",
    "void",
    "handle",
    "finish",
)


def random_records(chance: random.Random) -> list[dict[str, Any]]:
    """Records of a complaint, mostly sound, some out of turn; voids name an earlier record or none."""
    start = date(2025, 6, 1)

    def day() -> date:
        return start + timedelta(chance.randrange(0, 20))

    def received() -> dict[str, Any]:
        units = chance.sample(UNITS[:3], chance.randint(1, 2))
        return {"type": "receive", "area": chance.choice(UNITS[:2]), "units": units, "text": "异味", **due()}

    def due() -> dict[str, Any]:
        return {"due": start + timedelta(chance.randrange(5, 25))} if chance.random() < 0.7 else {}

    records = [{"date": start, "by": OFFICE, **received()}]
    for _ in range(chance.randrange(0, 9)):
        kind = chance.choice(TYPES)
        one: dict[str, Any] = {
            "date": day(),
            "type": kind,
            "by": chance.choice((*UNITS, OFFICE, OFFICE)),
            "text": "演示",
        }
        if kind in {"handle", "stage", "finish"}:
            one |= (
                {"verdict": chance.choice(("confirmed", "partly", "unfounded"))}
                if chance.random() < 0.6
                else {}
            )
            one |= {"ordered": chance.randrange(0, 4)} if chance.random() < 0.4 else {}
        if kind in {"stage", "return", "check"}:
            one |= due()
        if kind == "check":
            one["outcome"] = chance.choice(("holds", "fails"))
        if kind == "disclose":
            one["where"] = "网站"
        if kind == "correct":
            one |= {"units": chance.sample(UNITS[:3], 1)} if chance.random() < 0.5 else {}
            one |= {"area": chance.choice(UNITS[:2])} if chance.random() < 0.5 else {}
            one |= due()
        if kind == "receive":
            one |= received()
        if kind == "void":
            made = ComplaintFile.model_validate({"records": records}).records or ()
            one["entry"] = ref_of(chance.choice(made)) if chance.random() < 0.9 else "0" * 8
        records.append(one)
    return records


@pytest.mark.parametrize("seed", range(40))
def test_the_state_machine_is_what_the_slow_model_says(seed: int) -> None:
    """For random complaints, on random days, both tell the same."""
    units = load(tree_with()).ledger.units
    who = Who(units, frozenset({OFFICE}))
    chance = random.Random(seed)
    for _ in range(50):
        records = random_records(chance)
        made = ComplaintFile.model_validate({"records": records}).records or ()
        names = {n: ref_of(one) for n, one in enumerate(made)}
        day = date(2025, 6, 1) + timedelta(chance.randrange(0, 30))
        want = complaint_model.told(records, OFFICE, day, names)
        (got,) = [judge(Complaint("1", "D1", made, ""), who, day)]
        if not want["received"]:
            assert got.received is None
            continue
        assert got.received is not None
        assert {
            "received": True,
            "places": [n for n, _ in got.steps],
            "state": got.state.value,
            "verdict": got.verdict,
            "units": list(got.received.units),
            "area": got.received.area,
            "late": got.days_overdue(day),
            "in_time": got.in_time,
            "returns": got.returns,
            "ordered": got.results["ordered"],
        } == want, records


def test_random_complaints_reach_everything() -> None:
    """The comparison sees every state, refusals, returns and voids that count."""
    units = load(tree_with()).ledger.units
    who = Who(units, frozenset({OFFICE}))
    chance = random.Random(1)
    seen: set[str] = set()
    for _ in range(1500):
        made = ComplaintFile.model_validate({"records": random_records(chance)}).records or ()
        one = judge(Complaint("1", "D1", made, ""), who)
        seen |= {one.state.value, *(refused.why.value for refused in one.refused)}
        seen |= {"returned"} if one.returns > 1 else set()
        seen |= {"taken"} if one.taken else set()
    from ledger.judging.complaints import Wrong

    assert seen >= {*(why.value for why in Wrong), *(state.value for state in State), "returned", "taken"}


# --- history -------------------------------------------------------------------------------------


def test_history_tells_records() -> None:
    """diff and log name the complaint, its day, the record and by whom."""
    old = tree_with(D1=lines(RECEIVED))
    new = tree_with(D1=lines(RECEIVED, FINISHED))
    (told,) = [d for d in compare(Side(old, DAY), Side(new, DAY)) if d.kind.startswith("complaint")]
    assert (told.kind, told.field, str(told.old), told.new, told.units) == (
        "complaint_added",
        "26/D1",
        "2025-06-03",
        "finish",
        ("东河区",),
    )
    path = "data/complaints/26/D1.yaml"
    (gone,) = _of_common(CommonStep(path, new[path], old[path], (new[path],)))
    assert (gone.kind, gone.field, gone.new) == ("complaint_gone", "26/D1", "finish")


@pytest.mark.parametrize("name", ["26/d1.yaml", "D1.yaml", "26/x/D1.yaml", "甲/D1.yaml", "26/D 1.yaml"])
def test_a_file_that_no_complaint_can_have_is_told(name: str, tmp_path: Path) -> None:
    """L900 names the file; it is not read."""
    path = tmp_path / "data" / "complaints" / name
    path.parent.mkdir(parents=True)
    path.write_text(lines(RECEIVED), "utf-8")
    read = read_folder(str(tmp_path))
    assert [d.code for d in read.diagnostics] == ["L900"]
    assert read.tree == {}
