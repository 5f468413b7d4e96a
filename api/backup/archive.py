"""The archive: a tar file whose last member lists every other one with size and SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


class BadArchive(Exception):  # noqa: N818 - the domain's word
    """The archive can't be used; `reason` is a code, `name` the member it is about."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(f"{reason} {name}".strip())
        self.reason, self.name = reason, name


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `database` is sqlite or postgresql, `revision` that of its tables."""

    database: str
    revision: str
    made_at: str
    version: str
    members: dict[str, dict[str, Any]]


class Writer:
    """Adds members to a new archive, hashing what it reads."""

    def __init__(self, target: tarfile.TarFile) -> None:
        self._target = target
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file as `name`. One that vanished meanwhile is left out."""
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            return
        with stream:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(stream.fileno()).st_size, 0o600
            hashing = _Hashing(stream)
            self._target.addfile(info, hashing)
        self.members[name] = {"size": info.size, "sha256": hashing.hash.hexdigest()}

    def add_folder(self, folder: Path, name: str) -> None:
        """Add all files below a folder, without those that are still being made."""
        for path in sorted(_finished_files(folder)):
            self.add(path, str(PurePosixPath(name, *path.relative_to(folder).parts)))

    def finish(self, **about: str) -> None:
        """Add the manifest."""
        document = {"format": FORMAT, **about, "members": self.members}
        data = json.dumps(document, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._target.addfile(info, io.BytesIO(data))


class _Hashing(io.RawIOBase):
    """A stream that hashes what is read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.hash = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size)
        self.hash.update(data)
        return data


def _finished_files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):  # unlike rglob it goes on where a folder vanishes meanwhile
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(root, name) for name in names if not name.startswith(".")):
            if path.is_file() and not path.is_symlink():
                yield path


def unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check everything. Raises BadArchive for the first fault."""
    try:
        with tarfile.open(archive, "r:*") as source:
            source.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive("unreadable", type(error).__name__) from None
    manifest = _manifest(folder / MANIFEST)
    found = {str(PurePosixPath(*path.relative_to(folder).parts)) for path in _all_files(folder)}
    for name in sorted(found ^ {*manifest.members, MANIFEST}):
        raise BadArchive("missing" if name in manifest.members else "unknown", name)
    for name, about in manifest.members.items():
        if _sha256(folder / name) != about["sha256"]:
            raise BadArchive("changed", name)
    return manifest


def _manifest(path: Path) -> Manifest:
    try:
        document = json.loads(path.read_text("utf-8"))
        if document.pop("format") != FORMAT:
            raise BadArchive("format")
        return Manifest(**document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadArchive("manifest") from None


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if not path.is_dir())


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(CHUNK):
            found.update(data)
    return found.hexdigest()
