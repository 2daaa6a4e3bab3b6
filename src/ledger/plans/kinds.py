"""What kind of document one is, by scored cues, so that it can be said in a sentence why it holds no task."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.document import Label
from ledger.plans.front import first_title
from ledger.plans.numerals import count_of
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.plans.document import Document
    from ledger.plans.lines import Line


class DocumentKind(StrEnum):
    """The kinds of documents that come to an office."""

    PLAN = "plan"
    LIST = "list"
    BODY = "body"
    NOTICE = "notice"
    CLEARING = "clearing"
    ACCEPTANCE = "acceptance"
    PROGRESS = "progress"
    INSPECTION = "inspection"
    ARTICLE = "article"
    PAGE = "page"
    PICTURE = "picture"
    OTHER = "other"


REASONS: Mapping[DocumentKind, str] = {
    DocumentKind.PLAN: "document.plan",
    DocumentKind.LIST: "document.list",
    DocumentKind.BODY: "document.body",
    DocumentKind.NOTICE: "document.notice",
    DocumentKind.CLEARING: "document.clearing",
    DocumentKind.ACCEPTANCE: "document.acceptance",
    DocumentKind.PROGRESS: "document.progress",
    DocumentKind.INSPECTION: "document.inspection",
    DocumentKind.ARTICLE: "document.article",
    DocumentKind.PAGE: "document.page",
    DocumentKind.PICTURE: "document.picture",
    DocumentKind.OTHER: "document.other",
}
"""The sentence of the catalogue that says of each kind what it is and why."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogue: its key, and what fills its gaps (``tasks``, ``first``, ``cues``)."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)


AFTERWARDS = frozenset({DocumentKind.PROGRESS, DocumentKind.CLEARING, DocumentKind.ACCEPTANCE})
"""What tells of tasks that are on file already: written as records, and not as a plan."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a document and why it is taken for one."""

    kind: DocumentKind
    reason: Reason


class _Cue(NamedTuple):
    kind: DocumentKind
    points: int
    pattern: re.Pattern[str]
    titled: bool = False


def _cue(kind: DocumentKind, points: int, pattern: str, *, titled: bool = False) -> _Cue:
    return _Cue(kind, points, re.compile(pattern), titled)


_CUES = (
    _cue(DocumentKind.CLEARING, 4, "销号(?:情况)?(?:的)?公示", titled=True),
    _cue(DocumentKind.CLEARING, 4, "整改.{0,8}情况(?:的)?公示", titled=True),
    _cue(DocumentKind.CLEARING, 2, "销号"),
    _cue(DocumentKind.CLEARING, 2, "公示(?:期|时间|日期|如下)|予以公示|现予公示|进行公示"),
    _cue(DocumentKind.ACCEPTANCE, 4, "验收(?:情况|结果|意见)?(?:的)?(?:公示|通知|意见|报告)", titled=True),
    _cue(DocumentKind.ACCEPTANCE, 2, "(?:通过|同意|组织)(?:现场)?验收"),
    _cue(DocumentKind.ACCEPTANCE, 1, "验收组|验收意见"),
    _cue(DocumentKind.NOTICE, 3, "(?:印发|转发)(?:给)?你们|现(?:予|将).{0,60}印发"),
    _cue(DocumentKind.NOTICE, 2, "(?:印发|转发|下达).{0,60}的?通知", titled=True),
    _cue(DocumentKind.NOTICE, 1, "各.{0,30}(?:单位|部门|人民政府|办事处|委员会)[，,、:：]"),
    _cue(DocumentKind.NOTICE, 1, r"[〔\[]20[0-9]{2}[〕\]][0-9]{1,4}号"),
    _cue(DocumentKind.BODY, 2, "总体要求|指导思想"),
    _cue(DocumentKind.BODY, 2, "保障措施|组织保障|工作要求"),
    _cue(DocumentKind.BODY, 1, "工作任务|重点任务|基本原则|整改原则|工作目标|整改目标"),
    _cue(DocumentKind.BODY, 1, "整改(?:工作)?方案", titled=True),
    _cue(DocumentKind.BODY, 1, "附件[0-9]?[:：].{0,60}清单"),
    _cue(DocumentKind.PROGRESS, 3, "(?:进展|落实|整改|完成)情况(?!.{0,4}公示)", titled=True),
    _cue(DocumentKind.PROGRESS, 1, "已完成整改|已完成[0-9]+项|完成整改[0-9]+项|已办结"),
    _cue(DocumentKind.PROGRESS, 1, "正在整改|正在推进|正在办理|序时进度"),
    _cue(DocumentKind.INSPECTION, 3, "督察(?:报告|反馈|意见|情况)|反馈意见(?!整改)", titled=True),
    _cue(DocumentKind.INSPECTION, 2, "督察(?:组)?(?:发现|指出|认为)"),
    _cue(DocumentKind.INSPECTION, 1, "(?:主要|存在的?|突出)问题"),
    _cue(DocumentKind.ARTICLE, 4, "^本报讯|^本网讯|(?:记者|通讯员)[\u4e00-\u9fff ]{2,8}(?:报道|[)）])"),
    _cue(DocumentKind.ARTICLE, 1, "日前|近日|连日来|截至目前"),
    _cue(DocumentKind.PICTURE, 4, r"!\[[^\]]{0,200}\]\([^)]{1,500}\)|\.(?:png|jpe?g|gif|bmp)\b"),
)
_LEAST = 3
_HEAD, _FOOT = 300, 60
_LINE_MOST = 2_000
_PREAMBLE_LIST = 4
_PICTURE_TEXT = 8
_CUES_SHOWN = 4
_PAGE = re.compile(
    r"^(?:\((?P<a>[二三四五六七八九十]{1,3})\)|(?P<b>[二三四五六七八九十]{1,3})、|(?P<c>[0-9]{1,3})[.、](?![0-9]))"
)
_TASK = re.compile("(?:[二三四五六七八九十]{1,3}、|[0-9]{1,3}[.、](?![0-9]))")
"""How a page out of the middle numbers its tasks, where （三） numbers a measure."""
_PAGE_FROM, _INSIDE = "document.page", "document.page_inside"
_DONE = re.compile("已完成|完成整改|已销号|未完成|正在|序时|长期坚持|达到")
_STATE = re.compile("进展|情况|状态|进度")


def shape_of(document: Document) -> Shape:
    """What kind of document this is.  Around tasks their setting tells it, else the words."""
    if document.drafts:
        kind = _with_tasks(document)
        first = document.drafts[0].number
        cues = [label.value for label in Label if any(draft.fields.get(label) for draft in document.drafts)]
        return _shape(kind, {"tasks": len(document.drafts), "first": first, "cues": _quoted(cues)})
    lines = [*document.preamble, *document.unrecognised] or document.lines
    few = len(lines) <= _PICTURE_TEXT
    if document.images and few:
        return _shape(DocumentKind.PICTURE, {"tasks": 0, "first": "", "cues": str(document.images)})
    args: dict[str, str | int]
    if document.tabled:
        args = {"tasks": 0, "first": "", "cues": ""}
        return Shape(DocumentKind.OTHER, Reason("document.tabled", args))
    scores = {kind: _score(document, lines, kind) for kind in DocumentKind}
    best = max(scores, key=lambda kind: scores[kind][0])
    points, cues = scores[best]
    if points >= _LEAST:
        return _shape(best, {"tasks": 0, "first": "", "cues": _quoted(cues)})
    page = _PAGE.match(lines[0].half) if lines else None
    if page is not None and page["c"] != "1":
        number = next((count_of(found[0]) for line in lines if (found := _TASK.match(line.half))), None)
        first = lines[0].text[: page.end()].rstrip("、.．") if number is None else str(number)
        args = {"tasks": 0, "first": first, "cues": _quoted([page[0]])}
        return Shape(DocumentKind.PAGE, Reason(_INSIDE if number is None else _PAGE_FROM, args))
    return _shape(DocumentKind.OTHER, {"tasks": 0, "first": "", "cues": ""})


def _shape(kind: DocumentKind, args: dict[str, str | int]) -> Shape:
    return Shape(kind, Reason(REASONS[kind], args))


def _with_tasks(document: Document) -> DocumentKind:
    title = document.title
    states = [_has_state(draft.others) for draft in document.drafts]
    one = len(document.drafts) == 1
    if one and "公示" in title + _start(document):
        return DocumentKind.ACCEPTANCE if "验收" in title and "销号" not in title else DocumentKind.CLEARING
    if sum(states) * 2 > len(states):
        return DocumentKind.PROGRESS
    if document.drafts[0].number.partition("（")[0] not in {"1", "一-1"} and not title:
        return DocumentKind.PAGE
    sentences = sum(line.text.endswith("。") for line in document.preamble)
    return DocumentKind.PLAN if sentences or len(document.preamble) > _PREAMBLE_LIST else DocumentKind.LIST


def _has_state(others: Sequence[tuple[str, str]]) -> bool:
    return any(_STATE.search(label) and _DONE.search(text) for label, text in others)


def _start(document: Document) -> str:
    return "".join(line.text for line in document.preamble[:20])


def _sample(lines: Sequence[Line]) -> list[str]:
    chosen = lines if len(lines) <= _HEAD + _FOOT else [*lines[:_HEAD], *lines[-_FOOT:]]
    return [line.half[:_LINE_MOST] for line in chosen]


def _score(document: Document, lines: Sequence[Line], kind: DocumentKind) -> tuple[int, list[str]]:
    title = half_width(document.title or first_title(lines))
    points, cues = 0, []
    for cue in _CUES:
        if cue.kind is not kind:
            continue
        texts = [title] if cue.titled else _sample(lines)
        found = next((m for text in texts if (m := cue.pattern.search(text)) is not None), None)
        if found is not None:
            points += cue.points
            cues.append(found[0][:20])
    return points, cues


def _quoted(cues: Sequence[str]) -> str:
    return "".join(f"“{cue}”" for cue in cues[:_CUES_SHOWN])
