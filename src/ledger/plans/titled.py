"""What brackets behind the title of a task say of it: （市住建局牵头，东河区配合；2025年8月底前完成）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.document import Label
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from ledger.plans.document import Draft

_BRACKET = re.compile(r"\((?P<inner>[^()]{4,160})\)[。;]?$")
_UNITS = r"[^0-9;]{2,120}?(?:牵头|配合|负责)"
_WHEN = r"(?:[0-9]{4}年|立行立改|立即整改|长期坚持)[^;]{0,40}"
_SAID = re.compile(
    rf"(?:(?P<units>{_UNITS})(?:[;,](?P<after>{_WHEN}))?|(?P<before>{_WHEN})[;,](?P<last>{_UNITS}))$"
)


def take_from_title(draft: Draft) -> None:
    """Give a task the fields that stand in brackets behind its title, where it states them nowhere else.

    The brackets hold nothing but who does it and by when; else the title stays as it is.
    """
    found = _BRACKET.search(half_width(draft.title))
    if found is None or Label.RESPONSIBILITY in draft.fields or draft.support:
        return
    said = _SAID.match(found["inner"])
    if said is None or ((said["after"] or said["before"]) and Label.DEADLINE in draft.fields):
        return
    start = found.start("inner")
    for name, label in _FIELDS.items():
        if said[name]:
            begin, end = (start + at for at in said.span(name))
            draft.fields[label] = draft.title[begin:end]
            draft.lines[label.name], draft.columns[label.name] = draft.line, 1
    draft.title = draft.title[: found.start()].rstrip()


_FIELDS = {
    "units": Label.RESPONSIBILITY,
    "last": Label.RESPONSIBILITY,
    "after": Label.DEADLINE,
    "before": Label.DEADLINE,
}
