"""Unit lines as real lists have them, and drafts of the unit table; the rows are data in ``cases/units``."""

# ruff: noqa: SIM300 - what is expected stands first

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli_tools import PLAN, REPO, run_cli
from counting import calls
from ledger.model.unit import Units, UnitsFile
from ledger.plans import unitlines
from ledger.plans.drafting import draft_text, draft_units, merged
from ledger.plans.understand import understand
from ledger.plans.unitlines import read_units, split_names
from ledger.reading.load import UNITS, read_units_file
from make import REMARKS

CASES = Path(__file__).parent / "cases" / "units"
GIVEN = yaml.safe_load((CASES / "lines.yaml").read_text("utf-8"))
LINES: list[dict[str, Any]] = GIVEN["lines"]
DRAFTS: list[dict[str, Any]] = yaml.safe_load((CASES / "drafts.yaml").read_text("utf-8"))
FORM = """某市整改方案

附件

1.污水直排
验收单位：市水务局
责任单位：{}
整改时限：2026年9月底前
整改目标：达标。
整改措施：
（一）清淤。
"""


@pytest.fixture(scope="module")
def table() -> Units:
    """The shipped table with further names."""
    data = yaml.safe_load((REPO / "data" / "units.yaml").read_text("utf-8"))
    data["units"] |= {name: {"name": name, "kind": kind} for name, kind in GIVEN["table"]["units"].items()}
    data["groups"] |= {name: {"members": members} for name, members in GIVEN["table"]["groups"].items()}
    return Units(UnitsFile.model_validate(data))


@pytest.mark.parametrize("row", LINES, ids=[row["text"] for row in LINES])
def test_line(table: Units, row: dict[str, Any]) -> None:
    """Units, leads, bodies, words for others and names in no list, each exactly."""
    line = read_units(row["text"], table)
    assert (row["units"], row["lead"]) == (line.units, line.lead)
    assert row.get("bodies", {}) == {place: list(named) for place, named in line.bodies.items()}
    assert row.get("others", []) == [words for words, _ in line.others]
    assert row.get("unresolved", []) == [name for name, _ in line.unresolved]
    for name, start in (*line.others, *line.unresolved):
        assert name == row["text"][start : start + len(name)]


def test_what_is_said_is_not_inferred(table: Units) -> None:
    """共同牵头 and 牵头：… name the leads; one （牵头） after several names is a guess that is told."""
    assert "" == read_units("市发改委、市工信局共同牵头", table).inferred
    assert "" == read_units("牵头：市发改委、市工信局；配合：昆区", table).inferred
    assert "市发改委、市工信局（牵头）" == read_units("市发改委、市工信局（牵头），昆区", table).inferred


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("_BEFORE", "由…牵头"),
        ("_DUTY", "按职责分工负责"),
        ("_OTHERS", "等部门"),
        ("_ROLE", "牵头：配合："),
        ("_SUPPORT", "（配合）"),
    ],
)
def test_canary_rules_are_needed(
    table: Units, name: str, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any one of the rules some row comes out otherwise."""
    import re

    monkeypatch.setattr(unitlines, name, re.compile("(?!)"))
    fresh = Units(
        UnitsFile(units=dict(table.units), groups=dict(table.groups), collectives=dict(table.collectives))
    )
    wrong = [
        row["text"]
        for row in LINES
        if (line := read_units(row["text"], fresh)) and (row["units"], row["lead"]) != (line.units, line.lead)
    ]
    assert wrong, changed


def test_brackets_are_never_split() -> None:
    """A separator within brackets parts nothing."""
    text = "甲、各县（市、区）、乙(丙，丁)；戊"
    assert ["甲", "各县（市、区）", "乙(丙，丁)", "戊"] == [text[a:b] for a, b, _ in split_names(text)]


@pytest.mark.parametrize(
    "text", ["、" * 300_000, "和" * 300_000, "（" * 300_000, "市水务局和" * 60_000, "某局、" * 100_000]
)
def test_cost_is_bounded(table: Units, text: str) -> None:
    """Long rows of separators, joining words, brackets and unknown names cost what their length is."""
    assert calls(partial(read_units, text, table)) < 5 * len(text)


def test_thousands_of_unknown_names_are_told_without_delay(table: Units) -> None:
    """A table of another city: every name is told, the nearest known one only for the first of them."""
    tasks = "".join(
        f"{n}.题目\n责任单位：某{n}局、市水务菊\n整改时限：2026年9月底前\n整改措施：\n（一）清淤。\n"
        for n in range(1, 2001)
    )
    said = understand(f"某方案\n\n附件\n\n{tasks}".encode(), "a.txt", table)
    told = [d.args for d in said.diagnostics if d.code == "L516"]
    assert 4000 == len(told)
    assert "市水务局" in str(told[1]["near"])
    assert {"市水务菊": told[1]["near"]}.items() <= {str(one["name"]): one["near"] for one in told}.items()
    assert told[-2]["near"] == ()


# --- drafts ----------------------------------------------------------------------------------------


def drafted(text: str, units: Units | None = None) -> Any:
    """The draft for a document with this line of responsible units."""
    empty = Units(UnitsFile(units={}))
    form = FORM.replace("验收单位：市水务局\n", "")
    return draft_units(
        understand(form.format(text).encode(), "a.txt", units or empty).document, units or empty
    )


@pytest.mark.parametrize("row", DRAFTS, ids=[row["text"] for row in DRAFTS])
def test_draft(row: dict[str, Any]) -> None:
    """Places without their bodies, no particle, no fragment, no office; the draft is a table that is read."""
    draft = drafted(row["text"])
    assert row.get("units", {}) == {name: one.kind for name, one in draft.units.items()}
    for part in ("undecided", "unlisted", "refused"):
        assert row.get(part, []) == list(getattr(draft, part)), part
    text = draft_text(draft, REMARKS)
    read, problems = read_units_file({UNITS: text.encode()})
    assert [] == problems
    assert read is not None
    assert set(read.units) == set(draft.units)
    assert "kind: office}" not in text
    for name in (*draft.undecided, *draft.refused):
        assert any(line.startswith("#") and name in line for line in text.split("\n"))


BEHIND = {
    "（责任单位：市某某局；完成时限：2026年5月底）": ["市某某局"],
    "责任单位：市某某局；完成时限：2026年5月底。": ["市某某局"],
    "（市某某局、东岭区政府负责）": ["市某某局", "东岭区"],
    "（市某某局，2026年5月底前）": ["市某某局"],
    "（各有关单位负责）": [],
    "（含雨水管网）": [],
}
"""What stands behind a measure, and the units that are drafted for it."""


@pytest.mark.parametrize("behind", BEHIND)
def test_draft_has_units_that_stand_only_behind_measures(behind: str) -> None:
    """Each with the line of its measure, and the line is read with the draft."""
    empty = Units(UnitsFile(units={}))
    data = FORM.format("市水务局（牵头）").replace("（一）清淤。", f"（一）清淤。{behind}").encode()
    draft = draft_units(understand(data, "a.txt", empty).document, empty)
    assert ["市水务局", *BEHIND[behind]] == list(draft.units)
    assert all(draft.units[name].line == 11 for name in BEHIND[behind])
    read, _ = read_units_file({UNITS: draft_text(draft, REMARKS).encode()})
    assert read is not None
    said = understand(data, "a.txt", Units(read))
    assert [] == [d.code for d in said.diagnostics if d.code == "L516"]
    assert tuple(BEHIND[behind]) == said.issues[0].measures[0].by


def test_draft_of_the_plan_has_every_unit_of_it() -> None:
    """With the draft and what it leaves to a person every line of the shipped plan is read."""
    empty = Units(UnitsFile(units={}))
    document = understand(PLAN.read_bytes(), "plan.txt", empty).document
    draft = draft_units(document, empty)
    assert list(draft.undecided) == ["各旗县区"]
    assert {} == draft.refused
    read, _ = read_units_file({UNITS: draft_text(draft, REMARKS).encode()})
    assert read is not None
    left = draft_units(document, Units(read))
    assert ({}, ["各旗县区"]) == (left.units, list(left.undecided))


TABLES = {
    "plain": "units:\n  市发改委: {name: 市发改委, kind: government}  # 核过\n",
    "deep": "# 名录\nunits:\n    市发改委:\n        name: 某市发展和改革委员会\n        kind: government\n\ngroups:\n    各区: {members: [市发改委]}\n\n# 完\n",
    "empty": "units: {}\n",
    "crlf": "units:\r\n  市发改委: {name: 市发改委, kind: government}\r\ncollectives:\r\n  各方: {}\r\n",
    "no end": "units:\n  市发改委: {name: 市发改委, kind: government}",
}


@pytest.mark.parametrize("name", TABLES)
def test_merge_keeps_every_line(name: str) -> None:
    """A mended table keeps every line; only what it lacks is put in, and it is read as both together."""
    table = TABLES[name].encode()
    before, _ = read_units_file({UNITS: table})
    assert before is not None
    draft = drafted("市发改委、市水务局、各有关部门", Units(before))
    both = merged(table, draft, REMARKS)
    assert both is not None
    kept = both.decode().splitlines()
    for line in table.decode().splitlines():
        if line != "units: {}":
            kept.remove(line)
    after, _ = read_units_file({UNITS: both})
    assert after is not None
    assert {**before.units, **after.units} == after.units
    assert {"市水务局"} <= set(after.units) - set(before.units)
    assert "各有关部门" in after.collectives
    assert drafted("市发改委、市水务局、各有关部门", Units(after)).empty


def test_table_that_cannot_take_more_is_left() -> None:
    """A table in one flow line has no place for another entry: ``None``, never a guess."""
    assert None is merged(b"{units: {}}\n", drafted("\u5e02\u6c34\u52a1\u5c40"), REMARKS)


# --- the command -----------------------------------------------------------------------------------


def run_draft(root: Path, *options: str, text: str = FORM.format("市住建局（牵头）")) -> Any:
    """``import --draft-units`` of a document in a new folder."""
    (root / "data").mkdir(exist_ok=True)
    (root / "a.txt").write_text(text, "utf-8")
    return run_cli("import", "a.txt", "--draft-units", *options, cwd=root)


def test_draft_fails_where_nothing_was_read(tmp_path: Path) -> None:
    """No list, no draft: exit 1, the reason on standard error, nothing written."""
    result = run_draft(tmp_path, "-o", "data/units.yaml", text="某通知\n\n请各单位落实。\n")
    assert (1, "") == (result.code, result.out)
    assert "没有读到任务" in result.err
    assert "L518" in result.err
    assert not (tmp_path / "data" / "units.yaml").exists()


def test_draft_merges_with_the_table_that_was_mended(tmp_path: Path) -> None:
    """The documented command a second time adds what is new and nothing else; a third time nothing."""
    table = tmp_path / "data" / "units.yaml"
    assert 0 == run_draft(tmp_path, "-o", "data/units.yaml").code
    mended = table.read_text("utf-8").replace("市水务局: {name: 市水务局,", "市水务局: {name: 某市水务局,")
    table.write_text(mended, "utf-8")
    again = run_draft(tmp_path, "-o", "data/units.yaml", text=FORM.format("市住建局（牵头）、市农牧局"))
    assert 0 == again.code
    assert mended.splitlines() == [
        line for line in table.read_text("utf-8").splitlines() if "农牧" not in line
    ]
    before = table.read_bytes()
    same = run_draft(tmp_path, "-o", "data/units.yaml", text=FORM.format("市住建局（牵头）、市农牧局"))
    assert (0, "") == (same.code, same.out)
    assert before == table.read_bytes()


def test_draft_never_replaces_another_file(tmp_path: Path) -> None:
    """A file with other content is printed beside, exit 1, and replaced only with ``--force``."""
    other = tmp_path / "mine.yaml"
    other.write_text("units: {}\n# 我的\n", "utf-8")
    result = run_draft(tmp_path, "-o", "mine.yaml")
    assert 1 == result.code
    assert "市住建局" in result.out
    assert "--force" in result.err
    assert "units: {}\n# 我的\n" == other.read_text("utf-8")
    assert 0 == run_draft(tmp_path, "-o", "mine.yaml", "--force").code
    assert "市住建局" in other.read_text("utf-8")


# --- two lines ---------------------------------------------------------------------------------------

TWO = [
    "牵头单位：市发改委\n责任单位：昆区，市工信局",
    "责任单位：昆区，市工信局\n牵头单位：市发改委",
    "牵头单位：市发改委\n责任单位：市发改委、昆区，市工信局",
    "牵头单位：市发改委\n配合单位：昆区、市工信局",
]


@pytest.mark.parametrize("lines", TWO)
def test_lead_and_responsible_lines_together(table: Units, lines: str) -> None:
    """牵头单位 and 责任单位 in one task are no doubled label: the first lead, the others do not."""
    said = understand(FORM.replace("责任单位：{}", lines).encode(), "a.txt", table)
    assert [] == said.diagnostics
    [issue] = said.issues
    found = issue.responsibility
    assert (("市发改委",), ("昆区", "市工信局"), True) == (found.lead, found.support, found.leads_only)


def test_same_label_twice_is_still_told(table: Units) -> None:
    """责任单位 twice is one too many."""
    said = understand(
        FORM.replace("责任单位：{}", "责任单位：昆区\n责任单位：市工信局").encode(), "a.txt", table
    )
    assert ["L520"] == [d.code for d in said.diagnostics if d.code == "L520"]


def test_lead_and_responsible_columns_together(table: Units) -> None:
    """The same in a table with a column for each."""
    csv = "序号,整改任务,牵头单位,责任单位,整改时限,整改目标,整改措施,验收单位\n1,污水,市发改委,昆区,2026年9月底前,达标。,清淤。,市水务局\n"
    [issue] = understand(csv.encode(), "a.csv", table).issues
    assert (("市发改委",), ("昆区",)) == (issue.responsibility.lead, issue.responsibility.support)
