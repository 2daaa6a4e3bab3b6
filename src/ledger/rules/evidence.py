"""3xx: evidence files exist and are those that were recorded; 6xx: evidence that proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.walk import EMPTY
from ledger.reading.codes import ERROR, Code
from ledger.reading.sums import EVIDENCE_MAX, TOO_LARGE, UNREADABLE
from ledger.rules.finding import Finding, Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.model.entries import Evidence
    from ledger.reading.yaml import Path


EVIDENCE = (
    Code(
        "L310",
        ERROR,
        "evidence-missing",
        zh=("佐证文件 {file} 不存在", "补上文件，或改正路径。"),
        en=("Evidence file {file} does not exist", "Add the file or correct the path."),
    ),
    Code(
        "L322",
        ERROR,
        "evidence-too-large",
        zh=(
            "佐证文件 {file} 超过 {most} MiB，没有核对校验值",
            "压缩或拆成几个文件；影像放到网上，佐证写网址。",
        ),
        en=(
            "Evidence file {file} has more than {most} MiB and was not compared with its checksum",
            "Make it smaller or several files; put films on the web and give the address.",
        ),
    ),
    Code(
        "L311",
        ERROR,
        "evidence-changed",
        zh=("佐证文件 {file} 与记录的校验值不同：{why}", "找回原来的文件；{remedy}。"),
        en=(
            "Evidence file {file} differs from its recorded checksum: {why}",
            "Restore the file; {remedy}.",
        ),
    ),
)
"""The codes of files that are evidence, for the rules that look at them."""

EVIDENCE_OF_BOOKS = (
    *EVIDENCE,
    Code(
        "L654",
        ERROR,
        "evidence-of-a-book-proves-nothing",
        zh=(
            "这件佐证材料证明不了什么：{why}",
            "佐证写 data/evidence/ 之下的文件（命令行用 --evidence 文件，自动复制），或 http、https 开头的网址；没有的不写。",
        ),
        en=(
            "This evidence proves nothing: {why}",
            "Give a file below data/evidence/ (--evidence FILE copies it there) or an address that begins with http or https, or leave it out.",
        ),
    ),
)
"""The same for letters, complaints and disclosures, whose records count whatever they are proved by."""


def evidence_of_book(items: Sequence[Evidence], path: str, place: Path, shared: Shared) -> Iterator[Finding]:
    """L310, L311, L322, L654 for the evidence of a record of a book."""
    for k, item in enumerate(items):
        why = proves_nothing(item, shared.evidence)
        if why is not None:
            yield Finding("L654", path, (*place, "evidence", k), {"why": why})
    yield from evidence_findings(items, path, place, shared)


def evidence_findings(items: Sequence[Evidence], path: str, place: Path, shared: Shared) -> Iterator[Finding]:
    """L310, L311, L322 for the evidence of the record at ``place`` in the file ``path``."""
    for k, item in enumerate(items):
        if item.path is None or not item.proves:
            continue
        actual = shared.evidence(item.path)
        args: dict[str, str | int] = {"file": f"data/{item.path}"}
        if actual is None:
            yield Finding("L310", path, (*place, "evidence", k, "path"), args)
        elif actual.startswith(UNREADABLE):
            yield Finding(
                "L120", path, (*place, "evidence", k, "path"), {"reason": actual.removeprefix(UNREADABLE)}
            )
        elif actual == TOO_LARGE:
            args |= {"most": EVIDENCE_MAX >> 20}
            yield Finding("L322", path, (*place, "evidence", k, "path"), args)
        elif item.sha256 is not None and actual != item.sha256:
            why = shared.why_changed(item.path, item.sha256) if shared.why_changed is not None else "other"
            args |= {"why": why, "remedy": why}
            yield Finding("L311", path, (*place, "evidence", k, "sha256"), args)


def proves_nothing(item: Evidence, evidence: Callable[[str], str | None] | None) -> str | None:
    """Why a piece of evidence proves nothing, as a key of the catalogue under ``why``; ``None`` where it does."""
    if not item.proves:
        return "outside" if item.path is not None else "no_address" if item.url is not None else "no_evidence"
    if item.path is not None and evidence is not None and evidence(item.path) == EMPTY:
        return "empty"
    return None
