"""Help in the language of the run, broken for Chinese, from commands that are imported only when called."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from ledger.cli.speech import words
from ledger.locale import LANGUAGES
from ledger.rendering.text import pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

_INDENT = 2
_NAMES_MOST = 30


def _definitions(rows: list[tuple[str, str]], room: int) -> Iterator[str]:
    """Names on the left, what they mean on the right."""
    names = min(max(width(name) for name, _ in rows), _NAMES_MOST)
    left = _INDENT + names + 2
    for name, meaning in rows:
        lines = wrap(meaning, max(room - left, 20))
        head = " " * _INDENT + name
        if width(name) > names:
            yield head
            head = ""
        yield (pad(head, left) + lines[0]).rstrip()
        yield from (" " * left + line for line in lines[1:])


def _write(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write(f"\n{title}\n")
        formatter.write("".join(f"{line}\n" for line in _definitions(rows, formatter.width)))


def _parameters(command: Any, ctx: Any, formatter: Any) -> None:
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if getattr(parameter, "hidden", False):
            continue
        if parameter.param_type_name == "argument":
            arguments.append((parameter.make_metavar(ctx=ctx), parameter.help or ""))
        else:
            names = ", ".join(parameter.opts)
            if not parameter.is_flag:
                names += f" {parameter.make_metavar(ctx=ctx)}"
            meaning = words()("help.help") if parameter.name == "help" else parameter.help or ""
            options.append((names, meaning))
    _write(formatter, words()("help.arguments"), arguments)
    _write(formatter, words()("help.options"), options)


def _usage_and_text(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write(f"{words()('help.usage')}{ctx.command_path} {pieces}\n\n")
    for line in wrap(command.help or "", formatter.width):
        formatter.write(f"{line}\n")


class Command(TyperCommand):
    """A command whose help is laid out by us."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, text, arguments and options."""
        _usage_and_text(self, ctx, formatter)
        _parameters(self, ctx, formatter)


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
    function = found.command_for(kind) if kind else found.command
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name=name, cls=Command, help=words()(f"command.{module}"))(spoken_to(function))
    return typer.main.get_command(app)


class Group(TyperGroup):
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
        say = words()
        for heading, names in self.sections.items():
            rows = [(name, say(f"command.{module}").split("\n")[0]) for name, module in names.items()]
            _write(formatter, say(heading), rows)
        _parameters(self, ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete a command's name without importing any command."""
        from typer._click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=words()(f"command.{module}").split("\n")[0])
            for name, module in self.names.items()
            if name.startswith(incomplete)
        ]
        return found or super().shell_complete(ctx, incomplete)
