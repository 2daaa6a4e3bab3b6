"""Faults of the books beside the issues (complaints, letters, rounds, disclosures, calendar, settled findings) and
of what two values say together; :mod:`mutate` puts them in and judges the check.

Every record of a book stands on one line, and so does what is wrong with it.  Faults are of two sorts: a value that
by itself is none (``SPOILT``, for every field of every type of record), and values each of which could be right
(``HIDDEN``), which only another value contradicts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ledger.model.entries import ref_of
from ledger.reading.yaml import parse

Tree = dict[str, bytes]


class Mutant(NamedTuple):
    """A ledger with one fault: what kind, where it must be reported, and with which of these codes."""

    kind: str
    what: str
    tree: Tree
    codes: frozenset[str]
    path: str
    line: int


NUMBER = "D3SX202505280018"
COMPLAINT = f"data/complaints/26/{NUMBER}.yaml"
OTHER = "data/complaints/27/X3SX202505290001.yaml"
LETTERS, ROUND = "data/letters.yaml", "data/rounds/2025-01.yaml"
DISCLOSED, CALENDAR, SETTLED = "data/disclosures.yaml", "data/calendar.yaml", "data/settled.yaml"
FIRST, SECOND, UNITS, PLAN = (
    "data/issues/01.yaml",
    "data/issues/02.yaml",
    "data/units.yaml",
    "data/plan.yaml",
)
SHA = "ab" * 32
WEB = 'evidence: [{url: "https://example.gov.cn/1", title: 示例照片}]'

# one record of every type, each where the one before it allows it
COMPLAINT_TEXT = f"""\
records:
- {{date: 2025-05-29, type: receive, by: 市整改办, channel: phone, key: true, area: 东河区, place: 示例工地, kinds: [noise, air], units: [东河区], due: 2025-06-05, task: "01", text: 示例：夜间施工噪声。}}
- {{date: 2025-05-30, type: correct, by: 市整改办, channel: phone, area: 九原区, place: 示例路, kinds: [noise], units: [东河区, 九原区], due: 2025-06-10, task: "02", text: 示例：改派。}}
- {{date: 2025-06-01, type: handle, by: 东河区, text: 示例：查看现场。, ordered: 1, cases: 0, fine: 0, criminal: 0, detained: 0, talked: 1, accountable: 0}}
- {{date: 2025-06-02, type: handle, by: 九原区, text: 示例：记错的办理。}}
- {{date: 2025-06-03, type: void, by: 九原区, entry: "REF", text: 示例：上一条记错。}}
- {{date: 2025-06-04, type: stage, by: 东河区, verdict: partly, text: 示例：已停工。, due: 2025-07-01, {WEB}}}
- {{date: 2025-06-20, type: finish, by: 东河区, verdict: confirmed, text: 示例：已办结。, {WEB}}}
- {{date: 2025-06-25, type: check, by: 市水务局, outcome: fails, text: 示例：反弹。, due: 2025-07-20, {WEB}}}
- {{date: 2025-07-10, type: finish, by: 东河区, verdict: partly, text: 示例：再次办结。, {WEB}}}
- {{date: 2025-07-12, type: return, by: 市整改办, text: 示例：群众不满意。, due: 2025-08-01}}
- {{date: 2025-07-20, type: finish, by: 九原区, verdict: unfounded, text: 示例：已装隔声屏。, {WEB}}}
- {{date: 2025-07-25, type: disclose, by: 东河区, where: 示例网站}}
"""
OTHER_TEXT = f"""\
records:
- {{date: 2025-05-30, type: receive, by: 市整改办, channel: letter, area: 九原区, units: [九原区], due: 2025-06-10, text: 示例：扬尘。}}
- {{date: 2025-06-08, type: finish, by: 九原区, verdict: confirmed, text: 示例：已覆盖。, {WEB}}}
"""
LETTERS_TEXT = f"""\
letters:
- {{date: 2025-01-06, type: letter, by: 市整改办, number: 示例督办〔2025〕1号, level: letter, to: [东河区], issues: ["01"], demand: 示例：说明原因。, reply_by: 2025-01-20, {WEB}}}
- {{date: 2025-01-15, type: reply, by: 东河区, number: 示例督办〔2025〕1号, text: 示例：3月底前完成。, {WEB}}}
- {{date: 2025-02-06, type: letter, by: 市整改办, number: 示例督办〔2025〕2号, level: reminder, to: [九原区, 市水务局], issues: ["01", "02"], demand: 示例：报送进展。}}
- {{date: 2025-02-07, type: letter, by: 市整改办, number: 示例督办〔2025〕3号, level: letter, to: [九原区], issues: ["02"], demand: 示例：记错的函。}}
- {{date: 2025-02-08, type: void, by: 市整改办, number: 示例督办〔2025〕3号, entry: "REF", text: 示例：文号写错。, {WEB}}}
"""
ROUND_TEXT = f"""\
asked:
- {{date: 2025-01-02, due: 2025-01-10, units: [东河区, 九原区], revision: {"c" * 40}}}
- {{date: 2025-01-09, type: sent_back, unit: 东河区, why: [misfilled, doubtful], file: 示例.xlsx, sha256: {SHA}, rows: [{{key: 01/1, row: 9}}, {{key: 02/2, row: 12}}]}}
- {{date: 2025-01-09, type: sent_back, unit: 九原区, why: [empty], file: 示例二.xlsx, sha256: {SHA}}}
"""
DISCLOSED_TEXT = f"""\
disclosures:
- {{date: 2025-05-01, unit: 东河区, where: 示例网站, text: 示例：公开进展。, {WEB}}}
- {{date: 2025-06-01, unit: 九原区, where: 示例报纸}}
"""
CALENDAR_TEXT = "workdays: [2025-09-28]\nholidays: [2025-09-29]\n"
SETTLED_TEXT = f"""\
settled:
- {{date: 2025-06-01, code: L703, commit: {"d" * 40}, file: data/issues/01.yaml, text: 示例：更正错字。, approval: 示例〔2025〕4号}}
"""


def _with_ref(text: str, key: str, wrong: str) -> str:
    """A book whose void names the record that it takes back."""
    from ledger.model.complaint import ComplaintFile
    from ledger.model.letter import LettersFile

    line = next(row for row in text.split("\n") if wrong in row)
    document, _ = parse(f"{key}:\n{line}\n".encode(), key)
    if document is None:
        raise SystemExit(f"not a record: {line}")
    if key == "records":
        return text.replace("REF", ref_of((ComplaintFile.model_validate(document.value).records or ())[0]))
    return text.replace("REF", ref_of((LettersFile.model_validate(document.value).letters or ())[0]))


def with_books(base: Tree) -> Tree:
    """A sound ledger that has every book, with a record of every type in it."""
    texts = {
        COMPLAINT: _with_ref(COMPLAINT_TEXT, "records", "记错的办理"),
        OTHER: OTHER_TEXT,
        LETTERS: _with_ref(LETTERS_TEXT, "letters", "记错的函"),
        ROUND: ROUND_TEXT,
        DISCLOSED: DISCLOSED_TEXT,
        CALENDAR: CALENDAR_TEXT,
        SETTLED: SETTLED_TEXT,
    }
    return base | {path: text.encode() for path, text in texts.items()}


# -- a value that is none ------------------------------------------------------------------------------------

LONG = "长" * 20_001
_DAY = (
    ("slashes", "2025/05/28", "L205"),
    ("no such day", "2025-02-30", "L206"),
    ("far off", "3025-05-28", "L639"),
)
_WORDS = (
    ("empty", '""', "L211"),
    ("blanks", '"　 "', "L211"),
    ("too long", LONG, "L680"),
    ("reads as a flag", "no", "L204"),
)
_CHOICE = (("no such choice", "示例", "L209"),)
_UNIT = (("misspelt", "东河囗", "L301"), ("too long", LONG, "L680"))
_UNITS = (("misspelt", "[东河囗]", "L301"), ("no list", "东河区", "L203"), ("none", "[]", "L211 L212"))
_COUNT = (("words", "两", "L207 L212"), ("below zero", "-1", "L212"), ("endless", "9" * 16, "L213 L212"))
SPOILT: dict[str, tuple[tuple[str, str, str], ...]] = {
    **dict.fromkeys(("date", "due", "reply_by", "until", "since", "asked"), _DAY),
    **dict.fromkeys(("text", "where", "place", "demand", "number", "approval", "file"), _WORDS),
    **dict.fromkeys(("channel", "verdict", "outcome", "level", "type", "pace", "result"), _CHOICE),
    **dict.fromkeys(("by", "unit", "area"), _UNIT),
    **dict.fromkeys(("units", "to"), _UNITS),
    **dict.fromkeys(("ordered", "cases", "criminal", "detained", "talked", "accountable", "fine"), _COUNT),
    "kinds": (("no such choice", "[示例]", "L209"),),
    "why": (("no such choice", "[示例]", "L209"), ("none", "[]", "L211 L212")),
    "key": (("a word", "是", "L208"),),
    "task": (("malformed", "任务一", "L210"),),
    "issues": (("malformed", "[任务一]", "L210"),),
    "entry": (("malformed", "第一条", "L210"),),
    "sha256": (("malformed", "ab", "L210"),),
    "revision": (("malformed", "ab", "L210"),),
    "commit": (("malformed", "ab", "L210"),),
    "code": (("malformed", "L101", "L210"),),
}
"""By the name of a field: what is wrong with it, what is written instead, and one of the codes it must be told by."""

EXCEPT = {("correct", "units", "none"), ("settled", "date", "far off")}
"""What is no fault: a correction that gives the complaint to nobody else; a settlement, whose days only the audit reads."""

OPTIONAL = frozenset(
    [
        "channel",
        "key",
        "place",
        "kinds",
        "due",
        "task",
        "verdict",
        "evidence",
        "issues",
        "reply_by",
        "revision",
        "rows",
        "file",
        "ordered",
        "cases",
        "fine",
        "criminal",
        "detained",
        "talked",
        "accountable",
        "measure",
        "milestone",
        "for",
        "readings",
        "pace",
        "similar",
        "mechanism",
        "asked",
        "entry",
        "since",
        "until",
        "days",
        "where",
        "result",
        "text",
        "level",
        "into",
        "approval",
        "measures",
        "units",
        "objection",
        "round",
        "source",
        "area",
    ]
)
"""Fields that some type of record may do without; leaving one of these out is no fault by itself."""

NEEDED = frozenset(
    [
        "receive.text",
        "receive.area",
        "receive.units",
        "correct.text",
        "handle.text",
        "stage.text",
        "finish.text",
        "return.text",
        "disclose.where",
        "void.entry",
        "void.text",
        "reply.text",
        "asked.due",
        "asked.units",
        "sent_back.file",
        "settled.text",
        "settled.approval",
        "disclosed.where",
    ]
)
"""What a type of record cannot do without, although another can."""

FIELD = re.compile(r"(?:(?<=\{)|(?<=, ))([a-z_0-9]+): (\[(?:[^\[\]]|\[[^\]]*\])*\]|\"[^\"]*\"|[^,}\]]+)")
BOOKS = (COMPLAINT, LETTERS, ROUND, DISCLOSED, SETTLED)
SORTS = {ROUND: "asked", DISCLOSED: "disclosed", SETTLED: "settled"}


def _top(line: str) -> Iterator[re.Match[str]]:
    """The fields of a record, without those of what is inside it."""
    end = 0
    for match in FIELD.finditer(line):
        if match.start() >= end:
            end = match.end()
            yield match


def spoilt(tree: Tree) -> Iterator[Mutant]:
    """Each field of each type of record once: a value that is none, or nothing; a field that nobody knows."""
    done: set[tuple[str, str]] = set()
    for path in BOOKS:
        lines = tree[path].decode().split("\n")
        for n, line in enumerate(lines):
            if not line.startswith("- {"):
                continue
            said = re.search(r"type: ([a-z_]+)", line)
            sort = said[1] if said else SORTS[path]
            for m in _top(line):
                name = f"{path.split('/')[1].removesuffix('.yaml')} {sort}.{m[1]}"
                if (path, name) in done:
                    continue
                done.add((path, name))
                for what, new, codes in SPOILT.get(m[1], ()):
                    if (sort, m[1], what) in EXCEPT or (m[1] == "area" and what == "misspelt"):
                        continue  # a complaint may be about a place that is in no table of units
                    yield _line(
                        tree,
                        path,
                        lines,
                        n,
                        line[: m.start(2)] + new + line[m.end(2) :],
                        f"{name} {what}",
                        codes,
                    )
                if m[1] not in OPTIONAL or f"{sort}.{m[1]}" in NEEDED:
                    gone = (
                        (line[: m.start()] + line[m.end() :])
                        .replace("{, ", "{")
                        .replace(", , ", ", ")
                        .replace(", }", "}")
                    )
                    if not (sort == "sent_back" and m[1] == "type"):
                        yield _line(tree, path, lines, n, gone, f"{name} left out", "L202")
                twice = line[:-1] + f", {m[0]}}}"
                yield _line(tree, path, lines, n, twice, f"{name} given twice", "L108")
            if (path, sort) not in done:
                done.add((path, sort))
                yield _line(
                    tree, path, lines, n, line[:-1] + ", 备注: 无}", f"{sort} with an unknown field", "L201"
                )


def _line(tree: Tree, path: str, lines: list[str], n: int, new: str, what: str, codes: str) -> Mutant:
    changed = "\n".join((*lines[:n], new, *lines[n + 1 :])).encode()
    return Mutant("book", what, tree | {path: changed}, frozenset(codes.split()), path, n + 1)


# -- values that could be right ------------------------------------------------------------------------------


class Hidden(NamedTuple):
    """A fault that only meaning shows: what, its codes, the file, what is replaced by what, and on the line of
    which words it must be told (those that replace, where nothing is given)."""

    what: str
    codes: str
    path: str
    old: str
    new: str
    at: str = ""


RECEIVE = "date: 2025-05-29, type: receive, by: 市整改办"
HANDLE = "date: 2025-06-01, type: handle, by: 东河区"
VOID = "date: 2025-06-03, type: void, by: 九原区"
STAGE = "date: 2025-06-04, type: stage, by: 东河区"
FINISH = "date: 2025-06-20, type: finish, by: 东河区"
CHECK = "date: 2025-06-25, type: check, by: 市水务局"
RETURN = "date: 2025-07-12, type: return, by: 市整改办"
LAST = "date: 2025-07-20, type: finish, by: 九原区"
PUBLISH = "date: 2025-07-25, type: disclose, by: 东河区"
CORRECT = "date: 2025-05-30, type: correct, by: 市整改办"
LETTER = "date: 2025-01-06, type: letter, by: 市整改办"
REPLY = "date: 2025-01-15, type: reply, by: 东河区"
TAKEN = "date: 2025-02-08, type: void, by: 市整改办"
ASKED = "date: 2025-01-02, due: 2025-01-10"
BACK = "date: 2025-01-09, type: sent_back, unit: 东河区"

HIDDEN: tuple[Hidden, ...] = (
    # who, of complaints
    Hidden("handed over by a unit", "L905", COMPLAINT, RECEIVE, RECEIVE.replace("市整改办", "东河区")),
    Hidden("corrected by a unit", "L905", COMPLAINT, CORRECT, CORRECT.replace("市整改办", "东河区")),
    Hidden("sent back by a unit", "L905", COMPLAINT, RETURN, RETURN.replace("市整改办", "东河区")),
    Hidden("handled by who has it not", "L906", COMPLAINT, HANDLE, HANDLE.replace("东河区", "市水务局")),
    Hidden(
        "finished in stages by who has it not", "L906", COMPLAINT, STAGE, STAGE.replace("东河区", "市水务局")
    ),
    Hidden("finished by who has it not", "L906", COMPLAINT, FINISH, FINISH.replace("东河区", "市水务局")),
    Hidden("disclosed by who has it not", "L906", COMPLAINT, PUBLISH, PUBLISH.replace("东河区", "市水务局")),
    Hidden(
        "finished by who was taken off it",
        "L906",
        COMPLAINT,
        "units: [东河区, 九原区], due: 2025-06-10",
        "units: [九原区], due: 2025-06-10",
        HANDLE,
    ),
    Hidden("taken back by another", "L911", COMPLAINT, VOID, VOID.replace("九原区", "东河区")),
    Hidden(
        "void of nothing", "L910", COMPLAINT, f"{VOID}, ", f"{VOID}, entry: 0badc0de, text: 示例：记错。}}\n#"
    ),
    # order, of complaints
    Hidden(
        "handled before it was handed over",
        "L903",
        COMPLAINT,
        HANDLE,
        HANDLE.replace("2025-06-01", "2025-05-28"),
    ),
    Hidden("finished a year early", "L903", COMPLAINT, FINISH, FINISH.replace("2025-06-20", "2024-06-20")),
    Hidden(
        "corrected before it was handed over",
        "L903",
        COMPLAINT,
        CORRECT,
        CORRECT.replace("2025-05-30", "2025-05-03"),
    ),
    Hidden(
        "handed over the year after",
        "L901 L903",
        COMPLAINT,
        RECEIVE,
        RECEIVE.replace("2025-05", "2026-05"),
        HANDLE,
    ),
    Hidden("handed over twice", "L902", COMPLAINT, CORRECT, "date: 2025-05-30, type: receive, by: 市整改办"),
    Hidden("not handed over", "L901", COMPLAINT, f"- {{{RECEIVE}", f"#- {{{RECEIVE}", HANDLE),
    Hidden(
        "checked before anything was done",
        "L908",
        COMPLAINT,
        CHECK,
        CHECK.replace("2025-06-25", "2025-06-02"),
    ),
    Hidden(
        "sent back before anything was done",
        "L908",
        COMPLAINT,
        RETURN,
        RETURN.replace("2025-07-12", "2025-06-03"),
    ),
    Hidden(
        "finished again without being opened",
        "L907",
        COMPLAINT,
        "outcome: fails",
        "outcome: holds",
        "示例：再次办结",
    ),
    Hidden(
        "handled after it was finished", "L907", COMPLAINT, HANDLE, HANDLE.replace("2025-06-01", "2025-06-21")
    ),
    Hidden(
        "finished in stages after it was finished",
        "L907",
        COMPLAINT,
        STAGE,
        STAGE.replace("2025-06-04", "2025-06-22"),
    ),
    Hidden("finished without a verdict", "L909", OTHER, "verdict: confirmed, ", "", "type: finish"),
    Hidden("finished without proof", "L915", COMPLAINT, f"示例：已办结。, {WEB}", "示例：已办结。"),
    Hidden(
        "a second finish without proof", "L915", COMPLAINT, f"示例：再次办结。, {WEB}", "示例：再次办结。"
    ),
    # two fields of a complaint, each plausible alone
    Hidden("due before it was handed over", "L904", COMPLAINT, "due: 2025-06-05", "due: 2025-05-05"),
    Hidden("corrected to a day that is gone", "L904", COMPLAINT, "due: 2025-06-10", "due: 2025-05-10"),
    Hidden("the rest due before the stage", "L904", COMPLAINT, "due: 2025-07-01", "due: 2025-06-01"),
    Hidden("done again before the check", "L904", COMPLAINT, "due: 2025-07-20", "due: 2025-06-20"),
    Hidden("done again before it went back", "L904", COMPLAINT, "due: 2025-08-01", "due: 2025-07-01"),
    Hidden(
        "number of a call, channel of a letter",
        "L914",
        COMPLAINT,
        "channel: phone, key",
        "channel: letter, key",
    ),
    Hidden("number of a letter, channel of a call", "L914", OTHER, "channel: letter", "channel: phone"),
    Hidden("number of a letter, channel of a visit", "L914", OTHER, "channel: letter", "channel: visit"),
    Hidden("number of a call, made online", "L914", COMPLAINT, "channel: phone, key", "channel: online, key"),
    Hidden("belongs to no task", "L912", COMPLAINT, 'task: "01"', 'task: "10"'),
    Hidden("corrected to no task", "L912", COMPLAINT, 'task: "02"', 'task: "20"'),
    Hidden(
        "a unit named twice for a complaint",
        "L321",
        COMPLAINT,
        "units: [东河区, 九原区]",
        "units: [东河区, 九原区, 东河区]",
    ),
    Hidden(
        "a sort of pollution named twice", "L321", COMPLAINT, "kinds: [noise, air]", "kinds: [noise, noise]"
    ),
    Hidden(
        "evidence of a finish that proves nothing",
        "L915",
        COMPLAINT,
        f"示例：已办结。, {WEB}",
        "示例：已办结。, evidence: [{title: 无}]",
    ),
    Hidden(
        "evidence of a check that proves nothing",
        "L654",
        COMPLAINT,
        f"示例：反弹。, due: 2025-07-20, {WEB}",
        "示例：反弹。, due: 2025-07-20, evidence: [{url: ftp://example.gov.cn/1}]",
    ),
    Hidden(
        "unfounded, and somebody was fined",
        "L916",
        COMPLAINT,
        "verdict: unfounded",
        "verdict: unfounded, fine: 2",
    ),
    Hidden(
        "unfounded, and somebody was detained",
        "L916",
        COMPLAINT,
        "verdict: unfounded",
        "verdict: unfounded, detained: 1",
    ),
    Hidden(
        "evidence of a complaint that is not there",
        "L310",
        COMPLAINT,
        f"示例：已办结。, {WEB}",
        f"示例：已办结。, evidence: [{{path: evidence/26/x.txt, sha256: {SHA}}}]",
    ),
    # letters
    Hidden("a number given twice", "L660", LETTERS, "2号, level", "1号, level"),
    Hidden("a reply to no letter", "L661", LETTERS, "1号, text", "11号, text"),
    Hidden("a reply by who was not asked", "L662", LETTERS, REPLY, REPLY.replace("东河区", "九原区")),
    Hidden(
        "a letter to another, the reply as it was", "L662", LETTERS, "to: [东河区]", "to: [九原区]", REPLY
    ),
    Hidden("a reply before the letter", "L663", LETTERS, REPLY, REPLY.replace("2025-01-15", "2025-01-05")),
    Hidden(
        "a letter after its reply", "L663", LETTERS, LETTER, LETTER.replace("2025-01-06", "2025-01-16"), REPLY
    ),
    Hidden(
        "a reply asked before the letter", "L664", LETTERS, "reply_by: 2025-01-20", "reply_by: 2025-01-02"
    ),
    Hidden("a reply asked the year before", "L664", LETTERS, "reply_by: 2025-01-20", "reply_by: 2024-01-20"),
    Hidden("a letter by a unit", "L665", LETTERS, LETTER, LETTER.replace("市整改办", "市水务局")),
    Hidden("a letter about no task", "L666", LETTERS, 'issues: ["01"]', 'issues: ["10"]'),
    Hidden("a letter of which one task is none", "L666", LETTERS, '["01", "02"]', '["01", "20"]'),
    Hidden("a void of no letter", "L667", LETTERS, "3号, entry", "2号, entry"),
    Hidden("a void of a letter by a unit", "L668", LETTERS, TAKEN, TAKEN.replace("市整改办", "九原区")),
    Hidden(
        "a reply to a letter taken back",
        "L669",
        LETTERS,
        "date: 2025-01-15, type: reply, by: 东河区, number: 示例督办〔2025〕1号",
        "date: 2025-02-09, type: reply, by: 九原区, number: 示例督办〔2025〕3号",
    ),
    Hidden("a unit written to twice", "L321", LETTERS, "[九原区, 市水务局]", "[九原区, 九原区]"),
    Hidden("a task named twice in a letter", "L321", LETTERS, '["01", "02"]', '["01", "01"]'),
    Hidden(
        "evidence of a reply that is not there",
        "L310",
        LETTERS,
        f"3月底前完成。, {WEB}",
        f"3月底前完成。, evidence: [{{path: evidence/01/x.txt, sha256: {SHA}}}]",
    ),
    Hidden(
        "evidence of a letter that proves nothing",
        "L654",
        LETTERS,
        f"3月底前完成。, {WEB}",
        "3月底前完成。, evidence: [{title: 无}]",
    ),
    Hidden(
        "evidence of a letter outside the ledger",
        "L654",
        LETTERS,
        f"3月底前完成。, {WEB}",
        f"3月底前完成。, evidence: [{{path: plan.yaml, sha256: {SHA}}}]",
    ),
    # rounds
    Hidden("due before it was asked", "L649", ROUND, "due: 2025-01-10", "due: 2024-01-10"),
    Hidden("asked after it is due", "L649", ROUND, ASKED, ASKED.replace("2025-01-02", "2025-01-20")),
    Hidden("a refused row of no task", "L670", ROUND, "key: 01/1", "key: 10/1"),
    Hidden("a second refused row of no task", "L670", ROUND, "key: 02/2", "key: 20/2"),
    Hidden("a refused row of no measure", "L670", ROUND, "key: 01/1", "key: 01/9"),
    Hidden("a refused row of no milestone", "L670", ROUND, "key: 01/1", "key: 01/1.7"),
    Hidden("a refused row of no milestone of the goal", "L670", ROUND, "key: 01/1", "key: 01/g7"),
    Hidden("a refused row of no target", "L670", ROUND, "key: 01/1", "key: 01/t7"),
    Hidden("a refused row of no part of a target", "L670", ROUND, "key: 01/1", "key: 01/t1.7"),
    Hidden("a malformed row", "L210", ROUND, "key: 01/1", "key: 一/1"),
    Hidden("row number nought", "L212", ROUND, "row: 9}", "row: 0}"),
    Hidden("a row named twice", "L321", ROUND, "key: 02/2", "key: 01/1"),
    Hidden(
        "a form sent back by who was not asked",
        "L648",
        ROUND,
        BACK,
        BACK.replace("unit: 东河区", "unit: 市水务局"),
    ),
    Hidden("a reason named twice", "L321", ROUND, "[misfilled, doubtful]", "[misfilled, misfilled]"),
    Hidden("a unit asked twice at once", "L321", ROUND, "units: [东河区, 九原区]", "units: [东河区, 东河区]"),
    # what was told the public
    Hidden("disclosed by a group", "L650", DISCLOSED, "unit: 东河区", "unit: 各区"),
    Hidden(
        "disclosed twice",
        "L652",
        DISCLOSED,
        "date: 2025-06-01, unit: 九原区, where: 示例报纸",
        f"date: 2025-05-01, unit: 东河区, where: 示例网站, text: 示例：公开进展。, {WEB}",
        "#2",
    ),
    Hidden("disclosed years before the plan", "L651", DISCLOSED, "date: 2025-05-01", "date: 2012-05-01"),
    Hidden("worked and off", "L320", CALENDAR, "2025-09-29", "2025-09-28"),
    Hidden("a day worked twice", "L321", CALENDAR, "[2025-09-28]", "[2025-09-28, 2025-09-28]"),
    Hidden("a day off in a far age", "L639", CALENDAR, "2025-09-29", "2925-09-29"),
    Hidden("a calendar of slashes", "L205", CALENDAR, "2025-09-28", "2025/9/28"),
    # the table of units, the plan
    Hidden("a group of nobody", "L211 L307 L212", UNITS, "members: [东河区, 九原区]", "members: []"),
    Hidden(
        "a group of a stranger", "L307 L301", UNITS, "members: [东河区, 九原区]", "members: [东河区, 九区]"
    ),
    Hidden("another name that is taken", "L306", UNITS, "aliases: [城管部门]", "aliases: [市水务局]"),
    Hidden("a kind that is none", "L209", UNITS, "kind: office", "kind: 办公室"),
    Hidden("a notice of no days", "L212", PLAN, "publicity_days: 10", "publicity_days: -1"),
    Hidden("a notice counted in no way", "L209", PLAN, "publicity_count: working", "publicity_count: 工作日"),
    Hidden("a section without a title", "L202", PLAN, ", title: 水环境治理还有差距", ""),
    Hidden("a plan issued far off", "L639", PLAN, "issued: null", "issued: 3025-01-01"),
    # entries: two fields that do not go together
    Hidden(
        "a figure read twice in one record",
        "L640",
        "E",
        "{target: 1, part: 2, value: 7}",
        "{target: 1, part: 1, value: 7}",
    ),
    Hidden(
        "a total that its parts do not make",
        "L653",
        "E",
        "{target: 1, value: 12}, {target: 1, part: 1, value: 5}",
        "{target: 1, value: 12}, {target: 1, part: 1, value: 4}",
    ),
    Hidden(
        "an inspection that sets a day without a relapse",
        "L656",
        "E",
        "result: finding, text: 示例：进度偏慢。",
        "result: finding, due: 2026-03-01, text: 示例：进度偏慢。",
    ),
    Hidden(
        "a review that opens measures without a relapse",
        "L656",
        "E",
        "by: 市水务局, result: holds",
        "by: 市水务局, measures: [1], result: holds",
    ),
    Hidden("asked for after it was granted", "L657", "E", "asked: 2025-05-20", "asked: 2025-06-20"),
    Hidden(
        "a notice longer than its days",
        "L612",
        "E",
        "until: 2026-03-10, where: 示例网站",
        "until: 2026-03-10, where: 示例网站, days: 30",
    ),
    Hidden(
        "measure and milestone of different tasks",
        "L603",
        "E",
        "measure: 1, milestone: 1",
        "measure: 2, milestone: 1",
    ),
    Hidden("an approval that names nothing", "L658", "E", "approval: 示例〔2025〕2号", "approval: 待补"),
    Hidden("a text too long", "L680", "E", "示例：督办。", LONG),
    Hidden("a place of notice too long", "L680", "E", "where: 示例网站", f"where: {LONG}"),
    Hidden("similar problems too long", "L680", "E", "similar: 示例：排查同类问题。", f"similar: {LONG}"),
    Hidden("a mechanism too long", "L680", "E", "mechanism: 示例：建立制度。", f"mechanism: {LONG}"),
    Hidden("an approval too long", "L680", "E", "approval: 示例〔2025〕2号", f"approval: {LONG}"),
    Hidden("a title of evidence too long", "L680", "E", "title: 示例：自查报告", f"title: {LONG}"),
    Hidden("a goal too long", "L680", FIRST, "goal: 2025年底前完成12公里再生水管网建设。", f"goal: {LONG}"),
    Hidden("a title too long", "L680", FIRST, "title: 再生水管网建设滞后", f"title: {LONG}"),
    Hidden("a name of a target too long", "L680", FIRST, "- name: 再生水管网建设", f"- name: {LONG}"),
    Hidden("a full name too long", "L680", UNITS, "name: 示例市水务局", f"name: {LONG}"),
)
"""In the order of the books; the file ``E`` is the issue that has an entry of every type."""


def hidden(tree: Tree, entries: Tree) -> Iterator[Mutant]:
    """Each fault of the table by itself."""
    for one in HIDDEN:
        whole, path = (entries, FIRST) if one.path == "E" else (tree, one.path)
        text = whole[path].decode()
        if text.count(one.old) != 1:
            raise SystemExit(f"{one.what}: {one.old!r} is there {text.count(one.old)} times")
        begin = text.index(one.old)
        changed = text.replace(one.old, one.new, 1)
        if one.at.startswith("#"):
            line = int(one.at[1:]) + 1
        else:
            line = changed.count("\n", 0, changed.index(one.at) if one.at else begin) + 1
        yield Mutant(
            "hidden", one.what, whole | {path: changed.encode()}, frozenset(one.codes.split()), path, line
        )


def every(tree: Tree, entries: Tree) -> Iterator[Mutant]:
    """All faults of the books."""
    yield from spoilt(tree)
    yield from hidden(tree, entries)
