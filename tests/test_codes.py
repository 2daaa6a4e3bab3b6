"""Codes and rules: declared once, complete, and a rule is one function with its words."""

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from cli_tools import copy_ledger, run_cli
from gallery import CODES, case_of, ledger_of
from ledger.folder import evidence_of, read_folder
from ledger.locale import Words
from ledger.model.ledger import Issue
from ledger.reading.codes import CODES as DECLARED
from ledger.reading.codes import WARNING, Code, declare
from ledger.reading.diagnostic import Args, Diagnostic
from ledger.reading.load import read_issue
from ledger.reports.findings import message
from ledger.rules import engine
from ledger.rules import finding as registry
from ledger.rules.finding import Finding, Shared, rule
from ledger.rules.named_days import issue_paths

SAID = ("消息", "出路。"), ("message", "way out.")


def code(key: str = "L499", name: str = "throw-away") -> Code:
    """A code that no rule has."""
    return Code(key, WARNING, name, zh=SAID[0], en=SAID[1])


@pytest.fixture
def _temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Registers that forget what the test puts into them, with this module as the last one of rules."""
    monkeypatch.setattr(engine, "ORDER", (*engine.ORDER, sys.modules[__name__]))
    with mock.patch.dict(DECLARED), mock.patch.dict(registry.ISSUE_RULES):
        yield


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["L001", "L801", "L0920", "L41", "L4011", "M401", "l401", ""])
def test_form_of_a_code(key: str) -> None:
    """A code is L, a tier from 1 to 7, or 9, and two digits."""
    with pytest.raises(ValueError, match="is no code"):
        code(key)


def test_a_language_is_missing() -> None:
    """A code without words in each language, or with words in another, cannot be made."""
    with pytest.raises(ValueError, match="L499 has words in zh, not zh, en"):
        Code("L499", WARNING, "throw-away", zh=SAID[0])
    with pytest.raises(ValueError, match="L499 has words in zh, en, mn"):
        Code("L499", WARNING, "throw-away", zh=SAID[0], en=SAID[1], mn=SAID[1])


@pytest.mark.usefixtures("_temporary")
def test_a_code_is_declared_twice() -> None:
    """A second code of the same key is refused, the same one is not."""
    one = code()
    declare(one, one)
    with pytest.raises(ValueError, match="L499 is declared twice: as throw-away and as other"):
        declare(code(name="other"))
    with pytest.raises(ValueError, match="declared twice"):
        rule(code())


def test_nobody_declared_it() -> None:
    """A diagnostic of a code that is in no register cannot be made."""
    with pytest.raises(ValueError, match="L499: nobody declared this code"):
        Diagnostic("L499", "data/plan.yaml")


def test_names_differ() -> None:
    """A name selects one code."""
    assert len({one.name for one in CODES.values()}) == len(CODES)


# --- rules ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_temporary")
def test_a_rule_is_one_function(tmp_path: Path) -> None:
    """A function registered with its code is run, told in its words, explained and selected by its name."""

    @rule(
        Code(
            "L499",
            WARNING,
            "first-issue",
            zh=("第 {number} 项是第一项", "不用改。"),
            en=("{number} is the first issue", "Leave it."),
        )
    )
    def first_issue(issue: Issue, shared: Shared) -> Iterator[Finding]:
        del shared
        if issue.id == "01":
            yield Finding("L499", issue.path, ("number",), {"number": issue.baseline.number})

    root = copy_ledger(tmp_path)
    chinese = run_cli("check", cwd=root)
    assert "data/issues/01.yaml:3:9" in chinese.out
    assert "L499 第 1 项是第一项" in " ".join(chinese.out.split())
    assert "不用改。" in chinese.out
    english = run_cli("check", "--select", "first-issue", "-f", "concise", "--lang", "en", cwd=root)
    assert "L499 1 is the first issue" in " ".join(english.out.split())
    assert "L499" not in run_cli("check", "--ignore", "L49", cwd=root).out
    assert "第 … 项是第一项" in run_cli("explain", "first-issue", cwd=root).out


def test_the_throw_away_rule_is_gone() -> None:
    """The registers of a test leave nothing behind."""
    assert "L499" not in DECLARED
    assert {one.__module__ for one in registry.ISSUE_RULES} <= {module.__name__ for module in engine.ORDER}


def test_every_module_of_rules_has_its_turn() -> None:
    """A module that registers rules is run: it has a place in the order."""
    folder = Path(engine.__file__).parent
    having = {
        path.stem
        for path in folder.glob("*.py")
        if {"@rule(", "@ledger_rule("} & set(_starts(path.read_text("utf-8")))
    }
    assert having == {module.__name__.rpartition(".")[2] for module in engine.ORDER}


def _starts(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("@"):
            yield line.partition("(")[0] + "("


def test_order() -> None:
    """From the most specific to the most general, as the modules are listed and as they are written."""
    assert [one.__name__ for one in engine.issue_rules()][:2] == ["meaning", "numbering"]
    modules = [one.__module__.rpartition(".")[2] for one in engine.issue_rules()]
    assert list(dict.fromkeys(modules)) == [
        *("consistency", "stated", "days", "entries", "lines", "records", "rounds", "baseline")
    ]
    modules = [one.__module__.rpartition(".")[2] for one in engine.ledger_rules()]
    assert list(dict.fromkeys(modules)) == [
        *(
            "days",
            "entries",
            "lines",
            "records",
            "letters",
            "complaints",
            "references",
            "tables",
            "rounds",
            "baseline",
        )
    ]


def test_rules_give_the_codes_that_they_declare() -> None:
    """Over all cases, each rule by itself gives codes of its own only, and some rule gives each code."""
    given: dict[str, set[str]] = {}
    for key in CODES:
        case = case_of(key)
        assert case is not None
        if "L300" < key < "L700" or "L900" < key < "L920":
            with ledger_of(case, "bad") as root:
                for name, codes in _by_rule(root):
                    given.setdefault(name, set()).update(codes)
    both = [*registry.ISSUE_RULES.items(), *registry.LEDGER_RULES.items()]
    declared = {one.__qualname__: {each.key for each in codes} for one, codes in both}
    assert {name: codes - declared[name] for name, codes in given.items() if codes - declared[name]} == {}
    elsewhere = {
        "L301",
        "L512",
        "L518",
        "L525",
    }  # of reading and of documents, whose cases are not for a rule
    assert set().union(*declared.values()) - elsewhere <= set().union(*given.values())


def _by_rule(root: Path) -> Iterator[tuple[str, set[str]]]:
    tree, _ = read_folder(str(root))
    shared, _ = engine.share(tree, evidence_of(str(root)))
    issues = [issue for path in issue_paths(tree) if (issue := read_issue(tree[path], path, []))]
    summaries = [engine.check_issue(issue.path, shared).summary for issue in issues]
    for one in engine.issue_rules():
        yield one.__qualname__, {found.code for issue in issues for found in one(issue, shared)}
    for each in engine.ledger_rules():
        yield each.__qualname__, {found.code for found in each([s for s in summaries if s], shared)}


@pytest.mark.parametrize(("days", "said"), [(1, "committed 1 day later"), (45, "committed 45 days later")])
def test_a_code_counts_as_english_does(days: int, said: str) -> None:
    """One of a thing is one, in what a code says too."""
    args: Args = {"type": "accept", "date": "2025-01-01", "days": days, "committed": "2025-02-15"}
    assert said in message(Diagnostic("L707", "data/issues/01.yaml", args=args), Words("en"))
