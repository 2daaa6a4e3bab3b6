"""What the commands that count, and those for books beside the tasks, give."""

from ledger.judging.complaints import State
from ledger.judging.counting import Level, Sustained
from ledger.model.complaint import POLLUTIONS, VERDICTS
from ledger.model.unit import UnitKind
from ledger.reports.contract.rows import (
    CLASS,
    COMPLAINT,
    LETTER,
    OWED,
    PACE,
    RESULTS,
    STANDING,
    STATUS,
    TASK,
)
from ledger.reports.contract.shapes import (
    COUNT,
    DAY,
    FLAG,
    INTEGER,
    NUMBER,
    TEXT,
    TEXTS,
    Either,
    Output,
    Row,
    Shape,
    counts,
    many,
    maybe,
    one_of,
)
from ledger.reports.rounds import Answer

__all__ = ["OUTPUTS"]

_STATUSES = counts(
    *("total", "not_started", "in_progress", "completed", "accepted", "publicized", "closed"),
    *("withdrawn", "overdue"),
)
_UNIT_COUNTS = counts("owes", "late", "done", "lead", "support", "acceptance")
_RATE = maybe(NUMBER)

# --- progress -------------------------------------------------------------------------------------

_CLASSES = (
    *("total", "done", "closed", "accepted", "completed", "sustained", "ahead", "on_pace", "behind_pace"),
    *("overdue", "undetermined", "withdrawn", "due", "due_done", "due_in_time", "due_in_first_time"),
    *("early", "extended"),
)
_FIGURE = Row({"count": COUNT, "ids": TEXTS}, name="figure")
_FIGURES = Row(
    {
        **dict.fromkeys(_CLASSES, _FIGURE),
        "rate": _RATE,
        "due_rate": _RATE,
        "in_time_rate": _RATE,
    },
    name="figures",
)
_GROUP = Row(
    {
        "group": Either((TEXT, INTEGER, TEXTS)),
        **dict.fromkeys(_CLASSES, COUNT),
        "finished": COUNT,
        "accepted_or_closed": COUNT,
        "behind_or_late": COUNT,
        "counted": COUNT,
        "ahead_or_on": COUNT,
        "rate": TEXT,
        "ids": TEXTS,
    },
    name="group",
)

# --- complaints -----------------------------------------------------------------------------------

_PUBLIC: dict[str, Shape] = {
    **dict.fromkeys(
        (
            *("total", "key", "open", "staged", "finished", "confirmed", "partly", "unfounded", "unjudged"),
            "in_time",
        ),
        COUNT,
    ),
    "rate": _RATE,
    "in_time_rate": _RATE,
    **RESULTS,
}
_CASES = Row(
    {
        **_PUBLIC,
        **dict.fromkeys(("overdue", "undetermined", "due", "returned"), COUNT),
        "stage_rate": _RATE,
    },
    name="complaint_counts",
)
_CASE_RECORD = Row(
    {
        "position": COUNT,
        "ref": TEXT,
        "void": FLAG,
        "refused": maybe(TEXT),
        "date": DAY,
        "type": TEXT,
        "by": TEXT,
    },
    open=True,
    name="complaint_record",
)

# --- rounds ---------------------------------------------------------------------------------------

_ANSWERS = (*(one.value for one in Answer), "vague", "still_open")
_TOLD = (
    *("total", "done", "due", "due_done", "due_in_time", "overdue", "behind_pace", "undetermined"),
    *("withdrawn", "late_units"),
)
_RANKED: dict[str, Shape] = {
    **dict.fromkeys(_TOLD, COUNT),
    "rate": _RATE,
    "due_rate": _RATE,
    "in_time_rate": _RATE,
}

OUTPUTS: dict[str, Output] = {
    "stats": Output(
        ("stats",),
        Row({"group": Either((TEXT, INTEGER, TEXTS)), **_STATUSES.always}),
        {"by": TEXT, "total": _STATUSES},
        several=True,
    ),
    "units": Output(
        ("units",),
        Row(
            {
                "unit": TEXT,
                "name": maybe(TEXT),
                "kind": maybe(one_of(UnitKind)),
                **dict.fromkeys(("leads", "supports", "accepts", "owes", "late", "done"), COUNT),
            },
            {"ledger": Either((TEXT, TEXTS))},
        ),
        several=True,
    ),
    "unit": Output(
        ("units UNIT",),
        Row(
            {"role": one_of(("owes", "lead", "support", "acceptance"))},
            OWED.always,
            like=TASK,
        ),
        {"unit": TEXT, "name": maybe(TEXT), "unit_kind": maybe(one_of(UnitKind)), "counts": _UNIT_COUNTS},
        several=True,
    ),
    "progress": Output(
        ("report",),
        Row(
            {
                "id": TEXT,
                "number": TEXT,
                "class": CLASS,
                "done": FLAG,
                "first_due": maybe(DAY),
                "due": maybe(DAY),
                "completed": maybe(DAY),
                "status": STATUS,
                "standing": STANDING,
                "pace": maybe(PACE),
            }
        ),
        {
            "level": one_of(Level),
            "sustained": one_of(Sustained),
            "since": maybe(DAY),
            "changed": FLAG,
            "unit": maybe(TEXT),
            "figures": _FIGURES,
            "groups": Row({name: many(_GROUP) for name in ("section", "lead", "due-year")}),
        },
        seldom={"complaints": _CASES},
        several=True,
    ),
    "ledgers": Output(
        ("ledgers",),
        Row(
            {
                "rank": maybe(COUNT),
                "ledger": TEXT,
                "city": maybe(TEXT),
                "round": maybe(TEXT),
                "level": maybe(TEXT),
                **{name: maybe(shape) for name, shape in _RANKED.items()},
                "why": maybe(TEXT),
            }
        ),
        {"total": Row(_RANKED)},
    ),
    "repeated": Output(
        ("ledgers --repeated",),
        Row({"title": TEXT, "how_linked": TEXT, "tasks": TEXTS, "statuses": many(STATUS)}),
    ),
    "letters": Output(("letters",), LETTER, {"counts": counts("letters", "owed", "late")}, several=True),
    "rounds": Output(
        ("rounds",),
        Row(
            {
                "round": TEXT,
                "date": DAY,
                "reply_due": DAY,
                "asked_units": COUNT,
                **dict.fromkeys(_ANSWERS, COUNT),
                "unanswered_units": TEXTS,
            }
        ),
        several=True,
    ),
    "round": Output(
        ("rounds ROUND",),
        Row(
            {
                "unit": TEXT,
                "answer": one_of(Answer),
                "reply_due": DAY,
                "first": maybe(DAY),
                "last_record": maybe(DAY),
                "days_overdue": maybe(COUNT),
                "entries": COUNT,
                "ids": TEXTS,
                "vague": TEXTS,
                "back_why": TEXTS,
                "still_open": TEXTS,
            }
        ),
        {"round": TEXT, "counts": counts(*_ANSWERS)},
        several=True,
    ),
    "complaints": Output(
        ("complaints", "complaints list", "complaints overdue"),
        Row({**COMPLAINT, "same_place": maybe(COUNT)}),
        {"counts": _CASES},
        several=True,
    ),
    "complaint": Output(
        ("complaints show NUMBER",),
        Row({**COMPLAINT, "same_place": TEXTS, "same_place_count": COUNT, "records": many(_CASE_RECORD)}),
        several=True,
    ),
    "complaint_stats": Output(
        ("complaints stats",),
        Row({"group": maybe(TEXT)}, like=_CASES),
        {"by": TEXT, "total": _CASES},
        several=True,
    ),
    "public_complaints": Output(
        ("complaints public",),
        Row(
            {
                "number": TEXT,
                "batch": TEXT,
                "key": FLAG,
                "text": TEXT,
                "area": maybe(TEXT),
                "kinds": many(one_of(POLLUTIONS)),
                "found": TEXTS,
                "verdict": maybe(one_of(VERDICTS)),
                "handled": TEXTS,
                "state": one_of(State),
                **RESULTS,
            }
        ),
        {"counts": Row(_PUBLIC), "areas": many(Row({"area": maybe(TEXT), **_PUBLIC}, name="area"))},
    ),
}
"""By the kind of the answer."""
