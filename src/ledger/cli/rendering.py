"""``ledger render``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.output import Out
from ledger.cli.session import open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.cli.session import Session
    from ledger.model.plan import Plan


def command(
    ctx: typer.Context,
    whole: Annotated[bool, typer.Option("--whole", help=words()("option.whole"))] = False,
    verify: Annotated[bool, typer.Option("--verify", help=words()("option.verify"))] = False,
    rev: o.Rev = "",
    output: o.Output = "",
    force: o.Force = False,
    directory: o.Directory = "",
) -> int:
    """Write the task list as official text, or compare it with the original."""
    from ledger.plans.render import render

    if verify and (output or whole):
        raise CommandError("error.verify_alone")
    session = open_session(ctx, directory, "", rev)
    if session.ledger.plan is None:
        raise CommandError("error.no_plan")
    baselines = [issue.baseline for issue in session.ledger.issues]
    if verify:
        return _verify(session, session.ledger.plan, render(session.ledger.plan, baselines, whole=True))
    text = render(session.ledger.plan, baselines, whole=whole)
    Out("text", output, force).write_text(text)
    return session.exit_code


def _verify(session: Session, plan: Plan, rendered: str) -> int:
    """Say whether the document as the ledger writes it is the one it keeps, and where it is first another."""
    from ledger.plans.render import first_difference
    from ledger.rendering.text import clean

    say = words()
    extract = plan.source.extract
    file = "data/" + (extract.path if extract is not None else plan.source.path)
    original = _text(session.tree.get(file), file)
    if original is None:
        raise CommandError("error.no_original", FINDINGS, file=file)
    if extract is not None:
        terminal.write_note(say("render.extracted", kind=plan.source.path.rpartition(".")[2]))
    place = first_difference(original, rendered)
    if place is None:
        terminal.write_note(say("render.same", file=file, lines=len(rendered.split("\n")) - 1))
        return session.exit_code
    shown = {
        name: say("render.over") if text is None else clean(text) or say("render.blank")
        for name, text in (("original", place.original), ("rendered", place.rendered))
    }
    lines = [
        say("render.differs", file=file, line=place.line),
        "  " + say("render.original", text=shown["original"]),
        "  " + say("render.rendered", text=shown["rendered"]),
    ]
    terminal.write_out("\n".join(lines) + "\n")
    return FINDINGS


def _text(data: bytes | None, file: str) -> str | None:
    """The text of an original that is text, its line breaks made alike; ``None`` where there is none."""
    from ledger.documents.blocks import UnreadableError
    from ledger.documents.read import read

    try:
        return read(data, file).text or None if data is not None else None
    except UnreadableError:
        return None
