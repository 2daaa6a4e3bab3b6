"""A name with a character that nobody sees."""

from pathlib import Path


def make(root: Path) -> None:
    """Put a file beside the issues whose name has a space of no width at its end."""
    (root / "data/issues/03\u200b.yaml").write_text("", encoding="utf-8")
