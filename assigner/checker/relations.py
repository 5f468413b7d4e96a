"""Rules about who has whom: one-owner, keep, eligible, banned, together, apart (model §3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.checker.ground import Ground
from assigner.checker.words import Words
from assigner.portfolio import NOBODY, BoolArray, IntArray, RuleKind
from assigner.verdict import RuleBreak


def one_owner(ground: Ground, raw: IntArray, words: Words) -> Iterator[RuleBreak]:
    """one-owner: a manager for each serviceable client, none for an excluded one; `raw` as it was given."""
    serviceable, num_managers = ground.facts.serviceable, ground.facts.portfolio.num_managers
    valid = (raw >= 0) & (raw < num_managers)
    for i in np.flatnonzero(serviceable & ~valid).tolist():
        text = words.tr.gettext(
            "{client} has no manager (index {index})", client=words.client(i), index=int(raw[i])
        )
        yield RuleBreak("one-owner", text)
    for i in np.flatnonzero(~serviceable & (raw != NOBODY)).tolist():
        text = words.tr.gettext(
            "{client} is excluded, but is given to {manager}",
            client=words.client(i),
            manager=words.manager(int(raw[i])),
        )
        yield RuleBreak("one-owner", text)


def keep(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """keep: x(i) is the manager the client is locked to; who follows a group breaks `together`, not `keep`.

    Whom only scope leaves where it is breaks `scope`, which tells it itself.
    """
    locks = ground.locks
    held = locks.locked & ~locks.in_scope
    for i in np.flatnonzero(held & (assigned != NOBODY) & (assigned != locks.manager_idx)).tolist():
        text = words.tr.gettext(
            "{client} is locked to {manager}, but is given to {other}",
            client=words.client(i),
            manager=words.manager(int(locks.manager_idx[i])),
            other=words.manager(int(assigned[i])),
        )
        yield RuleBreak("together" if locks.follows[i] else "keep", text)


def _banned(ground: Ground, assigned: IntArray) -> BoolArray:
    """Clients given to a manager they are banned from."""
    facts = ground.facts
    hit = np.zeros(len(assigned), dtype=bool)
    hit[facts.ban_client[assigned[facts.ban_client] == facts.ban_manager]] = True
    return hit


def banned(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """banned: no client has a manager it is banned from."""
    for i in np.flatnonzero(_banned(ground, assigned)).tolist():
        text = words.tr.gettext(
            "{client} is given to {manager} in spite of a ban",
            client=words.client(i),
            manager=words.manager(int(assigned[i])),
        )
        yield RuleBreak("banned", text)


def eligible(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """eligible: x(i) in E(i); what a ban alone forbids is reported as `banned`."""
    given = np.flatnonzero(assigned != NOBODY)
    outside = given[~ground.eligible.holds(given, assigned[given]) & ~_banned(ground, assigned)[given]]
    for i in outside.tolist():
        j = int(assigned[i])
        text = (
            "{client} is given to {manager}, who has no weight and receives nothing"
            if ground.facts.weight[j] <= 0
            else "{client} is given to {manager}, whose segments do not include it"
        )
        yield RuleBreak("eligible", words.tr.gettext(text, client=words.client(i), manager=words.manager(j)))


def scope(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """scope: clients that no lock holds change hands between its givers and receivers only."""
    locks = ground.locks
    bound = np.flatnonzero((assigned != NOBODY) & (~locks.locked | locks.in_scope))
    given = assigned[bound]
    inside = ground.opening.left.holds(bound, given) | ~ground.eligible.holds(bound, given)
    for i in bound[~inside].tolist():
        yield RuleBreak("scope", _out_of_scope(ground, i, int(assigned[i]), words))


def _out_of_scope(ground: Ground, client: int, manager: int, words: Words) -> str:
    """Whose turn it is not: the owner's to give, or the manager's to receive."""
    names = {"client": words.client(client), "manager": words.manager(manager)}
    if not ground.opening.withheld[client]:
        return words.tr.gettext("{client} is given to {manager}, who is not to receive clients", **names)
    return words.tr.gettext(
        "{client} is given to {manager}, but the clients of {owner} are not to change hands",
        owner=words.manager(int(ground.facts.owner[client])),
        **names,
    )


def together(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """together: members of a group that nothing locks have one manager; `keep` looks at who follows."""
    group = np.where(ground.locks.locked | (assigned == NOBODY), NOBODY, ground.locks.group)
    inside = np.flatnonzero(group != NOBODY)
    order = inside[np.argsort(group[inside], kind="stable")]
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        managers = np.unique(assigned[members])
        if len(managers) > 1:
            text = words.tr.gettext(
                "{clients} belong together, but are given to {managers}",
                clients=words.clients(members.tolist()),
                managers=", ".join(words.manager(int(j)) for j in managers),
            )
            yield RuleBreak("together", text)


def apart(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """apart: two clients have different managers."""
    if not ground.facts.policy.rules.apart.enabled:
        return
    first, second = ground.facts.rule_pairs(RuleKind.APART)
    same = (assigned[first] == assigned[second]) & (assigned[first] != NOBODY)
    for a, b in zip(first[same].tolist(), second[same].tolist(), strict=True):
        text = words.tr.gettext(
            "{client} and {other} must be apart, but both are given to {manager}",
            client=words.client(a),
            other=words.client(b),
            manager=words.manager(int(assigned[a])),
        )
        yield RuleBreak("apart", text)
