"""History: every answer on real repositories, in every layout, and never a program run or a byte written."""

import os
import random
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from git_tools import Making, copy, git, snapshot
from ledger.folder import read_folder
from ledger.history import process
from ledger.history.errors import HistoryError, clean, failure
from ledger.history.git import Repository
from ledger.history.objects import EPOCH, Change, Commit, read_commit
from ledger.history.opening import open_repository
from ledger.history.revisions import end_of
from ledger.locale import LANGUAGES, Words
from ledger.reading.layout import SIZE_MAX, SOURCE_MAX
from profiles import large, large_but


def opened(root: Path, **env: str) -> Repository:
    """The repository of a folder, in the environment of the test."""
    return open_repository(str(root), {**os.environ, **env})


def error_of(call: Callable[[], Any]) -> HistoryError:
    """The error in which a call ends; its words exist in both languages."""
    with pytest.raises(HistoryError) as caught:
        call()
    for language in LANGUAGES:
        assert Words(language)(caught.value.key, **caught.value.gaps)
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
    assert repository.backwards == []


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
    ["", "..", "...", "a...b", "...HEAD", "HEAD..HEAD..HEAD", "..--all", "--all..", "HEAD..^HEAD"],
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
    assert (error.key, error.gaps) == ("history.no_commit_by_day", {"day": "2025-06-29", "sha": shas[0]})


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
    assert repository.resolve("@2024-07-01") == odd  # its parent is as old as it must be
    assert repository.resolve("@2024-12-01") == last
    assert repository.backwards == []  # these days part the line cleanly
    assert key_of(lambda: repository.resolve("@2021-01-01")) == "history.no_commit_by_day"
    assert repository.backwards == [odd]
    assert repository.resolve_range("@2024-03-01..@2024-04-01") == (first, first)
    assert repository.backwards == [odd]
    assert second not in {repository.as_of(date(2024, month, 15)).sha for month in range(1, 13)}


def test_a_commit_from_the_future(making: Making) -> None:
    """What stands after a commit dated later was not there before it; the commits that disagree are named."""
    first, _, third = line(making, ["2024-01-01", "2030-01-01", "2024-02-01"])
    repository = opened(making.root)
    assert repository.as_of(date(2024, 6, 1)) == (first, third)
    assert repository.as_of(date(2030, 1, 1)) == (third, None)


def test_days_agree_with_a_model(making: Making) -> None:
    """200 days on a line with shuffled dates: the answer and all before it are dated by then."""
    draw = random.Random(7)
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
    draw = random.Random(3)
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
    _odd_tree(making.root, random.Random(seed))
    sha = making.commit({})
    from_disk = read_folder(str(making.root))
    from_git = opened(making.root).read(sha)
    assert from_git == from_disk
    assert list(from_git.tree) == list(from_disk.tree)


def test_odd_trees_are_odd(tmp_path: Path) -> None:
    """The trees above do meet every diagnostic."""
    codes = set()
    for seed in range(60):
        _odd_tree(tmp_path / str(seed), random.Random(seed))
        (tmp_path / str(seed)).mkdir(exist_ok=True)
        codes |= {d.code for d in read_folder(str(tmp_path / str(seed))).diagnostics}
    assert codes == {"L109", "L119", "L120", "L308", "L318", "L324"}


def test_submodule_in_the_ledger_is_told(making: Making) -> None:
    """A commit in place of a file is no file."""
    sha = making.commit({ISSUE: "1"})
    git(making.top, "update-index", "--add", "--cacheinfo", f"160000,{sha},data/issues/sub")
    git(making.top, "update-index", "--add", "--cacheinfo", f"160000,{sha},data/source")
    sha = making.record("2025-01-02")
    repository = opened(making.root)
    assert repository.tree(sha)["data/source"].size is None
    found = repository.read(sha)
    told = [(d.code, d.path) for d in found.diagnostics]
    assert told == [("L119", "data/source"), ("L119", "data/issues/sub")]
    assert set(found.tree) == {ISSUE}


def test_link_in_place_of_data(making: Making) -> None:
    """The whole folder being a link is told, not followed."""
    making.write("real/issues/1.yaml", "1")
    (making.root / "data").symlink_to("real")
    sha = making.commit({})
    found = opened(making.root).read(sha)
    assert found.tree == {}
    assert [(d.code, d.path) for d in found.diagnostics] == [("L119", "data")]


# --- the walk -------------------------------------------------------------------------------------


def brief(commit: Commit) -> list[tuple[str, str]]:
    """Status and path of each change."""
    return [(change.status, change.path) for change in commit.changes]


def test_walk_tells_what_each_commit_changed(making: Making) -> None:
    """Oldest first, with all that a commit object says."""
    first = making.commit({ISSUE: "1", "README": "x"}, "2025-01-01 08:00:00 +0800", "第一条\n续行\n\n正文")
    making.commit({"README": "y"}, "2025-01-02")
    third = making.commit({ISSUE: "2", "data/issues/2.yaml": "2"}, "2025-01-03 09:30:15 -0330")
    fourth = making.commit({ISSUE: None}, "2025-01-04")
    (making.root / "data/issues/2.yaml").unlink()
    (making.root / "data/issues/2.yaml").symlink_to("x")
    fifth = making.commit({}, "2025-01-05")
    repository = opened(making.root)
    walked = list(repository.walk(None, fifth))
    assert [commit.sha for commit in walked] == [first, third, fourth, fifth]
    assert [brief(commit) for commit in walked] == [
        [("A", ISSUE)],
        [("M", ISSUE), ("A", "data/issues/2.yaml")],
        [("D", ISSUE)],
        [("T", "data/issues/2.yaml")],
    ]
    one = walked[0]
    assert (one.author_name, one.author_email) == ("张三", "zhang@example.org")
    assert (one.committer_name, one.committer_email) == ("李四", "li@example.org")
    assert (one.subject, one.parents, one.signed, one.merge_changes) == ("第一条 续行", (), False, ())
    assert one.author_time == one.commit_time == datetime(2025, 1, 1, tzinfo=UTC)
    assert one.author_time.isoformat() == "2025-01-01T08:00:00+08:00"
    assert walked[1].commit_time.isoformat() == "2025-01-03T09:30:15-03:30"
    oid = {path: blob.oid for path, blob in repository.tree(third).items()}
    old = repository.tree(first)[ISSUE].oid
    assert walked[1].changes[0] == Change("M", ISSUE, old, oid[ISSUE], "100644", "100644")
    assert walked[2].changes[0] == Change("D", ISSUE, oid[ISSUE], "0" * 40, "100644", "000000")
    assert [commit.sha for commit in repository.walk(first, fourth)] == [third, fourth]
    assert list(repository.walk(fifth, fifth)) == list(repository.walk(fifth, first)) == []


def test_walk_names_a_rename_as_gone_and_come(making: Making) -> None:
    """Identity is the id in the file, which is not for git to guess."""
    text = "一样的内容\n" * 50
    first = making.commit({ISSUE: text})
    git(making.top, "mv", ISSUE, "data/issues/9.yaml")
    git(making.top, "config", "diff.renames", "copies")
    second = making.record("2025-01-02")
    (commit,) = opened(making.root).walk(first, second)
    assert brief(commit) == [("D", ISSUE), ("A", "data/issues/9.yaml")]
    assert commit.changes[0].old_oid == commit.changes[1].new_oid


def test_merge_changes(making: Making) -> None:
    """What only the merge itself did stands out; what it brought in does not."""
    making.commit({ISSUE: "1", "data/a": "1", "data/b": "1"}, "2025-01-01")
    making.switch("-b", "side")
    making.commit({"data/a": "side"}, "2025-01-02")
    making.switch("main")
    making.commit({"data/b": "main"}, "2025-01-03")
    plain = making.merge("side", "2025-01-04")
    making.switch("-b", "more")
    making.commit({"data/c": "more"}, "2025-01-05")
    making.switch("main")
    evil = making.merge("more", "2025-01-06", files={ISSUE: "evil", "data/new": "evil"})
    walked = {commit.sha: commit for commit in opened(making.root).walk(None, evil)}
    assert brief(walked[plain]) == [("M", "data/a")]
    assert walked[plain].merge_changes == ()
    assert [(c.status, c.path) for c in walked[plain].other_changes[0]] == [("M", "data/b")]
    assert brief(walked[evil]) == [("A", "data/c"), ("M", ISSUE), ("A", "data/new")]
    assert [c.path for c in walked[evil].merge_changes] == [ISSUE, "data/new"]
    combined = git(making.top, "diff-tree", "-r", "-c", "--name-only", "--no-commit-id", evil)
    assert combined.split("\n") == [c.path for c in walked[evil].merge_changes]
    assert len(walked) == 6


def test_merge_that_discards_a_side(making: Making) -> None:
    """A merge that keeps nothing of the side is walked too: it undid what was recorded there."""
    making.commit({ISSUE: "1"}, "2025-01-01")
    making.switch("-b", "side")
    making.commit({ISSUE: "1\n2"}, "2025-01-02")
    making.switch("main")
    merge = making.merge("side", "2025-01-03", "-s", "ours")
    *_, last = opened(making.root).walk(None, merge)
    assert (last.sha, last.changes, last.merge_changes) == (merge, (), ())
    assert [(c.status, c.path) for c in last.other_changes[0]] == [("M", ISSUE)]


def test_merge_of_many(making: Making) -> None:
    """Sixty parents: more than is asked at once."""
    making.commit({ISSUE: "1"}, "2025-01-01")
    names = [f"side{n}" for n in range(60)]
    for n, name in enumerate(names):
        making.switch("-b", name, "main")
        making.commit({f"data/issues/s{n}.yaml": "1"}, "2025-01-02")
    making.switch("main")
    merge = making.merge(" ".join(names), "2025-01-03", files={"data/issues/s7.yaml": "evil"})
    *_, last = opened(making.root).walk(None, merge)
    assert last.sha == merge
    assert len(last.parents) == 61
    assert len(last.changes) == 60
    assert [len(side) for side in last.other_changes] == [60 if n == 7 else 59 for n in range(60)]
    assert [c.path for c in last.merge_changes] == ["data/issues/s7.yaml"]


def test_signed_is_read_off_the_object(making: Making) -> None:
    """A signature is seen, not verified; the words in a message are none."""
    line(making, ["2025-01-01"])
    plain = git(making.top, "cat-file", "commit", "HEAD")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    head, _, message = plain.partition("\n\n")
    shas = [
        git(making.top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode())
        for text in (
            f"{head}\n{signature}\n\n{message}\n",
            f"{head}\ngpgsig-sha256 x\n\n{message}\n",
            f"{head}\n\n{signature}\n",
            f"{head}\nmergetag object x\n {signature}\n\n{message}\n",
        )
    ]
    repository = opened(making.root)
    assert [next(repository.walk(None, sha)).signed for sha in shas] == [True, True, False, False]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("A <a@b> 0 +0000", ("A", "a@b", EPOCH)),
        ("A <a@b> 99999999999999999999999 +0800", ("A", "a@b", EPOCH)),
        ("A <a@b> -99 +9999", ("A", "a@b", EPOCH - timedelta(seconds=99))),
        ("A <a@b> soon +0800", ("A", "a@b", EPOCH)),
        ("A <a@b>", ("A", "a@b", EPOCH)),
        ("<> 1 -0000", ("", "", EPOCH + timedelta(seconds=1))),
        ("no mail", ("no mail", "", EPOCH)),
        ("", ("", "", EPOCH)),
    ],
)
def test_odd_people(author: str, expected: tuple[str, str, datetime]) -> None:
    """What is no name, address or time ends in no exception."""
    commit = read_commit("x", f"tree x\nauthor {author}\ncommitter {author}\n\ns\n".encode())
    assert (commit.author_name, commit.author_email, commit.author_time) == expected
    assert (commit.committer_name, commit.committer_email, commit.commit_time) == expected


@pytest.mark.parametrize(
    ("name", "codec"), [("GBK", "gbk"), ("gb18030", "gb18030"), ("ISO-8859-1", "latin-1")]
)
def test_commit_in_another_encoding(name: str, codec: str) -> None:
    """A commit that names its encoding is read in it."""
    text = "é" if codec == "latin-1" else "整改"
    data = f"author {text} <a@b> 0 +0000\nencoding {name}\n\n{text}\n".encode(codec)
    assert (text, text) == (read_commit("x", data).author_name, read_commit("x", data).subject)


@pytest.mark.parametrize("name", ["zlib", "idna", "undefined", "unicode_escape", "\xff", "x" * 999])
def test_commit_in_no_encoding(name: str) -> None:
    """One that names nonsense is read as UTF-8."""
    data = f"encoding {name}\n\n整改".encode() + b"\xff"
    assert read_commit("x", data).subject == "整改�"


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\n\n", b"author", b"author \n\n\n\n", b"\0", b"encoding\n\n", b" x\n\ny"]
)
def test_commit_that_is_none(data: bytes) -> None:
    """Any bytes are a commit, if a poor one."""
    assert isinstance(read_commit("x", data), Commit)


def test_long_walk_in_little_memory(making: Making, started: list[tuple[str, ...]]) -> None:
    """Ten times as many commits need the same few processes and the same memory."""
    for count in (300, 3000):
        import_line(making.top, [1_700_000_000 + n for n in range(count)], lambda n: f"{n}\n" * 50)
        repository = opened(making.root)
        head = repository.head()
        repository.boundary()
        started.clear()
        tracemalloc.start()
        seen = sum(len(commit.changes) for commit in repository.walk(None, head))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seen == count
        assert len(started) == 3
        assert peak < 800_000  # all commits in a list would be 6 MB


def test_large_commit_does_not_stand_still(making: Making) -> None:
    """A commit of 5,000 files, and a message of three megabytes."""
    files = {f"data/issues/{n:05}-{'x' * 40}.yaml": str(n) for n in range(5000)}
    for path, data in files.items():
        making.write(path, data)
    git(making.top, "add", "-A")
    (making.top / "message").write_text("题目\n\n" + "行\n" * 1_000_000)
    sha = making.record("2025-01-01", "", "--allow-empty-message")
    git(making.top, "commit", "-q", "--amend", "-F", "message")
    sha = making.head()
    (commit,) = opened(making.root).walk(None, sha)
    assert {change.path for change in commit.changes} == set(files)
    assert commit.subject == "题目"


def test_walk_that_is_left_early_ends_git(making: Making) -> None:
    """No process is left behind."""
    import_line(making.top, [1_700_000_000 + n for n in range(2000)])
    repository = opened(making.root)
    walk = repository.walk(None, repository.head())
    assert len(list(islice(walk, 3))) == 3
    processes = list(Path("/proc/self/task").rglob("children")) if Path("/proc/self/task").exists() else []
    walk.close()  # type: ignore[attr-defined]
    assert {path.read_text() for path in processes if path.exists()} <= {""}


def test_since_where_dates_run_backwards(making: Making) -> None:
    """What ``since`` has is never walked, although ``rev-list A ^B`` would list it."""
    for n in range(9):
        making.commit({ISSUE: f"b{n}"}, f"2023-01-0{n + 1}")
    making.switch("-b", "side")
    making.switch("main")
    for n in range(9):
        since = making.commit({ISSUE: f"s{n}"}, f"2020-01-0{n + 1}")
    making.switch("side")
    side = making.commit({"data/side": "1"}, "2024-01-01")
    making.switch("main")
    merge = making.merge("side", "2024-01-02")
    assert len(git(making.top, "rev-list", merge, f"^{since}").split()) > 2  # git's own answer
    repository = opened(making.root)
    assert [commit.sha for commit in repository.walk(since, merge)] == [side, merge]
    assert repository.is_ancestor(since, merge)
    assert repository.is_ancestor(since, since)
    assert not repository.is_ancestor(side, since)


def test_is_ancestor_needs_commits(making: Making) -> None:
    """A name of nothing is an error, not a no."""
    (sha,) = line(making, ["2025-01-01"])
    assert key_of(lambda: opened(making.root).is_ancestor("1" * 40, sha)) == "history.bad_revision"


# --- layouts --------------------------------------------------------------------------------------


def agrees(root: Path, shas: list[str], prefix: str = "", **env: str) -> None:
    """Every question about a line of commits has the answer that it has in a plain repository."""
    repository = opened(root, **env)
    assert repository.prefix == prefix
    assert repository.head() == repository.resolve("HEAD") == shas[-1]
    assert repository.resolve("HEAD~1") == repository.resolve("@2025-01-02") == shas[-2]
    assert repository.resolve_range("HEAD~1") == (shas[-2], shas[-1])
    assert set(repository.tree(shas[-1])) == {ISSUE}
    assert repository.read(shas[0]).tree == {ISSUE: b"n: 0\n"}
    walked = list(repository.walk(None, shas[-1]))
    assert [commit.sha for commit in walked] == shas
    assert {change.path for commit in walked for change in commit.changes} == {ISSUE}
    assert repository.is_ancestor(shas[0], shas[-1])
    assert repository.boundary() == ()


DAYS = ["2025-01-01", "2025-01-02", "2025-01-03"]


def test_plain_repository(making: Making) -> None:
    """The plain case, also through a link and with a relative path."""
    shas = line(making, DAYS)
    agrees(making.root, shas)
    (making.top.parent / "link").symlink_to(making.top)
    agrees(making.top.parent / "link", shas)
    agrees(Path(os.path.relpath(making.root)), shas)


@pytest.mark.parametrize("inside", ["台账", "a/b c/d", "-x", ":(top)", "data", "*"])
def test_folder_of_a_repository(tmp_path: Path, inside: str) -> None:
    """The project in a folder of a larger repository, with names that git could take for patterns."""
    making = Making(tmp_path / "repo", inside)
    making.write("../data2/x" if "/" not in inside else "../../../data/x", "other")
    agrees(making.root, line(making, DAYS), f"{inside}/")


def test_worktree_and_detached_head(making: Making, tmp_path: Path) -> None:
    """A linked work tree answers with its own ``HEAD``."""
    shas = line(making, [*DAYS, "2025-01-04"])
    git(making.top, "worktree", "add", "-q", "--detach", str(tmp_path / "other"), shas[2])
    agrees(tmp_path / "other", shas[:3])
    making.switch("--detach", shas[2])
    agrees(making.root, shas[:3])


def test_submodule(making: Making, tmp_path: Path) -> None:
    """The ledger in a submodule is asked in its own repository, also when nested in a folder."""
    shas = line(making, DAYS)
    outer = Making(tmp_path / "outer")
    outer.commit({"data/issues/outer.yaml": "1"})
    git(
        outer.top,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(making.top),
        "sub/ledger",
    )
    outer.commit({}, "2025-02-01")
    agrees(outer.top / "sub/ledger", shas)
    assert (outer.top / "sub/ledger/.git").is_file()


def test_bare_repository_with_a_work_tree_elsewhere(making: Making, tmp_path: Path) -> None:
    """A ``.git`` file that points to a bare repository; and a work tree linked from one."""
    shas = line(making, DAYS)
    git(tmp_path, "clone", "-q", "--bare", str(making.top), "bare.git")
    work = tmp_path / "work"
    (work / "in/data/issues").mkdir(parents=True)
    (work / ".git").write_text(f"gitdir: {tmp_path / 'bare.git'}\n")
    agrees(work, shas)
    assert opened(work / "in").prefix == "in/"
    git(tmp_path / "bare.git", "worktree", "add", "-q", str(tmp_path / "linked"), "main")
    agrees(tmp_path / "linked", shas)
    bare = opened(tmp_path / "bare.git")
    assert bare.bare
    assert bare.read(bare.head()).tree == opened(making.top).read(bare.head()).tree


def test_environment_of_a_hook_does_not_mislead(making: Making, tmp_path: Path) -> None:
    """``GIT_DIR`` and its kin speak of another repository, and are not heard."""
    shas = line(making, DAYS)
    other = Making(tmp_path / "other")
    other.commit({ISSUE: "other"}, "2025-01-03")
    git(tmp_path, "clone", "-q", "--bare", str(other.top), "other.git")
    env = {
        "GIT_DIR": str(tmp_path / "other.git"),
        "GIT_WORK_TREE": str(other.top),
        "GIT_INDEX_FILE": str(other.top / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.top / ".git/objects"),
        "GIT_COMMON_DIR": str(tmp_path / "other.git"),
        "GIT_NAMESPACE": "x",
        "GIT_PREFIX": "a/",
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
        "GIT_SHALLOW_FILE": str(tmp_path / "x"),
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_CONFIG_PARAMETERS": "'core.bare=true'",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_TRACE": str(tmp_path / "trace"),
    }
    agrees(making.root, shas, **env)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("where", ["/nowhere", "..", "../..", "../data", "/"])
def test_configured_work_tree_does_not_mislead(making: Making, where: str) -> None:
    """``core.worktree`` gives paths no other meaning."""
    shas = line(making, DAYS)
    git(making.top, "config", "core.worktree", where)
    agrees(making.root, shas)


def test_repository_inside_the_ledger_is_none(making: Making) -> None:
    """A folder that looks like a bare repository, brought in as files, is not opened."""
    line(making, DAYS)
    git(making.top, "clone", "-q", "--bare", str(making.top), "data/bare")
    assert key_of(lambda: opened(making.root / "data/bare")) == "history.not_a_repository"
    assert opened(making.root / "data").prefix == "data/"


def test_sha256(tmp_path: Path) -> None:
    """Names of 64 digits are names."""
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256", "repo")
    making = Making(tmp_path / "repo")
    shas = line(making, DAYS)
    assert len(shas[0]) == 64
    agrees(making.root, shas)


# --- what is missing ------------------------------------------------------------------------------


def test_no_repository(tmp_path: Path) -> None:
    """Nothing, a folder called .git, a file that points nowhere, a folder that is not there."""
    assert key_of(lambda: opened(tmp_path)) == "history.not_a_repository"
    (tmp_path / ".git").mkdir()
    assert key_of(lambda: opened(tmp_path)) == "history.not_a_repository"
    (tmp_path / ".git").rmdir()
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert key_of(lambda: opened(tmp_path)) == "history.not_a_repository"
    assert key_of(lambda: opened(tmp_path / "absent")) == "history.not_a_repository"


def test_inside_the_git_folder(making: Making) -> None:
    """The folder of the repository itself holds no ledger."""
    line(making, DAYS)
    assert key_of(lambda: opened(making.top / ".git/refs")) == "history.not_a_repository"


def test_no_commit_yet(making: Making) -> None:
    """An empty repository says so, whatever is asked."""
    repository = opened(making.root)
    for text in ("HEAD", "@", "HEAD~1", "@2025-01-01"):
        assert key_of(lambda text=text: repository.resolve(text)) == "history.empty"  # type: ignore[misc]
    assert key_of(repository.head) == key_of(lambda: repository.resolve_range("HEAD")) == "history.empty"
    assert key_of(lambda: repository.resolve("main")) == "history.bad_revision"
    assert not repository.boundary()


def test_damaged_branch_is_not_an_empty_one(making: Making) -> None:
    """A branch whose file holds no name is an error of its own."""
    line(making, DAYS)
    (making.top / ".git/refs/heads/main").write_bytes(b"\0" * 41)
    assert key_of(opened(making.root).head) == "history.failed"


@pytest.mark.parametrize("path", ["", "/nonexistent", ".:", ":", ".", "bin"])
def test_no_git(making: Making, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No git on the path; and none is taken from the folder that one happens to be in."""
    line(making, DAYS)
    for folder in (making.root, making.root / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text("#!/bin/sh\nexit 0\n")
        (folder / "git").chmod(0o755)
    monkeypatch.chdir(making.root)
    assert key_of(lambda: opened(making.root, PATH=path)) == "history.no_git"
    assert key_of(lambda: open_repository(str(making.root), {"PATH": path})) == "history.no_git"


def test_relative_parts_of_the_path_do_not_count(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that lies in the current folder is not run before the machine's."""
    shas = line(making, DAYS)
    (making.root / "git").write_text("#!/bin/sh\nexit 7\n")
    (making.root / "git").chmod(0o755)
    monkeypatch.chdir(making.root)
    agrees(making.root, shas, PATH=f".::{os.environ['PATH']}")


def test_git_that_goes_away(making: Making, tmp_path: Path) -> None:
    """A program that disappears, or cannot be run, between two questions."""
    line(making, DAYS)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/git"
    program.symlink_to(shutil.which("git") or "")
    repository = opened(making.root, PATH=str(tmp_path / "bin"))
    program.unlink()
    assert key_of(repository.head) == "history.no_git"
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    assert key_of(repository.head) == "history.failed"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_repository_of_another_owner(making: Making, tmp_path: Path) -> None:
    """git refuses, with the way out; a person's ``safe.directory`` is honoured."""
    shas = line(making, DAYS)
    for path in (making.top, making.top / ".git"):
        os.chown(path, 65534, 65534)
    error = error_of(lambda: opened(making.root))
    assert (error.key, error.gaps["repository"]) == ("history.dubious_ownership", str(making.top))
    config = tmp_path / "config"
    config.write_text(f"[safe]\n\tdirectory = {making.top}\n")
    agrees(making.root, shas, GIT_CONFIG_GLOBAL=str(config))
    home = {name: value for name, value in os.environ.items() if name != "GIT_CONFIG_GLOBAL"}
    config.rename(tmp_path / ".gitconfig")
    open_repository(str(making.root), {**home, "HOME": str(tmp_path)}).head()
    git(
        making.top, "config", "-f", ".git/config", "safe.directory", "*"
    )  # said by the repository itself it means nothing
    assert key_of(lambda: opened(making.root)) == "history.dubious_ownership"


def loose(top: Path, oid: str) -> Path:
    """The file of an object that is in no pack."""
    return top / ".git/objects" / oid[:2] / oid[2:]


@pytest.mark.parametrize("harm", ["gone", "empty", "garbage"])
@pytest.mark.parametrize("kind", ["blob", "tree", "commit"])
def test_damaged_repository(making: Making, kind: str, harm: str) -> None:
    """An object that is gone or broken is told, never passed over; nothing hangs."""
    shas = line(making, DAYS)
    repository = opened(making.root)
    name = {"blob": f"{shas[1]}:{ISSUE}", "tree": f"{shas[1]}:data/issues", "commit": shas[1]}[kind]
    file = loose(making.top, git(making.top, "rev-parse", name))
    file.chmod(0o644)
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if harm == "empty" else b"x" * 100)
    calls: list[Callable[[], Any]] = [lambda: repository.read(shas[1])]
    if kind != "blob":
        calls.append(lambda: list(repository.walk(None, shas[2])))
    if kind == "commit":
        calls += [lambda: repository.as_of(date(2025, 1, 1)), lambda: list(repository.walk(shas[1], shas[2]))]
    for call in calls:
        assert key_of(call) in {"history.missing_object", "history.failed"}
    assert repository.head() == shas[2]


def test_branch_that_names_what_is_not_there(making: Making) -> None:
    """A branch whose commit is gone is not a name that nobody gave."""
    shas = line(making, DAYS)
    git(making.top, "branch", "other", shas[0])
    loose(making.top, shas[0]).unlink()
    error = error_of(lambda: opened(making.root).resolve("other"))
    assert (error.key, error.gaps) == ("history.missing_object", {"oid": shas[0]})


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_shallow_clone(making: Making, tmp_path: Path, depth: int) -> None:
    """Before the cut nothing is known, and that is said; at and after it all is as ever."""
    days = [f"2025-01-0{n}" for n in range(1, 9)]
    shas = line(making, days)
    git(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{making.top}", "clone")
    repository = opened(tmp_path / "clone")
    cut = 8 - depth
    assert repository.boundary() == (shas[cut],)
    for n, day in enumerate(days):
        if n < cut:
            error = error_of(lambda day=day: repository.resolve(f"@{day}"))  # type: ignore[misc]
            assert (error.key, error.gaps) == ("history.shallow", {"sha": shas[cut]}), day
            for name in (shas[n], shas[n][:8], f"HEAD~{7 - n}", f"main~{7 - n}"):
                assert key_of(lambda name=name: repository.resolve(name)) == "history.shallow", name  # type: ignore[misc]
        else:
            assert repository.resolve(f"@{day}") == repository.resolve(f"HEAD~{7 - n}") == shas[n]
    assert key_of(lambda: repository.resolve("@2024-12-31")) == "history.shallow"
    assert key_of(lambda: repository.resolve("nosuch")) == "history.bad_revision"
    assert repository.resolve("@2025-02-01") == repository.head() == shas[7]
    assert repository.read(shas[cut]).tree == {ISSUE: f"n: {cut}\n".encode()}
    assert key_of(lambda: next(repository.walk(None, shas[7]))) == "history.shallow"
    assert [commit.sha for commit in repository.walk(shas[cut], shas[7])] == shas[cut + 1 :]
    assert repository.is_ancestor(shas[cut], shas[7])
    if depth > 1:
        assert key_of(lambda: repository.is_ancestor(shas[7], shas[6])) == "history.shallow"


def test_clone_that_is_deep_enough_is_not_cut(making: Making, tmp_path: Path) -> None:
    """A shallow clone that reaches the first commit lacks nothing."""
    shas = line(making, DAYS)
    git(tmp_path, "clone", "-q", "--depth", "3", f"file://{making.top}", "clone")
    agrees(tmp_path / "clone", shas)
    (tmp_path / "clone/.git/shallow").write_text(f"{shas[0]}\n")
    agrees(tmp_path / "clone", shas)


def test_partial_clone(making: Making, tmp_path: Path) -> None:
    """Contents that were left out are not fetched and not taken for absent."""
    shas = line(making, DAYS)
    git(making.top, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{making.top}", "clone")
    repository = opened(tmp_path / "clone")
    before = snapshot(tmp_path)
    assert repository.read(shas[2]).tree == {ISSUE: b"n: 2\n"}
    old = repository.tree(shas[0])[ISSUE]
    assert old.size is None
    for call in (lambda: repository.read(shas[0]), lambda: list(repository.blobs([old.oid]))):
        error = error_of(call)
        assert (error.key, error.gaps) == ("history.missing_object", {"oid": old.oid})
    walked = list(repository.walk(None, shas[2]))
    assert [commit.sha for commit in walked] == shas
    assert snapshot(tmp_path) == before
    assert git(tmp_path / "clone", "cat-file", "-p", old.oid) == "n: 0"  # the control: plain git fetches it


def test_partial_clone_without_trees(making: Making, tmp_path: Path) -> None:
    """Where folders were left out, too."""
    shas = line(making, DAYS)
    git(making.top, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=tree:0", f"file://{making.top}", "clone")
    repository = opened(tmp_path / "clone")
    assert repository.resolve("@2025-01-01") == shas[0]
    assert key_of(lambda: repository.tree(shas[0])) == "history.missing_object"
    assert key_of(lambda: list(repository.walk(None, shas[2]))) == "history.missing_object"


def test_replaced_history(making: Making) -> None:
    """Neither ``git replace`` nor grafts change what is read."""
    shas = line(making, DAYS)
    making.switch("--orphan", "false")
    false = making.commit({ISSUE: "false"}, "2019-01-01")
    making.switch("main")
    git(making.top, "replace", shas[1], false)
    (making.top / ".git/info/grafts").write_text(f"{shas[2]} {false}\n")
    assert git(making.top, "rev-list", "HEAD").split() != shas[::-1]  # the control
    agrees(making.root, shas)


def test_cache_of_commits_is_not_believed(making: Making) -> None:
    """Dates come from the commits, not from a file beside them that anyone may have written."""
    shas = line(making, DAYS)
    git(making.top, "commit-graph", "write", "--reachable")
    cache = making.top / ".git/objects/info/commit-graph"
    real, false = (end_of(date(year, 1, 2)) - 43200 for year in (2025, 2031))
    forged = cache.read_bytes().replace(real.to_bytes(4, "big"), false.to_bytes(4, "big"))
    assert forged != cache.read_bytes()
    cache.chmod(0o644)
    cache.write_bytes(forged)
    assert git(making.top, "rev-list", "--timestamp", "-1", shas[1]).startswith(str(false))  # the control
    agrees(making.root, shas)


# --- what git says --------------------------------------------------------------------------------


def test_complaints_are_cleaned() -> None:
    """The first line that tells the matter, without controls, not without end."""
    error = failure(b"warning: x\nfatal: \x1b[31mbad\x00\tthing" + b"!" * 999 + b"\nhint: y\n", "/x")
    assert error.key == "history.failed"
    assert error.gaps["reason"].startswith("[31mbad thing!")
    assert len(error.gaps["reason"]) <= 201
    assert failure(b"", "/x").gaps == {"reason": "?"}
    assert clean("a\n\u2028b\u009bc\u202ed\x7f整") == "a b c d 整"


def test_flood_of_complaints_does_not_stand_still(making: Making, tmp_path: Path) -> None:
    """More complaints than a pipe holds, while an answer is awaited."""
    line(making, DAYS)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/git"
    real = shutil.which("git")
    flood = "i=0; while [ $i -lt 4000 ]; do echo 'warning: 0123456789 0123456789 0123456789' >&2; i=$((i+1)); done"
    program.write_text(f'#!/bin/sh\n{flood}\nexec {real} "$@"\n')
    program.chmod(0o755)
    repository = opened(making.root, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert len(list(repository.walk(None, repository.head()))) == 3


# --- no program is run ----------------------------------------------------------------------------


class Trap:
    """A repository set up so that reading it may run a program, which then leaves its name in a folder."""

    def __init__(self, base: Path, folder: Path, shas: list[str]) -> None:
        self.top = copy(base, folder / "repo")
        self.shas = shas
        self.fired_in = folder / "fired"
        self.fired_in.mkdir()
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.env: dict[str, str] = {}

    def program(self, name: str, where: Path | None = None) -> str:
        """A program that leaves ``name``."""
        path = (where or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho x >> '{self.fired_in / name}'\nexit 1\n")
        path.chmod(0o755)
        return str(path)

    def file(self, name: str, text: str) -> Path:
        """A file beside the repository."""
        (self.bin / name).write_text(f"{text}\n")
        return self.bin / name

    def config(self, *pairs: str) -> "Trap":
        """Settings of the repository: ``key=value``."""
        for pair in pairs:
            key, _, value = pair.partition("=")
            git(self.top, "config", "--add", key, value)
        return self

    def attributes(self, text: str) -> "Trap":
        """Attributes that need no commit."""
        (self.top / ".git/info").mkdir(exist_ok=True)
        (self.top / ".git/info/attributes").write_text(f"* {text}\n")
        return self

    def lacking(self, url: str) -> None:
        """A partial clone of ``url``, in which an old file was left out."""
        self.config("core.repositoryformatversion=1", "extensions.partialClone=origin")
        self.config(f"remote.origin.url={url}", "remote.origin.promisor=true")
        oid = git(self.top, "rev-parse", f"{self.shas[0]}:{ISSUE}")
        loose(self.top, oid).unlink(missing_ok=True)

    def fired(self) -> set[str]:
        """The programs that were run."""
        return {path.name for path in self.fired_in.iterdir()}


HOOKS = [
    *("post-index-change", "post-checkout", "pre-commit", "reference-transaction", "fsmonitor-watchman"),
    *("pre-auto-gc", "post-rewrite", "post-merge", "pre-push", "update", "pre-receive", "post-update"),
]


def _hooks(trap: Trap, folder: Path) -> Path:
    for hook in HOOKS:
        trap.program(hook, folder)
    return folder


def _linked_setting(trap: Trap, key: str) -> None:
    (trap.top / ".git/more").write_text(f'[core]\n\tfsmonitor = "{trap.program("fsmonitor")}"\n')
    trap.config(f"{key}=more")


def _embedded(trap: Trap) -> None:
    git(trap.top, "clone", "-q", "--bare", ".", "data/bare")
    git(trap.top / "data/bare", "config", "core.fsmonitor", trap.program("fsmonitor"))


def _variables(trap: Trap) -> None:
    for name in (
        "GIT_EXTERNAL_DIFF",
        "GIT_SSH_COMMAND",
        "GIT_PAGER",
        "GIT_EDITOR",
        "GIT_ASKPASS",
        "GIT_PROXY_COMMAND",
    ):
        trap.env[name] = trap.program(name)
    trap.program("git-rev-parse", trap.bin / "exec")
    trap.env |= {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": trap.program("fsmonitor"),
        "GIT_CONFIG_PARAMETERS": f"'diff.external={trap.program('diff')}'",
        "GIT_EXEC_PATH": str(trap.bin / "exec"),
        "GIT_ALLOW_PROTOCOL": "ext:ssh:file",
        "GIT_PAGER_IN_USE": "1",
    }


def _persons_settings(trap: Trap) -> None:
    file = trap.bin / "config"
    file.write_text(
        f'[core]\n\tfsmonitor = "{trap.program("fsmonitor")}"\n\thooksPath = "{trap.bin / "hooks"}"\n'
        f'[diff]\n\texternal = "{trap.program("diff")}"\n[alias]\n\trev-parse = "!{trap.program("alias")}"\n'
    )
    _hooks(trap, trap.bin / "hooks")
    trap.env["GIT_CONFIG_GLOBAL"] = str(file)


def _own_settings(trap: Trap) -> None:
    trap.config("core.repositoryformatversion=1", "extensions.worktreeConfig=true")
    git(trap.top, "config", "--worktree", "core.fsmonitor", trap.program("fsmonitor"))


def _helper(trap: Trap) -> None:
    trap.program("git-remote-canary")
    trap.env["PATH"] = f"{trap.bin}:{os.environ['PATH']}"
    trap.config("protocol.canary.allow=always", "protocol.allow=always")
    trap.lacking("canary::x")


def _beside(trap: Trap) -> None:
    trap.program("git", trap.top)
    trap.program("git", trap.top / "data")
    trap.env["PATH"] = f":.:data:{os.environ['PATH']}"


def _alternates(trap: Trap) -> None:
    trap.config(
        f"core.alternateRefsCommand={trap.program('alternate')}", "core.alternateRefsPrefixes=refs/heads"
    )
    other = copy(trap.top / ".git", trap.bin / "other.git")
    (trap.top / ".git/objects/info").mkdir(exist_ok=True)
    (trap.top / ".git/objects/info/alternates").write_text(f"{other / 'objects'}\n")


PLUMBING = ("rev-parse", "rev-list", "ls-tree", "cat-file", "diff-tree")

TRAPS: dict[str, Callable[[Trap], object]] = {
    "fsmonitor": lambda t: t.config(f"core.fsmonitor={t.program('fsmonitor')}"),
    "fsmonitor and cache": lambda t: t.config(
        f"core.fsmonitor={t.program('fsmonitor')}", "core.fsmonitorHookVersion=2", "core.untrackedCache=true"
    ),
    "hooks path": lambda t: t.config(f"core.hooksPath={_hooks(t, t.bin / 'hooks')}"),
    "hooks": lambda t: _hooks(t, t.top / ".git/hooks"),
    "clean filter": lambda t: t.attributes("filter=x").config(f"filter.x.clean={t.program('clean')}"),
    "smudge filter": lambda t: t.attributes("filter=x").config(f"filter.x.smudge={t.program('smudge')}"),
    "filter process": lambda t: t.attributes("filter=x").config(
        f"filter.x.process={t.program('process')}", "filter.x.required=true"
    ),
    "textconv": lambda t: t.attributes("diff=x").config(f"diff.x.textconv={t.program('textconv')}"),
    "diff driver": lambda t: t.attributes("diff=x").config(f"diff.x.command={t.program('driver')}"),
    "merge driver": lambda t: t.attributes("merge=x").config(f"merge.x.driver={t.program('merge')}"),
    "attributes file": lambda t: t.config(
        f"core.attributesFile={t.file('attributes', '* filter=x diff=x')}",
        f"filter.x.clean={t.program('clean')}",
        f"diff.x.textconv={t.program('textconv')}",
    ),
    "external diff": lambda t: t.config(f"diff.external={t.program('external')}"),
    "gpg": lambda t: t.config(f"gpg.program={t.program('gpg')}", "log.showSignature=true"),
    "gpg of other kinds": lambda t: t.config(
        *(f"gpg.{kind}.program={t.program(kind)}" for kind in ("x509", "ssh", "openpgp")),
        "log.showSignature=true",
    ),
    "ssh": lambda t: t.config(f"core.sshCommand={t.program('ssh')}").lacking("ssh://h.invalid/x"),
    "ssh allowed": lambda t: t.config(
        f"core.sshCommand={t.program('ssh')}", "protocol.ssh.allow=always", "protocol.allow=always"
    ).lacking("ssh://h.invalid/x"),
    "ext protocol": lambda t: t.config("protocol.ext.allow=always").lacking(f"ext::{t.program('ext')} x"),
    "remote helper": _helper,
    "upload pack": lambda t: t.config(
        f"remote.origin.uploadpack={t.program('upload')}", "protocol.file.allow=always"
    ).lacking(f"file://{t.top}"),
    "git proxy": lambda t: t.config(
        f"core.gitProxy={t.program('proxy')}", "protocol.git.allow=always"
    ).lacking("git://h.invalid/x"),
    "credentials": lambda t: t.config(
        f"credential.helper=!{t.program('credential')}", f"core.askPass={t.program('ask')}"
    ).lacking("http://127.0.0.1:1/x"),
    "pager": lambda t: t.config(
        f"core.pager={t.program('pager')}", *(f"pager.{c}={t.program('pager')}" for c in PLUMBING)
    ),
    "editor": lambda t: t.config(f"core.editor={t.program('edit')}", f"sequence.editor={t.program('edit')}"),
    "aliases": lambda t: t.config(*(f"alias.{c}=!{t.program('alias')}" for c in PLUMBING)),
    "alternates": _alternates,
    "include": lambda t: _linked_setting(t, "include.path"),
    "include if": lambda t: _linked_setting(t, f"includeIf.gitdir:{t.top}/.path"),
    "settings of the work tree": _own_settings,
    "work tree elsewhere": lambda t: t.config(
        f"core.worktree={t.bin}", f"core.fsmonitor={t.program('fsmonitor')}"
    ),
    "pack hook": lambda t: t.config(f"uploadpack.packObjectsHook={t.program('pack')}"),
    "interactive": lambda t: t.config(f"interactive.diffFilter={t.program('filter')}"),
    "trailer and notes": lambda t: t.config(
        f"trailer.x.command={t.program('trailer')}", "notes.displayRef=*"
    ),
    "embedded repository": _embedded,
    "variables": _variables,
    "a person's settings": _persons_settings,
    "a git beside the data": _beside,
}


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A repository with a merge and a signed commit, to be set up in many ways."""
    making = Making(tmp_path_factory.mktemp("base") / "repo")
    shas = [making.commit({ISSUE: "old\n", ".gitattributes": "*.md text\n"}, "2025-01-01")]
    making.switch("-b", "side")
    making.commit({"data/issues/2.yaml": "side\n"}, "2025-01-02")
    making.switch("main")
    making.commit({ISSUE: "new\n", "data/plan.yaml": "x\n"}, "2025-01-03")
    making.merge("side", "2025-01-04", files={ISSUE: "merged\n"})
    head, _, message = git(making.top, "cat-file", "commit", "HEAD").partition("\n\n")
    text = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    signed = git(making.top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode())
    git(making.top, "reset", "-q", "--soft", signed)
    git(making.top, "tag", "-a", "-m", "x", "v1")
    return making.top, [*shas, signed]


def read_everything(root: Path, env: Mapping[str, str], shas: list[str]) -> int:
    """Call all that there is to call; how many calls had an answer."""
    calls: list[Callable[[Repository], Any]] = [
        lambda r: r.head(),
        lambda r: [r.resolve(name) for name in ("HEAD", "v1", "main~1", "side", shas[0], "@2025-01-03")],
        lambda r: r.resolve("nosuch"),
        lambda r: r.resolve_range("HEAD~1..HEAD"),
        lambda r: r.resolve_range("side...HEAD"),
        lambda r: r.uncommitted(),
        lambda r: r.wanting(["data/issues/1.yaml", "data/evidence/x"]),
        lambda r: r.as_of(date(2025, 1, 2)),
        lambda r: r.is_ancestor(shas[0], shas[1]),
        lambda r: r.boundary(),
        *((lambda r, sha=sha: r.tree(sha)) for sha in shas),
        *((lambda r, sha=sha: r.tree(sha, "")) for sha in shas),
        *((lambda r, sha=sha: r.read(sha)) for sha in shas),
        *((lambda r, sha=sha: list(r.blobs(b.oid for b in r.tree(sha).values()))) for sha in shas),
        lambda r: list(r.walk(None, shas[1])),
        lambda r: list(r.walk(shas[0], shas[1])),
    ]
    answered = 0
    for folder in (root, root / "data"):
        for call in calls:
            try:
                call(open_repository(str(folder), env))
            except HistoryError:
                continue
            answered += 1
    return answered


def plainly(root: Path, env: Mapping[str, str], shas: list[str]) -> int:
    """The control: what a person would type, and git as it comes."""
    commands = [
        *(["status"], ["log", "-p", "--all"], ["show", "HEAD"], ["diff", "HEAD~1"], ["rev-parse", "HEAD"]),
        *(["cat-file", "-p", f"{shas[0]}:{ISSUE}"], ["log", "--show-signature", "-1"]),
    ]
    for command in commands:
        for path in (root / "data").rglob("*.yaml"):
            os.utime(path, (1, 1))  # so that git looks at the files again
        subprocess.run(["git", *command], cwd=root, env=env, capture_output=True, check=False, timeout=600)
    return len(commands)


def naive(root: Path, env: Mapping[str, str], shas: list[str]) -> int:
    """A reader such as this one must not be: porcelain, in the environment as it is."""
    subprocess.run(["git", "log", "-p"], cwd=root, env=env, capture_output=True, check=False, timeout=600)
    return len(shas)


CERTAIN = (
    *("fsmonitor", "clean filter", "textconv", "external diff", "gpg", "ssh", "remote helper", "include"),
)
"""Traps into which plain git falls wherever it is installed; `make test` sets these."""


def spring(
    name: str,
    trapped: tuple[Path, list[str]],
    folder: Path,
    read: Callable[[Path, Mapping[str, str], list[str]], int],
) -> tuple[int, set[str], bool]:
    """Set a trap and read: how many answers, which programs were run, whether all files are as they were."""
    folder.mkdir(exist_ok=True)
    trap = Trap(trapped[0], folder, trapped[1])
    TRAPS[name](trap)
    for path in (trap.top / "data").rglob("*.yaml"):
        os.utime(path, (1, 1))
    for path in trap.fired_in.iterdir():  # what setting it up has run
        path.unlink()
    before = snapshot(trap.top)
    answered = read(trap.top, {**os.environ, **trap.env}, trap.shas)
    fired = trap.fired()
    return answered, fired, snapshot(trap.top) == before


@pytest.mark.parametrize("name", large_but(CERTAIN, list(TRAPS)))
def test_reading_runs_no_program(name: str, trapped: tuple[Path, list[str]], tmp_path: Path) -> None:
    """Whatever the configuration says, nothing is run and no byte is written; and there are answers."""
    answered, fired, unchanged = spring(name, trapped, tmp_path / "trap", read_everything)
    assert fired == set()
    assert unchanged
    assert answered >= 20


@large
def test_the_traps_do_spring(trapped: tuple[Path, list[str]], tmp_path: Path) -> None:
    """The control: for plain git most of the same set-ups run their programs."""
    assert len(TRAPS) >= 20
    sprung = {name: spring(name, trapped, tmp_path / str(n), plainly)[1] for n, name in enumerate(TRAPS)}
    fired = {name for name, programs in sprung.items() if programs}
    assert set(CERTAIN) <= fired
    assert len(fired) >= 15


@large
@pytest.mark.parametrize("name", ["textconv", "attributes file", "gpg", "gpg of other kinds"])
def test_a_naive_reader_is_caught(name: str, trapped: tuple[Path, list[str]], tmp_path: Path) -> None:
    """The harness can fail: reading with ``git log -p`` does not pass it."""
    assert spring(name, trapped, tmp_path / "trap", naive)[1] != set()


@large
@pytest.mark.parametrize("name", ["ssh allowed", "remote helper", "upload pack"])
def test_without_its_environment_plumbing_is_caught(
    name: str, trapped: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does this reader without the variables that it sets."""
    monkeypatch.setattr(process, "_FIXED", {"LC_ALL": "C"})
    monkeypatch.setattr(process, "_OPTIONS", ())
    assert spring(name, trapped, tmp_path / "trap", read_everything)[1] != set()
