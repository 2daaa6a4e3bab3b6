"""Making real repositories for tests, with fixed authors and dates."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PERSON = {
    "GIT_AUTHOR_NAME": "张三",
    "GIT_AUTHOR_EMAIL": "zhang@example.org",
    "GIT_COMMITTER_NAME": "李四",
    "GIT_COMMITTER_EMAIL": "li@example.org",
}


def git(folder: Path, *args: str, stdin: bytes | None = None, **env: str) -> str:
    """What plain git prints; it must not fail."""
    done = subprocess.run(
        ["git", *args],
        cwd=folder,
        env={**os.environ, **PERSON, **env},
        input=stdin if stdin is not None else b"",
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, (args, done.stderr.decode())
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")


class Making:
    """A repository that is being made."""

    def __init__(self, folder: Path, inside: str = "") -> None:
        self.top = folder
        self.root = folder / inside
        self.root.mkdir(parents=True, exist_ok=True)
        git(self.top, "init", "-q", "-b", "main")
        git(self.top, "config", "gc.auto", "0")

    def write(self, path: str, data: str | bytes | None) -> None:
        """Write, or with ``None`` take away, a file below the project folder."""
        target = self.root / path
        if data is None:
            target.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)

    def commit(
        self, files: Mapping[str, str | bytes | None], when: str = "2025-01-01", message: str = "一条"
    ) -> str:
        """Commit ``files`` at noon (or at a full time) of a day at UTC+08:00; the full name."""
        for path, data in files.items():
            self.write(path, data)
        git(self.top, "add", "-A", "-f", ".")
        return self.record(when, message)

    def record(self, when: str, message: str = "一条", *args: str) -> str:
        """Commit what is in the index."""
        date = when if " " in when else f"{when} 12:00:00 +0800"
        git(
            self.top,
            *("commit", "-q", "--allow-empty", "-m", message, *args),
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_DATE=date,
        )
        return self.head()

    def merge(self, branch: str, when: str, *args: str, files: Mapping[str, str] | None = None) -> str:
        """Merge a branch, with changes of the merge's own."""
        git(self.top, "merge", "-q", "--no-ff", "--no-commit", *args, *branch.split())
        return self.commit(files or {}, when, f"merge {branch}")

    def switch(self, *args: str) -> None:
        """Check out a branch."""
        git(self.top, "checkout", "-q", *args)

    def head(self) -> str:
        """The full name of ``HEAD``."""
        return git(self.top, "rev-parse", "HEAD")


def snapshot(folder: Path) -> dict[str, bytes | str]:
    """Everything below a folder: files with their bytes, links with their targets, folders."""
    found: dict[str, bytes | str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else ""
    return found


def copy(source: Path, target: Path) -> Path:
    """A copy of a repository, links kept."""
    shutil.copytree(source, target, symlinks=True)
    return target
