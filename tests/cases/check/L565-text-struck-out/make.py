"""A Word document with a measure that is struck out."""

import zipfile
from pathlib import Path

LINES = (
    "整改任务清单",
    "1.再生水管网建设滞后",
    "验收单位：市水务局",
    "责任单位：市水务局",
    "整改时限：2025年12月底",
    "整改目标：建成管网。",
    "整改措施：",
    "（一）建设管网。",
)
LAST = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>（二）加强巡查。</w:t></w:r></w:p>"


def make(root: Path) -> None:
    """Write it."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(root / "plan.txt", "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}{LAST}</w:body></w:document>',
        )
