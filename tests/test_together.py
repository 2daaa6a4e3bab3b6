"""Several ledgers asked at once say what each says alone: records under its name, counts added up, nothing hidden."""

import json
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

import random_ledgers
from cli_tools import REPO, Result, run_cli
from test_account import reference

DAY = "2025-07-15"
CITIES = ("东市", "西市", None)


def ledgers_yaml(
    root: Path, members: list[dict[str, Any]], links: Sequence[dict[str, Any]] | None = None
) -> Path:
    """Write a roster into ``root``."""
    root.mkdir(exist_ok=True)
    held = {"ledgers": members} | ({"links": list(links)} if links else {})
    (root / "ledgers.yaml").write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    return root


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine random ledgers of two cities and of none."""
    root = tmp_path_factory.mktemp("region")
    members = []
    for seed in range(9):
        random_ledgers.write(random_ledgers.ledger(seed), root / f"l{seed}", reference)
        city = CITIES[seed % 3]
        members.append({"name": f"n{seed}", "folder": f"l{seed}"} | ({"city": city} if city else {}))
    return ledgers_yaml(root, members)


def asked(root: Path, *arguments: str) -> Result:
    """A command on all ledgers of a roster."""
    return run_cli("-C", str(root), *arguments, env={"LEDGER_AS_OF": DAY})


def alone(root: Path, *arguments: str) -> Iterator[tuple[str, dict[str, Any], Result]]:
    """The same asked of each ledger by itself."""
    for seed in range(9):
        result = run_cli("-C", str(root / f"l{seed}"), *arguments, env={"LEDGER_AS_OF": DAY})
        yield f"n{seed}", json.loads(result.out), result


IDS = {"id", "issue", "unacted", "undetermined", "ids", "issues", "into"}


def unqualified(value: Any, name: str, key: str = "") -> Any:
    """A value as the ledger alone says it: worked out here a second time."""
    if isinstance(value, dict):
        return {inner: unqualified(one, name, inner) for inner, one in value.items() if inner != "ledger"}
    if isinstance(value, list):
        return [unqualified(one, name, key) for one in value]
    if isinstance(value, str) and key in IDS:
        assert value.startswith(f"{name}/"), value
        return value.removeprefix(f"{name}/")
    return value


@pytest.mark.parametrize(
    "line",
    [
        *("list", "overdue", "due --within 400d", "ready", "pace", "duties --all", "quiet --days 30"),
        *("promises", "letters", "rounds", "target", "timeline", "supervise --suggest"),
    ],
)
def test_records_are_those_of_each(region: Path, line: str) -> None:
    """The records of all are the records of each, in the order of the roster, and none is lost or made up."""
    if line.startswith("supervise"):
        assert asked(region, *line.split()).code == 2  # it records as well, and that is of one ledger
        return
    together = json.loads(asked(region, *line.split(), "-f", "json").out)
    wanted = [(name, told["data"]) for name, told, _ in alone(region, *line.split(), "-f", "json")]
    found: dict[str, list[Any]] = {name: [] for name, _ in wanted}
    for record in together["data"]:
        own = {key: value for key, value in record.items() if key != "path"}
        name = record.get("ledger") or record["id"].partition("/")[0]
        if line == "timeline":  # its groups are told apart by the names before them
            own.pop("group")
        found[name].append(unqualified(own, name))
    for name, records in wanted:
        left = {"path"} | ({"group"} if line == "timeline" else set())
        assert found[name] == [{k: v for k, v in one.items() if k not in left} for one in records]
    names = [record["id"].partition("/")[0] for record in together["data"] if record.get("id")]
    assert names == sorted(names) or line == "quiet"


def counted(value: Any) -> Counter[str]:
    """The whole numbers of a mapping of mappings, by the way to each."""
    found: Counter[str] = Counter()
    for key, one in value.items():
        if key.endswith("rate"):
            continue
        if isinstance(one, dict):
            found.update({f"{key}.{inner}": n for inner, n in counted(one).items()})
        elif isinstance(one, int) and not isinstance(one, bool):
            found[key] = one
    return found


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("stats", "total"),
        ("duties", "counts"),
        ("promises", "counts"),
        ("letters", "counts"),
        ("quiet", "counts"),
        ("report", "figures"),
    ],
)
def test_counts_are_sums(region: Path, line: str, key: str) -> None:
    """Every count is the sum of those of the ledgers."""
    together = json.loads(asked(region, line, "-f", "json").out)
    wanted: Counter[str] = Counter()
    for _, told, _ in alone(region, line, "-f", "json"):
        wanted.update(counted(told[key]))
    assert counted(together[key]) == wanted
    assert sum(wanted.values()) > 0 or line in {"promises", "letters", "duties"}


def test_rates_are_worked_out_anew(region: Path) -> None:
    """A rate of all is that of the sums, not a mean of rates."""
    told = json.loads(asked(region, "report", "-f", "json").out)
    figures = {name: one["count"] for name, one in told["figures"].items() if isinstance(one, dict)}
    wanted = round(100 * figures["done"] / (figures["total"] - figures["withdrawn"]) + 1e-9, 1)
    assert told["figures"]["rate"] == pytest.approx(wanted, abs=0.05)


def test_units_of_a_city_are_one(region: Path) -> None:
    """Units of one name are one in the ledgers of a city, and apart in those of others."""
    together = json.loads(asked(region, "units", "-f", "json").out)["data"]
    wanted: Counter[tuple[str, str]] = Counter()
    for name, told, _ in alone(region, "units", "-f", "json"):
        home = CITIES[int(name[1:]) % 3] or name
        for unit in told["data"]:
            wanted[home, unit["unit"]] += unit["owes"]
    found: Counter[tuple[str, str]] = Counter()
    for row in together:
        names = row["ledger"] if isinstance(row["ledger"], list) else [row["ledger"]]
        homes = {CITIES[int(name[1:]) % 3] or name for name in names}
        assert len(homes) == 1
        found[homes.pop(), row["unit"]] += row["owes"]
    assert found == wanted
    assert len(together) == len({(str(row["ledger"]), row["unit"]) for row in together})


def test_tables_hold_together(region: Path, tmp_path: Path) -> None:
    """In the tables of all, keys are keys and references lead somewhere; the rows are those of each."""
    out = tmp_path / "all.sqlite"
    assert asked(region, "export", "-o", str(out)).code == 0
    base = sqlite3.connect(out)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    shared = {"units", "unit_groups"}
    single: Counter[str] = Counter()
    for _, told, _ in alone(region, "export", "-f", "json"):
        single.update({name: len(rows) for name, rows in told["data"].items() if name not in shared})
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    held = {name: base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608
    assert {name: n for name, n in held.items() if name not in shared} == single
    homes = base.execute("SELECT count(DISTINCT name) FROM units").fetchone()[0]
    assert homes == held["units"]


@pytest.mark.parametrize(
    "query",
    [
        "select count(*), sum(class='overdue') from issues",
        "select count(*) from late",
        "select sum(issues_late) from by_unit",
        "select count(*) from shares join obligations on obligation = position",
    ],
)
def test_sql_answers_for_all(region: Path, query: str) -> None:
    """A question about all is the sum of the answers of each."""
    (together,) = json.loads(asked(region, "sql", query, "-f", "json").out)["data"]
    wanted: Counter[str] = Counter()
    for _, told, _ in alone(region, "sql", query, "-f", "json"):
        wanted.update({key: value or 0 for key, value in told["data"][0].items()})
    assert together == dict(wanted)


def test_sql_reads_one_ledger_after_another(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of a ledger are in the database before the next one is read: memory is that of one."""
    from ledger.cli import session
    from ledger.rendering import sqlite

    events: list[str] = []
    opened, taken = session.open_session, sqlite._take_in

    def reading(*given: Any) -> Any:
        events.append("read")
        return opened(*given)

    def taking(*given: Any) -> None:
        events.append("take")
        taken(*given)

    monkeypatch.setattr(session, "open_session", reading)
    monkeypatch.setattr(sqlite, "_take_in", taking)
    assert asked(region, "sql", "select count(*) from issues").code == 0
    assert events == ["read", "take"] * 9


def test_a_calendar_of_all(region: Path) -> None:
    """Every occasion of every ledger is in it, and no two have one identity."""
    uids = [line for line in asked(region, "calendar").out.splitlines() if line.startswith("UID:")]
    single = 0
    for seed in range(9):
        own = run_cli("-C", str(region / f"l{seed}"), "calendar", env={"LEDGER_AS_OF": DAY})
        single += own.out.count("\nUID:")
    assert len(uids) == len(set(uids)) == single > 0


def test_ranking(region: Path) -> None:
    """The ledgers by completion, with the figures that each reports."""
    rows = json.loads(asked(region, "ledgers", "-f", "json").out)["data"]
    for name, told, _ in alone(region, "report", "-f", "json"):
        (row,) = [one for one in rows if one["ledger"] == name]
        figures = told["figures"]
        assert (row["total"], row["done"]) == (figures["total"]["count"], figures["done"]["count"])
        assert row["rate"] == figures["rate"]
    rates = [row["rate"] or 0 for row in rows]
    assert rates == sorted(rates, reverse=True)
    assert [row["rank"] for row in rows] == list(range(1, 10))


def test_one_of_several(region: Path) -> None:
    """A qualified id or unit is asked of its ledger alone, and shown as that ledger shows it."""
    single = run_cli("-C", str(region / "l4"), "show", "01", env={"LEDGER_AS_OF": DAY})
    assert asked(region, "show", "n4/01").out == single.out
    (one,) = json.loads(asked(region, "show", "n4/01", "-f", "json").out)["data"]
    assert one["id"] == "n4/01"
    rows = json.loads(asked(region, "list", "--unit", "n2/东区", "-f", "json").out)["data"]
    assert {row["ledger"] for row in rows} == {"n2"}
    targets = json.loads(asked(region, "timeline", "n1/01", "n3/01", "-f", "json").out)["data"]
    assert {row["id"] for row in targets} == {"n1/01", "n3/01"}


def test_what_nobody_knows(region: Path) -> None:
    """A unit that one ledger lacks is asked of the others; one that all lack is an error."""
    result = asked(region, "list", "--unit", "查无此局")
    assert (result.code, result.out) == (2, "")
    assert "查无此局" in result.err


def test_two_folders(region: Path) -> None:
    """-C may be repeated, before the command and after it, and names are those of the folders."""
    folders = [str(region / "l0"), str(region / "l1")]
    before = run_cli("-C", folders[0], "-C", folders[1], "list", "-f", "json", env={"LEDGER_AS_OF": DAY})
    after = run_cli("list", "-f", "json", "-C", folders[0], "-C", folders[1], env={"LEDGER_AS_OF": DAY})
    assert before.out == after.out
    assert {one["ledger"] for one in before.data} == {"l0", "l1"}
    twice = run_cli("list", "-C", folders[0], "-C", folders[0])
    assert twice.code == 2


@pytest.mark.parametrize(
    "line",
    [
        *("record 01 progress --by 东区 好", "check", "audit", "import --reread", "doctor"),
        *("letter send 东区 --number 1 --level 督办函 --issue 01 --demand x", "complaints public"),
        *("schema --write", "collect x", "dispatch 2025-08 --due 2025-08-20 -o x", "complaints import x"),
    ],
)
def test_other_commands_are_about_one(region: Path, line: str) -> None:
    """What writes, or checks, asks for one ledger, and writes nothing."""
    result = asked(region, *line.split())
    assert result.code == 2
    assert "-C" in result.err


def test_broken_ones_hide_nothing(tmp_path: Path) -> None:
    """Of fifty a broken, a missing, a newer one and one whose version is gone are named; the rest answers."""
    members = []
    for seed in range(46):
        random_ledgers.write(random_ledgers.ledger(seed), tmp_path / f"l{seed}", reference)
        members.append({"name": f"n{seed}", "folder": f"l{seed}"})
    wanted = json.loads(asked(ledgers_yaml(tmp_path, members), "list", "-f", "json").out)["data"]
    for name in ("broken", "newer", "versioned"):
        random_ledgers.write(random_ledgers.ledger(99), tmp_path / name, reference)
    first = next((tmp_path / "broken/data/issues").glob("*.yaml"))
    first.write_text("id: [", "utf-8")
    plan = tmp_path / "newer/data/plan.yaml"
    held = yaml.safe_load(plan.read_text("utf-8"))
    plan.write_text(yaml.safe_dump(held | {"format": 99}, allow_unicode=True), "utf-8")
    git = ["git", "-C", str(tmp_path / "versioned"), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "plan"]):
        subprocess.run([*git, *arguments], check=True)
    members.insert(3, {"name": "broken", "folder": "broken"})
    members.insert(9, {"name": "gone", "folder": "nowhere"})
    members.insert(20, {"name": "newer", "folder": "newer"})
    members.append({"name": "versioned", "folder": "versioned", "ref": "v9.9"})
    result = asked(ledgers_yaml(tmp_path, members), "list", "-f", "json")
    assert result.code == 1
    for name in ("broken", "gone", "versioned"):
        assert name in result.err
    assert "newer/data/plan.yaml" in result.err
    told = json.loads(result.out)
    rest = [one for one in told["data"] if one["ledger"] not in {"broken", "newer"}]
    assert rest == wanted
    partial = {one["ledger"] for one in told["ledgers"] if one["partial"]}
    assert partial == {"broken", "gone", "newer", "versioned"}
    assert {one["ledger"] for one in told["ledgers"] if not one["answered"]} == {"gone", "versioned"}


@pytest.mark.parametrize(
    "line", ["sql 'select count(*) as n from plan'", "ledgers", "export --table plan", "list"]
)
def test_folders_behind_the_command(region: Path, line: str) -> None:
    """`-C` repeated means the same before the command and behind it."""
    import shlex

    name, *rest = shlex.split(line)
    folders = [part for seed in range(3) for part in ("-C", str(region / f"l{seed}"))]
    env = {"LEDGER_AS_OF": DAY}
    before = run_cli(*folders, name, *rest, "-f", "json", env=env)
    behind = run_cli(name, *folders, *rest, "-f", "json", env=env)
    assert before.code == 0
    assert behind == before
    assert "l2" in before.out or json.loads(before.out)["data"] == [{"n": 3}]


def test_a_version_of_each(tmp_path: Path) -> None:
    """A ledger with a version is read as it was at it."""
    folder = random_ledgers.write(random_ledgers.ledger(5), tmp_path / "one", reference)
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "plan"], ["tag", "v1"]):
        subprocess.run([*git, *arguments], check=True)
    gone = max((folder / "data/issues").glob("*.yaml"))
    gone.unlink()
    members = [{"name": "now", "folder": "one"}, {"name": "then", "folder": "one", "ref": "v1"}]
    rows = asked(ledgers_yaml(tmp_path, members), "list", "-f", "json").data
    count = Counter(one["ledger"] for one in rows)
    assert count["then"] == count["now"] + 1


def linked(root: Path, links: Sequence[dict[str, Any]], *arguments: str) -> Result:
    """A command on three ledgers whose tasks are linked."""
    members = []
    for seed in range(3):
        random_ledgers.write(random_ledgers.ledger(seed), root / f"l{seed}", reference)
        members.append({"name": f"n{seed}", "folder": f"l{seed}"})
    return asked(ledgers_yaml(root, members, links), *arguments)


def test_links_are_followed(tmp_path: Path) -> None:
    """A task tells of its earlier lives and of where it went on, each with its state."""
    links: list[dict[str, Any]] = [
        {"task": "n2/01", "continues": "n1/01"},
        {"task": "n1/01", "continues": "n0/01"},
        {"task": "n2/02", "relates": ["n0/01"]},
    ]
    told = json.loads(linked(tmp_path, links, "show", "n1/01", "-f", "json").out)["links"]
    assert [(one["relation"], one["task"]) for one in told] == [
        ("continues", "n0/01"),
        ("continued", "n2/01"),
    ]
    assert all(one["title"] and one["status"] for one in told)
    told = json.loads(asked(tmp_path, "show", "n0/01", "-f", "json").out)["links"]
    assert {(one["relation"], one["task"]) for one in told} == {
        ("continued", "n1/01"),
        ("continued", "n2/01"),
        ("relates", "n2/02"),
    }
    text = asked(tmp_path, "show", "n2/01").out
    assert "n1/01" in text
    assert "n0/01" in text
    repeated = json.loads(asked(tmp_path, "ledgers", "--repeated", "-f", "json").out)["data"]
    assert {one["how_linked"] for one in repeated} >= {"continues", "relates"}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (
            [{"task": "n0/01", "continues": "n1/01"}, {"task": "n1/01", "continues": "n0/01"}],
            "n0/01、n1/01、n0/01",
        ),
        ([{"task": "n0/01", "continues": "n0/01"}], "n0/01、n0/01"),
        ([{"task": "n0/01", "continues": "x/01"}], "x/01"),
    ],
)
def test_links_that_do_not_hold(tmp_path: Path, links: list[dict[str, Any]], said: str) -> None:
    """A circle, or a ledger that is not there, is named; the rest is answered and the answer is partial."""
    result = linked(tmp_path, links, "list", "-f", "json")
    assert result.code == 1
    assert said in result.err
    assert result.data


def test_a_circle_leaves_what_is_beside_it(tmp_path: Path) -> None:
    """Only what runs round has no effect: what else a task of it continues or relates to holds."""
    links: list[dict[str, Any]] = [
        {"task": "n0/01", "continues": "n1/01", "relates": ["n2/02"]},
        {"task": "n1/01", "continues": "n0/01"},
        {"task": "n0/01", "continues": "n2/01"},
        {"task": "n2/02", "continues": "n0/01"},
    ]
    result = linked(tmp_path, links, "show", "n0/01", "-f", "json")
    assert result.code == 1
    assert result.err.count("L334") == 1
    told = {(one["relation"], one["task"]) for one in json.loads(result.out)["links"]}
    assert told == {("continues", "n2/01"), ("continued", "n2/02"), ("relates", "n2/02")}


def test_two_lives_before(tmp_path: Path) -> None:
    """A task that goes on from two tells of both, and of what these go on from."""
    links = [
        {"task": "n2/01", "continues": "n1/01"},
        {"task": "n2/01", "continues": "n1/02"},
        {"task": "n1/02", "continues": "n0/01"},
    ]
    told = json.loads(linked(tmp_path, links, "show", "n2/01", "-f", "json").out)["links"]
    assert [one["task"] for one in told] == ["n1/01", "n1/02", "n0/01"]


def test_links_as_tasks_are_written(tmp_path: Path) -> None:
    """``n1/1`` is the task 01, as it is for every command; a link that is written twice is one."""
    links: list[dict[str, Any]] = [
        {"task": "n2/1", "continues": "n1/01"},
        {"task": "n2/01", "continues": "n1/1"},
        {"task": "n0/1", "relates": ["n2/1"]},
    ]
    told = json.loads(linked(tmp_path, links, "show", "n2/01", "-f", "json").out)["links"]
    assert [(one["relation"], one["task"], bool(one["title"])) for one in told] == [
        ("continues", "n1/01", True),
        ("relates", "n0/01", True),
    ]
    result = asked(tmp_path, "ledgers", "--repeated", "-f", "json")
    assert (result.code, result.err) == (0, "")
    rows = [one for one in json.loads(result.out)["data"] if one["how_linked"] != "same_words"]
    assert [one["tasks"] for one in rows] == [["n2/01", "n1/01"], ["n0/01", "n2/01"]]


def test_circles_cost_as_much_as_there_are_links() -> None:
    """A long way round and many short ones are found in one pass."""
    from ledger.model.roster import Roster
    from ledger.rules.roster import sound

    def broken(pairs: list[tuple[int, int]]) -> list[str]:
        roster = {
            "ledgers": [{"name": "a", "folder": "a"}],
            "links": [{"task": f"a/{late}", "continues": f"a/{early}"} for late, early in pairs],
        }
        found = sound(Roster.model_validate(roster))
        assert not found.links
        return [one.code for one in found.wrong]

    assert broken([(n, (n + 1) % 9_000) for n in range(9_000)]) == ["L334"]
    assert broken([(n, n ^ 1) for n in range(9_000)]) == ["L334"] * 4_500


@pytest.mark.parametrize("again", ["a", "./a", "b/../a", "a/"])
def test_one_folder_twice(tmp_path: Path, again: str) -> None:
    """A folder under two names is read once, and the second name is told: nothing counts twice."""
    random_ledgers.write(random_ledgers.ledger(1), tmp_path / "a", reference)
    root = ledgers_yaml(tmp_path, [{"name": "neu", "folder": "a"}, {"name": "alt", "folder": again}])
    result = asked(root, "list", "-f", "json")
    assert result.code == 1
    assert "“neu”" in result.err
    assert "“alt”" in result.err
    single = run_cli("-C", str(tmp_path / "a"), "list", "-f", "json", env={"LEDGER_AS_OF": DAY}).data
    assert len(result.data) == len(single)


def test_one_name_twice(tmp_path: Path) -> None:
    """The second ledger of a name is left out, and named."""
    random_ledgers.write(random_ledgers.ledger(1), tmp_path / "a", reference)
    random_ledgers.write(random_ledgers.ledger(2), tmp_path / "b", reference)
    root = ledgers_yaml(tmp_path, [{"name": "neu", "folder": "a"}, {"name": "neu", "folder": "b"}])
    result = asked(root, "list", "-f", "json")
    assert result.code == 1
    assert "“neu”" in result.err
    single = run_cli("-C", str(tmp_path / "a"), "list", "-f", "json", env={"LEDGER_AS_OF": DAY}).data
    assert len(result.data) == len(single)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ledgers:\n- {name: a/b, folder: x}\n", "2:10"),
        ("ledgers:\n- {name: a, folder: x, ref: v1, stad: y}\n", "2:33"),
        ("ledgers: []\n", "1:10"),
        ("ledgers:\n- {name: 2024, folder: x}\n", "2:10"),
        ("ledgers: [\n", "1"),
    ],
)
def test_a_roster_that_cannot_be_read(tmp_path: Path, text: str, place: str) -> None:
    """It is refused with the place, and nothing is answered."""
    (tmp_path / "ledgers.yaml").write_text(text, "utf-8")
    result = asked(tmp_path, "list")
    assert (result.code, result.out) == (1, "")
    assert f"ledgers.yaml:{place}" in result.err


def test_demo_region() -> None:
    """The demonstration of a region: two rounds of a city and another city."""
    root = REPO / "examples" / "region"
    for command in ("overdue", "report", "ledgers", "units", "stats", "timeline", "calendar"):
        assert run_cli("-C", str(root), command, env={"LEDGER_AS_OF": "2025-06-30"}).code == 0


class Links(HTMLParser):
    """The places that a page leads to, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Keep where it leads."""
        self.hrefs += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        """Keep what it says."""
        self.text += data


@pytest.mark.parametrize("public", [False, True])
def test_one_site(tmp_path: Path, *, public: bool) -> None:
    """A folder a ledger with the pages that it has alone, and a first page in each language that leads to them."""
    more = ["--public", "--numbers", "mask"] if public else []
    root = REPO / "examples" / "region"
    day = {"LEDGER_AS_OF": "2025-06-30"}
    more += ["--lang", "both"]
    assert run_cli("-C", str(root), "site", str(tmp_path / "all"), *more, env=day).code == 0
    assert run_cli("-C", str(root / "other"), "site", str(tmp_path / "one"), *more, env=day).code == 0
    own = {
        p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file()
    }
    below = tmp_path / "all" / "示例市"
    there = {p.relative_to(below): p.read_bytes() for p in below.rglob("*") if p.is_file()}
    assert there == {path: data for path, data in own.items() if path.name != "files.sha256"}
    for front in ("index.html", "en/index.html"):
        page = Links()
        page.feed((tmp_path / "all" / front).read_text("utf-8"))
        folder = (tmp_path / "all" / front).parent
        for href in page.hrefs:
            if not href.startswith("#"):
                assert (folder / unquote(href)).exists(), href
        assert sum("index.html" in href for href in page.hrefs) == 4
        for name in ("第一轮", "第二轮", "示例市", "37.0%"):
            assert name in page.text
    again = run_cli("-C", str(root), "site", str(tmp_path / "all"), *more, env=day)
    assert again.code == 0  # what is there is its own


def test_a_site_of_what_can_be_read(tmp_path: Path) -> None:
    """A ledger that is gone has a row without a link, and the page says that it lacks a part."""
    random_ledgers.write(random_ledgers.ledger(1), tmp_path / "a", reference)
    members = [{"name": "有", "folder": "a"}, {"name": "没有", "folder": "b"}]
    result = asked(ledgers_yaml(tmp_path, members), "site", str(tmp_path / "pages"))
    assert result.code == 1
    text = (tmp_path / "pages/index.html").read_text("utf-8")
    assert "没有" in text
    assert "class=warning" in text
    assert not (tmp_path / "pages/没有").exists()


@pytest.mark.parametrize("group", ["complaints", "letter"])
def test_folders_behind_a_group_of_commands(region: Path, group: str) -> None:
    """-C repeated behind a command that has commands of its own means all of them, and not the last one."""
    folders = ["-C", str(region / "l0"), "-C", str(region / "l1")]
    rest = ["stats", "-f", "json"] if group == "complaints" else ["reply", "1", "--by", "东区", "-m", "x"]
    result = run_cli(group, *folders, *rest, env={"LEDGER_AS_OF": DAY})
    if group == "complaints":
        assert {one["ledger"] for one in json.loads(result.out)["ledgers"]} == {"l0", "l1"}
    else:
        assert result.code == 2
        assert "-C" in result.err


def test_a_link_to_a_task_that_is_gone_is_told(tmp_path: Path) -> None:
    """``ledgers`` names the link and the task, and the exit code says that something is wrong."""
    import shutil

    shutil.copytree(REPO / "examples", tmp_path / "examples")
    roster = tmp_path / "examples/region/ledgers.yaml"
    roster.write_text(roster.read_text("utf-8").replace("第一轮/02", "第一轮/99"), "utf-8")
    for more in ((), ("--repeated",)):
        result = run_cli("-C", str(roster.parent), "ledgers", *more, "--as-of", "2025-06-30")
        assert result.code == 1
        assert "第一轮/99" in result.err
        assert "examples/region/ledgers.yaml:8:3: 错误 L335" in result.err
    good = run_cli("-C", str(REPO / "examples/region"), "ledgers", "--as-of", "2025-06-30")
    assert (good.code, good.err) == (0, "")


def test_who_has_a_task_is_named() -> None:
    """A number that only one of several ledgers has is shown with the name of that ledger."""
    region = str(REPO / "examples/region")
    assert "第二轮" in run_cli("-C", region, "show", "14", "--as-of", "2025-06-30").err
    assert run_cli("-C", region, "show", "第二轮/14", "--as-of", "2025-06-30").err == ""
