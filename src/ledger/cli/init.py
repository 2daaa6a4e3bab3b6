"""``ledger init``: a folder in which a ledger can begin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import current
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.importing import remarks_on
from ledger.cli.output import write_new
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.model.labels import LabelsFile
    from ledger.plans.drafting import Remarks, UnitDraft
    from ledger.plans.understand import Understanding

UNITS, SCHEMAS = "data/units.yaml", "schemas/"
_LISTED = 20
"""How many of the places that a person has to settle are listed."""


def command(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(metavar="[FILE]", help=words()("argument.init"))] = "",
    ci: Annotated[str, typer.Option("--ci", metavar="github|gitlab", help=words()("option.ci"))] = "",
    labels: Annotated[str, typer.Option("--labels", metavar="FILE", help=words()("option.labels"))] = "",
    no_git: Annotated[bool, typer.Option("--no-git", help=words()("option.no-git"))] = False,
    directory: o.Directory = "",
) -> int:
    """Begin a ledger: a folder with what it needs, a table of units to mend, and the next step."""
    from ledger.recording.kit import PLATFORMS

    if ci and ci not in PLATFORMS:
        raise CommandError("error.choice", option="--ci", value=ci, near=list(PLATFORMS))
    root = directory or (ctx.obj or {}).get("directory") or "."
    if os.path.lexists(root) and not os.path.isdir(root):
        raise CommandError("init.no_folder", folder=root)
    own, written = _labels(root, labels)
    said = _read(document, own) if document else None
    if said is not None and not _is_plan(said):
        _tell_kind(said)
        raise CommandError("init.no_plan", FINDINGS, file=document)
    draft = _draft(said, own) if said is not None else None
    remarks = remarks_on(said.document if said is not None else None)
    files = _files(draft, remarks, ci) | written
    there = {path: held for path in files if (held := current(_path(root, path))) is not None}
    kept = sorted(path for path in there if there[path] != files[path])
    missing = {path: data for path, data in files.items() if path not in there}
    write_new(root, missing, files)
    say = words()
    made = sorted(path for path in missing if not path.startswith(SCHEMAS))
    terminal.write_out("".join(f"{say('init.made', file=path)}\n" for path in made))
    if len(made) < len(missing):
        terminal.write_out(f"{say('init.schemas', count=len(missing) - len(made), folder=SCHEMAS)}\n")
    terminal.write_out("".join(f"{say('init.kept', file=path)}\n" for path in kept))
    if not no_git:
        _git(root)
    if said is not None and draft is not None:
        _to_decide(said, draft, remarks, document)
    _next(root, document, known=UNITS in kept)
    return FINE


def _path(root: str, path: str) -> str:
    return os.path.normpath(os.path.join(root, *path.split("/")))


def _labels(root: str, file: str) -> tuple[LabelsFile | None, dict[str, bytes]]:
    """The words of ``--labels``, with the file to be written; without it those that the folder has."""
    from ledger.cli.importing import own_labels, read_document
    from ledger.reading.labels import LABELS

    return own_labels(root, file), {LABELS: read_document(file)} if file else {}


def _read(document: str, own: LabelsFile | None) -> Understanding:
    """The document, read with the names that it uses and the words of ``own``."""
    from ledger.cli.importing import read_document
    from ledger.documents.ocr import recogniser
    from ledger.model.unit import Units, UnitsFile
    from ledger.plans.drafting import with_names_of
    from ledger.plans.understand import understand

    data = read_document(document)
    none = Units(UnitsFile(units={}), own)
    said = understand(data, document, none, recognise=recogniser())
    known = with_names_of(said.document, none)
    return understand(data, document, known, recognise=recogniser()) if known is not none else said


def _draft(said: Understanding, own: LabelsFile | None) -> UnitDraft:
    from ledger.model.unit import Units, UnitsFile
    from ledger.plans.drafting import draft_units

    return draft_units(said.document, Units(UnitsFile(units={}), own))


def _is_plan(said: Understanding) -> bool:
    """Whether a ledger can begin with it: it has tasks, and is not about tasks of a plan that is kept."""
    from ledger.plans.kinds import AFTERWARDS

    return bool(said.issues) and said.shape.kind not in AFTERWARDS


def _tell_kind(said: Understanding) -> None:
    from ledger.rendering.cells import say
    from ledger.reports.importing import kind_of

    if said.document.lines:
        terminal.write_note(say(kind_of(said), words()))


def _files(draft: UnitDraft | None, remarks: Remarks, ci: str) -> dict[str, bytes]:
    """Everything that a new ledger begins with, by path."""
    from ledger import __version__
    from ledger.cli.schema import schema_files
    from ledger.history.worktree import GIT_ATTRIBUTES
    from ledger.recording.kit import ci_files, hooks, units_text

    files = {
        ".gitattributes": GIT_ATTRIBUTES,
        UNITS: units_text(draft, remarks).encode(),
        **{f"{SCHEMAS}{name}": data for name, data in schema_files().items()},
    }
    if ci:
        files |= ci_files(ci, __version__) | {".pre-commit-config.yaml": hooks(__version__)}
    return files


def _git(root: str) -> None:
    """A repository, unless the folder is in one; without git the ledger can be kept all the same."""
    from ledger.cli.history import in_repository
    from ledger.history.errors import HistoryError
    from ledger.history.process import Git

    if in_repository(root):
        return
    say = words()
    try:
        Git(root, os.environ).run("init", "--quiet")
    except HistoryError as error:
        terminal.write_note(say("init.no_git", reason=say(error.key, **error.gaps)))
    else:
        terminal.write_out(f"{say('init.git')}\n")


def _to_decide(said: Understanding, draft: UnitDraft, remarks: Remarks, document: str) -> None:
    """What only a person can decide, as a list: of units first, then of tasks."""
    from ledger.rendering.cells import say as spoken
    from ledger.reports.findings import message
    from ledger.reports.importing import kind_of, open_questions

    say = words()
    lines = [spoken(kind_of(said), say), say("init.read", count=len(said.issues))]
    units: list[str] = []
    if not draft.offices:
        like = draft.office_like
        units.append(say("init.office_like", names=like) if like else say("init.office"))
    units += [remarks.at("init.members", line, name=name) for name, line in draft.undecided.items()]
    units += [remarks.at("init.refused", line, name=name) for name, line in draft.refused.items()]
    units.append(say("init.kinds", count=len(draft.units)))
    questions = open_questions(said)
    lines += [say("init.decide"), *(f"  {n}. {text}" for n, text in enumerate(units, 1))]
    if questions:
        lines.append(say("init.doubts", count=len(questions), file=document))
        lines += [
            f"  {say('init.doubt', place=spoken(place, say), what=message(one, say), code=one.code)}"
            for place, one in questions[:_LISTED]
        ]
        if len(questions) > _LISTED:
            lines.append(f"  {say('init.more', count=len(questions) - _LISTED, file=document)}")
    terminal.write_out("".join(f"{line}\n" for line in ("", *lines)))


def _next(root: str, document: str, *, known: bool) -> None:
    """The command to type next."""
    place = "" if root in {".", "./"} else f"-C {root} "
    file: Any = document or words()("init.file")
    key = "init.next_known" if known else "init.next"
    terminal.write_out(f"\n{words()(key, place=place, file=file, units=_path(root, UNITS))}\n")
