"""Every method by its name: ours, ours with one phase off, and the peers."""

from __future__ import annotations

from dataclasses import fields
from functools import partial

from assigner.optimize.params import Switches
from benchmarks.solving.answers import Method
from benchmarks.solving.methods.by_hand import deal, draft, today
from benchmarks.solving.methods.cp_peer import cp_sat
from benchmarks.solving.methods.mip_peer import highs, scip
from benchmarks.solving.methods.ours import first_answer, solve_with, solve_without

OURS = "ours"
FIRST = "first answer only"
SOLVERS = ("cp-sat", "highs", "scip")
BY_HAND = ("draft", "deal", "today")
PEERS = (*SOLVERS, *BY_HAND)

ABLATIONS = (*(f"without {switch.name}" for switch in fields(Switches)), FIRST)


def method(name: str) -> Method:
    """The method of a name. Raises ValueError where there is none."""
    peers: dict[str, Method] = {
        OURS: solve_with,
        FIRST: first_answer,
        "cp-sat": cp_sat,
        "highs": highs,
        "scip": scip,
        "draft": draft,
        "deal": deal,
        "today": today,
    }
    if name in peers:
        return peers[name]
    if name in ABLATIONS:
        return partial(solve_without, name.removeprefix("without "))
    raise ValueError(f"no method {name!r}; there are {', '.join((OURS, *PEERS, *ABLATIONS))}")
