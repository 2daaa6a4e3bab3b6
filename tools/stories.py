"""Histories of a ledger in the making: the demo replayed commit by commit, honestly.

A history replays the demo ledger: its entries in the order of their dates, some to a commit, each committed soon
after, by the unit that recorded; with all that people do who do nothing wrong: branches that are merged, records
picked into another branch, slips reverted the next day, files dropped and restored, line ends made one sort, a text
read again by a better program, settings made stricter, a ledger that moves to another folder.
"""

import hashlib
import random
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ledger.judging.zone import CHINA
from ledger.model.entries import ENTRIES, Entry, content, ref_of
from ledger.reading.oneline import one_line
from ledger.reading.yaml import parse

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "examples" / "demo" / "data"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}

Files = dict[str, bytes]

_SIGNATURE = b"-----BEGIN SSH SIGNATURE-----\nbm90aGluZw==\n-----END SSH SIGNATURE-----"


@dataclass(slots=True)
class Commit:
    """A commit of a story: its files as they are then, by whom, on which day, after which others."""

    files: Files
    author: str
    day: date
    parents: list[int]
    message: str = "记录"
    authored: date | None = None
    signed: bool = False


@dataclass(slots=True)
class Story:
    """A history in the making."""

    commits: list[Commit] = field(default_factory=list)

    def add(self, files: Files, author: str, day: date, parents: list[int] | None = None) -> int:
        """Add a commit after the last one, or after ``parents``; returns its number."""
        before = parents if parents is not None else [len(self.commits) - 1][: len(self.commits)]
        self.commits.append(Commit(dict(files), author, day, before))
        return len(self.commits) - 1

    @property
    def tip(self) -> Commit:
        """The last commit."""
        return self.commits[-1]

    def stream(self) -> bytes:
        """The whole story for ``git fast-import``."""
        out: list[bytes] = []
        for number, commit in enumerate(self.commits):
            noon = datetime(commit.day.year, commit.day.month, commit.day.day, 12, tzinfo=CHINA)
            seconds = int(noon.timestamp()) + number
            who = f"{commit.author} <{commit.author.encode().hex()[:12]}@example.org>"
            authored = seconds - 86400 * (commit.day - (commit.authored or commit.day)).days
            message = commit.message.encode()
            if not commit.parents:
                out.append(b"reset refs/heads/main\n")
            out.append(b"commit refs/heads/main\nmark :%d\n" % (number + 1))
            out.append(f"author {who} {authored} +0800\ncommitter {who} {seconds} +0800\n".encode())
            out.append(b"data %d\n%s\n" % (len(message), message))
            for n, parent in enumerate(commit.parents):
                out.append(b"%s :%d\n" % (b"merge" if n else b"from", parent + 1))
            before = self.commits[commit.parents[0]].files if commit.parents else {}
            for path in sorted({*before, *commit.files}):
                data = commit.files.get(path)
                if data is None:
                    out.append(f"D {path}\n".encode())
                elif before.get(path) != data:
                    out.append(f"M 100644 inline {path}\n".encode())
                    out.append(b"data %d\n%s\n" % (len(data), data))
        return b"".join(out)

    def write(self, folder: Path) -> list[str]:
        """Make the repository; the full names of the commits."""
        for name in {path.partition("data/")[0] for path in self.tip.files if "data/" in path}:
            (folder / name).mkdir(parents=True, exist_ok=True)
        _git(folder, "init", "-q", "--template=", "-b", "main")
        marks = folder / ".git" / "marks"
        _git(folder, "fast-import", "--quiet", f"--export-marks={marks}", stdin=self.stream())
        named = dict(line.split() for line in marks.read_text().splitlines())
        shas = [named[f":{n + 1}"] for n in range(len(self.commits))]
        if self.tip.signed:
            shas[-1] = _sign(folder, shas[-1])
        return shas


def _sign(folder: Path, sha: str) -> str:
    """The last commit anew, with a signature that is none."""
    head, _, message = _git(folder, "cat-file", "commit", sha).partition(b"\n\n")
    lines = _SIGNATURE.replace(b"\n", b"\n ")
    made = head + b"\ngpgsig " + lines + b"\n\n" + message
    new = _git(folder, "hash-object", "-t", "commit", "-w", "--stdin", stdin=made).decode().strip()
    _git(folder, "update-ref", "refs/heads/main", new)
    return new


def _git(folder: Path, *args: str, stdin: bytes = b"") -> bytes:
    command = ["git", *args]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, input=stdin, check=True, capture_output=True)
    return done.stdout


# -- the demo, taken apart -----------------------------------------------------------------------------------


class Recorded(NamedTuple):
    """An entry of the demo: where it stands, and the line that it was written as."""

    path: str
    entry: Entry
    line: bytes


BOOKS = {"data/disclosures.yaml": b"disclosures:\n", "data/letters.yaml": b"letters:\n"}
"""The books of records, before their first one."""


@cache
def demo() -> tuple[Files, list[Recorded]]:
    """The demo without its complaints and entries, and these in the order of their dates."""
    files: Files = {}
    entries: list[Recorded] = []
    for file in sorted(DEMO.rglob("*")):
        path = f"data/{file.relative_to(DEMO).as_posix()}"
        if file.is_dir() or path.startswith(("data/evidence/", "data/complaints/")):
            continue
        if path in BOOKS:
            files[path] = BOOKS[path]
            continue
        data = file.read_bytes()
        head, mark, tail = data.partition(b"\nentries:\n")
        files[path] = head + mark
        entries += [Recorded(path, read_entry(line), line) for line in tail.splitlines(keepends=True)]
    return files, sorted(entries, key=lambda one: one.entry.date)


def read_entry(line: bytes) -> Entry:
    """An entry from its line."""
    document, _ = parse(b"entries:\n" + line, "")
    if document is None:
        raise SystemExit(f"no entry: {line!r}")
    return ENTRIES.validate_python(document.value["entries"])[0]


def line_of(entry: Entry) -> bytes:
    """The line of an entry."""
    return f"- {one_line(content(entry))}\n".encode()


def evidence_of(entry: Entry) -> Files:
    """The files that an entry refers to."""
    paths = [one.path for one in entry.evidence if one.path is not None]
    known = {path: (DEMO / path).read_bytes() for path in paths if (DEMO / path).is_file()}
    return {f"data/{path}": known.get(path, f"{path}\n".encode()) for path in paths}


# -- honest histories ----------------------------------------------------------------------------------------


def honest(
    chance: random.Random, base: Files, entries: list[Recorded], habits: "Sequence[Habit] | None" = None
) -> Story:
    """A history without a fault; ``habits`` are what may happen besides records, all of them by default."""
    story = Story()
    story.add(misread(base), OFFICE, date(2024, 11, 1))
    files = dict(story.tip.files)
    moved: dict[str, str] = {}
    waiting = list(entries)
    while waiting:
        if chance.random() < 0.12 and len(waiting) > 4:
            files = _branches(story, chance, files, waiting, moved)
            continue
        batch = _batch(chance, waiting)
        for one in batch:
            files = _append(files, one, moved)
        if chance.random() < 0.04:
            files = _move(chance, files, moved)
        story.add(files, batch[0].entry.by, _committed(chance, story, batch))
        for happens in HABITS if habits is None else habits:
            if chance.random() < 0.03:
                files = happens(story, chance, files)
    return story


OFFICE = "市整改专项组"


_LATER = {"accept", "reject", "publicize", "object", "answer", "close", "reopen"}
"""Types of entries that rest on what was recorded before them."""


def _rests_on(one: Recorded, others: list[Recorded]) -> bool:
    """Whether a record follows on one of the others, so that nobody makes it without having seen these."""
    return one.entry.type in _LATER and any(other.path == one.path for other in others)


def _batch(
    chance: random.Random, waiting: list[Recorded], unseen: list[Recorded] | None = None
) -> list[Recorded]:
    """The next few entries; completion and acceptance of an issue are never committed together.

    ``unseen`` are the records of another branch.
    """
    batch = [waiting.pop(0)]
    while waiting and len(batch) < chance.choice([1, 1, 2, 3, 5]):
        after = waiting[0]
        if _rests_on(after, unseen or []):
            break
        if after.entry.type == "accept" and any(
            one.path == after.path and one.entry.type == "complete" for one in batch
        ):
            break
        batch.append(waiting.pop(0))
    return batch


def _committed(chance: random.Random, story: Story, batch: list[Recorded]) -> date:
    """A few days after the last entry, and not before the commit before."""
    day = max(one.entry.date for one in batch) + timedelta(chance.choice([0, 0, 1, 3, 9]))
    return max(day, story.tip.day)


def _append(files: Files, one: Recorded, moved: dict[str, str]) -> Files:
    path = moved.get(one.path, one.path)
    return {**files, path: files[path] + one.line, **evidence_of(one.entry)}


def _move(chance: random.Random, files: Files, moved: dict[str, str]) -> Files:
    """An issue gets a folder of its own; its id and content stay."""
    path = chance.choice([p for p in files if p.startswith("data/issues/") and p.count("/") == 2])
    target = path.replace("data/issues/", f"data/issues/{chance.choice('ab')}/")
    moved[path] = target
    return {target if name == path else name: data for name, data in files.items()}


def _branches(
    story: Story, chance: random.Random, files: Files, waiting: list[Recorded], moved: dict[str, str]
) -> Files:
    """Two people record at once; the merge has the records of both, ours first."""
    fork = len(story.commits) - 1
    sides: list[Files] = []
    ends: list[int] = []
    added: list[list[Recorded]] = []
    for _ in range(2):
        side, end, mine = dict(files), fork, []
        for _ in range(chance.choice([1, 2])):
            unseen = added[0] if added else []
            if not waiting or _rests_on(waiting[0], unseen):
                break
            batch = _batch(chance, waiting, unseen)
            for one in batch:
                side = _append(side, one, moved)
            mine += batch
            end = story.add(side, batch[0].entry.by, _committed(chance, story, batch), [end])
        sides.append(side)
        ends.append(end)
        added.append(mine)
    merged = dict(sides[0])
    for one in added[1]:
        merged = _append(merged, one, moved)
    if ends[1] == fork:
        return sides[0]
    story.add(merged, "市整改专项组", story.tip.day, ends)
    return merged


def amendment(data: bytes, day: date, field: str = "goal") -> bytes:
    """The line of an amendment of a one-line field of an issue file."""
    old = value_of(data, f"\n{field}: ".encode())
    change = {"field": field, "old": old, "new": f"{old}（经批准调整）"}
    made = {"date": day, "type": "amend", "by": "市整改专项组", "changes": [change], "approval": "示例文号"}
    return line_of(ENTRIES.validate_python([made])[0])


def value_of(data: bytes, key: bytes) -> str:
    at = data.index(key) + len(key)
    return data[at : data.index(b"\n", at)].decode().strip('"')


# -- what people do who do nothing wrong ------------------------------------------------------------------

Habit = Callable[[Story, random.Random, Files], Files]
HABITS: list[Habit] = []


def habit(one: Habit) -> Habit:
    """Register something honest."""
    HABITS.append(one)
    return one


def _an_issue(chance: random.Random, files: Files) -> str:
    return chance.choice([path for path in files if path.startswith("data/issues/")])


@habit
def amend(story: Story, chance: random.Random, files: Files) -> Files:
    """The plan is changed by its issuer: an amendment on record, and the baseline as it was."""
    path = _an_issue(chance, files)
    files = {**files, path: files[path] + amendment(files[path], story.tip.day)}
    story.add(files, OFFICE, story.tip.day)
    return files


UNDERSTOOD = (b"\n  sustained: false", b"\n  sustained: true")


def misread(base: Files) -> Files:
    """The ledger as a program imported it that did not understand 长期坚持."""
    return {path: data.replace(*UNDERSTOOD[::-1], 1) for path, data in base.items()}


@habit
def reread(story: Story, chance: random.Random, files: Files) -> Files:
    """A later program reads the same text better: the reading is noted, texts stay, the meaning is another."""
    del chance
    known = {path.rpartition("/")[2]: data for path, data in demo()[0].items()}
    better = {
        path: data.replace(*UNDERSTOOD, 1)
        for path, data in files.items()
        if path.startswith("data/issues/") and UNDERSTOOD[1] in known[path.rpartition("/")[2]]
    }
    if not any(UNDERSTOOD[0] in files[path] for path in better):
        return files
    files = {**reading(files, story.tip.day), **better}
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def slip(story: Story, chance: random.Random, files: Files) -> Files:
    """A record made by mistake, reverted the next day by who made it."""
    path = _an_issue(chance, files)
    day = story.tip.day
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：记错了{chance.random()}。}}\n"
    story.add({**files, path: files[path] + line.encode()}, "市水务局", day)
    story.add(files, "市水务局", day + timedelta(1))
    return files


@habit
def dropped(story: Story, chance: random.Random, files: Files) -> Files:
    """A file is dropped by mistake and restored as it was."""
    path = _an_issue(chance, files)
    story.add({name: data for name, data in files.items() if name != path}, OFFICE, story.tip.day)
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def typo(story: Story, chance: random.Random, files: Files) -> Files:
    """Somebody mends a baseline by hand, and puts it back."""
    path = _an_issue(chance, files)
    story.add({**files, path: at_end_of(files[path], b"\ntitle: ", "。".encode())}, OFFICE, story.tip.day)
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def line_ends(story: Story, chance: random.Random, files: Files) -> Files:
    """A record from a machine with other line ends, which are made one sort afterwards."""
    path = "data/disclosures.yaml"
    day = story.tip.day
    line = f"- {{date: {day}, unit: 市发改委, where: 演示：{chance.random()}}}\n".encode()
    files = {**files, path: files[path] + line}
    story.add({**files, path: files[path].replace(b"\n", b"\r\n")}, "市发改委", day)
    story.add(files, OFFICE, day)
    return files


@habit
def picked(story: Story, chance: random.Random, files: Files) -> Files:
    """A record is picked from a branch into the main line, and the branch is merged later."""
    path = _an_issue(chance, files)
    fork, day = len(story.commits) - 1, story.tip.day
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：挑选{chance.random()}。}}\n".encode()
    more = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：其后{chance.random()}。}}\n".encode()
    with_it = {**files, path: files[path] + line}
    branch = story.add({**files, path: files[path] + more + line}, "市水务局", day, [fork])
    main = story.add(with_it, OFFICE, day, [fork])
    merged = {**files, path: files[path] + more + line}
    story.add(merged, OFFICE, day, [main, branch])
    return merged


@habit
def stricter(story: Story, chance: random.Random, files: Files) -> Files:
    """The office asks for more than before."""
    path = "data/plan.yaml"
    days = int(value_of(files[path], b"\n  publicity_days: "))
    files = {**files, path: with_setting(files[path], "publicity_days", str(days + chance.choice([1, 2])))}
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def new_unit(story: Story, chance: random.Random, files: Files) -> Files:
    """A unit is set up, and a spelling noted."""
    path = "data/units.yaml"
    name = f"示例局{chance.randrange(10**6)}"
    unit = f"\n  {name}: {{name: 示例市{name}, kind: government, aliases: [{name}的别名]}}\ngroups:\n"
    files = {**files, path: files[path].replace(b"\ngroups:\n", unit.encode(), 1)}
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def days_off(story: Story, chance: random.Random, files: Files) -> Files:
    """Local days off are entered long before they come."""
    path = "data/calendar.yaml"
    day = date(2030, 1, 1) + timedelta(chance.randrange(3000))
    before = files.get(path, b"holidays:\n")
    files = {**files, path: before + (f"- {day}\n".encode() if str(day).encode() not in before else b"")}
    story.add(files, OFFICE, story.tip.day)
    return files


@habit
def disclosed(story: Story, chance: random.Random, files: Files) -> Files:
    """A unit tells the public."""
    path = "data/disclosures.yaml"
    line = f"- {{date: {story.tip.day}, unit: 市水务局, where: 演示：{chance.random()}}}\n"
    files = {**files, path: files[path] + line.encode()}
    story.add(files, "市水务局", story.tip.day)
    return files


@habit
def voided(story: Story, chance: random.Random, files: Files) -> Files:
    """A record is wrong and is taken back with its reason."""
    path = _an_issue(chance, files)
    if b"type: close" in files[path]:
        return files
    day = story.tip.day
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：错了{chance.random()}。}}\n".encode()
    ref = ref_of(read_entry(line))
    void = f'- {{date: {day}, type: void, by: 市水务局, entry: "{ref}", text: 演示：数字记错。}}\n'.encode()
    story.add({**files, path: files[path] + line}, "市水务局", day)
    files = {**files, path: files[path] + line + void}
    story.add(files, "市水务局", day)
    return files


def moved_to(story: Story, folder: str) -> None:
    """The whole ledger goes to a folder of its own."""
    files = {f"{folder}{path}": data for path, data in story.tip.files.items()}
    story.add(files, OFFICE, story.tip.day)


def reading(files: Files, day: date, sha256: str = "") -> Files:
    """The files with one more reading of the official text noted in plan.yaml."""
    digest = sha256 or hashlib.sha256(files["data/source/plan.txt"]).hexdigest()
    item = f"- {{day: {day}, program: ledger 9.9, format: 2, sha256: {digest}}}\n".encode()
    plan = files["data/plan.yaml"]
    if b"\nimports:\n" not in plan:
        plan = plan.replace(b"\npolicy:\n", b"\nimports:\npolicy:\n")
    head, mark, tail = plan.partition(b"\nimports:\n")
    lines = tail.splitlines(keepends=True)
    last = next((n for n, line in enumerate(lines) if line[:1] not in b"- "), len(lines))
    return {**files, "data/plan.yaml": head + mark + b"".join([*lines[:last], item, *lines[last:]])}


def at_end_of(data: bytes, key: bytes, more: bytes) -> bytes:
    """A file with something put at the end of a one-line field."""
    at = data.index(b"\n", data.index(key) + len(key))
    at -= data[at - 1 : at] == b'"'  # within the quotes, where there are any
    return data[:at] + more + data[at:]


def with_setting(plan: bytes, name: str, value: str) -> bytes:
    """A plan with one setting of the office."""
    lines = [line for line in plan.decode().split("\n") if not line.startswith(f"  {name}:")]
    at = lines.index("policy:")
    return "\n".join([*lines[: at + 1], f"  {name}: {value}", *lines[at + 1 :]]).encode()
