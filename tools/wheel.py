"""Build what is installed, install it in an environment of its own, and run every command outside the tree.

    python tools/wheel.py

Both are built twice, as of two clones with different umasks and times, and must be the same bytes. The archive must hold the tests and what they need.  What a command writes there must be what it writes from the tree.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import dist

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "examples" / "demo"
DAY = "2025-06-30"
EXTRAS = "office,site,calendar,documents,pdf"
EPOCH = 1735689600
"""The time that files in an archive have, so that two builds are alike."""

NEEDED = (
    *(
        "README.md",
        "README.zh-CN.md",
        "Makefile",
        "constraints.txt",
        "constraints-oldest.txt",
        "mkdocs.yml",
        "CHANGELOG.md",
        "LICENSE",
    ),
    *("tests/conftest.py", "tests/cases/check/base/data/plan.yaml", "tools/demo.py", ".ci/run"),
    *("docs/design.md", "examples/demo/data/plan.yaml", "data/source/plan.txt", "schemas/issue.schema.json"),
    "schemas/output/overdue.schema.json",
)
"""Files without which the source archive is not the source."""

RUNS: tuple[tuple[str, ...], ...] = (
    ("overdue",),
    ("list", "-o", "list.xlsx"),
    ("due", "--within", "90d", "-o", "due.csv"),
    ("show", "14"),
    ("units",),
    ("stats",),
    ("ready",),
    ("pace",),
    ("duties",),
    ("brief", "昆区", "-o", "brief.docx"),
    ("quiet",),
    ("promises",),
    ("letters",),
    ("remind", "--unit", "昆区"),
    ("rounds",),
    ("ledgers",),
    ("target",),
    ("reconcile", "superior.csv", "-o", "reconciled.docx"),
    ("report", "-o", "report.docx"),
    ("report", "-o", "report.xlsx"),
    ("report", "-o", "report.html"),
    ("report", "-f", "md"),
    ("paper", "letter", "石拐区", "-o", "letter.docx"),
    ("paper", "circular", "-o", "circular.docx"),
    ("paper", "clearing", "-o", "register.xlsx"),
    ("export", "-o", "all.sqlite"),
    ("export", "-f", "csv", "-o", "tables"),
    ("site", "pages"),
    ("site", "public", "--public", "--numbers", "mask"),
    ("sql", "select count(*) from issues"),
    ("timeline",),
    ("timeline", "-o", "chart.svg"),
    ("calendar",),
    ("check",),
    ("import", "plan.txt"),
    ("import", "plan.txt", "-f", "json"),
    ("render",),
    ("explain", "L501"),
    ("schema", "issue"),
    ("dispatch", "2025-07", "--date", "2025-07-01", "--due", "2025-07-15", "-o", "forms"),
    ("help", "overdue"),
    ("--help",),
    ("--version",),
)
"""Every command, with the files of the extras that it writes."""


def main() -> int:
    """Build, compare, install, run; 0 when all of it holds."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        built = [_build(room / "first", 0o022), _build(room / "second", 0o077)]
        wrong = _compare(*built) + _incomplete(built[0][1])
        wrong += _run(room, built[0][0])
    for line in wrong:
        print(line)
    print(f"wheel: {len(RUNS)} runs outside the tree, {len(wrong)} wrong")
    return 1 if wrong else 0


def _build(folder: Path, umask: int) -> tuple[Path, Path]:
    """The wheel and the source archive, of a clone that has modes and times of its own."""
    before = os.umask(umask)
    try:
        tree = dist.copy(folder / "tree")
        for path in tree.rglob("*"):
            path.chmod(0o777 & ~umask if path.is_dir() or path.stat().st_mode & 0o100 else 0o666 & ~umask)
        return dist.build(tree, folder / "out", EPOCH)
    finally:
        os.umask(before)


def _compare(first: tuple[Path, Path], second: tuple[Path, Path]) -> list[str]:
    """What differs between two builds: no byte may."""
    pairs = zip(first, second, strict=True)
    return [
        f"{one.name}: two builds differ" for one, other in pairs if one.read_bytes() != other.read_bytes()
    ]


def _members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as held:
        files = [one for one in held.getmembers() if one.isfile()]
        read = {one.name: held.extractfile(one) for one in files}
        return {name: file.read() for name, file in read.items() if file is not None}


def _incomplete(archive: Path) -> list[str]:
    names = {name.partition("/")[2] for name in _members(archive)}
    return [f"{archive.name} lacks {name}" for name in NEEDED if name not in names]


def _run(room: Path, wheel: Path) -> list[str]:
    """The commands from the wheel and from the tree, each in a copy of the demo; what does not agree."""
    venv.create(room / "venv", with_pip=True)
    python = room / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-c",
        str(ROOT / "constraints.txt"),
    ]
    subprocess.run([str(python), *install, f"{wheel}[{EXTRAS}]"], check=True)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LEDGER_", "PYTHON", "LC_"))
    } | {"LEDGER_AS_OF": DAY, "LEDGER_LANG": "zh"}
    wrong = []
    folders = {}
    for name in ("wheel", "tree"):
        folders[name] = room / name / "demo"
        shutil.copytree(DEMO, folders[name])
        shutil.copy(ROOT / "data/source/plan.txt", folders[name] / "plan.txt")
    there = [sys.executable, "-P", "-m", "ledger"]
    for run in RUNS:
        mine = _outcome([str(python), "-P", "-m", "ledger", *run], folders["wheel"], environment)
        theirs = _outcome([*there, *run], folders["tree"], environment)
        if mine != theirs or mine[0] not in {0, 1}:
            wrong.append(f"ledger {' '.join(run)}: {_differing(mine, theirs)}")
    written = [_files(folder) for folder in folders.values()]
    wrong += [
        f"differs: {path}"
        for path in sorted({*written[0], *written[1]})
        if written[0].get(path) != written[1].get(path)
    ]
    script = "import ledger; print(len(ledger.open('.').issues))"
    asked = _outcome([str(python), "-P", "-c", script], folders["wheel"], environment)
    if asked != (0, "23\n", ""):
        wrong.append(f"ledger.open: {asked}")
    return wrong


def _outcome(command: Sequence[str], folder: Path, environment: dict[str, str]) -> tuple[int, str, str]:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


def _differing(mine: tuple[int, str, str], theirs: tuple[int, str, str]) -> str:
    """Exit codes and the first line in which two outcomes differ."""
    for one, other in zip(mine[1:], theirs[1:], strict=True):
        for line, wanted in zip_longest(one.splitlines(), other.splitlines(), fillvalue="(nothing)"):
            if line != wanted:
                return f"{mine[0]} for {theirs[0]}, {line!r} for {wanted!r}"
    return f"{mine[0]} for {theirs[0]}, {mine[2][:200]!r}"


def _files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


if __name__ == "__main__":
    sys.exit(main())
