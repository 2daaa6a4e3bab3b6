"""The gallery: every code has a bad ledger that shows it and a good one that does not."""

import json
from functools import cache
from pathlib import Path

import pytest

from cli_tools import run_cli
from gallery import CASES, CODES, FILES, SHOWN, case_of, diagnostics_in, examples, ledger_of, output_of, page
from ledger.locale import LANGUAGES, Words
from ledger.reports.examples import example
from profiles import by_profile, large


def test_every_code_has_a_case() -> None:
    """A code without a case is not finished."""
    assert [code for code in CODES if case_of(code) is None] == []


def test_every_case_has_a_code() -> None:
    """A case is named after a code that exists, and after its name."""
    expected = {f"{code}-{kind.name}" for code, kind in CODES.items()} | {"base"}
    assert expected == {path.name for path in CASES.iterdir()}


@pytest.mark.parametrize("code", CODES)
def test_bad_shows_the_code(code: str) -> None:
    """The bad ledger of a code brings out that code, in both languages; ``make test`` asks in one, by turns."""
    case = case_of(code)
    assert case is not None
    turn = list(CODES).index(code) % len(LANGUAGES)
    with ledger_of(case, "bad") as root:
        for language in by_profile(fast=LANGUAGES[turn : turn + 1], ci=LANGUAGES):
            assert f" {code} " in diagnostics_in(output_of(root, language))


@pytest.mark.parametrize("code", CODES)
def test_good_is_silent(code: str) -> None:
    """The good ledger of a code is clean."""
    case = case_of(code)
    assert case is not None
    if not (case / "good").is_dir():
        assert said_of_the_base() == ""
        return
    with ledger_of(case, "good") as root:
        assert diagnostics_in(output_of(root)) == ""


@cache
def said_of_the_base() -> str:
    """What is found in the ledger that is the good one of most codes."""
    with ledger_of(CASES / "base", "good") as root:
        return diagnostics_in(output_of(root))


def test_canary_a_good_ledger_fails_the_bad_test(tmp_path: Path) -> None:
    """The look for a code can fail: a clean ledger does not show one."""
    with ledger_of(tmp_path, "good") as root:
        assert " L101 " not in diagnostics_in(output_of(root))


@large
@pytest.mark.parametrize("language", FILES)
def test_page_is_up_to_date(language: str) -> None:
    """The page of a language is what the program says today, in that language."""
    assert page(language) == FILES[language].read_text("utf-8")


@large
def test_every_code_is_explained_by_an_example() -> None:
    """What ``ledger explain`` shows: a wrong line, or what is said of one; in each language it is that code's."""
    for code in CODES:
        for language in LANGUAGES:
            found = example(code, Words(language))
            assert found.get("wrong") or found.get("right") or f" {code} " in found["said"][0], code
    assert SHOWN.read_text("utf-8") == examples()


def test_explain_shows_wrong_and_right() -> None:
    """One code has its example; a list of codes reads none."""
    shown = run_cli("explain", "L301").out
    assert "错误    lead: [市水务菊]" in shown
    assert "正确    lead: [市水务局]" in shown
    several = json.loads(run_cli("explain", "L30", "-f", "json").out)["data"]
    assert len(several) > 5
    assert not any("example" in one for one in several)
