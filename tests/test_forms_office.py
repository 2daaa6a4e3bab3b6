"""Forms that LibreOffice has saved: they come to the records of the form as it was filled in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cli_tools import REPO
from ledger.locale import Words
from profiles import large
from test_forms import (
    ANSWERS,
    BY_HAND,
    DAMAGES,
    after,
    filled,
    lines,
    on_day,
    parts_of,
    put,
    reasons,
    refused,
    rows_shuffled,
    sent,
    states,
    taken,
    tree,
    zipped,
)

SAVED = REPO / "tests" / "cases" / "forms" / "libreoffice.xlsx"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
AS_FORMULAS = ("bad.error", "bad.flag", "bad.number", "bad.key")
"""What LibreOffice saves as a formula where it was a truth value or an error: ``TRUE()``, ``#REF!``."""

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What LibreOffice keeps for a user; making it takes longest, and so it is made once."""
    return tmp_path_factory.mktemp("profile")


def converted(profile: Path, folder: Path, to: str, *names: str) -> Path:
    """Files of a folder, saved anew by LibreOffice in another folder."""
    assert OFFICE is not None
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", to, "--outdir", str(folder / to), *(str(folder / name) for name in names)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return folder / to


def by_hand(data: bytes) -> bool:
    """Whether a file comes to the records that were typed by hand, without a question or a remark."""
    batch = taken(data)
    assert [n.key for one in batch.forms for n in one.returned.notes] == []
    return batch.sound and {issue: lines(after(batch), issue) for issue in BY_HAND} == BY_HAND


def test_a_form_that_libreoffice_saved() -> None:
    """The file that is kept: saved by LibreOffice, and nothing of it is lost or asked about."""
    data = SAVED.read_bytes()
    assert b"LibreOffice" in parts_of(data)["docProps/app.xml"]
    assert by_hand(data)
    assert by_hand(filled(data, rows_shuffled(2)))
    assert reasons(taken(filled(data, put("01/1.1", progress="=1+1")))) == [("调度表!O7", "bad.formula")]
    without = {name: part for name, part in parts_of(data).items() if name != "xl/sharedStrings.xml"}
    assert refused(zipped(without), tree()).startswith("form.file.")


def test_other_formats_say_what_to_do() -> None:
    """A file of LibreOffice's own kind is not called damaged: it is said to save it as .xlsx."""
    for kind in ("spreadsheet", "spreadsheet-template", "text"):
        data = zipped(
            {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<x/>"}
        )
        assert refused(data, tree()) == "form.file.ods"
    assert all(".xlsx" in Words(language)("form.file.ods") for language in ("zh", "en"))


@large
@needs_office
def test_libreoffice_saves_what_was_filled_in(profile: Path, tmp_path: Path) -> None:
    """Filled in and saved anew, as a workbook and by way of its own kind; or saved anew, then filled in."""
    form = sent("东河区")
    (tmp_path / "a.xlsx").write_bytes(filled(form, *ANSWERS))
    (tmp_path / "b.xlsx").write_bytes(form)
    (tmp_path / "c.xlsx").write_bytes(filled(form, *ANSWERS, rows_shuffled(1)))
    damaged = {}
    for n, name in enumerate(sorted(DAMAGES)[::6]):
        damaged[f"d{n}.xlsx"] = filled(form, on_day(), DAMAGES[name][0])
        (tmp_path / f"d{n}.xlsx").write_bytes(damaged[f"d{n}.xlsx"])
    saved = converted(profile, tmp_path, "xlsx", "a.xlsx", "b.xlsx", "c.xlsx", *damaged)
    assert by_hand((saved / "a.xlsx").read_bytes())
    assert by_hand(filled((saved / "b.xlsx").read_bytes(), *ANSWERS))
    assert by_hand((saved / "c.xlsx").read_bytes())
    assert len(damaged) > 10
    for name, data in damaged.items():
        before, now = taken(data), taken((saved / name).read_bytes())
        assert states(now) == states(before), name
        wanted = [
            (at, why) if (at, why) in reasons(now) or why not in AS_FORMULAS else (at, "bad.formula")
            for at, why in reasons(before)
        ]
        assert reasons(now) == wanted, name


@large
@needs_office
def test_libreoffice_saves_other_kinds(profile: Path, tmp_path: Path) -> None:
    """Saved as .ods or .xls a form is refused as such; the same .ods saved as .xlsx is taken."""
    (tmp_path / "a.xlsx").write_bytes(filled(sent("东河区"), *ANSWERS))
    ods, xls = converted(profile, tmp_path, "ods", "a.xlsx"), converted(profile, tmp_path, "xls", "a.xlsx")
    assert refused((ods / "a.ods").read_bytes(), tree()) == "form.file.ods"
    assert refused((xls / "a.xls").read_bytes(), tree()) == "form.file.old"
    shutil.copy(ods / "a.ods", tmp_path / "again.ods")
    assert by_hand((converted(profile, tmp_path, "xlsx", "again.ods") / "again.xlsx").read_bytes())
