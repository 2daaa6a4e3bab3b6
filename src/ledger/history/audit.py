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
from ledger.history.former import former_folders, note_gone
from ledger.history.memory import At
from ledger.history.order import Order
from ledger.history.proofs import Looked, judge_evidence, judge_recorded, note_evidence
from ledger.history.records import judge_file
from ledger.history.rereading import reread_in
from ledger.history.settings import Settings
from ledger.history.settling import (
    AuditFinding,
    compare_head,
    concluded,
    hold_against,
    settlements,
    versions_at,
)
from ledger.history.signing import Signers, Signing, conclude_signatures
from ledger.history.sources import judge_sources
from ledger.history.steps import steps_of
from ledger.history.versions import Versions
from ledger.history.waypoint import ForgottenError, Kept, Waypoint, put, take
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.history.former import Gone
    from ledger.history.git import Repository
    from ledger.history.memory import Told
    from ledger.history.objects import Change, Commit
    from ledger.history.steps import Step
    from ledger.judging.parties import Setting
    from ledger.model.plan import Policy

__all__ = ["AuditFinding", "Audited", "Options", "audit", "heads"]


class Options(NamedTuple):
    """How to audit: thresholds from outside the repository, who may sign, today, a head that is lost.

    ``today`` is the day after which no commit can be dated; ``rewritten`` a commit that was stored and is no
    part of the history any more: where it is still ``at_hand``, its state is held against that of the tip.
    ``keep_from`` says after how many commits more than the last time it is kept how far the audit got; with
    ``None`` nothing is kept, and nothing that was kept is used.
    """

    policy: Policy | None = None
    signers: Signers | None = None
    today: date | None = None
    rewritten: str | None = None
    at_hand: bool = False
    keep_from: int | None = None


@dataclass(slots=True)
class Audited:
    """What was walked: how many commits that touch the ledger, the first and the last of them, the tip."""

    since: str | None
    until: str
    commits: int = 0
    first: Commit | None = None
    last: Commit | None = None
    findings: list[AuditFinding] = field(default_factory=list)


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
    known = repository.ancestors(since) if since is not None else frozenset()
    listed = repository.list_whole(until, known)
    begins = sum(bytes.fromhex(sha) in known for sha in listed) if known else 0
    walk = _Walk(repository, until, listed, begins, options, progress)
    kept = take(repository, listed, options.policy, options.today) if walk.keeps else None
    try:
        findings = walk.go(kept)
    except ForgottenError:
        findings = walk.go(None)
    mine = [listed[place] for place in walk.way.touching if place >= walk.begins]
    first, last = (repository.commit(mine[n]) if mine else None for n in (0, -1))
    return Audited(since, until, len(mine), first, last, _ordered(findings, walk.places, known))


def _touches(commit: Commit) -> bool:
    return bool(commit.changes or any(commit.other_changes))


def _ordered(
    found: Sequence[AuditFinding], places: Mapping[str, int], known: Collection[bytes]
) -> list[AuditFinding]:
    """What is of the history as a whole, then what was done in the range, commit after commit."""
    whole = [one for one in found if one.commit is None]
    mine = [one for one in found if one.commit is not None and bytes.fromhex(one.commit.sha) not in known]
    return [*whole, *sorted(mine, key=lambda one: places[one.commit.sha] if one.commit is not None else -1)]


class _Walk:
    """A walk over the commits ``listed``, of which those from the place ``begins`` on are in the range."""

    def __init__(
        self,
        repository: Repository,
        until: str,
        listed: Sequence[str],
        begins: int,
        options: Options,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._repository, self._until, self._listed = repository, until, listed
        self.begins, self._options, self._progress = begins, options, progress
        self.places = {sha: place for place, sha in enumerate(listed)}
        # whose signatures count is said by a file that may change
        self.keeps = options.keep_from is not None and options.signers is None
        self.way, self._views = Waypoint(), [repository]

    def go(self, kept: Kept | None) -> list[AuditFinding]:
        """Walk, on from what was kept if anything was, hold what is remembered against the tip, conclude."""
        repository, listed = self._repository, self._listed
        gone: Gone = {prefix: dict(files) for prefix, files in kept.gone.items()} if kept is not None else {}
        note_gone(repository.deleted(listed[kept.place if kept is not None else 0 :], inside=False), gone)
        former = former_folders(
            repository, self._until, gone, lambda: repository.deleted(listed, inside=True)
        )
        prefixes = [repository.prefix, *former]
        self._views = [repository, *(repository.seen_from(prefix) for prefix in former)]
        way = kept.waypoint() if kept is not None and kept.prefixes == prefixes else None
        place = kept.place if kept is not None and way is not None else 0
        looked = kept.looked if kept is not None and way is not None else Looked({}, {})
        self.way = way or Waypoint()
        setting = self._walk(prefixes, place)
        written = None
        if self.keeps and len(listed) - place >= (self._options.keep_from or 1):
            written = self.way.written(listed)
        found = self._conclude(former, setting, looked)
        if written is not None:
            reached = Kept(len(listed), prefixes, gone, looked, written)
            put(repository, listed, self._options.policy, self._options.today, reached, self.way.latest)
        return found

    def _walk(self, prefixes: Sequence[str], place: int) -> Setting:
        """Judge the commits from a place of the walk on; what holds at the last one."""
        way, options = self.way, self._options
        order = Order(options.today, way.seen)
        signing = Signing(self._repository, options.signers, way.signed)
        with self._repository.reader() as reader:
            versions = Versions(reader, way.unreadable)
            settings = Settings(versions, options.policy, way.oids)
            commits = self._repository.walk_listed(prefixes, self._listed[place:])
            for at, step in enumerate(steps_of(versions, commits, way.lost), place):
                way.enter(step.commit)
                setting, plan = settings.at(step.commit)
                bare = step.commit._replace(changes=(), other_changes=())  # what is remembered is small
                self._judge(step, At(bare, at, setting, plan), order, signing)
            return settings.of(self._listed[-1]).setting

    def _conclude(self, former: Sequence[str], setting: Setting, looked: Looked) -> list[AuditFinding]:
        repository, memory, options = self._repository, self.way.memory, self._options
        tree = repository.tree(self._until)
        tip = versions_at(repository, tree, memory)
        judge_recorded(self._views, memory, tree, looked)
        hold_against(memory, tip.versions, setting)
        if options.rewritten is not None:
            memory.tell(Diagnostic("L714", "", args={"sha": options.rewritten}), None)
            if options.at_hand:
                compare_head(memory, versions_at(repository, repository.tree(options.rewritten), memory), tip)
        conclude_signatures(memory, self.way.signed, self.begins, self.places)
        for folder in former:
            memory.tell(Diagnostic("L720", "", args={"folder": folder or "./"}), None)
        return concluded(memory, settlements(repository, tree), self._until)

    def _judge(self, step: Step, at: At, order: Order, signing: Signing) -> None:
        """Judge a commit; what is remembered of those before the range is what these are held against."""
        memory = self.way.memory
        order.judge(step, at, memory)
        if not _touches(step.commit):
            return
        self.way.note(at.commit, at.place)
        fresh = at.place >= self.begins
        count = at.place - self.begins + 1
        if fresh and self._progress is not None and count % 100 == 0:
            self._progress(count)
        signing.judge(at, memory, fresh=fresh)
        stays = self._stays(step.commit)
        changes = [change for change in _changes(step.commit) if change.path not in stays]
        note_evidence(changes, memory)
        ends_alone = judge_sources(changes, at, memory, self._repository)
        reread = reread_in(step, self._views)
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
        if len(self._views) == 1:
            return set()
        gone = list(dict.fromkeys(change.path for change in _changes(commit) if change.status == "D"))
        there = self._views[0].named([(commit.sha, path) for path in gone])
        return {path for path, oid in zip(gone, there, strict=True) if oid is not None}


def _changes(commit: Commit) -> Iterator[Change]:
    for side in (commit.changes, *commit.other_changes):
        yield from side


def _excuse_sum(told: Sequence[Told], at: At) -> None:
    """The checksum in the plan of a text whose line ends were made one sort, and nothing else."""
    for one in told:
        if one.diagnostic.code == "L724" and one.diagnostic.field == "source.sha256":
            one.right = at.commit.sha


def heads(findings: Sequence[AuditFinding]) -> Mapping[str, int]:
    """How many open findings there are of each severity."""
    return Counter(found.diagnostic.severity.value for found in findings if found.state == "open")
