"""Diagnostics → what CI reads: GitHub workflow commands, GitLab code quality, SARIF, JUnit XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledger.reading.codes import CODES
from ledger.reports.findings import all_codes, hint, message, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.locale import Words
    from ledger.reading.codes import Code
    from ledger.reading.diagnostic import Diagnostic, Span
    from ledger.reports.findings import Findings

_SURROGATE = re.compile("[\ud800-\udfff]")


def render_github(found: Findings, words: Words) -> str:
    """Commands of a GitHub workflow, which shows them beside the lines."""
    return _github(found.diagnostics, words, found.prefix)


def render_gitlab(found: Findings, words: Words) -> str:
    """A code quality report for GitLab."""
    return _json(_gitlab(found.diagnostics, words, found.prefix))


def render_sarif(found: Findings, words: Words) -> str:
    """SARIF 2.1.0."""
    return _json(_sarif(found.diagnostics, words, found.prefix))


def render_junit(found: Findings, words: Words) -> str:
    """JUnit XML, a case for every file that was read, also where nothing is wrong with it."""
    return _junit(found.diagnostics, words, found.prefix, found.checked)


def _told(diagnostic: Diagnostic, words: Words) -> str:
    """What is wrong and the way out, for formats that have one place for both."""
    return f"{message(diagnostic, words)} — {hint(diagnostic, words)}"


def _encodable(text: str) -> str:
    """The text without halves of characters: a file name that is not UTF-8 has them, UTF-8 has none."""
    return _SURROGATE.sub("\ufffd", text)


def _json(value: Any) -> str:
    import json

    return _encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


# --- what stays the same when lines move ----------------------------------------------------------

_MOVES = {"line", "first"}
"""Gaps of messages that hold line numbers."""


def _fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One hash each, all different, the same in every language and wherever the lines are.

    What a message says follows from its code and what fills its gaps, so these are hashed.  Findings that
    are alike in all of it are numbered in their order.
    """
    import json
    from hashlib import sha256

    seen: dict[str, int] = {}
    hashes = []
    for d in diagnostics:
        args = sorted((name, value) for name, value in d.args.items() if name not in _MOVES)
        key = json.dumps([d.code, d.path, d.field, args])
        seen[key] = seen.get(key, 0) + 1
        hashes.append(sha256(json.dumps([key, seen[key]]).encode()).hexdigest())
    return hashes


# --- GitHub ---------------------------------------------------------------------------------------

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def _github(diagnostics: Iterable[Diagnostic], words: Words, prefix: str) -> str:
    lines = []
    for d in diagnostics:
        properties = {
            "file": prefix + d.path,
            **_github_place(d.span),
            "title": f"{d.code} {CODES[d.code].name}",
        }
        listed = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
        lines.append(f"::{_GITHUB_LEVELS[d.severity]} {listed}::{_told(d, words).translate(_DATA)}\n")
    return _encodable("".join(lines))


def _github_place(span: Span) -> dict[str, int]:
    """Lines, and columns where there is one line: the runner drops columns of several lines."""
    place = {"line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:
        place |= {"col": span.column, "endColumn": span.end_column}
    return place


# --- GitLab ---------------------------------------------------------------------------------------

_GITLAB_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def _gitlab(diagnostics: Sequence[Diagnostic], words: Words, prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "description": " ".join(_told(d, words).splitlines()),
            "check_name": f"{d.code} {CODES[d.code].name}",
            "fingerprint": fingerprint,
            "severity": _GITLAB_SEVERITIES[d.severity],
            "location": {
                "path": prefix + d.path,
                "lines": {"begin": d.span.line, "end": d.span.end_line},
                "positions": {
                    "begin": {"line": d.span.line, "column": d.span.column},
                    "end": {"line": d.span.end_line, "column": d.span.end_column},
                },
            },
        }
        for d, fingerprint in zip(diagnostics, _fingerprints(diagnostics), strict=True)
    ]


# --- SARIF ----------------------------------------------------------------------------------------

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


_ACTIVE = re.compile(r"[{}]|\](?=\()")


def _sarif_text(text: str) -> dict[str, str]:
    """A message that is shown as it is: SARIF fills in what is in single braces and links ``[…](…)``."""
    return {"text": _ACTIVE.sub(lambda found: "] " if found[0] == "]" else found[0] * 2, text)}


def _sarif(diagnostics: Sequence[Diagnostic], words: Words, prefix: str) -> dict[str, Any]:
    from ledger import __version__

    codes = all_codes()
    number = {code: n for n, code in enumerate(codes)}
    driver = {
        "name": "ledger",
        "semanticVersion": __version__,
        "language": words.language,
        "rules": [_sarif_rule(code, words) for code in codes.values()],
    }
    results = [
        {
            "ruleId": d.code,
            "ruleIndex": number[d.code],
            "level": d.severity.value,
            "message": _sarif_text(_told(d, words)),
            "locations": [_sarif_location(d, prefix)],
            "partialFingerprints": {"ledgerFinding/v1": fingerprint},
        }
        for d, fingerprint in zip(diagnostics, _fingerprints(diagnostics), strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "language": words.language,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(code: Code, words: Words) -> dict[str, Any]:
    said, way_out = template(code, words)
    return {
        "id": code.key,
        "name": code.name,
        "shortDescription": _sarif_text(said),
        "fullDescription": _sarif_text(f"{said} — {way_out}"),
        "help": _sarif_text(way_out),
        "defaultConfiguration": {"level": code.severity.value},
    }


def _sarif_location(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    span, field = diagnostic.span, diagnostic.field
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(prefix + diagnostic.path), "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }
    if field:
        name = field.rpartition(".")[2]
        location["logicalLocations"] = [
            {"name": name, "fullyQualifiedName": field, "kind": "value" if name.isdigit() else "property"}
        ]
    return location


def _uri(path: str) -> str:
    """The path as a relative URI; bytes of a file name that are not UTF-8 come out as they are on disk."""
    from urllib.parse import quote

    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # halves of characters as Windows allows them
        return quote(_encodable(path), safe="/")


# --- JUnit ----------------------------------------------------------------------------------------

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# a carriage return is escaped because a reader makes a line feed of it, blanks in attributes likewise
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def _junit(diagnostics: Iterable[Diagnostic], words: Words, prefix: str, checked: Iterable[str]) -> str:
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in checked}
    for d in diagnostics:
        by_path.setdefault(d.path, []).append(d)
    failed = sum(1 for found in by_path.values() if any(d.severity == "error" for d in found))
    counts = {"tests": len(by_path), "failures": failed, "errors": 0}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _tag("testsuites", {"name": "ledger check", **counts}),
        _tag("testsuite", {"name": "ledger check", **counts, "skipped": 0}),
    ]
    for path in sorted(by_path):
        lines += _junit_case(prefix + path, by_path[path], words)
    return "".join(f"{line}\n" for line in [*lines, "</testsuite>", "</testsuites>"])


def _junit_case(path: str, found: Sequence[Diagnostic], words: Words) -> list[str]:
    """A file.  All its errors are in one failure, as readers show the first failure of a case only."""
    errors = [d for d in found if d.severity == "error"]
    others = [d for d in found if d.severity != "error"]
    lines = [_tag("testcase", {"classname": "ledger.check", "name": path})]
    if errors:
        attributes = {"type": errors[0].code, "message": message(errors[0], words)}
        lines.append(f"{_tag('failure', attributes)}{_junit_text(path, errors, words)}</failure>")
    if others:
        lines.append(f"<system-out>{_junit_text(path, others, words)}</system-out>")
    return [*lines, "</testcase>"]


def _junit_text(path: str, found: Iterable[Diagnostic], words: Words) -> str:
    lines = (
        f"{path}:{d.span.line}:{d.span.column}: {words(f'severity.{d.severity}')} {d.code}"
        f" {message(d, words)}\n    = {hint(d, words)}"
        for d in found
    )
    return _legal("\n".join(lines)).translate(_TEXT)


def _legal(text: str) -> str:
    """The text with escapes for characters that XML can not hold in any form."""
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _tag(name: str, attributes: Mapping[str, str | int]) -> str:
    listed = (f' {key}="{_legal(str(value)).translate(_ATTRIBUTE)}"' for key, value in attributes.items())
    return f"<{name}{''.join(listed)}>"
