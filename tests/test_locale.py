"""The catalogue: the same keys and gaps in both languages, every key used and every use there."""

import ast
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from cli_tools import REPO, clean_environment
from ledger.cli.app import COMMANDS
from ledger.forms.batch import RowState
from ledger.forms.columns import COLUMNS as FORM_COLUMNS
from ledger.forms.columns import RESULTS
from ledger.history.compare import KINDS
from ledger.history.settling import STATES
from ledger.judging.complaints import State as CaseState
from ledger.judging.counting import TIMED, Class, Level, Sustained
from ledger.judging.duties import State
from ledger.judging.owed import Basis, What
from ledger.judging.pace import Pace
from ledger.judging.promises import Kept
from ledger.judging.status import Kind, Standing
from ledger.locale import LANGUAGES, OWN, Words, choose
from ledger.locale.topics import TOPICS, topic_of
from ledger.model.change import is_field
from ledger.model.complaint import CHANNELS, POLLUTIONS, TYPES, VERDICTS, Outcome
from ledger.model.complaint import RESULTS as CASE_RESULTS
from ledger.model.course import Reason, Status
from ledger.model.entries import BY_TYPE
from ledger.model.entries.base import SHARED
from ledger.model.fields import fields_of
from ledger.model.plan import LEVELS, Need
from ledger.model.round import Why
from ledger.model.unit import UnitKind
from ledger.papers.kinds import FIELDS, NAMES
from ledger.papers.kinds import KINDS as PAPERS
from ledger.plans.complaints import DoubtKey
from ledger.reading.codes import Severity
from ledger.reading.schema import SHAPES
from ledger.rendering.cells import say
from ledger.reports import reconciling
from ledger.reports.complaints_stats import COUNTED as CASE_COUNTED
from ledger.reports.complaints_stats import GROUPINGS as CASE_GROUPINGS
from ledger.reports.counts import COUNTED, GROUPINGS
from ledger.reports.facts import COLUMNS
from ledger.reports.findings import all_codes
from ledger.reports.paths import field_message
from ledger.reports.rounds import Answer
from ledger.reports.site import CHANGES
from ledger.reports.tables import HEADS

SRC = REPO / "src" / "ledger"
CODES = all_codes()


def of_codes(language: str) -> dict[str, str]:
    """What the codes say in a language, by code and part."""
    return {
        f"{key}.{part}": text
        for key, code in CODES.items()
        for part, text in code.words[language]._asdict().items()
    }


def of_topics(language: str) -> dict[str, dict[str, str]]:
    """The texts of a language by topic."""
    folder = SRC / "locale" / language
    topics = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    return {topic: import_module(f"ledger.locale.{language}.{topic}").TEXTS for topic in topics}


def catalogue(language: str) -> dict[str, str]:
    """The texts of a language by key, without those of codes."""
    return {key: text for texts in of_topics(language).values() for key, text in texts.items()}


ZH: dict[str, str] = {**catalogue("zh"), **of_codes("zh")}
EN: dict[str, str] = {**catalogue("en"), **of_codes("en")}
TEXTS = {"zh": ZH, "en": EN}
MODULES = [path for path in sorted(SRC.rglob("*.py")) if path.relative_to(SRC).parts[0] != "locale"]


HELPED: dict[str, str] = COMMANDS | {
    "letter send": "letter:send",
    "letter reply": "letter:reply",
    "letter void": "letter:void",
    **{f"complaints {name}": f"complaints:{name}" for name in ("list", "show", "stats", "overdue", "public")},
    "complaints record": "complaint_record",
    "complaints import": "complaint_import",
}
"""Every command that has a help, and the key of what it says first."""


PARTS = {
    "error.prefix",
    "colon",
    "list.join",
    "list.semicolon",
    "help.usage",
    "doctor.good",
    "doctor.note",
    "doctor.bad",
    "doctor.absent",
}
"""Texts that are put before or between others, so that a blank at their end belongs to them."""


MEASURE_WORDS = {"word"}
"""Gaps that English may leave out, because it counts without measure words (8 项, 8)."""

LABELLED = {
    *("item.measure", "part.measure", "complaint.result.fine"),
    *("progress.title", "progress.title_unit", "register.title"),
}
"""Texts that name a measure by its label in the plan (（二）), in English by its number; a sum, which is 万元 in
Chinese and yuan in English; and titles, which have the plan's name without its last word (方案) in Chinese only."""


def gaps(text: str) -> set[str]:
    """The names of the gaps in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# --- the two languages ---------------------------------------------------------------------------


def test_both_languages_have_the_same_keys() -> None:
    """No key is missing on either side."""
    assert set(ZH) == set(EN)
    assert len(ZH) > 300


@pytest.mark.parametrize("language", OWN)
def test_no_key_is_given_twice(language: str) -> None:
    """A key that is given twice would hide the first text."""
    for path in (SRC / "locale" / language).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Dict):
                keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
                assert len(set(keys)) == len(keys), path


@pytest.mark.parametrize("language", OWN)
def test_every_topic_holds_its_own_keys(language: str) -> None:
    """A key stands where it is looked for; the two languages have the same topics."""
    for topic, texts in of_topics(language).items():
        assert {key for key in texts if topic_of(key) != topic} == set(), topic
    assert set(of_topics(language)) == set(TOPICS) - {"codes"}
    assert {topic_of(key) for key in ZH} == set(TOPICS)


@pytest.mark.parametrize("language", OWN)
def test_forms_are_as_many_as_the_language_has(language: str) -> None:
    """A gap with forms has one for each that the language tells apart."""
    most = 1 + max(Words(language).form(count) for count in range(200))
    for key, text in TEXTS[language].items():
        for _, _, spec, _ in Formatter().parse(text):
            assert "|" not in (spec or "") or len((spec or "").split("|")) == most, key


_COUNTED = re.compile(
    r"\{(?:count|tasks|commits|rows|tables|views|files|days|total|done|units)\} "
    r"(?:tasks|units|commits|files|rows|tables|views|days|problems|records|entries|places|forms|letters)\b"
)
"""A number that may be one, before a noun that is always plural; a bound such as ``{most}`` never is one."""


def test_english_says_one_of_a_thing() -> None:
    """``1 tasks`` is never said: a noun behind a count has its two forms."""
    plural = {key for key, text in EN.items() if _COUNTED.search(text)}
    assert plural == {"site.shown"}  # filled in by the page


def test_both_languages_have_the_same_gaps() -> None:
    """A text takes the same arguments in both languages."""
    differing = {key for key in ZH if gaps(ZH[key]) - MEASURE_WORDS != gaps(EN[key]) - MEASURE_WORDS}
    assert differing == LABELLED
    assert {key for key in ZH if "word" in gaps(EN[key]) - gaps(ZH[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean(language: str) -> None:
    """No text is empty, has blanks at its end, or a line break."""
    for key, text in TEXTS[language].items():
        assert text.strip(), key
        assert text == text.rstrip() or key in PARTS, key
        assert "\n" not in text, key


def test_english_has_no_chinese_words() -> None:
    """English texts hold Chinese only where they name what the plan says."""
    named = {"立行立改", "各旗县区", "一", "题目", "责任单位", "整改时限", "牵头"}
    for key, text in EN.items():
        assert set(re.findall("[\u4e00-\u9fff]+", text)) <= named, key


def test_chinese_sentences_end_alike() -> None:
    """A hint is a sentence in both languages."""
    for key, text in ZH.items():
        if re.fullmatch(r"L[0-9]+\.hint", key):
            assert text.endswith("。"), key
            assert EN[key].endswith((".", '".')), key


# --- codes ---------------------------------------------------------------------------------------


def test_words_of_codes_are_with_the_codes() -> None:
    """The catalogue holds no text of a code."""
    assert not [key for key in (*catalogue("zh"), *catalogue("en")) if re.match("L[0-9]", key)]


@cache
def given() -> set[str]:
    """The codes and the names of arguments that are written in the source, besides the declarations of codes."""
    found: set[str] = set()

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Code":
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
        for child in ast.iter_child_nodes(node):
            look(child)

    for _, tree in trees():
        look(tree)
    return found


def test_gaps_of_codes_are_given() -> None:
    """What fills the gaps of a code is named somewhere where findings are made."""
    missing = {
        (code, name)
        for code in CODES
        for name in gaps(ZH[f"{code}.hint"]) | gaps(ZH[f"{code}.message"])
        if name not in given()
    }
    assert missing == set()


def test_codes_are_used() -> None:
    """Every code that is declared is given by some module."""
    assert {code for code in CODES if code not in given()} == set()


# --- uses ----------------------------------------------------------------------------------------

SPOKEN = {"words", "say", "_say", "Message", "CommandError"}
FIRST = {key.split(".")[0] for key in ZH if "." in key}
DYNAMIC = {
    "json",
    "status",
    "standing",
    "kind",
    "unit_kind",
    "role",
    "severity",
    "by",
    "column",
    "entry",
    "step",
    "tally",
    "flag",
    "command",
    "gap",
    "days",
    "pace",
    "promise",
    "silent",
    "reached",
    "field",
    "choice",
    "sentence",
    "node",
    "against",
    "why",
    "remedy",
    "level",
    "duty",
    "state",
    "klass",
    "level_of",
    "level_item",
    "sustained",
    "grouped_by",
    "watched",
    "watched_count",
    "figure",
    "change",
    "finding",
    "side",
    "overview",
    "doubt_cell",
    "reconciled",
    "how_linked",
    "links",
    "basis",
    "what",
    "count",
    "item",
    "doubt",
    "level_word",
    "path",
    "shape",
    "without_effect",
    "answer",
    "form_column",
    "form_result",
    "form_state",
    "round_why",
    *("complaint_state", "complaint_record", "complaint_doubt", "complaint_by"),
    *("verdict", "channel", "pollution", "outcome"),
    "month",
    "numbers",
    *("paper_kind", "paper_about", "paper_field", "paper_subject"),
}
"""First parts of keys that are put together at run time; each has a test of its own below."""

COMPOSED = (
    "complaint.result.",
    "progress.of.",
    "show.entry_",
    "suggest.",
    "site.change_",
    "timeline.quarter_",
)
"""Beginnings of keys of which only some are put together; these have a test of their own below as well."""


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """The syntax tree of every module but the catalogue's."""
    return [(path, ast.parse(path.read_text("utf-8"))) for path in MODULES]


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can be: a literal, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def spoken() -> Iterator[tuple[str, ast.Call, str]]:
    """Each key that is looked up by a literal, with its call and place."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if isinstance(node.func, ast.Call):  # words()("key")
                name = getattr(node.func.func, "id", "")
            if name in SPOKEN:
                for key in literals(node.args[0]):
                    yield key, node, f"{path.name}:{node.lineno}"


def mentioned() -> set[str]:
    """Every literal in the source that could be a key."""
    return {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


JOINS = {
    "plans": "the Chinese text of a document",
    "papers": "an official document, Chinese in every language",
    "model/change.py": "a value as the data has it",
    "history/places.py": "a value as the data has it",
    "history/bookrecords.py": "a name of a record",
    "rules/baseline.py": "a value as the data has it",
    "rules/consistency.py": "a value as the data has it",
}
"""Where lists may be joined as Chinese joins them, and why."""


def test_lists_are_joined_by_the_language() -> None:
    """Names travel as lists to whoever tells them: a 、 in the source would be one in English as well."""
    found = {
        path.relative_to(SRC).as_posix()
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and node.func.value.value == "、"
    }
    assert found
    assert [one for one in sorted(found) if not one.startswith(tuple(JOINS))] == []


def test_scan_sees_the_uses() -> None:
    """The scan finds what is known to be there."""
    keys = {key for key, _, _ in spoken()}
    assert {"overdue.title", "error.prefix", "stats.total", "usage.option_near", "help.options"} <= keys
    assert len(keys) > 100


def test_every_key_that_is_used_exists() -> None:
    """A key that is looked up by a literal is in the catalogue."""
    missing = {f"{where}: {key}" for key, _, where in spoken() if key not in ZH}
    assert missing == set()


def test_every_mention_of_a_key_exists() -> None:
    """So is one that is first put into a variable."""
    only = FIRST - DYNAMIC - {"deadline", "list"}
    dotted = {text for text in mentioned() if re.fullmatch(r"[a-z]+\.[a-z][a-z_.\-]*", text)}
    missing = {text for text in dotted if text.split(".")[0] in only and text not in ZH}
    assert {
        t
        for t in missing
        if not t.endswith((".yaml", ".txt", ".json", ".html", ".parquet")) and t not in COMPOSED
    } == set()


def test_no_key_is_unused() -> None:
    """A key that nothing looks up is dead."""
    used = mentioned()
    options = {f"option.{text}" for text in used}
    unused = {
        key
        for key in ZH
        if key not in used
        and key.split(".")[0] not in DYNAMIC
        and not key.startswith(COMPOSED)
        and key not in {"progress.early", "progress.extended", "progress.moves", "progress.turns"}
        and key not in options
        and not re.match(r"L[0-9]{3}\.", key)
    }
    assert unused == set()


def test_calls_give_what_the_texts_need() -> None:
    """Where the arguments are written out, they fill every gap of the text."""
    seen = 0
    for key, call, where in spoken():
        if key not in ZH:
            continue
        given: set[str] | None = {k.arg for k in call.keywords if k.arg is not None}
        if any(k.arg is None for k in call.keywords):
            given = None
        if len(call.args) > 1 and isinstance(call.func, ast.Name) and call.func.id == "Message":
            second = call.args[1]
            given = None
            if isinstance(second, ast.Dict) and all(isinstance(k, ast.Constant) for k in second.keys):
                given = {str(k.value) for k in second.keys if isinstance(k, ast.Constant)}
        if given is not None:
            assert gaps(ZH[key]) <= given, (where, key)
            seen += bool(given)
    assert seen > 40


GAPS = ("notice", "review", "notice_given", "signature", "owing", "own_evidence")
"""Other things that can be missing, and the units that are."""

PATHS = {
    *("title", "problem", "goal", "acceptance_units", "responsibility_lead", "responsibility_support"),
    *("deadline_text", "deadline_due", "deadline_immediate", "deadline_sustained"),
    *("of", "goal_milestones", "milestones", "measures", "targets", "parts", "nothing", "undated"),
    *("text", "due", "by", "immediate", "name", "value", "unit", "compare", "each"),
}
"""The fields that can be changed, and what holds them."""

RECONCILED = set(reconciling.FIELDS)
DOUBTS = {
    *("deadline_undetermined", "relapse_without_due", "lead_undetermined", "acceptance_undetermined"),
    *("responsible_undetermined", "goal_undetermined", "measures_undetermined"),
    *("figure_lags", "figures_conflict", "below_target", "notice_projected", "comparison_undetermined"),
}
"""What a person has to decide or look at."""

PLURAL = {"measures", "milestones", "targets"}
"""Needs that are told one by one."""


def keys_under(prefix: str) -> set[str]:
    """What stands after ``prefix.`` in the catalogue, or after a prefix that ends in the midst of a word."""
    start = prefix if prefix.endswith("_") else f"{prefix}."
    return {key.removeprefix(start) for key in ZH if key.startswith(start) or key == prefix}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("status", {s.value for s in Status}),
        ("standing", {*(s.value for s in Standing), "met_undated", "met_again", "met_again_late"}),
        ("kind", {k.value for k in Kind}),
        ("unit_kind", {k.value for k in UnitKind}),
        ("severity", {s.value for s in Severity}),
        ("role", {"lead", "support", "executor", "owes", "acceptance"}),
        ("flag", {"immediate", "sustained", "unknown", "unstated"}),
        ("by", {*GROUPINGS, "unit"}),
        ("days", {"working", "calendar", "projected"}),
        ("level", set(LEVELS)),
        ("duty", {"review", "recurring", "disclosure", "reply"}),
        ("what", {w.value for w in What}),
        ("count", {w.value for w in What}),
        # what stands in a measure is told by the measure, and what has a text of its own by that
        (
            "item",
            {
                *(w.value for w in What),
                "goal",
                "measure_plain",
                "first_action_of",
                "promise_of",
                "promise_renewed",
            }
            - {"recurring", "disclosure", "reply"},
        ),
        ("path", PATHS),
        ("basis", {b.value for b in Basis}),
        ("level_word", {one.value for one in Level}),
        ("progress.of", {c.value for c in Class} - {"withdrawn"}),
        ("show.entry_", {"line", "told", "void", "refused"}),
        (
            "suggest",
            {
                *("title", "note", "none", "reason", "issue", "stage", "first", "last"),
                *("letters", "letters_alone", "demand", "demand_and", "demand_begin", "demand_task"),
                *("demand_late", "demand_unacted", "demand_unacted_part", "demand_silent"),
                "unacted",
                "unacted_unknown",
                "silent",
            },
        ),
        ("site.change_", set(CHANGES)),
        ("timeline.quarter_", {"1", "2", "3", "4"}),
        ("month", {str(number) for number in range(1, 13)}),
        ("numbers", {"mask", "publish"}),
        ("doubt", DOUBTS | {"deadline_unstated"}),
        ("state", {s.value for s in State}),
        ("field", {f"{name}.{field.name}" for name, kind in BY_TYPE.items() for field in fields_of(kind)}),
        (
            "choice",
            {
                f"{name}.{value}"
                for name, kind in BY_TYPE.items()
                for field in fields_of(kind)
                if field.name not in SHARED
                for value in field.choices
            },
        ),
        (
            "sentence",
            {f"{name}.{key}".strip(".") for name, kind in BY_TYPE.items() for key in kind.about.zh.sentences},
        ),
        ("ask", {"id", "type", "by", "text", "for"}),
        ("node", {"measure", "milestone", "goal", "target", "part", "unnamed"}),
        ("without_effect", {one.value for one in Reason}),
        ("shape", {*SHAPES.values(), "other"}),
        ("against", {"missed", "lagging"}),
        ("entry", set(BY_TYPE)),
        ("klass", {*(c.value for c in Class), "behind_or_late"}),
        ("level_of", {one.value for one in Level}),
        ("level_item", {one.value for one in Level}),
        ("sustained", {one.value for one in Sustained}),
        ("grouped_by", {"section", "lead", "due-year"}),
        (
            "watched",
            {
                *("overdue", "due_soon", "behind", "undetermined", "doubtful", "extended", "supervised"),
                *("stages_done", "extended_since", "supervised_since", "late_since", "read_since"),
                *("broken_since", "letters_since", "letters_owed", "own"),
                *("stages_undone", "otherwise_since", "promised_since"),
            },
        ),
        (
            "watched_count",
            {
                *("overdue", "due_soon", "behind", "undetermined", "doubtful", "extended", "supervised"),
                "letters_owed",
            },
        ),
        ("figure", {"total", "done", *TIMED, "group"}),
        ("change", set(KINDS)),
        ("finding", set(STATES)),
        ("side", {"old", "new"}),
        ("pace", {p.value for p in Pace}),
        ("promise", {one.value for one in Kept}),
        ("silent", {"unit", "issue"}),
        ("reached", {"reached", "short", "unread"}),
        (
            "gap",
            {*get_args(Need), *("measure", "milestone", "target", "objection"), *GAPS} - PLURAL,
        ),
        ("command", {*HELPED.values(), "ledger"}),
        ("overview", {"total", "done", *TIMED, "rate", "due_rate", "in_time_rate"}),
        ("doubt_cell", DOUBTS),
        ("reconciled", RECONCILED),
        ("how_linked", {"same_words", "continues", "relates"}),
        ("links", {"continues", "continued", "relates", "gone"}),
        ("answer", {one.value for one in Answer}),
        ("form_column", {one.key for one in FORM_COLUMNS}),
        ("form_result", set(RESULTS)),
        ("round_why", set(get_args(Why))),
        ("form_state", {one.value for one in RowState}),
        ("complaint_state", {one.value for one in CaseState}),
        ("complaint_record", set(TYPES)),
        ("complaint_doubt", set(get_args(DoubtKey))),
        ("complaint_by", set(CASE_GROUPINGS)),
        ("verdict", set(VERDICTS)),
        ("channel", set(CHANNELS)),
        ("pollution", set(POLLUTIONS)),
        ("outcome", set(get_args(Outcome))),
        ("paper_kind", set(NAMES)),
        ("paper_about", set(NAMES)),
        ("paper_field", set(FIELDS)),
        ("paper_subject", {kind.subject for kind in PAPERS.values()} - {""}),
    ],
)
def test_words_of_closed_lists(prefix: str, expected: set[str]) -> None:
    """Every value of a closed list has a word, and no word is for a value that is not."""
    assert keys_under(prefix) == expected


def test_every_column_has_a_head() -> None:
    """Each column of each report has a head, and no head is for a column that is not."""
    named = {
        key
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Column" and node.args
        for key in literals(node.args[0])
    }
    cases = {*CASE_COUNTED.values(), *CASE_RESULTS}
    looped = {
        "leads",
        "supports",
        "accepts",
        "leads_late",
        "late",
        "was",
        "now",
        "sustained",
        "undetermined",
        "withdrawn",
        "due_items",
        "due_rate",
    }
    assert keys_under("column") == named | set(COUNTED) | set(COLUMNS) | looped | HEADS | cases


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_one_list_differ(language: str) -> None:
    """Within a closed list no two values share a word, and no two columns of a list a head."""
    for prefix in ("status", "standing", "kind", "unit_kind", "role", "severity", "by"):
        said = [TEXTS[language][f"{prefix}.{name}"] for name in keys_under(prefix)]
        assert len(set(said)) == len(said), prefix
    heads = [TEXTS[language][f"column.{key}"] for key in COLUMNS]
    assert len(set(heads)) == len(heads)


# --- looking up ----------------------------------------------------------------------------------


def test_missing_key_is_a_bug() -> None:
    """A key that is not there raises, it is not shown as its name."""
    with pytest.raises(KeyError):
        Words("zh")("no.such.key")
    assert Words("en")("yes") == "yes"


def test_missing_argument_is_a_bug() -> None:
    """A gap that is not filled raises."""
    with pytest.raises(KeyError):
        Words("zh")("list.title", as_of="2025-01-01")


@pytest.mark.parametrize(
    ("wanted", "environment", "expected"),
    [
        (None, {}, "zh"),
        ("en", {}, "en"),
        ("EN", {}, "en"),
        ("zh", {"LEDGER_LANG": "en"}, "zh"),
        (None, {"LEDGER_LANG": "en_US"}, "en"),
        (None, {"LEDGER_LANG": "", "LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "zh"),
    ],
)
def test_choose(wanted: str | None, environment: dict[str, str], expected: str) -> None:
    """The option first, then ``LEDGER_LANG``, then the locale; Chinese unless it is English."""
    assert choose(wanted, environment) == expected


# --- help ----------------------------------------------------------------------------------------


@cache
def helps(language: str) -> dict[str, str]:
    """The help of every command, and of ``ledger`` itself under the empty name."""
    script = (
        "from ledger.cli.app import run\n"
        f"for command in {['', *HELPED]!r}:\n"
        "    print(f'\\0{command}\\0', end='', flush=True)\n"
        "    run([*command.split(), '--help'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=REPO,
        env=clean_environment({"LEDGER_LANG": language, "COLUMNS": "80"}),
        capture_output=True,
        check=True,
        timeout=600,
    )
    parts = done.stdout.decode("utf-8").split("\0")
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def cells(text: str) -> int:
    """Width on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *HELPED])
def test_help_fits_80_columns(language: str, command: str) -> None:
    """No line of any help is wider than 80 cells, and closing punctuation begins none."""
    text = helps(language)[command]
    assert len(text.split("\n")) > 5
    for line in text.split("\n"):
        assert cells(line) <= 80 or line.startswith("  ledger "), line  # a command to be copied is not broken
        assert line.lstrip()[:1] not in set("，。、；：）》”"), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *HELPED])
def test_help_is_in_the_language_of_the_run(language: str, command: str) -> None:
    """Help tells every option, in one language."""
    text = helps(language)[command]
    assert ("用法：" in text) == (language == "zh")
    assert ("Usage: " in text) == (language == "en")
    assert "--help" in text
    assert "None" not in text
    if command:
        assert "--lang" in text
        assert TEXTS[language][f"command.{HELPED[command]}"][:8] in text


def test_help_lists_the_commands() -> None:
    """The help of ``ledger`` lists every command with its line."""
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\S", helps("zh")[""], re.MULTILINE)


def test_every_field_that_can_be_changed_has_words() -> None:
    """A change is told in words in both languages, whatever field it is of, and leaves no word over."""
    paths = ["title", "problem", "goal", "acceptance.units", "responsibility.lead", "responsibility.support"]
    paths += [f"deadline.{leaf}" for leaf in ("text", "due", "immediate", "sustained")]
    paths += [
        "milestones.1",
        "milestones.1.text",
        "milestones.1.due",
        "measures.2",
        "measures.2.milestones.1",
    ]
    paths += [
        f"measures.2.{leaf}" for leaf in ("text", "by", "immediate", "milestones.3.text", "milestones.3.due")
    ]
    paths += [
        f"targets.1.{leaf}"
        for leaf in ("name", "value", "unit", "compare", "each", "due", "parts.2.value", "parts.2.due")
    ]
    assert [path for path in paths if not is_field(path)] == []
    for language in LANGUAGES:
        words = Words(language)
        said = [say(field_message(path), words) for path in paths]
        assert len(set(said)) == len(paths)
    zh_words = Words("zh")
    assert say(field_message("measures.2.milestones.3.due"), zh_words) == "第 2 条措施的第 3 个节点的到期日"
    assert say(field_message("milestones.1.due"), zh_words) == "整改目标第 1 个节点的到期日"
    assert say(field_message("deadline.due"), zh_words) == "整改时限"
