"""Who did what to the ledger, and when: one line an entry or change; and who last did each thing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.compare import (
    Difference,
    complaint_difference,
    letter_difference,
    round_difference,
)
from ledger.history.differing import differing
from ledger.history.steps import steps, steps_of
from ledger.history.versions import Versions
from ledger.reading.layout import round_of
from ledger.reading.load import COMPLAINTS, DISCLOSURES, LETTERS, ROUNDS, UNITS
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.history.git import Repository
    from ledger.history.objects import Commit
    from ledger.history.steps import CommonStep, FileStep, Step
    from ledger.history.whereabouts import Places
    from ledger.model.entries import Entry


class Logged(NamedTuple):
    """A difference, and the commit that made it."""

    commit: Commit
    difference: Difference


def log(repository: Repository, since: str | None, until: str) -> Iterator[Logged]:
    """Everything that the commits of a range did to the ledger, oldest first.

    What a merge brought together is told by the commits that it merged; told of the merge itself is what no
    parent has.
    """
    for step in steps(repository, since, until):
        for difference in differences(step):
            yield Logged(step.commit, difference)


def log_of(repository: Repository, since: str | None, until: str, found: Places) -> list[Logged]:
    """What the commits of a range did to a few issues, as :func:`log` tells it.

    Only the files are read in which one of them ever was, and only the commits that touched these.
    """
    with repository.reader() as reader:
        walked = repository.walk_some(since, until, found.paths, found.commits)
        return [
            Logged(step.commit, difference)
            for step in steps_of(Versions(reader), walked)
            for difference in differences(step)
            if difference.issue in found.issues
        ]


def differences(step: Step) -> Iterator[Difference]:
    """What a commit did, by issue, then the files that all share."""
    for file in step.files:
        yield from _of_file(file)
    for common in step.common:
        yield from _of_common(common)


def _of_file(file: FileStep) -> Iterator[Difference]:
    version = file.after if file.after is not None else file.before[0] if file.before else None
    if version is None:
        return
    mine = Difference("", file.issue, version.number, None, file.path)
    if version.broken:
        yield mine._replace(kind="unreadable", field="new" if file.after is not None else "old")
        return
    if file.after is None:
        yield mine._replace(kind="issue_gone")
        return
    if not file.before:
        yield mine._replace(kind="issue_added")
    if file.old_path != file.path:
        yield mine._replace(kind="moved", old=file.old_path, new=file.path)
    for name, old, new in file.fields():
        yield mine._replace(kind="baseline", field=name, old=_text(old), new=_text(new))
    for entry in file.added:
        yield mine._replace(kind="entry_added", entry=entry)
    for entry in file.gone:
        yield mine._replace(kind="entry_gone", entry=entry)


def _text(value: Any) -> Any:
    """Values of a file as text: what the reader calls plain is not told apart."""
    if isinstance(value, dict):
        return {key: _text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_text(item) for item in value]
    return None if value is None else str(value)


class _Book(NamedTuple):
    """A file of records: under which key it lists them, what a record more and one less are called, and what
    is told of one, by kind, path and record."""

    key: str
    added: str
    gone: str
    told: Callable[[str, str, dict[str, Any]], Difference]


def _disclosure(kind: str, path: str, record: dict[str, Any]) -> Difference:
    said = {name: record.get(name) for name in ("unit", "date", "where")}
    return Difference(kind, path=path, field=said["unit"], old=said["date"], new=said["where"])


_BOOKS = {
    DISCLOSURES: _Book("disclosures", "disclosure_added", "disclosure_gone", _disclosure),
    LETTERS: _Book(
        "letters",
        "letter_added",
        "letter_gone",
        lambda kind, path, record: letter_difference(kind, record)._replace(path=path),
    ),
    ROUNDS: _Book(
        "asked",
        "round_asked",
        "round_gone",
        lambda kind, path, record: round_difference(kind, round_of(path) or "", record)._replace(path=path),
    ),
    COMPLAINTS: _Book("records", "complaint_added", "complaint_gone", complaint_difference),
}
"""The books by the path of their file, or of the folder that holds their files."""


def _of_common(common: CommonStep) -> Iterator[Difference]:
    """The plan and the units field by field, books record by record."""
    old, new = _value(common.before, common.path), _value(common.after, common.path)
    if common.after is not None and new is None:
        yield Difference("unreadable", path=common.path, field="new")
        return
    book = next((one for path, one in _BOOKS.items() if common.path.startswith(path)), None)
    if book is not None:
        before, after = ([(_written(one), one) for one in _listed(side, book.key)] for side in (old, new))
        for kind, ones, others in ((book.added, after, before), (book.gone, before, after)):
            known = {said for said, _ in others}
            for said, one in ones:
                if said not in known:
                    yield book.told(kind, common.path, _text(one))
        return
    kind = "unit" if common.path == UNITS else "plan"
    if not old:  # the file is new: its fields one by one would say no more
        yield Difference(kind, path=common.path, new=common.path)
        return
    for name, was, now in differing(old, new or {}):
        yield Difference(kind, path=common.path, field=name, old=_text(was), new=_text(now))


def _written(record: dict[str, Any]) -> str:
    """What makes two records one: they say the same, in whatever order."""
    return json.dumps(_text(record), ensure_ascii=False, sort_keys=True)


def _value(data: bytes | None, path: str) -> dict[str, Any] | None:
    if data is None:
        return {}
    document, _ = parse(data, path)
    return document.value if document is not None else None


def _listed(value: dict[str, Any] | None, key: str) -> list[dict[str, Any]]:
    listed = (value or {}).get(key)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


class Blamed(NamedTuple):
    """A field of the baseline or an entry, and the commit that it stands there by."""

    field: str | None
    entry: Entry | None
    commit: Commit


def blame(logged: Iterable[Logged]) -> list[Blamed]:
    """Who each field and entry of an issue is from, given all that was ever done to it, oldest first.

    Fields are the top ones of the file.  An entry is from the commit that brought it or brought it back.
    """
    fields: dict[str, Commit] = {}
    entries: dict[Entry, Commit] = {}
    first: Commit | None = None
    for commit, one in logged:
        if one.kind == "issue_added":
            first, fields, entries = commit, {}, {}
        elif one.kind == "issue_gone":
            first, fields, entries = None, {}, {}
        elif one.kind == "baseline" and one.field:
            fields[one.field.partition(".")[0]] = commit
        elif one.kind == "entry_added" and one.entry is not None:
            entries[one.entry] = commit
        elif one.kind == "entry_gone" and one.entry is not None:
            entries.pop(one.entry, None)
    found = [Blamed("*", None, first)] if first is not None else []
    found += [Blamed(name, None, commit) for name, commit in fields.items()]
    return found + [Blamed(None, entry, commit) for entry, commit in entries.items()]
