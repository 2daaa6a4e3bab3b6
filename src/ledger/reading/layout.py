"""Which paths belong to a ledger, and how large each may be: the same for the disk and for git."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE_MAX = 256 * 1024
"""Largest file of YAML that is read, in bytes."""

SOURCE_MAX = 16 * 1024 * 1024
"""Largest official document that is read, in bytes."""

SINGLE = (
    *("plan.yaml", "units.yaml", "labels.yaml", "calendar.yaml", "disclosures.yaml", "settled.yaml"),
    "letters.yaml",
)
"""Files directly below ``data``."""

ISSUES = "data/issues/"
"""The folder of the issues."""

FOLDERS = {"source": SOURCE_MAX, "rounds": SIZE_MAX, "complaints": SIZE_MAX, "issues": SIZE_MAX}
"""Folders below ``data`` that are read, with the most bytes that a file in them may have."""

TOTAL_MAX = 128 * 1024 * 1024
"""The most bytes that the files of a ledger may have together: all of them are read by every command."""

_OF_RECORDS = {"issues", "rounds", "complaints"}
"""Those of them in which every file is one of records."""

DEPTH = 4
"""How many folders deep a file may lie below one of ``FOLDERS``."""


class FolderRead(NamedTuple):
    """The files that could be read (``data/…`` → bytes), and what kept the others from being read."""

    tree: dict[str, bytes]
    diagnostics: list[Diagnostic]


class Stamp(NamedTuple):
    """What tells a file on the disk from the same file after any change: size, time of the content, time of
    the last change of any sort (nanoseconds; it cannot be set by hand), and number.
    """

    size: int
    written: int
    changed: int
    number: int


def stray(path: str) -> Diagnostic | None:
    """What is told of a name that is none of ours: bytes that are no UTF-8, control characters."""
    return None if path.isprintable() else Diagnostic("L324", _escaped(path))


def _escaped(path: str) -> str:
    """The path with what cannot be seen as ``\\n``, ``\\x1b``, and bytes that are no UTF-8 as ``\\xff``."""
    return "".join(one if one.isprintable() else _code(one) for one in path)


def _code(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python holds a byte of a name that is no UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


def limit_of(path: str) -> int | Diagnostic | None:
    """The most bytes of the file ``path`` (``data/…``) if it belongs to a ledger.

    A diagnostic if it is to be told and not read, ``None`` if it is nobody's business: evidence, hidden files
    but those of YAML, and what is not named like anything of a ledger.
    """
    top, *names = path.split("/")
    if top != "data" or not names:
        return None
    folder = names[0]
    if len(names) == 1:
        return SIZE_MAX if folder in SINGLE else unread(path, SINGLE)
    if folder not in FOLDERS:
        return unread(f"data/{folder}", (*FOLDERS, *_OTHERS))
    way = f"data/{folder}"
    for depth, name in enumerate(names[1:]):
        if depth > DEPTH:
            return too_deep(way)
        way = f"{way}/{name}"
        if name.startswith("."):
            return hidden(way) if depth == len(names) - 2 else None
        if found := stray(way):
            return found
    if folder in _OF_RECORDS and not path.endswith(".yaml"):
        return Diagnostic("L308", path)
    if folder == "rounds" and round_of(path) is None:
        return Diagnostic("L319", path)
    if folder == "complaints" and complaint_of(path) is None:
        return Diagnostic("L900", path)
    return FOLDERS[folder]


_OTHERS = ("evidence", "templates")
"""Folders below ``data`` that are there for something else than being read with the rest."""

_LOOKS = re.compile(r"[.]ya?ml(?:[.~].*)?", re.IGNORECASE | re.ASCII)
_ALIKE = 0.75


def unread(path: str, known: Sequence[str]) -> Diagnostic | None:
    """L318 where a name directly below ``data`` is none of those known, and meant to be one of them."""
    name = path.removeprefix("data/")
    if not name.isprintable():
        return stray(path) if known is SINGLE and _LOOKS.search(name) is not None else None
    if name in known or name.startswith("."):
        return hidden(path) if name.startswith(".") else None
    stem = name.partition(".")[0].casefold()
    near = next((one for one in known if one.partition(".")[0] == stem), None)
    if near is None:
        from difflib import get_close_matches

        near = next(iter(get_close_matches(name.casefold(), known, 1, _ALIKE)), None)
    if near is not None:
        return Diagnostic("L318", path, args={"why": "near:", "what": f"data/{near}"})
    looks = known is SINGLE and _LOOKS.search(name) is not None
    return Diagnostic("L318", path, args={"why": "no_such_name:"}) if looks else None


def hidden(path: str) -> Diagnostic | None:
    """L318 of a hidden file of YAML; what editors and file managers leave behind is nobody's business."""
    name = path.rpartition("/")[2]
    left = name.startswith((".#", "._")) or not name.isprintable()
    found = name.endswith((".yaml", ".yml")) and not left
    return Diagnostic("L318", path, args={"why": "hidden:"}) if found else None


def too_deep(path: str) -> Diagnostic:
    """L318 of a folder that lies deeper than folders are read."""
    return Diagnostic("L318", path, args={"why": f"too_deep:{DEPTH}"})


def too_much(path: str) -> Diagnostic:
    """L124: with this file all would have more than they may; it and those after it are not read."""
    return Diagnostic("L124", path, args={"most": TOTAL_MAX // (1024 * 1024)})


def issue_of(path: str) -> str | None:
    """The id of the issue whose file ``path`` is by its name, in whatever folder; ``None`` for others."""
    if not path.startswith(ISSUES) or not path.endswith(".yaml"):
        return None
    return path.rpartition("/")[2].removesuffix(".yaml")


FLAT_MOST = 1_000
"""Up to how many issues new ones are put into one folder.  git reads a folder of 10,000 files ten times as
slowly as a hundred folders of a hundred, for every commit that it looks at."""


def issue_path(issue: str, count: int) -> str:
    """Where the file of a new issue goes, of ``count`` in all: of many, a hundred numbers to a folder."""
    number = issue.partition("-")[0]
    folder = f"{number[:-2]}00/" if count > FLAT_MOST and len(number) > len("00") else ""
    return f"{ISSUES}{folder}{issue}.yaml"


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ].*)?", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for that of a device (aux.pdf, CON), so that no file there can have it."""
    return _RESERVED.fullmatch(name) is not None


_ROUND = re.compile("data/rounds/([a-z0-9][a-z0-9-]{0,63})[.]yaml", re.ASCII)


def round_of(path: str) -> str | None:
    """The id of the round whose file ``path`` is; ``None`` where no round can have it."""
    found = _ROUND.fullmatch(path)
    return found[1] if found else None


_COMPLAINT = re.compile(
    "data/complaints/([a-z0-9][a-z0-9-]{0,63})/([A-Z0-9][A-Z0-9-]{0,63})[.]yaml", re.ASCII
)


def complaint_of(path: str) -> tuple[str, str] | None:
    """Batch and number of the complaint whose file ``path`` is; ``None`` where no complaint can have it.

    Capital letters alone: two files that differ in case would be one on many disks.
    """
    found = _COMPLAINT.fullmatch(path)
    return (found[1], found[2]) if found else None


def order_of(path: str) -> tuple[int, tuple[str, ...]]:
    """Where a path comes in the order of reading: single files, the official documents, the rounds, the
    complaints, the issues."""
    names = path.split("/")[1:]
    if names and names[0] in SINGLE:
        return SINGLE.index(names[0]), tuple(names)
    folders = list(FOLDERS)
    place = folders.index(names[0]) if names and names[0] in folders else len(folders)
    return len(SINGLE) + place, tuple(names)
