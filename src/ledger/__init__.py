"""整改台账: a ledger of inspection rectification tasks over plain YAML files in git."""

__version__ = "0.1.0"
