"""Entries: dated records appended to an issue, one class for each type."""

from hashlib import sha256
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, TypeAdapter

from ledger.model.plan import Level
from ledger.model.record import Record
from ledger.model.scalar import Count, Date, Number, Ref, Sha256, Text


class Evidence(Record):
    """A file or address that proves what an entry says (佐证材料)."""

    path: Text | None = Field(default=None, title="文件", description="相对于 data/ 的路径。")
    sha256: Sha256 | None = Field(default=None, title="校验值", description="文件字节的 SHA-256。")
    url: Text | None = Field(default=None, title="网址", description="公开网页的地址。")
    title: Text | None = Field(default=None, title="名称", description="材料的名称。")


class Reading(Record):
    """A measured value of a target (指标读数)."""

    target: Count = Field(title="指标", description="第几个量化指标，从 1 数起。")
    part: Count | None = Field(default=None, title="分项", description="第几个分项；null 为整个指标。")
    value: Number = Field(title="数值", description="截至记录日期的累计值。")


class EntryBase(Record):
    """What every entry has."""

    date: Date = Field(title="日期", description="事情发生的日期，不是录入日期。")
    by: Text = Field(title="单位", description="作出这条记录的单位，规范简称。")
    text: Text | None = Field(default=None, title="说明", description="做了什么、依据什么。")
    evidence: tuple[Evidence, ...] = Field(default=(), title="佐证材料", description="文件或网址。")


class Start(EntryBase):
    """Work on the issue began (启动)."""

    type: Literal["start"]


class Progress(EntryBase):
    """What was done since the last record (进展)."""

    type: Literal["progress"]
    measure: Count | None = Field(default=None, title="措施", description="进展所说的是第几条措施。")
    readings: tuple[Reading, ...] = Field(default=(), title="指标读数", description="截至该日的数值。")
    pace: Literal["ahead", "on_pace", "behind_pace"] | None = Field(
        default=None, title="序时进度", description="单位自己的判断：超过、达到、未达到序时进度。"
    )


class Achieve(EntryBase):
    """A milestone is done, or a whole measure (节点完成、措施落实)."""

    type: Literal["achieve"]
    measure: Count | None = Field(
        default=None, title="措施", description="第几条措施；null 为整改目标的节点。"
    )
    milestone: Count | None = Field(
        default=None, title="节点", description="该措施的第几个节点，从 1 数起；null 为整条措施落实。"
    )


class Complete(EntryBase):
    """Rectification is complete and acceptance is applied for (完成整改、申请验收)."""

    type: Literal["complete"]
    similar: Text | None = Field(
        default=None, title="举一反三", description="同类问题排查了什么、怎样一并整改。"
    )
    mechanism: Text | None = Field(default=None, title="长效机制", description="建立了什么制度或机制。")


class Accept(EntryBase):
    """An acceptance unit accepts (验收通过)."""

    type: Literal["accept"]


class Reject(EntryBase):
    """An acceptance unit does not accept (验收不通过)."""

    type: Literal["reject"]


class Publicize(EntryBase):
    """Public notice before clearing (公示)."""

    type: Literal["publicize"]
    since: Date = Field(title="公示起", description="公示第一天。")
    until: Date = Field(title="公示止", description="公示最后一天。")
    where: Text = Field(title="公示位置", description="网站名称或网址。")
    days: Count | None = Field(default=None, title="公示天数", description="公告里写明的天数，与起止日互校。")


class Objection(EntryBase):
    """An objection during public notice (公示异议)."""

    type: Literal["object"]


class Answer(EntryBase):
    """The open objections are answered (异议答复)."""

    type: Literal["answer"]


class Close(EntryBase):
    """The issue is cleared from the ledger (销号)."""

    type: Literal["close"]
    similar: Text | None = Field(default=None, title="举一反三", description="申请验收时没有写的，销号时写。")
    mechanism: Text | None = Field(
        default=None, title="长效机制", description="申请验收时没有写的，销号时写。"
    )


class Reopen(EntryBase):
    """The problem has come back (反弹、重新整改)."""

    type: Literal["reopen"]


class Extend(EntryBase):
    """The deadline is moved with approval (延期)."""

    type: Literal["extend"]
    due: Date = Field(title="新时限", description="批准后的到期日；原时限永远保留在基线里。")
    approval: Text = Field(title="批准文件", description="批准延期的文件名称和文号。")


class Supervise(EntryBase):
    """The office presses (督办)."""

    type: Literal["supervise"]
    level: Level = Field(
        title="督办级别",
        description="reminder 提醒函；letter 督办函；circular 通报；listed 挂牌督办；interview 约谈。",
    )


class Account(EntryBase):
    """Somebody is held to account (责任追究); never in a public export."""

    type: Literal["account"]


class Review(EntryBase):
    """A standing duty is reviewed (长期坚持复核)."""

    type: Literal["review"]
    result: Literal["holds", "relapsed"] = Field(title="结论", description="holds 保持；relapsed 反弹。")


class Amend(EntryBase):
    """The plan itself was changed by its issuer (方案调整)."""

    type: Literal["amend"]
    field: Text = Field(title="字段", description="被调整的基线字段。")
    approval: Text = Field(title="批准文件", description="批准调整的文件名称和文号。")


class Void(EntryBase):
    """An earlier entry is taken back (冲正)."""

    type: Literal["void"]
    entry: Ref = Field(
        title="被冲正的记录", description="同一文件里较早一条记录的编号（ledger show 列出），8 位十六进制。"
    )


Entry = Annotated[
    Start
    | Progress
    | Achieve
    | Complete
    | Accept
    | Reject
    | Publicize
    | Objection
    | Answer
    | Close
    | Reopen
    | Extend
    | Supervise
    | Account
    | Review
    | Amend
    | Void,
    Discriminator("type"),
]
"""Any entry; its ``type`` says which."""

BY_TYPE: dict[str, type[EntryBase]] = {
    get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(Entry)[0])
}
"""The class of an entry by its type."""

ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
"""Reads the ``entries`` of an issue file."""


def content(entry: EntryBase) -> dict[str, Any]:
    """What an entry says, in the order in which it is written; fields that are absent or empty left out.

    Fields that a later version adds with a default do not change it.
    """
    said = {key: value for key, item in entry if (value := _value(item)) not in (None, [])}
    first = {key: said.pop(key) for key in ("date", "type", "by")}
    last = {key: said.pop(key) for key in ("text", "evidence") if key in said}
    return first | said | last


def _value(item: Any) -> Any:
    if isinstance(item, Record):
        return {key: value for key, inner in item if (value := _value(inner)) not in (None, [])}
    if isinstance(item, tuple):
        return [_value(inner) for inner in item]
    return item


def ref_of(entry: EntryBase) -> str:
    """The reference by which an entry is named: the first 8 digits of the SHA-256 of its content.

    It does not change when entries are merged from two branches, as a position would; entries that say the
    same in every field are one record and have one reference.
    """
    import json

    said = json.dumps(content(entry), ensure_ascii=False, sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()[:REF_LENGTH]


REF_LENGTH = 8
"""Digits of a reference: enough to tell the entries of one issue apart."""
