"""What several ledgers counted → the sums: numbers are added up, and a rate is worked out from the sums."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.complaints import rates as rates_of_counts
from ledger.judging.counting import percent, rates
from ledger.reports.complaints_stats import COUNTED, counts_columns
from ledger.reports.report import Column, Message, Report
from ledger.reports.reported import rate_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.reports.report import Record

IDS = {"id", "issue", "unacted", "undetermined", "ids", "issues", "into"}
"""Fields that hold ids of tasks."""

_COUNTS = {"counts", "total", "count", "due_soon", "complaints"}
"""Fields that hold numbers, or mappings of numbers, which are the sums of those of the parts."""

_ASKED = {"days"}
"""Numbers within counts that say what was asked, and are alike in all."""


class Part(NamedTuple):
    """What one ledger says: its name, the folder it is in, and the answer, ``None`` where there is none.

    ``city`` is where its units are at home; ``why`` says why it gave no answer or only a part of one.
    """

    name: str
    folder: str
    city: str | None
    answer: Any
    why: Message | None = None

    @property
    def remark(self) -> Message | str:
        """Why it gave no answer, or that its figures lack what could not be read."""
        if self.why is None and getattr(self.answer, "partial", False):
            return Message("together.partial")
        return self.why or ""


class Named(NamedTuple):
    """How the fields of a record are told apart from those of other ledgers."""

    name: str
    folder: str

    def record(self, record: Record) -> dict[str, Any]:
        """The record with the name of its ledger, and ids that are told apart by it."""
        return {"ledger": self.name, **{key: self.value(key, value) for key, value in record.items()}}

    def value(self, key: str, value: Any) -> Any:
        """The value of a field; ids in it qualified, and paths as they are seen from outside."""
        if key in IDS:
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


# --- sums -----------------------------------------------------------------------------------------


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _is_rate(key: str) -> bool:
    return key == "rate" or key.endswith("_rate")


_RATED: Mapping[tuple[str, str], Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    ("complaints", "counts"): rates_of_counts,
    ("complaint_stats", "total"): rates_of_counts,
    ("progress", "complaints"): rates_of_counts,
    ("progress", "figures"): lambda told: rates(
        {name: one["count"] for name, one in told.items() if isinstance(one, dict)}
    ),
}
"""How the rates within summed counts are worked out, by the kind of the answer and the field."""


def summed(kind: str, held: Sequence[tuple[Named, Mapping[str, Any]]]) -> dict[str, Any]:
    """Summaries as one: counts added up, lists one after another, what is the same for all as it is, else
    nothing; a rate is that of the sums."""
    found = _summed(held)
    for (of, field), rates_again in _RATED.items():
        if of == kind and found.get(field):
            found[field] |= rates_again(found[field])
    return found


def _summed(held: Sequence[tuple[Named, Mapping[str, Any]]], counting: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in dict.fromkeys(key for _, values in held for key in values):
        values = [(named, values[key]) for named, values in held if values.get(key) is not None]
        plain = [value for _, value in values]
        adds = (counting or key in _COUNTS) and key not in _ASKED
        if _is_rate(key):
            found[key] = None
        elif plain and all(isinstance(value, dict) for value in plain):
            found[key] = _summed(values, adds)
        elif adds and plain and all(_is_number(value) for value in plain):
            found[key] = sum(plain)
        elif plain and all(isinstance(value, (list, tuple)) for value in plain):
            found[key] = [one for named, value in values for one in named.value(key, list(value))]
        else:
            found[key] = plain[0] if plain and all(value == plain[0] for value in plain) else None
    return found


def foot_of(columns: Sequence[Column], feet: Sequence[Record]) -> dict[str, Any] | None:
    """The last line of a table of all: numbers added up, rates of the sums, and what the line is called."""
    if not feet:
        return None
    found: dict[str, Any] = dict(feet[0])
    for foot in feet[1:]:
        for key, value in dict[str, Any](foot).items():
            held = found.get(key)
            if _is_number(value) and (held is None or _is_number(held)):
                found[key] = value + (held or 0)
    for column in columns:
        if column.of is not None:
            part, whole = column.of
            found[column.key] = percent(found[part], found[whole])
    return found


def united(rows: Sequence[dict[str, Any]], parts: Sequence[Part]) -> list[dict[str, Any]]:
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


# --- a line each ----------------------------------------------------------------------------------


def overview(parts: Sequence[Part]) -> Report:
    """How much each ledger has to say: of complaints how far they are, of the rest how many rows."""
    answers: dict[str, Report] = {part.name: part.answer for part in parts if isinstance(part.answer, Report)}
    counted: dict[str, Any] = {
        name: one.summary[_CASES[one.kind]] for name, one in answers.items() if one.kind in _CASES
    }
    if counted:
        return cases(parts, counted)
    told = {name: {"found": len(one.records)} for name, one in answers.items()}
    columns = (Column("found", right=True),) if told else ()
    total = {"found": sum(one["found"] for one in told.values())} if told else None
    return _lines(parts, columns, told, total)


_CASES = {"complaints": "counts", "complaint_stats": "total"}
"""Reports of complaints, and where their summary has the counts."""


def cases(parts: Sequence[Part], told: Mapping[str, Mapping[str, Any]]) -> Report:
    """The complaints of each ledger by how far they are, and what they add up to."""
    total = _summed([(Named(name, ""), counts) for name, counts in told.items()], counting=True)
    total |= rates_of_counts(total)
    rows = {name: _cells(counts) for name, counts in told.items()}
    return _lines(parts, counts_columns(total), rows, _cells(total))


def _cells(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Counts by the columns that show them."""
    return {**counts, **{column: counts[name] for name, column in COUNTED.items()}}


_FIGURES = ("total", "done", "due", "due_done", "due_in_time", "overdue", "withdrawn")


def figures_of_all(parts: Sequence[Part]) -> Report:
    """The figures of each ledger, and what they add up to."""
    told = {
        part.name: {name: part.answer.data["figures"][name]["count"] for name in _FIGURES}
        for part in parts
        if part.answer is not None
    }
    total = {name: sum(counts[name] for counts in told.values()) for name in _FIGURES}
    columns = [Column(name, right=True) for name in ("total", "finished", "rate", "due_items", "due_rate")]
    columns += [Column("overdue", right=True)]
    return _lines(parts, columns, {name: _line(one) for name, one in told.items()}, _line(total))


def _line(counts: Mapping[str, int]) -> dict[str, Any]:
    shown = {name: rate_text(rate) for name, rate in rates(counts).items()}
    return {**counts, "finished": counts["done"], "due_items": counts["due"], **shown}


def _lines(
    parts: Sequence[Part],
    columns: Sequence[Column],
    told: Mapping[str, Mapping[str, Any]],
    total: Mapping[str, Any] | None,
) -> Report:
    """A table with a line a ledger, and what they add up to."""
    rows = [
        {"ledger": part.name, "city": part.city or "", "remark": part.remark, **told.get(part.name, {})}
        for part in parts
    ]
    named = [Column("ledger"), *([Column("city")] if any(row["city"] for row in rows) else [])]
    remarks = [Column("remark", grow=2)] if any(row["remark"] for row in rows) else []
    return Report(
        kind="together",
        columns=(*named, *columns, *remarks),
        records=tuple(rows),
        foot={"ledger": Message("column.total"), **total} if total is not None else None,
    )
