"""How often the interval of an audit holds the planted share: `python -m benchmarks.audit`.

Bases of one manager with so many claims, of which so many are false by plan; 200 seeded draws of each, every
call answered, or only four in five. Draw, answers and estimate are the engine's; the truth is the plan's.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from assigner.audit import Answer, Claim, calls_needed, draw_audit, estimate, list_claims, wilson
from assigner.audit.wilson import whole_claims
from assigner.evidence import Evidence, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Portfolio
from tests.audit.cases import claims_of_one
from tests.builders import AS_OF

DRAWS = 200
CONFIDENCE, MARGIN = 0.95, 0.1

MIN_COVERAGE = 0.9
"""What 95 % leave after three standard deviations of 200 draws (4.6 points)."""

POPULATIONS = (12, 30, 84, 300, 1000, 3000)
RATES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.9)
REACHED = (1.0, 0.8)


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A base with one manager, and the claims of his that are false."""

    facts: Portfolio
    evidence: Evidence
    claims: tuple[Claim, ...]
    false: frozenset[int]

    @property
    def rate(self) -> float:
        """The planted share of false claims."""
        return len(self.false) / len(self.claims)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of so many draws so many intervals held the planted share; their mean width and calls."""

    held: float
    width: float
    calls: float


def make_base(num_claims: int, num_false: int) -> Base:
    """A third of the clients is active, the others claimed; false claims lie anywhere."""
    facts = claims_of_one(num_claims, num_active=num_claims // 3)
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    rng = np.random.default_rng(num_claims)
    false = rng.choice(num_claims, num_false, replace=False).tolist()
    return Base(facts, evidence, list_claims(facts, evidence), frozenset(false))


def measure(base: Base, draws: int, reached: float) -> Coverage:
    """Draw, answer and estimate with the seeds 0, 1, ..."""
    held, widths, calls = 0, [], []
    for seed in range(draws):
        drawn = draw_audit(base.facts, base.evidence, confidence=CONFIDENCE, margin=MARGIN, seed=seed).claims
        answers = answer(base, drawn, reached, np.random.default_rng(seed))
        (found,) = estimate(base.claims, answers, confidence=CONFIDENCE)
        interval = found.false_share
        held += interval.low <= base.rate <= interval.high
        widths.append(interval.high - interval.low)
        calls.append(len(drawn))
    return Coverage(held / draws, float(np.mean(widths)), float(np.mean(calls)))


def answer(
    base: Base, drawn: Iterable[Claim], reached: float, rng: np.random.Generator
) -> dict[tuple[int, int], Answer]:
    """What the clients say; who is reached is by chance and has nothing to do with the truth."""
    said = {}
    for claim in drawn:
        truth = Answer.REFUTED if claim.client_idx in base.false else Answer.CONFIRMED
        said[claim.client_idx, claim.manager_idx] = truth if rng.random() < reached else Answer.UNREACHED
    return said


def exact_coverage(num_claims: int) -> tuple[float, float, int]:
    """Mean and least coverage over all possible numbers of false claims, and at which number it is least.

    Simple random sampling, every sample with its probability (hypergeometric): the interval alone, without
    the luck of 200 draws.
    """
    calls = calls_needed(num_claims, MARGIN, CONFIDENCE)
    counts = [(found, calls, num_claims) for found in range(calls + 1)]
    intervals = [whole_claims(wilson(*count, CONFIDENCE), *count) for count in counts]
    coverage = []
    for false in range(num_claims + 1):
        hits = (
            comb(false, found) * comb(num_claims - false, calls - found)
            for found, interval in enumerate(intervals)
            if interval.low <= false / num_claims <= interval.high
        )
        coverage.append(sum(hits) / comb(num_claims, calls))
    return float(np.mean(coverage)), min(coverage), int(np.argmin(coverage))


def simulated(draws: int) -> Iterator[tuple[str, float]]:
    """Rows of the first table, each with its coverage."""
    for num_claims in POPULATIONS:
        for false in sorted({round(rate * num_claims) for rate in RATES}):
            base = make_base(num_claims, false)
            for reached in REACHED:
                found = measure(base, draws, reached)
                yield (
                    f"| {num_claims} | {len(base.false)} | {reached:.0%} | {found.calls:.0f} | "
                    f"{found.held:.1%} | {100 * found.width:.1f} |",
                    found.held,
                )


def main() -> None:
    """Print the tables; fail where the interval holds the truth too seldom."""
    parser = argparse.ArgumentParser(prog="benchmarks.audit", description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS)
    draws = parser.parse_args().draws
    print("| claims | false | reached | calls | interval holds the truth | mean width, points |")
    print("|---|---|---|---|---|---|")
    held = []
    for text, coverage in simulated(draws):
        print(text, flush=True)
        held.append(coverage)
    print(f"\nIn all {np.mean(held):.1%} of {draws * len(held)} draws; the worst row {min(held):.1%}.\n")
    print("| claims | calls | exact coverage, mean | least | at so many false claims |")
    print("|---|---|---|---|---|")
    for num_claims in POPULATIONS:
        mean, least, where = exact_coverage(num_claims)
        calls = calls_needed(num_claims, MARGIN, CONFIDENCE)
        print(f"| {num_claims} | {calls} | {mean:.1%} | {least:.1%} | {where} |", flush=True)
    if min(held) < MIN_COVERAGE:
        raise SystemExit(f"coverage is below {MIN_COVERAGE:.0%}")


if __name__ == "__main__":
    main()
