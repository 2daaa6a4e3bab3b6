"""The web site of the ledger as page data: everything that its pages say, in no language yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.duties import State
from ledger.judging.obligations import What
from ledger.judging.status import Kind, Standing
from ledger.model.course import Status
from ledger.model.entries import BY_TYPE
from ledger.model.unit import UnitKind
from ledger.reports.site.issue import issue_page
from ledger.reports.site.naming import Namer, unit_key
from ledger.reports.site.overview import CHARTS, chart_of, overview_of
from ledger.reports.site.pages import EntryLine, IssuePage, Name, Settings, Site
from ledger.reports.site.public import PUBLIC, PUBLIC_ENTRIES, masked, published
from ledger.reports.site.unit import unit_pages
from ledger.reports.timeline import build_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.judging.day import Day

__all__ = [
    "CHARTS",
    "ENTRY_TYPES",
    "PUBLIC",
    "PUBLIC_ENTRIES",
    "VOCABULARY",
    "EntryLine",
    "IssuePage",
    "Name",
    "Site",
    "build_site",
    "masked",
    "published",
    "unit_key",
]

VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "standing": tuple(Standing),
    "kind": tuple(Kind),
    "unit_kind": tuple(UnitKind),
    "state": tuple(State),
}
"""The closed lists that pages use words of, in the order in which they sort."""

ENTRY_TYPES = tuple(BY_TYPE)
"""The types of entries, whose names pages say."""


def build_site(day: Day, *, revision: str | None = None, partial: bool = False, public: bool = False) -> Site:
    """The site of the ledger on a day."""
    plan, namer = day.ledger.plan, Namer(day.ledger.units)
    sections = tuple((s.number, s.title) for s in plan.sections) if plan else ()
    titles = dict(sections)
    site = Site(
        title=plan.title if plan else None,
        issued=day.issued,
        as_of=day.as_of,
        public=public,
        partial=partial,
        overview=overview_of(day),
        charts=tuple(chart_of(day, by, namer) for by in CHARTS),
        sections=sections,
        issues=tuple(issue_page(day, judgement, namer, titles) for judgement in day.judgements),
        late=tuple(d.obligation.issue or "" for d in day.late() if d.obligation.what is What.ISSUE),
        units=unit_pages(day, namer),
        settings=Settings(day.policy.warn_days, day.policy.immediate_days, day.policy.review_months),
        timeline=build_timeline(day, day.judgements, partial=partial),
        revision=revision,
    )
    return published(site) if public else site
