"""Entry point of ``ledger``, ``taizhang`` and ``python -m ledger``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # a run is short and keeps most of what it makes: collecting garbage during imports only costs time
    gc.disable()
    from ledger.cli.app import run
    from ledger.cli.terminal import flush

    code = run(sys.argv[1:])
    flush()
    # taking the interpreter apart module by module takes 30 ms, and nobody is left to see it
    os._exit(code)


if __name__ == "__main__":
    main()
