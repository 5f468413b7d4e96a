"""Runs of a headless browser."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path


def run(browser: str, profile: Path, *arguments: str) -> str:
    """What the browser prints; each run has a profile of its own."""
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={profile}",
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


def colours(png: bytes) -> set[bytes]:
    """Different pixels as the file of 8 bits per channel stores them, whole or as differences.

    A plain picture has a handful of them, one with text hundreds.
    """
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    if depth != 8:
        raise ValueError(f"{depth} bits per channel")
    raw, stride = zlib.decompress(b"".join(_data(png))), 1 + width * size
    lines = (raw[y * stride + 1 : (y + 1) * stride] for y in range(height))
    return {line[x : x + size] for line in lines for x in range(0, len(line), size)}


def _data(png: bytes) -> Iterator[bytes]:
    """The packed parts of the picture."""
    at = 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        if name == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length
