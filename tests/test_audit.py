"""The audit: each act is named by its commit, honest histories are silent, and rewriting is noticed."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli_tools import Result, run_cli
from gallery import audit_options, case_of, ledger_of
from git_tools import git
from ledger.history.audit import AuditFinding
from ledger.reading.codes import CODES
from profiles import large_but
from stories import (
    UNDERSTOOD,
    Files,
    Recorded,
    Story,
    amendment,
    demo,
    misread,
    read_entry,
    reading,
)
from tamper import real
from test_exchange import commands, gitlab, junit, sarif

PATH = "data/issues/01.yaml"
OTHER = "data/issues/04.yaml"
FIRST = date(2024, 11, 1)


@cache
def parts() -> tuple[Files, list[Recorded]]:
    """The demo, taken apart once."""
    return demo()


def begun() -> Story:
    """A story that begins with the plan and no entries."""
    story = Story()
    story.add(misread(parts()[0]), "市整改专项组", FIRST)
    return story


def change(story: Story, path: str, data: bytes | None, day: date, by: str = "某人") -> int:
    """A commit that makes a file anew, or takes it away."""
    files = {name: held for name, held in story.tip.files.items() if name != path}
    return story.add(files if data is None else {**files, path: data}, by, day)


def record(story: Story, line: str, day: date, by: str = "市水务局", path: str = PATH) -> int:
    """A commit that appends an entry."""
    return change(story, path, story.tip.files[path] + f"- {{date: {line}}}\n".encode(), day, by)


def usual() -> Story:
    """Two records and no act."""
    story = begun()
    record(story, "2024-11-05, type: start, by: 市水务局", date(2024, 11, 5))
    record(story, "2024-12-20, type: progress, by: 东河区, text: 完成2公里。", date(2024, 12, 21), "东河区")
    return story


def audited(root: Path, *args: str) -> Result:
    """The audit in English."""
    return run_cli("audit", *args, "--lang", "en", cwd=root)


def told(root: Path, *args: str) -> list[tuple[str, str | None, str | None]]:
    """Code, path and commit of each finding that is no note."""
    records = audited(root, *args, "--format", "json").data
    return [(r["code"], r["path"], r["commit"]) for r in records if r["severity"] != "note"]


def one_error(story: Story, folder: Path, *args: str) -> tuple[str, str | None, int]:
    """The only finding of a story, with the number of its commit."""
    shas = story.write(folder)
    ((code, path, commit),) = told(folder, *args)
    return code, path, shas.index(commit or "")


# --- every code ----------------------------------------------------------------------------------

SEVENS = [code for code in CODES if code.startswith(("L7", "L92"))]


def one_of_each_severity() -> list[str]:
    """An error, a warning and a note that the audit tells."""
    return list({str(CODES[code].severity): code for code in SEVENS}.values())


@pytest.mark.parametrize("code", large_but(one_of_each_severity(), SEVENS))
def test_every_code(code: str) -> None:
    """The act of each code brings it out, in text and as data, and the exit code tells how bad it is.

    That it brings it out in text is seen for all of them by test_gallery.
    """
    found = case_of(code)
    assert found is not None
    with ledger_of(found, "bad") as root:
        more = audit_options(root)
        assert f" {code} " in audited(root, *more).out
        severity = str(CODES[code].severity)
        only = audited(root, *more, "--select", code, "--format", "json")
        expected = (code, severity, CODES[code].name)
        assert {(r["code"], r["severity"], r["name"]) for r in only.data} == {expected}
        assert only.code == (1 if severity == "error" else 0)
        strict = audited(root, *more, "--select", code, "--strict")
        assert strict.code == (0 if severity == "note" else 1)
        assert f" {code} " not in audited(root, *more, "--ignore", code).out


def test_there_are_sixty_six_codes() -> None:
    """None is left out above."""
    assert len(SEVENS) == 66


# --- what is no act -------------------------------------------------------------------------------


def test_nothing_found(tmp_path: Path) -> None:
    """No output, exit 0, and three facts on standard error: how many commits, the last one, its day."""
    shas = usual().write(tmp_path)
    result = audited(tmp_path)
    assert (result.code, result.out) == (0, "")
    walked = f"Audited 3 commits that touch the ledger, up to {shas[-1][:10]} (2024-12-21)."
    assert result.err.splitlines() == [walked, "Nothing was found."]
    assert audited(tmp_path, "--strict").code == 0


def test_a_proper_void_is_silent(tmp_path: Path) -> None:
    """Taking an entry back by another is how it is done."""
    from ledger.model.entries import ref_of

    story = usual()
    first = read_entry(story.tip.files[PATH].splitlines(keepends=True)[-2])
    record(
        story,
        f"2024-12-22, type: void, by: 市整改专项组, entry: {ref_of(first)}, text: 记错。",
        date(2024, 12, 22),
    )
    story.write(tmp_path)
    assert told(tmp_path) == []


def test_an_issue_in_another_folder_is_the_same(tmp_path: Path) -> None:
    """Moved and recorded on: silent; moved and cut: named in its new place."""
    story = usual()
    moved = "data/issues/a/01.yaml"
    files = {moved if name == PATH else name: data for name, data in story.tip.files.items()}
    story.add(files, "某人", date(2024, 12, 22))
    record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23), path=moved)
    (tmp_path / "honest").mkdir()
    story.write(tmp_path / "honest")
    assert told(tmp_path / "honest") == []
    lines = story.tip.files[moved].splitlines(keepends=True)
    files = {name: data for name, data in story.tip.files.items() if name != moved}
    number = story.add({**files, "data/issues/b/01.yaml": b"".join(lines[:-1])}, "某人", date(2024, 12, 24))
    (tmp_path / "cut").mkdir()
    assert one_error(story, tmp_path / "cut") == ("L701", "data/issues/b/01.yaml", number)


def test_line_ends_alone(tmp_path: Path) -> None:
    """The same said with other line ends is bytes rewritten, and no more."""
    story = usual()
    number = change(story, PATH, story.tip.files[PATH].replace(b"\n", b"\r\n"), date(2024, 12, 22))
    assert one_error(story, tmp_path) == ("L716", PATH, number)
    assert audited(tmp_path).code == 0
    assert audited(tmp_path, "--strict").code == 1


def test_commits_beside_the_ledger_do_not_count(tmp_path: Path) -> None:
    """A file elsewhere is not audited, but the tip is the tip."""
    story = usual()
    last = story.add({**story.tip.files, "README.md": b"x\n"}, "某人", date(2025, 1, 1))
    shas = story.write(tmp_path)
    assert f"Audited 3 commits that touch the ledger, up to {shas[last][:10]}" in audited(tmp_path).err


# --- the baseline ---------------------------------------------------------------------------------


def test_an_amendment_licenses_no_edit(tmp_path: Path) -> None:
    """The record is silent, the edit is named; the first bytes put back are no fault, others are."""
    story = usual()
    first = story.tip.files[PATH]
    change(story, PATH, first + amendment(first, date(2024, 12, 22)), date(2024, 12, 22))
    amended = story.tip.files[PATH]
    edited = change(story, PATH, amended.replace(b"\ngoal: ", "\ngoal: 经批准".encode()), date(2024, 12, 23))
    change(story, PATH, amended, date(2024, 12, 24))
    again = change(story, PATH, amended.replace(b"\ngoal: ", "\ngoal: 又".encode()), date(2024, 12, 25))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L703", PATH, shas[edited]), ("L703", PATH, shas[again])]


def test_bytes_of_a_baseline_alone(tmp_path: Path) -> None:
    """Another way to write the same is bytes rewritten; the first way again is none."""
    story = usual()
    first = story.tip.files[PATH]
    number = change(story, PATH, first.replace(b"\ngoal: ", b"\ngoal:  "), date(2024, 12, 22))
    change(story, PATH, first, date(2024, 12, 23))
    assert one_error(story, tmp_path) == ("L716", PATH, number)


_READ = UNDERSTOOD


def read_again(story: Story, day: date, sha256: str = "", more: tuple[bytes, bytes] = (b"", b"")) -> int:
    """A commit that notes a reading and understands a deadline otherwise."""
    data = story.tip.files[PATH].replace(*_READ, 1).replace(*more, 1)
    return story.add({**reading(story.tip.files, day, sha256), PATH: data}, "某人", day)


def test_a_re_reading_is_lawful(tmp_path: Path) -> None:
    """What was understood may change with a reading of the same text; from then on that holds."""
    story = usual()
    read_again(story, date(2024, 12, 22))
    record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23))
    back = change(story, PATH, story.tip.files[PATH].replace(*_READ[::-1], 1), date(2024, 12, 24))
    assert one_error(story, tmp_path) == ("L704", PATH, back)


@pytest.mark.parametrize(
    ("sha256", "more", "codes"),
    [
        ("ab" * 32, (b"", b""), ["L704"]),
        ("", (b"\ngoal: ", "\ngoal: 尽量".encode()), ["L704", "L703"]),
        ("", (b"\n  text: ", "\n  text: 约".encode()), ["L703", "L704"]),
    ],
)
def test_what_is_no_re_reading(
    sha256: str, more: tuple[bytes, bytes], codes: list[str], tmp_path: Path
) -> None:
    """A reading of something else, and one with which a text changes: everything is named."""
    story = usual()
    number = read_again(story, date(2024, 12, 22), sha256, more)
    shas = story.write(tmp_path)
    found = told(tmp_path)
    assert sorted(code for code, _, _ in found) == sorted(codes)
    assert {(path, commit) for _, path, commit in found} == {(PATH, shas[number])}


def test_a_reading_noted_before_does_not_license(tmp_path: Path) -> None:
    """Only a change in the commit that notes the reading is one."""
    story = usual()
    story.add(reading(story.tip.files, date(2024, 12, 22)), "某人", date(2024, 12, 22))
    number = change(story, PATH, story.tip.files[PATH].replace(*_READ, 1), date(2024, 12, 23))
    assert one_error(story, tmp_path) == ("L704", PATH, number)


def test_a_reading_struck_out_is_none(tmp_path: Path) -> None:
    """Readings are appended: where one before is gone, nothing is licensed."""
    story = usual()
    story.add(reading(story.tip.files, date(2024, 12, 21)), "某人", date(2024, 12, 21))
    plan = "data/plan.yaml"
    struck = story.tip.files[plan].replace(b"day: 2024-12-21", b"day: 2024-12-20")
    story.tip.files[plan], kept = struck, story.tip.files[plan]
    files = {**reading(story.tip.files, date(2024, 12, 22))}
    story.tip.files[plan] = kept
    files[PATH] = files[PATH].replace(*_READ, 1)
    number = story.add(files, "某人", date(2024, 12, 22))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L728", plan, shas[number]), ("L704", PATH, shas[number])]


# --- entries of an older form ---------------------------------------------------------------------

OLD_FORM = "2024-12-22, type: amend, by: 市整改专项组, field: goal, approval: 文号"


def test_an_entry_of_an_older_form_hides_nothing(tmp_path: Path) -> None:
    """It is named once, where it was recorded; what is done to the others is named as ever."""
    story = usual()
    old = record(story, OLD_FORM, date(2024, 12, 22))
    record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23))
    lines = story.tip.files[PATH].splitlines(keepends=True)
    cut = change(story, PATH, b"".join([*lines[:-4], *lines[-3:]]), date(2024, 12, 24))
    lines = story.tip.files[PATH].splitlines(keepends=True)
    gone = change(story, PATH, b"".join([*lines[:-2], lines[-1]]), date(2024, 12, 25))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [
        ("L717", PATH, shas[old]),
        ("L701", PATH, shas[cut]),
        ("L701", PATH, shas[gone]),
    ]
    records = audited(tmp_path, "--format", "json").data
    assert [r["line"] for r in records if r["code"] == "L717"] == [
        story.commits[old].files[PATH].count(b"\n")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2024-12-22, type: void, by: 市整改专项组, was: abc",
        "2024-12-22, type: nothing, by: 市整改专项组",
        "2024-12-32, type: start, by: 市水务局",
    ],
)
def test_an_entry_that_is_none(line: str, tmp_path: Path) -> None:
    """One without a day or of no type known, or one that says how others count: no version can be read."""
    story = usual()
    first = record(story, line, date(2024, 12, 22))
    second = record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L717", PATH, shas[first]), ("L717", PATH, shas[second])]


# --- versions that cannot be read -----------------------------------------------------------------


def broken(story: Story, day: date, path: str = PATH) -> int:
    """A commit that breaks a file."""
    return change(story, path, story.tip.files[path].replace(b"deadline:", b"deadline"), day)


def test_an_unreadable_version_does_not_end_the_walk(tmp_path: Path) -> None:
    """It is told; restored it is as before; what comes later is named."""
    story = usual()
    good = story.tip.files[PATH]
    bad = broken(story, date(2024, 12, 22))
    change(story, PATH, good, date(2024, 12, 23))
    record(story, "2024-12-24, type: progress, by: 东河区, text: 三", date(2024, 12, 24))
    gone = change(story, OTHER, None, date(2024, 12, 25))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L717", PATH, shas[bad]), ("L705", OTHER, shas[gone])]


def test_nothing_is_hidden_behind_an_unreadable_version(tmp_path: Path) -> None:
    """What comes after is held against the last version that could be read, twice broken or not."""
    story = usual()
    good = story.tip.files[PATH]
    first = broken(story, date(2024, 12, 22))
    second = change(story, PATH, b"{" + story.tip.files[PATH], date(2024, 12, 23))
    less = b"".join(good.splitlines(keepends=True)[:-1]).replace(b"\ngoal: ", "\ngoal: 尽量".encode())
    cut = change(story, PATH, less, date(2025, 6, 1))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [
        *(("L717", PATH, shas[first]), ("L717", PATH, shas[second])),
        *(("L703", PATH, shas[cut]), ("L701", PATH, shas[cut])),
    ]


def test_recording_on_an_unreadable_version(tmp_path: Path) -> None:
    """Each further version of it is told, and what was cut meanwhile is named when it can be read again."""
    story = usual()
    good = story.tip.files[PATH]
    first = broken(story, date(2024, 12, 22))
    second = record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23))
    less = b"".join(good.splitlines(keepends=True)[:-1])
    cut = change(story, PATH, less, date(2024, 12, 24))
    shas = story.write(tmp_path)
    unreadable = [("L717", PATH, shas[first]), ("L717", PATH, shas[second])]
    assert told(tmp_path) == [*unreadable, ("L701", PATH, shas[cut])]


def test_an_unreadable_version_deleted(tmp_path: Path) -> None:
    """Deleting a broken file is deleting the issue."""
    story = usual()
    bad = broken(story, date(2024, 12, 22))
    gone = change(story, PATH, None, date(2024, 12, 23))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L717", PATH, shas[bad]), ("L705", PATH, shas[gone])]


def test_broken_from_the_start(tmp_path: Path) -> None:
    """Where no version before can be read, nothing is said of entries that may be old."""
    story = begun()
    whole = usual().tip.files[PATH]
    story.commits[0].files[PATH] = whole + b"- {date: \n"
    change(story, PATH, whole, date(2025, 6, 1))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L717", PATH, shas[0])]


# --- merges ---------------------------------------------------------------------------------------


def forked(story: Story) -> tuple[int, Files, int, Files]:
    """Two sides that each record on one issue."""
    fork, files = len(story.commits) - 1, dict(story.tip.files)
    sides = []
    for by in ("昆区", "青山区"):
        line = f"- {{date: 2024-12-22, type: progress, by: {by}, text: 并行}}\n"
        side = {**files, PATH: files[PATH] + line.encode()}
        sides.append((story.add(side, by, date(2024, 12, 22), [fork]), side))
    return *sides[0], *sides[1]


@pytest.mark.parametrize("first", [0, 1])
def test_a_merge_that_keeps_one_side(first: int, tmp_path: Path) -> None:
    """As by ``-s ours``, whichever side is ours: the other's record is gone by the merge."""
    story = usual()
    ours, mine, theirs, other = forked(story)
    parents = [ours, theirs] if first == 0 else [theirs, ours]
    merge = story.add(mine if first == 0 else other, "某人", date(2024, 12, 23), parents)
    assert one_error(story, tmp_path) == ("L701", PATH, merge)


def test_a_real_merge_with_ours(tmp_path: Path) -> None:
    """The same made by git."""
    usual().write(tmp_path)
    git(tmp_path, "reset", "-q", "--hard")
    git(tmp_path, "checkout", "-q", "-b", "side")
    with (tmp_path / PATH).open("ab") as file:
        file.write("- {date: 2024-12-22, type: progress, by: 昆区, text: 并行}\n".encode())
    dated(tmp_path, "commit", "-qam", "side", day="2024-12-22")
    git(tmp_path, "checkout", "-q", "main")
    dated(tmp_path, "merge", "-q", "-s", "ours", "--no-ff", "-m", "m", "side", day="2024-12-22")
    assert told(tmp_path) == [("L701", PATH, git(tmp_path, "rev-parse", "HEAD"))]


@pytest.mark.parametrize("union", [True, False])
def test_a_merge_that_keeps_both(union: bool, tmp_path: Path) -> None:
    """In either order it is silent."""
    story = usual()
    ours, mine, theirs, other = forked(story)
    ends = [files[PATH].splitlines(keepends=True)[-1] for files in (mine, other)]
    base = b"".join(mine[PATH].splitlines(keepends=True)[:-1])
    merged = {**mine, PATH: base + b"".join(ends if union else ends[::-1])}
    story.add(merged, "某人", date(2024, 12, 23), [ours, theirs])
    story.write(tmp_path)
    assert told(tmp_path) == []


# --- ranges ---------------------------------------------------------------------------------------


def acted() -> tuple[Story, int, int]:
    """An entry removed, a record, an issue deleted."""
    story = usual()
    lines = story.tip.files[PATH].splitlines(keepends=True)
    first = change(story, PATH, b"".join([*lines[:-2], lines[-1]]), date(2024, 12, 22))
    record(story, "2024-12-23, type: progress, by: 东河区, text: 三", date(2024, 12, 23))
    second = change(story, OTHER, None, date(2024, 12, 24))
    return story, first, second


def test_ranges(tmp_path: Path) -> None:
    """What was done by A is not named, what was done after it and by B is."""
    story, first, second = acted()
    shas = story.write(tmp_path)
    early, late = ("L701", PATH, shas[first]), ("L705", OTHER, shas[second])
    assert told(tmp_path) == [early, late]
    assert told(tmp_path, f"{shas[first]}..HEAD") == [late]
    assert told(tmp_path, f"{shas[first]}..") == told(tmp_path, shas[first]) == [late]
    assert told(tmp_path, f"{shas[first - 1]}..{shas[second - 1]}") == told(tmp_path, "..HEAD~1") == [early]
    assert told(tmp_path, f"{shas[second]}..") == []
    assert told(tmp_path, "@2024-12-22..@2024-12-23") == []
    result = audited(tmp_path, f"{shas[first]}..HEAD~1")
    walked = (
        f"Audited 1 commit after {shas[first][:10]} that touches the ledger, up to {shas[second - 1][:10]} "
    )
    assert walked in result.err
    nothing = audited(tmp_path, "HEAD..")
    assert (nothing.code, "Audited 0 commits" in nothing.err) == (0, True)


def test_what_was_before_the_range_is_known(tmp_path: Path) -> None:
    """Evidence of an accepted issue is guarded."""
    story = usual()
    since = len(story.commits) - 1
    first = b"1\n"
    proof = f"evidence: [{{path: evidence/01/r.txt, sha256: {sha256(first).hexdigest()}}}]"
    record(story, f"2024-12-24, type: complete, by: 市水务局, {proof}", date(2024, 12, 24))
    story.commits[-1].files["data/evidence/01/r.txt"] = first
    record(story, "2024-12-25, type: accept, by: 验收组", date(2024, 12, 25))
    until = len(story.commits) - 1
    gone = change(story, "data/evidence/01/r.txt", b"2\n", date(2024, 12, 26))
    shas = story.write(tmp_path)
    assert told(tmp_path, f"{shas[since]}..{shas[until]}") == []
    assert told(tmp_path, f"{shas[until]}..") == [("L713", "data/evidence/01/r.txt", shas[gone])]


# --- heads ----------------------------------------------------------------------------------------


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A checked-out history whose head is stored in ``head`` beside it."""
    root = tmp_path / "repo"
    root.mkdir()
    usual().write(root)
    git(root, "reset", "-q", "--hard")
    result = audited(root, "--head")
    assert (result.code, result.out, result.err) == (0, git(root, "rev-parse", "HEAD") + "\n", "")
    (tmp_path / "head").write_text(result.out)
    return root


def dated(root: Path, *args: str, day: str = "2025-01-02") -> None:
    """Run git at noon of a day."""
    when = f"{day} 12:00:00 +0800"
    git(root, *args, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)


def append(root: Path, text: str) -> None:
    """Commit one more entry."""
    with (root / PATH).open("ab") as file:
        file.write(f"- {{date: 2025-01-02, type: progress, by: 东河区, text: {text}}}\n".encode())
    dated(root, "commit", "-qam", text)


def since_head(root: Path) -> list[tuple[str, str | None, str | None]]:
    """The findings since the stored head."""
    return told(root, "--since-head", "../head")


def test_a_head_that_is_still_there(stored: Path) -> None:
    """Only what follows is audited."""
    assert since_head(stored) == []
    append(stored, "又一条")
    assert since_head(stored) == []
    result = audited(stored, "--since-head", "../head")
    assert "Audited 1 commit after" in result.err
    git(stored, "rm", "-q", OTHER)
    dated(stored, "commit", "-qm", "x")
    assert [code for code, _, _ in since_head(stored)] == ["L705"]


def _amend(root: Path) -> None:
    dated(root, "commit", "-q", "--amend", "-m", "other words")


def _rebase(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "new", "HEAD~2")
    (root / "README.md").write_text("x\n")
    git(root, "add", "README.md")
    dated(root, "commit", "-qm", "readme")
    dated(root, "rebase", "-q", "new", "main")


def _force_push(root: Path) -> None:
    other = root.parent / "other"
    git(root, "clone", "-q", str(root), str(other))
    git(other, "reset", "-q", "--hard", "HEAD~1")
    append(other, "别的")
    git(root, "checkout", "-q", "--detach")
    git(other, "push", "-q", "--force", "origin", "HEAD:main")
    git(root, "checkout", "-q", "main")


def _reset(root: Path) -> None:
    git(root, "reset", "-q", "--hard", "HEAD~1")


def _pruned(root: Path) -> None:
    _amend(root)
    git(root, "reflog", "expire", "--expire=all", "--all")
    git(root, "gc", "-q", "--prune=now")


@pytest.mark.parametrize("rewrite", [_amend, _rebase, _force_push, _reset, _pruned])
def test_a_rewritten_history(rewrite: Callable[[Path], None], stored: Path) -> None:
    """The stored head is no ancestor: one error for the whole, and all of the history is audited."""
    head = (stored.parent / "head").read_text()
    rewrite(stored)
    first, *others = since_head(stored)
    assert first == ("L714", None, None)
    lost = {"L701"} if rewrite in {_force_push, _reset} else set()
    assert {code for code, _, _ in others} == ({"L707"} if rewrite is _rebase else lost)
    assert all(commit is None for code, _, commit in others if code == "L701")
    result = audited(stored, "--since-head", "../head")
    assert result.code == 1
    assert result.out.startswith("The history as a whole\n")
    assert head[:10] in result.out
    assert "commits that touch the ledger, up to" in result.err


def test_a_replaced_parent_does_not_help(stored: Path) -> None:
    """Replacement objects and grafts do not make the old head an ancestor."""
    head = (stored.parent / "head").read_text().strip()
    _amend(stored)
    git(stored, "replace", "--graft", "HEAD", head)
    (stored / ".git/info").mkdir(exist_ok=True)
    (stored / ".git/info/grafts").write_text(f"{git(stored, 'rev-parse', 'HEAD')} {head}\n")
    assert [code for code, _, _ in since_head(stored)] == ["L714"]


def test_a_head_of_another_repository(stored: Path) -> None:
    """A commit that is not here is one that is not in this history."""
    (stored.parent / "head").write_text("1234567890" * 4 + "\n")
    assert [code for code, _, _ in since_head(stored)] == ["L714"]


@pytest.mark.parametrize("text", ["", "HEAD\n", "main", "1234567", "x" * 40, "0" * 41, "A" * 40, "--all\n"])
def test_a_file_without_a_head(text: str, stored: Path) -> None:
    """What is no full name is no head: exit 2 and one line."""
    (stored.parent / "head").write_text(text)
    result = audited(stored, "--since-head", "../head")
    assert (result.code, result.out) == (2, "")
    assert "../head holds no commit" in result.err


def test_no_such_head_and_both_ranges(stored: Path) -> None:
    """A file that is not there, and two beginnings at once."""
    assert audited(stored, "--since-head", "nosuch").code == 2
    result = audited(stored, "HEAD~1..", "--since-head", "../head")
    assert result.code == 2
    assert "--since-head" in result.err


# --- thresholds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "late"), [("45", True), ("89", True), ("90", False), ("400", False)])
def test_thresholds_are_those_of_the_commit(days: str, late: bool, tmp_path: Path) -> None:
    """A record 90 days late is judged by the plan at its commit; a weaker one afterwards is named."""
    story = begun()
    plan = "data/plan.yaml"
    first = story.tip.files[plan]
    story.tip.files[plan] = policy(first, f"backdate_days: {days}")
    record(story, "2024-11-05, type: start, by: 市水务局", date(2024, 11, 5))
    number = record(story, "2024-11-05, type: progress, by: 东河区, text: 补记", date(2025, 2, 3))
    weaker = change(story, plan, policy(first, "backdate_days: 900"), date(2025, 2, 4))
    shas = story.write(tmp_path)
    found = [("L707", PATH, shas[number])] if late else []
    assert told(tmp_path, "..HEAD~1") == found
    assert told(tmp_path) == [*found, ("L726", plan, shas[weaker])]
    (tmp_path / "own.yaml").write_text("backdate_days: 90\n")
    assert told(tmp_path, "--policy", "own.yaml", "..HEAD~1") == []
    (tmp_path / "own.yaml").write_text("policy: {backdate_days: 30}\n")
    assert told(tmp_path, "--policy", "own.yaml", "..HEAD~1") == [("L707", PATH, shas[number])]


@pytest.mark.parametrize("text", ["backdate_days: many\n", "- 1\n", "unknown: 1\n", None])
def test_a_policy_that_is_none(text: str | None, tmp_path: Path) -> None:
    """A file that holds no settings, or is not there: exit 2 and its name."""
    usual().write(tmp_path)
    if text is not None:
        (tmp_path / "own.yaml").write_text(text)
    result = audited(tmp_path, "--policy", "own.yaml")
    assert (result.code, result.out) == (2, "")
    assert "own.yaml" in result.err


def policy(data: bytes, line: str) -> bytes:
    """A plan with one setting of the policy."""
    key = line.partition(":")[0]
    lines = [one for one in data.decode().splitlines() if not one.strip().startswith(f"{key}:")]
    at = lines.index("policy:")
    return "\n".join([*lines[: at + 1], f"  {line}", *lines[at + 1 :], ""]).encode()


ADOPTED = {"adopted: 2025-02-01": [], "adopted: 2025-01-01": [], "adopted: 2024-11-01": ["L707", "L709"]}


@pytest.mark.parametrize("setting", [*ADOPTED, "adopted: 2024-12-20", "adopted: 2025-02-04"])
def test_records_of_the_time_before_the_ledger(setting: str, tmp_path: Path) -> None:
    """Not accused: dated before the ledger was kept and committed soon after that began."""
    story = begun()
    proof = 'evidence: [{url: "https://example.gov.cn"}]'
    lines = (
        f"- {{date: 2024-11-05, type: complete, by: 市水务局, {proof}}}\n"
        "- {date: 2024-11-06, type: accept, by: 验收组}\n"
    )
    plan = policy(policy(story.tip.files["data/plan.yaml"], "adoption_days: 40"), setting)
    story.tip.files["data/plan.yaml"] = plan
    change(story, PATH, story.tip.files[PATH] + lines.encode(), date(2025, 2, 3))
    story.write(tmp_path)
    expected = ADOPTED.get(setting, ["L707", "L709"])
    assert sorted({code for code, _, _ in told(tmp_path)}) == expected


def test_signatures_are_asked_for_by_the_plan_of_the_commit(tmp_path: Path) -> None:
    """Unsigned commits are named from the one on that asks for signatures."""
    story = usual()
    data = policy(story.tip.files["data/plan.yaml"], "signed_commits: true")
    asks = change(story, "data/plan.yaml", data, date(2024, 12, 23))
    after = record(story, "2024-12-24, type: progress, by: 东河区, text: 三", date(2024, 12, 24))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L715", None, shas[asks]), ("L715", None, shas[after])]
    assert told(tmp_path, f"..{shas[asks - 1]}") == []


@pytest.mark.parametrize(("data", "code"), [(b"broken: [", "L717"), (None, "L757")])
def test_no_plan_at_the_tip(data: bytes | None, code: str, tmp_path: Path) -> None:
    """It is named, and what was recorded before is judged by the plan of then."""
    story = begun()
    record(story, "2024-11-05, type: start, by: 市水务局", date(2025, 2, 3))
    number = change(story, "data/plan.yaml", data, date(2025, 2, 4))
    shas = story.write(tmp_path)
    assert told(tmp_path) == [("L707", PATH, shas[1]), (code, "data/plan.yaml", shas[number])]


# --- what is written ------------------------------------------------------------------------------


def test_select_and_ignore(tmp_path: Path) -> None:
    """Codes and their beginnings; what is left out counts for nothing."""
    acted()[0].write(tmp_path)
    assert [code for code, _, _ in told(tmp_path, "--select", "L705")] == ["L705"]
    assert [code for code, _, _ in told(tmp_path, "--select", "L70", "--ignore", "L705")] == ["L701"]
    result = audited(tmp_path, "--ignore", "L701,L705")
    assert (result.code, result.out, "Nothing was found." in result.err) == (0, "", True)
    assert audited(tmp_path, "--select", "L9").code in {0, 2}
    assert audited(tmp_path, "--format", "yaml").code == 2


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    """A history with an error of each place: a line, a file, a commit, the whole; and odd names."""
    story, _, _ = acted()
    story.tip.files["data/plan.yaml"] = policy(story.tip.files["data/plan.yaml"], "signed_commits: true")
    for commit in story.commits:
        commit.author = "某|人 `x` [a](b) =1+1"
        commit.message = "一\x1b[31m | <b> ::error::\n\n二"
    story.write(tmp_path)
    (tmp_path / "head").write_text("0" * 39 + "1")
    return tmp_path


def test_every_format(noisy: Path) -> None:
    """Valid by the validators of each; every finding in each; nothing of a name is obeyed."""
    args = ("--since-head", "head")
    records: list[dict[str, Any]] = audited(noisy, *args, "--format", "json").data
    codes = [record["code"] for record in records]
    assert set(codes) == {"L701", "L705", "L714", "L715", "L727"}
    result = {form: audited(noisy, *args, "--format", form) for form in FORMATS}
    assert {one.code for one in result.values()} == {1}
    assert not any(c in one.out for one in result.values() for c in "\x1b\x07")
    assert [json.loads(line)["code"] for line in result["jsonl"].out.splitlines()][-len(codes) :] == codes
    rows = list(csv.reader(io.StringIO(result["csv"].out)))
    assert [row[rows[0].index("Code")] for row in rows[1:]] == codes
    assert not any(cell[:1] in tuple("=+-@") for row in rows[1:] for cell in row if cell)
    assert sum(line.startswith("|") for line in result["md"].out.splitlines()) == len(codes) + 2
    assert "[a](b)" not in result["md"].out
    assert [properties["title"][:4] for _, properties, _ in commands(result["github"].out)] == codes
    assert [one["check_name"][:4] for one in gitlab(result["gitlab"].out)] == codes
    assert [one["ruleId"] for one in sarif(result["sarif"].out)["results"]] == codes
    cases = junit(result["junit"].out)
    said = "".join(str(text) for text in cases.itertext())
    assert all(code in said for code in codes)
    text = result["text"].out
    assert [line.split()[1 if line.split()[0] == "error" else 2] for line in finding_lines(text)] == codes


FORMATS = ("text", "json", "jsonl", "table", "csv", "tsv", "md", "github", "gitlab", "sarif", "junit")


def finding_lines(text: str) -> list[str]:
    """The lines of the text form that hold a finding."""
    return [line.strip() for line in text.splitlines() if line.startswith("  ") and "      = " not in line]


def test_every_format_of_nothing(tmp_path: Path) -> None:
    """A clean history is valid in each format too."""
    usual().write(tmp_path)
    for form in FORMATS:
        result = audited(tmp_path, "--format", form)
        assert result.code == 0, form
    assert audited(tmp_path, "--format", "json").data == []
    assert gitlab(audited(tmp_path, "--format", "gitlab").out) == []
    assert sarif(audited(tmp_path, "--format", "sarif").out)["results"] == []
    junit(audited(tmp_path, "--format", "junit").out)


@pytest.mark.parametrize(
    ("name", "begins"), [("a.sarif", "{"), ("a.xml", "<?xml"), ("a.json", "{"), ("a.md", "|"), ("a.txt", "")]
)
def test_the_ending_picks_the_format(name: str, begins: str, tmp_path: Path) -> None:
    """And standard output stays empty."""
    acted()[0].write(tmp_path)
    result = audited(tmp_path, "--output", name)
    assert (result.code, result.out) == (1, "")
    assert (tmp_path / name).read_text("utf-8-sig").startswith(begins)


def test_json_tells_what_was_walked(tmp_path: Path) -> None:
    """The range, the number of commits and the counts; and each finding with its commit."""
    story, first, _ = acted()
    shas = story.write(tmp_path)
    answer = json.loads(audited(tmp_path, "--format", "json").out)
    assert (answer["schema_version"], answer["kind"]) == (2, "audit")
    assert (answer["since"], answer["until"], answer["commits"]) == (None, shas[-1], 6)
    assert answer["counts"] == {"error": 2, "warning": 0, "note": 0}
    one = answer["data"][0]
    assert (one["commit"], one["committed"], one["author"]) == (shas[first], "2024-12-22", "某人")
    assert (one["line"], one["field"]) == (story.commits[first - 1].files[PATH].count(b"\n") - 1, "entries")


def test_findings_have_words(tmp_path: Path) -> None:
    """A finding is a value with its commit, or none."""
    acted()[0].write(tmp_path)
    found = real(tmp_path).findings
    assert all(isinstance(one, AuditFinding) and one.commit is not None for one in found)
    for lang in ("zh", "en"):
        assert run_cli("audit", "--lang", lang, cwd=tmp_path).code == 1
