"""The baseline of an issue: what the official plan says of it, and what that was understood to mean."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from ledger.model.record import Field, Most, Record
from ledger.model.scalar import SEVERAL, Count, Date, Flag, Id, Key, Number, Text

Missing = Literal["acceptance", "responsibility", "deadline", "goal", "measures"]
"""What every task needs and a plan may leave unsaid; until a person settles it, it is undetermined."""


class Acceptance(Record):
    """Who accepts the finished work (验收单位)."""

    text: Text | None = Field(
        title="验收单位原文", description="方案中“验收单位”一行的原文，一字不改；方案没有这一行时为 null。"
    )
    units: tuple[Text, ...] = Field(
        title="验收单位",
        description="原文读出的单位，用 units.yaml 里的规范简称；多个单位各自签字。",
        max_length=SEVERAL,
    )


class Responsibility(Record):
    """Who is responsible (责任单位), split into lead (牵头) and support units."""

    text: Text | None = Field(
        title="责任单位原文",
        description="方案中“责任单位”一行的原文，一字不改；方案没有这一行时为 null。",
    )
    support_text: Text | None = Field(
        default=None,
        title="配合单位原文",
        description="方案把“牵头单位”和“配合单位”（或“责任单位”）分两行写时，后者的原文；否则没有。",
    )
    leads_only: Flag = Field(
        default=False, title="只列牵头", description="true 表示原文的标签是“牵头单位”，所列单位都牵头。"
    )
    lead: tuple[Text, ...] = Field(
        title="牵头单位",
        description="原文注明（牵头）的单位；“甲、乙（牵头）”时甲、乙都牵头。",
        max_length=SEVERAL,
    )
    support: tuple[Text, ...] = Field(
        default=(), title="配合单位", description="其余责任单位，照原文次序。", max_length=SEVERAL
    )
    bodies: dict[Key, Annotated[tuple[Text, ...], Most(SEVERAL)]] = Field(
        default_factory=dict,
        title="党政机构",
        description="旗县区、开发区在原文里写明的机构，如“委、政府”“党工委、管委会”；党政合为一个责任单位。",
        max_length=SEVERAL,
    )


class Deadline(Record):
    """When the issue is to be rectified (整改时限)."""

    text: Text | None = Field(
        title="整改时限原文",
        description="方案中“整改时限”一行的原文，一字不改；方案没有这一行时为 null，时限未定。",
    )
    due: Date | None = Field(
        title="到期日",
        description="原文读出的最后一天，当天仍算按时；没有写明日期或读不懂时为 null。",
    )
    immediate: Flag = Field(title="立行立改", description="原文写了“立行立改”。")
    sustained: Flag = Field(title="长期坚持", description="原文写了“长期坚持”；与有没有日期无关。")
    unread: Flag = Field(
        default=False,
        title="时限未定",
        description="true 表示原文有没读懂的话，到期日要由整改办核定；核定之前到期日是 null。",
    )

    @property
    def undetermined(self) -> bool:
        """Whether nobody can say by when: a phrase that was not read, or none that says anything."""
        return self.due is None and (self.unread or not (self.immediate or self.sustained))


class Milestone(Record):
    """A date named inside a measure or the goal (阶段节点)."""

    text: Text = Field(title="节点原文", description="措施或目标里写日期的词语，如“2024年12月底前”。")
    due: Date = Field(title="节点到期日", description="该词语读出的最后一天，当天仍算按时。")


class Recurrence(Record):
    """A duty that a measure demands again and again (每季度、定期)."""

    text: Text = Field(title="周期原文", description="措施里说周期的词语，如“按季度”“定期”。")
    months: Count | None = Field(
        default=None,
        title="周期（月）",
        description="每几个月一次；原文没有说多久（定期、常态化）或不到一个月（每周、每天）时为 null。",
    )
    times: Count = Field(default=1, title="次数", description="每个周期至少几次；“每年至少2次”为 2。")


def lead_in(number: str | None, text: str) -> str:
    """The number of a measure as it stands before its text: apart where both were read as one, 1. 2025年…."""
    apart = " " if number and number[-1:] in ".．" and text[:1].isdigit() else ""
    return f"{number or ''}{apart}"


class Measure(Record):
    """One rectification measure (整改措施)."""

    number: Text | None = Field(
        default=None, title="措施编号", description="原文的编号，如“（一）”；原文没有编号时为 null。"
    )
    text: Text = Field(title="措施原文", description="措施的原文，不含编号；分段时保留换行。")
    units_text: Text | None = Field(
        default=None,
        title="本条责任单位原文",
        description="清单的表格一条措施一行、各行责任单位不同时，这一行的原文；几格用“；”隔开；否则没有。",
    )
    deadline_text: Text | None = Field(
        default=None,
        title="本条时限原文",
        description="清单的表格一条措施一行、各行时限不同时，这一行的原文；否则没有。",
    )
    milestones: tuple[Milestone, ...] = Field(
        default=(),
        title="阶段节点",
        description="措施原文和本条时限里写明的日期，按出现次序；同一天的只写一次。",
        max_length=SEVERAL,
    )
    by: tuple[Text, ...] = Field(
        default=(),
        title="实施单位",
        description="由谁落实：本条责任单位，没有的从措施原文推断；规范简称或单位组；几个单位各算各的一份；没有写明时不写。",
        max_length=SEVERAL,
    )
    immediate: Flag = Field(default=False, title="立即", description="措施原文要求“立即”做起来。")
    recurring: tuple[Recurrence, ...] = Field(
        default=(),
        title="经常性要求",
        description="措施原文要求反复做的事，如按季度考核、定期调度。",
        max_length=SEVERAL,
    )

    @property
    def mark(self) -> str:
        """The number as it stands within a sentence, without the sign that ends it: 1 of ``1.``."""
        return (self.number or "").rstrip(".．、 ")

    @property
    def in_full(self) -> str:
        """The text behind its number, as the plan has it."""
        return lead_in(self.number, self.text) + self.text


Compare = Literal[">=", "<=", "?"]
"""How a reading is held against a target value: at least, at most, or nobody can say yet."""


class TargetPart(Record):
    """A part of a target; the parts add up to its value."""

    name: Text = Field(title="分项名称", description="分项是什么，由原文截取。")
    text: Text = Field(title="分项原文", description="原文里的数字和单位，如“8.2公里”。")
    value: Number = Field(title="分项数值", description="与上级指标同一计量单位。")
    measure: Count = Field(title="所在措施", description="写着这个数字的是第几条措施，从 1 数起。")
    due: Date | None = Field(default=None, title="分项到期日", description="原文给分项写明的日期或年份。")


class Target(Record):
    """A figure that the plan commits to (量化指标)."""

    name: Text = Field(title="指标名称", description="指标是什么，由原文截取。")
    text: Text = Field(title="指标原文", description="原文里的数字和单位，如“31.7公里”。")
    value: Number = Field(title="指标数值", description="计划承诺的数值。")
    unit: Text = Field(title="计量单位", description="如 公里、万吨、%。")
    compare: Compare = Field(
        title="比较方式", description=">= 表示不少于，<= 表示不多于，? 表示原文没有说清，待核定。"
    )
    each: Flag = Field(
        default=False, title="逐个单位", description="true 表示“各旗县区”这类单位组里每个单位都要达到。"
    )
    measure: Count | None = Field(
        default=None,
        title="所在措施",
        description="写着这个数字的是第几条措施；null 表示在整改目标里。",
    )
    due: Date | None = Field(
        default=None, title="指标到期日", description="原文给这个指标写明的日期或年份；null 即整改时限。"
    )
    parts: tuple[TargetPart, ...] = Field(
        default=(), title="分项", description="措施里的数字恰好合计为本指标时列出。", max_length=SEVERAL
    )


OtherRole = Literal["leader", "person", "contact", "phone", "supervising"]
"""What a further line is about: persons, how to reach them, or who watches over the task."""


class OtherLine(Record):
    """A further labelled line, kept as written; never in a public edition."""

    label: Text = Field(title="标签", description="行首的标签，如“督导单位”。")
    text: Text | None = Field(title="内容", description="标签之后的原文；标签后没有内容时为 null。")
    role: OtherRole | None = Field(
        default=None,
        title="含义",
        description="leader 责任领导；person 责任人；contact 联系人；phone 联系电话；supervising 督导单位；"
        "其他的行不写。这些行不进公开版。",
    )
    named: tuple[Text, ...] = Field(
        default=(),
        title="督导单位",
        description="督导单位一行读出的单位，用 units.yaml 里的规范简称。",
        max_length=SEVERAL,
    )


class Baseline(Record):
    """One rectification task exactly as the official plan states it; never edited afterwards."""

    id: Id = Field(title="标识", description="与文件名相同，如 07-1；按它排序就是方案次序。")
    number: Text = Field(title="序号", description="方案里的编号，如 7（1）。")
    section: Text | None = Field(
        default=None, title="所属部分", description="方案清单中“一、二、三”的编号；没有分部分时为 null。"
    )
    title: Text = Field(
        title="题目", description="编号后的标题；7（1）、7（2）这类子项共用标题，自己的小标题写在“——”之后。"
    )
    problem: Text | None = Field(default=None, title="存在问题", description="督察指出的问题，原文。")
    acceptance: Acceptance = Field(title="验收", description="谁验收，谁负责。")
    responsibility: Responsibility = Field(title="责任", description="谁牵头，谁配合。")
    deadline: Deadline = Field(title="整改时限", description="原文和它的含义。")
    goal: Text | None = Field(title="整改目标", description="整改目标原文；方案没有写明时为 null。")
    milestones: tuple[Milestone, ...] = Field(
        default=(),
        title="任务节点",
        description="整改时限原文里分阶段的日期，和整改目标原文里写明的日期。",
        max_length=SEVERAL,
    )
    measures: tuple[Measure, ...] = Field(
        title="整改措施", description="按原文次序；方案没有写明措施时为空。", max_length=SEVERAL
    )
    targets: tuple[Target, ...] = Field(
        default=(),
        title="量化指标",
        description="目标和措施里承诺的数字；问题里的数字、规划名称、年份区间不算。",
        max_length=SEVERAL,
    )
    others: tuple[OtherLine, ...] = Field(
        default=(),
        title="其他行",
        description="方案里有标签但本格式没有字段的行，原样保留。",
        max_length=SEVERAL,
    )

    def others_as(self, role: OtherRole) -> tuple[str, ...]:
        """The texts of the further lines of one meaning."""
        return tuple(other.text for other in self.others if other.role == role and other.text is not None)

    def figure_name(self, target: int, part: int | None = None) -> str:
        """What a figure, or a part of it, is called (both from 1): where another has the same name, with its
        year, else with its own words."""
        whole = self.targets[target - 1]
        beside: Sequence[Target | TargetPart] = self.targets if part is None else whole.parts
        one = beside[(target if part is None else part) - 1]
        years = [other.due.year if other.due else None for other in beside if other.name == one.name]
        if len(years) == 1:
            return one.name
        known = one.due is not None and years.count(one.due.year) == 1
        return f"{one.due.year}年{one.name}" if one.due and known else f"{one.name}（{one.text}）"

    @property
    def supervising(self) -> tuple[str, ...]:
        """The units that watch over the task (督导单位), each once."""
        return tuple(dict.fromkeys(name for other in self.others for name in other.named))

    @property
    def earliest(self) -> date | None:
        """The earliest day by which it asks for anything: the task, a milestone, a figure or part of one."""
        named = [self.deadline.due, *(m.due for m in self.milestones)]
        named += [m.due for measure in self.measures for m in measure.milestones]
        named += [target.due for target in self.targets]
        named += [part.due for target in self.targets for part in target.parts]
        return min((day for day in named if day is not None), default=None)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What an office needs to know and nothing here says, in the order of the plan's lines."""
        found: dict[Missing, bool] = {
            "acceptance": not self.acceptance.units,
            "responsibility": not (self.responsibility.lead or self.responsibility.support),
            "deadline": self.deadline.text is None and self.deadline.undetermined,
            "goal": self.goal is None,
            "measures": not self.measures,
        }
        return tuple(name for name, absent in found.items() if absent)

    @property
    def problem_number(self) -> str:
        """The number of the problem that it belongs to: ``7`` for ``7（1）``."""
        return re.split("[（(]", self.number, maxsplit=1)[0]
