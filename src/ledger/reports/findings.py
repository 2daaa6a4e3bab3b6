"""Diagnostics as a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.locale import FALLBACK
from ledger.reading.codes import CODES, Code, Text
from ledger.reports.examples import example, example_lines
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.locale import Words
    from ledger.reading.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found, for people, for other programs, and as a table.

    ``sources`` are the bytes of files by path, from which excerpts are taken; ``prefix`` is put before every
    path; ``checked`` are the files that were read; ``report`` is the same as a table.
    """

    diagnostics: Sequence[Diagnostic]
    report: Report
    sources: Mapping[str, bytes] = field(default_factory=dict)
    prefix: str = ""
    checked: Sequence[str] = ()


class AuditFindings(Findings):
    """What an audit found; its report tells the commits as well."""

    __slots__ = ()


def all_codes() -> dict[str, Code]:
    """Every code that the program can tell of, in order.  Imports the modules that declare them."""
    import ledger.history.codes
    import ledger.plans.codes
    import ledger.rules.engine  # and with it all rules
    import ledger.rules.roster  # noqa: F401

    return dict(sorted(CODES.items()))


_FORMS = re.compile(r"\{\w+:[^{}]*\|([^{}|]*)\}")
_GAP = re.compile(r"\{[^{}]*\}")


def said_by(code: Code, words: Words) -> Text:
    """What a code says in a language: the program's own, a further one, or else English."""
    own = code.words.get(words.language)
    if own is not None:
        return own
    english = code.words[FALLBACK]
    return Text(*(words.find(f"{code.key}.{part}") or getattr(english, part) for part in Text._fields))


def template(code: Code, words: Words) -> Text:
    """What a code says, with its gaps as …, and without what is near, which need not be anything."""
    said = (text.replace("{nearest}", "") for text in said_by(code, words))
    return Text(*(_GAP.sub("…", _FORMS.sub(r"\1", text)) for text in said))


def message(diagnostic: Diagnostic, words: Words) -> str:
    """What is wrong, in one sentence."""
    return _filled(said_by(CODES[diagnostic.code], words).message, diagnostic, words)


def hint(diagnostic: Diagnostic, words: Words) -> str:
    """The way out, in one sentence."""
    return _filled(said_by(CODES[diagnostic.code], words).hint, diagnostic, words)


def sentence(diagnostic: Diagnostic, words: Words) -> str:
    """What is wrong and its code, and on the next line the way out; of what lacks the form of its file the
    field first, which the sentence does not name."""
    field = f"{diagnostic.field}{words('colon')}" if diagnostic.of_form and diagnostic.field else ""
    said, way_out = message(diagnostic, words), hint(diagnostic, words)
    return f"{field}{said} [{diagnostic.code}]\n    = {way_out}"


def _filled(text: str, diagnostic: Diagnostic, words: Words) -> str:
    args = _spoken(diagnostic, words)
    return words.fill(text, dict(args)) if args else text


# arguments of findings about entries that are identifiers, and the prefix of their words
_IDENTIFIERS = {"type": "entry", "next": "entry", "status": "status", "pace": "pace", "count": "days"}
_IDENTIFIERS |= {"channel_meant": "channel", "channel_said": "channel", "consequences": "column"}
# arguments that are lists of keys, each with what fills its gap: ``measure:1,evidence``
_KEYED = {"missing": "gap", "wanted": "node", "nodes": "node", "against": "against"}


_OF_RECORDS = {6, 7, 9}
"""The tiers of codes whose arguments may be identifiers and lists of keys."""

# what libyaml says, and where it stands in the catalogue
_YAML = {
    "did not find expected ',' or ']'": "why.yaml_list",
    "did not find expected ',' or '}'": "why.yaml_braces",
    "did not find expected key": "why.yaml_key",
    "did not find expected '-' indicator": "why.yaml_dash",
    "did not find expected node content": "why.yaml_content",
    "could not find expected ':'": "why.yaml_colon",
    "mapping values are not allowed in this context": "why.yaml_second_colon",
    "block sequence entries are not allowed in this context": "why.yaml_dash_here",
    "mapping keys are not allowed in this context": "why.yaml_key_here",
    "found character that cannot start any token": "why.yaml_character",
    "found unexpected end of stream": "why.yaml_end",
    "found unknown escape character": "why.yaml_escape",
    "did not find expected <document start>": "why.yaml_document",
    "did not find expected whitespace or line break": "why.yaml_blank",
    "did not find expected comment or line break": "why.yaml_after_block",
    "did not find expected alphabetic or numeric character": "why.yaml_anchor",
    "unclosed quote": "why.yaml_quote",
    "found invalid Unicode character escape code": "why.yaml_half",
    "did not find expected hexdecimal number": "why.yaml_hex",
    "found unexpected document indicator": "why.yaml_indicator",
    "found an indentation indicator equal to 0": "why.yaml_after_block",
    "found a tab character where an indentation space is expected": "why.yaml_tab",
    "found unexpected ':'": "why.yaml_second_colon",
    "did not find expected tag URI": "why.yaml_tag",
    "did not find the expected '>'": "why.yaml_tag",
    "did not find expected '!'": "why.yaml_tag",
    "did not find URI escaped octet": "why.yaml_tag",
    "found undefined tag handle": "why.yaml_tag",
    "could not find expected directive name": "why.yaml_directive",
    "found unexpected non-alphabetical character": "why.yaml_directive",
    "found unknown directive name": "why.yaml_directive",
    "found extremely long version number": "why.yaml_directive",
    "did not find expected digit or '.' character": "why.yaml_directive",
    "did not find expected whitespace": "why.yaml_directive",
    "found incompatible YAML document": "why.yaml_directive",
    "found duplicate %YAML directive": "why.yaml_directive",
    "found duplicate %TAG directive": "why.yaml_directive",
}

# what the system says of a file, and where it stands in the catalogue
_SYSTEM = {
    "Permission denied": "reason.denied",
    "Operation not permitted": "reason.denied",
    "No such file or directory": "reason.none",
    "Is a directory": "reason.folder",
    "Not a directory": "reason.no_folder",
    "Input/output error": "reason.broken",
    "Cannot allocate memory": "reason.memory",
    "File name too long": "reason.long_name",
    "Too many open files": "reason.many_files",
    "Stale file handle": "reason.stale",
}


def _spoken(diagnostic: Diagnostic, words: Words) -> Mapping[str, object]:
    """The arguments with lists joined and identifiers as words: ``complete,accept`` → 完成整改、验收通过."""
    spoken: dict[str, object] = {
        name: words.join(value) or "—" if isinstance(value, tuple) else value
        for name, value in diagnostic.args.items()
    }
    if "near" in spoken:
        near = spoken["near"]
        spoken["nearest"] = words("check.near", near=near) if near not in {"", "—"} else ""
    spoken |= _spoken_of_code(diagnostic.code, spoken, words)
    if diagnostic.tier in _OF_RECORDS or "why" in diagnostic.args:
        for name, value in diagnostic.args.items():
            if isinstance(value, str) and value != "—":
                spoken[name] = _spoken_value(name, value, spoken, words)
    return spoken


def _spoken_of_code(code: str, args: Mapping[str, object], words: Words) -> Mapping[str, object]:
    """The arguments that mean something in one code alone, in words."""
    if code == "L101":
        key = _YAML.get(str(args.get("problem")))
        return {"problem": words(key) if key else words("why.yaml_other", said=args["problem"])}
    if code == "L102" and args["encoding"] == "?":
        return {"encoding": words("why.no_encoding")}
    if code == "L120" and (key := _SYSTEM.get(str(args.get("reason")))):
        return {"reason": words(key)}
    if code == "L203":
        return {"type": words(f"shape.{args['type']}")}
    return {}


def _spoken_value(name: str, value: str, args: Mapping[str, object], words: Words) -> object:
    """An argument in words where it is an identifier or a list of keys, else as it stands in ``args``."""
    if name in _KEYED:
        parts = [part.partition(":") for part in value.split(",") if ":" in part or name == "missing"]
        said = [words(f"{_KEYED[name]}.{k}", what=what or args.get(k, "")) for k, _, what in parts]
        return words.join(said) if said else args[name]
    if name == "why":
        key, _, what = value.partition(":")
        return words(f"why.{key}", **{"what": "", **args, **({"what": what} if what else {})})
    if name == "remedy":
        return words(f"remedy.{value}")
    if name in _IDENTIFIERS:
        return words.join([words(f"{_IDENTIFIERS[name]}.{part}") for part in value.split(",")])
    return args[name]


def codes_report(codes: Sequence[Code], words: Words) -> Report:
    """One record a code, with message and way out in the language of ``words``."""
    records = tuple(
        {
            "code": code.key,
            "name": code.name,
            "severity": code.severity.value,
            **template(code, words)._asdict(),
            **({"example": example(code.key, words)} if len(codes) == 1 else {}),
        }
        for code in codes
    )
    return Report(
        kind="codes",
        columns=(
            Column("code"),
            Column("name", grow=2),
            Column("severity", words="severity"),
            Column("message", grow=4),
            Column("hint", grow=4),
        ),
        records=records,
        cards=tuple(_code_card(code, words) for code in codes) if len(records) == 1 else None,
        page=True,
    )


def _code_card(code: Code, words: Words) -> Card:
    """What a code means and what to do, as it is read and not compared."""
    said = template(code, words)
    args = {"code": code.key, "name": code.name, "severity": Message(f"severity.{code.severity.value}")}
    lines = (
        Line(said.message, Message("column.message")),
        Line(said.hint, Message("column.hint")),
        *example_lines(code.key, words),
    )
    return Card(Message("check.code", args), lines)


def check_report(diagnostics: Sequence[Diagnostic], issues: int, words: Words) -> Report:
    """One record a finding; the words are in the language of ``words``."""
    records = tuple(
        {
            "code": d.code,
            "name": CODES[d.code].name,
            "severity": d.severity.value,
            "path": d.path,
            "line": d.span.line,
            "column": d.span.column,
            "end_line": d.span.end_line,
            "end_column": d.span.end_column,
            "field": d.field or None,
            "message": message(d, words),
            "hint": hint(d, words),
        }
        for d in diagnostics
    )
    return Report(
        kind="check",
        columns=(
            Column("path", grow=2),
            Column("line", right=True),
            Column("column", right=True),
            Column("severity", words="severity"),
            Column("code"),
            Column("message", grow=4),
            Column("hint", grow=4),
        ),
        records=records,
        summary={"issues": issues},
        empty=Message("check.clean"),
    )
