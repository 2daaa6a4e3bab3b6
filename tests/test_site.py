"""The web site: figures that add up, the same bytes, nothing public that is not listed, nothing that runs."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jinja2
import pytest
from lxml import etree

from cli_tools import REPO, Result, Terminal, clean_environment, run_cli
from counting import calls
from ledger.cli import terminal
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.judging.status import Judgement
from ledger.model.entries import BY_TYPE, ENTRIES
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering import site as rendering
from ledger.rendering.outline import spoken
from ledger.rendering.site import LABELS, PHRASES, SUMS, render_site, site_files
from ledger.rendering.site.lean import lean
from ledger.rendering.site.tables import TABLES
from ledger.reports.facts import FACTS
from ledger.reports.site import CHARTS, PUBLIC, PUBLIC_ENTRIES, EntryLine, IssuePage, Name, front, published
from ledger.reports.site import pages as held
from profiles import by_profile, large, large_but
from sites import (
    DAY,
    HIDDEN_TEXTS,
    PAYLOADS,
    PUBLIC_TEXTS,
    both,
    canary,
    dated,
    entries,
    judged,
    ledger_of,
    payload,
    plain,
    site_of,
)
from synthetic import make

TEMPLATES = REPO / "src/ledger/rendering/templates/site"
DEMO = REPO / "examples/demo"
DAYS = [date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1), DAY, date(2027, 1, 1)]


@cache
def demo() -> Ledger:
    """The demo ledger."""
    return load(read_folder(str(DEMO)).tree).ledger


@cache
def pages(*, public: bool) -> dict[str, str]:
    """The demo's pages in both languages."""
    made = render_site(site_of(demo(), public=public), both())
    return {path: content.decode() for path, content in made.items() if path.endswith(".html")}


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def values(self, *names: str) -> Iterator[str]:
        """The values of the attributes of these names."""
        for _, attributes in self.tags:
            yield from (value or "" for name, value in attributes if name in names)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Tags and names of attributes in order."""
        return [(tag, tuple(name for name, _ in attributes)) for tag, attributes in self.tags]


# --- figures -------------------------------------------------------------------------------------


def slow_overview(judgements: list[Judgement], day: date) -> dict[str, int]:
    """The figures counted one by one from the records themselves."""

    def count(*kinds: str) -> int:
        return sum(1 for j in judgements if j.status.value in kinds)

    def done(j: Judgement) -> bool:
        return j.status.value in {"completed", "accepted", "publicized", "closed"}

    there = [j for j in judgements if j.status.value != "withdrawn"]
    late = [j for j in there if j.due is not None and j.due < day and not done(j)]
    due = [j for j in there if j.due is not None and j.due <= day]
    first = [j.chain.attempts[0].first_due for j in there if done(j)]
    return {
        "total": len(judgements),
        "completed": count("completed", "accepted", "publicized", "closed"),
        "accepted": count("accepted", "publicized", "closed"),
        "closed": count("closed"),
        "open": count("not_started", "in_progress"),
        "withdrawn": count("withdrawn"),
        "overdue": len(late),
        "due": len(due),
        "due_done": sum(map(done, due)),
        "due_in_time": sum(1 for j in due if j.completed and j.due and j.completed <= j.due),
        "early": sum(1 for one in first if one is not None and one > day),
        "immediate": sum(j.baseline.deadline.immediate for j in there),
        "sustained_done": sum(j.baseline.deadline.sustained and done(j) for j in there),
    }


@pytest.mark.parametrize("day", DAYS)
def test_figures_are_those_of_a_slow_count(day: date) -> None:
    """The sentence's figures are counted from the judgements in another way."""
    for ledger in (demo(), ledger_of(9, plain)):
        figures = site_of(ledger, day).overview
        wanted = slow_overview(judged(ledger, day), day)
        assert {name: getattr(figures, name) for name in wanted} == wanted
        assert figures.completed + figures.open + figures.withdrawn == figures.total
        assert figures.closed <= figures.accepted <= figures.completed
        assert figures.overdue <= figures.open
        assert figures.due_in_time <= figures.due_done <= figures.due


def test_figures_are_those_of_the_report() -> None:
    """The site has no counting of its own: what it says is what every report says."""
    day = Day(demo(), DAY)
    figures, shown = day.figures(), site_of(demo()).overview
    assert (shown.rate, shown.due_rate, shown.in_time_rate) == tuple(figures.rates().values())
    assert shown.extended == len(figures.extended)


@pytest.mark.parametrize("day", DAYS)
def test_charts_add_up(day: date) -> None:
    """The groups of every chart make up the total, in every column."""
    site = site_of(demo(), day)
    assert [chart.by for chart in site.charts] == list(CHARTS)
    for chart in site.charts:
        for name in ("total", "completed", "overdue", "withdrawn", "rest"):
            assert sum(getattr(group, name) for group in chart.groups) == getattr(chart.total, name)
        assert all(group.rest >= 0 for group in chart.groups)
        figures = site.overview
        said = (chart.total.total, chart.total.completed, chart.total.overdue)
        assert said == (figures.total, figures.completed, figures.overdue)


def roles(judgement: Judgement, ledger: Ledger) -> tuple[set[str], set[str], set[str]]:
    """Who leads, supports (who does a measure does so) and accepts, groups expanded."""
    baseline, members = judgement.baseline, ledger.units.members
    lead = set(members(baseline.responsibility.lead))
    doing = {name for measure in baseline.measures for name in members(measure.by)}
    doing |= {name for held in judgement.chain.assigned.values() for name in held}
    return (
        lead,
        {*members(baseline.responsibility.support), *doing} - lead,
        set(members(baseline.acceptance.units)),
    )


def test_units_hold_what_they_owe() -> None:
    """A unit's lists are those of a slow look at every issue; what is late comes first, and only where it is owed."""
    ledger = demo()
    day = Day(ledger, DAY)
    site = site_of(ledger)
    assert {unit.name for unit in site.units} == set(ledger.units.units)
    for unit in site.units:
        for shown, role in ((unit.leads, 0), (unit.supports, 1), (unit.accepts, 2)):
            wanted = [j.issue.id for j in day.judgements if unit.name in roles(j, ledger)[role]]
            assert list(shown) == wanted, unit.name
        late = [debt for debt in day.late() if unit.name in debt.units]
        shown_late = [line for line in unit.debts if line.days is not None]
        assert [(line.issue, line.due) for line in shown_late] == [(d.obligation.issue, d.due) for d in late]
        assert list(unit.debts)[: len(shown_late)] == shown_late
        assert unit.late == len(late)
        for line in unit.debts:
            assert unit.name in {u for o in day.by_id[line.issue].obligations for u in o.owed_by}
        for done in unit.done:
            assert done.day <= DAY
    assert any(unit.done for unit in site.units)


def lived(changes: dict[str, list[dict[str, Any]]]) -> Ledger:
    """The demo with other entries in some issues."""
    issues = []
    for issue in demo().issues:
        if issue.id in changes:
            read = ENTRIES.validate_python(dated(changes[issue.id]))
            issues.append(issue._replace(entries=read))
        else:
            issues.append(issue)
    return demo()._replace(issues=tuple(issues))


def test_a_share_that_is_done_is_owed_no_more() -> None:
    """Of a target for each unit the page names who has reached it and who has not, with readings."""
    each = {"type": "progress", "date": "2025-03-01", "readings": [{"target": 2, "value": 1}]}
    ledger = lived({"20": [{**each, "by": "昆区"}, {**each, "by": "青山区"}]})
    site = site_of(ledger)
    target = next(page for page in site.issues if page.id == "20").targets[1]
    assert {one.text for one in target.reached_by} >= {"昆区", "青山区"}
    missing = {one.text: value for one, value in target.missing}
    assert "石拐区" in missing
    assert missing["石拐区"] is None
    assert "昆区" not in missing
    public = next(page for page in site_of(ledger, public=True).issues if page.id == "20").targets[1]
    assert (public.reached_by, public.missing, public.said) == ((), (), None)


def test_a_figure_that_is_not_yet_due_is_never_missed() -> None:
    """Without a reading there is no data; before its day nothing is called 未达到 (J29)."""
    (target, *_) = next(page for page in site_of(demo()).issues if page.id == "20").targets
    assert target.reading is None
    assert target.said is not None
    assert both()[0](target.said.key) == "暂无数据／未到期"
    late = next(page for page in site_of(demo(), date(2026, 1, 1)).issues if page.id == "20").targets[0]
    assert late.said is not None
    assert late.said.key == "site.met_due"


def test_a_relapse_is_an_attempt_of_its_own() -> None:
    """What was in time stays in time; the new attempt has its own due day (J15)."""
    for public in (False, True):
        page = next(page for page in site_of(demo(), public=public).issues if page.id == "06")
        first, second = page.attempts
        assert (first.standing, first.completed, first.closed) == (
            "met",
            date(2024, 12, 25),
            date(2025, 1, 21),
        )
        assert (second.begin, second.due, second.undetermined) == (
            date(2025, 5, 12),
            date(2025, 7, 31),
            False,
        )
        assert page.days_overdue is None
        assert (page.standing, page.status) == ("relapsed", "in_progress")
        assert "reopen" in {line.type for line in page.record}
        text = render_site(site_of(demo(), public=public), both()[:1])["issues/06.html"].decode()
        assert "重新整改" in text
        assert "逾期" not in "".join(Page(text).said)
    urgent = {group.standing: {line.issue for line in group.lines} for group in site_of(demo()).urgent}
    assert "06" in urgent["relapsed"]
    assert "06" not in urgent["overdue"]


def test_the_sentence_says_the_figures() -> None:
    """The overview begins with the standard sentence, in both languages."""
    words = " ".join(Page(pages(public=False)["index.html"]).said)
    figures = site_of(demo()).overview
    kept = figures.total - figures.withdrawn  # the rate is of these, and the sentence says so
    assert figures.rate is not None
    assert round(100 * figures.completed / kept, 1) == float(figures.rate)
    said = f"方案明确的{figures.total}项整改任务中，已终止1项，其余{kept}项已完成8项（完成率{figures.rate}%），其中通过验收6项（含已销号4项）"
    assert said in words
    assert "其中逾期1项" in words
    assert "到期任务完成率83.3%" in words
    assert "按期完成率50.0%" in words
    english = " ".join(Page(pages(public=False)["en/index.html"]).said)
    assert (
        f"1 of {figures.total} tasks has been withdrawn; 8 of the other {kept} are completed ({figures.rate}%)"
        in english
    )


def test_about_tells_day_and_settings() -> None:
    """The page About says the day, the revision, how things are counted and whose the thresholds are."""
    site = site_of(demo(), revision="ab" * 20)
    text = " ".join(Page(render_site(site, both()[:1])["about.html"].decode()).said)
    for said in ("2025-06-30", "ab" * 20, "立行立改4项", "长期坚持4项", "本单位设定", "30天", "3个月"):
        assert said in text
    public = " ".join(Page(pages(public=True)["about.html"]).said)
    assert "提交" not in public
    assert "本单位设定" in public


def test_an_empty_ledger_has_a_site() -> None:
    """No issue, no unit, no plan: the pages are there."""
    empty = demo()._replace(plan=None, issues=())
    made = render_site(site_of(empty, partial=True), both())
    assert {"index.html", "list.html", "about.html", "en/index.html"} <= set(made)
    assert "本站内容不完整" in made["index.html"].decode()


# --- pages ---------------------------------------------------------------------------------------


def resolve(path: str, target: str) -> str:
    """The file that a link on the page ``path`` leads to."""
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("public", [False, True])
def test_links_lead_to_pages(public: bool) -> None:
    """Every link leads to a file of the site or to an anchor on it, and every page is linked to."""
    made = pages(public=public)
    assets = {f"assets/{name}" for name in ("style.css", "wall.css", "list.js", "texts.js", "page.js")}
    reached: set[str] = set()
    for path, text in made.items():
        page = Page(text)
        anchors = set(page.values("id"))
        assert len(anchors) == len(list(page.values("id"))), path
        for target in page.values("href", "src"):
            file, _, anchor = target.partition("#")
            if file:
                found = resolve(path, unquote(file))
                assert found in made or found in assets, (path, target)
                reached.add(found)
                if anchor and file != "list.html":
                    assert anchor in Page(made[found]).values("id"), (path, target)
                elif anchor:
                    key, _, value = unquote(anchor).partition("=")
                    assert value
                    assert key in Page(made[found]).values("name")
            else:
                assert anchor in anchors, (path, target)
        for name in page.values("aria-labelledby", "for"):
            assert set(name.split()) <= anchors, (path, name)
    assert reached == set(made) | assets


@pytest.mark.parametrize("public", [False, True])
def test_nothing_is_asked_from_elsewhere(public: bool) -> None:
    """No address has a scheme, a host or a leading slash; no file names a machine's folder."""
    for path, content in render_site(site_of(demo(), public=public), both()).items():
        text = content.decode()
        assert not re.search(r"(?:src|href|url|action|data|@import)\s*[=(]\s*[\"']?(?:[a-z]+:|/)", text), path
        assert "http:" not in text
        assert "https:" not in text
        assert str(REPO) not in text
        assert "://" not in text


def test_nothing_runs_inline() -> None:
    """No inline script, style or handler; scripts only where they have work; the policy is on every page."""
    for path, text in pages(public=False).items():
        page = Page(text)
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        wanted = 3 if path.endswith("list.html") else 0 if path.endswith(("about.html", "wall.html")) else 1
        assert len(scripts) == wanted, path
        assert all(dict(attributes).get("src") for attributes in scripts)
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"style", "iframe", "object", "embed", "base", "img", "animate", "foreignobject"}
        names = {name for _, attributes in page.tags for name, _ in attributes}
        assert not {name for name in names if name.startswith("on") or name == "style"}
        assert "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'" in text


@pytest.mark.parametrize("public", [False, True])
def test_pages_have_the_bones_that_readers_need(public: bool) -> None:
    """One h1, landmarks, language, a skip link; tables with captions and heads, controls with labels."""
    for path, text in pages(public=public).items():
        page = Page(text)
        tags = [tag for tag, _ in page.tags]
        assert tags.count("h1") == 1, path
        assert tags.count("main") == tags.count("header") == tags.count("footer") == 1
        assert {"header", "main", "footer", "nav"} <= set(tags)
        language = dict(page.tags[0][1])["lang"]
        assert language == ("en" if path.startswith("en/") else "zh-CN")
        assert ("a", (("class", "skip"), ("href", "#main"))) in page.tags
        assert tags.count("table") == tags.count("caption"), path
        assert all(dict(attributes).get("scope") for tag, attributes in page.tags if tag == "th"), path
        controls = [dict(a)["id"] for tag, a in page.tags if tag in {"input", "select"}]
        assert set(controls) <= set(page.values("for")), path
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert all(b - a <= 1 for a, b in pairwise(levels)), path
        for _, attributes in page.tags:
            if dict(attributes).get("role") == "img":
                assert {"aria-labelledby", "title"} & set(dict(attributes)) or path.endswith("wall.html")


def test_the_list_is_complete_without_script() -> None:
    """Every issue is a row, the filters are hidden until the script shows them."""
    text = pages(public=False)["list.html"]
    page = Page(text)
    rows = [
        attributes for tag, attributes in page.tags if tag == "tr" and dict(attributes).get("data-status")
    ]
    assert len(rows) == len(demo().issues)
    (box,) = (dict(attributes) for tag, attributes in page.tags if tag == "details")
    assert "hidden" in box
    assert text.index("<details") < text.index("<form") < text.index("</form>") < text.index("</details>")
    assert "<noscript>" in text


def test_templates_use_each_label_and_no_other() -> None:
    """What the renderer hands to templates is what these use."""
    text = "".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.html")))
    used = set(re.findall(r"\bt\.([a-z_]+)", text))
    given = {key.removeprefix("site.") for key in LABELS}
    pieces = (REPO / "src/ledger/rendering/site/pieces.py").read_text("utf-8")
    made = set(re.findall(r'words\("site\.([a-z_]+)"', pieces))
    used |= made & given
    assert used == given | {"day", "join", "total", "revision"}
    said = set(re.findall(r'say\("(site\.[a-z_]+)"', text))
    said |= {f"site.{key}" for key in made - given}
    said -= {"site.node_"}
    said -= {"site.undone_", "site.letter_"}
    said |= {f"site.node_{state}" for state in ("done", "done_late", "late", "open", "withdrawn")}
    said |= {f"site.undone_{why}" for why in ("reopened", "returned")}
    said |= {f"site.letter_{state}" for state in ("replied", "owed", "late", "none")}
    assert said == set(PHRASES)
    assert "|safe" not in text
    assert "Markup" not in text


# --- bytes ---------------------------------------------------------------------------------------

_DIGEST = """
import sys
from datetime import date
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
from ledger.folder import read_folder
from ledger.reading.load import load
from ledger.rendering.site import render_site
from sites import both, site_of
ledger = load(read_folder(sys.argv[2]).tree).ledger
made = render_site(site_of(ledger), both())
print(sha256(repr(list(made.items())).encode()).hexdigest())
"""


@large
def test_the_same_bytes_every_time() -> None:
    """Neither the seed of hashes nor the locale changes a byte."""
    digests = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4711", "zh_CN.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-c", _DIGEST, str(REPO / "tests"), str(DEMO)],
            env=clean_environment({"PYTHONHASHSEED": seed, "LC_ALL": locale}),
            capture_output=True,
            check=True,
            timeout=600,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_the_sums_are_those_of_the_files() -> None:
    """The list of checksums names every other file."""
    made = render_site(site_of(demo()), both())
    listed = {
        path: digest for digest, path in (line.split("  ") for line in made[SUMS].decode().splitlines())
    }
    assert listed == {path: sha256(data).hexdigest() for path, data in made.items() if path != SUMS}


# --- public --------------------------------------------------------------------------------------


def hidden(k: int, field: str) -> str:
    """Canaries in what is for the office, harmless text in the rest."""
    return canary(k, field) if field in HIDDEN_TEXTS else plain(k, field)


def test_public_pages_hold_no_canary() -> None:
    """Free text of every field that is not published is in no byte of the public site."""
    ledger = ledger_of(9, hidden)
    made = render_site(site_of(ledger, public=True, revision="cafe" * 10), both())
    for path, content in made.items():
        text = content.decode()
        assert "CANARY" not in text, path
        assert "cafecafe" not in text, path
        assert "data/issues" not in text, path
        assert "000000000000" not in text, path
        for word in ("督办", "责任追究", "未达到序时进度", "提醒函", "督办函"):
            assert word not in text.replace("督办和追责", ""), (path, word)


def test_a_public_site_has_no_page_of_a_unit_that_nothing_names() -> None:
    """It is in no byte of the public site; the office sees it; who takes part in a task stays."""
    tree = read_folder(str(REPO / "tests" / "cases" / "check" / "base")).tree
    extra = "  某暗访组: {name: 示例市某暗访组全称, kind: government}\ngroups:\n"
    tree["data/units.yaml"] = tree["data/units.yaml"].replace(b"groups:\n", extra.encode())
    ledger = load(tree).ledger
    open_pages = render_site(site_of(ledger, public=True), both())
    for path, content in open_pages.items():
        assert "暗访组" not in path + content.decode(), path
    for name in ("市水务局", "市城市管理局", "东河区", "九原区"):
        assert f"units/{name}.html" in open_pages
    assert "units/某暗访组.html" in render_site(site_of(ledger), both())


def test_the_canaries_sing() -> None:
    """On the pages for the office the same texts are there, so the test above can fail."""
    ledger = ledger_of(9, hidden)
    text = "".join(c.decode() for c in render_site(site_of(ledger), both()[:1]).values())
    seen = {field for field in HIDDEN_TEXTS if canary(0, field) in text or canary(3, field) in text}
    never = {"plan.issuer", "plan.preamble", "plan.heading", "plan.unrecognised", "alias", "bodies"}
    assert seen == HIDDEN_TEXTS - never - {"disclosure.where", "disclosure.text"}


def test_public_pages_hold_what_is_published() -> None:
    """The official text is on the public pages."""
    text = "".join(
        c.decode() for c in render_site(site_of(ledger_of(9, canary), public=True), both()[:1]).values()
    )
    seen = {field for field in PUBLIC_TEXTS if canary(0, field) in text}
    assert seen == PUBLIC_TEXTS


def test_public_entries_are_of_listed_types() -> None:
    """Only entries of types that say so, and are in effect, are public, with date, type and unit alone."""
    site = site_of(ledger_of(9, plain), public=True)
    whole = site_of(ledger_of(9, plain))
    assert {line.type for page in whole.issues for line in page.record} > set(PUBLIC_ENTRIES)
    lines = [line for page in site.issues for line in page.record]
    assert {line.type for line in lines} == set(PUBLIC_ENTRIES)
    for line in lines:
        assert line == EntryLine(line.date, line.type, line.by, undone=line.undone)
    assert {"reopen", "withdraw"} < PUBLIC_ENTRIES
    assert not {"supervise", "account", "progress", "object", "reject", "inspect"} & PUBLIC_ENTRIES
    refused = [line for page in whole.issues for line in page.record if line.state == "refused"]
    assert {line.type for line in refused} >= {"accept"}
    assert sum(page.record == () for page in site.issues) < 9


def test_the_public_wall_chart_tells_no_notice() -> None:
    """Neither notices nor the days of milestones are on it; the days of completion are."""
    whole, public = (site_of(ledger_of(9, plain), public=one).timeline for one in (False, True))
    assert any(span.notice for row in whole.rows for span in row.attempts)
    assert any(node.done for row in whole.rows for node in row.milestones)
    assert not any(span.notice for row in public.rows for span in row.attempts)
    assert not any(node.done for row in public.rows for node in row.milestones)
    for shown, row in zip(public.rows, whole.rows, strict=True):
        assert [span.completed for span in shown.attempts] == [span.completed for span in row.attempts]
    assert {field.name for field in fields(public)} == {
        *("title", "by", "groups", "since", "until", "as_of", "issued", "partial"),
    }


def test_the_builder_takes_every_type() -> None:
    """The ledger of these tests has entries of every type but void."""
    made = {entry["type"] for entry in entries(0, plain, "甲", "乙", "办")}
    assert made == set(BY_TYPE) - {"void"}


def test_a_field_that_is_not_listed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking a field off the list takes it out of the data; a type that is not listed is an error."""
    site = site_of(demo(), public=True)
    assert published(site) == site
    assert site.revision is None
    page = replace(site.issues[0], review=DAY, others=(("电话", "13800000000"),))
    assert published(page) == site.issues[0]
    name = Name("昆区", "k")
    monkeypatch.setitem(PUBLIC, Name, PUBLIC[Name] - {"key"})
    assert published(name) == Name("昆区")
    monkeypatch.delitem(PUBLIC, Name)
    with pytest.raises(KeyError):
        published(name)


def test_the_list_names_fields_that_are_there() -> None:
    """Every name on the list is a field, and every type of page data is on it but debts, duties, promises, letters, complaints, and who owes by another day."""
    for kind, names in PUBLIC.items():
        assert names <= {field.name for field in fields(kind)}, kind
    named = {**vars(front), **vars(held)}
    kinds = {kind for kind in named.values() if isinstance(kind, type) and is_dataclass(kind)}
    assert {kind.__name__ for kind in kinds - set(PUBLIC)} == {
        *("DebtLine", "DoneLine", "DutyLine", "MovedLine", "PromiseLine", "LetterLine", "Proof", "Timeline"),
        "CaseLine",
    }


# --- payloads ------------------------------------------------------------------------------------


TRIED = by_profile(fast=40, ci=len(PAYLOADS))
"""How many of the payloads."""


@cache
def shapes(*, hostile: bool, public: bool) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Tags and attributes of each page of a ledger of payloads, or of harmless text."""
    text = payload if hostile else plain
    ledger = ledger_of(TRIED, lambda k, field: text(k * 7, field))  # prime to their number: all sorts of them
    made = render_site(site_of(ledger, public=public), both()[1:])
    found = {}
    drawn = ((path, data) for path, data in made.items() if path.endswith(".html"))
    for n, (path, data) in enumerate(drawn):
        shape = Page(data.decode()).shape
        # columns of the drawing are as wide as their texts, and left out when too wide
        if path == "wall.html":
            found[path] = sorted(set(shape))
        else:
            found[str(n)] = shape  # pages of units are named by what the unit is called
    return found


@pytest.mark.parametrize("public", large_but([False], [False, True]))
def test_payloads_change_no_tag(public: bool) -> None:
    """200 payloads in every text field: each page has the tags and attributes that harmless text gives it."""
    assert len(set(PAYLOADS)) == 200
    hostile, harmless = shapes(hostile=True, public=public), shapes(hostile=False, public=public)
    assert len(hostile) == len(harmless) > 2 * TRIED
    clipped = {("text", ("x", "y", "clip-path"))}  # whoever knows how wide a font has it
    assert set(hostile.pop("wall.html")) <= set(harmless.pop("wall.html")) | clipped
    differing = [path for path, shape in hostile.items() if shape != harmless[path]]
    assert differing == []


@large
@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("site/issue.html", "{{ words }}"),
        ("site/issue.html", "{{ line.text }}"),
        ("site/row.html", "{{ issue.title }}"),
        ("site/list.html", "{{ issue.problem }}"),
        ("site/base.html", "{{ site.title or t.untitled }}"),
    ],
)
def test_a_template_that_does_not_escape_is_caught(
    template: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``|safe`` in one place the test above fails."""
    spoil(monkeypatch, template, place)
    hostile = site_of(ledger_of(16, payload))
    harmless = site_of(ledger_of(16, plain))
    made = [
        [
            Loose(text.decode()).shape
            for path, text in render_site(site, both()[1:]).items()
            if path.endswith(".html")
        ]
        for site in (hostile, harmless)
    ]
    assert made[0] != made[1]


class Loose(Page):
    """A page that may hold comments."""

    def handle_comment(self, data: str) -> None:
        self.tags.append((f"!--{data}", ()))


def spoil(monkeypatch: pytest.MonkeyPatch, template: str, place: str) -> None:
    """Let a template put out a text as it is."""
    source = (TEMPLATES.parent / template).read_text("utf-8")
    assert place in source
    inner = place.strip("{} ")
    changed = source.replace(place, f"{{{{ ({inner})|safe }}}}")
    environment = rendering.environment_of()
    assert environment.loader is not None
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({template: changed}), environment.loader])
    spoilt = environment.overlay(loader=loader)
    spoilt.cache = {}
    monkeypatch.setattr(rendering, "environment_of", lambda: spoilt)


def test_texts_are_shown_as_typed() -> None:
    """What a payload says can be read on the page."""
    made = render_site(site_of(ledger_of(8, payload)), both()[:1])
    for k in range(8):
        said = "".join(Page(made[f"issues/{k + 1:04}.html"].decode()).said)
        assert said.count(PAYLOADS[k]) >= 10, k


# --- command -------------------------------------------------------------------------------------


def made_in(folder: Path, *more: str) -> Result:
    """Run the command on the demo."""
    return run_cli("site", str(folder), "-C", str(DEMO), "--as-of", "2025-06-30", *more)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_command_writes_the_site(tmp_path: Path) -> None:
    """Both languages where they are asked for, the run's at the top; a second run changes nothing."""
    done = made_in(tmp_path / "out", "--lang", "both")
    assert done.code == 0, done.err
    assert done.out == ""
    made = tree(tmp_path / "out")
    assert made == render_site(site_of(demo()), both())
    assert made_in(tmp_path / "out", "--lang", "both").code == 0
    assert tree(tmp_path / "out") == made
    assert "index.html" in done.err


@pytest.mark.parametrize(
    ("more", "top", "other"),
    [
        ((), "zh-CN", None),
        (("--lang", "both"), "zh-CN", "en"),
        (("--lang=both",), "zh-CN", "en"),
        (("--lang", "zh"), "zh-CN", None),
        (("--lang", "en"), "en", None),
    ],
)
def test_languages(more: tuple[str, ...], top: str, other: str | None, tmp_path: Path) -> None:
    """``--lang`` takes one language or both; without it the pages are in the language of the run."""
    assert made_in(tmp_path / "out", *more).code == 0
    text = (tmp_path / "out/index.html").read_text("utf-8")
    assert f'<html lang="{top}">' in text
    assert (tmp_path / "out/en").exists() == (other == "en")
    assert ('hreflang="' in text) == (other is not None)


def test_the_language_of_the_run_is_at_the_top(tmp_path: Path) -> None:
    """An English run writes the Chinese pages below."""
    more = ("-C", str(DEMO), "--lang", "both")
    done = run_cli("site", str(tmp_path / "out"), *more, env={"LEDGER_LANG": "en"})
    assert done.code == 0
    assert '<html lang="en">' in (tmp_path / "out/index.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in (tmp_path / "out/zh/index.html").read_text("utf-8")


def test_both_is_for_the_site_alone(tmp_path: Path) -> None:
    """Other commands speak one language; nonsense is refused here too."""
    assert run_cli("overdue", "-C", str(DEMO), "--lang", "both").code == 2
    assert made_in(tmp_path / "out", "--lang", "fr").code == 2
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Nothing is written among other files unless forced; these stay."""
    other = tmp_path / "out" / "notes" / "mine.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine", "utf-8")
    done = made_in(tmp_path / "out")
    assert done.code == 2
    assert "notes/mine.txt" in done.err
    assert set(tree(tmp_path / "out")) == {"notes/mine.txt"}
    assert made_in(tmp_path / "out", "--force").code == 0
    assert other.read_text("utf-8") == "mine"
    assert (tmp_path / "out/index.html").exists()
    assert made_in(tmp_path / "out").code == 2


def test_a_page_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    """A file of ours that is no longer what we wrote counts as another's."""
    assert made_in(tmp_path / "out").code == 0
    page = tmp_path / "out/about.html"
    page.write_text("changed", "utf-8")
    assert made_in(tmp_path / "out").code == 2
    assert page.read_text("utf-8") == "changed"
    assert made_in(tmp_path / "out", "--force").code == 0
    assert page.read_text("utf-8") != "changed"


def test_pages_that_are_no_more_are_taken_away(tmp_path: Path) -> None:
    """A site in one language over one in both, a public one over one for the office."""
    assert made_in(tmp_path / "out", "--lang", "both").code == 0
    assert made_in(tmp_path / "out", "--lang", "zh", "--public").code == 0
    assert tree(tmp_path / "out") == render_site(site_of(demo(), public=True), both()[:1])
    assert "督办函" not in "".join(data.decode() for data in tree(tmp_path / "out").values())


def test_a_list_of_sums_names_only_what_is_there(tmp_path: Path) -> None:
    """Checksums that lead out of the folder, or to what is not there, do nothing."""
    outside = tmp_path / "outside.txt"
    outside.write_text("x", "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    digest = sha256(b"x").hexdigest()
    lines = [f"{digest}  ../outside.txt", f"{digest}  {outside}", f"{digest}  gone.txt", "nonsense"]
    (folder / SUMS).write_text("\n".join(lines), "utf-8")
    assert made_in(folder).code == 0
    assert outside.read_text("utf-8") == "x"


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one file cannot be written, none is."""
    from ledger.writing import aside as hidden
    from ledger.writing import files

    real = hidden.write_aside

    def failing(aside: str, new: bytes, mode: int | None, **how: bool) -> None:
        if "list.html" in aside:
            raise OSError(28, "No space left on device")
        real(aside, new, mode, **how)

    monkeypatch.setattr(files, "write_aside", failing)
    done = made_in(tmp_path / "out")
    assert done.code == 2
    assert tree(tmp_path) == {}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder(kind: str, tmp_path: Path) -> None:
    """A file in the place of the folder is refused; a link inside counts as another's file."""
    target = tmp_path / "out"
    if kind == "file":
        target.write_text("x", "utf-8")
    else:
        target.mkdir()
        (target / "index.html").symlink_to(tmp_path / "elsewhere.html")
    assert made_in(target).code == 2
    assert not (tmp_path / "elsewhere.html").exists()


def test_a_broken_ledger_is_said_to_be(tmp_path: Path) -> None:
    """With a file that cannot be read the site says that it is not complete, and so does the exit code."""
    import shutil

    shutil.copytree(DEMO, tmp_path / "demo")
    (tmp_path / "demo/data/issues/02.yaml").write_text("{", "utf-8")
    done = run_cli("site", str(tmp_path / "out"), "-C", str(tmp_path / "demo"))
    assert done.code == 1
    assert "本站内容不完整" in (tmp_path / "out/list.html").read_text("utf-8")


def test_progress_is_for_terminals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets the last line only; a terminal sees how far it has come, and no trace of it stays."""
    quiet = made_in(tmp_path / "out")
    assert quiet.err.count("\n") == 1
    assert "\r" not in quiet.err
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    for kind, written in (("dumb", ""), ("xterm", "\r甲 1/2\x1b[K\r甲\x1b[K\r\x1b[K")):
        monkeypatch.setenv("TERM", kind)
        with terminal.progress() as tell:
            for text in ("甲 1/2", "甲"):
                tell(text)
        assert screen.getvalue() == written


def test_an_issue_costs_little_on_paper_and_in_work(tmp_path: Path) -> None:
    """What a page has beside the words that are read on it, and how many calls one more issue makes."""
    work: dict[int, int] = {}
    pages: dict[str, bytes] = {}
    sizes: list[dict[bool, int]] = []
    for count in (40, 80):
        make(tmp_path / str(count), count)
        ledger = load(read_folder(str(tmp_path / str(count))).tree).ledger
        pages = render_site(site_of(ledger), both())  # templates are compiled once
        work[count] = calls(lambda ledger=ledger: render_site(site_of(ledger), both()))  # type: ignore[misc]
        foreign = {path: path.startswith("en/") for path in pages if path.endswith(".html")}
        sizes.append(
            {
                kind: sum(len(pages[path]) for path in foreign if foreign[path] is kind)
                for kind in (False, True)
            }
        )
    told = [page for path, page in pages.items() if "issues/" in path]
    assert len(told) == 160
    beside = [len(page) - len("".join(Page(page.decode()).said).encode()) for page in told]
    assert sum(beside) / len(told) < 3_400
    for below in ("", "en/"):
        assert len(pages[f"{below}list.html"]) / 80 < 800
        assert len(pages[f"{below}wall.html"]) / 80 < 1_550
    assert len(pages["assets/texts.js"]) / 80 < 800
    # one more issue, with its rows on pages of units, which are full at some hundred
    assert all((sizes[1][kind] - sizes[0][kind]) / 40 < 12_500 for kind in (False, True))
    assert (work[80] - work[40]) / 40 < 27_000


def test_a_template_is_lean_and_says_the_same() -> None:
    """End tags that the parser puts in and quotes around plain words go; what is in braces stays."""
    full = '<ul class="a b">\n<li id="x">{{ say("site.on", day="</li>") }}</li>\n</ul><p class="y">{% if z == "q" %}</p>'
    assert (
        lean(full)
        == '<ul class="a b">\n<li id=x>{{ say("site.on", day="</li>") }}\n</ul><p class=y>{% if z == "q" %}</p>'
    )
    for path in sorted(TEMPLATES.glob("*.html")):
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        made, wanted = (html_tree(text) for text in (lean(source), source))
        assert made == wanted, path.name


def html_tree(text: str) -> list[Any]:
    """The elements as a browser has them, with their attributes and words."""
    root = etree.fromstring(text, etree.HTMLParser())
    return [
        (one.tag, dict(one.attrib), (one.text or "").strip())
        for one in root.iter()
        if one.tag is not etree.Comment
    ]


def test_a_text_that_fonts_may_make_wide_is_clipped() -> None:
    """Chinese and ASCII are as wide as reckoned; what a font draws as it likes stays in its column."""
    for text, clipped in (("整改任务（一）ABC 1", False), ("\ufdfd\u2e3b", True)):
        ledger = ledger_of(2, lambda k, field, text=text: text if field == "title" else plain(k, field))  # type: ignore[misc]
        wall = render_site(site_of(ledger), both()[:1])["wall.html"].decode()
        assert ("clip-path=" in wall) is clipped


def test_narrow_screens_are_told_the_heads_of_cells() -> None:
    """Each cell of a long table has its head in the style sheet, in every language of the pages."""
    files = render_site(site_of(demo()), both())
    style = files["assets/style.css"].decode()
    for words in both():
        for name, columns in TABLES.items():
            for n, column in enumerate(columns, 1):
                rule = f"html:lang({words.tag}) .of-{name} tbody > tr > :nth-child({n})::before"
                assert f'{rule} {{ content: "{words(column.key)}"; }}' in style
    for path, content in files.items():
        if path.endswith(".html"):
            cells = row_lengths(content.decode())
            assert all(found == {len(TABLES[name])} for name, found in cells.items()), path


def row_lengths(text: str) -> dict[str, set[int]]:
    """How many cells the rows of each table have, by the table's name."""
    found: dict[str, set[int]] = {}
    for table in etree.fromstring(text, etree.HTMLParser()).iter("table"):
        name = re.search(r"\bof-([a-z]+)", table.get("class", ""))
        if name:
            found.setdefault(name[1], set()).update(len(row) for row in table.iter("tr"))
    return found


def test_files_come_one_by_one() -> None:
    """The renderer hands out files as they are made."""
    first, _ = next(iter(site_files(site_of(demo()), both())))
    assert first == "assets/wall.css"


def test_looks_of_drawings_are_in_the_style_sheet() -> None:
    """Drawings of pages say what they look like by classes that the style sheet has; nothing beside them."""
    files = render_site(site_of(demo()), both())
    style = files["assets/style.css"].decode()
    known = set(re.findall(r"^\.(d[0-9]+) \{", style, re.MULTILINE))
    for path in ("issues/14.html", "en/issues/06.html", "wall.html"):
        for drawing in re.findall("<svg.*?</svg>", files[path].decode(), re.DOTALL):
            inner = drawing.partition(">")[2]
            assert not re.search(" (stroke|font-size|stroke-width|text-anchor)=", inner), path
            assert set(re.findall('class="(d[0-9]+)"', inner)) <= known
    assert not re.search(r"font-size: [0-9.]+;", style.partition(".d0 ")[2])


def test_what_is_public_of_an_issue_is_public_as_a_fact() -> None:
    """The list of the public site and FACTS say the same of every fact that both know."""
    facts = {fact.key: fact for fact in FACTS}
    known = {field.name for field in fields(IssuePage)} & set(facts)
    known -= {"extensions"}  # the fact counts those of parts as well; the site tells those of the task
    assert {"id", "standing", "owed_by", "withdrawn"} <= known
    listed = {name for name in known if name in PUBLIC[IssuePage]}
    assert listed == {name for name in known if facts[name].public}


def test_a_measure_is_due_when_who_owes_it_has_to_do_it() -> None:
    """昆区 alone does measure 1 of issue 14 and was given until March 2026."""
    page = next(page for page in site_of(demo()).issues if page.id == "14")
    assert [measure.due for measure in page.measures] == [date(2026, 3, 31), None, None]


def test_no_per_cent_of_a_target_for_each_while_some_are_missing() -> None:
    """Five of ten have built theirs: the page says 5/10, not the 100% of those who have."""
    page = pages(public=False)["issues/20.html"]
    assert "5/10" in [said.strip() for said in Page(page).said]
    assert "100.0%" not in page


def test_what_is_taken_back_is_named_by_its_day() -> None:
    """A reference is for programs: the page says of which day and type the record was."""
    page = next(page for page in site_of(demo()).issues if page.id == "14")
    (line,) = (line for line in page.record if line.type == "void")
    assert [spoken(one, both()[0].tight()) for one in line.details] == ["冲正2025-04-30的记录（进展）"]
    assert "035dce58" not in "".join(pages(public=False).values())


def test_a_unit_is_told_of_all_that_it_owes_late() -> None:
    """Recurring duties without a record are not in the count of overdue shares, so they are told beside it."""
    unit = next(unit for unit in site_of(demo()).units if unit.name == "市城市管理局")
    missed = sum(duty.state == "missed" for duty in unit.duties)
    assert (unit.late, missed) == (1, 1)
    text = "".join(Page(pages(public=False)[f"units/{unit.key}.html"]).said)
    assert "逾期未办1件，另有逾期未办的经常性工作1件；" in text


def test_pages_have_no_blanks_between_chinese_and_figures() -> None:
    """As on paper; days stay as tables have them."""
    text = "".join(Page(pages(public=False)["issues/14.html"]).said)
    assert re.search("第1条措施的落实记录", text)
    assert "2025-12-31" in text
    assert "2025年12月31日" not in text
