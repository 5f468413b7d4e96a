"""Small bases with words on their cards, and what the checks found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from assigner.evidence import weigh_evidence
from assigner.identity import identify
from assigner.policy import Policy
from assigner.portfolio import Activities, Clients, Portfolio
from assigner.quality import Check, Quality, judge_quality
from tests import builders

AS_OF = date(2026, 6, 1)
Found = list[tuple[str, int, str, str]]
"""Column, position, value and detail of every cell with one kind of finding."""


def cards(owner: Sequence[int], **columns: Any) -> Clients:
    """Clients of `builders.clients`, and text columns (name, tax_id, phone, ...) as they are given."""
    texts = {"name", "tax_id", "phone", "email", "contact_name", "excluded_reason", "client_id"}
    plain = {name: values for name, values in columns.items() if name not in texts}
    given = {name: builders.text(values) for name, values in columns.items() if name in texts}
    return replace(builders.clients(owner, **plain), **given)


def portfolio(clients: Clients, log: Activities | None = None, num_managers: int = 2) -> Portfolio:
    """The clients with managers m0, m1, ..."""
    return builders.portfolio(clients, builders.managers(num_managers), log)


def judge(facts: Portfolio, policy: Policy | None = None) -> Quality:
    """Everything that is odd about a base as of AS_OF."""
    policy = policy or Policy()
    evidence = weigh_evidence(facts, policy, as_of=AS_OF)
    return judge_quality(facts, evidence, identify(facts.clients, "RU"), policy)


def found(quality: Quality, check: Check) -> Found:
    """The cells with one kind of finding."""
    return [
        (one.column, int(at), str(value), str(detail))
        for one in quality.findings
        if one.check is check
        for at, value, detail in zip(one.positions, one.values, one.details, strict=True)
    ]


def unlisted(facts: Portfolio, manager_idx: int) -> Portfolio:
    """The facts with one manager whom the managers table does not list."""
    listed = np.arange(facts.num_managers) != manager_idx
    return replace(facts, managers=replace(facts.managers, listed=listed))
