"""The texts that the templates of the site use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.reports.site import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS = (
    *("site.skip", "site.untitled", "site.public_tag", "site.pages", "site.partial", "site.foot"),
    *("site.collective", "site.members", "site.none", "site.overview", "site.completed", "site.overdue"),
    *(
        "site.open_other",
        "site.late_issues",
        "site.list",
        "site.no_script",
        "site.filter",
        "site.filter_text",
    ),
    *("site.filter_unit", "site.all", "site.sort", "site.reset", "site.shown", "site.list_caption"),
    *(
        "site.milestones",
        "site.official",
        "site.acceptance_text",
        "site.responsibility_text",
        "site.unstated",
    ),
    *("site.deadline", "site.first_due", "site.completed_on", "site.accepted_on", "site.closed_on"),
    *("site.review_by", "site.notice", "site.attempts", "site.attempt", "site.begun_on"),
    *("site.units", "site.measures", "site.targets"),
    *("site.target", "site.value", "site.reading", "site.percent", "site.read", "site.each"),
    *("site.no_reading", "site.met", "site.reached_by", "site.missing", "site.record"),
    *("site.date", "site.type", "site.by", "site.said", "site.void", "site.refused", "site.evidence"),
    *("site.no_record", "site.neighbours", "site.unit_owes", "site.unit_done", "site.unit_leads"),
    *("site.unit_supports", "site.unit_late", "site.unit_accepts", "site.unit_duties", "site.units_note"),
    *("site.units_caption", "site.units_note_public", "site.wall"),
    *("site.wall_note", "site.about", "site.now", "site.was", "site.dropped", "site.owed_by", "site.done_by"),
    *("site.withdrawn_on", "site.still_owed", "site.successor", "site.done_on"),
)
"""Texts that templates show as they are: ``site.skip`` is ``t.skip`` there."""

PHRASES = (
    *("site.days", "site.shown", "site.descending", "site.node_done", "site.node_late", "site.node_open"),
    *("site.node_done_late", "site.node_withdrawn", "site.node_moved", "site.late_days"),
    *("site.on", "site.extension", "site.span", "site.done_measure", "site.due_measure", "site.summed"),
)
"""Texts with gaps that templates fill with ``say``."""

WORDS: Mapping[str, tuple[str, ...]] = {**VOCABULARY, "flag": ("immediate", "sustained")}
"""Words of closed lists: ``w.status.closed``."""

HEADS = (
    *("number", "title", "lead", "due", "standing", "status", "section", "problem", "goal", "deadline.text"),
    *("support", "acceptance", "unit", "kind", "leads", "supports", "accepts", "late", "state", "what"),
)
"""Heads of columns: ``h.number``."""

LIST = ("number", "title", "lead", "due", "standing", "status")
"""The columns of the list, which can be sorted by each."""
