"""Choosing among diagnostics: by code, by file, and how many are shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledger.reading.codes import Severity
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def choose(
    diagnostics: Iterable[Diagnostic],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Collection[str] = (),
) -> list[Diagnostic]:
    """The diagnostics whose code begins with one of ``select`` and none of ``ignore``, about ``paths``.

    A path names a file or a folder.  Empty means "all".  Errors come first, then warnings, each in order of
    place.
    """
    chosen = [
        d
        for d in diagnostics
        if (not select or d.code.startswith(tuple(select)))
        and not (ignore and d.code.startswith(tuple(ignore)))
        and (not paths or any(d.path == path or d.path.startswith(f"{path}/") for path in paths))
    ]
    return sorted(chosen, key=lambda d: (_WEIGHT[d.severity], d.sort_key()))


OF_A_KIND = 100
"""Diagnostics of one code in one file that are listed: a fault of each line is understood before."""


def cut(
    diagnostics: Sequence[Diagnostic], most: int | None, of_a_kind: int = OF_A_KIND
) -> tuple[list[Diagnostic], int]:
    """The first ``most`` diagnostics, else so many of a code in a file; and how many were left out."""
    if most is None:
        met: Counter[tuple[str, str]] = Counter()
        kept = []
        for one in diagnostics:
            met[one.path, one.code] += 1
            if met[one.path, one.code] <= of_a_kind:
                kept.append(one)
        return kept, len(diagnostics) - len(kept)
    return list(diagnostics[:most]), max(len(diagnostics) - most, 0)
