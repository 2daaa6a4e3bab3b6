"""Cases of the account as data: a ledger, records, a day, and what the program has to say of it.

``tests/cases/account/README.md`` says how a case is written.  A case is read strictly: a word it does not know is an
error, and so is a question without an expectation.
"""

import json
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cli_tools import REPO, run_cli

CASES = REPO / "tests/cases/account"
LEDGERS = {"shipped": REPO / "data", "base": REPO / "tests/cases/check/base/data"}

_CASE = {"about", "ledger", "plan", "policy", "edit", "records", "refused", "raw", "ask"}
_ASK = {"command", "file", "expect"}
_EXPECT = {"code", "rows", "absent", "count", "figures", "rates", "top", "says", "never"}
_REFUSED = {"record", "code", "says"}
_NAMES = (
    "id", "what", "measure", "milestone", "target", "part", "unit", "role", "group", "duty", "due", "path", "date", "need", "number", "code", "name", "field",
    "issue", "position",
)  # fmt: skip
"""What a row is found by, where an expectation names it."""


class CaseError(Exception):
    """A case that is not written as cases are."""


# -- reading ------------------------------------------------------------------------------------------------


def read(path: Path) -> dict[str, Any]:
    """A case, checked for words that mean nothing and for questions that ask nothing."""
    case: dict[str, Any] = _plain(yaml.safe_load(path.read_text("utf-8")))
    known(case, _CASE, "case")
    if not case.get("about") or "ledger" not in case:
        raise CaseError("a case says what it is about, and of which ledger")
    if not case.get("ask") and not case.get("refused"):
        raise CaseError("a case asks something, or has something refused")
    for ask in case.get("ask", ()):
        known(ask, _ASK, "ask")
        known(ask.get("expect", {}), _EXPECT, ask["command"])
        if not ask.get("expect") or any(held in ([], {}, "") for held in ask["expect"].values()):
            raise CaseError(f"{ask['command']}: nothing is expected")
    for one in case.get("refused", ()):
        known(one, _REFUSED, "refused")
        if one.keys() != _REFUSED:
            raise CaseError("what is refused has a record, a code and a word of what would be accepted")
    return case


def known(given: Mapping[str, Any], words: set[str], where: str) -> None:
    """Refuse words that mean nothing."""
    if given.keys() - words:
        raise CaseError(f"{where}: unknown {', '.join(sorted(given.keys() - words))}")


def _plain(value: Any) -> Any:
    """Values as JSON has them: dates are text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


# -- the ledger ---------------------------------------------------------------------------------------------


@cache
def _imported(folder: Path, text: str, units: str) -> Path:
    root = folder / f"imported-{abs(hash((text, units)))}"
    (root / "data").mkdir(parents=True)
    (root / "data/units.yaml").write_text(units, "utf-8")
    (root / "plan.txt").write_text(text, "utf-8")
    made = run_cli("-C", str(root), "import", str(root / "plan.txt"), "--write")
    assert made.code in {0, 1}, made.err
    assert (root / "data/plan.yaml").exists(), made.out + made.err
    return root / "data"


def _data(ledger: Any, folder: Path) -> Path:
    if isinstance(ledger, str) and ledger in LEDGERS:
        return LEDGERS[ledger]
    if isinstance(ledger, str):
        files = [CASES / f"ledgers/{ledger}.{name}" for name in ("plan.txt", "units.yaml")]
        return _imported(folder, *(file.read_text("utf-8") for file in files))
    known(ledger, {"plan", "units"}, "ledger")
    return _imported(folder, ledger["plan"], ledger["units"])


def build(case: Mapping[str, Any], root: Path, shared: Path) -> Path:
    """The ledger of a case below ``root``, with its records; plans are imported once, below ``shared``."""
    shutil.copytree(_data(case["ledger"], shared), root / "data")
    for change in case.get("edit", ()):
        known(change, {"file", "old", "new"}, "edit")
        file = root / change["file"]
        text = file.read_text("utf-8")
        assert text.count(change["old"]) == 1, (change, text.count(change["old"]))
        file.write_text(text.replace(change["old"], change["new"]), "utf-8")
    _settings(root / "data/plan.yaml", case.get("plan", {}), case.get("policy", {}))
    records = case.get("records", ())
    if records:
        made = record(root, records)
        assert made.code == 0, made.err
    for name, lines in case.get("raw", {}).items():
        file = root / f"data/issues/{name}.yaml"
        file.write_text(file.read_text("utf-8") + "".join(f"- {line}\n" for line in lines), "utf-8")
    return root


def _settings(file: Path, plan: Mapping[str, Any], policy: Mapping[str, Any]) -> None:
    text = file.read_text("utf-8")
    for key, value in plan.items():
        text, count = re.subn(rf"(?m)^{key}: .*$", f"{key}: {value}", text)
        assert count == 1, key
    for key, value in policy.items():
        line = f"  {key}: {json.dumps(value, ensure_ascii=False)}"
        text, count = re.subn(rf"(?m)^  {key}: .*$", line, text)
        text += "" if count else f"{line}\n"
    file.write_text(text, "utf-8")


def record(root: Path, records: Sequence[Mapping[str, Any]], *options: str) -> Any:
    """Record lines, with a small file for each that is named as evidence."""
    for one in records:
        for proof in one.get("evidence", ()):
            if "file" in proof:
                (root / proof["file"]).write_text(f"{proof['file']}\n", "utf-8")
    (root / "lines.jsonl").write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8"
    )
    return run_cli("-C", str(root), "record", "--from", "lines.jsonl", *options, cwd=root)


# -- asking -------------------------------------------------------------------------------------------------


def run(case: Mapping[str, Any], root: Path, shared: Path) -> list[str]:
    """What is not as the case has it."""
    build(case, root, shared)
    found: list[str] = []
    for one in case.get("refused", ()):
        found += _refusal(one, root)
    for ask in case.get("ask", ()):
        found += [f"{ask['command']}: {said}" for said in _answer(ask, root)]
    return found


def _refusal(one: Mapping[str, Any], root: Path) -> Iterator[str]:
    made = record(root, [one["record"]], "--dry-run")
    if made.code != 1:
        yield f"not refused: {one['record']}"
    for word in (one["code"], one["says"]):
        if word not in made.err:
            yield f"refused without “{word}”: {made.err}"


def _answer(ask: Mapping[str, Any], root: Path) -> Iterator[str]:
    expect = ask["expect"]
    words = shlex.split(ask["command"])
    if expect.keys() & {"says", "never"}:
        said = run_cli("-C", str(root), *words, cwd=root)
        written = (root / ask["file"]).read_text("utf-8") if "file" in ask else said.out + said.err
        text = re.sub(r"\s", "", written)
        yield from (
            f"does not say “{word}”" for word in expect.get("says", ()) if re.sub(r"\s", "", word) not in text
        )
        yield from (f"says “{word}”" for word in expect.get("never", ()) if re.sub(r"\s", "", word) in text)
        if expect.get("code", said.code) != said.code:
            yield f"ends with {said.code}: {said.err}"
    if expect.keys() <= {"says", "never", "code"} and expect.keys() != {"code"}:
        return
    answer = run_cli("-C", str(root), *words, "-f", "json", cwd=root)
    if answer.code != expect.get("code", 0):
        yield f"ends with {answer.code}: {answer.err}"
        return
    yield from compare(expect, json.loads(answer.out) if answer.out else {})


def compare(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """What of an answer is not as expected."""
    rows = answer.get("data", [])
    if isinstance(rows, dict):  # an export: the rows of the tables asked for
        rows = [row for table in rows.values() for row in table]
    if "rows" in expect:
        yield from differs(expect["rows"], rows, "rows")
    for wanted in expect.get("absent", ()):
        there = [row for row in rows if not list(differs(wanted, row, ""))]
        if there:
            yield f"there is {wanted}"
    if expect.get("count", len(rows)) != len(rows):
        yield f"{len(rows)} rows, not {expect['count']}: {[_name(row) for row in rows]}"
    for key, ids in expect.get("figures", {}).items():
        has = answer["figures"].get(key)
        if has is None or sorted(has["ids"]) != sorted(ids) or has["count"] != len(ids):
            yield f"figure {key}: {has}, not {ids}"
    for key, value in expect.get("rates", {}).items():
        if key not in answer["figures"] or answer["figures"][key] != value:
            yield f"rate {key}: {answer['figures'].get(key)}, not {value}"
    yield from differs(expect.get("top", {}), answer, "top")


def _name(row: Any) -> str:
    return (
        " ".join(f"{key}={row[key]}" for key in _NAMES if row.get(key) is not None)
        if isinstance(row, dict)
        else str(row)
    )


def differs(expected: Any, actual: Any, where: str) -> Iterator[str]:
    """Where ``actual`` is not as expected: a mapping by the keys that are expected, a list of mappings by its rows,
    each found by its names; any other list whole, in any order."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(actual, dict) or key not in actual:
                yield f"{where} has no {key}"
            else:
                yield from differs(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list) and any(isinstance(one, dict) for one in expected):
        for one in expected:
            names = {key: one[key] for key in _NAMES if key in one and not isinstance(one[key], list | dict)}
            found = [row for row in actual if all(row.get(key) == value for key, value in names.items())]
            if len(found) != 1:
                yield f"{where}: {len(found)} rows of {names or one} among {[_name(row) for row in actual]}"
            else:
                yield from differs(one, found[0], f"{where}[{_name(one)}]")
    elif isinstance(expected, list):
        if not isinstance(actual, list) or sorted(map(str, expected)) != sorted(map(str, actual)):
            yield f"{where}: {actual}, not {expected}"
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        yield f"{where}: {actual}, not {expected}"
