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

    zh = Markup(" lang=zh-CN") if words.language != "zh" else Markup()
    join = escape(words("list.join"))

    def made(html: str, *texts: str) -> Markup:
        """The piece, its gaps filled with texts that are escaped, and shown without what no file holds."""
        return Markup(html).format(*(text if isinstance(text, Markup) else printable(text) for text in texts))  # noqa: S704

    @cache
    def name(one: Name, mark: Markup = zh) -> Markup:
        """A unit with its link; ``mark`` is nothing where what is around it is marked as Chinese."""
        if one.key:
            return made('<a href="{}"{}>{}</a>', unit_href(base, one.key), mark, one.text)
        said = made("<span{}>{}</span>", mark, one.text)
        return said + made(" <small>{}</small>", words("site.collective")) if one.collective else said

    @cache
    def names(several: tuple[Name, ...]) -> Markup:
        if not several:
            return Markup("—")
        if len(several) == 1 and not several[0].members:
            return name(several[0])
        alone = not any(one.members or one.collective for one in several)  # nothing is said but names
        mark = Markup() if alone else zh
        items = Markup().join(item(one, mark) for one in several)
        return made("<ul class=names{}>{}</ul>", zh if alone else Markup(), items)

    def item(one: Name, mark: Markup) -> Markup:
        if not one.members:
            return made("<li>{}", name(one, mark))
        return made("<li>{} <small>{}</small> {}", name(one), words("site.members"), names(one.members))

    @cache
    def listed(several: tuple[Name, ...]) -> Markup:
        return join.join(map(name, several))

    def own(text: str) -> Markup | str:
        """A text of the ledger; on pages in another language it is marked as Chinese."""
        return made("<span{}>{}</span>", zh, text) if zh else text

    @cache
    def called(several: tuple[Name, ...]) -> Markup:
        """Units that the page has links to elsewhere."""
        if any(one.collective for one in several):
            return join.join(map(unlinked, several))
        return made("{}", own(words.join([one.text for one in several])))

    @cache
    def unlinked(one: Name) -> Markup:
        said = made("{}", own(one.text))
        return said + made(" <small>{}</small>", words("site.collective")) if one.collective else said

    def by(one: Name, issue: IssuePage) -> Markup:
        """Who recorded: units that have a part in the issue are linked to where the page names these."""
        parts = (issue.lead_keys, issue.support_keys, issue.acceptance_keys, issue.other_keys)
        return (
            made("<span{}>{}</span>", zh, one.text) if any(one.key in keys for keys in parts) else name(one)
        )

    @cache
    def day(value: date | None) -> Markup:
        if value is None:
            return Markup("—")
        return made("<time>{}</time>", value.isoformat())  # a day so written says itself what it is

    @cache
    def status_tag(key: str) -> Markup:
        return made('<span class="tag s-{}">{}</span>', key, words(f"status.{key}"))

    @cache
    def standing_tag(key: str, said: str, days: int | None) -> Markup:
        late = said if days is None else words("site.days", standing=said, days=days)
        return made('<span class="tag t-{}">{}</span>', key, late)

    def standing(issue: IssuePage) -> Markup:
        return standing_tag(issue.standing, spoken(issue.word, words), issue.days_overdue)

    def due(issue: Any) -> Markup | str:
        if issue.due is not None:
            return day(issue.due)
        return words("standing.undetermined" if issue.undetermined else f"kind.{issue.kind}")

    def shares(line: Any) -> Markup:
        said = Markup()
        if line.owed_by:
            said += made(" <small>{}</small> {}", words("site.owed_by"), called(line.owed_by))
        if line.done_by:
            said += made(" <small>{}</small> {}", words("site.done_by"), called(line.done_by))
        for one in line.moved:
            said += made(" <small>{} {}</small>", unlinked(one.unit), words("site.moved", due=one.due))
        return said

    return {
        "base": base,
        "zh": zh,
        "unit_href": unit_href,
        "name": name,
        "names": names,
        "listed": listed,
        "called": called,
        "own": own,
        "by": by,
        "day": day,
        "status": lambda issue: status_tag(issue.status),
        "standing": standing,
        "due": due,
        "shares": shares,
        "indexes": lambda keys: _indexes(keys, places),
    }


def _indexes(keys: Iterable[str], places: dict[str, int]) -> str:
    return " ".join(str(places[key]) for key in keys if key in places)
