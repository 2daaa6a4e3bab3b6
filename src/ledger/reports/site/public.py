"""What the public may read: a list, field by field.

Whatever is added to a page later is left out of the public site until it is put on the list :data:`PUBLIC`.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from ledger.model.entries import BY_TYPE
from ledger.reports.report import Message
from ledger.reports.site.pages import (
    AttemptLine,
    Chart,
    EntryLine,
    Extension,
    Group,
    IssuePage,
    MeasureLine,
    MilestoneLine,
    Name,
    Overview,
    PartLine,
    Settings,
    Site,
    TargetLine,
    UnitPage,
)
from ledger.reports.timeline import Group as RowGroup
from ledger.reports.timeline import (
    Moved,
    Node,
    Row,
    Span,
    Timeline,
)

if TYPE_CHECKING:
    pass


PUBLIC_ENTRIES = frozenset(name for name, kind in BY_TYPE.items() if kind.about.public)
"""The types of entries that the public site lists."""


def _all_of(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


PUBLIC: dict[type, frozenset[str]] = {
    Name: frozenset({"text", "key", "members", "collective"}),
    Overview: _all_of(Overview),
    Group: frozenset({"label", "total", "completed", "overdue", "withdrawn", "share", "value"}),
    Chart: frozenset({"by", "groups", "total"}),
    MilestoneLine: frozenset({"text", "phrase", "due", "state"}),
    MeasureLine: frozenset({"number", "text", "milestones", "was", "dropped"}),
    PartLine: frozenset({"name", "text"}),
    TargetLine: frozenset({"name", "text", "sign", "value", "unit", "each", "due", "parts"}),
    Extension: frozenset({"day", "old", "new"}),
    AttemptLine: _all_of(AttemptLine),
    EntryLine: frozenset({"date", "type", "by"}),
    IssuePage: frozenset(
        {
            *("id", "number", "title", "section", "section_title", "problem", "goal", "deadline"),
            *("problem_now", "goal_now", "deadline_now", "immediate", "sustained", "first_due", "due"),
            *("undetermined", "days_overdue", "kind", "status", "standing", "completed", "accepted"),
            *("closed", "withdrawn", "lead", "support", "acceptance", "concerned", "extensions"),
            *("milestones", "measures", "targets", "record", "attempts"),
        }
    ),
    UnitPage: frozenset(
        {"key", "name", "full", "kind", "leads", "supports", "accepts", "leads_late", "successor"}
    ),
    Settings: frozenset({"warn_days", "immediate_days", "review_months"}),
    Site: frozenset(
        {
            *("title", "issued", "as_of", "public", "partial", "overview", "charts", "sections", "issues"),
            *("late", "units", "settings", "timeline"),
        }
    ),
}
"""What the public site says, field by field; of entries only those of :data:`PUBLIC_ENTRIES` in effect.

The wall chart is copied field by field as well, without notices and the days on which milestones were done.
What was extended for a part of a task, or for some units, is left out.
"""


_PRIVATE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—–―\s]?[0-9]{7,8}|[0-9]{17}[0-9Xx])(?![0-9])"
)
"""Numbers of telephones and of identity cards, wherever they stand."""
_KEYS = frozenset({"id", "key", "concerned"})
"""Fields that name pages, and are no text."""


def masked(text: str) -> str:
    """A text without the numbers of telephones and identity cards in it."""
    return _PRIVATE.sub("＊＊＊", text)


def published(value: Any) -> Any:
    """The same data with nothing but what is on the list :data:`PUBLIC`; private numbers are masked."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Message):
        return Message(value.key, {name: published(gap) for name, gap in value.args.items()})
    if isinstance(value, Timeline):
        return _public_timeline(value)
    if is_dataclass(value) and not isinstance(value, type):
        listed = PUBLIC[type(value)]
        given = {f.name: getattr(value, f.name) for f in fields(value) if f.name in listed}
        kept = {name: held if name in _KEYS else published(held) for name, held in given.items()}
        return type(value)(**kept)
    if isinstance(value, tuple):
        return tuple(published(item) for item in value if _public(item))
    return value


def _public(item: Any) -> bool:
    if isinstance(item, EntryLine):
        return item.type in PUBLIC_ENTRIES and not item.state and item.by.key is not None
    return not (isinstance(item, Extension) and (item.part is not None or item.units))


def _public_timeline(chart: Timeline) -> Timeline:
    """The wall chart with what is public of each row, named one by one."""
    return Timeline(
        title=masked(chart.title) if chart.title is not None else None,
        by=chart.by,
        groups=tuple(RowGroup(g.key, g.heading, tuple(map(_public_row, g.rows))) for g in chart.groups),
        since=chart.since,
        until=chart.until,
        as_of=chart.as_of,
        issued=chart.issued,
        partial=chart.partial,
    )


def _public_row(row: Row) -> Row:
    return Row(
        id=row.id,
        number=row.number,
        title=masked(row.title),
        lead=row.lead,
        attempts=tuple(
            Span(s.begin, s.first_due, s.due, s.completed, s.accepted, s.closed, None, s.standing)
            for s in row.attempts
        ),
        extensions=tuple(Moved(m.day, m.old, m.new) for m in row.extensions if m.of_task),
        milestones=tuple(
            Node(n.measure, n.place, n.first_due, n.due, None, n.state, published(n.text))
            for n in row.milestones
        ),
        status=row.status,
        standing=row.standing,
        kind=row.kind,
        immediate=row.immediate,
        sustained=row.sustained,
        undetermined=row.undetermined,
        withdrawn=row.withdrawn,
        days_overdue=row.days_overdue,
    )
