"""Bases for audits: so many claims of one manager, and answers as a caller would write them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np

from assigner.audit import Answer
from assigner.evidence import Evidence, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Kind, Portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, touch

Pair = tuple[int, int]


def base(rows: list[Touch], owner: list[int], num_managers: int = 2) -> Portfolio:
    """A portfolio with these touches and owners."""
    log = builders.activities(rows)
    return builders.portfolio(builders.clients(owner), builders.managers(num_managers), log)


def weigh(facts: Portfolio) -> Evidence:
    """The evidence as of AS_OF under the default policy."""
    return weigh_evidence(facts, Policy(), as_of=AS_OF)


def claims_of_one(num_claims: int, num_active: int = 0) -> Portfolio:
    """One manager who logged a call with each of his clients, and a second one with the first few.

    The calls are spread over forty days and over the hours, else they would be a burst.
    """
    rows = [_call(i, 1 + i % 40) for i in range(num_claims)]
    rows += [_call(i, 41 + i % 40) for i in range(num_active)]
    return base(rows, [0] * num_claims, 1)


def _call(client: int, age: int) -> Touch:
    """A call of manager 0, at an hour of the client's own."""
    day = AS_OF - timedelta(days=age)
    return touch(client, 0, age) | {"at": f"{day.isoformat()}T{1 + client // 40 % 23:02d}:00:00"}


def answered(pairs: Iterable[Pair], false: Iterable[Pair]) -> dict[Pair, Answer]:
    """Every pair confirmed, but for the false ones."""
    lies = set(false)
    return {pair: Answer.REFUTED if pair in lies else Answer.CONFIRMED for pair in pairs}


def with_answers(facts: Portfolio, answers: Mapping[Pair, Answer]) -> Portfolio:
    """The portfolio with every answered pair's touches marked but transactions, as model §2 says, slowly."""
    log = facts.activities
    assert log is not None
    verdict = {Answer.CONFIRMED: 1, Answer.REFUTED: 0, Answer.UNREACHED: -1}
    verified = log.verified.copy()
    for n in range(len(log)):
        answer = answers.get((int(log.client_idx[n]), int(log.manager_idx[n])))
        if answer is not None and answer is not Answer.UNREACHED and log.kind[n] != Kind.TRANSACTION:
            verified[n] = verdict[answer]
    return replace(facts, activities=replace(log, verified=verified.astype(np.int8)))
