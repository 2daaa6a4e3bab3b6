"""What an audit remembers of a ledger while it walks the history: first baselines, all entries, open wounds.

The walk goes over every commit that can be reached, whatever range is asked about, so that what came before
the range is known.  A wound is something found that can be put right later; it is kept until it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.history.objects import Commit
    from ledger.history.versions import Version
    from ledger.judging.parties import Setting
    from ledger.model.entries import Entry
    from ledger.model.plan import Plan
    from ledger.reading.diagnostic import Diagnostic

Args = dict[str, "str | int"]

RELIED_DAYS = 7
"""After how many days a record may not be reverted any more: by then somebody has reported on it."""


@dataclass(slots=True)
class Told:
    """Something found: the commit that did it, the entry that it is about, and where it was put right."""

    diagnostic: Diagnostic
    commit: Commit | None
    entry: tuple[str, Entry] | None = None
    right: str | None = None


@dataclass(slots=True)
class Known:
    """What is remembered of an issue.

    ``lawful`` is the baseline that is to stay, its line ends made one sort, ``version`` the last one seen;
    ``entries`` are all that were ever committed, each with the commit that was first to hold it; ``missing``
    those that are gone; ``accused`` the baselines that were told of; ``spent`` how often a field was changed
    by an amendment (format 1).  ``rewrites`` are the bytes that were written over, ``made`` the entries that
    others were changed into.
    """

    number: str | None = None
    path: str = ""
    lawful: bytes | None = None
    version: Version | None = None
    accused: dict[bytes, list[Told]] = field(default_factory=dict)
    entries: dict[Entry, Commit] = field(default_factory=dict)
    missing: dict[Entry, list[Told]] = field(default_factory=dict)
    deleted: Told | None = None
    last_had: tuple[Entry, ...] = ()
    unreadable: list[Told] = field(default_factory=list)
    touched: Commit | None = None
    spent: Counter[str] = field(default_factory=Counter)
    voids: dict[Entry, str] = field(default_factory=dict)
    rewrites: list[tuple[Told, bytes]] = field(default_factory=list)
    made: dict[Entry, Entry] = field(default_factory=dict)


class Wound(NamedTuple):
    """A field of a shared file that is not what it was: its first value, what it was made, at which place."""

    told: Told
    value: Any
    made: Any
    at: int


class Proof(NamedTuple):
    """Evidence of a record: whose, at which commit it was recorded, in which file of the ledger."""

    issue: str
    entry: Entry | None
    commit: Commit
    path: str
    sha256: str | None
    oid: str | None
    where: str


class At(NamedTuple):
    """Where the walk is: the commit, its place in the walk, and what held there."""

    commit: Commit
    place: int
    setting: Setting
    plan: Plan | None

    @property
    def day(self) -> date:
        """The day of the commit."""
        return self.commit.committed_on


@dataclass(slots=True)
class Memory:
    """What is remembered of the whole ledger."""

    issues: dict[str, Known] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    begun: Commit | None = None
    issued: date | None = None
    format: int = 1
    books: dict[str, dict[str, Any]] = field(default_factory=dict)
    wounds: dict[tuple[str, str], list[Wound]] = field(default_factory=dict)
    ways: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=dict)
    recorded: list[int] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    source_wounds: dict[str, list[Told]] = field(default_factory=dict)
    proofs: list[Proof] = field(default_factory=list)
    by_file: dict[str, list[Proof]] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    evidence_wounds: dict[str, list[Told]] = field(default_factory=dict)
    notices: list[tuple[date, date]] = field(default_factory=list)

    def issue(self, name: str) -> Known:
        """What is remembered of an issue."""
        return self.issues.setdefault(name, Known())

    def tell(
        self, diagnostic: Diagnostic, commit: Commit | None, entry: tuple[str, Entry] | None = None
    ) -> Told:
        """Note something found."""
        one = Told(diagnostic, commit, entry)
        self.told.append(one)
        return one


def one_end(data: bytes) -> bytes:
    """Bytes with line ends of one sort: which sort they have changes nothing of what they say."""
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def numbers_gone(issues: Mapping[str, Known]) -> set[str]:
    """The numbers of issues that were deleted."""
    return {known.number for known in issues.values() if known.deleted is not None and known.number}
