"""5xx: the baseline says what the official document says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.plans.understand import understand
from ledger.reading.load import PLAN
from ledger.rules.engine import Context, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.yaml import Path

# chosen by us from the text, so a person may word them better
_FREE = {"name"}
# the office's own facts and settings, which the document does not state
_OWN = {"policy", "issuer", "issued", "source", "unrecognised"}


def baseline_differs(context: Context) -> Iterator[Finding]:
    """L501, L502, L503, L505: reading the document again gives the same plan and the same issues."""
    ledger = context.ledger
    if ledger.plan is None or ledger.source is None:
        return
    path = "data/" + ledger.plan.source.path
    said = understand(ledger.source, path, ledger.units)
    if said.plan is None:
        yield Finding("L518", path, (), {"lines": len(said.document.lines), "labels": 0, "numbered": 0})
        return
    issues = {issue.id: issue for issue in ledger.issues}
    for wanted in said.issues:
        issue = issues.pop(wanted.id, None)
        line = said.lines[wanted.id]
        if issue is None and f"data/issues/{wanted.id}.yaml" in context.paths:
            continue  # it is there and broken, which has been said
        if issue is None:
            args: dict[str, str | int] = {
                "number": wanted.number,
                "title": wanted.title,
                "file": f"data/issues/{wanted.id}.yaml",
                "line": line,
            }
            yield Finding("L502", PLAN, (), args)
            continue
        for place, has, says in _differences(issue.baseline.model_dump(), wanted.model_dump(), ()):
            if place[-1] in _FREE and "targets" in place:
                continue
            args = {"field": ".".join(map(str, place)), "has": _show(has), "says": _show(says), "line": line}
            yield Finding("L501", issue.path, place, args | _excerpt(has, says), _offset(has, says))
    for issue in issues.values():
        yield Finding("L503", issue.path, ("id",), {"number": issue.baseline.number})
    for place, has, says in _differences(ledger.plan.model_dump(), said.plan.model_dump(), ()):
        if place[0] not in _OWN:
            args = {"field": ".".join(map(str, place)), "has": _show(has), "says": _show(says)}
            yield Finding("L505", PLAN, place, args | _excerpt(has, says), _offset(has, says))


def _differences(has: Any, says: Any, place: Path) -> Iterator[tuple[Path, Any, Any]]:
    """The smallest parts in which two values differ."""
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


RULES: tuple[Rule, ...] = (baseline_differs,)
