"""What the public may read: a list, field by field.

Whatever is added to a page later is left out of the public site until it is put on the list :data:`PUBLIC`.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.model.entries import BY_TYPE
from ledger.reports.private import masked, private_numbers
from ledger.reports.report import Message
from ledger.reports.site.front import Change, Changes, Chart, Group, Name, Overview, Point, Urgent, UrgentLine
from ledger.reports.site.pages import (
    AreaLine,
    AttemptLine,
    ComplaintLine,
    ComplaintsPage,
    EntryLine,
    Extension,
    IssuePage,
    MeasureLine,
    MilestoneLine,
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
    from collections.abc import Iterator

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
    EntryLine: frozenset({"date", "type", "by", "undone"}),
    Urgent: _all_of(Urgent),
    UrgentLine: _all_of(UrgentLine) - {"what", "days"},
    Changes: _all_of(Changes),
    Change: _all_of(Change),
    Point: _all_of(Point),
    IssuePage: frozenset(
        {
            *("id", "number", "title", "section", "section_title", "problem", "goal", "deadline"),
            *("problem_now", "goal_now", "deadline_now", "immediate", "sustained", "first_due", "due"),
            *("undetermined", "days_overdue", "kind", "status", "standing", "word", "completed", "accepted"),
            *("closed", "withdrawn", "lead", "support", "acceptance", "extensions"),
            *("milestones", "measures", "targets", "record", "attempts", "days_left", "reopened"),
            *("lead_keys", "support_keys", "acceptance_keys", "other_keys"),
        }
    ),
    UnitPage: frozenset(
        {"key", "name", "full", "kind", "leads", "supports", "accepts", "leads_late", "successor"}
    ),
    ComplaintLine: _all_of(ComplaintLine),
    AreaLine: _all_of(AreaLine),
    ComplaintsPage: _all_of(ComplaintsPage),
    Settings: frozenset({"warn_days", "immediate_days", "review_months"}),
    Site: frozenset(
        {
            *("title", "issued", "as_of", "public", "partial", "overview", "charts", "sections", "issues"),
            *("urgent", "changes", "trend", "units", "settings", "timeline", "complaints"),
        }
    ),
}
"""What the public site says, field by field; of entries only those of :data:`PUBLIC_ENTRIES` in effect.

The wall chart is copied field by field as well, without notices and the days on which milestones were done.
What was extended for a part of a task, or for some units, is left out.
"""


_KEYS = frozenset(
    {
        *(
            "id",
            "key",
            "issue",
            "lead_keys",
            "support_keys",
            "acceptance_keys",
            "other_keys",
            "leads",
            "supports",
        ),
        *("accepts", "leads_late"),
    }
)
"""Fields that name pages, and are no text."""


def published(value: Any, *, mask: bool = True) -> Any:
    """The same data with nothing but what is on the list :data:`PUBLIC`; private numbers are masked unless
    ``mask`` is off, for what a person has decided to publish."""
    if isinstance(value, str):
        return masked(value) if mask else value
    if isinstance(value, Message):
        return Message(value.key, {name: published(gap, mask=mask) for name, gap in value.args.items()})
    if isinstance(value, Timeline):
        return _public_timeline(value, mask=mask)
    if is_dataclass(value) and not isinstance(value, type):
        listed = PUBLIC[type(value)]
        given = {f.name: getattr(value, f.name) for f in fields(value) if f.name in listed}
        kept = {
            name: held
            if name in _KEYS or (isinstance(value, Change) and name == "issues")
            else published(held, mask=mask)
            for name, held in given.items()
        }
        return type(value)(**kept)
    if isinstance(value, tuple):
        return tuple(published(item, mask=mask) for item in value if _public(item))
    return value


def named_keys(value: Any) -> set[str]:
    """The pages of units that something in a site leads to: no other unit is told of in a public one."""
    if isinstance(value, Name):
        return named_keys(value.members) | ({value.key} if value.key is not None else set())
    if isinstance(value, tuple):
        return set().union(*map(named_keys, value))
    if not is_dataclass(value) or isinstance(value, type):
        return set()
    found: set[str] = set()
    for one in fields(value):
        held = getattr(value, one.name)
        found |= set(held) if one.name in _LEADING else named_keys(held)
    return found


_LEADING = frozenset({"lead_keys", "support_keys", "acceptance_keys", "other_keys"})


class PrivateText(NamedTuple):
    """A text of the public site with a private number in it: the file and the field that it comes from."""

    path: str
    field: str


def private_texts(site: Site) -> tuple[PrivateText, ...]:
    """Where a public site that is not masked holds numbers of telephones or identity cards."""
    found = [PrivateText("data/plan.yaml", name) for name in _private_fields((site.title, site.sections), "")]
    for unit in site.units:
        found += [PrivateText("data/units.yaml", f"{unit.name}{name}") for name in _private_fields(unit, "")]
    for issue in site.issues:
        found += [
            PrivateText(f"data/issues/{issue.id}.yaml", n.lstrip(".")) for n in _private_fields(issue, "")
        ]
    return tuple(dict.fromkeys(found))


def _private_fields(value: Any, name: str) -> Iterator[str]:
    """The dotted names of texts with private numbers, places from 1."""
    if isinstance(value, str):
        if private_numbers(value):
            yield name
    elif isinstance(value, tuple) and not isinstance(value, Message):
        for number, item in enumerate(value, 1):
            yield from _private_fields(item, f"{name}.{number}")
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in _KEYS:
                yield from _private_fields(getattr(value, one.name), f"{name}.{one.name}")


def _public(item: Any) -> bool:
    if isinstance(item, EntryLine):
        return item.type in PUBLIC_ENTRIES and not item.state and item.by.key is not None
    return not (isinstance(item, Extension) and (item.part is not None or item.units))


def _public_timeline(chart: Timeline, *, mask: bool) -> Timeline:
    """The wall chart with what is public of each row, named one by one."""
    return Timeline(
        title=published(chart.title, mask=mask),
        by=chart.by,
        groups=tuple(
            RowGroup(
                g.key, published(g.heading, mask=mask), tuple(_public_row(row, mask=mask) for row in g.rows)
            )
            for g in chart.groups
        ),
        since=chart.since,
        until=chart.until,
        as_of=chart.as_of,
        issued=chart.issued,
        partial=chart.partial,
    )


def _public_row(row: Row, *, mask: bool) -> Row:
    return Row(
        id=row.id,
        number=row.number,
        title=published(row.title, mask=mask),
        lead=row.lead,
        attempts=tuple(
            Span(s.begin, s.first_due, s.due, s.completed, s.accepted, s.closed, None, s.standing)
            for s in row.attempts
        ),
        extensions=tuple(Moved(m.day, m.old, m.new) for m in row.extensions if m.of_task),
        milestones=tuple(
            Node(n.measure, n.place, n.first_due, n.due, None, n.state, published(n.text, mask=mask))
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
