"""What ends a command: wrong usage or environment (exit 2), or findings (exit 1)."""

from typing import Any

from ledger.locale.refusal import Refusal

FINE = 0
FINDINGS = 1
USAGE = 2
BUG = 3
INTERRUPTED = 130


class CommandError(Refusal):
    """A command cannot go on."""

    def __init__(self, key: str, exit_code: int = USAGE, **gaps: Any) -> None:
        super().__init__(key, **gaps)
        self.exit_code = exit_code


def missing(name: str, about: str) -> CommandError:
    """The error that ``name`` was not given; ``about`` is the line of its help."""
    return CommandError("record.missing", name=name, about=about.rstrip("。."))
