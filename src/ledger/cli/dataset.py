"""``ledger export -f parquet`` of several ledgers: a data set; only what has changed is made anew."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ledger.cli import terminal
from ledger.cli.disk import current, writing_to
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words
from ledger.reports.tables.dataset import (
    JOURNAL,
    LISTED,
    DataSet,
    Part,
    Place,
    line_of,
    list_lines,
    part_of,
    read_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.cli.partition import Job, Made
    from ledger.cli.roster import Several


_Said = tuple[str, "tuple[str, Mapping[str, Any]] | None"]
"""What was written of a ledger on the way, and why it could not be read."""


def export(
    held: Several, tables: Sequence[str], as_of: date, rev: str, output: str, *, force: bool, scheduler: str
) -> int:
    """Write the data set: one ledger at a time, each whole or not at all; 1 where one is lacking."""
    from ledger.cli.roster import tell_wrong
    from ledger.writing import locked, make_folder

    root = os.path.abspath(output)
    if os.path.lexists(root) and not os.path.isdir(root):
        raise CommandError("site.no_folder", folder=output)
    tell_wrong(held, held.wrong)
    with writing_to(output, inside=True):
        make_folder(root)
        with locked(root, ""):
            return _Run(root, output, force=force).write(held, tables, as_of, rev, scheduler)


class _Run:
    """One run: what is there, what was written by an earlier one, what this one writes."""

    def __init__(self, root: str, output: str, *, force: bool) -> None:
        self.root, self.output, self.force = root, output, force
        self.old = _listed(root)
        self.begun = _begun(root)
        self.gap = "\n"  # a line that was not finished ends before the first of ours
        self.sums = _checksums([*(self.old.parts if self.old else ()), *self.begun.values()])

    def write(self, held: Several, tables: Sequence[str], as_of: date, rev: str, scheduler: str) -> int:
        """Make, write and list the parts of all ledgers, and take away what is of none."""
        from ledger.cli.spreading import spread

        strangers, whole = self._look()
        if strangers and not self.force:
            raise CommandError("site.not_empty", folder=self.output, count=len(strangers), file=strangers[0])
        before = {part.place.ledger: part for part in (self.old.parts if self.old else ())} | self.begun
        places = {one.name: Place(one.name, one.level, one.round) for one in held.ledgers}
        jobs = [
            job for job in _jobs(held, tables, as_of, rev, before, places, whole) if places[job.name].fits
        ]
        parts: dict[str, Part] = {}
        said: dict[str, _Said] = {
            name: ("", ("dataset.too_long", {"most": 255}))
            for name, place in places.items()
            if not place.fits
        }
        written = 0
        for made in spread(jobs, scheduler):
            if made.notes or made.why is not None:
                said[made.name] = made.notes, made.why
            if made.why is not None:
                continue
            if made.files is None:
                parts[made.name] = before[made.name]
                continue
            parts[made.name] = self._put(places[made.name], made)
            written += 1
        names = [one.name for one in held.ledgers]
        if not parts:  # a share that is not there must not empty what was written of it
            self._tell(said, names)
            raise CommandError("roster.no_answer", FINDINGS)
        missing = tuple(name for name in names if name not in parts)
        new = DataSet(
            as_of.isoformat(), tuple(tables), tuple(parts[name] for name in names if name in parts), missing
        )
        self._tell(said, names)
        self._finish(new)
        gaps = {"written": written, "kept": len(parts) - written, "file": self.output}
        terminal.write_note(words()("dataset.written", **gaps))
        return FINDINGS if new.partial or held.wrong else FINE

    def _look(self) -> tuple[list[str], dict[str, str]]:
        """Files in the way that no run of this program wrote; the checksums of those that one did."""
        strangers: list[str] = []
        whole: dict[str, str] = {}
        from ledger.reports.tables import TABLE_NAMES
        from ledger.writing import is_left_over, remove_file

        for path in _walk(self.root, TABLE_NAMES):
            if is_left_over(path.rpartition("/")[2]):
                remove_file(os.path.join(self.root, *path.split("/")))
                continue
            checksum = _sum(_bytes(self.root, path))
            if checksum is not None and checksum in self.sums.get(path, ()):
                whole[path] = checksum
            else:
                strangers.append(path)
        if self.old is None and os.path.lexists(os.path.join(self.root, LISTED)):
            strangers.insert(0, LISTED)
        return strangers, whole

    def _put(self, place: Place, made: Made) -> Part:
        """Write the files of one ledger, all or none; what is begun is noted down before."""
        from ledger.writing import append_files, append_line

        assert made.files is not None  # noqa: S101 - asked before
        sums = {table: _sum(data) or "" for table, data in made.files.items()}
        part = Part(place, made.made_of, sums, made.rows, made.revision, made.partial)
        files = {place.file(table): data for table, data in made.files.items()}
        old = {path: _bytes(self.root, path) for path in files}
        changes = {path: (old[path], data) for path, data in files.items() if old[path] != data}
        append_line(os.path.join(self.root, JOURNAL), self.gap + f"{line_of(part)}\n")
        self.gap = ""
        append_files(self.root, changes, {}, flushed=False)
        return part

    def _finish(self, new: DataSet) -> None:
        """List what there is, then take away what an earlier run wrote and is of none of these ledgers."""
        from ledger.writing import flush_all, remove_file, replace_file, take_out

        flush_all()  # what is listed is on the disk
        listed = os.path.join(self.root, LISTED)
        text = "".join(list_lines(new)).encode()
        if current(listed) != text:
            replace_file(listed, text)
        kept = {path for part in new.parts for path in part.paths()}
        for path in self.sums:
            if path not in kept and _sum(_bytes(self.root, path)) in self.sums[path]:
                take_out(self.root, path)
        remove_file(os.path.join(self.root, JOURNAL))

    def _tell(self, said: Mapping[str, _Said], names: Iterable[str]) -> None:
        """What was said of each ledger, in their order, whichever was done first."""
        from ledger.cli.roster import tell, wanting
        from ledger.reports.report import Message

        for name in names:
            notes, why = said.get(name, ("", None))
            if notes:
                terminal.write_note(notes.rstrip("\n"))
            if why is not None:
                tell([wanting(name, Message(*why))])


def _jobs(
    held: Several,
    tables: Sequence[str],
    as_of: date,
    rev: str,
    before: Mapping[str, Part],
    places: Mapping[str, Place],
    whole: Mapping[str, str],
) -> Iterator[Job]:
    """What is to be done for each ledger.

    What was made of an earlier run is made anew where a file is gone or the ledger has moved, and where a
    part of it could not be read: what is wrong with it is to be told again.
    """
    from ledger.cli.partition import Job, program

    made_by = program()
    for one in held.ledgers:
        part = before.get(one.name)
        stays = (
            part is not None
            and not part.partial
            and part.place == places[one.name]
            and list(part.files) == list(tables)
            and all(whole.get(path) == checksum for path, checksum in part.paths().items())
        )
        yield Job(
            one.name,
            one.city or one.name,
            os.path.abspath(one.folder),
            rev or one.rev,
            as_of.isoformat(),
            tuple(tables),
            made_by,
            words().language,
            part.made_of if part is not None and stays else None,
        )


def _listed(root: str) -> DataSet | None:
    """What an earlier run has listed; ``None`` where there is no list, or one that is not ours."""
    data = _bytes(root, LISTED)
    if data is None:
        return None
    try:
        return read_list(data)
    except ValueError:
        return None


def _begun(root: str) -> dict[str, Part]:
    """What a run that was killed had begun to write, by ledger; a line that it did not finish is none."""
    found = {}
    for line in (_bytes(root, JOURNAL) or b"").splitlines():
        with suppress(ValueError, KeyError, TypeError):
            part = part_of(json.loads(line))
            found[part.place.ledger] = part
    return found


def _checksums(parts: Iterable[Part]) -> dict[str, set[str]]:
    """What each file may hold that this program wrote."""
    found: dict[str, set[str]] = {}
    for part in parts:
        for path, checksum in part.paths().items():
            found.setdefault(path, set()).add(checksum)
    return found


def _walk(root: str, tables: Iterable[str]) -> Iterator[str]:
    """All files below the folders of tables, and a file that is in the way of one; no link is followed."""
    for table in tables:
        top = os.path.join(root, table)
        if os.path.lexists(top) and (os.path.islink(top) or not os.path.isdir(top)):
            yield table
        for above, folders, names in os.walk(top):
            folders.sort()
            links = [name for name in folders if os.path.islink(os.path.join(above, name))]
            inner = os.path.relpath(above, root).replace(os.sep, "/")
            yield from (f"{inner}/{name}" for name in sorted([*names, *links]))


def _bytes(root: str, path: str) -> bytes | None:
    full = os.path.join(root, *path.split("/"))
    return None if os.path.islink(full) else current(full)


def _sum(data: bytes | None) -> str | None:
    from hashlib import sha256

    return None if data is None else sha256(data).hexdigest()
