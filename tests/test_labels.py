"""Labels and words of a ledger's own: one line each in data/labels.yaml, read by import and by check."""

import json
import subprocess
from pathlib import Path

import pytest

from cli_tools import run_cli
from ledger.plans.labels import role_of

UNITS = """\
units:
  市水务局: {name: 示例市水务局, kind: government}
  东河盟: {name: 示例东河盟, kind: district}
  市整改办: {name: 示例市整改工作领导小组办公室, kind: office}
"""
TEXT = """\
示例市整改任务清单

1.东河黑臭水体返黑
东河下游雨污混接，雨后返黑。
销号把关单位：市水务局
责任单位：市水务局合力攻坚（牵头），东河盟行政公署
整改时限：事不过夜，久久为功
整改目标：消除黑臭。
攻坚河长：李某
整改措施：
（一）改造雨污混接点12处。
"""
LABELS = """\
acceptance: [销号把关单位]
person: [攻坚河长]
immediate: [事不过夜]
sustained: [久久为功]
bodies: [行政公署]
duties: [合力攻坚]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a table of units and a document that speaks in its own words."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/units.yaml").write_text(UNITS, "utf-8")
    (tmp_path / "list.txt").write_text(TEXT, "utf-8")
    return tmp_path


def told(place: Path, *more: str) -> dict[str, object]:
    """The only task as it is read."""
    done = run_cli("import", "list.txt", "-f", "json", *more, cwd=place)
    return dict(json.loads(done.out)["data"][0])


def has(task: dict[str, object]) -> tuple[object, ...]:
    """The fields that words of a ledger's own decide."""
    deadline = task["deadline"]
    assert isinstance(deadline, dict)
    return task["acceptance"], task["lead"], task["support"], deadline["immediate"], deadline["sustained"]


def test_words_of_ones_own_are_known_with_their_file_and_not_without(place: Path) -> None:
    without = told(place)
    (place / "data/labels.yaml").write_text(LABELS, "utf-8")
    told_all = (["市水务局"], ["市水务局"], ["东河盟"], True, True)
    assert has(told(place)) == told_all
    assert has(without) != told_all
    (place / "data/labels.yaml").rename(place / "own.yaml")
    assert has(told(place, "--labels", "own.yaml")) == told_all
    assert has(told(place)) == has(without)


@pytest.mark.parametrize("line", range(6))
def test_each_line_is_needed(place: Path, line: int) -> None:
    """A canary: a reader that ignored a key would tell the same without it."""
    lines = LABELS.splitlines(keepends=True)
    (place / "data/labels.yaml").write_text(LABELS, "utf-8")
    whole = run_cli("import", "list.txt", "-f", "json", cwd=place).out
    (place / "data/labels.yaml").write_text("".join(lines[:line] + lines[line + 1 :]), "utf-8")
    assert run_cli("import", "list.txt", "-f", "json", cwd=place).out != whole


def test_a_first_import_takes_them_along_and_check_reads_with_them(place: Path) -> None:
    (place / "own.yaml").write_text(LABELS, "utf-8")
    done = run_cli("import", "list.txt", "--labels", "own.yaml", "--write", cwd=place)
    assert (place / "data/labels.yaml").read_text("utf-8") == LABELS, done.err
    checked = run_cli("check", cwd=place)
    assert checked.code == 0, checked.out + checked.err
    (place / "data/labels.yaml").unlink()
    missed = run_cli("check", cwd=place).out
    assert "acceptance" in missed or "验收" in missed


def test_a_history_with_labels_is_audited(place: Path) -> None:
    (place / "own.yaml").write_text(LABELS, "utf-8")
    run_cli("import", "list.txt", "--labels", "own.yaml", "--write", cwd=place)

    def git(*words: str) -> None:
        names = ["-c", "user.name=示例", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", *names, *words], cwd=place, check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "台账")
    with (place / "data/labels.yaml").open("a", encoding="utf-8") as file:
        file.write("goal: [攻坚方向]\n")
    git("commit", "-qam", "标签")
    done = run_cli("audit", cwd=place)
    assert done.code == 0, done.out + done.err


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("goal: [攻坚方向]\nlead: [攻坚方向]\n", "2:8", "L577"),
        ("goal: ['攻坚方向：']\n", "1:8", "L578"),
        ("goal: [攻]\n", "1:8", "L578"),
        ("goal: [攻(坚]\n", "1:8", "L578"),
        ("goals: [攻坚方向]\n", "1:1", "L201"),
        ("goal: 攻坚方向\n", "1:7", "L203"),
        ("goal: [" + ", ".join(f"攻坚{chr(0x4E00 + n)}" for n in range(501)) + "]\n", "1:1", "L579"),
    ],
)
def test_what_is_no_label_is_told_with_its_place(place: Path, text: str, at: str, code: str) -> None:
    (place / "own.yaml").write_text(text, "utf-8")
    done = run_cli("import", "list.txt", "--labels", "own.yaml", cwd=place)
    assert done.code == 1
    assert f"own.yaml:{at}" in done.err
    assert code in done.err
    (place / "data/labels.yaml").write_text(LABELS, "utf-8")
    assert run_cli("import", "list.txt", "--write", cwd=place).code == 0
    (place / "own.yaml").replace(place / "data/labels.yaml")
    assert f"labels.yaml:{at}" in run_cli("check", cwd=place).out


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("责任单位-牵头", "lead"),
        ("责任单位/配合", "support"),
        ("整改责任-牵头单位", "lead"),
        ("整改责任单位-施工", "responsibility"),
        ("牵头", None),
        ("流域-其他", None),
    ],
)
def test_a_head_in_two_parts_says_unit_in_one_of_them(head: str, role: str | None) -> None:
    """责任单位 spans 牵头 and 配合: who leads is stated, and no doubt."""
    assert role_of(head) == role


def test_units_below_a_head_that_spans_them_are_lead_and_support(place: Path) -> None:
    """A wide table of a web page: the head in two rows divides 责任单位, a measure a row."""
    (place / "list.html").write_text(
        "<!doctype html><meta charset=utf-8><h2>清单</h2><table><tr><th rowspan=2>序号<th rowspan=2>问题描述"
        "<th colspan=2>责任单位<th rowspan=2>完成时限<th rowspan=2>整改措施</tr><tr><th>牵头<th>配合</tr>"
        "<tr><td>1<td>西河黑臭<td>市水务局<td>东河盟<td>2025年底<td>清淤3公里</tr></table>",
        "utf-8",
    )
    done = run_cli("import", "list.html", "-f", "json", cwd=place)
    (task,) = done.data
    assert (task["lead"], task["support"]) == (["市水务局"], ["东河盟"])
    assert "L521" not in done.err
