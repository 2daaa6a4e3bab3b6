"""Rounds (调度): when which units were asked how far they are, ``data/rounds/ROUND.yaml``."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pydantic import Field

from ledger.model.record import Record
from ledger.model.scalar import CommitName, Date, Text


class Asking(Record):
    """Some units were sent their forms (一次下发)."""

    date: Date = Field(title="下发日期", description="调度表发出的日期。")
    due: Date = Field(title="报送期限", description="最迟哪一天报回；当天仍算按期。")
    units: tuple[Text, ...] = Field(min_length=1, title="单位", description="发给哪些单位，规范简称。")
    revision: CommitName | None = Field(
        default=None, title="版本", description="下发时台账所在的提交；不在 git 里时不写。"
    )


class RoundFile(Record):
    """``data/rounds/ROUND.yaml``: dated records, appended like the entries of an issue."""

    asked: tuple[Asking, ...] | None = Field(
        default=None, title="下发记录", description="按发生次序逐条追加，从不改动。"
    )


class Round(NamedTuple):
    """A round by its id, which is the name of its file, and what was asked in it."""

    id: str
    asked: tuple[Asking, ...]
    path: str

    def of(self, unit: str, as_of: date | None = None) -> Asking | None:
        """The first time that a unit was asked, with the last day for an answer that holds now, or held on
        ``as_of``; ``None`` where it was not asked."""
        mine = [one for one in self.asked if unit in one.units and (as_of is None or one.date <= as_of)]
        return mine[0].model_copy(update={"due": mine[-1].due}) if mine else None

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that was asked, once, in the order of the file."""
        return tuple(dict.fromkeys(unit for one in self.asked for unit in one.units))
