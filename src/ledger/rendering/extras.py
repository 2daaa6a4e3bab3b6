"""Libraries that are not always installed, and what is said when one is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingExtraError(Exception):
    """A format needs libraries of an extra that is not installed: ``office``, ``site`` or ``calendar``."""

    key = "error.extra"

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra
        self.gaps = {"extra": extra}


class TemplateError(Exception):
    """A Word template that can not be filled; ``key`` and ``gaps`` tell why through the catalogue."""

    def __init__(self, key: str, **gaps: str) -> None:
        super().__init__(key)
        self.key = key
        self.gaps = gaps


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Imports inside may fail: then the extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(extra) from error
