"""Why a file is not the one whose checksum was recorded, as far as its bytes show it."""

from __future__ import annotations

import re

MOST = 64 * 1024 * 1024
"""Largest file whose bytes are looked at, in bytes."""

EVIDENCE_MAX = 1 << 30
"""Largest evidence file that is compared with its checksum, in bytes."""

TOO_LARGE = "too large"
"""What stands for the checksum of a larger one."""

UNREADABLE = "unreadable: "
"""What stands for the checksum of one that the system does not let us read, before the system's reason."""


def is_sum(found: str | None) -> bool:
    """Whether a look-up of evidence gave a checksum, and not why there is none."""
    return found is not None and found != TOO_LARGE and not found.startswith(UNREADABLE)


_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:.*\n)?oid sha256:([0-9a-f]{64})\r?\n"
)


def why_differs(data: bytes, recorded: str) -> str:
    """``line_ends``, ``lfs`` or ``other``: what became of the file with the SHA-256 ``recorded``.

    git may have put other line ends into it, or its content may lie elsewhere, and this only points there.
    """
    from hashlib import sha256

    pointer = _POINTER.match(data)
    if pointer is not None and pointer[1].decode() == recorded:
        return "lfs"
    plain = data.replace(b"\r\n", b"\n")
    for form in (plain, plain.replace(b"\n", b"\r\n")):
        if form != data and sha256(form).hexdigest() == recorded:
            return "line_ends"
    return "other"
