"""What a command tells of one task: its measures, figures, extensions, attempts and obligations."""

from ledger.reports.contract.rows import (
    BASIS,
    ENTRY,
    LEVEL,
    NODE,
    OTHER,
    PART,
    STATUS,
    TARGET,
    TARGET_PART,
    TASK,
)
from ledger.reports.contract.shapes import (
    COUNT,
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    TEXTS,
    Keyed,
    Row,
    Shape,
    many,
    maybe,
)

__all__ = ["DAYS", "ISSUE", "LINK"]

DAYS: dict[str, Shape] = {
    name: maybe(DAY) for name in ("first_due", "due", "completed", "accepted", "closed")
}
_MEASURE = Row(
    {
        "number": maybe(TEXT),
        "text": TEXT,
        "by": TEXTS,
        "immediate": FLAG,
        "dropped": FLAG,
        "done": maybe(DAY),
        "owed_by": TEXTS,
        "done_by": TEXTS,
        "moved": many(Row({"unit": TEXT, "due": DAY}, name="moved")),
        "milestones": many(NODE),
    },
    name="measure",
)
_TARGET = Row(
    {
        **TARGET,
        "parts": many(
            Row(
                {**TARGET_PART, "reading": maybe(NUMBER), "read": maybe(DAY), "met": FLAG}, name="target_part"
            )
        ),
        "reading": maybe(NUMBER),
        "percent": maybe(NUMBER),
        "met": FLAG,
        "read": maybe(DAY),
        "reached": maybe(DAY),
        "summed": maybe(NUMBER),
        "conflict": FLAG,
        "waiting": TEXTS,
        "unread": TEXTS,
        "units": many(Row({"unit": TEXT, "reading": maybe(NUMBER), "met": FLAG}, name="target_unit")),
    },
    name="target",
)
_EXTENSION = Row(
    {
        "date": DAY,
        "from": maybe(DAY),
        "due": DAY,
        "asked": maybe(DAY),
        "late": FLAG,
        "approval": TEXT,
        "measure": maybe(COUNT),
        "milestone": maybe(COUNT),
        "units": TEXTS,
    },
    name="extension",
)
_OBLIGATION = Row(
    {
        **PART,
        "first_due": maybe(DAY),
        "due": maybe(DAY),
        "done": maybe(DAY),
        "joint": FLAG,
        "reading": BASIS,
        "shares": many(Row({"unit": TEXT, "due": maybe(DAY), "done": maybe(DAY)}, name="share")),
    },
    name="obligation",
)
ISSUE = Row(
    {
        "acceptance_text": maybe(TEXT),
        "responsibility_text": maybe(TEXT),
        "bodies": Keyed(TEXTS),
        "first_lead": TEXTS,
        "milestones": many(NODE),
        "measures": many(_MEASURE),
        "targets": many(_TARGET),
        "others": many(OTHER),
        "extended": many(_EXTENSION),
        "attempts": many(
            Row(
                {"number": COUNT, "began": maybe(DAY), **DAYS, "measures": maybe(many(COUNT))},
                name="attempt",
            )
        ),
        "supervised": many(Row({"date": DAY, "level": LEVEL}, name="supervised")),
        "inspected": many(Row({"date": DAY, "by": TEXT, "result": TEXT}, name="inspected")),
        "objections": many(Row({"ref": TEXT, "date": DAY}, name="objection")),
        "obligations": many(_OBLIGATION),
        "record": many(
            Row({"ref": TEXT, "in_effect": FLAG, "state": TEXT}, like=ENTRY, open=True, name="recorded"),
        ),
    },
    like=TASK,
)
LINK = Row(
    {"ledger": TEXT, "relation": TEXT, "task": TEXT, "title": maybe(TEXT), "status": maybe(STATUS)},
    name="link",
)
