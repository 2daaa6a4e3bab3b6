"""The field tables of docs/format.md and docs/format.zh-CN.md: every field of every file, from the schemas.

`python tools/format.py` writes them; with `--check` it only says whether they are up to date.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ledger.model.record import Record
from ledger.model.schema import schemas
from made import write_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES = {"en": DOCS / "format.md", "zh": DOCS / "format.zh-CN.md"}
MEANINGS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("format_en.yaml").read_text("utf-8")
)
"""What fields mean in English, by record; ``*`` for fields of any record, ``files`` for the files."""
BEGIN, END = "<!-- fields: made by tools/format.py -->\n", "<!-- end of fields -->\n"
PLACES = {
    "issue": "data/issues/*.yaml",
    "plan": "data/plan.yaml",
    "units": "data/units.yaml",
    "calendar": "data/calendar.yaml",
    "disclosures": "data/disclosures.yaml",
    "settled": "data/settled.yaml",
    "labels": "data/labels.yaml",
    "letters": "data/letters.yaml",
    "round": "data/rounds/*.yaml",
    "ledgers": "ledgers.yaml",
    "complaint": "data/complaints/*/*.yaml",
}
HEADS = {
    "en": "| field | must be | type | bounds | meaning |",
    "zh": "| 字段 | 必填 | 类型 | 范围 | 含义 |",
}
PARTS = {name: part for schema in schemas().values() for name, part in schema["$defs"].items()}
"""Everything that stands in a file, by its name."""
ZH = {
    "string": "文字",
    "number": "数",
    "integer": "整数",
    "boolean": "true 或 false",
    "null": "null",
    "list of": "列表：",
    "by name": "按名称：",
    "or": "或",
    "date": "日期",
    "at most": "最多",
    "at least": "至少",
    "characters": "字",
    "items": "项",
    "from": "从",
    "to": "到",
    "yes": "是",
    "text like": "文字，形如",
}
"""The words of a table in Chinese; in English they are the keys."""


def _in(word: str, language: str) -> str:
    return ZH[word] if language == "zh" else word


def _kind(part: Mapping[str, Any], language: str) -> str:
    """What a value is, in words."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        if not PARTS[name].get("properties"):  # words alone have no table of their own
            return _kind(PARTS[name], language)
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf"):
        if several in part:
            kinds = dict.fromkeys(_kind(one, language) for one in part[several])
            return f" {_in('or', language)} ".join(kinds)
    if "const" in part or "enum" in part:
        return f" {_in('or', language)} ".join(f"`{one}`" for one in part.get("enum", [part.get("const")]))
    kinds = part.get("type", "string")
    if kinds == "array":
        return f"{_in('list of', language)} {_kind(part.get('items', {}), language)}"
    if kinds == "object":
        return f"{_in('by name', language)} {_kind(part.get('additionalProperties', {}), language)}"
    if part.get("format") == "date":
        return _in("date", language)
    named = [_in(kind, language) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return f" {_in('or', language)} ".join(named)


def _bounds(part: Mapping[str, Any], language: str) -> Iterator[str]:
    """What limits a value, and the items of a list."""
    for least, most, of in (
        ("minLength", "maxLength", "characters"),
        ("minItems", "maxItems", "items"),
        ("minProperties", "maxProperties", "items"),
    ):
        for key, word in ((least, "at least"), (most, "at most")):
            if key in part:
                yield f"{_in(word, language)} {part[key]} {_in(of, language)}"
    if "minimum" in part:
        yield f"{_in('from', language)} {part['minimum']}"
    if "maximum" in part:
        yield f"{_in('to', language)} {part['maximum']}"
    pattern = part.get("pattern", "")
    if pattern and pattern != r"\S" and part.get("format") != "date":
        shown = pattern.replace("|", "&#124;").replace("<", "&lt;")
        yield f"{_in('text like', language)} <code>{shown}</code>"
    for several in ("anyOf", "oneOf"):
        for one in part.get(several, ()):
            yield from _bounds(one, language)


def _records(of: type) -> Iterator[type[Any]]:
    kind: type[Any]
    for kind in of.__subclasses__():
        yield kind
        yield from _records(kind)


RECORDS: dict[str, type] = {kind.__name__: kind for kind in _records(Record)}


def _title(name: str, part: Mapping[str, Any], language: str) -> str:
    """What a record is: its title in Chinese, in English the first sentence that its class says of it."""
    if language == "zh":
        return f"{part['title']}。"
    said = inspect.getdoc(RECORDS[name]) or ""
    return re.split(r"(?<=\.)\s", said.replace("``", "`").replace("\n", " "), maxsplit=1)[0]


def _meaning(owner: str, name: str, field: Mapping[str, Any], language: str) -> str:
    """What a field means; KeyError where nobody has said it in English."""
    if language == "en":
        return MEANINGS.get(owner, {}).get(name) or MEANINGS["*"][name]
    meaning = str(field.get("title", ""))
    return f"{meaning}：{field['description']}" if field.get("description") else meaning


def _table(owner: str, part: Mapping[str, Any], language: str) -> list[str]:
    """The fields of one mapping."""
    if not part.get("properties"):
        return []
    made = [HEADS[language], "|---|---|---|---|---|"]
    for name, field in part["properties"].items():
        must = _in("yes", language) if name in part.get("required", ()) else ""
        bounds = ("，" if language == "zh" else "; ").join(dict.fromkeys(_bounds(field, language)))
        meaning = _meaning(owner, name, field, language)
        made.append(f"| `{name}` | {must} | {_kind(field, language)} | {bounds} | {meaning} |")
    return [*made, ""]


def reference(language: str) -> str:
    """Every file and, once, everything that stands in one, with its fields."""
    made, met = [], set()
    for file, schema in schemas().items():
        sort = file.partition(".")[0]
        head = f"### `{PLACES[sort]}`"
        title = schema["title"] if language == "zh" else MEANINGS["files"][sort]
        made += [head, "", f"{title} · `schemas/{file}`", "", *_table(sort, schema, language)]
        for name, part in schema["$defs"].items():
            if name not in met and part.get("properties"):
                met.add(name)
                made += [f"#### {name}", "", _title(name, part, language), ""]
                made += _table(name, part, language)
    return "\n".join(made)


def written(text: str, language: str) -> str:
    """The document with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{reference(language)}{END}{rest.partition(END)[2]}"


def main() -> int:
    """Write both documents, or only look at them."""
    made = {path: written(path.read_text("utf-8"), language) for language, path in FILES.items()}
    return write_or_check(made, __file__)


if __name__ == "__main__":
    sys.exit(main())
