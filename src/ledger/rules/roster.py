"""What is wrong between the lines of a roster; what is left out for it hides nothing of the rest."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.codes import ERROR, Code, declare
from ledger.rules.tasknames import task_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.model.roster import Link, Member, Roster
    from ledger.reading.diagnostic import Arg

declare(
    Code(
        "L331",
        ERROR,
        "ledger-named-twice",
        zh=("有两个台账都叫“{name}”，后一个（{folder}）没有读", "给其中一个换个名称。"),
        en=(
            "Two ledgers are called {name}; the second ({folder}) is not read",
            "Give one of them another name.",
        ),
    ),
    Code(
        "L332",
        ERROR,
        "ledger-folder-twice",
        zh=(
            "“{first}”和“{name}”是同一个文件夹（{folder}）的同一个版本，“{name}”没有读，以免重复计数",
            "删掉其中一行，或改正 folder、ref。",
        ),
        en=(
            "“{first}” and “{name}” are one folder ({folder}); “{name}” is not read, so that nothing counts twice",
            "Take one of the lines away, or put folder or ref right.",
        ),
    ),
    Code(
        "L333",
        ERROR,
        "link-to-no-ledger",
        zh=(
            "关联 {task}：没有这些台账（{unknown}），这条关联不起作用",
            "写成“名称/任务”，名称是上面列出的台账。",
        ),
        en=(
            "The link of {task} names ledgers that are not there ({unknown}) and has no effect",
            "Write it as NAME/TASK, with the name of a ledger that is listed above.",
        ),
    ),
    Code(
        "L334",
        ERROR,
        "links-in-a-circle",
        zh=("承接绕成了圈：{tasks}；圈里的承接不起作用", "后一轮的任务承接前一轮的，删掉写反的一条。"),
        en=(
            "Tasks continue each other in a circle, which has no effect: {tasks}",
            "A task continues one of an earlier round: take the link away that says it the wrong way round.",
        ),
    ),
    Code(
        "L335",
        ERROR,
        "link-to-no-task",
        zh=(
            "关联 {task}：没有这些任务（{gone}）",
            "写任务在那个台账里的标识或序号，如 2024/07-1；任务已并入别项的写并入的那一项。",
        ),
        en=(
            "The link of {task} names tasks that are not there ({gone})",
            "Give the id or number of the task in that ledger, as 2024/07-1; of one that was merged the task that holds it.",
        ),
    ),
)


class Wrong(NamedTuple):
    """A code, the place in the roster, and what fills the gaps of its words."""

    code: str
    place: tuple[str | int, ...]
    args: Mapping[str, Arg]


class Sound(NamedTuple):
    """The ledgers by their names, each once, the links that hold, and what was left out and why."""

    members: dict[str, Member]
    links: list[Link]
    wrong: list[Wrong]


def ends_of(link: Link) -> list[str]:
    """All tasks that a link names."""
    return [link.task, *([link.continues] if link.continues else []), *link.relates]


def sound(roster: Roster) -> Sound:
    """Of two ledgers with one name, or of one folder and revision, the second is left out, and so are links to
    no ledger, and what runs in a circle."""
    found = Sound({}, [], [])
    folders: dict[tuple[str, str], str] = {}
    for n, member in enumerate(roster.ledgers):
        place = posixpath.normpath(member.folder.replace("\\", "/")), member.ref or ""
        if member.name in found.members:
            args = {"name": member.name, "folder": member.folder}
            found.wrong.append(Wrong("L331", ("ledgers", n, "name"), args))
        elif (first := folders.setdefault(place, member.name)) != member.name:
            args = {"name": member.name, "first": first, "folder": member.folder}
            found.wrong.append(Wrong("L332", ("ledgers", n, "folder"), args))
        else:
            found.members[member.name] = member
    kept: list[tuple[int, Link]] = []
    for n, link in enumerate(roster.links):
        unknown = tuple(end for end in ends_of(link) if end.partition("/")[0] not in found.members)
        if unknown:
            found.wrong.append(Wrong("L333", ("links", n), {"task": link.task, "unknown": unknown}))
        else:
            kept.append((n, link))
    turning = _turning((task_key(link.task), task_key(link.continues)) for _, link in kept if link.continues)
    written = {task_key(end): end for _, link in kept for end in ends_of(link)}
    told: set[str] = set()
    for n, link in kept:
        at = task_key(link.task)
        if not link.continues or at not in turning or task_key(link.continues) not in turning:
            found.links.append(link)
            continue
        if at not in told:
            ring = list(_ring(at, turning))
            told.update(ring)
            tasks = tuple(written[one] for one in ring)
            found.wrong.append(Wrong("L334", ("links", n, "continues"), {"tasks": tasks}))
        if link.relates:
            found.links.append(link.model_copy(update={"continues": None}))
    return found


def _turning(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Of what goes on from what, the tasks that are left when all that begins or ends somewhere is taken away,
    with those among them that each goes on from: they are in circles, or between two."""
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for later, earlier in edges:
        after.setdefault(later, []).append(earlier)
        before.setdefault(earlier, []).append(later)
    gone: set[str] = set()
    for forth, back in ((after, before), (before, after)):
        _take_away({*after, *before}, forth, back, gone)
    return {
        one: [other for other in others if other not in gone]
        for one, others in after.items()
        if one not in gone
    }


def _take_away(
    tasks: set[str], forth: Mapping[str, list[str]], back: Mapping[str, list[str]], gone: set[str]
) -> None:
    """Put among the ``gone`` what leads ``forth`` to nothing that is left, again and again; ``back`` is the
    other way round."""
    left = {one: sum(other not in gone for other in forth.get(one, ())) for one in tasks - gone}
    waiting = [one for one, count in left.items() if not count]
    while waiting:
        one = waiting.pop()
        gone.add(one)
        for other in back.get(one, ()):
            if other in left and other not in gone:
                left[other] -= 1
                if not left[other]:
                    waiting.append(other)


def _ring(start: str, turning: Mapping[str, list[str]]) -> Iterator[str]:
    """The way from a task over what it goes on from, until it comes to a task again."""
    passed: set[str] = set()
    at = start
    while at not in passed:
        passed.add(at)
        yield at
        at = turning[at][0]
    yield at
