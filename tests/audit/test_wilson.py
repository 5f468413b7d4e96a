"""The interval and the sample size (model §10)."""

from __future__ import annotations

from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.audit import calls_needed, wilson
from assigner.audit.wilson import effective_size, whole_claims, worst_margin, z_score

ENDLESS = 10**12
"""A population that no sample comes near: n' = n."""

SIZES = st.integers(1, 400)


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int, int]:
    """False answers, answers, claims."""
    num_claims = draw(SIZES)
    num_answered = draw(st.integers(0, num_claims))
    return draw(st.integers(0, num_answered)), num_answered, num_claims


def test_quantiles_of_the_normal_distribution() -> None:
    assert z_score(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert z_score(0.99) == pytest.approx(2.575829, abs=1e-6)


@pytest.mark.parametrize(
    ("num_false", "num_answered", "low", "high"),
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_the_textbook(num_false: int, num_answered: int, low: float, high: float) -> None:
    found = wilson(num_false, num_answered, ENDLESS, 0.95)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


def test_an_interval_of_a_finite_population_by_hand() -> None:
    # N = 101, n = 51: n' = 51 x 100 / 50 = 102; 17 false: share 1/3; z^2 = 3.841459
    # middle = (0.333333 + 3.841459 / 204) / (1 + 3.841459 / 102) = 0.352164 / 1.037661 = 0.339382
    # half = 1.959964 / 1.037661 x sqrt(0.222222 / 102 + 3.841459 / (4 x 102^2)) = 0.090011
    found = wilson(17, 51, 101, 0.95)
    assert effective_size(51, 101) == 102
    assert found.share == pytest.approx(1 / 3)
    assert found.low == pytest.approx(0.339382 - 0.090011, abs=2e-6)
    assert found.high == pytest.approx(0.339382 + 0.090011, abs=2e-6)


def test_no_answer_says_nothing_and_all_answers_say_everything() -> None:
    nothing, everything = wilson(0, 0, 84, 0.95), wilson(21, 84, 84, 0.95)
    assert (nothing.low, nothing.share, nothing.high) == (0, 0.5, 1)
    assert (everything.low, everything.share, everything.high) == (0.25, 0.25, 0.25)
    assert effective_size(84, 84) == inf


@given(sample=samples(), confidence=st.sampled_from((0.5, 0.8, 0.95, 0.99)))
def test_the_interval_holds_the_share_and_stays_in_range(
    sample: tuple[int, int, int], confidence: float
) -> None:
    found = wilson(*sample, confidence)
    assert 0 <= found.low <= found.share <= found.high <= 1
    if sample[1] == sample[2]:
        assert found.low == found.high


@given(sample=samples())
def test_more_confidence_is_wider(sample: tuple[int, int, int]) -> None:
    less, more = wilson(*sample, 0.9), wilson(*sample, 0.99)
    assert more.low <= less.low + 1e-12
    assert less.high <= more.high + 1e-12


@given(false=st.integers(0, 20), true=st.integers(0, 20), times=st.integers(2, 5), rest=st.integers(0, 200))
def test_more_answers_of_the_same_kind_are_narrower(false: int, true: int, times: int, rest: int) -> None:
    if not false + true:
        return
    num_claims = times * (false + true) + rest
    few, many = (wilson(k * false, k * (false + true), num_claims, 0.95) for k in (1, times))
    assert many.high - many.low < few.high - few.low


@given(sample=samples())
def test_the_mirrored_sample_has_the_mirrored_interval(sample: tuple[int, int, int]) -> None:
    num_false, num_answered, num_claims = sample
    found, mirrored = wilson(*sample, 0.95), wilson(num_answered - num_false, num_answered, num_claims, 0.95)
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-12)
    assert mirrored.high == pytest.approx(1 - found.low, abs=1e-12)


def test_calls_by_hand() -> None:
    # k = 3.841459 x (1 / 0.04 - 1) = 92.195; n >= k N / (N - 1 + k): 9219.5 / 191.195 = 48.2 -> 49
    assert calls_needed(100, 0.1, 0.95) == 49
    # without end k itself: 92.2 -> 93
    assert calls_needed(ENDLESS, 0.1, 0.95) == 93
    assert [calls_needed(n, 0.1, 0.95) for n in (0, 1, 2)] == [0, 1, 2]
    assert calls_needed(84, 0.0, 0.95) == 84
    assert calls_needed(84, 0.5, 0.95) == 0
    # A margin whose square is no number any more, and a confidence of which no z is left.
    assert [calls_needed(84, margin, 0.95) for margin in (2e-264, 1e-160, 5e-324)] == [84, 84, 84]
    assert calls_needed(84, 0.1, 5e-324) == 0


@given(
    num_claims=st.integers(0, 150), margin=st.floats(0.01, 0.6), confidence=st.sampled_from((0.5, 0.9, 0.95))
)
def test_calls_are_the_smallest_that_reach_the_margin(
    num_claims: int, margin: float, confidence: float
) -> None:
    reached = [n for n in range(num_claims + 1) if worst_margin(n, num_claims, confidence) <= margin + 1e-12]
    assert calls_needed(num_claims, margin, confidence) == reached[0]


@given(half=st.integers(1, 100), rest=st.integers(1, 200), confidence=st.sampled_from((0.8, 0.95)))
def test_the_margin_is_half_the_width_at_the_share_of_one_half(
    half: int, rest: int, confidence: float
) -> None:
    found = wilson(half, 2 * half, 2 * half + rest, confidence)
    margin = worst_margin(2 * half, 2 * half + rest, confidence)
    assert (found.high - found.low) / 2 == pytest.approx(margin, abs=1e-12)


def test_whole_claims_by_hand() -> None:
    # 17 of 51 false, 101 claims: 0.2494 and 0.4294 are 25.2 and 43.4 claims -> 25 and 44
    found = whole_claims(wilson(17, 51, 101, 0.95), 17, 51, 101)
    assert (found.low, found.high) == (25 / 101, 44 / 101)
    # 11 true answers of 12: the interval ends at 0.031, yet the twelfth claim may be false
    assert wilson(0, 11, 12, 0.95).high < 1 / 12
    found = whole_claims(wilson(0, 11, 12, 0.95), 0, 11, 12)
    assert (found.low, found.high) == (0, 1 / 12)


@given(sample=samples())
def test_whole_claims_stay_within_what_is_possible(sample: tuple[int, int, int]) -> None:
    num_false, num_answered, num_claims = sample
    plain = wilson(*sample, 0.95)
    found = whole_claims(plain, *sample)
    fewest, most = found.low * num_claims, found.high * num_claims
    assert num_false <= round(fewest) <= round(most) <= num_claims - (num_answered - num_false)
    assert [fewest, most] == pytest.approx([round(fewest), round(most)], abs=1e-9)
    assert found.low - 1e-9 <= plain.share <= found.high + 1e-9
    if num_answered == num_claims:
        assert found.low == found.high


@pytest.mark.parametrize("num_claims", [12, 20, 30, 50, 84, 150, 300])
def test_exact_coverage(num_claims: int) -> None:
    # Every possible number of false claims, and every sample with its probability (hypergeometric).
    calls = calls_needed(num_claims, 0.1, 0.95)
    coverage = [chance_of_covering(false, calls, num_claims) for false in range(num_claims + 1)]
    assert min(coverage) >= 0.94
    assert sum(coverage) / len(coverage) >= 0.95


def chance_of_covering(false: int, calls: int, num_claims: int) -> float:
    """Probability that the interval of a sample of `calls` holds the share of `false` in `num_claims`."""
    chance = 0
    for found in range(max(0, calls - (num_claims - false)), min(calls, false) + 1):
        interval = whole_claims(wilson(found, calls, num_claims, 0.95), found, calls, num_claims)
        if interval.low <= false / num_claims <= interval.high:
            chance += comb(false, found) * comb(num_claims - false, calls - found)
    return chance / comb(num_claims, calls)


@pytest.mark.parametrize(("false", "answered", "claims"), [(3, 2, 9), (-1, 2, 9), (1, 10, 9), (0, -1, 9)])
def test_impossible_counts_are_refused(false: int, answered: int, claims: int) -> None:
    with pytest.raises(ValueError, match="can't"):
        wilson(false, answered, claims, 0.95)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_is_a_fraction(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        calls_needed(10, 0.1, confidence)


def test_a_margin_is_not_negative() -> None:
    with pytest.raises(ValueError, match="margin"):
        calls_needed(10, -0.1, 0.95)
