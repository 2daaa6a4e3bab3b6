"""Answers of several ledgers → one: what each says, under its name, and the sums.

Nothing is judged here: the records of each ledger are kept as they are, with its name beside them and their
ids qualified by it (``2024/07-1``), and counts are added up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.reports.agenda import Agenda, Undated
from ledger.reports.report import Column, Document, Heading, Message, Report
from ledger.reports.summing import Named, cases, figures_of_all, foot_of, overview, summed, united
from ledger.reports.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.reports.report import Annex, Block
    from ledger.reports.summing import Part

_ONE_TABLE = {"units", "stats"}
"""Reports that are read side by side: a line of each ledger below the other, and a total."""


def together(parts: Sequence[Part], *, sections: bool) -> Any:
    """One answer out of those of several ledgers, which are of one kind.

    With ``sections`` reports are made a document with a part a ledger, to be read; else one report, for
    programs and spreadsheets.
    """
    answers = [part.answer for part in parts if part.answer is not None]
    if sections and len(parts) == 1:  # one of several is asked
        return answers[0]
    if isinstance(answers[0], Document):
        return _documents(parts)
    if isinstance(answers[0], Timeline):
        return _timelines(parts)
    if isinstance(answers[0], Agenda):
        return _agendas(parts)
    return _sections(parts) if sections and answers[0].kind not in _ONE_TABLE else _reports(parts)


def _answered(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.answer is not None]


def _as_of(parts: Sequence[Part]) -> date | None:
    days = {part.answer.as_of for part in _answered(parts)}
    return days.pop() if len(days) == 1 else None


def _members(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """For scripts: each ledger, whether it answered, and what of it could not be read."""
    return [
        {
            "ledger": part.name,
            "folder": part.folder,
            "city": part.city,
            "answered": part.answer is not None,
            "partial": part.why is not None or bool(getattr(part.answer, "partial", False)),
        }
        for part in parts
    ]


# --- reports --------------------------------------------------------------------------------------


def _reports(parts: Sequence[Part]) -> Report:
    """The records of all, one after another."""
    held = _answered(parts)
    first: Report = held[0].answer
    columns = {column.key: column for part in held for column in part.answer.columns}
    kept = [(Named(part.name, part.folder), part.answer) for part in held]
    records = [named.record(one) for named, report in kept for one in report.records]
    lines = None
    if any(report.lines is not None for _, report in kept):
        lines = [
            named.record(one)
            for named, report in kept
            for one in (report.records if report.lines is None else report.lines)
        ]
    if first.kind == "units":
        records = united(records, parts)
        lines = united(lines, parts) if lines is not None else None
    summary = summed(first.kind, [(named, dict(report.summary)) for named, report in kept])
    return Report(
        kind=first.kind,
        columns=(Column("ledger"), *columns.values()),
        records=tuple(records),
        lines=tuple(lines) if lines is not None else None,
        as_of=_as_of(parts),
        title=_title(parts),
        summary={"ledgers": _members(parts), **summary},
        foot=foot_of(tuple(columns.values()), [part.answer.foot for part in held if part.answer.foot]),
        notes=(*(first.notes if first.kind in _ONE_TABLE else ()), *_told(parts)),
        empty=first.empty if len(held) == 1 else Message("together.empty"),
        partial=any(one["partial"] for one in _members(parts)),
        sheet=first.sheet,
    )


def _title(parts: Sequence[Part], key: str = "together.title") -> Message:
    return Message(key, {"count": len(parts), "as_of": _as_of(parts)})


def _told(parts: Sequence[Part]) -> list[Message]:
    """The ledgers that gave no answer, or only a part of one, and why."""
    return [Message("together.wanting", {"name": part.name, "why": part.why}) for part in parts if part.why]


# --- documents ------------------------------------------------------------------------------------


def _sections(parts: Sequence[Part]) -> Document:
    """Reports as a document: how many rows each ledger has, and below each in full."""
    held = _answered(parts)
    merged = _reports(parts)
    blocks: list[Block] = [overview(parts)]
    for part in held:
        blocks += [Heading(Message("together.name", {"name": part.name})), part.answer]
    data = {**merged.summary, "data": list(merged.records)}
    made = Document(merged.kind, _title(parts), (), tuple(blocks), merged.as_of, None, data)
    return replace(made, partial=merged.partial)


def _documents(parts: Sequence[Part]) -> Document:
    """The documents one after another, each below the name of its ledger; sheets of a kind are one."""
    held = _answered(parts)
    counted = "figures" in held[0].answer.data
    blocks: list[Block] = [figures_of_all(parts) if counted else overview(parts)]
    if counted:
        blocks += _complaints(held)
    annexes: list[Annex] = []
    for part in held:
        blocks.append(Heading(Message("together.name", {"name": part.name})))
        blocks += [
            one._replace(level=one.level + 1) if isinstance(one, Heading) else one
            for one in part.answer.blocks
        ]
        annexes += [
            one._replace(title=Message("together.annex", {"name": part.name, "title": one.title}))
            for one in part.answer.annexes
        ]
    first: Document = held[0].answer
    data = summed(first.kind, [(Named(part.name, part.folder), dict(part.answer.data)) for part in held])
    return replace(
        first,
        title=_title(parts, "together.progress" if counted else "together.title"),
        dateline=(),
        blocks=tuple(blocks),
        as_of=_as_of(parts),
        revision=None,
        data={"ledgers": _members(parts), **data},
        sheets=tuple(_sheets(held)),
        annexes=tuple(annexes),
        signature=None,
        source=None,
        partial=any(one["partial"] for one in _members(parts)),
    )


def _complaints(held: Sequence[Part]) -> list[Block]:
    """Of the ledgers that have complaints, how far these are."""
    told = {part.name: part.answer.data["complaints"] for part in held if part.answer.data.get("complaints")}
    if not told:
        return []
    return [replace(cases([part for part in held if part.name in told], told), title=_COMPLAINTS)]


_COMPLAINTS = Message("together.complaints")


def _sheets(held: Sequence[Part]) -> Iterable[Report]:
    sheets: dict[Any, list[Part]] = {}
    for part in held:
        for one in part.answer.sheets:
            sheets.setdefault((one.kind, one.sheet and one.sheet.key), []).append(part._replace(answer=one))
    return [replace(_reports(same), title=same[0].answer.title) for same in sheets.values()]


# --- charts and calendars ---------------------------------------------------------------------------


_NAMED = 6
"""How many ledgers the title of a chart names."""


def _timelines(parts: Sequence[Part]) -> Timeline:
    """The groups of all ledgers, each with the name of its ledger, on one axis."""
    held = _answered(parts)
    charts: list[Timeline] = [part.answer for part in held]
    groups = [
        group._replace(
            heading=(part.name, *_several(group.heading)),
            rows=tuple(row._replace(id=f"{part.name}/{row.id}") for row in group.rows),
        )
        for part in held
        for group in part.answer.groups
    ]
    return replace(
        charts[0],
        title=" · ".join([part.name for part in held[:_NAMED]] + ["…"] * (len(held) > _NAMED)),
        groups=tuple(groups),
        since=min(chart.since for chart in charts),
        until=max(chart.until for chart in charts),
        issued=None,
        partial=any(chart.partial for chart in charts) or any(part.why for part in parts),
    )


def _several(heading: str | tuple[str, ...]) -> tuple[str, ...]:
    return (heading,) if isinstance(heading, str) else heading


def _agendas(parts: Sequence[Part]) -> Agenda:
    """The occasions of all ledgers by day, each told apart by the name of its ledger."""
    held = _answered(parts)
    occasions = [
        one._replace(
            uid=f"{part.name}/{one.uid}",
            summary=Message("together.occasion", {"name": part.name, "text": one.summary}),
        )
        for part in held
        for one in part.answer.occasions
    ]
    undated = [part.answer.undated for part in held]
    return Agenda(
        title=_title(parts),
        as_of=held[0].answer.as_of,
        occasions=tuple(sorted(occasions, key=lambda one: one.day)),
        undated=Undated(*(sum(values) for values in zip(*undated, strict=True))),
    )
