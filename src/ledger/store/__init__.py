"""What was read and found sound, kept so that it need not be read again.

A reading command asks :func:`ledger.opening.remembered`.  What is kept is the model, not its judgement; a
file is taken from the store while its stamp is the one it was read with.  Checks, audits and writes never
ask.
"""
