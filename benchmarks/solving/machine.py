"""Facts about the machine and the packages that a figure needs."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("ortools", "scipy", "numpy", "numba")


def machine() -> dict[str, Any]:
    """Cores, processor, memory, interpreter, versions, and how busy the machine is at this moment."""
    return {
        "cores": os.cpu_count() or 1,
        "processor": _first("/proc/cpuinfo", "model name") or platform.machine(),
        "memory_gib": round(_memory(), 1),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        **{name: version(name) for name in PACKAGES},
    }


def in_words(facts: dict[str, Any]) -> str:
    """One line of them, without the load."""
    packages = ", ".join(f"{name} {facts[name]}" for name in PACKAGES if name in facts)
    return (
        f"{facts['cores']} cores ({facts['processor']}), {facts['memory_gib']} GiB, "
        f"Python {facts['python']}, {packages}"
    )


def _memory() -> float:
    return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) / 2**30


def _first(path: str, key: str) -> str:
    """The value of the first line `key : value` of a file of the system, "" where there is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
