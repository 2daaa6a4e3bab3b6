"""``ledger import``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.cli import disk, terminal
from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.output import read_out, write_file
from ledger.cli.session import display_prefix, find_root
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.model.labels import LabelsFile
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
    # a drafted table of units is no answer in one of the formats
    out = o.Out("text", output, force) if draft_units else read_out(form, output, ("Report",), force=force)
    if reread:
        if file or write or draft_units or entries or labels:
            raise CommandError("error.reread_alone")
        from ledger.cli.rereading import reread_plan

        return reread_plan(find_root(ctx, directory), out, dry=dry_run)
    if not file:
        from typer._click.exceptions import MissingParameter

        raise MissingParameter(ctx=ctx, param=next(p for p in ctx.command.params if p.name == "file"))
    if draft_units and entries:
        raise CommandError("error.entries_alone")
    if entries and write and out.path:
        raise CommandError("error.entries_output")
    if day and not entries:
        raise CommandError("error.entries_option")
    given = _Given(file, read_document(file), labels)
    if entries:
        return _as_entries(ctx, find_root(ctx, directory), given, day, out, write=write)
    root = directory or (ctx.obj or {}).get("directory") or os.environ.get("LEDGER_ROOT") or _nearest()
    if draft_units:
        return _draft(root, given, out)
    if _lacks_units(root):
        return _without_units(root, given)
    return _plan(root, given, out, write=write)


class _Given(NamedTuple):
    """The document that is to be read: its name, its bytes, and the file of labels beside it, if any."""

    file: str
    data: bytes
    labels: str

    def understood(self, units: Units) -> Understanding:
        """What it says, with these units."""
        from ledger.documents.ocr import recogniser
        from ledger.plans.understand import understand

        return understand(self.data, self.file, units, recognise=recogniser())


def _plan(root: str, given: _Given, out: o.Out, *, write: bool) -> int:
    """A plan: what was understood of it is shown or written; what tells of tasks on file is none."""
    from ledger.cli.plan_files import is_edition, write_plan
    from ledger.plans.kinds import AFTERWARDS
    from ledger.reading.codes import Severity
    from ledger.reports.importing import import_report, is_doubtful

    said = given.understood(_units(root, given.labels, needed=True))
    if not write:
        out.deliver(import_report(said))
    afterwards = said.shape.kind in AFTERWARDS and not (write and out.force)
    _tell(said, given, afterwards=afterwards)
    if afterwards:
        terminal.write_note(words()("import.no_plan", file=given.file))
        return FINDINGS
    if not said.sound:
        terminal.write_note(words()("import.refused" if said.document.drafts else "import.no_list"))
        return FINDINGS
    if write:
        labels = read_document(given.labels) if given.labels else b""
        return write_plan(root, said, given.data, given.file, out, labels)
    if is_doubtful(said):
        count = sum(1 for found in said.diagnostics if found.severity is not Severity.NOTE)
        terminal.write_note(words()("import.doubts", count=count))
        return FINDINGS
    terminal.write_note(words()("import.edition" if is_edition(root, said) else "import.dry_run"))
    return FINE


def _as_entries(ctx: typer.Context, root: str, given: _Given, day: str, out: o.Out, *, write: bool) -> int:
    """A progress list or clearing notice; its tasks lack what a plan says of them, and that is no doubt."""
    from ledger.cli.proposing import as_entries

    said = given.understood(_units(root, given.labels, needed=True))
    if not said.document.lines:
        _tell(said, given)
        return FINDINGS
    return as_entries(ctx, root, said.document, day, out, write=write)


def _without_units(root: str, given: _Given) -> int:
    """Say what the document is; only where it has tasks is a table of units worth asking for."""
    from ledger.model.unit import Units, UnitsFile
    from ledger.rendering.cells import say
    from ledger.reports.importing import kind_of

    said = given.understood(Units(UnitsFile(units={}), own_labels(root, given.labels)))
    if said.document.lines:
        terminal.write_note(say(kind_of(said), words()))
    if not said.document.drafts:
        _tell(said, given)
        return FINDINGS
    raise CommandError("error.no_units", file=os.path.join(root, "data", "units.yaml"))


def _tell(said: Understanding, given: _Given, *, afterwards: bool = False) -> None:
    """Say on standard error what was found in the document, of each code the first few and how many more.

    ``afterwards``: it tells of tasks on file, and what it lacks of a plan is no fault of it.  Of a notice
    without a list and a page out of the middle the sentence on its kind has said why there are no tasks.
    """
    from ledger.plans.kinds import DocumentKind
    from ledger.reading.selection import cut
    from ledger.rendering.findings import render_text

    known = not said.document.drafts and said.shape.kind in {DocumentKind.NOTICE, DocumentKind.PAGE}
    hidden = _OF_A_PLAN if afterwards else frozenset({"L518"} if known else ())
    told = [found for found in said.diagnostics if found.code not in hidden]
    if told:
        shown = {given.file: said.text.encode() if said.text else given.data}
        listed, left_out = cut(told, None, _OF_A_KIND)
        text = render_text(listed, shown, words(), places=_places(said))
        terminal.write_note(text.rstrip("\n"))
        if left_out:
            terminal.write_note(words()("import.left_out", count=left_out))


_OF_A_PLAN = frozenset(
    {"L511", "L512", "L513", "L514", "L515", "L516", "L517", "L518", "L521", "L522", "L523", "L525"}
    | {"L533", "L536", "L539", "L560", "L561", "L562", "L563", "L571", "L575", "L576", "L580"}
)
"""What is told of a plan that lacks something, and what of its phrases no day or figure is made of."""
_OF_A_KIND = 20
"""Findings of one code that are told: a person begins with the first of a kind."""


def _draft(root: str, given: _Given, out: o.Out) -> int:
    """Draft what the unit table lacks; into a table that is there it is put, which it never replaces."""
    from ledger.folder import read_single
    from ledger.plans.drafting import draft_text, draft_units, merged
    from ledger.reading.load import UNITS

    say = words()
    units = _units(root, given.labels, needed=False)
    said = given.understood(units)
    if not said.document.drafts:
        _tell(said, given)
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
    from ledger.roots import find_root

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
