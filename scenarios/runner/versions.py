"""Versions of what an answer depends on: machines that differ in one would give different answers."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("assigner", "numpy", "scipy", "ortools", "numba", "dask", "distributed")


@cache
def versions() -> dict[str, str]:
    """Python and packages of this process, "missing" where one isn't installed."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python} | {name: version_of(name) for name in PACKAGES}


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """`numpy 2.2.0 != 2.3.1` for each that differs: what is there, then what is here."""
    return [
        f"{name} {there.get(name, 'missing')} != {wanted}"
        for name, wanted in here.items()
        if there.get(name) != wanted
    ]


def version_of(name: str) -> str:
    """The version of an installed package, "missing" where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
