"""Unit lines → canonical units, lead and support, bodies."""

# ruff: noqa: SIM300 - what is expected stands first

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.unit import Units
from ledger.plans.document import Label
from ledger.plans.layouts import read_document
from ledger.plans.unitlines import read_units

PARTY = ("党委", "政府")
ZONE = ("党工委", "管委会")

LINES = [
    # text, units, lead
    ("市发改委", "市发改委", "市发改委"),
    ("市发改委（牵头）、生态环境局", "市发改委 市生态环境局", "市发改委"),
    ("市发改委(牵头),生态环境局", "市发改委 市生态环境局", "市发改委"),
    ("市发改委（牵头单位）；市水务局", "市发改委 市水务局", "市发改委"),
    ("市工信局、生态环境局、城市管理局（牵头），昆区", "市工信局 市生态环境局 市城市管理局 昆区",
     "市工信局 市生态环境局 市城市管理局"),
    ("市委办公室、市政府办公室（牵头），市委组织部、宣传部", "市委办公室 市政府办公室 市委组织部 市委宣传部",
     "市委办公室 市政府办公室"),
    ("市发改委（牵头），昆区，市水务局（牵头）", "市发改委 昆区 市水务局", "市发改委 昆区 市水务局"),
    ("市发改委牵头，市水务局配合", "市发改委 市水务局", "市发改委"),
    ("市发改委（牵头），市水务局（配合）", "市发改委 市水务局", "市发改委"),
    ("市发改委、市水务局", "市发改委 市水务局", ""),
    ("市发改委/市水务局", "市发改委 市水务局", ""),
    ("市发改委主办，市水务局协办", "市发改委 市水务局", "市发改委"),
    ("主办单位：市发改委；协办单位：市水务局", "市发改委 市水务局", "市发改委"),
    ("市发改委（牵头）、市发改委", "市发改委", "市发改委"),
    ("工信局、水务局（牵头）", "市工信局 市水务局", "市工信局 市水务局"),
    ("组织部、宣传部", "市委组织部 市委宣传部", ""),
    ("包头市发展和改革委员会", "市发改委", "市发改委"),
    ("昆都仑区、达尔罕茂明安联合旗", "昆区 达茂旗", ""),
    ("各旗县（区）", "各旗县区", "各旗县区"),
    ("昆区和九原区", "昆区 九原区", ""),
    ("市应急局　市林业和草原局", "市应急管理局 市林草局", ""),
    ("各有关部门单位", "各有关部门单位", "各有关部门单位"),
]  # fmt: skip

BODIES = [
    ("昆区、九原区委和政府", {"昆区": PARTY, "九原区": PARTY}),
    ("昆区、石拐区、固阳县党委和政府", {"昆区": PARTY, "石拐区": PARTY, "固阳县": PARTY}),
    ("各旗县区委、政府", {"各旗县区": PARTY}),
    ("东河区委、政府", {"东河区": PARTY}),
    ("稀土高新区党工委、管委会", {"稀土高新区": ZONE}),
    ("稀土高新区党工委和管委会", {"稀土高新区": ZONE}),
    ("稀土高新区党工委与管理委员会", {"稀土高新区": ("党工委", "管理委员会")}),
    ("昆区党委和人民政府", {"昆区": ("党委", "人民政府")}),
    ("市林草局，各旗县区委、政府，稀土高新区党工委、管委会", {"各旗县区": PARTY, "稀土高新区": ZONE}),
    ("昆区，九原区委和政府", {"九原区": PARTY}),
    ("昆区区委、区政府", {"昆区": PARTY}),
    ("达茂旗旗委、旗政府，市水务局", {"达茂旗": PARTY}),
    ("昆区、市水务集团", {}),
]

UNKNOWN = [
    # text, name, place
    ("市生态环保局", "市生态环保局", 0),
    ("市发改委（牵头），和平区", "和平区", 9),
    ("市发改委（牵头）、生态环保局，昆区", "生态环保局", 9),
    ("市發改委", "市發改委", 0),
    ("昆区、某某区委和政府", "某某区", 3),
    ("市发改委  、  水利局", "水利局", 9),
    ("某某局（牵头）", "某某局", 0),
    ("昆区和某某区", "某某区", 3),
    ("市委、市政府", "市委", 0),
]


@pytest.mark.parametrize(("text", "expected", "lead"), LINES)
def test_units_and_lead(units: Units, text: str, expected: str, lead: str) -> None:
    """Names resolve in order; one （牵头） makes all units since the last one lead, a single unit leads."""
    line = read_units(text, units)
    assert ([], expected.split(), lead.split()) == (line.unresolved, line.units, line.lead)
    assert [unit for unit in line.units if unit not in line.lead] == line.support


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_bodies(units: Units, text: str, expected: dict[str, tuple[str, ...]]) -> None:
    """The bodies after the last of several places belong to all of them, and to no unit across a comma."""
    line = read_units(text, units)
    assert [] == line.unresolved
    assert expected == line.bodies


@pytest.mark.parametrize(("text", "name", "start"), UNKNOWN)
def test_unknown_name_is_told_with_its_place(units: Units, text: str, name: str, start: int) -> None:
    """A name in no list is told as written, at its place in the line, and never becomes a unit."""
    line = read_units(text, units)
    assert (name, start) == line.unresolved[0]
    assert name not in line.units
    assert set(line.units) <= {*units.units, *units.groups, *units.collectives}


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("市生态环保局", "市生态环境局"),
        ("生态环保局", "市生态环境局"),
        ("市發改委", "市发改委"),
        ("市城市管理委", "市城市管理局"),
        ("市工信委", "市工信局"),
        ("昆伦区", "昆区"),
        ("白云鄂博区", "白云鄂博矿区"),
        ("市水务公司", "市水务局"),
        ("昆去", "昆区"),
        ("水务", "市水务局"),
        ("组织布", "市委组织部"),
    ],
)
def test_nearest_names(units: Units, name: str, best: str) -> None:
    """For a wrong name the likeliest canonical name comes first, and there are at most three."""
    nearest = units.nearest(name)
    assert best == nearest[0]
    assert len(nearest) <= 3


def test_nothing_is_near_a_strange_name(units: Units) -> None:
    """A name like no other has no candidates, and 市 before two names makes them not alike."""
    assert () == units.nearest("QQQQ")
    assert ("市发改委",) == units.nearest("市发改萎")
    assert {"市水务局", "市水务集团"} == set(units.nearest("水务"))


def test_banners_and_counties_are_no_urban_districts(units: Units) -> None:
    """各旗县 are three; 各旗县区 all nine."""
    assert {"土右旗", "固阳县", "达茂旗"} == set(units.expand(read_units("各旗县党委、政府", units).units))
    assert 9 == len(units.expand(read_units("各旗县区党委、政府", units).units))


def test_every_spelling_in_the_table_resolves_to_its_unit(units: Units) -> None:
    """Short names, full names and aliases all lead to the canonical name."""
    for name, unit in units.units.items():
        assert [name] * (2 + len(unit.aliases)) == [
            resolved.name
            for spelling in (name, unit.name, *unit.aliases)
            if (resolved := units.resolve(spelling))
        ]


def test_every_unit_line_of_the_real_plan_resolves(plan_bytes: bytes, units: Units) -> None:
    """All 46 unit lines of the plan are read without a name left over, each with a lead or a single unit."""
    drafts = read_document(plan_bytes.decode()).drafts
    lines = [draft.fields[label] for draft in drafts for label in (Label.ACCEPTANCE, Label.RESPONSIBILITY)]
    assert 46 == len(lines)
    assert [] == [name for text in lines for name in read_units(text, units).unresolved]
    assert all(read_units(draft.fields[Label.RESPONSIBILITY], units).lead for draft in drafts)


# -- look-alikes ---------------------------------------------------------------------------------------------


def _look_alikes() -> dict[str, str]:
    """Look-alike → character: radicals and compatibility ideographs that NFKC maps onto another."""
    ranges = [(0x2E80, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D)]
    table = {}
    for first, last in ranges:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code) and len(plain) == 1:
                table[chr(code)] = plain
    return table


LOOK_ALIKES = _look_alikes()


def test_radicals_and_compatibility_forms_are_unknown_names(units: Units) -> None:
    """Every name in the table spelt with a look-alike is unresolved, never accepted in silence."""
    spellings = {s for name, u in units.units.items() for s in (name, u.name, *u.aliases)}
    spellings |= {*units.groups, *units.collectives}
    tried = 0
    for fake, plain in LOOK_ALIKES.items():
        for spelling in spellings:
            if plain in spelling:
                tried += 1
                line = read_units(spelling.replace(plain, fake), units)
                assert line.unresolved, (spelling, hex(ord(fake)))
    assert tried > 20


@pytest.mark.parametrize(
    "fake",
    ["\u2f08", "\u2f45", "\u2f29", "\u0430", "\u03b1", "\u200b", "\u200d", "\ufe00", "\u2f42", "\u0301"],
)
def test_a_look_alike_anywhere_in_a_name_is_unknown(units: Units, fake: str) -> None:
    """A radical, foreign letter or invisible character put into a name makes it unknown."""
    for place in range(len("市水务局") + 1):
        name = "市水务局"[:place] + fake + "市水务局"[place:]
        assert [(name, 0)] == read_units(name, units).unresolved


_NAMES = st.lists(
    st.sampled_from(
        ["市发改委", "水务局", "昆区", "九原区委和政府", "各旗县区委", "政府", "稀土高新区党工委", "管委会",
         "（牵头）", "(牵头)", "、", "，", "；", " ", "某某局", "和", "及", "市", "委", "\u3000",
         "各有关部门单位"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(text=st.one_of(st.text(), _NAMES))
def test_no_name_is_ever_made_up(units: Units, text: str) -> None:
    """Whatever the line, units are those of the table, leads are among them, places slice the line."""
    line = read_units(text, units)
    known = {*units.units, *units.groups, *units.collectives}
    assert set(line.units) <= known
    assert set(line.lead) <= set(line.units)
    assert set(line.bodies) <= set(line.units)
    assert len(set(line.units)) == len(line.units)
    for name, start in line.unresolved:
        assert name == text[start : start + len(name)]
