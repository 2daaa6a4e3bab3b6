"""Completion in bash: while several values are listed, what each means stands beside it.

Bash has no place for meanings: what it lists is what it types.  So the script hands over values with their
meanings only when bash asks in order to list them, and values alone when it is about to type one.  It needs
bash 4.4, as the script without meanings does, which may be in use since an earlier version and gets values.
"""

from __future__ import annotations

import os
import re

from ledger.rendering.text import clean, cut, pad, width

MEANINGS = "_LEDGER_COMPLETE_MEANINGS"
"""What the script sets to the width of the terminal; without it values come alone."""

_SCRIPT = """\
%(function)s() {
    local IFS=$'\\n'
    local -a lines
    COMPREPLY=()
    mapfile -t lines < <( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(meanings)s=${COLUMNS:-80} %(variable)s=complete_bash "$1" )
    [[ -n ${lines[0]} ]] || return 0
    case ${#lines[@]}:$COMP_TYPE in
        1:*) COMPREPLY=( "${lines[@]%%%%$'\\t'*}" ) ;;
        *:33|*:63|*:64) COMPREPLY=( "${lines[@]#*$'\\t'}" ) ;;
        *) COMPREPLY=( "${lines[@]%%%%$'\\t'*}" ) ;;
    esac
}

complete -o default -o nosort -F %(function)s %(name)s
"""
_LEAST = 20  # below that a meaning says nothing


def script(name: str, variable: str) -> str:
    """The script for the program ``name``, which answers where the variable says that it is to complete."""
    function = f"_{re.sub('[^a-zA-Z0-9_]', '', name)}_completion"
    return _SCRIPT % {"function": function, "name": name, "variable": variable, "meanings": MEANINGS}


def prepare() -> None:
    """Let the program answer shells that ask for completion."""
    from typer._click.shell_completion import add_completion_class
    from typer._completion_classes import BashComplete, completion_init

    class Bash(BashComplete):
        def complete(self) -> str:
            offers = [
                (item.value, item.help or "") for item in self.get_completions(*self.get_completion_args())
            ]
            room = os.environ.get(MEANINGS, "")
            return "\n".join(
                listed(offers, int(room)) if room.isdecimal() else (value for value, _ in offers)
            )

    completion_init()
    add_completion_class(Bash, "bash")


def listed(offers: list[tuple[str, str]], room: int) -> list[str]:
    """A line a value: the value, a tab, and the value as it is listed, with what it means behind it."""
    values = max((width(value) for value, _ in offers), default=0)
    left = room - values - 2
    lines = []
    for value, meaning in offers:
        said = " ".join(clean(meaning).split())
        shown = f"{pad(value, values)}  {cut(said, left)}" if said and left >= _LEAST else value
        lines.append(f"{value}\t{shown}")
    return lines
