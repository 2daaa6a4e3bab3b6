"""Records of complaints on their way into their files, checked by the rules of ``ledger check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.model.complaint import ComplaintFile
from ledger.reading.load import COMPLAINTS, read_common
from ledger.reading.names import unknown_handlers
from ledger.recording.books import Book, add
from ledger.recording.checking import check_book, laid_over, malformed, new_errors
from ledger.rules import complaints as complaint_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.reading.diagnostic import Diagnostic


class Wanted(NamedTuple):
    """A record to be made: the batch and number of its complaint, and what it says."""

    batch: str
    number: str
    record: Mapping[str, Any]


class Made(NamedTuple):
    """What records come to: the new lines by file, how many are there already, old and new bytes, what is
    wrong.  Nothing may be written while there are problems."""

    lines: dict[str, list[str]]
    known: int
    changes: dict[str, tuple[bytes | None, bytes]]
    problems: list[Diagnostic]


def file_of(batch: str, number: str) -> Book:
    """The file of a complaint."""
    return Book(f"{COMPLAINTS}{batch}/{number}.yaml", "records", ComplaintFile, "complaint")


def draft_complaints(
    wanted: Sequence[Wanted], tree: Mapping[str, bytes], evidence: Callable[[str], str | None]
) -> Made:
    """The files of complaints with records appended, all or none.

    They are refused when the check would find an error in the book of complaints that it does not find
    without them.  Raises :class:`~ledger.recording.append.NotAppendableError`.
    """
    by_file: dict[Book, list[Mapping[str, Any]]] = {}
    for one in wanted:
        by_file.setdefault(file_of(one.batch, one.number), []).append(one.record)
    lines: dict[str, list[str]] = {}
    changes: dict[str, tuple[bytes | None, bytes]] = {}
    problems: list[Diagnostic] = []
    for book, records in by_file.items():
        old = tree.get(book.path)
        made = add(book, old, records)
        problems += [found._replace(path=book.path) for found in made.problems]
        if made.lines:
            lines[book.path], changes[book.path] = made.lines, (old, made.data)
    known = len(wanted) - sum(map(len, lines.values()))
    if problems or not changes:
        return Made(lines, known, changes, problems)
    before = _check(tree, evidence)
    broken = [found for found in malformed(before) if found.path in changes]
    if broken:
        return Made(lines, known, changes, broken)
    after = _check(laid_over(tree, {path: new for path, (_, new) in changes.items()}), evidence)
    return Made(lines, known, changes, new_errors(before, after))


def _check(tree: Mapping[str, bytes], evidence: Callable[[str], str | None]) -> list[Diagnostic]:
    """What is wrong with the book of complaints of a ledger."""
    common = read_common(tree)
    found = [one for one in common.diagnostics if one.path.startswith(COMPLAINTS)]
    found += unknown_handlers(common.complaints, common.units, tree)
    return [*found, *check_book(tree, common, evidence, complaint_rules)]
