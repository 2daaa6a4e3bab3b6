"""What a report is on and how it counts, and the rows about tasks that its tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item
from ledger.reports.letters import letter_record
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.counting import Level, Sustained
    from ledger.judging.day import Day
    from ledger.judging.letters import Asked as Letter
    from ledger.judging.owed import Debt
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Attempt
    from ledger.model.ledger import Ledger


class Period(NamedTuple):
    """The report before this one: what held on its day; ``by_revision`` when that is of the data as it was
    then, else of what is now known of that day."""

    day: Day
    by_revision: bool


class Asked(NamedTuple):
    """What is reported on and how it is counted; ``merge_behind`` puts 逾期 into 未达到序时进度.

    With ``unit`` it is about the tasks in which that unit takes part, and what the unit itself owes of them.
    ``to`` is 主送, ``signed_on`` 成文日期; ``tell_source`` puts the revision of the data into a note.
    """

    day: Day
    level: Level
    sustained: Sustained
    since: Period | None = None
    revision: str | None = None
    changed: bool = False
    trace: bool = False
    blocks: bool = True
    merge_behind: bool = False
    unit: str | None = None
    to: str = ""
    signed_on: date | None = None
    tell_source: bool = False

    @property
    def ledger(self) -> Ledger:
        """The ledger that is reported on."""
        return self.day.ledger

    @property
    def as_of(self) -> date:
        """The day of the report."""
        return self.day.as_of

    @property
    def judgements(self) -> Sequence[Judgement]:
        """Every issue on the day; of a unit those that it takes part in."""
        unit = self.unit
        if unit is None:
            return self.day.judgements
        table, as_of = self.ledger.units, self.as_of
        return [
            one
            for one in self.day.judgements
            if any(table.on(name, as_of) == unit for name in one.chain.taking_part)
        ]

    @property
    def late(self) -> Sequence[Debt]:
        """What is late, of a unit what it owes itself."""
        return self.day.late() if self.unit is None else self.day.late_of(self.unit)

    @property
    def letters(self) -> Sequence[Letter]:
        """The letters by the day, each for each of its units; of a unit those to it."""
        return [one for one in self.day.letters if self.unit in {None, one.unit}]


WHO = (Column("number"), Column("title", grow=3), Column("lead", grow=2))
"""The columns that say which task a row is about."""


def who(judgement: Judgement) -> dict[str, Any]:
    """What a row says of its task."""
    baseline = judgement.baseline
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
    }


def rate_text(rate: Decimal | None) -> str:
    """A rate in a sentence; a dash of nothing."""
    return "—" if rate is None else f"{rate}%"


def rows(
    name: str, found: Sequence[dict[str, Any]], more: Sequence[Column], notes: tuple[Message, ...] = ()
) -> Report:
    """A table of rows about tasks; ``name`` is the key of its title, which is the same on every day."""
    return Report(
        kind=name,
        columns=(*WHO, *more),
        records=tuple(found),
        title=Message(f"watched.{name}"),
        sheet=Message(f"watched.{name}"),
        empty=Message("progress.none"),
        notes=notes,
    )


def stages(debts: Sequence[Debt], asked: Asked, name: str = "behind") -> Report:
    """What else is late besides whole tasks, with who owes it: stages, first actions, reviews, and promises,
    which stand in a table of their own among what changed."""
    found = []
    for debt in debts:
        judgement = asked.day.by_id[debt.obligation.issue or ""]
        item = obligation_item(judgement, debt.obligation)
        found.append(
            {**who(judgement), "item": item, "due": debt.due, "owing": folded(judgement, debt.units)}
        )
    columns = (Column("item", grow=4), Column("due"), Column("owing", grow=3))
    note = Message("progress.stages" if name == "behind" else "progress.stages_since")
    return rows(name, found, columns, (note,))


def posted(name: str, day: Day, letters: Sequence[Letter]) -> Report:
    """A table of letters, each for each of its units."""
    columns = ("letter", "date", "letter_to", "numbers", "reply_by", "replied")
    return Report(
        kind=name,
        columns=tuple(Column(key, grow=int(key == "letter")) for key in columns),
        records=tuple(letter_record(day, one) for one in letters),
        title=Message(f"watched.{name}"),
        sheet=Message(f"watched.{name}"),
        empty=Message("progress.none"),
    )


def how_moved(judgement: Judgement, attempt: Attempt) -> str:
    """How the due day of an attempt was moved: by an extension, or with the plan; empty where it was not."""
    if attempt.due is None or attempt.due == attempt.first_due:
        return ""
    extended = any(e.node is None and not e.units and e.new == attempt.due for e in judgement.extensions)
    return "extended" if extended else "amended"
