"""The shipped plan disturbed as copying disturbs: the same 23 tasks, or the disturbed place named.

    python tools/disturb.py              every disturbance; exit 1 when one goes unnoticed
    python tools/disturb.py --show NAME  those of a name, with what was read and what was told
    python tools/disturb.py --canary     the same before a reader that says nothing, which must be caught

The tasks are held against data/issues as a YAML library reads it, not against what the program makes of the text.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from disguise import UNITS
from ledger.plans.understand import understand
from ledger.reading.codes import Severity

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "data" / "source" / "plan.txt"

LABELS = ("验收单位", "责任单位", "整改时限", "整改目标", "整改措施")
SYNONYMS = {
    "验收单位": "验收部门",
    "责任单位": "整改责任单位",
    "整改时限": "完成时限",
    "整改目标": "工作目标",
    "整改措施": "主要措施",
}
HEAD = re.compile(r"[0-9]+[.．]")
MEASURE = re.compile("（[一二三四五六七八九十]+）")


class Disturbed(NamedTuple):
    """A disturbed document: what was done, its bytes, and the lines (from 1) within which it was done."""

    name: str
    data: bytes
    first: int
    last: int


Lines = list[str]


def plan() -> Lines:
    """The lines of the shipped plan."""
    return SOURCE.read_text("utf-8").split("\n")


def _made(name: str, lines: Sequence[str], first: int, last: int, encoding: str = "utf-8") -> Disturbed:
    return Disturbed(name, "\n".join(lines).encode(encoding), first, last)


def everywhere(name: str, change: Callable[[str], str]) -> Iterator[Disturbed]:
    """The same done to every line."""
    lines = [change(line) for line in plan()]
    yield _made(name, lines, 1, len(lines))


def at(
    name: str, places: Sequence[int], change: Callable[[str], str | Lines | None], count: int = 5
) -> Iterator[Disturbed]:
    """A line changed, broken or taken out, at ``count`` of the places (from 0)."""
    chosen = sorted(random.Random(name).sample(list(places), min(count, len(places))))  # noqa: S311
    for place in chosen:
        lines = plan()
        new = change(lines[place])
        put = [] if new is None else [new] if isinstance(new, str) else new
        lines[place : place + 1] = put
        yield _made(name, lines, place, place + len(put) + 1)


def places(test: Callable[[str], bool]) -> list[int]:
    """The lines within the list of which something holds."""
    lines = plan()
    begin = next(n for n, line in enumerate(lines) if line.startswith("验收单位"))
    return [n for n, line in enumerate(lines) if n >= begin - 3 and line.strip() and test(line.strip())]


def replacing(old: str, new: str) -> Callable[[str], str]:
    """Puts one text in the place of another."""
    return lambda line: line.replace(old, new)


def gone(line: str) -> None:
    """Takes a line out."""
    del line


def labelled(label: str = "") -> list[int]:
    """The lines that begin with a label."""
    return places(lambda line: line.startswith(label or LABELS))


def heads() -> list[int]:
    """The headings of tasks."""
    lines = plan()
    return places(lambda line: HEAD.match(line) is not None and line in {one.strip() for one in lines})


def measures() -> list[int]:
    """The lines that begin with the number of a measure."""
    return places(lambda line: MEASURE.match(line) is not None)


def after(name: str, spots: Sequence[int], put: Sequence[str], count: int = 5) -> Iterator[Disturbed]:
    """Lines put after some."""
    yield from at(name, spots, lambda line: [line, *put], count)


def wrapped(room: int) -> Iterator[Disturbed]:
    """Every paragraph broken after so many characters."""
    lines = [line[k : k + room] for line in plan() for k in range(0, max(len(line), 1), room)]
    yield _made(f"wrapped at {room}", lines, 1, len(lines))


def paged(height: int, mark: Callable[[int], str]) -> Iterator[Disturbed]:
    """A mark after every so many lines."""
    found: Lines = []
    for n, line in enumerate(plan(), 1):
        found.append(line)
        if n % height == 0:
            found.append(mark(n // height))
    yield _made(f"a mark each {height} lines: {mark(1)}", found, 1, len(found))


def cut() -> Iterator[Disturbed]:
    """The end is missing."""
    text = SOURCE.read_text("utf-8")
    for share in (0.35, 0.5, 0.62, 0.71, 0.83, 0.9, 0.97):
        end = int(len(text) * share)
        while text[end - 1] in "。\n":
            end -= 1
        lines = text[:end].split("\n")
        yield _made(f"cut at {share:.0%}", lines, len(lines) - 1, len(lines))
    for where in [m.end() for m in re.finditer("；", text)][5:60:12]:
        lines = text[:where].split("\n")
        yield _made("cut after a ；", lines, len(lines) - 1, len(lines))


def blocks() -> Iterator[Disturbed]:
    """Whole tasks doubled, swapped, taken out, without their heading."""
    starts = task_starts()
    lines = plan()
    for n in (3, 9, 15):
        first, end = starts[n], starts[n + 1]
        yield _made(
            "a task twice",
            [*lines[:end], *lines[first:end], *lines[end:]],
            first + 1,
            end + (end - first) + 1,
        )
        more = starts[n + 2]
        swapped = [*lines[:first], *lines[end:more], *lines[first:end], *lines[more:]]
        yield _made("two tasks swapped", swapped, first, more + 1)
        yield _made("a task taken out", [*lines[:first], *lines[end:]], first, first + 3)


def task_starts() -> list[int]:
    """Where the tasks begin: the numbered line above each 验收单位, with the title."""
    lines, found = plan(), []
    for n in labelled("验收单位"):
        head = next((k for k in range(n - 1, n - 6, -1) if HEAD.match(lines[k].strip())), None)
        if head is not None:
            found.append(head)
    return sorted(set(found))


def labels() -> Iterator[Disturbed]:
    """Labels in other words and dresses, without their colon, misspelt, gone."""
    for label in LABELS:
        spots = labelled(label)
        for dress in (SYNONYMS[label] + "：", f"【{label}】", f"**{label}：**", f"{' '.join(label)}："):
            yield from everywhere(f"{label} as {dress}", replacing(f"{label}：", dress))
        yield from at(f"{label} taken out", spots, gone, 3)
        yield from at(f"{label} without its colon", spots, lambda line: line.replace("：", "", 1), 3)
        yield from at(
            f"{label} misspelt", spots, lambda line: line.replace("单位", "単位").replace("整改", "整攺"), 3
        )


def breaks() -> Iterator[Disturbed]:
    """Breaks lost, and breaks where none were."""
    lines = plan()
    for n in [labelled(label)[k] for label in LABELS for k in (4, 12)]:
        joined = [*lines[: n - 1], lines[n - 1] + lines[n], *lines[n + 1 :]]
        yield _made("a break lost before a label", joined, n - 1, n + 1)
    for n in measures()[3:60:8]:
        joined = [*lines[: n - 1], lines[n - 1] + lines[n], *lines[n + 1 :]]
        yield _made("a break lost before a measure", joined, n - 1, n + 1)
    for n in measures()[5:60:11]:
        torn = lines[n]
        half = len(torn) // 2
        yield _made("a paragraph torn", [*lines[:n], torn[:half], torn[half:], *lines[n + 1 :]], n, n + 3)
        yield _made("a soft break", [*lines[:n], f"{torn[:half]}\v{torn[half:]}", *lines[n + 1 :]], n, n + 3)
        yield _made(
            "a line separator", [*lines[:n], f"{torn[:half]}\u2028{torn[half:]}", *lines[n + 1 :]], n, n + 3
        )


def all_disturbances() -> Iterator[Disturbed]:
    """Some two hundred of them."""
    yield from everywhere("indented", lambda line: f"　　{line}" if line else line)
    yield from everywhere("spaces at the end", lambda line: f"{line}  ")
    yield from everywhere("half-width colons", lambda line: line.replace("：", ":"))
    yield from everywhere("half-width brackets", lambda line: line.replace("（", "(").replace("）", ")"))
    yield from everywhere("half-width commas", lambda line: line.replace("，", ","))
    yield from everywhere(
        "full-width digits", lambda line: line.translate({48 + n: 0xFF10 + n for n in range(10)})
    )
    yield from everywhere("hard spaces", lambda line: line.replace("：", "：\u00a0"))
    yield from everywhere("zero-width spaces", lambda line: line.replace("单位", "单\u200b位"))
    yield from everywhere("ratio signs", lambda line: line.replace("：", "∶"))
    yield from everywhere("small colons", lambda line: line.replace("：", "﹕"))
    yield from everywhere("corner quotes", lambda line: line.replace("“", "「").replace("”", "」"))
    yield from everywhere("straight quotes", lambda line: line.replace("“", '"').replace("”", '"'))
    yield from everywhere("soft hyphens", lambda line: line.replace("整改", "整\u00ad改"))
    yield from everywhere("blank line after each", lambda line: f"{line}\n")
    yield from labels()
    yield from breaks()
    for room in (24, 40, 60):
        yield from wrapped(room)
    for height in (13, 17, 24):
        yield from paged(height, str)
        yield from paged(height, lambda page: f"— {page} —")
        yield from paged(height, lambda page: f"{page}/20")
        yield from paged(height, lambda _: "某市人民政府文件")
    yield from after("a page number once", measures(), ["12"], 4)
    yield from after("a running head once", measures(), ["某市人民政府文件"], 4)
    yield from after("a person", measures(), ["责任人：李某某"], 3)
    yield from after("a telephone number", measures(), ["联系电话：0472-1234567"], 3)
    yield from after("progress", measures(), ["整改进展情况：已完成清淤3公里，2024年6月底前完成验收。"], 3)
    yield from after("a note", measures(), ["注：以上数据按2024年6月底前统计。"], 3)
    yield from after("an unknown label", measures(), ["工作保障：落实经费，加强督导。"], 3)
    lines = plan()
    end = len(lines)
    for name, more in {
        "a second annex": [
            "附件2",
            "整改任务验收销号表填表说明",
            "1.本表由验收单位填写。",
            "2.销号意见由专项组于2025年10月底前填写。",
        ],
        "an office and a day": ["包头市整改工作专项组", "2024年10月1日"],
        "made public": ["（此件公开发布）"],
        "an editor": ["来源：某网", "责任编辑：张三"],
    }.items():
        yield _made(name, [*lines, *more], end, end + len(more) + 1)
    for name, above in {
        "a document number": ["包党办发〔2024〕7号"],
        "a web page above": ["当前位置：首页 > 政务公开", "字体：大 中 小　打印本页"],
        "an index above": ["索引号：01234　信息分类：环境保护"],
    }.items():
        yield _made(name, [*above, *lines], 1, len(above) + 2)
    yield from at("O for 0", labelled("整改时限"), lambda line: line.replace("20", "2O", 1))
    yield from at("l for 1", labelled("整改时限"), lambda line: line.replace("1", "l", 1))
    yield from at("低 for 底", labelled("整改时限"), lambda line: line.replace("底", "低", 1))
    yield from at("l for 1 in a heading", heads(), lambda line: line.replace("1", "l", 1), 4)
    yield from at("a heading taken out", task_starts(), gone, 5)
    yield from at(
        "a heading without its number", task_starts(), lambda line: HEAD.sub("", line.lstrip(), count=1), 5
    )
    yield from at("a heading that ends in 。", task_starts(), lambda line: f"{line.rstrip()}。", 3)
    sections = places(lambda line: re.match("[一二三四五]、", line) is not None and len(line) < 40)
    yield from at("a section that ends in 。", sections, lambda line: f"{line.rstrip()}。", 3)
    for place, following in pairwise(sections[1:]):  # what is missing shows at the next section
        yield _made("a section taken out", [*lines[:place], *lines[place + 1 :]], place, following)
    yield from at("an unknown unit", labelled("责任单位"), lambda line: line.replace("市", "某省某", 1), 3)
    yield from blocks()
    yield from cut()
    for encoding in ("gb18030", "utf-8-sig", "utf-16", "utf-16-le"):
        yield _made(f"in {encoding}", lines, 1, end, encoding)
    yield Disturbed("line ends of Windows", "\r\n".join(lines).encode(), 1, end)
    yield Disturbed("line ends of old", "\r".join(lines).encode(), 1, end)


# -- what is read --------------------------------------------------------------------------------------------


def _squeezed(value: Any) -> Any:
    """Text without spaces and in one width; lists and mappings of such, without what stands for nothing."""
    if isinstance(value, str):
        text = re.sub("[\\s\u200b\u00ad]", "", value)
        text = text.translate({0xFF01 + n: 0x21 + n for n in range(94)})
        return text.translate(str.maketrans("「」“”∶﹕", '""""::'))
    if isinstance(value, list | tuple):
        return [_squeezed(one) for one in value]
    if isinstance(value, dict):
        return {key: _squeezed(one) for key, one in value.items() if one not in (None, [], (), {}, False, "")}
    return value


KEPT = ("number", "section", "title", "problem", "goal")


def task_of(value: dict[str, Any]) -> Any:
    """What of a task has to be the same, from the mapping of its file."""
    chosen: dict[str, Any] = {name: value.get(name) for name in KEPT}
    chosen["title"] = str(chosen["title"]).rstrip("。")  # the text stays as it is
    chosen["acceptance"] = value["acceptance"].get("units")
    chosen["lead"] = value["responsibility"].get("lead")
    chosen["support"] = value["responsibility"].get("support")
    deadline = value["deadline"]
    chosen["deadline"] = [str(deadline.get("due")), deadline.get("immediate"), deadline.get("sustained")]
    chosen["measures"] = [
        {
            "text": one["text"],
            "milestones": [str(m.get("due")) for m in one.get("milestones") or ()],
        }
        for one in value["measures"]
    ]
    chosen["targets"] = [
        [str(one["value"]), one["unit"], one["compare"]] for one in value.get("targets") or ()
    ]
    return _squeezed(chosen)


def expected() -> list[Any]:
    """The tasks of the shipped ledger, in plan order."""
    files = sorted((ROOT / "data" / "issues").glob("*.yaml"))
    return [task_of(yaml.safe_load(file.read_text("utf-8"))) for file in files]


class Verdict(NamedTuple):
    """How a disturbed plan came out: ``right``, ``named`` at the place, named ``elsewhere``, or ``silent``."""

    name: str
    outcome: str
    wrong: list[str]
    told: list[str]


def judge(disturbed: Disturbed, wanted: Sequence[Any], *, deaf: bool = False) -> Verdict:
    """Read a disturbed plan and hold it against the tasks as they are."""
    found = understand(disturbed.data, "plan.txt", UNITS)
    said = [task_of(issue.model_dump(mode="json")) for issue in found.issues]
    wrong = list(_differences(wanted, said))
    told = [] if deaf else [d for d in found.diagnostics if d.severity in {Severity.ERROR, Severity.WARNING}]
    names = [f"{d.code} line {d.span.line}" for d in told]
    if not wrong:
        return Verdict(disturbed.name, "right", [], names)
    if not told:
        return Verdict(disturbed.name, "silent", wrong, names)
    first, last = _around(disturbed)
    near = any(first <= d.span.line <= last for d in told)
    return Verdict(disturbed.name, "named" if near else "elsewhere", wrong, names)


def _around(disturbed: Disturbed) -> tuple[int, int]:
    """The lines of the tasks that a disturbance touches: from the heading above it to the one below."""
    lines = re.split("\r\n|[\n\r\v\u2028]", disturbed.data.decode("utf-8", "replace"))
    marks = [n for n, line in enumerate(lines, 1) if HEAD.match(line.strip())]
    above = [n for n in marks if n <= disturbed.first]
    below = [n for n in marks if n > disturbed.last]
    return (above[-1] if above else 1) - 2, below[0] if below else len(lines) + 1


def _differences(wanted: Sequence[Any], said: Sequence[Any]) -> Iterator[str]:
    if len(wanted) != len(said):
        yield f"{len(said)} tasks of {len(wanted)}"
        return
    for right, read in zip(wanted, said, strict=True):
        for name, value in right.items():
            if read.get(name) != value:
                yield f"{right['number']}.{name}: {read.get(name)!r}, not {value!r}"


def main(arguments: list[str]) -> int:
    """The command line."""
    wanted = expected()
    name = arguments[arguments.index("--show") + 1] if "--show" in arguments else ""
    verdicts = [
        judge(one, wanted, deaf="--canary" in arguments)
        for one in all_disturbances()
        if not name or name in one.name
    ]
    bad = [one for one in verdicts if one.outcome in {"silent", "elsewhere"}]
    if "--canary" in arguments:
        print(f"a reader that says nothing: {len(bad)} of {len(verdicts)} unnoticed")
        return 0 if len(bad) > len(verdicts) // 5 else 1
    for one in verdicts if name else bad:
        print(f"{one.outcome}: {one.name}: {'; '.join(one.wrong)[:400]} [{', '.join(one.told)[:120]}]")
    total = Counter(one.outcome for one in verdicts)
    print(
        f"{len(verdicts)} disturbances: "
        + ", ".join(f"{count} {outcome}" for outcome, count in total.items())
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
