"""Files of the generalised assignment problem (GAP): each job to one agent, within capacities, at least cost.

A file is whitespace-separated integers: agents m and jobs n, m rows of n costs, m rows of n resources, m
capacities (OR-Library, Chu and Beasley 1997). Line breaks mean nothing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assigner.errors import InputError, Issue, Severity

Integers = NDArray[np.int64]

BEST_KNOWN = "best_known.csv"


@dataclass(frozen=True, slots=True, eq=False)
class GapInstance:
    """One instance: `cost` and `resource` are (agents, jobs), `capacity` is (agents,)."""

    name: str
    cost: Integers
    resource: Integers
    capacity: Integers

    @property
    def num_agents(self) -> int:
        """Number of agents."""
        return len(self.capacity)

    @property
    def num_jobs(self) -> int:
        """Number of jobs."""
        return int(self.cost.shape[1])


def read_instance(path: Path) -> GapInstance:
    """Read one file; InputError says what is wrong with it."""
    try:
        numbers = [int(token) for token in path.read_text(encoding="utf-8").split()]
        values = np.array(numbers, dtype=np.int64)
    except (ValueError, OverflowError) as error:
        raise _bad(path, f"not a GAP instance: {error}") from None
    if len(values) < 2 or values[0] < 1 or values[1] < 1:
        raise _bad(path, "the numbers of agents and jobs must come first, both at least 1")
    m, n = int(values[0]), int(values[1])
    if len(values) != 2 + 2 * m * n + m:
        raise _bad(path, f"{m} agents x {n} jobs need {2 + 2 * m * n + m} numbers, there are {len(values)}")
    if (values[2 + m * n :] < 0).any():
        raise _bad(path, "resources and capacities can't be negative")
    cost, resource = values[2 : 2 + m * n], values[2 + m * n : 2 + 2 * m * n]
    return GapInstance(path.name, cost.reshape(m, n), resource.reshape(m, n), values[2 + 2 * m * n :])


def _bad(path: Path, message: str) -> InputError:
    return InputError([Issue(Severity.ERROR, "gap-file", message, file=str(path))])


def write_instance(instance: GapInstance, path: Path) -> None:
    """Write one file, a line for each agent."""
    lines = [f"{instance.num_agents} {instance.num_jobs}"]
    for table in (instance.cost, instance.resource, instance.capacity[None, :]):
        lines += [" ".join(str(x) for x in row) for row in table.tolist()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def instance_files(folder: Path) -> list[Path]:
    """The instances of a folder: files that begin with a number; notes, licences and tables don't."""
    if not folder.is_dir():
        raise _bad(folder, "no such folder")
    found = [path for path in sorted(folder.iterdir()) if path.is_file() and _begins_with_number(path)]
    if not found:
        raise _bad(folder, "no GAP instance in this folder")
    return found


def _begins_with_number(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.read(64).split()
    return path.suffix != ".csv" and bool(first) and first[0].isdigit()


def read_best_known(folder: Path) -> dict[str, float]:
    """Best known costs by instance from `best_known.csv`, empty without such a file."""
    path = folder / BEST_KNOWN
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {row["instance"]: float(row["best_known_min"]) for row in rows if row["best_known_min"]}
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(path, f"needs columns instance and best_known_min with numbers: {error}") from None
