"""应办事项: whatever somebody owes by a day.  The one list that every question about time and debt is put to.

What an obligation is, when it is due and when it is done is defined in docs/account.md.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.judging.days import later
from ledger.judging.owed import Basis, Obligation, Share, What
from ledger.judging.shares import Shares, earliest
from ledger.model.course import Status
from ledger.model.months import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.judging.chain import Chain
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.attempt import Node, Promised
    from ledger.model.baseline import Milestone
    from ledger.model.plan import Policy
    from ledger.model.unit import Units


def of_issue(
    issue: str, chain: Chain, shares: Shares, policy: Policy, issued: date | None, as_of: date
) -> list[Obligation]:
    """The obligations of an issue by the entries that its chain has taken; none once it is withdrawn.

    Units are named as they are called on the day ``as_of``.
    """
    if chain.status is Status.WITHDRAWN:
        return []
    stages = [*_measures(issue, chain, shares), *_milestones(issue, chain, shares)]
    stages += _figures(issue, chain, shares)
    found = [_task(issue, chain, stages), *stages]
    found += _first_actions(issue, chain, shares, policy, issued)
    found += _promises(issue, chain, shares, as_of)
    review = review_day(chain, policy)
    if review is not None:
        basis = chain.attempt.reviewed or chain.attempt.completed
        found.append(
            Obligation(
                What.REVIEW, issue, _all(chain.leads, review, None), review, review, None, since=basis,
                attempt=chain.attempt.number,
            )
        )  # fmt: skip
    return [_renamed(one, chain.units, as_of) for one in found] if chain.units.renamed else found


def _renamed(one: Obligation, units: Units, as_of: date) -> Obligation:
    """The obligation by the names of the day; units that have become one owe together what is left of
    both."""
    found: dict[str, Share] = {}
    for share in one.shares:
        name = units.on(share.unit, as_of)
        known = found.get(name)
        if known is None:
            found[name] = share._replace(unit=name)
        else:
            done = None if known.done is None or share.done is None else max(known.done, share.done)
            due = share.due if known.done is not None else known.due
            found[name] = Share(name, due, done, known.first_due)
    return one._replace(shares=tuple(found.values()))


def _all(units: Iterable[str], due: date | None, done: date | None) -> tuple[Share, ...]:
    return tuple(Share(unit, due, done) for unit in units)


def basis_of(chain: Chain, *fields: str) -> Basis:
    """Whether one of the fields was decided by a person."""
    if not chain.construed:
        return Basis.READ
    decided = any(name == f or name.startswith(f"{f}.") for f in fields for name in chain.construed)
    return Basis.CONSTRUED if decided else Basis.READ


def task_basis(chain: Chain) -> Basis:
    """What the due day of the task rests on."""
    attempt = chain.attempt
    if attempt.number > 1:
        return Basis.READ if attempt.due is not None else Basis.UNDETERMINED
    if attempt.due is None and chain.baseline.deadline.undetermined:
        return Basis.UNDETERMINED
    return basis_of(chain, "deadline")


def _task(issue: str, chain: Chain, stages: Iterable[Obligation]) -> Obligation:
    """The task as a whole: owed by its leads and by whoever still owes a part of it by the task's day.

    Whose parts were all put off beyond that day owes these alone; but where that is so of every lead, they
    keep the task.
    """
    attempt = chain.attempt
    leads = chain.leads
    owing: dict[str, None] = {}
    if attempt.completed is None:
        later: dict[str, None] = {}
        for stage in stages:
            for share in stage.shares if stage.done is None else ():
                if share.done is None:
                    (later if _put_off(share, attempt.due) else owing)[share.unit] = None
        kept = [unit for unit in leads if unit in owing or unit not in later]
        leads = tuple(kept) or leads
    owing = dict.fromkeys(leads) | owing
    return Obligation(
        What.ISSUE,
        issue,
        _all(owing, attempt.due, attempt.completed),
        attempt.first_due,
        attempt.due,
        attempt.completed,
        dated=attempt.due is not None,
        attempt=attempt.number,
        basis=task_basis(chain),
    )


def _put_off(share: Share, due: date | None) -> bool:
    """Whether a part is due after its task."""
    return due is not None and share.due is not None and share.due > due


def _stage(
    what: What, issue: str, node: Node, chain: Chain, shares: Shares, first_due: date | None
) -> Obligation:
    joint = shares.is_joint(node)
    completed, moved, firsts = chain.completed, chain.moved, chain.firsts
    done = earliest((shares.done(node), completed))
    own = chain.own_due(node)
    with_task = chain.attempt.due
    due = own or with_task
    days = shares.days(node)
    parts = tuple(
        [
            Share(
                unit,
                moved.get((node, unit), due) if moved else due,
                day if completed is None else earliest((day, completed)),
                firsts.get((node, unit), first_due) if firsts else first_due,
            )
            for unit, day in days.items()
        ]
    )
    dated = own is not None or (bool(moved) and any((node, unit) in moved for unit in days))
    inferred = not joint and not chain.assigned.get(node[0] or 0)
    basis = basis_of(chain, f"measures.{node[0]}.by", f"measures.{node[0]}.milestones.{node[1]}")
    if what is What.MEASURE and len(chain.attempts) > 1 and chain.attempt.due is None:
        basis = Basis.UNDETERMINED
    elif inferred and basis is Basis.READ:
        basis = Basis.INFERRED
    return Obligation(
        what,
        issue,
        parts,
        first_due,
        _common(due, parts) if moved else due,
        done,
        dated=dated,
        joint=joint,
        measure=node[0],
        milestone=node[1],
        attempt=chain.attempt.number,
        basis=basis,
    )


def _measures(issue: str, chain: Chain, shares: Shares) -> Iterator[Obligation]:
    """Every measure that is owed in the attempt that is going on."""
    again = chain.attempt.measures
    for k in chain.all_measures():
        if again is None or k in again:
            first = chain.attempt.first_due
            yield _stage(What.MEASURE, issue, (k, None), chain, shares, first)


def _milestones(issue: str, chain: Chain, shares: Shares) -> Iterator[Obligation]:
    """The milestones of the first attempt; a milestone of the goal on the deadline is the task itself."""
    if len(chain.attempts) > 1:
        return
    baseline = chain.baseline
    for n, milestone in enumerate(baseline.milestones, 1):
        if milestone.due != baseline.deadline.due:
            yield _stage(What.MILESTONE, issue, (None, n), chain, shares, _first(chain.first.milestones, n))
    for k in chain.all_measures():
        first = chain.first.measures[k - 1].milestones if k <= len(chain.first.measures) else ()
        for n in range(1, len(baseline.measures[k - 1].milestones) + 1):
            yield _stage(What.MILESTONE, issue, (k, n), chain, shares, _first(first, n))


def _first(milestones: Sequence[Milestone], n: int) -> date | None:
    """The day that a milestone had in the plan."""
    return milestones[n - 1].due if n <= len(milestones) else None


def _figures(issue: str, chain: Chain, shares: Shares) -> Iterator[Obligation]:
    """Figures with a day of their own that no milestone stands for, or whose milestone is recorded as done
    against their reading."""
    if len(chain.attempts) > 1:
        return
    stands_for: dict[tuple[int, int | None], list[Node]] = {}
    for node, states in shares.carried.items():
        for state, part in states:
            stands_for.setdefault((state.number, part.number if part else None), []).append(node)
    for state in shares.targets:
        for part in (None, *state.parts):
            number = part.number if part else None
            day = state.target.due if part is None else part.part.due
            if day is None:
                continue
            nodes = stands_for.get((state.number, number), [])
            if not nodes:
                yield _figure(issue, chain, state, part, day)
            else:
                figure = _figure(issue, chain, state, part, day)
                yield from _short(chain, shares, figure, nodes, _read_of(state, part, figure))


def _read_of(state: TargetState, part: PartState | None, figure: Obligation) -> frozenset[str]:
    """The units of a figure of whose reading something is known: nothing is short that nobody has read."""
    if part is None and state.each:
        return frozenset(one.unit for one in state.each if one.value is not None)
    value = state.value if part is None else part.value
    return frozenset(share.unit for share in figure.shares if value is not None)


def _short(
    chain: Chain, shares: Shares, figure: Obligation, nodes: Sequence[Node], read: frozenset[str]
) -> Iterator[Obligation]:
    """A figure that a milestone carries, where that was recorded as done while the reading is short."""
    figure = figure._replace(shares=tuple(share for share in figure.shares if share.unit in read))
    if not figure.joint:
        said = [s for s in figure.shares if any(shares.recorded_by(node, s.unit) for node in nodes)]
        said = [s for s in said if s.done is None]
        recorded = [node for node in nodes if any(shares.recorded_by(node, s.unit) for s in said)]
    else:
        recorded = [node for node in nodes if shares.recorded(node) is not None]
        said = list(figure.shares) if recorded and figure.done is None else []
    if said and figure.due is not None:
        moved = [s._replace(due=_last_due(chain, s.unit, s.due or figure.due, recorded)) for s in said]
        yield figure._replace(due=max(s.due or figure.due for s in moved), shares=tuple(moved))


def _last_due(chain: Chain, unit: str, due: date, nodes: Iterable[Node]) -> date:
    """The last of a figure's own day and those of the milestones that stand for it, for a unit."""
    return max([due, *(chain.own_due(node, unit) or due for node in nodes)])


def _figure(issue: str, chain: Chain, state: TargetState, part: PartState | None, first: date) -> Obligation:
    reached = earliest((state.reached if part is None else part.reached, chain.completed))
    measure = state.target.measure if part is None else part.part.measure
    number = part.number if part else None
    if part is None and state.each:
        done = [(one.unit, earliest((one.reached, chain.completed))) for one in state.each]
    else:
        done = [(unit, reached) for unit in chain.sharers(measure) or chain.leads]
    parts = tuple(Share(unit, chain.figure_due(state.number, number, unit), day) for unit, day in done)
    return Obligation(
        What.FIGURE,
        issue,
        parts,
        first,
        _common(chain.figure_due(state.number, number), parts),
        reached,
        joint=not state.each,
        measure=measure,
        target=state.number,
        part=number,
        basis=basis_of(chain, f"targets.{state.number}"),
    )


def _common(due: date | None, shares: Sequence[Share]) -> date | None:
    """The day of an obligation; where every share of it was moved, the first of theirs."""
    days = {share.due for share in shares}
    return due if due in days or not days or None in days else min(d for d in days if d is not None)


def _first_actions(
    issue: str, chain: Chain, shares: Shares, policy: Policy, issued: date | None
) -> Iterator[Obligation]:
    """What is to be begun at once; by when is unknown where the plan has no date of issue."""
    due = None if issued is None else later(issued, policy.immediate_days)
    basis = Basis.READ if due is not None else Basis.UNDETERMINED
    if chain.baseline.deadline.immediate:
        done = earliest((*(deed.day for deed in chain.deeds), chain.completed))
        yield Obligation(
            What.FIRST_ACTION, issue, _all(chain.leads, due, done), due, due, done,
            dated=due is not None, basis=basis,
        )  # fmt: skip
    for k in chain.all_measures():
        if not chain.baseline.measures[k - 1].immediate:
            continue
        able = {*(chain.sharers(k) or chain.responsible), *shares.named_leads}
        deeds = (d.day for d in chain.deeds if d.measure in {None, k} and (d.units & able or d.by in able))
        done = earliest((*deeds, shares.done((k, None)), chain.completed))
        units = chain.sharers(k) or chain.leads
        yield Obligation(
            What.FIRST_ACTION, issue, _all(units, due, done), due, due, done,
            dated=due is not None, measure=k, basis=basis,
        )  # fmt: skip


def _promises(issue: str, chain: Chain, shares: Shares, as_of: date) -> Iterator[Obligation]:
    """What units promised; kept on the day on which it is done.

    A promise of what the plan no longer asks for falls away with it.
    """
    last: dict[tuple[str, Node | None], Promised] = {}
    for promise in sorted(chain.promises, key=lambda one: (one.day, one.position)):
        last[chain.units.on(promise.by, as_of), promise.node] = promise
    for promise in chain.promises:
        if promise.node is not None and not chain.has(promise.node):
            continue
        standing = last[chain.units.on(promise.by, as_of), promise.node]
        done = chain.completed
        if promise.node is not None:
            mine = chain.spoken_for([promise.by], shares.units(promise.node))
            parts = (shares.share(promise.node, u) for u in mine)
            done = earliest((done, shares.done(promise.node), *parts))
        yield _promise(issue, promise, done)._replace(
            attempt=chain.attempt.number,
            renewed=standing.until if standing is not promise else None,
        )


def _promise(issue: str, one: Promised, done: date | None) -> Obligation:
    return Obligation(
        What.PROMISE,
        issue,
        (Share(one.by, one.until, done),),
        one.until,
        one.until,
        done,
        measure=one.node[0] if one.node else None,
        milestone=one.node[1] if one.node else None,
        position=one.position,
        text=one.text,
        since=one.day,
    )


def past_promises(issue: str, chain: Chain) -> list[Obligation]:
    """Promises that nobody owes any more: of an attempt that is over, kept or not, and those that lapsed.

    A promise lapses with a task that is withdrawn, and with what the plan no longer asks for.
    """
    found = [_promise(issue, one, done)._replace(lapsed=done is None) for one, done in chain.ended_promises]
    found += [
        _promise(issue, one, None)._replace(lapsed=True)
        for one in chain.promises
        if chain.status is Status.WITHDRAWN or (one.node is not None and not chain.has(one.node))
    ]
    return found


def review_day(chain: Chain, policy: Policy) -> date | None:
    """The day by which a completed standing duty is to be reviewed, counted from the last review."""
    attempt = chain.attempt
    if attempt.completed is None or not chain.baseline.deadline.sustained:
        return None
    return months_after(attempt.reviewed or attempt.completed, policy.review_months)
