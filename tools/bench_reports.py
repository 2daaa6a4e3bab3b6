"""Reports and site of 1,000 issues against the time of loading them; exits with 1 above the bar of 20."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ledger.folder import read_folder
from ledger.judging.counting import Level, Sustained
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.formats import formats_of, render
from ledger.reports.progress import progress_document
from ledger.reports.reported import Asked
from synthetic import make

DAY, COUNT, BAR, ROUNDS = date(2025, 6, 30), 1000, 20.0, 3


def timed(work: Callable[[], object]) -> float:
    """The median of a few runs in seconds."""
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def report(ledger: Ledger, form: str) -> object:
    """The whole report in a format, from the ledger on."""
    asked = Asked(Day(ledger, DAY), Level.ISSUES, Sustained.ON_SCHEDULE)
    return render(progress_document(asked), form, Words("zh"))


def main() -> int:
    """Measure and print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        count = make(root, COUNT)
        loading = timed(lambda: load(read_folder(name).tree))
        ledger = load(read_folder(name).tree).ledger
        print(f"loading {count} issues: {loading:.2f} s")
        worst = 0.0
        for form in formats_of("Document"):
            ratio = timed(lambda form=form: report(ledger, form)) / loading  # type: ignore[misc]
            worst = max(worst, ratio)
            print(f"report as {form}: {ratio:.1f} times that (bar {BAR:.0f})")
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
