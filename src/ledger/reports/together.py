"""Answers of several ledgers → one: what each says, under its name, and the sums.

Nothing is judged here: the records of each ledger are kept as they are, with its name beside them and their
ids qualified by it (``2024/07-1``), and counts are added up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.counting import rates
from ledger.reports.agenda import Agenda, Undated
from ledger.reports.report import Column, Document, Heading, Message, Report
from ledger.reports.reported import rate_text
from ledger.reports.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.reports.report import Annex, Block, Record

_IDS = {"id", "issue", "unacted", "undetermined", "ids", "issues", "into"}
"""Fields that hold ids of tasks."""
_COUNTS = {"counts", "total", "count"}
"""Fields that hold numbers, or mappings of numbers, which are the sums of those of the parts."""


_ONE_TABLE = {"units", "stats"}
"""Reports that are read side by side: a line of each ledger below the other, and a total."""


class Part(NamedTuple):
    """What one ledger says: its name, the folder it is in, and the answer, ``None`` where there is none.

    ``city`` is where its units are at home; ``why`` says why it gave no answer or only a part of one.
    """

    name: str
    folder: str
    city: str | None
    answer: Any
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """How the fields of a record are told apart from those of other ledgers."""

    name: str
    folder: str

    def record(self, record: Record) -> dict[str, Any]:
        return {"ledger": self.name, **{key: self.value(key, value) for key, value in record.items()}}

    def value(self, key: str, value: Any) -> Any:
        if key in _IDS:
            if isinstance(value, str):
                return f"{self.name}/{value}"
            if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
                return [f"{self.name}/{one}" for one in value]
        if key == "path" and isinstance(value, str):
            return f"{self.folder}/{value}" if self.folder != "." else value
        if isinstance(value, dict):
            return {inner: self.value(inner, one) for inner, one in value.items()}
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            return [self.record(one) if isinstance(one, dict) else one for one in value]
        return value


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
    kept = [(_Named(part.name, part.folder), part.answer) for part in held]
    records = [named.record(one) for named, report in kept for one in report.records]
    lines = None
    if any(report.lines is not None for _, report in kept):
        lines = [
            named.record(one)
            for named, report in kept
            for one in (report.records if report.lines is None else report.lines)
        ]
    if first.kind == "units":
        records = _united(records, parts)
        lines = _united(lines, parts) if lines is not None else None
    summary = _summed([(named, dict(report.summary)) for named, report in kept])
    return Report(
        kind=first.kind,
        columns=(Column("ledger"), *columns.values()),
        records=tuple(records),
        lines=tuple(lines) if lines is not None else None,
        as_of=_as_of(parts),
        title=_title(parts),
        summary={"ledgers": _members(parts), **summary},
        foot=_foot([part.answer.foot for part in held if part.answer.foot]),
        notes=(*(first.notes if first.kind in _ONE_TABLE else ()), *_told(parts)),
        empty=first.empty if len(held) == 1 else Message("together.empty"),
        partial=any(one["partial"] for one in _members(parts)),
        sheet=first.sheet,
    )


def _foot(feet: Sequence[Record]) -> dict[str, Any] | None:
    """The last line: numbers added up, and what they are called."""
    if not feet:
        return None
    found = dict(feet[0])
    for foot in feet[1:]:
        for key, value in foot.items():
            held = found.get(key)
            if isinstance(value, int) and (held is None or isinstance(held, int)):
                found[key] = value + (held or 0)
    return found


def _title(parts: Sequence[Part], key: str = "together.title") -> Message:
    return Message(key, {"count": len(parts), "as_of": _as_of(parts)})


def _told(parts: Sequence[Part]) -> list[Message]:
    """The ledgers that gave no answer, or only a part of one, and why."""
    return [Message("together.wanting", {"name": part.name, "why": part.why}) for part in parts if part.why]


def _united(rows: Sequence[dict[str, Any]], parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Rows of units, of which those of one city are one unit whatever ledger names them: figures add up."""
    home = {part.name: part.city or f"\0{part.name}" for part in parts}
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for row in rows:
        key = home[str(row["ledger"])], row["unit"]
        held = found.get(key)
        if held is None:
            found[key] = {**row, "ledger": [row["ledger"]]}
            continue
        held["ledger"].append(row["ledger"])
        for name, value in row.items():
            if _is_number(value):
                held[name] = value + (held[name] if _is_number(held.get(name)) else 0)
    return [
        row | {"ledger": row["ledger"] if len(row["ledger"]) > 1 else row["ledger"][0]}
        for row in found.values()
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _summed(held: Sequence[tuple[_Named, Mapping[str, Any]]], counting: bool = False) -> dict[str, Any]:
    """Counts added up, lists one after another, what is the same for all as it is, else nothing."""
    found: dict[str, Any] = {}
    for key in dict.fromkeys(key for _, values in held for key in values):
        values = [(named, values[key]) for named, values in held if values.get(key) is not None]
        plain = [value for _, value in values]
        adds = counting or key in _COUNTS
        if plain and all(isinstance(value, dict) for value in plain):
            found[key] = _summed(values, adds)
        elif adds and plain and all(_is_number(value) for value in plain):
            found[key] = sum(plain)
        elif plain and all(isinstance(value, (list, tuple)) for value in plain):
            found[key] = [one for named, value in values for one in named.value(key, list(value))]
        else:
            found[key] = plain[0] if plain and all(value == plain[0] for value in plain) else None
    return found


# --- documents ------------------------------------------------------------------------------------


def _sections(parts: Sequence[Part]) -> Document:
    """Reports as a document: how many rows each ledger has, and below each in full."""
    held = _answered(parts)
    merged = _reports(parts)
    blocks: list[Block] = [_overview(parts)]
    for part in held:
        blocks += [Heading(Message("together.name", {"name": part.name})), part.answer]
    data = {**merged.summary, "data": list(merged.records)}
    made = Document(merged.kind, _title(parts), (), tuple(blocks), merged.as_of, None, data)
    return replace(made, partial=merged.partial)


def _overview(parts: Sequence[Part]) -> Report:
    rows: tuple[dict[str, Any], ...] = tuple(
        {
            "ledger": part.name,
            "city": part.city or "",
            "found": len(part.answer.records) if isinstance(part.answer, Report) else None,
            "remark": part.why or "",
        }
        for part in parts
    )
    counted = [row["found"] for row in rows if row["found"] is not None]
    columns = [Column("ledger"), Column("city"), Column("found", right=True), Column("remark", grow=2)]
    empty = {key for key in ("city", "remark") if not any(row[key] for row in rows)}
    return Report(
        kind="together",
        columns=tuple(one for one in columns if one.key not in empty and (one.key != "found" or counted)),
        records=rows,
        foot={"ledger": Message("column.total"), "found": sum(counted)} if counted else None,
    )


_FIGURES = ("total", "done", "due", "due_done", "due_in_time", "overdue", "withdrawn")


def _figures(parts: Sequence[Part]) -> Report:
    """The figures of each ledger, and what they add up to."""
    told = []
    for part in parts:
        figures = part.answer.data["figures"] if part.answer is not None else None
        counts = {name: figures[name]["count"] for name in _FIGURES} if figures else {}
        told.append((part, counts))
    rows: list[dict[str, Any]] = [
        {"ledger": part.name, "city": part.city or "", "remark": part.why or "", **_line(counts)}
        for part, counts in told
    ]
    total = {name: sum(counts.get(name, 0) for _, counts in told) for name in _FIGURES}
    columns = [Column("ledger"), *([Column("city")] if any(row["city"] for row in rows) else [])]
    columns += [Column(name, right=True) for name in ("total", "finished", "rate", "due_items", "due_rate")]
    columns += [Column("overdue", right=True)]
    if any(part.why for part in parts):
        columns.append(Column("remark", grow=2))
    foot = {"ledger": Message("column.total"), **_line(total)}
    return Report(kind="together", columns=tuple(columns), records=tuple(rows), foot=foot)


def _line(counts: Mapping[str, int]) -> dict[str, Any]:
    if not counts:
        return {}
    shown = {name: rate_text(rate) for name, rate in rates(counts).items()}
    return {**counts, "finished": counts["done"], "due_items": counts["due"], **shown}


def _documents(parts: Sequence[Part]) -> Document:
    """The documents one after another, each below the name of its ledger; sheets of a kind are one."""
    held = _answered(parts)
    counted = "figures" in held[0].answer.data
    blocks: list[Block] = [_figures(parts) if counted else _overview(parts)]
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
    data = _summed([(_Named(part.name, part.folder), dict(part.answer.data)) for part in held])
    if counted:
        counts = {name: one["count"] for name, one in data["figures"].items() if isinstance(one, dict)}
        data["figures"] |= rates(counts)
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


def _lowered(block: Block) -> Block:
    return block._replace(level=block.level + 1) if isinstance(block, Heading) else block


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
