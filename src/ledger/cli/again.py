"""What was answered is answered again, before the command line is even built (docs/decisions/0016).

Some questions are asked many times a day of a ledger in which nothing has changed.  Their answers are kept,
and given while everything is as it was; all else takes the ordinary way.  :func:`known` asks, :func:`begin`
notes down what the ordinary way rests on before it reads, and :func:`keep` keeps what it said.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.history.kept import Shelf
    from ledger.store.answers import Answer, Seen

ASKING = frozenset(
    {
        *("overdue", "list", "ls", "due", "show", "units", "stats", "ready", "pace", "duties"),
        *("brief", "quiet", "promises", "letters", "target", "timeline", "rounds"),
    }
)
"""Commands that say something of the ledger and the day and of nothing else."""

_MOST = 16
"""Answers that are kept of one ledger."""


class Question(NamedTuple):
    """A question that may have been asked before: of which ledger, under which name, where to look, when.

    ``clock`` is where the time of files is asked, ``began`` when the run began by it.
    """

    root: str
    name: str
    shelf: Shelf
    clock: str
    day: date
    began: int = 0


class _Noted(NamedTuple):
    """What the run rests on: the files as they were before it read them, and when that was."""

    seen: Seen
    now: int


class _Run:
    """What this process was asked, what it rests on, and what it has said since; ``None`` of each where the
    answer is not to be given again."""

    question: Question | None = None
    noted: _Noted | None = None
    said: list[tuple[TextIO, str]] | None = None


_run = _Run()


def known(arguments: Sequence[str]) -> int | None:
    """Give the answer that was given before, and return its exit code; ``None`` where there is none."""
    question = _asked(arguments, os.environ)
    answer = _kept(question) if question is not None else None
    if question is None or answer is None:
        _run.question = _begun(question) if question is not None else None
        return None
    for stream, data in answer.said:
        try:
            _write(stream, data)
        except BrokenPipeError:  # a reader that has gone away is no error
            continue
        except OSError as error:
            if stream == 1:
                from ledger.cli.app import unwritable

                return unwritable(error)
    return answer.code


def _kept(question: Question) -> Answer | None:
    from ledger.store.answers import are_same, seen, unpack

    held = question.shelf.take(question.name)
    if held is None:
        return None
    try:
        answer = unpack(held)
    except ValueError:
        return None
    now = seen(question.root)
    return answer if now is not None and now.digest == answer.digest and are_same(answer.modules) else None


def _begun(question: Question) -> Question | None:
    from ledger.store.places import now_at

    now = now_at(question.clock)
    return question._replace(began=now) if now is not None else None


def _asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Question | None:
    """The question on the command line; ``None`` where it is not one that is given again."""
    if not ASKING.intersection(arguments) or "--no-cache" in arguments:
        return None
    streams = sys.stdin, sys.stdout, sys.stderr
    if any(stream is None for stream in streams):
        return None
    from ledger.history.kept import FOLDER, Shelf
    from ledger.roots import find_root, is_root, working_folder
    from ledger.store.answers import name_of
    from ledger.store.places import TIMES_TELL, place_of
    from ledger.today import today

    here = working_folder()
    given = _folder(arguments) or environment.get("LEDGER_ROOT") or ""
    root = given if given and is_root(given) else find_root(".") if not given else None
    place = place_of(root, environment) if root and here and TIMES_TELL else None
    if root is None or place is None:
        return None
    look = [*(stream.isatty() for stream in streams), _size()]
    start = given or "."
    if os.path.lexists(os.path.join(start, "ledgers.yaml")) and not is_root(start):
        return None  # it says which ledgers are meant
    day = today()
    parts = (os.path.basename(sys.argv[0]), *arguments, here, os.path.realpath(root), look, day)
    name = f"answer-{place.name}-{name_of(parts, environment)[:32]}"
    clock = os.path.join(place.folder, FOLDER, f"answer-{place.name}")
    return Question(root, name, Shelf(place.folder), clock, day)


def _folder(arguments: Sequence[str]) -> str:
    """The folder behind ``-C``; where more is meant by it than one, the ordinary way sees to that."""
    for one, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if one.startswith("-C"):
            return one[2:] or after
    return ""


def _size() -> tuple[int, ...]:
    try:
        return tuple(os.get_terminal_size(sys.stdout.fileno()))
    except (OSError, ValueError):
        return ()


def _write(stream: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(stream, left) :]
        except BlockingIOError:  # a pipe that is set to refuse what it cannot take at once
            os.set_blocking(stream, True)


# --- the ordinary way --------------------------------------------------------------------------------------


def begin(root: str, command: str) -> None:
    """A run of a command begins to read the ledger in a folder: note down how it is, listen to what is said.

    A word of the command line may be that of a command and mean something else, such as a folder.
    """
    if _run.question is None:
        return
    if (
        command not in ASKING
        or _run.noted is not None
        or os.path.realpath(root) != os.path.realpath(_run.question.root)
    ):
        spoil()  # of several ledgers none is kept, nor of a command that may read more than the ledger
        return
    from ledger.store.answers import seen
    from ledger.store.places import now_at

    files, now = seen(root), now_at(_run.question.clock)
    if files is not None and now is not None:
        _run.noted, _run.said = _Noted(files, now), []


def spoil() -> None:
    """What this run says is no answer to be given again: it does more than say it."""
    _run.question = _run.said = None


def hear(stream: TextIO, text: str) -> None:
    """Something is said."""
    if _run.said is not None:
        _run.said.append((stream, text))


def keep(code: int) -> None:
    """The run is over: keep what it said, if it is to be relied on."""
    question, noted, heard = _run.question, _run.noted, _run.said
    if question is None or noted is None or heard is None or code not in {0, 1}:
        return
    if "ledger.history.process" in sys.modules:  # git was asked, of which nothing was noted down
        return
    from ledger.store.answers import LARGEST, Answer, is_at_home, modules_of, pack
    from ledger.store.recall import YOUNG
    from ledger.today import today

    if noted.seen.changed + YOUNG > noted.now or not is_at_home(question.root, noted.seen):
        return
    if today() != question.day:  # it has become midnight in China
        return
    modules = modules_of(list(sys.modules.values()), sys.path, question.began - YOUNG)
    said = tuple(
        (1 if stream is sys.stdout else 2, text.encode(stream.encoding, stream.errors or "strict"))
        for stream, text in heard
        if text
    )
    if modules is None or sum(len(data) for _, data in said) > LARGEST:
        return
    question.shelf.put(question.name, pack(Answer(code, said, noted.seen.digest, modules)))
    question.shelf.leave(f"{question.name.rpartition('-')[0]}-", _MOST)
