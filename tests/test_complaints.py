"""Complaints: the file, the state machine against a slow model, what is wrong, and what history tells."""

import json
import random
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import complaint_model
from checking import check_tree
from cli_tools import REPO, run_cli, run_json
from ledger.folder import read_folder
from ledger.history.compare import State as Side
from ledger.history.compare import compare
from ledger.history.log import _of_common
from ledger.history.steps import CommonStep
from ledger.judging.complaints import State, Who, Wrong, counts, judge, judge_all, repeated
from ledger.judging.day import Day
from ledger.model.complaint import Complaint, ComplaintFile
from ledger.model.entries import ref_of
from ledger.reading.load import load
from ledger.rules.complaints import _WRONG

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
    assert (str(told.rates["rate"]), str(told.rates["stage_rate"])) == ("0.0", "100.0")


@pytest.mark.parametrize(
    "back",
    [
        "{date: 2025-06-10, type: return, by: 市整改办, text: 群众不满意。}",
        "{date: 2025-06-10, type: check, by: 市整改办, outcome: fails, text: 抽查不过。}",
    ],
)
def test_a_return_without_a_day_gives_no_more_time(back: str) -> None:
    """Sent back without a day it is owed by the day that was given before, and counts as late."""
    (one,) = standings(RECEIVED, FINISHED, back)
    assert (one.state, one.limit, one.days_overdue(DAY)) == (State.OPEN, date(2025, 6, 5), 25)
    told = counts([one], DAY)
    assert (told.due, told.in_time, told.overdue, told.undetermined) == (1, 0, 1, 0)


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
        "3",
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
            assert got.given is None
            continue
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


# --- the command line ----------------------------------------------------------------------------


def ledger_in(folder: Path, **files: str) -> Path:
    """A ledger on the disk with complaints of batch 26."""
    for name, data in tree_with(**files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


AT = {"LEDGER_AS_OF": "2025-06-30"}


def test_from_handing_over_to_the_rate(tmp_path: Path) -> None:
    """Handed over, handled, finished, sent back, finished again: each step is written, and the counts follow."""
    root = ledger_in(tmp_path)

    def record(*args: str) -> None:
        done = run_cli("complaints", "record", *args, cwd=root)
        assert done.code == 0, done.err

    given = (
        "--batch",
        "26",
        "--area",
        "东河区",
        "--unit",
        "东河区",
        "--due",
        "2025-06-05",
        "--date",
        "2025-05-29",
    )
    record("d3sx202505280018", "交办", "夜间施工噪声。", *given, "--kind", "噪声", "--channel", "来电")
    record("0018", "handle", "已查。", "--date", "2025-05-30", "--verdict", "属实")
    record("0018", "办结", "已停工。", "--date", "2025-06-03", "--ordered", "1", "--fine", "2.5")
    assert _rates(root) == (1, 1, 100, 100)
    record("0018", "退回", "又施工。", "--date", "2025-06-08", "--due", "2025-06-20")
    assert _rates(root) == (1, 0, 0, 0)
    (late,) = run_json("complaints", "overdue", cwd=root, env=AT).data
    assert (late["number"], late["days_overdue"]) == ("D3SX202505280018", 10)
    assert run_cli("complaints", "overdue", "--exit-code", cwd=root, env=AT).code == 1
    record("0018", "finish", "改为白天施工。", "--date", "2025-06-19")
    assert _rates(root) == (1, 1, 100, 100)
    shown = run_cli("complaints", "show", "0018", cwd=root, env=AT).out
    assert "罚款 2.5 万元" in shown
    assert "退回过 1 次" in shown
    assert run_cli("check", cwd=root).code == 0
    assert run_cli("complaints", cwd=root, env=AT).out == run_cli("complaints", "list", cwd=root, env=AT).out


def _rates(root: Path) -> tuple[int, int, float, float]:
    total = json.loads(run_cli("complaints", "stats", "-f", "json", cwd=root, env=AT).out)["total"]
    return total["total"], total["finished"], total["rate"], total["in_time_rate"]


def test_what_does_not_fit_is_not_written(tmp_path: Path) -> None:
    """The file keeps its bytes, and it is said why, in the words of whoever typed it."""
    root = ledger_in(tmp_path, D3SX202505280018=lines(RECEIVED))
    path = root / PATH
    before = path.read_bytes()
    at = ("--date", "2025-06-01")
    for args, code, said in (
        (("0018", "办结", "已停工。", *at), 1, "L909"),
        (("0018", "办结", "已停工。", "--verdict", "属实", "--by", "九原区", *at), 1, "L906"),
        (("0018", "退回", "不满意。", *at), 1, "L908"),
        (("0018", "办理", "已查。", "--date", "2025-05-01"), 1, "L903"),
        (("0018", "退回", "不满意。", "--verdict", "属实"), 2, "--verdict"),
        (
            (
                "0018",
                "核查",
            ),
            2,
            "--outcome",
        ),
        (("0099", "办理", "已查。"), 2, "D3SX202505280018"),
        (("X9", "交办", "异味", "--area", "东河区", "--unit", "东河区"), 2, "--batch"),
        (("X 9", "交办", "异味", "--area", "东河区", "--unit", "东河区", "--batch", "26"), 2, "X 9"),
        (("0018", "办理", "已查。", "--by", "东河曲"), 2, "东河区"),
    ):
        done = run_cli("complaints", "record", *args, cwd=root)
        assert (done.code, said in done.err) == (code, True), (args, done.err)
    assert path.read_bytes() == before
    again = run_cli("complaints", "record", "0018", "办理", "已查。", *at, cwd=root)
    assert path.read_bytes().startswith(before), again.err


def test_filters_choose(tmp_path: Path) -> None:
    """Each filter alone, and an unknown word."""
    other = RECEIVED.replace("东河区", "九原区").replace("noise", "air").replace("area", "key: true, area")
    root = ledger_in(tmp_path, D1=lines(RECEIVED), D2=lines(RECEIVED, FINISHED), D3=lines(other))
    for args, numbers in (
        (("--unit", "九原区"), ["D3"]),
        (("--unit", "各区"), ["D1", "D2", "D3"]),
        (("--state", "办结"), ["D2"]),
        (("--overdue",), ["D1", "D3"]),
        (("--kind", "大气"), ["D3"]),
        (("--area", "东河区"), ["D1", "D2"]),
        (("--verdict", "属实"), ["D2"]),
        (("--key",), ["D3"]),
        (("--batch", "27"), []),
    ):
        assert [row["number"] for row in run_json("complaints", *args, cwd=root, env=AT).data] == numbers, (
            args
        )
    assert [row["same_place"] for row in run_json("complaints", cwd=root, env=AT).data] == [2, 2, None]
    assert run_cli("complaints", "--state", "完成", cwd=root).code == 2


TABLE = (
    "序号,受理编号,交办问题基本情况,行政区域,污染类型,责任单位,办理期限,是否属实\n"
    "1,＊d3sx202506100011,甲厂夜间排放异味,东河区,大气、噪音污染,东河区,2025-06-20,属实\n"
    "2,X3SX202506100012,乙路扬尘,东河区,扬尘,东河曲,2025年6月31日,\n"
    "3,,某处垃圾,九原区,垃圾堆,九原区,2025/6/20,\n"
    "4,D3SX202506100011,又是甲厂,东河区,大气,东河区,,\n"
    "合计,4,,,,,,\n"
)


def imported(root: Path, *args: str, file: str = "batch.csv") -> Any:
    """What the import of a batch comes to."""
    return run_cli("complaints", "import", file, "--batch", "28", "--date", "2025-06-11", *args, cwd=root)


def test_a_batch_with_doubts_is_not_written(tmp_path: Path) -> None:
    """Each doubt is named by its cell; nothing is made up and nothing written."""
    root = ledger_in(tmp_path)
    (root / "batch.csv").write_text(TABLE, "utf-8")
    done = imported(root, "--write", "-f", "json")
    assert done.code == 1
    rows = json.loads(done.out)["data"]
    doubts = {(row["place"], doubt["code"]) for row in rows for doubt in row["doubts"]}
    assert {code for _, code in doubts} == {"unit", "day", "no_number", "kind", "twice"}
    assert rows[1]["units"] == []
    assert rows[1]["due"] is None
    assert "第 3 行第 6 列：认不出单位“东河曲”，是不是：东河区" in done.err
    assert "是否属实" in done.err
    assert not (root / "data" / "complaints").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_a_batch_is_written_once(kind: str, tmp_path: Path) -> None:
    """Dry at first, then all of it; again nothing is new; what differs is asked."""
    root = ledger_in(tmp_path)
    rows = [line.split(",")[:7] for line in TABLE.splitlines()[:2]]
    rows.append(["2", "X3SX202506100012", "乙路扬尘", "九原区", "扬尘", "各区", "2025年6月21日"])
    file = write_table(root / f"batch.{kind}", rows)
    assert imported(root, file=file).code == 0
    assert not (root / "data" / "complaints").exists()
    assert imported(root, "--write", file=file).code == 0
    found = run_json("complaints", cwd=root, env=AT).data
    assert [(row["number"], row["key"], row["kinds"], row["units"], row["due"]) for row in found] == [
        ("D3SX202506100011", True, ["air", "noise"], ["东河区"], "2025-06-20"),
        ("X3SX202506100012", False, ["air"], ["东河区", "九原区"], "2025-06-21"),
    ]
    held = {path: path.read_bytes() for path in (root / "data" / "complaints").rglob("*.yaml")}
    assert "已有而跳过" in imported(root, "--write", file=file).err
    rows[1][2] = "改过的内容"
    assert imported(root, "--write", file=write_table(root / f"other.{kind}", rows)).code == 1
    assert {path: path.read_bytes() for path in (root / "data" / "complaints").rglob("*.yaml")} == held
    assert run_cli("check", cwd=root).code == 0


def write_table(path: Path, rows: list[list[str]]) -> str:
    """A table as a file of the kind that its name says."""
    if path.suffix == ".csv":
        path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    elif path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(path)
    else:
        import docx

        document = docx.Document()
        table = document.add_table(len(rows), len(rows[0]))
        for n, row in enumerate(rows):
            for k, text in enumerate(row):
                table.cell(n, k).text = text
        document.save(str(path))
    return path.name


def test_a_file_without_such_a_table_is_said(tmp_path: Path) -> None:
    """A list of something else, a file that is none."""
    root = ledger_in(tmp_path)
    (root / "a.csv").write_text("序号,名称\n1,甲\n", "utf-8")
    (root / "b.xlsx").write_bytes(b"PK\x03\x04 none")
    for file in ("a.csv", "b.xlsx", "none.csv"):
        assert imported(root, file=file).code in {1, 2}
        assert file in imported(root, file=file).err


# --- what is published ---------------------------------------------------------------------------


def test_the_public_edition_names_nobody(tmp_path: Path) -> None:
    """Telephones, cards, mail and house numbers are blotted out in every format, and counted."""
    secrets = (
        "13812345678",
        "0472-1234567",
        "15020419900101123X",
        "a@b.cn",
        "钢铁大街12号",
        "3号楼2单元501室",
    )
    told = "反映人住" + "，".join(secrets)
    handle = f"{{date: 2025-06-02, type: handle, by: 东河区, text: {told}}}"
    root = ledger_in(tmp_path, D1=lines(RECEIVED.replace("夜间施工噪声。", told), handle))
    shown = [
        run_cli("complaints", "public", "-f", form, cwd=root, env=AT)
        for form in ("table", "json", "md", "html")
    ]
    for done in shown:
        assert done.code == 0
        assert "隐去 12 处" in done.err
        for secret in ("138", "1234567", "1990", "a@b", "12号", "501"):
            assert secret not in done.out, secret
    data = json.loads(shown[1].out)
    assert "overdue" not in data["counts"]
    assert set(data["data"][0]) == {
        *("number", "batch", "key", "text", "area", "kinds", "found", "verdict", "handled", "state"),
        *("ordered", "cases", "fine", "criminal", "detained", "talked", "accountable"),
    }
    for form in ("docx", "xlsx"):
        assert run_cli("complaints", "public", "-o", f"p.{form}", cwd=root, env=AT).code == 0
        with zipfile.ZipFile(root / f"p.{form}") as file:
            text = "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
        assert "群众信访举报" in text or "受理编号" in text
        assert "13812345678" not in text


def test_what_did_not_hold_is_not_published_as_done(tmp_path: Path) -> None:
    """Sent back, the table says what was found out, and no more that it was dealt with."""
    back = "{date: 2025-06-10, type: return, by: 市整改办, due: 2025-06-20, text: 群众不满意。}"
    again = FINISHED.replace("06-03", "06-19").replace("已停工", "改为白天施工")
    for records, handled in (((FINISHED, back), []), ((FINISHED, back, again), ["改为白天施工。"])):
        root = ledger_in(tmp_path / str(len(records)), D1=lines(RECEIVED, *records))
        (row,) = json.loads(run_cli("complaints", "public", "-f", "json", cwd=root, env=AT).out)["data"]
        assert row["handled"] == handled


def test_areas_come_as_the_table_of_units_has_them(tmp_path: Path) -> None:
    """Not by their characters; an area that is no unit comes last."""
    made = {
        f"D{n}": lines(RECEIVED.replace("area: 东河区", f"area: {a}"))
        for n, a in enumerate(("丙镇", "九原区", "东河区"))
    }
    root = ledger_in(tmp_path, **made)
    rows = run_json("complaints", "stats", "--by", "area", cwd=root, env=AT).data
    assert [row["group"] for row in rows] == ["东河区", "九原区", "丙镇"]


def test_areas_add_up(tmp_path: Path) -> None:
    """Every column of the table by area adds up to its total."""
    other = RECEIVED.replace("东河区", "九原区")
    root = ledger_in(tmp_path, D1=lines(RECEIVED), D2=lines(RECEIVED, FINISHED), D3=lines(other))
    data = json.loads(run_cli("complaints", "public", "-f", "json", cwd=root, env=AT).out)
    for name in ("total", "key", "finished", "in_time", "ordered"):
        assert sum(row[name] for row in data["areas"]) == data["counts"][name], name


def test_the_report_has_a_paragraph_of_its_own(tmp_path: Path) -> None:
    """The published sentence stands in the report; no figure of tasks changes; without complaints there is none."""
    bare = json.loads(run_cli("report", "-f", "json", cwd=ledger_in(tmp_path / "bare"), env=AT).out)
    root = ledger_in(tmp_path / "full", D1=lines(RECEIVED), D2=lines(RECEIVED, FINISHED))
    full = json.loads(run_cli("report", "-f", "json", cwd=root, env=AT).out)
    assert full["figures"] == bare["figures"]
    assert "complaints" not in bare
    assert (full["complaints"]["total"], full["complaints"]["finished"]) == (2, 1)
    text = "".join(run_cli("report", cwd=root, env=AT).out.split())
    assert "第26批共交办信访举报件2件，已办结1件、阶段性办结0件、未办结1件，办结率50.0%。" in text
    assert "信访" not in run_cli("report", cwd=tmp_path / "bare", env=AT).out


@pytest.mark.parametrize("args", [("check",), ("overdue",), ("report",)])
def test_a_ledger_without_complaints_pays_nothing(args: tuple[str, ...]) -> None:
    """Where there are none, neither check nor lists nor the report so much as import their model."""
    code = (
        "import sys; from ledger.cli.app import run; run(sys.argv[1:]); "
        "print(*(m for m in sys.modules if m in {'ledger.model.complaint', 'ledger.judging.complaints'}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(BASE), *args],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr.splitlines()[-1].strip() == ""


def test_every_reason_has_a_code() -> None:
    """No record is refused without a word."""
    assert set(_WRONG) == {one.value for one in Wrong}


@pytest.mark.parametrize("public", [False, True])
def test_the_site_has_a_page(public: bool, tmp_path: Path) -> None:
    """The page is the published edition on either site, linked from the menu; without complaints there is none."""
    handle = "{date: 2025-06-02, type: handle, by: 东河区, text: 电话13812345678核实。}"
    root = ledger_in(tmp_path / "full", D1=lines(RECEIVED, handle))
    more = ("--public",) if public else ()
    assert run_cli("site", "out", "--lang", "both", *more, cwd=root, env=AT).code == 0
    for page in ("out/complaints.html", "out/en/complaints.html"):
        text = (root / page).read_text("utf-8")
        assert "D1" in text
        assert "电话＊＊＊核实。" in text
        assert "138" not in text
    assert 'href="complaints.html"' in (root / "out/index.html").read_text("utf-8")
    bare = ledger_in(tmp_path / "bare")
    assert run_cli("site", "out", *more, cwd=bare, env=AT).code == 0
    assert not (bare / "out/complaints.html").exists()
    assert "complaints" not in (bare / "out/index.html").read_text("utf-8")
