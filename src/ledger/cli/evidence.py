"""Evidence given on the command line: a web address is noted, a file is copied beside the issue."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from ledger.cli.disk import opened
from ledger.cli.errors import CommandError
from ledger.reading.layout import is_reserved

if TYPE_CHECKING:
    from collections.abc import Collection

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_LIKE_URL = re.compile(r"[a-z]+:/|www[.]", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_LONGEST_NAME = 200  # bytes; most file systems allow 255, and a hidden name is longer


class Copies:
    """Files to be copied into the ledger below ``root``, once the records that need them are sound."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.sources: dict[str, tuple[str, str]] = {}

    def add(self, given: str, issue: str) -> dict[str, Any]:
        """What the record holds for a piece of evidence: path below ``data/`` and checksum, or URL."""
        if _URL.fullmatch(given):
            return {"url": given}
        if _LIKE_URL.match(given) and not os.path.lexists(given):
            raise CommandError("record.evidence_url", value=given)
        digest = _digest(given)
        inside = self._inside(given)
        if inside is not None:
            return {"path": inside, "sha256": digest}
        if self._below("data", given):
            raise CommandError("record.evidence_own", file=given)
        path = self._free(f"evidence/{issue}", os.path.basename(given), digest)
        if not os.path.lexists(self._full(path)):
            self.sources[path] = (given, digest)
        return {"path": path, "sha256": digest}

    def sum_of(self, path: str) -> str | None:
        """The checksum of a file that is about to be copied to ``path`` below ``data/``."""
        source = self.sources.get(path)
        return source[1] if source else None

    def needed(self, paths: Collection[str]) -> dict[str, str]:
        """The copies to be made for these paths: where to, from the root of the ledger, and where from."""
        return {f"data/{path}": source for path, (source, _) in self.sources.items() if path in paths}

    def _full(self, path: str) -> str:
        return os.path.join(self.root, "data", *path.split("/"))

    def _inside(self, given: str) -> str | None:
        """The path below ``data/`` of a file that lies in the ledger's evidence already."""
        folder = os.path.realpath(os.path.join(self.root, "data"))
        full = os.path.realpath(given)
        relative = os.path.relpath(full, folder).replace(os.sep, "/")
        return relative if relative.startswith("evidence/") and not os.path.islink(given) else None

    def _below(self, folder: str, given: str) -> bool:
        """Whether a file lies in a folder of the ledger: its own files prove nothing."""
        full, held = os.path.realpath(given), os.path.realpath(os.path.join(self.root, folder))
        return full.startswith(held + os.sep)

    def _free(self, folder: str, name: str, digest: str) -> str:
        """A name in ``folder`` that is free, or that of a file with the same content."""
        stem, ending = os.path.splitext(safe_name(name))
        held = self._held(folder)
        while len(f"{stem}-{digest[:8]}{ending}".encode()) > _LONGEST_NAME and len(stem) > 1:
            stem = stem[:-1]
        for candidate in (f"{stem}{ending}", f"{stem}-{digest[:8]}{ending}"):
            path = f"{folder}/{held.get(candidate.casefold(), candidate)}"
            taken = self.sum_of(path)
            if taken is None and os.path.lexists(self._full(path)):
                taken = _digest(self._full(path))
            if taken in {None, digest}:
                return path
        raise CommandError("record.evidence_name", file=name)

    def _held(self, folder: str) -> dict[str, str]:
        """The names in a folder by their small letters: many systems take two of the same for one."""
        there = os.path.isdir(self._full(folder))
        names = sorted(os.listdir(self._full(folder))) if there else []
        names += [path.rpartition("/")[2] for path in self.sources if path.startswith(f"{folder}/")]
        return {name.casefold(): name for name in names}


def safe_name(text: str) -> str:
    """A text as the name of a file that every file system takes."""
    name = _UNSAFE.sub("_", text).strip(". ") or "file"
    return f"_{name}" if is_reserved(name) else name


def _digest(file: str) -> str:
    from hashlib import file_digest

    from ledger.reading.sums import EVIDENCE_MAX

    with opened(file, again=True) as stream:
        if os.fstat(stream.fileno()).st_size > EVIDENCE_MAX:
            raise CommandError("record.evidence_too_large", file=file, most=EVIDENCE_MAX >> 20)
        return file_digest(stream, "sha256").hexdigest()
