"""Words of official lists that the program does not know: ``data/labels.yaml``, which adds to its own."""

from ledger.model.record import Field, Record
from ledger.model.scalar import SEVERAL, Text

_Names = tuple[Text, ...]


def _names(title: str, description: str) -> _Names:
    names: _Names = Field(default=(), title=title, description=description, max_length=SEVERAL)
    return names


class LabelsFile(Record):
    """What a field of a list is called here → its names, as in the program's own table; and other words.

    Each name is 2 to 20 characters of Chinese.  A name that the program has for another field is read as it
    is here.
    """

    number: _Names = _names("编号", "如“序号”“任务编号”。")
    section: _Names = _names("部分", "任务所属部分或类别的一列，如“问题类别”。")
    title: _Names = _names("题目", "如“整改任务”“问题名称”。")
    problem: _Names = _names("问题", "如“存在问题”“具体表现”。")
    acceptance: _Names = _names("验收单位", "如“验收销号单位”。")
    responsibility: _Names = _names("责任单位", "如“责任主体”。")
    lead: _Names = _names("牵头单位", "如“主办单位”。")
    support: _Names = _names("配合单位", "如“协办单位”。")
    deadline: _Names = _names("整改时限", "如“完成期限”。")
    goal: _Names = _names("整改目标", "如“工作目标”。")
    measures: _Names = _names("整改措施", "如“主要举措”。")
    leader: _Names = _names("责任领导", "如“包案领导”；可以查，不公开。")
    person: _Names = _names("责任人", "如“直接责任人”；可以查，不公开。")
    contact: _Names = _names("联系人", "如“联络员”；可以查，不公开。")
    phone: _Names = _names("电话", "如“联系方式”；可以查，不公开。")
    supervising: _Names = _names("督导单位", "如“督办部门”；可以查，不公开。")
    other: _Names = _names("其他标签", "内容原样保留，没有自己的字段。")
    besides: _Names = _names("连写", "用“及”“和”“与”连在标签后面、不改变意思的词：整改措施及责任分工。")
    immediate: _Names = _names("立行立改", "整改时限里意思是立行立改的词。")
    sustained: _Names = _names("长期坚持", "整改时限里意思是长期坚持的词。")
    bodies: _Names = _names("地方机关", "写在地名后面、指这个地方的机关名，如“行政公署”。")
    duties: _Names = _names("职责词", "写在单位名后面、不是名称的词，如“具体实施”。")
