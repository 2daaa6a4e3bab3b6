"""The top of the command line: which commands there are, and how a run ends."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ledger.cli import errors, keeping, screen, speech, terminal
from ledger.cli.disk import reason
from ledger.cli.help import HELP, Group, folders, lang_option
from ledger.cli.keys import no_command
from ledger.locale.entry_types import ORDER
from ledger.locale.refusal import Refusal
from ledger.rendering.text import clean

SECTIONS = {
    "help.asking": {
        "overdue": "overdue",
        "list": "listing",
        "due": "due",
        "show": "show",
        "units": "units",
        "stats": "stats",
        "ready": "ready",
        "pace": "pace",
        "duties": "duties",
        "brief": "brief",
        "quiet": "quiet",
        "promises": "promises",
        "letters": "letters",
        "remind": "remind",
        "rounds": "rounds",
        "ledgers": "ledgers",
        "complaints": "complaints",
        "target": "target",
        "reconcile": "reconcile",
        "report": "report",
        "paper": "paper",
        "export": "export",
        "site": "site",
        "sql": "sql",
        "timeline": "timeline",
        "calendar": "calendar",
    },
    "help.recording": {
        "record": "record:record",
        **{kind: f"record:{kind}" for kind in ORDER},
        "disclose": "disclose",
        "letter": "letter",
        "dispatch": "dispatch",
        "collect": "collect",
    },
    "help.history": {
        "diff": "diff",
        "log": "log",
        "blame": "blame",
        "audit": "audit",
        "settle": "settle",
    },
    "help.keeping": {
        "init": "init",
        "check": "check",
        "import": "importing",
        "render": "rendering",
        "explain": "explain",
        "doctor": "doctor",
        "schema": "schema",
        "help": "helping",
    },
}
"""Commands in the order of the help, by heading, and the modules that hold them.

``record:accept`` is what the module ``record`` makes for entries of type ``accept``.
"""

COMMANDS = {name: module for section in SECTIONS.values() for name, module in section.items()}
"""All commands."""

ALIASES = {"ls": "listing"}


class LedgerGroup(Group):
    """``ledger`` itself."""

    sections = SECTIONS
    names = COMMANDS
    aliases = ALIASES


def _build() -> Any:
    say = speech.words()
    app = typer.Typer(
        cls=LedgerGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings=HELP,
        invoke_without_command=True,
        help=say("command.ledger"),
    )

    @app.callback()
    def ledger(
        ctx: typer.Context,
        directories: Annotated[
            list[str] | None, typer.Option("-C", metavar="DIR", help=say("option.directories"))
        ] = None,
        lang: Annotated[str, lang_option()] = "",
        debug: Annotated[bool, typer.Option("--debug", help=say("option.debug"))] = False,
        color: Annotated[
            str, typer.Option("--color", metavar="auto|always|never", help=say("option.color"))
        ] = "",
        width: Annotated[str, typer.Option("--width", metavar="N", help=say("option.width"))] = "",
        no_pager: Annotated[bool, typer.Option("--no-pager", help=say("option.no-pager"))] = False,
        no_cache: Annotated[bool, typer.Option("--no-cache", help=say("option.no-cache"))] = False,
        version: Annotated[bool, typer.Option("--version", help=say("option.version"))] = False,
        completion: Annotated[
            str, typer.Option("--show-completion", metavar="SHELL", help=say("option.completion"))
        ] = "",
    ) -> None:
        del lang, debug, color, width, no_pager, no_cache  # read before the commands were built
        ctx.obj = folders(directories or [])
        if version:
            from ledger import __version__

            terminal.write_out(f"ledger {__version__}\n")
            raise typer.Exit
        if completion:
            terminal.write_out(_completion_script(completion))
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            raise errors.CommandError("error.no_command")

    return typer.main.get_command(app)


def _completion_script(shell: str) -> str:
    from typer._completion_shared import get_completion_script

    from ledger.cli import bash

    if shell not in {"bash", "zsh", "fish", "powershell", "pwsh"}:
        raise errors.CommandError("error.shell", shell=shell)
    name = os.path.basename(sys.argv[0])
    name = name if name in {"ledger", "taizhang"} else "ledger"
    variable = f"_{name.upper()}_COMPLETE"
    if shell == "bash":
        return bash.script(name, variable)
    script: str = get_completion_script(prog_name=name, complete_var=variable, shell=shell)
    return f"{script}\n"


def run(arguments: Sequence[str], shadows: Sequence[str] = ()) -> int:
    """Run ``ledger`` with ``arguments`` and return its exit code.

    ``shadows`` are files of the current folder that Python would have run in place of modules: then nothing
    is done.
    """
    terminal.prepare_streams()
    debug = "--debug" in arguments  # may stand anywhere, as the message for a bug asks for it
    arguments = [argument for argument in arguments if argument != "--debug"]
    try:
        say = speech.set_language(arguments, os.environ)
        arguments = keeping.take(screen.take(arguments))
    except Refusal as error:
        return _refuse(error)
    if shadows:
        files = say("list.join").join(shadows)
        return _refuse(errors.CommandError("error.shadowed", files=files))
    terminal.start_waiting()
    try:
        name = os.path.basename(sys.argv[0])
        group = _build()
        if screen.is_completing(os.environ):
            from ledger.cli.bash import prepare

            prepare()
        result = group.main(
            args=list(arguments),
            prog_name=name if name in {"ledger", "taizhang"} else "ledger",
            standalone_mode=False,
            color=screen.takes_colour(sys.stdout, os.environ),
        )
    except Refusal as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return errors.INTERRUPTED
    except typer.Abort:
        return errors.INTERRUPTED
    except Exception as error:  # the one place where a bug of ours is caught
        usage = _usage_error(error)
        if usage is not None:
            terminal.write_error(say("error.prefix"), usage)
            return errors.USAGE
        if debug:
            raise
        told = clean(f"{type(error).__name__}: {error}").replace("\n", " ")
        terminal.write_note(say("error.bug", error=told))
        return errors.BUG
    finally:
        terminal.stop_waiting()
    return result if isinstance(result, int) else errors.FINE


def unwritable(error: OSError) -> int:
    """Say that standard output could not be written to, of an answer that was ready before the command line
    was built; the exit code."""
    terminal.prepare_streams()
    name = speech.set_language(sys.argv[1:], os.environ)("stream.output")
    return _refuse(errors.CommandError("error.write", file=name, reason=reason(error)))


def _refuse(error: Refusal) -> int:
    say = speech.words()
    text = clean(say(error.key, **error.gaps)).replace("\n", " ")
    terminal.write_error(say("error.prefix"), text)
    return error.exit_code


def _usage_error(error: Exception) -> str | None:
    """What to say of an error in the words on the command line; ``None`` when it is something else."""
    from typer._click import exceptions as click

    say = speech.words()
    if not isinstance(error, click.ClickException):
        return None
    if isinstance(error, click.NoArgsIsHelpError):
        return error.format_message()
    ctx = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption):
        near = list(error.possibilities or [])
        if ctx is not None and ctx.parent is None and error.option_name in _BEHIND:
            text = say("usage.option_behind", name=error.option_name)
        else:
            key = error.option_name
            text = say("usage.option_near" if near else "usage.option", name=key, near=", ".join(near))
    elif isinstance(error, click.MissingParameter):
        text = say("usage.missing", name=error.param.make_metavar(ctx=ctx) if error.param and ctx else "")
    elif isinstance(error, click.BadParameter):
        hint = error.param.opts[0] if error.param and error.param.opts else ""
        text = say("usage.value", name=hint, problem=error.message)
    elif isinstance(error, click.BadOptionUsage):
        text = say("usage.needs_value", name=error.option_name)
    elif ctx is not None and error.message.startswith("No such command"):
        name = error.message.split("'")[1] if "'" in error.message else error.message
        key, said = no_command(name, [*ctx.command.names, *ctx.command.aliases])
        text = say(key, **said)
    elif ctx is not None and error.message.startswith("Got unexpected extra argument"):
        text = say("usage.extra", arguments=error.message.rpartition("(")[2].rstrip(")"))
    else:
        text = error.format_message()
    path = ctx.command_path if ctx is not None else "ledger"
    return f"{text}\n{say('usage.see_help', path=path)}"


_BEHIND = frozenset(
    ("--as-of", "--rev", "--unit", "--lead", "--section", "--format", "-f", "--output", "-o", "--force")
)
"""Options that most commands have and that stand behind the command, not before it."""
