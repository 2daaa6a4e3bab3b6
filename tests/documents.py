"""A document with all kinds of blocks, narrow and wide tables, Chinese text and text that would be run."""

from datetime import date
from decimal import Decimal
from typing import Any

from ledger.reports.report import Block, Column, Document, Heading, Message, Paragraph, Report

DAY = date(2025, 1, 1)

PROBLEM = (
    "绿色发展理念树得不牢，对生态环境保护的长期性、艰巨性认识不足，部分旗县区统筹推进经济发展与生态环境保护的"
    "能力不强，“两高”项目把关不严，2021年以来仍有3个项目未批先建。"
)
GOAL = "坚决遏制“两高”项目盲目发展，2024年底前单位地区生产总值能耗比2020年下降14.5%以上。"

WIDE = (
    Column("number"),
    Column("title", grow=3),
    Column("problem", grow=6),
    Column("goal", grow=6),
    Column("lead", grow=2),
    Column("due"),
    Column("days_overdue", right=True, mark=True),
    Column("standing", words="standing", mark=True),
    Column("status", words="status"),
)
NARROW = (Column("section", grow=1), Column("total", right=True), Column("overdue", right=True))


def said(text: Any) -> Message:
    """A message that is the text."""
    return Message("import.title", {"title": text})


def wide(count: int = 12, **more: Any) -> Report:
    """A table that needs a page that lies on its side."""
    records = tuple(
        {
            "number": f"{n}" if n % 3 else f"{n}（1）",
            "title": f"第{n}项：绿色发展理念树得不牢",
            "problem": PROBLEM,
            "goal": GOAL if n % 4 else None,
            "lead": ["市生态环境局", "市发展改革委"],
            "due": date(2024, 12, 31) if n % 2 else None,
            "days_overdue": n * 10 if n % 2 else None,
            "standing": "overdue" if n % 2 else "on_schedule",
            "status": "in_progress",
        }
        for n in range(1, count + 1)
    )
    title = said("附表　逾期任务一览")
    return Report(
        "list", WIDE, records, as_of=DAY, title=title, notes=(said("说明：逾期天数按自然日计算。"),), **more
    )


def narrow(*rows: tuple[Any, Any, Any]) -> Report:
    """A table that a telephone holds, with a foot."""
    listed = rows or (
        ("一、思想认识不到位", 12, 3),
        ("二、工作落实不力", 31, Decimal("4.5")),
        ("三、其他", 0, 0),
    )
    records: Any = tuple({"section": label, "total": total, "overdue": late} for label, total, late in listed)
    foot: Any = {"section": Message("stats.total"), "total": 43, "overdue": 7}
    return Report("stats", NARROW, records, as_of=DAY, title=said("按部分统计"), foot=foot)


def sample(*more: Block, **about: Any) -> Document:
    """The document; ``more`` blocks come last."""
    blocks: tuple[Block, ...] = (
        Heading(said("总体情况")),
        *(Paragraph(said(f"截至2025年1月1日，全市整改任务共43项。{PROBLEM}")) for _ in range(3)),
        Heading(said("按部分统计"), 2),
        Paragraph(said("各部分任务完成情况如下。")),
        narrow(),
        Heading(said("分项说明"), 3),
        *(Paragraph(said(f"{PROBLEM}{GOAL}")) for _ in range(6)),
        Heading(said("逾期任务")),
        wide(),
        Heading(said("下一步工作")),
        Paragraph(said(GOAL)),
        Report("list", WIDE, (), empty=Message("list.none"), title=said("没有内容的表")),
        *more,
    )
    return Document(
        "brief",
        said("关于中央生态环境保护督察整改任务进展情况的月度通报"),
        (said("（截至2025年1月1日）"), said("数据版本 4ff2463")),
        blocks,
        as_of=about.get("as_of", DAY),
        revision="4ff2463",
        data={"total": 43, "due": DAY},
    )
