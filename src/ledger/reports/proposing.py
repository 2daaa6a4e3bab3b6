"""The records that a document comes to: one line a task; for scripts as ``record --from`` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.plans.notices import unread
from ledger.reports.importing import place_code, place_in_words
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.plans.document import Document
    from ledger.recording.proposing import Proposal, Why
    from ledger.recording.record import Request


def proposals_report(
    proposals: Sequence[Proposal],
    document: Document,
    day: date | None,
    refused: Mapping[str, Sequence[tuple[str, str]]],
) -> Report:
    """What is proposed, dated ``day``; ``refused`` are code and sentence of what the rules say, by issue."""
    left = unread(document)
    return Report(
        kind="proposals",
        columns=(
            Column("number"),
            Column("title", grow=2),
            Column("told", grow=3),
            Column("proposed", grow=2, stacked=True),
            Column("unrecorded", grow=3, stacked=True),
        ),
        records=tuple(_record(request) for one in proposals for request in one.requests),
        lines=tuple(
            {
                "number": one.item.number or "—",
                "title": one.item.title or "—",
                "told": one.item.words or "—",
                "proposed": [_named(request) for request in one.requests],
                "unrecorded": [
                    *(_sentence(why) for why in one.why),
                    *(said for _, said in _refusals(one, refused)),
                ],
            }
            for one in proposals
        ),
        summary={
            "day": day,
            "tasks": [
                {
                    "place": place_code(document, one.item.line),
                    "number": one.item.number or None,
                    "title": one.item.title or None,
                    "id": one.issue.id if one.issue is not None else None,
                    "told": one.item.words or None,
                    "notice": _notice(one),
                    "proposed": [str(request.fields["type"]) for request in one.requests],
                    "unrecorded": [_told(why) for why in one.why],
                    "refused": [code for code, _ in _refusals(one, refused)],
                }
                for one in proposals
            ],
            "unrecognised": [
                {"place": place_code(document, line.number), "text": line.text} for line in left
            ],
        },
        notes=tuple(
            Message("import.unread", {"place": place_in_words(document, line.number), "text": line.text})
            for line in left
        ),
        empty=Message("proposal.none"),
    )


def doubts(proposals: Sequence[Proposal]) -> list[Message]:
    """What a person has to settle, each in a sentence."""
    return [_sentence(why) for one in proposals for why in one.why if why.doubt]


def _record(request: Request) -> dict[str, Any]:
    """A record as ``record --from`` takes it."""
    return {"id": request.issue, **request.fields}


def _named(request: Request) -> Message:
    fields = request.fields
    gaps = {"day": fields["date"], "type": Message(f"entry.{fields['type']}"), "by": fields["by"]}
    return Message("proposal.record", gaps)


def _sentence(why: Why) -> Message:
    gaps = dict(why.args)
    if "type" in gaps:
        gaps["type"] = Message(f"entry.{gaps['type']}")
    return Message(why.key, gaps)


def _told(why: Why) -> dict[str, Any]:
    return {"why": why.key.removeprefix("proposal."), "doubt": why.doubt, **why.args}


def _refusals(one: Proposal, refused: Mapping[str, Sequence[tuple[str, str]]]) -> Sequence[tuple[str, str]]:
    return refused.get(one.issue.id, ()) if one.issue is not None else ()


def _notice(one: Proposal) -> dict[str, Any] | None:
    notice = one.notice
    return notice._asdict() if notice is not None else None
