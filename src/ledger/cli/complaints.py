"""``ledger complaints``: the list of complaints, one of them, counts, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.help import HELP, Group, subcommands
from ledger.cli.lists import chosen_of
from ledger.cli.session import Session, open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.judging.complaints import CaseStanding
    from ledger.reports.complaints import Chosen

_ASKING = {
    "list": "complaints:list",
    "show": "complaints:show",
    "stats": "complaints:stats",
    "overdue": "complaints:overdue",
    "public": "complaints:public",
}
_RECORDING = {"record": "complaint_record", "import": "complaint_import"}
_ACTIONS = _ASKING | _RECORDING

_say = words()


class _Complaints(Group):
    """``ledger complaints`` itself: without an action it lists."""

    sections: ClassVar[dict[str, dict[str, str]]] = {"help.asking": _ASKING, "help.recording": _RECORDING}
    names: ClassVar[dict[str, str]] = _ACTIONS
    aliases: ClassVar[dict[str, str]] = {}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``list`` where nothing is said to be done."""
        if not any(one in self.names or one in HELP["help_option_names"] for one in args):
            args = ["list", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


def group(name: str) -> Any:
    """The command ``complaints`` with what can be asked and done."""
    return subcommands(_Complaints, name, alone=True)


def command_for(kind: str) -> Callable[..., int]:
    """The function of ``complaints list`` and so on."""
    functions: dict[str, Callable[..., int]] = {
        "list": listing,
        "show": show,
        "stats": stats,
        "overdue": overdue,
        "public": public,
    }
    return functions[kind]


_Many = list[str] | None
_UnitOption = Annotated[_Many, typer.Option("--unit", metavar="UNIT", help=_say("option.case-unit"))]
_Batch = Annotated[_Many, typer.Option("--batch", metavar="TEXT", help=_say("option.batch"))]
_Area = Annotated[_Many, typer.Option("--area", metavar="TEXT", help=_say("option.area"))]
_KindOption = Annotated[_Many, typer.Option("--kind", metavar="KIND", help=_say("option.pollution"))]
_State = Annotated[_Many, typer.Option("--state", metavar="STATUS", help=_say("option.case-state"))]
_VerdictOption = Annotated[_Many, typer.Option("--verdict", metavar="TEXT", help=_say("option.verdict"))]
_Key = Annotated[bool, typer.Option("--key", help=_say("option.key-cases"))]
_Overdue = Annotated[bool, typer.Option("--overdue", help=_say("option.case-overdue"))]


@o.delivers()
def listing(
    ctx: typer.Context,
    unit: _UnitOption = None,
    state: _State = None,
    batch: _Batch = None,
    area: _Area = None,
    kind: _KindOption = None,
    verdict: _VerdictOption = None,
    key: _Key = False,
    overdue: _Overdue = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List complaints."""
    from ledger.reports.complaints import complaints_report

    session = open_session(ctx, directory, as_of, rev)
    asked = chosen(session, unit, batch, area, kind, state, verdict)._replace(key=key, overdue=overdue)
    session.deliver(complaints_report(standings(session), asked, session.as_of), out)
    return session.exit_code


@o.delivers()
def overdue(
    ctx: typer.Context,
    unit: _UnitOption = None,
    batch: _Batch = None,
    area: _Area = None,
    kind: _KindOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=_say("option.case-exit-code"))] = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List the complaints whose day has passed, the longest first."""
    from ledger.reports.complaints import complaints_report

    session = open_session(ctx, directory, as_of, rev)
    asked = chosen(session, unit, batch, area, kind)._replace(overdue=True)
    report = complaints_report(standings(session), asked, session.as_of, only_late=True)
    session.deliver(report, out)
    return 1 if exit_code and report.records else session.exit_code


@o.delivers()
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_say("argument.complaint"))],
    batch: Annotated[str, typer.Option("--batch", metavar="TEXT", help=_say("option.in-batch"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Show a complaint with its records."""
    from ledger.reports.complaints_show import complaint_report

    session = open_session(ctx, directory, as_of, rev)
    every = standings(session)
    session.deliver(complaint_report(find(every, number, batch), every, session.as_of), out)
    return session.exit_code


@o.delivers()
def stats(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="GROUPING", help=_say("option.case-by"))] = "batch",
    unit: _UnitOption = None,
    batch: _Batch = None,
    area: _Area = None,
    kind: _KindOption = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Count complaints by group, with the rates that are published."""
    from ledger.reports.complaints_stats import GROUPINGS, complaint_stats

    grouping = o.read_word(by, tuple(GROUPINGS), "complaint_by", "--by")
    session = open_session(ctx, directory, as_of, rev)
    asked = chosen(session, unit, batch, area, kind)
    mine = [one for one in standings(session) if asked.takes(one, session.as_of)]
    session.deliver(complaint_stats(mine, grouping, session.as_of, session.ledger.units), out)
    return session.exit_code


@o.delivers("Document")
def public(
    ctx: typer.Context,
    batch: _Batch = None,
    area: _Area = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Write the tables that are published: every complaint, and counts by area."""
    from ledger.cli import terminal
    from ledger.rendering.cells import say
    from ledger.reports.complaints_public import public_document

    session = open_session(ctx, directory, as_of, rev)
    asked = chosen(session, None, batch, area, None)
    mine = [one for one in standings(session) if asked.takes(one, session.as_of)]
    document, note = public_document(mine, session.as_of, session.ledger.units)
    out.deliver(replace(document, partial=session.partial))
    terminal.write_note(say(note, words()))
    return session.exit_code


def standings(session: Session) -> list[CaseStanding]:
    """Every complaint that had been handed over by the day."""
    from ledger.judging.complaints import standings_of

    return standings_of(session.ledger, session.as_of)


def chosen(
    session: Session,
    unit: Sequence[str] | None,
    batch: Sequence[str] | None,
    area: Sequence[str] | None,
    kind: Sequence[str] | None,
    state: Sequence[str] | None = None,
    verdict: Sequence[str] | None = None,
) -> Chosen:
    """What the filter options ask for."""
    from ledger.judging.complaints import State
    from ledger.model.complaint import POLLUTIONS, VERDICTS
    from ledger.reports.complaints import Chosen, area_named

    units = session.ledger.units
    meant = None
    if unit:
        named = [o.read_unit(one, units) for one in chosen_of(unit, "--unit")]
        meant = frozenset(units.speakers(units.expand(named))) | frozenset(named)
        meant |= {name for one in units.expand(named) for name in units.took_over(one)}
    return Chosen(
        units=meant,
        batches=frozenset(chosen_of(batch, "--batch")),
        areas=frozenset(area_named(one, units) for one in chosen_of(area, "--area")),
        table=units,
        kinds=_words_of(kind, POLLUTIONS, "pollution", "--kind"),
        states=_words_of(state, tuple(State), "complaint_state", "--state"),
        verdicts=_words_of(verdict, VERDICTS, "verdict", "--verdict"),
    )


def _words_of(
    given: Sequence[str] | None, allowed: Sequence[str], prefix: str, option: str
) -> frozenset[str]:
    return frozenset(o.read_word(one, allowed, prefix, option) for one in chosen_of(given, option))


def find(every: Sequence[CaseStanding], number: str, batch: str = "") -> CaseStanding:
    """The complaint of a number, in any case, or by its end where only one ends so."""
    from difflib import get_close_matches

    wanted = number.strip().upper()
    known = [one.complaint.number for one in every]
    same = [one for one in every if one.complaint.number == wanted]
    same = same or [one for one in every if wanted and one.complaint.number.endswith(wanted)]
    same = [one for one in same if not batch or one.complaint.batch == batch.strip()]
    if len(same) == 1:
        return same[0]
    if same and len({one.complaint.number for one in same}) == 1:
        batches = [one.complaint.batch for one in same]
        raise CommandError("complaint.several", value=number, batches=words()("list.join").join(batches))
    near = [one.complaint.number for one in same[:3]] or get_close_matches(wanted, known, 3, 0.5)
    ends = {number[-len(wanted) :]: number for number in known}
    near = near or [ends[end] for end in get_close_matches(wanted, ends, 3, 0.5)]
    raise CommandError("complaint.unknown", value=number, near=words()("list.join").join(near) or "—")
