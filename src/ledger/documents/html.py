"""Web pages: paragraphs, cells and pictures of the body; what leads about the site is furniture."""

from __future__ import annotations

import re
from typing import Any

from ledger.documents.archive import Allowance, local, needing
from ledger.documents.blocks import Block, BlockKind, Cell, Mark, MarkKind, Place, Source, UnreadableError
from ledger.documents.text import Decoded

LOOKS = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:"
    r"!doctype\s+html|html|head|body|meta|title|base|link|style|script|main|article|section|header|nav|div|center|"
    r"table|thead|tbody|tr|h[1-6]|ul|ol|p|span|font|b|strong)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""What a web page begins with."""

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "textarea", "select"}
)
_FURNITURE = frozenset({"nav", "footer", "aside", "form", "button", "title", "menu"})
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins"}
    | {
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
    }
    | {"u", "var", "wbr", "o:p"}
)
_NAVIGATES = re.compile(
    r"(?:^|[\s_-])(?:top|main|sub|site)?(?:nav|navbar|menu|(?:bread)?crumbs?)(?:$|[\s_-])", re.IGNORECASE
)
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BETWEEN = re.compile(r"[\s|/>»›·,，、-]*")
"""What stands between links."""
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_MARKED: dict[str, MarkKind] = {"del": "struck", "s": "struck", "strike": "struck", "ins": "revised"}
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;}]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!}]|$)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!}]|$))",
    re.IGNORECASE,
)
_KEEPING = frozenset({"pre", "xmp", "listing", "plaintext"})
_KEPT = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|pre-line|break-spaces)\b", re.IGNORECASE)
"""What keeps the line breaks of its text."""
_RULE = re.compile(r"(?P<selectors>[^{}]{1,400})\{(?P<body>[^{}]{0,2000})\}")
_NAMED = re.compile(r"\s*[A-Za-z0-9]*[.#](?P<name>[\w-]+)\s*")
_SPACE = re.compile("[ \t\r\n\f]+")
_FATAL = 3
_SPAN_MOST = 1000
_COVERED_MOST = 500_000


def declared_encoding(data: bytes) -> str:
    """The encoding that a page says it is in; empty where it says nothing."""
    found = _META.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    return "gb18030" if name in {"gb2312", "gbk", "gb18030"} else name


def read_html(found: Decoded) -> Source:
    """The blocks of a page."""
    with needing("documents"):
        from lxml import etree, html
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    text = _DECLARATION.sub("", found.text)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("damaged", "html") from error
    if any(entry.level >= _FATAL for entry in parser.error_log):
        raise UnreadableError("hostile", "html")
    reader = _Reader(_styled(root))
    reader.untitled = next(root.iter(*_HEADS), None) is not None
    reader.walk(root, furniture=False)
    reader.flush(furniture=False)
    return Source("html", tuple(reader.blocks), found.encoding, found.doubtful, marks=tuple(reader.marks))


def _looks(style: str) -> set[MarkKind]:
    """How a style marks the text that it is of."""
    found: set[MarkKind] = set()
    if _STRUCK.search(style):
        found.add("struck")
    if _HIDDEN.search(style):
        found.add("hidden")
    return found


def _styled(root: Any) -> dict[str, set[MarkKind]]:
    """The classes and names that the page's own style sheets strike out or hide."""
    found: dict[str, set[MarkKind]] = {}
    for element in root.iter("style"):
        for rule in _RULE.finditer(element.text or ""):
            kinds = _looks(rule["body"])
            for one in rule["selectors"].split(",") if kinds else ():
                if named := _NAMED.fullmatch(one):
                    found.setdefault(named["name"], set()).update(kinds)
    return found


def _image_name(element: Any) -> str:
    """What a picture is called: its words, else its file; "" where it has neither."""
    source = element.get("src") or ""
    file = "" if source.startswith("data:") else source.partition("?")[0].rsplit("/", 1)[-1]
    return ((element.get("alt") or "").strip() or file)[:_NAME_MOST]


_NAME_MOST = 60
"""Characters of the name of a picture that are kept."""


class _Reader:
    def __init__(self, styled: dict[str, set[MarkKind]]) -> None:
        self.styled = styled
        self.marks: list[Mark] = []
        self.kinds: list[MarkKind] = []  # how the text that is read now is marked
        self.marked: dict[MarkKind, list[str]] = {}  # the marked text of the paragraph that is open
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.line = 0
        self.number = ""
        self.level = 0
        self.tables = self.paragraphs = 0
        self.kept: bool | None = None  # inside of what keeps its line breaks: whether that is furniture
        self.untitled = False  # whether the first heading of the page is still to come
        self.allowance = Allowance()

    def text(self, text: str | None, line: int) -> None:
        """Running text of the paragraph that is open; where line breaks count, each begins another."""
        if text and self.kept is not None and "\n" in text:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self.text(first, line)
            for one in more:
                self.flush(furniture=self.kept)
                self.text(one, line)
        elif text:
            if not self.pieces:
                self.line = line
            self.pieces.append(self.allowance.take(_SPACE.sub(" ", text)))
            for kind in set(self.kinds) if text.strip() else ():
                self.marked.setdefault(kind, []).append(text.strip())

    def _kinds(self, element: Any, tag: str) -> list[MarkKind]:
        """How an element marks the text in it: by its own name, its style, or that of its class."""
        found = {_MARKED[tag]} if tag in _MARKED else set()
        found |= _looks(element.get("style") or "")
        if element.get("hidden") is not None:
            found.add("hidden")
        for name in [*(element.get("class") or "").split(), element.get("id") or ""]:
            found |= self.styled.get(name, set())
        return sorted(found)

    def flush(self, *, furniture: bool) -> None:
        """The paragraph ends here."""
        lines = [line.strip(" ") for line in "".join(self.pieces).split("\n")]
        text = "\n".join(lines).strip("\n")
        number, level = self.number, self.level
        marked, self.marked = self.marked, {}
        self.pieces, self.number, self.level = [], "", 0
        if not text.strip():
            self.number = number  # the number of a list item whose text is in a paragraph inside
            return
        kind = BlockKind.FURNITURE if furniture else BlockKind.HEADING if level else BlockKind.PARAGRAPH
        self.paragraphs += 1
        place = Place(line=self.line, paragraph=self.paragraphs)
        self.blocks.append(Block(kind, text, place, number, level))
        if not furniture:
            self.marks += (Mark(kind, place, "".join(words)) for kind, words in marked.items())

    def walk(self, element: Any, *, furniture: bool) -> None:
        """The blocks of an element and of what it holds."""
        tag = local(element) or str(element.tag)
        line = element.sourceline or 0
        if tag in _SILENT:
            return
        kinds = self._kinds(element, tag)
        self.kinds += kinds
        self._walk(element, tag, line, furniture=furniture)
        del self.kinds[len(self.kinds) - len(kinds) :]

    def _walk(self, element: Any, tag: str, line: int, *, furniture: bool) -> None:
        inside = (
            furniture
            or tag in _FURNITURE
            or element.get("role") in _ROLES
            or _is_site_header(element, tag)
            or self._navigates(element, tag)
        )
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "img":
            if not inside:
                self.blocks.append(Block(BlockKind.IMAGE, _image_name(element), Place(line=line)))
        elif tag == "table" and not inside and _is_data(element):
            self.flush(furniture=inside)
            self._table(element)
        elif tag in _INLINE:
            self.text(element.text, line)
            self.children(element, furniture=inside)
        else:
            self.flush(furniture=furniture)
            if tag in _HEADS:
                self.level = int(tag[1])
                self.untitled = False
            elif tag == "li":
                self.number = _list_number(element)
            kept, keeps = self.kept, tag in _KEEPING or _KEPT.search(element.get("style") or "") is not None
            self.kept = inside if keeps else kept
            self.text(element.text, line)
            self.children(element, furniture=inside)
            self.flush(furniture=inside)
            self.kept = kept
            self.number = ""

    def _navigates(self, element: Any, tag: str) -> bool:
        """Whether a block is nothing but links, before the first heading or by its name for navigation."""
        if tag in _INLINE or tag == "br":
            return False
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        return (self.untitled or _NAVIGATES.search(name) is not None) and _is_links(element)

    def children(self, element: Any, *, furniture: bool) -> None:
        """The blocks of what an element holds, and the text between."""
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child, furniture=furniture)
            self.text(child.tail, child.sourceline or 0)

    def _table(self, table: Any) -> None:
        self.tables += 1
        taken: set[tuple[int, int]] = set()
        covered = 0
        for r, row in enumerate(_rows(table), 1):
            column = 1
            for element in row:
                if local(element) not in {"td", "th"}:
                    continue
                while (r, column) in taken:
                    column += 1
                rows, columns = _span(element, "rowspan"), _span(element, "colspan")
                covered += rows * columns
                if covered > _COVERED_MOST:
                    raise UnreadableError("hostile", f"table {self.tables}")
                taken |= {(r + i, column + j) for i in range(rows) for j in range(columns)}
                inner = _Reader(self.styled)
                inner.allowance = self.allowance
                inner.kinds = [
                    *self.kinds,
                    *self._kinds(row, "tr"),
                    *self._kinds(row.getparent(), ""),
                    *self._kinds(element, "td"),
                ]
                inner.text(element.text, 0)
                inner.children(element, furniture=False)
                inner.flush(furniture=False)
                text = "\n".join(block.shown for block in inner.blocks if block.kind is not BlockKind.IMAGE)
                place = Place(table=self.tables, row=r, column=column)
                cell = Cell(self.tables, r, column, rows, columns)
                self.blocks.append(Block(BlockKind.CELL, text, place, cell=cell))
                self.marks += (Mark(mark.kind, place, mark.words) for mark in inner.marks)
                self.blocks += [
                    Block(BlockKind.IMAGE, b.text, place) for b in inner.blocks if b.kind is BlockKind.IMAGE
                ]
                column += columns


def _is_site_header(element: Any, tag: str) -> bool:
    """A header of the site, not of the article."""
    return tag == "header" and not any(local(up) in {"article", "main"} for up in element.iterancestors())


def _is_links(element: Any) -> bool:
    """Whether all text of a block stands in links, and there is some."""
    waiting, found = [element], False
    while waiting:
        one = waiting.pop()
        if one is not element and not _BETWEEN.fullmatch(one.tail or ""):
            return False
        tag = local(one)
        if tag in _HEADS:
            return False
        if tag == "a":
            found = True
        elif tag not in _SILENT:
            if not _BETWEEN.fullmatch(one.text or ""):
                return False
            waiting += one
    return found


def _is_data(table: Any) -> bool:
    """Whether a table holds data and is not there to lay out the page: no table inside, several cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = _rows(table)
    return len(rows) > 1 and max(sum(1 for cell in row if local(cell) in {"td", "th"}) for row in rows) > 1


def _rows(table: Any) -> list[Any]:
    return list(table.iterdescendants("tr"))


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _SPAN_MOST) if re.fullmatch("[0-9]{1,6}", value) else 1


def _list_number(item: Any) -> str:
    """The number that a browser shows before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or local(parent) != "ol":
        return ""
    start = parent.get("start") or "1"
    first = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
    return f"{first + sum(1 for before in item.itersiblings(preceding=True) if local(before) == 'li')}."
