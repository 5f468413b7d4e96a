"""What the disk alone takes to keep a commit: no service can answer sooner."""

from __future__ import annotations

import os
import time
from pathlib import Path

PIECE = b"x" * 8192
LENGTH = 2000
"""Pieces of the file, which is written before the clock runs: a log of a database grows in the same way."""


def syncs(folder: Path, rate: float, seconds: int) -> list[float]:
    """Seconds of each write of 8 KiB with its fdatasync, at a rate."""
    path = folder / "synced"
    found = []
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        os.pwrite(file, PIECE * LENGTH, 0)
        os.fsync(file)
        for number in range(int(rate * seconds)):
            begun = time.perf_counter()
            os.pwrite(file, PIECE, number % LENGTH * len(PIECE))
            os.fdatasync(file)
            found.append(time.perf_counter() - begun)
            time.sleep(max(0.0, 1 / rate - found[-1]))
    finally:
        os.close(file)
        path.unlink()
    return found
