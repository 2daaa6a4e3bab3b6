"""What does not fit the format: each slip at its line and column."""

# ruff: noqa: SIM300 - what is expected stands first

import re

import pytest

from ledger.locale import Words
from ledger.reading.codes import CODES
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import load
from ledger.reports.findings import message

PATH = "data/issues/01.yaml"
ISSUE = """\
id: "01"
number: "1"
section: 一
title: 题目
problem: 问题
acceptance:
  text: 市水务局
  units: [市水务局]
responsibility:
  text: 市水务局（牵头）
  lead: [市水务局]
  support: []
deadline:
  text: 2024年12月底
  due: 2024-12-31
  immediate: false
  sustained: false
goal: 完成3公里管网。
measures:
- number: （一）
  text: 2024年6月底前完成。
  milestones:
  - {text: 2024年6月底前, due: 2024-06-30}
targets:
- name: 管网
  text: 3公里
  value: 3
  unit: 公里
  compare: ">="
entries:
- date: 2024-05-01
  type: progress
  by: 市水务局
  readings:
  - {target: 1, value: 1.5}
- {date: 2024-05-02, type: achieve, by: 市水务局, measure: 1, milestone: 1}
"""

Place = tuple[str, int, int, str]


def _found(text: str, path: str = PATH) -> list[Diagnostic]:
    return [d for d in load({path: text.encode()}).diagnostics if d.code != "L305"]


def _changed(old: str, new: str) -> list[Diagnostic]:
    text = ISSUE.replace(old, new, 1)
    assert text != ISSUE
    return _found(text)


def _places(found: list[Diagnostic]) -> list[Place]:
    return [(d.code, d.span.line, d.span.column, d.field) for d in found]


SLIPS: list[tuple[str, str, list[Place]]] = [
    # old, new, code and line and column and field
    ('id: "01"', "id: 01", [("L204", 1, 5, "id")]),
    ('number: "1"', "number: 1", [("L204", 2, 9, "number")]),
    ('number: "1"', "number: 1.0", [("L204", 2, 9, "number")]),
    ("section: 一", "section: no", [("L204", 3, 10, "section")]),
    ("title: 题目", "title: 12:30", [("L204", 4, 8, "title")]),
    ("title: 题目", "title: 2024-12-31", [("L204", 4, 8, "title")]),
    ("units: [市水务局]", "units: [市水务局, yes]", [("L204", 8, 17, "acceptance.units.1")]),
    ("title: 题目", "title: null", [("L203", 4, 8, "title")]),
    ("title: 题目", "title:", [("L203", 4, 7, "title")]),
    ("title: 题目", "title: [题目]", [("L203", 4, 8, "title")]),
    ("title: 题目", "title: {a: b}", [("L203", 4, 8, "title")]),
    ("units: [市水务局]", "units: 市水务局", [("L203", 8, 10, "acceptance.units")]),
    (
        "acceptance:\n  text: 市水务局\n  units: [市水务局]\n",
        "acceptance: 市水务局\n",
        [("L203", 6, 13, "acceptance")],
    ),
    ("  support: []\n", "  support: []\n  bodies: []\n", [("L203", 13, 11, "responsibility.bodies")]),
    ("entries:\n-", "entries: {}\nx:\n-", [("L203", 30, 10, "entries"), ("L201", 31, 1, "x")]),
    ("title: 题目", 'title: ""', [("L211", 4, 8, "title")]),
    ("units: [市水务局]", 'units: [市水务局, ""]', [("L211", 8, 17, "acceptance.units.1")]),
    ("title: 题目\n", "", [("L202", 1, 1, "title")]),
    ("  due: 2024-12-31\n", "", [("L202", 14, 3, "deadline.due")]),
    ("  unit: 公里\n", "", [("L202", 25, 3, "targets.0.unit")]),
    ("  by: 市水务局\n", "", [("L202", 31, 3, "entries.0.by")]),
    ("title: 题目", "titel: 题目", [("L202", 1, 1, "title"), ("L201", 4, 1, "titel")]),
    ("goal:", "status: done\ngoal:", [("L201", 18, 1, "status")]),
    ("milestone: 1}", "milestone: 1, note: x}", [("L201", 36, 73, "entries.1.note")]),
    ("  immediate: false", "  immedate: true\n  immediate: false", [("L201", 16, 3, "deadline.immedate")]),
    ("due: 2024-12-31", "due: 2024-12-1", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: ２０２４-12-31", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024年12月31日", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024/12/31", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024-12-31T00:00:00", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 1735603200", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", 'due: " 2024-12-31"', [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", 'due: "2024-12-31\\n"', [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024–12–31", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: [2024-12-31]", [("L205", 15, 8, "deadline.due")]),
    ("due: 2024-06-30", "due: 2024-06", [("L205", 23, 28, "measures.0.milestones.0.due")]),
    ("date: 2024-05-01", "date: 05-01", [("L205", 31, 9, "entries.0.date")]),
    ("due: 2024-12-31", "due: 2025-02-30", [("L206", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2023-02-29", [("L206", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024-13-01", [("L206", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 2024-12-00", [("L206", 15, 8, "deadline.due")]),
    ("due: 2024-12-31", "due: 0000-12-31", [("L206", 15, 8, "deadline.due")]),
    ("date: 2024-05-01", "date: 2024-04-31", [("L206", 31, 9, "entries.0.date")]),
    ("value: 3\n", "value: 1_000\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", 'value: "3"\n', [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: ３\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 3,5\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 1e3\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: .5\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 3.\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 03\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: +3\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 0x3\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: .nan\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: null\n", [("L207", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: " + "9" * 5000 + "\n", [("L213", 27, 10, "targets.0.value")]),
    ("value: 3\n", "value: 1234567890.123456\n", [("L213", 27, 10, "targets.0.value")]),
    ("measure: 1,", "measure: 100000000,", [("L213", 36, 56, "entries.1.measure")]),
    ("target: 1,", "target: 1.5,", [("L207", 35, 14, "entries.0.readings.0.target")]),
    ("target: 1,", 'target: "1",', [("L207", 35, 14, "entries.0.readings.0.target")]),
    ("measure: 1,", "measure: 一,", [("L207", 36, 56, "entries.1.measure")]),
    ("immediate: false", "immediate: no", [("L208", 16, 14, "deadline.immediate")]),
    ("immediate: false", 'immediate: "false"', [("L208", 16, 14, "deadline.immediate")]),
    ("immediate: false", "immediate: False", [("L208", 16, 14, "deadline.immediate")]),
    ("immediate: false", "immediate: 0", [("L208", 16, 14, "deadline.immediate")]),
    ("immediate: false", "immediate: null", [("L208", 16, 14, "deadline.immediate")]),
    ("immediate: false", "immediate: 否", [("L208", 16, 14, "deadline.immediate")]),
    ('compare: ">="', 'compare: ">"', [("L209", 29, 12, "targets.0.compare")]),
    ('compare: ">="', "compare: ≥", [("L209", 29, 12, "targets.0.compare")]),
    ("by: 市水务局\n  re", "by: 市水务局\n  pace: fast\n  re", [("L209", 34, 9, "entries.0.pace")]),
    ('id: "01"', 'id: "A"', [("L210", 1, 5, "id")]),
    ('id: "01"', "id: 一", [("L210", 1, 5, "id")]),
    ('id: "01"', "id: ../01", [("L210", 1, 5, "id")]),
    ('id: "01"', 'id: "01\\n"', [("L210", 1, 5, "id")]),
    ('id: "01"', f"id: {'a' * 65}", [("L210", 1, 5, "id")]),
    ("measure: 1,", "measure: 0,", [("L212", 36, 56, "entries.1.measure")]),
    ("target: 1,", "target: -1,", [("L212", 35, 14, "entries.0.readings.0.target")]),
    (
        "by: 市水务局\n  re",
        "by: 市水务局\n  evidence:\n  - {sha256: ABC}\n  re",
        [("L210", 35, 14, "entries.0.evidence.0.sha256")],
    ),
]


def test_the_issue_itself_is_sound() -> None:
    """What the slips are made in has none."""
    assert [] == _found(ISSUE)


@pytest.mark.parametrize(("old", "new", "expected"), SLIPS)
def test_slip(old: str, new: str, expected: list[Place]) -> None:
    """Each slip is told with its code at its line, column and field, and the issue is left out."""
    assert expected == _places(_changed(old, new))
    assert () == load({PATH: ISSUE.replace(old, new, 1).encode()}).ledger.issues


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("type: progress", "type: progres", "L209", 32, 9),
        ("type: achieve", "type: 节点完成", "L209", 36, 28),
        ("  type: progress\n", "", "L202", 31, 3),
        ("type: achieve, ", "", "L202", 36, 3),
    ],
)
def test_type_of_an_entry(old: str, new: str, code: str, line: int, column: int) -> None:
    """An entry without a type is told where it begins, an unknown type where it stands."""
    assert [(code, line, column)] == [place[:3] for place in _places(_changed(old, new))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{text: 2024年6月底前, due: 2024-06-30}", "{text: 2024年6月底前, due: 2024-06-31}"),
        ("{text: 2024年6月底前, due: 2024-06-30}", "{text: 2024年6月底前, due: 2024-06-30, done: true}"),
        ("  text: 2024年6月底前完成。", "  text: no"),
    ],
)
def test_a_slip_in_a_measure_is_the_only_finding(old: str, new: str) -> None:
    """A slip inside the only measure is told once; the list of measures is not called empty because of it."""
    assert 1 == len(_changed(old, new))


def test_empty_list_of_measures() -> None:
    """A plan may state no measures, which is said in so many words: the field may be empty and not left out."""
    start, end = ISSUE.index("measures:"), ISSUE.index("targets:")
    assert [] == _found(ISSUE[:start] + "measures: []\n" + ISSUE[end:])
    assert ["measures"] == [d.field for d in _found(ISSUE[:start] + ISSUE[end:])]


def test_empty_list_of_changes() -> None:
    """A record that changes nothing is told."""
    text = ISSUE.rstrip("\n") + "\n- {date: 2024-12-01, type: construe, by: 市整改办, changes: []}\n"
    assert [("L211", "changes")] == [(d.code, d.field.rpartition(".")[2]) for d in _found(text)]


def test_several_slips_are_all_told() -> None:
    """Every slip of a file is told at once, in the baseline and in the entries."""
    text = ISSUE.replace("title: 题目", "title: no").replace("due: 2024-12-31", "due: 2024-02-30")
    text = text.replace("immediate: false", "immediate: 0").replace("target: 1,", "target: 0,")
    expected = ["deadline.due", "deadline.immediate", "entries.0.readings.0.target", "title"]
    assert expected == sorted(d.field for d in _found(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: 题目", 'title: "no"'),
        ("title: 题目", "title: '2024-12-31'"),
        ("title: 题目", "title: |-\n  true"),
        ("title: 题目", "title: 12:30起"),
        ("title: 题目", "title: 1项"),
        ("section: 一", 'section: "1"'),
        ("due: 2024-12-31", 'due: "2024-12-31"'),
        ("due: 2024-12-31", "due: null"),
        ("due: 2024-12-31", "due: ~"),
        ("value: 3\n", "value: 3.10\n"),
        ("value: 3\n", "value: 0\n"),
        ("value: 3\n", "value: 0.05\n"),
        ("immediate: false", "immediate: true"),
        ("  support: []\n", ""),
        ("measure: 1,", "measure: null,"),
        ("entries:\n", "entries: # 记录\n"),
    ],
)
def test_forms_that_are_accepted(old: str, new: str) -> None:
    """Quoted text, quoted dates, null where it is allowed, and plain decimals are read."""
    assert [] == _changed(old, new)


IMPLICIT = [
    "~",
    "null",
    "Null",
    "NULL",
    "y",
    "Y",
    "yes",
    "Yes",
    "YES",
    "n",
    "N",
    "no",
    "No",
    "NO",
    "true",
    "True",
    "TRUE",
    "false",
    "False",
    "FALSE",
    "on",
    "On",
    "ON",
    "off",
    "Off",
    "OFF",
    "0",
    "1",
    "-1",
    "+1",
    "00",
    "017",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "685_230",
    "1.0",
    "1.",
    ".5",
    "-.5",
    "+.5",
    "1e3",
    "1E3",
    "1.5e3",
    "1e-3",
    "1.e+3",
    "12:30",
    "1:2:3",
    "190:20:30",
    "190:20:30.15",
    ".inf",
    "-.inf",
    "+.Inf",
    ".INF",
    ".nan",
    ".NaN",
    ".NAN",
    "2024-12-31",
    "2024-1-1",
    "2024-12-31T00:00:00",
    "2024-12-31t00:00:00Z",
]


@pytest.mark.parametrize("literal", [*IMPLICIT, "2024-12-31 00:00:00", "<<", "="])
def test_literal_that_some_yaml_reads_as_another_type(literal: str) -> None:
    """Unquoted, none of these is text anywhere in an issue; quoted, all of them are."""
    nothing = literal.lower() in {"~", "null"}
    unsaid = ("section: ", "goal: ", "deadline:\n  text: ")
    for field in ("title: ", *(() if nothing else unsaid)):
        at = ISSUE.index(field) + len(field)
        line = ISSUE[at : ISSUE.index("\n", at)]
        bare = _found(ISSUE[:at] + literal + ISSUE[at + len(line) :])
        assert {"L203" if nothing else "L204"} == {d.code for d in bare}, f"{field}{literal}"
        assert [] == _found(ISSUE[:at] + f'"{literal}"' + ISSUE[at + len(line) :])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: 题目", "title: null", "一段文字"),
        ("title: 题目", "title: {a: b}", "一段文字"),
        ("units: [市水务局]", "units: 市水务局", "列表"),
        ("  support: []\n", "  support: []\n  bodies: []\n", "一组"),
        ("acceptance:\n  text: 市水务局\n  units: [市水务局]\n", "acceptance: 市水务局\n", "一组"),
        ("entries:\n-", "entries: {}\nx:\n-", "列表"),
    ],
)
def test_wrong_shape_says_which_is_meant(old: str, new: str, expected: str) -> None:
    """In words of either language, with no name of the program's own."""
    found = _changed(old, new)[0]
    assert f"应为 {expected}" in message(found, Words("zh"))
    assert re.search(r"expected (?:text|a list|a mapping)", message(found, Words("en")))


def test_nothing_near_is_not_told() -> None:
    """What an unknown field is near to is named where there is something, and else left out."""
    near, far = (_changed("title: 题目", f"title: 题目\n{key}: x")[0] for key in ("titel", "qqqq"))
    assert ("相近：title" in message(near, Words("zh")), "相近" in message(far, Words("zh"))) == (True, False)
    assert ("nearest: title" in message(near, Words("en")), "near" in message(far, Words("en"))) == (
        True,
        False,
    )


@pytest.mark.parametrize("literal", ["no", "01", "2024-12-31", "12:30", "1_000"])
def test_key_that_some_yaml_reads_as_another_type(literal: str) -> None:
    """The free keys of a mapping must mean the same everywhere too."""
    found = _changed("  support: []\n", f"  support: []\n  bodies: {{{literal}: [政府]}}\n")
    assert ["L204"] == [d.code for d in found]
    assert [] == _changed("  support: []\n", f'  support: []\n  bodies: {{"{literal}": [政府]}}\n')


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("title: 题目", "titel: 题目", "title"),
        ("deadline:", "dead_line:", "deadline"),
        ("  sustained:", "  sustain:", "sustained"),
        ("  compare:", "  compares:", "compare"),
        ("  readings:", "  reading:", "readings"),
        ("goal:", "状态: 1\ngoal:", "—"),
    ],
)
def test_unknown_field_comes_with_the_nearest(old: str, new: str, near: str) -> None:
    """An unknown field names the field that was probably meant, or none."""
    found = [d for d in _changed(old, new) if d.code == "L201"]
    assert [near] == [d.args["near"] for d in found]


def test_unknown_choice_names_the_choices() -> None:
    """A wrong choice lists the right ones."""
    (found,) = _changed('compare: ">="', 'compare: "<"')
    assert ("<", ">=, <= or ?") == (found.args["value"], found.args["expected"])


PLAN = """\
title: 方案
source: {path: source/plan.txt, sha256: %s}
sections:
- {number: 一, title: 部分}
policy:
  warn_days: 30
""" % ("a" * 64)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a" * 64, "a" * 63, [("L210", 2, 41, "source.sha256")]),
        ("a" * 64, "ABC" + "a" * 61, [("L210", 2, 41, "source.sha256")]),
        ("warn_days: 30", "warn_days: -1", [("L212", 6, 14, "policy.warn_days")]),
        ("warn_days: 30", "warn_days: 30.5", [("L207", 6, 14, "policy.warn_days")]),
        ("warn_days: 30", "review_months: 0", [("L212", 6, 18, "policy.review_months")]),
        ("warn_days: 30", "publicity_count: days", [("L209", 6, 20, "policy.publicity_count")]),
        ("warn_days: 30", "warndays: 30", [("L201", 6, 3, "policy.warndays")]),
        ("title: 方案", "title: 方案\nissued: 2024-9-1", [("L205", 2, 9, "issued")]),
        ("title: 方案\n", "", [("L202", 1, 1, "title")]),
        ("number: 一", "number: 1", [("L204", 4, 12, "sections.0.number")]),
    ],
)
def test_slip_in_the_plan(old: str, new: str, expected: list[Place]) -> None:
    """plan.yaml is checked in the same way."""
    assert expected == _places(_found(PLAN.replace(old, new, 1), "data/plan.yaml"))


UNITS = """\
units:
  市水务局: {name: 包头市水务局, kind: government}
groups:
  各旗县区:
    members: [市水务局]
"""


UNIT_SLIPS: list[tuple[str, str, list[Place]]] = [
    ("kind: government", "kind: bureau", [("L209", 2, 30, "units.市水务局.kind")]),
    (", kind: government", "", [("L202", 2, 9, "units.市水务局.kind")]),
    ("[市水务局]", "[]", [("L211", 5, 14, "groups.各旗县区.members")]),
    ("kind: government", "kind: government, alias: [x]", [("L201", 2, 42, "units.市水务局.alias")]),
    ("name: 包头市水务局", "name: 12", [("L204", 2, 16, "units.市水务局.name")]),
    ("kind: government", "kind: government, approval: 待补", [("L214", 2, 52, "units.市水务局.approval")]),
]


@pytest.mark.parametrize(("old", "new", "expected"), UNIT_SLIPS)
def test_slip_in_the_units(old: str, new: str, expected: list[Place]) -> None:
    """units.yaml is checked in the same way."""
    assert expected == _places(_found(UNITS.replace(old, new, 1), "data/units.yaml"))


def test_every_schema_code_is_in_these_tables() -> None:
    """Each code of the second tier has a case."""
    seen = {code for _, _, expected in [*SLIPS, *UNIT_SLIPS] for code, *_ in expected}
    assert {code for code in CODES if "L200" < code < "L300"} == seen
