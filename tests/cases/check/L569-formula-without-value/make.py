"""A workbook with a formula that was never worked out."""

from pathlib import Path

import openpyxl

HEADS = ("序号", "整改任务", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施")
ROW = ("1", "再生水管网建设滞后", "市水务局", "市水务局", "2025年12月底", "建成管网。", "（一）建设管网。")


def make(root: Path) -> None:
    """Write it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "清单"
    sheet.append(HEADS)
    sheet.append(ROW)
    sheet["F2"] = "=B2&C2"
    book.save(root / "plan.xlsx")
    (root / "plan.xlsx").rename(root / "plan.txt")
