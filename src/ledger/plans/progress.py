"""How far a task has come, in the words of a document: labels that introduce them, and what they say.

A step (完成整改, 通过验收, 销号) is read only where the words say it of the task as a whole and of the past.
Everything else stays words: 基本完成, 阶段性完成, 正在, 拟, 力争, 部分, figures of parts, days still to come.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

STATE = frozenset(
    {
        "状态",
        "办理状态",
        "整改状态",
        "销号情况",
        "进展情况",
        "整改进展",
        "整改进展情况",
        "目前进展",
        "目前进展情况",
        "工作进展",
        "完成状态",
        "进展状态",
        "整改进展状态",
        "销号状态",
        "任务状态",
        "目前状态",
        "当前状态",
        "上级状态",
        "整改进度",
        "工作进展情况",
        "整改工作进展情况",
    }
)
COMPLETION = frozenset(
    {
        "整改情况",
        "完成情况",
        "整改完成情况",
        "落实情况",
        "整改落实情况",
        "整改任务完成情况",
        "办理情况",
        "办结情况",
        "整改措施及完成情况",
        "措施落实情况",
        "整改措施落实情况",
        "完成情况说明",
        "进展情况说明",
        "整改情况说明",
        "进展说明",
        "验收情况",
        "验收销号情况",
        "验收结论",
        "验收意见",
    }
)
"""Labels of lines in which a document says how far a task has come, and how it was done."""

Step = Literal["complete", "accept", "close"]

_BRACKETS = re.compile(r"\([^()]*\)")
_SENTENCE = re.compile("[。;!?]")
_CUTS = ",:"
_CLAUSE_MOST = 60
"""The words before a step that are looked at, and how many of them are told."""

_STEPS: dict[Step, re.Pattern[str]] = {
    "complete": re.compile(
        r"完成了?(?:全部|各项)?整改|整改(?:工作|任务|措施)?(?:已经?)?(?:全部|全面|均)?完成"
    ),
    "accept": re.compile("通过了?验收|验收(?:合格|通过)|验收并(?:已|予以|同意)?通过"),
    "close": re.compile("已(?:经|予以?|完成)?(?:交账)?销号"),
}
_ANY = "|".join(pattern.pattern for pattern in _STEPS.values())
# what may stand in a clause before a step without making it one of a part, of a plan or of a wish
_BEFORE = re.compile(
    rf"(?:{_ANY}|截[至止]?(?:到|至)?目前|目前|现|该|本|此|这|项|问题|任务|反馈|督察|整改|工作|各项|所有|措施|全部|全面|均|都|已经?"
    r"|如期|按期|按时|提前|顺利|并|且|及|和|、|于|在|第?[0-9]{1,3}项?(?=问题|任务|整改)"
    r"|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?![底末初内前]))*(?:经(?:(?!自治区|省|国家|中央|企业|专家|自)[^0-9不未拟待]){1,30}?)?"
)
_AFTER = re.compile(r"(?:任务|工作|要求)?(?:$|[并且及和、(])|[^一-鿿0-9a-zA-Z]")
_NO_CLAIM = re.compile("(?:任务|工作)?(?:后|前|的|率|情况|时限|时间|期限|目标|标准|申请|材料|报告|公示)")
_VAGUE = re.compile(
    "基本完成|基本|阶段性|初步|部分|主体|正在|正|拟|力争|争取|确保|预计|计划|有望|准备|申请|尚未|尚|仍|没有|未|无法|不能|不"
)
_PARTLY = re.compile("基本完成|阶段性完成|(?:尚未|仍未|未)(?:全部|全面)?完成")
_WHOLE = re.compile("基本完成|阶段性|初步完成|部分|(?:尚未|仍未|未)完成")


_NOT_SAYING = re.compile(
    "基本(?:完成|建成|落实|到位|达到|达标|解决|整改|实现|形成)|(?:阶段性|初步|大部分|部分|主体)完成"
    "|阶段性(?:进展|成效|成果)|取得(?:一定|积极|明显)(?:进展|成效)"
    "|(?:正在|稳步|有序|持续|加快|积极|抓紧|扎实|全力|逐步|深入|大力|统筹|加紧)推进|推进之?中(?=$|[。,;!?、)])"
    "|正在(?:整改|办理|落实|开展|进行|实施|研究|协调|对接|谋划)|抓紧(?:整改|办理|落实)"
)
"""Words of an answer that do not say how far something is; a closed list."""
_NOT_DONE = re.compile(
    "(?:尚未|仍未|还未)(?!发现|发生|出现)"
    "|未能?(?:全部|全面|如期|按期|按时)?(?:完成|整改|闭库|验收|销号|开工|建成|达标|落实|到位)"
    "|(?:没有|无法|不能)(?:全部|如期|按期|按时)?完成|正在(?:施工|建设)|力争|有望|(?:预计|计划|确保)[^,。;]{0,16}完成"
)
RESULT, TROUBLE, NEXT = "是否完成：", "存在问题：", "下步安排："
"""What stands in the text of a record before what was in columns of their own; data, in every language."""
_BESIDE = re.compile(rf"^(?:{TROUBLE}|{NEXT})", re.MULTILINE)


class Told(NamedTuple):
    """The steps that words tell of, in their order, and the words that keep them from telling more."""

    steps: tuple[Step, ...]
    vague: tuple[str, ...]


def tells_progress(label: str) -> bool:
    """Whether a line or column with this label says how far a task has come."""
    return _bare(label) in STATE | COMPLETION


def is_state(label: str) -> bool:
    """Whether a label introduces a state in a few words."""
    return _bare(label) in STATE


def _bare(label: str) -> str:
    return simplified(_BRACKETS.sub("", "".join(half_width(label).split())).rstrip(":"))


def read_progress(texts: Sequence[str]) -> Told:
    """What the texts under the labels of a task say has been done.

    A step that one sentence tells and another holds back is not told, and none where the task is said to be
    done in the main only.  The end of a line is no end of a sentence: lines are broken anywhere.
    """
    said: dict[Step, None] = {}
    held: dict[Step, None] = {}
    vague: dict[str, None] = {}
    for text in map(squeezed, texts):
        if (partly := _PARTLY.search(text)) is not None:
            held |= dict.fromkeys(_STEPS)
            vague[partly[0]] = None
        for sentence in _SENTENCE.split(text):
            unclear = _VAGUE.search(sentence)
            wholly = _WHOLE.search(sentence)
            found = False
            for step, pattern in _STEPS.items():
                for one in pattern.finditer(sentence):
                    if _NO_CLAIM.match(sentence, one.end()):
                        continue
                    found = True
                    if wholly is not None:
                        word: str | None = wholly[0]
                    elif unclear is not None and unclear.start() < one.start():
                        word = unclear[0]
                    else:
                        word = _held_back(sentence, one)
                    if word is None:
                        said[step] = None
                    else:
                        held[step] = vague[word] = None
            if not found and unclear is not None:
                vague[unclear[0]] = None
    return Told(tuple(step for step in _STEPS if step in said and step not in held), tuple(vague))


def step_days(texts: Sequence[str]) -> tuple[dict[Step, date], tuple[str, ...]]:
    """The day right before each step (2025年5月20日通过验收), and the days that are of none.

    A day of another step is none of this one, nor what has no year.
    """
    found: dict[Step, date] = {}
    left: dict[str, None] = {}
    for text in map(squeezed, texts):
        for clause in _CLAUSES.split(text):
            day = _FULL_DAY.match(clause.lstrip("于在已并且该问题"))
            said = _made(day) if day is not None else None
            rest = clause.partition(day[0])[2] if day is not None else clause
            step = next((step for step, pattern in _STEPS.items() if pattern.search(rest)), None)
            if step is not None and said is not None:
                found.setdefault(step, said)
            left |= dict.fromkeys(one[0] for one in _A_DAY.finditer(rest if step and said else clause))
    return found, tuple(left)


_CLAUSES = re.compile("[。;!?,]")
_FULL_DAY = re.compile(r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日")
_A_DAY = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日")


def _made(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def vague_words(text: str) -> tuple[str, ...]:
    """The words of an answer that leave open how far something is (基本完成, 有序推进).

    ``text`` is that of a record; what stands in it under 存在问题 and 下步安排 is no answer to that.
    """
    said = squeezed(_BESIDE.split(text, maxsplit=1)[0])
    return tuple(dict.fromkeys(found[0] for found in _NOT_SAYING.finditer(said)))


def not_done_words(text: str) -> tuple[str, ...]:
    """The words of an answer that do not go with its being done: vague ones, and those that deny it.

    None where the text also says plainly of the task as a whole that it is done.
    """
    if read_progress([text]).steps:
        return ()
    against = tuple(found[0] for found in _NOT_DONE.finditer(squeezed(text)))
    return tuple(dict.fromkeys((*vague_words(text), *against)))


_DONE_ALONE = re.compile(
    "(?:该|本|此|这)?(?:项|条)?(?:任务|工作|措施|问题|整改任务|整改工作)?已经?(?:按期|如期|按时)?(?:全部|全面|均)?(?:完成|办结|落实到位|整改到位)(?:全部)?(?:任务|工作|措施)?"
)


def says_done(text: str) -> bool:
    """Whether an answer says that it is done: a step of the whole, or a sentence that has no other word."""
    alone = (sentence.rstrip(_CUTS) for sentence in _SENTENCE.split(squeezed(text)))
    return bool(read_progress([text]).steps) or any(map(_DONE_ALONE.fullmatch, alone))


def squeezed(text: str) -> str:
    """The same words with the differences of layout taken out: spaces, ends of lines and width."""
    return "".join(half_width(text).split())


def _held_back(sentence: str, found: re.Match[str]) -> str | None:
    """The clause in which a step is not said of the whole task and of the past; ``None`` where it is."""
    # only so far is looked: a text without a comma may be as long as a book
    first, last = max(0, found.start() - _CLAUSE_MOST), min(len(sentence), found.end() + _CLAUSE_MOST)
    cuts = [sentence.rfind(cut, first, found.start()) for cut in _CUTS]
    begin = max(cuts) + 1 if max(cuts) >= 0 else first
    ends = (sentence.find(cut, found.end(), last) for cut in _CUTS)
    end = min((end for end in ends if end >= 0), default=last)
    whole = begin > first or first == 0
    before, after = sentence[begin : found.start()], sentence[found.end() : end]
    return None if whole and _BEFORE.fullmatch(before) and _AFTER.match(after) else sentence[begin:end]
