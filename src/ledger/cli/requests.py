"""From words on the command line, or lines of a file, to requests for records."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.cli.evidence import Copies
    from ledger.model.ledger import Issue, Ledger
    from ledger.recording.record import Request

FIELDS: dict[str, tuple[str, ...]] = {
    "start": (),
    "progress": ("readings", "pace", "measure"),
    "achieve": ("measure", "milestone"),
    "complete": ("similar", "mechanism"),
    "accept": (),
    "reject": (),
    "publicize": ("since", "until", "where", "days"),
    "object": (),
    "answer": (),
    "close": ("similar", "mechanism"),
    "reopen": (),
    "extend": ("due", "approval"),
    "supervise": ("level",),
    "account": (),
    "review": ("result",),
    "amend": ("field", "approval"),
    "void": ("entry",),
}
"""What each type of entry adds to date, unit, text and evidence."""

_OPTIONAL = {"measure", "milestone", "readings", "pace", "similar", "mechanism", "days"}
_TEXT_NEEDED = {"reject", "object", "reopen", "void"}
"""Types whose text says why; it is asked for on a terminal."""

DATES = {"since", "until", "due"}
COUNTS = {"measure", "milestone", "days"}
_CHOICES = {
    "pace": ("ahead", "on_pace", "behind_pace"),
    "level": ("reminder", "letter", "circular", "listed", "interview"),
    "result": ("holds", "relapsed"),
}


def flag_of(name: str) -> str:
    """The name of the option for a field."""
    return {"readings": "reading"}.get(name, name)


def requests_of(
    kind: str, given: dict[str, Any], ledger: Ledger, tree: Mapping[str, bytes], copies: Copies
) -> list[Request]:
    """The records that are asked for; ``kind`` is ``record`` where the words say which type.

    What is missing is asked for on a terminal; elsewhere it is a :class:`CommandError`.
    """
    if given["source"]:
        return _from_file(given["source"], kind, ledger, tree, copies)
    from ledger.recording.record import Request

    most = 1 if kind == "void" else None  # what follows may be the position of an entry
    ids, rest = _split(given["words_"] or [], ledger, tree, most)
    if kind == "record":
        kind, rest = _kind(rest)
    if not ids:
        ids = [o.read_id(_ask("id"), ledger, tree)]
    entry_word = (
        rest.pop(0) if kind == "void" and rest and not given.get("entry") else given.get("entry") or ""
    )
    if len(rest) > 1 or (rest and given["text"]):
        raise CommandError("usage.extra", arguments=" ".join(rest[not given["text"] :]))
    issues = {issue.id: issue for issue in ledger.issues}
    requests = []
    for issue_id in ids:
        issue = issues[issue_id]
        fields: dict[str, Any] = {"date": _date(given["day"]), "type": kind}
        fields["by"] = _by(kind, given["by"], issue, ledger, entry_word)
        values = {**given, "entry": entry_word}
        own = {name: _value(name, values.get(name), kind, issue) for name in FIELDS[kind]}
        fields |= {name: value for name, value in own.items() if value not in (None, "", [])}
        text = given["text"] or (rest[0] if rest else "")
        if not text and kind in _TEXT_NEEDED:
            text = _ask("text", optional=True)
        if text:
            fields["text"] = text
        proofs = [copies.add(item, issue_id) for item in given["evidence"] or ()]
        if proofs:
            fields["evidence"] = proofs
        measures = fields.pop("measure", None)
        if kind == "achieve":  # without a measure it is about the goal
            several = measures if isinstance(measures, list) else [measures]
            requests += [Request(issue_id, {**fields, "measure": one}) for one in several]
        else:
            requests.append(Request(issue_id, fields | ({"measure": measures} if measures else {})))
    return requests


def _split(
    given: Sequence[str], ledger: Ledger, tree: Mapping[str, bytes], most: int | None
) -> tuple[list[str], list[str]]:
    """The issue ids at the beginning, ``most`` words of them, and what follows."""
    ids: list[str] = []
    for n, word in enumerate(given):
        if n == most:
            return list(dict.fromkeys(ids)), list(given[n:])
        for part in re.split("[,，、]", word):
            if not o.looks_like_id(part, ledger):
                if n == 0:
                    o.read_id(part, ledger, tree)  # says what is wrong with it
                return list(dict.fromkeys(ids)), list(given[n:])
        ids += [o.read_id(part, ledger, tree) for part in re.split("[,，、]", word)]
    return list(dict.fromkeys(ids)), []


def _kind(rest: list[str]) -> tuple[str, list[str]]:
    """The type of entry, in the words of either language."""
    if not rest:
        rest = [_ask("type")]
    return o.read_word(rest[0], tuple(FIELDS), "entry", "TYPE"), rest[1:]


def _date(text: str) -> Any:
    from ledger.cli.clock import today

    return o.read_date(text, "--date") if text else today()


def _by(kind: str, given: str, issue: Issue, ledger: Ledger, entry: str) -> str:
    """The unit that records: as given, else the only one that may."""
    from ledger.judging.chain import parties
    from ledger.judging.status import policy_of
    from ledger.model.entries import ref_of
    from ledger.recording.record import only

    if given:
        return o.read_unit(given, ledger.units)
    who = parties(issue.baseline, ledger.units, policy_of(ledger.plan))
    if kind == "void":
        ref = _ref(entry, issue)
        alone = only({one.by for one in issue.entries if ref_of(one) == ref})
    else:
        alone = only(who.entitled(kind))
    if alone is not None:
        return alone
    asked = _ask("by", offered=sorted(who.entitled(kind))) if sys.stdin and sys.stdin.isatty() else ""
    if not asked:
        allowed = words()("list.join").join(sorted(who.entitled(kind))) or "—"
        raise CommandError("record.by_needed", id=issue.baseline.number, allowed=allowed)
    return o.read_unit(asked, ledger.units)


def _value(name: str, given: Any, kind: str, issue: Issue) -> Any:
    """The value of a field of its own, as a file would hold it."""
    if not given:
        if name in _OPTIONAL:
            return None
        given = _ask(name)
    if name == "readings":
        return [_reading(text, issue) for text in given]
    if name == "measure":
        return _measures(given if isinstance(given, list) else [given], kind, issue)
    option = f"--{flag_of(name)}"
    if name in DATES:
        return o.read_date(given, option)
    if name in COUNTS:
        return o.read_count(given, option)
    if name in _CHOICES:
        return o.read_word(given, _CHOICES[name], name, option)
    if name == "entry":
        return _ref(given, issue)
    return given


def _measures(given: Sequence[str], kind: str, issue: Issue) -> Any:
    """Which measures; ``all`` and several are for ``achieve`` alone."""
    count = len(issue.baseline.measures)
    if len(given) == 1 and given[0] in {"all", "全部"}:
        found = list(range(1, count + 1))
    else:
        found = [o.read_count(part, "--measure") for text in given for part in re.split("[,，、]", text)]
    if kind != "achieve" and len(found) > 1:
        raise CommandError("record.one_measure")
    return found if len(found) > 1 else found[0]


_READING = re.compile(r"(?:([0-9]{1,4})(?:\.([0-9]{1,4}))?\s*[=:：]\s*)?(-?[0-9]+(?:\.[0-9]+)?)")


def _reading(text: str, issue: Issue) -> dict[str, Any]:
    """``26.3``, ``1=26.3`` or, for part 2 of target 1, ``1.2=8.5``."""
    from decimal import Decimal

    found = _READING.fullmatch(text.strip())
    targets = len(issue.baseline.targets)
    if found is None or (found[1] is None and targets != 1):
        raise CommandError("record.reading", value=text, count=targets)
    reading: dict[str, Any] = {"target": int(found[1] or 1)}
    if found[2]:
        reading["part"] = int(found[2])
    return {**reading, "value": Decimal(found[3])}


def _ref(text: str, issue: Issue) -> str:
    """The reference of an entry, given as such or by its position in the file (``3``, ``#3``)."""
    from ledger.model.entries import ref_of

    position = re.fullmatch("#?([0-9]{1,4})", text)
    if position and 1 <= int(position[1]) <= len(issue.entries):
        return ref_of(issue.entries[int(position[1]) - 1])
    if re.fullmatch("[0-9a-f]{8}", text):
        return text
    raise CommandError("record.no_entry", value=text, id=issue.baseline.number, count=len(issue.entries))


def _ask(name: str, *, optional: bool = False, offered: Sequence[str] = ()) -> str:
    """Ask on a terminal for what is missing; elsewhere it is an error, or nothing where it is optional."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        if optional:
            return ""
        option = name if name in {"id", "type"} else f"--{flag_of(name)}"
        raise CommandError("record.missing", name=option, about=words()(f"field.{name}"))
    if offered:
        terminal.write_note(words()("list.join").join(offered))
    answer = typer.prompt(
        words()(f"field.{name}"), default="" if optional else None, show_default=False, err=True
    )
    return str(answer).strip()


def _proof(proof: Any, issue_id: str, copies: Copies) -> Any:
    """``{"file": …}`` is copied; a title stays with it; all else is as the file format has it."""
    if not isinstance(proof, dict) or "file" not in proof:
        return proof
    rest = {key: value for key, value in proof.items() if key != "file"}
    return {**copies.add(str(proof["file"]), issue_id), **rest}


def _from_file(
    file: str, kind: str, ledger: Ledger, tree: Mapping[str, bytes], copies: Copies
) -> list[Request]:
    """Requests from JSON Lines: the fields of an entry, and ``id`` of the issue."""
    from ledger.recording.record import Request, read_lines

    try:
        if file == "-":
            text = sys.stdin.read()
        else:
            with open(file, encoding="utf-8-sig") as stream:
                text = stream.read()
    except OSError as error:
        raise CommandError("error.read", file=file, reason=terminal.reason(error)) from None
    except UnicodeDecodeError:
        raise CommandError("error.not_utf8", file=file) from None
    requests, wrong = [], []
    for number, fields in read_lines(text):
        if fields is None:
            wrong.append((number, words()("record.no_object")))
            continue
        values = dict(fields)
        try:
            issue_id = o.read_id(str(values.pop("id", "")), ledger, tree)
            if kind != "record":
                values.setdefault("type", kind)
            if "by" in values:
                values["by"] = o.read_unit(str(values["by"]), ledger.units)
            proofs = values.get("evidence")
            if isinstance(proofs, list):
                values["evidence"] = [_proof(proof, issue_id, copies) for proof in proofs]
        except CommandError as error:
            wrong.append((number, words()(error.key, **error.args_)))
            continue
        requests.append(Request(issue_id, values, number))
    for number, said in wrong:
        terminal.write_note(f"{file}:{number}: {said}")
    if wrong:
        raise CommandError("record.nothing", FINDINGS)
    return requests
