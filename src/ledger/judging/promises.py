"""Whether a promise (承诺) was kept: worked out from its day and the day on which the thing was done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.obligations import past_promises
from ledger.judging.owed import What, days_late

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement


class Kept(StrEnum):
    """What became of a promise."""

    BROKEN = "broken"
    PENDING = "pending"
    KEPT_LATE = "kept_late"
    KEPT = "kept"
    LAPSED = "lapsed"


def kept(promise: Obligation, as_of: date) -> Kept:
    """What had become of a promise on a day; the promised day itself is in time."""
    if promise.lapsed:
        return Kept.LAPSED
    late = days_late(promise.due, promise.done, as_of) is not None
    if promise.done is not None:
        return Kept.KEPT_LATE if late else Kept.KEPT
    return Kept.BROKEN if late else Kept.PENDING


class Word(NamedTuple):
    """What a unit has promised of one thing: the promise that stands, which it gave last, and those before it
    in the order in which they were given."""

    standing: Obligation
    former: tuple[Obligation, ...]


def words_given(judgement: Judgement) -> list[Word]:
    """The promises of a task, those of one unit about one thing together.

    Each stays what it is: a day that was not kept is not kept because another was promised.
    """
    given: dict[tuple[str, int | None, int | None], list[Obligation]] = {}
    for one in judgement.obligations:
        if one.what is What.PROMISE:
            given.setdefault((one.shares[0].unit, one.measure, one.milestone), []).append(one)
    said = [sorted(found, key=lambda one: (one.since or one.due, one.position)) for found in given.values()]
    return [Word(found[-1], tuple(found[:-1])) for found in said]


def promises(judgements: Iterable[Judgement]) -> list[tuple[Judgement, Obligation]]:
    """The promises on record: broken ones first, and of each sort by their day; those that lapsed last."""
    found = []
    for judgement in judgements:
        standing = [one for one in judgement.obligations if one.what is What.PROMISE]
        standing += past_promises(judgement.issue.id, judgement.chain)
        found += [(judgement, one) for one in standing]
    order = list(Kept)
    return sorted(
        found,
        key=lambda item: (
            order.index(kept(item[1], item[0].as_of)),
            item[1].due,
            item[0].issue.id,
            item[1].position,
        ),
    )
