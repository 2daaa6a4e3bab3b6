"""A slice of the fuzz harness, its earlier finds, and its canary; the whole runs with `make fuzz`."""

from pathlib import Path

import pytest

from fuzz import FINDS, corpus, make, read_all, run_piece, safe_load
from profiles import large, large_but

KINDS = ("issue", "plan", "units", "text")


@pytest.mark.parametrize("find", sorted(FINDS.glob("*")) if FINDS.exists() else [], ids=lambda p: p.name)
def test_finds_stay_mended(find: Path) -> None:
    """What fuzzing once found ends in a value or a diagnostic."""
    read_all(find.read_bytes(), KINDS.index(find.name.partition("-")[0]))


@pytest.mark.parametrize("piece", large_but((0,), range(4)))
def test_fresh_inputs(piece: int) -> None:
    """Inputs that the seed gives end in a value or a diagnostic, in time."""
    assert run_piece((piece * 500, 500, "read_all")) == []


def test_inputs_are_always_the_same() -> None:
    """A failure can be had again by its number."""
    seeds = corpus()
    assert [make(n, seeds) for n in range(20)] == [make(n, seeds) for n in range(20)]


@large
def test_canary_safe_load_fails() -> None:
    """The harness can fail: PyYAML's safe_load raises what it does not declare."""
    seeds = corpus()
    failed = 0
    for number in range(3000):
        try:
            safe_load(make(number, seeds), number)
        except Exception:  # noqa: BLE001 - counting is the point
            failed += 1
    assert failed > 0
