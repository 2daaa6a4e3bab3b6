"""Options that several commands share, and the reading of their values.

Values come as text and are read here, so that a wrong one is one line in the language of the run.
"""

from __future__ import annotations

import os
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ledger.cli.clock import today
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.speech import words
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum

    from ledger.judging.select import Criteria
    from ledger.locale import Words
    from ledger.model.ledger import Ledger
    from ledger.model.unit import Units

_say = words()

Directory = Annotated[str, typer.Option("-C", metavar="DIR", help=_say("option.directory"))]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help=_say("option.lang"))]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help=_say("option.as_of"))]
Rev = Annotated[str, typer.Option("--rev", metavar="REV", help=_say("option.rev"))]
Format = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=_say("option.format"))]
DocumentFormat = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", help=_say("option.document"))
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=_say("option.output"))]


def _many(name: str, metavar: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(f"--{name}", metavar=metavar, help=_say(f"option.{name}"))
    return option


Unit = Annotated[list[str] | None, _many("unit", "UNIT")]
Lead = Annotated[list[str] | None, _many("lead", "UNIT")]
Support = Annotated[list[str] | None, _many("support", "UNIT")]
Acceptance = Annotated[list[str] | None, _many("acceptance", "UNIT")]
Section = Annotated[list[str] | None, _many("section", "SECTION")]
Status = Annotated[list[str] | None, _many("status", "STATUS")]
Standing = Annotated[list[str] | None, _many("standing", "STANDING")]
Kind = Annotated[list[str] | None, _many("kind", "KIND")]
DueBefore = Annotated[str, typer.Option("--due-before", metavar="DATE", help=_say("option.due-before"))]
DueAfter = Annotated[str, typer.Option("--due-after", metavar="DATE", help=_say("option.due-after"))]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help=_say("option.text"))]

_DATE = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))",
    re.ASCII,
)
_E = TypeVar("_E", bound="StrEnum")


def read_date(text: str, option: str) -> date:
    """A date as people write it: ``2025-01-31``, ``2025/1/31``, ``20250131``, ``2025年1月31日``, ``今天``."""
    if text.strip().lower() in {"today", "今天"}:
        return today()
    found = _DATE.fullmatch(half_width(text.strip()))
    if found is None:
        raise CommandError("error.date", option=option, value=text)
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        raise CommandError("error.date_impossible", option=option, value=text) from None


def read_as_of(text: str) -> date:
    """The day to judge at: ``--as-of``, else ``LEDGER_AS_OF``, else today."""
    if text:
        return read_date(text, "--as-of")
    from_environment = os.environ.get("LEDGER_AS_OF")
    return read_date(from_environment, "LEDGER_AS_OF") if from_environment else today()


def read_unit(name: str, units: Units) -> str:
    """The canonical name of a unit, group or collective as written on the command line."""
    found = units.resolve(name.strip())
    if found is None:
        near = units.nearest(name)
        key = "error.unit_near" if near else "error.unit"
        raise CommandError(key, value=name, near=words()("list.join").join(near))
    return found.name


def read_choice(value: str, kind: type[_E], prefix: str) -> _E:
    """A value of a closed list, by its English identifier or the word of either language."""
    return kind(read_word(value, [member.value for member in kind], prefix, f"--{prefix}"))


def read_word(value: str, allowed: Sequence[str], prefix: str, option: str, shared: str = "") -> str:
    """One of ``allowed`` by its English identifier or the word of either language.

    The words are under ``prefix`` in the catalogue, or under ``shared``.
    """
    from difflib import get_close_matches

    found = word_of(value, allowed, prefix, shared)
    if found is not None:
        return found
    spoken = _spoken(words(), allowed, prefix, shared)
    near = get_close_matches(value.strip().casefold(), allowed, 2, 0.5)
    near = near or get_close_matches(value, list(spoken), 2, 0.4)
    offered = near or [f"{name}（{word}）" for word, name in spoken.items()]
    raise CommandError("error.choice", option=option, value=value, near=words()("list.join").join(offered))


def word_of(value: str, allowed: Sequence[str], prefix: str, shared: str = "") -> str | None:
    """Which of ``allowed`` is meant, by its English identifier or the word of either language."""
    from ledger.locale import LANGUAGES, Words

    wanted = value.strip().casefold().replace("-", "_")
    if wanted in allowed:
        return wanted
    for say in (words(), *(Words(language) for language in LANGUAGES if language != words().language)):
        spoken = {word.casefold(): name for word, name in _spoken(say, allowed, prefix, shared).items()}
        if value.strip().casefold() in spoken:
            return spoken[value.strip().casefold()]
    return None


def _spoken(say: Words, allowed: Iterable[str], prefix: str, shared: str) -> dict[str, str]:
    """The words of a closed list in one language: those under ``prefix`` or, where it has none, ``shared``."""
    found = {}
    for name in allowed:
        try:
            found[say(f"{prefix}.{name}")] = name
        except KeyError:
            found[say(f"{shared}.{name}")] = name
    return found


def looks_like_id(text: str, ledger: Ledger) -> bool:
    """Whether ``text`` is meant as the id of an issue: one that exists, or digits as in ``7-1``."""
    return any(issue.id == text for issue in ledger.issues) or id_parts(half_width(text)) is not None


def read_section(value: str, ledger: Ledger) -> str:
    """The number of a section, given as 一, 1, its title or a part of it."""
    sections = ledger.plan.sections if ledger.plan else ()
    wanted = value.strip().rstrip("、.")
    for position, section in enumerate(sections, 1):
        if wanted in {section.number, str(position), section.title, f"{section.number}、{section.title}"}:
            return section.number
    partly = [s for s in sections if len(wanted) > 1 and wanted in s.title]
    if len(partly) == 1:
        return partly[0].number
    known = "；".join(f"{s.number}、{s.title}" for s in sections)
    raise CommandError("error.section", value=value, known=known)


def read_id(text: str, ledger: Ledger, tree: Iterable[str] = ()) -> str:
    """The id of an issue as people write it: ``7-1``, ``07-1``, ``7.1``, ``7(1)``, ``7（1）``.

    ``tree`` names the files of the ledger: an issue whose file is there but broken is told apart.
    """
    from difflib import get_close_matches

    known = {issue.id: issue.baseline.number for issue in ledger.issues}
    if text in known:
        return text
    wanted = id_parts(half_width(text))
    if wanted:
        for issue_id, number in known.items():
            if wanted in (id_parts(half_width(number)), id_parts(issue_id)):
                return issue_id
        for path in tree:
            stem = path.removeprefix("data/issues/").removesuffix(".yaml")
            if wanted == id_parts(stem) and stem not in known:
                raise CommandError("error.id_broken", FINDINGS, value=text, file=path)
        subs = [i for i in known if (id_parts(i) or [])[:1] == wanted[:1]]
        if subs:
            raise CommandError("error.id_near", value=text, near=words()("list.join").join(subs))
    near = get_close_matches(text.lower(), list(known), 3, 0.5)
    raise CommandError(
        "error.id_near" if near else "error.id", value=text, near=words()("list.join").join(near)
    )


def read_ids(texts: Sequence[str] | None, ledger: Ledger, tree: Iterable[str] = ()) -> set[str] | None:
    """Several ids; ``None`` where none is given, which means all."""
    if not texts:
        return None
    parts = [part for text in texts for part in re.split("[,，、]", text) if part.strip()]
    return {read_id(part, ledger, tree) for part in parts}


def id_parts(text: str) -> list[int] | None:
    """The numbers of an id as people write it: ``7(1)`` → ``[7, 1]``; ``None`` where it is none."""
    found = re.fullmatch(r"\s*([0-9]{1,6})(?:\s*[-.(_]\s*([0-9]{1,6})\)?)?\s*", text)
    return [int(part) for part in found.groups() if part] if found else None


def read_criteria(ledger: Ledger, **values: Sequence[str] | str | None) -> Criteria:
    """All filter options at once."""
    from ledger.judging.chain import Status as Statuses
    from ledger.judging.select import Criteria
    from ledger.judging.status import Kind as Kinds
    from ledger.judging.status import Standing as Standings

    def many(name: str) -> Iterable[str]:
        for text in values.get(name) or ():
            parts = [part for part in re.split("[,，、]", text) if part.strip()]
            if not parts:  # an unset variable in a script must not mean "all"
                raise CommandError("error.empty_filter", option=f"--{name}")
            yield from parts

    before, after = str(values.get("due_before") or ""), str(values.get("due_after") or "")
    return Criteria(
        unit=tuple(read_unit(name, ledger.units) for name in many("unit")),
        lead=tuple(read_unit(name, ledger.units) for name in many("lead")),
        support=tuple(read_unit(name, ledger.units) for name in many("support")),
        acceptance=tuple(read_unit(name, ledger.units) for name in many("acceptance")),
        section=tuple(read_section(value, ledger) for value in many("section")),
        status=tuple(read_choice(value, Statuses, "status") for value in many("status")),
        standing=tuple(read_choice(value, Standings, "standing") for value in many("standing")),
        kind=tuple(read_choice(value, Kinds, "kind") for value in many("kind")),
        due_before=read_date(before, "--due-before") if before else None,
        due_after=read_date(after, "--due-after") if after else None,
        text=str(values.get("text") or ""),
    )


def read_keys(
    text: str, known: Iterable[str], names: Mapping[str, str], option: str, *, signed: bool = False
) -> list[str]:
    """A comma-separated list of keys (``number,title``); column heads are understood as well.

    With ``signed`` a key may have a ``-`` before it (``-due``), which is kept.
    """
    from difflib import get_close_matches

    known = list(known)
    keys = []
    for part in re.split("[,，、]", text):
        wanted = part.strip()
        sign = "-" if signed and wanted.startswith("-") else ""
        bare = wanted.removeprefix(sign)
        key = bare if bare in known else names.get(bare, "")
        if key not in known:
            heads = [head for head, key in names.items() if key in known]
            near = get_close_matches(bare, [*known, *heads], 1, 0.4) or known
            raise CommandError(
                "error.choice", option=option, value=wanted, near=words()("list.join").join(near)
            )
        keys.append(sign + key)
    return keys


def read_codes(texts: Sequence[str] | None, option: str) -> tuple[str, ...]:
    """Codes or beginnings of codes (``L3``), separated by commas; names are understood as well."""
    from difflib import get_close_matches

    from ledger.reports.findings import all_codes

    if not texts:
        return ()
    codes = all_codes()
    names = {code.name: key for key, code in codes.items()}
    found = []
    for part in (part.strip() for text in texts for part in re.split("[,，、]", text)):
        code = names.get(part, part.upper())
        if part and not any(known.startswith(code) for known in codes):
            near = (
                get_close_matches(code, codes, 2, 0.5)
                or get_close_matches(part, names, 2, 0.4)
                or list(codes)[:3]
            )
            raise CommandError(
                "error.choice", option=option, value=part, near=words()("list.join").join(near)
            )
        if part:
            found.append(code)
    return tuple(found)


def read_count(text: str, option: str) -> int:
    """A whole number of one or more."""
    if re.fullmatch("[0-9]{1,9}", text) and int(text) > 0:
        return int(text)
    raise CommandError("error.count", option=option, value=text)


def read_days(text: str) -> int:
    """A length of time in days: ``30``, ``30d``, ``30天``, ``6w``, ``2m`` (months of 30 days)."""
    found = re.fullmatch(r"\s*([0-9]{1,5})\s*(d|天|日|w|周|m|个?月)?\s*", text.lower())
    if found is None:
        raise CommandError("error.days", value=text)
    factor = {"w": 7, "周": 7, "m": 30, "月": 30, "个月": 30}.get(found[2] or "d", 1)
    return int(found[1]) * factor
