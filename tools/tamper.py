"""Tampering: histories with one known act each, and whether `ledger audit` names it.

    python tools/tamper.py             1000 tampered and 1000 honest histories; exit 1 when one is judged wrongly
    python tools/tamper.py --count 40  fewer; --honest 20 fewer honest ones
    python tools/tamper.py --canary    the same before audits that see less, which must miss what they cannot see

An act of tampering is put into one commit of an honest history (stories.py), or is a commit of its own; acts.py,
acts_shape.py and acts_shared.py hold the acts.  An act must be named by its code, its file and its commit, whether
all of history is audited or only the part since the act.
"""

import hashlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import acts_shape  # noqa: F401 - registers acts
import acts_shared  # noqa: F401 - registers acts
from acts import ACTS, Act, commit
from ledger.history.audit import Audited, AuditFinding, Options, audit
from ledger.history.git import Repository
from ledger.history.objects import Commit
from ledger.history.opening import open_repository
from ledger.reading.diagnostic import Diagnostic
from stories import ENVIRONMENT, Files, Recorded, Story, demo, honest, moved_to, read_entry, reading

# -- cases for the gallery of codes ----------------------------------------------------------------------------

CASES = {
    "L701": "entry removed",
    "L702": "text of an entry changed",
    "L703": "goal changed",
    "L704": "deadline moved by hand",
    "L705": "issue deleted",
    "L706": "number reused",
    "L707": "dated back",
    "L708": "dated ahead",
    "L709": "completed and accepted at once",
    "L712": "cleared without evidence",
    "L713": "evidence exchanged before acceptance",
    "L716": "put between",
    "L718": "official text changed",
    "L719": "begun again, second parent",
    "L722": "issue that arrives finished",
    "L723": "file at data/ISSUES/{}.yaml",
    "L725": "date of issue moved",
    "L726": "publicity_days weakened",
    "L736": "weekend of the past made working days",
    "L737": "disclosure taken out",
    "L738": "disclosure dated back",
    "L739": "disclosure dated ahead",
    "L770": "letter taken out",
    "L771": "letter dated back",
    "L772": "letter dated ahead",
    "L741": "committed before its parent",
    "L742": "authored long ago",
    "L743": "committed in the future",
    "L744": "dated before the plan",
    "L745": "accept above complete",
    "L746": "void without a reason",
    "L748": "objection voided by the office",
    "L749": "evidence that is not there",
    "L750": "evidence of complete without a checksum",
    "L753": "settlement taken out",
    "L773": "round due later",
    "L920": "day of a complaint put off",
    "L921": "complaint dated back",
    "L922": "complaint dated ahead",
    "L754": "notice replaced by one that is over",
    "L755": "completed in time by its date alone",
    "L756": "deadline moved by amendment",
    "L757": "data/units.yaml deleted",
}

_UNITS = "data/units.yaml"
_OTHERWISE = {
    "L724": ("data/plan.yaml", "sha256: b127", "sha256: c127"),
    "L727": ("data/plan.yaml", "publicity_days: 10", "publicity_days: 12"),
    "L728": ("data/plan.yaml", "title: 水环境治理还有差距", "title: 水环境治理"),
    "L729": (_UNITS, "{name: 九原区, kind: district}", "{name: 九原区, kind: office}"),
    "L730": (_UNITS, "{name: 九原区, kind: district}", "{name: 九原区, kind: zone}"),
    "L731": (_UNITS, "collectives:\n  各有关部门: {}", "collectives: {}"),
    "L732": (_UNITS, "name: 示例市水务局", "name: 示例市水务有限公司"),
    "L733": (_UNITS, "aliases: [城管部门]", "aliases: []"),
    "L734": (_UNITS, "members: [东河区, 九原区]", "members: [东河区]"),
    "L735": (_UNITS, "{name: 九原区, kind: district}", "{name: 九原区, kind: district, parent: 东河区}"),
}
"""What a shared file says in a case, and what it is made to say."""


def case(root: Path, code: str) -> None:
    """Make the ledger in ``root`` a repository with one act that ``code`` names."""
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    story = Story()
    _prepare(files, code)
    story.add(files, "市整改办", date(2024, 11, 1))
    path = "data/issues/01.yaml"
    records: list[tuple[str, str, Files]] = [
        ("市水务局", "{date: 2024-11-05, type: start, by: 市水务局}", {}),
        ("东河区", "{date: 2024-12-20, type: progress, by: 东河区, text: 完成2公里。}", {}),
    ]
    if code in {"L710", "L711", "L747"}:
        proof = "evidence: [{path: evidence/01/report.txt, sha256: " + _REPORT_SUM + "}]"
        report = {"data/evidence/01/report.txt": _REPORT}
        records.append(("市水务局", f"{{date: 2025-01-06, type: complete, by: 市水务局, {proof}}}", report))
        acceptor = "市水务局" if code == "L710" else "验收组"
        records.append((acceptor, "{date: 2025-01-10, type: accept, by: 市水务局}", {}))
    if code == "L747":
        notice = "type: publicize, by: 市水务局, since: 2025-01-13, until: 2025-01-26, where: 网站"
        records.append(("市水务局", f"{{date: 2025-01-13, {notice}}}", {}))
        records.append(("市整改办", "{date: 2025-02-05, type: close, by: 市整改办}", {}))
        records.append(
            ("市整改办", '{date: 2025-02-06, type: void, by: 市整改办, entry: "6", text: 退回。}', {})
        )
    for by, line, more in records:
        entry = read_entry(f"- {line}\n".encode())
        added_to = {path: story.tip.files[path] + f"- {line}\n".encode(), **more}
        story.add({**story.tip.files, **added_to}, by, entry.date)
    _act(story, code, path)
    story.write(root)
    if code == "L714":
        (root / "head").write_text("0badc0de" * 5, "utf-8")
    if code == "L751":
        (root / "signers").write_text("nobody@example.org ssh-ed25519 AAAA\n", "utf-8")


_REPORT = b"report\n"
_REPORT_SUM = hashlib.sha256(_REPORT).hexdigest()


def _prepare(files: Files, code: str) -> None:
    """What the ledger has to be from its beginning."""
    plan = "data/plan.yaml"
    if code == "L715":
        files[plan] += b"  signed_commits: true\n"
    if code in {"L725", "L744"}:
        files[plan] = files[plan].replace(b"issued: null", b"issued: 2024-11-01")
    if code == "L721":
        files["data/issues/02.yaml"] += "- {date: 2024-11-01, type: start, by: 市城市管理局}\n".encode()
    if code in {"L737", "L738", "L739"}:
        files["data/disclosures.yaml"] = b"disclosures:\n"
    if code in {"L770", "L771", "L772"}:
        files["data/letters.yaml"] = b"letters:\n"


def _act(story: Story, code: str, path: str) -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    day = story.tip.day
    if code == "L717":
        commit(story, chance, path, story.tip.files[path].replace(b"deadline:", b"deadline"))
    elif code == "L720":
        files = {name.replace("data/", "旧/data/", 1): data for name, data in story.commits[0].files.items()}
        story.commits[0].files = files
        for number in (1, 2):
            story.commits[number].files = {
                name.replace("data/", "旧/data/", 1): data
                for name, data in story.commits[number].files.items()
            }
        moved = {name.removeprefix("旧/"): data for name, data in story.tip.files.items()}
        story.add(moved, "市整改办", day)
    elif code in _OTHERWISE:
        where, old, new = _OTHERWISE[code]
        commit(story, chance, where, story.tip.files[where].replace(old.encode(), new.encode(), 1))
    elif code == "L740":
        data = story.tip.files[path].replace(b"sustained: false", b"sustained: true", 1)
        story.add({**reading(story.tip.files, day), path: data}, "某人", day)
    elif code in {"L751", "L752"}:
        story.tip.signed = True
    elif code == "L758":
        line = f"- {{date: {day}, code: L703, commit: {'ab' * 20}, text: 已核实。, approval: 示例文号}}\n"
        commit(story, chance, "data/settled.yaml", f"settled:\n{line}".encode())
    elif code == "L759":
        number = commit(story, chance, path, story.tip.files[path].replace(b"goal: ", b"goal: ~ ", 1))
        with tempfile.TemporaryDirectory() as folder:  # the same commits have the same names
            sha = story.write(Path(folder))[number]
        line = f"- {{date: {day}, code: L703, commit: {sha}, text: 已核实。, approval: 示例文号}}\n"
        commit(story, chance, "data/settled.yaml", f"settled:\n{line}".encode())
    elif code in CASES:
        for seed in range(20):
            if ACTS[CASES[code]](story, random.Random(seed)) is not None:  # noqa: S311 - not for secrets
                return


# -- running -------------------------------------------------------------------------------------------------

Auditor = Callable[[Path, str | None], Audited]


def _opened(folder: Path) -> Repository:
    moved = folder / "台账"
    return open_repository(str(moved if moved.is_dir() else folder), ENVIRONMENT)


def real(folder: Path, since: str | None = None) -> Audited:
    """The audit of the program."""
    repository = _opened(folder)
    return audit(repository, since, repository.head(), _TODAY)


_TODAY = Options(today=date(2027, 1, 1))


def by_names(folder: Path, since: str | None = None) -> Audited:
    """A broken audit: it only sees which files came and went."""
    result = real(folder, since)
    result.findings = [one for one in result.findings if one.diagnostic.code in {"L705", "L706"}]
    return result


class _FirstParents(Repository):
    """A repository of which only first parents are seen."""

    def list_whole(self, until: str, known: Collection[bytes] = ()) -> list[str]:
        """The first-parent line."""
        del known
        line = [until]
        while parents := self.commit(line[-1]).parents:
            line.append(parents[0])
        return line[::-1]

    def walk_listed(self, prefixes: Sequence[str], shas: Iterable[str]) -> Iterator[Commit]:
        """The commits held against their first parent alone."""
        for one in super().walk_listed(prefixes, shas):
            yield one._replace(parents=one.parents[:1], other_changes=())


def by_first_parents(folder: Path, since: str | None = None) -> Audited:
    """A broken audit: what was merged is not looked at."""
    repository = _opened(folder)
    seen = _FirstParents(repository._git, repository.prefix)  # noqa: SLF001 - the same, seen otherwise
    return audit(seen, since, repository.head(), _TODAY)


class Tampered(NamedTuple):
    """A tampered history: what was done, and the names of its commits."""

    act: Act
    shas: list[str]
    story: Story

    @property
    def before(self) -> str | None:
        """The commit that the act was done on, where there is one."""
        parents = self.story.commits[self.act.commit].parents
        return self.shas[parents[0]] if parents else None


def tampered(folder: Path, seed: int, kind: str, base: Files, entries: list[Recorded]) -> Tampered | None:
    """Make a history with one act somewhere in it; ``None`` where the act found nothing to lay hands on."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    first = honest(chance, base, entries[: chance.randrange(len(entries) // 3, len(entries))])
    done = ACTS[kind](first, chance)
    return None if done is None else Tampered(done._replace(kind=kind), first.write(folder), first)


def named(findings: list[AuditFinding], one: Tampered) -> bool:
    """Whether the act is named: its code, its file and its commit."""
    sha = one.shas[one.act.commit]
    return any(
        f.diagnostic.code == one.act.code
        and f.diagnostic.path == one.act.path
        and f.commit is not None
        and f.commit.sha == sha
        and f.state == "open"
        for f in findings
    )


def loud(findings: list[AuditFinding]) -> list[Diagnostic]:
    """What an honest history must not have: errors and warnings that are open."""
    return [f.diagnostic for f in findings if f.diagnostic.severity != "note" and f.state == "open"]


def honest_history(folder: Path, seed: int, base: Files, entries: list[Recorded]) -> list[str]:
    """Make an honest history, which may end in a folder of its own; the names of its commits."""
    chance = random.Random(10_000 + seed)  # noqa: S311 - not for secrets
    story = honest(chance, base, entries)
    if chance.random() < 0.1:
        moved_to(story, "台账/")
    return story.write(folder)


def kinds(count: int) -> Iterator[str]:
    """The kinds of acts in turn."""
    names = list(ACTS)
    for n in range(count):
        yield names[n % len(names)]


class Outcome(NamedTuple):
    """What became of one history: its kind, whether it was named, and what is wrong."""

    kind: str
    made: bool
    seen: bool
    wrong: str


def _try_act(auditor: Auditor, numbered: tuple[int, str]) -> Outcome:
    first, kind = numbered
    for seed in range(first, first + 50_000, 5_000):  # an act may find nothing to lay hands on
        with tempfile.TemporaryDirectory() as name:
            one = tampered(Path(name), seed, kind, *demo())
            if one is None:
                continue
            found = auditor(Path(name), one.before if seed % 3 == 0 else None).findings
            if named(found, one):
                return Outcome(kind, True, True, "")
            said = [(f.diagnostic.code, f.diagnostic.path) for f in found if f.diagnostic.severity != "note"]
            wrong = f"{kind} (seed {seed}): {one.act.code} {one.act.path} not named; {said[:3]}"
            return Outcome(kind, True, False, wrong)
    return Outcome(kind, False, False, f"{kind} (seed {first}): nothing to lay hands on")


def _try_honest(auditor: Auditor, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory() as name:
        honest_history(Path(name), seed, *demo())
        told = loud(auditor(Path(name), None).findings)
        wrong = f"honest (seed {seed}): {[(d.code, d.path) for d in told[:3]]}" if told else ""
        return Outcome("honest", True, not told, wrong)


def _canary(auditor: Auditor, count: int, least: float, of: set[str] | None = None) -> bool:
    """Whether a broken audit is found out: it misses at least this share of the acts that it cannot see."""
    made = missed = 0
    wanted = [kind for kind in ACTS if of is None or kind in of]
    with ProcessPoolExecutor(2) as pool:
        numbered = [(n, wanted[n % len(wanted)]) for n in range(count)]
        for one in pool.map(partial(_try_act, auditor), numbered):
            made += one.made
            missed += one.made and not one.seen
    print(f"{auditor.__name__}: {made} histories, missed {missed}")
    return made > 0 and missed >= least * made


MERGED = {
    kind
    for kind in ACTS
    if "merge" in kind or "octopus" in kind or "second parent" in kind or "branch" in kind
}
"""Acts that are done by a merge, or on what is merged."""


def main() -> int:
    """Make histories, audit them, print the rate by kind."""
    arguments = sys.argv[1:]
    count = int(arguments[arguments.index("--count") + 1]) if "--count" in arguments else 1000
    plain = int(arguments[arguments.index("--honest") + 1]) if "--honest" in arguments else count
    if "--canary" in arguments:
        names = _canary(by_names, 60, 0.5)
        return 0 if _canary(by_first_parents, 40, 0.3, MERGED) and names else 1
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    with ProcessPoolExecutor(2) as pool:
        for one in pool.map(partial(_try_act, real), enumerate(kinds(count)), chunksize=8):
            made[one.kind] += one.made
            seen[one.kind] += one.seen
            wrong += [one.wrong] if one.wrong else []
        print("| act | histories | named |\n|---|---:|---:|")
        for kind in made:
            print(f"| {kind} | {made[kind]} | {seen[kind]} |")
        print(f"| **all: {len(made)} kinds** | {sum(made.values())} | {sum(seen.values())} |")
        quiet = 0
        for one in pool.map(partial(_try_honest, real), range(plain), chunksize=8):
            quiet += one.seen
            wrong += [one.wrong] if one.wrong else []
    print(f"\nhonest histories: {plain}, without a finding: {quiet}")
    for line in wrong[:40]:
        print(line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
