"""Written examples of the documents that `import` reads: examples/documents, and what is read of each in docs.

    python tools/examples.py            write examples/documents and docs/documents.md, docs/documents.zh-CN.md anew
    python tools/examples.py --check    fail when what is read of them is another than the pages say

The places, units and problems are invented.  Files of Word and Excel are written once and kept: their bytes hold the
time at which they were made.
"""

import contextlib
import csv
import io
import sys
from pathlib import Path

import openpyxl
from docx import Document as WordDocument

from ledger.cli.app import run
from ledger.cli.errors import BUG
from made import CHECK, write_or_check

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "documents"
PAGES = {"en": ROOT / "docs" / "documents.md", "zh": ROOT / "docs" / "documents.zh-CN.md"}

UNITS = """\
# 示例：虚构的单位
units:
  市水务局: {name: 示例市水务局, kind: government}
  市住建局: {name: 示例市住房和城乡建设局, kind: government}
  东河区: {name: 示例市东河区, kind: district}
  北山县: {name: 示例市北山县, kind: district}
  市整改办: {name: 示例市整改工作领导小组办公室, kind: office}
"""

FIVE_LINES = """\
示例市督察反馈问题整改方案
示例市人民政府办公室
2025年1月10日

为抓好督察反馈问题整改，制定本方案。

附件

整改任务清单

一、水环境治理有差距

1.东河黑臭水体返黑

东河下游雨污混接，雨后返黑。

验收单位：市水务局

责任单位：市水务局（牵头）、市住建局，东河区委、政府

整改时限：2026年6月底前

整改目标：消除黑臭，水质稳定达标。

整改措施：

（一）东河区改造雨污混接点12处，2025年10月底前完成。

（二）市水务局加强巡查，长期坚持。
"""

HEADINGS = """\
示例市整改任务清单

1.东河黑臭水体返黑
东河下游雨污混接，雨后返黑。
【验收单位】
市水务局
【责任单位】
市水务局（牵头）、东河区
【整改时限】
2026年6月底前
【整改目标】
消除黑臭，水质稳定达标。
【整改措施】
1.改造雨污混接点12处。
2.加强巡查，发现问题立即整改。
"""

ONE_PARAGRAPH = """\
示例市整改任务清单

1.东河黑臭水体返黑
东河下游雨污混接，雨后返黑。
责任单位：市水务局（牵头）、东河区。整改时限：2026年6月底前。整改目标：消除黑臭，水质稳定达标。整改措施：一是改造雨污混接点12处。二是加强巡查，发现问题立即整改。
"""

BRACKETS = """\
示例市整改任务清单

1.东河黑臭水体返黑
东河下游雨污混接，雨后返黑。
整改目标：消除黑臭，水质稳定达标。
整改措施：
（一）改造雨污混接点12处。（责任单位：东河区；完成时限：2025年10月底前）
（二）修复破损管网。（责任单位：市住建局；完成时限：2026年6月底前）
"""

OWN_WORDS = """\
示例市整改任务清单

1.东河黑臭水体返黑
东河下游雨污混接，雨后返黑。
销号把关单位：市水务局
责任单位：市水务局（牵头）、东河区
攻坚期限：事不过夜，2026年6月底前
整改目标：消除黑臭。
整改措施：
（一）改造雨污混接点12处。
"""

OWN_LABELS = """\
acceptance: [销号把关单位]
deadline: [攻坚期限]
immediate: [事不过夜]
"""

PROGRESS = """\
示例市督察整改进展情况
2025年12月20日

1.东河黑臭水体返黑
整改进展情况：已完成整改，长期坚持。

2.北山垃圾堆存
整改进展情况：正在推进，达到序时进度。
"""

CLEARING = """\
关于东河黑臭水体返黑问题整改销号情况的公示

一、整改问题
东河黑臭水体返黑
二、整改目标
消除黑臭，水质稳定达标。
三、整改完成情况
已完成雨污混接点改造12处，水质连续三个月达标。
公示期：2026年1月5日至2026年1月16日（10个工作日）。联系电话见市政府网站。
"""

BLOCKS = """\
示例市督察反馈问题整改台账

序号：1
问题：东河黑臭水体返黑
具体表现：东河下游雨污混接，雨后返黑。
验收单位：市水务局
责任单位：市水务局（牵头）、东河区
完成时限：2026年6月底前
整改目标：消除黑臭。
整改措施：1.改造雨污混接点12处。2.加强巡查。

序号：2
问题：北山垃圾堆存
具体表现：北山脚下堆存建筑垃圾。
验收单位：市住建局
责任单位：市住建局（牵头）、北山县
完成时限：2026年9月底前
整改目标：清理到位。
整改措施：清运堆存垃圾。

保障措施
各责任单位每月5日前报送进展。

示例市整改办
2025年1月10日
"""

NOTICE = """\
示例市人民政府办公室关于印发整改方案的通知
示例政办发〔2025〕5号

各县区人民政府，市政府各部门：
《示例市督察反馈问题整改方案》已经市委、市政府同意，现印发给你们，请认真贯彻落实。
"""

MIDDLE = """\
（三）完善管网台账，每月更新。
二十、北山垃圾堆存
北山脚下堆存建筑垃圾，未采取防护措施。
"""

PICTURE = """\
<!doctype html><meta charset="utf-8"><title>整改任务清单</title><h1>示例市整改任务清单</h1><p><img src="list.png" alt=""></p>
"""

HEADS = ("序号", "整改任务", "存在问题", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施")
ROWS = (
    ("1", "东河黑臭水体返黑", "东河下游雨污混接，雨后返黑。", "市水务局", "市水务局（牵头）、东河区", "2026年6月底前", "消除黑臭。", "1.改造雨污混接点12处。\n2.加强巡查。"),
    ("2", "北山垃圾堆存", "北山脚下堆存建筑垃圾。", "市住建局", "市住建局（牵头）、北山县", "立行立改", "清理到位。", "1.清运堆存垃圾。"),
)  # fmt: skip

BY_MEASURES = (
    ("1", "东河黑臭水体返黑", "市水务局", "市水务局", "2025年10月底前", "消除黑臭。", "改造雨污混接点12处。"),
    ("1", "东河黑臭水体返黑", "市水务局", "东河区", "2026年6月底前", "消除黑臭。", "加强巡查。"),
    ("2", "北山垃圾堆存", "市住建局", "市住建局", "2026年9月底前", "清理到位。", "清运堆存垃圾。"),
)

EXAMPLES = (
    ("five-lines.txt", "五行块：题目、问题、五个标签各占一行", "a line for each label"),
    ("headings.txt", "标签作小标题，值写在下面", "labels as headings, the value below"),
    ("one-paragraph.txt", "标签连写在一段里，措施“一是……二是……”", "labels and measures in one paragraph"),
    ("brackets.txt", "单位和时限写在每条措施后的括号里", "units and days in brackets behind each measure"),
    ("wide-table.csv", "一行一项任务的表，CSV", "a row for each task, CSV"),
    ("wide-table.xlsx", "一行一项任务的表，Excel", "a row for each task, Excel"),
    ("by-measures.csv", "一行一条措施的表，各行的单位和时限归这条措施", "a row for each measure"),
    ("upright-table.docx", "“标签 | 值”的竖表，Word", "label and value side by side, Word"),
    (
        "blocks.txt",
        "台账：一项一块，每行“标签：值”，后面还有保障措施",
        "a block of labelled lines for each task",
    ),
    ("own-words.txt", "本地自己的标签和用词", "labels and words of one's own"),
    ("progress.txt", "进展清单", "a list of progress"),
    ("clearing.txt", "销号公示", "a public notice before clearing"),
    ("notice.txt", "只有通知，没有清单", "a covering notice without the list"),
    ("middle.txt", "中间一页", "a page from the middle"),
    ("picture.html", "清单是图片", "the list is a picture"),
)
"""The files, what each is, in Chinese and English."""

TEXTS = {
    "five-lines.txt": FIVE_LINES,
    "headings.txt": HEADINGS,
    "one-paragraph.txt": ONE_PARAGRAPH,
    "brackets.txt": BRACKETS,
    "own-words.txt": OWN_WORDS,
    "blocks.txt": BLOCKS,
    "progress.txt": PROGRESS,
    "clearing.txt": CLEARING,
    "notice.txt": NOTICE,
    "middle.txt": MIDDLE,
    "picture.html": PICTURE,
}


OPTIONS = {"own-words.txt": ("--labels", "own-labels.yaml")}
"""What the command needs besides, by file."""

OWN = {
    "zh": """\
程序不认识的标签和用词，写进台账的 `data/labels.yaml`，一个词一处，不用改程序；还没有台账时写在别的文件里，用
`import --labels 文件` 带上，`--write` 时一并存为 `data/labels.yaml`。`check` 核对原文时用的是同一份。
键的含义见 `ledger schema labels`：各字段的标签（`acceptance`、`lead`、`deadline`……）、责任人等不公开的标签
（`leader`、`person`、`contact`、`phone`、`supervising`）、立行立改和长期坚持的说法（`immediate`、`sustained`）、
地名后的机关名和单位后的职责词（`bodies`、`duties`）。写错的按“文件:行:列”报错。

这里的 `own-labels.yaml`：
""",
    "en": """\
Labels and words that the program does not know are written into the ledger's `data/labels.yaml`, one word one entry;
nothing in the program is changed. Where there is no ledger yet they are written elsewhere and given with
`import --labels FILE`; `--write` keeps them as `data/labels.yaml`. `check` reads the official text by the same words.
`ledger schema labels` tells the keys: labels of fields (`acceptance`, `lead`, `deadline` …), labels of persons and the
like, which are not published (`leader`, `person`, `contact`, `phone`, `supervising`), words for 立行立改 and 长期坚持
(`immediate`, `sustained`), bodies named behind a place and duties named behind a unit (`bodies`, `duties`). What is
wrong in it is told by file, line and column.

`own-labels.yaml` here:
""",
}
"""About words of a ledger's own, in front of the file that has some."""


def separated() -> bytes:
    """The wide table as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows((HEADS, *ROWS))
    return stream.getvalue().encode("utf-8-sig")


def by_measures() -> bytes:
    """A table with a row for each measure as CSV."""
    stream = io.StringIO()
    heads = tuple(head for head in HEADS if head != "存在问题")
    csv.writer(stream, lineterminator="\n").writerows((heads, *BY_MEASURES))
    return stream.getvalue().encode("utf-8-sig")


def workbook() -> bytes:
    """The wide table as a workbook."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.append(["示例市整改任务清单"])
    for row in (HEADS, *ROWS):
        sheet.append(list(row))
    book.save(stream)
    return stream.getvalue()


def upright() -> bytes:
    """A table for each task, a label and its value in each row."""
    document, stream = WordDocument(), io.BytesIO()
    document.add_paragraph("示例市整改任务清单")
    for row in ROWS:
        table = document.add_table(rows=0, cols=2)
        for head, value in zip(HEADS, row, strict=True):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = head, value
        document.add_paragraph("")
    document.save(stream)
    return stream.getvalue()


MADE = {
    "wide-table.csv": separated,
    "by-measures.csv": by_measures,
    "wide-table.xlsx": workbook,
    "upright-table.docx": upright,
}


def write() -> None:
    """Write the files; those of Word and Excel only where there are none."""
    (FOLDER / "data").mkdir(parents=True, exist_ok=True)
    (FOLDER / "own-labels.yaml").write_text(OWN_LABELS, "utf-8", newline="\n")
    (FOLDER / "data" / "units.yaml").write_text(UNITS, "utf-8", newline="\n")
    for name, text in TEXTS.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
    for name, make in MADE.items():
        if not (FOLDER / name).exists():
            (FOLDER / name).write_bytes(make())


def read(name: str, language: str) -> str:
    """What `import` says of a file: standard output, then standard error, without where it lies."""
    out, err = io.StringIO(), io.StringIO()
    arguments = ["-C", str(FOLDER), "--lang", language, "import", str(FOLDER / name)]
    arguments += [str(FOLDER / one) if one.endswith(".yaml") else one for one in OPTIONS.get(name, ())]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    if code == BUG:
        raise SystemExit(f"{name}: {err.getvalue()}")  # a fault of the program is no page
    said = f"{out.getvalue()}\n{err.getvalue()}".replace(f"{FOLDER}/", "")
    return "\n".join(line.rstrip() for line in said.strip().split("\n"))


INTRO = {
    "en": """\
# What `import` reads of documents

[中文](documents.zh-CN.md)

Written by `python tools/examples.py`; the places, units and problems are invented. The files lie in
[examples/documents](../examples/documents).
""",
    "zh": """\
# 能读哪些文件：每种版式一例

[English](documents.md)

本页由程序生成（`python tools/examples.py`），地名、单位、问题都是虚构的。文件在
[examples/documents](../examples/documents)。
""",
}


def page(language: str) -> str:
    """The page of the examples in a language."""
    parts = [INTRO[language].rstrip("\n")]
    for name, chinese, english in EXAMPLES:
        option, *files = OPTIONS.get(name, ("",))
        more = f" {option} examples/documents/{files[0]}" if files else ""
        head = chinese if language == "zh" else english[0].upper() + english[1:]
        parts += [
            "",
            f"## {head}",
            "",
            f"`ledger -C examples/documents import examples/documents/{name}{more}`",
            "",
        ]
        if files:
            parts += [OWN[language], "```yaml", OWN_LABELS.strip(), "```", ""]
        if name in TEXTS:
            parts += ["```text", TEXTS[name].strip(), "```", ""]
        parts += ["```text", read(name, language), "```"]
    return "\n".join(parts) + "\n"


def main() -> int:
    """The command line."""
    if CHECK not in sys.argv[1:]:
        write()
    return write_or_check({path: page(language) for language, path in PAGES.items()}, __file__)


if __name__ == "__main__":
    sys.exit(main())
