"""The contract for scripts: what each answer in JSON holds, said once.

Schemas and the page on the contract are made of it, and tests hold answers against it.  Within a version
fields are only added: an answer that has a field which is not here, or lacks one, is a fault.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.model.schema import DIALECT
from ledger.reports.contract import asking, counting, keeping
from ledger.reports.contract.meaning import meaning
from ledger.reports.contract.rows import LEDGER
from ledger.reports.contract.shapes import (
    DAY,
    FLAG,
    NOTHING,
    TEXT,
    Maker,
    Output,
    Plain,
    Row,
    Schema,
    Shape,
    many,
    maybe,
)
from ledger.reports.report import SCHEMA_VERSION

OUTPUTS: dict[str, Output] = {**asking.OUTPUTS, **counting.OUTPUTS, **keeping.OUTPUTS}
"""Every answer by its kind, in the order of the commands."""


def envelope(kind: str) -> Row:
    """All that an answer of a kind holds: the head, the summary, then the data."""
    output = OUTPUTS[kind]
    day: Shape = DAY if output.day else NOTHING
    summary = dict(output.summary)
    if output.several:  # what is not the same for all, or cannot be added up, is null
        day, summary = maybe(day), {name: _loose(shape) for name, shape in summary.items()}
    head: dict[str, Shape] = {
        "schema_version": Plain({"const": SCHEMA_VERSION}, "integer"),
        "kind": Plain({"const": kind}, "word"),
        "as_of": day,
        "revision": maybe(TEXT),
        "partial": FLAG,
    }
    seldom = {"ledgers": many(LEDGER)} if output.several else {}
    data = output.row if output.whole else many(output.row)
    return Row({**head, **summary, "data": data}, {**seldom, **output.seldom})


def _loose(shape: Shape) -> Shape:
    if isinstance(shape, Row):
        return replace(shape, always={name: _loose(one) for name, one in shape.always.items()})
    return maybe(shape) if isinstance(shape, Plain) else shape


def schema_of(kind: str) -> Schema:
    """The JSON Schema (draft 2020-12) of an answer; KeyError for a kind that there is not."""
    maker = Maker(kind, _about, several=OUTPUTS[kind].several)
    made = maker.of(envelope(kind))
    return {"$schema": DIALECT, "title": kind, **made, "$defs": dict(sorted(maker.parts.items()))}


def _about(owner: str, name: str) -> Schema:
    return {"title": meaning(owner, name, "zh"), "description": meaning(owner, name, "en")}


def output_schemas() -> dict[str, dict[str, Any]]:
    """The schema of every answer, by the name of the schema's own file."""
    return {f"{kind}.schema.json": schema_of(kind) for kind in OUTPUTS}
