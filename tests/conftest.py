"""What holds for every test."""

from __future__ import annotations

import signal

import pytest


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
