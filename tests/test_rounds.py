"""Rounds: the file, what is wrong with it, and who has answered."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checking import check_tree
from cli_tools import REPO, run_cli
from ledger.folder import read_folder
from ledger.forms.batch import Asked, Batch
from ledger.forms.collect import collect
from ledger.forms.remarks import returned_forms
from ledger.history.compare import State, compare
from ledger.history.log import _of_common
from ledger.history.steps import CommonStep
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.reading.load import load
from ledger.reports.brief import brief_document
from ledger.reports.report import Paragraph
from ledger.reports.rounds import round_report, rounds_report
from test_forms import Worksheet, after, column, filled, on_day, put, row_of, sent, taken, tree

BASE = REPO / "tests" / "cases" / "check" / "base"
ROUND = "data/rounds/2025-01.yaml"


def tree_with(**files: str) -> dict[str, bytes]:
    """The files of the base ledger and of rounds, named by ``r`` and their place."""
    return read_folder(str(BASE)).tree | {name: text.encode() for name, text in files.items()}


def checked(text: str, path: str = ROUND) -> list[tuple[str, str]]:
    """Codes and fields of what is found in the file of a round."""
    tree = tree_with(**{path: text})
    return [(d.code, d.field) for d in check_tree(tree, {}).diagnostics if d.path == path]


def test_a_round_is_read() -> None:
    """Who was asked, when first, and by when as it holds now."""
    text = (
        "asked:\n- {date: 2025-01-02, due: 2025-01-10, units: [东河区, 九原区]}\n"
        "- {date: 2025-01-12, due: 2025-01-20, units: [九原区]}\n"
    )
    (one,) = load(tree_with(**{ROUND: text})).ledger.rounds
    assert (one.id, one.units) == ("2025-01", ("东河区", "九原区"))
    asked = one.of("九原区")
    assert asked is not None
    assert (asked.date, asked.due) == (date(2025, 1, 2), date(2025, 1, 20))
    assert one.of("市水务局") is None
    assert checked(text) == []


def test_asked_again_another_day_holds_from_then_on() -> None:
    """The list has the day that holds on the day asked for: the first until the unit was asked again."""
    text = (
        "asked:\n- {date: 2025-01-02, due: 2025-01-10, units: [东河区]}\n"
        "- {date: 2025-01-12, due: 2025-01-20, units: [东河区]}\n"
    )
    ledger = load(tree_with(**{ROUND: text})).ledger
    days = {
        on: [row["reply_due"] for row in rounds_report(Day(ledger, date(2025, 1, on))).records]
        for on in (1, 5, 12)
    }
    assert days == {1: [], 5: [date(2025, 1, 10)], 12: [date(2025, 1, 20)]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("asked:\n- {date: 2025-01-02, due: 2025-01-10, units: [东河]}\n", ("L301", "asked.0.units.0")),
        ("asked:\n- {date: 2025-01-02, due: 2025-01-10, units: [各区]}\n", ("L301", "asked.0.units.0")),
        ("asked:\n- {date: 2025-01-02, due: 2025-01-10, units: []}\n", ("L211", "asked.0.units")),
        ("asked:\n- {date: 2025-01-02, due: 2025-01-01, units: [东河区]}\n", ("L649", "asked.0.due")),
        ("asked:\n- {date: 2025-01-02, units: [东河区]}\n", ("L202", "asked.0.due")),
        ("asked:\n- {date: 2025-01-02,\n  due: 2025-01-10, units: [东河区]}\n", ("L638", "asked.0")),
        ("asked: 3\n", ("L203", "asked")),
        ("答复:\n", ("L201", "答复")),
    ],
)
def test_a_broken_round_is_told(text: str, found: tuple[str, str]) -> None:
    """Each thing that is wrong with the file of a round is told at its place."""
    assert checked(text) == [found]


def test_what_was_asked_is_told_as_a_difference() -> None:
    """Two states differ in the records of a round, one by one, and so does what a commit did."""
    line = "- {date: 2025-01-02, due: 2025-01-10, units: [东河区, 九原区]}\n"
    more = "- {date: 2025-01-12, due: 2025-01-20, units: [九原区]}\n"
    old, new = (tree_with(**{ROUND: text}) for text in (f"asked:\n{line}", f"asked:\n{line}{more}"))
    on = date(2025, 2, 1)
    (added,) = compare(State(old, on), State(new, on))
    assert (added.kind, added.field, added.old, added.new) == (
        "round_asked",
        "2025-01",
        date(2025, 1, 12),
        date(2025, 1, 20),
    )
    assert added.units == ("九原区",)
    (gone,) = compare(State(new, on), State(old, on))
    assert (gone.kind, gone.units) == ("round_gone", ("九原区",))
    step = CommonStep(ROUND, old[ROUND], new[ROUND], (old[ROUND],))
    (logged,) = _of_common(step)
    assert (logged.kind, logged.field, logged.old, logged.new, logged.units) == (
        *("round_asked", "2025-01", "2025-01-12", "2025-01-20"),
        ("九原区",),
    )


def test_brief_since_the_unit_was_last_asked() -> None:
    """What changed since the form went out; of a unit that was asked in no round a day has to be given."""
    demo = ("-C", str(REPO / "examples/demo"), "brief", "--since", "last", "-f", "json")
    told = json.loads(run_cli(*demo, "昆区", "--as-of", "2025-06-30").out)
    assert (told["since"], {one["date"] for one in told["changes"]} >= {"2025-06-24"}) == ("2025-06-16", True)
    never = run_cli(*demo, "昆区", "--as-of", "2025-06-01")
    assert (never.code, "没有调度过昆区" in never.err) == (2, True)


def test_where_rounds_lie(tmp_path: Path) -> None:
    """Only files that can be a round are read."""
    folder = tmp_path / "data" / "rounds"
    (folder / "deep").mkdir(parents=True)
    for name in ("2025-01.yaml", "Dezember.yaml", "x.txt", "deep/2025-02.yaml"):
        (folder / name).write_text("asked:\n", "utf-8")
    read = read_folder(str(tmp_path))
    assert [path for path in read.tree if "rounds" in path] == [ROUND]
    assert sorted((d.code, d.path.rpartition("/")[2]) for d in read.diagnostics) == [
        ("L308", "x.txt"),
        ("L319", "2025-02.yaml"),
        ("L319", "Dezember.yaml"),
    ]


def test_a_form_that_went_back_is_no_silence() -> None:
    """Who sent a form of which nothing could be taken is told so, with the reason, until a good one comes."""

    def stands(held: dict[str, bytes]) -> list[tuple[str, str, list[str]]]:
        ledger = load(held).ledger
        assert [d.code for d in check_tree(held, {}).diagnostics if d.severity == "error"] == []
        rows = round_report(Day(ledger, date(2025, 3, 1)), ledger.rounds[0]).records
        return [(str(row["unit"]), str(row["answer"]), list(row["back_why"])) for row in rows]  # type: ignore[arg-type]

    def back(held: dict[str, bytes], name: str, data: bytes) -> dict[str, bytes]:
        batch = collect(
            [(name, data)], Day(load(held).ledger, date(2025, 3, 1)), held, lambda _: None, Asked()
        )
        assert batch.changes == {}
        return held | {path: new for path, (_, new) in batch.told.items()}

    bad = filled(sent("东河区"), on_day(), put("01/1.1", progress="=1+1"), put("02/1", result="已完成"))
    held = back(tree(), "x.xlsx", bad)
    assert stands(held) == [
        ("市水务局", "unanswered", []),
        ("九原区", "unanswered", []),
        ("东河区", "sent_back", ["misfilled"]),
    ]
    assert back(held, "x.xlsx", bad) == held  # the same file is told once
    held = back(held, "2025-02-市水务局.xls", b"\xd0\xcf\x11\xe0 an old one")
    held = back(held, "2025-02-九原区.xlsx", filled(sent("九原区"), on_day()))
    assert stands(held) == [
        ("市水务局", "sent_back", ["unreadable"]),
        ("东河区", "sent_back", ["misfilled"]),
        ("九原区", "sent_back", ["empty"]),
    ]
    assert back(held, "某局.xls", b"\xd0\xcf\x11\xe0 nobody's") == held  # nobody knows whose
    (totals,) = rounds_report(Day(load(held).ledger, date(2025, 3, 1))).records
    assert (totals["sent_back"], totals["unanswered"], totals["unanswered_units"]) == (3, 0, [])
    good = filled(bad, put("01/1.1", progress="已进场"), put("02/1", result=None))
    made = after(taken(good, held=held), held)
    assert ("东河区", "answered", []) in stands(made)
    doubtful = filled(
        sent("东河区"), on_day(), put("01/1.1", progress="基本完成", result="已完成", done=date(2025, 2, 1))
    )
    assert stands(back(tree(), "x.xlsx", doubtful))[-1] == ("东河区", "sent_back", ["doubtful"])
    undated = filled(sent("东河区"), put("01/1.1", progress="进场"))
    assert stands(back(tree(), "x.xlsx", undated))[-1] == ("东河区", "sent_back", ["no_day"])


def test_a_wrong_record_of_what_went_back() -> None:
    """Its reasons are of a closed list, its unit is known, and the log tells it by its file."""
    asked = "asked:\n- {date: 2025-01-02, due: 2025-01-10, units: [东河区]}\n"
    back = f"- {{date: 2025-01-09, type: sent_back, unit: 东河区, why: [empty], file: a.xlsx, sha256: {'ab' * 32}}}\n"
    assert checked(asked + back) == []
    assert checked(asked + back.replace("empty", "因故")) == [("L209", "asked.1.why.0")]
    assert checked(asked + back.replace("东河区", "东河")) == [("L301", "asked.1.unit")]
    assert checked(asked + back.replace("file: a.xlsx, ", "")) == [("L202", "asked.1.file")]
    assert checked(asked + back.replace("type: sent_back, ", "")) != []
    assert checked(asked + "- 3\n") == [("L203", "asked.1")]
    some = back.replace("}\n", ", rows: [{key: 01/1.1, row: 7}]}\n")
    assert checked(asked + some) == []
    assert checked(asked + some.replace("01/1.1", "88/1")) == [("L670", "asked.1.rows.0.key")]
    assert checked(asked + some.replace("01/1.1", "01/第一")) == [("L210", "asked.1.rows.0.key")]
    old, new = (tree_with(**{ROUND: text}) for text in (asked, asked + back))
    (told,) = compare(State(old, date(2025, 2, 1)), State(new, date(2025, 2, 1)))
    assert (told.kind, told.new, told.units) == ("round_sent_back", "a.xlsx", ("东河区",))


def test_answers_that_are_no_forms_are_named(tmp_path: Path) -> None:
    """What lies among the forms and is none of them is told, and taken from by nobody."""
    for name in ("回复.docx", "说明.pdf", "~$调度表.xlsx", ".隐藏"):
        (tmp_path / name).write_bytes(b"x")
    told = run_cli("-C", str(REPO / "examples/demo"), "collect", str(tmp_path))
    assert told.code == 1
    assert "有 2 个文件不是调度表，没有收：回复.docx、说明.pdf" in told.err
    assert "~$" not in told.err


def collected(
    held: dict[str, bytes], *files: tuple[str, bytes], take: str = ""
) -> tuple[Batch, dict[str, bytes]]:
    """What files come to, and the ledger with it."""
    day = Day(load(held).ledger, date(2025, 3, 1))
    asked = Asked(settled=frozenset({take} - {""}))
    batch = collect(files, day, held, lambda _: None, asked)
    made = held | {path: new for path, (_, new) in (batch.changes | batch.told).items()}
    assert [d.code for d in check_tree(made, {}).diagnostics if d.severity == "error"] == []
    return batch, made


def told_of(held: dict[str, bytes]) -> dict[str, tuple[str, list[str], list[str]]]:
    """By unit its answer, why its form went back, and the rows that are still open."""
    ledger = load(held).ledger
    rows = [
        dict[str, Any](row) for row in round_report(Day(ledger, date(2025, 3, 1)), ledger.rounds[0]).records
    ]
    return {row["unit"]: (row["answer"], row["back_why"], row["still_open"]) for row in rows}


NOTHING: tuple[str, list[str], list[str]] = ("unanswered", [], [])


def test_a_copy_of_a_form_does_not_swallow_it() -> None:
    """Identical files are judged by the one named after the unit, whatever the order; the other is asked about,
    and its unit is told as having sent what is not its form."""
    data = filled(sent("东河区"), on_day(), put("02/1", progress="进场"))
    names = ("2025-02-九原区.xlsx", "2025-02-东河区.xlsx", "a.xlsx")
    for order in (names, names[::-1]):
        batch, held = collected(tree(), *((name, data) for name in order))
        assert [(row.file, row.state.value) for row in batch.rows] == [(names[1], "good")]
        assert [(name, why.key, why.args["named"]) for name, why in batch.doubted] == [
            (names[0], "form.ask.copy", "九原区")
        ]
        assert not batch.sound
        (form,) = batch.forms
        assert [(note.key, note.args["copy"]) for note in form.returned.notes] == [
            ("form.note.copy", "a.xlsx")
        ]
        assert told_of(held) == {
            "市水务局": NOTHING,
            "九原区": ("sent_back", ["other_form"], []),
            "东河区": ("answered", [], []),
        }
    _, again = collected(held, *((name, data) for name in names))
    assert again == held
    batch, _ = collected(tree(), (names[1], data), (names[2], data))
    assert batch.sound  # a copy of no other name asks nothing
    _, first = collected(tree(), (names[1], data))
    batch, held = collected(first, (names[0], data))  # the copy comes later by itself
    assert [(name, why.key) for name, why in batch.doubted] == [(names[0], "form.ask.named_after")]
    assert told_of(held)["九原区"] == ("sent_back", ["other_form"], [])
    unread = b"\xd0\xcf\x11\xe0 an old one"
    batch, held = collected(tree(), *((name, unread) for name in names))
    assert [name for name, _ in batch.refused] == sorted(names)
    assert {unit: said[1] for unit, said in told_of(held).items() if said[1]} == {
        "九原区": ["unreadable"],
        "东河区": ["unreadable"],
    }


def test_a_form_of_another_unit_is_charged_to_nobody_else() -> None:
    """Sent under another unit's name: the sender is told, the unit whose form it is is left as it was, nothing
    goes back to it; empty it is asked about as well, and settled it is that unit's."""
    misnamed = "2025-02-九原区.xlsx"
    for filled_in in ((), (put("02/1", progress="进场"),), (put("02/1", progress="=1+1"),)):
        data = filled(sent("东河区"), on_day(), *filled_in)
        batch, held = collected(tree(), (misnamed, data))
        assert not batch.sound
        asked = [why for _, why in batch.doubted] + [one.why for row in batch.rows for one in row.why]
        assert [why.key for why in asked].count("form.ask.named_after") == 1
        assert told_of(held) == {
            "市水务局": NOTHING,
            "九原区": ("sent_back", ["other_form"], []),
            "东河区": NOTHING,
        }
        day = Day(load(held).ledger, date(2025, 3, 1))
        assert returned_forms(batch, day, Words("zh")) == []
    data = filled(sent("东河区"), on_day(), put("02/1", progress="进场"))
    batch, held = collected(tree(), (misnamed, data), take="all")
    assert (batch.sound, told_of(held)["东河区"], told_of(held)["九原区"]) == (
        True,
        ("answered", [], []),
        NOTHING,
    )
    batch, _ = collected(held, (misnamed, data))
    assert batch.sound  # it was settled
    resaved = filled(data, put("02/1", persons="甲"))
    batch, held = collected(held, (misnamed, resaved))
    assert (len(batch.doubted), told_of(held)["九原区"][0]) == (
        1,
        "sent_back",
    )  # all of it is on record already
    spoilt = filled(data, lambda sheet: sheet.parent.create_sheet("旧").append([sheet.cell(4, 1).value[:-1]]))
    _, held = collected(tree(), (misnamed, spoilt))  # a form of 东河区 of which the file is refused
    assert told_of(held)["东河区"] == NOTHING
    undated = filled(sent("东河区"), put("02/1", progress="进场"))
    batch, held = collected(tree(), (misnamed, undated))
    assert "form.ask.named_after" in [one.why.key for row in batch.rows for one in row.why]
    assert (told_of(held)["东河区"], told_of(held)["九原区"]) == (NOTHING, ("sent_back", ["other_form"], []))


def test_a_file_named_after_a_unit_that_was_not_asked_is_nobodys() -> None:
    """Until it is settled the unit of the form has sent nothing, and the other was asked nothing."""
    data = filled(sent("东河区"), on_day(), put("02/1", progress="进场"))
    batch, held = collected(tree(), ("市城市管理局.xlsx", data))
    assert [row.state.value for row in batch.rows] == ["ask"]
    assert (held, told_of(held)["东河区"]) == (tree(), NOTHING)


def test_a_row_whose_key_cannot_be_told_is_remembered() -> None:
    """What it may be, each row whose key is gone, is open until it is answered; a row that was added is none."""
    name = "2025-02-东河区.xlsx"

    def nameless(sheet: Worksheet) -> None:
        at = row_of(sheet, "02/2")
        for name in ("key", "number", "problem"):
            sheet.cell(at, column(name)).value = None

    data = filled(
        sent("东河区"), on_day(), put("02/1", progress="进场"), put("02/2", progress="验收"), nameless
    )
    _, held = collected(tree(), (name, data))
    assert told_of(held)["东河区"] == ("answered", [], ["02/2"])
    later = filled(sent("东河区"), on_day(date(2025, 2, 22)), put("02/2", progress="验收"))
    _, held = collected(held, (name, later))
    assert told_of(held)["东河区"] == ("answered", [], [])

    def added(sheet: Worksheet) -> None:
        sheet.cell(sheet.max_row + 1, column("progress")).value = "另有一事"

    more = filled(sent("东河区"), on_day(), put("02/1", progress="进场"), added)
    batch, held = collected(tree(), (name, more))
    assert "refused" in [row.state.value for row in batch.rows]
    assert told_of(held)["东河区"] == ("answered", [], [])


def test_rows_that_went_back_are_remembered_until_they_are_answered() -> None:
    """A form of which some rows were taken: the others stay open through later forms, until they are answered."""
    name = "2025-02-东河区.xlsx"
    data = filled(
        sent("东河区"),
        on_day(),
        put("01/1.1", progress="=1+1"),
        put("02/1", progress="进场"),
        put("02/2", result="已完成"),
    )
    _, held = collected(tree(), (name, data))
    assert told_of(held)["东河区"] == ("answered", [], ["01/1.1", "02/2"])
    ledger = load(held).ledger
    (total,) = rounds_report(Day(ledger, date(2025, 3, 1))).records
    assert dict(total)["still_open"] == 1
    assert round_report(Day(ledger, date(2025, 2, 19)), ledger.rounds[0]).records[-1]["still_open"] == []
    assert collected(held, (name, data))[1] == held
    told = brief_document(Day(ledger, date(2025, 3, 1)), "东河区")
    assert told.data["still_open"] == [{"round": "2025-02", "rows": ["01/1.1", "02/2"]}]
    assert "brief.still_open" in {block.text.key for block in told.blocks if isinstance(block, Paragraph)}
    assert brief_document(Day(ledger, date(2025, 3, 1)), "九原区").data["still_open"] == []
    some = filled(sent("东河区"), on_day(), put("01/1.1", progress="已进场"))
    _, held = collected(held, (name, some))
    assert told_of(held)["东河区"][2] == ["02/2"]
    _, held = collected(held, (name, filled(sent("东河区"), on_day(), put("02/2", progress="未开工"))))
    assert told_of(held)["东河区"] == ("answered", [], [])

    def overwritten(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "02/1"), 1).value = "13800138000"

    written = put("02/1", progress="进场")
    lost = filled(sent("东河区"), on_day(), put("02/2", progress="乙"), written, overwritten)
    assert told_of(collected(tree(), (name, lost))[1])["东河区"][2] == ["02/1"]  # known by what it shows


def test_an_undated_empty_form_says_so() -> None:
    """The day of such a record is that of collecting, and the reasons say that the form gives none."""
    _, held = collected(tree(), ("2025-02-东河区.xlsx", sent("东河区")))
    assert told_of(held)["东河区"] == ("sent_back", ["no_day", "empty"], [])


@pytest.mark.parametrize(("name", "charged"), [("2025-02-九原区.xlsx", "九原区"), ("表.xlsx", "东河区")])
def test_an_old_form_is_charged_to_who_sent_it(name: str, charged: str) -> None:
    """A form of the round before, refused as a whole: whoever the name of the file tells has sent it."""
    later = "asked:\n- {date: 2025-02-26, due: 2025-03-05, units: [市水务局, 东河区, 九原区]}\n"
    held = tree() | {"data/rounds/2025-03.yaml": later.encode()}
    batch, made = collected(held, (name, filled(sent("东河区"), on_day(), put("02/1", progress="进场"))))
    assert [why.key for _, why in batch.refused] == ["form.file.other_round"]
    (one,) = [each for each in load(made).ledger.rounds if each.id == "2025-03"]
    assert [unit for unit in one.units if one.sent_back(unit)] == [charged]
