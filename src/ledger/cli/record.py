"""``ledger record`` and its short forms, one for each type of entry."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.requests import COUNTS, DATES, FIELDS, flag_of
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.cli.evidence import Copies
    from ledger.cli.session import Session
    from ledger.recording.record import Draft, Request

_METAVARS = {**dict.fromkeys(DATES, "DATE"), **dict.fromkeys(COUNTS, "N"), "readings": "TARGET=VALUE"}
_METAVARS |= {"pace": "PACE", "level": "LEVEL", "result": "RESULT", "entry": "REF", "field": "FIELD"}


def command_for(kind: str) -> Callable[..., int]:
    """The function of the command that records entries of type ``kind``; ``record`` for any type."""

    def command(ctx: typer.Context, **given: Any) -> int:
        return _run(ctx, kind, given)

    command.__signature__ = _signature(kind)  # type: ignore[attr-defined]
    return command


def _signature(kind: str) -> inspect.Signature:
    say = words()
    names = list(dict.fromkeys(name for extra in FIELDS.values() for name in extra))
    if kind != "record":
        names = list(FIELDS[kind])
    metavar = "ID... TYPE [TEXT]" if kind == "record" else "ID... [TEXT]"
    about = say("argument.record" if kind == "record" else "argument.ids")
    many = list[str] | None
    parameters: dict[str, Any] = {
        "words_": Annotated[many, typer.Argument(metavar=metavar, help=about)],
        "by": Annotated[str, typer.Option("--by", metavar="UNIT", help=say("option.record-by"))],
        "day": Annotated[str, typer.Option("--date", metavar="DATE", help=say("option.record-date"))],
        "text": Annotated[str, typer.Option("--text", "-m", metavar="TEXT", help=say("option.record-text"))],
        "evidence": Annotated[
            many, typer.Option("--evidence", metavar="FILE|URL", help=say("option.evidence"))
        ],
    }
    for name in names:
        flag, metavar = f"--{flag_of(name)}", _METAVARS.get(name, "TEXT")
        kind_of: Any = many if name in {"readings", "measure"} else str
        option = typer.Option(flag, metavar=metavar, help=say(f"field.{name}"))
        parameters[name] = Annotated[kind_of, option]
    if kind == "supervise":
        parameters["suggest"] = Annotated[bool, typer.Option("--suggest", help=say("option.suggest"))]
        parameters["as_of"] = o.AsOf
        parameters["rev"] = o.Rev
        parameters["output"] = o.Output
    parameters["source"] = Annotated[str, typer.Option("--from", metavar="FILE", help=say("option.from"))]
    parameters["dry_run"] = Annotated[bool, typer.Option("--dry-run", help=say("option.dry-run"))]
    parameters |= {"form": o.Format, "directory": o.Directory, "lang": o.Lang}
    made = [inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    for name, annotation in parameters.items():
        inner = annotation.__args__[0] if hasattr(annotation, "__args__") else str
        default: Any = False if inner is bool else None if inner == many else ""
        made.append(
            inspect.Parameter(
                name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation
            )
        )
    return inspect.Signature(made, return_annotation=int)


def _run(ctx: typer.Context, kind: str, given: dict[str, Any]) -> int:
    if given.get("suggest"):
        from ledger.cli.supervising import suggest

        return suggest(ctx, given)
    from ledger.cli.evidence import Copies
    from ledger.cli.requests import requests_of
    from ledger.cli.session import open_session

    session = open_session(ctx, given["directory"], "today")
    copies = Copies(session.root)
    requests = requests_of(kind, given, session.ledger, session.tree, copies)
    return make(session, requests, copies, given["form"], dry=given["dry_run"])


def make(session: Session, requests: Sequence[Request], copies: Copies, form: str, *, dry: bool) -> int:
    """Draft, show and write the records while no other run writes."""
    from ledger.writing import locked

    try:
        with locked(session.root):
            return _make(session, requests, copies, form, dry=dry)
    except OSError as error:
        file = error.filename or session.root
        raise CommandError("error.write", file=file, reason=terminal.reason(error)) from None


def _make(session: Session, requests: Sequence[Request], copies: Copies, form: str, *, dry: bool) -> int:
    from ledger.cli.clock import today
    from ledger.folder import evidence_of, read_folder
    from ledger.reading.load import load
    from ledger.recording.record import draft
    from ledger.rules.finding import Shared
    from ledger.writing import ChangedError, append_files, sweep

    if not dry:
        sweep(session.root)
    tree = read_folder(session.root).tree
    ledger = session.ledger if tree == session.tree else load(tree).ledger  # another run may have written
    sums = evidence_of(session.root)
    shared = Shared(
        tree=tree,
        plan=ledger.plan,
        units=ledger.units,
        units_sound=True,
        stated=None,  # what the plan says is not changed by a record
        evidence=lambda path: copies.sum_of(path) or sums(path),
        calendar=ledger.calendar,
    )
    drafted = draft(requests, ledger, shared, today())
    if drafted.problems:
        _refuse(drafted)
        return FINDINGS
    _warn(drafted)
    if drafted.changes and not dry:
        fresh = [made.entry for made in drafted.made if not made.known]
        wanted = {item.path for entry in fresh for item in entry.evidence if item.path is not None}
        try:
            append_files(session.root, drafted.changes, copies.needed(wanted))
        except ChangedError as error:
            raise CommandError("error.changed", FINDINGS, file=error.path) from None
    _show(drafted, form, written=not dry)
    return FINE


def _refuse(drafted: Draft) -> None:
    """Every problem in a sentence, and that nothing was written."""
    from ledger.reports.findings import hint, message

    say = words()
    for problem in drafted.problems:
        where = problem.request.issue if problem.request.line is None else f"{problem.request.line}"
        if problem.diagnostic is None:
            said = say(problem.key, **problem.args)
        else:
            found = problem.diagnostic
            field = f"{found.field}{say('colon')}" if found.code < "L300" and found.field else ""
            said = f"{field}{message(found, say)} [{found.code}]\n    = {hint(found, say)}"
        terminal.write_note(say("record.refused", id=where, problem=said))
    terminal.write_note(say("record.nothing"))


def _warn(drafted: Draft) -> None:
    from ledger.reports.findings import message

    for found in drafted.warnings:
        terminal.write_note(words()("record.warned", file=found.path, problem=message(found, words())))


def _show(drafted: Draft, form: str, *, written: bool) -> None:
    """The lines that are added, or the records as a report."""
    say = words()
    fresh = [made for made in drafted.made if not made.known]
    if form:
        from ledger.cli.session import deliver
        from ledger.reports.recording import record_report

        deliver(record_report(drafted.made, written=written), form, "")
        return
    from ledger.rendering.text import clean

    path = ""
    for made in fresh:
        if made.path != path:
            path = made.path
            terminal.write_out(f"{path}\n")
        terminal.write_out(f"+ - {clean(made.line)}\n")
    for made in drafted.made:
        if made.known:
            terminal.write_note(say("record.known", id=made.request.issue, ref=made.ref))
    if fresh:
        refs = say("list.join").join(made.ref for made in fresh)
        terminal.write_note(say("record.written" if written else "record.dry", count=len(fresh), refs=refs))
