"""Where the repository's files are, and which of them are tracked."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository that git knows and that is still there; all files outside a checkout."""
    if not (ROOT / ".git").exists():
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def modules(package: str = "assigner") -> tuple[Path, ...]:
    """The Python modules of a package."""
    return tuple(sorted((ROOT / package).rglob("*.py")))
