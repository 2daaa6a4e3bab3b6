"""What a document is taken apart into: its parts, the drafts of its issues, and what is odd about it.

Every line that is not blank is in exactly one part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.documents.blocks import Place
    from ledger.plans.front import Front
    from ledger.plans.labels import Role
    from ledger.plans.lines import Line
    from ledger.plans.measuring import DraftMeasure
    from ledger.reading.diagnostic import Arg

SUPPORT_LABEL = "配合单位"
"""A line of its own for the units that do not lead; goes with 牵头单位."""

LEAD_LABEL = "牵头单位"
"""What the responsible line is called where the others have a line of their own."""


OWN = "——"
"""What stands in the title of a sub-item between the title that all share and its own heading."""


_FAR = 1000
"""How many lines of a task are searched for one of its further lines."""


class Label(StrEnum):
    """The labelled lines of an issue that the format has a field for."""

    ACCEPTANCE = "验收单位"
    RESPONSIBILITY = "责任单位"
    DEADLINE = "整改时限"
    GOAL = "整改目标"
    MEASURES = "整改措施"


_FIELDS: dict[Role, Label] = {
    "acceptance": Label.ACCEPTANCE,
    "responsibility": Label.RESPONSIBILITY,
    "lead": Label.RESPONSIBILITY,
    "deadline": Label.DEADLINE,
    "goal": Label.GOAL,
    "measures": Label.MEASURES,
}
"""The roles of the lexicon that an issue has a field for."""

ANNEX = re.compile(r"^附件\s*[0-9一二三四五六七八九十]*:?(?:\(续\))?$")
_HEADING_MAX = 6


@dataclass(slots=True)
class Draft:
    """An issue as it stands in the document, not yet understood.

    ``lines`` says where each field begins, ``rows`` which lines it is made of where these are cells that do
    not follow one another, ``labels`` what the lines are called, in order; ``enclosed`` that
    it was read from the cells of a table, ``split`` that its title is the first sentence of the paragraph
    that describes the problem.
    """

    number: str
    section: str | None
    title: str
    line: int
    problem: list[str] = field(default_factory=list)
    fields: dict[Label, str] = field(default_factory=dict)
    measures: list[DraftMeasure] = field(default_factory=list)
    support: str = ""
    leads_only: bool = False
    others: list[tuple[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    enclosed: bool = False
    split: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about the document: a diagnostic code, a line and column (from 1), and words for it."""

    code: str
    line: int
    column: int
    args: Mapping[str, Arg]


@dataclass(slots=True)
class Document:
    """The whole document.  Each line that is not blank is in exactly one of its parts.

    ``used`` holds the numbers of the lines that went into sections and issues; ``places`` where lines
    stand in a file that is no text; ``size`` the characters of the whole file, counted before it was
    taken apart, ``images`` its pictures, and ``pictures`` the pages that are nothing else,
    ``image_names`` what pictures are called and ``image_line`` what the first follows. ``closing`` is
    who signs and when, below the list, and ``after`` the parts of the document there that are about all
    tasks; ``restarts`` says that the problems are counted anew in each section, and ``cut`` that the list
    stops in the middle; ``tabled`` is the line that is the head of a table without cells.
    """

    lines: list[Line]
    blank_at_end: int = 0
    preamble: list[Line] = field(default_factory=list)
    heading: list[Line] = field(default_factory=list)
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    unrecognised: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    places: Mapping[int, Place] = field(default_factory=dict)
    size: int = 0
    images: int = 0
    pictures: tuple[int, ...] = ()
    image_names: tuple[str, ...] = ()
    image_line: int = 1
    closing: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    restarts: bool = False
    cut: bool = False
    tabled: int = 0
    moved: dict[int, Line] | None = None

    def source_of(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place among the lines as they were read."""
        moved = self._moved()
        held = moved.get(line)
        return held.where(column - 1 - held.indent) if held is not None else (line, column)

    def line_of(self, draft: Draft, text: str) -> tuple[int, int]:
        """Where a further line of an issue stands, and the column where its text begins (both from 1)."""
        first = bisect_left(self.lines, draft.line, key=attrgetter("number"))
        for line in self.lines[first : first + _FAR]:
            if text and text in line.text:
                return line.number, line.indent + line.text.index(text) + 1
        return draft.line, 1

    def _moved(self) -> dict[int, Line]:
        if self.moved is None:
            self.moved = {line.number: line for line in self.lines if line.pieces}
        return self.moved

    def jump(self, number: int, last: int, shown: str) -> tuple[str, dict[str, str | int]]:
        """What is told of a number, as it is ``shown``, that does not follow ``last``.

        A list with a title may begin later.
        """
        if not last and not self.drafts and self.title:
            return "L580", {"number": shown, "missing": number - 1}
        return "L513", {"number": shown, "expected": last + 1}

    def trouble(self, code: str, **args: str | int) -> None:
        """Note something about the document as a whole."""
        self.troubles.append(Trouble(code, 1, 1, args))

    @property
    def front(self) -> Front:
        """Title, issuer and day of issue, as far as the document states them."""
        from ledger.plans.front import read_front

        return read_front(self.preamble, self.closing, self.furniture, self.heading)

    @property
    def title(self) -> str:
        """The title, its lines joined; empty where there is none."""
        return self.front.title


def beside_lead(draft: Draft, role: Role | None, text: str, place: tuple[int, int]) -> bool:
    """Whether this is the second of 牵头单位 and 责任单位 in one issue; then it is put beside the first.

    Those of 责任单位 do not lead then.  ``place`` is the line and column (from 1) where ``text`` begins.
    """
    if draft.support or (role == "lead") == draft.leads_only or role not in {"lead", "responsibility"}:
        return False
    label = Label.RESPONSIBILITY
    if role == "lead":
        before = draft.fields[label], (draft.lines[label.name], draft.columns[label.name])
        draft.fields[label], (draft.lines[label.name], draft.columns[label.name]) = text, place
        draft.leads_only = True
        text, place = before
    draft.support = text
    draft.lines["SUPPORT"], draft.columns["SUPPORT"] = place
    return True


def annex_before(lines: Sequence[Line], start: int) -> int:
    """Where the heading of the list at ``start`` begins: at 附件 shortly before, else at the list."""
    for index in range(start - 1, max(start - 1 - _HEADING_MAX, -1), -1):
        if ANNEX.match(lines[index].half):
            return index
    return start


def field_of(role: Role | None) -> Label | None:
    """The field of an issue for a role of the lexicon, where it has one."""
    return _FIELDS.get(role) if role is not None else None
