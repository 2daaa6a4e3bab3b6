"""``check_tree`` for tests that check one plan many times: what its document states is taken out of it once."""

from collections.abc import Mapping
from functools import cache
from unittest import mock

from ledger.model.labels import LabelsFile
from ledger.plans import stating
from ledger.plans.stating import Stated
from ledger.rules import engine
from ledger.rules.engine import Checked

_stated = cache(stating.state)
_state = stating.state


def _once(data: bytes, path: str, labels: LabelsFile | None = None) -> Stated:
    return _stated(data, path) if labels is None else _state(data, path, labels)


def check_tree(tree: Mapping[str, bytes], evidence: Mapping[str, str | None]) -> Checked:
    """As :func:`ledger.rules.engine.check_tree`; a document of the same bytes is not read again."""
    with mock.patch.object(stating, "state", _once):
        return engine.check_tree(tree, evidence)
