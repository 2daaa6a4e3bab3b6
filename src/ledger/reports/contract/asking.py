"""What the commands that ask of tasks give."""

from ledger.judging.owed import What
from ledger.judging.promises import Kept
from ledger.reports.contract.rows import (
    COMPLAINT,
    KIND,
    LETTER,
    LEVEL,
    OWED,
    PACE,
    REPLY_OWED,
    STANDING,
    STATUS,
    TASK,
    WHAT,
)
from ledger.reports.contract.shapes import (
    ANY,
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
from ledger.reports.contract.task import DAYS, ISSUE, LINK
from ledger.reports.timeline.rows import NodeState

__all__ = ["OUTPUTS"]

_MISSING = Row(
    {
        "need": TEXT,
        "measure": maybe(COUNT),
        "milestone": maybe(COUNT),
        "target": maybe(COUNT),
        "value": maybe(NUMBER),
        "wanted": maybe(NUMBER),
        "units": TEXTS,
        "day": maybe(DAY),
    },
    name="missing",
)
_PACED = Row(
    {
        "id": TEXT,
        "number": TEXT,
        "title": TEXT,
        "lead": TEXTS,
        "pace": PACE,
        "claim": maybe(PACE),
        "unacted": FLAG,
        "due_stages": COUNT,
        "done_stages": COUNT,
        "elapsed": maybe(NUMBER),
        "since": maybe(DAY),
        "due": maybe(DAY),
        "targets": many(
            Row(
                {
                    "target": COUNT,
                    "name": TEXT,
                    "value": maybe(NUMBER),
                    "percent": maybe(NUMBER),
                    "met": FLAG,
                    "doubtful": FLAG,
                    "waiting": TEXTS,
                },
                name="paced_target",
            )
        ),
        "missed": many(Row({"what": WHAT, "due": DAY, "days": COUNT, "units": TEXTS}, name="missed")),
        "doubts": TEXTS,
    }
)
_DUTY = Row(
    {
        "duty": WHAT,
        "units": TEXTS,
        "id": maybe(TEXT),
        "number": maybe(TEXT),
        "measure": maybe(COUNT),
        "text": maybe(TEXT),
        "since": maybe(DAY),
        "due": maybe(DAY),
        "state": TEXT,
        "done": maybe(DAY),
        "days_overdue": maybe(COUNT),
    }
)
_SPAN: dict[str, Shape] = {
    "begin": maybe(DAY),
    **DAYS,
    "notice": maybe(Row({"since": DAY, "until": DAY}, name="notice")),
    "standing": STANDING,
}
_CHART_ROW = Row(
    {
        "id": TEXT,
        "number": TEXT,
        "title": TEXT,
        "group": Either((TEXT, TEXTS)),
        "lead": TEXTS,
        "start": maybe(DAY),
        "first_due": maybe(DAY),
        "due": maybe(DAY),
        "extensions": many(
            Row(
                {
                    "date": DAY,
                    "from": maybe(DAY),
                    "to": DAY,
                    "late": FLAG,
                    "measure": maybe(COUNT),
                    "milestone": maybe(COUNT),
                    "units": TEXTS,
                },
                name="moved_day",
            )
        ),
        "milestones": many(
            Row(
                {
                    "measure": maybe(COUNT),
                    "milestone": COUNT,
                    "first_due": maybe(DAY),
                    "due": DAY,
                    "done": maybe(DAY),
                    "state": one_of(NodeState),
                    "text": TEXT,
                },
                name="chart_node",
            )
        ),
        "attempts": many(Row(_SPAN, name="span")),
        "completed": maybe(DAY),
        "accepted": maybe(DAY),
        "closed": maybe(DAY),
        "notice": maybe(Row({"since": DAY, "until": DAY}, name="notice")),
        "kind": KIND,
        "status": STATUS,
        "standing": STANDING,
        "immediate": FLAG,
        "sustained": FLAG,
        "undetermined": FLAG,
        "withdrawn": maybe(DAY),
        "days_overdue": maybe(INTEGER),
        "pressed": many(DAY),
    }
)
_FIGURE_ROW = Row(
    {
        "id": TEXT,
        "number": TEXT,
        "title": TEXT,
        "of": one_of(("whole", "part", "unit")),
        "target": COUNT,
        "part": maybe(COUNT),
        "unit": maybe(TEXT),
        "name": TEXT,
        "compare": TEXT,
        "wanted": NUMBER,
        "unit_of_figure": TEXT,
        "reading": maybe(NUMBER),
        "percent": maybe(NUMBER),
        "reader": maybe(TEXT),
        "read": maybe(DAY),
        "summed": maybe(NUMBER),
        "conflict": FLAG,
        "due": maybe(DAY),
        "reached": one_of(("reached", "short", "unread")),
        "owed_by": TEXTS,
    }
)
_PROMISE = Row(
    {
        "id": TEXT,
        "number": TEXT,
        "title": TEXT,
        "unit": TEXT,
        "measure": maybe(COUNT),
        "milestone": maybe(COUNT),
        "text": maybe(TEXT),
        "where": maybe(TEXT),
        "date": DAY,
        "until": DAY,
        "done": maybe(DAY),
        "became": one_of(Kept),
        "days_overdue": maybe(COUNT),
        "renewed": maybe(DAY),
        "entry": COUNT,
    }
)
_KEPT = tuple(one.value for one in Kept)
_BRIEF_CHANGE = Row(
    {"change": one_of(("late", "entry", "letter", "reply")), "date": DAY},
    {
        "id": TEXT,
        "what": WHAT,
        "measure": maybe(COUNT),
        "milestone": maybe(COUNT),
        "type": TEXT,
        "by": TEXT,
        "ref": TEXT,
        "letter": TEXT,
        "letter_to": TEXTS,
    },
    name="brief_change",
)

OUTPUTS: dict[str, Output] = {
    "list": Output(("list",), TASK, several=True),
    "overdue": Output(
        ("overdue",),
        OWED,
        {
            "unacted": TEXTS,
            "undetermined": TEXTS,
            "due_soon": counts("days", "issues", "milestones"),
            "letters": many(REPLY_OWED),
        },
        several=True,
    ),
    "due": Output(
        ("due",),
        Row({"days_left": INTEGER}, like=OWED),
        {"until": DAY, "letters": many(REPLY_OWED)},
        several=True,
    ),
    "issue": Output(("show ID",), ISSUE, seldom={"links": many(LINK)}, several=True),
    "ready": Output(
        ("ready",),
        Row(
            {
                "id": TEXT,
                "number": TEXT,
                "title": TEXT,
                "status": STATUS,
                "step": maybe(TEXT),
                "by": TEXTS,
                "ready": FLAG,
                "missing": many(_MISSING),
            }
        ),
        several=True,
    ),
    "pace": Output(("pace",), _PACED, several=True),
    "duties": Output(
        ("duties",),
        _DUTY,
        {"counts": counts("owed", "missed", "done", "unknown"), "since": maybe(DAY)},
        several=True,
    ),
    "quiet": Output(
        ("quiet",),
        Row(
            {
                "silent": one_of(("issue", "unit")),
                "id": maybe(TEXT),
                "number": maybe(TEXT),
                "title": maybe(TEXT),
                "unit": maybe(TEXT),
                "units": TEXTS,
                "last_record": maybe(DAY),
                "silent_days": maybe(COUNT),
                "issues_owed": COUNT,
            }
        ),
        {"days": COUNT, "counts": counts("units", "issues")},
        several=True,
    ),
    "promises": Output(("promises",), _PROMISE, {"counts": counts(*_KEPT)}, several=True),
    "targets": Output(("target",), _FIGURE_ROW, several=True),
    "timeline": Output(
        ("timeline",), _CHART_ROW, {"by": TEXT, "since": DAY, "until": DAY, "issued": maybe(DAY)}
    ),
    "brief": Output(
        ("brief UNIT",),
        Row(
            {"last_record": maybe(DAY), "promised_until": maybe(DAY), "promised_before": many(DAY)}, like=OWED
        ),
        {
            "unit": TEXT,
            "since": maybe(DAY),
            "counts": counts(
                *("owes", "late", "undated", "done", *(f"promises_{name}" for name in _KEPT)),
                *("duties_missed", "letters_owed", "letters_late", "complaints_owed", "complaints_late"),
            ),
            "last_record": maybe(DAY),
            "undated": TEXTS,
            "promises": many(
                Row(
                    {
                        "id": TEXT,
                        "measure": maybe(COUNT),
                        "milestone": maybe(COUNT),
                        "until": DAY,
                        "became": one_of(Kept),
                    },
                    name="brief_promise",
                )
            ),
            "letters": many(LETTER),
            "complaints": many(Row(COMPLAINT, name="complaint_owed")),
            "still_open": many(Row({"round": TEXT, "rows": TEXTS}, name="still_open")),
            "changes": many(_BRIEF_CHANGE),
        },
        several=True,
    ),
    "remind": Output(
        ("remind",),
        Row(
            {
                "unit": TEXT,
                "owes": many(
                    Row(
                        {
                            "what": one_of((*What, "complaint")),
                            "id": maybe(TEXT),
                            "number": maybe(TEXT),
                            "measure": maybe(COUNT),
                            "milestone": maybe(COUNT),
                            "text": maybe(TEXT),
                            "due": DAY,
                            "days_overdue": maybe(COUNT),
                        },
                        name="reminder",
                    )
                ),
                "late": COUNT,
            }
        ),
        {"days": COUNT, "until": DAY},
        several=True,
    ),
    "suggestions": Output(
        ("supervise --suggest",),
        Row(
            {
                "id": TEXT,
                "number": TEXT,
                "title": TEXT,
                "lead": TEXTS,
                "units": TEXTS,
                "cause": one_of(("late", "silent", "unacted")),
                "level": LEVEL,
                "days_overdue": maybe(COUNT),
                "silent_days": maybe(COUNT),
                "due": maybe(DAY),
                "threshold": maybe(COUNT),
                "what": maybe(WHAT),
                "measure": maybe(COUNT),
                "milestone": maybe(COUNT),
                "target": maybe(COUNT),
                "text": maybe(TEXT),
                "last_level": maybe(LEVEL),
                "last_date": maybe(DAY),
            }
        ),
    ),
    "letter_suggestions": Output(
        ("supervise --suggest --letters",),
        Row({"level": LEVEL, "letter_to": TEXT, "issues": TEXTS, "numbers": TEXTS}),
    ),
    "reconciliation": Output(
        ("reconcile FILE",),
        Row(
            {
                "id": maybe(TEXT),
                "number": maybe(TEXT),
                "title": maybe(TEXT),
                "difference": TEXT,
                "doubt": FLAG,
                "they_say": ANY,
                "we_say": ANY,
                "place_there": maybe(TEXT),
                "place_here": maybe(TEXT),
                "why": maybe(TEXT),
            }
        ),
        {
            "file": TEXT,
            "counts": counts(
                "listed", "both", "agreeing", "missing_here", "missing_there", "differences", "doubts"
            ),
        },
    ),
}
"""By the kind of the answer."""
