"""Why not another manager: the exact figures of the change and one sentence that sums them up."""

from __future__ import annotations

from assigner.explain import texts
from assigner.explain.balance_words import cell_name
from assigner.explain.effect import effect_of, tied_clients
from assigner.explain.grounds import lay_grounds
from assigner.explain.model import CellChange, Effect, WhyNot
from assigner.explain.requests import require_served
from assigner.explain.words import Words
from assigner.portfolio import NOBODY
from assigner.proposal import Proposal


def why_not(proposal: Proposal, client_idx: int, manager_idx: int, language: str = "en") -> WhyNot:
    """What giving one client to another manager would do, exactly as `check` says of the changed assignment.

    Raises InputError for an excluded client or a position that is not in the tables.
    """
    require_served(proposal.portfolio, client_idx, manager_idx)
    grounds = lay_grounds(proposal)
    tied = tied_clients(grounds.ground.locks.group, proposal.assignment, client_idx)
    alone = effect_of(proposal, grounds, (client_idx,), manager_idx, language)
    together = effect_of(proposal, grounds, tied, manager_idx, language) if len(tied) > 1 else None
    return WhyNot(
        client_idx=client_idx,
        client_name=str(proposal.portfolio.clients.name[client_idx]),
        manager_idx=manager_idx,
        alone=alone,
        together=together,
        verdict=VerdictWriter(proposal, language).sentence(client_idx, together or alone),
        manager_names=tuple(map(str, proposal.portfolio.managers.name)),
        client_names=tuple(str(proposal.portfolio.clients.name[i]) for i in tied),
    )


class VerdictWriter:
    """Sums up effects of changes in one sentence each."""

    def __init__(self, proposal: Proposal, language: str) -> None:
        self._proposal = proposal
        self._names = proposal.portfolio.managers.name
        self.words = Words(language)

    def sentence(self, client_idx: int, effect: Effect) -> str:
        """The effect of another manager for the client in one sentence, broken rules included."""
        now = int(self._proposal.assignment[client_idx])
        if now == effect.manager_idx:
            return self._say(texts.SAME_MANAGER, manager=self._names[now])
        parts = [self._score(now, effect), *self._cell(effect), *self._money(effect)]
        text = "; ".join(part for part in parts if part) + "."
        return text + self._broken(effect)

    def _say(self, message: str, **values: object) -> str:
        return self.words.text(message).format(**values)

    def _score(self, now: int, effect: Effect) -> str:
        digits = self._digits(effect)
        number = self.words.tr.number
        message = texts.SCORE_SAME
        if round(effect.score_delta, digits):
            message = texts.SCORE_WORSE if effect.score_delta > 0 else texts.SCORE_BETTER
        return self._say(
            message,
            manager=self._names[effect.manager_idx],
            owner=self._names[now] if now != NOBODY else self.words.text(texts.NOBODY),
            delta=number(abs(effect.score_delta), digits),
            before=number(effect.score_before, digits),
            after=number(effect.score_after, digits),
        )

    @staticmethod
    def _digits(effect: Effect) -> int:
        """Two decimals, up to four where the change would not be seen in two."""
        seen = (
            digits
            for digits in (2, 3, 4)
            if round(effect.score_before, digits) != round(effect.score_after, digits)
        )
        return next(seen, 4)

    def _cell(self, effect: Effect) -> list[str]:
        if not effect.cells:
            return []
        cell = effect.cells[0]
        message = texts.CELL_RISES if cell.load_after > cell.load_before else texts.CELL_FALLS
        return [self._say(message, **self.cell_values(cell))]

    def cell_values(self, cell: CellChange) -> dict[str, object]:
        """The named values of a sentence about one cell."""
        return {
            "place": cell_name(self.words, cell),
            "manager": self._names[cell.manager_idx],
            "before": self.words.percent(cell.ratio_before),
            "after": self.words.percent(cell.ratio_after),
        }

    def _money(self, effect: Effect) -> list[str]:
        risk = effect.pain_after.revenue_at_risk - effect.pain_before.revenue_at_risk
        stake = effect.pain_after.commission_at_stake - effect.pain_before.commission_at_stake
        said = [
            (risk, texts.RISK_MORE, texts.RISK_LESS),
            (stake, texts.STAKE_MORE, texts.STAKE_LESS),
        ]
        return [
            self._say(more if change > 0 else less, amount=self.words.money(abs(change)))
            for change, more, less in said
            if round(abs(change))
        ]

    def _broken(self, effect: Effect) -> str:
        if not effect.breaks:
            return ""
        rules = ", ".join(dict.fromkeys(found.rule for found in effect.breaks))
        return " " + self._say(texts.WOULD_BREAK, rules=rules)
