"""Help: asked for in any way, in the language of the run, with examples that run, and manual pages."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli_tools import REPO, clean_environment, run_cli
from ledger.cli import listing
from ledger.cli.app import ALIASES, COMMANDS
from ledger.cli.examples import EXAMPLES
from ledger.locale import LANGUAGES, Words
from ledger.locale.entry_types import ORDER
from ledger.reports.facts import COLUMNS, SORT_KEYS

DAY = {"LEDGER_AS_OF": "2025-06-30"}
WRITES = {
    *ORDER,
    "record",
    "disclose",
    "letter send",
    "letter reply",
    "dispatch",
    "settle",
    "complaints record",
}
"""Commands whose examples are tried with ``--dry-run``."""

FILES = {
    "plan.txt": "data/source/plan.txt",
    "自查报告.txt": "",
    "验收意见.txt": "",
    "records.jsonl": "",
    "batch.csv": "",
}
"""Files that examples name."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo ledger, with the files that examples name."""
    root = tmp_path_factory.mktemp("help") / "demo"
    shutil.copytree(REPO / "examples/demo", root)
    for name, source in FILES.items():
        (root / name).write_bytes((root / source).read_bytes() if source else b"\n")
    (root / "forms").mkdir()
    return root


def test_every_command_has_examples() -> None:
    """Each command of the help has one or two, which begin with its name; none is of another command."""
    inner = {"letter send", "letter reply"}
    inner |= {name for name in EXAMPLES if name.startswith("complaints ")}
    assert set(EXAMPLES) == {*COMMANDS, *inner} - set(ALIASES)
    for name, examples in EXAMPLES.items():
        assert 1 <= len(examples) <= 3
        assert all(
            example == name or example.startswith(f"{name} ") for example in examples if name != "record"
        )


@pytest.mark.parametrize(
    ("name", "example"), [(name, example) for name, examples in EXAMPLES.items() for example in examples]
)
def test_examples_run(demo: Path, name: str, example: str) -> None:
    """Each example is understood: it is answered, or refused by a rule, never for how it is written."""
    args = shlex.split(example)
    if name in WRITES and "--suggest" not in args and "--dry-run" not in args:
        args.append("--dry-run")
    needs_git = name in {"diff", "log", "blame", "audit", "settle"}
    if name == "doctor":  # which asks the stream for its encoding
        return
    result = run_cli(*args, cwd=REPO if needs_git else demo, env=DAY)
    if needs_git and result.code == 2:  # a checkout without history, or a code that is not there
        assert any(word in result.err for word in ("git", "L703", "HEAD", "提交")), result.err
        return
    assert result.code in {0, 1}, result.err
    assert result.code == 0 or name in {
        *WRITES,
        "check",
        "overdue",
        "ready",
        "import",
        "audit",
        "collect",
        "complaints import",
    }, result.err


@pytest.mark.parametrize("name", [*EXAMPLES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_in_every_way(name: str, language: str) -> None:
    """``-h``, ``--help`` and ``help`` say the same, with the examples."""
    path = name.split()
    asked = [
        run_cli("--lang", language, *args) for args in ((*path, "-h"), (*path, "--help"), ("help", *path))
    ]
    assert {one.code for one in asked} == {0}
    assert len({one.out for one in asked}) == 1
    for example in EXAMPLES[name]:
        assert f"  ledger {example}\n" in asked[0].out


def test_help_of_all_commands() -> None:
    """Without a name ``help`` is the help of the program; a name that is none is refused as elsewhere."""
    assert run_cli("help").out == run_cli("--help").out == run_cli("-h").out
    assert (run_cli("help", "overdu").code, run_cli("help", "letter", "x").code) == (2, 2)


def test_help_speaks_the_language() -> None:
    """No English stands for a value in Chinese, nor Chinese in English but in examples and names."""
    for name in EXAMPLES:
        out = run_cli("--lang", "zh", *name.split(), "-h").out.partition("\n示例\n")[0]
        usage = out.split("\n", 1)[0]
        assert not re.search(r"\[OPTIONS\]|COMMAND|ARGS|\bUNIT\b|\bDATE\b", out), name
        assert usage.startswith(f"用法：ledger {name} ")


def test_columns_are_named_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are told by head and key in Chinese, by key in English: what is understood is what is told."""
    for language in ("zh", "en"):
        monkeypatch.setattr(listing, "_say", Words(language))
        told = listing.known([*COLUMNS, *SORT_KEYS])
        for key in {*COLUMNS, *SORT_KEYS}:
            head = Words(language)(f"column.{key}")
            assert (f"{head} {key}" if language == "zh" else f"{key} ({head})") in told
    monkeypatch.undo()
    assert run_cli("list", "--columns", "督导单位", "-C", "examples/demo").code == 0


def test_heads_are_bold_where_colour_is_wanted() -> None:
    """The heads of the help stand out on a terminal."""
    assert "\x1b[1m示例\x1b[0m" in run_cli("--lang", "zh", "--color", "always", "list", "-h").out
    assert "\x1b" not in run_cli("list", "-h").out


@pytest.mark.parametrize("name", [*EXAMPLES])
def test_manual_pages(name: str) -> None:
    """A page has name, synopsis, options and examples; no line of text is taken for a request."""
    out = run_cli("--lang", "en", "help", "--man", *name.split()).out
    requests = {line.split(" ")[0] for line in out.split("\n") if line.startswith(".")}
    assert requests <= {".TH", ".SH", ".TP", ".B", ".PP", ".nf", ".fi"}
    assert [line for line in out.split("\n") if line.startswith(".SH")][:3] == [
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH DESCRIPTION",
    ]
    assert all(example.replace("\\", "\\e").replace("-", "\\-") in out for example in EXAMPLES[name])
    assert not re.search(r"(?<!\\)-", out.split("\n", 1)[1])


def test_errors_of_sql_and_yaml_are_in_the_language(tmp_path: Path) -> None:
    """What SQLite and libyaml say in English is said in the language of the run."""
    demo = ("-C", "examples/demo", "--lang", "zh")
    for query, said in (
        ("select foo from issues", "没有列 foo"),
        ("select * from x", "没有表 x"),
        ("selec 1", "“selec”"),
    ):
        err = run_cli("sql", query, *demo).err
        assert said in err
        assert not re.search("no such|near|syntax", err)
    root = tmp_path / "demo"
    shutil.copytree(REPO / "examples/demo", root)
    file = root / "data/issues/02.yaml"
    for old, new, said in (
        ("[市发改委]", "[市发改委", "方括号"),
        ("title: ", "title: a: ", "“: ”"),
        ("goal: ", "goal: @", "@"),
    ):
        text = (REPO / "examples/demo/data/issues/02.yaml").read_text("utf-8")
        file.write_text(text.replace(old, new, 1), "utf-8")
        out = run_cli("check", "--select", "L101", "-C", str(root), "--lang", "zh").out
        assert said in out
        assert not re.search("expected|allowed|found", out)


def test_wrong_codes_are_called_codes() -> None:
    """A code that is none is refused by that word, not by what stands for it in the usage line."""
    err = run_cli("--lang", "zh", "explain", "L999").err
    assert "没有代码“L999”" in err
    assert "CODE" not in err


def test_doctor_names_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is named by what it is for, and is no fault."""
    from ledger.cli import doctor

    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name == "icalendar" else object())
    result = run_cli("--lang", "zh", "doctor")
    assert "未装  日历文件：未安装，需要时 pip install 'zhenggai-taizhang[calendar]'" in result.out
    assert "正常  网页：有" in result.out


def test_help_is_the_same_in_every_process() -> None:
    """No order of a set shows in it: two processes with other seeds write the same."""
    said = {
        subprocess.run(
            [sys.executable, "-P", "-m", "ledger", *line.split()],
            capture_output=True,
            check=True,
            env={**clean_environment(), "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPO / "src")},
        ).stdout
        for seed in ("1", "2", "3", "4", "5")
        for line in ("overdue --help",)
    }
    assert len(said) == 1


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_values_are_named_in_the_language_of_the_run(command: str) -> None:
    """In Chinese help no English word stands for a value: names that nobody translates excepted."""
    text = run_cli("--lang", "zh", command, "--help").out
    named = re.findall(r"(?m)^  (?:--\S+(?:, -\w)? )?([^ ]*[A-Z]{3,}\S*)  ", text)
    assert [one for one in named if not re.fullmatch(r"\[?(SQL|SHA|HEAD|SHELL)\]?", one)] == []
