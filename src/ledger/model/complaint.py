"""Complaints (信访举报件) that an inspection hands over, ``data/complaints/BATCH/NUMBER.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, get_args

from ledger.model.entries import Evidence
from ledger.model.record import Field, OneOf, Record
from ledger.model.scalar import MANY, SEVERAL, Date, Flag, Id, Number, Ref, Text, Whole

Channel = Literal["phone", "letter", "online", "visit", "other"]
"""How it was made: 来电、来信、网络、来访、其他."""

Pollution = Literal["water", "air", "soil", "noise", "waste", "ecology", "radiation", "sea", "other"]
"""What it is about (污染类型), as published tables have it."""

Verdict = Literal["confirmed", "partly", "unfounded"]
"""What was found out: 属实、部分属实、不属实."""

Outcome = Literal["holds", "fails"]
"""What a check found: the work stands, or it does not."""

CHANNELS: tuple[Channel, ...] = get_args(Channel)
POLLUTIONS: tuple[Pollution, ...] = get_args(Pollution)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class ComplaintRecord(Record):
    """What every record of a complaint has."""

    date: Date = Field(title="日期", description="事情发生的日期，不是录入日期。")
    type: str
    by: Text = Field(title="单位", description="作出这条记录的单位，规范简称。")
    text: Text | None = Field(default=None, title="说明", description="做了什么、查明了什么。")
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="文件或网址。", max_length=SEVERAL
    )


class Receive(ComplaintRecord):
    """The complaint is handed over (交办)."""

    type: Literal["receive"] = Field(title="记录种类", description="receive：交办。")
    text: Text = Field(title="交办问题基本情况", description="举报件反映的问题；不写举报人。")
    channel: Channel | None = Field(
        default=None,
        title="举报渠道",
        description="phone 来电；letter 来信；online 网络；visit 来访；other 其他；不写为不明。",
    )
    key: Flag = Field(default=False, title="重点件", description="是不是重点件（编号前带星号的）。")
    area: Text = Field(title="行政区域", description="按哪个行政区域统计。")
    place: Text | None = Field(default=None, title="地点或对象", description="在哪里、反映的是谁。")
    kinds: tuple[Pollution, ...] = Field(
        default=(),
        title="污染类型",
        description="water 水；air 大气；soil 土壤；noise 噪声；waste 固体废物；ecology 生态；"
        "radiation 辐射；sea 海洋；other 其他。",
        max_length=SEVERAL,
    )
    units: tuple[Text, ...] = Field(
        min_length=1, title="承办单位", description="转给哪些单位办理。", max_length=SEVERAL
    )
    due: Date | None = Field(default=None, title="办理期限", description="最迟哪天办结；当天仍算按期。")
    task: Id | None = Field(default=None, title="任务", description="属于哪一项整改任务，任务的标识。")


class Correct(ComplaintRecord):
    """What was handed over is put right, or given to another unit (更正): that holds from its date."""

    type: Literal["correct"] = Field(title="记录种类", description="correct：更正。")
    text: Text = Field(title="理由", description="为什么更正或改派。")
    channel: Channel | None = Field(default=None, title="举报渠道", description="更正为。")
    key: Flag | None = Field(default=None, title="重点件", description="更正为。")
    area: Text | None = Field(default=None, title="行政区域", description="更正为。")
    place: Text | None = Field(default=None, title="地点或对象", description="更正为。")
    kinds: tuple[Pollution, ...] = Field(
        default=(), title="污染类型", description="更正为。", max_length=SEVERAL
    )
    units: tuple[Text, ...] = Field(
        default=(), title="承办单位", description="改派给哪些单位。", max_length=SEVERAL
    )
    due: Date | None = Field(default=None, title="办理期限", description="更正为。")
    task: Id | None = Field(default=None, title="任务", description="更正为。")


class Deed(ComplaintRecord):
    """What handling found out and led to; counts are those of this record, and are added up."""

    verdict: Verdict | None = Field(
        default=None, title="是否属实", description="confirmed 属实；partly 部分属实；unfounded 不属实。"
    )
    ordered: Whole | None = Field(default=None, title="责令整改", description="责令整改的家数。")
    cases: Whole | None = Field(default=None, title="立案处罚", description="立案处罚的家数。")
    fine: Number | None = Field(default=None, ge=0, title="罚款", description="罚款金额，万元。")
    criminal: Whole | None = Field(default=None, title="立案侦查", description="立案侦查的件数。")
    detained: Whole | None = Field(default=None, title="拘留", description="拘留的人数。")
    talked: Whole | None = Field(default=None, title="约谈", description="约谈的人数。")
    accountable: Whole | None = Field(default=None, title="问责", description="问责的人数。")


class Handle(Deed):
    """The unit looks into it and works on it (办理)."""

    type: Literal["handle"] = Field(title="记录种类", description="handle：办理。")
    text: Text = Field(title="办理情况", description="调查核实、处理和整改的情况。")


class Stage(Deed):
    """What can be done now is done, the rest takes longer (阶段性办结)."""

    type: Literal["stage"] = Field(title="记录种类", description="stage：阶段性办结。")
    text: Text = Field(title="办理情况", description="办到了哪一步，还差什么。")
    due: Date | None = Field(default=None, title="续办期限", description="余下的最迟哪天办结。")


class Finish(Deed):
    """The complaint is dealt with (办结)."""

    type: Literal["finish"] = Field(title="记录种类", description="finish：办结。")
    text: Text = Field(title="办理情况", description="处理和整改的结果。")


class Check(ComplaintRecord):
    """Somebody sees whether what was reported as done holds (核查)."""

    type: Literal["check"] = Field(title="记录种类", description="check：核查。")
    outcome: Outcome = Field(title="结果", description="holds 核查通过；fails 核查不过，重新办理。")
    due: Date | None = Field(default=None, title="重办期限", description="核查不过的，最迟哪天办结。")


class Return(ComplaintRecord):
    """What was reported as done is sent back (退回): it is open again."""

    type: Literal["return"] = Field(title="记录种类", description="return：退回。")
    text: Text = Field(title="退回理由", description="群众不满意、抽查不过等。")
    due: Date | None = Field(default=None, title="重办期限", description="最迟哪天办结。")


class Publish(ComplaintRecord):
    """The public is told (公开)."""

    type: Literal["disclose"] = Field(title="记录种类", description="disclose：公开。")
    where: Text = Field(title="公开载体", description="在哪里公开的。")


class TakenBack(ComplaintRecord):
    """A record that was made wrongly is taken back (冲正): it never was, on any day."""

    type: Literal["void"] = Field(title="记录种类", description="void：冲正。")
    text: Text = Field(title="理由", description="错在哪里。")
    entry: Ref = Field(title="被冲正的记录", description="那条记录的编号：8 位十六进制。")


Step = Receive | Correct | Handle | Stage | Finish | Check | Return | Publish | TakenBack
"""A record of a complaint."""

TYPES: dict[str, type[ComplaintRecord]] = {
    "receive": Receive,
    "correct": Correct,
    "handle": Handle,
    "stage": Stage,
    "finish": Finish,
    "check": Check,
    "return": Return,
    "disclose": Publish,
    "void": TakenBack,
}
"""The models of the types of records, in the order in which they are shown."""

RESULTS = ("ordered", "cases", "fine", "criminal", "detained", "talked", "accountable")
"""What is added up over records of handling, in the order of published tables."""


class ComplaintFile(Record):
    """``data/complaints/BATCH/NUMBER.yaml``: dated records, appended like the entries of an issue."""

    records: tuple[Annotated[Step, OneOf("type")], ...] | None = Field(
        default=None,
        title="记录",
        description="按发生次序逐条追加，从不改动；第一条是交办。",
        max_length=MANY,
    )


class Complaint(NamedTuple):
    """A complaint by its batch and its official number, which are its path, and its records in the order of
    the file."""

    batch: str
    number: str
    records: tuple[Step, ...]
    path: str
