"""Text of an official plan → drafts of its issues, with every line accounted for.

Knows the five-line layout: 验收单位, 责任单位, 整改时限, 整改目标, 整改措施 under numbered problems in
sections.
Recognising is by place and look-ahead, never by content alone: a line "3.…" is a problem only where labels
follow it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from ledger.documents.blocks import Place
from ledger.documents.text import BLANK, unify
from ledger.plans.labels import Role, lexicon
from ledger.plans.numerals import count_of
from ledger.plans.persons import role_of_line
from ledger.plans.progress import tells_progress
from ledger.plans.width import half_width

SUPPORT_LABEL = "配合单位"
"""A line of its own for the units that do not lead; goes with 牵头单位."""

LEAD_LABEL = "牵头单位"
"""What the responsible line is called where the others have a line of their own."""


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

_ENDS = re.compile("[。；;！!？?：:”）)]$")
_LABEL = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8}):\s*(?P<text>.*)$", re.DOTALL)
_LIKE_LABEL = re.compile(r"(?:单位|部门|领导|责任人|联系人|时限|时间|目标|措施|主体|电话)$")
SECTION = re.compile(r"^(?P<number>[一二三四五六七八九十百]+)[、.]\s*(?P<title>.+)$")
PROBLEM = re.compile(r"^(?P<number>[0-9]{1,6})\s*[.、]\s*(?P<title>.+)$")
_SUB = re.compile(r"^\((?P<number>[0-9]{1,6})\)\s*(?P<text>.*)$")
_MEASURE = re.compile(
    r"^(?P<number>\([一二三四五六七八九十]+\)|[0-9]+[.、]|\([0-9]+\)|[一二三四五六七八九十]+是)\s*(?P<text>.+)$"
)
_INLINE = {
    "(#)": re.compile(r"(?<=[。；;!?])\s*(?P<number>\([一二三四五六七八九十]+\))\s*(?=\S)"),
    "#是": re.compile(r"(?<=[。；;!?])\s*(?P<number>[一二三四五六七八九十]+是)\s*(?=\S)"),
}
"""How measures are numbered that may stand in one paragraph, by the style of their numbers."""
_ANNEX = re.compile(r"^附件\s*[0-9一二三四五六七八九十]*:?$")
_FURNITURE = re.compile(r"^(?:-\s*[0-9]+\s*-|第?\s*[0-9]+\s*页.*|\(此件.*\))$")
_BELOW = re.compile(
    r"\(?[0-9〇○零一二三四五六七八九]{4}年.{1,3}月.{1,3}日\)?$|(?:注|说明|来源|附件|附注|责任编辑|编辑)[0-9]?:"
)
_WRAPPED = 20
"""A line that is longer may have been broken where no sentence ends."""
_HEADING_MAX = 6
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that is not blank; ``number`` counts from 1 and blank lines count."""

    number: int
    text: str
    half: str
    indent: int


@dataclass(slots=True)
class DraftMeasure:
    """A measure as it stands in the document."""

    number: str | None
    text: str
    line: int


@dataclass(slots=True)
class Draft:
    """An issue as it stands in the document, not yet understood.

    ``lines`` says where each field begins; ``enclosed`` that it was read from the cells of a table.
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
    enclosed: bool = False

    def is_cut(self) -> bool:
        """Whether the last measure stops in the middle of a sentence; a cell ends where it ends."""
        return bool(self.measures) and not self.enclosed and not _ENDS.search(self.measures[-1].text)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about the document: a diagnostic code, a line and column (from 1), and words for it."""

    code: str
    line: int
    column: int
    args: dict[str, str | int]


@dataclass(slots=True)
class Document:
    """The whole document.  Each line that is not blank is in exactly one of its parts.

    ``used`` holds the numbers of the lines that went into sections and issues; ``places`` where lines stand
    in a file that is no text; ``size`` the characters of the whole file, counted before it was taken apart,
    and ``images`` its pictures.
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

    def trouble(self, code: str, **args: str | int) -> None:
        """Note something about the document as a whole."""
        self.troubles.append(Trouble(code, 1, 1, args))

    @property
    def title(self) -> str:
        """The title: the first lines up to the first that ends a sentence, joined."""
        parts: list[str] = []
        for line in self.preamble[:4]:
            if re.search("[。：:；]$", line.text) or SECTION.match(line.half):
                break
            parts.append(line.text)
            if re.search("(?:方案|清单|通知)$", line.text):
                break
        return "".join(parts)


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank; white space at both ends is layout, not text."""
    lines = []
    text = unify(text)
    half = half_width(text).split("\n")
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip(BLANK)
        if stripped:
            indent = len(raw) - len(raw.lstrip(BLANK))
            lines.append(Line(number, stripped, half[number - 1][indent : indent + len(stripped)], indent))
    return lines


def read_document(text: str, furniture: AbstractSet[int] = frozenset()) -> Document:
    """Read the text of a plan.  Finds nothing rather than guess: then ``drafts`` is empty.

    ``furniture`` are the numbers of lines that are known to be no text of the document.
    """
    lines = split_lines(text)
    document = Document(lines, blank_at_end=unify(text).count("\n") - lines[-1].number if lines else 0)
    document.furniture = [line for line in lines if line.number in furniture]
    _Reader(document).read()
    return document


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        # page numbers and the like stand anywhere, also between a heading and what it heads
        apart = {line.number for line in document.furniture}
        self.lines = [
            line for line in document.lines if line.number not in apart and not _FURNITURE.match(line.half)
        ]
        self.text = [line for line in document.lines if line.number not in apart]
        self.last = 0
        self.title = ""
        self.section: str | None = None
        self.draft: Draft | None = None
        self.label: Label | None = None
        self.telling = self.signed = False
        self.parent_number = ""
        self.numbers: set[str] = set()

    def read(self) -> None:
        document = self.document
        first = self._first_problem()
        if first is None:
            document.unrecognised = list(self.text)
            return
        start = first
        for index in range(first - 1, max(first - 1 - _NEAR, -1), -1):
            if self._is_section(index):
                start = index
                break
        annex = annex_before(self.lines, start)
        document.preamble = [line for line in self.text if line.number < self.lines[annex].number]
        document.heading = self.lines[annex:start]
        document.unrecognised = [
            line
            for line in self.text
            if _FURNITURE.match(line.half) and line.number > self.lines[annex].number
        ]
        index = start
        while index < len(self.lines):
            self._line(index)
            index += 1
        document.unrecognised.sort(key=lambda line: line.number)

    # -- looking ahead -------------------------------------------------------------------------------------

    def _first_problem(self) -> int | None:
        for index, line in enumerate(self.lines):
            if PROBLEM.match(line.half) and self._labels_follow(index):
                return index
        return None

    def _labels_follow(self, index: int) -> bool:
        """Whether a known label stands below line ``index`` before anything that looks like a problem."""
        return self._label_before(index, (PROBLEM, SECTION))

    def _is_section(self, index: int) -> bool:
        line = self.lines[index]
        if not SECTION.match(line.half) or _ENDS.search(line.text):
            return False
        # a stray line may have got between the heading and its first problem
        for following in range(index + 1, min(index + 1 + _NEAR, len(self.lines))):
            if PROBLEM.match(self.lines[following].half):
                return self._labels_follow(following)
            if _known_label(self.lines[following]) is not None:
                return False
        return False

    def _is_sub(self, index: int) -> bool:
        return self._label_before(index, (PROBLEM, SECTION, _SUB))

    def _label_before(self, index: int, others: Sequence[re.Pattern[str]]) -> bool:
        for following in range(index + 1, len(self.lines)):
            line = self.lines[following]
            if _known_label(line) is not None or _is_progress(line):
                return True
            if any(other.match(line.half) for other in others):
                return False
        return False

    def _is_next(self, found: re.Match[str]) -> bool:
        """Whether a problem without labels (the document is cut off there) goes on with the numbers."""
        if self.draft is None or int(found["number"]) != self.last + 1:
            return False
        measures = self.draft.measures
        return bool(measures) and not (measures[0].number or "x")[0].isdigit()

    # -- one line ------------------------------------------------------------------------------------------

    def _line(self, index: int) -> None:
        line, left = self.lines[index], len(self.document.unrecognised)
        self._place(index, line)
        if len(self.document.unrecognised) == left:
            self.document.used.add(line.number)

    def _place(self, index: int, line: Line) -> None:
        if _ANNEX.match(line.half):
            self.document.unrecognised.append(line)
        elif self._is_section(index):
            self._begin_section(line)
        elif (found := PROBLEM.match(line.half)) and (self._labels_follow(index) or self._is_next(found)):
            self._begin_problem(line, found)
        elif (found := _SUB.match(line.half)) and self.title and self._is_sub(index):
            self._begin_sub(line, found)
        elif self.draft is None:
            self.document.unrecognised.append(line)
        else:
            self._inside(line, self.draft)

    def _begin_section(self, line: Line) -> None:
        found = SECTION.match(line.half)
        assert found is not None  # noqa: S101 - _is_section matched
        self.section = found["number"]
        self.document.sections.append((found["number"], line.text[found.start("title") :], line.number))
        self.draft = None
        self.title = ""

    def _begin_problem(self, line: Line, found: re.Match[str]) -> None:
        number = int(found["number"])
        if number <= self.last:
            self._trouble("L514", line, number=found["number"])
        elif number != self.last + 1:
            self._trouble("L513", line, number=found["number"], expected=self.last + 1)
        self.last = max(self.last, number)
        self.title = line.text[found.start("title") :]
        self.parent_number = found["number"]
        self._new_draft(found["number"], line)

    def _begin_sub(self, line: Line, found: re.Match[str]) -> None:
        parent = self.draft
        others: list[tuple[str, str]] = []
        if parent is not None and parent.number == self.parent_number:
            # the problem itself was only the title that its sub-items share
            if parent.fields or parent.measures or parent.problem:
                self._trouble("L513", line, number=found["number"], expected=self.last + 1)
            else:
                others = parent.others
                self.document.drafts.pop()
        number = f"{self.parent_number}（{found['number']}）"
        if number in self.numbers:
            self._trouble("L514", line, number=number)
        draft = self._new_draft(number, line)
        draft.others += others
        if found["text"]:
            draft.problem.append(line.text[found.start("text") :])
            draft.lines["problem"] = line.number

    def _new_draft(self, number: str, line: Line) -> Draft:
        self.draft = draft = Draft(number, self.section, self.title, line.number)
        draft.lines["title"] = line.number
        self.label, self.telling, self.signed = None, False, False
        self.numbers.add(number)
        self.document.drafts.append(draft)
        return draft

    def _inside(self, line: Line, draft: Draft) -> None:
        label = _known_label(line)
        if label is not None:
            self.telling = False
            self._begin_field(line, draft, label)
        elif self.telling and not _is_label(line):
            self._tell_more(line, draft)
        elif self.label is Label.MEASURES and not _is_progress(line) and not _is_of_persons(line):
            place_measure(draft, line)
        elif self._other(line, draft):
            pass
        elif self.label is None:
            draft.lines.setdefault("problem", line.number)
            draft.problem.append(line.text)
        elif self.label is Label.GOAL:
            draft.fields[Label.GOAL] = "\n".join(filter(None, [draft.fields[Label.GOAL], line.text]))
        elif not draft.fields[self.label]:
            draft.fields[self.label] = line.text
        else:
            self.document.unrecognised.append(line)

    def _begin_field(self, line: Line, draft: Draft, label: Label) -> None:
        found = _LABEL.match(line.half)
        assert found is not None  # noqa: S101 - _known_label matched
        text = line.text[found.start("text") :]
        if label in draft.fields:
            place = (line.number, line.indent + found.start("text") + 1)
            if label is Label.RESPONSIBILITY and beside_lead(draft, _role(line), text, place):
                return
            self._trouble("L520", line, label=label.value, first=draft.lines[label.name])
            self.document.unrecognised.append(line)
            return
        self.label = label
        draft.leads_only |= _role(line) == "lead"
        draft.fields[label] = text
        draft.lines[label.name] = line.number
        draft.columns[label.name] = line.indent + found.start("text") + 1
        if label is Label.MEASURES and text:
            place_measure(draft, Line(line.number, text, half_width(text), line.indent))

    def _other(self, line: Line, draft: Draft) -> bool:
        found = _LABEL.match(line.half)
        role = _role(line)
        known = role in {"support", "other"} or _is_of_persons(line)
        if found is None or not (known or _LIKE_LABEL.search(found["label"])):
            return False
        if role == "support" and not draft.support:
            draft.support = line.text[found.start("text") :]
            draft.lines["SUPPORT"], draft.columns["SUPPORT"] = (
                line.number,
                line.indent + found.start("text") + 1,
            )
            return True
        draft.others.append((found["label"], line.text[found.start("text") :]))
        self.telling, self.signed = _is_progress(line), False
        if not known or role == "support":
            self._trouble("L515", line, label=found["label"])
        return True

    def _tell_more(self, line: Line, draft: Draft) -> None:
        """A line after one that tells of progress goes on with it, but for what stands below the last task:
        a signature, a day, a remark, and all that follows these.
        """
        label, text = draft.others[-1]
        goes_on = not text or sentence_ends(line.text) or (len(text) > _WRAPPED and not sentence_ends(text))
        if self.signed or not goes_on or _BELOW.match(line.half):
            self.signed = True
            self.document.unrecognised.append(line)
        else:
            draft.others[-1] = (label, "\n".join(filter(None, [text, line.text])))

    def _trouble(self, code: str, line: Line, **args: str | int) -> None:
        self.document.troubles.append(Trouble(code, line.number, line.indent + 1, args))


def place_measure(draft: Draft, line: Line) -> None:
    """A line of the measures of an issue: it begins a measure, begins several, or goes on with the last."""
    found = _MEASURE.match(line.half)
    numbered = bool(draft.measures) and draft.measures[0].number is not None
    if found is not None and (
        not draft.measures or _style(found["number"]) == _style(draft.measures[0].number)
    ):
        start = found.start("text")
        number = line.text[:start].strip()
        first, *more = split_measures(number, line.text[start:])
        draft.measures.append(DraftMeasure(number, first[1], line.number))
        draft.measures += [DraftMeasure(*one, line.number) for one in more]
    elif numbered:
        last = draft.measures[-1]
        first, *more = split_measures(last.number, line.text)
        last.text += "\n" + first[1]
        draft.measures += [DraftMeasure(*one, line.number) for one in more]
    else:
        draft.measures.append(DraftMeasure(None, line.text, line.number))


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


def sentence_ends(text: str) -> bool:
    """Whether a line ends as a sentence does, which no heading does."""
    return _ENDS.search(text) is not None


def annex_before(lines: Sequence[Line], start: int) -> int:
    """Where the heading of the list at ``start`` begins: at 附件 shortly before, else at the list."""
    for index in range(start - 1, max(start - 1 - _HEADING_MAX, -1), -1):
        if _ANNEX.match(lines[index].half):
            return index
    return start


def field_of(role: Role | None) -> Label | None:
    """The field of an issue for a role of the lexicon, where it has one."""
    return _FIELDS.get(role) if role is not None else None


def _role(line: Line) -> Role | None:
    colon = line.half.find(":", 2, 9)
    return lexicon().get(line.half[:colon]) if colon > 0 else None


def _is_of_persons(line: Line) -> bool:
    """Whether a line names persons or who watches over the task: never part of a measure."""
    found = _LABEL.match(line.half)
    return found is not None and role_of_line(found["label"]) is not None


def _is_label(line: Line) -> bool:
    """Whether a line begins with a label that is known, of whatever role."""
    return _role(line) is not None or _is_of_persons(line)


def _is_progress(line: Line) -> bool:
    """Whether a line tells how far the task has come: never part of a measure, and enough of a task."""
    found = _LABEL.match(line.half)
    return found is not None and tells_progress(found["label"])


def _known_label(line: Line) -> Label | None:
    return field_of(_role(line))


def split_measures(number: str | None, text: str) -> list[tuple[str | None, str]]:
    """The measures that stand in one paragraph after one with this number: ``（一）甲。（二）乙。`` are two.

    A next one begins after the end of a sentence, with the next number in the same style (（二） or 二是).
    What only looks like one (按照（三）的要求) stays inside.
    """
    pattern, count = _INLINE.get(_style(number)), count_of(number)
    found: list[tuple[str | None, str]] = []
    start, half = 0, half_width(text)
    for next_one in pattern.finditer(half) if pattern is not None and count is not None else ():
        if count_of(next_one["number"]) == (count or 0) + len(found) + 1:
            found.append((number, text[start : next_one.start()].rstrip(BLANK)))
            number, start = text[next_one.start("number") : next_one.end("number")], next_one.end()
    return [*found, (number, text[start:])]


def _style(number: str | None) -> str:
    """The shape of a numbering, its digits left out."""
    return re.sub("[0-9一二三四五六七八九十]+", "#", half_width(number or ""))
