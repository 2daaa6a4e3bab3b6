"""Issues → the official text: the way back."""

# ruff: noqa: SIM300 - what is expected stands first

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.baseline import Baseline
from ledger.model.plan import Plan
from ledger.model.unit import Units
from ledger.plans.render import paragraphs, render
from ledger.plans.understand import Understanding, understand
from ledger.reading.load import load


def _read(text: str, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    said = understand(text.encode(), "plan.txt", units)
    assert said.plan is not None
    return said.plan, said.issues


def _said(plan_bytes: bytes, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    return _read(plan_bytes.decode(), units)


def test_whole_document_comes_back_byte_for_byte(plan_bytes: bytes, units: Units) -> None:
    """Reading the plan and writing it again gives the same bytes."""
    plan, issues = _said(plan_bytes, units)
    assert plan_bytes == render(plan, issues, whole=True).encode()


def test_list_comes_back_byte_for_byte(plan_bytes: bytes, units: Units) -> None:
    """Without the preamble, the annex alone comes back, from its heading to the last blank line."""
    plan, issues = _said(plan_bytes, units)
    start = plan_bytes.index("\n附件\n".encode()) + 1
    assert plan_bytes[start:] == render(plan, issues).encode()


def test_shipped_ledger_gives_the_document(plan_bytes: bytes, tree: dict[str, bytes]) -> None:
    """The YAML files that are shipped hold the whole document."""
    ledger = load(tree).ledger
    assert ledger.plan is not None
    baselines = [issue.baseline for issue in ledger.issues]
    assert plan_bytes == render(ledger.plan, baselines, whole=True).encode()


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("end", [0, 1, 3])
def test_layout_comes_back(plan_bytes: bytes, units: Units, gap: int, end: int) -> None:
    """The blank lines between paragraphs and at the end are those of the document."""
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    text = ("\n" * (gap + 1)).join(rows) + "\n" * (end + 1)
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


def test_paragraphs_are_the_lines_that_are_not_blank(plan_bytes: bytes, units: Units) -> None:
    """Each paragraph is one line of the document, in its order."""
    plan, issues = _said(plan_bytes, units)
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    assert rows == list(paragraphs(plan, issues, whole=True))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("整改时限：2025年5月底", "督导单位：市委办公室\n\n整改时限：2025年5月底"),
        ("整改时限：2025年5月底", "整改时限：今年年内"),
        ("个别企业超能耗控制目标。", "个别企业超能耗控制目标。\n\n第二段，3.5公里。\n\n第三段。"),
        ("整改目标：完成强制性清洁生产审核。", "整改目标：完成强制性清洁生产审核。\n\n并长期保持。"),
        ("（二）强化监督考核，", "（二）强化监督考核，\n\n接着一段，"),
        ("22.三方环境", "23.三方环境"),
    ],
)
def test_changed_document_comes_back(plan_bytes: bytes, units: Units, old: str, new: str) -> None:
    """Further paragraphs, unknown labels and phrases that are not understood come back as written."""
    text = plan_bytes.decode().replace(old, new, 1)
    assert text != plan_bytes.decode()
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


def test_unknown_label_without_a_value_comes_back(plan_bytes: bytes, units: Units) -> None:
    """A label with nothing behind it is written again as it was, with nothing made up."""
    text = plan_bytes.decode().replace("整改时限：2025年5月底", "联系电话：\n\n整改时限：2025年5月底", 1)
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


@pytest.fixture(scope="module")
def understood(plan_bytes: bytes, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    """The plan and its issues, read once."""
    return _said(plan_bytes, units)


@given(chosen=st.sets(st.integers(0, 22), min_size=1), gap=st.integers(0, 2), end=st.integers(0, 2))
def test_render_and_understand_reach_a_fixed_point(
    understood: tuple[Plan, tuple[Baseline, ...]], units: Units, chosen: set[int], gap: int, end: int
) -> None:
    """Any selection of issues written as text and read again gives the same issues and the same text."""
    plan, issues = understood
    some = [issues[n] for n in sorted(chosen)]
    plan = plan.model_copy(update={"layout": plan.layout.model_copy(update={"gap": gap, "end": end})})
    text = render(plan, some)
    said: Understanding = understand(text.encode(), "plan.txt", units)
    assert said.plan is not None
    assert some == list(said.issues)
    assert text == render(said.plan, said.issues)
    assert [] == [d for d in said.diagnostics if d.code not in {"L513", "L538"}]


def test_units_of_brackets_make_no_line(units: Units) -> None:
    """What stands behind the measures alone comes back there alone; a line of its own comes back as well."""
    text = (
        "某市整改任务清单\n\n1.污水直排\n\n整改目标：达标。\n\n整改措施：\n\n"
        "（一）清淤。（责任单位：市水务局；完成时限：2026年6月底前）\n\n（二）截污。（责任单位：市住建局、昆区）\n"
    )
    plan, issues = _read(text, units)
    assert "市水务局；市住建局、昆区" == issues[0].responsibility.text
    assert text == render(plan, issues, whole=True)
    own = text.replace("整改目标", "责任单位：市水务局\n\n整改目标").replace("市住建局、昆区", "市水务局")
    assert own == render(*_read(own, units), whole=True)
