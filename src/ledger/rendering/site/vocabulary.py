"""The texts that the templates of the site use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.reports.site import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS = (
    *("site.about", "site.acceptance_text", "site.accepted_on", "site.all", "site.attempts"),
    *("site.changes_note", "site.closed_on", "site.collective", "site.complaint_no_day"),
    *("site.complaints", "site.complaints_areas", "site.complaints_list", "site.complaints_note"),
    *("site.complaints_total", "site.completed", "site.completed_on", "site.deadline", "site.done_by"),
    *("site.dropped", "site.due_year", "site.each", "site.empty", "site.evidence", "site.filter"),
    *("site.filter_text", "site.filter_unit", "site.first_due", "site.foot", "site.had_to"),
    *("site.lacking", "site.latest", "site.list", "site.list_caption", "site.measure_done"),
    *("site.measure_late", "site.measure_open", "site.measures", "site.measures_done", "site.members"),
    *("site.milestones", "site.missing", "site.neighbours", "site.next_step", "site.no_reading"),
    *("site.no_record", "site.no_script", "site.none", "site.notice", "site.now", "site.official"),
    *("site.overview", "site.owed_by", "site.pages", "site.partial", "site.public_tag"),
    *("site.reached_by", "site.record", "site.refused", "site.reset", "site.responsibility_text"),
    *("site.review_by", "site.shown", "site.skip", "site.sort", "site.still_owed", "site.successor"),
    *("site.targets", "site.trend", "site.unchanged", "site.unit_complaints", "site.unit_done"),
    *("site.unit_duties", "site.unit_letters", "site.unit_owes", "site.unit_promises"),
    *("site.unit_tasks", "site.units", "site.units_caption", "site.units_note"),
    *("site.units_note_public", "site.unstated", "site.untitled", "site.urgent", "site.urgent_none"),
    *("site.void", "site.wall", "site.wall_note", "site.was", "site.withdrawn_on"),
)
"""Texts that templates show as they are: ``site.skip`` is ``t.skip`` there."""

PHRASES = (
    *("site.all_of_them", "site.all_complaints", "site.changes", "site.count", "site.days", "site.days_left"),
    *("site.descending", "site.done_measure", "site.due_measure", "site.extension", "site.late_days"),
    *(
        "site.letter_late",
        "site.letter_none",
        "site.letter_owed",
        "site.letter_replied",
        "site.more",
        "site.moved",
    ),
    *("site.node_done", "site.node_done_late", "site.node_late", "site.node_moved", "site.node_open"),
    *(
        "site.node_withdrawn",
        "site.on",
        "site.part_late",
        "site.reopened",
        "site.shown",
        "site.span",
        "site.summed",
    ),
    *("site.undone_reopened", "site.undone_returned"),
)
"""Texts with gaps that templates fill with ``say``."""

WORDS: Mapping[str, tuple[str, ...]] = {**VOCABULARY, "flag": ("immediate", "sustained")}
"""Words of closed lists: ``w.status.closed``."""

HEADS = (
    *("acceptance", "accepts", "deadline.text", "due", "goal", "lead", "leads", "problem", "role"),
    *("section", "standing", "status", "support", "supports"),
)
"""Names of facts that templates use: ``h.lead``; those of tables are in ``TABLES``."""
