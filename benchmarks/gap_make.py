"""Make GAP instances as the literature does: `python -m benchmarks.gap_make d 20 400 SEED FILE`.

Types C and D after Chu and Beasley (1997), type E after Laguna et al. (1995), as in Yagiura et al. (2004):
capacities are 0.8 x the resource of all jobs / agents, all numbers are rounded to integers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.gap_files import GapInstance, Integers, write_instance

TIGHTNESS = 0.8


def make_instance(kind: str, agents: int, jobs: int, seed: int) -> GapInstance:
    """One instance of type c, d or e."""
    rng = np.random.default_rng(seed)
    cost, resource = _TABLES[kind](rng, (agents, jobs))
    capacity = np.floor(TIGHTNESS * resource.sum(axis=1) / agents).astype(np.int64)
    capacity = np.maximum(capacity, resource.min(axis=0).max())  # every job fits somewhere
    return GapInstance(f"{kind}{agents:02d}{jobs}s{seed}", cost, resource, capacity)


def _type_c(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Integers, Integers]:
    return rng.integers(10, 51, shape), rng.integers(5, 26, shape)


def _type_d(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Integers, Integers]:
    resource = rng.integers(1, 101, shape)
    return 111 - resource + rng.integers(-10, 11, shape), resource


def _type_e(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Integers, Integers]:
    resource = 1 - 10 * np.log(1 - rng.random(shape))
    cost = 1000 / resource - 10 * (1 - rng.random(shape))
    return np.rint(cost).astype(np.int64), np.rint(resource).astype(np.int64)


_TABLES = {"c": _type_c, "d": _type_d, "e": _type_e}


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.gap_make", description=__doc__)
    parser.add_argument("kind", choices=sorted(_TABLES))
    parser.add_argument("agents", type=int)
    parser.add_argument("jobs", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args(argv)
    instance = make_instance(options.kind, options.agents, options.jobs, options.seed)
    write_instance(instance, options.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
