"""The gallery: every code has a bad ledger that shows it and a good one that does not."""

from pathlib import Path

import pytest

from gallery import CASES, CODES, DOCS, case_of, diagnostics_in, ledger_of, output_of, page


def test_every_code_has_a_case() -> None:
    """A code without a case is not finished."""
    assert [code for code in CODES if case_of(code) is None] == []


def test_every_case_has_a_code() -> None:
    """A case is named after a code that exists, and after its name."""
    expected = {f"{code}-{kind.name}" for code, kind in CODES.items()} | {"base"}
    assert expected == {path.name for path in CASES.iterdir()}


@pytest.mark.parametrize("code", CODES)
def test_bad_shows_the_code(code: str) -> None:
    """The bad ledger of a code brings out that code, in both languages."""
    case = case_of(code)
    assert case is not None
    with ledger_of(case, "bad") as root:
        for language in ("zh", "en"):
            assert f" {code} " in diagnostics_in(output_of(root, language))


@pytest.mark.parametrize("code", CODES)
def test_good_is_silent(code: str) -> None:
    """The good ledger of a code is clean."""
    case = case_of(code)
    assert case is not None
    with ledger_of(case, "good") as root:
        assert diagnostics_in(output_of(root)) == ""


def test_canary_a_good_ledger_fails_the_bad_test(tmp_path: Path) -> None:
    """The look for a code can fail: a clean ledger does not show one."""
    with ledger_of(tmp_path, "good") as root:
        assert " L101 " not in diagnostics_in(output_of(root))


def test_page_is_up_to_date() -> None:
    """docs/codes.md is what the program says today."""
    assert page() == DOCS.read_text("utf-8")
