"""``ledger supervise --suggest``: who is due for which level of supervision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer


def suggest(ctx: typer.Context, given: dict[str, Any]) -> int:
    """List what the policy's thresholds call for; nothing is recorded."""
    from ledger.cli.session import open_session
    from ledger.reports.working import suggestions_report

    session = open_session(ctx, given["directory"], given["as_of"], given["rev"])
    session.deliver(
        suggestions_report(session.day.suggestions(), session.as_of), given["form"], given["output"]
    )
    return session.exit_code
