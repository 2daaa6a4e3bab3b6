"""What ends a command without being a bug: said in the words of the catalogue, with an exit code."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is no error of the program
    """Something is not done.  ``key`` names the words in the catalogue, ``gaps`` fill them, ``exit_code`` is the
    command's: 2 for usage and environment, 1 for what was found."""

    exit_code = 2

    def __init__(self, key: str, /, **gaps: Any) -> None:
        super().__init__(key)
        self.key, self.gaps = key, gaps
