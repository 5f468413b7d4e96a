"""Who changes hands in which column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.compare.model import Column, Mover, Moves


def compare_moves(columns: Sequence[Column]) -> Moves:
    """Movers of all columns. Who owns a client today is what the first column with an answer says of it."""
    plans = [dict(zip(column.client_id, column.manager_id, strict=True)) for column in columns]
    answered = [bool(column.runs) for column in columns]
    today: dict[str, str] = {}
    for column in columns:
        for client, owner in zip(column.client_id, column.previous_manager_id, strict=True):
            today.setdefault(client, owner)
    clients = [Mover(client, owner, _managers(client, plans, answered)) for client, owner in today.items()]
    movers = tuple(one for one in clients if any(one.moves))
    return Moves(
        movers=movers,
        differing=_differing(plans, answered),
        everywhere=sum(_everywhere(one.moves, answered) for one in movers),
        only=tuple(_only(movers, n) for n in range(len(columns))),
    )


def _managers(
    client: str, plans: Sequence[Mapping[str, str]], answered: Sequence[bool]
) -> tuple[str | None, ...]:
    return tuple(plan.get(client, "") if has else None for plan, has in zip(plans, answered, strict=True))


def _everywhere(moves: Sequence[bool], answered: Sequence[bool]) -> bool:
    return all(moved for moved, has in zip(moves, answered, strict=True) if has)


def _only(movers: Sequence[Mover], column: int) -> int:
    return sum(one.moves[column] and sum(one.moves) == 1 for one in movers)


def _differing(
    plans: Sequence[Mapping[str, str]], answered: Sequence[bool]
) -> tuple[tuple[int | None, ...], ...]:
    """Clients with another manager, for every pair of columns."""
    return tuple(
        tuple(
            _num_differing(one, other) if answered[a] and answered[b] else None
            for b, other in enumerate(plans)
        )
        for a, one in enumerate(plans)
    )


def _num_differing(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    return sum(other[client] != manager for client, manager in one.items() if client in other)
