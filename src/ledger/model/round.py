"""Rounds (调度): when which units were asked how far they are, ``data/rounds/ROUND.yaml``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from ledger.model.record import Field, OneOf, Record, Tagged
from ledger.model.scalar import MANY, SEVERAL, CommitName, Count, Date, RowName, Sha256, Text

Why = Literal["unreadable", "other_form", "no_day", "no_key", "misfilled", "doubtful", "empty"]
"""Why a form, or a row of it, was not taken."""


class Asking(Record):
    """Some units were sent their forms (一次下发)."""

    date: Date = Field(title="下发日期", description="调度表发出的日期。")
    due: Date = Field(title="报送期限", description="最迟哪一天报回；当天仍算按期。")
    units: tuple[Text, ...] = Field(
        min_length=1, title="单位", description="发给哪些单位，规范简称。", max_length=SEVERAL
    )
    revision: CommitName | None = Field(
        default=None, title="版本", description="下发时台账所在的提交；不在 git 里时不写。"
    )


class OpenRow(Record):
    """A row of a form that was not taken, while others were (退回的行)."""

    key: RowName = Field(title="行键", description="哪一行：任务，/ 后面是措施、节点或指标。")
    row: Count = Field(title="行号", description="报回的文件里的第几行。")


class SentBack(Record):
    """A form came back and nothing of it was taken (报来但退回), or not every row."""

    date: Date = Field(title="报回日期", description="表上的填报日期；没有的，是收表的日期。")
    type: Literal["sent_back"] = Field(title="记录种类", description="sent_back：退回。")
    unit: Text = Field(title="单位", description="谁报回的，规范简称。")
    why: tuple[Why, ...] = Field(
        min_length=1,
        title="退回原因",
        description="unreadable 文件读不了；other_form 不是本轮发给它的表；no_day 没有可用的填报日期；"
        "no_key 行键有误；misfilled 填写有误；doubtful 内容待核实；empty 什么也没有填。",
        max_length=SEVERAL,
    )
    file: Text = Field(title="文件", description="报回的文件名。")
    sha256: Sha256 = Field(title="校验和", description="报回的文件的 SHA-256。")
    rows: tuple[OpenRow, ...] = Field(
        default=(),
        title="退回的行",
        description="只退回其中几行时是哪几行，其余的行已经收了；整份退回的不写。",
        max_length=MANY,
    )


def _sort(record: Any) -> str:
    """Which sort of record it is: what is not said to be sent back was asked."""
    kind = record.get("type") if isinstance(record, dict) else getattr(record, "type", None)
    return "[sent_back]" if kind is not None else "[asked]"


Rounded = Annotated[
    Annotated[Asking, Tagged("[asked]")] | Annotated[SentBack, Tagged("[sent_back]")], OneOf(_sort)
]
"""What the file of a round holds."""


class RoundFile(Record):
    """``data/rounds/ROUND.yaml``: dated records, appended like the entries of an issue."""

    asked: tuple[Rounded, ...] | None = Field(
        default=None, title="下发和退回记录", description="按发生次序逐条追加，从不改动。", max_length=MANY
    )


class Round(NamedTuple):
    """A round by its id, which is the name of its file, and what is recorded of it, in the order of the
    file."""

    id: str
    records: tuple[Asking | SentBack, ...]
    path: str

    @property
    def asked(self) -> tuple[Asking, ...]:
        """When which units were asked."""
        return tuple(one for one in self.records if isinstance(one, Asking))

    def backs(self, unit: str, as_of: date | None = None) -> tuple[SentBack, ...]:
        """The forms of a unit of which nothing, or not every row, was taken."""
        mine = (one for one in self.records if isinstance(one, SentBack) and one.unit == unit)
        return tuple(one for one in mine if as_of is None or one.date <= as_of)

    def sent_back(self, unit: str, as_of: date | None = None) -> tuple[SentBack, ...]:
        """The forms of a unit of which nothing was taken."""
        return tuple(one for one in self.backs(unit, as_of) if not one.rows)

    def of(self, unit: str, as_of: date | None = None) -> Asking | None:
        """The first time that a unit was asked, with the last day for an answer that holds now, or held on
        ``as_of``; ``None`` where it was not asked."""
        mine = [one for one in self.asked if unit in one.units and (as_of is None or one.date <= as_of)]
        return mine[0].model_copy(update={"due": mine[-1].due}) if mine else None

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that was asked, once, in the order of the file."""
        return tuple(dict.fromkeys(unit for one in self.asked for unit in one.units))
