"""``ledger list``."""

from collections.abc import Iterable
from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.keys import read_keys
from ledger.cli.session import open_session
from ledger.cli.speech import words
from ledger.reports.facts import COLUMNS, SORT_KEYS

_say = words()


def known(keys: Iterable[str]) -> str:
    """Keys of columns as they may be written: their heads beside them where these are understood as well."""
    return _say.join([_say("option.key", key=key, head=_say(f"column.{key}")) for key in keys])


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="KEYS", help=_say("option.sort", known=known(SORT_KEYS)))
    ] = "",
    columns: Annotated[
        str, typer.Option("--columns", metavar="KEYS", help=_say("option.columns", known=known(COLUMNS)))
    ] = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List issues."""
    from ledger.reports.facts import order
    from ledger.reports.issues import LIST_COLUMNS, list_report

    heads = {words()(f"column.{key}"): key for key in COLUMNS}
    shown = read_keys(columns, COLUMNS, heads, "--columns") if columns else list(LIST_COLUMNS)
    keys = read_keys(sort, SORT_KEYS, heads, "--sort", signed=True) if sort else []
    session = open_session(ctx, directory, as_of, rev)
    chosen = session.day.select(session.criteria(filters))
    session.deliver(list_report(session.day, order(chosen, keys), shown), out)
    return session.exit_code
