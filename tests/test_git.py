"""History: every answer on real repositories, in every layout, and never a program run or a byte written."""

import os
import random
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from git_tools import Making, copy, git, snapshot
from ledger.folder import read_folder
from ledger.history import process
from ledger.history.errors import HistoryError, clean, failure
from ledger.history.git import Repository, open_repository
from ledger.history.objects import EPOCH, Change, Commit, read_commit
from ledger.history.revisions import end_of
from ledger.locale import LANGUAGES, Words
from ledger.reading.layout import SOURCE_MAX
from ledger.reading.yaml import SIZE_MAX


def opened(root: Path, **env: str) -> Repository:
    """The repository of a folder, in the environment of the test."""
    return open_repository(str(root), {**os.environ, **env})


def error_of(call: Callable[[], Any]) -> HistoryError:
    """The error in which a call ends; its words exist in both languages."""
    with pytest.raises(HistoryError) as caught:
        call()
    for language in LANGUAGES:
        assert Words(language)(caught.value.key, **caught.value.args_)
    return caught.value


def key_of(call: Callable[[], Any]) -> str:
    """The key of the error in which a call ends."""
    return error_of(call).key


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """An empty repository."""
    return Making(tmp_path / "repo")


ISSUE = "data/issues/1.yaml"


def line(making: Making, days: list[str]) -> list[str]:
    """A commit on each of the days; the full names."""
    return [making.commit({ISSUE: f"n: {n}\n"}, day, f"no {n}") for n, day in enumerate(days)]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The arguments of every git process that is started from here on."""
    calls: list[tuple[str, ...]] = []
    real = process.Git._popen

    def count(self: process.Git, args: tuple[str, ...], stdin: int) -> "subprocess.Popen[bytes]":
        calls.append(tuple(args))
        return real(self, args, stdin)

    monkeypatch.setattr(process.Git, "_popen", count)
    return calls


# --- names of commits -----------------------------------------------------------------------------


def test_names_of_commits(making: Making) -> None:
    """Commits, tags of both kinds, branches and steps are all the same commit by its full name."""
    first, second, third = line(making, ["2025-01-01", "2025-01-02", "2025-01-03"])
    git(making.top, "tag", "light", second)
    git(making.top, "tag", "-a", "-m", "x", "标签", second)
    git(making.top, "branch", "整改/甲", second)
    git(making.top, "branch", "a-b.c_d@e#1", second)
    repository = opened(making.root)
    for name in (
        *(second, second[:9], "light", "标签", "整改/甲", "a-b.c_d@e#1", "HEAD~", "HEAD^", "HEAD~1", "@~1"),
        *("main~1", "refs/tags/标签", "tags/light", "标签^{commit}", "标签^{}", "light^0", "@2025-01-02"),
    ):
        assert repository.resolve(name) == second, name
    assert repository.resolve("HEAD~2") == repository.resolve("HEAD^^") == first
    assert repository.head() == repository.resolve("@") == third
    assert repository.backwards is None


def test_a_merge_has_a_second_parent(making: Making) -> None:
    """``HEAD^2`` is the side that was merged."""
    making.commit({}, "2025-01-01")
    making.switch("-b", "side")
    side = making.commit({"data/a": "1"}, "2025-01-02")
    making.switch("main")
    making.merge("side", "2025-01-03")
    assert opened(making.root).resolve("HEAD^2") == side


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("HEAD~2..HEAD~1", 0, 1),
        ("HEAD~2..", 0, 2),
        ("HEAD~2", 0, 2),
        ("..HEAD~1", None, 1),
        ("@2025-01-01..@2025-01-02", 0, 1),
        ("@2025-01-02", 1, 2),
    ],
)
def test_ranges(making: Making, text: str, since: int | None, until: int) -> None:
    """Each side through the same door; one name alone is up to now."""
    shas = line(making, ["2025-01-01", "2025-01-02", "2025-01-03"])
    assert opened(making.root).resolve_range(text) == (None if since is None else shas[since], shas[until])


@pytest.mark.parametrize(
    "text",
    ["", "..", "...", "a...b", "HEAD...", "...HEAD", "HEAD..HEAD..HEAD", "..--all", "--all..", "HEAD..^HEAD"],
)
def test_ranges_that_are_none(making: Making, text: str) -> None:
    """Neither symmetric ranges nor nothing."""
    line(making, ["2025-01-01"])
    assert key_of(lambda: opened(making.root).resolve_range(text)) == "history.bad_revision"


def hostile(target: str) -> list[str]:
    """Revisions that are none; ``target`` is a file that some would have git write."""
    options = [
        "--output",
        "-o",
        "-O",
        "--exec",
        "--upload-pack",
        "--git-dir",
        "--work-tree",
        "--exec-path",
        "-c",
    ]
    flags = [
        *(
            "--all",
            "--branches",
            "--tags",
            "--remotes",
            "--stdin",
            "--reflog",
            "--bisect",
            "--help",
            "-h",
            "--",
        ),
        *(
            "--not",
            "--version",
            "--show-toplevel",
            "--local-env-vars",
            "--parseopt",
            "--sq-quote",
            "-",
            "-n1",
        ),
        *("--no-walk", "--glob=*", "--exclude=*", "--disambiguate=", "--since=2020-01-01", "--max-count=1"),
        *(
            "-p",
            "--paginate",
            "--ext-diff",
            "--textconv",
            "--open-files-in-pager=x",
            "--contents=x",
            "--import-marks=x",
        ),
        *(
            "--path-format=absolute",
            "--git-path",
            "--resolve-git-dir",
            "--default",
            "--prefix",
            "--end-of-options",
        ),
    ]
    exclusions = [
        "^HEAD",
        "^main",
        "^",
        "^^",
        "^^HEAD",
        "^HEAD~1",
        "^@",
        "^1",
        "HEAD^@",
        "HEAD^!",
        "HEAD^-",
        "HEAD^-1",
    ]
    ranges = [
        "HEAD..HEAD",
        "HEAD...HEAD",
        "..HEAD",
        "HEAD..",
        "a..b",
        "a...b",
        "..",
        "...",
        "main..main~1",
        "@..",
    ]
    paths = [
        *(
            "HEAD:data",
            "HEAD:",
            ":data",
            ":",
            "::",
            ":0:data",
            ":1:x",
            ":/text",
            ":/",
            "HEAD:data/issues/1.yaml",
        ),
        *(
            "main:../..",
            ":(exclude)x",
            ":!x",
            "HEAD:./x",
            "@:x",
            f"HEAD:{target}",
            ":/no 0",
            "main^{tree}:data",
        ),
    ]
    peeled = [
        *(
            "HEAD^{tree}",
            "HEAD^{blob}",
            "HEAD^{tag}",
            "HEAD^{object}",
            "HEAD^{/text}",
            "HEAD^{/}",
            "HEAD^{/no}",
        ),
        *("HEAD^{", "HEAD^}", "HEAD^{}x", "^{commit}", "^{}", "HEAD^{commit", "HEAD^{commit}{commit}"),
    ]
    reflog = [
        *(
            "@{1}",
            "@{0}",
            "@{-1}",
            "@{u}",
            "@{upstream}",
            "@{push}",
            "HEAD@{1}",
            "HEAD@{yesterday}",
            "main@{0}",
        ),
        *("main@{2020-01-01}", "HEAD@{now}", "@{", "@{}", "@@{u}", "main@{u}~1", "stash@{0}"),
    ]
    controls = [
        f"{a}{c}{b}"
        for c in "\0\n\r\t\x1b\x7f\x85 \\*?["
        for a, b in (("", "HEAD"), ("HEAD", ""), ("HE", "AD"))
    ]
    shell = [
        *(
            f"$(touch {target})",
            f"`touch {target}`",
            f";touch {target}",
            f"|touch {target}",
            f"&& touch {target}",
        ),
        *(
            f"HEAD;touch {target}",
            f"HEAD|tee {target}",
            f"> {target}",
            f"HEAD > {target}",
            f"'{target}'",
            '"HEAD"',
        ),
    ]
    days = [
        *(
            "@2025-02-30",
            "@2025-13-01",
            "@2025-00-10",
            "@0000-01-01",
            "@2025-1-1",
            "@2025-06-30 ",
            "@２０２５-06-30",
        ),
        *(
            "@2025-06-30T00:00",
            "@2025-06-31",
            "@2025/06/30",
            "@20250630",
            "@yesterday",
            "@now",
            "@2025-06-30~1",
        ),
    ]
    other = [
        *(
            "",
            " ",
            "nosuch",
            "HEAD~99",
            "HEAD^3",
            "HEAD~9999999",
            "0" * 40,
            "f" * 40,
            "f" * 64,
            "deadbeef",
            "x" * 256,
        ),
        *(
            "a" * 100_000,
            "HEAD" + "^" * 100_000,
            "\ud800",
            "\udcff",
            "HEAD\udcff",
            ".",
            "./HEAD",
            "../HEAD",
            "/etc/passwd",
        ),
        *(
            "refs/heads/",
            "refs",
            "HEAD/",
            "HEAD.lock",
            "main.",
            "FETCH_HEAD",
            "~",
            "~1",
            "HEAD~-1",
            "HEAD~x",
            "v１",
        ),
    ]
    with_target = [f"{o}={target}" for o in options] + [f"{o} {target}" for o in options]
    return [
        *(with_target + flags + exclusions + ranges + paths + peeled),
        *(reflog + controls + shell + days + other),
    ]


def test_hostile_revisions(making: Making, tmp_path: Path) -> None:
    """None is taken, none ends in another exception, and none makes or changes a file."""
    line(making, ["2025-01-01", "2025-01-02", "2025-01-03"])
    repository = opened(making.root)
    before = snapshot(tmp_path)
    texts = hostile(str(tmp_path / "written"))
    assert len(set(texts)) >= 200
    for text in texts:
        assert key_of(lambda text=text: repository.resolve(text)) == "history.bad_revision", text  # type: ignore[misc]
    assert snapshot(tmp_path) == before


def test_what_git_would_misread_it_never_sees(making: Making, started: list[tuple[str, ...]]) -> None:
    """Options, ranges, exclusions and paths are refused before a process is started."""
    line(making, ["2025-01-01"])
    repository = opened(making.root)
    started.clear()
    for text in hostile("/nowhere/x"):
        if text.startswith(("-", "^", ":")) or ".." in text or ":" in text or "\n" in text or "\0" in text:
            key_of(lambda text=text: repository.resolve(text))  # type: ignore[misc]
    assert started == []


def test_git_itself_would_take_some(making: Making, tmp_path: Path) -> None:
    """The control: given to plain git, such revisions do write a file and do name a commit."""
    line(making, ["2025-01-01"])
    git(making.top, "log", f"--output={tmp_path / 'written'}")
    assert (tmp_path / "written").exists()
    assert git(making.top, "rev-parse", "--verify", "-q", "--end-of-options", "^HEAD").startswith("^")


@pytest.mark.parametrize("sha", ["HEAD", "", "--all", "0" * 39, "G" * 40, "0" * 40 + "\n"])
def test_only_full_names_after_that(making: Making, sha: str) -> None:
    """What takes a full name takes nothing else."""
    (good,) = line(making, ["2025-01-01"])
    repository = opened(making.root)
    calls: list[Callable[[], Any]] = [
        lambda: repository.tree(sha),
        lambda: repository.read(sha),
        lambda: list(repository.blobs([sha])),
        lambda: list(repository.walk(None, sha)),
        lambda: repository.is_ancestor(sha, good),
        lambda: repository.is_ancestor(good, sha),
    ]
    if sha:
        calls.append(lambda: list(repository.walk(sha, good)))
    for call in calls:
        assert key_of(call) == "history.bad_revision"


# --- days -----------------------------------------------------------------------------------------


def test_a_day_ends_at_midnight_in_china(making: Making) -> None:
    """The last second of the day counts, the next does not, in whatever zone it was written."""
    shas = [
        making.commit({ISSUE: "1"}, "2025-06-30 23:59:59 +0800"),
        making.commit({ISSUE: "2"}, "2025-06-30 16:00:00 +0000"),
        making.commit({ISSUE: "3"}, "2025-07-01 10:00:00 -0600"),
    ]
    repository = opened(making.root)
    assert repository.resolve("@2025-06-30") == shas[0]
    assert repository.resolve("@2025-07-01") == shas[1]
    assert repository.resolve("@2025-07-02") == repository.resolve("@9999-12-31") == shas[2]
    error = error_of(lambda: repository.resolve("@2025-06-29"))
    assert (error.key, error.args_) == ("history.no_commit_by_day", {"day": "2025-06-29", "sha": shas[0]})


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2000, 2, 29), date(2025, 6, 30), date(9999, 12, 30)])
def test_end_of_day(day: date) -> None:
    """The arithmetic agrees with the library's."""
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), timezone(timedelta(hours=8)))
    assert end_of(day) == after.timestamp()


def test_a_day_follows_first_parents(making: Making) -> None:
    """What was on a side branch then was not yet in the ledger."""
    base = making.commit({"data/a": "1"}, "2025-01-01")
    making.switch("-b", "side")
    making.commit({"data/b": "1"}, "2025-01-05")
    making.switch("main")
    merge = making.merge("side", "2025-01-20")
    repository = opened(making.root)
    assert repository.resolve("@2025-01-10") == base
    assert repository.resolve("@2025-01-20") == merge


def test_dates_that_run_backwards(making: Making) -> None:
    """A commit that claims to be old answers for no earlier day, and is named."""
    days = ["2024-01-01", "2024-06-01", "2020-01-01", "2024-09-01"]
    first, second, odd, last = line(making, days)
    repository = opened(making.root)
    assert key_of(lambda: repository.resolve("@2021-01-01")) == "history.no_commit_by_day"
    assert repository.resolve("@2024-03-01") == first
    assert repository.backwards == odd
    assert repository.resolve("@2024-07-01") == odd  # its parent is as old as it must be
    assert repository.backwards is None  # and the day parts the line cleanly
    assert repository.resolve("@2024-12-01") == last
    assert second not in {repository.as_of(date(2024, month, 15)).sha for month in range(1, 13)}


def test_a_commit_from_the_future(making: Making) -> None:
    """What stands after a commit dated later was not there before it; the commits that disagree are named."""
    first, _, third = line(making, ["2024-01-01", "2030-01-01", "2024-02-01"])
    repository = opened(making.root)
    assert repository.as_of(date(2024, 6, 1)) == (first, third)
    assert repository.as_of(date(2030, 1, 1)) == (third, None)


def test_days_agree_with_a_model(making: Making) -> None:
    """200 days on a line with shuffled dates: the answer and all before it are dated by then."""
    draw = random.Random(7)  # noqa: S311
    seconds = [1_700_000_000 + draw.randrange(0, 90) * 86400 for _ in range(40)]
    import_line(making.top, seconds)
    shas = git(making.top, "rev-list", "--reverse", "HEAD").split()
    repository = opened(making.root)
    answers = set()
    for offset in range(0, 100, 5):
        day = date(2023, 11, 10) + timedelta(days=offset)
        good = next((n for n, at in enumerate(seconds) if at >= end_of(day)), len(seconds))
        later = [n for n in range(good, len(seconds)) if seconds[n] < end_of(day)]
        if not good:
            assert key_of(lambda day=day: repository.as_of(day)) == "history.no_commit_by_day"  # type: ignore[misc]
            continue
        assert repository.as_of(day) == (shas[good - 1], shas[later[-1]] if later else None)
        answers.add(good)
    assert len(answers) > 1


def import_line(top: Path, seconds: list[int], data: Callable[[int], str] = str) -> None:
    """Commits one after the other, made by ``fast-import``."""
    parts = []
    for n, at in enumerate(seconds):
        text = data(n)
        parts.append(
            f"commit refs/heads/main\ncommitter a <a@b> {at} +0800\ndata 2\nx\n"
            f"M 100644 inline {ISSUE}\ndata {len(text.encode())}\n{text}\n"
        )
    git(top, "fast-import", "--quiet", "--force", stdin="".join(parts).encode())


# --- trees and contents ---------------------------------------------------------------------------


def test_tree_and_blobs(making: Making) -> None:
    """Paths from the project folder, modes, sizes and bytes, links among them."""
    making.write("data/计划.txt", "一")
    (making.root / "data/link").symlink_to("计划.txt")
    (making.root / "data/run.sh").write_bytes(b"x\0y\r\n")
    (making.root / "data/run.sh").chmod(0o755)
    sha = making.commit({"data/a/b\tc\n.yaml": "", "outside": "2", "data2/x": "3"})
    repository = opened(making.root)
    tree = repository.tree(sha)
    assert {path: (blob.mode, blob.size) for path, blob in tree.items()} == {
        "data/计划.txt": ("100644", 3),
        "data/link": ("120000", 10),
        "data/run.sh": ("100755", 5),
        "data/a/b\tc\n.yaml": ("100644", 0),
    }
    assert set(repository.tree(sha, "")) == {*tree, "outside", "data2/x"}
    assert set(repository.tree(sha, "data/a")) == {"data/a/b\tc\n.yaml"}
    assert repository.tree(sha, "nosuch") == {}
    contents = [data for _, data in repository.blobs(blob.oid for blob in tree.values())]
    assert set(contents) == {"一".encode(), "计划.txt".encode(), b"x\0y\r\n", b""}


def test_blobs_come_in_order_and_within_limits(making: Making) -> None:
    """Large and small, asked for twice, through one process without a standstill."""
    draw = random.Random(3)  # noqa: S311
    files = {f"data/issues/{n}.yaml": draw.randbytes(draw.choice([0, 1, 50, 70_000])) for n in range(300)}
    sha = making.commit({**files, "data/source/big": b"z" * (SOURCE_MAX + 1)})
    repository = opened(making.root)
    tree = repository.tree(sha)
    paths = [*files, *files]
    draw.shuffle(paths)
    found = repository.blobs(tree[path].oid for path in paths)
    assert [data for _, data in found] == [files[path] for path in paths]
    big, small = tree["data/source/big"].oid, tree[paths[0]].oid
    assert [data for _, data in repository.blobs([big, small])] == [None, files[paths[0]]]
    limited = [data for _, data in repository.blobs((tree[path].oid for path in files), most=50)]
    assert limited == [data if len(data) <= 50 else None for data in files.values()]


def test_other_objects_are_no_blobs(making: Making) -> None:
    """A commit is not read as a file, nor a file as a commit."""
    sha = making.commit({ISSUE: "1"})
    repository = opened(making.root)
    assert key_of(lambda: list(repository.blobs([sha]))) == "history.failed"
    blob = repository.tree(sha)[ISSUE].oid
    assert key_of(lambda: repository.resolve(blob)) == "history.bad_revision"


def test_shipped_ledger_is_read_the_same(scratch: Path) -> None:
    """The same files, bytes and order from git as from the disk."""
    making = Making(scratch)
    sha = making.commit({})
    from_disk = read_folder(str(scratch))
    from_git = opened(scratch).read(sha)
    assert from_git == from_disk
    assert list(from_git.tree) == list(from_disk.tree)
    assert len(from_git.tree) > 20


def _odd_tree(root: Path, draw: random.Random) -> None:
    names = [
        *(
            "1.yaml",
            "2.yaml",
            "a",
            "b",
            ".hidden",
            ".git2",
            "x.yml",
            "坏\u202e.yaml",
            "é.yaml",
            "c d.yaml",
            "A.yaml",
        ),
        *("\udcff.yaml", "plan.yaml", "a.yaml", "a-b", "\x01", "issues", "1.YAML", "a.b"),
    ]
    tops = ["issues", "source", "evidence", "", "", "issues", "other"]
    for _ in range(draw.randrange(1, 25)):
        depth = draw.choice([0, 0, 0, 1, 1, 2, 4, 5, 6])
        parts = [draw.choice(tops), *(draw.choice(names) for _ in range(depth + 1))]
        if draw.random() < 0.15:
            parts = [draw.choice(["plan.yaml", "units.yaml", "calendar.yaml", "issues", "source"])]
        target = os.path.join(root, "data", *parts)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if draw.random() < 0.1:
                os.symlink(draw.choice(["1.yaml", "/etc/passwd", "nowhere"]), target)
            else:
                size = draw.choice([0, 3, 3, 3, SIZE_MAX, SIZE_MAX + 1])
                with open(target, "xb") as file:
                    file.write(b"x" * size)
        except OSError:  # a file where a folder would be, or the other way round
            continue


@pytest.mark.parametrize("seed", range(60))
def test_odd_trees_are_read_the_same(tmp_path: Path, seed: int) -> None:
    """Links, strays, hidden and large files, deep folders: git and the disk tell the same of them."""
    making = Making(tmp_path / "repo", "in/side" if seed % 2 else "")
    _odd_tree(making.root, random.Random(seed))  # noqa: S311
    sha = making.commit({})
    from_disk = read_folder(str(making.root))
    from_git = opened(making.root).read(sha)
    assert from_git == from_disk
    assert list(from_git.tree) == list(from_disk.tree)


def test_odd_trees_are_odd(tmp_path: Path) -> None:
    """The trees above do meet every diagnostic."""
    codes = set()
    for seed in range(60):
        _odd_tree(tmp_path / str(seed), random.Random(seed))  # noqa: S311
        (tmp_path / str(seed)).mkdir(exist_ok=True)
        codes |= {d.code for d in read_folder(str(tmp_path / str(seed))).diagnostics}
    assert codes == {"L109", "L119", "L120", "L308"}


def test_submodule_in_the_ledger_is_told(making: Making) -> None:
    """A commit in place of a file is no file."""
    sha = making.commit({ISSUE: "1"})
    git(making.top, "update-index", "--add", "--cacheinfo", f"160000,{sha},data/issues/sub")
    git(making.top, "update-index", "--add", "--cacheinfo", f"160000,{sha},data/source")
    sha = making.record("2025-01-02")
    repository = opened(making.root)
    assert repository.tree(sha)["data/source"].size is None
    found = repository.read(sha)
    assert [("L119", "data/source"), ("L119", "data/issues/sub")] == [
        (d.code, d.path) for d in found.diagnostics
    ]
    assert set(found.tree) == {ISSUE}


def test_link_in_place_of_data(making: Making) -> None:
    """The whole folder being a link is told, not followed."""
    making.write("real/issues/1.yaml", "1")
    (making.root / "data").symlink_to("real")
    sha = making.commit({})
    found = opened(making.root).read(sha)
    assert ({}, [("L119", "data")]) == (found.tree, [(d.code, d.path) for d in found.diagnostics])
