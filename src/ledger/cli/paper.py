"""``ledger paper``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import reading
from ledger.cli.errors import CommandError
from ledger.cli.output import Out, choose, read_out
from ledger.cli.session import Session, open_session
from ledger.cli.speech import words
from ledger.papers.kinds import KINDS, NAMES, WITH_TEMPLATE, Kind, file_name, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.papers.sheet import Asked

_say = words()


def command(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help=_say("argument.paper"))] = "",
    subject: Annotated[str, typer.Argument(metavar="[SUBJECT]", help=_say("argument.paper-subject"))] = "",
    serial: Annotated[str, typer.Option("--no", metavar="TEXT", help=_say("option.paper-no"))] = "",
    addressee: Annotated[str, typer.Option("--to", metavar="TEXT", help=_say("option.paper-to"))] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=_say("option.paper-date"))] = "",
    reply_by: Annotated[
        str, typer.Option("--reply-by", metavar="DATE", help=_say("option.paper-reply-by"))
    ] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=_say("option.paper-since"))] = "",
    year: Annotated[str, typer.Option("--year", metavar="YEAR", help=_say("option.paper-year"))] = "",
    against: Annotated[str, typer.Option("--against", metavar="FILE", help=_say("option.against"))] = "",
    fields: Annotated[bool, typer.Option("--fields", help=_say("option.paper-fields"))] = False,
    template: Annotated[bool, typer.Option("--template", help=_say("option.paper-template"))] = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=_say("option.paper-format"))
    ] = "",
    output: o.Output = "",
    force: o.Force = False,
    directory: o.Directory = "",
) -> int:
    """Write a paper that the office signs, from a template that can be replaced."""
    if not kind:
        if fields or template:
            raise CommandError("paper.kind_needed", option="--fields" if fields else "--template")
        return _list_kinds(read_out(form, output, ("Report",), force=force))
    name = o.read_word(kind, NAMES, "paper_kind", "")
    if fields:
        return _list_fields(name, read_out(form, output, ("Report",), force=force))
    if template:
        return _write_template(name, Out("docx", output, force))
    given = {"since": since, "reply_by": reply_by, "year": year, "against": against}
    _fits(name, given, subject, by_number=name == "letter" and bool(serial))
    session = open_session(ctx, directory, as_of, rev)
    if name == "clearing":
        return _clearing(session, read_out(form, output, ("Report",), force=force))
    out = Out(choose(form, output, ("docx",)), output, force)
    if not output:
        raise CommandError("error.needs_output", form="docx")
    asked = _asked(session, given, serial, addressee, day)
    _write(session, name, asked, _subject(session, KINDS[name], subject), out)
    return session.exit_code


def _fits(name: str, given: Mapping[str, str], subject: str, *, by_number: bool) -> None:
    """Refuse a subject that is missing or too much, and options that the kind does not take; a letter may be
    named by its number."""
    kind = KINDS[name]
    called = words()(f"paper_kind.{name}")
    for option, value in given.items():
        if value and option not in kind.options:
            raise CommandError("paper.option", kind=called, option=f"--{option.replace('_', '-')}")
    if kind.subject and not subject and not by_number:
        raise CommandError(
            "paper.subject_needed", kind=called, subject=words()(f"paper_subject.{kind.subject}")
        )
    if subject and not kind.subject:
        raise CommandError("paper.no_subject", kind=called)


def _subject(session: Session, kind: Kind, subject: str) -> str:
    """The unit as it is called on the day, or the id of the issue."""
    if not subject:
        return ""
    if kind.subject == "unit":
        unit = o.read_one_unit(subject, session.ledger.units)
        return session.ledger.units.on(unit, session.as_of)
    return o.read_id(subject, session.ledger, session.tree) if kind.subject else ""


def _asked(session: Session, given: Mapping[str, str], serial: str, addressee: str, day: str) -> Asked:
    from ledger.papers.sheet import Asked

    def read(text: str, option: str) -> date | None:
        return o.read_date(text, option) if text else None

    signed_on, reply_by = read(day, "--date"), read(given["reply_by"], "--reply-by")
    if reply_by is not None and reply_by < (signed_on or session.as_of):
        raise CommandError("paper.reply_by_early", reply_by=reply_by, date=signed_on or session.as_of)
    since = None
    if given["since"]:
        from ledger.cli.report import period_of

        since = period_of(session, o.read_date(given["since"], "--since"))
    return Asked(
        day=session.day,
        serial=serial,
        to=addressee,
        signed_on=signed_on,
        reply_by=reply_by,
        since=since,
        year=_year(given["year"]) if given["year"] else None,
        theirs=_theirs(session, given["against"]) if given["against"] else None,
    )


def _year(text: str) -> int:
    number = o.read_count(text.removesuffix("年"), "--year")
    if not 1000 <= number <= 9999:  # noqa: PLR2004 - four digits
        raise CommandError("error.count", option="--year", value=text)
    return number


def _theirs(session: Session, file: str) -> dict[str, str]:
    """The superior's words by the ids of issues, none where the list has a task and they were not read; rows
    that name no task of ours are told."""
    from ledger.cli.reconcile import read_list
    from ledger.rendering.cells import say
    from ledger.reports.reconciled import there
    from ledger.reports.reconciling import reconcile

    found = reconcile(read_list(session, file), session.day.judgements, session.ledger.units)
    unknown = [one.theirs for one in found.differences if one.field == "missing_here"]
    twice = [one.theirs for one in found.doubts if one.field == "twice"]
    for key, several in (("paper.rows_unknown", unknown), ("paper.rows_twice", twice)):
        if several:
            said = (
                words()("paper.row", place=say(there(row), words()), number=row.number or row.title)
                for row in several
                if row is not None
            )
            numbers = words()("list.join").join(said)
            terminal.write_note(words()(key, file=file, count=len(several), rows=numbers))
    unread = dict.fromkeys((one.issue.id for one in found.unclear), "")
    return unread | {ours.issue.id: row.words for row, ours in found.pairs}


def _write(session: Session, name: str, asked: Asked, subject: str, out: Out) -> None:
    from ledger.papers.writing import write_paper
    from ledger.rendering.cells import say
    from ledger.rendering.paper import fill

    paper = write_paper(name, asked, subject)
    template, called = _template(session.root, name)
    made = fill(template, called, paper.fields, session.as_of)
    out.write(made.data)
    session.tell_refused()
    for note in paper.notes:
        terminal.write_note(say(note, words()))
    blanks = [words()(f"paper_field.{one}") for one in paper.blanks_in(made.used)]
    if blanks:
        terminal.write_note(
            words()("paper.blanks", count=len(blanks), fields=words()("list.join").join(blanks))
        )


def _template(root: str, name: str) -> tuple[bytes, str]:
    """The office's own template of a kind where it has one, else the one that is shipped; and its name."""
    own = own_template(root, file_name(name))
    if own is None:
        return shipped(name), file_name(name)
    return own, f"data/templates/{file_name(name)}"


def own_template(root: str, name: str) -> bytes | None:
    """The file of that name in the office's ``data/templates/``; none where it has none."""
    from ledger.folder import UnfitError, read_file
    from ledger.rendering.paper import TEMPLATE_MOST

    shown = f"data/templates/{name}"
    folder = os.path.join(root, "data", "templates")
    path = os.path.join(folder, name)
    if not os.path.lexists(path):
        return None
    if os.path.islink(folder) or os.path.islink(os.path.join(root, "data")):
        raise CommandError("paper.template_unfit", template=shown)
    try:
        with reading(shown):
            return read_file(path, TEMPLATE_MOST)
    except UnfitError as error:
        if error.code == "L109":
            raise CommandError("error.too_large", file=shown, most=TEMPLATE_MOST // 1024 // 1024) from None
        raise CommandError("paper.template_unfit", template=shown) from None


def _clearing(session: Session, out: Out) -> int:
    """销号台账 as a table in any format, and as a document."""
    from ledger.papers.clearing import clearing_report

    session.deliver(clearing_report(session.day), out)
    return session.exit_code


def _list_kinds(out: Out) -> int:
    from ledger.reports.report import Column, Message, Report

    records: tuple[dict[str, Any], ...] = tuple(
        {
            "kind": name.replace("_", "-"),
            "subject": kind.subject or None,
            "options": [f"--{one.replace('_', '-')}" for one in kind.options],
            "template": file_name(name) if name in WITH_TEMPLATE else None,
        }
        for name, kind in KINDS.items()
    )
    lines = tuple(
        {
            **record,
            "paper": Message(f"paper_kind.{name}"),
            "subject": Message(f"paper_subject.{KINDS[name].subject}") if KINDS[name].subject else None,
            "about": Message(f"paper_about.{name}"),
        }
        for name, record in zip(NAMES, records, strict=True)
    )
    columns = (
        Column("kind"),
        Column("paper"),
        Column("subject"),
        Column("options", stacked=True),
        Column("about", grow=1),
    )
    out.deliver(Report(kind="papers", columns=columns, records=records, lines=lines))
    return 0


def _list_fields(name: str, out: Out) -> int:
    """The fields of a template, with what each is in both languages."""
    from ledger.locale import Words
    from ledger.reports.report import Column, Message, Report

    if name not in WITH_TEMPLATE:
        raise CommandError("paper.no_template", kind=words()(f"paper_kind.{name}"))
    zh, en = Words("zh"), Words("en")
    records: tuple[dict[str, Any], ...] = tuple(
        {
            "template_field": written,
            "repeated": written in KINDS[name].rows,
            "zh": zh(f"paper_field.{inner}"),
            "en": en(f"paper_field.{inner}"),
        }
        for written, inner in KINDS[name].described()
    )
    columns = (Column("template_field"), Column("repeated"), Column("zh", grow=1), Column("en", grow=1))
    how = {
        "one": "{{ heading }}",
        "begin": "{%p for x in tasks %}",
        "end": "{%p endfor %}",
        "part": "{{ x.title }}",
    }
    notes = (Message("paper.fields_note", how),)
    report = Report(kind="paper_fields", columns=columns, records=records, notes=notes)
    out.deliver(report)
    return 0


def _write_template(name: str, out: Out) -> int:
    if name not in WITH_TEMPLATE:
        raise CommandError("paper.no_template", kind=words()(f"paper_kind.{name}"))
    if not out.path:
        raise CommandError("error.needs_output", form="docx")
    out.write(shipped(name))
    return 0
