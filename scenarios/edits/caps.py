"""Limits of the policy: what one may lose, take on, have, and how much may change hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from pydantic import Field

from assigner.i18n import Translator
from assigner.policy import Measure
from assigner.policy.parts import NonNegative, Share
from assigner.portfolio import NOBODY
from scenarios.base import Base
from scenarios.edits.base import refused
from scenarios.edits.knobs import PolicyEdit
from scenarios.edits.policy_change import policy_sentence
from scenarios.edits.words import Words, joined


class Caps(PolicyEdit):
    """Limits for every manager: what he may lose, how many clients he can take on, the most and the least."""

    kind: Literal["caps"] = "caps"
    loss_cap: Share | None = Field(None, description="share of today's commission that one may lose")
    absorption: int | None = Field(None, ge=0, description="clients that one can newly receive")
    max_load: Mapping[Measure, NonNegative] = Field(
        default_factory=dict, description="measure: the most that one may have"
    )
    min_load: Mapping[Measure, NonNegative] = Field(
        default_factory=dict, description="measure: the least that one must have"
    )
    lift: tuple[Literal["loss_cap", "absorption", "max_load", "min_load"], ...] = Field(
        (), description="rules that are switched off"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with the limits; a limit that is given is switched on. Refuses one both given and off."""
        _refuse_both([name for name in self.lift if getattr(self, name) not in (None, {})], tr)
        return super().apply(base, tr)

    def changes(self) -> dict[str, Any]:
        """The values inside the part `rules`."""
        values: dict[str, Any] = {}
        if self.loss_cap is not None:
            values |= {"rules.loss_cap.enabled": True, "rules.loss_cap.cap": self.loss_cap}
        if self.absorption is not None:
            values |= {"rules.absorption.enabled": True, "rules.absorption.clients": self.absorption}
        for rule, limits in (("max_load", self.max_load), ("min_load", self.min_load)):
            for measure, limit in limits.items():
                values |= {f"rules.{rule}.enabled": True, f"rules.{rule}.{measure.value}": limit}
        return values | {f"rules.{rule}.enabled": False for rule in self.lift}


class Budget(PolicyEdit):
    """How much of what is owned may change hands."""

    kind: Literal["budget"] = "budget"
    clients: Share | None = Field(None, description="share of the owned clients")
    revenue: Share | None = Field(None, description="share of the owned clients' revenue")
    lift: bool = Field(False, description="true: no limit")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with the budget, switched on. Refuses one both given and off."""
        _refuse_both(["lift"] if self.lift and (self.clients, self.revenue) != (None, None) else [], tr)
        return super().apply(base, tr)

    def changes(self) -> dict[str, Any]:
        """The values inside the part `rules.move_budget`."""
        if self.lift:
            return {"rules.move_budget.enabled": False}
        values = self.given("rules.move_budget", "clients", "revenue")
        return values | {"rules.move_budget.enabled": True} if values else {}

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what, and how many clients and how much revenue that is."""
        clients, budget, words = after.portfolio.clients, after.policy.rules.move_budget, Words(after, tr)
        owned = (clients.owner_idx != NOBODY) & ~clients.excluded
        count, revenue = int(np.count_nonzero(owned)), float(clients.revenue_12m[owned].sum())
        parts = []
        if budget.enabled and budget.clients is not None:
            most = tr.number(int(budget.clients * count + 1e-9))
            text = tr.gettext(
                "At most {most} of {all} owned clients may move.", most=most, all=tr.number(count)
            )
            parts.append(text)
        if budget.enabled and budget.revenue is not None:
            most, every = words.amount(budget.revenue * revenue), words.amount(revenue)
            parts.append(tr.gettext("At most {most} of {all} of revenue may move.", most=most, all=every))
        return joined(policy_sentence(before, after, tr), *parts)


def _refuse_both(names: list[str], tr: Translator) -> None:
    """Refuse limits that are given and switched off at once."""
    message = tr.gettext("the limit is both given and taken away")
    remedy = tr.gettext("leave one of them out")
    if names:
        raise refused(tr, *(("lift", name, message, remedy) for name in names))
