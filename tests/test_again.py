"""What was answered is answered again: only while everything is as it was, and in the same bytes."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import warm
from cli_tools import REPO, clean_environment, spawn
from ledger.cli import again, app, terminal
from ledger.history.kept import Shelf
from ledger.store import answers, recall
from ledger.store.answers import Answer, are_same, is_at_home, modules_of, name_of, pack, seen, unpack

DEMO = REPO / "examples" / "demo"
ASK = ("overdue", "--as-of", "2026-06-01")


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo in git that was not changed a moment ago."""
    root = tmp_path_factory.mktemp("aged") / "demo"
    shutil.copytree(DEMO, root, ignore=shutil.ignore_patterns("superior.*"))
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    time.sleep(2.1)
    return root


def kept(root: Path) -> set[Path]:
    """The answers that are kept of a ledger."""
    return set((root / ".git" / "ledger").glob("answer-*"))


def say(root: Path, *args: str, **env: str) -> tuple[int, bytes, bytes]:
    """How a run ends, and what it says on both streams."""
    run = spawn(*args, cwd=root, env=env)
    return run.returncode, run.stdout, run.stderr


def imported(root: Path, *args: str) -> str:
    """What a run imports, as Python tells it."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ledger", *args],
        cwd=root,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    return run.stderr.decode()


def test_an_answer_is_given_again(aged: Path) -> None:
    """The second run says what the first one said, with the same exit code, and builds no command line."""
    first = say(aged, *ASK, "--exit-code")
    assert len(kept(aged)) == 1
    assert first == say(aged, *ASK, "--exit-code") == say(aged, *ASK, "--exit-code", "--no-cache")
    assert first[0] == 1
    assert len(kept(aged)) == 1
    modules = imported(aged, *ASK, "--exit-code")
    assert "ledger.cli.again" in modules
    assert "typer" not in modules
    assert "sqlite3" not in modules
    assert "typer" in imported(aged, *ASK, "--exit-code", "--no-cache")


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("overdue", "--as-of", "2026-06-02"), {}),
        ((*ASK, "--lang", "en"), {}),
        (ASK, {"LEDGER_LANG": "en"}),
        (ASK, {"NO_COLOR": "1"}),
        ((*ASK, "--width", "60"), {}),
        (("due", "--as-of", "2026-06-01"), {}),
    ],
)
def test_another_question_is_another_one(aged: Path, args: tuple[str, ...], env: dict[str, str]) -> None:
    """Day, language, width, variables: what the answer hangs on is a part of the question."""
    spawn(*ASK, cwd=aged)
    before = kept(aged)
    told = say(aged, *args, **env)
    assert kept(aged) - before
    assert told == say(aged, *args, **env) == say(aged, *args, "--no-cache", **env)


@pytest.mark.parametrize(
    "args",
    [
        (*ASK, "--no-cache"),
        (*ASK, "--rev", "HEAD"),
        (*ASK, "-o", "answer.md"),
        ("show", "nothing-like-it"),
        ("overdue", "--unit", "没有这家"),
        ("overdue", "--help"),
        ("check",),
        ("-C", ".", "-C", str(DEMO), *ASK),
        ("log", "1"),
        ("progress", "1", "--by", "昆区", "overdue", "--dry-run"),
    ],
)
def test_what_is_not_kept(aged: Path, args: tuple[str, ...]) -> None:
    """Nothing that reads more than the ledger, that writes, or that was refused."""
    before = kept(aged)
    spawn(*args, cwd=aged)
    assert kept(aged) == before
    (aged / "answer.md").unlink(missing_ok=True)


def test_a_word_that_is_a_command_elsewhere_keeps_nothing(aged: Path, tmp_path: Path) -> None:
    """The ledger lies in a folder called ``list``: the superior's list is read each time."""
    (tmp_path / "list").symlink_to(aged)
    theirs = tmp_path / "theirs.csv"
    shutil.copy(DEMO / "superior.csv", theirs)
    told = say(tmp_path, "-C", "list", "reconcile", str(theirs))
    assert told[0] == 0
    lines = theirs.read_text("utf-8-sig").splitlines()
    theirs.write_text("\n".join(lines[:3]), "utf-8")
    assert say(tmp_path, "-C", "list", "reconcile", str(theirs)) != told


def test_a_list_of_ledgers_keeps_nothing(aged: Path) -> None:
    """It says which ledgers are meant, and no answer hangs on it."""
    below = aged / "below"
    below.mkdir()
    (below / "ledgers.yaml").write_text("ledgers:\n- {name: 甲, folder: ..}\n", "utf-8")
    told = say(below, *ASK)
    (below / "ledgers.yaml").write_text("ledgers:\n- {name: 甲, folder: ../none}\n", "utf-8")
    assert say(below, *ASK) == say(below, *ASK, "--no-cache") != told


def test_only_so_many_are_kept(aged: Path) -> None:
    """The oldest give way."""
    spawn(*ASK, cwd=aged)
    mine = max(kept(aged))
    for n in range(20):
        other = mine.with_name(f"{mine.name[:-32]}{n:032x}")
        other.write_bytes(b"x")
        os.utime(other, (1_000_000 + n, 1_000_000 + n))
    times = {path: path.stat().st_mtime_ns for path in kept(aged)}
    spawn("stats", "--as-of", "2026-05-01", cwd=aged)
    (new,) = kept(aged) - times.keys()
    assert kept(aged) == {*sorted(times, key=times.__getitem__)[-15:], new}


@pytest.mark.parametrize("way", ["cut", "other bytes", "of others", "a link", "a folder"])
def test_a_damaged_answer_is_none(aged: Path, way: str) -> None:
    """It is worked out anew."""
    told = say(aged, *ASK)
    for file in kept(aged):
        if way == "cut":
            file.write_bytes(file.read_bytes()[:-20])
        elif way == "other bytes":
            file.write_bytes(file.read_bytes().replace(b"2026", b"2062"))
        elif way == "of others":
            file.chmod(0o666)
        elif way == "a link":
            file.rename(file.with_name("moved"))
            file.symlink_to("moved")
        else:
            file.unlink()
            file.mkdir()
    assert say(aged, *ASK) == told
    for file in kept(aged):
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def test_a_full_disk_is_told_alike(aged: Path) -> None:
    """Standard output that takes nothing: the same words and exit code as when the answer is new."""
    spawn(*ASK, cwd=aged)
    command, env = [sys.executable, "-m", "ledger", *ASK], clean_environment()
    ends = []
    for extra in ((), ("--no-cache",)):
        with Path("/dev/full").open("wb") as full:
            run = subprocess.run(
                [*command, *extra], cwd=aged, env=env, stdout=full, stderr=subprocess.PIPE, check=False
            )
        ends.append((run.returncode, run.stderr))
    assert ends[0] == ends[1]
    assert ends[0][0] == 2


def started(root: Path, *args: str, out: int) -> "subprocess.Popen[bytes]":
    """A run that writes into a pipe which nobody reads, and can be interrupted."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
    try:
        run = subprocess.Popen(
            [sys.executable, "-m", "ledger", *args],
            cwd=root,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    os.close(out)
    return run


LONG = ("list", "-f", "json", "--columns", "id,problem,goal", "--as-of", "2026-06-01")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of which an answer is kept that is larger than a pipe."""
    root = tmp_path_factory.mktemp("long") / "demo"
    shutil.copytree(DEMO, root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for file in (root / "data" / "issues").glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub("(?m)^goal: .*", "goal: " + "改" * 8000, text), "utf-8")
    time.sleep(2.1)
    assert len(say(root, *LONG)[1]) > 100_000
    return root


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes are others there")
@pytest.mark.parametrize("cold", [(), ("--no-cache",)])
def test_an_interrupt_is_no_fault(long: Path, cold: tuple[str, ...]) -> None:
    """Nobody reads what is said, and it is interrupted: it ends quietly, known or not."""
    reading, writing = os.pipe()
    run = started(long, *LONG, *cold, out=writing)
    select.select([reading], [], [], 60)
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    told = run.communicate(timeout=60)[1]
    os.close(reading)
    assert (run.returncode, told) == (130, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes are others there")
@pytest.mark.parametrize("cold", [(), ("--no-cache",)])
def test_a_pipe_that_refuses_loses_nothing(long: Path, cold: tuple[str, ...]) -> None:
    """Set so that it does not wait for its reader, as some programs leave their pipes."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    run = started(long, *LONG, *cold, out=writing)
    select.select([reading], [], [], 60)
    time.sleep(0.2)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    assert run.communicate(timeout=60)[1] == b""
    assert (run.returncode, told) == say(long, *LONG)[:2]


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders")
def test_a_pipe_in_the_place_of_an_answer_is_none(aged: Path) -> None:
    """Nobody waits for who would write into it."""
    told = say(aged, *ASK)
    for file in kept(aged):
        file.unlink()
        os.mkfifo(file)
    try:
        assert say(aged, *ASK) == told
    finally:
        for file in kept(aged):
            file.unlink()


def test_what_killed_runs_left_goes(tmp_path: Path) -> None:
    """Half-written files and markers, once nobody can still be writing them; nothing else."""
    shelf = Shelf(str(tmp_path))
    folder = tmp_path / "ledger"
    shelf.put("answer-1-a", b"a")
    left = [folder / ".answer-1-b.123", folder / "answer-1.124.now", folder / "facts-1.db.125.now"]
    others = [folder / ".checked-1.126", folder / ".gitignore", folder / "checked-1"]
    for file in (*left, *others):
        file.write_bytes(b"")
    for file in (*left, *others[1:]):
        os.utime(file, (time.time() - 4000, time.time() - 4000))
    shelf.leave("answer-1-", 16)
    assert sorted(folder.iterdir()) == sorted([*others, folder / "answer-1-a"])


def test_a_reader_that_leaves_is_no_error(aged: Path) -> None:
    """As with ``head -c 1``."""
    spawn(*ASK, cwd=aged)
    with subprocess.Popen(
        [sys.executable, "-m", "ledger", *ASK],
        cwd=aged,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 0


# --- whatever happens --------------------------------------------------------------------------------------


def ask(args: tuple[str, ...]) -> bool:
    """Ask as ``__main__`` does, and whether the answer was known."""
    code = again.known(args)
    if code is not None:
        return True
    app.run(args)
    again.keep(0)
    terminal.run_later()
    return False


class Pipe:
    """A stream that takes what is written into a list."""

    encoding, errors, name = "utf-8", "backslashreplace", "<pipe>"

    def __init__(self, number: int, said: list[tuple[int, bytes]]) -> None:
        self.number, self.said = number, said

    def write(self, text: str) -> int:
        """Take it."""
        if text:
            self.said.append((self.number, text.encode(self.encoding, self.errors)))
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def fileno(self) -> int:
        """There is none."""
        raise OSError


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[list[tuple[int, bytes]], bool]]]:
    """Asking in this process: what was said on which stream, and whether it was known."""
    monkeypatch.setattr(recall, "YOUNG", 20_000_000)
    said: list[tuple[int, bytes]] = []
    monkeypatch.setattr(again, "_write", lambda stream, data: said.append((stream, bytes(data))))

    def run(root: Path, *args: str) -> tuple[list[tuple[int, bytes]], bool]:
        said.clear()
        monkeypatch.setattr("sys.stdout", Pipe(1, said))
        monkeypatch.setattr("sys.stderr", Pipe(2, said))
        monkeypatch.setattr(again, "_run", again._Run())
        monkeypatch.delitem(sys.modules, "ledger.history.process", raising=False)
        monkeypatch.setenv("LEDGER_LANG", "zh")
        known = ask(("-C", str(root), *args))
        return list(said), known

    yield run
    monkeypatch.undo()


def differences(where: Path, asked: Callable[..., tuple[list[tuple[int, bytes]], bool]]) -> tuple[int, int]:
    """How often an answer was given again in sixty changes of ten ledgers, and how often it was wrong."""
    known = wrong = 0
    for seed in range(10):
        scene = warm.scene(where, seed)
        for _ in range(6):
            question = scene.chance.choice((("overdue", "-f", "json"), ("list",), ("stats",)))
            time.sleep(0.05)
            asked(scene.root, *question)
            if scene.chance.random() < 0.7:
                scene.chance.choice(warm.CHANGES)(scene)
            told, was_known = asked(scene.root, *question)
            cold, _ = asked(scene.root, *question, "--no-cache")
            known += was_known
            if told != cold:
                print("WRONG", seed, question, was_known, told, cold, file=sys.__stderr__)
            wrong += b"".join(d for _, d in told) != b"".join(d for _, d in cold)
    return known, wrong


@pytest.mark.large
def test_whatever_happens_it_is_the_answer(
    tmp_path: Path, asked: Callable[..., tuple[list[tuple[int, bytes]], bool]]
) -> None:
    """After each change of a ledger, or none, what is said is what a run without any of it says."""
    known, wrong = differences(tmp_path, asked)
    assert wrong == 0
    assert known >= 10


@pytest.mark.large
def test_a_sum_that_overlooks_changes_is_found_out(
    tmp_path: Path,
    asked: Callable[..., tuple[list[tuple[int, bytes]], bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The canary: names alone say nothing of what is in a file."""

    def by_names(root: str) -> answers.Seen:
        names = " ".join(sorted(os.listdir(Path(root) / "data" / "issues")))
        return answers.Seen(names, 0, "")

    monkeypatch.setattr(answers, "is_at_home", lambda *_: True)
    monkeypatch.setattr(answers, "seen", by_names)
    assert differences(tmp_path, asked)[1] > 0


# --- its parts ---------------------------------------------------------------------------------------------


def test_the_sum_sees_each_change(tmp_path: Path) -> None:
    """Bytes of the same number with the time put back, names, new and gone files, folders, evidence."""
    data = tmp_path / "data"
    (data / "evidence" / "07").mkdir(parents=True)
    (data / "issues").mkdir()
    issue, proof = data / "issues" / "07.yaml", data / "evidence" / "07" / "a.pdf"
    issue.write_text("id: 1\n", "utf-8")
    proof.write_bytes(b"proof")
    sums = {seen(str(tmp_path))}

    def changed() -> None:
        now = seen(str(tmp_path))
        assert now is not None
        assert now not in sums
        sums.add(now)

    before = issue.stat()
    time.sleep(0.02)  # the clock of files ticks every few milliseconds
    issue.write_text("id: 2\n", "utf-8")
    os.utime(issue, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed()
    time.sleep(0.02)
    proof.write_bytes(b"other")
    changed()
    (data / "evidence" / "new").mkdir()
    changed()
    proof.rename(data / "evidence" / "new" / "a.pdf")
    changed()
    (data / "issues" / ".hidden").write_text("", "utf-8")
    changed()
    issue.unlink()
    changed()


def test_the_sum_sees_a_folder_that_was_away(tmp_path: Path) -> None:
    """Moved away while it is read, and back: none of its files is another."""
    issues = tmp_path / "data" / "issues"
    issues.mkdir(parents=True)
    (issues / "07.yaml").write_text("id: 1\n", "utf-8")
    for folder in (issues, issues.parent):
        first = seen(str(tmp_path))
        time.sleep(0.02)
        folder.rename(tmp_path / "away")
        (tmp_path / "away").rename(folder)
        now = seen(str(tmp_path))
        assert first is not None
        assert now is not None
        assert now.digest != first.digest
    whole = seen(str(tmp_path))
    assert whole is not None
    assert is_at_home(str(tmp_path), whole)
    time.sleep(0.02)
    tmp_path.rename(f"{tmp_path}-away")
    assert not is_at_home(str(tmp_path), whole)
    Path(f"{tmp_path}-away").rename(tmp_path)
    assert not is_at_home(str(tmp_path), whole)


def test_at_midnight_nothing_is_kept(
    aged: Path, asked: Callable[..., tuple[list[tuple[int, bytes]], bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day changes between the question and its answer: it is an answer of neither."""
    asked(aged, "stats")
    assert asked(aged, "stats")[1]
    days = iter([date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 1), date(2026, 6, 1)])
    monkeypatch.setattr("ledger.today.today", lambda: next(days))
    assert not asked(aged, "stats", "--as-of", "2026-06-01")[1]
    assert not asked(aged, "stats", "--as-of", "2026-06-01")[1]


@pytest.mark.parametrize("strange", ["link", "pipe", "unfinished", "linked folder", "no data"])
def test_no_sum_where_something_cannot_be_told(tmp_path: Path, strange: str) -> None:
    """A link leads elsewhere; a run that was killed has left work."""
    data = tmp_path / "data"
    if strange == "no data":
        assert seen(str(tmp_path)) is None
        return
    data.mkdir()
    assert seen(str(tmp_path)) is not None
    if strange == "link":
        (data / "plan.yaml").symlink_to(tmp_path / "elsewhere")
    elif strange == "pipe":
        os.mkfifo(data / "pipe")
    elif strange == "unfinished":
        (data / ".unfinished").write_text("", "utf-8")
    else:
        data.rename(tmp_path / "moved")
        data.symlink_to(tmp_path / "moved")
    assert seen(str(tmp_path)) is None


def test_modules_are_those_that_ran(tmp_path: Path) -> None:
    """A module that was changed since is another one, and one that was changed as it ran is none."""
    file = tmp_path / "one.py"
    file.write_text("a = 1\n", "utf-8")
    module = ModuleType("one")
    module.__file__ = str(file)
    now = time.time_ns()
    rows = modules_of([module, os, sys], [], now + 10**9)
    assert rows is not None
    assert len(rows) == 1
    assert are_same(rows)
    assert modules_of([module], [], now - 10**10) is None
    file.write_text("a = 11\n", "utf-8")
    assert not are_same(rows)
    file.unlink()
    assert not are_same(rows)
    assert modules_of([module], [], now + 10**10) is None


def test_where_modules_are_looked_for_counts(tmp_path: Path) -> None:
    """What is put into one of those folders may come before the module that ran; one may be made later."""
    there, later = tmp_path / "there", tmp_path / "later"
    there.mkdir()
    now = time.time_ns()
    assert modules_of([], [str(there)], now - 10**10) is None
    rows = modules_of([], [str(there), str(later)], now + 10**9)
    assert rows is not None
    assert are_same(rows)
    later.mkdir()
    assert not are_same(rows)
    rows = modules_of([], [str(there), str(later)], now + 10**9)
    assert rows is not None
    time.sleep(0.02)
    (there / "typer.py").write_text("", "utf-8")
    assert not are_same(rows)


def test_a_module_with_its_time_put_back_is_another(tmp_path: Path) -> None:
    """As an installer leaves it that gives every file the same time."""
    file = tmp_path / "one.py"
    file.write_text("a = 1\n", "utf-8")
    module = ModuleType("one")
    module.__file__ = str(file)
    before = file.stat()
    rows = modules_of([module], [], time.time_ns() + 10**9)
    assert rows is not None
    time.sleep(0.02)
    file.write_text("a = 2\n", "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not are_same(rows)


def test_another_installation_is_asked_itself(aged: Path, tmp_path: Path) -> None:
    """One of the same name in another folder, with the same environment, says what it says."""
    copy = tmp_path / "other"
    shutil.copytree(REPO / "src" / "ledger", copy / "ledger", ignore=shutil.ignore_patterns("__pycache__"))

    def title(source: Path) -> bytes:
        program = f"import sys; sys.path.insert(0, {str(source)!r}); sys.argv[0] = 'ledger'"
        run = subprocess.run(
            [sys.executable, "-c", f"{program}; from ledger.__main__ import main; main()", "units"],
            cwd=aged,
            env=clean_environment(),
            capture_output=True,
            check=True,
        )
        return run.stdout

    time.sleep(2.1)
    first = title(REPO / "src")
    assert title(REPO / "src") == first
    for file in (copy / "ledger" / "locale" / "zh").glob("*.py"):
        file.write_text(file.read_text("utf-8").replace("牵头", "带头"), "utf-8")
    assert title(copy) != first


@pytest.mark.parametrize(
    "answer",
    [
        Answer(0, (), "sum", ()),
        Answer(
            1,
            ((1, "逾期\n".encode()), (2, b"\x00\n\n"), (1, b"")),
            "sum",
            ("1 2 3 4 /a b/c.py", "- - - - /\udcff.py"),
        ),
    ],
)
def test_an_answer_is_what_was_packed(answer: Answer) -> None:
    """Bytes, order and names that are no UTF-8."""
    assert unpack(pack(answer)) == answer


@pytest.mark.parametrize("data", [b"", b"nonsense", b"0 1 1\nsum\n", b"0 0 1\nsum\n1\n"])
def test_what_was_not_packed_is_no_answer(data: bytes) -> None:
    """ValueError, whatever it is."""
    with pytest.raises(ValueError, match=r"\w"):
        unpack(data)


def test_shells_change_some_variables(tmp_path: Path) -> None:
    """Of those no answer hangs; of all others it does, read by us or not."""
    assert name_of([1], {"_": "a", "X": "1"}) == name_of([1], {"_": "b", "X": "1", "OLDPWD": str(tmp_path)})
    assert name_of([1], {"X": "1"}) != name_of([1], {"X": "2"})
    assert name_of([1, 2], {}) != name_of([12], {})
