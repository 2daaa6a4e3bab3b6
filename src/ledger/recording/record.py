"""New records: read, checked by the rules, and turned into the bytes of the files they are appended to.

The rules are those of ``ledger check``: a record is refused when the check would find an error in the file
that it does not find without the record.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ledger.judging.duties import earliest_named
from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import construed, standing_records, walk
from ledger.model.change import held, in_file
from ledger.model.entries import BY_TYPE, ENTRIES, content, ref_of
from ledger.model.fields import Sort, fields_of
from ledger.reading.codes import Severity
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.layout import SIZE_MAX
from ledger.reading.oneline import one_line
from ledger.reading.yaml import parse
from ledger.recording.append import NotAppendableError, appended
from ledger.recording.checking import identity, laid_over
from ledger.rules import days, records
from ledger.rules import entries as entry_rules
from ledger.rules.engine import check_issue, issue_rules, placed
from ledger.rules.finding import Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.model.change import Effective
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue, Ledger
    from ledger.reading.diagnostic import Arg


BLANK = "〔待填〕"
"""What stands in a proposed record where a person has to fill something in; it is never recorded."""


class Request(NamedTuple):
    """A record to be made: for which issue, with which fields, and from which line of a file, if any.

    Values are what a YAML file would hold: text, dates, numbers, lists and mappings of them.
    """

    issue: str
    fields: Mapping[str, Any]
    line: int | None = None


class Problem(NamedTuple):
    """Why a request is refused: a diagnostic of the rules, or the key and arguments of a text.

    ``breaks`` is the position, from 1, of a record that is there already and would no longer hold, and that
    record.
    """

    request: Request
    diagnostic: Diagnostic | None = None
    key: str = ""
    args: Mapping[str, Any] = {}
    breaks: tuple[int, Entry] | None = None


class Made(NamedTuple):
    """A record as it will be written; ``known`` when the file holds it already and it stands."""

    request: Request
    path: str
    entry: Entry
    ref: str
    line: str
    known: bool


class Draft(NamedTuple):
    """What a batch of requests comes to.  Nothing may be written while there are problems.

    ``changes`` maps a path to its old and new bytes; ``warnings`` are what the check will warn of.
    """

    made: list[Made]
    changes: dict[str, tuple[bytes | None, bytes]]
    problems: list[Problem]
    warnings: list[Diagnostic]


def draft(
    requests: Sequence[Request],
    ledger: Ledger,
    tree: Mapping[str, bytes],
    evidence: Callable[[str], str | None],
    today: date,
) -> Draft:
    """Draft all requests together; those for one issue are appended in their order.

    ``tree`` are the files that ``ledger`` was read from.  ``evidence`` gives checksums by path below
    ``data/``, of files that are about to be copied as well.  ``today`` is the latest day that a record may
    be dated.
    """
    issues = {request.issue: _issue(ledger, request.issue) for request in requests}
    setting = Setting(ledger.units, policy_of(ledger.plan), ledger.calendar, evidence)
    shared = Shared(
        tree=tree,
        plan=ledger.plan,
        units=ledger.units,
        units_sound=True,
        stated=None,  # what the plan says is not changed by a record
        evidence=evidence,
        calendar=ledger.calendar,
        since_when=partial(earliest_named, ledger),
    )
    result = Draft([], {}, [], [])
    fresh: dict[str, list[Made]] = {}
    growing: dict[str, _Growing] = {}
    for request in requests:
        issue = issues[request.issue]
        mine = fresh.setdefault(issue.id, [])
        if issue.id not in growing:
            growing[issue.id] = _Growing(issue.entries, setting, len(tree[issue.path]))
        held = growing[issue.id]
        if held.size > SIZE_MAX:  # told once; what else is asked for does not fit either
            continue
        entry = _read(request, _filled(request.fields, issue, held.entries, setting), result.problems)
        if entry is None:
            continue
        if entry.date > today:
            args = {"date": str(entry.date), "today": str(today)}
            result.problems.append(Problem(request, key="record.future", args=args))
            continue
        known = entry in held.said
        if entry.type == "void" and any(ref_of(one) == entry.entry for one in held.said):  # type: ignore[attr-defined]
            known = False  # what it took back was recorded again since
        made = Made(request, issue.path, entry, ref_of(entry), one_line(content(entry)), known)
        result.made.append(made)
        if made.known:
            continue
        mine.append(made)
        held.add(entry, made.line)
        if held.size > SIZE_MAX:
            over: dict[str, Arg] = {"size": held.size, "most": SIZE_MAX}
            result.problems.append(Problem(request, Diagnostic("L109", issue.path, args=over)))
    for issue_id, mine in fresh.items():
        if mine and growing[issue_id].size <= SIZE_MAX:
            _append(issues[issue_id], mine, shared, result)
    result.problems.extend(_circular(ledger, fresh, shared, result.changes))
    return result


class _Growing:
    """The entries of an issue while records come to them: what stands of it, the size of the file."""

    def __init__(self, entries: Sequence[Entry], setting: Setting, size: int) -> None:
        self._setting = setting
        self.entries = list(entries)
        self.said = standing_records(self.entries, setting)
        self.size = size

    def add(self, entry: Entry, line: str) -> None:
        """A record more, as the line that it will be."""
        self.entries.append(entry)
        self.size += len(line.encode("utf-8", "surrogatepass")) + len("- \n")
        if entry.type == "void":
            self.said = standing_records(self.entries, self._setting)
        else:  # a void takes back what stands before it, so a further record takes nothing back
            self.said.add(entry)


def _issue(ledger: Ledger, issue_id: str) -> Issue:
    found = ledger.find(issue_id)
    if found is None:
        raise KeyError(issue_id)
    return found


def _circular(
    ledger: Ledger,
    fresh: Mapping[str, Sequence[Made]],
    shared: Shared,
    changes: Mapping[str, tuple[bytes | None, bytes]],
) -> Iterator[Problem]:
    """L632: merging a task into one that goes back into it, over whatever others."""
    merging = {
        issue.id: (made, len(issue.entries) + n)
        for issue in (_issue(ledger, one) for one in fresh)
        for n, made in enumerate(fresh[issue.id])
        if getattr(made.entry, "into", None) and issue.path in changes
    }
    if not merging:
        return
    held = {issue.id: entry_rules.into_of(issue, shared) for issue in ledger.issues}
    into = {name: found[0] for name, found in held.items() if found is not None}
    into |= {name: made.entry.into for name, (made, _) in merging.items()}  # type: ignore[attr-defined]
    for finding in entry_rules.circular(into, {name: (made.path, n) for name, (made, n) in merging.items()}):
        path = finding.path
        (told,) = placed([finding], {path: changes[path][1]})
        yield Problem(next(made for made, _ in merging.values() if made.path == path).request, told)


def _filled(
    fields: Mapping[str, Any], issue: Issue, before: Sequence[Entry], setting: Setting
) -> Mapping[str, Any]:
    """The fields with references in the place of positions, and with old values that were left out."""
    kind = BY_TYPE.get(str(fields.get("type")))
    filled = dict(fields)
    for field in fields_of(kind) if kind is not None else ():
        value = filled.get(field.name)
        if field.sort is Sort.REF and re.fullmatch("[1-9][0-9]{0,5}", str(value)):
            position = int(str(value))
            if position <= len(before):
                filled[field.name] = ref_of(before[position - 1])
        elif field.sort is Sort.CHANGES and isinstance(value, list):
            filled[field.name] = _with_old(value, fields, issue, before, setting)
    return filled


def _with_old(
    changes: Sequence[Any], fields: Mapping[str, Any], issue: Issue, before: Sequence[Entry], setting: Setting
) -> list[Any]:
    """Each change with the value that holds where none was given.

    A record that is there already stays what it is.
    """
    if all(not isinstance(change, dict) or "old" in change for change in changes):
        return list(changes)
    for one in before:
        held_by = getattr(one, "changes", ())
        if one.type != fields["type"] or len(held_by) != len(changes):
            continue
        again = [
            {"field": change.get("field"), "old": in_file(there.old), **change}
            for change, there in zip(changes, held_by, strict=True)
            if isinstance(change, dict)
        ]
        if _read(Request(issue.id, fields), {**fields, "changes": again}, []) == one:
            return again
    effective = _holding(fields, issue, before, setting)
    return [
        {"field": change.get("field"), "old": in_file(held(effective, str(change.get("field")))), **change}
        if isinstance(change, dict)
        else change
        for change in changes
    ]


def _holding(fields: Mapping[str, Any], issue: Issue, before: Sequence[Entry], setting: Setting) -> Effective:
    """What the plan says on the day of a record, by the records before it."""
    if fields["type"] == "construe":
        return construed(issue.baseline, before, setting)[0]
    day = fields.get("date")
    if not isinstance(day, date):
        try:
            day = date.fromisoformat(str(day))
        except ValueError:
            day = None
    walked = walk(issue.baseline, before, setting, day)
    for _ in walked:
        pass
    return walked.chain.holding


def _read(request: Request, fields: Mapping[str, Any], problems: list[Problem]) -> Entry | None:
    """The entry that the fields of a request make, read by the rules of the file format."""
    line = one_line(fields)
    data = f"entries:\n- {line}\n".encode("utf-8", "surrogatepass")  # half a character is told as such
    document, found = parse(data, "")
    if document is not None:
        try:
            return ENTRIES.validate_python(document.value["entries"])[0]
        except ValidationError as error:
            from ledger.reading.schema import explain

            found = explain(error, data, "", None, prefix=("entries",))
    inside = (one._replace(field=one.field.removeprefix("entries.0.")) for one in found)
    problems.extend(Problem(request, one) for one in inside)
    return None


def _append(issue: Issue, mine: Sequence[Made], shared: Shared, result: Draft) -> None:
    old = shared.tree[issue.path]
    try:
        contents = [content(made.entry) for made in mine]
        new = appended(old, "entries", contents, issue.path, [made.line for made in mine])
    except NotAppendableError as error:
        args = {"file": issue.path, "line": error.line}
        result.problems.extend(Problem(made.request, key=error.key, args=args) for made in mine)
        return
    before = set(map(identity, _check(issue.path, shared)))
    later = replace(shared, tree=laid_over(shared.tree, {issue.path: new}))
    first = len(issue.entries)
    broken: dict[int, tuple[Request, dict[int, None]]] = {}
    for found in _check(issue.path, later):
        if identity(found) in before:
            continue
        request = _meant(found, mine, first)
        earlier = _position(found, first) < 0 and request.fields.get("type") == "void"
        if found.severity is Severity.ERROR and earlier:
            broken.setdefault(id(request), (request, {}))[1][_position(found, first) + first + 1] = None
        elif found.severity is Severity.ERROR or (found.code in _NOT_WRITTEN and not earlier):
            result.problems.append(Problem(request, found, breaks=_broken_by(found, issue)))
        else:
            result.warnings.append(found)
    for voiding, positions in broken.values():
        named = sorted(positions, reverse=True)
        result.problems.append(Problem(voiding, key="record.void_first", args={"positions": named}))
    result.changes[issue.path] = (old, new)


_NOT_WRITTEN = {"L634"}
"""Codes that are no error in a file, where they may come of a merge, but that nobody is to record."""


RULES = (days, entry_rules, records)
"""The rules of records; what a baseline says is no concern of who records."""


def _check(path: str, shared: Shared) -> list[Diagnostic]:
    return check_issue(path, shared, issue_rules(*RULES)).diagnostics


def _meant(found: Diagnostic, mine: Sequence[Made], first: int) -> Request:
    """The request that a finding is about; one about an earlier entry is laid to the first request."""
    position = _position(found, first)
    return mine[position if 0 <= position < len(mine) else 0].request


def _broken_by(found: Diagnostic, issue: Issue) -> tuple[int, Entry] | None:
    """The record that was there already and that a finding is about."""
    place, position = found.field.split(".")[:1], _position(found, 0)
    if place != ["entries"] or position >= len(issue.entries):
        return None
    return position + 1, issue.entries[position]


def _position(found: Diagnostic, first: int) -> int:
    """The place of the entry that a finding is about among the new ones; below 0: it was there before."""
    parts = found.field.split(".")
    return int(parts[1]) - first if parts[0] == "entries" and len(parts) > 1 else 0


def is_blank(value: Any) -> bool:
    """Whether something in the value of a field is still to be filled in."""
    if isinstance(value, dict):
        return any(map(is_blank, value.values()))
    if isinstance(value, list):
        return any(map(is_blank, value))
    return isinstance(value, str) and BLANK in value


def only(names: Iterable[str]) -> str | None:
    """The one name there is."""
    found = list(names)
    return found[0] if len(found) == 1 else None
