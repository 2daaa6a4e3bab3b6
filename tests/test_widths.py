"""Widths of columns on paper, and tables of Word that are written as text."""

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.folder import read_folder
from ledger.judging.counting import Level, Sustained
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.reading.load import load
from ledger.rendering.outline import table
from ledger.rendering.widths import lowest, measured, parted, row_heights
from ledger.rendering.wordtable import Layout, Row, table_xml, with_tables
from ledger.reports.progress import progress_document
from ledger.reports.register import register
from ledger.reports.report import Column
from ledger.reports.reported import Asked
from test_report import DAY

REPO = Path(__file__).resolve().parent.parent


def asked() -> Asked:
    demo = load(read_folder(str(REPO / "examples" / "demo")).tree).ledger
    return Asked(Day(demo, DAY), Level.ISSUES, Sustained.ON_SCHEDULE)


CELLS = st.text(alphabet="县区a1，、\n ", max_size=60)
ROWS = st.integers(1, 6).flatmap(
    lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=8)
)


@given(ROWS, st.integers(12, 160))
def test_widths_fit_and_no_column_is_a_strip(body: list[list[str]], room: int) -> None:
    """Widths are found for any table; they fit, and where there is room none is below its least."""
    columns = [Column(f"c{n}", grow=n % 3, right=n == 1) for n in range(len(body[0]))]
    of = measured(columns, ["题目"] * len(columns), body)
    sizes = lowest(of, room)
    assert len(sizes) == len(columns)
    assert sum(sizes) <= room
    if sum(of.natural) <= room:
        assert sizes == of.natural
    elif sum(of.least) <= room:
        assert all(size >= least for size, least in zip(sizes, of.least, strict=True))


def test_what_makes_rows_high_gets_the_room() -> None:
    """Of two columns of text the long one is wide, whatever their weights say."""
    columns = [Column("a", grow=9), Column("b", grow=1)]
    body = [["短的内容共八个字" * 2, "很长的内容" * 40]] * 5
    sizes = lowest(measured(columns, ["甲", "乙"], body), 60)
    assert sizes[1] > 3 * sizes[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_annex_has_no_column_of_two_characters(language: str) -> None:
    """The table of all tasks: each column holds three characters at least, and no row is a page high for the
    sake of a column that is narrower than its neighbours need."""
    report = register(asked(), due=False)
    made = table(report, Words(language).formal())
    assert made is not None
    of = measured(report.columns, made.heads, made.body)
    sizes = lowest(of, 127)
    assert min(sizes) >= 6
    for n, _ in enumerate(sizes):  # no neighbour could give two cells and make the table lower by a tenth
        for other in range(len(sizes)):
            moved = list(sizes)
            moved[n] -= 2
            moved[other] += 2
            if moved[n] >= of.least[n] and n != other:
                assert sum(row_heights(of.lines, moved)) > 0.9 * sum(row_heights(of.lines, sizes))


def test_heads_are_broken_into_lines_that_are_alike() -> None:
    """牵头 above 单位, not 牵头单 above 位; English is left to the word processor."""
    assert parted("牵头单位", 6) == "牵头\n单位"
    assert parted("牵头单位", 8) == "牵头单位"
    assert parted("Responsible units", 11) == "Responsible units"


def test_words_of_heads_and_days_are_not_torn() -> None:
    """A column is as wide as the longest word of its head, and as a day in it; an English day may be two lines."""
    columns = [Column("a", grow=1), Column("b"), Column("c")]
    body = [["很长的内容" * 30, "2024年12月31日", "31 December 2024"]]
    of = measured(columns, ["Responsible units", "到期日", "Due"], body)
    assert of.least == [11, 14, 11]


def test_short_rows_of_paper_stay_on_a_page() -> None:
    """Only rows that may be long go on over the end of a page in the form of application."""
    from docx.oxml.ns import qn

    from ledger.papers.kinds import shipped

    file = docx.Document(io.BytesIO(shipped("request")))
    split = {
        row.cells[0].text: row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None
        for one in (file.tables[0], file.tables[2])
        for row in one.rows
    }
    assert {label for label, may in split.items() if may} == {
        *("存在问题", "整改目标", "佐证材料目录", "举一反三情况", "长效机制", "尚缺事项"),
    }


def test_texts_of_tables_are_escaped() -> None:
    """What would be markup is text in a table that is written as text."""
    laid = Layout([5000], 18, 1)
    made = table_xml(laid, [Row("Normal", laid, ["left"]).xml(["a<b>&\nc"])])
    assert "a&lt;b&gt;&amp;</w:t><w:br/>" in made


def test_marks_that_are_not_ours_stay() -> None:
    """A template that has a mark like ours keeps it where there is no such table."""
    assert (
        with_tables(b"<a><?ledger-table 0?><?ledger-table 7?></a>", ["<t/>"])
        == b"<a><t/><?ledger-table 7?></a>"
    )


def test_page_one_tells_all_that_is_told_in_words() -> None:
    """Relapses and disclosure are told before the first table, so that the first page is full."""
    document = progress_document(asked())
    names = [getattr(getattr(block, "text", None), "key", type(block).__name__) for block in document.blocks]
    assert names.index("progress.relapse") < names.index("Report")
    assert names.index("progress.disclosure") < names.index("Report")
