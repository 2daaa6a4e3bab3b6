"""The rooms: imports point one way, the core touches no world, and commands import only what they need."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from cli_tools import REPO, clean_environment

SRC = REPO / "src" / "ledger"

LEVELS = {
    "documents": 0,
    "model": 0,
    "reading": 1,
    "judging": 2,
    "plans": 2,
    "rules": 3,
    "recording": 4,
    "history": 4,
    "reports": 5,
    "rendering": 6,
    "forms": 7,
    "papers": 7,
    "cli": 8,
}
"""A room may import rooms of lower levels, and itself."""

CORE = {
    *("documents", "model", "reading", "rules", "judging", "plans", "reports", "rendering", "recording"),
    *("forms", "papers"),
}
"""Rooms that are given all they need and touch neither disk nor clock nor environment."""

DISK = {"folder", "writing"}
"""Modules that read and write the disk, for the command line alone."""

EDGES = {"today": 0, "opening": 0, "api": 1, "__init__": 2}
"""What begins with the disk besides the commands, and imports none of them: each sees those before it."""

SEEN = {"rendering": {"reports"}}
"""Rooms that see no more than these, their own and the words: a renderer sees reports and nothing else."""

FINDINGS = {"rendering/exchange.py", "rendering/findings.py"}
"""Renderers of what ``check`` finds, which is no report: they see diagnostics and codes as well."""

WORLD = {
    "os",
    "sys",
    "time",
    "subprocess",
    "shutil",
    "tempfile",
    "socket",
    "glob",
    "random",
    "locale",
    "platform",
}


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"))


MODULES = sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    """The room of a module; for a module at the top its own name."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """Everything that a module imports, also inside functions and for type checkers, with lines."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@cache
def calls(path: Path) -> list[tuple[str, int]]:
    """Everything that a module calls, by dotted name, with lines."""
    return [
        (ast.unparse(node.func), node.lineno) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)
    ]


def inner(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms and modules of the package that a module imports."""
    for name, line in imports(path):
        parts = name.split(".")
        if parts[0] == "ledger":
            yield parts[1], line


def forbidden(source: str, target: str) -> bool:
    """Whether the room ``source`` must not import ``target``."""
    if source == target or target in {"locale", "__version__"}:
        return False
    if target in DISK:
        return source not in {"cli", "writing", *EDGES}
    if source in DISK:
        return target not in {"reading", "model"}
    if source == "__main__":
        return target != "cli"
    if source == "locale":
        return True
    if source in EDGES:
        return target == "cli" or EDGES.get(target, -1) >= EDGES[source]
    if target in EDGES:
        return source != "cli"
    if source in SEEN:
        return target not in SEEN[source]
    return LEVELS[target] >= LEVELS[source]


def name_of(path: Path) -> str:
    """The dotted name of a module or package."""
    return ".".join(("ledger", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")


def needs(room_name: str) -> dict[str, set[str]]:
    """For each module of a room the modules of that room that it imports, inside functions too."""
    names = {name_of(path): path for path in MODULES if room(path) == room_name}
    return {
        name: {
            part for found, _ in imports(path) for part in (found, found.rpartition(".")[0]) if part in names
        }
        - {name, f"ledger.{room_name}"}
        for name, path in names.items()
    }


@pytest.mark.parametrize("room_name", ["reading", "rules"])
def test_no_circles(room_name: str) -> None:
    """No two modules of a room need each other."""
    graph = needs(room_name)
    assert any(graph.values())
    list(TopologicalSorter(graph).static_order())  # raises CycleError


def test_there_are_rooms_to_look_at() -> None:
    """The walk sees the package: every room of the plan has a module."""
    assert len(MODULES) > 40
    assert set(LEVELS) <= {room(path) for path in MODULES}
    assert sum(1 for path in MODULES for _ in inner(path)) > 100


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("model", "reading"),
        ("judging", "plans"),
        ("reports", "rendering"),
        ("rules", "folder"),
        ("reading", "cli"),
        ("rendering", "judging"),
        ("rendering", "model"),
        ("rendering", "plans"),
        ("rendering", "papers"),
    ],
)
def test_the_rule_can_fail(source: str, target: str) -> None:
    """Imports upwards and sideways are forbidden by the rule itself."""
    assert forbidden(source, target)
    assert not forbidden("cli", target)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    """A module imports rooms below its own only, also inside functions."""
    more = {"reading"} if path.relative_to(SRC).as_posix() in FINDINGS else set()
    wrong = [
        f"{path.name}:{line}: {target}"
        for target, line in inner(path)
        if forbidden(room(path), target) and target not in more
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room(p) in CORE | {"locale"}], ids=lambda p: p.relative_to(SRC).as_posix()
)
def test_core_touches_no_world(path: Path) -> None:
    """Core rooms import no module that reaches the machine, and open, print and ask the clock nothing."""
    for name, line in imports(path):
        assert name.split(".")[0] not in WORLD, f"{path}:{line}: {name}"
        if name.startswith("pathlib."):
            assert name == "pathlib.PurePosixPath", f"{path}:{line}: {name}"
        assert name not in {"io.open", "pathlib"}, f"{path}:{line}: {name}"
    for name, line in calls(path):
        assert name not in {"open", "print", "input", "exec", "eval", "breakpoint"}, f"{path}:{line}: {name}"
        assert not re.search(
            r"(^|\.)(now|today|utcnow|time|getenv|read_text|read_bytes|write_text|write_bytes)$", name
        ), f"{path}:{line}: {name}"


def test_only_the_clock_asks_the_time() -> None:
    """``now()`` is called in one module, and how long something takes is asked in another."""
    asking = {
        path.relative_to(SRC).as_posix()
        for path in MODULES
        for name, _ in calls(path)
        if re.search(r"(^|\.)(now|utcnow|fromtimestamp)$|^date\.today$|^datetime\.today$|^time\.", name)
    }
    assert asking == {"cli/clock.py", "today.py"}


def test_only_the_terminal_writes_to_streams() -> None:
    """Nothing prints; standard streams are written in one module."""
    for path in MODULES:
        for name, line in calls(path):
            assert name != "print", f"{path}:{line}"
            if re.search(r"std(out|err)\.(write|buffer)", name):
                assert path.relative_to(SRC).as_posix() == "cli/terminal.py", f"{path}:{line}"


def test_only_edges_read_the_environment() -> None:
    """The environment is read by the command line, and where a program opens a ledger."""
    for path in MODULES:
        if re.search(r"os\.environ|getenv", path.read_text("utf-8")):
            assert room(path) in {"cli", "api"}, path


def test_every_module_has_a_docstring() -> None:
    """Each module that holds code says what it is for."""
    for path in MODULES:
        if parsed(path).body:
            assert ast.get_docstring(parsed(path)), path


# --- start-up ------------------------------------------------------------------------------------


SHOW_MODULES = """
import sys
from ledger.cli.app import run
code = run(sys.argv[1:])
print("modules:", *sys.modules, file=sys.stderr)
sys.exit(code)
"""
"""A run that tells which modules are there at its end; import times miss those that are imported by name."""


@cache
def imported(*args: str) -> set[str]:
    """The modules that a run imports, and their packages."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", SHOW_MODULES, *args],
        cwd=REPO,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-500:]
    said = done.stderr.decode()
    names = re.findall(r"^import time:[ 0-9]+\|[ 0-9]+\|\s*(\S+)$", said, re.MULTILINE)
    names += said.rpartition("modules: ")[2].split("\n")[0].split()
    assert "ledger.cli.app" in names
    return set(names) | {name.partition(".")[0] for name in names}


HEAVY = {"rich", "pydantic", "yaml", "dateutil", "pygments", "ledger.model", "ledger.reading"}


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("--show-completion", "bash")])
def test_help_imports_nothing_heavy(args: tuple[str, ...]) -> None:
    """Help and completion import neither models nor YAML nor anything for colour."""
    found = imported(*args)
    assert "ledger" in found
    assert "typer" in found
    assert set() == HEAVY & found


@pytest.mark.parametrize(
    "args", [("overdue",), ("list", "-f", "json"), ("stats",), ("show", "1"), ("check",)]
)
def test_piped_commands_import_no_terminal_library(args: tuple[str, ...]) -> None:
    """In a pipe no command imports a library for terminals, or for recurring dates."""
    found = imported(*args)
    assert "pydantic" in found
    assert set() == {"rich", "dateutil", "pygments", "asyncio", "http", "sqlite3"} & found


LARGE = {"pyarrow", "duckdb", "distributed", "dask", "cryptography", "numpy"}


@pytest.mark.parametrize(
    ("args", "needed"),
    [
        (("export", "--table", "issues", "-f", "csv"), set()),
        (("sql", "select 1"), set()),
        (("-C", "examples/region", "export", "-f", "parquet", "-o", "{out}"), {"pyarrow", "numpy"}),
    ],
)
def test_large_libraries_are_imported_where_they_are_used(
    args: tuple[str, ...], needed: set[str], tmp_path: Path
) -> None:
    """Three ledgers are written without Dask, and what is no Parquet without its library."""
    found = imported(*(one.format(out=tmp_path / "out") for one in args), "--as-of", "2025-06-30")
    assert "ledger.cli.data" in found
    assert LARGE & found <= needed


@pytest.mark.parametrize("args", [("overdue",), ("list", "-f", "json"), ("stats",), ("show", "1")])
def test_reading_commands_import_no_rules(args: tuple[str, ...]) -> None:
    """Commands that only read know the codes of reading, and no rule."""
    found = imported(*args)
    assert "ledger.reading.codes" in found
    assert set() == {"ledger.rules", "ledger.plans.codes", "ledger.history.codes"} & found


def test_a_command_imports_no_other_command() -> None:
    """Modules of commands are imported when they are called."""
    found = imported("overdue")
    assert "ledger.cli.overdue" in found
    assert not {"ledger.cli.listing", "ledger.cli.importing", "ledger.cli.check", "ledger.cli.stats"} & found


def test_what_ends_a_command_is_a_refusal() -> None:
    """There is one kind of it, with key, gaps and exit code; other exceptions are caught where they are known."""
    within = {"ChangedError", "UnfitError", "UnreadableError", "_Refused", "_TwinsError", "Refusal"}
    bare = {
        node.name
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id in {"Exception", "RuntimeError"} for base in node.bases
        )
    }
    assert bare == within


CATCHING_DISK_ERRORS = {
    *("folder.py", "writing.py", "__main__.py", "history/git.py", "history/process.py"),
    *("documents/archive.py", "documents/ocr.py"),
    *(
        f"cli/{name}.py"
        for name in (
            *(
                "audit",
                "books",
                "collect",
                "completing",
                "doctor",
                "evidence",
                "importing",
                "output",
                "paper",
            ),
            *("dataset", "duck", "spreading"),  # files of a data set, and workers that write none
            *("record", "record_file", "remind", "schema", "screen", "session", "site", "terminal"),
        )
    ),
}
"""Modules that catch errors of the disk.  The list may only get shorter: commands are to leave it to one module."""


def catches_disk_errors(tree: ast.Module) -> bool:
    """Whether a handler names OSError, by itself or among others."""
    return any(
        isinstance(part, ast.Name) and part.id == "OSError"
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        for part in ast.walk(node.type)
    )


def test_no_further_module_catches_errors_of_the_disk() -> None:
    """A module that comes to catch them, or no longer does, is seen."""
    found = {path.relative_to(SRC).as_posix() for path in MODULES if catches_disk_errors(parsed(path))}
    assert found == CATCHING_DISK_ERRORS
    assert catches_disk_errors(ast.parse("try:\n    pass\nexcept (ValueError, OSError):\n    pass"))
    assert not catches_disk_errors(ast.parse("try:\n    pass\nexcept ValueError:\n    pass"))
