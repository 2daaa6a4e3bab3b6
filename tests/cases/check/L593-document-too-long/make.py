"""A text with more lines than any document."""

from pathlib import Path


def make(root: Path) -> None:
    """Put what else there is on file behind the official text, line by line."""
    text = (Path(__file__).parent / "good/plan.txt").read_text("utf-8")
    (root / "plan.txt").write_text(text + "监测站点小时均值记录。\n" * 40_001, "utf-8")
