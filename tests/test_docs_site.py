"""The site of docs/: what its build looks at, and the hook that fits the links of pages."""

from pathlib import Path

import pytest
import yaml

from cli_tools import REPO
from docs_hooks import on_page_markdown
from site_docs import faults, loads

CONFIG = yaml.safe_load((REPO / "mkdocs.yml").read_text("utf-8").split("plugins:")[0])


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://example.org/a.js"></script>',
        "<img alt=x src='//example.org/a.png'>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "@import 'https://example.org/a.css';",
        "p { background: url(http://example.org/a.png) }",
    ],
)
def test_what_is_loaded_from_elsewhere_is_found(text: str) -> None:
    """The canary: every way in which a page could ask another host for something."""
    assert loads(text)


def test_links_and_own_files_load_nothing() -> None:
    """A link is followed by a person, and the site's own files are its own."""
    assert loads('<a href="https://example.org">x</a><script src="../a.js"></script><img src="a.png">') == []


def test_a_page_of_one_language_is_found(tmp_path: Path) -> None:
    """Each page is there in both."""
    for name in ("index.html", "one.html", "zh-CN/index.html"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("<p>x</p>", "utf-8")
    assert list(faults(tmp_path)) == ["one.html is there in one language only"]


def test_the_theme_asks_nobody_for_fonts() -> None:
    """Material would load them from elsewhere."""
    assert CONFIG["theme"]["font"] is False


def test_lines_of_chinese_are_joined() -> None:
    """No blank stands between them on the site; transcripts stay as they are."""
    page = "甲，\n乙。\n\n- 丙\n  丁\n\n```text\n甲\n乙\n```\n"
    assert on_page_markdown(page) == "甲，乙。\n\n- 丙丁\n\n```text\n甲\n乙\n```\n"


def test_links_fit_the_site() -> None:
    """What is no page is named and not linked; a page is linked by its common name; the switch of languages goes."""
    page = "# A\n\n[中文](a.zh-CN.md)\n\n[b](b.zh-CN.md#x) [c](../README.md) [`d`](decisions/0001.md)"
    assert on_page_markdown(page) == "# A\n\n\n[b](b.md#x) `c` `d`"
