"""Whether a run uses what earlier ones kept to save time: ``--no-cache``, which may stand anywhere.

It says nothing of the ledger and changes no answer, so no command reads it.
"""

from collections.abc import Sequence

_OPTION = "--no-cache"
_used = True


def take(arguments: Sequence[str]) -> list[str]:
    """Remember the option among ``arguments``; returns the others.  What follows ``--`` is text."""
    global _used  # noqa: PLW0603 - one run a process
    end = arguments.index("--") if "--" in arguments else len(arguments)
    _used = _OPTION not in arguments[:end]
    return [one for one in arguments[:end] if one != _OPTION] + [*arguments[end:]]


def is_used() -> bool:
    """Whether what earlier runs kept is used, and what this one reads is kept."""
    return _used
