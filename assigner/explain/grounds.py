"""What every reason rests on: the checker's view of rules and balance, and who leads whom (model §1-§5).

Worked out anew from the facts by the independent checker's code, so that an explanation never depends on what
the optimiser remembers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.checker.facts import Facts
from assigner.checker.figures import Scale
from assigner.checker.ground import Ground, stand
from assigner.checker.locks import keeps
from assigner.evidence.model import State
from assigner.fairness.eligible import Eligible
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio, Rule, RuleKind
from assigner.proposal import Proposal


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """A proposal's grounds; arrays are (num_clients,).

    `leader` is the client whose reason a client shares because the together rule ties them; `competitor` one
    that stays with the client's former owner and must be apart from it; NOBODY where there is none.
    """

    ground: Ground
    scale: Scale
    manager: IntArray  # after
    lock_state: BoolArray  # its state locks it
    lock_deal: BoolArray  # only an open deal locks it
    leader: IntArray
    competitor: IntArray

    @property
    def facts(self) -> Facts:
        """What the tables say."""
        return self.ground.facts

    @property
    def owner(self) -> IntArray:
        """The manager before, NOBODY for a free client."""
        return self.facts.owner

    @property
    def eligible(self) -> Eligible:
        """E(i); nobody for excluded clients."""
        return self.ground.eligible

    @property
    def in_scope(self) -> BoolArray:
        """Clients that nothing but the rule scope leaves with their owner."""
        return self.ground.locks.in_scope

    @property
    def only_choice(self) -> BoolArray:
        """Clients that just one manager may have."""
        return np.asarray(self.eligible.count == 1)

    @property
    def locked_itself(self) -> BoolArray:
        """Locked by its own state, deal or pin, not because its holding is."""
        return self.ground.locks.locked & ~self.ground.locks.follows


def rules_of(portfolio: Portfolio, kind: RuleKind) -> Iterator[Rule]:
    """The rows of the rules table of one kind."""
    return (rule for rule in portfolio.rules if rule.kind == kind)


def lay_grounds(proposal: Proposal) -> Grounds:
    """Everything that binds the clients of a proposal; raises like `check`."""
    ground = stand(proposal.portfolio, proposal.evidence, proposal.policy, Translator())
    facts = ground.facts
    kept = keeps(facts).kept
    lock_state = kept & _state_keeps(facts)
    return Grounds(
        ground=ground,
        scale=Scale.of(ground),
        manager=proposal.assignment,
        lock_state=lock_state,
        lock_deal=kept & ~lock_state,
        leader=_leaders(ground, proposal.assignment),
        competitor=_competitors(facts, proposal.assignment),
    )


def _state_keeps(facts: Facts) -> BoolArray:
    """Clients in a keep state whose lock no dispute lifts."""
    states = [int(State[word.upper()]) for word in facts.policy.rules.keep.states]
    return np.asarray(np.isin(facts.evidence.state, states) & ~facts.evidence.lock_lifted)


def _leaders(ground: Ground, manager: IntArray) -> IntArray:
    """The client each one follows: the largest of its group with the same manager, locked ones first.

    Largest by value, then potential, revenue and position, as in model §3; NOBODY for the largest itself.
    """
    base, locks = ground.facts.portfolio.clients, ground.locks
    position = np.arange(len(manager), dtype=np.int32)
    group = np.where(locks.group == NOBODY, len(manager) + position, locks.group)
    behind = ~(locks.locked & ~locks.follows)
    order = np.lexsort((-base.revenue_12m, -base.potential, -ground.facts.value, behind, manager, group))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(group[order]) != 0) | (np.diff(manager[order]) != 0)
    leader = np.empty_like(position)
    leader[order] = order[np.maximum.accumulate(np.where(first, position, 0))]
    return np.where(leader == position, NOBODY, leader).astype(np.int32)


def _competitors(facts: Facts, manager: IntArray) -> IntArray:
    """For a client that left its owner: a client it must be apart from that stays with that owner."""
    found = np.full(len(manager), NOBODY, dtype=np.int32)
    if not facts.policy.rules.apart.enabled:
        return found
    first, second = facts.rule_pairs(RuleKind.APART)
    for this, other in ((first, second), (second, first)):
        left = (facts.owner[this] != NOBODY) & (manager[this] != facts.owner[this])
        here = left & (manager[other] == facts.owner[this])
        found[this[here]] = other[here]
    return found
