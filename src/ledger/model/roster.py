"""Several ledgers that are read together (台账名册): ``ledgers.yaml``."""

from ledger.model.record import Field, Record
from ledger.model.scalar import LedgerName, TaskOf, Text

MEMBERS_MOST, LINKS_MOST = 10_000, 10_000


class Member(Record):
    """A ledger of several."""

    name: LedgerName = Field(title="名称", description="台账的名称，如 2024年第二轮；任务以“名称/标识”称呼。")
    folder: Text = Field(title="文件夹", description="台账所在的文件夹（其下有 data/），相对于本文件。")
    ref: Text | None = Field(
        default=None, title="版本", description="读 git 里的哪个版本（提交、标签、分支）；不写为现在的文件。"
    )
    city: Text | None = Field(
        default=None, title="地区", description="哪个盟市、区县；地区相同的台账，同名单位是同一单位。"
    )
    round: Text | None = Field(default=None, title="轮次", description="哪一轮督察、哪一年的反馈。")
    level: Text | None = Field(default=None, title="层级", description="中央、自治区、市等。")


class Link(Record):
    """What a task has to do with one of another ledger."""

    task: TaskOf = Field(title="任务", description="名称/标识，如 2024/07-1。")
    continues: TaskOf | None = Field(
        default=None, title="承接", description="承接的是哪个台账的哪项任务（转入下一轮）。"
    )
    relates: tuple[TaskOf, ...] = Field(
        default=(), title="相关", description="与哪些任务有关。", max_length=100
    )


class Roster(Record):
    """``ledgers.yaml``: which ledgers are read together, and how their tasks are linked."""

    ledgers: tuple[Member, ...] = Field(
        title="台账", description="一起读的台账，按显示的顺序。", min_length=1, max_length=MEMBERS_MOST
    )
    links: tuple[Link, ...] = Field(
        default=(), title="关联", description="不同台账的任务之间的关系。", max_length=LINKS_MOST
    )
