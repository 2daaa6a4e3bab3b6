"""5xx: the baseline says what the official document says, word for word.

What the words mean is the concern of the rules on consistency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.model.plan import FORMAT
from ledger.plans.codes import NO_TASK_LIST
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.layout import issue_path
from ledger.reading.load import PLAN
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.baseline import Baseline
    from ledger.model.ledger import Issue
    from ledger.plans.document import Draft
    from ledger.reading.yaml import Path

# the office's own facts and settings, which the document does not state
_OWN = {"format", "imports", "policy", "issuer", "issued", "source", "unrecognised"}


@rule(
    Code(
        "L501",
        ERROR,
        "baseline-differs",
        zh=(
            "字段 {field} 与方案原文不同：这里“{has}”，原文“{says}”（方案第 {line} 行起）",
            "改回原文；方案有正式调整时另加方案调整记录，基线不改。",
        ),
        en=(
            "Field {field} differs from the plan: here {has!r}, plan {says!r} (from line {line} of the plan)",
            "Restore the text; if the plan was officially changed, add an amend entry.",
        ),
    ),
)
def baseline_differs(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L501: the texts of an issue are those of the document; what was amended since stands in the entries."""
    draft = shared.stated.drafts.get(issue.id) if shared.stated else None
    if draft is None:
        return
    for place, has, says in _differences(_stored(issue.baseline), _stated(draft), ()):
        args: dict[str, str | int] = {"field": ".".join(map(str, place)), "line": draft.line}
        args |= {"has": _show(has), "says": _show(says)} | _excerpt(has, says)
        yield Finding("L501", issue.path, place, args, _offset(has, says))


def _stored(baseline: Baseline) -> dict[str, Any]:
    responsibility = baseline.responsibility
    return {
        "number": baseline.number,
        "section": baseline.section,
        "title": baseline.title,
        "problem": baseline.problem,
        "acceptance": {"text": baseline.acceptance.text},
        "responsibility": {
            "text": responsibility.text,
            "support_text": responsibility.support_text,
            "leads_only": responsibility.leads_only,
        },
        "deadline": {"text": baseline.deadline.text},
        "goal": baseline.goal,
        "measures": tuple(
            {
                "number": m.number,
                "text": m.text,
                "units_text": m.units_text,
                "deadline_text": m.deadline_text,
            }
            for m in baseline.measures
        ),
        "others": tuple({"label": o.label, "text": o.text} for o in baseline.others),
    }


def _stated(draft: Draft) -> dict[str, Any]:
    from ledger.plans.stating import draft_texts

    texts = draft_texts(draft)
    return {
        "number": draft.number,
        "section": draft.section,
        "title": draft.title,
        "problem": "\n".join(draft.problem) or None,
        "acceptance": {"text": texts.acceptance},
        "responsibility": {
            "text": texts.responsibility,
            "support_text": texts.support,
            "leads_only": texts.leads_only,
        },
        "deadline": {"text": texts.deadline},
        "goal": texts.goal,
        "measures": tuple(
            {
                "number": m.number,
                "text": m.text,
                "units_text": m.beside.units,
                "deadline_text": m.beside.deadline,
            }
            for m in draft.measures
        ),
        "others": tuple({"label": label, "text": text or None} for label, text in draft.others),
    }


@ledger_rule(
    NO_TASK_LIST,
    Code(
        "L502",
        ERROR,
        "issue-missing",
        zh=(
            "方案第 {line} 行的“{number} {title}”在台账里没有（应为 {file}）",
            "恢复这个文件；用 import 方案.txt --write 可以补上。",
        ),
        en=(
            "Number {number} {title!r} in line {line} of the plan has no file (expected {file})",
            "Restore the file; import PLAN.txt --write adds it.",
        ),
    ),
    Code(
        "L503",
        ERROR,
        "issue-not-in-plan",
        zh=("序号“{number}”的任务不在方案里", "删掉文件，或核对编号。"),
        en=("Task {number} is not in the plan", "Delete the file or correct its number."),
    ),
)
def issues_of_the_plan(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L502, L503, L518: the ledger has the issues of the document, and no others; why it is not read."""
    stated = shared.stated
    if stated is None or shared.plan is None:
        return
    if stated.unread is not None:
        code, why = stated.unread
        yield Finding(code, "data/" + shared.plan.source.readable, (), why)
        return
    if stated.plan is None:
        args: dict[str, str | int] = {"lines": stated.lines, "labels": 0, "numbered": 0}
        yield Finding("L518", "data/" + shared.plan.source.path, (), args)
        return
    held = {issue.id for issue in issues}
    for issue_id in stated.drafts:
        if (
            issue_id not in held and issue_id not in shared.tasks
        ):  # one that is there and broken has been told
            draft = stated.drafts[issue_id]
            file = issue_path(issue_id, len(stated.drafts))
            args = {"number": draft.number, "title": draft.title, "file": file, "line": draft.line}
            yield Finding("L502", PLAN, (), args)
    for issue in issues:
        if issue.id not in stated.drafts:
            yield Finding("L503", issue.path, ("id",), {"number": issue.number})


@ledger_rule(
    Code(
        "L505",
        ERROR,
        "plan-differs",
        zh=("plan.yaml 的字段 {field} 与方案原文不同：这里“{has}”，原文“{says}”", "改回原文。"),
        en=(
            "Field {field} of plan.yaml differs from the plan: here {has!r}, plan {says!r}",
            "Restore the text.",
        ),
    ),
)
def plan_differs(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L505: plan.yaml states what the document states."""
    del issues
    if shared.stated is None or shared.stated.plan is None or shared.plan is None:
        return
    own = _OWN if shared.stated.titled else _OWN | {"title"}
    for place, has, says in _differences(shared.plan.model_dump(), shared.stated.plan.model_dump(), ()):
        if place[0] not in own:
            args: dict[str, str | int] = {"field": ".".join(map(str, place))}
            args |= {"has": _show(has), "says": _show(says)} | _excerpt(has, says)
            yield Finding("L505", PLAN, place, args, _offset(has, says))


@ledger_rule(
    Code(
        "L506",
        WARNING,
        "older-format",
        zh=(
            "数据是旧格式 {format}，现在是 {known}",
            "运行 ledger import --reread，把原文重新读一遍；各字段的原文和记录都不变。",
        ),
        en=(
            "The data are in the older format {format}; now it is {known}",
            "Run ledger import --reread: it reads the official text again; texts and entries stay as they are.",
        ),
    ),
)
def plan_format(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L506: the data are in the format of this program; newer ones are told by whoever reads them (L507)."""
    del issues
    if shared.plan is not None and shared.plan.format < FORMAT:
        args: dict[str, str | int] = {"format": shared.plan.format, "known": FORMAT}
        yield Finding("L506", PLAN, ("format",), args)


def _differences(has: Any, says: Any, place: Path) -> Iterator[tuple[Path, Any, Any]]:
    """The smallest parts in which two values differ."""
    if has == says:
        return
    if isinstance(has, dict) and isinstance(says, dict):
        for key in [*says, *(key for key in has if key not in says)]:
            yield from _differences(has.get(key), says.get(key), (*place, key))
    elif isinstance(has, tuple) and isinstance(says, tuple):
        shared = [
            d
            for n, (a, b) in enumerate(zip(has, says, strict=False))
            for d in _differences(a, b, (*place, n))
        ]
        yield from shared if len(has) == len(says) else shared[:1]
        if len(has) > len(says) and not shared:
            yield (*place, len(says)), has[len(says)], None
        elif len(has) < len(says) and not shared:
            yield (*place, len(has)), None, says[len(has)]
    elif has != says:
        yield place, has, says


def _offset(has: Any, says: Any) -> int | None:
    """Where two texts begin to differ."""
    if not isinstance(has, str) or not isinstance(says, str):
        return None
    shared = min(len(has), len(says))
    return next((n for n in range(shared) if has[n] != says[n]), shared)


_AROUND = 8


def _excerpt(has: Any, says: Any) -> dict[str, str | int]:
    """For long texts, only the words around the first difference."""
    offset = _offset(has, says)
    if offset is None:
        return {}
    start = max(offset - _AROUND, 0)
    return {"has": _cut(has, start), "says": _cut(says, start)}


def _cut(text: str, start: int) -> str:
    end = start + 2 * _AROUND + 4
    return ("…" if start else "") + text[start:end].replace("\n", "⏎") + ("…" if end < len(text) else "")


def _show(value: Any) -> str:
    if value is None or value == ():
        return "—"
    if isinstance(value, tuple):
        return "、".join(_show(item) for item in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_show(v)}" for k, v in value.items() if v is not None) + "}"
    return str(value)
