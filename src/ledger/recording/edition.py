"""A new edition of the plan against a ledger that is kept: what changed in each task, and amendments for it.

Nothing is written: the baseline stays what it was, and what the issuer changed is recorded (方案调整) once
the document that approved it is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import walk
from ledger.model.change import Misfit, apply, in_file
from ledger.model.entries import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.model.baseline import Baseline, Measure, Milestone, Target
    from ledger.model.change import Effective
    from ledger.model.ledger import Issue, Ledger
    from ledger.model.plan import Plan

_SCALARS = (
    *("title", "problem", "goal"),
    *("deadline.text", "deadline.due", "deadline.immediate", "deadline.sustained"),
    *("responsibility.lead", "responsibility.support", "acceptance.units"),
)
_UNITS = {
    "responsibility.text": ("responsibility.lead", "responsibility.support"),
    "responsibility.support_text": ("responsibility.lead", "responsibility.support"),
    "acceptance.text": ("acceptance.units",),
}
"""Lines whose words may change without another unit: told, where the units are the same."""
_OTHERS = ("number", "section", "others")
_OF_PLAN = ("title", "preamble", "sections")
_OF_ISSUE = ("issuer", "issued")
"""Who issued the plan, and when: an edition that does not say so takes nothing back."""
_OF_MEASURE = ("text", "by", "immediate")
_OF_TARGET = ("value", "unit", "compare", "each", "due")
_OF_PART = ("value", "due")


class Edited(NamedTuple):
    """A field that the new edition states otherwise; ``amends`` says whether an amendment can record it.

    Positions in ``field`` count from 1.  ``old`` is what holds in the ledger now.
    """

    field: str
    old: Any
    new: Any
    amends: bool = True


@dataclass(frozen=True, slots=True)
class Revised:
    """A task that the new edition states otherwise; ``id`` is empty for the plan itself."""

    id: str
    number: str
    title: str
    edits: tuple[Edited, ...]

    @property
    def changes(self) -> tuple[Edited, ...]:
        """What an amendment can record."""
        return tuple(edit for edit in self.edits if edit.amends)


@dataclass(slots=True)
class Edition:
    """What a new edition changes: tasks, those that are new in it, and those that are not in it any more."""

    revised: list[Revised] = field(default_factory=list)
    added: list[Baseline] = field(default_factory=list)
    gone: list[Issue] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether it says what the ledger says."""
        return not (self.revised or self.added or self.gone)


def compare(ledger: Ledger, plan: Plan, said: Sequence[Baseline], day: date) -> Edition:
    """The new edition ``plan`` with its tasks ``said`` against the ledger, as it holds on ``day``."""
    edition = Edition()
    if ledger.plan is not None:
        stated = [name for name in _OF_ISSUE if getattr(plan, name) is not None]
        edits = tuple(_unlike(ledger.plan.model_dump(), plan.model_dump(), [*_OF_PLAN, *stated]))
        if edits:
            edition.revised.append(Revised("", "", plan.title, edits))
    pairs = _pairs(ledger.issues, said)
    setting = Setting(ledger.units, policy_of(ledger.plan), ledger.calendar)
    for issue, new in pairs:
        walked = walk(issue.baseline, issue.entries, setting, day)
        for _ in walked:
            pass
        edits = _edits(issue.baseline, walked.chain.holding, new)
        if edits:
            edition.revised.append(Revised(issue.id, issue.baseline.number, issue.baseline.title, edits))
    kept = {issue.id for issue, _ in pairs}
    known = {new.id for _, new in pairs}
    edition.gone = [issue for issue in ledger.issues if issue.id not in kept]
    edition.added = [new for new in said if new.id not in known]
    return edition


def _pairs(issues: Sequence[Issue], said: Sequence[Baseline]) -> list[tuple[Issue, Baseline]]:
    """The same task in both: by its title, also under another number, and else by its number."""
    found: dict[str, Baseline] = {}
    left = list(said)
    for same in (_same_place, _same_words, _alike):
        for issue in issues:
            if issue.id in found:
                continue
            new = next((one for one in left if same(issue.baseline, one)), None)
            if new is not None:
                found[issue.id] = new
                left.remove(new)
    return [(issue, found[issue.id]) for issue in issues if issue.id in found]


_ALIKE = 0.4
"""From how alike two titles or problems of one number are, on, they are the same task reworded."""


def _same_place(one: Baseline, other: Baseline) -> bool:
    return (one.title, one.number) == (other.title, other.number)


def _same_words(one: Baseline, other: Baseline) -> bool:
    return (one.title, one.problem) == (other.title, other.problem)


def _alike(one: Baseline, other: Baseline) -> bool:
    if one.number != other.number:
        return False
    pairs = ((one.title, other.title), (one.problem or "", other.problem or ""))
    return any(a and b and SequenceMatcher(None, a[:500], b[:500]).ratio() >= _ALIKE for a, b in pairs)


# --- one task -------------------------------------------------------------------------------------


def _edits(stored: Baseline, holds: Effective, new: Baseline) -> tuple[Edited, ...]:
    """What changed, most of it as changes of an amendment; what does not fit one is told all the same."""
    edits = [*_scalars(stored, holds.baseline, new), *_measures(stored, holds, new)]
    amended = [edit for edit in edits if edit.amends]
    while amended:
        made = apply(holds, [Change(field=e.field, old=in_file(e.old), new=in_file(e.new)) for e in amended])
        if not isinstance(made, Misfit):
            break
        at = next((n for n, edit in enumerate(amended) if edit.field == made.field), len(amended) - 1)
        odd = amended.pop(at)
        edits = [edit._replace(amends=False) if edit == odd else edit for edit in edits]
    return tuple(edits)


def _scalars(stored: Baseline, holds: Baseline, new: Baseline) -> Iterator[Edited]:
    old, now, said = stored.model_dump(), holds.model_dump(), new.model_dump()
    for name in _SCALARS:
        yield from _edited(name, _at(old, name), _at(now, name), _at(said, name))
    for name, units in _UNITS.items():
        if all(_at(old, one) == _at(said, one) for one in units):
            yield from _unlike(old, said, (name,))
    yield from _unlike(old, said, _OTHERS)
    yield from _milestones("milestones", stored.milestones, holds.milestones, new.milestones)


def _edited(name: str, old: Any, now: Any, said: Any, *, amends: bool = True) -> Iterator[Edited]:
    """A field, unless the edition says of it what the plan said, or what was amended since."""
    if said not in (old, now):
        yield Edited(name, now, said, amends)


def _unlike(old: dict[str, Any], said: dict[str, Any], names: Sequence[str]) -> Iterator[Edited]:
    """Fields that no amendment records."""
    for name in names:
        if _at(old, name) != _at(said, name):
            yield Edited(name, _at(old, name), _at(said, name), amends=False)


def _at(data: dict[str, Any], name: str) -> Any:
    value: Any = data
    for step in name.split("."):
        value = value[step]
    return value


def _milestones(
    place: str, old: Sequence[Milestone], now: Sequence[Milestone], said: Sequence[Milestone]
) -> Iterator[Edited]:
    """The milestones of a text one by one; where their number changed no amendment says which is which."""
    if old == said:
        return
    if not len(old) == len(now) == len(said):
        yield Edited(place, _told(now), _told(said), amends=False)
        return
    for n, (was, holds, new) in enumerate(zip(old, now, said, strict=True), 1):
        yield from _edited(f"{place}.{n}.text", was.text, holds.text, new.text)
        yield from _edited(f"{place}.{n}.due", was.due, holds.due, new.due)


def _told(milestones: Sequence[Milestone]) -> tuple[str, ...]:
    return tuple(f"{one.text} {one.due}" for one in milestones)


# --- measures and figures ---------------------------------------------------------------------------


def _measures(stored: Baseline, holds: Effective, new: Baseline) -> Iterator[Edited]:
    now = holds.baseline.measures
    texts = [measure.text for measure in stored.measures], [measure.text for measure in new.measures]
    places: dict[int | None, int | None] = {None: None}
    dropped, added = [], []
    for _, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        for i, j in zip(range(a, b), range(c, d), strict=False):
            places[i + 1] = j + 1
            if i + 1 not in holds.dropped:
                yield from _measure(i + 1, stored.measures[i], now[i], new.measures[j])
        dropped += [i for i in range(a + d - c, b) if i + 1 not in holds.dropped]
        added += list(range(c + b - a, d))
    yield from _targets(stored, holds.baseline, new, places)
    yield from (Edited(f"measures.{i + 1}", now[i].text, None) for i in dropped)
    known = {measure.text for measure in now[len(stored.measures) :]}
    place = len(now)
    for measure in (new.measures[j] for j in added):
        if measure.text in known:
            continue
        place += 1
        yield Edited(f"measures.{place}", None, measure.text)
        if measure.by:
            yield Edited(f"measures.{place}.by", None, measure.by)
        if measure.milestones:
            yield Edited(f"measures.{place}.milestones", None, _told(measure.milestones), amends=False)


def _measure(k: int, old: Measure, now: Measure, said: Measure) -> Iterator[Edited]:
    if (old.text, old.units_text, old.deadline_text) == (said.text, said.units_text, said.deadline_text):
        return
    for name in _OF_MEASURE:
        yield from _edited(
            f"measures.{k}.{name}", getattr(old, name), getattr(now, name), getattr(said, name)
        )
    yield from _milestones(f"measures.{k}.milestones", old.milestones, now.milestones, said.milestones)


def _targets(
    stored: Baseline, holds: Baseline, new: Baseline, places: dict[int | None, int | None]
) -> Iterator[Edited]:
    left = list(new.targets)
    for n, (old, now) in enumerate(zip(stored.targets, holds.targets, strict=False), 1):
        said = _counterpart(old, left, places)
        if said is None:
            yield Edited(f"targets.{n}", f"{now.name} {now.text}", None, amends=False)
            continue
        left.remove(said)
        for name in _OF_TARGET:
            field_name = f"targets.{n}.{name}"
            yield from _edited(field_name, getattr(old, name), getattr(now, name), getattr(said, name))
        if len(old.parts) != len(said.parts):
            parts = [tuple(part.text for part in one.parts) for one in (now, said)]
            yield Edited(f"targets.{n}.parts", parts[0], parts[1], amends=False)
            continue
        for k, (was, is_now, is_said) in enumerate(zip(old.parts, now.parts, said.parts, strict=True), 1):
            for name in _OF_PART:
                field_name = f"targets.{n}.parts.{k}.{name}"
                yield from _edited(
                    field_name, getattr(was, name), getattr(is_now, name), getattr(is_said, name)
                )
    for number, said in enumerate(left, len(holds.targets) + 1):
        yield Edited(f"targets.{number}", None, f"{said.name} {said.text}", amends=False)


def _counterpart(old: Target, left: Sequence[Target], places: dict[int | None, int | None]) -> Target | None:
    """The figure of the new edition that stands where this one stood: the same words, name or unit."""
    here = [one for one in left if old.measure in places and one.measure == places[old.measure]]
    for name in ("text", "name", "unit"):
        found = [one for one in here if getattr(one, name) == getattr(old, name)]
        if found:
            return found[0]
    return None
