"""Codes of reading: fields and what they hold (2xx), files and names in their places; those of files are beside it."""

from __future__ import annotations

from ledger.reading import filecodes  # noqa: F401 - declares what is told of files
from ledger.reading.code import CODES, ERROR, NOTE, WARNING, Code, Severity, Text, declare

__all__ = ["CODES", "ERROR", "NOTE", "UNKNOWN_UNIT", "WARNING", "Code", "Severity", "Text", "declare"]

UNKNOWN_UNIT = Code(
    "L301",
    ERROR,
    "unknown-unit",
    zh=(
        "单位“{name}”不在名录里{nearest}",
        "改成名录里的规范简称；确是新单位时先加进 data/units.yaml。",
    ),
    en=(
        "Unit {name!r} is not in the table{nearest}",
        "Use a canonical short name; add a unit that is really new to data/units.yaml first.",
    ),
)

declare(
    UNKNOWN_UNIT,
    Code(
        "L201",
        ERROR,
        "unknown-field",
        zh=("没有字段“{field}”{nearest}", "改正字段名，或删掉它；这里可用的字段：{known}。"),
        en=(
            "Unknown field {field!r}{nearest}",
            "Correct the name or delete it; known here: {known}.",
        ),
    ),
    Code(
        "L202",
        ERROR,
        "missing-field",
        zh=("缺少字段“{field}”", "补上这个字段。"),
        en=("Missing field {field!r}", "Add the field."),
    ),
    Code(
        "L203",
        ERROR,
        "wrong-shape",
        zh=("值的种类不对（应为 {type}）", "写法见 docs/format.zh-CN.md 里这个字段。"),
        en=(
            "Wrong kind of value (expected {type})",
            "How this field is written is in docs/format.md.",
        ),
    ),
    Code(
        "L204",
        ERROR,
        "ambiguous-scalar",
        zh=("“{value}”没加引号，会被有的程序当成数字、日期或真假值", '加上引号："{value}"。'),
        en=(
            "{value!r} without quotes reads as a number, date or truth value in some programs",
            'Quote it: "{value}".',
        ),
    ),
    Code(
        "L205",
        ERROR,
        "date-form",
        zh=("“{value}”不是有效日期", "写成 2025-01-31，用半角数字。"),
        en=("{value!r} is not a date", "Write it as 2025-01-31 in ASCII digits."),
    ),
    Code(
        "L206",
        ERROR,
        "impossible-date",
        zh=("{value} 不是有效日期", "改成日历上有的日期。"),
        en=("{value} is not a valid date", "Use a day that is in the calendar."),
    ),
    Code(
        "L207",
        ERROR,
        "number-form",
        zh=("“{value}”不是数字", "写半角数字，不加引号、逗号、下划线。"),
        en=("{value!r} is not a number", "Write ASCII digits without quotes, commas or underscores."),
    ),
    Code(
        "L208",
        ERROR,
        "flag-form",
        zh=("“{value}”不是 true 或 false", "只写 true 或 false，不加引号。"),
        en=("{value!r} is not true or false", "Write true or false without quotes."),
    ),
    Code(
        "L209",
        ERROR,
        "unknown-choice",
        zh=("没有“{value}”这个选择", "可以是：{expected}。"),
        en=("{value!r} is not one of the choices", "It can be: {expected}."),
    ),
    Code(
        "L210",
        ERROR,
        "pattern",
        zh=(
            "“{value}”的写法不对",
            "标识只用小写字母、数字和连字符；台账名称最多 40 个字，不用空格开头，不用 / \\ : ， 、；校验值是 64 位小写十六进制。",
        ),
        en=(
            "{value!r} is not well formed",
            "Ids use lower-case letters, digits and hyphens; names of ledgers have up to 40 characters and none of / \\ : , 、; checksums are 64 lower-case hex digits.",
        ),
    ),
    Code(
        "L211",
        ERROR,
        "empty",
        zh=("不能为空", "填上内容，或删掉这个字段。"),
        en=("It must not be empty", "Fill it in or delete the field."),
    ),
    Code(
        "L212",
        ERROR,
        "out-of-range",
        zh=("“{value}”太小，至少是 {least}", "改成不小于 {least} 的数。"),
        en=("{value} is too small; the least is {least}", "Use a number of at least {least}."),
    ),
    Code(
        "L213",
        ERROR,
        "too-large-a-number",
        zh=(
            "“{value}”太大或位数太多，最多是 {most}",
            "写不大于 {most}、不超过15位的数；数值大时换用万、亿等单位。",
        ),
        en=(
            "{value} is too large or has too many digits; the most is {most}",
            "Use a number of at most {most} and 15 digits; for large amounts use a larger unit.",
        ),
    ),
    Code(
        "L214",
        ERROR,
        "hollow-text",
        zh=(
            "“{value}”等于没有写",
            "批准文件写名称或文号，说明写怎么回事、为什么可以；现在还没有的，有了再记。",
        ),
        en=(
            "“{value}” says nothing",
            "An approval is the name or number of a document, a reason says what happened and why it may stand; what is not there yet is recorded once it is.",
        ),
    ),
    Code(
        "L680",
        ERROR,
        "too-long-a-text",
        zh=(
            "这里有 {length} 个字，最多 {most} 个字",
            "记录只写要点，全文另存为文件，作为佐证材料引用；方案原文的，分成几条。",
        ),
        en=(
            "There are {length} characters here; the most is {most}",
            "In a record say what matters, and keep the full text as a file, as evidence; take a text of the plan apart.",
        ),
    ),
    Code(
        "L681",
        ERROR,
        "too-many-in-a-list",
        zh=(
            "这里列了 {length} 项，最多 {most} 项",
            "查一查是不是重复粘贴；确有这么多的，分到几处写，各处的上限见 docs/format.zh-CN.md。",
        ),
        en=(
            "{length} are listed here; the most is {most}",
            "See whether they were pasted twice; where there are that many, divide them. docs/format.md has the bounds.",
        ),
    ),
    Code(
        "L303",
        ERROR,
        "id-is-not-file-name",
        zh=("标识“{id}”与文件名“{stem}”不同", "改成一样；文件名就是标识。"),
        en=("Id {id!r} differs from the file name {stem!r}", "Make them the same: the file name is the id."),
    ),
    Code(
        "L304",
        ERROR,
        "duplicate-id",
        zh=("标识“{id}”重复，{other} 已用", "改掉其中一个。"),
        en=("Id {id!r} is taken by {other}", "Change one of them."),
    ),
    Code(
        "L305",
        ERROR,
        "missing-file",
        zh=("缺少文件 {file}", "补上文件；新台账用 import 方案.txt --write 生成。"),
        en=("File {file} is missing", "Add it; a new ledger is made with import PLAN.txt --write."),
    ),
    Code(
        "L507",
        ERROR,
        "newer-format",
        zh=("数据格式 {format} 比本程序的 {known} 新", "用更新的程序打开。"),
        en=(
            "The data are in format {format}, newer than the {known} of this program",
            "Use a newer program.",
        ),
    ),
    Code(
        "L308",
        WARNING,
        "stray-file",
        zh=("这里的文件名应以 .yaml 结尾，没有读", "移走，或改名为 标识.yaml。"),
        en=("A file here is not .yaml and was not read", "Move it away or rename it to ID.yaml."),
    ),
    Code(
        "L318",
        WARNING,
        "not-read",
        zh=("没有读：{why}", "该读的改名或移到该在的地方；不是台账的移出 data/。"),
        en=("Not read: {why}", "Rename or move what should be read; move away what is not of the ledger."),
    ),
    Code(
        "L324",
        WARNING,
        "unprintable-name",
        zh=(
            "文件名里有看不见的字符，或不是 UTF-8 编码，没有读",
            "改成只有文字、数字和连字符的名称（这里看不见的字符写成了 \\ 开头的代号）。",
        ),
        en=(
            "The name of the file has characters that cannot be seen, or is no UTF-8; it was not read",
            "Rename it with letters, digits and hyphens (here what cannot be seen is written as a code after \\).",
        ),
    ),
    Code(
        "L319",
        WARNING,
        "round-misnamed",
        zh=(
            "data/rounds 里的这个文件名不能是调度轮次，没有读",
            "直接放在 data/rounds 下，名称只用小写字母、数字和连字符，如 2025-12.yaml。",
        ),
        en=(
            "No round can have the name of this file in data/rounds; it was not read",
            "Put it into data/rounds itself; its name has lower-case letters, digits and hyphens, as 2025-12.yaml.",
        ),
    ),
    Code(
        "L900",
        ERROR,
        "complaint-misnamed",
        zh=(
            "data/complaints 里的这个文件名不能是信访举报件，没有读",
            "放在 data/complaints/批次/受理编号.yaml（26/D3SX202505280018.yaml）：批次用小写，编号用大写字母、数字和连字符。",
        ),
        en=(
            "No complaint can have the name of this file in data/complaints; it was not read",
            "Put it at BATCH/NUMBER.yaml in there, the batch in lower case, the number in capitals.",
        ),
    ),
    Code(
        "L312",
        ERROR,
        "look-alike-character",
        zh=(
            "单位“{name}”里混有形近字符 {character}（应为“{near}”）",
            "重新输入单位名称：“{near}”；从 PDF 复制的文字常有这种字符。",
        ),
        en=(
            "Unit {name!r} holds the look-alike character {character} (meant: {near})",
            "Type the name again: {near}; text copied from a PDF often holds such characters.",
        ),
    ),
    Code(
        "L616",
        WARNING,
        "entries-not-appendable",
        zh=(
            "entries 不是文件的最后一项，或写成了方括号、null，不能再追加记录",
            "把 entries 放到文件最后，一行一条，以“- ”开头；没有记录时只写“entries:”。",
        ),
        en=(
            "entries is not the last key, or is written in brackets or as null, so nothing can be appended",
            "Put entries last, each on a line that begins with “- ”; without entries write just `entries:`.",
        ),
    ),
)
