"""Tree → ledger and diagnostics: broken data hides nothing of the rest."""

# ruff: noqa: SIM300 - what is expected stands first

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.reading.load import load, read_units_file

ISSUES = [f"data/issues/{n:02}.yaml" for n in range(1, 23) if n != 7]
ONE = "data/issues/14.yaml"


def _of_files(tree: dict[str, bytes]) -> list[tuple[str, str, int, int]]:
    return [(d.code, d.path, d.span.line, d.span.column) for d in load(tree).diagnostics]


def test_shipped_ledger_loads_clean(tree: dict[str, bytes], plan_bytes: bytes) -> None:
    """23 issues in plan order, the plan, the units and the source, and nothing wrong."""
    ledger, found = load(tree)
    assert [] == found
    ids = [issue.id for issue in ledger.issues]
    assert (23, sorted(ids)) == (len(ids), ids)
    assert ledger.plan is not None
    assert ledger.plan.source.sha256 == sha256(plan_bytes).hexdigest()
    assert "市水务局" in ledger.units.units
    assert {f"data/issues/{issue.id}.yaml" for issue in ledger.issues} == {
        issue.path for issue in ledger.issues
    }


BROKEN = [
    (b"", "L110"),
    (b"\xff\xfe\x00", "L102"),
    (b"id: [", "L101"),
    (b"<<<<<<< HEAD\n", "L107"),
    (b"- 1\n", "L110"),
    (b"id: '14'\n", "L202"),
    (b"x" * 300_000, "L109"),
    ("标题：整改\n".encode("gb18030"), "L102"),
]


@pytest.mark.parametrize(("data", "code"), BROKEN)
def test_broken_file_hides_nothing_of_the_others(tree: dict[str, bytes], data: bytes, code: str) -> None:
    """With one file broken the other 22 issues are there, and every finding is about that file."""
    ledger, found = load({**tree, ONE: data})
    assert [i for i in load(tree).ledger.issues if i.id != "14"] == list(ledger.issues)
    assert {ONE} == {d.path for d in found}
    assert code in {d.code for d in found}


def test_every_broken_file_is_told(tree: dict[str, bytes]) -> None:
    """With all issue files broken there is one finding for each."""
    broken = {path: b"id: [" if path.startswith("data/issues/") else data for path, data in tree.items()}
    ledger, found = load(broken)
    assert () == ledger.issues
    assert 23 == len({d.path for d in found})


def test_slip_in_an_entry_leaves_out_the_issue(tree: dict[str, bytes]) -> None:
    """An issue with a wrong entry is told and not judged by half of its records."""
    ledger, found = load({**tree, ONE: tree[ONE] + b"- {date: 2025-01-01, type: start}\n"})
    assert ["L202"] == [d.code for d in found]
    assert "14" not in [issue.id for issue in ledger.issues]


def test_entries_are_read_in_file_order(tree: dict[str, bytes]) -> None:
    """Entries come as they stand, whatever their dates."""
    entries = (
        "- {date: 2025-02-01, type: start, by: 市水务局}\n- {date: 2025-01-01, type: start, by: 市水务局}\n"
    )
    ledger, found = load({**tree, ONE: tree[ONE] + entries.encode()})
    (issue,) = [issue for issue in ledger.issues if issue.id == "14"]
    assert [] == found
    assert ["2025-02-01", "2025-01-01"] == [str(entry.date) for entry in issue.entries]


def test_byte_order_mark_and_crlf_are_warnings(tree: dict[str, bytes]) -> None:
    """A file saved by a Windows editor is read the same and told."""
    data = b"\xef\xbb\xbf" + tree[ONE].replace(b"\n", b"\r\n")
    ledger, found = load({**tree, ONE: data})
    assert load(tree).ledger.issues == ledger.issues
    assert ["L103", "L104"] == [d.code for d in found]


@pytest.mark.parametrize("path", ["data/plan.yaml", "data/units.yaml"])
def test_missing_file_is_told(tree: dict[str, bytes], path: str) -> None:
    """Without the plan or the units the issues are there all the same."""
    without = {key: data for key, data in tree.items() if key != path}
    assert [("L305", path, 1, 1)] == _of_files(without)
    assert 23 == len(load(without).ledger.issues)


def test_missing_source_is_told_where_it_is_named(tree: dict[str, bytes]) -> None:
    """A source that is not there is told at its path in plan.yaml."""
    without = {key: data for key, data in tree.items() if key != "data/source/plan.txt"}
    row = tree["data/plan.yaml"].decode().split("\n").index("issued: null") + 2
    assert [("L305", "data/plan.yaml", row, 16)] == _of_files(without)


def test_nothing_at_all() -> None:
    """An empty folder gives an empty ledger and says what is missing."""
    ledger, found = load({})
    assert () == ledger.issues
    assert {"data/plan.yaml", "data/units.yaml"} == {d.path for d in found}


def test_id_that_is_not_the_file_name(tree: dict[str, bytes]) -> None:
    """An issue under another name is read, and told at its id."""
    moved = {("data/issues/15-1.yaml" if key == ONE else key): data for key, data in tree.items()}
    ledger, found = load(moved)
    assert 23 == len(ledger.issues)
    assert [("L303", "data/issues/15-1.yaml", 2, 5)] == _of_files(moved)
    assert {"id": "14", "stem": "15-1"} == found[0].args


def test_duplicate_id(tree: dict[str, bytes]) -> None:
    """The second file with the same id is told with the name of the first, and left out."""
    twice = {**tree, "data/issues/14-copy.yaml": tree[ONE]}
    ledger, found = load(twice)
    ids = [issue.id for issue in ledger.issues]
    assert len(ids) == len(set(ids)) == 23
    duplicate = [d for d in found if d.code == "L304"]
    assert [("14", 2, 5)] == [(d.args["id"], d.span.line, d.span.column) for d in duplicate]
    assert {"data/issues/14-copy.yaml", ONE} == {duplicate[0].path, duplicate[0].args["other"]}


def test_file_under_its_own_name_wins_over_a_copy(tree: dict[str, bytes]) -> None:
    """Of two files with the same id, the one whose name is the id is the issue."""
    ledger, _ = load({**tree, "data/issues/14-copy.yaml": tree[ONE]})
    assert [ONE] == [issue.path for issue in ledger.issues if issue.id == "14"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "source/../source/plan.txt", "C:\\plan.txt"])
def test_source_outside_the_ledger_is_not_read(tree: dict[str, bytes], name: str) -> None:
    """A source path that leads elsewhere is a missing file."""
    plan = tree["data/plan.yaml"].replace(b"path: source/plan.txt", f"path: {name}".encode())
    found = load({**tree, "data/plan.yaml": plan}).diagnostics
    assert ["L305"] == [d.code for d in found]


def test_units_alone(tree: dict[str, bytes]) -> None:
    """The vocabulary can be read without a ledger around it."""
    file, found = read_units_file({"data/units.yaml": tree["data/units.yaml"]})
    assert [] == found
    assert file is not None
    assert file.units["昆区"].name == "昆都仑区"
    assert (None, ["L305"]) == (read_units_file({})[0], [d.code for d in read_units_file({})[1]])


def test_garbage_collection_is_left_as_it_was(tree: dict[str, bytes]) -> None:
    """Loading leaves the collector on, or off, as it found it."""
    import gc

    load(tree)
    assert gc.isenabled()
    gc.disable()
    try:
        load({ONE: b"id: ["})
        assert not gc.isenabled()
    finally:
        gc.enable()


@given(
    chosen=st.integers(0, 9999),
    edits=st.lists(
        st.tuples(
            st.integers(0, 9999),
            st.sampled_from(["drop", "double", "indent", "cut", "swap"]),
            st.integers(0, 99),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_spoilt_file_is_an_issue_or_a_finding(
    tree: dict[str, bytes], chosen: int, edits: list[tuple[int, str, int]]
) -> None:
    """With lines of one file spoilt, either it is read or told; the others are as before; nothing raises."""
    paths = [path for path in sorted(tree) if path.endswith(".yaml")]
    path = paths[chosen % len(paths)]
    lines = tree[path].decode().split("\n")
    for at, kind, n in edits:
        i = at % len(lines)
        if kind == "drop":
            lines[i] = ""
        elif kind == "double":
            lines.insert(i, lines[i])
        elif kind == "indent":
            lines[i] = " " * (n % 5) + lines[i].lstrip()
        elif kind == "cut":
            lines[i] = lines[i][: n % (len(lines[i]) + 1)]
        else:
            j = n % len(lines)
            lines[i], lines[j] = lines[j], lines[i]
    small = {key: tree[key] for key in {path, ISSUES[0], ISSUES[1], "data/plan.yaml", "data/units.yaml"}}
    small["data/source/plan.txt"] = b""
    ledger, found = load({**small, path: "\n".join(lines).encode()})
    expected = {key for key in (ISSUES[0], ISSUES[1]) if key != path}
    assert expected <= {issue.path for issue in ledger.issues} | {d.path for d in found if d.code == "L304"}
    assert {path, "data/plan.yaml"} >= {d.path for d in found if d.code != "L304"}
    if path.startswith("data/issues/") and path not in {issue.path for issue in ledger.issues}:
        assert path in {d.path for d in found}
