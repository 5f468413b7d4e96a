"""The problems: generated companies by size and seed, and GAP instances from a file.

A company's name says all: `600x8s3` has 600 clients, 8 managers and the seed 3; `1000000x300e12s1` lets each
client have 12 eligible managers. `gap:PATH` is a file of generalised assignment. Files and problems are kept
in a folder, so that every method gets the same ones and only the first run has to make them.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import assigner
from assigner.engine import Case, load_case
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.problem import Problem, build_problem
from assigner.tabular import Sources
from benchmarks.gap_files import read_instance
from benchmarks.gap_problem import gap_problem

NAME = re.compile(r"(?P<clients>\d+)x(?P<managers>\d+)(e(?P<each>\d+))?s(?P<seed>\d+)$")
GAP = "gap:"
UNRELATED = ("optimize", "report", "explain", "cli", "checker", "fairness", "audit", "capacity", "quality")
"""Parts of the engine that have no say in what the problem of a company is."""

TABLES = ("clients", "managers", "activities", "rules")


@dataclass(frozen=True, slots=True)
class Company:
    """A generated company; `eligible_each` limits how many managers each client can have."""

    clients: int
    managers: int
    seed: int
    eligible_each: int | None = None

    @property
    def size(self) -> str:
        """Its size without the seed, for people."""
        each = f", {self.eligible_each} eligible each" if self.eligible_each else ""
        return f"{self.clients:,} x {self.managers}{each}"

    @property
    def spec(self) -> CompanySpec:
        """Spec for the generator."""
        return CompanySpec.for_size(self.clients, self.managers, self.seed, eligible_each=self.eligible_each)


def company(name: str) -> Company:
    """The company of a name. Raises ValueError for anything else."""
    found = NAME.match(name)
    if not found:
        raise ValueError(f"{name}: a company is named like 600x8s3 or 1000000x300e12s1")
    each = found["each"]
    clients, managers, seed = (int(found[part]) for part in ("clients", "managers", "seed"))
    return Company(clients, managers, seed, int(each) if each else None)


def size_of(name: str) -> str:
    """What instances of one size have in common, for people; that of a GAP file is its type and size."""
    return f"GAP {Path(name).stem}" if name.startswith(GAP) else company(name).size


def prepare(name: str, cache: Path, *, whole: bool = False) -> None:
    """Make files and problem of an instance where they are missing; with `whole` the files are enough."""
    if name.startswith(GAP):
        return
    if not (_folder(name, cache) / "clients.csv").exists():
        half = _folder(name, cache).with_name(f"{name}.half")
        write_company(generate_company(company(name).spec), half)
        half.rename(_folder(name, cache))
    if not whole and not _pickle(name, cache).exists():
        made = problem_of(whole_case(name, cache))
        half = _pickle(name, cache).with_suffix(".half")
        half.write_bytes(pickle.dumps(made, protocol=5))
        half.rename(_pickle(name, cache))


def whole_case(name: str, cache: Path) -> Case:
    """Facts and evidence, read from the files as `assigner propose` does."""
    return load_case(Sources(*(_folder(name, cache) / f"{table}.csv" for table in TABLES)))


def problem_of(case: Case) -> Problem:
    """What the optimiser sees."""
    return build_problem(case.portfolio, case.evidence, case.policy)


def load_problem(name: str, cache: Path) -> Problem:
    """The problem of an instance that was prepared."""
    if name.startswith(GAP):
        return gap_problem(read_instance(Path(name.removeprefix(GAP))))
    return cast("Problem", pickle.loads(_pickle(name, cache).read_bytes()))  # noqa: S301 - our own file


def _folder(name: str, cache: Path) -> Path:
    """Where a company's files are: what the engine makes of them changes with the engine's source."""
    return cache / _fingerprint() / name


def _pickle(name: str, cache: Path) -> Path:
    return _folder(name, cache).with_suffix(".pickle")


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """Digest of the engine's source without the optimiser: another source may make another problem."""
    home = Path(assigner.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(home.rglob("*.py")):
        if path.relative_to(home).parts[0] not in UNRELATED:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def main() -> None:
    """Make one instance: `python -m benchmarks.solving.instances CACHE NAME [--whole]`."""
    cache, name, *whole = sys.argv[1:]
    prepare(name, Path(cache), whole=bool(whole))


if __name__ == "__main__":
    main()
