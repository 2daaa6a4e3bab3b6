"""One task whose labels are headings with the value below: ``一、整改问题`` … as in notices of clearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.closing import signature_at
from ledger.plans.document import Document, Draft, Label, Trouble, field_of
from ledger.plans.dress import headings_in
from ledger.plans.heads import FAMILIES, HAN, number_of
from ledger.plans.lines import ends_sentence, part
from ledger.plans.measuring import place_measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.plans.labels import Role
    from ledger.plans.lines import Line

_ROLES_LEAST = 3


def read_headed(document: Document, lines: Sequence[Line]) -> Document:
    """Read such a document; ``drafts`` stays empty where it is none.

    It has three roles or more as headings, of which one is the problem, and none of them twice.
    """
    heads = [headings_in(line.half) for line in lines]
    roles = [role for role, _, _ in filter(None, heads)]
    kinds = set(roles) - {"other"}
    subject = kinds & {"title", "problem"}
    if len(kinds) < _ROLES_LEAST or not subject or len(kinds) != len([r for r in roles if r != "other"]):
        return document
    values: dict[Role, list[Line]] = {}
    others: list[tuple[str, list[Line]]] = []
    current: list[Line] | None = None
    index = 0
    while index < len(lines):
        line, head = lines[index], heads[index]
        if current and head is None and (signed := signature_at(lines, index)):
            document.closing += lines[index : index + signed]
            document.unrecognised += lines[index + signed :]
            break
        if head is not None:
            role, name, value = head
            current = others_of(others, name) if role == "other" else values.setdefault(role, [])
            document.used.add(line.number)
            if value is not None:
                current.append(part(line, value))
        elif current is None:
            document.preamble.append(line)
        elif found := HAN.match(line.half):
            current = others_of(others, line.text[found.start("title") :])
            document.used.add(line.number)
        else:
            current.append(line)
            document.used.add(line.number)
        index += 1
    _draft(document, values, others)
    return document


def is_plainly_headed(lines: Sequence[Line]) -> bool:
    """Whether three roles or more, the problem among them, stand alone as headings of one task."""
    heads = [headings_in(line.half) for line in lines]
    roles = [head[0] for head in heads if head is not None and head[2] is None and head[0] != "other"]
    unique = len(roles) == len(set(roles))
    return unique and len(roles) >= _ROLES_LEAST and bool({"title", "problem"} & set(roles))


def others_of(others: list[tuple[str, list[Line]]], name: str) -> list[Line]:
    """A new place for the lines of a heading that no field has."""
    others.append((name, []))
    return others[-1][1]


def _draft(document: Document, values: dict[Role, list[Line]], others: list[tuple[str, list[Line]]]) -> None:
    subject = [*values.get("title", ()), *values.get("problem", ())]
    if not subject:
        document.unrecognised = [*document.preamble, *[x for v in values.values() for x in v]]
        return
    above = document.preamble[-1] if document.preamble else None
    head = (
        next(filter(None, (one.match(above.half) for one in FAMILIES)), None) if above is not None else None
    )
    if above is None or head is None or ends_sentence(above.text):
        first, head = subject[0], None
        draft = Draft("1", None, first.text, first.number, lines={"title": first.number})
        described = subject[1:]
    else:  # 1.黑臭水体, and below it 一、存在问题
        first = document.preamble.pop()
        title = first.text[head.start("title") :]
        draft = Draft(str(number_of(head)), None, title, first.number, lines={"title": first.number})
        document.used.add(first.number)
        described = subject
    draft.problem = [line.text for line in described]
    if draft.problem:
        draft.lines["problem"] = described[0].number
    for role, held in values.items():
        label = field_of(role)
        if role == "support" and held:
            draft.support = "\n".join(line.text for line in held)
            draft.lines["SUPPORT"], draft.columns["SUPPORT"] = held[0].number, held[0].indent + 1
        if label is None or not held:
            continue
        if label in draft.fields:
            args: dict[str, str | int] = {"label": label.value}
            document.troubles.append(Trouble("L520", held[0].number, 1, args))
            continue
        draft.leads_only |= role == "lead"
        draft.fields[label] = "\n".join(line.text for line in held)
        draft.lines[label.name], draft.columns[label.name] = held[0].number, held[0].indent + 1
        if label is Label.MEASURES:
            for line in held:
                place_measure(draft.measures, line)
    for name, held in others:
        draft.others.append((name, "\n".join(line.text for line in held)))
        line_number = held[0].number if held else first.number
        document.troubles.append(Trouble("L515", line_number, 1, {"label": name}))
    if head is None:
        document.troubles.append(Trouble("L533", first.number, 1, {"number": "1"}))
    document.drafts.append(draft)
