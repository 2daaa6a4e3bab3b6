"""Libraries that are not always installed, and what is said when one is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.locale.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingExtraError(Refusal):
    """A format needs libraries of an extra that is not installed: ``office``, ``site`` or ``calendar``."""

    def __init__(self, extra: str) -> None:
        super().__init__("error.extra", extra=extra)
        self.extra = extra


class TemplateError(Refusal):
    """A Word template that can not be filled."""


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Imports inside may fail: then the extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(extra) from error
