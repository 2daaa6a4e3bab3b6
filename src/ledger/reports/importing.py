"""What an import understood: one line an issue, and below it what was found in each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ledger.documents.xlsx import column_letters
from ledger.plans.laying import account
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.plans.document import Document
    from ledger.plans.understand import Understanding


def import_report(said: Understanding) -> Report:
    """The issues that a document was understood to hold."""
    document = said.document
    problems = len({issue.number.partition("（")[0] for issue in said.issues})
    records = tuple(
        _record(issue, said.lines[issue.id], place_code(document, said.lines[issue.id]))
        for issue in said.issues
    )
    characters = account(document)
    rejected = len(document.drafts) - len(said.issues)
    lines = len(document.lines) - len(document.furniture)
    placed = lines - len(document.unrecognised)
    return Report(
        kind="import",
        columns=(
            Column("number"),
            Column("line", right=True),
            Column("title", grow=3),
            Column("lead", grow=2),
            Column("support", grow=3),
            Column("acceptance", grow=2),
            Column("when"),
            Column("measures", right=True),
            Column("milestones", grow=2),
            Column("targets", grow=3),
        ),
        records=records,
        lines=tuple(
            {**record, "when": _when(record), "milestones": [str(m["due"]) for m in record["milestones"]]}
            for record in records
        ),
        title=Message("import.title", {"title": said.plan.title}) if said.plan else None,
        summary={
            "title": said.plan.title if said.plan else None,
            "source": said.kind,
            "encoding": said.encoding or None,
            "problems": problems,
            "lines": lines,
            "preamble_lines": len(document.preamble),
            "characters": asdict(characters),
            "unrecognised": [
                {"line": line.number, "place": place_code(document, line.number), "text": line.text}
                for line in document.unrecognised
            ],
        },
        notes=(
            _kind(said),
            Message(
                "import.counted", {"problems": problems, "issues": len(said.issues), "rejected": rejected}
            ),
            Message(
                "import.lines",
                {
                    "lines": lines,
                    "placed": placed,
                    "preamble": len(document.preamble),
                    "unrecognised": len(document.unrecognised),
                },
            ),
            Message("import.characters", asdict(characters)),
        )
        if said.plan
        else (_kind(said),),
        empty=Message("import.none"),
    )


def _kind(said: Understanding) -> Message:
    """What kind of document it is, and why, in one sentence."""
    return Message(said.shape.reason.key, said.shape.reason.args)


def place_code(document: Document, line: int) -> str:
    """Where a line stands in the file, for scripts: ``line:12``, ``table:1/row:3/column:2``."""
    place = document.places.get(line)
    return place.code if place is not None else f"line:{line}"


_PLACES = {
    "table": "place.table",
    "paragraph": "place.paragraph",
    "page": "place.page",
    "line": "place.line",
}
"""The words for a place, by the first of its numbers that it has."""


def place_of(document: Document, line: int) -> Message | None:
    """Where a line stands in the file, in words; ``None`` where the file is text and the line says it."""
    place = document.places.get(line)
    if place is None:
        return None
    if place.part:
        cell = f"{column_letters(place.column)}{place.row}"
        return Message("place.sheet", {"sheet": place.part, "cell": cell})
    gaps = {"page": place.page, "line": place.line, "paragraph": place.paragraph}
    gaps |= {"table": place.table, "row": place.row, "column": place.column}
    return Message(next(key for name, key in _PLACES.items() if gaps[name]), gaps)


def _record(issue: Baseline, line: int, place: str) -> dict[str, Any]:
    deadline = issue.deadline
    named = issue.milestones + tuple(m for measure in issue.measures for m in measure.milestones)
    return {
        "id": issue.id,
        "number": issue.number,
        "line": line,
        "place": place,
        "section": issue.section,
        "title": issue.title,
        "acceptance": list(issue.acceptance.units),
        "lead": list(issue.responsibility.lead),
        "support": list(issue.responsibility.support),
        "deadline": deadline.text,
        "due": deadline.due,
        "immediate": deadline.immediate,
        "sustained": deadline.sustained,
        "measures": len(issue.measures),
        "milestones": [{"text": m.text, "due": m.due} for m in named],
        "targets": [f"{t.name} {t.text}" for t in issue.targets],
    }


def _when(record: dict[str, Any]) -> list[Any]:
    """The deadline in a few words."""
    flags = [Message(f"flag.{name}") for name in ("immediate", "sustained") if record[name]]
    return ([str(record["due"])] if record["due"] else []) + flags or [Message("flag.unknown")]
