"""``ledger import``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import disk, terminal
from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.output import read_out, write_file
from ledger.cli.session import display_prefix, find_root
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.model.labels import LabelsFile
    from ledger.model.ledger import Ledger
    from ledger.model.plan import Import
    from ledger.model.unit import Units
    from ledger.plans.document import Document
    from ledger.plans.drafting import Remarks
    from ledger.plans.understand import Understanding


def command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help=words()("argument.file"))] = "",
    write: Annotated[bool, typer.Option("--write", help=words()("option.write"))] = False,
    draft_units: Annotated[bool, typer.Option("--draft-units", help=words()("option.draft-units"))] = False,
    reread: Annotated[bool, typer.Option("--reread", help=words()("option.reread"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.reread-dry"))] = False,
    entries: Annotated[bool, typer.Option("--as-entries", help=words()("option.as-entries"))] = False,
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.entries-date"))] = "",
    labels: Annotated[str, typer.Option("--labels", metavar="FILE", help=words()("option.labels"))] = "",
    force: Annotated[bool, typer.Option("--force", help=words()("option.draft-force"))] = False,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
) -> int:
    """Read an official plan; show what was understood, or write it."""
    from ledger.documents.ocr import recogniser
    from ledger.plans.kinds import AFTERWARDS
    from ledger.plans.understand import understand
    from ledger.reading.codes import Severity
    from ledger.reports.importing import import_report, is_doubtful

    # a drafted table of units is no answer in one of the formats
    out = o.Out("text", output, force) if draft_units else read_out(form, output, ("Report",), force=force)
    if reread:
        if file or write or draft_units or entries or labels:
            raise CommandError("error.reread_alone")
        return _reread(find_root(ctx, directory), out, dry=dry_run)
    if not file:
        from typer._click.exceptions import MissingParameter

        raise MissingParameter(ctx=ctx, param=next(p for p in ctx.command.params if p.name == "file"))
    if draft_units and entries:
        raise CommandError("error.entries_alone")
    if entries and write and out.path:
        raise CommandError("error.entries_output")
    if day and not entries:
        raise CommandError("error.entries_option")
    data = read_document(file)
    if entries:
        return _as_entries(ctx, data, file, day, out, directory, labels, write=write)
    root = directory or (ctx.obj or {}).get("directory") or os.environ.get("LEDGER_ROOT") or _nearest()
    if not draft_units and _lacks_units(root):
        return _without_units(root, data, file, labels)
    units = _units(root, labels, needed=not draft_units)
    said = understand(data, file, units, recognise=recogniser())
    if draft_units:
        return _draft(root, said, units, data, file, out)
    if not write:
        out.deliver(import_report(said))
    _tell(said, data, file)
    if not said.sound:
        terminal.write_note(words()("import.refused" if said.document.drafts else "import.no_list"))
        return FINDINGS
    after = said.shape.kind in AFTERWARDS
    if write and (out.force or not after):
        return _write(root, said, data, file, out, read_document(labels) if labels else b"")
    if after:
        terminal.write_note(words()("import.no_plan"))
        return FINDINGS
    if is_doubtful(said):
        count = sum(1 for found in said.diagnostics if found.severity is not Severity.NOTE)
        terminal.write_note(words()("import.doubts", count=count))
        return FINDINGS
    terminal.write_note(words()("import.dry_run"))
    return FINE


def _as_entries(
    ctx: typer.Context,
    data: bytes,
    file: str,
    day: str,
    out: o.Out,
    directory: str,
    labels: str,
    *,
    write: bool,
) -> int:
    """A progress list or clearing notice; its tasks lack what a plan says of them, and that is no doubt."""
    from ledger.cli.proposing import as_entries
    from ledger.documents.ocr import recogniser
    from ledger.plans.understand import understand

    root = find_root(ctx, directory)
    said = understand(data, file, _units(root, labels, needed=True), recognise=recogniser())
    if not said.document.lines:
        _tell(said, data, file)
        return FINDINGS
    return as_entries(ctx, root, said.document, day, out, write=write)


def _without_units(root: str, data: bytes, file: str, labels: str) -> int:
    """Say what the document is; only where it has tasks is a table of units worth asking for."""
    from ledger.documents.ocr import recogniser
    from ledger.model.unit import Units, UnitsFile
    from ledger.plans.understand import understand
    from ledger.rendering.cells import say
    from ledger.reports.importing import kind_of

    none = Units(UnitsFile(units={}), own_labels(root, labels))
    said = understand(data, file, none, recognise=recogniser())
    if said.document.lines:
        terminal.write_note(say(kind_of(said), words()))
    if not said.document.drafts:
        _tell(said, data, file)
        return FINDINGS
    raise CommandError("error.no_units", file=os.path.join(root, "data", "units.yaml"))


def _tell(said: Understanding, data: bytes, file: str) -> None:
    """Say on standard error what was found in the document, of each code the first few and how many more."""
    from ledger.reading.selection import cut
    from ledger.rendering.findings import render_text

    if said.diagnostics:
        shown = {file: said.text.encode() if said.text else data}
        listed, left_out = cut(said.diagnostics, None, _OF_A_KIND)
        told = render_text(listed, shown, words(), places=_places(said))
        terminal.write_note(told.rstrip("\n"))
        if left_out:
            terminal.write_note(words()("import.left_out", count=left_out))


_OF_A_KIND = 20
"""Findings of one code that are told: a person begins with the first of a kind."""


def _draft(root: str, said: Understanding, units: Units, data: bytes, file: str, out: o.Out) -> int:
    """Draft what the unit table lacks; into a table that is there it is put, which it never replaces."""
    from ledger.folder import read_single
    from ledger.plans.drafting import draft_text, draft_units, merged
    from ledger.reading.load import UNITS

    say = words()
    if not said.document.drafts:
        _tell(said, data, file)
        terminal.write_note(say("draft.nothing"))
        return FINDINGS
    draft = draft_units(said.document, units)
    if draft.empty:
        terminal.write_note(say("draft.known"))
        return FINE
    remarks = remarks_on(said.document)
    text = draft_text(draft, remarks).encode()
    if not out.path:
        terminal.write_out(text.decode())
        return FINE
    there = _existing(out.path)
    if there.strip() and not out.force:
        held = read_single(root, UNITS)[0].get(UNITS)
        both = merged(there, draft, remarks) if there == held else None
        if both is None:
            terminal.write_out(text.decode())
            raise CommandError("error.draft_differs", FINDINGS, file=out.path)
        text = both
    write_file(out.path, text, force=True)  # what was there is in it, or may be replaced
    terminal.write_note(say("draft.written", file=out.path, count=len(draft.units) + len(draft.unlisted)))
    return FINE


def remarks_on(document: Document | None) -> Remarks:
    """What remarks in a table of units are made with: words of the run, and places in the document."""
    from ledger.plans.drafting import Remarks
    from ledger.rendering.cells import say
    from ledger.reports.importing import place_in_words

    def place(line: int) -> str:
        return say(place_in_words(document, line), words()) if document is not None else ""

    return Remarks(words(), place)


def _existing(path: str) -> bytes:
    """What is at ``path`` already; nothing where there is no file, or one that only takes what is written."""
    if not os.path.isfile(path):
        return b""
    return read_document(path)


def _places(said: Understanding) -> dict[int, str]:
    """Where each line of which something is told stands, in words, in a file that is no text."""
    from ledger.rendering.cells import say
    from ledger.reports.importing import place_of

    named = {d.span.line: place_of(said.document, d.span.line) for d in said.diagnostics}
    return {line: say(place, words()) for line, place in named.items() if place is not None}


def read_document(file: str) -> bytes:
    """The bytes of a document; CommandError where it cannot be read or is too large to be one."""
    from ledger.folder import SOURCE_MAX

    return disk.read_bounded(file, SOURCE_MAX)


def _nearest() -> str:
    from ledger.folder import find_root

    # a data folder here is meant for the new ledger, even inside the folder of another one
    return "." if os.path.isdir("data") else find_root(".") or "."


def _lacks_units(root: str) -> bool:
    """Whether there is no table of units; one that cannot be read is there."""
    from ledger.folder import read_single
    from ledger.reading.load import UNITS

    tree, found = read_single(root, UNITS)
    return UNITS not in tree and not any(one.path == UNITS for one in found)


def own_labels(root: str, file: str) -> LabelsFile | None:
    """The words of ``--labels`` or, without it, of the ledger; CommandError where they are not sound."""
    from ledger.folder import read_single
    from ledger.reading.labels import LABELS
    from ledger.reading.load import read_labels_file
    from ledger.rendering.findings import render_text

    tree, found = ({file: read_document(file)}, []) if file else read_single(root, LABELS)
    path = file or LABELS
    labels = read_labels_file(tree[path], path, found) if path in tree else None
    if found:
        prefix = "" if file else display_prefix(root)
        terminal.write_note(render_text(found, tree, words(), prefix).rstrip("\n"))
        raise CommandError("error.labels_broken", FINDINGS)
    return labels


def _units(root: str, file: str = "", *, needed: bool) -> Units:
    from ledger.folder import read_single
    from ledger.model.unit import Units, UnitsFile
    from ledger.reading.load import UNITS, read_units_file
    from ledger.rendering.findings import render_text

    labels = own_labels(root, file)
    tree, found = read_single(root, UNITS)
    table, problems = read_units_file(tree)
    if table is not None:
        return Units(table, labels)
    if not needed and not tree.get(UNITS, b"").strip():
        return Units(
            UnitsFile(units={}), labels
        )  # the shell may just have made it empty for the draft to go in
    if UNITS in tree or any(d.path == UNITS for d in found):
        problems = [d for d in [*found, *problems] if d.path == UNITS]
        terminal.write_note(render_text(problems, tree, words(), display_prefix(root)).rstrip("\n"))
        raise CommandError("error.units_broken", FINDINGS)
    if needed:
        raise CommandError("error.no_units", file=os.path.join(root, "data", "units.yaml"))
    return Units(UnitsFile(units={}), labels)


def _files(
    root: str, said: Understanding, data: bytes, labels: bytes, tree: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of the ledger that a document makes; an issue of which there is a file stays there."""
    from ledger.model.plan import FORMAT
    from ledger.reading.labels import LABELS
    from ledger.reading.layout import issue_of, issue_path
    from ledger.recording.yamltext import issue_yaml, plan_yaml

    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    imports = _imports(root, said.plan.source.sha256)
    plan = said.plan.model_copy(update={"format": FORMAT, "imports": imports})
    files = {"data/plan.yaml": plan_yaml(plan), "data/" + plan.source.path: data}
    if labels:
        files[LABELS] = labels  # the text is read with them again by every check
    if plan.source.extract is not None:
        files["data/" + plan.source.extract.path] = said.text.encode()
    there = {issue_of(path): path for path in tree}
    for issue in said.issues:
        path = there.get(issue.id) or issue_path(issue.id, len(said.issues))
        files[path] = issue_yaml(issue, path)
    return files


def _imports(root: str, sha256: str) -> tuple[Import, ...]:
    """The readings noted in plan.yaml where the last is of the same text in this format, else a first one."""
    from ledger.model.plan import FORMAT, Import
    from ledger.reading.load import PLAN, load
    from ledger.today import today

    plan = load(_present(root, [PLAN])).ledger.plan
    if plan is not None and plan.imports:
        last = plan.imports[-1]
        if (last.sha256, last.format) == (sha256, FORMAT):
            return plan.imports
    return (Import(day=today(), program=_program(), format=FORMAT, sha256=sha256),)


def _program() -> str:
    from ledger import __version__

    return f"ledger {__version__}"


def _reread(root: str, out: o.Out, *, dry: bool) -> int:
    """Understand the text in the ledger anew; all files or none."""
    with disk.held(root, sweeping=not dry):
        return _reread_locked(root, out, dry=dry)


def _reread_locked(root: str, out: o.Out, *, dry: bool) -> int:
    from ledger.folder import read_folder
    from ledger.recording.reread import RereadError, reread
    from ledger.rendering.findings import render_text
    from ledger.reports.rereading import reread_report
    from ledger.today import today
    from ledger.writing import append_files

    say = words()
    tree = read_folder(root).tree
    try:
        result = reread(tree, today(), _program())
    except RereadError as error:
        if error.found:
            terminal.write_note(render_text(error.found, tree, say, display_prefix(root)).rstrip("\n"))
        raise
    if result.changes and not dry:
        append_files(root, result.changes, {})
        terminal.mark_written()
    out.deliver(reread_report(result.differences))
    if not result.changes:
        terminal.write_note(say("reread.same"))
    elif dry:
        terminal.write_note(say("reread.dry", count=len(result.changes)))
    else:
        terminal.write_note(say("reread.written", count=len(result.changes)))
    return FINE


def _write(root: str, said: Understanding, data: bytes, file: str, out: o.Out, labels: bytes) -> int:
    """Write what is not there yet; where a file says something else, show the difference and write nothing.

    Records in a file are no difference, nor are the office's own settings.  A new edition of the plan of a
    ledger that is kept is compared with it, task by task.
    """
    from ledger.cli.history import tell_wanting
    from ledger.folder import read_folder
    from ledger.history.worktree import GIT_ATTRIBUTES
    from ledger.reading.load import load
    from ledger.writing import create_files

    say = words()
    tree = read_folder(root).tree
    held = load(tree).ledger
    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    if held.issues and held.plan is not None and held.plan.source.sha256 != said.plan.source.sha256:
        return _edition(held, said, file, out)
    wanted = _files(root, said, data, labels, tree)
    present = _present(root, wanted)
    differing = [path for path in present if not _says_the_same(path, present[path], wanted[path], said)]
    for path in differing:
        terminal.write_out(_difference(path, present[path], wanted[path]))
    if differing:
        terminal.write_note(say("import.differs", count=len(differing)))
        return FINDINGS
    missing = {path: content for path, content in wanted.items() if path not in present}
    if not os.path.lexists(os.path.join(root, ".gitattributes")):
        missing[".gitattributes"] = GIT_ATTRIBUTES
    with disk.held(root, sweeping=True):
        create_files(root, missing)
    if missing:
        terminal.write_note(say("import.written", count=len(missing), same=len(present)))
    else:
        terminal.write_note(say("import.same", count=len(present)))
    if not held.units.offices:
        terminal.write_note(say("import.no_office"))
    # a .gitattributes that was there is a person's, and so is one further up
    tell_wanting(root, [*wanted, "data/evidence/x"])
    return FINE


_OWN = {"policy", "issuer", "issued", "imports", "format"}
"""What of plan.yaml is the office's and the program's, and no reading of the document."""


def _says_the_same(path: str, held: bytes, wanted: bytes, said: Understanding) -> bool:
    """Whether a file that is there says what was read: its bytes, or its baseline, whatever was recorded."""
    from ledger.plans.figurenames import with_names
    from ledger.reading.load import ISSUES, PLAN, load, read_issue

    if held == wanted:
        return True
    if path.startswith(ISSUES):
        there, read = read_issue(held, path, []), read_issue(wanted, path, [])
        if there is None or read is None:
            return False
        return there.baseline == with_names(read.baseline, there.baseline)
    if path == PLAN:
        plans = [load({PLAN: one}).ledger.plan for one in (held, wanted)]
        own = _OWN if said.document.title else _OWN | {"title"}
        first, second = (plan.model_dump(exclude=own) if plan is not None else None for plan in plans)
        return first is not None and first == second
    return False


def _edition(held: Ledger, said: Understanding, file: str, out: o.Out) -> int:
    """Show what a new edition of the plan changes, with amendments to fill in; the ledger stays as it is."""
    from ledger.recording.edition import compare
    from ledger.recording.record import BLANK
    from ledger.reports.edition import edition_report
    from ledger.today import today

    say = words()
    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    edition = compare(held, said.plan, said.issues, today())
    offices = sorted(held.units.offices)
    office = offices[0] if len(offices) == 1 else BLANK
    out.deliver(edition_report(edition, office, BLANK, today()))
    if edition.same:
        terminal.write_note(say("edition.same"))
        return FINE
    terminal.write_note(say("edition.kept"))
    if any(one.changes for one in edition.revised):
        terminal.write_note(say("edition.next", file=file, blank=BLANK))
    return FINDINGS


def _present(root: str, wanted: Iterable[str]) -> dict[str, bytes]:
    there = {path: disk.current(os.path.join(root, *path.split("/"))) for path in wanted}
    return {path: data for path, data in there.items() if data is not None}


def _difference(path: str, old: bytes, new: bytes) -> str:
    from difflib import unified_diff

    from ledger.rendering.text import clean

    before, after = (data.decode("utf-8", "backslashreplace").splitlines() for data in (old, new))
    lines = unified_diff(before, after, path, f"{path} ({words()('import.from_plan')})", lineterm="", n=1)
    return "".join(f"{clean(line)}\n" for line in lines)
