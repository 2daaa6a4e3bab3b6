"""A picture of a plan, and what recognises the writing in it."""

from collections.abc import Sequence
from pathlib import Path

from ledger.documents import ocr
from ledger.documents.ocr import Box

LINES = """某市整改方案
附件
1.再生水管网建设滞后
验收单位：市水务局
责任单位：市水务局（牵头）
整改时限：2025年12月底前
整改目标：建成管网。
整改措施：
（一）建设管网。
""".splitlines()


def _recognise(_: bytes) -> Sequence[tuple[Box, str]]:
    return [
        ([[0, 30 * n], [99, 30 * n], [99, 30 * n + 20], [0, 30 * n + 20]], text)
        for n, text in enumerate(LINES)
    ]


def make(root: Path) -> None:
    """Write the picture; its writing is recognised in this folder alone."""
    (root / "plan.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    usual = ocr.recogniser
    ocr.recogniser = lambda: _recognise if Path.cwd() == root.resolve() else usual()
