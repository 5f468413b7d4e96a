"""The ground a division stands on: who may have which client, and who must (model §1 E(i), §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.checker.facts import Facts, gather
from assigner.checker.locks import Keeps, Locks, keeps, lock
from assigner.checker.scope import Opening, opening
from assigner.checker.words import Words
from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import Evidence
from assigner.fairness.eligible import Eligible
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio
from assigner.verdict import RuleException


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Facts with E(i) and the locks, before any assignment; `opening` is what scope leaves of E(i)."""

    facts: Facts
    eligible: Eligible  # excluded clients may go to nobody
    opening: Opening
    locks: Locks
    exceptions: tuple[RuleException, ...]

    @property
    def fixed_to(self) -> IntArray:
        """Manager of every fixed client, locked or with one open manager; else NOBODY (model §3)."""
        left = self.opening.left
        only = (left.count == 1) & self.facts.serviceable & ~self.locks.locked
        return np.where(only, left.first, self.locks.manager_idx).astype(np.int32)


def stand(portfolio: Portfolio, evidence: Evidence, policy: Policy, tr: Translator) -> Ground:
    """Facts, eligibility and locks of a run.

    Raises `InputError` where a client can go to nobody (model §1) or scope names unknown managers.
    """
    facts, words = gather(portfolio, evidence, policy), Words(tr, portfolio)
    listed = _listed(facts)
    open_to = listed.changed(facts.ban_client, facts.ban_manager, allowed=False)
    held = keeps(facts)
    kept = np.flatnonzero(held.kept)
    owned = kept[~open_to.holds(kept, facts.owner[kept])]
    eligible = open_to.changed(owned, facts.owner[owned], allowed=True)
    _refuse_impossible(facts, eligible, words)
    left = opening(facts, eligible, words)
    locked = lock(facts, held.kept, left, words)
    exceptions = (*_outside(facts, held, listed, words), *_lifted(facts, held, words), *locked.exceptions)
    return Ground(facts, eligible, left, locked, exceptions)


def locks(portfolio: Portfolio, evidence: Evidence, policy: Policy, *, tr: Translator | None = None) -> Locks:
    """Locked clients, the manager each is locked to, and all rule exceptions of model §3.

    Raises `InputError` where a client has no eligible manager or is pinned to one who is not.
    """
    ground = stand(portfolio, evidence, policy, tr or Translator())
    held = ground.locks
    return Locks(held.locked, held.manager_idx, held.follows, held.group, held.in_scope, ground.exceptions)


def eligibility(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> BoolArray:
    """E(i) as a mask (num_clients, num_managers), excluded clients' rows False (model §1).

    Raises `InputError` where a client has no eligible manager or is pinned to one who is not.
    """
    return stand(portfolio, evidence, policy, Translator()).eligible.mask()


def _listed(facts: Facts) -> Eligible:
    """Managers with weight whose lists hold the client's segment values; bans and locks come later."""
    clients, managers = facts.portfolio.clients, facts.portfolio.managers
    stays = facts.weight > 0
    listed = Eligible(facts.serviceable.astype(np.int32), np.stack([np.zeros_like(stays), stays]))
    if not facts.policy.rules.eligible.enabled:
        return listed
    for name, lists in managers.eligible.items():
        dimension = clients.dimensions.get(name)
        if dimension is not None:
            listed = listed.narrowed(dimension.codes, _open_to(dimension.labels, lists))
    return listed


def _open_to(labels: tuple[str, ...], lists: tuple[frozenset[str] | None, ...]) -> BoolArray:
    """Which managers the lists of one dimension allow for each of its values, (num labels, num_managers)."""
    open_to = np.ones((len(labels), len(lists)), dtype=bool)
    code = {label: n for n, label in enumerate(labels)}
    for j, allowed in enumerate(lists):
        if allowed is not None:
            open_to[:, j] = False
            open_to[[code[label] for label in allowed if label in code], j] = True
    return open_to


def _refuse_impossible(facts: Facts, eligible: Eligible, words: Words) -> None:
    """Raise `InputError` naming every client without an eligible manager and every impossible pin."""
    if facts.serviceable.any() and not (facts.weight > 0).any():
        raise InputError([_nobody_receives(facts, words)])
    stranded = np.flatnonzero(facts.serviceable & (eligible.count == 0))
    pinned = np.flatnonzero(facts.pinned != NOBODY)
    astray = pinned[~eligible.holds(pinned, facts.pinned[pinned])]
    issues = [
        _issue(
            words,
            "no_eligible_manager",
            words.tr.gettext("no manager may have {client}", client=words.client(i)),
        )
        for i in stranded.tolist()
    ]
    for i in astray.tolist():
        text = words.tr.gettext(
            "{client} is pinned to {manager}, who may not have it",
            client=words.client(i),
            manager=words.manager(int(facts.pinned[i])),
        )
        issues.append(_issue(words, "pin_not_eligible", text))
    if issues:
        raise InputError(issues)


def _nobody_receives(facts: Facts, words: Words) -> Issue:
    """The error of a team in which nobody has weight (model §1), with what takes it away."""
    text = words.tr.gettext(
        "no manager can receive clients on {day}: each leaves, has fte 0, starts later or is not listed",
        day=words.tr.date(facts.evidence.as_of),
    )
    remedy = words.tr.gettext("Correct fte, start_date and leaving of the managers, or the day (--as-of).")
    return Issue(Severity.ERROR, "no_manager_with_weight", text, remedy)


def _issue(words: Words, code: str, message: str) -> Issue:
    remedy = words.tr.gettext("Change the manager's lists, the rules table or the managers' dates.")
    return Issue(Severity.ERROR, code, message, remedy)


def _outside(facts: Facts, held: Keeps, listed: Eligible, words: Words) -> list[RuleException]:
    """Clients that their owner keeps although they are outside his segments (model §1)."""
    kept = np.flatnonzero(held.kept)
    outside = kept[~listed.holds(kept, facts.owner[kept])]
    return [
        _exception(
            "eligible",
            "{client} stays with {manager} although it is outside the manager's segments",
            facts,
            i,
            words,
        )
        for i in outside.tolist()
    ]


def _lifted(facts: Facts, held: Keeps, words: Words) -> list[RuleException]:
    """Locks to the owner that a ban or a pin to somebody else lifts (model §1, §3)."""
    banned = np.flatnonzero(held.wanted & facts.owner_banned)
    pinned = np.flatnonzero(held.wanted & facts.pinned_away & ~facts.owner_banned)
    ban_text = "{client} would stay with {manager}, but a ban takes it away"
    pin_text = "{client} would stay with {manager}, but it is pinned to somebody else"
    return [_exception("keep", ban_text, facts, i, words) for i in banned.tolist()] + [
        _exception("keep", pin_text, facts, i, words) for i in pinned.tolist()
    ]


def _exception(rule: str, text: str, facts: Facts, client: int, words: Words) -> RuleException:
    """An exception about one client and its owner."""
    owner = words.manager(int(facts.owner[client]))
    message = words.tr.gettext(text, client=words.client(client), manager=owner)
    return RuleException(rule, message, words.ids([client]))
