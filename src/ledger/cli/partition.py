"""One ledger → its part of a data set: read, and judged where anything has changed since.

A task for itself: it is told all that it needs and hands back bytes, so that it can be done in this process,
in another one, or on another machine that sees the same folders.
"""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.cli import speech, terminal
from ledger.locale.refusal import Refusal
from ledger.reading.load import no_collecting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cli.session import Found


class Job(NamedTuple):
    """What is to be done: which ledger, where, on which day (ISO); ``was`` is what its files were made of."""

    name: str
    home: str
    folder: str
    rev: str
    as_of: str
    tables: tuple[str, ...]
    program: str
    language: str
    was: Mapping[str, Any] | None = None


class Made(NamedTuple):
    """What came of it.

    ``files`` are the bytes of its tables, ``None`` where nothing has changed; ``notes`` is what was said of
    it on the way; ``why`` the key and gaps of the sentence that tells why it could not be read.
    """

    name: str
    made_of: Mapping[str, Any]
    files: Mapping[str, bytes] | None = None
    rows: Mapping[str, int] = {}
    revision: str | None = None
    partial: bool = False
    notes: str = ""
    why: tuple[str, Mapping[str, Any]] | None = None


def make(job: Job) -> Made:
    """Read one ledger; judge it and make its tables unless they are made of the same already."""
    said = io.StringIO()
    speech.set_language(["--lang", job.language], {})
    try:
        with no_collecting(), redirect_stderr(said), terminal.naming(job.name):
            made = _make(job)
    except Refusal as error:
        made = Made(job.name, {}, why=(error.key, dict(error.gaps)))
    return made._replace(notes=said.getvalue())


def _make(job: Job) -> Made:
    from datetime import date

    from ledger.cli.data import tables_of
    from ledger.cli.session import find_data, open_found
    from ledger.rendering.tables import render_table_parquet
    from ledger.reports.tables.dataset import parts_of

    found = find_data(None, job.folder, job.rev)
    made_of = {
        "data": _checksum(found),
        "as_of": job.as_of,
        "program": job.program,
        "home": job.home,
    }
    if made_of == job.was:
        return Made(job.name, made_of, revision=found.files.revision)
    session = open_found(found, date.fromisoformat(job.as_of))
    tables = [one for one in parts_of(job.name, job.home, tables_of(session)) if one.name in job.tables]
    files = {one.name: render_table_parquet(one, "snappy") for one in tables}
    rows = {one.name: len(one.rows) for one in tables}
    return Made(job.name, made_of, files, rows, found.files.revision, session.partial)


def _checksum(found: Found) -> str:
    """What names the ledger's data and evidence: the commit, or a SHA-256 over all files and their paths."""
    if found.files.revision is not None:
        return f"commit:{found.files.revision}"
    from hashlib import sha256

    from ledger.folder import evidence_of, list_files

    total = sha256()
    evidence = evidence_of(found.root)
    for path in sorted({*found.files.tree, *list_files(found.root)}):
        data = found.files.tree.get(path)
        checksum = sha256(data).hexdigest() if data is not None else evidence(path.removeprefix("data/"))
        total.update(f"{path}\0{checksum}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def program() -> str:
    """What names this program: two that judge or write differently are told apart.

    A SHA-256 of its own sources, of the years whose holidays are known, and of the library that writes.
    """
    import os
    from hashlib import sha256
    from importlib.metadata import version

    from ledger import __version__
    from ledger.rendering.extras import needing

    total = sha256()
    with needing("parquet"):
        import pyarrow as pa
    total.update(f"{pa.__version__} {version('chinesecalendar')}".encode())
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".yaml")):
                with open(os.path.join(above, name), "rb") as stream:
                    total.update(stream.read())
    return f"{__version__} {total.hexdigest()[:16]}"
