"""Figures from planted records."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.solving.figures import (
    best_bounds,
    duels,
    first_answer,
    gap,
    groups,
    middle,
    own_gap,
    proof_seconds,
    seconds_to,
)
from benchmarks.solving.records import KILLED, Event, append, from_line, read, thinned, to_line
from tests.benchmarks.planted import planted


def test_a_gap_is_met_by_its_share_or_by_few_points() -> None:
    found = gap(2.0, 1.96)  # 2 % and 0.04 points: the points meet any target (model §7)
    assert found is not None
    assert found.share == pytest.approx(0.02)
    assert found.within(0.001)
    wide = gap(200.0, 199.9)
    assert wide is not None
    assert wide.within(0.001)
    assert not wide.within(0.0001)
    assert gap(None, 1.0) is None


def test_seconds_to_a_gap_come_from_the_first_event_within_it() -> None:
    record = planted()
    # 103 over 99 is 3.9 %, 100 over 99 is 1 %
    assert seconds_to(record, 0.05) == 2.0
    assert seconds_to(record, 0.02) == 8.0
    assert seconds_to(record, 0.005) is None
    assert seconds_to(record, 0.6, bound=99.0) == 0.5  # 200 over 99 is 50.5 %, whatever its own bound then


def test_the_first_answer_is_the_first_event_with_a_score_else_the_end() -> None:
    assert first_answer(planted()) == 0.5
    assert first_answer(planted(events=())) == 10.0
    assert first_answer(planted(events=(), score=None)) is None


def test_a_proof_is_where_score_and_bound_meet() -> None:
    assert proof_seconds(planted()) is None
    assert proof_seconds(planted(events=(Event(3.0, 50.0, 40.0), Event(4.0, 50.0, 50.0 - 1e-5)))) == 4.0


def test_an_answer_that_breaks_rules_has_no_gap() -> None:
    assert own_gap(planted(broken=1)) is None
    assert own_gap(planted(bound=None)) is None


def test_the_median_counts_none_as_worst() -> None:
    assert middle([3.0, None, 1.0]) == 3.0
    assert middle([None, None, 1.0]) is None
    assert middle([]) is None


def test_best_bounds_are_only_ours() -> None:
    records = [
        planted(bound=90.0),
        planted("without walks", bound=95.0),
        planted("highs", bound=99.5),
        planted("highs", instance="600x8s2"),
    ]
    assert best_bounds(records) == {"600x8s1": 95.0}


def test_a_duel_is_lost_to_a_peer_that_keeps_the_rules() -> None:
    ours = planted(score=100.0)
    cheat, good = planted("today", score=10.0, broken=2), planted("highs", score=110.0)
    (won,) = duels([ours, cheat, good])
    assert (won.peer, won.theirs, won.lost) == ("highs", 110.0, False)
    (lost,) = duels([ours, planted("scip", score=99.0), good])
    assert (lost.peer, lost.lost) == ("scip", True)
    (alone,) = duels([ours, cheat])
    assert (alone.peer, alone.lost) == (None, False)
    (killed,) = duels([planted(status=KILLED, score=None), good])
    assert killed.lost
    assert duels([ours, planted("highs", seconds=20.0)]) == []


def test_of_several_seeds_of_ours_the_worst_one_fights() -> None:
    (duel,) = duels([planted(seed=1), planted(seed=2, score=120.0), planted("highs", score=110.0)])
    assert (duel.ours, duel.lost) == (120.0, True)


def test_groups_keep_the_order_in_which_sizes_and_methods_came() -> None:
    records = [planted(), planted("highs"), planted(instance="200x6s1"), planted("highs", "600x8s2")]
    found = [(size, method, len(runs)) for size, _, method, runs in groups(records)]
    assert found == [("600 x 8", "ours", 1), ("600 x 8", "highs", 2), ("200 x 6", "ours", 1)]


def test_a_record_survives_its_line_and_half_a_line_is_skipped(tmp_path: Path) -> None:
    record, path = planted(notes={"phases": [["a", 1.0]]}), tmp_path / "runs.jsonl"
    assert from_line(to_line(record)) == record
    append(path, planted(score=1.0))
    append(path, record)
    append(path, planted("highs"))
    path.write_text(path.read_text()[:-40])
    assert read([path, tmp_path / "missing"]) == [record]


def test_thinned_events_keep_changes_the_first_and_the_last() -> None:
    events = [Event(float(n), 1000.0 - n // 2, 0.0) for n in range(1000)]
    few = thinned(events, most=50)
    assert len(few) <= 52
    assert (few[0], few[-1].score) == (events[0], events[-1].score)
    assert len(thinned(events, most=1000)) == 500
