"""The site's first page and the heads of its issues: what is urgent, what changed, and nothing contradicts itself."""

from datetime import date
from functools import cache

import pytest

from cli_tools import REPO
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.model.course import Status
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.site import render_site
from ledger.reports.site import URGENT, overview, unit_key
from sites import DAY, both, ledger_of, plain, site_of

DAYS = [date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1), DAY, date(2027, 1, 1)]


@cache
def demo() -> Ledger:
    """The demo ledger."""
    return load(read_folder(str(REPO / "examples/demo")).tree).ledger


@pytest.mark.parametrize("day", DAYS)
def test_every_urgent_issue_is_told_once(day: date) -> None:
    """The standings that want attention, the worst first; in each the longest late first."""
    judgements = Day(demo(), day).judgements
    urgent = site_of(demo(), day).urgent
    told = [(group.standing, line.issue) for group in urgent for line in group.lines]
    assert sorted(told) == sorted((j.standing, j.issue.id) for j in judgements if j.standing in URGENT)
    assert [group.standing for group in urgent] == [s for s in URGENT if s in {g.standing for g in urgent}]
    by_id = {j.issue.id: j for j in judgements}
    for group in urgent:
        assert group.total == len(group.lines)
        late = [line.days_overdue or line.days or 0 for line in group.lines]
        assert late == sorted(late, reverse=True)
        for line in group.lines:
            assert line.days_overdue == by_id[line.issue].days_overdue
            assert tuple(one.text for one in line.lead) == by_id[line.issue].baseline.responsibility.lead


def test_the_urgent_comes_before_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is late stands above every count, and only the first of very many are there."""
    made = render_site(site_of(demo()), both()[:1])["index.html"].decode()
    assert made.index("id=urgent>") < made.index("id=changes>") < made.index('id="by-status"')
    monkeypatch.setattr(overview, "_SHOWN", 2)
    site = site_of(demo())
    (behind,) = (group for group in site.urgent if group.standing == "behind")
    assert (behind.total, len(behind.lines)) == (3, 2)
    assert (
        '<a href="list.html#standing=behind">查看全部3项</a>'
        in render_site(site, both()[:1])["index.html"].decode()
    )


def test_changes_are_those_of_two_days() -> None:
    """What happened after the day, and nothing that happened on it or before."""
    changes = site_of(demo(), since=date(2025, 5, 30)).changes
    assert {one.what: set(one.issues) for one in changes.changes} == {
        "accepted": {"01", "15"},
        "withdrawn": {"07-2"},
    }
    assert site_of(demo()).changes == changes
    longer = {one.what: set(one.issues) for one in site_of(demo(), since=date(2024, 12, 30)).changes.changes}
    assert "06" in longer["relapsed"]
    assert "09" in longer["overdue"]
    assert longer["extended"] == {"05", "20"}
    assert site_of(demo(), since=DAY).changes.changes == ()


@pytest.mark.parametrize("day", DAYS)
def test_the_trend_ends_with_the_figures(day: date) -> None:
    """Each point counts what was completed on its day and not sent back since; the last is the page's figure."""
    site = site_of(demo(), day)
    assert (site.trend[-1].completed, site.trend[-1].due) == (site.overview.completed, site.overview.due)
    assert site.trend[-1].day == day
    now = Day(demo(), day).by_id
    for point in site.trend:
        then = Day(demo(), point.day).figures().done
        kept = [one for one in then if any(a.done and a.done <= point.day for a in now[one].chain.attempts)]
        assert point.completed == len(kept), point.day


STEPS = {
    "complete": {Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED},
    "accept": {Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED},
    "publicize": {Status.PUBLICIZED, Status.CLOSED},
    "close": {Status.CLOSED},
}
"""The states of a task of which a step is on record and stands."""


@pytest.mark.parametrize("public", [False, True])
def test_no_record_contradicts_the_state(public: bool) -> None:
    """A step that a relapse or a return has undone says so; every other one agrees with the state."""
    undone = set()
    for ledger in (demo(), ledger_of(9, plain)):
        for page in site_of(ledger, public=public).issues:
            steps = [line for line in page.record if line.type in STEPS and not line.state]
            for line in steps:
                undone.add(line.undone)
                if page.status != Status.WITHDRAWN and not line.undone:
                    assert page.status in STEPS[line.type], (page.id, line)
                if line.undone == "reopened":
                    assert page.reopened is not None
    assert undone == {"", "reopened", "returned"}


def test_a_reopened_issue_says_so_in_public() -> None:
    """The day is on the page, and each earlier step is marked (looks 2.3)."""
    text = render_site(site_of(demo(), public=True), both()[:1])["issues/06.html"].decode()
    assert "因反弹于2025-05-12起重新整改" in text
    assert text.count("（此后反弹，已重新整改）") == 4


def test_heads_of_issues() -> None:
    """Measures done, what is left, the latest progress and the next step are at the top; records go back in time."""
    pages = {page.id: page for page in site_of(demo()).issues}
    page = pages["06"]
    assert (page.measures_done, page.measures_owed, page.days_left) == (2, 3, 31)
    assert [measure.state for measure in page.measures] == ["open", "done", "done"]
    assert page.latest is not None
    assert (page.latest.type, page.step) == ("reopen", "complete")
    assert page.lacking
    for one in pages.values():
        days = [line.date for line in one.record]
        assert days == sorted(days, reverse=True)
    assert pages["09"].days_left is None


@pytest.mark.parametrize("name", ["昆区", "市城市管理局", "abc_1"])
def test_a_unit_is_addressed_by_its_name(name: str) -> None:
    """A harmless name is the address itself."""
    assert unit_key(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("index", "con", "lpt1", "../x", "a/b", "A", "a b", "é", "昆区 ", "昆区.", "", "x" * 41, "\udc80"),
        *("值班13900001234", "\uf900", "a\u202eb", "<b>"),
    ],
)
def test_other_names_are_told_apart_safely(name: str) -> None:
    """What a disk, an address or the public must not have is left out, and names stay apart."""
    key = unit_key(name)
    assert key != name
    assert all(c.isalnum() or c in "-_" for c in key)
    assert "13900001234" not in key
    assert len(key.encode()) < 200
    assert key not in {unit_key(other) for other in ("昆区", "a", "b", "index.", f"{name}2")}
