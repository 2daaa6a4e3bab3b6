"""Shared fixtures: hypothesis profiles, a world that tests cannot reach, and the shipped data."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ledger.folder import read_folder
from ledger.model.unit import Units
from ledger.reading.load import read_units_file
from profiles import EXAMPLES, PROFILE

ROOT = Path(__file__).resolve().parents[1]
"""The project folder of this checkout."""

for _name, _count in EXAMPLES.items():
    settings.register_profile(
        _name,
        max_examples=_count,
        deadline=None,
        derandomize=_name != "nightly",
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile(PROFILE)

_FROM_OUTSIDE = (
    "XDG_CACHE_HOME",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LC_CTYPE",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "PAGER",
    "TZ",
)


def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are processors: a test that waits for a clock, a disk or git leaves one free.

    The large ones start processes of their own, and none waits for long.
    """
    if PROFILE != "fast":
        return None
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return allowed + 1


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not in what collecting has made: the program itself does not look for any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep home, locale, our own variables and git's configuration of the machine out of every test."""
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    for name in [*_FROM_OUTSIDE, *(name for name in os.environ if name.startswith(("LEDGER_", "GIT_")))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session")
def plan_bytes() -> bytes:
    """The official text as shipped."""
    return (ROOT / "data/source/plan.txt").read_bytes()


@pytest.fixture(scope="session")
def tree() -> dict[str, bytes]:
    """The shipped ledger as it is read from the disk; copy it before changing it."""
    return read_folder(str(ROOT)).tree


@pytest.fixture(scope="session")
def units(tree: dict[str, bytes]) -> Units:
    """The shipped vocabulary of units."""
    file, found = read_units_file(tree)
    assert found == []
    assert file is not None
    return Units(file)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A project folder of its own with a copy of the shipped data."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path
