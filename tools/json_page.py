"""docs/json.md and docs/json.zh-CN.md: the contract for scripts, every answer with its fields, from the program.

`python tools/json_page.py` writes them; with `--check` it only says whether they are up to date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from ledger.locale import Words
from ledger.locale.entry_types import ORDER
from ledger.reports.contract import OUTPUTS, envelope
from ledger.reports.contract.meaning import meaning
from ledger.reports.contract.shapes import Either, Keyed, Many, Output, Row, Shape
from made import write_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES = {"en": DOCS / "json.md", "zh": DOCS / "json.zh-CN.md"}
HEAD = ("schema_version", "kind", "as_of", "revision", "partial", "data", "ledgers")
"""Fields that every answer has, or any of several ledgers, told once."""

INTRO = {
    "en": """\
# The contract for scripts: JSON

[中文](json.zh-CN.md)

`-f json` gives the same data in every language, whole and in one piece on standard output; everything else goes to standard
error. This page is made of the program (`make docs`), and so are the JSON Schemas: `ledger schema --json` lists them,
`ledger schema --json overdue` shows one, `schemas/output/` has all. Tests hold the answers of every command to them.

## What holds for all

- Keys are English, dates `2025-06-30`, what is absent is null, an absent list `[]`. Numbers are numbers.
- An answer has the fields that stand here and no others, unless its row says *open*.
- Within a `schema_version` fields are only added, and words are only added to enumerations: read what you know, pass over
  what you do not. A field that goes or changes its type raises the version; the change log says so.
- `-f jsonl` gives the records of `data` alone, one a line, of every answer that is a table.
- Exit codes: 0 fine; 1 findings, a refusal, or an answer that is `partial`; 2 usage or environment; 3 a fault of the program.
- Asked of several ledgers (`-C` more than once, or a folder with `ledgers.yaml`), an answer has `ledgers`, every object in a list
  has `ledger`, ids are `ledger/id`, and what is not the same for all, or cannot be added up, is null.

```sh
ledger overdue -f json | python -c "import json, sys; print(len(json.load(sys.stdin)['data']))"
```
""",
    "zh": """\
# 供脚本使用的约定：JSON

[English](json.md)

`-f json` 在各种语言下输出相同的数据，完整地写到标准输出；其他文字一律写到标准错误。本页由程序生成（`make docs`），
JSON Schema 也是：`ledger schema --json` 列出全部，`ledger schema --json overdue` 显示一个，`schemas/output/` 里有全部。
测试用它们核对每个命令的输出。

## 通则

- 键名为英文，日期写作 `2025-06-30`，没有的值为 null，没有内容的列表为 `[]`，数就是数。
- 一种输出只有本页列出的字段；注明“可有其他字段”的除外。
- 同一个 `schema_version` 之内，字段只增不减，枚举的取值也只增不减：认得的就读，不认得的略过。去掉字段或改变类型时版本加一，
  并写入更新记录。
- `-f jsonl` 只输出 `data` 里的各条，一行一条（凡是表格的输出都有）。
- 退出码：0 正常；1 有问题、被拒绝，或结果不完整（`partial`）；2 用法或环境不对；3 程序出错。
- 同时询问几个台账时（多个 `-C`，或文件夹里有 `ledgers.yaml`），输出有 `ledgers`，列表里的每一项有 `ledger`，任务标识写作“台账/标识”；
  各台账不一致、不能相加的为 null。

```sh
ledger overdue -f json | python -c "import json, sys; print(len(json.load(sys.stdin)['data']))"
```
""",
}
SAY = {
    "en": {
        "field": "field",
        "type": "type",
        "meaning": "meaning",
        "all": "## In every answer",
        "shared": "## Rows that several answers have",
        "answers": "## The answers",
        "like": "All fields of [{name}](#{anchor}), and:",
        "only": "Each record in `data` is a [{name}](#{anchor}).",
        "same": "Each record in `data` has all fields of [{name}](#{anchor}).",
        "in_data": "In each record of `data`:",
        "whole": "In `data`:",
        "query": "Each record in `data` has the columns of the query.",
        "open": "*Open:* further fields depend on the type; those of a record are told in [the data format](format.md).",
        "none": "*Open:* other fields as well.",
        "maybe": "may be absent",
        "of": "list of {item}",
        "keyed": "object by name, of {item}",
        "or": "{first} or {second}",
        "text": "text",
        "day": "date",
        "integer": "whole number",
        "count": "whole number ≥ 0",
        "number": "number",
        "flag": "true/false",
        "nothing": "null",
        "any": "anything",
        "word": "word",
        "object": "object",
        "several": "Can be asked of several ledgers.",
        "row": "row",
    },
    "zh": {
        "field": "字段",
        "type": "类型",
        "meaning": "含义",
        "all": "## 各种输出都有的字段",
        "shared": "## 几种输出共有的行",
        "answers": "## 各种输出",
        "like": "有 [{name}](#{anchor}) 的全部字段，另有：",
        "only": "`data` 里每条是一个 [{name}](#{anchor})。",
        "same": "`data` 里每条有 [{name}](#{anchor}) 的全部字段。",
        "in_data": "`data` 里每条：",
        "whole": "`data` 里：",
        "query": "`data` 里每条是查询结果的一行，键为列名。",
        "open": "*可有其他字段：*随种类而定；记录的字段见[数据格式](format.zh-CN.md)。",
        "none": "*可有其他字段。*",
        "maybe": "可没有",
        "of": "列表，各项为{item}",
        "keyed": "按名称的对象，值为{item}",
        "or": "{first}或 {second}",
        "text": "文字",
        "day": "日期",
        "integer": "整数",
        "count": "不小于 0 的整数",
        "number": "数",
        "flag": "true/false",
        "nothing": "null",
        "any": "任意",
        "word": "词",
        "object": "对象",
        "several": "可同时询问几个台账。",
        "row": "行",
    },
}
"""What the page says around the fields."""


class Page:
    """The page in one language, as it grows."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.say = SAY[language]
        self.words = Words(language)
        self.shared: dict[str, Row] = {}

    def kind(self, shape: Shape) -> str:
        """A type in words; rows that are told by themselves are links."""
        if isinstance(shape, Many):
            return self.say["of"].format(item=self.kind(shape.item))
        if isinstance(shape, Keyed):
            return self.say["keyed"].format(item=self.kind(shape.value))
        if isinstance(shape, Either):
            *others, last = map(self.kind, shape.shapes)
            return self.say["or"].format(first="、".join(others) if others else "", second=last)
        if isinstance(shape, Row):
            if shape.name:
                self.shared.setdefault(shape.name, shape)
                return f"[{shape.name}](#{anchor(shape.name)})"
            return self.say["object"]
        if "enum" in shape.schema:
            return " ".join(f"`{word}`" for word in shape.schema["enum"])
        return self.say[shape.name]

    def lines(self, row: Row, owner: str, prefix: str = "") -> Iterator[str]:
        """The lines of a table for the fields that a row adds; those of objects without a name below it."""
        owner = row.name or owner
        for name, shape in {**row.always, **row.sometimes}.items():
            if prefix == "" and owner in OUTPUTS and name in HEAD:
                continue
            kind = self.kind(shape)
            if name in row.sometimes:
                kind += f"; {self.say['maybe']}" if self.language == "en" else f"；{self.say['maybe']}"
            yield f"| `{prefix}{name}` | {kind} | {meaning(owner, name, self.language)} |"
            inner = shape.item if isinstance(shape, Many) else shape
            if isinstance(inner, Row) and not inner.name:
                dots = "[]." if isinstance(shape, Many) else "."
                yield from self.lines(inner, owner, f"{prefix}{name}{dots}")

    def table(self, lines: list[str]) -> list[str]:
        """A table of fields; nothing where there are none."""
        if not lines:
            return []
        head = f"| {self.say['field']} | {self.say['type']} | {self.say['meaning']} |"
        return [head, "|---|---|---|", *lines, ""]

    def answer(self, kind: str, output: Output) -> Iterator[str]:
        """The section of an answer."""
        yield f"### {kind}"
        yield ""
        yield "; ".join(f"`ledger {name}`" for name in commands_of(kind, output))
        yield ""
        yield self.words(about(output)) + (f" {self.say['several']}" if output.several else "")
        yield ""
        top = list(self.lines(Row(envelope(kind).always, envelope(kind).sometimes), kind))
        if top:
            yield from self.table(top)
        yield from self.record(kind, output)

    def record(self, kind: str, output: Output) -> Iterator[str]:
        """What each record is."""
        row = output.row
        if not isinstance(row, Row):
            yield from (self.say["query"], "")
            return
        if row.name:
            self.shared.setdefault(row.name, row)
            yield from (self.say["only"].format(name=row.name, anchor=anchor(row.name)), "")
            return
        lines = list(self.lines(Row(row.always, row.sometimes), kind))
        yield from (self.say["whole" if output.whole else "in_data"], "")
        if row.like is not None:
            self.shared.setdefault(row.like.name, row.like)
            yield from (self.say["like"].format(name=row.like.name, anchor=anchor(row.like.name)), "")
        yield from self.table(lines)
        if row.open:
            yield from (self.say["none"], "")

    def rows(self) -> Iterator[str]:
        """The sections of the rows that have a name, those that they contain as well."""
        told: set[str] = set()
        while left := sorted(set(self.shared) - told):
            for name in left:
                told.add(name)
                row = self.shared[name]
                yield from (f"### {title(name)}", "")
                if row.like is not None:
                    self.shared.setdefault(row.like.name, row.like)
                    yield from (self.say["like"].format(name=row.like.name, anchor=anchor(row.like.name)), "")
                yield from self.table(list(self.lines(row, name)))
                if row.open:
                    yield from (self.say["open" if name in {"entry", "request", "recorded"} else "none"], "")


def title(name: str) -> str:
    """The heading of a row: told apart from the answer of the same name."""
    return f"row: {name}"


def anchor(name: str) -> str:
    """The anchor that its heading gets."""
    return f"row-{name}"


def commands_of(kind: str, output: Output) -> list[str]:
    """The commands that give an answer; of those for types of records, each."""
    if kind == "record":
        return ["record", *ORDER]
    return list(output.commands)


def about(output: Output) -> str:
    """The key of what the help says of the first of the commands."""
    from ledger.cli.app import COMMANDS

    words = output.commands[0].split()
    if words[0] == "complaints" and len(words) > 1:
        inner = {"import": "complaint_import"}
        return f"command.{inner.get(words[1], f'complaints:{words[1]}')}"
    return f"command.{COMMANDS[words[0]]}"


def page(language: str) -> str:
    """The whole page."""
    made = Page(language)
    say = made.say
    common = [
        f"| `{name}` | {kind} | {meaning('list', name, language)} |"
        for name, kind in (
            ("schema_version", "`2`"),
            ("kind", say["word"]),
            ("as_of", say["or"].format(first=say["day"], second="null")),
            ("revision", say["or"].format(first=say["text"], second="null")),
            ("partial", say["flag"]),
            ("ledgers", f"{made.kind(dict(envelope('list').sometimes)['ledgers'])}"),
            ("data", say["of"].format(item=say["row"])),
        )
    ]
    answers = [line for kind, output in OUTPUTS.items() for line in made.answer(kind, output)]
    lines = [
        INTRO[language],
        say["all"],
        "",
        *made.table(common),
        say["answers"],
        "",
        *answers,
        say["shared"],
        "",
    ]
    return "\n".join([*lines, *made.rows()]).rstrip("\n") + "\n"


def main() -> int:
    """Write the pages, or only look at them."""
    return write_or_check({path: page(language) for language, path in FILES.items()}, __file__)


if __name__ == "__main__":
    sys.exit(main())
