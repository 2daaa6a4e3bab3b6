"""冲正: an earlier entry is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Status
from ledger.model.entries.base import About, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.scalar import RefOrCount

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course, Refusal


class Void(EntryBase):
    """An earlier entry is taken back: it never was, on any day.  By who made it, or the office."""

    about: ClassVar[About] = About(
        order=220,
        may=(),
        at=tuple(Status),
        says_why=True,
        examples=('void 14 6 --by 市水务集团 "多写一个零。"',),
        zh=Speech("冲正", "冲正：收回一条记错的记录。", {"": "冲正记录 {entry}"}),
        en=Speech(
            "void",
            "Void an entry that was wrong.",
            {"": "takes back entry {entry}"},
            {"entry": "reference or position of the entry, as show lists it"},
        ),
    )

    type: Literal["void"]
    entry: RefOrCount = Field(
        title="被冲正的记录",
        description="同一文件里较早一条记录的编号（ledger show 列出，8 位十六进制）或次序，从 1 数起。",
    )

    def move(self, course: Course) -> Refusal | None:
        """Settled before all other entries."""
        del course
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """Which one."""
        del baseline
        return Said("", {"entry": self.entry})
