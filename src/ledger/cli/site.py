"""``ledger site``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import current, reading, writing_to
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.roster import each, several, why_not
from ledger.cli.session import open_session
from ledger.cli.speech import BOTH, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.cli.roster import Several
    from ledger.cli.session import Session
    from ledger.locale import Words
    from ledger.reports.site import Site

_say = words()
_NUMBERS = ("mask", "publish")


def command(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help=_say("site.argument"))],
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    public: Annotated[bool, typer.Option("--public", help=_say("option.public"))] = False,
    numbers: Annotated[
        str, typer.Option("--numbers", metavar="mask|publish", help=_say("site.option_numbers"))
    ] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=_say("site.option_since"))] = "",
    force: Annotated[bool, typer.Option("--force", help=_say("site.option_force"))] = False,
    directory: o.Directory = "",
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en|both", help=_say("site.option_lang"))] = "",
) -> int:
    """Write the ledger on a day as a web site."""
    decided = o.read_word(numbers, _NUMBERS, "numbers", "--numbers") if numbers else ""
    begin = o.read_date(since, "--since") if since else None
    there = _present(folder)
    known = _known(folder, there)
    strangers = sorted(path for path in there if path not in known and not _left_over(path))
    if strangers and not force:
        raise CommandError("site.not_empty", folder=folder, count=len(strangers), file=strangers[0])
    day = o.read_as_of(as_of)
    if begin is not None and begin > day:
        raise CommandError("error.since_later", since=begin, as_of=day)
    asked = _Asked(public, decided, begin, _languages(lang))
    held = several(ctx, [directory] if directory else [])
    if held is None:
        session = open_session(ctx, directory, as_of, rev)
        site = _build(session, asked)
        files, issues, partial = _render(site, asked.languages), len(site.issues), session.partial
        session.tell_refused()
    else:
        files, issues, partial = _together(ctx, held, as_of, rev, asked)
    _write(folder, files, there, {path for path in known if path not in files})
    terminal.write_note(words()("site.written", folder=folder, files=len(files), issues=issues))
    return FINDINGS if partial else FINE


class _Asked(NamedTuple):
    """What sort of site is asked for, and in which languages."""

    public: bool
    numbers: str
    since: date | None
    languages: list[Words]


def _together(
    ctx: typer.Context, held: Several, as_of: str, rev: str, asked: _Asked
) -> tuple[dict[str, bytes], int, bool]:
    """A site a ledger, in a folder of its name, below a page that ranks them; how many tasks, and whether a
    part is lacking."""
    from ledger.rendering.site.several import several_files
    from ledger.reports.ledgers import Row, ledgers_report, row_of

    rows: list[Row] = []
    sites: dict[str, dict[str, bytes]] = {}
    issues, partial = 0, bool(held.wrong)
    for one, session in each(ctx, held, as_of, rev):
        row = Row(one.name, one.city, one.round, one.level)
        if session is None:
            rows.append(row._replace(why=why_not(one)))
            partial = True
            continue
        site = _build(session, asked)
        issues, partial = issues + len(site.issues), partial or session.partial
        rows.append(row_of(row._replace(partial=session.partial), session.day))
        sites[one.name] = _render(site, asked.languages)
    if not sites:
        raise CommandError("roster.no_answer", FINDINGS)
    report = ledgers_report(rows, o.read_as_of(as_of))
    report = report.marked_partial() if partial else report
    found = {name: files.items() for name, files in sites.items()}
    return dict(several_files(report, found, asked.languages)), issues, partial


def _build(session: Session, asked: _Asked) -> Site:
    """The site; a public one with private numbers in its texts is refused until a person has decided."""
    from ledger.reading.layout import issue_of
    from ledger.reports.site import build_site, private_texts

    site = build_site(
        session.day,
        revision=session.revision,
        partial=session.partial,
        public=asked.public,
        mask=asked.numbers == "mask",
        since=asked.since,
    )
    found = private_texts(site) if asked.public and not asked.numbers else ()
    if found:
        paths = {issue_of(issue.path): issue.path for issue in session.ledger.issues}
        named = [(paths.get(issue_of(one.path), one.path), one.field) for one in found]
        places = [words()("site.private_place", path=path, field=field) for path, field in named]
        raise CommandError("site.private", FINDINGS, count=len(places), places=places)
    return site


def _languages(lang: str) -> list[Words]:
    """The language of the run, which stands at the top; the others below it where they are asked for."""
    from ledger.locale import LANGUAGES, Words

    if lang != BOTH:
        return [words()]
    return [words(), *(Words(name) for name in LANGUAGES if name != words().language)]


def _render(site: Site, languages: list[Words]) -> dict[str, bytes]:
    from ledger.rendering.site import page_count, site_files

    files: dict[str, bytes] = {}
    total = page_count(site, languages)
    with terminal.progress() as tell:
        for path, content in site_files(site, languages):
            files[path] = content
            tell(words()("site.making", done=len(files), total=max(total, len(files))))
    return files


def _present(folder: str) -> dict[str, str]:
    """Everything in the folder that is no folder itself, by its path there, and where it is."""
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise CommandError("site.no_folder", folder=folder)
    found: dict[str, str] = {}
    if not os.path.isdir(folder):
        return found

    def give_up(error: OSError) -> None:
        with reading(error.filename):
            raise error

    for above, folders, names in os.walk(folder, onerror=give_up):
        links = [name for name in folders if os.path.islink(os.path.join(above, name))]
        for name in (*names, *links):
            path = os.path.join(above, name)
            found[os.path.relpath(path, folder).replace(os.sep, "/")] = path
    return found


_SUM = re.compile(r"([0-9a-f]{64})  ([^\\\n]+)")


def _left_over(path: str) -> bool:
    from ledger.writing import is_left_over

    return is_left_over(path.rpartition("/")[2])


def _known(folder: str, there: Mapping[str, str]) -> set[str]:
    """What an earlier run wrote into the folder and nobody has changed since."""
    from hashlib import sha256

    from ledger.rendering.site import SUMS

    listed = _read(os.path.join(folder, SUMS)) if SUMS in there else None
    if listed is None:
        return set()
    known = {SUMS}
    for line in listed.decode("utf-8", "replace").split("\n"):
        found = _SUM.fullmatch(line)
        if found is not None and found[2] in there:
            content = _read(there[found[2]])
            if content is not None and sha256(content).hexdigest() == found[1]:
                known.add(found[2])
    return known


def _read(path: str) -> bytes | None:
    """The bytes of a regular file; nothing behind a link, which may lead out of the folder."""
    return None if os.path.islink(path) else current(path)


def _write(folder: str, files: Mapping[str, bytes], there: Mapping[str, str], stale: set[str]) -> None:
    """All files or none; then pages of an earlier run that are no more are taken away.

    The list of checksums is the old and the new one while pages are put in place, so that whatever a killed
    run leaves is known to the next one.
    """
    from ledger.rendering.site import SUMS
    from ledger.writing import append_files, remove_file, sweep_beside

    root, new = os.path.abspath(folder), not os.path.isdir(folder)
    with writing_to(folder):
        sweep_beside(os.path.join(root, *path.split("/")) for path in {*files, *stale})
    old = {path: _read(there[path]) if path in there else None for path in files}
    changes = {path: (old[path], content) for path, content in files.items() if old[path] != content}
    listed, both = old[SUMS], (old[SUMS] or b"") + files[SUMS]
    with writing_to(folder):
        if SUMS in changes:
            append_files(root, {SUMS: (listed, both)}, {})
            changes[SUMS] = (both, files[SUMS])
        try:
            append_files(root, changes, {})
        except BaseException:
            if SUMS in changes:
                _put_back(root, SUMS, listed, new)
            raise
        for path in stale:
            remove_file(os.path.join(root, *path.split("/")))


def _put_back(root: str, name: str, content: bytes | None, new: bool) -> None:
    """The list as it was; where there was no folder, none."""
    from ledger.writing import replace_file, take_out

    if content is not None:
        replace_file(os.path.join(root, name), content)
    else:
        take_out(root, name, top=new)
