"""公示: public notice before clearing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.attempt import Notice
from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.scalar import Count, Date, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Publicize(EntryBase):
    """Public notice, after acceptance and before clearing."""

    about: ClassVar[About] = About(
        order=70,
        may=(Role.LEAD, Role.ACCEPTANCE),
        at=(Status.ACCEPTED, Status.PUBLICIZED),
        public=True,
        examples=("publicize 1 --by 市政府办公室 --since 2025-07-01 --until 2025-07-14 --where 市政府网站",),
        zh=Speech("公示", "公示：起止日和位置。", {"": "公示 {since} 至 {until}，{where}"}),
        en=Speech(
            "public notice",
            "Record the public notice: from, to, where.",
            {"": "on public notice {since} to {until}, {where}"},
            {
                "since": "first day of the notice",
                "until": "last day of the notice",
                "where": "web site or address",
                "days": "number of days that the notice states",
            },
        ),
    )

    type: Literal["publicize"]
    since: Date = Field(title="公示起", description="公示第一天。")
    until: Date = Field(title="公示止", description="公示最后一天。")
    where: Text = Field(title="公示位置", description="网站名称或网址。")
    days: Count | None = Field(default=None, title="公示天数", description="公告里写明的天数，与起止日互校。")

    def move(self, course: Course) -> Refusal | None:
        """On notice, where it begins after acceptance and is as long as the policy asks."""
        attempt = course.attempt
        if course.status not in {Status.ACCEPTED, Status.PUBLICIZED} or attempt.accepted is None:
            return Refusal.of("out_of_order")
        if self.since < attempt.accepted:
            return Refusal.of("notice_too_early", since=self.since, accepted=attempt.accepted)
        days, projected = course.notice_days(self.since, self.until)
        if self.until < self.since or days < course.policy.publicity_days:
            return Refusal.of("notice_too_short", days=days, projected=projected)
        last = self.until if attempt.notice is None else max(self.until, attempt.notice.until)
        course.status, attempt.notice = Status.PUBLICIZED, Notice(self.since, last, projected)
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """From when to when, and where."""
        del baseline
        return Said("", {"since": self.since, "until": self.until, "where": self.where})
