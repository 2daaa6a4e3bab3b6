"""A data set (数据集): the tables of several ledgers as files, partitioned by level, round and ledger.

What lies where, what stands in a file, and the list of what was written.  Other programs read it as it is,
so the folders are those that Hive made the custom: ``issues/level=…/round=…/ledger=…/part.parquet``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.reports.tables.together import Tables, tables_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.reports.tables.schema import DataTable

LISTED = "_ledgers.json"
"""The list of ledgers that a data set holds, and of what each was made."""

JOURNAL = "_unfinished.jsonl"
"""What a run has begun to write: there while it runs, and after one that was killed."""

FILE = "part.parquet"
ABSENT = "__HIVE_DEFAULT_PARTITION__"
"""The custom for a level or round that nobody named: readers take it for an absent value."""

VERSION = 1
NAME_MOST = 255
"""Bytes of the name of a folder that file systems take."""

_ESCAPED = frozenset("\"#%'*/:=?\\{}[]^\x7f")


class Place(NamedTuple):
    """Where a ledger stands among the others: the values of the partitions."""

    ledger: str
    level: str | None = None
    round: str | None = None

    def folder(self, table: str) -> str:
        """The folder of its part of a table, below that of the data set."""
        values = {"level": self.level, "round": self.round, "ledger": self.ledger}
        return "/".join([table, *(f"{key}={escaped(value)}" for key, value in values.items())])

    def file(self, table: str) -> str:
        """The file of its part of a table."""
        return f"{self.folder(table)}/{FILE}"

    @property
    def fits(self) -> bool:
        """Whether file systems take the names of its folders."""
        return all(len(part.encode()) <= NAME_MOST for part in self.folder("").split("/"))


def escaped(value: str | None) -> str:
    """The value in the name of a folder; what has a meaning in one is written as its bytes (``%2F``)."""
    if value is None or not value:
        return ABSENT
    return "".join(f"%{ord(char):02X}" if char in _ESCAPED or char < " " else char for char in value)


def parts_of(name: str, home: str, tables: tuple[DataTable, ...]) -> tuple[DataTable, ...]:
    """The tables of one ledger as they stand in a data set: names are qualified, the folder says whose.

    What is counted on from one ledger to the next in one database (positions of obligations) is counted from
    1 in each, so that no ledger's file depends on another's.
    """
    return tables_alone(Tables(name, home, tables))


class Part(NamedTuple):
    """One ledger in a data set.

    ``made_of`` is all that decides what is in its files: checksum of its data, day, program, home of its
    units.  ``files`` has the SHA-256 of its file of each table, ``rows`` how many it holds.
    """

    place: Place
    made_of: Mapping[str, Any]
    files: Mapping[str, str]
    rows: Mapping[str, int]
    revision: str | None = None
    partial: bool = False

    def paths(self) -> dict[str, str]:
        """Its files by their paths below the data set, with their checksums."""
        return {self.place.file(table): checksum for table, checksum in self.files.items()}

    def record(self) -> dict[str, Any]:
        """As it stands in the list."""
        return {
            **self.place._asdict(),
            "revision": self.revision,
            "partial": self.partial,
            "made_of": dict(self.made_of),
            "rows": dict(self.rows),
            "files": dict(self.files),
        }


class DataSet(NamedTuple):
    """What a data set holds: day, tables, ledgers in their order, and those that could not be read."""

    as_of: str
    tables: tuple[str, ...]
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether a part of what was asked for is lacking."""
        return bool(self.missing) or any(part.partial for part in self.parts)


def part_of(record: Mapping[str, Any]) -> Part:
    """A ledger as the list has it; ``KeyError`` or ``TypeError`` where it is no such record."""
    if not isinstance(record["files"], dict) or not isinstance(record["rows"], dict):
        raise TypeError
    if not all(isinstance(value, int) for value in record["rows"].values()):
        raise TypeError
    if not all(isinstance(record[name], str | None) for name in ("level", "round", "revision")):
        raise TypeError
    return Part(
        Place(str(record["ledger"]), record["level"], record["round"]),
        dict(record["made_of"]),
        {str(table): str(checksum) for table, checksum in record["files"].items()},
        {str(table): count for table, count in record["rows"].items()},
        record["revision"],
        bool(record["partial"]),
    )


def read_list(data: bytes) -> DataSet:
    """The data set that a list tells of; ``ValueError`` where it is none that this program wrote."""
    try:
        told = json.loads(data)
        if told["dataset"] != VERSION:
            raise ValueError(told["dataset"])
        return DataSet(
            str(told["as_of"]),
            tuple(map(str, told["tables"])),
            tuple(map(part_of, told["ledgers"])),
            tuple(map(str, told["missing"])),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def list_lines(held: DataSet) -> Iterable[str]:
    """The list, a ledger a line; the same data set makes the same text."""
    head = {
        "dataset": VERSION,
        "as_of": held.as_of,
        "tables": list(held.tables),
        "missing": list(held.missing),
    }
    yield _dump(head)[:-1] + ', "ledgers": [\n'
    last = len(held.parts) - 1
    for at, part in enumerate(held.parts):
        yield line_of(part) + (",\n" if at < last else "\n")
    yield "]}\n"


def line_of(part: Part) -> str:
    """A ledger as one line of JSON."""
    return _dump(part.record())


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
