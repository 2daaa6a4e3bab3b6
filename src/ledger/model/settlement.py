"""What an audit found and the office has settled: ``data/settled.yaml``."""

from ledger.model.record import Field, Record
from ledger.model.saying import Approval, Reason
from ledger.model.scalar import MANY, CodeKey, CommitName, Date, Text


class Settlement(Record):
    """A finding of the audit that stays on record and is no longer open (留痕核查结论)."""

    date: Date = Field(title="日期", description="作出结论的日期。")
    code: CodeKey = Field(title="代码", description="留痕核查问题的代码，如 L703。")
    commit: CommitName = Field(title="提交", description="问题所在的提交，完整的名称。")
    file: Text | None = Field(
        default=None, title="文件", description="问题所在的文件；不写为这次提交里的所有文件。"
    )
    text: Reason = Field(title="说明", description="怎么回事、为什么可以了结。")
    approval: Approval = Field(title="批准文件", description="同意了结的文件名称和文号。")


class SettledFile(Record):
    """``data/settled.yaml``: dated records, appended like the entries of an issue."""

    settled: tuple[Settlement, ...] | None = Field(
        default=None, title="核查结论", description="按发生次序逐条追加，从不改动。", max_length=MANY
    )
