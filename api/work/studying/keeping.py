"""Answers that were found before: one store for all studies, the oldest out when it grows too large."""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.results import RunResult
from scenarios.store import Store

MIB = 1024 * 1024
STORE = "store"
"""Name of the store's folder beside the folders of the files."""


class SharedStore(Store):
    """A store whose answers count as new again when they are used."""

    def get(self, key: str) -> RunResult | None:
        """The answer kept under a key, None where there is none."""
        found = super().get(key)
        if found is not None:
            try:
                os.utime(self._path(key))
            except OSError:  # another study has just put it out
                return found
        return found


def shared_store(data_dir: Path) -> SharedStore:
    """The store of a service."""
    return SharedStore(_folder(data_dir))


def trim(data_dir: Path, most_mb: int) -> int:
    """Put out the answers not used for longest until the store is at most so large; how many went.

    Safe while others read and write: an answer that is gone is solved again.
    """
    files = []
    for path in _folder(data_dir).glob("*/*.json.gz"):
        try:
            known = path.stat()
        except FileNotFoundError:
            continue
        files.append((known.st_mtime_ns, known.st_size, path))
    excess, gone = sum(size for _, size, _ in files) - most_mb * MIB, 0
    for _, size, path in sorted(files):
        if excess <= 0:
            break
        path.unlink(missing_ok=True)
        excess, gone = excess - size, gone + 1
    return gone


def _folder(data_dir: Path) -> Path:
    return Path(data_dir) / "files" / STORE
