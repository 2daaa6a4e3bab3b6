"""What is written: new files of a ledger, as bytes.  The disk itself is :mod:`ledger.folder`."""
