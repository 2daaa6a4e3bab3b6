"""``ledger letter``: send a letter, reply to one, take back what was recorded wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError, missing
from ledger.cli.help import Group, subcommands
from ledger.cli.lists import items_of
from ledger.cli.output import Out
from ledger.cli.speech import words
from ledger.model.plan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledger.cli.evidence import Copies
    from ledger.cli.session import Session
    from ledger.model.letter import Letter, Reply
    from ledger.recording.letters import Posted
    from ledger.recording.record import Request

_ACTIONS = {"send": "letter:send", "reply": "letter:reply", "void": "letter:void"}


class _Letter(Group):
    """``ledger letter`` itself."""

    sections: ClassVar[dict[str, dict[str, str]]] = {"help.recording": _ACTIONS}
    names: ClassVar[dict[str, str]] = _ACTIONS
    aliases: ClassVar[dict[str, str]] = {}


def group(name: str) -> Any:
    """The command ``letter`` with what can be done to letters."""
    return subcommands(_Letter, name)


def command_for(kind: str) -> Callable[..., int]:
    """The function of ``letter send``, ``letter reply`` or ``letter void``."""
    functions: dict[str, Callable[..., int]] = {"send": send, "reply": reply, "void": void}
    return functions[kind]


def send(
    ctx: typer.Context,
    unit: Annotated[
        list[str] | None, typer.Argument(metavar="UNIT...", help=words()("argument.letter-to"))
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="TEXT", help=words()("option.letter-number"))
    ] = "",
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help=words()("option.letter-level"))] = "",
    issue: Annotated[
        list[str] | None, typer.Option("--issue", metavar="ID", help=words()("option.letter-issue"))
    ] = None,
    demand: Annotated[
        str, typer.Option("--demand", "-m", metavar="TEXT", help=words()("option.letter-demand"))
    ] = "",
    reply_by: Annotated[
        str, typer.Option("--reply-by", metavar="DATE", help=words()("option.letter-reply-by"))
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help=words()("option.letter-by"))] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.record-date"))] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="FILE|URL", help=words()("option.evidence"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    directory: o.Directory = "",
) -> int:
    """Record a letter, and with it the supervision of the tasks that it is about."""
    from ledger.model.saying import has_words
    from ledger.recording.letters import supervisions
    from ledger.recording.record import is_blank

    if not unit:
        raise missing("UNIT", words()("argument.letter-to"))
    for name, value, about in (
        ("--number", number, "option.letter-number"),
        ("--level", level, "option.letter-level"),
        ("--demand", demand, "option.letter-demand"),
    ):
        if not has_words(value) or is_blank(value):  # a dash is no number, and asks for nothing
            raise missing(name, words()(about))

    def asked(session: Session, copies: Copies) -> tuple[dict[str, Any], Sequence[Request]]:
        units, issues = session.ledger.units, _issues(issue, session)
        to = units.expand(o.read_unit(one, units) for one in items_of(unit))
        if not to:
            raise CommandError("error.is_collective", value=unit[0])
        record: dict[str, Any] = {
            "date": o.read_record_day(day),
            "type": "letter",
            "by": _office(by, session),
        }
        record |= {"number": number, "level": o.read_word(level, LEVELS, "level", "--level"), "to": list(to)}
        record |= {"issues": issues} if issues else {}
        record |= {"demand": demand}
        record |= {"reply_by": o.read_date(reply_by, "--reply-by")} if reply_by else {}
        _tell_unmeant(session, to, issues, record["level"], record["date"])
        return _proved(record, evidence, copies), supervisions(record, issues)

    return _write(ctx, directory, asked, dry=dry_run)


def reply(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=words()("argument.letter-number"))],
    said: Annotated[str, typer.Argument(metavar="[TEXT]", help=words()("option.reply-text"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help=words()("option.reply-by"))] = "",
    text: Annotated[
        str, typer.Option("--text", "-m", metavar="TEXT", help=words()("option.reply-text"))
    ] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.record-date"))] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="FILE|URL", help=words()("option.evidence"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    directory: o.Directory = "",
) -> int:
    """Record what a unit replied to a letter."""
    if not number.strip():
        raise missing("NUMBER", words()("argument.letter-number"))
    text = _text(said, text, "option.reply-text")

    def asked(session: Session, copies: Copies) -> tuple[dict[str, Any], Sequence[Request]]:
        record: dict[str, Any] = {
            "date": o.read_record_day(day),
            "type": "reply",
            "by": _replying(by, number, session),
        }
        record |= {"number": number, "text": text}
        return _proved(record, evidence, copies), ()

    return _write(ctx, directory, asked, dry=dry_run)


def void(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=words()("argument.letter-void"))],
    said: Annotated[str, typer.Argument(metavar="[TEXT]", help=words()("option.void-text"))] = "",
    reply_of: Annotated[
        str, typer.Option("--reply-of", metavar="UNIT", help=words()("option.void-reply-of"))
    ] = "",
    entry: Annotated[str, typer.Option("--entry", metavar="REF", help=words()("option.void-entry"))] = "",
    text: Annotated[str, typer.Option("--text", "-m", metavar="TEXT", help=words()("option.void-text"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help=words()("option.letter-by"))] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.record-date"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    directory: o.Directory = "",
) -> int:
    """Take back a letter with the supervision that came of it, or a reply; nothing is deleted."""
    from ledger.model.letter import Letter
    from ledger.recording.letters import freed, taken_back

    text = _text(said, text, "option.void-text")

    def asked(session: Session, copies: Copies) -> tuple[dict[str, Any], Sequence[Request]]:
        del copies
        meant = _meant(session, number, reply_of, entry)
        record = {"date": o.read_record_day(day), "by": _office(by, session), "text": text}
        requests = freed(meant, record, session.day) if isinstance(meant, Letter) else ()
        return taken_back(meant, record), requests

    return _write(ctx, directory, asked, dry=dry_run)


def _text(said: str, option: str, about: str) -> str:
    """What is to be recorded: the second argument or ``--text``, one of which is needed and not both."""
    if said and option:
        raise CommandError("usage.extra", arguments=said)
    text = said or option
    if not text.strip():
        raise missing("--text", words()(about))
    return text


def _meant(session: Session, number: str, reply_of: str, ref: str) -> Letter | Reply:
    """The one letter or reply that is to be taken back."""
    from ledger.model.entries import ref_of
    from ledger.recording.letters import standing_post

    unit = o.read_one_unit(reply_of, session.ledger.units) if reply_of else None
    every = standing_post(session.day, number, unit)
    found = [one for one in every if not ref or ref_of(one) == ref.strip().lower()]
    if len(found) == 1:
        return found[0]
    told = words()("list.join").join(f"{ref_of(one)} {one.date}" for one in every) or "—"
    raise CommandError("letter.void_which", FINDINGS, number=number, refs=told)


def _issues(given: Sequence[str] | None, session: Session) -> list[str]:
    """The tasks of a letter, in the order of the plan."""
    wanted = o.read_ids(given, session.ledger, session.tree) or set()
    return [one.id for one in session.ledger.issues if one.id in wanted]


def _tell_unmeant(session: Session, to: Sequence[str], issues: Sequence[str], level: str, day: date) -> None:
    """Name the units that have no part in a task they are written to about, that have done theirs, or, of a
    letter that is more than a reminder, that owe nothing late on its day; it is the office's to decide."""
    from ledger.judging.letters import unmeant

    say = words()
    on = session.day.on(day)
    for issue in issues:
        judgement = on.by_id[issue]
        for key, units in unmeant(judgement, to, level).items():
            args = {"number": judgement.baseline.number, "units": say("list.join").join(units), "day": day}
            terminal.write_note(say(key, **args))


def _office(given: str, session: Session) -> str:
    """Who sends: as given, else the only office there is."""
    from ledger.judging.parties import offices

    if given:
        return o.read_one_unit(given, session.ledger.units)
    found = sorted(offices(session.ledger.units, session.policy))
    if len(found) != 1:
        raise CommandError("letter.by_needed", allowed=words()("list.join").join(found) or "—")
    return found[0]


def _replying(given: str, number: str, session: Session) -> str:
    """Who replies: as given, else the only unit that was written to."""
    from ledger.judging.letters import same

    if given:
        return o.read_one_unit(given, session.ledger.units)
    to = [one.to for one in session.day.post.sent if same(one.letter.number) == same(number)]
    if len(to) == 1 and len(to[0]) == 1:
        return to[0][0]
    raise missing("--by", words()("option.reply-by"))


def _proved(record: dict[str, Any], evidence: Sequence[str] | None, copies: Copies) -> dict[str, Any]:
    proofs = [copies.add(item, "letters") for item in evidence or ()]
    return record | ({"evidence": proofs} if proofs else {})


def _write(
    ctx: typer.Context,
    directory: str,
    asked: Callable[[Session, Copies], tuple[dict[str, Any], Sequence[Request]]],
    *,
    dry: bool,
) -> int:
    """Write a record of the book and those of its tasks, all or none, while no other run writes."""
    from ledger.cli.record import writing
    from ledger.cli.session import find_root

    def run(session: Session, copies: Copies) -> int:
        record, requests = asked(session, copies)
        return _make(session, copies, record, requests, dry=dry)

    return writing(ctx, find_root(ctx, directory), run, dry=dry)


def _make(
    session: Session, copies: Copies, record: Mapping[str, Any], requests: Sequence[Request], *, dry: bool
) -> int:
    from ledger.cli.history import tell_uncommitted
    from ledger.cli.record import drafted, refuse, show, warn
    from ledger.reading.load import LETTERS
    from ledger.recording.letters import draft_post
    from ledger.writing import append_files

    posted = draft_post(record, session.tree, lambda path: copies.sum_of(path) or session.evidence(path))
    if posted.line is None and not posted.problems and _is_taken(session, record):
        raise CommandError("letter.voided_same", FINDINGS, number=record["number"])
    made = drafted(session, requests, copies)
    _tell(posted)
    if posted.problems or made.problems:
        refuse(made)
        return FINDINGS
    warn(made)
    changes = dict(made.changes)
    if posted.line is not None:
        changes[LETTERS] = posted.change
    paths = {proof["path"] for proof in record.get("evidence", ()) if "path" in proof}
    if changes and not dry:
        append_files(session.root, changes, copies.needed(paths))
        terminal.mark_written()
    _show(posted, dry=dry)
    if requests:
        show(made, Out("table"), written=not dry)
    if not dry:
        tell_uncommitted(session.root)
    return FINE


def _is_taken(session: Session, record: Mapping[str, Any]) -> bool:
    """Whether the same record is in the book, and was taken back."""
    from ledger.model.entries import content

    book = session.ledger.letters
    return any(content(book[n]).items() >= dict(record).items() for n in session.day.post.taken)


def _tell(posted: Posted) -> None:
    """What is wrong with the record, in sentences."""
    from ledger.reports.findings import sentence

    say = words()
    for found in posted.problems:
        terminal.write_note(sentence(found, say))


def _show(posted: Posted, *, dry: bool) -> None:
    """The line that is added to the book."""
    from ledger.reading.load import LETTERS
    from ledger.rendering.text import clean

    if posted.line is not None:
        terminal.write_out(f"{LETTERS}\n+ - {clean(posted.line)}\n")
    known = 0 if posted.line is not None else 1
    terminal.write_note(words()("disclose.dry" if dry else "disclose.written", count=1 - known, known=known))
