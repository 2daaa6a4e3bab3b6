"""The web site of the ledger as page data: everything that its pages say, in no language yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.judging.complaints import State as CaseState
from ledger.judging.duties import State
from ledger.judging.promises import Kept
from ledger.judging.status import Kind, Standing
from ledger.model.complaint import POLLUTIONS, VERDICTS
from ledger.model.course import Status
from ledger.model.entries import BY_TYPE
from ledger.model.months import months_after
from ledger.model.plan import LEVELS
from ledger.model.unit import UnitKind
from ledger.reports.private import masked
from ledger.reports.site.complaints import complaints_page
from ledger.reports.site.front import Name
from ledger.reports.site.issue import issue_page
from ledger.reports.site.naming import Namer, unit_key
from ledger.reports.site.overview import (
    CHANGES,
    CHARTS,
    URGENT,
    changes_of,
    chart_of,
    overview_of,
    trend_of,
    urgent_of,
)
from ledger.reports.site.pages import EntryLine, IssuePage, Settings, Site
from ledger.reports.site.public import PUBLIC, PUBLIC_ENTRIES, named_keys, private_texts, published
from ledger.reports.site.unit import unit_pages
from ledger.reports.timeline import build_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.judging.day import Day

__all__ = [
    "CHANGES",
    "CHARTS",
    "ENTRY_TYPES",
    "PUBLIC",
    "PUBLIC_ENTRIES",
    "URGENT",
    "VOCABULARY",
    "EntryLine",
    "IssuePage",
    "Name",
    "Site",
    "build_site",
    "masked",
    "private_texts",
    "published",
    "unit_key",
]

VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "standing": tuple(Standing),
    "kind": tuple(Kind),
    "unit_kind": tuple(UnitKind),
    "state": tuple(State),
    "level": LEVELS,
    "promise": tuple(Kept),
    "complaint_state": tuple(CaseState),
    "verdict": VERDICTS,
    "pollution": POLLUTIONS,
}
"""The closed lists that pages use words of, in the order in which they sort."""

ENTRY_TYPES = tuple(BY_TYPE)
"""The types of entries, whose names pages say."""


def build_site(
    day: Day,
    *,
    revision: str | None = None,
    partial: bool = False,
    public: bool = False,
    mask: bool = True,
    since: date | None = None,
) -> Site:
    """The site of the ledger on a day, with what changed after ``since``, a month before unless given.

    ``mask`` hides private numbers in the public site; :func:`private_texts` finds them where it is off.
    """
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
        urgent=urgent_of(day, namer),
        changes=changes_of(day, since or months_after(day.as_of, -1)),
        trend=trend_of(day),
        units=unit_pages(day, namer),
        settings=Settings(day.policy.warn_days, day.policy.immediate_days, day.policy.review_months),
        timeline=build_timeline(day, day.judgements, partial=partial),
        revision=revision,
        complaints=complaints_page(day) if day.ledger.complaints else None,
    )
    if not public:
        return site
    held: Site = published(site, mask=mask)
    named = named_keys(replace(held, units=()))
    return replace(held, units=tuple(page for page in held.units if page.key in named))
