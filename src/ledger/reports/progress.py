"""整改落实情况报告: the report that goes upstairs, as a document whose every figure names what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.chain import in_effect
from ledger.judging.counting import (
    DONE,
    TIMED,
    Class,
    Figures,
    Item,
    Level,
    Sustained,
    class_of,
    figures,
    percent,
)
from ledger.judging.duties import State, state_of
from ledger.judging.obligations import STAGES, What
from ledger.judging.promises import Kept, kept
from ledger.judging.status import Kind, Standing
from ledger.reports.counts import label_of, rank, value_of
from ledger.reports.detail import doubt_message, entry_message, moved_item, promised_message, standing_message
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item
from ledger.reports.letters import letter_record
from ledger.reports.report import Block, Column, Document, Heading, Message, Paragraph, Report, stated
from ledger.reports.working import target_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.day import Day
    from ledger.judging.letters import Asked as Letter
    from ledger.judging.obligations import Debt
    from ledger.judging.status import Judgement
    from ledger.model.course import Attempt
    from ledger.model.ledger import Ledger


class Period(NamedTuple):
    """The report before this one: what held on its day; ``by_revision`` when that is of the data as it was
    then, else of what is now known of that day."""

    day: Day
    by_revision: bool


class Asked(NamedTuple):
    """What is reported on and how it is counted; ``merge_behind`` puts 逾期 into 未达到序时进度.

    With ``unit`` it is about the tasks in which that unit takes part, and what the unit itself owes of them.
    """

    day: Day
    level: Level
    sustained: Sustained
    since: Period | None = None
    revision: str | None = None
    changed: bool = False
    trace: bool = False
    blocks: bool = True
    merge_behind: bool = False
    unit: str | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger that is reported on."""
        return self.day.ledger

    @property
    def as_of(self) -> date:
        """The day of the report."""
        return self.day.as_of

    @property
    def judgements(self) -> Sequence[Judgement]:
        """Every issue on the day; of a unit those that it takes part in."""
        unit = self.unit
        if unit is None:
            return self.day.judgements
        table, as_of = self.ledger.units, self.as_of
        return [
            one
            for one in self.day.judgements
            if any(table.on(name, as_of) == unit for name in one.chain.taking_part)
        ]

    @property
    def late(self) -> Sequence[Debt]:
        """What is late, of a unit what it owes itself."""
        return self.day.late() if self.unit is None else self.day.late_of(self.unit)

    @property
    def letters(self) -> Sequence[Letter]:
        """The letters by the day, each for each of its units; of a unit those to it."""
        return [one for one in self.day.letters if self.unit in {None, one.unit}]


def progress_document(asked: Asked) -> Document:
    """The report as a document; its ``data`` holds every figure with the ids that it counts."""
    judgements = asked.judgements if asked.unit is not None else None
    counted = asked.day.items(asked.level, asked.sustained, judgements)
    whole = figures(counted, asked.as_of)
    tables = [
        _grouped("section", counted, asked, _section, _in_order),
        _grouped("lead", counted, asked, _lead, _best_first),
        _grouped("due-year", counted, asked, _year, _by_year),
    ]
    blocks: list[Block] = [
        Heading(Message("progress.overall")),
        *(Paragraph(said) for said in overall(whole, asked)),
        Paragraph(Message("progress.definitions")),
        _classes(whole, asked),
        *_own(asked),
        Heading(Message("progress.groups")),
        *tables,
    ]
    if asked.since is not None:
        blocks += [Heading(Message("progress.changes", {"since": asked.since.day.as_of})), *changes(asked)]
    blocks += [Heading(Message("progress.attention")), *attention(asked)]
    if asked.blocks:
        blocks.append(Heading(Message("progress.issues")))
        for judgement in asked.judgements:
            blocks += _block(judgement, asked)
    if asked.trace:
        blocks += [Heading(Message("progress.trace")), _trace(whole, tables)]
    return Document(
        kind="progress",
        title=_title(asked),
        dateline=(_dateline(asked), _convention(asked), *_of_unit(asked)),
        blocks=tuple(blocks),
        as_of=asked.as_of,
        revision=asked.revision,
        data={
            "level": asked.level.value,
            "sustained": asked.sustained.value,
            "since": asked.since.day.as_of if asked.since else None,
            "changed": asked.changed,
            "unit": asked.unit,
            "figures": _figures_data(whole),
            "groups": {table.kind: list(table.records) for table in tables},
            "data": [_item_data(item) for item in counted],
        },
    )


def _title(asked: Asked) -> Message:
    plan = _plan_title(asked.ledger)
    if asked.unit is None:
        return Message("progress.title", {"plan": plan})
    return Message("progress.title_unit", {"plan": plan, "unit": asked.unit})


def _own(asked: Asked) -> Iterator[Block]:
    """What the unit that is reported on has done and owes itself; the figures before count whole tasks."""
    unit, day = asked.unit, asked.day
    if unit is None:
        return
    owed = day.debts_of(unit)
    counts = {"done": day.done_of(unit), "owes": len(owed), "late": len(day.late_of(unit))}
    yield Heading(Message("progress.own", {"unit": unit}))
    yield Paragraph(Message("progress.own_counts", {"unit": unit, **counts}))
    rows = [
        {
            **_who(day.by_id[debt.obligation.issue or ""]),
            "item": obligation_item(day.by_id[debt.obligation.issue or ""], debt.obligation),
            "due": debt.due,
            "days_overdue": max(debt.days(day.as_of), 0) or None,
        }
        for debt in owed
    ]
    columns = (Column("item", grow=4), Column("due"), Column("days_overdue", right=True, mark=True))
    yield _rows("own", rows, columns)


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


def _of_unit(asked: Asked) -> tuple[Message, ...]:
    """What the figures count where one unit is reported on."""
    if asked.unit is None:
        return ()
    return (Message("progress.of_unit", {"unit": asked.unit, "count": len(asked.judgements)}),)


def _counts(whole: Figures) -> dict[str, int]:
    counts = {name: len(ids) for name, ids in whole.named().items()}
    return {
        **counts,
        "finished": counts["done"],
        "accepted_or_closed": counts["accepted"] + counts["closed"],
        "behind_or_late": counts["behind_pace"] + counts["overdue"],
        "counted": whole.counted,
    }


_BEFORE_DONE = (Class.CLOSED, Class.ACCEPTED, Class.COMPLETED)
_OPEN = (Class.SUSTAINED, Class.AHEAD, Class.ON_PACE, Class.BEHIND_PACE, Class.OVERDUE, Class.UNDETERMINED)


def overall(whole: Figures, asked: Asked) -> Iterator[Message]:
    """总体进展 in the standard sentences; a class without anything in it is not spelled out."""
    args: dict[str, Any] = {**_counts(whole), "as_of": asked.as_of}
    args |= {name: _rate(rate) for name, rate in whole.rates().items()}
    args["item"] = Message(f"level_item.{asked.level.value}")
    args["word"] = Message(f"level_word.{asked.level.value}")
    noun = Message(f"level_noun.{asked.level.value}")
    open_ones = [Message(f"progress.of.{k}", {**args, "n": n}) for k, n in _shown(whole, _OPEN, asked)]
    done = [Message(f"progress.of.{k}", {**args, "n": n}) for k, n in _shown(whole, _BEFORE_DONE, asked)]
    parts = [Message("progress.done_part", {"noun": noun, "parts": done})] if done else []
    parts += [Message("progress.open_part", {"noun": noun, "parts": open_ones})] if open_ones else []
    yield Message("progress.standard" if parts else "progress.standard_none", {**args, "parts": _two(parts)})
    if whole.classes[Class.WITHDRAWN]:
        yield Message("progress.withdrawn", args)
    if whole.due:
        yield Message("progress.due", args)
    else:
        yield Message("progress.nothing_due", args)
    more = [Message(f"progress.{name}", args) for name in ("early", "extended") if args[name]]
    if more:
        yield Message("progress.besides", {"more": more})


def _two(parts: Sequence[Message]) -> Any:
    """One clause, or two that belong together."""
    return Message("show.said", {"sentence": parts[0], "text": parts[1]}) if len(parts) > 1 else list(parts)


def _shown(whole: Figures, classes: Iterable[Class], asked: Asked) -> list[tuple[str, int]]:
    """The classes that hold anything, with their counts; 逾期 within 未达到 where these are merged."""
    found = {klass.value: len(whole.classes[klass]) for klass in classes}
    if asked.merge_behind and Class.OVERDUE.value in found:
        found[Class.BEHIND_PACE.value] += found.pop(Class.OVERDUE.value)
    return [(name, count) for name, count in found.items() if count]


def _rate(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate}%"


def _classes(whole: Figures, asked: Asked) -> Report:
    """The classes in a table whose parts add up to the whole."""
    shown = _shown(whole, Class, asked)
    total: dict[str, Any] = {"count": len(whole.total), "share": _share(len(whole.total), whole)}
    return Report(
        kind="classes",
        columns=(
            Column("klass", grow=1, words="klass"),
            Column("count", right=True),
            Column("share", right=True),
        ),
        records=tuple({"klass": k, "count": n, "share": _share(n, whole)} for k, n in shown),
        title=Message("progress.classes"),
        foot={"klass": Message("stats.total"), **total},
    )


def _share(count: int, whole: Figures) -> str:
    return _rate(percent(count, len(whole.total)))


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
    place: Callable[[Any, Figures, int], Any],
) -> Report:
    groups: dict[Any, list[Item]] = {}
    for item in counted:
        groups.setdefault(key(item), []).append(item)
    made = [(group, figures(mine, asked.as_of), n) for n, (group, mine) in enumerate(groups.items())]
    made.sort(key=lambda one: place(*one))
    columns = [Column("label", grow=1), *_GROUP_COLUMNS]
    for klass in (Class.SUSTAINED, Class.UNDETERMINED, Class.WITHDRAWN):
        if any(item.klass is klass for item in counted):
            columns.insert(-1, Column(klass.value, right=True))
    if asked.merge_behind:
        columns = [c for c in columns if c.key not in {"behind_pace", "overdue"}]
        columns.insert(-1, Column("behind_or_late", right=True))
    titles = asked.ledger.plan.section_titles if asked.ledger.plan else {}
    records = tuple({"group": value_of(group), **_row(of)} for group, of, _ in made)
    labels = [label_of(by, group, titles) for group, _, _ in made]
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


# -- what changed, what needs attention ----------------------------------------------------------------------

_WHO = (Column("number"), Column("title", grow=3), Column("lead", grow=2))


def _who(judgement: Judgement) -> dict[str, Any]:
    baseline = judgement.baseline
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
    }


def changes(asked: Asked) -> Iterator[Block]:
    """What moved since the report before: by records, and by time alone."""
    since = asked.since
    if since is None:
        return
    before, first = since.day.by_id, since.day.as_of
    key = "progress.since_revision" if since.by_revision else "progress.since_entries"
    yield Paragraph(Message(key, {"since": first}))
    moved, turned = [], []
    for judgement in asked.judgements:
        was = before.get(judgement.issue.id)
        if was is None or was.status is not judgement.status:
            old = was.status.value if was is not None else None
            moved.append({**_who(judgement), "was": old, "now": judgement.status.value})
        if was is not None and was.standing is not judgement.standing:
            turned.append({**_who(judgement), "was": was.standing.value, "now": judgement.standing.value})
    if since.by_revision:
        held = {issue.id: len(issue.entries) for issue in since.day.ledger.issues}
        added = sum(len(j.issue.entries) - held.get(j.issue.id, 0) for j in asked.judgements)
        yield Paragraph(Message("progress.entries_added", {"count": added}))
    yield _table("moves", moved, ("was", "now"), "status")
    yield _table("turns", turned, ("was", "now"), "standing")
    yield from _done_since(asked, first)


def _table(name: str, rows: Sequence[dict[str, Any]], more: Sequence[str], words: str) -> Report:
    return Report(
        kind=name,
        columns=(*_WHO, *(Column(key, words=words) for key in more)),
        records=tuple(rows),
        title=Message(f"progress.{name}"),
        empty=Message(f"progress.no_{name}"),
    )


def _done_since(asked: Asked, first: date) -> Iterator[Block]:
    """What became late, stages done, due days moved, readings, broken promises, supervision and letters since
    a day.  On its due day nothing is late yet."""
    yield _stages([debt for debt in asked.late if debt.due >= first], asked, "late_since")
    stages, moved, pressed = [], [], []
    read: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    for judgement in asked.judgements:
        read += _readings(judgement, first)
        broken += [
            {
                **_who(judgement),
                "unit": one.shares[0].unit,
                "item": promised_message(judgement, one),
                "due": one.due,
            }
            for one in judgement.obligations
            if one.what is What.PROMISE
            and kept(one, asked.as_of) is Kept.BROKEN
            and (one.due or first) >= first
        ]
        stages += [
            {**_who(judgement), "item": obligation_item(judgement, one), "done": one.done}
            for one in judgement.obligations
            if one.what in STAGES and one.dated and one.done is not None and one.done > first
        ]
        moved += [
            {
                **_who(judgement),
                "item": moved_item(judgement, e),
                "old": e.old,
                "new": e.new,
                "approval": e.approval,
            }
            for e in judgement.extensions
            if e.day > first
        ]
        levels = [Message(f"level.{level}") for day, level in judgement.chain.supervised if day > first]
        if levels:
            pressed.append({**_who(judgement), "level": levels})
    yield _rows("stages_done", stages, (Column("item", grow=4), Column("done")))
    yield _rows(
        "extended_since",
        moved,
        (Column("item", grow=2), Column("old"), Column("new"), Column("approval", grow=2)),
    )
    yield _rows(
        "read_since", read, (Column("figure_name", grow=3), Column("reading"), Column("read"), Column("unit"))
    )
    yield _rows("broken_since", broken, (Column("unit"), Column("item", grow=3), Column("due")))
    yield _rows("supervised_since", pressed, (Column("level", grow=2),))
    posted = [one for one in asked.letters if max(one.letter.date, one.replied or first) > first]
    if asked.letters:
        yield _posted("letters_since", asked.day, posted)


def _readings(judgement: Judgement, first: date) -> Iterator[dict[str, Any]]:
    """The readings of the figures of an issue after a day, in the order of the records."""
    targets = judgement.baseline.targets
    for number, part, value in judgement.chain.readings:
        if value.day > first:
            target = targets[number - 1]
            name = target.name if part is None else target.parts[part - 1].name
            said = Message("progress.reading", {"value": value.value, "unit": target.unit})
            yield {
                **_who(judgement),
                "figure_name": name,
                "reading": said,
                "read": value.day,
                "unit": value.by,
            }


def _rows(name: str, rows: Sequence[dict[str, Any]], more: Sequence[Column], of: int | None = None) -> Report:
    """Rows with their number in the title, and ``of`` how many issues they are."""
    return Report(
        kind=name,
        columns=(*_WHO, *more),
        records=tuple(rows),
        title=Message(f"watched.{name}", {"count": len(rows) if of is None else of, "times": len(rows)}),
        empty=Message("progress.none"),
    )


def attention(asked: Asked) -> Iterator[Block]:
    """Overdue, relapsed, due soon, behind, undetermined, extended, supervised, disclosure: each is said, also
    when none."""
    judgements = asked.judgements
    late = [j for j in judgements if j.standing is Standing.OVERDUE]
    yield _list("overdue", late, {"due": _due, "days_overdue": lambda j: j.days_overdue, "owing": _owing})
    soon = [j for j in judgements if j.standing is Standing.DUE_SOON]
    yield _list("due_soon", soon, {"due": _due})
    behind = [d for d in asked.late if d.obligation.what is not What.ISSUE]
    yield _stages(behind, asked)
    undetermined = [j for j in judgements if j.standing is Standing.UNDETERMINED]
    if undetermined:
        yield _list(
            "undetermined", undetermined, {"deadline.text": lambda j: stated(j.baseline.deadline.text)}
        )
    doubtful = [j for j in judgements if j.pacing.lagging]
    if doubtful:
        yield _list("doubtful", doubtful, {"doubts": _doubts})
    moved = [
        {
            **_who(j),
            "item": moved_item(j, e),
            "first_due": e.old,
            "due": e.new,
            "approval": e.approval,
            "application": Message("progress.asked_late" if e.late else "progress.asked_in_time"),
        }
        for j in judgements
        for e in j.extensions
    ]
    columns = (
        Column("item", grow=2),
        Column("first_due"),
        Column("due"),
        Column("approval", grow=2),
        Column("application"),
    )
    yield _rows("extended", moved, columns, of=len({record["id"] for record in moved}))
    pressed = [j for j in judgements if j.chain.supervised]
    levels = {"level": lambda j: [Message(f"level.{level}") for _, level in j.chain.supervised]}
    yield _list("supervised", pressed, levels)
    yield from _relapse(judgements)
    yield from _disclosure(asked)
    yield from _letters(asked)


def _due(judgement: Judgement) -> Any:
    return judgement.due


def _owing(judgement: Judgement) -> Any:
    return folded(judgement, judgement.owed_by)


def _doubts(judgement: Judgement) -> Any:
    return [doubt_message(judgement, d) for d in judgement.doubts if d.startswith("figure_lags")]


def _stages(debts: Sequence[Debt], asked: Asked, name: str = "behind") -> Report:
    """What else is late besides whole tasks, with who owes it: stages, first actions, reviews, promises."""
    rows = []
    for debt in debts:
        judgement = asked.day.by_id[debt.obligation.issue or ""]
        item = obligation_item(judgement, debt.obligation)
        rows.append(
            {**_who(judgement), "item": item, "due": debt.due, "owing": folded(judgement, debt.units)}
        )
    return _rows(name, rows, (Column("item", grow=4), Column("due"), Column("owing", grow=3)))


def _list(name: str, chosen: Sequence[Judgement], more: Mapping[str, Callable[[Judgement], Any]]) -> Report:
    right = {"days_overdue"}
    grow = {"level": 2, "owing": 3, "deadline.text": 2, "doubts": 4}
    columns = [Column(key, right=key in right, grow=grow.get(key, 0)) for key in more]
    return _rows(name, [{**_who(j), **{k: value(j) for k, value in more.items()}} for j in chosen], columns)


def _relapse(judgements: Sequence[Judgement]) -> Iterator[Block]:
    """反弹率: issues that came back, against those that were ever completed."""
    back = [j for j in judgements if j.chain.relapses]
    ever = [j for j in judgements if j.completed is not None or j.chain.relapses]
    args = {
        "back": len(back),
        "ever": len(ever),
        "rate": _rate(percent(len(back), len(ever))),
        "numbers": [j.baseline.number for j in back],
    }
    if ever:
        yield Paragraph(Message("progress.relapse" if back else "progress.no_relapse", args))


def _disclosure(asked: Asked) -> Iterator[Block]:
    mine = [duty for duty in asked.day.duties() if duty.what is What.DISCLOSURE and duty.since is not None]
    if asked.unit is not None:
        mine = [duty for duty in mine if asked.unit in {share.unit for share in duty.shares}]
    for year in sorted({duty.since.year for duty in mine if duty.since}):
        due = [duty for duty in mine if duty.since and duty.since.year == year]
        told = [duty for duty in due if state_of(duty, asked.as_of) is State.DONE]
        yield Paragraph(Message("progress.disclosure", {"year": year, "due": len(due), "told": len(told)}))


def _letters(asked: Asked) -> Iterator[Block]:
    """The letters to which a reply is owed, where there are letters at all."""
    letters = asked.letters
    if not letters:
        return
    owed = [one for one in letters if one.owed]
    args = {"letters": len({one.letter.number for one in letters}), "owed": len(owed)}
    yield Paragraph(Message("progress.letters", args | {"late": sum(1 for one in owed if one.days_late)}))
    if owed:
        yield _posted("letters_owed", asked.day, owed)


def _posted(name: str, day: Day, letters: Sequence[Letter]) -> Report:
    columns = ("letter", "date", "letter_to", "numbers", "reply_by", "replied")
    return Report(
        kind=name,
        columns=tuple(Column(key, grow=int(key == "letter")) for key in columns),
        records=tuple(letter_record(day, one) for one in letters),
        title=Message(f"watched.{name}", {"count": len(letters)}),
        empty=Message("progress.none"),
    )


# -- one block an issue --------------------------------------------------------------------------------------


_DEADLINE = {
    "": "progress.deadline",
    "extended": "progress.deadline_moved",
    "amended": "progress.deadline_amended",
}
_AGAIN = {
    "": "progress.again",
    "extended": "progress.again_moved",
    "amended": "progress.again_amended",
}


def _deadline(judgement: Judgement) -> Iterator[Block]:
    """The deadline of the plan and how it was moved; below it, that of the attempt after a relapse."""
    first, *later = judgement.chain.attempts
    args = {"text": stated(judgement.baseline.deadline.text), "due": first.due}
    yield Paragraph(Message(_DEADLINE[how_moved(judgement, first)], args))
    if later:
        again = {"first": later[-1].first_due or later[-1].due, "due": later[-1].due}
        key = _AGAIN[how_moved(judgement, later[-1])] if again["due"] else "progress.again_undue"
        yield Paragraph(Message(key, again))


def how_moved(judgement: Judgement, attempt: Attempt) -> str:
    """How the due day of an attempt was moved: by an extension, or with the plan; empty where it was not."""
    if attempt.due is None or attempt.due == attempt.first_due:
        return ""
    extended = any(e.node is None and not e.units and e.new == attempt.due for e in judgement.extensions)
    return "extended" if extended else "amended"


def _block(judgement: Judgement, asked: Asked) -> Iterator[Block]:
    baseline, as_of = judgement.baseline, asked.as_of
    yield Heading(Message("progress.issue", {"number": baseline.number, "title": baseline.title}), 2)
    args = {
        "lead": list(baseline.responsibility.lead) or "—",
        "support": list(baseline.responsibility.support) or "—",
        "acceptance": list(baseline.acceptance.units) or "—",
    }
    yield Paragraph(Message("progress.units", args))
    yield from _deadline(judgement)
    yield Paragraph(Message("progress.goal", {"goal": stated(baseline.goal)}))
    yield Paragraph(_state(judgement, asked))
    for target in judgement.targets:
        yield Paragraph(Message("progress.target", {"target": target_text(target, judgement.shares)}))
    for doubt in judgement.doubts:
        yield Paragraph(Message("progress.doubt", {"doubt": doubt_message(judgement, doubt)}))
    steps = in_effect(judgement.issue.baseline, judgement.issue.entries, asked.day.setting, as_of)
    told = [step.entry for step in steps if step.entry.type not in _UNTOLD]
    if not told:
        yield Paragraph(Message("progress.no_entries"))
    for entry in told:
        yield Paragraph(entry_message(entry, baseline))


def _state(judgement: Judgement, asked: Asked) -> Message:
    """Status, standing and class of an issue: the class that the tables count it in, said once where the
    standing says the same, and alone where the standing says only that nothing is late."""
    klass = class_of(judgement, asked.sustained)
    args: dict[str, Any] = {
        "status": Message(f"status.{judgement.status}"),
        "standing": standing_message(judgement),
        "pace": Message(f"klass.{klass}"),
        "completed": judgement.completed,
    }
    if judgement.completed is not None:
        return Message("progress.state_done", args)
    if not judgement.obligations:
        return Message("progress.state_withdrawn", args)
    if judgement.standing == Standing.ON_SCHEDULE:
        return Message("progress.state_pace", args)
    same = klass in {Class.OVERDUE, Class.UNDETERMINED} and judgement.standing != Standing.RELAPSED
    return Message("progress.state_standing" if same else "progress.state", args)


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
    for name in TIMED:
        ids = getattr(whole, name)
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
