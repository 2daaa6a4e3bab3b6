"""Forms of a round: what is sent out, what comes back, and what of it is recorded."""

import io
import json
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from copy import copy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest

from checking import check_tree
from cli_tools import REPO, Result, run_cli
from ledger.folder import read_folder
from ledger.forms.batch import Asked, Batch
from ledger.forms.collect import collect
from ledger.forms.columns import COLUMNS, FILLED
from ledger.forms.dispatch import forms_of, to_be_asked
from ledger.forms.identity import identity, read_identity
from ledger.forms.reading import FormError, read_forms
from ledger.forms.remarks import returned_forms
from ledger.forms.report import collected_report
from ledger.forms.rows import read_key, rows_of
from ledger.forms.workbook import FIRST_ROW, HEAD_ROW, IDENTITY_ROW, NUMBERS_ROW, TITLES_ROW, render_form
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.plans.progress import vague_words
from ledger.reading.load import load
from ledger.rendering.cells import say

BASE = REPO / "tests" / "cases" / "check" / "base"
ZH = Words("zh")
ROUND = "data/rounds/2025-02.yaml"
ASKED = "asked:\n- {date: 2025-02-10, due: 2025-02-25, units: [市水务局, 东河区, 九原区]}\n"
SENT, TODAY, REPORTED = date(2025, 2, 10), date(2025, 3, 1), date(2025, 2, 20)

Worksheet = Any
"""A sheet of openpyxl, whose cells may be anything."""

Change = Callable[[Worksheet], None]

AS_IT_IS = Asked()
EXTENDED = "- {date: 2025-02-15, type: extend, by: 市整改办, due: 2025-06-30, measure: 1, milestone: 1, approval: 批1号}\n"


def tree(**issues: str) -> dict[str, bytes]:
    """The base ledger in which a round was sent out; ``i01`` are entries appended to issue 01."""
    files = read_folder(str(BASE)).tree | {ROUND: ASKED.encode()}
    for name, lines in issues.items():
        files[f"data/issues/{name[1:]}.yaml"] += lines.encode()
    return files


@cache
def errors_in(files: frozenset[tuple[str, bytes]]) -> list[str]:
    """The codes of the errors that the check finds in a ledger."""
    return [d.code for d in check_tree(dict(files), {}).diagnostics if d.severity == "error"]


def day_of(files: dict[str, bytes], on: date = TODAY) -> Day:
    """The ledger on a day; it is sound."""
    assert errors_in(frozenset(files.items())) == []
    return Day(load(files).ledger, on)


def sent(unit: str, files: dict[str, bytes] | None = None, on: date = SENT) -> bytes:
    """The form of a unit as it was sent out."""
    (form,) = forms_of(day_of(files or tree(), on), "2025-02", [unit], date(2025, 2, 25), None)
    return render_form(form, ZH)


@pytest.fixture(scope="module")
def form() -> bytes:
    """The form of 东河区: a milestone, a figure, two measures of another task."""
    return sent("东河区")


def column(key: str) -> int:
    """The number of a column in a form as it is sent out."""
    return [one.key for one in COLUMNS].index(key) + 1


def row_of(sheet: Worksheet, key: str) -> int:
    """The row of a key in a form."""
    for row in range(1, 60):
        value = sheet.cell(row, 1).value
        if isinstance(value, str) and value.partition("#")[0] == key:
            return row
    raise KeyError(key)


def put(key: str, **cells: Any) -> Change:
    """Fill in cells of a row."""

    def change(sheet: Worksheet) -> None:
        for name, value in cells.items():
            sheet.cell(row_of(sheet, key), column(name)).value = value

    return change


def on_day(value: Any = REPORTED) -> Change:
    """Fill in the day of the report."""

    def change(sheet: Worksheet) -> None:
        sheet.cell(HEAD_ROW + 1, 3).value = value

    return change


def opened(data: bytes) -> Worksheet:
    """The sheet of a workbook, read by a program that is not ours."""
    return openpyxl.load_workbook(io.BytesIO(data)).active


def filled(data: bytes, *changes: Change) -> bytes:
    """A workbook with changes, saved by a program that is not ours."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for change in changes:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(
    *files: bytes, held: dict[str, bytes] | None = None, on: date = TODAY, asked: Asked = AS_IT_IS
) -> Batch:
    """What files come to."""
    held = held or tree()
    named = [("表.xlsx", data) for data in files]
    return collect(named, day_of(held, on), held, lambda _: None, asked)


def after(batch: Batch, held: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The files of the ledger with the records."""
    return (held or tree()) | {path: new for path, (_, new) in batch.changes.items()}


def lines(files: dict[str, bytes], issue: str = "01") -> list[str]:
    """The entries of an issue as they stand, without where they came from."""
    text = files[f"data/issues/{issue}.yaml"].decode()
    said = text.partition("\nentries:\n")[2].splitlines()
    return [re.sub(r", round: 2025-02, source: \{[^}]*\}", "", line) for line in said]


def states(batch: Batch) -> list[tuple[str, str]]:
    """The key and the state of each row."""
    return [(str(row.returned.key), row.state.value) for row in batch.rows]


def reasons(batch: Batch) -> list[tuple[str, str]]:
    """Cell and reason of all that was refused or asked about."""
    found = [(str(why.args.get("cell", "")), why.key.removeprefix("form.")) for _, why in batch.refused]
    for row in batch.rows:
        found += [(one.place, one.why.key.removeprefix("form.")) for one in row.why]
        found += [
            (row.returned.place, one.diagnostic.code if one.diagnostic else one.key) for one in row.problems
        ]
    return found


# --- what is sent out ----------------------------------------------------------------------------


def test_rows_are_what_a_unit_owes_itself() -> None:
    """By hand: the lead has its tasks and the joint measures, each district its own share and figure."""
    day = day_of(tree(), SENT)
    assert [str(row.key) for row in rows_of(day, "市水务局")] == ["01", "02", "02/1", "02/2"]
    assert [str(row.key) for row in rows_of(day, "东河区")] == ["01/1.1", "01/t1.1", "02/1", "02/2"]
    assert [str(row.key) for row in rows_of(day, "九原区")] == ["01/2", "01/t1.2", "02/1", "02/2"]
    assert rows_of(day, "市城市管理局") == []  # takes part, and owes nothing itself


def test_done_shares_are_not_asked_for() -> None:
    """What a unit has done is in its form no more, nor what was withdrawn."""
    done = "- {date: 2025-01-06, type: achieve, by: 东河区, measure: 1, milestone: 1}\n"
    day = day_of(tree(i01=done), SENT)
    assert [str(row.key) for row in rows_of(day, "东河区")] == ["01/t1.1", "02/1", "02/2"]
    gone = "- {date: 2025-01-06, type: withdraw, by: 市整改办, approval: 批1号, text: 并入}\n"
    assert [str(row.key) for row in rows_of(day_of(tree(i01=gone), SENT), "东河区")] == ["02/1", "02/2"]


@pytest.mark.parametrize("key", ["07-1", "07-1/2", "07-1/2.13", "07-1/g1", "07-1/t1", "07-1/t1.2"])
def test_keys_are_read_as_written(key: str) -> None:
    """A key says what it is about, and its state with it."""
    found = read_key(f" {key}#0a1b2c ")
    assert found is not None
    assert (str(found[0]), found[1]) == (key, "0a1b2c")
    for wrong in (key, f"{key}#", f"{key}#0a1b2", f"{key}#0A1B2C", f"{key}/#0a1b2c", f"'{key}#0a1b2c"):
        assert read_key(wrong) is None


def test_what_a_form_looks_like(form: bytes) -> None:
    """Known cells are locked, the others yellow and open; days are days, keys are text, words to choose from."""
    sheet = opened(form)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert sheet.cell(1, 1).value == "东河区整改任务调度表（2025年2月）"
    assert "2025年2月25日" in sheet.cell(2, 1).value
    row = row_of(sheet, "01/1.1")
    by_key = {one.key: sheet.cell(row, column(one.key)) for one in COLUMNS if one.key != "remark"}
    for name, cell in by_key.items():
        is_open = (name in FILLED and name != "reading") or name == "persons"
        assert cell.protection.locked is not is_open, name
        assert (cell.fill.start_color.rgb == "FFFFF6C8") is is_open, name
    assert by_key["due"].value.date() == date(2024, 12, 31)
    assert by_key["due"].is_date
    assert by_key["key"].number_format == "@"
    assert by_key["progress"].number_format == "@"
    figure = row_of(sheet, "01/t1.1")
    assert not sheet.cell(figure, column("reading")).protection.locked
    assert sheet.cell(figure, column("result")).protection.locked
    chosen = {next(iter(v.sqref.ranges)).min_col: v.formula1 for v in sheet.data_validations.dataValidation}
    assert chosen[column("pace")] == '"超过序时进度,达到序时进度,未达到序时进度"'
    assert chosen[column("result")] == '"已完成,未完成"'
    heads = [sheet.cell(TITLES_ROW + 1, n).value for n in range(1, 15)]
    assert heads[1:5] == ["序号", "问题", "整改目标", "整改措施（应办事项）"]
    assert [sheet.cell(NUMBERS_ROW + 1, n).value for n in range(1, 4)] == ["#1", "#2", "#3"]
    assert not [c for r in sheet.iter_rows() for c in r if c.data_type == "f"]
    assert not any(d.hidden for d in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))


def test_what_was_said_last_and_promised() -> None:
    """The last answer and the open promise stand beside what is to be filled in."""
    said = (
        "- {date: 2025-01-06, type: progress, by: 东河区, measure: 1, text: 已进场}\n"
        "- {date: 2025-01-06, type: promise, by: 东河区, until: 2025-03-31, measure: 1, milestone: 1}\n"
        "- {date: 2025-01-07, type: progress, by: 九原区, measure: 2, text: 别人的}\n"
        "- {date: 2025-01-08, type: extend, by: 市整改办, due: 2025-06-30, measure: 1, milestone: 1, approval: 批1号}\n"
    )
    sheet = opened(sent("东河区", tree(i01=said)))
    row = row_of(sheet, "01/1.1")
    shown = {one.key: sheet.cell(row, column(one.key)).value for one in COLUMNS}
    assert shown["last"].count("2025-01-06") == 1
    assert "已进场" in shown["last"]
    assert shown["promised"].date() == date(2025, 3, 31)
    assert (shown["due"].date(), shown["extended"]) == (date(2025, 6, 30), "原为 2024-12-31")


def test_the_same_form_has_the_same_bytes(form: bytes) -> None:
    """Nothing of a form depends on the moment; in English it is the same form."""
    assert sent("东河区") == form
    (made,) = forms_of(day_of(tree(), SENT), "2025-02", ["东河区"], date(2025, 2, 25), None)
    english = render_form(made, Words("en"))
    assert english != form
    assert read_forms(english)[0].identity == read_forms(form)[0].identity
    both = [taken(filled(one, on_day(), put("01/1.1", progress="进场"))) for one in (form, english)]
    assert lines(after(both[0])) == lines(after(both[1])) != []


def test_done_before_the_plan() -> None:
    """A day before the plan, or else before the first record of another origin, is asked about."""
    done = put("02/1", progress="已巡河", result="已完成", done=date(2024, 12, 31))
    said = "- {date: 2025-01-07, type: progress, by: 九原区, measure: 2, text: 开工}\n"
    assert states(taken(filled(sent("东河区"), on_day(), done))) == [("02/1", "good")]
    batch = changed_since(said, done)
    assert [why for _, why in reasons(batch)] == ["ask.done_early"]
    held = with_plan(tree(), "issued: null", "issued: 2025-01-01")
    assert reasons(taken(filled(sent("东河区", held), on_day(), done), held=held)) == [
        ("调度表!R9", "ask.done_early")
    ]


def test_who_was_asked() -> None:
    """Asked again to answer by the same day nobody is; by another day those are whose day it is not."""
    ledger = load(tree()).ledger
    units = ["东河区", "市城市管理局"]
    assert to_be_asked(ledger, "2025-02", ["东河区"], TODAY, date(2025, 2, 25)) is None
    fresh = to_be_asked(ledger, "2025-02", units, TODAY, date(2025, 2, 25))
    assert fresh is not None
    assert fresh["units"] == ["市城市管理局"]
    later = to_be_asked(ledger, "2025-02", units, TODAY, date(2025, 3, 10))
    assert later is not None
    assert later["units"] == units


def test_identity_line() -> None:
    """The line is read as it was written, and not when a character of it is another."""
    plan = load(tree()).ledger.plan
    assert plan is not None
    mine = identity(plan, "2025-02", "东河区", SENT, "ab" * 20)
    assert read_identity(f" {mine.line} ") == mine
    for n, letter in enumerate(mine.line):
        other = mine.line[:n] + ("0" if letter != "0" else "1") + mine.line[n + 1 :]
        assert read_identity(other) is None, n


# --- what comes back -----------------------------------------------------------------------------

ANSWERS = (
    on_day(),
    put(
        "01/1.1",
        progress="管网已建成2.3公里",
        pace="未达到序时进度",
        trouble="征地受阻",
        next="3月复工",
        promise=date(2025, 4, 30),
    ),
    put("01/t1.1", reading=2.3),
    put(
        "02/1", progress="每周巡河", result="已完成", done=date(2025, 2, 18), proof="https://example.gov.cn/a"
    ),
)
BY_HAND = {
    "01": [
        '- {date: 2025-02-20, type: progress, by: 东河区, measure: 1, pace: behind_pace, text: "管网已建成2.3公里\\n存在问题：征地受阻\\n下步安排：3月复工"}',
        "- {date: 2025-02-20, type: promise, by: 东河区, until: 2025-04-30, measure: 1, milestone: 1}",
        "- {date: 2025-02-20, type: progress, by: 东河区, measure: 1, readings: [{target: 1, part: 1, value: 2.3}]}",
    ],
    "02": [
        "- {date: 2025-02-20, type: progress, by: 东河区, measure: 1, text: 每周巡河}",
        "- {date: 2025-02-18, type: achieve, by: 东河区, measure: 1, evidence: [{url: 'https://example.gov.cn/a'}]}",
    ],
}


def test_a_form_is_what_is_typed_by_hand(form: bytes) -> None:
    """The records are those that are written here by hand, and say where they came from."""
    data = filled(form, *ANSWERS)
    batch = taken(data)
    assert batch.sound
    assert set(states(batch)) == {("01/1.1", "good"), ("01/t1.1", "good"), ("02/1", "good")}
    made = after(batch)
    assert {issue: lines(made, issue) for issue in BY_HAND} == BY_HAND
    entries = [entry for issue in load(made).ledger.issues for entry in issue.entries]
    from hashlib import sha256

    for entry in entries:
        assert entry.round == "2025-02"
        assert entry.source is not None
        assert (entry.source.file, entry.source.sha256) == ("表.xlsx", sha256(data).hexdigest())
    day_of(made)  # sound


def kept(sheet: Worksheet, row: int, at: int) -> tuple[Any, Any]:
    """The value and the format of a cell."""
    cell = sheet.cell(row, at)
    return cell.value, copy(cell._style)


def laid(sheet: Worksheet, row: int, at: int, what: tuple[Any, Any]) -> None:
    """Give a cell the value and the format of another."""
    cell = sheet.cell(row, at)
    cell.value, cell._style = what


def rows_shuffled(seed: int) -> Change:
    """Put the rows of a form into another order."""

    def change(sheet: Worksheet) -> None:
        numbers = [r for r in range(FIRST_ROW + 1, 60) if read_key(str(sheet.cell(r, 1).value)) is not None]
        rows = [[kept(sheet, r, c) for c in range(1, len(COLUMNS) + 1)] for r in numbers]
        random.Random(seed).shuffle(rows)
        for r, cells in zip(numbers, rows, strict=True):
            for c, cell in enumerate(cells, 1):
                laid(sheet, r, c, cell)

    return change


def columns_shuffled(seed: int) -> Change:
    """Put the columns of a form into another order, as whole columns."""

    def change(sheet: Worksheet) -> None:
        order = list(range(1, len(COLUMNS)))
        random.Random(seed).shuffle(order)
        for r in range(1, sheet.max_row + 1):
            for c, cell in enumerate([kept(sheet, r, c) for c in order], 1):
                laid(sheet, r, c, cell)

    return change


def more_between(sheet: Worksheet) -> None:
    """A title of the unit's own above, a column of its own in the midst, empty rows between."""
    sheet.insert_rows(1, 2)
    sheet.insert_cols(column("pace"))
    sheet.cell(9, column("pace")).value = "本局备注"
    sheet.insert_rows(row_of(sheet, "02/1"), 3)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("moved", [(rows_shuffled,), (columns_shuffled,), (rows_shuffled, columns_shuffled)])
def test_order_is_nothing(form: bytes, moved: tuple[Callable[[int], Change], ...], seed: int) -> None:
    """Rows in another order and columns elsewhere come to the same records."""
    batch = taken(filled(form, *ANSWERS, *(one(seed) for one in moved)))
    assert batch.sound
    made = after(batch)
    assert {issue: lines(made, issue) for issue in BY_HAND} == BY_HAND


def test_inserted_rows_and_columns_are_nothing(form: bytes) -> None:
    """Rows and columns that were put in between are told and change nothing."""
    batch = taken(filled(form, *ANSWERS, more_between))
    assert batch.sound
    assert {issue: lines(after(batch), issue) for issue in BY_HAND} == BY_HAND
    assert "form.note.columns_added" in {note.key for one in batch.forms for note in one.returned.notes}


def trusting(data: bytes) -> list[tuple[str, Any]]:
    """A collector that believes in the order of rows: what not to do."""
    sheet = opened(data)
    keys = [str(row.key) for row in rows_of(day_of(tree(), SENT), "东河区")]
    values = [sheet.cell(FIRST_ROW + 1 + n, column("progress")).value for n in range(len(keys))]
    return list(zip(keys, values, strict=True))


def test_the_test_of_order_can_fail(form: bytes) -> None:
    """A collector that trusts the order of rows gives another answer for at least one of the shuffled forms."""
    straight = trusting(filled(form, *ANSWERS))
    assert any(trusting(filled(form, *ANSWERS, rows_shuffled(seed))) != straight for seed in range(4))


def test_again_is_nothing(form: bytes) -> None:
    """The same file, and the same answers in a file saved anew, record nothing twice."""
    data = filled(form, *ANSWERS)
    made = after(taken(data))
    for again in (data, filled(form, *ANSWERS, rows_shuffled(1)), filled(data)):
        batch = taken(again, held=made)
        assert batch.changes == {}
        assert {state for _, state in states(batch)} == {"known"}
        assert batch.sound


def test_what_was_voided_is_not_taken_again(form: bytes) -> None:
    """A record that the office voided does not come back with the same file; from another file it may."""
    data = filled(form, on_day(), put("02/1", progress="每周巡河"))
    held = after(taken(data))
    held["data/issues/02.yaml"] += (
        '- {date: 2025-02-24, type: void, by: 市整改办, entry: "1", text: 记错}\n'.encode()
    )
    assert states(taken(data, held=held)) == [("02/1", "known")]
    assert states(taken(filled(data, put("02/1", progress="每周巡河")), held=held)) == [("02/1", "good")]


def test_files_in_any_order(form: bytes) -> None:
    """Together, one file after the other, twice over: the same records."""
    other = filled(sent("九原区"), on_day(), put("01/2", progress="开工"), put("02/2", progress="已改3处"))
    mine = filled(form, *ANSWERS)
    assert after(taken(mine, other)) == after(taken(other, mine)) | {}
    both = [after(taken(*pair)) for pair in ((mine, other), (other, mine), (mine, other, mine))]
    said = [[lines(made, issue) for issue in ("01", "02")] for made in both]
    assert said[0] == said[1] == said[2]
    one = after(taken(mine, held=(held := after(taken(other)))), held)
    two = after(taken(other, held=(held := after(taken(mine)))), held)
    assert sorted(lines(one)) == sorted(lines(two)) == sorted(said[0][0])
    assert taken(mine, other, held=one).changes == {}


def test_vague_words_complete_nothing(form: bytes) -> None:
    """基本完成 is words wherever it stands, and is marked."""
    batch = taken(
        filled(
            form,
            on_day(),
            put("01/1.1", progress="基本完成管网建设"),
            put("02/1", result="基本完成", progress="已巡河"),
            put("02/2", result="正在推进"),
        )
    )
    assert batch.sound
    notes = {str(row.returned.key): [n.why.key for n in row.notes] for row in batch.rows}
    assert notes["01/1.1"] == ["form.note.vague"]
    assert notes["02/1"] == ["form.note.vague"]
    made = after(batch)
    assert {entry.type for issue in load(made).ledger.issues for entry in issue.entries} == {"progress"}
    assert lines(made, "02") == [
        '- {date: 2025-02-20, type: progress, by: 东河区, measure: 1, text: "已巡河\\n是否完成：基本完成"}',
        "- {date: 2025-02-20, type: progress, by: 东河区, measure: 2, text: 是否完成：正在推进}",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("人手不足", ()),
        ("已开工\n下步安排：确保年底前全部完工，有序推进", ()),
        ("是否完成：未完成", ()),
        ("更换不锈钢管道，设备正常运行", ()),
        ("已完成（正式批复）", ()),
        ("企业主体责任已落实，未发现违规行为，达到预计目标", ()),
        ("推进中心城区管网建设", ()),
        ("基本完成，正有序推进", ("基本完成", "有序推进")),
        ("正在推进\n存在问题：阶段性完成", ("正在推进",)),
        ("阶段性 完成；工作稳步推进、持续推进", ("阶段性完成", "稳步推进", "持续推进")),
        ("目前推进中。", ("推进中",)),
    ],
)
def test_which_words_are_vague(text: str, found: tuple[str, ...]) -> None:
    """Words of a closed list, in what is said of the progress alone."""
    assert vague_words(text) == found


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("3座尾矿库全部闭库并通过验收", "good"),
        ("不存在问题，已全部闭库", "good"),
        ("12家企业已全部完成整改", "good"),
        ("已全部完成整改，持续推进长效管理", "good"),
        ("尚未发现反弹，已办结", "good"),
        ("基本完成", "ask"),
        ("阶段性完成，有序推进", "ask"),
        ("还有2家企业未完成整改", "ask"),
        ("力争年底完工", "ask"),
    ],
)
def test_words_beside_done(form: bytes, text: str, state: str) -> None:
    """Plain statements go with 已完成; what says otherwise, or says nothing, is asked about."""
    done = put("01/1.1", progress=text, result="已完成", done=date(2025, 2, 1))
    assert states(taken(filled(form, on_day(), done))) == [("01/1.1", state)]


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-20",
        "2025/2/20",
        "2025.2.20",
        "2025年2月20日",
        "２０２５年2月20日",
        "20250220",
        45708,
        " 2025-2-20 ",
    ],
)
def test_days_as_people_write_them(form: bytes, value: Any) -> None:
    """Text, numbers and full-width digits are days, and it is told which was meant."""
    batch = taken(filled(form, on_day(value), put("01/1.1", progress="进场", promise="2025年4月30日")))
    assert batch.sound
    (row,) = batch.rows
    assert [request.fields["date"] for request in row.requests] == [REPORTED, REPORTED]
    assert [n.why.key for n in row.notes] == ["form.note.day"]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (2.3, "2.3"),
        (0.1 + 0.2, "0.3"),
        (4, "4"),
        ("2.3", "2.3"),
        ("２.3公里", "2.3"),
        ("1,200.50", "1200.5"),
        (0, "0"),
    ],
)
def test_figures_as_people_write_them(form: bytes, value: Any, number: str) -> None:
    """Real numbers and numbers as text, with their unit of measure or without."""
    settled = Asked(settled=frozenset({"all"}))  # of 1200.5 it is asked whether it is right
    batch = taken(filled(form, on_day(), put("01/t1.1", reading=value)), asked=settled)
    assert lines(after(batch)) == [
        f"- {{date: 2025-02-20, type: progress, by: 东河区, measure: 1, readings: [{{target: 1, part: 1, value: {number}}}]}}"
    ]


# --- what cannot be taken ------------------------------------------------------------------------


def key_cell(value: Any, key: str = "01/1.1") -> Change:
    """Fill in a row and spoil its key."""

    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, key)
        sheet.cell(row, column("progress")).value = "进场"
        sheet.cell(row, 1).value = value

    return change


def merged(*names: str) -> Change:
    """Merge the cells of columns over the rows of both measures of the second task, the upper one filled in."""

    def change(sheet: Worksheet) -> None:
        first, last = row_of(sheet, "02/1"), row_of(sheet, "02/2")
        for name in names:
            sheet.cell(first, column(name)).value = {"progress": "都已办", "result": "未完成"}[name]
            sheet.merge_cells(
                start_row=first, end_row=last, start_column=column(name), end_column=column(name)
            )

    return change


def hidden_row(sheet: Worksheet) -> None:
    put("01/1.1", progress="进场")(sheet)
    sheet.row_dimensions[row_of(sheet, "01/1.1")].hidden = True


def hidden_column(sheet: Worksheet) -> None:
    put("01/1.1", progress="进场")(sheet)
    sheet.column_dimensions["O"].hidden = True


def added_row(sheet: Worksheet) -> None:
    sheet.cell(30, column("progress")).value = "还有一件事"


def twice(sheet: Worksheet) -> None:
    row = row_of(sheet, "01/1.1")
    for c in range(1, len(COLUMNS)):
        sheet.cell(30, c).value = sheet.cell(row, c).value
    sheet.cell(row, column("progress")).value = "进场"
    sheet.cell(30, column("progress")).value = "退场"


def number_row(**values: Any) -> Change:
    """Change cells of the row of numbers, by column."""

    def change(sheet: Worksheet) -> None:
        for key, value in values.items():
            sheet.cell(NUMBERS_ROW + 1, column(key)).value = value

    return change


def head(row: int, at: int, value: Any) -> Change:
    """Change a cell above the rows."""

    def change(sheet: Worksheet) -> None:
        sheet.cell(row + 1, at).value = value

    return change


def both(*changes: Change) -> Change:
    """Several changes."""

    def change(sheet: Worksheet) -> None:
        for one in changes:
            one(sheet)

    return change


def sheet_hidden(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("别的")
    sheet.sheet_state = "hidden"
    sheet.parent.active = 1


def second_hidden(sheet: Worksheet) -> None:
    """An old form that somebody hid instead of deleting it."""
    sheet.parent.copy_worksheet(sheet).sheet_state = "hidden"


M, FIG, RIVER = "01/1.1", "01/t1.1", "02/1"  # rows 7, 8, 9 of the form

DAMAGES: dict[str, tuple[Change, str, str]] = {
    # the key
    "phone number for a key": (key_cell("13800138000"), "A7", "bad.key"),
    "phone number as a number": (key_cell(13800138000), "A7", "bad.key"),
    "key made a date": (key_cell(date(2025, 7, 1)), "A7", "bad.day_for_key"),
    "key typed anew": (key_cell("7-1"), "A7", "bad.key"),
    "key without its state": (key_cell("01/1.1"), "A7", "bad.key"),
    "key with another state's form": (key_cell("01/1.1#12345"), "A7", "bad.key"),
    "key is a formula": (key_cell('="01/1.1#5f8cc1"'), "A7", "bad.formula"),
    "key is empty": (key_cell(None), "A7", "bad.no_key"),
    "key is blank": (key_cell("  "), "A7", "bad.no_key"),
    "key is true": (key_cell(True), "A7", "bad.key"),
    "key of a task that is not there": (key_cell("77#0a1b2c"), "A7", "bad.no_task"),
    "key of another unit's measure": (key_cell("01/2#1333cf"), "A7", "bad.not_owed"),
    "key of another unit's figure": (key_cell("01/t1.2#c5a4fb"), "A7", "bad.not_owed"),
    "key of a measure that is not there": (key_cell("01/9#0a1b2c"), "A7", "bad.not_owed"),
    "key of a figure that is not there": (key_cell("01/t9#0a1b2c"), "A7", "bad.not_owed"),
    "row added": (added_row, "A30", "bad.no_key"),
    "row copied": (twice, "A7", "bad.key_twice"),
    # texts
    "text is a date": (put(M, progress=date(2025, 7, 1)), "O7", "bad.day_for_text"),
    "difficulty is a date": (put(M, progress="进场", trouble=date(2025, 7, 1)), "T7", "bad.day_for_text"),
    "next is a date": (put(M, next=date(2025, 7, 1)), "U7", "bad.day_for_text"),
    "text is a formula": (put(M, progress='="进"&"场"'), "O7", "bad.formula"),
    "text calls a program": (put(M, progress="=cmd|' /C calc'!A0"), "O7", "bad.formula"),
    "text is an error": (put(M, progress="#REF!"), "O7", "bad.error"),
    "text is true": (put(M, progress=True), "O7", "bad.flag"),
    "text too long": (put(M, progress="长" * 4001), "O7", "bad.long"),
    "difficulty too long": (put(M, trouble="长" * 4001), "T7", "bad.long"),
    "line separator in text": (put(M, progress="进\u2028场"), "O7", "bad.control"),
    # choices
    "pace not a choice": (put(M, pace="还行"), "P7", "bad.choice"),
    "pace a number": (put(M, pace=1), "P7", "bad.choice"),
    "pace a formula": (put(M, pace="=P9"), "P7", "bad.formula"),
    "pace a date": (put(M, pace=date(2025, 1, 1)), "P7", "bad.choice"),
    "result not a choice": (put(M, result="好的"), "Q7", "bad.choice"),
    "result a date": (put(M, result=date(2025, 1, 1)), "Q7", "bad.choice"),
    "result a formula": (put(M, result="=1=1"), "Q7", "bad.formula"),
    # days
    "done without a day": (put(M, result="已完成"), "Q7", "bad.done_when"),
    "a day without done": (put(M, done=date(2025, 2, 1)), "R7", "bad.done_what"),
    "a day beside not done": (put(M, result="未完成", done=date(2025, 2, 1)), "R7", "bad.done_what"),
    "done after the report": (put(M, result="已完成", done=date(2025, 2, 21)), "R7", "bad.done_later"),
    "done soon": (put(M, result="已完成", done="近日"), "R7", "bad.day"),
    "done on a day without year": (put(M, result="已完成", done="2月18日"), "R7", "bad.day"),
    "done on 30 February": (put(M, result="已完成", done="2025-02-30"), "R7", "bad.no_such_day"),
    "done in 1925": (put(M, result="已完成", done="1925-02-18"), "R7", "bad.day_far"),
    "done on a number": (put(M, result="已完成", done=218), "R7", "bad.day_far"),
    "done on a phone number": (put(M, result="已完成", done=13800138000), "R7", "bad.day"),
    "done worked out": (put(M, result="已完成", done="=TODAY()"), "R7", "bad.formula"),
    "promise in the past": (put(M, promise=date(2025, 2, 19)), "V7", "bad.promise_past"),
    "promise in words": (put(M, promise="年底前"), "V7", "bad.day"),
    "promise worked out": (put(M, promise="=J8+30"), "V7", "bad.formula"),
    "promise an error": (put(M, promise="#VALUE!"), "V7", "bad.error"),
    # figures
    "reading where there is no figure": (put(M, reading=3), "S7", "bad.no_reading"),
    "reading in words": (put(FIG, reading="约3公里"), "S8", "bad.number"),
    "reading of another unit": (put(FIG, reading="3米"), "S8", "bad.number"),
    "reading below zero": (put(FIG, reading=-1), "S8", "bad.negative"),
    "reading a date": (put(FIG, reading=date(2025, 2, 3)), "S8", "bad.day_for_number"),
    "reading a formula": (put(FIG, reading="=1+1"), "S8", "bad.formula"),
    "reading true": (put(FIG, reading=True), "S8", "bad.number"),
    "reading an error": (put(FIG, reading="#DIV/0!"), "S8", "bad.error"),
    "figure marked as done": (put(FIG, reading=3, result="已完成", done=date(2025, 2, 1)), "Q8", "bad.figure_done"),
    "figure promised": (put(FIG, reading=3, promise=date(2025, 5, 1)), "V8", "bad.figure_promise"),
    # evidence
    "evidence a file": (put(M, progress="进场", proof="照片.jpg"), "W7", "bad.proof"),
    "evidence of this machine": (put(M, progress="进场", proof="file:///etc/passwd"), "W7", "bad.proof"),
    "evidence a formula": (put(M, progress="进场", proof='=HYPERLINK("https://a.cn")'), "W7", "bad.formula"),
    # the day of the report
    "no day": (both(on_day(None), put(M, progress="进场")), "A3", "bad.no_report_day"),
    "day in words": (both(on_day("本月底"), put(M, progress="进场")), "C3", "bad.day"),
    "day worked out": (both(on_day("=TODAY()"), put(M, progress="进场")), "C3", "bad.formula"),
    "day before it was asked": (both(on_day(date(2024, 2, 20)), put(M, progress="进场")), "C3", "bad.before_asked"),
    "day to come": (both(on_day(date(2025, 3, 2)), put(M, progress="进场")), "C3", "bad.future"),
    "two days": (both(head(HEAD_ROW, 7, date(2025, 2, 21)), put(M, progress="进场")), "G3", "bad.two_days"),
    # questions
    "vague and done": (put(M, progress="基本完成", result="已完成", done=date(2025, 2, 1)), "O7", "ask.vague_done"),
    "reading far above": (put(FIG, reading=7.6), "S8", "ask.far_above"),
    "hidden row": (hidden_row, "A7", "ask.hidden"),
    "hidden column": (hidden_column, "A7", "ask.hidden"),
    "merged over rows": (merged("progress"), "O10", "ask.merged"),
    "merged result": (merged("result"), "Q10", "ask.merged"),
    "due day changed in the form": (both(put(M, progress="进场"), key_cell("01/1.1#000000"), put(M, due=date(2025, 1, 1))), "A7", "ask.due_moved"),
    "state changed in the form": (key_cell("01/1.1#000000"), "A7", "ask.text_changed"),
    # the form as a whole
    "form's line changed": (head(IDENTITY_ROW, 1, "LF1|000000000000|2025-02|东河区|2025-02-10|-|123456"), "A4", "file.identity_changed"),
    "form's line gone": (head(IDENTITY_ROW, 1, None), "", "file.no_form"),
    "column number twice": (number_row(pace="#15"), "P6", "file.column_twice"),
    "column number moved": (number_row(pace="#20", trouble="#16"), "P6", "file.column_mixed"),
    "column of keys without its number": (number_row(key="序"), "", "file.no_key_column"),
    "hidden sheet": (sheet_hidden, "", "file.hidden_sheet"),
    "second form on a hidden sheet": (second_hidden, "", "file.hidden_too"),
}  # fmt: skip


OF_ALL = {"no", "day", "days", "merged", "column"}
"""Words in the names of damages that are about more than a row; a few others are not tried either."""


@pytest.mark.parametrize("name", DAMAGES)
def test_damages_are_named_by_their_cell(form: bytes, name: str) -> None:
    """What is wrong is told with its cell, nothing of the row is recorded, and another row is."""
    change, cell, why = DAMAGES[name]
    alone = bool(OF_ALL & set(name.split())) or why.startswith("file.")
    batch = taken(filled(form, on_day(), change, *([] if alone else [put("02/2", progress="已改3处")])))
    found = reasons(batch)
    assert [w for _, w in found][:1] == [why], found
    assert found[0][0].partition("!")[2] == cell, found
    assert not batch.sound
    assert not any(str(row.returned.key) == "01/1.1" and row.lines for row in batch.rows)
    assert any("已改3处" in line for line in lines(after(batch), "02")) is not alone
    if why.startswith("file."):
        assert batch.changes == {}


@pytest.mark.parametrize("text", ["—", "-", "——", "无", "0", "35", "35%", "１２.5", " / "])
def test_a_dash_is_no_progress(form: bytes, text: str) -> None:
    """A dash, 无 or a bare number is not recorded: by itself the row is refused, beside others it is told."""
    batch = taken(
        filled(form, on_day(), put("01/1.1", progress=text), put("02/1", progress=text, next="3月复工"))
    )
    assert states(batch) == [("01/1.1", "refused"), ("02/1", "good")]
    assert reasons(batch) == [("调度表!O7", "bad.no_progress")]
    assert [n.why.key for row in batch.rows for n in row.notes] == ["form.bad.no_progress"]
    assert lines(after(batch), "02")[0].endswith("text: 下步安排：3月复工}")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("联系人张某，13800138000", "ask"),
        ("电话138 0013 8000", "ask"),
        ("负责人身份证号150202199001011234。", "ask"),
        ("完成投资13800138000123元", "good"),
        ("已建成管网12345米", "good"),
    ],
)
def test_numbers_of_persons_are_asked_about(form: bytes, text: str, state: str) -> None:
    """A telephone or identity card number in a text is recorded only when somebody says so."""
    batch = taken(filled(form, on_day(), put("01/1.1", progress="进场", trouble=text)))
    assert states(batch) == [("01/1.1", state)]


def test_take_as_people_write_keys(root: Path) -> None:
    """Keys are accepted as ids are elsewhere; one that is nowhere is said."""
    assert dispatched(root).code == 0
    form = (root / "forms/2025-02-东河区.xlsx").read_bytes()
    (root / "a.xlsx").write_bytes(filled(form, on_day(), merged("progress")))
    for key in ("02/2", "2/2", "２／2", "02/2#000000"):
        told = run_cli("collect", "a.xlsx", "--take", key, cwd=root)
        assert (told.code, "--take" in told.err) == (0, False), key
    told = run_cli("collect", "a.xlsx", "--take", "01/1.1", cwd=root)
    assert (told.code, "--take 01/1.1" in told.err) == (1, True)
    assert [run_cli("collect", "a.xlsx", "--take", key, cwd=root).code for key in ("77/1", "02/x")] == [2, 2]


@pytest.mark.parametrize("between", ["、", "；", "，", ";", " ", "\n", "\n\n", "。"])
def test_several_addresses(form: bytes, between: str) -> None:
    """Addresses stand apart by whatever people put between them."""
    urls = ["https://a.gov.cn/1?x=2", "http://b.gov.cn/2"]
    batch = taken(filled(form, on_day(), put("01/1.1", progress="进场", proof=between.join(urls))))
    (row,) = batch.rows
    assert [one["url"] for one in row.requests[0].fields["evidence"]] == urls


def test_what_goes_back_is_for_the_unit(form: bytes) -> None:
    """Remarks name the cells of the form that goes back, choices in its language, no command, no code."""
    data = filled(form, on_day(), put("02/1", progress="进场", result="好的", proof="a.jpg"))
    (back,) = returned_forms(taken(data), day_of(tree()), ZH)
    said = back.remarks["02/1"]
    assert [line.partition("：")[0] for line in said.splitlines()] == ["Q7", "W7"]
    assert "可选 已完成、未完成" in said
    assert "ledger" not in said
    late = filled(form, on_day(date(2025, 3, 2)), put("02/1", progress="进场"))
    (back,) = returned_forms(taken(late), day_of(tree()), ZH)
    assert back.remarks["02/1"].startswith("C3：")
    lead = filled(
        sent("市水务局"), on_day(), put("01", result="已完成", done=date(2025, 2, 18), progress="已办")
    )
    (back,) = returned_forms(taken(lead), day_of(tree()), ZH)
    assert re.match("A7：", back.remarks["01"])
    assert not re.search("L[0-9]{3}|ledger|--", back.remarks["01"])


def test_there_are_enough_damages() -> None:
    """Sixty at least, each of its own; most reasons that there are come up among them."""
    assert len(DAMAGES) >= 60
    told = {why for _, _, why in DAMAGES.values()}
    assert len(told) > 35


def test_the_rules_of_recording_hold() -> None:
    """What record would refuse is refused, by its code, for the row that it is about; the others are taken."""
    lead = filled(
        sent("市水务局"),
        on_day(),
        put("01", result="已完成", done=date(2025, 2, 18), progress="已办"),
        put("02/1", progress="已巡河"),
    )
    batch = taken(lead)
    assert states(batch) == [("01", "refused"), ("02/1", "good")]
    assert [code for _, code in reasons(batch)] == ["L610"]
    assert lines(after(batch)) == []  # nothing half-recorded: not the progress either
    assert lines(after(batch), "02") != []


def test_settled_questions_are_recorded(form: bytes) -> None:
    """What was asked about is taken when somebody says so, by key or all."""
    data = filled(form, on_day(), merged("progress"))
    assert states(taken(data)) == [("02/1", "good"), ("02/2", "ask")]
    for settled in ({"02/2"}, {"all"}):
        assert states(taken(data, asked=Asked(settled=frozenset(settled)))) == [
            ("02/1", "good"),
            ("02/2", "good"),
        ]
    assert states(taken(data, asked=Asked(settled=frozenset({"02/1"})))) == [
        ("02/1", "good"),
        ("02/2", "ask"),
    ]


def test_a_day_can_be_given(form: bytes) -> None:
    """A form without its day takes that of the command; one that has a day keeps it."""
    data = filled(form, on_day(None), put("01/1.1", progress="进场"))
    assert lines(after(taken(data, asked=Asked(day=date(2025, 2, 22)))))[0].startswith("- {date: 2025-02-22")
    data = filled(form, on_day(), put("01/1.1", progress="进场"))
    assert lines(after(taken(data, asked=Asked(day=date(2025, 2, 22)))))[0].startswith("- {date: 2025-02-20")


def test_columns_by_their_titles(form: bytes) -> None:
    """Without the row of numbers the titles are taken, and that is told."""

    def gone(sheet: Worksheet) -> None:
        sheet.delete_rows(NUMBERS_ROW + 1)

    batch = taken(filled(form, *ANSWERS, gone))
    assert batch.sound
    assert {issue: lines(after(batch), issue) for issue in BY_HAND} == BY_HAND
    assert "form.note.by_titles" in {note.key for one in batch.forms for note in one.returned.notes}

    def both_gone(sheet: Worksheet) -> None:
        sheet.delete_rows(TITLES_ROW + 1, 2)

    assert reasons(taken(filled(form, *ANSWERS, both_gone))) == [("", "file.no_columns")]


def test_two_forms_of_one_unit(form: bytes) -> None:
    """The same row in two files: once where it says the same, asked about where it does not."""
    one = filled(form, on_day(), put("01/1.1", progress="进场"), put("02/1", progress="甲"))
    two = filled(form, on_day(), put("01/1.1", progress="进场"), put("02/1", progress="乙"))
    batch = taken(one, two)
    assert sorted(states(batch)) == [
        ("01/1.1", "good"),
        ("01/1.1", "known"),
        ("02/1", "ask"),
        ("02/1", "ask"),
    ]
    assert [why for _, why in reasons(batch)] == ["ask.two_forms", "ask.two_forms"]
    assert len(lines(after(batch))) == 1
    assert lines(after(batch), "02") == []
    held = after(taken(one))  # one after the other it is asked as well
    later = taken(two, held=held)
    assert sorted(states(later)) == [("01/1.1", "known"), ("02/1", "ask")]
    assert [why for _, why in reasons(later)] == ["ask.recorded"]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("2025-02-东河区.xlsx", "good"),
        ("报送表（最终）.xlsx", "good"),
        ("东河区（转九原区）.xlsx", "good"),
        ("2025-02-九原区.xlsx", "ask"),
        ("包头市水务局.xlsx", "ask"),
        ("市城市管理局.xlsx", "ask"),
        ("市城市管理局转东河区.xlsx", "good"),
        ("包头市城市综合管理办公室.xlsx", "good"),
    ],
)
def test_a_file_named_after_another_unit(form: bytes, name: str, state: str) -> None:
    """The key tells whose form it is; a file that is named after another unit, of the round or not, is asked about."""
    held, data = tree(), filled(form, on_day(), put("01/1.1", progress="进场"), put("02/1", progress="甲"))

    def batch(*settled: str) -> Batch:
        return collect([(name, data)], day_of(held), held, lambda _: None, Asked(settled=frozenset(settled)))

    assert states(batch()) == [("01/1.1", state), ("02/1", state)]
    assert {why for _, why in reasons(batch())} == ({"ask.named_after"} if state == "ask" else set())
    assert states(batch("all")) == [("01/1.1", "good"), ("02/1", "good")]


@pytest.mark.parametrize(
    ("said", "pace"),
    [
        ("达到", "on_pace"),
        ("达 到 序 时", "on_pace"),
        ("滞后序时", "behind_pace"),
        ("未达到", "behind_pace"),
        ("超过序时", "ahead"),
    ],
)
def test_the_pace_in_other_words(form: bytes, said: str, pace: str) -> None:
    """What offices write for the choices where the list is not used; what is none of them is refused."""
    (row,) = taken(filled(form, on_day(), put("02/1", progress="进场", pace=said))).rows
    assert [one.fields.get("pace") for one in row.requests] == [pace]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("已完成。", True),
        ("已全部完成", True),
        ("该项工作已落实到位；下步巩固。", True),
        ("已完成整改。", True),
        ("已完成3家。", False),
        ("已完成招标，正在施工", False),
        ("年底前完成。", False),
    ],
)
def test_words_that_say_done_without_the_choice(form: bytes, text: str, told: bool) -> None:
    """A row whose words say that it is done, and whose column does not, completes nothing and is marked."""
    (row,) = taken(filled(form, on_day(), put("02/1", progress=text))).rows
    assert [one.fields["type"] for one in row.requests] == ["progress"]
    assert ("note.words_alone" in {note.why.key.removeprefix("form.") for note in row.notes}) is told


def test_a_lead_reports_for_all(form: bytes) -> None:
    """A lead's 已完成 on a joint measure says for whom it is recorded; a unit's own says nothing."""
    done = put("02/1", result="已完成", done=date(2025, 2, 18), progress="已办")
    batch = taken(filled(sent("市水务局"), on_day(), done))
    assert states(batch) == [("02/1", "good")]
    (row,) = batch.rows
    (note,) = row.notes
    assert note.place == "调度表!Q9"
    told = say(note.why, ZH)
    assert told == "由牵头单位报的已完成，对全部责任单位（市水务局、各区）记为完成"
    report = collected_report(batch, day_of(tree()).by_id, TODAY, ZH, applied=False)
    line, record = cast("Any", report.lines)[0], cast("Any", report.records)[0]
    assert told in [say(one, ZH).partition("：")[2] for one in line["verdict"]]
    assert record["notes"][0]["why"] == "note.for_all"
    (own,) = taken(filled(form, on_day(), done)).rows
    assert (own.state.value, own.notes) == ("good", ())


def test_a_milestone_and_its_figure_are_of_one_day() -> None:
    """One row completes what a figure is reached with, and reads it: both on the day on which it was done, so
    that nothing speaks against the other; a reading of what is not done is of the day of the report."""
    asked = "asked:\n- {date: 2025-02-10, due: 2025-02-25, units: [市工信局, 市城市管理局]}\n"
    held = read_folder(str(REPO)).tree | {ROUND: asked.encode()}
    done = {"result": "已完成", "done": date(2025, 1, 15)}
    form = sent("市工信局", held)
    item = opened(form).cell(row_of(opened(form), "11/2.1"), column("item")).value
    assert item == "（二）2024年新增工业固废综合利用产能100万吨以上"  # which names the figure
    with pytest.raises(KeyError):
        row_of(opened(form), "11/t1.1")
    batch = taken(
        filled(form, on_day(), put("11/2.1", progress="新增112万吨", reading=112, **done)), held=held
    )
    assert batch.sound
    assert lines(after(batch, held), "11") == [
        "- {date: 2025-02-20, type: progress, by: 市工信局, measure: 2, text: 新增112万吨}",
        "- {date: 2025-01-15, type: achieve, by: 市工信局, measure: 2, milestone: 1, readings: [{target: 1, part: 1, value: 112}]}",
    ]
    assert [w.code for w in batch.warnings if w.code == "L628"] == []
    assert (
        states(taken(filled(form, on_day(), put("11/2.1", reading=112, **done)), held=after(batch, held)))[0][
            1
        ]
        == "known"
    )
    batch = taken(filled(form, on_day(), put("11/2.1", reading=80)), held=held)
    assert lines(after(batch, held), "11") == [
        "- {date: 2025-02-20, type: progress, by: 市工信局, measure: 2, readings: [{target: 1, part: 1, value: 80}]}"
    ]
    form = sent("市城市管理局", held)
    item = opened(form).cell(row_of(opened(form), "20"), column("item")).value
    assert item == "整项任务（指标：全市建筑垃圾资源化综合利用率 50%以上）"
    (row,) = taken(filled(form, on_day(), put("20", reading=52, **done)), held=held).rows
    assert [(one.fields["date"], one.fields["type"]) for one in row.requests] == [
        (date(2025, 1, 15), "progress"),
        (date(2025, 1, 15), "complete"),
    ]
    assert reasons(taken(filled(sent("东河区"), on_day(), put("02/1", reading=1))))[0][1] == "bad.no_reading"


# --- forms of other times and ledgers ------------------------------------------------------------


def changed_since(entries: str, *changes: Change, unit: str = "东河区", issue: str = "i01") -> Batch:
    """A form that was sent before entries were recorded, collected after them."""
    return taken(filled(sent(unit), on_day(), *changes), held=tree(**{issue: entries}))


def test_done_since() -> None:
    """Done since: asked about, unless the form says the very same."""
    done = "- {date: 2025-02-15, type: achieve, by: 东河区, measure: 1, milestone: 1}\n"
    batch = changed_since(done, put("01/1.1", progress="进场"))
    assert reasons(batch) == [("调度表!A7", "ask.done")]
    same = changed_since(done, put("01/1.1", result="已完成", done=date(2025, 2, 15)))
    assert states(same) == [("01/1.1", "known")]
    other = changed_since(done, put("01/1.1", result="已完成", done=date(2025, 2, 16)))
    assert reasons(other) == [("调度表!A7", "ask.done")]


def test_extended_withdrawn_amended_since() -> None:
    """Extended or amended since: asked about, with both days; withdrawn: refused."""
    batch = changed_since(EXTENDED, put("01/1.1", progress="进场"))
    ((row,),) = [list(one.rows) for one in batch.forms]
    assert row.why[0].why.args == {"old": date(2024, 12, 31), "new": date(2025, 6, 30)}
    gone = "- {date: 2025-02-15, type: withdraw, by: 市整改办, approval: 批1号, text: 并入}\n"
    assert reasons(changed_since(gone, put("01/1.1", progress="进场"))) == [("调度表!A7", "bad.withdrawn")]
    amended = (
        "- {date: 2025-02-15, type: amend, by: 市整改办, approval: 批2号,"
        " changes: [{field: measures.2.text, old: 九原区建设再生水管网7公里。, new: 九原区建设再生水管网8公里。}]}\n"
    )
    batch = changed_since(amended, put("01/2", progress="开工"), unit="九原区")
    assert reasons(batch) == [("调度表!A7", "ask.text_changed")]
    reached = "- {date: 2025-02-15, type: progress, by: 东河区, readings: [{target: 1, part: 1, value: 5}]}\n"
    assert reasons(changed_since(reached, put("01/t1.1", reading=4)))[0][1] == "ask.reached"


def with_plan(files: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """The files with another text of the plan's own file."""
    return files | {"data/plan.yaml": files["data/plan.yaml"].replace(old.encode(), new.encode())}


def refused(data: bytes, held: dict[str, bytes], asked: Asked = AS_IT_IS) -> str:
    """Why a file is not taken."""
    batch = collect([("a.xlsx", data)], Day(load(held).ledger, TODAY), held, lambda _: None, asked)
    assert batch.changes == {}
    assert list(batch.rows) == []
    ((_, why),) = batch.refused
    return why.key


def test_forms_of_others(form: bytes) -> None:
    """Another ledger, a round that is not there, a unit that was not asked, the round before."""
    data = filled(form, on_day(), put("01/1.1", progress="进场"))
    other = with_plan(tree(), "sha256: b127", "sha256: c127")
    assert refused(data, other) == "form.file.other_ledger"
    held = tree()
    assert refused(data, {p: d for p, d in held.items() if p != ROUND}) == "form.file.no_round"
    asked = "asked:\n- {date: 2025-02-10, due: 2025-02-25, units: [九原区]}\n"
    assert refused(data, held | {ROUND: asked.encode()}) == "form.file.not_asked"
    newer = held | {"data/rounds/2025-03.yaml": ASKED.replace("2025-02-", "2025-03-").encode()}
    assert refused(data, newer) == "form.file.other_round"
    assert states(taken(data, held=newer, asked=Asked(round="2025-02"))) == [("01/1.1", "good")]
    assert refused(data, held, Asked(round="2025-01")) == "form.file.other_round"


# --- files that are no forms ---------------------------------------------------------------------


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with another XML of its sheet."""
    parts = parts_of(data)
    return zipped(parts | {SHEET: change(parts[SHEET])})


def test_files_that_are_no_forms(form: bytes) -> None:
    """Each sort of file is refused as what it is, and nothing is unpacked that is too large."""
    held = tree()
    parts = parts_of(form)
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    bomb = zipped(parts | {SHEET: b"<worksheet>" + b" " * 3_000_000 + b"</worksheet>"})
    assert len(bomb) < 30_000
    entity = parts[SHEET].replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)
    cases = {
        b"": "damaged",
        b"PK\x03\x04 not a zip": "damaged",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "old",
        form[: len(form) // 2]: "damaged",
        zipped({"word/document.xml": b"<x/>"}): "no_workbook",
        zipped(parts | {"xl/vbaProject.bin": b"x"}): "macros",
        zipped(parts | {"xl/macrosheets/sheet1.xml": b"<x/>"}): "macros",
        zipped({name: data for name, data in parts.items() if name != SHEET}): "damaged",
        zipped(parts | {SHEET: parts[SHEET][:-200]}): "damaged",
        zipped(parts | {SHEET: entity}): "hostile",
        bomb: "hostile",
        zipped(parts | {f"x{n}": b"" for n in range(4100)}): "hostile",
        out.getvalue(): "no_form",
    }
    for data, why in cases.items():
        assert refused(data, held) == f"form.file.{why}"


def test_a_hundred_spoilt_files(form: bytes) -> None:
    """Whatever bytes are changed, a file is read or refused; nothing else happens."""
    chance = random.Random(13)
    parts = parts_of(filled(form, *ANSWERS))
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    whole = plain.getvalue()
    ends = {"read": 0, "refused": 0}
    for _ in range(40):
        spoilt = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            read_forms(bytes(spoilt))
            ends["read"] += 1
        except FormError:
            ends["refused"] += 1
    for _ in range(40):  # within the XML, with the checksums made right again
        changed: dict[str, bytes] = dict(parts)
        name = chance.choice(sorted(name for name in parts if name.endswith(".xml")))
        spoilt = bytearray(changed[name])
        for _ in range(chance.randrange(1, 6)):
            spoilt[chance.randrange(len(spoilt))] = chance.choice(b'<>/"=0A1 ')
        changed[name] = bytes(spoilt)
        try:
            for one in read_forms(zipped(changed)):
                assert len(one.rows) < 10
            ends["read"] += 1
        except FormError:
            ends["refused"] += 1
    assert ends["refused"] > 20
    assert ends["read"] > 2


def test_what_a_sheet_claims_is_not_believed(form: bytes) -> None:
    """A range of one cell, formatted rows to the end, a row far away: the cells that are there are read."""
    data = filled(form, *ANSWERS)
    small = with_sheet(
        data, lambda xml: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:A1"/>', xml)
    )
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(100, 4_000))
    long = with_sheet(data, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    far = b'<row r="2147483647"><c r="A2147483647" t="inlineStr"><is><t>x</t></is></c></row>'
    away = with_sheet(data, lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"))
    last = b'<row r="1048576"><c r="A1048576" s="1"/></row>'
    end = with_sheet(data, lambda xml: xml.replace(b"</sheetData>", last + b"</sheetData>"))
    for changed in (small, long, away, end):
        batch = taken(changed)
        assert {issue: lines(after(batch), issue) for issue in BY_HAND} == BY_HAND
    beyond = b'<row r="2000000"><c r="O2000000" t="inlineStr"><is><t>x</t></is></c></row>'
    too_far = with_sheet(data, lambda xml: xml.replace(b"</sheetData>", beyond + b"</sheetData>"))
    assert refused(too_far, tree()) == "form.file.out_of_bounds"
    cells = b"".join(b'<row r="%d"><c r="O%d"><v>1</v></c></row>' % (n, n) for n in range(100, 2200))
    many = with_sheet(data, lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    assert refused(many, tree()) == "form.file.too_many_rows"


def test_other_sheets_are_told(form: bytes) -> None:
    """A sheet beside the form is not read, and that is said."""

    def more(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("底稿")
        other["A1"] = "草稿"
        other.sheet_state = "hidden"

    batch = taken(filled(form, *ANSWERS, more))
    assert batch.sound
    assert [n.args for one in batch.forms for n in one.returned.notes] == [{"sheet": "底稿"}]


# --- what goes back ------------------------------------------------------------------------------


def test_what_goes_back_comes_again(form: bytes) -> None:
    """Rows that were not taken go back with what was filled in and why; mended they are recorded."""
    data = filled(
        form,
        on_day(),
        put("01/1.1", progress="进场", result="已完成"),
        put("02/1", progress="每周巡河"),
        put("02/2", progress="=1+1", promise=date(2025, 5, 1)),
        added_row,
    )
    batch = taken(data)
    held = after(batch)
    (back,) = returned_forms(batch, day_of(tree()), ZH)
    again = render_form(back, ZH)
    sheet = opened(again)
    assert [str(sheet.cell(n, 1).value).partition("#")[0] for n in (7, 8)] == ["01/1.1", "02/2"]
    remark = column("remark")
    assert sheet.cell(TITLES_ROW + 1, remark).value == "退回意见"
    assert sheet.cell(7, remark).value == "Q7：选了“已完成”，没有填完成日期"
    assert sheet.cell(7, column("progress")).value == "进场"
    assert sheet.cell(8, column("promise")).value.date() == date(2025, 5, 1)
    assert sheet.cell(10, 1).value == "调度表!A30：没有行键；加出来的行不收，从原表复制行键"
    assert sheet.cell(HEAD_ROW + 1, 3).value is None  # mended later it is a report of the later day
    mended = filled(again, on_day(), put("01/1.1", done=date(2025, 2, 18)), put("02/2", progress="已改3处"))
    last = taken(mended, held=held)
    assert last.sound
    assert len(lines(after(last, held))) == 2
    assert len(lines(after(last, held), "02")) == 3
    assert returned_forms(last, day_of(held), ZH) == []


@pytest.mark.parametrize(
    ("damage", "key", "mended"),
    [
        (merged("progress"), "02/2", {"progress": "已改3处"}),
        (hidden_row, "01/1.1", {"progress": "已进场"}),
        (put("01/1.1", progress="进场", promise=date(2025, 5, 1)), "01/1.1", {"promise": date(2025, 6, 1)}),
    ],
)
def test_what_was_asked_about_stays_asked(
    form: bytes, damage: Change, key: str, mended: dict[str, Any]
) -> None:
    """A form that went back with a question and comes again as it is settles nothing; a change or --take does."""
    held = tree()
    if "promise" in mended:  # what is asked about here is the moved day
        held = tree(i01=EXTENDED)
    batch = taken(filled(form, on_day(), damage), held=held)
    assert (key, "ask") in states(batch)
    (back,) = returned_forms(batch, day_of(held), ZH)
    again = filled(render_form(back, ZH), on_day())
    for _ in range(2):
        batch = taken(again, held=held)
        assert states(batch) == [(key, "ask")]
        assert {why for _, why in reasons(batch)} == {"ask.unchanged"}
        (back,) = returned_forms(batch, day_of(held), ZH)
        again = filled(render_form(back, ZH), on_day())
    assert states(taken(again, held=held, asked=Asked(settled=frozenset({key})))) == [(key, "good")]
    assert states(taken(filled(again, put(key, **mended)), held=held)) == [(key, "good")]


def test_a_merged_cell_is_named_where_it_stands(form: bytes) -> None:
    """By its cell in the form that goes back; one whose row was taken, as of the form that came."""
    both_back = filled(form, on_day(), merged("progress"), put("02/1", result="已完成"))
    (back,) = returned_forms(taken(both_back), day_of(tree()), ZH)
    assert back.remarks["02/2"].startswith("O8：与 O7 合并成一格")
    (back,) = returned_forms(taken(filled(form, on_day(), merged("progress"))), day_of(tree()), ZH)
    assert back.remarks["02/2"].startswith("O7：与 原表 调度表!O9 合并成一格")


@pytest.mark.parametrize("key", ["13800138000", "01/2#1333cf", "02/1#000000", None])
def test_a_row_whose_key_is_gone_goes_back_as_itself(form: bytes, key: str | None) -> None:
    """What was typed beside an overwritten key stands in the true row again; a row that is gone is listed."""
    typed = put("01/1.1", progress="进场", trouble="征地受阻")
    batch = taken(filled(form, on_day(), put("02/1", progress="每周巡河"), typed, key_cell(key)))
    (back,) = returned_forms(batch, day_of(tree()), ZH)
    (row,) = [row for row in back.rows if str(row.key) == "01/1.1"]
    assert back.filled[str(row.key)] == {"progress": "进场", "trouble": "征地受阻"}
    assert back.remarks[str(row.key)]
    assert back.notes == []
    assert str(back.rows[0].key) == "01/1.1"
    shut = put("01/1.1", item="别的")  # nothing tells any more which row it was
    (back,) = returned_forms(
        taken(filled(form, on_day(), typed, shut, key_cell("13800138000"))), day_of(tree()), ZH
    )
    assert back.remarks == {"01/1.1": ZH("form.key_gone")}
    assert len(back.notes) == 1
    assert "已经收下" not in str(opened(render_form(back, ZH)).cell(2, 1).value)


# --- the commands --------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base ledger in a folder."""
    shutil.copytree(BASE / "data", tmp_path / "data")
    return tmp_path


def dispatched(root: Path, *more: str) -> Result:
    """Send out a round."""
    return run_cli(
        *("dispatch", "2025年2月", "--date", "2025-02-10", "--due", "2025-02-25", "-o", "forms", *more),
        cwd=root,
    )


def test_the_commands(root: Path) -> None:
    """Sent out, filled in, shown, recorded, recorded again, listed: from beginning to end."""
    done = dispatched(root)
    assert (done.code, sorted(p.name for p in (root / "forms").iterdir())) == (
        0,
        ["2025-02-东河区.xlsx", "2025-02-九原区.xlsx", "2025-02-市水务局.xlsx"],
    )
    assert (root / ROUND).read_text("utf-8") == (
        "# yaml-language-server: $schema=../../schemas/round.schema.json\nasked:\n"
        "- {date: 2025-02-10, due: 2025-02-25, units: [市水务局, 东河区, 九原区]}\n"
    )
    before = (root / ROUND).read_bytes()
    assert dispatched(root, "东河区").code == 0  # the same again: nothing to write
    assert (root / ROUND).read_bytes() == before
    sheet = root / "forms/2025-02-东河区.xlsx"
    (root / "back").mkdir()
    (root / "back/~$东河区.xlsx").write_bytes(b"kept by Excel")
    good = filled(sheet.read_bytes(), *ANSWERS)
    (root / "back/东河区.xlsx").write_bytes(good)
    dry = run_cli("collect", "back", cwd=root)
    assert (dry.code, "可记 3 行" in dry.out, "--apply" in dry.err) == (0, True, True)
    assert "2025-02-18 节点完成（东河区）" in dry.out
    assert lines(read_folder(str(root)).tree) == []
    (root / "back/九原区.xlsx").write_bytes(
        filled((root / "forms/2025-02-九原区.xlsx").read_bytes(), on_day(), put("01/2", progress="=1"))
    )
    made = run_cli("collect", "back", "--apply", "-o", "returned", cwd=root)
    assert made.code == 1
    assert "调度表!O7" in made.out
    assert [p.name for p in (root / "returned").iterdir()] == ["2025-02-九原区-退回.xlsx"]
    held = read_folder(str(root)).tree
    assert {issue: lines(held, issue) for issue in BY_HAND} == BY_HAND
    again = run_cli("collect", "back/东河区.xlsx", "--apply", cwd=root)
    assert (again.code, read_folder(str(root)).tree) == (0, held)
    assert run_cli("check", cwd=root).code == 0
    told = json.loads(run_cli("rounds", "2025-02", "--as-of", "2025-02-26", "-f", "json", cwd=root).out)
    assert {one["unit"]: (one["answer"], one["entries"]) for one in told["data"]} == {
        "东河区": ("answered", 5),
        "九原区": ("sent_back", 0),
        "市水务局": ("unanswered", 0),
    }
    (every,) = json.loads(run_cli("rounds", "--as-of", "2025-02-26", "-f", "json", cwd=root).out)["data"]
    assert (every["round"], every["answered"], every["unanswered_units"]) == (
        "2025-02",
        1,
        ["市水务局"],
    )
    english = run_cli("rounds", "2025-02", "--lang", "en", "--as-of", "2025-02-26", cwd=root)
    assert "1 sent back, 1 without an answer" in english.out


def test_the_commands_of_the_page(scratch: Path) -> None:
    """docs/rounds.md: its commands end as it says, and its value goes the way that it tells."""
    page = (REPO / "docs/rounds.md").read_text("utf-8")
    block = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)[0]
    for line in block.splitlines():
        command, _, comment = line.partition("#")
        code = 1 if "exits 1" in comment else 0
        assert run_cli(*command.split()[1:], cwd=scratch).code == code, line
        if command.startswith("ledger dispatch"):
            (scratch / "back").mkdir()
            good = put("04/1.1", progress="已停产", result="已完成", done=date(2024, 12, 9))
            form = (scratch / "forms/2025-02-昆区.xlsx").read_bytes()
            bad = put("05/1.1", progress=date(2025, 7, 1))
            (scratch / "back/昆区.xlsx").write_bytes(filled(form, on_day(), good, bad))
    told = re.findall(r"^    (- \{date.*row: 16\}\})$", page, re.MULTILINE)
    made = (scratch / "data/issues/04.yaml").read_text("utf-8").partition("\nentries:\n")[2]
    assert re.sub("sha256: [0-9a-f]{64}", "sha256: …", made).splitlines() == told


def test_the_bytes_of_records_typed_by_hand(root: Path) -> None:
    """The same answers given to record: but for round and source the files are the same bytes."""
    assert dispatched(root).code == 0
    typed = root / "typed"
    shutil.copytree(root / "data", typed / "data")
    (root / "a.xlsx").write_bytes(filled((root / "forms/2025-02-东河区.xlsx").read_bytes(), *ANSWERS))
    assert run_cli("collect", "a.xlsx", "--apply", cwd=root).code == 0
    text = "管网已建成2.3公里\n存在问题：征地受阻\n下步安排：3月复工"
    unit = ("--by", "东河区", "--date", "2025-02-20")
    for args in (
        ("progress", "1", *unit, "--measure", "1", "--pace", "behind_pace", "-m", text),
        ("promise", "1", *unit, "--until", "2025-04-30", "--measure", "1", "--milestone", "1"),
        ("progress", "1", *unit, "--measure", "1", "--reading", "1.1=2.3"),
        ("progress", "2", *unit, "--measure", "1", "-m", "每周巡河"),
        ("achieve", "2", "--by", "东河区", "--date", "2025-02-18", "--measure", "1", "--evidence", "https://example.gov.cn/a"),
    ):  # fmt: skip
        assert run_cli(*args, cwd=typed).code == 0
    for name in ("01", "02"):
        made = (root / f"data/issues/{name}.yaml").read_text("utf-8")
        made, count = re.subn(
            r", round: 2025-02, source: \{file: a.xlsx, sha256: [0-9a-f]{64}, row: [0-9]+\}", "", made
        )
        assert count == len(BY_HAND[name])
        assert made.encode() == (typed / f"data/issues/{name}.yaml").read_bytes()


def test_a_form_at_work_is_not_replaced(root: Path) -> None:
    """A form that somebody has filled in is not written over without --force."""
    assert dispatched(root).code == 0
    sheet = root / "forms/2025-02-东河区.xlsx"
    mine = filled(sheet.read_bytes(), *ANSWERS)
    sheet.write_bytes(mine)
    assert dispatched(root).code == 2
    assert sheet.read_bytes() == mine
    assert dispatched(root, "--force").code == 0
    assert sheet.read_bytes() != mine


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("dispatch", "2025-02", "-o", "f"), 2),
        (("dispatch", "2025-02", "--due", "2025-12-01"), 2),
        (("dispatch", "../x", "--due", "2025-12-01", "-o", "f"), 2),
        (("dispatch", "2025-02", "--due", "2025-01-01", "--date", "2025-02-01", "-o", "f"), 2),
        (("dispatch", "2025-02", "--due", "2999-01-01", "--date", "2998-02-01", "-o", "f"), 1),
        (("dispatch", "2025-02", "各有关部门", "--due", "2999-12-01", "-o", "f"), 2),
        (("dispatch", "2025-02", "市城市管理局", "--due", "2999-12-01", "-o", "f"), 1),
        (("collect", "."), 1),
        (("collect", "nothing.xlsx"), 2),
        (("collect", "data/plan.yaml"), 1),
        (("rounds", "2024-01"), 2),
    ],
)
def test_what_commands_refuse(root: Path, args: tuple[str, ...], code: int) -> None:
    """Nothing is written by a command that ends in a refusal."""
    before = sorted(p for p in root.rglob("*") if p.is_file())
    done = run_cli(*args, cwd=root)
    assert (done.code, done.err != "" or done.out != "") == (code, True)
    assert sorted(p for p in root.rglob("*") if p.is_file()) == before


def test_late_and_vague() -> None:
    """An answer after the day is late, one before it in time, and before the day nobody is missing."""
    held = tree(
        i01="- {date: 2025-02-26, type: progress, by: 东河区, measure: 1, text: 基本完成, round: 2025-02}\n"
        "- {date: 2025-02-25, type: progress, by: 九原区, measure: 2, text: 已开工, round: 2025-02}\n"
    )
    from ledger.reports.rounds import answers

    (one,) = load(held).ledger.rounds

    def told(on: date) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {a.unit: (a.state(on).value, a.vague) for a in answers(day_of(held, on), one)}

    assert told(date(2025, 2, 26)) == {
        "市水务局": ("unanswered", ()),
        "东河区": ("answered_late", ("基本完成",)),
        "九原区": ("answered", ()),
    }
    assert {state for state, _ in told(date(2025, 2, 24)).values()} == {"not_due"}
    assert told(date(2025, 2, 9)) == {}
