"""A further language is a folder among the texts and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli_tools import REPO, clean_environment
from ledger.locale import OWN, Words

SRC = REPO / "src" / "ledger"
DEMO = REPO / "examples" / "demo"
FRENCH = REPO / "tests" / "cases" / "languages" / "fr"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one more folder of texts, without any other change."""
    root = tmp_path_factory.mktemp("program")
    (root / "ledger" / "locale").mkdir(parents=True)
    for folder in (".", "locale"):
        for path in (SRC / folder).iterdir():
            if path.name not in {"locale", "__pycache__"}:
                (root / "ledger" / folder / path.name).symlink_to(path)
    (root / "ledger" / "locale" / "fr").symlink_to(FRENCH)
    return root


def run(program: Path, *arguments: str) -> str:
    """What the program prints on the shipped ledger."""
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "-C", str(REPO), *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean_environment() | {"PYTHONPATH": str(program)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_folder_is_a_language(program: Path) -> None:
    """Its texts are said, and English where it has none; the JSON is the same."""
    arguments = ("list", "--as-of", "2025-01-01", "--columns", "title,status,due")
    french, english = (run(program, "--lang", language, *arguments) for language in ("fr_CA", "en"))
    assert "Tâche" in french
    assert "pas commencé" in french
    assert "pas commencé" not in english
    assert "Due" in french
    one, other = (run(program, "--lang", language, "list", "-f", "json") for language in ("fr", "en"))
    assert one.replace('"fr"', '"en"') == other


def test_codes_and_types_in_a_further_language(program: Path) -> None:
    """What a code says, and how a type is called, come from the folder too."""
    assert "Unité inconnue" in run(program, "--lang", "fr", "explain", "L301")
    asked = "from ledger.locale import Words; print(Words('fr')('entry.complete'))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean_environment() | {"PYTHONPATH": str(program), "PYTHONUTF8": "1"},
    )
    assert done.stdout.strip() == "achèvement"


def test_an_unknown_language_is_refused_with_those_that_are_there(program: Path) -> None:
    """The folder is named among the languages."""
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "--lang", "de", "list"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean_environment() | {"PYTHONPATH": str(program)},
    )
    assert done.returncode == 2
    assert all(language in done.stderr for language in (*OWN, "fr"))


@pytest.mark.parametrize(("count", "said"), [(0, "0 tasks"), (1, "1 task"), (2, "2 tasks"), ("1", "1 task")])
def test_forms(count: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form follows the number."""
    words = Words("en")
    monkeypatch.setitem(words._texts, "words.tasks", "{count} {count:task|tasks}")
    monkeypatch.setattr(Words, "find", lambda self, key: self._texts.get(key))
    assert words("words.tasks", count=count) == said


def test_lists_are_joined_by_the_language() -> None:
    """A list that is given as a list is joined; its length chooses the form."""
    zh, en = Words("zh"), Words("en")
    assert zh("show.group", name="区", members=["昆区", "青山区"]) == "区（昆区、青山区）"
    assert en("show.group", name="区", members=["昆区", "青山区"]) == "区 (昆区, 青山区)"
