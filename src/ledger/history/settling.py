"""What became of findings: open, put right by a later commit, or settled on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from ledger.history.baselines import tell_difference
from ledger.history.memory import Args, one_end
from ledger.history.objects import oid_of
from ledger.history.records import still_missing
from ledger.history.versions import Version, read_version
from ledger.judging.walk import standing_records
from ledger.model.settlement import Settlement
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.layout import limit_of
from ledger.reading.load import ISSUES, SETTLED
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.memory import Memory, Told
    from ledger.history.objects import Blob, Commit
    from ledger.judging.parties import Setting


STATES = ("open", "put_right", "settled")
"""What can have become of a finding."""


class AuditFinding(NamedTuple):
    """Something found, and the commit that made it; ``None`` for what concerns the history as a whole.

    ``right`` is the commit that put it right, ``settled`` the record by which it is settled.
    """

    diagnostic: Diagnostic
    commit: Commit | None
    right: str | None = None
    settled: Settlement | None = None

    @property
    def state(self) -> str:
        """One of :data:`STATES`."""
        return "put_right" if self.right is not None else "settled" if self.settled is not None else "open"


class IssuesAt(NamedTuple):
    """The issues that a commit has, by id, and their files."""

    versions: dict[str, Version]
    paths: dict[str, str]


def versions_at(repository: Repository, tree: Mapping[str, Blob], memory: Memory) -> IssuesAt:
    """The issues of a tree by id; what the walk has seen last is not read again."""
    files = {
        path: blob
        for path, blob in tree.items()
        if path.startswith(ISSUES) and blob.regular and isinstance(limit_of(path), int)
    }
    length = len(next(iter(files.values())).oid) if files else 0
    seen = [known.version for known in memory.issues.values() if known.version is not None]
    held = {oid_of(version.head + version.tail, length): version for version in seen}
    wanted = dict.fromkeys(blob.oid for blob in files.values() if blob.oid not in held)
    contents = dict(repository.blobs(wanted))
    found = IssuesAt({}, {})
    for path, blob in files.items():
        version = held.get(blob.oid) or read_version(contents[blob.oid] or b"", path)
        if version.id is not None:
            found.versions[version.id] = version
            found.paths[version.id] = path
    return found


def hold_against(memory: Memory, tip: Mapping[str, Version], setting: Setting) -> None:
    """The union of all that was ever committed held against what stands at the end.

    Steps tell who took something away; here it is seen that nothing was missed, and that what was put right
    on the way still is.
    """
    for name, known in memory.issues.items():
        version = tip.get(name)
        if version is None:
            continue
        head = one_end(version.head)
        for told in known.accused.get(head, ()):
            if head != known.lawful:
                told.right = None
        for entry, wounds in known.missing.items():
            if entry in version.entries:
                for told in wounds:
                    told.right = told.right or (known.touched.sha if known.touched else None)
        _voided(memory, name, version, setting)
    for name, known, entry in list(still_missing(memory, dict(tip))):
        if entry not in known.missing:
            args: Args = {"date": str(entry.date), "by": entry.by, "type": entry.type}
            memory.tell(
                Diagnostic("L701", known.path, args=args, field="entries"), known.touched, (name, entry)
            )


def _voided(memory: Memory, name: str, version: Version, setting: Setting) -> None:
    """What was found of an entry that was taken back since is put right by the void."""
    known = memory.issues[name]
    if not known.voids:
        return
    standing = standing_records(version.entries, setting)
    for told in memory.told:
        if told.entry is not None and told.entry[0] == name and told.right is None:
            entry = told.entry[1]
            if entry in known.voids and entry not in standing:
                told.right = known.voids[entry]


def compare_head(memory: Memory, was: IssuesAt, tip: IssuesAt) -> None:
    """What a stored head had, of a history that is no part of this one, and the tip has not."""
    for name, version in was.versions.items():
        now = tip.versions.get(name)
        path = tip.paths.get(name, was.paths[name])
        if now is None:
            args: Args = {"id": name, "number": version.number or "—"}
            memory.tell(Diagnostic("L705", path, args=args), None)
            continue
        if one_end(now.head) != one_end(version.head) and memory.issue(name).lawful != one_end(version.head):
            tell_difference(path, version, now, memory)
        for entry in version.entries:
            if entry not in now.entries:
                args = {"date": str(entry.date), "by": entry.by, "type": entry.type}
                memory.tell(Diagnostic("L701", path, args=args, field="entries"), None)


def settlements(repository: Repository, tree: Mapping[str, Blob]) -> Sequence[Settlement]:
    """The settlements on record at a commit."""
    blob = tree.get(SETTLED)
    if blob is None or not blob.regular:
        return ()
    data = next(repository.blobs([blob.oid]))[1]
    document, _ = parse(data or b"", SETTLED)
    held = document.value.get("settled") if document is not None else None
    return [one for row in held or () if (one := _sound(row)) is not None] if isinstance(held, list) else ()


def _sound(row: object) -> Settlement | None:
    """The settlement of one line; one that is none settles nothing, and the others all the same."""
    try:
        return Settlement.model_validate(row)
    except ValidationError:
        return None


def concluded(memory: Memory, settled: Sequence[Settlement], until: str) -> list[AuditFinding]:
    """The findings, each with what became of it.

    A settlement of nothing is one more, and so is one that was committed by who had done what it settles.
    """
    recorded: Mapping[str, Commit] = memory.books.get(SETTLED, {}).get("ever", {})
    used: set[Settlement] = set()
    own: dict[Settlement, AuditFinding] = {}
    found = []
    for one in memory.told:
        mine = next((s for s in settled if _is_about(s, one)), None)
        if mine is not None:
            used.add(mine)
            by = recorded.get(mine.model_dump_json())
            if by is not None and one.commit is not None and by.author_email == one.commit.author_email:
                args: Args = {"code": mine.code, "sha": mine.commit[:10], "author": by.author_name}
                own.setdefault(mine, AuditFinding(Diagnostic("L759", SETTLED, args=args), by))
        right = until if one.right == "tip" else one.right
        found.append(AuditFinding(one.diagnostic, one.commit, right, mine))
    for s in settled:
        if s not in used:
            args = {"code": s.code, "sha": s.commit[:10], "file": s.file or "—"}
            found.append(AuditFinding(Diagnostic("L758", SETTLED, args=args), None))
    return [*found, *own.values()]


def _is_about(settlement: Settlement, told: Told) -> bool:
    """Whether a settlement names a finding; one of the history as a whole is named by the stored commit."""
    commit = told.commit.sha if told.commit is not None else str(told.diagnostic.args.get("sha", ""))
    return (
        settlement.code == told.diagnostic.code
        and bool(commit)
        and settlement.commit.startswith(commit)
        and settlement.file in {None, told.diagnostic.path}
    )
