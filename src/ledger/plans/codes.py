"""Codes of what is told of an official document when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans import filecodes  # noqa: F401 - declares what is told of files
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
        "L513",
        ERROR,
        "number-jumps",
        zh=("编号跳到 {number}，前面应是 {expected}", "核对有没有漏页或漏行。"),
        en=(
            "The numbers jump to {number}; {expected} was expected",
            "See whether a page or line is missing.",
        ),
    ),
    Code(
        "L514",
        ERROR,
        "number-repeats",
        zh=("编号 {number} 重复或倒退", "核对编号；两项不会合并。"),
        en=("Number {number} repeats or goes back", "Correct the number; tasks are never merged."),
    ),
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
        "L522",
        ERROR,
        "document-cut-off",
        zh=("第 {number} 项没有写完，文件可能被截断", "找到完整的文件再导入。"),
        en=(
            "Task {number} stops in the middle; the document seems cut off",
            "Import the complete document.",
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
        "L532",
        ERROR,
        "two-lists",
        zh=(
            "按段落读出 {paragraphs} 项，按表格读出 {tables} 项，不能断定哪一份是清单",
            "把不是清单的那部分删去，另存一份再导入。",
        ),
        en=(
            "Paragraphs give {paragraphs} tasks and tables give {tables}; which is the list cannot be told",
            "Save a copy without the part that is not the list and import that.",
        ),
    ),
    Code(
        "L533",
        WARNING,
        "numbers-supplied",
        zh=("清单没有写序号，从第 {number} 项起按先后编号", "核对序号与正式文件是否一致。"),
        en=(
            "The list has no numbers; from task {number} on they were given in order",
            "See whether they are those of the official document.",
        ),
    ),
    Code(
        "L534",
        ERROR,
        "label-without-task",
        zh=(
            "“{label}”不属于任何一项：它上面没有认得出的编号和题目",
            "核对是否漏了任务的编号和题目；补上后再导入。这一组标签没有采用。",
        ),
        en=(
            "{label!r} belongs to no task: no number and title were recognised above it",
            "See whether the number and title of a task are missing; add them and import again. These lines were not used.",
        ),
    ),
    Code(
        "L535",
        ERROR,
        "two-readings",
        zh=(
            "清单可以有两种读法：以“{first}”编号是 {count} 项，以“{second}”编号是 {others} 项，不能断定哪一种对",
            "把任务统一编成“1.”“2.”，小项编成“（1）”“（2）”，另存一份再导入。",
        ),
        en=(
            "The list can be read in two ways: numbered {first!r} it has {count} {count:task|tasks}, numbered {second!r} it has {others}; which is right cannot be told",
            "Number the tasks 1., 2. and their parts (1), (2) throughout in a copy and import that.",
        ),
    ),
    Code(
        "L536",
        WARNING,
        "stated-total-differs",
        zh=(
            "文中说 {stated} 项（“{text}”），清单里读到 {found} 项",
            "核对清单是否完整，有没有漏页或漏项；文中的数另有所指时不用改。",
        ),
        en=(
            "The text says {stated} items ({text!r}); {found} were read from the list",
            "See whether the list is complete, with no page or task missing; nothing to do where the figure means something else.",
        ),
    ),
    Code(
        "L539",
        WARNING,
        "announced-parts-missing",
        zh=(
            "文中说清单有 {stated} 个部分（“{text}”），读到 {found} 个",
            "核对文件是否完整，后面的部分是否漏了；文中的数另有所指时不用改。",
        ),
        en=(
            "The text says that the list has {stated} parts ({text!r}); {found} were read",
            "See whether the file is complete and no part is missing; nothing to do where the figure means something else.",
        ),
    ),
    Code(
        "L537",
        WARNING,
        "line-looks-stray",
        zh=(
            "“{text}”不像这一项的正文",
            "核对是不是页码、页眉或别处来的文字；是的，删去这一行再导入；不是的不用改。",
        ),
        en=(
            "{text!r} does not look like the text of this task",
            "See whether it is a page number, a running head or from elsewhere; if so, take the line out and import again; if not, nothing to do.",
        ),
    ),
    Code(
        "L538",
        WARNING,
        "section-number-skips",
        zh=(
            "部分的编号跳到“{number}”，前面缺第 {expected} 部分",
            "核对是不是漏了一个部分的标题；补上后再导入。",
        ),
        en=(
            "The sections skip to {number!r}; section {expected} is not there",
            "See whether the heading of a section is missing; add it and import again.",
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
        "L562",
        ERROR,
        "heading-without-fields",
        zh=(
            "第 {number} 项只有题目“{title}”，没有单位、时限、目标和措施，不作任务",
            "核对是否漏了这一项的内容；不是任务的，删去这一行再导入。",
        ),
        en=(
            "Number {number} is only a heading, {title!r}, without units, deadline, goal or measures; it is no task",
            "See whether its lines are missing; where it is no task, take the line out and import again.",
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
        "L570",
        NOTE,
        "list-ends-here",
        zh=(
            "清单到“{text}”为止，后面是方案的其他部分，不作任务的内容",
            "不用改；其中有整改任务的，放到清单里再导入。",
        ),
        en=(
            "The list ends at {text!r}; what follows are other parts of the plan and no text of a task",
            "Nothing to do; where tasks stand there, put them into the list and import again.",
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
    Code(
        "L580",
        WARNING,
        "begins-later",
        zh=(
            "清单从第 {number} 项开始，前面的 {missing} 项不在这个文件里",
            "核对前面有没有漏页；只是从全市清单里摘出来的，照原来的编号导入，不用改。",
        ),
        en=(
            "The list begins with task {number}; the {missing} before it are not in this file",
            "See whether pages are missing; a part of a longer list is imported with its own numbers, nothing to change.",
        ),
    ),
    Code(
        "L582",
        WARNING,
        "sheets-count-anew",
        zh=(
            "各工作表（{sheets}）都从 1 编号，按工作表分部分，任务编为“{first}”这样的号",
            "核对各表是不是一份清单的几个部分：是的不用改；有重复或另一份的，留下要导入的工作表，另存一份再导入。",
        ),
        en=(
            "Each of the sheets ({sheets}) counts from 1; they were read as sections, with tasks numbered like {first!r}",
            "See whether they are parts of one list: if so, nothing to do; where one repeats another or is another list, save a copy with the sheets to import and import that.",
        ),
    ),
    Code(
        "L583",
        ERROR,
        "table-without-cells",
        zh=(
            "清单是表格，而文件里只有字、没有格，分不清哪些字在一格里，没有读：0 项",
            "向来文单位要 .docx 或 .xlsx；要不到的，用 WPS 或 Word 打开，转成 .docx 核对各格后再导入。",
        ),
        en=(
            "The list is a table, and the file holds characters without cells: which of them are in one cell cannot be told; nothing was read, 0 tasks",
            "Ask for the .docx or .xlsx; else open it in WPS or Word, convert it to .docx, see that the cells are right, and import that.",
        ),
    ),
)
