"""What a ledger is: frozen values without behaviour that needs a clock, a disk or a terminal."""
