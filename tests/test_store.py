"""The store: what is recalled is what a fresh reading gives, and where it is in doubt nothing is recalled."""

import json
import os
import shutil
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import warm
from cli_tools import REPO, run_cli, spawn
from ledger import folder, opening
from ledger.cli import terminal
from ledger.folder import read_folder
from ledger.history import kept as history_kept
from ledger.model.ledger import Issues
from ledger.model.unit import UnitKind
from ledger.reading.layout import Stamp
from ledger.reading.load import load
from ledger.store import recall
from ledger.store.facts import DamagedError, Row, Store, keep, row_of
from ledger.store.packing import pack, unpack
from ledger.store.places import file_of, now_at
from profiles import by_profile

DEMO = REPO / "examples" / "demo"
HOME = {"HOME": "/nonexistent"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger that was made some time ago, and a place for caches."""
    root = tmp_path / "ledger"
    shutil.copytree(DEMO, root)
    time.sleep(2.1)
    return root


def environment(root: Path) -> dict[str, str]:
    """Where caches go."""
    return {"XDG_CACHE_HOME": str(root.parent / "cache")}


def ask(root: Path) -> opening.Read:
    """The ledger as a command has it; what was read is kept."""
    read, later = opening.remembered(str(root), environment(root))
    warm.said(read)  # all of it, before the store is let go
    later()
    return read


def recalled(read: opening.Read) -> bool:
    """Whether it came from the store."""
    return isinstance(read.ledger.issues, Issues)


@pytest.mark.parametrize("data", ["data", "examples/demo/data", "examples/region/other/data"])
def test_what_is_packed_is_unpacked(data: str) -> None:
    """Every value of a ledger goes through JSON and comes back equal, of the same class."""
    ledger = load(read_folder(str((REPO / data).parent)).tree).ledger
    for value in (
        ledger.plan,
        ledger.units.file,
        ledger.calendar,
        tuple(ledger.disclosures),
        tuple(ledger.letters),
        *((one.baseline, one.entries) for one in ledger.issues),
        *(one.records for one in ledger.complaints),
        *(one.records for one in ledger.rounds),
    ):
        back = unpack(json.loads(json.dumps(pack(value))))
        assert back == value
        assert repr(back) == repr(value)


def test_scalars_keep_their_type() -> None:
    """A number stays exact, a day a day, a word of a closed list what it is."""
    value = (Decimal("8.20"), date(2025, 2, 28), UnitKind.OFFICE, True, 1, None, {"a": ("b",)})
    back = unpack(json.loads(json.dumps(pack(value))))
    assert back == value
    assert str(back[0]) == "8.20"
    assert back[2] is UnitKind.OFFICE
    assert back[3] is True


@pytest.mark.parametrize("value", [1.5, [1], {1, 2}, b"x", object()])
def test_what_is_no_value_of_the_model_is_not_packed(value: Any) -> None:
    """It would come back as something else."""
    with pytest.raises(TypeError):
        pack(value)


@pytest.mark.parametrize("name", ["os:system", "..x:Y", "baseline:SEVERAL", "record:by_class", "unit:Units"])
def test_only_classes_of_the_model_are_made(name: str) -> None:
    """Whoever writes into the store names no function that is run."""
    with pytest.raises((ValueError, TypeError, ImportError, AttributeError)):
        unpack([name, "true"])


def test_the_second_question_is_recalled(root: Path) -> None:
    """The first reads, the second recalls, and both say the same."""
    first, second = ask(root), ask(root)
    assert (recalled(first), recalled(second)) == (False, True)
    assert warm.said(first) == warm.said(opening.read(str(root), "", {}))


def test_a_young_file_is_not_kept(tmp_path: Path) -> None:
    """What was changed a moment ago could be changed again within the same tick of the clock."""
    root = tmp_path / "ledger"
    shutil.copytree(DEMO, root)
    ask(root)
    assert not recalled(ask(root))


def test_one_issue_is_made_for_one_question(root: Path) -> None:
    """Of an issue that is asked for, no other is unpacked."""
    ask(root)
    read, later = opening.remembered(str(root), environment(root))
    assert isinstance(read.ledger.issues, Issues)
    found = read.ledger.find("14")
    assert found is not None
    assert found.id == "14"
    assert set(read.ledger.issues._made) == {"14"}
    later()


def test_a_broken_file_is_told_each_time(root: Path) -> None:
    """It is read each time, and the others are recalled."""
    path = root / "data" / "issues" / "14.yaml"
    path.write_text(path.read_text("utf-8") + "nonsense: [\n", "utf-8")
    ask(root)
    for _ in range(2):
        read = ask(root)
        assert recalled(read)
        assert {one.path for one in read.diagnostics} == {"data/issues/14.yaml"}


def test_a_damaged_row_is_read_from_its_file(root: Path) -> None:
    """Other bytes than were written are seen by their sum."""
    ask(root)
    import sqlite3

    store = sqlite3.connect(file_of(str(root), environment(root)) or "")
    store.execute("update facts set facts = replace(facts, '2025', '2035')")
    store.commit()
    store.close()
    read = ask(root)
    assert warm.said(read) == warm.said(opening.read(str(root), "", {}))


def test_a_store_of_another_program_is_none(tmp_path: Path) -> None:
    """What another version read is not believed; it is replaced."""
    file = str(tmp_path / "facts.db")
    made = row_of("data/issues/1.yaml", "1", "", Stamp(1, 2, 3, 4), ("a",))
    keep(file, "one", [made])
    store = Store(file, "one")
    assert store.rows == {"data/issues/1.yaml": made[0]}
    store.close()
    with pytest.raises(DamagedError):
        Store(file, "two")
    keep(file, "two", [])
    assert Store(file, "two").rows == {}


def test_what_others_may_write_is_not_believed(tmp_path: Path) -> None:
    """A store that a group can write to, or that is a link, is none."""
    file = tmp_path / "facts.db"
    made = row_of("data/issues/1.yaml", "1", "", Stamp(1, 2, 3, 4), ("a",))
    keep(str(file), "one", [made])
    Store(str(file), "one").close()
    linked = tmp_path / "linked.db"
    linked.symlink_to(file)
    file.chmod(0o660)
    for path in (file, linked):
        with pytest.raises(DamagedError):
            Store(str(path), "one")


def test_what_is_no_database_is_replaced(tmp_path: Path) -> None:
    """The run that finds it goes without, the next one has a store again."""
    file = tmp_path / "facts.db"
    file.write_bytes(b"nonsense" * 1000)
    made: tuple[Row, str] = row_of("data/issues/1.yaml", "1", "", Stamp(1, 2, 3, 4), ("a",))
    keep(str(file), "one", [made])
    keep(str(file), "one", [made])
    assert Store(str(file), "one").facts(["data/issues/1.yaml"]) == {"data/issues/1.yaml": ("a",)}


def test_a_store_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    """The answer is given all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert now_at(str(blocked / "ledger" / "facts.db")) is None
    read, later = opening.remembered(str(DEMO), {"XDG_CACHE_HOME": str(blocked)})
    assert read.ledger.ids
    later()


def test_where_there_is_no_home_there_is_no_store(tmp_path: Path) -> None:
    """Outside git, without a folder for caches."""
    assert file_of(str(tmp_path), {}) is None
    assert file_of(str(tmp_path), {"XDG_CACHE_HOME": "relative", "HOME": ""}) is None
    assert str(file_of(str(tmp_path), {"HOME": "/home/x"})).startswith("/home/x/.cache/ledger/facts-")


def test_whatever_happens_warm_is_cold() -> None:
    """Sixty changes of six repositories; tools/warm.py does a thousand."""
    done = warm.run(6)
    assert done.wrong == []
    assert sum(done.recalled.values()) >= 15


def test_commands_say_the_same(root: Path) -> None:
    """Through the command line: with the store, and without."""
    added = environment(root) | {"LEDGER_ROOT": str(root)}
    commands = (
        ("overdue",),
        ("list", "-f", "json"),
        ("show", "14"),
        ("stats",),
        ("units",),
        ("brief", "昆区"),
    )
    for command in by_profile(fast=commands[::2], ci=commands):
        asked = (*command, "--as-of", "2025-06-30")
        cold = spawn("--no-cache", *asked, env=added)
        answers = [spawn(*asked, env=added) for _ in range(2)]
        assert cold.stdout
        assert [(one.stdout, one.returncode) for one in answers] == [(cold.stdout, cold.returncode)] * 2
    assert os.path.isfile(str(file_of(str(root), environment(root))))


def test_files_that_a_question_opens(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of what is as it was; one after one was changed; all where nothing is kept."""
    opened: list[str] = []
    real = folder.read_stamped

    def counted(path: str, limit: int) -> Any:
        opened.append(os.path.relpath(path, root).replace(os.sep, "/"))
        return real(path, limit)

    monkeypatch.setattr(folder, "read_stamped", counted)
    monkeypatch.setenv("XDG_CACHE_HOME", environment(root)["XDG_CACHE_HOME"])

    def asked(*args: str) -> list[str]:
        opened.clear()
        assert run_cli("-C", str(root), *args).code == 0
        terminal.run_later()
        return [path for path in opened if path.startswith("data/issues/")]

    assert len(asked("overdue")) == 23
    for command in (("overdue",), ("show", "14"), ("list",), ("stats",), ("units",), ("brief", "昆区")):
        assert asked(*command) == [], command
    for asking in (("--no-cache", "show", "14"), ("show", "14", "--no-cache"), ("show", "--no-cache", "14")):
        assert len(asked(*asking)) == 23
    assert asked("show", "14") == []
    asked("start", "14", "--by", "市城市管理局", "--date", "2026-01-05")
    assert asked("show", "14") == ["data/issues/14.yaml"]


@pytest.mark.parametrize("of", ["rows", "checks"])
def test_a_program_with_its_time_put_back_is_another(
    of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module of the same size and time, as an installer leaves it that gives every file the same time."""
    file = tmp_path / "one.py"
    file.write_text("a = 1\n", "utf-8")
    before = file.stat()
    if of == "rows":
        monkeypatch.setattr("ledger.reading.__path__", [str(tmp_path)])
    else:
        monkeypatch.setattr(history_kept, "folder_of", lambda _: str(tmp_path))
    made = recall.program if of == "rows" else history_kept.program.__wrapped__
    first = made()
    assert made() == first
    time.sleep(0.02)
    file.write_text("a = 2\n", "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert made() != first


def test_a_program_of_another_python_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables of characters may be others."""
    first = recall.program()
    monkeypatch.setattr("sys.version", "3.99")
    assert recall.program() != first
