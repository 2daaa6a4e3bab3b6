"""Records from a file of JSON Lines → requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import read_begin, read_input, shown
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.speech import words
from ledger.cli.values import change_of_file
from ledger.locale.refusal import Refusal
from ledger.model.entries import BY_TYPE
from ledger.model.fields import Sort, fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cli.evidence import Copies
    from ledger.model.ledger import Ledger
    from ledger.recording.record import Request


def _proof(proof: Any, issue_id: str, copies: Copies) -> Any:
    """``{"file": …}`` is copied; a title stays with it; all else is as the file format has it."""
    if not isinstance(proof, dict) or "file" not in proof:
        return proof
    rest = {key: value for key, value in proof.items() if key != "file"}
    return {**copies.add(str(proof["file"]), issue_id), **rest}


_LINES_MOST = 16 << 20  # bytes of records in one go


def requests_of_file(
    file: str, kind: str, ledger: Ledger, tree: Mapping[str, bytes], copies: Copies
) -> list[Request]:
    """Requests from JSON Lines: the fields of an entry, and ``id`` of the issue."""
    from ledger.recording.lines import Unread, read_lines
    from ledger.recording.record import BLANK, Request, is_blank

    requests, wrong = [], []
    for number, fields in read_lines(_read_text(file)):
        if isinstance(fields, Unread):
            wrong.append((number, words()(fields.key, name=fields.name)))
            continue
        values = dict(fields)
        blank = next((name for name, value in values.items() if is_blank(value)), None)
        if blank is not None:
            wrong.append((number, words()("record.blank", name=blank, blank=BLANK)))
            continue
        try:
            issue_id = _id_of(values, ledger, tree)
            values = _as_file(values, kind, ledger, tree)
            proofs = values.get("evidence")
            if isinstance(proofs, list):
                values["evidence"] = [_proof(proof, issue_id, copies) for proof in proofs]
        except Refusal as error:
            wrong.append((number, words()(error.key, **error.gaps)))
            continue
        requests.append(Request(issue_id, values, number))
    for number, said in wrong:
        terminal.write_note(f"{shown(file)}:{number}: {said}")
    if wrong:
        raise CommandError("record.nothing", FINDINGS)
    if not requests:
        terminal.write_note(words()("record.none", file=shown(file)))
    return requests


def _read_text(file: str) -> str:
    """The text of a file or of standard input: UTF-8, or GB18030 where it is none and Chinese."""
    from ledger.reading.yaml import guess

    most = _LINES_MOST
    data = read_input(most + 1) if file == "-" else read_begin(file, most + 1)
    if len(data) > most:
        raise CommandError("record.too_long", file=shown(file), most=most >> 20)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if guess(data) != "GB18030":
            raise CommandError("error.not_utf8", file=shown(file)) from None
        return data.decode("gb18030")


_NOT_ID = ("issue", "issue_id", "task", "number", "任务", "编号", "标识")
"""What people write for ``id``."""


def _id_of(values: dict[str, Any], ledger: Ledger, tree: Mapping[str, bytes]) -> str:
    """Take the id of the issue out of the fields of a line."""
    given = values.pop("id", None)
    if given is None:
        meant = next((key for key in _NOT_ID if key in values), "")
        raise CommandError("record.id_key", name=meant) if meant else CommandError("record.no_id")
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise CommandError("record.one_name", name="id")
    return o.read_id(str(given), ledger, tree)


def _as_file(values: dict[str, Any], kind: str, ledger: Ledger, tree: Mapping[str, bytes]) -> dict[str, Any]:
    """The fields of a line as a file has them: types and units as people write them are understood."""
    units = ledger.units
    if kind != "record":
        values.setdefault("type", kind)
    if isinstance(values.get("type"), str):
        values["type"] = o.word_of(values["type"], tuple(BY_TYPE), "entry") or values["type"]
    if "by" in values:
        if not isinstance(values["by"], str):
            raise CommandError("record.one_name", name="by")
        values["by"] = o.read_unit(values["by"], units)
    model = BY_TYPE.get(str(values.get("type")))
    for field in fields_of(model) if model is not None else ():
        value = values.get(field.name)
        if field.sort is Sort.UNITS and isinstance(value, list):
            values[field.name] = [o.read_unit(str(name), units) for name in value]
        elif field.sort is Sort.CHANGES and isinstance(value, list):
            values[field.name] = [change_of_file(change, units) for change in value]
        elif field.sort is Sort.ID and isinstance(value, str):
            values[field.name] = o.read_id(value, ledger, tree)
    return values
