"""A row that came back → the records that it comes to, what is asked about it and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.forms.reading import Placed, Trouble
from ledger.forms.values import (
    Read,
    is_empty_talk,
    personal_numbers,
    read_day,
    read_number,
    read_pace,
    read_proof,
    read_result,
    read_words,
)
from ledger.plans.progress import NEXT, RESULT, TROUBLE, not_done_words, says_done, vague_words
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledger.forms.reading import ReturnedRow
    from ledger.forms.rows import Row
    from ledger.model.rowkey import Key

_PERCENT = "%"
_FAR = Decimal("1.5")
"""A reading so many times what was promised is more likely a wrong unit or a digit too many."""


class Proposed(NamedTuple):
    """What a row comes to: the fields of its records without round and source, in the order of recording."""

    fields: tuple[dict[str, Any], ...] = ()
    notes: tuple[Trouble, ...] = ()
    questions: tuple[Trouble, ...] = ()
    refused: tuple[Trouble, ...] = ()


class Figure(NamedTuple):
    """The figure that a row asks for, by its numbers: its unit of measure, the value promised (``None`` of an
    upper limit, which nothing is far above by mistake), the measure that names it."""

    unit: str = ""
    value: Decimal | None = None
    measure: int | None = None
    target: int | None = None
    part: int | None = None

    def read(self, value: Decimal) -> list[dict[str, Any]]:
        """The readings of a record."""
        part = {"part": self.part} if self.part is not None else {}
        return [{"target": self.target, **part, "value": value}]


class _Cells:
    """The cells of a row, read one after the other; what was told of them is kept."""

    def __init__(self, row: ReturnedRow) -> None:
        self.row = row
        self.notes: list[Trouble] = []
        self.questions: list[Trouble] = list(row.questions)
        self.refused: list[Trouble] = list(row.troubles)
        self.empty_talk: Trouble | None = None

    def place(self, key: str) -> str:
        """The name of a cell, or of the row where the cell is empty."""
        placed = self.row.cells.get(key)
        return placed.place if placed is not None else self.row.place

    def take(self, key: str, read: Read) -> Any:
        """The value of a cell that was read; ``None`` where it was refused."""
        if read.bad is not None:
            self.refused.append(Trouble(self.place(key), read.bad))
        elif read.note is not None:
            self.notes.append(Trouble(self.place(key), read.note))
        return read.value

    def refuse(self, key: str, why: str, **args: Any) -> None:
        """Refuse a cell."""
        self.refused.append(Trouble(self.place(key), Message(why, args)))

    def ask(self, key: str, what: str, **args: Any) -> None:
        """Ask about a cell."""
        self.questions.append(Trouble(self.place(key), Message(what, args)))

    def get(self, key: str) -> Placed | None:
        """A cell that was filled in."""
        return self.row.cells.get(key)


class _Said(NamedTuple):
    """What a row says, as far as it can be taken: its words in one text, the unit's judgement, readings and
    proofs as fields of a record, the day on which it was done, the one by which that is promised."""

    text: str
    pace: str | None
    readings: Mapping[str, Any]
    evidence: Mapping[str, Any]
    done: date | None
    promised: date | None


def propose(
    returned: ReturnedRow, row: Row | None, by: str, reported: date, figure: Figure, since: date | None
) -> Proposed:
    """The records of a row: progress, what is done, what is promised.

    ``row`` is what the unit owes today, ``None`` where it owes that no more; before ``since`` nothing can
    well have been done.
    """
    key = returned.key
    cells = _Cells(returned)
    if key is None:
        return Proposed(refused=tuple(cells.refused))
    said = _said(cells, key, reported, figure, since)
    fields = tuple(_records(said, key, by, reported, figure))
    if cells.empty_talk is not None:  # beside other answers it is told, by itself it is no answer
        (cells.notes if fields else cells.refused).append(cells.empty_talk)
    if row is not None and fields:
        _compare(cells, returned, row)
    return Proposed(fields, tuple(cells.notes), tuple(cells.questions), tuple(cells.refused))


def _said(cells: _Cells, key: Key, reported: date, figure: Figure, since: date | None) -> _Said:
    """Read the cells one after the other; what is asked, refused or noted of each is kept with them."""
    texts = _texts(cells)
    pace = cells.take("pace", read_pace(p.cell)) if (p := cells.get("pace")) else None
    reading = _reading(cells, figure)
    done, result = _done(cells, key, reported)
    if done is not None and since is not None and done < since:
        cells.ask("done", "form.ask.done_early", day=done, since=since)
    if result is not None:
        texts = {"result": result, **texts}
    _hold_against(cells, texts.get("progress"), done=done is not None)
    promised = _promised(cells, key, reported)
    proofs = cells.take("proof", read_proof(p.cell)) if (p := cells.get("proof")) else None
    return _Said(
        text=_joined(texts),
        pace=pace,
        readings={"readings": figure.read(reading)} if reading is not None else {},
        evidence={"evidence": [{"url": url} for url in proofs]} if proofs else {},
        done=done,
        promised=promised,
    )


def _records(said: _Said, key: Key, by: str, reported: date, figure: Figure) -> Iterator[dict[str, Any]]:
    """The fields of the records, in the order of recording; readings and proofs go with what is done."""
    measure = figure.measure if key.target is not None else key.measure
    about: dict[str, Any] = {"measure": measure} if measure is not None else {}
    progress: dict[str, Any] = dict(said.readings) if said.done is None else {}
    progress |= {"pace": said.pace} if said.pace else {}
    progress |= {"text": said.text} if said.text else {}
    progress |= said.evidence if said.done is None else {}
    if progress:
        yield {"date": reported, "type": "progress", "by": by, **about, **progress}
    node = about | ({"milestone": key.milestone} if key.milestone is not None else {})
    if said.done is not None and node:
        yield {"date": said.done, "type": "achieve", "by": by, **node, **said.readings, **said.evidence}
    elif said.done is not None:
        if said.readings:  # what is reached with the task is read on its day
            yield {"date": said.done, "type": "progress", "by": by, **said.readings}
        yield {"date": said.done, "type": "complete", "by": by, **said.evidence}
    if said.promised is not None:
        yield {"date": reported, "type": "promise", "by": by, "until": said.promised, **node}


def _texts(cells: _Cells) -> dict[str, str]:
    found = {}
    for key in ("progress", "trouble", "next"):
        placed = cells.get(key)
        text = cells.take(key, read_words(placed.cell)) if placed is not None else None
        if text and key == "progress" and is_empty_talk(text):
            cells.empty_talk = Trouble(cells.place(key), Message("form.bad.no_progress", {"value": text}))
        elif text:
            found[key] = text
        if text and key in found and (numbers := personal_numbers(text)):
            cells.ask(key, "form.ask.person", numbers=numbers)
    return found


def _joined(said: Mapping[str, str]) -> str:
    """What was written, in one text: the progress first, all else by the name of its column."""
    labels = {"progress": "", "result": RESULT, "trouble": TROUBLE, "next": NEXT}
    return "\n".join(f"{label}{said[key]}" for key, label in labels.items() if key in said)


def _reading(cells: _Cells, figure: Figure) -> Any:
    placed = cells.get("reading")
    if placed is None:
        return None
    if figure.target is None:
        cells.refuse("reading", "form.bad.no_reading")
        return None
    unit = figure.unit
    value = cells.take("reading", read_number(placed.cell, unit))
    if value is not None and figure.value is not None and value > figure.value * _FAR:
        cells.ask("reading", "form.ask.far_above", value=str(value), target=f"{figure.value:f}", unit=unit)
    if value is not None and unit == _PERCENT and 0 < value <= 1:
        cells.ask("reading", "form.ask.percent", value=str(value), percent=f"{(value * 100).normalize():f}")
    return value


def _done(cells: _Cells, key: Key, reported: date) -> tuple[date | None, str | None]:
    """The day on which it was done, and words in the place of a result."""
    placed, day_placed = cells.get("result"), cells.get("done")
    words = None
    result = None
    if placed is not None:
        read = read_result(placed.cell)
        typed = read_words(placed.cell).value
        if read.bad is not None and typed and (vague := vague_words(typed)):
            words = typed
            cells.notes.append(Trouble(placed.place, Message("form.note.vague", {"words": list(vague)})))
        else:
            result = cells.take("result", read)
    if key.target is not None and (placed is not None or day_placed is not None):
        cells.refuse("result" if placed is not None else "done", "form.bad.figure_done")
        return None, None
    day = cells.take("done", read_day(day_placed.cell)) if day_placed is not None else None
    if result == "not_done" and placed is not None and cells.get("progress") is None:
        words = read_words(placed.cell).value  # an answer, though a short one
    if result == "done" and day_placed is None:
        cells.refuse("result", "form.bad.done_when")
    elif day is not None and result != "done":
        cells.refuse("done", "form.bad.done_what")
    elif day is not None and day > reported:
        cells.refuse("done", "form.bad.done_later", day=day, reported=reported)
    elif day is not None:
        return day, words
    return None, words


def _hold_against(cells: _Cells, text: str | None, *, done: bool) -> None:
    """Words that keep something from being done complete nothing; beside 已完成 they are asked about."""
    if not text:
        return
    if done:
        if words := not_done_words(text):
            cells.ask("progress", "form.ask.vague_done", words=list(words))
    elif words := vague_words(text):
        cells.notes.append(
            Trouble(cells.place("progress"), Message("form.note.vague", {"words": list(words)}))
        )
    elif says_done(text):
        cells.notes.append(Trouble(cells.place("progress"), Message("form.note.words_alone")))


def _promised(cells: _Cells, key: Key, reported: date) -> date | None:
    placed = cells.get("promise")
    if placed is None:
        return None
    if key.target is not None:
        cells.refuse("promise", "form.bad.figure_promise")
        return None
    day: date | None = cells.take("promise", read_day(placed.cell))
    if day is not None and day < reported:
        cells.refuse("promise", "form.bad.promise_past", day=day, reported=reported)
        return None
    return day


def _compare(cells: _Cells, returned: ReturnedRow, row: Row) -> None:
    """What has changed of the row since the form was made is asked about."""
    if returned.state == row.state:
        return
    if returned.due != row.due:
        why = Message("form.ask.due_moved", {"old": returned.due or "—", "new": row.due or "—"})
    else:
        why = Message("form.ask.text_changed")
    cells.questions.append(Trouble(returned.place, why))
