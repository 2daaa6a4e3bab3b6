"""What a record breaks: the errors that the check finds with it and does not find without it."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Any

from ledger.reading.codes import Severity
from ledger.rules.engine import ledger_rules, placed
from ledger.rules.finding import Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

    from ledger.reading.diagnostic import Diagnostic
    from ledger.reading.load import Common


def laid_over(tree: Mapping[str, bytes], new: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a ledger with ``new`` ones in their places; of the others none is read for it."""
    below: Any = tree  # which is only looked into
    return ChainMap(dict(new), below)


def check_book(
    tree: Mapping[str, bytes], common: Common, evidence: Callable[[str], str | None], rules: ModuleType
) -> list[Diagnostic]:
    """What the rules of one module find in a book of a ledger; ``common`` is what was read from ``tree``.

    ``evidence`` gives checksums by path below ``data/``.
    """
    shared = Shared(
        tree=tree,
        plan=common.plan,
        units=common.units,
        units_sound=True,
        stated=None,  # what the plan says is not changed by a record
        evidence=evidence,
        letters=common.letters,
        complaints=common.complaints,
    )
    return placed((finding for rule in ledger_rules(rules) for finding in rule([], shared)), tree)


def identity(found: Diagnostic) -> tuple[object, ...]:
    """What makes a finding the same one after a record was added: all but its place, since lines move."""
    return (found.path, found.code, found.field, tuple(sorted(found.args.items())))


def malformed(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors for which a file cannot be read: nothing is said of what else is wrong with it."""
    return [one for one in found if one.of_form and one.severity is Severity.ERROR]


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors that were not there before."""
    known = {identity(one) for one in before}
    return [one for one in after if one.severity is Severity.ERROR and identity(one) not in known]
