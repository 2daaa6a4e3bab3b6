"""The file of the store: SQLite, what was read of each file beside the file's stamp.

A row says by itself whether it holds; one that is damaged is none.  Nothing depends on the store: where it is
locked, cannot be written or is of another program, there is none.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from ledger.history.kept import is_ours
from ledger.reading.layout import Stamp
from ledger.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TABLES = (
    "create table about (key text primary key, value text not null)",
    "create table rows (path text primary key, id text, earliest, stamp text, said integer, sum integer)",
    "create table facts (path text primary key, facts text)",
)
_FACTS = "select path, facts from facts"
_PATIENCE = 0.2
"""Seconds that another run may hold the store before this one does without."""

_ERRORS = (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, ImportError, IndexError)
"""What reading a file that is no store of ours may come to."""

SHARED = ""
"""The path under which stands what all issues share."""


class DamagedError(Exception):
    """The file is no store, or none of this program, or not what was written."""


class Row(NamedTuple):
    """What is known of a file without its facts: where, which issue, the earliest day it names, its stamp.

    ``said`` is the sum of the facts, by which those that are damaged are known.
    """

    path: str
    id: str
    earliest: str
    stamp: Stamp
    said: int

    @property
    def values(self) -> tuple[str | int, ...]:
        """As the table has it, a sum of all of it last."""
        values = (self.path, self.id, self.earliest, " ".join(map(str, self.stamp)), self.said)
        return (*values, crc32(repr(values).encode()))


class Store:
    """A store that is open for reading, as one run left it, whatever others write meanwhile."""

    def __init__(self, path: str, program: str) -> None:
        """Open it; :class:`DamagedError` where there is none of this ``program``."""
        self._store: sqlite3.Connection | None = None
        self.rows: dict[str, Row] = {}
        if not _is_ours(path):
            raise DamagedError
        try:
            self._store = _open(path, "ro")
            self._store.execute("begin")
            about = dict(self._store.execute("select key, value from about"))
            _demand(about.get("program"), program)
            for values in self._store.execute("select path, id, earliest, stamp, said, sum from rows"):
                path, issue_id, earliest, stamp, said, _ = values
                row = Row(path, issue_id, earliest, Stamp(*map(int, stamp.split(" "))), said)
                if row.values == values:
                    self.rows[row.path] = row
        except (*_ERRORS, DamagedError) as error:
            self.close()
            raise DamagedError from error

    def facts(self, paths: Sequence[str]) -> dict[str, Any]:
        """What is kept of files by their paths; those of which it is not what was written are left out."""
        if self._store is None:
            return {}
        try:
            if len(paths) == 1:
                found = self._store.execute(f"{_FACTS} where path = ?", tuple(paths))
            else:
                found = self._store.execute(_FACTS)
            texts = dict(found)
        except sqlite3.Error:
            return {}
        facts = {}
        for path in paths:
            text = texts.get(path)
            if type(text) is str and path in self.rows and crc32(text.encode()) == self.rows[path].said:
                with suppress(*_ERRORS):
                    facts[path] = unpack(json.loads(text))
        return facts

    def close(self) -> None:
        """Let it go."""
        if self._store is not None:
            self._store.close()
            self._store = None


def _is_ours(path: str) -> bool:
    try:
        return is_ours(os.lstat(path))
    except OSError:
        return False


def _demand(value: object, wanted: object) -> None:
    if value != wanted:
        raise DamagedError


def _open(path: str, mode: str) -> sqlite3.Connection:
    from urllib.parse import quote

    connection = sqlite3.connect(f"file:{quote(path)}?mode={mode}", uri=True, timeout=_PATIENCE)
    connection.isolation_level = None
    return connection


def row_of(path: str, issue_id: str, earliest: str, stamp: Stamp, value: Any) -> tuple[Row, str]:
    """A row for a value of the model, and the value as the store has it."""
    text = json.dumps(pack(value), ensure_ascii=False, separators=(",", ":"))
    return Row(path, issue_id, earliest, stamp, crc32(text.encode())), text


def keep(path: str, program: str, rows: Iterable[tuple[Row, str]], gone: Iterable[str] = ()) -> None:
    """Put rows with their facts into the store, and take those ``gone`` out; all of it or nothing.

    A store of another program, and what is no store, is replaced.
    """
    rows, gone = list(rows), list(gone)
    store = None
    try:
        if os.path.lexists(path) and not _is_ours(path):
            return
        with suppress(OSError):  # nobody else may write to it
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        store = _open(path, "rw")
        store.execute("begin immediate")
        _begin(store, program)
        for table in ("rows", "facts"):
            taken = [(row.path,) for row, _ in rows] + [(one,) for one in gone]
            store.executemany(f"delete from {table} where path = ?", taken)  # noqa: S608 - one of two names
        store.executemany("insert into rows values (?, ?, ?, ?, ?, ?)", [row.values for row, _ in rows])
        store.executemany("insert into facts values (?, ?)", [(row.path, text) for row, text in rows])
        store.execute("commit")
    except sqlite3.OperationalError:  # locked, full or not to be written: the next run will try
        pass
    except sqlite3.DatabaseError:  # no database: the next run makes one
        with suppress(OSError):
            os.unlink(path)
    finally:
        if store is not None:
            store.close()


def _begin(store: sqlite3.Connection, program: str) -> None:
    """See that it is a store of this program."""
    about: Mapping[str, str] = {}
    with suppress(sqlite3.OperationalError):
        about = dict(store.execute("select key, value from about"))
    if about.get("program") == program:
        return
    for (name,) in store.execute("select name from sqlite_master where type = 'table'").fetchall():
        store.execute('drop table "{}"'.format(name.replace('"', '""')))
    for statement in _TABLES:
        store.execute(statement)
    store.execute("insert into about values ('program', ?)", (program,))
