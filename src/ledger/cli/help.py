"""Help in the language of the run, broken for Chinese, from commands that are imported only when called."""

from __future__ import annotations

import inspect
import os
import re
import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from ledger.cli import screen
from ledger.cli.examples import EXAMPLES
from ledger.cli.roster import rolled_up
from ledger.cli.speech import words
from ledger.locale import LANGUAGES
from ledger.rendering.style import paint
from ledger.rendering.text import pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence

HELP = {"help_option_names": ["-h", "--help"]}
"""How help is asked for."""

_INDENT = 2
_NAMES_MOST = 24


def _definitions(rows: list[tuple[str, str]], room: int, names: int) -> Iterator[str]:
    """Names on the left in ``names`` cells, what they mean on the right."""
    left = _INDENT + names + 2
    for name, meaning in rows:
        lines = wrap(meaning, max(room - left, 20))
        head = " " * _INDENT + name
        if width(name) > names:
            yield head
            head = ""
        yield (pad(head, left) + lines[0]).rstrip()
        yield from (" " * left + line for line in lines[1:])


def _write(formatter: Any, blocks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Blocks of names and meanings below their heads; the meanings of all begin at the same cell."""
    names = [width(name) for _, rows in blocks for name, _ in rows]
    column = min(max(names, default=0), _NAMES_MOST)
    for title, rows in blocks:
        if rows:
            formatter.write(f"\n{_head(title)}\n")
            formatter.write("".join(f"{line}\n" for line in _definitions(rows, formatter.width, column)))


def _head(title: str) -> str:
    return paint(title, "strong", colour=screen.takes_colour(sys.stdout, os.environ))


def arguments_of(command: Any, ctx: Any) -> list[tuple[str, str]]:
    """The arguments of a command and what they mean."""
    return [
        (_metavar(parameter, ctx), _sentence(parameter.help or ""))
        for parameter in command.get_params(ctx)
        if parameter.param_type_name == "argument" and not getattr(parameter, "hidden", False)
    ]


def options_of(command: Any, ctx: Any) -> list[tuple[str, str]]:
    """The options of a command and what they mean."""
    options = []
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument" or getattr(parameter, "hidden", False):
            continue
        names = ", ".join(parameter.opts)
        if not parameter.is_flag:
            names += f" {_metavar(parameter, ctx)}"
        meaning = words()("help.help") if parameter.name == "help" else parameter.help or ""
        options.append((names, _sentence(meaning)))
    return options


def _sentence(text: str) -> str:
    """What a parameter means, as a sentence: fields of records are described by phrases."""
    if not text:
        return ""
    end = "" if text[-1] in ".。!？！?…" else "." if text[-1].isascii() else "。"
    return text[0].upper() + text[1:] + end


def rows_of(command: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands within a command, by heading, with a line each."""
    say = words()
    return [
        (say(heading), [(name, say(f"command.{module}").split("\n")[0]) for name, module in names.items()])
        for heading, names in getattr(command, "sections", {}).items()
    ]


def usage_of(command: Any, ctx: Any) -> str:
    """What follows the command's name, in the language of the run."""
    return " ".join(_spoken(piece) for piece in command.collect_usage_pieces(ctx))


def examples_of(ctx: Any) -> list[str]:
    """Command lines that show what the command is used for."""
    program, _, name = str(ctx.command_path).partition(" ")
    return [f"{program} {example}" for example in EXAMPLES.get(name, ())]


_SPOKEN = {
    "[OPTIONS]": "metavar.options",
    "COMMAND [ARGS]...": "metavar.command_args",
    "COMMAND": "metavar.command",
    "UNIT": "metavar.unit",
    "SECTION": "metavar.section",
    "DATE": "metavar.date",
    "TEXT": "metavar.text",
    "KIND": "metavar.kind",
    "STATUS": "metavar.status",
    "STANDING": "metavar.standing",
    "PACE": "metavar.pace",
    "CLASS": "metavar.class",
    "REV": "metavar.rev",
    "NUMBER": "metavar.number",
    "REF": "metavar.ref",
    "YEAR": "metavar.year",
    "KEYS": "metavar.keys",
    "FORMAT": "metavar.format",
    "FILE": "metavar.file",
    "DIR": "metavar.dir",
    "PATH": "metavar.path",
    "TIME": "metavar.time",
    "CODES": "metavar.codes",
    "CODE": "metavar.code",
    "ID": "metavar.id",
    "LEVEL": "metavar.level",
    "NAME": "metavar.name",
    "FOLDER": "metavar.dir",
    "RANGE": "metavar.range",
    "SUBJECT": "metavar.subject",
    "N": "metavar.n",
    "RESULT": "metavar.result",
    "TARGET": "metavar.target",
    "VALUE": "metavar.value",
    "FIELD": "metavar.field",
    "NEW": "metavar.new",
    "GROUPING": "metavar.grouping",
    "SECONDS": "metavar.seconds",
    "DAYS": "metavar.days",
    "KEY": "metavar.key",
    "HOW": "metavar.how",
    "ADDRESS": "metavar.address",
    "DATASET": "metavar.dataset",
    "ROUND": "metavar.round",
    "URL": "metavar.url",
}
"""What stands for a value, and its word in the catalogue."""


def _spoken(piece: str) -> str:
    """A piece of a usage line in the language of the run: ``[UNIT]...`` → ``[单位]...``; so are its parts."""
    if piece in _SPOKEN:
        return words()(_SPOKEN[piece])

    def said(found: re.Match[str]) -> str:
        key = _SPOKEN.get(found[0])
        return words()(key) if key is not None else found[0]

    return re.sub("[A-Z]+", said, piece.strip("{}"))


def _metavar(parameter: Any, ctx: Any) -> str:
    return _spoken(parameter.make_metavar(ctx=ctx))


def _usage_and_text(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write(f"{_head(words()('help.usage'))}{ctx.command_path} {usage_of(command, ctx)}\n\n")
    for line in wrap(command.help or "", formatter.width):
        formatter.write(f"{line}\n")


def _examples(ctx: Any, formatter: Any) -> None:
    shown = examples_of(ctx)
    if shown:
        formatter.write(f"\n{_head(words()('help.examples'))}\n")
        formatter.write("".join(f"{' ' * _INDENT}{line}\n" for line in shown))


class Ordered:
    """Gives the names of the option for help in one order: typer takes them out of a set, at random."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """The names, as they are shown."""
        return sorted(super().get_help_option_names(ctx), key=len)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The option, whose text goes the way of every other: where it cannot be written, that is told."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(ctx: Any, _: Any, asked: bool) -> None:
    from ledger.cli.terminal import write_out

    if asked and not ctx.resilient_parsing:
        write_out(f"{ctx.get_help()}\n")
        ctx.exit()


class Command(Ordered, TyperCommand):
    """A command whose help is laid out by us."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text, arguments, options and examples."""
        say = words()
        _usage_and_text(self, ctx, formatter)
        blocks = [
            (say("help.arguments"), arguments_of(self, ctx)),
            (say("help.options"), options_of(self, ctx)),
        ]
        _write(formatter, blocks)
        _examples(ctx, formatter)


class Commands(dict[str, Any]):
    """Commands by name, each imported when it is asked for.

    ``names`` maps a command to its module in :mod:`ledger.cli`; the module has a function ``command`` or, for
    ``module:kind``, a function ``command_for`` that makes one.  A command with commands of its own is made
    by the function ``group`` of its module.
    """

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(dict.fromkeys(names))
        self.modules = names

    def get(self, name: str, default: Any = None) -> Any:
        """The command called ``name``, built on first use."""
        module = self.modules.get(name)
        if module is None:
            return default
        built = super().get(name)
        if built is None:
            built = self[name] = _build(name, module, words().language)
        return built


def lang_option() -> Any:
    """The option ``--lang``."""
    shown = "|".join(LANGUAGES)
    return typer.Option("--lang", metavar=shown, help=words()("option.lang"))


def spoken_to(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command the option ``--lang``, which is read before the commands are built."""
    signature = inspect.signature(function, eval_str=True)
    if "lang" in signature.parameters:  # the site can be had in several languages at once
        return function

    def run(**given: Any) -> int:
        del given["lang"]
        return function(**given)

    lang = inspect.Parameter(
        "lang", inspect.Parameter.POSITIONAL_OR_KEYWORD, default="", annotation=Annotated[str, lang_option()]
    )
    run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), lang])  # type: ignore[attr-defined]
    run.__doc__ = function.__doc__
    return run


@cache
def _build(name: str, module: str, language: str) -> Any:
    """The command with its help in a language; a process that runs several builds each once."""
    del language  # of words()
    name_of_module, _, kind = module.partition(":")
    found = import_module(f"ledger.cli.{name_of_module}")
    if not kind and hasattr(found, "group"):
        return found.group(name)
    function = rolled_up(name, found.command_for(kind) if kind else found.command)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    about = words()(f"command.{module}")
    app.command(name=name, cls=Command, help=about, context_settings=HELP)(spoken_to(function))
    made = typer.main.get_command(app)
    if screen.is_completing(os.environ):
        from ledger.cli.completing import attach

        attach(made)
    return made


class Group(Ordered, TyperGroup):
    """The top command: lists its commands without importing them."""

    sections: ClassVar[dict[str, dict[str, str]]]
    names: ClassVar[dict[str, str]]
    aliases: ClassVar[dict[str, str]]

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {}
        super().__init__(**attributes)
        self.commands: MutableMapping[str, Any] = Commands(self.names | self.aliases)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in the order in which they are shown."""
        del ctx
        return list(self.names)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text, options and the commands with one line each."""
        _usage_and_text(self, ctx, formatter)
        _write(formatter, [*rows_of(self), (words()("help.options"), options_of(self, ctx))])
        _examples(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete a command's name without importing any command."""
        from typer._click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=words()(f"command.{module}").split("\n")[0])
            for name, module in self.names.items()
            if name.startswith(incomplete)
        ]
        return found or super().shell_complete(ctx, incomplete)


def subcommands(cls: type[Group], name: str, *, alone: bool = False) -> Any:
    """A command with commands of its own; ``alone`` says that it does something without one of them."""
    app = typer.Typer(
        cls=cls,
        name=name,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=not alone,
        context_settings=HELP,
        help=words()(f"command.{name}"),
    )
    option = typer.Option("-C", metavar="DIR", help=words()("option.directories"))

    def top(ctx: Any, directories: Any = None, lang: Any = "") -> None:
        del lang  # read before the commands were built
        if directories:
            ctx.obj = {**(ctx.obj or {}), **folders(directories)}

    # options are of the language of the run, so they are made here and not where the module is read
    top.__annotations__ = {
        "ctx": typer.Context,
        "directories": Annotated[list[str] | None, option],
        "lang": Annotated[str, lang_option()],
        "return": None,
    }
    app.callback()(top)
    return typer.main.get_command(app)


def folders(given: Sequence[str]) -> dict[str, Any]:
    """What commands are told of ``-C``: the one folder, and all that were given."""
    return {"directory": given[0] if len(given) == 1 else "", "directories": list(given)}
