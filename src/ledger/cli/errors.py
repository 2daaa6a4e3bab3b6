"""What ends a command: wrong usage or environment (exit 2), or findings (exit 1)."""

from typing import Any

FINE = 0
FINDINGS = 1
USAGE = 2
BUG = 3
INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot go on.  ``key`` names the words in the catalogue, ``args_`` fill their gaps."""

    def __init__(self, key: str, exit_code: int = USAGE, **args: Any) -> None:
        super().__init__(key)
        self.key, self.exit_code, self.args_ = key, exit_code, args


def missing(name: str, about: str) -> CommandError:
    """The error that ``name`` was not given; ``about`` is the line of its help."""
    return CommandError("record.missing", name=name, about=about.rstrip("。."))
