"""Codes of what the history shows was done to a ledger: to issues and records, and in which order."""

from __future__ import annotations

from ledger.history import bookcodes, timecodes  # noqa: F401 - declare what is told of books and of days
from ledger.reading.codes import ERROR, NOTE, WARNING, Code, declare

declare(
    Code(
        "L701",
        ERROR,
        "entry-removed",
        zh=("已提交的记录被删除：{date} {by} {type}", "记录只追加；记错的用冲正记录收回。行号是删除之前的。"),
        en=(
            "A committed entry was removed: {date} {by} {type}",
            "Entries are only appended; take a wrong one back with void. The line is that before the removal.",
        ),
    ),
    Code(
        "L702",
        ERROR,
        "entry-changed",
        zh=(
            "已提交的记录被改动：{date} {by} {type}，改了 {fields}",
            "记录只追加；记错的用冲正记录收回，再记一条。",
        ),
        en=(
            "A committed entry was changed: {date} {by} {type}; changed: {fields}",
            "Entries are only appended; take a wrong one back with void and record it again.",
        ),
    ),
    Code(
        "L703",
        ERROR,
        "baseline-changed",
        zh=(
            "基线 {field} 被改动（{old} → {new}）",
            "改回原文；方案确有调整的，记一条方案调整，基线一字不动。",
        ),
        en=(
            "Field {field} of the baseline was changed ({old} → {new})",
            "Restore it; if the plan was changed, record amend: the baseline itself stays as it is.",
        ),
    ),
    Code(
        "L704",
        ERROR,
        "deadline-changed",
        zh=(
            "时限 {field} 被直接改动（{old} → {new}）",
            "改回原文；经批准的延期用延期记录，原时限留在基线里。",
        ),
        en=(
            "The deadline {field} was changed by hand ({old} → {new})",
            "Restore it; an approved extension is recorded with extend, the first deadline stays in the baseline.",
        ),
    ),
    Code(
        "L705",
        ERROR,
        "issue-deleted",
        zh=("任务 {number}（{id}）被删除", "从历史里找回这个文件；任务只销号，不删除。"),
        en=(
            "Task {number} ({id}) was deleted",
            "Restore the file from history; tasks are cleared, never deleted.",
        ),
    ),
    Code(
        "L706",
        ERROR,
        "number-reused",
        zh=("编号 {number} 是已删除的任务用过的", "给新任务另编号码。"),
        en=("Number {number} was that of a deleted task", "Give the new task a number of its own."),
    ),
    Code(
        "L707",
        WARNING,
        "recorded-long-after",
        zh=(
            "{type}的日期是 {date}，{days} 天以后（{committed}）才提交",
            "核实是补记还是倒签；天数是 plan.yaml 里的 backdate_days。",
        ),
        en=(
            "{type} is dated {date} and was committed {days} {days:day|days} later, on {committed}",
            "See whether it was recorded late or dated back; the threshold is backdate_days in plan.yaml.",
        ),
    ),
    Code(
        "L708",
        ERROR,
        "dated-after-commit",
        zh=("{type}的日期 {date} 晚于提交日 {committed}", "记录写已经发生的事；用冲正记录收回，事后再记。"),
        en=(
            "{type} is dated {date}, after the day of its commit, {committed}",
            "Entries are of what has happened; take it back with void and record it when it has.",
        ),
    ),
    Code(
        "L709",
        WARNING,
        "completed-and-accepted-at-once",
        zh=(
            "完成整改和验收通过在同一次提交里",
            "完成由牵头单位申请，验收由验收单位另行记录；核实验收是否做过。",
        ),
        en=(
            "Completed and accepted in one commit",
            "Completion and acceptance are two acts of two parties; see whether acceptance took place.",
        ),
    ),
    Code(
        "L710",
        NOTE,
        "completed-and-accepted-by-one",
        zh=("完成整改和验收通过由同一人（{author}）提交", "仅供参考：由整改办代录的属正常。"),
        en=(
            "Completed and accepted by one committer ({author})",
            "For information: normal where the office records for all.",
        ),
    ),
    Code(
        "L711",
        NOTE,
        "accepted-by-lead",
        zh=("验收单位 {by} 就是牵头单位", "仅供参考：方案如此规定的属正常。"),
        en=(
            "The acceptance unit {by} is also a lead unit",
            "For information: normal where the plan says so.",
        ),
    ),
    Code(
        "L712",
        ERROR,
        "cleared-without-grounds",
        zh=("销号时缺少：{missing}", "补齐材料；没有公示的，重新整改后按程序销号。"),
        en=("Cleared without: {missing}", "Complete the file; without a notice, reopen and clear in order."),
    ),
    Code(
        "L713",
        ERROR,
        "evidence-exchanged",
        zh=("任务 {id} 记录之后，佐证材料 {file} 被改动或删除", "从历史里找回原件；新材料另存一份。"),
        en=(
            "After task {id} recorded it, evidence {file} was changed or deleted",
            "Restore the original from history; keep new material beside it.",
        ),
    ),
    Code(
        "L714",
        ERROR,
        "history-rewritten",
        zh=(
            "存下的提交 {sha} 不在现在的历史里：历史被改写过",
            "找回原来的历史，与现在的比较；核查合并请求用 A...B。",
        ),
        en=(
            "The stored commit {sha} is not in this history: history was rewritten",
            "Find the former history and compare; a request is audited as A...B.",
        ),
    ),
    Code(
        "L715",
        ERROR,
        "unsigned-commit",
        zh=("提交 {sha} 没有签名", "用签名提交；不要求签名的，把 plan.yaml 里的 signed_commits 改为 false。"),
        en=("Commit {sha} is not signed", "Sign commits, or set signed_commits to false in plan.yaml."),
    ),
    Code(
        "L716",
        WARNING,
        "bytes-rewritten",
        zh=("已提交的内容被重新排版或插入，意思没有变", "以后只在文件最后追加；用 record 命令不会发生。"),
        en=(
            "Committed bytes were rewritten or inserted into; the meaning is the same",
            "Append at the end only; the record command does.",
        ),
    ),
    Code(
        "L717",
        WARNING,
        "version-unreadable",
        zh=("这一版或其中的记录读不懂，无法核对", "用 check --rev 看是什么问题。"),
        en=(
            "This version, or an entry in it, cannot be read, so it cannot be audited",
            "See check --rev for what is wrong.",
        ),
    ),
    Code(
        "L718",
        ERROR,
        "source-rewritten",
        zh=("方案原文被改动或删除", "从历史里找回原文；方案调整的，新文件另存。"),
        en=(
            "The official text was changed or deleted",
            "Restore it from history; keep an amended plan beside it.",
        ),
    ),
)

declare(
    Code(
        "L719",
        ERROR,
        "begun-again",
        zh=(
            "台账在这次提交里另起了一次（最初的提交是 {first}）",
            "核对两边的基线和记录，以哪一边为准；核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The ledger begins a second time in this commit (the first beginning is {first})",
            "Compare the baselines and entries of both and see which one holds. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L720",
        NOTE,
        "ledger-moved",
        zh=("台账以前在文件夹 {folder}；那时的历史一并核查了", "仅供参考。"),
        en=(
            "The ledger was in the folder {folder} before; its history from there was audited too",
            "For information.",
        ),
    ),
    Code(
        "L721",
        NOTE,
        "begins-with-records",
        zh=(
            "历史从 {date} 开始，那时台账里已有 {count} 条记录",
            "这些记录什么时候写的，历史里看不出来；此前另有历史的，一并保存。",
        ),
        en=(
            "History begins on {date} with {count} {count:entry|entries} already in the ledger",
            "When these were written cannot be seen; keep the history before it, if there is one.",
        ),
    ),
    Code(
        "L722",
        WARNING,
        "arrived-finished",
        zh=(
            "任务 {id} 的文件一来就带着 {count} 条记录，已到{type}",
            "核实各条记录是当时记的还是补的；补录的在 plan.yaml 里写明启用日期。",
        ),
        en=(
            "Task {id} arrived in one commit with {count} {count:entry|entries}, as far as {type}",
            "See whether they were made at the time; a ledger taken up midway says so with adopted in plan.yaml.",
        ),
    ),
    Code(
        "L723",
        WARNING,
        "unread-place",
        zh=(
            "这个文件像是台账的文件，放在这里却不会被读到",
            "移到 data/issues 或改回原名；不属于台账的移到别处。",
        ),
        en=(
            "This file looks like one of the ledger and lies where it is not read",
            "Move it to data/issues or give it its name back; what is no part of the ledger belongs elsewhere.",
        ),
    ),
)
