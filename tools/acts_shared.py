"""Acts of tampering with what all issues share: settings, units, calendar, disclosures, letters, settlements."""

import random
from datetime import timedelta

from acts import ACTS, Act, Tampering, act, added, commit, path_of
from ledger.history.memory import RELIED_DAYS
from stories import Story, value_of, with_setting

PLAN, UNITS, CALENDAR = (f"data/{name}.yaml" for name in ("plan", "units", "calendar"))
DISCLOSURES, LETTERS = (f"data/{name}.yaml" for name in ("disclosures", "letters"))


def _setting(name: str, value: str, code: str = "L726", path: str = PLAN) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        data = with_setting(story.tip.files[path], name, value)
        return Act("", code, path, commit(story, chance, path, data))

    tampering.__doc__ = f"{name} asks for less."
    return tampering


for _name, _value in {
    "warn_days": "3",
    "immediate_days": "300",
    "publicity_days": "1",
    "publicity_count": "calendar",
    "review_months": "30",
    "complete_needs": "[]",
    "close_needs": "[similar]",
    "supervise_days": "{reminder: 10, letter: 300, circular: null, listed: null, interview: null}",
    "backdate_days": "4500",
    "silent_days": "null",
    "pace_gap": "99",
    "adopted": "2025-06-01",
    "adoption_days": "900",
    "yearly_disclosure": "false",
}.items():
    ACTS[f"{_name} weakened"] = _setting(_name, _value)
ACTS["office named by the policy"] = _setting("office", "[市水务局]", "L729")


@act
def signatures_no_longer_asked_for(story: Story, chance: random.Random) -> Act | None:
    """What was asked for is given up."""
    commit(story, chance, PLAN, with_setting(story.tip.files[PLAN], "signed_commits", "true"))
    data = with_setting(story.tip.files[PLAN], "signed_commits", "false")
    return Act("", "L726", PLAN, commit(story, chance, PLAN, data))


@act
def unsigned_where_signatures_are_asked_for(story: Story, chance: random.Random) -> Act | None:
    """A commit without a signature, while the plan asks for one."""
    path = path_of(story, chance)
    commit(story, chance, PLAN, with_setting(story.tip.files[PLAN], "signed_commits", "true"))
    return Act(
        "", "L715", "", added(story, chance, f"date: {story.tip.day}, type: start, by: 市水务局", path)
    )


def _there_and_back(name: str, value: str, code: str) -> Tampering:
    """A setting is weakened, used, and put back: it was weak when it mattered."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        before = story.tip.files[PLAN]
        number = commit(story, chance, PLAN, with_setting(before, name, value))
        added(
            story,
            chance,
            f"date: {story.tip.day}, type: progress, by: 市水务局, text: 演示：其间。",
            path_of(story, chance),
        )
        commit(story, chance, PLAN, before)
        return Act("", code, PLAN, number)

    tampering.__doc__ = f"{name} is weak for a day."
    return tampering


ACTS["publicity_days weak for a day"] = _there_and_back("publicity_days", "1", "L726")
ACTS["complete_needs weak for a day"] = _there_and_back("complete_needs", "[]", "L726")
ACTS["office another for a day"] = _there_and_back("office", "[市水务局]", "L729")


def _replaced(path: str, code: str, old: str, new: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        data = story.tip.files[path]
        if old.encode() not in data:
            return None
        return Act("", code, path, commit(story, chance, path, data.replace(old.encode(), new.encode(), 1)))

    tampering.__doc__ = f"{old!r} becomes {new!r}."
    return tampering


for _name, _path, _code, _old, _new in (
    ("unit made the office", UNITS, "L729", "{name: 青山区, kind: district}", "{name: 青山区, kind: office}"),
    ("the office made a council", UNITS, "L729", "kind: office", "kind: council"),
    ("kind of a unit changed", UNITS, "L730", "{name: 青山区, kind: district}", "{name: 青山区, kind: zone}"),
    (
        "unit taken out",
        UNITS,
        "L731",
        "  市林草局: {name: 包头市林业和草原局, kind: government, aliases: [市林业和草原局, 林草部门]}\n",
        "",
    ),
    (
        "collective taken out",
        UNITS,
        "L731",
        "  各有关部门单位: {aliases: [各有关部门, 各相关部门单位]}\n",
        "",
    ),
    ("full name changed", UNITS, "L732", "name: 包头市水务局", "name: 包头市水务有限公司"),
    ("alias given to another unit", UNITS, "L733", "aliases: [水务部门]", "aliases: []"),
    ("alias of a group taken away", UNITS, "L733", "aliases: [各旗县（区）]", "aliases: []"),
    ("group member dropped", UNITS, "L734", "九原区, 石拐区, ", "九原区, "),
    ("group member added", UNITS, "L734", "固阳县, 达茂旗]", "固阳县, 达茂旗, 稀土高新区]"),
    ("parent changed", UNITS, "L735", "    parent: 市生态环境保护委员会\n", "    parent: 市水务局\n"),
    (
        "successor without an approval",
        UNITS,
        "L735",
        "{name: 固阳县, kind: district}",
        "{name: 固阳县, kind: district, until: 2025-01-01, successor: 达茂旗}",
    ),
    ("text of the source replaced", PLAN, "L724", "path: source/plan.txt", "path: source/plan2.txt"),
    ("checksum of the source replaced", PLAN, "L724", "sha256: 0659", "sha256: 1659"),
    ("date of issue moved", PLAN, "L725", "issued: 2024-11-01", "issued: 2025-11-01"),
    ("date of issue taken away", PLAN, "L725", "issued: 2024-11-01", "issued: null"),
    ("title of the plan changed", PLAN, "L728", "title: （演示", "title: （示例"),
    ("preamble changed", PLAN, "L728", "特制定本方案。", "制定本方案。"),
    ("title of a section changed", PLAN, "L728", "title: 发现的其他问题", "title: 其他问题"),
    ("data format lowered", PLAN, "L728", "format: 2\n", "format: 1\n"),
):
    ACTS[_name] = _replaced(_path, _code, _old, _new)


@act
def re_reading_struck_out(story: Story, chance: random.Random) -> Act | None:
    """Readings that are noted stay."""
    lines = story.tip.files[PLAN].split(b"\n")
    kept = [line for line in lines if b"program: ledger" not in line]
    data = b"\n".join(kept).replace(b"\nimports:\n", b"\n")
    return Act("", "L728", PLAN, commit(story, chance, PLAN, data)) if len(kept) < len(lines) else None


def _deleted(path: str, code: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        del chance
        data = story.tip.files.get(path)
        if data is None or (path == DISCLOSURES and b"\n- " not in data):
            return None  # of a book without records nothing is lost
        kept = {name: data for name, data in story.tip.files.items() if name != path}
        later = story.tip.day + timedelta(RELIED_DAYS + 1)  # sooner it may be the revert of what brought it
        return Act("", code, path, story.add(kept, "某人", later))

    tampering.__doc__ = f"{path} is gone, after it was relied on."
    return tampering


for _path in (PLAN, UNITS, DISCLOSURES):
    ACTS[f"{_path} deleted"] = _deleted(_path, "L757")


# -- the calendar --------------------------------------------------------------------------------------------


@act
def weekend_of_the_past_made_working_days(story: Story, chance: random.Random) -> Act | None:
    """A notice that was too short becomes long enough."""
    day = story.tip.day - timedelta(chance.randint(1, 60))
    data = story.tip.files.get(CALENDAR, b"")
    if b"workdays" in data:
        return None
    return Act("", "L736", CALENDAR, commit(story, chance, CALENDAR, f"workdays: [{day}]\n".encode() + data))


@act
def days_within_a_notice_changed(story: Story, chance: random.Random) -> Act | None:
    """Days to come count otherwise, once a notice runs over them."""
    path = path_of(story, chance, without=b"type: publicize")
    day = story.tip.day
    until = day + timedelta(20)
    line = f"date: {day}, type: publicize, by: 市水务局, since: {day}, until: {until}, where: 网站"
    added(story, chance, line, path)
    data = story.tip.files.get(CALENDAR, b"")
    made = f"workdays: [{until - timedelta(2)}]\n".encode() + data
    return Act("", "L736", CALENDAR, commit(story, chance, CALENDAR, made))


# -- disclosures, letters and settlements --------------------------------------------------------------------

_LINES = {
    DISCLOSURES: "- {{date: {day}, unit: 市水务局, where: 演示：网站}}\n",
    LETTERS: "- {{date: {day}, type: letter, by: 市整改专项组, number: 演示1号, level: letter, to: [市水务局], "
    "demand: 演示：说明原因, reply_by: {day}}}\n",
}
"""A record of each book."""


def _altered(book: str, code: str, old: str, new: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        line = _LINES[book].format(day=story.tip.day)
        files = {**story.tip.files, book: story.tip.files[book] + line.encode()}
        story.add(files, "市水务局", story.tip.day)
        head, _, last = story.tip.files[book].decode().rstrip("\n").rpartition("\n")
        made = last.replace(old, new) if old else ""
        return Act("", code, book, commit(story, chance, book, f"{head}\n{made}\n".encode()))

    tampering.__doc__ = "A disclosure or letter that was committed is another."
    return tampering


ACTS["disclosure taken out"] = _altered(DISCLOSURES, "L737", "", "")
ACTS["date of a disclosure changed"] = _altered(DISCLOSURES, "L737", "date: 20", "date: 19")
ACTS["unit of a disclosure changed"] = _altered(DISCLOSURES, "L737", "unit: 市水务局", "unit: 昆区")
ACTS["place of a disclosure changed"] = _altered(DISCLOSURES, "L737", "演示：网站", "演示：报纸")
ACTS["letter taken out"] = _altered(LETTERS, "L770", "", "")
ACTS["day of a reply put off"] = _altered(LETTERS, "L770", "reply_by: 20", "reply_by: 21")


def _misdated(book: str, days: int, code: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        line = _LINES[book].format(day=story.tip.day + timedelta(days))
        data = story.tip.files[book] + line.encode()
        return Act("", code, book, commit(story, chance, book, data))

    tampering.__doc__ = "A disclosure or letter is not of its day."
    return tampering


ACTS["disclosure dated back"] = _misdated(DISCLOSURES, -373, "L738")
ACTS["disclosure dated ahead"] = _misdated(DISCLOSURES, 30, "L739")
ACTS["letter dated back"] = _misdated(LETTERS, -373, "L771")
ACTS["letter dated ahead"] = _misdated(LETTERS, 30, "L772")


@act
def settlement_taken_out(story: Story, chance: random.Random) -> Act | None:
    """What was settled stays on record."""
    path = "data/settled.yaml"
    line = f"- {{date: {story.tip.day}, code: L703, commit: {'ab' * 20}, text: 演示, approval: 演示文号}}\n"
    commit(story, chance, path, f"settled:\n{line}".encode())
    return Act("", "L753", path, commit(story, chance, path, b"settled:\n"))


@act
def round_due_later(story: Story, chance: random.Random) -> Act | None:
    """By when a unit was to answer stays on record."""
    path = "data/rounds/2025-01.yaml"
    day = story.tip.day
    line = f"- {{date: {day}, due: {day + timedelta(7)}, units: [九原区]}}\n"
    commit(story, chance, path, f"asked:\n{line}".encode())
    later = line.replace(str(day + timedelta(7)), str(day + timedelta(70)))
    return Act("", "L773", path, commit(story, chance, path, f"asked:\n{later}".encode()))


def _of_complaint(code: str, old: str = "", new: str = "", days: int = 0) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        path, day = "data/complaints/26/D3SX202505280018.yaml", story.tip.day
        due = day + timedelta(7)
        head = f"records:\n- {{date: {day}, type: receive, by: 市整改专项组, area: 昆区, units: [昆区], due: {due}, text: 演示}}\n"
        commit(story, chance, path, head.encode())
        line = f"- {{date: {story.tip.day + timedelta(days)}, type: handle, by: 昆区, text: 演示：已查。}}\n"
        first = commit(story, chance, path, f"{head}{line}".encode())
        if days:
            return Act("", code, path, first)
        made = f"{head}{line}".replace(old.format(due=due), new.format(due=due + timedelta(30)))
        return Act("", code, path, commit(story, chance, path, made.encode()))

    tampering.__doc__ = "A record of a complaint that was committed is another, or is not of its day."
    return tampering


ACTS["day of a complaint put off"] = _of_complaint("L920", "due: {due}", "due: {due}")
ACTS["what was found out of a complaint changed"] = _of_complaint("L920", "演示：已查。", "演示：查无此事。")
ACTS["complaint dated back"] = _of_complaint("L921", days=-373)
ACTS["complaint dated ahead"] = _of_complaint("L922", days=30)


@act
def cleared_by_a_unit_made_the_office(story: Story, chance: random.Random) -> Act | None:
    """A district is the office for as long as it takes to clear."""
    before = story.tip.files[UNITS]
    made = before.replace("{name: 九原区, kind: district}".encode(), "{name: 九原区, kind: office}".encode())
    number = commit(story, chance, UNITS, made)
    added(story, chance, f"date: {story.tip.day}, type: close, by: 九原区", path_of(story, chance))
    commit(story, chance, UNITS, before)
    return Act("", "L729", UNITS, number)


@act
def policy_weakened_twice(story: Story, chance: random.Random) -> Act | None:
    """The second step is named as the first was."""
    days = int(value_of(story.tip.files[PLAN], b"\n  backdate_days: "))
    commit(story, chance, PLAN, with_setting(story.tip.files[PLAN], "backdate_days", str(days + 10)))
    data = with_setting(story.tip.files[PLAN], "backdate_days", str(days + 100))
    return Act("", "L726", PLAN, commit(story, chance, PLAN, data))
