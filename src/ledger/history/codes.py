"""Codes of what the history shows was done to a ledger: to issues and records, and in which order."""

from __future__ import annotations

from ledger.history import bookcodes  # noqa: F401 - declares what is told of the files that all share
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
            "{type} is dated {date} and was committed {days} days later, on {committed}",
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
            "History begins on {date} with {count} entries already in the ledger",
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
            "Task {id} arrived in one commit with {count} entries, as far as {type}",
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
    Code(
        "L740",
        ERROR,
        "rereading-differs",
        zh=(
            "重新读取的结果与现在的程序不同：{field} 记为“{old}”，现在读作“{new}”",
            "用现在的程序再做一次 import --reread。",
        ),
        en=(
            "A re-reading differs from what is read today: {field} is {old!r}, read as {new!r}",
            "Run import --reread again with the present program.",
        ),
    ),
    Code(
        "L741",
        ERROR,
        "dates-run-backwards",
        zh=(
            "提交日期 {date} 早于它之前的提交（{before}）",
            "核对电脑的时钟；日期是提交人的电脑说的，据此不能认定记录及时。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The commit is dated {date}, before a commit that it builds on ({before})",
            "See to the clock: dates are what the committer's machine said and prove no record timely. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L742",
        NOTE,
        "author-date-apart",
        zh=("作者日期 {authored} 与提交日期 {date} 相差很多", "仅供参考：变基或补交会这样。"),
        en=(
            "The author's date, {authored}, is far from that of the commit, {date}",
            "For information: rebasing and late commits do this.",
        ),
    ),
    Code(
        "L743",
        WARNING,
        "commit-in-future",
        zh=("提交日期 {date} 在今天之后", "核对提交人电脑的时钟。"),
        en=(
            "The commit is dated {date}, after today",
            "See to the clock of the committer's machine.",
        ),
    ),
    Code(
        "L744",
        WARNING,
        "dated-before-plan-issued",
        zh=("{type}的日期 {date} 早于方案印发（{first}）", "核对年份；方案印发之前的工作写在说明里。"),
        en=(
            "{type} is dated {date}, before the plan was issued ({first})",
            "Check the year; work from before the plan belongs in the text.",
        ),
    ),
    Code(
        "L745",
        ERROR,
        "lines-out-of-order",
        zh=(
            "{type}写在它之后的步骤后面，却在同一次提交里",
            "按完成、验收、公示、销号的次序逐步记录；用冲正收回，再依次记。",
        ),
        en=(
            "{type} stands below a later step that the same commit recorded",
            "Record completion, acceptance, notice and clearing one after another; void and record them in order.",
        ),
    ),
    Code(
        "L746",
        WARNING,
        "void-without-reason",
        zh=("{by} {date} 的冲正没有说明理由", "冲正时在 text 里写明记错了什么。"),
        en=("The void by {by} of {date} gives no reason", "Say in its text what was wrong."),
    ),
    Code(
        "L747",
        ERROR,
        "void-after-clearing",
        zh=(
            "任务销号以后，{by}冲正了 {date} 的{type}",
            "已销号的任务只能用重新整改（reopen）退回。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "After the task was cleared, {by} voided the {type} of {date}",
            "A cleared task goes back only by reopen. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L748",
        ERROR,
        "objection-voided",
        zh=(
            "{date} 的公示异议不是提出的单位，而是{by}冲正的",
            "异议要答复（answer），只有提出的单位可以撤回；补一条答复。",
        ),
        en=(
            "The objection of {date} was voided by {by}, not by who brought it",
            "An objection is answered; only who brought it may take it back. Record the answer.",
        ),
    ),
    Code(
        "L749",
        ERROR,
        "evidence-not-committed",
        zh=(
            "任务 {id} 的记录提交时，佐证材料 {file} 不在其中，或与记录的校验值不同",
            "把原件补交进来，与记录一起提交。",
        ),
        en=(
            "When the record of task {id} was committed, evidence {file} was not there or had another checksum",
            "Commit the original; commit evidence together with its record.",
        ),
    ),
    Code(
        "L750",
        ERROR,
        "evidence-without-checksum",
        zh=(
            "{type}的佐证材料 {file} 没有校验值，换了也看不出来",
            "用 record 命令记录，校验值会自动写上；冲正后再记。",
        ),
        en=(
            "Evidence {file} of {type} has no checksum, so nobody could tell if it was exchanged",
            "Record with the record command, which writes it; void and record again.",
        ),
    ),
    Code(
        "L751",
        ERROR,
        "signature-not-good",
        zh=("提交 {sha} 的签名验证不通过", "核对签名人和 --allowed-signers 的名单。"),
        en=(
            "The signature of commit {sha} is not good",
            "Compare who signed with the file of --allowed-signers.",
        ),
    ),
    Code(
        "L752",
        NOTE,
        "signature-not-verified",
        zh=("{signatures} 次提交带有签名，没有验证", "用 --allowed-signers 给出签名人名单即可验证。"),
        en=(
            "Commits that carry a signature, not verified: {signatures}",
            "Give the file of allowed signers with --allowed-signers to verify them.",
        ),
    ),
    Code(
        "L754",
        ERROR,
        "notice-replaced",
        zh=(
            "公示改成了已经结束的 {since} 至 {until}，原来公示到 {other}",
            "公示期从公开之日起算；重新公示满期后再销号。",
        ),
        en=(
            "The notice was replaced by one that is over, {since} to {until}; the first ran until {other}",
            "A notice counts from the day it is public; give notice anew before clearing.",
        ),
    ),
    Code(
        "L755",
        NOTE,
        "in-time-by-date-only",
        zh=(
            "完成整改的日期 {date} 在时限 {due} 之内，提交（{committed}）却在时限之后",
            "核对完成日期的依据。",
        ),
        en=(
            "Completion is dated {date}, by the due day {due}, and was committed after it, on {committed}",
            "See what the date rests on.",
        ),
    ),
    Code(
        "L756",
        NOTE,
        "deadline-amended",
        zh=("时限经方案调整改变：{field}（{old} → {new}）", "仅供参考：核对批准文件。"),
        en=(
            "The deadline was moved by an amendment: {field} ({old} → {new})",
            "For information: see the approval.",
        ),
    ),
)
