"""Drafts of a document → a plan and baselines, with what could not be understood."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from ledger.documents.blocks import Place, SourceKind, UnreadableError
from ledger.documents.blocks import Source as BlockSource
from ledger.documents.read import read
from ledger.model.baseline import Acceptance, Baseline, Responsibility
from ledger.model.plan import Plan
from ledger.plans.codes import untold
from ledger.plans.document import Document, Draft, Label, Trouble
from ledger.plans.dress import FIELDS, labels_in
from ledger.plans.figures import FIGURES_MOST, crowded, find_unclaimed
from ledger.plans.heads import FAMILIES
from ledger.plans.interpret import Meaning, Texts, interpret, measures_of, read_row, said_aside, unstated
from ledger.plans.kinds import Shape, shape_of
from ledger.plans.labels import spoken
from ledger.plans.laying import take_apart
from ledger.plans.marks import MARKS_SHOWN, joined_told, marks_told, names_of_pictures, pictures_told
from ledger.plans.numerals import count_of
from ledger.plans.persons import others_of, supervisors
from ledger.plans.phrases import find_dates, find_vague
from ledger.plans.stating import draft_texts, has_fields, ids_of, path_stem, plan_of
from ledger.plans.unitlines import UnitLine, is_balanced, read_units
from ledger.plans.unread import why_unread
from ledger.reading.codes import Severity
from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.yaml import UNSAFE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledger.documents.ocr import Recogniser
    from ledger.model.baseline import Missing
    from ledger.model.unit import Units
    from ledger.plans.labels import Role
    from ledger.plans.lines import Line
    from ledger.reading.diagnostic import Arg

_NEAR_MOST = 100
"""For how many unknown names others that are like them are looked for: it takes milliseconds a name."""

MEASURES_MOST = 1000
"""Measures of a task at most: a task with more is another text that has run into it."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a document says.  ``plan`` is ``None`` and ``issues`` empty where it holds no task list."""

    document: Document
    kind: SourceKind
    encoding: str
    text: str
    plan: Plan | None
    issues: tuple[Baseline, ...]
    lines: dict[str, int]
    diagnostics: list[Diagnostic]

    @property
    def shape(self) -> Shape:
        """What kind of document it is, and why it is taken for one."""
        return shape_of(self.document)

    @property
    def sound(self) -> bool:
        """Whether everything that an issue needs was found and resolved."""
        return self.plan is not None and not any(d.severity is Severity.ERROR for d in self.diagnostics)


def understand(
    data: bytes,
    path: str,
    units: Units,
    issued: date | None = None,
    recognise: Recogniser | None = None,
) -> Understanding:
    """Read an official plan from its bytes.  ``path`` is named in diagnostics; its ending marks a .csv.

    ``issued`` is the day of issue, where known: 印发后3个月内 is counted from it.  ``recognise`` finds the
    text of pictures, which are not read without it.
    MissingLibraryError is raised where a kind of file needs a library that is not installed.
    """
    with spoken(units.labels):
        return _understand(data, path, units, issued, recognise)


def _understand(
    data: bytes, path: str, units: Units, issued: date | None, recognise: Recogniser | None
) -> Understanding:
    try:
        source = read(data, path, recognise)
        document, text = take_apart(source)
    except UnreadableError as error:
        return _unread(error, path)
    if not document.lines:
        code = "L573" if document.images else "L524"
        found = Diagnostic(code, path, args={"count": document.images, "names": names_of_pictures(document)})
        return Understanding(document, source.kind, "", text, None, (), {}, [found])
    crowd = next((draft for draft in document.drafts if len(draft.measures) > MEASURES_MOST), None)
    if crowd is not None:
        first = crowd.measures[MEASURES_MOST].line
        args: dict[str, Arg] = {"number": crowd.number, "count": len(crowd.measures), "most": MEASURES_MOST}
        found = Diagnostic("L592", path, Span(first, 1, first, 2), args)
        return Understanding(document, source.kind, source.encoding, text, None, (), {}, [found])
    reader = _Understander(path, units, document, source, issued)
    try:
        return reader.run(data, text)
    except ValidationError as error:
        found = _too_long(error, path, document)
        return Understanding(document, source.kind, "", text, None, (), {}, [found])


def _too_long(error: ValidationError, path: str, document: Document) -> Diagnostic:
    """A text or list of the document that no field of the ledger can hold, at its line where that is known.

    Whatever else a model refuses here is a fault of this program, and raised again.
    """
    detail = next((one for one in error.errors() if one["type"] == "text_too_long"), None)
    if detail is None:
        many = next((one for one in error.errors() if one["type"] == "too_long"), None)
        if many is None:
            raise error
        most = (many.get("ctx") or {})["max_length"]
        return Diagnostic("L681", path, args={"length": len(many["input"]), "most": most})
    begins = str(detail["input"])[:_BEGINS]
    line = next((one for one in document.lines if begins in one.text), None)
    span = Span(line.number, 1, line.number, 2) if line is not None else START
    context = detail.get("ctx") or {}
    return Diagnostic("L680", path, span, {"length": context["length"], "most": context["most"]})


_BEGINS = 20
"""Characters by which the line is found that a text begins in."""


def _unread(error: UnreadableError, path: str) -> Understanding:
    """Why a file was not read, and where in it that is seen."""
    document = Document([])
    span = START
    if error.place is not None:
        line = error.place.line or 1
        span = Span(line, 1, line, 2)
        if error.place != Place(line=error.place.line):  # else the line says it
            document.places = {line: error.place}
    code, args = why_unread(error)
    return Understanding(document, "text", "", "", None, (), {}, [Diagnostic(code, path, span, args)])


class _At(NamedTuple):
    """Where a field begins; ``rows`` are the lines of its ``text``, where these are cells that lie apart."""

    line: int
    column: int
    text: str = ""
    rows: tuple[int, ...] = ()

    def of(self, start: int) -> tuple[int, int]:
        """The line and column of a place in the field."""
        n = self.text.count("\n", 0, start)
        if not 0 < n < len(self.rows):
            return self.line, self.column + start
        return self.rows[n], start - self.text.rfind("\n", 0, start)


class _Understander:
    def __init__(
        self, path: str, units: Units, document: Document, source: BlockSource, issued: date | None
    ) -> None:
        self.path, self.units, self.document, self.source = path, units, document, source
        self.issued = issued or document.front.issued
        self.found: list[Diagnostic] = []
        self.lines: dict[str, int] = {}
        self.near: dict[str, tuple[str, ...]] = {}
        self.unclaimed: list[tuple[int, str]] = []

    def run(self, data: bytes, text: str) -> Understanding:
        document, kind, encoding = self.document, self.source.kind, self.source.encoding
        if self.source.doubtful:
            self._say(Trouble("L531", 1, 1, {"encoding": encoding}))
        for line, found in unsafe_characters(document.lines):
            column = line.indent + found.start() + 1
            self._say(Trouble("L106", line.number, column, {"character": f"U+{ord(found[0]):04X}"}))
        for trouble in (
            *document.troubles,
            *marks_told(document, self.source.marks),
            *joined_told(document, self.source.marks),
        ):
            self._say(trouble)
        for line in document.unrecognised if document.drafts else ():
            self._say(Trouble("L511", line.number, line.indent + 1, {"text": line.text}))
        if self.source.recognised:
            pages = ", ".join(map(str, self.source.recognised))
            self._say(Trouble("L572", 1, 1, {"pages": pages}))
        if document.pictures:
            self._say(pictures_told(document))
        if not document.drafts:
            pictured: dict[str, Arg] = {"count": document.images, "names": names_of_pictures(document)}
            if document.images:
                self._say(Trouble("L573", document.image_line, 1, pictured))
            elif document.tabled:
                self._say(Trouble("L583", document.tabled, 1, {}))
            else:
                self._say(Trouble("L518", 1, 1, self._nothing()))
            return Understanding(document, kind, encoding, text, None, (), {}, self._sorted())
        if document.cut:
            last = document.drafts[-1]
            end = last.measures[-1].line if last.measures else max(last.lines.values(), default=last.line)
            self._say(Trouble("L522", end, 1, {"number": last.number}))
        issues = []
        for draft, issue_id in zip(document.drafts, ids_of(document.drafts), strict=True):
            if not has_fields(draft):
                self._say(Trouble("L562", draft.line, 1, {"number": draft.number, "title": draft.title}))
                continue
            self.lines[issue_id] = draft.line
            issues.append(self._issue(draft, issue_id))
        self._tell_unclaimed()
        plan = plan_of(document, data, path_stem(self.path), kind, text)
        if self.source.recognised:
            pages_read = self.source.recognised
            plan = plan.model_copy(
                update={"source": plan.source.model_copy(update={"recognised": pages_read})}
            )
        return Understanding(document, kind, encoding, text, plan, tuple(issues), self.lines, self._sorted())

    def _nothing(self) -> dict[str, str | int]:
        """Why no task list was found: how many lines there are, and how many look like parts of one."""
        lines = self.document.lines
        labels = sum(1 for line in lines if any(one.role in FIELDS for one in labels_in(line.half)[:1]))
        numbered = sum(1 for line in lines if any(family.match(line.half) for family in FAMILIES))
        return {"lines": len(lines), "labels": labels, "numbered": numbered}

    def _sorted(self) -> list[Diagnostic]:
        return sorted(self.found, key=Diagnostic.sort_key)

    def _say(self, trouble: Trouble) -> None:
        line, column = self.document.source_of(trouble.line, trouble.column)
        span = Span(line, column, line, column + 1)
        self.found.append(Diagnostic(trouble.code, self.path, span, trouble.args))

    def _issue(self, draft: Draft, issue_id: str) -> Baseline:
        texts = draft_texts(draft)
        meaning = interpret(texts, self.units, self.issued)
        self._tell(draft, issue_id, texts, meaning)
        return Baseline(
            id=issue_id,
            number=draft.number,
            section=draft.section,
            title=_title_of(draft),
            problem="\n".join(draft.problem) or None,
            acceptance=Acceptance(text=texts.acceptance, units=tuple(meaning.acceptance.units)),
            responsibility=Responsibility(
                text=texts.responsibility,
                support_text=texts.support,
                leads_only=texts.leads_only,
                lead=tuple(meaning.lead),
                support=tuple(meaning.support),
                bodies=meaning.bodies,
            ),
            deadline=meaning.deadline,
            goal=texts.goal,
            milestones=meaning.goal,
            measures=measures_of([m.number for m in draft.measures], texts, meaning),
            targets=meaning.targets,
            others=others_of(draft.others, self.units),
        )

    def _tell(self, draft: Draft, issue_id: str, texts: Texts, meaning: Meaning) -> None:
        """Say what was not understood, where it stands in the document."""
        which: dict[str, str | int] = {"number": draft.number, "id": issue_id}
        for name in unstated(texts):
            code, args = untold(name)
            stated = list(_of_measures(draft, name))
            if stated:
                said = "；".join(dict.fromkeys(text for _, text in stated))
                code = "L563" if name == "deadline" else "L571"
                self._say(Trouble(code, stated[0][0], 1, {**which, **args, "text": said}))
            else:
                self._say(Trouble(code, draft.line, 1, {**which, **args}))
        named = {Label.ACCEPTANCE: meaning.acceptance, Label.RESPONSIBILITY: meaning.responsible}
        for field, units in named.items():
            text, rows = draft.fields.get(field, ""), draft.rows.get(field.name, ())
            self._unresolved(units, _At(*self._where(draft, field), text, rows))
        if meaning.supporting is not None:
            self._unresolved(meaning.supporting, _At(draft.lines["SUPPORT"], draft.columns["SUPPORT"]))
        for label, text in draft.others:
            watching = supervisors(label, text, self.units)
            if watching.unresolved or watching.others:
                self._unresolved(watching, _At(*self.document.line_of(draft, text)))
        if not meaning.lead and (meaning.responsible.units or meaning.support):
            where = self._where(draft, Label.RESPONSIBILITY)
            apart = list(dict.fromkeys(text for _, text in _of_measures(draft, "responsibility")))
            if len(apart) > 1 and draft.fields.get(Label.RESPONSIBILITY) == "；".join(apart):
                self._say(Trouble("L571", *where, {**which, "text": "；".join(apart)}))
            else:
                self._say(Trouble("L521", *where, which))
        if meaning.left:
            where = self._where(draft, Label.DEADLINE)
            self._say(Trouble("L517", *where, {"text": texts.deadline or "", "id": issue_id}))
        self._numbering(draft)
        if texts.goal is not None:
            self._vague(issue_id, texts.goal, draft.lines[Label.GOAL.name])
        for number, measure in enumerate(draft.measures, 1):
            self._vague(issue_id, measure.text, measure.line, number)
            self._unresolved(said_aside(measure.text, self.units), _At(measure.line, 1))
            if measure.beside.units is not None:
                self._unresolved(read_units(measure.beside.units, self.units), _At(measure.line, 1))
            if read_row(measure.beside, self.issued)[1]:
                self._say(
                    Trouble("L517", measure.line, 1, {"text": measure.beside.deadline or "", "id": issue_id})
                )

    def _vague(self, issue_id: str, text: str, line: int, measure: int | None = None) -> None:
        if count := crowded(text):
            self._say(Trouble("L591", line, 1, {"count": count, "most": FIGURES_MOST}))
        ends = [at for at, sign in enumerate(text) if sign == "\n"]
        for words, start in find_vague(text, self.issued):
            row = line + bisect_left(ends, start)
            self._say(Trouble("L517", row, 1, {"text": words, "id": issue_id}))
        for words, start in find_unclaimed(text, measure, find_dates(text, self.issued), self.issued):
            self.unclaimed.append((line + bisect_left(ends, start), words))

    def _tell_unclaimed(self) -> None:
        """L575: the figures that are no targets and may be meant as such, once, at the first of them."""
        if self.unclaimed:
            words = tuple(dict.fromkeys(words for _, words in self.unclaimed))
            shown = (*words[:MARKS_SHOWN], *["…"] * (len(words) > MARKS_SHOWN))
            args: dict[str, Arg] = {"count": len(self.unclaimed), "words": shown}
            self._say(Trouble("L575", self.unclaimed[0][0], 1, args))

    def _where(self, draft: Draft, label: Label) -> tuple[int, int]:
        return draft.lines.get(label.name, draft.line), draft.columns.get(label.name, 1)

    def _unresolved(self, line: UnitLine, at: _At) -> None:
        for words, start in line.others:
            self._say(Trouble("L561", *at.of(start), {"words": words}))
        for name, start in line.unresolved:
            if not is_balanced(name):
                self._say(Trouble("L560", *at.of(start), {"name": name}))
                continue
            self._say(Trouble("L516", *at.of(start), {"name": name, "near": self._near(name)}))

    def _near(self, name: str) -> tuple[str, ...]:
        """What a name may have been meant for; where very many are unknown, for the first of them."""
        if name not in self.near:
            asked = len(self.near) < _NEAR_MOST
            self.near[name] = tuple(self.units.nearest(name)) if asked else ()
        return self.near[name]

    def _numbering(self, draft: Draft) -> None:
        """Measures are numbered one after another; a gap or double in the document is worth a look."""
        for expected, measure in enumerate(draft.measures, 1):
            if count_of(measure.number) not in {None, expected}:
                args: dict[str, str | int] = {"number": measure.number or "", "expected": expected}
                self._say(Trouble("L523", measure.line, 1, args))
                return


def _of_measures(draft: Draft, name: Missing) -> Iterator[tuple[int, str]]:
    """What measures state of a field that their task does not: the line of each, and the words."""
    for measure in draft.measures:
        text = {"deadline": measure.beside.deadline, "responsibility": measure.beside.units}.get(name)
        if name == "deadline":
            text = text or measure.aside.get("deadline")
        elif name == "responsibility":
            roles: tuple[Role, ...] = ("lead", "responsibility")
            text = text or "、".join(measure.aside[role] for role in roles if role in measure.aside)
        if text:
            yield measure.line, text


def _title_of(draft: Draft) -> str:
    """The title; without its 。 where it is the first sentence of what describes the problem."""
    return draft.title.removesuffix("。") if draft.split else draft.title


def unsafe_characters(lines: Iterable[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    """The characters that the ledger would refuse to read again."""
    for line in lines:
        for found in UNSAFE.finditer(line.text):
            yield line, found
