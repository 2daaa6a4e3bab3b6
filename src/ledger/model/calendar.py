"""Local days off and days worked: ``data/calendar.yaml``, which comes before the national calendar."""

from ledger.model.record import Field, Record
from ledger.model.scalar import MANY, Date


class Calendar(Record):
    """Days that differ here from the published arrangement (本地节假日和调休)."""

    workdays: tuple[Date, ...] = Field(
        default=(), title="上班日", description="本地照常上班的休息日。", max_length=MANY
    )
    holidays: tuple[Date, ...] = Field(
        default=(), title="休息日", description="本地放假的工作日。", max_length=MANY
    )
