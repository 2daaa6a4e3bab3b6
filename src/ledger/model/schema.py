"""JSON Schemas of the data files, for editors: what a field means on hover, what is wrong while typing."""

from typing import Any

from pydantic import BaseModel, Field

from ledger.model.baseline import Baseline
from ledger.model.entry import Entry
from ledger.model.plan import Plan
from ledger.model.unit import UnitsFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# what an editor calls a part of a file
_TITLES = {
    "Acceptance": "验收",
    "Responsibility": "责任",
    "Deadline": "整改时限",
    "Milestone": "阶段节点",
    "Measure": "整改措施",
    "Target": "量化指标",
    "TargetPart": "分项",
    "OtherLine": "其他行",
    "Evidence": "佐证材料",
    "Reading": "指标读数",
    "Start": "启动",
    "Progress": "进展",
    "Achieve": "节点完成",
    "Complete": "完成整改、申请验收",
    "Accept": "验收通过",
    "Reject": "验收不通过",
    "Publicize": "公示",
    "Objection": "公示异议",
    "Answer": "异议答复",
    "Close": "销号",
    "Reopen": "反弹、重新整改",
    "Extend": "延期",
    "Supervise": "督办",
    "Account": "责任追究",
    "Review": "长期坚持复核",
    "Amend": "方案调整",
    "Void": "冲正",
    "Unit": "单位",
    "UnitKind": "单位类别",
    "Group": "单位组",
    "Collective": "不可展开的统称",
    "Layout": "版式",
    "Policy": "本单位设定",
    "Section": "部分",
    "Source": "原文",
    "UnrecognisedLine": "未识别的行",
    "IssueFile": "整改任务",
    "Plan": "整改方案",
    "UnitsFile": "单位名录",
}


class IssueFile(Baseline):
    """An issue file as a whole: baseline and entries."""

    entries: tuple[Entry, ...] | None = Field(
        default=None, title="记录", description="只在末尾追加，从不修改；新文件里是空的。"
    )


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    models: dict[str, type[BaseModel]] = {
        "issue.schema.json": IssueFile,
        "plan.schema.json": Plan,
        "units.schema.json": UnitsFile,
    }
    return {name: _schema(model) for name, model in models.items()}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    for name, part in {**schema.get("$defs", {}), model.__name__: schema}.items():
        title = _TITLES[name]
        part["title"] = title
        part.pop("description", None)  # docstrings are for programmers
        for key, field in part.get("properties", {}).items():
            if key == "type":
                field |= {"title": "类型", "description": f"{field['const']}：{title}。"}
    return {"$schema": DIALECT, **schema}
