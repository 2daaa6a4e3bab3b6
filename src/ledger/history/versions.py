"""Versions of an issue file, read as far as a question needs."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from ledger.model.course import Refusal
from ledger.model.entries.base import About, EntryBase, Speech
from ledger.model.scalar import Text
from ledger.reading.load import read_issue
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.history.git import Reader
    from ledger.model.course import Course
    from ledger.model.entries import Entry
    from ledger.reading.diagnostic import Diagnostic

_LIST = b"entries:"


class Version(NamedTuple):
    """An issue file at a commit.

    ``head`` are its bytes up to and with the line ``entries:``, ``tail`` what follows.  ``entries`` hold an
    :class:`Unread` for each record in a form that this program does not know.  ``broken`` says that the file
    cannot be read as an issue.  ``plain`` says that the entries are a list from the first column on, with
    nothing between or below: what is put below such a file can be read by itself.
    """

    id: str | None
    number: str | None
    head: bytes
    tail: bytes
    entries: tuple[Entry, ...]
    broken: bool = False
    plain: bool = False


_PLAIN = re.compile(rb"(?:- [^\r\n]*\n(?:  [^\r\n]*\n)*)*")
_PLAIN_MOST = 32 * 1024
"""Up to how many bytes a file may grow by being read in parts: below that no limit of the reader is met."""


def split(data: bytes) -> tuple[bytes, bytes]:
    """A file before and after its line ``entries:``; all of it is head where there is no such line."""
    at = data.find(b"\n" + _LIST)
    if at < 0:
        return data, b""
    end = data.find(b"\n", at + 1)
    if end < 0 or data[at + 1 + len(_LIST) : end].strip():
        return data, b""
    return data[: end + 1], data[end + 1 :]


def read_tail(tail: bytes) -> tuple[Entry, ...] | None:
    """The entries of a tail; ``None`` where they are no sound list by themselves."""
    if not tail.strip():
        return ()
    from pydantic import ValidationError

    from ledger.model.entries import ENTRIES

    document, _ = parse(_LIST + b"\n" + tail, "")
    if document is None or list(document.value) != ["entries"]:
        return None
    listed = document.value["entries"] or []
    try:
        return ENTRIES.validate_python(listed)
    except ValidationError:
        return _one_by_one(listed)


class Unread(EntryBase):
    """A record in a form of which only date, type, unit, text and evidence are understood.

    An amendment of a version before ``changes`` (``field:``) is one.  It stays where it is, because records
    are never edited, and must not hide the others from whoever reads the history.  ``raw`` is all it says.
    """

    about: ClassVar[About] = About(order=0, may=(), at=(), zh=Speech("", "", {}), en=Speech("", "", {}))

    type: str
    raw: Text

    def move(self, course: Course) -> Refusal | None:
        """It has no effect: nobody knows which."""
        del course
        return Refusal.of("says_nothing")


_SETTLE = {"void", "construe"}
"""Types that say how other records count: where one of these is not understood, none is."""


def _one_by_one(listed: Any) -> tuple[Entry, ...] | None:
    """The entries of a list of which some have no form of today; ``None`` where one is no record at all."""
    from pydantic import ValidationError

    from ledger.model.entries import BY_TYPE, ENTRIES

    if not isinstance(listed, list):
        return None
    found: list[Entry] = []
    for one in listed:
        try:
            found += ENTRIES.validate_python([one])
            continue
        except ValidationError:
            pass
        if not isinstance(one, dict) or one.get("type") not in BY_TYPE.keys() - _SETTLE:
            return None
        common = {key: one[key] for key in ("date", "type", "by", "text", "evidence") if key in one}
        raw = json.dumps(one, ensure_ascii=False, sort_keys=True, default=str)
        try:
            found.append(Unread.model_validate({**common, "raw": raw}))
        except ValidationError:
            return None
    return tuple(found)


def read_version(data: bytes, path: str) -> Version:
    """An issue file: identity and entries, the baseline only as bytes where the usual layout allows that."""
    head, tail = split(data)
    entries = read_tail(tail) if tail or head.endswith(_LIST + b"\n") else None
    if entries is not None:
        names = _names(head)
        if names is not None:
            return version_of(*names, data, entries)
    found: list[Diagnostic] = []
    issue = read_issue(data, path, found)
    if issue is None:
        return Version(None, None, data, b"", (), broken=True)
    return Version(issue.id, issue.baseline.number, head, tail, issue.entries)


def version_of(issue: str, number: str, data: bytes, entries: tuple[Entry, ...]) -> Version:
    """The version that a file is of which is known what it says."""
    head, tail = split(data)
    plain = head.endswith(b"\n" + _LIST + b"\n") and _PLAIN.fullmatch(tail) is not None
    return Version(issue, number, head, tail, entries, plain=plain)


def grown(before: Version, data: bytes) -> Version | None:
    """The version that ``data`` is where it is ``before`` with records put below; only these are read.

    ``None`` where it is not, or where only the whole file tells what it means.
    """
    if not before.plain or len(data) > _PLAIN_MOST or not begins(data, before):
        return None
    more = data[len(before.head) + len(before.tail) :]
    if not _PLAIN.fullmatch(more):
        return None
    entries = read_tail(more)
    if entries is None:
        return None
    return before._replace(tail=before.tail + more, entries=before.entries + entries)


def begins(data: bytes, version: Version) -> bool:
    """Whether a file begins with all bytes of a version."""
    return data.startswith(version.head) and data.startswith(version.tail, len(version.head))


def identity(data: bytes, path: str) -> tuple[str, str] | None:
    """Id and number of an issue file, entries unread; ``None`` where it cannot be read as an issue.

    Where id and number stand in the usual form, a file that cannot be read otherwise has them too.
    """
    names = _names(data)
    if names is not None:
        return names
    issue = read_issue(data, path, [])
    return (issue.id, issue.baseline.number) if issue is not None else None


def _names(head: bytes) -> tuple[str, str] | None:
    """Id and number where they stand at the top in the form that is usual."""
    found: dict[bytes, str] = {}
    for line in head.split(b"\n", 6)[:6]:
        key, colon, value = line.partition(b": ")
        if colon and key in {b"id", b"number"} and key not in found:
            text = value.strip().strip(b'"').decode("utf-8", "replace")
            if not text or set(text) & set("'\"#&*!|>{}[]\\"):
                return None
            found[key] = text
    return (found[b"id"], found[b"number"]) if len(found) == 2 else None  # noqa: PLR2004 - both of them


def fields_of(head: bytes) -> dict[str, Any] | None:
    """The fields of a baseline as a file has them; ``None`` where it cannot be read."""
    document, _ = parse(head, "")
    if document is None:
        return None
    return {key: value for key, value in document.value.items() if key != "entries"}


class Unreadable(NamedTuple):
    """What is known of versions that cannot be read: by object and path the last one before it that can, and
    the baselines that looked sound and are not."""

    stand_ins: dict[tuple[str, str], Version]
    bad_heads: set[bytes]


class Versions:
    """Versions by object: of each file the last one, which is most often read again as the next one's old
    side, and the last ones of all."""

    def __init__(self, read: Reader, unreadable: Unreadable | None = None, most: int = 512) -> None:
        self._read, self._most = read, most
        self._bytes: OrderedDict[str, bytes] = OrderedDict()
        self._last: dict[str, tuple[str, Version]] = {}
        self._versions: OrderedDict[tuple[str, str], Version] = OrderedDict()
        self._stand_ins, self._bad_heads = unreadable or Unreadable({}, set())

    def fetch(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The contents by object; one that is too large is empty, and broken to whoever reads it."""
        wanted = list(dict.fromkeys(oids))
        missing = [oid for oid in wanted if oid not in self._bytes]
        found = {oid: self._bytes[oid] for oid in wanted if oid in self._bytes}
        if missing:
            for oid, data in self._read(missing):
                found[oid] = data if data is not None else b""
        for oid in wanted:
            _keep(self._bytes, oid, found[oid], self._most)
        return found

    def knows(self, oid: str, path: str) -> bool:
        """Whether the version that an object is at a path is at hand."""
        last = self._last.get(path)
        return (last is not None and last[0] == oid) or (oid, path) in self._versions

    def version(
        self, oid: str, path: str, held: Mapping[str, bytes], befores: Iterable[Version] = ()
    ) -> Version:
        """The version that the contents of an object are; ``befores`` are those that it may have grown from.

        ``held`` are contents that were fetched; what is not among them is read.
        """
        last = self._last.get(path)
        if last is not None and last[0] == oid:
            found = last[1]
        elif (oid, path) in self._versions:
            found = self._versions[oid, path]
        else:
            data = held[oid] if oid in held else self.fetch([oid])[oid]
            found = next((more for one in befores if (more := grown(one, data))), None) or read_version(
                data, path
            )
        if last is not None and last[0] != oid:
            _keep(self._versions, (last[0], path), last[1], self._most)
        self._last[path] = (oid, found)
        return _broken(found) if found.head in self._bad_heads else found

    def looked_at(self, version: Version) -> Version:
        """The version after a look at its baseline, which is only bytes so far: it may be broken."""
        if version.broken or fields_of(version.head) is not None:
            return version
        self._bad_heads.add(version.head)
        return _broken(version)

    def stand_in(self, oid: str, path: str, before: Version) -> None:
        """Remember the version before one that cannot be read: what follows is held against it."""
        if not before.broken:
            self._stand_ins[oid, path] = before

    def readable(self, oid: str, path: str, version: Version) -> Version:
        """The version, or the last one before it that can be read, where one is known."""
        return self._stand_ins.get((oid, path), version) if version.broken else version


def _broken(version: Version) -> Version:
    return Version(None, None, version.head + version.tail, b"", (), broken=True)


_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


def _keep(store: OrderedDict[_Key, _Kept], key: _Key, one: _Kept, most: int) -> None:
    store[key] = one
    store.move_to_end(key)
    if len(store) > most:
        store.popitem(last=False)
