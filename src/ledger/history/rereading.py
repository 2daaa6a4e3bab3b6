"""A re-reading on record, and the same text read again by the reader of today."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.history.differing import Differing, differing
from ledger.reading.labels import LABELS
from ledger.reading.load import PLAN, UNITS, read_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.history.git import Repository
    from ledger.history.steps import Step
    from ledger.model.baseline import Baseline
    from ledger.model.unit import Units

_READ: dict[tuple[bytes, str], dict[str, Baseline]] = {}
_MOST = 8


class Reread:
    """A commit that notes a re-reading of the official text, which stays what it was."""

    def __init__(self, source: bytes, units: Units) -> None:
        self._source, self._units = source, units

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        from ledger.plans.understand import understand

        table = [(name, unit.model_dump_json()) for name, unit in self._units.units.items()]
        table += [(name, group.model_dump_json()) for name, group in self._units.groups.items()]
        key = (
            sha256(self._source).digest(),
            repr((table, sorted(self._units.collectives), self._units.labels)),
        )
        if key not in _READ:
            if len(_READ) >= _MOST:
                _READ.clear()
            said = understand(self._source, PLAN, self._units)
            _READ[key] = {baseline.id: baseline for baseline in said.issues} if said.sound else {}
        return _READ[key]

    def differences(self, has: Baseline) -> Iterator[Differing]:
        """The fields that the reader of today reads otherwise: what the file has, and what is read."""
        from ledger.plans.figurenames import with_names

        says = self._baselines.get(has.id)
        if says is None:
            yield Differing("id", has.id, None)
            return
        yield from differing(has.model_dump(), with_names(says, has).model_dump())


def reread_in(step: Step, views: Sequence[Repository]) -> Reread | None:
    """The re-reading that a commit notes: an item more in ``imports`` with the sum of the text as it is.

    ``views`` are the repository seen from each folder that the ledger was in.
    """
    for common in step.common:
        if common.path != PLAN or common.before is None or common.after is None:
            continue
        before, after = (read_common({PLAN: data}).plan for data in (common.before, common.after))
        if before is None or after is None or before.source != after.source:
            return None
        more = after.imports[len(before.imports) :]
        if not more or after.imports[: len(before.imports)] != before.imports:
            return None
        if any(change.path.startswith("data/source/") for change in step.commit.changes):
            return None
        path = f"data/{after.source.path}"
        if not path.startswith("data/source/") or ".." in path.split("/"):
            return None
        source = _content(views, step.commit.sha, path)
        if source is None or not more[-1].sha256 == after.source.sha256 == sha256(source).hexdigest():
            return None
        if after.source.recognised:
            source = _content(views, step.commit.sha, f"data/{after.source.readable}") or b""
        held = {path: _content(views, step.commit.sha, path) for path in (UNITS, LABELS)}
        tree = {UNITS: b""} | {path: data for path, data in held.items() if data is not None}
        return Reread(source, read_common(tree).units)
    return None


def _content(views: Sequence[Repository], sha: str, path: str) -> bytes | None:
    """A file of the ledger as a commit has it, in whatever folder that was."""
    for repository in views:
        blob = repository.tree(sha, path).get(path)
        if blob is not None and blob.regular:
            return next(repository.blobs([blob.oid]))[1]
    return None
