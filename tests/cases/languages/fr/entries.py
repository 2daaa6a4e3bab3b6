"""Types of entries."""

TEXTS = {"entry.complete": "achèvement"}
