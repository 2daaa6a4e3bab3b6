"""整改落实情况报告: the report that goes upstairs, as a document whose every figure names what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.chain import standing_records
from ledger.judging.counting import DONE, Class, Figures, Item, Level, Sustained, figures, items, percent
from ledger.judging.duties import State
from ledger.judging.pace import pace
from ledger.judging.status import Kind, Standing
from ledger.reports.detail import entry_message
from ledger.reports.issues import milestone_text
from ledger.reports.report import Block, Column, Document, Heading, Message, Paragraph, Report
from ledger.reports.working import target_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.duties import Duty
    from ledger.judging.status import Judgement
    from ledger.model.ledger import Ledger


class Period(NamedTuple):
    """The report before this one: its day, and the judgements of that day; ``by_revision`` when they are of
    the data as it was then, else of what is now known of that day."""

    day: date
    judgements: Sequence[Judgement]
    by_revision: bool


class Asked(NamedTuple):
    """What is reported on and how it is counted."""

    ledger: Ledger
    judgements: Sequence[Judgement]
    duties: Sequence[Duty]
    as_of: date
    level: Level
    sustained: Sustained
    since: Period | None = None
    revision: str | None = None
    changed: bool = False
    trace: bool = False
    blocks: bool = True


def progress_document(asked: Asked) -> Document:
    """The report as a document; its ``data`` holds every figure with the ids that it counts."""
    counted = items(asked.judgements, asked.ledger.units, asked.as_of, asked.level, asked.sustained)
    whole = figures(counted, asked.as_of)
    tables = [
        _grouped("section", counted, asked, _section, _section_rank),
        _grouped("lead", counted, asked, _lead, _lead_rank),
        _grouped("due-year", counted, asked, _year, _year_rank),
    ]
    blocks: list[Block] = [
        Heading(Message("progress.overall")),
        *_overall(whole, asked),
        _classes(whole),
        Heading(Message("progress.groups")),
        *tables,
    ]
    if asked.since is not None:
        blocks += [Heading(Message("progress.changes", {"since": asked.since.day})), *_changes(asked)]
    blocks += [Heading(Message("progress.attention")), *_attention(asked)]
    if asked.blocks:
        blocks.append(Heading(Message("progress.issues")))
        for judgement in asked.judgements:
            blocks += _block(judgement, asked)
    if asked.trace:
        blocks += [Heading(Message("progress.trace")), _trace(whole, tables)]
    return Document(
        kind="progress",
        title=Message("progress.title", {"plan": _plan_title(asked.ledger)}),
        dateline=(_dateline(asked), _convention(asked)),
        blocks=tuple(blocks),
        as_of=asked.as_of,
        revision=asked.revision,
        data={
            "level": asked.level.value,
            "sustained": asked.sustained.value,
            "since": asked.since.day if asked.since else None,
            "changed": asked.changed,
            "figures": _figures_data(whole),
            "groups": {table.kind: list(table.records) for table in tables},
            "data": [_item_data(item) for item in counted],
        },
    )


def _plan_title(ledger: Ledger) -> Any:
    return ledger.plan.title if ledger.plan else Message("progress.no_plan")


def _dateline(asked: Asked) -> Message:
    if asked.revision is None:
        return Message("progress.dateline_folder", {"as_of": asked.as_of})
    key = "progress.dateline_changed" if asked.changed else "progress.dateline"
    return Message(key, {"as_of": asked.as_of, "revision": asked.revision[:10]})


def _convention(asked: Asked) -> Message:
    args = {
        "level": Message(f"level_of.{asked.level.value}"),
        "sustained": Message(f"sustained.{asked.sustained.value}"),
    }
    return Message("progress.convention", args)


def _counts(whole: Figures) -> dict[str, int]:
    return {
        "total": len(whole.total),
        "finished": len(whole.done),
        **{klass.value: len(ids) for klass, ids in whole.classes.items()},
        "accepted_or_closed": len(whole.classes[Class.ACCEPTED]) + len(whole.classes[Class.CLOSED]),
        "due": len(whole.due),
        "dated_done": len(whole.dated_done),
        "on_time": len(whole.on_time),
        "early": len(whole.early),
    }


def _overall(whole: Figures, asked: Asked) -> Iterator[Block]:
    """总体进展 in the standard sentences."""
    args: dict[str, Any] = {**_counts(whole), "as_of": asked.as_of, "rate": _rate(whole.rate)}
    args["item"] = Message(f"level_item.{asked.level.value}")
    yield Paragraph(Message("progress.standard", args))
    if whole.classes[Class.SUSTAINED]:
        yield Paragraph(Message("progress.sustained_own", args))
    if whole.due:
        yield Paragraph(Message("progress.due", {**args, "due_rate": _rate(whole.due_rate)}))
    else:
        yield Paragraph(Message("progress.nothing_due", args))


def _rate(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate}%"


def _classes(whole: Figures) -> Report:
    """The classes in a table whose parts add up to the whole."""
    shown = [(k, ids) for k, ids in whole.classes.items() if ids or k is not Class.SUSTAINED]
    total: dict[str, Any] = {"count": len(whole.total), "share": _share(whole.total, whole)}
    return Report(
        kind="classes",
        columns=(
            Column("klass", grow=1, words="klass"),
            Column("count", right=True),
            Column("share", right=True),
        ),
        records=tuple({"klass": k.value, "count": len(ids), "share": _share(ids, whole)} for k, ids in shown),
        title=Message("progress.classes"),
        foot={"klass": Message("stats.total"), **total},
    )


def _share(ids: Sequence[str], whole: Figures) -> str:
    return _rate(percent(len(ids), len(whole.total)))


# -- groups --------------------------------------------------------------------------------------------------

_GROUP_COLUMNS = (
    Column("total", right=True),
    Column("finished", right=True),
    Column("accepted_or_closed", right=True),
    Column("ahead_or_on", right=True),
    Column("behind_pace", right=True),
    Column("overdue", right=True),
    Column("rate", right=True),
)


def _grouped(
    by: str,
    counted: Sequence[Item],
    asked: Asked,
    key: Callable[[Item], Any],
    rank: Callable[[Any, Figures, int], Any],
) -> Report:
    groups: dict[Any, list[Item]] = {}
    for item in counted:
        groups.setdefault(key(item), []).append(item)
    made = [(group, figures(mine, asked.as_of), n) for n, (group, mine) in enumerate(groups.items())]
    made.sort(key=lambda one: rank(*one))
    own = any(item.klass is Class.SUSTAINED for item in counted)
    columns = [Column("label", grow=1), *_GROUP_COLUMNS]
    if own:
        columns.insert(-1, Column("sustained", right=True))
    titles = {s.number: s.title for s in asked.ledger.plan.sections} if asked.ledger.plan else {}
    records = tuple({"group": _plain(group), **_row(of)} for group, of, _ in made)
    labels = [_label(by, group, titles) for group, _, _ in made]
    return Report(
        kind=by,
        columns=tuple(columns),
        records=records,
        lines=tuple({**record, "label": label} for record, label in zip(records, labels, strict=True)),
        title=Message(f"grouped_by.{by}"),
        foot={**_row(figures(counted, asked.as_of)), "label": Message("stats.total")},
    )


def _row(of: Figures) -> dict[str, Any]:
    counts = _counts(of)
    return {
        **counts,
        "ahead_or_on": counts["ahead"] + counts["on_pace"],
        "rate": _rate(of.rate),
        "ids": list(of.total),
    }


def _plain(group: Any) -> Any:
    return list(group) if isinstance(group, tuple) else group


def _section(item: Item) -> Any:
    return item.judgement.issue.baseline.section


def _lead(item: Item) -> Any:
    return item.judgement.issue.baseline.responsibility.lead


def _section_rank(group: Any, of: Figures, n: int) -> Any:
    del group, of
    return n  # in plan order


def _lead_rank(group: Any, of: Figures, n: int) -> Any:
    """Best completion rate first, then most done, then plan order."""
    del group
    return (-(of.rate or 0), -len(of.done), n)


def _year(item: Item) -> Any:
    if item.due is not None:
        return item.due.year
    immediate = item.judgement.issue.baseline.deadline.immediate
    return (Kind.IMMEDIATE if immediate else Kind.UNDATED).value


def _year_rank(group: Any, of: Figures, n: int) -> Any:
    del of, n
    return (not isinstance(group, int), str(group))


def _label(by: str, group: Any, titles: Mapping[str, str]) -> Any:
    if by == "section":
        return f"{group}、{titles.get(group, '')}" if group is not None else Message("stats.no_section")
    if by == "lead":
        return list(group)
    return str(group) if isinstance(group, int) else Message(f"kind.{group}")


# -- what changed, what needs attention ----------------------------------------------------------------------

_WHO = (Column("number"), Column("title", grow=3), Column("lead", grow=2))


def _who(judgement: Judgement) -> dict[str, Any]:
    baseline = judgement.issue.baseline
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
    }


def _changes(asked: Asked) -> Iterator[Block]:
    """Status moves since the report before."""
    since = asked.since
    if since is None:
        return
    before = {judgement.issue.id: judgement for judgement in since.judgements}
    key = "progress.since_revision" if since.by_revision else "progress.since_entries"
    yield Paragraph(Message(key, {"since": since.day}))
    moved = []
    for judgement in asked.judgements:
        was = before.get(judgement.issue.id)
        old = was.status.value if was is not None else None
        if old != judgement.status.value:
            line = {**_who(judgement), "was": old, "now": judgement.status.value}
            moved.append(line)
    added = sum(
        len(j.issue.entries) - (len(before[j.issue.id].issue.entries) if j.issue.id in before else 0)
        for j in asked.judgements
    )
    if since.by_revision:
        yield Paragraph(Message("progress.entries_added", {"count": added}))
    yield Report(
        kind="moves",
        columns=(*_WHO, Column("was", words="status"), Column("now", words="status")),
        records=tuple(moved),
        title=Message("progress.moves"),
        empty=Message("progress.no_moves"),
    )


def _attention(asked: Asked) -> Iterator[Block]:
    """Overdue, due soon, behind, extended, supervised, relapse, disclosure: each is said, also when none."""
    judgements, as_of = asked.judgements, asked.as_of
    late = [j for j in judgements if j.standing is Standing.OVERDUE]
    yield _list("overdue", late, {"due": lambda j: j.due, "days_overdue": lambda j: j.days_overdue})
    soon = [j for j in judgements if j.standing is Standing.DUE_SOON]
    yield _list("due_soon", soon, {"due": lambda j: j.due})
    behind = [j for j in judgements if j.standing is Standing.BEHIND]
    yield _list("behind", behind, {"item": lambda j: _missed(j, as_of)})
    moved = [j for j in judgements if j.extensions]
    yield _list(
        "extended",
        moved,
        {
            "first_due": lambda j: j.issue.baseline.deadline.due,
            "due": lambda j: j.due,
            "extensions": lambda j: len(j.extensions),
        },
    )
    pressed = [j for j in judgements if j.chain.supervised]
    yield _list(
        "supervised",
        pressed,
        {"level": lambda j: [Message(f"level.{level}") for _, level in j.chain.supervised]},
    )
    yield from _relapse(judgements)
    yield from _disclosure(asked)


def _missed(judgement: Judgement, as_of: date) -> list[str]:
    open_ones = [s for s in judgement.milestones if s.done is None and s.milestone.due < as_of]
    return [f"{milestone_text(judgement, state)}" for state in open_ones]


def _list(name: str, chosen: Sequence[Judgement], more: Mapping[str, Callable[[Judgement], Any]]) -> Report:
    right = {"days_overdue", "extensions"}
    grow = {"item": 4, "level": 2}
    columns = [*_WHO, *(Column(key, right=key in right, grow=grow.get(key, 0)) for key in more)]
    return Report(
        kind=name,
        columns=tuple(columns),
        records=tuple({**_who(j), **{key: value(j) for key, value in more.items()}} for j in chosen),
        title=Message(f"watched.{name}", {"count": len(chosen)}),
        empty=Message("progress.none"),
    )


def _relapse(judgements: Sequence[Judgement]) -> Iterator[Block]:
    """反弹率: issues that came back, against those that were ever completed."""
    back = [j for j in judgements if j.chain.relapses]
    ever = [j for j in judgements if j.completed is not None or j.chain.relapses or j.chain.rejections]
    args = {
        "back": len(back),
        "ever": len(ever),
        "rate": _rate(percent(len(back), len(ever))),
        "numbers": [j.issue.baseline.number for j in back],
    }
    yield Paragraph(Message("progress.relapse" if back else "progress.no_relapse", args))


def _disclosure(asked: Asked) -> Iterator[Block]:
    mine = [duty for duty in asked.duties if duty.kind == "disclosure"]
    if not mine:
        return
    for year in sorted({duty.since.year for duty in mine}):
        due = [duty for duty in mine if duty.since.year == year]
        told = [duty for duty in due if duty.state is State.DONE]
        yield Paragraph(Message("progress.disclosure", {"year": year, "due": len(due), "told": len(told)}))


# -- one block an issue --------------------------------------------------------------------------------------


def _block(judgement: Judgement, asked: Asked) -> Iterator[Block]:
    baseline, as_of = judgement.issue.baseline, asked.as_of
    yield Heading(Message("progress.issue", {"number": baseline.number, "title": baseline.title}), 2)
    args = {
        "lead": list(baseline.responsibility.lead),
        "support": list(baseline.responsibility.support) or "—",
        "acceptance": list(baseline.acceptance.units),
    }
    yield Paragraph(Message("progress.units", args))
    deadline = {"text": baseline.deadline.text, "due": judgement.due}
    key = "progress.deadline_moved" if judgement.extensions else "progress.deadline"
    yield Paragraph(Message(key, deadline))
    yield Paragraph(Message("progress.goal", {"goal": baseline.goal}))
    reading = pace(baseline, judgement.chain, asked.ledger.units, as_of)
    state = {
        "status": Message(f"status.{judgement.status}"),
        "standing": Message(f"standing.{judgement.standing}"),
        "pace": Message(f"pace.{reading.pace}"),
        "days": judgement.days_overdue,
        "completed": judgement.completed,
    }
    done = "progress.state_done" if judgement.completed else "progress.state"
    yield Paragraph(Message("progress.state_late" if judgement.days_overdue else done, state))
    for target in reading.targets:
        yield Paragraph(Message("progress.target", {"target": target_text(target)}))
    standing = standing_records(judgement.issue.entries, judgement.chain.parties.office)
    told = [e for e in judgement.issue.entries if e.date <= as_of and e in standing and e.type not in _UNTOLD]
    if not told:
        yield Paragraph(Message("progress.no_entries"))
    for entry in sorted(told, key=lambda one: one.date):
        yield Paragraph(entry_message(entry))


_UNTOLD = {"account", "void"}


# -- trace ---------------------------------------------------------------------------------------------------


def _trace(whole: Figures, tables: Iterable[Report]) -> Report:
    """Every figure with the ids that it counts."""
    lines: list[dict[str, Any]] = [
        {"figure": Message("figure.total"), "count": len(whole.total), "ids": list(whole.total)},
        {"figure": Message("figure.done"), "count": len(whole.done), "ids": list(whole.done)},
    ]
    lines += [
        {"figure": Message(f"klass.{klass}"), "count": len(ids), "ids": list(ids)}
        for klass, ids in whole.classes.items()
        if ids
    ]
    for name, ids in (
        ("due", whole.due),
        ("dated_done", whole.dated_done),
        ("on_time", whole.on_time),
        ("early", whole.early),
    ):
        lines.append({"figure": Message(f"figure.{name}"), "count": len(ids), "ids": list(ids)})
    for table in tables:
        for record, line in zip(table.records, table.lines or (), strict=True):
            what = {"by": Message(f"by.{table.kind}"), "label": line["label"]}
            of_group = Message("figure.group", what)
            lines.append({"figure": of_group, "count": record["total"], "ids": record["ids"]})
    return Report(
        kind="trace",
        columns=(Column("figure", grow=2), Column("count", right=True), Column("ids", grow=5)),
        records=tuple(lines),
        title=Message("progress.trace_title"),
    )


def _timed(whole: Figures) -> dict[str, Sequence[str]]:
    """The figures about time."""
    return {
        "due": whole.due,
        "dated_done": whole.dated_done,
        "on_time": whole.on_time,
        "early": whole.early,
    }


def _figures_data(whole: Figures) -> dict[str, Any]:
    named: dict[str, Sequence[str]] = {"total": whole.total, "done": whole.done}
    named |= {klass.value: ids for klass, ids in whole.classes.items()}
    named |= {
        "due": whole.due,
        "dated_done": whole.dated_done,
        "on_time": whole.on_time,
        "early": whole.early,
    }
    data: dict[str, Any] = {name: {"count": len(ids), "ids": list(ids)} for name, ids in named.items()}
    return data | {"rate": whole.rate, "due_rate": whole.due_rate}


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.judgement.issue.baseline.number,
        "class": item.klass.value,
        "done": item.klass in DONE,
        "due": item.due,
        "completed": item.completed,
        "status": item.judgement.status.value,
        "standing": item.judgement.standing.value,
    }
