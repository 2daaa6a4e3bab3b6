"""Codes of what the history shows was done to the files that all issues share."""

from __future__ import annotations

from ledger.reading.codes import ERROR, NOTE, WARNING, Code, declare

declare(
    Code(
        "L724",
        ERROR,
        "plan-source-changed",
        zh=("方案原文换了：{field}（{old} → {new}）", "改回原来的；方案调整的记方案调整，新文件另存。"),
        en=(
            "The official text was replaced: {field} ({old} → {new})",
            "Restore it; a change of the plan is recorded with amend, its document kept beside.",
        ),
    ),
    Code(
        "L725",
        ERROR,
        "plan-issued-changed",
        zh=(
            "方案印发日期被改动（{old} → {new}）",
            "改回原来的日期。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The plan's date of issue was changed ({old} → {new})",
            "Restore it. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L726",
        ERROR,
        "policy-weakened",
        zh=(
            "设定放宽了：{field}（{old} → {new}）",
            "改回原来的；经批准放宽的，用 ledger settle 记下批准文件。",
        ),
        en=(
            "A setting was weakened: {field} ({old} → {new})",
            "Restore it; if that was approved, record the approval with ledger settle.",
        ),
    ),
    Code(
        "L727",
        NOTE,
        "policy-changed",
        zh=("设定改了：{field}（{old} → {new}），没有放宽", "仅供参考。"),
        en=("A setting was changed, and not weakened: {field} ({old} → {new})", "For information."),
    ),
    Code(
        "L728",
        ERROR,
        "plan-text-changed",
        zh=("方案文件的 {field} 被改动（{old} → {new}）", "改回原文。"),
        en=("{field} of the plan's file was changed ({old} → {new})", "Restore it."),
    ),
    Code(
        "L729",
        ERROR,
        "office-changed",
        zh=(
            "整改办换了：{field}（{old} → {new}）",
            "核实谁有权督办、延期、销号。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The office was changed: {field} ({old} → {new})",
            "See who may supervise, extend and clear. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L730",
        ERROR,
        "unit-kind-changed",
        zh=(
            "单位类别被改动：{field}（{old} → {new}）",
            "改回原来的。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The kind of a unit was changed: {field} ({old} → {new})",
            "Restore it. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L731",
        ERROR,
        "unit-removed",
        zh=("名录里少了 {field}（{old}）", "恢复它；撤并的单位写 until、successor 和批准文件，不删。"),
        en=(
            "{field} ({old}) was taken out of the units",
            "Restore it; a unit that ended gets until, successor and approval.",
        ),
    ),
    Code(
        "L732",
        ERROR,
        "full-name-changed",
        zh=("单位全称被改动：{field}（{old} → {new}）", "改回原来的；更名的另立单位，原单位写 successor。"),
        en=(
            "The full name of a unit was changed: {field} ({old} → {new})",
            "Restore it; a renamed unit is a new one, and the old one's successor.",
        ),
    ),
    Code(
        "L733",
        ERROR,
        "alias-changed",
        zh=("别名改指：{field}（{old} → {new}）", "改回原来的。核实清楚以后，用 ledger settle 记下结论。"),
        en=(
            "An alias means another unit: {field} ({old} → {new})",
            "Restore it. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L734",
        ERROR,
        "group-changed",
        zh=(
            "单位组成员被改动：{field}（{old} → {new}）",
            "改回原来的；经批准调整的，用 ledger settle 记下批准文件。",
        ),
        en=(
            "The members of a group were changed: {field} ({old} → {new})",
            "Restore them; if that was approved, record the approval with ledger settle.",
        ),
    ),
    Code(
        "L735",
        ERROR,
        "succession-changed",
        zh=(
            "单位的隶属或承接被改动：{field}（{old} → {new}）",
            "更名、合并、撤销写明批准文件（approval），写后不改。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "What a unit belongs to or became was changed: {field} ({old} → {new})",
            "A merger states its approval, and stays. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L736",
        ERROR,
        "calendar-changed",
        zh=(
            "已经过去或公示期内的日子被改动：{field}（{old} → {new}）",
            "改回原来的；本地放假安排要在那天之前写好。",
        ),
        en=(
            "A day that is past, or within a notice, was changed: {field} ({old} → {new})",
            "Restore it; local days off are entered before they come.",
        ),
    ),
    Code(
        "L737",
        ERROR,
        "disclosure-removed",
        zh=("已提交的公开记录不见了或被改动：{date} {what}", "公开记录只追加；找回原来的。"),
        en=(
            "A committed disclosure is gone or was changed: {date} {what}",
            "Disclosures are only appended; restore it.",
        ),
    ),
    Code(
        "L738",
        WARNING,
        "disclosure-recorded-late",
        zh=(
            "{unit}的公开记录日期是 {date}，{days} 天以后（{committed}）才提交",
            "核实是补记还是倒签；天数是 plan.yaml 里的 backdate_days。",
        ),
        en=(
            "The disclosure of {unit} is dated {date}, committed {days} {days:day|days} later, on {committed}",
            "See whether it was late or dated back; the threshold is backdate_days in plan.yaml.",
        ),
    ),
    Code(
        "L739",
        ERROR,
        "disclosure-dated-ahead",
        zh=(
            "{unit}的公开记录日期 {date} 晚于提交日 {committed}",
            "公开以后再记。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The disclosure of {unit} is dated {date}, after the day of its commit, {committed}",
            "Record it when it has happened. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L753",
        ERROR,
        "settlement-removed",
        zh=("已提交的核查结论不见了或被改动：{date} {what}", "核查结论只追加；找回原来的。"),
        en=(
            "A committed settlement is gone or was changed: {date} {what}",
            "Settlements are only appended; restore it.",
        ),
    ),
    Code(
        "L770",
        ERROR,
        "letter-removed",
        zh=("已提交的函或回复不见了或被改动：{date} {what}", "函和回复只追加；找回原来的。"),
        en=(
            "A committed letter or reply is gone or was changed: {date} {what}",
            "Letters and replies are only appended; restore it.",
        ),
    ),
    Code(
        "L771",
        WARNING,
        "letter-recorded-late",
        zh=(
            "“{unit}”的日期是 {date}，{days} 天以后（{committed}）才提交",
            "核实是补记还是倒签；天数是 plan.yaml 里的 backdate_days。",
        ),
        en=(
            "{unit} is dated {date}, committed {days} {days:day|days} later, on {committed}",
            "See whether it was late or dated back; the threshold is backdate_days in plan.yaml.",
        ),
    ),
    Code(
        "L772",
        ERROR,
        "letter-dated-ahead",
        zh=(
            "“{unit}”的日期 {date} 晚于提交日 {committed}",
            "发函、收到回复以后再记。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "{unit} is dated {date}, after the day of its commit, {committed}",
            "Record it when it has happened. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L773",
        ERROR,
        "round-record-removed",
        zh=(
            "已提交的调度记录不见了或被改动：{date}，{what}",
            "下发和退回的记录只追加；找回原来的，期限或单位有变的再下发一次。",
        ),
        en=(
            "A committed record of a round is gone or was changed: {date}, {what}",
            "They are only appended; restore it, and ask once more where units or the day have changed.",
        ),
    ),
    Code(
        "L920",
        ERROR,
        "complaint-record-removed",
        zh=(
            "已提交的信访举报件记录不见了或被改动：{date} {what}",
            "记录只追加；找回原来的，期限、单位有变的用 complaints record 编号 correct 更正，记错的冲正。",
        ),
        en=(
            "A committed record of a complaint is gone or was changed: {date} {what}",
            "They are only appended; restore it, and correct or void it with complaints record.",
        ),
    ),
    Code(
        "L921",
        WARNING,
        "complaint-recorded-late",
        zh=(
            "举报件记录“{unit}”的日期是 {date}，{days} 天以后（{committed}）才提交",
            "核实是补记还是倒签；天数是 plan.yaml 里的 backdate_days。",
        ),
        en=(
            "The record of a complaint ({unit}) is dated {date}, committed {days} {days:day|days} later, on {committed}",
            "See whether it was late or dated back; the threshold is backdate_days in plan.yaml.",
        ),
    ),
    Code(
        "L922",
        ERROR,
        "complaint-dated-ahead",
        zh=(
            "举报件记录“{unit}”的日期 {date} 晚于提交日 {committed}",
            "事情发生以后再记。核实清楚以后，用 ledger settle 记下结论。",
        ),
        en=(
            "The record of a complaint ({unit}) is dated {date}, after the day of its commit, {committed}",
            "Record it when it has happened. Once it is cleared up, record that with ledger settle.",
        ),
    ),
    Code(
        "L757",
        ERROR,
        "shared-file-deleted",
        zh=("{file} 被删除", "从历史里找回这个文件。"),
        en=("{file} was deleted", "Restore it from history."),
    ),
    Code(
        "L758",
        WARNING,
        "settles-nothing",
        zh=(
            "核查结论 {code} {sha}（{file}）对不上任何问题",
            "核对代码、提交和文件；已提交的不改，另记一条。",
        ),
        en=(
            "The settlement of {code} at {sha} ({file}) is of nothing that was found",
            "Check code, commit and file; leave it as it is and record another.",
        ),
    ),
    Code(
        "L759",
        NOTE,
        "settled-by-who-did-it",
        zh=(
            "核查结论 {code} {sha} 是造成该问题的同一人（{author}）提交的",
            "仅供参考：核对批准文件；由整改办代录的属正常。",
        ),
        en=(
            "The settlement of {code} at {sha} was committed by who had done it ({author})",
            "For information: see the approval; normal where the office records for all.",
        ),
    ),
)
