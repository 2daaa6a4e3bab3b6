"""The contract for scripts: schemas of every answer in JSON, and answers of every command held against them."""

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import random_ledgers
from cli_tools import REPO, Result, copy_ledger, run_cli, run_json
from contract import broken, checked
from git_tools import Making
from ledger.cli.app import COMMANDS
from ledger.cli.schema import answer_files
from ledger.locale import OWN
from ledger.locale.entry_types import ORDER
from ledger.reading.load import load
from ledger.reports.contract import OUTPUTS, envelope, schema_of
from ledger.reports.contract.meaning import key_of, meaning
from ledger.reports.contract.shapes import Either, Keyed, Many, Row, Shape
from profiles import by_profile
from test_account import reference
from test_locale import catalogue
from test_reread import old
from test_snapshots import once

__all__ = ["old"]

READ_ONCE = once(load)
"""The reading of ledgers that stay as they are."""
DEMO, REGION = "examples/demo", "examples/region"
DAY = "2025-06-30"

ASKING = (
    *(
        "overdue",
        "list",
        "due --within 90d",
        "show {id}",
        "units",
        "units {unit}",
        "stats",
        "stats --by lead",
    ),
    *("stats --by due-year", "ready", "pace", "duties", "duties --all", "brief {unit}", "quiet", "promises"),
    *("letters", "remind --days 90", "rounds", "complaints", "complaints stats", "target", "timeline"),
    *("report", "report --brief --unit {unit}", "sql 'select * from issues'", "export"),
)
"""What is asked of every ledger, of one or of several."""

ALONE = (
    *("check", "supervise --suggest", "supervise --suggest --letters", "complaints public", "paper"),
    "paper letter --fields",
    *("sql --tables", "explain", "explain L501"),
)
"""What is asked of one ledger."""

ONCE = (
    ("-C", DEMO, "rounds", "2025-06"),
    ("-C", DEMO, "complaints", "show", "X3SX202505060002"),
    ("-C", REGION, "complaints", "show", "X3SX202505060002"),
    ("-C", DEMO, "complaints", "stats", "--by", "kind"),
    ("-C", DEMO, "reconcile", f"{DEMO}/superior.csv"),
    ("-C", DEMO, "collect", f"{DEMO}/returned"),
    ("-C", DEMO, "report", "--since", "2025-05-31"),
    ("-C", DEMO, "brief", "东河区", "--since", "letter"),
    ("-C", REGION, "ledgers"),
    ("-C", REGION, "ledgers", "--repeated"),
    ("-C", REGION, "show", "第一轮/02"),
    ("import", "data/source/plan.txt"),
    *(
        ("import", f"examples/documents/{name}")
        for name in ("wide-table.xlsx", "by-measures.csv", "notice.txt")
    ),
    ("-C", DEMO, "import", "examples/documents/progress.txt", "--as-entries", "--date", DAY),
    ("-C", DEMO, "import", "examples/documents/clearing.txt", "--as-entries", "--date", DAY),
    (
        "-C",
        DEMO,
        "progress",
        "14",
        "--by",
        "昆区",
        "完成4公里。",
        "--reading",
        "1.1=4",
        "--date",
        DAY,
        "--dry-run",
    ),
    (
        "-C",
        DEMO,
        "record",
        "14",
        "延期",
        "--date",
        DAY,
        "--due",
        "2026-06-30",
        "--approval",
        "示例",
        "--dry-run",
    ),
)
"""Commands that need something of their own."""


def split(line: str, **names: str) -> list[str]:
    """The words of a command with its gaps filled."""
    import shlex

    return shlex.split(line.format(**names))


def asked(*arguments: str, **options: Any) -> Any:
    """The answer of a command, held against the contract."""
    result = run_cli(*arguments, "-f", "json", **options)
    assert result.code in {0, 1}, (arguments, result.err)
    return checked(result.out)


# --- the schemas ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OUTPUTS)
def test_schema_is_one(kind: str) -> None:
    """Each is a schema of the dialect that it names, and closed at the top."""
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["kind"] | {"const": kind} == schema["properties"]["kind"]


def test_shipped_schemas_are_fresh() -> None:
    """The files are those of the program, and there is none too many: make schemas."""
    folder = REPO / "schemas" / "output"
    assert answer_files() == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_command_with_json_has_an_answer_in_the_contract() -> None:
    """No command gives JSON of which nothing is said."""
    told = {name.split()[0] for output in OUTPUTS.values() for name in output.commands}
    without = {
        name
        for name in COMMANDS
        if name not in told | set(ORDER) and "--format" in run_cli(name, "--help", "--lang", "en").out
    }
    assert without == {"calendar"}  # which is had as a calendar alone


def rows(shape: Shape, owner: str) -> Iterator[tuple[str, Row]]:
    """Every row in a shape, with the name under which its fields are told."""
    if isinstance(shape, Many):
        yield from rows(shape.item, owner)
    elif isinstance(shape, Keyed):
        yield from rows(shape.value, owner)
    elif isinstance(shape, Either):
        for one in shape.shapes:
            yield from rows(one, owner)
    elif isinstance(shape, Row):
        owner = shape.name or owner
        yield owner, shape
        for one in (shape.required | shape.optional).values():
            yield from rows(one, owner)


ROWS = [pair for kind in OUTPUTS for pair in rows(envelope(kind), kind)]


@pytest.mark.parametrize("language", OWN)
def test_every_field_has_a_meaning(language: str) -> None:
    """The catalogue says what each field is, and nothing of fields that there are not."""
    used = set()
    for owner, row in ROWS:
        for name in row.required | row.optional:
            assert meaning(owner, name, language)
            used.add(key_of(owner, name))
    assert {key for key in catalogue(language) if key.startswith("json.")} == {
        key for key in used if key.startswith("json.")
    }


def test_a_row_of_a_name_is_one() -> None:
    """Two rows of one name in an answer would be described as one."""
    for kind in OUTPUTS:
        named: dict[str, Row] = {}
        for _, row in rows(envelope(kind), kind):
            if row.name:
                assert named.setdefault(row.name, row) == row, (kind, row.name)


DAYS = ("2024-12-11", DAY, "2026-11-01")
"""Before, within and after; ``make test`` asks each command of each ledger on one of them, in turn."""


# --- the answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("root", "line"),
    [(root, line) for root in (".", DEMO) for line in (*ASKING, *ALONE)]
    + [(REGION, line) for line in ASKING],
)
def test_answers_keep_the_contract(root: str, line: str) -> None:
    """Every command on the shipped ledger, the demo and the region, on days before, within and after."""
    names = {"id": "14", "unit": "昆区"}
    turn = ([".", DEMO, REGION].index(root) + (*ASKING, *ALONE).index(line)) % len(DAYS)
    with mock.patch("ledger.reading.load.load", READ_ONCE):
        for day in by_profile(fast=DAYS[turn : turn + 1], ci=DAYS):
            asked("-C", root, *split(line, **names), env={"LEDGER_AS_OF": day})


@pytest.mark.parametrize("command", ONCE, ids=" ".join)
def test_answers_of_their_own_keep_the_contract(command: tuple[str, ...]) -> None:
    """Commands that need a file, a round, a complaint or a task of another round."""
    asked(*command, env={"LEDGER_AS_OF": DAY})


@settings(max_examples=max(3, settings().max_examples // 6))
@given(st.integers(0, 10**6))
def test_random_ledgers_keep_the_contract(seed: int) -> None:
    """Ledgers with shares, relapses, extensions, voids and broken records, whole and damaged."""
    import tempfile

    made = random_ledgers.ledger(seed)
    (day,) = random_ledgers.days(made, seed, 1)
    names = {"id": made.issues[0]["id"], "unit": "东区"}
    with tempfile.TemporaryDirectory() as folder:
        root = random_ledgers.write(made, Path(folder), reference)
        for damage in (False, True):
            if damage:
                spoil(root, seed)
            for line in (*ASKING, "check", "supervise --suggest"):
                if damage and "{" in line:
                    continue  # the task or the unit may be gone
                asked("-C", str(root), *split(line, **names), env={"LEDGER_AS_OF": day.isoformat()})


def spoil(root: Path, seed: int) -> None:
    """Cut a file of the ledger off in the middle."""
    files = sorted((root / "data").rglob("*.yaml"))
    file = files[seed % len(files)]
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * (seed % 7 + 1) // 9])


def test_a_damaged_ledger_says_so_in_every_answer(tmp_path: Path) -> None:
    """``partial`` is there whatever is asked, of documents as well."""
    root = copy_ledger(tmp_path)
    Making(root).commit({"data/issues/13.yaml": "title: [\n"})
    (root / "data/issues/14.yaml").write_text("title: [\n", "utf-8")
    for line in (*ASKING, "complaints public", "diff"):
        answer = asked("-C", str(root), *split(line, id="01", unit="昆区"), env={"LEDGER_AS_OF": DAY})
        assert answer["partial"] is True, line


def test_history_keeps_the_contract(tmp_path: Path) -> None:
    """diff, log, blame and audit of a history in which an entry was changed, a file broken and a rule weakened."""
    root = tmp_path / "ledger"
    shutil.copytree(REPO / DEMO / "data", root / "data")
    making = Making(root)
    first = making.commit({}, "2025-07-01")
    changed = {}
    for path, old_text, new_text in (
        ("data/issues/14.yaml", "演示：召开启动会。", "演示：开会。"),
        ("data/plan.yaml", "publicity_days: 10", "publicity_days: 1"),
        ("data/units.yaml", "kind: council", "kind: party"),
    ):
        text = (root / path).read_text("utf-8")
        assert old_text in text
        changed[path] = text.replace(old_text, new_text)
    making.commit(changed, "2025-07-02")
    making.commit({"data/issues/06.yaml": "title: [\n"}, "2025-07-03")
    for line in (f"diff {first}..HEAD", "diff", "log", "log 14", "blame 14", "audit"):
        asked("-C", str(root), *line.split(), env={"LEDGER_AS_OF": DAY})


def test_editions_and_trials_keep_the_contract(tmp_path: Path, old: Path) -> None:
    """Another edition of the plan, a reading anew, a batch of complaints, a round that is sent out."""
    root = copy_ledger(tmp_path / "other")
    text = (root / "data/source/plan.txt").read_text("utf-8")
    (tmp_path / "again.txt").write_text(text.replace("31.7公里", "32公里"), "utf-8")
    kinds = {
        asked(*command)["kind"]
        for command in (
            ("-C", str(root), "import", str(tmp_path / "again.txt"), "--write"),
            ("-C", str(old), "import", "--reread", "--dry-run"),
            (
                *("-C", str(root), "dispatch", "2025-07", "--date", "2025-07-01", "--due", "2025-07-15"),
                *("-o", str(tmp_path / "forms")),
            ),
            (
                *("-C", str(root), "complaints", "import", str(batch(tmp_path)), "--batch", "1"),
                *("--date", "2025-05-30"),
            ),
        )
    }
    assert kinds == {"edition", "reread", "dispatch", "complaint_import"}


def batch(folder: Path) -> Path:
    """A table of complaints with a row that is sound and one that is not."""
    file = folder / "batch.csv"
    file.write_text(
        "序号,受理编号,交办问题基本情况,行政区域,污染类型,责任单位,办结期限\n"
        "1,X3SX202505290001,某处冒黑烟。,昆区,大气,昆区,2025-06-10\n"
        "2,,某处有异味。,某区,气味,某局,某日\n",
        "utf-8",
    )
    return file


def test_every_kind_is_seen() -> None:
    """Nothing stands in the contract that no test of this file asks for."""
    seen = {"edition", "reread", "dispatch", "complaint_import", "diff", "log", "blame", "audit"}
    env = {"LEDGER_AS_OF": DAY}
    for line in (*ASKING, *ALONE):
        seen.add(json.loads(run_json("-C", DEMO, *split(line, id="14", unit="昆区"), env=env).out)["kind"])
    for command in ONCE:
        seen.add(json.loads(run_json(*command, env=env).out)["kind"])
    assert set(OUTPUTS) == seen


# --- the canary -----------------------------------------------------------------------------------


def faults(answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The answer with a field too many, one too few, and one of another type: at the top and in a record."""
    for where in ("top", "record"):
        for fault in ("more", "less", "other"):
            made = deepcopy(answer)
            held = made if where == "top" else made["data"][0]
            name = "partial" if where == "top" else next(iter(held))
            if fault == "more":
                held["one_more"] = 1
            elif fault == "less":
                del held[name]
            else:
                held[name] = {"of": "another type"}
            yield f"{where} {fault}", made


@pytest.mark.parametrize(
    "line", ["overdue", "list", "units", "stats", "report", "check --strict", "ready", "letters"]
)
def test_what_breaks_the_contract_is_caught(line: str) -> None:
    """A field that is added, lost or of another type is found, wherever it stands."""
    answer = json.loads(run_json("-C", DEMO, *line.split(), env={"LEDGER_AS_OF": DAY}).out)
    assert broken(answer) == []
    for name, spoilt in faults(answer):
        assert broken(spoilt), name


def test_deep_fields_are_held_as_well() -> None:
    """The share of an obligation of a task, a figure of the report, a table of the export."""
    env = {"LEDGER_AS_OF": DAY}
    task = json.loads(run_json("-C", DEMO, "show", "14", env=env).out)
    task["data"][0]["obligations"][0]["shares"][0]["due"] = "30 June"
    assert any("shares" in line for line in broken(task))
    report = json.loads(run_json("-C", DEMO, "report", env=env).out)
    report["figures"]["overdue"]["count"] = -1
    assert any("figures.overdue" in line for line in broken(report))
    export = json.loads(run_json("-C", DEMO, "export", env=env).out)
    export["data"]["shares"][0]["unit"] = None
    assert any("shares[0].unit" in line for line in broken(export))


def test_schema_command_writes_and_checks_them(tmp_path: Path) -> None:
    """``ledger schema --json`` lists, shows, writes and checks; a stale one is named."""

    def schema(*arguments: str) -> Result:
        return run_cli("schema", "--json", *arguments, "--lang", "en")

    assert schema().out.split() == list(OUTPUTS)
    assert json.loads(schema("overdue").out) == schema_of("overdue")
    assert schema("--write", "--dir", str(tmp_path)).code == 0
    assert schema("--check", "--dir", str(tmp_path)).code == 0
    (tmp_path / "list.schema.json").write_text("{}", "utf-8")
    stale = schema("--check", "--dir", str(tmp_path))
    assert (stale.code, stale.out) == (1, f"{tmp_path}/list.schema.json\n")
