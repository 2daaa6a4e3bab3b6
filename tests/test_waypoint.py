"""An audit that goes on from where the last one got to tells what one from the beginning tells."""

import pickle
import random
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

import acts_shape  # noqa: F401 - registers acts, in whatever order tests run
import acts_shared  # noqa: F401 - registers acts
from acts import ACTS
from cli_tools import run_cli
from git_tools import git
from ledger.history import waypoint
from ledger.history.audit import Audited, Options, audit
from ledger.history.git import Repository
from ledger.history.kept import Shelf
from ledger.history.objects import Commit
from ledger.history.opening import open_repository
from ledger.locale.refusal import Refusal
from ledger.model.plan import Policy
from profiles import by_profile, large, large_but
from stories import ENVIRONMENT, Story, demo, honest, moved_to

BASE, ENTRIES = demo()
TODAY = date(2027, 1, 1)
WARM, COLD = Options(today=TODAY, keep_from=1), Options(today=TODAY, keep_from=None)
SEEDS = range(10)


def story_of(seed: int) -> Story:
    """A history with branches, merges and moves, in which several things happen that an audit names."""
    chance = random.Random(seed)
    story = honest(chance, BASE, ENTRIES[: chance.randrange(len(ENTRIES) // 4, len(ENTRIES) // 2)])
    for kind in chance.sample(sorted(ACTS), 12):
        before = deepcopy(story.commits)
        try:
            ACTS[kind](story, chance)
        except (
            KeyError,
            IndexError,
            StopIteration,
        ):  # it was made for an honest history, and this is none now
            story.commits = before
    if seed % 4 == 3:
        moved_to(story, "台账/")
    return story


def rewrite(story: Story, chance: random.Random) -> int:
    """Add the last commits once more, otherwise, as after a rebase; the last one of those that were."""
    count, begin = len(story.commits), chance.randrange(len(story.commits) // 3, len(story.commits) - 2)
    path = next(path for path in sorted(story.commits[begin].files) if "data/issues/" in path)
    for commit in story.commits[begin:]:
        files = dict(commit.files)
        if path in files:
            files[path] = files[path].replace(b"\ntitle: ", "\ntitle: 另".encode(), 1)
        parents = [parent if parent < begin else parent - begin + count for parent in commit.parents]
        story.add(files, commit.author, commit.day, parents)
    return count - 1


def written(folder: Path, seed: int) -> tuple[Repository, list[str]]:
    """The history in a repository, and its commits."""
    shas = story_of(seed).write(folder)
    root = folder / "台账"
    return open_repository(str(root if root.is_dir() else folder), ENVIRONMENT), shas


def shelf_of(folder: Path) -> list[Path]:
    """What is kept of audits."""
    return sorted((folder / ".git/ledger").glob("audit-*")) if (folder / ".git/ledger").is_dir() else []


class Counting(Repository):
    """A repository that counts the commits that are walked."""

    walked = 0

    def walk_listed(self, prefixes: Sequence[str], shas: Iterable[str]) -> Iterator[Commit]:
        """As ever, counted."""
        listed = list(shas)
        self.walked += len(listed)
        return super().walk_listed(prefixes, listed)


def counting(repository: Repository) -> Counting:
    """The same repository, counted."""
    return Counting(repository._git, repository.prefix, shelf=repository.shelf)


def differences(folder: Path, seed: int) -> tuple[int, int, int]:
    """Over tips in any order, and ranges: answers that differ; commits walked, and those walked from cold."""
    chance = random.Random(seed)
    story = story_of(seed)
    tip = rewrite(story, chance)
    shas = story.write(folder)
    root = folder / "台账"
    repository = open_repository(str(root if root.is_dir() else folder), ENVIRONMENT)
    warm, cold, wrong = counting(repository), counting(repository), 0
    rising = sorted(chance.sample(range(tip), 4))
    # as it goes on; then as after it was rewritten, put back, amended, or another branch checked out
    last = len(shas) - 1
    for n in [*rising, tip, last, *chance.sample(range(len(shas)), 3), tip - 2, last, last]:
        since = shas[chance.randrange(n)] if n and chance.random() < 0.3 else None
        rewritten = shas[-1] if chance.random() < 0.1 else None
        told = [
            audit(one, since, shas[n], how._replace(rewritten=rewritten, at_hand=True))
            for one, how in ((warm, WARM), (cold, COLD))
        ]
        wrong += told[0] != told[1]
    return wrong, warm.walked, cold.walked


@pytest.mark.parametrize("seed", large_but((3,), SEEDS))
def test_warm_is_cold(seed: int, tmp_path: Path) -> None:
    """Whatever was audited before, in whatever order: the same findings, and less is walked."""
    wrong, warm, cold = differences(tmp_path, seed)
    assert wrong == 0
    assert warm < cold
    assert len(shelf_of(tmp_path)) == 1


@large
def test_the_comparison_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who goes on from another history's state is caught."""
    monkeypatch.setattr(waypoint, "_sum", len)
    monkeypatch.setattr(waypoint.Waypoint, "enter", lambda self, commit: self.ends.add(commit.sha))
    wrong = 0
    for seed in SEEDS[:4]:
        (tmp_path / str(seed)).mkdir()
        try:
            wrong += differences(tmp_path / str(seed), seed)[0]
        except KeyError:  # a parent of which nothing is known
            wrong += 1
    assert wrong > 0


def test_nothing_is_walked_twice(tmp_path: Path) -> None:
    """Again at the same tip no commit is walked; after one more that one."""
    repository, shas = written(tmp_path, 1)
    seen = counting(repository)
    first = audit(seen, None, shas[-2], WARM)
    assert seen.walked == len(repository.list_whole(shas[-2]))
    assert first == audit(seen, None, shas[-2], WARM) == audit(repository, None, shas[-2], COLD)
    before, seen.walked = seen.walked, 0
    audit(seen, None, shas[-2], WARM)
    assert seen.walked == 0
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "x")
    told = audit(seen, None, repository.head(), WARM)
    assert seen.walked == len(repository.list_whole(repository.head())) - before
    assert told == audit(repository, None, repository.head(), COLD)


def test_a_branch_from_long_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is known any more of the commit that it goes on from, all is walked again."""
    monkeypatch.setattr(waypoint, "_RECENT", 2)
    repository, shas = written(tmp_path, 2)
    seen = counting(repository)
    audit(seen, None, shas[-1], WARM)
    listed = repository.list_whole(shas[-1])
    git(tmp_path, "reset", "-q", "--hard", shas[-1])
    git(tmp_path, "checkout", "-q", "-b", "old", listed[len(listed) // 2])
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "late")
    git(tmp_path, "checkout", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-edit", "old")
    seen.walked = 0
    told = audit(seen, None, repository.head(), WARM)
    assert seen.walked >= len(repository.list_whole(repository.head()))
    assert told == audit(repository, None, repository.head(), COLD)


def test_the_day_and_the_policy_count(tmp_path: Path) -> None:
    """A commit dated after today is told on some days and not on others; so are thresholds."""
    repository, shas = written(tmp_path, 4)
    days = sorted({repository.commit(sha).committed_on for sha in shas})
    middle = days[len(days) // 2]
    for today in by_profile(fast=(days[-1], middle, None), ci=(days[-1], middle, days[-1], TODAY, None)):
        for policy in (None, Policy(backdate_days=1)):
            warm, cold = (
                audit(repository, None, shas[-1], how._replace(today=today, policy=policy))
                for how in (WARM, COLD)
            )
            assert warm == cold, today
    ahead = [
        one
        for one in _codes(audit(repository, None, shas[-1], WARM._replace(today=days[0])))
        if one == "L743"
    ]
    assert ahead


def _codes(told: Audited) -> list[str]:
    return [one.diagnostic.code for one in told.findings]


@pytest.mark.parametrize(
    "way", ["empty", "cut", "changed", "other pickle", "not a waypoint", "foreign class"]
)
def test_what_cannot_be_relied_on_is_overlooked(way: str, tmp_path: Path) -> None:
    """Damage, and what is well made and not ours: all is walked, and the same is told."""
    repository, shas = written(tmp_path, 5)
    expected = audit(repository, None, shas[-1], WARM)
    (file,) = shelf_of(tmp_path)
    data = file.read_bytes()
    head, _, written_ = (repository.shelf.take(file.name) or b"").partition(b"\n")
    if way in {"empty", "cut", "changed"}:
        half = len(data) // 2
        file.write_bytes(
            {"empty": b"", "cut": data[:half], "changed": data[:half] + b"x" + data[half + 1 :]}[way]
        )
    else:
        made = {
            "other pickle": written_[:-40],
            "not a waypoint": pickle.dumps({"memory": 1}),
            "foreign class": pickle.dumps(Evil(tmp_path / "done")),
        }[way]
        repository.shelf.put(file.name, head + b"\n" + made)
    seen = counting(repository)
    assert audit(seen, None, shas[-1], WARM) == expected
    assert seen.walked == len(repository.list_whole(shas[-1]))
    assert not (tmp_path / "done").exists()
    seen.walked = 0
    assert audit(seen, None, shas[-1], WARM) == expected
    assert seen.walked == 0


class Evil:
    """What a pickle must not be able to do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Make a file."""
        return Path.touch, (self.path,)


def test_the_trap_works(tmp_path: Path) -> None:
    """Read by Python's own reader it does what it must not do."""
    pickle.loads(pickle.dumps(Evil(tmp_path / "done")))  # noqa: S301 - the control
    assert (tmp_path / "done").exists()


def test_a_repository_that_cannot_be_written(tmp_path: Path) -> None:
    """Something else where the folder should be: nothing is kept, and the same is told."""
    repository, shas = written(tmp_path, 6)
    (tmp_path / ".git/ledger").write_text("x")
    assert audit(repository, None, shas[-1], WARM) == audit(repository, None, shas[-1], COLD)
    assert (tmp_path / ".git/ledger").read_text() == "x"


def test_a_shallow_clone_is_refused_all_the_same(tmp_path: Path) -> None:
    """What was kept of the whole history does not stand for what a clone lacks."""
    (tmp_path / "whole").mkdir()
    repository, shas = written(tmp_path / "whole", 1)
    audit(repository, None, shas[-1], WARM)
    (file,) = shelf_of(tmp_path / "whole")
    git(tmp_path, "clone", "-q", "--depth", "3", f"file://{tmp_path / 'whole'}", "cut")
    cut = open_repository(str(tmp_path / "cut"), ENVIRONMENT)
    Shelf(str(tmp_path / "cut/.git")).put(file.name, repository.shelf.take(file.name) or b"")
    with pytest.raises(Refusal) as caught:
        audit(cut, None, cut.head(), WARM)
    assert caught.value.key == "history.shallow"


def test_grafts_change_nothing(tmp_path: Path) -> None:
    """Neither before nor after the state was kept."""
    repository, shas = written(tmp_path, 1)
    expected = audit(repository, None, shas[-1], WARM)
    (tmp_path / ".git/info").mkdir(exist_ok=True)
    (tmp_path / ".git/info/grafts").write_text(f"{shas[-1]}\n")
    seen = counting(repository)
    assert audit(seen, None, shas[-1], WARM) == expected
    assert seen.walked == 0


def test_signatures_are_counted_in_the_range(tmp_path: Path) -> None:
    """Going on from a whole audit, those of a range alone."""
    story = story_of(7)
    story.tip.signed = True
    shas = story.write(tmp_path)
    repository = open_repository(str(tmp_path), ENVIRONMENT)
    for since in (None, shas[-2], shas[3], None):
        assert audit(repository, since, shas[-1], WARM) == audit(repository, since, shas[-1], COLD)
    assert "L752" in _codes(audit(repository, shas[-2], shas[-1], WARM))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--no-cache`` neither uses nor keeps anything; without it the answer is byte for byte the same."""
    monkeypatch.setattr("ledger.cli.audit.KEEP_FROM", 1)
    story_of(8).write(tmp_path)
    cold = run_cli("audit", "--no-cache", "-f", "json", cwd=tmp_path)
    assert shelf_of(tmp_path) == []
    answers = [run_cli("audit", "-f", "json", cwd=tmp_path) for _ in range(2)]
    assert shelf_of(tmp_path) != []
    assert [(one.code, one.out, one.err) for one in answers] == [(cold.code, cold.out, cold.err)] * 2
    assert run_cli("audit", "--no-cache", "-f", "json", cwd=tmp_path).out == cold.out
