"""From words on the command line, or lines of a file, to requests for records.

Which options a type has, and how their values are read, follows from its model (:mod:`ledger.model.fields`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.cli import options as o
from ledger.cli.asking import ask, can_ask
from ledger.cli.errors import CommandError
from ledger.cli.lists import COMMA
from ledger.cli.record_file import requests_of_file
from ledger.cli.speech import words
from ledger.cli.values import read_change, read_reading, read_unit_names
from ledger.model.course import Role
from ledger.model.entries import BY_TYPE
from ledger.model.fields import Field, Sort, fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.cli.evidence import Copies
    from ledger.model.ledger import Issue, Ledger
    from ledger.recording.record import Request


_FLAGS = {"readings": "reading", "changes": "change"}


def flag_of(name: str) -> str:
    """The name of the option for a field: in the singular where each occurrence holds one."""
    return _FLAGS.get(name, name)


def key_of(name: str) -> str:
    """The name of the parameter for a field."""
    return f"field_{name}"


def requests_of(
    kind: str, given: dict[str, Any], ledger: Ledger, tree: Mapping[str, bytes], copies: Copies
) -> list[Request]:
    """The records that are asked for; ``kind`` is ``record`` where the words say which type.

    What is missing is asked for on a terminal; elsewhere it is a :class:`CommandError`.
    """
    if given["source"]:
        return requests_of_file(given["source"], kind, ledger, tree, copies)
    # the word after the id of a type that is about an entry is that entry, though it may look like an id
    most = 1 if kind in BY_TYPE and _entry_named(kind) else None
    ids, rest = _split(given["words_"] or [], ledger, tree, most)
    if kind == "record":
        kind, rest = _kind(rest)
    if not ids:
        ids = [o.read_id(ask("id", words()("ask.id")), ledger, tree)]
    named = _entry_named(kind)
    if named and rest and not given.get(key_of(named.name)):
        given = {**given, key_of(named.name): rest.pop(0)}
    if len(rest) > 1 or (rest and given["text"]):
        raise CommandError("usage.extra", arguments=" ".join(rest[not given["text"] :]))
    _refuse_others(kind, given)
    requests: list[Request] = []
    for issue_id in ids:
        issue = ledger.find(issue_id)
        assert issue is not None  # noqa: S101 - the id was looked up
        requests += _of_issue(kind, given, rest, issue, ledger, tree, copies)
    return requests


def _refuse_others(kind: str, given: Mapping[str, Any]) -> None:
    """An option of another type is an error, never ignored."""
    own = {key_of(field.name) for field in fields_of(BY_TYPE[kind])}
    for key, value in given.items():
        if key.startswith("field_") and value and key not in own:
            name = f"--{flag_of(key.removeprefix('field_'))}"
            raise CommandError("record.no_option", type=words()(f"entry.{kind}"), name=name)


def _of_issue(
    kind: str,
    given: Mapping[str, Any],
    rest: Sequence[str],
    issue: Issue,
    ledger: Ledger,
    tree: Mapping[str, bytes],
    copies: Copies,
) -> list[Request]:
    from ledger.recording.record import Request

    reader = _Reader(kind, issue, ledger, tree)
    day = _date(given["day"])
    fields: dict[str, Any] = {"date": day, "type": kind}
    fields["by"] = reader.by(given["by"], day, given)
    for field in fields_of(BY_TYPE[kind]):
        value = reader.value(field, given.get(key_of(field.name)))
        if value not in (None, "", []):
            fields[field.name] = value
    text = given["text"] or (rest[0] if rest else "")
    if not text and BY_TYPE[kind].about.says_why:
        text = ask("--text", words()("ask.text"), optional=True)
    if text:
        fields["text"] = text
    proofs = [copies.add(item, issue.id) for item in given["evidence"] or ()]
    if proofs:
        fields["evidence"] = proofs
    several = fields.get("measure")
    if isinstance(several, list):
        return [Request(issue.id, {**fields, "measure": one}) for one in several]
    return [Request(issue.id, fields)]


def _entry_named(kind: str) -> Field | None:
    """The field that names the entry which a record of this type is about, where it has to."""
    fields = fields_of(BY_TYPE[kind])
    return next((field for field in fields if field.sort is Sort.REF and field.required), None)


def _split(
    given: Sequence[str], ledger: Ledger, tree: Mapping[str, bytes], most: int | None
) -> tuple[list[str], list[str]]:
    """The issue ids at the beginning, ``most`` words of them, and what follows."""
    ids: list[str] = []
    for n, word in enumerate(given):
        if n == most:
            return list(dict.fromkeys(ids)), list(given[n:])
        for part in COMMA.split(word):
            if not o.looks_like_id(part, ledger):
                if n == 0:
                    o.read_id(part, ledger, tree)  # says what is wrong with it
                return list(dict.fromkeys(ids)), list(given[n:])
        ids += [o.read_id(part, ledger, tree) for part in COMMA.split(word)]
    return list(dict.fromkeys(ids)), []


def _kind(rest: list[str]) -> tuple[str, list[str]]:
    """The type of entry, in the words of either language."""
    if not rest:
        rest = [ask("type", words()("ask.type"))]
    return o.read_word(rest[0], tuple(BY_TYPE), "entry", ""), rest[1:]


def _date(text: str) -> date:
    from ledger.today import today

    return o.read_date(text, "--date") if text else today()


class _Reader:
    """Reads the values of the options for a record of one type about one issue."""

    def __init__(self, kind: str, issue: Issue, ledger: Ledger, tree: Mapping[str, bytes]) -> None:
        self.kind, self.issue, self.ledger, self.tree = kind, issue, ledger, tree

    def by(self, given: str, day: date, values: Mapping[str, Any]) -> str:
        """The unit that records: as given, else the only one that may."""
        if given:
            return o.read_unit(given, self.ledger.units)
        alone, offered = self._entitled(day, values)
        if len(alone) == 1:
            return alone[0]
        asked = ask("--by", words()("ask.by"), offered=offered, choices=alone) if can_ask() else ""
        if not asked:
            raise CommandError("record.by_needed", id=self.issue.baseline.number, allowed=offered or "—")
        return o.read_unit(asked, self.ledger.units)

    def _entitled(self, day: date, values: Mapping[str, Any]) -> tuple[list[str], tuple[str, ...]]:
        """The units that are named for it themselves, and who may record it.

        Where it is for units of the task, the office is not the one that is meant; what is first of all the
        office's, but not its alone, is nobody's before it is said.
        """
        from ledger.judging.parties import Setting
        from ledger.judging.status import policy_of
        from ledger.judging.walk import walk
        from ledger.model.entries import ref_of
        from ledger.rules.refused_records import who_may

        entries, units = self.issue.entries, self.ledger.units
        about = _entry_named(self.kind)
        if about:
            wanted = self._ref(str(values.get(key_of(about.name)) or ""), about)
            made = sorted({e.by for n, e in enumerate(entries) if wanted in {ref_of(e), str(n + 1)}})
            if not made:
                raise self._no_entry(wanted)
            return made, who_may(self.issue.baseline, made)
        setting = Setting(units, policy_of(self.ledger.plan), self.ledger.calendar)
        walked = walk(self.issue.baseline, entries, setting, day)
        for _ in walked:
            pass
        chain, may = walked.chain, BY_TYPE[self.kind].about.may
        allowed = chain.parties.entitled(may)
        meant: dict[str, None] = {}
        for role in () if may[0] is Role.OFFICE else may:
            if role in {Role.LEAD, Role.COMPLETER}:
                meant |= dict.fromkeys(chain.leads)
            elif role is Role.RESPONSIBLE:
                meant |= dict.fromkeys(chain.responsible)
            elif role is Role.ACCEPTANCE:
                meant |= dict.fromkeys(chain.parties.acceptance)
        named = list(dict.fromkeys(units.on(name, day) for name in meant)) or sorted(allowed)
        offered = who_may(chain.baseline, *(chain.parties.of(role) for role in may))
        return [name for name in named if name in allowed], offered

    def value(self, field: Field, given: Any) -> Any:
        """The value of a field of its own, as a file would hold it; ``None`` where it may be missing."""
        flag = f"--{flag_of(field.name)}"
        if not given:
            if not field.required:
                return None
            given = ask(flag, words()(f"field.{self.kind}.{field.name}"), choices=field.choices)
        many = given if isinstance(given, list) else [given]
        units = self.ledger.units
        match field.sort:
            case Sort.READINGS:
                return [read_reading(text, self.issue) for text in many]
            case Sort.CHANGES:
                return [read_change(text, units) for text in many]
            case Sort.UNITS:
                return read_unit_names(many, units)
            case Sort.COUNTS:
                return self._numbers(many, flag)
            case Sort.COUNT:
                return self._number(many, flag)
            case Sort.DATE:
                return o.read_date(given, flag)
            case Sort.CHOICE:
                return o.read_word(given, field.choices, f"choice.{self.kind}", flag, field.name)
            case Sort.REF:
                return self._ref(given, field)
            case Sort.ID:
                return o.read_id(given, self.ledger, self.tree)
            case Sort.TEXT:
                return given

    def _numbers(self, given: Sequence[str], flag: str) -> list[int]:
        """Numbers of measures: ``1,2``, or all of them."""
        if len(given) == 1 and given[0] in {"all", "全部"}:
            return list(range(1, len(self.issue.baseline.measures) + 1))
        return [o.read_count(part, flag) for text in given for part in COMMA.split(text)]

    def _number(self, given: Sequence[str], flag: str) -> int | list[int]:
        """A number; several where each makes a record of its own."""
        numbers = self._numbers(given, flag)
        if len(numbers) == 1:
            return numbers[0]
        if self.kind != "achieve" or flag != "--measure":
            raise CommandError("record.one_measure")
        return numbers

    def _ref(self, text: str, field: Field) -> str:
        """An entry by its reference or its position in the file (``3``, ``#3``)."""
        if not text:
            text = ask(f"--{flag_of(field.name)}", words()(f"field.{self.kind}.{field.name}"))
        count = len(self.issue.entries)
        position = re.fullmatch("#?([0-9]{1,6})", text)
        if position and 1 <= int(position[1]) <= count:
            return position[1].lstrip("0")
        if re.fullmatch("[0-9a-f]{8}", text):
            return text
        raise self._no_entry(text)

    def _no_entry(self, wanted: str) -> CommandError:
        number, count = self.issue.baseline.number, len(self.issue.entries)
        return CommandError("record.no_entry", value=wanted, id=number, count=count)


def ask_for_whom(request: Request, ledger: Ledger, open_units: Sequence[str]) -> Request | None:
    """On a terminal: for which unit a lead or the office records where it has no share of its own."""
    from ledger.judging.parties import parties
    from ledger.judging.status import policy_of

    issue = ledger.find(request.issue)
    assert issue is not None  # noqa: S101 - a record of it was drafted
    if request.line is not None or "for" in request.fields or not can_ask():
        return None
    who = parties(issue.baseline, ledger.units, policy_of(ledger.plan))
    if request.fields["by"] not in who.lead | who.office:
        return None
    answer = ask("--for", words()("ask.for"), optional=True, offered=open_units)
    if not answer:
        return None
    return request._replace(fields={**request.fields, "for": read_unit_names([answer], ledger.units)})
