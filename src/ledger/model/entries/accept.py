"""验收通过: an acceptance unit accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Accept(EntryBase):
    """An acceptance unit accepts; with several, each signs."""

    about: ClassVar[About] = About(
        order=50,
        may=(Role.ACCEPTANCE,),
        at=(Status.COMPLETED,),
        public=True,
        examples=('accept 13 --by 市生态环境局 --evidence 验收意见.txt "同意通过验收。"',),
        zh=Speech("验收通过", "验收通过；有几个验收单位的各记一条。", {"": "验收通过"}),
        en=Speech(
            "accepted",
            "Record acceptance; each of several units records its own.",
            {"": "accepted"},
        ),
    )

    type: Literal["accept"]

    def move(self, course: Course) -> Refusal | None:
        """Signed; accepted once every acceptance unit has."""
        signed = course.spoken_for([self.by], course.parties.acceptance)
        attempt = course.attempt
        if course.status is not Status.COMPLETED or signed <= attempt.signed:
            return Refusal.of("out_of_order")
        attempt.signed |= signed
        if attempt.signed >= set(course.parties.acceptance):
            course.status, attempt.accepted = Status.ACCEPTED, self.date
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """That it is accepted."""
        del baseline
        return Said("")
