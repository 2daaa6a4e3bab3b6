"""Validity rules: small functions from a ledger to findings, each with its code."""
