"""One sentence per client: a template per reason code, filled column by column.

A template says by its braces which parts it needs; each part is computed for all clients of the code at
once, so 100,000 clients take seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import numpy as np

from assigner.evidence.model import State
from assigner.explain import texts
from assigner.explain.balance_words import BalanceWords
from assigner.explain.card_words import CardWords
from assigner.explain.cells import goal_cells
from assigner.explain.evidence_words import EvidenceWords, PairColumns, pair_columns
from assigner.explain.grounds import Grounds, rules_of
from assigner.explain.model import Reason
from assigner.explain.words import Words
from assigner.portfolio import BoolArray, IntArray, RuleKind, StrArray
from assigner.proposal import Proposal

Part = Callable[[IntArray], list[str]]

_KNOWN_BETTER = (Reason.MOVED_ACTIVE, Reason.MOVED_DORMANT, Reason.MOVED_CLAIMED)


class SentenceWriter:
    """Writes the sentences of one proposal in one language."""

    def __init__(self, proposal: Proposal, grounds: Grounds, language: str) -> None:
        self._proposal = proposal
        self._grounds = grounds
        self._words = Words(language)
        names = proposal.portfolio.managers.name
        self._evidence = EvidenceWords(proposal, self._words)
        self._cards = CardWords(proposal.portfolio, self._words)
        self._balance = BalanceWords(goal_cells(grounds), names, self._words)
        self._pairs: dict[str, PairColumns] = {}
        self._parts = self._all_parts()

    def write(self, codes: StrArray) -> StrArray:
        """The sentence of every client, given reason codes (num_clients,); a blank code gets no sentence."""
        said = np.full(len(codes), "", dtype=object)
        for reason in Reason:
            clients = np.flatnonzero(codes == reason.value).astype(np.int32)
            unlocked = self._unlocked(reason)[clients]
            self._fill(said, clients[~unlocked], texts.SENTENCES[reason])
            self._fill(said, clients[unlocked], texts.UNLOCKED.get(reason, ""))
        self._add(said, self._open_disputes(codes), texts.DISPUTE_OPEN)
        self._say_why_proven_goes(said, codes)
        self._say_why_not_the_rival(said, codes)
        self._add(said, self._better_known(codes), texts.BETTER_KNOWN)
        for contested, message in ((True, texts.MADE_OF_CLAIMED), (False, texts.MADE_OF)):
            merged = self._cards.merged(contested=contested)
            self._add(said, merged[codes[merged] != ""], message)
        return said

    def _unlocked(self, reason: Reason) -> BoolArray:
        """Clients whose code has another sentence because no rule keeps them."""
        return ~self._grounds.locked_itself & (reason in texts.UNLOCKED)

    def _compose(self, clients: IntArray, message: str) -> list[str]:
        template = self._words.text(message)
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        columns = {name: self._parts[name](clients) for name in dict.fromkeys(names)}
        keys = tuple(columns)
        rows = zip(*columns.values(), strict=True)
        return [template.format_map(dict(zip(keys, row, strict=True))) for row in rows]

    def _fill(self, said: StrArray, clients: IntArray, message: str) -> None:
        if len(clients):
            said[clients] = self._compose(clients, message)

    def _add(self, said: StrArray, clients: IntArray, message: str) -> None:
        if len(clients):
            said[clients] = said[clients] + np.array(self._compose(clients, message), dtype=object)

    def _open_disputes(self, codes: StrArray) -> IntArray:
        """Disputed clients that stay without a word on the dispute yet; where it is pinned, it is decided."""
        told = np.isin(codes, [Reason.KEPT_DISPUTED.value, Reason.KEPT_PINNED.value, ""])
        here = self._grounds.manager == self._grounds.owner
        return np.flatnonzero(self._proposal.evidence.disputed & here & ~told).astype(np.int32)

    def _say_why_proven_goes(self, said: StrArray, codes: StrArray) -> None:
        """What took proven clients from under the keep rule."""
        evidence = self._proposal.evidence
        proven, both = evidence.state == int(State.PROVEN), evidence.lock_lifted
        for reason, message in texts.PROVEN_GOES.items():
            here = proven & (codes == reason.value)
            lifted = here & both & (reason == Reason.MOVED_DISPUTE)
            self._add(said, _positions(lifted), texts.PROOF_ON_BOTH_SIDES)
            self._add(said, _positions(here & ~lifted), message)

    def _say_why_not_the_rival(self, said: StrArray, codes: StrArray) -> None:
        """Disputed clients that go to a third manager: a pin is a decision, so it needs no word."""
        evidence, grounds = self._proposal.evidence, self._grounds
        third = (grounds.manager != grounds.owner) & (grounds.manager != evidence.rival_idx)
        third &= evidence.disputed & ~np.isin(codes, [Reason.MOVED_PIN.value, ""])
        named = codes == Reason.MOVED_DISPUTE.value
        everybody = np.arange(len(codes))
        may = grounds.ground.opening.left.holds(everybody, np.maximum(evidence.rival_idx, 0))
        for is_named, is_open, message in (
            (True, True, texts.RIVAL_PASSED_OVER),
            (True, False, texts.RIVAL_BARRED),
            (False, True, texts.DISPUTE_PASSED_OVER),
            (False, False, texts.DISPUTE_BARRED),
        ):
            self._add(said, _positions(third & (named == is_named) & (may == is_open)), message)

    def _better_known(self, codes: StrArray) -> IntArray:
        """Moved clients whose new manager has more evidence than the old one."""
        moved = np.isin(codes, [reason.value for reason in _KNOWN_BETTER])
        better = self._pair("manager").strength > self._pair("owner").strength + 0.005
        return np.flatnonzero(moved & better).astype(np.int32)

    def _pair(self, whose: str) -> PairColumns:
        if whose not in self._pairs:
            hands = {
                "owner": self._grounds.owner,
                "manager": self._grounds.manager,
                "rival": self._proposal.evidence.rival_idx,
            }
            self._pairs[whose] = pair_columns(self._proposal, hands[whose])
        return self._pairs[whose]

    def _all_parts(self) -> dict[str, Part]:
        """How each part of a template is said, for some clients."""
        grounds, base = self._grounds, self._proposal.portfolio.clients
        words, evidence, balance = self._words, self._evidence, self._balance
        people, clients = self._proposal.portfolio.managers.name, base.name
        return {
            "owner": lambda who: people[grounds.owner[who]].tolist(),
            "manager": lambda who: people[grounds.manager[who]].tolist(),
            "rival": lambda who: people[self._proposal.evidence.rival_idx[who]].tolist(),
            "leader": lambda who: clients[grounds.leader[who]].tolist(),
            "competitor": lambda who: clients[grounds.competitor[who]].tolist(),
            "proof": lambda who: evidence.proof(self._pair("owner"), who),
            "contacts": lambda who: evidence.contacts(self._pair("owner"), who),
            "rival_evidence": lambda who: evidence.all(self._pair("rival"), who),
            "manager_evidence": lambda who: evidence.all(self._pair("manager"), who),
            "balance": lambda who: balance.moves(who, grounds.owner, grounds.manager),
            "need": lambda who: balance.needs(who, grounds.manager),
            "deal": lambda who: [words.money(a) for a in base.open_deal_amount[who].tolist()],
            "close": lambda who: [words.day(day) for day in base.open_deal_close[who]],
            "strength_before": lambda who: self._strengths("owner", who),
            "strength_after": lambda who: self._strengths("manager", who),
            "excluded": lambda who: [_remark(reason) for reason in base.excluded_reason[who]],
            "pin": lambda who: self._decisions(RuleKind.PIN, who),
            "ban": lambda who: self._decisions(RuleKind.BAN, who),
            "cards": self._cards.cards,
            "claimants": self._cards.claimants,
        }

    def _strengths(self, whose: str, clients: IntArray) -> list[str]:
        return [self._words.strength(s) for s in self._pair(whose).strength[clients].tolist()]

    def _decisions(self, kind: RuleKind, clients: IntArray) -> list[str]:
        """The reasons that the rules table gives for pins, and for bans from the owner."""
        owner = self._grounds.owner
        given = {
            rule.a_idx: rule.reason
            for rule in rules_of(self._proposal.portfolio, kind)
            if kind == RuleKind.PIN or owner[rule.a_idx] == rule.b_idx
        }
        return [_remark(given.get(client, "")) for client in clients.tolist()]


def _positions(mask: BoolArray) -> IntArray:
    return np.flatnonzero(mask).astype(np.int32)


def _remark(reason: str) -> str:
    return f" ({reason.removesuffix('.')})" if reason else ""
