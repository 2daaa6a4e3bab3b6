"""What a document says word for word, before its phrases are read: the plan, and the drafts by id."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ledger.model.plan import Extract, Layout, Plan, Section, Source, UnrecognisedLine
from ledger.plans.numerals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.documents.blocks import SourceKind
    from ledger.model.labels import LabelsFile
    from ledger.plans.document import Document, Draft
    from ledger.plans.interpret import Texts
    from ledger.plans.unread import Unread

_ENDINGS: dict[SourceKind, str] = {"text": "txt"}
"""The ending of the copy in the ledger, where it is not the kind itself."""
EXTRACT_PATH = "source/plan.txt"
"""Where the text of a document goes that is no text itself."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says word for word, its phrases not yet read: the drafts by id, and the plan.

    ``titled`` says whether the document states a title, or the plan's is the name of its file; ``unread`` why
    it is not read at all.
    """

    plan: Plan | None
    drafts: Mapping[str, Draft]
    lines: int
    titled: bool = False
    unread: Unread | None = None


def state(data: bytes, path: str, labels: LabelsFile | None = None) -> Stated:
    """Take a document apart without reading its phrases; ``labels`` are the words of the ledger's own."""
    from ledger.plans.labels import spoken

    with spoken(labels):
        return _state(data, path)


def _state(data: bytes, path: str) -> Stated:
    from ledger.documents.blocks import UnreadableError
    from ledger.documents.read import read
    from ledger.plans.laying import take_apart
    from ledger.plans.unread import why_unread

    try:
        source = read(data, path)
        document, text = take_apart(source)
    except UnreadableError as error:
        return Stated(None, {}, 0, unread=why_unread(error))
    if not document.drafts:
        return Stated(None, {}, len(document.lines))
    pairs = zip(ids_of(document.drafts), document.drafts, strict=True)
    drafts = {issue_id: draft for issue_id, draft in pairs if has_fields(draft)}
    try:
        plan = plan_of(document, data, path_stem(path), source.kind, text)
    except ValidationError:  # no plan.yaml was made of it: what it holds is none of what the ledger says
        return Stated(None, drafts, len(document.lines))
    return Stated(plan, drafts, len(document.lines), titled=bool(document.title))


def draft_texts(draft: Draft) -> Texts:
    """The phrases of a draft; a label with nothing after it states nothing."""
    from ledger.plans.document import Label
    from ledger.plans.interpret import Texts

    return Texts(
        acceptance=draft.fields.get(Label.ACCEPTANCE) or None,
        responsibility=draft.fields.get(Label.RESPONSIBILITY) or None,
        support=draft.support or None,
        leads_only=draft.leads_only,
        deadline=draft.fields.get(Label.DEADLINE) or None,
        goal=draft.fields.get(Label.GOAL) or None,
        measures=[measure.text for measure in draft.measures],
        beside=[measure.beside for measure in draft.measures],
    )


def plan_of(document: Document, data: bytes, fallback_title: str, kind: SourceKind, text: str) -> Plan:
    """The plan that a document with a task list states: ``data`` its bytes, ``text`` what it says."""
    front = document.front
    extract = Extract(path=EXTRACT_PATH, sha256=hashlib.sha256(text.encode()).hexdigest())
    return Plan(
        title=front.title or fallback_title,
        issuer=front.issuer or None,
        issued=front.issued,
        source=Source(
            path=f"source/plan.{_ENDINGS.get(kind, kind)}",
            sha256=hashlib.sha256(data).hexdigest(),
            extract=None if kind == "text" else extract,
        ),
        preamble="\n".join(line.text for line in document.preamble) or None,
        heading=tuple(line.text for line in document.heading),
        layout=_layout(document),
        sections=tuple(Section(number=n, title=t) for n, t, _ in document.sections),
        unrecognised=tuple(UnrecognisedLine(line=u.number, text=u.text) for u in document.unrecognised),
    )


def _layout(document: Document) -> Layout:
    """The usual number of blank lines between paragraphs of the list, and the number at the end."""
    numbers = [line.number for line in document.lines if line.number >= document.drafts[0].line]
    gaps = [after - before - 1 for before, after in pairwise(numbers)]
    gap = Counter(gaps).most_common(1)[0][0] if gaps else 1
    return Layout(gap=gap, end=max(document.blank_at_end, 0), labels=_labels(document.drafts))


def _labels(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """What the lines of tasks are called, by the task that has most of them; empty for the usual names."""
    from ledger.plans.document import Label

    counted = Counter(tuple(draft.labels) for draft in drafts if len(set(draft.labels)) == len(draft.labels))
    most = max(counted, key=lambda labels: (len(labels), counted[labels]), default=())
    usual = tuple(label.value for label in Label)
    return () if most == tuple(name for name in usual if name in most) else most


def path_stem(path: str) -> str:
    """The file name without folder and ending."""
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0] or path


def ids_of(drafts: Sequence[Draft]) -> list[str]:
    """``7（1）`` → ``07-1``: the ids of all issues, padded so that they sort in plan order."""
    split = [_ascii(draft.number).rstrip("）").partition("（") for draft in drafts]
    width = max([2, *(len(parent) for parent, _, _ in split)])
    sub_width = max((len(sub) for _, _, sub in split), default=0)
    return [
        f"{parent.zfill(width)}-{sub.zfill(sub_width)}" if sub else parent.zfill(width)
        for parent, _, sub in split
    ]


def _ascii(number: str) -> str:
    """``二-3`` → ``02-03``: the number of a problem in a list that counts anew in each section."""
    section, dash, own = number.partition("-")
    main, bracket, sub = own.partition("（")
    return f"{count_of(section) or 0:02}-{main.zfill(2)}{bracket}{sub}" if dash else number


def has_fields(draft: Draft) -> bool:
    """Whether any field of a task is stated; a heading alone is none."""
    return any(draft.fields.values()) or bool(draft.support or draft.measures)
