"""Disclosures, appended to ``data/disclosures.yaml`` as entries are to an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ledger.model.disclosure import DisclosuresFile
from ledger.reading.oneline import one_line
from ledger.reading.yaml import parse
from ledger.recording.append import appended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.reading.diagnostic import Diagnostic

KEY = "disclosures"
_NEW = b"# yaml-language-server: $schema=../schemas/disclosures.schema.json\ndisclosures:\n"


class Appended(NamedTuple):
    """The lines that are new and the bytes of the file with them, or what is wrong with the records."""

    lines: list[str]
    data: bytes
    problems: list[Diagnostic]


def disclose(old: bytes | None, records: Sequence[Mapping[str, Any]], path: str) -> Appended:
    """Append the records that the file does not hold yet.

    Raises :class:`~ledger.recording.append.NotAppendableError`.
    """
    data = old if old is not None else _NEW
    document, _ = parse(data, path)
    held = (document.value.get(KEY) or []) if document is not None else []
    wanted = [record for record in records if _read(record) not in held]
    if not wanted:
        return Appended([], data, [])
    problems = _problems(wanted)
    if problems:
        return Appended([], data, problems)
    return Appended([one_line(record) for record in wanted], appended(data, KEY, wanted, path), [])


def _file(records: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join([f"{KEY}:\n", *(f"- {one_line(record)}\n" for record in records)]).encode()


def _read(record: Mapping[str, Any]) -> Any:
    document, _ = parse(_file([record]), "")
    return document.value[KEY][0] if document is not None else None


def _problems(records: Sequence[Mapping[str, Any]]) -> list[Diagnostic]:
    data = _file(records)
    document, found = parse(data, "")
    if document is not None:
        try:
            DisclosuresFile.model_validate(document.value)
        except ValidationError as error:
            from ledger.reading.schema import explain

            found = explain(error, data, "", DisclosuresFile)
    return found
