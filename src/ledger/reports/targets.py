"""How far the figures of the plan have come, by part and unit: ``target``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.figures import SIGNS
from ledger.reports.folding import folded
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.status import Judgement
    from ledger.judging.targets import PartState, TargetState

_COLUMNS = (
    Column("number"),
    Column("figure_name", grow=4),
    Column("wanted", right=True),
    Column("reading", right=True),
    Column("percent", right=True),
    Column("reader", grow=2),
    Column("read"),
    Column("due"),
    Column("target_state", words="reached"),
    Column("owing", grow=3),
)


def targets_report(judgements: Sequence[Judgement], as_of: date) -> Report:
    """Each figure as a whole, then by its parts or by the units that owe it."""
    rows = [row for judgement in judgements for row in _of_issue(judgement)]
    records = tuple(record for record, _ in rows)
    whole = [record for record in records if record["of"] == "whole"]
    return Report(
        kind="targets",
        columns=_COLUMNS,
        records=records,
        lines=tuple({**record, **shown} for record, shown in rows),
        as_of=as_of,
        title=Message(
            "targets.title",
            {
                "as_of": as_of,
                "count": len(whole),
                "reached": sum(1 for record in whole if record["reached"] == "reached"),
            },
        ),
        empty=Message("targets.none"),
    )


def _of_issue(judgement: Judgement) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for state in judgement.targets:
        yield _whole(judgement, state)
        for part in state.parts:
            yield _part(judgement, state, part)
        for unit in state.each:
            said = _row(judgement, state, "unit", None, unit.unit, unit.value, unit.read)
            said |= {"reader": unit.unit if unit.value is not None else None}
            said |= {"reached": _reached(unit.value, met=unit.reached is not None)}
            said |= {"owed_by": [] if unit.reached is not None else [unit.unit]}
            yield said, _shown(judgement, state, said, Message("targets.unit", {"unit": unit.unit}))


def _whole(judgement: Judgement, state: TargetState) -> tuple[dict[str, Any], dict[str, Any]]:
    said = _row(judgement, state, "whole", None, None, state.value, state.read)
    missing = state.waiting if state.each else () if state.met else judgement.owed_by
    said |= {
        "reader": _reader(judgement, state.number, None),
        "percent": state.percent,
        "summed": state.summed,
        "conflict": state.conflict,
        "reached": _reached(state.value, met=state.met),
        "due": judgement.figure_due(state),
        "owed_by": list(missing),
    }
    args = {"n": state.number, "name": judgement.baseline.figure_name(state.number), "summed": state.summed}
    key = "targets.conflict" if state.conflict else "targets.each" if state.each else "targets.whole"
    return said, _shown(judgement, state, said, Message(key, args))


def _part(judgement: Judgement, state: TargetState, part: PartState) -> tuple[dict[str, Any], dict[str, Any]]:
    doing = judgement.chain.sharers(part.part.measure) or judgement.owed_by
    said = _row(judgement, state, "part", part.number, None, part.value, part.read)
    said |= {
        "wanted": part.part.value,
        "reader": _reader(judgement, state.number, part.number),
        "reached": _reached(part.value, met=part.met),
        "due": judgement.figure_due(state, part),
        "owed_by": [] if part.met else list(doing),
    }
    return said, _shown(
        judgement,
        state,
        said,
        Message("targets.part", {"name": judgement.baseline.figure_name(state.number, part.number)}),
    )


def _row(
    judgement: Judgement,
    state: TargetState,
    of: str,
    part: int | None,
    unit: str | None,
    value: Decimal | None,
    read: date | None,
) -> dict[str, Any]:
    baseline, target = judgement.baseline, state.target
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "of": of,
        "target": state.number,
        "part": part,
        "unit": unit,
        "name": target.name if part is None else target.parts[part - 1].name,
        "compare": target.compare,
        "wanted": target.value,
        "unit_of_figure": target.unit,
        "reading": value,
        "percent": None,
        "reader": None,
        "read": read,
        "summed": None,
        "conflict": False,
        "due": None,
        "reached": None,
        "owed_by": [],
    }


def _reader(judgement: Judgement, target: int, part: int | None) -> str | None:
    """The unit that the latest reading is of."""
    found = [value.by for n, p, value in judgement.chain.readings if (n, p) == (target, part)]
    return found[-1] if found else None


def _reached(value: Decimal | None, *, met: bool) -> str:
    return "reached" if met else "unread" if value is None else "short"


def _shown(
    judgement: Judgement, state: TargetState, record: dict[str, Any], figure: Message
) -> dict[str, Any]:
    args = {"sign": SIGNS[state.target.compare], "value": record["wanted"], "unit": state.target.unit}
    read = {"value": record["reading"], "unit": state.target.unit}
    return {
        "figure_name": figure,
        "target_state": record["reached"],
        "number": record["number"] if record["of"] == "whole" else None,
        "wanted": Message("targets.wanted", args),
        "reading": Message("targets.reading", read) if record["reading"] is not None else None,
        "percent": Message("targets.percent", {"n": record["percent"]})
        if record["percent"] is not None
        else None,
        "owing": folded(judgement, record["owed_by"]),
    }
