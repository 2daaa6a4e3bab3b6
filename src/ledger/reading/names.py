"""Unit names in issues that the vocabulary does not have.

Part of loading, not of the rules: a filter by unit would silently miss an issue whose unit is misspelt.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from ledger.model.change import names_units
from ledger.reading.diagnostic import Diagnostic, Span
from ledger.reading.selection import OF_A_KIND
from ledger.reading.yaml import Path, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.model.complaint import Complaint
    from ledger.model.disclosure import Disclosure
    from ledger.model.ledger import Issue
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.round import Asking, Round, SentBack
    from ledger.model.unit import Units


def unknown_units(issue: Issue, units: Units, data: bytes) -> list[Diagnostic]:
    """L301, L312: every unit of an issue or entry is in the vocabulary, by its canonical name.

    ``data`` is the file of the issue.
    """
    wrong = [(place, name) for place, name in _named(issue) if name not in units.names]
    if not wrong:
        return []
    return _all_unknown(wrong, issue.path, units, data)


class Books(Protocol):
    """What is recorded besides the issues."""

    @property
    def disclosures(self) -> tuple[Disclosure, ...]: ...
    @property
    def letters(self) -> tuple[Letter | Reply | Taken, ...]: ...
    @property
    def rounds(self) -> tuple[Round, ...]: ...
    @property
    def complaints(self) -> tuple[Complaint, ...]: ...


def unknown_in_books(books: Books, units: Units, tree: Mapping[str, bytes]) -> list[Diagnostic]:
    """L301, L312 in the disclosures, letters, rounds and complaints of a ledger."""
    return [
        *unknown_disclosers(books.disclosures, units, tree.get("data/disclosures.yaml", b"")),
        *unknown_in_letters(books.letters, units, tree.get("data/letters.yaml", b"")),
        *unknown_asked(books.rounds, units, tree),
        *unknown_handlers(books.complaints, units, tree),
    ]


def unknown_handlers(
    complaints: Sequence[Complaint], units: Units, tree: Mapping[str, bytes]
) -> list[Diagnostic]:
    """L301, L312: who records of complaints, and whom they were given to, is in the vocabulary."""
    found: list[Diagnostic] = []
    for one in complaints:
        named: list[tuple[Path, str]] = []
        for n, record in enumerate(one.records):
            named.append((("records", n, "by"), record.by))
            asked = getattr(record, "units", ())
            named += [(("records", n, "units", k), name) for k, name in enumerate(asked)]
        wrong = [(place, name) for place, name in named if name not in units.names]
        found += _all_unknown(wrong, one.path, units, tree[one.path]) if wrong else []
    return found


def unknown_disclosers(disclosures: Sequence[Disclosure], units: Units, data: bytes) -> list[Diagnostic]:
    """L301, L312: whoever disclosed is in the vocabulary.  ``data`` is the file of disclosures."""
    named: list[tuple[Path, str]] = [
        (("disclosures", n, "unit"), one.unit) for n, one in enumerate(disclosures)
    ]
    wrong = [(place, name) for place, name in named if name not in units.names]
    return _all_unknown(wrong, "data/disclosures.yaml", units, data) if wrong else []


def unknown_in_letters(
    letters: Sequence[Letter | Reply | Taken], units: Units, data: bytes
) -> list[Diagnostic]:
    """L301, L312: who sends, gets and answers letters is in the vocabulary.  ``data`` is their file."""
    named: list[tuple[Path, str]] = [(("letters", n, "by"), one.by) for n, one in enumerate(letters)]
    for n, one in enumerate(letters):
        named += [(("letters", n, "to", k), name) for k, name in enumerate(getattr(one, "to", ()))]
    wrong = [(place, name) for place, name in named if name not in units.names]
    return _all_unknown(wrong, "data/letters.yaml", units, data) if wrong else []


def unknown_asked(rounds: Sequence[Round], units: Units, tree: Mapping[str, bytes]) -> list[Diagnostic]:
    """L301, L312: whoever is asked in a round is in the vocabulary."""
    found: list[Diagnostic] = []
    for one in rounds:
        wrong: list[tuple[Path, str]] = [
            (place, name)
            for n, record in enumerate(one.records)
            for place, name in _of_round(n, record)
            if name not in units.units
        ]
        found += _all_unknown(wrong, one.path, units, tree[one.path]) if wrong else []
    return found


def _of_round(n: int, record: Asking | SentBack) -> list[tuple[Path, str]]:
    """The units that a record of a round names, and where."""
    named = getattr(record, "units", None)
    if named is None:
        return [(("asked", n, "unit"), record.unit)]  # type: ignore[union-attr]
    return [(("asked", n, "units", k), name) for k, name in enumerate(named)]


def _all_unknown(wrong: list[tuple[Path, str]], path: str, units: Units, data: bytes) -> list[Diagnostic]:
    document, _ = parse(data, path, places=True)
    assert document is not None  # noqa: S101 - it was read a moment ago
    found = sorted(((document.locate(place), place, name) for place, name in wrong), key=lambda one: one[0])
    asked = first_of(name for _, _, name in found)
    return [_unknown(name, path, place, span, units, near=name in asked) for span, place, name in found]


def _named(issue: Issue) -> Iterator[tuple[Path, str]]:
    baseline = issue.baseline
    for n, name in enumerate(baseline.acceptance.units):
        yield ("acceptance", "units", n), name
    for n, name in enumerate(baseline.responsibility.lead):
        yield ("responsibility", "lead", n), name
    for n, name in enumerate(baseline.responsibility.support):
        yield ("responsibility", "support", n), name
    for n, measure in enumerate(baseline.measures):
        for k, name in enumerate(measure.by):
            yield ("measures", n, "by", k), name
    for n, other in enumerate(baseline.others):
        for k, name in enumerate(other.named):
            yield ("others", n, "named", k), name
    for name in baseline.responsibility.bodies:
        yield ("responsibility", "bodies", name), name
    for n, entry in enumerate(issue.entries):
        yield ("entries", n, "by"), entry.by
        for k, name in enumerate(entry.named):
            yield ("entries", n, "for", k), name
        for k, name in enumerate(getattr(entry, "units", ())):
            yield ("entries", n, "units", k), name
        for k, change in enumerate(getattr(entry, "changes", ())):
            if names_units(change.field):
                yield from _changed(("entries", n, "changes", k, "new"), change.new)


def _changed(place: Path, new: Any) -> Iterator[tuple[Path, str]]:
    """The units that a change puts into the baseline."""
    if isinstance(new, str):
        yield place, new
    elif isinstance(new, tuple):
        yield from (((*place, n), name) for n, name in enumerate(new) if isinstance(name, str))


def first_of(names: Iterable[str]) -> set[str]:
    """The names for which it is asked what was meant, as many as are told: each costs a look at the table."""
    return set(islice(dict.fromkeys(names), OF_A_KIND))


def _unknown(name: str, path: str, place: Path, span: Span, units: Units, *, near: bool) -> Diagnostic:
    """L312 where a look-alike character stands in a known name, else L301; with ``near`` what was meant."""
    from unicodedata import normalize

    field = ".".join(map(str, place))
    meant = units.resolve(normalize("NFKC", name))
    found = units.resolve(name)
    if meant is not None and found is None:
        character = next(c for c in name if normalize("NFKC", c) != c)
        args: dict[str, str | int] = {
            "name": name,
            "near": meant.name,
            "character": f"U+{ord(character):04X}",
        }
        return Diagnostic("L312", path, span, args, field)
    meant_ones = (found.name,) if found else tuple(units.nearest(name)) if near else ()
    return Diagnostic("L301", path, span, {"name": name, "near": meant_ones}, field)
