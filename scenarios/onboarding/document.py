"""onboarding.json: the whole answer for programs; money has no currency, what is not a number is null."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.i18n import Translator
from assigner.report.plain import plain_values
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.estate_words import bequest_words, estate_headline
from scenarios.onboarding.model import Onboarding
from scenarios.onboarding.words import headline, standing_words

FORMAT = "assigner-onboarding/1"
ESTATE_FORMAT = "assigner-inheritance/1"


def onboarding_document(found: Onboarding, tr: Translator) -> dict[str, Any]:
    """Every figure, the months and moves one by one, and what is said of them."""
    plain: dict[str, Any] = plain_values(asdict(found))
    for one, row in zip(found.standings, plain["standings"], strict=True):
        row |= {"gap": one.gap, "why": standing_words(tr, one, found.terms.tolerance)}
    for step, row in zip(found.steps, plain["steps"], strict=True):
        row["left"] = [
            {"pool": pool.value, "clients": clients, "potential": potential}
            for pool, clients, potential in step.left
        ]
    return {"format": FORMAT, "sentence": headline(tr, found), **plain}


def estate_document(found: Estate, tr: Translator) -> dict[str, Any]:
    """Every figure of an inheritance, each client with the reason."""
    plain: dict[str, Any] = plain_values(asdict(found))
    heirs = {one.manager_id: one for one in found.heirs}
    for one, row in zip(found.bequests, plain["bequests"], strict=True):
        row["why"] = bequest_words(tr, one, heirs[one.to_id])
    return {"format": ESTATE_FORMAT, "sentence": estate_headline(tr, found), **plain}
