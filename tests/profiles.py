"""How much is tried: by profile, which ``LEDGER_TEST_PROFILE`` names, and what ``make test-all`` alone runs."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

PROFILE = os.environ.get("LEDGER_TEST_PROFILE", "ci")
"""Of ``EXAMPLES``; read before the fixtures clear the environment."""

EXAMPLES = {"quick": 5, "fast": 20, "ci": 60, "nightly": 50_000}
"""Random examples of a test: ``make quick``, ``make test``, ``make test-all``, and a night."""

large = pytest.mark.large
"""A large harness, or the canary of one: ``make test-all`` runs it, ``make test`` does not."""


def by_profile(*, fast: T, ci: T, quick: T | None = None, nightly: T | None = None) -> T:
    """The amount of this profile; where none is given that of ``fast`` for ``quick``, of ``ci`` for ``nightly``."""
    if PROFILE in {"quick", "fast"}:
        return quick if PROFILE == "quick" and quick is not None else fast
    return nightly if PROFILE == "nightly" and nightly is not None else ci


def large_but(few: Iterable[Any], cases: Sequence[Any]) -> list[Any]:
    """The cases as parameters, of which all but ``few`` are large; ids are those of plain cases."""
    kept = list(few)
    assert kept
    assert all(one in cases for one in kept)
    return [one if one in kept else pytest.param(one, marks=large) for one in cases]
