"""The small pieces that pages are full of, each made once: names with their links, days, tags."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.rendering.outline import spoken
from ledger.rendering.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from markupsafe import Markup

    from ledger.locale import Words
    from ledger.reports.site.front import Name
    from ledger.reports.site.pages import IssuePage


def unit_href(base: str, key: str) -> str:
    """The address of a unit's page from a page whose way to the top is ``base``; keys need no quoting."""
    return f"{base}units/{key}.html"


def pieces(words: Words, base: str, places: dict[str, int]) -> dict[str, Any]:
    """What templates call for a piece, by name, on pages whose way to the top is ``base``.

    ``places`` are those of the units, by key, on the list that filters by unit.
    """
    from markupsafe import Markup, escape

    zh = Markup(' lang="zh-CN"') if words.language != "zh" else Markup()
    join = escape(words("list.join"))

    def made(html: str, *texts: str) -> Markup:
        """The piece, its gaps filled with texts that are escaped, and shown without what no file holds."""
        return Markup(html).format(*(text if isinstance(text, Markup) else printable(text) for text in texts))  # noqa: S704

    @cache
    def name(one: Name) -> Markup:
        if one.key:
            return made('<a href="{}"{}>{}</a>', unit_href(base, one.key), zh, one.text)
        said = made("<span{}>{}</span>", zh, one.text)
        return said + made(" <small>{}</small>", words("site.collective")) if one.collective else said

    @cache
    def names(several: tuple[Name, ...]) -> Markup:
        if not several:
            return Markup("—")
        return made('<ul class="names">{}</ul>', Markup().join(map(item, several)))

    def item(one: Name) -> Markup:
        if not one.members:
            return made("<li>{}</li>", name(one))
        return made("<li>{} <small>{}</small> {}</li>", name(one), words("site.members"), names(one.members))

    @cache
    def listed(several: tuple[Name, ...]) -> Markup:
        return join.join(map(name, several))

    @cache
    def day(value: date | None) -> Markup:
        if value is None:
            return Markup("—")
        return made('<time datetime="{}">{}</time>', value.isoformat(), str(value))

    @cache
    def status_tag(key: str) -> Markup:
        return made('<span class="tag s-{}">{}</span>', key, words(f"status.{key}"))

    @cache
    def standing_tag(key: str, said: str, days: int | None) -> Markup:
        late = "" if days is None else " " + words("site.days", days=days)
        return made('<span class="tag t-{}">{}{}</span>', key, said, late)

    def standing(issue: IssuePage) -> Markup:
        return standing_tag(issue.standing, spoken(issue.word, words), issue.days_overdue)

    def due(issue: Any) -> Markup | str:
        if issue.due is not None:
            return day(issue.due)
        return words("standing.undetermined" if issue.undetermined else f"kind.{issue.kind}")

    def shares(line: Any) -> Markup:
        said = Markup()
        if line.owed_by:
            said += made(" <small>{}</small> {}", words("site.owed_by"), listed(line.owed_by))
        if line.done_by:
            said += made(" <small>{}</small> {}", words("site.done_by"), listed(line.done_by))
        for one in line.moved:
            said += made(" <small>{} {}</small>", name(one.unit), words("site.moved", due=one.due))
        return said

    return {
        "base": base,
        "zh": zh,
        "unit_href": unit_href,
        "name": name,
        "names": names,
        "listed": listed,
        "day": day,
        "status": lambda issue: status_tag(issue.status),
        "standing": standing,
        "due": due,
        "shares": shares,
        "indexes": lambda keys: _indexes(keys, places),
    }


def _indexes(keys: Iterable[str], places: dict[str, int]) -> str:
    return " ".join(str(places[key]) for key in keys if key in places)
