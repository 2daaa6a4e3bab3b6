"""A plan that was read → the files of a ledger, or what another edition of it changes in one that is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.cli import disk, terminal
from ledger.cli.errors import FINDINGS, FINE
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.cli.output import Out
    from ledger.model.ledger import Ledger
    from ledger.model.plan import Import
    from ledger.plans.understand import Understanding


def write_plan(root: str, said: Understanding, data: bytes, file: str, out: Out, labels: bytes) -> int:
    """Write what is not there yet; where a file says something else, show the difference and write nothing.

    Records in a file are no difference, nor are the office's own settings.  A new edition of the plan of a
    ledger that is kept is compared with it, task by task.
    """
    from ledger.cli.history import tell_wanting
    from ledger.folder import read_folder
    from ledger.history.worktree import GIT_ATTRIBUTES
    from ledger.reading.load import load
    from ledger.writing import create_files

    say = words()
    tree = read_folder(root).tree
    held = load(tree).ledger
    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    if held.issues and held.plan is not None and held.plan.source.sha256 != said.plan.source.sha256:
        return _edition(held, said, file, out)
    wanted = _files(root, said, data, labels, tree)
    present = _present(root, wanted)
    differing = [path for path in present if not _says_the_same(path, present[path], wanted[path], said)]
    for path in differing:
        terminal.write_out(_difference(path, present[path], wanted[path]))
    if differing:
        terminal.write_note(say("import.differs", count=len(differing)))
        return FINDINGS
    missing = {path: content for path, content in wanted.items() if path not in present}
    if not os.path.lexists(os.path.join(root, ".gitattributes")):
        missing[".gitattributes"] = GIT_ATTRIBUTES
    with disk.held(root, sweeping=True):
        create_files(root, missing)
    if missing:
        terminal.write_note(say("import.written", count=len(missing), same=len(present)))
    else:
        terminal.write_note(say("import.same", count=len(present)))
    if not held.units.offices:
        terminal.write_note(say("import.no_office"))
    # a .gitattributes that was there is a person's, and so is one further up
    tell_wanting(root, [*wanted, "data/evidence/x"])
    return FINE


_OWN = {"policy", "issuer", "issued", "imports", "format"}
"""What of plan.yaml is the office's and the program's, and no reading of the document."""


def _says_the_same(path: str, held: bytes, wanted: bytes, said: Understanding) -> bool:
    """Whether a file that is there says what was read: its bytes, or its baseline, whatever was recorded."""
    from ledger.plans.figurenames import with_names
    from ledger.reading.load import ISSUES, PLAN, load, read_issue

    if held == wanted:
        return True
    if path.startswith(ISSUES):
        there, read = read_issue(held, path, []), read_issue(wanted, path, [])
        if there is None or read is None:
            return False
        return there.baseline == with_names(read.baseline, there.baseline)
    if path == PLAN:
        plans = [load({PLAN: one}).ledger.plan for one in (held, wanted)]
        own = _OWN if said.document.title else _OWN | {"title"}
        first, second = (plan.model_dump(exclude=own) if plan is not None else None for plan in plans)
        return first is not None and first == second
    return False


def _edition(held: Ledger, said: Understanding, file: str, out: Out) -> int:
    """Show what a new edition of the plan changes, with amendments to fill in; the ledger stays as it is."""
    from ledger.recording.edition import compare
    from ledger.recording.record import BLANK
    from ledger.reports.edition import edition_report
    from ledger.today import today

    say = words()
    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    edition = compare(held, said.plan, said.issues, today())
    # what the issuer changed holds from the day of issue of the new edition on
    issued = said.plan.issued
    day = issued if issued is not None and issued <= today() else today()
    offices = sorted(held.units.offices)
    office = offices[0] if len(offices) == 1 else BLANK
    out.deliver(edition_report(edition, office, BLANK, day))
    if edition.same:
        terminal.write_note(say("edition.same"))
        return FINE
    terminal.write_note(say("edition.kept"))
    if any(one.changes for one in edition.revised):
        terminal.write_note(say("edition.day" if day == issued else "edition.no_day", day=day))
        terminal.write_note(say("edition.next", file=file, blank=BLANK))
    return FINDINGS


def _present(root: str, wanted: Iterable[str]) -> dict[str, bytes]:
    there = {path: disk.current(os.path.join(root, *path.split("/"))) for path in wanted}
    return {path: data for path, data in there.items() if data is not None}


def _difference(path: str, old: bytes, new: bytes) -> str:
    from difflib import unified_diff

    from ledger.rendering.text import clean

    before, after = (data.decode("utf-8", "backslashreplace").splitlines() for data in (old, new))
    lines = unified_diff(before, after, path, f"{path} ({words()('import.from_plan')})", lineterm="", n=1)
    return "".join(f"{clean(line)}\n" for line in lines)


def _files(
    root: str, said: Understanding, data: bytes, labels: bytes, tree: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of the ledger that a document makes; an issue of which there is a file stays there."""
    from ledger.model.plan import FORMAT
    from ledger.reading.labels import LABELS
    from ledger.reading.layout import issue_of, issue_path
    from ledger.recording.yamltext import issue_yaml, plan_yaml

    assert said.plan is not None  # noqa: S101 - the caller has seen that it is sound
    imports = _imports(root, said.plan.source.sha256)
    plan = said.plan.model_copy(update={"format": FORMAT, "imports": imports})
    files = {"data/plan.yaml": plan_yaml(plan), "data/" + plan.source.path: data}
    if labels:
        files[LABELS] = labels  # the text is read with them again by every check
    if plan.source.extract is not None:
        files["data/" + plan.source.extract.path] = said.text.encode()
    there = {issue_of(path): path for path in tree}
    for issue in said.issues:
        path = there.get(issue.id) or issue_path(issue.id, len(said.issues))
        files[path] = issue_yaml(issue, path)
    return files


def _imports(root: str, sha256: str) -> tuple[Import, ...]:
    """The readings noted in plan.yaml where the last is of the same text in this format, else a first one."""
    from ledger.cli.rereading import program
    from ledger.model.plan import FORMAT, Import
    from ledger.reading.load import PLAN, load
    from ledger.today import today

    plan = load(_present(root, [PLAN])).ledger.plan
    if plan is not None and plan.imports:
        last = plan.imports[-1]
        if (last.sha256, last.format) == (sha256, FORMAT):
            return plan.imports
    return (Import(day=today(), program=program(), format=FORMAT, sha256=sha256),)


def is_edition(root: str, said: Understanding) -> bool:
    """Whether the ledger has a plan, and what was read is another one."""
    from ledger.reading.load import PLAN, load

    held = load(_present(root, [PLAN])).ledger.plan
    return held is not None and said.plan is not None and held.source.sha256 != said.plan.source.sha256
