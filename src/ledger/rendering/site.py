"""The web site: page data → files that ask nothing of the network; one script filters the list."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.rendering.cells import say
from ledger.rendering.extras import needing
from ledger.rendering.outline import spoken
from ledger.rendering.text import printable, width
from ledger.reports.report import Message
from ledger.reports.site import ENTRY_TYPES, VOCABULARY, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from ledger.locale import Words
    from ledger.reports.site import Chart, Group, Overview, Site, UnitPage

LABELS = (
    *("site.skip", "site.untitled", "site.public_tag", "site.pages", "site.partial", "site.foot"),
    *("site.collective", "site.members", "site.none", "site.overview", "site.completed", "site.overdue"),
    *(
        "site.open_other",
        "site.late_issues",
        "site.list",
        "site.no_script",
        "site.filter",
        "site.filter_text",
    ),
    *("site.filter_unit", "site.all", "site.sort", "site.reset", "site.shown", "site.list_caption"),
    *(
        "site.milestones",
        "site.official",
        "site.acceptance_text",
        "site.responsibility_text",
        "site.unstated",
    ),
    *("site.deadline", "site.first_due", "site.completed_on", "site.accepted_on", "site.closed_on"),
    *("site.review_by", "site.notice", "site.attempts", "site.attempt", "site.begun_on"),
    *("site.units", "site.measures", "site.targets"),
    *("site.target", "site.value", "site.reading", "site.percent", "site.read", "site.each"),
    *("site.no_reading", "site.met", "site.reached_by", "site.missing", "site.record"),
    *("site.date", "site.type", "site.by", "site.said", "site.void", "site.refused", "site.evidence"),
    *("site.no_record", "site.neighbours", "site.unit_owes", "site.unit_done", "site.unit_leads"),
    *("site.unit_supports", "site.unit_late", "site.unit_accepts", "site.unit_duties", "site.units_note"),
    *("site.units_caption", "site.units_note_public", "site.wall"),
    *("site.wall_note", "site.about", "site.now", "site.was", "site.dropped", "site.owed_by", "site.done_by"),
    *("site.withdrawn_on", "site.still_owed", "site.successor", "site.done_on"),
)
"""Texts that templates show as they are: ``site.skip`` is ``t.skip`` there."""

PHRASES = (
    *("site.days", "site.shown", "site.descending", "site.node_done", "site.node_late", "site.node_open"),
    *("site.node_done_late", "site.node_withdrawn", "site.node_moved", "site.late_days"),
    *("site.on", "site.extension", "site.span", "site.done_measure", "site.due_measure", "site.summed"),
)
"""Texts with gaps that templates fill with ``say``."""

WORDS: Mapping[str, tuple[str, ...]] = {**VOCABULARY, "flag": ("immediate", "sustained")}
"""Words of closed lists: ``w.status.closed``."""

HEADS = (
    *("number", "title", "lead", "due", "standing", "status", "section", "problem", "goal", "deadline.text"),
    *("support", "acceptance", "unit", "kind", "leads", "supports", "accepts", "late", "state", "what"),
)
"""Heads of columns: ``h.number``."""

LIST = ("number", "title", "lead", "due", "standing", "status")
"""The columns of the list, which can be sorted by each."""

SUMS = "files.sha256"
"""The list of the site's files with their checksums, by which a later run knows its own."""

_ROW = 44
_LABEL = 32  # cells of a bar's label that fit a telephone


@cache
def _environment() -> Environment:
    with needing("site"):
        from jinja2 import Environment, PackageLoader, StrictUndefined
    return Environment(
        autoescape=True,
        loader=PackageLoader("ledger.rendering"),
        undefined=StrictUndefined,
        newline_sequence="\n",
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    """What a template puts out: text without what no file can hold; what is marked up already stays."""
    return _printable(value) if type(value) is str else value


_printable = lru_cache(maxsize=1 << 14)(printable)


def site_chart(site: Site, words: Words) -> Markup | None:
    """The wall chart as a drawing inside a page, or nothing where there is none to draw."""
    from markupsafe import Markup

    from ledger.rendering.drawing import render_svg

    if not site.timeline.rows:
        return None
    drawn = render_svg(site.timeline, words).partition("?>\n")[2]
    # the parser of HTML knows the name space by itself
    return Markup(drawn.replace(_NAMESPACE, "", 1))  # noqa: S704 - built by ElementTree, which escapes


_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def render_site(site: Site, languages: Sequence[Words]) -> dict[str, bytes]:
    """All files of the site by path; the first language is at the top, another below its own name."""
    return dict(site_files(site, languages))


def page_count(site: Site, languages: Sequence[Words]) -> int:
    """About how many files there are to be."""
    return len(languages) * (len(site.issues) + len(site.units) + 5)


def site_files(site: Site, languages: Sequence[Words]) -> Iterator[tuple[str, bytes]]:
    """The same one by one, the checksums last."""
    sums: dict[str, str] = {}
    for path, content in _files(site, languages):
        sums[path] = sha256(content).hexdigest()
        yield path, content
    yield SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def _files(site: Site, languages: Sequence[Words]) -> Iterator[tuple[str, bytes]]:
    environment = _environment()
    assert environment.loader is not None  # noqa: S101 - given above
    for name in ("style.css", "list.js"):
        source = environment.loader.get_source(environment, f"site/{name}")[0]
        yield f"assets/{name}", source.replace("\r\n", "\n").encode()
    top = languages[0]
    for words in languages:
        others = [other for other in languages if other is not words]
        folder = "" if words is top else f"{words.language}/"
        pages = _Pages(site, words, folder, others, top)
        for path, text in pages.all():
            yield folder + path, text.encode()


class _Pages:
    """The pages in one language."""

    def __init__(self, site: Site, words: Words, folder: str, others: Sequence[Words], top: Words) -> None:
        self.site, self.words, self.folder, self.others, self.top = site, words, folder, others, top
        self.drawing = site_chart(site, words)
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
            template = _environment().get_template("site/row.html")
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
        text = (
            _environment()
            .get_template(template)
            .render(self.shared, base=base, assets=up, menu=menu, others=others, **more)
        )
        return path, text

    def _overview(self) -> dict[str, Any]:
        words, figures = self.words, self.site.overview
        return {
            "sentences": _sentences(self.site, words),
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
            "charts": [_chart(chart, self.site, words) for chart in self.site.charts],
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


def _sentences(site: Site, words: Words) -> list[str]:
    figures: Overview = site.overview
    said = [
        words(
            "site.sentence",
            as_of=site.as_of,
            total=figures.total,
            completed=figures.completed,
            share=_share(figures.rate),
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
                share=_share(figures.due_rate),
                in_time=figures.due_in_time,
                in_time_share=_share(figures.in_time_rate),
                early=figures.early,
                extended=figures.extended,
            )
        )
    return said


def _share(value: Any) -> str:
    return "—" if value is None else f"{value}%"


def _chart(chart: Chart, site: Site, words: Words) -> dict[str, Any]:
    """A chart's bars for the eye, its sentence for who does not see it, its table for both."""
    by = words(f"by.{chart.by}")
    stacked = chart.by not in {"status", "standing"}
    most = max((group.total for group in chart.groups), default=0)
    labels = [_label(group, words) for group in chart.groups]
    values = [_value(group, words, stacked=stacked) for group in chart.groups]
    bars = [
        {
            "y": number * _ROW + 18,
            "label": _cut(label),
            "value": value,
            "parts": _parts(group, most, stacked=stacked),
        }
        for number, (group, label, value) in enumerate(zip(chart.groups, labels, values, strict=True))
    ]
    heads = [by, words("stats.total")]
    withdrawn = stacked and chart.total.withdrawn > 0
    if stacked:
        heads += [words(key) for key in ("site.completed", "site.overdue", "site.open_other")]
    if withdrawn:
        heads.append(words("site.withdrawn"))
    heads.append(words("site.completed_share" if stacked else "site.share"))

    def counts(group: Group) -> list[str]:
        shown = [group.total, *((group.completed, group.overdue, group.rest) if stacked else ())]
        if withdrawn:
            shown.append(group.withdrawn)
        return [*map(str, shown), _share(group.share)]

    field = chart.by
    return {
        "id": f"by-{chart.by}",
        "title": words("site.chart_title", by=by),
        "caption": words("site.chart_caption", by=by, as_of=site.as_of),
        "text": words("list.join").join(
            words("site.chart_item", label=label, value=value)
            for label, value in zip(labels, values, strict=True)
        ),
        "height": len(bars) * _ROW,
        "bars": bars,
        "legend": stacked,
        "heads": heads,
        "rows": [
            {
                "label": label,
                "names": group.label if _is_names(group.label) else (),
                "href": f"list.html#{field}={quote(group.value, safe='')}" if group.value else "",
                "official": field == "section",
                "counts": counts(group),
            }
            for group, label in zip(chart.groups, labels, strict=True)
        ],
        "foot": counts(chart.total),
        "note": words("stats.note_lead") if chart.by == "lead" else "",
    }


def _is_names(label: Any) -> bool:
    return isinstance(label, tuple) and not isinstance(label, Message)


def _label(group: Group, words: Words) -> str:
    label = group.label
    if isinstance(label, Message):
        return printable(say(label, words))
    if _is_names(label):
        return printable(words("list.join").join(one.text for one in label if isinstance(one, Name)))
    return printable(str(label))


def _value(group: Group, words: Words, *, stacked: bool) -> str:
    if not stacked:
        return str(group.total)
    key = "site.bar_late" if group.overdue else "site.bar"
    return words(key, completed=group.completed, total=group.total, overdue=group.overdue)


def _parts(group: Group, most: int, *, stacked: bool) -> list[dict[str, str]]:
    if stacked:
        counted = [("done", group.completed), ("late", group.overdue), ("open", group.rest)]
    else:
        counted = [("done", group.total)]
    parts, before = [], 0
    for kind, count in counted:
        if count:
            parts.append(
                {"kind": kind, "x": f"{before * 100 / most:.2f}", "width": f"{count * 100 / most:.2f}"}
            )
        before += count
    return parts


def _cut(text: str) -> str:
    """The beginning of a label that fits beside the bar's value."""
    if width(text) <= _LABEL:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > _LABEL - 2:
            break
        kept += character
    return kept + "…"
