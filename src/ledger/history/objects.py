"""Commits, trees and differences as values, read from what git writes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.zone import in_china

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""The full name of an object, SHA-1 or SHA-256."""

LINK, SUBMODULE = "120000", "160000"
"""The modes of what is no regular file."""


def oid_of(data: bytes, length: int = 40) -> str:
    """The name that a file with these bytes has as an object; 64 digits where the repository uses SHA-256."""
    import hashlib

    made = hashlib.sha1(usedforsecurity=False) if length == _SHA1 else hashlib.sha256()
    made.update(b"blob %d\0" % len(data) + data)
    return made.hexdigest()


_SHA1 = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Blob(NamedTuple):
    """An entry of a tree.  ``size`` is ``None`` for a submodule, and where the object is not there."""

    mode: str
    oid: str
    size: int | None

    @property
    def regular(self) -> bool:
        """Whether this is a file, no link and no submodule."""
        return self.mode not in {LINK, SUBMODULE}


class Change(NamedTuple):
    """One path that differs: ``A``, ``M``, ``D``, ``T`` (another kind); a rename is a ``D`` and an ``A``."""

    status: str
    path: str
    old_oid: str
    new_oid: str
    old_mode: str
    new_mode: str

    def files(self) -> Iterator[str]:
        """The objects before and after, as far as there was a file: no link and no submodule."""
        for oid, mode in ((self.old_oid, self.old_mode), (self.new_oid, self.new_mode)):
            if oid.strip("0") and mode not in {LINK, SUBMODULE}:
                yield oid


class Commit(NamedTuple):
    """A commit that touches the ledger, as its object says; the texts are not cleaned for display.

    ``changes`` is against the first parent; ``other_changes`` against each further one, in order.
    ``merge_changes`` are those that differ from *every* parent: what was made in the merge itself.  A time
    that is no time is 1970-01-01, as git has it.  ``signed`` says that there is a signature, not that it is
    good.
    """

    sha: str
    parents: tuple[str, ...]
    author_name: str
    author_email: str
    author_time: datetime
    committer_name: str
    committer_email: str
    commit_time: datetime
    subject: str
    signed: bool
    changes: tuple[Change, ...] = ()
    other_changes: tuple[tuple[Change, ...], ...] = ()

    @property
    def committed_on(self) -> date:
        """The day on which it was committed, in China."""
        return in_china(self.commit_time)

    @property
    def merge_changes(self) -> tuple[Change, ...]:
        """The changes, against the first parent, of paths that differ from every parent."""
        if not self.other_changes:
            return ()
        common = set.intersection(*({change.path for change in side} for side in self.other_changes))
        return tuple(change for change in self.changes if change.path in common)


_PERSON = re.compile(
    rb"(?P<name>[^<\n]*?) ?<(?P<email>[^>\n]*)>(?: (?P<time>-?[0-9]+) (?P<zone>[+-][0-9]{4})$)?"
)
_CODECS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "big5",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}
"""Encodings in which commits are written, by the names that git is told; all others are read as UTF-8."""


def read_commit(sha: str, data: bytes) -> Commit:
    """A commit, without changes, from the bytes of its object."""
    head, _, message = data.partition(b"\n\n")
    headers: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        if not line.startswith(b" "):  # a line that begins with a blank continues the one before
            name, _, value = line.partition(b" ")
            headers.setdefault(name, []).append(value)
    wanted = headers.get(b"encoding", [b""])[0].decode("ascii", "replace").lower()
    codec = _CODECS.get(wanted, "utf-8")
    author = _read_person(headers.get(b"author", [b""])[0], codec)
    committer = _read_person(headers.get(b"committer", [b""])[0], codec)
    return Commit(
        sha,
        tuple(parent.decode("ascii", "replace") for parent in headers.get(b"parent", [])),
        *author,
        *committer,
        _subject(message.decode(codec, "replace")),
        b"gpgsig" in headers or b"gpgsig-sha256" in headers,
    )


def _read_person(line: bytes, codec: str) -> tuple[str, str, datetime]:
    found = _PERSON.match(line)
    if found is None:
        return line.decode(codec, "replace"), "", EPOCH
    name, email = (found[part].decode(codec, "replace").strip() for part in ("name", "email"))
    return name, email, _read_time(found["time"], found["zone"])


def _read_time(seconds: bytes | None, zone: bytes | None) -> datetime:
    if seconds is None or zone is None:
        return EPOCH
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    try:
        offset = timezone(timedelta(minutes=-minutes if zone[:1] == b"-" else minutes))
    except ValueError:  # a day or more
        offset = UTC
    try:
        return (EPOCH + timedelta(seconds=int(seconds[:20]))).astimezone(offset)
    except OverflowError:
        return EPOCH


def _subject(message: str) -> str:
    """The first paragraph, on one line."""
    paragraph = message.strip("\n").partition("\n\n")[0]
    return " ".join(line.strip() for line in paragraph.split("\n"))


def read_tree(listing: bytes, prefix: str) -> Iterator[tuple[str, str, str]]:
    """The entries of ``ls-tree -r -z``: the path without ``prefix``, mode and object."""
    for entry in listing.split(b"\0"):
        if entry:
            head, _, path = entry.partition(b"\t")
            mode, _, oid = head.decode("ascii").split()
            yield decode_path(path, prefix), mode, oid


def read_change(head: bytes, path: bytes, prefix: str) -> Change:
    """One record of ``diff-tree --raw -z``: ``:mode mode oid oid status`` and a path."""
    old_mode, new_mode, old_oid, new_oid, status = head.decode("ascii").removeprefix(":").split()
    return Change(status[:1], decode_path(path, prefix), old_oid, new_oid, old_mode, new_mode)


def decode_path(path: bytes, prefix: str) -> str:
    """A path as the disk has it, also one that is no UTF-8, without ``prefix``."""
    return path.decode("utf-8", "surrogateescape").removeprefix(prefix)
