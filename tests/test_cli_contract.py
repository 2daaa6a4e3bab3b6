"""The contract for scripts: envelope, records, formats, streams, places and environment."""

import csv
import io
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli_tools import (
    ALL,
    PLAN,
    READING,
    REPO,
    clean_environment,
    copy_ledger,
    of_shipped,
    of_shipped_json,
    run_cli,
    run_json,
    spawn,
)
from ledger.judging.status import Kind, Standing
from ledger.model.course import Status
from ledger.rendering.formats import FORMATS as ALL_FORMATS
from ledger.rendering.formats import formats_of
from profiles import large

KINDS = {
    "overdue": "overdue",
    "list": "list",
    "due": "due",
    "show": "issue",
    "units": "units",
    "stats": "stats",
    "check": "check",
    "import": "import",
    "ready": "ready",
    "pace": "pace",
    "duties": "duties",
    "quiet": "quiet",
    "reconcile": "reconciliation",
    "supervise": "suggestions",
    "sql": "sql",
}

ISSUE_KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "number": str,
    "section": str,
    "title": str,
    "acceptance": list,
    "lead": list,
    "support": list,
    "units": list,
    "deadline": dict,
    "kind": str,
    "due": (str, type(None)),
    "status": str,
    "standing": str,
    "days_overdue": (int, type(None)),
    "first_due": (str, type(None)),
    "owed_by": list,
    "done_by": list,
    "attempt": int,
    "pace": (str, type(None)),
    "class": str,
    "doubts": list,
    "entries": int,
    "path": str,
}
"""What a record of ``list`` and ``overdue`` has at least, and of which type."""

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
FORMATS = tuple(form for form in formats_of("Report") if not ALL_FORMATS[form].binary)
"""The formats of a report that a terminal can show."""


REPORTS = (*READING, ("check",))


def named(commands: tuple[tuple[str, ...], ...]) -> list[Any]:
    """Parameters with short names."""
    return [pytest.param(c, id=" ".join(Path(a).name for a in c[:2])) for c in commands]


def keys(value: Any) -> Iterator[str]:
    """Every key in a JSON value, except those that are unit names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "bodies":
                yield from keys(inner)
            yield key
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


# --- JSON ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", named(REPORTS))
def test_envelope(command: tuple[str, ...]) -> None:
    """Every JSON answer has version, kind, day, revision and data."""
    envelope = json.loads(of_shipped_json(*command).out)
    assert list(envelope)[:4] == ["schema_version", "kind", "as_of", "revision"]
    assert list(envelope)[-1] == "data"
    assert envelope["schema_version"] == 2
    kind = KINDS[command[0]] if "昆区" not in command else "unit"
    assert kind == envelope["kind"]
    assert envelope["revision"] is None
    day = command[command.index("--as-of") + 1] if "--as-of" in command else None
    assert day == envelope["as_of"]
    assert isinstance(envelope["data"], list)


@pytest.mark.parametrize("command", named(REPORTS))
def test_keys_are_english_snake_case(command: tuple[str, ...]) -> None:
    """Keys are English snake_case."""
    for key in keys(json.loads(of_shipped_json(*command).out)):
        assert SNAKE.fullmatch(key), key


@pytest.mark.parametrize("command", named(READING))
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_language_changes_nothing_for_scripts(command: tuple[str, ...], form: str) -> None:
    """JSON is byte for byte the same in Chinese and English."""
    chinese = of_shipped(*command, "--format", form, "--lang", "zh").out
    assert chinese == of_shipped(*command, "--format", form, "--lang", "en").out
    assert chinese


@pytest.mark.parametrize("command", [READING[0], READING[1], READING[2]])
def test_record_has_the_keys_of_the_contract(command: tuple[str, ...]) -> None:
    """Records of ``list``, ``overdue`` and ``due`` have all keys, of the right types, none left out."""
    data = of_shipped_json(*command).data
    assert data
    for record in data:
        for key, types in ISSUE_KEYS.items():
            assert isinstance(record[key], types), (key, record[key])
        assert {"text", "due", "immediate", "sustained"} == set(record["deadline"])
        assert isinstance(record["deadline"]["immediate"], bool)
        assert f"data/issues/{record['id']}.yaml" == record["path"]
    assert len({tuple(sorted(record)) for record in data}) == 1


def test_overdue_records_say_what_is_late() -> None:
    """``what`` names the obligation; a milestone has its measure from 1 and its text; ``units`` says who owes it."""
    seen = set()
    for record in of_shipped_json("overdue", "--as-of", "2025-01-01").data:
        seen.add(record["what"])
        assert record["units"]
        assert set(record["units"]) <= set(record["owed_by"])
        assert ISO.fullmatch(record["first_due"])
        assert record["days_overdue"] == (date(2025, 1, 1) - date.fromisoformat(record["due"])).days
        if record["what"] == "milestone":
            assert record["measure"] >= 1
            assert record["milestone"] >= 1
            assert record["text"]
    assert seen == {"issue", "milestone"}


def test_values_of_closed_lists() -> None:
    """Kinds, statuses and standings are the English identifiers."""
    data = of_shipped_json("list", "--as-of", "2025-01-01").data
    assert {r["kind"] for r in data} <= {kind.value for kind in Kind}
    assert {r["status"] for r in data} <= {status.value for status in Status}
    assert {r["standing"] for r in data} <= {standing.value for standing in Standing}
    assert {"dated", "immediate"} == {r["kind"] for r in data}


def test_dates_are_iso_and_absent_scalars_null() -> None:
    """A date is YYYY-MM-DD; what is absent is null, never left out or an empty text."""
    data = {r["id"]: r for r in of_shipped_json("list", "--as-of", "2025-01-01").data}
    assert all(ISO.fullmatch(r["due"]) for r in data.values() if r["due"] is not None)
    immediate = data["01"]
    assert (immediate["due"], immediate["days_overdue"], immediate["deadline"]["due"]) == (None, None, None)
    assert data["07-1"]["days_overdue"] is None
    assert data["02"]["days_overdue"] == 1


def test_absent_lists_are_empty_lists() -> None:
    """An issue without supporting units has an empty list."""
    data = {r["id"]: r for r in of_shipped_json("list").data}
    assert all(isinstance(r["unexpanded"], list) for r in data.values())
    assert data["02"]["unexpanded"] == []
    assert data["01"]["unexpanded"] == ["各有关部门单位"]
    assert of_shipped_json("show", "5").data[0]["record"] == []


def test_units_are_expanded_beside_the_stored_ones() -> None:
    """``support`` is as stored, ``units`` has the groups expanded, once each."""
    record = {r["id"]: r for r in of_shipped_json("list").data}["02"]
    assert record["support"] == ["各旗县区", "稀土高新区"]
    assert "白云鄂博矿区" in record["units"]
    assert "各旗县区" not in record["units"]
    assert 11 == len(record["units"]) == len(set(record["units"]))


@pytest.mark.parametrize("command", named(REPORTS))
def test_jsonl_is_one_record_a_line(command: tuple[str, ...]) -> None:
    """JSON lines hold the records of ``data``, one a line, and nothing else."""
    out = of_shipped(*command, "--format", "jsonl").out
    assert of_shipped_json(*command).data == [json.loads(line) for line in out.splitlines()]


# --- the same bytes ------------------------------------------------------------------------------


@large
def test_same_bytes_whatever_seed_and_locale() -> None:
    """Hash seed, locale and zone change no byte: of any format of one command, of two of the others each."""
    forms = itertools.cycle(FORMATS)
    asked = [
        (list(command), list(FORMATS) if n == 0 else [next(forms), next(forms)])
        for n, command in enumerate(READING)
    ]
    script = (
        "import sys\n"
        "from ledger.cli.app import run\n"
        f"for command, forms in {asked!r}:\n"
        "    for form in forms:\n"
        "        run([*command, '--format', form, '--lang', 'zh'])\n"
        "for command in (['check'], ['render']):\n"
        "    run([*command, '--lang', 'zh'])\n"
    )
    answers = set()
    for seed, locale in (("0", "C"), ("1", "zh_CN.GB18030"), ("2", "en_US.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=REPO,
            env=clean_environment(
                {"PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale, "TZ": "Asia/Tokyo"}
            ),
            capture_output=True,
            check=True,
            timeout=600,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert len(answers.pop()) > 100_000


def test_order_of_the_folder_changes_nothing(tmp_path: Path) -> None:
    """Files made in another order give the same answer."""
    root = copy_ledger(tmp_path)
    folder = root / "data" / "issues"
    held = {p.name: p.read_bytes() for p in folder.iterdir()}
    for name in held:
        (folder / name).unlink()
    for name in sorted(held, reverse=True):
        (folder / name).write_bytes(held[name])
    assert (
        run_json("list", "--as-of", "2025-01-01").out
        == run_json("-C", str(root), "list", "--as-of", "2025-01-01").out
    )


# --- formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", named(REPORTS))
@pytest.mark.parametrize("form", FORMATS)
def test_every_command_has_every_format(command: tuple[str, ...], form: str) -> None:
    """Each report comes in each format, notes stay on standard error."""
    result = of_shipped(*command, "--format", form)
    assert result.code == 0
    assert result.out.endswith("\n") or (command == ("check",) and form == "jsonl" and not result.out)
    assert "\x1b" not in result.out
    assert "没有写入" not in result.out


@pytest.mark.parametrize("command", named(READING))
@pytest.mark.parametrize(("form", "separator"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_are_rectangular(command: tuple[str, ...], form: str, separator: str) -> None:
    """CSV and TSV have a head, as many cells in each row, no byte order mark on standard output."""
    out = of_shipped(*command, "--format", form).out
    table = list(csv.reader(io.StringIO(out), delimiter=separator))
    assert len({len(row) for row in table}) == 1
    assert not out.startswith("\ufeff")
    records = len(of_shipped_json(*command).data)
    if command[0] != "show":
        assert records + (command[0] == "stats") == len(table) - 1


@pytest.mark.parametrize("command", named(READING))
def test_markdown_is_one_table(command: tuple[str, ...]) -> None:
    """Each row of the Markdown table has as many cells as its head."""
    lines = [line for line in of_shipped(*command, "--format", "md").out.split("\n") if line.startswith("|")]
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
    assert len(bars) == 1
    assert re.fullmatch(r"\|( ---:? \|)+", lines[1])


def test_markdown_by_its_long_name() -> None:
    """``markdown`` and upper case are taken as well."""
    short = run_cli("stats", "--format", "md").out
    assert short == run_cli("stats", "--format", "markdown").out == run_cli("stats", "--format", "MD").out


def test_short_option_for_format() -> None:
    """``-f`` is ``--format``."""
    assert run_json("list").out == run_cli("list", "-f", "json").out


# --- files ---------------------------------------------------------------------------------------

ENDINGS = {
    "a.json": "json",
    "a.jsonl": "jsonl",
    "a.ndjson": "jsonl",
    "a.csv": "csv",
    "a.tsv": "tsv",
    "a.md": "md",
    "a.markdown": "md",
    "a.txt": "table",
    "b.c.JSON": "json",
}


@pytest.mark.parametrize(("name", "form"), ENDINGS.items())
def test_output_picks_the_format_by_its_ending(name: str, form: str, tmp_path: Path) -> None:
    """The file holds what ``--format`` would have printed; nothing else is there or said."""
    target = tmp_path / name
    result = run_cli("list", "--as-of", "2025-01-01", "--output", str(target))
    assert result == (0, "", "")
    printed = run_cli("list", "--as-of", "2025-01-01", "--format", form).out
    assert printed == target.read_bytes().decode("utf-8-sig")
    assert [name] == os.listdir(tmp_path)


def test_ids_in_a_csv_file_stay_ids(tmp_path: Path) -> None:
    """A spreadsheet would make a day of 07-1; a program that reads what is printed gets the id itself."""
    target = tmp_path / "a.csv"
    given = ("list", "--columns", "id,due", "--as-of", "2025-01-01")
    assert run_cli(*given, "-o", str(target)) == (0, "", "")
    filed = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    printed = list(csv.reader(io.StringIO(run_cli(*given, "-f", "csv").out)))
    assert [one for row in printed for one in row if one in {"07-1", "01"}][::-1] == ["07-1", "01"]
    assert filed[1:] == [[f'="{row[0]}"' if row[0][0] == "0" else row[0], row[1]] for row in printed[1:]]


def test_csv_file_begins_with_the_mark(tmp_path: Path) -> None:
    """A CSV file begins with a byte order mark, so that spreadsheets read it as UTF-8; no other file does."""
    for name in ENDINGS:
        run_cli("list", "--output", str(tmp_path / name))
        assert name.endswith("csv") == (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_format_beats_the_ending(tmp_path: Path) -> None:
    """``--format`` decides when both are given."""
    target = tmp_path / "list.txt"
    run_cli("list", "--as-of", "2025-01-01", "-f", "json", "-o", str(target))
    assert run_json("list", "--as-of", "2025-01-01").out == target.read_text("utf-8")


OUT = {
    "list": ("list", "--as-of", "2025-01-01", "-o", "list.json"),
    "report": ("report", "--as-of", "2025-01-01", "-o", "report.docx"),
    "timeline": ("timeline", "--as-of", "2025-01-01", "-o", "chart.svg"),
    "calendar": ("calendar", "--as-of", "2025-01-01", "-o", "days.ics"),
    "check": ("check", "-o", "found.txt"),
    "render": ("render", "-o", "plan.txt"),
    "export": ("export", "--as-of", "2025-01-01", "-o", "all.xlsx"),
    "remind": ("remind", "--as-of", "2025-01-01", "-o", "all.md"),
    "paper": ("paper", "--fields", "letter", "-o", "fields.csv"),
    "template": ("paper", "--template", "letter", "-o", "letter.docx"),
    "sql": ("sql", "select 1", "-o", "one.xlsx"),
    "audit": ("audit", "-C", str(REPO), "-o", "audit.sarif"),
    "suggest": ("supervise", "--suggest", "-o", "letters.jsonl"),
}


@pytest.mark.parametrize("name", OUT)
def test_output_never_replaces_a_file_that_differs(name: str, tmp_path: Path) -> None:
    """What somebody may have worked on stays; with --force it is replaced whole; the same again is fine."""
    *args, file = OUT[name]
    target = tmp_path / file
    assert run_cli(*args, str(target)).code in {0, 1}
    made = target.read_bytes()
    target.write_bytes(made + b"mended by hand")
    refused = run_cli(*args, str(target))
    assert refused.code == 2
    assert file in refused.err
    assert "--force" in refused.err
    assert target.read_bytes() == made + b"mended by hand"
    assert run_cli(*args, str(target), "--force").code in {0, 1}
    assert target.read_bytes() == made
    assert run_cli(*args, str(target)).code in {0, 1}
    assert os.listdir(tmp_path) == [file]


def test_output_replaces_an_older_file(tmp_path: Path) -> None:
    """With --force an older report is replaced whole."""
    target = tmp_path / "list.json"
    target.write_text("old" * 100_000)
    assert run_cli("list", "--as-of", "2025-01-01", "-o", str(target), "--force").code == 0
    assert run_json("list", "--as-of", "2025-01-01").out == target.read_text("utf-8")


@pytest.mark.parametrize("name", ["list", "list.xyz", "list.", "list.svg"])
def test_unknown_ending_is_refused(name: str, tmp_path: Path) -> None:
    """An ending that stands for no format: exit 2, the formats named, no file."""
    result = run_cli("list", "--output", str(tmp_path / name))
    assert (result.code, result.out) == (2, "")
    assert all(form in result.err for form in FORMATS)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("command", [("list",), ("check",), ("render",), ("import", str(PLAN))])
def test_output_that_cannot_be_written(command: tuple[str, ...], tmp_path: Path) -> None:
    """A missing folder, a folder in the way: exit 2, one line, nothing left behind."""
    (tmp_path / "taken.json").mkdir()
    for name in ("missing/list.json", "taken.json"):
        result = run_cli(*command, "--output", str(tmp_path / name))
        assert (result.code, result.out) == (2, "")
        assert name in result.err.split("\n")[-2]
        assert "Traceback" not in result.err
    assert os.listdir(tmp_path) == ["taken.json"]
    assert os.listdir(tmp_path / "taken.json") == []


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails at the last step, the old report is whole and no other file is left."""
    target = tmp_path / "list.json"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ledger.folder.os.fsync", fail)
    result = run_cli("list", "-o", str(target), "--force")
    assert (result.code, result.out) == (2, "")
    assert "磁盘已满" in result.err
    assert (os.listdir(tmp_path), target.read_text()) == (["list.json"], "old")


def test_output_to_a_device() -> None:
    """``--output /dev/stdout`` writes to the stream."""
    done = spawn("stats", "--format", "json", "--output", "/dev/stdout", "--as-of", "2025-01-01")
    assert run_json("stats", "--as-of", "2025-01-01").out.encode() == done.stdout


# --- where the ledger is, which day, which language ----------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A ledger of one issue, to tell it from the shipped one."""
    root = copy_ledger(tmp_path)
    for path in (root / "data/issues").iterdir():
        if path.name != "04.yaml":
            path.unlink()
    return root


def test_directory_option_before_and_after_the_command(small: Path) -> None:
    """``-C`` is taken on both sides of the command."""
    assert run_json("-C", str(small), "list").ids == ["04"]
    assert run_json("list", "-C", str(small)).ids == ["04"]


def test_directory_option_beats_the_environment_beats_the_folder(small: Path) -> None:
    """``-C`` before ``LEDGER_ROOT`` before the current folder."""
    env = {"LEDGER_ROOT": str(small)}
    assert run_json("list", env=env).ids == ["04"]
    assert len(run_json("-C", str(REPO), "list", env=env).ids) == 23
    assert len(run_json("list", "-C", str(REPO), env=env).ids) == 23
    assert run_json("list", cwd=small).ids == ["04"]


@pytest.mark.parametrize("below", ["data", "data/issues", "data/source"])
def test_ledger_is_found_from_a_folder_below(below: str, small: Path) -> None:
    """The nearest folder above that holds a ledger is taken."""
    assert run_json("list", cwd=small / below).ids == ["04"]


def test_day_from_the_environment() -> None:
    """``LEDGER_AS_OF`` gives the day; ``--as-of`` beats it."""
    env = {"LEDGER_AS_OF": "2024-12-11"}
    assert run_json("overdue", "--as-of", "2024-12-11").out == run_json("overdue", env=env).out
    late = run_json("overdue", "--as-of", "2025-01-01").out
    assert late == run_json("overdue", "--as-of", "2025-01-01", env=env).out


@pytest.mark.parametrize(
    ("options", "env", "expected"),
    [
        ([], {}, "截至"),
        ([], {"LEDGER_LANG": "en"}, "Overdue as of"),
        ([], {"LEDGER_LANG": "zh", "LANG": "en_US.UTF-8"}, "截至"),
        (["--lang", "zh"], {"LEDGER_LANG": "en"}, "截至"),
        (["--lang=en"], {"LEDGER_LANG": "zh"}, "Overdue as of"),
        ([], {"LANG": "en_US.UTF-8"}, "Overdue as of"),
        ([], {"LANG": "C"}, "截至"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "截至"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "Overdue as of"),
    ],
)
def test_language(options: list[str], env: dict[str, str], expected: str) -> None:
    """``--lang`` before ``LEDGER_LANG`` before the locale; Chinese unless it is English."""
    assert run_cli("overdue", *options, env=env).out.startswith(expected)
    assert run_cli(*options, "overdue", env=env).out.startswith(expected)


def test_alias_of_list() -> None:
    """``ls`` is ``list``."""
    assert run_json("list").out == run_json("ls").out


def test_version() -> None:
    """``--version`` prints one line and ends."""
    from ledger import __version__

    assert (0, f"ledger {__version__}\n", "") == run_cli("--version")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    """A completion script for each shell, which names the program."""
    result = run_cli("--show-completion", shell)
    assert (result.code, result.err) == (0, "")
    assert "_LEDGER_COMPLETE" in result.out


# --- rough places --------------------------------------------------------------------------------


FORKS = """
import contextlib, json, os, subprocess, sys
from ledger.__main__ import main
from ledger.cli.app import run

def ended(command, out):
    with os.fdopen(os.memfd_create("err"), "w+b") as err:
        child = os.fork()
        if not child:
            os.dup2(out, 1)
            os.dup2(err.fileno(), 2)
            os.closerange(3, 256)
            sys.argv[1:] = command
            main()
        os.close(out)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        err.seek(0)
        return [code, err.read().decode("utf-8")]

commands = json.load(sys.stdin)
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
    for command in commands:  # imports what it needs
        run(command)
told = []
for command in commands:
    read, write = os.pipe()
    os.close(read)
    closed = ended(command, write)
    with subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as head:
        write = os.dup(head.stdin.fileno())
        head.stdin.close()
        of_head = ended(command, write)
        line = head.stdout.read().decode("utf-8")
    told.append([closed, of_head, line])
print(json.dumps(told))
"""
"""A process that has the program ready, and forks one for each command: the same end of a process, the start once."""


@pytest.fixture(scope="module")
def into_pipes() -> dict[tuple[str, ...], tuple[tuple[int, str], tuple[int, str], str]]:
    """How each command ends in a pipe that nobody reads, and in one to ``head -1``: codes, errors, and the line."""
    done = subprocess.run(
        [sys.executable, "-c", FORKS],
        cwd=REPO,
        env=clean_environment(),
        input=json.dumps(ALL).encode(),
        capture_output=True,
        check=True,
        timeout=600,
    )
    return dict(zip(ALL, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("command", named(ALL))
def test_closed_pipe_is_quiet(command: tuple[str, ...], into_pipes: dict[tuple[str, ...], Any]) -> None:
    """When nobody reads standard output any more there is no word and no traceback."""
    (code, said), _, _ = into_pipes[command]
    assert "Error" not in said
    assert "错误" not in said.replace("错误 0 个", "")
    assert code in {0, 141}


@pytest.mark.parametrize("command", named(ALL))
def test_head_takes_one_line(command: tuple[str, ...], into_pipes: dict[tuple[str, ...], Any]) -> None:
    """``| head -1`` gives the first line and nothing on standard error but notes."""
    _, (code, said), line = into_pipes[command]
    assert code in {0, 141}
    assert line.count("\n") == (0 if command == ("check",) else 1)
    assert "Traceback" not in said
    assert "Broken" not in said


def test_a_process_of_its_own_in_a_closed_pipe() -> None:
    """One that was started for it ends as those above, which were forked."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "list"],
        cwd=REPO,
        env=clean_environment(),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=600,
    )
    os.close(write)
    assert (done.returncode in {0, 141}, done.stderr) == (True, b"")


def test_a_process_of_its_own_before_head() -> None:
    """The same for a pipe that a shell makes."""
    line = f"'{sys.executable}' -m ledger list | head -1"
    done = subprocess.run(
        ["sh", "-c", line], cwd=REPO, env=clean_environment(), capture_output=True, check=False, timeout=600
    )
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


@pytest.mark.parametrize(
    "env", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf8_in_any_locale(env: dict[str, str]) -> None:
    """In the C locale, without a terminal, output is UTF-8, the same as elsewhere."""
    done = spawn("overdue", "--as-of", "2025-01-01", "--lang", "zh", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert run_cli("overdue", "--as-of", "2025-01-01").out == done.stdout.decode("utf-8")


def test_reading_writes_nothing(tmp_path: Path) -> None:
    """Reading commands work on a read-only ledger and change nothing in it."""
    root = copy_ledger(tmp_path)
    paths = [root, *root.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = [(p, p.stat().st_mtime_ns, p.stat().st_ctime_ns) for p in paths]
    try:
        for command in ALL:
            assert run_cli("-C", str(root), *command).code == 0
        assert before == [(p, p.stat().st_mtime_ns, p.stat().st_ctime_ns) for p in [root, *root.rglob("*")]]
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
