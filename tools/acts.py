"""Acts of tampering with issues: their entries, baselines, files and evidence."""

import hashlib
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ledger.model.entries import Entry, ref_of
from ledger.model.entries.extend import Extend
from ledger.model.entries.progress import Progress
from stories import (
    OFFICE,
    UNDERSTOOD,
    Files,
    Story,
    amendment,
    at_end_of,
    evidence_of,
    line_of,
    read_entry,
    reading,
)


class Act(NamedTuple):
    """What was done: the code it must be named by, in which file, by which commit of the story."""

    kind: str
    code: str
    path: str
    commit: int


Tampering = Callable[[Story, random.Random], Act | None]
ACTS: dict[str, Tampering] = {}


def act(tampering: Tampering) -> Tampering:
    """Register an act by its name."""
    ACTS[tampering.__name__.replace("_", " ")] = tampering
    return tampering


def issues_of(story: Story, least: int = 1) -> list[str]:
    """Issue files of the tip that have entries."""
    return [
        p for p, d in story.tip.files.items() if p.startswith("data/issues/") and len(lines_of(d)) >= least
    ]


def lines_of(data: bytes) -> list[bytes]:
    return data.partition(b"\nentries:\n")[2].splitlines(keepends=True)


def with_lines(data: bytes, lines: list[bytes]) -> bytes:
    head, mark, _ = data.partition(b"\nentries:\n")
    return head + mark + b"".join(lines)


def commit(
    story: Story, chance: random.Random, path: str, data: bytes | None, more: Files | None = None
) -> int:
    """The act as a commit of its own, on the day of the tip or soon after."""
    files = {k: v for k, v in story.tip.files.items() if k != path} | (more or {})
    if data is not None:
        files[path] = data
    return story.add(files, "某人", story.tip.day + timedelta(chance.choice([0, 1, 2])))


@act
def entry_removed(story: Story, chance: random.Random) -> Act | None:
    """A line is taken out."""
    path = chance.choice(issues_of(story))
    lines = lines_of(story.tip.files[path])
    del lines[chance.randrange(len(lines))]
    return Act("", "L701", path, commit(story, chance, path, with_lines(story.tip.files[path], lines)))


@act
def all_entries_removed(story: Story, chance: random.Random) -> Act | None:
    """The whole record of an issue is taken out."""
    path = chance.choice(issues_of(story))
    return Act("", "L701", path, commit(story, chance, path, with_lines(story.tip.files[path], [])))


def _changed(story: Story, chance: random.Random, change: Callable[[Entry], Entry | None]) -> Act | None:
    choices = [(p, n) for p in issues_of(story) for n in range(len(lines_of(story.tip.files[p])))]
    chance.shuffle(choices)
    for path, n in choices:
        lines = lines_of(story.tip.files[path])
        made = change(read_entry(lines[n]))
        if made is not None and line_of(made) != lines[n]:
            lines[n] = line_of(made)
            return Act(
                "", "L702", path, commit(story, chance, path, with_lines(story.tip.files[path], lines))
            )
    return None


@act
def text_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """What was said is said otherwise."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"text": "演示：另一种说法。"}) if e.text else None
    )


@act
def date_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """A record is dated a little earlier."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"date": e.date - timedelta(chance.randint(1, 20))})
    )


@act
def unit_of_an_entry_changed(story: Story, chance: random.Random) -> Act | None:
    """A record is laid to another unit."""
    return _changed(
        story, chance, lambda e: e.model_copy(update={"by": "市农牧局"}) if e.by != "市农牧局" else None
    )


@act
def reading_changed(story: Story, chance: random.Random) -> Act | None:
    """A figure is made better."""
    from decimal import Decimal

    def better(entry: Entry) -> Entry | None:
        if not isinstance(entry, Progress) or not entry.readings:
            return None
        first = entry.readings[0].model_copy(update={"value": entry.readings[0].value + Decimal("3.5")})
        return entry.model_copy(update={"readings": (first, *entry.readings[1:])})

    return _changed(story, chance, better)


@act
def approved_day_changed(story: Story, chance: random.Random) -> Act | None:
    """An extension on record is made longer."""
    return _changed(
        story,
        chance,
        lambda e: e.model_copy(update={"due": e.due + timedelta(90)}) if isinstance(e, Extend) else None,
    )


def _baseline(story: Story, chance: random.Random, key: bytes, more: str, code: str = "L703") -> Act | None:
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and key in d]
    path = chance.choice(choices)
    return Act(
        "", code, path, commit(story, chance, path, at_end_of(story.tip.files[path], key, more.encode()))
    )


@act
def goal_changed(story: Story, chance: random.Random) -> Act | None:
    """The goal says something else."""
    return _baseline(story, chance, b"\ngoal: ", "（按实际）")


@act
def measure_changed(story: Story, chance: random.Random) -> Act | None:
    """A measure says something else."""
    return _baseline(story, chance, b"\n  text: ", "（按实际）") if chance.random() < 2 else None


@act
def title_changed(story: Story, chance: random.Random) -> Act | None:
    """The title is made milder."""
    return _baseline(story, chance, b"\ntitle: ", "（部分）")


@act
def lead_unit_changed(story: Story, chance: random.Random) -> Act | None:
    """Another unit leads."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    at = data.index(b"  lead: [") + len(b"  lead: [")
    return Act("", "L703", path, commit(story, chance, path, data[:at] + "市农牧局, ".encode() + data[at:]))


@act
def edited_with_an_amendment(story: Story, chance: random.Random) -> Act | None:
    """An amendment is a record and licenses no edit."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    edited = at_end_of(data, b"\ntitle: ", "（一）".encode()) + amendment(data, story.tip.day, "title")
    return Act("", "L703", path, commit(story, chance, path, edited))


def _misread(story: Story, chance: random.Random, code: str, files: Files, data: bytes, path: str) -> Act:
    """A commit that notes a reading and changes a baseline otherwise than a reading may."""
    more = {name: held for name, held in files.items() if story.tip.files.get(name) != held and name != path}
    return Act("", code, path, commit(story, chance, path, data, more))


def _understood(story: Story, chance: random.Random) -> str | None:
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and UNDERSTOOD[0] in d]
    return chance.choice(choices) if choices else None


@act
def text_changed_with_a_reading(story: Story, chance: random.Random) -> Act | None:
    """A reading changes what is understood, never the text."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = at_end_of(story.tip.files[path], b"\ntitle: ", "（部分）".encode())
    return _misread(story, chance, "L703", reading(story.tip.files, story.tip.day), data, path)


@act
def reading_of_another_text(story: Story, chance: random.Random) -> Act | None:
    """What was read is not the official text."""
    path = _understood(story, chance)
    if path is None:
        return None
    files = reading(story.tip.files, story.tip.day, "0" * 64)
    return _misread(story, chance, "L704", files, story.tip.files[path].replace(*UNDERSTOOD, 1), path)


@act
def reading_of_a_changed_text(story: Story, chance: random.Random) -> Act | None:
    """The official text is changed, and what is understood with it."""
    path = _understood(story, chance)
    if path is None:
        return None
    source, plan = "data/source/plan.txt", "data/plan.yaml"
    text = story.tip.files[source].replace("底前".encode(), "底".encode(), 1)
    old, new = (hashlib.sha256(one).hexdigest().encode() for one in (story.tip.files[source], text))
    files = {**story.tip.files, source: text, plan: story.tip.files[plan].replace(old, new, 1)}
    data = story.tip.files[path].replace(*UNDERSTOOD, 1)
    return _misread(story, chance, "L704", reading(files, story.tip.day), data, path)


@act
def understood_otherwise_without_a_reading(story: Story, chance: random.Random) -> Act | None:
    """No reading is noted."""
    path = _understood(story, chance)
    if path is None:
        return None
    data = story.tip.files[path].replace(*UNDERSTOOD, 1)
    return Act("", "L704", path, commit(story, chance, path, data))


@act
def deadline_moved_by_hand(story: Story, chance: random.Random) -> Act | None:
    """The due day is moved half a year."""
    choices = [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"\n  due: 20" in d]
    path = chance.choice(choices)
    data = story.tip.files[path]
    at = data.index(b"\n  due: 20") + len(b"\n  due: ")
    moved = date.fromisoformat(data[at : at + 10].decode()) + timedelta(chance.choice([1, 30, 184]))
    return Act(
        "", "L704", path, commit(story, chance, path, data[:at] + str(moved).encode() + data[at + 10 :])
    )


@act
def issue_deleted(story: Story, chance: random.Random) -> Act | None:
    """A file is gone."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    return Act("", "L705", path, commit(story, chance, path, None))


@act
def number_reused(story: Story, chance: random.Random) -> Act | None:
    """A file is gone and later comes back with another content."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    data = story.tip.files[path]
    commit(story, chance, path, None)
    other = with_lines(at_end_of(data, b"\ntitle: ", "（新）".encode()), [])
    return Act("", "L706", path, commit(story, chance, path, other))


def appended(
    story: Story, chance: random.Random, line: str, path: str | None = None, more: Files | None = None
) -> int:
    path = path or chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    return commit(story, chance, path, story.tip.files[path] + line.encode(), more)


@act
def dated_back(story: Story, chance: random.Random) -> Act | None:
    """A record of today is dated long ago."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day - timedelta(chance.randint(50, 300))
    line = f"- {{date: {day}, type: accept, by: 市水务局, text: 演示：补签。}}\n"
    return Act("", "L707", path, appended(story, chance, line, path))


@act
def dated_ahead(story: Story, chance: random.Random) -> Act | None:
    """A record of what has not happened."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day + timedelta(chance.randint(3, 60))
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：预记。}}\n"
    return Act("", "L708", path, appended(story, chance, line, path))


@act
def completed_and_accepted_at_once(story: Story, chance: random.Random) -> Act | None:
    """Both acts in one commit."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    day = story.tip.day
    line = f"- {{date: {day}, type: complete, by: 市水务局}}\n- {{date: {day}, type: accept, by: 市水务局}}\n"
    return Act("", "L709", path, appended(story, chance, line, path))


@act
def cleared_without_notice(story: Story, chance: random.Random) -> Act | None:
    """Cleared with evidence and no notice."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"publicize" not in d]
    )
    day = story.tip.day
    proof = '[{url: "https://example.gov.cn"}]'
    appended(story, chance, f"- {{date: {day}, type: complete, by: 市水务局, evidence: {proof}}}\n", path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, appended(story, chance, line, path))


@act
def cleared_without_evidence(story: Story, chance: random.Random) -> Act | None:
    """Cleared with a notice and no evidence."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"evidence" not in d]
    )
    day = story.tip.day
    notice = f"- {{date: {day}, type: publicize, by: 市水务局, since: {day}, until: {day}, where: 网站}}\n"
    appended(story, chance, f"- {{date: {day}, type: complete, by: 市水务局}}\n{notice}", path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, appended(story, chance, line, path))


@act
def cleared_on_a_voided_notice(story: Story, chance: random.Random) -> Act | None:
    """The notice was taken back: it never was."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"publicize" not in d]
    )
    day, proof = story.tip.day, '[{url: "https://example.gov.cn"}]'
    notice = f"- {{date: {day}, type: publicize, by: 市水务局, since: {day}, until: {day}, where: 网站}}\n"
    ref = ref_of(read_entry(notice.encode()))
    void = f'- {{date: {day}, type: void, by: 市水务局, entry: "{ref}"}}\n'
    done = f"- {{date: {day}, type: complete, by: 市水务局, evidence: {proof}}}\n"
    appended(story, chance, done + notice + void, path)
    line = f"- {{date: {day}, type: close, by: 市整改专项组}}\n"
    return Act("", "L712", path, appended(story, chance, line, path))


def _accepted_evidence(story: Story) -> list[str]:
    """Evidence of issues that stand accepted."""
    found = []
    for path in issues_of(story):
        accepted, proofs = False, []
        for line in lines_of(story.tip.files[path]):
            entry = read_entry(line)
            accepted = entry.type == "accept" or (
                accepted and entry.type not in {"complete", "reject", "reopen"}
            )
            proofs += [name for name in evidence_of(entry) if name in story.tip.files]
        found += proofs if accepted else []
    return found


@act
def evidence_exchanged(story: Story, chance: random.Random) -> Act | None:
    """A file of evidence is another one after acceptance."""
    choices = _accepted_evidence(story)
    if not choices:
        return None
    path = chance.choice(choices)
    return Act("", "L713", path, commit(story, chance, path, b"another report\n"))


@act
def evidence_deleted(story: Story, chance: random.Random) -> Act | None:
    """A file of evidence is gone after acceptance."""
    choices = _accepted_evidence(story)
    if not choices:
        return None
    path = chance.choice(choices)
    return Act("", "L713", path, commit(story, chance, path, None))


@act
def put_between(story: Story, chance: random.Random) -> Act | None:
    """A record is slipped in before others."""
    path = chance.choice(issues_of(story))
    lines = lines_of(story.tip.files[path])
    line = f"- {{date: {story.tip.day}, type: progress, by: 市水务局, text: 演示：插入。}}\n"
    lines.insert(chance.randrange(len(lines)), line.encode())
    return Act("", "L716", path, commit(story, chance, path, with_lines(story.tip.files[path], lines)))


def path_of(story: Story, chance: random.Random, without: bytes = b"\0", having: bytes = b"") -> str:
    """An issue file whose bytes hold the one and not the other."""
    return chance.choice(
        [
            p
            for p, d in story.tip.files.items()
            if p.startswith("data/issues/") and without not in d and having in d
        ]
    )


def added(
    story: Story, chance: random.Random, line: str, path: str, more: Files | None = None, by: str = "某人"
) -> int:
    """A line appended on the day of the tip."""
    del chance
    files = {**story.tip.files, path: story.tip.files[path] + f"- {{{line}}}\n".encode(), **(more or {})}
    return story.add(files, by, story.tip.day)


def _type_changed(kind: str, key: str, value: object) -> Tampering:
    """An act that changes a field of entries of one type."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        return _changed(
            story,
            chance,
            lambda e: (
                e.model_copy(update={key: value}) if e.type == kind and getattr(e, key) != value else None
            ),
        )

    tampering.__doc__ = f"{key} of an entry {kind} is another."
    return tampering


for _kind, _key, _value in (
    ("extend", "approval", "演示文号〔2025〕99号"),
    ("publicize", "where", "演示：别处"),
    ("publicize", "until", date(2026, 1, 1)),
    ("complete", "similar", "演示：另一种做法。"),
    ("complete", "mechanism", "演示：另一种机制。"),
    ("accept", "evidence", ()),
    ("complete", "evidence", ()),
    ("close", "text", "演示：另一种说法。"),
    ("start", "date", date(2024, 11, 2)),
    ("achieve", "measure", 1),
):
    ACTS[f"{_key} of {_kind} changed"] = _type_changed(_kind, _key, _value)


def _understood_field(key: bytes, code: str) -> Tampering:
    """An act that changes a line of a baseline."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        path = path_of(story, chance, having=key)
        data = story.tip.files[path]
        for old, new in ((b"false", b"true"), (b"true", b"false")):
            if key + old in data:
                return Act("", code, path, commit(story, chance, path, data.replace(key + old, key + new, 1)))
        return Act("", code, path, commit(story, chance, path, at_end_of(data, key, "（改）".encode())))

    tampering.__doc__ = "A field of a baseline is another."
    return tampering


for _field, _code in (
    (b"\n  immediate: ", "L704"),
    (b"\n  sustained: ", "L704"),
    (b"\nsection: ", "L703"),
    (b"\ndeadline:\n  text: ", "L704"),
    (b"\nacceptance:\n  text: ", "L703"),
    (b"\nresponsibility:\n  text: ", "L703"),
):
    ACTS[
        f"baseline {_field.decode().split()[-2 if _field.count(b':') > 1 else -1]}{_field.count(b':')} changed"
    ] = _understood_field(_field, _code)


@act
def baseline_moved_and_recorded_and_put_back_wrong(story: Story, chance: random.Random) -> Act | None:
    """A title is changed, and changed again instead of put back."""
    path = path_of(story, chance)
    commit(story, chance, path, at_end_of(story.tip.files[path], b"\ntitle: ", "一".encode()))
    again = at_end_of(story.tip.files[path], b"\ntitle: ", "二".encode())
    return Act("", "L703", path, commit(story, chance, path, again))


@act
def executors_changed(story: Story, chance: random.Random) -> Act | None:
    """Another unit does a measure."""
    path = path_of(story, chance, having=b"\n  by: [")
    data = story.tip.files[path].replace(b"\n  by: [", "\n  by: [市农牧局, ".encode(), 1)
    return Act("", "L703", path, commit(story, chance, path, data))


@act
def target_lowered(story: Story, chance: random.Random) -> Act | None:
    """A figure to be reached is another."""
    path = path_of(story, chance, having=b"\n  value: ")
    return Act(
        "", "L703", path, commit(story, chance, path, at_end_of(story.tip.files[path], b"\n  value: ", b"1"))
    )


@act
def dropped_and_restored_shorter(story: Story, chance: random.Random) -> Act | None:
    """A file is dropped and comes back without its last record."""
    path = chance.choice(issues_of(story))
    data = story.tip.files[path]
    commit(story, chance, path, None)
    return Act("", "L701", path, commit(story, chance, path, with_lines(data, lines_of(data)[:-1])))


@act
def reverted_long_after(story: Story, chance: random.Random) -> Act | None:
    """A record is taken back weeks after it was made."""
    path = path_of(story, chance)
    before = story.tip.files[path]
    added(
        story,
        chance,
        f"date: {story.tip.day}, type: progress, by: 市水务局, text: 演示：早先",
        path,
        by="市水务局",
    )
    story.add({**story.tip.files, path: before}, "市水务局", story.tip.day + timedelta(20))
    return Act("", "L701", path, len(story.commits) - 1)


@act
def record_of_another_reverted(story: Story, chance: random.Random) -> Act | None:
    """The next day somebody else takes a record back."""
    path = path_of(story, chance)
    before = story.tip.files[path]
    added(
        story,
        chance,
        f"date: {story.tip.day}, type: progress, by: 市水务局, text: 演示：不合意",
        path,
        by="市水务局",
    )
    story.add({**story.tip.files, path: before}, "某人", story.tip.day + timedelta(1))
    return Act("", "L701", path, len(story.commits) - 1)


@act
def rejection_reverted(story: Story, chance: random.Random) -> Act | None:
    """A rejection is taken out the next day, as if it were a slip."""
    path = path_of(story, chance)
    before = story.tip.files[path]
    added(
        story,
        chance,
        f"date: {story.tip.day}, type: reject, by: 市水务局, text: 演示：不通过",
        path,
        by="市水务局",
    )
    story.add({**story.tip.files, path: before}, "市水务局", story.tip.day + timedelta(1))
    return Act("", "L701", path, len(story.commits) - 1)


# -- days and order ------------------------------------------------------------------------------------------


@act
def dated_before_the_plan(story: Story, chance: random.Random) -> Act | None:
    """A record of before there was a plan."""
    path = path_of(story, chance)
    line = "date: 2024-10-20, type: start, by: 市水务局"
    return Act("", "L744", path, added(story, chance, line, path))


@act
def committed_before_its_parent(story: Story, chance: random.Random) -> Act | None:
    """The clock is put back, so that a record looks timely."""
    path = path_of(story, chance)
    day = story.tip.day - timedelta(chance.randint(3, 90))
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：及时。}}\n"
    files = {**story.tip.files, path: story.tip.files[path] + line.encode()}
    return Act("", "L741", "", story.add(files, "某人", day))


@act
def clock_put_back_beside_the_ledger(story: Story, chance: random.Random) -> Act | None:
    """An empty commit of long ago does not make the next one honest."""
    path = path_of(story, chance)
    day = story.tip.day - timedelta(chance.randint(30, 90))
    story.add({**story.tip.files, "README.md": b"x\n"}, "某人", day)
    line = f"- {{date: {day}, type: progress, by: 市水务局, text: 演示：及时。}}\n"
    files = {**story.tip.files, path: story.tip.files[path] + line.encode()}
    return Act("", "L741", "", story.add(files, "某人", day))


@act
def authored_long_ago(story: Story, chance: random.Random) -> Act | None:
    """The author's date says otherwise than the commit's."""
    path = path_of(story, chance)
    number = added(story, chance, f"date: {story.tip.day}, type: progress, by: 市水务局", path)
    story.tip.authored = story.tip.day - timedelta(chance.randint(40, 300))
    return Act("", "L742", "", number)


@act
def committed_in_the_future(story: Story, chance: random.Random) -> Act | None:
    """A commit of a day that has not come."""
    path = path_of(story, chance)
    line = f"- {{date: {story.tip.day}, type: progress, by: 市水务局}}\n"
    files = {**story.tip.files, path: story.tip.files[path] + line.encode()}
    return Act("", "L743", "", story.add(files, "某人", date(2099, 1, 1)))


def _out_of_order(first: str, second: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        path = path_of(story, chance, without=b"type: complete")
        day = story.tip.day
        more = {"publicize": f", since: {day}, until: {day + timedelta(14)}, where: 网站"}
        lines = "".join(
            f"- {{date: {day}, type: {kind}, by: 市水务局{more.get(kind, '')}}}\n" for kind in (first, second)
        )
        return Act("", "L745", path, commit(story, chance, path, story.tip.files[path] + lines.encode()))

    tampering.__doc__ = f"{first} stands above {second}."
    return tampering


for _first, _second in (
    ("accept", "complete"),
    ("close", "accept"),
    ("close", "publicize"),
    ("publicize", "complete"),
):
    ACTS[f"{_first} above {_second}"] = _out_of_order(_first, _second)


@act
def accepted_above_completed_at_once(story: Story, chance: random.Random) -> Act | None:
    """Both acts in one commit are seen in whatever order they are written."""
    path = path_of(story, chance, without=b"type: complete")
    day = story.tip.day
    lines = (
        f"- {{date: {day}, type: accept, by: 市水务局}}\n- {{date: {day}, type: complete, by: 市水务局}}\n"
    )
    return Act("", "L709", path, commit(story, chance, path, story.tip.files[path] + lines.encode()))


@act
def notice_replaced_by_one_that_is_over(story: Story, chance: random.Random) -> Act | None:
    """A running notice gives way to one that lies in the past."""
    path = path_of(story, chance, without=b"type: publicize")
    day = story.tip.day
    notice = "type: publicize, by: 市水务局, where: 网站"
    added(story, chance, f"date: {day}, {notice}, since: {day}, until: {day + timedelta(20)}", path)
    past = f"since: {day - timedelta(30)}, until: {day - timedelta(10)}"
    return Act("", "L754", path, added(story, chance, f"date: {day}, {notice}, {past}", path))


@act
def completed_in_time_by_its_date_alone(story: Story, chance: random.Random) -> Act | None:
    """The date is of before the due day, the commit of after it."""
    path = path_of(story, chance, without=b"type: extend", having=b"\n  due: 2025-12-31\n  immediate")
    if b"type: complete" in story.tip.files[path]:
        return None
    line = "- {date: 2025-12-31, type: complete, by: 市水务局}\n"
    files = {**story.tip.files, path: story.tip.files[path] + line.encode()}
    return Act("", "L755", path, story.add(files, "某人", date(2026, 1, 20)))


@act
def deadline_moved_by_amendment(story: Story, chance: random.Random) -> Act | None:
    """An amendment moves a deadline: lawful, and said."""
    path = path_of(story, chance)
    day = story.tip.day
    change = "changes: [{field: deadline.due, old: 2025-12-31, new: 2035-12-31}]"
    line = f"date: {day}, type: amend, by: {OFFICE}, {change}, approval: 示例文号"
    return Act("", "L756", path, added(story, chance, line, path))


def _arriving(chance: random.Random, story: Story, lines: str) -> tuple[str, int]:
    path = path_of(story, chance)
    data = with_lines(story.tip.files[path], [])
    for old, new in ((b'\nid: "', b'\nid: "9'), (b'\nnumber: "', b'\nnumber: "9')):
        data = data.replace(old, new, 1)
    name = f"data/issues/9{path.rpartition('/')[2]}"
    return name, commit(story, chance, name, data + lines.encode())


@act
def issue_that_arrives_finished(story: Story, chance: random.Random) -> Act | None:
    """A new file holds the whole chain."""
    day = story.tip.day
    steps = ("start", "complete", "accept")
    lines = "".join(f"- {{date: {day}, type: {kind}, by: 市水务局}}\n" for kind in steps)
    path, number = _arriving(chance, story, lines)
    return Act("", "L722", path, number)


@act
def issue_that_arrives_dated_back(story: Story, chance: random.Random) -> Act | None:
    """Records of a new file are of long before it."""
    day = story.tip.day - timedelta(chance.randint(60, 200))
    path, number = _arriving(chance, story, f"- {{date: {day}, type: start, by: 市水务局}}\n")
    return Act("", "L707", path, number)


@act
def issue_that_arrives_dated_ahead(story: Story, chance: random.Random) -> Act | None:
    """Records of a new file are of after it."""
    day = story.tip.day + timedelta(chance.randint(60, 200))
    path, number = _arriving(chance, story, f"- {{date: {day}, type: start, by: 市水务局}}\n")
    return Act("", "L708", path, number)


# -- voids ---------------------------------------------------------------------------------------------------


def _line(story: Story, rest: str) -> str:
    return f"date: {story.tip.day}, {rest}"


def _ref(line: str) -> str:
    return ref_of(read_entry(f"- {{{line}}}\n".encode()))


@act
def void_without_a_reason(story: Story, chance: random.Random) -> Act | None:
    """Nobody learns what was wrong."""
    path = path_of(story, chance, without=b"type: close")
    line = _line(story, "type: progress, by: 市水务局, text: 演示：待收回。")
    added(story, chance, line, path)
    void = _line(story, f'type: void, by: 市水务局, entry: "{_ref(line)}"')
    return Act("", "L746", path, added(story, chance, void, path))


def _void_after_clearing(kind: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        choices = [p for p in issues_of(story) if f"type: {kind}".encode() in story.tip.files[p]]
        choices = [p for p in choices if b"type: close" in lines_of(story.tip.files[p])[-1]]
        if not choices:
            return None
        path = chance.choice(choices)
        entry = next(e for e in map(read_entry, lines_of(story.tip.files[path])) if e.type == kind)
        void = _line(story, f'type: void, by: {OFFICE}, entry: "{ref_of(entry)}", text: 演示：收回。')
        return Act("", "L747", path, added(story, chance, void, path))

    tampering.__doc__ = f"A {kind} of a cleared task is taken back."
    return tampering


for _kind in ("close", "accept", "complete", "publicize"):
    ACTS[f"{_kind} voided after clearing"] = _void_after_clearing(_kind)


@act
def objection_voided_by_the_office(story: Story, chance: random.Random) -> Act | None:
    """It ought to be answered."""
    path = path_of(story, chance, without=b"type: close")
    line = _line(story, "type: object, by: 昆区, text: 演示：异议。")
    added(story, chance, line, path)
    void = _line(story, f'type: void, by: {OFFICE}, entry: "{_ref(line)}", text: 演示：不成立。')
    return Act("", "L748", path, added(story, chance, void, path))


# -- evidence ------------------------------------------------------------------------------------------------

_PROOF = "演示：监测报告\n".encode()


def _with_proof(
    story: Story, chance: random.Random, kind: str, sha256: str | None, data: bytes | None
) -> tuple[str, str, int]:
    path = path_of(story, chance)
    name = f"evidence/x{chance.randrange(10**6)}/报告.txt"
    checksum = f", sha256: {sha256}" if sha256 else ""
    line = _line(story, f"type: {kind}, by: 市水务局, evidence: [{{path: {name}{checksum}}}]")
    more = {f"data/{name}": data} if data is not None else {}
    return path, f"data/{name}", added(story, chance, line, path, more)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@act
def evidence_exchanged_before_acceptance(story: Story, chance: random.Random) -> Act | None:
    """A report becomes better between its record and acceptance."""
    _, proof, _ = _with_proof(story, chance, "progress", _sum(_PROOF), _PROOF)
    return Act("", "L713", proof, commit(story, chance, proof, b"better\n"))


@act
def evidence_deleted_before_acceptance(story: Story, chance: random.Random) -> Act | None:
    """A report is gone between its record and acceptance."""
    _, proof, _ = _with_proof(story, chance, "progress", _sum(_PROOF), _PROOF)
    return Act("", "L713", proof, commit(story, chance, proof, None))


@act
def evidence_exchanged_with_a_new_record(story: Story, chance: random.Random) -> Act | None:
    """A second record of the same file covers no exchange."""
    path, proof, _ = _with_proof(story, chance, "progress", _sum(_PROOF), _PROOF)
    new = b"better\n"
    inside = proof.removeprefix("data/")
    line = _line(story, f"type: progress, by: 市水务局, evidence: [{{path: {inside}, sha256: {_sum(new)}}}]")
    return Act("", "L713", proof, added(story, chance, line, path, {proof: new}))


@act
def evidence_that_is_not_there(story: Story, chance: random.Random) -> Act | None:
    """A record names a file that was never committed."""
    path, _, number = _with_proof(story, chance, "progress", _sum(_PROOF), None)
    return Act("", "L749", path, number)


@act
def evidence_with_another_checksum(story: Story, chance: random.Random) -> Act | None:
    """A record names a file that was another."""
    path, _, number = _with_proof(story, chance, "progress", _sum(b"other\n"), _PROOF)
    return Act("", "L749", path, number)


def _without_checksum(kind: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        path, _, number = _with_proof(story, chance, kind, None, _PROOF)
        return Act("", "L750", path, number)

    tampering.__doc__ = f"Evidence of {kind} could be exchanged without a trace."
    return tampering


for _kind in ("complete", "accept", "close"):
    ACTS[f"evidence of {_kind} without a checksum"] = _without_checksum(_kind)
