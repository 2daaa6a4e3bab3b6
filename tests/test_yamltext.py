"""Models → YAML: what is written is read again as the same, by us and by others."""

import re
from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.baseline import (
    Acceptance,
    Baseline,
    Deadline,
    Measure,
    Milestone,
    OtherLine,
    Responsibility,
    Target,
    TargetPart,
)
from ledger.model.plan import Plan, Section, Source
from ledger.model.unit import Units
from ledger.plans.understand import understand
from ledger.reading.load import load
from ledger.recording.yamltext import issue_yaml, plan_yaml


def _issue(text: str, **changes: object) -> Baseline:
    """An issue that says ``text`` wherever text may stand."""
    issue = Baseline(
        id="01",
        number=text,
        section=text,
        title=text,
        problem=text,
        acceptance=Acceptance(text=text, units=(text, text)),
        responsibility=Responsibility(
            text=text, lead=(text,), support=(), bodies={text[:KEY].strip(): (text,)}
        ),
        deadline=Deadline(text=text, due=None, immediate=True, sustained=False),
        goal=text,
        milestones=(Milestone(text=text, due=date(2024, 2, 29)),),
        measures=(
            Measure(number=text, text=text, milestones=(Milestone(text=text, due=date(999, 1, 1)),)),
            Measure(text=text),
        ),
        targets=(
            Target(
                name=text,
                text=text,
                value=Decimal("31.70"),
                unit=text,
                compare="<=",
                due=date(2025, 1, 1),
                parts=(TargetPart(name=text, text=text, value=Decimal("0.05"), measure=1),),
            ),
        ),
        others=(OtherLine(label=text, text=text),),
    )
    return issue.model_copy(update=changes)


def _again(baseline: Baseline) -> tuple[Baseline | None, list[str]]:
    path = f"data/issues/{baseline.id}.yaml"
    ledger, found = load({path: issue_yaml(baseline)})
    codes = [d.code for d in found if d.path == path]
    return (ledger.issues[0].baseline if ledger.issues else None), codes


def test_real_issues_are_read_again_as_the_same(plan_bytes: bytes, units: Units) -> None:
    """All 23 issues written and read again equal what was understood."""
    issues = understand(plan_bytes, "plan.txt", units).issues
    assert [(issue, []) for issue in issues] == [_again(issue) for issue in issues]


def test_real_plan_is_read_again_as_the_same(plan_bytes: bytes, units: Units) -> None:
    """plan.yaml written and read again equals what was understood."""
    plan = understand(plan_bytes, "plan.txt", units).plan
    assert plan is not None
    assert plan == load({"data/plan.yaml": plan_yaml(plan)}).ledger.plan


def test_shipped_files_are_what_is_written(plan_bytes: bytes, units: Units, tree: dict[str, bytes]) -> None:
    """The shipped issue files are byte for byte what import writes."""
    issues = understand(plan_bytes, "plan.txt", units).issues
    expected = {path: data for path, data in tree.items() if path.startswith("data/issues/")}
    assert expected == {f"data/issues/{issue.id}.yaml": issue_yaml(issue) for issue in issues}


def test_files_end_with_empty_entries(plan_bytes: bytes, units: Units) -> None:
    """A new issue ends with the line that records are appended to; appending changes no byte above."""
    for issue in understand(plan_bytes, "plan.txt", units).issues:
        data = issue_yaml(issue)
        assert data.endswith(b"\nentries:\n")
        appended = data + "- {date: 2024-12-01, type: start, by: 市水务局}\n".encode()
        path = f"data/issues/{issue.id}.yaml"
        (read,) = load({path: appended}).ledger.issues
        assert (issue, 1) == (read.baseline, len(read.entries))


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_other_programs_read_the_same_types(
    plan_bytes: bytes, units: Units, loader: type[yaml.SafeLoader]
) -> None:
    """To PyYAML ids and numbers are text, dates are dates, figures are numbers, flags are flags."""
    for issue in understand(plan_bytes, "plan.txt", units).issues:
        value = yaml.load(issue_yaml(issue), loader)  # noqa: S506 - both loaders are safe
        assert (issue.id, issue.number, issue.title) == (value["id"], value["number"], value["title"])
        assert {str} == {type(value[key]) for key in ("id", "number", "title", "section")}
        assert issue.deadline.due == value["deadline"]["due"]
        assert issue.deadline.immediate is value["deadline"]["immediate"]
        assert [float(t.value) for t in issue.targets] == [t["value"] for t in value.get("targets", [])]
        assert value["entries"] is None


def test_every_line_is_one_line(plan_bytes: bytes, units: Units) -> None:
    """Long text is never folded: each paragraph of the plan is found whole on one line of its file."""
    for issue in understand(plan_bytes, "plan.txt", units).issues:
        rows = issue_yaml(issue).decode().split("\n")
        for text in (issue.goal or "", *(issue.problem or "").split("\n"), *(m.text for m in issue.measures)):
            assert any(row.endswith((text, f'{text}"')) for row in rows), text


def test_what_is_unknown_is_shown() -> None:
    """A due date that is not known is written as null; other absent fields are left out."""
    text = issue_yaml(_issue("甲", problem=None, section=None, others=())).decode()
    assert "\n  due: null\n" in text
    assert "problem" not in text
    assert "section" not in text
    assert "others" not in text
    assert "\n  support: []\n" in text


def test_unknown_issuer_is_shown() -> None:
    """Issuer and date of issue are written as null, for a person to fill in."""
    plan = Plan(title="方案", source=Source(path="source/plan.txt", sha256="0" * 64))
    assert "\nissuer: null\nissued: null\n" in plan_yaml(plan).decode()
    assert plan == load({"data/plan.yaml": plan_yaml(plan)}).ledger.plan


KEY = 200
"""How long a key may be."""

AWKWARD = [
    "no", "Yes", "on", "null", "~", "true", "1", "01", "1.0", "1e3", "0x1F", "1_000", "12:30", "2024-12-31",
    "=", "<<", ".inf", ".5", "-", "--", "---", "...", "- a", "-1", "? a", ": a", "a: b", "a:", "a :b",
    "a #b", "#a", "a#b", "&a", "*a", "!a", "|", ">", ">=", "<=", "|-", "%", "%YAML 1.2", "@a", "`a", "'",
    '"', "''", '""', "'a'", '"a"', "a'b", 'a"b', "[", "]", "{", "}", "[a]", "{a: b}", ",", "a, b", "\\",
    "\\n", "\\u202e", "甲：乙", "（一）", "“十四五”末", "《甲》", "甲 #乙", "甲: 乙", "😀", "𠮷野家", "é",
    "e\u0301", "a\nb", "a\n\nb", "a\n  b", "a\n- b", "a\n#b", "- a\n- b", "a:\nb:", "---\na", "a\n---\nb",
    "a\n...\nb", "#a\nb", "一"*300, "a "*200+"b", "12345678901234567890", "entries:", "a\nentries:\n- b",
    "\ue000", "ﬁ", "１２", "　甲".strip(), "a\tb", "a\t#b", "a\n\tb", "<<<<<<", "========",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_read_again_as_the_same(text: str) -> None:
    """Text that looks like syntax or like another type survives in every field."""
    issue = _issue(text)
    assert (issue, []) == _again(issue)
    value = yaml.safe_load(issue_yaml(issue))
    assert text == value["title"] == value["problem"] == value["acceptance"]["units"][1]
    assert [text[:KEY].strip()] == list(value["responsibility"]["bodies"])


@pytest.mark.parametrize("text", ["=======", "<<<<<<< HEAD", ">>>>>>> main", "甲\n=======\n乙", "|||||||"])
def test_text_like_a_conflict_marker_is_read_again_as_the_same(text: str) -> None:
    """A line of the plan that looks like a conflict marker does not make the file unreadable."""
    issue = _issue(text)
    assert (issue, []) == _again(issue)


@pytest.mark.parametrize("value", ["0", "3", "31.7", "0.05", "300", "1234567890123.12", "100.0", "-3"])
def test_numbers_are_written_as_they_are(value: str) -> None:
    """A figure keeps its digits."""
    target = Target(name="甲", text="乙", value=Decimal(value), unit="公里", compare=">=")
    issue = _issue("丙", targets=(target,))
    assert f"\n  value: {value}\n" in issue_yaml(issue).decode()
    assert (issue, []) == _again(issue)


def test_very_long_text_is_read_again_as_the_same() -> None:
    """A paragraph of ten thousand words is neither folded nor changed."""
    issue = _issue("甲", goal="一 " * 9_000 + "二")
    assert (issue, []) == _again(issue)


_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_MARKER = re.compile(r"^[ \t]*([<>=|])\1{6}", re.MULTILINE)


def _neat(text: str) -> str:
    lines = [line.strip() for line in _REFUSED.sub("", text).replace("\r", "").split("\n")]
    return "\n".join(line for line in lines if line)


_TEXT = (
    st.one_of(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
        st.text("ab01-:#,.[]{}'\"\\|>&*!%@`~?= \n\t整改：（）“”", min_size=1, max_size=30),
        st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=3).map(" ".join),
        st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=3).map("\n".join),
    )
    .map(_neat)
    .filter(lambda text: text and not _MARKER.search(text))
)


@given(_TEXT)
def test_any_text_is_read_again_as_the_same(text: str) -> None:
    """Whatever a document may say, its file says the same."""
    issue = _issue(text)
    assert (issue, []) == _again(issue)


@given(_TEXT, _TEXT, _TEXT)
def test_any_plan_is_read_again_as_the_same(title: str, preamble: str, heading: str) -> None:
    """Whatever a plan may say, plan.yaml says the same."""
    plan = Plan(
        title=title,
        source=Source(path="source/plan.txt", sha256="a" * 64),
        preamble=preamble,
        heading=(heading, title),
        sections=(Section(number=heading, title=preamble),),
    )
    ledger, found = load({"data/plan.yaml": plan_yaml(plan)})
    assert plan == ledger.plan
    assert {"L305"} == {d.code for d in found}


def test_units_that_nobody_named_are_shown_as_none() -> None:
    """Where no unit is named an empty list says so: the reader is to see that a person has to decide."""
    text = issue_yaml(
        _issue(
            "整改任务",
            acceptance=Acceptance(text=None, units=()),
            responsibility=Responsibility(text="甲、乙", lead=(), support=()),
        )
    ).decode()
    assert "acceptance:\n  text: null\n  units: []\n" in text
    assert "  lead: []\n  support: []\n" in text
