"""Acts of tampering by the shape of a history: merges, second beginnings, folders, and the official text."""

import random
from datetime import timedelta

from acts import ACTS, Act, Tampering, act, commit, issues_of, lines_of, path_of, with_lines
from stories import Files, Story, at_end_of, moved_to


@act
def official_text_changed(story: Story, chance: random.Random) -> Act | None:
    """The plan itself reads otherwise."""
    path = "data/source/plan.txt"
    return Act(
        "",
        "L718",
        path,
        commit(story, chance, path, story.tip.files[path].replace("底前".encode(), "底".encode(), 1)),
    )


def _fork(story: Story, chance: random.Random, path: str) -> tuple[int, Files, int, Files]:
    """Two branches that each record on an issue."""
    fork, files = len(story.commits) - 1, dict(story.tip.files)
    ends = []
    for by in ("昆区", "青山区"):
        line = f"- {{date: {story.tip.day}, type: progress, by: {by}, text: 演示：{chance.random()}}}\n"
        side = {**files, path: files[path] + line.encode()}
        ends.append((story.add(side, by, story.tip.day, [fork]), side))
    return (*ends[0], *ends[1])


@act
def dropped_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge keeps one side only."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    ours, files, theirs, _ = _fork(story, chance, path)
    return Act("", "L701", path, story.add(files, "某人", story.tip.day, [ours, theirs]))


@act
def changed_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge changes what one side recorded."""
    path = chance.choice([p for p in story.tip.files if p.startswith("data/issues/")])
    ours, files, theirs, other = _fork(story, chance, path)
    mine = other[path].splitlines(keepends=True)[-1]
    spoilt = mine.replace("青山区".encode(), "东河区".encode())
    merged = {**files, path: files[path] + spoilt}
    return Act("", "L702", path, story.add(merged, "某人", story.tip.day, [ours, theirs]))


def _made_again(path: str, code: str, old: bytes, new: bytes) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        files, fork, day = dict(story.tip.files), len(story.commits) - 1, story.tip.day
        if old not in files[path]:
            return None
        who = chance.choice(["某人", "昆区"])
        weak = {**files, path: files[path].replace(old, new, 1)}
        bad = story.add(weak, who, day, [fork])
        good = story.add(files, who, day, [bad])
        other = story.add({**files, "README": b"x"}, who, day, [fork])
        return Act("", code, path, story.add({**weak, "README": b"x"}, who, day, [other, good]))

    tampering.__doc__ = f"A merge makes {new!r} again, which a branch had made and taken back."
    return tampering


for _name, _path, _code, _old, _new in (
    ("a setting", "data/plan.yaml", "L726", b"\n  review_months: 3\n", b"\n  review_months: 30\n"),
    ("a kind", "data/units.yaml", "L730", b"kind: district}", b"kind: zone}"),
    ("the text", "data/source/plan.txt", "L718", "底前".encode(), "底".encode()),
):
    ACTS[f"{_name} made again by a merge"] = _made_again(_path, _code, _old, _new)


@act
def deadline_moved_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge moves the due day, which neither side did."""
    path = chance.choice(
        [p for p, d in story.tip.files.items() if p.startswith("data/issues/") and b"\n  due: 202" in d]
    )
    ours, files, theirs, other = _fork(story, chance, path)
    mine = other[path].splitlines(keepends=True)[-1]
    merged = {**files, path: files[path].replace(b"\n  due: 202", b"\n  due: 203", 1) + mine}
    return Act("", "L704", path, story.add(merged, "某人", story.tip.day, [ours, theirs]))


def _merged(code: str, path: str, change: tuple[bytes, bytes]) -> Tampering:
    """An act that a merge does to a shared file, which neither side did."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        issue = path_of(story, chance)
        ours, files, theirs, other = _fork(story, chance, issue)
        mine = other[issue].splitlines(keepends=True)[-1]
        if change[0] not in files[path]:
            return None
        merged = {**files, issue: files[issue] + mine, path: files[path].replace(*change, 1)}
        return Act("", code, path, story.add(merged, "某人", story.tip.day, [ours, theirs]))

    tampering.__doc__ = f"A merge changes {path}."
    return tampering


for _name, _code, _path, _change in (
    ("policy weakened", "L726", "data/plan.yaml", (b"\n  backdate_days: 45", b"\n  backdate_days: 450")),
    (
        "unit made the office",
        "L729",
        "data/units.yaml",
        ("name: 青山区, kind: district".encode(), "name: 青山区, kind: office".encode()),
    ),
    ("group member dropped", "L734", "data/units.yaml", ("九原区, 石拐区, ".encode(), "九原区, ".encode())),
    ("official text changed", "L718", "data/source/plan.txt", ("底前".encode(), "底".encode())),
    (
        "title of the plan changed",
        "L728",
        "data/plan.yaml",
        ("自治区生态环境保护督察报告整改方案\n".encode(), "督察报告整改方案\n".encode()),
    ),
):
    ACTS[f"{_name} in a merge"] = _merged(_code, _path, _change)


@act
def issue_deleted_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge leaves a file out."""
    path = path_of(story, chance)
    ours, files, theirs, _ = _fork(story, chance, path)
    merged = {name: data for name, data in files.items() if name != path}
    return Act("", "L705", path, story.add(merged, "某人", story.tip.day, [ours, theirs]))


@act
def dropped_in_an_octopus(story: Story, chance: random.Random) -> Act | None:
    """A merge of three keeps what two recorded."""
    path = path_of(story, chance)
    ours, files, theirs, other = _fork(story, chance, path)
    line = f"- {{date: {story.tip.day}, type: progress, by: 石拐区, text: 演示：{chance.random()}}}\n"
    fork = story.commits[ours].parents[0]
    third = {**story.commits[fork].files, path: story.commits[fork].files[path] + line.encode()}
    last = story.add(third, "石拐区", story.tip.day, [fork])
    merged = {**files, path: files[path] + other[path].splitlines(keepends=True)[-1]}
    return Act("", "L701", path, story.add(merged, "某人", story.tip.day, [ours, theirs, last]))


@act
def the_other_side_alone_kept_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """A merge keeps what the second parent has: the first parent's record is gone."""
    path = path_of(story, chance)
    ours, _, theirs, other = _fork(story, chance, path)
    return Act("", "L701", path, story.add(other, "某人", story.tip.day, [ours, theirs]))


@act
def stricter_setting_lost_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """One side asks for more, the merge keeps the other."""
    path = path_of(story, chance)
    plan = "data/plan.yaml"
    ours, files, theirs, other = _fork(story, chance, path)
    stricter = {**other, plan: other[plan].replace(b"\n  backdate_days: 45", b"\n  backdate_days: 20")}
    end = story.add(stricter, "青山区", story.tip.day, [theirs])
    merged = {**files, path: files[path] + other[path].splitlines(keepends=True)[-1]}
    return Act("", "L726", plan, story.add(merged, "某人", story.tip.day, [ours, end]))


@act
def disclosure_dropped_in_a_merge(story: Story, chance: random.Random) -> Act | None:
    """What one side told the public is gone."""
    path, book = path_of(story, chance), "data/disclosures.yaml"
    ours, files, theirs, other = _fork(story, chance, path)
    line = f"- {{date: {story.tip.day}, unit: 青山区, where: 演示：{chance.random()}}}\n"
    end = story.add({**other, book: other[book] + line.encode()}, "青山区", story.tip.day, [theirs])
    merged = {**files, path: files[path] + other[path].splitlines(keepends=True)[-1]}
    return Act("", "L737", book, story.add(merged, "某人", story.tip.day, [ours, end]))


# -- second beginnings ---------------------------------------------------------------------------------------


def _orphan(code: str, key: bytes, *, first: bool) -> Tampering:
    """A history of its own, in which a baseline says something else, takes the place of the other by a merge."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        path = path_of(story, chance, having=key)
        tip = len(story.commits) - 1
        files = {**story.tip.files, path: at_end_of(story.tip.files[path], key, "（新）".encode())}
        root = story.add(files, "某人", story.tip.day, [])
        story.add(files, "某人", story.tip.day, [root, tip] if first else [tip, root])
        return Act("", code, path if code != "L719" else "", root)

    tampering.__doc__ = "A second beginning."
    return tampering


for _first in (True, False):
    _where = "first" if _first else "second"
    ACTS[f"title changed by an orphan as {_where} parent"] = _orphan("L703", b"\ntitle: ", first=_first)
    ACTS[f"deadline changed by an orphan as {_where} parent"] = _orphan(
        "L704", b"\ndeadline:\n  text: ", first=_first
    )
    ACTS[f"begun again, {_where} parent"] = _orphan("L719", b"\ntitle: ", first=_first)


@act
def entry_dropped_by_an_orphan(story: Story, chance: random.Random) -> Act | None:
    """The merge with a second beginning loses a record."""
    path = chance.choice(issues_of(story))
    tip, data = len(story.commits) - 1, story.tip.files[path]
    files = {**story.tip.files, path: with_lines(data, lines_of(data)[:-1])}
    root = story.add(files, "某人", story.tip.day, [])
    return Act("", "L701", path, story.add(files, "某人", story.tip.day, [root, tip]))


@act
def shared_file_changed_by_an_orphan(story: Story, chance: random.Random) -> Act | None:
    """A second beginning has settings of its own."""
    del chance
    tip, plan = len(story.commits) - 1, "data/plan.yaml"
    files = {**story.tip.files, plan: story.tip.files[plan].replace(b"silent_days: 90", b"silent_days: 900")}
    root = story.add(files, "某人", story.tip.day, [])
    story.add(files, "某人", story.tip.day, [root, tip])
    return Act("", "L726", plan, root)


@act
def issue_added_anew_by_an_old_branch(story: Story, chance: random.Random) -> Act | None:
    """A branch from before an issue was known brings it with another deadline."""
    path = path_of(story, chance, having=b"\n  due: 202")
    base = {name: data for name, data in story.commits[0].files.items() if name != path}
    story.commits[0].files = base
    data = with_lines(story.tip.files[path].replace(b"\n  due: 202", b"\n  due: 203", 1), [])
    if path not in story.commits[1].files:
        return None
    tip = len(story.commits) - 1
    branch = story.add({**base, path: data}, "某人", story.tip.day, [0])
    lines = b"".join(lines_of(story.tip.files[path]))
    merged = {**story.commits[tip].files, path: data + b"".join(lines_of(story.commits[tip].files[path]))}
    del lines
    story.add(merged, "某人", story.tip.day, [branch, tip])
    return Act("", "L704", path, branch)


# -- folders and names ---------------------------------------------------------------------------------------


def _moving(code: str, key: bytes) -> Tampering:
    """An act that is done in the commit that moves the ledger."""

    def tampering(story: Story, chance: random.Random) -> Act | None:
        path = path_of(story, chance, having=key)
        data = story.tip.files[path]
        moved_to(story, "台账/")
        made = at_end_of(data, key, "（改）".encode()) if key else with_lines(data, [])
        if not key and not lines_of(data):
            return None
        story.tip.files[f"台账/{path}"] = made
        return Act("", code, path, len(story.commits) - 1)

    tampering.__doc__ = "The ledger moves, and something with it."
    return tampering


ACTS["folder moved and title changed"] = _moving("L703", b"\ntitle: ")
ACTS["folder moved and deadline changed"] = _moving("L704", b"\ndeadline:\n  text: ")
ACTS["folder moved and records dropped"] = _moving("L701", b"")


@act
def folder_moved_after_an_act(story: Story, chance: random.Random) -> Act | None:
    """What was done before the ledger moved is not forgotten."""
    path = chance.choice(issues_of(story))
    data = story.tip.files[path]
    number = commit(story, chance, path, with_lines(data, lines_of(data)[1:]))
    moved_to(story, "台账/")
    return Act("", "L701", path, number)


def _hidden(code: str, name: str) -> Tampering:
    def tampering(story: Story, chance: random.Random) -> Act | None:
        path = path_of(story, chance)
        target = name.format(path.rpartition("/")[2].removesuffix(".yaml"))
        files = {k: v for k, v in story.tip.files.items() if k != path} | {target: story.tip.files[path]}
        number = story.add(files, "某人", story.tip.day)
        return Act("", code, path if code == "L705" else target, number)

    tampering.__doc__ = "A file goes where nobody reads it."
    return tampering


for _place in (
    "data/issues/.{}.yaml",
    "data/ISSUES/{}.yaml",
    "data/issues/{}.yml",
    "data/old/{}.yaml",
    "data/issues/a/b/c/d/e/f/{}.yaml",
):
    ACTS[f"issue renamed to {_place}"] = _hidden("L705", _place)
    ACTS[f"file at {_place}"] = _hidden("L723", _place)


@act
def official_text_deleted(story: Story, chance: random.Random) -> Act | None:
    """The plan is gone."""
    path = "data/source/plan.txt"
    return Act("", "L718", path, commit(story, chance, path, None))


@act
def last_record_of_a_file_cut_off_midway(story: Story, chance: random.Random) -> Act | None:
    """Two records are made one."""
    path = chance.choice(issues_of(story, 2))
    lines = lines_of(story.tip.files[path])
    return Act("", "L701", path, commit(story, chance, path, with_lines(story.tip.files[path], lines[:-2])))


@act
def dated_back_on_a_branch(story: Story, chance: random.Random) -> Act | None:
    """A branch holds what would be seen on the main line."""
    path = path_of(story, chance)
    fork, files = len(story.commits) - 1, dict(story.tip.files)
    day = story.tip.day
    line = f"- {{date: {day - timedelta(120)}, type: progress, by: 昆区, text: 演示：早就做了。}}\n"
    made = {**files, path: files[path] + line.encode()}
    branch = story.add(made, "昆区", day, [fork])
    other = story.add({**files, "README.md": b"x\n"}, "某人", day, [fork])
    story.add({**made, "README.md": b"x\n"}, "某人", day, [other, branch])
    return Act("", "L707", path, branch)
