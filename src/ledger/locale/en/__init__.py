"""The English catalogue, a topic a file."""

NAME = "English"
TAG = "en"


def form(count: int, /) -> int:
    """1 task, 0 tasks, 2 tasks: the first form for one, the second for any other number."""
    return int(count != 1)
