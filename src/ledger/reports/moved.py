"""What a task has been through, as ``show`` tells it: deadline, extensions, attempts, completion, notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.report import Message, stated
from ledger.reports.sentences import moved_item

if TYPE_CHECKING:
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Attempt


def deadline_message(judgement: Judgement) -> Message:
    """The deadline as the plan has it, the day it means now, and the first one where it was moved."""
    text, first = stated(judgement.baseline.deadline.text), judgement.chain.attempts[0]
    if first.due is not None:
        args = {"text": text, "due": first.due, "first": first.first_due}
        moved = first.first_due is not None and first.due != first.first_due
        return Message("show.due_moved" if moved else "show.due", args)
    return Message(
        "show.undetermined" if judgement.basis == "undetermined" else "show.no_due", {"text": text}
    )


def _how(attempt: Attempt) -> Message | str:
    """How an attempt that was completed stood to the days it had."""
    if attempt.due is None or attempt.done is None:
        return ""
    if attempt.done > attempt.due:
        return Message("show.how", {"how": Message("standing.met_late")})
    by_first = attempt.first_due is None or attempt.done <= attempt.first_due
    return Message("show.how", {"how": Message("standing.met" if by_first else "standing.met_extended")})


def moved_lines(judgement: Judgement) -> list[tuple[Any, Any]]:
    """Extensions, attempts, completion, notice, clearing and the next review, where there are any."""
    lines: list[tuple[Any, Any]] = []
    for e in judgement.extensions:
        key = "show.extension_late" if e.late else "show.extension"
        moved: dict[str, Any] = {"date": e.day, "old": e.old, "new": e.new, "approval": e.approval}
        said = Message(key, moved)
        if e.node is not None:
            said = Message("show.extension_part", {"extension": said, "part": moved_item(judgement, e)})
        lines.append((Message("show.extended"), said))
    for attempt in judgement.chain.attempts[:-1]:
        args: dict[str, Any] = {"n": attempt.number, "completed": attempt.done, "closed": attempt.closed}
        args["how"] = _how(attempt)
        lines.append(
            (
                Message("show.attempt"),
                Message("show.attempt_closed" if attempt.closed else "show.attempt_done", args),
            )
        )
    if judgement.chain.attempt.number > 1:
        args = {
            "n": judgement.chain.attempt.number,
            "began": judgement.chain.attempt.began,
            "due": judgement.due,
        }
        lines.append(
            (
                Message("show.attempt"),
                Message("show.attempt_now" if judgement.due else "show.attempt_undue", args),
            )
        )
    completed, margin = judgement.completed, judgement.margin
    if completed is not None:
        key = "show.done" if margin is None else "show.early" if margin >= 0 else "show.late_by"
        if margin is not None and margin >= 0 and judgement.first_due != judgement.due:
            attempt = judgement.chain.attempt
            key = "show.done_extended" if attempt.first_due and completed > attempt.first_due else key
        if key == "show.early" and judgement.chain.attempt.number > 1:
            key = "show.early_again"
        lines.append((Message("show.completed"), Message(key, {"date": completed, "days": abs(margin or 0)})))
    days = (
        (Message("show.accepted"), judgement.accepted),
        (Message("show.closed"), judgement.closed),
        (Message("show.withdrawn"), judgement.chain.withdrawn),
        (Message("show.review"), judgement.review),
    )
    lines += [(name, day) for name, day in days if day is not None]
    if judgement.notice is not None:
        key = "show.days_projected" if judgement.notice.projected else "show.days"
        lines.append((Message("show.notice"), Message(key, judgement.notice._asdict())))
    return lines
