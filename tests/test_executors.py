"""Who does a measure, read from its words."""

# ruff: noqa: SIM300 - what is expected stands first

from functools import partial

import pytest

from counting import calls
from ledger.model.unit import Units
from ledger.plans.executors import find_subjects, names_of
from ledger.plans.understand import understand

EXECUTORS = {
    "06": {1: "东河区", 2: "市城市管理局", 3: "市农牧局"},
    "14": {1: "昆区", 2: "市水务集团"},
    "15": {1: "九原区", 2: "昆区 稀土高新区 石拐区", 3: "市河长办", 4: "市城市管理局"},
    "16": {2: "市河长办"},
    "19": {1: "市城市管理局", 2: "市工信局", 3: "市生态环境局"},
    "20": {1: "各旗县区 稀土高新区"},
    "21": {2: "市城市管理局", 3: "市住建局"},
    "22": {1: "市市场监管局 市生态环境局", 2: "市市场监管局 市生态环境局", 4: "市生态环境局"},
}


def read(text: str, units: Units) -> str:
    """The executors of a measure, with blanks between them."""
    return " ".join(names_of(find_subjects(text, units)))


def test_executors_of_the_real_plan(plan_bytes: bytes, units: Units) -> None:
    """Exactly these of all measures of the plan name who does them."""
    found = {
        issue.id: {n: " ".join(m.by) for n, m in enumerate(issue.measures, 1) if m.by}
        for issue in understand(plan_bytes, "plan.txt", units).issues
    }
    assert EXECUTORS == {key: held for key, held in found.items() if held}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昆区负责实施管线建设。", "昆区"),
        ("到2025年底，昆区、青山区和九原区完成清理。", "昆区 青山区 九原区"),
        ("于2024年12月底前各旗县区至少建成一座分拣中心。", "各旗县区"),
        ("加大力度，2024年12月底前各旗县区、稀土高新区至少建成一座。", "各旗县区 稀土高新区"),
        ("昆区2025年底前完成整治。", "昆区"),
        ("对新增点位，由市住建局牵头整治。", "市住建局"),
        ("一是昆区立即清理；二是石拐区按照方案实施。", "昆区 石拐区"),
        ("昆区委、政府负责落实。", "昆区"),
        ("稀土高新区管委会要履行责任。", "稀土高新区"),
        ("昆都仑区对河道开展清理。", "昆区"),
        ("昆区负责东段，昆区负责西段。", "昆区"),
        ("生态环境局会同水务局开展检查。", "市生态环境局"),
        ("市水务局与各有关部门加快推进。", "市水务局"),
        ("市城市管理局及相关地区组织实施。", "市城市管理局"),
        ("各旗县（区）要完善制度。", "各旗县区"),
        ("全面排查。\n东河区负责整治。", "东河区"),
    ],
)
def test_subject_of_a_clause(text: str, expected: str, units: Units) -> None:
    """Names at the beginning of a clause with a predicate right after them."""
    assert expected == read(text, units)


@pytest.mark.parametrize(
    "text",
    [
        "及时向各旗县区分解下达目标任务。",
        "强化监督，按季度考核各旗县区工作情况。",
        "推动各旗县区、稀土高新区树牢理念。",
        "督促相关企业立即开展验收。",
        "配合自治区相关部门完成验收。",
        "落实《昆区负责制规定》。",
        "《昆区，青山区负责方案》修订。",
        "昆区应急预案修订完善。",
        "昆区建设项目全部完成验收。",
        "九原区治理工程按期完工。",
        "昆区建成区雨水管网改造。",
        "东河区排查出的问题逐一整改。",
        "东河区未按期完成的不予通过。",
        "生态环境部门发现违法行为的，移交司法机关。",
        "九原区完成整改后，组织验收。",
        "各级党委、政府要加强领导。",
        "政府要加强领导。",
        "相关地区负责整改。",
        "各有关部门负责整改。",
        "昆区的垃圾清理完毕。",
        "昆区、和平区负责清理。",
        "",
    ],
)
def test_no_subject(text: str, units: Units) -> None:
    """Objects, names, nouns, conditions, and bodies that nobody lists are no executors."""
    assert "" == read(text, units)


def test_words_and_place_of_a_subject(units: Units) -> None:
    """A subject knows its words and where they begin."""
    text = "2024年12月底前，昆区委、政府和稀土高新区负责。"
    (found,) = find_subjects(text, units)
    assert ("昆区委、政府和稀土高新区", 11) == (found.text, found.start)


@pytest.mark.parametrize(
    "piece", ["昆区、", "，", "昆区负责，", "市市", "2024年12月底前", "由昆区和", "（一）"]
)
def test_long_measures_are_quick(piece: str, units: Units) -> None:
    """Ten times the text takes about ten times as long."""
    short, long = (calls(partial(find_subjects, piece * n, units, [])) for n in (2_000, 20_000))
    assert long < 12 * short + 100
