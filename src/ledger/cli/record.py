"""``ledger record`` and its short forms, one for each type of entry."""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import held
from ledger.cli.errors import FINDINGS, FINE
from ledger.cli.output import Out, read_out
from ledger.cli.requests import flag_of, key_of
from ledger.cli.speech import words
from ledger.model.entries import BY_TYPE
from ledger.model.fields import Field, Sort, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.cli.evidence import Copies
    from ledger.cli.session import Session
    from ledger.reading.diagnostic import Arg
    from ledger.recording.record import Draft, Request

_METAVARS = {
    Sort.DATE: "DATE",
    Sort.COUNT: "N",
    Sort.COUNTS: "N,N",
    Sort.UNITS: "UNIT",
    Sort.READINGS: "TARGET=VALUE",
    Sort.CHANGES: "FIELD=NEW",
    Sort.REF: "REF",
    Sort.ID: "ID",
    Sort.TEXT: "TEXT",
}
_MANY = {Sort.COUNTS, Sort.UNITS, Sort.READINGS, Sort.CHANGES}


def command_for(kind: str) -> Callable[..., int]:
    """The function of the command that records entries of type ``kind``; ``record`` for any type."""

    def command(ctx: typer.Context, **given: Any) -> int:
        return _run(ctx, kind, given)

    command.__signature__ = _signature(kind)  # type: ignore[attr-defined]
    return command


def _fields(kind: str) -> dict[str, tuple[Field, str]]:
    """The options for fields by name, with their help: of one type or, for ``record``, of all of them."""
    say = words()
    if kind != "record":
        return {field.name: (field, say(f"field.{kind}.{field.name}")) for field in fields_of(BY_TYPE[kind])}
    found: dict[str, tuple[Field, str]] = {}
    users: dict[str, list[str]] = {}
    for name, model in BY_TYPE.items():
        for field in fields_of(model):
            found.setdefault(field.name, (field, say(f"field.{name}.{field.name}")))
            users.setdefault(field.name, []).append(name)
    return {name: (field, f"{about} [{', '.join(users[name])}]") for name, (field, about) in found.items()}


def _signature(kind: str) -> inspect.Signature:
    say = words()
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
    for name, (field, help_) in _fields(kind).items():
        kind_of: Any = many if field.sort in _MANY or name == "measure" else str
        shown = _METAVARS.get(field.sort, name.upper())
        option = typer.Option(f"--{flag_of(name)}", metavar=shown, help=help_)
        parameters[key_of(name)] = Annotated[kind_of, option]
    if kind == "supervise":
        parameters["suggest"] = Annotated[bool, typer.Option("--suggest", help=say("option.suggest"))]
        parameters["letters"] = Annotated[bool, typer.Option("--letters", help=say("option.suggest-letters"))]
        parameters["as_of"] = o.AsOf
        parameters["rev"] = o.Rev
        parameters["output"] = o.Output
        parameters["force"] = o.Force
    parameters["source"] = Annotated[str, typer.Option("--from", metavar="FILE", help=say("option.from"))]
    parameters["dry_run"] = Annotated[bool, typer.Option("--dry-run", help=say("option.dry-run"))]
    parameters |= {"form": o.Format, "directory": o.Directory}
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
    """Read, draft, show and write while no other run writes: what is written rests on what was read."""
    if given.get("suggest") or given.get("letters"):
        from ledger.cli.supervising import suggest

        return suggest(ctx, given)
    from ledger.cli.requests import requests_of
    from ledger.cli.session import find_root

    def asked(session: Session, copies: Copies) -> Sequence[Request]:
        return requests_of(kind, given, session.ledger, session.tree, copies)

    out = read_out(given["form"], "", ("Report",))
    return record(ctx, find_root(ctx, given["directory"]), asked, out, dry=given["dry_run"])


def record(
    ctx: typer.Context,
    root: str,
    asked: Callable[[Session, Copies], Sequence[Request]],
    out: Out,
    *,
    dry: bool = False,
) -> int:
    """Record what is asked for, all or nothing.  ``asked`` is called with the ledger as it is then."""

    def run(session: Session, copies: Copies) -> int:
        return _make(session, asked(session, copies), copies, out, dry=dry)

    return writing(ctx, root, run, dry=dry, named=True)


def writing(
    ctx: typer.Context,
    root: str,
    run: Callable[[Session, Copies], int],
    *,
    dry: bool = False,
    named: bool = False,
) -> int:
    """Run what reads the ledger and writes to it while no other run writes.

    With ``named`` only those issues are read that are asked for, unless that does not tell enough.
    """
    from ledger.cli.evidence import Copies
    from ledger.cli.session import open_named, open_session
    from ledger.reading.load import WholeNeededError

    with held(root, sweeping=not dry):
        if named:
            with suppress(WholeNeededError):
                return run(open_named(ctx, root), Copies(root))
        return run(open_session(ctx, root, "today", writes=True), Copies(root))


def _make(session: Session, requests: Sequence[Request], copies: Copies, out: Out, *, dry: bool) -> int:
    from ledger.cli.history import tell_uncommitted, tell_wanting
    from ledger.writing import append_files

    draft = drafted(session, requests, copies)
    if draft.problems:
        refuse(draft)
        return FINDINGS
    warn(draft)
    fresh = [made.entry for made in draft.made if not made.known]
    kept = {item.path for entry in fresh for item in entry.evidence if item.path is not None}
    if draft.changes and not dry:
        append_files(session.root, draft.changes, copies.needed(kept))
        terminal.mark_written()
    show(draft, out, written=not dry)
    if not dry:
        if kept:
            tell_wanting(session.root, sorted(f"data/{path}" for path in kept))
        tell_uncommitted(session.root)
    return FINE


def drafted(session: Session, requests: Sequence[Request], copies: Copies) -> Draft:
    """The draft; where a unit has no share of its own, a terminal is asked for which one it records."""
    from ledger.cli.requests import ask_for_whom
    from ledger.recording.record import draft
    from ledger.today import today

    def evidence(path: str) -> str | None:
        return copies.sum_of(path) or session.evidence(path)

    drafted = draft(requests, session.ledger, session.tree, evidence, today())
    made = list(requests)
    for problem in drafted.problems:
        if problem.diagnostic is not None and problem.diagnostic.code == "L619" and problem.request in made:
            asked = ask_for_whom(problem.request, session.ledger, _listed(problem.diagnostic.args["units"]))
            if asked is None:
                return drafted
            made[made.index(problem.request)] = asked
    return drafted if made == list(requests) else draft(made, session.ledger, session.tree, evidence, today())


def _listed(value: Arg) -> Sequence[str]:
    return value if isinstance(value, tuple) else (str(value),)


def refuse(drafted: Draft) -> None:
    """Every problem in a sentence, and that nothing was written."""
    from ledger.reports.findings import sentence

    say = words()
    for problem in drafted.problems:
        where = problem.request.issue if problem.request.line is None else f"{problem.request.line}"
        if problem.diagnostic is None:
            said = say(problem.key, **problem.args)
        else:
            said = sentence(problem.diagnostic, say)
        if problem.breaks is not None:
            n, entry = problem.breaks
            kind = say(f"entry.{entry.type}")
            said = say("record.breaks", n=n, date=entry.date, type=kind, by=entry.by, problem=said)
        terminal.write_note(say("record.refused", id=where, problem=said))
    terminal.write_note(say("record.nothing"))


def warn(drafted: Draft) -> None:
    """Every doubt in a sentence, with the way out; it is recorded all the same."""
    from ledger.reports.findings import sentence

    say = words()
    for found in drafted.warnings:
        terminal.write_note(say("record.warned", file=found.path, problem=sentence(found, say)))


def show(drafted: Draft, out: Out, *, written: bool) -> None:
    """The lines that are added, or the records as a report."""
    say = words()
    fresh = [made for made in drafted.made if not made.known]
    if out.asked:
        from ledger.reports.recording import record_report

        out.deliver(record_report(drafted.made, written=written))
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
        refs = say("list.join").join(dict.fromkeys(made.ref for made in fresh))
        terminal.write_note(say("record.written" if written else "record.dry", count=len(fresh), refs=refs))
