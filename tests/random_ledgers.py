"""Small random ledgers and histories, mostly sound, for the account: districts, shares, relapses, extensions, voids.

Each is made of a seed, as the plain values of the files.  A history is grown with the slow model looking on, so that
chains reach their end; some entries are broken on purpose.  Cases that docs/account.md leaves open are kept out, as
far as they are known: no assigning of what is partly done, one void a record.
"""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from account_model import OPEN, WORKED, Json, Task

DUES = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 12, 31))
"""Days that fall due again and again, so that things meet."""

TEXT = "示例市整改方案\n"
GOOD: Json = {"url": "https://example.gov.cn/report"}
BAD: tuple[Json, ...] = (
    {"title": "照片"},
    {"url": "javascript:alert(1)"},
    {"path": "evidence/none.txt", "sha256": "0" * 64},
)
"""Evidence that is missing or proves nothing."""


class Ledger(NamedTuple):
    """A ledger as plain values: plan.yaml, units.yaml and the issues."""

    plan: Json
    units: Json
    issues: list[Json]


def unit_table(rng: random.Random) -> Json:
    """Units with groups, units below others, a successor, and now and then no office."""
    kinds = {
        "市水务局": "government",
        "市住建局": "government",
        "市农牧局": "government",
        "市河长办": "council",
        "市环委会": "council",
        "东区": "district",
        "西区": "district",
        "南区": "district",
        "北区": "district",
        "新北区": "district",
        "水务所": "other",
        "东镇": "other",
    }
    if rng.random() < 0.96:
        kinds["市整改办"] = "office"
    units: Json = {name: {"name": f"示例{name}", "kind": kind} for name, kind in kinds.items()}
    units["北区"] |= {"successor": "新北区", "until": rng.choice([date(2025, 1, 31), date(2025, 3, 31)])}
    units["水务所"]["parent"] = "市水务局"
    units["东镇"]["parent"] = "东区"
    groups = {"各区": {"members": ["东区", "西区", "南区", "北区"]}, "两区": {"members": ["东区", "西区"]}}
    return {"units": units, "groups": groups, "collectives": {"各有关单位": {}}}


def plan_values(rng: random.Random) -> Json:
    """plan.yaml, with or without a date of issue."""
    needs = ("evidence", "measures", "milestones", "targets")
    return {
        "format": 2,
        "title": "示例市整改方案",
        "issuer": None,
        "issued": rng.choice([None, date(2024, 11, 1), date(2024, 12, 1)]),
        "source": {"path": "source/plan.txt", "sha256": sha256(TEXT.encode()).hexdigest()},
        "sections": [{"number": "一", "title": "水环境"}],
        "policy": {
            "warn_days": rng.choice([0, 10, 30]),
            "immediate_days": 30,
            "publicity_days": rng.choice([1, 5, 10]),
            "publicity_count": "calendar",
            "review_months": rng.choice([1, 3, 12]),
            "complete_needs": rng.choice([[], ["evidence"], ["measures"], list(needs), list(needs)]),
            "close_needs": rng.choice([[], ["similar", "mechanism"]]),
            "yearly_disclosure": False,
        },
    }


def milestone(due: date) -> Json:
    """A milestone."""
    return {"text": f"{due}前", "due": due}


def baseline(rng: random.Random, number: int) -> Json:
    """One issue without entries."""
    due = rng.choice(DUES)
    kind = rng.choices(
        ["dated", "dated immediate", "dated sustained", "immediate sustained", "sustained", "undetermined"],
        [10, 2, 2, 2, 1, 2],
    )[0]
    deadline: Json = {
        "text": "某日前",
        "due": due if kind.startswith("dated") else None,
        "immediate": "immediate" in kind,
        "sustained": "sustained" in kind,
    }
    if kind == "undetermined" and rng.random() < 0.5:
        deadline["unread"] = True
    leads = rng.choice([["市水务局"], ["市水务局"], ["市水务局", "市住建局"], []])
    support = rng.choice(
        [["各区"], ["东区", "北区"], ["两区", "市农牧局"], ["市农牧局"], ["市农牧局", "各有关单位", "北区"]]
    )
    days = [due, *(day for day in DUES if day < due)]
    issue: Json = {
        "id": f"{number:02}",
        "number": str(number),
        "section": "一",
        "title": f"任务{number}",
        "problem": "某问题。",
        "acceptance": {"text": "验收", "units": rng.choice([["市水务局"], ["市环委会", "市农牧局"]])},
        "responsibility": {"text": "责任", "lead": leads, "support": support},
        "deadline": deadline,
        "goal": "某目标。",
        "milestones": [milestone(day) for day in rng.sample(days, rng.choice([0, 0, 1]))],
        "measures": [measure(rng, n, days) for n in range(1, rng.choice([1, 2, 2, 3]) + 1)],
        "targets": [],
    }
    issue["targets"] = [target(rng, issue, days) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
    return issue


def measure(rng: random.Random, number: int, days: list[date]) -> Json:
    """One measure, joint or with executors."""
    made: Json = {"number": f"（{'一二三四五'[number - 1]}）", "text": f"措施{number}。"}
    by = rng.choice([[], [], ["东区"], ["各区"], ["两区", "北区"], ["市河长办"], ["市水务局", "东区"]])
    if by:
        made["by"] = by
    if rng.random() < 0.15:
        made["immediate"] = True
    count = rng.choice([0, 0, 1, 1, 2])
    made["milestones"] = [milestone(day) for day in sorted(rng.choice(days) for _ in range(count))]
    return made


def target(rng: random.Random, issue: Json, days: list[date]) -> Json:
    """One figure: whole, in parts, or for each unit."""
    made: Json = {
        "name": "某指标",
        "text": "10个",
        "value": 10,
        "unit": rng.choice(["个", "%"]),
        "compare": rng.choice([">=", ">=", "<="]),
        "due": rng.choice([None, *days]),
    }
    number = rng.randint(1, len(issue["measures"]))
    place = issue["measures"][number - 1]
    if place.get("by") and rng.random() < 0.6:
        made |= {"each": True, "measure": number, "compare": ">="}
    elif rng.random() < 0.4:
        parts = []
        for _ in range(2):
            n = rng.randint(1, len(issue["measures"]))
            parts.append(
                {"name": "分项", "text": "5个", "value": 5, "measure": n, "due": rng.choice([None, *days])}
            )
        made |= {"parts": parts, "compare": ">="}
    elif rng.random() < 0.5:
        made["measure"] = number
    stands = made.get("measure")
    marks = issue["milestones"] if stands is None else place["milestones"]
    if marks and rng.random() < 0.6:
        made["due"] = rng.choice(marks)["due"]
    return made


# --- histories ------------------------------------------------------------------------------------


class Writer:
    """Grows the history of one issue."""

    def __init__(self, rng: random.Random, plan: Json, units: Json, issue: Json) -> None:
        self.rng, self.plan, self.units, self.issue = rng, plan, units, issue
        self.entries: list[Json] = []
        issue["entries"] = self.entries
        self.day = date(2024, 11, 1) + timedelta(rng.randint(0, 40))
        self.office = "市整改办" if "市整改办" in units["units"] else "市水务局"
        self.voided: set[int] = set()
        self.diligence = rng.choice([0.1, 0.3, 0.6])

    def task(self) -> Task:
        """What holds now."""
        return Task(self.plan, self.units, self.issue, self.day)

    def name(self, root: str) -> str:
        """What a unit is called on the day."""
        return self.task().table.named(root, self.day)

    def add(self, kind: str, by: str, **more: Any) -> None:
        """Append an entry; its text makes it unlike any other."""
        made = {"date": self.day, "type": kind, "by": by, "text": f"第{len(self.entries) + 1}条。", **more}
        self.entries.append({key: value for key, value in made.items() if value is not None})

    def pass_time(self) -> None:
        """Go on some days, often to the eve, the day or the morrow of something due."""
        soon = [d + timedelta(n) for d in self.dues() for n in (-1, 0, 1)]
        ahead = [d for d in soon if self.day <= d <= self.day + timedelta(120)]
        if ahead and self.rng.random() < 0.25:
            self.day = self.rng.choice(ahead)
        else:
            self.day += timedelta(self.rng.choice([0, 0, 1, 2, 5, 10, 20, 35]))

    def dues(self) -> list[date]:
        """Days on which something is due."""
        return sorted(due_days([self.issue]))

    def grow(self, count: int) -> None:
        """Entries up to a number."""
        while len(self.entries) < count and self.day < date(2026, 3, 31):
            self.pass_time()
            task = self.task()
            roll = self.rng.random()
            if roll < 0.08:
                self.broken(task)
            elif roll < 0.14 and self.entries:
                self.void()
            elif roll < 0.18:
                self.aside(task)
            elif task.status in OPEN:
                self.work(task)
            elif task.status in WORKED:
                self.close(task)
            else:
                return

    def aside(self, task: Task) -> None:
        """What has no effect on the chain."""
        lead = self.name(task.owners()[0])
        match self.rng.choice(["supervise", "inspect", "account", "progress"]):
            case "supervise":
                self.add("supervise", self.office, level="letter")
            case "inspect":
                self.add("inspect", "市环委会", result=self.rng.choice(["holds", "finding"]))
            case "account":
                self.add("account", self.office)
            case _ if task.status in OPEN:
                pace = self.rng.choice(["ahead", "on_pace", "behind_pace"])
                self.add("progress", lead, pace=pace)

    def void(self) -> None:
        """Take an entry back; a relapse only while nothing follows it."""
        kept = [
            n
            for n, entry in enumerate(self.entries, 1)
            if n not in self.voided
            and (
                n == len(self.entries) or not (entry["type"] == "reopen" or entry.get("result") == "relapsed")
            )
        ]
        if kept:
            about = self.rng.choice(kept[-6:])
            self.voided.add(about)
            by = self.rng.choice([self.entries[about - 1]["by"], self.office, self.office, "市农牧局"])
            self.add("void", by, entry=about)

    # --- while it is open --------------------------------------------------------------------------

    def work(self, task: Task) -> None:
        """Something on the way, or all that is missing and then the completion."""
        roll = self.rng.random()
        if roll < self.diligence * 0.5:
            self.finish(task)
        elif roll < 0.55:
            self.piece(task)
        elif roll < 0.68:
            self.extend(task)
        elif roll < 0.76:
            self.assign(task)
        elif roll < 0.84:
            self.promise(task)
        elif roll < 0.93:
            self.amend(task)
        elif roll < 0.97:
            self.construe()
        elif roll < 0.98:
            self.add("withdraw", self.office, approval="示例〔2025〕1号", into=None)

    def piece(self, task: Task) -> None:
        """One report: a start, a part done, or readings."""
        match self.rng.choice(["start", "achieve", "achieve", "reading"]):
            case "start":
                self.add("start", self.name(self.rng.choice(task.responsible)))
            case "achieve":
                self.achieve(task)
            case _:
                self.reading(task)

    def achieve(self, task: Task, number: int | None = None) -> None:
        """A measure, a milestone of one, or one of the goal, by one who may."""
        places = [(n, 0) for n in task.opened()]
        if task.now.number == 1:
            places += [(n, k) for n in task.measures() for k, _ in enumerate(task.milestones(n), 1)]
            places += [(0, k) for k, _ in enumerate(task.milestones(0), 1)]
        if number is not None:
            places = [(number, 0)]
        if not places:
            return
        n, k = self.rng.choice(places)
        among = task.holders(n)
        unit = self.rng.choice(among)
        self.report("achieve", task, unit, measure=n or None, milestone=k or None)

    def report(self, kind: str, task: Task, unit: str, **more: Any) -> None:
        """A report about a unit: by itself, by one below it, by a lead or by the office."""
        name = self.name(unit)
        below = {"市水务局": "水务所", "东区": "东镇"}.get(name)
        roll = self.rng.random()
        if roll < 0.6:
            self.add(kind, name, **more)
        elif roll < 0.75 and below:
            self.add(kind, below, **more)
        elif roll < 0.85 and task.leads:
            self.add(kind, self.name(task.leads[0]), **{"for": [name]}, **more)
        else:
            self.add(kind, self.office, **{"for": [name]}, **more)

    def reading(self, task: Task, *, enough: bool = False, only: int | None = None) -> None:
        """A value of some target, of a part, or of one unit."""
        targets = task.base.get("targets") or []
        for t, item in enumerate(targets, 1):
            if (only is not None and t != only) or (only is None and self.rng.random() < 0.4):
                continue
            value = item["value"] if enough or self.rng.random() < 0.5 else 6
            if item["compare"] == "<=" and value == 6:
                value = 12
            parts = item.get("parts") or []
            if item.get("each"):
                for unit in task.each_units(t) if enough else [self.rng.choice(task.each_units(t))]:
                    if task.reached(t, None, unit) is None:
                        self.add("progress", self.name(unit), readings=[{"target": t, "value": value}])
            elif parts and (enough or self.rng.random() < 0.7):
                made = [{"target": t, "part": p, "value": 5} for p in range(1, len(parts) + 1)]
                missing = [one for one in made if task.reached(t, one["part"]) is None]
                if missing:
                    chosen = missing if enough else [self.rng.choice(missing)]
                    self.add("progress", self.lead(task), readings=chosen)
            elif task.reached(t, None) is None:
                self.add("progress", self.lead(task), readings=[{"target": t, "value": value}])

    def lead(self, task: Task) -> str:
        """Some lead, by name."""
        return self.name(self.rng.choice(task.owners()))

    def finish(self, task: Task) -> None:
        """All that the step needs, then the step."""
        for n in task.opened():
            one = task.measure(n)
            missing = [share.unit for share in one.shares if share.done is None]
            if not missing:
                continue
            if not one.split:
                by = self.name(task.leads[0]) if task.leads else self.office
                if not task.leads and not task.table.offices:
                    for unit in missing:
                        self.add("achieve", self.name(unit), measure=n)
                else:
                    self.add("achieve", by, measure=n)
            elif self.rng.random() < 0.3:
                self.add("achieve", self.office, measure=n, **{"for": [self.name(unit) for unit in missing]})
            else:
                for unit in missing:
                    self.add("achieve", self.name(unit), measure=n)
        for t in task.targets():
            if task.reached(t, None) is None:
                self.reading(task, enough=True, only=t)
        self.day += timedelta(self.rng.choice([0, 1, 3]))
        self.complete(self.task())

    def complete(self, task: Task) -> None:
        """The step itself."""
        # shown once for each relapse; now and then what was shown before comes again
        number = 1 if len(self.entries) % 5 == 0 else task.now.number
        proof = {"url": f"{GOOD['url']}/{number}"}
        self.add("complete", self.lead(task), evidence=[proof], similar="排查其他。", mechanism="建立制度。")

    def extend(self, task: Task) -> None:
        """The task or a part of it."""
        new = self.day + timedelta(self.rng.choice([20, 45, 90]))
        more: Json = {
            "due": new,
            "approval": "示例〔2025〕2号",
            "asked": self.day - timedelta(self.rng.randint(0, 20)),
        }
        roll = self.rng.random()
        if roll < 0.5:
            if task.now.due is not None:
                more["due"] = max(new, task.now.due + timedelta(self.rng.choice([15, 31, 60])))
            self.add("extend", self.office, **more)
            if task.now.due is not None and self.rng.random() < 0.3:  # done within the days that were won
                self.day = max(self.day, task.now.due + timedelta(1))
                self.finish(self.task())
            return
        n = self.rng.choice(task.opened() or [1])
        stones = task.milestones(n)
        if stones and task.now.number == 1:
            k = self.rng.randint(1, len(stones))
            more |= {"measure": n, "milestone": k}
            olds: list[date | None] = [task.milestone_day(n, k, unit) for unit in task.holders(n)]
        else:
            more["measure"] = n
            olds = [task.measure_day(n, unit) or task.now.due for unit in task.holders(n)]
        if roll < 0.8:
            more["for"] = [self.name(self.rng.choice(task.holders(n)))]
        days = [day for day in olds if day is not None]
        more["due"] = max([new, *(day + timedelta(15) for day in days)])
        self.add("extend", self.office, **more)

    def assign(self, task: Task) -> None:
        """A measure split, while nothing of it is done."""
        free = [
            n
            for n in task.opened()
            if not any(
                entry.get("measure") == n and entry["type"] in {"achieve", "assign"} for entry in self.entries
            )
            and all(share.done is None for share in task.measure(n).shares)
        ]
        if free:
            n = self.rng.choice(free)
            able = [unit for unit in ("东区", "西区", "市农牧局") if unit not in task.executors(n)]
            units = able[: self.rng.randint(1, 2)]
            if units:
                due = self.rng.choice([None, self.day + timedelta(self.rng.choice([10, 30, 60]))])
                by = self.rng.choice([self.office, self.lead(task) if task.leads else self.office])
                self.add("assign", by, measure=n, units=units, due=due)

    def promise(self, task: Task) -> None:
        """A promise about a measure that has no shares for others, or about the task."""
        unit = self.name(self.rng.choice(task.responsible))
        until = self.day + timedelta(self.rng.choice([0, 5, 20, 40]))
        number = self.rng.choice([None, *task.opened()])
        self.add("promise", unit, until=until, measure=number)

    def amend(self, task: Task) -> None:
        """The plan is changed; the old value of a day is the one that holds, or now and then the plan's."""
        base = task.base
        used = {entry.get("measure") for entry in self.entries}
        options: list[list[Json]] = [[change("title", base["title"], base["title"] + "改")]]
        role = base["responsibility"]
        options.append([change("responsibility.lead", role["lead"], ["市住建局"])])
        added = f"measures.{len(base['measures']) + 1}"
        options.append([change(added, None, f"新增措施{len(self.entries)}。")])
        n = self.rng.randint(1, len(base["measures"]))
        place = base["measures"][n - 1]
        each = any(item.get("each") and item.get("measure") == n for item in base.get("targets") or [])
        if not place.get("dropped"):
            if len(task.opened()) > 1:
                options.append([change(f"measures.{n}", place["text"], None)])
            if n not in used and not each:
                options.append([change(f"measures.{n}.by", place.get("by") or [], ["东区", "市农牧局"])])
            stones = place.get("milestones") or []
            if stones:
                held = task.extended_to(["measures", str(n), "milestones", "1", "due"]) or stones[0]["due"]
                held = self.rng.choice([held, held, held, stones[0]["due"]])
                moved = held + timedelta(self.rng.choice([-10, 20]))
                options.append([change(f"measures.{n}.milestones.1.due", held, moved)])
        due = self.rng.choice([task.attempts[0].due] * 3 + [base["deadline"]["due"]])
        if task.now.number == 1:
            new = (due or self.day) + timedelta(self.rng.choice([-20, 30, 90]))
            options += [[change("deadline.due", due, new)]] * 3
        if base.get("targets"):
            options.append([change("targets.1.value", base["targets"][0]["value"], 8)])
        self.add("amend", self.office, changes=self.rng.choice(options), approval="示例〔2025〕3号")

    def construe(self) -> None:
        """A person says how a phrase is meant, of the baseline as it was read."""
        base = Task(self.plan, self.units, self.issue, date(2024, 1, 1)).construed
        held = base["deadline"]
        options = [
            change("deadline.due", held["due"], self.rng.choice(DUES)),
            change("deadline.sustained", held["sustained"], not held["sustained"]),
            change("deadline.immediate", held["immediate"], not held["immediate"]),
        ]
        if not base["responsibility"]["lead"]:
            options = [change("responsibility.lead", [], ["市水务局"])]
        if any(entry["type"] in {"amend", "extend"} for entry in self.entries) or len(self.entries) > 12:
            options = options[1:2] or options  # what rests on the day stays as it is
        self.add("construe", self.office, changes=[self.rng.choice(options)])

    # --- once it is completed ----------------------------------------------------------------------

    def close(self, task: Task) -> None:
        """On the way to clearing, and back."""
        roll = self.rng.random()
        missing = sorted(set(task.acceptance) - task.accepted_by)
        due = self.rng.choice([None, self.day + timedelta(self.rng.choice([5, 30, 60]))])
        again: Json = {"due": due, "measures": self.some(task)}
        if task.status == "completed":
            if roll < 0.75:
                self.add("accept", self.name(self.rng.choice(missing)))
            elif roll < 0.9:
                self.add("reject", self.name(self.rng.choice(missing)), measures=self.some(task, plain=True))
            else:
                self.add("inspect", "市环委会", result="relapsed", **again)
        elif task.status == "accepted":
            length = self.plan["policy"]["publicity_days"] + self.rng.choice([-1, 0, 0, 0, 3])
            since = self.day + timedelta(self.rng.choice([0, 0, 1]))
            until = since + timedelta(max(length, 1) - 1)
            by = self.rng.choice([self.name(task.acceptance[0]), self.lead(task)])
            self.add("publicize", by, since=since, until=until, where="网站")
        elif task.status == "publicized":
            self.notice(task, roll)
        elif roll < 0.3:
            self.add("reopen", self.office, **again)
        elif roll < 0.45:
            self.add("review", self.lead(task), result="relapsed", **again)
        elif roll < 0.7:
            self.add("review", self.lead(task), result="holds")
        else:
            self.add("inspect", "市河长办", result="relapsed", **again)

    def notice(self, task: Task, roll: float) -> None:
        """An objection, its answer, or the end."""
        if task.objections:
            self.day = max(self.day, self.entries[-1]["date"])
            result = self.rng.choice(["dismissed", "dismissed", "upheld"])
            named = self.some(task, plain=True) if result == "upheld" else None
            if len(task.objections) > 1 and result == "upheld":
                result, named = "dismissed", None
            about = min(task.objections)
            self.add("answer", self.lead(task), objection=about, result=result, measures=named)
        elif roll < 0.3 and self.day <= max(task.notices):
            self.add("object", self.office)
        else:
            self.day = max(self.day, max(task.notices) + timedelta(self.rng.choice([0, 1, 1, 2])))
            self.add("close", self.office, similar="排查其他。", mechanism="建立制度。")

    def some(self, task: Task, *, plain: bool = False) -> list[int] | None:
        """Some measures of the attempt, or none named; ``plain`` for those without milestones."""
        able = [n for n in task.opened() if not (plain and task.milestones(n))]
        chosen = sorted(self.rng.sample(able, self.rng.randint(0, min(2, len(able)))))
        return chosen or None

    # --- entries that have no effect ---------------------------------------------------------------

    def broken(self, task: Task) -> None:
        """One entry that must be refused."""
        lead = self.lead(task)
        number = self.rng.choice([*task.opened(), 9])
        options: list[Callable[[], None]] = [
            lambda: self.add("complete", "水务所", evidence=[GOOD]),
            lambda: self.add("close", "东区"),
            lambda: self.add("achieve", lead, measure=9),
            lambda: self.add("progress", lead, readings=[{"target": 7, "value": 1}]),
            lambda: self.add("answer", lead, objection=1, result="dismissed"),
            lambda: self.add(
                "amend", self.office, changes=[change("title", "不是这样", "甲")], approval="示例"
            ),
            lambda: self.add(
                "amend",
                self.office,
                changes=[change("goal", "某目标。", "乙"), change("nothing", 1, 2)],
                approval="示例",
            ),
            lambda: self.add("start", "市环委会"),
            lambda: self.add("review", "西区", result="holds"),
            lambda: self.add("void", self.office, entry=len(self.entries) + 9),
            lambda: self.add("achieve", "市环委会", measure=number),
            lambda: self.add("assign", "西区", measure=1, units=["东区"]),
            lambda: self.add("promise", "市环委会", until=self.day),
        ]
        if task.status in OPEN:
            options += [
                lambda: self.add("accept", self.name(task.acceptance[0])),
                lambda: self.add(
                    "publicize", lead, since=self.day, until=self.day + timedelta(30), where="网站"
                ),
                lambda: self.add("complete", lead, evidence=[self.rng.choice(BAD)]),
                lambda: self.add("achieve", lead, measure=number, evidence=[self.rng.choice(BAD)]),
                lambda: self.add("achieve", "西区", measure=number, **{"for": ["东区"]}),
                lambda: self.add("extend", self.office, due=date(2024, 10, 1), approval="示例"),
                lambda: self.add("extend", "东区", due=date(2026, 12, 31), approval="示例"),
                lambda: self.add("achieve", self.office, measure=number, milestone=9),
                lambda: self.add("complete", lead),
                lambda: self.add("achieve", "市农牧局", measure=number),
            ]
            if task.now.number == 1 and task.status == "not_started":
                options.append(lambda: self.add("reopen", self.office))
        if task.status == "accepted":
            day = self.day - timedelta(40)
            options.append(
                lambda: self.add("publicize", lead, since=day, until=day + timedelta(30), where="网站")
            )
        self.rng.choice(options)()


def change(name: str, old: Any, new: Any) -> Json:
    """One change of a baseline."""
    return {"field": name, "old": old, "new": new}


def due_days(issues: Iterable[Json]) -> set[date]:
    """Every day on which something is or was to be due."""
    found: set[date] = set()
    for issue in issues:
        found.update(dates_of({k: v for k, v in issue.items() if k != "entries"}))
        for entry in issue.get("entries") or []:
            found.update(dates_of({k: v for k, v in entry.items() if k in {"due", "until", "changes"}}))
    return found


def dates_of(value: Any) -> Iterable[date]:
    """The dates inside a value."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from dates_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from dates_of(one)


def ledger(seed: int) -> Ledger:
    """A random ledger."""
    rng = random.Random(seed)
    units, plan = unit_table(rng), plan_values(rng)
    issues = [baseline(rng, n) for n in range(1, rng.choice([1, 1, 2, 3, 4]) + 1)]
    for issue in issues:
        writer = Writer(rng, plan, units, issue)
        writer.grow(rng.choice([0, 3, 8, 15, 25]))
        del writer.entries[25:]
    return Ledger(plan, units, issues)


def days(made: Ledger, seed: int, count: int) -> list[date]:
    """Days to look at a ledger on: eves and morrows of what is due, days of entries, and others."""
    rng = random.Random(seed)
    marks = due_days(made.issues) | {entry["date"] for issue in made.issues for entry in issue["entries"]}
    pool = sorted({mark + timedelta(n) for mark in marks for n in (-1, 0, 1)})
    while len(pool) < count:
        pool.append(date(2024, 10, 1) + timedelta(rng.randint(0, 700)))
    return sorted(rng.sample(pool, count))


# --- files ----------------------------------------------------------------------------------------


class _Flow(yaml.SafeDumper):
    """A dumper without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        del data
        return True


def dump(value: Any, *, flow: bool) -> str:
    """YAML as a ledger has it."""
    text: str = yaml.dump(
        value, Dumper=_Flow, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10**6
    )
    return text


def with_references(entries: list[Json], reference: Callable[[Json], str]) -> list[Json]:
    """Entries that name others by reference, as files do; ``reference`` says how the program names an entry."""
    made: list[Json] = []
    for entry in entries:
        one = dict(entry)
        for key in {"entry", "objection"} & set(one):
            position = one[key]
            one[key] = reference(made[position - 1]) if 1 <= position <= len(made) else "0badc0de"
        made.append(one)
    return made


def files(made: Ledger, reference: Callable[[Json], str]) -> dict[str, bytes]:
    """A ledger as files."""
    written = {
        "data/plan.yaml": dump(made.plan, flow=False),
        "data/units.yaml": dump(made.units, flow=False),
        "data/source/plan.txt": TEXT,
    }
    for issue in made.issues:
        head = dump({key: value for key, value in issue.items() if key != "entries"}, flow=False)
        lines = [
            f"- {dump(one, flow=True).strip()}\n" for one in with_references(issue["entries"], reference)
        ]
        written[f"data/issues/{issue['id']}.yaml"] = head + "entries:\n" + "".join(lines)
    return {path: text.encode() for path, text in written.items()}


def write(made: Ledger, folder: Path, reference: Callable[[Json], str]) -> Path:
    """Write a ledger below a folder; returns the folder."""
    for path, data in files(made, reference).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder
