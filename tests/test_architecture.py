"""The rooms: imports point one way, the core touches no world, and commands import only what they need."""

import ast
import builtins
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from cli_tools import REPO, clean_environment, spawn

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

DISK = {"folder", "roots", "writing"}
"""Modules that read and write the disk, for the command line alone."""

EDGES = {"today": 0, "store": 0, "opening": 1, "api": 2, "__init__": 3}
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


def imported(*args: str, env: Mapping[str, str] | None = None) -> set[str]:
    """The modules that a run imports, and their packages."""
    return set(_imported(args, tuple((env or {}).items())))


@cache
def _imported(args: tuple[str, ...], env: tuple[tuple[str, str], ...]) -> frozenset[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", SHOW_MODULES, *args],
        cwd=REPO,
        env=clean_environment(dict(env)),
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
    return frozenset(names) | {name.partition(".")[0] for name in names}


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
    found = imported("--no-cache", *args)
    assert "pydantic" in found
    assert set() == {"rich", "dateutil", "pygments", "asyncio", "http", "sqlite3"} & found


@pytest.mark.parametrize(
    "args", [("overdue",), ("list", "-f", "json"), ("stats",), ("show", "14"), ("due",), ("units",)]
)
def test_what_is_recalled_needs_no_reader(args: tuple[str, ...], tmp_path: Path) -> None:
    """A ledger that was read before is asked without pydantic, YAML and the types of entries it has not."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    time.sleep(2.1)  # what was made a moment ago is not kept
    where = {"LEDGER_ROOT": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert spawn("overdue", env=where).returncode == 0
    found = imported(*args, env=where)
    assert "ledger.store.recall" in found
    assert (
        set()
        == {"pydantic", "pydantic_core", "yaml", "ledger.reading.load", "ledger.model.entries.types"} & found
    )


PLAN_READERS = {f"ledger.plans.{name}" for name in ("interpret", "front", "laying", "figures", "heads")}
"""Modules that read the language of plans; their patterns take as long to compile as a small check takes."""


@pytest.mark.parametrize(
    "args", [("check",), ("progress", "01", "--by", "市委办公室", "有进展", "--dry-run")]
)
def test_what_reads_no_plan_needs_no_reader_of_plans(args: tuple[str, ...], tmp_path: Path) -> None:
    """Neither a record nor a check that has all its results reads the official text or a phrase of it."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    where = {"LEDGER_ROOT": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert imported("--no-cache", "check") >= PLAN_READERS
    assert spawn("check", env=where).returncode == 0
    assert set() == PLAN_READERS & imported(*args, "-C", str(tmp_path), env=where)


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
    within = {
        "ChangedError",
        "DamagedError",
        "ForgottenError",
        "WholeNeededError",
        "UnfitError",
        "UnreadableError",
        "_Refused",
        "_UnfitJsonError",
        "Refusal",
    }
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


CATCHING_SYSTEM_ERRORS = {
    "folder.py": "the disk, read",
    "roots.py": "the current folder was deleted",
    "writing/aside.py": "the disk, written: a file system without second names, hidden files that stay",
    "writing/files.py": "the disk, written: what is no longer there, folders that are not empty",
    "writing/locking.py": "the disk, written: the lock ends with the process",
    "writing/sweeping.py": "the disk, written: whether a process still runs",
    "writing/unfinished.py": "the disk, written: a note that is not there",
    "cli/disk.py": "the one place that turns what the system refuses into words",
    "cli/again.py": "standard streams, before the command line is built",
    "store/answers.py": "a file that cannot be looked at: the ordinary way tells it",
    "cli/terminal.py": "standard streams: a reader that went away, a full disk behind them",
    "cli/screen.py": "the size of a terminal, a pager that does not start",
    "cli/spreading.py": "the network: a scheduler that does not answer",
    "store/facts.py": "what is no store is taken away; nothing depends on it",
    "store/places.py": "a folder that cannot be written keeps nothing",
    "history/kept.py": "what cannot be kept is worked out again",
    "__main__.py": "asks for the current folder before anything of the program is imported",
    "history/process.py": "starts git",
    "history/git.py": "reads where a clone is cut",
    "history/opening.py": "finds the repository without asking git",
    "documents/archive.py": "what zipfile raises for spoilt bytes in memory",
    "documents/ocr.py": "what the library of pictures raises for spoilt bytes in memory",
    "rendering/wordfile.py": "what zipfile raises for a spoilt template in memory",
}
"""Modules that catch errors of the system, each with its reason; commands leave them to one."""

SYSTEM_ERRORS = {
    name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, OSError)
}
"""OSError, its other names, and its kinds."""


def named_errors(tree: ast.Module) -> set[str]:
    """Errors of the system that a module names elsewhere than where it declares a type or raises one."""
    raised = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    types = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.arg) and node.annotation is not None
        for part in ast.walk(node.annotation)
    }
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in SYSTEM_ERRORS and id(node) not in raised | types
    }


def test_no_further_module_catches_errors_of_the_system() -> None:
    """A module that comes to catch them, by whatever way, or no longer does, is seen."""
    found = {path.relative_to(SRC).as_posix() for path in MODULES if named_errors(parsed(path))}
    assert found == set(CATCHING_SYSTEM_ERRORS)


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    pass\nexcept (ValueError, OSError):\n    pass",
        "try:\n    pass\nexcept FileNotFoundError:\n    pass",
        "with suppress(PermissionError):\n    pass",
        "broken = (EOFError, IOError)",
    ],
)
def test_the_rule_of_errors_can_fail(text: str) -> None:
    """Kinds, other names, suppression and lists of errors count; raising one does not."""
    assert named_errors(ast.parse(text))
    assert not named_errors(ast.parse("def f(error: OSError):\n    raise FileExistsError(1)"))
    assert not named_errors(ast.parse("try:\n    pass\nexcept ValueError:\n    pass"))


CHANGING = {
    "os": {
        *("mkdir", "makedirs", "rename", "renames", "replace", "unlink", "remove", "rmdir", "removedirs"),
        *("link", "symlink", "chmod", "chown", "utime", "truncate", "ftruncate", "write", "pwrite", "writev"),
        *("mkfifo", "mknod", "fdopen", "open", "sendfile", "copy_file_range"),
    },
    "shutil": {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move", "rmtree", "unpack_archive"},
    "tempfile": set(),
    "pathlib": {"Path", "PosixPath", "WindowsPath"},
}
"""Functions that change the disk, or can, by module; of a module without any, all."""


def changes_of_disk(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What a module calls that opens a file for writing, or makes, moves or deletes one; with lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in CHANGING:
            names = {alias.name for alias in node.names}
            bad = names & CHANGING[node.module] if CHANGING[node.module] else names
            yield from ((f"{node.module}.{name}", node.lineno) for name in sorted(bad))
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        module, _, function = name.rpartition(".")
        if module in CHANGING and (function in CHANGING[module] or not CHANGING[module]):
            yield name, node.lineno
        elif name in {"open", "io.open"} or (function == "connect" and module in {"sqlite3", "duckdb"}):
            given = {word.arg: word.value for word in node.keywords}
            mode = given.get("mode", node.args[1] if len(node.args) > 1 else ast.Constant("r"))
            target = node.args[0] if function == "connect" else mode
            fine = isinstance(target, ast.Constant) and target.value in {"r", "rb", ":memory:"}
            if not fine and (function == "connect" or "mode" in given or len(node.args) > 1):
                yield name, node.lineno
        elif function in {"write_bytes", "touch", "hardlink_to", "symlink_to"}:
            yield name, node.lineno


ALLOWED_CHANGES = {
    ("cli/terminal.py", "os.open"),
    ("cli/again.py", "os.write"),
    ("cli/sql.py", "sqlite3.connect"),
}
"""What changes no file: the null device, which takes the place of a stream whose reader went away; bytes that
go to standard output; a database without a name, which is nobody's file and gone with the process."""


KEEPING = {"history/kept.py", "store/facts.py", "store/places.py"}
"""What is kept to save time, in git's folder or among the user's caches: no file of a ledger, nothing asked for."""


def test_the_disk_is_written_in_one_place() -> None:
    """No module beside those of writing opens a file for writing, makes a folder, moves or deletes."""
    found = {
        (path.relative_to(SRC).as_posix(), name)
        for path in MODULES
        for name, _ in changes_of_disk(parsed(path))
        if room(path) not in DISK and path.relative_to(SRC).as_posix() not in KEEPING
    }
    assert found == ALLOWED_CHANGES
    inside = {
        name for path in MODULES if room(path) == "writing" for name, _ in changes_of_disk(parsed(path))
    }
    assert {"os.open", "os.link", "os.replace", "os.rename", "os.unlink", "os.mkdir", "os.rmdir"} <= inside


@pytest.mark.parametrize(
    "text",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "open(path, mode)",
        "io.open(path, 'r+')",
        "os.makedirs(path)",
        "from os import unlink",
        "from tempfile import NamedTemporaryFile",
        "shutil.rmtree(path)",
        "file.write_bytes(data)",
        "sqlite3.connect(path)",
    ],
)
def test_the_rule_of_writing_can_fail(text: str) -> None:
    """Each way of writing to the disk is seen; reading is not."""
    assert list(changes_of_disk(ast.parse(text)))
    assert not list(changes_of_disk(ast.parse("open(path, 'rb'); open(path); sqlite3.connect(':memory:')")))
