"""A file that has grown is read from where it has grown, and is what reading all of it says."""

import random
from collections.abc import Mapping
from datetime import date

import pytest

from ledger.history import compare
from ledger.history.compare import State
from ledger.history.versions import Version, begins, grown, read_version
from ledger.model.ledger import Issue, Ledger
from ledger.model.unit import Units
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import load
from stories import Files, demo, honest

HEAD = b'id: "07-1"\nnumber: "7"\ntitle: x\nentries:\n'
PLAIN = (
    b"- {date: 2025-01-02, type: progress, by: a, text: b}\n",
    b"- {date: 2025-01-02, type: progress, by: a, text: '- b'}\n",
    b"- date: 2025-01-03\n  type: progress\n  by: a\n  text: |\n    one\n    two\n",
    b"- date: 2025-01-03\n  type: progress\n  by: a\n  text: >-\n    one\n",
    b"- {date: 2025-01-02, type: begin, by: a}\n",
)
ODD = (
    b"",
    b"\n",
    b"# a remark\n",
    b"  # a remark\n",
    b"  - {date: 2025-01-02, type: progress, by: a, text: b}\n",
    b"- date: 2025-01-03\n  type: progress\n  by: a\n  text: |+\n    one\n",
    b"    three\n",
    b"  text: again\n",
    b"- {date: 2025-01-02, type: progress, by: a,\n  text: b}\n",
    b'- {date: 2025-01-02, type: progress, by: a, text: "b\n',
    b'- c"}\n',
    b"- {date: 2025-01-02, type: amend, by: a, field: title, old: x, new: y}\n",
    b"- {date: 2025-01-02, type: none, by: a}\n",
    b"- {date: 2025-01-02, type: void, by: a}\n",
    b"-\n",
    b"- \n",
    b"- [\n",
    b"---\n",
    b"...\n",
    b"title: y\n",
    b"entries:\n",
    b"- {date: 2025-01-02, type: progress, by: a, text: b}\r\n",
    b"- {date: 2025-01-02, type: progress, by: a, text: b}",
    b"- &a {date: 2025-01-02, type: progress, by: a, text: b}\n",
    b"<<<<<<< HEAD\n",
    b"- {date: 2025-01-02, type: progress, by: a, text: '\xff'}\n",
    "- {date: 2025-01-02, type: progress, by: a, text: '\u200b'}\n".encode(),
)


def grows(seed: int) -> tuple[int, int]:
    """How often a file that grew was read in part and how often not; each time as if read whole."""
    chance = random.Random(seed)
    read = [0, 0]
    for _ in range(400):
        data = HEAD + b"".join(_parts(chance))
        before = read_version(data, "x.yaml")
        after = (data if chance.random() < 0.9 else HEAD) + b"".join(_parts(chance))
        found = grown(before, after)
        read[found is None] += 1
        assert found is None or found == read_version(after, "x.yaml"), (data, after)
    return read[0], read[1]


def _parts(chance: random.Random) -> list[bytes]:
    return [chance.choice(PLAIN if chance.random() < 0.8 else ODD) for _ in range(chance.randrange(5))]


@pytest.mark.parametrize("seed", range(5))
def test_grown_is_read_whole(seed: int) -> None:
    """Whatever is put below whatever: the same version, and often enough only its end is read."""
    some, others = grows(seed)
    assert some > 50
    assert others > 50


def test_what_is_not_below_is_not_grown() -> None:
    """Other bytes above, a file that nobody could read, one that is too long."""
    line = PLAIN[0]
    before = read_version(HEAD + line, "x.yaml")
    assert before.plain
    assert grown(before, HEAD + line + line) == read_version(HEAD + line + line, "x.yaml")
    assert grown(before, HEAD.replace(b"title: x", b"title: y") + line + line) is None
    assert grown(before, HEAD + PLAIN[1] + line) is None
    assert grown(before, HEAD + line * 1000) is None
    broken = Version(None, None, HEAD, b"", (), broken=True)
    assert begins(HEAD + line, broken)
    assert grown(broken, HEAD + line) is None


# --- two states of a ledger -----------------------------------------------------------------------


def read_whole(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[Ledger, Ledger]:
    """Both ledgers, each read by itself."""
    return load(old).ledger, load(new).ledger


def said(ledger: Ledger) -> list[object]:
    """All that a ledger says; a vocabulary is not equal to its like."""
    return [one for one in ledger if not isinstance(one, Units)]


def spoilt(chance: random.Random, files: Files) -> Files:
    """Something below some of the files that may or may not be records."""
    paths = [path for path in sorted(files) if path.startswith("data/issues/")]
    return files | {path: files[path] + chance.choice(ODD) for path in chance.sample(paths, 4)}


@pytest.mark.parametrize("seed", range(6))
def test_two_states_read_together(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same ledgers as when each is read by itself, and less is read."""
    chance = random.Random(seed)
    states = [commit.files for commit in honest(chance, *demo()).commits]
    read: list[str] = []
    real = load.__globals__["read_issue"]

    def counted(data: bytes, path: str, found: list[Diagnostic]) -> Issue | None:
        read.append(path)
        return real(data, path, found)  # type: ignore[no-any-return]

    monkeypatch.setitem(load.__globals__, "read_issue", counted)
    for _ in range(6):
        old, new = chance.choice(states), chance.choice(states)
        if chance.random() < 0.5:
            old, new = spoilt(chance, old), spoilt(chance, old)
        told = compare._read(old, new)
        together = len(read)
        assert [said(one) for one in told] == [said(one) for one in read_whole(old, new)]
        assert together < len(read) - together
        read.clear()


def test_differences_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of two states does not hang on how they were read; a broken file is told of."""
    states = [commit.files for commit in honest(random.Random(9), *demo()).commits]
    day = date(2025, 12, 1)
    pairs = [
        (states[3], states[-1]),
        (states[-1], states[5]),
        (states[4], spoilt(random.Random(1), states[4])),
    ]
    told = [_told(State(old, day), State(new, day)) for old, new in pairs]
    monkeypatch.setattr(compare, "_read", read_whole)
    assert told == [_told(State(old, day), State(new, day)) for old, new in pairs]
    assert any(one.kind == "unreadable" for one in told[2])


def _told(old: State, new: State) -> list[compare.Difference]:
    return [one._replace(judgement=None) for one in compare.compare(old, new)]


@pytest.mark.parametrize("head", [b"title: x\n", b"title: x\nentries: []\n", b"title: x\nentries: \n"])
def test_a_list_has_to_be_begun(head: bytes) -> None:
    """Below a file whose list is not open nothing is put."""
    data = b'id: "07-1"\nnumber: "7"\n' + head
    assert grown(read_version(data, "x"), data + PLAIN[0]) is None
