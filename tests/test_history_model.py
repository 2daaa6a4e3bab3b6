"""Random histories against a model that knows only their stories: who added which line, and where it went."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from git_tools import git
from ledger.history.compare import Difference, State, compare
from ledger.history.git import Repository
from ledger.history.log import Logged, blame, log
from ledger.history.opening import open_repository
from ledger.history.sides import committed, contents
from ledger.judging.day import Day
from ledger.model.entries import Entry
from ledger.reading.load import load
from profiles import by_profile, large
from stories import ENVIRONMENT, Files, Recorded, Story, amend, demo, honest, read_entry, reread

PARTS = 10
EACH = by_profile(quick=1, fast=1, ci=15, nightly=100)
"""Histories in each part: 150 in CI."""


class Written(NamedTuple):
    """A story, its repository, the names of its commits and what a log has to say of it."""

    story: Story
    repository: Repository
    shas: list[str]
    folder: Path
    expected: Counter[tuple[str, str, str, object]]


@cache
def parts() -> tuple[Files, list[Recorded]]:
    """The demo, taken apart once."""
    return demo()


@cache
def entry_of(line: bytes) -> Entry:
    """The entry that a line is."""
    return read_entry(line)


@cache
def split(data: bytes) -> tuple[str, bytes, tuple[bytes, ...]]:
    """The id, whether it is sustained and the lines of the entries of an issue file, by its looks."""
    head, _, tail = data.partition(b"\nentries:\n")
    found = {line.partition(b": ")[0]: line for line in head.split(b"\n")}
    return found[b"id"].decode().split('"')[-2], found[b"  sustained"], tuple(tail.splitlines(keepends=True))


def written(folder: Path, seed: int) -> Written:
    """A random honest story in a repository."""
    story = honest(random.Random(30_000 + seed), *parts(), (amend, reread))
    folder.mkdir()
    shas = story.write(folder)
    return Written(story, open_repository(str(folder), ENVIRONMENT), shas, folder, expected_log(story, shas))


def issues(files: Files) -> dict[str, tuple[str, bytes, Counter[bytes]]]:
    """By id: the path, the line that a re-reading changes and the lines of the entries."""
    made = {}
    for path, data in files.items():
        if path.startswith("data/issues/"):
            name, sustained, lines = split(data)
            made[name] = (path, sustained, Counter(lines))
    return made


# --- log ------------------------------------------------------------------------------------------

Told = Counter[tuple[str, str, str, object]]
"""Commit, issue, what was done, and an entry or a place."""


def expected_log(story: Story, shas: list[str]) -> Told:
    """What each commit did by the story: what none of its parents has."""
    told: Told = Counter()
    states = [issues(commit.files) for commit in story.commits]
    for sha, commit, now in zip(shas, story.commits, states, strict=True):
        befores = [states[n] for n in commit.parents]
        for name, (path, sustained, lines) in now.items():
            if not befores:
                told[sha, name, "issue_added", path] += 1
                continue
            known: Counter[bytes] = Counter()
            for before in befores:
                known |= before[name][2]
            for line in (lines - known).elements():
                told[sha, name, "entry_added", entry_of(line)] += 1
            if all(before[name][0] != path for before in befores):
                told[sha, name, "moved", path] += 1
            if all(before[name][1] != sustained for before in befores):
                told[sha, name, "baseline", "deadline.sustained"] += 1
    return told


def told_by(logged: Iterable[Logged]) -> Told:
    """The same from a log."""
    told: Told = Counter()
    for commit, one in logged:
        if one.issue is not None:
            more = one.entry if one.entry is not None else one.field or one.path
            told[commit.sha, one.issue, one.kind, more] += 1
    return told


def log_holds(one: Written, logged: list[Logged]) -> bool:
    """Whether a log says what the story says, in an order in which no commit comes before its parents."""
    places: dict[str, int] = {}
    for n, (commit, _) in enumerate(logged):
        places.setdefault(commit.sha, n)
    in_order = all(
        places[parent] < place
        for commit, _ in logged
        for parent in commit.parents
        if parent in places and (place := places[commit.sha]) >= 0
    )
    return in_order and told_by(logged) == one.expected


# --- blame ----------------------------------------------------------------------------------------


def expected_blame(one: Written) -> dict[tuple[str, object], str]:
    """For each entry and deadline at the tip, the commit by which it stands there."""
    found: dict[tuple[str, object], str] = {}
    for sha, name, kind, more in one.expected:
        if kind == "entry_added":
            found[name, more] = sha
        elif kind == "baseline":
            found[name, "deadline"] = sha  # the story is in order
        elif kind == "issue_added":
            found[name, "*"] = sha
    return found


def blamed_by(logged: list[Logged]) -> dict[tuple[str, object], str]:
    """The same from blaming every issue."""
    found: dict[tuple[str, object], str] = {}
    for name in {one.difference.issue for one in logged}:
        if name is not None:
            for field, entry, commit in blame(o for o in logged if o.difference.issue == name):
                found[name, entry if entry is not None else field or ""] = commit.sha
    return found


# --- compare --------------------------------------------------------------------------------------


def expected_entries(old: Files, new: Files) -> Counter[tuple[str, str, Entry]]:
    """The lines that only one side has, by issue."""
    before, after = issues(old), issues(new)
    found: Counter[tuple[str, str, Entry]] = Counter()
    for name in after:
        was, now = before[name][2], after[name][2]
        for kind, only in (("entry_added", now - was), ("entry_gone", was - now)):
            for line in only.elements():
                found[name, kind, entry_of(line)] += 1
    return found


def statuses(files: Files, day: date) -> dict[str, tuple[str, str, object]]:
    """Status, standing and due day of every issue of a checkout."""
    judgements = Day(load(files).ledger, day).judgements
    return {j.issue.id: (j.status.value, j.standing.value, j.due) for j in judgements}


def moves(old: Files, new: Files, first: date, last: date) -> set[tuple[str, str, object, object]]:
    """What moved, judging both checkouts whole, each on its day."""
    before, after = statuses(old, first), statuses(new, last)
    kinds = ("status", "standing", "due")
    return {
        (name, kind, was, now)
        for name in after
        for kind, was, now in zip(kinds, before[name], after[name], strict=True)
        if was != now
    }


def moves_of(differences: Iterable[Difference]) -> set[tuple[str, str, object, object]]:
    """The same from a comparison."""
    return {
        (one.issue or "", one.kind, one.old, one.new)
        for one in differences
        if one.kind in {"status", "standing", "due"}
    }


# --- the histories --------------------------------------------------------------------------------


def histories(folder: Path, part: int) -> Iterator[tuple[int, Written]]:
    """A tenth of them."""
    for n in range(EACH):
        seed = part * EACH + n
        yield seed, written(folder / str(seed), seed)


@pytest.mark.parametrize("part", range(PARTS))
def test_histories_agree_with_the_model(part: int, tmp_path: Path) -> None:
    """Log, blame and comparison of 150 random histories (by profile) with branches, merges, moves and re-readings."""
    for seed, one in histories(tmp_path, part):
        logged = list(log(one.repository, None, one.shas[-1]))
        assert told_by(logged) == one.expected, seed
        assert log_holds(one, logged), seed
        merges = {sha for sha, c in zip(one.shas, one.story.commits, strict=True) if len(c.parents) > 1}
        assert not merges & {commit.sha for commit, _ in logged}, seed
        assert blamed_by(logged) == expected_blame(one), seed
        _compared(seed, one)


def _compared(seed: int, one: Written) -> None:
    chance = random.Random(seed)
    first, second = (chance.randrange(len(one.shas)) for _ in range(2))
    old, new = one.story.commits[first].files, one.story.commits[second].files
    day = one.story.tip.day - timedelta(chance.randrange(400))
    later = day if seed % 2 else day + timedelta(chance.randrange(1, 300))
    ends = (committed(one.repository, one.shas[n]) for n in (first, second))
    sides = contents(one.repository, *ends, whole=later != day)
    differences = compare(State(sides[0], day), State(sides[1], later))
    found = Counter((d.issue or "", d.kind, d.entry) for d in differences if d.entry is not None)
    assert found == expected_entries(old, new), seed
    if seed % 3 == 0:
        assert moves_of(differences) == moves(old, new, day, later), seed
    back = compare(State(sides[1], later), State(sides[0], day))
    swapped = {"entry_added": "entry_gone", "entry_gone": "entry_added"}
    assert Counter((d.issue or "", swapped[d.kind], d.entry) for d in back if d.entry is not None) == found


def test_ranges_add_up(tmp_path: Path) -> None:
    """On a line, what is told up to a commit and what is told after it are the whole."""
    for seed in range(by_profile(fast=1, ci=3)):
        one = written(tmp_path / str(seed), seed)
        whole = told_by(log(one.repository, None, one.shas[-1]))
        for place in range(0, len(one.shas), 9):
            before = log(one.repository, None, one.shas[place])
            after = log(one.repository, one.shas[place], one.shas[-1])
            assert told_by(before) + told_by(after) == whole, (seed, place)


# --- the model can fail -----------------------------------------------------------------------------


def first_parents(one: Written) -> list[Logged]:
    """A broken log: it never sees what was recorded on a branch."""
    line = set(git(one.folder, "rev-list", "--first-parent", one.shas[-1]).split())
    return [logged for logged in log(one.repository, None, one.shas[-1]) if logged.commit.sha in line]


def by_place(one: Written) -> list[Logged]:
    """A broken log: it takes an issue for its path."""
    made = []
    for commit, difference in log(one.repository, None, one.shas[-1]):
        path = (difference.path or "").removeprefix("data/issues/").removesuffix(".yaml")
        made.append(Logged(commit, difference._replace(issue=difference.issue and path)))
    return made


def newest_first(one: Written) -> list[Logged]:
    """A broken log: children before parents."""
    return list(log(one.repository, None, one.shas[-1]))[::-1]


@large
@pytest.mark.parametrize("broken", [first_parents, by_place, newest_first])
def test_a_broken_log_is_caught(broken: Callable[[Written], list[Logged]], tmp_path: Path) -> None:
    """The canary: each of these fails on most histories."""
    caught = sum(
        not log_holds(one, broken(one)) for one in (written(tmp_path / str(n), n) for n in range(12))
    )
    assert caught >= 6


@large
def test_the_histories_are_random(tmp_path: Path) -> None:
    """They have merges, moves, amendments and re-readings."""
    merges = moved = amended = reread = 0
    for seed in range(40):
        one = written(tmp_path / str(seed), seed)
        merges += any(len(commit.parents) > 1 for commit in one.story.commits)
        kinds = {kind for _, _, kind, _ in one.expected}
        moved += "moved" in kinds
        amended += any(b"type: amend" in b"".join(c.files.values()) for c in one.story.commits[-1:])
        reread += "baseline" in kinds
    assert min(merges, moved, amended, reread) >= 20
