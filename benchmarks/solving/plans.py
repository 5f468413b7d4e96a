"""The runs behind docs/benchmarks.md: the lines of the table of targets, and the ablation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.solving.methods import ABLATIONS, BY_HAND, OURS, PEERS
from benchmarks.solving.records import Task

PROOF_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of targets.

    `limits` are the seconds of its runs, each a run of its own: a run plans its phases by its limit. `gaps`
    are the certified gaps promised within them, infinite where any bound will do.
    """

    size: str
    limits: tuple[float, ...]
    promise: str
    first_answer: float | None
    gaps: tuple[float, ...]
    peers: tuple[str, ...]
    seeds: tuple[int, ...] = (1, 2, 3)
    memory_gib: float | None = None
    proof: bool = False

    def instances(self, seeds: Sequence[int] | None) -> list[str]:
        """Names of its instances."""
        return [f"{self.size}s{seed}" for seed in seeds or self.seeds]


LINES: dict[str, tuple[Line, ...]] = {
    "small": (
        Line("200x6", (10,), "1 % in 10 s", 1, (0.01,), PEERS, (1, 2, 3, 4), proof=True),
        Line("600x8", (10,), "1 % in 10 s", 1, (0.01,), PEERS, (1, 2, 3, 4), proof=True),
    ),
    "medium": (
        Line("1000x10", (15, 60), "2 % in 15 s, 1 % in 60 s", 2, (0.02, 0.01), PEERS),
        Line("5000x20", (60,), "2 % in 60 s", 5, (0.02,), PEERS),
        Line("8000x48", (85,), "2 % in 85 s, less than 2 GiB", 15, (0.02,), PEERS, memory_gib=2),
    ),
    "large": (
        Line("20000x50", (180,), "2 % in 180 s", 30, (0.02,), BY_HAND),
        Line(
            "100000x200",
            (900,),
            "3 % in 15 min, less than 4 GiB",
            120,
            (0.03,),
            ("today", "deal"),
            memory_gib=4,
        ),
    ),
    "huge": (
        Line(
            "1000000x300e12",
            (3600,),
            "a checked answer and a certified bound in 60 min, less than 20 GiB",
            None,
            (float("inf"),),
            (),
            (1,),
            memory_gib=20,
        ),
    ),
}

ABLATION = (("600x8s3", 10.0), ("1000x10s2", 15.0), ("5000x20s2", 60.0))
"""Instances and seconds of the ablation: imbalance 0 can be reached in the first and the last of them."""


def targets(names: Iterable[str], *, workers: int, seeds: Sequence[int] | None, peers: bool) -> list[Task]:
    """All runs of some lines: ours, the peers in the same seconds, then the proofs."""
    lines = [line for name in names for line in LINES[name]]
    timed = [task for line in lines for task in _timed(line, workers, seeds, peers)]
    return timed + [task for line in lines if line.proof for task in _proofs(line, workers, seeds)]


def _timed(line: Line, workers: int, seeds: Sequence[int] | None, peers: bool) -> Iterator[Task]:
    for seconds in line.limits:
        for instance in line.instances(seeds):
            for method in (OURS, *(line.peers if peers else ())):
                yield Task(instance=instance, method=method, seconds=seconds, workers=workers)


def _proofs(line: Line, workers: int, seeds: Sequence[int] | None) -> Iterator[Task]:
    for instance in line.instances(seeds):
        yield Task(instance=instance, method=OURS, seconds=PROOF_SECONDS, workers=workers, target_gap=0.0)


def ablation(cases: Iterable[tuple[str, float]], *, workers: int) -> list[Task]:
    """Ours and every variant of it on some instances; nothing stops early, so that all have the same time."""
    return [
        Task(instance=instance, method=method, seconds=seconds, workers=workers)
        for instance, seconds in cases
        for method in (OURS, *ABLATIONS)
    ]


def most_seconds(tasks: Iterable[Task]) -> float:
    """Seconds that the runs take at most, without reading and judging; dealing by hand takes none."""
    return sum(task.seconds for task in tasks if task.method not in BY_HAND)
