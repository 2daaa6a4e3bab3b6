"""Keys of columns as they are written on the command line, and what is meant by one that is none."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ledger.cli.errors import CommandError
from ledger.cli.lists import COMMA
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NEAR, _NEAREST = 0.6, 2


def read_keys(
    text: str, known: Iterable[str], names: Mapping[str, str], option: str, *, signed: bool = False
) -> list[str]:
    """A comma-separated list of keys (``number,title``); column heads are understood as well.

    ``names`` are the heads and their keys.  With ``signed`` a key may have a ``-`` before it (``-due``),
    which is kept.  CommandError for what is neither: the nearest of them, else all, the most alike first.
    """
    known = list(known)
    keys = []
    for part in COMMA.split(text):
        wanted = part.strip()
        sign = "-" if signed and wanted.startswith("-") else ""
        bare = wanted.removeprefix(sign)
        key = bare if bare in known else names.get(bare, "")
        if key not in known:
            raise _unknown(option, wanted, bare, {key: head for head, key in names.items() if key in known})
        keys.append(sign + key)
    return keys


def _unknown(option: str, wanted: str, bare: str, heads: Mapping[str, str]) -> CommandError:
    alike = {key: max(_alike(bare, key), _alike(bare, head)) for key, head in heads.items()}
    ranked = sorted(heads, key=lambda key: -alike[key])
    near = [key for key in ranked if alike[key] >= _NEAR][:_NEAREST]
    said = [words()("option.key", key=key, head=heads[key]) for key in near or ranked]
    if near:
        return CommandError("error.choice", option=option, value=wanted, near=words()("list.join").join(said))
    return CommandError("error.choice_any", option=option, value=wanted, known=said)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


_MEANT = {
    "冲正": "void",
    **dict.fromkeys(("add", "new", "记录", "登记"), "record"),
    **dict.fromkeys(("late", "逾期"), "overdue"),
    **dict.fromkeys(("validate", "lint", "检查"), "check"),
}
"""Commands by the names that people try first."""

_UNDOING = {"undo", "revert", "remove", "delete", "撤销", "撤回", "删除"}
"""What people try who have recorded something wrong: what to do depends on whether it is committed."""


def no_command(name: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """That there is no such command, with those that are meant by it or are written nearly so: a key of the
    catalogue, and what fills its gaps."""
    from difflib import get_close_matches

    if name.lower() in _UNDOING:
        return "usage.undo", {"name": name}
    meant = _MEANT.get(name.lower())
    near = [meant] if meant else get_close_matches(name, list(known), 2)
    return "usage.command_near" if near else "usage.command", {"name": name, "near": ", ".join(near)}
