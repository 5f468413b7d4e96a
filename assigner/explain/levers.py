"""What binds a client and what would change the answer, in words (model §2, §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.explain import texts
from assigner.explain.grounds import Grounds
from assigner.explain.words import Words
from assigner.portfolio import NOBODY
from assigner.proposal import Proposal

_RULE_OF_KIND = {
    "pin": "keep",
    "keep": "keep",
    "open-deal": "keep",
    "scope": "scope",
    "leader": "together",
    "holding": "together",
    "eligible": "eligible",
}


@dataclass(frozen=True, slots=True)
class Binding:
    """What decides on a client, in one word and in a sentence."""

    kind: str
    text: str

    @property
    def rule(self) -> str:
        """The id of the hard rule (model §3), "" where none binds."""
        return _RULE_OF_KIND.get(self.kind, "")


class LeverWriter:
    """Says what binds one client and what would free or keep it."""

    def __init__(self, proposal: Proposal, grounds: Grounds, words: Words) -> None:
        self._proposal = proposal
        self._grounds = grounds
        self._words = words

    def _say(self, message: str, **values: object) -> str:
        return self._words.text(message).format(**values)

    def binding(self, client_idx: int) -> Binding:
        """The strongest hard rule on the client."""
        i, grounds = client_idx, self._grounds
        if not grounds.facts.serviceable[i]:
            return Binding("excluded", self._say(texts.BOUND_EXCLUDED))
        if grounds.facts.pinned[i] != NOBODY:
            return Binding("pin", self._say(texts.BOUND_PIN))
        if grounds.lock_state[i]:
            return Binding("keep", self._say(texts.BOUND_KEEP, state=self.state_word(i)))
        if grounds.lock_deal[i]:
            return Binding("open-deal", self._say(texts.BOUND_DEAL))
        if grounds.in_scope[i]:
            return Binding("scope", self._say(texts.BOUND_SCOPE))
        if self._follows(i):
            return Binding("leader", self._say(texts.BOUND_LEADER, leader=self._leader(i)))
        if grounds.only_choice[i]:
            return Binding("eligible", self._say(texts.BOUND_ONLY))
        if grounds.leader[i] != NOBODY or self._leads(i):
            return Binding("holding", self._say(texts.BOUND_TOGETHER))
        return Binding("", self._say(texts.BOUND_NOTHING))

    def state_word(self, client_idx: int) -> str:
        """The state of the client in the reader's language."""
        return self._words.text(State(int(self._proposal.evidence.state[client_idx])).label)

    def _leader(self, client_idx: int) -> str:
        return str(self._proposal.portfolio.clients.name[self._grounds.leader[client_idx]])

    def _follows(self, client_idx: int) -> bool:
        """Locked because a locked member of its holding is."""
        return bool(self._grounds.ground.locks.follows[client_idx])

    def _leads(self, client_idx: int) -> bool:
        return bool((self._grounds.leader == client_idx).any())

    def levers(self, client_idx: int) -> tuple[str, ...]:
        """What would change the answer: what unlocks a locked client, what would have kept a moved one."""
        kind = self.binding(client_idx).kind
        if kind == "keep":
            return self._unlock_keep(client_idx)
        simple = {
            "excluded": texts.LEVER_EXCLUDED,
            "pin": texts.LEVER_PIN,
            "eligible": texts.LEVER_ONLY,
            "scope": texts.LEVER_SCOPE,
        }
        if kind in simple:
            return (self._say(simple[kind]),)
        if kind == "open-deal":
            close = self._proposal.portfolio.clients.open_deal_close[client_idx]
            return (self._say(texts.LEVER_DEAL, close=self._words.day(close)),)
        if kind == "leader":
            return (self._say(texts.LEVER_LEADER, leader=self._leader(client_idx)),)
        return self._to_keep(client_idx)

    def _unlock_keep(self, client_idx: int) -> tuple[str, ...]:
        policy, evidence = self._proposal.policy.evidence, self._proposal.evidence
        found = [texts.LEVER_RIVAL, texts.LEVER_BAN, texts.LEVER_RULE_OFF]
        values = {
            "ratio": self._words.percent(policy.dispute_ratio),
            "strength": self._words.strength(policy.dispute_strength),
            "period": self._words.days(policy.proven_days),
            "active_period": self._words.days(policy.active_days),
        }
        if evidence.state[client_idx] in (int(State.DORMANT), int(State.CLAIMED)):
            return tuple(self._say(text, **values) for text in found)
        if evidence.state[client_idx] == int(State.ACTIVE):
            return tuple(self._say(text, **values) for text in (texts.LEVER_IDLE, *found[1:]))
        return (*self._expiry(client_idx), *(self._say(text, **values) for text in found))

    def _expiry(self, client_idx: int) -> tuple[str, ...]:
        """When the proof of the owner runs out by itself."""
        evidence, policy = self._proposal.evidence, self._proposal.policy.evidence
        owner, period = int(self._grounds.owner[client_idx]), self._words.days(policy.active_days)
        spot = evidence.pair(client_idx, owner)
        last = evidence.pair_last_transaction[spot] if spot != NOBODY else np.datetime64("NaT")
        if np.isnat(last):
            return (self._say(texts.LEVER_REVENUE, period=period),)
        out = last + np.timedelta64(policy.active_transaction_days + 1, "D")
        return (self._say(texts.LEVER_TRANSACTION, date=self._words.day(out), period=period),)

    def _to_keep(self, client_idx: int) -> tuple[str, ...]:
        """What would have made or would make the owner's claim proven."""
        grounds = self._grounds
        owner, manager = int(grounds.owner[client_idx]), int(grounds.manager[client_idx])
        if owner in (NOBODY, manager):
            return (self._say(texts.LEVER_PIN_ELSEWHERE),)
        if not grounds.facts.owner_stays[client_idx] or grounds.facts.owner_banned[client_idx]:
            return (self._say(texts.LEVER_PIN_ELSEWHERE),)
        return self._to_lock(client_idx), self._say(texts.LEVER_PIN_BACK, owner=self._name(owner))

    def _to_lock(self, client_idx: int) -> str:
        """What would have locked a moved client to its owner by the keep rule."""
        policy, evidence = self._proposal.policy, self._proposal.evidence
        states = policy.rules.keep.states if policy.rules.keep.enabled else ()
        if not states:
            return self._say(texts.LEVER_RULE_ON)
        owner = self._name(self._grounds.owner[client_idx])
        if evidence.lock_lifted[client_idx]:
            return self._say(
                texts.LEVER_OUTDO,
                owner=owner,
                rival=self._name(evidence.rival_idx[client_idx]),
                ratio=self._words.percent(policy.evidence.dispute_ratio),
            )
        enough = "active" in states or evidence.state[client_idx] == int(State.DORMANT)
        return self._say(
            texts.LEVER_WORK if enough else texts.LEVER_PROVE,
            owner=owner,
            touches=self._words.days(policy.evidence.active_touches),
            period=self._words.days(policy.evidence.active_days),
        )

    def _name(self, manager: int) -> str:
        return str(self._proposal.portfolio.managers.name[manager])
