"""Many what-ifs of one base, in processes here and on a Dask cluster: `python -m benchmarks.what_if`.

The same scenarios (prices of moving x seeds) are solved with the default runner, with a real scheduler and
two workers on the loopback device, and there again while one of the workers is killed in the middle of a
solve. Fails where a scenario is without an answer or where one differs in anything but its seconds.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from assigner.solution import SolverConfig
from benchmarks.solving.machine import in_words, machine
from scenarios.batch import Ask, OnEvent, ignore_event, solve_many
from scenarios.runner import JobEvent, LocalRunner, Runner
from scenarios.runner.cluster import ClusterRunner
from tests.scenarios.runner.clusters import Cluster, cluster
from tests.scenarios.runner.companies import answer, asks, base

SEEDS = 4
SLOTS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One way to run all scenarios: seconds on the clock, attempts lost, and every answer."""

    name: str
    seconds: float
    lost: int
    answers: Mapping[str, object]

    def line(self, first: Row) -> str:
        """The row of the table; how it compares is told against the first."""
        same = "-" if self is first else str(sum(self.answers[n] == first.answers[n] for n in self.answers))
        each = self.seconds * SLOTS / len(self.answers)
        cells = (self.name, str(SLOTS), f"{self.seconds:.0f}", f"{each:.1f}", str(self.lost), same)
        return f"| {' | '.join(cells)} |"


class Heard:
    """Counts lost attempts and does something, once, when a scenario tells that it is at work."""

    def __init__(self, name: str = "", do: OnEvent = ignore_event) -> None:
        self.lost = 0
        self._name, self._do = name, do

    def __call__(self, name: str, event: JobEvent) -> None:
        """What happened to a scenario."""
        self.lost += event.lost
        if name == self._name and event.progress is not None:
            self._do(name, event)
            self._name = ""


def scenarios(count: int, clients: int, managers: int, work: float) -> list[Ask]:
    """So many scenarios: each price of moving with several seeds."""
    config = SolverConfig(work_limit=work, time_limit=None, target_gap=0.0)
    priced = asks(-(-count // SEEDS), base(clients, managers), config)
    found = [
        replace(ask, name=f"{ask.name} seed {seed}", config=replace(config, seed=seed))
        for ask in priced
        for seed in range(SEEDS)
    ]
    return found[:count]


def measure(name: str, wanted: Sequence[Ask], runner: Runner, heard: Heard) -> Row:
    """Solve all of them; the runner is there already."""
    begun = perf_counter()
    found = solve_many(wanted, runner=runner, on_event=heard)
    return Row(name, perf_counter() - begun, heard.lost, {one: answer(found[one]) for one in found})


def rows(wanted: Sequence[Ask], folder: Path) -> Iterator[Row]:
    """The default, the cluster, and the cluster with a worker killed half-way."""
    with closed(LocalRunner(SLOTS)) as here:
        yield measure("processes here (default)", wanted, here, Heard())
    with cluster(folder, SLOTS) as made:
        with closed(ClusterRunner(made.address)) as there:
            yield measure("Dask, 2 workers", wanted, there, Heard())
        with closed(ClusterRunner(made.address)) as there:
            heard = Heard(wanted[len(wanted) // 2].name, killer(made))
            yield measure("Dask, one of 2 workers killed in mid-solve", wanted, there, heard)


def killer(made: Cluster) -> Callable[[str, JobEvent], None]:
    """Kill -9 for the worker that has a job."""

    def kill(name: str, event: JobEvent) -> None:
        os.kill(made.worker_pid_of(event.job_id), signal.SIGKILL)

    return kill


@contextmanager
def closed(runner: Runner) -> Iterator[Runner]:
    """The runner, closed in the end."""
    try:
        yield runner
    finally:
        runner.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.what_if", description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=40)
    parser.add_argument("--clients", type=int, default=1500)
    parser.add_argument("--managers", type=int, default=12)
    parser.add_argument("--work", type=float, default=2.0, help="work units of each scenario")
    given = parser.parse_args()
    wanted = scenarios(given.scenarios, given.clients, given.managers, given.work)
    facts = machine()
    print(
        f"{len(wanted)} scenarios of {given.clients:,} x {given.managers}, {given.work:g} work units each; "
    )
    print(f"{in_words(facts)}; load {facts['load']} at the start\n")
    print("| runner | slots | wall seconds | slot-seconds a scenario | attempts lost | same answers |")
    print("|---|---|---|---|---|---|")
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(wanted, Path(folder)):
            found.append(row)
            print(row.line(found[0]), flush=True)
    if any(row.answers != found[0].answers for row in found):
        sys.exit("answers differ")
    if found[-1].lost != 1:
        sys.exit(f"one attempt should have been lost, not {found[-1].lost}")


if __name__ == "__main__":
    main()
