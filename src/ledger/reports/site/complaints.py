"""The page of the site about complaints: the published edition, on either site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.complaints import counts, standings_of
from ledger.reports.complaints import counted
from ledger.reports.complaints_public import (
    areas_table,
    joined,
    outcome,
    overall,
    public_record,
    published_counts,
)
from ledger.reports.site.pages import AreaLine, ComplaintLine, ComplaintsPage

if TYPE_CHECKING:
    from ledger.judging.day import Day


def complaints_page(day: Day) -> ComplaintsPage | None:
    """The page of the site, the same in both editions; none without complaints."""
    standings = standings_of(day.ledger, day.as_of)
    if not standings:
        return None
    lines = []
    for one in standings:
        record, _ = public_record(one)
        handled, persons = outcome(one, record["handled"])
        lines.append(
            ComplaintLine(
                number=record["number"],
                key=record["key"],
                text=record["text"],
                area=record["area"],
                kinds=tuple(record["kinds"]),
                found=joined(record["found"]),
                verdict=record["verdict"],
                handled=handled,
                state=record["state"],
                persons=tuple(persons),
            )
        )
    table = areas_table(standings, day.as_of, day.ledger.units)
    total = {**published_counts(counted(counts(standings, day.as_of))), "area": None}
    names = AreaLine.__match_args__
    areas = tuple(AreaLine(**{name: row[name] for name in names}) for row in (*table.records, total))
    return ComplaintsPage(tuple(overall(standings, day.as_of, public=True)), tuple(lines), areas)
