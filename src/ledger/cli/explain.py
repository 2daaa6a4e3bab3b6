"""``ledger explain``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import deliver
from ledger.cli.speech import words


def command(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=words()("argument.code"))] = "",
    form: o.Format = "",
    output: o.Output = "",
    lang: o.Lang = "",
) -> int:
    """Say what a diagnostic code means; without a code, list all."""
    from ledger.reports.findings import all_codes, codes_report

    del lang
    wanted = o.read_codes([code]) if code else ()
    chosen = [one for key, one in all_codes().items() if not wanted or key.startswith(wanted)]
    deliver(codes_report(chosen, words()), form, output)
    return 0
