"""How much a sample of a finite population says: Wilson's interval and the sample it needs (model §10).

Source of the interval: E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", JASA 22 (1927). A sample without replacement of n out of N counts as n' = n (N - 1) / (N - n)
draws with replacement, which gives its mean the same variance.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, inf, sqrt
from statistics import NormalDist

from assigner.audit.model import Interval

_ROUNDING = 1e-9
"""What floating point may add to a margin or to a number of claims."""
_NOTHING = 1e-200
"""The square of a margin that only ringing up everybody reaches; one over it is still a number."""


def z_score(confidence: float) -> float:
    """The standard normal quantile of a two-sided confidence in (0, 1): 1.96 for 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def effective_size(num_answered: int, num_claims: int) -> float:
    """The draws with replacement that say as much: n' = n (N - 1) / (N - n), infinite for n = N."""
    if not 0 <= num_answered <= num_claims:
        raise ValueError(f"{num_answered} of {num_claims} claims can't have been answered")
    left = num_claims - num_answered
    return num_answered * (num_claims - 1) / left if left else inf


def wilson(num_false: int, num_answered: int, num_claims: int, confidence: float) -> Interval:
    """The share of false claims among `num_claims`, of which `num_answered` were drawn and answered.

    With every claim answered it is a point. With none answered nothing is known: the interval is 0..1 and
    the share given is its middle.
    """
    z = z_score(confidence)
    size = effective_size(num_answered, num_claims)
    if not 0 <= num_false <= num_answered:
        raise ValueError(f"{num_false} of {num_answered} answers can't be false")
    if num_answered == 0:
        return Interval(0.5, 0.0, 1.0, confidence)
    share = num_false / num_answered
    if size == inf:
        return Interval(share, share, share, confidence)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(share, min(low, share), max(high, share), confidence)


def whole_claims(interval: Interval, num_false: int, num_answered: int, num_claims: int) -> Interval:
    """The interval widened outwards to whole claims, and kept within what the answers leave possible.

    Only a whole number of claims can be false. Without this, 11 true answers of 12 would rule out that the
    twelfth claim is false, and the interval would hold the truth too seldom in small books.
    """
    if not num_claims:
        return interval
    fewest = max(floor(interval.low * num_claims + _ROUNDING), num_false)
    most = min(ceil(interval.high * num_claims - _ROUNDING), num_claims - (num_answered - num_false))
    return replace(interval, low=fewest / num_claims, high=most / num_claims)


def worst_margin(num_answered: int, num_claims: int, confidence: float) -> float:
    """Half the width of the interval at the share 1/2, where it is widest: z / (2 sqrt(n' + z^2))."""
    z = z_score(confidence)
    return z / (2 * sqrt(effective_size(num_answered, num_claims) + z * z)) if num_claims and z else 0.0


def calls_needed(num_claims: int, margin: float, confidence: float) -> int:
    """The smallest sample whose interval at the share 1/2 has half its width <= `margin` (a fraction).

    From z / (2 sqrt(n' + z^2)) <= margin follows n >= k N / (N - 1 + k) with k = z^2 (1 / (4 margin^2) - 1).
    """
    z = z_score(confidence)
    if margin < 0:
        raise ValueError(f"a margin can't be below 0: {margin}")
    if num_claims == 0 or margin * margin < _NOTHING:
        return num_claims
    wanted = max(0.0, z * z * (1 / (4 * margin * margin) - 1))
    guess = ceil(wanted * num_claims / (num_claims - 1 + wanted)) - 1 if wanted else 0
    calls = min(max(guess, 0), num_claims)
    while worst_margin(calls, num_claims, confidence) > margin + _ROUNDING:
        calls += 1
    return calls
