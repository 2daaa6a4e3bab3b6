"""The account by cases: every wrong answer that was ever found, and its like, with the right one."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from account_cases import CASES, CaseError, differs, read, run

FILES = sorted(CASES.glob("*.yaml"))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where plans of cases are imported, each once."""
    return tmp_path_factory.mktemp("plans")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case(file: Path, tmp_path: Path, imported: Path) -> None:
    """The program answers as the case has it."""
    found = run(read(file), tmp_path, imported)
    assert not found, "\n".join(found)


def _spoilt(value: Any) -> Iterator[Any]:
    """Expectations with one value changed."""
    if isinstance(value, dict):
        for key in value:
            for one in _spoilt(value[key]):
                yield {**value, key: one}
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for n, held in enumerate(value):
            for one in _spoilt(held):
                yield [*value[:n], one, *value[n + 1 :]]
    elif isinstance(value, list):
        yield [*value, "没有的"]
    else:
        yield "没有的" if not isinstance(value, bool | int | float) else value + 1


CANARY = CASES / "J01-one-district-closes-nothing.yaml"


def test_canary_a_spoilt_expectation_fails(tmp_path: Path, imported: Path) -> None:
    """Each value of a case, changed, is noticed: nothing in it is there for show."""
    case = read(CANARY)
    assert run(case, tmp_path / "as it is", imported) == []
    seen = 0
    for n, ask in enumerate(case["ask"]):
        for key in ask["expect"].keys() - {"absent", "never"}:
            for spoilt in _spoilt(ask["expect"][key]):
                one = copy.deepcopy(case)
                one["ask"] = [{**ask, "expect": {key: spoilt}}]
                seen += 1
                assert run(one, tmp_path / f"{n}-{seen}", imported) != [], (ask["command"], spoilt)
    assert seen > 10


def test_what_is_absent_may_not_be_there() -> None:
    """A row that should not be there is found by all that is said of it."""
    from account_cases import compare

    answer = {"data": [{"id": "20", "what": "issue", "units": ["昆区", "青山区"]}]}
    assert list(compare({"absent": [{"id": "20"}]}, answer)) == ["there is {'id': '20'}"]
    assert list(compare({"absent": [{"id": "20", "what": "milestone"}]}, answer)) == []


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": True}, {"a": 1}, False),
        ({"a": ["乙", "甲"]}, {"a": ["甲", "乙"]}, True),
        ({"a": ["甲"]}, {"a": ["甲", "乙"]}, False),
        ([{"id": "1", "x": 2}], [{"id": "2", "x": 2}, {"id": "1", "x": 2}], True),
        ([{"id": "1", "x": 2}], [{"id": "1", "x": 3}], False),
        ([{"id": "1"}], [{"id": "1"}, {"id": "1"}], False),
        ([{"id": "1", "measure": None}], [{"id": "1", "measure": None}, {"id": "1", "measure": 1}], True),
    ],
)
def test_what_is_held_against_an_answer(expected: Any, actual: Any, *, same: bool) -> None:
    """Mappings by the keys expected, rows by their names, other lists whole."""
    assert (list(differs(expected, actual, "")) == []) is same


BAD = [
    "about: 甲\nledger: base\n",
    "about: 甲\nledger: base\nask: [{command: list, expect: {}}]\n",
    "about: 甲\nledger: base\nask: [{command: list, expect: {rows: []}}]\n",
    "about: 甲\nledger: base\nask: [{command: list, expect: {row: [{id: '1'}]}}]\n",
    "about: 甲\nledger: base\nrecord: []\nask: [{command: list, expect: {count: 2}}]\n",
    "ledger: base\nask: [{command: list, expect: {count: 2}}]\n",
    "about: 甲\nledger: base\nrefused: [{record: {id: '1'}, code: L601}]\n",
]


@pytest.mark.parametrize("text", BAD)
def test_a_case_that_asserts_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    """Unknown words and empty expectations are no case."""
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(CaseError):
        read(file)
