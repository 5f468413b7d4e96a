"""What was planted, by the ids that stand in the tables: the answer sheet of every test."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import asdict
from typing import Any

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.disputes import Disputes
from assigner.generate.planted import PlantedCard
from assigner.generate.ruling import Row
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.portfolio import NOBODY

Truth = dict[str, Any]


def make_truth(
    spec: CompanySpec,
    *,
    base: Base,
    team: Team,
    disputes: Disputes,
    client_id: list[str],
    planted: Sequence[PlantedCard],
    rules: list[Row],
    num_activities: int,
) -> Truth:
    """Lists of ids by what they are, and counts; ready for JSON. The planted cards are the last clients."""
    kinds: dict[str, Sized] = {
        "dead_souls": _clients(base, client_id, State.CLAIMED),
        "proven": _owned(base, team, client_id, State.PROVEN),
        "active": _owned(base, team, client_id, State.ACTIVE),
        "dormant": _owned(base, team, client_id, State.DORMANT),
        "free": _clients(base, client_id, State.FREE),
        "excluded": _clients(base, client_id, State.EXCLUDED),
        "disputes": _disputes(base, team, disputes, client_id),
        "holdings": _holdings(base, client_id),
        "leavers": _managers(team, team.leaving),
        "new_managers": _managers(team, team.new),
        "part_timers": _managers(team, team.fte < 1),
        "gamers": _managers(team, team.gamer),
        "terse_but_honest": _managers(team, np.arange(len(team)) == team.terse),
        "duplicates": _duplicates(client_id, planted),
        "look_alike_firms": _look_alikes(client_id, planted),
    }
    counts = {name: len(ids) for name, ids in kinds.items()}
    owned = np.count_nonzero((base.owner_idx != NOBODY) & (base.state != State.EXCLUDED))
    totals = {
        "clients": len(base),
        "managers": len(team),
        "owned": int(owned),
        "activities": num_activities,
        "rules": len(rules),
    }
    return {
        "as_of": spec.as_of.isoformat(),
        "spec": {**asdict(spec), "as_of": spec.as_of.isoformat()},
        "counts": totals | counts,
        **kinds,
    }


def _clients(base: Base, client_id: list[str], state: State) -> list[str]:
    return [client_id[i] for i in base.in_state(state).tolist()]


def _owned(base: Base, team: Team, client_id: list[str], state: State) -> list[dict[str, str]]:
    return [
        {"client": client_id[i], "owner": team.manager_id[base.owner_idx[i]]}
        for i in base.in_state(state).tolist()
    ]


def _disputes(base: Base, team: Team, disputes: Disputes, client_id: list[str]) -> list[dict[str, Any]]:
    """`state` is the owner's; `rival_sells`: the rival has a transaction, so the lock is lifted."""
    rows = zip(disputes.client.tolist(), disputes.rival.tolist(), disputes.rival_sells.tolist(), strict=True)
    return [
        {
            "client": client_id[i],
            "owner": team.manager_id[base.owner_idx[i]],
            "rival": team.manager_id[rival],
            "state": State(int(base.state[i])).label,
            "rival_sells": sells,
        }
        for i, rival, sells in rows
    ]


def _duplicates(client_id: list[str], planted: Sequence[PlantedCard]) -> list[dict[str, str]]:
    """`card` is a second card of the firm `of`."""
    ids = zip(client_id[len(client_id) - len(planted) :], planted, strict=True)
    return [{"card": card_id, "of": client_id[card.of]} for card_id, card in ids if not card.how]


def _look_alikes(client_id: list[str], planted: Sequence[PlantedCard]) -> list[dict[str, str]]:
    """`card` is another firm than `like`; `how` says what makes them alike."""
    ids = zip(client_id[len(client_id) - len(planted) :], planted, strict=True)
    return [
        {"card": card_id, "like": client_id[card.of], "how": card.how} for card_id, card in ids if card.how
    ]


def _holdings(base: Base, client_id: list[str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for i in np.flatnonzero(base.group_idx >= 0).tolist():
        members.setdefault(f"G{int(base.group_idx[i]) + 1:04d}", []).append(client_id[i])
    return dict(sorted(members.items()))


def _managers(team: Team, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    return [team.manager_id[j] for j in np.flatnonzero(chosen).tolist()]
