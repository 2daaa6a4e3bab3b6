"""Codes of files: what can be read, how much of it, and what is YAML (1xx)."""

from __future__ import annotations

from ledger.reading.code import ERROR, WARNING, Code, declare

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

_MORE = Code(
    "L125",
    ERROR,
    "more-characters",
    zh=(
        "从这里起，看不见的字符、控制字符和单独的回车符还有很多，不再一处一处列出（一个文件最多列 {most} 处）",
        "多半不是台账文件，或者传坏了：换回好的那一份；是文字里带进来的，一次全部替换掉。",
    ),
    en=(
        "From here on there are more invisible or control characters or lone carriage returns than are listed ({most} a file)",
        "This is likely no file of a ledger, or was damaged: take the good one back; what came in with a text can be replaced all at once.",
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
    _TOO_MUCH,
    _TWICE,
    _UNFINISHED,
    _MORE,
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
)
