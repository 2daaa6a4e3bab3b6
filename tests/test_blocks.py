"""Files of every kind → blocks: numbers, breaks, merged cells, furniture, and what is refused."""

# ruff: noqa: SIM300 - what is expected may stand first

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from ledger.documents.blocks import Block, BlockKind, Cell, Source, UnreadableError, size_of
from ledger.documents.numbering import chinese, format_count
from ledger.documents.read import read
from ledger.documents.text import decode, unify
from ledger.documents.xlsx import column_letters, column_number
from sources import WORD, page, w_level, w_numbering, w_p, word_of


def shown(source: Source, *kinds: BlockKind) -> list[str]:
    """The text of the blocks of some kinds, numbers included."""
    wanted = kinds or (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CELL)
    return [block.shown for block in source.blocks if block.kind in wanted]


def cells(source: Source) -> dict[tuple[int, int], Block]:
    """The cells by row and column."""
    return {(b.cell.row, b.cell.column): b for b in source.blocks if b.cell is not None}


# --- text ----------------------------------------------------------------------------------------

SENTENCE = "关于印发督察整改方案的通知\n责任单位：市水务局（牵头），各旗县区\n整改时限：2025年12月底\n"
TRADITIONAL = "關於環境保護督察反饋問題整改情況\n責任單位：市水務局\n整改時限：2026年9月底前\n"


@pytest.mark.parametrize(
    ("encoding", "text", "named"),
    [
        ("utf-8", SENTENCE, "utf-8"),
        ("utf-8-sig", SENTENCE, "utf-8"),
        ("gb18030", SENTENCE, "gb18030"),
        ("utf-16", SENTENCE, "utf-16"),
        ("utf-16-le", SENTENCE, "utf-16-le"),
        ("utf-16-be", SENTENCE, "utf-16-be"),
        ("big5", TRADITIONAL, "big5"),
        ("gb18030", TRADITIONAL, "gb18030"),
        ("utf-16-le", TRADITIONAL, "utf-16-le"),
    ],
)
def test_text_is_read_in_its_encoding(encoding: str, text: str, named: str) -> None:
    """The encoding is found, without doubt, whatever mark there is."""
    source = read(text.encode(encoding))
    assert (named, False) == (source.encoding, source.doubtful)
    assert text.split("\n")[:-1] == shown(source)


def test_doubtful_encoding_says_so() -> None:
    """Two rare characters may be anything: they are read, and marked as a guess."""
    found = decode("淤泥".encode("gb18030"))
    assert found is not None
    assert found.doubtful
    assert not decode("清淤工程，责任单位：市水务局。".encode("gb18030")).doubtful  # type: ignore[union-attr]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029"])
def test_every_line_break_breaks(mark: str) -> None:
    """Soft breaks of Word and page feeds end a line as \\n does."""
    source = read(f"甲{mark}乙{mark}".encode())
    assert [("甲", 1), ("乙", 2)] == [(b.text, b.place.line) for b in source.blocks]


def test_blank_of_a_page_is_a_blank() -> None:
    """The name of a blank that is left from a page is a blank."""
    assert "\u00a0\u00a0整改时限：" == unify("&nbsp;&#160;整改时限：")


@given(st.text(max_size=80))
def test_text_loses_no_character(text: str) -> None:
    """The blocks of a text hold every character that is no white space."""
    source = read(text.encode("utf-8", "replace")) if text.strip() and "\x00" not in text else None
    if source is not None and source.kind == "text":
        assert size_of(source.text) == sum(size_of(block.text) for block in source.blocks)


# --- Word ----------------------------------------------------------------------------------------

FORMS = [
    ("decimal", 12, "12"),
    ("decimalZero", 7, "07"),
    ("decimalFullWidth", 12, "１２"),
    ("chineseCounting", 12, "十二"),
    ("chineseCountingThousand", 21, "二十一"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("japaneseCounting", 10, "十"),
    ("ideographDigital", 12, "一二"),
    ("chineseLegalSimplified", 12, "拾贰"),
    ("ideographTraditional", 3, "丙"),
    ("ideographZodiac", 2, "丑"),
    ("decimalEnclosedCircleChinese", 3, "③"),
    ("ideographEnclosedCircle", 2, "㈡"),
    ("lowerLetter", 28, "bb"),
    ("upperRoman", 14, "XIV"),
    ("unheardOf", 5, "5"),
]


@pytest.mark.parametrize(("form", "count", "expected"), FORMS)
def test_counts_are_shown_as_word_does(form: str, count: int, expected: str) -> None:
    """Each number format of Word."""
    assert expected == format_count(count, form)


def test_chinese_numerals() -> None:
    """Tens without 一, zeros between."""
    assert ["十", "二十", "一百零三", "一千零一十", "二千三百"] == [
        chinese(n) for n in (10, 20, 103, 1010, 2300)
    ]


LISTS = {
    "0": w_level(0, "chineseCounting", "%1、")
    + w_level(1, "decimal", "%1.%2")
    + w_level(2, "decimal", "（%3）"),
    "1": w_level(0, "chineseCountingThousand", "（%1）"),
}
NUMBERING = w_numbering(LISTS, [("1", "0", False), ("2", "1", False), ("3", "1", True)])


def test_automatic_numbers_are_resolved() -> None:
    """Levels count by themselves and restart below a higher one; an instance may begin anew or go on."""
    body = "".join(
        [
            w_p("甲", "1"), w_p("乙", "1", 1), w_p("丙", "1", 1), w_p("丁", "1"), w_p("戊", "1", 1),
            w_p("己", "1", 2), w_p("庚", "2"), w_p("无"), w_p("辛", "2"), w_p("壬", "3"), w_p("癸", "3"),
        ]
    )  # fmt: skip
    assert [
        "一、甲", "一.1 乙", "一.2 丙", "二、丁", "二.1 戊", "（1）己", "（一）庚", "无", "（二）辛", "（一）壬", "（二）癸",
    ] == shown(read(word_of(body, numbering=NUMBERING)))  # fmt: skip


def test_number_of_a_style() -> None:
    """A style gives its paragraphs their number and their level; numId 0 takes it away."""
    styles = (
        f'<w:styles {WORD}><w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="1"/>'
        '<w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="b"/>{more}</w:pPr><w:r><w:t>标题</w:t></w:r></w:p>'
        for more in ("", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    blocks = read(word_of(body, numbering=NUMBERING, styles=styles)).blocks
    assert [("heading", "（一）", 2), ("heading", "", 2)] == [(b.kind, b.number, b.level) for b in blocks]


def test_soft_break_tab_and_symbols() -> None:
    """A break inside a paragraph is a line break, a tab stop of the settings is nothing."""
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:br/>'
        '<w:t xml:space="preserve">乙 </w:t><w:tab/><w:noBreakHyphen/><w:sym w:char="F0B7"/></w:r></w:p>'
    )
    assert ["甲\n乙 \t-•"] == shown(read(word_of(body)))


def test_revisions_are_read_as_if_accepted() -> None:
    """What was put in is text, what was struck out or moved away is not, nor are former numbers."""
    body = (
        '<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:pPrChange></w:pPr>'
        "<w:r><w:t>责任单位：</w:t></w:r><w:del><w:r><w:delText>市住建局</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>市水务局</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
    )
    assert ["责任单位：市水务局新"] == shown(read(word_of(body, numbering=NUMBERING)))


def test_what_stands_around_the_text_is_furniture() -> None:
    """Headers, footers and notes are apart from the text, with the part they stand in."""
    parts = {
        name: f"<w:{tag} {WORD}>{w_p(text)}</w:{tag}>"
        for name, tag, text in (
            ("header1", "hdr", "某市整改办"), ("footer2", "ftr", "第 3 页"), ("footnotes", "footnotes", "注：略"),
        )
    }  # fmt: skip
    source = read(word_of(w_p("正文"), **parts))
    assert ["正文"] == shown(source)
    assert {"footer": "第 3 页", "footnotes": "注：略", "header": "某市整改办"} == {
        b.place.part: b.text for b in source.blocks if b.kind is BlockKind.FURNITURE
    }


def test_picture_is_a_block() -> None:
    """A picture stands where it is, without text."""
    blip = '<w:drawing><a:blip xmlns:a="urn:a"/></w:drawing>'
    source = read(word_of(f"<w:p><w:r>{blip}</w:r></w:p>{w_p('完')}"))
    assert [("image", 1), ("paragraph", 2)] == [(b.kind, b.place.paragraph) for b in source.blocks]


def tc(text: str, settings: str = "") -> str:
    """A cell of a raw table."""
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{w_p(text)}</w:tc>"


def test_merged_cells_of_word_are_one_block() -> None:
    """A cell that reaches across and down is told once, with its reach."""
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tc("甲", down) + tc("横", '<w:gridSpan w:val="2"/>'),
        tc("", on) + tc("乙") + tc("丙"),
        tc("", on) + tc("丁") + tc("戊"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    source = read(word_of(body))
    assert [
        ("甲", Cell(1, 1, 1, 3, 1)),
        ("横", Cell(1, 1, 2, 1, 2)),
        ("乙", Cell(1, 2, 2)),
        ("丙", Cell(1, 2, 3)),
        ("丁", Cell(1, 3, 2)),
        ("戊", Cell(1, 3, 3)),
    ] == [(b.text, b.cell) for b in source.blocks]
    assert "table:1/row:2/column:3" == source.blocks[3].place.code


# --- pages, workbooks, separated values ------------------------------------------------------------


def test_page_keeps_its_furniture_apart() -> None:
    """Navigation, header and foot are furniture; scripts and styles are no text at all."""
    source = read(page(["一、甲", "乙"]))
    assert ["一、甲", "乙"] == [text.strip("\u00a0") for text in shown(source)]
    around = shown(source, BlockKind.FURNITURE)
    assert {"市政府网站", "首页", "政务公开", "版权所有 ICP备000号"} == set(around)
    assert not any("整改时限" in text or "margin" in text for text in around)


def test_page_breaks_numbers_and_pictures() -> None:
    """<br> breaks a line, an ordered list numbers its items, a picture is a block, inline marks are nothing."""
    data = (
        "<!DOCTYPE html><body><p>责<b>任</b>单<span>位</span>：甲<br>乙</p><ol start=3><li>丙<li><p>丁</p></ol>"
        '<img src="a.png" alt="清单"><h2>标题</h2></body>'
    )
    source = read(data.encode())
    assert ["责任单位：甲\n乙", "3. 丙".replace(" ", ""), "4.丁", "标题"] == shown(source)
    assert ["清单"] == shown(source, BlockKind.IMAGE)
    assert 2 == source.blocks[-1].level


def test_spans_of_a_page() -> None:
    """Cells that reach over rows push those of the next row to the right."""
    data = (
        "<html><table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</tr></table>"
        "<table><tr><td><table><tr><td>里<td>外<tr><td>1<td>2</table></table></html>"
    )
    found = read(data.encode())
    assert {(1, 1): (2, 1), (1, 2): (1, 2), (2, 2): (1, 1), (2, 3): (1, 1)} == {
        (b.cell.row, b.cell.column): (b.cell.rows, b.cell.columns)
        for b in found.blocks
        if b.cell is not None and b.cell.table == 1
    }
    assert "里" in shown(found)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8"])
def test_page_in_the_encoding_it_declares(declared: str) -> None:
    """A page is read in the encoding it names."""
    data = f'<html><head><meta charset="{declared}"></head><body><p>淤泥</p></body></html>'
    assert ["淤泥"] == shown(read(data.encode("utf-8" if declared == "utf-8" else "gb18030")))


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=utf-8><h1>淤泥</h1>",
        "<h2>淤泥</h2>",
        "<style>p{}</style><span>淤泥</span>",
        "<!-- a --><ul><li>淤泥</ul>",
    ],
)
def test_piece_of_a_page(page: str) -> None:
    """What was copied out of a page has no head and no body, and is a page still."""
    assert ["淤泥"] == shown(read(page.encode()))


@pytest.mark.parametrize(
    "navigation",
    [
        '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>',
        "<ul><li><a href='/'>首页</a> |</li><li><a href='/z'>政务公开</a></li></ul>",
        '<p><a href="/">首页</a> &gt; <a href="/z">公告</a></p>',
    ],
)
def test_links_above_the_heading_are_no_text(navigation: str) -> None:
    """The way about the site is furniture; the heading, a link in it, and links below are text."""
    heading = "<h1><a href='#'>某市整改方案</a></h1>"
    below = "<p><a href='a.docx'>附件：整改任务清单</a></p>"
    page = f"<html><body><div>{navigation}{heading}</div>{below}</body></html>"
    blocks = read(page.encode(), "a.html").blocks
    shown = [block.text for block in blocks if block.kind is not BlockKind.FURNITURE]
    assert ["某市整改方案", "附件：整改任务清单"] == shown
    assert len(blocks) > len(shown)


def test_links_of_a_page_without_heading_are_furniture_by_name() -> None:
    """A block of links alone stays text, but where its class says that it is for finding one's way."""
    links = "<a href='/'>首页</a><a href='/z'>公告</a>"
    page = f"<html><body><div>{links}</div><div class='main-nav'>{links}</div><p>某市</p></body></html>"
    furniture = [block.kind is BlockKind.FURNITURE for block in read(page.encode(), "a.html").blocks]
    assert [False, True, False] == furniture


def test_workbook_shows_days_and_whole_numbers() -> None:
    """A day is shown as one, a whole number without point; a hidden sheet is furniture."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "清单"
    sheet.append([1, 2.5, date(2025, 9, 30), "文字", True, 0.1])
    hidden = book.create_sheet("草稿")
    hidden.append(["旧"])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    source = read(stream.getvalue())
    assert ["1", "2.5", "2025-09-30", "文字", "TRUE", "0.1"] == shown(source)
    assert "part:清单/row:1/column:3" == source.blocks[2].place.code
    assert ["旧"] == shown(source, BlockKind.FURNITURE)


def test_columns_by_letter() -> None:
    """Letters and numbers of columns."""
    assert [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")] == [
        (column_number(letters), letters) for letters in map(column_letters, (1, 26, 27, 702, 703))
    ]


def test_separated_values_with_quotes() -> None:
    """A cell in quotes holds separators and breaks; the kind is found without a name."""
    data = '序号,问题,措施\r\n1,"甲,""乙""","（一）丙。\r\n（二）丁。"\r\n2,戊,己\r\n'.encode("gb18030")
    found = cells(read(data))
    assert ('甲,"乙"', "（一）丙。\n（二）丁。") == (found[2, 2].text, found[2, 3].text)
    assert "csv" == read(data).kind
    assert "text" == read("甲,乙,丙\n丁\n戊\n".encode()).kind


# --- what is refused -------------------------------------------------------------------------------


def archive(parts: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def body_of(inner: bytes, head: bytes = b"") -> bytes:
    """The document part of a .docx."""
    return head + b"<w:document " + WORD.encode() + b"><w:body>" + inner + b"</w:body></w:document>"


def bomb() -> bytes:
    """A .docx of 50 KB whose text is 40 MB."""
    return archive(
        {"word/document.xml": body_of(b"<w:p><w:r><w:t>" + b"a" * 40_000_000 + b"</w:t></w:r></w:p>")}
    )


def many_runs() -> bytes:
    """A .docx of many small runs, packed less tightly: far more text than any document has."""
    run = b"".join(
        b"<w:r><w:t>%d%s</w:t></w:r>" % (n * 7919 % 10007, b"abcdefgh" * 4) for n in range(200_000)
    )
    return archive({"word/document.xml": body_of(b"<w:p>" + run + b"</w:p>")})


def lying() -> bytes:
    """A .docx whose directory says that its part has ten bytes."""
    data = bytearray(archive({"word/document.xml": body_of(b"<w:p/>" * 1000)}))
    central = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, 10)
    return bytes(data)


ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    b"<!DOCTYPE w ["
    + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
    + b"]>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (bomb, "hostile"),
    "many runs": (many_runs, "hostile"),
    "lying sizes": (lying, "damaged"),
    "external entity": (
        lambda: archive({"word/document.xml": body_of(b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", ENTITY)}),
        "hostile",
    ),
    "laughs": (lambda: archive({"word/document.xml": body_of(b"<w:p>&x9;</w:p>", LAUGHS)}), "hostile"),
    "wide entity": (
        lambda: archive({"word/document.xml": body_of(b"", ENTITY).decode().encode("utf-16")}),
        "hostile",
    ),
    "many parts": (
        lambda: archive({f"x{n}": b"" for n in range(5000)} | {"word/document.xml": b""}),
        "hostile",
    ),
    "cut": (lambda: word_of(w_p("文"))[:-40], "damaged"),
    "broken xml": (lambda: archive({"word/document.xml": b"<w:document"}), "damaged"),
    "deep": (
        lambda: archive({"word/document.xml": body_of(b"<w:p>" * 5000 + b"</w:p>" * 5000)}),
        "hostile",
    ),
    "old": (lambda: OLE + b"WordDocument" * 100, "old"),
    "locked": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "rtf": (lambda: b"{\\rtf1 text}", "old"),
    "scan": (lambda: b"\xff\xd8\xff\xe0" + bytes(1000), "picture"),
    "ofd": (lambda: archive({"OFD.xml": b"<x/>"}), "other"),
    "other zip": (lambda: archive({"mimetype": b"x"}), "other"),
    "nothing": (lambda: bytes(range(256)) * 40, "binary"),
    "deep page": (lambda: b"<html>" + b"<div>" * 100_000 + b"x", "hostile"),
    "wide page": (
        lambda: b"<html><table>" + b"<tr><td rowspan=999 colspan=999>a<td>b</tr>" * 500 + b"</table>",
        "hostile",
    ),
    "many lines": (("水务\n" * 2_000_000).encode, "lines"),
    "one cell": (("序号,问题,措施\n" + "1,2,3\n" * 9000 + "a" * 200_000).encode, "hostile"),
}


def refused(data: bytes, reason: str) -> None:
    """Read what is not to be read, and see why."""
    with pytest.raises(UnreadableError) as caught:
        read(data)
    assert reason == caught.value.reason


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_named_at_once(name: str) -> None:
    """Each is refused with its reason, with a bounded number of steps, and without the memory it asks for."""
    make, reason = HOSTILE[name]
    data = make()
    tracemalloc.start()
    try:
        assert calls(partial(refused, data, reason)) < 2_000_000
        assert tracemalloc.get_traced_memory()[1] < 150 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("letter", ["a", "水", "、", "1"])
def test_sixteen_megabytes_of_one_character(letter: str) -> None:
    """A line that no document has is named at once, however much there is of it."""
    data = (letter * (16 * 1024 * 1024 // len(letter.encode()))).encode()
    assert calls(partial(refused, data, "long")) < 1000


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"<p>", b"\xff\xfe"]))
def test_any_bytes_are_blocks_or_a_reason(data: bytes, head: bytes) -> None:
    """Whatever bytes come, there are blocks or a reason why not."""
    try:
        source = read(head + data)
    except UnreadableError as error:
        assert error.reason  # noqa: PT017 - either end is lawful
    else:
        assert all(block.text or block.kind is BlockKind.IMAGE or block.cell for block in source.blocks)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_spoilt_word_file_ends_in_a_value(place: int, byte: int) -> None:
    """A byte changed anywhere in a .docx: blocks, or a reason."""
    data = bytearray(word_of(w_p("甲", "1") + w_p("乙"), numbering=NUMBERING))
    data[place % len(data)] = byte
    try:
        read(bytes(data))
    except UnreadableError as error:
        assert error.reason  # noqa: PT017 - either end is lawful
