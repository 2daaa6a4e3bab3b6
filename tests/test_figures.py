"""Quantities that a plan commits to → targets."""

# ruff: noqa: SIM300 - what is expected stands first

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.baseline import Target
from ledger.model.unit import Units
from ledger.plans.figures import find_figures, find_unclaimed
from ledger.plans.targets import targets_of
from ledger.plans.understand import understand

COMMITTED = [
    # text, words, value, unit, compare
    ("完成31.7公里再生水管网建设", "31.7公里", "31.7", "公里", ">="),
    ("再生水管线工程完成8.5公里", "8.5公里", "8.5", "公里", ">="),
    ("新增产能300万吨", "300万吨", "300", "万吨", ">="),
    ("新增产能100万吨以上", "100万吨以上", "100", "万吨", ">="),
    ("综合利用率达到50%以上", "50%以上", "50", "%", ">="),
    ("再生水利用率达到自治区35%的目标要求", "35%", "35", "%", ">="),
    ("优良天数比率不低于80%", "80%", "80", "%", ">="),
    ("森林覆盖率稳定在38%", "38%", "38", "%", ">="),
    ("利用率提高到90%", "90%", "90", "%", ">="),
    ("建成投产项目不少于12个", "12个", "12", "个", ">="),
    ("超载率控制在10%以下", "10%以下", "10", "%", "<="),
    ("草畜平衡指数下降到10%以下", "10%以下", "10", "%", "<="),
    ("浓度下降至35微克/立方米", "35微克/立方米", "35", "微克/立方米", "<="),
    ("浓度降至35微克/立方米", "35微克/立方米", "35", "微克/立方米", "<="),
    ("用水总量不超过10亿立方米", "10亿立方米", "10", "亿立方米", "<="),
    ("能耗不高于5万吨", "5万吨", "5", "万吨", "<="),
    ("渗漏率不大于3‰", "3‰", "3", "‰", "<="),
    ("完成改造后误差低于5%", "5%", "5", "%", "<="),
    ("压减产量5%以内", "5%以内", "5", "%", "<="),
    ("建成１２座泵站", "１２座", "12", "座", ">="),
    ("对新发现的2个堆场制定方案，完成清理", "2个", "2", "个", ">="),
    ("至少建成一座分拣中心", "一座", "1", "座", ">="),
    ("配备不少于两台设备", "两台", "2", "台", ">="),
    ("新建设施至少三处", "三处", "3", "处", ">="),
]

NOT_COMMITTED = [
    "摸排获批的1万吨标准煤以上已投产和部分投产项目情况",
    "完成1万吨标准煤以上已投产项目的验收",
    "完成10万元以上项目整改",
    "治理20吨以下锅炉",
    "全市有5个堆场",
    "问题涉及96.9公里",
    "完成《50公里管网规划》",
    "完成5-10个项目",
    "新建2—3座泵站",
    "建设A5座",
    "建成一座泵站",
    "完成第3批",
    "完成年度任务",
    "2025年12月底前完成",
    "建立5级责任网络",
    "每年10个",
    "已完成5公里管网",
    "累计罚款30万元，完成整改",
    "“十四五”以来建成12座泵站",
]


@pytest.mark.parametrize(("text", "words", "value", "unit", "compare"), COMMITTED)
def test_committed_figure(text: str, words: str, value: str, unit: str, compare: str) -> None:
    """A figure that is to be reached is found, with at least or at most as the words say."""
    (figure,) = find_figures(text, None)
    assert (words, Decimal(value), unit, compare) == (figure.text, figure.value, figure.unit, figure.compare)


@pytest.mark.parametrize("text", NOT_COMMITTED)
def test_figure_that_is_no_commitment(text: str) -> None:
    """Thresholds, names, ranges, ordinals and mere mentions are no targets."""
    assert [] == find_figures(text, 1)


@pytest.mark.parametrize("text", ["完成造林1,200亩", "完成造林１，２００亩", "新增产能12,500万吨以上"])
def test_grouped_digits_are_never_read_in_part(text: str) -> None:
    """1,200 is 1200 or nothing at all; it is never 200."""
    assert {figure.value for figure in find_figures(text, None)} <= {Decimal(1200), Decimal(12500)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年新增产能100万吨以上", "2024-12-31"),
        ("到2025年底，新增产能300万吨", "2025-12-31"),
        ("2024年12月底前各区至少建成一座中心", "2024-12-31"),
        ("对2个堆场制定方案，于2025年6月底前完成", "2025-06-30"),
        ("完成8公里管网。2025年底前验收", None),
        ("2025年底前完成甲。建设8公里管网", None),
        ("利用率达到50%", None),
    ],
)
def test_date_of_a_figure(text: str, expected: str | None) -> None:
    """A figure is due by the date named before it in its sentence, an object also by one named after."""
    (figure,) = find_figures(text, None)
    assert expected == (str(figure.due) if figure.due else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成31.7公里再生水管网建设", "再生水管网建设"),
        ("到2025年底，累计新增产能300万吨", "累计新增产能"),
        ("2024年12月底前全市平衡指数下降到10%以下", "全市平衡指数"),
        ("各旗县区至少建成一座分拣中心", "各旗县区建成分拣中心"),
        ("至少建成一座分拣中心", "建成分拣中心"),
        ("对新发现的2个堆场立即制定方案，完成清理", "新发现的堆场"),
    ],
)
def test_name_of_a_figure(text: str, expected: str) -> None:
    """The name says what is measured, without date, figure and the words that only say do it."""
    (figure,) = find_figures(text, None)
    assert expected == figure.name


def _measures(*texts: str) -> tuple[str, ...]:
    return texts


def _shape(target: Target) -> tuple[str, str, list[tuple[str, int, str | None]]]:
    parts = [(str(p.value), p.measure, str(p.due) if p.due else None) for p in target.parts]
    return str(target.value), target.unit, parts


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("一次性告知率100%。", [("一次性告知率", "100%", ">=")]),
        ("投诉办结率为100%，群众满意。", [("投诉办结率", "100%", ">=")]),
        ("入棚率100%，覆盖率 95%。", [("入棚率", "100%", ">="), ("覆盖率", "95%", "?")]),
        ("目前收集率为38.7%。", []),
        ("收集率38.7%的片区全部改造。", []),
        ("资金100%。", []),
    ],
)
def test_bare_rate_of_a_goal_is_a_target(goal: str, expected: list[tuple[str, str, str]]) -> None:
    """A rate that a goal states and says no more of; less than all of it may be meant either way."""
    assert expected == [(one.name, one.text, one.compare) for one in targets_of(goal, [])]
    assert () == targets_of("", [goal])


def test_measures_that_add_up_become_parts() -> None:
    """8.2, 8.5, 4.1, 3.2 and 7.7 km in two measures are the parts of 31.7 km, exactly."""
    measures = _measures(
        "实施甲工程8.2公里。", "实施乙工程8.5公里；丙工程4.1公里；丁工程3.2公里；戊管线7.7公里。"
    )
    (target,) = targets_of("完成31.7公里管网建设。", measures)
    parts: list[tuple[str, int, str | None]] = [
        (value, measure, None)
        for value, measure in [("8.2", 1), ("8.5", 2), ("4.1", 2), ("3.2", 2), ("7.7", 2)]
    ]
    assert ("31.7", "公里", parts) == _shape(target)
    assert target.value == sum(part.value for part in target.parts)


def test_parts_keep_their_years() -> None:
    """300 万吨 by 2025 is 100 in 2024 and 200 in 2025."""
    measures = _measures("建立项目库。", "2024年新增产能100万吨以上；2025年新增产能200万吨以上。")
    (target,) = targets_of("到2025年底，新增产能300万吨。", measures)
    expected = ("300", "万吨", [("100", 2, "2024-12-31"), ("200", 2, "2025-12-31")])
    assert expected == _shape(target)
    assert "2025-12-31" == str(target.due)


@pytest.mark.parametrize(
    ("goal", "texts", "expected"),
    [
        ("完成30公里管网。", ["建设10公里。", "建设21公里。"], ["30", "10", "21"]),
        ("完成30公里管网。", ["建设30公里。"], ["30", "30"]),
        ("利用率达到30%。", ["甲达到10%。", "乙达到20%。"], ["30", "10", "20"]),
        ("完成30公里管网。", ["建设10公里。", "建设20座。"], ["30", "10", "20"]),
        ("完成30万吨。", ["完成10吨。", "完成20吨。"], ["30", "10", "20"]),
    ],
)
def test_figures_that_do_not_add_up_stay_targets(goal: str, texts: list[str], expected: list[str]) -> None:
    """One figure, another unit, percentages and a wrong sum make no parts."""
    targets = targets_of(goal, _measures(*texts))
    assert expected == [str(target.value) for target in targets]
    assert not any(target.parts for target in targets)


def test_parts_named_by_among() -> None:
    """Figures after 其中 that add up are parts of the figure before them."""
    (target,) = targets_of("加强管理。", _measures("完成30公里，其中甲区10公里、乙区20公里。"))
    assert ("30", "公里", [("10", 1, None), ("20", 1, None)]) == _shape(target)
    assert ["甲区", "乙区"] == [part.name for part in target.parts]


REAL_TARGETS = {
    "09": [
        ("10%以下", "10", "%", "<=", None, "2024-12-31", 0),
        ("10%以下", "10", "%", "<=", 2, "2024-12-31", 0),
    ],
    "10": [("2个", "2", "个", ">=", 1, "2025-12-31", 0)],
    "11": [("300万吨", "300", "万吨", ">=", None, "2025-12-31", 2)],
    "14": [
        ("31.7公里", "31.7", "公里", ">=", None, None, 5),
        ("35%", "35", "%", ">=", None, "2025-12-31", 0),
    ],
    "20": [("50%以上", "50", "%", ">=", None, None, 0), ("一座", "1", "座", ">=", 1, "2024-12-31", 0)],
    "21": [("62公里", "62", "公里", ">=", 2, None, 0)],
}


def test_all_targets_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """The 23 issues commit to exactly these figures; none comes from the text of a problem."""
    issues = understand(plan_bytes, "plan.txt", units).issues
    found = {
        issue.id: [
            (t.text, str(t.value), t.unit, t.compare, t.measure, str(t.due) if t.due else None, len(t.parts))
            for t in issue.targets
        ]
        for issue in issues
    }
    assert 23 == len(found)
    assert {key: targets for key, targets in found.items() if targets} == REAL_TARGETS


def test_figures_of_a_problem_are_never_targets(plan_bytes: bytes, units: Units) -> None:
    """A commitment that stands in the problem instead of the goal gives no target."""
    text = plan_bytes.decode()
    before = understand(plan_bytes, "plan.txt", units).issues
    changed = text.replace(
        "部分项目未经节能验收即投产", "要求完成77公里管网，至少建成一座中心；部分项目未经节能验收即投产"
    )
    after = understand(changed.encode(), "plan.txt", units).issues
    assert changed != text
    assert [issue.targets for issue in before] == [issue.targets for issue in after]


_PIECES = st.lists(
    st.sampled_from(
        ["完成", "达到", "控制在", "不低于", "至少", "建成", "一座", "8.2公里", "100万吨", "以上", "以下",
         "35%", "1,200亩", "2025年底", "2024年新增", "，", "。", "；", "《", "》", "第3", "-", "对", "项目",
         "\n", "每年", "１２座", "的目标"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), _PIECES))
def test_figures_stand_in_the_text(text: str) -> None:
    """A figure is given in the words of the text, with a name and a value that is not negative."""
    for figure in find_figures(text, 1):
        assert figure.text in text
        assert figure.name
        assert figure.value >= 0


@given(_PIECES, st.lists(_PIECES.filter(bool), min_size=1, max_size=4))
def test_parts_always_add_up(goal: str, texts: list[str]) -> None:
    """Whatever the texts, a target either has no parts or they add up to it in its own unit."""
    for target in targets_of(goal, _measures(*texts)):
        assert not target.parts or target.value == sum(part.value for part in target.parts)
        assert len(target.parts) != 1


COMPARISONS = [
    ("再生水利用率不得低于35%。", [("再生水利用率", "35%", ">=")]),
    ("能耗强度不得超过10%。", [("能耗强度", "10%", "<=")]),
    ("超载率由15%降至10%。", [("超载率", "10%", "<=")]),
    ("优良天数比率未达到86.5%的，完成整改。", []),
    ("PM2.5浓度控制在35微克/立方米左右。", [("PM2.5浓度", "35微克/立方米左右", "?")]),
    ("不达到50%的不予验收，完成12公里。", [("完成12公里", "12公里", ">=")]),
    ("取水口减少到3处以下。", [("取水口减少到3处以下", "3处以下", "<=")]),
]


@pytest.mark.parametrize(("text", "expected"), COMPARISONS)
def test_comparisons_come_from_one_grammar(text: str, expected: list[tuple[str, str, str]]) -> None:
    """At least, at most, or a doubt; what was not reached is no commitment."""
    found = [(f.text, f.compare) for f in find_figures(text, None)]
    assert [(words, compare) for _, words, compare in expected] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入资金1.2亿元，建设调蓄池2座（2万立方米）。", ["1.2亿元", "2万立方米"]),
        ("将12家企业纳入监管，新建5—8座泵站。", ["12家", "5-8座"]),
        ("摸排1万吨以上项目，已完成3座，每亩500元，按月调度2次。", []),
        ("发现问题3日内整改，5个工作日内报送，为期3个月。", []),
        ("完成31.7公里管网，2025年6月30日前验收。", []),
        ("处理能力达到3O0万吨，新建l2座。", ["3O0万吨", "l2座"]),
        ("PM10浓度达到年均要求，CO2、O3监测。", []),
    ],
)
def test_figure_that_may_be_a_target_is_told(text: str, expected: list[str]) -> None:
    """A figure is a target, or understood to be none, or told: never lost in silence."""
    assert expected == [words.replace("—", "-") for words, _ in find_unclaimed(text, 1)]
