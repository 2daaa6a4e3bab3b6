"""The web site: page data → files that ask nothing of the network; one script filters the list."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.rendering.drawing.writing import Looks
from ledger.rendering.extras import needing
from ledger.rendering.site.pages import SUMS, Pages
from ledger.rendering.site.tables import style_of
from ledger.rendering.site.texts import texts_script
from ledger.rendering.site.vocabulary import LABELS, PHRASES
from ledger.rendering.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from ledger.locale import Words
    from ledger.reports.site import Site

__all__ = ["LABELS", "PHRASES", "SUMS", "page_count", "render_site", "site_drawings", "site_files"]


@cache
def environment_of() -> Environment:
    """What renders the templates: everything is escaped, and nothing that is missing is shown as nothing."""
    with needing("site"):
        from jinja2 import Environment, PackageLoader, StrictUndefined

        from ledger.rendering.site.lean import Lean
    return Environment(
        autoescape=True,
        extensions=[Lean],
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


def site_drawings(site: Site, words: Words, looks: Looks | None = None) -> list[Markup]:
    """The wall chart as drawings inside a page, a sheet each; none where there is nothing to draw."""
    from markupsafe import Markup

    from ledger.rendering.drawing import render_sheets

    if not site.timeline.rows:
        return []
    drawn = render_sheets(site.timeline, words.tight(), looks=looks)
    # the parser of HTML knows the name space by itself
    return [Markup(one.replace(_NAMESPACE, "", 1)) for one in drawn]  # noqa: S704 - escaped where it is written


_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def _strips(site: Site, looks: Looks) -> dict[str, Markup]:
    """The issues' rows of the wall chart, which no language is in: drawn once."""
    from markupsafe import Markup

    from ledger.rendering.drawing.strip import render_strip
    from ledger.rendering.drawing.writing import written

    drawn = ((row.id, written(render_strip(row, site.timeline), looks=looks)) for row in site.timeline.rows)
    return {issue: Markup(one) for issue, one in drawn}  # noqa: S704 - escaped where it is written


def render_site(site: Site, languages: Sequence[Words]) -> dict[str, bytes]:
    """All files of the site by path; the first language is at the top, another below its own name."""
    return dict(site_files(site, languages))


def page_count(site: Site, languages: Sequence[Words]) -> int:
    """About how many files there are to be."""
    return len(languages) * (len(site.issues) + len(site.units) + 5) + 5


def site_files(site: Site, languages: Sequence[Words]) -> Iterator[tuple[str, bytes]]:
    """The same one by one, the checksums last."""
    sums: dict[str, str] = {}
    for path, content in _files(site, languages):
        sums[path] = sha256(content).hexdigest()
        yield path, content
    yield SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


_WORDS = "{/* words */}"


def _words_of(languages: Sequence[Words]) -> str:
    """What the script of pages says, by the tag of the language: on its button, and once that is done."""
    said = {words.tag: [words("site.copy_link"), words("site.copied")] for words in languages}
    return json.dumps(said, ensure_ascii=False)


def _files(site: Site, languages: Sequence[Words]) -> Iterator[tuple[str, bytes]]:
    environment = environment_of()
    assert environment.loader is not None  # noqa: S101 - given above
    sources = {
        name: environment.loader.get_source(environment, f"site/{name}")[0].replace("\r\n", "\n")
        for name in ("style.css", "wall.css", "list.js", "page.js")
    }
    style = sources.pop("style.css")
    sources["page.js"] = sources["page.js"].replace(_WORDS, _words_of(languages))
    for name, source in sources.items():
        yield f"assets/{name}", source.encode()
    yield "assets/texts.js", texts_script(site)
    looks = Looks()
    strips = _strips(site, looks)
    for words in languages:
        pages = Pages(site, words, languages, environment, site_drawings(site, words, looks), strips)
        for path, text in pages.all():
            yield pages.folder + path, text.encode()
    yield (
        "assets/style.css",
        (style + style_of(languages) + looks.css()).encode(),
    )  # by now all drawings are made
