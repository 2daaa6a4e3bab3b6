"""What the program writes, one scenario for each way: the commands that faults are put into."""

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl

from ledger.cli.app import run

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "cases" / "check" / "base"


class Scenario(NamedTuple):
    """Something that the program writes: how it is called in a folder of its own.

    ``{root}`` in the arguments is that folder.  ``links`` is false where the file system has no second names;
    ``outside`` where what is written is no file of the ledger, of which no reader is told; ``heavy`` where a
    quick run takes some of the points only.  ``code`` is the exit code of a run that writes, ``again`` that of
    the same run once more.
    """

    name: str
    arguments: tuple[str, ...]
    base: Path
    links: bool = True
    outside: bool = False
    heavy: bool = False
    code: int = 0
    again: int = 0


WRITERS = {
    "cli/record.py": ("import as entries", "record", "batch", "record without links", "batch without links"),
    "cli/books.py": ("disclose", "settle"),
    "cli/letter.py": ("letter", "reply", "letter void"),
    "cli/complaint_record.py": ("complaint", "complaints import"),
    "cli/collect.py": ("collect", "collect and send back"),
    "cli/importing.py": ("import", "draft of units"),
    "cli/plan_files.py": ("import",),
    "cli/rereading.py": ("reread",),
    "cli/dispatch.py": ("dispatch",),
    "cli/remind.py": ("remind in a folder",),
    "cli/schema.py": ("schema",),
    "cli/export.py": ("export", "export in a folder"),
    "cli/dataset.py": ("data set", "data set again"),
    "cli/site.py": ("site", "site again"),
    "cli/init.py": ("init",),
    "cli/output.py": ("report", "remind", "reconcile", "suggest"),
    "cli/paper.py": ("paper", "template"),
    "cli/rendering.py": ("render",),
    "cli/disk.py": ("record",),
    "cli/doctor.py": ("doctor",),
}
"""For each module of commands that writes, the scenarios that go through it; a test compares it with the sources."""


def call(root: Path, arguments: tuple[str, ...]) -> int:
    """Run the program in this process, silently."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return run(
            ["-C", str(root), "--lang", "zh", *(one.replace("{root}", str(root)) for one in arguments)]
        )


def _after(folder: Path, name: str, base: Path, *commands: tuple[str, ...]) -> Path:
    """A copy of a ledger in which commands were run."""
    root = folder / "bases" / name
    if not root.exists():
        shutil.copytree(base, root)
        for one in commands:
            if call(root, one):
                raise SystemExit(f"{name}: {' '.join(one[:3])} fails")
    return root


def _answered(folder: Path) -> tuple[Path, Path]:
    """A ledger whose units were asked, and the form of one that came back: a row in order, and one that is not."""
    asked = _after(
        folder,
        "asked",
        BASE,
        ("dispatch", "2024-05", "--date", "2024-05-01", "--due", "2024-05-10", "-o", "{root}/forms"),
    )
    back = folder / "back.xlsx"
    if back.exists():
        return asked, back
    (form,) = (asked / "forms").glob("*东河区*.xlsx")
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[5]]
    rows = [row for row in range(6, sheet.max_row + 1) if "/" in str(sheet.cell(row, 1).value)]
    sheet.cell(3, 3).value = "2024-05-08"
    sheet.cell(rows[0], heads.index("目前进展情况") + 1).value = "已开工。"
    sheet.cell(rows[-1], heads.index("是否完成") + 1).value = "也许"
    book.save(back)
    shutil.rmtree(asked / "forms")
    return asked, back


def _inputs(folder: Path) -> tuple[Path, Path, Path, Path]:
    """A proof, a batch of records over two issues, a batch of complaints, the superior's list."""
    proof = folder / "报告.txt"
    proof.write_text("佐证材料。\n" * 5000, "utf-8")
    batch = folder / "batch.jsonl"
    lines = [
        {"id": "01", "date": "2024-05-01", "type": "start", "by": "市水务局"},
        {"id": "01", "date": "2024-05-02", "type": "progress", "by": "东河区", "text": "开工。"},
        {
            "id": "02",
            "date": "2024-05-03",
            "type": "start",
            "by": "市水务局",
            "evidence": [{"file": str(proof)}],
        },
    ]
    batch.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
    complaints = folder / "complaints.csv"
    complaints.write_text(
        "序号,受理编号,交办问题基本情况,行政区域,污染类型,责任单位,办理期限\n"
        "1,D3SX202405010001,甲厂夜间排放异味,东河区,大气,东河区,2024-05-20\n"
        "2,D3SX202405010002,乙路扬尘,九原区,扬尘,九原区,2024-05-20\n",
        "utf-8",
    )
    theirs = folder / "list.csv"
    theirs.write_text(
        "序号,问题,状态\n1,再生水管网建设滞后,已完成整改\n2,河道巡查不到位,未完成整改\n", "utf-8-sig"
    )
    return proof, batch, complaints, theirs


def scenarios(folder: Path) -> list[Scenario]:
    """Every way in which the program writes."""
    proof, batch, complaints, theirs = _inputs(folder)
    asked, form = _answered(folder)
    empty = folder / "empty"
    (empty / "data").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "data/units.yaml", empty / "data/units.yaml")
    bare = folder / "bare"
    bare.mkdir(exist_ok=True)
    day = ("--date", "2024-05-01")
    one = ("start", "01", *day, "--by", "市水务局", "--evidence", str(proof))
    letter = (
        *("letter", "send", "各区", "--number", "演示1号", "--level", "letter", "--issue", "1,2"),
        *("--demand", "说明原因", *day, "--reply-by", "2024-05-10", "--evidence", str(proof)),
    )
    sent = _after(folder, "sent", BASE, letter)
    complaint = (
        *("complaints", "record", "D3SX202405010001", "receive", "示例：噪声。", "--by", "市整改办"),
        *("--batch", "26", "--unit", "东河区", "--area", "东河区", *day, "--due", "2024-05-20"),
        *("--evidence", str(proof)),
    )
    reply = ("letter", "reply", "演示1号", "--by", "东河区", "-m", "已办。", "--date", "2024-05-08")
    undone = ("letter", "void", "演示1号", "-m", "写错", "--date", "2024-05-08")
    several = folder / "bases" / "several"
    if not several.exists():
        for name in ("a", "b"):
            shutil.copytree(BASE, several / name)
        (several / "ledgers.yaml").write_text(
            "ledgers:\n- {name: 甲, folder: a, round: 一, level: 市}\n- {name: 乙, folder: b, round: 一, level: 市}\n",
            "utf-8",
        )
    at, later = ("--as-of", "2024-05-01"), ("--as-of", "2024-08-01")
    data_set = ("export", "-f", "parquet", "-o", "{root}/set")
    held = _after(folder, "held", several, (*data_set, *at))
    pages = _after(folder, "pages", BASE, ("site", "{root}/pages", *at))
    older = _older(folder)
    return [
        Scenario("record", one, BASE),
        Scenario("batch", ("record", "--from", str(batch)), BASE),
        Scenario("disclose", ("disclose", "东河区", "--where", "网站", *day), BASE),
        Scenario("settle", _SETTLE, BASE, heavy=True),
        Scenario("letter", letter, BASE),
        Scenario("reply", (*reply, "--evidence", str(proof)), sent),
        Scenario("letter void", undone, sent, again=1),
        Scenario("import", ("import", str(ROOT / "data/source/plan.txt"), "--write"), empty, heavy=True),
        Scenario("reread", ("import", "--reread"), older),
        Scenario("record without links", one, BASE, heavy=True, links=False),
        Scenario("batch without links", ("record", "--from", str(batch)), BASE, heavy=True, links=False),
        Scenario("complaint", complaint, BASE, heavy=True),
        Scenario(
            "complaints import",
            ("complaints", "import", str(complaints), "--batch", "26", *day, "--by", "市整改办", "--write"),
            BASE,
            heavy=True,
        ),
        Scenario("collect", ("collect", str(form), "--apply", "--round", "2024-05"), asked, code=1, again=1),
        Scenario(
            "collect and send back",
            ("collect", str(form), "--apply", "--round", "2024-05", "-o", "{root}/returned"),
            asked,
            outside=True,
            heavy=True,
            code=1,
            again=1,
        ),
        Scenario("import as entries", ("import", str(_progress(folder)), "--as-entries", "--write"), BASE),
        *(
            Scenario(name, arguments, base, outside=True, heavy=True, again=int(name == "draft of units"))
            for name, arguments, base in (
                (
                    "dispatch",
                    ("dispatch", "2024-05", *day, "--due", "2024-05-10", "-o", "{root}/forms"),
                    BASE,
                ),
                (
                    "draft of units",
                    ("import", str(_progress(folder)), "--draft-units", "-o", "{root}/u.yaml"),
                    BASE,
                ),
                ("export", ("export", "-o", "{root}/out.sqlite", *at), BASE),
                ("export in a folder", ("export", "-f", "csv", "-o", "{root}/tables/", *at), BASE),
                ("data set", (*data_set, *at), several),
                ("data set again", (*data_set, *later, "--force"), held),
                ("site", ("site", "{root}/pages", *at), BASE),
                ("site again", ("site", "{root}/pages", *later), pages),
                ("init", ("init", "--no-git"), bare),
                ("schema", ("schema", "--write", "--dir", "{root}/schemas"), BASE),
                ("report", ("report", "-o", "{root}/report.docx", *at), BASE),
                ("remind", ("remind", "--days", "400", "-o", "{root}/remind.md", *at), BASE),
                ("remind in a folder", ("remind", "--unit", "各区", "-o", "{root}/remind/", *later), BASE),
                ("reconcile", ("reconcile", str(theirs), "-o", "{root}/list.xlsx", *at), BASE),
                (
                    "suggest",
                    ("supervise", "--suggest", "-o", "{root}/due.csv", "--as-of", "2026-06-01"),
                    BASE,
                ),
                ("paper", ("paper", "circular", "-o", "{root}/paper.docx", *at), BASE),
                ("template", ("paper", "circular", "--template", "-o", "{root}/template.docx"), BASE),
                ("render", ("render", "-o", "{root}/plan.txt"), BASE),
            )
        ),
        Scenario("doctor", ("doctor",), BASE, outside=True, code=2, again=2),  # in a pipe without an encoding
    ]


_SETTLE = (
    *(
        "settle",
        "L707",
        "--commit",
        "0123456789abcdef0123456789abcdef01234567",
        "--file",
        "data/issues/01.yaml",
    ),
    *("-m", "补录", "--approval", "批1号", "--date", "2024-05-01"),
)


def _older(folder: Path) -> Path:
    """A ledger as an earlier version read its plan: without who does what."""
    root = folder / "bases" / "older"
    if not root.exists():
        shutil.copytree(BASE, root)
        for file in (root / "data" / "issues").iterdir():
            kept = [
                line for line in file.read_text("utf-8").splitlines(keepends=True) if line[:6] != "  by: "
            ]
            file.write_text("".join(kept), "utf-8")
        plan = root / "data" / "plan.yaml"
        lines = plan.read_text("utf-8").splitlines(keepends=True)
        plan.write_text(
            "".join(one for one in lines if not one.startswith(("format:", "imports:", "- {day:"))), "utf-8"
        )
    return root


def _progress(folder: Path) -> Path:
    """A list of how far the tasks are, with a unit that the table lacks."""
    file = folder / "progress.txt"
    lines = ["示例市整改任务进展清单"]
    for number, title in (("1", "再生水管网建设滞后"), ("2", "河道巡查不到位")):
        lines += [
            f"{number}.{title}",
            "验收单位：市水务局",
            "责任单位：市水务局、市园林局",
            "整改时限：2025年底",
        ]
        lines += [
            "整改目标：全面整改。",
            "整改措施：",
            "（一）加强监管。",
            "整改进展情况：正在推进，达到序时进度。",
        ]
    file.write_text("\n".join([*lines, "2024年5月1日", ""]), "utf-8")
    return file
