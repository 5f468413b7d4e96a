"""Proposed decisions on disputes, ready to be read back as rules once the head agrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assigner.capacity import Admission
from assigner.evidence import CaseFile, Dispute, Evidence, State
from assigner.evidence.disputes import pins_of
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, Portfolio, RuleKind
from assigner.report.dispute_words import DisputeWords


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of the rules table: client `a` is pinned to manager `b`, "" where the head must choose.

    `decided` rows repeat a pin that the tables hold already.
    """

    kind: RuleKind
    a: str
    b: str
    reason: str
    client: str
    decided: bool


def decided_clients(portfolio: Portfolio) -> BoolArray:
    """Clients that the head has decided on: they are pinned, to whom makes no difference, (num_clients,).

    A pin of the clients table counts like one of the rules table, also where the policy switches pins off.
    """
    return np.asarray(pins_of(portfolio) != NOBODY)


def decision_rows(
    tr: Translator, portfolio: Portfolio, evidence: Evidence, policy: Policy, disputes: Iterable[Dispute]
) -> tuple[DecisionRow, ...]:
    """One row for each dispute, in its order: the pin that stands, else the one that the evidence proposes.

    Whom the lists of segments or a ban keep from the client is never proposed: such a pin would be refused.
    """
    disputes = tuple(disputes)
    desk = _Desk(tr, portfolio, evidence, policy, disputes)
    return tuple(desk.row(dispute) for dispute in disputes)


class _Desk:
    """Writes the rows of one list of disputes."""

    def __init__(
        self,
        tr: Translator,
        portfolio: Portfolio,
        evidence: Evidence,
        policy: Policy,
        disputes: tuple[Dispute, ...],
    ) -> None:
        self._tr = tr
        self._portfolio = portfolio
        self._words = DisputeWords(tr, portfolio.managers.name)
        self._pins = pins_of(portfolio)
        self._given = {rule.a_idx: rule.reason for rule in portfolio.rules if rule.kind is RuleKind.PIN}
        self._allowed = _who_may(portfolio, evidence, policy, disputes)

    def row(self, dispute: Dispute) -> DecisionRow:
        """The decision that stands, or the one to propose."""
        pin = int(self._pins[dispute.client_idx])
        if pin != NOBODY:
            return self._row(dispute, pin, self._why_pinned(dispute, pin), decided=True)
        favoured = dispute.recommended
        reason = self._words.verdict(dispute)
        if favoured is not None and not self._may_have(dispute, favoured):
            reason = self._tr.gettext(
                "{verdict} But segments or a ban keep {name} from this client: the head decides.",
                verdict=reason,
                name=self._words.name(favoured),
            )
            favoured = None
        return self._row(dispute, NOBODY if favoured is None else favoured.manager_idx, reason)

    def _why_pinned(self, dispute: Dispute, pin: int) -> str:
        """The reason that the decision was given, else what the evidence says, and that it is decided.

        A reason that says so already stays as it is: files of decisions are read and written again and again.
        """
        decided = self._tr.gettext("decided: pinned to {name}", name=self._portfolio.managers.name[pin])
        reason = self._given.get(dispute.client_idx) or self._words.verdict(dispute)
        return reason if decided in reason else f"{reason.removesuffix('.')}; {decided}."

    def _row(self, dispute: Dispute, manager: int, reason: str, *, decided: bool = False) -> DecisionRow:
        clients, managers = self._portfolio.clients, self._portfolio.managers
        return DecisionRow(
            kind=RuleKind.PIN,
            a=str(clients.client_id[dispute.client_idx]),
            b="" if manager == NOBODY else str(managers.manager_id[manager]),
            reason=reason,
            client=str(clients.name[dispute.client_idx]),
            decided=decided,
        )

    def _may_have(self, dispute: Dispute, file: CaseFile) -> bool:
        return bool(self._allowed[file.manager_idx][dispute.client_idx])


def _who_may(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, disputes: tuple[Dispute, ...]
) -> dict[int, BoolArray]:
    """The clients that each recommended manager may have, (num_clients,), what is locked to him included."""
    admission = Admission.of(portfolio, evidence, policy)
    locked, owner = _locked_to_owner(portfolio, evidence, policy), portfolio.clients.owner_idx
    managers = {dispute.recommended.manager_idx for dispute in disputes if dispute.recommended is not None}
    return {
        manager: admission.clients_of(manager) | (locked & (owner == manager) & ~admission.bans_on(manager))
        for manager in managers
    }


def _locked_to_owner(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> BoolArray:
    """Clients that the keep rule or an open deal locks to an owner who stays and is not banned (model §3)."""
    rule, clients = policy.rules.keep, portfolio.clients
    states = [int(State[word.upper()]) for word in rule.states]
    locked = np.isin(evidence.state, states) & ~evidence.lock_lifted
    if rule.open_deals:
        due = clients.open_deal_close >= np.datetime64(evidence.as_of, "D")
        locked |= (clients.open_deal_amount > 0) & due
    return np.asarray(locked & rule.enabled)
