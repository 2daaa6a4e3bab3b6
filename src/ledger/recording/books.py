"""Books of dated records besides the issues: appended to as entries are to an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ledger.model.disclosure import DisclosuresFile
from ledger.model.letter import LettersFile
from ledger.model.round import RoundFile
from ledger.model.settlement import SettledFile
from ledger.reading.load import DISCLOSURES, LETTERS, ROUNDS, SETTLED
from ledger.reading.oneline import one_line
from ledger.reading.yaml import parse
from ledger.recording.append import appended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.model.record import Record
    from ledger.reading.diagnostic import Diagnostic


class Book(NamedTuple):
    """A file of records: path, the key of its list, the model of the whole; the schema if not named alike."""

    path: str
    key: str
    model: type[Record]
    schema: str = ""

    @property
    def begun(self) -> bytes:
        """The file before its first record."""
        name = self.schema or self.path.rpartition("/")[2].removesuffix(".yaml")
        up = "../" * self.path.count("/")
        schema = f"# yaml-language-server: $schema={up}schemas/{name}.schema.json"
        return f"{schema}\n{self.key}:\n".encode()


DISCLOSED = Book(DISCLOSURES, "disclosures", DisclosuresFile)
POST = Book(LETTERS, "letters", LettersFile)
CONCLUDED = Book(SETTLED, "settled", SettledFile)


def asked_in(name: str) -> Book:
    """The file of a round by its id."""
    return Book(f"{ROUNDS}{name}.yaml", "asked", RoundFile, "round")


class Appended(NamedTuple):
    """The lines that are new and the bytes of the file with them, or what is wrong with the records."""

    lines: list[str]
    data: bytes
    problems: list[Diagnostic]


def add(book: Book, old: bytes | None, records: Sequence[Mapping[str, Any]]) -> Appended:
    """Append the records that the file does not hold yet.

    Raises :class:`~ledger.recording.append.NotAppendableError`.
    """
    data = old if old is not None else book.begun
    document, _ = parse(data, book.path)
    held = (document.value.get(book.key) or []) if document is not None else []
    wanted = [record for record in records if _read(book, record) not in held]
    if not wanted:
        return Appended([], data, [])
    problems = _problems(book, wanted)
    if problems:
        return Appended([], data, problems)
    lines = [one_line(record) for record in wanted]
    return Appended(lines, appended(data, book.key, wanted, book.path, lines), [])


def _file(book: Book, records: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join([f"{book.key}:\n", *(f"- {one_line(record)}\n" for record in records)]).encode()


def _read(book: Book, record: Mapping[str, Any]) -> Any:
    document, _ = parse(_file(book, [record]), "")
    return document.value[book.key][0] if document is not None else None


def _problems(book: Book, records: Sequence[Mapping[str, Any]]) -> list[Diagnostic]:
    """What is wrong with the records by the model of their file; fields are named as a record has them."""
    data = _file(book, records)
    document, found = parse(data, "")
    if document is not None:
        try:
            book.model.model_validate(document.value)
        except ValidationError as error:
            from ledger.reading.schema import explain

            found = explain(error, data, "", book.model)
    place = re.compile(rf"{re.escape(book.key)}\.[0-9]+\.")
    return [one._replace(field=place.sub("", one.field, count=1)) for one in found]
