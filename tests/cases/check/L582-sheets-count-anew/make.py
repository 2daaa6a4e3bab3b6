"""A workbook in which each sheet counts its tasks from 1."""

from pathlib import Path

from openpyxl import Workbook

HEAD = ["序号", "问题", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施"]


def make(root: Path) -> None:
    """Write it in place of the plan."""
    book = Workbook()
    for name, problem in (("水环境", "再生水管网建设滞后"), ("大气环境", "扬尘管控不力")):
        sheet = book.active if name == "水环境" else book.create_sheet()
        sheet.title = name
        sheet.append(HEAD)
        sheet.append([1, problem, "市水务局", "市水务局", "2025年12月底前", "完成整改。", "（一）完成整改。"])
    book.save(root / "plan.txt")
