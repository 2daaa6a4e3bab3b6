"""The one clock that tells the day: today is the date at UTC+08:00, whatever the machine's zone."""

from datetime import date, datetime

from ledger.judging.zone import CHINA


def today() -> date:
    """Today's date in China."""
    return datetime.now(CHINA).date()
