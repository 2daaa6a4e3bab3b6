"""What the site of docs/ asks of MkDocs: links that suit the language, and none to files outside docs/."""

import re
from typing import Any

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]+)\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to files of the project that are no pages become plain text; those to the other language go.

    The pages are also read where they lie: there such links lead somewhere.  On the site the language is chosen at
    the top, and a page of the other language is found by its common name.
    """
    lines = [line for line in markdown.split("\n") if line not in _OTHER and not _TO_OTHER.fullmatch(line)]
    return _LINK.sub(_link, "\n".join(lines))


_OTHER = {""} - {""}
_TO_OTHER = re.compile(r"\[(?:中文|English)\]\([a-z-]+(?:\.zh-CN)?\.md\)")


def _link(found: re.Match[str]) -> str:
    to = found["to"]
    if to.startswith(("../", "decisions/", "mutation.md")):
        return f"`{found['text']}`" if "`" not in found["text"] else found["text"]
    return f"[{found['text']}]({to.replace('.zh-CN.md', '.md')})"
