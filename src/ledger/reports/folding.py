"""Names of units as a table shows them: a group of which everybody is meant by its own name (各旗县区)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.status import Judgement


def folded(judgement: Judgement, names: Sequence[str]) -> list[str]:
    """The names, each group whose members are all among them once, where its first member stood.

    Of groups only those that the plan names in the task.  Records keep every name; this is for reading.
    """
    table, as_of = judgement.chain.units, judgement.as_of
    shown = list(names)
    owing = judgement.baseline.responsibility
    said = {*owing.lead, *owing.support, *(unit for one in judgement.baseline.measures for unit in one.by)}
    groups = {
        name: {table.on(one, as_of) for one in table.expand([name])} for name in table.groups if name in said
    }
    for name, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        if len(members) > 1 and members <= set(shown):
            # all members are put at the place of the first one as the group, which is then kept once
            shown = list(dict.fromkeys(name if one in members else one for one in shown))
    return shown
