"""Disclosures: what responsible units have told the public, ``data/disclosures.yaml``."""

from ledger.model.entries import Evidence
from ledger.model.record import Field, Record
from ledger.model.scalar import MANY, SEVERAL, Date, Text


class Disclosure(Record):
    """A unit told the public how far its tasks have come (信息公开)."""

    date: Date = Field(title="日期", description="公开的日期。")
    unit: Text = Field(title="单位", description="公开的责任单位，规范简称。")
    where: Text = Field(title="公开位置", description="网站名称或网址。")
    text: Text | None = Field(default=None, title="说明", description="公开了什么。")
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="文件或网址。", max_length=SEVERAL
    )


class DisclosuresFile(Record):
    """``data/disclosures.yaml``: dated records, appended like the entries of an issue."""

    disclosures: tuple[Disclosure, ...] | None = Field(
        default=None, title="公开记录", description="按发生次序逐条追加，从不改动。", max_length=MANY
    )
