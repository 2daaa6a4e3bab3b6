"""What two states of a ledger differ in, as facts that people ask for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.status import judge_all
from ledger.reading.load import ISSUES, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue, Ledger


class Difference(NamedTuple):
    """One difference between two states.

    ``kind`` is one of :data:`KINDS`.  ``field`` names the field of a baseline, a unit or the plan; ``old``
    and ``new`` are values, ``None`` where there was or is none.  ``entry`` was added or is gone.
    """

    kind: str
    issue: str | None = None
    number: str | None = None
    title: str | None = None
    path: str | None = None
    field: str | None = None
    old: Any = None
    new: Any = None
    entry: Entry | None = None


KINDS = (
    "status",
    "due",
    "standing",
    "entry_added",
    "entry_gone",
    "baseline",
    "issue_added",
    "issue_gone",
    "moved",
    "unit",
    "plan",
    "disclosure_added",
    "disclosure_gone",
    "unreadable",
)
"""Sorts of differences, in the order in which they are told."""


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes], as_of: date) -> list[Difference]:
    """The differences between two states of the files of a ledger, both judged on ``as_of``.

    Files that are the same on both sides may be left out, but for ``data/plan.yaml`` and ``data/units.yaml``,
    which judging needs; where one of these differs, all issues have to be there.
    """
    before, after = load(old), load(new)
    found = [
        *_issues(before.ledger, after.ledger, as_of),
        *_units(before.ledger, after.ledger),
        *_plan(before.ledger, after.ledger),
        *_disclosures(before.ledger, after.ledger),
        *_unreadable(old, new, before.ledger, after.ledger),
    ]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.issue or "", one.path or ""))


def _issues(old: Ledger, new: Ledger, as_of: date) -> Iterator[Difference]:
    before = {judgement.issue.id: judgement for judgement in judge_all(old, as_of)}
    after = {judgement.issue.id: judgement for judgement in judge_all(new, as_of)}
    for issue_id in sorted({*before, *after}):
        was, now = before.get(issue_id), after.get(issue_id)
        if was is None and now is not None:
            yield _about(now.issue, "issue_added", entries=None)
            for entry in now.issue.entries:
                yield _about(now.issue, "entry_added", entries=entry)
        elif now is None and was is not None:
            yield _about(was.issue, "issue_gone", entries=None)
        elif was is not None and now is not None:
            yield from _issue(was, now)


def _about(issue: Issue, kind: str, *, entries: Entry | None) -> Difference:
    baseline = issue.baseline
    return Difference(kind, issue.id, baseline.number, baseline.title, issue.path, entry=entries)


def _issue(was: Judgement, now: Judgement) -> Iterator[Difference]:
    mine = _about(now.issue, "", entries=None)
    moves = (
        ("status", was.status.value, now.status.value),
        ("due", was.due, now.due),
        ("standing", was.standing.value, now.standing.value),
        ("moved", was.issue.path, now.issue.path),
    )
    for kind, old, new in moves:
        if old != new:
            yield mine._replace(kind=kind, old=old, new=new)
    yield from entries_between(was.issue, now.issue, mine)
    if was.issue.baseline != now.issue.baseline:
        for field, old, new in fields_between(was.issue, now.issue):
            yield mine._replace(kind="baseline", field=field, old=old, new=new)


def entries_between(was: Issue, now: Issue, mine: Difference) -> Iterator[Difference]:
    """The entries that only one side has; the same one twice counts twice."""
    if was.entries == now.entries:
        return
    before, after = Counter(was.entries), Counter(now.entries)
    for entry in (after - before).elements():
        yield mine._replace(kind="entry_added", entry=entry)
    for entry in (before - after).elements():
        yield mine._replace(kind="entry_gone", entry=entry)


def fields_between(was: Issue, now: Issue) -> Iterator[tuple[str, Any, Any]]:
    """The fields of the baseline that differ, as deep as both sides have them: ``deadline.due``."""
    yield from differing(was.baseline.model_dump(), now.baseline.model_dump())


def differing(old: Any, new: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The values that differ between two nested values, by dotted name; positions count from 1."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differing(old.get(key), new.get(key), f"{name}.{key}" if name else str(key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from differing(one, other, f"{name}.{n}")
    elif old != new:
        yield name, old, new


def _units(old: Ledger, new: Ledger) -> Iterator[Difference]:
    """Units, groups and collectives that came, went or changed; the same full name tells a new short name."""
    for table in ("units", "groups", "collectives"):
        before, after = getattr(old.units, table), getattr(new.units, table)
        gone = [name for name in before if name not in after]
        for name in after:
            if name not in before:
                renamed = next((g for g in gone if before[g] == after[name]), None)
                if renamed is not None:
                    gone.remove(renamed)
                yield Difference("unit", field=table, old=renamed, new=name)
            elif before[name] != after[name]:
                for field, was, now in differing(before[name].model_dump(), after[name].model_dump()):
                    yield Difference("unit", field=f"{table}.{name}.{field}", old=was, new=now)
        for name in gone:
            yield Difference("unit", field=table, old=name)


def _plan(old: Ledger, new: Ledger) -> Iterator[Difference]:
    was = old.plan.model_dump() if old.plan else {}
    now = new.plan.model_dump() if new.plan else {}
    for field, before, after in differing(was, now):
        yield Difference("plan", field=field, old=before, new=after)


def _disclosures(old: Ledger, new: Ledger) -> Iterator[Difference]:
    before, after = Counter(old.disclosures), Counter(new.disclosures)
    for kind, only in (("disclosure_added", after - before), ("disclosure_gone", before - after)):
        for one in only.elements():
            yield Difference(kind, field=one.unit, old=one.date, new=one.where)


def _unreadable(
    old: Mapping[str, bytes], new: Mapping[str, bytes], before: Ledger, after: Ledger
) -> Iterator[Difference]:
    """Issue files of either side that could not be read, so that nothing can be said of them."""
    for side, tree, ledger in (("old", old, before), ("new", new, after)):
        read = {issue.path for issue in ledger.issues}
        for path in sorted(path for path in tree if path.startswith(ISSUES) and path not in read):
            yield Difference("unreadable", path=path, field=side)


def changed_paths(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """The paths whose objects differ, from the object of each path on both sides."""
    return {path for path in {*old, *new} if old.get(path) != new.get(path)}


def needed(paths: Iterable[str], everything: Iterable[str]) -> set[str]:
    """The paths that :func:`compare` has to see, from those that differ and from all there are."""
    changed = set(paths)
    common = {"data/plan.yaml", "data/units.yaml"}
    if changed & common:
        return {*everything}
    return changed | common
