"""The one clock: today is the date at UTC+08:00, whatever the machine's zone."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def today() -> date:
    """Today's date in China."""
    return datetime.now(CHINA).date()
