"""Where an audit got to: all that its further way depends on, kept so that the next one goes on from there.

What a walk remembers after the first commits follows from these commits, their order, the folders that the
ledger was in and the thresholds in force, and from nothing else.  So a waypoint is taken only where the walk
that is wanted begins with the very same commits in the very same order: after a history was rewritten, a tip
amended or an older branch merged, it is not, and everything is walked again.  The one thing that hangs on the
day (a commit dated after it) is seen by the latest day.

The file is a pickle, and is read as data: nothing but the values of this program's records comes out of it.
"""

from __future__ import annotations

import io
import json
import pickle
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.former import Gone
from ledger.history.kept import program
from ledger.history.memory import Known, Memory, Proof, Told, Wound
from ledger.history.objects import Commit
from ledger.history.order import Seen
from ledger.history.proofs import Looked
from ledger.history.settings import Oids
from ledger.history.steps import Lost
from ledger.history.versions import Unreadable, Version
from ledger.model.record import Record
from ledger.reading.diagnostic import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.history.git import Repository
    from ledger.model.plan import Policy

_RECENT = 500
"""Of how many of the last commits it is kept what their children need; a branch from an older one is rare."""


class ForgottenError(Exception):
    """A commit goes on from one of which the waypoint knows nothing any more: all has to be walked again."""


@dataclass(slots=True)
class Waypoint:
    """What a walk remembers.

    ``touching`` are the places of the commits that touch the ledger, ``signed`` of those that have a
    signature nobody verified, ``latest`` the last day that one of the former is of; ``ends`` the commits that
    none walked so far goes on from.
    """

    memory: Memory = field(default_factory=Memory)
    seen: Seen = field(default_factory=lambda: Seen({}, {}, set()))
    oids: dict[str, Oids] = field(default_factory=dict)
    lost: Lost = field(default_factory=dict)
    unreadable: Unreadable = field(default_factory=lambda: Unreadable({}, set()))
    touching: list[int] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    latest: date | None = None
    ends: set[str] = field(default_factory=set)

    def enter(self, commit: Commit) -> None:
        """Go on to a commit, of whose parents what is needed must be known."""
        if any(parent not in self.seen.latest for parent in commit.parents):
            raise ForgottenError
        self.ends.difference_update(commit.parents)
        self.ends.add(commit.sha)

    def note(self, commit: Commit, place: int) -> None:
        """A commit that touches the ledger."""
        self.touching.append(place)
        day = commit.committed_on
        self.latest = day if self.latest is None else max(self.latest, day)

    def written(self, listed: Sequence[str]) -> bytes:
        """As bytes, with what further commits can need of the commits ``listed`` so far."""
        wanted = self.ends | {*listed[-_RECENT:]}
        for table in (self.seen.holds, self.seen.latest, self.oids):
            for sha in [sha for sha in table if sha not in wanted]:
                del table[sha]
        return pickle.dumps(self, protocol=5)


class Kept(NamedTuple):
    """A waypoint on file: after how many commits, in which folders; what was taken away up to there; what was
    looked up of evidence; and the rest, still to be read."""

    place: int
    prefixes: list[str]
    gone: Gone
    looked: Looked
    written: bytes

    def waypoint(self) -> Waypoint | None:
        """The waypoint itself; ``None`` where it holds what none of this program's can hold."""
        try:
            found = _Reader(io.BytesIO(self.written)).load()
        except (
            pickle.UnpicklingError,
            AttributeError,
            EOFError,
            ImportError,
            IndexError,
            TypeError,
            ValueError,
        ):
            return None
        return found if isinstance(found, Waypoint) else None


def take(
    repository: Repository, listed: Sequence[str], policy: Policy | None, today: date | None
) -> Kept | None:
    """The waypoint on the way over the commits ``listed``; ``None`` where there is none."""
    data = repository.shelf.take(_name(repository))
    if data is None:
        return None
    head, _, written = data.partition(b"\n")
    said = json.loads(head)
    if said["key"] != _key(policy) or said["listed"] != _sum(listed[: said["place"]]):
        return None
    if said["latest"] is not None and today is not None and said["latest"] > today.isoformat():
        return None
    looked = Looked({(sha, path): oid for sha, path, oid in said["oids"]}, said["sums"])
    return Kept(said["place"], said["prefixes"], said["gone"], looked, written)


def put(
    repository: Repository,
    listed: Sequence[str],
    policy: Policy | None,
    today: date | None,
    kept: Kept,
    latest: date | None,
) -> None:
    """Keep a waypoint, reached after all commits ``listed``.

    One is not kept of commits that are dated after today: what was told of them hangs on the day.
    """
    if latest is not None and today is not None and latest > today:
        return
    said: dict[str, Any] = {
        "key": _key(policy),
        "place": kept.place,
        "listed": _sum(listed[: kept.place]),
        "latest": latest.isoformat() if latest is not None else None,
        "prefixes": kept.prefixes,
        "gone": kept.gone,
        "oids": [[sha, path, oid] for (sha, path), oid in kept.looked.oids.items()],
        "sums": kept.looked.sums,
    }
    repository.shelf.put(_name(repository), json.dumps(said).encode("ascii") + b"\n" + kept.written)


def _name(repository: Repository) -> str:
    return f"audit-{sha256(repository.prefix.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _key(policy: Policy | None) -> list[str | None]:
    return [program(), policy.model_dump_json() if policy is not None else None]


def _sum(listed: Sequence[str]) -> str:
    return sha256(" ".join(listed).encode("ascii")).hexdigest()


# --- reading as data ------------------------------------------------------------------------------

_OURS = (
    *(Record, Enum, Memory, Known, Told, Wound, Proof, Version, Commit, Diagnostic, Span),
    *(Waypoint, Seen, Unreadable, str),
)
"""Classes of which, or of whose kinds, a waypoint holds values: making one does nothing else."""

_PLAIN = {
    *((("builtins"), name) for name in ("set", "frozenset")),
    *((("collections"), name) for name in ("Counter", "OrderedDict")),
    *((("datetime"), name) for name in ("date", "datetime", "timedelta", "timezone")),
    ("decimal", "Decimal"),
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A class of ours or a plain one; a pickle that names anything else is not one of ours."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith("ledger.") and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and issubclass(found, _OURS):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
