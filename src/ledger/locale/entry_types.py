"""Written by tools/entry_words.py from the types of entries; not to be edited."""

ORDER = (
    "start",
    "progress",
    "achieve",
    "complete",
    "accept",
    "reject",
    "publicize",
    "object",
    "answer",
    "close",
    "reopen",
    "extend",
    "assign",
    "amend",
    "construe",
    "withdraw",
    "supervise",
    "inspect",
    "review",
    "promise",
    "account",
    "void",
)
"""The types in the order of help."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "start": ('start 12 --by 市水务局 "召开启动会。"',),
    "progress": (
        'progress 14 --by 昆区 --reading 1.1=5 "完成5公里。"',
        "progress 11 --by 市工信局 --pace behind_pace",
    ),
    "achieve": (
        "achieve 9 --by 市林草局 --measure 1",
        "achieve 11 --by 市工信局 --measure 2 --milestone 1",
    ),
    "complete": (
        'complete 3 --evidence 自查报告.txt --similar "已排查同类问题。" --mechanism "已建立制度。"',
    ),
    "accept": ('accept 13 --by 市生态环境局 --evidence 验收意见.txt "同意通过验收。"',),
    "reject": ('reject 13 --by 市生态环境局 --measures 1 "措施（一）未到位。"',),
    "publicize": ("publicize 1 --by 市政府办公室 --since 2025-07-01 --until 2025-07-14 --where 市政府网站",),
    "object": ('object 15 "群众反映现场仍有垃圾。"',),
    "answer": ('answer 15 --by 市水务局 --objection 3 --result dismissed "经核查不属实。"',),
    "close": ('close 15 "公示期满，无异议。"',),
    "reopen": ('reopen 4 --due 2025-12-31 --measures 1 "回头看发现问题反弹。"',),
    "extend": (
        "extend 14 --due 2026-06-30 --approval 示例〔2025〕3号",
        "extend 9 --measure 1 --due 2025-12-31 --approval 示例〔2025〕4号",
    ),
    "assign": ("assign 9 --by 市林草局 --measure 1 --units 固阳县 --units 达茂旗 --due 2025-12-31",),
    "amend": ("amend 12 --change deadline.due=2026-06-30 --approval 示例〔2025〕1号",),
    "construe": ('construe 3 --change measures.2.by=市发改委 "摸排由市发改委组织。"',),
    "withdraw": ("withdraw 12 --approval 示例〔2025〕2号 --into 14",),
    "supervise": (
        "supervise --suggest",
        "supervise 9 --level 督办函",
        "supervise --suggest --letters",
    ),
    "inspect": (
        'inspect 18 --by 市整改专项组 --result finding "现场抽查，两家未整改。"',
        "inspect 4 --by 市整改专项组 --result relapsed --due 2025-12-31",
    ),
    "review": ('review 18 --result holds "复核无反弹。"',),
    "promise": (
        "promise 9 --by 市林草局 --until 2025-09-30",
        "promise 6 --by 东河区 --measure 1 --until 2025-07-31",
    ),
    "account": ('account 9 "约谈有关负责人。"',),
    "void": ('void 14 6 --by 市水务集团 "多写一个零。"',),
}
"""Command lines that record an entry of each type."""
