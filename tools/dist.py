"""Wheel and source archive of what git has: the same bytes from every clone of a commit.

    python tools/dist.py           # into build/dist

Times are those of the commit (or SOURCE_DATE_EPOCH), modes are 644 and 755, owners nobody, names in order; what a
clone has of its own (umask, times, left-overs) gets into neither.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Build both of the checkout into build/dist, and name them."""
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))
    out = ROOT / "build" / "dist"
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        tree = copy(Path(name) / "tree")
        for built in build(tree, out, epoch):
            print(built.relative_to(ROOT))
    return 0


def copy(tree: Path) -> Path:
    """A copy of what git has, and of what is new and not ignored, so that no left-over gets in."""
    for path in filter(
        None, _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    ):
        if (ROOT / path).is_file():
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, target)
    return tree


def build(tree: Path, out: Path, epoch: int) -> tuple[Path, Path]:
    """The wheel and the source archive of a tree, with all files at the time ``epoch``."""
    for folder, _, names in os.walk(tree):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in names):
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
            os.utime(path, (epoch, epoch))
    before = os.umask(0o022)  # the wheel keeps the modes of what is made on the way
    try:
        subprocess.run(
            [sys.executable, "-m", "build", "--outdir", str(out), str(tree)],
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        )
    finally:
        os.umask(before)
    (wheel,) = out.glob("*.whl")
    (archive,) = out.glob("*.tar.gz")
    _pack_again(archive, epoch)
    return wheel, archive


def _pack_again(archive: Path, epoch: int) -> None:
    """The same files in order, without the times, owners and modes of this build."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.pax_headers = epoch, {}
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    aside = archive.with_suffix(".new")
    with (
        tarfile.open(archive) as held,
        open(aside, "wb") as file,
        gzip.GzipFile("", "wb", mtime=epoch, fileobj=file) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as made,
    ):
        for member in sorted(held.getmembers(), key=lambda one: one.name):
            made.addfile(plain(member), held.extractfile(member) if member.isfile() else None)
    aside.replace(archive)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True)
    return done.stdout.decode()


if __name__ == "__main__":
    sys.exit(main())
