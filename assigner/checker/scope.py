"""The rule scope: between whom clients change hands, and whom it leaves where they are (model §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.checker.facts import Facts
from assigner.checker.words import Words
from assigner.errors import InputError, Issue, Severity
from assigner.fairness.eligible import Eligible
from assigner.portfolio import BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """What scope leaves of E(i).

    `left` are the managers it leaves open, `follow` those to whom a client may follow its holding, `alone`
    marks clients that are left to their owner and nobody else, `withheld` those whose owner is no giver; both
    (num_clients,).
    """

    left: Eligible
    follow: Eligible
    alone: BoolArray
    withheld: BoolArray


def opening(facts: Facts, eligible: Eligible, words: Words) -> Opening:
    """E(i) under the rule scope. Raises `InputError` where it names managers that there are not."""
    rule = facts.policy.rules.scope
    if not rule.enabled or (rule.givers is None and rule.receivers is None):
        nobody = np.zeros(len(facts.owner), dtype=bool)
        return Opening(eligible, eligible, nobody, nobody)
    _refuse_unknown(facts, words)
    receives, stays = _listed(facts, rule.receivers), _may_stay(facts, eligible)
    gives = _listed(facts, rule.givers)[facts.owner] & stays
    withheld = stays & ~gives
    bound = _narrowed(eligible, withheld, np.zeros_like(receives))
    bound = _narrowed(bound, gives, receives)
    back = np.flatnonzero(stays)
    bound = bound.changed(back, facts.owner[back], allowed=True)
    reached = ~stays & (_narrowed(eligible, ~stays, receives).count > 0)
    left = _narrowed(bound, reached, receives)
    return Opening(left, bound, stays & (left.count == 1), withheld)


def _listed(facts: Facts, ids: tuple[str, ...] | None) -> BoolArray:
    """Whom a list names, (num_managers,); everybody where there is none."""
    names = facts.portfolio.managers.manager_id.tolist()
    return np.array([ids is None or str(name) in ids for name in names], dtype=bool)


def _may_stay(facts: Facts, eligible: Eligible) -> BoolArray:
    """Clients whose owner is among those who may have them."""
    clients = np.flatnonzero(facts.owner_stays)
    stays = np.zeros(len(facts.owner), dtype=bool)
    stays[clients] = eligible.holds(clients, facts.owner[clients])
    return stays


def _narrowed(eligible: Eligible, which: BoolArray, managers: BoolArray) -> Eligible:
    """With only these managers for some of the clients."""
    codes = which.astype(np.int32)
    return eligible.narrowed(codes, np.stack([np.ones_like(managers), managers]))


def _refuse_unknown(facts: Facts, words: Words) -> None:
    known = set(map(str, facts.portfolio.managers.manager_id))
    rule = facts.policy.rules.scope
    named = {"rules.scope.givers": rule.givers, "rules.scope.receivers": rule.receivers}
    issues = [
        Issue(
            Severity.ERROR,
            "scope_unknown_manager",
            words.tr.gettext("{key} names {name}, but no manager has this id", key=key, name=name),
            words.tr.gettext("Correct the id, or take it out of the list."),
            column=key,
            value=name,
        )
        for key, names in named.items()
        for name in names or ()
        if name not in known
    ]
    if issues:
        raise InputError(issues)
