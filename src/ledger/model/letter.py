"""Letters that the office sends and the replies to them, ``data/letters.yaml``."""

from typing import Annotated, Literal

from ledger.model.entries import Evidence
from ledger.model.plan import Level
from ledger.model.record import Field, OneOf, Record
from ledger.model.scalar import MANY, SEVERAL, Date, Id, Ref, Text


class Letter(Record):
    """The office writes to units about tasks (提醒函、督办函、通报…); whoever is asked to reply by a day owes
    that."""

    date: Date = Field(title="日期", description="发函的日期。")
    type: Literal["letter"] = Field(title="记录种类", description="letter：函。")
    by: Text = Field(title="发函单位", description="整改办，规范简称。")
    number: Text = Field(title="文号", description="函的文号；一件一号，不重复。")
    level: Level = Field(
        title="督办级别",
        description="reminder 提醒函；letter 督办函；circular 通报；listed 挂牌督办；interview 约谈。",
    )
    to: tuple[Text, ...] = Field(
        min_length=1, title="收函单位", description="主送的单位，规范简称。", max_length=SEVERAL
    )
    issues: tuple[Id, ...] = Field(
        default=(), title="任务", description="为哪几项任务，任务的标识。", max_length=SEVERAL
    )
    demand: Text = Field(title="要求", description="要求收函单位做什么。")
    reply_by: Date | None = Field(
        default=None, title="书面回复期限", description="最迟哪天书面回复；不写为不要求回复。"
    )
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="函的文件或网址。", max_length=SEVERAL
    )


class Reply(Record):
    """A unit answers a letter in writing (回复)."""

    date: Date = Field(title="日期", description="回复的日期。")
    type: Literal["reply"] = Field(title="记录种类", description="reply：回复。")
    by: Text = Field(title="回复单位", description="收函的单位，规范简称。")
    number: Text = Field(title="来文文号", description="回复的是哪一件函。")
    text: Text = Field(title="内容", description="回复说了什么。")
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="复函的文件或网址。", max_length=SEVERAL
    )


class Taken(Record):
    """A letter or a reply that was recorded wrongly is taken back (冲正): it never was, on any day."""

    date: Date = Field(title="日期", description="冲正的日期。")
    type: Literal["void"] = Field(title="记录种类", description="void：冲正。")
    by: Text = Field(title="冲正单位", description="整改办，或记那条记录的单位，规范简称。")
    number: Text = Field(title="文号", description="被冲正的函的文号，或被冲正的回复所回复的文号。")
    entry: Ref = Field(title="被冲正的记录", description="那条函或回复的编号：8 位十六进制。")
    text: Text = Field(title="理由", description="错在哪里。")
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="说明的文件或网址。", max_length=SEVERAL
    )


Post = Annotated[Letter | Reply | Taken, OneOf("type")]
"""What the book of letters holds."""


class LettersFile(Record):
    """``data/letters.yaml``: dated records, appended like the entries of an issue."""

    letters: tuple[Post, ...] | None = Field(
        default=None, title="函和回复", description="按发生次序逐条追加，从不改动。", max_length=MANY
    )
