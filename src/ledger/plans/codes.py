"""Codes of what is told of the tasks of an official document when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans import filecodes, listcodes  # noqa: F401 - declare what is told of files and lists
from ledger.reading.codes import ERROR, NOTE, WARNING, Code, declare

if TYPE_CHECKING:
    from ledger.model.baseline import Missing

NO_TASK_LIST = Code(
    "L518",
    ERROR,
    "no-task-list",
    zh=(
        "没有找到任务清单：共 {lines} 行，其中带标签的 {labels} 行，带编号的 {numbered} 行",
        "清单要有“1.题目”和其后的“责任单位：”“整改时限：”等行。",
    ),
    en=(
        "No task list was found: {lines} lines, {labels} with a label, {numbered} with a number",
        "A list has lines such as “1.题目” followed by “责任单位：”, “整改时限：” and so on.",
    ),
)

ACCEPTANCE_NOT_NAMED = Code(
    "L525",
    WARNING,
    "acceptance-not-named",
    zh=(
        "第 {number} 项没有写明验收单位",
        "核定之前不能验收；由整改办核定：ledger construe {id} --change acceptance.units=单位。",
    ),
    en=(
        "Task {number} names nobody who accepts it",
        "Until it is settled nobody can; the office decides: ledger construe {id} --change acceptance.units=UNIT.",
    ),
)

FIELD_NOT_STATED = Code(
    "L512",
    WARNING,
    "field-missing-in-plan",
    zh=(
        "第 {number} 项没有写明“{label}”，待核定",
        "核对文件是否完整；方案确实没有写的，由整改办核定：ledger construe {id} --change {field}=…。",
    ),
    en=(
        "Task {number} does not state its {label}, which is undetermined",
        "See whether the document is complete; what the plan leaves unsaid the office settles: ledger construe {id} --change {field}=….",
    ),
)

_CHANGED: dict[Missing, tuple[str, str]] = {
    "responsibility": ("责任单位", "responsibility.lead"),
    "deadline": ("整改时限", "deadline.due"),
    "goal": ("整改目标", "goal"),
    "measures": ("整改措施", "measures.1"),
}
"""What a field that is not stated is called, and what a person settles to settle it."""


def untold(name: Missing) -> tuple[str, dict[str, str | int]]:
    """The code by which a missing field is told, and what fills its gaps besides number and id."""
    if name == "acceptance":
        return "L525", {}
    label, field = _CHANGED[name]
    return "L512", {"label": label, "field": field}


declare(
    NO_TASK_LIST,
    ACCEPTANCE_NOT_NAMED,
    Code(
        "L511",
        WARNING,
        "unrecognised-line",
        zh=("未识别的行：{text}", "核对它属于哪一项；导入后它保留在 plan.yaml 的 unrecognised 里。"),
        en=(
            "Line not recognised: {text}",
            "See where it belongs; after the import it is kept in plan.yaml under unrecognised.",
        ),
    ),
    FIELD_NOT_STATED,
    Code(
        "L515",
        WARNING,
        "unknown-label",
        zh=("不认识的标签“{label}”，内容原样保留", "不用改；内容在该任务的 others 里。"),
        en=(
            "Unknown label {label!r}; its text is kept as written",
            "Nothing to do; it is kept under others of the task.",
        ),
    ),
    Code(
        "L516",
        ERROR,
        "unit-not-resolved",
        zh=("认不出单位“{name}”{nearest}", "在 data/units.yaml 里给它加别名，或加上新单位。"),
        en=("Unit {name!r} is not known{nearest}", "Add an alias or a new unit to data/units.yaml."),
    ),
    Code(
        "L517",
        WARNING,
        "phrase-not-understood",
        zh=(
            "读不懂“{text}”是哪一天，不作日期",
            "没有年份的、只写供暖期汛期等而没有日子的、几个日期没有写以哪个为准的，都不推定。原文保留；任务的时限由整改办核定：ledger construe {id} --change deadline.due=日期；目标、措施里的话不定任务的时限。",
        ),
        en=(
            "{text!r} does not say which day; no date is taken from it",
            "Nothing is inferred where the year is missing, a season (heating, floods) has no days, or several days are given and none is said to be the last. The text is kept; the office settles the due day of the task: ledger construe {id} --change deadline.due=DATE; words of goal and measures do not set it.",
        ),
    ),
    Code(
        "L520",
        ERROR,
        "field-repeats",
        zh=("“{label}”在这一项里出现两次", "核对是否漏了下一项的编号；第二个没有采用。"),
        en=(
            "{label} is given twice in this task",
            "See whether the number of the next task is missing; the second was not used.",
        ),
    ),
    Code(
        "L521",
        WARNING,
        "lead-not-named",
        zh=(
            "第 {number} 项有几个责任单位而没有注明（牵头）",
            "牵头单位留空；由整改办核定：ledger construe {id} --change responsibility.lead=单位。",
        ),
        en=(
            "Task {number} has several responsible units and names no lead （牵头）",
            "The lead is left empty; the office decides: ledger construe {id} --change responsibility.lead=UNIT.",
        ),
    ),
    Code(
        "L523",
        WARNING,
        "measure-numbering",
        zh=("措施编号“{number}”不接续，应为第 {expected} 条", "核对有没有漏掉或重复的措施。"),
        en=(
            "Measure number {number!r} does not follow; this is measure {expected}",
            "See whether a measure is missing or doubled.",
        ),
    ),
    Code(
        "L591",
        WARNING,
        "figures-too-many",
        zh=(
            "这里有 {count} 个数字（最多 {most} 个），不是一条措施或目标，没有读作量化指标",
            "核对原文是不是把表格或附件并了进来；是的，分开后再导入。",
        ),
        en=(
            "There are {count} figures here (at most {most}), which is no measure or goal; none was made a target",
            "See whether a table or annex ran into the text; if so, take it out and import again.",
        ),
    ),
    Code(
        "L592",
        ERROR,
        "measures-too-many",
        zh=(
            "第 {number} 项有 {count} 条措施（最多 {most} 条），从这里起多半是别的内容并了进来",
            "核对任务的题目和标签是不是漏了，或表格、附件并进了措施；改好后再导入。",
        ),
        en=(
            "Task {number} has {count} measures (at most {most}); from here on something else ran into it, most likely",
            "See whether heads or labels of tasks are missing, or a table ran into the measures; mend it and import again.",
        ),
    ),
    Code(
        "L560",
        ERROR,
        "brackets-not-closed",
        zh=("单位“{name}”的括号不成对，不是完整的名称", "核对原文有没有漏字；原文如此的，补全括号再导入。"),
        en=(
            "The brackets of unit {name!r} do not match; it is no whole name",
            "See whether characters are missing; where the document has it so, complete the brackets and import again.",
        ),
    ),
    Code(
        "L561",
        WARNING,
        "units-not-listed",
        zh=("“{words}”没有列出是哪些单位，只认写明的", "另有单位的，由整改办核定责任单位或用分解记录写明。"),
        en=(
            "{words!r} does not list which units it means; only those named count",
            "Where there are others the office settles who is responsible, or says so in an assign entry.",
        ),
    ),
    Code(
        "L563",
        WARNING,
        "deadline-of-measures-only",
        zh=(
            "第 {number} 项没有写明整改时限，只有各条措施自己的“{text}”，不推定任务的最后一天",
            "各措施按自己的日期记；任务的时限由整改办核定：ledger construe {id} --change {field}=日期。",
        ),
        en=(
            "Task {number} states no deadline, only its measures do, {text!r}; no last day is inferred",
            "Each measure is due by its own day; the office settles that of the task: ledger construe {id} --change {field}=DATE.",
        ),
    ),
    Code(
        "L564",
        WARNING,
        "page-is-a-picture",
        zh=(
            "第 {pages} 页是图片，没有可读的文字，没有读",
            "里面可能有任务：向来文单位要文字版；要不到的，装上文字识别再导入：pip install 'zhenggai-taizhang[ocr]'，读出后逐字核对。",
        ),
        en=(
            "Pages that are pictures without text were not read: {pages}",
            "There may be tasks on them: ask for the document as text; else install what recognises writing and import again: pip install 'zhenggai-taizhang[ocr]', and compare word by word.",
        ),
    ),
    Code(
        "L571",
        WARNING,
        "units-of-measures-only",
        zh=(
            "第 {number} 项没有统一的责任单位，各条措施分别写明：{text}",
            "核定之前没有牵头单位；由整改办核定：ledger construe {id} --change responsibility.lead=单位。",
        ),
        en=(
            "Task {number} has no responsible units of its own; its measures state theirs: {text}",
            "Until it is settled nobody leads; the office decides: ledger construe {id} --change responsibility.lead=UNIT.",
        ),
    ),
    Code(
        "L575",
        NOTE,
        "figures-not-targets",
        zh=(
            "目标和措施里有 {count} 个数字看不出是不是要达到的，没有作为量化指标：{words}",
            "核对原文；不是指标的不用改，是指标的，在这条措施的进展里写明完成了多少。",
        ),
        en=(
            "Figures in goals and measures of which nobody can say whether they are to be reached are no targets ({count}): {words}",
            "See the text; nothing to do where it is no target, else tell with the progress of the measure how much is done.",
        ),
    ),
    Code(
        "L576",
        NOTE,
        "measures-parted",
        zh=(
            "第 {number} 项的整改措施写成一段，按其中的分句分为 {count} 条",
            "核对是不是 {count} 件事；不用改。",
        ),
        en=(
            "The measures of task {number} are one paragraph, which is parted into {count}",
            "See whether these are {count} things to do; nothing to change.",
        ),
    ),
)
