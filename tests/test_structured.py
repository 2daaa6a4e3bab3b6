"""JSON, CSV, TSV and Markdown: what goes in comes out, and nothing is run on the way."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli_tools import copy_ledger, edit, run_cli, run_json
from ledger.locale import Words
from ledger.rendering.formats import FORMATS, PLAIN, Look, by_ending, formats_of, render
from ledger.rendering.text import clean
from ledger.reports.report import Column, Message, Report
from rendered import text_of

ZH = Words("zh")
TEXTS = tuple(form for form in formats_of("Report") if not FORMATS[form].binary)
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def report(*texts: Any, empty: bool = False) -> Report:
    """A report with one row of up to three cells."""
    names = ("title", "problem", "goal")[: len(texts)]
    record = dict(zip(names, texts, strict=True))
    return Report("list", tuple(map(Column, names)), () if empty else (record,), as_of=date(2025, 1, 1))


def separated(made: Report, form: str) -> list[list[str]]:
    """The cells of a CSV or TSV answer."""
    text = text_of(made, form, ZH)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t"))


# --- JSON ----------------------------------------------------------------------------------------


@given(TEXT)
def test_json_gives_texts_back_as_they_are(text: str) -> None:
    """A text comes back from JSON and JSON lines unchanged."""
    assert json.loads(text_of(report(text), "json", ZH))["data"] == [{"title": text}]
    out = text_of(report(text), "jsonl", ZH)
    assert json.loads(out) == {"title": text}
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2025, 1, 31), "2025-01-31"),
        (Decimal(300), 300),
        (Decimal("31.7"), 31.7),
        (Decimal("-0.50"), -0.5),
        (None, None),
        (True, True),
        ([], []),
        ([date(2025, 1, 31), None], ["2025-01-31", None]),
        ({"due": date(2025, 1, 31)}, {"due": "2025-01-31"}),
    ],
)
def test_json_values(value: object, expected: object) -> None:
    """Dates are ISO, numbers are numbers, what is absent is null, lists stay lists."""
    found = json.loads(text_of(report(value), "json", ZH))["data"][0]["title"]
    assert expected == found
    assert type(expected) is type(found)


def test_json_is_readable_chinese() -> None:
    """Chinese is written as it is, and indented."""
    out = run_cli("list", "--format", "json").out
    assert "绿色发展理念树得不牢" in out
    assert "\\u" not in out
    assert '\n  "data": [\n    {\n      "id": "01",\n' in out


def test_json_refuses_what_it_does_not_know() -> None:
    """A value that is no part of the contract is a bug, not a text."""
    with pytest.raises(TypeError):
        text_of(report(object()), "json", ZH)


# --- CSV and TSV ---------------------------------------------------------------------------------


@given(first=TEXT, second=TEXT, form=st.sampled_from(["csv", "tsv"]))
@example(first="=1+1", second="＝1", form="csv")
@example(first=" =1+1", second="\u3000@x", form="csv")
@example(first='a,b\n"c"', second="\ttab", form="csv")
@example(first="a\tb", second="@x", form="tsv")
def test_cells_come_back_and_no_formula_does(first: str, second: str, form: str) -> None:
    """Each cell comes back as it was, but for control characters and a mark before what would be run."""
    head, row = separated(report(first, second), form)
    assert head == ["题目", "存在问题"]
    for text, cell in zip((first, second), row, strict=True):
        assert not cell.strip().startswith(FORMULA)
        wanted = clean(text)
        assert (
            f"'{wanted}" if wanted.strip().startswith(FORMULA) or wanted.startswith(FORMULA) else wanted
        ) == cell


@pytest.mark.parametrize("start", FORMULA)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_formula_is_made_text(start: str, form: str) -> None:
    """Each character that begins a formula is kept from beginning a cell."""
    cell = separated(report(f"{start}cmd|' /C calc'!A0"), form)[1][0]
    assert not cell.startswith(FORMULA)
    assert "cmd" in cell


@pytest.mark.parametrize(
    ("value", "printed", "filed"),
    [
        (-41, "-41", "-41"),
        (Decimal("-0.5"), "-0.5", "-0.5"),
        ("-41", "'-41", "'-41"),
        ("07-1", "07-1", '="07-1"'),
        ("01", "01", '="01"'),
        ("13e62363", "13e62363", '="13e62363"'),
        ("150203197001011234", "150203197001011234", '="150203197001011234"'),
        ("2/3", "2/3", '="2/3"'),
        ("14", "14", "14"),
        ("1551f57b", "1551f57b", "1551f57b"),
        (date(2025, 6, 30), "2025-06-30", "2025-06-30"),
    ],
)
def test_a_spreadsheet_takes_cells_for_what_they_are(value: Any, printed: str, filed: str) -> None:
    """Numbers stay numbers, and in a file texts stay texts; what is printed is for programs."""
    for form, look, wanted in (
        ("csv", PLAIN, printed),
        ("csv", Look(filed=True), filed),
        ("tsv", PLAIN, printed),
    ):
        made = str(render(report(value), form, ZH, look))
        assert list(csv.reader(io.StringIO(made), delimiter="," if form == "csv" else "\t"))[1][0] == wanted


def test_formula_in_a_ledger_is_made_text(tmp_path: Path) -> None:
    """A title written into YAML that a spreadsheet would run is text in CSV and itself in JSON."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "title: 绿色发展理念树得不牢", 'title: \'=HYPERLINK("http://x","y")\'')
    out = run_cli("-C", str(root), "list", "--format", "csv").out
    assert [row[1] for row in csv.reader(io.StringIO(out)) if row[0] == "2"] == [
        '\'=HYPERLINK("http://x","y")'
    ]
    titles = {r["id"]: r["title"] for r in run_json("-C", str(root), "list").data}
    assert titles["02"].startswith("=HYPERLINK")


def test_absent_values_are_empty_cells() -> None:
    """What is absent is an empty cell, in words it is a dash."""
    assert separated(report(None, [], "x"), "csv")[1] == ["", "", "x"]
    assert "—" in text_of(report(None, [], "x"), "md", ZH)


def test_csv_without_rows_is_the_head() -> None:
    """Without rows there is the head all the same."""
    assert separated(report("x", "y", empty=True), "csv") == [["题目", "存在问题"]]


def test_csv_speaks_the_language_of_the_run() -> None:
    """Heads and words are in the language asked for."""
    out = {
        lang: run_cli("list", "--as-of", "2025-01-01", "-f", "csv", "--lang", lang).out
        for lang in ("zh", "en")
    }
    assert out["zh"].startswith("序号,题目,牵头单位,到期日,时限情况,状态\n")
    assert out["en"].startswith("No.,Title,Lead,Due,Standing,Status\n")
    assert ",逾期,未启动\n" in out["zh"]
    assert ",overdue,not started\n" in out["en"]


# --- Markdown ------------------------------------------------------------------------------------

MARKUP = [
    "a|b",
    "<script>",
    "[x](http://y)",
    "*a*",
    "_a_",
    "`a`",
    "# a",
    "~~a~~",
    "a\\|b",
    "a\nb",
    "&lt;",
    "![x](y)",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markdown_escapes(text: str) -> None:
    """No text of the data is markup: each special character has a backslash or is an entity."""
    row = text_of(report(text, "y"), "md", ZH).split("\n")[2]
    bare = re.sub(r"\\.|&amp;|<br>", "", row.removeprefix("| ").removesuffix(" | y |"))
    assert not set("|<>[]*_`#~&\\") & set(bare)


@given(st.text(st.sampled_from("ab|\\<>[]*_`#~&!()\n\r整"), max_size=30))
def test_markdown_cells_never_break_the_table(text: str) -> None:
    """Whatever the text, the row has two cells and is one line."""
    lines = text_of(report(text, "y"), "md", ZH).split("\n")
    assert len(lines) == 4
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[2])) == 3


@given(st.text(st.sampled_from("ab|\\<>[]*_`#~&!()整"), max_size=30))
def test_markdown_is_shown_as_typed(text: str) -> None:
    """Taking the escapes away gives the text back."""
    row = text_of(report(text, "y"), "md", ZH).split("\n")[2]
    cell = row.removeprefix("| ").removesuffix(" | y |")
    assert re.sub(r"\\(.)", r"\1", cell).replace("&amp;", "&") == text


def test_markdown_numbers_are_on_the_right() -> None:
    """Columns of numbers are aligned to the right."""
    assert "| --- | ---: |" in run_cli("stats", "-f", "md").out


def test_markdown_says_when_there_is_nothing() -> None:
    """Without rows there is a sentence, no empty table."""
    out = run_cli("list", "--text", "没有这样的话", "-f", "md").out
    assert "没有符合条件的任务。" in out
    assert "|" not in out


# --- all -----------------------------------------------------------------------------------------

CONTROL = {chr(n) for n in [*range(9), *range(11, 32), *range(127, 160)]} | set(
    "\u202a\u202e\u2066\u2069\u200b\ufeff"
)


@given(TEXT | st.text(st.sampled_from(sorted(CONTROL)), max_size=10))
def test_no_control_character_in_any_text_format(text: str) -> None:
    """CSV, TSV and Markdown hold no control character of the data but a line feed and a tab."""
    for form in ("csv", "tsv", "md"):
        assert not CONTROL & set(text_of(report(text, "y"), form, ZH))


@given(text=TEXT, form=st.sampled_from(TEXTS))
def test_same_report_same_text(text: str, form: str) -> None:
    """Rendering has no memory."""
    assert text_of(report(text), form, ZH) == text_of(report(text), form, ZH)


@pytest.mark.parametrize("form", TEXTS)
def test_every_format_of_an_empty_report(form: str) -> None:
    """A report without rows is rendered in every format."""
    made = Report("list", (Column("title"),), (), title=Message("report.empty"))
    assert isinstance(text_of(made, form, ZH), str)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.json", "json"),
        ("a.b.CSV", "csv"),
        ("a.ndjson", "jsonl"),
        ("a.txt", "table"),
        ("a.doc", None),
        ("a", None),
    ],
)
def test_format_of_a_file_name(name: str, form: str | None) -> None:
    """The ending of a file name stands for a format, or for none."""
    assert by_ending(name, formats_of("Report")) == form
