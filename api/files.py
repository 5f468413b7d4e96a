"""Files of the service under the data folder: uploads, cases that were read, answers.

`<data>/files/<kind>/<id>/...`. A folder appears whole or not at all: it is made under a temporary name and
renamed. All processes of one service share the data folder.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SAFE = re.compile(r"[a-z0-9_]{1,60}")


class Files:
    """The folder of files."""

    def __init__(self, data_dir: Path) -> None:
        self.root = Path(data_dir) / "files"

    def folder(self, kind: str, item_id: str) -> Path:
        """Where the files of one thing lie, whether or not it is there. Refuses anything but an id."""
        if not (_SAFE.fullmatch(kind) and _SAFE.fullmatch(item_id)):
            raise ValueError(f"not an id: {item_id!r}")
        return self.root / kind / item_id

    @contextmanager
    def making(self, kind: str, item_id: str) -> Iterator[Path]:
        """A new folder that becomes `folder(kind, item_id)` at the end, in place of one that is there.

        Where the block raises, nothing stays.
        """
        target = self.folder(kind, item_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{item_id}.", dir=target.parent))
        try:
            yield new
            _put(new, target)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def remove(self, kind: str, item_id: str) -> None:
        """Remove the folder, if it is there."""
        shutil.rmtree(self.folder(kind, item_id), ignore_errors=True)


def _put(new: Path, target: Path) -> None:
    """Rename, and see to it that bytes and names are on the disk: what is acknowledged must last."""
    for path in new.rglob("*"):
        if path.is_file():
            _sync(path)
    new.chmod(0o700)
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)) if target.exists() else None
    if old is not None:
        os.replace(target, old / "old")
    os.replace(new, target)  # at once: meanwhile readers and backups find nothing there
    _sync(target.parent)
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
