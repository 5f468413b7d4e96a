"""Many scenarios at once: solved once, kept, cancelled, and each with its own errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assigner.engine import check_assignment, propose
from assigner.errors import NoAnswer, RulesConflict
from assigner.i18n import Translator
from scenarios.base import base_of
from scenarios.batch import Ask, key_of, solve_many
from scenarios.results import RunResult, result_of
from scenarios.runner import JobEvent, JobFailed, JobState, LocalRunner, Runner
from scenarios.store import Store
from tests.scenarios.runner.companies import CONFIG, answer, asks, base, impossible, planned

ENDLESS = replace(CONFIG, work_limit=1e6)
"""Effort that no test waits for: such a scenario ends by being cancelled."""


class Heard:
    """What was said of each scenario."""

    def __init__(self) -> None:
        self.events: list[tuple[str, JobEvent]] = []

    def __call__(self, name: str, event: JobEvent) -> None:
        self.events.append((name, event))

    def of(self, name: str) -> list[JobEvent]:
        return [event for one, event in self.events if one == name]

    def has_begun_to_search(self, name: str) -> bool:
        return any(getattr(event.progress, "score", None) is not None for event in self.of(name))


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    made = LocalRunner(2)
    yield made
    made.close()


@pytest.fixture
def closed() -> Runner:
    """A runner that refuses every job: proof that nothing is solved."""
    made = LocalRunner(1)
    made.close()
    return made


def test_answers_are_those_of_the_engine(runner: Runner) -> None:
    found = solve_many(asks(3), runner=runner)
    assert list(found) == ["s0", "s1", "s2"]
    for ask in asks(3):
        own = result_of(key_of(ask), propose(ask.base.case(), ask.config))
        assert answer(found[ask.name]) == answer(own)


def test_the_checker_agrees_with_every_answer(runner: Runner) -> None:
    for ask in asks(2):
        found = solve_many([ask], runner=runner)[ask.name]
        assert isinstance(found, RunResult)
        verdict = check_assignment(ask.base.case(), planned(ask.base, found))
        assert verdict.ok
        assert found.document["score"] == pytest.approx(verdict.after.score)


def test_what_is_kept_is_not_solved_again(runner: Runner, closed: Runner, tmp_path: Path) -> None:
    store, heard = Store(tmp_path), Heard()
    first = solve_many(asks(2), runner=runner, store=store)
    again = solve_many(asks(2), runner=closed, store=Store(tmp_path), on_event=heard)
    assert [answer(first[name]) for name in first] == [answer(again[name]) for name in again]
    assert [(name, e.state, e.attempt) for name, e in heard.events] == [
        ("s0", JobState.SUCCEEDED, 0),
        ("s1", JobState.SUCCEEDED, 0),
    ]
    more = asks(2)[0]
    with pytest.raises(ValueError, match="closed"):  # another seed is another scenario
        solve_many([replace(more, config=replace(CONFIG, seed=7))], runner=closed, store=store)


def test_a_damaged_answer_is_solved_again(runner: Runner, tmp_path: Path) -> None:
    store, (ask,) = Store(tmp_path), asks(1)
    first = solve_many([ask], runner=runner, store=store)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-20])
    second = solve_many([ask], runner=runner, store=store)
    assert answer(second["s0"]) == answer(first["s0"])
    assert store.get(key_of(ask)) is not None


def test_equal_scenarios_are_solved_once(runner: Runner, tmp_path: Path) -> None:
    (ask,) = asks(1)
    twins = [ask, replace(ask, name="twin")]
    heard = Heard()
    found = solve_many(twins, runner=runner, store=Store(tmp_path), on_event=heard)
    assert found["s0"] is found["twin"]
    assert heard.of("s0") == heard.of("twin")
    assert [event.state for event in heard.of("s0") if event.progress is None] == [
        JobState.RUNNING,
        JobState.SUCCEEDED,
    ]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_progress_is_heard(runner: Runner) -> None:
    heard = Heard()
    solve_many(asks(1), runner=runner, on_event=heard)
    assert heard.has_begun_to_search("s0")


def test_rules_that_conflict_are_the_error_of_one_scenario(runner: Runner, tmp_path: Path) -> None:
    conflict = Ask("conflict", impossible(), CONFIG)
    found = solve_many([conflict, *asks(1)], runner=runner, store=Store(tmp_path))
    assert isinstance(found["s0"], RunResult)
    error = found["conflict"]
    assert isinstance(error, RulesConflict)
    with pytest.raises(RulesConflict) as own:
        propose(conflict.base.case(), conflict.config)
    assert (error.reasons, error.remedies) == (own.value.reasons, own.value.remedies)
    assert error.remedies
    assert Store(tmp_path).get(key_of(conflict)) is None


def test_errors_speak_the_readers_language(runner: Runner) -> None:
    found = solve_many([Ask("conflict", impossible(), CONFIG)], runner=runner, tr=Translator("ru"))
    assert "клиент" in str(found["conflict"])


def test_a_defect_is_the_error_of_one_scenario(runner: Runner) -> None:
    broken = Ask("broken", base(), replace(CONFIG, seed="no number"))  # type: ignore[arg-type]
    found = solve_many([broken, *asks(1)], runner=runner)
    assert isinstance(found["s0"], RunResult)
    error = found["broken"]
    assert isinstance(error, JobFailed)
    assert "Traceback" in error.details


def test_the_search_begins_from_the_given_start(runner: Runner) -> None:
    # With next to no effort the start is what is left of the answer of a longer run.
    long = propose(base().case(), replace(CONFIG, work_limit=3.0))
    brief = replace(CONFIG, work_limit=0.01)
    found = solve_many(
        [Ask("warm", base(), brief, long.assignment), Ask("cold", base(), brief)], runner=runner
    )
    warm, cold = (found[name] for name in ("warm", "cold"))
    assert isinstance(warm, RunResult)
    assert isinstance(cold, RunResult)
    assert warm.key != cold.key
    assert warm.document["score"] <= long.verdict.after.score + 1e-9


def test_a_cancelled_batch_keeps_what_it_has(tmp_path: Path) -> None:
    # One slot: the first is whole, the second is searching when the batch is stopped, the third never begins.
    heard, store = Heard(), Store(tmp_path)
    whole, running, waiting = asks(3)
    running, waiting = replace(running, config=ENDLESS), replace(waiting, config=ENDLESS)
    runner = LocalRunner(1, grace=240.0)
    found = solve_many(
        [whole, running, waiting],
        runner=runner,
        store=store,
        on_event=heard,
        should_stop=lambda: heard.has_begun_to_search("s1"),
    )
    runner.close()
    assert [heard.of(name)[-1].state for name in ("s0", "s1", "s2")] == [
        JobState.SUCCEEDED,
        JobState.CANCELLED,
        JobState.CANCELLED,
    ]
    assert isinstance(found["s0"], RunResult)
    best = found["s1"]
    assert isinstance(best, RunResult)
    assert best.document["certificate"]["stopped_by"] == "cancel"
    assert check_assignment(running.base.case(), planned(running.base, best)).ok
    assert isinstance(found["s2"], NoAnswer)
    assert [store.get(key_of(ask)) is not None for ask in (whole, running, waiting)] == [True, False, False]


def test_who_interrupts_a_batch_stops_its_jobs() -> None:
    class Interrupt(BaseException):
        pass

    def interrupt(name: str, event: JobEvent) -> None:
        raise Interrupt

    runner = LocalRunner(1, grace=0.0)
    with pytest.raises(Interrupt):
        solve_many([replace(asks(1)[0], config=ENDLESS)], runner=runner, on_event=interrupt)
    found = solve_many(asks(1), runner=runner)  # the slot is free, and old news is nobody's
    assert isinstance(found["s0"], RunResult)
    runner.close()


def test_an_answer_is_worth_more_than_its_file(
    runner: Runner, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        found = solve_many(asks(1), runner=runner, store=Store(tmp_path / "file"))
    assert isinstance(found["s0"], RunResult)
    assert "could not be kept" in caplog.text


def test_one_name_is_one_scenario(closed: Runner) -> None:
    with pytest.raises(ValueError, match="two scenarios have one name"):
        solve_many([asks(1)[0], asks(1)[0]], runner=closed)


def test_nothing_asked_nothing_solved(closed: Runner) -> None:
    assert solve_many([], runner=closed) == {}


def test_the_key_holds_everything_that_an_answer_depends_on() -> None:
    (ask,) = asks(1)
    owners = ask.base.portfolio.clients.owner_idx
    others = [
        replace(ask, base=asks(2)[1].base),
        replace(ask, config=replace(CONFIG, seed=1)),
        replace(ask, config=replace(CONFIG, work_limit=2.0)),
        replace(ask, start=owners),
        replace(ask, start=np.zeros_like(owners)),
    ]
    assert len({key_of(one) for one in (ask, *others)}) == 6
    assert key_of(replace(ask, name="another name")) == key_of(ask)
    assert key_of(replace(ask, base=base_of(ask.base.case()))) == key_of(ask)
