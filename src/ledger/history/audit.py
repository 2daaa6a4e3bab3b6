"""What a history shows that should not have happened: 7xx findings, each with the commit that made it.

The rule behind most of them: a committed version of an issue file begins with the bytes of the version before
it.  What breaks it is looked at closely; what keeps it only adds entries, and these are judged one by one.

A baseline never changes after it was first committed: an amendment is a record and licenses no edit.  Putting
the first bytes back is no fault.  The one lawful change is a re-reading of the same official text (``import
--reread``): a commit that appends to ``imports`` of plan.yaml an item with the SHA-256 of the source, which
itself stays as it is.  With it, fields that hold what was *understood* may change, provided that every text
of the baseline stays byte for byte.  Whether today's reader reads the same is not looked at here yet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history import codes  # noqa: F401 - declares what is told of a history
from ledger.history.compare import differing
from ledger.history.steps import FileStep, Step, steps
from ledger.history.versions import Unread, fields_of, read_version
from ledger.judging.chain import standing_records, walk
from ledger.judging.days import backfilled
from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.load import ISSUES, PLAN, read_baseline, read_common
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.history.git import Repository
    from ledger.history.objects import Commit
    from ledger.history.versions import Version
    from ledger.judging.chain import Setting
    from ledger.model.entries import Entry
    from ledger.model.plan import Plan, Policy

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
    """What is remembered of an issue between commits; ``head`` are the bytes that its baseline is to keep."""

    number: str | None = None
    head: bytes | None = None
    completed: Commit | None = None
    accepted: bool = False
    evidence: set[str] = field(default_factory=set)


class _State:
    """What is remembered of the ledger between commits."""

    def __init__(self, repository: Repository, setting: Setting) -> None:
        self.repository, self.setting = repository, setting
        self.issues: dict[str, _Issue] = {}
        self.deleted: dict[str, str | None] = {}

    def issue(self, name: str) -> _Issue:
        return self.issues.setdefault(name, _Issue())


def audit(
    repository: Repository,
    since: str | None,
    until: str,
    setting: Setting,
    progress: Callable[[int], None] | None = None,
) -> Audited:
    """Walk the commits of a range and judge what each did.

    ``setting`` holds the thresholds and who is who; ``progress`` is told how many commits have been walked.
    """
    result = Audited(since, until)
    state = _State(repository, setting)
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
            known.number, known.head = version.number, version.head
            for entry in version.entries:
                _note(known, entry, None)


def _note(known: _Issue, entry: Entry, commit: Commit | None) -> None:
    """Keep of an entry what later ones are held against."""
    known.evidence |= {item.path for item in entry.evidence if item.path is not None}
    if entry.type == "complete":
        known.completed, known.accepted = commit, False
    elif entry.type == "accept":
        known.accepted = True
    elif entry.type in {"reject", "reopen"} or getattr(entry, "result", "") == "relapsed":
        known.accepted = False


def _judge(step: Step, state: _State) -> Iterator[Diagnostic]:
    commit = step.commit
    if state.setting.policy.signed_commits and not commit.signed:
        yield Diagnostic("L715", "", args={"sha": commit.sha[:10]})
    for change in commit.changes:
        if change.path.startswith("data/source/") and change.status != "A":
            yield Diagnostic("L718", change.path)
    reread = _is_reread(step, state)
    for file in step.files:
        yield from _file(file, commit, state, reread=reread)
    for change in step.evidence:
        inside = change.path.removeprefix("data/")
        if change.status != "A":
            for name, known in state.issues.items():
                if known.accepted and inside in known.evidence:
                    yield Diagnostic("L713", change.path, args={"file": change.path, "id": name})


def _file(file: FileStep, commit: Commit, state: _State, *, reread: bool) -> Iterator[Diagnostic]:
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
    yield from _baseline(file, known, reread=reread)
    yield from _entries(file, commit, known, state.setting)


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


def _baseline(file: FileStep, known: _Issue, *, reread: bool) -> Iterator[Diagnostic]:
    """One finding for each top-level field that is another than in every parent."""
    if file.after is None:
        return
    if known.head is None:
        known.head = next((v.head for v in file.before if not v.broken), file.after.head)
    differences = file.fields()
    if not differences or file.after.head == known.head:
        return
    if reread and all(_texts(fields_of(v.head)) == _texts(fields_of(file.after.head)) for v in file.before):
        known.head = file.after.head
        return
    by_field: dict[str, tuple[str, Any, Any]] = {}
    for name, old, new in differences:
        by_field.setdefault(name.partition(".")[0], (name, old, new))
    for top, (name, old, new) in by_field.items():
        place = tuple(int(part) - 1 if part.isdigit() else part for part in name.split("."))
        args: Args = {"field": name, "old": _short(old), "new": _short(new)}
        code = "L704" if top == "deadline" else "L703"
        yield Diagnostic(code, file.path, _place(file.after, place), args, name)


_TEXTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("id", "number", "section", "title", "problem", "goal", "others"), ()),
    "acceptance": ("text",),
    "responsibility": ("text", "support_text", "leads_only"),
    "deadline": ("text",),
    "measures": ("number", "text"),
}
"""The fields of a baseline that hold the official text; of a mapping or a list of them the parts named."""


def _texts(fields: dict[str, Any] | None) -> Any:
    """What of a baseline is official text, as the file has it; all else is what it was understood to mean."""
    found: dict[str, Any] = {}
    for key, parts in _TEXTS.items():
        value: Any = (fields or {}).get(key)
        if isinstance(value, list) and parts:
            value = [_parts(item, parts) for item in value]
        elif parts:
            value = _parts(value, parts)
        found[key] = value
    return found


def _parts(value: Any, parts: tuple[str, ...]) -> Any:
    return {part: value.get(part) for part in parts} if isinstance(value, dict) else value


def _is_reread(step: Step, state: _State) -> bool:
    """Whether a commit appends to ``imports`` a reading of the official text, which stays what it was."""
    for common in step.common:
        if common.path != PLAN or common.before is None or common.after is None:
            continue
        before, after = (read_common({PLAN: data}).plan for data in (common.before, common.after))
        if before is None or after is None or before.source != after.source:
            return False
        more = after.imports[len(before.imports) :]
        if not more or after.imports[: len(before.imports)] != before.imports:
            return False
        if any(change.path.startswith("data/source/") for change in step.commit.changes):
            return False
        return more[-1].sha256 == after.source.sha256 == _source_sum(state.repository, step.commit, after)
    return False


def _source_sum(repository: Repository, commit: Commit, plan: Plan) -> str | None:
    """The SHA-256 of the official text as a commit has it."""
    from hashlib import sha256

    path = f"data/{plan.source.path}"
    if not path.startswith("data/source/") or ".." in path.split("/"):
        return None
    blob = repository.tree(commit.sha, path).get(path)
    if blob is None or not blob.regular:
        return None
    data = next(repository.blobs([blob.oid]))[1]
    return None if data is None else sha256(data).hexdigest()


_LONGEST = 40


def _short(value: Any) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _entries(file: FileStep, commit: Commit, known: _Issue, setting: Setting) -> Iterator[Diagnostic]:
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
    if rewritten and not file.fields() and not _restored(file, known):
        yield Diagnostic("L716", file.path)
    for entry in file.added:
        if isinstance(entry, Unread):
            yield Diagnostic("L717", file.path, _where((file.after,), entry), {}, "entries")
        if file.before and entry not in changed:
            yield from _dated(file, entry, commit.committed_on, setting.policy)
        yield from _workflow(file, entry, commit, known, setting)
        _note(known, entry, commit)


_MERGE = 2


def _restored(file: FileStep, known: _Issue) -> bool:
    """Whether the first bytes of the baseline were put back, and those of the entries kept."""
    after = file.after
    if after is None or after.head != known.head or any(v.head == after.head for v in file.before):
        return False
    return all(after.tail.startswith(version.tail) for version in file.before)


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
    if late > policy.backdate_days and not is_backfill(entry.date, day, policy):
        yield Diagnostic("L707", file.path, _where((file.after,), entry), args | {"days": late}, "entries")
    elif late < 0:
        yield Diagnostic("L708", file.path, _where((file.after,), entry), args, "entries")


def is_backfill(day: date, committed: date, policy: Policy) -> bool:
    """Whether a record of a day before the ledger was kept was made soon after that began (补录)."""
    if policy.adopted is None or not backfilled(day, policy):
        return False
    return timedelta(0) <= committed - policy.adopted <= timedelta(policy.adoption_days)


def _workflow(
    file: FileStep, entry: Entry, commit: Commit, known: _Issue, setting: Setting
) -> Iterator[Diagnostic]:
    if file.after is None or not file.before:
        return
    if entry.type == "accept":
        if known.completed is not None and known.completed.sha == commit.sha:
            if not is_backfill(entry.date, commit.committed_on, setting.policy):
                yield Diagnostic("L709", file.path, _where((file.after,), entry), {}, "entries")
        elif known.completed is not None and known.completed.author_email == commit.author_email:
            author: Args = {"author": commit.author_name}
            yield Diagnostic("L710", file.path, _where((file.after,), entry), author, "entries")
        if entry.by in _leads(file.after, entry.date, setting):
            yield Diagnostic("L711", file.path, _where((file.after,), entry), {"by": entry.by}, "entries")
    elif entry.type == "close":
        missing = _grounds(file.after.entries, entry, setting)
        if missing:
            args: Args = {"missing": ",".join(missing)}
            yield Diagnostic("L712", file.path, _where((file.after,), entry), args, "entries")


def _leads(version: Version, day: date, setting: Setting) -> tuple[str, ...]:
    """The units that lead on a day, by the baseline as amended; none where it cannot be read."""
    baseline = read_baseline(version.head)
    if baseline is None:
        return ()
    walked = walk(baseline, [one for one in version.entries if not isinstance(one, Unread)], setting, day)
    for _ in walked:
        pass
    return setting.units.expand(walked.chain.baseline.responsibility.lead)


def _grounds(entries: Sequence[Entry], close: Entry, setting: Setting) -> list[str]:
    """What clearing lacks since the last completion: evidence anywhere in the chain, a public notice.

    What was voided never was.
    """
    standing = standing_records(entries, setting)
    chain = sorted(
        (one for one in entries if one.date <= close.date and (one in standing or one == close)),
        key=lambda one: one.date,
    )
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
