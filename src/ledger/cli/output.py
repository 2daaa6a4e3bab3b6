"""The one way out: what a command has found goes to the terminal or into a file, in the format asked for."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.cli import again, screen, terminal
from ledger.cli.disk import current, writing_to
from ledger.cli.errors import CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Taken(NamedTuple):
    """An answer that was not written out: the thing, where it was to go, and how it was to look."""

    thing: Any
    out: Out
    look: dict[str, Any]


_TAKING: list[list[Taken]] = []


@contextmanager
def taking() -> Iterator[list[Taken]]:
    """Hand over what is delivered meanwhile in place of writing it: it becomes a part of something larger."""
    held: list[Taken] = []
    _TAKING.append(held)
    try:
        yield held
    finally:
        _TAKING.pop()


@dataclass(frozen=True, slots=True)
class Out:
    """Where the answer goes: ``-f``, ``-o`` and ``--force`` as they were given.

    ``form`` is the name of a format in which the command's answer can be had; ``path`` is the file, ``""``
    for standard output; ``asked`` says whether somebody named a format or a file.
    """

    form: str
    path: str = ""
    force: bool = False
    asked: bool = False

    def deliver(self, thing: Any, **look: Any) -> None:
        """Render a report, document, timeline, agenda or findings, and write it out.

        ``look`` are further fields of :class:`ledger.rendering.formats.Look`.
        """
        if _TAKING:
            _TAKING[-1].append(Taken(thing, self, look))
            return
        if self.path:
            self.write(self.made(thing, **look))
            return
        look["room"] = screen.room(sys.stdout, os.environ)
        look["colour"] = screen.takes_colour(sys.stdout, os.environ)
        made = self._render(thing, filed=False, **look)
        terminal.write_out(made if isinstance(made, str) else made.decode())

    def made(self, thing: Any, **look: Any) -> bytes:
        """The bytes of the file that :meth:`deliver` would write."""
        from ledger.rendering.formats import FORMATS

        made = self._render(thing, filed=True, **look)
        if isinstance(made, str):
            made = made.encode("utf-8-sig" if FORMATS[self.form].marked else "utf-8")
        return made

    def _render(self, thing: Any, **look: Any) -> str | bytes:
        from ledger.rendering.formats import Look, render

        with screen.drawing(look.get("room"), os.environ):
            return render(thing, self.form, words(), Look(**look))

    def write(self, data: bytes) -> None:
        """Write the file, whole or not at all."""
        write_file(self.path, data, force=self.force)

    def write_text(self, text: str) -> None:
        """Write text that has no other format: to the file, else to standard output."""
        if self.path:
            self.write(text.encode())
        else:
            terminal.write_out(text)


def read_out(form: str, path: str, kinds: Iterable[str], *, force: bool = False) -> Out:
    """The output that ``-f`` and ``-o`` ask for, of a command whose answer is a thing of one of ``kinds``."""
    from ledger.rendering.formats import FORMATS, formats_of

    chosen = choose(form, path, formats_of(*kinds))
    if FORMATS[chosen].binary and not path:
        raise CommandError("error.needs_output", form=chosen)
    return Out(chosen, path, force, asked=bool(form or path))


def choose(form: str, path: str, known: tuple[str, ...]) -> str:
    """The format asked for, else the one that the ending of the file stands for, else the usual one."""
    from difflib import get_close_matches

    from ledger.rendering.formats import by_ending, named

    if form:
        chosen = named(form, known)
        if chosen is None:
            near = get_close_matches(form.lower(), known, 1) or known
            raise CommandError("error.choice", option="--format", value=form, near=list(near))
        return chosen
    if not path or is_folder(path):
        return known[0]
    chosen = by_ending(os.path.basename(path), known)
    if chosen is None:
        raise CommandError("error.ending", file=path, known=list(known))
    return chosen


def is_folder(path: str) -> bool:
    """Whether a name of the command line means a folder, there or to be made."""
    return path.endswith(("/", os.sep)) or os.path.isdir(path)


def write_file(path: str, data: bytes, *, force: bool) -> None:
    """Write an output file whole or not at all; one that is there and differs only with ``force``."""
    from ledger.writing import is_stream, replace_file

    again.spoil()
    there = None if is_stream(path) else current(path)
    if there == data:
        return
    if there is not None and not force:
        raise CommandError("error.differs", file=path)
    with writing_to(path):
        # what a link leads to is what was compared, and what others read
        replace_file(path, data, linked=True)


def write_files(folder: str, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write files into a folder, all or none; one that is there and differs only with ``force``."""
    from ledger.writing import append_files, sweep_beside

    again.spoil()
    root = os.path.abspath(folder)
    with writing_to(folder, inside=True):
        sweep_beside(os.path.join(root, name) for name in files)
    there = {name: current(os.path.join(root, name)) for name in files}
    changes = {name: (there[name], content) for name, content in files.items() if there[name] != content}
    differing = [name for name, (old, _) in changes.items() if old is not None]
    if differing and not force:
        file = os.path.join(folder, differing[0])
        if len(differing) == 1:
            raise CommandError("error.differs", file=file)
        raise CommandError("error.differ", file=file, count=len(differing))
    with writing_to(folder):
        append_files(root, changes, {})


def write_new(folder: str, files: Mapping[str, bytes], whole: Iterable[str]) -> None:
    """Files that are not there yet, all or none, in a folder that is made where it is not.

    What a killed run left beside any of the ``whole`` is taken away.
    """
    from ledger.writing import create_files, make_folder, sweep_beside

    again.spoil()
    with writing_to(folder, inside=True):
        make_folder(folder)
        sweep_beside(os.path.join(folder, *path.split("/")) for path in whole)
        create_files(folder, files)
