"""Labels of a ledger's own: what ``data/labels.yaml`` says, and what in it is no label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.model.labels import LabelsFile
from ledger.reading.codes import ERROR, Code, declare
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.diagnostic import Arg
    from ledger.reading.yaml import Path

LABELS = "data/labels.yaml"

LENGTH_MOST = 20
"""Characters of a name at most; what is longer stands in no line as a label."""
NAMES_MOST = 500
"""Names in the file at most: every line of a document is held against all of them."""
_NAME = re.compile(f"[\u4e00-\u9fff]{{2,{LENGTH_MOST}}}")

declare(
    Code(
        "L577",
        ERROR,
        "label-twice",
        zh=("“{name}”在 {first} 里已经有了，一个词只能有一个意思", "只留一处。"),
        en=("{name} stands under {first} already; a word can mean one thing", "Keep one of them."),
    ),
    Code(
        "L578",
        ERROR,
        "no-label",
        zh=(
            "“{name}”不能作标签或用词：要 2 至 {most} 个汉字",
            "只写词本身，去掉冒号、括号、空格和编号。",
        ),
        en=(
            "{name!r} can be no label or word: 2 to {most} Chinese characters are wanted",
            "Write the word alone, without colon, brackets, white space and number.",
        ),
    ),
    Code(
        "L579",
        ERROR,
        "too-many-labels",
        zh=("标签和用词共 {count} 个，最多 {most} 个", "只列程序不认识、文件里用到的词。"),
        en=(
            "{count} labels and words; at most {most} are read",
            "List the words that documents use and the program lacks.",
        ),
    ),
)


def wrong_labels(file: LabelsFile, data: bytes, path: str) -> list[Diagnostic]:
    """L577 to L579: a word stands once, is a word, and there are not too many of them.

    ``data`` is the file, which has been read a moment ago.
    """
    document, _ = parse(data, path, places=True)
    assert document is not None  # noqa: S101 - it was read a moment ago
    order = [key for key in document.value if key in LabelsFile.model_fields()]
    return [
        Diagnostic(code, path, document.locate(place), args, ".".join(map(str, place)))
        for code, place, args in _wrong({key: getattr(file, key) for key in order})
    ]


def _wrong(said: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, Path, dict[str, Arg]]]:
    count = sum(map(len, said.values()))
    if count > NAMES_MOST:
        yield "L579", (), {"count": count, "most": NAMES_MOST}
        return
    first: dict[str, str] = {}
    for key, names in said.items():
        for n, name in enumerate(names):
            # what stands beside a label may be one itself: 整改措施及责任分工
            known = name if key != "besides" else f"{name} besides"
            if not _NAME.fullmatch(name):
                yield "L578", (key, n), {"name": name, "most": LENGTH_MOST}
            elif known in first:
                yield "L577", (key, n), {"name": name, "first": first[known]}
            first.setdefault(known, key)
