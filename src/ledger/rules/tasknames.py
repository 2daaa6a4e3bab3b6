"""Tasks of several ledgers as people write them: 2024/7-1, 2024/07-1 and 2024/7 are what the ledger calls them."""

from __future__ import annotations

import re

_PARTS = re.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?")


def task_key(name: str) -> str:
    """The name of a task with its numbers as all ways of writing them have them: ``2024/07-1`` → ``2024/7-1``."""
    ledger, slash, task = name.partition("/")
    said = _PARTS.fullmatch(task)
    if said is None:
        return name
    return f"{ledger}{slash}" + "-".join(str(int(part)) for part in said.groups() if part is not None)
