"""The words of tables of complaints: what columns are called, kinds of pollution, channels, marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.model.complaint import Pollution

_HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("受理编号", "编号", "举报编号", "信访编号", "受理号", "案件编号"),
    "text": (
        "交办问题基本情况",
        "举报内容",
        "问题基本情况",
        "反映问题",
        "反映的问题",
        "信访内容",
        "主要内容",
    ),
    "area": ("行政区域", "行政区", "所属区域", "属地", "旗县区", "区县", "县区"),
    "place": ("地点", "具体地点", "问题地点", "被举报对象", "反映对象"),
    "kinds": ("污染类型", "问题类型", "污染类别", "环境要素"),
    "units": ("承办单位", "责任单位", "办理单位", "主办单位", "转办单位"),
    "key": ("重点件", "是否重点", "是否重点件"),
    "channel": ("来源", "举报渠道", "受理渠道", "信访方式", "举报方式"),
    "due": ("办理期限", "办结期限", "办理时限", "办结时限", "整改时限"),
    "received": ("交办日期", "转办日期", "交办时间", "转办时间", "受理日期"),
}
"""What columns are most often called, by the field that they fill; these come before :data:`_FORMS`."""

_TOLD = "群众|信访|举报|投诉|交办|转办|受理|反映|案件|问题"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(f"(?:{_TOLD})*件?(?:编号|编码|文号|号码|号)"),
    "text": re.compile(
        f"(?:(?:{_TOLD})件?的?)*(?:主要|基本|具体|详细)?(?:(?:{_TOLD})的?)*"
        "(?:主要|基本|具体|详细)?(?:问题|内容|情况|事项|诉求|线索)(?:基本|主要|具体)?(?:情况|内容|描述|摘要|概况|简述)?"
    ),
    "area": re.compile(
        "(?:问题)?(?:所在|所属|涉及)?(?:行政)?(?:区域|区划|辖区|地区|属地|旗县区?|区县|县区|县市区|市县区|市县|县|区|旗|旗区)"
    ),
    "place": re.compile(
        "(?:问题|发生)?(?:具体|详细|所在)?(?:地点|地址|位置)|被?(?:举报|反映|投诉)的?(?:对象|单位|企业)"
    ),
    "kinds": re.compile("(?:主要)?(?:环境|生态)?(?:污染|问题|要素)?(?:类型|类别|种类|要素)"),
    "units": re.compile("(?:承办|责任|办理|主办|转办|主责|牵头|处理)(?:单位|部门)"),
    "key": re.compile("(?:是否|是不是)?(?:为|属于)?重点(?:信访|举报|案)?件?"),
    "channel": re.compile("(?:举报|信访|受理|投诉)?(?:件)?(?:渠道|方式|来源|形式|途径)"),
    "due": re.compile(
        "(?:要求)?(?:办理|办结|整改|回复|反馈|完成)的?(?:期限|时限|截止日期|截止时间)|要求(?:办理|办结|完成)(?:日期|时间)"
    ),
    "received": re.compile("(?:交办|转办|受理|接收|接件|收件)(?:日期|时间)"),
}
"""How else columns are called: words put together, each column wholly."""

_SERIAL = {"序号"}
_NAME_MOST = 40
"""The longest name of a column: a text is no head."""


def head_name(text: str) -> str:
    """What a column is called, without line breaks and what stands in brackets."""
    return re.sub(r"\s|[（(].*?[）)]", "", text)


def usual_name(field: str) -> str:
    """What the column of a field is most often called."""
    return _HEADS[field][0]


def is_passed(name: str) -> bool:
    """Whether a column is not wanted, and nothing has to be said of it."""
    return not name or name in _SERIAL


def fields_of(names: Mapping[int, str]) -> dict[int, str]:
    """The field of each column that is known, a field once: by the most usual name, else by another form."""
    ordered = [(c, name) for c, name in sorted(names.items()) if len(name) <= _NAME_MOST]
    found: dict[int, str] = {}
    for field, heads in _HEADS.items():
        usual = next((c for head in heads for c, name in ordered if name == head), None)
        if usual is not None:
            found[usual] = field
    for field, form in _FORMS.items():
        if field not in found.values():
            other = next((c for c, name in ordered if c not in found and form.fullmatch(name)), None)
            if other is not None:
                found[other] = field
    return dict(sorted(found.items()))


KINDS: Mapping[str, Pollution] = {
    **dict.fromkeys(("水", "水体", "污水", "废水", "水环境"), "water"),
    **dict.fromkeys(
        ("大气", "气", "废气", "空气", "扬尘", "粉尘", "烟尘", "油烟", "异味", "恶臭", "臭气"), "air"
    ),
    "土壤": "soil",
    "噪声": "noise",
    "噪音": "noise",
    **dict.fromkeys(
        ("固体废物", "固体废弃物", "固废", "危废", "危险废物", "垃圾", "生活垃圾", "建筑垃圾"), "waste"
    ),
    "生态": "ecology",
    "生态破坏": "ecology",
    "辐射": "radiation",
    "海洋": "sea",
    "其他": "other",
    "其它": "other",
}

CHANNELS = {
    **dict.fromkeys(("来电", "电话", "热线", "12369"), "phone"),
    **dict.fromkeys(("来信", "信件", "来函"), "letter"),
    **dict.fromkeys(("网络", "网上", "微信"), "online"),
    "来访": "visit",
    "其他": "other",
    "其它": "other",
}

YES, NO = {"是", "重点", "重点件", "√", "✓", "★", "*", "＊"}, {"否", "", "/", "—", "-", "非重点", "一般"}
MARKED = re.compile(r"[*＊★☆※]+")
