"""A slow model of complaints, written from docs/decisions/0011: plain values in, plain values out.

It keeps no state while it reads: for each record it looks at the list of those that counted before it.
"""

from datetime import date
from typing import Any

Json = dict[str, Any]

REPORTS = {"stage", "finish"}
OPENS = {"return"}


def effective(records: list[Json], office: str, day: date, names: dict[int, str]) -> list[tuple[int, Json]]:
    """The records that count on a day, with their places, in the order in which they count.

    ``names`` are the references of records by place.
    """
    gone = {
        place
        for one in records
        if one["type"] == "void"
        for place, name in names.items()
        if name == one["entry"]
        and records[place]["type"] != "void"
        and one["by"] in {office, _first(records, names, name)["by"]}
    }
    told = [(n, one) for n, one in enumerate(records) if n not in gone and one["type"] != "void"]
    counted: list[tuple[int, Json]] = []
    for n, one in sorted((pair for pair in told if pair[1]["date"] <= day), key=lambda pair: pair[1]["date"]):
        if fits(one, [other for _, other in counted], office):
            counted.append((n, one))
    return counted


def _first(records: list[Json], names: dict[int, str], name: str) -> Json:
    return next(one for n, one in enumerate(records) if names.get(n) == name)


def fits(one: Json, before: list[Json], office: str) -> bool:
    """Whether a record may follow those that counted before it."""
    if one["type"] == "receive":
        return not before and bool(one["by"] == office)
    if not before:
        return False
    handlers: list[str] = last(before, "units")
    if one["type"] in {"correct", "return"} and one["by"] != office:
        return False
    if one["type"] in {"handle", "stage", "finish", "disclose"} and one["by"] not in {office, *handlers}:
        return False
    where = state(before)
    if one["type"] in {"handle", "stage", "finish"} and where == "finished":
        return False
    if one["type"] in {"check", "return"} and where == "open":
        return False
    return last([*before, one], "verdict") is not None if one["type"] == "finish" else True


def last(records: list[Json], field: str) -> Any:
    """What the records say last of a field."""
    said = [one[field] for one in records if one.get(field)]
    return said[-1] if said else None


def opens(one: Json) -> bool:
    """Whether a record opens what was dealt with."""
    return bool(one["type"] == "return" or (one["type"] == "check" and one["outcome"] == "fails"))


def since_opened(records: list[Json]) -> list[Json]:
    """The records after the last one that opened it again."""
    places = [n for n, one in enumerate(records) if opens(one)]
    return records[places[-1] + 1 :] if places else records


def state(records: list[Json]) -> str:
    """未办结、阶段性办结、办结."""
    done = [one["type"] for one in since_opened(records) if one["type"] in REPORTS]
    return {"stage": "staged", "finish": "finished"}[done[-1]] if done else "open"


def limit(records: list[Json]) -> date | None:
    """The day that the office gave last: handing over, correcting, sending back."""
    found: date | None = None
    for one in records:
        if one["type"] == "receive":
            found = one.get("due")
        elif one["type"] == "correct" or opens(one):
            found = one.get("due") or found
    return found


def due(records: list[Json]) -> date | None:
    """The day by which something is owed: that of the stage where it is in stages, else the limit as it was when
    the complaint was last open."""
    stages = [n for n, one in enumerate(records) if one["type"] == "stage"]
    opened = [n for n, one in enumerate(records) if opens(one)]
    if stages and (not opened or stages[-1] > opened[-1]):
        return records[stages[-1]].get("due")
    return limit(records)


def told(records: list[Json], office: str, day: date, names: dict[int, str]) -> Json:
    """All that is asked of a complaint on a day."""
    pairs = effective(records, office, day, names)
    mine = [one for _, one in pairs]
    if not mine:
        return {"received": False}
    where = state(mine)
    finished = [one["date"] for one in since_opened(mine) if one["type"] == "finish"]
    day_owed = due(mine)
    return {
        "received": True,
        "places": [n for n, _ in pairs],
        "state": where,
        "verdict": last(mine, "verdict"),
        "units": list(last(mine, "units")),
        "area": last(mine, "area"),
        "late": 0 if where == "finished" or day_owed is None else max((day - day_owed).days, 0),
        "in_time": bool(finished) and limit(mine) is not None and finished[-1] <= limit(mine),
        "returns": sum(map(opens, mine)),
        "ordered": sum(one.get("ordered") or 0 for one in mine),
    }
