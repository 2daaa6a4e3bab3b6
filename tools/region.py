"""The demo of several ledgers: an earlier round of the demo's city and another city, with `ledgers.yaml`.

    python tools/region.py            write examples/region anew
    python tools/region.py --check    see whether examples/region is what this script makes

Nothing in it has happened; the titles of the plans say 演示.  The third ledger is examples/demo itself.
"""

import contextlib
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from demo import MARK, ROOT, command, write_or_compare

REGION = ROOT / "examples" / "region"

ROSTER = """\
# yaml-language-server: $schema=../../schemas/ledgers.schema.json
# 演示：一座城市的两轮反馈和另一座城市，一起读：ledger -C examples/region overdue --as-of 2025-06-30
ledgers:
- {name: 第二轮, folder: ../demo, city: 包头市, round: 第二轮自治区督察, level: 自治区}
- {name: 第一轮, folder: first, city: 包头市, round: 第一轮自治区督察, level: 自治区}
- {name: 示例市, folder: other, city: 示例市, round: 第二轮自治区督察, level: 自治区}
links:
- {task: 第二轮/14, continues: 第一轮/02}
- {task: 第二轮/20, relates: [示例市/02]}
"""

UNITS = """\
# yaml-language-server: $schema=../../../../schemas/units.schema.json
units:
  市整改办: {name: 示例市整改工作办公室, kind: office}
  市环委会办公室: {name: 示例市生态环境保护委员会办公室, kind: council}
  市水务局: {name: 示例市水务局, kind: government}
  市住建局: {name: 示例市住房和城乡建设局, kind: government}
  市城市管理局: {name: 示例市城市管理局, kind: government}
  东区: {name: 示例市东区, kind: district}
  西区: {name: 示例市西区, kind: district}
"""


def plan(city: str, tasks: Sequence[tuple[str, ...]]) -> str:
    """An official plan in the layout of labelled lines: title, problem, acceptance, units, deadline, goal, measures."""
    lines = [
        f"{MARK}{city}生态环境保护督察报告整改方案",
        "",
        f"附件：{city}整改任务清单",
        "",
        "一、反馈问题",
        "",
    ]
    for n, (title, problem, acceptance, units, deadline, goal, *measures) in enumerate(tasks, 1):
        lines += [f"{n}.{title}", "", problem, "", f"验收单位：{acceptance}", "", f"责任单位：{units}", ""]
        lines += [f"整改时限：{deadline}", "", f"整改目标：{goal}", "", "整改措施："]
        lines += [
            part for k, measure in enumerate(measures) for part in ("", f"（{'一二三四五'[k]}）{measure}")
        ]
        lines.append("")
    return "\n".join(lines)


FIRST = [
    (
        "污水处理厂提标改造滞后",
        "两座污水处理厂出水不能稳定达标。",
        "市生态环境保护委员会办公室",
        "市水务局（牵头），昆区、九原区",
        "2021年12月底",
        "出水稳定达到一级A标准。",
        "昆区、九原区完成提标改造。",
        "市水务局加强运行监管。",
    ),
    (
        "再生水利用率低",
        "再生水管网不完善，利用率低。",
        "市生态环境保护委员会办公室",
        "市水务局（牵头），昆区、青山区",
        "2022年12月底",
        "再生水利用率达到30%。",
        "昆区、青山区完成再生水管网建设。",
    ),
    (
        "扬尘管控不到位",
        "建筑工地扬尘管控不到位。",
        "市生态环境保护委员会办公室",
        "市住建局（牵头），昆区",
        "立行立改，长期坚持",
        "工地扬尘得到有效管控。",
        "市住建局开展专项检查。",
    ),
]

OTHER = [
    (
        "黑臭水体反弹",
        "东区两条河道水质反弹。",
        "市环委会办公室",
        "市水务局（牵头），东区",
        "2025年5月底",
        "消除黑臭。",
        "东区完成清淤和截污。",
    ),
    (
        "建筑垃圾治理体系滞后",
        "建筑垃圾没有消纳场所。",
        "市环委会办公室",
        "市城市管理局（牵头），东区、西区",
        "2025年12月底",
        "建成建筑垃圾消纳场所。",
        "东区、西区建成消纳场所。",
    ),
    (
        "雨污分流不彻底",
        "老城区雨污管网混接。",
        "市环委会办公室",
        "市住建局（牵头），西区",
        "2024年12月底",
        "完成混接点改造。",
        "西区完成混接点改造。",
    ),
]

Entry = dict[str, Any]


def _entry(issue: str, day: str, kind: str, by: str, **more: Any) -> Entry:
    return {"id": issue, "date": day, "type": kind, "by": by, **more}


def _proof(file: str) -> list[Entry]:
    return [{"file": f"{file}.txt", "title": file}]


def build(root: Path, units: str, text: str, issued: str, entries: list[Entry]) -> None:
    """A ledger below ``root`` of a plan and records, made by the program's own commands."""
    (root / "data").mkdir(parents=True)
    (root / "data/units.yaml").write_text(units, "utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("plan.txt").write_text(text, "utf-8", newline="\n")
        command(root, "import", "plan.txt", "--write")
        held = root / "data/plan.yaml"
        changed = held.read_text("utf-8").replace("issued: null", f"issued: {issued}")
        held.write_text(
            re.sub("day: [0-9-]{10}, program", f"day: {issued}, program", changed), "utf-8", newline="\n"
        )
        for name in ("自查报告", "验收意见", "销号意见"):
            Path(f"{name}.txt").write_text(f"演示材料：{name}。内容为虚构。\n", "utf-8", newline="\n")
        lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in entries)
        Path("entries.jsonl").write_text(lines, "utf-8")
        if entries:
            command(root, "record", "--from", "entries.jsonl")


def make(root: Path) -> None:
    """Write the region below ``root``."""
    root.mkdir(parents=True)
    (root / "ledgers.yaml").write_text(ROSTER, "utf-8", newline="\n")
    units = (ROOT / "data/units.yaml").read_text("utf-8").replace("=../schemas", "=../../../../schemas")
    first = [
        _entry("01", "2021-06-30", "achieve", "昆区", measure=1, text="演示：提标改造完成。"),
        _entry("01", "2021-08-31", "achieve", "九原区", measure=1, text="演示：提标改造完成。"),
        _entry("01", "2021-10-31", "achieve", "市水务局", measure=2, text="演示：建立运行监管机制。"),
        _entry(
            "01", "2021-11-30", "complete", "市水务局", text="演示：整改完成。", evidence=_proof("自查报告")
        ),
        _entry(
            "01",
            "2021-12-20",
            "accept",
            "市生态环境保护委员会办公室",
            text="演示：验收通过。",
            evidence=_proof("验收意见"),
        ),
        _entry("02", "2022-10-31", "progress", "昆区", text="演示：完成管网3公里。"),
        _entry(
            "02",
            "2024-10-31",
            "withdraw",
            "市整改专项组",
            text="演示：转入第二轮反馈问题一并整改。",
            approval="演示批复〔2024〕1号",
        ),
        _entry("03", "2021-05-31", "start", "市住建局", text="演示：开展专项检查。"),
    ]
    build(root / "first", units, plan("包头市贯彻落实第一轮自治区", FIRST), "2021-01-15", first)
    other = [
        _entry("01", "2025-02-28", "start", "东区", text="演示：启动清淤。"),
        _entry("03", "2024-11-30", "achieve", "西区", measure=1, text="演示：混接点改造完成。"),
        _entry(
            "03", "2024-12-15", "complete", "市住建局", text="演示：整改完成。", evidence=_proof("自查报告")
        ),
    ]
    build(root / "other", UNITS, plan("示例市贯彻落实第二轮自治区", OTHER), "2024-11-01", other)


if __name__ == "__main__":
    sys.exit(write_or_compare(REGION, make))
