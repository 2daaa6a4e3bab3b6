"""The grammar of dates: whatever looks like one in an official text → the day that it means, or a doubt.

One scan for all texts.  Deadlines and prose (``phrases.py``) differ only in what they make of a phrase that
is no more than a year, month or quarter (*bare*).  The text is in half-width form; places are places in it.
Every pattern is bounded, so that the cost is linear in the text whatever it holds.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledger.model.feasts import feast_day
from ledger.model.months import months_after
from ledger.plans.numerals import read_numeral, read_year

if TYPE_CHECKING:
    from collections.abc import Iterator


class Found(NamedTuple):
    """Something that looks like a date: its place and the last day that it means.

    ``due`` is ``None`` where no single day can be named: a doubt.  A ``bare`` phrase (2025年, 2025年6月, a
    day without 前) names a day only where something is to be done by then.  A ``mention`` (2023年以来) asks
    nothing.
    """

    start: int
    end: int
    due: date | None
    bare: bool = False
    mention: bool = False


_S = r"[ \t]{0,4}"
_NUM = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:[12][0-9]{3}|[一二][0〇○零一二三四五六七八九]{3})"
_TO = rf"{_S}(?:-{{1,3}}|至|到){_S}"
# words that only begin like an end or middle: 内蒙古, 中心, 初步, 末端, 底泥
_END = r"(?:[底终](?!泥|线|板|层|部|数|座|册|盘|端|稿|止)|末(?!端|梢|尾|级))"
_IN = r"内(?!蒙|部|涝|河|湖|外|容|生|源|业|陆|环|控|设|循|需|网|墙|壁|置)"
_MID = (
    r"(?:中(?!心|央|国|小|型|水|共|华|期|旬|学|部|段|间|等|低|高|试|转|层|游|南|北|东|西|医|介|和|标|止)"
    r"|初(?!步|级|次|始|期|中|旬|审|验|设))"
)
_BEFORE_IT = r"(?:之前|以前|前(?!期|后|夕|述|端))"
_SEASON = (
    r"(?:主?汛|供暖|采暖|取暖|供热|枯水|丰水|冰冻|封冻|冬灌|春灌|春耕|秋收|灌溉|施工|雨|旱|春|夏|秋|冬)(?:季|期)"
    r"|入冬|入汛|入夏|入春|入秋|封冻|上冻|冬歇|春耕|停暖|主?汛|供暖|采暖|取暖|供热"
)
_FEAST = r"(?:元旦|春节|清明|五一|劳动(?=节)|端午|中秋|国庆|十一|除夕|元宵|重阳)"
_FEAST_OF = {"五一": "劳动", "十一": "国庆"}
_HOLIDAY = r"(?:黄金周|节?(?:小?长假|假期|假日|放假)?)"

_QUOTE = "[\"“”'‘’「」『』﹁﹂﹃﹄〝〞]"

# what follows a year
_TAIL = re.compile(
    rf"""{_S}(?:
      {_QUOTE}?(?P<feast>{_FEAST}){_QUOTE}?{_HOLIDAY}{_QUOTE}?{_S}{_BEFORE_IT}
    | (?P<m>{_NUM}){_S}月(?!饼)份?{_S}(?:
          (?P<d>{_NUM}){_S}[日号]
        | (?P<third>[上中下])旬{_S}(?:{_END})?
        | (?P<m_end>月?{_END}|{_IN})
        | (?P<m_mid>{_MID})
      )?
    | (?P<half>[上下])半年{_S}(?P<half_end>{_END}|{_IN})?
    | 第?{_S}(?P<q>[一二三四1-4]){_S}季度?{_S}(?P<q_end>{_END}|{_IN})?
    | (?P<season>{_SEASON}){_S}(?:{_BEFORE_IT}|(?:之|以)?后(?!期|续)|结束|到来|来临|开始|期间)
    | 年?度?(?P<y_end>{_END}|{_IN})
    | (?P<y_mid>年?{_MID})
    )?""",
    re.VERBOSE,
)
# the second half of a range, where it repeats neither the year nor, with a day alone, the month
_REST = re.compile(
    rf"""(?:(?P<y>{_YEAR}|[0-9]{{2}}(?={_S}年{_S}(?:{_END}|{_NUM}{_S}月))){_S}年)?(?P<tail>)"""
)
_REST_DAY = re.compile(rf"(?P<d>{_NUM}){_S}[日号]|(?P<third>[上中下])旬")
_BY = re.compile(
    rf"""{_S}(?:[0-9]{{1,2}}(?:[时点]|:[0-9]{{2}}){_S})?(?:
      (?P<doubt>前后|左右|上下|(?:之|以)?后(?!续|期|勤|评估)|起(?!草|步|动|重|来)|开始)
    | (?P<since>(?:之|以)来)
    | (?P<by>之前|以前|前(?!期|端|述|后|提|列|景|来|往|置|锋|沿|夕)|为止|止(?!血|损)|截止)
    )""",
    re.VERBOSE,
)
_EACH = re.compile(rf"{_S}分别")
# words right before a date that turn it: it is no last day, or no longer the day
_TURNED = re.compile(
    r"(?:不得?早于|(?<!不)(?<!不得)[晚迟早]于|原定于?|原计划于?|原为|(?:调整|变更)(?:为|至|到))[ \t]{0,4}\Z"
)
_SURE = re.compile(r"(?:不[晚迟]于|不得[晚迟]于|最[晚迟]于?|截[止至](?:到|至|于)?)[ \t]{0,4}\Z")
_BEFORE = 8  # how many characters before a date may turn it
# letters among digits, as character recognition leaves them, and what goes on with a date
_SLIP = r"(?=[0-9]{0,3}[OoIl])(?=[OoIl]{0,3}[0-9])[0-9OoIl]{1,4}"
_MORE = re.compile(
    rf"{_S}[0-9OoIl一二三四五六七八九十]{{1,4}}{_S}[年月日号](?!均|常|产|处|用){_S}[底末前]{{0,2}}"
)
_NUMERIC_END = rf"(?={_S}(?:[日号底末止前,;。、)(]|之前|以前|完成|建成|全面|全部|整改|通过|验收|\Z))"
_PLAN_END = re.compile("末|收官|结束|期间|时期|期内")  # 初期, 中期 name no day
_PLAN_END_SURE = re.compile("末|收官|结束|初|前期|中期|后期")
_FIVE_YEAR = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}

_SEED = re.compile(
    rf"""
      (?P<slip>(?<![0-9A-Za-z]){_SLIP}{_S}[年月])
    | (?P<after>(?:印发|下发|发布|公布|公开|实施|施行|反馈)(?:之日)?{_S}(?:起|后|以后|之后)?{_S}
        (?P<n>[0-9]{{1,4}}|[一二两三四五六七八九十]{{1,3}}|半)
        {_S}(?P<unit>个?工作日|个?月|个?季度|日|天|周|年){_S}[之以]?内)
    | (?<![0-9])(?P<range>(?P<y0>{_YEAR}){_S}年?{_TO}(?P<y1>{_YEAR}){_S}年)
    | (?<![0-9])(?<![0-9]-)(?P<year>(?P<y>{_YEAR}){_S}(?:年|[.\-/](?={_NUM}{_S}月)))(?!来|间)
    | (?<![0-9.])(?P<short>(?P<y2>[23][0-9]){_S}年)
        (?={_S}(?:年?{_END}|{_NUM}{_S}月(?!以)|[上下]半年|第?[一二三四1-4]季度))
    | (?<![0-9.\-/])(?P<numeric>(?P<ny>[12][0-9]{{3}})[.\-/](?P<nm>[0-9]{{1,2}})
        (?:[.\-/](?P<nd>[0-9]{{1,2}}))?{_NUMERIC_END})
    | (?P<odd>(?<![0-9.])(?:[03-9][0-9]{{3}}|[0-9]{{5,8}}){_S}年{_S}(?:{_NUM}{_S}月{_S})?[底末前内]{{1,2}})
    | {_QUOTE}?{_S}(?P<plan>十[一二三四五六七八九]五){_S}{_QUOTE}?
        {_S}(?:规划)?{_S}(?P<plan_end>(?:期|时期)?末|末期|收官之?年|结束前|期间|时期|期内|初期?|前期|中期|后期)
    | (?P<mere>[今明后本当次翌]年)
    | (?P<vague>
          (?<![0-9.每逐个一二三四五六七八九十])(?<!每年)(?<!逐年){_NUM}{_S}月份?{_S}
            (?:月?{_END}前?|[上中下]旬前?|[0-9OoIl一二三四五六七八九十]{{1,4}}{_S}[日号]{_S}前?|前(?!期|端|述)|内前?
              |{_TO}(?:[12][0-9]{{3}}年)?{_NUM}{_S}月(?:{_END})?前?|(?=完成|建成))
        | (?<![0-9每十五])年度?(?:[底末终]前|{_IN})|(?<![0-9每])年[底末](?=完成|建成|实现|达到)
        | (?<![每按逐个0-9])第?[一二三四1-4]季度(?:(?=开工|完成|建成)|[底末前内]前?)
        | (?<!每年)(?:{_QUOTE}?{_FEAST}{_QUOTE}?{_HOLIDAY}|{_SEASON}){_S}{_BEFORE_IT}
        | (?<![0-9.])(?:[0-9]{{1,3}}|[一二两三四五六七八九十半]{{1,3}}){_S}(?:个工作日|个月|日|天|周|年)
            (?P<within>[之以]?内(?!蒙|容))
      )
    """,
    re.VERBOSE,
)
_MAY_HOLD = re.compile(r"[年月季旬前汛内五]|[0-9][.\-/][0-9]")
# 发现问题3日内整改, 接到投诉后1个月内: counted from what may happen, no date of the plan
# 压缩至5天以内: how long something may take, no date either
_WHENEVER = re.compile(
    r"(?:发现|接到|收到|受理|投诉|举报|每)[^,;。\n]{0,12}\Z|(?:压缩|缩短|控制|减少|压减|压降|降低|限制|提速|保持)[至到在为]\Z"
)


def scan(half: str, issued: date | None = None) -> Iterator[Found]:
    """Everything in ``half`` that looks like a date, in order, without overlap.

    ``issued`` is the day of issue, from which 印发后3个月内 is counted; unknown, it is a doubt.
    """
    if not _MAY_HOLD.search(half):
        return
    position = 0
    while (seed := _SEED.search(half, position)) is not None:
        found = _listed(half, position, _turned(half, _gone_on(half, _read(half, seed, issued))))
        position = found.end
        yield found


def _read(half: str, seed: re.Match[str], issued: date | None) -> Found:
    start, end = seed.span()
    if seed["slip"] or seed["mere"]:
        end = _point(half, end, _ANY_YEAR).end
        return _by(half, Found(start, end, None, bare=end == seed.end() and not seed["slip"]))
    if seed["odd"] or seed["vague"]:
        whenever = seed["within"] and _WHENEVER.search(half, max(start - 2 * _BEFORE, 0), start)
        return _by(half, Found(start, end, None, mention=bool(whenever)))
    if seed["after"]:
        return Found(_anchor(half, start), end, _counted(issued, seed["n"], seed["unit"]))
    if seed["plan"]:
        year = _FIVE_YEAR.get(seed["plan"])
        due = date(year, 12, 31) if year and _PLAN_END.search(seed["plan_end"]) else None
        return _by(half, Found(start, end, due, bare=_PLAN_END_SURE.search(seed["plan_end"]) is None))
    if seed["numeric"]:
        return _numeric(half, seed)
    if seed["range"]:
        first, last = read_year(seed["y0"]), read_year(seed["y1"])
        point = _point(half, end, last)
        due = point.due if first <= last else None
        return _several(half, Found(start, point.end, due, bare=point.bare))
    return _range(half, start, end, read_year(seed["y"] or seed["y2"]))


_ANY_YEAR = 2000
_NUMERIC_TAIL = re.compile(rf"{_S}(?P<day>[日号])|{_S}(?P<month>[底末])")


def _numeric(half: str, seed: re.Match[str]) -> Found:
    """2025-12-31, 2025/12/31日, 2025.12, 2025.12底."""
    day = int(seed["nd"]) if seed["nd"] else None
    tail = _NUMERIC_TAIL.match(half, seed.end())
    due = _day(int(seed["ny"]), int(seed["nm"]), day)
    ended = tail is not None and day is None and tail["month"] is not None
    return _by(half, Found(seed.start(), tail.end() if tail else seed.end(), due, bare=not ended))


class _Point(NamedTuple):
    end: int
    due: date | None
    bare: bool
    begins: date | None


def _point(half: str, position: int, year: int) -> _Point:
    """What stands after a year: the last day, whether that is bare, and the first day, where there is one."""
    tail = _TAIL.match(half, position)
    if tail is None or not tail[0].strip():
        return _Point(position, date(year, 12, 31), bare=True, begins=date(year, 1, 1))
    end = position + len(tail[0].rstrip())
    if tail["m"]:
        return _month_point(tail, end, year)
    if tail["half"]:
        first, last = (1, 6) if tail["half"] == "上" else (7, 12)
        return _Point(end, _day(year, last, None), bare=not tail["half_end"], begins=date(year, first, 1))
    if tail["q"]:
        last = 3 * (read_numeral(tail["q"]) or 1)
        return _Point(end, _day(year, last, None), bare=not tail["q_end"], begins=date(year, last - 2, 1))
    if tail["feast"]:
        feast = feast_day(_FEAST_OF.get(tail["feast"], tail["feast"]), year)
        return _Point(end, feast - timedelta(1) if feast else None, bare=False, begins=None)
    if tail["y_end"]:
        return _Point(end, date(year, 12, 31), bare=False, begins=date(year, 1, 1))
    return _Point(end, None, bare=False, begins=None)


_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}


def _month_point(tail: re.Match[str], end: int, year: int) -> _Point:
    month = _number(tail["m"])
    if tail["m_mid"]:
        return _Point(end, None, bare=False, begins=None)
    if tail["third"]:
        first, last = _THIRDS[tail["third"]]
        return _Point(end, _day(year, month, last), bare=True, begins=_day(year, month, first))
    if tail["d"]:
        day = _day(year, month, _number(tail["d"]))
        return _Point(end, day, bare=True, begins=day)
    return _Point(end, _day(year, month, None), bare=not tail["m_end"], begins=_day(year, month, 1))


def _range(half: str, start: int, position: int, year: int) -> Found:
    """A date, or a range from it to another one that need not say again what the first has said."""
    first = _point(half, position, year)
    joined = _JOINED.match(half, first.end)
    second = _second(half, joined.end(), year, half[position : first.end]) if joined else None
    if second is None:
        return _by(half, Found(start, first.end, first.due, bare=first.bare))
    begins = first.begins
    due = second.due if begins and second.due and begins <= second.due else None
    return _several(half, Found(start, second.end, due, bare=second.bare))


def _several(half: str, found: Found) -> Found:
    """A range: with 分别 it is a day for each of its parts, and no single one."""
    found = _by(half, found)
    each = _EACH.match(half, found.end)
    return found if each is None else found._replace(end=each.end(), due=None, bare=False)


_YEARS = re.compile(rf"(?<![0-9])(?:{_YEAR}{_S}年?(?:{_END})?前?{_S}[、,和及]{_S})+\Z")
_LISTED_MOST = 60


def _listed(half: str, position: int, found: Found) -> Found:
    """The last of several years with 分别 (2025、2026年底前分别) is a day for one part only: a doubt."""
    each = _EACH.match(half, found.end)
    if each is None or found.mention:
        return found
    before = _YEARS.search(half, max(position, found.start - _LISTED_MOST, 0), found.start)
    joined = half[max(found.start - 1, 0) : found.start] in {"、", ",", "和", "及"}
    if before is None and not joined:
        return found
    start = found.start if before is None else before.start()
    return found._replace(start=start, end=each.end(), due=None, bare=False)


_JOINED = re.compile(rf"{_S}(?:起|开始)?{_TO}")


def _second(half: str, position: int, year: int, first: str) -> _Point | None:
    again = _REST.match(half, position)
    if again and again["y"]:
        return _point(half, again.end(), read_year(again["y"]))
    month = re.match(rf"{_S}({_NUM}){_S}月", first)
    alone = _REST_DAY.match(half, position)
    if alone and month:
        number = _number(month[1])
        last = _number(alone["d"]) if alone["d"] else _THIRDS[alone["third"]][1]
        return _Point(alone.end(), _day(year, number, last), bare=True, begins=None)
    point = _point(half, position, year)
    return point if point.end > position else None


def _by(half: str, found: Found) -> Found:
    """With 前, 止 or what makes a doubt of it."""
    after = _BY.match(half, found.end)
    if after is None:
        return found
    if after["since"]:
        return found._replace(end=after.end(), mention=True)
    if after["doubt"]:
        return found._replace(end=after.end(), due=None, bare=False)
    # 2025年前, 2025年1月前, 2025年3季度前: the end of it, or the day before it begins?
    unclear = found.bare and after["by"].endswith("前") and not _DAY_END.search(half[found.start : found.end])
    return found._replace(end=after.end(), due=None if unclear else found.due, bare=False)


_DAY_END = re.compile(r"(?:[日号旬]|[.\-/][0-9]{1,2}[.\-/][0-9]{1,2})\Z")


def _gone_on(half: str, found: Found) -> Found:
    """A date that goes on with what cannot be read (2025年12月3O日) is a doubt as a whole."""
    more = _MORE.match(half, found.end)
    if more is None or found.mention or (found.due is not None and not found.bare):
        return found
    return found._replace(end=more.end(), due=None, bare=False)


def _turned(half: str, found: Found) -> Found:
    begin = max(found.start - _BEFORE, 0)
    turned = _TURNED.search(half, begin, found.start)
    if turned is not None:
        return found._replace(start=turned.start(), due=None, bare=False)
    sure = _SURE.search(half, begin, found.start)
    return found._replace(bare=False) if sure is not None and found.bare else found


_ANCHOR = re.compile(r"(?:自|从|在|于)?(?:本|整改)?(?:整改)?(?:方案|文件|通知|清单|意见)?\Z")


def _anchor(half: str, start: int) -> int:
    found = _ANCHOR.search(half, max(start - _BEFORE, 0), start)
    return found.start() if found else start


def _counted(issued: date | None, number: str, unit: str) -> date | None:
    """The last day of a time that is counted from the day of issue, which does not count itself."""
    if issued is None or unit.endswith("工作日"):
        return None
    months = {"月": 1, "个月": 1, "季度": 3, "个季度": 3, "年": 12}.get(unit)
    if number == "半":
        return months_after(issued, 6) if unit == "年" else None
    count = 2 if number == "两" else read_numeral(number)
    if count is None:
        return None
    if months:
        return months_after(issued, months * count)
    try:
        return issued + timedelta(count * (7 if unit == "周" else 1))
    except OverflowError:
        return None


def _number(text: str) -> int:
    return read_numeral(text) or 0


def _day(year: int, month: int, day: int | None) -> date | None:
    """The day, or the last of its month; ``None`` for 13月 or 2月30日."""
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:
        return None
