"""What is not as planned: clients, potentials and managers, by the ids of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assigner.engine import Case
from assigner.portfolio import NOBODY, BoolArray, FloatArray, Portfolio, StrArray
from assigner.proposal import Proposal
from assigner.weights import manager_weights
from scenarios.drift.model import ClientDrift, Differences, Fate, ManagerDrift, PotentialDrift

NOISE = 1e-9
"""Relative change of a number below which it is the same one."""


@dataclass(frozen=True, slots=True)
class _Then:
    """A client (or a card of one) as the plan has it; managers by id, "" for nobody."""

    name: str
    previous: str
    planned: str
    potential: float


@dataclass(frozen=True, slots=True)
class _Now:
    """A client as it is today."""

    name: str
    manager: str
    potential: float


def find_differences(plan: Proposal, today: Case) -> Differences:
    """Everything that differs; plan and base are of one company and one policy."""
    then, now = _then(plan), _now(today.portfolio)
    cards = then | _then_cards(plan, then)
    elsewhere = {*now, *(card.client_id for card in today.portfolio.merged)}  # a merged card's client speaks
    gone = (_gone(key, client) for key, client in then.items() if key not in elsewhere)
    clients = (*_not_as_planned(cards, now), *gone)
    potentials = tuple(_other_potentials(then, now))
    moves = {key for key, client in then.items() if client.previous != client.planned}
    return Differences(
        clients=clients,
        potentials=potentials,
        managers=tuple(_other_weights(plan, today)),
        clients_then=len(then),
        clients_today=len(now),
        shared=len(then.keys() & now.keys()),
        planned_moves=len(moves),
        done_moves=sum(key in now and now[key].manager == then[key].planned for key in moves),
        unserved=int((~has_manager(today))[~today.portfolio.clients.excluded].sum()),
        drifted_share=_drifted_share(clients, potentials, then, now),
    )


def has_manager(case: Case) -> BoolArray:
    """(num_clients,) whether the client's owner has weight (model §1)."""
    owner, weight = case.portfolio.clients.owner_idx, weights(case)
    has: BoolArray = (owner != NOBODY) & (weight[owner] > 0)
    return has


def weights(case: Case | Proposal) -> FloatArray:
    """Weight of every manager."""
    return manager_weights(case.portfolio.managers, case.policy.managers, case.evidence.as_of)


def _names(managers: StrArray, index: Iterable[int]) -> list[str]:
    return ["" if j == NOBODY else str(managers[j]) for j in index]


def _then(plan: Proposal) -> dict[str, _Then]:
    """The clients that the plan serves."""
    clients, ids = plan.portfolio.clients, plan.portfolio.managers.manager_id
    rows = zip(
        clients.client_id.tolist(),
        clients.name.tolist(),
        _names(ids, clients.owner_idx),
        _names(ids, plan.assignment),
        clients.potential.tolist(),
        clients.excluded.tolist(),
        strict=True,
    )
    return {str(key): _Then(*client) for key, *client, excluded in rows if not excluded}


def _then_cards(plan: Proposal, then: Mapping[str, _Then]) -> dict[str, _Then]:
    """Cards that were part of a client of the plan: where one is a client of its own now, it has its plan."""
    clients, ids = plan.portfolio.clients.client_id, plan.portfolio.managers.manager_id
    found = {}
    for card in plan.portfolio.merged:
        main = then.get(str(clients[card.into_idx]))
        if main is not None:
            previous = _names(ids, [card.owner_idx])[0]
            found[card.client_id] = _Then(card.name, previous, main.planned, card.potential)
    return found


def _now(portfolio: Portfolio) -> dict[str, _Now]:
    clients = portfolio.clients
    rows = zip(
        clients.client_id.tolist(),
        clients.name.tolist(),
        _names(portfolio.managers.manager_id, clients.owner_idx),
        clients.potential.tolist(),
        clients.excluded.tolist(),
        strict=True,
    )
    return {str(key): _Now(*client) for key, *client, excluded in rows if not excluded}


def _not_as_planned(then: Mapping[str, _Then], now: Mapping[str, _Now]) -> Iterator[ClientDrift]:
    for key, client in now.items():
        plan = then.get(key)
        fate = Fate.NEW if plan is None else _fate(plan, client)
        if fate is not Fate.AS_PLANNED:
            yield ClientDrift(
                key,
                client.name,
                fate,
                "" if plan is None else plan.previous,
                "" if plan is None else plan.planned,
                client.manager,
                None if plan is None else plan.potential,
                client.potential,
            )


def _fate(plan: _Then, today: _Now) -> Fate:
    if today.manager == plan.planned:
        return Fate.AS_PLANNED
    return Fate.NOT_CARRIED_OUT if today.manager == plan.previous else Fate.ELSEWHERE


def _gone(key: str, plan: _Then) -> ClientDrift:
    return ClientDrift(key, plan.name, Fate.GONE, plan.previous, plan.planned, "", plan.potential, None)


def _other_potentials(then: Mapping[str, _Then], now: Mapping[str, _Now]) -> Iterator[PotentialDrift]:
    for key, client in now.items():
        plan = then.get(key)
        if plan is None:
            continue
        if abs(client.potential - plan.potential) > NOISE * max(client.potential, plan.potential):
            yield PotentialDrift(key, client.name, plan.potential, client.potential)


def _other_weights(plan: Proposal, today: Case) -> Iterator[ManagerDrift]:
    """Managers who came, left, or work another share; in the order of the plan, newcomers last."""
    then, now = (_weights_by_id(side) for side in (plan, today))
    for key in [*then, *(key for key in now if key not in then)]:
        name, old = then.get(key, ("", 0.0))
        new = now.get(key, ("", 0.0))
        if abs(new[1] - old) > NOISE:
            yield ManagerDrift(key, new[0] or name, old, new[1])


def _weights_by_id(side: Case | Proposal) -> dict[str, tuple[str, float]]:
    team = side.portfolio.managers
    rows = zip(team.manager_id.tolist(), team.name.tolist(), weights(side).tolist(), strict=True)
    return {str(key): (str(name), weight) for key, name, weight in rows}


def _drifted_share(
    clients: tuple[ClientDrift, ...],
    potentials: tuple[PotentialDrift, ...],
    then: Mapping[str, _Then],
    now: Mapping[str, _Now],
) -> float:
    """Potential that is not as planned over that of the larger base."""
    totals = [sum(one.potential for one in side.values()) for side in (then, now)]
    if max(totals) <= 0:
        return len(clients) / max(len(then), len(now), 1)
    differing = {one.client_id for one in clients}
    elsewhere = sum(max(one.potential or 0.0, one.potential_then or 0.0) for one in clients)
    changed = sum(abs(one.now - one.then) for one in potentials if one.client_id not in differing)
    return min(1.0, (elsewhere + changed) / max(totals))
