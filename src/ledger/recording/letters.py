"""A letter or a reply on its way into the book of letters, checked by the rules of ``ledger check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.letters import same
from ledger.judging.walk import standing_records
from ledger.model.entries import content, ref_of
from ledger.model.letter import Letter, Reply
from ledger.reading.load import LETTERS, read_common
from ledger.reading.names import unknown_in_letters
from ledger.recording.books import POST, add
from ledger.recording.checking import check_book, laid_over, malformed, new_errors
from ledger.recording.record import Request
from ledger.rules import letters as letter_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ledger.judging.day import Day
    from ledger.reading.diagnostic import Diagnostic


class Posted(NamedTuple):
    """What a record of the book comes to: its line, ``None`` where it is there already; the old and new bytes
    of the book; what is wrong with it.  Nothing may be written while there are problems."""

    line: str | None
    change: tuple[bytes | None, bytes]
    problems: list[Diagnostic]


def draft_post(
    record: Mapping[str, Any], tree: Mapping[str, bytes], evidence: Callable[[str], str | None]
) -> Posted:
    """The book with a letter or a reply appended.

    It is refused when the check would find an error in the book that it does not find without it, and when
    the book cannot be read.  Raises :class:`~ledger.recording.append.NotAppendableError`.
    """
    old = tree.get(LETTERS)
    before = _check(tree, evidence)
    made = add(POST, old, [record])
    broken = malformed(before)
    if broken or made.problems or not made.lines:
        return Posted(None, (old, made.data), broken or made.problems)
    after = _check(laid_over(tree, {LETTERS: made.data}), evidence)
    return Posted(made.lines[0], (old, made.data), new_errors(before, after))


def _check(tree: Mapping[str, bytes], evidence: Callable[[str], str | None]) -> list[Diagnostic]:
    """What is wrong with the book of letters of a ledger."""
    if LETTERS not in tree:
        return []
    common = read_common(tree)
    found = [one for one in common.diagnostics if one.path == LETTERS]
    found += unknown_in_letters(common.letters, common.units, tree[LETTERS])
    return [*found, *check_book(tree, common, evidence, letter_rules)]


def supervisions(letter: Mapping[str, Any], issues: Iterable[str]) -> list[Request]:
    """The records of supervision that a letter puts on its tasks: its level, with its number and demand."""
    said = f"{letter['number']} {letter['demand']}"
    fields = {key: letter[key] for key in ("date", "by", "level")}
    return [Request(one, {"type": "supervise", **fields, "text": said}) for one in issues]


def standing_post(day: Day, number: str, unit: str | None) -> list[Letter | Reply]:
    """The letter of a number, or the replies of a unit to it, that nobody has taken back; each once."""
    post = day.ledger.letters
    found = [
        one
        for n, one in enumerate(post)
        if n not in day.post.taken
        and isinstance(one, Letter if unit is None else Reply)
        and same(one.number) == same(number)
        and unit in {None, one.by}
    ]
    return list(dict.fromkeys(found))


def taken_back(one: Letter | Reply, said: Mapping[str, Any]) -> dict[str, Any]:
    """The record that takes back a letter or a reply; ``said`` is its day, by whom, and why."""
    return {
        "date": said["date"],
        "type": "void",
        "by": said["by"],
        "number": one.number,
        "entry": ref_of(one),
        "text": said["text"],
    }


def freed(letter: Letter, said: Mapping[str, Any], day: Day) -> list[Request]:
    """The records that take back what the letter has put on its tasks, where that still stands."""
    requests = []
    for request in supervisions(content(letter), letter.issues):
        judgement = day.by_id.get(request.issue)
        entries = judgement.issue.entries if judgement is not None else ()
        for entry in dict.fromkeys(standing_records(entries, day.setting)):
            if content(entry) == dict(request.fields):
                fields = {"date": said["date"], "type": "void", "by": said["by"]}
                requests.append(
                    Request(request.issue, fields | {"entry": ref_of(entry), "text": said["text"]})
                )
    return requests
