"""What a tool makes is written, or with ``--check`` only compared with what is there."""

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECK = "--check"


def write_or_check(made: Mapping[Path, str], tool: str) -> int:
    """Write each text to its file; with ``--check`` on the command line say which are stale, and return 1 then.

    ``tool`` is the file that makes them, to be named in what is said.
    """
    stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    if CHECK not in sys.argv[1:]:
        for path in stale:
            path.write_text(made[path], "utf-8", newline="\n")
        return 0
    for path in stale:
        print(f"{path.relative_to(ROOT).as_posix()} is stale: python tools/{Path(tool).name}")
    return int(bool(stale))
