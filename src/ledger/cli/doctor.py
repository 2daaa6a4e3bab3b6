"""``ledger doctor``."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from shutil import which

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


_Line = tuple[bool | None, str, str]
"""Whether it is as it should be, ``None`` where it is for the person to decide; what; how it is."""


def command(ctx: typer.Context, directory: o.Directory = "") -> int:
    """See whether everything that the program needs is there."""
    from ledger import __version__
    from ledger.folder import is_unfinished
    from ledger.reading.yaml import HAS_LIBYAML
    from ledger.roots import find_root, is_root

    say = words()
    given = directory or (ctx.obj or {}).get("directory") or os.environ.get("LEDGER_ROOT")
    root = (given if is_root(given) else None) if given else find_root(".")
    lines: list[_Line] = [(True, "ledger", __version__)]
    lines.append((sys.version_info >= _OLDEST, "Python", platform.python_version()))
    for name in _NEEDED:
        found = _version(name)
        lines.append((found is not None, name, found or say("doctor.missing")))
    lines.append((HAS_LIBYAML, "libyaml", say("doctor.there" if HAS_LIBYAML else "doctor.no_libyaml")))
    lines.append((True, "git", which("git") or say("doctor.no_git")))
    lines.append((root is not None, say("doctor.ledger"), root or say("doctor.no_ledger")))
    if root is not None:
        half = is_unfinished(root)
        lines.append((not half, say("doctor.writing"), say("doctor.half" if half else "doctor.whole")))
        lines.append(_links_line(root))
        lines += _git_lines(root)
        shaped = os.path.isdir(os.path.join(root, "schemas"))
        lines.append((True, "schemas", say("doctor.schemas" if shaped else "doctor.no_schemas")))
    encoding = getattr(sys.stdout, "encoding", None) or "?"
    lines.append((encoding.lower() == "utf-8", say("doctor.encoding"), encoding))
    for good, name, value in lines:
        terminal.write_out(f"{_label(good)}  {name}{say('colon')}{value}\n")
    for extra, (
        purpose,
        modules,
    ) in _EXTRAS.items():  # nothing is wrong without them, but some formats are refused
        if all(find_spec(module) for module in modules):
            terminal.write_out(f"{_label(True)}  {say(purpose)}{say('colon')}{say('doctor.there')}\n")
        else:
            told = f"{say(purpose)}{say('colon')}{say('doctor.install', extra=extra)}"
            terminal.write_out(f"{say('doctor.absent')}  {told}\n")
    return FINE if all(good is not False for good, *_ in lines) else USAGE


def _links_line(root: str) -> tuple[bool, str, str]:
    """Whether a new file can never be put over another one; a folder that is only read is fine."""
    from ledger.writing import has_links

    say = words()
    try:
        with writing_to(root):
            told = "doctor.links" if has_links(root) else "doctor.no_links"
    except CommandError as error:
        return True, say("doctor.files"), say("doctor.read_only", reason=error.gaps["reason"])
    return True, say("doctor.files"), say(told)


def _label(good: bool | None) -> str:
    label = words()("doctor.note" if good is None else "doctor.good" if good else "doctor.bad")
    return paint(label, "late" if good is False else "", colour=screen.takes_colour(sys.stdout, os.environ))


def _git_lines(root: str) -> Iterator[_Line]:
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
        yield True, say("doctor.repository"), say("doctor.no_repository")
        return
    try:
        repository = open_history(root)
        paths = [*list_files(root), *_SUCH]
        wanting, loose = repository.wanting(paths), repository.uncommitted()
    except Refusal as error:
        yield False, say("doctor.repository"), say(error.key, **error.gaps)
        return
    yield not wanting, say("doctor.attributes"), wanting_words(wanting) if wanting else say("doctor.kept")
    told = "\n".join(uncommitted_words(loose, root))
    good = False if loose.ignored else None if told else True
    yield good, say("doctor.committed"), told or say("doctor.all_committed")


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
