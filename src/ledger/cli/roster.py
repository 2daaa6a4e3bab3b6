"""Several ledgers asked at once: ``-C`` repeated, or a folder with ``ledgers.yaml``.

A reading command is run for each ledger by itself, and what they say is made one answer.  One ledger that is
broken or gone is named and hides none of the others; the exit code says that the answer is partial.
"""

from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ledger.cli import disk, output, terminal
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.speech import words
from ledger.locale.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ledger.cli.session import Session
    from ledger.model.roster import Link
    from ledger.reports.report import Message, Report
    from ledger.reports.summing import Part
    from ledger.rules.roster import Wrong

NAME = "ledgers.yaml"
READING = frozenset(
    {
        *("overdue", "list", "due", "show", "units", "stats", "ready", "pace", "duties", "brief", "quiet"),
        *("promises", "letters", "remind", "rounds", "target", "report", "timeline", "calendar"),
        *("sql", "export", "site", "ledgers"),
    }
)
"""Commands that answer for several ledgers; all others are about one."""

WHOLE = frozenset({"sql", "export", "site", "ledgers"})
"""Those that read several ledgers themselves: what they say is no sum of single answers."""

_UNKNOWN = {
    *("error.unit", "error.unit_near", "error.id", "error.id_near", "error.section"),
    *("brief.no_round", "brief.no_letter", "complaint.unknown"),
}
"""What one ledger does not know and another may."""

_MOST = 4 * 1024 * 1024


class Ledger(NamedTuple):
    """A ledger among several: its name, its folder, the revision to read, and where its units are at home."""

    name: str
    folder: str
    rev: str = ""
    city: str | None = None
    round: str | None = None
    level: str | None = None


class Several(NamedTuple):
    """The ledgers that are asked together, how their tasks are linked, and what was left out and why.

    ``path`` is the roster, ``stated`` are all links in it, also those that do not hold.
    """

    ledgers: tuple[Ledger, ...]
    links: tuple[Link, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    path: str = ""
    stated: tuple[Link, ...] = ()


def several(ctx: Any, folders: Sequence[str] = ()) -> Several | None:
    """The ledgers that are asked together; ``None`` where one ledger is asked.

    CommandError where ``ledgers.yaml`` is there and cannot be read.
    """
    given = list(folders or (ctx is not None and (ctx.obj or {}).get("directories")) or ())
    if len(given) > 1:
        return Several(_named_after_folders(given))
    root = given[0] if given else os.environ.get("LEDGER_ROOT") or "."
    path = root if os.path.basename(root) == NAME else os.path.join(root, NAME)
    if not os.path.isfile(path):
        return None
    if path != root:
        from ledger.roots import is_root

        if is_root(root):  # a ledger with its own roster is asked alone, unless the roster itself is named
            return None
    return _read(path)


def _named_after_folders(folders: Sequence[str]) -> tuple[Ledger, ...]:
    """Ledgers by the names of their folders; with as much of the path as tells them apart."""
    parts = [os.path.abspath(folder).replace(os.sep, "/").strip("/").split("/") for folder in folders]
    for depth in range(1, max(map(len, parts)) + 1):
        names = ["-".join(part[-depth:]) for part in parts]
        if len(set(names)) == len(names):
            return tuple(Ledger(name, folder) for name, folder in zip(names, folders, strict=True))
    raise CommandError("roster.same_folder", folder=folders[0])


def _read(path: str) -> Several:
    from ledger.reading.roster import read_roster
    from ledger.rendering.findings import render_text
    from ledger.rules.roster import sound

    data = disk.read_bounded(path, _MOST)
    roster, found = read_roster(data, NAME)
    if found:
        before = os.path.dirname(path)
        terminal.write_note(
            render_text(found, {NAME: data}, words(), f"{before}/" if before else "").rstrip("\n")
        )
    if roster is None:
        raise CommandError("roster.broken", FINDINGS, file=path)
    held = sound(roster)
    base = os.path.dirname(path)
    ledgers = tuple(
        Ledger(
            one.name,
            os.path.normpath(os.path.join(base, one.folder)),
            one.ref or "",
            one.city,
            one.round,
            one.level,
        )
        for one in held.members.values()
    )
    return Several(ledgers, tuple(held.links), tuple(held.wrong), path, roster.links)


# --- one command, several ledgers -----------------------------------------------------------------


def rolled_up(name: str, function: Callable[..., int]) -> Callable[..., int]:
    """The command, which answers for several ledgers where several are asked."""
    signature = inspect.signature(function, eval_str=True)
    if "directory" not in signature.parameters:
        return function

    def run(**given: Any) -> int:
        folders = given.pop("directory") or []
        given["directory"] = folders[0] if len(folders) == 1 else ""
        if len(folders) > 1:  # for those that read several themselves: as if they stood before the command
            given["ctx"].obj = {**(given["ctx"].obj or {}), "directory": "", "directories": folders}
        held = several(given.get("ctx"), folders)
        if held is None or name in WHOLE:
            return function(**given)
        if name not in READING:
            raise CommandError("roster.one_ledger", command=name)
        return _asked(function, given, held)

    option = typer.Option("-C", metavar="DIR", help=words()("option.directories"))
    several_folders = Annotated[list[str] | None, option]
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[
            one.replace(annotation=several_folders, default=None) if one.name == "directory" else one
            for one in signature.parameters.values()
        ]
    )
    run.__doc__ = function.__doc__
    return run


def each(ctx: Any, held: Several, as_of: str, rev: str = "") -> Iterator[tuple[Ledger, Session | None]]:
    """Each ledger, read when it is its turn; ``None`` for one that cannot be, which is told."""
    from ledger.cli.session import open_session

    tell_wrong(held, held.wrong)
    for one in held.ledgers:
        try:
            with terminal.naming(one.name):
                session = open_session(ctx, one.folder, as_of, rev or one.rev)
        except Refusal as error:
            tell([wanting(one.name, _why(error))])
            yield one, None
        else:
            yield one, session
            terminal.run_later()  # one ledger after another: what was read is not held till the end


def _asked(function: Callable[..., int], given: Mapping[str, Any], held: Several) -> int:
    """Ask each ledger and write out what they say together."""
    from ledger.reports.summing import Part
    from ledger.reports.together import together

    names = {one.name for one in held.ledgers}
    parts: list[Part] = []
    taken: list[output.Taken] = []
    unknown: list[Refusal] = []
    code = FINDINGS if held.wrong else 0
    for one in held.ledgers:
        own = localised(given, one, names)
        if own is None:
            continue
        with output.taking() as things, terminal.naming(one.name):
            try:
                code = max(code, function(**own))
                why = None
            except Refusal as error:
                if error.key in _UNKNOWN:
                    unknown.append(error)
                    continue
                code, why = FINDINGS, _why(error)
            terminal.run_later()  # one ledger after another: what was read is not held till the end
        thing = things[0].thing if things else None
        if thing is not None and getattr(thing, "kind", "") == "issue":
            thing = _with_links(own["ctx"], thing, one.name, held, given["as_of"])
        parts.append(Part(one.name, one.folder, one.city, thing, why))
        taken += things[:1]
    tell_wrong(held, held.wrong)
    if not taken:
        tell(wanting(part.name, part.why) for part in parts)
        raise unknown[0] if unknown else CommandError("roster.no_answer", FINDINGS)
    first = taken[0]
    if unknown and len(parts) == 1:
        terminal.write_note(words()("roster.only", name=parts[0].name))
    tell(wanting(part.name, part.why) for part in parts if part.why is not None)
    answer = together(parts, sections=first.out.form in SECTIONED)
    first.out.deliver(answer, **first.look)
    return code


def _with_links(ctx: Any, report: Report, name: str, held: Several, as_of: str) -> Report:
    """What a task shows, with the tasks of other ledgers that it is linked to."""
    from ledger.cli.session import open_session
    from ledger.reports.links import linked, with_links
    from ledger.rules.tasknames import task_key

    found = linked(f"{name}/{report.records[0]['id']}", held.links)
    folders = {one.name: one for one in held.ledgers}
    known: dict[str, tuple[str, str] | None] = {}
    for ledger in dict.fromkeys(one.task.partition("/")[0] for one in found):
        other = folders[ledger]
        try:
            day = open_session(ctx, other.folder, as_of, other.rev).day
        except Refusal:  # told where the ledger itself is asked
            continue
        called = {task_key(f"{ledger}/{task}"): task for task in day.by_id}
        for n, one in enumerate(found):
            task = called.get(task_key(one.task)) if one.task.partition("/")[0] == ledger else None
            if task is not None:
                judgement = day.by_id[task]
                found[n] = one._replace(task=f"{ledger}/{task}")
                known[found[n].task] = judgement.baseline.title, str(judgement.status)
    return with_links(report, found, known)


SECTIONED = frozenset({"table", "md", "html", "docx"})
"""Formats that are read from top to bottom, where each ledger has a part of its own."""


def wanting(name: str, why: Message | None) -> Message:
    """That a ledger gave no answer, and why."""
    from ledger.reports.report import Message

    return Message("together.wanting", {"name": name, "why": why})


def why_not(one: Ledger) -> Message:
    """That a ledger could not be read; why was told when it was tried."""
    from ledger.reports.report import Message

    return Message("roster.unread", {"folder": one.folder})


def _why(error: Refusal) -> Message:
    from ledger.reports.report import Message

    return Message(error.key, error.gaps)


def tell_wrong(held: Several, wrong: Sequence[Wrong]) -> None:
    """Say on standard error what is wrong in the roster, with code and place."""
    if not wrong:
        return
    from ledger.reading.diagnostic import START, Diagnostic
    from ledger.reading.yaml import parse
    from ledger.rendering.findings import render_text

    data = disk.read_bounded(held.path, _MOST)
    document, _ = parse(data, NAME, places=True)
    found = [
        Diagnostic(one.code, NAME, document.locate(one.place) if document else START, one.args)
        for one in wrong
    ]
    before = os.path.dirname(held.path)
    terminal.write_note(
        render_text(found, {NAME: data}, words(), f"{before}/" if before else "").rstrip("\n")
    )


def tell(wrong: Iterable[Message]) -> None:
    """Say on standard error what is wrong with the ledgers."""
    from ledger.rendering.cells import say

    for one in wrong:
        terminal.write_note(say(one, words()))


def localised(given: Mapping[str, Any], one: Ledger, names: Container[str]) -> dict[str, Any] | None:
    """What is asked of one ledger: ``2024/07-1`` is asked of 2024 alone, as ``07-1``.

    ``None`` where nothing is asked of it.
    """
    own: dict[str, Any] = {}
    for key, value in given.items():
        asked = value if key in _AS_GIVEN else _asked_of(value, one.name, names)
        if asked is None and value is not None:
            return None
        own[key] = asked
    own["directory"] = one.folder
    if "rev" in own and one.rev and not own["rev"]:
        own["rev"] = one.rev
    return own


_AS_GIVEN = {"ctx", "directory", "rev", "output", "out"}


def _asked_of(value: Any, name: str, names: Container[str]) -> Any:
    """A value as one ledger is to take it; ``None`` where it is about others alone."""
    if isinstance(value, str):
        place, slash, rest = value.partition("/")
        if not slash or place not in names:
            return value
        return rest if place == name else None
    if isinstance(value, list) and value:
        kept = [asked for one in value if (asked := _asked_of(one, name, names)) is not None]
        return kept or None
    if isinstance(value, dict):  # filters
        asked = {key: _asked_of(one, name, names) for key, one in value.items()}
        return None if any(asked[key] is None and value[key] is not None for key in value) else asked
    return value
