"""The one time by which days are counted: that of China, whatever the zone of a machine or of a commit."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""UTC+08:00."""


def in_china(moment: datetime) -> date:
    """The day in China."""
    try:
        return moment.astimezone(CHINA).date()
    except OverflowError:  # beyond the last day there is
        return moment.date()
