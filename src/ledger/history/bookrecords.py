"""Books of records: what was taken out of them, and what came in late or before its day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.memory import RELIED_DAYS, Args, Memory, Proof, Wound
from ledger.history.places import short
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import COMPLAINTS, DISCLOSURES, LETTERS, ROUNDS, SETTLED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.memory import At
    from ledger.history.objects import Commit
    from ledger.history.steps import CommonStep
    from ledger.model.record import Record


class _Codes(NamedTuple):
    """How it is told that a record of a book is gone or, of what is dated, that it came late or too early."""

    removed: str
    late: str = ""
    ahead: str = ""


_RECORDS = {
    DISCLOSURES: _Codes("L737", "L738", "L739"),
    LETTERS: _Codes("L770", "L771", "L772"),
    SETTLED: _Codes("L753"),
}
"""The books of records; what is settled is told by the day of its commit alone."""

_FOLDERS = {ROUNDS: _Codes("L773"), COMPLAINTS: _Codes("L920", "L921", "L922")}
"""The folders of which every file is one of records, and how it is told."""


def folder_of(path: str) -> str | None:
    """The folder of books that a file is in, if it is in one."""
    return next((folder for folder in _FOLDERS if path.startswith(folder)), None)


def codes_of(path: str) -> _Codes:
    """How it is told of the records of a book that some are gone, late or too early."""
    folder = folder_of(path)
    return _FOLDERS[folder] if folder is not None else _RECORDS[path]


def holds_records(path: str) -> bool:
    """Whether a shared file is a book of records."""
    return path in _RECORDS or folder_of(path) is not None


# --- books of records -----------------------------------------------------------------------------


def judge_records(step: CommonStep, after: Record, befores: Sequence[Record], at: At, memory: Memory) -> None:
    """Records are only added; a new one of what is dated is held against its commit.

    As with entries of an issue, who puts the first record back is not told of what stood in its place, and
    the last disclosures and letters may be reverted within days by who committed them.
    """
    now = Counter(_listed(after))
    known: Counter[Any] = Counter()
    gone: Counter[Any] = Counter()
    for before in befores:
        held = Counter(_listed(before))
        known |= held
        gone |= held - now
    codes = codes_of(step.path)
    ever: dict[str, Commit] = memory.books[step.path].setdefault("ever", {})
    added = {record.model_dump_json() for record in now - known}
    instead: dict[str, set[str]] = memory.books[step.path].setdefault("instead", {})
    reverted = bool(codes.late) and not added and len(befores) == 1 and is_revert(befores[0], after, ever, at)
    for record in gone:
        key = (step.path, record.model_dump_json())
        if key in memory.wounds:  # told where it was lost
            continue
        if instead.get(key[1], set()) & added:
            continue
        for one in added:
            instead.setdefault(one, set()).add(key[1])
        args: Args = {"date": str(record.date), "what": short(_named(record))}
        told = memory.tell(Diagnostic(codes.removed, step.path, args=args), at.commit)
        told.right = at.commit.sha if reverted else None
        memory.wounds[key] = [Wound(told, record, None, at.place)]
    for record in now - known:
        key = (step.path, record.model_dump_json())
        if key in memory.wounds:
            for wound in memory.wounds.pop(key):
                wound.told.right = wound.told.right or at.commit.sha
        elif key[1] not in ever and codes.late:
            _dated(step, record, at, memory)
        ever.setdefault(key[1], at.commit)


def is_revert(before: Record, after: Record | None, ever: Mapping[str, Commit], at: At) -> bool:
    """Whether the last records are taken back by who had committed them, within a few days."""
    was, now = _listed(before), _listed(after) if after is not None else ()
    if tuple(was[: len(now)]) != tuple(now):
        return False
    firsts = [ever.get(record.model_dump_json()) for record in was[len(now) :]]
    return all(
        first is not None
        and first.author_email == at.commit.author_email
        and 0 <= (at.day - first.committed_on).days <= RELIED_DAYS
        for first in firsts
    )


def _listed(book: Record) -> Sequence[Any]:
    return next(iter(vars(book).values())) or ()


def _named(record: Any) -> str:
    from ledger.model.complaint import ComplaintRecord, Receive
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.round import Asking, SentBack

    if isinstance(record, Letter):
        return record.number
    if isinstance(record, Reply | Taken):
        return f"{record.by} {record.number}"
    if isinstance(record, Receive):
        return f"{record.type} {'、'.join(record.units)} ≤ {record.due or '—'}"
    if isinstance(record, ComplaintRecord):
        return f"{record.type} {record.by}"
    if isinstance(record, Asking):
        return f"{'、'.join(record.units)} ≤ {record.due}"
    if isinstance(record, SentBack):
        return f"{record.unit} {record.file}"
    return getattr(record, "unit", None) or f"{record.code} {record.commit[:10]}"


def _dated(step: CommonStep, record: Any, at: At, memory: Memory) -> None:
    late, codes = (at.day - record.date).days, codes_of(step.path)
    args: Args = {"date": str(record.date), "unit": _named(record), "committed": str(at.day)}
    if late > at.setting.policy.backdate_days:
        memory.tell(Diagnostic(codes.late, step.path, args=args | {"days": late}), at.commit)
    elif late < 0:
        memory.tell(Diagnostic(codes.ahead, step.path, args=args), at.commit)
    for item in record.evidence:
        if item.path is not None and item.proves:
            path = f"data/{item.path}"
            oid = memory.evidence.get(path)
            proof = Proof("", None, at.commit, path, item.sha256, oid, step.path)
            memory.proofs.append(proof)
            memory.by_file.setdefault(path, []).append(proof)
