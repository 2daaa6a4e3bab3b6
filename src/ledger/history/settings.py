"""The thresholds, the units and the calendar that were in force at each commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.reading.load import CALENDAR, PLAN, UNITS, read_common

if TYPE_CHECKING:
    from ledger.history.objects import Commit
    from ledger.history.versions import Versions
    from ledger.model.plan import Plan, Policy

_FILES = (PLAN, UNITS, CALENDAR)
Oids = tuple[str | None, ...]
"""The objects of these files at a commit."""
_NOTHING: Oids = (None,) * len(_FILES)


class InForce(NamedTuple):
    """What held at a commit, and the plan as it was there."""

    setting: Setting
    plan: Plan | None


class Settings:
    """What held at the commits walked so far: a commit has what its first parent had, and what it changed.

    ``policy`` is one from outside the repository, which then holds everywhere.
    """

    def __init__(
        self, versions: Versions, policy: Policy | None = None, oids: dict[str, Oids] | None = None
    ) -> None:
        self._versions, self._policy = versions, policy
        self._oids = {} if oids is None else oids
        self._made: dict[Oids, InForce] = {}

    def at(self, commit: Commit) -> InForce:
        """What held at a commit, whose parents were asked about before."""
        oids = list(self._oids.get(commit.parents[0], _NOTHING) if commit.parents else _NOTHING)
        for change in commit.changes:
            if change.path in _FILES:
                oids[_FILES.index(change.path)] = change.new_oid if change.new_oid.strip("0") else None
        self._oids[commit.sha] = tuple(oids)
        return self.of(commit.sha)

    def of(self, sha: str) -> InForce:
        """What held at a commit that was asked about before."""
        mine = self._oids[sha]
        if mine not in self._made:
            self._made[mine] = self._read(mine)
        return self._made[mine]

    def _read(self, oids: Oids) -> InForce:
        held = self._versions.fetch([oid for oid in oids if oid is not None])
        tree = {path: held[oid] for path, oid in zip(_FILES, oids, strict=True) if oid is not None}
        common = read_common(tree)
        policy = self._policy or policy_of(common.plan)
        return InForce(Setting(common.units, policy, common.calendar), common.plan)
