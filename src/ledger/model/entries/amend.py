"""方案调整: the issuer changed the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Refusal, Role
from ledger.model.entries.base import About, Change, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.saying import names_document
from ledger.model.scalar import SEVERAL, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Amend(EntryBase):
    """The issuer changed the plan: the old values hold before this day, the new ones from it."""

    about: ClassVar[About] = About(
        order=140,
        may=(Role.OFFICE,),
        at=LIVING,
        public=True,
        examples=("amend 12 --change deadline.due=2026-06-30 --approval 示例〔2025〕1号",),
        zh=Speech(
            "方案调整",
            "方案调整：哪个字段，原来是什么，调整为什么，批准文件。",
            {
                "": "方案调整（{approval}）：{changes}",
                "change": "{field}由“{old}”调整为“{new}”",
                "added": "新增{field}：“{new}”",
                "set": "新增{field}：“{new}”",
                "dropped": "取消{field}：“{old}”",
            },
            {
                "changes": "写作 字段=新值，或 字段:原值=新值；新值 null 为取消；可写几处。"
                "字段如 deadline.due、measures.2.by。"
            },
        ),
        en=Speech(
            "amendment",
            "Record a change of the plan: which field, from what, to what, by which document.",
            {
                "": "plan amended ({approval}): {changes}",
                "change": "{field} from “{old}” to “{new}”",
                "added": "{field} is added: “{new}”",
                "set": "{field} is added: “{new}”",
                "dropped": "{field} is dropped: “{old}”",
            },
            {"changes": "FIELD=NEW, or FIELD:OLD=NEW; repeatable", "approval": "approving document"},
        ),
    )

    type: Literal["amend"]
    changes: tuple[Change, ...] = Field(
        min_length=1, title="调整", description="逐处写明字段、原值和新值。", max_length=SEVERAL
    )
    approval: Text = Field(title="批准文件", description="批准调整的文件名称和文号。")

    def move(self, course: Course) -> Refusal | None:
        """The new values hold."""
        if not names_document(self.approval):
            return Refusal.of("no_document")
        refused = self._idle(course) or course.change(self.changes)
        if refused is None:
            course.amended += [(self.date, change.field) for change in self.changes]
        return refused

    def _idle(self, course: Course) -> Refusal | None:
        """Changes that change nothing, or leave nobody to do or accept the task, or nothing to be done."""
        from ledger.model.change import same, show

        gone: set[int] = set()
        for change in self.changes:
            why = None
            if same(change.new, change.old):
                why = "same"
            elif change.new in (None, [], ()) and change.field in _NEEDED:
                why = "needed"
            elif change.new is None and (number := _measure(change.field)) is not None:
                gone.add(number)
                why = "needed" if gone >= set(course.all_measures()) else None
            if why is not None:
                return Refusal.of("change_misfit", field=change.field, why=why, holds=show(change.old))
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """What was changed into what."""
        del baseline
        return Said("", {"approval": self.approval, "changes": changes_said(self.changes)})


_NEEDED = frozenset({"responsibility.lead", "acceptance.units"})


def _measure(field: str) -> int | None:
    """The number of the measure that a field is, all of it."""
    above, _, number = field.partition(".")
    return int(number) if above == "measures" and number.isdecimal() else None


def changes_said(changes: tuple[Change, ...]) -> list[Said]:
    """Each change as a sentence."""
    from ledger.model.change import show

    return [
        Said(_how(one), {"field": one.field, "old": show(one.old), "new": show(one.new)}) for one in changes
    ]


def _how(change: Change) -> str:
    """What is done to the field: what was not there is no change of it.  A day that is not set has a word
    of its own, from which it changes."""
    last = change.field.rpartition(".")[2]
    if last == "due":
        return "change"
    if change.old in _NOTHING:
        return "added" if last.isdecimal() else "set"  # a measure or milestone as a whole, or a field
    return "dropped" if change.new in _NOTHING else "change"


_NOTHING: tuple[object, ...] = (None, [], ())
