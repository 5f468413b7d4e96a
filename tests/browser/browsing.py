"""Runs of a headless browser."""

from __future__ import annotations

import subprocess
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
