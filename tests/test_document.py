"""Text of a plan → drafts, with every line accounted for."""

# ruff: noqa: SIM300 - what is expected stands first

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.plans.document import OWN, Document, Draft, Label
from ledger.plans.labels import lexicon
from ledger.plans.layouts import read_document
from ledger.plans.lines import Line, split_lines
from ledger.plans.width import half_width

ISSUE = """\
1.题目甲

问题一段。

验收单位：市水务局

责任单位：市水务局（牵头），昆区

整改时限：2024年12月底

整改目标：目标一句。

整改措施：

（一）措施甲。

（二）措施乙。
"""


def _codes(document: Document) -> list[tuple[str, int]]:
    return [(trouble.code, trouble.line) for trouble in document.troubles]


def _with(old: str, new: str) -> Document:
    changed = ISSUE.replace(old, new)
    assert changed != ISSUE
    return read_document(changed)


def _only(document: Document) -> Draft:
    (draft,) = document.drafts
    return draft


# -- the real plan -------------------------------------------------------------------------------------------


def test_real_plan_has_22_problems_and_23_issues(plan_bytes: bytes) -> None:
    """The plan has problems 1 to 22, of which 7 has two parts, in five sections."""
    document = read_document(plan_bytes.decode())
    expected = [*map(str, range(1, 7)), "7（1）", "7（2）", *map(str, range(8, 23))]
    assert expected == [draft.number for draft in document.drafts]
    assert ["一", "二", "三", "四", "五"] == [number for number, _, _ in document.sections]
    per_section = Counter(draft.section for draft in document.drafts)
    assert {"一": 8, "二": 4, "三": 5, "四": 5, "五": 1} == per_section


def test_real_plan_has_nothing_left_over(plan_bytes: bytes) -> None:
    """No line of the plan is unrecognised, nothing is odd about it, and no field is missing."""
    document = read_document(plan_bytes.decode())
    assert [] == document.unrecognised
    assert [] == document.troubles
    assert all(set(Label) == set(draft.fields) for draft in document.drafts)
    assert 63 == sum(len(draft.measures) for draft in document.drafts)


def test_real_plan_begins_with_its_preamble(plan_bytes: bytes) -> None:
    """What stands before the list is kept whole; its title is joined where the line was broken."""
    document = read_document(plan_bytes.decode())
    assert "包头市贯彻落实第二轮自治区生态环境保护督察报告整改方案" == document.title
    assert ["附件", "包头市贯彻落实第二轮自治区生态环境", "保护督察报告整改任务清单"] == [
        line.text for line in document.heading
    ]
    assert 20 == len(document.preamble)


# -- single shapes -------------------------------------------------------------------------------------------


def test_lines_keep_their_numbers_and_lose_their_layout() -> None:
    """Blank lines count, white space at both ends is layout, CRLF and CR end lines."""
    lines = split_lines("甲\r\n\r\n\u3000\u3000乙 \r丙\n\t\n")
    assert [(1, "甲", 0), (3, "乙", 2), (4, "丙", 0)] == [(x.number, x.text, x.indent) for x in lines]


def test_one_issue() -> None:
    """The five labels, the problem and the measures of an issue go to their fields."""
    draft = _only(read_document(ISSUE))
    assert ("1", None, "题目甲", ["问题一段。"]) == (draft.number, draft.section, draft.title, draft.problem)
    assert "市水务局（牵头），昆区" == draft.fields[Label.RESPONSIBILITY]
    assert "2024年12月底" == draft.fields[Label.DEADLINE]
    assert [("（一）", "措施甲。"), ("（二）", "措施乙。")] == [(m.number, m.text) for m in draft.measures]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.题目甲", "1、题目甲"),
        ("1.题目甲", "１．题目甲"),
        ("1.题目甲", "1 . 题目甲"),
        ("1.题目甲", "\u3000\u30001.题目甲"),
        ("：", ":"),
        ("：", "： "),
        ("（", "("),
        ("）", ")"),
        ("\n", "\r\n"),
        ("\n\n", "\n"),
        ("整改时限：", "完成时限："),
        ("整改时限：", "整改时间："),
        ("责任单位：", "整改责任单位："),
        ("整改时限：2024", "整改时限：\n2024"),
    ],
)
def test_variants_of_layout_are_the_same_issue(old: str, new: str) -> None:
    """Width of punctuation, indents, blank lines and synonyms of labels make no difference."""
    plain, draft = _only(read_document(ISSUE)), _only(_with(old, new))
    width = str.maketrans("（）", "()")
    assert plain.title == draft.title
    assert plain.problem == draft.problem
    assert {k: v.translate(width) for k, v in plain.fields.items()} == {
        k: v.translate(width) for k, v in draft.fields.items()
    }
    assert [m.text for m in plain.measures] == [m.text for m in draft.measures]


@pytest.mark.parametrize("label", list(Label))
def test_missing_label_is_missing(label: Label) -> None:
    """An issue without one of its five lines lacks exactly that field."""
    lines = [line for line in ISSUE.split("\n") if not line.startswith(label.value)]
    if label is Label.MEASURES:
        lines = [line for line in lines if not line.startswith("（")]
    draft = _only(read_document("\n".join(lines)))
    assert set(Label) - {label} == set(draft.fields)
    assert (label is Label.MEASURES) == (not draft.measures)


def test_empty_label_is_missing() -> None:
    """A label with nothing after it is as good as missing."""
    assert not _only(_with("整改时限：2024年12月底", "整改时限：")).fields.get(Label.DEADLINE)
    assert not _only(_with("验收单位：市水务局", "验收单位：")).fields.get(Label.ACCEPTANCE)


def test_unknown_label_is_kept_among_others() -> None:
    """A label that the format has no field for is kept as written, and told."""
    document = _with("整改时限：", "帮扶单位：市委办公室\n\n整改时限：")
    assert [("帮扶单位", "市委办公室")] == _only(document).others
    assert [("L515", 9)] == _codes(document)
    assert set(Label) == set(_only(document).fields)


def test_unknown_label_above_sub_items_is_not_lost() -> None:
    """A label that stands between a title and its sub-items is kept somewhere."""
    document = _with("问题一段。", "督导单位：市委办公室\n\n（1）问题一段。")
    kept = [text for draft in document.drafts for _, text in draft.others]
    kept += [line.text for line in document.unrecognised]
    assert any("市委办公室" in text for text in kept)


def test_sentence_with_a_colon_is_no_label() -> None:
    """A line of the problem with a colon in it stays in the problem."""
    draft = _only(_with("问题一段。", "督察发现：有问题。"))
    assert ["督察发现：有问题。"] == draft.problem


def test_repeated_label_is_told_and_not_taken() -> None:
    """The second line with the same label changes nothing, is told, and is kept as unrecognised."""
    document = _with("整改目标：", "整改时限：2030年底\n\n整改目标：")
    assert "2024年12月底" == _only(document).fields[Label.DEADLINE]
    assert [("L520", 11)] == _codes(document)
    assert ["整改时限：2030年底"] == [line.text for line in document.unrecognised]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([1, 2, 3], []),
        ([1, 3], [("L513", 3)]),
        ([2, 3], [("L513", 2)]),
        ([1, 1, 2], [("L514", 1)]),
        ([1, 2, 1, 3], [("L514", 1)]),
        ([1, 3, 2, 4], [("L513", 3), ("L514", 2)]),
    ],
)
def test_numbers_that_jump_or_repeat(numbers: list[int], expected: list[tuple[str, int]]) -> None:
    """A gap in the numbers and a number that comes again are told at their line; both issues are kept."""
    document = read_document("".join(ISSUE.replace("1.题目甲", f"{n}.题目甲") for n in numbers))
    lines = ISSUE.count("\n")
    found = [(t.code, numbers[(t.line - 1) // lines]) for t in document.troubles]
    assert expected == found
    assert [str(n) for n in numbers] == [draft.number for draft in document.drafts]


def test_sub_items_share_the_title() -> None:
    """（1） and （2） under one title are two issues with the same title and their own problem."""
    body = ISSUE.split("问题一段。")[1]
    document = read_document(f"1.题目甲\n\n（1）问题子。{body}\n（2）问题丑。{body}")
    assert [("1（1）", "题目甲", ["问题子。"]), ("1（2）", "题目甲", ["问题丑。"])] == [
        (draft.number, draft.title, draft.problem) for draft in document.drafts
    ]


def test_numbered_lines_inside_an_issue_are_no_problems() -> None:
    """Numbered measures are measures, because no labels follow them."""
    document = _with("（一）措施甲。\n\n（二）措施乙。", "1.措施甲。\n\n2.措施乙。")
    assert [("1.", "措施甲。"), ("2.", "措施乙。")] == [(m.number, m.text) for m in _only(document).measures]
    assert [] == document.troubles


def test_measure_in_several_paragraphs() -> None:
    """A paragraph without a number under numbered measures goes on with the one above."""
    draft = _only(_with("（一）措施甲。", "（一）措施甲。\n\n接着说。"))
    assert ["措施甲。\n接着说。", "措施乙。"] == [measure.text for measure in draft.measures]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("（一）清淤。（二）截污。", [("（一）", "清淤。"), ("（二）", "截污。")]),
        ("(一) 清淤； (二) 截污。", [("(一)", "清淤；"), ("(二)", "截污。")]),
        ("一是清淤；二是截污；三是补水。", [("一是", "清淤；"), ("二是", "截污；"), ("三是", "补水。")]),
        (
            "（一）清淤。\n（二）截污。（三）补水。",
            [("（一）", "清淤。"), ("（二）", "截污。"), ("（三）", "补水。")],
        ),
        ("（一）清淤。\n分两步。（二）截污。", [("（一）", "清淤。\n分两步。"), ("（二）", "截污。")]),
        # no next measure: not after a sentence, not the next number, another style, no number at all
        ("（一）按照（二）的要求清淤。", [("（一）", "按照（二）的要求清淤。")]),
        ("（一）清淤。（三）截污。", [("（一）", "清淤。（三）截污。")]),
        ("（一）清淤。一是巡查；二是排查。", [("（一）", "清淤。一是巡查；二是排查。")]),
        ("1.清淤。2.5公里截污。", [("1.", "清淤。2.5公里截污。")]),
        ("清淤。（一）截污。（二）补水。", [(None, "清淤。（一）截污。（二）补水。")]),
    ],
)
def test_measures_in_one_paragraph(written: str, expected: list[tuple[str | None, str]]) -> None:
    """Numbered measures are taken apart also where they follow one another in a paragraph, and nothing is lost."""
    draft = _only(_with("\n\n（一）措施甲。\n\n（二）措施乙。", written))
    assert expected == [(m.number, m.text) for m in draft.measures]


def test_measure_without_a_number() -> None:
    """A single measure needs no number, and may stand behind its label."""
    draft = _only(_with("整改措施：\n\n（一）措施甲。\n\n（二）措施乙。", "整改措施：对堆场整治。"))
    assert [(None, "对堆场整治。")] == [(measure.number, measure.text) for measure in draft.measures]


@pytest.mark.parametrize("line", ["附件2", "（此件公开发布）"])
def test_foot_of_a_document_is_unrecognised_wherever_it_stands(line: str) -> None:
    """What stands at the foot is told, and never becomes part of a field."""
    for label in ("验收单位", "责任单位", "整改目标", "整改措施", "（二）"):
        document = _with(label, f"{line}\n\n{label}")
        assert [line] == [found.text for found in document.unrecognised]
        assert _only(read_document(ISSUE)).fields == _only(document).fields
        assert [m.text for m in _only(read_document(ISSUE)).measures] == [
            m.text for m in _only(document).measures
        ]


@pytest.mark.parametrize(
    "line", ["- 12 -", "—12—", "第3页", "第 3 页 共 9 页", "3/20", "上一篇：通知", "【打印本页】"]
)
def test_page_furniture_is_apart_wherever_it_stands(line: str) -> None:
    """Page numbers and the frame of a web page are furniture, and never become part of a field."""
    for label in ("验收单位", "责任单位", "整改目标", "整改措施", "（二）"):
        document = _with(label, f"{line}\n\n{label}")
        assert [line] == [found.text for found in document.furniture]
        assert [] == document.unrecognised
        assert _only(read_document(ISSUE)).fields == _only(document).fields
        assert [m.text for m in _only(read_document(ISSUE)).measures] == [
            m.text for m in _only(document).measures
        ]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "没有清单的通知。", "1.只有标题\n\n2.又一个标题", "一、总体要求"]
)
def test_document_without_a_list_has_no_drafts(text: str) -> None:
    """Where there is no task list nothing is made up; all lines are told as unrecognised."""
    document = read_document(text)
    assert [] == document.drafts
    assert document.lines == document.unrecognised


def test_a_number_of_any_length_is_read() -> None:
    """A run of thousands of digits in front of a title is odd, not the end of the program."""
    document = read_document(ISSUE.replace("1.题目甲", "9" * 5000 + ".题目甲"))
    assert ISSUE.count("\n\n") == len(document.lines) - 1


# -- every line in exactly one place -------------------------------------------------------------------------

_PREFIXES = (
    re.compile(r"^[\u4e00-\u9fff]{2,8}:\s*"),
    re.compile(r"^[0-9]+\s*[.、]\s*"),
    re.compile(r"^\([0-9一二三四五六七八九十]+\)\s*"),
    re.compile(r"^[一二三四五六七八九十]+、\s*"),
)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def _cores(line: Line) -> list[str]:
    """What a line may say: itself, or without its label or number."""
    cores = [line.text]
    cores += [line.text[found.end() :] for prefix in _PREFIXES if (found := prefix.match(line.half))]
    return [_squeeze(core) for core in cores]


def _pieces(document: Document) -> Counter[str]:
    """All texts that the drafts hold, line by line."""
    pieces: list[str] = []
    for draft in document.drafts:
        _, own, heading = draft.title.rpartition(OWN) if "（" in draft.number else ("", "", draft.title)
        pieces += [heading] if own or "（" not in draft.number else []
        pieces += draft.problem
        told = {measure.line for measure in draft.measures}  # a field that stands there is said behind one
        pieces += [
            text
            for label, text in draft.fields.items()
            if label is not Label.MEASURES and draft.lines.get(label.name) not in told
        ]
        pieces += [f"{measure.number or ''}{measure.text}" for measure in draft.measures]
        pieces += [text for _, text in draft.others]
    return Counter(_squeeze(line) for piece in pieces for line in piece.split("\n") if line)


_DRESS = re.compile(
    r"[\s:|*_#【】\[\]；;，,。()（）•●、.0-9一二三四五六七八九十①-⑳-]*(?:[\u4e00-\u9fff]{2,8}:)?[\s:|*_【】；;，,。]*"
)


def unaccounted(document: Document) -> tuple[list[str], list[str]]:
    """The lines that are in no part of the document, and the texts of drafts that are in no line."""
    whole = [*document.preamble, *document.heading, *document.closing, *document.furniture]
    whole += [line for line in document.unrecognised if line.number not in document.used]
    parts = {line.number: line.text for line in document.unrecognised if line.number in document.used}
    placed = Counter(line.number for line in whole) + Counter(number for _, _, number in document.sections)
    assert set(placed.values()) <= {1}, "a line is in two parts"
    pieces = _pieces(document)
    pieces.update(_squeeze(text) for text in parts.values())
    shared = {_squeeze(draft.title.partition(OWN)[0]) for draft in document.drafts if "（" in draft.number}
    lost = []
    for line in document.lines:
        if line.number in placed:
            continue
        cores = _cores(line)
        core = next((core for core in cores if pieces[core]), None)
        if core is not None:
            pieces[core] -= 1
        elif not ({"", *shared} & set(cores) or _taken_apart(line, pieces)):
            lost.append(line.text)
    return lost, sorted((+pieces).elements())


def _taken_apart(line: Line, pieces: Counter[str]) -> bool:
    """Whether a line is made of several texts with nothing but labels and dress between; they are counted off."""
    rest = half_width(_squeeze(line.text))
    for piece in sorted((p for p in +pieces if half_width(p) in rest), key=len, reverse=True):
        if half_width(piece) in rest:
            rest = rest.replace(half_width(piece), "|", 1)
            pieces[piece] -= 1
    for name in sorted(lexicon(), key=len, reverse=True):
        rest = rest.replace(name, "")
    return _DRESS.fullmatch(rest) is not None


def test_every_line_of_the_real_plan_is_in_one_place(plan_bytes: bytes) -> None:
    """No line of the plan is lost, none is in two places."""
    assert ([], []) == unaccounted(read_document(plan_bytes.decode()))


def test_the_account_can_fail(plan_bytes: bytes) -> None:
    """The account itself sees a line that was dropped and a text that was made up."""
    document = read_document(plan_bytes.decode())
    dropped = document.drafts[3].problem.pop()
    document.drafts[5].problem.append("编造的一句。")
    assert ([dropped], ["编造的一句。"]) == unaccounted(document)


_INSERTS = [
    "", "  ", "- 3 -", "附件", "附件2", "一、新的部分", "9.新的题目", "（1）新的子项", "（一）新的措施。",
    "验收单位：市水务局", "整改措施：", "整改目标：", "督导单位：市委办公室", "联系电话：", "又一句话。",
    "23、题目", "（9）", "二是加强管理。", "（此件公开发布）",
]  # fmt: skip


def mutate(lines: list[str], edits: list[tuple[str, int, int]]) -> list[str]:
    """Apply edits (drop, double, swap, insert, cut a line) to a copy of ``lines``."""
    lines = list(lines)
    for kind, a, b in edits:
        if not lines:
            break
        i, j = a % len(lines), b % len(lines)
        if kind == "drop":
            del lines[i]
        elif kind == "double":
            lines.insert(j, lines[i])
        elif kind == "swap":
            lines[i], lines[j] = lines[j], lines[i]
        elif kind == "insert":
            lines.insert(i, _INSERTS[b % len(_INSERTS)])
        elif kind == "cut":
            lines[i] = lines[i][: b % (len(lines[i]) + 1)]
    return lines


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "swap", "insert", "cut"]),
        st.integers(0, 9999),
        st.integers(0, 9999),
    ),
    min_size=1,
    max_size=12,
)


@given(edits=EDITS, start=st.integers(0, 22), length=st.integers(1, 6))
def test_every_line_of_a_spoilt_plan_is_in_one_place(
    plan_bytes: bytes, edits: list[tuple[str, int, int]], start: int, length: int
) -> None:
    """However lines are dropped, doubled, swapped, inserted or cut, each stays accounted for."""
    text = plan_bytes.decode()
    starts = [m.start() for m in re.finditer(r"^(?:[0-9]+\.|（[12]）)", text, re.MULTILINE)]
    first, last = starts[start % len(starts)], starts[min(start + length, len(starts) - 1)]
    piece = text[first : last if last > first else None]
    assert ([], []) == unaccounted(read_document("\n".join(mutate(piece.split("\n"), edits))))


@given(st.lists(st.one_of(st.sampled_from(ISSUE.split("\n") + _INSERTS), st.text(max_size=8)), max_size=25))
def test_every_line_of_any_text_is_in_one_place(lines: list[str]) -> None:
    """Whatever lines come, each that is not blank is in exactly one place."""
    assert ([], []) == unaccounted(read_document("\n".join(lines)))
