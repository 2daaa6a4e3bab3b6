"""The gallery of diagnostics: a bad ledger and a good one for every code, and what `check` says of them.

`python tools/gallery.py` writes docs/codes.md and the examples that `ledger explain CODE` shows; with `--check` it
only says whether these are up to date.

A case is a folder tests/cases/check/CODE-name with any of
    bad/, good/     files put over the base ledger; a plan.txt there is read with `ledger import` instead
    remove/.list    files taken away from the base ledger, one a line
    bad/notes       an empty file: what was inferred is listed as well
    bad/ledgers.yaml  several ledgers, which are ranked
    make.py         a function make(root) for what files in git cannot show
Without good/ the base ledger is the good one.
"""

import contextlib
import difflib
import io
import json
import runpy
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ledger.cli.app import run
from ledger.cli.errors import BUG
from ledger.cli.speech import set_language
from ledger.locale import LANGUAGES
from ledger.reports.examples import EXAMPLES
from ledger.reports.findings import all_codes, template

CODES = all_codes()
ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "check"
DOCS = ROOT / "docs" / "codes.md"
SHOWN = ROOT / "src" / "ledger" / "reports" / EXAMPLES
_SHORT = 8  # lines of a difference that is read at a glance; a longer one is shown by what the program says

TIERS = {
    "1": "Syntax: the file as YAML",
    "2": "Schema: fields and values",
    "3": "References: what a file names must exist, once",
    "4": "Consistency: what a phrase was understood to mean",
    "5": "The plan document, and the baseline against it",
    "6": "Entries",
    "7": "Git history, by `ledger audit`",
    "9": "Complaints",
}


def case_of(code: str) -> Path | None:
    """The folder of a code's case."""
    return next(iter(CASES.glob(f"{code}-*")), None)


@contextlib.contextmanager
def ledger_of(case: Path, side: str) -> Iterator[Path]:
    """A copy of the base ledger made bad or good as the case says."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(CASES / "base", root, dirs_exist_ok=True)
        if (case / side).is_dir():
            shutil.copytree(case / side, root, dirs_exist_ok=True)
        if side == "bad":
            for name in _removed(case):
                (root / name).unlink()
            if (case / "make.py").exists():
                runpy.run_path(str(case / "make.py"))["make"](root)
        yield root


def _removed(case: Path) -> list[str]:
    listed = case / "remove/.list"
    return listed.read_text("utf-8").split() if listed.exists() else []


def output_of(root: Path, language: str = "zh") -> str:
    """What the program says of a ledger, of the plan.txt in it, or of its history."""
    out = io.StringIO()
    arguments = ["import", "plan.txt", "-f", "table"] if (root / "plan.txt").exists() else ["check"]
    if (root / "notes").exists():
        arguments.append("--notes")
    if (root / "ledgers.yaml").exists():
        arguments = ["-C", "ledgers.yaml", "ledgers"]
    if (root / ".git").exists():
        arguments = ["audit", *audit_options(root)]
    with contextlib.chdir(root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run([*arguments, "--lang", language])
    if code == BUG:
        raise SystemExit(f"{root}: {out.getvalue()}")  # a fault of the program is no page
    set_language(["--lang", language], {})
    return out.getvalue()


def audit_options(root: Path) -> list[str]:
    """What an audit of a case has to be told: the stored head, whose signatures count."""
    found = []
    for name, option in (("head", "--since-head"), ("signers", "--allowed-signers")):
        if (root / name).exists():
            found += [option, name]
    return found


def diagnostics_in(text: str) -> str:
    """The diagnostics alone: without the table of an import and without the closing counts."""
    lines = text.splitlines()
    kept = [n for n, line in enumerate(lines) if any(f" {code} " in line for code in CODES)]
    hints = [n for n, line in enumerate(lines) if line.lstrip().startswith("= ")]
    if not kept or not hints:
        return ""
    first = kept[0] - (lines[kept[0]][0] == " ")  # below the commit that made it
    return "\n".join(line.rstrip() for line in lines[first : hints[-1] + 1])


def _difference(case: Path) -> list[str]:
    """The lines in which bad and good differ, for files that are text."""
    lines: list[str] = []
    for bad in sorted((case / "bad").rglob("*")) if (case / "bad").is_dir() else ():
        if bad.is_dir() or "source" in bad.parts or bad.name == "notes":
            continue
        name = bad.relative_to(case / "bad")
        good = next((p for p in (case / "good" / name, CASES / "base" / name) if p.exists()), None)
        before, after = _text(good), _text(bad)
        diff = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
        lines += [f"# {name.as_posix()}", *(line for line in diff if not line.startswith("@@"))]
    lines += [f"# {gone} taken away" for gone in _removed(case)]
    return [line[:160] for line in lines[:12]] + (["…"] if len(lines) > 12 else [])


def _text(path: Path | None) -> list[str]:
    data = b"" if path is None else path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ["(bytes that are not UTF-8)"]
    safe = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
    return safe.split("\n")


def page() -> str:
    """docs/codes.md as it should be."""
    english = set_language(["--lang", "en"], {})
    out = [
        "# Diagnostic codes",
        "",
        "Generated by `make docs` from `tests/cases/check/` and the real output of the program.",
        "Lines with `-` are good, lines with `+` are bad.",
    ]
    tier = ""
    for code, kind in CODES.items():
        if code[1] != tier:
            tier = code[1]
            out += ["", f"## {tier}xx {TIERS[tier]}"]
        out += [
            "",
            f"### {code} {kind.name} ({kind.severity})",
            "",
            "{}. {}".format(*template(kind, english)),
        ]
        case = case_of(code)
        if case is None:
            continue
        difference = _difference(case)
        if difference:
            out += ["", "```diff", *difference, "```"]
        with ledger_of(case, "bad") as root:
            said = diagnostics_in(output_of(root))
        out += ["", "```text", said, "```"]
    return "\n".join(out) + "\n"


def shown(code: str) -> dict[str, object]:
    """The example of a code: lines as they are wrong and as they are right, or what is said of a bad ledger."""
    case = case_of(code)
    if case is None:
        return {}
    lines = _difference(case)
    if 1 < len(lines) <= _SHORT and not any(line.startswith("# ") for line in lines[1:]):
        indent = min(len(line[1:]) - len(line[1:].lstrip()) for line in lines[1:])
        found = {sign: [line[1 + indent :] for line in lines[1:] if line[0] == sign] for sign in "+-"}
        return {"file": lines[0][2:], "wrong": found["+"], "right": found["-"]}
    with ledger_of(case, "bad") as root:
        return {"said": {language: _first(output_of(root, language), code) for language in LANGUAGES}}


def _first(text: str, code: str) -> list[str]:
    """The finding of the code with its excerpt, without the way out."""
    lines = text.splitlines()
    begin = next(n for n, line in enumerate(lines) if f" {code} " in line)
    end = next(n for n, line in enumerate(lines) if n > begin and line.lstrip().startswith("= "))
    return [line.rstrip() for line in lines[begin:end]]


def examples() -> str:
    """The file of the examples as it should be, a code a line."""
    lines = (f'"{code}": {json.dumps(shown(code), ensure_ascii=False)}' for code in CODES)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Write both files, or with `--check` compare them."""
    stale = False
    for path, text in ((DOCS, page()), (SHOWN, examples())):
        if "--check" in sys.argv[1:]:
            fresh = path.exists() and path.read_text("utf-8") == text
            name = path.relative_to(ROOT).as_posix()
            print(f"{name} is up to date" if fresh else f"{name} is stale: run make docs")
            stale |= not fresh
        else:
            path.write_text(text, "utf-8")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
