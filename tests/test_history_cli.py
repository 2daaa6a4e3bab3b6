"""The history commands and ``--rev`` as people run them: same answers as a checkout, anywhere, and no surprises."""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cli_tools import Result, run_cli
from git_tools import Making, git, snapshot
from ledger.history import process
from profiles import by_profile, large, large_but
from stories import Files, Story, demo
from test_git import CERTAIN, TRAPS, hostile, plainly, spring

AS_OF = ("--as-of", "2025-07-01")
READING: dict[str, tuple[str, ...]] = {
    "overdue": ("overdue", *AS_OF),
    "list": ("list", *AS_OF),
    "due": ("due", *AS_OF, "--within", "90d"),
    "show": ("show", "4", *AS_OF),
    "units": ("units", *AS_OF),
    "unit": ("units", "昆区", *AS_OF),
    "stats": ("stats", "--by", "lead", *AS_OF),
    "ready": ("ready", *AS_OF),
    "pace": ("pace", *AS_OF),
    "duties": ("duties", *AS_OF),
    "check": ("check",),
    "render": ("render",),
    "export": ("export", "--table", "entries", *AS_OF),
    "sql": ("sql", "SELECT id, status, standing, due FROM issues ORDER BY id", *AS_OF),
    "supervise": ("supervise", "--suggest", *AS_OF),
}
"""Every command that takes ``--rev``, on a fixed day."""

HISTORY: dict[str, tuple[str, ...]] = {
    "diff": ("diff", *AS_OF),
    "diff A..B": ("diff", "HEAD~2..HEAD~1", *AS_OF),
    "diff --since": ("diff", "--since", "2024-12-31", *AS_OF),
    "log": ("log",),
    "log ID": ("log", "4"),
    "log --range": ("log", "--range", "HEAD~1..HEAD"),
    "blame": ("blame", "4"),
    "blame --rev": ("blame", "4", "--rev", "HEAD~1"),
    "audit": ("audit",),
    "audit A..B": ("audit", "HEAD~1.."),
    "audit --head": ("audit", "--head"),
}


class History:
    """A checked-out repository that replays the demo, and the names of its commits."""

    def __init__(self, root: Path, shas: list[str], story: Story) -> None:
        self.root, self.shas, self.story = root, shas, story


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Eight commits, a tag and a branch; not to be changed."""
    root = tmp_path_factory.mktemp("history") / "repo"
    root.mkdir()
    base, entries = demo()
    story = Story()
    story.add(base, "市整改专项组", date(2024, 11, 1))
    waiting = iter(entries)
    while batch := list(islice(waiting, len(entries) // 7 + 1)):
        files = dict(story.tip.files)
        for one in batch:
            files[one.path] += one.line
            files |= {
                f"data/{e.path}": (DEMO / str(e.path)).read_bytes() for e in one.entry.evidence if e.path
            }
        story.add(files, batch[0].entry.by, batch[-1].entry.date)
    shas = story.write(root)
    git(root, "reset", "-q", "--hard")
    git(root, "tag", "-a", "-m", "x", "半年", shas[3])
    git(root, "branch", "side/甲", shas[4])
    return History(root, shas, story)


DEMO = Path(__file__).resolve().parents[1] / "examples/demo/data"


def ledger(root: Path, *args: str, form: str = "json", **env: str) -> Result:
    """Run a command in a folder; JSON where it can be had."""
    more = () if args[0] == "render" or "--head" in args else ("--format", form)
    return run_cli(*args, *more, "--lang", "en", cwd=root, env=env)


def said(result: Result) -> tuple[int, Any, Any]:
    """Exit code, the answer without the revision, and the revision."""
    if not result.out.startswith(("{", "[")):
        return result.code, result.out, None
    answer = json.loads(result.out)
    revision = answer.pop("revision", None) if isinstance(answer, dict) else None
    return result.code, answer, revision


# --- --rev ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkouts(history: History) -> Iterator[dict[int, Path]]:
    """The working folder at some of the commits."""
    made = {}
    for n in (0, 3, 4, 6):
        made[n] = history.root.parent / f"at{n}"
        git(history.root, "worktree", "add", "-q", "--detach", str(made[n]), history.shas[n])
    yield made
    for folder in made.values():
        git(history.root, "worktree", "remove", "--force", str(folder))


def names_of(history: History, n: int) -> list[str]:
    """Ways to name a commit."""
    back = len(history.shas) - 1 - n
    named = [history.shas[n], history.shas[n][:12], f"HEAD~{back}", f"@{history.story.commits[n].day}"]
    return named + {3: ["半年"], 4: ["side/甲"]}.get(n, [])


@pytest.mark.parametrize("command", READING)
def test_a_revision_is_read_as_a_checkout_of_it(
    command: str, history: History, checkouts: dict[int, Path]
) -> None:
    """By whatever name the commit goes, the answer is that of the working folder there, with its revision."""
    turn = list(READING).index(command) % len(checkouts)
    places = by_profile(fast=list(checkouts)[turn : turn + 1], ci=list(checkouts))
    for n, folder in ((n, checkouts[n]) for n in places):
        code, expected, revision = said(ledger(folder, *READING[command]))
        assert revision is None
        assert code in {0, 1}
        for name in names_of(history, n):
            result = ledger(history.root, *READING[command], "--rev", name)
            found = said(result)
            assert found[:2] == (code, expected), (name, result.err)
            if isinstance(expected, dict):
                assert found[2] == history.shas[n], name


def test_revisions_differ(history: History, checkouts: dict[int, Path]) -> None:
    """The answers above are not all the same."""
    for command in ("overdue", "list", "stats", "export", "sql"):
        answers = {repr(said(ledger(folder, *READING[command]))) for folder in checkouts.values()}
        assert len(answers) == len(checkouts), command
    assert len(history.shas) == 8


@pytest.mark.parametrize("command", [c for c in READING if c != "render"])
def test_data_that_is_gone_now(command: str, history: History, tmp_path: Path) -> None:
    """Deleted in the working folder, there at the commit; and nothing is written."""
    git(tmp_path, "clone", "-q", str(history.root), "repo")
    shutil.rmtree(tmp_path / "repo/data")
    before = snapshot(tmp_path)
    expected = said(ledger(history.root, *READING[command], "--rev", history.shas[-2]))
    assert said(ledger(tmp_path / "repo", *READING[command], "--rev", "HEAD~1")) == expected
    assert snapshot(tmp_path) == before


def test_a_revision_without_a_ledger(tmp_path: Path) -> None:
    """Said so, exit 2."""
    making = Making(tmp_path)
    making.commit({"README": "x"})
    making.commit({f"data/{p.name}": p.read_bytes() for p in DEMO.glob("*.yaml")}, "2025-01-02")
    result = ledger(tmp_path, "list", "--rev", "HEAD~1")
    assert (result.code, result.out) == (2, "")
    assert "holds no ledger" in result.err


def test_dates_that_run_backwards_are_told(tmp_path: Path) -> None:
    """With ``@DATE`` the note names the commit."""
    making = Making(tmp_path)
    files = {f"data/{p.relative_to(DEMO)}": p.read_bytes() for p in DEMO.rglob("*.*")}
    making.commit(files, "2025-01-01")
    making.commit({"a": "1"}, "2025-05-01")
    odd = making.commit({"a": "2"}, "2025-02-01")
    result = ledger(tmp_path, "list", "--rev", "@2025-03-01")
    assert result.code == 0
    assert odd[:10] in result.err


# --- layouts --------------------------------------------------------------------------------------

ASKED = [
    ("list", "--rev", "半年", *AS_OF),
    ("check", "--rev", "HEAD~2"),
    ("diff", "HEAD~3..HEAD~1", *AS_OF),
    ("log",),
    ("blame", "4"),
    ("audit",),
    ("audit", "--head"),
]


@pytest.fixture(scope="module")
def asked(history: History) -> dict[tuple[str, ...], Result]:
    """What is answered where the history lies."""
    return {args: ledger(history.root, *args) for args in ASKED}


def _plain(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    git(tmp_path, "clone", "-q", str(history.root), "repo")
    return tmp_path / "repo", {}


def _sub_folder(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    return _plain(history, tmp_path)[0] / "data/issues", {}


def _work_tree(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    root, _ = _plain(history, tmp_path)
    git(root, "worktree", "add", "-q", "--detach", str(tmp_path / "other"))
    git(root, "reset", "-q", "--hard", "HEAD~4")
    return tmp_path / "other", {}


def _bare_with_a_work_tree(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    git(tmp_path, "clone", "-q", "--bare", str(history.root), "bare.git")
    (tmp_path / "work").mkdir()
    (tmp_path / "work/.git").write_text(f"gitdir: {tmp_path / 'bare.git'}\n")
    shutil.copytree(history.root / "data", tmp_path / "work/data")
    return tmp_path / "work", {}


def _detached(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    root, _ = _plain(history, tmp_path)
    git(root, "checkout", "-q", "--detach")
    return root, {}


def _hook(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    other = Making(tmp_path / "elsewhere")
    other.commit({"data/plan.yaml": "x: 1\n"})
    env = {"GIT_DIR": str(other.top / ".git"), "GIT_WORK_TREE": str(other.top), "GIT_INDEX_FILE": "/nowhere"}
    return _plain(history, tmp_path)[0], env


def _work_tree_set(history: History, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    root, _ = _plain(history, tmp_path)
    git(root, "config", "core.worktree", "/nowhere")
    return root, {}


@pytest.mark.parametrize(
    "layout",
    [_plain, _sub_folder, _work_tree, _bare_with_a_work_tree, _detached, _hook, _work_tree_set],
)
def test_layouts(layout: Any, history: History, asked: dict[tuple[str, ...], Result], tmp_path: Path) -> None:
    """The same answers from anywhere, to the byte."""
    root, env = layout(history, tmp_path)
    for args, expected in asked.items():
        assert expected.code in {0, 1}, expected.err
        found = ledger(root, *args, **env)
        assert (found.code, found.out) == (expected.code, expected.out), (args, found.err)


# --- what is missing ------------------------------------------------------------------------------

EVERY = {
    **HISTORY,
    **{f"{name} --rev": (*args, "--rev", "HEAD") for name, args in READING.items()},
}


def one_line(result: Result, words: str) -> None:
    """Exit 2, nothing on standard output, one line with these words on standard error."""
    assert (result.code, result.out) == (2, ""), (result.out, result.err)
    (line,) = result.err.splitlines()
    assert words in line


@pytest.fixture
def folder(history: History, tmp_path: Path) -> Path:
    """The data alone, in no repository."""
    shutil.copytree(history.root / "data", tmp_path / "ledger/data")
    return tmp_path / "ledger"


def test_no_repository(folder: Path) -> None:
    """Every command that needs history says so; those that do not, work."""
    for args in EVERY.values():
        one_line(ledger(folder, *args), "is in no git repository")
    for args in READING.values():
        assert ledger(folder, *args).code in {0, 1}


def test_an_empty_repository(folder: Path) -> None:
    """A branch without a commit."""
    git(folder, "init", "-q")
    for args in EVERY.values():
        one_line(ledger(folder, *args), "no commit yet")
    for args in READING.values():
        assert ledger(folder, *args).code in {0, 1}


def test_no_git(history: History, tmp_path: Path) -> None:
    """No program of that name."""
    for args in EVERY.values():
        one_line(ledger(history.root, *args, PATH=str(tmp_path)), "git was not found")
    for args in READING.values():
        assert ledger(history.root, *args, PATH=str(tmp_path)).code in {0, 1}


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_a_shallow_clone(depth: int, history: History, tmp_path: Path) -> None:
    """Never "no issues then": what lies before the cut ends in one line that names it."""
    git(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{history.root}", "repo")
    root, cut = tmp_path / "repo", history.shas[-depth]
    for name in ("log", "log ID", "blame", "audit"):
        one_line(ledger(root, *HISTORY[name]), f"History is cut at commit {cut}")
    for back in (1, 3, 6):
        args = (*READING["list"], "--rev", f"HEAD~{back}")
        if back < depth:
            assert said(ledger(root, *args)) == said(ledger(history.root, *args))
        else:
            one_line(ledger(root, *args), f"History is cut at commit {cut}")
    one_line(ledger(root, "list", "--rev", "@2024-11-01"), f"History is cut at commit {cut}")
    one_line(ledger(root, "list", "--rev", history.shas[0]), f"History is cut at commit {cut}")
    for args in (("audit", "--head"), ("diff",), (*READING["list"], "--rev", "HEAD")):
        assert said(ledger(root, *args)) == said(ledger(history.root, *args))


# --- hostile revisions ----------------------------------------------------------------------------


def test_hostile_revisions(history: History, tmp_path: Path) -> None:
    """None is taken by any command, and no file is made or changed."""
    git(tmp_path, "clone", "-q", str(history.root), "repo")
    root = tmp_path / "repo"
    texts = [text for text in hostile(str(tmp_path / "written")) if text]
    assert len(set(texts)) >= 200
    shapes: list[tuple[str, ...]] = [
        *((*args, "--rev={}") for args in READING.values()),
        ("blame", "4", "--rev={}"),
        ("log", "--range={}"),
        ("diff", "--", "{}"),
        ("audit", "--", "{}"),
    ]
    before = snapshot(tmp_path)
    used = set()
    for n, text in enumerate(texts):
        for k in by_profile(fast=(0,), ci=(0, 6, 13)):
            shape = shapes[(n * 3 + k) % len(shapes)]
            if ".." in text and shape[-1] != "--rev={}":
                continue  # ranges are what these take; the names in them are below
            used.add(shape)
            result = run_cli(*(part.replace("{}", text) for part in shape), cwd=root)
            assert (result.code, result.out) == (2, ""), (shape, text, result.err)
            assert len(result.err.splitlines()) == 1, (shape, text, result.err)
    for text in texts[::4]:
        for args in (("diff", "--", f"{text}..HEAD"), ("audit", "--", f"HEAD..{text}")):
            if ".." not in text:
                assert run_cli(*args, cwd=root).code == 2, args
    assert snapshot(tmp_path) == before
    assert used == set(shapes)


# --- traps ----------------------------------------------------------------------------------------

TRAPPED = [
    ("diff",),
    ("diff", "HEAD~1..HEAD"),
    ("diff", "--since", "2025-01-02"),
    ("log",),
    ("log", "1", "--range", "HEAD~2.."),
    ("blame", "1"),
    ("audit",),
    ("audit", "--head"),
    ("list", "--rev", "v1"),
    ("check", "--rev", "HEAD~1"),
    ("sql", "SELECT 1", "--rev", "@2025-01-04"),
]


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A small ledger with a merge and a signed commit."""
    making = Making(tmp_path_factory.mktemp("base") / "repo")
    issue = (DEMO / "issues/01.yaml").read_text("utf-8").replace('id: "01"', 'id: "1"')
    head = issue.partition("\nentries:\n")[0] + "\nentries:\n"
    old = head + "- {date: 2025-01-01, type: start, by: 市委办公室}\n"
    path = "data/issues/1.yaml"
    common = {f"data/{name}.yaml": (DEMO / f"{name}.yaml").read_bytes() for name in ("plan", "units")}
    shas = [making.commit({path: old, ".gitattributes": "*.md text\n", **common}, "2025-01-01")]
    making.switch("-b", "side")
    second = head.replace('id: "1"', 'id: "2"').replace('number: "1"', 'number: "2"')
    making.commit({"data/issues/2.yaml": second}, "2025-01-02")
    making.switch("main")
    more = old + "- {date: 2025-01-03, type: progress, by: 市委办公室, text: 一}\n"
    making.commit({path: more}, "2025-01-03")
    making.merge("side", "2025-01-04")
    commit_head, _, message = git(making.top, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    text = f"{commit_head}\n{signature}\n\n{message}\n".encode()
    signed = git(making.top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=text)
    git(making.top, "reset", "-q", "--soft", signed)
    git(making.top, "tag", "-a", "-m", "x", "v1")
    return making.top, [*shas, signed]


def run_all(root: Path, env: Mapping[str, str]) -> int:
    """Run every history command in the environment of a trap; how many had an answer."""
    results = [
        run_cli(*args, cwd=root, env={k: v for k, v in env.items() if os.environ.get(k) != v})
        for args in TRAPPED
    ]
    assert {result.code for result in results} <= {0, 1, 2}, [result.err for result in results]
    return sum(result.code < 2 for result in results)


@pytest.mark.parametrize("name", large_but(CERTAIN, list(TRAPS)))
def test_no_program_is_run(name: str, trapped: tuple[Path, list[str]], tmp_path: Path) -> None:
    """By no history command, whatever the configuration says; nothing is written, and there are answers."""
    answered, fired, unchanged = spring(
        name, trapped, tmp_path / "trap", lambda root, env, _: run_all(root, env)
    )
    assert fired == set()
    assert unchanged
    lacking = name in {"ssh", "ssh allowed", "ext protocol", "remote helper", "upload pack", "git proxy"}
    assert answered >= (3 if lacking or name == "credentials" else len(TRAPPED))


@large
@pytest.mark.parametrize("name", ["fsmonitor", "textconv", "external diff", "clean filter"])
def test_the_traps_do_spring(name: str, trapped: tuple[Path, list[str]], tmp_path: Path) -> None:
    """The control: what a person would type runs them in the same repository."""
    assert spring(name, trapped, tmp_path / "trap", plainly)[1] != set()


@large
@pytest.mark.parametrize("name", ["ssh allowed", "remote helper", "upload pack"])
def test_unguarded_commands_are_caught(
    name: str, trapped: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same commands without what guards them run a program."""
    monkeypatch.setattr(process, "_FIXED", {"LC_ALL": "C"})
    monkeypatch.setattr(process, "_OPTIONS", ())
    monkeypatch.setattr(process, "clean_environment", dict)
    assert spring(name, trapped, tmp_path / "trap", lambda root, env, _: run_all(root, env))[1] != set()


# --- diff -----------------------------------------------------------------------------------------

ISSUE = "data/issues/01.yaml"


@pytest.fixture
def own(history: History, tmp_path: Path) -> Path:
    """A clone to be changed."""
    git(tmp_path, "clone", "-q", str(history.root), "repo")
    return tmp_path / "repo"


def append(root: Path, line: str, path: str = ISSUE) -> None:
    """Append an entry to an issue of the working folder."""
    with (root / path).open("ab") as file:
        file.write(f"- {{date: {line}}}\n".encode())


def commit(root: Path, day: str = "2025-12-01", *args: str) -> str:
    """Commit everything on a day."""
    git(root, "add", "-A")
    when = f"{day} 12:00:00 +0800"
    git(root, "commit", "-q", "-m", "一条", *args, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
    return git(root, "rev-parse", "HEAD")


def kinds(result: Result) -> list[tuple[str, str | None]]:
    """Kind and issue of each difference."""
    return [(one["kind"], one["id"]) for one in json.loads(result.out)["data"]]


def test_diff_of_nothing(own: Path) -> None:
    """A clean folder: no difference, exit 0 in any case."""
    result = ledger(own, "diff", "--exit-code")
    assert (result.code, kinds(result)) == (0, [])
    assert "No difference." in ledger(own, "diff", form="md").out


def test_diff_of_the_folder(own: Path, history: History) -> None:
    """What is not committed yet, also in a file that git does not know."""
    append(own, "2025-07-02, type: reopen, by: 市整改专项组, text: 反弹")
    new = (own / ISSUE).read_text("utf-8").replace('id: "01"', 'id: "99"').replace('"1"', '"99"')
    (own / "data/issues/99.yaml").write_text(new.partition("\nentries:\n")[0] + "\nentries:\n", "utf-8")
    result = ledger(own, "diff", *AS_OF)
    answer = json.loads(result.out)
    assert ("entry_added", "01") in kinds(result)
    assert ("issue_added", "99") in kinds(result)
    assert (answer["old"], answer["new"], answer["revision"]) == (history.shas[-1], None, None)
    assert ledger(own, "diff", "--exit-code").code == 1
    assert ledger(own, "diff").code == 0
    assert said(ledger(own / "data", "diff", *AS_OF)) == said(result)


def test_diff_of_two_commits(history: History) -> None:
    """Forwards, backwards, up to the folder, since a day."""
    shas = history.shas
    forwards = ledger(history.root, "diff", f"{shas[2]}..{shas[5]}", *AS_OF)
    backwards = ledger(history.root, "diff", f"{shas[5]}..{shas[2]}", *AS_OF)
    added = [one for one in json.loads(forwards.out)["data"] if one["kind"] == "entry_added"]
    gone = [one for one in json.loads(backwards.out)["data"] if one["kind"] == "entry_gone"]
    before, after = (history.story.commits[n].files for n in (2, 5))
    assert len(added) == len(gone) == lines(after) - lines(before)
    assert sorted(one["ref"] for one in added) == sorted(one["ref"] for one in gone)
    moves = [
        (one["id"], one["old"], one["new"])
        for one in json.loads(forwards.out)["data"]
        if one["kind"] == "status"
    ]
    back = [
        (one["id"], one["new"], one["old"])
        for one in json.loads(backwards.out)["data"]
        if one["kind"] == "status"
    ]
    assert moves == back != []
    since = ledger(history.root, "diff", "--since", str(history.story.commits[2].day), *AS_OF)
    assert said(since) == said(ledger(history.root, "diff", shas[2], *AS_OF))
    whole = json.loads(ledger(history.root, "diff", f"..{shas[5]}", *AS_OF).out)
    assert whole["old"] is None
    assert whole["counts"]["issue_added"] == sum(p.startswith("data/issues/") for p in after)


def test_diff_judges_each_end_on_its_day(history: History) -> None:
    """By its name or its commit; with ``--as-of`` the folder on that day, and two commits both."""

    def days(*args: str) -> tuple[str, str]:
        told = json.loads(ledger(history.root, "diff", *args).out)["days"]
        return told["old"], told["new"]

    shas, commits = history.shas, history.story.commits
    two, five = (str(commits[n].day) for n in (2, 5))
    assert days(f"{shas[2]}..{shas[5]}") == (two, five)
    assert days(f"{shas[2]}..{shas[5]}", *AS_OF) == ("2025-07-01", "2025-07-01")
    assert days(shas[2], *AS_OF) == (two, "2025-07-01")
    assert days("--since", "2025-01-10", *AS_OF) == ("2025-01-10", "2025-07-01")
    assert days(*AS_OF) == ("2025-07-01", "2025-07-01")


def test_diff_sees_what_time_did(history: History) -> None:
    """Nothing was recorded, and tasks became late that day; named are those that ``overdue`` then has."""
    sha = history.shas[-1]
    args = ("diff", sha, "--as-of", "2026-01-01")
    data = json.loads(ledger(history.root, *args).out)["data"]
    assert "entry_added" not in {one["kind"] for one in data}
    late = {one["id"] for one in data if one["kind"] == "became_late" and one["what"] == "issue"}
    turned = {one["id"] for one in data if one["kind"] == "standing" and one["new"] == "overdue"}
    assert late == turned != set()
    overdue = ledger(history.root, "overdue", "--as-of", "2026-01-01", "--rev", sha).data
    assert late <= {one["id"] for one in overdue}
    assert "Newly late" in ledger(history.root, *args, form="md").out


def lines(files: Files) -> int:
    """How many entries there are."""
    return sum(
        data.partition(b"\nentries:\n")[2].count(b"\n")
        for path, data in files.items()
        if path.startswith("data/issues/")
    )


def test_diff_as_data(history: History) -> None:
    """The contract: the same keys in every record, in the order of the groups, counted."""
    answer = json.loads(ledger(history.root, "diff", "HEAD~4..HEAD~1", *AS_OF).out)
    assert (answer["schema_version"], answer["kind"], answer["as_of"]) == (2, "diff", "2025-07-01")
    assert (answer["old"], answer["new"]) == (history.shas[-5], history.shas[-2])
    assert answer["revision"] == history.shas[-2]
    from ledger.history.compare import KINDS

    assert tuple(answer["counts"]) == KINDS
    names = {"kind", "id", "number", "title", "path", "field", "old", "new", "entry", "ref"}
    names |= {"what", "measure", "milestone", "target", "part", "units", "approval"}
    assert {frozenset(one) for one in answer["data"]} == {frozenset(names)}
    places = [KINDS.index(one["kind"]) for one in answer["data"]]
    assert places == sorted(places)
    for kind in KINDS:
        assert answer["counts"][kind] == sum(one["kind"] == kind for one in answer["data"])


def test_diff_for_readers(own: Path) -> None:
    """A heading for each group; what people wrote is shown as text."""
    append(own, "2025-07-02, type: progress, by: 昆区, text: '<b>粗</b> | [链](x) `码` *星* # 题'")
    made = ledger(own, "diff", *AS_OF, form="md").out
    assert "### 1.1 Entries added" in made
    assert "<b>" not in made
    assert "[链](x)" not in made
    row = next(line for line in made.splitlines() if "粗" in line)
    assert row.replace("\\|", "").count("|") == 6
    assert "<b>" not in ledger(own, "diff", *AS_OF, form="html").out
    assert "Entries added" in ledger(own, "diff", *AS_OF, form="table").out


def test_a_diff_writes_every_day_in_one_way(own: Path) -> None:
    """Old and new days stand as the days of entries do: a document is written in one form of words."""
    append(own, "2025-07-02, type: extend, by: 市整改专项组, due: 2027-12-31, approval: 某发〔2025〕1号")
    made = ledger(own, "diff", *AS_OF, form="md").out
    assert "31 December 2027" in made
    assert re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", made) == []


def test_log_says_a_record_as_show_does(history: History) -> None:
    """A record whose sentence has the word of its type in it (验收通过) does not say it twice."""
    made = run_cli("--lang", "zh", "log", "--width", "400", cwd=history.root).out
    told = [line for line in made.splitlines() if "启动整改" in line]
    assert told
    assert [line for line in told if "启动　启动整改" in line] == []


def test_diff_of_a_renamed_unit(own: Path) -> None:
    """A unit under a new short name is one difference, not two."""
    path = own / "data/units.yaml"
    text = path.read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("  市水务局:"))
    path.write_text(text.replace(name, name.replace("市水务局:", "市水利局:", 1)), "utf-8")
    data = json.loads(ledger(own, "diff", *AS_OF).out)["data"]
    units = [(one["field"], one["old"], one["new"]) for one in data if one["kind"] == "unit"]
    assert units == [("units", "市水务局", "市水利局")]


@pytest.mark.parametrize("side", ["old", "new"])
def test_diff_with_a_broken_file(side: str, own: Path) -> None:
    """A file that cannot be read on one side is told with its side, and the others are compared."""
    text = (own / ISSUE).read_text("utf-8")
    if side == "old":
        (own / ISSUE).write_text(text.replace("deadline:", "deadline"), "utf-8")
        commit(own)
        (own / ISSUE).write_text(text, "utf-8")
    else:
        (own / ISSUE).write_text(text.replace("deadline:", "deadline"), "utf-8")
    append(own, "2025-07-02, type: progress, by: 昆区, text: 一", "data/issues/04.yaml")
    data = json.loads(ledger(own, "diff", *AS_OF).out)["data"]
    assert [(one["path"], one["field"]) for one in data if one["kind"] == "unreadable"] == [(ISSUE, side)]
    assert ("entry_added", "04") in [(one["kind"], one["id"]) for one in data]


def test_diff_of_bad_arguments(own: Path) -> None:
    """Both a range and a day; a day that is none."""
    assert ledger(own, "diff", "HEAD~1", "--since", "2025-01-01").code == 2
    assert ledger(own, "diff", "--since", "2025-02-30").code == 2
    assert ledger(own, "diff", form="yaml").code == 2


# --- log and blame --------------------------------------------------------------------------------


def logged(root: Path, *args: str) -> list[dict[str, Any]]:
    """The records of the log, newest first."""
    records: list[dict[str, Any]] = ledger(root, "log", *args).data
    return records


def test_log_names_who_and_when(own: Path) -> None:
    """The author, the day of the commit in China, the subject, and the entry itself."""
    append(own, "2025-11-30, type: progress, by: 昆区, text: 说明")
    when = "2025-12-01 23:30:00 +0000"
    git(own, "commit", "-qam", "题目\n\n正文", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
    one = logged(own)[0]
    assert (one["commit"], one["committed"]) == (git(own, "rev-parse", "HEAD"), "2025-12-02")
    assert (one["author"], one["author_email"], one["subject"]) == ("张三", "zhang@example.org", "题目")
    assert (one["kind"], one["id"], one["number"], one["signed"]) == ("entry_added", "01", "1", False)
    assert one["entry"] == {"date": "2025-11-30", "type": "progress", "by": "昆区", "text": "说明"}
    text = ledger(own, "log", "1", form="table").out
    assert "张三" in text
    assert "2025-12-02" in text


def test_records_of_the_time_before_the_ledger_are_marked(own: Path) -> None:
    """补录: dated before the ledger was kept and committed soon after that began; by log and blame."""
    plan = own / "data/plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("\npolicy:\n", "\npolicy:\n  adopted: 2025-12-01\n"), "utf-8"
    )
    append(own, "2025-11-30, type: progress, by: 昆区, text: 说明")
    append(own, "2025-12-01, type: progress, by: 昆区, text: 当天")
    commit(own, "2025-12-02")
    append(own, "2025-11-29, type: progress, by: 昆区, text: 太晚")
    commit(own, "2026-06-01")
    marked = [one["entry"]["text"] for one in logged(own, "1") if one["backfill"]]
    assert marked == ["说明"]
    assert [one["entry"]["text"] for one in ledger(own, "blame", "1").data if one["backfill"]] == ["说明"]
    assert ledger(own, "log", "1", form="md").out.count("(recorded afterwards)") == 1


def test_log_counts_every_entry(history: History) -> None:
    """As many as there are, none twice, newest first; ranges and issues are parts of it."""
    whole = logged(history.root)
    added = [one for one in whole if one["kind"] == "entry_added"]
    assert len(added) == lines(history.story.tip.files)
    order = {sha: n for n, sha in enumerate(history.shas)}
    places = [order[one["commit"]] for one in whole]
    assert places == sorted(places, reverse=True)
    assert logged(history.root, "4") == [one for one in whole if one["id"] == "04"]
    later = [one for one in whole if order[one["commit"]] > 5]
    assert logged(history.root, "--range", f"{history.shas[5]}..") == later


def test_a_deleted_issue_is_remembered(own: Path) -> None:
    """By log, under its id and its number; blame has it before."""
    before = logged(own, "1")
    (own / ISSUE).unlink()
    sha = commit(own)
    found = logged(own, "01")
    assert found == logged(own, "1")
    assert (found[0]["kind"], found[0]["commit"]) == ("issue_gone", sha)
    assert found[1:] == before
    result = ledger(own, "blame", "1")
    assert (result.code, result.out) == (2, "")
    assert ledger(own, "blame", "1", "--rev", "HEAD~1").code == 0
    assert ledger(own, "log", "404").code == 2


def test_a_moved_issue_is_followed(own: Path) -> None:
    """Moved and recorded on in one commit."""
    before = logged(own, "1")
    blamed = ledger(own, "blame", "1").data
    (own / "data/issues/a").mkdir()
    (own / ISSUE).rename(own / "data/issues/a/01.yaml")
    append(own, "2025-11-30, type: progress, by: 昆区, text: 搬", "data/issues/a/01.yaml")
    sha = commit(own)
    found = logged(own, "1")
    assert found[2:] == before
    told = {one["kind"]: one for one in found[:2]}
    assert set(told) == {"moved", "entry_added"}
    assert (told["moved"]["old"], told["moved"]["new"]) == (ISSUE, "data/issues/a/01.yaml")
    assert {one["commit"] for one in found[:2]} == {sha}
    after = ledger(own, "blame", "1").data
    assert after[:-1] == blamed
    assert after[-1]["commit"] == sha


def test_a_merge_tells_nothing_of_its_own(own: Path) -> None:
    """What a branch recorded is told by the commits of the branch."""
    git(own, "checkout", "-q", "-b", "other", "HEAD~1")
    append(own, "2025-11-29, type: progress, by: 昆区, text: 支")
    side = commit(own, "2025-11-29")
    git(own, "checkout", "-q", "main")
    git(own, "merge", "-q", "--no-ff", "--no-commit", "-X", "theirs", "other")
    base = git(own, "show", f"main:{ISSUE}") + "\n"
    (own / ISSUE).write_text(base, "utf-8")
    append(own, "2025-11-29, type: progress, by: 昆区, text: 支")
    merge = commit(own, "2025-12-01")
    assert len(git(own, "rev-parse", f"{merge}^@").split()) == 2
    commits = {one["commit"] for one in logged(own)}
    assert side in commits
    assert merge not in commits
    last = ledger(own, "blame", "1").data[-1]
    assert (last["commit"], last["entry"]["text"]) == (side, "支")


def test_blame_names_fields_and_entries(own: Path, history: History) -> None:
    """A field that was changed, an entry brought back, and all else from the first commit."""
    path = own / ISSUE
    text = path.read_text("utf-8")
    path.write_text(text.replace("\ngoal: ", "\ngoal: 经批准"), "utf-8")
    changed = commit(own, "2025-12-01")
    kept = path.read_text("utf-8")
    path.write_text("".join(kept.splitlines(keepends=True)[:-1]), "utf-8")
    commit(own, "2025-12-02")
    path.write_text(kept, "utf-8")
    back = commit(own, "2025-12-03")
    found = ledger(own, "blame", "1").data
    fields = {one["field"]: one["commit"] for one in found if one["entry"] is None}
    assert fields == {"*": history.shas[0], "goal": changed}
    entries = [one for one in found if one["entry"] is not None]
    assert len(entries) == text.partition("\nentries:\n")[2].count("\n")
    assert entries[-1]["commit"] == back
    assert {one["commit"] for one in entries[:-1]} <= set(history.shas)
    table = ledger(own, "blame", "1", form="table").out
    assert "all other fields" in table
    assert changed[:10] in table


def test_names_cannot_act(own: Path) -> None:
    """Control characters in names of people and in messages reach no terminal."""
    append(own, "2025-11-30, type: progress, by: 昆区, text: 一")
    git(
        own,
        "commit",
        "-qam",
        "\x1b]0;x\x07题\u202e",
        GIT_AUTHOR_NAME="\x1b[31m红\x07",
        GIT_AUTHOR_EMAIL="a\x1b@b",
    )
    for args in (("log",), ("blame", "1"), ("audit",)):
        for form in ("table", "json", "csv", "md"):
            result = ledger(own, *args, form=form)
            assert not any(c in result.out + result.err for c in "\x1b\x07\u202e"), (args, form)
