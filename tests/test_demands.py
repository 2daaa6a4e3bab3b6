"""What a measure demands at once, and what again and again."""

# ruff: noqa: SIM300 - what is expected stands first

import pytest

from ledger.model.unit import Units
from ledger.plans.demands import is_immediate, recurrences
from ledger.plans.understand import understand


def test_demands_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """Four measures say 立即; three demand something again and again."""
    issues = understand(plan_bytes, "plan.txt", units).issues
    at_once = [(i.id, n) for i in issues for n, m in enumerate(i.measures, 1) if m.immediate]
    assert [("03", 1), ("06", 1), ("10", 1), ("15", 2)] == at_once
    again = {
        (i.id, n): [(r.text, r.months, r.times) for r in m.recurring]
        for i in issues
        for n, m in enumerate(i.measures, 1)
        if m.recurring
    }
    assert {
        ("02", 2): [("按季度", 3, 1)],
        ("08", 2): [("年度考核", 12, 1)],
        ("17", 1): [("常态化", None, 1), ("定期", None, 1)],
    } == again


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("立即开展清理。", True),
        ("东河区立即将垃圾清理完毕。", True),
        ("对新发现的2个堆场立即制定方案。", True),
        ("对督察发现的问题立即整改。", True),
        ("全面排查，立即关停。", True),
        ("发现问题立即整改。立即开展清理。", True),
        ("发现问题立即通知有关部门。", False),
        ("加大巡查，发现问题，立即整改。", False),
        ("对发现的问题立即整改。", False),
        ("一旦超标立即停产。", False),
        ("接到举报后立即处置。", False),
        ("违法排污的，立即关停。", False),
        ("未立即整改的予以通报。", False),
        ("落实《立即整改办法》。", False),
        ("及时整改。", False),
    ],
)
def test_at_once(text: str, expected: bool) -> None:
    """立即 is a demand, unless it stands under a condition or in a name."""
    assert expected is is_immediate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每季度通报", [("每季度", 3, 1)]),
        ("按季度考核，每季度通报", [("按季度", 3, 1)]),
        ("开展季度考核", [("季度考核", 3, 1)]),
        ("逐季评估", [("逐季", 3, 1)]),
        ("每月、按月、逐月、月调度", [("每月", 1, 1)]),
        ("实行月调度", [("月调度", 1, 1)]),
        ("每年开展，每月报送", [("每年", 12, 1), ("每月", 1, 1)]),
        ("纳入年度考核指标", [("年度考核", 12, 1)]),
        ("每半年一次", [("每半年", 6, 1)]),
        ("每两个月调度", [("每两个月", 2, 1)]),
        ("每年至少2次", [("每年至少2次", 12, 2)]),
        ("每年组织不少于三次检查", [("每年组织不少于三次", 12, 3)]),
        ("每周巡查", [("每周", None, 1)]),
        ("每天巡查2次、每日报告", [("每天巡查2次", None, 2), ("每日", None, 1)]),
        ("定期通报，常态化调度，定期会商", [("定期", None, 1), ("常态化", None, 1)]),
        ("不定期抽查", []),
        ("迎接每年度夏期间用电", []),
        ("每日处理500吨", []),
        ("第一季度考核", []),
        ("落实《每月调度办法》", []),
        ("完成年度任务", []),
    ],
)
def test_again_and_again(text: str, expected: list[tuple[str, int | None, int]]) -> None:
    """The words, the months, how often; one period in a measure counts once."""
    assert expected == [(one.text, one.months, one.times) for one in recurrences(text)]
