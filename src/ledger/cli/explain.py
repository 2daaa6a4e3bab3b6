"""``ledger explain``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.speech import words


@o.delivers()
def command(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=words()("argument.code"))] = "",
    out: o.Out = o.UNSAID,
) -> int:
    """Say what a diagnostic code means; without a code, list all."""
    from ledger.reports.findings import all_codes, codes_report

    wanted = o.read_codes([code]) if code else ()
    chosen = [one for key, one in all_codes().items() if not wanted or key.startswith(wanted)]
    out.deliver(codes_report(chosen, words()))
    return 0
