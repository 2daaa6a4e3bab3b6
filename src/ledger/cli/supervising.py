"""``ledger supervise --suggest``: who is due for which level of supervision, and which letters that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.cli.errors import CommandError
from ledger.cli.output import Out, read_out
from ledger.cli.shell import joined
from ledger.cli.speech import words

if TYPE_CHECKING:
    import typer

    from ledger.cli.session import Session
    from ledger.judging.escalation import Proposal


def suggest(ctx: typer.Context, given: dict[str, Any]) -> int:
    """List what the policy's thresholds call for; nothing is recorded."""
    from ledger.cli.session import open_session
    from ledger.reports.supervision import suggestions_report

    if not given["suggest"]:
        raise CommandError("suggest.letters_alone")
    out = read_out(given["form"], given["output"], ("Report",), force=given["force"])
    session = open_session(ctx, given["directory"], given["as_of"], given["rev"])
    if given["letters"]:
        return _letters(session, out)
    session.deliver(suggestions_report(session.day.suggestions(), session.as_of), out)
    return session.exit_code


def _letters(session: Session, out: Out) -> int:
    """One letter a unit and level: as commands to be pasted, or in the format asked for as a report."""
    from ledger.cli import terminal
    from ledger.judging.escalation import by_unit
    from ledger.rendering.cells import say
    from ledger.rendering.text import clean
    from ledger.reports.supervision import proposals_report

    found = by_unit(session.day.suggestions())
    report = proposals_report(found, session.as_of)
    if out.asked:
        session.deliver(report, out)
        return session.exit_code
    session.tell_refused()
    if report.title is not None:
        terminal.write_note(say(report.title if found else report.empty, words()))
    terminal.write_out("".join(f"{clean(_command(one, session))}\n" for one in found))
    return session.exit_code


def _command(one: Proposal, session: Session) -> str:
    """The command that records the letter; its number and the last day for a reply are a person's to give."""
    from ledger.recording.record import BLANK
    from ledger.rendering.cells import say
    from ledger.reports.supervision import demand_of

    issues = ",".join(about.judgement.issue.id for about in one.about)
    options = {
        "--number": BLANK,
        "--level": one.level,
        "--issue": issues,
        "--demand": say(demand_of(one), words().formal()),
        "--date": str(session.as_of),
        "--reply-by": BLANK,
    }
    given = [word for option in options.items() for word in option]
    return joined(["ledger", "letter", "send", one.unit, *given])
