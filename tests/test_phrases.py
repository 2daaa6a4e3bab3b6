"""Dates as documents write them → days."""

# ruff: noqa: SIM300 - what is expected stands first

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.unit import Units
from ledger.plans.clauses import clause_of, clauses
from ledger.plans.phrases import find_dates, find_vague, mask_names, read_deadline
from ledger.plans.understand import understand
from ledger.plans.width import half_width

UNDERSTOOD = [
    # text, due, 立行立改, 长期坚持
    ("2024年12月底", "2024-12-31", False, False),
    ("2024年12月末", "2024-12-31", False, False),
    ("2024年12月底前", "2024-12-31", False, False),
    ("2024年12月底之前", "2024-12-31", False, False),
    ("2024年12月月底前", "2024-12-31", False, False),
    ("2024年12月底前完成", "2024-12-31", False, False),
    ("2024年12月底前完成整改。", "2024-12-31", False, False),
    ("到2024年12月底", "2024-12-31", False, False),
    ("2024年12月", "2024-12-31", False, False),
    ("2024年12月份", "2024-12-31", False, False),
    ("2025年5月底", "2025-05-31", False, False),
    ("2025年2月底", "2025-02-28", False, False),
    ("2024年2月底", "2024-02-29", False, False),
    ("2024年底", "2024-12-31", False, False),
    ("2024年底前", "2024-12-31", False, False),
    ("2024年末", "2024-12-31", False, False),
    ("2024年年底前", "2024-12-31", False, False),
    ("2024年内", "2024-12-31", False, False),
    ("2024年", "2024-12-31", False, False),
    ("2023年9月30日前", "2023-09-30", False, False),
    ("2023年9月30日以前", "2023-09-30", False, False),
    ("2023年9月30日之前", "2023-09-30", False, False),
    ("2023年9月30日", "2023-09-30", False, False),
    ("2024年2月29日", "2024-02-29", False, False),
    ("2025年上半年", "2025-06-30", False, False),
    ("2025年上半年末", "2025-06-30", False, False),
    ("2025年上半年底前", "2025-06-30", False, False),
    ("2025年下半年", "2025-12-31", False, False),
    ("2025年一季度末", "2025-03-31", False, False),
    ("2025年二季度末前", "2025-06-30", False, False),
    ("2025年第三季度", "2025-09-30", False, False),
    ("2025年1季度末", "2025-03-31", False, False),
    ("2025年2季度末", "2025-06-30", False, False),
    ("2025年3季度", "2025-09-30", False, False),
    ("2025年4季度末", "2025-12-31", False, False),
    ("2025年四季度", "2025-12-31", False, False),
    ("“十四五”末", "2025-12-31", False, False),
    ("“十四五”期末", "2025-12-31", False, False),
    ("“十四五”规划期末", "2025-12-31", False, False),
    ('"十四五"末', "2025-12-31", False, False),
    ("十四五末前", "2025-12-31", False, False),
    ("“十二五”末", "2015-12-31", False, False),
    ("“十三五”末", "2020-12-31", False, False),
    ("“十五五”末", "2030-12-31", False, False),
    ("“十六五”末", "2035-12-31", False, False),
    ("2019年6月至8月", "2019-08-31", False, False),
    ("2019年6月—8月底", "2019-08-31", False, False),
    ("2019年6月～8月", "2019-08-31", False, False),
    ("2019年6月1日至8月15日", "2019-08-15", False, False),
    ("2019年6月1日至15日", "2019-06-15", False, False),
    ("２０２４年１２月底", "2024-12-31", False, False),
    ("2024 年 12 月底", "2024-12-31", False, False),
    ("２０２４\u3000年\u300012月底", "2024-12-31", False, False),
    ("2025.12.31", "2025-12-31", False, False),
    ("2025-06-30", "2025-06-30", False, False),
    ("2025/6/30前", "2025-06-30", False, False),
    ("二〇二五年十二月底", "2025-12-31", False, False),
    ("二○二五年底前", "2025-12-31", False, False),
    ("二〇二五年六月三十日前", "2025-06-30", False, False),
    ("2025年十一月底", "2025-11-30", False, False),
    ("2025-2027年", "2027-12-31", False, False),
    ("2025年至2027年", "2027-12-31", False, False),
    ("2023年9月上旬前", "2023-09-10", False, False),
    ("2019年11月至2020年3月", "2020-03-31", False, False),
    ("2024年6月30日至2024年9月30日", "2024-09-30", False, False),
    ("立行立改", None, True, False),
    ("立知立改", None, True, False),
    ("立即整改", None, True, False),
    ("长期坚持", None, False, True),
    ("持续推进", None, False, True),
    ("立行立改，长期坚持", None, True, True),
    ("立行立改、长期坚持", None, True, True),
    ("立行立改,长期坚持。", None, True, True),
    ("立行立改；长期坚持", None, True, True),
    ("立行立改 长期坚持", None, True, True),
    ("立行立改长期坚持", None, True, True),
    ("立行立改并长期坚持", None, True, True),
    ("立行立改、并长期坚持", None, True, True),
    ("长期坚持，立行立改", None, True, True),
    ("长期坚持、立行立改", None, True, True),
    ("立行立改（长期坚持）", None, True, True),
    ("立行立改，2025年12月底", "2025-12-31", True, False),
    ("立行立改2025年12月底前", "2025-12-31", True, False),
    ("2025年底前，并长期坚持", "2025-12-31", False, True),
    ("长期坚持，2025年底前", "2025-12-31", False, True),
    ("2024年12月底前，立行立改，长期坚持", "2024-12-31", True, True),
]

NOT_UNDERSTOOD = [
    "2025—2027年底前分别",
    "今年年内",
    "年底前",
    "今年底",
    "6月底前",
    "2023年9月前",
    "2023年9月之前",
    "2025年13月底",
    "2025年0月底",
    "2025年13月",
    "2025年2月30日前",
    "2023年2月29日前",
    "2025年4月31日",
    "2025年12月0日前",
    "3024年12月底",
    "12024年12月底",
    "二〇二四年底前分别",
    "2024年第5季度末",
    "2024年中",
    "“十八五”末",
    "“十四五”以来",
    "2024年12月底、2025年12月底",
    "2025-2-30",
    "2025.13.01",
    "力争2024年12月底",
    "按上级要求",
    "？",
]

REVERSED = ["2019年8月至6月", "2019年13月至8月", "2019年6月31日至7月15日", "2019年6月15日至1日"]


@pytest.mark.parametrize(("text", "due", "immediate", "sustained"), UNDERSTOOD)
def test_deadline_is_understood(text: str, due: str | None, immediate: bool, sustained: bool) -> None:
    """Every form of a deadline gives its last day and its flags, and leaves nothing over."""
    deadline, left, _ = read_deadline(text)
    found = (str(deadline.due) if deadline.due else None, deadline.immediate, deadline.sustained, left)
    assert (due, immediate, sustained, "") == found


@pytest.mark.parametrize("text", [text for text, *_ in UNDERSTOOD] + NOT_UNDERSTOOD)
def test_deadline_keeps_its_text(text: str) -> None:
    """The text of a deadline is kept as written, understood or not."""
    assert text == read_deadline(text)[0].text


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_deadline_is_not_guessed(text: str) -> None:
    """What cannot be understood as a whole has no date, and says that something was left over."""
    deadline, left, _ = read_deadline(text)
    assert deadline.due is None
    assert left != ""


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_flag_survives_beside_a_phrase_that_is_not_understood(text: str) -> None:
    """立行立改 beside words that nobody understands is still 立行立改, without a date."""
    deadline, left, _ = read_deadline(f"立行立改，{text}")
    assert (None, True) == (deadline.due, deadline.immediate)
    assert left != ""


@pytest.mark.parametrize("text", REVERSED)
def test_range_that_runs_backwards_is_not_understood(text: str) -> None:
    """A range whose beginning is no day, or comes after its end, is a slip that nobody may guess at."""
    deadline, left, _ = read_deadline(text)
    assert deadline.due is None
    assert left != ""


def test_every_month_end_from_1900_to_2100() -> None:
    """月底 is the last day of the month in the calendar, in a deadline and in prose, for 2,412 months."""
    months = [(year, month) for year in range(1900, 2101) for month in range(1, 13)]
    expected = [date(year, month, monthrange(year, month)[1]) for year, month in months]
    assert 2412 == len(expected)
    assert expected == [read_deadline(f"{year}年{month}月底")[0].due for year, month in months]
    assert expected == [find_dates(f"到{year}年{month:02}月底前完成。")[0].due for year, month in months]


def test_every_day_of_a_leap_year_and_its_neighbours() -> None:
    """月日前 is that very day, for every day of three years."""
    days = [date.fromordinal(n) for n in range(date(2023, 1, 1).toordinal(), date(2026, 1, 1).toordinal())]
    assert days == [read_deadline(f"{d.year}年{d.month}月{d.day}日前")[0].due for d in days]
    assert days == [find_dates(f"{d.year}年{d.month}月{d.day}日前建成")[0].due for d in days]


PROSE = [
    ("2024年12月底前完成验收备案工作。", [("2024年12月底前", "2024-12-31")]),
    ("于2025年12月底前完成清理。", [("2025年12月底前", "2025-12-31")]),
    ("到2025年底，新增", [("2025年底", "2025-12-31")]),
    ("到2025年，累计新增", [("2025年", "2025-12-31")]),
    ("2025年末建成", [("2025年末", "2025-12-31")]),
    ("2025年12月31日前", [("2025年12月31日前", "2025-12-31")]),
    (
        "2024年12月10日前停产，确保2024年底前完成",
        [("2024年12月10日前", "2024-12-10"), ("2024年底前", "2024-12-31")],
    ),
    (
        "项目2025年启动建设，2026年12月底建成投运。",
        [("2025年", "2025-12-31"), ("2026年12月底", "2026-12-31")],
    ),
    (
        "2024年新增产能100万吨以上；2025年新增产能200万吨",
        [("2024年", "2024-12-31"), ("2025年", "2025-12-31")],
    ),
    ("“十四五”末再生水利用率", [("“十四五”末", "2025-12-31")]),
    ("十五五末全部完成", [("十五五末", "2030-12-31")]),
    ("2025年上半年完成", [("2025年上半年", "2025-06-30")]),
    ("2025年上半年底前", [("2025年上半年底前", "2025-06-30")]),
    ("2025年二季度末开工", [("2025年二季度末", "2025-06-30")]),
    ("2025年第四季度末前", [("2025年第四季度末前", "2025-12-31")]),
    ("2021—2025年底前", [("2021—2025年底前", "2025-12-31")]),
    ("2021-2025年建成", [("2021-2025年", "2025-12-31")]),
    ("２０２５年６月底前完成", [("２０２５年６月底前", "2025-06-30")]),
    ("2025 年 6 月底前完成", [("2025 年 6 月底前", "2025-06-30")]),
    ("《规划（2021—2025年）》2024年12月底前完成修订。", [("2024年12月底前", "2024-12-31")]),
    ("2025年12月底前建成。2025年12月底前验收", [("2025年12月底前", "2025-12-31")] * 2),
]

NO_DATES = [
    "根据自治区下达的2024年目标任务，及时分解。",
    "2024年第一季度，南郊污水处理厂",
    "2022年和2023年全市",
    "2021—2025年底前分别完成",
    "2025年第四季度前完成",
    "《“十四五”住房和城乡事业发展规划（2021—2025年底前完成）》",
    "《到2025年底前的规划》",
    "“十四五”以来获批的项目",
    "完成“十四五”大气环境质量改善目标。",
    "12025年底",
    "2025年2月30日前",
    "2025年13月底",
    "2025年度目标",
    "今年底前",
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_dates_in_prose(text: str, expected: list[tuple[str, str]]) -> None:
    """The dates that a sentence commits to are found in order, in the words of the sentence."""
    assert expected == [(phrase.text, str(phrase.due)) for phrase in find_dates(text)]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates_in_prose(text: str) -> None:
    """Names in 《》, mere mentions of a year and impossible days are no dates."""
    assert [] == find_dates(text)


@pytest.mark.parametrize(
    "text", ["2025年5月完成验收。", "2025年12月建成。", "2025年12月31日完成修复。", "2025年内完成修复。"]
)
def test_dated_deed_is_never_lost_in_silence(text: str) -> None:
    """A day or month with a deed is either a date or is told to be not understood; it is not passed over."""
    assert find_dates(text) or find_vague(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月底前完成", [("6月底前", 0)]),
        ("力争9月前完成", [("9月前", 2)]),
        ("于6月15日前建成", [("6月15日前", 1)]),
        ("今年底完成", [("今年底", 0)]),
        ("项目年内开工", [("年内", 2)]),
        ("2025年2月30日前完成", [("2025年2月30日前", 0)]),
        ("2025年5月至6月完成", []),
        ("2025年6月至5月完成", [("2025年6月至5月", 0)]),
        ("第三季度完成", [("第三季度", 0)]),
        ("2024年第一季度，超标", []),
        ("《6月底前办理规定》", []),
        ("2025年6月底前完成", []),
        ("2025年底前", []),
        ("加大巡查力度", []),
    ],
)
def test_vague_dates_are_told(text: str, expected: list[tuple[str, int]]) -> None:
    """Words that look like a date but name no day are found with their places; whole dates are not."""
    assert expected == find_vague(text)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("建立清单，2024年12月底前完成。", "2024年12月底前", "建立清单，2024年12月底前完成"),
        ("2024年12月底前，完成年度闭库工作。", "2024年12月底前", "2024年12月底前，完成年度闭库工作"),
        ("加强管理。到2025年底，新增300万吨，推动", "2025年底", "到2025年底，新增300万吨"),
        ("市局推动池建设，2025年12月底前建成。", "2025年12月底前", "市局推动池建设，2025年12月底前建成"),
        (
            "甲工作；2024年12月底前完成乙项目的全部建设任务。",
            "2024年12月底前",
            "2024年12月底前完成乙项目的全部建设任务",
        ),
    ],
)
def test_clause_of_a_date(text: str, phrase: str, expected: str) -> None:
    """The clause of a date says what is to be done by then, with its neighbour where it says too little."""
    start = text.index(phrase)
    assert expected == clause_of(text, start, start + len(phrase))


REAL_CLAUSES = {
    "03": [
        "2024年12月底前完成验收备案工作",
        "责令能效达不到国家和自治区标准的企业开展节能改造，2025年12月底前完成改造",
    ],
    "04": [
        "2024年12月底前完成钢铁行业限制类装备退出工作",
        "2024年12月10日前所有钢铁行业限制类装备停产并启动拆除工作",
        "确保2024年底前完成钢铁行业限制类装备退出验收工作",
    ],
    "05": ["2024年12月底前，完成企业强制性清洁生产报告的编制、上报工作"],
    "07-1": [
        "建立尾矿库闭库销号动态管理清单，2024年12月底前完成",
        "2024年12月底前，完成年度满足闭库条件的尾矿库闭库工作",
        "2025年12月底前，完成剩余尾矿库闭库治理任务",
    ],
    "09": [
        "2024年12月底前全市天然草原草畜平衡指数下降到10%以下",
        "到2024年12月底前草原牲畜超载率控制在10%以下",
    ],
    "10": [
        "对新发现的2个堆场立即制定整治方案，于2025年12月底前完成清理整治",
        "2026年12月底前全部完成无主工业固废堆场整治",
    ],
    "11": [
        "到2025年底，累计新增工业固废综合利用产能300万吨",
        "2024年新增工业固废综合利用产能100万吨以上",
        "2025年新增工业固废综合利用产能200万吨以上",
    ],
    "14": ["“十四五”末再生水利用率达到自治区35%的目标要求"],
    "15": ["2024年12月底前，九原区完成包头职教园区生活污水接入市政污水管网工程"],
    "19": [
        "市城市管理局推动生活垃圾焚烧处置项目2025年启动建设",
        "市城市管理局推动生活垃圾焚烧处置项目2025年启动建设，2026年12月底建成投运",
        "市工信局加快推动化工园区应急事故水池建设，2025年12月底前建成",
        "市生态环境局加快九原区四道沙河流域沃土壕段治理项目实施进度，2024年12月底前完工",
    ],
    "20": ["2024年12月底前各旗县区、稀土高新区至少建成一座建筑垃圾分拣中心或建筑垃圾消纳设施"],
    "21": ["2024年12月底前完成《包头市“十四五”住房和城乡事业发展规划（2021—2025年）》修订"],
}


def test_clauses_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """Every milestone of the real plan, goal first, with the words that say what is due by then."""
    found: dict[str, list[str]] = {}
    for issue in understand(plan_bytes, "plan.txt", units).issues:
        texts = [(issue.goal, issue.milestones), *((m.text, m.milestones) for m in issue.measures)]
        for text, milestones in texts:
            said = clauses(text or "", tuple(milestone.text for milestone in milestones))
            found.setdefault(issue.id, []).extend(said)
    assert {key: said for key, said in found.items() if said} == REAL_CLAUSES


def test_clauses_tell_the_same_words_apart() -> None:
    """The same date twice in a text gives the clause of each place."""
    text = "2025年12月底前完成甲项目建设；2025年12月底前完成乙项目建设。"
    expected = ("2025年12月底前完成甲项目建设", "2025年12月底前完成乙项目建设")
    assert expected == clauses(text, ("2025年12月底前", "2025年12月底前"))


def test_clause_of_words_that_are_not_in_the_text() -> None:
    """A phrase that does not stand in the text is its own clause."""
    assert ("2031年底",) == clauses("2025年底前完成", ("2031年底",))


def test_half_width_table() -> None:
    """Full-width forms, blanks and dashes become ASCII; Chinese and quotation marks stay."""
    assert "(1),2024:A-- -,。“”" == half_width("（１），２０２４：Ａ—～　—，。“”")


_WORDS = st.lists(
    st.sampled_from(
        ["2025年", "２０２４年", "12月", "13月", "30日", "底", "末", "前", "上半年", "第二季度", "“十四五”",
         "《", "》", "—", "至", "，", "。", "\n", "立行立改", "长期坚持", "完成", "新增", " ", "\u3000",
         "今年", "年内", "100", "万吨"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
_TEXTS = st.one_of(st.text(), _WORDS)


@given(_TEXTS)
def test_half_width_keeps_length(text: str) -> None:
    """Half-width text is as long as the original, so that places in it are places in the original."""
    assert len(text) == len(half_width(text))


@given(_TEXTS)
def test_masking_names_keeps_length_and_what_is_outside(text: str) -> None:
    """Blotting out names keeps every other character where it was."""
    masked = mask_names(text)
    assert len(text) == len(masked)
    assert [c for c, m in zip(text, masked, strict=True) if m not in {c, "□"}] == []


@given(_TEXTS)
def test_places_slice_the_original(text: str) -> None:
    """What is found stands in the text at the place that is told, in order, without overlap."""
    end = 0
    for phrase in find_dates(text):
        assert phrase.text == text[phrase.start : phrase.end]
        assert end <= phrase.start < phrase.end
        end = phrase.end
    for words, start in find_vague(text):
        assert words == text[start : start + len(words)]


@given(_TEXTS)
def test_clauses_stand_in_the_text(text: str) -> None:
    """A clause is a piece of the text and holds its date."""
    phrases = find_dates(text)
    for phrase in phrases:
        clause = clause_of(text, phrase.start, phrase.end)
        assert clause in text
        assert phrase.text.strip() in clause


@given(_TEXTS.filter(bool))
def test_deadline_has_a_date_only_when_all_is_understood(text: str) -> None:
    """A due date comes with nothing left over, and nothing left over comes with a meaning."""
    deadline, left, _ = read_deadline(text)
    assert deadline.due is None or left == ""
    assert left or deadline.due or deadline.immediate or deadline.sustained
