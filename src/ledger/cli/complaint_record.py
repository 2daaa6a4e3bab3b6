"""``ledger complaints record``: a record of a complaint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError, missing
from ledger.cli.lists import items_of
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.cli.evidence import Copies
    from ledger.cli.session import Session
    from ledger.recording.complaints import Made, Wanted

_say = words()
_Many = list[str] | None


def _count(name: str) -> Any:
    return typer.Option(f"--{name}", metavar="N", help=_say(f"option.{name}"))


def command(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_say("argument.complaint"))],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_say("argument.complaint-kind"))],
    said: Annotated[str, typer.Argument(metavar="[TEXT]", help=_say("argument.complaint-text"))] = "",
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help=_say("option.record-by"))] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=_say("option.record-date"))] = "",
    text: Annotated[str, typer.Option("--text", "-m", metavar="TEXT", help=_say("option.record-text"))] = "",
    batch: Annotated[str, typer.Option("--batch", metavar="TEXT", help=_say("option.in-batch"))] = "",
    verdict: Annotated[str, typer.Option("--verdict", metavar="TEXT", help=_say("option.verdict"))] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=_say("option.case-due"))] = "",
    unit: Annotated[_Many, typer.Option("--unit", metavar="UNIT", help=_say("option.handlers"))] = None,
    area: Annotated[str, typer.Option("--area", metavar="TEXT", help=_say("option.case-area"))] = "",
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help=_say("option.case-place"))] = "",
    pollution: Annotated[_Many, typer.Option("--kind", metavar="KIND", help=_say("option.pollution"))] = None,
    channel: Annotated[str, typer.Option("--channel", metavar="TEXT", help=_say("option.channel"))] = "",
    key: Annotated[bool, typer.Option("--key", help=_say("option.key-case"))] = False,
    task: Annotated[str, typer.Option("--task", metavar="ID", help=_say("option.case-task"))] = "",
    outcome: Annotated[str, typer.Option("--outcome", metavar="TEXT", help=_say("option.outcome"))] = "",
    where: Annotated[str, typer.Option("--where", metavar="TEXT", help=_say("option.case-where"))] = "",
    entry: Annotated[str, typer.Option("--entry", metavar="REF", help=_say("option.case-entry"))] = "",
    ordered: Annotated[str, _count("ordered")] = "",
    cases: Annotated[str, _count("cases")] = "",
    fine: Annotated[str, _count("fine")] = "",
    criminal: Annotated[str, _count("criminal")] = "",
    detained: Annotated[str, _count("detained")] = "",
    talked: Annotated[str, _count("talked")] = "",
    accountable: Annotated[str, _count("accountable")] = "",
    evidence: Annotated[
        _Many, typer.Option("--evidence", metavar="FILE|URL", help=_say("option.evidence"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_say("option.dry-run"))] = False,
    directory: o.Directory = "",
) -> int:
    """Append a record to a complaint; ``receive`` begins one."""
    from ledger.cli.record import writing
    from ledger.cli.session import find_root
    from ledger.model.complaint import CHANNELS, POLLUTIONS, TYPES, VERDICTS
    from ledger.plans.complaints import area_of
    from ledger.recording.complaints import Wanted

    name = o.read_word(kind, tuple(TYPES), "complaint_record", "")
    given: dict[str, Any] = {
        "verdict": verdict and o.read_word(verdict, VERDICTS, "verdict", "--verdict"),
        "due": due and o.read_date(due, "--due"),
        "place": place,
        "kinds": [o.read_word(one, POLLUTIONS, "pollution", "--kind") for one in items_of(pollution)],
        "channel": channel and o.read_word(channel, CHANNELS, "channel", "--channel"),
        "key": key,
        "outcome": outcome and o.read_word(outcome, ("holds", "fails"), "outcome", "--outcome"),
        "where": where,
        "entry": entry.strip().lower(),
        **_numbers(ordered=ordered, cases=cases, criminal=criminal, detained=detained),
        **_numbers(talked=talked, accountable=accountable),
        "fine": _amount(fine),
        "text": text or said,
    }

    def run(session: Session, copies: Copies) -> int:
        units = session.ledger.units
        own = {
            "units": list(units.expand(o.read_unit(one, units) for one in items_of(unit))),
            "area": area_of(area, units),
            "task": task and o.read_id(task, session.ledger, session.tree),
            "evidence": [copies.add(item, "complaints") for item in evidence or ()],
        }
        said_so = {**given, **own}
        told = {key: value for key, value in said_so.items() if value not in ("", [], None, False)}
        _fits(name, told)
        where_to = place_of(session, number, batch, new=name == "receive")
        record: dict[str, Any] = {"date": o.read_record_day(day), "type": name}
        record |= {"by": _by(by, session, name, where_to), **told}
        return write(session, copies, [Wanted(*where_to, _in_order(record))], dry=dry_run)

    return writing(ctx, find_root(ctx, directory), run, dry=dry_run)


_OPTIONS = {"units": "--unit", "kinds": "--kind", "text": "TEXT"}


def _fits(name: str, told: Mapping[str, Any]) -> None:
    """Refuse what the type of record does not have, and ask for what it needs, in the words of options."""
    from ledger.model.complaint import TYPES

    fields = TYPES[name].model_fields()
    called = words()(f"complaint_record.{name}")
    for key in told:
        if key not in fields:
            raise CommandError("complaint.field", kind=called, option=_OPTIONS.get(key, f"--{key}"))
    for key, info in fields.items():
        if info.required and key not in {"date", "type", "by", *told}:
            raise CommandError("complaint.field_needed", kind=called, option=_OPTIONS.get(key, f"--{key}"))


def _in_order(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in the order in which files have them, text and evidence last."""
    last = [key for key in ("text", "evidence") if key in record]
    return {key: record[key] for key in (*(k for k in record if k not in last), *last)}


def _numbers(**given: str) -> dict[str, int | None]:
    return {name: o.read_count(text, f"--{name}") if text else None for name, text in given.items()}


def _amount(text: str) -> Any:
    from decimal import Decimal

    if not text:
        return None
    if not re.fullmatch("[0-9]{1,9}([.][0-9]{1,4})?", text):
        raise CommandError("complaint.amount", option="--fine", value=text)
    return Decimal(text)


def _by(given: str, session: Session, name: str, where_to: tuple[str, str]) -> str:
    """Who records: as given; else the only office for what the office does, or the only unit that has it."""
    from ledger.judging.complaints import who_of

    if given:
        return o.read_one_unit(given, session.ledger.units)
    who = who_of(session.ledger)
    found = sorted(who.office)
    if name in {"handle", "stage", "finish"}:
        found = [
            unit
            for one in session.ledger.complaints
            if (one.batch, one.number) == where_to
            for record in one.records[:1]
            for unit in getattr(record, "units", ())
        ]
    if len(found) != 1:
        raise missing("--by", words()("option.record-by"))
    return found[0]


def place_of(session: Session, number: str, batch: str, *, new: bool) -> tuple[str, str]:
    """Batch and number of the complaint that is meant; of a new one as they are given."""
    from ledger.cli.complaints import find
    from ledger.judging.complaints import standings_of
    from ledger.reading.layout import complaint_of

    if not new:
        from datetime import date

        complaint = find(standings_of(session.ledger, date.max), number, batch).complaint
        return complaint.batch, complaint.number
    if not batch.strip():
        raise CommandError("complaint.batch_needed")
    made = (batch.strip(), number.strip().upper())
    if complaint_of(f"data/complaints/{made[0]}/X1.yaml") is None:
        raise CommandError("complaint.batch", value=batch)
    if complaint_of(f"data/complaints/{made[0]}/{made[1]}.yaml") is None:
        raise CommandError("complaint.number", value=number)
    return made


def write(session: Session, copies: Copies, wanted: Sequence[Wanted], *, dry: bool) -> int:
    """Write records of complaints, all or none; show the lines."""
    from ledger.cli.history import tell_uncommitted
    from ledger.recording.complaints import draft_complaints
    from ledger.writing import append_files

    made = draft_complaints(wanted, session.tree, lambda p: copies.sum_of(p) or session.evidence(p))
    if made.problems:
        _tell(made)
        return FINDINGS
    if made.changes and not dry:
        paths = {p["path"] for one in wanted for p in one.record.get("evidence", ()) if "path" in p}
        append_files(session.root, made.changes, copies.needed(paths))
        terminal.mark_written()
    _show(made, dry=dry)
    if not dry:
        tell_uncommitted(session.root)
    return FINE


def _tell(made: Made) -> None:
    from ledger.reports.findings import sentence

    say = words()
    for found in made.problems:
        terminal.write_note(say("record.refused", id=found.path, problem=sentence(found, say)))
    terminal.write_note(say("record.nothing"))


def _show(made: Made, *, dry: bool) -> None:
    from ledger.rendering.text import clean

    for path, lines in made.lines.items():
        terminal.write_out(f"{path}\n" + "".join(f"+ - {clean(line)}\n" for line in lines))
    count = sum(map(len, made.lines.values()))
    terminal.write_note(
        words()("complaint.dry" if dry else "complaint.written", count=count, known=made.known)
    )
