"""Answers in JSON held against the contract for scripts."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator

from ledger.reports.contract import OUTPUTS, schema_of


@cache
def _validator(kind: str) -> Validator:
    return Draft202012Validator(schema_of(kind), format_checker=FormatChecker(("date",)))


def broken(answer: Any) -> list[str]:
    """Where an answer breaks the contract, and how: one line a place, at most ten."""
    kind = answer.get("kind")
    if kind not in OUTPUTS:
        return [f"no answer of the contract is of kind {kind!r}"]
    return [line for line, _ in zip(_lines(_validator(kind), answer), range(10), strict=False)]


def _lines(validator: Validator, answer: Any) -> Iterator[str]:
    for error in validator.iter_errors(answer):
        yield f"{answer['kind']} {error.json_path}: {error.message[:200]}"


def checked(text: str) -> Any:
    """The answer that a text holds, after it was held against the contract."""
    answer = json.loads(text)
    assert broken(answer) == []
    return answer
