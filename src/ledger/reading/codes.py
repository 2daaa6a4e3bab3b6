"""Diagnostic codes: what a code is, the register of all that are declared, and the codes of reading.

A code is declared once, with its words in every language, beside what raises it: those of reading here, those of
rules above their rules, those of the official document and of the history in a module ``codes`` of their room.
:func:`ledger.reports.findings.all_codes` has them all.

1xx syntax, 2xx schema, 3xx references, 4xx consistency, 5xx the plan document and the baseline
against it, 6xx entries, 7xx what git shows was done to them, 9xx complaints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.locale import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Text(NamedTuple):
    """What a code says in one language: what is wrong, and the way out.  Gaps are filled with arguments."""

    message: str
    hint: str


_FORM = re.compile("L[1-79][0-9]{2}")


@dataclass(frozen=True, slots=True, init=False)
class Code:
    """A kind of diagnostic: its key, its weight, its readable name, and its words by language.

    The words are given by the names of the languages: ``Code("L401", ERROR, "name", zh=(…, …), en=(…, …))``.
    """

    key: str
    severity: Severity
    name: str
    words: Mapping[str, Text]

    def __init__(self, key: str, severity: Severity, name: str, **words: tuple[str, str]) -> None:
        if not _FORM.fullmatch(key):
            raise ValueError(f"{key} is no code: L, a tier from 1 to 7 or 9, two digits")
        if words.keys() != set(OWN):
            raise ValueError(f"{key} has words in {', '.join(words) or 'no language'}, not {', '.join(OWN)}")
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "severity", severity)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "words", {language: Text(*said) for language, said in words.items()})


CODES: dict[str, Code] = {}
"""The codes that were declared by the modules imported so far."""


def declare(*codes: Code) -> None:
    """Put codes into the register.  Naming a code again is fine, another one of the same key is an error."""
    for code in codes:
        if CODES.setdefault(code.key, code) is not code:
            raise ValueError(f"{code.key} is declared twice: as {CODES[code.key].name} and as {code.name}")


_TWICE = Code(
    "L122",
    ERROR,
    "file-doubled",
    zh=(
        "从这里起整个文件又写了一遍（第 {line} 行是前一遍），git 合并换行不同的两边会这样",
        "只留一遍，把另一遍多出的记录移到末尾；.gitattributes 里要有 data/**/*.yaml text eol=lf（见 doctor 命令）。",
    ),
    en=(
        "From here on the whole file stands a second time (the first begins in line {line}), as after a merge of two sides with different line ends",
        "Keep one and put the records that only the other has at its end; .gitattributes must have data/**/*.yaml text eol=lf (see doctor).",
    ),
)

_UNFINISHED = Code(
    "L123",
    ERROR,
    "half-written",
    zh=(
        "上一次写入多个文件时被打断，可能有的已经写了，有的还没有",
        "重新执行那条命令；任何写入台账的命令都会先把它补完。",
    ),
    en=(
        "The last run that wrote several files was ended half way: some may be written, some not yet",
        "Run that command again; any command that writes to the ledger completes it first.",
    ),
)

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

_TOO_MUCH = Code(
    "L124",
    ERROR,
    "too-much-in-all",
    zh=(
        "台账的文件合起来超过 {most} MiB，从这个文件起没有读",
        "把 data/source 里不是方案原文的文件移走；附件放进 data/evidence。",
    ),
    en=(
        "The files of the ledger have more than {most} MiB in all; this one and those after it were not read",
        "Move away what in data/source is not the official text; attachments go to data/evidence.",
    ),
)

declare(
    UNKNOWN_UNIT,
    _TOO_MUCH,
    _TWICE,
    _UNFINISHED,
    Code(
        "L101",
        ERROR,
        "yaml-syntax",
        zh=(
            "YAML 语法错误：{problem}",
            "改正此处的语法；缩进用空格，冒号后留一个空格，含特殊字符的文字加引号。",
        ),
        en=(
            "YAML syntax error: {problem}",
            "Mend the syntax here: indent with blanks, put a blank after a colon, quote text with special characters.",
        ),
    ),
    Code(
        "L102",
        ERROR,
        "encoding",
        zh=("文件不是 UTF-8 编码，看起来是 {encoding}", "用编辑器另存为 UTF-8（不带 BOM）。"),
        en=("The file is not UTF-8; it looks like {encoding}", "Save it as UTF-8 without a byte order mark."),
    ),
    Code(
        "L103",
        WARNING,
        "byte-order-mark",
        zh=("文件开头有 BOM 标记", "另存为不带 BOM 的 UTF-8；不改也能读。"),
        en=(
            "The file begins with a byte order mark",
            "Save it as UTF-8 without the mark; it is read all the same.",
        ),
    ),
    Code(
        "L104",
        WARNING,
        "crlf",
        zh=("行尾是 CRLF", "改用 LF 行尾；不改也能读，追加记录时保持原样。"),
        en=("Lines end with CRLF", "Use LF; it is read all the same and kept when entries are appended."),
    ),
    Code(
        "L105",
        ERROR,
        "lone-cr",
        zh=("有单独的回车符（CR）", "把它换成换行（LF）。"),
        en=("There is a lone carriage return", "Replace it with a line feed."),
    ),
    Code(
        "L106",
        ERROR,
        "unsafe-character",
        zh=("有看不见的或控制字符 {character}", "删掉它；它会让显示的内容和实际的内容不一样。"),
        en=(
            "There is an invisible or control character {character}",
            "Delete it: it makes what is shown differ from what is there.",
        ),
    ),
    Code(
        "L107",
        ERROR,
        "conflict-marker",
        zh=("有没解决的合并冲突标记", "决定保留哪一边，删掉 <<<<<<<、=======、>>>>>>> 几行。"),
        en=(
            "There is an unresolved merge conflict marker",
            "Decide which side to keep and delete the <<<<<<<, ======= and >>>>>>> lines.",
        ),
    ),
    Code(
        "L108",
        ERROR,
        "duplicate-key",
        zh=("键“{key}”重复，第 {line} 行已有", "只留一个；后一个会悄悄盖掉前一个。"),
        en=(
            "Key {key!r} is given twice; it is already in line {line}",
            "Keep one: the second would silently hide the first.",
        ),
    ),
    Code(
        "L109",
        ERROR,
        "too-large",
        zh=("文件有 {size} 字节，超过上限 {most} 字节", "把大段材料放进 data/evidence，这里只留引用。"),
        en=(
            "The file has {size} bytes; the most is {most}",
            "Move bulky material to data/evidence and refer to it.",
        ),
    ),
    Code(
        "L110",
        ERROR,
        "not-a-mapping",
        zh=("文件里没有“键: 值”形式的内容", "文件顶层要是“键: 值”，冒号用半角并在后面留一个空格。"),
        en=(
            "The file does not hold a mapping",
            "The top of the file must be `key: value` lines, with an ASCII colon and a blank after it.",
        ),
    ),
    Code(
        "L111",
        ERROR,
        "too-many-nodes",
        zh=("文件里的数据项超过 {most} 个", "一个文件只放一项任务。"),
        en=("The file has more than {most} nodes", "Keep one task in a file."),
    ),
    Code(
        "L112",
        ERROR,
        "complex-key",
        zh=("键不是普通文字", "键只能是文字，不能是列表或映射。"),
        en=("A key is not plain text", "Keys must be text, not lists or mappings."),
    ),
    Code(
        "L113",
        ERROR,
        "alias",
        zh=("用了锚点、别名或合并键（& * <<）", "把内容直接写出来；台账不用这些写法，以免改一处动多处。"),
        en=("Anchors, aliases and merge keys (& * <<) are not allowed", "Write the content out."),
    ),
    Code(
        "L114",
        ERROR,
        "tag",
        zh=("用了 YAML 标签 {tag}", "删掉标签；要当文字就加引号。"),
        en=("The YAML tag {tag} is not allowed", "Delete it; quote the value if it is text."),
    ),
    Code(
        "L115",
        ERROR,
        "directive",
        zh=("用了 YAML 指令（%）", "删掉以 % 开头的行。"),
        en=("YAML directives (%) are not allowed", "Delete the line that begins with %."),
    ),
    Code(
        "L116",
        ERROR,
        "several-documents",
        zh=("一个文件里有多份文档（---）", "拆成几个文件。"),
        en=("The file holds several documents (---)", "Split it into several files."),
    ),
    Code(
        "L117",
        ERROR,
        "too-deep",
        zh=("嵌套超过 {most} 层", "减少嵌套；台账格式用不到这么深。"),
        en=("Nesting is deeper than {most}", "Flatten it; the format never needs that depth."),
    ),
    Code(
        "L118",
        ERROR,
        "tab",
        zh=("缩进用了制表符", "用空格缩进。"),
        en=("A tab is used for indentation", "Indent with blanks."),
    ),
    Code(
        "L119",
        ERROR,
        "not-a-regular-file",
        zh=("不是普通文件（链接、管道或设备）", "换成真正的文件；台账不跟随链接。"),
        en=(
            "Not a regular file (a link, pipe or device)",
            "Replace it with a real file; links are not followed.",
        ),
    ),
    Code(
        "L120",
        ERROR,
        "unreadable-file",
        zh=("读不了：{reason}", "检查权限和磁盘。"),
        en=("Cannot be read: {reason}", "Check permissions and the disk."),
    ),
    Code(
        "L121",
        ERROR,
        "full-width-colon",
        zh=("键后面的冒号是全角的，或者冒号后面不是普通空格", "改成半角冒号，后面留一个空格：“{key}: ”。"),
        en=(
            "The colon after a key is a full-width one, or what follows it is no ordinary blank",
            "Use an ASCII colon with a blank after it: `{key}: `.",
        ),
    ),
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
