"""Builders of reports: facts → typed columns and records."""
