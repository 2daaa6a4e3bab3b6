"""Options that several commands share, and the reading of their values.

Values come as text and are read here, so that a wrong one is one line in the language of the run.
"""

from __future__ import annotations

import inspect
import keyword
import os
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import output as way_out
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.lists import chosen_of, items_of
from ledger.cli.speech import words
from ledger.model.age import FIRST_DAY, LAST_DAY, is_of_this_age
from ledger.plans.width import half_width
from ledger.rendering.formats import formats_of
from ledger.reports.facts import Filter
from ledger.reports.naming import find_id, id_parts
from ledger.today import today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.judging.select import Criteria
    from ledger.judging.status import Judgement
    from ledger.locale import Words
    from ledger.model.ledger import Ledger
    from ledger.model.unit import Units

_say = words()

Out = way_out.Out
"""Where the answer of a command goes."""

Directory = Annotated[str, typer.Option("-C", metavar="DIR", help=_say("option.directory"))]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help=_say("option.as_of"))]
Rev = Annotated[str, typer.Option("--rev", metavar="REV", help=_say("option.rev"))]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=_say("option.output"))]
Force = Annotated[bool, typer.Option("--force", help=_say("option.force"))]


def format_option(*kinds: str) -> Any:
    """The option ``--format`` of a command whose answer is a thing of one of ``kinds``."""
    known = list(formats_of(*kinds))
    about = _say("option.format", known=known)
    return typer.Option("--format", "-f", metavar="FORMAT", help=about, autocompletion=lambda: known)


Format = Annotated[str, format_option("Report")]


def _of_filter(one: Filter) -> tuple[str, Any, Any]:
    """The parameter of a filter: its name, its annotation and its default."""
    option = typer.Option(f"--{one.name}", metavar=one.metavar, help=_say(f"option.{one.name}"))
    kind: Any = list[str] | None if one.many else str
    return parameter_of(one), Annotated[kind, option], None if one.many else ""


def parameter_of(one: Filter) -> str:
    """The name of the parameter that a filter's values come in."""
    return f"{one.name}_" if keyword.iskeyword(one.name) else one.name.replace("-", "_")


def filtered(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the filters ``names``, all of them where none is named, as its parameter ``filters``.

    The options are made of the facts of an issue (:data:`ledger.reports.facts.FILTERS`).
    """
    from ledger.reports.facts import FILTERS

    made = [_of_filter(one) for one in FILTERS if not names or one.name in names]
    return _spreading("filters", made, lambda given: given)


def delivers(
    *kinds: str, output: str = "option.output"
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command ``-f``, ``-o`` and ``--force`` as its parameter ``out``.

    ``kinds`` are the kinds of things that it hands out (:mod:`ledger.rendering.formats`), reports where
    none is named; ``output`` is the key of what the help says of ``-o``.
    """
    kinds = kinds or ("Report",)
    option = typer.Option("--output", "-o", metavar="FILE", help=_say(output))
    made = [
        ("form", Annotated[str, format_option(*kinds)], ""),
        ("output", Annotated[str, option], ""),
        ("force", Force, False),
    ]

    def read(given: dict[str, Any]) -> Out:
        return way_out.read_out(given["form"], given["output"], kinds, force=given["force"])

    return _spreading("out", made, read)


def _spreading(
    parameter: str, made: Sequence[tuple[str, Any, Any]], read: Callable[[dict[str, Any]], Any]
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make one parameter of a command out of several options: (name, annotation, default) each."""

    def wrap(command: Callable[..., int]) -> Callable[..., int]:
        def run(**given: Any) -> int:
            value = read({name: given.pop(name) for name, _, _ in made})
            return command(**{parameter: value}, **given)

        signature = inspect.signature(command, eval_str=True)
        parameters: list[inspect.Parameter] = []
        for one in signature.parameters.values():
            if one.name != parameter:
                parameters.append(one)
                continue
            parameters += [
                inspect.Parameter(
                    name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation
                )
                for name, annotation, default in made
            ]
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__doc__ = command.__doc__
        return run

    return wrap


UNSAID = Out("table")
"""Stands in the signature of a command for what :func:`delivers` puts there."""

Filters = dict[str, Any]
"""The values of filter options as they were given, by name."""
Unit = _of_filter(Filter("unit", "UNIT", "unit", role="unit"))[1]
Lead = _of_filter(Filter("lead", "UNIT", "unit", role="lead"))[1]

_DATE = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))",
    re.ASCII,
)


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


def read_record_day(text: str) -> date:
    """The day of a record: ``--date``, else today; CommandError for one after today."""
    day = read_date(text, "--date") if text else today()
    if day > today():
        raise CommandError("record.future", FINDINGS, date=str(day), today=str(today()))
    return day


def read_as_of(text: str) -> date:
    """The day to judge at: ``--as-of``, else ``LEDGER_AS_OF``, else today."""
    option = "--as-of" if text else "LEDGER_AS_OF"
    text = text or os.environ.get(option, "")
    day = read_date(text, option) if text else today()
    if not is_of_this_age(day):
        raise CommandError("error.date_far_off", option=option, value=text, first=FIRST_DAY, last=LAST_DAY)
    return day


def read_unit(name: str, units: Units) -> str:
    """The canonical name of a unit, group or collective as written on the command line."""
    found = units.resolve(name.strip())
    if found is None:
        near = units.nearest(name)
        key = "error.unit_near" if near else "error.unit"
        raise CommandError(key, value=name, near=words()("list.join").join(near))
    return found.name


def read_one_unit(name: str, units: Units) -> str:
    """The canonical name of one unit; a group or a collective is none."""
    found = read_unit(name, units)
    if found in units.groups:
        raise CommandError(
            "error.is_group", value=found, members=words()("list.join").join(units.groups[found].members)
        )
    if found in units.collectives:
        raise CommandError("error.is_collective", value=found)
    return found


def read_word(value: str, allowed: Sequence[str], prefix: str, option: str, shared: str = "") -> str:
    """One of ``allowed`` by its English identifier or the word of either language.

    The words are under ``prefix`` in the catalogue, or under ``shared``.  An argument has no ``option``.
    """
    from difflib import get_close_matches

    found = word_of(value, allowed, prefix, shared)
    if found is not None:
        return found
    spoken = _spoken(words(), allowed, prefix, shared)
    wanted = value.strip().casefold()
    near = [spoken[word] for word in get_close_matches(wanted, list(spoken), 2, 0.5)]
    near = get_close_matches(wanted, allowed, 2, 0.6) or near
    offered = [
        words()("option.key", key=name, head=word)
        for word, name in spoken.items()
        if name in near or not near
    ]
    option = option or words()("error.here")
    if near:
        raise CommandError("error.choice_near", option=option, value=value, near=offered)
    raise CommandError("error.choice_any", option=option, value=value, known=offered)


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
    """The words of a closed list in one language: those under ``prefix`` else ``shared``."""
    found = {}
    for name in allowed:
        try:
            found[say(f"{prefix}.{name}")] = name
        except KeyError:
            found[say(f"{shared}.{name}")] = name
    return found


def looks_like_id(text: str, ledger: Ledger) -> bool:
    """Whether ``text`` is meant as the id of an issue: one that exists, or digits as in ``7-1``."""
    return text in ledger.ids or id_parts(half_width(text)) is not None


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
    known = words()("list.semicolon").join(f"{s.number}、{s.title}" for s in sections)
    raise CommandError("error.section", value=value, known=known)


def read_id(text: str, ledger: Ledger, tree: Iterable[str] = ()) -> str:
    """The id of an issue as people write it: ``7-1``, ``07-1``, ``7.1``, ``7(1)``, ``7（1）``.

    ``tree`` names the files of the ledger: an issue whose file is there but broken is told apart.
    """
    from difflib import get_close_matches

    from ledger.reading.layout import issue_of

    found = find_id(text, ledger)
    if found is not None:
        return found
    known = dict.fromkeys(ledger.ids)
    wanted = id_parts(half_width(text))
    if wanted:
        for path in tree:
            stem = issue_of(path) or ""
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
    return {read_id(item, ledger, tree) for item in items_of(texts)}


def read_criteria(ledger: Ledger, **values: Sequence[str] | str | None) -> Criteria:
    """All filter options at once, by the names of their parameters."""
    from ledger.judging.select import Criteria
    from ledger.reports.facts import FILTERS

    roles: dict[str, tuple[str, ...]] = {}
    holds: list[Callable[[Judgement], bool]] = []
    for one in FILTERS:
        given = values.get(parameter_of(one))
        if not given:
            continue
        items = [given] if isinstance(given, str) else chosen_of(given, f"--{one.name}")
        wanted = [_filter_value(one, item, ledger) for item in items]
        if one.role:
            roles[one.role] = tuple(wanted)
        elif one.match is not None:
            holds.append(_any_of(one.match, wanted))
    return Criteria(**roles, holds=tuple(holds))


def _filter_value(one: Filter, text: str, ledger: Ledger) -> Any:
    from ledger.reports.facts import WORDS_OF, choices

    match one.reader:
        case "unit":
            return read_unit(text, ledger.units)
        case "section":
            return read_section(text, ledger)
        case "choice":
            return read_word(text, choices(one.name), WORDS_OF[one.name], f"--{one.name}")
        case "date":
            return read_date(text, f"--{one.name}")
        case "text":
            return text


def _any_of(match: Callable[[Judgement, Any], bool], wanted: Sequence[Any]) -> Callable[[Judgement], bool]:
    return lambda judgement: any(match(judgement, value) for value in wanted)


def read_codes(texts: Sequence[str] | None) -> tuple[str, ...]:
    """Codes or beginnings of codes (``L3``), separated by commas; names are understood as well."""
    from difflib import get_close_matches

    from ledger.reports.findings import all_codes

    if not texts:
        return ()
    codes = all_codes()
    names = {code.name: key for key, code in codes.items()}
    found = []
    for item in items_of(texts):
        code = names.get(item, item.upper())
        if not any(known.startswith(code) for known in codes):
            near = get_close_matches(code, codes, 2, 0.5) or get_close_matches(item, names, 2, 0.4)
            raise CommandError("error.code_near" if near else "error.code", value=item, near=near)
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
