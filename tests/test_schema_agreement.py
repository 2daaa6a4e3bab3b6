"""Schemas and models agree on entries, plans and units too; and the command that writes the schemas."""

import calendar
import json
import re
from datetime import date
from pathlib import Path

import pytest

from cli_tools import REPO, run_cli
from gallery import CASES
from ledger.model.entries import BY_TYPE
from ledger.model.scalar import Date
from ledger.model.schema import schemas
from make import GOOD_ENTRIES, SHA
from test_schema import ISSUE, model_accepts, schema_accepts

ISSUE_PATH, PLAN_PATH, UNITS_PATH = "data/issues/01.yaml", "data/plan.yaml", "data/units.yaml"
PLAN = (CASES / "base" / PLAN_PATH).read_text("utf-8")
UNITS = (CASES / "base" / UNITS_PATH).read_text("utf-8")


def with_entry(fields: str) -> bytes:
    """An issue with one entry."""
    return f"{ISSUE.rstrip()}\n- {{{fields}}}\n".encode()


def entry(kind: str, fields: str) -> bytes:
    """An issue with one entry of a type."""
    return with_entry(f"date: 2025-01-01, type: {kind}, by: 市水务局, {fields}")


def test_there_is_an_entry_of_every_type() -> None:
    """The table of good entries leaves out no type."""
    assert set(BY_TYPE) == set(GOOD_ENTRIES)


@pytest.mark.parametrize("kind", GOOD_ENTRIES)
def test_good_entry_is_taken_by_both(kind: str) -> None:
    """A hand-made entry of each type is fine to the model and to the schema."""
    data = entry(kind, GOOD_ENTRIES[kind])
    assert (model_accepts(ISSUE_PATH, data), schema_accepts(ISSUE_PATH, data)) == (True, True)


@pytest.mark.parametrize("kind", GOOD_ENTRIES)
def test_field_of_another_type_is_refused_by_both(kind: str) -> None:
    """An entry with a field that no type has is wrong to the model and to the schema."""
    data = entry(kind, f"{GOOD_ENTRIES[kind]}, status: done")
    assert (model_accepts(ISSUE_PATH, data), schema_accepts(ISSUE_PATH, data)) == (False, False)


REFUSED: list[tuple[str, bytes]] = [
    *(
        (ISSUE_PATH, entry(kind, fields))
        for kind, fields in (
            ("progress", "pace: fast"),
            ("progress", "readings: null"),
            ("progress", "readings: [{target: 1}]"),
            ("progress", "readings: [{target: 0, value: 1}]"),
            ("progress", "readings: [{target: 1, value: 多}]"),
            ("progress", "readings: [{target: 1, value: 1, part: 0}]"),
            ("progress", "evidence: {path: a.pdf}"),
            ("progress", "evidence: [{file: a.pdf}]"),
            ("progress", f"evidence: [{{sha256: {SHA.upper()}}}]"),
            ("progress", f'evidence: [{{sha256: "{SHA}\\n"}}]'),
            ("progress", 'text: ""'),
            ("achieve", "measure: 1, milestone: １"),
            ("publicize", "since: 2025-01-02, until: 2025-01-15"),
            ("publicize", "since: 2025-01-02, until: 2025-02-29, where: 网站"),
            ("extend", "due: null, approval: 文"),
            ("extend", "due: 2026-06-31, approval: 文"),
            ("supervise", "level: null"),
            ("review", "result: ok"),
            ("start", "for: 东河区"),
            ("start", "whose: [东河区]"),
            ("amend", "approval: 文"),
            ("amend", "approval: 文, changes: []"),
            ("amend", "approval: 文, changes: [{field: goal, new: 新}]"),
            ("amend", "approval: 文, changes: [{field: goal, old: 旧, new: {a: b}}]"),
            ("amend", "approval: 文, changes: [{field: goal, old: 旧, new: [[文]]}]"),
            ("construe", "changes: [{field: goal, old: 旧}]"),
            ("assign", "measure: 1, units: []"),
            ("assign", "units: [东河区]"),
            ("answer", "result: relapsed"),
            ("answer", "measures: [0]"),
            ("inspect", "result: upheld"),
            ("promise", "until: 2025-02-30"),
            ("withdraw", "approval: 文, into: 甲"),
            ("void", "entry: -1"),
            ("void", "entry: 0BADC0DE"),
            ("void", f"entry: 1{'0' * 30}"),
        )
    ),
    (ISSUE_PATH, with_entry("type: start, by: 市水务局")),
    (ISSUE_PATH, with_entry("date: 2025-01-01, type: null, by: 市水务局")),
    (ISSUE_PATH, with_entry("date: 2025-01-01, type: start, by: [市水务局]")),
    (ISSUE_PATH, ISSUE.replace('id: "01"', 'id: "01\\n"').encode()),
    (ISSUE_PATH, ISSUE.replace('id: "01"', 'id: "０１"').encode()),
    (ISSUE_PATH, re.sub(r"(?s)measures:\n.*targets:", "targets:", ISSUE).encode()),
    *(
        (PLAN_PATH, PLAN.replace(old, new).encode())
        for old, new in (
            ("title: 示例市", "titel: 示例市"),
            ("issuer: null", 'issuer: ""'),
            ("issued: null", "issued: 2025年1月1日"),
            ("issued: null", "issued: 0000-01-01"),
            ("issued: null", 'issued: "2025-01-01\\n"'),
            ("path: source/plan.txt, ", ""),
            ("path: source/plan.txt", "path: null"),
            ("sha256: b", "sha256: B"),
            ("- 附件", "- 附件: 1"),
            ("{gap: 1, end: 0}", "{gap: -1, end: 0}"),
            ("{gap: 1, end: 0}", '{gap: "1", end: 0}'),
            ("{gap: 1, end: 0}", "null"),
            ("{number: 一, title", "{number: 1, title"),
            ("warn_days: 30", "warn_days: -1"),
            ("warn_days: 30", "warn_days: 30天"),
            ("warn_days: 30", "warn_day: 30"),
            ("publicity_count: working", "publicity_count: business"),
            ("review_months: 12", "review_months: 0"),
            ("review_months: 12", "review_months: null"),
            ("policy:", "unrecognised: [{line: 0, text: 某}]\npolicy:"),
        )
    ),
    *(
        (UNITS_PATH, UNITS.replace(old, new).encode())
        for old, new in (
            ("units:", "unit:"),
            ("groups:", "group:"),
            ("name: 示例市水务局, ", ""),
            ("name: 示例市水务局", "name: null"),
            ("name: 示例市水务局", 'name: ""'),
            ("name: 示例市水务局", "name: 12"),
            ("{name: 示例市水务局, kind: government}", "government"),
            ("{name: 示例市水务局, kind: government}", "null"),
            (", kind: office", ""),
            ("kind: office", "kind: Office"),
            ("kind: office", "kind: office, level: 1"),
            ("aliases: [城管部门]", "aliases: 城管部门"),
            ("aliases: [城管部门]", "aliases: null"),
            ("aliases: [城管部门]", 'aliases: [""]'),
            ("  市水务局:", '  "":'),
            ("members: [东河区, 九原区]", "members: []"),
            ("members: [东河区, 九原区]", ""),
            ("各有关部门: {}", "各有关部门: null"),
            ("各有关部门: {}", "各有关部门: {members: [东河区]}"),
        )
    ),
]
"""Faulty files that JSON Schema can tell from good ones."""

KNOWN_DIFFERENCES: list[tuple[str, bytes, str]] = [
    (path, text.replace(old, new).encode(), reason)
    for path, text, old, new, reason in (
        (PLAN_PATH, PLAN, "warn_days: 30", "warn_days: 030", "the value is 30; how it was written is gone"),
        (PLAN_PATH, PLAN, "warn_days: 30", "warn_days: +30", "the value is 30; how it was written is gone"),
        (PLAN_PATH, PLAN, "warn_days: 30", "warn_days: 0x1E", "the value is 30; how it was written is gone"),
        (PLAN_PATH, PLAN, "warn_days: 30", "warn_days: 30.0", "to JSON Schema 30.0 is an integer"),
        (PLAN_PATH, PLAN, "- 附件", "- yes", "whether text was in quotes is gone; YAML 1.1 reads true"),
        (
            PLAN_PATH,
            PLAN,
            "- 附件",
            "- 2025-01-01",
            "whether text was in quotes is gone; YAML 1.1 reads a date",
        ),
        (PLAN_PATH, PLAN, "- 附件", "- 0b1", "whether text was in quotes is gone; YAML 1.1 reads 1"),
        (
            UNITS_PATH,
            UNITS,
            "[城管部门]",
            "[off]",
            "whether text was in quotes is gone; YAML 1.1 reads false",
        ),
        (
            UNITS_PATH,
            UNITS,
            "  市水务局:",
            "  no:",
            "whether a key was in quotes is gone; YAML 1.1 reads false",
        ),
        (ISSUE_PATH, ISSUE, "value: 12\n", f"value: 0.{'1' * 30}\n", "the number of digits is gone"),
    )
]
"""Files that only the model refuses, and why JSON Schema cannot."""


def changed(path: str, data: bytes) -> bool:
    """Whether a faulty file differs from the good one at all."""
    return data.decode() not in {ISSUE, PLAN, UNITS} and path in {ISSUE_PATH, PLAN_PATH, UNITS_PATH}


def test_tables_are_long_enough_and_really_change_the_files() -> None:
    """At least 60 faulty files, none of them the good file by mistake, and the good ones are good."""
    assert len(REFUSED) >= 60
    assert [data for path, data in REFUSED if not changed(path, data)] == []
    assert [data for path, data, _ in KNOWN_DIFFERENCES if not changed(path, data)] == []
    for path, text in ((ISSUE_PATH, ISSUE), (PLAN_PATH, PLAN), (UNITS_PATH, UNITS)):
        assert (model_accepts(path, text.encode()), schema_accepts(path, text.encode())) == (True, True)


@pytest.mark.parametrize(("path", "data"), REFUSED)
def test_faulty_file_is_refused_by_both(path: str, data: bytes) -> None:
    """What the model refuses the schema refuses too."""
    assert (model_accepts(path, data), schema_accepts(path, data)) == (False, False)


@pytest.mark.parametrize(("path", "data", "reason"), KNOWN_DIFFERENCES)
def test_known_difference_is_one(path: str, data: bytes, reason: str) -> None:
    """What is listed as a difference is one, so that the list does not outlive its reasons."""
    assert reason
    assert (model_accepts(path, data), schema_accepts(path, data)) == (False, True)


def test_pattern_of_dates_is_the_calendar() -> None:
    """The pattern alone knows every day there is, for editors that take ``format`` for a comment."""
    pattern = re.compile(Date.__metadata__[0].json_schema["pattern"])  # type: ignore[attr-defined]
    for year in (0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999):
        for month in range(14):
            for day in range(33):
                there = 1 <= month <= 12 and year and 1 <= day <= calendar.monthrange(year, month)[1]
                text = f"{year:04}-{month:02}-{day:02}"
                assert bool(there) == bool(pattern.search(text)), text
    assert not pattern.search(f"{date(2025, 1, 1)}\n")


def test_command_lists_and_prints() -> None:
    """Without a name the names, with one the bytes of the shipped file."""
    names = "issue\nplan\nunits\ncalendar\nlabels\ndisclosures\nsettled\nletters\nround\nledgers\ncomplaint\n"
    assert run_cli("schema")[:2] == (0, names)
    for name in schemas():
        shipped = (REPO / "schemas" / name).read_text("utf-8")
        assert (0, shipped) == run_cli("schema", name.partition(".")[0])[:2]
        assert json.dumps(schemas()[name], ensure_ascii=False, indent=2) + "\n" == shipped


def test_command_writes_and_checks(scratch: Path) -> None:
    """Written files are fresh; one that was changed and one that is gone are named, with exit code 1."""
    folder = scratch / "schemas"
    assert run_cli("schema", "--check", cwd=scratch).code == 1
    assert run_cli("schema", "--write", cwd=scratch).code == 0
    assert run_cli("schema", "--check", cwd=scratch).code == 0
    (folder / "plan.schema.json").write_text("{}", "utf-8")
    (folder / "units.schema.json").unlink()
    result = run_cli("schema", "--check", "--dir", str(folder))
    stale = [f"{folder / name}.schema.json" for name in ("plan", "units")]
    assert (1, stale) == (result.code, result.out.splitlines())


@pytest.mark.parametrize("args", [("x",), ("--write", "--check"), ("--write", "--dir", "/dev/null/x")])
def test_command_refuses(args: tuple[str, ...]) -> None:
    """An unknown name, options that do not go together and a folder that cannot be are usage errors."""
    result = run_cli("schema", *args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("错误：")
