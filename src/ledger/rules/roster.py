"""What is wrong between the lines of a roster; what is left out for it hides nothing of the rest."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from ledger.rules.circles import circles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ledger.model.roster import Link, Member, Roster


class Wrong(NamedTuple):
    """The key of a sentence and what fills its gaps."""

    key: str
    args: Mapping[str, Any]


class Sound(NamedTuple):
    """The ledgers by their names, each once, the links that hold, and what was left out and why."""

    members: dict[str, Member]
    links: list[Link]
    wrong: list[Wrong]


def sound(roster: Roster) -> Sound:
    """Of two ledgers with one name, or of one folder and revision, the second is left out, and so are links to
    no ledger or in a circle."""
    found = Sound({}, [], [])
    folders: dict[tuple[str, str], str] = {}
    for member in roster.ledgers:
        place = posixpath.normpath(member.folder.replace("\\", "/")), member.ref or ""
        if member.name in found.members:
            found.wrong.append(Wrong("roster.twice", {"name": member.name, "folder": member.folder}))
        elif (first := folders.setdefault(place, member.name)) != member.name:
            args = {"name": member.name, "first": first, "folder": member.folder}
            found.wrong.append(Wrong("roster.folder_twice", args))
        else:
            found.members[member.name] = member
    for link in roster.links:
        ends = [link.task, *([link.continues] if link.continues else []), *link.relates]
        unknown = [end for end in ends if end.partition("/")[0] not in found.members]
        if unknown:
            found.wrong.append(Wrong("roster.no_ledger", {"task": link.task, "unknown": unknown}))
        else:
            found.links.append(link)
    rings = circles({link.task: link.continues for link in found.links if link.continues})
    told: set[frozenset[str]] = set()
    for ring in rings.values():
        if frozenset(ring) not in told:
            found.wrong.append(Wrong("roster.circle", {"tasks": list(ring)}))
            told.add(frozenset(ring))
    return found._replace(links=[link for link in found.links if link.task not in rings])
