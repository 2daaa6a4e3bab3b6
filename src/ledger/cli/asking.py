"""Asking on a terminal for what a command was not given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ledger.cli import terminal
from ledger.cli.errors import missing
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence


_DIGITS_MOST = 4  # of the number of a choice


def can_ask() -> bool:
    """Whether somebody is there to be asked."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty())


def ask(
    name: str,
    about: str,
    *,
    optional: bool = False,
    offered: Sequence[str] = (),
    choices: Sequence[str] = (),
) -> str:
    """Ask on a terminal for what is missing; elsewhere it is an error, or nothing where it is optional.

    ``choices`` are numbered, and a number is an answer; other answers may be given as well.
    """
    if not can_ask():
        if optional:
            return ""
        raise missing(name, about)
    terminal.stop_waiting()
    if choices:
        terminal.write_note("\n".join(f"  {n}  {choice}" for n, choice in enumerate(choices, 1)))
    elif offered:
        terminal.write_note(words().join(offered))
    default = "" if optional else None
    asked = typer.prompt(
        about, default, show_default=False, err=True, prompt_suffix=f"{words()('colon').strip()} "
    )
    answer = str(asked).strip()
    number = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < _DIGITS_MOST else 0
    return choices[number - 1] if 0 < number <= len(choices) else answer
