"""Which reason applies to each client: the first that holds, strongest ground first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.explain.grounds import Grounds
from assigner.explain.model import Reason
from assigner.portfolio import NOBODY, BoolArray, IntArray, StrArray

Case = tuple[Reason, BoolArray]


def pair_positions(evidence: Evidence, managers: IntArray) -> IntArray:
    """Position of the pair (i, managers[i]) for every client, NOBODY where there is no evidence."""
    count, width = len(managers), max(evidence.num_managers, 1)
    if not len(evidence.pair_client):
        return np.full(count, NOBODY, dtype=np.int32)
    keys = evidence.pair_client.astype(np.int64) * width + evidence.pair_manager
    wanted = np.arange(count, dtype=np.int64) * width + managers
    spot = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found = (keys[spot] == wanted) & (managers != NOBODY)
    return np.where(found, spot, NOBODY).astype(np.int32)


def _kept(grounds: Grounds, evidence: Evidence) -> list[Case]:
    state = evidence.state
    here = grounds.facts.serviceable & (grounds.owner != NOBODY) & (grounds.manager == grounds.owner)
    proven, active = state == int(State.PROVEN), state == int(State.ACTIVE)
    return [
        (Reason.KEPT_PINNED, here & (grounds.facts.pinned == grounds.owner)),
        (Reason.KEPT_PROVEN, here & proven & grounds.lock_state),
        (Reason.KEPT_ACTIVE, here & active & grounds.lock_state),
        (Reason.KEPT_OPEN_DEAL, here & grounds.lock_deal),
        (Reason.KEPT_DORMANT, here & (state == int(State.DORMANT)) & grounds.lock_state),
        (Reason.KEPT_CLAIMED, here & grounds.lock_state),
        (Reason.KEPT_SCOPE, here & grounds.in_scope),
        (Reason.KEPT_HOLDING, here & (grounds.leader != NOBODY)),
        (Reason.KEPT_ONLY_CHOICE, here & grounds.only_choice),
        (Reason.KEPT_DISPUTED, here & evidence.disputed),
        (Reason.KEPT_PROVEN, here & proven),
        (Reason.KEPT_ACTIVE, here & active),
        (Reason.KEPT_DORMANT, here & (state == int(State.DORMANT))),
        (Reason.KEPT_CLAIMED, here),
    ]


def _disputed_away(grounds: Grounds, evidence: Evidence) -> BoolArray:
    """The lock was lifted by a rival with proof, or the client goes to the very rival."""
    to_rival = evidence.disputed & (evidence.rival_idx == grounds.manager)
    return np.asarray(evidence.lock_lifted | to_rival)


def _outside_lists(grounds: Grounds) -> BoolArray:
    """The owner stays and is not banned, yet may not serve the client: it lies outside his segments."""
    owner = np.maximum(grounds.owner, 0)
    allowed = grounds.eligible.holds(np.arange(len(owner)), owner)
    return grounds.facts.owner_stays & ~grounds.facts.owner_banned & ~allowed


def _moved(grounds: Grounds, evidence: Evidence) -> list[Case]:
    state = evidence.state
    gone = grounds.facts.serviceable & (grounds.owner != NOBODY) & (grounds.manager != grounds.owner)
    return [
        (Reason.MOVED_PIN, gone & (grounds.facts.pinned != NOBODY)),
        (Reason.MOVED_LEAVER, gone & ~grounds.facts.owner_stays),
        (Reason.MOVED_BAN, gone & grounds.facts.owner_banned),
        (Reason.MOVED_INELIGIBLE, gone & _outside_lists(grounds)),
        (Reason.MOVED_HOLDING, gone & (grounds.leader != NOBODY)),
        (Reason.MOVED_DISPUTE, gone & _disputed_away(grounds, evidence)),
        (Reason.MOVED_APART, gone & (grounds.competitor != NOBODY)),
        (Reason.MOVED_PROVEN, gone & (state == int(State.PROVEN))),
        (Reason.MOVED_ACTIVE, gone & (state == int(State.ACTIVE))),
        (Reason.MOVED_DORMANT, gone & (state == int(State.DORMANT))),
        (Reason.MOVED_CLAIMED, gone),
    ]


def _assigned(grounds: Grounds, evidence: Evidence) -> list[Case]:
    free = grounds.facts.serviceable & (grounds.owner == NOBODY)
    worked = pair_positions(evidence, grounds.manager) != NOBODY
    return [
        (Reason.ASSIGNED_PIN, free & (grounds.facts.pinned != NOBODY)),
        (Reason.ASSIGNED_HOLDING, free & (grounds.leader != NOBODY)),
        (Reason.ASSIGNED_ONLY_CHOICE, free & grounds.only_choice),
        (Reason.ASSIGNED_WORKED, free & worked),
        (Reason.ASSIGNED_FREE, free),
    ]


def _first_that_holds(cases: Sequence[Case]) -> StrArray:
    words = [reason.value for reason, _ in cases]
    codes = np.select([holds for _, holds in cases], list(range(len(cases))), default=-1)
    return np.asarray(np.array([*words, ""], dtype=object)[codes])


def reason_codes(grounds: Grounds, evidence: Evidence) -> StrArray:
    """Reason code of every client, (num_clients,)."""
    cases = [
        (Reason.EXCLUDED, ~grounds.facts.serviceable),
        *_kept(grounds, evidence),
        *_moved(grounds, evidence),
        *_assigned(grounds, evidence),
    ]
    return _first_that_holds(cases)
