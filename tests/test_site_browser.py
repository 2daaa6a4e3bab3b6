"""The web site in a real browser: nothing runs that is not ours, everything can be reached, read and printed.

Needs Chromium and the packages that ``make browser`` installs below ``tests/browser``.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from cli_tools import REPO, run_json
from ledger.folder import read_folder
from ledger.locale import Words
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.site import render_site
from ledger.reports.site import URGENT, Site
from sites import PAYLOADS, both, judged, ledger_of, payload, plain, site_of
from test_site import DEMO, spoil

BROWSER = REPO / "tests/browser"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE = shutil.which("node")

if CHROMIUM is None:
    pytest.skip("no Chromium here", allow_module_level=True)
if NODE is None:
    pytest.skip("no Node.js here", allow_module_level=True)
if not (BROWSER / "node_modules/playwright-core").is_dir():
    pytest.skip("the browser's packages are not installed: make browser", allow_module_level=True)

QUICK = pytest.mark.quick
"""What ``make browser-quick`` runs, as CI does."""

KINDS = ("index.html", "list.html", "issues/14.html", "issues/20.html", "units/index.html", "about.html")


@cache
def demo() -> Ledger:
    """The demo ledger."""
    return load(read_folder(str(DEMO)).tree).ledger


@cache
def unit_page() -> str:
    """The page of a unit that leads, supports and accepts."""
    return next(f"units/{unit.key}.html" for unit in site_of(demo()).units if unit.name == "市城市管理局")


def put(folder: Path, site: Site, languages: Sequence[Words]) -> Path:
    """Write a site to the disk."""
    for path, content in render_site(site, languages).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's sites, for the office and for the public."""
    top = tmp_path_factory.mktemp("sites")
    return {
        name: put(top / name, site_of(demo(), public=name == "public"), both())
        for name in ("office", "public")
    }


def browse(folder: Path, visits: Sequence[tuple[Path, Any]], **job: Any) -> list[dict[str, Any]]:
    """Visit pages with a fresh profile and tell what was seen."""
    file, profile = folder / "job.json", folder / "profile"
    job |= {
        "chromium": CHROMIUM,
        "profile": str(profile),
        "visits": [{"url": page.as_uri() + more.get("hash", ""), **more} for page, more in visits],
    }
    file.write_text(json.dumps(job), "utf-8")
    done = subprocess.run(
        [str(NODE), "browse.mjs", str(file)], cwd=BROWSER, capture_output=True, check=False, timeout=600
    )
    shutil.rmtree(profile, ignore_errors=True)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(seen) == len(visits)
    return seen


def every_kind(folder: Path) -> list[tuple[Path, Any]]:
    """One page of each kind in both languages."""
    kinds = (*KINDS, unit_page(), *(["wall.html"] if (folder / "wall.html").exists() else []))
    return [(folder / below / kind, {}) for below in ("", "en") for kind in kinds]


LOOKS = [
    pytest.param("office", 1280, "light", marks=QUICK),
    pytest.param("public", 390, "dark", marks=QUICK),
    *(
        pytest.param(name, width, scheme)
        for name, width, scheme in product(("office", "public"), (1280, 390), ("light", "dark"))
        if (name, width, scheme) not in {("office", 1280, "light"), ("public", 390, "dark")}
    ),
]


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_pages_are_sound(name: str, width: int, scheme: str, sites: dict[str, Path], tmp_path: Path) -> None:
    """From disk: no error, no request, no sideways scrolling, nothing that axe-core objects to."""
    seen = browse(tmp_path, every_kind(sites[name]), width=width, scheme=scheme, axe=True)
    for page in seen:
        assert page["console"] == [], page
        assert page["requests"] == [], page
        assert page["dialogs"] == [], page
        assert page["overflow"] <= 0, page
        assert page["violations"] == [], page["page"]
        assert page["rules"] > 15


@pytest.mark.parametrize("width", [pytest.param(1280, marks=QUICK), 390])
def test_the_keyboard_reaches_everything(width: int, sites: dict[str, Path], tmp_path: Path) -> None:
    """Tab leads to every link and control, and each shows that it has the focus."""
    for page in browse(tmp_path, every_kind(sites["office"]), width=width, keyboard=True):
        assert page["keyboard"]["reached"] == page["keyboard"]["total"] > 5, page
        assert page["keyboard"]["faint"] == [], page


@QUICK
def test_pages_can_be_printed(sites: dict[str, Path], tmp_path: Path) -> None:
    """Each page of a PDF says something; heads are there again on every page; the wall is one sheet of A3."""
    folder = sites["office"]
    kinds = ("index.html", "list.html", "issues/06.html", "units/index.html", "wall.html")
    visits = [(folder / kind, {"pdf": str(tmp_path / f"{n}.pdf")}) for n, kind in enumerate(kinds)]
    browse(tmp_path, visits)
    printed = {kind: PdfReader(tmp_path / f"{n}.pdf").pages for n, kind in enumerate(kinds)}
    texts = {
        kind: ["".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
        for kind, pages in printed.items()
    }
    for kind, pages in texts.items():
        assert all(len(text) > 40 for text in pages), kind
        assert not any(text.startswith("本页由台账数据生成") for text in pages), kind
    assert len(texts["list.html"]) > 1
    for text in texts["list.html"]:
        assert "序号题目牵头单位到期日时限情况状态" in text
    (wall,) = printed["wall.html"]
    assert (round(float(wall.mediabox.width)), round(float(wall.mediabox.height))) == (1191, 842)
    assert len(texts["index.html"]) <= 6


@QUICK
def test_figures_on_pages_are_those_of_the_report(sites: dict[str, Path], tmp_path: Path) -> None:
    """What a person reads on the overview and, filtered, in the list is what ``report -f json`` counts."""
    counted = json.loads(run_json("report", "-C", str(DEMO), "--as-of", "2025-06-30").out)["figures"]
    wanted = [counted[name]["count"] for name in ("total", "done", "accepted", "closed", "overdue")]
    wanted[2] += wanted[3]  # what is cleared has passed acceptance
    steps = [["all", ".figures .figure"], ["all", ".urgent"], ["all", "h3 small"]]
    overview, *lists = browse(
        tmp_path,
        [
            (sites["office"] / "index.html", {"steps": steps}),
            *(
                (sites["office"] / "list.html", {"hash": f"#{kept}", "steps": [["rows"]]})
                for kept in ("", "status=done", "status=passed", "status=closed", "standing=overdue")
            ),
        ],
    )
    shown = [int(text) for text in overview["steps"][0]]
    assert [len(page["steps"][0]) for page in lists] == shown
    assert shown == wanted
    assert sum(int(re.sub("[^0-9]", "", text)) for text in overview["steps"][2]) == sum(
        1 for j in judged(demo()) if j.standing in URGENT
    )


def numbers(ids: Sequence[str]) -> list[str]:
    """Links of rows as ids of issues."""
    return [one.removeprefix("issues/").removesuffix(".html") for one in ids]


@pytest.mark.parametrize("width", [pytest.param(1280, marks=QUICK), 390])
def test_filters(width: int, sites: dict[str, Path], tmp_path: Path) -> None:
    """Each filter shows what a look at the data says; they combine, are kept in the address and cleared."""
    judgements = judged(demo())
    everything = [j.issue.id for j in judgements]
    units = {unit.name: unit.key for unit in site_of(demo()).units}

    def holding(name: str) -> list[str]:
        found = []
        for j in judgements:
            b = j.issue.baseline
            names = (*b.acceptance.units, *b.responsibility.lead, *b.responsibility.support)
            if name in demo().units.members(names):
                found.append(j.issue.id)
        return found

    cases: list[tuple[str, str, list[str]]] = [
        ("#f-status", "closed", [j.issue.id for j in judgements if j.status == "closed"]),
        ("#f-standing", "overdue", [j.issue.id for j in judgements if j.standing == "overdue"]),
        ("#f-section", "三", [j.issue.id for j in judgements if j.issue.baseline.section == "三"]),
        ("#f-unit", units["昆区"], holding("昆区")),
        ("#f-text", "再生水", [j.issue.id for j in judgements if "再生水" in said(j)]),
        ("#f-year", "2024", [j.issue.id for j in judgements if j.first_due and j.first_due.year == 2024]),
        ("#f-status", "done", [j.issue.id for j in judgements if j.completed is not None]),
    ]
    folded = width < 736  # there the list comes first, and the filters are a tap away
    steps: list[list[str]] = [["visible", "#filters"], ["rows"]]
    for selector, value, _ in cases:
        steps += [
            ["set", selector, value],
            ["rows"],
            ["text", "#count"],
            ["click", "button[type=reset]"],
            ["rows"],
        ]
    steps += [["set", "#f-status", "in_progress"], ["set", "#f-section", "四"], ["rows"]]
    page = sites["office"] / "list.html"
    linked = {"hash": "#status=closed&sort=-due", "steps": [["rows"], ["value", "#f-status"]]}
    nothing = {
        "hash": "#text=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%8F%A5",
        "steps": [["rows"], ["visible", "#empty"], ["visible", "#issues"]],
    }
    led = {"hash": f"#unit={quote(units['市城市管理局'])}&role=lead", "steps": [["rows"]]}
    odd = {"hash": "#status=nonsense&unit=%22&sort=x", "steps": [["rows"], ["value", "#f-sort"]]}
    if folded:
        steps = [["visible", "#filters"], ["click", "summary"], *steps]
    visits = [(page, more) for more in ({"steps": steps}, linked, odd, nothing, led)]
    first, second, third, fourth, fifth = browse(tmp_path, visits, width=width)
    assert fourth["steps"] == [[], True, False]
    mine = next(unit for unit in site_of(demo()).units if unit.name == "市城市管理局")
    assert 0 < len(mine.leads) < len(mine.accepts) + len(mine.leads) + len(mine.supports)
    assert numbers(fifth["steps"][0]) == list(mine.leads)
    found = first["steps"]
    if folded:
        assert found[0] is False
        del found[:2]
    assert found[0] is True
    assert numbers(found[1]) == everything
    for n, (_, _, wanted) in enumerate(cases):
        _, rows, count, _, again = found[2 + 5 * n : 7 + 5 * n]
        assert 0 < len(wanted) < len(everything)
        assert numbers(rows) == wanted
        assert count == f"显示{len(wanted)}项，共{len(everything)}项"
        assert numbers(again) == everything
    both_hold = [
        j.issue.id for j in judgements if j.status == "in_progress" and j.issue.baseline.section == "四"
    ]
    assert numbers(found[-1]) == both_hold
    closed = [j for j in judgements if j.status == "closed"]
    assert sorted(numbers(second["steps"][0])) == [j.issue.id for j in closed]
    assert second["steps"][1] == "closed"
    assert numbers(third["steps"][0]) == everything
    assert third["steps"][1] == "number"


def said(j: Any) -> str:
    """What can be found of an issue: all its texts, those of its records too."""
    b, entries = j.issue.baseline, j.issue.entries
    texts = [b.number, b.title, b.problem, b.goal, str(b.responsibility.lead), b.deadline.text]
    texts += [b.acceptance.text, b.responsibility.text, *(m.text for m in b.measures)]
    return " ".join(map(str, [*texts, *(e.text for e in entries)]))


@QUICK
def test_sorting(sites: dict[str, Path], tmp_path: Path) -> None:
    """Heads sort up, then down, and say so."""
    steps = [
        ["attribute", "th[data-key=number]", "aria-sort"],
        ["click", "th[data-key=due] button"],
        ["rows"],
        ["attribute", "th[data-key=due]", "aria-sort"],
        ["click", "th[data-key=due] button"],
        ["rows"],
        ["attribute", "th[data-key=due]", "aria-sort"],
        ["attribute", "th[data-key=number]", "aria-sort"],
    ]
    (page,) = browse(tmp_path, [(sites["office"] / "list.html", {"steps": steps})])
    begin, _, up, ascending, _, down, descending, other = page["steps"]
    assert (begin, ascending, descending, other) == ("ascending", "ascending", "descending", None)
    due = {j.issue.id: j.due.isoformat() if j.due else "9999" for j in judged(demo())}
    assert [due[one] for one in numbers(up)] == sorted(due.values())
    assert [due[one] for one in numbers(down)] == sorted(due.values(), reverse=True)


@QUICK
def test_without_scripts(sites: dict[str, Path], tmp_path: Path) -> None:
    """The list is complete and the filters are not shown."""
    steps = [
        ["visible", "#filters"],
        ["visible", "noscript p"],
        ["visible", "#issues tbody tr:nth-child(23)"],
    ]
    (page,) = browse(tmp_path, [(sites["office"] / "list.html", {"steps": steps})], scripts=False)
    assert page["steps"] == [False, True, True]


@QUICK
def test_cells_and_buttons_on_a_telephone(sites: dict[str, Path], tmp_path: Path) -> None:
    """Where cells are blocks they are told to be cells all the same, each behind its head; a page can be copied."""
    cell = "#issues tbody tr:first-child > td:nth-child(4)"
    table = [["attribute", "#issues", "role"], ["attribute", cell, "role"], ["before", cell]]
    button = [["text", "#copy"]]
    visits = [
        (sites["office"] / below / page, {"steps": steps})
        for below in ("", "en")
        for page, steps in (("list.html", table), ("issues/14.html", button))
    ]
    seen = [page["steps"] for page in browse(tmp_path, visits, width=390)]
    assert seen == [
        ["table", "cell", '"到期日"'],
        ["复制网址"],
        ["table", "cell", '"Due"'],
        ["Copy link"],
    ]


def hostile_pages(folder: Path) -> list[tuple[Path, Any]]:
    """Every page of an issue, and each other kind."""
    pages = [folder / name for name in ("index.html", "list.html", "units/index.html", "about.html")]
    pages += [path for path in [folder / "wall.html"] if path.exists()]
    pages += sorted((folder / "issues").iterdir())
    pages += sorted((folder / "units").iterdir())[:12]
    return [(path, {}) for path in pages]


def test_payloads_run_nothing(tmp_path: Path) -> None:
    """200 payloads in every text field: no dialog, no request, no global; the browser's tags are ours."""
    for public in (False, True):
        made = []
        for name, text in (("hostile", payload), ("plain", plain)):
            site = site_of(ledger_of(len(PAYLOADS), text), public=public)
            folder = put(tmp_path / f"{name}-{public}", site, both()[:1])
            pages = hostile_pages(folder)
            every = name == "hostile" and not public
            made.append(browse(tmp_path, pages if every else pages[:30], names=True))
        hostile, harmless = made
        allowed = {name for page in harmless for name in page["names"]}
        allowed.add("text clip-path")  # ours, where a font may draw a text wider than reckoned
        for page in hostile:
            assert page["dialogs"] == [], page["page"]
            assert page["requests"] == [], page["page"]
            assert page["pwned"] is False, page["page"]
            assert page["console"] == [], page
            assert set(page["names"]) <= allowed, page["page"]
        assert len(hostile) >= (30 if public else 200)


def test_a_page_that_does_not_escape_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``|safe`` the browser sees tags that are not ours; without the policy as well, payloads run."""
    spoil(monkeypatch, "site/issue.html", "{{ words }}")
    folder = put(tmp_path / "spoilt", site_of(ledger_of(8, payload)), both()[:1])
    pages: list[tuple[Path, Any]] = [(path, {}) for path in sorted((folder / "issues").iterdir())]
    guarded = browse(tmp_path, pages, names=True)
    assert any("iframe" in page["names"] or "img onerror" in page["names"] for page in guarded)
    assert not any(page["pwned"] or page["dialogs"] for page in guarded)
    assert any(page["console"] for page in guarded)
    for path, _ in pages:
        text = path.read_text("utf-8")
        policy = "http-equiv=Content-Security-Policy"
        assert policy in text
        path.write_text(text.replace(policy, "name=none"), "utf-8")
    bare = browse(tmp_path, pages, names=True)
    assert any(page["pwned"] for page in bare)
    assert any(page["dialogs"] for page in bare)
