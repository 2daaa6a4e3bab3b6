"""``ledger import FILE -f json``: the contract for scripts."""

# ruff: noqa: SIM300 - what is expected stands first

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli_tools import PLAN, REPO, Result, run_cli

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "import.schema.json").read_text("utf-8"))
PARTIAL = Path(__file__).parent / "cases" / "partial"
FORM = """某市整改方案

附件

1.污水直排
现场检查发现直排。
验收单位：市水务局
责任单位：市城市管理局（牵头）
整改时限：2026年9月底前
整改目标：建设管网12公里。
整改措施：
（一）清淤，2026年3月底前完成。
"""


def answer(folder: Path, text: str, name: str = "a.txt") -> tuple[Result, Any]:
    """The answer to an import of a text, against the schema."""
    (folder / name).write_text(text, "utf-8")
    result = run_cli("-C", str(REPO), "import", str(folder / name), "-f", "json")
    envelope = json.loads(result.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(envelope)
    return result, envelope


def test_schema_is_one() -> None:
    """The schema is a schema, and no object in it takes a key that it does not name."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def closed(part: Any) -> bool:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        own = not isinstance(part, dict) or "properties" not in part or part["additionalProperties"] is False
        return own and all(map(closed, inner))

    assert closed(
        {key: part for key, part in SCHEMA.items() if key != "properties"} | {"all": SCHEMA["properties"]}
    )


def test_shipped_plan_is_read_whole() -> None:
    """Exit 0: inferences are no doubts; each character is in one sum; every task is told whole."""
    result = run_cli("import", str(PLAN), "-f", "json")
    envelope = json.loads(result.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(envelope)
    assert (0, [], []) == (result.code, envelope["doubts"], envelope["unrecognised"])
    sums = envelope["characters"]
    assert sums["total"] == sum(value for key, value in sums.items() if key != "total")
    shown = {row["id"]: row for row in json.loads(run_cli("list", "-C", str(REPO), "-f", "json").out)["data"]}
    assert list(shown) == [row["id"] for row in envelope["data"]]
    for row in envelope["data"]:
        held = shown[row["id"]]
        for key in ("number", "title", "problem", "goal", "lead", "support", "acceptance"):
            assert held[key] == row[key]
        assert held["deadline"]["text"] == row["deadline"]["text"]
        assert [] == row["missing"]
        assert row["measures"]
        line = int(row["place"].removeprefix("line:"))
        said = PLAN.read_text("utf-8").split("\n")[line - 1]
        assert row["title"] in said or (row["problem"] or "").split("\n")[0] in said


def test_one_task(tmp_path: Path) -> None:
    """A form that says everything: exact values."""
    result, envelope = answer(tmp_path, FORM)
    assert (0, []) == (result.code, envelope["doubts"])
    assert "某市整改方案" == envelope["document"]["title"]
    [row] = envelope["data"]
    assert {
        "id": "01", "number": "1", "place": "line:5", "section": None, "title": "污水直排",
        "problem": "现场检查发现直排。", "acceptance": ["市水务局"], "lead": ["市城市管理局"], "support": [],
        "deadline": {"text": "2026年9月底前", "due": "2026-09-30", "immediate": False, "sustained": False,
                     "reading": "read"},
        "goal": "建设管网12公里。", "milestones": [], "others": [], "supervising": [], "leader": [], "person": [], "contact": [],
        "phone": [], "state": None, "notice": None, "completion": None, "missing": [], "inferred": [],
        "measures": [{"number": "（一）", "text": "清淤，2026年3月底前完成。", "units_text": None, "deadline_text": None,
                      "by": [], "immediate": False, "recurring": [], "milestones": [{"text": "2026年3月底前", "due": "2026-03-31"}]}],
    } == {key: value for key, value in row.items() if key != "targets"}  # fmt: skip
    assert [("12公里", 12, ">=")] == [(t["text"], t["value"], t["compare"]) for t in row["targets"]]


def test_further_lines_are_told_whole(tmp_path: Path) -> None:
    """Each line with a label that no field has: label, text, meaning, and the units of who watches."""
    lines = "责任领导：甲某\n责任人：\n督导单位：市水务局\n资金来源：市级财政\n"
    _, envelope = answer(tmp_path, FORM.replace("整改时限", lines + "整改时限"))
    [row] = envelope["data"]
    assert [
        {"label": "责任领导", "text": "甲某", "role": "leader", "named": []},
        {"label": "责任人", "text": None, "role": "person", "named": []},
        {"label": "督导单位", "text": "市水务局", "role": "supervising", "named": ["市水务局"]},
        {"label": "资金来源", "text": "市级财政", "role": None, "named": []},
    ] == row["others"]
    assert (["甲某"], [], ["市水务局"]) == (row["leader"], row["person"], row["supervising"])


DOUBTS = [
    # what is there, what is put there, and what is told of it
    ("整改目标：建设管网12公里。\n", "", ("goal", "field-missing-in-plan", 5)),
    ("验收单位：市水务局\n", "", ("acceptance", "acceptance-not-named", 5)),
    ("整改时限：2026年9月底前", "整改时限：适时", ("deadline", "phrase-not-understood", 9)),
    ("市城市管理局（牵头）", "市查无此局（牵头）", ("responsibility", "unit-not-resolved", 8)),
    ("市城市管理局（牵头）", "市城市管理局（牵头", ("responsibility", "brackets-not-closed", 8)),
    ("市城市管理局（牵头）", "市城市管理局、昆区", ("responsibility", "lead-not-named", 8)),
    ("验收单位：市水务局", "验收单位：市查无此局", ("acceptance", "unit-not-resolved", 7)),
    ("整改时限", "督导单位：市查无此局\n整改时限", ("supervising", "unit-not-resolved", 9)),
    ("2026年3月底前完成", "6月底前完成", ("measures", "phrase-not-understood", 12)),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), DOUBTS, ids=[f"{field}-{why}" for *_, (field, why, _) in DOUBTS]
)
def test_doubt_stands_at_its_field(
    old: str, new: str, expected: tuple[str, str, int], tmp_path: Path
) -> None:
    """Exit 1, and exactly one doubt, of task 1, at the field and line it is about."""
    assert old in FORM
    result, envelope = answer(tmp_path, FORM.replace(old, new, 1))
    field, why, line = expected
    assert 1 == result.code
    [doubt] = envelope["doubts"]
    assert ("1", field, why, f"line:{line}") == tuple(
        doubt[key] for key in ("number", "field", "why", "place")
    )
    assert doubt["text"] == FORM.replace(old, new, 1).split("\n")[line - 1]
    assert (why in {"field-missing-in-plan", "acceptance-not-named"}) == (
        envelope["data"][0]["missing"] == [field]
    )


def test_no_task_is_told(tmp_path: Path) -> None:
    """0 tasks: exit 1, empty data, and why."""
    result, envelope = answer(tmp_path, "床前明月光，\n疑是地上霜。\n")
    assert (1, []) == (result.code, envelope["data"])
    assert ["no-task-list"] == [doubt["why"] for doubt in envelope["doubts"]]
    sums = envelope["characters"]
    assert sums["total"] == sum(value for key, value in sums.items() if key != "total") > 0


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(60), b"PK\x03\x04" + bytes(60)])
def test_file_that_is_no_text_answers_too(data: bytes, tmp_path: Path) -> None:
    """A picture, a broken or an empty file: the same shape, no task, one doubt that says why."""
    (tmp_path / "a.docx").write_bytes(data)
    result = run_cli("-C", str(REPO), "import", str(tmp_path / "a.docx"), "-f", "json")
    envelope = json.loads(result.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(envelope)
    assert (1, [], 1) == (result.code, envelope["data"], len(envelope["doubts"]))


@pytest.mark.parametrize("name", sorted(path.name for path in PARTIAL.iterdir()))
def test_documents_of_other_places_have_the_shape(name: str) -> None:
    """Whatever a document lacks, the answer has the shape, and is the same in both languages."""
    both = [
        run_cli("-C", str(REPO), "import", str(PARTIAL / name), "-f", "json", "--lang", language).out
        for language in ("zh", "en")
    ]
    assert both[0] == both[1]
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(both[0]))


def test_unread_lines_are_in_every_output(tmp_path: Path) -> None:
    """A line that belongs nowhere stands in JSON and below the table, with its place."""
    text = FORM.replace("整改时限：2026年9月底前", "整改时限：2026年9月底前\n本页无正文")
    _, envelope = answer(tmp_path, text)
    assert [{"place": "line:10", "text": "本页无正文"}] == envelope["unrecognised"]
    assert "未识别：第 10 行 本页无正文" in run_cli("-C", str(REPO), "import", str(tmp_path / "a.txt")).out


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    """With doubts and without, nothing is written by a trial."""
    root = tmp_path / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_bytes((REPO / "data" / "units.yaml").read_bytes())
    for text in (FORM, FORM.replace("整改目标：建设管网12公里。\n", "")):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        run_cli("-C", str(root), "import", str(tmp_path / "a.txt"), "-f", "json")
        assert ["units.yaml"] == [path.name for path in (root / "data").iterdir()]


@pytest.mark.parametrize(("kept", "number"), [(1, "1"), (2, "2")])
def test_the_last_task_is_told_so_that_a_cut_between_two_can_be_seen(
    tmp_path: Path, kept: int, number: str
) -> None:
    """Nothing else tells of a file cut exactly between two tasks where no total is stated."""
    text = (REPO / "examples/documents/blocks.txt").read_text("utf-8")
    head, *tasks = text.partition("\n保障措施")[0].split("\n序号：")
    (tmp_path / "list.txt").write_text("\n序号：".join([head, *tasks[:kept]]), "utf-8")
    folder = str(REPO / "examples/documents")
    last = json.loads(run_cli("-C", folder, "import", str(tmp_path / "list.txt"), "-f", "json").out)["last"]
    assert last["number"] == number
    assert last["place"] == f"line:{1 + 9 * kept}"
    shown = run_cli("-C", folder, "--lang", "zh", "import", str(tmp_path / "list.txt")).out
    assert f"最后一项：第 {number} 项" in shown
    assert f"到第 {1 + 9 * kept} 行为止" in shown
