"""What two states of a ledger differ in, as facts that people ask for: what was recorded, what time did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.differing import Differing, differing
from ledger.history.versions import Unread, grown, version_of
from ledger.judging.day import Day
from ledger.judging.owed import STAGES, What
from ledger.reading.layout import complaint_of
from ledger.reading.load import ISSUES, load_known, read_common

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Extension
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue, Ledger


class Difference(NamedTuple):
    """One difference between two states.

    ``kind`` is one of :data:`KINDS`.  ``field`` names the field of a baseline, a unit or the plan; ``old``
    and ``new`` are values, ``None`` where there was or is none.  ``entry`` was added or is gone.
    ``obligation`` was due on the day ``old`` and is late, or was done on the day ``new``; ``units`` are those
    who owe it, or have done their part.  ``extension`` moved a due day.  ``judgement`` is that of the later
    state, or of the only one.
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
    obligation: Obligation | None = None
    extension: Extension | None = None
    units: tuple[str, ...] = ()
    judgement: Judgement | None = None


KINDS = (
    "status",
    "due",
    "first_due",
    "standing",
    "extended",
    "relapsed",
    "became_late",
    "done",
    "lead",
    "first_lead",
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
    "letter_added",
    "letter_gone",
    "letter_void",
    "round_asked",
    "round_sent_back",
    "round_gone",
    "complaint_added",
    "complaint_gone",
    "unreadable",
)
"""Sorts of differences, in the order in which they are told."""


class State(NamedTuple):
    """The files of a ledger, the day on which they are judged, and how to look up evidence."""

    files: Mapping[str, bytes]
    day: date
    evidence: Callable[[str], str | None] | None = None


def compare(old: State, new: State) -> list[Difference]:
    """The differences between two states of a ledger, each judged on its own day.

    Where both are judged on one day, files that are the same on both sides may be left out, but for
    ``data/plan.yaml`` and ``data/units.yaml``, which judging needs; where one of these differs, or the days
    do, all issues have to be there.
    """
    before, after = _read(old.files, new.files)
    found = [
        *_issues(Day(before, old.day, old.evidence), Day(after, new.day, new.evidence)),
        *_units(before, after),
        *_plan(before, after),
        *_disclosures(before, after),
        *_letters(before, after),
        *_rounds(before, after),
        *_complaints(before, after),
        *_unreadable(old.files, new.files, before, after),
    ]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.issue or "", one.path or ""))


def _read(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Ledger, Ledger]:
    """Both ledgers: of a file that has grown since the end is read, of one that is the same nothing."""
    shared = [
        {path: data for path, data in side.items() if not path.startswith(ISSUES)} for side in (old, new)
    ]
    common = read_common(shared[0])
    before = load_known(old, common, {})
    by_path = {issue.path: issue for issue in before.issues}
    known = {
        path: issue
        for path, data in new.items()
        if path in by_path and (issue := _grown(by_path[path], old[path], data)) is not None
    }
    after = load_known(new, common if shared[0] == shared[1] else read_common(shared[1]), known)
    return before, after


def _grown(was: Issue, old: bytes, new: bytes) -> Issue | None:
    """The issue that a file holds which begins with all of an older one; ``None`` where it has to be read."""
    if old == new:
        return was
    before = version_of(was.id, was.baseline.number, old, was.entries)
    after = grown(before, new)
    if after is None or any(isinstance(entry, Unread) for entry in after.entries):
        return None
    return was._replace(entries=after.entries)


def _issues(old: Day, new: Day) -> Iterator[Difference]:
    before, after = old.by_id, new.by_id
    late: dict[str, list[Debt]] = {}
    for debt in new.late():
        late.setdefault(debt.obligation.issue or "", []).append(debt)
    for issue_id in sorted({*before, *after}):
        was, now = before.get(issue_id), after.get(issue_id)
        if was is None and now is not None:
            yield _about(now, "issue_added")
            for entry in now.issue.entries:
                yield _about(now, "entry_added")._replace(entry=entry)
        elif now is None and was is not None:
            yield _about(was, "issue_gone")
        elif was is not None and now is not None:
            yield from _issue(was, now)
            yield from _became_late(was, now, late.get(issue_id, ()), new)
            yield from _done(was, now, new)


def _about(judgement: Judgement, kind: str) -> Difference:
    issue, baseline = judgement.issue, judgement.issue.baseline
    return Difference(kind, issue.id, baseline.number, baseline.title, issue.path, judgement=judgement)


def _issue(was: Judgement, now: Judgement) -> Iterator[Difference]:
    moves = (
        ("status", was.status.value, now.status.value),
        ("due", was.due, now.due),
        ("first_due", was.first_due, now.first_due),
        ("standing", was.standing.value, now.standing.value),
        ("lead", was.baseline.responsibility.lead, now.baseline.responsibility.lead),
        ("first_lead", was.chain.first.responsibility.lead, now.chain.first.responsibility.lead),
        ("moved", was.issue.path, now.issue.path),
    )
    for kind, old, new in moves:
        if old != new:
            yield _about(now, kind)._replace(old=old, new=new)
    for extension in (Counter(now.extensions) - Counter(was.extensions)).elements():
        yield _about(now, "extended")._replace(
            old=extension.old, new=extension.new, extension=extension, units=extension.units
        )
    for attempt in now.chain.attempts[len(was.chain.attempts) :]:
        yield _about(now, "relapsed")._replace(
            field=str(attempt.number), old=attempt.began, new=attempt.first_due
        )
    yield from entries_between(was.issue, now.issue, _about(now, ""))
    if was.issue.baseline != now.issue.baseline:
        for field, old, new in fields_between(was.issue, now.issue):
            yield _about(now, "baseline")._replace(field=field, old=old, new=new)


def _key(one: Obligation) -> tuple[object, ...]:
    """What makes two obligations of two days the same."""
    return one.what, one.attempt, one.measure, one.milestone, one.target, one.part, one.position


def _names(units: Iterable[str], day: Day) -> set[str]:
    """Units as they are called on a day."""
    return {day.ledger.units.on(unit, day.as_of) for unit in units}


def _became_late(was: Judgement, now: Judgement, late: Iterable[Debt], day: Day) -> Iterator[Difference]:
    """The rows of ``overdue`` on the later day that were not late before, or not for these units."""
    before: dict[tuple[object, ...], set[str]] = {}
    for debt in was.late:
        before.setdefault((_key(debt.obligation), debt.due), set()).update(_names(debt.units, day))
    for debt in late:
        known = before.get((_key(debt.obligation), debt.due))
        units = tuple(unit for unit in debt.units if known is None or unit not in known)
        if known is None or units:
            yield _about(now, "became_late")._replace(obligation=debt.obligation, old=debt.due, units=units)


def _done(was: Judgement, now: Judgement, day: Day) -> Iterator[Difference]:
    """What was done since, or by some units; a stage done by the completion of its task has no row.

    A measure without a day of its own and its only milestone are one debt: the milestone's row says it.
    """
    before = {_key(one): one for one in was.obligations}
    done = [(one, _newly_done(one, before.get(_key(one)), was, now, day)) for one in now.obligations]
    found = [(one, difference) for one, difference in done if difference is not None]
    told = {_deed(*pair) for pair in found if pair[0].what is What.MILESTONE and _is_only(pair[0], now)}
    for one, difference in found:
        undated = one.what is What.MEASURE and not one.dated
        if not undated or _deed(one, difference) not in told:
            yield difference


def _newly_done(
    one: Obligation, old: Obligation | None, was: Judgement, now: Judgement, day: Day
) -> Difference | None:
    """That an obligation was done since, as a whole or by some units; ``old`` is what it was, if it was."""
    if one.what is What.REVIEW:  # the one that is owed is always the next
        return None
    known = _names((s.unit for s in old.shares if s.done is not None), day) if old is not None else set()
    fresh = [s for s in one.shares if s.done is not None and s.unit not in known]
    whole = one.done is not None and (old is None or old.done is None)
    last = one.done if whole else max((s.done for s in fresh if s.done is not None), default=None)
    if last is None or (last <= was.as_of if old is None else old.done is not None):
        return None
    if one.what in STAGES and now.completed is not None and last >= now.completed:
        return None
    units = tuple(s.unit for s in fresh)
    return _about(now, "done")._replace(obligation=one, old=one.due, new=last, units=units)


def _deed(one: Obligation, difference: Difference) -> tuple[object, ...]:
    """What a measure and its only milestone have in common where the same units did both on one day."""
    return (one.attempt, one.measure, difference.new, frozenset(difference.units))


def _is_only(one: Obligation, judgement: Judgement) -> bool:
    """Whether a milestone is the only one of its measure."""
    measures = judgement.baseline.measures
    return one.measure is not None and len(measures[one.measure - 1].milestones) == 1


def entries_between(was: Issue, now: Issue, mine: Difference) -> Iterator[Difference]:
    """The entries that only one side has; the same one twice counts twice."""
    if was.entries == now.entries:
        return
    before, after = Counter(was.entries), Counter(now.entries)
    for entry in (after - before).elements():
        yield mine._replace(kind="entry_added", entry=entry)
    for entry in (before - after).elements():
        yield mine._replace(kind="entry_gone", entry=entry)


def fields_between(was: Issue, now: Issue) -> Iterator[Differing]:
    """The fields of the baseline that differ, as deep as both sides have them: ``deadline.due``."""
    yield from differing(was.baseline.model_dump(), now.baseline.model_dump())


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


def _letters(old: Ledger, new: Ledger) -> Iterator[Difference]:
    before, after = Counter(old.letters), Counter(new.letters)
    for kind, only in (("letter_added", after - before), ("letter_gone", before - after)):
        for one in only.elements():
            yield letter_difference(kind, one.model_dump(mode="json"))


def letter_difference(kind: str, record: Mapping[str, Any]) -> Difference:
    """A letter or reply that is there, gone or taken back: its number, its day, what it says, of whom."""
    to = record.get("to")
    if kind == "letter_added" and record.get("type") == "void":
        kind = "letter_void"
    return Difference(
        kind,
        field=str(record.get("number")),
        old=record.get("date"),
        new=record.get("demand") or record.get("text"),
        units=tuple(to) if isinstance(to, list) else (str(record.get("by")),),
    )


def _rounds(old: Ledger, new: Ledger) -> Iterator[Difference]:
    before, after = (
        Counter((one.id, record) for one in ledger.rounds for record in one.records) for ledger in (old, new)
    )
    for kind, only in (("round_asked", after - before), ("round_gone", before - after)):
        for name, record in only.elements():
            yield round_difference(kind, name, record.model_dump())


def round_difference(kind: str, name: str, record: Mapping[str, Any]) -> Difference:
    """A record of a round that is there or gone: its day, by when answers are due or which file went back,
    whose."""
    units = record.get("units")
    back = record.get("type") == "sent_back"
    return Difference(
        "round_sent_back" if back and kind == "round_asked" else kind,
        field=name,
        old=record.get("date"),
        new=record.get("file" if back else "due"),
        units=tuple(units) if isinstance(units, list | tuple) else (str(record.get("unit")),),
    )


def _complaints(old: Ledger, new: Ledger) -> Iterator[Difference]:
    before, after = (
        Counter((one.path, record) for one in ledger.complaints for record in one.records)
        for ledger in (old, new)
    )
    for kind, only in (("complaint_added", after - before), ("complaint_gone", before - after)):
        for path, record in only.elements():
            yield complaint_difference(kind, path, record.model_dump(mode="json"))


def complaint_difference(kind: str, path: str, record: Mapping[str, Any]) -> Difference:
    """A record of a complaint that is there or gone: batch and number, its day, its type, whose."""
    name = complaint_of(path)
    return Difference(
        kind,
        path=path,
        field="/".join(name) if name is not None else path,
        old=record.get("date"),
        new=str(record.get("type")),
        units=(str(record.get("by")),),
    )


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
