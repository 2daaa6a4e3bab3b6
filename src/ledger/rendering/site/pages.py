"""The pages of the site in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.rendering.outline import spoken
from ledger.rendering.site.charts import chart_bars, share_text
from ledger.rendering.site.vocabulary import HEADS, LABELS, LIST, WORDS
from ledger.reports.site import ENTRY_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from ledger.locale import Words
    from ledger.reports.site.pages import Overview, Site, UnitPage

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
        drawing: Markup | None,
    ) -> None:
        self.site, self.words, self.drawing, self.top = site, words, drawing, languages[0]
        self.others = [other for other in languages if other is not words]
        self.folder = "" if words is self.top else f"{words.language}/"
        self._environment = environment
        self._by_id = {issue.id: issue for issue in site.issues}
        self._rows: dict[tuple[str, str], Markup] = {}
        labels = {key.removeprefix("site."): words(key) for key in LABELS}
        labels |= {
            "day": words("site.day", as_of=site.as_of),
            "join": words("list.join"),
            "total": words("stats.total"),
        }
        if site.revision is not None:
            labels["revision"] = words("site.revision", sha=site.revision[:10])
        self.shared: dict[str, Any] = {
            "site": site,
            "lang": words.tag,
            "foreign": words.language != "zh",
            "t": labels,
            "w": {prefix: {key: words(f"{prefix}.{key}") for key in keys} for prefix, keys in WORDS.items()}
            | {"entry": {name: words(f"entry.{name}") for name in ENTRY_TYPES}},
            "h": {key: words(f"column.{key}") for key in HEADS},
            "say": words,
            "spoken": lambda message: spoken(message, words),
            "iso": lambda day: day.isoformat(),
            "row_of": self._row,
            "order": {
                "status": {key: n for n, key in enumerate(WORDS["status"])},
                "standing": {key: n for n, key in enumerate(WORDS["standing"])},
            },
            "columns": [(key, words(f"column.{key}")) for key in LIST],
        }

    def _row(self, base: str, issue_id: str) -> Markup:
        """An issue's row in tables of issues; pages of units have most of them many times."""
        from markupsafe import Markup

        key = (base, issue_id)
        if key not in self._rows:
            template = self._environment.get_template("site/row.html")
            made = template.render(self.shared, base=base, issue=self._by_id[issue_id])
            self._rows[key] = Markup(made.rstrip("\n"))  # noqa: S704 - a template's output, escaped there
        return self._rows[key]

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page by its path below the folder of the language."""
        site = self.site
        yield self._page("index.html", "site/index.html", **self._overview())
        yield self._page("list.html", "site/list.html")
        for number, issue in enumerate(site.issues):
            before = site.issues[number - 1] if number else None
            after = site.issues[number + 1] if number + 1 < len(site.issues) else None
            path = f"issues/{issue.id}.html"
            yield self._page(path, "site/issue.html", issue=issue, before=before, after=after)
        yield self._page("units/index.html", "site/units.html")
        for unit in site.units:
            sentence = _unit_sentence(unit, site, self.words)
            yield self._page(f"units/{unit.key}.html", "site/unit.html", unit=unit, sentence=sentence)
        if self.drawing is not None:
            yield self._page("wall.html", "site/wall.html", drawing=self.drawing)
        yield self._page("about.html", "site/about.html", about=self._about())

    def _page(self, path: str, template: str, **more: Any) -> tuple[str, str]:
        base = "../" * path.count("/")
        menu = [
            {"href": base + target, "text": self.shared["t"][key], "here": here}
            for target, key, here in (
                ("index.html", "overview", path == "index.html"),
                ("list.html", "list", path == "list.html"),
                ("units/index.html", "units", path == "units/index.html"),
                ("wall.html", "wall", path == "wall.html"),
                ("about.html", "about", path == "about.html"),
            )
            if target != "wall.html" or self.drawing is not None
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
            self.shared, base=base, assets=up, menu=menu, others=others, **more
        )
        return path, text

    def _overview(self) -> dict[str, Any]:
        words, figures = self.words, self.site.overview
        return {
            "sentences": sentences_of(self.site, words),
            "figures": [
                {"value": value, "text": words(key)}
                for key, value in (
                    ("stats.total", figures.total),
                    ("site.completed", figures.completed),
                    ("column.accepted", figures.accepted),
                    ("column.closed", figures.closed),
                    ("site.overdue", figures.overdue),
                )
            ],
            "charts": [chart_bars(chart, self.site.as_of, words) for chart in self.site.charts],
        }

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


def _unit_sentence(unit: UnitPage, site: Site, words: Words) -> str:
    roles = {"leads": len(unit.leads), "supports": len(unit.supports), "accepts": len(unit.accepts)}
    if site.public:
        return words("site.unit_sentence", late=len(unit.leads_late), **roles)
    return words("site.unit_sentence_owed", late=unit.late, **roles)


def sentences_of(site: Site, words: Words) -> list[str]:
    figures: Overview = site.overview
    said = [
        words(
            "site.sentence",
            as_of=site.as_of,
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
    if figures.withdrawn:
        said.append(words("site.sentence_withdrawn", count=figures.withdrawn))
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
                early=figures.early,
                extended=figures.extended,
            )
        )
    return said
