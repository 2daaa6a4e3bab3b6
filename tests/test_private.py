"""Lines about persons and supervision: searched within, never in the public edition."""

# ruff: noqa: SIM300 - what is expected stands first

from pathlib import Path

import pytest

from cli_tools import run_cli, run_json
from ledger.model.unit import Units
from ledger.plans.persons import roles
from ledger.plans.understand import understand
from ledger.reports import private as numbers
from ledger.reports.facts import FACTS
from ledger.reports.site import masked

TABLE = """units:
  市水务局: {name: 市水务局, kind: government}
  市住建局: {name: 市住建局, kind: government}
  市生态环境局: {name: 市生态环境局, kind: government}
  市整改办: {name: 市整改办, kind: office}
"""
MOBILE, LANDLINE, CARD = "13900001234", "0472-1234567", "150203197001011234"
MONEY = "某笔专项资金"
PERSONS = ("张三丰", "李四光", "王五一")
PLAN = f"""某市整改方案

附件

1.污水直排
现场检查发现直排，值班电话{LANDLINE}。
验收单位：市水务局
责任单位：市住建局（牵头）
责任领导：{PERSONS[0]}
责任人：{PERSONS[1]}
督导单位：市生态环境局
联系电话：{MOBILE}
资金来源：{MONEY}
整改时限：2026年9月底前
整改目标：达标，举报电话{LANDLINE}。
整改措施：
（一）清淤，联系人身份证{CARD}，2026年3月底前完成。
联系人：{PERSONS[2]}
联系方式：{MOBILE}
"""


def ledger(folder: Path) -> Path:
    """A ledger whose plan names persons and telephones before, in and after the measures."""
    root = folder / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    (folder / "a.txt").write_text(PLAN, "utf-8")
    result = run_cli("-C", str(root), "import", str(folder / "a.txt"), "--write")
    assert (0, "") == (result.code, result.out), result.err
    assert 0 == run_cli("check", "-C", str(root)).code
    return root


def test_persons_are_fields(tmp_path: Path) -> None:
    """Each line is a field of the issue, whatever its label, and no part of a measure."""
    root = ledger(tmp_path)
    [row] = run_json("list", "-C", str(root)).data
    assert (["市生态环境局"], [PERSONS[0]], [PERSONS[1]], [PERSONS[2]], [MOBILE, MOBILE]) == tuple(
        row[key] for key in ("supervising", "leader", "person", "contact", "phone")
    )
    [shown] = run_json("show", "01", "-C", str(root)).data
    assert [f"清淤，联系人身份证{CARD}，2026年3月底前完成。"] == [m["text"] for m in shown["measures"]]
    assert PERSONS[1] in run_cli("show", "01", "-C", str(root)).out


@pytest.mark.parametrize("wanted", [*PERSONS, MOBILE, "督导单位", "市生态环境局"])
def test_found_by_text(wanted: str, tmp_path: Path) -> None:
    """``--text`` finds names, numbers and labels."""
    c = ("-C", str(ledger(tmp_path)))
    assert 1 == len(run_json("list", "--text", wanted, *c).data)
    assert [] == run_json("list", "--text", f"{wanted}丙", *c).data


def test_found_by_the_unit_that_supervises(tmp_path: Path) -> None:
    """``--unit`` finds what a unit watches over; one that has nothing to do with it finds nothing."""
    c = ("-C", str(ledger(tmp_path)))
    assert 1 == len(run_json("list", "--unit", "市生态环境局", *c).data)
    assert [] == run_json("list", "--unit", "市整改办", *c).data


def test_unknown_supervising_unit_is_told(units: Units) -> None:
    """A unit that is in no list is named with its place, never taken over."""
    said = understand(PLAN.replace("督导单位：市生态环境局", "督导单位：市某某局").encode(), "a.txt", units)
    assert [("L516", 11, 6)] == [
        (d.code, d.span.line, d.span.column) for d in said.diagnostics if d.code == "L516"
    ]


def written(folder: Path) -> str:
    """Everything in all files below a folder."""
    return "\n".join(
        path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()
    )


def test_nothing_private_in_the_public_edition(tmp_path: Path) -> None:
    """No name, telephone or identity number is in any file of the public site, in either language."""
    root = ledger(tmp_path)
    for day in ("2025-01-01", "2026-10-10"):
        folder = tmp_path / day
        assert (
            0
            == run_cli(
                "site",
                str(folder),
                "--public",
                "--numbers",
                "mask",
                "--lang",
                "both",
                "--as-of",
                day,
                "-C",
                str(root),
            ).code
        )
        text = written(folder)
        assert "污水直排" in text
        for private in (*PERSONS, MOBILE, LANDLINE, CARD, MONEY, "督导单位", "责任领导", "资金来源"):
            assert private not in text, private
    assert "＊＊＊" in text


def test_the_public_edition_waits_for_a_person(tmp_path: Path) -> None:
    """Texts with private numbers are refused with file and field; a person may have them hidden or published."""
    root = ledger(tmp_path)
    target = tmp_path / "pub"
    done = run_cli("site", str(target), "--public", "-C", str(root))
    assert (1, "") == (done.code, done.out)
    assert not target.exists()
    for field in ("problem", "goal", "measures.1.text"):
        assert f"data/issues/01.yaml 的 {field}" in done.err
    assert "title" not in done.err
    assert 0 == run_cli("site", str(target), "--public", "--numbers", "publish", "-C", str(root)).code
    text = written(target)
    assert LANDLINE in text
    assert CARD in text
    assert MOBILE not in text
    assert 2 == run_cli("site", str(target), "--public", "--numbers", "perhaps", "-C", str(root)).code
    assert 0 == run_cli("site", str(tmp_path / "all"), "-C", str(root)).code


def test_the_office_keeps_all(tmp_path: Path) -> None:
    """The edition for the office itself has them all."""
    root = ledger(tmp_path)
    assert 0 == run_cli("site", str(tmp_path / "own"), "-C", str(root)).code
    text = written(tmp_path / "own")
    for private in (*PERSONS, MOBILE, LANDLINE, CARD, MONEY, "市生态环境局"):
        assert private in text, private


def test_canary_without_the_mask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the mask numbers within the official text get out."""
    import re

    monkeypatch.setattr(numbers, "_PRIVATE", re.compile("(?!)"))
    root = ledger(tmp_path)
    run_cli("site", str(tmp_path / "pub"), "--public", "--numbers", "mask", "-C", str(root))
    text = written(tmp_path / "pub")
    assert LANDLINE in text
    assert CARD in text
    assert MOBILE not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话0472-1234567。", "电话＊＊＊。"),
        ("电话0472—12345678、13912345678", "电话＊＊＊、＊＊＊"),
        ("15020319700101123X", "＊＊＊"),
        ("2025-12-31至2026年", "2025-12-31至2026年"),
        ("示例政发〔2024〕5号，300万吨，0.35元", "示例政发〔2024〕5号，300万吨，0.35元"),
        ("总投资12345678901元", "总投资12345678901元"),
    ],
)
def test_mask(text: str, shown: str) -> None:
    """Telephones and identity numbers are masked; days, figures and document numbers are not."""
    assert shown == masked(text)


def test_no_fact_of_persons_is_public() -> None:
    """What records, tables and exports have of persons is not marked public."""
    private = {"supervising", "leader", "person", "contact", "phone"}
    found = {fact.key: fact.public for fact in FACTS if fact.key in private}
    assert dict.fromkeys(private, False) == found


def test_labels_have_one_meaning() -> None:
    """The table of labels is read, and no label in it is one of a field of the task."""
    from ledger.plans.labels import lexicon

    assert {"leader", "person", "contact", "phone", "supervising"} == set(roles().values())
    assert [] == [label for label in roles() if lexicon().get(label, "other") != "other"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("named: [市生态环境局]", "named: [市水务局]", "L408"),
        ("role: supervising", "role: person", "L408"),
        ("named: [市生态环境局]", "named: [市查无此局]", "L301"),
        ("text: 市生态环境局", "text: 市水务局", "L501"),
    ],
)
def test_reading_of_a_further_line_is_checked(old: str, new: str, code: str, tmp_path: Path) -> None:
    """Who supervises must be what the line says, and a unit of the table."""
    root = ledger(tmp_path)
    path = root / "data" / "issues" / "01.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = run_cli("check", "-C", str(root))
    assert 1 == result.code
    assert code in result.out
