"""A further language, with a few texts, as a translator would begin it."""

NAME = "français"
TAG = "fr"


def form(count: int, /) -> int:
    """0 tâche, 1 tâche, 2 tâches."""
    return int(count > 1)
