"""Tampering: histories with one known act each, and whether `ledger audit` names it.

    python tools/tamper.py             500 tampered and 500 honest histories; exit 1 when one is judged wrongly
    python tools/tamper.py --count 40  fewer
    python tools/tamper.py --canary    the same before an audit that only sees file names, which must miss most

A history replays the demo ledger: its entries in the order of their dates, some to a commit, each committed soon
after, by the unit that recorded; some with branches that are merged, some with issues moved to a folder of their
own.  An act of tampering is put into one commit of it, or is a commit of its own.
"""

import hashlib
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ledger.history.audit import Audited, Finding, audit
from ledger.history.git import open_repository
from ledger.judging.chain import Setting
from ledger.judging.status import policy_of
from ledger.judging.zone import CHINA
from ledger.model.entries import ENTRIES, Entry, content, ref_of
from ledger.model.entries.extend import Extend
from ledger.model.entries.progress import Progress
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import read_common
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


@dataclass(slots=True)
class Commit:
    """A commit of a story: its files as they are then, by whom, on which day, after which others."""

    files: Files
    author: str
    day: date
    parents: list[int]
    message: str = "记录"


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
            who = f"{commit.author} <{commit.author.encode().hex()[:12]}@example.org> {seconds} +0800"
            message = commit.message.encode()
            out.append(b"commit refs/heads/main\nmark :%d\n" % (number + 1))
            out.append(f"author {who}\ncommitter {who}\n".encode())
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
        _git(folder, "init", "-q", "-b", "main")
        marks = folder / ".git" / "marks"
        _git(folder, "fast-import", "--quiet", f"--export-marks={marks}", stdin=self.stream())
        named = dict(line.split() for line in marks.read_text().splitlines())
        return [named[f":{n + 1}"] for n in range(len(self.commits))]


def _git(folder: Path, *args: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", *args], cwd=folder, env=ENVIRONMENT, input=stdin, check=True, capture_output=True)


# -- the demo, taken apart -----------------------------------------------------------------------------------


class Recorded(NamedTuple):
    """An entry of the demo: where it stands, and the line that it was written as."""

    path: str
    entry: Entry
    line: bytes


def demo() -> tuple[Files, list[Recorded]]:
    """The demo without its entries, and these in the order of their dates."""
    files: Files = {}
    entries: list[Recorded] = []
    for file in sorted(DEMO.rglob("*")):
        path = f"data/{file.relative_to(DEMO).as_posix()}"
        if file.is_dir() or path.startswith("data/evidence/") or path == "data/disclosures.yaml":
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
    return {f"data/{one.path}": f"{one.path}\n".encode() for one in entry.evidence if one.path is not None}


# -- honest histories ----------------------------------------------------------------------------------------


def honest(chance: random.Random, base: Files, entries: list[Recorded]) -> Story:
    """A history without a fault: batches, late records, branches, merges, moves, amendments, re-readings."""
    story = Story()
    story.add(base, "市整改专项组", date(2024, 11, 1))
    files = dict(base)
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
        if chance.random() < 0.05:
            files = _amend(story, chance, files)
        if chance.random() < 0.04:
            files = _reread(story, chance, files)
    return story


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


def _amend(story: Story, chance: random.Random, files: Files) -> Files:
    """The plan is changed by its issuer: an amendment on record, and the baseline as it was."""
    path = chance.choice([p for p in files if p.startswith("data/issues/")])
    files = {**files, path: files[path] + amendment(files[path], story.tip.day)}
    story.add(files, "市整改专项组", story.tip.day)
    return files


def amendment(data: bytes, day: date, field: str = "goal") -> bytes:
    """The line of an amendment of a one-line field of an issue file."""
    old = _value(data, f"\n{field}: ".encode())
    change = {"field": field, "old": old, "new": f"{old}（经批准调整）"}
    made = {"date": day, "type": "amend", "by": "市整改专项组", "changes": [change], "approval": "示例文号"}
    return line_of(ENTRIES.validate_python([made])[0])


def _value(data: bytes, key: bytes) -> str:
    at = data.index(key) + len(key)
    return data[at : data.index(b"\n", at)].decode().strip('"')


def _reread(story: Story, chance: random.Random, files: Files) -> Files:
    """A later program reads the same text better: the reading is noted, texts stay, the meaning is another."""
    choices = [p for p, d in files.items() if p.startswith("data/issues/") and _UNDERSTOOD in d]
    if not choices:
        return files
    path = chance.choice(choices)
    files = {**reading(files, story.tip.day), path: files[path].replace(*_BETTER, 1)}
    story.add(files, "市整改专项组", story.tip.day)
    return files


_UNDERSTOOD = b"\n  sustained: false"
_BETTER = (_UNDERSTOOD, b"\n  sustained: true")


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


def _field(data: bytes, key: bytes, more: bytes) -> bytes:
    """A file with something put at the end of a one-line field."""
    at = data.index(b"\n", data.index(key) + 1)
    return data[:at] + more + data[at:]


# -- acts of tampering ---------------------------------------------------------------------------------------


class Act(NamedTuple):
    """What was done: the code it must be named by, in which file, by which commit of the story."""

    kind: str
    code: str
    path: str
    commit: int


Tampering = Callable[[Story, random.Random], Act | None]
ACTS: dict[str, Tampering] = {}


def act(tampering: Tampering) -> Tampering:
    """Register an act by its name."""
    ACTS[tampering.__name__.replace("_", " ")] = tampering
    return tampering


def _issues(story: Story, least: int = 1) -> list[str]:
    """Issue files of the tip that have entries."""
    return [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and len(_lines(d)) >= least]


def _lines(data: bytes) -> list[bytes]:
    return data.partition(b"\nentries:\n")[2].splitlines(keepends=True)


def _with(data: bytes, lines: list[bytes]) -> bytes:
    head, mark, _ = data.partition(b"\nentries:\n")
    return head + mark + b"".join(lines)


def _commit(
    story: Story, chance: random.Random, path: str, data: bytes | None, more: Files | None = None
) -> int:
    """The act as a commit of its own, on the day of the tip or soon after."""
    files = {k: v for k, v in story.tip.files.items() if k != path} | (more or {})
    if data is not None:
        files[path] = data
    return story.add(files, "某人", story.tip.day + timedelta(chance.choice([0, 1, 2])))


@act
def entry_removed(story: Story, chance: random.Random) -> Act | None:
    """A line is taken out."""
    path = chance.choice(_issues(story))
    lines = _lines(story.tip.files[path])
    del lines[chance.randrange(len(lines))]
    return Act("", "L701", path, _commit(story, chance, path, _with(story.tip.files[path], lines)))


@act
def all_entries_removed(story: Story, chance: random.Random) -> Act | None:
    """The whole record of an issue is taken out."""
    path = chance.choice(_issues(story))
    return Act("", "L701", path, _commit(story, chance, path, _with(story.tip.files[path], [])))


def _changed(story: Story, chance: random.Random, change: Callable[[Entry], Entry | None]) -> Act | None:
    choices = [(p, n) for p in _issues(story) for n in range(len(_lines(story.tip.files[p])))]
    chance.shuffle(choices)
    for path, n in choices:
        lines = _lines(story.tip.files[path])
        made = change(read_entry(lines[n]))
        if made is not None and line_of(made) != lines[n]:
            lines[n] = line_of(made)
            return Act("", "L702", path, _commit(story, chance, path, _with(story.tip.files[path], lines)))
    return None


@act
def text_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """What was said is said otherwise."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"text": "演示：另一种说法。"}) if e.text else None
    )


@act
def date_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """A record is dated a little earlier."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"date": e.date - timedelta(chance.randint(1, 20))})
    )


@act
def unit_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """A record is laid to another unit."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"by": "市农牧局"}) if e.by != "市农牧局" else None
    )


@act
def reading_changed(story: Story, chance: random.Random) -> Act | None:
    """A figure is made better."""
    from decimal import Decimal

    def better(entry: Entry) -> Entry | None:
        if not isinstance(entry, Progress) or not entry.readings:
            return None
        first = entry.readings[0].model_copy(update={"value": entry.readings[0].value + Decimal("3.5")})
        return entry.model_copy(update={"readings": (first, *entry.readings[1:])})

    return _changed(story, chance, better)


@act
def approved_day_changed(story: Story, chance: random.Random) -> Act | None:
    """An extension on record is made longer."""
    return _changed(
        story,
        chance,
        lambda e: e.model_copy(update={"due": e.due + timedelta(90)}) if isinstance(e, Extend) else None,
    )


def _baseline(story: Story, chance: random.Random, key: bytes, more: str, code: str = "L703") -> Act | None:
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and key in d]
    path = chance.choice(choices)
    return Act(
        "", code, path, _commit(story, chance, path, _field(story.tip.files[path], key, more.encode()))
    )


@act
def goal_changed(story: Story, chance: random.Random) -> Act | None:
    """The goal says something else."""
    return _baseline(story, chance, b"\ngoal: ", "（按实际）")


@act
def measure_changed(story: Story, chance: random.Random) -> Act | None:
    """A measure says something else."""
    return _baseline(story, chance, b"\n  text: ", "（按实际）") if chance.random() < 2 else None


@act
def title_changed(story: Story, chance: random.Random) -> Act | None:
    """The title is made milder."""
    return _baseline(story, chance, b"\ntitle: ", "（部分）")


@act
def lead_unit_changed(story: Story, chance: random.Random) -> Act | None:
    """Another unit leads."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    at = data.index(b"  lead: [") + len(b"  lead: [")
    return Act("", "L703", path, _commit(story, chance, path, data[:at] + "市农牧局, ".encode() + data[at:]))


@act
def edited_with_an_amendment(story: Story, chance: random.Random) -> Act | None:
    """An amendment is a record and licenses no edit."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    edited = _field(data, b"\ntitle: ", "（一）".encode()) + amendment(data, story.tip.day, "title")
    return Act("", "L703", path, _commit(story, chance, path, edited))


def _misread(story: Story, chance: random.Random, code: str, files: Files, data: bytes, path: str) -> Act:
    """A commit that notes a reading and changes a baseline otherwise than a reading may."""
    more = {name: held for name, held in files.items() if story.tip.files.get(name) != held and name != path}
    return Act("", code, path, _commit(story, chance, path, data, more))


def _understood(story: Story, chance: random.Random) -> str | None:
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and _UNDERSTOOD in d]
    return chance.choice(choices) if choices else None


@act
def text_changed_with_a_reading(story: Story, chance: random.Random) -> Act | None:
    """A reading changes what is understood, never the text."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = _field(story.tip.files[path], b"\ntitle: ", "（部分）".encode())
    return _misread(story, chance, "L703", reading(story.tip.files, story.tip.day), data, path)


@act
def reading_of_another_text(story: Story, chance: random.Random) -> Act | None:
    """What was read is not the official text."""
    path = _understood(story, chance)
    if path is None:
        return None
    files = reading(story.tip.files, story.tip.day, "0" * 64)
    return _misread(story, chance, "L704", files, story.tip.files[path].replace(*_BETTER, 1), path)


@act
def reading_of_a_changed_text(story: Story, chance: random.Random) -> Act | None:
    """The official text is changed, and what is understood with it."""
    path = _understood(story, chance)
    if path is None:
        return None
    source, plan = "data/source/plan.txt", "data/plan.yaml"
    text = story.tip.files[source].replace("底前".encode(), "底".encode(), 1)
    old, new = (hashlib.sha256(one).hexdigest().encode() for one in (story.tip.files[source], text))
    files = {**story.tip.files, source: text, plan: story.tip.files[plan].replace(old, new, 1)}
    data = story.tip.files[path].replace(*_BETTER, 1)
    return _misread(story, chance, "L704", reading(files, story.tip.day), data, path)


@act
def understood_otherwise_without_a_reading(story: Story, chance: random.Random) -> Act | None:
    """No reading is noted."""
    path = _understood(story, chance)
    if path is None:
        return None
    data = story.tip.files[path].replace(*_BETTER, 1)
    return Act("", "L704", path, _commit(story, chance, path, data))


@act
def deadline_moved_by_hand(story: Story, chance: random.Random) -> Act | None:
    """The due day is moved half a year."""
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"\n  due: 20" in d]
    path = chance.choice(choices)
    data = story.tip.files[path]
    at = data.index(b"\n  due: 20") + len(b"\n  due: ")
    moved = date.fromisoformat(data[at : at + 10].decode()) + timedelta(chance.choice([1, 30, 184]))
    return Act(
        "", "L704", path, _commit(story, chance, path, data[:at] + str(moved).encode() + data[at + 10 :])
    )


@act
def issue_deleted(story: Story, chance: random.Random) -> Act | None:
    """A file is gone."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    return Act("", "L705", path, _commit(story, chance, path, None))


@act
def number_reused(story: Story, chance: random.Random) -> Act | None:
    """A file is gone and later comes back with another content."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    _commit(story, chance, path, None)
    other = _with(_field(data, b"\ntitle: ", "（新）".encode()), [])
    return Act("", "L706", path, _commit(story, chance, path, other))


def _appended(
    story: Story, chance: random.Random, line: str, path: str | None = None, more: Files | None = None
) -> int:
    path = path or chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    return _commit(story, chance, path, story.tip.files[path] + line.encode(), more)


@act
def dated_back(story: Story, chance: random.Random) -> Act | None:
    """A record of today is dated long ago."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day - timedelta(chance.randint(50, 300))
    line = f"- {{date: {day}, type: accept, by: 市水务局, text: 演示：补签。}}\n"
    return Act("", "L707", path, _appended(story, chance, line, path))


@act
def dated_ahead(story: Story, chance: random.Random) -> Act | None:
    """A record of what has not happened."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day + timedelta(chance.randint(3, 60))
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：预记。}}\n"
    return Act("", "L708", path, _appended(story, chance, line, path))


@act
def completed_and_accepted_at_once(story: Story, chance: random.Random) -> Act | None:
    """Both acts in one commit."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day
    line = f"- {{date: {day}, type: complete, by: 市水务局}}\n- {{date: {day}, type: accept, by: 市水务局}}\n"
    return Act("", "L709", path, _appended(story, chance, line, path))


@act
def cleared_without_notice(story: Story, chance: random.Random) -> Act | None:
    """Cleared with evidence and no notice."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"publicize" not in d]
    )
    day = story.tip.day
    proof = '[{url: "https://example.gov.cn"}]'
    _appended(story, chance, f"- {{date: {day}, type: complete, by: 市水务局, evidence: {proof}}}\n", path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, _appended(story, chance, line, path))


@act
def cleared_without_evidence(story: Story, chance: random.Random) -> Act | None:
    """Cleared with a notice and no evidence."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"evidence" not in d]
    )
    day = story.tip.day
    notice = f"- {{date: {day}, type: publicize, by: 市水务局, since: {day}, until: {day}, where: 网站}}\n"
    _appended(story, chance, f"- {{date: {day}, type: complete, by: 市水务局}}\n{notice}", path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, _appended(story, chance, line, path))


@act
def cleared_on_a_voided_notice(story: Story, chance: random.Random) -> Act | None:
    """The notice was taken back: it never was."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"publicize" not in d]
    )
    day, proof = story.tip.day, '[{url: "https://example.gov.cn"}]'
    notice = f"- {{date: {day}, type: publicize, by: 市水务局, since: {day}, until: {day}, where: 网站}}\n"
    ref = ref_of(read_entry(notice.encode()))
    void = f'- {{date: {day}, type: void, by: 市水务局, entry: "{ref}"}}\n'
    done = f"- {{date: {day}, type: complete, by: 市水务局, evidence: {proof}}}\n"
    _appended(story, chance, done + notice + void, path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, _appended(story, chance, line, path))


def _accepted_evidence(story: Story) -> list[str]:
    """Evidence of issues that stand accepted."""
    found = []
    for path in _issues(story):
        accepted, proofs = False, []
        for line in _lines(story.tip.files[path]):
            entry = read_entry(line)
            accepted = entry.type == "accept" or (
                accepted and entry.type not in {"complete", "reject", "reopen"}
            )
            proofs += [name for name in evidence_of(entry) if name in story.tip.files]
        found += proofs if accepted else []
    return found


@act
def evidence_exchanged(story: Story, chance: random.Random) -> Act | None:
    """A file of evidence is another one after acceptance."""
    choices = _accepted_evidence(story)
    if not choices:
        return None
    path = chance.choice(choices)
    return Act("", "L713", path, _commit(story, chance, path, b"another report\n"))


@act
def evidence_deleted(story: Story, chance: random.Random) -> Act | None:
    """A file of evidence is gone after acceptance."""
    choices = _accepted_evidence(story)
    if not choices:
        return None
    path = chance.choice(choices)
    return Act("", "L713", path, _commit(story, chance, path, None))


@act
def put_between(story: Story, chance: random.Random) -> Act | None:
    """A record is slipped in before others."""
    path = chance.choice(_issues(story))
    lines = _lines(story.tip.files[path])
    line = f"- {{date: {story.tip.day}, type: progress, by: 市水务局, text: 演示：插入。}}\n"
    lines.insert(chance.randrange(len(lines)), line.encode())
    return Act("", "L716", path, _commit(story, chance, path, _with(story.tip.files[path], lines)))


@act
def official_text_changed(story: Story, chance: random.Random) -> Act | None:
    """The plan itself reads otherwise."""
    path = "data/source/plan.txt"
    return Act(
        "",
        "L718",
        path,
        _commit(story, chance, path, story.tip.files[path].replace("底前".encode(), "底".encode(), 1)),
    )


def _fork(story: Story, chance: random.Random, path: str) -> tuple[int, Files, int, Files]:
    """Two branches that each record on an issue."""
    fork, files = len(story.commits) - 1, dict(story.tip.files)
    ends = []
    for by in ("昆区", "青山区"):
        line = f"- {{date: {story.tip.day}, type: progress, by: {by}, text: 演示：{chance.random()}}}\n"
        side = {**files, path: files[path] + line.encode()}
        ends.append((story.add(side, by, story.tip.day, [fork]), side))
    return (*ends[0], *ends[1])


@act
def dropped_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge keeps one side only."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    ours, files, theirs, _ = _fork(story, chance, path)
    return Act("", "L701", path, story.add(files, "某人", story.tip.day, [ours, theirs]))


@act
def changed_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge changes what one side recorded."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    ours, files, theirs, other = _fork(story, chance, path)
    mine = other[path].splitlines(keepends=True)[-1]
    spoilt = mine.replace("青山区".encode(), "东河区".encode())
    merged = {**files, path: files[path] + spoilt}
    return Act("", "L702", path, story.add(merged, "某人", story.tip.day, [ours, theirs]))


@act
def deadline_moved_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge moves the due day, which neither side did."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"\n  due: 202" in d]
    )
    ours, files, theirs, other = _fork(story, chance, path)
    mine = other[path].splitlines(keepends=True)[-1]
    merged = {**files, path: files[path].replace(b"\n  due: 202", b"\n  due: 203", 1) + mine}
    return Act("", "L704", path, story.add(merged, "某人", story.tip.day, [ours, theirs]))


# -- cases for the gallery of codes ----------------------------------------------------------------------------


_CASES = {
    "L701": "entry removed",
    "L702": "text of an entry changed",
    "L703": "goal changed",
    "L704": "deadline moved by hand",
    "L705": "issue deleted",
    "L706": "number reused",
    "L707": "dated back",
    "L708": "dated ahead",
    "L709": "completed and accepted at once",
    "L712": "cleared without evidence",
    "L713": "evidence exchanged",
    "L716": "put between",
    "L718": "official text changed",
}


def case(root: Path, code: str) -> None:
    """Make the ledger in ``root`` a repository with one act that ``code`` names."""
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    story = Story()
    if code == "L715":
        files["data/plan.yaml"] += b"  signed_commits: true\n"
    story.add(files, "市整改办", date(2024, 11, 1))
    path = "data/issues/01.yaml"
    proof = "evidence: [{path: evidence/01/report.txt}]"
    records: list[tuple[str, str, Files]] = [
        ("市水务局", "{date: 2024-11-05, type: start, by: 市水务局}", {}),
        ("东河区", "{date: 2024-12-20, type: progress, by: 东河区, text: 完成2公里。}", {}),
    ]
    if code in {"L710", "L711", "L713"}:
        report = {"data/evidence/01/report.txt": b"report\n"}
        records.append(("市水务局", f"{{date: 2025-01-06, type: complete, by: 市水务局, {proof}}}", report))
        acceptor = "市水务局" if code == "L710" else "验收组"
        records.append((acceptor, "{date: 2025-01-10, type: accept, by: 市水务局}", {}))
    for by, line, more in records:
        entry = read_entry(f"- {line}\n".encode())
        story.add(
            {**story.tip.files, path: story.tip.files[path] + f"- {line}\n".encode(), **more}, by, entry.date
        )
    chance = random.Random(7)  # noqa: S311 - not for secrets
    if code == "L717":
        _commit(story, chance, path, story.tip.files[path].replace(b"deadline:", b"deadline"))
    elif code in _CASES:
        ACTS[_CASES[code]](story, chance)
    story.write(root)
    if code == "L714":
        (root / "head").write_text("0badc0de" * 5, "utf-8")


# -- running -------------------------------------------------------------------------------------------------

Auditor = Callable[[Path], Audited]


def real(folder: Path) -> Audited:
    """The audit of the program."""
    repository = open_repository(str(folder), ENVIRONMENT)
    return audit(repository, None, repository.head(), _setting())


def _setting() -> Setting:
    common = read_common({f"data/{name}": (DEMO / name).read_bytes() for name in ("plan.yaml", "units.yaml")})
    return Setting(common.units, policy_of(common.plan))


def by_names(folder: Path) -> Audited:
    """A broken audit: it only sees which files came and went."""
    result = real(folder)
    result.findings = [one for one in result.findings if one.diagnostic.code in {"L705", "L706"}]
    return result


class Tampered(NamedTuple):
    """A tampered history: what was done, and the names of its commits."""

    act: Act
    shas: list[str]


def tampered(folder: Path, seed: int, kind: str, base: Files, entries: list[Recorded]) -> Tampered | None:
    """Make a history with one act somewhere in it; ``None`` where the act found nothing to lay hands on."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    first = honest(chance, base, entries[: chance.randrange(len(entries) // 3, len(entries))])
    done = ACTS[kind](first, chance)
    return None if done is None else Tampered(done._replace(kind=kind), first.write(folder))


def named(findings: list[Finding], one: Tampered) -> bool:
    """Whether the act is named: its code, its file and its commit."""
    sha = one.shas[one.act.commit]
    return any(
        f.diagnostic.code == one.act.code
        and f.diagnostic.path == one.act.path
        and f.commit
        and f.commit.sha == sha
        for f in findings
    )


def loud(findings: list[Finding]) -> list[Diagnostic]:
    """What an honest history must not have: errors and warnings."""
    return [f.diagnostic for f in findings if f.diagnostic.severity != "note"]


def kinds(count: int) -> Iterator[str]:
    """The kinds of acts in turn."""
    names = list(ACTS)
    for n in range(count):
        yield names[n % len(names)]


def main() -> int:
    """Make histories, audit them, print the rate by kind."""
    arguments = sys.argv[1:]
    count = int(arguments[arguments.index("--count") + 1]) if "--count" in arguments else 500
    canary = "--canary" in arguments
    auditor = by_names if canary else real
    base, entries = demo()
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for seed, kind in enumerate(kinds(count if not canary else 60)):
        with tempfile.TemporaryDirectory() as name:
            one = tampered(Path(name), seed, kind, base, entries)
            if one is None:
                continue
            found = auditor(Path(name)).findings
            made[kind] += 1
            seen[kind] += named(found, one)
            if not named(found, one):
                said = [
                    (f.diagnostic.code, f.diagnostic.path) for f in found if f.diagnostic.severity != "note"
                ]
                wrong.append(f"{kind} (seed {seed}): {one.act.code} {one.act.path} not named; {said[:3]}")
    print("| act | histories | named |\n|---|---:|---:|")
    for kind in made:
        print(f"| {kind} | {made[kind]} | {seen[kind]} |")
    print(f"| **all** | {sum(made.values())} | {sum(seen.values())} |")
    if canary:
        print(f"an audit that only sees file names misses {sum(made.values()) - sum(seen.values())}")
        return 0 if sum(seen.values()) * 2 < sum(made.values()) else 1
    quiet = 0
    for seed in range(count):
        with tempfile.TemporaryDirectory() as name:
            honest(random.Random(10_000 + seed), base, entries).write(Path(name))  # noqa: S311 - not for secrets
            told = loud(auditor(Path(name)).findings)
            quiet += not told
            if told:
                wrong.append(f"honest (seed {seed}): {[(d.code, d.path) for d in told[:3]]}")
    print(f"\nhonest histories: {count}, without a finding: {quiet}")
    for line in wrong[:12]:
        print(line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
