"""From words on the command line, or lines of a file, to requests for records.

Which options a type has, and how their values are read, follows from its model (:mod:`ledger.model.fields`).
"""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, AnyStr
from unicodedata import normalize

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, CommandError, missing
from ledger.cli.speech import words
from ledger.locale.refusal import Refusal
from ledger.model.change import is_field, names_units
from ledger.model.course import Role
from ledger.model.entries import BY_TYPE
from ledger.model.fields import Field, Sort, fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.cli.evidence import Copies
    from ledger.model.ledger import Issue, Ledger
    from ledger.model.unit import Units
    from ledger.recording.record import Request

_COMMA = "[,，、]"
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
        return _from_file(given["source"], kind, ledger, tree, copies)
    # the word after the id of a type that is about an entry is that entry, though it may look like an id
    most = 1 if kind in BY_TYPE and _entry_named(kind) else None
    ids, rest = _split(given["words_"] or [], ledger, tree, most)
    if kind == "record":
        kind, rest = _kind(rest)
    if not ids:
        ids = [o.read_id(_ask("id", words()("ask.id")), ledger, tree)]
    named = _entry_named(kind)
    if named and rest and not given.get(key_of(named.name)):
        given = {**given, key_of(named.name): rest.pop(0)}
    if len(rest) > 1 or (rest and given["text"]):
        raise CommandError("usage.extra", arguments=" ".join(rest[not given["text"] :]))
    _refuse_others(kind, given)
    issues = {issue.id: issue for issue in ledger.issues}
    requests: list[Request] = []
    for issue_id in ids:
        requests += _of_issue(kind, given, rest, issues[issue_id], ledger, tree, copies)
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
        text = _ask("--text", words()("ask.text"), optional=True)
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
        for part in re.split(_COMMA, word):
            if not o.looks_like_id(part, ledger):
                if n == 0:
                    o.read_id(part, ledger, tree)  # says what is wrong with it
                return list(dict.fromkeys(ids)), list(given[n:])
        ids += [o.read_id(part, ledger, tree) for part in re.split(_COMMA, word)]
    return list(dict.fromkeys(ids)), []


def _kind(rest: list[str]) -> tuple[str, list[str]]:
    """The type of entry, in the words of either language."""
    if not rest:
        rest = [_ask("type", words()("ask.type"))]
    return o.read_word(rest[0], tuple(BY_TYPE), "entry", "TYPE"), rest[1:]


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
        asked = _ask("--by", words()("ask.by"), offered=offered, choices=alone) if _can_ask() else ""
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
            given = _ask(flag, words()(f"field.{self.kind}.{field.name}"), choices=field.choices)
        many = given if isinstance(given, list) else [given]
        units = self.ledger.units
        match field.sort:
            case Sort.READINGS:
                return [_reading(text, self.issue) for text in many]
            case Sort.CHANGES:
                return [_change(text, units) for text in many]
            case Sort.UNITS:
                return _unit_names(many, units)
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
        return [o.read_count(part, flag) for text in given for part in re.split(_COMMA, text)]

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
            text = _ask(f"--{flag_of(field.name)}", words()(f"field.{self.kind}.{field.name}"))
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


_VALUE = re.compile(r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(\D*)", re.ASCII)
_NUMBERED = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?", re.ASCII)


def _reading(text: str, issue: Issue) -> dict[str, Any]:
    """``26.3``, ``1=26.3``, for part 2 of target 1 ``1.2=8.5``, or the name of either: ``再生水利用率=30%``.

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
        raise CommandError("record.reading", value=text, count=len(targets))
    unit = targets[meant["target"] - 1].unit if meant["target"] <= len(targets) else value[2]
    if value[2] and value[2].strip() != _plain(unit):
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
    known = [({"target": n}, one.name) for n, one in enumerate(targets, 1)]
    known += [
        ({"target": n, "part": k}, part.name)
        for n, one in enumerate(targets, 1)
        for k, part in enumerate(one.parts, 1)
    ]
    found = [meant for meant, held in known if _plain(held) == name]
    return found[0] if len(found) == 1 else None


def _unit_names(given: Sequence[str], units: Units) -> list[str]:
    names = [part for text in given for part in re.split(_COMMA, text) if part.strip()]
    return list(dict.fromkeys(o.read_unit(name, units) for name in names))


# -- changes -------------------------------------------------------------------------------------------------

_CHANGE = re.compile(r"([a-z_]+(?:\.[a-z0-9_]+)*)(?:[:：](.*?))?[=＝](.*)", re.DOTALL)
_COMPARE = re.compile(r"([a-z_]+(?:\.[a-z0-9_]+)*)(?:[:：]([<>]=))?[=＝]([<>]=)")
_NOTHING = {"", "null", "无", "—"}
_TRUE, _FALSE = {"true", "yes", "是"}, {"false", "no", "否"}


def _change(text: str, units: Units) -> dict[str, Any]:
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
        return _unit_names([text], units)
    if last == "due":
        return o.read_date(text, f"--change {field}")
    if last in {"immediate", "sustained", "each"} and text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    if last == "value" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return Decimal(text)
    return text


def _change_of_file(change: Any, units: Units) -> Any:
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


# -- asking --------------------------------------------------------------------------------------------------


_DIGITS_MOST = 4  # of the number of a choice


def _can_ask() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def _ask(
    name: str,
    about: str,
    *,
    optional: bool = False,
    offered: Sequence[str] = (),
    choices: Sequence[str] = (),
) -> str:
    """Ask on a terminal for what is missing; elsewhere it is an error, or nothing where it is optional.

    ``choices`` are numbered, and a number is an answer; other answers may be given as well.
    """
    if not _can_ask():
        if optional:
            return ""
        raise missing(name, about)
    terminal.stop_waiting()
    if choices:
        terminal.write_note("\n".join(f"  {n}  {choice}" for n, choice in enumerate(choices, 1)))
    elif offered:
        terminal.write_note(words().join(offered))
    default = "" if optional else None
    asked = typer.prompt(
        about, default, show_default=False, err=True, prompt_suffix=f"{words()('colon').strip()} "
    )
    answer = str(asked).strip()
    number = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < _DIGITS_MOST else 0
    return choices[number - 1] if 0 < number <= len(choices) else answer


def ask_for_whom(request: Request, ledger: Ledger, open_units: Sequence[str]) -> Request | None:
    """On a terminal: for which unit a lead or the office records where it has no share of its own."""
    from ledger.judging.parties import parties
    from ledger.judging.status import policy_of

    issue = next(one for one in ledger.issues if one.id == request.issue)
    if request.line is not None or "for" in request.fields or not _can_ask():
        return None
    who = parties(issue.baseline, ledger.units, policy_of(ledger.plan))
    if request.fields["by"] not in who.lead | who.office:
        return None
    answer = _ask("--for", words()("ask.for"), optional=True, offered=open_units)
    if not answer:
        return None
    return request._replace(fields={**request.fields, "for": _unit_names([answer], ledger.units)})


# -- a file of records ---------------------------------------------------------------------------------------


def _proof(proof: Any, issue_id: str, copies: Copies) -> Any:
    """``{"file": …}`` is copied; a title stays with it; all else is as the file format has it."""
    if not isinstance(proof, dict) or "file" not in proof:
        return proof
    rest = {key: value for key, value in proof.items() if key != "file"}
    return {**copies.add(str(proof["file"]), issue_id), **rest}


_LINES_MOST = 16 << 20  # bytes of records in one go


def _from_file(
    file: str, kind: str, ledger: Ledger, tree: Mapping[str, bytes], copies: Copies
) -> list[Request]:
    """Requests from JSON Lines: the fields of an entry, and ``id`` of the issue."""
    from ledger.recording.record import BLANK, Request, Unread, is_blank, read_lines

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
        terminal.write_note(f"{file}:{number}: {said}")
    if wrong:
        raise CommandError("record.nothing", FINDINGS)
    return requests


def _read_text(file: str) -> str:
    """The text of a file or of standard input: UTF-8, or GB18030 where it is none and Chinese."""
    from ledger.reading.yaml import guess

    try:
        if file == "-":
            return _bounded(sys.stdin.read(_LINES_MOST + 1), file)
        with open(file, "rb") as stream:
            data = stream.read(_LINES_MOST + 1)
    except OSError as error:
        raise CommandError("error.read", file=file, reason=terminal.reason(error)) from None
    except UnicodeDecodeError:
        raise CommandError("error.not_utf8", file=file) from None
    data = _bounded(data, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if guess(data) != "GB18030":
            raise CommandError("error.not_utf8", file=file) from None
        return data.decode("gb18030")


def _bounded(read: AnyStr, file: str) -> AnyStr:
    if len(read) > _LINES_MOST:
        raise CommandError("record.too_long", file=file, most=_LINES_MOST >> 20)
    return read


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
            values[field.name] = [_change_of_file(change, units) for change in value]
        elif field.sort is Sort.ID and isinstance(value, str):
            values[field.name] = o.read_id(value, ledger, tree)
    return values
