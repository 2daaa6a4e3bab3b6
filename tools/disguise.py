"""The same list in any disguise: random lists written in many layouts, dresses, kinds of files, and read again.

    python tools/disguise.py               2,000 documents; exit 1 when one is read wrongly in silence
    python tools/disguise.py --count 200   fewer
    python tools/disguise.py --seed 17     one of them, shown with what was read
    python tools/disguise.py --canary      the same before readers that see less, which must be wrong in silence

What is written is known here from the values alone: nothing of the program's reader or writer of documents is used
to make a document.  A document is read right, or what is wrong is named; a field that is another without a word is a
fault.  How many of each layout are read right is counted as well: a reader that refuses all would say nothing wrong.
"""

import csv
import io
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple

import openpyxl
from docx import Document as WordDocument

from ledger.model.unit import Units, UnitsFile
from ledger.plans.understand import understand
from ledger.reading.codes import Severity
from ledger.reading.yaml import parse

ROOT = Path(__file__).resolve().parent.parent
COUNT = 2000

# -- what a list says ----------------------------------------------------------------------------------------


class Deadline(NamedTuple):
    """A deadline as it is written, and what it means."""

    text: str
    due: str | None
    immediate: bool = False
    sustained: bool = False


class Task(NamedTuple):
    """A task as the list has it; units by their names in the table of units."""

    title: str
    problem: str
    acceptance: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: Deadline
    goal: str
    measures: tuple[str, ...]


class Plan(NamedTuple):
    """A plan: its title and its tasks, with the section that each stands in ("" for none)."""

    title: str
    sections: tuple[str, ...]
    tasks: tuple[tuple[str, Task], ...]


LEADS = ("市水务局", "市住建局", "市城市管理局", "市农牧局", "市生态环境局", "市工信局")
OTHERS = ("昆区", "青山区", "东河区", "九原区", "石拐区", "固阳县", "达茂旗", "市自然资源局", "市应急管理局")
DEADLINES = (
    Deadline("2026年9月底前", "2026-09-30"),
    Deadline("2025年12月31日", "2025-12-31"),
    Deadline("2026年底", "2026-12-31"),
    Deadline("2026年6月", "2026-06-30"),
    Deadline("立行立改，长期坚持", None, True, True),
    Deadline("立行立改", None, True),
    Deadline("2025年10月底前，并长期坚持", "2025-10-31", False, True),
)
PLACES = ("北沟", "东滩", "南湾", "老桥", "新渠", "西坡", "石河", "柳林")
FAULTS = (
    "污水直排",
    "垃圾堆存",
    "黑臭水体返黑",
    "扬尘管控不严",
    "管网建设滞后",
    "固废处置不规范",
    "台账不全",
)
DETAILS = (
    "现场检查发现{place}一带{fault}，群众反映强烈，属地监管不到位。",
    "{place}{fault}问题由来已久，相关部门推诿，整改进度缓慢。",
    "督察发现，{place}附近{fault}，部分企业未落实主体责任。",
)
GOALS = (
    "消除{place}{fault}问题，建立长效机制。",
    "完成{place}整治任务，确保问题不反弹。",
    "{place}{fault}问题得到解决，通过验收。",
)
DEEDS = (
    "对{place}开展全面排查，建立问题清单，逐项整改。",
    "加大对{place}的巡查力度，发现一处、整治一处。",
    "完善管理制度，明确责任分工，压实属地责任。",
    "组织对{place}{fault}情况进行核查，依法查处违法行为。",
    "加强宣传引导，畅通举报渠道，接受社会监督。",
)


def plan_of(rng: random.Random) -> Plan:
    """A random plan of 1 to 7 tasks, in sections or without."""
    sections = tuple(
        rng.sample(("思想认识有差距", "污染防治不到位", "生态保护有短板"), rng.choice((0, 0, 2)))
    )
    count = rng.randint(max(1, len(sections)), 7)
    tasks = []
    for n in range(count):
        section = sections[n * len(sections) // count] if sections else ""
        tasks.append((section, _task(rng)))
    return Plan("某市督察反馈问题整改方案", sections, tuple(tasks))


def _task(rng: random.Random) -> Task:
    place, fault = rng.choice(PLACES), rng.choice(FAULTS)
    words = {"place": place, "fault": fault}
    lead = rng.choice(LEADS)
    support = tuple(rng.sample(OTHERS, rng.randint(0, 3)))
    measures = tuple(text.format(**words) for text in rng.sample(DEEDS, rng.randint(1, 4)))
    return Task(
        f"{place}{fault}",
        rng.choice(DETAILS).format(**words),
        (rng.choice(LEADS),),
        (lead,),
        support,
        rng.choice(DEADLINES),
        rng.choice(GOALS).format(**words),
        measures,
    )


# -- how it is written ---------------------------------------------------------------------------------------

NUMERALS = "一二三四五六七八九十"


class Dress(NamedTuple):
    """How labels and numbers look.

    ``label`` writes a label before its value, ``head`` the number of a task, ``item`` that of a measure.
    """

    name: str
    label: Callable[[str], str]
    head: Callable[[int], str]
    item: Callable[[int], str]


DRESSES = (
    Dress("plain", lambda w: f"{w}：", lambda n: f"{n}.", lambda n: f"（{NUMERALS[n - 1]}）"),
    Dress("half width", lambda w: f"{w}:", lambda n: f"{n}．", lambda n: f"({NUMERALS[n - 1]})"),
    Dress("brackets", lambda w: f"【{w}】", lambda n: f"{n}、", lambda n: f"（{NUMERALS[n - 1]}）"),
    Dress("bold", lambda w: f"**{w}：**", lambda n: f"{n}.", lambda n: f"（{NUMERALS[n - 1]}）"),
    Dress("bullets", lambda w: f"•{w}：", lambda n: f"{n}、", lambda n: f"（{n}）"),
    Dress("spaced", lambda w: f"{' '.join(w)}：", lambda n: f"{n}.", lambda n: f"（{NUMERALS[n - 1]}）"),
    Dress("ratio", lambda w: f"{w}∶", lambda n: f"（{NUMERALS[n - 1]}）", lambda n: f"{n}."),
    Dress("word numbers", lambda w: f"{w}：", lambda n: f"问题{n}：", lambda n: f"{n}."),
    Dress("ordinal", lambda w: f"{w}：", lambda n: f"第{n}项 ", lambda n: f"（{n}）"),
    Dress("gap", lambda w: f"{w}　", lambda n: f"{n}.", lambda n: f"（{NUMERALS[n - 1]}）"),
)

SYNONYMS = {
    "acceptance": ("验收单位", "验收部门", "验收销号单位"),
    "responsibility": ("责任单位", "整改责任单位", "责任部门"),
    "deadline": ("整改时限", "完成时限", "整改期限"),
    "goal": ("整改目标", "工作目标"),
    "measures": ("整改措施", "主要措施", "具体措施"),
    "problem": ("存在问题", "具体问题"),
}

ORDER = ("acceptance", "responsibility", "deadline", "goal")


def units_text(task: Task) -> str:
    """The line of responsible units: who leads is marked."""
    return "、".join([f"{task.lead[0]}（牵头）", *task.support])


def value_of(task: Task, role: str) -> str:
    """The text of a field but the measures."""
    return {
        "acceptance": "、".join(task.acceptance),
        "responsibility": units_text(task),
        "deadline": task.deadline.text,
        "goal": task.goal,
    }[role]


Words = dict[str, str]


def five_lines(task: Task, n: int, dress: Dress, words: Words) -> Iterator[str]:
    """A heading, the problem, a line for each field, the measures below their label."""
    yield f"{dress.head(n)}{task.title}"
    yield task.problem
    for role in ORDER:
        yield f"{dress.label(words[role])}{value_of(task, role)}"
    yield dress.label(words["measures"])
    yield from (f"{dress.item(k)}{text}" for k, text in enumerate(task.measures, 1))


def headings(task: Task, n: int, dress: Dress, words: Words) -> Iterator[str]:
    """Each label a heading of its own, the value below it."""
    yield f"{dress.head(n)}{task.title}"
    yield task.problem
    for role in ORDER:
        yield dress.label(words[role])
        yield value_of(task, role)
    yield dress.label(words["measures"])
    yield from (f"{dress.item(k)}{text}" for k, text in enumerate(task.measures, 1))


def one_paragraph(task: Task, n: int, dress: Dress, words: Words) -> Iterator[str]:
    """All fields in one paragraph, one after another, the measures within it."""
    yield f"{dress.head(n)}{task.title}"
    yield task.problem
    fields = "".join(f"{dress.label(words[r])}{value_of(task, r).rstrip('。')}。" for r in ORDER)
    measures = "".join(f"（{NUMERALS[k - 1]}）{text}" for k, text in enumerate(task.measures, 1))
    yield f"{fields}{dress.label(words['measures'])}{measures}"


def measures_on_line(task: Task, n: int, dress: Dress, words: Words) -> Iterator[str]:
    """A line for each field; all measures in the paragraph of their label."""
    *lines, label = list(five_lines(task, n, dress, words))[: 2 + len(ORDER) + 1]
    yield from lines
    yield label + "".join(f"（{NUMERALS[k - 1]}）{text}" for k, text in enumerate(task.measures, 1))


LAYOUTS = {
    "five lines": five_lines,
    "headings": headings,
    "one paragraph": one_paragraph,
    "measures on a line": measures_on_line,
}


def lines_of(plan: Plan, layout: str, dress: Dress, words: Words) -> list[str]:
    """The paragraphs of the document."""
    lines = [plan.title, "为抓好督察反馈问题整改，结合实际，制定本方案。", "附件：整改任务清单"]
    last = ""
    for n, (section, task) in enumerate(plan.tasks, 1):
        if section and section != last:
            lines.append(f"{NUMERALS[plan.sections.index(section)]}、{section}")
            last = section
        lines += LAYOUTS[layout](task, n, dress, words)
    return lines


HEADS = ("序号", "问题", "具体问题", "验收单位", "责任单位", "整改时限", "整改目标", "整改措施")


def rows_of(plan: Plan) -> list[tuple[str, ...]]:
    """The list as a wide table, a row for each task."""
    rows: list[tuple[str, ...]] = [HEADS]
    for n, (_, task) in enumerate(plan.tasks, 1):
        measures = "\n".join(f"{k}.{text}" for k, text in enumerate(task.measures, 1))
        fields = [value_of(task, role) for role in ORDER]
        rows.append((str(n), task.title, task.problem, *fields, measures))
    return rows


# -- noise and files -----------------------------------------------------------------------------------------


def undisturbed(lines: list[str], rng: random.Random) -> list[str]:
    """As they are."""
    del rng
    return lines


def page_numbers(lines: list[str], rng: random.Random) -> list[str]:
    """A bare number after every so many lines, rising."""
    height, page, found = rng.randint(9, 20), 0, []
    for n, line in enumerate(lines, 1):
        found.append(line)
        if n % height == 0:
            page += 1
            found.append(f"— {page} —" if height % 2 else str(page))
    return found


def running_heads(lines: list[str], rng: random.Random) -> list[str]:
    """The same line above every page."""
    height, found = rng.randint(9, 14), []
    for n, line in enumerate(lines):
        if n and n % height == 0:
            found.append("某市人民政府文件")
        found.append(line)
    return found


def web_page(lines: list[str], rng: random.Random) -> list[str]:
    """What stands around an article."""
    del rng
    return [
        "当前位置：首页 > 政务公开",
        "来源：某市人民政府 发布时间：2025-01-10 字体：大 中 小 打印本页",
        *lines,
        "责任编辑：某某",
        "上一篇：某通知",
    ]


def wrapped(lines: list[str], rng: random.Random) -> list[str]:
    """Every paragraph broken at a fixed width."""
    room = rng.randint(30, 44)
    return [line[at : at + room] for line in lines for at in range(0, max(len(line), 1), room)]


def signed(lines: list[str], rng: random.Random) -> list[str]:
    """The office and the day below the list."""
    del rng
    return [*lines, "某市整改工作领导小组办公室", "2025年1月10日"]


NOISES: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "none": undisturbed,
    "page numbers": page_numbers,
    "running heads": running_heads,
    "web page": web_page,
    "wrapped": wrapped,
    "signed": signed,
}


def text_file(encoding: str) -> Callable[[list[str]], tuple[str, bytes]]:
    """A text file in an encoding, or with the line ends of Windows."""
    return lambda lines: ("list.txt", "\r\n".join(lines).encode(encoding))


def word_file(lines: list[str]) -> tuple[str, bytes]:
    """A Word document with a paragraph for each line."""
    document, stream = WordDocument(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return "list.docx", stream.getvalue()


def web_file(lines: list[str]) -> tuple[str, bytes]:
    """A web page with a paragraph for each line."""
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return "list.html", f"<!doctype html><meta charset=utf-8><body>{body}</body>".encode()


FILES: dict[str, Callable[[list[str]], tuple[str, bytes]]] = {
    "utf-8": text_file("utf-8"),
    "gb18030": text_file("gb18030"),
    "utf-16": text_file("utf-16"),
    "docx": word_file,
    "html": web_file,
}


def word_table(rows: Sequence[tuple[str, ...]]) -> tuple[str, bytes]:
    """The table in a Word document."""
    document, stream = WordDocument(), io.BytesIO()
    document.add_paragraph("某市整改任务清单")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for n, row in enumerate(rows):
        for k, text in enumerate(row):
            table.cell(n, k).text = text
    document.save(stream)
    return "list.docx", stream.getvalue()


def sheet(rows: Sequence[tuple[str, ...]]) -> tuple[str, bytes]:
    """The table as a workbook."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has a sheet
    for row in rows:
        page.append(list(row))
    book.save(stream)
    return "list.xlsx", stream.getvalue()


def separated(rows: Sequence[tuple[str, ...]]) -> tuple[str, bytes]:
    """The table as CSV."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return "list.csv", stream.getvalue().encode("utf-8-sig")


def web_table(rows: Sequence[tuple[str, ...]]) -> tuple[str, bytes]:
    """The table in a web page."""
    cells = (
        "<tr>" + "".join(f"<td>{escape(text).replace(chr(10), '<br>')}</td>" for text in row) + "</tr>"
        for row in rows
    )
    page = f"<meta charset=utf-8><h1>某市整改任务清单</h1><table>{''.join(cells)}</table>"
    return "list.html", page.encode()


TABLES = {"docx table": word_table, "xlsx": sheet, "csv": separated, "html table": web_table}


class Made(NamedTuple):
    """A document, what it says, and how it is disguised."""

    plan: Plan
    disguise: tuple[str, ...]
    name: str
    data: bytes


def document(seed: int) -> Made:
    """The document of a seed."""
    rng = random.Random(f"disguise {seed}")  # noqa: S311 - reproducible, not secret
    plan = plan_of(rng)
    if rng.random() < 0.2:
        kind = rng.choice(list(TABLES))
        name, data = TABLES[kind](rows_of(plan))
        return Made(plan, ("table", "", "none", kind), name, data)
    layout, dress = rng.choice(list(LAYOUTS)), rng.choice(DRESSES)
    words = {role: rng.choice(names) for role, names in SYNONYMS.items()}
    noise, kind = rng.choice(list(NOISES)), rng.choice(list(FILES))
    if noise == "wrapped" and kind in {"docx", "html"}:
        noise = "none"  # paragraphs of these are not broken by hand
    name, data = FILES[kind](NOISES[noise](lines_of(plan, layout, dress, words), rng))
    return Made(plan, (layout, dress.name, noise, kind), name, data)


# -- what is read --------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """What was read: a mapping of fields for each task, and whether anything was named as wrong or doubtful."""

    tasks: list[dict[str, object]]
    told: list[str]


Reader = Callable[[bytes, str], Read]


def table_of_units() -> Units:
    """The shipped table of units."""
    path = "data/units.yaml"
    read, _ = parse((ROOT / path).read_bytes(), path)
    assert read is not None  # noqa: S101 - it is checked
    return Units(UnitsFile.model_validate(read.value))


UNITS = table_of_units()


def read_by_program(data: bytes, name: str) -> Read:
    """What the program reads."""
    found = understand(data, name, UNITS)
    told = [d.code for d in found.diagnostics if d.severity in {Severity.ERROR, Severity.WARNING}]
    return Read([_said(path_baseline) for path_baseline in found.issues], told)


def _said(baseline: object) -> dict[str, object]:
    from ledger.model.baseline import Baseline

    assert isinstance(baseline, Baseline)  # noqa: S101 - what understand gives
    return {
        "title": baseline.title,
        "problem": baseline.problem,
        "acceptance": list(baseline.acceptance.units),
        "lead": list(baseline.responsibility.lead),
        "support": list(baseline.responsibility.support),
        "due": str(baseline.deadline.due) if baseline.deadline.due else None,
        "immediate": baseline.deadline.immediate,
        "sustained": baseline.deadline.sustained,
        "goal": baseline.goal,
        "measures": [measure.text for measure in baseline.measures],
    }


def _meant(task: Task) -> dict[str, object]:
    return {
        "title": task.title,
        "problem": task.problem,
        "acceptance": list(task.acceptance),
        "lead": list(task.lead),
        "support": list(task.support),
        "due": task.deadline.due,
        "immediate": task.deadline.immediate,
        "sustained": task.deadline.sustained,
        "goal": task.goal,
        "measures": list(task.measures),
    }


def _plain(value: object) -> object:
    """Without what a layout adds or takes: the full stop at an end, breaks inside."""
    if isinstance(value, str):
        return re.sub(r"\s", "", value).rstrip("。；")
    return [_plain(one) for one in value] if isinstance(value, list) else value


def differences(plan: Plan, read: Read) -> list[str]:
    """Where what was read is not what was written."""
    if len(read.tasks) != len(plan.tasks):
        return [f"{len(read.tasks)} tasks of {len(plan.tasks)}"]
    return [
        f"{n}.{name}: {said.get(name)!r}, not {value!r}"
        for n, ((_, task), said) in enumerate(zip(plan.tasks, read.tasks, strict=True), 1)
        for name, value in _meant(task).items()
        if _plain(said.get(name)) != _plain(value)
    ]


class Verdict(NamedTuple):
    """How a document came out: ``right``, ``named`` or ``silent``."""

    seed: int
    disguise: tuple[str, ...]
    outcome: str
    wrong: list[str]
    told: list[str]


def judge(seed: int, reader: Reader = read_by_program) -> Verdict:
    """Write the document of a seed, read it, and hold the two against each other."""
    made = document(seed)
    try:
        read = reader(made.data, made.name)
    except Exception as error:  # noqa: BLE001 - a crash is a fault of the reader, told like one
        return Verdict(seed, made.disguise, "silent", [f"{type(error).__name__}: {error}"], [])
    wrong = differences(made.plan, read)
    outcome = "right" if not wrong else "named" if read.told else "silent"
    return Verdict(seed, made.disguise, outcome, wrong, read.told)


# -- canaries ------------------------------------------------------------------------------------------------


def deaf(data: bytes, name: str) -> Read:
    """A reader that reads as the program does and never says a word."""
    return read_by_program(data, name)._replace(told=[])


def joins_furniture(data: bytes, name: str) -> Read:
    """A reader to which a running head is a part of what stands before it."""
    read = read_by_program(data, name)
    tasks = [{**task, "goal": f"{task['goal']}某市人民政府文件"} for task in read.tasks]
    return Read(tasks, [])


def first_measure_only(data: bytes, name: str) -> Read:
    """A reader that takes the measures of a task for one."""
    read = read_by_program(data, name)
    tasks = []
    for task in read.tasks:
        measures = task["measures"]
        assert isinstance(measures, list)  # noqa: S101 - as written above
        tasks.append({**task, "measures": ["".join(measures)]})
    return Read(tasks, [])


CANARIES = {"joins furniture": joins_furniture, "one measure": first_measure_only}


# -- the command ---------------------------------------------------------------------------------------------


def run(seeds: Iterable[int], reader: Reader = read_by_program) -> list[Verdict]:
    """The verdicts of many seeds, by as many processes as there are processors."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(judge, reader=reader), seeds, chunksize=20))


def tell(verdicts: Sequence[Verdict]) -> int:
    """Print how each layout, dress, noise and kind of file was read, and what is wrong in silence."""
    for at, title in enumerate(("layout", "dress", "noise", "file")):
        counted: dict[str, Counter[str]] = {}
        for verdict in verdicts:
            counted.setdefault(verdict.disguise[at] or "—", Counter())[verdict.outcome] += 1
        for name, counts in sorted(counted.items()):
            print(f"{title:8}{name:20}" + "".join(f"{counts[o]:6} {o}" for o in ("right", "named", "silent")))
    silent = [verdict for verdict in verdicts if verdict.outcome == "silent"]
    for verdict in silent[:20]:
        print(f"seed {verdict.seed} {' / '.join(verdict.disguise)}: {'; '.join(verdict.wrong)[:300]}")
    total = Counter(verdict.outcome for verdict in verdicts)
    print(f"{len(verdicts)} documents: " + ", ".join(f"{total[o]} {o}" for o in ("right", "named", "silent")))
    return 1 if silent else 0


def main(arguments: list[str]) -> int:
    """The command line."""
    if "--seed" in arguments:
        made = document(seed := int(arguments[arguments.index("--seed") + 1]))
        print(made.disguise, made.name)
        if made.name.endswith(".txt"):
            print(made.data.decode("utf-16" if made.disguise[3] == "utf-16" else made.disguise[3]))
        verdict = judge(seed)
        print(verdict.outcome, *verdict.told, *verdict.wrong, sep="\n")
        return 0
    count = int(arguments[arguments.index("--count") + 1]) if "--count" in arguments else COUNT
    if "--canary" in arguments:
        bad = 0
        for name, reader in CANARIES.items():
            silent = sum(1 for verdict in run(range(200), reader) if verdict.outcome == "silent")
            print(f"a reader that {name}: {silent} of 200 wrong in silence")
            bad += silent < 100
        return 1 if bad else 0
    return tell(run(range(count)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
