"""What others copy: the hook, the reusable workflows and their samples, run here as far as that goes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli_tools import REPO, append_entries, clean_environment
from git_tools import Making
from ledger.history.worktree import GIT_ATTRIBUTES

BASE = REPO / "tests/cases/check/base"
FLOWS = REPO / ".github/workflows"
SAMPLES = REPO / "examples/ci"
PLACE = "台账"
START = "{date: 2024-11-05, type: start, by: 市水务局, text: 开会}"


def loaded(path: Path) -> Any:
    """A YAML file; ``on`` is the truth to YAML 1.1."""
    return yaml.safe_load(path.read_text("utf-8"))


def workflow(name: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The inputs, the one job and the permissions of a reusable workflow."""
    flow = loaded(FLOWS / name)
    (job,) = flow["jobs"].values()
    return flow[True]["workflow_call"]["inputs"], job, flow["permissions"]


@pytest.fixture
def repository(tmp_path: Path) -> Making:
    """A repository with a ledger in a folder, and a branch that adds a record while main moved on."""
    making = Making(tmp_path / "repo", PLACE)
    shutil.copytree(BASE, making.root, dirs_exist_ok=True)
    making.commit({".gitattributes": GIT_ATTRIBUTES}, "2024-11-01")
    making.switch("-b", "side")
    append_entries(making.root, "data/issues/01.yaml", START)
    making.commit({}, "2024-11-06")
    making.switch("main")
    append_entries(making.root, "data/issues/02.yaml", START)
    making.commit({}, "2024-11-07")
    making.switch("--detach", "side")
    return making


def shell(folder: Path, script: str, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does, with this program installed as ``ledger``."""
    program = tmp_path / "bin/ledger"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPO / "src"}" exec "{sys.executable}" -P -m ledger "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    file = tmp_path / "step.sh"
    file.write_text(script, "utf-8")
    return subprocess.run(
        ["bash", "-e", str(file)],
        cwd=folder,
        env=clean_environment({"PATH": f"{program.parent}:{os.environ['PATH']}", **env}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def step(job: dict[str, Any], name: str) -> dict[str, Any]:
    """The step of a job whose name begins so."""
    (found,) = (one for one in job["steps"] if one.get("name", "").startswith(name))
    return dict(found)


@pytest.mark.parametrize("name", ["ledger-check.yml", "ledger-audit.yml"])
def test_workflows_are_made_to_be_called(name: str) -> None:
    """Least permissions, no name of an index, nothing of a person's text in a script, inputs as promised."""
    inputs, job, permissions = workflow(name)
    assert permissions == {"contents": "read"}
    assert "permissions" not in job
    assert {"install", "root", "lang"} <= set(inputs)
    assert inputs["install"] == {**inputs["install"], "required": True}
    assert job["env"]["LEDGER_LANG"] == "${{ inputs.lang }}"
    for one in job["steps"]:
        assert "${{" not in one.get(
            "run", ""
        )  # what a caller or a branch is named goes through the environment
        assert "-m pip" not in one.get("run", "") or "python -P -m pip" in one["run"]
    assert step(job, "Install")["run"] == 'python -P -m pip install --quiet -- "$PACKAGE"'


def test_check_says_where(repository: Making, tmp_path: Path) -> None:
    """The step of the check: silent where all is well; else annotations rooted at the repository."""
    _, job, _ = workflow("ledger-check.yml")
    run = step(job, "Check")["run"]
    env = {"LEDGER_ROOT": PLACE, "LEDGER_LANG": "zh", "STRICT": ""}
    done = shell(repository.top, run, tmp_path, **env)
    assert (done.returncode, done.stdout) == (0, "")
    repository.write("data/issues/02.yaml", "id: [\n")
    done = shell(repository.top, run, tmp_path, **{**env, "LEDGER_LANG": "en", "STRICT": "--strict"})
    assert done.returncode == 1
    assert "::error file=台账/data/issues/02.yaml," in done.stdout
    assert "YAML syntax error" in done.stdout


def test_audit_of_a_request(repository: Making, tmp_path: Path) -> None:
    """The steps of the audit: an honest request is not accused though its base has moved on."""
    _, job, _ = workflow("ledger-audit.yml")
    base = subprocess.run(
        ["git", "rev-parse", "main"], cwd=repository.top, capture_output=True, text=True, check=True
    )
    summary = tmp_path / "summary.md"
    env = {"LEDGER_ROOT": PLACE, "LEDGER_LANG": "zh", "BASE": base.stdout.strip()}
    env["GITHUB_STEP_SUMMARY"] = str(summary)
    done = shell(repository.top, step(job, "What changed")["run"], tmp_path, **env)
    assert (done.returncode, done.stderr) == (0, "")
    told = summary.read_text("utf-8")
    assert "开会" in told
    assert "不见了的记录" not in told
    done = shell(repository.top, step(job, "Audit")["run"], tmp_path, **env)
    assert (done.returncode, done.stdout) == (0, "")
    whole = shell(repository.top, step(job, "Audit")["run"], tmp_path, **{**env, "BASE": ""})
    assert (whole.returncode, "核查了 2 次" in whole.stderr) == (0, True), whole.stderr


def test_audit_names_what_a_request_did(repository: Making, tmp_path: Path) -> None:
    """The control: a record that is changed in the request fails the step, at its file."""
    file = repository.root / "data/issues/01.yaml"
    repository.commit(
        {"data/issues/01.yaml": file.read_text("utf-8").replace("开会", "开过会")}, "2024-11-08"
    )
    _, job, _ = workflow("ledger-audit.yml")
    env = {"LEDGER_ROOT": PLACE, "LEDGER_LANG": "zh", "BASE": "main"}
    done = shell(repository.top, step(job, "Audit")["run"], tmp_path, **env)
    assert done.returncode == 1
    assert "::error file=台账/data/issues/01.yaml," in done.stdout


def test_sample_workflow_calls_what_is_there() -> None:
    """The sample gives inputs that the workflows have, all that they require, and no more rights than they need."""
    sample = loaded(SAMPLES / "ledger.yml")
    assert sample["permissions"] == {"contents": "read"}
    for job in sample["jobs"].values():
        path, _, tag = job["uses"].partition("@")
        inputs, _, _ = workflow(path.rpartition("/")[2])
        assert set(job["with"]) <= set(inputs)
        assert {name for name, about in inputs.items() if about.get("required")} <= set(job["with"])
        assert re.fullmatch(r"git\+https://\S+@" + re.escape(tag), job["with"]["install"])


def test_our_own_workflow_calls_what_is_there() -> None:
    """The check of this repository's own data gives what is required."""
    job = loaded(FLOWS / "ci.yml")["jobs"]["data"]
    inputs, _, _ = workflow(job["uses"].rpartition("/")[2])
    assert (
        {name for name, about in inputs.items() if about.get("required")} <= set(job["with"]) <= set(inputs)
    )


def hook_of(sample: Any) -> tuple[str, re.Pattern[str]]:
    """The command of the hook as a sample configures it, and the files that start it."""
    (offered,) = (one for one in loaded(REPO / ".pre-commit-hooks.yaml") if one["id"] == "ledger-check")
    (used,) = (one for repo in sample["repos"] for one in repo["hooks"] if one["id"] == "ledger-check")
    hook = {**offered, **used}
    assert hook["pass_filenames"] is False
    return shlex.join([*shlex.split(hook["entry"]), *hook.get("args", [])]), re.compile(hook["files"])


def test_hook_for_a_ledger_in_a_folder(repository: Making, tmp_path: Path) -> None:
    """The sample's hook starts for files of the ledger in its folder, checks it, and says how bad it is."""
    command, files = hook_of(loaded(SAMPLES / "pre-commit-config.yaml"))
    assert files.search("台账/data/issues/01.yaml")
    assert not files.search("data/issues/01.yaml")
    assert shell(repository.top, command, tmp_path, LEDGER_LANG="zh").returncode == 0
    repository.write("data/issues/02.yaml", "id: [\n")
    done = shell(repository.top, command, tmp_path, LEDGER_LANG="zh")
    assert done.returncode == 1
    assert re.match(r"台账/data/issues/02\.yaml:[0-9]+:[0-9]+: 错误 L101 ", done.stdout)


def test_hooks_that_mend_files_leave_the_text_and_evidence_alone() -> None:
    """Each other hook of the sample leaves out what must not change, and only that."""
    sample = loaded(SAMPLES / "pre-commit-config.yaml")
    others = [hook for repo in sample["repos"] for hook in repo["hooks"] if hook["id"] != "ledger-check"]
    assert {"end-of-file-fixer", "mixed-line-ending"} <= {hook["id"] for hook in others}
    for hook in others:
        left_out = re.compile(hook["exclude"])
        for path in ("台账/data/source/plan.txt", "台账/data/evidence/01/a.csv"):
            assert left_out.search(path), hook["id"]
        assert not left_out.search("台账/data/issues/01.yaml")
