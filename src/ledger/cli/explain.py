"""``ledger explain``."""

import re
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
    from ledger.reading.codes import CODES
    from ledger.reports.findings import codes_report

    del lang
    wanted = o.read_codes([code], "CODE") if code else ()
    chosen = [key for key in CODES if not wanted or key.startswith(wanted)]
    gap = re.compile(r"\{[a-z_!]+\}")
    texts = {
        key: (gap.sub("…", words()(f"{key}.message")), gap.sub("…", words()(f"{key}.hint"))) for key in chosen
    }
    deliver(codes_report(texts), form, output)
    return 0
