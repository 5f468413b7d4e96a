"""Finds the example data beside the checkout; tests that need it are skipped without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


def adventureworks() -> Path:
    """Folder of the AdventureWorks tables; skips the calling test where it is not there.

    ASSIGNER_SHARED_DATA names the data folder; else it is `shared/data` beside the checkout.
    """
    folder = os.environ.get("ASSIGNER_SHARED_DATA")
    data = Path(folder) if folder else CHECKOUT / ".." / "shared" / "data"
    found = data / "adventureworks"
    if not found.is_dir():
        pytest.skip("the example data is not beside the checkout")
    return found.resolve()
