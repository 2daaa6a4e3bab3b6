"""What a new reading of the official text understands otherwise, one line a field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.recording.reread import FieldReread


def reread_report(differences: Iterable[FieldReread]) -> Report:
    """The fields that change, with what they held and will hold; ``id`` is ``None`` for those of the plan."""
    records = tuple(
        {"id": one.issue, "field": one.field, "old": one.old, "new": one.new} for one in differences
    )
    return Report(
        kind="reread",
        columns=(Column("id"), Column("field"), Column("old", grow=2), Column("new", grow=2)),
        records=records,
        lines=tuple({**one, "old": shown(one["old"]), "new": shown(one["new"])} for one in records),
        empty=Message("reread.none"),
    )


def shown(value: Any) -> str:
    """A value as YAML would have it on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {shown(item)}' for name, item in value.items())}}}"
    return str(value)
