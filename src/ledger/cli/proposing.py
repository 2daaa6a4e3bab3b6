"""``ledger import --as-entries``: a progress list or a clearing notice becomes records of tasks on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import typer

    from ledger.cli.evidence import Copies
    from ledger.cli.output import Out
    from ledger.cli.session import Session
    from ledger.plans.document import Document
    from ledger.recording.proposing import Proposal
    from ledger.recording.record import Request


def as_entries(
    ctx: typer.Context,
    root: str,
    document: Document,
    day: str,
    out: Out,
    *,
    write: bool,
) -> int:
    """Show the records that a document comes to, or with ``write`` append them as ``record`` does.

    A task that number and title do not name together makes no record; the others are written.
    """
    if write:
        return _write(ctx, root, document, day, out)
    session = open_session(ctx, root, "today", writes=True)
    proposals, dated = _proposals(session, document, day)
    refused = _refused(session, proposals)
    from ledger.reports.proposing import doubts, proposals_report

    session.deliver(proposals_report(proposals, document, dated, refused), out)
    _tell(proposals)
    say = words()
    count = sum(len(one.requests) for one in proposals)
    if refused:
        terminal.write_note(say("proposal.refused", count=sum(map(len, refused.values()))))
    if not any(one.issue is not None for one in proposals) or doubts(proposals) or refused:
        return FINDINGS
    terminal.write_note(say("proposal.dry" if count else "proposal.nothing_new", count=count))
    return FINE


def _write(ctx: typer.Context, root: str, document: Document, day: str, out: Out) -> int:
    from ledger.cli.record import record

    matched = False

    def asked(session: Session, copies: Copies) -> Sequence[Request]:
        del copies  # a document brings no evidence
        nonlocal matched
        proposals, _ = _proposals(session, document, day)
        _tell(proposals)
        matched = any(one.issue is not None for one in proposals)
        requests = [request for one in proposals for request in one.requests]
        if not requests:
            terminal.write_note(words()("proposal.nothing_new"))
        return requests

    code = record(ctx, root, asked, out)
    return code if matched else FINDINGS


def _proposals(session: Session, document: Document, day: str) -> tuple[list[Proposal], date | None]:
    """What the document comes to, dated as asked, else as it is itself; a day is needed where it tells of a
    task."""
    from ledger.plans.notices import own_day
    from ledger.recording.proposing import items, propose

    told = items(document, session.ledger)
    dated = o.read_date(day, "--date") if day else own_day(document)
    if not told:
        return [], dated
    if dated is None:
        raise CommandError("error.entries_day")
    return propose(document, told, session.ledger, session.evidence, dated), dated


def _refused(session: Session, proposals: Sequence[Proposal]) -> dict[str, list[tuple[str, str]]]:
    """What the rules of ``record`` would refuse, by issue: the code, or "" where it has none, and why."""
    from ledger.recording.record import draft
    from ledger.reports.findings import message
    from ledger.today import today

    requests = [request for one in proposals for request in one.requests]
    drafted = draft(requests, session.ledger, session.tree, session.evidence, today())
    say = words()
    found: dict[str, list[tuple[str, str]]] = {}
    for problem in drafted.problems:
        if problem.diagnostic is None:
            told = ("", say(problem.key, **problem.args))
        else:
            code = problem.diagnostic.code
            told = (code, f"{message(problem.diagnostic, say)} [{code}]")
        found.setdefault(problem.request.issue, []).append(told)
    return found


def _tell(proposals: Sequence[Proposal]) -> None:
    """What a person has to settle, on standard error; and that no task was found, where none was."""
    from ledger.rendering.cells import say
    from ledger.reports.proposing import doubts

    if not proposals:
        terminal.write_note(words()("proposal.no_task"))
    for doubt in doubts(proposals):
        terminal.write_note(words()("proposal.doubt", said=say(doubt, words())))
