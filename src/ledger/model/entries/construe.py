"""核定: how a phrase of the plan is to be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Role
from ledger.model.entries.amend import changes_said
from ledger.model.entries.base import About, Change, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.scalar import SEVERAL

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course, Refusal


class Construe(EntryBase):
    """The office says how a phrase is to be understood; it holds on all days and is no extension."""

    about: ClassVar[About] = About(
        order=150,
        may=(Role.OFFICE,),
        at=LIVING,
        says_why=True,
        examples=('construe 3 --change measures.2.by=市发改委 "摸排由市发改委组织。"',),
        zh=Speech(
            "核定",
            "核定：程序没有读懂或读错的话，由整改办定下怎样理解，并说明理由。",
            {
                "": "核定：{changes}",
                "change": "{field}由“{old}”核定为“{new}”",
                "added": "增列{field}：“{new}”",
                "set": "{field}核定为“{new}”",
                "dropped": "去掉{field}：“{old}”",
            },
            {
                "changes": "写作 字段=新值，或 字段:原值=新值；新值 null 为取消；可写几处。"
                "字段如 deadline.due、measures.2.by。"
            },
        ),
        en=Speech(
            "construal",
            "Decide how a phrase of the plan is to be understood (the office, with a reason).",
            {
                "": "construed: {changes}",
                "change": "{field} from “{old}” to “{new}”",
                "added": "{field} is added: “{new}”",
                "set": "{field} is “{new}”",
                "dropped": "{field} is left out: “{old}”",
            },
            {"changes": "FIELD=NEW, or FIELD:OLD=NEW; repeatable"},
        ),
    )

    type: Literal["construe"]
    changes: tuple[Change, ...] = Field(
        min_length=1, title="核定", description="逐处写明字段、原值和新值。", max_length=SEVERAL
    )

    def move(self, course: Course) -> Refusal | None:
        """Taken before all other entries: it holds on all days."""
        del course
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """What is understood as what."""
        del baseline
        return Said("", {"changes": changes_said(self.changes)})
