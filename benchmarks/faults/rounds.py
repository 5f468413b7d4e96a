"""Rounds of load and death."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.checking import at_rest, faults
from benchmarks.faults.load import Ledger, Load
from benchmarks.faults.service import Service

Blow = Callable[[Service], None]


def kill_server(service: Service) -> None:
    """The server dies with everything in it, and is started again."""
    service.kill_server()
    service.start()


def kill_job(service: Service) -> None:
    """A process in which a job runs dies, if there is one within a while."""
    for _ in range(50):
        if service.kill_job():
            return
        time.sleep(0.1)


def kill_both(service: Service) -> None:
    """One, then the other."""
    kill_job(service)
    kill_server(service)


BLOWS: tuple[Blow, ...] = (kill_server, kill_job, kill_both)


def run_rounds(
    folder: Path,
    rounds: int,
    *,
    database_url: str | None = None,
    seed: int = 0,
    blows: tuple[Blow, ...] = BLOWS,
    longest: float = 10.0,
    patience: float = 0.0,
    tell: Callable[[str], None] = lambda text: None,
) -> tuple[Ledger, list[str]]:
    """Load a service, strike it `rounds` times, let it come to rest; what was done, and what is wrong.

    The seed decides how it is struck and when, `longest` seconds after the one before at most; what is hit
    then is chance. With `patience` a plan has so many seconds to be approved before every fourth blow: where
    every job is struck three times, nothing would ever come of any.
    """
    rng, ledger = random.Random(seed), Ledger()  # noqa: S311 - when to strike
    service = Service(folder, database_url)
    service.start()
    try:
        with Load(service, ledger):
            for number in range(rounds):
                if number % 4 == 3:
                    _let_live(ledger, patience)
                time.sleep(rng.uniform(0.5, longest))
                blow = blows[number % len(blows)]
                blow(service)
                tell(f"round {number + 1}: {blow.__name__}; {figures(ledger)}")
            time.sleep(3.0)
        at_rest(service)
        return ledger, faults(service, ledger)
    finally:
        service.stop()


def _let_live(ledger: Ledger, patience: float) -> None:
    """Wait until one more plan is approved, not for ever."""
    before, deadline = len(ledger.approved), time.monotonic() + patience
    while len(ledger.approved) == before and time.monotonic() < deadline:
        time.sleep(0.1)


def figures(ledger: Ledger) -> str:
    """What was acknowledged, in words."""
    kinds = ("datasets", "proposals", "approved", "policies", "routes")
    return ", ".join(f"{len(getattr(ledger, kind))} {kind}" for kind in kinds)
