"""整改落实情况报告: the report that goes upstairs, as a document whose every figure names what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import DONE, TIMED, Class, Figures, Item, figures
from ledger.judging.parties import offices
from ledger.reports.attention import attention, outcomes, watched
from ledger.reports.changes import changes
from ledger.reports.groups import classes_table, counts_of, grouped_tables, label_in, shown_classes
from ledger.reports.issues import obligation_item
from ledger.reports.register import named_plan, register
from ledger.reports.report import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Message,
    Note,
    Paragraph,
    Report,
    Signature,
)
from ledger.reports.reported import Asked, rate_text, rows, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def progress_document(asked: Asked) -> Document:
    """The report as a document; its ``data`` holds every figure with the ids that it counts."""
    judgements = asked.judgements if asked.unit is not None else None
    counted = asked.day.items(asked.level, asked.sustained, judgements)
    whole = figures(counted, asked.as_of)
    tables = grouped_tables(counted, asked)
    concerns = list(attention(asked))
    blocks: list[Block] = [
        Heading(Message("progress.overall")),
        *_of_unit(asked),
        *(Paragraph(said) for said in overall(whole, asked)),
        *outcomes(asked),
        classes_table(whole, asked),
        Note(_convention(asked)),
        Note(Message("progress.definitions")),
        *_own(asked),
        Heading(Message("progress.groups")),
        *tables,
    ]
    if asked.since is not None:
        blocks += [Heading(Message("progress.changes", {"since": asked.since.day.as_of})), *changes(asked)]
    blocks += [Heading(Message("progress.attention")), Paragraph(watched(concerns)), *concerns]
    complaints, complained = _complaints(asked)
    blocks += complaints
    source = _source(asked)
    if asked.tell_source:
        blocks.append(Note(source))
    return Document(
        kind="progress",
        title=_title(asked),
        dateline=(Message("progress.dateline", {"as_of": asked.as_of}),),
        blocks=tuple(blocks),
        as_of=asked.as_of,
        revision=asked.revision,
        annexes=tuple(_annexes(asked, whole, tables)),
        signature=_signature(asked),
        source=source,
        data={
            "level": asked.level.value,
            "sustained": asked.sustained.value,
            "since": asked.since.day.as_of if asked.since else None,
            "changed": asked.changed,
            "unit": asked.unit,
            "figures": _figures_data(whole),
            "groups": {table.kind: list(table.records) for table in tables},
            **({"complaints": complained} if complained is not None else {}),
            "data": [_item_data(item) for item in counted],
        },
    )


def _complaints(asked: Asked) -> tuple[list[Block], dict[str, Any] | None]:
    """The part about complaints, in no count of tasks, and its figures; nothing where there are none."""
    if not asked.day.ledger.complaints:
        return [], None
    from ledger.reports.complaints_public import report_blocks

    return report_blocks(asked.day, asked.unit)


def _annexes(asked: Asked, whole: Figures, tables: Sequence[Report]) -> Iterator[Annex]:
    """The table of all tasks, and on request what each figure counts."""
    if asked.blocks:
        yield Annex(Message("register.sheet"), (register(asked, due=False),))
    if asked.trace:
        yield Annex(Message("progress.trace"), (_trace(whole, tables, asked),))


def _title(asked: Asked) -> Message:
    args = named_plan(asked)
    if asked.unit is None:
        return Message("progress.title", args)
    return Message("progress.title_unit", {**args, "unit": asked.unit})


def _signature(asked: Asked) -> Signature:
    """主送, 落款 and 成文日期; what nobody has said is a marked blank."""
    units, policy = asked.ledger.units, asked.day.policy
    known = sorted(offices(units, policy))
    signer = units.units[known[0]].name if len(known) == 1 and known[0] in units.units else None
    return Signature(
        _given(asked.to or policy.report_to, "paper_field.addressee"),
        _given(signer, "paper_field.signer"),
        _given(asked.signed_on, "paper_field.signed_on"),
    )


def _given(value: Any, name: str) -> Message:
    return (
        Message("paper.given", {"text": value}) if value else Message("paper.blank", {"name": Message(name)})
    )


def _source(asked: Asked) -> Message:
    """What the data are: the commit, or that there is none."""
    if asked.revision is None:
        return Message("progress.source_folder")
    return Message(
        "progress.source_changed" if asked.changed else "progress.source", {"revision": asked.revision}
    )


def _own(asked: Asked) -> Iterator[Block]:
    """What the unit that is reported on has done and owes itself; the figures before count whole tasks."""
    unit, day = asked.unit, asked.day
    if unit is None:
        return
    owed = day.debts_of(unit)
    counts = {"done": day.done_of(unit), "owes": len(owed), "late": len(day.late_of(unit))}
    yield Heading(Message("progress.own", {"unit": unit}))
    key = "progress.own_counts" if counts["late"] else "progress.own_on_time"
    yield Paragraph(Message(key if owed else "progress.own_done", {"unit": unit, **counts}))
    found = [
        {
            **who(day.by_id[debt.obligation.issue or ""]),
            "item": obligation_item(day.by_id[debt.obligation.issue or ""], debt.obligation),
            "due": debt.due,
            "days_overdue": max(debt.days(day.as_of), 0) or None,
        }
        for debt in owed
    ]
    columns = (Column("item", grow=4), Column("due"), Column("days_overdue", right=True, mark=True))
    if found:
        yield rows("own", found, columns)


def _convention(asked: Asked) -> Message:
    args = {
        "level": Message(f"level_of.{asked.level.value}"),
        "sustained": Message(f"sustained.{asked.sustained.value}"),
    }
    return Message("progress.convention", args)


def _of_unit(asked: Asked) -> tuple[Block, ...]:
    """What the figures count where one unit is reported on."""
    if asked.unit is None:
        return ()
    args = {"unit": asked.unit, "count": len(asked.judgements)}
    return (Paragraph(Message("progress.of_unit", args)),)


_BEFORE_DONE = (Class.CLOSED, Class.ACCEPTED, Class.COMPLETED)
_OPEN = (Class.SUSTAINED, Class.AHEAD, Class.ON_PACE, Class.BEHIND_PACE, Class.OVERDUE, Class.UNDETERMINED)


def overall(whole: Figures, asked: Asked) -> Iterator[Message]:
    """总体进展 in the standard sentences; what there is none of is not spelled out."""
    args: dict[str, Any] = {**counts_of(whole), "as_of": asked.as_of}
    args |= {name: rate_text(rate) for name, rate in whole.rates().items()}
    args["word"] = Message(f"level_word.{asked.level.value}")

    def counted(name: str) -> Message:
        return Message(f"level_item.{asked.level.value}", {"n": args[name]})

    args |= {f"{name}_items": counted(name) for name in ("total", "due")}
    args["of"] = Message("progress.of_units" if asked.unit else "progress.of_plan", {"unit": asked.unit})
    args["scope"] = Message("progress.scope_kept" if args["withdrawn"] else "progress.scope", dict(args))
    args["open_parts"] = _classes(whole, _OPEN, asked, args["word"])
    args["done_parts"] = _classes(whole, _BEFORE_DONE, asked, args["word"])
    if not args["counted"]:
        yield Message("progress.standard_withdrawn" if args["total"] else "progress.standard_none", args)
    elif not args["done"]:
        yield Message("progress.standard_undone", args)
    else:
        yield Message("progress.standard" if args["open"] else "progress.standard_done", args)
    if args["counted"]:
        yield _due(args)
    more = [Message(f"progress.{name}", args) for name in ("early", "extended") if args[name]]
    if more:
        yield Message("progress.besides", {"more": more})


def _classes(whole: Figures, classes: Iterable[Class], asked: Asked, word: Message) -> list[Message]:
    """The classes with their counts, in words."""
    return [
        Message(f"progress.of.{name}", {"word": word, "n": n})
        for name, n in shown_classes(whole, classes, asked)
    ]


def _due(args: dict[str, Any]) -> Message:
    """What was due by the day, and what came of it."""
    if not args["due"]:
        return Message("progress.nothing_due", args)
    if not args["due_done"]:
        return Message("progress.due_undone", args)
    in_time, late = args["due_in_time"], args["late_done"]
    how = (
        "progress.due_both"
        if in_time and late
        else "progress.due_in_time"
        if in_time
        else "progress.due_late"
    )
    args = {**args, "how": Message(how, args)}
    return Message("progress.due_open" if args["due_open"] else "progress.due", args)


# -- trace ---------------------------------------------------------------------------------------------------


def _trace(whole: Figures, tables: Iterable[Report], asked: Asked) -> Report:
    """Every figure with the numbers of what it counts, as the plan has them."""

    def line(figure: Message, ids: Any) -> dict[str, Any]:
        return {"figure_name": figure, "count": len(ids), "ids": [_number(one, asked) for one in ids]}

    named = [("figure.total", whole.total), ("figure.done", whole.done)]
    named += [(f"klass.{klass}", ids) for klass, ids in whole.classes.items() if ids]
    named += [(f"figure.{name}", getattr(whole, name)) for name in TIMED if getattr(whole, name)]
    lines = [line(Message(key), ids) for key, ids in named]
    for table in tables:
        for record, shown in zip(table.records, table.lines or (), strict=True):
            what = {"by": Message(f"by.{table.kind}"), "label": label_in(table, shown)}
            lines.append(line(Message("figure.group", what), record["ids"]))
    return Report(
        kind="trace",
        columns=(Column("figure_name", grow=2), Column("count", right=True), Column("ids", grow=5)),
        records=tuple(lines),
        title=Message("progress.trace_title"),
        sheet=Message("progress.trace"),
    )


def _number(item: str, asked: Asked) -> Any:
    """The number of a task in the plan; of a measure that of its task, and its own."""
    issue, _, measure = item.partition("/")
    number = asked.day.by_id[issue].baseline.number
    return Message("progress.of_measure", {"number": number, "measure": int(measure)}) if measure else number


def _figures_data(whole: Figures) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: {"count": len(ids), "ids": list(ids)} for name, ids in whole.named().items()
    }
    return data | whole.rates()


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.judgement.baseline.number,
        "class": item.klass.value,
        "done": item.klass in DONE,
        "first_due": item.first_due,
        "due": item.due,
        "completed": item.completed,
        "status": item.judgement.status.value,
        "standing": item.judgement.standing.value,
        "pace": item.judgement.pace,
    }
