"""``ledger collect``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import held, reading
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.output import Out, read_out, write_files
from ledger.cli.session import find_root, open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cli.session import Session
    from ledger.forms.batch import Asked, Batch

_FILE_MOST = 16 * 1024 * 1024
_FILES_MOST = 500
_NAMED_MOST = 10
"""How many of the files that are passed over are named."""

_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")


def command(
    ctx: typer.Context,
    file: Annotated[list[str], typer.Argument(metavar="FILE|DIR...", help=words()("argument.collected"))],
    apply: Annotated[bool, typer.Option("--apply", help=words()("option.collect-apply"))] = False,
    folder: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help=words()("option.collect-output"))
    ] = "",
    name: Annotated[str, typer.Option("--round", metavar="ROUND", help=words()("option.collect-round"))] = "",
    take: Annotated[
        list[str] | None, typer.Option("--take", metavar="KEY|all", help=words()("option.collect-take"))
    ] = None,
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.collect-date"))] = "",
    force: o.Force = False,
    form: o.Format = "",
    directory: o.Directory = "",
) -> int:
    """Read forms that came back, tell what each row comes to, and record the good ones when asked to."""
    from ledger.cli.dispatch import read_round
    from ledger.forms.batch import ALL, Asked

    out = read_out(form, "", ("Report",))
    root = find_root(ctx, directory)
    dated = o.read_date(day, "--date") if day else None
    wanted = read_round(name) if name else None
    files = [(os.path.basename(path), _read(path)) for path in _paths(file)]
    with held(root, sweeping=apply):
        session = open_session(ctx, root, "today", writes=True)
        settled = {_settled(one, session) for one in take or ()}
        asked = Asked(wanted, frozenset(settled), dated)
        batch = _collect(session, files, asked, apply=apply)
    _show(session, batch, out, applied=apply)
    there = {str(row.returned.key) for row in batch.rows}
    for one in sorted(settled - there - {ALL}):
        terminal.write_note(words()("form.take_nothing", key=one))
    _return(session, batch, folder, force=force)
    return FINE if batch.sound and not session.partial else FINDINGS


def _settled(text: str, session: Session) -> str:
    """A key as people write it (``7-1/2``, ``7（1）/2``, one copied from a form) as the ledger writes it."""
    from ledger.forms.batch import ALL
    from ledger.model.rowkey import read_name
    from ledger.plans.width import half_width

    if text.strip() in {ALL, "全部"}:
        return ALL
    number, slash, rest = half_width(text.strip()).partition("#")[0].partition("/")
    key = read_name(o.read_id(number.strip(), session.ledger, session.tree) + slash + rest.strip().lower())
    if key is None:
        raise CommandError("form.no_key", value=text)
    return str(key)


def _paths(given: Sequence[str]) -> list[str]:
    """The files, those of a folder by their names; what Excel keeps beside an open file is left out."""
    found: list[str] = []
    for path in given:
        if os.path.isdir(path):
            with reading(path):
                names = sorted(os.listdir(path))
            found += [os.path.join(path, n) for n in names if _is_form(n)]
            passed = [n for n in names if not _is_form(n) and _is_shown(n) and _is_file(path, n)]
            if passed:
                args = {"files": passed[:_NAMED_MOST], "count": len(passed)}
                terminal.write_note(words()("form.passed_over", **args))
        else:
            found.append(path)
    if not found:
        raise CommandError("form.no_files", FINDINGS)
    if len(found) > _FILES_MOST:
        raise CommandError("form.too_many_files", FINDINGS, count=len(found), most=_FILES_MOST)
    return found


def _is_form(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and _is_shown(name)


def _is_shown(name: str) -> bool:
    return not name.startswith(("~$", ".~", "."))


def _is_file(folder: str, name: str) -> bool:
    return os.path.isfile(os.path.join(folder, name))


def _read(path: str) -> bytes:
    from ledger.folder import UnfitError, read_file

    try:
        with reading(path):
            return read_file(path, _FILE_MOST)
    except UnfitError as error:
        key = "form.too_large" if error.code == "L109" else "form.no_file"
        raise CommandError(key, FINDINGS, file=path) from None


def _collect(session: Session, files: Sequence[tuple[str, bytes]], asked: Asked, *, apply: bool) -> Batch:
    from ledger.forms.collect import collect
    from ledger.writing import append_files

    batch = collect(files, session.day, session.tree, session.evidence, asked)
    if apply and (batch.changes or batch.told):
        append_files(session.root, batch.changes | batch.told, {})
        terminal.mark_written()
    return batch


def _show(session: Session, batch: Batch, out: Out, *, applied: bool) -> None:
    from ledger.cli.history import tell_uncommitted
    from ledger.forms.report import collected_report
    from ledger.reports.findings import message

    say = words()
    report = collected_report(batch, session.day.by_id, session.as_of, say, applied=applied)
    out.deliver(report.marked_partial() if session.partial else report)
    for found in batch.warnings:
        terminal.write_note(say("record.warned", file=found.path, problem=message(found, say)))
    fresh = sum(len(row.lines) for row in batch.rows)
    terminal.write_note(say("form.applied" if applied else "form.dry", count=fresh))
    for path, (old, new) in batch.told.items():
        count = new[len(old or b"") :].count(b"\n")
        terminal.write_note(say("form.told" if applied else "form.to_tell", count=count, file=path))
    if applied and (fresh or batch.told):
        tell_uncommitted(session.root)


def _return(session: Session, batch: Batch, folder: str, *, force: bool) -> None:
    """Write the forms that go back to the units."""
    from ledger.forms.remarks import returned_forms
    from ledger.forms.workbook import file_name, render_form

    say = words()
    forms = returned_forms(batch, session.day, say)
    if not folder:
        if forms:
            terminal.write_note(say("form.return_hint", count=len(forms)))
        return
    made: dict[str, bytes] = {}
    for one in forms:
        name = file_name(one, say)
        stem, number = name.removesuffix(".xlsx"), 1
        while name in made:  # two forms of one unit
            number += 1
            name = f"{stem}-{number}.xlsx"
        made[name] = render_form(one, say)
    if made:
        write_files(folder, made, force=force)
        terminal.write_note(say("form.sent_back", count=len(made), folder=folder))
