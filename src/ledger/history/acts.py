"""A new entry held against its commit: its day, its order, who takes back what, its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.history.dates import is_backfill
from ledger.history.memory import Args, Proof
from ledger.history.places import where
from ledger.history.versions import Unread
from ledger.judging.walk import standing_records, walk
from ledger.model.entries import ref_of
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import read_baseline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.history.memory import At, Memory
    from ledger.history.steps import FileStep
    from ledger.history.versions import Version
    from ledger.judging.chain import Chain
    from ledger.model.entries import Entry


def judge_act(file: FileStep, entry: Entry, at: At, memory: Memory, *, fresh: bool) -> None:
    """One entry that a commit added; a changed one is not ``fresh``, its day is that of the first."""
    if file.after is None:
        return
    if fresh:
        _dated(file, entry, at, memory)
    match entry.type:
        case "accept":
            _accepted(file, entry, at, memory)
        case "close":
            _closed(file, entry, at, memory)
        case "void":
            _voided(file, entry, at, memory)
        case "publicize":
            _publicized(file, entry, at, memory)
        case "complete":
            _completed(file, entry, at, memory)
        case "amend":
            _amended(file, entry, at, memory)
    _proven(file, entry, at, memory)


def _tell(code: str, file: FileStep, entry: Entry, at: At, memory: Memory, args: Args) -> None:
    span = where((file.after,), entry)
    diagnostic = Diagnostic(code, file.path, span, args, "entries")
    memory.tell(diagnostic, at.commit, (file.issue, entry))


def _dated(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    policy = at.setting.policy
    args: Args = {"date": str(entry.date), "committed": str(at.day), "type": entry.type}
    late = (at.day - entry.date).days
    if late > policy.backdate_days and not is_backfill(entry.date, at.day, policy):
        _tell("L707", file, entry, at, memory, args | {"days": late})
    elif late < 0:
        _tell("L708", file, entry, at, memory, args)
    if memory.issued is not None and entry.date < memory.issued:
        _tell("L744", file, entry, at, memory, args | {"first": str(memory.issued)})


def _accepted(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    if file.after is None:
        return
    before = _before(file.after, entry)
    done = next((one for one in reversed(before) if one.type == "complete"), None)
    first = memory.issue(file.issue).entries.get(done) if done is not None else None
    if first is not None and first.sha != at.commit.sha and first.author_email == at.commit.author_email:
        _tell("L710", file, entry, at, memory, {"author": at.commit.author_name})
    chain = _chain(file.after, entry.date, at)
    leads = at.setting.units.expand(chain.baseline.responsibility.lead) if chain is not None else ()
    if entry.by in leads:
        _tell("L711", file, entry, at, memory, {"by": entry.by})


def _before(version: Version, entry: Entry) -> list[Entry]:
    """The entries above one in its file."""
    place = version.entries.index(entry)
    return list(version.entries[:place])


def _chain(version: Version, day: date, at: At) -> Chain | None:
    """The course of an issue by a day; ``None`` where the baseline cannot be read."""
    baseline = read_baseline(version.head)
    if baseline is None:
        return None
    walked = walk(baseline, [one for one in version.entries if not isinstance(one, Unread)], at.setting, day)
    for _ in walked:
        pass
    return walked.chain


def _closed(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    if file.after is None:
        return
    missing = _grounds(file.after.entries, entry, at)
    if missing:
        _tell("L712", file, entry, at, memory, {"missing": ",".join(missing)})


def _grounds(entries: Sequence[Entry], close: Entry, at: At) -> list[str]:
    """What clearing lacks since the last completion: evidence anywhere in the chain, a public notice.

    What was voided never was.
    """
    standing = standing_records(entries, at.setting)
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


def _voided(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    """A void says why, leaves what is cleared, and takes back an objection only for who brought it."""
    if file.after is None:
        return
    if not entry.text:
        _tell("L746", file, entry, at, memory, {"by": entry.by, "date": str(entry.date)})
    before = _before(file.after, entry)
    wanted = str(getattr(entry, "entry", ""))
    meant = [one for n, one in enumerate(before, 1) if wanted in {str(n), ref_of(one)}]
    if not meant:
        return
    args: Args = {"by": entry.by, "type": meant[0].type, "date": str(meant[0].date)}
    if _is_cleared(before, at):
        _tell("L747", file, entry, at, memory, args)
    if meant[0].type == "object" and entry.by != meant[0].by:
        _tell("L748", file, entry, at, memory, args)
    known = memory.issue(file.issue)
    for one in meant:
        known.voids[one] = at.commit.sha


def _is_cleared(entries: Sequence[Entry], at: At) -> bool:
    standing = standing_records(entries, at.setting)
    cleared = False
    for one in entries:
        if one in standing and one.type == "close":
            cleared = True
        elif one in standing and (one.type == "reopen" or getattr(one, "result", "") == "relapsed"):
            cleared = False
    return cleared


def _publicized(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    """A notice that is over is put in the place of one that runs longer."""
    since, until = getattr(entry, "since", None), getattr(entry, "until", None)
    if since is None or until is None or file.after is None:
        return
    memory.notices.append((since, until))
    for one in _before(file.after, entry):
        other = getattr(one, "until", None)
        if one.type == "publicize" and other is not None and until < other and until < at.day:
            args: Args = {"since": str(since), "until": str(until), "other": str(other)}
            _tell("L754", file, entry, at, memory, args)
            return


def _completed(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    """Completed in time by its own date, committed when it was late."""
    if file.after is None or entry.date >= at.day:
        return
    chain = _chain(file.after, entry.date, at)
    due = chain.attempt.due if chain is not None else None
    if due is not None and entry.date <= due < at.day:
        args: Args = {"date": str(entry.date), "due": str(due), "committed": str(at.day)}
        _tell("L755", file, entry, at, memory, args)


def _amended(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    from ledger.history.places import short

    for change in getattr(entry, "changes", ()):
        if change.field.partition(".")[0] == "deadline":
            args: Args = {"field": change.field, "old": short(change.old), "new": short(change.new)}
            _tell("L756", file, entry, at, memory, args)
            return


_COUNTING = {"achieve", "complete", "accept", "close"}
"""Types of records that count for what their evidence proves."""


def _proven(file: FileStep, entry: Entry, at: At, memory: Memory) -> None:
    for item in entry.evidence:
        if item.path is None or not item.proves:
            continue
        if item.sha256 is None and entry.type in _COUNTING:
            args: Args = {"file": f"data/{item.path}", "type": entry.type}
            _tell("L750", file, entry, at, memory, args)
        path = f"data/{item.path}"
        proof = Proof(file.issue, entry, at.commit, path, item.sha256, memory.evidence.get(path), file.path)
        memory.proofs.append(proof)
        memory.by_file.setdefault(path, []).append(proof)


# --- several entries of one commit ----------------------------------------------------------------

_STEPS = {"complete": 1, "accept": 2, "publicize": 3, "close": 4}
"""The closing chain in its order."""


def judge_together(file: FileStep, added: Sequence[Entry], at: At, memory: Memory) -> None:
    """Acts of several parties in one commit; a chain whose lines stand in the wrong order; one that comes
    whole."""
    policy = at.setting.policy
    types = {entry.type for entry in added}
    done = next((entry for entry in added if entry.type == "accept"), None)
    at_once = bool(file.before) and "complete" in types
    if at_once and done is not None and not is_backfill(done.date, at.day, policy):
        _tell("L709", file, done, at, memory, {})
    last = 0
    for entry in added:
        step = _STEPS.get(entry.type, 0)
        if entry.type in {"reopen", "reject", "object"} or getattr(entry, "result", "") == "relapsed":
            last = 0
        elif step and step < last:
            _tell("L745", file, entry, at, memory, {"type": entry.type})
            break
        last = step or last
    if file.before or not added or is_backfill(added[-1].date, at.day, policy):
        return
    final = next((entry for entry in reversed(added) if entry.type in {"accept", "close"}), None)
    if final is not None:
        args: Args = {"id": file.issue, "count": len(added), "type": final.type}
        _tell("L722", file, final, at, memory, args)
