"""A decision in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assigner.i18n import Translator
from assigner.policy import TOTAL, Measure
from assigner.portfolio import UNKNOWN
from assigner.routing import texts
from assigner.routing.model import CellShortfall, Decision, Match
from assigner.routing.plan import RoutingPlan

_CELLS = 3
"""So many cells are named, those that weigh most for the one who gets the client."""


def describe(decision: Decision, plan: RoutingPlan, tr: Translator) -> str:
    """Why a client goes where it goes, in sentences of the reader's language."""
    return " ".join(_Teller(plan, tr).sentences(decision))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Sentences about one plan in one language."""

    plan: RoutingPlan
    tr: Translator

    def sentences(self, decision: Decision) -> Iterator[str]:
        """The decision, then what a reader should know beside."""
        yield self._reason(decision)
        if decision.tied:
            yield self.tr.gettext(texts.TIED)
        if decision.match and decision.match.plan_manager_id:
            yield self.tr.gettext(texts.PLANNED, manager=self._manager(decision.match.plan_manager_id))
        if decision.others:
            told = "; ".join(map(self._other, decision.others))
            yield self.tr.gettext(texts.OTHERS, clients=told)
        used = {cell.measure for cell in decision.cells}
        for name, amount in decision.assumed.items():
            if name in used:
                yield self._assumed(Measure(name), amount)
        for dimension, label in decision.new_labels.items():
            yield self.tr.gettext(texts.NEW_LABEL, dimension=self.tr.gettext(dimension), label=label)

    def _reason(self, decision: Decision) -> str:
        match = decision.match
        bars = [self.tr.ngettext(*texts.BARS[bar], count) for bar, count in decision.barred.items()]
        return self.tr.gettext(
            texts.SENTENCES[decision.code],
            manager=self._manager(decision.manager_id),
            next=self._manager(decision.runner_up_id),
            client=self._client(match) if match else "",
            owner=self._manager(match.manager_id) if match else "",
            key=self.tr.gettext(texts.KEYS[match.key]) if match else "",
            strength=self.tr.percent(match.strength) if match else "",
            n=self.tr.number(decision.candidates),
            cells="; ".join(map(self._cell, _heaviest(decision.cells))),
            bars=", ".join(bars),
        )

    def _manager(self, manager_id: str | None) -> str:
        if manager_id is None:
            return self.tr.gettext(texts.NOT_OWNED)
        return f"{self.plan.words.manager_names[self.plan.manager_idx[manager_id]]} ({manager_id})"

    def _client(self, match: Match) -> str:
        return match.client_id or self.tr.gettext(texts.WITHOUT_ID)

    def _other(self, match: Match) -> str:
        return self.tr.gettext(
            texts.OTHER,
            client=self._client(match),
            manager=self._manager(match.manager_id),
            key=self.tr.gettext(texts.KEYS[match.key]),
        )

    def _cell(self, cell: CellShortfall) -> str:
        table = texts.BEHIND if cell.before >= 0 else texts.AHEAD
        amount = self.tr.number(abs(cell.before), _digits(cell.before))
        return self.tr.gettext(table[Measure(cell.measure)], place=self._place(cell), amount=amount)

    def _place(self, cell: CellShortfall) -> str:
        if cell.dimension == TOTAL:
            return self.tr.gettext(texts.WHOLE_BASE)
        label = self.tr.gettext(UNKNOWN) if cell.value == UNKNOWN else cell.value
        return f"{self.tr.gettext(cell.dimension)} {label}"

    def _assumed(self, measure: Measure, amount: float) -> str:
        other = measure is Measure.POTENTIAL and self.plan.words.potential_source != "potential"
        text = texts.REVENUE_STANDS if other else texts.ASSUMED[measure]
        return self.tr.gettext(text, amount=self.tr.number(amount, _digits(amount)))


def _heaviest(cells: tuple[CellShortfall, ...]) -> list[CellShortfall]:
    return sorted(cells, key=lambda cell: -cell.weight * cell.before / cell.share)[:_CELLS]


def _digits(amount: float) -> int:
    return 0 if amount == round(amount) or abs(amount) >= 1000 else 2
