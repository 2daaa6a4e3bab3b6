"""The shape of documents: cases as data (``tests/cases/shape/README.md``), heads by measures, wraps and furniture."""

# ruff: noqa: SIM300 - what is expected stands first

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from cli_tools import REPO
from ledger.model.unit import Units, UnitsFile
from ledger.plans.document import Document, Draft, Label
from ledger.plans.layouts import read_document
from ledger.plans.understand import Understanding, understand

CASES = REPO / "tests/cases/shape"
OTHERS = {"L515", "L516", "L517", "L521", "L525"}
FIELDS = {
    "acceptance": Label.ACCEPTANCE,
    "responsibility": Label.RESPONSIBILITY,
    "deadline": Label.DEADLINE,
    "goal": Label.GOAL,
}
KNOWN = {"case", "text", "form", "after", "tasks", "codes", "unread", "furniture", "title", "issuer", "issued", "kind", "cut"}  # fmt: skip


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            assert case.keys() <= KNOWN, case
            found.append(pytest.param(case, id=f"{path.stem}: {case['case']}"))
    return found


def _text(case: dict[str, Any]) -> str:
    text = str(case.get("text") or (CASES / "form.txt").read_text("utf-8"))
    for old, new in case.get("form", ()):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text + "".join(f"{line}\n" for line in case.get("after", ()))


def _read(text: str) -> Understanding:
    return understand(text.encode(), "a.txt", Units(UnitsFile(units={})))


def _said(draft: Draft, name: str) -> Any:
    if name in FIELDS:
        return draft.fields.get(FIELDS[name])
    if name == "measures":
        return [f"{measure.number or ''}{measure.text}" for measure in draft.measures]
    if name == "others":
        return [f"{label}：{text}" for label, text in draft.others]
    return "\n".join(draft.problem) if name == "problem" else getattr(draft, name)


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    """What a document holds is read into its fields, and what is no part of a task is named."""
    said = _read(_text(case))
    document = said.document
    if "tasks" in case:
        assert len(case["tasks"]) == len(document.drafts)
        for expected, draft in zip(case["tasks"], document.drafts, strict=True):
            assert expected == {name: _said(draft, name) for name in expected}
    if "codes" in case:
        assert case["codes"] == [d.code for d in said.diagnostics if d.code not in OTHERS]
    for name, lines in (("unread", document.unrecognised), ("furniture", document.furniture)):
        if name in case:
            assert case[name] == [line.text for line in lines]
    front = document.front
    for name in ("title", "issuer", "issued"):
        if name in case:
            assert case[name] == getattr(front, name)
    if "kind" in case:
        assert case["kind"] == said.shape.kind.value
    if "cut" in case:
        assert case["cut"] == document.cut


# -- heads by measures -----------------------------------------------------------------------------------------

HAN = "一二三"
HEADS = (
    "问题{n}：", "（{n}）", "（{h}）", "{n}、", "{n}．", "{n}.", "{n} ", "{h}、", "第{h}项：", "第{n}项　", "序号{n}　", "{c}", "【{n}】",
    "问题{h}：", "{n}）", "第{n}号问题 ", "整改任务{h}：", "## {n}. ",
)  # fmt: skip
MEASURES = ("（{h}）", "{n}.", "{h}是", "（{n}）", "{c}", "{n}、")
SHAPES = ((2, 2, 2), (1, 2, 1), (1, 1, 1), (3, 1, 2))
TITLES = [
    ("污水处理厂超负荷运行", "市水务局"),
    ("黑臭水体返黑", "市住建局"),
    ("扬尘管控不到位", "市生态环境局"),
]


def _number(style: str, n: int) -> str:
    return style.format(n=n, h=HAN[n - 1], c="①②③"[n - 1])


def _list(head: str, measure: str, shape: tuple[int, ...]) -> str:
    text = "某市督察反馈意见整改方案\n\n附件：整改任务清单\n\n"
    for n, (title, unit) in enumerate(TITLES, 1):
        text += f"{_number(head, n)}{title}\n验收单位：{unit}\n责任单位：{unit}（牵头）\n"
        text += f"整改时限：2025年{n}月底前\n整改目标：目标{n}。\n整改措施：\n"
        text += "".join(f"{_number(measure, m)}措施{n}之{m}。\n" for m in range(1, shape[n - 1] + 1))
    return text


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("head", HEADS)
def test_problems_are_told_from_measures(head: str, measure: str, shape: tuple[int, ...]) -> None:
    """However problems and measures are numbered, each task has its own title and its own measures."""
    document = read_document(_list(head, measure, shape))
    assert [title for title, _ in TITLES] == [draft.title for draft in document.drafts]
    assert ["1", "2", "3"] == [draft.number for draft in document.drafts]
    expected = [[f"措施{n}之{m}。" for m in range(1, shape[n - 1] + 1)] for n in (1, 2, 3)]
    assert expected == [[measure.text for measure in draft.measures] for draft in document.drafts]
    assert ([], []) == (document.troubles, document.unrecognised)


# -- the shipped plan, disturbed ---------------------------------------------------------------------------------


def _same(document: Document, plan: bytes) -> None:
    whole = read_document(plan.decode())
    for name in ("number", "section", "title", "problem", "fields", "others"):
        assert [getattr(d, name) for d in whole.drafts] == [getattr(d, name) for d in document.drafts]
    assert [[m.text for m in d.measures] for d in whole.drafts] == [
        [m.text for m in d.measures] for d in document.drafts
    ]


@pytest.mark.parametrize("width", [28, 35, 40, 60])
@pytest.mark.parametrize("spaced", [True, False])
def test_hard_wraps_are_undone(plan_bytes: bytes, width: int, *, spaced: bool) -> None:
    """A plan that was broken at the edge of a page gives the same tasks."""
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    wrapped = [[row[i : i + width] for i in range(0, len(row), width)] for row in rows]
    between = "\n\n" if spaced else "\n　　"
    _same(read_document(between.join("\n".join(pieces) for pieces in wrapped)), plan_bytes)


FURNITURE: dict[str, Callable[[int], list[str]]] = {
    "bare": lambda page: [str(page)],
    "of": lambda page: [f"{page}/20"],
    "dashes": lambda page: [f"— {page} —"],
    "title": lambda page: [f"- {page} -", "包头市贯彻落实第二轮自治区生态环境保护督察报告整改方案"],
    "file": lambda page: ["某某市人民政府文件", str(page)],
    "annex": lambda _: ["附件（续）"],
}


@pytest.mark.parametrize("name", FURNITURE)
@pytest.mark.parametrize("every", [17, 31])
def test_furniture_is_taken_away(plan_bytes: bytes, name: str, every: int) -> None:
    """Page numbers and running heads between any lines are no part of a field."""
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    text = []
    for n, row in enumerate(rows, 1):
        text.append(row)
        if n % every == 0:
            text += FURNITURE[name](n // every)
    document = read_document("\n".join(text))
    _same(document, plan_bytes)
    assert [] == document.unrecognised


def test_frame_of_a_web_page_is_taken_away(plan_bytes: bytes) -> None:
    """What a web page puts around a plan is furniture, and tells the day of issue."""
    before = "当前位置：首页 > 政务公开\n索引号：000/2024-1\n发文机关：包头市人民政府办公室\n成文日期：2024年10月8日\n打印本页\n【字体：大 中 小】\n"
    after = "\n上一篇：某通知\n下一篇：某公告\n蒙ICP备05000001号\n主办：某市人民政府 版权所有\n"
    document = read_document(before + plan_bytes.decode() + after)
    _same(document, plan_bytes)
    assert [] == document.unrecognised
    assert "包头市贯彻落实第二轮自治区生态环境保护督察报告整改方案" == document.title
    assert ("包头市人民政府办公室", date(2024, 10, 8)) == (document.front.issuer, document.front.issued)


def test_places_after_a_wrap_are_those_of_the_file() -> None:
    """What is told of a line that was joined stands at its place in the file."""
    rows = ["（一）" + "对两岸排口逐一登记造册并完成截污" * 5 + f"第{n}段。" for n in range(8)]
    wrapped = "\n\n".join("\n".join(textwrap.wrap(row, 40)) for row in rows)
    text = (
        f"1.题目\n\n责任单位：甲\n\n整改时限：2025年\n\n整改目标：清。\n\n整改措施：\n\n{wrapped}\n".replace(
            "第3段", "\u202e3段"
        )
    )
    told = [d.span for d in _read(text).diagnostics if d.code == "L106"]
    row, column = next((n, r.index("\u202e") + 1) for n, r in enumerate(text.split("\n"), 1) if "\u202e" in r)
    assert [(row, column)] == [(span.line, span.column) for span in told]
