"""The full story of one client: evidence, lock, reason, and the exact effect of every other manager."""

from __future__ import annotations

from datetime import date

import numpy as np

from assigner.checker.figures import weigh
from assigner.evidence.model import State
from assigner.explain.card_words import CardWords
from assigner.explain.effect import changed_assignment, effect_of, tied_clients
from assigner.explain.grounds import Grounds, lay_grounds
from assigner.explain.levers import LeverWriter
from assigner.explain.model import ClientStory, Effect, Holder
from assigner.explain.reasons import explain_on
from assigner.explain.requests import require_client
from assigner.explain.words import Words
from assigner.portfolio import NOBODY
from assigner.proposal import Proposal


def explain_client(
    proposal: Proposal, client_idx: int, language: str = "en", *, max_options: int | None = 12
) -> ClientStory:
    """Everything about one client, with exact effects of the `max_options` best other managers (None: all).

    Each option is weighed twice: once to know which are the best, then with the rules.
    Raises InputError where there is no such client.
    """
    require_client(proposal.portfolio, client_idx)
    grounds = lay_grounds(proposal)
    reasons = explain_on(proposal, grounds, language, only=client_idx)
    words = Words(language)
    levers = LeverWriter(proposal, grounds, words)
    cards = CardWords(proposal.portfolio, words)
    binding = levers.binding(client_idx)
    others = _others(proposal, grounds, client_idx)
    base, names = proposal.portfolio.clients, proposal.portfolio.managers.name
    evidence = proposal.evidence

    def named(manager: int) -> str:
        return str(names[manager]) if manager != NOBODY else ""

    return ClientStory(
        client_idx=client_idx,
        client_id=str(base.client_id[client_idx]),
        name=str(base.name[client_idx]),
        state=State(int(evidence.state[client_idx])).label,
        disputed=bool(evidence.disputed[client_idx]),
        rival_name=named(int(evidence.rival_idx[client_idx])),
        owner_name=named(int(base.owner_idx[client_idx])),
        manager_name=named(int(proposal.assignment[client_idx])),
        code=str(reasons.code[client_idx]),
        text=str(reasons.text[client_idx]),
        pain=float(reasons.pain[client_idx]),
        locked=bool(proposal.verdict.locked[client_idx]),
        binding_rule=binding.rule,
        binding_text=binding.text,
        evidence=holders(proposal, client_idx),
        levers=levers.levers(client_idx),
        options=_options(proposal, grounds, client_idx, others[:max_options], language),
        num_others=len(others),
        manager_names=tuple(map(str, names)),
        cards=cards.ids(client_idx),
        claimants=cards.names(client_idx),
    )


def _day(day: np.datetime64) -> date | None:
    found = day.astype(date)
    return found if isinstance(found, date) else None


def holders(proposal: Proposal, client_idx: int) -> tuple[Holder, ...]:
    """The evidence of every manager with the client, the strongest first; the owner even without any."""
    evidence, names = proposal.evidence, proposal.portfolio.managers.name
    first, last = np.searchsorted(evidence.pair_client, [client_idx, client_idx + 1]).tolist()
    found = [
        Holder(
            manager_idx=(j := int(evidence.pair_manager[spot])),
            name=str(names[j]),
            touches=_touches(proposal, client_idx, j),
            recent_days=int(evidence.pair_num_recent[spot]),
            last_touch=_day(evidence.pair_last_touch[spot]),
            last_transaction=_day(evidence.pair_last_transaction[spot]),
            strength=float(evidence.pair_strength[spot]),
        )
        for spot in range(first, last)
    ]
    owner = int(proposal.portfolio.clients.owner_idx[client_idx])
    if owner != NOBODY and all(holder.manager_idx != owner for holder in found):
        found.append(Holder(owner, str(names[owner]), 0, 0, None, None, 0.0))
    return tuple(sorted(found, key=lambda holder: (-holder.strength, holder.manager_idx)))


def _touches(proposal: Proposal, client_idx: int, manager_idx: int) -> int:
    """Touches of the pair that count; 0 without a log."""
    log = proposal.portfolio.activities
    if log is None:
        return 0
    here = (log.client_idx == client_idx) & (log.manager_idx == manager_idx)
    return int((here & (proposal.evidence.touch_discard == -1)).sum())


def _others(proposal: Proposal, grounds: Grounds, client_idx: int) -> list[int]:
    """Other managers that the client and those tied to it may have, the best score first."""
    if proposal.verdict.locked[client_idx] or not grounds.facts.serviceable[client_idx]:
        return []
    tied = _tied(proposal, grounds, client_idx)
    open_to = np.array(grounds.eligible.of(np.array(tied)).mask().all(axis=0), dtype=bool)
    open_to[proposal.assignment[client_idx]] = False

    def score(manager: int) -> float:
        return weigh(grounds.scale, changed_assignment(proposal, tied, manager)).score

    return sorted(np.flatnonzero(open_to).tolist(), key=score)


def _tied(proposal: Proposal, grounds: Grounds, client_idx: int) -> tuple[int, ...]:
    return tied_clients(grounds.ground.locks.group, proposal.assignment, client_idx)


def _options(
    proposal: Proposal, grounds: Grounds, client_idx: int, managers: list[int], language: str
) -> tuple[Effect, ...]:
    """Exact effects of another manager for the client and those tied to it; without a broken rule first."""
    tied = _tied(proposal, grounds, client_idx)
    effects = [effect_of(proposal, grounds, tied, manager, language) for manager in managers]
    return tuple(sorted(effects, key=lambda effect: (bool(effect.breaks), effect.score_after)))
