"""Which file is which issue, where ids and file names do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Clash(NamedTuple):
    """A file whose id is not its name (L303) or is another file's id (L304)."""

    code: str
    path: str
    args: dict[str, str | int]


def settle(files: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Clash]]:
    """From (path, id) of each file: the path that stands for each id, in order of id, and the clashes.

    Of two files with one id, the one that has it for a name is the issue.
    """
    ordered = sorted(files, key=lambda file: (_stem(file[0]) != file[1], file[0]))
    paths: dict[str, str] = {}
    clashes = []
    for path, issue_id in ordered:
        stem = _stem(path)
        first = paths.setdefault(issue_id, path)
        if first != path:
            clashes.append(Clash("L304", path, {"id": issue_id, "other": first}))
        elif issue_id != stem:
            clashes.append(Clash("L303", path, {"id": issue_id, "stem": stem}))
    return {issue_id: paths[issue_id] for issue_id in sorted(paths)}, clashes


def _stem(path: str) -> str:
    """The name of a file of an issue, without folder and ending."""
    return path.rpartition("/")[2].removesuffix(".yaml")
