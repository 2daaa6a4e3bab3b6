"""Whether costs grow with what is put in: each thing that can be repeated is doubled, and each command counted.

    python tools/grow.py             five doublings against every command; the table; exit 1 where something grows too fast
    python tools/grow.py --short     three doublings against the commands that go through everything
    python tools/grow.py --canary    the same before a reader of quadratic cost, which must be found
    python tools/grow.py --limit     as many of each as fit into a file that is read, against the same commands: seconds
    python tools/grow.py ATOM...     some of the atoms only

What is counted are lines of the program that were run: the same on every machine.  Seconds are printed and decide
nothing.  The exponent is that by which the cost of a further doubling grows: 1 is linear, 2 is quadratic.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from ledger.cli.app import run
from ledger.cli.speech import set_language
from ledger.reading.layout import SIZE_MAX

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "cases" / "check" / "base"
FIRST, SECOND = "data/issues/01.yaml", "data/issues/02.yaml"
PLAN, UNITS, SOURCE = "data/plan.yaml", "data/units.yaml", "data/source/plan.txt"
CALENDAR, DISCLOSED, POST = "data/calendar.yaml", "data/disclosures.yaml", "data/letters.yaml"
NEW = "plan.txt"

MOST = 1.3
"""The largest exponent that passes: sorting is allowed, a loop over a product is not."""

_NOTICED = 0.2
"""An increase below this part of the first cost is no growth."""

_FIRST_SIZE = 16

Files = dict[str, bytes]
DAY = ("--as-of", "2025-06-30")
SHORT: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("show", "1", *DAY),
    ("report", *DAY),
    ("export", "-f", "json", *DAY),
)
"""The commands that go through all of a ledger: its rules, the course of a task, the account, the tables."""

ALL: tuple[tuple[str, ...], ...] = (
    *SHORT,
    *(
        (name, *DAY)
        for name in ("list", "overdue", "units", "stats", "ready", "quiet", "promises", "letters")
    ),
    *((name, *DAY) for name in ("due", "duties", "rounds", "complaints", "timeline", "calendar", "remind")),
    ("pace", "--explain", *DAY),
    ("supervise", "--suggest", *DAY),
    ("brief", "东河区", *DAY),
    ("target", "1", *DAY),
    ("sql", "select * from entries", *DAY),
    ("render",),
)
SITE: tuple[str, ...] = ("site", "pages", *DAY)
"""Writes dozens of pages whatever is in the ledger, and so costs more than all other commands together."""

SITE_OF = ("entries", "issues", "letters", "disclosures", "complaints")
"""The atoms that have pages or rows of their own there; the others are judged before a page is written."""

SITE_SIZES = 4
"""How many sizes are enough for it."""

IMPORT: tuple[tuple[str, ...], ...] = (("import", NEW, "-f", "json"), ("import", NEW, "-f", "table"))
"""What is asked of an official document."""


class Atom(NamedTuple):
    """A thing that can be repeated: its name, and a ledger with so many of it."""

    name: str
    put: Callable[[Files, int], None]
    document: bool = False


ATOMS: dict[str, Atom] = {}


def atom(function: Callable[[Files, int], None]) -> Callable[[Files, int], None]:
    """Register what puts a thing into a ledger so many times."""
    ATOMS[function.__name__] = Atom(function.__name__, function)
    return function


def of_document(function: Callable[[Files, int], None]) -> Callable[[Files, int], None]:
    """Register what puts a thing into an official document so many times."""
    ATOMS[function.__name__] = Atom(function.__name__, function, document=True)
    return function


def _entries(files: Files, lines: Iterator[str] | Sequence[str], path: str = FIRST) -> None:
    files[path] += "".join(f"- {{{line}}}\n" for line in lines).encode()


def _day(n: int) -> str:
    return f"2025-{n % 12 + 1:02}-{n // 12 % 28 + 1:02}"


def _words(files: Files, path: str, old: str, new: str) -> None:
    text = files[path].decode()
    if old not in text:
        raise ValueError(f"{old!r} is not in {path}")
    files[path] = text.replace(old, new, 1).encode()


@atom
def entries(files: Files, n: int) -> None:
    """Records of progress."""
    _entries(files, (f"date: {_day(k)}, type: progress, by: 市水务局, text: 第{k}次" for k in range(n)))


@atom
def entries_of_one_day(files: Files, n: int) -> None:
    """Records of progress, all of a day, each with a claim of pace."""
    line = "date: 2025-03-01, type: progress, by: 市水务局, pace: on_pace, text: 第{}次"
    _entries(files, (line.format(k) for k in range(n)))


@atom
def same_entries(files: Files, n: int) -> None:
    """One record, again and again."""
    _entries(files, ["date: 2025-03-01, type: progress, by: 市水务局, text: 同一条"] * n)


@atom
def voids(files: Files, n: int) -> None:
    """Records, each taken back."""
    entries(files, n)
    _entries(
        files, (f"date: 2026-01-01, type: void, by: 市水务局, entry: {k + 1}, text: 误记" for k in range(n))
    )


@atom
def voids_of_voids(files: Files, n: int) -> None:
    """A record taken back, that taken back, and so on."""
    entries(files, 1)
    _entries(
        files, (f"date: 2026-01-01, type: void, by: 市水务局, entry: {k + 1}, text: 误记" for k in range(n))
    )


@atom
def readings(files: Files, n: int) -> None:
    """Figures read one after another."""
    line = "date: {}, type: progress, by: 市水务局, readings: [{{target: 1, value: {}}}]"
    _entries(files, (line.format(f"2025-01-{k % 28 + 1:02}", k / 100) for k in range(n)))


@atom
def falling_readings(files: Files, n: int) -> None:
    """Figures that fall: a finding each."""
    line = "date: 2025-01-20, type: progress, by: 市水务局, readings: [{{target: 1, value: {}}}]"
    _entries(files, (line.format(n - k) for k in range(n)))


@atom
def readings_of_an_entry(files: Files, n: int) -> None:
    """Figures read in one record."""
    many = ", ".join(f"{{target: 1, value: {k}}}" for k in range(n))
    _entries(files, [f"date: 2025-01-20, type: progress, by: 市水务局, readings: [{many}]"])


@atom
def extensions(files: Files, n: int) -> None:
    """A deadline moved again and again."""
    line = "date: 2025-03-01, type: extend, by: 市整改办, due: {}, approval: 批复{}"
    _entries(files, (line.format(date(2026, 1, 1) + timedelta(k), k) for k in range(n)))


@atom
def promises(files: Files, n: int) -> None:
    """Promises."""
    line = "date: {}, type: promise, by: 东河区, until: 2025-12-01, text: 第{}次"
    _entries(files, (line.format(_day(k), k) for k in range(n)))


@atom
def supervisions(files: Files, n: int) -> None:
    """Letters of supervision on record in the task."""
    line = "date: {}, type: supervise, by: 市整改办, level: reminder, text: 第{}次"
    _entries(files, (line.format(_day(k), k) for k in range(n)))


@atom
def inspections(files: Files, n: int) -> None:
    """Inspections that find a relapse or nothing."""
    line = "date: {}, type: inspect, by: 市整改办, result: finding, text: 第{}次"
    _entries(files, (line.format(_day(k), k) for k in range(n)))


@atom
def amendments(files: Files, n: int) -> None:
    """The title amended again and again."""
    line = "date: 2025-03-01, type: amend, by: 市整改办, approval: 批复{0}, changes: [{{field: title, old: {1}, new: 题{0}}}]"
    titles = ["再生水管网建设滞后", *(f"题{k}" for k in range(n))]
    _entries(files, (line.format(k, titles[k]) for k in range(n)))


@atom
def unknown_units(files: Files, n: int) -> None:
    """Records by units that nobody knows, before a table as long."""
    unit_table(files, n)
    _entries(files, (f"date: 2025-01-20, type: progress, by: 某甲{k}乙局, text: 一" for k in range(n)))


@atom
def unit_table(files: Files, n: int) -> None:
    """Units of the table."""
    rows = "".join(f"  丙丁{k}戊局: {{name: 示例市丙丁{k}戊局, kind: government}}\n" for k in range(n))
    _words(files, UNITS, "groups:\n", f"{rows}groups:\n")


@atom
def successors(files: Files, n: int) -> None:
    """Units each of which became the next one."""
    row = "  丙丁{}局: {{name: 示例市丙丁{}局, kind: government, until: 2020-01-01, successor: {}}}\n"
    rows = "".join(row.format(k, k, f"丙丁{k + 1}局" if k + 1 < n else "市水务局") for k in range(n))
    _words(files, UNITS, "groups:\n", f"{rows}groups:\n")


@atom
def parents(files: Files, n: int) -> None:
    """Units each of which is below the next one."""
    row = "  丙丁{}局: {{name: 示例市丙丁{}局, kind: government, parent: {}}}\n"
    rows = "".join(row.format(k, k, f"丙丁{k + 1}局" if k + 1 < n else "市水务局") for k in range(n))
    _words(files, UNITS, "groups:\n", f"{rows}groups:\n")


@atom
def members(files: Files, n: int) -> None:
    """Members of a group that a task is of."""
    unit_table(files, n)
    _words(
        files,
        UNITS,
        "[东河区, 九原区]",
        "[东河区, 九原区" + "".join(f", 丙丁{k}戊局" for k in range(n)) + "]",
    )


@atom
def spellings(files: Files, n: int) -> None:
    """Other spellings of a unit."""
    _words(files, UNITS, "[城管部门]", "[城管部门" + "".join(f", 城管{k}部门" for k in range(n)) + "]")


@atom
def issues(files: Files, n: int) -> None:
    """Tasks that the plan does not have."""
    text = files[SECOND].decode()
    for k in range(n):
        name = f"x{k}"
        files[f"data/issues/{name}.yaml"] = (
            text.replace('id: "02"', f"id: {name}").replace('number: "2"', f'number: "{k + 3}"').encode()
        )


@atom
def files_not_read(files: Files, n: int) -> None:
    """Files that are told and not read."""
    for k in range(n):
        files[f"data/issues/{k}.txt"] = b"x"
        files[f"data/{k}.yaml"] = b"x"


@atom
def evidence(files: Files, n: int) -> None:
    """Files of evidence, each in a record."""
    line = "date: {}, type: progress, by: 市水务局, text: 一, evidence: [{{path: {}, sha256: {}}}]"
    made = []
    for k in range(n):
        path, data = f"evidence/01/{k}.txt", f"材料{k}".encode()
        files[f"data/{path}"] = data
        made.append(line.format(_day(k), path, hashlib.sha256(data).hexdigest()))
    _entries(files, made)


@atom
def evidence_of_an_entry(files: Files, n: int) -> None:
    """Addresses in one record."""
    many = ", ".join(f'{{url: "https://example.gov.cn/{k}"}}' for k in range(n))
    _entries(files, [f"date: 2025-01-20, type: progress, by: 市水务局, text: 一, evidence: [{many}]"])


@atom
def disclosures(files: Files, n: int) -> None:
    """Disclosures."""
    row = "- {{unit: 东河区, date: {}, where: 网站, text: 第{}次}}\n"
    rows = "".join(row.format(_day(k), k) for k in range(n))
    files[DISCLOSED] = f"disclosures:\n{rows}".encode()


@atom
def letters(files: Files, n: int) -> None:
    """Letters, each with a reply."""
    letter = "- {{type: letter, level: letter, date: 2025-01-20, by: 市整改办, to: [东河区], number: 〔2025〕{}号, issues: ['01'], reply_by: 2025-02-20}}\n"
    reply = "- {{type: reply, date: 2025-02-01, by: 东河区, number: 〔2025〕{}号, text: 已办}}\n"
    rows = "".join(letter.format(k) + reply.format(k) for k in range(n))
    files[POST] = f"letters:\n{rows}".encode()


@atom
def rounds(files: Files, n: int) -> None:
    """Rounds of enquiry."""
    for k in range(n):
        files[f"data/rounds/r{k}.yaml"] = (
            f"asked:\n- {{date: {_day(k)}, units: [东河区], due: 2026-01-31}}\n".encode()
        )


@atom
def complaints(files: Files, n: int) -> None:
    """Complaints of one place, each dealt with and sent back."""
    given = "area: 东河区, place: 东河槽, units: [东河区], due: 2025-01-20, text: 异味"
    for k in range(n):
        files[f"data/complaints/b{k % 7}/D{k}.yaml"] = (
            f"records:\n- {{date: {_day(k)}, type: receive, by: 市整改办, {given}}}\n"
        ).encode()


@atom
def records_of_a_complaint(files: Files, n: int) -> None:
    """One complaint that is handled again and again, also before it was handed over."""
    head = "- {date: 2025-01-02, type: receive, by: 市整改办, area: 东河区, units: [东河区], text: 异味}\n"
    rows = "".join(f"- {{date: {_day(k)}, type: handle, by: 东河区, text: 第{k}次}}\n" for k in range(n))
    files["data/complaints/1/D1.yaml"] = f"records:\n{head}{rows}".encode()


@atom
def days_off(files: Files, n: int) -> None:
    """Days of the local calendar."""
    days = ", ".join(f"{2000 + k // 300 % 100}-{k // 25 % 12 + 1:02}-{k % 25 + 1:02}" for k in range(n))
    files[CALENDAR] = f"holidays: [{days}]\n".encode()


@atom
def control_characters(files: Files, n: int) -> None:
    """Characters that cannot be, a finding each."""
    _words(files, SECOND, "河道巡查次数不足。", "甲\x01" * n)


@atom
def unknown_fields(files: Files, n: int) -> None:
    """Fields that there are not."""
    _words(files, FIRST, "measures:\n", "".join(f"field{k}: x\n" for k in range(n)) + "measures:\n")


@atom
def wrong_dates(files: Files, n: int) -> None:
    """Records with a day that is none."""
    _entries(files, ["date: 2025-02-30, type: progress, by: 市水务局, text: 一"] * n)


@atom
def long_line(files: Files, n: int) -> None:
    """One record as long as many, with a fault at its end."""
    _entries(files, [f"date: 2025-01-20, type: progress, text: {'进展情况，' * n}, by: 某某局"])


@atom
def empty_lists(files: Files, n: int) -> None:
    """Records with a list that holds nothing where it must."""
    _entries(files, ["date: 2025-01-20, type: assign, by: 市整改办, measure: 1, units: []"] * n)


@atom
def unknown_members(files: Files, n: int) -> None:
    """Members of a group that nobody knows, beside a table as long."""
    unit_table(files, n)
    many = ", ".join(f"某甲{k}乙局" for k in range(n))
    _words(files, UNITS, "[东河区, 九原区]", f"[东河区, 九原区, {many}]")


@atom
def answers(files: Files, n: int) -> None:
    """Answers of a round by a unit that was not asked, and of its forms that went back."""
    back = f"type: sent_back, unit: 九原区, why: [empty], file: a.xlsx, sha256: {'ab' * 32}"
    rows = "".join(f"- {{date: 2025-01-05, {back}}}\n" for _ in range(n))
    asked = "- {date: 2025-01-02, units: [东河区], due: 2026-01-31}\n"
    files["data/rounds/r.yaml"] = f"asked:\n{asked}{rows}".encode()
    _entries(
        files, (f"date: {_day(k)}, type: progress, by: 九原区, text: 第{k}次, round: r" for k in range(n))
    )


@atom
def evidence_of_books(files: Files, n: int) -> None:
    """Evidence of a letter that proves nothing."""
    many = ", ".join(f"{{title: 照片{k}}}" for k in range(n))
    letter = "type: letter, level: letter, date: 2025-01-20, by: 市整改办, to: [东河区], number: 〔2025〕1号"
    files[POST] = f"letters:\n- {{{letter}, issues: ['01'], demand: 说明, evidence: [{many}]}}\n".encode()


@atom
def plan_lines_unread(files: Files, n: int) -> None:
    """Lines of the plan that were not recognised, on record in plan.yaml."""
    rows = "".join(f"- {{line: {k + 1}, text: 第{k}行}}\n" for k in range(n))
    files[PLAN] += f"unrecognised:\n{rows}".encode()


def _document(files: Files, old: str, new: str) -> None:
    text = files[SOURCE].decode()
    if old not in text:
        raise ValueError(f"{old!r} is not in the plan")
    files[NEW] = text.replace(old, new, 1).encode()


@of_document
def doc_dates(files: Files, n: int) -> None:
    """Days in a measure."""
    _document(files, "2024年12月底前完成", "2024年12月底前完成甲，" * n)


@of_document
def doc_figures(files: Files, n: int) -> None:
    """Figures in a measure."""
    _document(files, "再生水管网5公里", "再生水管网5公里" + "".join(f"，建成{k}公里" for k in range(n)))


@of_document
def doc_names(files: Files, n: int) -> None:
    """Names in the line of units that nobody knows, before a table as long."""
    unit_table(files, n)
    _document(files, "城市管理局，东河区", "、".join(f"某甲{k}乙局" for k in range(n)))


@of_document
def doc_and(files: Files, n: int) -> None:
    """The same name again and again, with 和."""
    _document(files, "城市管理局，东河区", "和".join(["市水务局"] * n))


@of_document
def doc_brackets(files: Files, n: int) -> None:
    """Brackets that are not closed."""
    _document(files, "再生水管网7公里", "（" * n)


@of_document
def doc_titles(files: Files, n: int) -> None:
    """Titles that are not closed."""
    _document(files, "再生水管网7公里", "《甲" * n)


@of_document
def doc_measures(files: Files, n: int) -> None:
    """Measures of a task."""
    rows = "\n\n".join(f"（{k + 2}）九原区建设管网{k + 1}公里。" for k in range(n))
    _document(files, "（二）九原区建设再生水管网7公里。", rows)


@of_document
def doc_tasks(files: Files, n: int) -> None:
    """Tasks of the list."""
    text = files[SOURCE].decode()
    task = text[text.index("2.河道巡查不到位") :]
    tasks = (task.replace("2.河道巡查不到位", f"{k + 2}.河道巡查不到位之{k}") for k in range(n))
    files[NEW] = (text + "\n" + "\n".join(tasks)).encode()


@of_document
def doc_preamble(files: Files, n: int) -> None:
    """Paragraphs before the list."""
    _document(
        files, "附件\n", "".join(f"第{k}段，为做好整改工作，压实责任。\n\n" for k in range(n)) + "附件\n"
    )


@of_document
def doc_stray_lines(files: Files, n: int) -> None:
    """Lines of the list that are nothing."""
    _document(files, "2.河道巡查不到位", "".join(f"第{k}行\n\n" for k in range(n)) + "2.河道巡查不到位")


@of_document
def doc_rows(files: Files, n: int) -> None:
    """Rows of a table of tasks."""
    head = "序号,问题,责任单位,验收单位,整改时限,整改目标,整改措施\n"
    row = "{0},问题{0},市水务局,市水务局,2025年12月底,达标,建设管网。\n"
    files["plan.csv"] = (head + "".join(row.format(k + 1) for k in range(n))).encode("utf-8-sig")


# --- measuring ------------------------------------------------------------------------------------


class Cost(NamedTuple):
    """What a run cost: lines of the program, and seconds of the processor without counting."""

    lines: int
    seconds: float


class Grown(NamedTuple):
    """How a command grows with an atom; ``exponent`` is ``None`` where it hardly does."""

    atom: str
    command: str
    exponent: float | None
    seconds: float

    @property
    def too_fast(self) -> bool:
        """Whether it grows faster than may be."""
        return self.exponent is not None and self.exponent > MOST


def lines_of(function: Callable[[], object]) -> int:
    """The lines of Python that ``function`` runs, a line of a loop as often as it is gone through."""
    count = 0

    def inside(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        del frame, event, argument
        count += 1
        return inside

    before = sys.gettrace()
    sys.settrace(inside)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def _run(root: Path, command: Sequence[str]) -> None:
    given = [str(root / one) if one in {NEW, "plan.csv", "pages"} else one for one in command]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = run([*given, "-C", str(root), "--lang", "zh", "--no-cache"])  # what it costs to work it out
    set_language([], {})
    if code not in {0, 1}:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")


def _write(files: Mapping[str, bytes], root: Path) -> None:
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _base() -> Files:
    return {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*")) if p.is_file()}


def cost_of(files: Mapping[str, bytes], command: Sequence[str], *, timed: bool = False) -> Cost:
    """What a command costs on a ledger."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(files, root)
        seconds = 0.0
        if timed:
            started = time.process_time()
            _run(root, command)
            seconds = time.process_time() - started
        return Cost(lines_of(lambda: _run(root, command)), seconds)


def exponent(costs: Sequence[int]) -> float | None:
    """The power by which costs grow whose sizes double each time; ``None`` for no growth to speak of.

    Looked at is by how much more the last three steps cost, so that what is there in any case is no matter.
    """
    steps = [later - earlier for earlier, later in pairwise(costs)][-3:]
    if costs[-1] - costs[0] < _NOTICED * costs[0] or min(steps[0], steps[-1]) <= 0:
        return None
    return math.log2(steps[-1] / steps[0]) / (len(steps) - 1)


_MET: set[str] = set()


def grow(atoms: Sequence[Atom], commands: Sequence[tuple[str, ...]], sizes: Sequence[int]) -> Iterator[Grown]:
    """Each atom against each command, at each size."""
    for one in atoms:
        for command in _commands_of(one, commands):
            found = []
            for n in sizes[:SITE_SIZES] if command is SITE else sizes:
                files = _base()
                one.put(files, n)
                if command[0] not in _MET:
                    _MET.add(command[0])
                    cost_of(files, command)  # once for what is imported when it is needed
                found.append(cost_of(files, command, timed=n == sizes[-1]))
            power = exponent([cost.lines for cost in found])
            yield Grown(one.name, command[0], power, found[-1].seconds)


def _commands_of(one: Atom, commands: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    if one.name == "doc_rows":
        return [("import", "plan.csv", "-f", "json")]
    if one.document:
        return IMPORT[: 1 if commands is SHORT else None]
    return (*commands, SITE) if commands is ALL and one.name in SITE_OF else commands


# --- the canary -----------------------------------------------------------------------------------


@contextlib.contextmanager
def quadratic_reader() -> Iterator[None]:
    """A reader that looks at each item of a list again for each other one."""
    from ledger.reading import load, yaml

    parse = yaml.parse

    def slow(data: bytes, path: str, **more: Any) -> Any:
        document, found = parse(data, path, **more)
        items = (document.value.get("entries") or ()) if document is not None else ()
        same = 0
        for one in items:
            for other in items:
                same += one is other
        return document, found

    with mock.patch.object(load, "parse", slow):
        yield


# --- at the limit -----------------------------------------------------------------------------------

SECONDS = 1.0
"""What a command may take, of the processor, where so much of a thing is in a ledger as one file may hold."""

_MANY = 1_000
"""How many are taken of what is a file each, and of tasks of a document: a ledger is as large as it is."""

_TASKS = ("doc_tasks", "doc_rows")

_COUNT_MOST = 1 << 15


class Full(NamedTuple):
    """What a command takes with as many of an atom as one file holds."""

    atom: str
    often: int
    command: str
    seconds: float


def most_of(one: Atom) -> int:
    """The largest number of a thing by which no file goes over the limit of files of records; a power of two is
    not asked for, and documents are held to the same number of bytes."""
    small, large = _base(), _base()
    one.put(small, 8)
    one.put(large, 16)
    if len(large) - len(small) >= 8 or one.name in _TASKS:  # a file each, or a task that will be one
        return _MANY

    def fits(n: int) -> bool:
        files = _base()
        one.put(files, n)
        return all(len(data) <= SIZE_MAX for data in files.values())

    low, high = 1, _COUNT_MOST
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def full(one: Atom) -> Iterator[Full]:
    """Each command with as many of an atom as there may be."""
    files, n = _base(), most_of(one)
    one.put(files, n)
    for command in _commands_of(one, SHORT):
        if command[0] not in _MET:
            _MET.add(command[0])
            _seconds(_base() | ({NEW: files[NEW]} if NEW in files else {}), command)
        yield Full(one.name, n, command[0], _seconds(files, command))


def _seconds(files: Mapping[str, bytes], command: Sequence[str]) -> float:
    """Seconds of the processor, the lesser of two runs: another program may have taken the caches away."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(files, root)
        found = []
        for _ in range(2):
            started = time.process_time()
            _run(root, command)
            found.append(time.process_time() - started)
            if found[-1] < SECONDS:
                break
        return min(found)


HEAD = "| what is doubled | exponent | of | seconds | of |\n|---|---|---|---|---|"


FULL_HEAD = "| what is repeated | how often | seconds | of |\n|---|---|---|---|"

SHORT_HEAD = "| what is doubled | exponent | of |\n|---|---|---|"
"""Without seconds: what is printed is the same on every machine."""


def short_line(rows: Sequence[Grown]) -> str:
    """A line for an atom: its worst exponent and where."""
    return " |".join(line(rows).split(" |")[:3]) + " |"


def line(rows: Sequence[Grown]) -> str:
    """A line for an atom: its worst exponent and where, and the seconds of the slowest command at the largest size."""
    worst = max(rows, key=lambda row: row.exponent or 0.0)
    slow = max(rows, key=lambda row: row.seconds)
    power = "—" if worst.exponent is None else f"{worst.exponent:.2f}"
    return f"| {worst.atom} | {power} | {worst.command} | {slow.seconds:.2f} | {slow.command} |"


def _limit(atoms: Sequence[Atom]) -> int:
    print(FULL_HEAD)
    slow = 0
    for one in atoms:
        worst = max(full(one), key=lambda row: row.seconds)
        each = " (files, tasks)" if worst.often == _MANY else ""
        print(f"| {worst.atom} | {worst.often}{each} | {worst.seconds:.2f} | {worst.command} |", flush=True)
        slow += worst.seconds > SECONDS and not each
    print(f"{slow} of {len(atoms)} atoms take longer than {SECONDS} s where a file is full")
    return int(bool(slow))


def main() -> int:
    """Run, print the table, and say what grows too fast."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    atoms = [ATOMS[name] for name in names] or list(ATOMS.values())
    if "--canary" in sys.argv[1:]:
        with quadratic_reader():
            rows = list(grow([ATOMS["entries"]], SHORT[:1], (40, 80, 160, 320)))
        print(HEAD, line(rows), sep="\n")
        return 0 if any(row.too_fast for row in rows) else 1
    if "--limit" in sys.argv[1:]:
        return _limit(atoms)
    short = "--short" in sys.argv[1:]
    sizes = tuple(_FIRST_SIZE * 2**k for k in range(4 if short else 6))
    print(SHORT_HEAD if short else HEAD)
    rows = []
    for one in atoms:
        mine = list(grow([one], SHORT if short else ALL, sizes))
        print(short_line(mine) if short else line(mine), flush=True)
        rows += mine
    wrong = [row for row in rows if row.too_fast]
    for row in wrong:
        print(f"grows too fast: {row.atom}, {row.command}: {row.exponent:.2f}")
    print(f"{len(rows)} pairs of {len(atoms)} atoms and their commands, {sizes[-1]} of each at most")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
