"""Runs the rules and puts their findings in place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.load import UNITS, load
from ledger.reading.yaml import Document, Path, parse

if TYPE_CHECKING:
    from ledger.model.ledger import Ledger


class Finding(NamedTuple):
    """What a rule found: code, file, place in it, words; ``offset`` counts characters in the value."""

    code: str
    path: str
    place: Path
    args: Mapping[str, str | int] = {}
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What rules see: the ledger, and checksums of evidence files (``None`` for one that is missing)."""

    ledger: Ledger
    evidence: Mapping[str, str | None]
    paths: Collection[str] = ()


Rule = Callable[[Context], Iterable[Finding]]


@dataclass(slots=True)
class Placer:
    """Finds places in the files of a tree; each file is read once, and only when something is wrong in it."""

    tree: Mapping[str, bytes]
    documents: dict[str, Document] = field(default_factory=dict)

    def span(self, path: str, place: Path, offset: int | None = None) -> Span:
        """The place of a value; with ``offset`` that of one character in it."""
        document = self.documents.get(path)
        if document is None:
            data = self.tree.get(path)
            document = (parse(data, path, places=True)[0] if data is not None else None) or Document({})
            self.documents[path] = document
        span = document.locate(place)
        if offset is None or path not in self.tree:
            return span
        return _inside(self.tree[path].decode("utf-8").removeprefix("\ufeff"), span, offset) or span


def _inside(text: str, span: Span, offset: int) -> Span | None:
    """The place of character ``offset`` of a scalar that was written without escapes."""
    rows = text.replace("\r\n", "\n").split("\n")
    first = rows[span.line - 1][span.column - 1 :]
    if first[:1] in {"|", ">"}:
        row, left = span.line, offset
        indent = len(rows[row]) - len(rows[row].lstrip(" ")) if row < len(rows) else 0
        while row < len(rows) and left > len(rows[row]) - indent:
            left -= len(rows[row]) - indent + 1
            row += 1
        return Span(row + 1, indent + left + 1, row + 1, indent + left + 2) if row < len(rows) else None
    if span.line != span.end_line:
        return None
    column = span.column + offset + (first[:1] in {'"', "'"})
    return Span(span.line, column, span.line, column + 1) if column <= span.end_column else None


def check_tree(
    tree: Mapping[str, bytes], evidence: Mapping[str, str | None], found: Iterable[Diagnostic] = ()
) -> Checked:
    """Load a ledger from its files and run all rules on it.

    ``evidence`` holds checksums by path below ``data/``; ``found`` is what reading the files brought up.
    """
    loaded = load(tree)
    return Checked(loaded.ledger, run(loaded.ledger, tree, evidence, [*found, *loaded.diagnostics]))


class Checked(NamedTuple):
    """A ledger and everything that is wrong with it, in order of place."""

    ledger: Ledger
    diagnostics: list[Diagnostic]


def run(
    ledger: Ledger,
    tree: Mapping[str, bytes],
    evidence: Mapping[str, str | None],
    already: Iterable[Diagnostic] = (),
) -> list[Diagnostic]:
    """Everything that the rules find in a ledger, in order of place.

    Rules run from the most specific to the most general; what stands at a place that an earlier rule has
    spoken of (or that ``already`` tells) is not said twice.
    """
    placer = Placer(tree)
    already = list(already)
    if any(d.path == UNITS and d.severity == "error" for d in already):
        # without the table every unit would be unknown; that one error says it all
        return sorted(already, key=Diagnostic.sort_key)
    context = Context(ledger, evidence, tree)
    found: list[Diagnostic] = []
    spoken: set[tuple[str, Path]] = {(d.path, _place(d.field)) for d in already if d.field}
    for rule in _rules():
        fresh: list[tuple[str, Path]] = []
        for finding in rule(context):
            if finding.place and any((finding.path, place) in spoken for place in _around(finding.place)):
                continue
            span = placer.span(finding.path, finding.place, finding.offset) if finding.path in tree else START
            name = ".".join(map(str, finding.place))
            found.append(Diagnostic(finding.code, finding.path, span, finding.args, name))
            fresh.append((finding.path, finding.place))
        spoken.update(fresh)
    return sorted([*already, *found], key=Diagnostic.sort_key)


def _place(field: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in field.split("."))


def _around(place: Path) -> Iterator[Path]:
    for end in range(len(place), 0, -1):
        yield place[:end]


def _rules() -> tuple[Rule, ...]:
    from ledger.rules import baseline, consistency, entries, references

    return (*references.RULES, *consistency.RULES, *entries.RULES, *baseline.RULES)
