"""Compilation by numba, and random numbers for compiled loops (splitmix64, the same on every machine)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])


def jit(function: F) -> F:
    """Compile, cache on disk, release the interpreter lock."""
    compile_it: Any = njit(cache=True, nogil=True, error_model="numpy")
    return cast("F", compile_it(function))


def inlined(function: F) -> F:
    """Compile into its callers: a call would pass every array of `Tables` and `Walk` by value."""
    compile_it: Any = njit(nogil=True, error_model="numpy", forceinline=True)
    return cast("F", compile_it(function))


@inlined
def random_bits(rng: NDArray[np.uint64]) -> Any:
    """Next 64 random bits (splitmix64, Steele et al. 2014)."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@inlined
def below(rng: NDArray[np.uint64], bound: int) -> int:
    """Random integer in 0 .. bound - 1."""
    return int(((random_bits(rng) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@inlined
def fraction(rng: NDArray[np.uint64]) -> float:
    """Random number in [0, 1)."""
    return np.float64(random_bits(rng) >> np.uint64(11)) * 1.1102230246251565e-16
