"""The parts of a ZIP archive, unpacked no further than the archive says they reach.

`zipfile` and the libraries behind a workbook reader trust different fields of an archive. What is counted
here is what really comes out of the compressed bytes, so that nothing that passed is larger than it says.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from assigner.tabular.probe import Limits
from assigner.tabular.problems import FileProblem

_CHUNK_BYTES = 1 << 20
_MAX_ENTRIES = 10_000
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1


def entries(path: Path, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The entries of an archive by name; raises `FileProblem` where it is damaged or said to be too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except Exception as error:  # zipfile raises many kinds on damaged archives
        raise _broken(str(error) or type(error).__name__) from error
    if sum(entry.file_size for entry in found) > limits.max_unpacked_bytes or len(found) > _MAX_ENTRIES:
        raise FileProblem("workbook-too-large", limit=f"{limits.max_unpacked_bytes >> 20} MB")
    by_name = {entry.filename: entry for entry in found}
    if len({name.replace("\\", "/").casefold() for name in by_name}) < len(found):
        raise _broken("two parts have one name")
    return by_name


def unpacked(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry in chunks; raises `FileProblem` where more or fewer come out than it says."""
    if entry.flag_bits & _IS_ENCRYPTED:
        raise FileProblem("workbook-encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _broken(f"compression {entry.compress_type}")
    _seek(stream, entry)
    is_stored = entry.compress_type == zipfile.ZIP_STORED
    chunks = _compressed(stream, entry) if is_stored else _inflated(stream, entry)
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > entry.file_size:
            break
        yield chunk
    if size != entry.file_size:
        raise _broken(f"{entry.filename[:60]} is not as large as it says")


def part(path: Path, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """All bytes of a small entry."""
    if entry.file_size > limit:
        raise FileProblem("workbook-too-large", limit=f"{limit >> 20} MB")
    with path.open("rb") as stream:
        return b"".join(unpacked(stream, entry))


def _broken(reason: str) -> FileProblem:
    return FileProblem("workbook-broken", reason=reason[:200])


def _seek(stream: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """Go to the first compressed byte: the local header has fields of its own length."""
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER_BYTES)
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
        raise _broken("a part is missing")
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)


def _compressed(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.compress_size
    while left > 0 and (chunk := stream.read(min(left, _CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk


def _inflated(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in _compressed(stream, entry):
            rest = chunk
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _CHUNK_BYTES)
                rest = inflater.unconsumed_tail
        while tail := inflater.decompress(b"", _CHUNK_BYTES):
            yield tail
    except zlib.error as error:
        raise _broken(str(error)) from error
