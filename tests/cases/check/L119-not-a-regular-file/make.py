"""A link in the place of an issue."""

from pathlib import Path


def make(root: Path) -> None:
    """Put the second issue elsewhere and link to it."""
    path = root / "data/issues/02.yaml"
    path.rename(root / "elsewhere.yaml")
    path.symlink_to(root / "elsewhere.yaml")
