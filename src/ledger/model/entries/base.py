"""What every entry has, and what a type of entry says of itself.

A type is one file in this folder: a class with its fields, its :class:`About` (who may make it, its words),
what it does to the course of an issue (``move``) and how it reads as a sentence (``sentence``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from ledger.model.course import Refusal
from ledger.model.record import Field, Record
from ledger.model.scalar import SEVERAL, Count, Date, Id, Natural, Number, OriginName, Sha256, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.model.baseline import Baseline
    from ledger.model.course import Course, Role, Status


class Evidence(Record):
    """A file or address that proves what an entry says (佐证材料)."""

    path: Text | None = Field(
        default=None, title="文件", description="相对于 data/ 的路径，在 evidence/ 之下。"
    )
    sha256: Sha256 | None = Field(default=None, title="校验值", description="文件字节的 SHA-256。")
    url: Text | None = Field(default=None, title="网址", description="公开网页的地址。")
    title: Text | None = Field(default=None, title="名称", description="材料的名称。")

    @property
    def key(self) -> str:
        """What it is: the bytes of the file where they are on record, else its path or its address."""
        return self.sha256 or self.path or self.url or ""

    @property
    def proves(self) -> bool:
        """Whether there is anything to look at: a file among the evidence, or an address of the web."""
        if self.path is not None:
            return self.path.startswith("evidence/") and ".." not in self.path.split("/")
        return self.url is not None and self.url.lower().startswith(("http://", "https://"))


class Reading(Record):
    """A measured value of a target (指标读数)."""

    target: Count = Field(title="指标", description="第几个量化指标，从 1 数起。")
    part: Count | None = Field(default=None, title="分项", description="第几个分项；null 为整个指标。")
    value: Number = Field(title="数值", description="截至记录日期的累计值。")


class Origin(Record):
    """The row of a returned form that an entry was taken from (来处)."""

    file: OriginName = Field(title="文件", description="报回的文件名，不含文件夹。")
    sha256: Sha256 = Field(title="校验值", description="报回的文件的 SHA-256。")
    row: Count = Field(title="行", description="表里的第几行，从 1 数起。")


class Change(Record):
    """A field of the baseline, what it was and what it is to be (一处调整)."""

    field: Text = Field(
        title="字段",
        description="被调整的字段，如 deadline.due、responsibility.lead、measures.2.text，从 1 数起。",
    )
    old: Natural = Field(title="原值", description="现在的值；没有时为 null。")
    new: Natural = Field(title="新值", description="调整后的值；取消时为 null。")


class Said(NamedTuple):
    """A sentence: its key among the sentences of its type, and what fills its gaps."""

    key: str = ""
    args: Mapping[str, Any] = {}


class Speech(NamedTuple):
    """The words of a type in one language.

    ``name`` is the type's name, ``about`` what the command does, ``fields`` the meaning of each option where
    the field's own title and description do not say it in this language, ``sentences`` how an entry reads;
    that of key "" stands alone.  ``choices`` are the words of the values of its closed lists, but for
    :data:`SHARED`.
    """

    name: str
    about: str
    sentences: Mapping[str, str]
    fields: Mapping[str, str] = {}
    choices: Mapping[str, str] = {}


SHARED = frozenset({"pace", "level"})
"""Fields whose values are closed lists of the whole program; the catalogue has their words."""


class About(NamedTuple):
    """What holds of all entries of a type.

    ``order`` is its place in lists of types; ``may`` says in which roles a unit records it; ``at`` at which
    statuses of an issue it fits; ``deed`` whether it is something that a responsible unit does itself;
    ``public`` whether it may be published; ``hinders`` whether it keeps a task from being cleared until
    something is done; ``says_why`` whether its text is asked for on a terminal;
    ``examples`` are command lines that record one, with the names of ``examples/demo``.
    """

    order: int
    may: tuple[Role, ...]
    at: tuple[Status, ...]
    zh: Speech
    en: Speech
    deed: bool = False
    public: bool = False
    hinders: bool = False
    says_why: bool = False
    examples: tuple[str, ...] = ()


class EntryBase(Record):
    """What every entry has."""

    about: ClassVar[About]

    date: Date = Field(title="日期", description="事情发生的日期，不是录入日期。")
    type: str
    by: Text = Field(title="单位", description="作出这条记录的单位，规范简称。")
    text: Text | None = Field(default=None, title="说明", description="做了什么、依据什么。")
    evidence: tuple[Evidence, ...] = Field(
        default=(), title="佐证材料", description="文件或网址。", max_length=SEVERAL
    )
    round: Id | None = Field(
        default=None, title="调度轮次", description="这条记录答复的是哪一轮调度，即 data/rounds 里的文件名。"
    )
    source: Origin | None = Field(
        default=None, title="来处", description="这条记录取自哪份报回的调度表的哪一行。"
    )

    @property
    def named(self) -> tuple[str, ...]:
        """The units that the entry says it is for."""
        return getattr(self, "whose", ())

    @property
    def of_measure(self) -> int | None:
        """The measure that the entry is about."""
        return getattr(self, "measure", None)

    def move(self, course: Course) -> Refusal | None:
        """Move the course of an issue on; says why where the entry has no effect."""
        raise NotImplementedError

    def sentence(self, baseline: Baseline) -> Said:
        """What the entry says beyond its own text."""
        del baseline
        return Said()

    def called(self) -> str:
        """The sentence of its type that names an entry like this; "" where the name of the type does."""
        return ""

    def more(self) -> tuple[Said, ...]:
        """Further sentences of its type."""
        return ()


def lessons(similar: str | None, mechanism: str | None) -> tuple[Said, ...]:
    """What was done about similar problems, and the mechanism; the type has sentences of these names."""
    said = (("similar", similar), ("mechanism", mechanism))
    return tuple(Said(name, {name: text}) for name, text in said if text is not None)


class Numbered(str):
    """What the plan calls a part, such as （一）; ``{gap:n}`` is its place instead, as English has it."""

    __slots__ = ("n",)
    n: int

    def __new__(cls, label: str, n: int) -> Self:
        made = super().__new__(cls, label)
        made.n = n
        return made


def measure_name(baseline: Baseline, measure: int | None) -> Numbered:
    """How the plan numbers a measure: （一）, or its place where it has no number."""
    if measure is None or measure > len(baseline.measures):
        return Numbered(str(measure or ""), measure or 0)
    return Numbered(baseline.measures[measure - 1].number or str(measure), measure)


WHOSE = Field(
    default=(),
    alias="for",
    max_length=SEVERAL,
    title="为谁记",
    description="这条记录说的是哪些单位的一份；不写为记录单位自己的一份。只有牵头单位和整改办可以替别的单位记。",
)
"""Whose share a record is about."""

READINGS = Field(default=(), title="指标读数", description="截至该日的数值。", max_length=SEVERAL)
READINGS_ZH = "指标读数：数值，或 指标=数值，或 指标.分项=数值；可写几个。"
READINGS_EN = "reading of a target: VALUE, TARGET=VALUE or TARGET.PART=VALUE; repeatable"


def take_readings(
    course: Course, readings: Sequence[Reading], by: str, whose: Sequence[str], day: date
) -> Refusal | None:
    """Each reading is taken as that of the unit it is about, or none of them; a figure is read once."""
    before = len(course.readings)
    seen: set[tuple[int, int | None]] = set()
    for reading in readings:
        if (reading.target, reading.part) in seen:
            del course.readings[before:]
            return Refusal.of("read_twice")
        seen.add((reading.target, reading.part))
        refused = course.read(reading.target, reading.part, reading.value, by, whose, day)
        if refused is not None:
            del course.readings[before:]
            return refused
    return None


def readings_said(baseline: Baseline, readings: Sequence[Reading]) -> list[Said]:
    """Each reading by the name of its target or part; the type has a sentence ``reading``."""
    said = []
    for reading in readings:
        if reading.target > len(baseline.targets):
            continue
        target = baseline.targets[reading.target - 1]
        part = reading.part if reading.part is None or reading.part <= len(target.parts) else None
        name = baseline.figure_name(reading.target, part)
        said.append(Said("reading", {"name": name, "value": reading.value, "unit": target.unit}))
    return said


MEASURE = Field(default=None, title="措施", description="第几条措施，从 1 数起；不写为任务整体。")
MEASURES = Field(
    default=(), title="重新打开的措施", description="哪几条措施要重新落实，从 1 数起。", max_length=SEVERAL
)
