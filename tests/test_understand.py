"""Bytes of a document → plan, baselines and what could not be understood."""

# ruff: noqa: SIM300 - what is expected stands first

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.text import decode
from ledger.locale import LANGUAGES, Words
from ledger.model.change import is_field
from ledger.model.ledger import Issue
from ledger.model.unit import Units, UnitsFile
from ledger.plans.document import Draft, Label
from ledger.plans.render import paragraphs
from ledger.plans.stating import has_fields, ids_of
from ledger.plans.understand import Understanding, understand
from ledger.reading.load import load
from ledger.recording.yamltext import issue_yaml
from ledger.reports.findings import hint

PATH = "plan.txt"


def _codes(said: Understanding) -> list[str]:
    return [diagnostic.code for diagnostic in said.diagnostics]


def _places(said: Understanding) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in said.diagnostics]


def _changed(plan: bytes, old: str, new: str, units: Units) -> Understanding:
    text = plan.decode()
    assert old in text
    return understand(text.replace(old, new, 1).encode(), PATH, units)


# -- the real plan -------------------------------------------------------------------------------------------


def test_real_plan_is_understood_whole(plan_bytes: bytes, units: Units) -> None:
    """23 issues, and nothing at all to say about the document."""
    said = understand(plan_bytes, PATH, units)
    assert 23 == len(said.issues)
    assert [] == said.diagnostics
    assert said.sound
    assert said.plan is not None
    assert hashlib.sha256(plan_bytes).hexdigest() == said.plan.source.sha256
    assert () == said.plan.unrecognised


def test_real_plan_is_what_the_shipped_ledger_says(
    plan_bytes: bytes, units: Units, tree: dict[str, bytes]
) -> None:
    """Reading the plan gives exactly the baselines of the shipped issue files."""
    shipped: Sequence[Issue] = load(tree).ledger.issues
    assert [issue.baseline for issue in shipped] == list(understand(plan_bytes, PATH, units).issues)


DUE = {
    "2024-12-31": "02 04 06 09 13 15 20 22",
    "2025-05-31": "05",
    "2025-12-31": "03 07-1 11 14 17 21",
    "2026-12-31": "07-2 10 12 19",
    "None": "01 08 16 18",
}


def test_deadlines_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """19 issues have a date; the other four are 立行立改 and 长期坚持."""
    found: dict[str, list[str]] = {}
    for issue in understand(plan_bytes, PATH, units).issues:
        found.setdefault(str(issue.deadline.due), []).append(issue.id)
        flags = (issue.deadline.immediate, issue.deadline.sustained)
        assert flags == ((True, True) if issue.deadline.due is None else (False, False))
    assert {key: ids.split() for key, ids in DUE.items()} == found


def test_bodies_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """委和政府 after the last of several districts belongs to each of them."""
    issues = {issue.id: issue for issue in understand(plan_bytes, PATH, units).issues}
    both, zone = ("党委", "政府"), ("党工委", "管委会")
    expected = {"昆区": both, "青山区": both, "九原区": both, "稀土高新区": zone}
    assert expected == issues["14"].responsibility.bodies
    assert ("市工信局", "市生态环境局", "市城市管理局") == issues["19"].responsibility.lead


def test_lines_say_where_each_issue_begins(plan_bytes: bytes, units: Units) -> None:
    """For each issue the line of its title, or of its sub-item, is known."""
    said = understand(plan_bytes, PATH, units)
    rows = plan_bytes.decode().split("\n")
    for issue in said.issues:
        row = rows[said.lines[issue.id] - 1]
        expected = (
            f"{issue.number}.{issue.title}" if "-" not in issue.id else f"（{issue.id[-1]}）{issue.problem}"
        )
        assert expected == row


# -- encodings and odd inputs --------------------------------------------------------------------------------

ENCODINGS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "gb18030": (lambda t: t.encode("gb18030"), "gb18030"),
    "gbk": (lambda t: t.encode("gbk"), "gb18030"),
    "utf-8 bom": (lambda t: t.encode("utf-8-sig"), "utf-8"),
    "utf-16": (lambda t: t.encode("utf-16"), "utf-16"),
    "utf-16 little": (lambda t: b"\xff\xfe" + t.encode("utf-16-le"), "utf-16"),
    "utf-16 big": (lambda t: b"\xfe\xff" + t.encode("utf-16-be"), "utf-16"),
    "crlf": (lambda t: t.replace("\n", "\r\n").encode(), "utf-8"),
    "cr": (lambda t: t.replace("\n", "\r").encode(), "utf-8"),
    "crlf bom": (lambda t: t.replace("\n", "\r\n").encode("utf-8-sig"), "utf-8"),
    "crlf gb18030": (lambda t: t.replace("\n", "\r\n").encode("gb18030"), "gb18030"),
    "indented": (lambda t: t.replace("\n\n", "\n\n\u3000\u3000").encode(), "utf-8"),
    "single spaced": (lambda t: t.replace("\n\n", "\n").encode(), "utf-8"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encoding_makes_no_difference(plan_bytes: bytes, units: Units, name: str) -> None:
    """The same text in another encoding, with other line ends or indents, gives the same issues."""
    encode, encoding = ENCODINGS[name]
    said = understand(encode(plan_bytes.decode()), PATH, units)
    assert encoding == said.encoding
    assert understand(plan_bytes, PATH, units).issues == said.issues
    assert [] == said.diagnostics


def test_half_width_punctuation_gives_the_same_meaning(plan_bytes: bytes, units: Units) -> None:
    """With ASCII punctuation all dates, units and figures are the same."""
    half = plan_bytes.decode().translate(str.maketrans("：，；（）", ":,;()"))
    said = understand(half.encode(), PATH, units)
    assert [] == said.diagnostics
    for before, after in zip(understand(plan_bytes, PATH, units).issues, said.issues, strict=True):
        assert (before.id, before.deadline.due) == (after.id, after.deadline.due)
        assert before.responsibility.lead == after.responsibility.lead
        assert before.responsibility.support == after.responsibility.support
        assert [t.value for t in before.targets] == [t.value for t in after.targets]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "L524"),
        (b"\n \t\r\n", "L524"),
        ("\ufeff\u3000\n".encode(), "L524"),
        (bytes(range(256)), "L519"),
        (b"\x00\x01\x02", "L519"),
        (b"\xff\xff\xff\xff", "L519"),
        (b"\xff\xfea", "L519"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "L529"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "L526"),
        (b"{\\rtf1\\ansi}", "L526"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "L527"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "L528"),
    ],
)
def test_what_is_no_text_is_told(units: Units, data: bytes, code: str) -> None:
    """Bytes that are no text, or no text at all, are one finding and no issues."""
    said = understand(data, PATH, units)
    assert [(code, 1, 1)] == _places(said)
    assert (None, ()) == (said.plan, said.issues)
    assert not said.sound


@pytest.mark.parametrize(
    ("text", "lines", "labels", "numbered"),
    [
        ("通知\n各单位：\n请遵照执行。", 3, 0, 0),
        ("1.标题\n2.标题\n没有标签", 3, 0, 2),
        ("验收单位：市水务局\n责任单位：市水务局", 2, 2, 0),
        ("Dear Sir,\n\nhello", 2, 0, 0),
    ],
)
def test_document_without_a_list_says_why(
    units: Units, text: str, lines: int, labels: int, numbered: int
) -> None:
    """A document without a task list gives no issues, and says how near to one it comes."""
    said = understand(text.encode(), PATH, units)
    assert ["L518"] == _codes(said)
    assert {"lines": lines, "labels": labels, "numbered": numbered} == said.diagnostics[0].args
    assert (None, ()) == (said.plan, said.issues)


def test_shell_of_the_plan_alone_has_no_list(plan_bytes: bytes, units: Units) -> None:
    """The plan without its annex is a document without a list."""
    shell = plan_bytes.decode().split("\n附件\n")[0]
    assert ["L518"] == _codes(understand(shell.encode(), PATH, units))


@pytest.mark.parametrize("percent", [20, 35, 50, 65, 80, 95])
def test_part_of_the_plan_gives_what_is_whole(plan_bytes: bytes, units: Units, percent: int) -> None:
    """A document that was cut gives the issues before the cut; the one that was cut is told or shortened."""
    text = plan_bytes.decode()
    said = understand(text[: len(text) * percent // 100].encode(), PATH, units)
    whole = understand(plan_bytes, PATH, units).issues
    count = max(len(said.issues) - 1, 0)
    assert list(said.issues[:count]) == list(whole[:count])
    assert count >= 23 * (percent - 25) // 75 - 2
    assert set(_codes(said)) <= {"L511", "L512", "L516", "L517", "L518", "L522", "L525", "L537", "L562"}


# -- single changes ------------------------------------------------------------------------------------------

CHANGES = [
    # old, new, (code, line, column)…
    ("整改时限：2025年5月底\n", "", [("L512", 127, 1)]),
    ("验收单位：市工信局\n", "", [("L525", 109, 1)]),
    ("验收单位：市工信局\n", "验收单位：\n", [("L525", 109, 1)]),
    ("整改时限：2025年5月底", "整改时限：", [("L512", 127, 1)]),
    ("整改时限：2025年5月底", "整改时限：2025年—2027年底前分别", [("L517", 135, 6)]),
    ("整改时限：2025年5月底", "整改时限：2025年2月30日前", [("L517", 135, 6)]),
    ("整改时限：2025年5月底", "整改时限： 今年年内", [("L517", 135, 7)]),
    ("整改时限：2025年5月底", "帮扶单位：市委办公室\n\n整改时限：2025年5月底", [("L515", 135, 1)]),
    ("整改时限：2025年5月底", "- 12 -\n\n整改时限：2025年5月底", []),
    (
        "整改时限：2025年5月底",
        "整改时限：2025年5月底\n\n整改时限：2025年6月底",
        [("L511", 137, 1), ("L520", 137, 1)],
    ),
    ("验收单位：市工信局\n", "验收单位：市工信委\n", [("L516", 113, 6)]),
    ("市发改委（牵头）、生态环境局", "市发改委（牵头）、生态环保局", [("L516", 133, 15)]),
    ("责任单位：市工信局（牵头），昆区", "责任单位：市工信局，昆区", [("L521", 115, 6)]),
    ("2024年12月底前，完成企业", "6月底前，完成企业", [("L517", 141, 1)]),
    ("（二）强化监督考核", "（三）强化监督考核", [("L523", 87, 1)]),
    ("（二）强化监督考核", "（一）强化监督考核", [("L523", 87, 1)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_slip_is_told_at_its_place(
    plan_bytes: bytes, units: Units, old: str, new: str, expected: list[tuple[str, int, int]]
) -> None:
    """One slip in the plan is told with its code at its line and column; other issues are as before."""
    said = _changed(plan_bytes, old, new, units)
    assert expected == _places(said)
    before = {issue.id: issue for issue in understand(plan_bytes, PATH, units).issues}
    same = [issue for issue in said.issues if before.get(issue.id) == issue]
    assert len(same) >= 21


UNDECIDED = [
    ("整改时限：2025年5月底", "整改时限：2025年—2027年底前分别", "deadline.due"),
    ("责任单位：市工信局（牵头），昆区", "责任单位：市工信局，昆区", "responsibility.lead"),
    ("验收单位：市工信局\n", "", "acceptance.units"),
]


@pytest.mark.parametrize(("old", "new", "field"), UNDECIDED)
def test_what_a_person_must_decide_names_the_command(
    plan_bytes: bytes, units: Units, old: str, new: str, field: str
) -> None:
    """The way out is the command that records the decision, with the id of the very task and a field that is one."""
    said = _changed(plan_bytes, old, new, units)
    (found,) = said.diagnostics
    issue_id = max((line, one) for one, line in said.lines.items() if line <= found.span.line)[1]
    for language in LANGUAGES:
        assert f"ledger construe {issue_id} --change {field}=" in hint(found, Words(language))
    assert is_field(field)


@pytest.mark.parametrize(("number", "code"), [("5", "L514"), ("1", "L514"), ("7", "L513"), ("16", "L513")])
def test_wrong_number_is_told(plan_bytes: bytes, units: Units, number: str, code: str) -> None:
    """A number that repeats or jumps is told where it stands; no issue is dropped or merged for it."""
    said = _changed(plan_bytes, "6.农村人居", f"{number}.农村人居", units)
    wrong = next(d for d in said.diagnostics if d.code == code)
    row = plan_bytes.decode()[: plan_bytes.decode().index("6.农村人居")].count("\n") + 1
    assert (row, number) == (wrong.span.line, wrong.args["number"])
    assert 23 == len(said.issues)
    assert not said.sound


def test_unknown_unit_has_near_names(plan_bytes: bytes, units: Units) -> None:
    """A name that is not in the table comes with those most like it."""
    said = _changed(plan_bytes, "验收单位：市工信局\n", "验收单位：市工信委\n", units)
    assert "市工信委" == said.diagnostics[0].args["name"]
    near = said.diagnostics[0].args["near"]
    assert isinstance(near, tuple)
    assert near[0] == "市工信局"
    assert not said.sound


def test_empty_table_of_units_leaves_every_name_open(plan_bytes: bytes) -> None:
    """Without a vocabulary every name is told, none is made up, and the issues are there all the same."""
    said = understand(plan_bytes, PATH, Units(UnitsFile(units={})))
    assert {"L516"} == set(_codes(said))
    assert 23 == len(said.issues)
    assert {()} == {issue.acceptance.units for issue in said.issues}


def test_document_that_stops_in_a_sentence_is_told(plan_bytes: bytes, units: Units) -> None:
    """A last measure without an end is a document that was cut off; a whole one is not."""
    cut = plan_bytes.decode().rstrip()[:-8].encode()
    assert [("L522", 501, 1)] == _places(understand(cut, PATH, units))
    assert [] == _places(understand(plan_bytes.rstrip(), PATH, units))


def test_lead_and_support_in_lines_of_their_own(plan_bytes: bytes, units: Units) -> None:
    """牵头单位 and 配合单位 in two lines give lead and support, with the bodies that each line names."""
    old = "责任单位：市工信局（牵头），昆区、石拐区、达茂旗、固阳县党委和政府"
    said = _changed(plan_bytes, old, "牵头单位：市工信局\n配合单位：昆区、石拐区党委和政府", units)
    (held,) = [issue.responsibility for issue in said.issues if issue.id == "04"]
    assert [] == said.diagnostics
    assert ("市工信局", "昆区、石拐区党委和政府") == (held.text, held.support_text)
    assert (("市工信局",), ("昆区", "石拐区")) == (held.lead, held.support)
    assert {"昆区": ("党委", "政府"), "石拐区": ("党委", "政府")} == held.bodies


def test_brackets_behind_measures_say_who_and_by_when(units: Units) -> None:
    """Each measure is of the units that its brackets name, with their day; unknown ones are told at it."""
    text = (
        "某市整改任务清单\n\n1.污水直排\n现场检查发现直排。\n责任单位：市水务局（牵头），昆区、东河区\n整改时限：2026年6月底前\n"
        "整改目标：消除直排。\n整改措施：\n（一）市水务局清淤。（责任单位：昆区、东河区；完成时限：2025年10月底前）\n"
        "（二）市水务局加强巡查。\n（三）修复管网。（责任单位：某某局）\n"
    )
    said = understand(text.encode(), PATH, units)
    first, second, third = said.issues[0].measures
    assert (("昆区", "东河区"), ("市水务局",), ()) == (first.by, second.by, third.by)
    assert ["2025-10-31"] == [str(milestone.due) for milestone in first.milestones]
    assert [("L516", 11)] == [(d.code, d.span.line) for d in said.diagnostics if d.code == "L516"]


@pytest.mark.parametrize(
    ("days", "due", "told"),
    [
        (("2025年10月底前", "2026年6月底前"), None, ["L563"]),
        (("2026年6月底前", ""), None, ["L563"]),
        (("2026年6月底前", "2026年6月底前"), "2026-06-30", []),
        (("", ""), None, ["L512"]),
    ],
)
def test_days_of_measures_are_the_deadline_only_where_all_state_one(
    units: Units, days: tuple[str, str], due: str | None, told: list[str]
) -> None:
    """Each measure is due by the day in its brackets; the last of several is not taken for the task's."""
    aside = [f"（责任单位：市水务局；完成时限：{day}）" if day else "（责任单位：市水务局）" for day in days]
    text = (
        "某市整改任务清单\n\n1.污水直排\n验收单位：市水务局\n整改目标：消除直排。\n整改措施：\n"
        f"（一）清淤。{aside[0]}\n（二）截污。{aside[1]}\n"
    )
    said = understand(text.encode(), PATH, units)
    (issue,) = said.issues
    assert told == _codes(said)
    assert (due, False) == (issue.deadline.due and str(issue.deadline.due), issue.deadline.unread)
    assert (due is None) == (issue.deadline.text is None)
    stated = {"2025年10月底前": ["2025-10-31"], "2026年6月底前": ["2026-06-30"], "": []}
    assert [stated[day] for day in days] == [[str(m.due) for m in one.milestones] for one in issue.measures]


VALUES = {
    "验收单位": "市水务局",
    "责任单位": "市水务局（牵头）、昆区",
    "整改时限": "2025年12月31日",
    "整改目标": "消除直排，不再反弹",
}


def _dressed(before: str, after: str, between: str) -> str:
    """A task whose fields stand in one paragraph, or each below its label."""
    fields = between.join(f"{before}{label}{after}{value}" for label, value in VALUES.items())
    measures = f"{before}整改措施{after}（一）清淤。（二）截污。"
    return f"某市整改任务清单\n\n1.污水直排\n现场检查发现直排。\n{fields}{between}{measures}\n"


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("【", "】", "。"),
        ("•【", "】", "。"),
        ("【", "】：", "。"),
        ("•", "：", "。"),
        ("◆", "：", "；"),
        ("", "　", "。"),
        ("", "  ", "；"),
        ("【", "】\n", "\n"),
        ("", "：\n", "\n"),
        ("", "\n", "\n"),
    ],
)
def test_labels_in_one_paragraph_or_above_their_values(
    units: Units, before: str, after: str, between: str
) -> None:
    """In each dress the same fields; a day alone below its label is its value, and signs nothing."""
    said = understand(_dressed(before, after, between).encode(), PATH, units)
    assert [] == said.diagnostics
    (issue,) = said.issues
    assert (("市水务局",), ("市水务局",), ("昆区",)) == (
        issue.acceptance.units,
        issue.responsibility.lead,
        issue.responsibility.support,
    )
    assert ("2025-12-31", "消除直排，不再反弹") == (
        str(issue.deadline.due),
        (issue.goal or "").rstrip("。；"),
    )
    assert ["清淤。", "截污。"] == [measure.text for measure in issue.measures]


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("按照【整改措施】的要求完成。", "按照【整改措施】的要求完成。"),
        ("达标。责任单位 各自落实。", "达标。责任单位 各自落实。"),
    ],
)
def test_words_of_labels_inside_a_text_are_no_labels(units: Units, goal: str, said: str) -> None:
    """Where the first label of the line has a colon, others need one."""
    text = _dressed("", "：", "\n").replace("消除直排，不再反弹", goal)
    (issue,) = understand(text.encode(), PATH, units).issues
    assert said == issue.goal


def test_day_below_an_empty_label_at_the_end_is_of_who_signs(units: Units) -> None:
    """A last label without a value gets none from the day of issue."""
    text = "某市整改任务清单\n\n1.污水直排\n责任单位：市水务局\n整改目标：达标。\n整改时限：\n某市整改办\n2025年1月10日\n"
    said = understand(text.encode(), PATH, units)
    assert [None] == [issue.deadline.text for issue in said.issues]
    assert said.plan is not None
    assert ("某市整改办", "2025-01-10") == (said.plan.issuer, str(said.plan.issued))


SUBS = (
    "某市整改任务清单\n\n1.设施有短板\n（1）污水处理厂超负荷\n处理厂长期超负荷运行。\n验收单位：市水务局\n责任单位：市水务局\n"
    "整改时限：2026年9月底前\n整改目标：消除溢流。\n整改措施：\n（一）扩容。\n（2）填埋场积存渗滤液。\n验收单位：市水务局\n"
    "责任单位：市水务局\n整改时限：2026年9月底前\n整改目标：消除积存。\n整改措施：\n（一）处置。\n"
)


def test_own_heading_of_a_sub_item_is_no_problem(units: Units) -> None:
    """It stands in the title behind that of all; a sub-item without one has its problem, and both are written back."""
    said = understand(SUBS.encode(), PATH, units)
    assert [] == said.diagnostics
    assert [
        ("设施有短板——污水处理厂超负荷", "处理厂长期超负荷运行。"),
        ("设施有短板", "填埋场积存渗滤液。"),
    ] == [(issue.title, issue.problem) for issue in said.issues]
    assert said.plan is not None
    assert SUBS.strip().split("\n")[2:] == list(paragraphs(said.plan, said.issues))


@pytest.mark.parametrize(
    ("written", "support", "told"),
    [
        (
            "市工信局（牵头），昆区、石拐\n区、达茂旗、固阳县党委和政府",
            ("昆区", "石拐区", "达茂旗", "固阳县"),
            [],
        ),
        (
            "市工信局（牵头），昆区、\n石拐区、达茂旗、\n固阳县党委和政府",
            ("昆区", "石拐区", "达茂旗", "固阳县"),
            [],
        ),
        ("\n市工信局（牵头），昆区、石拐区、达\n茂旗", ("昆区", "石拐区", "达茂旗"), []),
        ("市工信局（牵头），昆区\n某市人民政府文件", ("昆区",), ["L511"]),
        ("市工信局（牵头），昆区\n3", ("昆区",), ["L511"]),
    ],
)
def test_unit_line_that_was_broken(
    plan_bytes: bytes, units: Units, written: str, support: tuple[str, ...], told: list[str]
) -> None:
    """It goes on in the next line, also within a name; what is no list of names is told as before."""
    old = "责任单位：市工信局（牵头），昆区、石拐区、达茂旗、固阳县党委和政府"
    said = _changed(plan_bytes, old, f"责任单位：{written}", units)
    (held,) = [issue.responsibility for issue in said.issues if issue.id == "04"]
    assert (("市工信局",), support) == (held.lead, held.support)
    assert told == _codes(said)


def test_unknown_name_of_a_broken_unit_line_is_told_where_it_stands(plan_bytes: bytes, units: Units) -> None:
    """The place is that of the second line."""
    old = "责任单位：市工信局（牵头），昆区、石拐区、达茂旗、固阳县党委和政府"
    said = _changed(plan_bytes, old, "责任单位：市工信局（牵头），昆区、\n石拐区、某某局", units)
    line = plan_bytes.decode()[: plan_bytes.decode().index(old)].count("\n") + 2
    assert [("L516", line, 5)] == _places(said)


def test_plan_without_acceptance_unit(plan_bytes: bytes, units: Units) -> None:
    """A task that names nobody to accept it is understood all the same, with a warning; so it is read again."""
    said = _changed(plan_bytes, "验收单位：市工信局\n", "", units)
    (held,) = [issue for issue in said.issues if issue.id == "04"]
    assert (None, ()) == (held.acceptance.text, held.acceptance.units)
    assert said.sound
    path = "data/issues/04.yaml"
    assert b"acceptance:\n  text: null\n  units: []\n" in issue_yaml(held)
    assert held == load({path: issue_yaml(held)}).ledger.issues[0].baseline


@pytest.mark.parametrize(
    ("text", "unread", "undetermined"),
    [
        ("2025年5月底", False, False),
        ("立行立改", False, False),
        ("长期坚持", False, False),
        ("今年年内", True, True),
        ("2025年—2027年底前分别", True, True),
        ("立行立改，适时完成", True, True),
        ("完成整改", True, True),
    ],
)
def test_deadline_with_words_left_unread(
    plan_bytes: bytes, units: Units, text: str, unread: bool, undetermined: bool
) -> None:
    """A deadline that was not read to its end says so, and nobody can say by when."""
    said = _changed(plan_bytes, "整改时限：2025年5月底", f"整改时限：{text}", units)
    (deadline,) = [issue.deadline for issue in said.issues if issue.id == "05"]
    assert (unread, undetermined) == (deadline.unread, deadline.undetermined)


def test_unknown_label_stays_with_its_issue(plan_bytes: bytes, units: Units) -> None:
    """A line with a label of its own is in the others of its issue, as written."""
    said = _changed(plan_bytes, "整改时限：2025年5月底", "督导单位：市委办公室\n整改时限：2025年5月底", units)
    others = {issue.id: [(o.label, o.text) for o in issue.others] for issue in said.issues if issue.others}
    assert {"05": [("督导单位", "市委办公室")]} == others


def test_unrecognised_lines_are_kept_in_the_plan(plan_bytes: bytes, units: Units) -> None:
    """Lines that belong nowhere are kept with their numbers."""
    said = understand(plan_bytes + "（此件公开发布）\n".encode(), PATH, units)
    assert said.plan is not None
    assert [(505, "（此件公开发布）")] == [(u.line, u.text) for u in said.plan.unrecognised]
    assert ["L511"] == _codes(said)


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\x07"])
def test_what_nobody_sees_changes_nothing(plan_bytes: bytes, units: Units, mark: str) -> None:
    """Marks without width are no text: the tasks are the same, and what is told keeps its place in the file."""
    said = _changed(plan_bytes, "整改时限：2025年5月底", f"整{mark}改时限：{mark}2025年5{mark}月底", units)
    assert understand(plan_bytes, PATH, units).issues == said.issues
    assert [] == said.diagnostics
    told = _changed(plan_bytes, "验收单位：市工信局\n", f"验收{mark}单位：{mark}市工信委\n", units)
    assert [("L516", 113, 8)] == _places(told)


@pytest.mark.parametrize("mark", ["\u202e", "\x85", "\x1b", "\ue000\u202e"])
def test_invisible_character_in_the_plan_is_told(plan_bytes: bytes, units: Units, mark: str) -> None:
    """A character that the ledger would refuse to read again is told where it stands in the plan."""
    said = _changed(plan_bytes, "部分项目未经节能验收", f"部分项目{mark}未经节能验收", units)
    assert (91, 5 + len(mark) - 1) in {(d.span.line, d.span.column) for d in said.diagnostics}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（二）强化监督考核，按季度考核", "（二）对2个，完成整治，按季度考核"),
        ("2.绿色发展理念", "9" * 70 + ".绿色发展理念"),
        ("2.绿色发展理念", "9" * 5000 + ".绿色发展理念"),
        ("（1）第二轮中央", f"（{'1' * 80}）第二轮中央"),
        ("强化监督考核，按季度考核", f"完成{'9' * 400}个，按季度考核"),
        ("整改时限：2024年12月底", "整改时限：" + "年底前" * 3000),
    ],
)
def test_odd_documents_never_raise(plan_bytes: bytes, units: Units, old: str, new: str) -> None:
    """Numbers of any length and figures without a name are findings at most."""
    said = _changed(plan_bytes, old, new, units)
    assert len(said.document.drafts) in {22, 23}


@pytest.mark.parametrize(
    ("number", "numbers", "expected"),
    [
        ("7", ["7"], "07"),
        ("7（1）", ["7（1）", "7（2）"], "07-1"),
        ("7（1）", ["7（1）", "7（12）"], "07-01"),
        ("7", ["7", "123"], "007"),
        ("22", ["1", "22"], "22"),
    ],
)
def test_ids_sort_in_plan_order(number: str, numbers: list[str], expected: str) -> None:
    """Numbers are padded so that ids sort as the plan does."""
    from ledger.plans.document import Draft

    assert expected == ids_of([Draft(n, None, "题", 1) for n in numbers])[numbers.index(number)]


# -- any document --------------------------------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_any_bytes_are_a_finding_or_issues(units: Units, data: bytes) -> None:
    """Whatever bytes come, reading them ends in issues or in an error that says why there are none."""
    said = understand(data, PATH, units)
    assert said.issues or {
        "L518",
        "L519",
        "L512",
        "L524",
        "L526",
        "L527",
        "L528",
        "L529",
        "L530",
        "L562",
    } & set(_codes(said))
    decoded = decode(data)
    assert decoded is None or "\x00" not in decoded.text


def _without(draft: Draft) -> int:
    """How many fields that L512 names a draft lacks."""
    lines = (Label.DEADLINE, Label.GOAL)
    units = draft.fields.get(Label.RESPONSIBILITY) or draft.support
    return sum(not draft.fields.get(label) for label in lines) + (not units) + (not draft.measures)


@given(seed=st.integers(0, 2**32), count=st.integers(1, 30))
def test_spoilt_plan_never_raises_and_loses_no_line(
    plan_bytes: bytes, units: Units, seed: int, count: int
) -> None:
    """With lines dropped, doubled, moved or cut, each line is in the plan, in an issue, or told."""
    rng = random.Random(seed)
    lines = plan_bytes.decode().split("\n")[70:290]
    for _ in range(count):
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[i]
            case 1:
                lines.insert(j, lines[i])
            case 2:
                lines[i], lines[j] = lines[j], lines[i]
            case 3:
                lines[i] = lines[i][: rng.randrange(len(lines[i]) + 1)]
            case _:
                lines.insert(
                    i, rng.choice(["- 3 -", "联系电话：1", "又一句。", "整改时限：今年年内", "（3）子项"])
                )
    said = understand("\n".join(lines).encode(), PATH, units)
    drafts = [draft for draft in said.document.drafts if has_fields(draft)]
    assert len(said.document.drafts) - len(drafts) == Counter(_codes(said))["L562"]
    codes = Counter(_codes(said))
    assert [draft.number for draft in drafts] == [issue.number for issue in said.issues]
    assert sum(map(_without, drafts)) == codes["L512"]
    assert len(said.document.unrecognised) == codes["L511"]
    for draft, issue in zip(drafts, said.issues, strict=True):
        assert draft.problem == (issue.problem.split("\n") if issue.problem else [])
        assert (draft.fields.get(Label.GOAL) or None) == issue.goal
        assert [m.text for m in draft.measures] == [m.text for m in issue.measures]


def test_issue_from_a_plan_is_read_again_from_its_file(plan_bytes: bytes, units: Units) -> None:
    """A slip that is only a warning still gives files that load without an error."""
    said = _changed(plan_bytes, "整改时限：2025年5月底", "整改时限：今年年内", units)
    files = {f"data/issues/{issue.id}.yaml": issue_yaml(issue) for issue in said.issues}
    loaded = load(files)
    assert [] == [d for d in loaded.diagnostics if d.path in files]
    assert [None] == [i.baseline.deadline.due for i in loaded.ledger.issues if i.id == "05"]
    assert date(2024, 12, 31) == loaded.ledger.issues[1].baseline.deadline.due
