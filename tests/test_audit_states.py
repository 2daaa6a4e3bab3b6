"""The audit holds states against each other: what was put right, settled, moved, begun again, signed."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cli_tools import run_cli
from git_tools import git
from stories import Files, Story, amendment, at_end_of, moved_to, reading, with_setting
from test_audit import OTHER, PATH, audited, begun, change, record, told, usual

PLAN = "data/plan.yaml"
DAY = date(2024, 12, 22)


def outcomes(root: Path, *args: str) -> dict[str, set[str]]:
    """What became of the findings that are no notes, by code."""
    found: dict[str, set[str]] = {}
    for one in audited(root, *args, "--format", "json").data:
        if one["severity"] != "note":
            found.setdefault(one["code"], set()).add(one["outcome"])
    return found


# --- put right ------------------------------------------------------------------------------------


def slip(story: Story, later: int = 1, by: str = "市水务局") -> int:
    """A record, and its revert some days later; the number of the revert."""
    before = story.tip.files[PATH]
    record(story, f"{DAY}, type: progress, by: 市水务局, text: 记错", DAY)
    return change(story, PATH, before, date(2024, 12, 22 + later), by)


def test_a_record_reverted_the_next_day(tmp_path: Path) -> None:
    """By who had made it: one line that says so, and exit 0."""
    story = usual()
    number = slip(story)
    shas = story.write(tmp_path)
    result = audited(tmp_path, "--strict")
    assert result.code == 0
    assert [line.strip() for line in result.out.splitlines()][1].startswith("data/issues/01.yaml:")
    assert f"= put right in {shas[number][:10]}" in result.out
    assert "Put right: 1; settled: 0." in result.err
    answer = json.loads(audited(tmp_path, "--format", "json").out)
    assert (answer["put_right"], answer["settled"], answer["counts"]["error"]) == (1, 0, 0)
    assert answer["data"][0]["put_right_in"] == shas[number]


@pytest.mark.parametrize(("later", "by"), [(1, "某人"), (8, "市水务局")])
def test_what_is_no_revert(later: int, by: str, tmp_path: Path) -> None:
    """By somebody else, or when it has been reported on: open."""
    story = usual()
    slip(story, later, by)
    story.write(tmp_path)
    assert outcomes(tmp_path) == {"L701": {"open"}}


def test_dropped_and_restored(tmp_path: Path) -> None:
    """With the first bytes, or with less: what is missing is open."""
    story = usual()
    whole = story.tip.files[PATH]
    change(story, PATH, None, DAY)
    change(story, PATH, whole, DAY)
    (tmp_path / "whole").mkdir()
    story.write(tmp_path / "whole")
    assert outcomes(tmp_path / "whole") == {"L705": {"put_right"}}
    story.commits.pop()
    less = change(story, PATH, b"".join(whole.splitlines(keepends=True)[:-1]), DAY)
    (tmp_path / "less").mkdir()
    shas = story.write(tmp_path / "less")
    assert outcomes(tmp_path / "less") == {"L705": {"put_right"}, "L701": {"open"}}
    assert ("L701", PATH, shas[less]) in told(tmp_path / "less")


def test_line_ends_made_one_sort(tmp_path: Path) -> None:
    """Of an issue, and of the official text with its checksum: said, and nothing is open."""
    from hashlib import sha256

    story = begun()
    source = "data/source/plan.txt"
    text = story.tip.files[source]
    crlf = text.replace(b"\n", b"\r\n")
    sum_, sum_crlf = (sha256(one).hexdigest().encode() for one in (text, crlf))
    files = story.tip.files
    files[source], files[PLAN] = crlf, files[PLAN].replace(sum_, sum_crlf)
    files[PATH] = files[PATH].replace(b"\n", b"\r\n")
    more = {
        source: text,
        PLAN: files[PLAN].replace(sum_crlf, sum_, 1),
        PATH: files[PATH].replace(b"\r\n", b"\n"),
    }
    story.add({**files, **more}, "市整改专项组", DAY)
    story.write(tmp_path)
    assert outcomes(tmp_path) == {"L716": {"put_right"}, "L718": {"put_right"}, "L724": {"put_right"}}
    assert audited(tmp_path, "--strict").code == 0


def test_put_back_and_broken_again_is_open(tmp_path: Path) -> None:
    """What was put right once is no licence."""
    story = usual()
    first = story.tip.files[PATH]
    edited = at_end_of(first, b"\ntitle: ", "一".encode())
    for data in (edited, first, edited):
        change(story, PATH, data, DAY)
    story.write(tmp_path)
    found = audited(tmp_path, "--format", "json").data
    assert [(one["code"], one["outcome"]) for one in found] == [("L703", "open")] * 2
    assert audited(tmp_path).code == 1


def test_a_setting_put_back_before_anything_was_recorded(tmp_path: Path) -> None:
    """Then it never mattered; with a record in between it did."""
    story = usual()
    plan = story.tip.files[PLAN]
    change(story, PLAN, with_setting(plan, "publicity_days", "1"), DAY)
    change(story, PLAN, plan, DAY)
    (tmp_path / "idle").mkdir()
    story.write(tmp_path / "idle")
    assert outcomes(tmp_path / "idle") == {"L726": {"put_right"}}
    story.commits.pop()
    record(story, f"{DAY}, type: progress, by: 东河区, text: 三", DAY)
    change(story, PLAN, plan, DAY)
    (tmp_path / "used").mkdir()
    story.write(tmp_path / "used")
    assert outcomes(tmp_path / "used") == {"L726": {"open"}}


def test_a_wrong_record_voided_later(tmp_path: Path) -> None:
    """The way out that the hint names is one."""
    story = usual()
    record(story, "2025-01-22, type: progress, by: 市水务局, text: 预记", DAY)
    void = f'{DAY}, type: void, by: 市水务局, entry: "3", text: 还没有发生。'
    record(story, void, DAY)
    story.write(tmp_path)
    assert outcomes(tmp_path) == {"L708": {"put_right"}}


@pytest.mark.parametrize("how", ["repaired", "again"])
def test_who_repairs_is_not_told_of(how: str, tmp_path: Path) -> None:
    """An entry changed and changed back: told of the change, also where it is changed once more."""
    story = usual()
    first = story.tip.files[PATH]
    bad = change(story, PATH, first.replace("2公里".encode(), "3公里".encode()), DAY)
    good = change(story, PATH, first, DAY, "东河区")
    if how == "again":
        change(story, PATH, first.replace("2公里".encode(), "4公里".encode()), DAY)
    shas = story.write(tmp_path)
    found = audited(tmp_path, "--format", "json").data
    assert [(one["code"], one["outcome"], shas.index(one["commit"])) for one in found] == [
        ("L702", "put_right", bad),
        *([("L702", "open", good + 1)] if how == "again" else []),
    ]
    assert found[0]["put_right_in"] == shas[good]


@pytest.mark.parametrize("written", [lambda d: d.replace(b"\n", b"\r\n"), lambda d: d.rstrip(b"\n")])
def test_bytes_written_over_and_put_back(written: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Other line ends, or none at the end: told at the commit that made them, put right by the next one."""
    story = usual()
    first = story.tip.files[PATH]
    made = change(story, PATH, written(first), DAY)
    back = change(story, PATH, first, DAY)
    shas = story.write(tmp_path)
    (one,) = audited(tmp_path, "--format", "json").data
    assert (one["code"], shas.index(one["commit"]), one["outcome"]) == ("L716", made, "put_right")
    assert one["put_right_in"] == shas[back]
    assert audited(tmp_path, "--strict").code == 0


def test_a_reading_of_the_text_put_back(tmp_path: Path) -> None:
    """The note of the import is changed and is back: put right, with the field that was changed."""
    story = usual()
    plan = story.tip.files[PLAN]
    change(story, PLAN, plan.replace(b"\n- {day: 2024-", b"\n- {day: 2020-", 1), DAY)
    change(story, PLAN, plan, DAY)
    story.write(tmp_path)
    (one,) = audited(tmp_path, "--format", "json").data
    assert (one["code"], one["field"], one["outcome"]) == ("L728", "imports.1.day", "put_right")


# --- shared files in branches ---------------------------------------------------------------------


def forked(story: Story, path: str, weak: bytes) -> tuple[int, int, int]:
    """A branch that weakens a file and takes that back, and another; numbers of the weak, the good, the other."""
    files, fork = story.tip.files, len(story.commits) - 1
    bad = story.add({**files, path: weak}, "某人", DAY, [fork])
    good = story.add(files, "某人", DAY, [bad])
    other = story.add({**files, "README": b"x"}, "某人", DAY, [fork])
    return bad, good, other


@pytest.mark.parametrize(
    ("path", "name", "old", "new"),
    [
        (PLAN, "L726", b"publicity_days: 10", b"publicity_days: 1"),
        ("data/units.yaml", "L730", "{name: 青山区, kind: district}", "{name: 青山区, kind: zone}"),
    ],
)
def test_what_was_taken_back_in_a_branch_and_a_merge_makes_again(
    path: str, name: str, old: str | bytes, new: str | bytes, tmp_path: Path
) -> None:
    """Neither side has the weak value any more: the merge is told of."""
    story = usual()
    before, after = (one if isinstance(one, bytes) else one.encode() for one in (old, new))
    weak = story.tip.files[path].replace(before, after, 1)
    assert weak != story.tip.files[path]
    bad, good, other = forked(story, path, weak)
    evil = story.add({**story.commits[other].files, path: weak}, "某人", DAY, [other, good])
    shas = story.write(tmp_path)
    found = [one for one in audited(tmp_path, "--format", "json").data if one["severity"] != "note"]
    assert [(one["code"], shas.index(one["commit"]), one["outcome"]) for one in found] == [
        (name, bad, "put_right"),
        (name, evil, "open"),
    ]


def test_a_branch_that_never_lost_it_puts_nothing_right(tmp_path: Path) -> None:
    """Settings weakened on one side; the other, from before, changes another setting, and is merged."""
    story = usual()
    files, fork = story.tip.files, len(story.commits) - 1
    weak = with_setting(files[PLAN], "publicity_days", "1")
    bad = story.add({**files, PLAN: weak}, "某人", DAY, [fork])
    mine = with_setting(files[PLAN], "review_months", "6")
    other = story.add({**files, PLAN: mine}, "某人", DAY, [fork])
    both = with_setting(weak, "review_months", "6")
    story.add({**files, PLAN: both}, "某人", DAY, [bad, other])
    story.write(tmp_path)
    assert outcomes(tmp_path) == {"L726": {"open"}}


BOOK = "data/disclosures.yaml"


def disclosed(*units: str) -> bytes:
    """The book of what was made public."""
    lines = (f"- {{date: {DAY}, unit: {unit}, where: 政府网站}}\n" for unit in units)
    return "disclosures:\n{}".format("".join(lines)).encode()


def test_two_branches_begin_a_book(tmp_path: Path) -> None:
    """Git's own merge of both has the records of both; a merge that drops one is told of."""
    story = usual()
    files, fork = story.tip.files, len(story.commits) - 1
    ours = story.add({**files, BOOK: disclosed("昆区")}, "某人", DAY, [fork])
    theirs = story.add({**files, BOOK: disclosed("青山区")}, "某人", DAY, [fork])
    for name, units in (("both", ("昆区", "青山区")), ("one", ("昆区",))):
        story.add({**files, BOOK: disclosed(*units)}, "某人", DAY, [ours, theirs])
        (tmp_path / name).mkdir()
        story.write(tmp_path / name)
        story.commits.pop()
    assert outcomes(tmp_path / "both") == {}
    assert outcomes(tmp_path / "one") == {"L737": {"open"}}


@pytest.mark.parametrize("kept", [(), ("昆区",)])
@pytest.mark.parametrize(("by", "outcome"), [("某人", "put_right"), ("别人", "open")])
def test_a_disclosure_reverted(kept: tuple[str, ...], by: str, outcome: str, tmp_path: Path) -> None:
    """By who had recorded it within days, also the first one with its file; not by somebody else."""
    story = usual()
    if kept:
        change(story, BOOK, disclosed(*kept), DAY)
    change(story, BOOK, disclosed(*kept, "青山区"), DAY)
    change(story, BOOK, disclosed(*kept) if kept else None, DAY, by)
    story.write(tmp_path)
    assert outcomes(tmp_path) == {"L737" if kept else "L757": {outcome}}


def test_a_disclosure_changed_and_changed_back(tmp_path: Path) -> None:
    """Told of the change alone."""
    story = usual()
    first = disclosed("昆区")
    change(story, BOOK, first, DAY)
    bad = change(story, BOOK, first.replace(b"2024-12-22", b"2024-12-12"), DAY)
    change(story, BOOK, first, DAY, "东河区")
    shas = story.write(tmp_path)
    (one,) = [x for x in audited(tmp_path, "--format", "json").data if x["severity"] != "note"]
    assert (one["code"], one["outcome"], shas.index(one["commit"])) == ("L737", "put_right", bad)


def test_a_day_off_entered_in_time_and_merged_late(tmp_path: Path) -> None:
    """A branch that did not know of the day is merged after it: nobody changed the past."""
    story = usual()
    files, fork = story.tip.files, len(story.commits) - 1
    day = b"holidays: [2024-12-25]\n"
    in_time = story.add({**files, "data/calendar.yaml": day}, "某人", DAY, [fork])
    other = story.add({**files, "README": b"x"}, "某人", DAY, [fork])
    late = date(2025, 1, 10)
    story.add({**story.commits[other].files, "data/calendar.yaml": day}, "某人", late, [other, in_time])
    story.write(tmp_path)
    assert outcomes(tmp_path) == {}


def test_a_range_from_a_commit_that_is_no_part_of_it(tmp_path: Path) -> None:
    """A tag that the branch left behind is held against the tip; A...B begins where both were one."""
    story = usual()
    gone = record(story, f"{DAY}, type: progress, by: 东河区, text: 三", DAY)
    story.add(story.commits[gone - 1].files | {"README": b"x"}, "某人", DAY, [gone - 1])
    shas = story.write(tmp_path)
    assert [code for code, _, _ in told(tmp_path, f"{shas[gone]}..HEAD")] == ["L714", "L701"]
    assert audited(tmp_path, f"{shas[gone]}...HEAD").code == 0
    assert audited(tmp_path, f"{shas[gone - 1]}..HEAD").code == 0


# --- settled --------------------------------------------------------------------------------------


def settle(root: Path, *args: str) -> int:
    """Record that something is settled."""
    said = ("--text", "核实无误。", "--approval", "示例文号", "--date", "2024-12-30")
    return run_cli("settle", *args, *said, "--lang", "en", cwd=root).code


def test_settled_on_record(tmp_path: Path) -> None:
    """It stays listed, with why and by what, and counts no more; whoever strikes it out is named."""
    story = usual()
    number = change(story, PATH, at_end_of(story.tip.files[PATH], b"\ntitle: ", "一".encode()), DAY)
    shas = story.write(tmp_path)
    git(tmp_path, "reset", "-q", "--hard")
    assert audited(tmp_path).code == 1
    assert settle(tmp_path, "L703", "--commit", shas[number][:12], "--file", PATH) == 0
    assert audited(tmp_path).code == 1  # not committed yet
    assert run_cli("check", "--lang", "en", cwd=tmp_path).err.count("L2") == 0
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-qm", "settled")
    result = audited(tmp_path)
    assert result.code == 0
    assert "= settled (2024-12-30, 示例文号): 核实无误。" in result.out
    (one,) = audited(tmp_path, "--format", "json").data
    expected = {"date": "2024-12-30", "text": "核实无误。", "approval": "示例文号"}
    assert (one["outcome"], one["settlement"]) == ("settled", expected)
    for form in ("github", "sarif", "junit", "gitlab"):
        assert "L703" not in [*audited(tmp_path, "--format", form).out.split('"ruleId": "')[1:]]
    (tmp_path / "data/settled.yaml").write_text("settled:\n")
    git(tmp_path, "commit", "-qam", "struck out")
    assert outcomes(tmp_path) == {"L703": {"open"}, "L753": {"open"}}


@pytest.mark.parametrize("by", ["某人", "市整改办"])
def test_settled_by_who_did_it(by: str, tmp_path: Path) -> None:
    """It counts, and the audit says who committed both; of two persons it says nothing."""
    story = usual()
    number = change(story, PATH, at_end_of(story.tip.files[PATH], b"\ntitle: ", "一".encode()), DAY)
    (tmp_path / "first").mkdir()
    sha = story.write(tmp_path / "first")[number]
    line = f"- {{date: {DAY}, code: L703, commit: {sha}, text: 核实, approval: 批1号}}\n"
    settled = change(story, "data/settled.yaml", f"settled:\n{line}".encode(), DAY, by)
    (tmp_path / "settled").mkdir()
    shas = story.write(tmp_path / "settled")
    found = audited(tmp_path / "settled", "--format", "json").data
    notes = [(one["code"], shas.index(one["commit"])) for one in found if one["severity"] == "note"]
    assert notes == ([("L759", settled)] if by == "某人" else [])
    assert outcomes(tmp_path / "settled") == {"L703": {"settled"}}


@pytest.mark.parametrize(("text", "approval"), [("核实", "待补"), ("-", "批1号")])
def test_a_settlement_that_says_nothing(text: str, approval: str, tmp_path: Path) -> None:
    """It settles nothing; another one of the same file does."""
    story = usual()
    one = change(story, PATH, at_end_of(story.tip.files[PATH], b"\ntitle: ", "一".encode()), DAY)
    two = change(story, OTHER, at_end_of(story.tip.files[OTHER], b"\ntitle: ", "二".encode()), DAY)
    (tmp_path / "first").mkdir()
    shas = story.write(tmp_path / "first")
    hollow = f"- {{date: {DAY}, code: L703, commit: {shas[one]}, text: '{text}', approval: {approval}}}\n"
    sound = f"- {{date: {DAY}, code: L703, commit: {shas[two]}, text: 核实, approval: 批1号}}\n"
    change(story, "data/settled.yaml", f"settled:\n{hollow}{sound}".encode(), DAY, "市整改办")
    (tmp_path / "settled").mkdir()
    story.write(tmp_path / "settled")
    found = audited(tmp_path / "settled", "--format", "json").data
    assert {(r["commit"], r["outcome"]) for r in found if r["code"] == "L703"} == {
        (shas[one], "open"),
        (shas[two], "settled"),
    }


def test_settling_something_else(tmp_path: Path) -> None:
    """Another file, another code, another commit: it stays open, and the settlement is of nothing."""
    story = usual()
    number = change(story, PATH, at_end_of(story.tip.files[PATH], b"\ntitle: ", "一".encode()), DAY)
    shas = story.write(tmp_path)
    git(tmp_path, "reset", "-q", "--hard")
    assert settle(tmp_path, "L703", "--commit", shas[number], "--file", OTHER) == 0
    assert settle(tmp_path, "L704", "--commit", shas[number]) == 0
    assert settle(tmp_path, "L703", "--commit", shas[0]) == 0
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-qm", "settled")
    assert outcomes(tmp_path) == {"L703": {"open"}, "L758": {"open"}}
    assert [code for code, _, _ in told(tmp_path)].count("L758") == 3


@pytest.mark.parametrize(
    "args",
    [("L703",), ("L703", "--commit", "nosuch"), ("L999", "--commit", "HEAD"), ("x", "--commit", "HEAD")],
)
def test_what_cannot_be_settled(args: tuple[str, ...], tmp_path: Path) -> None:
    """No commit, none that is there, no code of the audit: nothing is written."""
    usual().write(tmp_path)
    git(tmp_path, "reset", "-q", "--hard")
    assert settle(tmp_path, *args) != 0
    assert not (tmp_path / "data/settled.yaml").exists()


# --- folders --------------------------------------------------------------------------------------


def test_a_ledger_that_moved(tmp_path: Path) -> None:
    """It is followed to where it was: honest work is silent, what was done before and after is named."""
    story = usual()
    moved_to(story, "台账/")
    (tmp_path / "a").mkdir()
    story.write(tmp_path / "a")
    root = tmp_path / "a" / "台账"
    result = audited(root)
    assert result.code == 0
    assert "L720 The ledger was in the folder ./ before" in result.out
    assert "Audited 3 commits" in result.err
    path = f"台账/{PATH}"
    files = story.tip.files
    lines = files[path].splitlines(keepends=True)
    number = story.add({**files, path: b"".join([*lines[:-2], lines[-1]])}, "某人", DAY)
    (tmp_path / "b").mkdir()
    shas = story.write(tmp_path / "b")
    assert told(tmp_path / "b" / "台账") == [("L701", PATH, shas[number])]


def test_a_ledger_copied_first_and_deleted_later(tmp_path: Path) -> None:
    """A move in two commits: what lies in the new folder is not gone from the old one."""
    story = usual()
    files = story.tip.files
    there = {f"新/{path}": data for path, data in files.items()}
    story.add({**files, **there}, "某人", DAY)
    story.add(there, "某人", DAY)
    story.write(tmp_path)
    assert outcomes(tmp_path / "新") == {}


def test_two_ledgers_in_one_repository(tmp_path: Path) -> None:
    """Another ledger with the same ids, that stays or goes, is none of this one."""
    story = usual()
    plan = next(iter(Path("tests/cases/check/base/data/issues").glob("01.yaml"))).read_bytes()
    files: Files = {f"第三轮/{PATH}": plan}
    story.add({**story.tip.files, **files}, "某人", DAY)
    story.add({k: v for k, v in story.tip.files.items() if k not in files}, "某人", DAY)
    story.write(tmp_path)
    assert audited(tmp_path).out == ""


# --- second beginnings ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
def test_an_orphan_merge_with_a_stored_head(first: bool, tmp_path: Path) -> None:
    """The old tip is an ancestor, and all that the other beginning says otherwise is named."""
    story = usual()
    tip = len(story.commits) - 1
    files = {**story.tip.files, PATH: at_end_of(story.tip.files[PATH], b"\ngoal: ", "（新）".encode())}
    root = story.add(files, "某人", DAY, [])
    story.add(files, "某人", DAY, [root, tip] if first else [tip, root])
    (tmp_path / "v").mkdir()
    shas = story.write(tmp_path / "v")
    (tmp_path / "head").write_text(shas[tip])
    expected = [("L719", None, shas[root]), ("L703", PATH, shas[root])]
    assert told(tmp_path / "v") == expected
    assert told(tmp_path / "v", "--since-head", "../head") == expected


# --- data of format 1 -----------------------------------------------------------------------------


def old_form(story: Story) -> None:
    """Make the beginning one of format 1."""
    story.tip.files[PLAN] = story.tip.files[PLAN].replace(b"format: 2\n", b"", 1)


def edit(story: Story, more: str, key: bytes = b"\ngoal: ") -> int:
    """A commit that edits a baseline."""
    return change(story, PATH, at_end_of(story.tip.files[PATH], key, more.encode()), DAY)


def amend(story: Story, rest: str = "by: 市整改专项组, field: goal, approval: 批1号") -> int:
    """An amendment as it was recorded in format 1."""
    return record(story, f"{DAY}, type: amend, {rest}", DAY)


def test_an_amendment_counts_once(tmp_path: Path) -> None:
    """Over all of history, whatever range is asked about."""
    story = begun()
    old_form(story)
    amend(story)
    edit(story, "一")
    second = edit(story, "二")
    shas = story.write(tmp_path)
    expected = [("L703", PATH, shas[second])]
    assert [one for one in told(tmp_path) if one[0] != "L717"] == expected
    assert told(tmp_path, "HEAD~1..HEAD") == expected


@pytest.mark.parametrize(
    "rest", ["by: 昆区, field: goal, approval: 批1号", "by: 市整改专项组, field: title, approval: 批1号"]
)
def test_an_amendment_that_licenses_nothing(rest: str, tmp_path: Path) -> None:
    """By a unit that may not, or of another field."""
    story = begun()
    old_form(story)
    amend(story, rest)
    number = edit(story, "一")
    shas = story.write(tmp_path)
    assert ("L703", PATH, shas[number]) in told(tmp_path)


def test_an_amendment_voided_or_of_today(tmp_path: Path) -> None:
    """A void takes the licence; data of format 2 have none."""
    for name, data, void in (("void", b"", True), ("today", b"format: 2\n", False)):
        story = begun()
        story.tip.files[PLAN] = story.tip.files[PLAN].replace(b"format: 2\n", data, 1)
        line = amendment(story.tip.files[PATH], DAY)
        change(story, PATH, story.tip.files[PATH] + line, DAY)
        if void:
            record(story, f'{DAY}, type: void, by: 市整改专项组, entry: "1", text: 错了', DAY)
        number = edit(story, "一")
        (tmp_path / name).mkdir()
        shas = story.write(tmp_path / name)
        assert told(tmp_path / name) == [("L703", PATH, shas[number])]


def test_amended_afterwards(tmp_path: Path) -> None:
    """In format 1 that puts the edit right."""
    story = begun()
    old_form(story)
    edit(story, "一")
    amend(story)
    story.write(tmp_path)
    assert outcomes(tmp_path)["L703"] == {"put_right"}


# --- re-readings ----------------------------------------------------------------------------------


def test_a_re_reading_is_read_again(tmp_path: Path) -> None:
    """What today's reader does not read is named, with both values; reading it rightly puts it right."""
    story = usual()
    wrong = story.tip.files[PATH].replace(b"\n  immediate: true", b"\n  immediate: false", 1)
    right = story.tip.files[PATH].replace(b"\n  sustained: false", b"\n  sustained: true", 1)
    number = story.add({**reading(story.tip.files, DAY), PATH: wrong}, "某人", DAY)
    (tmp_path / "wrong").mkdir()
    shas = story.write(tmp_path / "wrong")
    assert told(tmp_path / "wrong") == [("L740", PATH, shas[number])]
    story.add({**reading(story.tip.files, DAY), PATH: right}, "某人", DAY)
    (tmp_path / "right").mkdir()
    story.write(tmp_path / "right")
    assert outcomes(tmp_path / "right") == {"L740": {"put_right"}}


# --- signatures -----------------------------------------------------------------------------------


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A history whose last commit is signed with an SSH key, and the key beside it."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    root = tmp_path / "repo"
    root.mkdir()
    usual().write(root)
    git(root, "reset", "-q", "--hard")
    for name in ("key", "other"):
        making = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(making, check=True, capture_output=True)
    for name in ("key", "other"):
        public = (tmp_path / f"{name}.pub").read_text()
        (tmp_path / f"{name}.signers").write_text(f"li@example.org {public}")
    with (root / PATH).open("ab") as file:
        file.write("- {date: 2025-01-02, type: progress, by: 东河区, text: 签名}\n".encode())
    git(
        root,
        *(
            "-c",
            "gpg.format=ssh",
            "-c",
            f"user.signingKey={tmp_path / 'key'}",
            "commit",
            "-qaS",
            "-m",
            "signed",
        ),
        GIT_AUTHOR_DATE="2025-01-02 12:00:00 +0800",
        GIT_COMMITTER_DATE="2025-01-02 12:00:00 +0800",
    )
    return root


def test_signatures(signed: Path) -> None:
    """Without signers it is said that none was verified; with the right ones it is good, else it is named."""
    result = audited(signed)
    assert result.code == 0
    assert "L752 Commits that carry a signature, not verified: 1" in result.out
    assert audited(signed, "--allowed-signers", "../key.signers").out == ""
    head = git(signed, "rev-parse", "HEAD")
    assert told(signed, "--allowed-signers", "../other.signers") == [("L751", None, head)]
    assert audited(signed, "--allowed-signers", "../nosuch").code == 2


def test_the_repository_does_not_choose_the_program(signed: Path, tmp_path: Path) -> None:
    """What its configuration says of programs and signers does not count."""
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 0\n")
    program.chmod(0o755)
    for key, value in (
        ("gpg.program", str(program)),
        ("gpg.ssh.program", str(program)),
        ("gpg.ssh.allowedSignersFile", str(tmp_path / "key.signers")),
        ("gpg.ssh.defaultKeyCommand", str(program)),
        ("gpg.minTrustLevel", "never"),
    ):
        git(signed, "config", key, value)
    head = git(signed, "rev-parse", "HEAD")
    assert told(signed, "--allowed-signers", "../other.signers") == [("L751", None, head)]
    assert audited(signed, "--allowed-signers", "../key.signers").out == ""
    assert not ran.exists()
