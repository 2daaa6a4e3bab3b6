"""A line longer than any paragraph of a document."""

from pathlib import Path


def make(root: Path) -> None:
    """Blow up the official text."""
    text = (Path(__file__).parent / "good/plan.txt").read_text("utf-8")
    (root / "plan.txt").write_text(
        text.replace("再生水管网建设进展缓慢。", "再生水管网建设进展缓慢，" * 20_000), "utf-8"
    )
