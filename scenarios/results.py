"""What is kept of one solved scenario, and the hash under which it is found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from assigner.engine import plan_document
from assigner.portfolio import NOBODY, IntArray
from assigner.proposal import Proposal
from assigner.solution import SolverConfig
from scenarios.base import Base, base_sha256

FORMAT = "assigner-run/1"
"""Part of the key: raise it when the meaning of what is stored changes."""


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """One answer: `document` is what proposal.json would hold, of plain values only.

    `client_id` and `manager_id` tell who has whom ("" for nobody), `previous_manager_id` who had: all three
    in the order of the clients table. `key` is the hash of everything the answer depends on.
    """

    key: str
    document: Mapping[str, Any]
    client_id: tuple[str, ...]
    manager_id: tuple[str, ...]
    previous_manager_id: tuple[str, ...]


def run_key(base: Base, config: SolverConfig, version: str, start: IntArray | None = None) -> str:
    """Hash of facts, policy, day, effort, seed, version of the engine and what the search began from."""
    parts = {
        "format": FORMAT,
        "base": base_sha256(base),
        "config": asdict(config),
        "version": version,
        "start": None if start is None else hashlib.sha256(np.asarray(start, "<i4").tobytes()).hexdigest(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def result_of(key: str, proposal: Proposal) -> RunResult:
    """What is kept of a proposal."""
    clients, managers = proposal.portfolio.clients, proposal.portfolio.managers.manager_id
    return RunResult(
        key=key,
        document=plan_document(proposal),
        client_id=tuple(map(str, clients.client_id)),
        manager_id=_names(managers, proposal.assignment),
        previous_manager_id=_names(managers, clients.owner_idx),
    )


def _names(managers: np.ndarray[Any, Any], index: IntArray) -> tuple[str, ...]:
    return tuple("" if one == NOBODY else str(managers[one]) for one in index)


def start_of(base: Base, result: RunResult) -> IntArray:
    """The assignment of a result as positions in another base's managers; owners stay where it has no word.

    Warms the search of a scenario with the answer of its base: managers may have come, clients never go.
    """
    place = {str(name): at for at, name in enumerate(base.portfolio.managers.manager_id)}
    planned = dict(zip(result.client_id, result.manager_id, strict=True))
    owner = base.portfolio.clients.owner_idx
    return np.array(
        [
            place.get(planned.get(str(client), ""), int(owner[at]))
            for at, client in enumerate(base.portfolio.clients.client_id)
        ],
        dtype=np.int32,
    )
