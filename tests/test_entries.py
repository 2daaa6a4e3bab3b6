"""Types of entries: one file each; what is made of it is total, and a missing piece fails when it is imported."""

import ast
import re
import types
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

import entry_words
import lives
from cli_tools import REPO, copy_ledger, run_cli
from ledger.cli import record, requests
from ledger.cli.app import COMMANDS
from ledger.folder import read_folder
from ledger.judging.parties import Setting
from ledger.judging.walk import walk
from ledger.locale import LANGUAGES, Words
from ledger.model.course import Reason, Role, Status
from ledger.model.entries import BY_TYPE, ENTRIES, EntryBase, choices_of, types_in
from ledger.model.entries.base import SHARED
from ledger.model.fields import Sort, fields_of
from ledger.model.plan import Policy
from ledger.model.schema import WORDS
from ledger.reading.load import load
from ledger.rules import refusals
from ledger.rules.refused_records import next_types
from make import GOOD_ENTRIES

NEW = '''
"""提醒: somebody is reminded."""

from typing import ClassVar, Literal

from ledger.model.record import Field

from ledger.model.course import LIVING, Role
from ledger.model.entries.base import About, EntryBase, Said, Speech
from ledger.model.scalar import Date


class Remind(EntryBase):
    """Somebody is reminded."""

    about: ClassVar[About] = About(
        order=175,
        may=(Role.OFFICE,),
        at=LIVING,
        zh=Speech("提醒", "提醒。", {"": "提醒 {until}"}, choices={"kind": "温和", "firm": "严肃"}),
        en=Speech(
            "reminder",
            "Remind somebody.",
            {"": "reminded of {until}"},
            {"until": "day that is spoken of", "tone": "kind or firm"},
            {"kind": "kind", "firm": "firm"},
        ),
    )

    type: Literal["remind"]
    until: Date = Field(title="期限", description="说到的日期。")
    tone: Literal["kind", "firm"] | None = Field(default=None, title="语气", description="温和、严肃。")

    def move(self, course):
        """On record."""
        return None

    def sentence(self, baseline):
        """Of which day."""
        return Said("", {"until": self.until})
'''
"""A type as it would stand in a file of its own."""


def module(source: str) -> types.ModuleType:
    """The module that a source makes."""
    made = types.ModuleType("remind")
    exec(compile(source, "remind.py", "exec"), made.__dict__)  # noqa: S102 - the source stands above
    return made


def test_a_new_type_is_one_file() -> None:
    """Command, options with help, words of both languages and sentence are made of the one file."""
    (kind,) = types_in([module(NEW)]).values()
    assert [(f.name, f.sort, f.required, f.choices) for f in fields_of(kind)] == [
        ("until", Sort.DATE, True, ()),
        ("tone", Sort.CHOICE, False, ("kind", "firm")),
    ]
    assert entry_words.words_of("remind", kind, "zh") == {
        "entry.remind": "提醒",
        "command.record:remind": "提醒。",
        "field.remind.until": "期限：说到的日期。",
        "field.remind.tone": "语气：温和、严肃。",
        "choice.remind.kind": "温和",
        "choice.remind.firm": "严肃",
        "sentence.remind": "提醒 {until}",
    }
    words = entry_words.words_of("remind", kind, "en")
    assert words["field.remind.until"] == "day that is spoken of"
    made: dict[str, object] = {}
    exec(entry_words.order({**BY_TYPE, "remind": kind}), made)  # noqa: S102 - what the tool writes
    assert "remind" in made["ORDER"]  # type: ignore[operator]


def test_a_new_type_can_be_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its words made, the command takes and resolves its options."""
    (kind,) = types_in([module(NEW)]).values()
    monkeypatch.setitem(BY_TYPE, "remind", kind)
    said = {language: entry_words.words_of("remind", kind, language) for language in LANGUAGES}
    monkeypatch.setattr(Words, "__call__", _with(Words.__call__, said))
    assert {"field_until", "field_tone"} <= set(record._signature("remind").parameters)
    root = copy_ledger(tmp_path)
    tree = read_folder(str(root)).tree
    ledger = load(tree).ledger
    reader = requests._Reader("remind", ledger.issues[0], ledger, tree)
    until, tone = fields_of(kind)
    assert str(reader.value(until, "2025年1月31日")) == "2025-01-31"
    assert (reader.value(tone, "严肃"), reader.value(tone, "firm")) == ("firm", "firm")


def _with(call: Callable[..., str], said: dict[str, dict[str, str]]) -> Callable[..., str]:
    def words(self: Words, key: str, /, **args: object) -> str:
        text = said[self.language].get(key)
        return call(self, key, **args) if text is None else text.format_map(args) if args else text

    return words


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ('zh=Speech("提醒",', 'zh=Speech("",', "words"),
        ('"Remind somebody."', '""', "words"),
        ('{"until": "day that is spoken of", "tone": "kind or firm"}', '{"until": "day"}', "tone"),
        (', choices={"kind": "温和", "firm": "严肃"}', "", "choices"),
        ('{"kind": "kind", "firm": "firm"}', '{"kind": "kind"}', "firm"),
        ('{"": "reminded of {until}"}', "{}", "sentences"),
        ("def move(self", "def moves(self", "move"),
        ("about: ClassVar[About] = About(", "other: ClassVar[About] = About(", "About"),
    ],
)
def test_a_type_that_lacks_a_piece_fails(old: str, new: str, lacks: str) -> None:
    """Words of either language, a choice, a sentence, the effect: without one the type is none."""
    assert NEW.count(old) == 1
    with pytest.raises(TypeError, match=lacks):
        types_in([module(NEW.replace(old, new))])


def test_a_field_of_no_known_sort_fails() -> None:
    """Nothing could ask for it."""
    source = NEW.replace("until: Date =", "until: float =")
    (kind,) = types_in([module(source)]).values()
    with pytest.raises(TypeError, match="until: a field of no known sort; there are Date, Count"):
        fields_of(kind)
    with pytest.raises(TypeError, match="sort"):
        entry_words.words_of("remind", kind, "zh")


def test_words_of_entries_are_up_to_date() -> None:
    """The generated modules are what the types say today."""
    made = entry_words.modules(BY_TYPE)
    assert set(made) == {"entry_types.py", "zh/entries.py", "en/entries.py"}
    assert {name: (entry_words.FOLDER / name).read_text("utf-8") for name in made} == made


LIFE = {
    Status.NOT_STARTED: (),
    Status.IN_PROGRESS: ("{date: 2025-02-01, type: start, by: 市水务局}",),
    Status.COMPLETED: (lives.COMPLETED[-1],),
    Status.ACCEPTED: lives.NOTICED[-3:-1],
    Status.PUBLICIZED: lives.NOTICED[-3:],
    Status.CLOSED: lives.CLOSED[-4:],
    Status.WITHDRAWN: (f"{{date: 2025-02-01, type: withdraw, {lives.OFFICE}, approval: 文, text: 终止}}",),
}
TRIED = {  # what has to fit issue 12; the others are tried as they are in GOOD_ENTRIES
    "progress": "text: 有进展",
    "achieve": "measure: 1",
    "publicize": "since: 2025-05-06, until: 2025-05-20, where: 网站",
    "reopen": "due: 2025-12-31",
    "extend": "due: 2029-12-31, approval: 文",
    "assign": "measure: 1, units: [昆区]",
    "amend": "approval: 文, changes: [{field: goal, old: null, new: 目标}]",
    "withdraw": "approval: 文, text: 终止",
    "supervise": "level: reminder",
    "inspect": "result: holds",
    "review": "result: holds",
    "promise": "until: 2025-12-31",
}


@pytest.mark.parametrize("status", Status)
def test_a_type_says_where_it_fits(status: Status) -> None:
    """What a refusal says could be recorded is what the walk takes, at every status and for every type.

    Answers want an objection, and void and construal are settled before the walk.
    """
    tree = read_folder(str(REPO)).tree
    ledger = load(tree).ledger
    issue = next(one for one in ledger.issues if one.id == "12")
    policy = Policy.model_validate({"complete_needs": [], "close_needs": []})
    setting = Setting(ledger.units, policy, ledger.calendar)
    life = yaml.safe_load("\n".join(f"- {one}" for one in LIFE[status])) or []
    apart, taken = {"answer", "void", "construe"}, set()
    for name, kind in BY_TYPE.items():
        if name in apart:
            continue
        by = "市整改专项组" if Role.OFFICE in kind.about.may else "市水务局"
        fields = yaml.safe_load(f"{{{TRIED.get(name) or GOOD_ENTRIES[name]}}}")
        one = {"date": date(2025, 5, 6), "type": name, "by": by, **fields}
        walked = walk(issue.baseline, ENTRIES.validate_python([*life, one]), setting)
        *_, last = walked
        if last.refused is None or last.refused.reason is not Reason.OUT_OF_ORDER:
            taken.add(name)
    before = walk(issue.baseline, ENTRIES.validate_python(life), setting)
    assert [step.refused for step in before] == [None] * len(life)
    assert before.chain.status is status
    assert taken == set(next_types(status)) - apart


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_its_words(language: str) -> None:
    """Names, lines of help, options, choices: nothing is looked up in vain, and names differ."""
    say = Words(language)
    names = set()
    for name, kind in BY_TYPE.items():
        names.add(say(f"entry.{name}"))
        assert say(f"command.record:{name}").endswith(("。", "."))
        assert COMMANDS[name] == f"record:{name}"
        for field in fields_of(kind):
            assert say(f"field.{name}.{field.name}")
            for value in field.choices:
                assert say(f"{field.name}.{value}" if field.name in SHARED else f"choice.{name}.{value}")
    assert len(names) == len(BY_TYPE)


def test_every_type_is_tried_somewhere() -> None:
    """Each type of entry is recorded by some test of recording, or by a case of the account."""
    paths = [REPO / "tests" / name for name in ("test_record.py", "test_rules.py")]
    paths += sorted((REPO / "tests/cases/account").glob("*.yaml"))
    source = "".join(path.read_text("utf-8") for path in paths)
    assert [name for name in BY_TYPE if not re.search(rf'"{name}"|type: {name}\b', source)] == []


def test_schema_words_come_from_the_types() -> None:
    """What an editor shows of a type is what help shows."""
    for kind in BY_TYPE.values():
        assert WORDS[kind.__name__] == (kind.about.zh.name, kind.about.zh.about)


def test_every_reason_has_a_rule() -> None:
    """A reason why an entry has no effect is told by some code."""
    assert set(Reason) == refusals.REASONS


def test_no_list_of_types_is_kept_by_hand() -> None:
    """Outside the files of the types no module of the program lists three of them or more."""
    for path in sorted((REPO / "src/ledger").rglob("*.py")):
        inside = path.relative_to(REPO / "src/ledger").as_posix()
        if inside.startswith(("model/entries/", "locale/")):
            continue
        if not inside.startswith(("cli/", "rules/", "recording/", "model/", "judging/")):
            continue  # the floors above are ported by themselves
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List):
                items = node.keys if isinstance(node, ast.Dict) else node.elts
                named = [one.value for one in items if isinstance(one, ast.Constant) and one.value in BY_TYPE]
                assert len(named) < 3, (inside, named)


def test_every_command_shows_its_options() -> None:
    """The help of each recording command names each field of its type."""
    for name, kind in BY_TYPE.items():
        shown = run_cli(name, "--help").out
        for field in fields_of(kind):
            assert f"--{requests.flag_of(field.name)} " in shown, (name, field.name)
        assert issubclass(kind, EntryBase)
    assert choices_of(BY_TYPE["review"], "result") == ("holds", "relapsed")
