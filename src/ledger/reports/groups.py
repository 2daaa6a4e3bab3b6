"""The tables of a report: its classes, and the same figures by section, lead and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, figures, percent
from ledger.judging.status import Kind
from ledger.reports.counts import label_of, rank, value_of
from ledger.reports.report import Column, Message, Report
from ledger.reports.reported import rate_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.judging.counting import Figures, Item
    from ledger.reports.reported import Asked

_COLUMNS = (
    Column("total", right=True),
    Column("finished", right=True),
    Column("accepted_or_closed", right=True),
    Column("ahead_or_on", right=True),
    Column("behind_pace", right=True),
    Column("overdue", right=True),
    Column("rate", right=True, percent=True, of=("done", "counted")),
)
_LABELS = {
    "section": Column("section", grow=1),
    "lead": Column("lead", grow=1),
    "due-year": Column("due_year", grow=1),
}
"""By what is grouped by, the column that names the group."""


def counts_of(whole: Figures) -> dict[str, int]:
    """How many of each figure there are, and the sums that tables and sentences have."""
    counts = {name: len(ids) for name, ids in whole.named().items()}
    return {
        **counts,
        "finished": counts["done"],
        "accepted_or_closed": counts["accepted"] + counts["closed"],
        "behind_or_late": counts["behind_pace"] + counts["overdue"],
        "counted": whole.counted,
        "open": whole.counted - counts["done"],
        "late_done": counts["due_done"] - counts["due_in_time"],
        "due_open": counts["due"] - counts["due_done"],
    }


def shown_classes(whole: Figures, classes: Iterable[Class], asked: Asked) -> list[tuple[str, int]]:
    """The classes that hold anything, with their counts; 逾期 within 未达到 where these are merged."""
    found = {klass.value: len(whole.classes[klass]) for klass in classes}
    if asked.merge_behind and Class.OVERDUE.value in found:
        found[Class.BEHIND_PACE.value] += found.pop(Class.OVERDUE.value)
    return [(name, count) for name, count in found.items() if count]


def classes_table(whole: Figures, asked: Asked) -> Report:
    """The classes in a table whose parts add up to the whole."""
    total = len(whole.total)
    named = [(klass, count) for klass, count in shown_classes(whole, Class, asked)]
    merged = asked.merge_behind and bool(whole.classes[Class.OVERDUE])
    words = {
        k: Message("klass.behind_or_late" if merged and k == "behind_pace" else f"klass.{k}")
        for k, _ in named
    }
    return Report(
        kind="classes",
        columns=(
            Column("klass", grow=1),
            Column("count", right=True),
            Column("share", right=True, percent=True, of=("count", "count")),  # of the last line: the whole
        ),
        records=tuple({"klass": k, "count": n, "share": rate_text(percent(n, total))} for k, n in named),
        lines=tuple({"klass": words[k], "count": n, "share": percent(n, total)} for k, n in named),
        title=Message("progress.classes"),
        sheet=Message("progress.classes"),
        foot={"klass": Message("stats.total"), "count": total, "share": percent(total, total)},
    )


def grouped_tables(counted: Sequence[Item], asked: Asked) -> list[Report]:
    """By section in the order of the plan, by lead best first, by the year of the first due day."""
    return [
        _grouped("section", counted, asked, _section, _in_order),
        _grouped("lead", counted, asked, _lead, _best_first),
        _grouped("due-year", counted, asked, _year, _by_year),
    ]


def _grouped(
    by: str,
    counted: Sequence[Item],
    asked: Asked,
    key: Callable[[Item], Any],
    place: Callable[[Any, Figures, int], Any],
) -> Report:
    groups: dict[Any, list[Item]] = {}
    for item in counted:
        groups.setdefault(key(item), []).append(item)
    made = [(group, figures(mine, asked.as_of), n) for n, (group, mine) in enumerate(groups.items())]
    made.sort(key=lambda one: place(*one))
    named = _LABELS[by].key
    columns = [_LABELS[by], *_COLUMNS]
    for klass in (Class.SUSTAINED, Class.UNDETERMINED, Class.WITHDRAWN):
        if any(item.klass is klass for item in counted):
            columns.insert(-1, Column(klass.value, right=True))
    if asked.merge_behind:
        columns = [c for c in columns if c.key not in {"behind_pace", "overdue"}]
        columns.insert(-1, Column("behind_or_late", right=True))
    titles = asked.ledger.plan.section_titles if asked.ledger.plan else {}
    whole = figures(counted, asked.as_of)
    return Report(
        kind=by,
        columns=tuple(columns),
        records=tuple({"group": value_of(group), **_row(of)} for group, of, _ in made),
        lines=tuple(
            {**_row(of), named: label_of(by, group, titles), "rate": of.rate} for group, of, _ in made
        ),
        title=Message(f"grouped_by.{by}"),
        sheet=Message(f"grouped_by.{by}"),
        foot={**_row(whole), named: Message("stats.total"), "rate": whole.rate},
        notes=(Message("progress.by_lead"),) if by == "lead" else (),
    )


def label_in(table: Report, line: Any) -> Any:
    """What a line of a grouped table is called."""
    return line[_LABELS[table.kind].key]


def _row(of: Figures) -> dict[str, Any]:
    counts = counts_of(of)
    return {
        **{name: count for name, count in counts.items() if name not in {"open", "late_done", "due_open"}},
        "ahead_or_on": counts["ahead"] + counts["on_pace"],
        "rate": rate_text(of.rate),
        "ids": list(of.total),
    }


def _section(item: Item) -> Any:
    return item.judgement.baseline.section


def _lead(item: Item) -> Any:
    return item.judgement.baseline.responsibility.lead


def _in_order(group: Any, of: Figures, n: int) -> Any:
    del group, of
    return n  # in plan order


def _best_first(group: Any, of: Figures, n: int) -> Any:
    """Best completion rate first, then most done, then plan order."""
    del group
    return (-(of.rate or 0), -len(of.done), n)


def _year(item: Item) -> Any:
    """The year of the first due day."""
    if item.first_due is not None:
        return item.first_due.year
    return Kind.IMMEDIATE if item.judgement.baseline.deadline.immediate else Kind.UNDATED


def _by_year(group: Any, of: Figures, n: int) -> Any:
    del of, n
    return rank("due-year", group, [])
