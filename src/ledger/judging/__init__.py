"""Facts about issues on a day: status, standing, counts.  Pure functions of (ledger, day)."""
