"""Mutation of data: ledgers with one known fault each, and whether the check finds it at its line.

    python tools/mutate.py             print the table; exit 1 when a fault is missed
    python tools/mutate.py --write     write the table into docs/mutation.md
    python tools/mutate.py --canary    the same faults before two broken checkers, which must miss many

Where a fault is put, and so at which line it must be reported, is worked out here from the text alone.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from ledger.model.entries import ENTRIES as READER
from ledger.model.entries import ref_of
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.yaml import parse
from ledger.rules.engine import check_tree
from mutate_books import Mutant, Tree, every, with_books

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "mutation.md"
PLAN, UNITS, SOURCE = "data/plan.yaml", "data/units.yaml", "data/source/plan.txt"

Checker = Callable[[Tree], list[Diagnostic]]


# one entry of every type, in an order that the closing chain allows
ENTRIES = """\
- {date: 2024-03-01, type: start, by: 市水务局, text: 示例：启动。}
- {date: 2024-03-02, type: construe, by: 市整改办, changes: [{field: deadline.sustained, old: false, new: true}], text: 示例：长期坚持。}
- {date: 2024-06-30, type: progress, by: 东河区, text: 示例：完成2公里。, readings: [{target: 1, part: 1, value: 2}], pace: on_pace}
- {date: 2024-12-20, type: achieve, by: 东河区, measure: 1, milestone: 1}
- {date: 2025-03-01, type: supervise, by: 市整改办, level: letter, text: 示例：督办。}
- {date: 2025-04-01, type: account, by: 市整改办, text: 示例：追责。}
- {date: 2025-05-01, type: amend, by: 市整改办, changes: [{field: title, old: 再生水管网建设滞后, new: 再生水管网建设}], approval: 示例〔2025〕1号}
- {date: 2025-06-01, type: extend, by: 市整改办, due: 2026-06-30, approval: 示例〔2025〕2号, asked: 2025-05-20, text: 示例：工期顺延。}
- {date: 2025-07-01, type: assign, by: 市水务局, measure: 2, units: [九原区], due: 2025-12-31}
- {date: 2025-08-01, type: promise, by: 九原区, until: 2025-12-31, measure: 2, where: 示例调度会}
- {date: 2025-09-01, type: inspect, by: 市整改办, result: finding, text: 示例：进度偏慢。}
- {date: 2025-10-01, type: progress, by: 九原区, text: 示例：记错的进展。}
- {date: 2025-10-02, type: void, by: 九原区, entry: "REF", text: 示例：上一条记错。}
- {date: 2025-12-20, type: achieve, by: 市水务局, measure: 2, for: [九原区]}
- {date: 2025-12-25, type: progress, by: 市水务局, text: 示例：全部建成。, readings: [{target: 1, value: 12}, {target: 1, part: 1, value: 5}, {target: 1, part: 2, value: 7}]}
- {date: 2026-01-10, type: complete, by: 市水务局, text: 示例：全部完成。, evidence: [{path: evidence/01/report.txt, sha256: SUM, title: 示例：自查报告}]}
- {date: 2026-01-20, type: reject, by: 市水务局, text: 示例：资料不全。}
- {date: 2026-02-10, type: complete, by: 市水务局, text: 示例：补正。, similar: 示例：排查同类问题。, mechanism: 示例：建立制度。, evidence: [{url: "https://example.gov.cn/report"}]}
- {date: 2026-02-20, type: accept, by: 市水务局, text: 示例：通过验收。}
- {date: 2026-02-21, type: publicize, by: 市水务局, since: 2026-02-21, until: 2026-03-10, where: 示例网站}
- {date: 2026-02-25, type: object, by: 市整改办, text: 示例：有异议。}
- {date: 2026-03-05, type: answer, by: 市整改办, objection: 21, result: dismissed, text: 示例：已答复。}
- {date: 2026-03-12, type: close, by: 市整改办, text: 示例：销号。}
- {date: 2026-06-01, type: review, by: 市水务局, result: holds}
- {date: 2026-06-20, type: reopen, by: 市整改办, due: 2026-12-31, text: 示例：反弹。}
- {date: 2026-07-20, type: withdraw, by: 市整改办, approval: 示例〔2026〕3号, into: "02"}
"""
REPORT = "示例：自查报告的内容。\n".encode()


def tree_of(folder: Path) -> Tree:
    """The files of a ledger that the check reads."""
    found = {}
    for path in sorted((folder / "data").rglob("*")):
        if path.is_file() and "evidence" not in path.parts:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def ref(line: str) -> str:
    """The reference of an entry as it is written in a file."""
    document, _ = parse(f"entries:\n{line}\n".encode(), "entries")
    if document is None:
        raise SystemExit(f"not an entry: {line}")
    return ref_of(READER.validate_python(document.value["entries"])[0])


def ledgers() -> dict[str, Tree]:
    """The sound ledgers that faults are put in."""
    base = tree_of(ROOT / "tests/cases/check/base")
    wrong = next(line for line in ENTRIES.split("\n") if "记错的进展" in line)
    entries = ENTRIES.replace("SUM", hashlib.sha256(REPORT).hexdigest()).replace("REF", ref(wrong)).encode()
    path = "data/issues/01.yaml"
    whole = base | {path: base[path] + entries}
    return {"shipped": tree_of(ROOT), "base": base, "entries": whole, "books": with_books(base)}


def check(tree: Tree) -> list[Diagnostic]:
    """The real check."""
    return check_tree(tree, {"evidence/01/report.txt": hashlib.sha256(REPORT).hexdigest()}).diagnostics


# -- putting faults in ---------------------------------------------------------------------------------------


class Faults:
    """Makes mutants of one ledger."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.texts = {path: data.decode() for path, data in tree.items()}
        self.issues = [path for path in tree if path.startswith("data/issues/")]

    def put(
        self, kind: str, what: str, path: str, span: tuple[int, int], new: str, codes: str, *, line: int = 0
    ) -> Mutant:
        """Replace a stretch of a file; the fault is on the line where it begins, unless ``line`` says otherwise."""
        text = self.texts[path]
        changed = text[: span[0]] + new + text[span[1] :]
        at = line or text.count("\n", 0, span[0]) + 1
        return Mutant(kind, what, self.tree | {path: changed.encode()}, frozenset(codes.split()), path, at)

    def each(self, pattern: str, paths: list[str] | None = None) -> Iterator[tuple[str, re.Match[str]]]:
        """All places that a pattern matches in the issue files."""
        for path in paths or self.issues:
            for match in re.finditer(pattern, self.texts[path], re.MULTILINE):
                yield path, match

    def all(self) -> Iterator[Mutant]:
        """Every mutant of this ledger."""
        for family in (
            self.drop,
            self.double,
            self.misspell,
            self.shift,
            self.swap,
            self.corrupt,
            self.tamper,
            self.record,
        ):
            yield from family()

    def drop(self) -> Iterator[Mutant]:
        """Something that must be there is taken away."""
        for path in self.issues:
            yield Mutant(
                "drop",
                "issue",
                {k: v for k, v in self.tree.items() if k != path},
                frozenset({"L502"}),
                PLAN,
                1,
            )
        for key in ("number", "title", "goal"):
            for path, m in self.each(rf"^{key}: .*\n"):
                yield self.put("drop", key, path, m.span(), "", "L202", line=2)
        for path, m in self.each(r"^  due: .*\n(?=  immediate)"):
            above = self.texts[path].count("\n", 0, m.start())
            yield self.put("drop", "due", path, m.span(), "", "L202", line=above)
        for path, m in self.each(r"^  support: \[[^\],]+(, )"):
            start = m.end() - len(m[1])
            first = self.texts[path].index("[", m.start()) + 1
            yield self.put("drop", "unit", path, (first, start + 2), "", "L408")
        for path, m in self.each(
            r"^- number: .*\n  text: .*\n(?:  milestones:\n(?:  - .*\n)+)?"
            r"(?:  (?:by|immediate): .*\n)*(?:  recurring:\n(?:  - .*\n)+)?(?=entries:|targets:|others:)"
        ):
            first = self.texts[path].index("measures:\n") + len("measures:\n")
            if m.start() == first:
                continue
            line = self.texts[path].count("\n", 0, first) + 1
            yield self.put("drop", "measure", path, m.span(), "", "L501", line=line)
        for path, m in self.each(r"^  milestones:\n  - .*\n(?!  - )"):
            item = self.texts[path].rindex("- number:", 0, m.start())
            yield self.put(
                "drop",
                "milestone",
                path,
                m.span(),
                "",
                "L412",
                line=self.texts[path].count("\n", 0, item) + 1,
            )
        for pattern, what, code in (
            (r"^  by: \[.*\n", "executors", "L415"),
            (r"^  recurring:\n(?:  - .*\n)+", "recurring duty", "L416"),
        ):
            for path, m in self.each(pattern):
                item = self.texts[path].rindex("- number:", 0, m.start())
                line = self.texts[path].count("\n", 0, item) + 1
                yield self.put("drop", what, path, m.span(), "", code, line=line)
        for path, m in self.each(r"^milestones:\n- .*\n(?!- )"):
            yield self.put("drop", "milestone of the goal", path, m.span(), "", "L412", line=2)
        for path, m in self.each(r"^  measure: .*\n"):
            name = self.texts[path].rindex("- name:", 0, m.start())
            line = self.texts[path].count("\n", 0, name) + 1
            yield self.put("drop", "place of a target", path, m.span(), "", "L410 L414", line=line)
        for path, m in self.each(r"^  - \{name: .*\n"):
            value = self.texts[path].rindex("\n  value:", 0, m.start()) + 1
            yield self.put(
                "drop", "part", path, m.span(), "", "L407", line=self.texts[path].count("\n", 0, value) + 1
            )

    def double(self) -> Iterator[Mutant]:
        """Something is there twice."""
        for key in ("number", "title", "goal", "section"):
            for path, m in self.each(rf"^{key}: .*\n"):
                yield self.put("double", f"key {key}", path, (m.end(), m.end()), m[0], "L108")
        for path in self.issues:
            copy = path.replace(".yaml", "-copy.yaml")
            yield Mutant("double", "issue", self.tree | {copy: self.tree[path]}, frozenset({"L304"}), copy, 2)
        for path, m in self.each(r"^number: (.*)$"):
            others = [p for p in self.issues if p < path]
            if others:
                taken = re.search(r"^number: (.*)$", self.texts[others[0]], re.MULTILINE)
                if taken is not None:
                    yield self.put("double", "number", path, m.span(1), taken[1], "L309")
        for pattern in (r"^ *- \{text: .*, due: .*\}\n", r"^- name: .*\n(?:  .*\n)+?(?=- name:|entries:)"):
            for path, m in self.each(pattern):
                yield self.put("double", "milestone or target", path, (m.end(), m.end()), m[0], "L414")
        for path, m in self.each(r"^  lead: \[([^\],]+)"):
            yield self.put("double", "unit", path, (m.end(), m.end()), f", {m[1]}", "L408")

    def misspell(self) -> Iterator[Mutant]:
        """One character is another."""
        for path, m in self.each(r"^  (?:lead|support|units|by): \[(.+)\]$"):
            offset = m.start(1)
            for name in m[1].split(", "):
                yield self.put("misspell", "unit", path, (offset + 1, offset + 2), "囗", "L301")
                offset += len(name) + 2
        for path, m in self.each(r"^  bodies: \{([^:]+):"):
            yield self.put("misspell", "unit of bodies", path, (m.end(1) - 1, m.end(1)), "囗", "L301")
        for key in ("goal", "title", "deadline", "measures", "acceptance"):
            for path, m in self.each(rf"^({key}):"):
                yield self.put("misspell", "field", path, m.span(1), key[0] + key[1:][::-1], "L201")
        for path, m in self.each(r"^section: (.+)$"):
            yield self.put("misspell", "section", path, m.span(1), "九", "L302")
        for path, m in self.each(r'^  compare: "(.=)"'):
            yield self.put("misspell", "choice", path, m.span(1), "=>", "L209")
        for path, m in self.each(r"(?:by|type): ([^,\n}\[]+)"):
            codes = "L301" if m[0].startswith("by") else "L209"
            yield self.put("misspell", m[0].partition(":")[0], path, (m.end(1) - 1, m.end(1)), "囗", codes)

    def shift(self) -> Iterator[Mutant]:
        """A date is another."""
        day = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
        for pattern, what, codes in (
            (rf"^  due: {day}\n  immediate", "deadline", "L401"),
            (rf"^ *- \{{text: .*, due: {day}\}}$", "milestone", "L404"),
            (rf"^  due: {day}\n(?!  immediate)", "target", "L410"),
        ):
            for path, m in self.each(pattern):
                was = date.fromisoformat(m[1])
                for days in (-365, -30, -1, 1, 31, 366):
                    new = (was + timedelta(days=days)).isoformat()
                    yield self.put("shift", f"{what} by {days} days", path, m.span(1), new, codes)

    def swap(self) -> Iterator[Mutant]:
        """Two neighbours have changed places."""
        pair = re.compile("([\u4e00-\u9fff])([\u4e00-\u9fff])")
        for path, m in self.each(r"^(?:goal|title|  text|  [^ \-:]{8,})(?:: )?(.*)$"):
            start = m.start(1) if m[1] else m.start()
            texts = [p for p in pair.finditer(self.texts[path], start, m.end()) if p[1] != p[2]]
            official = self.texts[path].rfind("\n", 0, m.start())
            recorded = m.start() > self.texts[path].index("\nentries:")  # what a record says is for people
            if (
                self.texts[path][official - 12 : official].endswith("responsibility:")
                or not texts
                or recorded
            ):
                continue
            p = texts[len(texts) // 2]
            yield self.put("swap", "characters", path, p.span(), p[2] + p[1], "L501 L406 L403")
        for path, m in self.each(r"^  lead: (\[.*\])\n  support: (\[.+\])$"):
            yield self.put(
                "swap", "lead and support", path, m.span(), f"  lead: {m[2]}\n  support: {m[1]}", "L408"
            )

    def corrupt(self) -> Iterator[Mutant]:
        """The bytes or the YAML are spoilt."""
        for path in self.issues:
            text, data = self.texts[path], self.tree[path]
            first = next(n for n, row in enumerate(text.split("\n"), 1) if not row.isascii())
            for what, new, code, line in (
                ("GB18030", text.encode("gb18030"), "L102", first),
                ("UTF-16", text.encode("utf-16"), "L102", 1),
                ("byte order mark", b"\xef\xbb\xbf" + data, "L103", 1),
                ("CRLF", data.replace(b"\n", b"\r\n"), "L104", 1),
                ("second document", data + b"---\nid: x\n", "L116", text.count("\n") + 1),
            ):
                yield Mutant("corrupt", what, self.tree | {path: new}, frozenset({code}), path, line)
        at = {"title": r"^title: ()", "goal": r"^goal: ()"}
        null = {"title": "L203", "goal": "L512"}  # what a plan need not state may be null, and is named
        for key, pattern in at.items():
            for path, m in self.each(pattern):
                value = self.texts[path][m.end() : self.texts[path].index("\n", m.end())]
                whole = (m.end(), m.end() + len(value))
                for what, spoilt, codes in (
                    ("bidi", f"\u202e{value}", "L106"),
                    ("zero width", f"{value[0]}\u200b{value[1:]}", "L106"),
                    ("escape code", f"{value}\x1b[31m", "L106"),
                    ("escaped bidi", f'"{value}\\u202e"', "L106"),
                    ("lone CR", f"{value[0]}\r{value[1:]}", "L105"),
                    ("unclosed quote", f'"{value}', "L101"),
                    ("text after quotes", f'"{value}" 等', "L101"),
                    ("tag", f"!!str {value}", "L114"),
                    ("anchor", f"&a {value}", "L113"),
                    ("alias", "*a", "L113 L101"),
                    ("ambiguous no", "no", "L204"),
                    ("ambiguous 017", "017", "L204"),
                    ("ambiguous 12:30", "12:30", "L204"),
                    ("ambiguous 1_000", "1_000", "L204"),
                    ("ambiguous 7.10", "7.10", "L204"),
                    ("ambiguous date", "2024-02-30", "L204"),
                    ("null", "~", null[key]),
                    ("empty", '""', "L211"),
                    ("list", "[甲, 乙]", "L203"),
                ):
                    yield self.put("corrupt", what, path, whole, spoilt, codes)
                yield self.put(
                    "corrupt", "full-width colon", path, (m.start() + len(key), m.end()), "：", "L121"
                )
                yield self.put("corrupt", "merge key", path, (m.start(), m.start()), "<<: {}\n", "L113")
                marks = f"<<<<<<< HEAD\n{key}: 甲\n=======\n{key}: 乙\n>>>>>>> b\n"
                yield self.put("corrupt", "conflict", path, (m.start(), m.start()), marks, "L107")
        for path, m in self.each(r"^id(: )"):
            yield self.put("corrupt", "full-width colon", path, m.span(1), "：", "L121")
        for path, m in self.each(r"^problem: \|-\n()  "):
            yield self.put(
                "corrupt", "conflict in text", path, (m.end(), m.end()), "<<<<<<< HEAD\n  ", "L107"
            )
        for path, m in self.each(r"^(  )units: "):
            yield self.put("corrupt", "tab", path, m.span(1), "\t", "L118")
        for path, m in self.each(r"^  units: \[(市?.*水.*?)[,\]]"):
            i = self.texts[path].index("水", m.start(1))
            yield self.put("corrupt", "look-alike", path, (i, i + 1), "\u2f54", "L312")
        for path, m in self.each(r"^  due: (20[0-9]{2})-"):
            wide = m[1].translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
            yield self.put("corrupt", "full-width digits", path, m.span(1), wide, "L205")
        for path, m in self.each(r"^  due: 20[0-9]{2}-([0-9]{2}-[0-9]{2})$"):
            yield self.put("corrupt", "impossible date", path, m.span(1), "02-30", "L206")
        for path, m in self.each(r"^  (?:immediate|sustained): (true|false)$"):
            yield self.put("corrupt", "flag", path, m.span(1), {"true": "yes", "false": "no"}[m[1]], "L208")

    def tamper(self) -> Iterator[Mutant]:
        """A value is another that looks as good."""
        for path, m in self.each(r"^  value: ([0-9.]+)$"):
            yield self.put("tamper", "target", path, m.span(1), str(float(m[1]) + 1), "L410 L407")
        for path, m in self.each(r", value: ([0-9.]+), measure"):
            yield self.put("tamper", "part", path, m.span(1), str(float(m[1]) + 1), "L410")
        for path, m in self.each(r"^  text: ([0-9])[0-9.]+.*\n  value:"):
            yield self.put("tamper", "words of a target", path, m.span(1), "", "L410 L406")
        for path, m in self.each(r'^  compare: "(.)="'):
            yield self.put("tamper", "comparison", path, m.span(1), "<" if m[1] == ">" else ">", "L410")
        for path, m in self.each(r"^  unit: (.+)$"):
            yield self.put("tamper", "unit of measure", path, m.span(1), "亩", "L410")
        for path, m in self.each(r"^  (?:immediate|sustained): (true|false)$"):
            yield self.put(
                "tamper", "flag", path, m.span(1), {"true": "false", "false": "true"}[m[1]], "L401 L416"
            )
        for path, m in self.each(r'^id: "(.*)"'):
            yield self.put("tamper", "id", path, m.span(1), "99", "L303")
        for path, m in self.each(r"^- number: （(.)）$"):
            new = "九" if m[1] != "九" else "八"
            yield self.put("tamper", "measure number", path, m.span(1), new, "L409 L501")
        for path, m in self.each(r"[0-9]{4}年"):
            codes = "L501 L403 L404 L406"
            yield self.put("tamper", "year in a text", path, m.span(), "2031年", codes)
        for path, m in self.each(r"sha256: ([0-9a-f])", [PLAN]):
            yield self.put("tamper", "checksum", path, m.span(1), "0" if m[1] != "0" else "1", "L504")
        text = self.texts[PLAN]
        for path, m in self.each(r"(?:title: |^  )[\u4e00-\u9fff“（—]{0,3}([\u4e00-\u9fff])", [PLAN]):
            if m.start() < text.index("layout:") or m.start() > text.index("sections:"):
                yield self.put("tamper", "plan", path, m.span(1), "囗", "L505")
        line = text.count("\n", 0, text.index("source:")) + 1
        source = self.texts[SOURCE]
        for n in range(40):
            at = len(source) * n // 40
            if "\u4e00" <= source[at] <= "\u9fff":
                changed = self.tree | {SOURCE: (source[:at] + "囗" + source[at + 1 :]).encode()}
                yield Mutant("tamper", "source", changed, frozenset({"L504"}), PLAN, line)

    def record(self) -> Iterator[Mutant]:
        """An entry is wrong."""
        for pattern, new, codes, what in (
            (
                r"date: 2026-01-10, type: complete, by: (市水务局)",
                "九原区",
                "L601",
                "completed by a supporting unit",
            ),
            (r"date: 2024-03-01(, )type", ",\n  ", "L638", "a record over several lines"),
            (r"type: complete, by: (市水务局)", "东河区", "L601", "completed by a supporting unit"),
            (r"type: accept, by: (市水务局)", "市城市管理局", "L601", "accepted by another unit"),
            (r"type: reject, by: (市水务局)", "市整改办", "L601", "rejected by another unit"),
            (r"type: (account), by", "close", "L602", "cleared at once"),
            (r"type: (account), by", "reopen", "L602", "reopened before it was completed"),
            (r"type: (object), by", "accept", "L601", "accepted by the office"),
            (r"measure: 1, milestone: (1)", "2", "L603", "no such milestone"),
            (r"measure: (1), milestone: 1", "2", "L603", "no such milestone"),
            (r"entry: \"([0-9a-f]{8})\"", "0badc0de", "L604", "void of nothing"),
            (r"type: void, by: (九原区)", "东河区", "L601", "void by another unit"),
            (r"type: (extend), by: 市整改办, due", "extend, approvals: 1", "L201", "unknown field"),
            (r"type: supervise, by: (市整改办)", "市水务局", "L601", "supervised by a unit"),
            (r"type: close, by: (市整改办)", "市水务局", "L601", "cleared by a unit"),
            (r"date: (2026-03-12), type: close", "2026-03-10", "L607", "cleared during the notice"),
            (r"until: (2026-03-10), where", "2026-03-04", "L611", "notice too short"),
            (r"field: (title), old", "titel", "L624", "no such field"),
            (r"old: (再生水管网建设滞后)", "别的题目", "L624", "an old value that does not hold"),
            (r"field: deadline.sustained, old: (false)", "true", "L624", "an old value that does not hold"),
            (r"asked: (2025-05-20)", "2026-01-05", "L613", "extension asked late"),
            (r"units: \[(九原区)\]", "九原", "L301", "assigned to nobody"),
            (r"for: \[(九原区)\]", "东河区", "L619", "for a unit that has no share"),
            (r"by: (市水务局), measure: 2, for", "东河区", "L620", "recorded for another"),
            (r"measure: 2, units: \[九原区\], due: 2025-12-3(1)", "2", "L206", "impossible date"),
            (r"until: (2025-12-31), measure", "2025-07-31", "L606", "promised for a day that is gone"),
            (r"objection: (21)", "20", "L621", "answer to no objection"),
            (r"since: (2026-02-21), until", "2026-02-19", "L622", "notice before acceptance"),
            (r"into: \"(02)\"", "01", "L632", "merged into itself"),
            (r"measure: 2, units: \[九原区\], due: 202(5)", "9", "L633", "a share put off without approval"),
            (r"result: (finding)", "relapsed", "L602", "relapse of what was never completed"),
            (r"url: \"(https)://example.gov.cn/report", "javascript", "L625", "evidence that proves nothing"),
            (r"part: 1, value: (2)\}", "-2", "L627", "a reading below zero"),
            (r"date: (2024-06-30), type: progress", "2014-06-30", "L630", "years before the plan"),
            (r"target: (1), part", "4", "L605", "reading of nothing"),
            (r"part: (1), value", "3", "L605", "reading of nothing"),
            (r"sha256: ([0-9a-f])", "x", "L210", "malformed checksum"),
            (r"path: (evidence/01/report.txt)", "evidence/01/other.txt", "L310", "evidence is missing"),
            (r"value: (2)\}", "两", "L207", "reading is no number"),
            (r"level: (letter)", "督办函", "L209", "no such level"),
            (r"result: (holds)", "good", "L209", "no such result"),
            (r"pace: (on_pace)", "正常", "L209", "no such pace"),
            (r"until: 2026-03-(10)", "32", "L206", "impossible date"),
            (r"until: (2026-03-10)", "2026-02-10", "L606", "notice ends before it begins"),
            (
                r"type: extend, by: 市整改办, due: (2026-06-30)",
                "2025-06-30",
                "L606",
                "extended to an earlier day",
            ),
            (r"date: 2026-(02)-10", "13", "L206", "impossible date"),
            (r"since: (2026-02-21)", "二月", "L205", "no date"),
        ):
            for path, m in self.each(pattern):
                yield self.put("record", what, path, m.span(1), new, codes)
        for path, m in self.each(r"^- \{date: [0-9-]+, (type: [a-z]+, )(by: [^,}]+)"):
            yield self.put("record", "no unit", path, (m.end(1) - 2, m.end(2)), "", "L202")
            yield self.put("record", "no type", path, m.span(1), "", "L202")
            yield self.put("record", "unknown field", path, (m.end(2), m.end(2)), ", 备注: 无", "L201")
        for path, m in self.each(
            r"sha256: ([0-9a-f])", [p for p in self.issues if "evidence" in self.texts[p]]
        ):
            yield self.put("record", "evidence changed", path, m.span(1), "0" if m[1] != "0" else "1", "L311")


MOST = 20
"""Faults of one kind in one ledger: the rest of them differ in the place alone."""


def thinned(made: Iterable[Mutant]) -> Iterator[Mutant]:
    """At most :data:`MOST` of each kind, evenly from all over the ledger."""
    kinds: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in made:
        kinds.setdefault((mutant.kind, mutant.what), []).append(mutant)
    for group in kinds.values():
        yield from group if len(group) <= MOST else (group[len(group) * n // MOST] for n in range(MOST))


def mutants() -> Iterator[Mutant]:
    """All faulty ledgers, always the same ones."""
    trees = ledgers()
    for name in ("shipped", "base", "entries"):
        yield from thinned(Faults(trees[name]).all())
    yield from every(trees["books"], trees["entries"])


# -- judging the check ---------------------------------------------------------------------------------------


class Row(NamedTuple):
    """How a mutant fared."""

    mutant: Mutant
    caught: bool
    at_line: bool
    said: list[str]


def judge(mutant: Mutant, checker: Checker) -> Row:
    """Whether the fault was reported with the right code, and at its line."""
    found = checker(mutant.tree)
    right = [d for d in found if d.code in mutant.codes and d.path == mutant.path]
    at_line = any(d.span.line == mutant.line for d in right)
    return Row(mutant, bool(right), at_line, [f"{d.code} {d.path}:{d.span.line}" for d in found[:4]])


def table(rows: list[Row]) -> list[str]:
    """The result by kind, as Markdown."""
    made = Counter(row.mutant.kind for row in rows)
    caught = Counter(row.mutant.kind for row in rows if row.caught)
    at_line = Counter(row.mutant.kind for row in rows if row.at_line)
    kinds = Counter(kind for kind, _ in {(row.mutant.kind, row.mutant.what) for row in rows})
    out = ["| sort | kinds | faults | caught | at the right line |", "|---|---:|---:|---:|---:|"]
    out += [f"| {one} | {kinds[one]} | {made[one]} | {caught[one]} | {at_line[one]} |" for one in made]
    total = (sum(kinds.values()), len(rows), sum(caught.values()), sum(at_line.values()))
    out.append(f"| **all** | {' | '.join(map(str, total))} |")
    return out


def broken_checkers() -> dict[str, Checker]:
    """Checkers that a harness worth its name must see through."""
    return {
        "says nothing of meaning and texts": lambda tree: [
            d for d in check(tree) if not "L400" < d.code < "L600"
        ],
        "says nothing of the books": lambda tree: [
            d for d in check(tree) if d.path.startswith("data/issues/") or d.path in {PLAN, UNITS}
        ],
        "reports everything at line 1": lambda tree: [
            Diagnostic(d.code, d.path, args=d.args, field=d.field) for d in check(tree)
        ],
    }


PAGE = """\
# Mutation of data

`make mutate` puts one known fault at a time into four sound ledgers (the shipped one, a small one, the small one
with an entry of every type, and the small one with complaints, letters, a round, disclosures, a calendar and settled
findings) and asks `ledger check` for each: is it reported with the right code, in the right file, at the right line?
The line is worked out from the text of the fault, not by the program. At most 20 faults of a kind are put into a ledger.

`book` is a value that by itself is none, for every field of every type of record beside the issues; `hidden` is values
each of which could be right, which only their meaning or another value contradicts.

"""


def main() -> int:
    """Run, print the table, and say what was missed."""
    if "--canary" in sys.argv[1:]:
        some = list(mutants())[::17]
        missed = {n: sum(not judge(m, c).at_line for m in some) for n, c in broken_checkers().items()}
        for name, count in missed.items():
            print(f"a checker that {name}: {count} of {len(some)} faults missed")
        return 0 if all(count > len(some) // 20 for count in missed.values()) else 1
    sound = {name: check(tree) for name, tree in ledgers().items()}
    for name, found in sound.items():
        if found:
            print(f"the ledger {name!r} is not sound: {found[:3]}")
            return 1
    rows = [judge(mutant, check) for mutant in mutants()]
    lines = table(rows)
    print("\n".join(lines))
    if "--write" in sys.argv[1:]:
        DOCS.write_text(PAGE + "\n".join(lines) + "\n", "utf-8")
    missed_rows = [row for row in rows if not row.at_line]
    for row in missed_rows[:40]:
        m = row.mutant
        print(f"missed: {m.kind}, {m.what}: expected {sorted(m.codes)} at {m.path}:{m.line}, said {row.said}")
    return int(bool(missed_rows))


if __name__ == "__main__":
    sys.exit(main())
