"""Values of options of a record as people write them → as a file holds them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.lists import items_of
from ledger.cli.speech import words
from ledger.model.change import is_field, names_units
from ledger.model.measure_units import same_measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.ledger import Issue
    from ledger.model.unit import Units


_VALUE = re.compile(r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(\D*)", re.ASCII)
_SHORTEST = 2
"""How many characters of a name tell it."""
_NUMBERED = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?", re.ASCII)


def read_reading(text: str, issue: Issue) -> dict[str, Any]:
    """``26.3``, ``1=26.3``, for part 2 of target 1 ``1.2=8.5``, or a name: ``再生水利用率=30%``.

    A part of a name will do where it is in one name alone.

    Digits may be wide or set apart in threes, and the unit of the target may stand behind them.
    """
    from decimal import Decimal

    targets = issue.baseline.targets
    name, equals, rest = _plain(text).rpartition("=")
    if not equals:
        name, _, rest = _plain(text).rpartition(":")
    value = _VALUE.fullmatch(rest)
    meant = _named_figure(name.strip(), issue)
    if value is None or meant is None:
        key = "record.reading" if targets else "record.no_target"
        raise CommandError(key, value=text, count=len(targets), targets=_figures(issue))
    unit = targets[meant["target"] - 1].unit if meant["target"] <= len(targets) else value[2]
    if value[2] and not same_measure(value[2], unit):
        raise CommandError("record.reading_unit", value=text, unit=unit)
    return {**meant, "value": Decimal(value[1].replace(",", ""))}


def _plain(text: str) -> str:
    """A text in half width, without blanks around it."""
    return normalize("NFKC", text).strip()


def _named_figure(name: str, issue: Issue) -> dict[str, int] | None:
    """The target or part that a number or a name means; without either the only target."""
    targets = issue.baseline.targets
    numbered = _NUMBERED.fullmatch(name)
    if numbered is not None:
        meant = {"target": int(numbered[1])}
        return meant | {"part": int(numbered[2])} if numbered[2] else meant
    if not name:
        return {"target": 1} if len(targets) == 1 else None
    baseline = issue.baseline
    known: list[tuple[dict[str, int], str]] = []
    for n, one in enumerate(targets, 1):
        known += (({"target": n}, held) for held in {one.name, baseline.figure_name(n)})
        known += (
            ({"target": n, "part": k}, baseline.figure_name(n, k)) for k in range(1, len(one.parts) + 1)
        )
    found = [meant for meant, held in known if _plain(held) == name]
    if not found and len(name) >= _SHORTEST:
        found = [meant for meant, held in known if name in _plain(held)]
    return found[0] if found and all(one == found[0] for one in found) else None


def _figures(issue: Issue) -> list[str]:
    """The targets of an issue and their parts, with the number and the name by which a reading names each."""
    baseline, told = issue.baseline, words()
    named = []
    for n, one in enumerate(baseline.targets, 1):
        named.append(told("record.target", n=str(n), name=baseline.figure_name(n)))
        named += (
            told("record.target", n=f"{n}.{k}", name=baseline.figure_name(n, k))
            for k in range(1, len(one.parts) + 1)
        )
    return named


def read_unit_names(given: Sequence[str], units: Units) -> list[str]:
    """The units or groups that are named, several in one word parted by commas."""
    return list(dict.fromkeys(o.read_unit(name, units) for name in items_of(given)))


_CHANGE = re.compile(r"([a-z_]+(?:\.[a-z0-9_]+)*)(?:[:：](.*?))?[=＝](.*)", re.DOTALL)
_COMPARE = re.compile(r"([a-z_]+(?:\.[a-z0-9_]+)*)(?:[:：]([<>]=))?[=＝]([<>]=)")
_TRUE, _FALSE = {"true", "yes", "是"}, {"false", "no", "否"}
_NOTHING = {"", "null", "无", "—"}


def read_change(text: str, units: Units) -> dict[str, Any]:
    """``FIELD=NEW``, or ``FIELD:OLD=NEW``; what is left out is filled in from what holds on the day."""
    found = _COMPARE.fullmatch(text.strip()) or _CHANGE.fullmatch(text.strip())
    if found is None or not is_field(found[1]):
        from ledger.model.change import FIELDS

        raise CommandError("record.change", value=text, known=FIELDS)
    field = found[1]
    change: dict[str, Any] = {"field": field}
    if found[2] is not None:
        change["old"] = _changed(field, found[2], units)
    return {**change, "new": _changed(field, found[3], units)}


def _changed(field: str, text: str, units: Units) -> Any:
    """A value on the command line as the field holds it."""
    from decimal import Decimal

    last = field.rpartition(".")[2]
    if text.strip() in _NOTHING:
        return None
    if names_units(field):
        return read_unit_names([text], units)
    if last == "due":
        return o.read_date(text, f"--change {field}")
    if last in {"immediate", "sustained", "each"} and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    if last == "value" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return Decimal(text)
    return text


def change_of_file(change: Any, units: Units) -> Any:
    """A change as JSON has it: units by any known spelling, days as days."""
    if not isinstance(change, dict) or not isinstance(change.get("field"), str):
        return change
    read = dict(change)
    for name in ("old", "new"):
        value = read.get(name)
        if names_units(read["field"]) and value:
            read[name] = [
                o.read_unit(str(one), units) for one in (value if isinstance(value, list) else [value])
            ]
        elif read["field"].endswith(".due") and isinstance(value, str):
            read[name] = _day(value)
    return read


def _day(text: str) -> Any:
    """A day where the text is one."""
    try:
        return date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else text
    except ValueError:
        return text
