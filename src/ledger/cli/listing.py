"""``ledger list``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    support: o.Support = None,
    acceptance: o.Acceptance = None,
    section: o.Section = None,
    status: o.Status = None,
    standing: o.Standing = None,
    kind: o.Kind = None,
    due_before: o.DueBefore = "",
    due_after: o.DueAfter = "",
    text: o.Text = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS", help=words()("option.sort"))] = "",
    columns: Annotated[str, typer.Option("--columns", metavar="KEYS", help=words()("option.columns"))] = "",
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List issues."""
    from ledger.judging.select import SORT_KEYS, order
    from ledger.reports.issues import COLUMNS, LIST_COLUMNS, list_report

    del lang
    heads = {words()(f"column.{key}"): key for key in COLUMNS}
    shown = o.read_keys(columns, COLUMNS, heads, "--columns") if columns else list(LIST_COLUMNS)
    keys = o.read_keys(sort, SORT_KEYS, heads, "--sort", signed=True) if sort else []
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    judgements = session.judge(
        unit=unit, lead=lead, support=support, acceptance=acceptance, section=section, status=status,
        standing=standing, kind=kind, due_before=due_before, due_after=due_after, text=text,
    )  # fmt: skip
    session.deliver(list_report(order(judgements, keys), ledger.units, session.as_of, shown), form, output)
    return session.exit_code
