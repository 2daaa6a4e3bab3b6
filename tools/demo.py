"""The demo ledger: the shipped plan with invented records of every type, so that every status can be seen.

    python tools/demo.py            write examples/demo anew
    python tools/demo.py --check    see whether examples/demo is what this script makes

Nothing in it has happened: the plan's title says 演示, and so does each piece of evidence.  The records are made
by the program's own commands, so what its rules refuse cannot be in the demo.
"""

import contextlib
import csv
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import openpyxl

from ledger.cli.app import run
from ledger.forms.columns import COLUMNS
from ledger.forms.workbook import DAY_COLUMN, FIRST_ROW, HEAD_ROW

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "examples" / "demo"
AS_OF = "2025-06-30"
"""The day at which the demo is meant to be looked at."""

OFFICE = "市整改专项组"
MARK = "（演示，其中的进展、验收等记录均为虚构）"

Entry = dict[str, Any]


def entry(issue: str, day: str, kind: str, by: str, text: str = "", **more: Any) -> Entry:
    """One line for ``ledger record --from``."""
    told = {"text": f"演示：{text}"} if text else {}
    return {"id": issue, "date": day, "type": kind, "by": by, **more, **told}


def proof(name: str) -> list[dict[str, str]]:
    """A piece of evidence, made for the demo."""
    return [{"file": f"{name}.txt", "title": f"演示：{name}"}]


SHARES = {
    ("06", 1): ["东河区"],
    ("06", 3): ["市农牧局"],
    ("15", 1): ["九原区"],
    ("15", 2): ["昆区", "稀土高新区", "石拐区"],
    ("15", 3): ["市河长办"],
    ("15", 4): ["市城市管理局"],
    ("16", 2): ["市河长办"],
    ("22", 1): ["市市场监管局", "市生态环境局"],
    ("22", 2): ["市市场监管局", "市生态环境局"],
    ("22", 4): ["市生态环境局"],
}
"""Whose share a measure is, where it is not the lead's own: the lead records it for them."""


def completed(issue: str, day: str, by: str, measures: int, *readings: dict[str, Any]) -> Iterator[Entry]:
    """Measures done and targets met, then completion with all that the policy asks for."""
    for n in range(1, measures + 1):
        whose: dict[str, Any] = {"for": SHARES[issue, n]} if (issue, n) in SHARES else {}
        yield entry(issue, day, "achieve", by, measure=n, **whose)
    if readings:
        yield entry(issue, day, "progress", by, "指标达到。", readings=list(readings))
    yield entry(
        issue,
        day,
        "complete",
        by,
        "全部措施落实，申请验收。",
        similar="演示：排查了同类问题。",
        mechanism="演示：建立了长效机制。",
        evidence=proof("自查报告"),
    )


def noticed(issue: str, since: str, until: str, by: str) -> Entry:
    """Public notice of ten working days."""
    return entry(issue, since, "publicize", by, since=since, until=until, where="演示：市政府网站", days=10)


def cleared(issue: str, by: str, accept: str, since: str, until: str, close: str) -> Iterator[Entry]:
    """Accepted, on public notice, cleared."""
    yield entry(issue, accept, "accept", by, "现场核查，同意通过验收。", evidence=proof("验收意见"))
    yield noticed(issue, since, until, by)
    yield entry(issue, close, "close", OFFICE, "公示期满，无异议。")


def reading(value: float, target: int = 1, part: int | None = None) -> dict[str, Any]:
    """A reading of a target."""
    return {"target": target, **({"part": part} if part else {}), "value": value}


def entries() -> Iterator[Entry]:  # noqa: PLR0915 - a list, one statement a record
    """Every record of the demo."""
    yield entry("01", "2024-11-20", "start", "市委办公室", "召开专题学习会。")
    yield from completed("01", "2025-05-30", "市政府办公室", 4)
    yield entry("01", "2025-06-10", "accept", "市委办公室", "同意通过验收。")
    yield entry("01", "2025-06-16", "accept", "市政府办公室", "同意通过验收。")

    yield entry("02", "2024-11-15", "start", "市发改委", "分解目标任务。")
    yield entry("02", "2024-12-20", "progress", "市发改委", "完成四季度考核。", measure=2, pace="on_pace")
    yield from completed("02", "2024-12-20", "市发改委", 2)
    yield from cleared("02", "市发改委", "2024-12-27", "2024-12-30", "2025-01-13", "2025-01-14")

    yield entry("03", "2024-12-18", "achieve", "市发改委", "验收备案完成。", measure=1, milestone=1)
    yield entry(
        "03", "2025-01-10", "construe", OFFICE, "摸排由市发改委组织。",
        changes=[{"field": "measures.2.by", "old": [], "new": ["市发改委"]}],
    )  # fmt: skip
    yield entry("03", "2025-05-31", "progress", "市发改委", "正在开展能效核查。", pace="on_pace")

    yield entry("04", "2024-12-09", "achieve", "市工信局", measure=1, milestone=1)
    yield entry("04", "2025-01-06", "supervise", OFFICE, "逾期未完成。", level="reminder")
    yield from completed("04", "2025-02-10", "市工信局", 2)
    yield from cleared("04", "市工信局", "2025-02-20", "2025-02-21", "2025-03-06", "2025-03-07")

    yield entry("05", "2024-12-30", "achieve", "市发改委", measure=1, milestone=1)
    yield entry(
        "05",
        "2025-05-20",
        "extend",
        OFFICE,
        "等待自治区部门验收。",
        due="2025-07-20",
        approval="演示文号〔2025〕5号",
    )

    yield from completed("06", "2024-12-25", "市城市管理局", 3)
    yield from cleared("06", "市城市管理局", "2025-01-06", "2025-01-07", "2025-01-20", "2025-01-21")
    yield entry(
        "06", "2025-05-12", "reopen", OFFICE, "回头看发现垃圾再次堆积。", evidence=proof("现场照片说明"),
        due="2025-07-31", measures=[1],
    )  # fmt: skip
    yield entry("06", "2025-05-20", "promise", "东河区", "月底前清完。", until="2025-06-15", measure=1)

    yield entry("07-1", "2024-12-28", "achieve", "市应急管理局", measure=1, milestone=1)
    yield entry("07-1", "2025-03-31", "progress", "市应急管理局", "闭库工作在推进。", pace="on_pace")
    yield entry("07-2", "2025-04-15", "progress", "市水务局", "方案已编制。", pace="ahead")
    yield entry(
        "07-2",
        "2025-06-10",
        "withdraw",
        OFFICE,
        "与第12项一并整改。",
        approval="演示文号〔2025〕6号",
        into="12",
    )

    yield entry("09", "2025-03-31", "progress", "市林草局", "超载率下降。", readings=[reading(14.2, 2)])
    yield entry("09", "2025-01-08", "supervise", OFFICE, "逾期未完成。", level="reminder")
    yield entry("09", "2025-02-10", "supervise", OFFICE, "进展缓慢。", level="letter")
    yield entry("09", "2025-03-10", "supervise", OFFICE, "仍未完成。", level="circular")
    yield entry("09", "2025-04-20", "account", OFFICE, "移交追责线索。")

    yield entry("11", "2025-06-15", "progress", "市工信局", "新增产能120万吨。", readings=[reading(120)])
    yield entry(
        "12",
        "2025-03-18",
        "amend",
        OFFICE,
        "措施调整。",
        approval="演示文号〔2025〕3号",
        changes=[
            {"field": "measures.1.text", "old": "对企业违规取水进行处罚。", "new": "依法处罚企业违规取水。"}
        ],
    )

    yield from completed("13", "2025-02-28", "市生态环境局", 2)
    yield entry("13", "2025-03-20", "reject", "市生态环境局", "监测数据不足。")
    yield entry(
        "13",
        "2025-05-20",
        "complete",
        "市生态环境局",
        "补充三个月监测数据。",
        evidence=proof("监测报告"),
        mechanism="演示：建立加密监测制度。",
        similar="演示：排查了其他断面。",
    )

    yield entry(
        "14", "2025-05-12", "extend", OFFICE, "管线改线。", due="2026-03-31", measure=1,
        approval="演示文号〔2025〕4号", asked="2025-04-28", **{"for": ["昆区"]},
    )  # fmt: skip
    yield entry("14", "2025-01-10", "start", "市城市管理局", "召开启动会。")
    yield entry(
        "14", "2025-03-31", "progress", "昆区", "完成4公里。", readings=[reading(4, part=1)], measure=1
    )
    wrong = entry(
        "14", "2025-04-30", "progress", "市水务集团", "完成85公里。", readings=[reading(85, part=2)]
    )
    yield wrong
    yield {**entry("14", "2025-05-06", "void", "市水务集团", "多写一个零。"), "entry": wrong}
    yield entry(
        "14", "2025-05-06", "progress", "市水务集团", "完成8.5公里。", readings=[reading(8.5, part=2)]
    )

    yield from completed("15", "2024-12-28", "市水务局", 4)
    yield entry("15", "2025-06-12", "accept", "市水务局", "同意通过验收。", evidence=proof("验收意见"))
    yield noticed("15", "2025-06-16", "2025-06-27", "市水务局")
    yield entry("15", "2025-06-24", "object", OFFICE, "群众反映一处河道仍有建筑物。")

    yield from completed("16", "2024-12-16", "市水务局", 2)
    yield from cleared("16", "市水务局", "2024-12-24", "2024-12-25", "2025-01-08", "2025-01-09")
    yield entry("18", "2025-05-22", "inspect", "市生态环境保护委员会办公室", "现场抽查3家。", result="holds")
    yield entry("16", "2025-06-05", "review", "市水务局", "抽查未见反弹。", result="holds")
    yield from completed("18", "2024-12-10", "市生态环境局", 4)
    yield from cleared("18", "市生态环境局", "2024-12-18", "2024-12-19", "2025-01-02", "2025-01-03")

    yield entry("17", "2025-02-14", "start", "市生态环境局", "制定工作方案。")
    yield entry("19", "2024-12-25", "achieve", "市生态环境局", "沃土壕段完工。", measure=3, milestone=1)
    yield entry(
        "20",
        "2025-02-10",
        "extend",
        OFFICE,
        "到期后才提出。",
        due="2025-12-31",
        approval="演示文号〔2025〕2号",
    )
    for place in ("昆区", "东河区", "九原区", "土右旗", "稀土高新区"):
        yield entry("20", "2025-03-31", "progress", place, "建成1座。", readings=[reading(1, 2)])
    yield entry("20", "2025-05-31", "progress", "青山区", "资源化场站在建。", pace="behind_pace")
    yield entry("21", "2025-01-20", "supervise", OFFICE, "规划修订未完成。", level="reminder")
    yield entry(
        "21", "2025-02-18", "assign", "市城市管理局", "小区排查分解到三个区。",
        measure=3, units=["昆区", "青山区", "九原区"], due="2025-10-31",
    )  # fmt: skip
    yield entry("21", "2025-06-20", "progress", "市城市管理局", "完成管网25公里。", readings=[reading(25)])

    yield from completed("22", "2024-12-26", "市市场监管局", 4)
    yield entry("22", "2025-01-15", "accept", "市市场监管局", "同意通过验收。")
    yield entry("15", "2025-06-27", "answer", "市水务局", "已拆除并答复。", result="dismissed")


LETTERS = [
    (
        *("send", "市发改委", "--number", "演示督办〔2025〕1号", "--level", "letter", "--issue", "3"),
        *("--demand", "演示：说明滞后原因，报送下步计划", "--date", "2025-03-10", "--reply-by", "2025-03-20"),
    ),
    (
        *("reply", "演示督办〔2025〕1号", "--by", "市发改委", "--date", "2025-03-18"),
        *("-m", "演示：能效核查正在组织，6月底前完成"),
    ),
    (
        *("send", "东河区", "--number", "演示督办〔2025〕2号", "--level", "letter", "--issue", "6"),
        *(
            "--demand",
            "演示：清除反弹的堆积垃圾，查明原因",
            "--date",
            "2025-06-16",
            "--reply-by",
            "2025-06-23",
        ),
    ),
    (
        *("send", "石拐区", "固阳县", "--number", "演示提醒〔2025〕3号", "--level", "reminder"),
        *(
            "--issue",
            "20",
            "--demand",
            "演示：报送建设进展",
            "--date",
            "2025-06-27",
            "--reply-by",
            "2025-07-04",
        ),
    ),
]
"""Letters: the first is answered in time, the second is not, the third is not due yet."""

ROUND = "2025-06"
ASKED = ("--date", "2025-06-16", "--due", "2025-06-25")
RETURNED: dict[str, tuple[date, dict[str, dict[str, Any]]]] = {
    "昆区": (  # one row is wrong: a spreadsheet has made a day of what was typed as 7-1
        date(2025, 6, 24),
        {
            "14/1": {
                "progress": "演示：累计敷设6.2公里，穿越铁路段待批。",
                "trouble": "演示：铁路部门审批慢",
            },
            "14/t1.1": {"reading": 6.2},
            "11/1": {"progress": "演示：项目库已建，列入3个项目。", "promise": date(2025, 9, 30)},
            "21/3": {"progress": date(2025, 7, 1), "next": "演示：7月排查老旧小区"},
        },
    ),
    "九原区": (  # in time, and vague
        date(2025, 6, 25),
        {
            "09/3": {"progress": "演示：禁牧责任网络正在推进。", "pace": "未达到序时进度"},
            "21/3": {"progress": "演示：小区排查基本完成。"},
        },
    ),
    "石拐区": (  # after the day
        date(2025, 6, 28),
        {
            "20/1.1": {
                "progress": "演示：分拣中心主体完工，设备未安装。",
                "reading": 0,
                "promise": date(2025, 9, 30),
            },
            "12/1": {"result": "已完成", "done": date(2025, 6, 20), "progress": "演示：处罚企业2家。"},
        },
    ),
}
"""The forms of a round that came back: the day of the report, and what was filled in by row and column."""

DISCLOSED = [
    ("市生态环境局", "2024-12-20"),
    ("市水务局", "2024-12-25"),
    ("市发改委", "2025-05-15"),
    ("昆区", "2025-06-05"),
]


def command(root: Path, *arguments: str, expected: int = 0) -> str:
    """Run the program; what it refuses ends the script."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["-C", str(root), "--lang", "zh", *arguments])
    if code != expected:
        raise SystemExit(f"{' '.join(arguments[:3])}: exit {code}\n{err.getvalue()}")
    return out.getvalue()


def filled_in(form: Path, reported: date, rows: dict[str, dict[str, Any]]) -> bytes:
    """A form with its yellow cells filled in, by a program that is not this one."""
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    at = {one.key: n for n, one in enumerate(COLUMNS, 1)}
    line = {str(sheet.cell(n, 1).value).partition("#")[0]: n for n in range(FIRST_ROW + 1, sheet.max_row + 1)}
    sheet.cell(HEAD_ROW + 1, DAY_COLUMN + 1).value = reported
    for key, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(line[key], at[name]).value = value
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _settled(data: bytes) -> bytes:
    """The same workbook with the same bytes at any hour: its checksum stands in the records."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            part = re.sub(
                rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2025-06-16T00:00:00Z", old.read(name)
            )
            new.writestr(ZipInfo(name, (2025, 6, 16, 0, 0, 0)), part)
    return out.getvalue()


def round_of_june(root: Path) -> None:
    """A round: sent out to all who owe something, three forms back, of which one row is refused."""
    command(root, "dispatch", ROUND, *ASKED, "-o", "sent")
    back = root / "returned"
    back.mkdir()
    for unit, (reported, rows) in RETURNED.items():
        name = f"{ROUND}-{unit}.xlsx"
        (back / name).write_bytes(filled_in(Path("sent") / name, reported, rows))
    command(root, "collect", str(back), "--apply", expected=1)


OFFICIAL = {
    "closed": "已销号",
    "accepted": "通过验收",
    "completed": "完成整改",
    "ahead": "超过序时进度",
    "on_pace": "达到序时进度",
    "behind_pace": "未达到序时进度",
    "overdue": "逾期",
    "undetermined": "整改中",
    "withdrawn": "终止",
}
SUPERIOR = {
    "3": {"整改状态": "未达到序时进度"},
    "9": {"整改时限": "2025年3月底"},
    "12": {"责任单位": "市农牧局（牵头），各旗县区"},
    "19": {"整改状态": "抓紧推进"},
}
"""What the superior's list says otherwise; it lacks task 22 besides, and has one that is not ours."""


def superior_list(root: Path) -> None:
    """A list as a superior keeps it, of the end of June 2025, for `reconcile`."""
    head = ["序号", "整改任务", "责任单位", "整改时限", "整改状态"]
    rows = []
    for one in json.loads(command(root, "list", "--as-of", "2025-06-30", "-f", "json"))["data"]:
        due = one["deadline"]["text"] if one["due"] == one["deadline"]["due"] else one["due"]
        units = "，".join(["、".join(one["lead"]) + "（牵头）", "、".join(one["support"])]).rstrip("，")
        held = [one["number"], one["title"], units, due, OFFICIAL[one["class"]]]
        row = dict(zip(head, held, strict=True)) | SUPERIOR.get(one["number"], {})
        rows += [row] if row["序号"] != "22" else []
    other = ["23", "（演示）别处的一项任务", "市水务局（牵头）", "2025年12月底", "达到序时进度"]
    rows.append(dict(zip(head, other, strict=True)))
    with (root / "superior.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


AREAS = ("昆区", "青山区", "东河区", "九原区", "石拐区", "土右旗", "固阳县", "稀土高新区")
ABOUT = (
    ("噪声", "演示工地夜间施工，影响休息。"),
    ("大气", "演示企业夜里有异味。"),
    ("水", "演示排口有污水流进沟渠。"),
    ("固体废物", "演示空地堆放建筑垃圾。"),
    ("扬尘", "演示道路运料车辆扬尘。"),
    ("生态", "演示砂坑没有恢复植被。"),
)
"""What the complaints of the demo are about; each place is called 演示."""

BATCHES = (
    ("1", "2025-05-06", "2025-05-20"),
    ("2", "2025-05-16", "2025-05-30"),
    ("3", "2025-06-12", "2025-06-26"),
)


def complaint_rows(batch: int) -> Iterator[list[str]]:
    """Ten complaints of a batch; every fourth is of a place that was complained about before."""
    received = date.fromisoformat(BATCHES[batch][1])
    for n in range(10):
        number = 10 * batch + n
        kind, text = ABOUT[number % len(ABOUT)]
        area = AREAS[number % len(AREAS)]
        letter, key = "DX"[number % 2], "＊" if number % 7 == 0 else ""
        place = f"演示地点{number % 24 + 1}"
        no = f"{key}{letter}3SX{received:%Y%m%d}{n + 1:04}"
        yield [str(n + 1), no, f"{place}：{text}", area, place, kind, area, BATCHES[batch][2]]


def complaint_records() -> Iterator[tuple[str, ...]]:
    """What became of them: most are finished, some late, some in stages, one is sent back, one taken back."""
    for batch, (_, day, _) in enumerate(BATCHES):
        received = date.fromisoformat(day)
        for n, row in enumerate(complaint_rows(batch)):
            no, number, unit = row[1].lstrip("＊"), 10 * batch + n, row[6]
            verdict = ("属实", "部分属实", "属实", "不属实")[number % 4]
            seen = (received + timedelta(3)).isoformat()
            yield (no, "办理", "演示：现场核查。", "--by", unit, "--date", seen, "--verdict", verdict)
            if batch == 2 and n > 5:  # of the last batch some are open
                continue
            done = (received + timedelta(8 if number % 5 else 19)).isoformat()
            if number % 9 == 4:
                yield (
                    no,
                    "阶段性办结",
                    "演示：已停产，治理设施正在安装。",
                    "--by",
                    unit,
                    "--date",
                    done,
                    "--due",
                    "2025-12-31",
                )
                continue
            if done > AS_OF:
                continue
            led = ("--ordered", "1", "--fine", "1.5") if verdict == "属实" else ()
            proof = ("--evidence", "https://example.gov.cn/demo")
            yield (no, "办结", "演示：已整改到位。", "--by", unit, "--date", done, *led, *proof)
            if number % 11 == 3:
                back = (received + timedelta(12)).isoformat()
                yield (no, "核查", "演示：回访。", "--by", OFFICE, "--date", back, "--outcome", "核查通过")
    first = next(complaint_rows(0))[1].lstrip("＊")
    second = [*complaint_rows(0)][1][1]
    yield (
        second,
        "退回",
        "演示：回访时群众不满意。",
        "--by",
        OFFICE,
        "--date",
        "2025-05-28",
        "--due",
        "2025-06-20",
    )
    yield (first, "公开", "--where", "演示：市政府网站", "--by", OFFICE, "--date", "2025-05-30")


HEADS = ("序号", "受理编号", "交办问题基本情况", "行政区域", "地点", "污染类型", "责任单位", "办理期限")


def complaints(root: Path) -> None:
    """Three batches of complaints, from their tables to what became of them."""
    for n, (batch, day, _) in enumerate(BATCHES):
        rows = [HEADS, *complaint_rows(n)]
        Path(f"batch-{batch}.csv").write_text("".join(f"{','.join(row)}\n" for row in rows), "utf-8")
        command(
            root, "complaints", "import", f"batch-{batch}.csv", "--batch", batch, "--date", day, "--write"
        )
    for record in complaint_records():
        command(root, "complaints", "record", *record)


def _with_refs(lines: list[Entry]) -> list[Entry]:
    """Voids name an entry by the reference that the program gives it."""
    from ledger.model.entries import ENTRIES, ref_of
    from ledger.reading.oneline import one_line
    from ledger.reading.yaml import parse

    out = []
    for line in lines:
        if line["type"] == "void":
            meant = {k: v for k, v in line["entry"].items() if k != "id"}
            exact = json.loads(json.dumps(meant), parse_float=_decimal)
            document, _ = parse(f"entries:\n- {one_line(exact)}\n".encode(), "")
            if document is None:
                raise SystemExit("a void of no entry")
            ref = ref_of(ENTRIES.validate_python(document.value["entries"])[0])
            out.append({**line, "entry": ref})
        else:
            out.append(line)
    return out


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


def make(root: Path) -> None:
    """Write the demo below ``root``."""
    (root / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data/units.yaml", root / "data/units.yaml")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        text = (ROOT / "data/source/plan.txt").read_text("utf-8")
        Path("plan.txt").write_text(MARK + text, "utf-8", newline="\n")
        command(root, "import", "plan.txt", "--write")
        plan = root / "data/plan.yaml"
        changed = plan.read_text("utf-8").replace("issued: null", "issued: 2024-11-01")
        changed = changed.replace("review_months: 12", "review_months: 3")
        changed = re.sub("day: [0-9-]{10}, program", "day: 2024-11-04, program", changed)
        plan.write_text(changed, "utf-8", newline="\n")
        lines = _with_refs(list(entries()))
        for name in {item["file"] for line in lines for item in line.get("evidence", ())}:
            Path(name).write_text(
                f"演示材料：{name.removesuffix('.txt')}。内容为虚构。\n", "utf-8", newline="\n"
            )
        Path("entries.jsonl").write_text(
            "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8"
        )
        command(root, "record", "--from", "entries.jsonl")
        for unit, day in DISCLOSED:
            command(root, "disclose", unit, "--date", day, "--where", "演示：市政府网站")
        for letter in LETTERS:
            command(root, "letter", *letter)
        round_of_june(root)
        superior_list(root)

        complaints(root)


def files(root: Path) -> dict[str, bytes]:
    """Every file below ``root``."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def write_or_compare(folder: Path, make_it: Callable[[Path], None]) -> int:
    """Write a folder of examples anew, or with `--check` say whether it is what the script makes."""
    name = folder.relative_to(ROOT).as_posix()
    with tempfile.TemporaryDirectory() as room:
        fresh = Path(room) / folder.name
        make_it(fresh)
        if "--check" in sys.argv[1:]:
            same = folder.is_dir() and files(fresh) == files(folder)
            print(f"{name} is up to date" if same else f"{name} is stale: run make demo")
            return 0 if same else 1
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(fresh, folder)
    return 0


if __name__ == "__main__":
    sys.exit(write_or_compare(DEMO, make))
