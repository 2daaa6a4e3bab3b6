"""Codes of what the history shows of days, proofs and signatures: when something was committed, and by what."""

from __future__ import annotations

from ledger.reading.codes import ERROR, NOTE, WARNING, Code, declare

declare(
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
