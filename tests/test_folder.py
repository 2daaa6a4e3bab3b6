"""The disk: what is read, what is refused, and files written whole or not at all."""

# ruff: noqa: SIM300 - what is expected stands first

import os
import tracemalloc
from pathlib import Path

import pytest

from ledger.folder import SOURCE_MAX, read_folder
from ledger.history.objects import Blob
from ledger.history.snapshot import select
from ledger.reading.layout import SIZE_MAX
from ledger.reading.load import load
from ledger.roots import find_root, is_root
from ledger.writing import create_files, replace_file


def _issue(root: Path, name: str) -> Path:
    return root / "data/issues" / name


def _found(root: Path) -> list[tuple[str, str]]:
    return [(d.code, d.path) for d in read_folder(str(root)).diagnostics]


def _snapshot(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
    }


# -- reading -------------------------------------------------------------------------------------------------


def test_shipped_folder_is_read(scratch: Path) -> None:
    """The plan, the units, the source and 23 issues are read, with nothing to tell."""
    tree, found = read_folder(str(scratch))
    assert [] == found
    assert 26 == len(tree)
    assert {"data/plan.yaml", "data/units.yaml", "data/source/plan.txt"} <= set(tree)
    assert all(tree[path] == (scratch / path).read_bytes() for path in tree)


def test_paths_come_in_order(scratch: Path) -> None:
    """Issues come sorted by name, whatever the order on the disk."""
    issues = [path for path in read_folder(str(scratch)).tree if path.startswith("data/issues/")]
    assert sorted(issues) == issues


@pytest.mark.parametrize("target", ["14.yaml", "../plan.yaml", "/dev/zero", "nowhere", "."])
def test_link_is_not_followed(scratch: Path, target: str) -> None:
    """A link in place of a file is told, wherever it leads, and the others are read."""
    _issue(scratch, "99.yaml").symlink_to(target)
    tree, found = read_folder(str(scratch))
    assert [("L119", "data/issues/99.yaml")] == [(d.code, d.path) for d in found]
    assert 26 == len(tree)


@pytest.mark.parametrize("name", ["plan.yaml", "units.yaml"])
def test_link_in_place_of_a_single_file(scratch: Path, name: str) -> None:
    """plan.yaml and units.yaml are held to the same."""
    (scratch / "data" / name).rename(scratch / name)
    (scratch / "data" / name).symlink_to(scratch / name)
    assert ("L119", f"data/{name}") in _found(scratch)


def test_linked_folder_is_not_followed(scratch: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of issues that is a link is told, not read in silence and not passed over."""
    outside = tmp_path_factory.mktemp("outside")
    (scratch / "data/issues").rename(outside / "issues")
    (scratch / "data/issues").symlink_to(outside / "issues")
    tree, found = read_folder(str(scratch))
    assert not [path for path in tree if path.startswith("data/issues/")]
    assert ["L119"] == [d.code for d in found if d.path.startswith("data/issues")]


def test_pipe_does_not_hang(scratch: Path) -> None:
    """A pipe without a writer is refused at once."""
    os.mkfifo(_issue(scratch, "99.yaml"))
    assert [("L119", "data/issues/99.yaml")] == _found(scratch)


def test_folder_named_like_a_file(scratch: Path) -> None:
    """A folder called 99.yaml holds nothing that is taken for an issue, and does not stop the rest."""
    _issue(scratch, "99.yaml").mkdir()
    assert 26 == len(read_folder(str(scratch)).tree)
    assert 23 == len(load(read_folder(str(scratch)).tree).ledger.issues)


def test_folder_in_place_of_the_plan_is_told(scratch: Path) -> None:
    """A folder where plan.yaml should be is told, and the rest is read."""
    (scratch / "data/plan.yaml").unlink()
    (scratch / "data/plan.yaml").mkdir()
    ((code, path),) = _found(scratch)
    assert (True, "data/plan.yaml") == (code in {"L119", "L120"}, path)
    assert 25 == len(read_folder(str(scratch)).tree)


@pytest.mark.parametrize(("size", "code"), [(SIZE_MAX, None), (SIZE_MAX + 1, "L109"), (1 << 30, "L109")])
def test_large_file_is_refused_before_it_is_read(scratch: Path, size: int, code: str | None) -> None:
    """A file over the limit is refused by its size alone, also a sparse one of a gigabyte."""
    with _issue(scratch, "99.yaml").open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    try:
        found = read_folder(str(scratch)).diagnostics
        assert tracemalloc.get_traced_memory()[1] < 16 * SIZE_MAX
    finally:
        tracemalloc.stop()
    assert ([code] if code else []) == [d.code for d in found]
    assert not code or {"size": size, "most": SIZE_MAX} == found[0].args


def test_source_may_be_larger_than_an_issue(scratch: Path) -> None:
    """The official text has a limit of its own."""
    (scratch / "data/source/plan.txt").write_bytes(b"x" * (SIZE_MAX + 1))
    assert [] == _found(scratch)
    with (scratch / "data/source/plan.txt").open("wb") as file:
        file.truncate(SOURCE_MAX + 1)
    assert [("L109", "data/source/plan.txt")] == _found(scratch)


@pytest.mark.parametrize("name", [".14.yaml.123.tmp", ".DS_Store", ".14.yaml.swp", "._14.yaml"])
def test_hidden_file_is_ignored(scratch: Path, name: str) -> None:
    """What was left behind by a killed run or an editor is neither read nor told."""
    _issue(scratch, name).write_bytes(b"id: [")
    assert [] == _found(scratch)
    assert 26 == len(read_folder(str(scratch)).tree)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plan.yml", "plan.yml"),
        ("disclosure.yaml", "disclosure.yaml"),
        ("calender.yaml", "calender.yaml"),
        ("Units.yaml", "Units.yaml"),
        ("foo.yaml", "foo.yaml"),
        (".plan.yaml", ".plan.yaml"),
        ("issues/.14.yaml", "issues/.14.yaml"),
        ("issue/99.yaml", "issue"),
        ("issues/a/b/c/d/e/99.yaml", "issues/a/b/c/d/e"),
        ("notes.txt", None),
        ("maps/99.yaml", None),
        (".DS_Store", None),
        ("evidence/a/b/c/d/e/f/x.yaml", None),
    ],
)
def test_a_file_that_nobody_reads_is_told(name: str, told: str | None, scratch: Path) -> None:
    """A name beside a known one, a hidden file of YAML, a folder too deep: told on disk and in git alike."""
    file = scratch / "data" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"id: [")
    wanted = [("L318", f"data/{told}")] if told else []
    assert wanted == _found(scratch)
    in_git = select({f"data/{name}": Blob("100644", "0" * 40, 5)}).diagnostics
    assert wanted == [(one.code, one.path) for one in in_git]


def test_data_that_is_a_link_is_told(scratch: Path) -> None:
    """Nothing is read through a link in the place of data."""
    (scratch / "data").rename(scratch / "elsewhere")
    (scratch / "data").symlink_to("elsewhere")
    assert ("L119", "data") in _found(scratch)
    assert read_folder(str(scratch)).tree == {}


@pytest.mark.parametrize("name", ["14.yml", "14.yaml.bak", "14.json", "说明.txt", "Thumbs.db", "14.YAML"])
def test_stray_file_is_told(scratch: Path, name: str) -> None:
    """A file among the issues that is not .yaml is told and not read."""
    _issue(scratch, name).write_bytes(b"id: [")
    assert [("L308", f"data/issues/{name}")] == _found(scratch)
    assert f"data/issues/{name}" not in read_folder(str(scratch)).tree


def test_evidence_is_not_read(scratch: Path) -> None:
    """Evidence, however large, is left alone."""
    folder = scratch / "data/evidence/14"
    folder.mkdir(parents=True)
    with (folder / "film.mp4").open("wb") as file:
        file.truncate(1 << 31)
    assert [] == _found(scratch)
    assert 26 == len(read_folder(str(scratch)).tree)


def test_unreadable_file_is_told(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the disk refuses is told with the reason, and the others are read."""
    real = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith("14.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    tree, found = read_folder(str(scratch))
    assert [("L120", "data/issues/14.yaml")] == [(d.code, d.path) for d in found]
    assert 25 == len(tree)


def test_empty_folder_is_read(tmp_path: Path) -> None:
    """A folder without a ledger gives nothing and does not raise."""
    assert ({}, []) == read_folder(str(tmp_path))


def test_reading_writes_nothing(scratch: Path) -> None:
    """Reading leaves every byte and every file as it was."""
    before = _snapshot(scratch)
    read_folder(str(scratch))
    assert before == _snapshot(scratch)


def test_root_is_found_from_below(scratch: Path) -> None:
    """The ledger is found from any folder inside it, and not from outside."""
    root = str(scratch)
    assert root == find_root(root) == find_root(str(scratch / "data/issues"))
    assert is_root(root)
    assert not is_root(str(scratch / "data"))
    assert not is_root(str(scratch / "nowhere"))


# -- writing -------------------------------------------------------------------------------------------------

FILES = {
    "data/a.yaml": b"1",
    "data/issues/01.yaml": b"2",
    "data/issues/02.yaml": b"3",
    "data/source/p.txt": b"4",
}


def test_new_files_are_written(tmp_path: Path) -> None:
    """Each file is there with its bytes, and nothing else is."""
    create_files(str(tmp_path), FILES)
    assert FILES == {path: data for path, data in _snapshot(tmp_path).items() if data is not None}


@pytest.mark.parametrize("path", FILES)
def test_existing_file_is_never_touched(tmp_path: Path, path: str) -> None:
    """Where one file is there already, it keeps its bytes and none of the others is made."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"old")
    with pytest.raises(FileExistsError):
        create_files(str(tmp_path), FILES)
    assert {path: b"old"} == {p: data for p, data in _snapshot(tmp_path).items() if data is not None}


def test_link_is_never_written_through(tmp_path: Path) -> None:
    """A link in the place of a new file, even one that leads nowhere, is not written through."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").symlink_to(tmp_path / "outside")
    with pytest.raises(FileExistsError):
        create_files(str(tmp_path), FILES)
    assert not (tmp_path / "outside").exists()


def _failing(monkeypatch: pytest.MonkeyPatch, name: str, nth: int, error: BaseException) -> list[int]:
    """Make the ``nth`` call of ``os.name`` fail; the list counts the calls."""
    real, calls = getattr(os, name), [0]

    def call(*args: object, **options: object) -> object:
        calls[0] += 1
        if calls[0] == nth:
            raise error
        return real(*args, **options)

    monkeypatch.setattr(os, name, call)
    return calls


@pytest.mark.parametrize("name", ["link", "fsync"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), OSError(5, "I/O error"), KeyboardInterrupt()]
)
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_all_files_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException, nth: int
) -> None:
    """When writing one of the files fails, none of them is left, and nothing temporary is."""
    calls = _failing(monkeypatch, name, nth, error)
    with pytest.raises(type(error)):
        create_files(str(tmp_path), FILES)
    assert calls[0] >= nth
    assert {} == {path: data for path, data in _snapshot(tmp_path).items() if data is not None}


@pytest.mark.parametrize("nth", [5, 6, 7])
def test_failure_to_flush_a_folder_takes_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """The folders are flushed after the files; when that fails nothing is left."""
    _failing(monkeypatch, "fsync", nth, OSError(5, "I/O error"))
    with pytest.raises(OSError, match="I/O error"):
        create_files(str(tmp_path), FILES)
    assert {} == {path: data for path, data in _snapshot(tmp_path).items() if data is not None}


def test_failure_leaves_other_files_alone(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before a write that failed is there after it, byte for byte."""
    before = _snapshot(scratch)
    _failing(monkeypatch, "link", 3, OSError(28, "No space left on device"))
    with pytest.raises(OSError, match="No space"):
        create_files(str(scratch), {f"data/issues/9{n}.yaml": b"x" for n in range(5)})
    assert before == _snapshot(scratch)


def test_files_are_flushed_before_they_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is on the disk before it has its name, and its folder after."""
    order: list[str] = []
    for name in ("fsync", "link"):
        real = getattr(os, name)

        def call(*args: object, _real: object = real, _name: str = name) -> object:
            order.append(_name)
            return _real(*args)  # type: ignore[operator]

        monkeypatch.setattr(os, name, call)
    create_files(str(tmp_path), {"a/1.yaml": b"x", "a/2.yaml": b"y"})
    assert ["fsync", "link", "fsync", "link", "fsync"] == order


def test_replacing_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is replaced in one step; when that fails the old one is there and nothing temporary is."""
    target = tmp_path / "report.csv"
    replace_file(str(target), b"old")
    replace_file(str(target), b"new")
    assert b"new" == target.read_bytes()
    _failing(monkeypatch, "replace", 1, OSError(28, "No space left on device"))
    with pytest.raises(OSError, match="No space"):
        replace_file(str(target), b"newer")
    assert {"report.csv": b"new"} == _snapshot(tmp_path)


def test_replacing_a_pipe_writes_into_it(tmp_path: Path) -> None:
    """A pipe or device as a target is written to and stays what it is."""
    target = tmp_path / "pipe"
    os.mkfifo(target)
    reader = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    replace_file(str(target), b"rows")
    assert b"rows" == os.read(reader, 10)
    os.close(reader)
    assert target.is_fifo()


def test_replacing_needs_its_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error, and none is made."""
    with pytest.raises(FileNotFoundError):
        replace_file(str(tmp_path / "no/such.csv"), b"x")
    assert {} == _snapshot(tmp_path)


def test_name_that_is_no_utf8_is_a_stray_file(scratch: Path) -> None:
    """A file whose name is no text is told with its bytes escaped, and every format can be written of it."""
    import os

    from cli_tools import run_cli

    os.close(
        os.open(os.path.join(os.fsencode(scratch), b"data/issues/\xff\xfe.yaml"), os.O_CREAT | os.O_WRONLY)
    )
    assert ("L324", "data/issues/\\xff\\xfe.yaml") in _found(scratch)
    for form in ("text", "concise", "json", "jsonl", "csv", "md", "github", "gitlab", "sarif", "junit"):
        done = run_cli("-C", str(scratch), "check", "-f", form, "-o", str(scratch / f"out.{form}"))
        assert done.code == 0, (form, done.err)
