"""Schemas and models on files changed at random: they differ only in ways that have a name."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ledger.reading.load import load
from ledger.reading.yaml import Lines, parse
from make import GOOD_ENTRIES
from test_schema import CHECKER, ISSUE, Core, schema_of
from test_schema_agreement import ISSUE_PATH, PLAN, PLAN_PATH, UNITS, UNITS_PATH

FULL = ISSUE.rstrip() + "".join(
    f"\n- {{date: 2025-01-01, type: {kind}, by: 市水务局, {fields}}}" for kind, fields in GOOD_ENTRIES.items()
)
FILES = {ISSUE_PATH: f"{FULL}\n", PLAN_PATH: PLAN, UNITS_PATH: UNITS}


class Full(Core):
    """The 1.2 core schema with infinity and what is no number."""


Full.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"), list("-+.")
)

# code → why a schema takes what the model refuses, and what the text must then look like
KNOWN = {
    "L106": ("text is not searched for invisible characters", r'"'),
    "L108": ("the parser has dropped one of the two keys", r""),
    "L113": ("the parser has resolved anchor, alias or merge", r"[&*]|<<"),
    "L114": ("the parser has resolved the tag", r"!"),
    "L204": ("whether text was in quotes is gone; YAML 1.1 reads another type", r"^[^'\"]|:"),
    "L207": ("the value is a number; how it was written is gone", r"^[-+.0-9nN]"),
    "L208": ("the value is true or false; how it was written is gone", r"^(?i:true|false)"),
    "L211": ("an empty key is null to YAML, and keys are text to JSON Schema", r"^[? ]*$"),
}

SAMPLES = (
    "no NO y on off true True FALSE 'true' null ~ Null '' \"\" 0 -0 1 -1 5 5.0 5.50 -0.5 .5 1. +5 017 08 0o17 0x1F "
    "1e3 1_000 12:30 12:30:00 .inf -.inf .nan 2025-01-01 '2025-01-01' 2025-02-29 2024-02-29 2025-2-3 0000-01-01 "
    "2025-01-01T00:00:00 20250101 ２０２５-01-01 １ 文 [] {} [文] [1] [null] [''] {a: b} {text: 文} << = 'start' start void "
    f'&a x *a !!str x !t x "a\\n" "\\u200b" {"9" * 30} {"9" * 31} -{"9" * 29} -{"9" * 30} {"a" * 64} {"A" * 64} '
    "'>=' party holds listed working 01 07-1 '07-1' - : ? # | > @"
).split(" ")

texts = st.one_of(
    st.sampled_from(SAMPLES),
    st.from_regex(r"[-+]?[0-9_.:eExo-]{1,6}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.text("01９~-:.\"'[]{}, #文aenoytf", max_size=6),
)


def places(path: str) -> list[tuple[int, int]]:
    """Where keys and values stand in a good file."""
    text = FILES[path]
    document, found = parse(text.encode(), path, places=True)
    assert found == []
    assert document is not None
    starts = Lines(text).starts
    spans = [*document.spans.values(), *document.keys.values()]
    return sorted(
        {(starts[s.line - 1] + s.column - 1, starts[s.end_line - 1] + s.end_column - 1) for s in spans}
    )


PLACES = [(path, start, end) for path in FILES for start, end in places(path)]
"""Every key and value of three good files."""


def codes(path: str, data: bytes) -> set[str]:
    """What the model has against the file itself."""
    found = load({path: data}).diagnostics
    return {d.code for d in found if d.path == path and d.severity == "error" and d.code < "L300"}


def taken(path: str, data: bytes) -> bool:
    """Whether the schema accepts the file."""
    try:
        value = yaml.load(data, Loader=Full)  # noqa: S506 - a safe loader with other scalars
    except (yaml.YAMLError, ValueError, TypeError):
        return False
    return Draft202012Validator(schema_of(path), format_checker=CHECKER).is_valid(value)


def unexplained(path: str, data: bytes, text: str) -> set[str]:
    """Why the model refuses a file that the schema takes, without what is known; the reverse is never known."""
    against = codes(path, data)
    if taken(path, data):
        return {code for code in against if code not in KNOWN or not re.search(KNOWN[code][1], text)}
    return set() if against else {"only the schema refuses"}


@pytest.mark.parametrize("path", FILES)
def test_good_files_are_good(path: str) -> None:
    """The files that are changed are fine to both, with an entry of every type among them."""
    data = FILES[path].encode()
    assert (codes(path, data), taken(path, data)) == (set(), True)


@given(st.sampled_from(PLACES), texts)
@example((ISSUE_PATH, 0, 0), "no: 1\n")
def test_one_change_is_judged_alike(place: tuple[str, int, int], text: str) -> None:
    """With any key or value replaced, schema and model agree, or differ in a way that has a name."""
    path, start, end = place
    data = (FILES[path][:start] + text + FILES[path][end:]).encode()
    assert unexplained(path, data, text) == set()


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_line_that_is_gone_or_twice_is_judged_alike(path: str, data: st.DataObject) -> None:
    """With any line left out or written twice, they agree, or the parser has dropped a key."""
    lines = FILES[path].splitlines(keepends=True)
    number = data.draw(st.integers(0, len(lines) - 1))
    times = data.draw(st.sampled_from([0, 2]))
    changed = "".join([*lines[:number], *lines[number : number + 1] * times, *lines[number + 1 :]])
    assert unexplained(path, changed.encode(), "") == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (ISSUE_PATH, "immediate: false", "immediate: False", "L208"),
        (ISSUE_PATH, "value: 12\n", "value: .nan\n", "L207"),
        (ISSUE_PATH, "goal: 2025", "goal: &a 2025", "L113"),
        (ISSUE_PATH, "goal: 2025", "goal: !!str 2025", "L114"),
        (ISSUE_PATH, "goal: ", 'goal: "\\u200b"\n#', "L106"),
        (ISSUE_PATH, "{东河区: [党委", "{?: [党委", "L211"),
        (PLAN_PATH, "issuer: null", "issuer: null\nissuer: null", "L108"),
        (UNITS_PATH, "[城管部门]", "[off]", "L204"),
    ],
)
def test_known_class_is_one(path: str, old: str, new: str, code: str) -> None:
    """Each class that is named does occur."""
    assert old in FILES[path]
    data = FILES[path].replace(old, new, 1).encode()
    assert (codes(path, data), taken(path, data)) == ({code}, True)
    assert KNOWN[code][0]


def test_canary_a_difference_without_a_name_is_told() -> None:
    """The comparison can fail: a class under a text that does not explain it is told."""
    data = FILES[ISSUE_PATH].replace("immediate: false", "immediate: False", 1).encode()
    assert unexplained(ISSUE_PATH, data, "False") == set()
    assert unexplained(ISSUE_PATH, data, "9") == {"L208"}
