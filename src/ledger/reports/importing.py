"""What an import understood: one line an issue, and below it what was found in each.

For scripts every task is told whole, with what the document does not state of it (``missing``), and beside
the tasks every doubt that a person has to settle, with its place and field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

from ledger.documents.xlsx import column_letters
from ledger.model.baseline import Missing
from ledger.plans.document import Label
from ledger.plans.interpret import texts_of, unstated
from ledger.plans.laying import account
from ledger.plans.notices import notice_of
from ledger.plans.persons import role_of_line
from ledger.plans.progress import COMPLETION, STATE
from ledger.reading.codes import CODES, Severity
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.documents.blocks import Place
    from ledger.model.baseline import Baseline, Milestone
    from ledger.plans.document import Document
    from ledger.plans.notices import Notice
    from ledger.plans.understand import Understanding
    from ledger.reading.diagnostic import Diagnostic

_LABEL = re.compile("[:：]")

_FIELDS = {
    "title": "title",
    "problem": "problem",
    Label.ACCEPTANCE.name: "acceptance",
    Label.RESPONSIBILITY.name: "responsibility",
    "SUPPORT": "support",
    Label.DEADLINE.name: "deadline",
    Label.GOAL.name: "goal",
    Label.MEASURES.name: "measures",
}
"""The fields of a task by the lines at which they begin."""


def import_report(said: Understanding) -> Report:
    """The issues that a document was understood to hold."""
    document = said.document
    notice = notice_of(document)
    recognised = said.plan is not None and bool(said.plan.source.recognised)
    return Report(
        kind="import",
        columns=(
            Column("number"),
            Column("origin") if document.places else Column("line", right=True),
            Column("title", grow=3),
            Column("lead", grow=2),
            Column("support", grow=3),
            Column("acceptance", grow=2),
            Column("when"),
            Column("measures", right=True),
            Column("milestones", grow=2),
            Column("targets", grow=3),
        ),
        records=tuple(
            _record(issue, place_code(document, said.lines[issue.id]), notice, recognised=recognised)
            for issue in said.issues
        ),
        lines=tuple(_line(document, issue, said.lines[issue.id]) for issue in said.issues),
        title=Message("import.title", {"title": said.plan.title}) if said.plan else None,
        summary={
            "document": _document(said),
            "characters": asdict(account(document)),
            "last": _last_of(said),
            "unrecognised": [
                {"place": place_code(document, line.number), "text": line.text}
                for line in document.unrecognised
            ],
            "doubts": _doubts(said),
        },
        notes=tuple(_notes(said)),
        empty=Message("import.none"),
    )


def _notes(said: Understanding) -> Iterator[Message]:
    """What is said below the table: what sort of document it is, and where its lines and characters went."""
    document = said.document
    characters = Message("import.characters", asdict(account(document)))
    if said.plan is None:
        if document.lines:
            yield from (kind_of(said), characters)
        return
    problems = len({issue.number.partition("（")[0] for issue in said.issues})
    rejected = len(document.drafts) - len(said.issues)
    unread = len(document.unrecognised)
    lines = len(document.lines) - len(document.furniture)
    yield kind_of(said)
    yield Message("import.counted", {"problems": problems, "issues": len(said.issues), "rejected": rejected})
    gaps = {"lines": lines, "placed": lines - unread, "preamble": len(document.preamble)}
    yield Message("import.lines", {**gaps, "unrecognised": unread})
    yield characters
    yield from _last(said)
    for line in document.unrecognised:
        place = place_in_words(document, line.number)
        yield Message("import.unread", {"place": place, "text": line.text})


def _last(said: Understanding) -> Iterator[Message]:
    """The last task and where it ends: of a file cut between two tasks nothing else tells."""
    if said.issues:
        issue, line = said.issues[-1], _end(said)
        place = place_in_words(said.document, line)
        yield Message("import.last", {"number": issue.number, "title": issue.title, "place": place})


def _last_of(said: Understanding) -> dict[str, Any] | None:
    if not said.issues:
        return None
    issue = said.issues[-1]
    return {
        "id": issue.id,
        "number": issue.number,
        "title": issue.title,
        "place": place_code(said.document, _end(said)),
    }


def _end(said: Understanding) -> int:
    """The last line of the last task: of its fields, its measures, or what else was read of it."""
    draft = max(said.document.drafts, key=lambda one: one.line)
    closing = [line.number for line in (*said.document.closing, *said.document.after)]
    stop = min((number for number in closing if number > draft.line), default=None)
    of_task = (n for n in said.document.used if n >= draft.line and (stop is None or n < stop))
    return max(of_task, default=draft.line)


def is_doubtful(said: Understanding) -> bool:
    """Whether a person has something to settle, or nothing was read at all; an inference is no doubt."""
    return not said.issues or any(_is_doubt(found) for found in said.diagnostics)


def _document(said: Understanding) -> dict[str, Any]:
    """What sort of document it is, and what it says of itself."""
    plan = said.plan
    return {
        "kind": said.shape.kind.value,
        "reason": said.shape.reason.args.get("cues") or None,
        "title": plan.title if plan else None,
        "issuer": plan.issuer if plan else None,
        "issued": plan.issued if plan else None,
        "source": said.kind,
        "encoding": said.encoding or None,
    }


# --- doubts ---------------------------------------------------------------------------------------


def _is_doubt(found: Diagnostic) -> bool:
    return found.severity in {Severity.ERROR, Severity.WARNING}


def open_questions(said: Understanding) -> list[tuple[Message, Diagnostic]]:
    """What a person has to settle of a document: where it stands, and what it is."""
    return [(place_in_words(said.document, one.span.line), one) for one in said.diagnostics if _is_doubt(one)]


def _doubts(said: Understanding) -> list[dict[str, Any]]:
    """What a person has to settle: where, of which task and field, the words, and why."""
    document = said.document
    begins = sorted(
        (line, draft.number, _FIELDS[name])
        for draft in document.drafts
        for name, line in draft.lines.items()
        if name in _FIELDS
    )
    starts = [line for line, _, _ in begins]
    texts = {line.number: line.text for line in document.lines}
    unread = {line.number for line in document.unrecognised}
    found = []
    for one in filter(_is_doubt, said.diagnostics):
        at = bisect_right(starts, one.span.line) - 1
        text = texts.get(one.span.line, "")
        inside = at >= 0 and one.span.line not in unread
        _, number, field = begins[at] if inside else (0, None, None)
        found.append(
            {
                "place": place_code(document, one.span.line),
                "number": one.args.get("number", number),
                "field": _named(one) or role_of_line(_LABEL.split(text, maxsplit=1)[0]) or field,
                "text": text or None,
                "why": CODES[one.code].name,
                "code": one.code,
            }
        )
    return found


def _named(found: Diagnostic) -> str | None:
    """The field that a finding names itself: what is missing stands at no line of its own."""
    if found.code == "L525":
        return "acceptance"
    field = found.args.get("field")
    return str(field).partition(".")[0] if field is not None else None


def kind_of(said: Understanding) -> Message:
    """What kind of document it is, and why, in one sentence."""
    return Message(said.shape.reason.key, said.shape.reason.args)


# --- places ---------------------------------------------------------------------------------------


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
    return place_message(place) if place is not None else None


def place_message(place: Place) -> Message:
    """A place in a file, in words."""
    if place.part and place.column:
        cell = f"{column_letters(place.column)}{place.row}"
        return Message("place.sheet", {"sheet": place.part, "cell": cell})
    gaps = {"page": place.page, "line": place.line, "paragraph": place.paragraph}
    gaps |= {"table": place.table, "row": place.row, "column": place.column}
    return Message(next(key for name, key in _PLACES.items() if gaps[name]), gaps)


def place_in_words(document: Document, line: int) -> Message:
    """Where a line stands in the file, in words, whatever the file is."""
    return place_of(document, line) or Message("place.line", {"line": line})


# --- a task ---------------------------------------------------------------------------------------


def _record(issue: Baseline, place: str, notice: Notice | None, *, recognised: bool) -> dict[str, Any]:
    deadline = issue.deadline
    return {
        "id": issue.id,
        "number": issue.number,
        "place": place,
        "section": issue.section,
        "title": issue.title,
        "problem": issue.problem,
        "acceptance": list(issue.acceptance.units),
        "lead": list(issue.responsibility.lead),
        "support": list(issue.responsibility.support),
        "deadline": {
            "text": deadline.text,
            "due": deadline.due,
            "immediate": deadline.immediate,
            "sustained": deadline.sustained,
            "reading": "undetermined" if deadline.undetermined else "read",
        },
        "goal": issue.goal,
        "milestones": _milestones(issue.milestones),
        "measures": [
            {
                "number": measure.number,
                "text": measure.text,
                "units_text": measure.units_text,
                "deadline_text": measure.deadline_text,
                "by": list(measure.by),
                "immediate": measure.immediate,
                "recurring": [one.model_dump() for one in measure.recurring],
                "milestones": _milestones(measure.milestones),
            }
            for measure in issue.measures
        ],
        "targets": [target.model_dump() for target in issue.targets],
        "others": [
            {"label": other.label, "text": other.text, "role": other.role, "named": list(other.named)}
            for other in issue.others
        ],
        "supervising": list(issue.supervising),
        **{role: list(issue.others_as(role)) for role in ("leader", "person", "contact", "phone")},
        "state": _said(issue, STATE),
        "notice": {"since": notice.since, "until": notice.until, "days": notice.days} if notice else None,
        "completion": _said(issue, COMPLETION),
        "missing": list(unstated(texts_of(issue))),
        "inferred": list(_stated_fields(issue)) if recognised else [],
    }


def _stated_fields(issue: Baseline) -> Iterator[str]:
    """The fields of a task that its document states."""
    missing = set(unstated(texts_of(issue)))
    yield "title"
    yield from ["problem"] if issue.problem is not None else []
    yield from (name for name in get_args(Missing) if name not in missing)


def _milestones(milestones: Sequence[Milestone]) -> list[dict[str, Any]]:
    return [{"text": milestone.text, "due": milestone.due} for milestone in milestones]


def _said(issue: Baseline, labels: frozenset[str]) -> str | None:
    """The first of the further lines with one of these labels."""
    return next((other.text for other in issue.others if other.label in labels and other.text), None)


def _line(document: Document, issue: Baseline, line: int) -> dict[str, Any]:
    """The row of a table; what the document does not state says so."""
    named = issue.milestones + tuple(m for measure in issue.measures for m in measure.milestones)
    missing = unstated(texts_of(issue))
    unsaid = Message("flag.unstated")
    return {
        "number": issue.number,
        "line": line,
        "origin": place_of(document, line),
        "title": issue.title,
        "lead": unsaid if "responsibility" in missing else list(issue.responsibility.lead),
        "support": list(issue.responsibility.support),
        "acceptance": unsaid if "acceptance" in missing else list(issue.acceptance.units),
        "when": [unsaid] if "deadline" in missing else _when(issue),
        "measures": unsaid if "measures" in missing else len(issue.measures),
        "milestones": [str(milestone.due) for milestone in named],
        "targets": unsaid if "goal" in missing else [f"{t.name} {t.text}" for t in issue.targets],
    }


def _when(issue: Baseline) -> list[Any]:
    """The deadline in a few words."""
    deadline = issue.deadline
    flags = [Message(f"flag.{name}") for name in ("immediate", "sustained") if getattr(deadline, name)]
    return ([str(deadline.due)] if deadline.due else []) + flags or [Message("flag.unknown")]
