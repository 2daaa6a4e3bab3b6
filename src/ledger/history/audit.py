"""What a history shows that should not have happened: 7xx findings, each with the commit that made it.

The rule: once committed, a baseline's bytes never change and entries are only added; whatever is committed
in ``data/`` may only grow; whatever weakens a rule, changes who may act, or makes a record count earlier than
its commit is named.

Every commit that can be reached is walked, whatever range is asked about: all roots, every parent of
every merge, every folder that the ledger was in.  What is remembered on the way
(:mod:`ledger.history.memory`) is in the end held against what stands at the tip.  Only what was
done in the range is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledger.history import codes  # noqa: F401 - declares what is told of a history
from ledger.history.baselines import confirm
from ledger.history.books import judge_book
from ledger.history.former import former_folders
from ledger.history.memory import At, Memory
from ledger.history.order import Order
from ledger.history.proofs import judge_evidence, judge_recorded, note_evidence
from ledger.history.records import judge_file
from ledger.history.rereading import reread_in
from ledger.history.settings import Settings
from ledger.history.settling import (
    Finding,
    compare_head,
    concluded,
    hold_against,
    settlements,
    versions_at,
)
from ledger.history.signing import Signers, Signing
from ledger.history.sources import judge_sources
from ledger.history.steps import steps_of
from ledger.history.versions import Versions
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.history.git import Repository
    from ledger.history.memory import Told
    from ledger.history.objects import Change, Commit
    from ledger.history.steps import Step
    from ledger.model.plan import Policy

__all__ = ["Audited", "Finding", "Options", "audit", "heads"]


class Options(NamedTuple):
    """How to audit: thresholds from outside the repository, who may sign, today, a head that is lost.

    ``today`` is the day after which no commit can be dated; ``rewritten`` a commit that was stored and is no
    part of the history any more: where it is still ``at_hand``, its state is held against that of the tip.
    """

    policy: Policy | None = None
    signers: Signers | None = None
    today: date | None = None
    rewritten: str | None = None
    at_hand: bool = False


@dataclass(slots=True)
class Audited:
    """What was walked: how many commits that touch the ledger, the first and the last of them, the tip."""

    since: str | None
    until: str
    commits: int = 0
    first: Commit | None = None
    last: Commit | None = None
    findings: list[Finding] = field(default_factory=list)


def audit(
    repository: Repository,
    since: str | None,
    until: str,
    options: Options = Options(),  # noqa: B008 - it is a constant
    progress: Callable[[int], None] | None = None,
) -> Audited:
    """Walk the history and judge what each commit of a range did.

    ``progress`` is told how many commits of the range have been walked.
    """
    result = Audited(since, until)
    known = repository.ancestors(since) if since is not None else frozenset()
    former = former_folders(repository, until)
    prefixes = [repository.prefix, *former]
    views = [repository, *(repository.seen_from(prefix) for prefix in former)]
    memory = Memory()
    walked = _Walk(views, memory, Order(options.today), Signing(repository, options.signers))
    setting = None
    with repository.reader() as reader:
        versions = Versions(reader)
        settings = Settings(versions, options.policy)
        for place, step in enumerate(steps_of(versions, repository.walk_whole(prefixes, until, known))):
            setting, plan = settings.at(step.commit)
            fresh = bytes.fromhex(step.commit.sha) not in known
            walked.judge(step, At(step.commit, place, setting, plan), fresh=fresh)
            if fresh and _touches(step.commit):
                _count(result, step.commit, progress)
    tree = repository.tree(until)
    tip = versions_at(repository, tree, memory)
    judge_recorded(views, memory, tree)
    if setting is not None:
        hold_against(memory, tip, setting)
    if options.rewritten is not None:
        memory.tell(Diagnostic("L714", "", args={"sha": options.rewritten}), None)
        if options.at_hand:
            compare_head(memory, versions_at(repository, repository.tree(options.rewritten), memory), tip)
    walked.signing.conclude(memory)
    for folder in former:
        memory.tell(Diagnostic("L720", "", args={"folder": folder or "./"}), None)
    found = concluded(memory, settlements(repository, tree), until)
    result.findings = _ordered(found, walked.places, known)
    return result


def _touches(commit: Commit) -> bool:
    return bool(commit.changes or any(commit.other_changes))


def _count(result: Audited, commit: Commit, progress: Callable[[int], None] | None) -> None:
    result.commits += 1
    result.first = result.first or commit
    result.last = commit
    if progress is not None and result.commits % 100 == 0:
        progress(result.commits)


def _ordered(found: Sequence[Finding], places: Mapping[str, int], known: Collection[bytes]) -> list[Finding]:
    """What is of the history as a whole, then what was done in the range, commit after commit."""
    whole = [one for one in found if one.commit is None]
    mine = [one for one in found if one.commit is not None and bytes.fromhex(one.commit.sha) not in known]
    return [*whole, *sorted(mine, key=lambda one: places[one.commit.sha] if one.commit is not None else -1)]


@dataclass(slots=True)
class _Walk:
    """What judges each commit, and in which order they came."""

    views: Sequence[Repository]
    memory: Memory
    order: Order
    signing: Signing
    places: dict[str, int] = field(default_factory=dict)

    def judge(self, step: Step, at: At, *, fresh: bool) -> None:
        """Judge a commit; what is remembered of those before the range is what these are held against."""
        self.places[at.commit.sha] = at.place
        memory = self.memory
        self.order.judge(step, at, memory)
        if not _touches(at.commit):
            return
        if fresh:
            self.signing.judge(at, memory)
        stays = self._stays(at.commit)
        changes = [change for change in _changes(at.commit) if change.path not in stays]
        note_evidence(changes, memory)
        ends_alone = judge_sources(changes, at, memory, self.views[0])
        reread = reread_in(step, self.views)
        for common in step.common:
            if common.path in stays:
                continue
            told = len(memory.told)
            judge_book(common, at, memory, reread=reread is not None)
            if ends_alone:
                _excuse_sum(memory.told[told:], at)
        for file in step.files:
            if file.path not in stays:
                judge_file(file, at, memory, reread)
        if reread is not None:
            confirm(reread, at, memory)
        judge_evidence(changes, at, memory)

    def _stays(self, commit: Commit) -> set[str]:
        """The files that are gone from a folder of before and lie in the one of today: they are not gone."""
        if len(self.views) == 1:
            return set()
        gone = list(dict.fromkeys(change.path for change in _changes(commit) if change.status == "D"))
        there = self.views[0].named([(commit.sha, path) for path in gone])
        return {path for path, oid in zip(gone, there, strict=True) if oid is not None}


def _changes(commit: Commit) -> Iterator[Change]:
    for side in (commit.changes, *commit.other_changes):
        yield from side


def _excuse_sum(told: Sequence[Told], at: At) -> None:
    """The checksum in the plan of a text whose line ends were made one sort, and nothing else."""
    for one in told:
        if one.diagnostic.code == "L724" and one.diagnostic.field == "source.sha256":
            one.right = at.commit.sha


def heads(findings: Sequence[Finding]) -> Mapping[str, int]:
    """How many open findings there are of each severity."""
    return Counter(found.diagnostic.severity.value for found in findings if found.state == "open")
