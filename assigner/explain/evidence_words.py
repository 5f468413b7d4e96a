"""What speaks for a manager, in words: proof and contacts of one pair per client (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assigner.explain import texts
from assigner.explain.codes import pair_positions
from assigner.explain.words import Words
from assigner.portfolio import NOBODY, DateArray, FloatArray, IntArray
from assigner.proposal import Proposal

Number = TypeVar("Number", np.float64, np.int32, np.datetime64)


@dataclass(frozen=True, slots=True, eq=False)
class PairColumns:
    """Evidence of one manager per client, blanks where there is none; all (num_clients,)."""

    strength: FloatArray
    recent: IntArray
    last_touch: DateArray
    last_transaction: DateArray


def pair_columns(proposal: Proposal, managers: IntArray) -> PairColumns:
    """The evidence of `managers[i]` with each client i."""
    evidence = proposal.evidence
    spot = pair_positions(evidence, managers)
    known = np.flatnonzero(spot != NOBODY)
    source = spot[known]

    def spread(values: NDArray[Number], blank: object) -> NDArray[Number]:
        column = np.full(len(managers), blank, dtype=values.dtype)
        column[known] = values[source]
        return column

    nat = np.datetime64("NaT")
    return PairColumns(
        strength=spread(evidence.pair_strength, 0.0),
        recent=spread(evidence.pair_num_recent, 0),
        last_touch=spread(evidence.pair_last_touch, nat),
        last_transaction=spread(evidence.pair_last_transaction, nat),
    )


class EvidenceWords:
    """Proof and contacts of a manager per client."""

    def __init__(self, proposal: Proposal, words: Words) -> None:
        self._proposal = proposal
        self._words = words
        self._policy = proposal.policy.evidence
        self._logged = proposal.evidence.from_activities

    def proof(self, pairs: PairColumns, clients: IntArray) -> list[str]:
        """What proves the relationship: the last transaction, else the client's revenue."""
        revenue = self._proposal.portfolio.clients.revenue_12m[clients].tolist()
        return [self._proof(*row) for row in zip(pairs.last_transaction[clients], revenue, strict=True)]

    def _proof(self, last_transaction: np.datetime64, revenue: float) -> str:
        words = self._words
        if not np.isnat(last_transaction):
            return words.text(texts.PROOF_TRANSACTION).format(date=words.day(last_transaction))
        text = words.text(texts.PROOF_REVENUE)
        return text.format(amount=words.money(revenue), period=words.days(self._policy.revenue_days))

    def contacts(self, pairs: PairColumns, clients: IntArray) -> list[str]:
        """How much the client is worked: days with contact in the activity window, else the last one."""
        if not self._logged:
            return self._trust(clients)
        rows = zip(pairs.recent[clients].tolist(), pairs.last_touch[clients], strict=True)
        return [self._contact(recent, last) for recent, last in rows]

    def _contact(self, recent: int, last_touch: np.datetime64) -> str:
        words = self._words
        period = words.days(self._policy.active_days)
        if recent > 0:
            return words.counted(texts.CONTACTS, recent, period=period)
        if np.isnat(last_touch):
            return words.text(texts.NO_CONTACT)
        return words.text(texts.LAST_CONTACT).format(period=period, date=words.day(last_touch))

    def _trust(self, clients: IntArray) -> list[str]:
        """Without a log: what the owner is trusted for."""
        base = self._proposal.portfolio.clients
        kind = np.where(base.revenue_12m[clients] > 0, 0, np.where(base.open_deal_amount[clients] > 0, 1, 2))
        said = [
            self._words.text(text) for text in (texts.TRUST_REVENUE, texts.TRUST_DEAL, texts.TRUST_NOTHING)
        ]
        return [said[k] for k in kind.tolist()]

    def all(self, pairs: PairColumns, clients: IntArray) -> list[str]:
        """Last transaction, where there is one, and contacts."""
        deals = pairs.last_transaction[clients]
        contacts = self.contacts(pairs, clients)
        return [
            text if np.isnat(day) else f"{self._proof(day, 0.0)}, {text}"
            for day, text in zip(deals, contacts, strict=True)
        ]
