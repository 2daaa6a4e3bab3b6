"""The versions of what the program needs: the oldest are pinned where pyproject.toml says so; actions are pinned."""

import re
import tomllib

import pytest
import yaml

from cli_tools import REPO

PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
LARGE = {"parquet", "duckdb", "cluster", "ocr", "docs", "dev", "all"}
"""Extras that are not among ``all``, or are sums of others: their oldest versions are not tried."""


def floors() -> dict[str, str]:
    """The lower bound of each library that the program and ``all`` need."""
    needed = list(PROJECT["dependencies"])
    for name, libraries in PROJECT["optional-dependencies"].items():
        needed += [] if name in LARGE else libraries
    found = {}
    for line in needed:
        match = re.fullmatch(r"([A-Za-z0-9-]+)>=([0-9.]+)(,<[0-9.]+)?", line)
        assert match is not None, line
        found[match[1].lower()] = match[2]
    return found


def test_oldest_versions_are_those_that_are_allowed() -> None:
    """constraints-oldest.txt pins every lower bound, and nothing else."""
    lines = (REPO / "constraints-oldest.txt").read_text("utf-8").splitlines()
    pinned = dict(line.lower().split("==") for line in lines if not line.startswith("#"))
    bounds = floors()
    assert pinned.keys() == bounds.keys()
    for name, version in pinned.items():
        assert re.fullmatch(rf"{re.escape(bounds[name])}(\.0)*", version), (name, version, bounds[name])


def test_newest_versions_are_allowed() -> None:
    """What constraints.txt pins is not older than the bounds."""
    lines = (REPO / "constraints.txt").read_text("utf-8").splitlines()
    pinned = dict(line.lower().split("==") for line in lines if "==" in line and not line.startswith("#"))

    def parts(version: str) -> list[int]:
        return [int(part) for part in re.findall(r"[0-9]+", version)][:3]

    for name, version in floors().items():
        assert parts(pinned[name]) >= parts(version), name


@pytest.mark.parametrize(
    "path", sorted((REPO / ".github/workflows").glob("*.yml")), ids=lambda path: path.name
)
def test_actions_are_pinned(path: object) -> None:
    """Each action is a commit with its tag beside it, and no machine is called latest."""
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    for line in re.findall(r"uses: (.*)", text):
        assert line.startswith("./") or re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", line), line
    assert "-latest" not in text


def test_ci_names_windows_and_macos() -> None:
    """The matrix has both, with the oldest Python that is allowed."""
    jobs = yaml.safe_load((REPO / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    matrix = jobs["elsewhere"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"windows", "macos"}
    assert PROJECT["requires-python"] == f">={min(matrix['python'])}"
