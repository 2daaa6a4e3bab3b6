"""A file with more nodes than are read."""

from pathlib import Path


def make(root: Path) -> None:
    """Give the second issue a list of 20,001 items."""
    path = root / "data/issues/02.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"others: [{'x,' * 20_001}]\n", encoding="utf-8")
