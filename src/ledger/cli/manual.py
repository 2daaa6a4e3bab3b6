"""A manual page (man) of a command, made of what its help says."""

from typing import Any

from ledger import __version__
from ledger.cli.help import arguments_of, examples_of, options_of, rows_of, usage_of
from ledger.cli.speech import words


def manual(command: Any, ctx: Any) -> str:
    """The page in roff: ``ledger help --man overdue | man -l -``."""
    say = words()
    path = str(ctx.command_path)
    lines = [
        f'.TH "{_text(path.replace(" ", "-").upper())}" 1 "" "ledger {__version__}"',
        f".SH {say('man.name')}",
        f"{_text(path.replace(' ', '-'))} \\- {_text((command.help or '').split(chr(10))[0].rstrip('。.'))}",
        f".SH {say('man.synopsis')}",
        f".B {_text(path)}",
        _text(usage_of(command, ctx)),
        f".SH {say('man.description')}",
        *(_text(line) or ".PP" for line in (command.help or "").split("\n")),
    ]
    for heading, rows in (
        *rows_of(command),
        (say("help.arguments"), arguments_of(command, ctx)),
        (say("help.options"), options_of(command, ctx)),
    ):
        if rows:
            lines.append(f".SH {_text(heading)}")
            for name, meaning in rows:
                lines += [".TP", f".B {_text(name)}", _text(meaning)]
    shown = examples_of(ctx)
    if shown:
        lines += [f".SH {say('help.examples')}", ".nf", *map(_text, shown), ".fi"]
    return "".join(f"{line}\n" for line in lines)


def _text(text: str) -> str:
    """Text that roff shows as typed."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
