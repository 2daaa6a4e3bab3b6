"""What was read and found sound, kept so that it need not be read again.

A reading command asks :func:`ledger.store.recall.recall`; the bytes of files, not their times, say what is
kept, and git says which files are still those bytes.  Checks, audits and writes never ask it.
"""
