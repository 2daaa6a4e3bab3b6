"""Which entries of a tree are the ledger, and what is told of the others: as the disk would be read."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.objects import SUBMODULE
from ledger.reading import layout
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.history.objects import Blob


class Selection(NamedTuple):
    """The files to be read, in the order of reading, and what keeps others from being read."""

    files: dict[str, Blob]
    diagnostics: list[Diagnostic]


def select(tree: Mapping[str, Blob]) -> Selection:
    """Choose among the entries below ``data/``."""
    chosen = Selection({}, [])
    told: set[tuple[str, str]] = set()
    total = 0
    for path in sorted(tree, key=layout.order_of):
        found = _judge(path, tree[path])
        if found is None:
            total += tree[path].size or 0
            if total > layout.TOTAL_MAX:
                chosen.diagnostics.append(layout.too_much(path))
                break
            chosen.files[path] = tree[path]
        elif isinstance(found, Diagnostic) and (found.code, found.path) not in told:
            told.add((found.code, found.path))
            chosen.diagnostics.append(found)
    return chosen


_NOT_OURS = "not ours"


def _judge(path: str, blob: Blob) -> Diagnostic | str | None:
    """``None`` for a file of the ledger, else what is to be told, or that nothing is."""
    top, *names = path.split("/")
    if not names or (len(names) == 1 and names[0] in layout.FOLDERS):  # what should be a folder is none
        if blob.regular:
            return Diagnostic("L120", path, args={"reason": os.strerror(errno.ENOTDIR)})
        return Diagnostic("L119", path)
    if names[0] in layout.SINGLE and len(names) > 1:  # what should be a file is a folder
        return Diagnostic("L119", f"{top}/{names[0]}")
    limit = layout.limit_of(path)
    if limit is None:
        return _NOT_OURS
    if blob.mode == SUBMODULE and path.isprintable():  # a folder, whatever its name ends in
        return Diagnostic("L119", path)
    if isinstance(limit, Diagnostic):
        return limit
    if not blob.regular:
        return Diagnostic("L119", path)
    if blob.size is not None and blob.size > limit:
        return Diagnostic("L109", path, args={"size": blob.size, "most": limit})
    return None
