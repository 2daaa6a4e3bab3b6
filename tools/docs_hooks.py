"""What the site of docs/ asks of MkDocs: links that suit the language, and none to files outside docs/.

The pages are also read where they lie: there, a link to a file of the project or to the other language leads somewhere.
"""

import re
from typing import Any

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]+)\)")
_TO_OTHER = re.compile(r"\[(?:中文|English)\]\([a-z-]+(?:\.zh-CN)?\.md\)")
_FENCED = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_BETWEEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n *(?=[\u3000-\u9fff\uff00-\uffef])")
_NO_PAGE = ("../", "decisions/", "mutation.md")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to what is no page become plain text; the line that leads to the other language goes.

    On the site the language is chosen at the top, and a page of either language is found by its common name.
    """
    lines = [line for line in markdown.split("\n") if not _TO_OTHER.fullmatch(line)]
    return _LINK.sub(_link, _joined("\n".join(lines)))


def _joined(markdown: str) -> str:
    """Lines of Chinese that follow one another in a paragraph, as one: a browser would put a blank between them."""
    parts = _FENCED.split(markdown)
    return "".join(part if n % 2 else _BETWEEN.sub("", part) for n, part in enumerate(parts))


def _link(found: re.Match[str]) -> str:
    to = found["to"]
    if to.startswith(_NO_PAGE):
        return found["text"] if "`" in found["text"] else f"`{found['text']}`"
    return f"[{found['text']}]({to.replace('.zh-CN.md', '.md')})"
