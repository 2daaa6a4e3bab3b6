"""What a progress list or a clearing notice tells of tasks that are on file → records to be made of it.

Proposals only: whether a record may be made is for the rules of ``record`` to say.  What the words do not
say is not proposed, and a task is meant only where number and title both name it, or a document that
numbers nothing gives its whole title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import standing_records, walk
from ledger.plans.document import OWN
from ledger.plans.notices import Notice, items_of, notice_of
from ledger.plans.progress import Step, read_progress, squeezed, step_days
from ledger.plans.prose import Item
from ledger.recording.record import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.model.entries import Entry
    from ledger.model.ledger import Issue, Ledger
    from ledger.plans.document import Document


class Why(NamedTuple):
    """Why something is not recorded: the key of a sentence, and what fills its gaps.

    ``doubt`` where a person has to settle it, and it is not just as the document has it.
    """

    key: str
    args: dict[str, Any]
    doubt: bool = False


class Proposal(NamedTuple):
    """A task that the document tells of, the issue that it is, and the records that come of it.

    ``issue`` is ``None`` where number and title do not name one issue; ``notice`` where the document
    announces none for it.
    """

    item: Item
    issue: Issue | None
    requests: tuple[Request, ...]
    why: tuple[Why, ...]
    notice: Notice | None = None


def items(document: Document, ledger: Ledger) -> list[Item]:
    """The tasks that a document tells of, as it names them."""
    return items_of(document, [(one.baseline.number, one.baseline.title) for one in ledger.issues])


def propose(
    document: Document,
    told: Sequence[Item],
    ledger: Ledger,
    evidence: Callable[[str], str | None],
    day: date,
) -> list[Proposal]:
    """The records that the tasks of a document come to, dated ``day``, in the order of the document.

    ``evidence`` gives checksums by path below ``data/``.
    """
    setting = Setting(ledger.units, policy_of(ledger.plan), ledger.calendar, evidence)
    notice = notice_of(document)
    made = []
    for item in told:
        issue, doubt = match(item, ledger.issues)
        if issue is None:
            made.append(Proposal(item, None, (), (doubt,) if doubt is not None else ()))
            continue
        proposer = _Proposer(issue, item, notice, setting, day)
        requests = tuple(proposer.requests())
        made.append(Proposal(item, issue, requests, tuple(proposer.why), notice))
    return made


def match(item: Item, issues: Sequence[Issue]) -> tuple[Issue | None, Why | None]:
    """The issue with the number and the title that a document gives, or with the whole of its title where it
    gives no number; else why there is none."""
    number, title = squeezed(item.number), squeezed(item.title)
    numbered = [one for one in issues if number and squeezed(one.baseline.number) == number]
    titled = [one for one in issues if title and _is_named(squeezed(one.baseline.title), title)]
    whole = [one for one in titled if squeezed(one.baseline.title) == title]
    both = [one for one in numbered if one in titled] if number else whole
    if len(both) == 1:
        return both[0], None
    named = {"number": item.number or "—", "title": item.title or "—"}
    if not numbered and not titled:
        return None, Why("proposal.unknown", named, doubt=True)
    held = [*numbered, *titled]
    args = {**named, "held": [f"{one.baseline.number} {one.baseline.title}" for one in held]}
    if numbered and titled:
        return None, Why("proposal.two_tasks", args, doubt=True)
    return None, Why("proposal.number_alone" if numbered else "proposal.title_alone", args, doubt=True)


def _is_named(held: str, said: str) -> bool:
    """Whether two titles are one; that of a sub-item may leave off what all share, or its own heading."""
    mark = squeezed(OWN)
    return held == said or said in held.split(mark) or held in said.split(mark)


class _Proposer:
    """The records of one task, and beside them why others are not made."""

    def __init__(self, issue: Issue, item: Item, notice: Notice | None, setting: Setting, day: date) -> None:
        self.issue, self.item, self.notice, self.setting, self.day = issue, item, notice, setting, day
        self.why: list[Why] = []
        self.days: dict[Step, date] = {}
        walked = walk(issue.baseline, issue.entries, setting)
        for _ in walked:
            pass
        self.chain: Chain = walked.chain
        standing = standing_records(issue.entries, setting)
        self.standing: list[Entry] = [entry for entry in issue.entries if entry in standing]

    def requests(self) -> Iterator[Request]:
        """Progress in the document's words, then each step that they tell of, in the order of the steps."""
        plain = [self._plain(text) for text in self.item.texts]
        told = read_progress(plain)
        self._date(told.steps, plain)
        if told.vague:
            self._not("proposal.vague", words=list(told.vague))
        if not self.item.words:
            self._not("proposal.no_words")
        elif (lead := self._lead()) is not None:
            yield from self._new("progress", lead, text=self.item.words)
        if "complete" in told.steps:
            yield from self._complete()
        if "accept" in told.steps:
            yield from self._accept()
        if self.notice is not None:
            yield from self._publicize(self.notice)
        if "close" in told.steps:
            yield from self._close()

    def _date(self, steps: Sequence[Step], texts: Sequence[str]) -> None:
        """The day of each step: as the words have it; of one without, no later than the step after it."""
        said, left = step_days(texts)
        later: date | None = None
        for step in reversed(steps):
            day = said.get(step)
            if day is None and later is not None:
                self._not("proposal.no_later", type=step, day=later, doubt=True)
                day = later
            if day is not None and day <= self.day:
                self.days[step] = later = day
        if left:
            self._not("proposal.other_days", words=list(left), doubt=bool(steps))

    def _plain(self, text: str) -> str:
        """The words with 通过某单位验收 as 通过验收, where the unit is one that accepts the task."""
        text = squeezed(text)
        for unit in self.chain.parties.acceptance:
            text = text.replace(f"通过{squeezed(unit)}验收", "通过验收")
        return text

    def _complete(self) -> Iterator[Request]:
        completed = self.chain.attempts[-1].completed
        if completed is not None:
            self._not("proposal.on_file", type="complete", day=completed)
        elif (lead := self._lead()) is not None:
            yield from self._new("complete", lead, self.days.get("complete"))

    def _accept(self) -> Iterator[Request]:
        """By each acceptance unit; where the words name some of them, by these alone."""
        attempt, acceptance = self.chain.attempts[-1], self.chain.parties.acceptance
        words = squeezed(self.item.words)
        named = [unit for unit in acceptance if squeezed(unit) in words]
        if not acceptance:
            self._not("proposal.no_acceptance", doubt=True)
        elif attempt.accepted is not None:
            self._not("proposal.on_file", type="accept", day=attempt.accepted)
        for unit in named or acceptance:
            if attempt.accepted is None and unit not in attempt.signed:
                day = self.days.get("accept")
                yield from self._new("accept", self.setting.units.on(unit, day or self.day), day)
        if named and len(named) < len(acceptance) and attempt.accepted is None:
            self._not("proposal.named_alone", units=named)

    def _publicize(self, notice: Notice) -> Iterator[Request]:
        if notice.where is None:
            self._not("proposal.no_place", since=notice.since, until=notice.until, doubt=True)
            return
        period = (notice.since, notice.until)
        held = next(
            (e for e in self.standing if (getattr(e, "since", None), getattr(e, "until", None)) == period),
            None,
        )
        if held is not None:
            self._not("proposal.on_file", type="publicize", day=held.date)
            return
        lead = self._lead()
        if lead is not None:
            days: dict[str, Any] = {"days": notice.days} if notice.days else {}
            yield from self._new(
                "publicize", lead, since=notice.since, until=notice.until, where=notice.where, **days
            )

    def _close(self) -> Iterator[Request]:
        closed, office = self.chain.attempts[-1].closed, sorted(self.chain.parties.office)
        if closed is not None:
            self._not("proposal.on_file", type="close", day=closed)
        elif len(office) != 1:
            self._not("proposal.no_office", doubt=True)
        else:
            yield from self._new("close", office[0], self.days.get("close"))

    def _lead(self) -> str | None:
        """The first of the units that lead, by the name it has on the day."""
        leads = self.setting.units.expand(self.chain.baseline.responsibility.lead)
        if leads:
            return self.setting.units.on(leads[0], self.day)
        if all(one.key != "proposal.no_lead" for one in self.why):
            self._not("proposal.no_lead", doubt=True)
        return None

    def _new(self, kind: str, by: str, day: date | None = None, **fields: Any) -> Iterator[Request]:
        """A record, but for one that is on file with the same words and day."""
        text, day = fields.get("text"), day or self.day
        for held in self.standing:
            same = (held.type, held.date, held.text) == (kind, day, text)
            if same and (kind != "accept" or held.by == by):
                self._not("proposal.on_file", type=kind, day=held.date)
                return
        yield Request(self.issue.id, {"date": day, "type": kind, "by": by, **fields})

    def _not(self, key: str, *, doubt: bool = False, **args: Any) -> None:
        self.why.append(Why(key, args, doubt))
