"""What a killed run leaves is swept by the next one; and writing where a file cannot have two names."""

import errno
import os
import shutil
import signal
from pathlib import Path
from unittest import mock

import pytest

from cli_tools import REPO, run_cli
from ledger import writing
from ledger.cli.errors import CommandError
from ledger.cli.output import write_files

DAY = ("--as-of", "2025-06-30")
PROGRESS = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20")
DEAD = 2**22 + 1  # a process number that no system gives


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small ledger."""
    return Path(shutil.copytree(REPO / "tests" / "cases" / "check" / "base", tmp_path / "base"))


def killed_at(call: int, *args: str) -> None:
    """Run a command in a process of its own that is killed at its n-th file put in place."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(real: object) -> object:
            def counted(*paths: str) -> None:
                nonlocal seen
                seen += 1
                if seen == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                real(*paths)  # type: ignore[operator]

            return counted

        with mock.patch("os.link", count(os.link)), mock.patch("os.replace", count(os.replace)):
            run_cli(*args)
        os._exit(0)
    os.waitpid(child, 0)


def hidden(folder: Path) -> list[str]:
    """The hidden files below a folder."""
    return sorted(path.name for path in folder.rglob(".*"))


@pytest.mark.parametrize("call", [1, 2, 9])
def test_a_site_that_was_killed_is_written_by_the_next_run(call: int, root: Path, tmp_path: Path) -> None:
    """Wherever the first run was killed: nothing has to be forced, and nothing hidden is left."""
    pages = tmp_path / "pages"
    killed_at(call, "-C", str(root), "site", str(pages), *DAY)
    assert hidden(pages)
    done = run_cli("-C", str(root), "site", str(pages), "--as-of", "2025-07-31")
    assert (done.code, hidden(pages)) == (0, [])
    killed_at(call + 2, "-C", str(root), "site", str(pages), *DAY)
    again = run_cli("-C", str(root), "site", str(pages), "--as-of", "2025-08-31")
    assert (again.code, hidden(pages)) == (0, [])
    sums = (pages / "files.sha256").read_text("utf-8").splitlines()
    assert len({line[66:] for line in sums}) == len(sums)


def test_a_site_does_not_take_a_stranger_for_its_own(root: Path, tmp_path: Path) -> None:
    """Another program's hidden file is somebody's; so is ours while its process runs."""
    for name in (".notes", f".index.html.{os.getppid()}.tmp"):
        pages = tmp_path / name
        pages.mkdir()
        (pages / name).write_bytes(b"x")
        assert run_cli("-C", str(root), "site", str(pages), *DAY).code == 2
        assert hidden(pages) == [name]


def test_a_failed_site_leaves_what_was_there(root: Path, tmp_path: Path) -> None:
    """A disk that is full in the middle: no folder where there was none, the old pages where there were some."""
    pages = tmp_path / "pages"
    full = OSError(errno.ENOSPC, "full")
    with mock.patch.object(writing.files, "put_new", side_effect=[None, None, full]):
        assert run_cli("-C", str(root), "site", str(pages), *DAY).code != 0
    assert run_cli("-C", str(root), "site", str(pages), *DAY).code == 0
    before = {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()}
    with mock.patch.object(writing.files, "keep", side_effect=[mock.DEFAULT, full]):
        assert run_cli("-C", str(root), "site", str(pages), "--as-of", "2025-07-31").code == 2
    assert {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()} == before


def test_leftovers_of_an_output_are_swept(root: Path, tmp_path: Path) -> None:
    """Of the files that are written again; what is not of them stays."""
    tables = tmp_path / "tables"
    tables.mkdir()
    for name in (f".plan.csv.{DEAD}.old", f".issues.csv.{DEAD}.tmp", f".mine.{DEAD}.tmp", ".git"):
        (tables / name).write_bytes(b"x")
    assert run_cli("-C", str(root), "export", "-f", "csv", "-o", f"{tables}/", *DAY).code == 0
    assert hidden(tables) == [".git", f".mine.{DEAD}.tmp"]
    (tmp_path / f".list.md.{DEAD}.tmp").write_bytes(b"x")
    assert run_cli("-C", str(root), "list", "-o", str(tmp_path / "list.md"), *DAY).code == 0
    assert not (tmp_path / f".list.md.{DEAD}.tmp").exists()


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system on which a file has one name."""

    def refuse(*paths: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), paths[0])

    monkeypatch.setattr("os.link", refuse)


@pytest.mark.usefixtures("no_links")
def test_without_links_records_are_written(root: Path, tmp_path: Path) -> None:
    """New files and changed ones, in one issue and in several; nothing hidden is left."""
    proof = tmp_path / "proof.txt"
    proof.write_text("x", "utf-8")
    assert run_cli("-C", str(root), *PROGRESS, "--evidence", str(proof), "x").code == 0
    both = ("progress", "1", "2", "--by", "市水务局", "--date", "2025-01-21", "y")
    assert run_cli("-C", str(root), *both).code == 0
    assert run_cli("-C", str(root), "disclose", "东河区", "--where", "网站", "--date", "2025-01-20").code == 0
    assert (root / "data" / "evidence" / "01" / "proof.txt").read_bytes() == b"x"
    assert run_cli("-C", str(root), "check").code == 0
    assert hidden(root) == []
    assert run_cli("-C", str(root), "site", str(tmp_path / "pages"), *DAY).code == 0
    told = run_cli("-C", str(root), "doctor").out
    assert "没有硬链接" in told


@pytest.mark.usefixtures("no_links")
def test_without_links_a_new_file_is_put_over_none(tmp_path: Path) -> None:
    """It is looked before; and what fails is taken back."""
    (tmp_path / "b.txt").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        writing.create_files(str(tmp_path), {"a.txt": b"new", "b.txt": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.txt": b"old"}
    replace = mock.Mock(wraps=os.replace, side_effect=[OSError(errno.ENOSPC, "full"), mock.DEFAULT])
    with mock.patch("os.replace", replace), pytest.raises(CommandError):
        write_files(str(tmp_path), {"a.txt": b"new", "b.txt": b"new"}, force=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.txt": b"old"}


def test_doctor_says_that_files_have_two_names(root: Path) -> None:
    """And leaves nothing behind."""
    assert "有硬链接" in run_cli("-C", str(root), "doctor").out
    assert hidden(root) == []


def test_what_was_left_beside_a_complaint_is_swept(root: Path) -> None:
    """Complaints are a folder deeper than other books."""
    batch = root / "data" / "complaints" / "26"
    batch.mkdir(parents=True)
    (batch / f".D3SX202405010001.yaml.{DEAD}.tmp").write_bytes(b"x")
    writing.sweep(str(root))
    assert hidden(batch) == []


def test_what_was_left_beside_a_schema_is_swept_by_the_next_init(tmp_path: Path) -> None:
    """Whether or not the file itself was written by the run that was killed."""
    begin = ("-C", str(tmp_path), "init", "--no-git")
    assert run_cli(*begin).code == 0
    (tmp_path / "schemas" / f".issue.schema.json.{DEAD}.tmp").write_bytes(b"x")
    assert run_cli(*begin).code == 0
    assert hidden(tmp_path / "schemas") == []


def test_a_copy_that_fails_leaves_nothing(root: Path) -> None:
    """Where a file cannot have two names the old one is copied first, and the disk can be full."""
    file = root / "data" / "issues" / "01.yaml"
    with (
        mock.patch("os.link", side_effect=OSError(errno.EPERM, "no links")),
        mock.patch("os.fsync", side_effect=[None, OSError(errno.ENOSPC, "full")]),
        pytest.raises(OSError, match="full"),
    ):
        writing.append_files(str(root), {"data/issues/01.yaml": (file.read_bytes(), b"new")}, {})
    assert hidden(root) == []


def test_forms_without_their_record_are_told(root: Path, tmp_path: Path) -> None:
    """What was written before the record failed is said, and the same run once more ends it."""
    asked = ("-C", str(root), "dispatch", "2024-05", "--date", "2024-05-01", "--due", "2024-05-10")
    forms = str(tmp_path / "forms")
    with mock.patch(
        "ledger.cli.books.append_to", side_effect=CommandError("error.write", file="x", reason="y")
    ):
        failed = run_cli(*asked, "-o", forms)
    assert failed.code == 2
    assert forms in failed.err
    assert run_cli(*asked, "-o", forms).code == 0
    assert (root / "data" / "rounds" / "2024-05.yaml").exists()
