"""Strict YAML: what is read, what is refused, and where."""

# ruff: noqa: SIM300 - what is expected stands first

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from ledger.model.scalar import Plain
from ledger.reading.codes import CODES
from ledger.reading.diagnostic import Span
from ledger.reading.layout import SIZE_MAX
from ledger.reading.yaml import DEPTH_MAX, NODES_MAX, parse

PATH = "data/issues/01.yaml"

REFUSED: list[tuple[str, bytes | str, list[tuple[str, int, int]]]] = [
    # name, file, code and line and column of each finding
    ("syntax: colon in plain text", "a: b: c\n", [("L101", 1, 5)]),
    ("syntax: open flow list", "a: [1, 2\nb: 3\n", [("L101", 2, 2)]),
    ("syntax: open quote", 'a: "b\n', [("L101", 1, 4)]),
    ("syntax: missing colon", "a: 1\nb\n", [("L101", 2, 2)]),
    ("syntax: missing colon in the middle", "a: 1\nb 2\nc: 3\n", [("L101", 3, 1)]),
    ("full-width colon", "a: 1\nb：2\nc: 3\n", [("L121", 2, 2)]),
    ("full-width colon: in a list", "a:\n- b：1\n  c: 2\n", [("L121", 2, 4)]),
    ("full-width colon: everywhere", "title：甲\nnumber：1\n", [("L121", 1, 6)]),
    ("syntax: bad indent", "a:\n    b: 1\n  c: 2\n", [("L101", 3, 3)]),
    ("syntax: bad escape", 'a: "\\q"\n', [("L101", 1, 5)]),
    ("syntax: reserved indicator", "a: @b\n", [("L101", 1, 4)]),
    ("syntax: list item under a key's value", "a: b\n- c\n", [("L101", 2, 1)]),
    ("encoding: GBK", "a: 1\nb: 整改时限\n".encode("gbk"), [("L102", 2, 4)]),
    ("encoding: GB18030 in a comment", b"# " + "整改".encode("gb18030") + b"\na: 1\n", [("L102", 1, 3)]),
    ("encoding: cut in a character", "a: 整".encode()[:-1], [("L102", 1, 4)]),
    ("encoding: latin-1", b"a: caf\xe9\n", [("L102", 1, 7)]),
    ("encoding: surrogate", b"a: \xed\xa0\x80\n", [("L102", 1, 4)]),
    ("encoding: overlong", b"a: \xc0\xaf\n", [("L102", 1, 4)]),
    ("encoding: UTF-16 little", "a: 1\n".encode("utf-16"), [("L102", 1, 1)]),
    ("encoding: UTF-16 big", b"\xfe\xff" + "a: 1\n".encode("utf-16-be"), [("L102", 1, 1)]),
    ("lone CR: between lines", "a: 1\rb: 2\n", [("L105", 1, 5)]),
    ("lone CR: all lines", "a: 1\rb: 2\r", [("L105", 1, 5), ("L105", 1, 10)]),
    ("lone CR: before CRLF", "a: 1\r\r\n", [("L105", 1, 5), ("L104", 1, 1)]),
    ("character: NUL", "a: \x00\n", [("L106", 1, 4)]),
    ("character: escape", "a: \x1b[31m\n", [("L106", 1, 4)]),
    ("character: DEL", "a: x\x7f\n", [("L106", 1, 5)]),
    ("character: C1", "a: \x9b\n", [("L106", 1, 4)]),
    ("character: form feed", "a: 1\n\x0cb: 2\n", [("L106", 2, 1)]),
    ("character: next line U+0085", "a: x\x85b: y\n", [("L106", 1, 5)]),
    ("character: line separator U+2028", "a: x\u2028b: y\n", [("L106", 1, 5)]),
    ("character: paragraph separator U+2029", "# x\u2029\na: 1\n", [("L106", 1, 4)]),
    ("character: bidi override", "a: 整\u202e改\n", [("L106", 1, 5)]),
    ("character: bidi isolate", "a: \u2066x\u2069\n", [("L106", 1, 4), ("L106", 1, 6)]),
    ("character: zero width", "a: 整\u200b改\n", [("L106", 1, 5)]),
    ("character: soft hyphen", "a: x\u00ady\n", [("L106", 1, 5)]),
    ("character: in a key", "a\u200b: 1\n", [("L106", 1, 2)]),
    ("character: in a comment", "a: 1 # \u202e\n", [("L106", 1, 8)]),
    ("character: byte order mark inside", "a: 1\n\ufeffb: 2\n", [("L106", 2, 1)]),
    ("character: tag letters", "a: x\U000e0041\n", [("L106", 1, 5)]),
    ("character: variation selector", "a: 人\ufe00\n", [("L106", 1, 5)]),
    ("character: Hangul filler", "a: \u3164\n", [("L106", 1, 4)]),
    ("character: escaped bidi", 'a: 1\nb: "x\\u202e"\n', [("L106", 2, 4)]),
    ("character: escaped escape", 'a: "\\e[31m"\n', [("L106", 1, 4)]),
    ("character: escaped NUL", 'a: "\\0"\n', [("L106", 1, 4)]),
    ("character: escaped next line", 'a: "\\N"\n', [("L106", 1, 4)]),
    ("character: escaped line separator", 'a: "\\L"\n', [("L106", 1, 4)]),
    ("character: escaped zero width in a key", '"a\\u200b": 1\n', [("L106", 1, 1)]),
    ("character: escaped tag letter", 'a: "\\U000e0041"\n', [("L106", 1, 4)]),
    (
        "characters: more than are told",
        "a: " + "x\x01" * 105 + "\n",
        [*(("L106", 1, 5 + 2 * n) for n in range(100)), ("L125", 1, 205)],
    ),
    (
        "characters: of two kinds, more than are told",
        "\u200b\n" + "a\r" * 200 + "\u200b\n",
        [("L106", 1, 1), *(("L105", 2, 2 + 2 * n) for n in range(99)), ("L125", 2, 200)],
    ),
    ("conflict: whole", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", [("L107", 2, 1)]),
    ("conflict: diff3", "<<<<<<< HEAD\na: 1\n||||||| base\n=======\n>>>>>>> x\n", [("L107", 1, 1)]),
    ("conflict: in a block scalar", "a: |-\n  <<<<<<< HEAD\n  b\n  =======\n  c\n", [("L107", 2, 3)]),
    ("conflict: last part only", "a: |\n    x\n    >>>>>>> main\n", [("L107", 3, 5)]),
    ("conflict: middle only", "a: 1\n=======\nb: 2\n", [("L107", 2, 1)]),
    ("conflict: CRLF", "a: 1\r\n<<<<<<< HEAD\r\nb: 2\r\n", [("L104", 1, 1), ("L107", 2, 1)]),
    ("conflict: CRLF middle", "a: 1\r\n=======\r\nb: 2\r\n", [("L104", 1, 1), ("L107", 2, 1)]),
    ("conflict: CRLF in a block", "a: |\r\n  x\r\n  =======\r\n  y\r\n", [("L104", 1, 1), ("L107", 3, 3)]),
    ("conflict: CRLF bare", "a: |\r\n  <<<<<<<\r\n  y\r\n", [("L104", 1, 1), ("L107", 2, 3)]),
    ("conflict: bare markers", "a: 1\n<<<<<<<\nb: 2\n", [("L107", 2, 1)]),
    ("duplicate: block", "a: 1\nb: 2\na: 3\n", [("L108", 3, 1)]),
    ("doubled", "a: 1\nb: 2\na: 1\nb: 2\n", [("L122", 3, 1)]),
    ("doubled: other line ends", "a: 1\nb: 2\na: 1\r\nb: 2\r\n", [("L104", 1, 1), ("L122", 3, 1)]),
    ("duplicate: nested", "a:\n  b: 1\n  b: 2\n", [("L108", 3, 3)]),
    ("duplicate: in a list", "a:\n- b: 1\n  c: 2\n  b: 3\n", [("L108", 4, 3)]),
    ("duplicate: flow", "a: {b: 1, c: 2, b: 3}\n", [("L108", 1, 17)]),
    ("duplicate: flow in flow", "a: [{b: {c: 1, c: 2}}]\n", [("L108", 1, 16)]),
    ("duplicate: quoted and plain", 'a: 1\n"a": 2\n', [("L108", 2, 1)]),
    ("duplicate: escaped", 'ab: 1\n"\\u0061b": 2\n', [("L108", 2, 1)]),
    ("duplicate: empty keys", '"": 1\n"": 2\n', [("L108", 2, 1)]),
    ("too large", b"a: 1\n#" + b"x" * SIZE_MAX, [("L109", 1, 1)]),
    ("top: list", "- a: 1\n", [("L110", 1, 1)]),
    ("top: flow list", "# x\n[a, b]\n", [("L110", 2, 1)]),
    ("top: scalar", "整改\n", [("L110", 1, 1)]),
    ("top: null", "~\n", [("L110", 1, 1)]),
    ("top: nothing", "", [("L110", 1, 1)]),
    ("top: blanks", " \n\n", [("L110", 1, 1)]),
    ("top: comment", "# only\n", [("L110", 1, 1)]),
    ("top: byte order mark", "\ufeff", [("L103", 1, 1), ("L110", 1, 1)]),
    ("top: empty document", "---\n", [("L110", 2, 1)]),
    ("nodes", "a: [" + "1," * NODES_MAX + "]\n", [("L111", 1, 2 * NODES_MAX + 1)]),
    ("key: list", "? [a]\n: 1\n", [("L112", 1, 3)]),
    ("key: mapping", "? {a: 1}\n: 1\n", [("L112", 1, 3)]),
    ("key: flow list", "{[a, b]: 1}\n", [("L112", 1, 2)]),
    ("alias: anchor", "a: &x 1\n", [("L113", 1, 4)]),
    ("alias: anchor and alias", "a: &x {b: 1}\nc: *x\n", [("L113", 1, 4)]),
    ("alias: on the top", "&x\na: 1\n", [("L113", 1, 1)]),
    ("alias: on a key", "&x a: 1\n", [("L113", 1, 1)]),
    ("alias: as a key", "a: 1\n*a : 2\n", [("L112", 2, 1)]),
    ("alias: unknown", "a: *x\n", [("L113", 1, 4)]),
    ("alias: itself", "a: &x [*x]\n", [("L113", 1, 4)]),
    ("merge key", "a: 1\n<<: {b: 2}\n", [("L113", 2, 1)]),
    ("merge key: in flow", "a: {<<: {b: 2}}\n", [("L113", 1, 5)]),
    ("tag: core", "a: !!str 1\n", [("L114", 1, 4)]),
    ("tag: python", "a: !!python/object/apply:os.system [id]\n", [("L114", 1, 4)]),
    ("tag: local", "a: !x 1\n", [("L114", 1, 4)]),
    ("tag: on the top", "!!map\na: 1\n", [("L114", 1, 1)]),
    ("tag: on a key", "!x a: 1\n", [("L114", 1, 1)]),
    ("tag: non-specific", "a: ! 1\n", [("L114", 1, 4)]),
    ("directive: version", "%YAML 1.2\n---\na: 1\n", [("L115", 1, 1)]),
    ("directive: tag", "%TAG ! tag:x,2000:\n---\na: 1\n", [("L115", 1, 1)]),
    ("documents: two", "a: 1\n---\nb: 2\n", [("L116", 2, 1)]),
    ("documents: second empty", "a: 1\n---\n", [("L116", 2, 1)]),
    ("documents: three", "---\na: 1\n---\nb: 2\n---\nc: 3\n", [("L116", 3, 1)]),
    ("documents: after an end mark", "a: 1\n...\n---\nb: 2\n", [("L116", 3, 1)]),
    ("deep: flow list", "a: " + "[" * 16 + "]" * 16 + "\n", [("L117", 1, 4 + 15)]),
    ("deep: flow mapping", "a: " + "{a: " * 16 + "1" + "}" * 16 + "\n", [("L117", 1, 4 + 4 * 15)]),
    ("tab: in front of a key", "a:\n\tb: 1\n", [("L118", 2, 1)]),
    ("tab: after blanks", "a:\n  b: 1\n  \tc: 2\n", [("L118", 3, 3)]),
    ("tab: in front of an item", "a:\n\t- b\n", [("L118", 2, 1)]),
]


def places(data: bytes | str) -> list[tuple[str, int, int]]:
    """Code, line and column of everything that is wrong with a file."""
    _, found = parse(data if isinstance(data, bytes) else data.encode(), PATH)
    return [(d.code, d.span.line, d.span.column) for d in found]


@pytest.mark.parametrize(("data", "expected"), [pytest.param(d, e, id=n) for n, d, e in REFUSED])
def test_refused(data: bytes | str, expected: list[tuple[str, int, int]]) -> None:
    """What is outside the strict part of YAML is refused with its code, at its line and column."""
    document, found = parse(data if isinstance(data, bytes) else data.encode(), PATH)
    assert document is None
    assert sorted(expected) == sorted((d.code, d.span.line, d.span.column) for d in found)
    assert {PATH} == {d.path for d in found}


def test_every_syntax_code_of_one_file_is_in_the_table() -> None:
    """Each code of the first tier that a file's bytes can cause has a case; the rest belongs to the disk."""
    caused = {code for _, _, expected in REFUSED for code, _, _ in expected}
    assert {code for code in CODES if code < "L200"} - {"L119", "L120", "L123", "L124"} == caused


READ: list[tuple[str, str, dict[str, object]]] = [
    ("scalars", "a: 1\nb: x y\nc: '1'\nd: \"2\"\n", {"a": "1", "b": "x y", "c": "1", "d": "2"}),
    (
        "nothing",
        "a:\nb: ~\nc: null\nd: ''\ne: 'null'\n",
        {"a": None, "b": None, "c": None, "d": "", "e": "null"},
    ),
    (
        "implicit types stay text",
        "a: no\nb: 12:30\nc: 017\nd: 1_000\ne: 2024-02-30\n",
        {"a": "no", "b": "12:30", "c": "017", "d": "1_000", "e": "2024-02-30"},
    ),
    ("5,000 digits", "a: " + "9" * 5000 + "\n", {"a": "9" * 5000}),
    ("lists and mappings", "a: [x, {b: y}]\nc:\n- z\n", {"a": ["x", {"b": "y"}], "c": ["z"]}),
    ("block scalar", "a: |-\n  x\n   y\n\n  z\n", {"a": "x\n y\n\nz"}),
    ("folded scalar", "a: >\n  x\n  y\n", {"a": "x y\n"}),
    ("start mark", "---\na: 1\n", {"a": "1"}),
    ("end mark", "a: 1\n...\n", {"a": "1"}),
    ("tab after a value", "a: 1\t\n", {"a": "1"}),
    ("comment", "a: 1 # x\n# y\n", {"a": "1"}),
    ("emoji and rare ideographs", "a: 😀𠮷\n", {"a": "😀𠮷"}),
    (
        "not quite a conflict",
        "a: |\n  ========\n  <<<<<<\n  <<<<<<<x\n",
        {"a": "========\n<<<<<<\n<<<<<<<x\n"},
    ),
    ("merge key in quotes", '"<<": 1\n', {"<<": "1"}),
    ("deepest block", "a: " + "[" * 15 + "]" * 15 + "\n", {"a": eval("[" * 15 + "]" * 15)}),  # noqa: S307
    ("key without value in flow", "a: {b, c: 1}\n", {"a": {"b": None, "c": "1"}}),
    ("full-width punctuation", "a: “甲”：乙，丙（丁）\n", {"a": "“甲”：乙，丙（丁）"}),
    ("escapes that are harmless", 'a: "\\u4e00\\t\\n"\n', {"a": "一\t\n"}),
    ("most nodes", "a: [" + "1," * (NODES_MAX - 2) + "]\n", {"a": ["1"] * (NODES_MAX - 2)}),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in READ])
def test_read(text: str, expected: dict[str, object]) -> None:
    """The strict part of YAML is read, every scalar as text."""
    document, found = parse(text.encode(), PATH)
    assert [] == found
    assert document is not None
    assert expected == document.value


def test_byte_order_mark_and_crlf_are_read_and_told() -> None:
    """A BOM and CRLF are warnings; the value is the same."""
    document, found = parse("\ufeffa: |\r\n  x\r\n  y\r\nb: 1\r\n".encode(), PATH)
    assert document is not None
    assert {"a": "x\ny\n", "b": "1"} == document.value
    assert ["L103", "L104"] == [d.code for d in found]
    assert {"warning"} == {d.severity for d in found}


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a: x", True), ("a: 2024-12-31", True), ("a: 'x'", False), ('a: "x"', False), ("a: |-\n  x", False)],
)
def test_plain_scalars_are_marked(text: str, plain: bool) -> None:
    """Only a scalar written without quotes is plain."""
    document, _ = parse(text.encode(), PATH)
    assert document is not None
    assert plain == (type(document.value["a"]) is Plain)


def test_places_of_values_and_keys() -> None:
    """With places, each key and value knows its line and column; what is missing gives the nearest part."""
    text = "a: 1\nb:\n- {c: 二, d: [3]}\n- e: |-\n    x\n"
    document, _ = parse(text.encode(), PATH, places=True)
    assert document is not None
    expected = {
        ("a",): Span(1, 4, 1, 5),
        ("b", 0): Span(3, 3, 3, 17),
        ("b", 0, "c"): Span(3, 7, 3, 8),
        ("b", 0, "d", 0): Span(3, 14, 3, 15),
        ("b", 0, "d", 7): Span(3, 13, 3, 16),
        ("b", 0, "z"): Span(3, 3, 3, 17),
    }
    assert expected == {path: document.locate(path) for path in expected}
    assert Span(3, 10, 3, 11) == document.locate_key(("b", 0, "d"))
    assert (4, 6) == document.locate(("b", 1, "e"))[:2]


@pytest.mark.parametrize(
    ("encoding", "guess"), [("gb18030", "GB18030"), ("gbk", "GB18030"), ("utf-16", "UTF-16")]
)
def test_encoding_is_guessed(encoding: str, guess: str) -> None:
    """A file in the encodings that Windows offers is told by name."""
    _, found = parse("text: 整改时限\n".encode(encoding), PATH)
    assert [guess] == [d.args["encoding"] for d in found]


def test_duplicate_key_names_both_lines() -> None:
    """The finding stands at the second key and names the line of the first."""
    _, found = parse(b"x: 1\na: 1\n\n\na: 2\n", PATH)
    assert [(5, {"key": "a", "line": 2})] == [(d.span.line, d.args) for d in found]


def test_all_unsafe_characters_are_told_not_only_the_first() -> None:
    """Each character that must go is told."""
    expected = [("L106", 1, 4), ("L106", 2, 4), ("L106", 3, 1)]
    assert expected == places("a: \u200b\nb: \u202e\n\u2060c: 1\n")


UNSAFE = [
    *range(0x09),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x61C,
    0x115F,
    0x1160,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0x3164,
    0xFE0F,
    0xFEFF,
    0xFFA0,
    0xFFFE,
    0xFFFF,
    0xE0001,
    0xE007F,
]


@pytest.mark.parametrize("form", ["a: x{}\n", "a{}: x\n", "a: 1 # {}\n", "a: 'x{}'\n", "a: |-\n  x{}\n"])
def test_unsafe_characters_raw(form: str) -> None:
    """Every control, bidi and invisible character is refused in a value, key, comment, quotes and block."""
    accepted = [
        hex(code)
        for code in UNSAFE
        if code != 0x0D and "L106" not in {c for c, _, _ in places(form.format("整" + chr(code) + "改"))}
    ]
    assert [] == accepted


@pytest.mark.parametrize("form", ['a: "x{}"\n', '"x{}": a\n', 'a: ["x{}"]\n'])
def test_unsafe_characters_escaped(form: str) -> None:
    """The same characters are refused when they come as an escape in double quotes."""
    accepted = [
        hex(code) for code in UNSAFE if "L106" not in {c for c, _, _ in places(form.format(f"\\U{code:08x}"))}
    ]
    assert [] == accepted


def test_lone_carriage_return_as_an_escape_is_refused() -> None:
    """A carriage return that comes as an escape would reach the terminal as well."""
    assert None is parse(b'a: "x\\ry"\n', PATH)[0]


SHAPES = {
    "[": ("[", "]"),
    "{": ("{a: ", "}"),
    "? ": ("? ", ""),
    "- ": ("- ", ""),
    "[{": ("[{a: ", "}]"),
    "{[": ("{a: [", "]}"),
}


@pytest.mark.parametrize("depth", [17, 500, 100_000])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("closed", [True, False])
def test_deep_nesting_is_refused_at_once(depth: int, shape: str, closed: bool) -> None:
    """However deep and whether closed or not, nesting ends in one finding, quickly."""
    opening, closing = SHAPES[shape]
    text = "a: \n  " + opening * depth + "x" + (closing * depth if closed else "")
    assert calls(partial(parse, text.encode(), PATH)) < 1000
    document, found = parse(text.encode(), PATH)
    assert document is None
    assert {d.code for d in found} <= {"L117", "L112", "L109", "L101"}
    assert 1 == len(found)


@pytest.mark.parametrize("depth", [DEPTH_MAX, DEPTH_MAX + 1, 400])
def test_depth_of_block_mappings(depth: int) -> None:
    """Sixteen levels are read, the seventeenth is refused where it begins."""
    text = "".join(f"{' ' * n}a:\n" for n in range(depth)) + " " * depth + "a: 1\n"
    expected = [("L117", 17, 17)]
    assert expected == places(text)
    assert [] == places("".join(f"{' ' * n}a:\n" for n in range(DEPTH_MAX - 1)) + " " * 15 + "a: 1\n")


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))


def test_billion_laughs_is_refused_at_once() -> None:
    """The classic bomb of aliases takes no time."""
    assert [("L113", 1, 5)] == places(BOMB)
    assert calls(partial(places, BOMB)) < 500


SLOW = {
    "one long line": "a: " + "x" * (SIZE_MAX - 10),
    "one long key": "x" * 200_000 + ": 1\n",
    "many keys": "".join(f"k{n}: v\n" for n in range(19_000)),
    "many colons": "a: " + ":" * 200_000,
    "many quotes": "a: " + "'" * 200_000,
    "many escapes": 'a: "' + "\\n" * 120_000 + '"\n',
    "many blank lines": "a:\n" + "\n" * 250_000 + "  b\n",
    "many comments": "#\n" * 130_000 + "a: 1\n",
    "many dashes": "a:\n" + "- " * 120_000,
    "many open lists": "a: " + "[" * 250_000,
    "many empty lists": "a: [" + "[]," * 80_000,
    "many indents": "a:\n" + "".join(" " * (n % 700) + "x\n" for n in range(700)),
    "many carriage returns": "a: 1\r" * 50_000,
    "many unsafe": "\u200b" * 80_000,
    "many conflicts": "<<<<<<< x\n" * 25_000,
    "many blanks before a marker": (" " * 1000 + "<\n") * 250,
    "folded": "a: >\n" + " x\n" * 80_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_shapes_are_quick(name: str) -> None:
    """Files at the limit of size made to be slow take a few steps a line."""
    text = SLOW[name]
    lines = text.count("\n") + text.count("\r") + text.count("\u200b") + text.count("[]")
    assert calls(partial(parse, text.encode(), PATH)) < 15 * lines + 1000


def check_any(data: bytes) -> None:
    """A document without an error, or an error and no document; places inside the file."""
    document, found = parse(data, PATH)
    assert (document is None) == any(d.severity == "error" for d in found)
    rows = data.decode("utf-8", "replace").count("\n") + 1
    assert all(1 <= d.span.line <= rows + 1 and d.span.column >= 1 for d in found)
    if document is not None:
        again, _ = parse(data, PATH, places=True)
        assert again is not None
        assert document.value == again.value


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_value_or_a_finding(data: bytes) -> None:
    """Whatever the bytes, reading does not raise."""
    check_any(data)


_TOKENS = st.lists(
    st.sampled_from(
        ["a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", "'", '"', "|", ">", "&x", "*x", "!t ", "? ",
         "#", "%", "---", "...", "<<", "\t", "\r", "\\", "\\u202e", "~", "整", "：", "\ufeff", "\x85",
         "\u2028", "<<<<<<< ", "1"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_TOKENS)
def test_any_mixture_of_yaml_ends_in_a_value_or_a_finding(text: str) -> None:
    """Whatever the syntax, reading does not raise."""
    check_any(text.encode())


@given(
    chosen=st.integers(0, 24),
    edits=st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.binary(max_size=4)), min_size=1, max_size=6
    ),
)
def test_any_spoilt_issue_file_ends_in_a_value_or_a_finding(
    tree: dict[str, bytes], chosen: int, edits: list[tuple[int, int, bytes]]
) -> None:
    """Real files with bytes cut out and put in are read or refused."""
    files = [path for path in sorted(tree) if path.endswith(".yaml")]
    data = tree[files[chosen % len(files)]]
    for place, length, put in edits:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + length :]
    check_any(data)


def test_size_limit_is_exact() -> None:
    """A file of the largest size is read, one byte more is refused with its size."""
    largest = b"a: 1\n#" + b"x" * (SIZE_MAX - 6)
    assert [] == places(largest)
    _, found = parse(largest + b"x", PATH)
    assert [{"size": SIZE_MAX + 1, "most": SIZE_MAX}] == [d.args for d in found]


OF_LIBYAML = {
    "652Z": ("{ ?foo: bar,\nbar: 42\n}\n", {"foo": "bar", "bar": "42"}),
    "DK95/01": ('foo: "bar\n\tbaz"\n', {"foo": "bar baz"}),
    "L24T/01": ("foo: |\n  x\n   ", {"foo": "x\n "}),
    "9C9N": ("---\nflow: [a,\nb,\nc]\n", {"flow": ["a", "b", "c"]}),
    "QB6E": ('---\nquoted: "a\nb\nc"\n', {"quoted": "a b c"}),
    "S98Z": ("empty block scalar: >\n \n  \n   \n # comment\n", {"empty block scalar": ""}),
    "SU5Z": ('key: "value"# invalid comment\n', {"key": "value"}),
    "X4QW": ("block: ># comment\n  scalar\n", {"block": "scalar\n"}),
}
"""Cases of the public suite that libyaml reads otherwise than the standard has it, and what is read: three other
values, and texts that the standard refuses.  None of them is how this program writes."""


@pytest.mark.parametrize("name", sorted(OF_LIBYAML))
def test_known_differences_to_the_standard(name: str) -> None:
    """They are known; another libyaml that reads them otherwise is seen here."""
    text, value = OF_LIBYAML[name]
    document, found = parse(text.encode(), "a.yaml")
    assert found == []
    assert document is not None
    assert document.value == value
