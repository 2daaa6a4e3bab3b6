"""The plan: the official document that all issues come from, and the office's own settings."""

from typing import Literal, get_args

from ledger.model.record import Field, Record
from ledger.model.scalar import LINES, MANY, SEVERAL, Body, Count, Date, Few, Flag, Sha256, Text, Whole


class Section(Record):
    """A part of the task list."""

    number: Text = Field(title="编号", description="如“一”。")
    title: Text = Field(title="标题", description="部分的标题。")


class Extract(Record):
    """The text that was taken out of an official document that is no text itself."""

    path: Text = Field(title="文件", description="相对于 data/ 的路径。")
    sha256: Sha256 = Field(title="校验值", description="文件字节的 SHA-256。")


class Source(Record):
    """The official document that the baselines are checked against."""

    path: Text = Field(title="文件", description="相对于 data/ 的路径。")
    sha256: Sha256 = Field(title="校验值", description="文件字节的 SHA-256。")
    extract: Extract | None = Field(
        default=None,
        title="取出的文本",
        description="原文不是纯文本时，从中取出的文本，一段或一格一行；各处的行号按它数。",
    )
    recognised: tuple[Count, ...] = Field(
        default=(),
        title="识别的页",
        description="原文里由程序从图片识别出文字的页；有的话，核对按取出的文本，不再识别，各字段都是推断的。",
        max_length=MANY,
    )

    @property
    def readable(self) -> str:
        """The file, below ``data/``, that is read again: the text that was recognised, else the document."""
        return self.extract.path if self.recognised and self.extract is not None else self.path


class Layout(Record):
    """How the document is laid out, so that it can be written again byte for byte."""

    gap: Few = Field(default=1, title="段间空行", description="每段之后空几行。")
    end: Few = Field(default=0, title="文末空行", description="最后一段之后空几行。")
    labels: tuple[Text, ...] = Field(
        default=(),
        title="标签",
        description="各任务的标签和先后，如 责任部门、完成时限；"
        "与“验收单位、责任单位、整改时限、整改目标、整改措施”相同的不写。",
        max_length=LINES,
    )


Need = Literal["measures", "milestones", "targets", "similar", "mechanism", "evidence"]
"""What a step of the closing chain can be made to need."""

Level = Literal["reminder", "letter", "circular", "listed", "interview"]
"""Levels of supervision (督办), from the lightest: 提醒函、督办函、通报、挂牌督办、约谈."""

LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels in order."""

_NEEDS = (
    "measures 措施逐条落实；milestones 措施的阶段节点完成；targets 量化指标达到；"
    "similar 举一反三；mechanism 长效机制；evidence 佐证材料（本单位设定）。"
)


class SuperviseDays(Record):
    """After how many days late which level of supervision is suggested; ``null`` for never."""

    reminder: Whole | None = Field(default=1, title="提醒函", description="逾期多少天发提醒函。")
    letter: Whole | None = Field(default=30, title="督办函", description="逾期多少天发督办函。")
    circular: Whole | None = Field(default=60, title="通报", description="逾期多少天通报。")
    listed: Whole | None = Field(default=90, title="挂牌督办", description="逾期多少天挂牌督办。")
    interview: Whole | None = Field(default=180, title="约谈", description="逾期多少天约谈。")


class Policy(Record):
    """Thresholds set by the office itself: no written rule was found for them."""

    warn_days: Whole = Field(
        default=30, title="预警天数", description="到期前多少天算临近到期（本单位设定）。"
    )
    immediate_days: Whole = Field(
        default=30,
        title="立行立改提示天数",
        description="印发后多少天仍无行动记录应提示；印发日期未知时一律提示（本单位设定）。",
    )
    publicity_days: Count = Field(
        default=10, title="公示天数", description="公示期至少多少天（本单位设定）。"
    )
    publicity_count: Literal["working", "calendar"] = Field(
        default="working", title="公示计日", description="working 按工作日，calendar 按自然日（本单位设定）。"
    )
    review_months: Count = Field(
        default=12,
        title="复核周期（月）",
        description="长期坚持的任务完成后多少个月复核一次（本单位设定）。",
    )
    complete_needs: tuple[Need, ...] = Field(
        default=("evidence", "measures", "milestones", "targets"),
        title="完成整改的条件",
        description=f"记完成整改之前要有什么：{_NEEDS}",
        max_length=SEVERAL,
    )
    close_needs: tuple[Need, ...] = Field(
        default=("similar", "mechanism"),
        title="销号的条件",
        description=f"销号之前要有什么：{_NEEDS}",
        max_length=SEVERAL,
    )
    office: tuple[Text, ...] = Field(
        default=(),
        title="整改办",
        description="有权督办、延期、销号的单位；不写时为名录里所有 office 类单位（本单位设定）。",
        max_length=SEVERAL,
    )
    report_to: Text | None = Field(
        default=None,
        title="报告主送单位",
        description="整改落实情况报告的主送单位；不写时报告里留空待填（本单位设定）。",
    )
    supervise_days: SuperviseDays = Field(
        default_factory=SuperviseDays,
        title="督办升级天数",
        description="逾期多少天建议哪一级督办（本单位设定）。",
    )
    backdate_days: Whole = Field(
        default=45,
        title="补记天数",
        description="记录日期早于提交多少天以上，留痕核查时列出（本单位设定）。",
    )
    silent_days: Whole | None = Field(
        default=90,
        title="无动静天数",
        description="未完成的任务多少天没有新的记录就提示催办；null 为不提示（本单位设定）。",
    )
    pace_gap: Whole = Field(
        default=30,
        title="进度落差",
        description="指标完成的百分比落后于时间过去的百分比超过多少个百分点算存疑（本单位设定）。",
    )
    adopted: Date | None = Field(
        default=None,
        title="启用日期",
        description="从哪一天起用本台账记录；之前的事算补录，照实标明（本单位设定）。",
    )
    adoption_days: Whole = Field(
        default=90, title="补录天数", description="启用后多少天之内补记启用前的事算补录（本单位设定）。"
    )
    signed_commits: Flag = Field(
        default=False, title="提交签名", description="true 表示留痕核查要求每次提交都有签名（本单位设定）。"
    )
    yearly_disclosure: Flag = Field(
        default=True,
        title="年度公开",
        description="各责任单位在任务全部完成前每年公开 1 次整改落实情况。",
    )


class UnrecognisedLine(Record):
    """A line of the list that could not be placed; kept so that nothing of the document is lost."""

    line: Count = Field(title="行号", description="在原文（或取出的文本）中的行号，从 1 数起。")
    text: Text = Field(title="内容", description="原文。")


FORMAT = 2
"""The number of the data format that this program writes."""


class Import(Record):
    """One reading of the official text by the program (导入)."""

    day: Date = Field(title="日期", description="导入或重新读取的日期。")
    program: Text = Field(title="程序", description="程序的名称和版本。")
    format: Count = Field(title="格式", description="数据格式的编号。")
    sha256: Sha256 = Field(title="校验值", description="当时所读原文的 SHA-256。")


class Plan(Record):
    """``data/plan.yaml``: title, issuer, date of issue, sections, settings and source."""

    format: Count = Field(
        default=1, title="格式", description="数据格式的编号；不写为 1，用 ledger import --reread 更新。"
    )
    title: Text = Field(title="方案名称", description="方案的标题，折行处已接上。")
    issuer: Text | None = Field(default=None, title="印发机关", description="原文没有写明时为 null。")
    issued: Date | None = Field(default=None, title="印发日期", description="原文没有写明时为 null，不猜测。")
    source: Source = Field(title="原文", description="基线据以核对的官方文本。")
    preamble: Body | None = Field(
        default=None, title="正文", description="清单之前的全文，一段一行；含总体要求、工作任务、保障措施。"
    )
    heading: tuple[Text, ...] = Field(
        default=(), title="清单题头", description="“附件”和清单标题，照原文分行。", max_length=LINES
    )
    layout: Layout = Field(default_factory=Layout, title="版式", description="清单原文的空行和标签。")
    sections: tuple[Section, ...] = Field(
        default=(), title="部分", description="清单分成的几个部分。", max_length=LINES
    )
    unrecognised: tuple[UnrecognisedLine, ...] = Field(
        default=(), title="未识别的行", description="导入时没有认出的行，留待人工处理。", max_length=LINES
    )
    imports: tuple[Import, ...] = Field(
        default=(),
        title="导入记录",
        description="原文由程序读过几次：每次的日期、程序和所读的文本。",
        max_length=MANY,
    )
    policy: Policy = Field(
        default_factory=Policy, title="本单位设定", description="没有成文规定、由整改办自定的数。"
    )

    @property
    def section_titles(self) -> dict[str, str]:
        """The titles of the sections by number."""
        return {section.number: section.title for section in self.sections}
