"""What was found in an issue when it was checked, kept for the next check: by content, not by times.

Each check reads every byte.  A result holds for the bytes of its file, of everything that issues share, for
the names of all issues and for the sums of the evidence that was asked for; and for the program that found
it.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.history.kept import program
from ledger.reading.diagnostic import Diagnostic, Span
from ledger.reading.load import ISSUES
from ledger.reading.sums import is_sum
from ledger.rules.engine import Result
from ledger.rules.finding import Finding, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.kept import Shelf
    from ledger.rules.finding import Evidence, Shared

Asked = dict[str, str | None]
"""Evidence files that were asked for, with their sums."""

_Row = list[Any]  # sum of the file, summary, findings, what was guessed, evidence


class Asking:
    """A look-up of evidence that remembers what it was asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.asked: Asked = {}

    def __call__(self, path: str) -> str | None:
        """The sum of an evidence file."""
        found = self.asked[path] = self._evidence(path)
        return found


class Kept:
    """The results of earlier checks of a ledger, as far as they hold for it as it is now."""

    def __init__(self, shelf: Shelf, name: str, shared: Shared) -> None:
        self._shelf, self._name, self._shared = shelf, name, shared
        self._context = _context(shared)
        self._rows = self._read()
        self._known: dict[str, _Row] = {}

    def _read(self) -> dict[str, _Row]:
        data = self._shelf.take(self._name)
        if data is None:
            return {}
        try:
            held = json.loads(data)
            return dict(held["rows"]) if held["context"] == self._context else {}
        except (ValueError, KeyError, TypeError):
            return {}

    def result(self, path: str) -> Result | None:
        """What checking the file comes to; ``None`` where it has to be checked."""
        row = self._rows.get(path)
        if row is None or row[0] != _sum(self._shared.tree[path]):
            return None
        try:
            found = _unpack(row)
        except (ValueError, KeyError, TypeError, IndexError):
            return None
        if any(self._shared.evidence(name) != known for name, known in row[4]):
            return None
        self._known[path] = row
        return found

    def keep(self, found: Mapping[str, tuple[Result, Asked]]) -> None:
        """Keep the results of files that had to be checked, beside those that were known."""
        rows = dict(self._known)
        for path, (result, asked) in found.items():
            if result.summary is not None and all(map(is_sum, asked.values())):
                rows[path] = _pack(_sum(self._shared.tree[path]), result, asked)
        if rows.keys() != self._rows.keys() or found:
            said = json.dumps(
                {"context": self._context, "rows": rows}, ensure_ascii=False, separators=(",", ":")
            )
            self._shelf.put(self._name, said.encode("utf-8", "surrogatepass"))


def _context(shared: Shared) -> str:
    """What the check of each issue depends on besides its own bytes."""
    made = sha256(f"{program()} {shared.since} {shared.units_sound}".encode())
    for path in sorted(shared.tree):
        held = "" if path.startswith(ISSUES) else _sum(shared.tree[path])
        made.update(f"{path}\0{held}\n".encode("utf-8", "surrogateescape"))
    return made.hexdigest()


def _sum(data: bytes) -> str:
    return sha256(data).hexdigest()


def _pack(said: str, result: Result, asked: Asked) -> _Row:
    summary = result.summary
    assert summary is not None  # noqa: S101 - seen to by the caller
    return [
        said,
        [*summary[:-1], sorted(summary.rows)],
        [[one.code, one.path, one.span, one.args, one.field] for one in result.diagnostics],
        [[one.code, one.path, one.place, one.args, one.offset] for one in result.inferred],
        sorted(asked.items()),
    ]


def _unpack(row: _Row) -> Result:
    _, (path, issue_id, number, section, into, rows), diagnostics, inferred, _ = row
    summary = Summary(path, issue_id, number, section, tuple(into) if into else None, frozenset(rows))
    found = [
        Diagnostic(code, at, Span(*span), _args(args), name) for code, at, span, args, name in diagnostics
    ]
    guessed = [Finding(code, at, tuple(place), _args(args), n) for code, at, place, args, n in inferred]
    return Result(summary, found, guessed)


def _args(args: Mapping[str, str | int | Sequence[str]]) -> dict[str, str | int | tuple[str, ...]]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in args.items()}  # type: ignore[misc]
