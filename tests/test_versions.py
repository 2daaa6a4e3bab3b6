"""A file that has grown is read from where it has grown, and is what reading all of it says."""

import random

import pytest

from ledger.history.versions import Version, begins, grown, read_version

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
