"""Tree → ledger and diagnostics.  Broken data is a value: it is reported, and hides nothing of the rest."""

from __future__ import annotations

import gc
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from ledger.model.baseline import Baseline
from ledger.model.ledger import Issue, Ledger
from ledger.model.plan import Plan
from ledger.model.unit import Units, UnitsFile
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.names import unknown_units
from ledger.reading.yaml import Document, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from ledger.model.entry import Entry

PLAN = "data/plan.yaml"
UNITS = "data/units.yaml"
ISSUES = "data/issues/"

_M = TypeVar("_M", bound="BaseModel")


class Loaded(NamedTuple):
    """A ledger as far as it could be read, and all that is wrong with it."""

    ledger: Ledger
    diagnostics: list[Diagnostic]


def load(tree: Mapping[str, bytes]) -> Loaded:
    """Read a ledger from its files (path relative to the project folder → bytes).

    Never raises for anything that the bytes can hold.
    """
    collecting = gc.isenabled()
    gc.disable()  # a batch of models that is kept makes the collector scan it over and over: 3 times slower
    try:
        return _load(tree)
    finally:
        if collecting:
            gc.enable()


def read_units_file(tree: Mapping[str, bytes]) -> tuple[UnitsFile | None, list[Diagnostic]]:
    """The unit vocabulary alone, for reading a document before there is a ledger."""
    found: list[Diagnostic] = []
    return _read(tree, UNITS, UnitsFile, found), found


def _load(tree: Mapping[str, bytes]) -> Loaded:
    found: list[Diagnostic] = []
    plan = _read(tree, PLAN, Plan, found)
    units = _read(tree, UNITS, UnitsFile, found)
    read = [i for path in sorted(tree) if path.startswith(ISSUES) and (i := _issue(tree[path], path, found))]
    # of two files with one id, the one that has it for a name is the issue
    read.sort(key=lambda issue: (PurePosixPath(issue.path).stem != issue.id, issue.path))
    issues: dict[str, Issue] = {}
    for issue in read:
        stem = PurePosixPath(issue.path).stem
        first = issues.setdefault(issue.id, issue)
        if first is not issue:
            found.append(_at(tree, issue.path, ("id",), "L304", id=issue.id, other=first.path))
        elif issue.id != stem:
            found.append(_at(tree, issue.path, ("id",), "L303", id=issue.id, stem=stem))
    source = None
    if plan is not None:
        source = tree.get("data/" + plan.source.path)
        if source is None:
            found.append(_at(tree, PLAN, ("source", "path"), "L305", file="data/" + plan.source.path))
    vocabulary = Units(units or UnitsFile(units={}))
    ordered = tuple(issues[key] for key in sorted(issues))
    ledger = Ledger(plan, vocabulary, ordered, source)
    if units is not None:  # without the table every name would be unknown
        found += unknown_units(ledger, tree)
    return Loaded(ledger, found)


def _at(tree: Mapping[str, bytes], path: str, place: tuple[str, ...], code: str, **args: str) -> Diagnostic:
    document, _ = parse(tree[path], path, places=True)
    assert document is not None  # noqa: S101 - it was read a moment ago
    return Diagnostic(code, path, document.locate(place), args, ".".join(place))


def _read(tree: Mapping[str, bytes], path: str, model: type[_M], found: list[Diagnostic]) -> _M | None:
    if path not in tree:
        found.append(Diagnostic("L305", path, args={"file": path}))
        return None
    document, problems = parse(tree[path], path)
    found += problems
    return None if document is None else _validate(document, tree[path], path, model, found)


def _validate(
    document: Document, data: bytes, path: str, model: type[_M], found: list[Diagnostic]
) -> _M | None:
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        from ledger.reading.schema import explain

        found += explain(error, data, path, model)
        return None


def _issue(data: bytes, path: str, found: list[Diagnostic]) -> Issue | None:
    document, problems = parse(data, path)
    found += problems
    if document is None:
        return None
    raw = document.value.pop("entries", None)
    entries: tuple[Entry, ...] | None = ()
    if raw is not None:
        entries = _entries(raw, data, path, found)
    baseline = _validate(document, data, path, Baseline, found)
    if baseline is None or entries is None:
        return None
    return Issue(baseline, entries, path)


def _entries(raw: Any, data: bytes, path: str, found: list[Diagnostic]) -> tuple[Entry, ...] | None:
    from ledger.model.entry import ENTRIES

    try:
        return ENTRIES.validate_python(raw)
    except ValidationError as error:
        from ledger.reading.schema import explain

        found += explain(error, data, path, None, prefix=("entries",))
        return None
