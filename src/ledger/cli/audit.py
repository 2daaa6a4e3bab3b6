"""``ledger audit``."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import read_begin
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words
from ledger.history.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.history.audit import Audited, AuditFinding, Options
    from ledger.history.git import Repository
    from ledger.model.plan import Policy

KEEP_FROM = 200
"""From how many commits on it is kept how far an audit got, and after how many more again."""


@o.delivers("AuditFindings")
def command(
    ctx: typer.Context,
    range_: Annotated[str, typer.Argument(metavar="[A..B]", help=words()("argument.audit-range"))] = "",
    head: Annotated[bool, typer.Option("--head", help=words()("option.head"))] = False,
    since_head: Annotated[
        str, typer.Option("--since-head", metavar="FILE", help=words()("option.since-head"))
    ] = "",
    policy: Annotated[
        str, typer.Option("--policy", metavar="FILE", help=words()("option.audit-policy"))
    ] = "",
    signers: Annotated[
        str, typer.Option("--allowed-signers", metavar="FILE", help=words()("option.allowed-signers"))
    ] = "",
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="CODES", help=words()("option.select"))
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help=words()("option.ignore"))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=words()("option.audit-strict"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Walk the history and report what should not have happened."""
    from ledger.cli.history import open_history, tell_uncommitted
    from ledger.cli.session import find_root

    if range_ and since_head:
        raise CommandError("error.together", one="A..B", other="--since-head")
    wanted, unwanted = o.read_codes(select), o.read_codes(ignore)
    root = find_root(ctx, directory, gone=True)
    repository = open_history(root)
    if head:
        terminal.write_out(f"{repository.head()}\n")
        return FINE
    options = _options(policy, signers)._replace(keep_from=KEEP_FROM)
    audited = _audit(repository, range_, since_head, options)
    findings = [
        found
        for found in audited.findings
        if (not wanted or found.diagnostic.code.startswith(wanted))
        and not (unwanted and found.diagnostic.code.startswith(unwanted))
    ]
    _show(findings, audited, out, repository.prefix)
    tell_uncommitted(root)
    weights = {found.diagnostic.severity.value for found in findings if found.state == "open"}
    return FINDINGS if "error" in weights or (strict and "warning" in weights) else FINE


def _options(policy: str, signers: str) -> Options:
    """What the audit is told from outside the repository."""
    from ledger.history.audit import Options
    from ledger.history.process import find_program
    from ledger.history.signing import Signers
    from ledger.today import today

    allowed = None
    if signers:
        _content(signers)
        allowed = Signers(os.path.abspath(signers), find_program(os.environ, "ssh-keygen"))
    return Options(_policy(policy) if policy else None, allowed, today())


def _policy(file: str) -> Policy:
    """The settings in a file: alone, or below ``policy`` as in plan.yaml."""
    from pydantic import ValidationError

    from ledger.model.plan import Policy
    from ledger.reading.yaml import parse

    document, _ = parse(_content(file), file)
    value = document.value.get("policy", document.value) if document is not None else None
    try:
        return Policy.model_validate(value)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "policy"
        raise CommandError("audit.no_policy", file=file, field=field) from None


def _content(file: str) -> bytes:
    return read_begin(file, 1 << 20)


def _audit(repository: Repository, range_: str, since_head: str, options: Options) -> Audited:
    from ledger.history.audit import audit

    since, until = repository.resolve_range(range_) if range_ else (None, repository.head())
    if since is not None and not repository.is_ancestor(since, until):  # it is held against the tip
        options = options._replace(rewritten=since, at_hand=True)
    if since_head:
        since = _stored(since_head)
        there = _is_there(repository, since)
        if not there or not repository.is_ancestor(since, until):
            options = options._replace(rewritten=since, at_hand=there)
            since = None
    return audit(repository, since, until, options, _progress())


def _is_there(repository: Repository, sha: str) -> bool:
    try:
        repository.resolve(sha)
    except HistoryError as error:
        if error.key != "history.bad_revision":
            raise
        return False
    return True


def _stored(file: str) -> str:
    """The commit that an earlier audit stored."""
    text = read_begin(file, 4096).decode("ascii", "replace")
    found = re.fullmatch(r"\s*([0-9a-f]{40}(?:[0-9a-f]{24})?)\s*", text)
    if found is None:
        raise CommandError("audit.no_head", file=file)
    return found[1]


def _progress() -> Any:
    """Counts commits on a terminal."""
    if not (sys.stderr and sys.stderr.isatty()):
        return None

    return lambda count: terminal.write_progress(words()("audit.progress", commits=count))


def _show(findings: Sequence[AuditFinding], audited: Audited, out: o.Out, prefix: str) -> None:
    from ledger.history.audit import heads
    from ledger.reports.findings import AuditFindings
    from ledger.reports.history import audit_report

    say = words()
    last = audited.last
    counts = {name: heads(findings).get(name, 0) for name in ("error", "warning", "note")}
    closed = {
        state: sum(1 for found in findings if found.state == state) for state in ("put_right", "settled")
    }
    summary = {
        "since": audited.since,
        "until": audited.until,
        "commits": audited.commits,
        "counts": counts,
        **closed,
    }
    open_ = [found.diagnostic for found in findings if found.state == "open"]
    out.deliver(AuditFindings(open_, audit_report(findings, summary, say), prefix=prefix))
    if _progress() is not None:
        terminal.write_progress("")
    args: dict[str, Any] = {
        "commits": audited.commits,
        "sha": audited.until[:10],
        "day": last.committed_on if last is not None else "—",
    }
    if audited.since:
        terminal.write_note(say("audit.walked_since", since=audited.since[:10], **args))
    else:
        terminal.write_note(say("audit.walked", **args))
    terminal.write_note(say("audit.found", **counts) if findings else say("audit.clean"))
    if closed["put_right"] or closed["settled"]:
        terminal.write_note(say("audit.closed", **closed))
