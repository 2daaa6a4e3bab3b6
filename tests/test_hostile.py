"""Hostile texts through every format of output, each read again by a reader that is not the writer.

Five hundred texts are packed into one ledger of a hundred tasks.  Where a format shows a text, its reader must find
that text and nothing made of it: no formula, no element, no address that runs.  Blanks and line breaks do not count,
because formats are free to break lines.
"""

import csv
import io
import itertools
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pyarrow import parquet

from cli_tools import REPO, run_cli
from ledger.reading.yaml import parse
from ledger.rendering.formats import FORMATS

BASE = REPO / "tests" / "cases" / "check" / "base"
DAY = "2025-03-31"
TASKS, FIELDS = 100, 5

MARKUP = (
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example","点")', "+1+1", "-2+3", "@SUM(1)", "=1+1", "\t=1+1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table>", "<!--", "-->", "<![CDATA[", "]]>",
    "&lt;b&gt;", "&amp;amp;", "&#x202e;", '"><svg/onload=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)",
    "{{ 7*7 }}", "{% for a in b %}", "{{ config }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{# 注 #}", "%PDF-1.7", "PK\x03",
    "\\input{/etc/passwd}", "$x^2$", "\\end{document}", "%00", "%s%n", "{0.__class__}", "`rm -rf`", "$(reboot)", "; DROP TABLE issues;--",
    "' OR '1'='1", "[点](javascript:alert(1))", "![图](http://a.example/x.png)", "**粗**", "__粗__", "~~删~~", "`码`", "```",
    "# 题", "> 引", "- 项", "1. 项", "| 甲 | 乙 |", "---", "***", "<http://a.example>", "http://a.example/?a=1&b=<2>", "[^1]: 注", "\\", "\\\\", "\\|", "|",
    "a\nBEGIN:VALARM", "X-A:1", "甲;乙,丙\\n丁", "::error file=a::b", "::set-output name=a::b", "%0A::error::x", "\x1b[31m红", "\x07", "\x00",
    "\u202e倒", "\u2066隔\u2069", "\u200b零", "\ufeff头", "\u2028行", "\x85行", "\ud800", "甲\r\n乙", "甲\r乙", "甲\n\n乙", "甲\t乙", "\u3000全角",
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "é́́́", "שלום", "مرحبا", "नमस्ते", "𠮷野家", "ﷺ", "İı", "ﬁ", "Ⅳ", "１２３",
    "長" * 600, "w" * 1500, "a." * 300, "_x0041_", "_x000D_", "'='", '""', "'", '"', "''", "0123", "1E5", "2024-1-1", "1/2", "TRUE", "null", "NaN",
)  # fmt: skip
"""What some format, or a program that opens it, could take for something other than text."""


def _readable(text: str) -> bool:
    """Whether the reader lets a text through; what it does not is a finding and gets nowhere."""
    try:
        document, found = parse(f"title: {json.dumps(text)}\n".encode(), "text")
    except UnicodeEncodeError:
        return False
    return document is not None and not found


def texts() -> list[str]:
    """Five hundred: each by itself, before, after and inside words, and in pairs; all different ones."""
    ways = ("{}", "示例{}", "{}示例", "示{}例", "（{}）")
    made = (way.replace("{}", one) for way in ways for one in MARKUP)
    pairs = (f"{a}{b}" for a, b in zip(MARKUP, MARKUP[7:], strict=False))
    kept = (one for one in itertools.chain(made, pairs) if one.strip() and _readable(one))
    return list(itertools.islice(dict.fromkeys(kept), TASKS * FIELDS))


TEXTS = texts()


def bare(text: str) -> str:
    """A text without what a format is free to change: blanks and line breaks."""
    return re.sub(r"\s", "", text)


def of_task(n: int) -> list[str]:
    """Title, problem, goal, text of a measure and text of a record of a task."""
    return TEXTS[n::TASKS]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "data" / "issues").mkdir(parents=True)
    (folder / "data" / "source").mkdir()
    for name in ("units.yaml", "plan.yaml", "source/plan.txt"):
        (folder / "data" / name).write_bytes((BASE / "data" / name).read_bytes())
    for n in range(TASKS):
        title, problem, goal, measure, said = map(json.dumps, of_task(n))
        (folder / f"data/issues/t{n}.yaml").write_text(
            f'id: "t{n}"\nnumber: "{n + 1}"\nsection: 一\ntitle: {title}\nproblem: {problem}\n'
            "acceptance: {text: 市水务局, units: [市水务局]}\n"
            "responsibility: {text: 市水务局, lead: [市水务局], support: [], bodies: {}}\n"
            "deadline: {text: 2025年12月底, due: 2025-12-31, immediate: false, sustained: false}\n"
            f"goal: {goal}\nmeasures:\n- {{number: （一）, text: {measure}}}\nentries:\n"
            f"- {{date: 2025-01-02, type: progress, by: 市水务局, text: {said}}}\n",
            "utf-8",
        )
    return folder


def made(root: Path, *arguments: str, name: str = "") -> Path:
    """What a command writes into a file, which it must do without an error of its own."""
    out = root.parent / f"{root.name}-out" / name
    out.parent.mkdir(exist_ok=True)
    result = run_cli("-C", str(root), *arguments, "-o", str(out), "--force")
    assert result.code in {0, 1}, result.err
    return out


class _Page(HTMLParser):
    """The text of a page as a browser has it, its elements, and what could run."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.odd: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what only a text could have brought in."""
        self.inside = tag
        values = {name: value or "" for name, value in attrs}
        self.said += [value for name, value in values.items() if name in {"title", "aria-label", "alt"}]
        address = values.get("href", values.get("src", ""))
        if tag in {"img", "iframe", "object", "base"} or any(name.startswith("on") for name in values):
            self.odd.append(f"{tag} {values}")
        if address.lower().startswith(("javascript:", "data:text")):
            self.odd.append(f"{tag} {address}")

    def handle_data(self, data: str) -> None:
        """Text, or a program."""
        if self.inside == "script" and "alert(1)" in data and "</" in data:
            self.odd.append(data)
        self.said.append(data)


def page(text: str) -> tuple[str, list[str]]:
    """The text of a page without blanks, and what is odd in it."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    return bare("".join(reader.said)), reader.odd


def titles() -> Iterator[str]:
    """What lists show of the tasks."""
    for n in range(TASKS):
        yield of_task(n)[0]


def missing(shown: str, wanted: Iterator[str]) -> list[str]:
    """The texts that a reader does not find."""
    return [one for one in wanted if bare(one) not in shown]


COLUMNS = ("list", "--as-of", DAY, "--columns", "id,title,problem,goal")


def listed() -> Iterator[str]:
    """What a list with these columns shows."""
    for n in range(TASKS):
        yield from of_task(n)[:3]


def test_there_are_five_hundred() -> None:
    """All different, all read; what a reader must never let through is not among them."""
    assert len(TEXTS) == TASKS * FIELDS == len(set(TEXTS))
    for text in ("\x00", "\x1b[31m红", "\u202e倒", "\u200b零", "\ud800", "\u2066隔\u2069", "甲\r乙"):
        assert not _readable(text), text


def test_json(root: Path) -> None:
    """The very texts."""
    whole = json.loads(made(root, *COLUMNS, name="a.json").read_text("utf-8"))
    lines = made(root, *COLUMNS, name="a.jsonl").read_text("utf-8").split("\n")
    for read in (whole, [json.loads(line) for line in lines if line]):
        held = set(_strings(read))
        assert [one for one in listed() if one not in held] == []


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


@pytest.mark.parametrize(
    ("asked", "form"),
    [(COLUMNS, "csv"), (COLUMNS, "tsv"), (("export", "--table", "issues", "--as-of", DAY), "csv")],
    ids=["csv", "tsv", "export"],
)
def test_csv(root: Path, asked: tuple[str, ...], form: str) -> None:
    """The texts, and no cell that a spreadsheet takes for a formula."""
    text = made(root, *asked, name=f"{asked[0]}.{form}").read_text("utf-8-sig")
    cells = [
        c
        for row in csv.reader(io.StringIO(text, ""), dialect="excel" if form == "csv" else "excel-tab")
        for c in row
    ]
    assert missing(bare("".join(cells)), listed()) == []
    assert [
        c for c in cells if re.match(r"\s*[=+@\-]", c) and not re.fullmatch(r'-?[0-9.]+|="[0-9E/.:-]+"', c)
    ] == []


def test_table(root: Path) -> None:
    """Each whole, for a program that reads it through a pipe."""
    assert missing(bare(made(root, *COLUMNS, "-f", "table", name="a.txt").read_text("utf-8")), listed()) == []


def test_markdown(root: Path) -> None:
    """As a reader of Markdown shows it: the texts, nothing set in other letters, no link of theirs."""
    text = made(root, *COLUMNS, name="a.md").read_text("utf-8")
    shown, odd = page(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    )
    assert (missing(shown, listed()), odd) == ([], [])


@pytest.mark.parametrize("form", ["list", "timeline"])
def test_html(root: Path, form: str) -> None:
    """As a browser reads it."""
    asked = COLUMNS if form == "list" else ("timeline", "--as-of", DAY)
    shown, odd = page(made(root, *asked, name=f"{form}.html").read_text("utf-8"))
    assert (missing(shown, listed() if form == "list" else iter(())), odd) == ([], [])


def test_word(root: Path) -> None:
    """As python-docx reads it, without a field that does something."""
    path = made(root, *COLUMNS, name="a.docx")
    cells = [cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells]
    assert missing(bare("".join(cells)), listed()) == []
    with zipfile.ZipFile(path) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".xml"))
    assert re.findall(rb"DDE|javascript:", re.sub(rb"<w:t[ >].*?</w:t>", b"", whole, flags=re.DOTALL)) == []


def test_excel(root: Path) -> None:
    """As openpyxl reads it: no cell is a formula or a link of a text's."""
    book = load_workbook(made(root, *COLUMNS, name="a.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert missing(bare("".join(str(cell.value) for cell in cells)), listed()) == []
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [c.hyperlink.target for c in cells if c.hyperlink and "example" in str(c.hyperlink.target)] == []


def test_drawing(root: Path) -> None:
    """The wall chart is XML, and without a program."""
    tree = etree.fromstring(made(root, "timeline", "--as-of", DAY, name="a.svg").read_bytes())
    assert [
        one.tag for one in tree.iter() if str(one.tag).endswith(("script", "foreignObject", "image"))
    ] == []
    assert [name for one in tree.iter() for name in one.attrib if str(name).lower().startswith("on")] == []


def test_calendar(root: Path) -> None:
    """As icalendar reads it: an event a task, each with its text, and nothing that a text began."""
    calendar = Calendar.from_ical(made(root, "calendar", "--as-of", DAY, name="a.ics").read_bytes())
    said = bare(
        "".join(str(e.get(k, "")) for e in calendar.walk("VEVENT") for k in ("SUMMARY", "DESCRIPTION"))
    )
    assert missing(said, titles()) == []
    assert [one for one in calendar.walk() if one.get("X-A") is not None] == []


def test_database(root: Path) -> None:
    """The very texts, in a database that another program opens."""
    path = made(root, "export", "--as-of", DAY, name="a.sqlite")
    with sqlite3.connect(path) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
        held = {v for name in names for row in db.execute(f'select * from "{name}"') for v in row}  # noqa: S608 - names of the file
    assert [one for one in listed() if one not in held] == []


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "xlsx", "parquet"])
def test_tables(root: Path, form: str) -> None:
    """The very texts in the tables of an export; a spreadsheet takes none of them for a formula."""
    asked = ("export", "--as-of", DAY, "--table", "issues")
    path = made(root, *asked, "-f", form, name=f"export.{form}")
    if form == "parquet":
        held = set(_strings(parquet.read_table(path).to_pylist()))
    elif form == "xlsx":
        cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
        assert [c.value for c in cells if c.data_type == "f"] == []
        assert missing(bare("".join(str(c.value) for c in cells if c.value is not None)), listed()) == []
        return
    elif form == "csv":
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), ""))
        assert missing(bare("".join(itertools.chain.from_iterable(rows))), listed()) == []
        return
    else:
        text = path.read_text("utf-8")
        held = set(
            _strings(
                json.loads(text) if form == "json" else list(map(json.loads, filter(None, text.split("\n"))))
            )
        )
    assert [one for one in listed() if one not in held] == []


@pytest.mark.parametrize("form", ["text", "concise"])
def test_findings_for_people(root: Path, form: str) -> None:
    """Every line begins with words of ours: a text never begins one, which a forge could obey."""
    result = run_cli("-C", str(root), "check", "-f", form)
    assert result.code == 1
    ours = r"(?:\S*/)?data/issues/t\d+\.yaml:|(?:\S*/)?data/plan\.yaml:|    = |\s*\d* \| |$"
    assert [line for line in result.out.split("\n") if not re.match(ours, line)] == []
    assert "\x1b" not in result.out


@pytest.mark.parametrize("form", ["table", "md", "html", "docx", "xlsx", "json"])
def test_report(root: Path, form: str) -> None:
    """The report, as its reader has it: no formula, nothing that runs."""
    path = made(root, "report", "--as-of", "2026-03-31", "-f", form, name=f"report.{form}")
    if form in {"html", "md"}:
        text = path.read_text("utf-8")
        if form == "md":
            text = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
        shown, odd = page(text)
        assert (missing(shown, titles()), odd) == ([], [])
    elif form == "docx":
        document = Document(str(path))
        shown = "".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
        assert missing(bare(shown), titles()) == []
    elif form == "xlsx":
        cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
        assert [c.value for c in cells if c.data_type == "f"] == []
        assert missing(bare("".join(str(c.value) for c in cells if c.value is not None)), titles()) == []
    elif form == "json":
        assert json.loads(path.read_text("utf-8"))["data"]
    else:
        assert "\x1b" not in path.read_text("utf-8")


@pytest.mark.parametrize("form", ["table", "json"])
def test_chart(root: Path, form: str) -> None:
    """The wall chart for a terminal obeys nothing, and for a program has the very texts."""
    text = made(root, "timeline", "--as-of", DAY, "-f", form, name=f"chart.{form}").read_text("utf-8")
    assert "\x1b" not in text
    if form == "json":
        held = set(_strings(json.loads(text)))
        assert [one for one in titles() if one not in held] == []


def test_forms(root: Path) -> None:
    """A form that goes out: the texts, no formula, and no list of choices that a text has made."""
    folder = root.parent / f"{root.name}-forms"
    asked = ("dispatch", "2025-04", "--date", "2025-04-01", "--due", "2025-04-15", "-o", str(folder))
    result = run_cli("-C", str(root), *asked)
    assert result.code == 0, result.err
    (root / "data/rounds/2025-04.yaml").unlink()
    (path,) = folder.glob("*.xlsx")
    cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert [c.value for c in cells if c.data_type == "f"] == []
    assert missing(bare("".join(str(c.value) for c in cells if c.value is not None)), titles()) == []
    with zipfile.ZipFile(path) as packed:
        assert [name for name in packed.namelist() if "externalLink" in name or "vba" in name] == []


@pytest.fixture(scope="module")
def complaints(root: Path) -> Iterator[Path]:
    """The same ledger with a hundred complaints of hostile texts."""
    folder = root / "data" / "complaints" / "1"
    folder.mkdir(parents=True)
    for n in range(TASKS):
        place, text, said = (json.dumps(one) for one in of_task(n)[:3])
        (folder / f"X{n:04}.yaml").write_text(
            "records:\n"
            f"- {{date: 2025-01-02, type: receive, by: 市整改办, due: 2025-01-17, units: [东河区], area: 东河区, "
            f"place: {place}, kinds: [water], text: {text}}}\n"
            f"- {{date: 2025-01-03, type: handle, by: 东河区, verdict: confirmed, text: {said}}}\n",
            "utf-8",
        )
    yield root
    shutil.rmtree(folder.parent)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "tsv", "md", "html", "docx", "xlsx"])
def test_complaints(complaints: Path, form: str) -> None:
    """The list of complaints in each format."""
    path = made(complaints, "complaints", "list", "--as-of", DAY, "-f", form, name=f"complaints.{form}")
    _nothing_runs(path, form)


@pytest.mark.parametrize("form", ["table", "json", "md", "html", "docx", "xlsx"])
def test_complaints_in_public(complaints: Path, form: str) -> None:
    """The tables that are published."""
    path = made(complaints, "complaints", "public", "--as-of", DAY, "-f", form, name=f"public.{form}")
    _nothing_runs(path, form)


OF_LISTS = ("table", "json", "jsonl", "csv", "tsv", "md", "html", "docx", "xlsx")
OF_DOCUMENTS = ("table", "json", "md", "html", "docx", "xlsx")


@pytest.mark.parametrize(
    ("command", "form"),
    [(c, f) for c in ("overdue", "due", "show", "ready", "duties", "quiet", "promises") for f in OF_LISTS]
    + [(c, f) for c in ("brief", "remind") for f in OF_DOCUMENTS],
)
def test_answers(root: Path, command: str, form: str) -> None:
    """Every answer of every question in every format: nothing in it runs."""
    more = {"show": ("t30",), "brief": ("市水务局",), "due": ("--within", "12m")}.get(command, ())
    path = made(root, command, *more, "--as-of", DAY, "-f", form, name=f"{command}.{form}")
    _nothing_runs(path, form)


def _nothing_runs(path: Path, form: str) -> None:
    """What a reader of the format would obey is not there."""
    if form in {"docx", "xlsx"}:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(packed.read(name))
            whole = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".xml"))
        assert b"<f>" not in whole
        return
    text = path.read_text("utf-8-sig")
    assert "\x1b" not in text
    if form in {"md", "html"}:
        if form == "md":
            text = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
        assert page(text)[1] == []
    elif form == "json":
        json.loads(text)
    elif form == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in text.split("\n") if line)
    elif form in {"csv", "tsv"}:
        rows = csv.reader(io.StringIO(text, ""), dialect="excel" if form == "csv" else "excel-tab")
        cells = itertools.chain.from_iterable(rows)
        odd = [
            c
            for c in cells
            if re.match(r"\s*[=+@\-]", c) and not re.fullmatch(r'-?[0-9.]+|="[0-9E/.:-]+"', c)
        ]
        assert odd == []


def test_every_format_of_the_registry_is_held_against_them() -> None:
    """A format that is added is added here."""
    source = Path(__file__).read_text("utf-8")
    assert [name for name in FORMATS if not re.search(rf'["./]{name}["`]', source)] == []


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit", "github"])
def test_findings(root: Path, form: str) -> None:
    """What a check says is what the program of the other side can read, a command to it only on our lines."""
    result = run_cli("-C", str(root), "check", "-f", form)
    assert result.code == 1
    if form == "junit":
        assert etree.fromstring(result.out.encode()).tag == "testsuites"
    elif form == "github":
        kinds = {line.partition(" ")[0] for line in result.out.split("\n") if line.startswith("::")}
        assert kinds <= {"::error", "::warning", "::notice"}
        assert not [line for line in result.out.split("\n") if line.startswith("::") and "file=a::" in line]
    else:
        assert json.loads(result.out)


def test_site(root: Path) -> None:
    """Each page as a browser reads it; every text is somewhere."""
    folder = root.parent / f"{root.name}-site"
    result = run_cli("-C", str(root), "--lang", "zh", "site", str(folder), "--as-of", DAY)
    assert result.code == 0, result.err
    shown, odd = [], []
    for path in sorted(folder.rglob("*.html")):
        text, found = page(path.read_text("utf-8"))
        shown.append(text)
        odd += found
    assert odd == []
    assert missing("".join(shown), iter(TEXTS)) == []


@pytest.mark.parametrize("kind", [("circular",), ("unit-tasks", "市水务局"), ("request", "t30")])
def test_papers(root: Path, kind: tuple[str, ...]) -> None:
    """A paper keeps the marks of templates as they are written: nothing of a text is worked out."""
    path = made(root, "paper", *kind, "--as-of", DAY, name=f"{kind[0]}.docx")
    shown = bare(
        "".join(node.text or "" for node in Document(str(path)).element.iter() if node.tag.endswith("}t"))
    )
    wanted = iter([of_task(30)[0]]) if kind[-1] == "t30" else titles() if kind[0] == "circular" else iter(())
    assert missing(shown, wanted) == []
