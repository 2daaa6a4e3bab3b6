"""What CONTRIBUTING promises: a rule, a type of entry, a format and a language are each added in one place.

The program is copied, the piece is put in as the page says, and the copy is run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli_tools import REPO, clean_environment, copy_ledger
from profiles import large

RULE = '''

@rule(
    Code(
        "L689",
        ERROR,
        "no-title-for-evidence",
        zh=("佐证材料没有标题：第 {n} 条记录", "加上 title。"),
        en=("Evidence of entry {n} has no title", "Add one."),
    ),
)
def evidence_has_a_title(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L689: evidence is called something."""
    del shared
    for n, entry in enumerate(issue.entries):
        if any(item.title is None for item in entry.evidence):
            yield Finding("L689", issue.path, ("entries", n, "evidence"), {"n": n + 1})
'''

ENTRY = '''"""走访: the office goes and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Role
from ledger.model.entries.base import About, EntryBase, Speech

if TYPE_CHECKING:
    from ledger.model.course import Course, Refusal


class Visit(EntryBase):
    """The office goes and looks; nothing moves."""

    about: ClassVar[About] = About(
        order=95,
        may=(Role.OFFICE,),
        at=LIVING,
        examples=('visit 9 "走访牧户。"',),
        zh=Speech("走访", "整改办到现场走访。", {}),
        en=Speech("visit", "The office visits the place.", {}),
    )

    type: Literal["visit"]

    def move(self, course: Course) -> Refusal | None:
        """On record."""
        del course
        return None
'''

FORMAT = '''

def render_yaml(report: Report, words: Words) -> str:
    """The records as YAML."""
    del words
    import yaml

    return yaml.safe_dump(json.loads(json.dumps(report.records, default=_plain)), allow_unicode=True)
'''


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program."""
    source = tmp_path / "src" / "ledger"
    shutil.copytree(REPO / "src" / "ledger", source, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPO / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    return source


def put(file: Path, old: str, new: str) -> None:
    """Put a piece into a file, behind or in place of what stands there once."""
    text = file.read_text("utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), "utf-8")


def run(program: Path, folder: Path, *arguments: str, script: str = "") -> subprocess.CompletedProcess[str]:
    """The copy at work, or one of its tools."""
    start = [sys.executable, script] if script else [sys.executable, "-P", "-m", "ledger"]
    return subprocess.run(
        [*start, *arguments],
        cwd=folder,
        env=clean_environment() | {"PYTHONPATH": str(program.parent), "LEDGER_LANG": "zh"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def changed(program: Path) -> set[str]:
    """The files of the copy that are not those of the program."""
    source = REPO / "src" / "ledger"
    paths = {
        p.relative_to(program) for p in program.rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    return {
        path.as_posix()
        for path in paths
        if not (source / path).is_file() or (source / path).read_bytes() != (program / path).read_bytes()
    }


@large
def test_a_rule(program: Path, tmp_path: Path) -> None:
    """One file: a function under ``@rule``, with its code and words beside it."""
    records = program / "rules" / "records.py"
    records.write_text(records.read_text("utf-8") + RULE, "utf-8")
    root = copy_ledger(tmp_path)
    (root / "data/evidence/09").mkdir(parents=True)
    (root / "note.txt").write_text("x", "utf-8")
    recorded = run(
        program, root, "start", "9", "--by", "市林草局", "--date", "2024-11-20", "--evidence", "note.txt"
    )
    assert recorded.returncode in {0, 1}, recorded.stderr
    found = run(program, root, "check", "-f", "json")
    codes = {one["code"] for one in json.loads(found.stdout)["data"]} if found.stdout else set()
    assert "L689" in codes or "L689" in recorded.stderr, (found.stdout, recorded.stderr)
    told = run(program, root, "explain", "L689")
    assert "佐证材料没有标题" in told.stdout
    assert changed(program) == {"rules/records.py"}


@large
def test_a_type_of_entry(program: Path, tmp_path: Path) -> None:
    """One file; the words of the commands are generated from it."""
    (program / "model" / "entries" / "visit.py").write_text(ENTRY, "utf-8")
    made = run(program, tmp_path, script=str(tmp_path / "tools" / "entry_words.py"))
    assert made.returncode == 0, made.stderr
    root = copy_ledger(tmp_path)
    help_page = run(program, root, "visit", "--help")
    assert "整改办到现场走访" in help_page.stdout, help_page.stderr
    done = run(program, root, "visit", "9", "走访牧户。", "--date", "2024-11-20")
    assert done.returncode == 0, done.stderr
    shown = run(program, root, "show", "9", "--as-of", "2024-12-01")
    assert "走访　走访牧户。" in shown.stdout
    assert run(program, root, "check").returncode == 0
    schema = json.loads(run(program, root, "schema", "issue").stdout)
    assert "Visit" in schema["$defs"]
    written = {"locale/entry_types.py", "locale/zh/entries.py", "locale/en/entries.py"}
    assert changed(program) == {"model/entries/visit.py", *written}


@large
def test_a_format(program: Path) -> None:
    """Two lines in the list of formats, and the renderer."""
    formats = program / "rendering" / "formats.py"
    put(
        formats,
        '    "html": Format(("html", "htm")),',
        '    "html": Format(("html", "htm")),\n    "yaml": Format(("yaml", "yml")),',
    )
    put(
        formats,
        '        "md": _Way("structured", "render_markdown"),',
        '        "md": _Way("structured", "render_markdown"),\n        "yaml": _Way("structured", "render_yaml"),',
    )
    structured = program / "rendering" / "structured.py"
    structured.write_text(structured.read_text("utf-8") + FORMAT, "utf-8")
    import yaml

    told = run(program, REPO, "list", "-f", "yaml")
    assert len(yaml.safe_load(told.stdout)) == 23, told.stderr
    helped = run(program, REPO, "overdue", "--help")
    assert "yaml" in helped.stdout
    assert changed(program) == {"rendering/formats.py", "rendering/structured.py"}


@large
def test_a_language(program: Path, tmp_path: Path) -> None:
    """A folder beside the others; what it does not say is said in Chinese or English."""
    source = REPO / "tests" / "cases" / "languages"
    languages = [path for path in source.iterdir() if path.is_dir()]
    assert languages
    for path in languages:
        shutil.copytree(path, program / "locale" / path.name, dirs_exist_ok=True)
        told = run(program, REPO, "overdue", "--lang", path.name)
        assert told.returncode == 0, told.stderr
    del tmp_path


def test_the_page_says_where() -> None:
    """The places that the page names are there."""
    text = (REPO / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:src|tests|docs|tools|examples)/[^`…*]+?)`", text)
    assert len(named) > 10
    missing = [path for path in named if "LNNN" not in path and not os.path.exists(REPO / path)]
    assert missing == []
