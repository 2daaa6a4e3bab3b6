"""The shipped plan written as other kinds of files, by libraries that the reader does not use."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter
from docx import Document as WordDocument

from cli_tools import PLAN, REPO
from ledger.folder import read_folder
from ledger.model.baseline import Baseline
from ledger.model.plan import Plan
from ledger.reading.load import load

HEADS = ("序号", "整改任务", "存在问题", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施")
WIDTH = len(HEADS)


@cache
def shipped() -> tuple[Plan, tuple[Baseline, ...]]:
    """The plan and the baselines of the shipped ledger."""
    ledger = load(read_folder(str(REPO)).tree).ledger
    assert ledger.plan is not None
    return ledger.plan, tuple(issue.baseline for issue in ledger.issues)


def paragraphs() -> list[str]:
    """The paragraphs of the plan."""
    return [line.strip() for line in PLAN.read_text("utf-8").split("\n") if line.strip()]


def preamble() -> list[str]:
    """The paragraphs before the list, and its heading."""
    plan, _ = shipped()
    assert plan.preamble is not None
    return [*plan.preamble.split("\n"), *plan.heading]


class Row(NamedTuple):
    """A row of the list as a table: the section that begins with it, and its cells."""

    section: str
    cells: tuple[str, ...]


def table() -> list[Row]:
    """The list with a row for each task."""
    plan, issues = shipped()
    titles = {section.number: f"{section.number}、{section.title}" for section in plan.sections}
    rows, last = [], ""
    for issue in issues:
        section = titles[issue.section or ""]
        measures = "\n".join(f"{m.number or ''}{m.text}" for m in issue.measures)
        cells = (
            issue.number,
            issue.title,
            issue.problem or "",
            issue.acceptance.text or "",
            issue.responsibility.text or "",
            issue.deadline.text or "",
            issue.goal or "",
            measures,
        )
        rows.append(Row(section if section != last else "", cells))
        last = section
    return rows


# --- Word ------------------------------------------------------------------------------------------


def word_paragraphs(lines: Iterable[str]) -> bytes:
    """A .docx of paragraphs, by python-docx."""
    document = WordDocument()
    for line in lines:
        document.add_paragraph(line)
    return _saved(document)


def word_table() -> bytes:
    """A .docx with the list as a table: section rows merged across, the head again in the middle."""
    document = WordDocument()
    for line in preamble():
        document.add_paragraph(line)
    made = document.add_table(rows=0, cols=WIDTH)

    def add(cells: Sequence[str]) -> None:
        for cell, text in zip(made.add_row().cells, cells, strict=True):
            cell.text = text

    add(HEADS)
    for n, row in enumerate(table()):
        if row.section:
            cells = made.add_row().cells
            cells[0].merge(cells[-1]).text = row.section
        if n == 12:
            add(HEADS)
        add(row.cells)
    return _saved(document)


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word_of(body: str, **parts: str) -> bytes:
    """A .docx of raw XML: the body, and further parts by name (``numbering``, ``header1`` …)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return stream.getvalue()


def w_p(text: str, number: str = "", depth: int = 0) -> str:
    """A paragraph, with an automatic number where ``number`` names a list; a line break for each \\n."""
    settings = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    runs = "<w:br/>".join(f"<w:t>{escape(piece)}</w:t>" for piece in text.split("\n"))
    return f"<w:p>{settings if number else ''}<w:r>{runs}</w:r></w:p>"


def w_level(depth: int, form: str, text: str) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def w_numbering(lists: dict[str, str], instances: Sequence[tuple[str, str, bool]]) -> str:
    """``numbering.xml``: definitions by id, and instances (id, definition, whether it begins anew)."""
    made = "".join(f'<w:abstractNum w:abstractNumId="{k}">{v}</w:abstractNum>' for k, v in lists.items())
    for name, of, anew in instances:
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if anew else ""
        made += f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{again}</w:num>'
    return f"<w:numbering {WORD}>{made}</w:numbering>"


def word_numbered() -> bytes:
    """A .docx of raw XML in which sections, problems, sub-items and measures have automatic numbers only."""
    plan, issues = shipped()
    titles = {section.number: section.title for section in plan.sections}
    body = [w_p(line) for line in preamble()]
    instances = [("1", "0", False), ("2", "1", False)]
    section = parent = ""
    for issue in issues:
        if issue.section != section:
            section = issue.section or ""
            body.append(w_p(titles[section], "1"))
        number, _, sub = issue.number.partition("（")
        problem = (issue.problem or "").split("\n") if issue.problem else []
        if number != parent:
            parent = number
            body.append(w_p(issue.title, "2"))
        if sub:
            body.append(w_p(problem.pop(0), "2", 1))
        body += [w_p(line) for line in problem]
        body.append(w_p(f"验收单位：{issue.acceptance.text}"))
        body.append(w_p(f"责任单位：{issue.responsibility.text}"))
        body.append(w_p(f"整改时限：{issue.deadline.text}"))
        body += [w_p(line) for line in f"整改目标：{issue.goal}".split("\n")]
        body.append(w_p("整改措施："))
        instances.append((str(len(instances) + 1), "2", True))
        for measure in issue.measures:
            body.append(w_p(measure.text, instances[-1][0] if measure.number else ""))
    lists = {
        "0": w_level(0, "chineseCounting", "%1、"),
        "1": w_level(0, "decimal", "%1.") + w_level(1, "decimal", "（%2）"),
        "2": w_level(0, "chineseCountingThousand", "（%1）"),
    }
    return word_of("".join(body), numbering=w_numbering(lists, instances))


# --- others ----------------------------------------------------------------------------------------


def page(lines: Iterable[str]) -> bytes:
    """A web page with the lines as paragraphs, the navigation and foot of a site around them."""
    body = "".join(f"<p>&nbsp;&nbsp;{escape(line)}</p>\n" for line in lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>市政府网站</title><style>p{margin:0}</style>'
        '</head><body><header><a href="/">首页</a></header><nav><ul><li>政务公开</li></ul></nav>'
        f"<div class=article>{body}</div><script>var a = '整改时限：';</script>"
        "<footer>版权所有 ICP备000号</footer></body></html>"
    ).encode()


def page_table() -> bytes:
    """A web page with the list as a table; the lines of a cell are broken with <br>."""
    rows = "<tr>" + "".join(f"<th>{head}</th>" for head in HEADS) + "</tr>"
    for row in table():
        if row.section:
            rows += f'<tr><td colspan="{WIDTH}"><b>{row.section}</b></td></tr>'
        cells = (escape(cell).replace("\n", "<br>") for cell in row.cells)
        rows += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    body = "".join(f"<p>{escape(line)}</p>" for line in preamble())
    return f"<html><body>{body}<table>{rows}</table></body></html>".encode()


def workbook() -> bytes:
    """An .xlsx by xlsxwriter: a title across, sections across, a row for each task, an empty second sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("清单")
        book.add_worksheet("空表")
        sheet.merge_range(0, 0, 0, WIDTH - 1, shipped()[0].title)
        sheet.write_row(1, 0, HEADS)
        at = 2
        for row in table():
            if row.section:
                sheet.merge_range(at, 0, at, WIDTH - 1, row.section)
                at += 1
            number, *cells = row.cells
            sheet.write(at, 0, int(number) if number.isdigit() else number)
            sheet.write_row(at, 1, cells)
            at += 1
    return stream.getvalue()


def workbook_by_measures() -> bytes:
    """An .xlsx by openpyxl with a row for each measure: the other cells merged down, heads in two rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "整改任务", None, "验收单位", "责任单位", "整改要求", None, "整改措施"])
    sheet.append([None, "任务名称", "具体问题", None, None, "整改时限", "整改目标", None])
    for area in ("A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:G1", "H1:H2"):
        sheet.merge_cells(area)
    for row in table():
        if row.section:
            sheet.append([row.section])
            sheet.merge_cells(
                start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=WIDTH
            )
        first = sheet.max_row + 1
        measures = row.cells[-1].split("\n")
        for n, measure in enumerate(measures):
            sheet.append([*(row.cells[:-1] if n == 0 else [None] * (WIDTH - 1)), measure])
        for column in range(1, WIDTH) if len(measures) > 1 else ():
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=column, end_column=column)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def separated(encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    """A .csv with a row for each task, sections in rows of their own."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(HEADS)
    for row in table():
        if row.section:
            writer.writerow([row.section, *[""] * (WIDTH - 1)])
        writer.writerow(row.cells)
    return stream.getvalue().encode(encoding)


def printed(
    lines: Iterable[str],
    *,
    width: int = 28,
    height: int = 22,
    indent: str = "　　",
    head: str = "某市人民政府文件",
) -> bytes:
    """A PDF with a text layer: lines broken at ``width`` characters, page numbers and a running head."""
    rows: list[str] = []
    for line in lines:
        indented = indent + line
        rows += [indented[at : at + width] for at in range(0, len(indented), width)]
    pages = [rows[at : at + height] for at in range(0, len(rows), height)]
    objects: dict[int, bytes] = {}
    kids = []
    for n, page_rows in enumerate(pages):
        shown = [*[head] * bool(head), *page_rows, f"— {n + 1} —"]
        content = b"".join(
            b"BT /F1 12 Tf 60 %d Td <%s> Tj ET\n" % (800 - 30 * at, row.encode("utf-16-be").hex().encode())
            for at, row in enumerate(shown)
        )
        objects[10 + 2 * n] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
        objects[11 + 2 * n] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (10 + 2 * n)
        )
        kids.append(b"%d 0 R" % (11 + 2 * n))
    used = sorted({char for row in rows for char in row} | set(head + "— 0123456789"))
    named = b"".join(b"<%04x><%04x>" % (ord(char), ord(char)) for char in used)
    unicode = (
        b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange "
        b"%d beginbfchar %s endbfchar endcmap end" % (len(used), named)
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    objects[3] = (
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[4 0 R]>>"
    )
    objects[4] = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/F/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    objects[5] = b"<</Length %d>>stream\n%s\nendstream" % (len(unicode), unicode)
    made, places = b"%PDF-1.7\n", {}
    for name, body in sorted(objects.items()):
        places[name] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (name, body)
    start = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for name, place in places.items():
        made += b"%d 1\n%010d 00000 n \n" % (name, place)
    return made + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, start)
