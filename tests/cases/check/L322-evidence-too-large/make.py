"""Evidence over the limit, of no bytes on the disk."""

from pathlib import Path


def make(root: Path) -> None:
    """Put the film there."""
    folder = root / "data/evidence/01"
    folder.mkdir(parents=True)
    with (folder / "film.mp4").open("wb") as file:
        file.truncate((1 << 30) + 1)
