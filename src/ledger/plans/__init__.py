"""The official document: from its text to issues, and from issues back to its text.  Pure functions."""
