"""Title, issuer and day of issue: from the head of a document, or from who signs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.plans.closing import day_of, is_closing, signature_at, signed_in
from ledger.plans.dress import labels_in
from ledger.plans.heads import ARABIC, BRACKETED_HAN, HAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.plans.lines import Line

_FILE_NUMBER = re.compile(
    r"^[\u4e00-\u9fff]{1,12}\s*[〔\[(【]\s*(?:19|20)[0-9]{2}\s*[〕\])】]\s*(?:第\s*)?[0-9]{1,4}\s*号\s*"
)
_HEAD = re.compile(
    r"^(?:.{2,30}文件|特急|加急|平急|(?:绝密|机密|秘密)(?:\s*★.{0,8})?|[0-9]{4,8}|份号.*|内部资料.*|签发人.*|(?:填报|填表|编制|使用)?说明|填[报表]须知|目\s*录|封面|\(.{0,12}(?:稿|版)\)|附件\s*[0-9]{0,2}:?)$"
)
_ENDS = re.compile(
    r"(?:方案|清单|通知|报告|公示|公告|通报|意见|函|情况|一览表|汇总表|台账)(?:\([^()]{1,20}\))?$"
)
_SENTENCE = re.compile("[。：:；;，,、]$")
_ISSUER = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、]{2,40}?(?:委员会|人民政府|政府|办公室|党委|厅|局|委|办|组|会|部|院))关于"
)
_DATED = re.compile(r"^(?:成文日期|发布日期|发布时间|印发日期|生成日期|发文日期)\s*[:|]\s*(?P<day>.+?)\s*$")
_DASHED = re.compile(r"^(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?:\s+[0-9:]+)?$")
_NAMED = re.compile(r"^(?:发文机关|发布机构|发文单位|印发机关)\s*[:|]\s*(?P<name>.+?)\s*$")
_COVERS = re.compile("(?:印发|转发|下发|批转|公布|公开|报送|发布).*(?:通知|函|公告|请示|报告)$|的通知$")
_ISSUED = "(?:印发|转发|下发|批转|公布|公开|报送|发布)"
_COVERED = re.compile(
    rf"{_ISSUED}[^《》]{{0,40}}《(?P<name>[^《》]{{4,80}}(?:《[^《》]{{1,60}}》[^《》]{{0,60}})?)》"
    rf"|{_ISSUED}(?P<bare>[^《》]{{4,80}}(?:方案|清单|台账))的?(?:通知|函|公告|请示|报告)$"
)
_PLAN = re.compile(r"整改.*(?:方案|清单|台账|一览表)(?:\([^()]{1,20}\))?$|(?:方案|台账)(?:\([^()]{1,20}\))?$")
_COVERED_MOST = 60
_TITLE_LINES = 4
_TITLE_MOST = 120


@dataclass(frozen=True, slots=True)
class Front:
    """What a document says of itself; what it does not say is empty or ``None``."""

    title: str = ""
    issuer: str = ""
    issued: date | None = None


def read_front(
    preamble: Sequence[Line],
    closing: Sequence[Line],
    furniture: Sequence[Line],
    heading: Sequence[Line] = (),
) -> Front:
    """The front of a document: ``preamble`` what stands before its list, ``heading`` what heads the list.

    ``closing`` is who signs below it.  Where a notice covers a plan in one file the title is the plan's.
    """
    first = first_title(preamble or heading)
    title = _covered(first, [*preamble, *heading]) or first or _named([*preamble, *heading])
    named, day = _signed(preamble)
    if day is None:
        named, day = _signed(closing)
    return Front(title, named or _issuer(preamble, furniture, first), day or _day(furniture))


def first_title(lines: Sequence[Line]) -> str:
    """The title that stands first, its lines joined; that of a notice where one covers what follows."""
    return "".join(_title(lines))


def _covered(first: str, lines: Sequence[Line]) -> str:
    """The title of what a notice (关于印发《…》的通知) covers: where it stands below, else as it names it."""
    if _COVERS.search(first) is None:
        return ""
    named = _COVERED.search(first)
    name = "".join((named["name"] or named["bare"]).split()) if named is not None else ""
    for index in range(len(lines) if name else 0):
        joined = ""
        for line in lines[index : index + _TITLE_LINES]:
            joined += line.text.strip("#* ")
            if "".join(joined.split()) == name:
                return joined
            if not name.startswith("".join(joined.split())):
                break
    return name or next((line.text.strip("#* ") for line in lines if _is_title(line, first)), "")


def _named(lines: Sequence[Line]) -> str:
    """The first line that is called a plan or a list, where none stands first: 附件2：某市整改清单."""
    for line in lines[:_LINES]:
        annex = _ANNEX.match(line.half)
        text = line.text[annex.end() if annex is not None else 0 :].strip("#* ")
        half = line.half[annex.end() if annex is not None else 0 :].strip("#* ")
        known = 0 < len(half) <= _COVERED_MOST and _PLAN.search(half) is not None
        if (
            known
            and _ANY_LIST.fullmatch(half) is None
            and not (_numbered(half) or labels_in(half) or "《" in half)
        ):
            return text
    return ""


_LINES = 60
_ANY_LIST = re.compile("(?:整改|问题|任务|措施|责任|反馈|工作|督察){0,6}(?:清单|台账|方案|一览表)")
"""What names no list in particular."""
_ANNEX = re.compile(r"附件\s*[0-9一二三四五六七八九十]{0,3}\s*[:、.\s]\s*")


def _is_title(line: Line, first: str) -> bool:
    """Whether a line below a notice is the title of what it covers: no sentence, annex, part or label."""
    half = line.half.strip("#* ")
    if len(half) > _COVERED_MOST or half.startswith("附件") or half in first:
        return False
    return _PLAN.search(half) is not None and not (_numbered(half) or labels_in(half) or "《" in half)


def _title(lines: Sequence[Line]) -> Iterator[str]:
    taken = size = 0
    for line in lines[:20]:
        if len(line.text) > 2 * _TITLE_MOST:
            return  # a paragraph, which may be as long as a book
        number = _FILE_NUMBER.match(line.half)
        text = line.text[number.end() :] if number is not None else line.text
        half = line.half[number.end() :] if number is not None else line.half
        if not taken and (not text or _HEAD.match(half) or is_closing(half) or day_of(half) is not None):
            continue
        if _SENTENCE.search(text) or _numbered(half) or labels_in(half) or day_of(half) is not None:
            return
        size += len(text)
        if taken >= _TITLE_LINES or size > _TITLE_MOST:
            return
        yield text.strip("#* ")
        taken += 1
        if _ENDS.search(half):
            return


def _numbered(half: str) -> bool:
    return any(family.match(half) is not None for family in (HAN, ARABIC, BRACKETED_HAN))


def _signed(lines: Sequence[Line]) -> tuple[str, date | None]:
    for index in range(len(lines)):
        count = signature_at(lines, index)
        # what only follows the title is no signature
        if count > 1:
            *before, last = lines[index : index + count]
            names = [line.text for line in before if not _ENDS.search(line.half)]
            beside = signed_in(last)
            if beside is None:
                return "、".join(names), day_of(last.half)
            return "、".join([*names, *filter(None, [beside[0]])]), beside[1]
        if count == 1:
            return signed_in(lines[index]) or ("", day_of(lines[index].half))
    return "", None


def _issuer(preamble: Sequence[Line], furniture: Sequence[Line], title: str) -> str:
    for line in preamble[:6]:
        if re.fullmatch(r".{2,30}文件", line.half):
            return line.text.removesuffix("文件").strip()
    for line in furniture:
        if found := _NAMED.match(line.half):
            return line.text[found.start("name") : found.end("name")]
    named = _ISSUER.match(title)
    return named["issuer"] if named is not None else ""


def _day(furniture: Sequence[Line]) -> date | None:
    from datetime import date as calendar

    for line in furniture:
        found = _DATED.match(line.half)
        if found is None:
            continue
        if (day := day_of(found["day"])) is not None:
            return day
        if dashed := _DASHED.match(found["day"]):
            try:
                return calendar(int(dashed["y"]), int(dashed["m"]), int(dashed["d"]))
            except ValueError:
                return None
    return None
