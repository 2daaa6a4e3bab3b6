"""Quantities that a plan commits to → targets, and the parts that add up to them.

A figure counts only where the sentence says that it is to be reached (完成, 新增, 达到…).  Figures in names
(《》), ordinals, ranges and thresholds (“1万吨以上的项目”) are none.  What is neither is told.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ledger.model.baseline import Compare
from ledger.plans.comparisons import COMMITS, CONCENTRATION, DEEDS, comparing, comparison
from ledger.plans.figurenames import RATE, name_of
from ledger.plans.phrases import DatePhrase, find_dates, find_vague, mask_names
from ledger.plans.quantities import (
    AT_LEAST,
    FIGURE,
    FROM,
    HAN_VALUES,
    OF_ANOTHER,
    SHARE,
    SLIP,
    SPAN,
    TIME,
    TWOFOLD,
    Views,
    clause_start,
    in_digits,
    near,
    sentence_end,
    sentence_start,
    views,
)
from ledger.plans.script import simplified
from ledger.plans.width import half_width

_MAY_HOLD = re.compile(
    "[0-9０-９]|百分之|[一二三四五六七八九]成|至少|不少于|[两三四五六七八九][座条处台套所眼栋家]"
)
_END = re.compile(r"[,，;；。、)）]|$|的?目标|的?要求")
_SETTLED = "消除|清零|办结|处置|销号|上线|投运|竣工|完工"
# what has happened, in the clause of the figure: no commitment
_PAST = re.compile(
    rf"以来|已经?(?:全部|全面|基本|累计|陆续)?(?:{DEEDS}|办结|查处|排查|累计|投入)|罚款|处罚"
    "|(?:发现|查出|查明|收到|接到|受理|涉及)(?!的)[^,;。的]{0,8}$"
)
# 2家企业已关停, 3处尚未完成: what is said of the figure behind it, where that is no attribute (未完成整治的)
_PAST_AFTER = re.compile(
    rf"[^,;。0-9]{{0,16}}?(?:已经?|尚未|仍未|未)(?:全部|全面|基本|陆续)?(?:{DEEDS}|{_SETTLED}|达到|开工|动工)(?![^,;。]{{0,8}}的)"
)
_SO_FAR = re.compile("截[至止]目前|目前(?:已|共|累计)|累计已")
# 8处排口全部完成整治: what all of the things come to, from the figure at the start of the clause on
_AS_SUBJECT = re.compile(
    rf"[^,;。0-9的已未尚没不原曾]{{1,16}}?(?:全部|全面|均|都|逐一|逐个|逐处|一律|限期|按期)(?:要|应|须|得到|予以|完成)?(?:{DEEDS}|{_SETTLED})"
    rf"(?!的|了|率|前|后|过程|期间|情况)|[^,;。0-9的已未尚没不原曾]{{1,12}}(?:{DEEDS}|{_SETTLED})(?=[,;。]|$)"
)
# 第二批212项2025年11月底前上线: the day right behind the figure, and the deed
_BY_THEN = re.compile(rf"[ \t]{{0,4}}(?:全部|全面|均|都|基本|予以)?(?:{DEEDS}|{_SETTLED})(?!的|了|率|前|后)")
_BETWEEN = re.compile(r"[^,;。:、0-9的已]{0,8}")
_LEADS_UP = re.compile(r"(?:确保|力争|争取|实现|做到|将|把|使)?[ \t]{0,4}")
_AS_OBJECT = re.compile(r"^对(?P<before>[^,，;；。]*?)$")
# what is looked through, not what was found in it: 排查企业88家
_LOOKS = re.compile("(?:排查|检查|抽查|抽检|约谈|走访|督办|查处|办结|梳理)[^,;。发出问显超不的率]{0,12}$")
_AMONG = re.compile("其中|^(?:含|包括|包含)")
# each of them: 每村至少2名, 各区不少于3座
_EACH = re.compile(
    "^(?:每(?:个|家|座)?(?:县|市|区|旗|乡|镇|村|社区|街道|苏木|嘎查|园区|单位|部门|企业|学校)"
    "|各[^,;。]{0,12}(?:至少|不少于|不低于|均)[^,;。]{0,4}$)"
)
# 每期不少于5天, 每亩补植20株: for each of something, and no sum
_PER = re.compile(
    "^每(?![^,;。]{0,12}(?:数|率|量|面积|收入))[^,;。0-9]{1,12}$|每(?:年度?|季度?|月|周|日|天)[^,;。0-9]{0,6}$"
)
# 3万吨的处理厂1座, 200吨/日处理设施1套: how large a thing is that is counted behind it
_SIZE = re.compile(r"的[^,;。0-9]{1,20}[0-9]")
_SIZE_PER = re.compile(r"[^,;。0-9]{1,20}[0-9]{1,6}(?:座|套|台|处|个|家|条|所)")

# what a thing that is to be built costs or holds: 建成1座，总投资1.2亿元
_DESCRIBES = re.compile("(?:总投资|投资概算|概算投资|建筑面积|占地面积|占地|总容积|总库容)约?为?$")
# 新建2座1万吨/日污水处理厂: behind how many
_COUNTED = re.compile("[0-9]{1,6}(?:座|套|台|处|个|家|条|所)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity found in a measure (its number, from 1) or in the goal (``None``)."""

    name: str
    text: str
    value: Decimal
    unit: str
    compare: Compare
    measure: int | None
    due: date | None
    each: bool = False
    among: bool = False  # stands after 其中: a part of the figure before


class _Text:
    """A goal or measure with what is worked out once for all its figures."""

    def __init__(self, text: str, measure: int | None, dates: list[DatePhrase]) -> None:
        self.text, self.measure, self.dates = text, measure, dates
        self.views: Views = views(in_digits(simplified(mask_names(half_width(text)))))
        self.commits = [found.start() for found in COMMITS.finditer(self.views.outer)]
        self.within = (
            self.commits
            if self.views.inner is self.views.outer
            else [found.start() for found in COMMITS.finditer(self.views.inner)]
        )

        self.units = {found["unit"] for found in FIGURE.finditer(self.views.outer)}

    def matches(self) -> Iterator[tuple[str, re.Match[str]]]:
        """Every figure, with the text as it is seen from where it stands."""
        outer, inner, spans = self.views
        for found in FIGURE.finditer(outer):
            yield outer, found
        for start, end in spans:
            for found in FIGURE.finditer(inner, start, end):
                yield inner, found


FIGURES_MOST = 500
"""Figures of a measure or goal at most: what has more is no such text."""


def crowded(text: str) -> int:
    """How many figures a text has where they are too many to be read; else 0."""
    if len(text) <= FIGURES_MOST:
        return 0
    count = sum(1 for _ in _NUMBERS.finditer(text))
    return count if count > FIGURES_MOST else 0


_NUMBERS = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?")


def find_figures(text: str, measure: int | None, dates: list[DatePhrase] | None = None) -> list[Figure]:
    """The quantities that ``text`` commits to, in order.  ``dates`` are those found in it, where known."""
    return list(_quantities(text, measure, dates)[0])


def find_unclaimed(
    text: str, measure: int | None, dates: list[DatePhrase] | None = None, issued: date | None = None
) -> list[tuple[str, int]]:
    """Quantities of which nobody can say whether the text commits to them, and where they stand.

    They are no targets.  What is a limit, has happened, is a date or recurs is understood and not among them.
    """
    found = _quantities(text, measure, dates)[1]
    vague = [(start, start + len(words)) for words, start in find_vague(text, issued)] if found else []
    return [one for one in found if not any(a <= one[1] < b for a, b in vague)]


_Found = tuple[tuple[Figure, ...], tuple[tuple[str, int], ...]]


def _quantities(text: str, measure: int | None, dates: list[DatePhrase] | None) -> _Found:
    if not _MAY_HOLD.search(text) or crowded(text):  # most measures have no figure at all
        return (), ()
    return _read(text, measure, tuple(find_dates(text) if dates is None else dates))


@lru_cache(maxsize=256)
def _read(text: str, measure: int | None, dates: tuple[DatePhrase, ...]) -> _Found:
    """The targets of a text and what may be some: both are asked for, one after the other."""
    whole = _Text(text, measure, list(dates))
    found = list(_in_words(whole))
    left = [
        (text[one.start() : one.end()], one.start())
        for unread in (SPAN, SLIP, TWOFOLD, SHARE, OF_ANOTHER)
        for one in unread.finditer(whole.views.outer)
    ]
    for half, match in whole.matches():
        figure = _figure(whole, half, match)
        if isinstance(figure, Figure):
            found.append((match.start(), figure))
        elif figure is not None:
            left.append((text[match.start() : match.end()].rstrip(), match.start()))
    figures = (figure for _, figure in sorted(found, key=lambda item: item[0]))
    return tuple(figures), tuple(sorted(left, key=lambda item: item[1]))


def _in_words(whole: _Text) -> Iterator[tuple[int, Figure]]:
    """The figures in words: 至少一座, 建成两座."""
    text, half = whole.text, whole.views.outer
    for match in AT_LEAST.finditer(half):
        plain = match["figure"] is None
        start, end = match.span("plain" if plain else "figure")
        before = half[clause_start(half, start) : match.start()]
        if plain and (_PAST.search(before) or before.endswith(("已", "曾"))):
            continue
        value = Decimal(HAN_VALUES[match["some" if plain else "value"]])
        name = name_of(text, half, start, end, whole.dates)
        unit = match["thing" if plain else "unit"]
        each = not plain and name.startswith(("各", "每"))
        due = _when(half, whole.dates, start)
        yield start, Figure(name, text[start:end], value, unit, ">=", whole.measure, due, each)


class _Unclaimed:
    """That a figure is neither a target nor anything else that is understood."""


_UNCLAIMED = _Unclaimed()


def _figure(whole: _Text, half: str, match: re.Match[str]) -> Figure | _Unclaimed | None:
    start, end = match.span()
    text, dates = whole.text, whole.dates
    if any(p.start <= start < p.end for p in near(dates, start)):
        return None
    begin = sentence_start(half, start)
    before = half[begin:start]
    clause = half[clause_start(half, start) : start]
    if (
        _EVERY.search(before)
        or _PAST.search(clause)
        or _PAST_AFTER.match(half, end)
        or _SO_FAR.search(before)
    ):
        return None
    unit = match["unit"]
    per = "/" in unit
    sized = _SIZE.match(half, end) or (per and _SIZE_PER.match(half, end) is not None)
    sized = sized or ((per or half[end : end + 1] == "的") and _COUNTED.search(clause) is not None)
    if sized or _is_threshold(half, match) or FROM.match(half, end):
        return None
    if (unit in _TIMES_DONE and _RECURS.search(before[-_RECURS_REACH:])) or _is_lasting(half, match, clause):
        return None
    each = _EACH.match(clause) is not None
    if (not each and _PER.match(clause)) or _DESCRIBES.search(clause):
        return _UNCLAIMED
    dated = max((p.end for p in near(dates, start) if p.end <= start), default=0)
    as_object = _AS_OBJECT.match(half[max(start - len(clause), dated) : start])
    then = _by_then(half, match, dates)
    if not (
        _is_committed(whole, half, match, begin)
        or (as_object and _any(whole.commits, end, len(half)))
        or _is_subject(half, match, dates)
        or then is not None
        or _LOOKS.search(clause)
        or (whole.measure is None and _is_rate(half, match, clause))
    ):
        return _UNCLAIMED
    compare = comparison(clause, match["more"], unit)
    if compare is None:
        return None
    if match["odd"] and compare != ">=":
        compare = "?"  # 不超过500余处: more than a limit is none
    value = Decimal(match["value"].replace(",", ""))
    if value == _WHOLE and unit == "%" and not match["more"] and comparing(clause) is None:
        compare = ">="  # 达标率100%: there is no more than all
    return Figure(
        name=name_of(text, half, start, end, dates),
        text=text[start:end].rstrip(),
        value=value,
        unit=unit.replace("(", "（").replace(")", "）"),
        compare=compare,
        measure=whole.measure,
        due=then or _when(half, dates, start, as_object=as_object is not None),
        each=each,
        among=half is not whole.views.outer or "其中" in before or _AMONG.search(clause) is not None,
    )


def _is_committed(whole: _Text, half: str, match: re.Match[str], begin: int) -> bool:
    """Whether a word of the sentence before the figure commits to it.

    What stands alone in brackets, as the size of a thing does (调蓄池2座（2万立方米）), is not committed to,
    nor what is in another unit than all outside (1座（设计能力30万吨/年）) where no word there says so.
    """
    start, end = match.span()
    if half is whole.views.outer:
        return _any(whole.commits, begin, start)
    opened = max(half.rfind(";", 0, start), 0)
    alone = half[start - 1 : start] == ";" and half[end : end + 1] == ";"
    told = _any(whole.within, opened, start) or _AMONG.search(half[opened:start].lstrip(";"))
    return not alone and (match["unit"] in whole.units or bool(told)) and _any(whole.within, begin, start)


def _is_lasting(half: str, match: re.Match[str], clause: str) -> bool:
    """Whether a figure says how long something lasts or takes, and no word compares it."""
    if TIME.match(match["unit"]) is None:
        return False
    word = comparing(clause)
    compared = word is not None and word.kind != "lack" and not clause[word.end :].strip()
    rate = match["more"] and RATE.search(clause) is not None and _END.match(half, match.end()) is not None
    return not (compared or rate)


def _by_then(half: str, match: re.Match[str], dates: list[DatePhrase]) -> date | None:
    """The day right behind a figure by which it is done (第一批200项2025年6月底前上线)."""
    for phrase in near(dates, match.end()):
        if phrase.start >= match.end():
            between = _BETWEEN.fullmatch(half, match.end(), phrase.start)
            done = between is not None and _BY_THEN.match(half, phrase.end) is not None
            return phrase.due if done else None
    return None


def _is_subject(half: str, match: re.Match[str], dates: list[DatePhrase]) -> bool:
    """Whether a figure begins its clause, alone or behind a date, and all of it is to be dealt with."""
    start, end = match.span()
    if match["more"] or _AS_SUBJECT.match(half, end) is None:
        return False
    first = max([clause_start(half, start), *(p.end for p in near(dates, start) if p.end <= start)])
    return _LEADS_UP.fullmatch(half, first, start) is not None


def _is_rate(half: str, match: re.Match[str], clause: str) -> bool:
    """Whether a figure is all that a goal says of a rate (办结率100%): that is what is to be reached."""
    if RATE.search(clause) is None or _AS_IS.search(clause) or _END.match(half, match.end()) is None:
        return False
    unit = match["unit"]
    return bool(match["more"]) or unit in {"%", "‰"} or CONCENTRATION.search(unit) is not None


def _any(places: list[int], begin: int, end: int) -> bool:
    """Whether one of the places, which are in order, is from ``begin`` to before ``end``."""
    return bisect_left(places, begin) < bisect_left(places, end)


# what is, or was
_AS_IS = re.compile("目前|当前|现有|现状|现为|已|曾|原|仅|只有|去年|上年")
_WHOLE = 100
# 每年10个, 每亩500元: for each, and no sum
_EVERY = re.compile("每[年月季周日天个亩吨户家人座处项次]?度?$")
_TIMES_DONE = frozenset({"次", "轮", "场次", "人次", "期", "场", "班"})
# 每季度开展督导不少于1次: how often, which is no sum either
_RECURS = re.compile(r"[每按逐](?:半|[两二三四六0-9]个)?(?:年度?|季度?|月|周|日|天|旬|学期)|每批")
_RECURS_REACH = 24
_WHICH = re.compile(
    r"的(?:地区|区域|企业|单位|项目|旗县|县|乡镇|镇|村|园区|点位|断面|街道|小区|部门|设施|工地|机组|锅炉|车辆|用户|矿山|地块|河段|河流|水体|不|予|应|要|须|一律|[,;。、]|$)"
)
# 对超过90天未整改的，对转运率低于90%的码头: which ones are meant; 高于90%的覆盖率 is to be reached
_WHICH_CASE = re.compile(
    r"[^,;。、0-9的]{0,12}的(?!目标|要求|标准|水平|[^,;。]{0,8}(?:率|比例|比重|面积|量|值))"
)
_LATER = re.compile(r"[^,，;；。\d]{0,6}?(?:以上|以下)")


def _is_threshold(half: str, match: re.Match[str]) -> bool:
    """“1万吨标准煤以上已投产项目”: a limit that says which things are meant, not what is to be reached."""
    end = match.end()
    word = comparing(half[clause_start(half, match.start()) : match.start()])
    if word is not None and _WHICH.match(half, end):
        return True
    apart = word is not None and word.kind in {"below", "above"} and not word.denied
    if apart and _WHICH_CASE.match(half, end):
        return True
    if match["more"] in {"以上", "以下", "及以上", "及以下"}:
        return _END.match(half, end) is None
    later = _LATER.match(half, end)
    return later is not None and _END.match(half, later.end()) is None


def _when(half: str, dates: list[DatePhrase], position: int, *, as_object: bool = False) -> date | None:
    """The date in the figure's clause or alone before it; for an object (“对2个堆场…”) also one after."""
    start = sentence_start(half, position)
    clause = clause_start(half, position)
    dates = near(dates, position)
    for phrase in reversed(dates):
        if start <= phrase.start <= position and (
            phrase.start >= clause or not half[phrase.end : clause].strip(",")
        ):
            return phrase.due
    stop = sentence_end(half, position)
    after = [p.due for p in dates if position < p.start < stop]
    return after[0] if after and as_object else None
