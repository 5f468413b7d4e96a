"""What holds for every test."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import settings

# A gate must not depend on luck: no deadline, since machines are busy, and the same examples on every run.
# HYPOTHESIS_PROFILE=explore draws new ones.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start, also where whoever started the tests ignores it.

    A shell does so for what runs in its background, and children inherit it: signals that tests send to them
    would do nothing.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stories in a browser take minutes each: begun last, they would be waited for alone."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
