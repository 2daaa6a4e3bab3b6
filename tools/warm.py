"""Warm and cold: whatever happens to the files of a ledger, what is recalled is what a fresh reading gives.

    python tools/warm.py              100 repositories, each changed 10 times at random and read both ways
    python tools/warm.py --count 20   fewer repositories
    python tools/warm.py --canary     the same before a store that believes the times and sizes of files

After each change the ledger is read from the store, as a command would, and anew; both must be equal in every value,
in what is wrong and where, and in the bytes behind it.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from ledger import folder, opening
from ledger.model.ledger import Issues
from ledger.reading.layout import Stamp
from ledger.store import recall as recalling
from ledger.store.places import file_of

DEMO = Path(__file__).resolve().parents[1] / "examples" / "demo"
ISSUES = 7
"""So many issues of the demo are kept, so that a repository is made quickly."""

ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@example.org"),
}


class Scene(NamedTuple):
    """A repository with a ledger, and what chooses what happens to it."""

    root: Path
    chance: random.Random

    def git(self, *args: str) -> None:
        """Run git there; that it refuses is one of the things that happen."""
        subprocess.run(["git", *args], cwd=self.root, env=ENVIRONMENT, capture_output=True, check=False)

    def issues(self) -> list[Path]:
        """The files of issues that are there."""
        return sorted((self.root / "data" / "issues").glob("*.yaml"))

    def issue(self) -> Path:
        """One of them."""
        return self.chance.choice(self.issues())


# --- what may happen ---------------------------------------------------------------------------------------


def append(scene: Scene) -> None:
    """A record is added."""
    path = scene.issue()
    line = f"- {{date: 2026-0{scene.chance.randint(1, 9)}-15, type: progress, by: 市生态环境局, text: 又有进展}}\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def delete(scene: Scene) -> None:
    """A file is gone."""
    if len(scene.issues()) > 2:
        scene.issue().unlink()


def rename(scene: Scene) -> None:
    """A file has another name, and its id is now not its name."""
    path = scene.issue()
    path.rename(path.with_name(f"{path.stem}-x.yaml"))


def twin(scene: Scene) -> None:
    """Two files have one id."""
    path = scene.issue()
    shutil.copy(path, path.with_name(f"{path.stem}-9.yaml"))


def same_size(scene: Scene) -> None:
    """A day is another one; the file is as long as before."""
    _turn_a_digit(scene.issue())


def same_size_and_time(scene: Scene) -> None:
    """The same, and the time of the file is put back."""
    path = scene.issue()
    before = path.stat()
    _turn_a_digit(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _turn_a_digit(path: Path) -> None:
    text = path.read_text("utf-8")
    for old, new in (("2025-", "2024-"), ("2024-", "2025-"), ("2023-", "2024-")):
        if old in text:
            path.write_text(text.replace(old, new, 1), "utf-8")
            return


def assumed(scene: Scene) -> None:
    """git is told to take a file for unchanged, and it is changed."""
    path = scene.issue()
    scene.git("update-index", "--assume-unchanged", str(path.relative_to(scene.root)))
    _turn_a_digit(path)


def skipped(scene: Scene) -> None:
    """git is told that a file is not in the folder, where it is changed."""
    path = scene.issue()
    scene.git("update-index", "--skip-worktree", str(path.relative_to(scene.root)))
    _turn_a_digit(path)


def stage(scene: Scene) -> None:
    """Everything is put into the index."""
    scene.git("add", "-A")


def stage_and_put_back(scene: Scene) -> None:
    """The index has a change that the folder has no more."""
    path = scene.issue()
    data = path.read_bytes()
    _turn_a_digit(path)
    scene.git("add", "-A")
    path.write_bytes(data)


def commit(scene: Scene) -> None:
    """Everything is committed."""
    scene.git("add", "-A")
    scene.git("commit", "-qm", "x")


def commit_part(scene: Scene) -> None:
    """Two files are changed and one of them is committed."""
    one, other = scene.issue(), scene.issue()
    _turn_a_digit(one)
    _turn_a_digit(other)
    scene.git("add", str(one.relative_to(scene.root)))
    scene.git("commit", "-qm", "x")


def amend(scene: Scene) -> None:
    """The last commit is another one."""
    append(scene)
    scene.git("add", "-A")
    scene.git("commit", "-q", "--amend", "-m", "y")


def branch(scene: Scene) -> None:
    """Another branch is checked out, perhaps a new one."""
    name = scene.chance.choice(("a", "b"))
    scene.git("checkout", "-q", "-B" if scene.chance.random() < 0.4 else "-f", name)


def go_back(scene: Scene) -> None:
    """An older commit is checked out."""
    scene.git("checkout", "-q", "-f", "--detach", "HEAD~1")


def reset(scene: Scene) -> None:
    """The folder is as the commit has it, and nothing else lies there."""
    scene.git("reset", "-q", "--hard")
    scene.git("clean", "-qfdx", "data")


def pack(scene: Scene) -> None:
    """Objects are packed."""
    scene.git("gc", "-q", "--prune=now")


def break_it(scene: Scene) -> None:
    """A file says nothing any more."""
    with scene.issue().open("a", encoding="utf-8") as file:
        file.write(
            scene.chance.choice(("nonsense: [\n", "- {date: 2025-02-30, type: start, by: 市水务局}\n"))
        )


def unknown_unit(scene: Scene) -> None:
    """A record is by a unit that nobody knows."""
    with scene.issue().open("a", encoding="utf-8") as file:
        file.write("- {date: 2026-01-15, type: progress, by: 不认识局, text: 又有进展}\n")


def change_units(scene: Scene) -> None:
    """The table of units says something else."""
    path = scene.root / "data" / "units.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"  新统称{scene.chance.randint(0, 99)}: {{}}\n")


def change_plan(scene: Scene) -> None:
    """The office sets another number of days."""
    path = scene.root / "data" / "plan.yaml"
    text = path.read_text("utf-8")
    days = f"warn_days: {scene.chance.randint(1, 60)}"
    held = [line for line in text.split("\n") if "warn_days" in line]
    if held:
        path.write_text(text.replace(held[0], f"  {days}"), "utf-8")
    elif "policy:" in text:
        path.write_text(text.replace("policy:\n", f"policy:\n  {days}\n"), "utf-8")


def untracked(scene: Scene) -> None:
    """A file is there that git does not know."""
    path = scene.issue()
    text = path.read_text("utf-8")
    new = f"8{scene.chance.randint(0, 9)}"
    path.with_name(f"{new}.yaml").write_text(text.replace(f'id: "{path.stem}"', f'id: "{new}"'), "utf-8")


def ignored(scene: Scene) -> None:
    """A file is there that git is told to overlook."""
    with (scene.root / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("data/issues/8*.yaml\n")
    untracked(scene)


def ignored_folder(scene: Scene) -> None:
    """A folder of issues is there that git is told to overlook."""
    with (scene.root / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("data/issues/old/\n")
    folder = scene.root / "data" / "issues" / "old"
    folder.mkdir(exist_ok=True)
    shutil.copy(scene.issue(), folder / "77.yaml")


def stray(scene: Scene) -> None:
    """Something lies where no reader looks, or where one says so."""
    name = scene.chance.choice(
        ("data/plan.yml", "data/issues/notes.txt", "data/issues/.hid.yaml", "data/.unfinished")
    )
    (scene.root / name).write_text("{}\n", "utf-8")


def link(scene: Scene) -> None:
    """A file is a link now."""
    path = scene.issue()
    target = scene.root / f"{path.stem}.real"
    path.rename(target)
    path.symlink_to(target)


def link_folder(scene: Scene) -> None:
    """The folder of issues is a link now."""
    folder = scene.root / "data" / "issues"
    if not folder.is_symlink():
        folder.rename(scene.root / "moved")
        folder.symlink_to(scene.root / "moved")


def damage(scene: Scene) -> None:
    """The store is damaged: cut, other bytes, no database at all."""
    path = Path(file_of(str(scene.root), ENVIRONMENT) or "")
    if not path.is_file():
        return
    data = bytearray(path.read_bytes())
    way = scene.chance.randrange(3)
    if way == 0:
        data = data[: scene.chance.randrange(len(data))]
    elif way == 1:
        for _ in range(scene.chance.choice((1, 1, 20))):
            data[scene.chance.randrange(len(data))] ^= 1 << scene.chance.randrange(8)
    else:
        data = bytearray(b"nonsense" * 100)
    path.write_bytes(bytes(data))


def upgrade(scene: Scene) -> None:
    """The store is of another program."""
    del scene
    global _version  # noqa: PLW0603 - what the program is called from now on
    _version += 1


def line_ends(scene: Scene) -> None:
    """A file has other line ends."""
    path = scene.issue()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def two_at_once(scene: Scene) -> None:
    """Two runs keep what they read at the same time."""
    runs = [Thread(target=_cold, args=(scene.root,)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()


def _cold(root: Path) -> None:
    opening.remembered(str(root), ENVIRONMENT)[1]()


CHANGES: tuple[Callable[[Scene], None], ...] = (
    *(
        append,
        delete,
        rename,
        twin,
        same_size,
        same_size_and_time,
        assumed,
        skipped,
        stage,
        stage_and_put_back,
    ),
    *(
        commit,
        commit,
        commit,
        commit_part,
        amend,
        branch,
        go_back,
        reset,
        reset,
        pack,
        break_it,
        unknown_unit,
    ),
    *(
        change_units,
        change_plan,
        untracked,
        ignored,
        ignored_folder,
        stray,
        link,
        link_folder,
        damage,
        upgrade,
    ),
    *(line_ends, two_at_once),
)

# --- both ways ---------------------------------------------------------------------------------------------

_version = 0
_program = recalling.program


def _program_of_today() -> str:
    return f"{_program()} {_version}"


def said(read: opening.Read) -> dict[str, Any]:
    """All that a command may make of a ledger that was read."""
    ledger = read.ledger
    return {
        "plan": ledger.plan,
        "units": ledger.units.file,
        "ids": ledger.ids,
        "issues": {issue.id: (issue.baseline, issue.entries, issue.path) for issue in ledger.issues},
        "found": [ledger.find(issue_id) for issue_id in ledger.ids],
        "earliest": ledger.earliest,
        "rest": (ledger.calendar, ledger.disclosures, ledger.letters, ledger.rounds, ledger.complaints),
        "diagnostics": sorted(map(repr, read.diagnostics)),
        "tree": {path: read.tree[path] for path in sorted(read.tree) if not path.startswith("data/source/")},
    }


def ask(root: Path) -> tuple[dict[str, Any], bool]:
    """What a command would be told, and whether anything was recalled; what it learned is kept."""
    read, later = opening.remembered(str(root), ENVIRONMENT)
    recalled = isinstance(read.ledger.issues, Issues)
    told = said(read)
    later()
    return told, recalled


def scene(where: Path, seed: int) -> Scene:
    """A repository with a few issues of the demo."""
    chance = random.Random(seed)  # noqa: S311 - a harness
    root = where / str(seed)
    shutil.copytree(DEMO, root, ignore=shutil.ignore_patterns("superior.*"))
    made = Scene(root, chance)
    for path in made.issues()[ISSUES:]:
        path.unlink()
    made.git("init", "-q", "-b", "a", ".")
    commit(made)
    if chance.random() < 0.3:  # another work tree of the same repository
        other = where / f"{seed}-other"
        made.git("worktree", "add", "-q", "-b", "w", str(other))
        made = made._replace(root=other)
    return made


class Outcome(NamedTuple):
    """The places where both ways differ, and how often something was recalled after which change."""

    wrong: list[str]
    recalled: Counter[str]
    asked: int


def run(count: int, changes: int = 10, first: int = 0) -> Outcome:
    """Change ``count`` repositories ``changes`` times each; compare both ways after each change."""
    recalling.program = _program_of_today
    outcome = Outcome([], Counter(), count * changes)
    with tempfile.TemporaryDirectory() as held:
        scenes = [scene(Path(held), seed) for seed in range(first, first + count)]
        time.sleep(2.2)  # what was made a moment ago is not kept
        for seed, made in enumerate(scenes, first):
            ask(made.root)
            done = []
            for _ in range(changes):
                change = made.chance.choice(CHANGES)
                if made.issues():
                    change(made)
                done.append(change.__name__)
                try:
                    warm, recalled = ask(made.root)
                except (KeyError, ValueError, RuntimeError, OSError) as error:
                    outcome.wrong.append(f"seed {seed}: {' → '.join(done)}: {error!r}")
                    break
                if recalled:
                    outcome.recalled[change.__name__] += 1
                cold = said(opening.read(str(made.root), "", ENVIRONMENT))
                if warm != cold:
                    which = [key for key in cold if cold[key] != warm[key]]
                    outcome.wrong.append(f"seed {seed}: {' → '.join(done)}: {', '.join(which)}")
                    break
            shutil.rmtree(made.root, ignore_errors=True)
    return outcome


def believing_times(status: os.stat_result) -> Stamp:
    """The canary: a file is unchanged where its size and the time of its content are."""
    return Stamp(status.st_size, status.st_mtime_ns, 0, 0)


def main(args: list[str]) -> int:
    """Run it and tell what differed."""
    count = int(args[args.index("--count") + 1]) if "--count" in args else 100
    if "--canary" in args:
        vars(folder)["_stamp"] = believing_times
        outcome = run(count, first=1000)
        caught = [one for one in outcome.wrong if "same_size_and_time" in one]
        sys.stdout.write(f"a store that believes times and sizes: wrong {len(outcome.wrong)} times\n")
        return 0 if caught else 1
    outcome = run(count)
    for line in outcome.wrong:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"{outcome.asked} changes, recalled after {sum(outcome.recalled.values())} of {len(outcome.recalled)} kinds, "
        f"{len(outcome.wrong)} wrong\n"
    )
    return 1 if outcome.wrong or sum(outcome.recalled.values()) < outcome.asked // 4 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
