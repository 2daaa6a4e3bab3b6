"""The tutorial and the how-to pages: every command is run, in both languages, and prints what stands below it."""

import os
import re
from pathlib import Path

import pytest

from cli_tools import REPO
from profiles import large_but
from transcripts import Block, blocks, run_page

DOCS = REPO / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md") if re.match(r"tutorial|install|howto-", path.name))
WRITE = os.environ.get("LEDGER_PAGES") == "write"


def language_of(name: str) -> str:
    """The language of a page, by its name."""
    return "zh" if name.endswith(".zh-CN.md") else "en"


def test_pages_are_there_in_both_languages() -> None:
    """Each page has its other language, with as many commands."""
    english = {name for name in PAGES if language_of(name) == "en"}
    assert {name.replace(".md", ".zh-CN.md") for name in english} == set(PAGES) - english
    assert len(english) > 5
    for name in english:
        other = name.replace(".md", ".zh-CN.md")
        first, second = (
            [one.mark for one in blocks((DOCS / page).read_text("utf-8"))] for page in (name, other)
        )
        assert first == second, name


@pytest.mark.parametrize(
    "name", [*PAGES, "office.md", "office.zh-CN.md", "../README.md", "../README.zh-CN.md"]
)
def test_every_block_of_commands_is_run_or_says_why_not(name: str) -> None:
    """No command stands on a page that nobody tries."""
    for block in blocks((DOCS / name).read_text("utf-8")):
        assert block.mark in {"told", "tested", "in order"} or block.mark.startswith("not run: "), block.code


@pytest.mark.parametrize("name", large_but((name for name in PAGES if language_of(name) == "zh"), PAGES))
def test_commands_print_what_the_page_shows(name: str, tmp_path: Path) -> None:
    """Run from the top in an empty folder; exit codes and output are those of the page."""
    path = DOCS / name
    text = path.read_text("utf-8")
    ran = run_page(text, tmp_path, language_of(name))
    for block, promised, ended, printed in ran:
        assert (block.code, promised) == (block.code, ended), printed
    if WRITE:
        path.write_text(rewritten(text, [(block, printed) for block, _, _, printed in ran]), "utf-8")
        return
    for block, _, _, printed in ran:
        if block.shown is not None:
            assert block.shown.rstrip("\n") == printed, block.code


def rewritten(text: str, ran: list[tuple[Block, str]]) -> str:
    """The page with what was printed now."""
    for block, printed in reversed(ran):
        if block.shown is not None:
            first, last = block.place
            text = text[:first] + printed + "\n" + text[last:]
    return text


def test_a_wrong_transcript_is_caught(tmp_path: Path) -> None:
    """The canary: another output, and another exit code, than the page says."""
    page = "<!-- told -->\n```sh\nledger --version\n```\n\n```text\nledger 0\n```\n\n<!-- told -->\n```sh\nledger show 1  # exits 0\n```\n"
    (first, _, _, printed), (_, promised, ended, _) = run_page(page, tmp_path, "en")
    assert first.shown is not None
    assert first.shown.rstrip("\n") != printed
    assert promised != ended
