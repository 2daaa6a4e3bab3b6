"""A task with more measures than any has."""

from pathlib import Path


def make(root: Path) -> None:
    """Blow up the official text."""
    text = (Path(__file__).parent / "good/plan.txt").read_text("utf-8")
    (root / "plan.txt").write_text(
        text.replace("（二）发现问题立即整改。", "（二）发现问题立即整改。\n" * 1001), "utf-8"
    )
