"""PDF files from strangers: refused with a reason, by counts and never by a clock, with little memory."""

# ruff: noqa: SIM300 - what is expected stands first

import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from ledger.documents import pdf as pdf_module
from ledger.documents.blocks import BlockKind, UnreadableError
from ledger.documents.pdforder import Shape
from ledger.documents.pdfrows import paragraphs
from ledger.documents.pdftext import written
from ledger.documents.read import read
from ledger.model.unit import Units
from ledger.plans.understand import understand
from sources import printed

pytest.importorskip("pypdf")

MEGABYTE = 1024 * 1024
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects; the first is the catalogue."""
    made, places = b"%PDF-1.7\n", {}
    for name, body in sorted(objects.items()):
        places[name] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (name, body)
    start = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    made += b"".join(b"%d 1\n%010d 00000 n \n" % (name, place) for name, place in places.items())
    return made + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, start)


def packed(data: bytes, filters: int = 1, more: bytes = b"") -> bytes:
    """A stream, packed so many times."""
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = b"/FlateDecode" * filters
    return b"<</Length %d/Filter[%s]%s>>stream\n%s\nendstream" % (len(data), names, more, data)


def pages(content: bytes, count: int = 1, resources: bytes = b"/Font<</F1 3 0 R>>") -> dict[int, bytes]:
    """Pages that all show the same content (object 4)."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>" % resources
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        3: FONT,
        4: content,
    } | {10 + n: page for n in range(count)}


TEXT = b"BT /F1 12 Tf 60 800 Td (text) Tj ET\n"


def bomb(filters: int) -> bytes:
    """A page whose content is 60 megabytes, packed into little."""
    return pdf(pages(packed(TEXT + b" " * (60 * MEGABYTE), filters)))


def many_pages() -> bytes:
    """A hundred thousand pages, which are one object."""
    objects = pages(packed(TEXT))
    inner = b"<</Type/Pages/Parent 2 0 R/Count 1000/Kids[%s]>>" % b" ".join([b"10 0 R"] * 1000)
    objects |= {100 + n: inner for n in range(100)}
    kids = b" ".join(b"%d 0 R" % (100 + n) for n in range(100))
    return pdf(objects | {2: b"<</Type/Pages/Count 100000/Kids[%s]>>" % kids})


def heavy_pages() -> bytes:
    """Five hundred pages that share one content of half a megabyte of blanks."""
    return pdf(pages(packed(TEXT + b" " * (MEGABYTE // 2)), 500))


def deep_tree() -> bytes:
    """A tree of pages with one page, a thousand levels below."""
    objects = pages(packed(TEXT))
    levels = {100 + n: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (101 + n) for n in range(1000)}
    return pdf(objects | levels | {2: b"<</Type/Pages/Count 1/Kids[100 0 R]>>", 1100: objects[10]})


def circle() -> bytes:
    """A tree of pages that holds itself."""
    objects = pages(packed(TEXT))
    return pdf(
        objects | {2: b"<</Type/Pages/Count 1/Kids[5 0 R]>>", 5: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}
    )


def nested_forms() -> bytes:
    """Forms that each draw the next ten times, ten levels deep."""
    objects = pages(packed(b"/X20 Do\n"), resources=b"/Font<</F1 3 0 R>>/XObject<</X20 20 0 R>>")
    for n in range(20, 30):
        below = b"/X%d Do\n" % (n + 1) * 10 if n < 29 else TEXT
        names = b"/XObject<</X%d %d 0 R>>" % (n + 1, n + 1) if n < 29 else b"/Font<</F1 3 0 R>>"
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % names
        objects[n] = packed(below + b" " * 20_000, more=form)
    return pdf(objects)


def nested_arrays() -> bytes:
    """A content with a hundred thousand open brackets."""
    return pdf(pages(packed(b"[" * 100_000 + b"]" * 100_000)))


def nested_objects() -> bytes:
    """A catalogue with a hundred thousand open brackets."""
    return pdf(pages(packed(TEXT)) | {1: b"<</Pages 2 0 R/X" + b"[" * 100_000 + b"]" * 100_000 + b">>"})


def wide_text() -> bytes:
    """A font by which each of a million characters is two hundred."""
    table = (
        b"begincmap 1 begincodespacerange <00><FF> endcodespacerange 1 beginbfchar <61><%s> endbfchar endcmap"
    )
    objects = pages(packed(b"BT /F1 12 Tf 60 800 Td (%s) Tj ET" % (b"a" * 1_000_000)))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>"
    return pdf(objects | {3: font, 5: packed(table % (b"6c34" * 200))})


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "bomb": (lambda: bomb(1), {"hostile"}),
    "bomb in a bomb": (lambda: bomb(2), {"hostile"}),
    "many filters": (lambda: pdf(pages(packed(TEXT, 40))), {"hostile"}),
    "many pages": (many_pages, {"hostile"}),
    "heavy pages": (heavy_pages, {"hostile"}),
    "deep tree": (deep_tree, {"hostile"}),
    "circle": (circle, {"hostile", "damaged"}),
    "nested forms": (nested_forms, {"hostile"}),
    "nested arrays": (nested_arrays, {"hostile", "damaged"}),
    "nested objects": (nested_objects, {"hostile", "damaged"}),
    "wide text": (wide_text, {"hostile"}),
    "cut": (lambda: printed(["水务局"] * 100)[:2000], {"damaged"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is refused with its reason, and without the memory it asks for."""
    make, reasons = HOSTILE[name]
    if name in {"heavy pages", "nested forms"}:
        monkeypatch.setattr(pdf_module, "_WORK_MOST", 2 * MEGABYTE)  # a test need not go all the way
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError) as caught:
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 150 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert caught.value.reason in reasons


def test_forms_and_many_pages_of_print_are_read() -> None:
    """What documents hold is within the limits: the same form on each page, and a hundred pages of print."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 3 0 R>>>>"
    resources = b"/Font<</F1 3 0 R>>/XObject<</X1 5 0 R>>"
    objects = pages(packed(b"/X1 Do\n" + TEXT), 3, resources) | {
        5: packed(TEXT.replace(b"800", b"700"), more=form)
    }
    assert 6 == sum(block.text.count("text") for block in read(pdf(objects)).blocks)
    assert 100 == len({block.place.page for block in read(printed(["水务局"] * 2200)).blocks})


IMAGE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream"


def mixed(*kinds: str) -> bytes:
    """Pages with text, a picture, a picture in a form, one that is drawn in the page itself, or with nothing."""
    contents = {
        "text": TEXT,
        "picture": b"/I1 Do",
        "form": b"/X1 Do",
        "inline": b"q BI /W 1 /H 1 ID x EI Q",
        "blank": b" ",
    }
    drawn = {"picture": b"/XObject<</I1 5 0 R>>", "form": b"/XObject<</X1 6 0 R>>"}
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I1 5 0 R>>>>"
    objects = pages(b"<<>>") | {5: IMAGE, 6: packed(b"/I1 Do", more=form)}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(kinds)))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kinds), kids)
    for n, kind in enumerate(kinds):
        held = b"/Font<</F1 3 0 R>>" + drawn.get(kind, b"")
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R>>"
        objects |= {10 + 2 * n: page % (held, 11 + 2 * n), 11 + 2 * n: packed(contents[kind])}
    return pdf(objects)


def test_pages_that_are_pictures_are_named() -> None:
    """Each in whatever way it is drawn; a blank page and a page of text are none."""
    found = read(mixed("text", "picture", "blank", "form", "inline", "text"))
    assert [2, 4, 5] == [block.place.page for block in found.blocks if block.kind is BlockKind.IMAGE]
    with pytest.raises(UnreadableError) as caught:
        read(mixed("picture", "form"))
    assert "picture" == caught.value.reason


def test_an_import_says_which_pages_were_not_read(units: Units) -> None:
    """At what stands before the first of them."""
    said = understand(mixed("text", "picture", "picture"), "plan.pdf", units)
    told = {d.code: d for d in said.diagnostics}
    assert ({"pages": "2, 3"}, 1) == (told["L564"].args, told["L564"].span.line)
    assert "L564" not in {d.code for d in understand(mixed("text", "blank"), "plan.pdf", units).diagnostics}


WRITTEN = {
    "整改时限：2025 年 12 月底前": "整改时限：2025年12月底前",
    "完成 31.7 公里、 85% 以上": "完成31.7公里、85%以上",
    "黄河 “几字弯” 攻坚战": "黄河“几字弯”攻坚战",
    "糖厂 — 花园": "糖厂—花园",
    "2022 年和 2023 年": "2022年和2023年",
    "12 月底前完成": "12月底前完成",
    "1 黑臭水体": "1 黑臭水体",
    "验收单位 市水务局": "验收单位 市水务局",
    "市水务局 市住建局": "市水务局 市住建局",
    "a plan of 12 pages": "a plan of 12 pages",
    "⽔务 （ 牵头 ）": "水务 （牵头）",
}
"""What a text layer holds, and what was written."""


@pytest.mark.parametrize("text", WRITTEN)
def test_blanks_of_layout_are_no_text(text: str) -> None:
    """Figures and quotation marks that were set apart; names and numbers of lines stay apart."""
    assert WRITTEN[text] == written(text)
    assert f"甲\n{WRITTEN[text]}" == written(f"甲\n{text}")


@pytest.mark.parametrize(
    ("drawn", "text", "words"),
    [
        ([(10, 700, "(One)"), (60, 700, "(two)"), (10, 680, "(three)")], "One two three", []),
        ([(60, 700, "(two)"), (10, 700, "(One)"), (10, 680, "(three)")], "One two three", []),
        ([(60, 700, "(two)"), (10, 700, "(One)"), (40, 680, "(a)"), (10, 680, "(b)")], "One two b a", []),
        ([(28, 700, "(X) -1000 (Y)"), (10, 700, "(abc) -500 (de) -600 (f)")], "abcXdeYf", []),
        ([(28, 700, "(X)"), (20, 700, "(One)")], "OneX", ["OneX"]),
    ],
)
def test_text_that_is_stored_in_another_order(
    drawn: list[tuple[int, int, str]], text: str, words: list[str], units: Units
) -> None:
    """A program may draw quotation marks before the words to the left of them, and leave gaps for them.

    They are read as they are laid out; what lies upon one another is told.
    """
    content = "".join(f"BT 1 0 0 1 {x} {y} Tm /F1 12 Tf [{shown}] TJ ET\n" for x, y, shown in drawn).encode()
    made = pages(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    source = read(pdf(made))
    assert text.split() == " ".join(block.text for block in source.blocks).split()
    assert words == [mark.words for mark in source.marks if mark.kind == "disordered"]
    told = [
        one.args["count"] for one in understand(pdf(made), "a.pdf", units).diagnostics if one.code == "L574"
    ]
    assert [len(words)] * bool(words) == told


FULL = "督察发现沿线排口直排污水入河问题突出群众反映强烈相关。"
OPEN = FULL[:-1] + "部"


def laid(*rows: tuple[str, float, float]) -> tuple[list[str], list[str]]:
    """The paragraphs of a page of rows: the text of each, how far right it begins, and the gap above it.

    And the places where a paragraph may end.
    """
    shapes, line = [], 800.0
    for text, start, gap in rows:
        line -= gap * 10
        shapes.append((text, Shape(start * 10, start * 10 + len(text) * 10, line, 10)))
    blocks, marks = paragraphs(["\n".join(text for text, _, _ in rows)], [shapes])
    return [block.text for block in blocks], [mark.words for mark in marks]


@pytest.mark.parametrize(("indent", "gap"), [(2, 1.5), (0, 2.5)])
def test_a_sentence_that_ends_at_the_edge_ends_no_paragraph(indent: int, gap: float) -> None:
    """What goes on begins at the edge, or stands nearer to the line above, than what begins something."""
    last = len(FULL) - indent - 1
    rows = [
        ("1.南溪黑臭", indent, gap),
        (FULL[-last - 1 :], indent, gap),
        (FULL, 0, 1.5),
        ("排口。", 0, 1.5),
        *((f"（{n}）{OPEN[: last - 2]}", indent, gap) for n in "一"),
        (OPEN, 0, 1.5),
        (OPEN, 0, 1.5),
        ("门负责。", 0, 1.5),
        ("（二）巡查。", indent, gap),
        ("整改时限：立行立改", indent, gap),
    ]
    read_as, doubts = laid(*rows)
    assert FULL[-last - 1 :] + FULL + "排口。" in read_as
    assert f"（一）{OPEN[: last - 2]}{OPEN}{OPEN}门负责。" in read_as
    assert (5, []) == (len(read_as), doubts)


def test_a_full_line_that_ends_a_sentence_may_end_a_paragraph() -> None:
    """Lines that all begin alike and stand alike far apart: one paragraph, and each place is told."""
    rows = [
        ("1.南溪黑臭", 0, 1.5),
        (OPEN, 0, 1.5),
        (FULL, 0, 1.5),
        (FULL, 0, 1.5),
        ("门负责。", 0, 1.5),
        ("（一）巡查。", 0, 1.5),
    ]
    read_as, doubts = laid(*rows)
    assert ["1.南溪黑臭", OPEN + FULL + FULL + "门负责。", "（一）巡查。"] == read_as
    assert [f"{FULL[-14:]}／{FULL[:14]}", f"{FULL[-14:]}／门负责。"] == doubts


@pytest.mark.parametrize(
    ("short", "following", "goes_on"),
    [
        (1, "门负责。", True),  # one character more would not have had room with the mark behind it
        (3, "排口。", False),
        (3, "7.7公里。", True),  # a figure is not broken, and is no number
        (3, "（修订版）。", True),
        (5, "（修订版）。", False),
        (0, "7.清淤", False),
    ],
)
def test_a_line_with_room_for_the_next_word_ends_a_paragraph(
    short: int, following: str, goes_on: bool
) -> None:
    """Whatever the words say that do not end a sentence; a number begins something at a full line."""
    said = OPEN[: len(OPEN) - short]
    read_as, doubts = laid(
        (OPEN, 0, 1.5), (OPEN, 0, 1.5), (OPEN, 0, 1.5), (said, 0, 1.5), (following, 0, 1.5)
    )
    assert [OPEN * 3 + said + following] if goes_on else [OPEN * 3 + said, following] == read_as
    assert [] == doubts


def test_a_place_that_may_end_a_paragraph_is_told_in_a_task_alone(units: Units) -> None:
    """At the paragraph in question; what stands before the list has no value that it would change."""
    width = 28
    full = ("督察发现沿线排口直排污水入河" + "多" * width)[: width - 1] + "。"
    rows = [
        "某市整改方案",
        full,
        full,
        "附件：整改任务清单",
        "1.南溪黑臭",
        full[:-1] + "部",
        full,
        "仍有排口。",
        "验收单位：市水务局",
        "责任单位：市住建局（牵头）",
        "整改时限：2026年9月底前",
        "整改目标：消除黑臭。",
        "整改措施：",
        "（一）清淤。",
    ]
    said = understand(plain(rows), "a.pdf", units)
    assert [f"{full[:-1]}部{full}仍有排口。"] == [issue.problem for issue in said.issues]
    assert [[f"{full[-14:]}／仍有排口。"]] == [
        [d.args["words"]] for d in said.diagnostics if d.code == "L581"
    ]
    told = next(d for d in said.diagnostics if d.code == "L581")
    assert full[:-1] in said.text.split("\n")[told.span.line - 1]


def plain(rows: list[str]) -> bytes:
    """A page of these rows, all alike, without indents or gaps."""
    return printed(rows, indent="", head="")


def test_a_page_without_full_rows_has_the_edge_of_the_page() -> None:
    """A list of short paragraphs: none of them is joined with the next, the longest neither."""
    rows = [
        "滨海市贯彻落实督察反馈意见整改任务清单",
        "整改任务一",
        "整改目标：处置率百分之百",
        "整改措施：开展专项检查，完善制度",
        "全覆盖检查医疗机构，举办培训班两期。",
        "整改任务二",
    ]
    assert rows == [b.text for b in read(plain(rows)).blocks if b.kind is BlockKind.PARAGRAPH]


@pytest.mark.parametrize("following", ["完成时限：六月。", "任单位：甲乙。"])
def test_what_looks_like_a_label_at_the_edge_goes_on_where_paragraphs_are_indented(following: str) -> None:
    """A row that begins further left than all that begin something is none of them."""
    rows = [("1.南溪黑臭", 2, 1.5)]
    for n in "一二三四五":
        rows += [(f"（{n}）{OPEN[:-5]}", 2, 1.5), (OPEN, 0, 1.5), ("门负责。", 0, 1.5)]
    rows += [(f"（六）{OPEN[:-6]}；", 2, 1.5), (following, 0, 1.5), ("（七）巡查。", 2, 1.5)]
    read_as, doubts = laid(*rows)
    assert (f"（六）{OPEN[:-6]}；{following}", "（七）巡查。", []) == (*read_as[-2:], doubts)


def test_a_row_that_goes_on_with_a_figure_has_no_number() -> None:
    """11 栋 is set together where it goes on with a paragraph; a limit is no word apart from its figure."""
    read_as, _ = laid(("1.南溪", 0, 1.5), (OPEN, 0, 1.5), (OPEN, 0, 1.5), (OPEN, 0, 1.5), ("11 栋。", 0, 1.5))
    assert ["1.南溪", OPEN * 3 + "11栋。"] == read_as
    assert "浓度≤35μg/m3" == written("浓度≤ 35μg/m3")
