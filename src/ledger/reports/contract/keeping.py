"""What the commands that keep a ledger give: recording, forms, documents, checks, history, tables."""

from ledger.history.compare import KINDS
from ledger.history.settling import STATES
from ledger.model.complaint import CHANNELS, POLLUTIONS
from ledger.reports.contract.rows import (
    ARGS,
    BASIS,
    CHANGE,
    COMMIT,
    DEADLINE,
    ENTRY,
    OTHER,
    PLACED,
    RECURRING,
    REQUEST,
    SEVERITY,
    TARGET,
    TARGET_PART,
)
from ledger.reports.contract.shapes import (
    ANY,
    COUNT,
    DAY,
    FLAG,
    INTEGER,
    NUMBER,
    SHA,
    TEXT,
    TEXTS,
    Keyed,
    Output,
    Row,
    Shape,
    counts,
    many,
    maybe,
    one_of,
)
from ledger.reports.tables import TABLES, DataTable, Type

__all__ = ["OUTPUTS"]

# --- documents ------------------------------------------------------------------------------------

_NOTICE = Row({"since": maybe(DAY), "until": maybe(DAY), "days": maybe(COUNT)}, name="notice_read")
_PHRASES = many(Row({"text": TEXT, "due": maybe(DAY)}, name="phrase"))
_READ = Row(
    {
        "id": TEXT,
        "number": TEXT,
        "place": TEXT,
        "section": maybe(TEXT),
        "title": TEXT,
        "problem": maybe(TEXT),
        "acceptance": TEXTS,
        "lead": TEXTS,
        "support": TEXTS,
        "deadline": Row({"reading": BASIS}, like=DEADLINE, name="deadline_read"),
        "goal": maybe(TEXT),
        "milestones": _PHRASES,
        "measures": many(
            Row(
                {
                    "number": maybe(TEXT),
                    "text": TEXT,
                    "units_text": maybe(TEXT),
                    "deadline_text": maybe(TEXT),
                    "by": TEXTS,
                    "immediate": FLAG,
                    "recurring": many(RECURRING),
                    "milestones": _PHRASES,
                },
                name="measure_read",
            )
        ),
        "targets": many(
            Row({**TARGET, "parts": many(Row(TARGET_PART, name="target_part_read"))}, name="target_read")
        ),
        "others": many(OTHER),
        "supervising": TEXTS,
        "leader": TEXTS,
        "person": TEXTS,
        "contact": TEXTS,
        "phone": TEXTS,
        "state": maybe(TEXT),
        "notice": maybe(_NOTICE),
        "completion": maybe(TEXT),
        "missing": TEXTS,
        "inferred": TEXTS,
    }
)
_DOUBT = Row(
    {
        "place": TEXT,
        "number": maybe(TEXT),
        "field": maybe(TEXT),
        "text": maybe(TEXT),
        "why": TEXT,
        "code": TEXT,
    },
    name="doubt",
)
_DOCUMENT = Row(
    {
        "kind": TEXT,
        "reason": maybe(TEXT),
        "title": maybe(TEXT),
        "issuer": maybe(TEXT),
        "issued": maybe(DAY),
        "source": TEXT,
        "encoding": maybe(TEXT),
    },
    name="document",
)
_PROPOSED = Row(
    {
        "place": TEXT,
        "number": maybe(TEXT),
        "title": maybe(TEXT),
        "id": maybe(TEXT),
        "told": maybe(TEXT),
        "notice": maybe(_NOTICE),
        "proposed": TEXTS,
        "unrecorded": many(Row({"why": TEXT, "doubt": FLAG}, open=True, name="unrecorded")),
        "refused": TEXTS,
    },
    name="proposed",
)
_EDIT: dict[str, Shape] = {"field": TEXT, "old": ANY, "new": ANY}
_NAMED: dict[str, Shape] = {"number": maybe(TEXT), "title": maybe(TEXT)}

_HANDED = Row(
    {
        "read_from": TEXT,
        "number": maybe(TEXT),
        "place": maybe(TEXT),
        "channel": maybe(one_of(CHANNELS)),
        "text": TEXT,
        "area": TEXT,
        "key": FLAG,
        "received": maybe(DAY),
        "due": maybe(DAY),
        "kinds": many(one_of(POLLUTIONS)),
        "units": TEXTS,
        "doubts": many(Row({"code": TEXT, "place": TEXT}, open=True, name="cell_doubt")),
    }
)

# --- forms ----------------------------------------------------------------------------------------

_WHY = Row({"cell": maybe(TEXT), "why": TEXT, "args": ARGS}, name="reason")
_COLLECTED = Row(
    {
        "file": TEXT,
        "state": one_of(("good", "known", "ask", "refused")),
        "row": maybe(COUNT),
        "why": many(_WHY),
    },
    {
        "unit": maybe(TEXT),
        "round": maybe(TEXT),
        "sheet": maybe(TEXT),
        "cell": TEXT,
        "key": maybe(TEXT),
        "id": maybe(TEXT),
        "records": many(ENTRY),
        "notes": many(_WHY),
    },
)

# --- tables ---------------------------------------------------------------------------------------

_CELLS: dict[Type, Shape] = {
    "text": TEXT,
    "integer": INTEGER,
    "real": NUMBER,
    "date": DAY,
    "boolean": FLAG,
}


def _table(table: DataTable) -> Row:
    """A row of a table; what is of its key is always there, and so is what is true or false."""
    return Row(
        {
            column.name: _CELLS[column.type] if column.name in table.key else maybe(_CELLS[column.type])
            for column in table.columns
        },
        name=f"table_{table.name}",
    )


OUTPUTS: dict[str, Output] = {
    "record": Output(
        ("record", "start, progress, … : a command for each type of record"),
        Row({"id": maybe(TEXT), "path": TEXT, "ref": TEXT, "known": FLAG, "record": TEXT, "entry": ENTRY}),
        {"written": FLAG},
        day=False,
    ),
    "dispatch": Output(
        ("dispatch ROUND -o DIR",),
        Row({"unit": TEXT, "rows": COUNT, "late": COUNT, "earliest": maybe(DAY), "file": TEXT}),
        {"round": TEXT, "due": DAY, "asked": DAY},
    ),
    "collected": Output(
        ("collect FILE",),
        _COLLECTED,
        {
            "applied": FLAG,
            **dict.fromkeys(("refused_files", "asked_files", "good", "known", "ask", "refused"), COUNT),
        },
    ),
    "papers": Output(
        ("paper",),
        Row({"kind": TEXT, "subject": maybe(TEXT), "options": TEXTS, "template": maybe(TEXT)}),
        day=False,
    ),
    "paper_fields": Output(
        ("paper KIND --fields",),
        Row({"template_field": TEXT, "repeated": FLAG, "zh": TEXT, "en": TEXT}),
        day=False,
    ),
    "diff": Output(
        ("diff",),
        CHANGE,
        {
            "old": maybe(SHA),
            "new": maybe(SHA),
            "days": Row({"old": DAY, "new": DAY}),
            "counts": counts(*KINDS),
        },
    ),
    "log": Output(
        ("log",),
        Row({**COMMIT, **CHANGE.always, "backfill": FLAG}),
        day=False,
    ),
    "blame": Output(
        ("blame ID",),
        Row({**COMMIT, "field": maybe(TEXT), "entry": maybe(ENTRY), "ref": maybe(TEXT), "backfill": FLAG}),
        day=False,
    ),
    "audit": Output(
        ("audit",),
        Row(
            {
                **{name: maybe(shape) for name, shape in COMMIT.items()},
                "code": TEXT,
                "name": TEXT,
                "severity": SEVERITY,
                "path": maybe(TEXT),
                "line": COUNT,
                "column": COUNT,
                "field": maybe(TEXT),
                "message": TEXT,
                "hint": TEXT,
                "args": ARGS,
                "outcome": one_of(STATES),
                "put_right_in": maybe(SHA),
                "settlement": maybe(
                    Row({"date": DAY, "text": TEXT, "approval": maybe(TEXT)}, name="settlement")
                ),
            }
        ),
        {
            "since": maybe(SHA),
            "until": maybe(SHA),
            "commits": COUNT,
            "counts": counts("error", "warning", "note"),
            "put_right": COUNT,
            "settled": COUNT,
        },
        day=False,
    ),
    "check": Output(
        ("check",),
        Row(
            {
                "code": TEXT,
                "name": TEXT,
                "severity": SEVERITY,
                "path": TEXT,
                "line": COUNT,
                "column": COUNT,
                "end_line": COUNT,
                "end_column": COUNT,
                "field": maybe(TEXT),
                "message": TEXT,
                "hint": TEXT,
            }
        ),
        {"issues": COUNT},
        day=False,
    ),
    "codes": Output(
        ("explain",),
        Row(
            {"code": TEXT, "name": TEXT, "severity": SEVERITY, "message": TEXT, "hint": TEXT},
            {"example": maybe(Row({"file": TEXT, "wrong": TEXTS, "right": TEXTS}, name="example"))},
        ),
        day=False,
    ),
    "import": Output(
        ("import FILE",),
        _READ,
        {
            "document": _DOCUMENT,
            "characters": counts("total", "fields", "preamble", "furniture", "unrecognised"),
            "last": maybe(Row({"id": TEXT, "number": TEXT, "title": TEXT, "place": TEXT}, name="last")),
            "unrecognised": many(PLACED),
            "doubts": many(_DOUBT),
        },
        day=False,
    ),
    "edition": Output(
        ("import FILE (another edition)",),
        REQUEST,
        {
            "changed": many(
                Row(
                    {
                        "id": maybe(TEXT),
                        "number": maybe(TEXT),
                        "fields": many(Row({**_EDIT, "amends": FLAG}, name="edit")),
                    },
                    name="edited",
                )
            ),
            "added": many(Row(_NAMED, name="added")),
            "gone": many(Row({"id": TEXT, **_NAMED}, name="gone")),
        },
        day=False,
    ),
    "proposals": Output(
        ("import FILE --as-entries",),
        REQUEST,
        {"day": maybe(DAY), "tasks": many(_PROPOSED), "unrecognised": many(PLACED)},
        day=False,
    ),
    "reread": Output(("import --reread",), Row({"id": maybe(TEXT), **_EDIT}), day=False),
    "complaint_import": Output(
        ("complaints import FILE",),
        _HANDED,
        {"batch": TEXT, "counts": counts("count", "sound", "doubtful", "known")},
        day=False,
    ),
    "export": Output(
        ("export",), Row({table.name: many(_table(table)) for table in TABLES}), several=True, whole=True
    ),
    "sql": Output(("sql QUERY",), Keyed(ANY), {"columns": TEXTS}),
    "sql_tables": Output(
        ("sql --tables",),
        Row({"table": TEXT, "column": TEXT, "type": maybe(TEXT), "key": FLAG, "refers": TEXTS}),
        day=False,
    ),
}
"""By the kind of the answer."""
