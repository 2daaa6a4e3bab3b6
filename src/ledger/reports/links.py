"""What a task has to do with tasks of other ledgers: its earlier life, where it went on, what is related."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.model.roster import Link
    from ledger.reports.report import Report


class Linked(NamedTuple):
    """A task of another ledger: how it stands to the one that was asked for, and its qualified name."""

    relation: str
    task: str


def linked(task: str, links: Iterable[Link]) -> list[Linked]:
    """The tasks that ``task`` continues, the nearest first, those that continue it, and those it relates to.

    ``links`` have no circle of continuing.
    """
    links = list(links)
    before = {link.task: link.continues for link in links if link.continues}
    after: dict[str, list[str]] = {}
    for later, earlier in before.items():
        after.setdefault(earlier, []).append(later)
    found: dict[Linked, None] = {}
    at = task
    while at in before:
        at = before[at]
        found[Linked("continues", at)] = None
    waiting = [task]
    while waiting:
        for later in after.get(waiting.pop(), ()):
            found[Linked("continued", later)] = None
            waiting.append(later)
    for link in links:
        others = link.relates if link.task == task else [link.task] if task in link.relates else ()
        found |= {Linked("relates", other): None for other in others}
    return list(found)


def with_links(
    report: Report, found: Sequence[Linked], known: Mapping[str, tuple[str, str] | None]
) -> Report:
    """The report of a task with a line for each task that it is linked to.

    ``known`` has title and status by qualified name, ``None`` for a task that is not there.
    """
    notes: list[Message] = []
    told = []
    for one in found:
        held = known.get(one.task)
        told.append(
            {
                "relation": one.relation,
                "task": one.task,
                "title": held[0] if held else None,
                "status": held[1] if held else None,
            }
        )
        if held is None:
            notes.append(Message("links.gone", {"task": one.task}))
        else:
            status = Message(f"status.{held[1]}")
            notes.append(
                Message(f"links.{one.relation}", {"task": one.task, "title": held[0], "status": status})
            )
    return replace(report, notes=(*report.notes, *notes), summary={**report.summary, "links": told})
