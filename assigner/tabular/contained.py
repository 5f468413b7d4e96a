"""Files whose parsers can't be held in bounds from outside, read by a process of its own with a memory limit.

An XLS file says itself how much room its sheets take, and the parser believes it; when that room is not to be
had, the process ends. A Parquet file can repeat one long text a million times. Neither can be seen without
parsing.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assigner.tabular.problems import FileProblem

MEMORY_BYTES = 768 << 20
_SECONDS = 120
_WORKER = Path(__file__).with_name("contained_worker.py")


@contextmanager
def contained(action: str, path: Path, sheet: str = "") -> Iterator[Iterator[Any]]:
    """What the worker says, one thing after the other; raises `FileProblem` for what it can't read."""
    command = [sys.executable, "-P", str(_WORKER), action, str(path), sheet, str(MEMORY_BYTES), str(_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            yield _messages(process)
        finally:
            process.kill()


def _messages(process: subprocess.Popen[bytes]) -> Iterator[Any]:
    if process.stdout is None:
        raise AssertionError("the worker's output is piped")
    while True:
        try:
            kind, content = pickle.load(process.stdout)  # noqa: S301 - written by our own worker
        except (EOFError, pickle.UnpicklingError) as error:
            raise FileProblem("parser-stopped", limit=MEMORY_BYTES >> 20) from error
        if kind == "end":
            return
        if kind == "problem":
            code, named = content
            raise FileProblem(code, **named)
        yield content
