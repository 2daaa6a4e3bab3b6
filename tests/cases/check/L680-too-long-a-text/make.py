"""A record of more characters than a text may have."""

from pathlib import Path


def make(root: Path) -> None:
    """Append it to the second issue."""
    issue = root / "data" / "issues" / "02.yaml"
    text = "巡查河道。" * 4001
    record = f"- {{date: 2025-01-20, type: progress, by: 市水务局, text: {text}}}\n"
    issue.write_text(issue.read_text("utf-8") + record, "utf-8")
