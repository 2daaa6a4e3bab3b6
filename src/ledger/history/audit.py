"""What a history shows that should not have happened: 7xx findings, each with the commit that made it.

The rule behind most of them: a committed version of an issue file begins with the bytes of the version before
it.  What breaks it is looked at closely; what keeps it only adds entries, and these are judged one by one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history import codes  # noqa: F401 - declares what is told of a history
from ledger.history.compare import differing
from ledger.history.steps import FileStep, Step, steps
from ledger.history.versions import fields_of, read_version
from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.load import ISSUES
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.objects import Commit
    from ledger.history.versions import Version
    from ledger.model.entries import Entry
    from ledger.model.plan import Policy

CHINA = timezone(timedelta(hours=8))
Args = dict[str, "str | int"]


class Finding(NamedTuple):
    """Something found, and the commit that made it; ``None`` for what concerns the history as a whole."""

    diagnostic: Diagnostic
    commit: Commit | None


@dataclass(slots=True)
class Audited:
    """What was walked: how many commits that touch the ledger, the first and the last of them, the tip."""

    since: str | None
    until: str
    commits: int = 0
    first: Commit | None = None
    last: Commit | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Issue:
    """What is remembered of an issue between commits."""

    number: str | None = None
    amended: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    completed: Commit | None = None
    accepted: bool = False
    evidence: set[str] = field(default_factory=set)


class _State:
    """What is remembered of the ledger between commits."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.issues: dict[str, _Issue] = {}
        self.deleted: dict[str, str | None] = {}

    def issue(self, name: str) -> _Issue:
        return self.issues.setdefault(name, _Issue())


def audit(
    repository: Repository,
    since: str | None,
    until: str,
    policy: Policy,
    progress: Callable[[int], None] | None = None,
) -> Audited:
    """Walk the commits of a range and judge what each did.

    ``policy`` holds the thresholds; ``progress`` is told how many commits have been walked.
    """
    result = Audited(since, until)
    state = _State(policy)
    if since is not None:
        _remember(repository, since, state)
    for step in steps(repository, since, until):
        result.commits += 1
        result.first = result.first or step.commit
        result.last = step.commit
        result.findings += [Finding(found, step.commit) for found in _judge(step, state)]
        if progress is not None and result.commits % 100 == 0:
            progress(result.commits)
    return result


def _remember(repository: Repository, since: str, state: _State) -> None:
    """What had been recorded by the beginning of the range."""
    files = {p: b for p, b in repository.tree(since).items() if p.startswith(ISSUES) and b.regular}
    contents = dict(repository.blobs(blob.oid for blob in files.values()))
    for path, blob in files.items():
        version = read_version(contents[blob.oid] or b"", path)
        if version.id is not None:
            known = state.issue(version.id)
            known.number = version.number
            for entry in version.entries:
                _note(known, entry, None)


def _note(known: _Issue, entry: Entry, commit: Commit | None) -> None:
    """Keep of an entry what later ones are held against."""
    known.evidence |= {item.path for item in entry.evidence if item.path is not None}
    if entry.type == "amend":
        known.amended[entry.field.partition(".")[0]] += 1
    elif entry.type == "complete":
        known.completed, known.accepted = commit, False
    elif entry.type == "accept":
        known.accepted = True
    elif entry.type in {"reject", "reopen"}:
        known.accepted = False


def _judge(step: Step, state: _State) -> Iterator[Diagnostic]:
    commit = step.commit
    if state.policy.signed_commits and not commit.signed:
        yield Diagnostic("L715", "", args={"sha": commit.sha[:10]})
    for change in commit.changes:
        if change.path.startswith("data/source/") and change.status != "A":
            yield Diagnostic("L718", change.path)
    for file in step.files:
        yield from _file(file, commit, state)
    for change in step.evidence:
        inside = change.path.removeprefix("data/")
        if change.status != "A":
            for name, known in state.issues.items():
                if known.accepted and inside in known.evidence:
                    yield Diagnostic("L713", change.path, args={"file": change.path, "id": name})


def _file(file: FileStep, commit: Commit, state: _State) -> Iterator[Diagnostic]:
    if file.after is None:
        yield from _deleted(file, state)
        return
    if file.after.broken:
        yield Diagnostic("L717", file.path)
        return
    head = file.after.head
    if all(version.head != head for version in file.before) and fields_of(head) is None:
        yield Diagnostic("L717", file.path)
        return
    known = state.issue(file.issue)
    known.number = file.after.number
    if not file.before:
        yield from _new(file, state)
    elif all(version.broken for version in file.before):  # what was there before cannot be known
        for entry in file.after.entries:
            _note(known, entry, commit)
        return
    for entry in file.added:  # an amendment in this commit counts for changes in this commit
        if entry.type == "amend":
            _note(known, entry, commit)
    yield from _baseline(file, known)
    yield from _entries(file, commit, known, state.policy)


def _deleted(file: FileStep, state: _State) -> Iterator[Diagnostic]:
    was = file.before[0] if file.before else None
    if was is None or was.id is None:
        return
    state.deleted[was.id] = was.number
    args: Args = {"id": was.id, "number": was.number or "—"}
    yield Diagnostic("L705", file.path, args=args)


def _new(file: FileStep, state: _State) -> Iterator[Diagnostic]:
    version = file.after
    if version is None or version.id is None:
        return
    numbers = {number for number in state.deleted.values() if number}
    if version.id in state.deleted or version.number in numbers:
        args: Args = {"number": version.number or version.id}
        yield Diagnostic("L706", file.path, _place(version, ("number",)), args, "number")


def _baseline(file: FileStep, known: _Issue) -> Iterator[Diagnostic]:
    """Each top-level field may change as often as an amendment of it is on record."""
    by_field: dict[str, tuple[str, Any, Any]] = {}
    for name, old, new in file.fields():
        by_field.setdefault(name.partition(".")[0], (name, old, new))
    for top, (name, old, new) in by_field.items():
        known.changed[top] += 1
        if known.changed[top] <= known.amended[top]:
            continue
        place = tuple(int(part) - 1 if part.isdigit() else part for part in name.split("."))
        args: Args = {"field": name, "old": _short(old), "new": _short(new)}
        code = "L704" if top == "deadline" else "L703"
        span = _place(file.after, place) if file.after is not None else START
        yield Diagnostic(code, file.path, span, args, name)


_LONGEST = 40


def _short(value: Any) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _entries(file: FileStep, commit: Commit, known: _Issue, policy: Policy) -> Iterator[Diagnostic]:
    added = list(file.added)
    changed = set()
    for entry in file.gone:
        twin = _twin(entry, added)
        args: Args = {"date": str(entry.date), "by": entry.by, "type": entry.type}
        if twin is None:
            yield Diagnostic("L701", file.path, _where(file.before, entry), args, "entries")
            continue
        added.remove(twin)
        changed.add(twin)
        names = dict.fromkeys(name.partition(".")[0] for name, _, _ in differing(_said(entry), _said(twin)))
        args["fields"] = "、".join(names)
        yield Diagnostic("L702", file.path, _where((file.after,), twin), args, "entries")
    rewritten = not file.kept and file.before and not file.gone and len(commit.parents) < _MERGE
    if rewritten and not file.fields():
        yield Diagnostic("L716", file.path)
    day = commit.commit_time.astimezone(CHINA).date()
    for entry in file.added:
        if file.before and entry not in changed:
            yield from _dated(file, entry, day, policy)
        yield from _workflow(file, entry, commit, known)
        if entry.type != "amend":
            _note(known, entry, commit)


_MERGE = 2


def _said(entry: Entry) -> Any:
    from ledger.model.entries import content

    return content(entry)


def _twin(entry: Entry, added: Sequence[Entry]) -> Entry | None:
    """The new entry that an entry was made into: of its type, and most like it."""
    said = _said(entry)

    def alike(other: Entry) -> int:
        theirs = _said(other)
        return sum(1 for key in {*said, *theirs} if said.get(key) == theirs.get(key))

    best = max(added, key=alike, default=None)
    # the same type alone would make any new entry the heir of any that is gone
    return best if best is not None and alike(best) * 2 > len(said) else None


def _dated(file: FileStep, entry: Entry, day: date, policy: Policy) -> Iterator[Diagnostic]:
    args: Args = {"date": str(entry.date), "committed": str(day), "type": entry.type}
    late = (day - entry.date).days
    if late > policy.backdate_days:
        yield Diagnostic("L707", file.path, _where((file.after,), entry), args | {"days": late}, "entries")
    elif late < 0:
        yield Diagnostic("L708", file.path, _where((file.after,), entry), args, "entries")


def _workflow(file: FileStep, entry: Entry, commit: Commit, known: _Issue) -> Iterator[Diagnostic]:
    if file.after is None or not file.before:
        return
    if entry.type == "accept":
        if known.completed is not None and known.completed.sha == commit.sha:
            yield Diagnostic("L709", file.path, _where((file.after,), entry), {}, "entries")
        elif known.completed is not None and known.completed.author_email == commit.author_email:
            author: Args = {"author": commit.author_name}
            yield Diagnostic("L710", file.path, _where((file.after,), entry), author, "entries")
        responsibility = (fields_of(file.after.head) or {}).get("responsibility")
        leads = responsibility.get("lead") if isinstance(responsibility, dict) else None
        if entry.by in (leads or ()):
            yield Diagnostic("L711", file.path, _where((file.after,), entry), {"by": entry.by}, "entries")
    elif entry.type == "close":
        missing = _grounds(file.after.entries, entry)
        if missing:
            args: Args = {"missing": ",".join(missing)}
            yield Diagnostic("L712", file.path, _where((file.after,), entry), args, "entries")


def _grounds(entries: Sequence[Entry], close: Entry) -> list[str]:
    """What clearing lacks since the last completion: evidence anywhere in the chain, a public notice."""
    chain = sorted((one for one in entries if one.date <= close.date), key=lambda one: one.date)
    last = max((n for n, one in enumerate(chain) if one.type == "complete"), default=0)
    since = chain[last:]
    missing = []
    if not any(one.evidence for one in since if one.type in {"complete", "accept", "publicize", "close"}):
        missing.append("evidence")
    if not any(one.type == "publicize" for one in since):
        missing.append("notice_given")
    return missing


def _where(versions: Sequence[Version | None], entry: Entry) -> Span:
    """The place of an entry in the first of the versions that has it."""
    for version in versions:
        if version is not None and entry in version.entries:
            return _place(version, ("entries", version.entries.index(entry)))
    return START


def _place(version: Version | None, place: tuple[str | int, ...]) -> Span:
    if version is None:
        return START
    document, _ = parse(version.head + version.tail, "", places=True)
    return document.locate(place) if document is not None else START


def heads(findings: Sequence[Finding]) -> Mapping[str, int]:
    """How many findings there are of each severity."""
    return Counter(found.diagnostic.severity.value for found in findings)


def committed_on(moment: datetime) -> date:
    """The day of a commit in China."""
    return moment.astimezone(CHINA).date()
