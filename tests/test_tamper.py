"""The tampering harness: each act once, some honest histories, and that it can fail; ``make tamper`` does more."""

import random
from pathlib import Path

import pytest

import tamper
from acts import ACTS
from ledger.reading.codes import CODES as ALL
from profiles import large, large_but
from stories import demo, honest

BASE, ENTRIES = demo()

ELSEWHERE = {
    *("L710", "L711", "L714", "L717", "L720", "L721", "L727", "L740", "L751", "L752", "L758", "L759"),
}
"""Codes that no act is named by: they have cases in the gallery, and tests of their own."""

CODES = {code for code in ALL if code.startswith(("L7", "L92"))} - ELSEWHERE
"""What the acts are named by."""

SINCE = set(list(ACTS)[::4])
"""Acts of which the part of history that they are in is audited as well."""


@pytest.mark.parametrize("kind", large_but(list(ACTS)[::8], list(ACTS)))
def test_act_is_named(kind: str, tmp_path: Path) -> None:
    """The audit names the act: code, file and commit; by the whole and by the part since the act."""
    for seed in range(20):  # an act may find nothing to lay hands on
        folder = tmp_path / str(seed)
        folder.mkdir()
        one = tamper.tampered(folder, seed, kind, BASE, ENTRIES)
        if one is not None:
            assert one.act.code in CODES
            assert tamper.named(tamper.real(folder).findings, one)
            if kind in SINCE:
                assert tamper.named(tamper.real(folder, one.before).findings, one)
            return
    pytest.fail("no history was made")


@pytest.mark.parametrize("seed", large_but(range(6), range(24)))
def test_honest_history_is_silent(seed: int, tmp_path: Path) -> None:
    """Batches, late records, branches, merges, moves and amendments are no tampering."""
    tamper.honest_history(tmp_path, seed, BASE, ENTRIES)
    assert tamper.loud(tamper.real(tmp_path).findings) == []


@large
def test_every_code_has_an_act() -> None:
    """The acts cover the codes."""
    codes = set()
    for kind in ACTS:
        for seed in range(5):
            done = ACTS[kind](honest(random.Random(seed), BASE, ENTRIES), random.Random(2))
            if done is not None:
                codes.add(done.code)
                break
    assert codes == CODES
    assert len(ACTS) >= 120


@large
def test_canary_an_audit_by_file_names_misses(tmp_path: Path) -> None:
    """A broken audit does not name a changed entry."""
    one = tamper.tampered(tmp_path, 1, "text of an entry changed", BASE, ENTRIES)
    assert one is not None
    assert not tamper.named(tamper.by_names(tmp_path).findings, one)


@large
@pytest.mark.parametrize("kind", ["dropped in a merge", "title changed by an orphan as second parent"])
def test_canary_an_audit_of_first_parents_misses(kind: str, tmp_path: Path) -> None:
    """A broken audit that looks at first parents only does not see what the other side had."""
    one = tamper.tampered(tmp_path, 1, kind, BASE, ENTRIES)
    assert one is not None
    assert tamper.named(tamper.real(tmp_path).findings, one)
    assert not tamper.named(tamper.by_first_parents(tmp_path).findings, one)
