"""The kinds of papers, and the fields that the template of each may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = ("heading", "plan", "as_of", "serial", "addressee", "signer", "signature", "signed_on")
"""The fields of every paper: 标题、方案、截至日、文号、主送、落款单位、落款、成文日期."""

_TASK = ("number", "title", "problem", "goal", "deadline", "responsible", "accepting")


class Kind(NamedTuple):
    """A kind of paper.

    ``subject`` is what it is about: ``unit``, ``issue`` or nothing.  ``fields`` are names by which the
    template gets its texts; one with names of its own (a mapping of a list) is repeated, a row each, and one
    that maps to an empty tuple is repeated as plain lines.  ``options`` are what it takes besides those of
    every paper.  A name means the same in all kinds.
    """

    subject: str
    fields: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = {}
    options: tuple[str, ...] = ()

    def described(self) -> list[tuple[str, str]]:
        """Each field as a template writes it, and its name: ``debts.item`` and ``item``."""
        found = [(name, name) for name in (*HEAD, *self.fields)] if self.fields or self.rows else []
        for name, inner in self.rows.items():
            found += [(name, name), *((f"{name}.{one}", one) for one in inner)]
        return found


_OWED = ("number", "title", "item", "due", "state")
_DEBT = (*_OWED, "units")

KINDS: dict[str, Kind] = {
    "circular": Kind(
        "",
        ("since", "reply_by", "convention"),
        {
            "overall": (),
            "changes": (),
            "good": (),
            "late": _DEBT,
            "rounds": (),
            "silent": ("unit", "last_record", "back"),
            "problems": (),
            "next": _DEBT,
            "tasks": ("number", "title", "lead", "due", "status", "standing", "pace"),
        },
        ("since", "reply_by"),
    ),
    "unit_tasks": Kind(
        "unit",
        ("unit",),
        {
            "summary": (),
            "debts": (*_OWED, "last_record", "promised"),
            "undated": ("number", "title", "deadline"),
            "lacking": ("number", "title", "step", "missing"),
        },
    ),
    "letter": Kind(
        "unit",
        ("unit", "you", "level", "demand", "count", "reply_by"),
        {"late": (*_DEBT, "last_record"), "tasks": ("number", "title", "deadline")},
        ("reply_by",),
    ),
    "request": Kind(
        "issue",
        (*_TASK, "completed", "similar", "mechanism"),
        {"measures": ("mark", "text", "units", "done", "told"), "evidence": (), "missing": ()},
    ),
    "acceptance": Kind(
        "issue",
        (*_TASK, "completed", "similar", "mechanism"),
        {"measures": ("mark", "text", "done"), "evidence": (), "opinions": ("unit", "opinion", "day")},
    ),
    "notice": Kind(
        "issue",
        (
            *(*_TASK, "completed", "accepted", "begin", "end", "length", "projected", "where"),
            *("phone", "address"),
        ),
        {"measures": ("mark", "text")},
    ),
    "disclosure": Kind(
        "unit",
        ("unit", "year", "own"),
        {
            "overall": (),
            "tasks": ("number", "title", "role", "goal", "deadline", "status", "standing", "steps", "own"),
        },
        ("year",),
    ),
    "clearing": Kind(""),
    "reconciliation": Kind(
        "",
        ("count", "agreeing", "differing"),
        {"rows": ("number", "title", "theirs", "ours", "difference", "reason")},
        ("against",),
    ),
}
"""Every kind by its name; 销号台账 (``clearing``) is a table and has no template."""

NAMES = tuple(KINDS)
"""The names of the kinds, in the order in which an office comes to them."""

WITH_TEMPLATE = tuple(name for name, kind in KINDS.items() if kind.described())
"""The kinds that are written by filling a template."""

FIELDS = tuple(dict.fromkeys(inner for kind in KINDS.values() for _, inner in kind.described()))
"""The name of every field of any kind."""


def file_name(kind: str) -> str:
    """The name of the template of a kind: ``unit-tasks.docx``."""
    return f"{kind.replace('_', '-')}.docx"


def shipped(kind: str) -> bytes:
    """The template that comes with the program."""
    import pkgutil

    return pkgutil.get_data("ledger.papers", f"templates/{file_name(kind)}") or b""
