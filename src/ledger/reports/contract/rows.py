"""Shapes that several answers have in common."""

from ledger.history.compare import KINDS
from ledger.judging.complaints import State
from ledger.judging.counting import Class
from ledger.judging.owed import Basis, What
from ledger.judging.pace import Pace
from ledger.judging.status import Kind, Standing
from ledger.model.complaint import CHANNELS, POLLUTIONS, VERDICTS
from ledger.model.course import Status
from ledger.model.plan import LEVELS
from ledger.reading.codes import Severity
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
    Row,
    Shape,
    many,
    maybe,
    one_of,
)
from ledger.reports.facts import FACTS, Fact

STATUS = one_of(Status)
STANDING = one_of(Standing)
KIND = one_of(Kind)
CLASS = one_of(Class)
PACE = one_of(Pace)
BASIS = one_of(Basis)
WHAT = one_of(What)
LEVEL = one_of(LEVELS)
SEVERITY = one_of(Severity)

DEADLINE = Row(
    {"text": maybe(TEXT), "due": maybe(DAY), "immediate": FLAG, "sustained": FLAG}, name="deadline"
)

_OF_TYPE: dict[str, Shape] = {
    "text": maybe(TEXT),
    "integer": maybe(INTEGER),
    "real": maybe(NUMBER),
    "date": maybe(DAY),
    "boolean": FLAG,
    "names": TEXTS,
}
_ALWAYS: dict[str, Shape] = {
    "id": TEXT,
    "number": TEXT,
    "title": TEXT,
    "path": TEXT,
    "attempt": COUNT,
    "extensions": COUNT,
    "relapses": COUNT,
    "entries": COUNT,
    "kind": KIND,
    "reading": BASIS,
    "status": STATUS,
    "standing": STANDING,
    "pace": maybe(PACE),
    "class": CLASS,
    "deadline": DEADLINE,
}
"""Facts whose shape is narrower than their type in exports says."""


def _shape(fact: Fact) -> Shape:
    return _ALWAYS.get(fact.key) or _OF_TYPE[fact.type]


TASK = Row({fact.key: _shape(fact) for fact in FACTS if fact.record}, name="task")
"""A task, as ``list`` tells it: the facts that are for scripts."""

PART: dict[str, Shape] = {
    "what": WHAT,
    "measure": maybe(COUNT),
    "milestone": maybe(COUNT),
    "target": maybe(COUNT),
    "part": maybe(COUNT),
    "text": maybe(TEXT),
}
"""Which obligation of a task, and its words."""

OWED = Row({**PART, "done_units": TEXTS}, like=TASK, name="owed")
"""A task, and one obligation of it: what ``overdue`` and ``due`` list."""

LEDGER = Row(
    {"ledger": TEXT, "folder": TEXT, "city": maybe(TEXT), "answered": FLAG, "partial": FLAG}, name="ledger"
)
"""One of several ledgers that were asked."""

ENTRY = Row({"date": DAY, "type": TEXT, "by": TEXT}, open=True, name="entry")
"""A record as it stands in the file of a task."""

REQUEST = Row({"id": TEXT, "date": DAY, "type": TEXT}, open=True, name="request")
"""A record as ``record --from`` takes it."""

REPLY_OWED = Row({"letter": TEXT, "unit": TEXT, "reply_by": DAY}, name="reply_owed")

LETTER = Row(
    {
        "letter": TEXT,
        "date": DAY,
        "level": LEVEL,
        "by": TEXT,
        "letter_to": TEXT,
        "issues": TEXTS,
        "numbers": TEXTS,
        "demand": TEXT,
        "reply_by": maybe(DAY),
        "replied": maybe(DAY),
        "owed": FLAG,
        "days_late": maybe(INTEGER),
    },
    name="letter",
)

COMMIT: dict[str, Shape] = {
    "commit": SHA,
    "committed": DAY,
    "author": TEXT,
    "author_email": TEXT,
    "subject": TEXT,
    "signed": FLAG,
}
"""The commit that did something."""

CHANGE = Row(
    {
        "kind": one_of(KINDS),
        "id": maybe(TEXT),
        "number": maybe(TEXT),
        "title": maybe(TEXT),
        "path": maybe(TEXT),
        "field": maybe(TEXT),
        "old": ANY,
        "new": ANY,
        "entry": maybe(ENTRY),
        "ref": maybe(TEXT),
        **{name: maybe(shape) for name, shape in PART.items() if name != "text"},
        "units": TEXTS,
        "approval": maybe(TEXT),
    },
    name="change",
)
"""A difference between two states of a ledger."""

NODE = Row(
    {
        "measure": maybe(COUNT),
        "milestone": COUNT,
        "phrase": TEXT,
        "first_due": maybe(DAY),
        "due": maybe(DAY),
        "done": maybe(DAY),
        "owed_by": TEXTS,
        "done_by": TEXTS,
        "moved": many(Row({"unit": TEXT, "due": DAY}, name="moved")),
        "text": TEXT,
    },
    name="milestone",
)

RECURRING = Row({"text": TEXT, "months": maybe(COUNT), "times": COUNT}, name="recurring")

TARGET_PART: dict[str, Shape] = {
    "name": TEXT,
    "text": TEXT,
    "value": NUMBER,
    "measure": maybe(COUNT),
    "due": maybe(DAY),
}
TARGET: dict[str, Shape] = {
    "name": TEXT,
    "text": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "compare": TEXT,
    "each": FLAG,
    "measure": maybe(COUNT),
    "due": maybe(DAY),
}
"""A figure that the plan promises."""

OTHER = Row({"label": maybe(TEXT), "text": maybe(TEXT), "role": maybe(TEXT), "named": TEXTS}, name="other")
PLACED = Row({"place": TEXT, "text": TEXT}, name="placed")
ARGS = Keyed(ANY)
"""What fills the gaps of a sentence: which there are depends on the sentence."""

RESULTS: dict[str, Shape] = {
    **dict.fromkeys(("ordered", "cases", "criminal", "detained", "talked", "accountable"), COUNT),
    "fine": NUMBER,
}

COMPLAINT: dict[str, Shape] = {
    "number": TEXT,
    "batch": TEXT,
    "received": DAY,
    "channel": maybe(one_of(CHANNELS)),
    "key": FLAG,
    "area": maybe(TEXT),
    "place": maybe(TEXT),
    "kinds": many(one_of(POLLUTIONS)),
    "units": TEXTS,
    "limit": maybe(DAY),
    "due": maybe(DAY),
    "task": maybe(TEXT),
    "text": TEXT,
    "state": one_of(State),
    "verdict": maybe(one_of(VERDICTS)),
    "staged": maybe(DAY),
    "finished": maybe(DAY),
    "in_time": maybe(FLAG),
    "days_overdue": maybe(COUNT),
    "returns": COUNT,
    "checked": maybe(DAY),
    "disclosed": maybe(DAY),
    **RESULTS,
}
