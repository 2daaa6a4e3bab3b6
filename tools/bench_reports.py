"""Reports and site of 1,000 issues against the time of loading them; exits with 1 above a bar."""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from ledger.folder import read_folder
from ledger.judging.counting import Level, Sustained
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.formats import formats_of, render
from ledger.rendering.site import render_site
from ledger.reports.progress import progress_document
from ledger.reports.reported import Asked
from ledger.reports.site import build_site
from synthetic import make

gc.disable()  # as the program does
DAY, COUNT, ROUNDS = date(2025, 6, 30), 1000, 3
BARS = {"docx": 4.0, "site": 12.0}
BAR = 12.0  # of the other forms
MOST = 10_000_000  # bytes of the site


def timed(work: Callable[[], object]) -> float:
    """The least of a few runs, in seconds of the processor: other work on the machine does not count."""
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)


def report(ledger: Ledger, form: str) -> object:
    """The whole report in a format, from the ledger on."""
    asked = Asked(Day(ledger, DAY), Level.ISSUES, Sustained.ON_SCHEDULE)
    return render(progress_document(asked), form, Words("zh"))


def site(ledger: Ledger) -> dict[str, bytes]:
    """The whole site as it is written unless more languages are asked for, from the ledger on."""
    return render_site(build_site(Day(ledger, DAY)), [Words("zh")])


def main() -> int:
    """Measure and print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        count = make(root, COUNT)
        loading = timed(lambda: load(read_folder(name).tree))
        ledger = load(read_folder(name).tree).ledger
        print(f"loading {count} issues: {loading:.2f} s")
        missed = False
        for form in (*formats_of("Document"), "site"):
            work: Callable[[], object] = (
                partial(site, ledger) if form == "site" else partial(report, ledger, form)
            )
            ratio, bar = timed(work) / loading, BARS.get(form, BAR)
            missed |= ratio > bar
            print(f"{form}: {ratio:.1f} times that (bar {bar:.0f})")
        size = sum(map(len, site(ledger).values()))
        missed |= size > MOST
        print(f"site: {size / 1e6:.2f} MB (bar {MOST / 1e6:.0f})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
