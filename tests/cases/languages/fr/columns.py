"""Heads of columns."""

TEXTS = {"column.title": "Tâche"}
