"""An audit by hand (model §10): claims, sample sizes, intervals and shares of strata."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist

from assigner.evidence import Discard
from tests.evidence.reference import Reference

Pair = tuple[int, int]


def claims_by_hand(walk: Reference, fates: list[Discard | None]) -> dict[Pair, tuple[str, int, date]]:
    """Stratum, number of touches and last day of every (client, manager) that makes a claim."""
    found: dict[Pair, tuple[str, int, date]] = {}
    for row, fate in zip(walk.rows, fates, strict=True):
        if fate is not None or row.is_sale or row.verified != -1:
            continue
        pair, day = (row.client, row.manager), row.moment.date()
        owns = int(walk.facts.clients.owner_idx[row.client]) == row.manager
        stratum = walk.state(row.client).label if owns else "other"
        _, count, last = found.get(pair, ("", 0, day))
        found[pair] = (stratum, count + 1, max(day, last))
    return found


def z_of(confidence: float) -> Decimal:
    """The normal quantile of a two-sided confidence."""
    return Decimal(NormalDist().inv_cdf((1 + confidence) / 2))


def interval(false: int, answered: int, claims: int, confidence: float) -> tuple[Decimal, Decimal]:
    """Wilson's interval with n' = n (N - 1) / (N - n), in 40 digits."""
    with localcontext() as exact:
        exact.prec = 40
        if answered == 0:
            return Decimal(0), Decimal(1)
        share = Decimal(false) / answered
        if answered == claims:
            return share, share
        n = Decimal(answered * (claims - 1)) / (claims - answered)
        z = z_of(confidence)
        centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        return centre - half, centre + half


def margin_at_half(answered: int, claims: int, confidence: float) -> Decimal:
    """Half the width of the interval at the share 1/2: that of 2n answers among 2N would be the same."""
    with localcontext() as exact:
        exact.prec = 40
        if answered == claims:
            return Decimal(0)
        n = Decimal(answered * (claims - 1)) / (claims - answered)
        z = z_of(confidence)
        return z / (1 + z * z / n) * (Decimal(1) / (4 * n) + z * z / (4 * n * n)).sqrt()


def calls_by_trying(claims: int, margin: float, confidence: float) -> int:
    """The smallest sample whose interval is narrow enough, one size after the other."""
    sizes = range(1, claims + 1)
    return next(n for n in sizes if margin_at_half(n, claims, confidence) <= Decimal(margin))


def whole_by_hand(
    false: int, answered: int, claims: int, confidence: float
) -> tuple[Fraction, Fraction, Fraction]:
    """Share, low and high: widened outwards to whole claims, within what the answers leave possible."""
    if answered == 0:
        return Fraction(1, 2), Fraction(0), Fraction(1)
    low, high = (bound * claims for bound in interval(false, answered, claims, confidence))
    fewest = max(int(_settled(low).to_integral_value(ROUND_FLOOR)), false)
    most = min(int(_settled(high).to_integral_value(ROUND_CEILING)), claims - (answered - false))
    return Fraction(false, answered), Fraction(fewest, claims), Fraction(most, claims)


def _settled(count: Decimal) -> Decimal:
    """A whole number of claims but for the last of 40 digits is that number."""
    whole = count.to_integral_value()
    return whole if abs(count - whole) < Decimal("1e-20") else count


def fair_allotments(calls: int, sizes: list[int], given: list[int]) -> bool:
    """Whether `given` shares out `calls` in proportion to the sizes by the largest remainders."""
    total = sum(sizes)
    quotas = [Fraction(calls * size, total) for size in sizes]
    extra = [part - int(quota) for part, quota in zip(given, quotas, strict=True)]
    if sum(given) != calls or any(more not in (0, 1) for more in extra):
        return False
    remainders = [quota - int(quota) for quota in quotas]
    taken = [left for left, more in zip(remainders, extra, strict=True) if more]
    left_out = [left for left, more in zip(remainders, extra, strict=True) if not more]
    return not taken or not left_out or min(taken) >= max(left_out)
