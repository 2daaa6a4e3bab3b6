"""The tables that pages are full of: what their columns are called, and how a narrow screen is told.

On a narrow screen each cell stands on a line of its own behind the head of its column.  Heads of long tables
stand in the style sheet, once a table and language, instead of in every cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from ledger.locale import Words


class Column(NamedTuple):
    """A column: what it is called in the catalogue, and how its texts stand (a class of the style sheet)."""

    key: str
    look: str = ""


def _plain(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key) for key in keys)


def _short(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, "short") for key in keys)


def _numbers(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, "number") for key in keys)


_ISSUE = (*_short("column.number"), *_plain("column.title"))
_STAND = _short("column.due", "column.standing", "column.status")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "issues": (*_ISSUE, *_plain("column.lead"), *_STAND),
    "tasks": (*_ISSUE, *_short("column.role"), *_STAND),
    "urgent": (*_ISSUE, *_plain("column.lead"), *_short("column.due", "site.time")),
    "owes": (*_ISSUE, *_plain("column.what"), *_short("column.due")),
    "done": (*_ISSUE, *_plain("column.what"), *_short("site.done_on")),
    "duties": (*_short("column.due", "column.state", "column.number"), *_plain("column.what")),
    "promises": (
        *_short("column.number"),
        *_plain("column.promised"),
        *_short("column.promised_until", "column.state"),
    ),
    "cases": (
        *_short("column.complaint"),
        *_plain("column.described"),
        *_short("column.due", "column.case_state"),
    ),
    "letters": (
        *_short("site.date"),
        *_plain("column.letter"),
        *_short("column.level"),
        *_plain("column.number"),
        *_short("column.reply_by", "column.state"),
    ),
    "units": (
        *_plain("column.unit", "column.kind"),
        *_numbers("column.leads", "column.supports", "column.accepts", "column.late"),
    ),
    "attempts": _short(
        *("site.attempt", "site.begun_on", "column.due", "site.completed_on", "site.accepted_on"),
        *("site.closed_on", "column.standing"),
    ),
    "targets": (
        *_plain("site.target"),
        *_short("site.value", "column.due"),
        *_plain("site.reading"),
        *_short("site.percent", "site.read"),
        *_plain("site.met"),
    ),
    "areas": (
        *_plain("column.area"),
        *_numbers("column.handed", "column.key_cases", "column.finished_cases", "column.finish_rate"),
        *_numbers("column.timely_cases", "column.timely_rate"),
    ),
    "complaints": _plain(
        *("column.complaint", "column.described", "column.area", "column.pollution", "column.found_out"),
        *("column.found_out_to_be", "column.handled_how", "column.is_finished", "column.held_to_account"),
    ),
}
"""The columns of each table by its name; its class is ``of-`` and the name."""

_NARROW, _WIDE = "@media screen and (max-width: 46rem)", "@media print, (min-width: 46.01rem)"


def thead(words: Words, name: str, count: int | None = None) -> Markup:
    """The heads of the columns of a table, of the first ``count`` where the rest is not shown."""
    from markupsafe import Markup

    made = Markup()
    for column in TABLES[name][:count]:
        look = Markup(" class=number") if column.look == "number" else ""
        made += Markup("<th scope=col{}>{}").format(look, words(column.key))
    return Markup("<thead>\n<tr>{}\n").format(made)


def style_of(languages: Iterable[Words]) -> str:
    """The rules of the style sheet for the cells of all tables."""
    looks = [
        f"  {_cell(name, n)} {{ {_LOOKS[column.look]} }}\n" for name, n, column in _columns() if column.look
    ]
    named = [
        f"  html:lang({words.tag}) {_cell(name, n)}::before {{ content: {_quoted(words(column.key))}; }}\n"
        for words in languages
        for name, n, column in _columns()
    ]
    return f"{_WIDE} {{\n{''.join(looks)}}}\n{_NARROW} {{\n{''.join(named)}}}\n"


_LOOKS = {
    "short": "overflow-wrap: normal; word-break: keep-all; white-space: nowrap;",
    "number": "text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap;",
}


def _columns() -> Iterator[tuple[str, int, Column]]:
    for name, columns in TABLES.items():
        for n, column in enumerate(columns, 1):
            yield name, n, column


def _cell(name: str, n: int) -> str:
    return f".of-{name} tbody > tr > :nth-child({n})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return f'"{escaped}"'
