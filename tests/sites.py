"""A ledger in which every text field holds what a test wants, with entries of every type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from ledger.judging.day import Day
from ledger.judging.status import Judgement
from ledger.locale import LANGUAGES, Words
from ledger.model.baseline import Baseline
from ledger.model.disclosure import Disclosure
from ledger.model.entries import ENTRIES
from ledger.model.ledger import Issue, Ledger
from ledger.model.plan import Plan
from ledger.model.unit import Units, UnitsFile
from ledger.reports.site import Site, build_site

DAY = date(2025, 6, 30)
ZERO = "0" * 64

Texts = Callable[[int, str], str]
"""The text of a field in the issue, unit or section with this number."""

PUBLIC_TEXTS = {
    *("plan.title", "section.number", "section.title", "unit.short", "unit.name", "group", "collective"),
    *("number", "title", "problem", "goal", "deadline.text", "milestone.text", "measure.number"),
    *("amended", "measure.text", "target.name", "target.text", "target.unit", "part.name", "part.text"),
}
"""Fields that the plan and the vocabulary publish."""

HIDDEN_TEXTS = {
    *("plan.issuer", "plan.preamble", "plan.heading", "plan.unrecognised", "alias", "acceptance.text"),
    *("responsibility.text", "support_text", "bodies", "other.label", "other.text", "entry.text"),
    *(
        "evidence.title",
        "evidence.path",
        "evidence.url",
        "similar",
        "mechanism",
        "where",
        "approval",
    ),
    *("disclosure.where", "disclosure.text"),
}
"""Fields that are for the office alone."""


def entries(k: int, text: Texts, lead: str, support: str, office: str) -> list[dict[str, Any]]:
    """Entries of every type, in an order in which they have effect."""

    def entry(day: str, kind: str, by: str, **more: Any) -> dict[str, Any]:
        path = f"evidence/{text(k, 'evidence.path')}"
        proof = [
            {"path": path, "sha256": ZERO, "title": text(k, "evidence.title")},
            {"path": path, "sha256": ZERO},
            {"url": f"https://gov.cn/{text(k, 'evidence.url')}"},
        ]
        common = {"date": day, "by": by, "text": text(k, "entry.text"), "evidence": proof}
        return {**common, "type": kind, **more}

    similar = {"similar": f"排查同类{text(k, 'similar')}", "mechanism": f"制定办法{text(k, 'mechanism')}"}
    notice = {"since": "2025-03-02", "until": "2025-03-12", "where": text(k, "where"), "days": 7}
    change = {"field": "problem", "old": text(k, "problem"), "new": f"{text(k, 'amended')}改"}
    amend = {"changes": [change], "approval": f"批复1号{text(k, 'approval')}"}
    construe = {"changes": [{"field": "deadline.sustained", "old": True, "new": True}]}
    part = {"due": "2026-01-31", "measure": 2, "for": [support], "approval": f"批复1号{text(k, 'approval')}"}
    ended = {
        "approval": f"批复1号{text(k, 'approval')}",
        "text": f"转入下一轮{text(k, 'entry.text')}",
    }
    progress = {"measure": 1, "readings": [{"target": 1, "value": 3}], "pace": "behind_pace"}
    found = [
        entry("2025-01-01", "start", lead),
        entry("2025-01-02", "progress", support, **progress),
        entry("2025-01-02", "assign", lead, measure=2, units=[support], due="2025-01-20"),
        entry("2025-01-02", "construe", office, **construe),
        entry("2025-01-02", "promise", support, until="2025-01-15", measure=2, where=text(k, "where")),
        entry("2025-01-03", "achieve", lead, measure=1, milestone=1),
        entry("2025-01-04", "extend", office, due="2025-12-31", approval=f"批复1号{text(k, 'approval')}"),
        entry("2025-01-04", "extend", office, **part),
        entry("2025-01-04", "inspect", office, result="finding"),
        entry("2025-01-05", "supervise", office, level="letter"),
        entry("2025-01-06", "account", office),
        entry("2025-01-07", "amend", office, **amend),
        entry("2025-02-01", "complete", lead, **similar),
        entry("2025-02-02", "reject", lead),
        entry("2025-02-03", "complete", lead, **similar),
        entry("2025-03-01", "accept", lead),
        entry("2025-03-02", "publicize", lead, **notice),
        entry("2025-03-05", "object", office),
        entry("2025-03-06", "answer", office),
        entry("2025-03-20", "close", office, **similar),
        entry("2025-03-21", "review", lead, result="holds"),
        entry("2025-03-22", "reopen", office, due="2025-08-31"),
        entry("2025-03-23", "accept", support),
        entry("2025-03-24", "progress", support),
        entry("2025-03-25", "withdraw", office, **ended),
    ]
    return found[: (len(found), 21, 7, len(found) - 1, 21, 7)[k % 6]]


def ledger_of(count: int, text: Texts) -> Ledger:
    """``count`` issues, units and sections; what they say comes from ``text``."""
    names = [text(k, "unit.short") for k in range(count)]
    office, group, collective = "办", text(0, "group"), text(0, "collective")
    units: dict[str, Any] = {
        name: {"name": text(k, "unit.name"), "kind": "other", "aliases": [text(k, "alias")]}
        for k, name in enumerate(names)
    }
    units[office] = {"name": "整改办公室", "kind": "office"}
    table = {
        "units": units,
        "groups": {group: {"members": names[:3], "aliases": [text(0, "alias")]}},
        "collectives": {collective: {}},
    }
    plan = {
        "title": " ".join(text(k, "plan.title") for k in range(count)),
        "issuer": text(0, "plan.issuer"),
        "issued": "2024-11-01",
        "source": {"path": "source/plan.txt", "sha256": ZERO},
        "preamble": text(0, "plan.preamble"),
        "heading": [text(0, "plan.heading")],
        "sections": [
            {"number": text(k, "section.number"), "title": text(k, "section.title")} for k in range(count)
        ],
        "policy": {"complete_needs": ["evidence"], "publicity_days": 1},
        "unrecognised": [{"line": 1, "text": text(0, "plan.unrecognised")}],
    }
    issues = []
    for k, name in enumerate(names):
        support = names[(k + 1) % count]
        milestone = {"text": text(k, "milestone.text"), "due": "2025-01-31"}
        target = {
            "name": text(k, "target.name"),
            "text": text(k, "target.text"),
            "value": "5.5",
            "unit": text(k, "target.unit"),
            "compare": ">=",
            "parts": [
                {"name": text(k, "part.name"), "text": text(k, "part.text"), "value": "5.5", "measure": 1}
            ],
        }
        each = {**target, "each": True, "parts": []}
        baseline = {
            "id": f"{k + 1:04}",
            "number": text(k, "number"),
            "section": text(k, "section.number"),
            "title": text(k, "title"),
            "problem": text(k, "problem"),
            "acceptance": {"text": text(k, "acceptance.text"), "units": [name]},
            "responsibility": {
                "text": text(k, "responsibility.text"),
                "support_text": text(k, "support_text"),
                "lead": [name],
                "support": [support, group, collective],
                "bodies": {group: [text(k, "bodies")]},
            },
            "deadline": {
                "text": text(k, "deadline.text"),
                "due": "2024-12-31",
                "immediate": True,
                "sustained": True,
            },
            "goal": text(k, "goal"),
            "milestones": [milestone],
            "measures": [
                {
                    "number": text(k, "measure.number"),
                    "text": text(k, "measure.text"),
                    "milestones": [milestone],
                },
                {"text": text(k, "measure.text")},
            ],
            "targets": [target, each],
            "others": [{"label": text(k, "other.label"), "text": text(k, "other.text")}],
        }
        read = ENTRIES.validate_python(dated(entries(k, text, name, support, office)))
        issues.append(Issue(Baseline.model_validate(dated(baseline)), read, f"data/issues/{k + 1:04}.yaml"))
    told = {
        "date": date(2025, 1, 1),
        "unit": names[0],
        "where": text(0, "disclosure.where"),
        "text": text(0, "disclosure.text"),
    }
    return Ledger(
        Plan.model_validate(plan),
        Units(UnitsFile.model_validate(table)),
        tuple(issues),
        None,
        disclosures=(Disclosure.model_validate(told),),
    )


def dated(value: Any) -> Any:
    """Numbers as the YAML reader hands them over."""
    from ledger.model.scalar import Plain

    if isinstance(value, dict):
        return {key: dated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [dated(item) for item in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Plain(str(value))
    return Plain(value) if value == "5.5" else value


def judged(ledger: Ledger, day: date = DAY) -> list[Judgement]:
    """Every issue on the day."""
    return list(Day(ledger, day).judgements)


def site_of(ledger: Ledger, day: date = DAY, **more: Any) -> Site:
    """The site as the command makes it."""
    return build_site(Day(ledger, day), **more)


@cache
def both() -> tuple[Words, ...]:
    """Both languages, Chinese at the top."""
    return tuple(map(Words, LANGUAGES))


_RUN = "window.pwned=1;alert(1)"
_BITS = (
    "<script>{run}</script>",
    "<img src=x onerror='{run}'>",
    "<svg onload='{run}'></svg>",
    "<svg><script>{run}</script></svg>",
    "<body onload='{run}'>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<details open ontoggle='{run}'>x</details>",
    "<input autofocus onfocus='{run}'>",
    "<video><source onerror='{run}'></video>",
    "<a href='javascript:{run}'>x</a>",
    "<math><mtext><img src=x onerror='{run}'></mtext></math>",
    "<object data='data:text/html,<script>{run}</script>'></object>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<base href='https://example.org/'>",
    "<form action='https://example.org/'><button>x</button></form>",
    "<style>body{{background:url(https://example.org/x)}}</style>",
    "<template><script>{run}</script></template>",
    "{{{{ cycler.__init__.__globals__ }}}}",
    "{{% raw %}}{{{{ 7*7 }}}}<script>{run}</script>",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "javascript:{run}",
    "${{{run}}}",
    "<!--<img src=x onerror='{run}'>-->",
    "\u2028<script>{run}</script>",
)
_AROUND = (
    "{bit}",
    '">{bit}',
    "'>{bit}",
    "</title>{bit}",
    "</span></td></tr></table>{bit}",
    "--></script></style>{bit}",
    '" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1" x="{bit}',
    "`]]>\x00{bit}\r\n\t\u202e",
)
PAYLOADS = tuple(around.format(bit=bit.format(run=_RUN)) for around in _AROUND for bit in _BITS)
"""Two hundred texts that would run, load or change something if a page took them for markup."""


def payload(k: int, field: str) -> str:
    """A payload for each issue; short names differ so that they are names of different units."""
    return f"{PAYLOADS[k % len(PAYLOADS)]}{k if field in {'unit.short', 'section.number'} else ''}"


def plain(k: int, field: str) -> str:
    """A harmless text in the same places."""
    return f"文{k if field in {'unit.short', 'section.number'} else ''}"


def canary(k: int, field: str) -> str:
    """A text that tells which field it is from."""
    return f"CANARY-{field.replace('.', '-')}-{k}-"
