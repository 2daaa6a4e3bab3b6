"""月调度通报: how far all tasks have come, what is good, who is late, what is to be done by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, Level, Sustained, figures
from ledger.judging.quiet import quiet_units
from ledger.judging.select import Criteria
from ledger.papers.debts import debt_fields
from ledger.papers.sheet import (
    Asked,
    Paper,
    Sheet,
    day_text,
    full_name,
    full_names,
    joined,
    told,
    unrecorded,
)
from ledger.reports.attention import attention
from ledger.reports.changes import changes
from ledger.reports.issues import overdue_report, standing_word
from ledger.reports.progress import overall
from ledger.reports.report import Message, Paragraph, Report
from ledger.reports.reported import Asked as Reported
from ledger.reports.rounds import Answer, answers, named_rows, round_name
from ledger.reports.since import Since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.judging.counting import Figures
    from ledger.judging.day import Day
    from ledger.model.round import Round, SentBack

_SILENT_DAYS = 90


def circular(asked: Asked) -> Paper:
    """The circular; every figure is that of the report of the same day."""
    sheet, day = Sheet(asked), asked.day
    reported = Reported(day, Level.ISSUES, Sustained.ON_SCHEDULE, asked.since)
    whole = figures(day.items(reported.level, reported.sustained), day.as_of)
    rounds = _rounds(asked)
    days = (day.as_of - asked.since.day.as_of).days - 1 if asked.since else day.policy.silent_days
    heard = _heard(asked)
    quiet = quiet_units(day.judgements, day.as_of, _SILENT_DAYS if days is None else days, day.issued)
    silent = [one for one in quiet if one.units[0] not in heard]
    fields: dict[str, Any] = {
        **sheet.head(f"关于{sheet.plan}落实情况的通报"),
        "since": day_text(asked.since.day.as_of) if asked.since else "",
        "reply_by": sheet.given("reply_by", day_text(asked.reply_by)),
        "convention": told(Message("progress.definitions")),
        "overall": [told(said) for said in overall(whole, reported)],
        "changes": list(_changes(reported)),
        "good": list(_good(whole, asked)),
        "late": [debt_fields(day, debt) for debt in day.late()],
        "rounds": [_round(day, one) for one in rounds],
        "silent": [
            {
                "unit": sheet.full(one.units[0]),
                "last_record": day_text(one.last),
                "back": _back(day, rounds, one.units[0]),
            }
            for one in silent
        ],
        "problems": list(_problems(asked, reported)),
        "next": [debt_fields(day, debt) for debt in day.upcoming(day.policy.warn_days)],
        "tasks": [
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "lead": sheet.fulls(j.baseline.responsibility.lead),
                "due": day_text(j.due),
                "status": told(Message(f"status.{j.status}")),
                "standing": told(standing_word(j)),
                "pace": told(Message(f"pace.{j.pace}")) if j.pace else "",
            }
            for j in day.judgements
        ],
    }
    return sheet.done(fields)


def _good(whole: Figures, asked: Asked) -> Iterator[str]:
    """What came early and what is ahead, by task and lead."""
    named = (("提前完成", whole.early), ("超过序时进度", whole.classes[Class.AHEAD]))
    for word, ids in named:
        if ids:
            yield f"{word}{len(ids)}项：{'；'.join(_task(asked, one) for one in ids)}。"


def _task(asked: Asked, issue: str) -> str:
    baseline = asked.day.by_id[issue].baseline
    lead = joined(full_name(asked.day, unit) for unit in baseline.responsibility.lead)
    return f"任务{baseline.number}（{baseline.title}{f'，{lead}牵头' if lead else ''}）"


def _heard(asked: Asked) -> set[str]:
    """The units that reported something in the period, though of a day before it."""
    if asked.since is None:
        return set()
    day, since = asked.day, Since(asked.day, asked.since)
    fresh = (entry for judgement in day.judgements for entry in since.entries(judgement) if entry.about.deed)
    return {name for entry in fresh for name in day.named((entry.by, *entry.named))}


def _rounds(asked: Asked) -> list[Round]:
    """The rounds of the period; without one the last that was sent out."""
    day = asked.day
    sent = [(min(a.date for a in one.asked), one.id, one) for one in day.ledger.rounds if one.asked]
    sent = sorted(one for one in sent if one[0] <= day.as_of)
    if asked.since is None:
        return [one for *_, one in sent[-1:]]
    return [one for begun, _, one in sent if begun > asked.since.day.as_of]


def _round(day: Day, one: Round) -> str:
    """Who has answered a round, who was late, whose form went back, who has sent nothing, who was vague."""
    told_of = answers(day, one)
    by_state: dict[Answer, list[str]] = {}
    for each in told_of:
        name, state = full_name(day, each.unit), each.state(day.as_of)
        if state is Answer.LATE:
            name = f"{name}，{day_text(each.first)}"
        elif state is Answer.SENT_BACK and each.back is not None:
            name = f"{name}，{_why(each.back)}"
        by_state.setdefault(state, []).append(name)
    said = [f"{len(by_state[Answer.ANSWERED])}个单位按期报送"] if Answer.ANSWERED in by_state else []
    said += [
        f"{len(by_state[state])}个单位{word}（{between.join(by_state[state])}）"
        for state, (word, between) in _STATES.items()
        if state in by_state
    ]
    said += [
        f"{full_name(day, each.unit)}报送的内容含糊（“{'”“'.join(each.vague)}”），须补充说明"
        for each in told_of
        if each.vague
    ]
    said += [
        f"{full_name(day, each.unit)}报送内容有退回的（任务{joined(named_rows(day, each.still))}），尚未补报"
        for each in told_of
        if each.still
    ]
    due = day_text(max((each.due for each in told_of), default=None))
    return f"{_called(one)}发给{len(told_of)}个单位，应于{due}前报回：{'；'.join(said)}。"


_STATES = {
    Answer.LATE: ("迟报", "；"),
    Answer.SENT_BACK: ("报来但退回", "；"),
    Answer.UNANSWERED: ("没有报", "、"),
    Answer.NOT_DUE: ("尚未报送、未到期限", "、"),
}
"""How a unit that did not answer in time is told, and what stands between two."""


def _called(one: Round) -> str:
    """A round by its month, where it is named after one."""
    name = round_name(one.id)
    return f"{told(name)}调度表" if isinstance(name, Message) else f"“{name}”调度表"


def _why(back: SentBack) -> str:
    return joined(told(Message(f"round_why.{why}")) for why in back.why)


def _back(day: Day, rounds: Sequence[Round], unit: str) -> str:
    """The form of a silent unit that went back; empty where none did."""
    backs = [back for one in rounds for back in one.sent_back(unit, day.as_of)]
    return f"{day_text(backs[-1].date)}报来调度表，因{_why(backs[-1])}退回" if backs else ""


def _changes(reported: Reported) -> Iterator[str]:
    """What moved since the report before, a sentence each; what else is said there is of records and git."""
    for block in changes(reported):
        if isinstance(block, Report) and block.records:
            rows = "；".join(_rows(reported.day, block))
            notes = "".join(f"（{told(note).rstrip('。')}）" for note in block.notes if note.key == _BELATED)
            yield f"{told(block.title) if block.title else ''}：{rows}{notes}。"


_BELATED = "progress.belated"
"""What a table says of things that are older than the period."""


def _rows(day: Day, table: Report) -> Iterator[str]:
    """The rows of a table of changes in words; KeyError for a table that nobody taught."""
    said = _SAID[table.kind]
    if table.kind == "letters_since":  # a letter has a row a unit
        sent: dict[tuple[Any, ...], list[str]] = {}
        for row in map(dict[str, Any], table.records):
            key = (row["date"], row["letter"], row["replied"])
            sent.setdefault(key, []).append(full_name(day, row["letter_to"]))
        for (when, number, replied), units in sent.items():
            yield said(day, {"date": when, "letter": number, "replied": replied, "letter_to": units})
        return
    for row in map(dict[str, Any], table.records):
        yield f"任务{row['number']}（{row['title']}）{said(day, row)}"


def _turned(prefix: str, row: Any) -> str:
    now = told(Message(f"{prefix}.{row['now']}"))
    if row["was"] is None:
        return f"新列入，{now}"
    was = told(Message(f"{prefix}.{row['was']}"))
    return f"由{was}转为{now}"


def _done(day: Day, row: Any) -> str:
    if not row["owing"]:
        return f"{told(row['item'])}，{day_text(row['done'])}完成"
    finished, owing = full_names(day, row["finished_by"]), full_names(day, row["owing"])
    return f"{told(row['item'])}，{finished}{day_text(row['done'])}完成，{owing}尚未完成"


def _undone(day: Day, row: Any) -> str:
    said = f"{full_names(day, row['finished_by'])}曾报{day_text(row['done'])}完成"
    return f"{told(row['item'])}，{said}，现须继续完成"


def _extended(_day: Day, row: Any) -> str:
    old = day_text(row["old"]) or "时限未定"
    return f"{told(row['item'])}由{old}延至{day_text(row['new'])}（{row['approval']}）"


def _read(day: Day, row: Any) -> str:
    by = f"，{full_name(day, row['unit'])}报送" if row["unit"] else ""
    return f"{row['figure_name']}{told(row['reading'])}（{day_text(row['read'])}{by}）"


def _broken(day: Day, row: Any) -> str:
    return f"{full_name(day, row['unit'])}承诺{day_text(row['due'])}前{told(row['item'])}，没有兑现"


def _promised(day: Day, row: Any) -> str:
    before = f"（曾承诺{joined(map(day_text, row['before']))}）" if row["before"] else ""
    return (
        f"{full_name(day, row['unit'])}承诺{day_text(row['promised_until'])}前{told(row['promised'])}{before}"
    )


def _otherwise(day: Day, row: Any) -> str:
    """An entry as it is told, with the day and the unit as papers have them."""
    change: Message = row["change"]
    words = [] if change.key == "show.entry_told" else [change.args["type"]]  # else the words say it
    said = "，".join(filter(None, map(told, [*words, change.args["text"]])))
    return f"{day_text(change.args['date'])}，{full_name(day, change.args['by'])}：{said.rstrip('。；')}"


def _written(_day: Day, row: Any) -> str:
    answer = f"，{day_text(row['replied'])}回复" if row["replied"] else ""
    return f"{day_text(row['date'])}向{joined(row['letter_to'])}发{row['letter']}{answer}"


_SAID: dict[str, Callable[[Day, Any], str]] = {
    "moves": lambda _, row: _turned("status", row),
    "turns": lambda _, row: _turned("standing", row),
    "late_since": lambda _, row: f"{told(row['item'])}，{day_text(row['due'])}到期未完成",
    "stages_done": _done,
    "stages_undone": _undone,
    "otherwise_since": _otherwise,
    "extended_since": _extended,
    "read_since": _read,
    "promised_since": _promised,
    "broken_since": _broken,
    "supervised_since": lambda _, row: f"：{joined(told(level) for level in row['level'])}",
    "letters_since": _written,
}
"""By table of changes, what a row says."""


def _problems(asked: Asked, reported: Reported) -> Iterator[str]:
    """What is unacted or undetermined, doubtful figures, relapses and disclosures."""
    found = overdue_report(reported.day, Criteria())
    named = (
        ("unacted", "尚未见行动的立行立改（含立即着手的措施）任务"),
        ("undetermined", "时限未定、须核定的任务"),
    )
    for key, word in named:
        ids = [str(one) for one in found.summary[key]]  # type: ignore[union-attr]
        if ids:
            yield f"{word}{len(ids)}项：{'；'.join(_task(asked, one) for one in ids)}。"
    for note in found.notes:
        if note.key == "overdue.duties":
            yield unrecorded(note.args["count"])
    for block in attention(reported):
        if isinstance(block, Paragraph):
            yield _ended(told(block.text))
        elif isinstance(block, Report) and block.kind == "doubtful":
            doubts = "；".join(
                f"任务{row['number']}（{row['title']}）{joined(told(one) for one in row['doubts'])}"
                for row in map(dict[str, Any], block.records)
            )
            yield f"{told(block.title) if block.title else ''}：{doubts}。"


def _ended(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith("。") else f"{sentence}。"
