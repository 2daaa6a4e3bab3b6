"""A record with more addresses than a list in a record may have."""

from pathlib import Path


def make(root: Path) -> None:
    """Append it to the second issue."""
    issue = root / "data" / "issues" / "02.yaml"
    many = ", ".join(f"{{url: 'https://example.gov.cn/{n}'}}" for n in range(2001))
    record = f"- {{date: 2025-01-20, type: progress, by: 市水务局, text: 巡查河道。, evidence: [{many}]}}\n"
    issue.write_text(issue.read_text("utf-8") + record, "utf-8")
