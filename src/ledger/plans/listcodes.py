"""Codes of what is told of a list as a whole: its numbers, its parts, where it begins and ends."""

from __future__ import annotations

from ledger.reading.codes import ERROR, NOTE, WARNING, Code, declare

declare(
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
