"""The site of docs/: built strictly (a link or an anchor that leads nowhere fails), then looked at.

`python tools/site_docs.py` builds it into build/docs and says what is wrong: a page that lacks a language, or that
loads anything from another host, in its markup, styles or scripts.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "docs"
OTHER = "zh-CN"

_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc=["']?(?P<src>(?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|preconnect|icon|manifest))[^>]*"""
    r"""\bhref=["']?(?P<href>(?:https?:)?//[^"'\s>]+)"""
    r"""|(?:@import\s+|url\()["']?(?P<url>(?:https?:)?//[^"'\s)]+)""",
    re.IGNORECASE,
)


def loads(text: str) -> list[str]:
    """What a page or a style sheet loads from another host."""
    return [str(found["src"] or found["href"] or found["url"]) for found in _LOADED.finditer(text)]


def faults(site: Path) -> Iterator[str]:
    """What is wrong with a site that was built."""
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {
        "404.html",
        f"{OTHER}/404.html",
    }
    english = {name for name in pages if not name.startswith(f"{OTHER}/")}
    for name in sorted(english ^ {name.removeprefix(f"{OTHER}/") for name in pages - english}):
        yield f"{name} is there in one language only"
    if not english:
        yield "no page was built"
    for path in sorted([*site.rglob("*.html"), *site.rglob("*.css")]):
        for address in loads(path.read_text("utf-8")):
            yield f"{path.relative_to(site).as_posix()} loads {address}"


def main() -> int:
    """Build the site and look at it."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--config-file",
        str(ROOT / "mkdocs.yml"),
    ]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        return 1
    found = list(faults(SITE))
    for line in found:
        print(line)
    if not found:
        print(f"build/docs: {sum(1 for _ in SITE.rglob('*.html'))} pages")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
