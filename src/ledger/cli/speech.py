"""The language of this run, known before the commands are built because their help is text too."""

import os
import sys
from collections.abc import Mapping, Sequence

from ledger.cli.errors import CommandError
from ledger.locale import LANGUAGES, Words, choose, language_of

BOTH = "both"
"""What ``--lang`` may be besides a language, for a site."""

_current: Words | None = None


def words() -> Words:
    """The catalogue of this run."""
    return _current or set_language(sys.argv[1:], os.environ)


def set_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Words:
    """Choose the language from ``--lang`` among ``arguments``, else from the environment."""
    global _current  # noqa: PLW0603 - one language a run, as one locale a process
    wanted = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and number + 1 < len(arguments):
            wanted = arguments[number + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    if wanted == BOTH and "site" in arguments:  # the one command that speaks two languages at once
        wanted = None
    for value in (wanted, environment.get("LEDGER_LANG")):
        if value and language_of(value) is None:
            _current = Words(choose(None, {k: v for k, v in environment.items() if k != "LEDGER_LANG"}))
            raise CommandError("error.choice", option="--lang", value=value, near=LANGUAGES)
    language = choose(wanted, environment)
    if _current is None or _current.language != language:
        _current = Words(language)
    return _current
