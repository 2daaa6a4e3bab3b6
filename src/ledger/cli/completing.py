"""What a shell offers for a value: tasks with their titles, units, sections, states, formats, codes.

It has to be there at once, so that nothing is read but what is offered: of tasks the line of the title, of
everything else the tables of units and sections.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ledger.cli.speech import words
from ledger.locale import FALLBACK

_TITLE = re.compile(rb"^title:[ ]*(.*?)[ ]*$", re.MULTILINE)
_MOST = 4096  # the title is one of the first lines of a file

Offer = tuple[str, str]
"""A value and what it means."""


def attach(command: Any) -> None:
    """Make the parameters of a command offer values, by what stands for these in its usage line."""
    for parameter in command.params:
        offers = _offers(parameter, str(command.name))
        if offers is not None:
            # Click has no other way for a parameter that is made already
            parameter._custom_shell_complete = _completer(offers)  # noqa: SLF001


def _completer(offers: Callable[[str], Iterator[Offer]]) -> Callable[[Any, Any, str], list[Any]]:
    def complete(ctx: Any, parameter: Any, incomplete: str) -> list[Any]:
        del parameter
        from typer._click.shell_completion import CompletionItem

        done, _, begun = incomplete.rpartition(",")
        before = f"{done}," if done else ""
        return [
            CompletionItem(before + value, help=meaning)
            for value, meaning in offers(_root(ctx))
            if value.startswith(begun)
        ]

    return complete


def _offers(parameter: Any, command: str) -> Callable[[str], Iterator[Offer]] | None:
    """Where the values of a parameter of a command come from; nothing where any text will do."""
    from ledger.reports.facts import WORDS_OF

    metavar = str(parameter.metavar or "").strip("[]").removesuffix("...").strip("[]")
    filtered = parameter.name.rstrip("_").replace("_", "-")
    if parameter.param_type_name == "argument" and (command, metavar) in _ARGUMENTS:
        return _ARGUMENTS[command, metavar]
    if filtered in WORDS_OF and parameter.param_type_name == "option":
        return lambda _: _choices(filtered)
    sources: Mapping[str, Callable[[str], Iterator[Offer]]] = {
        "ID": _tasks,
        "UNIT": _units,
        "SECTION": _sections,
        "KEYS": lambda _: _columns(),
        "LEVEL": lambda _: _levels(),
        "CODE": lambda _: _codes(),
        "CODES": lambda _: _codes(),
    }
    return sources.get(metavar, _tasks if parameter.name == "words_" else None)


def _root(ctx: Any) -> str:
    """The folder of the ledger; empty where there is none."""
    from ledger.roots import find_root, is_root

    while ctx is not None:
        folders = ctx.params.get("directory") or ctx.params.get("directories")
        if folders:
            return str(folders[0]) if is_root(folders[0]) else ""
        ctx = ctx.parent
    given = os.environ.get("LEDGER_ROOT")
    return (given if is_root(given) else "") if given else find_root(".") or ""


def _tasks(root: str) -> Iterator[Offer]:
    from ledger.folder import names_in

    folder = os.path.join(root, "data", "issues")
    for name in names_in(folder) if root else ():
        if name.endswith(".yaml"):
            yield name.removesuffix(".yaml"), _title(os.path.join(folder, name))


def _title(path: str) -> str:
    from ledger.folder import peek

    found = _TITLE.search(peek(path, _MOST) or b"")
    return found[1].decode("utf-8", "replace").strip("\"'") if found else ""


def _ledger(root: str) -> Any:
    """The ledger without its tasks."""
    from ledger.folder import peek
    from ledger.reading.load import load

    tree = {}
    for name in ("plan.yaml", "units.yaml"):
        data = peek(os.path.join(root, "data", name))
        if data is not None:
            tree[f"data/{name}"] = data
    return load(tree).ledger


def _units(root: str) -> Iterator[Offer]:
    units = _ledger(root).units
    yield from ((name, unit.name) for name, unit in units.units.items())
    yield from ((name, words().join(group.members)) for name, group in units.groups.items())


def _sections(root: str) -> Iterator[Offer]:
    plan = _ledger(root).plan
    yield from ((section.number, section.title) for section in (plan.sections if plan else ()))


def _choices(name: str) -> Iterator[Offer]:
    from ledger.reports.facts import WORDS_OF, choices

    say, keys = words(), list(choices(name))
    spoken = [(say(f"{WORDS_OF[name]}.{key}"), key) for key in keys]
    yield from spoken if say.language != FALLBACK else ()
    yield from ((key, word) for word, key in spoken)


def _columns() -> Iterator[Offer]:
    from ledger.reports.facts import COLUMNS

    say = words()
    for key in COLUMNS:
        yield key, say(f"column.{key}")


def _levels() -> Iterator[Offer]:
    from typing import get_args

    from ledger.model.plan import Level

    say = words()
    for level in get_args(Level):
        yield str(level), say(f"level.{level}")


def _papers(_: str) -> Iterator[Offer]:
    from ledger.papers.kinds import NAMES

    say = words()
    yield from ((name, say(f"paper_kind.{name}")) for name in NAMES)


def _records(_: str) -> Iterator[Offer]:
    from ledger.model.complaint import TYPES

    say = words()
    yield from ((name, say(f"complaint_record.{name}")) for name in TYPES)


def _subjects(root: str) -> Iterator[Offer]:
    yield from _tasks(root)
    yield from _units(root)


_ARGUMENTS: Mapping[tuple[str, str], Callable[[str], Iterator[Offer]]] = {
    ("paper", "KIND"): _papers,
    ("paper", "SUBJECT"): _subjects,
    ("record", "KIND"): _records,
}
"""Arguments whose values are their own, by command and by what stands for them."""


def _codes() -> Iterator[Offer]:
    from ledger.reports.findings import all_codes

    yield from ((key, code.name) for key, code in all_codes().items())
