"""The reference part of docs/tables.md: every table and view with its columns, from the program itself.

`python tools/tables.py` writes it; with `--check` it only says whether that is up to date.
"""

import sys
from pathlib import Path

from ledger.locale import Words
from ledger.rendering.sqlite import VIEWS, database
from ledger.reports.tables import TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
BEGIN, END = "<!-- tables: made by tools/tables.py -->\n", "<!-- end of tables -->\n"


def reference() -> str:
    """Every table with its columns, their types, their keys, and what they refer to."""
    say = Words("en")
    made = []
    for table in TABLES:
        made += [f"\n### {table.name}", "", say(table.title) + ".", ""]
        made += ["| column | type | meaning |", "|---|---|---|"]
        for column in table.columns:
            meaning = say(f"column.{column.head or column.name}")
            refers = [r.table for r in table.references if column.name == r.columns[-1]]
            if refers:
                meaning += f" → {', '.join(refers)}"
            key = " (key)" if column.name in table.key else ""
            made.append(f"| `{column.name}`{key} | {column.type} | {meaning} |")
    made += ["\n### Views", "", "| view | columns |", "|---|---|"]
    connection = database(TABLES)
    for view in VIEWS:
        described = connection.execute(f"SELECT * FROM {view}").description  # noqa: S608 - our own names
        made.append(f"| `{view}` | {', '.join(f'`{column[0]}`' for column in described)} |")
    connection.close()
    return "\n".join([*made, "", ""])


def written(text: str) -> str:
    """The document with its reference part made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + reference() + END + rest.partition(END)[2]


def main() -> int:
    """Write the document, or only look at it."""
    text = DOCS.read_text("utf-8")
    made = written(text)
    if "--check" in sys.argv[1:]:
        if made != text:
            print("docs/tables.md is stale: python tools/tables.py")
        return int(made != text)
    DOCS.write_text(made, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
