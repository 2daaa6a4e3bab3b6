"""A measure with more figures than any has."""

from pathlib import Path


def make(root: Path) -> None:
    """Blow up the official text."""
    text = (Path(__file__).parent / "good/plan.txt").read_text("utf-8")
    (root / "plan.txt").write_text(
        text.replace("（一）严格执行巡河制度。", "（一）" + "清淤3公里，" * 501), "utf-8"
    )
