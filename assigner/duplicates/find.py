"""Cards that may be the same client, scored and explained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.duplicates import weights
from assigner.duplicates.candidates import candidates
from assigner.duplicates.evidence import Evidence, weigh
from assigner.duplicates.model import Duplicates, Match
from assigner.duplicates.naming import Names, compare
from assigner.duplicates.tax_ids import TaxIds
from assigner.identity.model import Identity
from assigner.policy.model import Policy
from assigner.portfolio import BoolArray, Clients, IntArray, Rule
from assigner.ties import join_labels


def find_duplicates(
    clients: Clients, identity: Identity, policy: Policy, distinct: Sequence[Rule] = ()
) -> Duplicates:
    """Pairs of cards that are probably one client (model §11), the surest first.

    `identity` is `identify(clients)`. A pair is listed from the policy's `identity.min_score`; the score is
    the odds that the evidence adds up to (`weights`, in bits) as a share of 1. Nothing is merged here.
    Excluded clients take part: a duplicate of a client that is not serviceable matters too. Pairs that were
    said to be two clients (`Portfolio.distinct`) are not listed.
    """
    names = Names.of(identity.name_key.tolist())
    pairs = candidates(identity, names)
    compared = compare(names, pairs.a, pairs.b)
    found = weigh(clients, identity, names, pairs, compared)
    exact = pairs.tax == TaxIds.EXACT
    score = weights.score_of(found.bits)
    score = np.where(exact, np.maximum(score, weights.EXACT_AT_LEAST), score)
    asked = ~_denied(pairs.a, pairs.b, distinct, len(clients))
    listed = np.flatnonzero(asked & (score >= policy.identity.min_score))
    order = listed[np.lexsort((pairs.b[listed], pairs.a[listed], -score[listed]))]
    a, b = pairs.a[order], pairs.b[order]
    return Duplicates(
        a_idx=a,
        b_idx=b,
        score=score[order],
        name_similarity=compared.similarity[order],
        exact=exact[order],
        reasons=_reasons(found, order),
        group=_groups(len(clients), a, b),
    )


def _denied(a: IntArray, b: IntArray, distinct: Sequence[Rule], count: int) -> BoolArray:
    """Which pairs of cards, the first of the table first, were said to be two clients."""
    said = [sorted((rule.a_idx, rule.b_idx)) for rule in distinct]
    keys = np.array([first * count + second for first, second in said], dtype=np.int64)
    return np.isin(a.astype(np.int64) * count + b, keys)


def _reasons(found: Evidence, order: IntArray) -> tuple[tuple[Match, ...], ...]:
    """The reasons of each listed pair, in the order of `Match`."""
    given = [(match, found.reasons[match][order]) for match in Match if match in found.reasons]
    return tuple(tuple(match for match, where in given if where[n]) for n in range(len(order)))


def _groups(count: int, a: IntArray, b: IntArray) -> IntArray:
    """Numbers 0, 1, ... of the connected sets of cards, in order of appearance."""
    label = join_labels(np.arange(count), zip(a.tolist(), b.tolist(), strict=True))[a]
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int32)
