"""The official text read again by a later program: baselines are understood anew, their texts stay.

The one lawful way to change a baseline.  The source must be the one that was imported, every text of every
issue what the source says; then only what was understood is replaced, block by block, and the reading noted
in ``imports`` of plan.yaml.  Bytes that need not change do not, those of the entries never.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.locale.refusal import Refusal
from ledger.model.plan import FORMAT, Import, Plan
from ledger.plans.figurenames import with_names
from ledger.plans.understand import understand
from ledger.reading.codes import Severity
from ledger.reading.layout import issue_of, issue_path
from ledger.reading.load import PLAN, load, read_common, read_issue
from ledger.recording.yamltext import issue_yaml, plan_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.model.baseline import Baseline
    from ledger.model.ledger import Issue
    from ledger.reading.diagnostic import Diagnostic

_ISSUE_TEXTS: Any = {
    **dict.fromkeys(("id", "number", "section", "title", "problem", "goal"), True),
    "acceptance": {"text"},
    "responsibility": {"text", "support_text", "leads_only"},
    "deadline": {"text"},
    "measures": {"__all__": {"number", "text", "units_text", "deadline_text"}},
    "others": {"__all__": {"label", "text"}},
}


def _texts(said: Any, wanted: Any) -> Any:
    """Of what a baseline says the texts of the document, by :data:`_ISSUE_TEXTS`."""
    if wanted is True:
        return said
    if "__all__" in wanted:
        return [_texts(one, wanted["__all__"]) for one in said]
    parts = wanted if isinstance(wanted, dict) else dict.fromkeys(wanted, True)
    return {key: _texts(said[key], inner) for key, inner in parts.items()}


_PLAN_TEXTS = {"title", "preamble", "heading", "sections"}
_KEY = re.compile(r"^([A-Za-z_]+):", re.MULTILINE)
_LOOSE_END = re.compile(r"(?:^(?:#[^\n]*)?\r?\n)*\Z", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)

Blocks = list[tuple[str, str]]


class RereadError(Refusal):
    """The text cannot be read again; ``found`` is what was wrong with it."""

    exit_code = 1

    def __init__(self, key: str, found: Sequence[Diagnostic] = (), **gaps: str | int) -> None:
        super().__init__(key, **gaps)
        self.found = found


class FieldReread(NamedTuple):
    """A field that is understood otherwise than before: of which issue (``None``: of the plan), old and new.

    Positions in ``field`` count from 1.
    """

    issue: str | None
    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class Rereading:
    """What a new reading changes: fields, and the old and new bytes of each file."""

    differences: list[FieldReread] = field(default_factory=list)
    changes: dict[str, tuple[bytes | None, bytes]] = field(default_factory=dict)


def reread(tree: Mapping[str, bytes], day: date, program: str) -> Rereading:
    """Read the official text of a ledger again; raises :class:`RereadError` where that is not lawful."""
    common = read_common(tree)
    plan, source = common.plan, common.source
    wrong = [d for d in common.diagnostics if d.severity is Severity.ERROR]
    if plan is None or source is None or wrong:
        raise RereadError("error.reread_unsound", wrong)
    name = "data/" + plan.source.path
    if plan.format > FORMAT:
        raise RereadError("error.reread_newer", format=plan.format, known=FORMAT)
    sha256 = hashlib.sha256(source).hexdigest()
    if sha256 != plan.source.sha256:
        raise RereadError("error.reread_source", file=name)
    read = "data/" + plan.source.readable
    said = understand(tree.get(read, b""), read, common.units, plan.issued)
    if said.plan is None or not said.sound:
        raise RereadError("error.reread_unsound", said.diagnostics)
    result = Rereading()
    paths = {issue_of(path): path for path in tree}
    for baseline in said.issues:
        path = paths.get(baseline.id) or issue_path(baseline.id, len(said.issues))
        _issue(tree, path, baseline, result)
    _same(PLAN, plan.model_dump(include=_PLAN_TEXTS), said.plan.model_dump(include=_PLAN_TEXTS))
    new = plan.model_copy(update={"format": FORMAT, "layout": said.plan.layout})
    result.differences += _differences(None, plan.model_dump(), new.model_dump())
    if result.differences or not plan.imports:
        item = Import(day=day, program=program, format=FORMAT, sha256=sha256)
        new = new.model_copy(update={"imports": (*plan.imports, item)})
        _plan(tree[PLAN], plan, new, result)
    return result


def _issue(tree: Mapping[str, bytes], path: str, said: Baseline, result: Rereading) -> None:
    if path not in tree:
        raise RereadError("error.reread_missing", file=path)
    found: list[Diagnostic] = []
    issue = read_issue(tree[path], path, found)
    if issue is None:
        raise RereadError("error.reread_unsound", found)
    old = issue.baseline
    _same(path, _texts(old.model_dump(), _ISSUE_TEXTS), _texts(said.model_dump(), _ISSUE_TEXTS))
    new = with_names(said, old)
    differences = list(_differences(old.id, old.model_dump(), new.model_dump()))
    if not differences:
        return
    result.differences += differences
    changed = [key for key, value in new.model_dump().items() if value != old.model_dump()[key]]
    data = _spliced(path, tree[path], issue_yaml(old), issue_yaml(new), changed)
    again = read_issue(data, path, [])
    if again is None or again.baseline != new or not _kept(again, issue, data, tree[path]):
        raise RereadError("error.reread_layout", file=path, line=1)
    result.changes[path] = (tree[path], data)


def _kept(again: Issue, before: Issue, data: bytes, old: bytes) -> bool:
    """Whether the entries are the same, to the byte."""
    tail = re.search(rb"^entries:", old, re.MULTILINE)
    return again.entries == before.entries and (tail is None or data.endswith(old[tail.start() :]))


def _plan(data: bytes, old: Plan, new: Plan, result: Rereading) -> None:
    changed = [key for key, value in new.model_dump().items() if value != old.model_dump()[key]]
    written = _spliced(PLAN, data, plan_yaml(old), plan_yaml(new), changed)
    if load({PLAN: written}).ledger.plan != new:
        raise RereadError("error.reread_layout", file=PLAN, line=1)
    result.changes[PLAN] = (data, written)


def _same(path: str, has: dict[str, Any], says: dict[str, Any]) -> None:
    for found in _differences(None, has, says):
        raise RereadError("error.reread_text", file=path, field=found.field)


def _differences(issue: str | None, old: Any, new: Any, place: str = "") -> Iterator[FieldReread]:
    """The smallest parts in which two values differ; of lists that are not as long, the whole."""
    if old == new:
        return
    before = f"{place}." if place else ""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _differences(issue, old.get(key), new.get(key), f"{before}{key}")
    elif _are_mappings(old) and _are_mappings(new) and len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from _differences(issue, one, other, f"{before}{n}")
    else:
        yield FieldReread(issue, place, old, new)


def _are_mappings(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(item, dict) for item in value)


def _spliced(path: str, data: bytes, usual: bytes, wanted: bytes, changed: Sequence[str]) -> bytes:
    """``data`` with the blocks of the ``changed`` fields as they are in ``wanted``.

    ``usual`` is how the program writes what ``data`` says: a block that a person wrote otherwise, with a
    remark in it, would lose the remark, and is refused.
    """
    text = data.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    head, blocks = _blocks(text)
    plain, new = dict(_blocks(usual.decode())[1]), dict(_blocks(wanted.decode())[1])
    for key in changed:
        at = next((n for n, (name, _) in enumerate(blocks) if name == key), None)
        if at is not None:
            body, loose = _body(blocks[at][1])
            if body.replace("\r\n", "\n") != plain.get(key) and _COMMENT.search(body):
                line = (head + "".join(block for _, block in blocks[:at])).count("\n") + 1
                raise RereadError("error.reread_layout", file=path, line=line)
            made = new[key].replace("\n", end) + loose if key in new else loose
            blocks[at] = (key, made)
        elif key in new:
            order = list(new)
            before = order[: order.index(key)]
            place = max((n for n, (name, _) in enumerate(blocks) if name in before), default=-1) + 1
            if place and not blocks[place - 1][1].endswith("\n"):
                blocks[place - 1] = (blocks[place - 1][0], blocks[place - 1][1] + end)
            blocks.insert(place, (key, new[key].replace("\n", end)))
    return (head + "".join(block for _, block in blocks)).encode()


def _blocks(text: str) -> tuple[str, Blocks]:
    """What stands before the first field, and the lines of each field."""
    found = list(_KEY.finditer(text, 1 if text.startswith("\ufeff") else 0))
    starts = [match.start() for match in found] + [len(text)]
    blocks = [(match[1], text[a:b]) for match, a, b in zip(found, starts, starts[1:], strict=False)]
    return text[: starts[0]], blocks


def _body(block: str) -> tuple[str, str]:
    """The lines of a field without the blank lines and remarks after it."""
    loose = _LOOSE_END.search(block)
    start = loose.start() if loose else len(block)
    return block[:start], block[start:]
