"""A file in the place of the folder of issues."""

import shutil
from pathlib import Path


def make(root: Path) -> None:
    """Replace the folder by a file."""
    shutil.rmtree(root / "data/issues")
    (root / "data/issues").write_text("", encoding="utf-8")
