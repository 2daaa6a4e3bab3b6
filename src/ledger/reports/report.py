"""A report: what a command found out, ready for any renderer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

SCHEMA_VERSION = 2
"""Version of the JSON contract; fields are only added within one."""

Value = str | int | float | Decimal | bool | date | None | Sequence[Any] | Mapping[str, Any]
Record = Mapping[str, Value]


class Message(NamedTuple):
    """Words to look up in the catalogue: a key and what fills its gaps."""

    key: str
    args: Mapping[str, Any] = {}


def tallied(kind: str, counts: Mapping[str, int]) -> list[Message]:
    """How much there is of each, in the order given; what there is none of is not spelled out."""
    return [Message(f"tally.{kind}_{name}", {"count": n}) for name, n in counts.items() if n]


NOTHING = Message("report.empty")
"""What is said of a report without rows."""


def standing_of(line: Mapping[str, Any]) -> str:
    """The standing that a row is coloured by: that of its task; where that is completed and a review
    of it is owed, that of the review."""
    standing = str(line.get("standing"))
    if line.get("what") is None or not standing.startswith("met"):
        return standing
    return "overdue" if line.get("days_overdue") else "due_soon"


def listed(items: Iterable[Any]) -> Message:
    """A list as it stands in a line of its own."""
    return Message("show.list", {"items": list(items)})


def stated(text: str | None) -> str | Message:
    """What the plan states in words, or that it does not."""
    return Message("plan.unstated") if text is None else text


class Column(NamedTuple):
    """A column of a table.

    ``key`` names the field of the record.  ``words`` is the catalogue prefix of values that are English
    identifiers (``status`` → 状态词).  ``grow`` is the column's share of the room that is left over.
    ``title`` is the head where it is no word of ours, such as a column of a query; else the catalogue has it.
    ``stacked`` puts each item of a list on a line of its own; ``percent`` says that numbers are per cent, and
    ``of`` which two fields they are the share of, so that a rate of sums can be worked out.
    """

    key: str
    right: bool = False
    grow: int = 0
    words: str = ""
    mark: bool = False
    stacked: bool = False
    title: str | None = None
    percent: bool = False
    of: tuple[str, str] | None = None


class Line(NamedTuple):
    """A line of a card.

    ``label`` stands before the text in a column of its own.  ``mark`` says how far it is: ``done``, ``open``,
    ``late`` or ``gone``; ``level`` sets it in below another; ``tone`` is a weight of :mod:`rendering.style`.
    """

    text: Message | str
    label: Message | str = ""
    mark: str = ""
    level: int = 0
    tone: str = ""


class Card(NamedTuple):
    """Lines below a head, which may be empty; ``tone`` is the weight of its head."""

    head: Message | str
    lines: tuple[Line, ...]
    tone: str = "strong"


@dataclass(frozen=True, slots=True)
class Report:
    """Columns to show in tables, and the full records that scripts get.

    ``cards`` are what a terminal shows in place of the table, where a block a record reads better; with
    ``page`` a pipe gets them as well.
    ``lines`` are the rows of tables where these are not the records; ``foot`` is a last row, such as a total.
    ``summary`` joins the JSON envelope; ``notes`` are lines below a table; ``empty`` is said instead of a
    table without rows.  ``sheet`` is what its sheet of a workbook is called from one report to the next; the
    title then stands above the table.
    """

    kind: str
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    as_of: date | None = None
    revision: str | None = None
    title: Message | None = None
    lines: tuple[Record, ...] | None = None
    cards: tuple[Card, ...] | None = None
    page: bool = False
    foot: Record | None = None
    summary: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    empty: Message = NOTHING
    partial: bool = False
    sheet: Message | None = None

    def marked_partial(self) -> Report:
        """The same report, saying that a part of the ledger could not be read."""
        return replace(self, partial=True, notes=(*self.notes, Message("report.partial")))

    def marked_revision(self, sha: str) -> Report:
        """The same report, saying which commit's data it was made of."""
        note = Message("report.revision", {"sha": sha[:10]})
        return replace(self, revision=sha, notes=(*self.notes, note))

    def as_document(self) -> Document:
        """The report as a document of one table, for the formats in which only documents can be had."""
        table = replace(self, title=None)
        title = self.title or Message("report.untitled")
        data = {**self.summary, "data": list(self.records)}
        made = Document(self.kind, title, (), (table,), self.as_of, self.revision, data)
        return replace(made, partial=self.partial)


class Heading(NamedTuple):
    """A heading of a document; level 1 is 一、, level 2 （一）, level 3 1. in the official layout."""

    text: Message
    level: int = 1


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    text: Message


class Note(NamedTuple):
    """A remark in small type: how figures are counted, what they were taken from."""

    text: Message


Block = Heading | Paragraph | Note | Report
"""A part of a document; a report is a table, its title the caption, its notes lines below."""


class Annex(NamedTuple):
    """An annex (附件) of a document: its title and what is in it."""

    title: Message
    blocks: tuple[Block, ...]


class Signature(NamedTuple):
    """How a document is signed: to whom it goes, who sends it, on which day."""

    addressee: Message
    signer: Message
    day: Message


@dataclass(frozen=True, slots=True)
class Document:
    """A report that is read from top to bottom: headings, paragraphs and tables, then annexes.

    ``dateline`` stands below the title.  ``signature`` is that of a document that is sent: 主送 before the
    text, 落款 and 成文日期 after it.  ``source`` says what the data are, for the properties of files.
    One that is ``partial`` was made of a ledger of which a part could not be read.
    ``data`` is what scripts get in place of the blocks; ``sheets`` are the tables of a workbook where these
    are not those of the text.
    """

    kind: str
    title: Message
    dateline: tuple[Message, ...]
    blocks: tuple[Block, ...]
    as_of: date | None = None
    revision: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    sheets: tuple[Report, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: Signature | None = None
    source: Message | None = None
    partial: bool = False
