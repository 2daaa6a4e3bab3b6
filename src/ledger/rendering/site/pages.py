"""The pages of the site in one language."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ledger.rendering.drawing.rows import told
from ledger.rendering.outline import spoken
from ledger.rendering.site.charts import chart_table, share_text, trend_lines
from ledger.rendering.site.pieces import pieces
from ledger.rendering.site.tables import TABLES, thead
from ledger.rendering.site.vocabulary import HEADS, LABELS, WORDS
from ledger.reports.site import ENTRY_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from ledger.locale import Words
    from ledger.reports.site.front import Change, Overview
    from ledger.reports.site.pages import IssuePage, Site, UnitPage

SUMS = "files.sha256"
"""The list of the site's files with their checksums, by which a later run knows its own."""


class Pages:
    """The pages in one language."""

    def __init__(
        self,
        site: Site,
        words: Words,
        languages: Sequence[Words],
        environment: Environment,
        drawings: Sequence[Markup],
        strips: Mapping[str, Markup],
    ) -> None:
        self.site, self.drawings, self.top = site, drawings, languages[0]
        self._strips = strips
        self.others = [other for other in languages if other is not words]
        self.folder = "" if words is self.top else f"{words.language}/"
        self.words = words = words.tight()
        self._environment = environment
        self._by_id = {issue.id: issue for issue in site.issues}
        self._rows: dict[tuple[str, tuple[str, ...]], Markup] = {}
        self._places = {issue.id: n for n, issue in enumerate(site.issues)}
        self._timeline = {row.id: row for row in site.timeline.rows}
        self.labels = labels = {key.removeprefix("site."): words(key) for key in LABELS}
        labels |= {
            "day": words("site.day", as_of=site.as_of),
            "join": words("list.join"),
            "total": words("stats.total"),
        }
        if site.revision is not None:
            labels["revision"] = words("site.revision", sha=site.revision[:10])
        shared: dict[str, Any] = {
            "site": site,
            "lang": words.tag,
            "t": SimpleNamespace(**{key: _label(text) for key, text in labels.items()}),
            "w": SimpleNamespace(
                step={name: _label(words(f"step.{name}")) for name in _STEPS},
                entry={name: _label(words(f"entry.{name}")) for name in ENTRY_TYPES},
                **{
                    prefix: {key: _label(words(f"{prefix}.{key}")) for key in keys}
                    for prefix, keys in WORDS.items()
                },
            ),
            "h": SimpleNamespace(**{key: _label(words(f"column.{key}")) for key in HEADS}),
            "say": lru_cache(maxsize=1 << 12)(words),  # the same few phrases, over and over
            "spoken": lambda message: spoken(message, words),
            "iso": lambda day: day.isoformat(),
            "number_of": lambda issue: self._by_id[issue].number if issue in self._by_id else "",
            "year_of": _year_of,
            "years": _years(site, words),
            "states": _states(words),
            "thead": cache(partial(thead, words)),
            "columns": [(one.key.removeprefix("column."), words(one.key)) for one in TABLES["issues"]],
        }
        places = {unit.key: n for n, unit in enumerate(site.units, 1)}
        self._shared = {base: shared | pieces(words, base, places) for base in ("", "../")}

    def _row(self, issue_id: str, roles: tuple[str, ...]) -> Markup:
        """An issue's row on the page of a unit; those of other units have it many times."""
        from markupsafe import Markup

        key = (issue_id, roles)
        if key not in self._rows:
            template = self._environment.get_template("site/row.html")
            said = self.words("list.join").join(self.words(f"column.{role}") for role in roles)
            made = template.render(self._shared["../"], issue=self._by_id[issue_id], roles=said)
            self._rows[key] = Markup(made.rstrip("\n"))  # noqa: S704 - a template's output, escaped there
        return self._rows[key]

    def _rows_of(self, unit: UnitPage) -> tuple[list[Markup], int]:
        """The issues in which a unit has a role, in plan order, each once with all its roles: the first of
        them, and how many there are."""
        roles: dict[str, list[str]] = {}
        for role in ("leads", "supports", "accepts"):
            for issue in getattr(unit, role):
                roles.setdefault(issue, []).append(role)
        first = sorted(roles, key=self._places.__getitem__)[:_ROWS]
        return [self._row(issue, tuple(roles[issue])) for issue in first], len(roles)

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page by its path below the folder of the language."""
        site = self.site
        yield self._page("index.html", "site/index.html", **self._overview())
        yield self._page("list.html", "site/list.html")
        for number, issue in enumerate(site.issues):
            before = site.issues[number - 1] if number else None
            after = site.issues[number + 1] if number + 1 < len(site.issues) else None
            path = f"issues/{issue.id}.html"
            row = self._timeline.get(issue.id)
            drawn = (
                {"strip": self._strips[row.id], "told": told(row, self.words, alone=True)}
                if row
                else {"strip": None}
            )
            yield self._page(path, "site/issue.html", issue=issue, before=before, after=after, **drawn)
        yield self._page("units/index.html", "site/units.html")
        for unit in site.units:
            sentence = _unit_sentence(unit, site, self.words)
            rows, tasks = self._rows_of(unit)
            path = f"units/{unit.key}.html"
            shown = {"rows": rows, "tasks": tasks, "most": _LINES, "sentence": sentence}
            yield self._page(path, "site/unit.html", unit=unit, **shown)
        if self.drawings:
            yield self._page("wall.html", "site/wall.html", drawings=self.drawings)
        if site.complaints is not None:
            said = [spoken(one, self.words) for one in site.complaints.said]
            yield self._page("complaints.html", "site/complaints.html", page=site.complaints, said=said)
        yield self._page("about.html", "site/about.html", about=self._about())

    def _page(self, path: str, template: str, **more: Any) -> tuple[str, str]:
        base = "../" * path.count("/")
        menu = [
            {"href": base + target, "text": self.labels[key], "here": here}
            for target, key, here in (
                ("index.html", "overview", path == "index.html"),
                ("list.html", "list", path == "list.html"),
                ("units/index.html", "units", path == "units/index.html"),
                ("wall.html", "wall", path == "wall.html"),
                ("complaints.html", "complaints", path == "complaints.html"),
                ("about.html", "about", path == "about.html"),
            )
            if (target != "wall.html" or self.drawings)
            and (target != "complaints.html" or self.site.complaints is not None)
        ]
        up = base + ("../" if self.folder else "")
        others = [
            {
                "href": up + ("" if other is self.top else f"{other.language}/") + path,
                "lang": other.tag,
                "text": other.name,
            }
            for other in self.others
        ]
        text = self._environment.get_template(template).render(
            self._shared[base], assets=up, menu=menu, others=others, **more
        )
        return path, text

    def _overview(self) -> dict[str, Any]:
        words, figures = self.words, self.site.overview
        return {
            "sentences": sentences_of(self.site, words),
            "figures": [
                {"value": value, "text": words(key), "href": f"list.html{anchor}", "late": late and value}
                for key, value, anchor, late in (
                    ("stats.total", figures.total, "", False),
                    ("site.completed", figures.completed, "#status=done", False),
                    ("column.accepted", figures.accepted, "#status=passed", False),
                    ("column.closed", figures.closed, "#status=closed", False),
                    ("site.overdue", figures.overdue, "#standing=overdue", True),
                )
            ],
            "changes": [self._change(change) for change in self.site.changes.changes],
            "trend": trend_lines(self.site.trend, words),
            "charts": [chart_table(chart, self.site.as_of, words) for chart in self.site.charts],
        }

    def _change(self, change: Change) -> dict[str, Any]:
        shown = [self._by_id[one] for one in change.issues[:_NAMED]]
        text = self.words(f"site.change_{change.what}", count=len(change.issues))
        return {"text": text, "issues": shown, "more": len(change.issues) - len(shown)}

    def _about(self) -> list[dict[str, Any]]:
        words, site = self.words, self.site
        figures, settings = site.overview, site.settings
        data = [words("site.about_day", as_of=site.as_of)]
        data.append(
            words("site.about_issued", issued=site.issued) if site.issued else words("site.about_not_issued")
        )
        if site.revision is not None:
            data.append(words("site.about_revision", sha=site.revision))
        elif not site.public:
            data.append(words("site.about_no_revision"))
        parts = [
            ("site.about_data", data),
            (
                "site.about_counting",
                [
                    words("site.about_unit_of_count"),
                    words("site.about_three"),
                    words("site.about_due"),
                    words("site.about_percent"),
                ],
            ),
            (
                "site.about_kinds",
                [
                    words("site.about_immediate", count=figures.immediate, done=figures.immediate_done),
                    words("site.about_sustained", count=figures.sustained, done=figures.sustained_done),
                ],
            ),
            (
                "site.about_settings",
                [
                    words("site.about_own"),
                    words("site.about_warn", days=settings.warn_days),
                    words("site.about_patience", days=settings.immediate_days),
                    words("site.about_review", months=settings.review_months),
                ],
            ),
        ]
        if site.public:
            parts.append(("site.about_public", [words("site.about_left_out")]))
        parts.append(
            ("site.about_pages", [words("site.about_pages_text"), words("site.about_sums", file=SUMS)])
        )
        return [{"head": words(key), "lines": lines} for key, lines in parts]


_STEPS = ("complete", "accept", "publicize", "close", "review")
_NAMED = 6  # issues that a change names
_ROWS = 50  # of the tasks on the page of a unit; the list has them all
_LINES = 100  # of what it owes and has done, which stands nowhere else


def _label(text: str) -> Markup:
    """A text of the catalogue as pages have it, escaped once."""
    from markupsafe import escape

    return escape(text)


def _year_of(issue: IssuePage) -> str:
    """The year that an issue is counted under: that of its first due day, else how its deadline is given."""
    return str(issue.first_due.year) if issue.first_due is not None else issue.kind


def _years(site: Site, words: Words) -> list[tuple[str, str]]:
    found = sorted({_year_of(issue) for issue in site.issues})
    return [(year, year if year.isdigit() else words(f"kind.{year}")) for year in found]


_DONE = ("completed", "accepted", "publicized", "closed")


def _states(words: Words) -> list[tuple[str, str, str]]:
    """What the list can be filtered by: how far a task has come, alone or with all later steps."""
    several = [
        ("done", words("site.state_done"), " ".join(_DONE)),
        ("passed", words("site.state_passed"), " ".join(_DONE[1:])),
        ("open", words("site.state_open"), "not_started in_progress"),
    ]
    return [*several, *((key, words(f"status.{key}"), key) for key in WORDS["status"])]


def _unit_sentence(unit: UnitPage, site: Site, words: Words) -> str:
    roles = {"leads": len(unit.leads), "supports": len(unit.supports), "accepts": len(unit.accepts)}
    if site.public:
        return words("site.unit_sentence", late=len(unit.leads_late), **roles)
    missed = sum(1 for duty in unit.duties if duty.state == "missed")
    key = "site.unit_sentence_missed" if missed else "site.unit_sentence_owed"
    return words(key, late=unit.late, missed=missed, **roles)


def sentences_of(site: Site, words: Words) -> list[str]:
    figures: Overview = site.overview
    said = [
        words(
            "site.sentence_kept" if figures.withdrawn else "site.sentence",
            as_of=site.as_of,
            withdrawn=figures.withdrawn,
            kept=figures.total - figures.withdrawn,
            total=figures.total,
            completed=figures.completed,
            share=share_text(figures.rate),
            accepted=figures.accepted,
            closed=figures.closed,
            open=figures.open,
            overdue=figures.overdue,
        )
    ]
    if figures.undetermined:
        said.append(words("site.sentence_undetermined", count=figures.undetermined))
    if figures.due:
        said.append(
            words(
                "site.sentence_due",
                as_of=site.as_of,
                due=figures.due,
                done=figures.due_done,
                share=share_text(figures.due_rate),
                in_time=figures.due_in_time,
                in_time_share=share_text(figures.in_time_rate),
            )
        )
    if figures.early:
        said.append(words("site.sentence_early", count=figures.early))
    if figures.extended:
        said.append(words("site.sentence_extended", count=figures.extended))
    return said
