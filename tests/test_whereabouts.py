"""``log`` and ``blame`` of one issue look at its files alone, and say what a walk over everything says."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli_tools import run_cli
from git_tools import git
from ledger.cli.history import _meant, of_issue
from ledger.history import whereabouts
from ledger.history.kept import Shelf
from ledger.history.log import Logged, blame, log, log_of
from ledger.history.opening import open_repository
from ledger.history.whereabouts import Places
from ledger.locale.refusal import Refusal
from profiles import large, large_but
from stories import ENVIRONMENT, Files, Story

ISSUES = ("07-1", "07-2", "11", "12", "3")
SEEDS = range(12)


def issue(name: str, number: str | None = None, more: str = "") -> bytes:
    """An issue file without entries, as far as a log looks at it."""
    return f'id: "{name}"\nnumber: "{number or name}"\ntitle: 题{more}\nentries:\n'.encode()


def entry(chance: random.Random) -> bytes:
    """A line that records something."""
    day, text = date(2025, 1, 1) + timedelta(chance.randrange(90)), chance.randrange(10**6)
    return f"- {{date: {day}, type: progress, by: 甲, text: 第{text}次}}\n".encode()


Act = Callable[[random.Random, Files, Files], None]


def _one(chance: random.Random, files: Files) -> str:
    return chance.choice(sorted(path for path in files if path.startswith("data/issues/")))


def _fresh(chance: random.Random) -> str:
    folder = chance.choice(("", "", "2025/", "2025/03/"))
    return f"data/issues/{folder}{chance.choice((*ISSUES, 'x', 'y'))}.yaml"


def _record(chance: random.Random, files: Files, _: Files) -> None:
    files[_one(chance, files)] += entry(chance)


def _move(chance: random.Random, files: Files, _: Files) -> None:
    path, new = _one(chance, files), _fresh(chance)
    if new not in files:
        files[new] = files.pop(path) + (entry(chance) if chance.random() < 0.5 else b"")


def _delete(chance: random.Random, files: Files, gone: Files) -> None:
    path = _one(chance, files)
    if len(files) > 2:
        gone[path] = files.pop(path)


def _bring_back(chance: random.Random, files: Files, gone: Files) -> None:
    """Under the same name or another one; what was there, or more than that."""
    if gone:
        path = chance.choice(sorted(gone))
        files[path if chance.random() < 0.5 else _fresh(chance)] = gone[path] + entry(chance)


def _copy(chance: random.Random, files: Files, _: Files) -> None:
    files[_fresh(chance)] = files[_one(chance, files)]


def _swap(chance: random.Random, files: Files, _: Files) -> None:
    one, other = _one(chance, files), _one(chance, files)
    files[one], files[other] = files[other], files[one]


def _rename(chance: random.Random, files: Files, _: Files) -> None:
    """Another id in the file that was there."""
    path, name = _one(chance, files), chance.choice(ISSUES)
    number = f"{name.lstrip('0').replace('-', '（')}）" if "-" in name else name
    head = issue(name, number, str(chance.randrange(3)))
    files[path] = head + files[path].partition(b"entries:\n")[2]


def _break(chance: random.Random, files: Files, _: Files) -> None:
    path = _one(chance, files)
    data = files[path]
    files[path] = chance.choice((b"[", b"title: 'x\n" + data, data + b"- {\n", b""))


def _mend(chance: random.Random, files: Files, _: Files) -> None:
    for path, data in files.items():
        if b"id: " not in data or data.endswith(b"- {\n") or data.startswith(b"title"):
            files[path] = issue(chance.choice(ISSUES)) + entry(chance)
            return


def _lose(chance: random.Random, files: Files, _: Files) -> None:
    path = _one(chance, files)
    head, tail = files[path].partition(b"entries:\n")[::2]
    files[path] = head + b"entries:\n" + b"".join(tail.splitlines(keepends=True)[1:])


def _spell(chance: random.Random, files: Files, _: Files) -> None:
    """The same id, written in another way."""
    path = _one(chance, files)
    files[path] = files[path].replace(b'id: "', b'"id": "', 1)


ACTS: tuple[Act, ...] = (
    *(_record, _record, _record, _move, _move, _delete, _bring_back, _bring_back, _copy, _swap),
    *(_rename, _rename, _break, _mend, _lose, _spell),
)


def story_of(seed: int) -> Story:
    """A history in which everything happens: several roots, branches, merges that keep either side or both."""
    chance = random.Random(seed)
    story, gone = Story(), Files()
    day = date(2025, 1, 1)
    states: list[Files] = []

    def add(files: Files, parents: list[int] | None) -> None:
        nonlocal day
        day += timedelta(chance.randrange(3))
        states.append(files)
        moved = seed % 3 == 2 and len(states) > 12  # the ledger was in another folder before
        story.add(
            {f"{'b' if moved else 'a'}/{path}": data for path, data in files.items()}, "甲", day, parents
        )

    add({f"data/issues/{name}.yaml": issue(name) + entry(chance) for name in ISSUES[:3]}, [])
    for _ in range(30):
        drawn = chance.random()
        here = len(states) - 1
        if drawn < 0.05:
            add({f"data/issues/{chance.choice(ISSUES)}.yaml": issue(chance.choice(ISSUES))}, [])
            add({**states[-1], **states[here]}, [here, here + 1])
            continue
        files = dict(states[-1])
        if drawn < 0.2 and here > 1:
            back = chance.randrange(max(here - 4, 0), here)
            side = dict(states[back])
            chance.choice(ACTS)(chance, side, gone)
            add(side, [back])
            both = {**files, **side} if chance.random() < 0.5 else {**side, **files}
            if chance.random() < 0.3:
                chance.choice(ACTS)(chance, both, gone)
            add(both, [here, here + 1])
            continue
        for _ in range(chance.choice((1, 1, 2))):
            chance.choice(ACTS)(chance, files, gone)
        add(files, None)
    return story


def told(logged: list[Logged]) -> list[str]:
    """Everything a log says, as text."""
    return [f"{commit.sha} {difference!r}" for commit, difference in logged]


def by_the_whole(text: str, logged: list[Logged]) -> list[str] | None:
    """What a walk over everything says of an issue as somebody writes it; ``None`` where there is none."""
    known = {one.difference.issue: one.difference.number or "" for one in logged if one.difference.issue}
    meant = _meant(text)
    name = text if text in known else next((name for name in known if meant(name, known[name])), None)
    return None if name is None else told([one for one in logged if one.difference.issue == name])


TEXTS = (*ISSUES, "7(1)", "7（2）", "07-1", "011", "99", "data/issues/11.yaml", "data/issues/2025/x.yaml")


def wrong_answers(folder: Path, seed: int, keep_from: int) -> int:
    """How many answers about one issue differ from what a walk over everything says, commit after commit."""
    folder.mkdir()
    shas = story_of(seed).write(folder)
    root = folder / ("b" if seed % 3 == 2 else "a")
    root.mkdir(exist_ok=True)
    repository = open_repository(str(root), ENVIRONMENT)
    wrong = 0
    chance = random.Random(seed)
    original, whereabouts.places.__kwdefaults__ = whereabouts.places.__kwdefaults__, {"keep_from": keep_from}
    try:
        for n in [*sorted(chance.sample(range(len(shas)), 6)), len(shas) - 1]:
            sinces = [None, *(s for s in chance.sample(shas[:n] or shas[:1], 1) if s != shas[n])]
            for since in sinces:
                whole = list(log(repository, since, shas[n]))
                for text in TEXTS:
                    expected = by_the_whole(text, whole)
                    try:
                        found = told(of_issue(text, repository, since, shas[n]).logged)
                    except Refusal as error:
                        assert error.key == "error.no_such_issue"  # noqa: PT017
                        found = None
                    wrong += found != expected
    finally:
        whereabouts.places.__kwdefaults__ = original
    kept = list((folder / ".git/ledger").glob("*")) if (folder / ".git/ledger").is_dir() else []
    assert bool(kept) == (keep_from == 0)
    return wrong


@pytest.mark.parametrize("keep_from", [0, 10**6], ids=["kept", "not kept"])
@pytest.mark.parametrize("seed", large_but((8,), SEEDS))
def test_as_the_walk_over_everything(seed: int, keep_from: int, tmp_path: Path) -> None:
    """Moves, copies, ids that go from file to file, deleted and brought back, broken, merged, several roots;
    and a folder that moved within the repository."""
    assert wrong_answers(tmp_path / "r", seed, keep_from) == 0


@large
def test_the_comparison_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who ignores that issues move is caught."""
    real = whereabouts.places

    def by_name(
        repository: object, until: str, meant: Callable[[str, str], bool], *, keep_from: int = 0
    ) -> Places:
        found = real(repository, until, meant, keep_from=keep_from)  # type: ignore[arg-type]
        paths = [path for path in found.paths if meant(path.rpartition("/")[2].removesuffix(".yaml"), "")]
        return found._replace(paths=paths)

    monkeypatch.setattr("ledger.history.whereabouts.places", by_name)
    assert sum(wrong_answers(tmp_path / str(seed), seed, 10**6) for seed in SEEDS[:4]) > 0


def test_the_stories_have_it_all(tmp_path: Path) -> None:
    """What the comparison is to see does happen: every act, merges, roots, an issue in several files."""
    stories = [story_of(seed) for seed in SEEDS]
    assert sum(len(commit.parents) > 1 for story in stories for commit in story.commits) > 20
    assert sum(not commit.parents for story in stories for commit in story.commits) > len(stories)
    stories[0].write(tmp_path)
    repository = open_repository(str(tmp_path / "a"), ENVIRONMENT)
    kinds = {one.difference.kind for one in log(repository, None, repository.head())}
    assert {
        "issue_added",
        "issue_gone",
        "moved",
        "entry_added",
        "entry_gone",
        "unreadable",
        "baseline",
    } <= kinds
    found = whereabouts.places(repository, repository.head(), _meant("07-1"))
    assert len(found.paths) > 1


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """Byte for byte, as JSON: what ``log`` says of all, of one issue alone; cold, warm, and with damage."""
    story_of(4).write(tmp_path)
    root = tmp_path / "a"
    whole = json.loads(run_cli("log", "-f", "json", cwd=root).out)["data"]
    for name in ISSUES:
        mine = [record for record in whole if record["id"] == name]
        answer = run_cli("log", name, "-f", "json", cwd=root)
        assert (json.loads(answer.out)["data"] if mine else answer.code) == (mine or 2), name


# --- what is kept ---------------------------------------------------------------------------------


def kept_files(folder: Path) -> list[Path]:
    """What lies beside the history."""
    return sorted((folder / ".git/ledger").iterdir())


def ask(root: Path, keep_from: int = 0) -> list[str]:
    """What is told of an issue, from what is kept if anything is."""
    repository = open_repository(str(root), ENVIRONMENT)
    found = whereabouts.places(repository, repository.head(), _meant("07-1"), keep_from=keep_from)
    return told(log_of(repository, None, repository.head(), found))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"07-1", b"07-2"),
        lambda data: b"\0" * len(data),
        lambda data: data + b"x",
    ],
)
def test_damage_is_overlooked(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A file that is not whole is as good as none; and is put in order."""
    story_of(1).write(tmp_path)
    expected = ask(tmp_path / "a")
    (file,) = kept_files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert file.read_bytes() != whole
    assert ask(tmp_path / "a") == expected != []
    assert Shelf(str(tmp_path / ".git")).take(file.name) is not None


def test_what_others_wrote_is_overlooked(tmp_path: Path) -> None:
    """A file that others may write to, and a link, are not read."""
    shelf = Shelf(str(tmp_path))
    shelf.put("one", b"x")
    assert shelf.take("one") == b"x"
    file = tmp_path / "ledger/one"
    file.chmod(0o622)
    assert shelf.take("one") is None
    file.chmod(0o600)
    file.rename(tmp_path / "ledger/other")
    file.symlink_to("other")
    assert shelf.take("one") is None
    assert shelf.take("other") == b"x"
    assert Shelf(None).take("one") is None


def test_another_program_overlooks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier program kept is not used: it may have read data otherwise."""
    story_of(1).write(tmp_path)
    expected = ask(tmp_path / "a")
    (file,) = kept_files(tmp_path)
    before = file.read_bytes()
    monkeypatch.setattr(whereabouts, "program", lambda: "another")
    assert ask(tmp_path / "a") == expected
    assert file.read_bytes() != before


def test_only_what_is_new_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no commit is walked for it, and after one more commit that one."""
    folder = tmp_path
    story_of(3).write(folder)
    expected = ask(folder / "a")
    looked: list[int] = []
    real = whereabouts._look

    def counted(repository: object, changes: object, files: object) -> None:
        listed = list(changes)  # type: ignore[call-overload]
        looked.append(len({sha for sha, _ in listed}))
        real(repository, iter(listed), files)  # type: ignore[arg-type]

    monkeypatch.setattr(whereabouts, "_look", counted)
    assert ask(folder / "a") == expected
    assert looked == []
    git(folder, "reset", "-q", "--hard")
    (folder / "a/data/issues/new.yaml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "a/data/issues/new.yaml").write_bytes(issue("07-1"))
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    assert len(ask(folder / "a")) == len(expected) + 1
    assert looked == [1]


def test_a_history_that_was_rewritten(tmp_path: Path) -> None:
    """What was kept of commits that are gone leads nowhere."""
    story_of(5).write(tmp_path)
    ask(tmp_path / "b")
    git(tmp_path, "reset", "-q", "--hard", "HEAD~4")
    git(tmp_path, "commit", "-q", "--amend", "-m", "anew")
    git(tmp_path, "reflog", "expire", "--expire=now", "--all")
    git(tmp_path, "gc", "-q", "--prune=now")
    warm = ask(tmp_path / "b")
    for file in kept_files(tmp_path):
        file.unlink()
    assert warm == ask(tmp_path / "b", keep_from=10**6) != []


def test_blame_is_from_the_same(tmp_path: Path) -> None:
    """Who is to blame follows from what the log says."""
    story_of(6).write(tmp_path)
    repository = open_repository(str(tmp_path / "a"), ENVIRONMENT)
    head = repository.head()
    whole = list(log(repository, None, head))
    for name in {one.difference.issue for one in whole if one.difference.issue}:
        mine = of_issue(name, repository, None, head).logged
        both = (blame(mine), blame(one for one in whole if one.difference.issue == name))
        found, expected = ([(one.field, one.entry, one.commit.sha) for one in said] for said in both)
        assert found == expected
