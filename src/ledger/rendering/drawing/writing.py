"""Drawings as text: with the looks of each element beside it, or as classes of a style sheet."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ledger.rendering.drawing.ink import is_sure

_LOOKS = frozenset(
    {
        *(
            "fill",
            "fill-opacity",
            "font-size",
            "font-weight",
            "opacity",
            "stroke",
            "stroke-dasharray",
            "stroke-linecap",
        ),
        *("stroke-linejoin", "stroke-width", "text-anchor"),
    }
)
_SIZE = "font-size"


class Looks:
    """Classes for the looks of elements, each named when it is first met."""

    def __init__(self) -> None:
        self._names: dict[tuple[tuple[str, str], ...], str] = {}

    def name(self, looks: tuple[tuple[str, str], ...]) -> str:
        """The class of elements that look so."""
        found = self._names.get(looks)
        if found is None:
            found = self._names[looks] = f"d{len(self._names)}"
        return found

    def css(self) -> str:
        """The style sheet of all classes so far."""
        rules = (
            f".{name} {{ {'; '.join(f'{key}: {_length(key, value)}' for key, value in looks)} }}\n"
            for looks, name in self._names.items()
        )
        return "".join(rules)


def _length(key: str, value: str) -> str:
    """A value as style sheets have it: there a size of type has a unit."""
    return f"{value}px" if key == _SIZE else value


def written(root: ET.Element, *, lines: bool = False, looks: Looks | None = None) -> str:
    """The element as text; with ``lines`` an element a line, for a file that people compare.

    With ``looks`` what elements look like is left to classes, which the page has to have the style sheet of.
    """
    if lines:
        ET.indent(root, "")
        return ET.tostring(root, encoding="unicode")
    out: list[str] = []
    _write(root, looks, out)
    return "".join(out)


def _write(element: ET.Element, looks: Looks | None, out: list[str]) -> None:
    out.append(f"<{element.tag}")
    if looks is None:
        out.extend(f' {name}="{_escaped(value)}"' for name, value in element.items())
    else:
        _write_attributes(element, looks, out)
    if not element.text and not len(element):
        out.append("/>")
        return
    out.append(f">{_escaped(element.text or '')}")
    for child in element:
        _write(child, looks, out)
    out.append(f"</{element.tag}>")


def _write_attributes(element: ET.Element, looks: Looks, out: list[str]) -> None:
    """Attributes as in HTML: plain values without quotes, but the last, which a ``/`` may follow.

    Only text that a font may draw wider than reckoned is clipped: pages have very many.
    """
    own: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for name, value in element.items():
        if name == "clip-path" and is_sure(element.text or ""):
            continue
        (own if name in _LOOKS and not value.startswith("url(") else rest).append((name, value))
    if own:
        rest.insert(0, ("class", looks.name(tuple(own))))
    last = len(rest) - 1
    for n, (name, value) in enumerate(rest):
        plain = n < last and value.replace(".", "").replace("-", "").isalnum()
        out.append(f" {name}={value}" if plain else f' {name}="{_escaped(value)}"')


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text
