"""Answers by the hash of everything they depend on: a folder with one file for each."""

from __future__ import annotations

import gzip
import json
import os
import re
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.results import FORMAT, RunResult

KEY = re.compile(r"[0-9a-f]{64}")
"""What run_key gives; nothing else may become part of a path."""

DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError, zlib.error)
"""What reading a file raises that is cut off, overwritten, or another program's."""


class Store:
    """Results in a folder that may be shared by many processes, even while they write.

    A file appears whole or not at all; one that can't be read, or is of another format, counts as absent and
    is replaced by the next answer. Plain JSON, compressed: nothing in it is ever executed.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first answer. Costs nothing until then."""
        self._folder = Path(folder)

    def get(self, key: str) -> RunResult | None:
        """The answer kept under a key, None where there is none. Raises ValueError for what is no key."""
        try:
            return _result(key, json.loads(gzip.decompress(self._path(key).read_bytes())))
        except FileNotFoundError:
            return None
        except DAMAGED:
            _checked(key)
            return None

    def put(self, result: RunResult) -> None:
        """Keep an answer. Raises OSError where the folder can't be written, ValueError for what is no key."""
        path = self._path(result.key)
        data = gzip.compress(json.dumps(_document(result), separators=(",", ":")).encode(), 6, mtime=0)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self._folder / _checked(key)[:2] / f"{key}.json.gz"


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError(f"not a key of an answer: {key!r}")
    return key


def _document(result: RunResult) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "key": result.key,
        "document": result.document,
        "client_id": result.client_id,
        "manager_id": result.manager_id,
        "previous_manager_id": result.previous_manager_id,
    }


def _result(key: str, found: Any) -> RunResult:
    """A result from what a file holds. Raises one of DAMAGED where it is not what was put there."""
    if not isinstance(found, dict) or (found["format"], found["key"]) != (FORMAT, key):
        raise ValueError("another format, or another key")
    if not isinstance(found["document"], Mapping):
        raise TypeError("document")
    columns = [_names(found[name]) for name in ("client_id", "manager_id", "previous_manager_id")]
    if len({len(column) for column in columns}) != 1:
        raise ValueError("columns of different lengths")
    return RunResult(key, found["document"], *columns)


def _names(column: Any) -> tuple[str, ...]:
    if not isinstance(column, list) or not all(isinstance(name, str) for name in column):
        raise TypeError("not a column of names")
    return tuple(column)
