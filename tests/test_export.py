"""The ledger as tables: counted again by hand, sound as a database, the same bytes, and only ever read."""

# ruff: noqa: S608 - the queries are the tests' own

import csv
import functools
import hashlib
import importlib.util
import io
import itertools
import json
import os
import re
import runpy
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import lives
from cli_tools import REPO, append_entries, clean_environment, copy_ledger, edit, run_cli, run_json
from ledger.cli.clock import stopwatch
from ledger.cli.data import tables_of
from ledger.cli.session import Session
from ledger.folder import evidence_of, read_folder
from ledger.judging.counting import Class, class_of
from ledger.judging.day import Day
from ledger.judging.duties import state_of
from ledger.judging.status import Judgement, Standing
from ledger.locale import LANGUAGES, Words
from ledger.model.course import Status
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.extras import MissingExtraError
from ledger.rendering.formats import by_ending, formats_of
from ledger.rendering.sqlite import VIEWS, QueryError, ask, database, render_sqlite, schema
from ledger.rendering.structured import FORMULA
from ledger.rendering.tables import ONE_FILE, render_export
from ledger.rendering.text import clean
from ledger.reports.asking import sql_report
from ledger.reports.figures import SIGNS
from ledger.reports.report import SCHEMA_VERSION
from ledger.reports.tables import CLASSES, JOIN, TABLE_NAMES, TABLES, DataTable, Field
from ledger.reports.workbook import overview_report
from profiles import large
from test_rules import BY, LIFE, OFFICE, PROGRESS, ref_of_entry

DAY = "2025-01-01"
LATE = "2026-02-01"
WORDS = Words("zh")
HAS_PARQUET = importlib.util.find_spec("pyarrow") is not None
FORMATS = [form for form in formats_of("Tables") if form != "parquet" or HAS_PARQUET]
Rows = dict[str, list[dict[str, Any]]]

DISCLOSED = """disclosures:
- {date: 2025-06-01, unit: 昆区, where: 区政府网站, text: 进展}
- {date: 2026-06-01, unit: 市水务局, where: 网站, evidence: [{url: "https://example.gov.cn/a"}]}
"""


POSTED = """letters:
- {date: 2025-03-01, type: letter, by: 市整改专项组, number: 督办1号, level: letter, to: [昆区], demand: 说明, reply_by: 2025-03-10}
- {date: 2025-03-05, type: reply, by: 昆区, number: 督办1号, text: 知悉}
"""


COMPLAINED = """records:
- {date: 2025-05-06, type: receive, by: 市整改专项组, area: 昆区, place: 某厂, kinds: [air, noise], units: [昆区], due: 2025-05-20, text: 有异味}
- {date: 2025-05-09, type: finish, by: 昆区, verdict: partly, fine: 1.5, text: 已整改}
"""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with entries of every sort: a whole life, an extension, a void, and some without effect."""
    root = copy_ledger(tmp_path_factory.mktemp("lived"))
    append_entries(root, "data/issues/14.yaml", *LIFE)
    lead = "by: " + raw(root, "02")["responsibility"]["lead"][0]
    wrong = f"{{date: 2025-02-02, type: progress, {lead}, text: 写错了}}"
    append_entries(
        root,
        "data/issues/02.yaml",
        f"{{date: 2024-10-01, type: start, {lead}, text: 启动}}",
        f"{{date: 2024-12-20, type: extend, {OFFICE}, due: 2025-06-30, approval: 包府办〔2024〕1号}}",
        wrong,
        f"{{date: 2025-02-03, type: void, {lead}, entry: {ref_of_entry(wrong)}}}",
        f"{{date: 2025-02-04, type: close, {OFFICE}}}",
        f"{{date: 2025-02-05, type: supervise, {OFFICE}, level: letter}}",
        f"{{date: 2026-01-20, type: supervise, {OFFICE}, level: listed}}",
    )
    (root / "data/disclosures.yaml").write_text(DISCLOSED, "utf-8", newline="\n")
    (root / "data/letters.yaml").write_text(POSTED, "utf-8", newline="\n")
    (root / "data/complaints/1").mkdir(parents=True)
    (root / "data/complaints/1/D1.yaml").write_text(COMPLAINED, "utf-8", newline="\n")
    return root


def raw(root: Path, issue: str) -> dict[str, Any]:
    """An issue file as any YAML reader has it."""
    return deepcopy(_loaded((root / f"data/issues/{issue}.yaml").read_text("utf-8")))


@functools.cache
def _loaded(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def files(root: Path) -> Iterator[dict[str, Any]]:
    """All issue files as any YAML reader has them."""
    for path in sorted((root / "data/issues").iterdir()):
        yield raw(root, path.stem)


def exported(root: Path, day: str = DAY) -> Rows:
    """The tables as the JSON export has them."""
    done = run_cli("export", "-f", "json", "--as-of", day, "-C", str(root))
    assert done.code == 0, done.err
    return dict(json.loads(done.out)["data"])


def opened(root: Path, folder: Path, day: str = DAY) -> sqlite3.Connection:
    """The SQLite export, opened as anyone would."""
    path = folder / "ledger.sqlite"
    done = run_cli("export", "-o", str(path), "--as-of", day, "-C", str(root), "--force")
    assert done.code == 0, done.err
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def tree_hash(root: Path) -> str:
    """Everything below a folder: names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


# --- what the tables hold ------------------------------------------------------------------------


def both(test: Callable[..., None]) -> Any:
    """The test on the shipped ledger and on one with entries, on two days."""

    @pytest.mark.parametrize("day", [DAY, LATE])
    @pytest.mark.parametrize("which", ["shipped", "lived"])
    @functools.wraps(test)
    def run(which: str, day: str, lived: Path, tmp_path: Path) -> None:
        test(REPO if which == "shipped" else lived, day, tmp_path)

    del run.__wrapped__  # the arguments are those of run
    return run


@both
def test_counts_of_the_baselines(root: Path, day: str, folder: Path) -> None:
    """Issues, measures, milestones, targets, parts and units are as many as the files say."""
    del folder
    tables = exported(root, day)
    found: Counter[str] = Counter()
    for file in files(root):
        found["issues"] += 1
        found["measures"] += len(file["measures"])
        found["milestones"] += len(file.get("milestones") or [])
        found["milestones"] += sum(len(measure.get("milestones") or []) for measure in file["measures"])
        found["targets"] += len(file.get("targets") or [])
        found["target_parts"] += sum(len(target.get("parts") or []) for target in file.get("targets") or [])
    table = yaml.safe_load((root / "data/units.yaml").read_text("utf-8"))
    plan = yaml.safe_load((root / "data/plan.yaml").read_text("utf-8"))
    found["units"] = len(table["units"])
    found["unit_groups"] = sum(len(group["members"]) for group in table["groups"].values())
    found["sections"] = len(plan["sections"])
    found["plan"] = 1
    assert found == {name: len(tables[name]) for name in found}
    assert found["issues"] == 23
    assert min(found.values()) > 0
    assert tables["plan"][0]["title"] == plan["title"]
    assert tables["plan"][0]["as_of"] == day


@both
def test_values_of_the_baselines(root: Path, day: str, folder: Path) -> None:
    """Texts and figures are those of the files, in their order."""
    del folder
    tables = exported(root, day)
    for file, row in zip(files(root), tables["issues"], strict=True):
        assert file["id"] == row["id"]
        for key in ("number", "section", "title", "goal"):
            assert file[key] == row[key]
        assert file.get("problem") == row["problem"]
        assert file["deadline"]["text"] == row["deadline_text"]
        due = file["deadline"]["due"]
        assert (due and due.isoformat()) == row["first_due"]
        assert "、".join(file["responsibility"]["lead"]) == row["lead"] == row["first_lead"]
        mine = [m for m in tables["measures"] if m["issue"] == file["id"]]
        assert [m["text"] for m in file["measures"]] == [m["text"] for m in mine]
        assert [
            ("、".join(m.get("by", ())) or None, m.get("immediate", False)) for m in file["measures"]
        ] == [(m["by"], m["immediate"]) for m in mine]
        assert [*range(1, len(mine) + 1)] == [m["position"] for m in mine]
        figures = [t for t in tables["targets"] if t["issue"] == file["id"]]
        assert [float(t["value"]) for t in file.get("targets") or []] == [t["value"] for t in figures]
        nodes: list[tuple[int | None, Any]] = [(None, m) for m in file.get("milestones") or []]
        nodes += [(n, m) for n, x in enumerate(file["measures"], 1) for m in x.get("milestones") or []]
        known = [m for m in tables["milestones"] if m["issue"] == file["id"]]
        assert [(n, m["text"], m["due"].isoformat()) for n, m in nodes] == [
            (m["measure"], m["text"], m["first_due"]) for m in known
        ]
        late = [(date.fromisoformat(m["done"] or day) - date.fromisoformat(m["due"])).days for m in known]
        assert [max(n, 0) or None for n in late] == [m["days_late"] for m in known]


@both
def test_issues_are_those_of_list(root: Path, day: str, folder: Path) -> None:
    """What the list command says of an issue, its row says."""
    del folder
    said = run_json("list", "--as-of", day, "-C", str(root)).data
    rows = exported(root, day)["issues"]
    same = [
        "id",
        "number",
        "kind",
        "due",
        "status",
        "standing",
        "days_overdue",
        "entries",
        "path",
        "problem",
        "first_due",
        "attempt",
        "pace",
        "class",
    ]
    for record, row in zip(said, rows, strict=True):
        assert {key: record[key] for key in same} == {key: row[key] for key in same}
        for key in ("lead", "support", "acceptance", "unexpanded", "owed_by", "done_by"):
            assert ("、".join(record[key]) or None) == row[key]
        assert (record["deadline"]["immediate"], record["deadline"]["sustained"]) == (
            row["immediate"],
            row["sustained"],
        )


@both
def test_issues_are_those_of_the_day(root: Path, day: str, folder: Path) -> None:
    """Classes, pace, units and lateness are what the day says, in the tables and in the figures."""
    del folder
    tables = exported(root, day)
    judged = on(root, day)
    rows = {row["id"]: row for row in tables["issues"]}
    assert [*rows] == [j.issue.id for j in judged.judgements]
    for judgement in judged.judgements:
        row = rows[judgement.issue.id]
        assert (row["due"] or "") == str(judgement.due or "")
        assert (row["class"], row["pace"]) == (
            class_of(judgement).value,
            judgement.pace and judgement.pace.value,
        )
        assert (row["owed_by"] or "") == "、".join(judgement.owed_by)
        assert (row["done_by"] or "") == "、".join(judgement.done_by)
        assert (row["doubts"] or "") == "、".join(judgement.doubts)
        assert (row["basis"], row["days_overdue"]) == (judgement.basis.value, judgement.days_overdue)
    counts = Counter(row["class"] for row in rows.values())
    assert counts == {k.value: len(ids) for k, ids in judged.figures().classes.items() if ids}


@both
def test_units_are_those_of_units(root: Path, day: str, folder: Path) -> None:
    """The view by unit counts the roles that the units command counts."""
    said = run_json("units", "--as-of", day, "-C", str(root)).data
    connection = opened(root, folder, day)
    view = {row["unit"]: dict(row) for row in connection.execute("SELECT * FROM by_unit")}
    keys = ("unit", "kind", "leads", "supports", "accepts")
    assert [{key: record[key] for key in keys} for record in said] == [
        {key: row[key] for key in keys} for row in view.values()
    ]


@both
def test_units_counted_by_hand(root: Path, day: str, folder: Path) -> None:
    """Roles, what a unit owes and what it owes late: the view by unit against the tables and against the day."""
    connection = opened(root, folder, day)
    tables, judged = exported(root, day), on(root, day)
    overdue = {issue["id"] for issue in tables["issues"] if issue["class"] == "overdue"}
    debts = Counter(unit for unit, _ in {(u, d.obligation.issue) for d in judged.late() for u in d.units})
    for row in map(dict, connection.execute("SELECT * FROM by_unit")):
        unit = row["unit"]
        held = [r for r in tables["issue_units"] if r["unit"] == unit]
        roles = Counter(r["role"] for r in held)
        leads = {r["issue"] for r in held if r["role"] == "lead"}
        assert (row["leads"], row["supports"], row["executes"], row["accepts"]) == (
            roles["lead"],
            len({r["issue"] for r in held if r["role"] in {"support", "executor"}} - leads),
            roles["executor"],
            roles["acceptance"],
        )
        assert row["leads_late"] == sum(1 for r in held if r["role"] == "lead" and r["issue"] in overdue)
        assert row["issues_owed"] == sum(1 for j in judged.judgements if unit in j.owed_by)
        assert row["issues_done"] == sum(1 for j in judged.judgements if unit in j.done_by)
        assert row["issues_late"] == debts[unit]


@both
def test_late_is_what_overdue_lists(root: Path, day: str, folder: Path) -> None:
    """The view has the rows of the day, unit by unit: the same parts, days and units, each once."""
    connection = opened(root, folder, day)
    found = [dict(row) for row in connection.execute("SELECT * FROM late")]
    assert found == sorted(found, key=lambda row: -row["days_overdue"])
    told = Counter(
        (
            d.obligation.issue,
            d.obligation.what.value,
            d.obligation.measure,
            d.obligation.milestone,
            str(d.due),
            unit,
        )
        for d in on(root, day).late()
        for unit in d.units
    )
    listed = Counter(
        (r["issue"], r["what"], r["measure"], r["milestone"], r["due"], r["unit"]) for r in found
    )
    assert told == listed
    for row in found:
        assert (date.fromisoformat(day) - date.fromisoformat(row["due"])).days == row["days_overdue"] > 0


@both
def test_shares_are_those_of_their_obligations(root: Path, day: str, folder: Path) -> None:
    """Who owes and who has done is the same in the list of obligations and in its shares."""
    del folder
    tables = exported(root, day)
    shares: dict[int, list[dict[str, Any]]] = {}
    for share in tables["shares"]:
        shares.setdefault(share["obligation"], []).append(share)
    assert len(tables["obligations"]) == len(on(root, day).obligations)
    for row in tables["obligations"]:
        mine = shares.get(row["position"], [])
        assert {share["issue"] for share in mine} <= {row["issue"]}
        owing = [share["unit"] for share in mine if share["done"] is None] if row["done"] is None else []
        assert "、".join(owing) == (row["owed_by"] or "")
        assert "、".join(share["unit"] for share in mine if share["done"]) == (row["done_by"] or "")
        days = [share["days_overdue"] for share in mine if share["days_overdue"]]
        if mine:
            assert max(days, default=None) == row["days_overdue"]
        assert (row["days_late"] or 0) >= (row["days_overdue"] or 0)


@both
def test_groups_are_told(root: Path, day: str, folder: Path) -> None:
    """A unit that is there as a member of a group says which; one that is named itself says none."""
    del folder
    tables = exported(root, day)
    members: dict[str, set[str]] = {}
    for row in tables["unit_groups"]:
        members.setdefault(row["name"], set()).add(row["member"])
    assert any(row["via"] for row in tables["issue_units"])
    for row in tables["issue_units"]:
        issue = raw(root, row["issue"])
        responsible = issue["responsibility"]
        named = {"lead": responsible["lead"], "support": responsible.get("support") or []}
        named["acceptance"] = issue["acceptance"]["units"]
        named["executor"] = [name for measure in issue["measures"] for name in measure.get("by", ())]
        if row["via"] is None:
            assert row["unit"] in named[row["role"]]
        else:
            assert row["unit"] not in named[row["role"]]
            assert row["via"] in named[row["role"]]
            assert row["unit"] in members[row["via"]]


@both
def test_entries_are_those_of_the_files(root: Path, day: str, folder: Path) -> None:
    """Every entry up to the day, at its place in the file; nothing of later days."""
    del folder
    tables = exported(root, day)
    for file in files(root):
        mine = [e for e in tables["entries"] if e["issue"] == file["id"]]
        said = [
            (n, e["date"].isoformat(), e["type"], e["by"], e.get("text"))
            for n, e in enumerate(file.get("entries") or [], 1)
            if e["date"].isoformat() <= day
        ]
        assert said == [(e["position"], e["date"], e["type"], e["unit"], e["text"]) for e in mine]
        proofs = [
            (n, k, p.get("url"))
            for n, e in enumerate(file.get("entries") or [], 1)
            if e["date"].isoformat() <= day
            for k, p in enumerate(e.get("evidence") or [], 1)
        ]
        known = [p for p in tables["evidence"] if p["issue"] == file["id"]]
        assert proofs == [(p["entry"], p["position"], p["url"]) for p in known]


def test_a_life_in_the_tables(lived: Path) -> None:
    """What the entries brought about, told by hand."""
    tables = exported(lived, LATE)
    issues = {row["id"]: row for row in tables["issues"]}
    cleared = issues["14"]
    assert (cleared["status"], cleared["completed"], cleared["accepted"], cleared["closed"]) == (
        "closed",
        "2025-03-01",
        "2025-03-20",
        "2025-04-07",
    )
    assert (cleared["notice_since"], cleared["notice_until"]) == ("2025-03-21", "2025-04-03")
    assert cleared["margin_days"] == (date(2025, 12, 31) - date(2025, 3, 1)).days
    assert {m["done"] for m in tables["measures"] if m["issue"] == "14"} == {"2025-02-11"}
    figures = [t for t in tables["targets"] if t["issue"] == "14"]
    assert [(t["reading"], t["read"], t["met"]) for t in figures[:2]] == [
        (31.7, "2025-02-10", True),
        (36.0, "2025-02-10", True),
    ]
    readings = [(r["entry"], r["target"], r["part"], r["value"]) for r in tables["readings"]]
    assert readings == [(4, 1, None, 31.7), (4, 2, None, 36.0)]
    moved = issues["02"]
    assert (moved["first_due"], moved["due"], moved["extensions"]) == ("2024-12-31", "2025-06-30", 1)
    assert tables["extensions"] == [
        {
            "issue": "02",
            "position": 1,
            "entry": 2,
            "date": "2024-12-20",
            "measure": None,
            "milestone": None,
            "units": None,
            "old_due": "2024-12-31",
            "new_due": "2025-06-30",
            "asked": None,
            "late": False,
            "approval": "包府办〔2024〕1号",
        }
    ]
    mine = [e for e in tables["entries"] if e["issue"] == "02"]
    # the third is voided, the fifth out of order
    assert [e["in_effect"] for e in mine] == [True, True, False, True, False, True, True]
    assert [json.loads(e["fields"]) for e in mine][:2] == [
        {},
        {"due": "2025-06-30", "approval": "包府办〔2024〕1号"},
    ]
    assert json.loads(mine[3]["fields"]) == {"entry": mine[2]["ref"]}
    assert [(d["unit"], d["place"], d["evidence"]) for d in tables["disclosures"]] == [
        ("昆区", "区政府网站", None)
    ]
    assert len(exported(lived, "2026-06-01")["disclosures"]) == 2


def test_a_reading_that_is_taken_back(tmp_path: Path) -> None:
    """A voided reading stays in its table, without effect."""
    root = copy_ledger(tmp_path)
    void = f"{{date: 2025-02-03, type: void, {BY}, entry: {ref_of_entry(PROGRESS)}}}"
    append_entries(root, "data/issues/14.yaml", f"{{date: 2025-01-01, type: start, {BY}}}", PROGRESS, void)
    (reading,) = exported(root, LATE)["readings"]
    assert (reading["target"], reading["part"], reading["in_effect"]) == (1, 5, False)


@both
def test_duties_are_those_of_the_day(root: Path, day: str, folder: Path) -> None:
    """The duties that have begun, one a row, and how it stands with each."""
    del folder
    judged = on(root, day)
    rows = exported(root, day)["duties"]
    assert len(rows) > 0
    assert [(str(d.what), str(state_of(d, judged.as_of)), d.issue) for d in judged.duties()] == [
        (row["kind"], row["state"], row["issue"]) for row in rows
    ]


@both
def test_views_count_what_the_day_counts(root: Path, day: str, folder: Path) -> None:
    """By section and by lead the classes are the figures of the day, and add up."""
    connection, judged = opened(root, folder, day), on(root, day)
    keys: dict[str, Callable[[Judgement], str | None]] = {
        "section": lambda j: j.baseline.section,
        "lead": lambda j: "、".join(j.baseline.responsibility.lead),
    }
    for by, key in keys.items():
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM by_{by}")]
        groups: dict[str | None, list[Judgement]] = {}
        for judgement in judged.judgements:
            groups.setdefault(key(judgement), []).append(judgement)
        assert [row[by] for row in rows] == [*groups]
        for row in rows:
            figures = judged.figures(judgements=groups[row[by]])
            assert row["issues"] == len(figures.total) == sum(row[name] for name in CLASSES)
            assert {name: row[name] for name in CLASSES} == {
                name: len(figures.named()[name]) for name in CLASSES
            }
    late = {j.issue.id for j in judged.judgements if j.standing is Standing.OVERDUE}
    assert {row["id"] for row in connection.execute("SELECT * FROM overdue")} == late
    still = [j.issue.id for j in judged.judgements if j.status not in {Status.CLOSED, Status.WITHDRAWN}]
    assert [row["id"] for row in connection.execute("SELECT * FROM open_issues")] == still


# --- hard cases ----------------------------------------------------------------------------------


def test_who_has_done_its_share_owes_nothing(tmp_path: Path) -> None:
    """One of two districts has done its share: the other alone is in every table and view of what is late."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, lives.ASSIGN, lives.DONE_BY_ONE)
    tables = exported(root)
    (owed,) = [
        o
        for o in tables["obligations"]
        if o["issue"] == "12" and o["what"] == "measure" and o["measure"] == 1
    ]
    assert (owed["owed_by"], owed["done_by"], owed["joint"], owed["days_overdue"]) == (
        "固阳县",
        "昆区",
        False,
        12,
    )
    assert [
        (s["unit"], s["due"], s["done"], s["days_overdue"])
        for s in tables["shares"]
        if s["obligation"] == owed["position"]
    ] == [("昆区", "2024-12-20", "2024-12-19", None), ("固阳县", "2024-12-20", None, 12)]
    connection = opened(root, tmp_path)
    assert [tuple(r) for r in connection.execute("SELECT unit, measure FROM late WHERE issue = '12'")] == [
        ("固阳县", 1)
    ]
    done = connection.execute(
        "SELECT unit, issues_done AS done FROM by_unit WHERE unit IN ('昆区', '固阳县')"
    )
    assert {row["unit"]: row["done"] for row in done} == {"昆区": 1, "固阳县": 0}
    roles = {(r["unit"], r["owes"], r["done"]) for r in tables["issue_units"] if r["role"] == "executor"}
    assert {("昆区", False, True), ("固阳县", True, False)} <= roles


def test_amended_plan_keeps_its_first_words(tmp_path: Path) -> None:
    """Before the amendment the old day and lead, from it the new ones; the first ones for ever."""
    root = copy_ledger(tmp_path)
    append_entries(
        root,
        "data/issues/13.yaml",
        f"{{date: 2025-03-01, type: amend, {OFFICE}, approval: 包府办〔2025〕3号, changes: ["
        "{field: deadline.due, old: "
        + str(raw(REPO, "13")["deadline"]["due"])
        + ", new: 2027-12-31}, {field: responsibility.lead, old: ["
        + ", ".join(raw(REPO, "13")["responsibility"]["lead"])
        + "], new: [市水务局]}]}",
    )
    first = str(raw(REPO, "13")["deadline"]["due"])
    lead = "、".join(raw(REPO, "13")["responsibility"]["lead"])
    assert lead != "市水务局"
    for day, due, leading in (("2025-02-28", first, lead), ("2025-03-01", "2027-12-31", "市水务局")):
        (row,) = [r for r in exported(root, day)["issues"] if r["id"] == "13"]
        assert (row["due"], row["lead"]) == (due, leading)
        assert (row["first_due"], row["first_lead"]) == (first, lead)
        led = [
            r["unit"] for r in exported(root, day)["issue_units"] if (r["issue"], r["role"]) == ("13", "lead")
        ]
        assert "、".join(led) == leading


def test_a_relapse_is_a_second_attempt(tmp_path: Path) -> None:
    """The first attempt keeps its days; the second has its own, and owes the measures that are open again."""
    root = copy_ledger(tmp_path)
    again = f"{{date: 2025-06-01, type: reopen, {OFFICE}, due: 2025-09-30, measures: [2], text: 反弹}}"
    append_entries(root, lives.FILE, *lives.CLOSED, again)
    tables = exported(root, "2025-10-05")
    first, second = (dict(a) for a in tables["attempts"] if a["issue"] == "12")
    assert (first["number"], first["due"], first["completed"], first["closed"]) == (
        1,
        "2026-12-31",
        "2025-03-01",
        "2025-04-07",
    )
    assert (second["number"], second["began"], second["due"], second["completed"]) == (
        2,
        "2025-06-01",
        "2025-09-30",
        None,
    )
    (row,) = [r for r in tables["issues"] if r["id"] == "12"]
    assert (row["attempt"], row["relapses"], row["due"], row["first_due"]) == (
        2,
        1,
        "2025-09-30",
        "2026-12-31",
    )
    assert (row["class"], row["days_overdue"]) == ("overdue", 5)
    open_again = [
        o["measure"] for o in tables["obligations"] if o["issue"] == "12" and o["what"] == "measure"
    ]
    assert open_again == [2]


def test_extension_of_a_share_asked_for_too_late(tmp_path: Path) -> None:
    """The table of extensions says of what, for whom, when it was asked for and whether that was late."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, lives.ASSIGN, lives.FOR_THE_OTHER)
    (row,) = exported(root, LATE)["extensions"]
    assert (row["measure"], row["milestone"], row["units"]) == (1, None, "固阳县")
    assert (row["old_due"], row["new_due"], row["asked"], row["late"]) == (
        "2024-12-20",
        "2025-03-31",
        "2024-12-25",
        True,
    )


def test_one_figure_everywhere(tmp_path: Path) -> None:
    """A task completed before it is due: report, workbook and database say the same (J27)."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, *lives.CLOSED)
    judged = on(root, "2025-05-01")
    figures = judged.figures()
    shown = {r["field"].key: r["value"] for r in map(dict[str, Any], overview_report(judged).records)}
    assert shown["overview.early"] == len(figures.early) == 1
    assert shown["overview.due_done"] == len(figures.due_done) == 0
    assert shown["overview.due_rate"] == figures.due_rate
    connection = database(tables_of(Session(str(root), judged.as_of, read(root), evidence_of(str(root)))))
    (count,) = connection.execute("SELECT sum(closed), sum(issues) FROM by_section").fetchall()
    assert count == (len(figures.classes[Class.CLOSED]), len(figures.total)) == (1, 23)


def test_without_a_reading_nobody_knows(tmp_path: Path) -> None:
    """A target that was never read is not said to be missed (J29)."""
    assert {row["met"] for row in exported(copy_ledger(tmp_path))["targets"]} == {None}


# --- the database --------------------------------------------------------------------------------


@both
def test_database_is_sound(root: Path, day: str, folder: Path) -> None:
    """Every reference holds, keys are unique, and the file is as SQLite wants it."""
    connection = opened(root, folder, day)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    made = {
        row["name"]: row["type"]
        for row in connection.execute("SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    }
    assert {name for name, kind in made.items() if kind == "table"} == set(TABLE_NAMES)
    assert {name for name, kind in made.items() if kind == "view"} == set(VIEWS)
    assert (
        connection.execute("SELECT count(*) FROM pragma_foreign_key_list('issue_units')").fetchone()[0] == 2
    )


def test_foreign_key_check_can_fail(tmp_path: Path) -> None:
    """A row that points nowhere is found."""
    connection = opened(REPO, tmp_path)
    connection.execute("INSERT INTO issue_units VALUES ('99', '昆区', 'lead', NULL, 0, 0)")
    assert len(connection.execute("PRAGMA foreign_key_check").fetchall()) == 1


def test_references_hold_whatever_is_wrong(tmp_path: Path) -> None:
    """Unknown units and sections, readings of nothing, a plan that cannot be read: no reference dangles."""
    root = copy_ledger(tmp_path)
    append_entries(
        root,
        "data/issues/14.yaml",
        f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 99, part: 9, value: 1}}]}}",
        "{date: 2025-01-06, type: progress, by: 没有的局, readings: "
        "[{target: 1, part: 99999999, value: 999999999999999}]}",
    )
    edit(root, "data/issues/14.yaml", "units: [市城市管理局]", "units: [也没有的局]")
    edit(root, "data/issues/02.yaml", "section: 一", "section: 九")
    (root / "data/disclosures.yaml").write_text(
        "disclosures:\n- {date: 2025-01-01, unit: 还没有的局, where: 网站}\n", "utf-8"
    )
    for broken in (False, True):
        if broken:
            (root / "data/plan.yaml").write_text("title: [\n", "utf-8")
            (root / "data/units.yaml").write_text("units: [\n", "utf-8")
        path = tmp_path / f"{broken}.sqlite"
        assert run_cli("export", "-o", str(path), "--as-of", LATE, "-C", str(root)).code == 1
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        unknown = {row[0] for row in connection.execute("SELECT name FROM units WHERE kind IS NULL")}
        assert {"没有的局", "也没有的局", "还没有的局"} <= unknown
        assert connection.execute("SELECT count(*) FROM issues").fetchone()[0] == 23
        assert connection.execute("SELECT title FROM sections WHERE number = '九'").fetchone() == (None,)


def test_every_value_is_of_its_type(lived: Path) -> None:
    """The same tables fit a schema that is strict about types."""
    tables = data(lived, LATE)
    assert all(table.rows for table in tables)
    connection = sqlite3.connect(":memory:")
    for statement in schema(tables):
        strict = statement.startswith("CREATE TABLE")
        connection.execute(statement + (" STRICT" if strict else ""))
    stored = database(tables)
    for table in tables:
        gaps = ",".join("?" * len(table.columns))
        rows = stored.execute(f"SELECT * FROM {table.name}").fetchall()
        connection.executemany(f"INSERT INTO {table.name} VALUES ({gaps})", rows)
        kinds = {"text": str, "integer": int, "real": float, "date": date, "boolean": bool}
        for row, (n, column) in itertools.product(table.rows, enumerate(table.columns)):
            assert row[n] is None or type(row[n]) is kinds[column.type], (table.name, column.name)
            assert row[n] is not None or column.name not in table.key, (table.name, column.name)


@functools.cache
def read(root: Path) -> Ledger:
    """The ledger below a folder."""
    return load(read_folder(str(root)).tree).ledger


def on(root: Path, day: str) -> Day:
    """What holds on a day."""
    return Day(read(root), date.fromisoformat(day))


def data(root: Path, day: str) -> tuple[DataTable, ...]:
    """The tables themselves."""
    return tables_of(Session(str(root), date.fromisoformat(day), read(root), evidence_of(str(root))))


def test_names_need_no_quotes() -> None:
    """Every table and column can be written in SQL as it is called, and is English snake_case."""
    connection = database(TABLES)
    for table in TABLES:
        assert len(set(table.names)) == len(table.names)
        assert set(table.key) <= set(table.names)
        for name in (table.name, *table.names):
            assert re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", name), name
        for name in table.names:
            cursor = connection.execute(
                f"SELECT {name} FROM {table.name} WHERE {name} IS NULL ORDER BY {name}"
            )
            assert cursor.description[0][0] == name
    for table, other in itertools.product(TABLES, TABLES):
        for reference in table.references:
            if reference.table == other.name:
                assert set(reference.columns) <= set(table.names)
                assert reference.to == other.key


# --- formats -------------------------------------------------------------------------------------


def export(root: Path, folder: Path, form: str, *more: str) -> Path:
    """The export in a format, written to a path of its own."""
    path = folder / (f"ledger.{form}" if form in ONE_FILE else form)
    done = run_cli("export", "-f", form, "-o", str(path), "--as-of", LATE, "-C", str(root), *more)
    assert (done.code, done.out) == (0, ""), done.err
    return path


def test_csv_and_jsonl_hold_the_same(lived: Path, tmp_path: Path) -> None:
    """Each table is a file; read back they are the JSON export."""
    tables = exported(lived, LATE)
    folder = export(lived, tmp_path, "csv")
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in TABLE_NAMES}
    lines = export(lived, tmp_path, "jsonl")
    for table in TABLES:
        text = (lines / f"{table.name}.jsonl").read_text("utf-8")
        assert tables[table.name] == [json.loads(line) for line in text.split("\n") if line]
        content = (folder / f"{table.name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert tuple(rows[0]) == table.names
        assert len(rows) == len(tables[table.name]) + 1
        for row, record in zip(rows[1:], tables[table.name], strict=True):
            for text, value in zip(row, record.values(), strict=True):
                shown = (
                    {None: "", True: "true", False: "false"}.get(value)
                    if value in (None, True, False)
                    else None
                )
                if isinstance(value, bool) or value is None:
                    assert text == shown
                else:
                    assert text == str(value)


def test_one_table_is_one_file(lived: Path, tmp_path: Path) -> None:
    """With one table there is no folder; without a path it goes to standard output, without a mark."""
    for form in ("csv", "jsonl"):
        path = tmp_path / f"one.{form}"
        done = run_cli("export", "--table", "issues", "-o", str(path), "--as-of", LATE, "-C", str(lived))
        assert done.code == 0
        shown = run_cli("export", "--table", "issues", "-f", form, "--as-of", LATE, "-C", str(lived))
        assert path.read_bytes().decode("utf-8-sig") == shown.out
        assert not shown.out.startswith("\ufeff")


def test_some_tables(tmp_path: Path) -> None:
    """Tables are named in English or in words, by commas or one by one; references to others are left out."""
    path = tmp_path / "a.sqlite"
    run_cli("export", "--table", "issue_units,issues", "--table", "阶段节点", "-o", str(path))
    connection = sqlite3.connect(path)
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert made == {"issues", "issue_units", "milestones"}
    views = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == {"overdue", "open_issues", "by_lead"}  # the others need obligations and shares
    for view in views:
        assert connection.execute(f"SELECT * FROM {view}").fetchall()
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_opens(language: str, lived: Path, tmp_path: Path) -> None:
    """Every table is a sheet behind an overview; heads in the language, dates are dates, numbers numbers."""
    path = export(lived, tmp_path, "xlsx", "--lang", language)
    say = Words(language)
    book = openpyxl.load_workbook(path)
    titles = [say("export.overview"), *(say(table.title) for table in TABLES if table.name != "plan")]
    assert sorted(book.sheetnames) == sorted(titles)
    assert book.sheetnames[:3] == [titles[0], say("export.issues"), say("export.measures")]
    sheet = book[say("export.issues")]
    table = next(one for one in TABLES if one.name == "issues")
    assert [cell.value for cell in sheet[1]] == [say(f"column.{c.head or c.name}") for c in table.columns]
    assert sheet.freeze_panes == "A2"
    tables = exported(lived, LATE)
    for table in TABLES[1:]:
        sheet = book[say(table.title)]
        for row, record in zip(sheet.iter_rows(min_row=2), tables[table.name], strict=False):
            for cell, column in zip(row, table.columns, strict=True):
                value: Any = record[column.name]
                if value is None:
                    assert cell.value is None
                elif column.type == "date":
                    assert isinstance(cell.value, datetime)
                    assert cell.value.date().isoformat() == value
                elif column.type in {"integer", "real"}:
                    assert cell.data_type == "n"
                    assert cell.value == value
                else:
                    assert cell.data_type in {"s", "inlineStr"}
                    wanted = say("yes" if value else "no") if column.type == "boolean" else value
                    if column.name == "compare":
                        wanted = SIGNS[value]
                    if column.many:
                        parts = [one.partition(":") for one in value.split(JOIN)]
                        said = [say(f"{column.words}.{name}", number=n) for name, _, n in parts]
                        assert cell.value == say("list.join").join(said)
                    else:
                        assert cell.value == (say(f"{column.words}.{value}") if column.words else wanted)
    overview = {str(row[0].value): row[1].value for row in book[titles[0]].iter_rows(min_row=2)}
    figures = on(lived, LATE).figures()
    for name, ids in figures.named().items():
        if name in CLASSES:
            head = say("export.item", name=say("column.klass"), value=say(f"klass.{name}"))
            assert overview[head] == len(ids)
        elif name != "sustained":
            assert overview[say(f"overview.{name}")] == len(ids)
    for name, rate in figures.rates().items():
        assert overview[say(f"overview.{name}")] == (
            None if rate is None else pytest.approx(float(rate) / 100)
        )


@pytest.mark.skipif(not HAS_PARQUET, reason="pyarrow is not installed")
def test_parquet_opens(lived: Path, tmp_path: Path) -> None:
    """Read back with pyarrow: the values and their types."""
    from pyarrow import parquet

    folder = export(lived, tmp_path, "parquet")
    types = {"text": "string", "integer": "int64", "real": "double", "date": "date32[day]", "boolean": "bool"}
    for table in data(lived, LATE):
        read = parquet.read_table(folder / f"{table.name}.parquet")
        assert read.column_names == list(table.names)
        assert [str(field.type) for field in read.schema] == [types[column.type] for column in table.columns]
        assert [tuple(row.values()) for row in read.to_pylist()] == list(table.rows)


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the library it is told in one line how to get it; nothing is written."""
    for form, module, extra in (("parquet", "pyarrow", "parquet"), ("xlsx", "xlsxwriter", "office")):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, module, None)
            done = run_cli("export", "-f", form, "-o", str(tmp_path / "out"))
            assert (done.code, done.out) == (2, "")
            assert f"[{extra}]" in done.err
            assert done.err.count("\n") == 1
            with pytest.raises(MissingExtraError):
                render_export(TABLES, form, WORDS, date(2025, 1, 1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_same_bytes_twice(form: str, lived: Path, tmp_path: Path) -> None:
    """Again the same bytes; and then nothing is written, force or not."""
    first = export(lived, tmp_path, form)
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*"))}
    assert export(lived, tmp_path, form) == first
    assert stamps == {path: path.stat().st_mtime_ns for path in stamps}
    (tmp_path / "again").mkdir()
    other = export(lived, tmp_path / "again", form)
    assert content(first) == content(other)


def content(path: Path) -> str | bytes:
    """The bytes of an export, be it a file or a folder."""
    return tree_hash(path) if path.is_dir() else path.read_bytes()


@large
def test_same_bytes_whatever_seed_and_locale(lived: Path, tmp_path: Path) -> None:
    """Hash seed, locale and zone change no byte of any format."""
    script = (
        "import os, sys\n"
        "from ledger.cli.app import run\n"
        "root, out, *forms = sys.argv[1:]\n"
        "os.mkdir(out)\n"
        "for form in forms:\n"
        f"    assert run(['export', '-f', form, '-o', f'{{out}}/{{form}}', '--as-of', {LATE!r}, '-C', root]) == 0\n"
        f"assert run(['sql', 'select * from issue_units', '--as-of', {LATE!r}, '-C', root]) == 0\n"
    )
    found = set()
    for seed, locale in (("0", "C"), ("1", "zh_CN.GB18030"), ("2", "C.UTF-8")):
        out = tmp_path / seed
        settings = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo", "LEDGER_LANG": "zh"}
        done = subprocess.run(
            [sys.executable, "-c", script, str(lived), str(out), *FORMATS],
            env=clean_environment(settings | {"PYTHONPATH": str(REPO / "src")}),
            capture_output=True,
            check=True,
            timeout=600,
        )
        found.add((tree_hash(out), done.stdout))
    assert len(found) == 1


# --- writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_what_differs_is_kept(form: str, tmp_path: Path) -> None:
    """A file that is there and differs stays, with everything else, unless forced."""
    path = export(REPO, tmp_path, form)
    one = path if form in ONE_FILE else path / f"issues.{form}"
    one.write_bytes(b"mine")
    gone = path if form in ONE_FILE else path / f"plan.{form}"
    if gone != one:
        gone.unlink()
    before = tree_hash(tmp_path)
    done = run_cli("export", "-f", form, "-o", str(path), "--as-of", LATE)
    assert done.code == 2
    assert "--force" in done.err
    assert done.err.count("\n") == 1
    assert before == tree_hash(tmp_path)
    assert run_cli("export", "-f", form, "-o", str(path), "--as-of", LATE, "--force").code == 0
    other = tmp_path / "other"
    other.mkdir()
    fresh = export(REPO, other, form)
    assert content(path) == content(fresh)


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """A folder may hold other files."""
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert export(REPO, tmp_path, "csv") == folder
    assert (folder / "mine.txt").read_text() == "mine"
    assert len(list(folder.iterdir())) == len(TABLES) + 1


@pytest.mark.parametrize("form", FORMATS)
def test_path_that_cannot_be_written(form: str, tmp_path: Path) -> None:
    """A file where a folder is needed, a folder where a file is: one line, nothing is written."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / f"issues.{form}").mkdir()
    before = tree_hash(tmp_path)
    for target in ("file/out", "folder", "file"):
        if form in ONE_FILE and target == "file":
            continue
        done = run_cli("export", "-f", form, "-o", str(tmp_path / target))
        assert (done.code, done.out) == (2, ""), target
        assert done.err.count("\n") == 1
        assert "Traceback" not in done.err
        assert before == tree_hash(tmp_path)


@pytest.mark.parametrize("failing", range(1, len(TABLES) + 1, 3))
@pytest.mark.parametrize("call", ["os.link", "os.fsync", "os.open"])
def test_nothing_is_half_written(call: str, failing: int, tmp_path: Path) -> None:
    """Where the disk fails at any file, no file is there, nor the folder that was made for them."""
    module, name = call.split(".")
    real = getattr(sys.modules[module], name)
    count = itertools.count(1)

    def fails(*args: Any, **more: Any) -> Any:
        ours = call != "os.open" or str(args[0]).endswith(".tmp")
        if ours and next(count) == failing:
            raise OSError(28, "No space left on device")
        return real(*args, **more)

    folder = tmp_path / "deep" / "out"
    with mock.patch.object(os, name, fails):
        done = run_cli("export", "-f", "csv", "-o", str(folder))
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_half_replaced(tmp_path: Path) -> None:
    """Forced, and the disk fails midway: the old files are all there."""
    folder = export(REPO, tmp_path, "csv")
    for path in folder.iterdir():
        path.write_bytes(b"old")
    before = tree_hash(tmp_path)
    real, count = os.replace, itertools.count(1)

    def fails(*args: Any) -> None:
        if next(count) == 7:
            raise OSError(5, "Input/output error")
        real(*args)

    with mock.patch.object(os, "replace", fails):
        done = run_cli("export", "-f", "csv", "-o", str(folder), "--force")
    assert done.code == 2
    assert before == tree_hash(tmp_path)


USAGE = [
    ((), "-f"),
    (("-f", "csv"), "-o"),
    (("-f", "sqlite"), "-o"),
    (("-f", "parquet", "--table", "issues"), "-o"),
    (("-f", "cvs", "-o", "x"), "csv"),
    (("-o", "folder"), "-f"),
    (("-o", "a.docx"), "-f"),
    (("-o", "all.csv"), "--table"),
    (("-o", "all.parquet"), "--table"),
    (("--table", "issue", "-f", "json"), "issues"),
    (("--table", "", "-f", "json"), "--table"),
    (("--table", "issues", "-f", "json", "--as-of", "soon"), "--as-of"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("args", "told"), USAGE)
def test_wrong_usage(args: tuple[str, ...], told: str, language: str, tmp_path: Path) -> None:
    """One line that names the way out; nothing is written."""
    done = run_cli("export", *args, "-C", str(REPO), "--lang", language, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_endings() -> None:
    """Endings of files name the formats."""
    known = formats_of("Tables")
    assert {by_ending(f"a.{end}", known) for end in ("csv", "json", "jsonl", "xlsx", "db", "parquet")} == set(
        known
    )
    assert by_ending("folder", known) is None
    assert by_ending("csv", known) is None
    assert by_ending("a.SQLITE", known) == "sqlite"


def test_partial_answers_say_so(tmp_path: Path) -> None:
    """With a broken file the rest is there, the exit code is 1 and JSON says so."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/02.yaml").write_text("id: [\n", "utf-8")
    done = run_cli("export", "-f", "json", "-C", str(root))
    assert done.code == 1
    said = json.loads(done.out)
    assert said["partial"] is True
    assert len(said["data"]["issues"]) == 22
    assert run_cli("sql", "select 1", "-C", str(root)).code == 1


# --- texts of any kind ---------------------------------------------------------------------------

NASTY = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
    st.sampled_from(
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "－1",
            "\t=1",
            "\r=1",
            "{=1}",
            "'=1",
            "'); DROP TABLE issues; --",
            '"',
            "a\nb",
            "\x1b[31m",
            "\x9b31m",
            "\u202eabc",
            "\u2028",
            "_x0041_",
            "长" * 40_000,
            "😀" * 20_000,
        ]
    ),
)


def single(texts: list[str]) -> DataTable:
    """A table of these texts."""
    return DataTable(
        "texts",
        (Field("position", "integer"), Field("text")),
        tuple(enumerate(texts, 1)),
        ("position",),
        title="export.entries",
    )


@given(st.lists(NASTY, min_size=1, max_size=6))
def test_any_text_survives(texts: list[str]) -> None:
    """JSON, SQLite and Parquet hold every text as it is; CSV and Excel show it and never run it."""
    table = single(texts)
    day = date(2025, 1, 1)

    def made(form: str) -> bytes:
        (content,) = render_export([table], form, WORDS, day).values()
        return content

    assert [row["text"] for row in json.loads(made("json"))["data"]["texts"]] == texts
    lines = made("jsonl").decode()
    assert [json.loads(line)["text"] for line in lines.splitlines()] == texts
    assert not set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", lines))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(made("sqlite"))
    assert [row[0] for row in connection.execute("SELECT text FROM texts ORDER BY position")] == texts
    if HAS_PARQUET:
        from pyarrow import parquet

        assert parquet.read_table(io.BytesIO(made("parquet"))).column("text").to_pylist() == texts
    rows = list(csv.reader(io.StringIO(made("csv").decode(), newline="")))[1:]
    for text, (_, shown) in zip(texts, rows, strict=True):
        assert not shown.startswith(FORMULA)
        assert shown in (clean(text), f"'{clean(text)}")
    assert b"\0" not in made("csv")


@given(st.lists(NASTY, min_size=1, max_size=3))
def test_any_text_in_a_workbook(texts: list[str]) -> None:
    """No text is an error or a formula; long ones are cut and say so."""
    content = render_export([single(texts)], "xlsx", WORDS, date(2025, 1, 1))[""]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for row, text in zip(sheet.iter_rows(min_row=2), texts, strict=False):
        shown = str(row[1].value or "")
        assert row[1].data_type != "f"
        assert len(shown.encode("utf-16-le")) <= 2 * 32_767
        if len(text) >= 20_000:
            assert shown.endswith("…")


def test_negative_numbers_stay_numbers() -> None:
    """Days late are below zero in a CSV file, not a text; a text of the same letters is kept from running."""
    table = DataTable("t", (Field("n", "integer"), Field("s")), ((-5, "-5"),), ("n",))
    assert render_export([table], "csv", WORDS, date(2025, 1, 1))["t.csv"] == b"n,s\n-5,'-5\n"


# --- questions in SQL ----------------------------------------------------------------------------


def test_answer_in_json(lived: Path) -> None:
    """Kind sql; rows as objects by the names of the query, a name that is taken gets a number."""
    query = (
        "select id, due as d, id, margin_days, 1.5 as 'a.b', 1 as d, null as 统计 from issues where id = '14'"
    )
    done = run_json("sql", query, "--as-of", LATE, "-C", str(lived))
    said = json.loads(done.out)
    assert (said["kind"], said["as_of"], said["schema_version"]) == ("sql", LATE, SCHEMA_VERSION)
    assert list(said)[-1] == "data"
    names = ["id", "d", "id_2", "margin_days", "a.b", "d_2", "统计"]
    assert said["columns"] == names
    (row,) = said["data"]
    assert list(row.items()) == list(zip(names, ["14", "2025-12-31", "14", 305, 1.5, 1, None], strict=True))


def test_answer_in_other_formats() -> None:
    """Table, CSV, Markdown and JSON lines, with the columns as they are called."""
    query = "select number as status, title as nowhere from sections order by 1 limit 2"
    assert run_cli("sql", query, "-f", "csv").out.split("\n")[0] == "status,nowhere"
    assert "| status | nowhere |" in run_cli("sql", query, "-f", "md").out
    assert len(run_cli("sql", query, "-f", "jsonl").out.splitlines()) == 2
    table = run_cli("sql", query, "--as-of", DAY).out.splitlines()
    assert table[0].startswith(f"截至 {DAY}")
    assert table[2].split() == ["status", "nowhere"]


@pytest.mark.parametrize("how", [("-f", "xlsx"), ()])
def test_answer_in_a_workbook(how: tuple[str, ...], tmp_path: Path) -> None:
    """An answer is a sheet with the columns as they are called; it needs a file (J54)."""
    file = tmp_path / "a.xlsx"
    done = run_cli("sql", "select id, title, length(title) as n from issues", *how, "-o", str(file))
    assert (done.code, done.out) == (0, "")
    (sheet,) = openpyxl.load_workbook(file).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["id", "title", "n"]
    assert len(rows) == 24
    assert all(row[2] == len(str(row[1])) for row in rows[1:])
    assert run_cli("sql", "select 1", "-f", "xlsx").code == 2


def test_answer_without_rows() -> None:
    """No rows are said so, and the columns are still told."""
    done = run_json("sql", "select id from issues where id = 'x'")
    assert (done.code, json.loads(done.out)["columns"], done.data) == (0, ["id"], [])
    assert "没有行" in run_cli("sql", "select id from issues where 0").out


def test_values_of_other_kinds() -> None:
    """Bytes are hexadecimal, what is no number of JSON is text, broken UTF-8 is marked."""
    query = "select x'00ff' as a, 9e999 as b, -9e999 as c, cast(x'ff' as text) as d, char(155) as \"\""
    done = run_json("sql", query)
    assert done.data == [{"a": "00ff", "b": "inf", "c": "-inf", "d": "\ufffd", "": "\x9b"}]
    assert "\x9b" not in done.out
    for form in ("table", "csv", "tsv", "md"):
        assert run_cli("sql", query, "-f", form).code == 0


def test_heads_are_kept_from_running() -> None:
    """A column that is called like a formula is no formula in CSV."""
    assert run_cli("sql", "select 1 as '=1+1'", "-f", "csv").out == "'=1+1\n1\n"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_tables_are_listed(form: str, tmp_path: Path) -> None:
    """Tables, views and columns; no ledger is needed for that."""
    done = run_cli("sql", "--tables", "-f", form, cwd=tmp_path)
    assert done.code == 0
    for table in TABLES:
        assert table.name in done.out
    for view in VIEWS:
        assert view in done.out
    if form == "json":
        known = {(r["table"], r["column"]): r for r in json.loads(done.out)["data"]}
        assert known["issues", "id"]["key"] is True
        assert known["issue_units", "unit"]["refers"] == ["units.name"]
        assert ("by_unit", "leads_late") in known
        assert known["shares", "obligation"]["refers"] == ["obligations.position"]
    assert run_cli("sql", "select 1", "--tables").code == 2


def test_from_standard_input(tmp_path: Path) -> None:
    """``-`` reads the question from standard input."""

    def asked(question: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "ledger", "sql", "-", "-f", "csv", "-C", str(REPO)],
            input=question,
            env=clean_environment({"PYTHONPATH": str(REPO / "src"), "LC_ALL": "C.UTF-8"}),
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=600,
        )

    done = asked("-- 任务数\nselect count(*) as 任务数 from issues;\n".encode())
    assert (done.returncode, done.stdout.decode()) == (0, "任务数\n23\n")
    for wrong in (b"", b"\xff\xfe select 1", b"select '" + b"x" * (1 << 21) + b"'", b"select 1; select 2"):
        done = asked(wrong)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.count(b"\n") == 1


ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) "
HOSTILE = [
    "attach database 'evil.db' as evil",
    "attach ':memory:' as evil",
    "detach main",
    "pragma writable_schema = 1",
    "pragma query_only = 0",
    "pragma trusted_schema = 1",
    "pragma journal_mode = wal",
    "pragma temp_store_directory = '.'",
    "pragma table_info(issues)",
    "select * from pragma_table_info('issues')",
    "select * from pragma_database_list",
    "insert into plan (as_of) values ('x')",
    "insert into issues select * from issues",
    "replace into sections values ('一', 'x')",
    "update issues set title = 'x'",
    "delete from issues",
    "with a as (select 1) delete from issues",
    "drop table issues",
    "drop view overdue",
    "alter table issues rename to x",
    "alter table issues add column x",
    "create table x (a)",
    "create temp table x (a)",
    "create table x as select * from issues",
    "create view x as select 1",
    "create temp view x as select 1",
    "create index x on issues (title)",
    "create trigger x after insert on issues begin select 1; end",
    "create virtual table x using fts5(a)",
    "create virtual table x using csv(filename='data/plan.yaml')",
    "select load_extension('evil')",
    "select load_extension('evil.so', 'entry')",
    "select fts3_tokenizer('simple', x'0000000000000000')",
    "select readfile('data/plan.yaml')",
    "select writefile('evil', 'x')",
    "select edit('x', 'vi')",
    "select * from fsdir('.')",
    "vacuum",
    "vacuum into 'evil.db'",
    "vacuum main into 'evil.db'",
    "analyze",
    "reindex",
    "begin",
    "begin immediate",
    "commit",
    "savepoint x",
    "select 1; select 2",
    "select 1; attach 'evil.db' as evil",
    "select 1; drop table issues",
    ENDLESS + "select count(*) from c",
    ENDLESS + "select x from c where x < 0",
    "select count(*) from issues a, issues b, issues c, issues d, issues e, issues f, issues g",
    "select zeroblob(2000000000)",
    "select sum(length(randomblob(999999999999)))",
    "update issues set title = 'x' returning id",
    "explain update issues set title = 'x'; select 1",
    "insert into sqlite_master values ('table', 'x', 'x', 0, 'x')",
    "select nothing from issues",
    "select * from nothing",
    "selekt 1",
    "select 'open",
    "select (",
    "/* nothing */",
    "values",
    ".tables",
    ".shell touch evil",
    "\ud800",
    "select '\udcff'",
    "select ?",
    "select :name",
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A ledger that is asked what it must not answer, and the sum of all that is there: nothing changes it."""
    root = copy_ledger(tmp_path_factory.mktemp("asked"))
    return root, tree_hash(root.parent)


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: ascii(q)[1:60])
def test_hostile_sql(query: str, asked: tuple[Path, str]) -> None:
    """Whatever is asked but to read: exit 2, one line, no answer, no file, nothing changed."""
    root, before = asked
    started = stopwatch(6)
    done = run_cli("sql", query, "--timeout", "1", cwd=root)
    assert (done.code, done.out) == (2, ""), query
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert before == tree_hash(root.parent)
    assert not started()


def test_guard_is_what_keeps_them_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the guard many of these do what they say, so the tests above can fail."""
    slow = {query for query in HOSTILE if query.startswith("with recursive") or "issues g" in query}
    tables, done = data(REPO, DAY), set()
    for n, query in enumerate(HOSTILE):
        if query in slow or "blob" in query:
            continue
        (tmp_path / f"{n}").mkdir()
        monkeypatch.chdir(tmp_path / f"{n}")
        connection = database(tables)
        try:
            connection.execute(query)
        except (sqlite3.Error, sqlite3.Warning, ValueError):
            continue
        finally:
            connection.close()
        done.add(query)
    assert len(done) > 25, done
    wanted = {
        "vacuum into 'evil.db'",
        "delete from issues",
        "pragma writable_schema = 1",
        "drop table issues",
    }
    assert wanted <= done
    assert len(list(tmp_path.glob("*/evil.db"))) >= 2


def test_asking_leaves_the_connection_guarded() -> None:
    """After a question the connection still reads only."""
    connection = database(data(REPO, DAY))
    assert ask(connection, "select 1 as a", stopwatch(5)).rows == ((1,),)
    for query in ("delete from issues", "pragma query_only"):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(query)


def test_too_many_rows() -> None:
    """An answer without end is stopped by its rows as well as by the clock."""
    for most, fine in ((23, True), (22, False)):
        connection = database(data(REPO, DAY))
        if fine:
            assert len(ask(connection, "select id from issues", stopwatch(5), most).rows) == 23
        else:
            with pytest.raises(QueryError, match=r"sql\.too_many"):
                ask(connection, "select id from issues", stopwatch(5), most)


def test_interrupted() -> None:
    """Ctrl-C while the database works ends the run; it is no error of the SQL."""

    def pressed() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(database(TABLES), ENDLESS + "select count(*) from c", pressed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_told(language: str) -> None:
    """In the language of the run, with what the database says."""
    done = run_cli("sql", "select titel from issues", "--lang", language)
    assert "titel" in done.err
    assert "--tables" in done.err
    assert "\x1b" not in run_cli("sql", "select \x1b[31m", "--lang", language).err
    for args in ((), ("  ",), ("select 1", "--timeout", "0"), ("select 1", "--timeout", "x")):
        done = run_cli("sql", *args, "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "query",
    [
        "select count(*) from issues",
        "values (1), (2)",
        "with recursive c(x) as (select 1 union all select x + 1 from c where x < 5) select sum(x) from c",
        "select i.id, u.unit from issues i join issue_units u on u.issue = i.id where u.role = 'lead'",
        "select json_extract(fields, '$.due') from entries where type = 'extend'",
        "select lead, count(*) over (partition by lead) from issues",
        "select * from by_unit where issues_late > 0",
        "select id from issues where title like '%水%' union select id from open_issues order by 1",
        "select strftime('%Y', due) as year, group_concat(number, '、') from issues group by year",
        "select sql from sqlite_master",
        "explain query plan select * from issues where id = '14'",
        "select 1;",
        "select 1 -- and no more",
    ],
)
def test_questions_that_are_answered(query: str, lived: Path) -> None:
    """Joins, windows, JSON, views, recursion with an end."""
    done = run_json("sql", query, "--as-of", LATE, "-C", str(lived))
    assert done.code == 0, done.err
    assert done.data


DOCS = (REPO / "docs/tables.md").read_text("utf-8")
CHINESE = (REPO / "docs/tables.zh-CN.md").read_text("utf-8")


@pytest.mark.parametrize("query", re.findall("```sql\n(.*?)```", DOCS, re.DOTALL))
def test_questions_of_the_documentation(query: str, lived: Path) -> None:
    """Each is answered, with rows."""
    done = run_json("sql", query, "--as-of", DAY, "-C", str(lived))
    assert done.code == 0, done.err
    assert done.data


def test_both_languages_ask_the_same() -> None:
    """The questions in Chinese are those that are asked above."""
    questions = [re.findall("```sql\n(.*?)```", text, re.DOTALL) for text in (DOCS, CHINESE)]
    assert questions[0] == questions[1]
    assert len(questions[0]) > 5


@pytest.mark.parametrize(("text", "language"), [(DOCS, "en"), (CHINESE, "zh")])
def test_documentation_has_every_table_and_column(text: str, language: str) -> None:
    """The reference part is what the program says; a column that is not in it is noticed."""
    maker = runpy.run_path(str(REPO / "tools/tables.py"))
    assert maker["written"](text, language) == text
    assert maker["written"](text.replace("| `owed_by` |", "| `owed` |"), language) == text
    for table in TABLES:
        part = text.partition(f"\n### {table.name}\n")[2].partition("\n### ")[0]
        assert re.findall("^\\| `([a-z0-9_]+)`", part, re.MULTILINE) == [*table.names]


def test_commands_of_the_documentation(tmp_path: Path) -> None:
    """Each runs as it is written."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    lines = [
        line.partition("#")[0].split("<")[0] for line in re.findall(r"^    ledger .*$", DOCS, re.MULTILINE)
    ]
    assert len(lines) == 7
    for line in lines:
        args = shlex.split(line)[1:]
        if "-" not in args:
            assert run_cli(*args, cwd=tmp_path).code == 0, line


@given(st.lists(st.sampled_from(["a", "a_2", "a_3", "b", ""]), min_size=1, max_size=7))
def test_names_of_columns_are_distinct(names: list[str]) -> None:
    """A name that is there once stays as it is; others get numbers; none is lost."""
    report = sql_report(names, [tuple(range(len(names)))], date(2025, 1, 1))
    (record,) = report.records
    assert list(record.values()) == list(range(len(names)))
    assert [column.title for column in report.columns] == list(record)
    for name, key in zip(names, record, strict=True):
        assert key == name or (names.count(name) > 1 and key.startswith(f"{name}_"))


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_any_day(day: date) -> None:
    """On any day the references hold and the bytes are the same again."""
    tables = data(REPO, day.isoformat())
    content = render_sqlite(tables)
    assert content == render_sqlite(tables)
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {table.name: len(table.rows) for table in tables}["issues"] == 23
