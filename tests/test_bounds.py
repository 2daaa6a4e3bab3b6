"""Costs that are bounded: numbers, repeated atoms, questions to the database, records read from elsewhere."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pytest

from cli_tools import REPO, clean_environment, copy_ledger, run_cli
from counting import calls
from ledger.cli import parallel
from ledger.folder import evidence_of, read_folder
from ledger.history.objects import Blob
from ledger.history.snapshot import select
from ledger.model.ledger import Issue
from ledger.model.scalar import Body, Few, Key, Number, Text, Whole
from ledger.model.unit import Unit, UnitKind, Units, UnitsFile
from ledger.plans.clauses import clauses
from ledger.reading import layout
from ledger.reading.sums import TOO_LARGE
from ledger.rules import engine
from ledger.rules.finding import Finding, Shared


def base(folder: Path) -> Path:
    """A copy of the small ledger."""
    return Path(shutil.copytree(REPO / "tests" / "cases" / "check" / "base", folder / "base"))


@pytest.mark.parametrize("of", ["2024年12月底前，", "2024年12月底前完成甲；", "2024年12月底前"])
def test_clauses_of_many_milestones_cost_no_more_than_their_text(of: str) -> None:
    """Twice the milestones cost twice the calls; asking for each of them again costs next to nothing."""

    def cost(count: int) -> int:
        text, phrases = of * count, ("2024年12月底前",) * count
        return calls(lambda: clauses(text, phrases))

    assert cost(400) < 2.2 * cost(200)
    text, phrases = of * 300, ("2024年12月底前",) * 300
    clauses(text, phrases)
    assert calls(lambda: [clauses(text, phrases) for _ in range(300)]) < 2_000


def test_overdue_with_many_milestones_is_linear(tmp_path: Path) -> None:
    """A measure with four hundred dates is told in a time that grows with their number."""

    def cost(count: int) -> int:
        root = base(tmp_path / str(count))
        issue = root / "data" / "issues" / "01.yaml"
        text = issue.read_text("utf-8")
        phrase = "2024年12月底前完成"
        extra = (
            f"- number: （九）\n  text: {'；'.join([phrase] * count)}。\n  milestones:\n"
            + "  - {text: 2024年12月底前, due: 2024-12-31}\n" * count
        )
        issue.write_text(text.replace("measures:\n", f"measures:\n{extra}", 1), "utf-8")
        return calls(lambda: run_cli("-C", str(root), "overdue", "--as-of", "2025-06-01", "-f", "json"))

    run_cli("-C", str(base(tmp_path / "warm")), "overdue", "--as-of", "2025-06-01")
    assert cost(120) < 2.3 * cost(60)


@pytest.mark.parametrize("value", ["1" * 16, "9" * 29, "0.12345678901234567", "-" + "1" * 16])
def test_numbers_have_no_more_digits_than_are_kept(value: str, tmp_path: Path) -> None:
    """A reading of sixteen digits is refused where it is recorded, and no report breaks on one that is there."""
    root = base(tmp_path)
    args = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20", "--reading", f"1={value}", "x")
    refused = run_cli("-C", str(root), *args)
    assert refused.code == 1
    assert "L213" in refused.err
    issue = root / "data" / "issues" / "01.yaml"
    record = (
        f"- {{date: 2025-01-20, type: progress, by: 市水务局, readings: [{{target: 1, value: {value}}}]}}\n"
    )
    issue.write_text(issue.read_text("utf-8") + record, "utf-8")
    assert "L213" in run_cli("-C", str(root), "check").out
    for command in ("show 1", "ready", "pace", "report", "export -f json", "overdue"):
        assert run_cli("-C", str(root), *command.split()).code == 1, command


def test_bounds_are_in_the_types() -> None:
    """The largest numbers that are taken, and the next ones, which are not."""
    from pydantic import TypeAdapter, ValidationError

    longest = {Text: 20_000, Body: 200_000, Key: 200}
    for text, long in longest.items():
        reader: TypeAdapter[str] = TypeAdapter(text)
        assert reader.validate_python("字" * long) == "字" * long
        with pytest.raises(ValidationError):
            reader.validate_python("字" * (long + 1))
        assert reader.json_schema()["maxLength"] == long
    largest = {Number: 10**15 - 1, Whole: 10**8 - 1, Few: 100}
    for kind, most in largest.items():
        adapter: TypeAdapter[Decimal | int] = TypeAdapter(kind)
        assert adapter.validate_python(most) == most
        with pytest.raises(ValidationError):
            adapter.validate_python(most + 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select zeroblob(60000000)", "string or blob too big"),
        ("select zeroblob(4000000) from issues a, issues b", "64 MiB"),
        ("select a.id from issues a, issues b, issues c, issues d, issues e", "--timeout"),
    ],
)
def test_an_answer_is_bounded(query: str, said: str) -> None:
    """A value, an answer and a time that are too much end with one line."""
    done = run_cli("sql", query, "--timeout", "1")
    assert done.code == 2
    assert said in done.err or "1000000" in done.err
    assert done.out == ""


IMPATIENT = """
import sys
import ledger.cli.sql
from ledger.__main__ import main
ledger.cli.sql._GRACE = 0
main()
"""


def test_a_function_that_cannot_be_interrupted_is_ended() -> None:
    """The database asks nobody inside one function; the run ends all the same."""
    query = "select instr(printf('%.*c',4000000,'a'), printf('%.*c',2000000,'a')||'b')"
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "sql", query, "--timeout", "1", "--lang", "en"],
        cwd=REPO,
        env=clean_environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert b"took more than 1 seconds" in done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a file without an end")
def test_records_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is read to its limit and refused."""
    with open("/dev/zero", encoding="utf-8") as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        done = run_cli("record", "--from", "-")
    assert done.code == 2
    assert "16 MiB" in done.err


@pytest.mark.parametrize(("error", "code"), [(RecursionError(), "L117"), (MemoryError(), "L120")])
def test_one_file_that_exhausts_hides_nothing_of_the_others(
    error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stack or memory that an issue uses up is a diagnostic of that issue; the next one is checked."""

    def exhausting(issue: Issue, shared: Shared) -> Iterator[Finding]:
        del shared
        if issue.id == "01":
            raise error
        yield Finding("L609", issue.path, ("title",), {"type": "start", "by": "x"})

    monkeypatch.setattr(engine, "issue_rules", lambda *_: [exhausting])
    tree = read_folder(str(REPO / "tests" / "cases" / "check" / "base")).tree
    found = {(one.path, one.code) for one in engine.check_tree(tree, {}).diagnostics}
    assert {("data/issues/01.yaml", code), ("data/issues/02.yaml", "L609")} <= found


def test_a_worker_that_is_ended_ends_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a system that is short of memory: with a message, and nobody waits for it."""
    monkeypatch.setattr(parallel, "WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_check", _kill_oneself)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    done = run_cli("-C", str(base(tmp_path)), "check")
    assert done.code == 2
    assert "中止" in done.err


def _kill_oneself(path: str) -> None:
    """What a worker does in place of a check."""
    del path
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_sum_of_what_is_read_is_bounded(tmp_path: Path) -> None:
    """Many large files are read up to a limit of all together, which is said; git and the disk agree."""
    root = base(tmp_path)
    for n in range(3):
        with (root / "data" / "source" / f"{n}.pdf").open("wb") as file:
            file.truncate(layout.SOURCE_MAX)
    with mock.patch.object(layout, "TOTAL_MAX", 2 * layout.SOURCE_MAX):
        tree, found = read_folder(str(root))
        blobs = {
            path.relative_to(root).as_posix(): Blob("100644", "0" * 40, path.stat().st_size)
            for path in root.rglob("*")
            if path.is_file()
        }
        chosen = select(blobs)
    assert [(one.code, one.path) for one in found] == [("L124", "data/source/1.pdf")]
    assert (list(chosen.files), chosen.diagnostics) == (list(tree), found)


def test_evidence_is_read_up_to_a_limit(tmp_path: Path) -> None:
    """A file of a hundred gigabytes, of no bytes on the disk, is told and not read."""
    root = base(tmp_path)
    film = root / "data" / "evidence" / "01" / "film.mp4"
    film.parent.mkdir(parents=True)
    with film.open("wb") as file:
        file.truncate(100 << 30)
    assert evidence_of(str(root))("evidence/01/film.mp4") == TOO_LARGE
    args = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20", "--evidence", str(film), "x")
    refused = run_cli("-C", str(root), *args)
    assert (refused.code, "1024 MiB" in refused.err) == (2, True)


def test_evidence_gets_a_name_that_every_system_can_have(tmp_path: Path) -> None:
    """Names that Windows keeps for devices, and two that differ in small letters only."""
    root = base(tmp_path)
    for name in ("aux.pdf", "CON", "报告A.TXT", "报告a.txt"):
        (tmp_path / name).write_text(name, "utf-8")
        args = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20", "-m", name)
        assert run_cli("-C", str(root), *args, "--evidence", str(tmp_path / name)).code == 0
    kept = sorted(path.name for path in (root / "data" / "evidence" / "01").iterdir())
    assert kept[:3] == ["_CON", "_aux.pdf", "报告A.TXT"]
    assert kept[3].startswith("报告a-")
    assert run_cli("-C", str(root), "check").code == 0


def test_likely_names_cost_no_more_with_a_larger_table() -> None:
    """Each unknown name is compared with a bounded number of spellings, and once."""

    def cost(count: int) -> int:
        bodies = {f"丙丁{n}戊局": Unit(name=f"丙丁{n}戊局", kind=UnitKind.GOVERNMENT) for n in range(count)}
        units = Units(UnitsFile(units=bodies))
        units.nearest("某甲乙局")
        return calls(lambda: [units.nearest(f"某甲{n % 50}乙局") for n in range(200)])

    assert cost(1600) < 1.3 * cost(400)


def test_likely_names_are_found_in_a_large_table() -> None:
    """What is alike stands first, however many others have a character in common."""
    bodies = {f"市丙丁{n}戊局": Unit(name=f"市丙丁{n}戊局", kind=UnitKind.GOVERNMENT) for n in range(900)}
    bodies["市水务局"] = Unit(name="示例市水务局", kind=UnitKind.GOVERNMENT)
    assert Units(UnitsFile(units=bodies)).nearest("市水利局")[0] == "市水务局"


PROGRESS = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20")


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("4", {"target": 1, "value": 4}),
        ("1=４", {"target": 1, "value": 4}),
        ("1.1＝4公里", {"target": 1, "part": 1, "value": 4}),
        ("再生水管网建设=4 公里", {"target": 1, "value": 4}),
        ("九原区建设再生水管网：4", {"target": 1, "part": 2, "value": 4}),
        ("1,004", {"target": 1, "value": 1004}),
    ],
)
def test_readings_as_people_write_them(given: str, value: dict[str, int], tmp_path: Path) -> None:
    """Wide digits, units, names of targets and parts, digits in threes."""
    root = base(tmp_path)
    assert run_cli("-C", str(root), *PROGRESS, "--reading", given, "x").code == 0
    line = (root / "data" / "issues" / "01.yaml").read_text("utf-8").splitlines()[-1]
    assert "{" + ", ".join(f"{name}: {number}" for name, number in value.items()) + "}" in line


@pytest.mark.parametrize("given", ["1=30%", "1=4米", "某项=4", "1=九", "1=1,20", "1=1e3"])
def test_readings_of_another_unit_or_none_are_refused(given: str, tmp_path: Path) -> None:
    """And nothing is written."""
    root = base(tmp_path)
    issue = root / "data" / "issues" / "01.yaml"
    before = issue.read_bytes()
    assert run_cli("-C", str(root), *PROGRESS, "--reading", given, "x").code == 2
    assert issue.read_bytes() == before


LINE = '{"id": "01", "type": "progress", "date": "2025-01-20", "by": "市水务局", "text": "完成勘测"}'


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (LINE.encode(), 0, "完成勘测"),
        (LINE.encode("gb18030"), 0, "完成勘测"),
        (f"[{LINE}]".encode(), 0, "完成勘测"),
        (
            LINE.replace('"text"', '"readings": [{"target": 1, "value": 1e1}], "text"').encode(),
            0,
            "value: 10",
        ),
        (LINE.replace('"text"', '"by": "东河区", "text"').encode(), 1, "“by”写了两次"),
        (LINE.replace('"text"', '"x": {"a": 1, "a": 2}, "text"').encode(), 1, "“a”写了两次"),
        (LINE.replace('"text"', '"x": 1e999999999, "text"').encode(), 1, "“1e999999999”不是记得下的数"),
        (LINE.replace('"text"', f'"x": {"9" * 5000}, "text"').encode(), 1, "不是记得下的数"),
        (LINE.replace('"text"', '"x": NaN, "text"').encode(), 1, "“NaN”不是记得下的数"),
        (LINE.replace('"text":', '"text"').encode(), 1, "json:1: 从第 77 列起不是 JSON"),
        (f"[{LINE},\n{{]".encode(), 1, "json:2: 从第 2 列起不是 JSON"),
        (b"[" * 100_000, 1, "不是一个 JSON 对象"),
        (b"[]", 0, "里没有记录"),
        (b"", 0, "里没有记录"),
        (f"[{LINE}, 5]".encode(), 1, "json:2: 不是一个 JSON 对象"),
        (b"\xff\xfe\x00\x80", 2, "不是 UTF-8"),
    ],
)
def test_records_from_a_file(data: bytes, code: int, said: str, tmp_path: Path) -> None:
    """In the encodings that are met, as lines or as a list, each field once; what is wrong, and where."""
    root = base(tmp_path)
    (tmp_path / "x.json").write_bytes(data)
    done = run_cli("-C", str(root), "record", "--from", str(tmp_path / "x.json"))
    assert done.code == code
    assert said in done.out + done.err


@pytest.mark.parametrize("given", ["http://a.cn/x y", "www.a.cn", "https:/a.cn"])
def test_an_address_that_cannot_be_referred_to_is_said_to_be_one(given: str, tmp_path: Path) -> None:
    """It is no file that is missing."""
    done = run_cli("-C", str(base(tmp_path)), *PROGRESS, "--evidence", given, "x")
    assert (done.code, "网址" in done.err) == (2, True)


def test_evidence_with_a_name_of_other_bytes_is_kept(tmp_path: Path) -> None:
    """A name that is no UTF-8 gets another one."""
    root = base(tmp_path)
    odd = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    odd.write_bytes(b"x")
    assert run_cli("-C", str(root), *PROGRESS, "--evidence", str(odd), "x").code == 0
    assert (root / "data" / "evidence" / "01" / "__.txt").read_bytes() == b"x"


def test_evidence_that_cannot_be_read_is_not_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check says what the system said, and answers leave the record out."""
    root = base(tmp_path)
    proof = tmp_path / "proof.txt"
    proof.write_bytes(b"x")
    assert run_cli("-C", str(root), *PROGRESS, "--evidence", str(proof), "x").code == 0

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("hashlib.file_digest", refuse)
    done = run_cli("-C", str(root), "check")
    assert (done.code, "L120" in done.out, "L310" in done.out) == (1, True, False)
    assert run_cli("-C", str(root), "show", "1").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_was_written_is_told_as_written(tmp_path: Path) -> None:
    """Where the answer cannot be, the ledger was all the same."""
    root = base(tmp_path)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ledger", "-C", str(root), *PROGRESS, "x"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONPATH": str(REPO / "src"), "LEDGER_LANG": "zh"},
        )
    assert done.returncode == 2
    assert "已经写好" in done.stderr.decode()
    assert "text: x" in (root / "data" / "issues" / "01.yaml").read_text("utf-8")


def test_a_fault_in_each_line_is_listed_a_hundred_times(tmp_path: Path) -> None:
    """And counted in full; who wants more says how many."""
    root = base(tmp_path)
    issue = root / "data" / "issues" / "01.yaml"
    wrong = "- {date: 2025-02-30, type: progress, by: 市水务局, text: 一}\n"
    issue.write_text(issue.read_text("utf-8") + wrong * 130, "utf-8")
    done = run_cli("-C", str(root), "check", "-f", "json")
    assert sum(one["code"] == "L206" for one in done.data) == 100
    assert "还有 30 条" in done.err
    assert f"错误 {len(done.data) + 30} 个" in done.err
    all_of_them = run_cli("-C", str(root), "check", "-f", "json", "--most", "1000")
    assert len(all_of_them.data) == len(done.data) + 30


def unbounded(schema: object, place: str = "") -> Iterator[str]:
    """The texts of a JSON Schema that may be as long as one likes."""
    if isinstance(schema, dict):
        closed = {"maxLength", "enum", "const", "format"} & schema.keys()
        pattern = str(schema.get("pattern", ""))
        kinds = schema.get("type", ())
        if (
            "string" in (kinds if isinstance(kinds, list) else [kinds])
            and not closed
            and pattern in {"", r"\S"}
        ):
            yield place
        for name, inner in schema.items():
            yield from unbounded(inner, f"{place}/{name}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from unbounded(inner, f"{place}/{number}")


def test_no_text_of_the_data_is_unbounded() -> None:
    """Every text field of every file that people edit has an upper bound, in the schema too."""
    for file in sorted((REPO / "schemas").glob("*.schema.json")):
        assert list(unbounded(json.loads(file.read_text("utf-8")))) == [], file.name
    assert list(unbounded({"properties": {"text": {"type": "string", "pattern": r"\S"}}}))  # it can fail


def endless(schema: object, place: str = "") -> Iterator[str]:
    """The lists and mappings of a JSON Schema that may hold as much as one likes."""
    if isinstance(schema, dict):
        kinds = schema.get("type", ())
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "array" in kinds and "maxItems" not in schema:
            yield place
        if (
            "object" in kinds
            and "maxProperties" not in schema
            and schema.get("additionalProperties") is not False
        ):
            yield place
        for name, inner in schema.items():
            yield from endless(inner, f"{place}/{name}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from endless(inner, f"{place}/{number}")


def test_no_list_or_mapping_of_the_data_is_unbounded() -> None:
    """Every list and every mapping by name has an upper bound, in the schema too."""
    for file in sorted((REPO / "schemas").glob("*.schema.json")):
        assert list(endless(json.loads(file.read_text("utf-8")))) == [], file.name
    assert list(endless({"properties": {"to": {"type": "array", "items": {}}}})) == ["/properties/to"]
    assert list(endless({"units": {"type": "object", "additionalProperties": {}}})) == ["/units"]


def test_a_document_with_a_finding_a_name_tells_the_first_of_a_kind(tmp_path: Path) -> None:
    """``import`` tells twenty of a code and how many more; as JSON nothing is left out."""
    root = base(tmp_path)
    names = "、".join(f"某甲{n}乙局" for n in range(60))
    plan = (root / "data" / "source" / "plan.txt").read_text("utf-8")
    (root / "plan.txt").write_text(plan.replace("城市管理局，东河区", names, 1), "utf-8")
    done = run_cli("-C", str(root), "import", str(root / "plan.txt"))
    told = [line for line in done.err.splitlines() if "某甲" in line and " L" in line]
    assert len(told) <= 20
    assert "条没有显示；全部见 -f json" in done.err
    assert "内部错误" not in done.err
    whole = run_cli("-C", str(root), "import", str(root / "plan.txt"), "-f", "json")
    assert all(f"某甲{n}乙局" in whole.out for n in range(60))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("再生水管网7公里", "加强巡查，" * 5000 + "管网7公里"),
        ("附件\n", ("压实责任。" * 15_000 + "\n\n") * 4 + "附件\n"),
    ],
)
def test_a_plan_with_a_text_too_long_is_refused(old: str, new: str, tmp_path: Path) -> None:
    """A measure or a preamble that no field can hold is said, and nothing is written."""
    root = base(tmp_path)
    plan = (root / "data" / "source" / "plan.txt").read_text("utf-8").replace(old, new, 1)
    (root / "plan.txt").write_text(plan, "utf-8")
    before = read_folder(str(root)).tree
    done = run_cli("-C", str(root), "import", str(root / "plan.txt"), "--write")
    assert done.code == 1
    assert "L680" in done.out + done.err
    assert read_folder(str(root)).tree == before


def test_a_plan_of_many_lines_that_nothing_reads_is_checked(tmp_path: Path) -> None:
    """What is told of each line of a document may be as long as a document."""
    root = base(tmp_path)
    plan = root / "data" / "source" / "plan.txt"
    plan.write_text(plan.read_text("utf-8") + "1.一二\n" * 10_100, "utf-8")
    done = run_cli("-C", str(root), "check", "-f", "json")
    assert done.code == 1
    assert "内部错误" not in done.err


def test_a_source_with_more_than_a_plan_can_hold(tmp_path: Path) -> None:
    """A preamble longer than plan.yaml may have is a finding of the check, and no end of it."""
    root = copy_ledger(tmp_path)
    source = root / "data/source/plan.txt"
    text = source.read_text("utf-8")
    long = "\n\n".join("某某" * 45_000 + "。" for _ in range(4))
    source.write_text(text.replace("一、总体要求", f"{long}\n\n一、总体要求", 1), "utf-8")
    result = run_cli("-C", str(root), "check")
    assert result.code == 1
    assert "L504" in result.out


def test_a_file_is_taken_apart_once_for_all_that_is_wrong_in_it(tmp_path: Path) -> None:
    """However much is found in it; and of each kind so much is told, and how much more there is."""
    from ledger.rendering import findings

    root = base(tmp_path)
    issue = root / "data" / "issues" / "01.yaml"
    record = "- {date: 2025-01-20, type: progress, by: 某局%d, text: 一}\n"
    issue.write_text(issue.read_text("utf-8") + "".join(record % k for k in range(2_000)), "utf-8")
    with mock.patch.object(findings, "_rows", wraps=findings._rows) as rows:
        done = run_cli("-C", str(root), "show", "1")
    assert rows.call_count == 1
    assert done.err.count("L301") == 100
    assert "1900" in done.err


def test_what_was_meant_is_asked_for_as_many_names_as_are_told() -> None:
    """Each costs a look at the whole table; a name that stands in many records is asked for once."""
    from ledger.reading.load import load

    tree = read_folder(str(REPO / "tests" / "cases" / "check" / "base")).tree

    def cost(count: int) -> int:
        record = "- {date: 2025-01-20, type: progress, by: 某水务%d局, text: 一}\n"
        text = "".join(record % k for k in range(count)).encode()
        files = {**tree, "data/issues/01.yaml": tree["data/issues/01.yaml"] + text}
        with mock.patch.object(Units, "nearest", autospec=True, side_effect=Units.nearest) as asked:
            load(files)
        return asked.call_count

    assert cost(30) == 30
    assert cost(400) == cost(800) == 100
