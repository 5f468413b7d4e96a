"""From records to figures: certified gaps, seconds to a gap, medians over seeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.solving.instances import size_of
from benchmarks.solving.methods import OURS, PEERS
from benchmarks.solving.records import Record

CLOSE_POINTS = 0.05
"""Gap points that meet any gap target (model §7)."""

PROVEN = 1e-6
"""Gap points, relative to max(1, score), that count as proven optimal (model §7)."""

GAPS = (0.05, 0.02, 0.01)


@dataclass(frozen=True, slots=True)
class Gap:
    """Score minus bound, in points and as a share of the score."""

    points: float
    share: float

    def within(self, target: float) -> bool:
        """Whether a gap target is met (model §7)."""
        return self.share <= target or self.points <= CLOSE_POINTS


def gap(score: float | None, bound: float | None) -> Gap | None:
    """The gap of model §7, None without one of the two."""
    if score is None or bound is None:
        return None
    points = max(0.0, score - bound)
    return Gap(points, points / max(abs(score), 1e-9))


def own_gap(record: Record) -> Gap | None:
    """What the method itself certifies."""
    return gap(record.score, record.bound) if record.good else None


def own_share(record: Record) -> float | None:
    """Its certified gap as a share of the score."""
    found = own_gap(record)
    return None if found is None else found.share


def own_points(record: Record) -> float | None:
    """Its certified gap in points."""
    found = own_gap(record)
    return None if found is None else found.points


def share_to(record: Record, bounds: dict[str, float]) -> float | None:
    """Gap of its score to the best of our bounds."""
    found = gap(record.score if record.good else None, bounds.get(record.task.instance))
    return None if found is None else found.share


def best_bounds(records: Iterable[Record]) -> dict[str, float]:
    """The best of our bounds on every instance, over all runs of ours."""
    best: dict[str, float] = {}
    for record in records:
        if record.task.method not in PEERS and record.bound is not None:
            best[record.task.instance] = max(record.bound, best.get(record.task.instance, record.bound))
    return best


def seconds_to(record: Record, target: float, bound: float | None = None) -> float | None:
    """When the certified gap was within a target; with a `bound`, when the score was within it of that."""
    for event in record.events:
        found = gap(event.score, event.bound if bound is None else bound)
        if found is not None and found.within(target):
            return event.seconds
    return None


def first_answer(record: Record) -> float | None:
    """Second of the first answer; of a method that only reports its last one, the end."""
    times = (event.seconds for event in record.events if event.score is not None)
    return next(times, record.took if record.score is not None else None)


def proof_seconds(record: Record) -> float | None:
    """When score and bound met, None where they never did."""
    for event in record.events:
        found = gap(event.score, event.bound)
        if found is not None and found.points <= PROVEN * max(1.0, abs(event.score or 0.0)):
            return event.seconds
    return None


def middle(values: Iterable[float | None]) -> float | None:
    """Median where None is worse than any number: None when more than half of them are None."""
    listed = [float("inf") if value is None else value for value in values]
    found = median(listed) if listed else float("inf")
    return None if found == float("inf") else found


Group = tuple[str, float, str, list[Record]]


def groups(records: Iterable[Record]) -> list[Group]:
    """Runs by size, limit and method; sizes and methods in the order in which they first came."""
    found: dict[tuple[str, float, str], list[Record]] = {}
    for record in records:
        task = record.task
        found.setdefault((size_of(task.instance), task.seconds, task.method), []).append(record)
    sizes = list(dict.fromkeys(size for size, _, _ in found))
    methods = list(dict.fromkeys(method for _, _, method in found))
    order = sorted(found, key=lambda k: (sizes.index(k[0]), k[1], methods.index(k[2])))
    return [(*key, found[key]) for key in order]


@dataclass(frozen=True, slots=True)
class Duel:
    """Ours against the best peer with an answer that keeps all rules, on one instance in the same seconds."""

    instance: str
    seconds: float
    ours: float | None
    peer: str | None
    theirs: float | None

    @property
    def lost(self) -> bool:
        """Whether the peer's answer is better by more than rounding."""
        if self.theirs is None:
            return False
        return self.ours is None or self.ours > self.theirs + PROVEN * max(1.0, abs(self.theirs))


def duels(records: Iterable[Record]) -> list[Duel]:
    """One per instance and limit where both were run; of ours with several seeds the worst one counts."""
    ours: dict[tuple[str, float], list[Record]] = {}
    peers: dict[tuple[str, float], list[Record]] = {}
    for record in records:
        side = ours if record.task.method == OURS else peers if record.task.method in PEERS else None
        if side is not None:
            side.setdefault((record.task.instance, record.task.seconds), []).append(record)
    return [_duel(key, runs, peers[key]) for key, runs in ours.items() if key in peers]


def _duel(key: tuple[str, float], ours: Sequence[Record], peers: Sequence[Record]) -> Duel:
    scores = [record.score if record.good else None for record in ours]
    worst = None if None in scores else max(score for score in scores if score is not None)
    best = min((r for r in peers if r.good), key=lambda r: r.score or 0.0, default=None)
    return Duel(*key, worst, best.task.method if best else None, best.score if best else None)
