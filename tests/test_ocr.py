"""Pictures of plans: read by what recognises writing, once, and every field marked as inferred."""

# ruff: noqa: SIM300 - what is expected stands first

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli_tools import REPO, run_cli
from ledger.documents import ocr, pdf
from ledger.documents.ocr import Box, Recogniser, in_order
from ledger.documents.read import read
from ledger.model.unit import Units
from ledger.plans.understand import understand

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60)
LINES = """某市整改方案
某市整改办
2025年1月10日
附件
1.污水直排
现场检查发现直排。
验收单位：市水务局
责任单位：市水务局(牵头)
整改时限：2026年9月底前
整改目标：消除直排。
整改措施：
（一）清淤。
（二）截污，2026年3月底前完成。
""".splitlines()


def box(left: float, top: float, width: float = 100, height: float = 20) -> Box:
    """The corners of a line."""
    return [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]


class Fake:
    """Recognises the same lines in every picture, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, image: bytes) -> list[tuple[Box, str]]:
        assert image
        self.asked += 1
        return [(box(50, 30 * n), text) for n, text in reversed(list(enumerate(LINES)))]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """A recogniser as if the extra were installed."""
    found = Fake()
    monkeypatch.setattr(ocr, "recogniser", lambda: found)
    return found


def ledger(folder: Path) -> tuple[str, str]:
    """A folder with a table of units, and a picture beside it."""
    (folder / "data").mkdir()
    shutil.copy(REPO / "data" / "units.yaml", folder / "data" / "units.yaml")
    (folder / "a.png").write_bytes(PICTURE)
    return "-C", str(folder)


def test_lines_are_put_in_order() -> None:
    """From top to bottom; boxes at one height make a line from left to right; blanks are none."""
    found = [
        (box(200, 102), "右"),
        (box(10, 140), "下"),
        (box(10, 100), "左"),
        (box(10, 60), " 上 "),
        (box(10, 20), "  "),
    ]
    assert ["上", "左 右", "下"] == in_order(found)
    assert [] == in_order([])


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One sentence: which page is a picture, and what to install; nothing is written."""
    monkeypatch.setattr(ocr, "recogniser", lambda: None)
    c = ledger(tmp_path)
    result = run_cli(*c, "import", str(tmp_path / "a.png"), "--write")
    assert (1, "") == (result.code, result.out)
    assert "清单是图片，在第 1 页" in result.err
    assert "pip install 'zhenggai-taizhang[ocr]'" in result.err
    assert ["units.yaml"] == [path.name for path in (tmp_path / "data").iterdir()]


def test_picture_is_read_and_every_field_is_inferred(fake: Fake, tmp_path: Path) -> None:
    """Exit 1, because a person has to compare; places are pages and lines; each stated field is marked."""
    c = ledger(tmp_path)
    result = run_cli(*c, "import", str(tmp_path / "a.png"), "-f", "json")
    envelope = json.loads(result.out)
    [row] = envelope["data"]
    assert 1 == fake.asked
    assert (1, ["text-recognised"]) == (result.code, [doubt["why"] for doubt in envelope["doubts"]])
    assert ("page:1/line:5", "污水直排", "2026-09-30") == (row["place"], row["title"], row["deadline"]["due"])
    assert ["title", "problem", "acceptance", "responsibility", "deadline", "goal", "measures"] == row[
        "inferred"
    ]
    sums = envelope["characters"]
    assert sums["total"] == sums["fields"] + sums["preamble"] == sum(len(line) for line in LINES)


def test_it_is_recognised_once(fake: Fake, tmp_path: Path) -> None:
    """What was read is kept as text: ``check`` and ``--reread`` read that, and note every field."""
    c = ledger(tmp_path)
    assert 0 == run_cli(*c, "import", str(tmp_path / "a.png"), "--write").code
    assert 1 == fake.asked
    source = tmp_path / "data" / "source"
    assert (PICTURE, LINES) == (
        (source / "plan.png").read_bytes(),
        (source / "plan.txt").read_text("utf-8").splitlines(),
    )
    checked = run_cli(*c, "check", "--notes")
    assert 0 == checked.code, checked.out
    for field in ("title", "problem", "acceptance.text", "deadline.text", "goal", "measures.2.text"):
        assert f"{field}：由“source/plan.png”推断" in checked.out
    assert 0 == run_cli(*c, "import", "--reread").code
    assert 1 == fake.asked
    issue = tmp_path / "data" / "issues" / "01.yaml"
    issue.write_text(issue.read_text("utf-8").replace("消除直排", "减少直排"), "utf-8")
    assert "L501" in run_cli(*c, "check").out
    (source / "plan.txt").write_text("别的文字\n", "utf-8")
    assert 1 == run_cli(*c, "check").code


def test_pages_of_a_pdf(monkeypatch: pytest.MonkeyPatch, units: Units) -> None:
    """The pages that are pictures are read, those with text are not; what cannot be recognised is named."""
    document = (Path(__file__).parent / "cases" / "scan.pdf").read_bytes()
    held = {0: [b"small", b"the larger one"], 1: []}
    pages: list[int] = []

    def pictures(page: object) -> list[bytes]:
        assert page is not None
        pages.append(len(pages))
        return held[pages[-1]]

    seen: list[bytes] = []

    def recognise(image: bytes) -> list[tuple[Box, str]]:
        seen.append(image)
        return Fake()(image)

    monkeypatch.setattr(pdf, "_pictures", pictures)
    said = understand(document, "a.pdf", units, recognise=recognise)
    assert [b"the larger one"] == seen
    assert ["污水直排"] == [issue.title for issue in said.issues]
    assert {"L572": "1", "L564": "2"} == {
        one.code: one.args["pages"] for one in said.diagnostics if "pages" in one.args
    }
    assert said.plan is not None
    assert (1,) == said.plan.source.recognised


def test_nothing_is_recognised(units: Units) -> None:
    """A picture without writing, or with a poem, makes no task."""
    empty: Recogniser = lambda _: []  # noqa: E731 - it is what it is
    assert ["L528"] == [one.code for one in understand(PICTURE, "a.png", units, recognise=empty).diagnostics]
    poem: Recogniser = lambda _: [(box(0, 0), "床前明月光，")]  # noqa: E731 - the same
    said = understand(PICTURE, "a.png", units, recognise=poem)
    assert ((), {"L518", "L572"}) == (said.issues, {one.code for one in said.diagnostics})


@pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is None, reason="the extra ocr is not installed")
def test_real_recogniser_reads_a_page() -> None:
    """The engine itself, on a drawn line; the models are in its package."""
    found = ocr.recogniser()
    assert found is not None
    picture = (Path(__file__).parent / "cases" / "line.png").read_bytes()
    assert "验收单位：市水务局" in "".join(text for _, text in found(picture)).replace(":", "：")
    assert (1,) == read(picture, "line.png", found).recognised
