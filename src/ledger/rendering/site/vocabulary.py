"""The texts that the templates of the site use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.reports.site import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS = (
    *("site.about", "site.acceptance_text", "site.accepted_on", "site.all", "site.attempt"),
    *(
        "site.attempts",
        "site.begun_on",
        "site.by",
        "site.changes_note",
        "site.closed_on",
        "site.complaints",
        "site.complaints_areas",
        "site.complaints_list",
        "site.complaints_note",
        "site.complaints_total",
    ),
    *("site.collective", "site.completed", "site.completed_on", "site.copied", "site.copy_link"),
    *("site.date", "site.deadline", "site.done_by", "site.done_on", "site.dropped", "site.due_year"),
    *("site.each", "site.empty", "site.evidence", "site.filter", "site.filter_text"),
    *("site.filter_unit", "site.first_due", "site.foot", "site.had_to", "site.lacking", "site.latest"),
    *("site.list", "site.list_caption", "site.measure_done", "site.measure_late", "site.measure_open"),
    *("site.measures", "site.measures_done", "site.members", "site.met", "site.milestones"),
    *("site.missing", "site.neighbours", "site.next_step", "site.no_reading", "site.no_record"),
    *("site.no_script", "site.none", "site.notice", "site.now", "site.official", "site.overview"),
    *("site.owed_by", "site.pages", "site.partial", "site.percent", "site.public_tag"),
    *("site.reached_by", "site.read", "site.reading", "site.record", "site.refused", "site.reset"),
    *("site.responsibility_text", "site.review_by", "site.said", "site.shown", "site.skip"),
    *("site.sort", "site.still_owed", "site.successor", "site.target", "site.targets", "site.time"),
    *("site.trend", "site.type", "site.unchanged", "site.unit_done", "site.unit_duties"),
    *("site.unit_complaints", "site.complaint_no_day"),
    *("site.unit_letters", "site.unit_owes", "site.unit_promises", "site.unit_tasks", "site.units"),
    *("site.units_caption", "site.units_note", "site.units_note_public", "site.unstated"),
    *("site.untitled", "site.urgent", "site.urgent_none", "site.value", "site.void", "site.wall"),
    *("site.wall_note", "site.was", "site.withdrawn_on"),
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
    *("acceptance", "accepts", "deadline.text", "due", "goal", "kind", "late", "lead", "leads"),
    *("letter", "level", "number", "problem", "promised", "promised_until", "reply_by", "role"),
    *("complaint", "described", "area", "pollution", "found_out", "found_out_to_be", "handled_how"),
    *("is_finished", "held_to_account", "handed", "key_cases", "finished_cases", "timely_cases"),
    *("finish_rate", "timely_rate", "case_state"),
    *("section", "standing", "state", "status", "support", "supports", "title", "unit", "what"),
)
"""Heads of columns: ``h.number``."""

LIST = ("number", "title", "lead", "due", "standing", "status")
"""The columns of the list, which can be sorted by each."""
