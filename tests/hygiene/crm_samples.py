"""Files for CRMs, from a base in which no word can be trusted."""

from __future__ import annotations

from pathlib import Path

from api.crm import Move, System, write_back
from assigner.portfolio import Portfolio


def owner_changes(facts: Portfolio, folder: Path) -> Portfolio:
    """Every file of every program: ids of the base for 1C, numbers for the others, refused ids too."""
    for system in System:
        (folder / system).mkdir()
        for file in write_back(system, _moves(facts, as_numbers=system is not System.ONE_C)).files:
            (folder / system / file.name).write_bytes(file.content)
    return facts


def _moves(facts: Portfolio, *, as_numbers: bool) -> list[Move]:
    """One move of each client, half of them with ids that only 1C takes."""
    managers = facts.managers
    return [
        Move(
            client_id=str(n + 1) if as_numbers and n % 2 else str(client_id),
            manager_id=str(n + 1) if as_numbers and n % 2 else str(managers.manager_id[n % len(managers)]),
            client_name=str(facts.clients.name[n]),
            manager=str(managers.name[n % len(managers)]),
        )
        for n, client_id in enumerate(facts.clients.client_id.tolist())
    ]
