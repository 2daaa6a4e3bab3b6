"""A slow and independent model of docs/account.md: who owes what by when.

It is written from that page alone and knows nothing of the program.  It works on plain values as PyYAML gives them,
judges one day at a time, and begins each day from nothing.  Entries are named by their position, from 1.

Where the page leaves something open the reading taken is marked ``READING``; each of these is a question to the page.
"""

import calendar
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

Json = dict[str, Any]
ALL = "*"
"""In the place of a unit: everybody."""

OPEN = ("not_started", "in_progress")
WORKED = ("completed", "accepted", "publicized", "closed")
CLASSES = (
    "withdrawn",
    "closed",
    "accepted",
    "completed",
    "overdue",
    "ahead",
    "on_pace",
    "behind_pace",
    "undetermined",
)
"""The classes that add up to the total."""

POLICY: Json = {
    "warn_days": 30,
    "immediate_days": 30,
    "publicity_days": 10,
    "review_months": 12,
    "complete_needs": ["evidence", "measures", "milestones", "targets"],
    "close_needs": ["similar", "mechanism"],
    "office": [],
}
"""What holds where plan.yaml says nothing."""


class Variant(NamedTuple):
    """How the model judges; anything but the default is wrong on purpose, for the canaries."""

    shares: bool = True
    early_by_first_due: bool = True
    relapse_by_its_own_due: bool = True


RIGHT = Variant()


class RefusedError(Exception):
    """An entry has no effect; the message is a short reason."""


# --- units ----------------------------------------------------------------------------------------


class Table:
    """The unit table, with units that are the same one folded into one."""

    def __init__(self, raw: Json, policy: Json) -> None:
        self.units: Json = raw["units"]
        self.groups: Json = raw.get("groups") or {}
        self.collectives: Json = raw.get("collectives") or {}
        named = policy["office"] or [n for n, u in self.units.items() if u["kind"] == "office"]
        self.offices = self.same(named)

    def root(self, unit: str) -> str:
        """The last of a unit's successors: two units are the same when their last successors are."""
        while self.units.get(unit, {}).get("successor"):
            unit = self.units[unit]["successor"]
        return unit

    def same(self, names: Iterable[str]) -> list[str]:
        """Units behind names: groups expanded, collectives left out, each once, successors folded."""
        found: dict[str, None] = {}
        for name in names:
            if name in self.groups:
                found.update(dict.fromkeys(self.root(one) for one in self.groups[name]["members"]))
            elif name not in self.collectives:
                found[self.root(name)] = None
        return list(found)

    def named(self, root: str, day: date) -> str:
        """What a unit is called on a day: a name holds on its last day, the successor's from the day after."""
        before = {u["successor"]: n for n, u in self.units.items() if u.get("successor")}
        name = root
        while name in before:
            name = before[name]
        while (
            (until := self.units.get(name, {}).get("until"))
            and day > until
            and self.units[name].get("successor")
        ):
            name = self.units[name]["successor"]
        return name

    def above(self, unit: str) -> list[str]:
        """A unit and those it is below, the nearest first."""
        found: list[str] = []
        current: str | None = unit
        while current is not None and self.root(current) not in found:
            found.append(self.root(current))
            current = self.units.get(current, {}).get("parent") or self.units.get(self.root(current), {}).get(
                "parent"
            )
        return found

    def is_office(self, unit: str) -> bool:
        """Whether a unit may do what the office may; without any office everybody may."""
        return not self.offices or self.root(unit) in self.offices

    def is_real_office(self, unit: str) -> bool:
        """Whether a unit is an office of the table."""
        return self.root(unit) in self.offices

    def kind(self, unit: str) -> str | None:
        """The kind of a unit."""
        found: str | None = self.units.get(unit, {}).get("kind")
        return found


# --- facts ----------------------------------------------------------------------------------------


def proves(evidence: Json) -> bool:
    """Whether a piece of evidence is one; files count as there when the ledger says so in ``present``."""
    url = evidence.get("url")
    if url is not None:
        return bool(str(url).startswith(("http://", "https://")))
    return bool(evidence.get("path") and evidence.get("present", False))


def unsound(entry: Json) -> bool:
    """Whether some evidence of an entry is missing, changed or proves nothing."""
    return any(not proves(one) for one in entry.get("evidence") or [])


def voided(entries: list[Json], table: Table) -> tuple[set[int], list[tuple[int, str]]]:
    """The positions of entries that never were, and voids that have no effect."""
    gone: set[int] = set()
    skipped: list[tuple[int, str]] = []
    for position in range(len(entries), 0, -1):  # a later void may take back an earlier one
        entry = entries[position - 1]
        if entry["type"] != "void" or position in gone:
            continue
        about = entry["entry"]
        if not 1 <= about < position:
            skipped.append((position, "no earlier entry"))
        elif unsound(entry):
            skipped.append((position, "evidence"))
        elif table.root(entry["by"]) != table.root(entries[about - 1]["by"]) and not table.is_office(
            entry["by"]
        ):
            skipped.append((position, "not entitled"))
        else:
            gone.add(about)
    return gone, skipped


def in_order(entries: list[Json], gone: set[int]) -> list[tuple[int, Json]]:
    """The entries that were, by date, on one day in the order of the file."""
    kept = [(n, entry) for n, entry in enumerate(entries, 1) if n not in gone and entry["type"] != "void"]
    return sorted(kept, key=lambda item: (item[1]["date"], item[0]))


def at(values: list[Any], position: int) -> Any:
    """An item of a list by its position from 1."""
    if not 1 <= position <= len(values):
        raise RefusedError("no such field")
    return values[position - 1]


def holder(base: Json, name: str) -> tuple[Any, Any]:
    """Where a field that can be changed stands: a mapping or list, and its key there."""
    path = name.split(".")
    match path:
        case ["title" | "problem" | "goal"]:
            return base, path[0]
        case ["deadline", "text" | "due" | "immediate" | "sustained"]:
            return base["deadline"], path[1]
        case ["responsibility", "lead" | "support"]:
            return base["responsibility"], path[1]
        case ["acceptance", "units"]:
            return base["acceptance"], path[1]
        case ["milestones", n, "text" | "due"] if n.isdigit():
            return at(base.setdefault("milestones", []), int(n)), path[2]
        case ["measures", n] if n.isdigit():
            return base["measures"], int(n)
        case ["measures", n, "text" | "by" | "immediate"] if n.isdigit():
            return undropped(base, int(n)), path[2]
        case ["measures", n, "milestones", k, "text" | "due"] if n.isdigit() and k.isdigit():
            return at(undropped(base, int(n)).get("milestones") or [], int(k)), path[4]
        case ["targets", n, "name" | "value" | "unit" | "compare" | "each" | "due"] if n.isdigit():
            return at(base.get("targets") or [], int(n)), path[2]
        case ["targets", n, "parts", k, "value" | "due"] if n.isdigit() and k.isdigit():
            return at(at(base.get("targets") or [], int(n)).get("parts") or [], int(k)), path[4]
        case _:
            raise RefusedError("no such field")


def undropped(base: Json, number: int) -> Json:
    """A measure that is there and was not dropped."""
    found: Json = at(base["measures"], number)
    if found.get("dropped"):
        raise RefusedError("measure was dropped")
    return found


EMPTY: Json = {"immediate": False, "sustained": False, "each": False, "by": []}


def change(base: Json, changes: list[Json]) -> Json:
    """A baseline with changes made, all or none; what holds must be what they say held."""
    made = deepcopy(base)
    if not changes:
        raise RefusedError("no changes")
    for one in changes:
        place, key = holder(made, one["field"])
        if isinstance(place, list):  # a measure: added as the next one, or dropped
            there = 1 <= key <= len(place) and not place[key - 1].get("dropped")
            held = place[key - 1]["text"] if there else None
            if held != one.get("old"):
                raise RefusedError("old is not what holds")
            if there and one["new"] is None:
                place[key - 1]["dropped"] = True
            elif there:
                place[key - 1]["text"] = one["new"]
            elif key == len(place) + 1 and one["new"] is not None:
                place.append({"number": None, "text": one["new"]})
            else:
                raise RefusedError("no such measure")
            continue
        held = place.get(key, EMPTY.get(key))
        if (held if held is not None else EMPTY.get(key)) != (
            one.get("old") if one.get("old") is not None else EMPTY.get(key)
        ):
            raise RefusedError("old is not what holds")
        place[key] = one["new"]
        if place is made["deadline"] and key != "text":
            place["unread"] = False
    return made


def undetermined_deadline(deadline: Json) -> bool:
    """Whether a deadline asks for a day that nobody knows."""
    if deadline.get("due") is not None:
        return False
    return bool(deadline.get("unread") or not (deadline.get("immediate") or deadline.get("sustained")))


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


# --- obligations ----------------------------------------------------------------------------------


@dataclass
class Share:
    """What one unit owes of an obligation."""

    unit: str
    due: date | None
    first_due: date | None
    done: date | None


@dataclass
class Obligation:
    """Something owed; ``split`` says that it is owed in shares and not jointly."""

    what: str
    shares: list[Share]
    split: bool = False
    measure: int | None = None
    milestone: int | None = None
    target: int | None = None
    part: int | None = None
    dated: bool = True

    @property
    def done(self) -> date | None:
        """The day of the last share."""
        days = [share.done for share in self.shares]
        known = [day for day in days if day is not None]
        return max(known) if days and len(known) == len(days) else None

    def late(self, day: date) -> list[Share]:
        """The shares that are late."""
        return [s for s in self.shares if s.done is None and s.due is not None and s.due < day]


@dataclass
class Attempt:
    """One attempt at a task."""

    number: int
    began: date | None
    due: date | None
    first_due: date | None
    opened: set[int] | None = None  # measures; all of the plan in the first attempt
    known: int = 0
    completed: date | None = None
    due_when_completed: date | None = None
    parts: dict[tuple[int, int], dict[str, date]] = field(default_factory=dict)
    anew: set[int] = field(default_factory=set)
    moved: dict[tuple[Any, ...], dict[str, date]] = field(default_factory=dict)
    firsts: dict[tuple[int, str], date] = field(default_factory=dict)
    promises: list[Json] = field(default_factory=list)
    pace: str | None = None
    proved: bool = False


@dataclass
class Reading:
    """A value of a target or part, and whose it is."""

    day: date
    target: int
    part: int | None
    value: Any
    units: list[str]


@dataclass
class Deed:
    """A start, progress, achieve or complete."""

    day: date
    measure: int | None
    units: list[str]


class Task:
    """A task on a day."""

    def __init__(self, plan: Json, units: Json, issue: Json, day: date, variant: Variant = RIGHT) -> None:
        self.policy = {**POLICY, **(plan.get("policy") or {})}
        self.issued: date | None = plan.get("issued")
        self.day = day
        self.variant = variant
        self.table = Table(units, self.policy)
        self.id: str = issue["id"]
        self.skipped: list[tuple[int, str]] = []
        entries: list[Json] = issue.get("entries") or []
        gone, self.skipped = voided(entries, self.table)
        self.entries = in_order(entries, gone)
        self.base = {key: value for key, value in issue.items() if key != "entries"}
        for n, entry in self.entries:
            if entry["type"] == "construe":
                self.try_change(n, entry)
        self.construed = self.base
        self.first_due: date | None = self.base["deadline"]["due"]
        self.attempts = [Attempt(1, None, self.first_due, self.first_due)]
        self.status = "not_started"
        self.assigned: list[tuple[int, str]] = []
        self.readings: list[Reading] = []
        self.deeds: list[Deed] = []
        self.accepted_by: set[str] = set()
        self.accepted_on: date | None = None
        self.notices: list[date] = []
        self.objections: set[int] = set()
        self.reviewed: date | None = None
        self.said: set[str] = set()
        self.shown: list[tuple[int, Json]] = []
        for n, entry in self.entries:
            if entry["date"] > day or entry["type"] == "construe":
                continue
            if entry["type"] == "amend":
                self.try_change(n, entry)
                continue
            try:
                self.take(n, entry)
            except RefusedError as reason:
                self.skipped.append((n, str(reason)))

    # --- the baseline ------------------------------------------------------------------------------

    def try_change(self, position: int, entry: Json) -> None:
        """An amendment or a reading by a person."""
        try:
            self.need(not unsound(entry), "evidence")
            self.need(self.table.is_office(entry["by"]), "not entitled")
            if entry["type"] == "amend":
                self.need(not self.idle(entry), "changes nothing, or takes away what is needed")
            changes = entry.get("changes") or []
            if entry["type"] == "amend":
                changes = self.from_extended(changes)
            made = change(self.base, changes)
        except RefusedError as reason:
            self.skipped.append((position, str(reason)))
            return
        self.base = made
        if entry["type"] == "amend":
            for one in entry["changes"]:
                self.amended(one["field"])

    def from_extended(self, changes: list[Json]) -> list[Json]:
        """Changes of days that an extension moved: their old value is the day that holds, not the plan's."""
        found, seen = [], set()
        for given in changes:
            one, name = given, given["field"]
            path = name.split(".")
            if path[-1] == "due" and name not in seen:
                place, key = holder(self.base, name)
                extended = self.extended_to(path)
                if extended is not None and extended != place[key]:
                    self.need(one.get("old") == extended, "old is not what holds")
                    one = {**one, "old": place[key]}
            seen.add(name)
            found.append(one)
        return found

    def extended_to(self, path: list[str]) -> date | None:
        """The day that a field was extended to, for everybody."""
        first = self.attempts[0]
        if path[0] == "deadline":
            return first.due
        moved = self.now.moved if self.now.number == 1 else first.moved
        if path[0] == "milestones":
            key: tuple[Any, ...] = ("milestone", 0, int(path[1]))
        elif path[0] == "measures":
            key = ("milestone", int(path[1]), int(path[3]))
        else:
            key = ("figure", int(path[1]), int(path[3]) if len(path) > 3 else None)
        return moved.get(key, {}).get(ALL)

    def idle(self, entry: Json) -> bool:
        """Whether an amendment says nothing new somewhere, or leaves no lead, no acceptance unit, no measure."""
        left = list(self.measures())
        for one in entry["changes"]:
            if one["new"] == one["old"]:
                return True
            if one["field"] in {"responsibility.lead", "acceptance.units"} and not one["new"]:
                return True
            path = one["field"].split(".")
            if path[0] == "measures" and len(path) == 2 and one["new"] is None:
                left = [n for n in left if n != int(path[1])]
                if not left:
                    return True
        return False

    def amended(self, name: str) -> None:
        """READING: the last word on a day holds, whether an amendment or an extension."""
        path = name.split(".")
        now = self.attempts[-1]
        if name == "deadline.due" and now.number == 1:
            now.due = self.base["deadline"]["due"]
        elif path[-1] == "due" and path[0] == "milestones":
            now.moved.pop(("milestone", 0, int(path[1])), None)
        elif path[-1] == "due" and path[0] == "measures":
            now.moved.pop(("milestone", int(path[1]), int(path[3])), None)
        elif path[-1] == "due" and path[0] == "targets":
            now.moved.pop(("figure", int(path[1]), int(path[3]) if len(path) > 3 else None), None)

    @property
    def now(self) -> Attempt:
        """The attempt at hand."""
        return self.attempts[-1]

    @property
    def leads(self) -> list[str]:
        """The leads."""
        return self.table.same(self.base["responsibility"]["lead"])

    @property
    def responsible(self) -> list[str]:
        """All responsible units."""
        role = self.base["responsibility"]
        return self.table.same([*role["lead"], *(role.get("support") or [])])

    @property
    def acceptance(self) -> list[str]:
        """The acceptance units."""
        return self.table.same(self.base["acceptance"]["units"])

    def owners(self) -> list[str]:
        """The leads; without a lead every responsible unit."""
        return self.leads or self.responsible

    def executors(self, number: int) -> list[str]:
        """Who owes a measure in shares: those it names and those it was assigned to; nobody for the goal."""
        if number == 0 or not self.variant.shares:
            return []
        found = self.table.same(self.base["measures"][number - 1].get("by") or [])
        return list(dict.fromkeys([*found, *(unit for m, unit in self.assigned if m == number)]))

    def holders(self, number: int) -> list[str]:
        """Who owes a measure: in shares, or jointly."""
        return self.executors(number) or self.responsible

    def bearers(self, number: int) -> list[str]:
        """Who owes a measure that has no day of its own: of those that owe it jointly, a unit with a share in the
        task owes nothing besides that share, unless it leads."""
        own = ALL in self.now.moved.get(("measure", number), {})
        if self.executors(number) or own:
            return self.holders(number)
        sharing = {unit for n in self.measures() for unit in self.executors(n)}
        left = [unit for unit in self.responsible if unit in self.leads or unit not in sharing]
        return left or self.responsible

    def measures(self) -> Iterator[int]:
        """The numbers of the measures that are not dropped."""
        for n, measure in enumerate(self.base["measures"], 1):
            if not measure.get("dropped"):
                yield n

    def opened(self) -> list[int]:
        """The measures of the attempt."""
        chosen = self.now.opened
        known = self.now.known  # a measure that is added later belongs to the attempt
        return [n for n in self.measures() if chosen is None or n in chosen or n > known]

    def milestones(self, number: int) -> list[Json]:
        """The milestones of a measure, or with 0 of the goal."""
        place = self.base if number == 0 else self.base["measures"][number - 1]
        return list(place.get("milestones") or [])

    # --- who may -----------------------------------------------------------------------------------

    def need(self, holds: bool, reason: str) -> None:
        """Refuse an entry."""
        if not holds:
            raise RefusedError(reason)

    def concerned(self) -> list[str]:
        """Units that may report: responsible, named in a measure, or assigned one."""
        by = self.table.same(u for n in self.measures() for u in self.base["measures"][n - 1].get("by") or [])
        return list(dict.fromkeys([*self.responsible, *by, *(unit for _, unit in self.assigned)]))

    def speaks_for(self, unit: str, among: list[str]) -> str | None:
        """The one of some units that a unit is, or else the nearest that it is below."""
        return next((one for one in self.table.above(unit) if one in among), None)

    def about(self, entry: Json, among: list[str]) -> list[str]:
        """Whose part an entry is about, among units that have one; refused when somebody has none."""
        own = self.speaks_for(entry["by"], among)
        if not entry.get("for"):
            return [own] if own is not None else []
        named = self.table.same(entry["for"])
        self.need(all(unit in among for unit in named), "for names a unit without a share")
        leads = self.speaks_for(entry["by"], self.leads) is not None
        self.need(set(named) == {own} or leads or self.table.is_office(entry["by"]), "may not name others")
        return named

    def is_lead(self, entry: Json) -> bool:
        """Whether an entry is by a lead itself."""
        return self.table.root(entry["by"]) in self.leads

    def is_acceptance(self, entry: Json) -> bool:
        """Whether an entry is by an acceptance unit."""
        return self.table.root(entry["by"]) in self.acceptance

    def is_office(self, entry: Json) -> bool:
        """Whether an entry is by the office."""
        return self.table.is_office(entry["by"])

    # --- entries -----------------------------------------------------------------------------------

    def take(self, position: int, entry: Json) -> None:
        """Let one entry have its effect, or refuse it."""
        self.need(not unsound(entry), "evidence")
        self.need(self.status != "withdrawn", "withdrawn")
        attempt = self.now
        step = getattr(self, f"on_{entry['type']}")
        step(position, entry)
        if entry.get("evidence") and self.now is attempt:  # what proves a relapse proves no completion
            attempt.proved = True

    def check_measure(self, number: int | None) -> None:
        """A measure that an entry names is there."""
        if number is not None:
            self.need(number in self.measures(), "no such measure")

    def reporting(self, entry: Json) -> list[str]:
        """What start, progress and achieve have in common; whose part it is."""
        concerned = self.concerned()
        may = self.speaks_for(entry["by"], concerned) is not None or self.is_office(entry)
        self.need(may, "not entitled")
        self.check_measure(entry.get("measure"))
        return self.about(entry, concerned)

    def begin(self) -> None:
        """Work has begun."""
        if self.status == "not_started":
            self.status = "in_progress"

    def on_start(self, _position: int, entry: Json) -> None:
        """启动."""
        units = self.reporting(entry)
        self.need(self.status in OPEN, "order")
        self.begin()
        self.deeds.append(Deed(entry["date"], None, units))

    def on_progress(self, _position: int, entry: Json) -> None:
        """进展.  READING: allowed in every state but withdrawn; after closing, readings and reports go on."""
        units = self.reporting(entry)
        targets = self.base.get("targets") or []
        for one in entry.get("readings") or []:
            self.need(one["target"] in self.targets(), "no such target")
            if one.get("part") is not None:
                parts = targets[one["target"] - 1].get("parts") or []
                self.need(1 <= one["part"] <= len(parts), "no such part")
                measure = parts[one["part"] - 1].get("measure")
                self.need(not measure or measure in self.measures(), "of a measure that is dropped")
        for one in entry.get("readings") or []:
            self.readings.append(Reading(entry["date"], one["target"], one.get("part"), one["value"], units))
        if entry.get("pace"):
            self.now.pace = entry["pace"]
        self.begin()
        self.deeds.append(Deed(entry["date"], entry.get("measure"), units))

    def on_achieve(self, _position: int, entry: Json) -> None:
        """措施落实、节点完成."""
        reported = self.reporting(entry)
        number, milestone = entry.get("measure") or 0, entry.get("milestone") or 0
        self.need(self.status in OPEN, "order")  # READING: nothing is open once the task is completed
        self.need(bool(number or milestone), "neither measure nor milestone")
        if milestone:
            self.need(self.now.number == 1, "milestones belong to the first attempt")
            self.need(milestone <= len(self.milestones(number)), "no such milestone")
        if number:
            self.need(number in self.opened(), "measure is not open")
        among = self.holders(number)
        split = bool(self.executors(number))
        whole = not split and (self.table.is_real_office(entry["by"]) and not entry.get("for"))
        units = [] if whole else self.about(entry, among)
        self.need(whole or bool(units), "no share")
        if not split:
            whole = whole or any(unit in self.leads for unit in units)
        if not self.variant.shares:
            whole = True
        known = self.now.parts.setdefault((number, milestone), {})
        for unit in [ALL] if whole else units:
            known.setdefault(unit, entry["date"])
        self.begin()
        self.deeds.append(Deed(entry["date"], entry.get("measure"), reported))

    def own(self, entry: Json) -> bool:
        """Whether an entry shows evidence with which no earlier attempt was completed."""
        earlier = [e for number, e in self.shown if number < self.now.number]
        return any(one not in earlier for one in entry.get("evidence") or [])

    def on_complete(self, _position: int, entry: Json) -> None:
        """完成整改."""
        self.need(self.table.root(entry["by"]) in self.owners(), "not entitled")
        self.need(self.status in OPEN, "order")
        said = {key for key in ("similar", "mechanism") if entry.get(key)}
        missing = self.missing(self.policy["complete_needs"], said, proved=self.own(entry))
        self.need(not missing, "needs " + ", ".join(missing))
        self.shown += [(self.now.number, one) for one in entry.get("evidence") or []]
        self.status = "completed"
        self.now.completed, self.now.due_when_completed = entry["date"], self.now.due
        self.said = said
        self.accepted_by, self.accepted_on, self.notices = set(), None, []
        self.deeds.append(Deed(entry["date"], None, [self.table.root(entry["by"])]))

    def missing(self, needs: list[str], said: set[str], proved: bool) -> list[str]:
        """What a step lacks."""
        found = []
        for need in needs:
            if need == "measures":
                holds = all(s.done for n in self.opened() for s in self.measure(n).shares)
            elif need == "milestones":  # those of the measures
                holds = self.now.number > 1 or all(
                    s.done
                    for n in self.measures()
                    for k, _ in enumerate(self.milestones(n), 1)
                    for s in self.stage(n, k).shares
                )
            elif need == "targets":
                holds = all(self.reached(t, None) for t in self.targets())
            elif need == "evidence":  # of the completion itself
                holds = proved
            else:
                holds = need in said
            if not holds:
                found.append(need)
        return found

    def on_accept(self, _position: int, entry: Json) -> None:
        """验收通过."""
        self.need(self.is_acceptance(entry), "not entitled")
        self.need(self.status == "completed", "order")
        self.accepted_by.add(self.table.root(entry["by"]))
        if self.accepted_by >= set(self.acceptance):
            self.status, self.accepted_on = "accepted", entry["date"]

    def on_reject(self, _position: int, entry: Json) -> None:
        """验收不通过.  READING: it fits while not all have accepted; after that an objection is the way."""
        self.need(self.is_acceptance(entry), "not entitled")
        self.need(self.status == "completed", "order")
        self.send_back(entry)

    def send_back(self, entry: Json) -> None:
        """Back in the same attempt; measures that are named are open again.

        READING: their milestones stay done; the measure wants a record of its own.
        """
        for number in entry.get("measures") or []:
            self.need(number in self.opened(), "no such measure")
        for number in entry.get("measures") or []:
            self.now.parts.pop((number, 0), None)
            self.now.anew.add(number)
        self.status = "in_progress"
        self.now.completed = None
        self.accepted_by, self.accepted_on, self.notices = set(), None, []

    def on_publicize(self, _position: int, entry: Json) -> None:
        """公示."""
        self.need(self.is_lead(entry) or self.is_acceptance(entry), "not entitled")
        self.need(self.status in {"accepted", "publicized"}, "order")
        self.need(self.accepted_on is not None and entry["since"] >= self.accepted_on, "before acceptance")
        self.need(entry["until"] >= entry["since"], "dates")
        self.need((entry["until"] - entry["since"]).days + 1 >= self.policy["publicity_days"], "too short")
        self.status = "publicized"
        self.notices.append(entry["until"])

    def on_object(self, position: int, entry: Json) -> None:
        """公示异议."""
        self.need(self.is_office(entry), "not entitled")
        self.need(self.status == "publicized", "order")
        self.objections.add(position)

    def on_answer(self, _position: int, entry: Json) -> None:
        """异议答复."""
        self.need(self.is_office(entry) or self.is_lead(entry) or self.is_acceptance(entry), "not entitled")
        self.need(entry.get("objection") in self.objections, "no open objection")
        upheld = entry["result"] == "upheld"
        if upheld:
            self.need(self.status == "publicized", "order")
            self.send_back(entry)
        self.objections.discard(entry["objection"])

    def on_close(self, _position: int, entry: Json) -> None:
        """销号."""
        self.need(self.is_office(entry), "not entitled")
        self.need(self.status == "publicized", "order")
        self.need(entry["date"] > max(self.notices), "notice runs")
        self.need(not self.objections, "objection open")
        said = self.said | {key for key in ("similar", "mechanism") if entry.get(key)}
        missing = self.missing(self.policy["close_needs"], said, proved=bool(entry.get("evidence")))
        self.need(not missing, "needs " + ", ".join(missing))
        self.status = "closed"

    def on_reopen(self, _position: int, entry: Json) -> None:
        """重新整改."""
        self.need(self.is_office(entry), "not entitled")
        self.relapse(entry)

    def relapse(self, entry: Json) -> None:
        """Begin the next attempt."""
        self.need(self.status in WORKED, "was never completed")
        named = entry.get("measures") or []
        self.need(all(number in self.measures() for number in named), "no such measure")
        due: date | None = entry.get("due")
        self.need(due is None or due >= entry["date"], "dates")
        if not self.variant.relapse_by_its_own_due:
            due = self.attempts[0].due
        opened = set(named) or set(self.measures())
        self.attempts.append(
            Attempt(len(self.attempts) + 1, entry["date"], due, due, opened, known=len(self.base["measures"]))
        )
        self.status = "in_progress"
        self.accepted_by, self.accepted_on, self.notices, self.reviewed = set(), None, [], None

    def on_extend(self, _position: int, entry: Json) -> None:
        """延期."""
        self.need(self.is_office(entry), "not entitled")
        self.need(self.status in OPEN, "order")  # READING: what is completed has no day to move
        number, milestone = entry.get("measure"), entry.get("milestone")
        new: date = entry["due"]
        if number is None and milestone is None:
            self.need(not entry.get("for"), "for without a part")
            old = self.now.due
            if old is None and self.now.number > 1:  # the day that the relapse was left without
                self.now.due = self.now.first_due = new
                return
            if old is None or new <= old:
                raise RefusedError("no date to move, or not a later one")
            if self.now.number == 1:
                self.move_along(old, new)
            self.now.due = new
            return
        self.check_measure(number)
        among = self.holders(number or 0)
        units = self.table.same(entry.get("for") or [])
        self.need(all(unit in among for unit in units), "for names a unit without a share")
        if milestone is not None:
            self.need(self.now.number == 1, "milestones belong to the first attempt")
            self.need(1 <= milestone <= len(self.milestones(number or 0)), "no such milestone")
            key: tuple[Any, ...] = ("milestone", number or 0, milestone)
            olds: dict[str, date | None] = {
                u: self.milestone_day(number or 0, milestone, u) for u in units or among
            }
        else:
            assert number is not None
            self.need(number in self.opened(), "measure is not open")
            key = ("measure", number)
            olds = {u: self.measure_day(number, u) or self.now.due for u in units or among}
        for day in olds.values():
            self.need(day is not None and new > day, "no date to move, or not a later one")
        if milestone is None and number is not None:
            for unit, day in olds.items():
                if day is not None:
                    self.now.firsts.setdefault((number, unit), day)
        if milestone is None and number is not None and self.now.number == 1:
            self.move_stages(number, {u: d for u, d in olds.items() if d}, new, everybody=not units)
        self.put(key, units, new)

    def put(self, key: tuple[Any, ...], units: list[str], new: date) -> None:
        """Move a day for some units, or for everybody."""
        moved = self.now.moved.setdefault(key, {})
        if units:
            moved.update(dict.fromkeys(units, new))
        else:
            moved.clear()
            moved[ALL] = new

    def move_stages(self, number: int, olds: dict[str, date], new: date, *, everybody: bool) -> None:
        """With a measure go its milestones and figures that bear the very date that is moved, unit by unit."""
        for k, _ in enumerate(self.milestones(number), 1):
            with_it = [u for u, old in olds.items() if self.milestone_day(number, k, u) == old]
            if with_it:
                all_go = everybody and len(with_it) == len(olds)
                self.put(("milestone", number, k), [] if all_go else with_it, new)
        for t, target in enumerate(self.base.get("targets") or [], 1):
            for p in (None, *range(1, len(target.get("parts") or []) + 1)):
                if self.figure_place(t, p) != number:
                    continue
                with_it = [u for u, old in olds.items() if self.figure_day(t, p, u) == old]
                if with_it:
                    all_go = everybody and len(with_it) == len(olds)
                    self.put(("figure", t, p), [] if all_go else with_it, new)

    def move_along(self, old: date, new: date) -> None:
        """Move milestones and figures that bear the very date that is moved."""
        places = [
            ("milestone", n, k) for n in (0, *self.measures()) for k, _ in enumerate(self.milestones(n), 1)
        ]
        for place in places:
            known = self.now.moved.get(place, {})
            base: date = self.milestones(place[1])[place[2] - 1]["due"]
            if known.get(ALL, base) == old:
                self.now.moved.setdefault(place, {})[ALL] = new
            for unit, day in list(known.items()):
                if day == old:
                    self.now.moved[place][unit] = new
        for t, target in enumerate(self.base.get("targets") or [], 1):
            for p in (None, *range(1, len(target.get("parts") or []) + 1)):
                known = self.now.moved.get(("figure", t, p), {})
                for unit, day in list(known.items()):
                    if day == old:
                        known[unit] = new
                if self.figure_day(t, p) == old:
                    self.now.moved.setdefault(("figure", t, p), {})[ALL] = new

    def on_supervise(self, _position: int, entry: Json) -> None:
        """督办."""
        self.need(self.is_office(entry), "not entitled")

    def on_account(self, _position: int, entry: Json) -> None:
        """责任追究."""
        self.need(self.is_office(entry), "not entitled")

    def on_review(self, _position: int, entry: Json) -> None:
        """复核."""
        council = self.table.kind(entry["by"]) == "council"
        may = self.is_office(entry) or self.is_lead(entry) or self.is_acceptance(entry) or council
        self.need(may, "not entitled")
        self.need(self.status in WORKED, "order")
        if entry["result"] == "relapsed":
            self.relapse(entry)
        else:
            self.reviewed = entry["date"]

    def on_inspect(self, _position: int, entry: Json) -> None:
        """督导、回头看."""
        council = self.table.kind(entry["by"]) == "council"
        stranger = self.table.root(entry["by"]) not in self.responsible
        self.need(self.is_office(entry) or council or self.is_acceptance(entry) or stranger, "not entitled")
        if entry["result"] == "relapsed":
            self.relapse(entry)

    def on_withdraw(self, _position: int, entry: Json) -> None:
        """终止、并入、转入."""
        self.need(self.is_office(entry), "not entitled")
        self.need(self.status != "closed", "order")
        self.need(bool(entry.get("into") or entry.get("text")), "neither into nor text")
        self.status = "withdrawn"

    def on_assign(self, _position: int, entry: Json) -> None:
        """分解."""
        self.need(self.is_office(entry) or self.is_lead(entry), "not entitled")
        self.need(self.status in OPEN, "order")
        number: int = entry["measure"]
        self.check_measure(number)
        for unit in self.table.same(entry["units"]):
            held = self.measure_day(number, unit) or self.now.due
            later = bool(held and entry.get("due") and entry["due"] > held)
            self.need(not later, "a share that is owed is put off by an extension")
        for unit in self.table.same(entry["units"]):
            if (number, unit) not in self.assigned:
                self.assigned.append((number, unit))
            if entry.get("due"):
                self.now.moved.setdefault(("measure", number), {})[unit] = entry["due"]
                self.now.firsts.setdefault((number, unit), entry["due"])

    def on_promise(self, _position: int, entry: Json) -> None:
        """承诺."""
        unit = self.table.root(entry["by"])
        self.need(any(one in self.concerned() for one in self.table.above(entry["by"])), "not entitled")
        self.need(self.status in OPEN, "order")
        self.need(entry["until"] >= entry["date"], "dates")
        number, milestone = entry.get("measure"), entry.get("milestone")
        self.check_measure(number)
        if milestone is not None:
            self.need(1 <= milestone <= len(self.milestones(number or 0)), "no such milestone")
        self.now.promises.append({**entry, "unit": unit})

    # --- days and deeds of parts -------------------------------------------------------------------

    def milestone_day(self, number: int, milestone: int, unit: str) -> date:
        """The day of a milestone for a unit."""
        moved = self.now.moved.get(("milestone", number, milestone), {})
        base: date = self.milestones(number)[milestone - 1]["due"]
        return moved.get(unit, moved.get(ALL, base))

    def measure_day(self, number: int, unit: str) -> date | None:
        """The own day of a measure for a unit; in a later attempt the attempt's."""
        moved = self.now.moved.get(("measure", number), {})
        own = moved.get(unit, moved.get(ALL))
        return own if own is not None or self.now.number == 1 else self.now.due

    def figure_day(self, target: int, part: int | None, unit: str = ALL) -> date | None:
        """The own day of a figure, for a unit."""
        item = self.base["targets"][target - 1]
        if part is not None:
            item = item["parts"][part - 1]
        due: date | None = item.get("due")
        moved = self.now.moved.get(("figure", target, part), {})
        return moved.get(unit, moved.get(ALL, due))

    def figure_place(self, target: int, part: int | None) -> int:
        """The measure in which a figure stands; 0 is the goal."""
        item = self.base["targets"][target - 1]
        if part is not None:
            item = item["parts"][part - 1]
        found: int = item.get("measure") or 0
        return found

    def targets(self) -> Iterator[int]:
        """The targets that are owed: those of a dropped measure are not (READING)."""
        for t, target in enumerate(self.base.get("targets") or [], 1):
            if not target.get("measure") or target["measure"] in self.measures():
                yield t

    def figures(self) -> Iterator[tuple[int, int | None]]:
        """Targets and parts."""
        for t in self.targets():
            yield t, None
            for p, part in enumerate(self.base["targets"][t - 1].get("parts") or [], 1):
                if part["measure"] in self.measures():
                    yield t, p

    def carriers(self, target: int, part: int | None) -> list[tuple[int, int]]:
        """The milestones that carry a figure: in the same place, with the same day in the effective baseline."""
        item = self.base["targets"][target - 1]
        if part is not None:
            item = item["parts"][part - 1]
        place = self.figure_place(target, part)
        if item.get("due") is None:
            return []
        return [(place, k) for k, m in enumerate(self.milestones(place), 1) if m["due"] == item["due"]]

    def each_units(self, target: int) -> list[str]:
        """Who has to reach a target that is for each unit."""
        place = self.figure_place(target, None)
        if self.executors(place):
            return self.executors(place)
        role = self.base["responsibility"]
        if not any(name in self.table.groups for name in (*role["lead"], *(role.get("support") or []))):
            return self.responsible
        places = {None, "district", "zone"}
        return [unit for unit in self.responsible if self.table.kind(unit) in places]

    def reached(self, target: int, part: int | None, unit: str | None = None) -> date | None:
        """Since when a figure is reached; for a target that is for each unit by one of them, or by all."""
        item = self.base["targets"][target - 1]
        if part is None and item.get("each") and unit is None:
            days = [self.reached(target, None, one) for one in self.each_units(target)]
            known = [day for day in days if day is not None]
            return max(known) if days and len(known) == len(days) else None
        value = item["value"] if part is None else item["parts"][part - 1]["value"]
        since: date | None = None
        for one in self.readings:  # in order of date
            if (one.target, one.part) != (target, part) or (unit is not None and unit not in one.units):
                continue
            holds = one.value >= value if item["compare"] == ">=" else one.value <= value
            since = (since or one.day) if holds else None
        if part is None and unit is None and item.get("parts"):  # READING: or when every part is
            days = [self.reached(target, p) for p in range(1, len(item["parts"]) + 1)]
            known = [day for day in days if day is not None]
            if len(known) == len(days):
                since = min(since, max(known)) if since else max(known)
        return since

    def by_figures(self, number: int, milestone: int, unit: str) -> date | None:
        """The day on which all figures that a milestone carries were reached, for a unit."""
        days: list[date | None] = []
        for t, p in self.figures():
            if (number, milestone) in self.carriers(t, p):
                each = p is None and self.base["targets"][t - 1].get("each")
                days.append(self.reached(t, p, unit if each else None))
        known = [day for day in days if day is not None]
        return max(known) if days and len(known) == len(days) else None

    def recorded(self, number: int, milestone: int, unit: str) -> date | None:
        """When a unit's part was recorded, or that of all."""
        known = self.now.parts.get((number, milestone), {})
        days = [known[name] for name in (unit, ALL) if name in known]
        return min(days) if days else None

    def milestone_recorded(self, number: int, milestone: int, unit: str) -> date | None:
        """When a milestone was done for a unit by a record of it or of its measure."""
        days = [self.recorded(number, milestone, unit)]
        if number:
            days.append(self.recorded(number, 0, unit))
        return min((day for day in days if day), default=None)

    def milestone_done(self, number: int, milestone: int, unit: str) -> date | None:
        """When a milestone was done for a unit."""
        days = [self.milestone_recorded(number, milestone, unit), self.by_figures(number, milestone, unit)]
        return min((day for day in days if day), default=None)

    def measure_done(self, number: int, unit: str) -> date | None:
        """When a measure was done for a unit: by a record, or by all its milestones."""
        days = [self.recorded(number, 0, unit)]
        parts = [self.milestone_done(number, k, unit) for k, _ in enumerate(self.milestones(number), 1)]
        known = [day for day in parts if day is not None]
        if self.now.number == 1 and number not in self.now.anew and parts and len(known) == len(parts):
            days.append(max(known))
        return min((day for day in days if day), default=None)

    def measure(self, number: int) -> Obligation:
        """A measure as an obligation."""
        shares = []
        dated = False
        for unit in self.bearers(number):
            own = self.measure_day(number, unit)
            days = self.now.moved.get(("measure", number), {})
            dated = dated or unit in days or ALL in days
            due = own or self.now.due
            first = self.now.firsts.get((number, unit)) if self.now.number == 1 else None
            shares.append(Share(unit, due, first or self.now.first_due, self.measure_done(number, unit)))
        return Obligation("measure", shares, bool(self.executors(number)), measure=number, dated=dated)

    def stage(self, number: int, milestone: int) -> Obligation:
        """A milestone as an obligation."""
        place = self.construed if number == 0 else self.construed["measures"][number - 1]
        first: date = place["milestones"][milestone - 1]["due"]
        shares = [
            Share(
                u, self.milestone_day(number, milestone, u), first, self.milestone_done(number, milestone, u)
            )
            for u in self.holders(number)
        ]
        return Obligation(
            "milestone", shares, bool(self.executors(number)), measure=number or None, milestone=milestone
        )

    def figure(self, target: int, part: int | None) -> Obligation | None:
        """A figure as an obligation, where no milestone carries it, or one was recorded while it is short."""
        due = self.figure_day(target, part)
        if due is None:
            return None
        item = self.base["targets"][target - 1]
        each = bool(part is None and item.get("each"))
        place = self.figure_place(target, part)
        carriers = self.carriers(target, part)
        first = self.construed["targets"][target - 1]
        first_due = (first if part is None else first["parts"][part - 1]).get("due")
        shares = []
        for unit in self.each_units(target) if each else self.executors(place) or self.owners():
            done = self.reached(target, part, unit if each else None)
            if carriers and not self.was_read(target, part, unit if each else None):
                continue
            days = [
                self.milestone_day(n, k, unit) for n, k in carriers if self.milestone_recorded(n, k, unit)
            ]
            whole = each or any(
                all(self.milestone_recorded(n, k, one) for one in self.holders(n)) for n, k in carriers
            )
            if carriers and (not days or done or not whole):
                continue
            own = self.figure_day(target, part, unit) or due
            shares.append(Share(unit, max([*days, own]) if days else own, first_due, done))
        if not shares:
            return None
        return Obligation("figure", shares, each, measure=place or None, target=target, part=part)

    def was_read(self, target: int, part: int | None, unit: str | None) -> bool:
        """Whether anything is known of a figure: what nobody has read is not short."""
        parts = self.base["targets"][target - 1].get("parts") or []
        whole = part is None and bool(parts)  # the sum of the parts that are still owed
        for one in self.readings:
            measure = parts[one.part - 1].get("measure") if whole and one.part is not None else None
            summed = whole and one.part is not None and (not measure or measure in self.measures())
            meant = one.target == target and (one.part == part or summed)
            if meant and (unit is None or unit in one.units):
                return True
        return False

    # --- the list ----------------------------------------------------------------------------------

    def obligations(self) -> list[Obligation]:
        """All that is owed or was, but for the task itself; nothing once withdrawn."""
        if self.status == "withdrawn":
            return []
        if self.status in WORKED:
            return self.reviews()
        found = [self.measure(n) for n in self.opened()]
        if self.now.number == 1:
            for number in (0, *self.measures()):
                for k, _ in enumerate(self.milestones(number), 1):
                    stage = self.stage(number, k)
                    if number or any(share.due != self.now.due for share in stage.shares):
                        found.append(stage)
            found += [one for t, p in self.figures() if (one := self.figure(t, p)) is not None]
            found += self.first_actions()
        asked = [one for one in self.now.promises if one.get("measure") in {None, *self.measures()}]
        return found + [self.promise(one) for one in asked]

    def reviews(self) -> list[Obligation]:
        """The next review of what is sustained."""
        if not self.base["deadline"].get("sustained") or self.now.completed is None:
            return []
        due = months_later(self.reviewed or self.now.completed, self.policy["review_months"])
        return [Obligation("review", [Share(u, due, due, None) for u in self.owners()])]

    def first_actions(self) -> list[Obligation]:
        """First action of the task, and of measures that say 立即."""
        due = self.issued + timedelta(self.policy["immediate_days"]) if self.issued else None
        found = []
        if self.base["deadline"].get("immediate"):
            days = [deed.day for deed in self.deeds if deed.units]  # by who was concerned when it was done
            done = min(days, default=None)
            found.append(Obligation("first_action", [Share(u, due, due, done) for u in self.owners()]))
        for n in self.measures():
            if self.base["measures"][n - 1].get("immediate"):
                able = set(self.holders(n)) | set(self.leads)
                days = [d.day for d in self.deeds if d.measure in {None, n} and set(d.units) & able]
                done = min(days, default=None)
                units = self.executors(n) or self.owners()
                found.append(Obligation("first_action", [Share(u, due, due, done) for u in units], measure=n))
        return found

    def promise(self, entry: Json) -> Obligation:
        """A promise: what it promises, or else the task."""
        unit, until = entry["unit"], entry["until"]
        number, milestone = entry.get("measure"), entry.get("milestone")
        done: date | None = None
        if number is not None or milestone is not None:
            thing = (
                self.measure(number)
                if milestone is None and number
                else self.stage(number or 0, milestone or 0)
            )
            own = [share for share in thing.shares if share.unit == unit]
            done = own[0].done if own else thing.done  # READING: its own share where it has one
            if number is not None and number not in self.opened():
                done = entry["date"]
        return Obligation("promise", [Share(unit, until, until, done)], measure=number, milestone=milestone)

    def issue_owners(self, owed: list[Obligation]) -> list[str]:
        """Who owes the task itself."""
        due = self.now.due
        parts = [
            (share.unit, bool(due and share.due and share.due > due))
            for one in owed
            if one.what in {"measure", "milestone", "figure"} and one.done is None
            for share in one.shares
            if share.done is None
        ]
        by_then = {unit for unit, later in parts if not later}
        put_off = {unit for unit, _ in parts} - by_then
        leads = [unit for unit in self.owners() if unit not in put_off] or list(self.owners())
        return list(dict.fromkeys([*leads, *(unit for unit, later in parts if not later)]))

    def judge(self) -> Json:
        """All that holds of the task on the day."""
        owed = self.obligations()
        is_open = self.status in OPEN
        due = self.now.due
        late = is_open and due is not None and due < self.day
        undetermined = is_open and (
            (self.now.due is None)
            if self.now.number > 1
            else undetermined_deadline({**self.base["deadline"], "due": due})
        )
        unacted = is_open and any(
            share.done is None
            and (
                (share.due is None and one.measure is None)
                or (share.due is not None and share.due < self.day)
            )
            for one in owed
            if one.what == "first_action"
            for share in one.shares
        )
        owners = self.issue_owners(owed) if is_open else []
        stages = [one for one in owed if one.what in {"measure", "milestone", "figure"}]
        owing = {s.unit for one in stages for s in one.shares if one.done is None and s.done is None}
        owing = owing | set(owners) if is_open else set()
        pace = self.pace(owed, due, undetermined=undetermined, unacted=unacted) if is_open else None
        standing = self.standing(owed, late=late, undetermined=undetermined, unacted=unacted)
        done_by = {share.unit for one in owed for share in one.shares if share.done} - owing
        return {
            "id": self.id,
            "status": self.status,
            "standing": standing,
            "due": due,
            "first_due": self.first_due,
            "attempt": self.now.number,
            "days_overdue": (self.day - due).days if late and due else None,
            "completed": self.now.completed,
            "owed_by": self.names(owing),
            "done_by": self.names(done_by),
            "pace": pace,
            "class": self.class_of(late=late, pace=pace),
            "undetermined": undetermined,
            "overdue": self.rows(owed, owners, late=late),
            "first_completed": self.attempts[0].completed,
            "skipped": sorted(self.skipped),
        }

    def names(self, roots: Iterable[str]) -> list[str]:
        """Units as they are called on the day, sorted."""
        return sorted({self.table.named(root, self.day) for root in roots})

    def pace(self, owed: list[Obligation], due: date | None, *, undetermined: bool, unacted: bool) -> str:
        """序时进度 of an open task."""
        missing = due is not None and due <= self.day
        ahead = False
        for one in owed:
            if not one.dated or one.what in {"first_action", "review"}:
                continue
            missing = missing or any(
                s.done is None and s.due is not None and s.due <= self.day for s in one.shares
            )
            later = any(s.due is not None and s.due > self.day for s in one.shares)
            ahead = ahead or (
                one.what in {"measure", "milestone", "figure"} and one.done is not None and later
            )
        if missing or self.now.pace == "behind_pace" or unacted:
            return "behind_pace"
        if undetermined:
            return "undetermined"
        return "ahead" if ahead else "on_pace"

    def standing(self, owed: list[Obligation], *, late: bool, undetermined: bool, unacted: bool) -> str:
        """The worst open obligation; of what is completed, how the attempts ended."""
        if self.status == "withdrawn":
            return "withdrawn"
        if self.status in WORKED:
            return self.met()
        soon = self.day + timedelta(self.policy["warn_days"])
        stages = [one for one in owed if one.what != "first_action"]
        if late:
            return "overdue"
        if self.now.number > 1:
            return "relapsed"
        if any(one.late(self.day) for one in stages):
            return "behind"
        if undetermined:
            return "undetermined"
        if unacted:
            return "unacted"
        if self.now.due is not None and self.day <= self.now.due <= soon:
            return "due_soon"
        return "on_schedule"

    def met(self) -> str:
        """READING: how the first attempt ended, unless a later one ended late."""
        for attempt in self.attempts:
            day, due = attempt.completed, attempt.due_when_completed
            if day is not None and due is not None and day > due:
                return "met_late"
        for attempt in self.attempts:
            day = attempt.completed
            first = self.first_due if attempt.number == 1 else attempt.first_due
            if day is not None and first is not None and day > first:
                return "met_extended"
        return "met"

    def class_of(self, *, late: bool, pace: str | None) -> str:
        """The one class of the task in a report."""
        if self.status in {"withdrawn", "closed", "completed"}:
            return self.status
        if self.status in {"accepted", "publicized"}:
            return "accepted"
        return "overdue" if late else str(pace)

    def rows(self, owed: list[Obligation], owners: list[str], *, late: bool) -> list[Json]:
        """The rows of ``overdue``."""
        found = []
        if late:
            found.append(self.row("issue", Obligation("issue", []), self.now.due, self.now.first_due, owners))
        for one in owed:
            missing = one.late(self.day)
            if late and one.what in {"measure", "milestone", "figure"}:
                some = any(share.done for share in one.shares)
                if (
                    one.what == "measure" and not one.dated
                ):  # a milestone of it that is open says the same debt
                    some = some and not any(
                        o.what == "milestone" and o.measure == one.measure and o.done is None for o in owed
                    )
                missing = [s for s in missing if some or (self.now.due and s.due and s.due > self.now.due)]
            for due in sorted({share.due for share in missing if share.due}):
                mine = [share for share in missing if share.due == due]
                if one.what == "measure" and self.said_by_a_milestone(owed, one, due, mine):
                    continue
                first = min((s.first_due for s in mine if s.first_due), default=due)
                found.append(self.row(one.what, one, due, first, [share.unit for share in mine]))
        return found

    def said_by_a_milestone(
        self, owed: list[Obligation], one: Obligation, due: date, mine: list[Share]
    ) -> bool:
        """Whether a milestone of a measure says the same debt: by the same units, due on the same day."""
        units = sorted(share.unit for share in mine)
        for other in owed:
            if other.what == "milestone" and other.measure == one.measure:
                same = [s.unit for s in other.late(self.day) if s.due == due]
                some = any(s.done for s in other.shares)
                shown = some or not (self.now.due and self.now.due < self.day) or due > self.now.due
                if sorted(same) == units and shown:
                    return True
        return False

    def row(self, what: str, one: Obligation, due: date | None, first: date | None, units: list[str]) -> Json:
        """One row of ``overdue``."""
        assert due is not None
        return {
            "what": what,
            "id": self.id,
            "measure": one.measure,
            "milestone": one.milestone,
            "target": one.target,
            "part": one.part,
            "units": self.names(units),
            "first_due": first,
            "due": due,
            "days_overdue": (self.day - due).days,
        }


# --- a ledger -------------------------------------------------------------------------------------


def rate(part: int, whole: int) -> float | None:
    """A share in per cent to one decimal, or nothing of nothing."""
    return round(100 * part / whole, 1) if whole else None


def figures(judged: list[Json], day: date, variant: Variant = RIGHT) -> Json:
    """The figures of a report, as sorted ids."""
    found: dict[str, list[str]] = {name: [j["id"] for j in judged if j["class"] == name] for name in CLASSES}
    counted = [j for j in judged if j["class"] != "withdrawn"]
    done = [j for j in counted if j["status"] in WORKED]
    due = [j for j in counted if j["due"] is not None and j["due"] <= day]
    due_done = [j for j in due if j["status"] in WORKED]
    key = "first_due" if variant.early_by_first_due else "due"
    named = {
        "total": judged,
        "done": done,
        "due": due,
        "due_done": due_done,
        "due_in_time": [j for j in due_done if j["completed"] <= j["due"]],
        "due_in_first_time": [
            j
            for j in counted
            if j["first_due"]
            and j["first_due"] <= day
            and j["first_completed"]
            and j["first_completed"] <= j["first_due"]
        ],
        "early": [
            j for j in done if j[key] is not None and j[key] > (day if key == "first_due" else j["completed"])
        ],
        "extended": [j for j in done if j["standing"] == "met_extended" and j["attempt"] == 1],
    }
    return found | {name: [j["id"] for j in some] for name, some in named.items()}


def judge(plan: Json, units: Json, issues: list[Json], day: date, variant: Variant = RIGHT) -> Json:
    """What holds of a ledger on a day: tasks by id, rows of ``overdue``, figures and rates of the report."""
    judged = [
        Task(plan, units, issue, day, variant).judge() for issue in sorted(issues, key=lambda one: one["id"])
    ]
    ids = figures(judged, day, variant)
    return {
        "tasks": {j["id"]: j for j in judged},
        "overdue": [row for j in judged for row in j["overdue"]],
        "figures": ids,
        "rates": {
            "rate": rate(len(ids["done"]), len(ids["total"]) - len(ids["withdrawn"])),
            "due_rate": rate(len(ids["due_done"]), len(ids["due"])),
            "in_time_rate": rate(len(ids["due_in_time"]), len(ids["due"])),
        },
    }
