"""The harness of faults in writing: no way of writing is left out of it; the whole is `make faults`."""

import ast
import os
from pathlib import Path

import pytest

from fault_scenarios import WRITERS, call, scenarios
from faults import CALLS, _fresh, fault_points, snapshot
from ledger import writing
from profiles import large_but
from test_architecture import MODULES, SRC, changes_of_disk, parsed, room

CHANGING = {
    *(
        name
        for name in writing.__all__
        if name not in {"ChangedError", "is_left_over", "locked", "flush_all"}
    ),
    *("write_file", "write_files", "write_new"),
}
"""What writes, by its name in a module of commands."""


def writers() -> set[str]:
    """The modules of commands that call something that writes."""
    found = set()
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            if (room(path) == "cli" and (name in CHANGING or name in {"out.write", "self.write"})) or (
                name.endswith(".write_text") and room(path) == "cli"
            ):
                found.add(path.relative_to(SRC).as_posix())
    return found


def test_every_module_that_writes_has_a_scenario(tmp_path: Path) -> None:
    """A module of commands that comes to write is missed here until faults are put into it."""
    assert writers() == set(WRITERS)
    names = [one.name for one in scenarios(tmp_path)]
    assert names == [one.name for one in scenarios(tmp_path)]  # asked for again in one folder, by the canary
    assert len(names) == len(set(names))
    assert {name for some in WRITERS.values() for name in some} <= set(names)


def test_every_call_that_writing_makes_of_the_system_can_fail() -> None:
    """What changes the disk is called by a name that the harness wraps."""
    used = {
        name.removeprefix("os.")
        for path in MODULES
        if room(path) == "writing"
        for name, _ in changes_of_disk(parsed(path))
        if name.startswith("os.")
    }
    assert used <= set(CALLS)
    assert all(hasattr(os, name) for name in CALLS)


def test_each_scenario_writes(tmp_path: Path) -> None:
    """A run without faults ends as it says, and changes something; doctor takes away what it wrote."""
    for one in scenarios(tmp_path):
        root = _fresh(one, tmp_path / "work")
        before = snapshot(root)
        assert call(root, one.arguments) == one.code, one.name
        assert (snapshot(root) != before) is (one.name != "doctor"), one.name
        after = snapshot(root)
        assert call(root, one.arguments) == one.again, one.name
        assert snapshot(root) == after, one.name


@pytest.mark.parametrize("name", large_but(["collect"], ["collect", "remind in a folder", "data set"]))
def test_a_slice(name: str, tmp_path: Path) -> None:
    """Some calls of some scenarios, killed and failed."""
    (one,) = (one for one in scenarios(tmp_path) if one.name == name)
    counts, verdicts = fault_points(one, tmp_path, most=3)
    assert verdicts == []
    assert counts["kills"] > 3
    assert counts["errors"] > 6
