"""The clients of a plan as routing knows them: whose they are, and what they are found by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assigner.checker.facts import Facts
from assigner.checker.ground import Ground
from assigner.portfolio import NOBODY, UNKNOWN, BoolArray, Clients, FloatArray, IntArray
from assigner.routing.keys import Card, read_card
from assigner.routing.plan import COMPARED, Book, most

_KEPT = 8
"""Of many clients with one key and one manager so many are remembered: enough to ask each for its tax id."""


def known_clients(ground: Ground, assigned: IntArray, team: NDArray[np.intp]) -> Book:
    """The book of a plan; managers are positions in `team`, those with weight."""
    facts = ground.facts
    holder, strength, by_evidence = _holders(ground, assigned)
    place = np.full(len(facts.weight) + 1, NOBODY, dtype=np.int32)  # place[NOBODY] is NOBODY
    place[team] = np.arange(len(team))
    cards = list(_cards(facts))
    keys, owners, crowded = _keys(cards, holder)
    names = sorted({card.kin for card in cards})
    ids = [str(one).encode("utf-8", "surrogatepass") for one in facts.portfolio.clients.client_id]
    return Book(
        manager=place[holder],
        by_evidence=by_evidence,
        strength=strength,
        plan_manager=place[assigned],
        state=facts.evidence.state.copy(),
        tax=_column(card.tax for card in cards),
        phone=_column(card.phone for card in cards),
        domain=_column(card.domain for card in cards),
        kin=np.array([names.index(card.kin) for card in cards], dtype=np.int32),
        kins=np.array(names or [""], dtype=np.str_),
        segment=np.stack([_segment(facts.portfolio.clients, name) for name in COMPARED]),
        key=keys,
        key_client=owners,
        crowded=crowded,
        ids=np.frombuffer(b"".join(ids), dtype=np.uint8).copy(),
        id_end=np.cumsum([len(one) for one in ids], dtype=np.int64),
    )


def _column(values: Iterator[int]) -> NDArray[np.uint64]:
    return np.array(list(values), dtype=np.uint64)


def _segment(clients: Clients, name: str) -> IntArray:
    """Codes of one dimension, -1 where unknown or where the base has no such dimension."""
    dimension = clients.dimensions.get(name)
    if dimension is None:
        return np.full(len(clients), NOBODY, dtype=np.int32)
    unknown = np.array([label == UNKNOWN for label in dimension.labels] or [False])
    return np.where(unknown[dimension.codes], NOBODY, dimension.codes).astype(np.int32)


def _holders(ground: Ground, assigned: IntArray) -> tuple[IntArray, FloatArray, BoolArray]:
    """Whose each client is, the strength of that manager, and whether evidence says so (model §12).

    The manager of the plan where his evidence is enough, else the strongest eligible manager whose is, else
    the manager of the plan.
    """
    evidence, facts = ground.facts.evidence, ground.facts
    client, manager, strength = evidence.pair_client, evidence.pair_manager, evidence.pair_strength
    enough = strength >= facts.policy.evidence.dispute_strength
    enough &= facts.serviceable[client] & ground.eligible.holds(client, manager)
    ids = np.argsort(np.argsort(facts.portfolio.managers.manager_id.astype(str), kind="stable"))
    spots = np.flatnonzero(enough)
    mine = manager[spots] == assigned[client[spots]]
    spots = spots[np.lexsort((ids[manager[spots]], -strength[spots], ~mine, client[spots]))]
    clients, first = np.unique(client[spots], return_index=True)
    holder, by_evidence = assigned.copy(), np.zeros(len(assigned), dtype=bool)
    holder[clients], by_evidence[clients] = manager[spots[first]], True
    return holder, _strengths(ground.facts, holder), by_evidence


def _strengths(facts: Facts, holder: IntArray) -> FloatArray:
    evidence = facts.evidence
    found = np.zeros(len(holder))
    his = holder[evidence.pair_client] == evidence.pair_manager
    found[evidence.pair_client[his]] = evidence.pair_strength[his]
    return found


def _cards(facts: Facts) -> Iterator[Card]:
    """The keys of every client; a client of several cards has all their ids."""
    clients, country = facts.portfolio.clients, facts.policy.identity.country
    more: dict[int, list[str]] = {}
    for card in facts.portfolio.merged:
        more.setdefault(card.into_idx, []).append(card.client_id)
    for i in range(len(clients)):
        yield read_card(
            str(clients.name[i]),
            str(clients.tax_id[i]),
            str(clients.phone[i]),
            str(clients.email[i]),
            client_ids=(str(clients.client_id[i]), *more.get(i, ())),
            country=country,
        )


def _keys(cards: list[Card], holder: IntArray) -> tuple[NDArray[np.uint64], IntArray, NDArray[np.uint64]]:
    """Keys with their clients, sorted, and the keys that tell nothing.

    What too many clients share still tells something where all of them have one manager.
    """
    entries = sorted((value, i, key) for i, card in enumerate(cards) for key, value in card.keys)
    keys: list[int] = []
    owners: list[int] = []
    crowded: list[int] = []
    for (value, key), group in groupby(entries, key=lambda entry: (entry[0], entry[2])):
        clients = [i for _, i, _ in group]
        many = len(clients) > most(key)
        if many and len({int(holder[i]) for i in clients} - {NOBODY}) > 1:
            crowded.append(value)
            continue
        kept = clients[:_KEPT] if many else clients
        keys += [value] * len(kept)
        owners += kept
    return np.array(keys, np.uint64), np.array(owners, np.int32), np.array(crowded, np.uint64)
