"""Evidence: there in the commit that records it, with the checksum recorded, and the same from then on."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.memory import Args
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.memory import At, Memory, Proof
    from ledger.history.objects import Blob, Change

EVIDENCE = "data/evidence/"
_MOST = 1 << 30


def note_evidence(changes: list[Change], memory: Memory) -> None:
    """Remember the objects that a commit puts in the place of evidence; before its records are judged."""
    for change in changes:
        there = change.path.startswith(EVIDENCE) and bool(change.new_oid.strip("0"))
        if there and change.path not in memory.by_file:
            memory.evidence[change.path] = change.new_oid


def judge_evidence(changes: list[Change], at: At, memory: Memory) -> None:
    """Files that a record relies on and that are others now, or gone."""
    for change in changes:
        path = change.path
        proofs = [p for p in memory.by_file.get(path, ()) if p.commit.sha != at.commit.sha]
        proofs = [p for p in proofs if not _is_gone(p, memory)]
        first = memory.evidence.get(path)
        if not proofs or first is None:
            continue
        wounds = memory.evidence_wounds.setdefault(path, [])
        if change.new_oid == first:
            for told in wounds:
                told.right = told.right or at.commit.sha
            wounds.clear()
        elif not any(told.diagnostic.args.get("made") == change.new_oid for told in wounds):
            args: Args = {"file": path, "id": proofs[0].issue or proofs[0].where, "made": change.new_oid}
            wounds.append(memory.tell(Diagnostic("L713", path, args=args), at.commit))


def _is_gone(proof: Proof, memory: Memory) -> bool:
    """Whether the record was taken back: voided, or reverted."""
    known = memory.issues.get(proof.issue)
    return (
        known is not None
        and proof.entry is not None
        and (proof.entry in known.missing or proof.entry in known.voids)
    )


class Looked(NamedTuple):
    """What was looked up of evidence and never changes: the object of a commit at a path, and its sum."""

    oids: dict[tuple[str, str], str | None]
    sums: dict[str, str | None]


def judge_recorded(
    views: Sequence[Repository], memory: Memory, tip: Mapping[str, Blob], looked: Looked
) -> None:
    """Every piece of evidence in the commit that recorded it: there, and with its checksum.

    ``views`` are the repository seen from each folder that the ledger was in.  What is looked up is added to
    what was ``looked`` up before.
    """
    repository, oids, sums = views[0], looked.oids, looked.sums
    named = dict.fromkeys((proof.commit.sha, proof.path) for proof in memory.proofs)
    asked = [one for one in named if one not in oids]
    oids |= dict.fromkeys(asked)
    for view in views:
        missing = [one for one in asked if oids[one] is None]
        oids |= zip(missing, view.named(missing), strict=True)
    wanted = {oid for one in named if (oid := oids[one]) is not None}
    wanted |= {blob.oid for path, blob in tip.items() if path in memory.by_file and blob.regular}
    for oid, data in repository.blobs(sorted(wanted - sums.keys()), _MOST):
        sums[oid] = sha256(data).hexdigest() if data is not None else None
    for proof in memory.proofs:
        oid = oids[proof.commit.sha, proof.path]
        if oid is not None and proof.sha256 in {None, sums[oid]}:
            continue
        about = (proof.issue, proof.entry) if proof.entry is not None else None
        args: Args = {"file": proof.path, "id": proof.issue or "—"}
        told = memory.tell(Diagnostic("L749", proof.where, args=args), proof.commit, about)
        now = tip.get(proof.path)
        if now is not None and (proof.sha256 is None or sums.get(now.oid) == proof.sha256):
            told.right = "tip"
