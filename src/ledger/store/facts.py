"""The file of the store: SQLite, a row for each file of an issue, made as a whole or brought forward.

Nothing depends on it: where it is damaged, locked or of another program, there is none.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from ledger.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_TABLES = (
    "create table about (key text primary key, value text not null) without rowid",
    "create table issues (path text primary key, id text, earliest text, said integer, sum integer)",
    "create table facts (path text primary key, facts text)",
)
_PATIENCE = 0.2
"""Seconds that another run may hold the store before this one does without."""

_ERRORS = (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, ImportError, IndexError)
"""What reading a file that is no store of ours may come to."""


class DamagedError(Exception):
    """The file is no store, or none of this program, or not what was written."""


class Row(NamedTuple):
    """A file of an issue: where, which issue, the earliest day its plan names, and the sum of its facts.

    All but ``path`` are ``None`` of a file that has to be read each time.
    """

    path: str
    id: str | None = None
    earliest: str | None = None
    said: int | None = None

    @property
    def sum(self) -> int:
        """By which a damaged row is known."""
        return crc32(repr(tuple(self)).encode())


class About(NamedTuple):
    """What a store is about: the commit, its tree of ``data``, and what all issues share, packed."""

    commit: str
    tree: str
    common: str


class Store:
    """A store that is open for reading, as one run left it, whatever others write meanwhile."""

    def __init__(self, path: str, program: str) -> None:
        """Open it; :class:`DamagedError` where there is none of this ``program``."""
        self._store: sqlite3.Connection | None = None
        self.rows: dict[str, Row] = {}
        if not os.path.isfile(path):
            raise DamagedError
        try:
            self._store = _open(path, "ro")
            self._store.execute("begin")
            self.about = self._about(program)
            for *values, said in self._store.execute("select path, id, earliest, said, sum from issues"):
                self.rows[values[0]] = _sound(Row(*values), said)
            (count,) = self._store.execute("select value from about where key = 'rows'").fetchone()
            _demand(len(self.rows) == int(count))
        except (*_ERRORS, DamagedError) as error:
            self.close()
            raise DamagedError from error

    def _about(self, program: str) -> About:
        about = dict(self._store.execute("select key, value from about")) if self._store else {}
        _demand(about["program"] == program and int(about["sum"]) == crc32(about["common"].encode()))
        return About(about["commit"], about["tree"], about["common"])

    def facts(self, path: str) -> Any:
        """What is kept of one issue; :class:`DamagedError` where it is not what was written."""
        return self._checked(path, self._ask("select facts from facts where path = ?", (path,)))

    def all_facts(self, paths: Iterable[str]) -> dict[str, Any]:
        """The same of many."""
        texts = dict(self._ask("select path, facts from facts", ()))
        return {path: self._checked(path, [(texts.get(path),)]) for path in paths}

    def _ask(self, query: str, values: tuple[str, ...]) -> list[Any]:
        try:
            if self._store is None:
                raise DamagedError
            return self._store.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise DamagedError from error

    def _checked(self, path: str, found: list[Any]) -> Any:
        text = found[0][0] if found else None
        if type(text) is not str or crc32(text.encode()) != self.rows[path].said:
            raise DamagedError
        try:
            return unpack(json.loads(text))
        except _ERRORS as error:
            raise DamagedError from error

    def close(self) -> None:
        """Let it go."""
        if self._store is not None:
            self._store.close()
            self._store = None


def _demand(holds: bool) -> None:
    if not holds:
        raise DamagedError


def _sound(row: Row, said: object) -> Row:
    _demand(row.sum == said)
    return row


def _open(path: str, mode: str) -> sqlite3.Connection:
    from urllib.parse import quote

    connection = sqlite3.connect(f"file:{quote(path)}?mode={mode}", uri=True, timeout=_PATIENCE)
    connection.isolation_level = None
    return connection


def as_text(value: Any) -> str:
    """A value of the model as the store has it."""
    return json.dumps(pack(value), ensure_ascii=False, separators=(",", ":"))


def of_text(text: str) -> Any:
    """The value of :func:`as_text`; :class:`DamagedError` where it is none."""
    try:
        return unpack(json.loads(text))
    except _ERRORS as error:
        raise DamagedError from error


def make(path: str, program: str, about: About, rows: Mapping[str, Row], facts: Mapping[str, str]) -> None:
    """Put a new store in the place of what is there; nothing where another run is at it."""
    said = {
        **about._asdict(),
        "program": program,
        "sum": str(crc32(about.common.encode())),
        "rows": str(len(rows)),
    }

    def replace(store: sqlite3.Connection) -> None:
        for (name,) in store.execute("select name from sqlite_master where type = 'table'").fetchall():
            store.execute('drop table "{}"'.format(name.replace('"', '""')))
        for statement in _TABLES:
            store.execute(statement)
        store.executemany("insert into about values (?, ?)", said.items())
        _insert(store, rows.values(), facts)

    _change(path, replace)


def bring_forward(
    path: str,
    before: About,
    after: About,
    rows: Mapping[str, Row],
    changed: Iterable[str],
    facts: Mapping[str, str],
) -> None:
    """Of a store of an earlier commit make that of a later one: of all its ``rows`` only some ``changed``."""
    changed = list(changed)

    def change(store: sqlite3.Connection) -> None:
        (commit,) = store.execute("select value from about where key = 'commit'").fetchone()
        if commit != before.commit:  # another run was here first
            return
        for table in ("issues", "facts"):
            store.executemany(f"delete from {table} where path = ?", [(one,) for one in changed])  # noqa: S608
        _insert(store, [rows[one] for one in changed if one in rows], facts)
        said = {"commit": after.commit, "tree": after.tree, "rows": str(len(rows))}
        store.executemany("update about set value = ? where key = ?", [(v, k) for k, v in said.items()])

    _change(path, change)


def _insert(store: sqlite3.Connection, rows: Iterable[Row], facts: Mapping[str, str]) -> None:
    rows = list(rows)
    store.executemany("insert into issues values (?, ?, ?, ?, ?)", [(*row, row.sum) for row in rows])
    told = [(row.path, facts[row.path]) for row in rows if row.said is not None]
    store.executemany("insert into facts values (?, ?)", told)


def _change(path: str, change: Callable[[sqlite3.Connection], None]) -> None:
    """Change the file in one step; one that is no database is removed, and the next run makes one."""
    store = None
    try:
        store = _open(path, "rwc")
        store.execute("begin immediate")
        change(store)
        store.execute("commit")
    except sqlite3.OperationalError:  # locked, full or not to be written: the next run will try
        pass
    except sqlite3.DatabaseError:
        with suppress(OSError):
            os.unlink(path)
    finally:
        if store is not None:
            store.close()
