"""Lists in tables whose numbers begin anew: in a section of one table, or in each sheet of a workbook."""

from io import BytesIO

from openpyxl import Workbook

from ledger.model.unit import Units
from ledger.plans.understand import Understanding, understand

HEAD = ("序号", "问题", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施")
FIELDS = ("市水务局", "市住建局（牵头）", "2026年9月底前", "消除。", "（一）清淤。")


def read(units: Units, **sheets: list[str]) -> Understanding:
    """A workbook: of each sheet its rows, ``1 title`` a task and anything else a cell by itself."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        for row in rows:
            number, _, title = row.partition(" ")
            sheet.append((number, title, *FIELDS) if title else (row,))
    held = BytesIO()
    book.save(held)
    return understand(held.getvalue(), "list.xlsx", units)


def told(said: Understanding) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """The numbers and titles of the tasks, the sections, and the codes."""
    assert said.plan is not None
    return (
        [f"{issue.number} {issue.title}" for issue in said.issues],
        [(section.number, section.title) for section in said.plan.sections],
        [one.code for one in said.diagnostics],
    )


def test_sheets_that_count_from_one_are_sections(units: Units) -> None:
    """Each by its name; that is a doubt, told once, where the second begins."""
    said = read(units, 水环境=["1 甲", "2 乙"], 大气=["1 丙"], 土壤=["1 丁"])
    sections = [("一", "水环境"), ("二", "大气"), ("三", "土壤")]
    assert (["一-1 甲", "一-2 乙", "二-1 丙", "三-1 丁"], sections, ["L582"]) == told(said)
    assert [issue.id for issue in said.issues] == ["01-01", "01-02", "02-01", "03-01"]
    place = said.document.places[next(d.span.line for d in said.diagnostics)]
    assert place.code == "part:大气/row:1/column:1"


def test_sheets_that_go_on_counting_are_one_list(units: Units) -> None:
    """Nothing is told, and their names are no text."""
    assert told(read(units, 水环境=["1 甲"], 大气=["2 乙"])) == (["1 甲", "2 乙"], [], [])


def test_sections_of_a_table_may_count_anew(units: Units) -> None:
    """As sections of a text do, without a doubt."""
    said = read(units, 清单=["一、水环境", "1 甲", "2 乙", "二、大气", "1 丙"])
    assert told(said) == (["一-1 甲", "一-2 乙", "二-1 丙"], [("一", "水环境"), ("二", "大气")], [])


def test_a_number_that_goes_back_within_a_section_is_an_error(units: Units) -> None:
    """Tasks are never merged, and none gets a number that it does not have."""
    assert told(read(units, 清单=["一、水环境", "1 甲", "2 乙", "1 丙"]))[2] == ["L514"]
    assert told(read(units, 水环境=["1 甲", "2 乙", "1 丙"]))[2] == ["L514"]


def test_sections_that_are_called_alike_in_two_sheets_are_an_error(units: Units) -> None:
    """Two tasks would have one number."""
    said = read(units, 甲册=["一、水环境", "1 甲"], 乙册=["一、大气", "1 乙"])
    assert told(said)[2] == ["L514", "L514"]
