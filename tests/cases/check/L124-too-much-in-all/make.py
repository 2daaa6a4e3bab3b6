"""More files than the ledger may have bytes."""

from pathlib import Path


def make(root: Path) -> None:
    """Put nine large files beside the official text."""
    for n in range(9):
        with (root / f"data/source/scan-{n}.pdf").open("wb") as file:
            file.truncate(16 * 1024 * 1024)
