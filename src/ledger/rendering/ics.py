"""The calendar as iCalendar (RFC 5545): days without a time, for any calendar program."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.rendering.cells import say
from ledger.rendering.extras import needing
from ledger.rendering.text import line_of, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.locale import Words
    from ledger.reports.agenda import Agenda, Occasion
    from ledger.reports.occasions import Kind

_KINDS: dict[Kind, str] = {
    "due": "calendar.kind_due",
    "relapse": "calendar.kind_relapse",
    "measure": "calendar.kind_measure",
    "milestone": "calendar.kind_milestone",
    "figure": "calendar.kind_figure",
    "first_action": "calendar.kind_first_action",
    "promise": "calendar.kind_promise",
    "review": "calendar.kind_review",
    "recurring": "calendar.kind_recurring",
    "notice": "calendar.kind_notice",
    "disclosure": "calendar.kind_disclosure",
    "reply": "calendar.kind_reply",
    "complaint": "calendar.kind_complaint",
}
_MORNING = 9


def render_ics(agenda: Agenda, words: Words, before: Sequence[int] = ()) -> bytes:
    """The calendar; ``before`` are the days before an occasion on which a program reminds of it.

    The time stamp is the day of judging, so that the same ledger on the same day gives the same bytes.
    MissingExtraError is raised where the library is not installed.
    """
    with needing("calendar"):
        from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//ledger//ledger calendar//{words.language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = _text(line_of(say(agenda.title, words)))
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    for occasion in agenda.occasions:
        calendar.add_component(_event(occasion, agenda.as_of, words, before))
    made: bytes = calendar.to_ical()
    return made


def summary_of(occasion: Occasion, words: Words) -> str:
    """What a calendar shows of an occasion: what it is and, when it is done, that it is."""
    said = say(occasion.summary, words)
    if occasion.done is not None:
        said = words("calendar.done", summary=said, day=occasion.done)
    return line_of(said)


def description_of(occasion: Occasion, words: Words) -> str:
    """The particulars, one a line."""
    return printable("\n".join(say(detail, words) for detail in occasion.details))


def _event(occasion: Occasion, as_of: date, words: Words, before: Sequence[int]) -> Any:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", occasion.uid)
    event.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    event.add("dtstart", occasion.day)
    if occasion.day < date.max:
        event.add("dtend", occasion.day + timedelta(1))
    summary = summary_of(occasion, words)
    event.add("summary", _text(summary))
    event.add("description", _text(description_of(occasion, words)))
    event.add("categories", [words(_KINDS[occasion.kind])])
    event.add("status", "CANCELLED" if occasion.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("sequence", occasion.changes)
    if occasion.done is None and not occasion.cancelled:
        for days in before:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _text(summary))
            alarm.add("trigger", timedelta(days=-days, hours=_MORNING))
            event.add_component(alarm)
    return event


def _text(text: str) -> Any:
    """A text as a value of the library."""
    return _escaped()(text)


@cache
def _escaped() -> Any:
    r"""A text that escapes itself: the library takes a written ``\N`` for a line break."""
    from icalendar import vText

    class Escaped(vText):
        def to_ical(self) -> bytes:
            escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            return escaped.replace("\n", "\\n").encode()

    return Escaped
