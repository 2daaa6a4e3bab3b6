"""Running git so that reading runs no other program and no network, whatever the configuration says."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

from ledger.history.errors import HistoryError, failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CHUNK = 4000
"""Most bytes that are asked at once: they fit into an empty pipe on every system, so asking never waits."""

SILENCE = 120.0
"""How many seconds git may be silent: it answers from the disk, and what waits for more is given up."""

OLDEST = (2, 24)
"""The first git that knows ``--end-of-options``, by which a revision can never be taken for an option."""

_PATIENCE = 1.0
"""How many seconds the last complaints of an ended git are waited for: what it started may hold them."""

_PIECE = 1 << 16
_STDERR_MOST = 1 << 14

_KEPT = {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"}
"""Where the configuration of the user and of the machine lies.

The rest of ``GIT_*`` is dropped: hooks set it, and then it speaks of another repository.  These three no hook
sets, and ``safe.directory``, by which a person allows a folder of another owner, counts in those files only.
For the same reason the machine's file is not left out: images set ``safe.directory`` there.
"""

_FIXED = {
    "GIT_ALLOW_PROTOCOL": "none",  # beats protocol.*.allow of the repository
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,  # the older way to replace parents
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",  # what git says is matched
}

_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *(
        part
        for setting in (
            "core.fsmonitor=false",
            f"core.hooksPath={os.devnull}",
            f"core.attributesFile={os.devnull}",
            "core.sshCommand=false",
            "core.askPass=",
            "core.pager=cat",
            # parents come from the commits themselves, not from a cache that anyone may have written
            "core.commitGraph=false",
            "credential.helper=",
            "diff.external=",
            "log.showSignature=false",
            "protocol.allow=never",
            # a folder of the ledger that looks like a repository is none
            "safe.bareRepository=explicit",
            "submodule.recurse=false",
        )
        for part in ("-c", setting)
    ),
)


class Git:
    """A git program, asked about the repository that holds a folder."""

    def __init__(
        self, folder: str, environment: Mapping[str, str], top: str | None = None, *, bare: bool = False
    ) -> None:
        """Ask at ``folder``, or at the ``top`` of the work tree where that is known.

        git is told where that is, or ``core.worktree`` could give paths another meaning.  It still finds the
        repository itself: told that too, it would not look who owns it.  With ``bare``, ``folder`` may itself
        be a repository without a work tree.
        """
        self.folder = top or folder
        self._allowed = ("-c", "safe.bareRepository=all") if bare else ()
        self._program = find_program(environment)
        self._environment = clean_environment(environment) | ({"GIT_WORK_TREE": top} if top else {})

    def run(self, *args: str) -> bytes:
        """What git writes for ``args``; raises :class:`HistoryError` when it fails."""
        code, out, err = self.attempt(*args)
        if code:
            raise self.failure(err)
        return out

    def attempt(self, *args: str) -> tuple[int, bytes, bytes]:
        """The exit code, output and complaints of git for ``args``."""
        with self._popen(args, subprocess.DEVNULL) as process:
            try:
                out, err = process.communicate(timeout=SILENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise HistoryError("history.silent", seconds=int(SILENCE)) from None
        return process.returncode, out, err

    def failure(self, err: bytes) -> HistoryError:
        """Why git failed; one that is too old for us says so only in its own words, so its version tells."""
        found = failure(err, self.folder)
        return (self.too_old() or found) if found.key == "history.failed" else found

    def too_old(self) -> HistoryError | None:
        """That git is older than we can work with, where it is."""
        said = self.attempt("version")[1].decode("utf-8", "replace")
        named = re.search(r"([0-9]+)\.([0-9]+)(?:\.[0-9]+)*", said)
        if named is None or (int(named[1]), int(named[2])) >= OLDEST:
            return None
        return HistoryError("history.old_git", version=named[0], least=".".join(map(str, OLDEST)))

    @contextmanager
    def start(self, *args: str) -> Iterator[Conversation]:
        """A git process to write to and read from; it is ended with the block."""
        with self._popen(args, subprocess.PIPE) as process:
            conversation = Conversation(process, self.folder)
            try:
                yield conversation
            finally:
                conversation.end()

    def _popen(self, args: Iterable[str], stdin: int) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - a list of arguments, no shell, a program from PATH
                [self._program, *_OPTIONS, *self._allowed, *args],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env=self._environment,
            )
        except (FileNotFoundError, NotADirectoryError):
            if os.path.isdir(self.folder):
                raise HistoryError("history.no_git") from None
            raise HistoryError("history.not_a_repository", folder=self.folder) from None
        except OSError as error:
            raise HistoryError("history.failed", reason=error.strerror or str(error)) from None


class Conversation:
    """A running git process: lines to it, and what it answers, piece by piece."""

    def __init__(self, process: subprocess.Popen[bytes], folder: str) -> None:
        assert process.stdin is not None  # noqa: S101 - all three are pipes
        assert process.stdout is not None  # noqa: S101
        self._process, self._folder = process, folder
        self._to, self._from = process.stdin, process.stdout
        self._buffer, self._at = b"", 0
        self._said = b""
        # a full pipe of complaints would stop git; it is emptied aside and its beginning kept
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        stream = self._process.stderr
        while stream is not None and (piece := stream.read(1024)):
            if len(self._said) < _STDERR_MOST:
                self._said += piece
        if stream is not None:
            stream.close()  # here, as the end may have left it to this thread

    def ask(self, data: bytes) -> None:
        """Write ``data``, at most ``CHUNK`` bytes, all earlier answers having been read."""
        try:
            self._to.write(data)
            self._to.flush()
        except BrokenPipeError:
            raise self.failure() from None

    def until(self, end: bytes) -> bytes | None:
        """The answer up to the byte ``end``, which is taken too; ``None`` where the answers end."""
        searched = self._at
        while (place := self._buffer.find(end, searched)) < 0:
            searched = len(self._buffer) - self._at
            if not self._more():
                if self._buffer:
                    raise self.failure()
                return None
        found = self._buffer[self._at : place]
        self._at = place + 1
        return found

    def answer(self, end: bytes) -> bytes:
        """As :meth:`until`, where an answer is owed."""
        found = self.until(end)
        if found is None:
            raise self.failure()
        return found

    def next_is(self, byte: bytes) -> bool:
        """Whether the next byte of the answer is ``byte``; it is taken only then."""
        if self._at == len(self._buffer) and not self._more():
            raise self.failure()
        if not self._buffer.startswith(byte, self._at):
            return False
        self._at += 1
        return True

    def take(self, size: int, keep: int) -> bytes:
        """The first ``keep`` of the next ``size`` bytes; the others are let go unkept."""
        pieces: list[bytes] = []
        left, wanted = size, min(size, keep)
        while left:
            if self._at == len(self._buffer) and not self._more():
                raise self.failure()
            piece = self._buffer[self._at : self._at + left]
            self._at += len(piece)
            left -= len(piece)
            if wanted:
                pieces.append(piece[:wanted])
                wanted -= len(pieces[-1])
        return b"".join(pieces)

    def _more(self) -> bool:
        self._wait()
        piece = os.read(self._from.fileno(), _PIECE)
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        return bool(piece)

    def _wait(self) -> None:
        """Wait for git to say more, but not for ever."""
        if os.name == "nt":  # pipes cannot be waited for there
            return
        waiting = select.poll()
        waiting.register(self._from, select.POLLIN | select.POLLHUP)
        if not waiting.poll(SILENCE * 1000):
            raise HistoryError("history.silent", seconds=int(SILENCE))

    def check(self) -> None:
        """Raise :class:`HistoryError` unless git, whose answers have all been read, ended well."""
        try:
            failed = self._process.wait(SILENCE)
        except subprocess.TimeoutExpired:
            raise HistoryError("history.silent", seconds=int(SILENCE)) from None
        if failed:
            raise self.failure()

    def failure(self) -> HistoryError:
        """Why git ended before it had answered."""
        self._process.kill()
        self._process.wait()
        self._listener.join(_PATIENCE)
        return failure(self._said, self._folder)

    def end(self) -> None:
        """Stop git, whether it has answered all or not."""
        with suppress(BrokenPipeError):
            self._to.close()
        self._process.kill()
        self._process.wait()
        self._listener.join(_PATIENCE)
        if self._listener.is_alive():  # what git started holds the pipe, and closing it would wait for that
            self._process.stderr = None


def find_program(environment: Mapping[str, str], name: str = "git") -> str:
    """A program on the ``PATH`` of ``environment``; raises :class:`HistoryError` where there is none.

    Parts of ``PATH`` that are relative do not count: they would run a program out of the ledger's folder.
    """
    folders = [part for part in environment.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(part)]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    if found is None or not os.path.isabs(found):
        raise HistoryError("history.no_git" if name == "git" else "history.no_program", program=name)
    return found


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment`` for git: nothing that leads it elsewhere, and what keeps it from running anything."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith("GIT_") or name.upper() in _KEPT
    }
    return kept | _FIXED
