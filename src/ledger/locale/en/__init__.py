"""The English catalogue, a topic a file."""

from datetime import date

NAME = "English"
TAG = "en"


def form(count: int, /) -> int:
    """1 task, 0 tasks, 2 tasks: the first form for one, the second for any other number."""
    return int(count != 1)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(day: date, /) -> str:
    """A day as documents have it: 30 June 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
