"""The walk over the entries of an issue: which of them count, and where they bring it.

Voids are settled first and over the whole file: what was voided never was, on any day.  Construals come next,
because they hold on all days.  Then each entry by its date moves the course on, or is refused and has no
effect, so that a wrong record never counts.  What each type does is in :mod:`ledger.model.entries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.chain import Chain
from ledger.judging.parties import Setting, parties
from ledger.model.attempt import Attempt
from ledger.model.change import Effective, Misfit, apply
from ledger.model.course import Refusal, Role
from ledger.reading.sums import is_sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry


class Step(NamedTuple):
    """An entry in the order in which it counts; ``position`` is its place in the file, from 0."""

    position: int
    entry: Entry
    refused: Refusal | None


def begin(baseline: Baseline, setting: Setting, effective: Effective | None = None) -> Chain:
    """The course of an issue before its first entry."""
    made = effective or Effective(baseline)
    due = made.baseline.deadline.due
    return Chain(
        effective=made,
        parties=parties(made.baseline, setting.units, setting.policy),
        units=setting.units,
        policy=setting.policy,
        calendar=setting.calendar,
        first=made.baseline,
        attempts=[Attempt(1, None, due, due)],
    )


def construed(
    baseline: Baseline, entries: Sequence[Entry], setting: Setting
) -> tuple[Effective, dict[int, Refusal]]:
    """The baseline as persons say it is to be understood, and the construals without effect by position."""
    effective, refused = Effective(baseline), {}
    if any(entry.type == "construe" for entry in entries):
        voided, _ = voids(list(enumerate(entries)), setting)
        numbered = [(n, e) for n, e in enumerate(entries) if e.type == "construe" and n not in voided]
        for n, entry in sorted(numbered, key=lambda item: item[1].date):
            if setting.office and entry.by not in setting.office:
                refused[n] = Refusal.of("not_entitled")
                continue
            if not all(_proven(item, setting) for item in entry.evidence):
                refused[n] = Refusal.of("evidence")
                continue
            made = apply(effective, entry.changes)  # type: ignore[attr-defined]
            if isinstance(made, Misfit):
                refused[n] = Refusal.of("change_misfit", **made._asdict())
            else:
                effective = made
    return effective, refused


class Walk:
    """The walk over the entries of an issue.

    :attr:`chain` is where it has come, :attr:`voided` the positions of what was voided, from 0.
    """

    def __init__(
        self, baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None
    ) -> None:
        self._entries, self._setting, self._until = entries, setting, until
        self.voided, self._useless = voids(list(enumerate(entries)), setting)
        effective, self._construals = construed(baseline, entries, setting)
        self.chain = begin(baseline, setting, effective)
        self.chain.construed = frozenset(
            change.field
            for n, entry in enumerate(entries)
            if entry.type == "construe" and n not in self._construals and n not in self.voided
            for change in entry.changes  # type: ignore[attr-defined]
        )

    def __iter__(self) -> Iterator[Step]:
        """Every entry dated up to the day, by date, on one day in file order; a voided one is left out."""
        chain, setting = self.chain, self._setting
        voided, useless = self.voided, self._useless
        needs_ref = any(entry.type == "object" for entry in self._entries)
        kept: set[Entry] = set()
        repeated = set()
        for n, entry in enumerate(self._entries):
            if n not in voided:
                if (
                    entry in kept and entry.type != "void"
                ):  # what a void took back may have been recorded again
                    repeated.add(n)
                kept.add(entry)
        numbered = [
            (n, entry)
            for n, entry in enumerate(self._entries)
            if n not in voided and (self._until is None or entry.date <= self._until)
        ]
        for n, entry in sorted(numbered, key=lambda item: item[1].date):
            refused = useless.get(n) or self._construals.get(n)
            if n in repeated:
                refused = Refusal.of("repeated")
            if refused is None and entry.type not in {"void", "construe"}:
                chain.day = entry.date
                chain.position, chain.ref = n + 1, _ref(entry) if needs_ref else ""
                refused = _take(chain, entry, setting)
            yield Step(n, entry, refused)


def _ref(entry: Entry) -> str:
    from ledger.model.entries import ref_of

    return ref_of(entry)


def _take(chain: Chain, entry: Entry, setting: Setting) -> Refusal | None:
    allowed = chain.parties.entitled(entry.about.may)
    if entry.by not in allowed and not (Role.OFFICE in entry.about.may and not chain.parties.office):
        return Refusal.of("not_entitled")
    if chain.withdrawn is not None:
        return Refusal.of("out_of_order")
    if not all(_proven(item, setting) for item in entry.evidence):
        return Refusal.of("evidence")
    return entry.move(chain)


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of nothing."""


def _proven(item: Any, setting: Setting) -> bool:
    """Whether a piece of evidence is there, as recorded, and proves anything."""
    if not item.proves:
        return False
    if item.path is None or setting.evidence is None:
        return True
    actual = setting.evidence(item.path)
    return is_sum(actual) and actual != EMPTY and item.sha256 in {None, actual}


def walk(baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None) -> Walk:
    """Walk over the entries dated up to ``until``; all of them without it."""
    return Walk(baseline, entries, setting, until)


def in_effect(
    baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None
) -> list[Step]:
    """The entries that count, by date."""
    if not entries:
        return []
    return [step for step in walk(baseline, entries, setting, until) if step.refused is None]


def standing_records(entries: Sequence[Entry], setting: Setting) -> set[Entry]:
    """The entries that no later one voids, voids among them: what has been said and still stands."""
    voided, _ = voids(list(enumerate(entries)), setting)
    return {entry for n, entry in enumerate(entries) if n not in voided}


def voids(seen: Sequence[tuple[int, Entry]], setting: Setting) -> tuple[set[int], dict[int, Refusal]]:
    """The positions of voided entries, and the voids without effect.

    A void takes back every earlier entry in the file with its reference, or the one at its position; it is
    made by the unit that made that entry (or has become it), or by the office.  From the last one on, as a
    void may itself be voided; of two voids of one entry the first counts.
    """
    voided: set[int] = set()
    refused: dict[int, Refusal] = {}
    if not any(entry.type == "void" for _, entry in seen):
        return voided, refused
    named: dict[str, list[tuple[int, Entry]]] = {}  # by reference and by position
    for n, entry in seen:
        for name in (_ref(entry), str(n + 1)):
            named.setdefault(name, []).append((n, entry))
    office = setting.office
    means: dict[int, set[int]] = {}
    for n, void in reversed(seen):
        if void.type != "void" or n in voided:
            continue
        wanted: str = void.entry  # type: ignore[attr-defined]
        meant = [(k, entry) for k, entry in named.get(wanted, ()) if k < n]
        if not meant:
            refused[n] = Refusal.of("no_such_entry")
        elif office and void.by not in office and meant[0][1].by not in setting.units.took_over(void.by):
            refused[n] = Refusal.of("not_entitled")
        elif not all(_proven(item, setting) for item in void.evidence):
            refused[n] = Refusal.of("evidence")
        else:
            means[n] = {k for k, _ in meant}
            voided |= means[n]
    gone: set[int] = set()
    for n in sorted(means):
        if means[n] <= gone:
            refused[n] = Refusal.of("already_void", position=max(means[n]) + 1)
        gone |= means[n]
    return voided, refused
