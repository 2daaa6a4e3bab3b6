"""A file larger than is read."""

from pathlib import Path


def make(root: Path) -> None:
    """Blow up the second issue."""
    path = root / "data/issues/02.yaml"
    path.write_bytes(path.read_bytes() + b"# filler\n" * 30_000)
