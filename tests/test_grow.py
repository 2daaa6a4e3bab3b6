"""The harness that doubles what can be repeated: its measure, its canary, and a slice; the whole is `make grow`."""

import pytest

from grow import ATOMS, MOST, SHORT, _base, exponent, full, grow, lines_of, most_of, quadratic_reader
from ledger.reading.layout import SIZE_MAX
from profiles import large


@pytest.mark.parametrize(
    ("costs", "power"),
    [
        ([100 + 7 * n for n in (16, 32, 64, 128)], 1.0),
        ([5000 + 3 * n * n for n in (16, 32, 64, 128)], 2.0),
        ([5000 + n**3 for n in (16, 32, 64, 128, 256)], 3.0),
        ([5000, 5001, 5002, 5004], None),
        ([5000, 4000, 4000, 3000], None),
    ],
)
def test_exponent(costs: list[int], power: float | None) -> None:
    """It is that of the law, whatever is there in any case; none where there is no growth."""
    found = exponent(costs)
    assert found == (None if power is None else pytest.approx(power, abs=0.01))


def test_each_turn_of_a_loop_counts() -> None:
    """Also where all of it is written in one line."""

    def gone_through(n: int) -> int:
        return lines_of(lambda: sum(k for k in range(n) if k == n))

    assert gone_through(1000) - gone_through(500) >= 500


@large
def test_canary_a_quadratic_reader_is_seen_through() -> None:
    """A reader that compares each entry with each other one is found."""
    with quadratic_reader():
        rows = list(grow([ATOMS["entries"]], SHORT[:1], (40, 80, 160, 320)))
    assert [row.too_fast for row in rows] == [True]


@pytest.mark.parametrize("name", ["voids", "falling_readings", "unknown_units", "successors"])
def test_what_was_quadratic_is_linear(name: str) -> None:
    """Each of these once cost a product in a check; by its lines, not its seconds."""
    rows = list(grow([ATOMS[name]], SHORT[:1], (16, 32, 64, 128)))
    assert [(row.command, row.exponent) for row in rows if row.exponent and row.exponent > MOST] == []
    assert any(row.exponent is not None for row in rows)


def test_every_atom_says_what_it_is() -> None:
    """For the table."""
    assert [one.name for one in ATOMS.values() if not one.put.__doc__] == []


@pytest.mark.parametrize("name", ["entries", "letters", "members"])
def test_a_full_file_is_one_that_is_just_read(name: str) -> None:
    """One more of the thing, and the file is over its limit."""

    def largest(count: int) -> int:
        files = _base()
        ATOMS[name].put(files, count)
        return max(map(len, files.values()))

    count = most_of(ATOMS[name])
    assert largest(count) <= SIZE_MAX < largest(count + 1)


def test_what_is_a_file_each_is_taken_a_thousand_times() -> None:
    """It fills no file; the commands are run on it all the same."""
    assert most_of(ATOMS["rounds"]) == 1000
    assert {row.command for row in full(ATOMS["files_not_read"])} == {command[0] for command in SHORT}
