"""docs/format.md and its Chinese twin: the worked example is a sound ledger, and every file that people edit is described."""

import json
import re
from pathlib import Path

import pytest

from cli_tools import REPO, run_cli

DOCS = [REPO / "docs" / "format.md", REPO / "docs" / "format.zh-CN.md"]
BLOCK = re.compile(r"^`([^`\n]+\.yaml)`[:：][^\n]*\n\n```yaml\n(.*?)```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_the_example_is_a_sound_ledger(page: Path, tmp_path: Path) -> None:
    """``check`` misses nothing but the official document, which is not printed."""
    files = dict(BLOCK.findall(page.read_text("utf-8")))
    assert {
        "data/units.yaml",
        "data/plan.yaml",
        "data/issues/01.yaml",
        "data/letters.yaml",
        "ledgers.yaml",
    } <= {*files}
    for name, text in files.items():
        if name != "ledgers.yaml":
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    done = run_cli("-C", str(tmp_path), "check", "-f", "json")
    assert [one["code"] for one in done.data if one["severity"] != "note"] == ["L305"]


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_field_of_every_file_is_there(page: Path) -> None:
    """No file and no field of a schema is left out."""
    text = page.read_text("utf-8")
    for file in sorted((REPO / "schemas").glob("*.schema.json")):
        assert f"schemas/{file.name}" in text
        schema = json.loads(file.read_text("utf-8"))
        for part in (schema, *schema["$defs"].values()):
            for field in part.get("properties", {}):
                assert f"\n| `{field}` |" in text


def test_english_meanings_are_english() -> None:
    """The tables of the English page have words of the plan in Chinese at most, never a sentence."""
    rows = [line for line in DOCS[0].read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) > 300
    meanings = [line.rpartition(" | ")[2] for line in rows]
    assert [one for one in meanings if not re.search("[a-z]{2}", one)] == []
    assert [one for one in meanings if re.search("[，。；：]|[\u4e00-\u9fff]{9}", one)] == []


def test_both_glossaries_have_the_same_words() -> None:
    """Each word stands in both, with the same Chinese term."""

    def words(name: str) -> list[list[str]]:
        lines = (REPO / "docs" / name).read_text("utf-8").splitlines()
        return [line.split(" | ")[:2] for line in lines if line.startswith("| ")][1:]

    assert len(words("glossary.md")) > 100
    assert words("glossary.md") == words("glossary.zh-CN.md")
