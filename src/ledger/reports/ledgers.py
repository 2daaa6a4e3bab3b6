"""Several ledgers side by side: how far each is, ranked; and tasks that are in more than one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.counting import rates
from ledger.plans.progress import squeezed
from ledger.reports.report import Column, Message, Report
from ledger.reports.reported import rate_text
from ledger.rules.roster import Wrong, ends_of
from ledger.rules.tasknames import task_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.model.roster import Link

_FIGURES = (
    "total",
    "done",
    "due",
    "due_done",
    "due_in_time",
    "overdue",
    "behind_pace",
    "undetermined",
    "withdrawn",
)


_SHOWN = ("total", "finished", "rate", "due_items", "due_rate", "overdue")


class Row(NamedTuple):
    """A ledger: its name and what the roster says of it, its figures, and its tasks by the texts they go by.

    ``figures`` is ``None`` for one that could not be read, of which ``why`` says why; with ``partial`` they
    lack what could not be read.
    """

    name: str
    city: str | None = None
    round: str | None = None
    level: str | None = None
    figures: dict[str, int] | None = None
    tasks: tuple[tuple[str, str, str, str], ...] = ()
    why: Message | None = None
    partial: bool = False


def row_of(row: Row, day: Day) -> Row:
    """The row with what its ledger says on a day: figures, and of each task id, text, title and status."""
    found = day.figures()
    named = found.named()
    held = {name: len(named[name]) for name in _FIGURES}
    held["late_units"] = len({unit for one in day.judgements for debt in one.late for unit in debt.units})
    tasks = tuple(
        (one.issue.id, _text(one.baseline.title, one.baseline.problem), one.baseline.title, str(one.status))
        for one in day.judgements
    )
    return row._replace(figures=held, tasks=tasks)


_MARKS = re.compile(r"[\s\W_]+")


def _text(title: str, problem: str | None) -> str:
    """What a task is about, without marks and spaces: of two plans the same words are one problem."""
    return _MARKS.sub("", squeezed(title or problem or ""))


def ledgers_report(rows: Sequence[Row], as_of: date) -> Report:
    """The ledgers by completion, the furthest first; those of equal rate by how little is late."""
    ranked = sorted((row for row in rows if row.figures is not None), key=_order)
    left = [row for row in rows if row.figures is None]
    records = [_record(n, row) for n, row in enumerate(ranked, 1)] + [_record(None, row) for row in left]
    lines = [
        {**record, "rate": rate_text(record["rate"]), "due_rate": rate_text(record["due_rate"])}
        | {"rank": record["rank"] or "—", "remark": _remark(row)}
        | {"finished": record["done"], "due_items": record["due"]}
        for record, row in zip(records, (*ranked, *left), strict=True)
    ]
    total = {
        name: sum(row.figures[name] for row in ranked if row.figures) for name in (*_FIGURES, "late_units")
    }
    foot: dict[str, Any] = {**total, "ledger": Message("column.total"), **_shown(rates(total))}
    foot |= {"finished": total["done"], "due_items": total["due"]}
    places = [Column(name) for name in ("city", "round", "level") if any(record[name] for record in records)]
    columns = (
        *(Column("rank", right=True), Column("ledger", grow=1), *places),
        *(Column(name, right=True) for name in _SHOWN),
        Column("late_units", right=True),
        *([Column("remark", grow=1)] if any(_remark(row) for row in rows) else []),
    )
    return Report(
        kind="ledgers",
        columns=columns,
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        title=Message("ledgers.title", {"as_of": as_of, "count": len(rows)}),
        foot=foot,
        summary={"total": total | rates(total)},
        notes=(Message("ledgers.note"),),
        partial=bool(left),
    )


def _remark(row: Row) -> Message | str:
    return row.why or (Message("together.partial") if row.partial else "")


def _order(row: Row) -> tuple[Any, ...]:
    figures = row.figures or {}
    return -(rates(figures)["rate"] or 0), figures["overdue"], row.name


def _shown(found: dict[str, Any]) -> dict[str, str]:
    return {name: rate_text(rate) for name, rate in found.items()}


def _record(rank: int | None, row: Row) -> dict[str, Any]:
    figures: dict[str, Any] = dict(row.figures or dict.fromkeys((*_FIGURES, "late_units")))
    none: dict[str, Any] = dict.fromkeys(("rate", "due_rate", "in_time_rate"))
    return {
        "rank": rank,
        "ledger": row.name,
        "city": row.city,
        "round": row.round,
        "level": row.level,
        **figures,
        **(rates(row.figures) if row.figures else none),
        "why": row.why.key if row.why else None,
    }


def links_gone(rows: Iterable[Row], links: Sequence[Link], stated: Sequence[Link]) -> list[Wrong]:
    """The links with the tasks in them that are not there, of ledgers that could be read; ``stated`` are all
    links of the roster, by which they are found in it."""
    known = {
        row.name: {task_key(f"{row.name}/{task}") for task, *_ in row.tasks} for row in rows if row.figures
    }
    places = {id(link): n for n, link in enumerate(stated)}
    found = []
    for link in links:
        gone = tuple(
            end
            for end in ends_of(link)
            if (tasks := known.get(end.partition("/")[0])) is not None and task_key(end) not in tasks
        )
        if gone:
            place = ("links", places[id(link)]) if id(link) in places else ("links",)
            found.append(Wrong("L335", place, {"task": link.task, "gone": gone}))
    return found


# --- tasks in more than one ---------------------------------------------------------------------------


def repeated_report(rows: Iterable[Row], links: Iterable[Link], as_of: date) -> Report:
    """Tasks that are in more than one ledger: of the same words, or linked; a line a problem."""
    texts: dict[str, list[tuple[str, str, str]]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for row in rows:
        for task, text, title, status in row.tasks:
            name = f"{row.name}/{task}"
            titles[name] = title, status
            texts.setdefault(text, []).append((row.name, name, title))
    records: list[dict[str, Any]] = []
    for same in texts.values():
        if len({ledger for ledger, _, _ in same}) > 1:
            names = [name for _, name, _ in same]
            records.append(_repeated(same[0][2], names, "same_words", titles))
    called = {task_key(name): name for name in titles}
    told: set[tuple[str, ...]] = set()
    for link in links:
        for how, others in (
            ("continues", (link.continues,) if link.continues else ()),
            ("relates", link.relates),
        ):
            ends = [called.get(task_key(end), end) for end in (link.task, *others)]
            if others and (how, *ends) not in told:
                told.add((how, *ends))
                records.append(_repeated(titles.get(ends[0], ("—", ""))[0], ends, how, titles))
    lines = [
        {
            **record,
            "tasks": [
                Message("ledgers.task", {"task": task, "status": Message(f"status.{status}")})
                if status
                else Message("ledgers.no_task", {"task": task})
                for task, status in zip(record["tasks"], record["statuses"], strict=True)
            ],
        }
        for record in records
    ]
    return Report(
        kind="repeated",
        columns=(Column("title", grow=2), Column("how_linked", words="how_linked"), Column("tasks", grow=3)),
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        title=Message("ledgers.repeated", {"count": len(records)}),
        empty=Message("ledgers.none_repeated"),
    )


def _repeated(title: str, tasks: list[str], how: str, known: dict[str, tuple[str, str]]) -> dict[str, Any]:
    statuses = [known[task][1] if task in known else None for task in tasks]
    return {"title": title, "how_linked": how, "tasks": tasks, "statuses": statuses}
