"""What the official document states, kept by its bytes: the same one is not taken apart at each check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.kept import program
from ledger.store.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.history.kept import Shelf
    from ledger.model.labels import LabelsFile
    from ledger.plans.document import Draft
    from ledger.plans.stating import Stated

_ERRORS = (ValueError, KeyError, TypeError, AttributeError, ImportError, IndexError)
"""What reading what is none of ours may come to."""


class KeptStated:
    """:func:`ledger.plans.stating.state`, which is asked once for the same document, words and program."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf, self._name = shelf, name

    def __call__(self, data: bytes, path: str, labels: LabelsFile | None = None) -> Stated:
        """What the document states."""
        from ledger.plans.stating import state

        words = json.dumps(pack(labels)) if labels is not None else ""
        key = sha256(f"{program()} {path} {words} ".encode() + sha256(data).digest()).hexdigest()
        known = self._take(key)
        if known is None:
            known = state(data, path, labels)
            with suppress(TypeError):  # a document of a kind that is not kept
                said = json.dumps([key, _packed(known)], separators=(",", ":"))
                self._shelf.put(self._name, said.encode("ascii"))
        return known

    def _take(self, key: str) -> Stated | None:
        from ledger.plans.stating import Stated
        from ledger.plans.unread import Unread

        data = self._shelf.take(self._name)
        if data is None:
            return None
        try:
            said, (plan, drafts, lines, titled, unread) = json.loads(data)
            why = Unread(*unread) if unread is not None else None
            return Stated(unpack(plan), Drafts(drafts), lines, titled, why) if said == key else None
        except _ERRORS:
            return None


def _packed(stated: Stated) -> list[Any]:
    drafts = {issue_id: pack_draft(draft) for issue_id, draft in stated.drafts.items()}
    return [pack(stated.plan), drafts, stated.lines, stated.titled, stated.unread]


class Drafts(Mapping[str, "Draft"]):
    """Drafts by id, each made when it is asked for."""

    def __init__(self, rows: Mapping[str, list[Any]]) -> None:
        self._rows = rows

    def __getitem__(self, issue_id: str) -> Draft:
        draft: Draft = unpack_draft(self._rows[issue_id])
        return draft

    def __contains__(self, issue_id: object) -> bool:
        return issue_id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


# --- drafts ------------------------------------------------------------------------------------------------

_TUPLE, _LIST, _MAPPING, _LABEL = range(4)


def pack_draft(value: Any) -> Any:
    """A draft, or what is in one, as JSON can hold it: what stands first in a list says what the list is;
    TypeError for what is in no draft."""
    if value is None or type(value) in {str, int, bool}:
        return value
    if type(value) is tuple:
        return [_TUPLE, *map(pack_draft, value)]
    if type(value) is list:
        return [_LIST, *map(pack_draft, value)]
    if type(value) is dict:
        return [_MAPPING, *(part for pair in value.items() for part in map(pack_draft, pair))]
    known = _classes().get(type(value).__name__)
    if known is not None and known.kind is type(value):
        return [type(value).__name__, *(pack_draft(getattr(value, name)) for name in known.names)]
    return [_LABEL, _labelled(value)]


def _labelled(value: Any) -> str:
    from ledger.plans.document import Label

    if type(value) is not Label:
        raise TypeError(f"{type(value).__name__} is in no draft")
    return value.value


def unpack_draft(packed: Any) -> Any:
    """The same again."""
    if type(packed) is not list:
        return packed
    kind, *parts = packed
    if kind == _LABEL and type(kind) is int:
        from ledger.plans.document import Label

        return Label(*parts)
    made = list(map(unpack_draft, parts))
    if type(kind) is str:
        return _classes()[kind].kind(*made)
    if kind == _MAPPING:
        return dict(zip(made[::2], made[1::2], strict=True))
    return tuple(made) if kind == _TUPLE else made


@cache
def _classes() -> dict[str, _Class]:
    from ledger.plans.document import Draft
    from ledger.plans.measuring import Beside, DraftMeasure

    kinds = (Draft, DraftMeasure, Beside)
    return {kind.__name__: _Class(kind, _names(kind)) for kind in kinds}


class _Class(NamedTuple):
    """A class, and its fields in the order in which it is made of them."""

    kind: Any
    names: tuple[str, ...]


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else tuple(kind._fields)
