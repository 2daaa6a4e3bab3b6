"""A slice of the mutation harness, and its canaries; the whole runs with `make mutate`."""

import pytest

from mutate import broken_checkers, check, judge, ledgers, mutants
from mutate_books import Mutant
from profiles import large, large_but

EVERY: list[Mutant] = list(mutants())
SLICE = [m for m in EVERY if m.kind != "hidden"][::11] + [m for m in EVERY if m.kind == "hidden"]


def test_ledgers_are_sound() -> None:
    """The ledgers that faults are put in have none, and one of them has an entry of every type."""
    from ledger.model.entries import BY_TYPE

    for tree in ledgers().values():
        assert check(tree) == []
    text = ledgers()["entries"]["data/issues/01.yaml"].decode()
    assert [kind for kind in BY_TYPE if f"type: {kind}" not in text] == []


def test_there_are_a_thousand_faults() -> None:
    """The harness makes at least a thousand, of 300 kinds and more, of every sort."""
    assert len(EVERY) >= 1000
    assert len({(m.kind, m.what) for m in EVERY}) >= 300
    assert {m.kind for m in EVERY} == {
        "drop", "double", "misspell", "shift", "swap", "corrupt", "tamper", "record", "book", "hidden"
    }  # fmt: skip


@pytest.mark.parametrize("part", large_but((0, 4), range(8)))
def test_faults_are_found_at_their_line(part: int) -> None:
    """Each fault of a slice is reported with its code, in its file, at its line."""
    rows = [judge(mutant, check) for mutant in SLICE[part::8]]
    assert [(r.mutant.what, r.mutant.path, r.mutant.line, r.said) for r in rows if not r.at_line] == []


@large
@pytest.mark.parametrize("name", broken_checkers())
def test_canary_a_broken_checker_is_seen_through(name: str) -> None:
    """A checker with a known hole misses many faults: the harness can fail."""
    checker = broken_checkers()[name]
    some = SLICE[::4]
    assert sum(not judge(mutant, checker).at_line for mutant in some) > len(some) // 20
