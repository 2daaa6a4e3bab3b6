"""The days that a ledger can be about, and be asked of."""

from datetime import date

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)
"""Working days and feasts are known until the last one; what comes again and again would come without end
after it."""


def is_of_this_age(day: date) -> bool:
    """Whether a day lies between the two."""
    return FIRST_DAY <= day <= LAST_DAY
