"""How a measure is demanded: at once (立即), or again and again (每季度, 按月, 定期).

Names in 《》 mean nothing.  立即 under a condition (发现问题立即整改) is no demand to begin at once.
"""

from __future__ import annotations

import re

from ledger.model.baseline import Recurrence
from ledger.plans.numerals import read_numeral
from ledger.plans.phrases import mask_names
from ledger.plans.width import half_width

_AT_ONCE = re.compile(r"(?<![未不])立即")
_CLAUSE = re.compile(r"[,;:。!?\n]")
# what is found one day (发现问题) is a condition; what was found already (新发现的, 督察发现的) is an object
_CONDITION = re.compile(
    r"(?<![新已])(?<!督察)(?<!督察组)(?<!此次)(?<!前期)(?<!排查)发现|^(?:如|若|凡|一旦|一经|遇|遇到|接到|收到)|出现|的$|[时后]$"
)

_MAY_RECUR = re.compile("[每按逐]|定期|常态化|[年度季月周日](?:考核|调度|通报|例会|评估|抽查|巡查)")
_REACH = 30
_PERIODS = {"月": 1, "季": 3, "季度": 3, "半年": 6, "年": 12, "年度": 12}
_REVIEWED = "考核|调度|通报|例会|评估|抽查|巡查"
_COUNT = re.compile(
    r"[^,;:。!?\n《□]{0,10}?(?P<count>[0-9]{1,3}|[一两二三四五六七八九十]{1,3})(?:轮)?次", re.DOTALL
)
# 每年 also opens clauses of other sense (每年度夏, 每日处理500吨); 每月底, 每月10日 are monthly all the same
_RANKED = "(?:综合|考核|评比|通报)?排名(?:靠后|靠前|末位|倒数|居后|居前|最后|落后|前|后)[^,;:。!?]{0,8}的"
_INTO = re.compile(
    r"(?:(?:结果|情况|成效|成绩)[^,;:。!?]{0,6}(?:纳入|列入|计入|作为)[^,;:。!?]{0,20}"
    r"|(?:纳入|列入|计入)[^,;:。!?]{0,10}(?:班子|干部|个人|绩效)[^,;:。!?]{0,6})\Z"
)
"""What goes into a review that others hold: 将结果纳入领导班子年度考核 asks for no review."""
_AGAIN = re.compile(
    rf"""(?P<every>(?:每|按|逐)个?(?!年度夏)(?P<period>半年|年度|年|季度|季|月)(?!可|{_RANKED}))
    |(?P<many>每(?P<number>两|[二三四六]|[2346])个月)
    |(?P<short>(?:每|逐)(?:两?周|日|天|半个?月|旬)(?!处理|产|用|排|可|最大|新增|供|消纳|转运)|(?:周|日)(?:调度|通报|巡查|例会))
    |(?P<review>(?<![每按逐个半0-9一二三四五六七八九十])(?P<term>半年|年度|季度|季|月)(?:{_REVIEWED}))
    |(?P<vague>(?<!不)定期|常态化)
    """,
    re.VERBOSE,
)


def is_immediate(text: str) -> bool:
    """Whether a measure demands something at once, and not only under a condition."""
    if "立即" not in text:
        return False
    half = mask_names(half_width(text))
    before, position = "", 0
    for end in [*(found.start() for found in _CLAUSE.finditer(half)), len(half)]:
        clause = half[position:end]
        found = _AT_ONCE.search(clause)
        if found is not None and not _CONDITION.search(clause[: found.start()] or before):
            return True
        # 发现问题，立即整改: the condition may be a clause of its own
        before = clause if half[end : end + 1] == "," else ""
        position = end + 1
    return False


def recurrences(text: str) -> tuple[Recurrence, ...]:
    """What a measure demands again and again; a period that it names several times counts once.

    ``months`` is ``None`` where the words name no period (定期, 常态化) and where it is shorter than a month
    (每周, 每天): the words alone say what is asked then.
    """
    if not _MAY_RECUR.search(text):  # most measures are done once
        return ()
    half = mask_names(half_width(text))
    found: dict[object, Recurrence] = {}
    for match in _AGAIN.finditer(half):
        if match["review"] and _INTO.search(half, max(match.start() - _REACH, 0), match.start()):
            continue
        end, months, times = match.end(), _months(match), 1
        counted = _COUNT.match(half, end) if match["every"] or match["many"] or match["short"] else None
        if counted is not None:
            count = 2 if counted["count"] == "两" else read_numeral(counted["count"])
            if count and count > 1:
                end, times = counted.end(), count
        words = text[match.start() : end]
        found.setdefault(
            months if months is not None else words, Recurrence(text=words, months=months, times=times)
        )
    return tuple(found.values())


def _months(match: re.Match[str]) -> int | None:
    period = match["period"] or match["term"]
    if period:
        return _PERIODS[period]
    if match["many"]:
        return 2 if match["number"] == "两" else read_numeral(match["number"])
    return None
