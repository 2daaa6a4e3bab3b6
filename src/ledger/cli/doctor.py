"""``ledger doctor``."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from shutil import which
from typing import NamedTuple

import typer

from ledger.cli import options as o
from ledger.cli import screen, terminal
from ledger.cli.disk import writing_to
from ledger.cli.errors import FINE, USAGE, CommandError
from ledger.cli.speech import words
from ledger.locale.refusal import Refusal
from ledger.rendering.style import paint

_NEEDED = ("typer", "pydantic", "PyYAML", "rich", "python-dateutil", "chinesecalendar")
_OLDEST = (3, 11)
_EXTRAS = {
    "office": ("doctor.extra_office", ("docx", "docxtpl", "xlsxwriter")),
    "site": ("doctor.extra_site", ("jinja2",)),
    "calendar": ("doctor.extra_calendar", ("icalendar",)),
    "documents": ("doctor.extra_documents", ("lxml",)),
    "pdf": ("doctor.extra_pdf", ("pypdf",)),
    "parquet": ("doctor.extra_parquet", ("pyarrow",)),
    "duckdb": ("doctor.extra_duckdb", ("duckdb",)),
    "cluster": ("doctor.extra_cluster", ("distributed", "cryptography")),
}
"""What may be left out, by the name it is installed by: what it is for, and the modules that it brings."""


class _Seen(NamedTuple):
    """Something that was looked at: whether it is as it should be (``None`` where that is for the person to
    decide), its name, and what was found."""

    good: bool | None
    name: str
    value: str


def command(ctx: typer.Context, directory: o.Directory = "") -> int:
    """See whether everything that the program needs is there."""
    from ledger.roots import find_root, is_root

    given = directory or (ctx.obj or {}).get("directory") or os.environ.get("LEDGER_ROOT")
    root = (given if is_root(given) else None) if given else find_root(".")
    seen = [*_program(), *_ledger(root)]
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    seen.append(_Seen(encoding.lower() == "utf-8", words()("doctor.encoding"), encoding))
    for one in seen:
        _write(_label(one.good), one.name, one.value)
    _write_extras()
    return FINE if all(one.good is not False for one in seen) else USAGE


def _program() -> Iterator[_Seen]:
    """The program and what it cannot do without."""
    from ledger import __version__
    from ledger.reading.yaml import HAS_LIBYAML

    say = words()
    yield _Seen(True, "ledger", __version__)
    yield _Seen(sys.version_info >= _OLDEST, "Python", platform.python_version())
    for name in _NEEDED:
        found = _version(name)
        yield _Seen(found is not None, name, found or say("doctor.missing"))
    yield _Seen(HAS_LIBYAML, "libyaml", say("doctor.there" if HAS_LIBYAML else "doctor.no_libyaml"))
    yield _Seen(True, "git", which("git") or say("doctor.no_git"))


def _ledger(root: str | None) -> Iterator[_Seen]:
    """The ledger, its folder and its repository, where there is one."""
    from ledger.folder import is_unfinished

    say = words()
    yield _Seen(root is not None, say("doctor.ledger"), root or say("doctor.no_ledger"))
    if root is None:
        return
    half = is_unfinished(root)
    yield _Seen(not half, say("doctor.writing"), say("doctor.half" if half else "doctor.whole"))
    yield _links(root)
    yield from _git(root)
    shaped = os.path.isdir(os.path.join(root, "schemas"))
    yield _Seen(True, "schemas", say("doctor.schemas" if shaped else "doctor.no_schemas"))


def _write_extras() -> None:
    """What may be left out: nothing is wrong without it, but some formats are refused."""
    say = words()
    for extra, (purpose, modules) in _EXTRAS.items():
        if all(find_spec(module) for module in modules):
            _write(_label(True), say(purpose), say("doctor.there"))
        else:
            _write(say("doctor.absent"), say(purpose), say("doctor.install", extra=extra))


def _write(label: str, name: str, value: str) -> None:
    terminal.write_out(f"{label}  {name}{words()('colon')}{value}\n")


def _links(root: str) -> _Seen:
    """Whether a new file can never be put over another one; a folder that is only read is fine."""
    from ledger.writing import has_links

    say = words()
    try:
        with writing_to(root):
            told = "doctor.links" if has_links(root) else "doctor.no_links"
    except CommandError as error:
        return _Seen(True, say("doctor.files"), say("doctor.read_only", reason=error.gaps["reason"]))
    return _Seen(True, say("doctor.files"), say(told))


def _label(good: bool | None) -> str:
    label = words()("doctor.note" if good is None else "doctor.good" if good else "doctor.bad")
    return paint(label, "late" if good is False else "", colour=screen.takes_colour(sys.stdout, os.environ))


def _git(root: str) -> Iterator[_Seen]:
    """What git itself says of the files of the ledger: whether it keeps their bytes and has them all."""
    from ledger.cli.history import (
        in_repository,
        open_history,
        uncommitted_words,
        wanting_words,
    )
    from ledger.folder import list_files

    say = words()
    if not in_repository(root):
        yield _Seen(True, say("doctor.repository"), say("doctor.no_repository"))
        return
    try:
        repository = open_history(root)
        paths = [*list_files(root), *_SUCH]
        wanting, loose = repository.wanting(paths), repository.uncommitted()
    except Refusal as error:
        yield _Seen(False, say("doctor.repository"), say(error.key, **error.gaps))
        return
    told = wanting_words(wanting) if wanting else say("doctor.kept")
    yield _Seen(not wanting, say("doctor.attributes"), told)
    told = "\n".join(uncommitted_words(loose, root))
    good = False if loose.ignored else None if told else True
    yield _Seen(good, say("doctor.committed"), told or say("doctor.all_committed"))


_SUCH = (
    *("data/evidence/x", "data/source/x", "data/issues/x.yaml", "data/rounds/x.yaml"),
    "data/disclosures.yaml",
    "data/letters.yaml",
)
"""Files as they may come, for which git is asked as well."""


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
