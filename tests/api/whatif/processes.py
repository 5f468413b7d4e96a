"""The processes below this one, read from /proc."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path


def children() -> dict[int, list[int]]:
    """Children of every process that lives; who has ended and waits to be noticed does not."""
    found: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state not in "ZX":
            found[int(parent)].append(int(path.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process still does anything."""
    return any(pid in family for family in children().values())


def levels(depth: int) -> list[list[int]]:
    """Processes below this one: its children, their children, and so on."""
    known, found, level = children(), list[list[int]](), [os.getpid()]
    for _ in range(depth):
        level = [child for parent in level for child in known[parent]]
        found.append(level)
    return found
