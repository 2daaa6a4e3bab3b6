"""JSON Schemas: fresh, in Chinese, and of one mind with the models as far as JSON Schema can say it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from gallery import CASES
from ledger.model.schema import schemas
from ledger.reading.layout import SINGLE
from ledger.reading.load import load

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = schemas()
CHECKER = FormatChecker(["date"])


class Core(yaml.SafeLoader):
    """YAML as the 1.2 core schema has it, which is what editors read."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


OF_FOLDERS = {"issues": "issue", "rounds": "round", "complaints": "complaint"}
"""The schema of the files in a folder; a file directly below ``data`` is called like its own."""


def schema_of(path: str) -> dict[str, Any]:
    """The schema for a file of a ledger."""
    folder = path.split("/")[1]
    return SCHEMAS[f"{OF_FOLDERS.get(folder, Path(path).stem)}.schema.json"]


def schema_accepts(path: str, data: bytes) -> bool:
    """Whether an independent validator accepts the file."""
    try:
        value = yaml.load(data, Loader=Core)  # noqa: S506 - a safe loader with other scalars
    except (yaml.YAMLError, ValueError):
        return False
    return not list(Draft202012Validator(schema_of(path), format_checker=CHECKER).iter_errors(value))


def model_accepts(path: str, data: bytes) -> bool:
    """Whether our reader takes the file, whatever the rest of the ledger says."""
    found = load({path: data}).diagnostics
    return not any(d.path == path and d.severity == "error" and d.code < "L300" for d in found)


def data_files(folder: Path) -> list[tuple[str, bytes]]:
    """The YAML files of a ledger that have a schema."""
    paths = [folder / "data" / name for name in SINGLE]
    paths += [path for name in OF_FOLDERS for path in sorted((folder / "data" / name).rglob("*.yaml"))]
    return [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in paths if p.is_file()]


def cases_of(side: str) -> list[str]:
    """The cases of the gallery that have files with a schema on a side; others have documents, or are made."""
    return sorted(p.name for p in CASES.iterdir() if data_files(p / side))


def test_every_schema_of_a_ledger_has_files_to_be_tried() -> None:
    """Among the good files is one of every schema, but for what no case has: the list of ledgers, settlements."""
    folders = [ROOT, CASES / "base", *(CASES / case / "good" for case in cases_of("good"))]
    tried = {schema_of(path)["title"] for folder in folders for path, _ in data_files(folder)}
    untried = {name for name, schema in SCHEMAS.items() if schema["title"] not in tried}
    assert untried == {"ledgers.schema.json", "settled.schema.json"}


def test_schemas_are_up_to_date() -> None:
    """The files under schemas/ are what the models say today."""
    for name, schema in SCHEMAS.items():
        assert json.loads((ROOT / "schemas" / name).read_text("utf-8")) == json.loads(json.dumps(schema))


def test_schemas_are_schemas() -> None:
    """Each is a valid schema of its dialect."""
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def objects(part: Any) -> Iterator[dict[str, Any]]:
    """All schemas of mappings with known fields below ``part``."""
    if isinstance(part, dict):
        if "properties" in part and isinstance(part.get("type"), str):
            yield part
        for value in part.values():
            yield from objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from objects(value)


def test_every_field_is_explained_in_chinese() -> None:
    """What an analyst sees on hover: a Chinese title and description, on every field and every part."""
    chinese = re.compile("[\u4e00-\u9fff]")
    for name, schema in SCHEMAS.items():
        for part in objects(schema):
            assert chinese.search(part["title"]), (name, part["title"])
            assert part["additionalProperties"] is False
            for key, field in part["properties"].items():
                assert chinese.search(field.get("title", "")), (name, part["title"], key)
                assert chinese.search(field.get("description", "")), (name, part["title"], key)


@pytest.mark.parametrize("folder", [ROOT, CASES / "base"])
def test_good_files_are_accepted(folder: Path) -> None:
    """The shipped ledger and the base of the gallery pass an independent validator."""
    files = data_files(folder)
    assert files
    for path, data in files:
        assert schema_accepts(path, data), path


@pytest.mark.parametrize("case", cases_of("good"))
def test_good_cases_are_accepted(case: str) -> None:
    """So do the good files of the gallery, entries included."""
    for path, data in data_files(CASES / case / "good"):
        assert schema_accepts(path, data), path


# what a schema cannot say, and why
INEXPRESSIBLE = {
    "L103": "a mark before the text is gone when a schema sees the value",
    "L104": "line ends are gone when a schema sees the value",
    "L105": "a lone CR is a line break to YAML",
    "L106": "characters are not restricted by the schema, lest patterns hide what a field means",
    "L107": "inside block text a conflict marker is text",
    "L108": "the parser has dropped one of the two keys",
    "L113": "the parser has resolved the anchor",
    "L114": "the parser has resolved the tag",
    "L115": "a directive is no part of the value",
    "L122": "the parser has dropped one of the two copies",
    "L125": "as L105 and L106",
    "L214": "which words say nothing is no matter of their form",
}


@pytest.mark.parametrize("code", [case[:4] for case in cases_of("bad") if case < "L300"])
def test_bad_files_are_refused_where_a_schema_can_say_it(code: str) -> None:
    """The bad files of tiers 1 and 2 are refused by the independent validator, but for the listed ones."""
    (case,) = CASES.glob(f"{code}-*")
    for path, data in data_files(case / "bad"):
        assert model_accepts(path, data) == (code in {"L103", "L104"})
        assert schema_accepts(path, data) == (code in INEXPRESSIBLE)


ISSUE = (CASES / "base/data/issues/01.yaml").read_text("utf-8")
CHANGES = [
    ('id: "01"', "id: 01"),
    ('id: "01"', 'id: "0 1"'),
    ('id: "01"', 'id: ""'),
    ('number: "1"', "number: 1"),
    ('number: "1"', "number: 1.10"),
    ('number: "1"', "number: no"),
    ('number: "1"', 'number: ""'),
    ("section: 一", "section: null"),
    ("section: 一", "section: 12:30"),
    ("title: 再生水管网建设滞后", "title: [再生水]"),
    ("title: 再生水管网建设滞后", "title: null"),
    ("title: 再生水管网建设滞后", "title: ~"),
    ("title: 再生水管网建设滞后", "title: 017"),
    ("title: 再生水管网建设滞后", "title: 1_000"),
    ("title: 再生水管网建设滞后", "title: true"),
    ("  units: [市水务局]", "  units: 市水务局"),
    ("  units: [市水务局]", "  units: [市水务局, 7]"),
    ("  units: [市水务局]", "  units: [市水务局, null]"),
    ("  units: [市水务局]", "  units: null"),
    ("  units: [市水务局]\n", ""),
    ("  lead: [市水务局]\n", ""),
    ("  lead: [市水务局]", '  lead: ["市水务局"]'),
    ("{东河区: [党委, 政府]", "{东河区: 党委"),
    ("{东河区: [党委, 政府]", "{1: [党委, 政府]"),
    ("  due: 2025-12-31\n  imm", '  due: "2025-12-31"\n  imm'),
    ("  due: 2025-12-31\n  imm", "  due: 2025-2-31\n  imm"),
    ("  due: 2025-12-31\n  imm", "  due: 2025-02-30\n  imm"),
    ("  due: 2025-12-31\n  imm", "  due: 20251231\n  imm"),
    ("  due: 2025-12-31\n  imm", "  due: ２０２５-12-31\n  imm"),
    ("  due: 2025-12-31\n  imm", "  due: 2025-12-31T00:00:00\n  imm"),
    ("  due: 2025-12-31\n  imm", "  due: null\n  imm"),
    ("  due: 2025-12-31\n  imm", "  imm"),
    ("immediate: false", "immediate: no"),
    ("immediate: false", "immediate: False"),
    ("immediate: false", 'immediate: "false"'),
    ("immediate: false", "immediate: 0"),
    ("immediate: false", "immediate: null"),
    ("goal: 2025年底前完成12公里再生水管网建设。", "goal: 2025-12-31"),
    ("goal: 2025年底前完成12公里再生水管网建设。", "goal: {text: 完成}"),
    ("goal: 2025年底前完成12公里再生水管网建设。\n", ""),
    ("goal: ", "goals: x\ngoal: "),
    ("- {text: 2025年底前, due: 2025-12-31}", "- {text: 2025年底前}"),
    ("- {text: 2025年底前, due: 2025-12-31}", "- {text: 2025年底前, due: null}"),
    ("- {text: 2025年底前, due: 2025-12-31}", "- {text: 2025年底前, due: 2025-12-31, done: true}"),
    ("- number: （一）", "- number: 1"),
    ("- number: （一）", "- number: null"),
    ("  value: 12\n", "  value: 12.5\n"),
    ("  value: 12\n", "  value: -1\n"),
    ("  value: 12\n", '  value: "12"\n'),
    ("  value: 12\n", "  value: 012\n"),
    ("  value: 12\n", "  value: 1e3\n"),
    ("  value: 12\n", "  value: 0x1F\n"),
    ("  value: 12\n", "  value: １２\n"),
    ("  value: 12\n", "  value: .5\n"),
    ("  value: 12\n", "  value: null\n"),
    ('compare: ">="', 'compare: "=="'),
    ('compare: ">="', "compare: null"),
    ("value: 5, measure: 1", "value: 5, measure: 0"),
    ("value: 5, measure: 1", "value: 5, measure: -1"),
    ("value: 5, measure: 1", "value: 5, measure: 1.5"),
    ("value: 5, measure: 1", 'value: 5, measure: "1"'),
    ("value: 5, measure: 1", "value: 5"),
    ("entries:\n", "entries: []\n"),
    ("entries:\n", "entries: {}\n"),
    ("entries:\n", "entries: 无\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: start, by: 市水务局}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: begin, by: 市水务局}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, by: 市水务局}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: start}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: extend, by: 市整改办, due: 2026-06-30}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: supervise, by: 市整改办, level: 挂牌}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: void, by: 市整改办, entry: 0}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: start, by: 市水务局, evidence: [{sha256: AB}]}\n"),
    ("entries:\n", "entries:\n- {date: 2025-01-01, type: start, by: 市水务局, due: 2025-02-01}\n"),
]

# (change, why the schema takes what the model refuses)
KNOWN_DIFFERENCES = {
    "section: 12:30": "text to YAML 1.2, 750 to YAML 1.1: the model refuses what programs read differently",
    "title: 1_000": "text to YAML 1.2, a number to YAML 1.1",
    "number: no": "text to YAML 1.2, false to YAML 1.1",
    "{1: [党委, 政府]": "keys are text to a JSON Schema",
    "goal: 2025-12-31": "text to YAML 1.2, a date to YAML 1.1",
    "immediate: False": "true to both, but the format has one spelling",
    "  value: 012\n": "12 to YAML 1.2, 10 to YAML 1.1",
    "  value: 1e3\n": "a number to both, but the format has one spelling",
    "  value: 0x1F\n": "a number to both, but the format has one spelling",
    "  value: .5\n": "a number to both, but the format has one spelling",
}


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_schema_and_model_agree(old: str, new: str) -> None:
    """Each change of an issue is taken by both or refused by both, but for the listed ones."""
    assert old in ISSUE
    data = ISSUE.replace(old, new, 1).encode()
    path = "data/issues/01.yaml"
    if new in KNOWN_DIFFERENCES:
        assert (schema_accepts(path, data), model_accepts(path, data)) == (True, False)
    else:
        assert model_accepts(path, data) == schema_accepts(path, data)


def test_the_table_holds_both_kinds() -> None:
    """The agreement is tested on changes that are fine and on changes that are not."""
    taken = [
        new
        for old, new in CHANGES
        if model_accepts("data/issues/01.yaml", ISSUE.replace(old, new, 1).encode())
    ]
    assert 5 < len(taken) < len(CHANGES) - 30


def test_canary_a_schema_without_rules_is_caught() -> None:
    """The comparison can fail: a schema that takes everything disagrees with the model."""
    assert not list(Draft202012Validator({}).iter_errors({"id": 1}))
    assert not model_accepts("data/issues/01.yaml", b"id: 1\n")
