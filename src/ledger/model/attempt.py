"""What a course holds: its attempts, and what was done, promised, read, moved and objected to in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Node = tuple[int | None, int | None]
"""A milestone: measure and place in it, from 1; ``(3, None)`` is all of measure 3, ``(None, 1)`` in the
goal."""


class Extension(NamedTuple):
    """A due day moved: recorded on ``day``, asked for on ``asked``, from one day to another.

    Without ``measure`` and ``milestone`` it is the task's; ``units`` are those it is for, none for all.
    """

    day: date
    old: date | None
    new: date
    asked: date | None = None
    approval: str = ""
    node: Node | None = None
    units: tuple[str, ...] = ()
    position: int = 0  # of the entry, from 1

    @property
    def late(self) -> bool:
        """Whether it was asked for after the day that it moves."""
        return self.old is not None and (self.asked or self.day) > self.old


class Notice(NamedTuple):
    """A public notice (公示), both days included; ``projected`` where its length rests on days not
    announced."""

    since: date
    until: date
    projected: bool = False


class Value(NamedTuple):
    """A reading of a target: by whom, on which day, how much."""

    by: str
    day: date
    value: Decimal


class Objected(NamedTuple):
    """An objection: its reference, its place among the entries (from 1), its day."""

    ref: str
    position: int
    day: date

    @property
    def name(self) -> str:
        """Both names by which it can be answered: ``#8 1a2b3c4d``."""
        return f"#{self.position} {self.ref}"


class Promised(NamedTuple):
    """A promise (承诺): what was promised until when, and by whom."""

    by: str
    day: date
    until: date
    node: Node | None
    text: str | None
    position: int


class Deed(NamedTuple):
    """Something that a unit did: by whom (the units it spoke for), on which day, about which measure."""

    day: date
    by: str
    units: frozenset[str]
    measure: int | None


@dataclass(slots=True)
class Attempt:
    """One attempt at an issue: the first as the plan has it, a further one after each relapse.

    ``measures`` are those that are open again (from 1), ``None`` in the first attempt.  ``first_due`` is the
    due day it began with, ``due`` what holds after extensions.
    """

    number: int
    began: date | None
    first_due: date | None
    due: date | None
    measures: frozenset[int] | None = None
    completed: date | None = None
    done: date | None = None  # as completed, and kept when a relapse ends the attempt
    accepted: date | None = None
    closed: date | None = None
    notice: Notice | None = None
    reviewed: date | None = None
    signed: set[str] = field(default_factory=set)
    similar: bool = False
    mechanism: bool = False
    evidence: bool = False
    shown: frozenset[str] = frozenset()  # what was shown when it was completed

    def undo(self) -> None:
        """What was completed, and all that followed from it, no longer stands."""
        self.completed = None
        self.done = None
        self.accepted = None
        self.closed = None
        self.notice = None
        self.reviewed = None
        self.signed = set()
        self.similar = False
        self.mechanism = False
        self.evidence = False
