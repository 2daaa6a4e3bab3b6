"""JSON Schemas of the files that people edit, built from the models; editors check and complete by them."""

from typing import Any

from ledger.model.baseline import Baseline
from ledger.model.calendar import Calendar
from ledger.model.complaint import ComplaintFile
from ledger.model.disclosure import DisclosuresFile
from ledger.model.entries import BY_TYPE, Entry
from ledger.model.labels import LabelsFile
from ledger.model.letter import LettersFile
from ledger.model.plan import Plan
from ledger.model.record import Field, Record, json_schema
from ledger.model.roster import Roster
from ledger.model.round import RoundFile
from ledger.model.scalar import MANY
from ledger.model.settlement import SettledFile
from ledger.model.unit import UnitsFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

WORDS = {
    "IssueFile": ("整改任务", "data/issues/ 下的一个文件：方案原文和它的含义，之后是逐条追加的记录。"),
    "Acceptance": ("验收", "谁验收整改结果。"),
    "Responsibility": ("责任", "谁负责整改：牵头单位和配合单位。"),
    "Deadline": ("整改时限", "什么时候整改到位：原文和它的含义。"),
    "Milestone": ("阶段节点", "措施或目标里写明的一个日期。"),
    "Measure": ("整改措施", "一条整改措施和其中的阶段节点。"),
    "Recurrence": ("经常性要求", "一条措施要求反复做的一件事。"),
    "TargetPart": ("分项", "指标的一部分；各分项合计为指标数值。"),
    "Target": ("量化指标", "计划承诺的一个数字。"),
    "OtherLine": ("其他行", "方案里有标签但本格式没有字段的一行，原样保留。"),
    "Evidence": ("佐证材料", "证明一条记录的文件或网址。"),
    "Reading": ("指标读数", "一个量化指标截至某日的数值。"),
    "Change": ("一处调整", "基线的一个字段：原值和新值。"),
    **{kind.__name__: (kind.about.zh.name, kind.about.zh.about) for kind in BY_TYPE.values()},
    "Plan": ("整改方案", "data/plan.yaml：方案名称、印发机关、原文和本单位设定。"),
    "Section": ("部分", "清单的一个部分。"),
    "Source": ("原文", "基线据以核对的官方文件。"),
    "Extract": ("取出的文本", "从不是纯文本的原文中取出的文本，供人阅读和比较。"),
    "Layout": ("版式", "清单原文的空行，据此逐字节写回。"),
    "Import": ("导入", "程序对原文的一次读取。"),
    "Policy": ("本单位设定", "没有成文规定、由整改办自定的数。"),
    "SuperviseDays": ("督办升级天数", "逾期多少天建议哪一级督办；null 为不建议。"),
    "Calendar": ("本地日历", "data/calendar.yaml：与全国放假安排不同的日子。"),
    "LabelsFile": ("标签和用词", "data/labels.yaml：本地文件里的标签和用词，补充程序自带的。"),
    "DisclosuresFile": ("公开记录", "data/disclosures.yaml：责任单位每年公开整改落实情况的记录。"),
    "Disclosure": ("公开记录", "一个责任单位的一次公开。"),
    "RoundFile": (
        "调度轮次",
        "data/rounds/ 下的一个文件：一轮调度，什么时候发给了哪些单位，哪些报来后退回。",
    ),
    "Asking": ("下发", "调度表的一次下发：日期、期限、单位。"),
    "SentBack": ("退回", "一份报回的调度表，一行也没有收，或其中几行没有收，退回重填。"),
    "OpenRow": ("退回的行", "报回的表里没有收的一行，行键和行号。"),
    "Origin": ("来处", "一条记录取自哪份报回的调度表。"),
    "SettledFile": ("核查结论", "data/settled.yaml：留痕核查问题了结的记录。"),
    "Settlement": ("核查结论", "留痕核查的一个问题，怎么回事、谁同意了结。"),
    "LettersFile": ("函和回复", "data/letters.yaml：整改办发出的提醒函、督办函等，和各单位的书面回复。"),
    "Letter": ("函", "整改办为若干任务写给一个或几个单位的一件函。"),
    "Reply": ("回复", "一个单位对一件函的书面回复。"),
    "Taken": ("冲正", "收回一条记错的函或回复。"),
    "Roster": ("台账名册", "ledgers.yaml：哪些台账一起读，不同台账的任务怎么关联。"),
    "Member": ("台账", "一起读的一个台账。"),
    "Link": ("关联", "一项任务与别的台账的任务的关系。"),
    "ComplaintFile": ("信访举报件", "data/complaints/批次/ 下的一个文件：一件信访举报件从交办到办结的记录。"),
    "Receive": ("交办", "举报件交办：反映什么、在哪里、转给谁、最迟哪天办结。"),
    "Correct": ("更正", "交办内容的更正或改派，从记录日期起按更正后的算。"),
    "Handle": ("办理", "调查核实、处理和整改的情况。"),
    "Stage": ("阶段性办结", "眼下能办的办完了，余下的要一段时间。"),
    "Finish": ("办结", "举报件办结，写明是否属实。"),
    "Check": ("核查", "对办结或阶段性办结的核查。"),
    "Return": ("退回", "办结件退回重新办理。"),
    "Publish": ("公开", "办理情况对外公开。"),
    "TakenBack": ("冲正", "收回一条记错的举报件记录。"),
    "UnrecognisedLine": ("未识别的行", "清单中没有认出的一行，保留原文。"),
    "UnitsFile": ("单位名录", "data/units.yaml：文件里可以出现的全部单位、单位组和统称。"),
    "Unit": ("单位", "可以对任务负责的一个单位。"),
    "UnitKind": ("单位类别", "单位属于哪一类。"),
    "Group": ("单位组", "代表几个单位的统称，如“各旗县区”。"),
    "Collective": ("不可展开的统称", "文件没有列出成员的统称。"),
}
"""Title and description of every class that a schema shows; the docstrings are for programmers."""


class IssueFile(Baseline):
    """``data/issues/…``: a baseline and the entries appended to it."""

    entries: tuple[Entry, ...] | None = Field(
        default=None,
        title="记录",
        description="按发生次序逐条追加，从不改动；没有记录时留空。",
        max_length=MANY,
    )


_FILES: dict[str, type[Record]] = {
    "issue.schema.json": IssueFile,
    "plan.schema.json": Plan,
    "units.schema.json": UnitsFile,
    "calendar.schema.json": Calendar,
    "labels.schema.json": LabelsFile,
    "disclosures.schema.json": DisclosuresFile,
    "settled.schema.json": SettledFile,
    "letters.schema.json": LettersFile,
    "round.schema.json": RoundFile,
    "ledgers.schema.json": Roster,
    "complaint.schema.json": ComplaintFile,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each sort of file, by the name of the schema's own file."""
    return {name: _schema(model) for name, model in _FILES.items()}


def _schema(model: type[Record]) -> dict[str, Any]:
    raw = json_schema(model)
    parts = {name: _worded(name, part) for name, part in sorted(raw.pop("$defs", {}).items())}
    return {"$schema": DIALECT, **_worded(model.__name__, raw), "$defs": parts}


def _worded(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """``part`` with the words of its class in front, and with words for the type of an entry."""
    title, description = WORDS[name]
    worded = part | {"title": title, "description": description}
    if any(kind.__name__ == name for kind in BY_TYPE.values()):
        about = {"title": "记录种类", "description": f"{part['properties']['type']['const']}：{title}。"}
        worded["properties"] = part["properties"] | {"type": part["properties"]["type"] | about}
    first = ("title", "description", "type")
    return {key: worded[key] for key in first} | {k: v for k, v in worded.items() if k not in first}
