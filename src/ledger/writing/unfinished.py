"""What is to be done when several files of a ledger change: noted down, and completed after a kill."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.folder import UNFINISHED, UnfitError, read_file
from ledger.reading.layout import limit_of
from ledger.writing.aside import LEFT_OVER, ChangedError, drop, refuse_links, sync_folder, written_aside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SIZE_MOST = 1 << 20


def is_of_ledger(path: object) -> bool:
    """Whether what a note says is the path of a file of a ledger, and leads out of no folder."""
    return isinstance(path, str) and isinstance(limit_of(path), int) and ".." not in path.split("/")


def note_down(note: str, asides: Mapping[str, tuple[str, bytes | None]]) -> None:
    """Write down which hidden file is to take the place of which, and what was there."""
    import json

    listed = [
        {"path": path, "aside": os.path.basename(aside), "old": None if old is None else _sum(old)}
        for path, (aside, old) in asides.items()
    ]
    with written_aside(note, json.dumps(listed, ensure_ascii=False).encode()) as aside:
        os.replace(aside, note)
    sync_folder(os.path.dirname(note))


def _sum(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def finish(root: str) -> list[str]:
    """Put in place what a run that was killed had written aside; the paths that were still missing.

    Raises :class:`ChangedError` when such a file was changed since: then nothing is to be done for it, and
    the command that was killed has to be run again.
    """
    note = os.path.join(root, *UNFINISHED.split("/"))
    waiting = _read_note(root, note)
    done, changed = [], ""
    for path, aside, old in waiting:
        target = os.path.join(root, *path.split("/"))
        try:
            there: str | None = _sum(read_file(target, _SIZE_MOST))
        except FileNotFoundError:
            there = None
        except UnfitError:
            there = ""
        if there == old:
            os.replace(aside, target)
            sync_folder(os.path.dirname(target))
            done.append(path)
        elif there != _sum(read_file(aside, _SIZE_MOST)):  # a new file may be in its place under both names
            changed = path
    drop(note)
    if changed:
        raise ChangedError(changed)
    return done


def _read_note(root: str, note: str) -> Iterator[tuple[str, str, str | None]]:
    """Path, hidden file and old checksum of what is still to be put in place.

    The note lies in the folder of the ledger, where anybody may have put it: only a hidden file beside a file
    of the ledger, named after it, can take its place.
    """
    import json

    try:
        listed = json.loads(read_file(note, _SIZE_MOST))
    except FileNotFoundError:
        return
    except (UnfitError, ValueError):
        listed = None
    for item in listed if isinstance(listed, list) else ():
        if not isinstance(item, dict) or not is_of_ledger(item.get("path")):
            continue
        path, aside, old = str(item["path"]), str(item.get("aside")), item.get("old")
        folder, _, name = path.rpartition("/")
        found = LEFT_OVER.fullmatch(aside)
        if found is None or aside != f".{name}.{found[2]}.tmp":
            continue
        refuse_links(root, path)
        hidden = os.path.join(root, *folder.split("/"), aside)
        if os.path.isfile(hidden) and not os.path.islink(hidden):
            yield path, hidden, old
