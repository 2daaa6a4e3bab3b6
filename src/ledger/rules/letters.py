"""6xx: letters and the replies to them fit one another, the office, and the tasks that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.letters import Wrong, read_letters
from ledger.judging.parties import offices
from ledger.judging.status import policy_of
from ledger.reading.codes import ERROR, Code
from ledger.reading.load import LETTERS
from ledger.rules.evidence import EVIDENCE_OF_BOOKS, evidence_of_book
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WRONG = {
    Wrong.NUMBER_TAKEN: ("L660", "number"),
    Wrong.NO_LETTER: ("L661", "number"),
    Wrong.NOT_ASKED: ("L662", "by"),
    Wrong.BEFORE_LETTER: ("L663", "date"),
    Wrong.REPLY_BY_BEFORE: ("L664", "reply_by"),
    Wrong.NOT_OFFICE: ("L665", "by"),
    Wrong.NOTHING_TAKEN: ("L667", "entry"),
    Wrong.NOT_TAKER: ("L668", "by"),
    Wrong.TAKEN_BACK: ("L669", "number"),
}
"""The code of each reason, and the field that it is about."""


@ledger_rule(
    Code(
        "L660",
        ERROR,
        "letter-number-taken",
        zh=("文号“{no}”已用于第 {position} 条记录", "一件一号：换成这件函自己的文号；重复的一条删去。"),
        en=(
            "The number {no!r} is that of record {position}",
            "A letter has a number of its own: give it; delete the record that stands twice.",
        ),
    ),
    Code(
        "L661",
        ERROR,
        "reply-to-no-letter",
        zh=("没有文号为“{no}”的函（相近的：{near}）", "改成所回复的函的文号；那件函还没有记的，先记函。"),
        en=(
            "There is no letter {no!r} (similar: {near})",
            "Give the number of the letter that is answered; record that letter first.",
        ),
    ),
    Code(
        "L669",
        ERROR,
        "reply-to-letter-taken-back",
        zh=(
            "“{no}”已于 {date} 冲正，没有这件函，这条回复不生效",
            "改成所回复的函的文号；不用回复的，冲正这条回复（letter void）。",
        ),
        en=(
            "The letter {no!r} was taken back on {date}; this reply answers nothing",
            "Give the number of the letter that is answered; else take the reply back (letter void).",
        ),
    ),
    Code(
        "L662",
        ERROR,
        "reply-by-who-was-not-asked",
        zh=("{unit}不是“{no}”的收函单位（{to}）", "回复由收函单位记；写明是哪个单位的回复。"),
        en=(
            "{no!r} was not sent to {unit} (but to {to})",
            "Those reply whom the letter was sent to; say whose reply it is.",
        ),
    ),
    Code(
        "L663",
        ERROR,
        "reply-before-letter",
        zh=("回复的日期 {date} 早于“{no}”的发函日期 {sent}", "核对两个日期和文号。"),
        en=(
            "The reply is dated {date}, before its letter {no!r} of {sent}",
            "See both dates and the number.",
        ),
    ),
    Code(
        "L664",
        ERROR,
        "reply-asked-before-letter",
        zh=("书面回复期限 {reply_by} 早于发函日期 {date}", "核对两个日期。"),
        en=("The reply is asked for by {reply_by}, before the letter of {date}", "See both dates."),
    ),
    Code(
        "L665",
        ERROR,
        "letter-not-by-office",
        zh=("{unit}不能发函（可以发函的：{office}）", "发函单位写整改办。"),
        en=("{unit} cannot send a letter (it is for {office})", "Letters are sent by the office."),
    ),
    Code(
        "L667",
        ERROR,
        "void-of-no-letter",
        zh=(
            "没有编号为 {entry}、文号为“{no}”的函或回复",
            "用 ledger letter void 冲正，由程序写编号；冲正本身不能再冲正，改为重新记。",
        ),
        en=(
            "There is no letter or reply {entry} of the number {no!r}",
            "Take back with ledger letter void, which writes the reference; a void is not voided: record anew.",
        ),
    ),
    Code(
        "L668",
        ERROR,
        "void-of-letter-by-another",
        zh=("{unit}不能冲正{by}的函或回复", "由记那条记录的单位或整改办（{office}）冲正。"),
        en=(
            "{unit} cannot take back a letter or reply of {by}",
            "That is for the unit that made it, or for the office ({office}).",
        ),
    ),
)
def letters_fit(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L660–L665, L667, L668: numbers are given once, replies fit their letters, the office sends them, and what
    is taken back is there."""
    del issues
    office = offices(shared.units, policy_of(shared.plan))
    for one in read_letters(shared.letters, shared.units, office).refused:
        code, field = _WRONG[one.why]
        yield Finding(code, LETTERS, ("letters", one.position, field), one.args)


@ledger_rule(
    Code(
        "L666",
        ERROR,
        "letter-about-no-task",
        zh=("函“{no}”所说的任务“{id}”不存在", "写任务的标识，如 07-1。"),
        en=(
            "The letter {no!r} is about a task {id!r} that is not there",
            "Give the id of a task, such as 07-1.",
        ),
    ),
)
def letters_about_tasks(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L666: the tasks that a letter is about are there, whether or not they can be read."""
    del issues
    office = offices(shared.units, policy_of(shared.plan))
    taken = read_letters(shared.letters, shared.units, office).taken
    for n, one in enumerate(shared.letters):
        if n in taken:
            continue
        for k, name in enumerate(getattr(one, "issues", ())):
            if name not in shared.tasks:
                yield Finding("L666", LETTERS, ("letters", n, "issues", k), {"no": one.number, "id": name})


@ledger_rule(*EVIDENCE_OF_BOOKS)
def letter_evidence(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L310, L311, L654: evidence of letters and replies, as that of entries."""
    del issues
    for n, one in enumerate(shared.letters):
        yield from evidence_of_book(one.evidence, LETTERS, ("letters", n), shared)
