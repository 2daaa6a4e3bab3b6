"""What a check found is taken over by the next one, by content alone: both say the same."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import warm
from cli_tools import REPO, run_cli
from ledger.cli import parallel, terminal
from ledger.history.kept import Shelf
from ledger.plans.stating import Stated, state
from ledger.reading.diagnostic import Diagnostic, Span
from ledger.rules import engine
from ledger.rules.engine import Result
from ledger.rules.finding import Finding, Summary
from ledger.store import checked
from ledger.store.stated import Drafts, KeptStated, pack_draft, unpack_draft
from profiles import by_profile

DOCUMENTS = sorted(path for path in (REPO / "examples" / "documents").iterdir() if path.is_file())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo whose results are kept in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    made = tmp_path / "demo"
    shutil.copytree(REPO / "examples" / "demo", made, ignore=shutil.ignore_patterns("superior.*"))
    return made


def check(root: Path, *, kept: bool = True) -> Any:
    """A whole check, and what it keeps is kept."""
    result, _ = parallel.check_folder(str(root), kept=kept)
    terminal.run_later()
    return result._replace(diagnostics=list(result.diagnostics), inferred=list(result.inferred))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are checked."""
    paths: list[str] = []

    def listen(path: str, *args: Any) -> Result:
        paths.append(path)
        return engine.check_issue(path, *args)

    monkeypatch.setattr(parallel, "check_issue", listen)
    return paths


def test_why_the_document_is_not_read_is_told_each_time(root: Path) -> None:
    """An official text that is not read is told as such, not as one without a list; nothing is compared."""
    source = next((root / "data" / "source").glob("*.txt"))
    source.write_text(source.read_text("utf-8") + "监测站点小时均值记录。\n" * 40_001, "utf-8")
    first, second = check(root), check(root)
    told = [one for one in first.diagnostics if one.code in {"L518", "L593"}]
    assert [(one.code, one.path) for one in told] == [("L593", source.relative_to(root).as_posix())]
    assert first == second == check(root, kept=False)
    assert not first.has_source


def test_only_what_has_changed_is_checked(root: Path, looked_at: list[str]) -> None:
    """Nothing the second time, the file that grew the third time; and what is found is the same."""
    first = check(root)
    assert len(looked_at) == len(first.issues)
    looked_at.clear()
    assert check(root) == first
    assert looked_at == []
    issue = root / "data" / "issues" / "06.yaml"
    with issue.open("a", encoding="utf-8") as file:
        file.write("- {date: 2026-01-15, type: progress, by: 不认识局, text: 又有进展}\n")
    again = check(root)
    assert looked_at == ["data/issues/06.yaml"]
    assert again == check(root, kept=False) != first
    looked_at.clear()
    assert check(root) == again
    assert looked_at == []


@pytest.mark.parametrize(
    "shared", ["units.yaml", "plan.yaml", "source/plan.txt", "calendar.yaml", "letters.yaml"]
)
def test_what_all_share_is_part_of_it(root: Path, looked_at: list[str], shared: str) -> None:
    """Another byte there, and every file is checked."""
    check(root)
    looked_at.clear()
    with (root / "data" / shared).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert check(root) == check(root, kept=False)
    assert len(looked_at) == 2 * len(list((root / "data" / "issues").glob("*.yaml")))


def test_evidence_is_part_of_it(root: Path, looked_at: list[str]) -> None:
    """A file that was shown and is another one now is found out, although no YAML file has changed."""
    check(root)
    proof = next(path for path in sorted((root / "data" / "evidence").rglob("*")) if path.is_file())
    proof.write_bytes(proof.read_bytes() + b"more")
    looked_at.clear()
    told = check(root)
    assert looked_at
    assert told == check(root, kept=False)
    assert any(one.severity == "error" for one in told.diagnostics)


def test_a_new_task_is_known_to_all(root: Path, looked_at: list[str]) -> None:
    """Which tasks there are is part of every check."""
    check(root)
    looked_at.clear()
    shutil.copy(root / "data" / "issues" / "06.yaml", root / "data" / "issues" / "99.yaml")
    assert check(root) == check(root, kept=False)
    assert len(looked_at) > 2


def test_without_the_cache_nothing_is_taken_over(root: Path, looked_at: list[str]) -> None:
    """``check --no-cache``."""
    check(root)
    looked_at.clear()
    told = run_cli(
        "-C", str(root), "check", "--no-cache", env={"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    )
    assert looked_at
    assert told == run_cli("-C", str(root), "check", env={"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]})


@pytest.mark.parametrize("way", ["nonsense", "other shape", "other program"])
def test_what_is_damaged_is_none(root: Path, looked_at: list[str], way: str) -> None:
    """Everything is checked then, and said the same."""
    first = check(root)
    shelf = Shelf(os.environ["XDG_CACHE_HOME"])
    names = os.listdir(Path(os.environ["XDG_CACHE_HOME"]) / "ledger")
    assert sorted(name.partition("-")[0] for name in names) == ["checked", "stated"]
    for name in names:
        data = shelf.take(name)
        assert data is not None
        held = json.loads(data)
        if way == "other shape":
            if isinstance(held, dict):
                held["rows"] = {path: row[:2] for path, row in held["rows"].items()}
            else:
                held[1] = held[1][:2]
        elif isinstance(held, dict):
            held["context"] = "0"
        else:
            held[0] = "0"
        shelf.put(name, b"nonsense" if way == "nonsense" else json.dumps(held).encode())
    looked_at.clear()
    assert check(root) == first
    assert len(looked_at) == len(first.issues)


def differences(where: Path, count: int) -> int:
    """How often a check that takes results over said something else, in five changes of each ledger."""
    wrong = 0
    for seed in range(count):
        scene = warm.scene(where, seed)
        check(scene.root)
        for _ in range(5):
            scene.chance.choice(warm.CHANGES)(scene)
            wrong += check(scene.root) != check(scene.root, kept=False)
    return wrong


def test_whatever_happens_both_say_the_same(tmp_path: Path) -> None:
    """Changes of all kinds, one after another."""
    assert differences(tmp_path, by_profile(fast=3, ci=6)) == 0


@pytest.mark.large
def test_results_that_are_kept_by_name_are_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary: one that does not look at the bytes."""
    monkeypatch.setattr(checked, "_sum", lambda _data: "")
    assert differences(tmp_path, 10) > 0


# --- its parts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_states_is_kept_whole(path: Path, tmp_path: Path) -> None:
    """Every example: draft by draft and field by field, and asked once."""
    data = path.read_bytes()
    fresh = state(data, path.name)
    assert dict(fresh.drafts) == {
        key: unpack_draft(json.loads(json.dumps(pack_draft(draft)))) for key, draft in fresh.drafts.items()
    }
    keeping = KeptStated(Shelf(str(tmp_path)), "stated-1")
    kept_once, kept_twice = keeping(data, path.name), keeping(data, path.name)
    assert kept_once == fresh
    assert isinstance(kept_twice.drafts, Drafts) or not fresh.drafts
    assert Stated(kept_twice.plan, dict(kept_twice.drafts), kept_twice.lines, kept_twice.titled) == fresh


def test_another_document_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more byte, and it is taken apart again."""
    asked: list[str] = []
    plan = (REPO / "data" / "source" / "plan.txt").read_bytes()
    keeping = KeptStated(Shelf(str(tmp_path)), "stated-1")

    def listen(data: bytes, path: str, labels: Any = None) -> Stated:
        asked.append(path)
        return state(data, path, labels)

    monkeypatch.setattr("ledger.plans.stating.state", listen)
    for data in (plan, plan, plan + b"\n", plan + b"\n"):
        keeping(data, "plan.txt")
    assert len(asked) == 2


def test_what_is_in_no_draft_is_not_kept() -> None:
    """TypeError says so; a day would come back as something else."""
    with pytest.raises(TypeError):
        pack_draft(time.struct_time)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A folder to keep things in."""
    return Shelf(str(tmp_path))


def test_a_result_comes_back_whole(shelf: Shelf, root: Path) -> None:
    """Summary, findings with their places and words, what was guessed."""
    tree = {"data/issues/1.yaml": b"id: 1\n"}
    shared, _ = engine.share(tree, lambda _path: None)
    result = Result(
        Summary("data/issues/1.yaml", "1", "1", None, ("2", 3), frozenset({"a", "b"})),
        [Diagnostic("L501", "data/issues/1.yaml", Span(1, 2, 3, 4), {"a": ("x", "y"), "b": 1}, "goal")],
        [Finding("L417", "data/issues/1.yaml", ("measures", 0), {"words": "字"}, 5)],
    )
    checked.Kept(shelf, "c", shared).keep({"data/issues/1.yaml": (result, {})})
    assert checked.Kept(shelf, "c", shared).result("data/issues/1.yaml") == result
    del root


@pytest.mark.parametrize("missing", ["evidence", "summary"])
def test_what_may_change_by_itself_is_not_kept(shelf: Shelf, missing: str) -> None:
    """A file that could not be read, of the ledger or of the evidence."""
    tree = {"data/issues/1.yaml": b"id: 1\n"}
    shared, _ = engine.share(tree, lambda _path: None)
    summary = None if missing == "summary" else Summary("data/issues/1.yaml", "1", "1", None)
    asked: checked.Asked = {} if missing == "summary" else {"evidence/a.pdf": None}
    found: Callable[[], Result] = lambda: Result(summary, [])  # noqa: E731 - shorter than a function
    checked.Kept(shelf, "c", shared).keep({"data/issues/1.yaml": (found(), asked)})
    assert checked.Kept(shelf, "c", shared).result("data/issues/1.yaml") is None
