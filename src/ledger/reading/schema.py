"""Pydantic's findings → diagnostics, each at its place in the file."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from ledger.model.record import Record
from ledger.reading.diagnostic import Args, Diagnostic
from ledger.reading.selection import OF_A_KIND
from ledger.reading.yaml import Path, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_CODES = {
    "unexpected_keyword_argument": "L201",
    "missing": "L202",
    "union_tag_not_found": "L202",
    "implicit": "L204",
    "date_form": "L205",
    "date_impossible": "L206",
    "number_form": "L207",
    "whole_form": "L207",
    "flag_form": "L208",
    "literal_error": "L209",
    "enum": "L209",
    "union_tag_invalid": "L209",
    "string_pattern_mismatch": "L210",
    "string_too_short": "L211",
    "too_short": "L211",
    "greater_than_equal": "L212",
    "less_than_equal": "L213",
    "says_nothing": "L214",
    "text_too_long": "L680",
    "too_long": "L681",
}


SHAPES = {
    "not_text": "text",
    "tuple_type": "list",
    "dataclass_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
}
"""What is expected where a value is of another kind."""


def explain(
    error: ValidationError, data: bytes, path: str, model: type[Record] | None, prefix: Path = ()
) -> list[Diagnostic]:
    """All findings of ``error`` about the file ``data``, each at the line and column it is about.

    An unknown field is shown at its key, a missing one at the mapping that lacks it, all else at the value.
    """
    document, _ = parse(data, path, places=True)
    assert document is not None  # noqa: S101 - pydantic only sees files that parsed
    found = []
    details = error.errors(include_url=False)
    unknown = 0  # what was meant is asked for as many fields as are told
    within = Counter(one["loc"][:k] for one in details for k in range(len(one["loc"]) + 1))
    for detail in details:
        # a list counts as too short when its only item is at fault
        if detail["type"] == "too_short" and within[detail["loc"]] > 1:
            continue
        place = _place(document.value, (*prefix, *detail["loc"]))
        code = _CODES.get(detail["type"], "L203")
        if detail["type"] == "union_tag_invalid":
            place = (*place, "type")
        if code == "L201":
            span = document.locate_key(place)
        elif code == "L202":
            span = document.locate(place[:-1] if detail["type"] == "missing" else place)
        else:
            span = document.locate(place)
        unknown += code == "L201"
        args = _args(code, detail, place, model, document.value, near=unknown <= OF_A_KIND)
        found.append(Diagnostic(code, path, span, args, ".".join(map(str, place))))
    return found


def _place(value: Any, loc: tuple[str | int, ...]) -> Path:
    """Leave out of pydantic's ``loc`` what is not in the file: the tag of a union, ``[key]``."""
    place: list[str | int] = []
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if in_list or (isinstance(value, dict) and part in value):
            value = value[part]
            place.append(part)
        elif last and not str(part).startswith("["):
            place.append(part)
    return tuple(place)


def _args(
    code: str, detail: ErrorDetails, place: Path, model: type[Record] | None, document: Any, *, near: bool
) -> Args:
    context = detail.get("ctx") or {}
    name = str(place[-1]) if place else ""
    value = detail["input"]
    shown = str(value) if isinstance(value, str | int | float) else ""
    if code == "L201":
        known = _fields(model, place[:-1], document)
        meant: str | None = _MEANT.get(name)
        if meant not in known:
            meant = next(iter(get_close_matches(name, known, 1, 0.6)), None) if near else None
        return {"field": name, "near": meant or "—", "known": tuple(known)}
    if code == "L202":
        return {"field": name if detail["type"] == "missing" else "type"}
    if code == "L209":
        expected = str(context.get("expected") or context.get("expected_tags") or "")
        return {"value": shown or str(context.get("tag", "")), "expected": expected.replace("'", "")}
    if code == "L212":
        return {"value": shown, "least": str(context.get("ge"))}
    if code == "L213":
        return {"value": shown, "most": str(context.get("le"))}
    if code == "L680":
        return {"length": context.get("length", 0), "most": context.get("most", 0)}
    if code == "L681":
        return {"length": len(value), "most": context.get("max_length", 0)}
    if code == "L203":
        return {"type": SHAPES.get(detail["type"], "other")}
    return {"value": shown}


def _fields(model: type[Record] | None, place: Path, document: Any) -> list[str]:
    """The fields that may stand at ``place``."""
    if model is None:  # an entry: its type says which model it is
        if len(place) < 2:  # noqa: PLR2004 - ("entries", n)
            return []
        from ledger.model.entries import BY_TYPE

        document = document["entries"][place[1]]
        model = BY_TYPE[document["type"]]
        place = place[2:]
    several: tuple[type[Record], ...] = ()
    for part in place:
        if isinstance(part, str) and model is not None and part in model.model_fields():
            several = tuple(_models(model.model_fields()[part].annotation))
            model = several[0] if several else None
        elif isinstance(part, int) and len(several) > 1:
            model = _by_type(several, document[part].get("type"))
        document = document[part]
    return [info.alias or name for name, info in model.model_fields().items()] if model is not None else []


def _by_type(several: Iterable[type[Record]], name: str | None) -> type[Record]:
    """Which of the models of a list is of the type ``name``, or has none; else the last."""
    types = {
        one: get_args(kind.annotation) if (kind := one.model_fields().get("type")) else (None,)
        for one in several
    }
    return next((one for one, names in types.items() if name in names), [*types][-1])


# what people write for a field that has another name here
_MEANT = {"from": "since", "to": "until", "reason": "text", "note": "text", "unit": "by", "level": "level"}


def _models(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
