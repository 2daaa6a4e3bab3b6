"""Records appended to files that people wrote: the old bytes stay, the old meaning stays, or it is refused."""

# ruff: noqa: SIM300 - what is expected stands first

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ledger.reading.oneline import one_line
from ledger.reading.yaml import CONFLICT, UNSAFE, parse
from ledger.recording.append import NotAppendableError, appended
from profiles import by_profile, large

PATH = "data/issues/01.yaml"
Records = Sequence[Mapping[str, Any]]
Appender = Callable[[bytes, str, Records, str], bytes]

# -- files as people write them -------------------------------------------------------------------------------

HEADS = (
    'id: "01"\ntitle: 题目\n',
    '# 说明\n"id": "01"\n\'title\': "题目: 一"\n',
    "id: '01'\nproblem: |-\n  第一段\n\n  第二段: # 不是注释\n",
    "id: '01'\nproblem: |\n  第一段\n  - entries\n",
    "id: '01'\nproblem: |+\n  第一段\n\n\n",
    "id: '01'\ngoal: >-\n  折叠的\n  文字\n",
    "id: '01'\nunits: [甲局, 乙局]\nmeasures:\n- text: 甲\n  milestones: [{text: 底, due: 2025-12-31}]\n",
    "id: '01'\nmeasures:\n  - text: |\n      entries:\n      - 不是记录\n    number: （一）\n",
)
KEYS = ("entries:", '"entries":', "'entries':", "entries: # 记录", "entries:   ")
ENTRIES = (
    "{pad}- {{date: 2025-01-01, type: start, by: 甲局}}\n",
    "{pad}- date: 2025-01-02\n{pad}  type: progress\n{pad}  by: '甲局'\n",
    "{pad}-   date: 2025-01-02\n{pad}    type: progress\n",
    "{pad}-\n{pad}  date: 2025-01-02\n{pad}  type: progress\n",
    "{pad}- date: 2025-01-03\n{pad}  text: |-\n{pad}    一\n\n{pad}    二\n",
    "{pad}- date: 2025-01-03\n{pad}  text: |\n{pad}    一\n{pad}    二\n",
    "{pad}- date: 2025-01-03\n{pad}  text: |+\n{pad}    一\n\n",
    "{pad}- date: 2025-01-03\n{pad}  text: >+\n{pad}    一\n{pad}    二\n\n\n",
    "{pad}- date: 2025-01-04\n{pad}  evidence:\n{pad}  - path: a-b/甲 - 乙.pdf\n{pad}    title: 丙\n",
    "{pad}- {{date: 2025-01-05, evidence: [{{url: 'https://例.cn/#a'}},\n{pad}    {{url: b}}]}}\n",
    '{pad}- date: 2025-01-06 # - 注释\n{pad}  text: "双引号\\n换行"\n',
)
TAILS = (
    "",
    "# 完\n",
    "  # 缩进的注释\n",
    "\n",
    "\n\n\n",
    "\n# 中间空行\n\n",
    "      # 很深的注释\n",
    "...\n",
    "---\n",
)
CLOSED = (
    "entries: []\n",
    "entries: null\n",
    "entries: ~\n",
    "entries: [{date: 2025-01-01}]\n",
    "entries: 甲\n",
)


@st.composite
def files(draw: Any) -> bytes:
    """The bytes of an issue file, most of them sound."""
    text: str = draw(st.sampled_from(HEADS))
    how = draw(st.integers(0, 19))
    if how == 0:
        text += draw(st.sampled_from(CLOSED))
    elif how > 2:  # else there is no such key
        text += draw(st.sampled_from(KEYS)) + "\n"
        pad = draw(st.sampled_from(["", "", "  ", "    ", " "]))
        for one in draw(st.lists(st.sampled_from(ENTRIES), max_size=3)):
            text += one.format(pad=pad)
            text += draw(st.sampled_from(["", "", "", "\n", "# 注释\n", f"{pad}  # 注释\n"]))
    text += draw(st.sampled_from(TAILS))
    if how == 19:
        text += "goal: 在后面\n"
    if draw(st.booleans()):
        text = text.rstrip("\n") if draw(st.booleans()) else text.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if draw(st.integers(0, 7)) == 0 else b""
    return mark + text.encode("utf-8")


# -- records with awkward texts -------------------------------------------------------------------------------

AWKWARD = [
    "yes", "No", "on", "null", "~", "1e3", "0x1F", "1_000", "12:30", "2024-01-01", ".inf", "=", "<<", "-", "- a",
    "---", "...", "--- a", "a\n---\nb", "a\n...\n", "<<<<<<<", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x", "|||||||",
    "甲: 乙", "甲 #乙", "#甲", "a:", ": a", "'", '"', "it's", '"引"', "{", "}", "[a]", "a, b", "&a", "*a", "!a",
    "|", ">-", "%YAML", "@a", "`a", "\\", "\\n", "😀", "𠮷野家", "甲\n乙", "甲\n\n乙\n", "\n", " ", " 甲 ", "\t甲\t",
    "entries:", "\nentries:\n- b", "甲：乙", "（一）", "一" * 300, "a " * 300, "{date: 2025-01-01}", "?", "? a",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text("ab01-:#,.[]{}'\"\\|>&*!%@`~?=< \n\t整改：（）", min_size=1, max_size=20),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn"]),
        min_size=1,
        max_size=20,
    ),
    st.lists(st.sampled_from(AWKWARD), min_size=2, max_size=3).map("\n".join),
).filter(lambda text: not UNSAFE.search(text))
SCALARS = st.one_of(
    TEXTS,
    TEXTS,
    st.dates(date(1900, 1, 1)),
    st.integers(0, 10**6),
    st.decimals(-1000, 1000, places=2),
    st.none(),
)
VALUES = st.one_of(
    SCALARS,
    SCALARS,
    st.lists(TEXTS, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(["path", "url", "title"]), TEXTS, min_size=1), max_size=2),
)
RECORDS = st.lists(
    st.fixed_dictionaries({"date": st.dates(date(1900, 1, 1)), "type": st.just("progress"), "by": TEXTS},
                          optional={"text": TEXTS, "evidence": VALUES, "value": SCALARS, "yes": TEXTS, "甲 #": TEXTS}),
    min_size=1, max_size=3,
)  # fmt: skip

# -- what an appender is held to ------------------------------------------------------------------------------


def as_text(value: Any) -> Any:
    """A value with every scalar as the text that stands for it."""
    if isinstance(value, Mapping):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if value is None else str(value)


def hold_to(append: Appender, old: bytes, records: Records) -> bool:
    """Hold an appender to its promises for one file; says whether it appended at all."""
    before, _ = parse(old, PATH)
    refused: NotAppendableError | None = None
    new = b""
    try:
        new = append(old, "entries", records, PATH)
    except NotAppendableError as error:
        refused = error
    if refused is not None:
        assert refused.key in {"append.broken", "append.not_last", "append.no_list", "append.closed"}
        assert 1 <= refused.line <= old.count(b"\n") + 1
        return False
    assert before is not None, "appended to a file that cannot be read"
    assert new.startswith(old), "changed what was there"
    after, found = parse(new, PATH)
    assert after is not None, found
    expected = {**before.value, "entries": [*(before.value.get("entries") or []), *map(as_text, records)]}
    assert expected == after.value, "does not say what it said, and the records"
    added = new[len(old) :].decode()
    assert "\n" == added[-1]
    rows = added.removeprefix("\r").removeprefix("\n").splitlines()
    lines = [one_line(record) for record in records]
    assert lines == [row.strip().removeprefix("- ") for row in rows][-len(records) :], "one record, one line"
    assert len(rows) - len(records) in {0, 1}
    assert not CONFLICT.search(added)
    if b"\r\n" in old and b"\n" not in old.replace(b"\r\n", b""):
        assert "\n" not in added.replace("\r\n", ""), "other line ends than the file has"
    other = yaml.load(new.decode("utf-8-sig"), yaml.CSafeLoader)["entries"]
    assert len(after.value["entries"]) == len(other), "another program counts other entries"
    return True


PLENTY = settings(max_examples=min(settings().max_examples * 2, 20_000))


@PLENTY
@given(files(), RECORDS)
def test_old_bytes_and_meaning_stay(old: bytes, records: list[dict[str, Any]]) -> None:
    """Whatever the file and the records: appended whole, or refused and nothing changed."""
    hold_to(appended, old, records)


@given(files(), RECORDS)
def test_appending_again_goes_on_where_the_last_one_ended(old: bytes, records: list[dict[str, Any]]) -> None:
    """All records at once and one after the other give the same bytes."""
    try:
        at_once = appended(old, "entries", records, PATH)
    except NotAppendableError:
        return
    one_by_one = old
    for record in records:
        one_by_one = appended(one_by_one, "entries", [record], PATH)
    assert at_once == one_by_one


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("key", [*KEYS, None])
def test_ordinary_files_take_records(head: str, key: str | None) -> None:
    """A file as people write it takes records: every head, every way to write the key, every entry, any padding."""
    record = {"date": date(2025, 2, 2), "type": "start", "by": "甲局", "value": Decimal("1.50")}
    if key is None:
        assert hold_to(appended, head.encode(), [record])
        return
    turn = (HEADS.index(head) + KEYS.index(key)) % 2
    for pad in by_profile(fast=("  " * turn,), ci=("", "  ", "    ")):
        for entry in ENTRIES:
            text = f"{head}{key}\n{entry.format(pad=pad)}"
            for data in (text, text.rstrip("\n"), text + "# 完\n", text + "\n\n", text.replace("\n", "\r\n")):
                # a text in its last line, kept to its end: a line break after it would become part of it
                kept = not data.endswith("\n") and any(mark in entry for mark in ("|\n", "|+\n", ">+\n"))
                assert kept != hold_to(appended, data.encode(), [record, record]), data
                assert kept != hold_to(appended, b"\xef\xbb\xbf" + data.encode(), [record]), data


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("id: '01'\nentries: []\n", "append.closed", 2),
        ("id: '01'\nentries: [{date: 2025-01-01}]\n", "append.closed", 2),
        ("id: '01'\nentries: 甲\n", "append.no_list", 2),
        ("id: '01'\nentries: {a: b}\n", "append.no_list", 2),
        ("id: '01'\nentries:\n- {a: b}\ngoal: 甲\n", "append.not_last", 4),
        ("id: '01'\nid: '02'\n", "append.broken", 1),
        ("id: [\n", "append.broken", 1),
        ("", "append.broken", 1),
        ("{id: '01'}\n", "append.closed", 1),
        ("id: '01'\nentries: null\n", "append.closed", 2),
    ],
)
def test_what_cannot_be_appended_to(text: str, key: str, line: int) -> None:
    """The reason is named, and the line it stands on."""
    with pytest.raises(NotAppendableError) as caught:
        appended(text.encode(), "entries", [{"a": "b"}], PATH)
    assert (key, line) == (caught.value.key, caught.value.line)


# -- canaries -------------------------------------------------------------------------------------------------


def dumps_again(old: bytes, key: str, records: Records, path: str) -> bytes:
    """An appender that writes the whole file anew."""
    document, _ = parse(old, path)
    if document is None:
        raise NotAppendableError("append.broken", path)
    value = {**document.value, key: [*(document.value.get(key) or []), *map(as_text, records)]}
    text: str = yaml.safe_dump(as_text(value), allow_unicode=True, sort_keys=False)
    return text.encode()


def at_the_margin(old: bytes, key: str, records: Records, path: str) -> bytes:
    """An appender that always writes at column 0 and does not look again."""
    document, _ = parse(old, path)
    if document is None:
        raise NotAppendableError("append.broken", path)
    head = old if old.endswith(b"\n") else old + b"\n"
    head += b"" if key in document.value else f"{key}:\n".encode()
    return head + "".join(f"- {one_line(record)}\n" for record in records).encode()


def over_several_lines(old: bytes, key: str, records: Records, path: str) -> bytes:
    """An appender that writes a record in block style."""
    new = appended(old, key, records, path)
    dumped: str = yaml.safe_dump([as_text(record) for record in records], allow_unicode=True, sort_keys=False)
    return (old if old.endswith(b"\n") else old + b"\n") + dumped.encode() if new else new


@large
@pytest.mark.parametrize("broken", [dumps_again, at_the_margin, over_several_lines])
def test_canary_a_broken_appender_is_caught(broken: Appender) -> None:
    """The same property fails for appenders that do not keep its promises."""

    @settings(
        max_examples=200, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False
    )
    @given(files(), RECORDS)
    def held(old: bytes, records: list[dict[str, Any]]) -> None:
        hold_to(broken, old, records)

    with pytest.raises(AssertionError):
        held()
