"""The table of a batch of complaints → what was handed over; what no cell says is doubted, never made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.documents.blocks import BlockKind, UnreadableError
from ledger.model.scalar import TEXT_MOST
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.documents.blocks import Place, Source
    from ledger.model.complaint import Pollution
    from ledger.model.unit import Units

_HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("受理编号", "编号", "举报编号", "信访编号", "受理号", "案件编号"),
    "text": (
        "交办问题基本情况",
        "举报内容",
        "问题基本情况",
        "反映问题",
        "反映的问题",
        "信访内容",
        "主要内容",
    ),
    "area": ("行政区域", "行政区", "所属区域", "属地", "旗县区", "区县", "县区"),
    "place": ("地点", "具体地点", "问题地点", "被举报对象", "反映对象"),
    "kinds": ("污染类型", "问题类型", "污染类别", "环境要素"),
    "units": ("承办单位", "责任单位", "办理单位", "主办单位", "转办单位"),
    "key": ("重点件", "是否重点", "是否重点件"),
    "channel": ("来源", "举报渠道", "受理渠道", "信访方式", "举报方式"),
    "due": ("办理期限", "办结期限", "办理时限", "办结时限", "整改时限"),
    "received": ("交办日期", "转办日期", "交办时间", "转办时间", "受理日期"),
}
"""What columns are called, by the field that they fill."""

_PASSED = {"序号"}
_FILL_MOST = 200_000
"""Places that merged cells of a table may fill."""

_KINDS: Mapping[str, Pollution] = {
    "水": "water",
    "大气": "air",
    "气": "air",
    "废气": "air",
    "扬尘": "air",
    "油烟": "air",
    "异味": "air",
    "土壤": "soil",
    "噪声": "noise",
    "噪音": "noise",
    "固体废物": "waste",
    "固废": "waste",
    "垃圾": "waste",
    "生态": "ecology",
    "生态破坏": "ecology",
    "辐射": "radiation",
    "海洋": "sea",
    "其他": "other",
    "其它": "other",
}
_CHANNELS = {
    "来电": "phone",
    "电话": "phone",
    "来信": "letter",
    "信件": "letter",
    "网络": "online",
    "网上": "online",
    "来访": "visit",
    "其他": "other",
    "其它": "other",
}
_YES, _NO = {"是", "重点", "重点件", "√", "✓", "★", "*", "＊"}, {"否", "", "/", "—", "-", "非重点", "一般"}
_MARKED = re.compile(r"[*＊★☆※]+")
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
    """The rows of a batch, and the columns that were not read."""

    rows: tuple[Handed, ...]
    not_taken: tuple[str, ...]


class Given(NamedTuple):
    """What holds of the whole batch where the table has no column for it."""

    received: date | None = None
    due: date | None = None
    units: tuple[str, ...] = ()


_Cell = tuple[str, "Place"]


def read_batch(source: Source, units: Units, given: Given) -> BatchRead | None:
    """The rows below every head that has a number and a text; ``None`` without such a head."""
    rows: list[Handed] = []
    not_taken: dict[str, None] = {}
    found = False
    seen: set[str] = set()
    for table in _tables(source):
        head: dict[int, str] = {}
        for cells in table:
            named = _head(cells)
            if named is not None:
                head, found = named, True
                others = (text for c, (text, _) in cells.items() if c not in head)
                not_taken |= dict.fromkeys(text for text in others if text and text not in _PASSED)
            elif head and any(text for text, _ in cells.values()) and not _is_total(cells):
                one = _row({head[c]: cell for c, cell in cells.items() if c in head}, units, given)
                twice = one.number in seen
                seen.add(one.number)
                if twice and one.number:
                    doubt = Doubt("twice", {"value": one.number}, one.place)
                    one = one._replace(doubts=(*one.doubts, doubt))
                rows.append(one)
    return BatchRead(tuple(rows), tuple(not_taken)) if found else None


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
    fields: dict[int, str] = {}
    for column, (text, _) in sorted(cells.items()):
        name = re.sub(r"\s|[（(].*[）)]", "", text)
        field = next((field for field, heads in _HEADS.items() if name in heads), None)
        if field is not None and field not in fields.values():
            fields[column] = field
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

    marked = _MARKED.search(said("number")) is not None
    number = "".join(half_width(_MARKED.sub("", said("number"))).split()).upper()
    if not number:
        doubt("no_number", "number")
    elif not _NUMBER.fullmatch(number):
        doubt("bad_number", "number", value=said("number"))
    fields: dict[str, Any] = {"key": marked}
    for field in ("text", "area"):
        fields[field] = re.sub(r"\s*\n\s*", "", said(field)).strip()
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
        fields["channel"] = _CHANNELS.get(said("channel").removesuffix("举报"))
        if fields["channel"] is None:
            doubt("channel", "channel", value=said("channel"))
    key = "".join(said("key").split())
    if key in _YES:
        fields["key"] = True
    elif key not in _NO:
        doubt("key", "key", value=said("key"))
    for field, usual in (("received", given.received), ("due", given.due)):
        fields[field] = _day(said(field)) if said(field) else usual
        if fields[field] is None and (said(field) or field == "received"):
            doubt("day", field, value=said(field) or "—")
    if fields["due"] and fields["received"] and fields["due"] < fields["received"]:
        doubt("early", "due", value=str(fields["due"]))
    return Handed(number, fields, cells["number"][1] if "number" in cells else first, tuple(doubts))


def _split(text: str) -> Sequence[str]:
    return [part for part in re.split(r"[、,，;；/\s]+", text) if part]


def _kinds(text: str, fields: dict[str, Any], doubt: Any) -> None:
    kinds: dict[Pollution, None] = {}
    for word in _split(text):
        kind = _KINDS.get(word) or _KINDS.get(word.removesuffix("污染"))
        if kind is None:
            doubt("kind", "kinds", value=word)
        else:
            kinds[kind] = None
    fields["kinds"] = list(kinds)


def _units(text: str, fields: dict[str, Any], units: Units, given: Given, doubt: Any) -> None:
    names: dict[str, None] = {}
    for word in _split(text):
        found = units.resolve(word)
        if found is None or found.name in units.collectives:
            doubt("unit", "units", value=word, near=tuple(units.nearest(word)) if found is None else ())
        else:
            names |= dict.fromkeys(units.expand([found.name]))
    fields["units"] = list(names) or ([] if text else list(given.units))
    if not text and not given.units:
        doubt("no_units", "units")


def _day(text: str) -> date | None:
    from datetime import date

    found = _DAY.fullmatch(half_width(text).strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        return None
