"""Examples of every command, as they are typed: what the help shows, and a test runs.

Names are those of ``examples/demo``; texts in quotes are made up.
"""

from collections.abc import Mapping

from ledger.locale.entry_types import EXAMPLES as OF_TYPES

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "overdue": ("overdue", "overdue --unit 昆区 --as-of 2025-06-30", "overdue --exit-code -f json"),
    "list": (
        "list --unit 昆区 --standing overdue",
        "list --section 三 --sort -due --columns number,title,lead,due",
    ),
    "due": ("due --within 30d", "due --lead 市发改委 --within 3m -o due.csv"),
    "show": ("show 7-1", "show 14 --as-of 2025-06-30 --refs"),
    "units": ("units", "units 昆区"),
    "stats": ("stats --by section", "stats --by lead --as-of 2025-06-30"),
    "ready": ("ready", "ready 14", "ready --unit 昆区 --exit-code"),
    "pace": ("pace --explain", "pace --lead 市发改委"),
    "duties": ("duties", "duties --unit 昆区 --all"),
    "brief": ("brief 昆区", "brief 昆区 --since 2025-05-31 --as-of 2025-06-30"),
    "quiet": ("quiet --days 90",),
    "promises": ("promises", "promises --broken"),
    "letters": ("letters", "letters --owed --unit 石拐区"),
    "remind": ("remind --unit 昆区 --days 30", "remind --days 30 -o reminders/"),
    "rounds": ("rounds", "rounds -f json"),
    "ledgers": ("ledgers", "ledgers --repeated"),
    "complaints": ("complaints", "complaints --unit 昆区 --state 未办结", "complaints stats --by area"),
    "complaints list": ("complaints list --overdue", "complaints list --batch 3 -f json"),
    "complaints show": ("complaints show 202506120007",),
    "complaints stats": ("complaints stats", "complaints stats --by unit --as-of 2025-06-30"),
    "complaints overdue": ("complaints overdue --unit 昆区",),
    "complaints public": ("complaints public -f json", "complaints public -o complaints.docx"),
    "complaints record": ('complaints record 202506120007 办理 --by 东河区 "已现场核查。" --dry-run',),
    "complaints import": ("complaints import batch.csv --batch 3 --date 2025-05-30",),
    "target": ("target", "target 14"),
    "reconcile": (
        "reconcile superior.csv",
        "reconcile superior.csv -o differences.xlsx",
    ),
    "report": ("report --brief", "report --as-of 2025-06-30 --since 2025-05-31", "report -o report.md"),
    "paper": ("paper", "paper letter 石拐区 --as-of 2025-06-30 --fields"),
    "export": ("export --table issues -f csv", "export -o ledger.sqlite"),
    "site": ("site pages", "site pages --public --as-of 2025-06-30"),
    "sql": ("sql --tables", 'sql "select lead, count(*) from issues group by lead"'),
    "timeline": ("timeline", "timeline --by lead -o chart.svg"),
    "calendar": ("calendar --unit 昆区 -o dates.ics", "calendar --remind 7d"),
    "record": ('record 14 进展 --by 昆区 "完成4公里。"', "record --from records.jsonl --dry-run"),
    "disclose": ("disclose 昆区 --where 区政府网站",),
    "letter": ("letter send 昆区 --number 示例〔2025〕9号 --level 督办函 --issue 9 --demand 说明原因",),
    "letter send": ("letter send 昆区 --number 示例〔2025〕9号 --level 督办函 --issue 9 --demand 说明原因",),
    "letter reply": ('letter reply 演示提醒〔2025〕3号 "8月底前完成。" --by 石拐区',),
    "dispatch": ("dispatch 2025-07 --date 2025-07-01 --due 2025-07-15 -o forms",),
    "collect": ("collect forms", "collect forms --apply"),
    "diff": ("diff", "diff --since 2025-05-31 --as-of 2025-06-30"),
    "log": ("log", "log 14"),
    "blame": ("blame 14",),
    "audit": ("audit", "audit --ignore L707"),
    "settle": ("settle L703 --commit HEAD --text 经核实 --approval 示例〔2025〕5号",),
    "init": ("init plan.txt", "init --ci github"),
    "check": ("check", "check --strict -f concise", "check data/issues/07-1.yaml"),
    "import": ("import plan.txt", "import plan.txt --write", "import plan.txt --draft-units -o units.yaml"),
    "render": ("render", "render --whole -o plan-again.txt"),
    "explain": ("explain L501", "explain"),
    "doctor": ("doctor",),
    "schema": ("schema", "schema issue", "schema --json overdue"),
    "help": ("help overdue", "help --man overdue"),
    **OF_TYPES,
}
"""By command, the examples without the program's name."""
