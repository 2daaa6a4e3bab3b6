"""The table of a batch of complaints → what was handed over; what no cell says is doubted, never made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.documents.blocks import BlockKind, UnreadableError
from ledger.model.scalar import TEXT_MOST
from ledger.plans.complaint_words import CHANNELS, KINDS, MARKED, NO, YES, fields_of, head_name, is_passed
from ledger.plans.unitlines import place_of, read_units
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.documents.blocks import Place, Source
    from ledger.model.complaint import Pollution
    from ledger.model.unit import Units

_FILL_MOST = 200_000
"""Places that merged cells of a table may fill."""

_NUMBER = re.compile("[A-Z0-9][A-Z0-9-]{0,63}", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
    r"(?: ?00:00:00)?"
)


_SHOWN_MOST = 40
"""Characters of a cell that a doubt shows: a cell can hold 32,767."""

DoubtKey = Literal[
    "no_number",
    "bad_number",
    "twice",
    "elsewhere",
    "differs",
    "no_text",
    "no_area",
    "no_units",
    "unit",
    "kind",
    "channel",
    "key",
    "day",
    "future",
    "early",
    "long",
]
"""What can be doubted of a row."""


class Doubt(NamedTuple):
    """What a person has to settle: a key under ``complaint_doubt``, what fills its gaps, and the cell."""

    key: DoubtKey
    args: Mapping[str, Any]
    place: Place


class Handed(NamedTuple):
    """A row: the number as a file has it, what the cells say, where it stands, what is doubted."""

    number: str
    fields: dict[str, Any]
    place: Place
    doubts: tuple[Doubt, ...]


class BatchRead(NamedTuple):
    """The rows of a batch, the columns that were not read, and the lines that are no complaint."""

    rows: tuple[Handed, ...]
    not_taken: tuple[str, ...]
    left: tuple[tuple[str, Place], ...] = ()


class NoHead(NamedTuple):
    """A table without the two columns that it needs: those that are lacking, and what is called otherwise.

    ``place`` is that of the row most like a head; ``None`` where there is none.
    """

    lacking: tuple[Literal["number", "text"], ...]
    unknown: tuple[str, ...] = ()
    place: Place | None = None


class Given(NamedTuple):
    """What holds of the whole batch where the table has no column for it; nothing was handed over after
    ``today``."""

    received: date | None = None
    due: date | None = None
    units: tuple[str, ...] = ()
    today: date | None = None


_Cell = tuple[str, "Place"]


def read_batch(source: Source, units: Units, given: Given) -> BatchRead | NoHead:
    """The rows below every head that has a number and a text; what is lacking where no row is such a head."""
    rows: list[Handed] = []
    not_taken: dict[str, None] = {}
    left: list[tuple[str, Place]] = []
    found = False
    seen: set[str] = set()
    for table in _tables(source):
        head: dict[int, str] = {}
        for cells in table:
            named = _head(cells)
            if named is not None:
                head, found = named, True
                others = (head_name(text) for c, (text, _) in cells.items() if c not in head)
                not_taken |= dict.fromkeys(text for text in others if not is_passed(text))
                continue
            said = [cell for cell in cells.values() if cell[0]]
            if not head or not said or _is_total(cells):
                continue
            taken = {head[c]: cell for c, cell in cells.items() if c in head}
            if _is_remark(taken):
                left.append(said[0])
                continue
            one = _row(taken, units, given)
            twice = one.number in seen
            seen.add(one.number)
            if twice and one.number:
                doubt = Doubt("twice", {"value": one.number}, one.place)
                one = one._replace(doubts=(*one.doubts, doubt))
            rows.append(one)
    return BatchRead(tuple(rows), tuple(not_taken), tuple(left)) if found else _no_head(source)


def _is_remark(taken: Mapping[str, _Cell]) -> bool:
    """Whether a row is no complaint: nothing stands in the columns that are read, or one cell across them."""
    said = {field: place for field, (text, place) in taken.items() if text}
    if not said:
        return True
    return "number" in said and "text" in said and said["number"] == said["text"]


def _no_head(source: Source) -> NoHead:
    """What is lacking in the row that is most like a head."""
    best = NoHead(("number", "text"))
    most = 0
    for table in _tables(source):
        for cells in table:
            names = {column: head_name(text) for column, (text, _) in cells.items() if text}
            fields = fields_of(names)
            if len(fields) > most:
                most = len(fields)
                wanted: tuple[Literal["number", "text"], ...] = ("number", "text")
                best = NoHead(
                    tuple(one for one in wanted if one not in fields.values()),
                    tuple(name for c, name in names.items() if c not in fields and not is_passed(name)),
                    next(iter(cells.values()))[1],
                )
    return best


def _tables(source: Source) -> Iterator[list[dict[int, _Cell]]]:
    """Every table as rows of cells by column, merged ones filled into the places that they cover."""
    tables: dict[tuple[str, int], dict[int, dict[int, _Cell]]] = {}
    filled = 0
    for block in source.blocks:
        if block.kind is not BlockKind.CELL or block.cell is None:
            continue
        table = tables.setdefault((block.place.part, block.cell.table), {})
        cell = block.cell
        filled += cell.rows * cell.columns
        if filled > _FILL_MOST:
            raise UnreadableError("hostile", f"table {cell.table}")
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                place = table.setdefault(row, {})
                text = f"{place[column][0]}\n{block.shown}" if column in place else block.shown
                place[column] = (text.strip(), block.place)
    for table in tables.values():
        yield [table[row] for row in sorted(table)]


def _head(cells: Mapping[int, _Cell]) -> dict[int, str] | None:
    """The fields of the columns, where a row is a head."""
    fields = fields_of({column: head_name(text) for column, (text, _) in cells.items()})
    return fields if {"number", "text"} <= set(fields.values()) else None


def _is_total(cells: Mapping[int, _Cell]) -> bool:
    """Whether a row is the total below the table."""
    return any(re.sub(r"\s", "", text) in {"合计", "总计", "小计"} for text, _ in cells.values())


def _row(cells: Mapping[str, _Cell], units: Units, given: Given) -> Handed:
    first = next(iter(cells.values()))[1]
    doubts: list[Doubt] = []

    def doubt(key: DoubtKey, field: str, **args: Any) -> None:
        if len(str(args.get("value", ""))) > _SHOWN_MOST:
            args["value"] = f"{args['value'][:_SHOWN_MOST]}…"
        doubts.append(Doubt(key, args, cells[field][1] if field in cells else first))

    def said(field: str) -> str:
        return cells[field][0] if field in cells else ""

    marked = MARKED.search(said("number")) is not None
    number = "".join(half_width(MARKED.sub("", said("number"))).split()).upper()
    if not number:
        doubt("no_number", "number")
    elif not _NUMBER.fullmatch(number):
        doubt("bad_number", "number", value=said("number"))
    fields: dict[str, Any] = {"key": marked}
    fields["text"] = re.sub(r"\s*\n\s*", "", said("text")).strip()
    fields["area"] = area_of(said("area"), units)
    for field in ("text", "area"):
        if not fields[field]:
            doubt("no_text" if field == "text" else "no_area", field)
    if said("place"):
        fields["place"] = said("place")
    for field in ("text", "area", "place"):
        if (count := len(fields.get(field, ""))) > TEXT_MOST:
            doubt("long", field, count=count, most=TEXT_MOST)
    _kinds(said("kinds"), fields, doubt)
    _units(said("units"), fields, units, given, doubt)
    if said("channel"):
        fields["channel"] = CHANNELS.get(said("channel").removesuffix("举报"))
        if fields["channel"] is None:
            doubt("channel", "channel", value=said("channel"))
    key = "".join(said("key").split())
    if key in YES:
        fields["key"] = True
    elif key not in NO:
        doubt("key", "key", value=said("key"))
    for field, usual in (("received", given.received), ("due", given.due)):
        fields[field] = _day(said(field)) if said(field) else usual
        if fields[field] is None and (said(field) or field == "received"):
            doubt("day", field, value=said(field) or "—")
    if given.today and fields["received"] and fields["received"] > given.today:
        doubt("future", "received", value=str(fields["received"]))
    if fields["due"] and fields["received"] and fields["due"] < fields["received"]:
        doubt("early", "due", value=str(fields["due"]))
    return Handed(number, fields, cells["number"][1] if "number" in cells else first, tuple(doubts))


def _split(text: str) -> Sequence[str]:
    return [part for part in re.split(r"[、,，;；/\s]+", text) if part]


def _kinds(text: str, fields: dict[str, Any], doubt: Any) -> None:
    kinds: dict[Pollution, None] = {}
    for word in _split(text):
        kind = KINDS.get(word) or KINDS.get(word.removesuffix("污染"))
        if kind is None:
            doubt("kind", "kinds", value=word)
        else:
            kinds[kind] = None
    fields["kinds"] = list(kinds)


def _units(text: str, fields: dict[str, Any], units: Units, given: Given, doubt: Any) -> None:
    names: dict[str, None] = {}
    line = read_units("、".join(text.split()), units)
    for word, _ in (*line.unresolved, *line.others):
        doubt("unit", "units", value=word, near=tuple(units.nearest(word)))
    for name in line.units:
        if name in units.collectives:
            doubt("unit", "units", value=name, near=())
        else:
            names |= dict.fromkeys(units.expand([name]))
    fields["units"] = list(names) or ([] if text else list(given.units))
    if not text and not given.units:
        doubt("no_units", "units")


_CITY = re.compile(".{1,10}?(?:市|州|盟|地区)(?=..)")
"""A city before the name of a place in it: 包头市昆区."""


def area_of(text: str, units: Units) -> str:
    """An area by the name that the table of units has for it, so that it is counted in one row.

    It may be written in full, with its city before it, with blanks or with its bodies; what the table does
    not know stays as it is.
    """
    said = "".join(text.split()) if not text.isascii() else text.strip()
    city = _CITY.match(said)
    for name in (said, place_of(said), *([said[city.end() :], place_of(said[city.end() :])] if city else [])):
        found = units.resolve(name)
        if found is not None and found.name in units.units:
            return found.name
    return said


_SERIALS = range(36526, 73051)
"""Days from 2000 to 2099 as spreadsheets count them, where a cell does not say that it is a day."""


def _day(text: str) -> date | None:
    from datetime import date, timedelta

    if len(text) == len("45807") and text.isascii() and text.isdigit() and int(text) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(text))
    found = _DAY.fullmatch(half_width(text).strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        return None
