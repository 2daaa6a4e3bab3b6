"""整改台账: a ledger of inspection rectification tasks over plain YAML files in git.

For programs: ``ledger.open(path)``, see :mod:`ledger.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.api import Opened, OpenError, open  # noqa: A004 - ledger.open

__version__ = "0.1.0"
__all__ = ["OpenError", "Opened", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """The names of :mod:`ledger.api`, which is imported when it is asked for: a command needs it not."""
    if name in {"open", "Opened", "OpenError"}:
        from ledger import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
