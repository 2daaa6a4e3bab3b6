"""Standing duties that are still to come: periods and years that have not begun."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.judging.duties import Duty, State, known_since, periods
from ledger.judging.status import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.judging.duties import Recurrence
    from ledger.judging.status import Judgement
    from ledger.model.ledger import Ledger


def ahead(
    ledger: Ledger,
    judgements: Sequence[Judgement],
    recurring: Mapping[str, Iterable[Recurrence]],
    as_of: date,
    until: date,
) -> list[Duty]:
    """The duties that begin after ``as_of`` and by ``until``, as far as issues still need them by then.

    An issue that is neither completed nor sustained needs them up to its due day.
    """
    start = known_since(ledger)
    if start is None or as_of >= until:
        return []
    found: list[Duty] = []
    for judgement in judgements:
        for one in recurring.get(judgement.issue.id, ()):
            found += _recurring(judgement, one, max(start, as_of), as_of, until)
    if policy_of(ledger.plan).yearly_disclosure:
        found += _disclosures(ledger, judgements, as_of, until)
    return sorted(found, key=lambda d: (d.until, d.kind, d.issue or "", d.measure or 0, d.units))


def _recurring(
    judgement: Judgement, one: Recurrence, start: date, as_of: date, until: date
) -> Iterator[Duty]:
    measure, text, months = one
    baseline = judgement.issue.baseline
    if not baseline.deadline.sustained:
        if judgement.completed is not None:
            return
        until = min(until, judgement.due or until)
    for since, end in periods(start, until, months):
        if since > as_of:
            lead = baseline.responsibility.lead
            owed = Duty("recurring", lead, since, end, State.OWED, None, baseline.id, baseline.number)
            yield owed._replace(measure=measure, text=text)


def _disclosures(ledger: Ledger, judgements: Iterable[Judgement], as_of: date, until: date) -> Iterator[Duty]:
    units: dict[str, None] = {}
    for judgement in judgements:
        if judgement.completed is None:
            responsibility = judgement.issue.baseline.responsibility
            units |= dict.fromkeys(ledger.units.expand((*responsibility.lead, *responsibility.support)))
    for year in range((as_of + timedelta(1)).year, until.year + 1):
        since, end = date(year, 1, 1), date(year, 12, 31)
        if since > as_of:
            yield from (Duty("disclosure", (unit,), since, end, State.OWED) for unit in units)
