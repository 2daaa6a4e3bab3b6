"""公示异议: an objection during public notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.attempt import Objected
from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Objection(EntryBase):
    """Somebody objects during the notice; each objection is answered by itself."""

    about: ClassVar[About] = About(
        order=80,
        may=(Role.OFFICE,),
        at=(Status.PUBLICIZED,),
        says_why=True,
        hinders=True,
        examples=('object 15 "群众反映现场仍有垃圾。"',),
        zh=Speech("公示异议", "公示期间有异议。", {"": "收到公示异议"}),
        en=Speech("objection", "Record an objection during the public notice.", {"": "an objection came in"}),
    )

    type: Literal["object"]

    def move(self, course: Course) -> Refusal | None:
        """Open until it is answered."""
        if course.status is not Status.PUBLICIZED:
            return Refusal.of("out_of_order")
        course.objections.append(Objected(course.ref, course.position, self.date))
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """That there is one."""
        del baseline
        return Said("")
