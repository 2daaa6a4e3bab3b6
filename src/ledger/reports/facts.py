"""FACTS: every fact of an issue, said once: how it is found, shown, sorted, chosen by, exported, published.

Records for scripts, columns of tables, options of commands and their help, and the table ``issues`` of
exports are made of this list.  What is not marked public is in no public edition.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.reports.report import Column

if TYPE_CHECKING:
    from enum import StrEnum

    from ledger.judging.status import Judgement
    from ledger.model.baseline import OtherRole

Type = Literal["text", "integer", "real", "date", "boolean", "names"]
"""What a fact is in an export; ``names`` are several, joined there."""

Reader = Literal["unit", "section", "choice", "date", "text"]
"""How the value of a filter is read."""


class Filter(NamedTuple):
    """An option that chooses issues by a fact.

    ``role`` names the part of :class:`~ledger.judging.select.Criteria` that units are matched by; else
    ``match`` says whether a judgement meets one of the values.  ``many`` values mean any of them.
    """

    name: str
    metavar: str
    reader: Reader
    match: Callable[[Judgement, Any], bool] | None = None
    role: str = ""
    many: bool = True


class Fact(NamedTuple):
    """A fact of an issue; ``of`` finds it.

    ``record`` says whether scripts get it under ``key``; ``column`` how tables show it (the key may lead
    into a record: ``deadline.text``); ``sort`` what issues are ordered by; ``type`` and ``export`` its type
    and name in exports, where it has one (``None``: no column there); ``public`` whether it may be published;
    ``words`` is the catalogue prefix of its values.  ``head`` is the key of its head in an export where that
    is not its name; ``cell_words`` the prefix of several values in one cell, each with a number after it.
    """

    key: str
    of: Callable[[Judgement], Any]
    type: Type = "text"
    record: bool = True
    column: bool = True
    grow: int = 0
    mark: bool = False
    words: str = ""
    sort: Callable[[Judgement], Any] | None = None
    filters: tuple[Filter, ...] = ()
    export: str | None = ""
    public: bool = False
    head: str = ""
    cell_words: str = ""

    @property
    def name(self) -> str:
        """Its name in an export."""
        return self.export or self.key

    def shown(self) -> Column:
        """How tables show it."""
        right = self.type in {"integer", "real"}
        return Column(self.key, right=right, grow=self.grow, words=self.words, mark=self.mark)


def _order(value: StrEnum) -> int:
    members: list[StrEnum] = list(type(value))
    return members.index(value)


def _choice(name: str, of: Callable[[Judgement], Any]) -> tuple[Filter, ...]:
    return (Filter(name, name.upper(), "choice", lambda j, wanted: str(of(j)) == wanted),)


def _role(name: str) -> tuple[Filter, ...]:
    return (Filter(name, "UNIT", "unit", role=name),)


def _late_units(judgement: Judgement) -> list[str]:
    return list(dict.fromkeys(unit for debt in judgement.late for unit in debt.units))


def _texts(judgement: Judgement) -> str:
    baseline = judgement.baseline
    parts = [baseline.title, baseline.problem or "", baseline.goal or "", baseline.deadline.text or ""]
    parts += [measure.text for measure in baseline.measures]
    parts += [baseline.acceptance.text or "", baseline.responsibility.text or ""]
    parts += [f"{other.label} {other.text or ''}" for other in baseline.others]
    return "\n".join(parts).casefold()


def _concerned(judgement: Judgement) -> tuple[str, ...]:
    baseline = judgement.baseline
    responsibility = baseline.responsibility
    return (*baseline.acceptance.units, *responsibility.lead, *responsibility.support)


def _others(role: OtherRole) -> Fact:
    """What the plan says of persons; in no public edition."""
    return Fact(role, lambda j: list(j.baseline.others_as(role)), "names", grow=2)


def _deadline(judgement: Judgement) -> dict[str, Any]:
    """The phrase and what is understood by it; its day is the plan's own."""
    deadline = judgement.baseline.deadline
    return {
        "text": deadline.text,
        "due": judgement.first_due,
        "immediate": deadline.immediate,
        "sustained": deadline.sustained,
    }


def _class(judgement: Judgement) -> Any:
    from ledger.judging.counting import class_of

    return class_of(judgement)


def _pace(judgement: Judgement) -> str | None:
    return None if judgement.pace is None else judgement.pace.value


_TEXT = Filter("text", "TEXT", "text", lambda j, wanted: wanted.casefold() in _texts(j), many=False)
_DUE = (
    Filter("due-before", "DATE", "date", lambda j, day: j.due is not None and j.due <= day, many=False),
    Filter("due-after", "DATE", "date", lambda j, day: j.due is not None and j.due >= day, many=False),
)
_SECTION = Filter("section", "SECTION", "section", lambda j, wanted: j.baseline.section == wanted)

FACTS: tuple[Fact, ...] = (
    Fact("id", lambda j: j.issue.id, sort=lambda j: j.issue.id, public=True),
    Fact("number", lambda j: j.baseline.number, sort=lambda j: j.issue.id, public=True),
    Fact(
        "section",
        lambda j: j.baseline.section,
        sort=lambda j: j.issue.id,  # sections follow one another in plan order
        filters=(_SECTION,),
        public=True,
    ),
    Fact("title", lambda j: j.baseline.title, grow=3, sort=lambda j: j.baseline.title, public=True),
    Fact(
        "acceptance",
        lambda j: list(j.baseline.acceptance.units),
        "names",
        grow=2,
        filters=_role("acceptance"),
        public=True,
    ),
    Fact(
        "lead",
        lambda j: list(j.baseline.responsibility.lead),
        "names",
        grow=2,
        sort=lambda j: j.baseline.responsibility.lead,
        filters=_role("lead"),
        public=True,
    ),
    Fact(
        "first_lead",
        lambda j: list(j.chain.first.responsibility.lead),
        "names",
        record=False,
        column=False,
    ),
    Fact(
        "support",
        lambda j: list(j.baseline.responsibility.support),
        "names",
        grow=3,
        filters=_role("support"),
        public=True,
    ),
    Fact(
        "units",
        lambda j: list(j.chain.units.expand(_concerned(j))),
        "names",
        grow=3,
        filters=_role("unit"),
        export=None,
        public=True,
    ),
    Fact(
        "unexpanded",
        lambda j: [n for n in dict.fromkeys(_concerned(j)) if n in j.chain.units.collectives],
        "names",
        column=False,
    ),
    Fact("deadline", _deadline, column=False, export=None, public=True),
    Fact(
        "deadline.text",
        lambda j: j.baseline.deadline.text,
        record=False,
        grow=2,
        export="deadline_text",
        public=True,
    ),
    Fact(
        "immediate",
        lambda j: j.baseline.deadline.immediate,
        "boolean",
        record=False,
        column=False,
        public=True,
    ),
    Fact(
        "sustained",
        lambda j: j.baseline.deadline.sustained,
        "boolean",
        record=False,
        column=False,
        public=True,
    ),
    Fact(
        "kind", lambda j: j.kind.value, words="kind", filters=_choice("kind", lambda j: j.kind), public=True
    ),
    Fact("first_due", lambda j: j.first_due, "date", sort=lambda j: j.first_due or date.max, public=True),
    Fact("due", lambda j: j.due, "date", sort=lambda j: j.due or date.max, filters=_DUE, public=True),
    Fact("reading", lambda j: j.basis.value, words="basis", column=False, export=None),
    Fact("basis", lambda j: j.basis.value, words="basis", record=False),
    Fact("attempt", lambda j: j.chain.attempt.number, "integer"),
    Fact(
        "status",
        lambda j: j.status.value,
        words="status",
        sort=lambda j: _order(j.status),
        filters=_choice("status", lambda j: j.status),
        public=True,
    ),
    Fact(
        "standing",
        lambda j: j.standing.value,
        words="standing",
        mark=True,
        sort=lambda j: _order(j.standing),
        filters=_choice("standing", lambda j: j.standing),
        public=True,
    ),
    Fact("pace", _pace, words="pace", filters=_choice("pace", _pace)),
    Fact(
        "class",
        lambda j: _class(j).value,
        words="klass",
        head="klass",
        sort=lambda j: _order(_class(j)),
        filters=_choice("class", _class),
    ),
    Fact(
        "days_overdue",
        lambda j: j.days_overdue,
        "integer",
        mark=True,
        sort=lambda j: j.days_overdue or 0,
        public=True,
    ),
    Fact("owed_by", lambda j: list(j.owed_by), "names", grow=3),
    Fact("done_by", lambda j: list(j.done_by), "names", grow=3),
    Fact("late_units", _late_units, "names", grow=3, export=None),
    Fact("doubts", lambda j: list(j.doubts), "names", grow=2, cell_words="doubt_cell"),
    Fact("completed", lambda j: j.completed, "date", sort=lambda j: j.completed or date.max, public=True),
    Fact("margin_days", lambda j: j.margin, "integer"),
    Fact("accepted", lambda j: j.accepted, "date", public=True),
    Fact("notice_since", lambda j: j.notice.since if j.notice else None, "date", record=False, column=False),
    Fact("notice_until", lambda j: j.notice.until if j.notice else None, "date", column=False),
    Fact("closed", lambda j: j.closed, "date", public=True),
    Fact("withdrawn", lambda j: j.chain.withdrawn, "date", public=True),
    Fact("merged_into", lambda j: j.chain.into, record=False, column=False),
    Fact("extensions", lambda j: len(j.extensions), "integer"),
    Fact("rejections", lambda j: j.chain.rejections, "integer", record=False),
    Fact("relapses", lambda j: j.chain.relapses, "integer"),
    Fact("next_review", lambda j: j.review, "date"),
    Fact("entries", lambda j: j.entries, "integer", sort=lambda j: j.entries),
    Fact("path", lambda j: j.issue.path),
    Fact("supervising", lambda j: list(j.baseline.supervising), "names", grow=2),
    _others("leader"),
    _others("person"),
    _others("contact"),
    _others("phone"),
    Fact("problem", lambda j: j.baseline.problem, grow=6, filters=(_TEXT,), public=True),
    Fact("goal", lambda j: j.baseline.goal, grow=6, public=True),
)
"""Every fact of an issue, in the order of records."""

COLUMNS: dict[str, Column] = {fact.key: fact.shown() for fact in FACTS if fact.column}
"""Every column that a list of issues can show, by key."""

FILTERS: tuple[Filter, ...] = tuple(one for fact in FACTS for one in fact.filters)
"""Every option that chooses issues."""

WORDS_OF = {one.name: fact.words for fact in FACTS for one in fact.filters if one.reader == "choice"}
"""The catalogue prefix of the values of a choice."""

_SORTS = {fact.key: (fact.sort, fact) for fact in FACTS if fact.sort is not None}
SORT_KEYS = tuple(_SORTS)
"""What issues can be sorted by; a leading ``-`` turns the order round."""


def issue_record(judgement: Judgement) -> dict[str, Any]:
    """The record of an issue by the contract for scripts; dates stay dates until they are rendered."""
    return {fact.key: fact.of(judgement) for fact in FACTS if fact.record}


def order(judgements: list[Judgement], keys: list[str]) -> list[Judgement]:
    """Sort by several keys, the first one weighing most; issues that tie stay in plan order."""
    result = list(judgements)
    for key in reversed(keys):
        sort, fact = _SORTS[key.removeprefix("-")]
        result.sort(key=sort, reverse=key.startswith("-"))
        if fact.type == "date":  # what has no date comes last either way
            result.sort(key=lambda judgement: fact.of(judgement) is None)
    return result


def choices(name: str) -> tuple[str, ...]:
    """The values of a choice."""
    from ledger.judging.counting import Class
    from ledger.judging.pace import Pace
    from ledger.judging.status import Kind, Standing
    from ledger.model.course import Status

    kinds = {"status": Status, "standing": Standing, "kind": Kind, "pace": Pace, "class": Class}
    return tuple(member.value for member in kinds[name])
