"""Faults of data that nothing but their meaning shows: each is told, at its place; what is right is not."""

from collections.abc import Mapping

import pytest

from checking import check_tree
from cli_tools import REPO
from ledger.folder import read_folder

BASE = read_folder(str(REPO / "tests" / "cases" / "check" / "base")).tree
FIRST, SECOND = "data/issues/01.yaml", "data/issues/02.yaml"
PLAN, UNITS = "data/plan.yaml", "data/units.yaml"
CALENDAR, DISCLOSED = "data/calendar.yaml", "data/disclosures.yaml"
SHA = "ab" * 32
DONE = (
    "date: 2024-12-20, type: achieve, by: 东河区, measure: 1, milestone: 1",
    "date: 2025-11-20, type: achieve, by: 九原区, measure: 2",
    "date: 2025-11-25, type: progress, by: 市水务局, text: 全部建成。, readings: [{target: 1, value: 12}]",
    "date: 2025-11-30, type: complete, by: 市水务局, text: 完成。, similar: 排查。, mechanism: 制度。, evidence: [{url: http://a.cn}]",
)
REJECTED = "date: 2025-12-05, type: reject, by: 市水务局, text: 缺竣工图。"
TAKEN_BACK = "date: 2025-12-06, type: void, by: 市水务局, entry: 5, text: 误记。"
ACCEPTED = "date: 2025-12-10, type: accept, by: 市水务局, text: 验收通过。"


def found(tree: Mapping[str, bytes], sums: Mapping[str, str | None] | None = None) -> list[tuple[str, str]]:
    """What a check says of a ledger: code and field of each finding."""
    return [(d.code, d.field) for d in check_tree(tree, sums or {}).diagnostics]


def with_entries(*entries: str, path: str = FIRST) -> dict[str, bytes]:
    """The small ledger with entries in one of its issues."""
    lines = "".join(f"- {{{entry}}}\n" for entry in entries)
    return {**BASE, path: BASE[path] + lines.encode()}


def with_words(path: str, old: str, new: str) -> dict[str, bytes]:
    """The small ledger with other words in one of its files."""
    text = BASE[path].decode()
    assert old in text
    return {**BASE, path: text.replace(old, new, 1).encode()}


def with_file(path: str, text: str) -> dict[str, bytes]:
    """The small ledger with one more file."""
    return {**BASE, path: text.encode()}


def progress(more: str, day: str = "2025-01-20", by: str = "市水务局") -> str:
    """An entry."""
    return f"date: {day}, type: progress, by: {by}, {more}"


POLICY = "  review_months: 12\n"
FAULTS: list[tuple[str, dict[str, bytes], list[tuple[str, str]]]] = [
    ("no evidence", with_entries(progress("text: x, evidence: [{}]")), [("L625", "entries.0.evidence.0")]),
    (
        "a title alone is no evidence",
        with_entries(progress("text: x, evidence: [{title: 无}]")),
        [("L625", "entries.0.evidence.0")],
    ),
    (
        "an address that is none",
        with_entries(progress('text: x, evidence: [{url: "javascript:alert(1)"}]')),
        [("L625", "entries.0.evidence.0")],
    ),
    (
        "the ledger's own file is no evidence",
        with_entries(progress("text: x, evidence: [{path: plan.yaml}]")),
        [("L625", "entries.0.evidence.0")],
    ),
    (
        "a void of an earlier day",
        with_entries(
            progress("text: x"), "date: 2025-01-01, type: void, by: 市水务局, entry: 1, text: 误记。"
        ),
        [("L644", "entries.1.date")],
    ),
    (
        "a figure read twice",
        with_entries(progress("readings: [{target: 1, value: 4}, {target: 1, value: 9}]")),
        [("L640", "entries.0.readings.1")],
    ),
    (
        "a part read twice",
        with_entries(progress("readings: [{target: 1, part: 1, value: 4}, {target: 1, part: 1, value: 4}]")),
        [("L640", "entries.0.readings.1")],
    ),
    ("a negative reading", with_entries(progress("readings: [{target: 1, value: -4}]")), [("L627", "")]),
    (
        "a unit named twice",
        with_entries("date: 2025-01-20, type: start, by: 市水务局, for: [东河区, 东河区]"),
        [("L321", "entries.0.for.1")],
    ),
    (
        "evidence named twice",
        with_entries(progress('text: x, evidence: [{url: "https://a.cn"}, {url: "https://a.cn"}]')),
        [("L321", "entries.0.evidence.1")],
    ),
    ("the end of days", with_entries(progress("text: x", "9999-12-31")), [("L639", "entries.0.date")]),
    ("the first day", with_entries(progress("text: x", "0001-01-01")), [("L639", "entries.0.date")]),
    (
        "a promise for ever",
        with_entries("date: 2025-01-20, type: promise, by: 市水务局, until: 2925-06-30"),
        [("L639", "entries.0.until")],
    ),
    ("a record by a group", with_entries(progress("text: x", by="各区"), path=SECOND), [("L601", "")]),
    ("blanks", with_entries(progress('text: "   "')), [("L211", "entries.0.text")]),
    ("wide blanks", with_entries(progress('text: "　　"')), [("L211", "entries.0.text")]),
    (
        "a rejection taken back by who rejected",
        with_entries(*DONE, REJECTED, TAKEN_BACK, ACCEPTED),
        [("L641", "entries.5.entry")],
    ),
    (
        "a notice before acceptance",
        with_entries(
            *DONE,
            ACCEPTED,
            "date: 2025-12-11, type: publicize, by: 市水务局, since: 2025-01-06, until: 2025-01-20, where: 网站",
        ),
        [("L622", "entries.5.since")],
    ),
    ("a notice of no day", with_words(PLAN, "publicity_days: 10", "publicity_days: 0"), [("L212", "")]),
    (
        "a day worked and off",
        with_file(CALENDAR, "workdays: [2025-03-01]\nholidays: [2025-03-01]\n"),
        [("L320", "holidays.0")],
    ),
    ("a day twice", with_file(CALENDAR, "workdays: [2025-03-01, 2025-03-01]\n"), [("L321", "workdays.1")]),
    (
        "a day of another age",
        with_file(CALENDAR, "workdays: [1025-03-01]\n"),
        [("L639", "workdays.0")],
    ),
    (
        "a disclosure before the plan",
        with_file(DISCLOSED, "disclosures:\n- {unit: 东河区, date: 1999-05-01, where: 网站}\n"),
        [("L651", "disclosures.0.date")],
    ),
    (
        "a disclosure twice",
        with_file(DISCLOSED, "disclosures:\n" + "- {unit: 东河区, date: 2025-05-01, where: 网站}\n" * 2),
        [("L652", "disclosures.1")],
    ),
    (
        "a disclosure by a group",
        with_file(DISCLOSED, "disclosures:\n- {unit: 各区, date: 2025-05-01, where: 网站}\n"),
        [("L650", "disclosures.0.unit")],
    ),
    ("a place as the office", with_words(PLAN, POLICY, POLICY + "  office: [东河区]\n"), [("L314", "")]),
    ("a group as the office", with_words(PLAN, POLICY, POLICY + "  office: [各区]\n"), [("L313", "")]),
    (
        "a collective as the office",
        with_words(PLAN, POLICY, POLICY + "  office: [各有关部门]\n"),
        [("L313", "policy.office.0")],
    ),
    (
        "a need twice",
        with_words(PLAN, POLICY, POLICY + "  close_needs: [similar, similar]\n"),
        [("L321", "policy.close_needs.1")],
    ),
    (
        "a unit below itself",
        with_words(UNITS, "东河区, kind: district", "东河区, kind: district, parent: 东河区"),
        [("L315", "units.东河区.parent")],
    ),
    (
        "a unit that goes into itself",
        with_words(
            UNITS, "东河区, kind: district", "东河区, kind: district, until: 2026-01-01, successor: 东河区"
        ),
        [("L315", "units.东河区.successor")],
    ),
    (
        "a line break in a name",
        with_words(UNITS, "name: 示例市水务局", 'name: "示例市\\n水务局"'),
        [("L316", "units.市水务局.name")],
    ),
    (
        "a blank behind a spelling",
        with_words(UNITS, "[城管部门]", '["城管部门 "]'),
        [("L316", "units.市城市管理局.aliases.0")],
    ),
    (
        "a member twice",
        with_words(UNITS, "[东河区, 九原区]", "[东河区, 九原区, 东河区]"),
        [("L321", "groups.各区.members.2")],
    ),
]


@pytest.mark.parametrize(("tree", "wanted"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_silent_fault_is_told(tree: dict[str, bytes], wanted: list[tuple[str, str]]) -> None:
    """By its code and, where it is given, at its field; and nothing else is."""
    said = found(tree)
    assert [code for code, _ in said] == [code for code, _ in wanted]
    assert [field for (_, field), (_, at) in zip(said, wanted, strict=True) if at] == [
        at for _, at in wanted if at
    ]


def test_names_exchanged_are_told() -> None:
    """Two units with the full names of one another; a short form of a name is none of it."""
    tree = with_words(UNITS, "name: 东河区", "name: 示例市九原区")
    tree = {**tree, UNITS: tree[UNITS].replace("{name: 九原区".encode(), "{name: 示例市东河区".encode())}
    assert found(tree) == [("L317", "units.东河区.name"), ("L317", "units.九原区.name")]
    assert found(with_words(UNITS, "name: 示例市水务局", "name: 示例市水资源和防汛事务局")) == []


def test_evidence_of_another_task_is_told() -> None:
    """A file in the folder of another task; one that belongs to no task is fine."""
    for folder, wanted in (("02", ["L642"]), ("01", []), ("shared", [])):
        path = f"evidence/{folder}/a.txt"
        tree = with_entries(progress(f"text: x, evidence: [{{path: {path}, sha256: {SHA}}}]"))
        assert [code for code, _ in found(tree, {path: SHA})] == wanted


def test_an_act_of_the_office_where_there_is_none_is_told() -> None:
    """With an office in the table, or named by the policy, it is not."""
    office = "  市整改办: {name: 示例市整改工作办公室, kind: office}\n"
    entry = "date: 2025-03-01, type: supervise, by: 市水务局, level: reminder"
    tree = {**with_entries(entry), UNITS: with_words(UNITS, office, "")[UNITS]}
    assert found(tree) == [("L643", "entries.0.by")]
    tree[PLAN] = with_words(PLAN, POLICY, POLICY + "  office: [市水务局]\n")[PLAN]
    assert found(tree) == [("L314", "policy.office.0")]


def test_the_base_is_clean() -> None:
    """What each fault is put into has none."""
    assert found(BASE) == []
    assert found(with_entries(*DONE, ACCEPTED)) == []


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\u2003"])
def test_a_blank_that_is_none_is_told_where_it_stands(blank: str) -> None:
    """Behind a colon, as pages of the web and editors of documents put it there: not at the next line."""
    tree = with_words(SECOND, "goal: ", f"goal:{blank}")
    line = BASE[SECOND].decode().splitlines().index("goal: 河道整洁畅通。") + 1
    told = [(d.code, d.span.line) for d in check_tree(tree, {}).diagnostics if d.path == SECOND]
    assert told == [("L121", line)]
