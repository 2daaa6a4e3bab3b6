"""Months after a day: they end where a month ends."""

from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month; never beyond the last day there is."""
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max
