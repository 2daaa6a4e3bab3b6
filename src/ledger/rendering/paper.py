"""A paper's fields → Word, by filling a template; what a template may say is little, and bounded.

A template uses fields, conditions and loops.  It calls nothing, sets nothing and includes nothing, so that
one that came by mail can do no more than show what it was given.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.rendering.extras import TemplateError, needing
from ledger.rendering.outline import midnight
from ledger.rendering.text import printable
from ledger.rendering.wordfile import opened, pinned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

TEMPLATE_MOST = 4 * 1024 * 1024
"""The most bytes of a template."""

_MOST_TEXT = 20_000_000  # characters of XML that a part may come to
_DEEPEST = 3  # loops within loops
_FILTERS = ("join", "length", "first", "last", "default")
_FORBIDDEN = (
    *("Assign", "AssignBlock", "Block", "Call", "CallBlock", "Extends", "FilterBlock", "FromImport"),
    *("Import", "Include", "Macro", "Mul", "Pow"),
)
"""Nodes of a template that could run long, fill the memory or reach what is not given."""

_TITLE_MOST = 255
_ODD = re.compile(r"｛[^｛｝]{0,80}｝+|(?<![{%#])\{ *([a-z_]+) *\}(?!\})")
"""Braces that an input method for Chinese makes, and single ones."""

_NAME = re.compile(r"'([^']*)' is undefined|has no attribute '([^']*)'")


class Filled(NamedTuple):
    """A document, and the names of the fields that its template uses."""

    data: bytes
    used: frozenset[str]


def fill(template: bytes, name: str, fields: Mapping[str, Any], day: date) -> Filled:
    """The template with the fields in their places; the same bytes every time.

    ``name`` is what the template is called in errors; ``fields`` hold texts, lists of texts and lists of
    mappings; ``day`` is the one that the file says it was made on.  TemplateError names the template and,
    where one is to blame, the field.
    """
    with needing("office"):
        from docx.opc.exceptions import OpcError
        from docxtpl import DocxTemplate
        from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
        from jinja2.exceptions import TemplateError as JinjaError
        from lxml.etree import LxmlError, fromstring
    try:
        ready = opened(template)
    except TemplateError as error:
        raise TemplateError("paper.template_broken", template=name) from error

    class Strict(DocxTemplate):  # type: ignore[misc,unused-ignore]
        """A template whose loops leave the document whole: the library would mend it in silence."""

        def build_xml(self, context: Any, jinja_env: Any = None) -> str:
            made: str = super().build_xml(context, jinja_env)
            fromstring(made)
            return made

    environment = _environment()
    shown = _clean(fields)
    filling = Strict(io.BytesIO(template))
    filling.docx = ready
    odd = _odd_braces(ready, shown)
    if odd:
        raise TemplateError("paper.template_braces", template=name, text=odd)
    try:
        used = frozenset(filling.get_undeclared_template_variables(environment))
        unknown = used - shown.keys()
        if unknown:
            raise _unknown(name, min(unknown), shown)
        filling.render(dict(shown), environment, autoescape=True)
    except UndefinedError as error:
        found = _NAME.search(str(error))
        field = next(filter(None, found.groups()), "") if found else ""
        raise _unknown(name, field, shown) from error
    except TemplateSyntaxError as error:
        key, part = _misspelt(error.message or "")
        raise TemplateError(key, template=name, **part) from error
    except SecurityError as error:
        raise TemplateError("paper.template_forbidden", template=name) from error
    except (LxmlError, OpcError) as error:
        raise TemplateError("paper.template_torn", template=name) from error
    except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        key, part = _misspelt(str(error))
        key = "paper.template_fails" if key == "paper.template_syntax" else key
        raise TemplateError(key, template=name, **part) from error
    properties = filling.docx.core_properties
    properties.title = str(shown.get("heading", "")).replace("\n", "")[:_TITLE_MOST]
    properties.created = properties.modified = midnight(day)
    out = io.BytesIO()
    filling.docx.save(out)
    return Filled(pinned(out.getvalue()), used)


def _unknown(name: str, field: str, fields: Mapping[str, Any]) -> TemplateError:
    """That a template uses a field that there is none of, with those that are written nearly so."""
    from difflib import get_close_matches

    rows = [row for value in fields.values() if isinstance(value, list) for row in value[:1]]
    known = dict.fromkeys([*fields, *(key for row in rows if isinstance(row, dict) for key in row)])
    near = get_close_matches(field, known, 3)
    if not near:
        return TemplateError("paper.template_field", template=name, field=field)
    return TemplateError("paper.template_field_near", template=name, field=field, near=near)


def _odd_braces(document: Any, fields: Mapping[str, Any]) -> str:
    """A field that would be printed as it is: in full-width or single braces; empty where there is none."""
    from docx.oxml.ns import qn

    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for found in _ODD.finditer(text):
            if found[0].startswith("｛") or found[1] in fields:
                return found[0]
    return ""


_MISSPELT = (
    (re.compile(r"Encountered unknown tag '(end[a-z]*|else|elif)'"), "paper.template_stray"),
    (re.compile(r"Encountered unknown tag '([^']{1,40})'"), "paper.template_tag"),
    (re.compile(r"No filter named '([^']{1,40})'"), "paper.template_filter"),
    (re.compile(r"needs to be closed is '([^']{1,40})'"), "paper.template_open"),
)
"""What the library says of what is not well formed, with the word that is meant."""


def _misspelt(said: str) -> tuple[str, dict[str, str]]:
    """The key of the text that says what is not well formed, and the word of the template that is meant."""
    for pattern, key in _MISSPELT:
        found = pattern.search(said)
        if found is not None:
            return key, {"tag": found[1]}
    return "paper.template_syntax", {}


def _clean(value: Any) -> Any:
    """The fields without what no file can hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value]


def _environment() -> Any:
    """Jinja in its sandbox, with no function, few filters, and an end to what it writes."""
    from jinja2 import StrictUndefined, Template, nodes
    from jinja2.exceptions import SecurityError, TemplateRuntimeError
    from jinja2.sandbox import SandboxedEnvironment

    forbidden = tuple(getattr(nodes, one) for one in _FORBIDDEN)

    class Bounded(Template):
        """A template that stops when it has written too much."""

        def render(self, *args: Any, **kwargs: Any) -> str:
            pieces, size = [], 0
            for piece in self.generate(*args, **kwargs):
                size += len(piece)
                if size > _MOST_TEXT:
                    raise TemplateRuntimeError(f"> {_MOST_TEXT}")
                pieces.append(piece)
            return "".join(pieces)

    class Little(SandboxedEnvironment):
        """An environment that takes only what a paper needs."""

        template_class = Bounded

        def parse(self, *args: Any, **kwargs: Any) -> Any:
            tree = super().parse(*args, **kwargs)
            _inspect(tree)
            return tree

        def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
            self.parse(source)  # before it is compiled, which works out what is constant
            return super().from_string(source, *args, **kwargs)

    def _inspect(tree: Any) -> None:
        for node in _walk(tree, 0):
            if isinstance(node, forbidden):
                raise SecurityError(type(node).__name__)

    def _walk(node: Any, depth: int) -> Iterator[Any]:
        yield node
        if isinstance(node, nodes.For):
            depth += 1
            if depth > _DEEPEST or node.recursive:
                raise SecurityError(type(node).__name__)
        for child in node.iter_child_nodes():
            yield from _walk(child, depth)

    made = Little(autoescape=True, undefined=StrictUndefined, optimized=False)
    made.globals.clear()
    made.filters = {one: made.filters[one] for one in _FILTERS}
    return made
