"""Documents in every format: what is shown is what was typed, the layout is the official one, bytes stay the same."""

import base64
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from documents import DAY, NARROW, PROBLEM, narrow, said, sample, wide
from ledger.locale import LANGUAGES, Words
from ledger.rendering.cells import rows
from ledger.rendering.extras import MissingExtraError, TemplateError
from ledger.rendering.formats import Look, by_ending, formats_of, render
from ledger.rendering.outline import chinese
from ledger.rendering.text import clean, printable, width
from ledger.rendering.wordfile import MARKS
from ledger.rendering.xlsx import render_workbook
from ledger.reports.report import Block, Column, Document, Heading, Paragraph, Report

ZH = Words("zh")

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</td></table><h1>x</h1>",
    "</style><style>*{background:url(//x)}",
    "<!--",
    "]]>",
    "&lt;b&gt;&#60;",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "http://example.org/?a=b",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "</w:t></w:r></w:p>",
    "_x0041_",
    "_x000D_",
    "0012",
    "1e5",
    "2024-12-31",
    "TRUE",
    "NaN",
    "a\x00b\x07\x1b[31m\x9b31m\x85",
    "\ufffe\uffff\ufdd0",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "a\r\nb\nc\td",
    "\n",
    "  两边 ",
    "\u3000\u3000缩进",
    "𠮷😀" * 10,
]
LONG = ["整" * 40_000, "a" * 40_000, "整😀" * 20_000]
TEXT = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=60)
TEXT |= st.tuples(TEXT, TEXT).map("".join)


def document(*blocks: Block, title: str = "通报", dateline: tuple[str, ...] = ()) -> Document:
    """A document of these blocks."""
    return Document("brief", said(title), tuple(map(said, dateline)), blocks, as_of=DAY)


def everywhere(text: str, other: str = "另") -> Document:
    """A document with the text at every place that text has."""
    table = Report(
        "list",
        NARROW,
        ({"section": text, "total": other, "overdue": [text, other]},),
        title=said(text),
        notes=(said(text),),
        foot={"section": text, "total": 1, "overdue": text},
    )
    empty = Report("list", NARROW, (), title=said(other), empty=said(text))
    blocks = (Heading(said(text)), Heading(said(text), 2), Paragraph(said(text)), table, empty)
    return document(*blocks, title=text, dateline=(text, other))


def text_of(made: Document, form: str, **more: Any) -> str:
    """The rendering in a text format."""
    out = render(made, form, ZH, Look(**more))
    assert isinstance(out, str)
    return out


def bytes_of(made: Document, form: str, **more: Any) -> bytes:
    """The rendering in an office format."""
    out = render(made, form, ZH, Look(**more))
    assert isinstance(out, bytes)
    return out


def word(made: Document, template: bytes | None = None) -> Word:
    """The document as Word would open it."""
    return docx.Document(io.BytesIO(bytes_of(made, "docx", template=template)))


def book(made: Document) -> Any:
    """The document as a spreadsheet program would open it."""
    return openpyxl.load_workbook(io.BytesIO(bytes_of(made, "xlsx")))


# --- all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", formats_of("Document"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_same_document_same_bytes(form: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering has no memory and no clock."""
    words = Words(language)
    first = render(sample(), form, words, Look(room=80))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: date(2033, 5, 18).timetuple())
    assert render(sample(), form, words, Look(room=80)) == first
    assert render(document(), form, words)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_archives_tell_no_time(form: str) -> None:
    """Members of the archives have one fixed time; the day is that of the document, or a fixed one."""
    for as_of, day in ((DAY, "2025-01-01"), (None, "2000-01-01")):
        made = bytes_of(sample(as_of=as_of), form)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+", core) == [f"{day}T00:00:00"] * 2
        assert "python" not in core


def test_unknown_format_is_a_bug() -> None:
    """A format that is not there raises."""
    with pytest.raises(ValueError, match="pdf"):
        render(sample(), "pdf", ZH)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.docx", "docx"),
        ("A.XLSX", "xlsx"),
        ("a.htm", "html"),
        ("a.md", "md"),
        ("a.txt", "table"),
        ("a.pdf", None),
    ],
)
def test_format_of_a_file_name(name: str, form: str | None) -> None:
    """The ending of a file name stands for a format of documents, or for none."""
    assert by_ending(name, formats_of("Document")) == form


@pytest.mark.parametrize(
    ("form", "module", "extra"),
    [("docx", "docx", "office"), ("xlsx", "xlsxwriter", "office"), ("html", "jinja2", "site")],
)
def test_missing_library_names_the_extra(
    form: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library it is told which extra to install."""
    from ledger.rendering import html

    html._sources.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as raised:
        render(sample(), form, ZH)
    assert raised.value.extra == extra
    for language in LANGUAGES:
        assert f"[{extra}]" in Words(language)(raised.value.key, **raised.value.gaps)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100"), (0, "0")],
)
def test_chinese_numbers(number: int, text: str) -> None:
    """Numbers are written as headings write them."""
    assert chinese(number) == text


def test_headings_are_numbered() -> None:
    """Each level is numbered anew under the level above; a level left out counts as one."""
    levels = (1, 2, 2, 3, 1, 3, 2, 7)
    made = document(*(Heading(said("题"), level) for level in levels))
    zh = ["一、题", "（一）题", "（二）题", "1.题", "二、题", "1.题", "（二）题", "1.题"]
    assert [line for line in text_of(made, "table").split("\n")[3:] if "题" in line] == zh
    out = render(made, "table", Words("en"))
    assert isinstance(out, str)
    en = ["1. 题", "1.1 题", "1.2 题", "1.2.1 题", "2. 题", "2.1.1 题", "2.2 题", "2.2.1 题"]
    assert [line for line in out.split("\n")[3:] if "题" in line] == en


# --- JSON ----------------------------------------------------------------------------------------


def test_json_is_the_envelope_with_the_data() -> None:
    """Scripts get the data of the document in the envelope."""
    assert json.loads(text_of(sample(), "json")) == {
        "schema_version": 2,
        "kind": "brief",
        "as_of": "2025-01-01",
        "revision": "4ff2463",
        "partial": False,
        "total": 43,
        "due": "2025-01-01",
    }


# --- text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [20, 40, 80, 120])
def test_text_fits_the_terminal(room: int) -> None:
    """No line is wider than the terminal, and all text is there."""
    out = text_of(sample(), "table", room=room)
    assert max(map(width, out.split("\n"))) <= room
    assert "一、总体情况" in out
    assert PROBLEM in re.sub(r"\s", "", out)
    coloured = text_of(sample(), "table", room=room, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m| +(?=\x1b\[0m\n)", "", coloured) == out
    assert "\x1b[1m一、总体情况\x1b[0m\n" in coloured


def test_text_in_a_pipe_is_not_wrapped() -> None:
    """In a pipe a paragraph is a line."""
    assert f"截至2025年1月1日，全市整改任务共43项。{PROBLEM}\n" in text_of(sample(), "table")


@given(TEXT)
def test_no_control_character_in_text(text: str) -> None:
    """Nothing that a terminal obeys comes out."""
    out = text_of(everywhere(text[:500]), "table", room=60)
    assert clean(out) == out


# --- Markdown ------------------------------------------------------------------------------------


class Shown(HTMLParser):
    """Tags with attributes, and the texts of the elements named ``of``."""

    def __init__(self, *of: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.of, self.inside = of, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))
        if tag in self.of:
            self.inside += 1
            self.texts.append("")
        if tag == "br" and self.inside:
            self.texts[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in self.of

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


def shown(html: str, *of: str) -> Shown:
    """The page as parsed."""
    parser = Shown(*of)
    parser.feed(html)
    parser.close()
    return parser


@cache
def markdown() -> MarkdownIt:
    """CommonMark with tables and strikethrough."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


MARKDOWN = [
    "# a", "- a", "+ a", "1. a", "12) a", "> a", "---", "===", "    a", "```", "~~~", "a | b", "| - |", "**a**", "_a_",
    "[a](http://b)", "![a](b)", "<http://a>", "http://a.b", "www.a.b", "a@b.c", "<b>", "&amp;", "`a`", "~~a~~", "a\\",
    "[a]: http://b", "$a$", "1\\. a", "\\", "* a", "***", "- [ ] a", "#", "\xa0a\xa0", "a  \nb", "－1", "1.", "9999999999. a",
]  # fmt: skip


@given(
    TEXT
    | st.sampled_from(MARKDOWN)
    | st.text(st.sampled_from("ab1|\\<>[]*_`#~&!()+-=.: \n整$@"), max_size=20)
)
def test_markdown_shows_what_was_typed(text: str) -> None:
    """Read as Markdown, there are exactly the elements of the document and each text is as it was."""
    text = text[:300]
    made = shown(markdown().render(text_of(everywhere(text), "md")), "h1", "h2", "h3", "p", "td", "li")
    heads = ("thead", "tr", "th", "th", "th", "tbody", *("tr", "td", "td", "td") * 2)
    expected = Counter(
        ["h1", "p", "h2", "h3", "p", "table", *heads, "p", "strong", "ul", "li", "p", "strong", "p"]
    )
    found = Counter(tag for tag, _ in made.tags if tag != "br")
    said_text = printable(text)
    if not said_text:  # an empty paragraph is none
        return
    assert found == expected
    assert {attributes for tag, attributes in made.tags if tag not in {"td", "th"}} == {()}
    plain = said_text
    texts = [" ".join(piece.split()) for piece in made.texts]
    assert texts.count(" ".join(plain.split())) >= 6
    assert texts[:2] == [" ".join(plain.split()), " ".join(f"{plain}\n另".split())]


def test_markdown_links_nothing_by_itself() -> None:
    """Addresses are no links for readers that make links of addresses either."""
    out = text_of(document(Paragraph(said("http://a.b www.a.b a@b.c HTTPS://x"))), "md")
    assert "http\\://a.b www\\.a.b a\\@b.c HTTPS\\://x" in out


# --- HTML ----------------------------------------------------------------------------------------


def tree(page: str) -> Any:
    """The page as a browser would read it."""
    return etree.HTML(page)


VOID = {"meta", "br"}


def dom(html: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """Tags and attributes of the page, without the texts that attributes repeat."""
    tags = shown(html).tags
    return [(tag, tuple((k, None if k == "data-head" else v) for k, v in attrs)) for tag, attrs in tags]


def flat(text: str) -> Document:
    """A document that looks the same whatever the text is."""
    columns = (Column("section", grow=1), Column("total", right=True))
    table = Report(
        "list", columns, ({"section": text, "total": 1},), title=said(f"表{text}"), notes=(said(text),)
    )
    return document(Heading(said(text)), Paragraph(said(text)), table, title=text, dateline=(text,))


@given(TEXT)
@example(text=LONG[0])
@example(text=LONG[1])
@example(text=LONG[2])
def test_html_has_no_markup_but_its_own(text: str) -> None:
    """Whatever the text, the page has the tags and attributes of the template, and shows the text."""
    page = text_of(flat(text), "html")
    assert dom(page) == dom(text_of(flat("整"), "html"))
    texts = shown(page, "h2", "p", "th", "td", "caption", "li").texts
    wanted = printable(text)
    assert texts[:2] == [wanted, f"一、{wanted}"]
    assert [text for text in texts if "表" in text][:1] == [f"表{wanted}"] or "表" in wanted
    assert texts.count(wanted) >= 4
    root = tree(page)
    assert not root.xpath("//script | //@onclick | //@style | //@src | //link | //iframe | //object | //form")


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_stands_alone(language: str) -> None:
    """The page asks for nothing, runs nothing and allows only its own style."""
    page = render(sample(), "html", Words(language))
    assert isinstance(page, str)
    root = tree(page)
    assert root.get("lang") == {"zh": "zh-CN", "en": "en"}[language]
    (style,) = root.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert not re.search(r"url\(|@import|https?:|//[a-z]", style)
    assert {href[0] for href in root.xpath("//@href")} == {"#"}
    assert set(root.xpath("//@href")) <= {f"#{anchor}" for anchor in root.xpath("//@id")}
    assert not root.xpath("//@src | //link | //script | //@style")


def test_html_is_well_formed() -> None:
    """Landmarks, one first heading, captions, heads with scope, ids that are used once; every tag is closed."""
    page = text_of(sample(), "html")
    root = tree(page)
    assert len(root.xpath("/html/body/header/h1")) == len(root.xpath("/html/body/main")) == 1
    assert root.xpath("/html/body/nav/@aria-label") == ["目录"]
    assert [heading.tag for heading in root.xpath("//main//*[self::h2 or self::h3 or self::h4]")] == [
        "h2", "h3", "h4", "h2", "h2",
    ]  # fmt: skip
    for table in root.xpath("//table"):
        assert table.xpath("string(caption)")
        assert set(table.xpath("thead//th/@scope")) == {"col"}
        assert set(table.xpath("tbody//th/@scope")) == {"row"}
        assert all(len(row) == len(table.xpath("thead//th")) for row in table.xpath(".//tr"))
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    opened = Counter(tag for tag, _ in shown(page).tags if tag not in VOID)
    assert opened == Counter(re.findall(r"</([a-z0-9]+)>", page))
    assert [table.get("class") for table in root.xpath("//section")] == ["table", "table wide", "table"]


def luminance(colour: str) -> float:
    """Relative luminance by WCAG."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_html_contrast() -> None:
    """Each colour of text has a contrast of 7 or more to each ground."""
    style = tree(text_of(sample(), "html")).xpath("string(//style)")
    texts = set(re.findall(r"(?<![-a-z])color: (#[0-9a-f]+)", style))
    grounds = set(re.findall(r"background: (#[0-9a-f]+)", style))
    assert len(texts) >= 4
    assert len(grounds) >= 3
    for text in texts:
        for ground in grounds:
            light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 7, (text, ground)


def test_html_prints_on_a4() -> None:
    """Pages are A4, wide tables lie with their headings, heads of tables are repeated."""
    page = text_of(sample(), "html")
    assert "@page { size: A4;" in page
    assert "@page wide { size: A4 landscape;" in page
    assert "thead { display: table-header-group; }" in page
    assert re.findall(r'class="turned" id="[^"]*">([^<]*)<', page) == ["二、逾期任务"]
    assert '<header class="turned">' in text_of(document(Heading(said("题")), wide()), "html")


# --- Word: text ----------------------------------------------------------------------------------


def cells(table: Any) -> list[list[str]]:
    """The texts of a Word table."""
    return [["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]


@given(TEXT)
@example(text=LONG[0])
@example(text=LONG[1])
@example(text=LONG[2])
def test_word_shows_what_was_typed(text: str) -> None:
    """Whatever the text, it can be opened again and each text is as it was."""
    file = word(everywhere(text))
    wanted = printable(text)
    assert cells(file.tables[0]) == [
        ["部分", "合计", "逾期"],
        [wanted or "", "另", f"{wanted}、另"],
        [wanted or "", "1", wanted or ""],
    ]
    title, *texts = [paragraph.text for paragraph in file.paragraphs]
    assert title.replace("\n", "") == wanted.replace("\n", "")  # broken by sense
    assert texts == [
        wanted, "另", f"一、{wanted}", f"（一）{wanted}", wanted, f"表1　{wanted}", wanted, "表2　另", wanted
    ]  # fmt: skip
    assert not file.element.xpath("//w:hyperlink | //w:object | //w:drawing | //w:fldSimple | //w:instrText")


def test_word_has_every_cell_of_the_sample() -> None:
    """All cells of narrow and wide tables are there, absent values as a dash."""
    for table, report in zip(word(sample()).tables, (narrow(), wide()), strict=True):
        assert cells(table)[1:] == rows(report, ZH.formal(), "—")


def test_word_title_of_any_length() -> None:
    """A title that is longer than properties can be is cut there only."""
    file = word(document(title="长" * 300))
    assert file.paragraphs[0].text.replace("\n", "") == "长" * 300
    assert file.core_properties.title == "长" * 255


# --- Word: layout --------------------------------------------------------------------------------


@cache
def laid_out() -> Word:
    """The sample in Word."""
    return word(sample())


def test_word_page() -> None:
    """A4 with the margins of the standard; wide tables on pages that lie, the binding edge on top."""
    sections = laid_out().sections
    assert [section.orientation == 1 for section in sections] == [False, True, False]
    for section in sections:
        size = (section.page_width, section.page_height)
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        lies = section.orientation == 1
        assert (Mm(297), Mm(210)) == pytest.approx(size, abs=700) if lies else True
        assert lies or (Mm(210), Mm(297)) == pytest.approx(size, abs=700)
        wanted = (28, 37, 26, 35) if lies else (37, 26, 35, 28)
        assert tuple(map(Mm, wanted)) == pytest.approx(margins, abs=700)


def test_word_has_22_lines_of_28_characters() -> None:
    """Lines and characters as set fill the type area, and one more would not fit."""
    style = laid_out().styles["Body Text"]
    (spacing,) = style.element.xpath("./w:pPr/w:spacing")
    line = int(spacing.get(qn("w:line")))
    assert (spacing.get(qn("w:lineRule")), line) == ("exact", 579)  # 28.95 points
    assert 22 * line <= Mm(225).twips < 23 * line
    (between,) = style.element.xpath("./w:rPr/w:spacing/@w:val")
    character = 320 + int(between)
    assert 28 * character <= Mm(156).twips < 29 * character
    grids = laid_out().element.xpath("//w:docGrid")
    assert {grid.get(qn("w:linePitch")) for grid in grids} == {"579"}


@pytest.mark.parametrize(
    ("style", "font", "size", "indent"),
    [
        ("Normal", "仿宋_GB2312", 16, "0"),
        ("Body Text", "仿宋_GB2312", 16, "200"),
        ("Title", "方正小标宋简体", 22, "0"),
        ("Heading 1", "黑体", 16, "200"),
        ("Heading 2", "楷体_GB2312", 16, "200"),
        ("Heading 3", "仿宋_GB2312", 16, "200"),
        ("Footer", "宋体", 14, "0"),
        ("Table Text", "仿宋_GB2312", 12, "0"),
    ],
)
def test_word_styles(style: str, font: str, size: int, indent: str) -> None:
    """Fonts by name for Chinese and Latin, sizes in points, first lines in characters, nothing bold or coloured."""
    found = laid_out().styles[style]
    (fonts,) = found.element.xpath("./w:rPr/w:rFonts")
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:ascii")) == ("宋体" if style == "Footer" else "Times New Roman")
    assert not [name for name in fonts.attrib if "heme" in name]
    assert found.font.size == Pt(size)
    assert found.font.bold is False
    assert str(found.font.color.rgb) == "000000"
    assert found.element.xpath("./w:pPr/w:ind/@w:firstLineChars") == [indent]


def test_word_headings_can_be_navigated() -> None:
    """Headings are headings of Word, each level with its outline level; the title is centred."""
    file = laid_out()
    found = [
        (p.style.name, p.text)
        for p in file.paragraphs
        if p.style and p.style.name and p.style.name[:4] == "Head"
    ]
    assert found == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）按部分统计"),
        ("Heading 3", "1.分项说明"),
        ("Heading 1", "二、逾期任务"),
        ("Heading 1", "三、下一步工作"),
    ]
    for level in (1, 2, 3):
        assert file.styles[f"Heading {level}"].element.xpath("./w:pPr/w:outlineLvl/@w:val") == [
            str(level - 1)
        ]
    assert file.styles["Title"].element.xpath("./w:pPr/w:jc/@w:val") == ["center"]


def test_word_names_fonts_to_fall_back_to_and_embeds_none() -> None:
    """The font table has other names for fonts that may be missing."""
    with zipfile.ZipFile(io.BytesIO(bytes_of(sample(), "docx"))) as archive:
        fonts = etree.fromstring(archive.read("word/fontTable.xml"))
        names = archive.namelist()
    others = {f.get(qn("w:name")): f.find(qn("w:altName")) for f in fonts}
    assert (others["仿宋_GB2312"].get(qn("w:val")) or "").startswith("仿宋,FangSong_GB2312")  # type: ignore[union-attr]
    assert not [name for name in names if "fonts/" in name or "embed" in name or "thumbnail" in name]


def test_word_page_numbers() -> None:
    """— 1 — in 14 points, on odd pages right, on even pages left, one character from the edge."""
    file = laid_out()
    assert file.settings.odd_and_even_pages_header_footer
    for footer, side in ((file.sections[0].footer, "right"), (file.sections[0].even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert footer.part.element.xpath("//w:instrText/text()") == [" PAGE "]
        assert footer.part.element.xpath("//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]
        assert footer.part.element.xpath("//w:pPr/w:jc/@w:val") == [side]
        assert footer.part.element.xpath(f"//w:pPr/w:ind/@w:{side}Chars") == ["100"]
        assert paragraph.style is not None
        assert paragraph.style.font.size == Pt(14)
    # every page has them, also those that lie
    assert all(section.footer.paragraphs[0].text == "— 1 —" for section in file.sections)


def test_word_tables() -> None:
    """Heads are repeated, rows are whole, widths fill the type area, numbers are on the right."""
    for table, room in zip(laid_out().tables, (156, 225), strict=True):
        element = table._tbl
        assert len(element.xpath("./w:tr[w:trPr/w:tblHeader]")) == 1
        assert len(element.xpath("./w:tr[1][w:trPr/w:tblHeader]")) == 1
        assert len(element.xpath("./w:tr[w:trPr/w:cantSplit]")) == len(table.rows)
        widths = [int(value) for value in element.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == pytest.approx(Mm(room).twips, abs=20)
        assert min(widths) > 300
        assert element.xpath("./w:tblPr/w:tblLayout/@w:type") == ["fixed"]
    narrow_table = laid_out().tables[0]._tbl
    assert narrow_table.xpath("./w:tr[2]/w:tc/w:p/w:pPr/w:jc/@w:val") == ["left", "right", "right"]
    assert laid_out().tables[1]._tbl.xpath("./w:tr[2]//w:sz/@w:val")[0] == "21"


def test_word_splits_a_row_that_fills_a_page() -> None:
    """A row that is higher than a page may be split, as it would be cut off otherwise."""
    table = word(document(narrow(("整" * 3000, 1, 2)))).tables[0]._tbl
    assert len(table.xpath("./w:tr[2]/w:trPr/w:cantSplit")) == 0
    assert len(table.xpath("./w:tr[3]/w:trPr/w:cantSplit")) == 1


@pytest.mark.parametrize(
    ("blocks", "lying"),
    [
        ((narrow(),), [False]),
        ((wide(2),), [True]),
        ((Heading(said("题")), wide(2)), [True]),
        ((Paragraph(said("文")), wide(2)), [False, True]),
        ((wide(2), wide(2), Heading(said("题")), narrow()), [True, False]),
        ((wide(2), Paragraph(said("文")), wide(2)), [True, False, True]),
        ((), [False]),
    ],
)
def test_word_sections(blocks: tuple[Block, ...], lying: list[bool]) -> None:
    """Wide tables that follow each other share pages, headings go with their table, no page is left empty."""
    sections = word(document(*blocks)).sections
    assert [section.orientation == 1 for section in sections] == lying


def test_word_parts_are_in_the_order_of_the_schema() -> None:
    """Properties come in the order in which Word wants them."""
    order = {
        "style": [
            "name",
            "basedOn",
            "next",
            "link",
            "uiPriority",
            "semiHidden",
            "unhideWhenUsed",
            "qFormat",
            "rsid",
            "pPr",
            "rPr",
        ],
        "pPr": [
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "autoSpaceDE",
            "autoSpaceDN",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
        "rPr": ["rFonts", "b", "i", "color", "spacing", "kern", "sz", "szCs", "lang"],
        "tblPr": ["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"],
        "trPr": ["cantSplit", "tblHeader"],
        "tcPr": ["tcW", "vAlign"],
        "sectPr": ["headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "docGrid"],
    }
    file = laid_out()
    seen: Counter[str] = Counter()
    styles = [
        file.styles[name].element for name in ("Title", "Body Text", "Heading 1", "Caption", "Table Text")
    ]
    for root in (file.element, *styles, file.sections[0].footer.part.element):
        for element in root.iter():
            name = etree.QName(element).localname
            if name in order:
                children = [etree.QName(child).localname for child in element]
                places = [order[name].index(child) for child in children]
                assert places == sorted(places), children
                seen[name] += 1
    assert set(seen) == set(order)


# --- Word: templates -----------------------------------------------------------------------------


def template(*texts: str, **styles: int) -> bytes:
    """A Word document with these paragraphs, and body styles of these sizes."""
    file = docx.Document()
    for text in texts:
        file.add_paragraph(text)
    for name, size in styles.items():
        file.styles[name.replace("_", " ")].font.size = Pt(size)
    file.sections[0].header.paragraphs[0].text = "页眉"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.mark.parametrize("mark", MARKS)
def test_template_is_filled(mark: str) -> None:
    """The contents stand in the place of the mark; what was around, its styles and its page stay."""
    made = template("前文", f" {mark} ", "后文", Body_Text=13)
    file = word(sample(), made)
    texts = [p.text for p in file.paragraphs]
    assert texts[0] == "前文"
    assert texts[-1] == "后文"
    assert "一、总体情况" in texts
    assert mark not in "".join(texts)
    assert len(file.tables) == 2
    assert file.styles["Body Text"].font.size == Pt(13)
    assert file.styles["Table Text"].font.size == Pt(12)
    assert [section.orientation == 1 for section in file.sections] == [False, True, False]
    assert file.sections[0].page_width == docx.Document(io.BytesIO(made)).sections[0].page_width
    assert all(section.header.paragraphs[0].text == "页眉" for section in file.sections)
    assert bytes_of(sample(), "docx", template=made) == bytes_of(sample(), "docx", template=made)


def test_template_pages_before_and_after_stay_upright() -> None:
    """Only the wide table lies on its side, whatever stands around the mark."""
    for around, lying in (
        (("前", MARKS[0], "后"), [False, True, False]),
        (("前", MARKS[0]), [False, True]),
        ((MARKS[0], "后"), [True, False]),
        ((MARKS[0],), [True]),
    ):
        file = word(document(wide(2)), template(*around))
        assert [section.orientation == 1 for section in file.sections] == lying


def test_template_mark_that_ends_a_section() -> None:
    """A mark that carries a section break leaves it there."""
    file = docx.Document()
    file.add_paragraph(MARKS[0])
    file.add_section()
    file.add_paragraph("后")
    out = io.BytesIO()
    (first, second) = docx.Document(io.BytesIO(template(MARKS[0]))).sections, file.sections
    assert len(first) == 1
    assert len(second) == 2
    body = file.element.body
    breaks = body.xpath("./w:p[w:pPr/w:sectPr]")
    body.xpath(f"./w:p[.//w:t='{MARKS[0]}']")[0].get_or_add_pPr().append(
        breaks[0].xpath("./w:pPr/w:sectPr")[0]
    )
    file.save(out)
    made = word(document(Paragraph(said("文")), wide(2)), out.getvalue())
    assert [section.orientation == 1 for section in made.sections][-1] is False
    assert MARKS[0] not in "".join(p.text for p in made.paragraphs)
    assert made.paragraphs[-1].text == "后"


@pytest.mark.parametrize("mark", ["{{ 台账 }}", "｛｛台账｝｝", " {{\u3000ledger }} "])
def test_template_mark_as_people_type_it(mark: str) -> None:
    """Blanks and full-width brackets are no matter."""
    made = word(document(Paragraph(said("文"))), template("前", mark, "后"))
    assert made.paragraphs[0].text == "前"
    assert "文" in [p.text for p in made.paragraphs]
    assert "台账" not in "".join(p.text for p in made.paragraphs)


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """An archive with a text of a part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.namelist():
            part = source.read(one)
            if one == name:
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode())
            target.writestr(one, part)
    return out.getvalue()


def test_template_of_words_own_kind() -> None:
    """A .dotx is a document that is declared otherwise; what is made of it is a document."""
    kinds = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
    dotx = changed(template("前", MARKS[0]), "[Content_Types].xml", *kinds)
    data = bytes_of(document(Paragraph(said("文"))), "docx", template=dotx)
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "前"


def test_template_mark_in_a_content_control() -> None:
    """The control goes away with the mark; one that holds more stays, and its mark does not count."""
    plain = docx.Document()
    plain.add_paragraph("前")
    alone = f"<w:sdt><w:sdtContent><w:p><w:r><w:t>{MARKS[0]}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    more = alone.replace("<w:sdtContent>", "<w:sdtContent><w:p/>")
    out = io.BytesIO()
    plain.save(out)
    inside = changed(out.getvalue(), "word/document.xml", "<w:sectPr", f"{alone}<w:sectPr")
    made = word(document(Paragraph(said("文"))), inside)
    assert "文" in [p.text for p in made.paragraphs]
    assert not made.element.body.xpath("./w:sdt")
    with pytest.raises(TemplateError):
        word(sample(), changed(out.getvalue(), "word/document.xml", "<w:sectPr", f"{more}<w:sectPr"))


@pytest.mark.parametrize("texts", [(), ("没有",), ("文中的 {{台账}} 不算",)])
def test_template_without_mark(texts: tuple[str, ...]) -> None:
    """A template without a paragraph that is the mark is refused."""
    with pytest.raises(TemplateError) as raised:
        word(sample(), template(*texts))
    assert raised.value.key == "error.template_mark"
    for language in LANGUAGES:
        assert MARKS[0] in Words(language)(raised.value.key, **raised.value.gaps)


def broken() -> Iterator[bytes]:
    """Files that are no Word documents, damaged or made to fill the memory."""
    yield b""
    yield b"PK\x03\x04 no archive"
    yield bytes_of(sample(), "xlsx")
    whole = template(MARKS[0])
    yield whole[: len(whole) // 2]
    for replaced, text in (
        ("word/document.xml", b"<w:document"),
        ("word/document.xml", b"<x/>"),
        ("word/document.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        ("word/document.xml", b"<x>" + b" " * 30_000_000 + b"</x>"),
        ("[Content_Types].xml", b"<x/>"),
    ):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(whole)) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                target.writestr(name, text if name == replaced else source.read(name))
        yield out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_template_declares_no_document_type(part: str, encoding: str) -> None:
    """Whatever the encoding of a part is: what is declared there is never looked at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(MARKS[0]))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode("utf-8").partition("?>")[2]
                data = f"<!DOCTYPE x [<!ENTITY a 'b'>]>{text}".encode(encoding)
            target.writestr(name, data)
    with pytest.raises(TemplateError) as raised:
        word(sample(), out.getvalue())
    assert raised.value.key == "error.template_broken"


@pytest.mark.parametrize("number", range(9))
def test_broken_template(number: int) -> None:
    """What is no Word document is refused with a reason, not with a traceback."""
    with pytest.raises(TemplateError) as raised:
        word(sample(), list(broken())[number])
    assert raised.value.key == "error.template_broken"
    assert Words("zh")("error.template_broken") != Words("en")("error.template_broken")


# --- Excel ---------------------------------------------------------------------------------------

MOST = 32_767


def in_cell(text: str) -> str:
    """What a cell shows of a text."""
    text = printable(text)
    coded = text.encode("utf-16-le")
    return text if len(coded) <= 2 * MOST else coded[: 2 * MOST - 2].decode("utf-16-le", "ignore") + "…"


@given(TEXT)
@example(text=LONG[0])
@example(text=LONG[1])
@example(text=LONG[2])
def test_excel_runs_nothing(text: str) -> None:
    """Whatever the text, the cell is that text: no formula, no link, no number, no date."""
    made = book(everywhere(text))
    sheet = made.worksheets[0]
    wanted = in_cell(text)
    for place in ("A2", "A3", "C3"):
        cell = sheet[place]
        assert cell.value == (wanted or None)
        assert cell.data_type == ("s" if wanted else "n")
        assert cell.hyperlink is None
    assert sheet["C2"].value == in_cell(f"{printable(text)}、另")
    assert sheet["B3"].value == 1
    with zipfile.ZipFile(io.BytesIO(bytes_of(everywhere(text), "xlsx"))) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content
            assert b"<f " not in content
            assert b"hyperlink" not in content
            etree.fromstring(content)


@given(
    st.lists(TEXT | st.sampled_from(["", "'", "History", "a" * 31, "A" * 40, "[]:*?/\\", "''"]), max_size=6)
)
def test_excel_sheet_names(texts: list[str]) -> None:
    """Names of sheets are allowed, at most 31 long and all different, whatever the titles."""
    reports = [Report("list", NARROW, (), title=said(text)) for text in texts]
    made = openpyxl.load_workbook(io.BytesIO(render_workbook(reports, ZH, DAY)))
    names = made.sheetnames
    assert len(names) == max(len(texts), 1)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set("[]:*?/\\") & set(name)
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


@pytest.mark.parametrize(
    ("value", "expected", "form"),
    [
        (date(2024, 12, 31), datetime.fromordinal(date(2024, 12, 31).toordinal()), "yyyy-mm-dd"),
        (date(1899, 12, 31), "1899-12-31", "@"),
        (12, 12, "General"),
        (0, 0, "General"),
        (-3.5, -3.5, "General"),
        (Decimal("14.50"), 14.5, "General"),
        (Decimal(300), 300, "General"),
        (Decimal("NaN"), "NaN", "@"),
        (float("inf"), "inf", "@"),
        (10**400, str(10**400), "@"),
        (True, "是", "@"),
        (None, None, "@"),
        ([], None, "@"),
        (["甲", "乙"], "甲、乙", "@"),
        ("12", "12", "@"),
        ("2024-12-31", "2024-12-31", "@"),
        (said("词"), "词", "@"),
    ],
)
def test_excel_values(value: Any, expected: Any, form: str) -> None:
    """Dates are dates, numbers are numbers, all else is text."""
    cell = book(document(Report("list", (Column("title"),), ({"title": value},)))).worksheets[0]["A2"]
    assert cell.value == expected
    assert type(cell.value) is type(expected)
    assert cell.number_format == form
    assert cell.data_type == ("d" if form == "yyyy-mm-dd" else "n" if expected is None else cell.data_type)


def test_excel_words_of_values() -> None:
    """Values that have words are shown as words."""
    sheet = book(document(wide(1))).worksheets[0]
    assert [sheet.cell(2, n).value for n in (6, 7, 8, 9)] == [
        datetime.fromordinal(date(2024, 12, 31).toordinal()),
        10,
        "逾期",
        "整改中",
    ]


def test_excel_sheets() -> None:
    """Heads bold, frozen and filtered; widths by content; printed across one page with repeated heads."""
    made = book(sample())
    assert made.sheetnames == ["按部分统计", "附表 逾期任务一览", "没有内容的表"]
    sheet = made.worksheets[1]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I13"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 is the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.font.b for cell in sheet[1])
    assert sheet["C2"].alignment.wrap_text
    widths = {name: sheet.column_dimensions[name].width for name in "ACG"}
    assert widths["A"] < widths["G"] < widths["C"] < 50
    assert sheet["A15"].value == "说明：逾期天数按自然日计算。"
    assert (sheet.row_dimensions[2].height or 0) >= 45
    foot = made.worksheets[0]
    assert [cell.value for cell in foot[5]] == ["合计", 43, 7]
    assert foot["A5"].font.b
    assert foot.auto_filter.ref == "A1:C4"
    assert made.worksheets[2]["A3"].value == "没有符合条件的任务。"
    assert made.properties.title == "关于中央生态环境保护督察整改任务进展情况的月度通报"


def test_excel_without_tables() -> None:
    """A document without tables is a sheet that says so."""
    made = book(document(Paragraph(said("文"))))
    assert made.sheetnames == ["通报"]
    assert made.worksheets[0]["A3"].value == "没有记录。"
