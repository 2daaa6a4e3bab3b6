"""Tables: fitted to the terminal, aligned in cells, broken as Chinese is broken, safe, whole in a pipe."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cli_tools import (
    READING,
    REPO,
    copy_ledger,
    edit,
    of_shipped,
    of_shipped_json,
    on_terminal,
    run_cli,
    run_json,
)
from ledger.locale import LANGUAGES, Words
from ledger.rendering.table import render_table
from ledger.rendering.text import clean, pad, width, wrap
from ledger.reports.report import Column, Message, Report, standing_of

ROOMS = (40, 60, 80, 100, 160)
SGR = re.compile(r"\x1b\[[0-9;]*m")
NOT_FIRST = "，。、；：）》”"
RULE = re.compile("─+(  ─+)+")

BLOCKS = {"show", "ready", "pace", "duties", "reconcile"}
"""Commands that a terminal shows as blocks of lines."""

named = pytest.mark.parametrize("command", READING, ids=lambda c: " ".join(Path(a).name for a in c[:2]))
in_both = pytest.mark.parametrize("lang", LANGUAGES)
in_rooms = pytest.mark.parametrize("room", ROOMS)


def cells(text: str) -> int:
    """Width on a terminal, reckoned apart from the code under test."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def lines(out: str) -> list[str]:
    """The lines of an output without colour."""
    return SGR.sub("", out).split("\n")


def cut(line: str, start: int, end: int) -> str:
    """What stands in the cells from ``start`` to ``end`` of a line; ``<`` for a character that is torn."""
    found, at = "", 0
    for character in line:
        size = cells(character)
        if at >= end:
            break
        if at >= start and at + size <= end:
            found += character
        elif at < end and at + size > start:
            found += "<"
        at += size
    return found


def grid(out: str) -> tuple[list[tuple[int, int]], list[str]]:
    """The columns of a table as (start, end) in cells, and its lines between head and last rule.

    Where the terminal is so narrow that each record is a block, there are none.
    """
    rows = lines(out)
    rules = [n for n, line in enumerate(rows) if RULE.fullmatch(line)]
    if not rules:
        return [], []
    columns = [found.span() for found in re.finditer("─+", rows[rules[0]])]
    first = rules[0]
    while first and rows[first - 1].strip():
        first -= 1
    return columns, [line for line in rows[first : rules[-1]] if line.strip() and not RULE.fullmatch(line)]


# --- fitted to the terminal ----------------------------------------------------------------------


@named
@in_both
@in_rooms
def test_no_line_is_wider_than_the_terminal(command: tuple[str, ...], lang: str, room: int) -> None:
    """Every line of every command fits, in both languages."""
    result = of_shipped(*command, "--lang", lang, room=room)
    assert result.code == 0
    for line in lines(result.out):
        assert cells(line) <= room, line


@named
@in_both
@in_rooms
def test_columns_are_aligned(command: tuple[str, ...], lang: str, room: int) -> None:
    """Between two columns there are blanks in every line, counted in cells."""
    columns, rows = grid(of_shipped(*command, "--lang", lang, room=room).out)
    assert rows or room <= 100 or command[0] in BLOCKS
    if command[0] in {"stats", "units"}:  # what so many numbers are of may stand on a line above them
        rows = [line for line in rows if re.search(r"\d(?!\d*年)", line)]
    for line in rows:
        for (_, end), (start, _) in pairwise(columns):
            assert not cut(line, end, start).strip(), line


@named
def test_columns_are_aligned_in_a_pipe(command: tuple[str, ...]) -> None:
    """In a pipe the columns are aligned as well."""
    columns, rows = grid(of_shipped(*command).out)
    assert bool(rows) == (command[0] != "show")
    for line in rows:
        for (_, end), (start, _) in pairwise(columns):
            assert not cut(line, end, start).strip(), line


@named
@pytest.mark.parametrize("room", [80, 100, 160])
def test_punctuation_does_not_begin_a_line(command: tuple[str, ...], room: int) -> None:
    """No line of a cell begins with closing punctuation, none ends with opening punctuation."""
    columns, rows = grid(of_shipped(*command, room=room).out)
    for line in rows:
        for start, end in columns:
            text = cut(line, start, end).strip()
            assert text[:1] not in set(NOT_FIRST), line
            assert text[-1:] not in set("（《“"), line


@named
@in_rooms
def test_nothing_is_lost_on_a_terminal(command: tuple[str, ...], room: int) -> None:
    """Long text wraps: the characters of the table's cells are there at any width."""
    shown = of_shipped(*command, room=room).out
    narrow = "".join(lines(shown))
    whole = of_shipped(*command, "--format", "csv").out.partition("\n")[2]
    if command[0] == "duties":  # a line a year tells them together
        whole = "".join(line for line in whole.splitlines(keepends=True) if "公开" not in line)
    if command[0] == "show":  # the line of its state has no head on the page
        whole = whole.replace("状态,", "")
    if command[0] == "ready":  # the status is that before the step, which is told
        whole = whole.replace("未启动", "").replace("整改中", "")
    for record in of_shipped_json(*command).data:
        title = str(record.get("title") or record.get("unit") or record.get("group") or "")
        assert title in whole or "[" in title or command[0] in {"show", "duties"}
    counted = [
        {c: text.count(c) for c in set(whole) if "\u4e00" <= c <= "\u9fff"} for text in (narrow, whole)
    ]
    if command[0] in BLOCKS:  # words that every row repeats are said once
        assert all(counted[0].get(c, 0) for c in counted[1])
    else:
        assert all(counted[0].get(c, 0) >= n for c, n in counted[1].items())


@pytest.mark.parametrize("command", READING[:3], ids=lambda c: c[0])
@pytest.mark.parametrize("room", [80, 120])
def test_rows_do_not_run_down_the_page(command: tuple[str, ...], room: int) -> None:
    """The daily commands take three lines a row in the mean at most, with columns or as blocks."""
    out = run_cli(*command, room=room).out
    columns, rows = grid(out)
    shown = rows if columns else [line for line in lines(out) if line.strip()]
    assert len(shown) <= 3 * len(run_json(*command).data) + 8
    assert columns or command[0] != "list"


def test_narrow_terminal_gets_one_block_a_record() -> None:
    """Too narrow for columns, each record is its name with what is marked, and the rest below."""
    out = run_cli("overdue", "--as-of", "2025-01-01", room=60).out
    blocks = re.findall(
        r"^[0-9]+(?:（[0-9]）)?  .*  逾期 1 天\n(?:  .*\n)+", "\n".join(lines(out)), re.MULTILINE
    )
    assert len(blocks) == len(run_json("overdue", "--as-of", "2025-01-01").data) == 15
    assert all("2024-12-31" in block and "·\n" not in block.replace(" ·\n", "") for block in blocks)


def test_urgent_words_are_bold_and_no_colour_is_weak() -> None:
    """What is late is bold red; yellow, cyan and green, which a white terminal swallows, are nowhere."""
    for command in (*READING, ("timeline", "--as-of", "2025-06-30")):
        out = run_cli(*command, "-C", "examples/demo", room=120).out if command[0] != "import" else ""
        for code in SGR.findall(out):
            assert code in {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;35m"}, (command, code)


def test_very_narrow_terminal() -> None:
    """Down to two cells nothing fails, and nothing is wider than the terminal."""
    for room in range(2, 46):
        for line in lines(run_cli("overdue", "--as-of", "2025-01-01", room=room).out):
            assert cells(line) <= room


def test_one_column_terminal() -> None:
    """A terminal of one column gets an answer all the same."""
    assert run_cli("list", room=1).code == 0


# --- in a pipe -----------------------------------------------------------------------------------


@named
def test_pipe_has_one_line_a_row(command: tuple[str, ...]) -> None:
    """In a pipe each row is one line and nothing is cut, whatever ``COLUMNS`` says."""
    result = run_cli(*command, env={"COLUMNS": "20"})
    _, rows = grid(result.out)
    data = run_json(*command).data
    assert "…" not in result.out.replace("……", "")
    if command[0] != "show":  # a page, not a table
        assert len(rows) == 1 + len(data) + (command[0] == "stats")
    for record in data:
        if record.get("what") == "milestone":
            assert record["text"] in result.out


def test_pipe_puts_paragraphs_into_one_line() -> None:
    """A text of several paragraphs stays in its row."""
    out = run_cli("list", "--columns", "id,problem,goal").out
    assert len([line for line in out.split("\n") if re.match(r"[0-9]{2}", line)]) == 23


# --- colour --------------------------------------------------------------------------------------


@named
def test_colour_only_repeats_the_words(command: tuple[str, ...]) -> None:
    """Without colour the table is the same but for blanks at line ends."""
    coloured = [line.rstrip() for line in lines(run_cli(*command, room=100).out)]
    plain = run_cli(*command, room=100, env={"NO_COLOR": "1"}).out
    assert "\x1b" not in plain
    assert plain.split("\n") == coloured


def test_a_row_is_coloured_by_what_it_is_about() -> None:
    """A review that is late is red, though its task is cleared in time; what is owed and not late is no done task."""
    cleared = {"standing": "met", "number": "18"}
    assert standing_of(cleared) == "met"
    assert standing_of(cleared | {"what": "review", "days_overdue": 112}) == "overdue"
    assert standing_of(cleared | {"what": "review", "days_overdue": None}) == "due_soon"
    assert standing_of({"what": "按季度", "days_overdue": 3}) == "None"


def test_colour_is_there_and_closed_on_each_line() -> None:
    """On a terminal late rows are marked, and no colour runs over the end of a line."""
    out = run_cli("overdue", "--as-of", "2025-01-01", room=80).out
    assert "\x1b[1;31m" in out
    for line in out.split("\n"):
        assert line.count("\x1b[0m") * 2 == len(SGR.findall(line))


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(env: dict[str, str]) -> None:
    """``NO_COLOR`` and a dumb terminal get none."""
    assert "\x1b" not in run_cli("overdue", "--as-of", "2025-01-01", room=80, env=env).out


def test_empty_no_color_counts_as_unset() -> None:
    """``NO_COLOR=`` asks for nothing."""
    assert "\x1b" in run_cli("overdue", "--as-of", "2025-01-01", room=80, env={"NO_COLOR": ""}).out


# --- a real terminal -----------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [52, 80, 160])
def test_real_terminal(columns: int) -> None:
    """On a real terminal the table has its width and colour, and is what a test without one gives."""
    out = on_terminal("overdue", "--as-of", "2025-01-01", columns=columns, env={"TERM": "xterm"})
    assert max(cells(line) for line in lines(out)) <= columns
    assert columns < 80 or "\x1b[1;31m" in out
    assert run_cli("overdue", "--as-of", "2025-01-01", room=columns).out == out


def test_columns_variable_beats_the_terminal() -> None:
    """``COLUMNS`` is obeyed on a terminal, as everywhere."""
    out = on_terminal("list", columns=160, env={"TERM": "xterm", "COLUMNS": "60"})
    assert max(cells(line) for line in lines(out)) <= 60


# --- wrap ----------------------------------------------------------------------------------------

CHINESE = st.text(st.sampled_from("整改任务逾期，。、；：（）《》“”…—2024年12月%abc-. 　\n"), max_size=120)
ANY = st.text(st.characters(codec="utf-8"), max_size=80)
TEXTS = CHINESE | ANY.map(clean)


def without_blanks(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@given(text=TEXTS, room=st.integers(2, 60))
@settings(max_examples=2 * settings().max_examples)
@example(text="　" * 10, room=4)
@example(text="（" * 10, room=4)
@example(text="。" * 10, room=3)
@example(text="a" * 10 + "，", room=10)
@example(text="e\u0301" * 10, room=2)
def test_wrap_keeps_every_character_and_the_width(text: str, room: int) -> None:
    """No line is wider than the room, and no character but white space is lost."""
    found = wrap(text, room)
    assert all(cells(line) <= room for line in found), found
    assert without_blanks("".join(found)) == without_blanks(text)


@given(
    text=st.text(st.sampled_from("整改任务，。、；：（）《》“”2024ab "), max_size=100),
    room=st.integers(20, 60),
)
def test_wrap_follows_the_rules_of_punctuation(text: str, room: int) -> None:
    """Where punctuation is not piled up, none that closes begins a line and none that opens ends one."""
    for mark in "，。、；：（）《》“”":
        text = re.sub(f"{mark}+", mark, text)
    if re.search("[，。、；：（）《》“”]{8}", text):
        return
    found = wrap(text, room)
    for line in found[1:]:
        assert line[:1] not in set(NOT_FIRST)
    for line in found[:-1]:
        assert line.rstrip(" ")[-1:] not in set("（《“")


@given(text=ANY, room=st.integers(1, 40), right=st.booleans())
def test_pad_fills_to_the_width(text: str, room: int, *, right: bool) -> None:
    """Padding gives exactly the width where the text is narrower, and keeps the text."""
    text = clean(text.replace("\n", ""))
    padded = pad(text, room, right=right)
    assert cells(padded) == max(room, cells(text))
    assert (padded.endswith if right else padded.startswith)(text)


@given(ANY)
def test_width_is_the_sum_of_cells(text: str) -> None:
    """Width counts cells: two for Chinese, none for combining marks."""
    assert cells(text) == width(text)


def test_short_text_is_one_line() -> None:
    """Text that fits is left alone."""
    assert wrap("整改任务", 8) == ["整改任务"]
    assert wrap("整改任务", 7) == ["整改任", "务"]
    assert wrap("", 7) == [""]


def test_numbers_and_words_stay_whole() -> None:
    """A date or a word is not torn where it fits into a line."""
    assert wrap("期限2024-12-31前", 10) == ["期限", "2024-12-31", "前"]
    assert wrap("the quick fox", 9) == ["the quick", "fox"]


# --- control characters --------------------------------------------------------------------------

DANGEROUS = [
    *map(chr, [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)]),
    *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u200b\u200c\u200d\u2028\u2029\u2060\ufeff\r\t",
]
"""What a terminal obeys, or what changes how the text beside it is shown."""

HOSTILE = st.lists(
    st.sampled_from(
        [*DANGEROUS, "\x1b[31m", "\x1b]8;;http://x\x07", "\x1b[2J", "[/]", "[link=x]", "整改", "a"]
    ),
    max_size=12,
).map("".join)


def report(*cells: Any) -> Report:
    """A report of one row."""
    columns = tuple(Column(key, grow=1) for key in ("title", "problem", "goal")[: len(cells)])
    record = dict(zip(("title", "problem", "goal"), cells, strict=False))
    return Report(
        "list",
        columns,
        (record,),
        title=Message("import.title", {"title": cells[0]}),
        notes=(Message("unit.none", {"unit": cells[0]}),),
    )


@given(first=HOSTILE | ANY, second=HOSTILE | ANY, room=st.sampled_from([None, 20, 60, 100]))
@settings(max_examples=2 * settings().max_examples)
def test_no_control_character_reaches_a_table(first: str, second: str, room: int | None) -> None:
    """Whatever the data hold, a table has no control character but the end of line."""
    out = render_table(report(first, [second, first]), Words("zh"), room=room)
    assert not set(DANGEROUS) & set(out)


@given(text=HOSTILE)
def test_only_our_own_colour_reaches_a_coloured_table(text: str) -> None:
    """With colour, the only escapes are ours."""
    out = render_table(report(text, text), Words("zh"), room=60, colour=True)
    assert not set(DANGEROUS) & set(SGR.sub("", out))
    assert set(SGR.findall(out)) <= {"\x1b[1m", "\x1b[0m"}


@given(text=st.text(st.sampled_from("[]/=\\linkbold整{}%"), max_size=30))
def test_markup_is_shown_as_typed(text: str) -> None:
    """Brackets, braces and backslashes are text."""
    assert text.rstrip() in render_table(report("x" + text, "y"), Words("zh"))


def test_foot_stands_below_a_rule() -> None:
    """The total of ``stats`` is set apart by a rule above and below."""
    rows = lines(run_cli("stats").out.rstrip("\n"))
    assert RULE.fullmatch(rows[-1])
    assert rows[-2].startswith("合计")
    assert RULE.fullmatch(rows[-3])


def test_long_title_in_a_ledger_wraps(tmp_path: Path) -> None:
    """A title of 400 characters keeps to its column, and is whole in a pipe."""
    root = copy_ledger(tmp_path)
    long = "很长的题目，" * 70
    edit(root, "data/issues/02.yaml", "title: 绿色发展理念树得不牢", f"title: {long}")
    for room in (60, 80, 160):
        out = run_cli("-C", str(root), "list", room=room).out
        assert max(cells(line) for line in lines(out)) <= room
    assert long in run_cli("-C", str(root), "list").out


DEMO = ("-C", str(REPO / "examples" / "demo"), "--as-of", "2025-06-30")


def test_numbers_leave_room_for_what_they_are_of() -> None:
    """Where heads and numbers take the line, the section stands whole above its row and no head is torn."""
    out = lines(run_cli("stats", *DEMO, "--lang", "en", room=80).out)
    assert "一、贯彻落实习近平生态文明思想仍有差距" in out
    assert any("Withdrawn" in line and "Accepted" in line for line in out)


def test_a_block_says_which_day_is_which() -> None:
    """Of several days in a block each has its head; what is said in words has none."""
    out = run_cli("letters", *DEMO, "--lang", "en", room=80).out
    assert "Reply by 2025-06-23 · no reply yet" in " ".join(out.split())
    assert "Replied 2025-03-18" in " ".join(out.split())


def test_who_is_silent_is_not_said_to_be_late() -> None:
    """A suggestion for silence tells how long nothing was heard, not that something is overdue."""
    out = run_cli(
        "supervise",
        "--suggest",
        *DEMO,
        "--lang",
        "en",
        room=80,
    ).out
    block = " ".join(out.partition("reminder  19")[2].split("reminder  5")[0].split())
    assert "no progress reported for 187 days" in block
    assert "overdue" not in block


WORDS_OF_NUMBERS = st.sampled_from(
    ["Handed over", "Overdue", "办结率", "按时办结率", "罚款（万元）", "Withdrawn"]
)


@settings(deadline=None)
@given(
    st.lists(WORDS_OF_NUMBERS, min_size=3, max_size=16),
    st.lists(
        st.sampled_from(["2024", "青山区", "黄河流域生态保护与治理力度不够", "Total"]), min_size=1, max_size=4
    ),
    st.sampled_from((50, 60, 80, 100, 160)),
)
def test_no_number_and_no_word_of_a_head_is_torn(heads: list[str], labels: list[str], room: int) -> None:
    """However many columns of numbers there are: each value stands whole, once, in a line that fits."""
    columns = (
        Column("label", grow=1, title="Area"),
        *(Column(f"n{n}", right=True, title=head) for n, head in enumerate(heads)),
    )
    records = tuple(
        {"label": label, **{f"n{n}": f"{row + 1}{n:02d}.5%" for n in range(len(heads))}}
        for row, label in enumerate(labels)
    )
    out = render_table(Report("made", columns, records), Words("en"), room=room)
    tokens = out.split()
    for record in records:
        for n in range(len(heads)):
            assert tokens.count(record[f"n{n}"]) == 1, out
    for head in heads:
        for word in re.findall("[A-Za-z]+", head):
            assert word in tokens, out
    assert max(map(cells, out.split("\n"))) <= room


@pytest.mark.parametrize(
    "command", ["ledgers", "complaints stats", "complaints stats --by area", "units", "stats"]
)
@pytest.mark.parametrize("room", [60, 80, 120])
@in_both
def test_names_and_rates_of_several_ledgers_stay_whole(command: str, room: int, lang: str) -> None:
    """Tables of many numbers on a narrow terminal break neither the names of ledgers nor a percentage."""
    folder = "examples/demo" if command.startswith("complaints") else "examples/region"
    at = ("--as-of", "2025-06-30", "--lang", lang)
    result = run_cli("-C", str(REPO / folder), *command.split(), *at, "--width", str(room))
    for part in re.findall(
        r"\S*%|第.轮|示例市", run_cli("-C", str(REPO / folder), *command.split(), *at).out
    ):
        assert part in result.out, result.out
