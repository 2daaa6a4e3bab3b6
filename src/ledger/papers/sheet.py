"""What all papers share: what was asked for, Chinese words as official documents write them, and blanks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.parties import offices
from ledger.locale import Words
from ledger.locale.refusal import Refusal
from ledger.model.course import Status
from ledger.rendering.cells import say
from ledger.rendering.titles import TITLE_COLUMNS, broken
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.reports.reported import Period

_SIGNATURE_COLUMNS = 50  # two characters stay free at the right

_OFFICIAL = Words("zh").formal()


def day_text(day: date | None) -> str:
    """A day as official documents write it: 2025年1月14日; nothing of none."""
    return "" if day is None else _OFFICIAL.day(day)


def told(said: Message | str) -> str:
    """The words of a message in a paper."""
    return say(said, _OFFICIAL) if isinstance(said, Message) else said


def blank(name: str) -> str:
    """The mark of what is left to be filled in by hand: 【待填：文号】."""
    return told(Message("paper.blank", {"name": Message(f"paper_field.{name}")}))


def joined(names: Iterable[str]) -> str:
    """Names one after another, as 市水务局、昆区."""
    return "、".join(names)


def unrecorded(count: int) -> str:
    """That recurring duties and disclosures have no record."""
    return f"应定期开展的工作和年度公开，到期未报送情况的{count}次。"


def full_name(day: Day, unit: str) -> str:
    """The full name of a unit, as papers that go out have it; a group as it is called."""
    known = day.ledger.units.units.get(unit)
    return known.name if known is not None else unit


def full_names(day: Day, units: Iterable[str]) -> str:
    """The full names of several units, one after the other."""
    return joined(full_name(day, unit) for unit in units)


class Asked(NamedTuple):
    """What a paper is asked for: the day that is told of, and what the office gives besides.

    ``serial`` is 文号, ``to`` 主送, ``signed_on`` 成文日期, ``reply_by`` the day by which to answer,
    ``since`` the report before, ``year`` that of a disclosure, ``theirs`` the superior's words by the ids of
    issues.
    """

    day: Day
    serial: str = ""
    to: str = ""
    signed_on: date | None = None
    reply_by: date | None = None
    since: Period | None = None
    year: int | None = None
    theirs: Mapping[str, str] | None = None


class Paper(NamedTuple):
    """A paper: what fills its template, the names of the fields that are left blank, and what to tell."""

    fields: dict[str, Any]
    blanks: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()

    def blanks_in(self, used: Iterable[str]) -> list[str]:
        """The blanks that can be seen in a template that uses the fields ``used``."""
        shown = [str(self.fields[name]) for name in used if name in self.fields]
        return [name for name in self.blanks if any(blank(name) in text for text in shown)]


class Refused(Refusal):
    """A paper that is not to be written on the day; ``said`` tells why."""

    exit_code = 1

    def __init__(self, said: Message) -> None:
        super().__init__(said.key, **said.args)
        self.said = said


class Sheet:
    """A paper while it is written; it notes down what nobody has said."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.day = asked, asked.day
        self._blanks: dict[str, None] = {}

    def given(self, name: str, text: str | None) -> str:
        """The text of a field, or its marked blank (【待填：文号】) where there is none."""
        if text:
            return text
        self._blanks[name] = None
        return blank(name)

    def full(self, unit: str) -> str:
        """The full name of a unit, as a signature has it."""
        return full_name(self.day, unit)

    def fulls(self, units: Sequence[str]) -> str:
        """The full names of several units."""
        return joined(self.full(unit) for unit in units)

    @property
    def office(self) -> str:
        """The full name of the rectification office; nothing where there is none or more than one."""
        found = sorted(offices(self.day.ledger.units, self.day.policy))
        return self.full(found[0]) if len(found) == 1 else ""

    @property
    def plan(self) -> str:
        """The title of the plan, or its blank."""
        return self.given("plan", self.day.ledger.plan.title if self.day.ledger.plan else None)

    def head(self, heading: str, *, addressee: str = "", signer: str | None = None) -> dict[str, str]:
        """The fields of every paper; the office signs where no other signer is named."""
        asked = self.asked
        signs = self.given("signer", self.office if signer is None else signer)
        return {
            "heading": "\n".join(broken(heading, TITLE_COLUMNS)),
            "plan": self.plan,
            "as_of": day_text(self.day.as_of),
            "serial": self.given("serial", asked.serial),
            "addressee": self.given("addressee", asked.to or addressee),
            "signer": signs,
            "signature": "\n".join(broken(signs, _SIGNATURE_COLUMNS)),
            "signed_on": self.given("signed_on", day_text(asked.signed_on)),
        }

    def done(self, fields: dict[str, Any], notes: Iterable[Message] = ()) -> Paper:
        """The paper with what was left blank."""
        return Paper(fields, tuple(self._blanks), tuple(notes))


def refuse_ended(asked: Asked, judgement: Judgement) -> None:
    """Refuse a paper of the closing chain for a task with which there is nothing more to do."""
    number = judgement.baseline.number
    if judgement.status is Status.WITHDRAWN:
        raise Refused(Message("paper.withdrawn", {"number": number}))
    if judgement.status is Status.CLOSED:
        before = asked.day.as_of if judgement.closed is None else judgement.closed - timedelta(1)
        raise Refused(Message("paper.closed", {"number": number, "day": judgement.closed, "before": before}))


def responsible(judgement: Judgement) -> list[str]:
    """The responsible units as the plan lists them, those that lead first."""
    named = judgement.baseline.responsibility
    return [*named.lead, *named.support]
