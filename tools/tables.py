"""The reference part of docs/tables.md and docs/tables.zh-CN.md: every table and view with its columns, from the program itself.

`python tools/tables.py` writes it; with `--check` it only says whether that is up to date.
"""

import sys
from pathlib import Path

from ledger.locale import Words
from ledger.rendering.sqlite import VIEWS, database
from ledger.reports.tables import TABLES
from made import write_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES = {"en": DOCS / "tables.md", "zh": DOCS / "tables.zh-CN.md"}
HEADS = {"en": ("column", "type", "meaning"), "zh": ("列", "类型", "含义")}
TYPES = {"text": "文字", "integer": "整数", "real": "数", "date": "日期", "boolean": "真假"}
BEGIN, END = "<!-- tables: made by tools/tables.py -->\n", "<!-- end of tables -->\n"


def reference(language: str) -> str:
    """Every table with its columns, their types, their keys, and what they refer to."""
    say = Words(language)
    heads = HEADS[language]
    key_word, stop = (" (key)", ".") if language == "en" else ("（主键）", "。")
    made = []
    for table in TABLES:
        made += [f"\n### {table.name}", "", say(table.title) + stop, ""]
        made += [f"| {' | '.join(heads)} |", "|---|---|---|"]
        for column in table.columns:
            meaning = say(f"column.{column.head or column.name}")
            refers = [r.table for r in table.references if column.name == r.columns[-1]]
            if refers:
                meaning += f" → {', '.join(refers)}"
            key = key_word if column.name in table.key else ""
            kind = column.type if language == "en" else TYPES[column.type]
            made.append(f"| `{column.name}`{key} | {kind} | {meaning} |")
    made += ["\n### Views" if language == "en" else "\n### 视图", ""]
    made += ["| view | columns |" if language == "en" else "| 视图 | 列 |", "|---|---|"]
    connection = database(TABLES)
    for view in VIEWS:
        described = connection.execute(f"SELECT * FROM {view}").description  # noqa: S608 - our own names
        made.append(f"| `{view}` | {', '.join(f'`{column[0]}`' for column in described)} |")
    connection.close()
    return "\n".join([*made, "", ""])


def written(text: str, language: str) -> str:
    """The document with its reference part made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + reference(language) + END + rest.partition(END)[2]


def main() -> int:
    """Write both documents, or only look at them."""
    made = {path: written(path.read_text("utf-8"), language) for language, path in FILES.items()}
    return write_or_check(made, __file__)


if __name__ == "__main__":
    sys.exit(main())
