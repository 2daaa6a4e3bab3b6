"""Tables for people: on a terminal fitted to its width, in a pipe one line a row and nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.cells import rows, say, table_lines, titles
from ledger.rendering.text import clean, longest_piece, pad, width, wrap
from ledger.reports.report import standing_of

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Report

_GAP = 2
_LEAST = 4
_NARROW = 46
_HEAD_LINES = 2
_WORD = 12  # the longest word that a column is widened for
_USUAL = 8  # a column that does not grow, with its gap
_READABLE = 10
_STYLES = {"overdue": "31", "met_late": "31", "behind": "33", "unacted": "35", "due_soon": "36", "met": "32"}


def render_table(report: Report, words: Words, *, room: int | None = None, colour: bool = False) -> str:
    """The report as a table.

    ``room`` is the width of the terminal in cells; ``None`` is a pipe, where no line is wrapped.  Colour
    only repeats what the words say.
    """
    out: list[str] = []
    if report.title is not None:
        out += [*_fit(say(report.title, words), room), ""]
    if table_lines(report):
        narrow = room is not None and _too_narrow(report, room)
        out += _cards(report, words, room or 0) if narrow else _grid(report, words, room, colour)
    else:
        out += _fit(say(report.empty, words), room)
    if report.notes:
        out.append("")
        for note in report.notes:
            out += _fit(say(note, words), room)
    return "".join(f"{line.rstrip()}\n" for line in out)


def _too_narrow(report: Report, room: int) -> bool:
    """Whether columns would be strips of two or three characters: then one block a record reads better."""
    growing = sum(1 for column in report.columns if column.grow)
    fixed = sum(_USUAL for column in report.columns if not column.grow)
    return room < _NARROW or room - fixed < growing * _READABLE


def _fit(text: str, room: int | None) -> list[str]:
    return wrap(clean(text), room) if room else clean(text).split("\n")


def _grid(report: Report, words: Words, room: int | None, colour: bool) -> list[str]:
    heads = [clean(title) for title in titles(report, words)]
    body = [[clean(text) for text in row] for row in rows(report, words, "—")]
    if room is None:
        between = [words("list.semicolon") if column.stacked else " " for column in report.columns]
        body = [[text.replace("\n", b) for text, b in zip(row, between, strict=True)] for row in body]
    sizes = column_sizes(report, heads, body, room)
    rule = (" " * _GAP).join("─" * size for size in sizes)
    out = _lines(heads, sizes, report, "1" if colour else "")
    out.append(rule)
    wrapped = [
        [wrap(text, size) if room else [text] for text, size in zip(row, sizes, strict=True)] for row in body
    ]
    tall = sum(1 for row in wrapped if max(map(len, row)) > 2)  # noqa: PLR2004 - two lines read well unspaced
    spread = tall * 2 > len(wrapped)
    records = [*table_lines(report), *([report.foot] if report.foot else [])]
    for number, (row, record) in enumerate(zip(body, records, strict=True)):
        if record is report.foot:
            out.append(rule)
        elif spread and number:
            out.append("")
        style = _STYLES.get(standing_of(record), "") if colour else ""
        out += _lines(row, sizes, report, style, wrap_cells=room is not None, only_marked=True)
    out.append(rule)
    return out


def column_sizes(report: Report, heads: list[str], body: list[list[str]], room: int | None) -> list[int]:
    """The width of each column in cells, so that they fit ``room`` with two cells between them."""
    columns = list(zip(*body, strict=True))
    inner = [max(width(line) for text in column for line in text.split("\n")) for column in columns]
    natural = [max(size, width(head)) for size, head in zip(inner, heads, strict=True)]
    if room is None:
        return natural
    pieces = [max(map(longest_piece, column)) for column in columns]
    return _shares(natural, inner, pieces, report, heads, room)


def _shares(
    natural: list[int], inner: list[int], words: list[int], report: Report, heads: list[str], room: int
) -> list[int]:
    """Widths that fit: columns that do not grow take what they need, the others share what is left by weight.

    Where that is short, heads of columns that do not grow are broken over two lines first.
    """
    grow = [column.grow for column in report.columns]
    left = room - _GAP * (len(natural) - 1)
    if sum(natural) <= left:
        return natural
    natural = [
        size if weight else max(body, _half(head))
        for size, body, head, weight in zip(natural, inner, heads, grow, strict=True)
    ]
    if sum(natural) <= left:
        return natural
    if not any(grow):
        grow = [1] * len(natural)
    sizes = [0 if weight else size for size, weight in zip(natural, grow, strict=True)]
    left -= sum(sizes)
    open_columns = [n for n, weight in enumerate(grow) if weight]
    # a column that needs less than its share gives the rest to the others
    while open_columns:
        total = sum(grow[n] for n in open_columns)
        small = [n for n in open_columns if natural[n] * total <= left * grow[n]]
        if not small:
            break
        for n in small:
            sizes[n] = natural[n]
            left -= natural[n]
            open_columns.remove(n)
    total = sum(grow[n] for n in open_columns)
    for n in sorted(open_columns, key=lambda n: -words[n] / grow[n]):
        share = left * grow[n] // total
        # a date or a number is not torn apart while there is room for it
        sizes[n] = max(share, min(words[n], left), _LEAST) if words[n] <= _WORD else max(share, _LEAST)
        left -= sizes[n]
        total -= grow[n]
    return _squeeze(sizes, room - _GAP * (len(sizes) - 1))


def _half(head: str) -> int:
    """The narrowest width at which a head takes at most two lines."""
    whole = width(head)
    least = max((whole + 1) // 2, longest_piece(head), min(whole, _LEAST))
    return next((size for size in range(least, whole) if len(wrap(head, size)) <= _HEAD_LINES), whole)


def _squeeze(sizes: list[int], room: int) -> list[int]:
    """Take from the widest until the sum fits; a very narrow terminal gets two cells a column."""
    sizes = list(sizes)
    while sum(sizes) > room and max(sizes) > 2:  # noqa: PLR2004 - the width of one Chinese character
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _lines(
    row: list[str],
    sizes: list[int],
    report: Report,
    style: str,
    *,
    wrap_cells: bool = True,
    only_marked: bool = False,
) -> list[str]:
    cells = [wrap(text, size) if wrap_cells else [text] for text, size in zip(row, sizes, strict=True)]
    out = []
    for number in range(max(map(len, cells))):
        parts = []
        for lines, size, column in zip(cells, sizes, report.columns, strict=True):
            text = pad(lines[number] if number < len(lines) else "", size, right=column.right)
            if style and (column.mark or not only_marked) and text.strip():
                text = f"\x1b[{style}m{text}\x1b[0m"
            parts.append(text)
        out.append((" " * _GAP).join(parts))
    return out


def _cards(report: Report, words: Words, room: int) -> list[str]:
    """One block a record, for a terminal too narrow for columns."""
    heads = titles(report, words)
    out: list[str] = []
    for row in rows(report, words, "—"):
        for head, text in zip(heads, row, strict=True):
            out += _fit(f"{head}{words('colon')}{text}", room)
        out.append("─" * room)
    return out
