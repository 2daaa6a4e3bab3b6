"""Rules: one thing changed in the shipped ledger → its code at its place."""

# ruff: noqa: SIM300 - what is expected stands first

import hashlib
import re
from datetime import date

import pytest

from checking import check_tree
from cli_tools import REPO
from ledger.folder import read_folder
from ledger.locale import Words
from ledger.model.entries import ENTRIES as ENTRY_LIST
from ledger.model.entries import ref_of
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import load
from ledger.reading.yaml import parse
from ledger.reports.findings import hint, message
from ledger.rules import engine
from ledger.rules.engine import placed
from ledger.rules.named_days import NamedDays, earliest_due
from profiles import by_profile

I14 = "data/issues/14.yaml"
PLAN = "data/plan.yaml"
UNITS = "data/units.yaml"
SOURCE = "data/source/plan.txt"


def check(tree: dict[str, bytes], evidence: dict[str, str | None] | None = None) -> list[Diagnostic]:
    """Everything that loading and the rules find."""
    return check_tree(tree, evidence or {}).diagnostics


def changed(tree: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """The ledger with the first ``old`` in one file made ``new``."""
    text = tree[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return {**tree, path: text.replace(old, new, 1).encode()}


def place(text: str, mark: str) -> tuple[int, int]:
    """Line and column of the place that ``¦`` marks in the snippet ``mark``, which is in ``text`` once."""
    before, after = mark.split("¦")
    assert 1 == text.count(before + after), f"{mark!r} is in the text {text.count(before + after)} times"
    at = text.index(before + after) + len(before)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def test_shipped_ledger_has_no_findings(tree: dict[str, bytes]) -> None:
    """The ledger as shipped is what the plan says."""
    assert [] == check(tree)


def test_a_document_that_is_read_once_says_the_same(tree: dict[str, bytes]) -> None:
    """What the tests below share is what each would read by itself."""
    spoilt = changed(tree, I14, "units: [市城市管理局]", "units: [城管局]")
    for one in (tree, spoilt):
        assert engine.check_tree(one, {}) == check_tree(one, {}) == check_tree(one, {})


Expected = list[tuple[str, str, str]]
CHANGES: list[tuple[str, str, str, Expected]] = [
    # file, old, new, code and field and marked place in the changed file
    (I14, "units: [市城市管理局]", "units: [城管局]", [("L301", "acceptance.units.0", "units: [¦城管局]")]),
    (
        I14,
        "lead: [市城市管理局]",
        "lead: [市城建局]",
        [("L301", "responsibility.lead.0", "lead: [¦市城建局]")],
    ),
    (
        I14,
        "市水务集团]",
        "水务集团]",
        [("L301", "responsibility.support.5", "九原区, 稀土高新区, ¦水务集团]")],
    ),
    (I14, "section: 三", "section: 九", [("L302", "section", "section: ¦九")]),
    (
        UNITS,
        "[市委办]",
        "[市委办, 市河长办]",
        [("L306", "units.市河长办", "市河长办: ¦{name: 包头市河长制办公室")],
    ),
    (
        UNITS,
        "青山区, 东河区, 九原区",
        "和平区, 东河区, 九原区",
        [("L307", "groups.各旗县区.members.1", "members: [昆区, ¦和平区")],
    ),
    (
        UNITS,
        "parent: 市生态环境保护委员会",
        "parent: 市环委",
        [("L307", "units.市生态环境保护委员会办公室.parent", "parent: ¦市环委\n")],
    ),
    (
        I14,
        "units: [市城市管理局]",
        "units: [市水务局]",
        [("L408", "acceptance.units.0", "units: [¦市水务局]")],
    ),
    (
        I14,
        "lead: [市城市管理局]",
        "lead: [市水务局]",
        [("L408", "responsibility.lead.0", "lead: [¦市水务局]")],
    ),
    (
        I14,
        "support: [市水务局, 昆区",
        "support: [昆区",
        [("L408", "responsibility.support.0", "support: [¦昆区")],
    ),
    (I14, "due: 2025-12-31\n  imm", "due: 2026-12-31\n  imm", [("L401", "deadline.due", "due: ¦2026-12-31")]),
    (I14, "due: 2025-12-31\n  imm", "due: null\n  imm", [("L401", "deadline.due", "due: ¦null")]),
    (I14, "immediate: false", "immediate: true", [("L401", "deadline.immediate", "immediate: ¦true")]),
    (I14, "sustained: false", "sustained: true", [("L401", "deadline.sustained", "sustained: ¦true")]),
    (
        I14,
        "text: 2025年12月底",
        "text: 2026年12月底",
        [("L501", "deadline.text", "text: 202¦6年12月底")],
    ),
    (
        I14,
        "text: 2025年12月底",
        "text: 今年年内",
        [("L501", "deadline.text", "text: ¦今年年内")],
    ),
    (I14, "{text: “十四五”末", "{text: “十五五”末", [("L403", "milestones.0.text", "{text: ¦“十五五”末")]),
    (
        I14,
        "”末, due: 2025-12-31",
        "”末, due: 2025-12-30",
        [("L404", "milestones.0.due", "”末, due: ¦2025-12-30")],
    ),
    (
        "data/issues/04.yaml",
        "{text: 2024年12月10日前, due: 2024-12-10}",
        "{text: 2024年12月10日前, due: 2024-12-11}",
        [("L404", "measures.0.milestones.0.due", "10日前, due: ¦2024-12-11")],
    ),
    (I14, "text: 31.7公里", "text: 31.8公里", [("L406", "targets.0.text", "text: ¦31.8公里")]),
    (I14, "text: 8.2公里", "text: 8.3公里", [("L406", "targets.0.parts.0.text", "text: ¦8.3公里")]),
    (
        I14,
        "value: 8.2,",
        "value: 8.3,",
        [("L407", "targets.0.value", "value: ¦31.7"), ("L410", "targets.0.parts.0.value", "value: ¦8.3,")],
    ),
    (I14, "value: 35\n", "value: 36\n", [("L410", "targets.1.value", "value: ¦36\n")]),
    (I14, "measure: 1}", "measure: 4}", [("L411", "targets.0.parts.0.measure", "measure: ¦4}")]),
    (
        I14,
        "number: （二）",
        "number: （三）",
        [("L409", "measures.1.number", "number: ¦（三）\n  text: 市水务集团")],
    ),
    (I14, "unit: 公里", "unit: 米", [("L410", "targets.0.unit", "unit: ¦米")]),
    (I14, 'compare: ">="', 'compare: "<="', [("L410", "targets.0.compare", 'compare: ¦"<="')]),
    (
        I14,
        "milestones:\n- {text: “十四五”末, due: 2025-12-31}\n",
        "",
        [("L412", "milestones", "¦id: ")],
    ),
    (
        I14,
        '- name: 再生水利用率\n  text: 35%\n  value: 35\n  unit: "%"\n  compare: ">="\n  due: 2025-12-31\n',
        "",
        [("L413", "targets", "targets:\n¦- name")],
    ),
    (
        I14,
        "milestones:\n- {text: “十四五”末, due: 2025-12-31}\n",
        "milestones:\n- {text: “十四五”末, due: 2025-12-31}\n- {text: “十四五”末, due: 2025-12-31}\n",
        [("L414", "milestones.1", "due: 2025-12-31}\n- ¦{text: “十四五”末, due: 2025-12-31}\nmeasures")],
    ),
    (I14, "title: 再生水利用", "title: 再生水使用", [("L501", "title", "title: 再生水¦使用")]),
    (I14, "section: 三", "section: 二", [("L501", "section", "section: ¦二")]),
    (I14, 'number: "14"', 'number: "41"', [("L501", "number", 'number: "¦41"')]),
    (I14, "goal: 完成31.7公里再", "goal: 完成31.7公里在", [("L501", "goal", "goal: 完成31.7公里¦在")]),
    (I14, "精打细算", "精打粗算", [("L501", "problem", "精打¦粗算")]),
    (I14, "加大再生水配置", "加大中水配置", [("L501", "measures.2.text", "加大¦中水配置")]),
    (
        I14,
        "昆区: [党委, 政府]",
        "昆区: [党委, 管委会]",
        [("L408", "responsibility.bodies.昆区", "{昆区: ¦[党委, 管委会]")],
    ),
    (PLAN, "title: 包头市", "title: 呼包市", [("L505", "title", "title: ¦呼包市")]),
    (
        PLAN,
        "title: 发现的其他问题",
        "title: 发现的其它问题",
        [("L505", "sections.4.title", "发现的其¦它问题")],
    ),
    (PLAN, "gap: 1", "gap: 2", [("L505", "layout.gap", "gap: ¦2")]),
    (PLAN, "- 附件", "- 附表", [("L505", "heading.0", "- 附¦表")]),
    (PLAN, "sha256: 2", "sha256: 3", [("L504", "source.sha256", "sha256: ¦3")]),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), CHANGES)
def test_change_is_found_at_its_place(
    tree: dict[str, bytes], path: str, old: str, new: str, expected: Expected
) -> None:
    """A changed figure, date, unit, title, measure or number is told once, at its line, column and field."""
    spoilt = changed(tree, path, old, new)
    found = [(d.code, d.field, d.span[:2]) for d in check(spoilt) if d.path == path]
    text = spoilt[path].decode()
    assert sorted((code, field, place(text, mark)) for code, field, mark in expected) == sorted(found)


def test_changes_of_one_file_are_told_in_that_file(tree: dict[str, bytes]) -> None:
    """A change in an issue file leads to findings in that file and nowhere else."""
    for path, old, new, _ in CHANGES:
        if path.startswith("data/issues/"):
            assert {path} == {d.path for d in check(changed(tree, path, old, new))}


def test_every_character_of_a_goal_is_guarded(tree: dict[str, bytes]) -> None:
    """Whichever character of the goal is changed, the change is told at that character."""
    text = tree[I14].decode()
    start = text.index("goal: ") + len("goal: ")
    end = text.index("\n", start)
    row = text.count("\n", 0, start) + 1
    for at in range(start, end, by_profile(fast=4, ci=1)):
        spoilt = {**tree, I14: (text[:at] + "改" + text[at + 1 :]).encode()}
        told = [d.span[:2] for d in check(spoilt) if d.field == "goal"]
        assert [(row, len("goal: ") + at - start + 1)] == told


def test_every_due_date_is_guarded(tree: dict[str, bytes]) -> None:
    """In each of the 23 issues a due date or flag that is moved is told at the deadline."""
    for path in [path for path in tree if path.startswith("data/issues/")]:
        text = tree[path].decode()
        start = text.index("\ndeadline:")
        at = text.index("  due: ", start) + len("  due: ")
        end = text.index("\n", at)
        spoilt = {**tree, path: (text[:at] + "2027-01-01" + text[end:]).encode()}
        row = text.count("\n", 0, at) + 1
        assert ("L401", path, row, 8) in {(d.code, d.path, *d.span[:2]) for d in check(spoilt)}


def test_unit_by_a_look_alike_is_told_apart(tree: dict[str, bytes]) -> None:
    """A radical in the place of a character has a code of its own."""
    spoilt = changed(tree, I14, "entries:\n", "entries:\n- {date: 2025-01-01, type: start, by: 市⽔务局}\n")
    (found,) = check(spoilt)
    assert ("L312", "entries.0.by") == (found.code, found.field)
    assert place(spoilt[I14].decode(), "by: ¦市⽔务局") == found.span[:2]


def test_a_name_that_looks_like_a_number_is_a_name(tree: dict[str, bytes]) -> None:
    """A unit called ² is told of like any other: not every digit is one that a position could be made of."""
    broken = changed(
        tree, "data/units.yaml", "units:\n", 'units:\n  "²": {name: 甲, kind: bureau, parent: 乙}\n'
    )
    assert ("L209", "units.².kind") in [(one.code, one.field) for one in check(broken)]


def test_unknown_unit_names_the_right_one(tree: dict[str, bytes]) -> None:
    """A spelling that is not canonical is answered with the canonical one."""
    (found,) = check(changed(tree, I14, "units: [市城市管理局]", "units: [城管部门]"))
    assert ("城管部门", ("市城市管理局",)) == (found.args["name"], found.args["near"])


def test_milestone_after_the_deadline(tree: dict[str, bytes]) -> None:
    """A milestone that is later than the deadline is told, where both are as the text says."""
    path = "data/issues/07-1.yaml"
    text = (
        tree[path]
        .decode()
        .replace("text: 2025年12月底\n  due: 2025-12-31", "text: 2025年6月底\n  due: 2025-06-30")
    )
    without_plan = {name: data for name, data in tree.items() if not name.startswith("data/source/")}
    found = [(d.code, d.field) for d in check({**without_plan, path: text.encode()})]
    assert ("L405", "measures.2.milestones.0.due") in found
    assert ("L401", "deadline.due") not in found


def test_phrase_that_is_not_understood(tree: dict[str, bytes]) -> None:
    """Without the official text, a deadline that says no day is told, and so is a date that was made of it."""
    path = "data/issues/14.yaml"
    text = tree[path].decode().replace("text: 2025年12月底", "text: 今年年内")
    without_plan = {name: data for name, data in tree.items() if not name.startswith("data/source/")}
    found = {(d.code, d.field) for d in check({**without_plan, path: text.encode()}) if d.path == path}
    assert {("L402", "deadline.text"), ("L401", "deadline.due"), ("L401", "deadline.unread")} == found
    (unread,) = [d for d in check({**without_plan, path: text.encode()}) if d.code == "L402"]
    assert "ledger construe 14 --change deadline.due=" in hint(unread, Words("en"))


def test_number_of_another_issue(tree: dict[str, bytes]) -> None:
    """Two issues with the same number: the later one is told with the path of the other."""
    found = check(changed(tree, I14, 'number: "14"', 'number: "15"'))
    (double,) = [d for d in found if d.code == "L309"]
    assert ("data/issues/15.yaml", "number", I14) == (double.path, double.field, double.args["other"])


def test_missing_issue_is_told(tree: dict[str, bytes]) -> None:
    """An issue of the plan without a file is told with the file it should have."""
    without = {path: data for path, data in tree.items() if path != I14}
    (found,) = check(without)
    assert ("L502", PLAN, I14) == (found.code, found.path, found.args["file"])
    assert "14.再生水利用工作进展缓慢" == tree[SOURCE].decode().split("\n")[int(str(found.args["line"])) - 1]


def test_issue_that_is_not_in_the_plan(tree: dict[str, bytes]) -> None:
    """An issue that the plan does not have is told at its id."""
    extra = tree[I14].replace(b'id: "14"', b'id: "23"').replace(b'number: "14"', b'number: "23"')
    (found,) = check({**tree, "data/issues/23.yaml": extra})
    assert ("L503", "data/issues/23.yaml", "id", (2, 5)) == (
        found.code,
        found.path,
        found.field,
        found.span[:2],
    )


def test_changed_source_is_told(tree: dict[str, bytes]) -> None:
    """A changed official text is told by its checksum, and where the baseline no longer says the same."""
    spoilt = changed(tree, SOURCE, "完成31.7公里再生水管网", "完成13.7公里再生水管网")
    found = {(d.code, d.path, d.field) for d in check(spoilt)}
    assert {("L504", PLAN, "source.sha256"), ("L501", I14, "goal")} <= found


def test_source_without_a_list(tree: dict[str, bytes]) -> None:
    """A source that is no plan at all is told; the issues are not called wrong one by one."""
    found = check({**tree, SOURCE: "没有清单\n".encode()})
    assert {"L504", "L518"} == {d.code for d in found}


def test_ids_and_files(tree: dict[str, bytes]) -> None:
    """Files under a wrong name, twice the same id, and missing files are told when the ledger is read."""
    moved = {("data/issues/14-1.yaml" if path == I14 else path): data for path, data in tree.items()}
    assert ["L303"] == [d.code for d in check(moved)]
    assert "L304" in {d.code for d in check({**tree, "data/issues/99.yaml": tree[I14]})}
    assert {"L305"} == {d.code for d in check({p: data for p, data in tree.items() if p != SOURCE})}


I02, I03, I15 = "data/issues/02.yaml", "data/issues/03.yaml", "data/issues/15.yaml"
DEMANDS = [
    # file, old, new, code and field
    (I14, "  by: [昆区]\n", "", ("L415", "measures.0.by")),
    (I14, "by: [昆区]", "by: [昆区, 青山区]", ("L415", "measures.0.by")),
    (I14, "by: [昆区]", "by: [昆都仑区]", ("L301", "measures.0.by.0")),
    (I15, "by: [昆区, 稀土高新区", "by: [稀土高新区, 昆区", ("L415", "measures.1.by.0")),
    (I03, "  immediate: true\n", "", ("L416", "measures.0.immediate")),
    (
        I03,
        "- number: （二）\n",
        "  recurring:\n  - {text: 定期}\n- number: （二）\n",
        ("L416", "measures.0.recurring"),
    ),
    (I02, "months: 3", "months: 1", ("L416", "measures.1.recurring")),
    (I02, "months: 3}", "months: 3, times: 2}", ("L416", "measures.1.recurring")),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), DEMANDS)
def test_what_a_measure_demands_is_guarded(
    tree: dict[str, bytes], path: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    """Executors, 立即 and recurring duties that are not what the measure says are told, once."""
    assert [expected] == [(d.code, d.field) for d in check(changed(tree, path, old, new))]


def test_what_was_inferred_is_a_note(tree: dict[str, bytes]) -> None:
    """L417: executors, leads by one mark for several, and years without 前 or 底, with their words."""
    found = placed(check_tree(tree, {}).inferred, tree)
    assert {"L417"} == {d.code for d in found}
    told = {(d.path[-7:-5], d.args["field"]): (d.args["words"], d.args["what"]) for d in found}
    assert len(told) == len(found) == 24
    assert ("昆区、稀土高新区；石拐区", ("昆区", "稀土高新区", "石拐区")) == told["15", "measures.2.by"]
    assert ["01", "19"] == [issue for issue, field in told if field == "responsibility.lead"]
    years = {key: held for key, held in told.items() if str(key[1]).endswith(".due")}
    assert {
        ("11", "measures.2.milestones.1.due"): ("2024年", "2024-12-31"),
        ("11", "measures.2.milestones.2.due"): ("2025年", "2025-12-31"),
        ("19", "measures.1.milestones.1.due"): ("2025年", "2025-12-31"),
    } == years


def test_wrong_inference_is_an_error_only(tree: dict[str, bytes]) -> None:
    """What contradicts the text is told as such and not also as inferred."""
    spoilt = changed(tree, I14, "by: [昆区]", "by: [青山区]")
    assert "measures.1.by" not in {f.args["field"] for f in check_tree(spoilt, {}).inferred if f.path == I14}


def test_single_unit_without_a_mark_is_inferred_to_lead(tree: dict[str, bytes]) -> None:
    """A line that names one unit and no lead: who leads is inferred."""
    text = re.sub(
        "(?s)responsibility:.*?deadline:",
        "responsibility:\n  text: 市水务集团\n  lead: [市水务集团]\n  support: []\ndeadline:",
        tree[I14].decode(),
    )
    alone = {path: data for path, data in tree.items() if path != SOURCE} | {I14: text.encode()}
    fields = [
        f.args["words"] for f in check_tree(alone, {}).inferred if f.path == I14 and f.place[0] != "measures"
    ]
    assert ["市水务集团"] == fields


def test_formats(tree: dict[str, bytes]) -> None:
    """L506: older data are one warning, whatever they lack; L507: newer data are an error."""
    older = changed(tree, PLAN, "format: 2\n", "")
    assert [("L506", "format")] == [
        (d.code, d.field) for d in check(changed(older, I14, "  by: [昆区]\n", ""))
    ]
    assert [("L507", "format")] == [
        (d.code, d.field) for d in check(changed(tree, PLAN, "format: 2\n", "format: 3\n"))
    ]


def test_last_reading_was_of_the_source(tree: dict[str, bytes]) -> None:
    """L504: the checksum of the last import is that of the source."""
    text = tree[PLAN].decode()
    at = text.index("sha256: ", text.index("imports:")) + len("sha256: ")
    spoilt = {**tree, PLAN: (text[:at] + "a" * 64 + text[at + 64 :]).encode()}
    assert [("L504", "imports.0.sha256")] == [(d.code, d.field) for d in check(spoilt)]


@pytest.mark.parametrize(
    "own",
    [
        ("warn_days: 30", "warn_days: 7"),
        ("issued: null", "issued: 2024-10-01"),
        ("issuer: null", "issuer: 市委办"),
    ],
)
def test_own_facts_and_settings_are_free(tree: dict[str, bytes], own: tuple[str, str]) -> None:
    """What the plan does not state may be filled in."""
    assert [] == check(changed(tree, PLAN, *own))


def test_name_of_a_target_is_free(tree: dict[str, bytes]) -> None:
    """The name of a target was chosen by us and may be worded better."""
    assert [] == check(changed(tree, I14, "name: 再生水管网建设", "name: 再生水管网"))


# -- entries -------------------------------------------------------------------------------------------------

BY, OFFICE = "by: 市城市管理局", "by: 市整改专项组"
ENTRIES = [
    # entry, code, field, marked place
    ("{date: 2025-01-01, type: start, by: 水务部门}", "L301", "entries.0.by", "by: ¦水务部门"),
    ("{date: 2025-01-01, type: complete, by: 市水务局}", "L601", "entries.0.by", "by: ¦市水务局}"),
    ("{date: 2025-01-01, type: accept, by: 市水务局}", "L601", "entries.0.by", "by: ¦市水务局}"),
    (f"{{date: 2025-01-01, type: accept, {BY}}}", "L602", "entries.0.type", "type: ¦accept"),
    ("{date: 2025-01-01, type: close, by: 市整改专项组}", "L602", "entries.0.type", "type: ¦close"),
    ("{date: 2025-01-01, type: reopen, by: 市整改专项组}", "L602", "entries.0.type", "type: ¦reopen"),
    (
        f"{{date: 2025-01-01, type: achieve, {BY}, measure: 3, milestone: 1}}",
        "L603",
        "entries.0.milestone",
        "milestone: ¦1",
    ),
    (
        f"{{date: 2025-01-01, type: achieve, {BY}, measure: null, milestone: 2}}",
        "L603",
        "entries.0.milestone",
        "milestone: ¦2",
    ),
    (f"{{date: 2025-01-01, type: void, {BY}, entry: 0badc0de}}", "L604", "entries.0.entry", "entry: ¦0bad"),
    (
        f"{{date: 2025-01-01, type: extend, {OFFICE}, due: 2025-12-31, approval: 文}}",
        "L606",
        "entries.0.due",
        "due: ¦2025-12-31, approval",
    ),
    (
        f"{{date: 2025-01-01, type: progress, {BY}, readings: [{{target: 3, value: 1}}]}}",
        "L605",
        "entries.0.readings.0.target",
        "target: ¦3",
    ),
    (
        f"{{date: 2025-01-01, type: progress, {BY}, readings: [{{target: 1, part: 6, value: 1}}]}}",
        "L605",
        "entries.0.readings.0.part",
        "part: ¦6",
    ),
    (
        f"{{date: 2025-01-01, type: start, {BY}, evidence: [{{path: evidence/14/a.pdf}}]}}",
        "L310",
        "entries.0.evidence.0.path",
        "path: ¦evidence",
    ),
]


@pytest.mark.parametrize(("entry", "code", "field", "mark"), ENTRIES)
def test_entry_that_does_not_fit(
    tree: dict[str, bytes], entry: str, code: str, field: str, mark: str
) -> None:
    """An entry by the wrong unit, out of order, or about what is not there is told at its place."""
    spoilt = changed(tree, I14, "entries:\n", f"entries:\n- {entry}\n")
    (found,) = check(spoilt)
    assert (code, field, place(spoilt[I14].decode(), mark)) == (found.code, found.field, found.span[:2])


PROGRESS = f"{{date: 2025-02-02, type: progress, {BY}, readings: [{{target: 1, part: 5, value: 7.7}}]}}"


def ref_of_entry(text: str) -> str:
    """The reference of an entry as it is written in a file."""
    document, _ = parse(f"entries:\n- {text}\n".encode(), I14)
    assert document is not None
    return ref_of(ENTRY_LIST.validate_python(document.value["entries"])[0])


def test_entries_that_fit_have_no_findings(tree: dict[str, bytes]) -> None:
    """A chain in order, by the units that may, is sound."""
    entries = f"""entries:
- {{date: 2025-01-01, type: start, {BY}}}
- {PROGRESS}
- {{date: 2025-02-03, type: void, {BY}, entry: {ref_of_entry(PROGRESS)}}}
- {{date: 2025-02-10, type: progress, {BY}, readings: [{{target: 1, value: 31.7}}, {{target: 2, value: 36}}]}}
- {{date: 2025-02-11, type: achieve, {BY}, measure: null, milestone: 1}}
- {{date: 2025-02-11, type: achieve, by: 昆区, measure: 1}}
- {{date: 2025-02-11, type: achieve, {BY}, measure: 2, for: [市水务集团]}}
- {{date: 2025-02-11, type: achieve, {BY}, measure: 3}}
- {{date: 2025-03-01, type: complete, {BY}, evidence: [{{url: "https://example.gov.cn"}}]}}
- {{date: 2025-04-01, type: accept, {BY}}}
"""
    assert [] == check(changed(tree, I14, "entries:\n", entries))


ACHIEVED = [
    f"{{date: 2025-02-11, type: achieve, {by}, measure: {n}}}"
    for n, by in enumerate(("by: 昆区", "by: 市水务集团", BY), 1)
]
READ = f"{{date: 2025-02-10, type: progress, {BY}, readings: [{{target: 1, value: 31.7}}, {{target: 2, value: 36}}]}}"
PROOF = 'evidence: [{url: "https://example.gov.cn"}]'
LIFE = [
    *ACHIEVED,
    READ,
    f"{{date: 2025-03-01, type: complete, {BY}, similar: 排查, mechanism: 制度, {PROOF}}}",
    f"{{date: 2025-03-20, type: accept, {BY}}}",
    f"{{date: 2025-03-21, type: publicize, {BY}, since: 2025-03-21, until: 2025-04-03, where: 网站, days: 10}}",
    f"{{date: 2025-03-25, type: object, {OFFICE}, text: 有异议}}",
    f"{{date: 2025-03-28, type: answer, {BY}, text: 已答复}}",
    f"{{date: 2025-04-07, type: close, {OFFICE}}}",
]
"""An issue driven to cleared, one entry a line."""
SLIPS = [
    # what is written instead (nothing: left out) → code, field, marked place
    ("2025-04-07", "2025-04-03", "L607", "entries.9.date", "date: ¦2025-04-03, type: close"),
    (LIFE[8], "", "L608", "entries.8.type", "type: ¦close"),
    (LIFE[0], LIFE[0] + "\n- " + LIFE[0], "L609", "entries.1.type", None),
    (LIFE[1], "", "L610", "entries.3.type", "type: ¦complete"),
    (READ, "", "L610", "entries.3.type", "type: ¦complete"),
    (", " + PROOF, "", "L610", "entries.4.type", "type: ¦complete"),
    (", similar: 排查", "", "L610", "entries.9.type", "type: ¦close"),
    ("2025-04-03, where", "2025-04-02, where", "L611", "entries.6.until", "until: ¦2025-04-02"),
    ("days: 10", "days: 14", "L612", "entries.6.days", "days: ¦14"),
    ("until: 2025-04-03", "until: 2025-03-20", "L606", "entries.6.until", "until: ¦2025-03-20"),
    ("since: 2025-03-21", "since: 2025-03-19", "L622", "entries.6.since", "since: ¦2025-03-19"),
    ("by: 昆区, measure: 1", "by: 青山区, measure: 1", "L619", "entries.0.by", "by: ¦青山区"),
    ("by: 昆区, measure: 1", f"{BY}, measure: 1", "L619", "entries.0.by", "by: ¦市城市管理局, measure: 1"),
    (
        "by: 昆区, measure: 1",
        "by: 昆区, measure: 1, for: [青山区]",
        "L620",
        "entries.0.for.0",
        "for: [¦青山区]",
    ),
    ("by: 昆区, measure: 1", f"{BY}, measure: 1, for: [青山区]", "L619", "entries.0.for.0", "for: [¦青山区]"),
    ("by: 昆区, measure: 1", "by: 昆区, measure: 1, for: [青山]", "L301", "entries.0.for.0", "for: [¦青山]"),
    ("text: 已答复", "text: 已答复, objection: 7", "L621", "entries.8.objection", "objection: ¦7"),
    (
        "text: 已答复",
        'text: 已答复, objection: "0badc0de"',
        "L621",
        "entries.8.objection",
        'objection: ¦"0bad',
    ),
    (
        LIFE[7],
        f"{{date: 2025-03-24, type: progress, {BY}, text: 巩固}}",
        "L631",
        "entries.7.date",
        "date: ¦2025-03-24",
    ),
    (
        LIFE[7],
        f"{{date: 2025-03-24, type: progress, {BY}, readings: [{{target: 2, value: 30}}]}}",
        "L627",
        "entries.7.readings.0.value",
        "value: ¦30}",
    ),
    (PROOF, "evidence: [{title: 照片}]", "L625", "entries.4.evidence.0", "evidence: [¦{title"),
    (
        PROOF,
        'evidence: [{url: "javascript:alert(1)"}]',
        "L625",
        "entries.4.evidence.0",
        'evidence: [¦{url: "java',
    ),
    (
        PROOF,
        "evidence: [{path: issues/14.yaml}]",
        "L625",
        "entries.4.evidence.0",
        "evidence: [¦{path: issues",
    ),
    (
        PROOF,
        "evidence: [{path: evidence/none.pdf}]",
        "L310",
        "entries.4.evidence.0.path",
        "path: ¦evidence/none",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "field", "mark"), SLIPS)
def test_slip_in_a_life(
    tree: dict[str, bytes], old: str, new: str, code: str, field: str, mark: str | None
) -> None:
    """A life in order is sound; one slip in it is told with its code at its place."""
    lines = "".join(f"- {line}\n" for line in LIFE)
    sound = changed(tree, I14, "entries:\n", f"entries:\n{lines}")
    assert [] == check(sound)
    spoilt = lines.replace(old, new, 1).replace("- \n", "")
    assert lines != spoilt
    slipped = changed(tree, I14, "entries:\n", f"entries:\n{spoilt}")
    found = check(slipped)[0]
    assert (code, field) == (found.code, found.field)
    if mark is not None:
        assert place(slipped[I14].decode(), mark) == found.span[:2]


def test_a_short_notice_says_until_when(tree: dict[str, bytes]) -> None:
    """The way out names the first day that is late enough, so that nobody has to count working days."""
    lines = "".join(f"- {line}\n" for line in LIFE).replace("2025-04-03, where", "2025-04-02, where", 1)
    found = check(changed(tree, I14, "entries:\n", f"entries:\n{lines}"))[0]
    assert (found.code, found.args["until"]) == ("L611", "2025-04-03")


NOTICES = [
    # first day, last day, the number of days it says → codes; 中秋 2099 is Tuesday 29 September, 国庆节 from Thursday
    ("2025-03-21", "2025-04-03", 10, []),
    ("2099-09-21", "2099-10-07", 10, ["L618"]),
    ("2099-09-21", "2099-10-02", 10, ["L611", "L612"]),
    ("2099-09-21", "2099-10-07", 12, ["L612", "L618"]),
]


@pytest.mark.parametrize(("since", "until", "days", "codes"), NOTICES)
def test_notice_in_a_year_that_is_not_arranged(
    tree: dict[str, bytes], since: str, until: str, days: int, codes: list[str]
) -> None:
    """L618: a notice that rests on projected days is accepted with a note, and days off by law do not count."""
    notice = (
        f"{{date: {since}, type: publicize, {BY}, since: {since}, until: {until}, where: 网站, days: {days}}}"
    )
    lines = "".join(f"- {line}\n" for line in (*LIFE[:6], notice))
    spoilt = changed(tree, I14, "entries:\n", f"entries:\n{lines}")
    assert codes == sorted(d.code for d in check(spoilt))
    by_calendar = changed(spoilt, PLAN, "publicity_count: working", "publicity_count: calendar")
    assert "L618" not in {d.code for d in check(by_calendar)}, "a calendar day needs no arrangement"


OF = "approval: 文"
CLAIMS = [
    # one entry → its code and field
    (f"{{date: 2026-01-05, type: extend, {OFFICE}, due: 2026-06-30, {OF}}}", "L613", "entries.0.date"),
    (f"{{date: 2026-01-05, type: extend, {OFFICE}, due: 2026-06-30, {OF}, asked: 2026-01-02}}", "L613", "entries.0.asked"),
    (f"{{date: 2026-01-05, type: extend, {OFFICE}, due: 2026-06-30, {OF}, asked: 2025-12-31}}", "", ""),
    (f"{{date: 2026-01-05, type: progress, {BY}, pace: on_pace}}", "L614", "entries.0.pace"),
    (f"{{date: 2026-01-05, type: progress, {BY}, pace: behind_pace}}", "", ""),
    (f"{{date: 2025-01-05, type: progress, {BY}, pace: on_pace}}", "", ""),
    (f"{{date: 2025-01-05, type: progress, {BY}, measure: 4, text: 文}}", "L411", "entries.0.measure"),
    (f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: gaol, old: a, new: b}}]}}", "L624", "entries.0.changes.0.field"),
    (f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: title, old: 别的, new: 新}}]}}", "L624", "entries.0.changes.0.old"),
    (f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: deadline.due, old: 2025-12-31, new: 年底}}]}}", "L624", "entries.0.changes.0.new"),
    (f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: responsibility.lead, old: [市城市管理局], new: [城管部门]}}]}}", "L301", "entries.0.changes.0.new.0"),
    (f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: measures.2.by, old: 市水务集团, new: 水务集团}}]}}", "L301", "entries.0.changes.0.new"),
    (f"{{date: 2025-01-05, type: amend, {BY}, {OF}, changes: [{{field: title, old: 再生水利用工作进展缓慢, new: 新}}]}}", "L601", "entries.0.by"),
    (f"{{date: 2025-01-05, type: construe, {BY}, changes: [{{field: deadline.due, old: 2025-12-31, new: 2025-11-30}}]}}", "L601", "entries.0.by"),
    (f"{{date: 2025-01-05, type: construe, {OFFICE}, changes: [{{field: deadline.due, old: null, new: 2025-11-30}}]}}", "L624", "entries.0.changes.0.old"),
    (f"{{date: 2025-01-05, type: assign, {BY}, measure: 3, units: [昆区, 青山]}}", "L301", "entries.0.units.1"),
    (f"{{date: 2025-01-05, type: assign, {BY}, measure: 9, units: [昆区]}}", "L603", "entries.0.measure"),
    (f"{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}}}", "L626", "entries.0.type"),
    (f"{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}, into: c99}}", "L632", "entries.0.into"),
    (f'{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}, into: "14"}}', "L632", "entries.0.into"),
    (f"{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}, into: 07-1}}", "", ""),
    (f"{{date: 2025-01-05, type: progress, {BY}}}", "L626", "entries.0.type"),
    (f"{{date: 2025-01-05, type: promise, {BY}, until: 2025-01-04}}", "L606", "entries.0.until"),
    (f"{{date: 2021-01-05, type: progress, {BY}, text: 文}}", "L630", "entries.0.date"),
    (f"{{date: 2023-01-05, type: progress, {BY}, text: 文}}", "", ""),
    (f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 2, value: -5}}]}}", "L627", "entries.0.readings.0.value"),
    (f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 2, value: 53}}]}}", "L627", "entries.0.readings.0.value"),
    (f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 2, value: 0.3}}]}}", "L627", "entries.0.readings.0.value"),
    (f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 2, value: 52}}]}}", "", ""),
    ("{date: 2025-01-05, type: progress, by: 青山区, readings: [{target: 1, part: 1, value: 4}]}", "L627", "entries.0.readings.0.value"),
    ("{date: 2025-01-05, type: progress, by: 昆区, readings: [{target: 1, part: 1, value: 4}]}", "", ""),
    (f"{{date: 2025-01-05, type: progress, {BY}, readings: [{{target: 1, part: 1, value: 4}}]}}", "", ""),
    (f"{{date: 2025-02-01, type: achieve, {BY}, milestone: 1}}", "L628", "entries.0.type"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "code", "field"), CLAIMS)
def test_what_an_entry_claims(tree: dict[str, bytes], entry: str, code: str, field: str) -> None:
    """What one entry is refused or doubted for, and its neighbour that is sound."""
    found = check(changed(tree, I14, "entries:\n", f"entries:\n- {entry}\n"))
    assert [(code, field)][: bool(code)] == [(d.code, d.field) for d in found]


def reading(day: str, value: str, *, by: str = BY, more: str = "") -> str:
    """A reading of the second target of issue 14."""
    return f"{{date: {day}, type: progress, {by}, readings: [{{target: 2, value: {value}}}]{more}}}"


SEVERAL = [
    # several entries → codes with their fields
    ([reading("2025-01-05", "26"), reading("2025-01-06", "3")], [("L627", "entries.1.readings.0.value")]),
    ([reading("2025-01-06", "3"), reading("2025-01-05", "26")], [("L627", "entries.0.readings.0.value")]),
    ([reading("2025-01-05", "26"), reading("2025-01-06", "26")], []),
    # a claim and what speaks against it, by the end of the day
    ([reading("2025-12-30", "1", more=", pace: on_pace")], [("L614", "entries.0.pace")]),
    ([reading("2025-12-30", "1", more=", pace: behind_pace")], []),
    # a unit answers for its own part, a lead for all
    (["{date: 2025-12-30, type: achieve, by: 昆区, measure: 1}",
      "{date: 2026-01-05, type: progress, by: 昆区, text: 已完成, pace: on_pace}"], []),
    (["{date: 2025-12-30, type: achieve, by: 昆区, measure: 1}",
      f"{{date: 2026-01-05, type: progress, {BY}, text: 正常, pace: on_pace}}"], [("L614", "entries.1.pace")]),
    # the milestone of the goal carries both figures; a reading of the same day will do
    ([f"{{date: 2025-02-01, type: achieve, {BY}, milestone: 1}}", READ.replace("2025-02-10", "2025-02-01")], []),
    ([f"{{date: 2025-02-01, type: achieve, {BY}, milestone: 1}}", READ], [("L628", "entries.0.type")]),
    # after completion
    ([*LIFE[:5], reading("2025-03-05", "34")],
     [("L627", "entries.5.readings.0.value"), ("L629", "entries.5.readings.0.value")]),
    ([*LIFE[:5], reading("2025-03-05", "36")], []),
    # without a due day there is nothing to extend; a relapse gets the day that it was left without
    ([f"{{date: 2025-01-01, type: construe, {OFFICE}, changes: [{{field: deadline.due, old: 2025-12-31, new: null}}]}}",
      f"{{date: 2025-04-02, type: extend, {OFFICE}, due: 2026-01-01, {OF}}}"], [("L623", "entries.1.type")]),
    ([*LIFE[:5], f"{{date: 2025-04-01, type: reopen, {OFFICE}, text: 反弹}}",
      f"{{date: 2025-04-02, type: extend, {OFFICE}, due: 2026-01-01, {OF}}}"], []),
    ([f"{{date: 2025-04-02, type: extend, {OFFICE}, due: 2026-01-01, {OF}, for: [昆区]}}"], [("L603", "entries.0.type")]),
    ([*LIFE[:5], f"{{date: 2025-04-01, type: reopen, {OFFICE}, due: 2025-03-31, text: 反弹}}"], [("L606", "entries.5.due")]),
    # what was taken back needs no second remedy
    ([f"{{date: 2025-01-01, type: start, {BY}, evidence: [{{path: evidence/14/a.pdf}}]}}",
      f"{{date: 2025-01-02, type: void, {BY}, entry: 1, text: 错}}"], []),
    ([f"{{date: 2025-01-01, type: withdraw, {OFFICE}, {OF}, text: 终止}}", READ], [("L602", "entries.1.type")]),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), SEVERAL)
def test_what_entries_claim_together(
    tree: dict[str, bytes], entries: list[str], expected: list[tuple[str, str]]
) -> None:
    """What is doubted for an entry before it, or of the same day."""
    lines = "".join(f"- {one}\n" for one in entries)
    found = check(changed(tree, I14, "entries:\n", f"entries:\n{lines}"))
    assert expected == [(d.code, d.field) for d in found]


def test_words_say_what_would_be_accepted(tree: dict[str, bytes]) -> None:
    """A refusal names what there is, in both languages; no identifier is left in a sentence."""
    wanted = {
        "L602": "启动",
        "L603": "措施 3",
        "L619": "昆区",
        "L620": "市城市管理局",
        "L624": "再生水利用工作进展缓慢",
    }
    seen = set()
    for entry, *_ in [*ENTRIES, *CLAIMS, *((old, new) for old, new, *_ in SLIPS)]:
        if not entry.startswith("{"):
            continue
        for found in check(changed(tree, I14, "entries:\n", f"entries:\n- {entry}\n")):
            for words in (Words("zh"), Words("en")):
                said = message(found, words) + hint(found, words)
                assert "{" not in said, said
            if found.code in wanted and wanted[found.code] in message(found, Words("zh")):
                seen.add(found.code)
    assert {"L602", "L603", "L624"} <= seen


CHANGE = f"{{date: 2025-01-05, type: amend, {OFFICE}, {OF}, changes: [{{field: %s, old: null, new: %s}}]}}"
TOLD = [
    # entry → words of its refusal in Chinese, and in English
    ("{date: 2025-01-05, type: inspect, by: 昆区, result: holds}", "可以记的是：市整改专项组、", "these may: 市整改专项组, "),
    (CHANGE % ("gaol", "b"), "measures.N.immediate, measures.N.milestones.K", "targets.N.unit, targets.N.compare"),
    (CHANGE % ("measures.9.text", "b"), "没有措施 9；有：措施 1、措施 2、措施 3", "no measure 9; there are: measure 1"),
    (CHANGE % ("measures.9", "b"), "没有措施 9；有：措施 1、措施 2、措施 3", "no measure 9; there are: measure 1"),
    (CHANGE % ("measures.1.milestones.7.due", "2025-01-06"), "没有节点 1.7；有：—", "no milestone 1.7; there are: —"),
    (CHANGE % ("milestones.5.text", "b"), "没有目标的节点 5；有：目标的节点 1", "no milestone 5 of the goal; there are: milestone 1 of"),
    (CHANGE % ("targets.5.value", "3"), "没有指标 5；有：指标 1、指标 2", "no target 5; there are: target 1"),
    (CHANGE % ("targets.1.parts.9.value", "3"), "没有指标分项 1.9；有：指标分项 1.1", "no part 1.9 of a target; there are: part 1.1"),
    (f'{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}, into: "14"}}', "不能并入 14：任务不能并入自己", "cannot go into itself"),
    (f"{{date: 2025-01-05, type: withdraw, {OFFICE}, {OF}, into: c99}}", "不能并入 c99：没有这项任务", "there is no such task"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "chinese", "english"), TOLD)
def test_refusal_names_what_there_is(tree: dict[str, bytes], entry: str, chinese: str, english: str) -> None:
    """Who may, which fields there are, which part is not there and which are, and why a task cannot go into one."""
    (found,) = check(changed(tree, I14, "entries:\n", f"entries:\n- {entry}\n"))
    assert chinese in message(found, Words("zh"))
    assert english in message(found, Words("en"))


def test_open_objections_are_named_as_they_can_be_answered(tree: dict[str, bytes]) -> None:
    """Position among all entries and reference, either of which an answer takes."""
    lines = [*LIFE[:8], f"{{date: 2025-03-28, type: answer, {BY}, objection: 1}}"]
    (found,) = check(changed(tree, I14, "entries:\n", "entries:\n" + "".join(f"- {one}\n" for one in lines)))
    named = re.search("#([0-9]+) ([0-9a-f]{8})", message(found, Words("zh")))
    assert named is not None
    for wanted in (named[1], f'"{named[2]}"'):
        lines[-1] = f"{{date: 2025-03-28, type: answer, {BY}, objection: {wanted}}}"
        assert [] == check(
            changed(tree, I14, "entries:\n", "entries:\n" + "".join(f"- {o}\n" for o in lines))
        )


@pytest.mark.parametrize(
    ("old", "new", "change", "code"),
    [
        ("due: 2025-12-31\n  imm", "due: 2026-12-31\n  imm", "{field: deadline.due, old: 2026-12-31, new: 2025-12-31}", "L401"),
        ("lead: [市城市管理局]", "lead: [市水务局]", "{field: responsibility.lead, old: [市水务局], new: [市城市管理局]}", "L408"),
        ("by: [昆区]", "by: [青山区]", "{field: measures.1.by, old: [青山区], new: [昆区]}", "L415"),
        ("value: 35\n", "value: 36\n", "{field: targets.2.value, old: 36, new: 35}", "L410"),
    ],
)  # fmt: skip
def test_what_was_settled_is_no_finding(
    tree: dict[str, bytes], old: str, new: str, change: str, code: str
) -> None:
    """A field that the office has decided on record is not held to the program's own reading; others are."""
    spoilt = changed(tree, I14, old, new)
    assert [code] == [d.code for d in check(spoilt)]
    entry = f"{{date: 2025-01-05, type: construe, {OFFICE}, changes: [{change}], text: 理由}}"
    settled = changed(spoilt, I14, "entries:\n", f"entries:\n- {entry}\n")
    assert [] == check(settled)
    other = changed(
        spoilt,
        I14,
        "entries:\n",
        "entries:\n- " + entry.replace(change, "{field: title, old: 再生水利用工作进展缓慢, new: 新}") + "\n",
    )
    assert [code] == [d.code for d in check(other)]
    taken_back = changed(
        settled, I14, f"{entry}\n", f"{entry}\n- {{date: 2025-01-06, type: void, {OFFICE}, entry: 1}}\n"
    )
    assert [code] == [d.code for d in check(taken_back)]


@pytest.mark.parametrize("ending", ["entries: []\n", "entries: null\n", "entries:\nsection: 三\n"])
def test_entries_that_nothing_can_follow(tree: dict[str, bytes], ending: str) -> None:
    """L616: entries written so that no record can be put after them."""
    spoilt = changed(tree, I14, "entries:\n", ending)
    if "section" in ending:
        spoilt = changed(spoilt, I14, "section: 三\n", "")
    assert ["L616"] == [d.code for d in check(spoilt)]


def test_no_amendment_lets_the_baseline_change(tree: dict[str, bytes]) -> None:
    """The baseline stays what the plan says; with an amendment on record a changed byte of it is still told."""
    change = "{field: title, old: 再生水利用工作进展缓慢, new: 再生水利用工作进展较慢}"
    entry = f"{{date: 2025-05-05, type: amend, {OFFICE}, changes: [{change}], approval: 包府发〔2025〕2号}}"
    amended = changed(tree, I14, "entries:\n", f"entries:\n- {entry}\n")
    assert [] == check(amended)
    edited = changed(amended, I14, "title: 再生水利用工作进展缓慢", "title: 再生水利用工作进展较慢")
    assert {"L501", "L624"} == {d.code for d in check(edited)}


def test_units_of_office_are_known(tree: dict[str, bytes]) -> None:
    """L301: the policy names units of the vocabulary."""
    found = check(changed(tree, PLAN, "policy:\n", "policy:\n  office: [市整改中心]\n"))
    assert [("L301", "policy.office.0")] == [(d.code, d.field) for d in found]


def test_disclosures_are_checked(tree: dict[str, bytes]) -> None:
    """Units and evidence of disclosures are held to the same rules as those of entries."""
    line = "{date: 2025-05-05, unit: 九原, where: 网站, evidence: [{path: evidence/d.pdf}]}"
    text = f"disclosures:\n- {line}\n".encode()
    found = check({**tree, "data/disclosures.yaml": text})
    assert [("L301", "disclosures.0.unit"), ("L310", "disclosures.0.evidence.0.path")] == [
        (d.code, d.field) for d in found
    ]


def test_letters_are_checked(tree: dict[str, bytes]) -> None:
    """Units, tasks and evidence of letters, each on one line, and that a number is given once."""
    letter = "date: 2025-05-05, type: letter, by: 市整改专项组, level: letter, demand: 说明"
    lines = [
        f"- {{{letter}, number: 一, to: [昆区], issues: ['99'], evidence: [{{path: evidence/d.pdf}}]}}",
        f"- {{{letter}, number: 一, to: [九原]}}",
        "- {date: 2025-05-06, type: reply, by: 青山区, number: 一, text: 知悉}",
        "- {date: 2025-05-06, type: reply,\n  by: 昆区, number: 一, text: 知悉}",
    ]
    found = check({**tree, "data/letters.yaml": "\n".join(["letters:", *lines, ""]).encode()})
    assert [
        ("L666", "letters.0.issues.0"),
        ("L310", "letters.0.evidence.0.path"),
        ("L660", "letters.1.number"),
        ("L301", "letters.1.to.0"),
        ("L662", "letters.2.by"),
        ("L638", "letters.3"),
    ] == [(d.code, d.field) for d in found]


def test_fields_of_letters_and_replies_are_their_own(tree: dict[str, bytes]) -> None:
    """An unknown field is told with those of its type; a letter has a number; a reply says something."""
    lines = [
        "- {date: 2025-05-05, type: letter, by: 市整改专项组, level: letter, to: [昆区], demand: 说明, deadline: x}",
        "- {date: 2025-05-06, type: reply, by: 昆区, number: 一, reply_by: 2025-05-06}",
    ]
    found = check({**tree, "data/letters.yaml": "\n".join(["letters:", *lines, ""]).encode()})
    told = [(d.code, d.field, "reply_by" in str(d.args.get("known", ""))) for d in found]
    assert [
        ("L202", "letters.0.number", False),
        ("L201", "letters.0.deadline", True),
        ("L202", "letters.1.text", False),
        ("L201", "letters.1.reply_by", False),
    ] == told


@pytest.mark.parametrize(("held", "expected"), [(b"pdf", []), (b"other", ["L311"]), (None, ["L310"])])
def test_evidence_is_held_to_its_checksum(
    tree: dict[str, bytes], held: bytes | None, expected: list[str]
) -> None:
    """An evidence file that is missing or no longer the one that was recorded is told."""
    name, sha = "evidence/14/a.pdf", hashlib.sha256(b"pdf").hexdigest()
    entry = f"- {{date: 2025-01-01, type: start, {BY}, evidence: [{{path: {name}, sha256: {sha}}}]}}"
    actual = None if held is None else hashlib.sha256(held).hexdigest()
    found = check(changed(tree, I14, "entries:\n", f"entries:\n{entry}\n"), {name: actual})
    assert expected == [d.code for d in found]


def test_broken_units_are_the_only_finding(tree: dict[str, bytes]) -> None:
    """Without the table of units, the issues are not called wrong one by one."""
    found = check({**tree, UNITS: b"units: ["})
    assert {UNITS} == {d.path for d in found}


@pytest.mark.parametrize("folder", [".", "examples/demo", "examples/region/first", "examples/region/other"])
def test_the_earliest_day_is_one(folder: str) -> None:
    """The check, which looks for it in the bytes, and judging, which looks at what was read, agree."""
    tree = read_folder(str(REPO / folder)).tree
    assert earliest_due(tree) == load(tree).ledger.earliest


@pytest.mark.parametrize(
    "given",
    [
        "targets:\n- {name: 甲, text: 1处, value: 1, unit: 处, compare: '>=', due: 2019-05-06}\n",
        "targets:\n- name: 甲\n  text: 1处\n  value: 1\n  unit: 处\n  compare: '>='\n  due: 2019-05-06\n",
        (
            "targets:\n- name: 甲\n  text: 3处\n  value: 3\n  unit: 处\n  compare: '>='\n  parts:\n"
            "  - {name: 乙, text: 3处, value: 3, measure: 1, due: 2019-05-06}\n"
        ),
    ],
)
def test_a_figure_may_name_the_earliest_day(given: str) -> None:
    """A figure with a day of its own is asked for by then, as the check has it and as judging has it."""
    tree = dict(read_folder(str(REPO)).tree)
    path = next(path for path in tree if path.startswith("data/issues/") and b"\ntargets:" not in tree[path])
    tree[path] = tree[path].replace(b"entries:\n", given.encode() + b"entries:\n")
    ledger = load(tree).ledger
    assert earliest_due(tree) == ledger.earliest == date(2019, 5, 6)
    for days in ((5, 6), (6, 5)):  # in whatever order it is asked
        named = NamedDays(tree)
        assert [named.is_due_by(date(2019, 5, day)) for day in days] == [day == 6 for day in days]
