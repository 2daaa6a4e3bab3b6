"""Tree → ledger and diagnostics.  Broken data is a value: it is reported, and hides nothing of the rest."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from ledger.model.baseline import Baseline
from ledger.model.ledger import Issue, Issues, Ledger
from ledger.model.plan import FORMAT, Plan
from ledger.model.unit import Units, UnitsFile
from ledger.reading import layout
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.identity import settle
from ledger.reading.labels import LABELS, wrong_labels
from ledger.reading.layout import complaint_of, round_of
from ledger.reading.names import unknown_in_books, unknown_units
from ledger.reading.yaml import DEPTH_MAX, YamlDocument, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.model.calendar import Calendar
    from ledger.model.complaint import Complaint
    from ledger.model.disclosure import Disclosure
    from ledger.model.entries import Entry
    from ledger.model.labels import LabelsFile
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.record import Record
    from ledger.model.round import Round

PLAN = "data/plan.yaml"
UNITS = "data/units.yaml"
ISSUES = layout.ISSUES
CALENDAR = "data/calendar.yaml"
DISCLOSURES = "data/disclosures.yaml"
SETTLED = "data/settled.yaml"
LETTERS = "data/letters.yaml"
ROUNDS = "data/rounds/"
COMPLAINTS = "data/complaints/"

# a list in brackets, or null: nothing can be put after it without changing a byte that is there
_CLOSED = re.compile(rb"^entries:[ \t]+(?![#\s])", re.MULTILINE)

_M = TypeVar("_M", bound="Record")


class Loaded(NamedTuple):
    """A ledger as far as it could be read, and all that is wrong with it."""

    ledger: Ledger
    diagnostics: list[Diagnostic]


class Common(NamedTuple):
    """What is read before the issues, and all that is wrong with it."""

    plan: Plan | None
    units: Units
    source: bytes | None
    calendar: Calendar | None
    disclosures: tuple[Disclosure, ...]
    rounds: tuple[Round, ...]
    diagnostics: list[Diagnostic]
    letters: tuple[Letter | Reply | Taken, ...] = ()
    complaints: tuple[Complaint, ...] = ()


def load(tree: Mapping[str, bytes]) -> Loaded:
    """Read a ledger from its files (path relative to the project folder → bytes).

    Never raises for anything that the bytes can hold.
    """
    with no_collecting():
        return _load(tree)


def load_known(tree: Mapping[str, bytes], common: Common, known: Mapping[str, Issue]) -> Ledger:
    """The ledger that :func:`load` reads, without a word on what is wrong with it.

    ``common`` is what :func:`read_common` reads of these files; issues that are ``known`` by their paths are
    not read.
    """
    found: list[Diagnostic] = []
    with no_collecting():
        read = {}
        for path in sorted(tree):
            if path.startswith(ISSUES):
                issue = known.get(path) or read_issue(tree[path], path, found)
                if issue is not None:
                    read[path] = issue
    return _ledger(common, read, settle((issue.path, issue.id) for issue in read.values())[0])


def _ledger(common: Common, read: Mapping[str, Issue], paths: Mapping[str, str]) -> Ledger:
    return Ledger(
        common.plan,
        common.units,
        tuple(read[path] for path in paths.values()),
        common.calendar,
        common.disclosures,
        common.letters,
        common.rounds,
        common.complaints,
    )


@contextmanager
def no_collecting() -> Iterator[None]:
    """No garbage collection: a batch of kept models would be scanned over and over, 3 times slower."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _load(tree: Mapping[str, bytes]) -> Loaded:
    common = read_common(tree)
    found = common.diagnostics
    read = {}
    for path in sorted(tree):
        if path.startswith(ISSUES):
            issue = read_issue(tree[path], path, found)
            if issue is not None:
                read[path] = issue
    paths, clashes = settled(((issue.path, issue.id) for issue in read.values()), tree)
    found += clashes
    if not any(d.path == UNITS and d.severity == "error" for d in found):
        # without the table every name would be unknown
        for issue in read.values():
            found += unknown_units(issue, common.units, tree[issue.path])
        found += unknown_in_books(common, common.units, tree)
    return Loaded(_ledger(common, read, paths), found)


class WholeNeededError(Exception):
    """An issue cannot be told from the file that has its name: all of them have to be read."""


def load_named(tree: Mapping[str, bytes], earliest: Callable[[], date | None]) -> Loaded:
    """Read what all issues share, and each issue when it is asked for, from the file that has its name.

    :class:`WholeNeededError`, also when an issue is asked for, where a file has another id than its name, or
    anything is wrong with it.  What is wrong with files that nobody asks for is not told.
    """
    common = read_common(tree)
    found = common.diagnostics
    if not any(d.path == UNITS and d.severity == "error" for d in found):
        found += unknown_in_books(common, common.units, tree)
    paths = {issue_id: path for path in tree if (issue_id := layout.issue_of(path)) is not None}
    if len(paths) < sum(1 for path in tree if path.startswith(ISSUES)):
        raise WholeNeededError

    def made(ids: Sequence[str]) -> Iterator[Issue]:
        for one in ids:
            told: list[Diagnostic] = []
            data = tree[paths[one]]
            issue = read_issue(data, paths[one], told)
            if issue is None or issue.id != one:
                raise WholeNeededError
            if told or unknown_units(issue, common.units, data):
                raise WholeNeededError
            yield issue

    shared = (common.calendar, common.disclosures, common.letters, common.rounds, common.complaints)
    ledger = Ledger(common.plan, common.units, Issues(sorted(paths), made, earliest), *shared)
    return Loaded(ledger, found)


def settled(
    files: Iterable[tuple[str, str]], tree: Mapping[str, bytes]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """From (path, id) of each file: the path that stands for each id, in order of id, and what clashes."""
    paths, clashes = settle(files)
    return paths, [_at(tree, clash.path, ("id",), clash.code, **clash.args) for clash in clashes]


def read_common(tree: Mapping[str, bytes]) -> Common:
    """Read what all issues share."""
    found: list[Diagnostic] = []
    plan = _read(tree, PLAN, Plan, found)
    units = _read(tree, UNITS, UnitsFile, found)
    source = None
    if plan is not None:
        if plan.format > FORMAT:
            found.append(_at(tree, PLAN, ("format",), "L507", format=plan.format, known=FORMAT))
        source = tree.get("data/" + plan.source.path)
        if source is None:
            found.append(_at(tree, PLAN, ("source", "path"), "L305", file="data/" + plan.source.path))
        extract = plan.source.extract
        if extract is not None and "data/" + extract.path not in tree:
            place = ("source", "extract", "path")
            found.append(_at(tree, PLAN, place, "L305", file="data/" + extract.path))
    calendar = None
    if CALENDAR in tree:
        from ledger.model.calendar import Calendar

        calendar = _read(tree, CALENDAR, Calendar, found)
    disclosures: tuple[Disclosure, ...] = ()
    if DISCLOSURES in tree:
        from ledger.model.disclosure import DisclosuresFile

        file = _read(tree, DISCLOSURES, DisclosuresFile, found)
        disclosures = (file and file.disclosures) or ()
    letters: tuple[Letter | Reply | Taken, ...] = ()
    if LETTERS in tree:
        from ledger.model.letter import LettersFile

        post = _read(tree, LETTERS, LettersFile, found)
        letters = (post and post.letters) or ()
    if SETTLED in tree:
        from ledger.model.settlement import SettledFile

        _read(tree, SETTLED, SettledFile, found)  # of no concern but to the audit, which reads it by itself
    table = Units(units or UnitsFile(units={}), read_labels(tree, found))
    rounds = tuple(_rounds(tree, found))
    complaints = tuple(_complaints(tree, found))
    return Common(plan, table, source, calendar, disclosures, rounds, found, letters, complaints)


def _rounds(tree: Mapping[str, bytes], found: list[Diagnostic]) -> Iterator[Round]:
    """The rounds that can be read, by their ids."""
    paths = sorted(path for path in tree if path.startswith(ROUNDS))
    if not paths:
        return
    from ledger.model.round import Round, RoundFile

    for path in paths:
        file = _read(tree, path, RoundFile, found)
        name = round_of(path)
        if file is not None and name is not None:
            yield Round(name, file.asked or (), path)


def _complaints(tree: Mapping[str, bytes], found: list[Diagnostic]) -> Iterator[Complaint]:
    """The complaints that can be read, by batch and number."""
    paths = sorted(path for path in tree if path.startswith(COMPLAINTS))
    if not paths:
        return
    from ledger.model.complaint import Complaint, ComplaintFile

    for path in paths:
        file = _read(tree, path, ComplaintFile, found)
        name = complaint_of(path)
        if file is not None and name is not None:
            yield Complaint(*name, file.records or (), path)


def read_labels(tree: Mapping[str, bytes], found: list[Diagnostic]) -> LabelsFile | None:
    """The words of the ledger's own, where it has any and they are sound; what is wrong goes to ``found``."""
    return read_labels_file(tree[LABELS], LABELS, found) if LABELS in tree else None


def read_labels_file(data: bytes, path: str, found: list[Diagnostic]) -> LabelsFile | None:
    """Words from a file that may be anywhere, where they are sound."""
    from ledger.model.labels import LabelsFile

    file = _read({path: data}, path, LabelsFile, found)
    wrong = wrong_labels(file, data, path) if file is not None else []
    found += wrong
    return None if wrong else file


def read_units_file(tree: Mapping[str, bytes]) -> tuple[UnitsFile | None, list[Diagnostic]]:
    """The unit vocabulary alone, for reading a document before there is a ledger."""
    found: list[Diagnostic] = []
    return _read(tree, UNITS, UnitsFile, found), found


_NO_MEMORY = "Cannot allocate memory"
"""What the system says of ENOMEM."""


def read_issue(data: bytes, path: str, found: list[Diagnostic]) -> Issue | None:
    """Read one issue file; what is wrong with it is added to ``found``, also that it is too much to read."""
    try:
        return _read_issue(data, path, found)
    except (RecursionError, MemoryError) as error:
        found.append(exhausted(path, error))
        return None


def exhausted(path: str, error: RecursionError | MemoryError) -> Diagnostic:
    """L117, L120: what a file asks for is more than the program has; it hides nothing of the others."""
    if isinstance(error, RecursionError):
        return Diagnostic("L117", path, args={"most": DEPTH_MAX})
    return Diagnostic("L120", path, args={"reason": _NO_MEMORY})


def _read_issue(data: bytes, path: str, found: list[Diagnostic]) -> Issue | None:
    document, problems = parse(data, path)
    found += problems
    if document is None:
        return None
    last = next(reversed(document.value), None)
    appendable = "entries" not in document.value or (last == "entries" and not _CLOSED.search(data))
    raw = document.value.pop("entries", None)
    entries: tuple[Entry, ...] | None = ()
    if raw is not None:
        entries = _entries(raw, data, path, found)
    baseline = _validate(document, data, path, Baseline, found)
    if baseline is None or entries is None:
        return None
    if not appendable:
        found.append(_at({path: data}, path, ("entries",), "L616"))
    return Issue(baseline, entries, path)


def read_baseline(head: bytes) -> Baseline | None:
    """The baseline of an issue file alone, without a word on its entries; ``None`` where it cannot be
    read."""
    document, _ = parse(head, "")
    if document is None:
        return None
    document.value.pop("entries", None)
    try:
        return Baseline.model_validate(document.value)
    except ValidationError:
        return None


def _at(
    tree: Mapping[str, bytes], path: str, place: tuple[str, ...], code: str, **args: str | int
) -> Diagnostic:
    document, _ = parse(tree[path], path, places=True)
    assert document is not None  # noqa: S101 - it was read a moment ago
    return Diagnostic(code, path, document.locate(place), args, ".".join(place))


def _read(tree: Mapping[str, bytes], path: str, model: type[_M], found: list[Diagnostic]) -> _M | None:
    if path not in tree:
        found.append(Diagnostic("L305", path, args={"file": path}))
        return None
    document, problems = parse(tree[path], path)
    found += problems
    return None if document is None else _validate(document, tree[path], path, model, found)


def _validate(
    document: YamlDocument, data: bytes, path: str, model: type[_M], found: list[Diagnostic]
) -> _M | None:
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        from ledger.reading.schema import explain

        found += explain(error, data, path, model)
        return None


def _entries(raw: Any, data: bytes, path: str, found: list[Diagnostic]) -> tuple[Entry, ...] | None:
    from ledger.model.entries import ENTRIES

    try:
        return ENTRIES.validate_python(raw)
    except ValidationError as error:
        from ledger.reading.schema import explain

        found += explain(error, data, path, None, prefix=("entries",))
        return None
