"""What a task has to do with tasks of other ledgers: its earlier life, where it went on, what is related."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ledger.reports.report import Message
from ledger.rules.tasknames import task_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links:
        if link.continues:
            before.setdefault(task_key(link.task), []).append(link.continues)
            after.setdefault(task_key(link.continues), []).append(link.task)
    own = task_key(task)
    found = [*_along("continues", own, before), *_along("continued", own, after)]
    for link in links:
        mine, theirs = task_key(link.task) == own, {task_key(other) for other in link.relates}
        others = link.relates if mine else [link.task] if own in theirs else ()
        found += [Linked("relates", other) for other in others]
    return list({(one.relation, task_key(one.task)): one for one in reversed(found)}.values())[::-1]


def _along(relation: str, task: str, ways: Mapping[str, Sequence[str]]) -> Iterator[Linked]:
    """All tasks that are come to from one, the nearest first, each once."""
    passed, waiting = {task}, deque([task])
    while waiting:
        for other in ways.get(waiting.popleft(), ()):
            key = task_key(other)
            if key not in passed:
                passed.add(key)
                waiting.append(key)
                yield Linked(relation, other)


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
