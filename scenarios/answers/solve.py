"""Solves the base first, then all scenarios from its answers, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assigner.errors import AssignerError, NoAnswer
from assigner.i18n import Translator
from assigner.solution import ShouldStop, SolverConfig, never_stop
from scenarios.answers.model import Answer, Prepared, SeedAnswer
from scenarios.batch import Ask, OnEvent, ignore_event, solve_many
from scenarios.results import RunResult, start_of
from scenarios.runner import JobEvent, Runner
from scenarios.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """Where and how the solves run.

    `workers` are the cores of each where nobody says how many; `on_event` hears by `ask_name`.
    """

    runner: Runner
    store: Store
    workers: int = 1
    on_event: OnEvent = ignore_event
    should_stop: ShouldStop = never_stop


def ask_name(scenario: str, seed: int) -> str:
    """What the solve of one seed of a scenario is called."""
    return f"{scenario}/{seed}"


def solve_prepared(prepared: Sequence[Prepared], how: How, tr: Translator) -> tuple[Answer, ...]:
    """An answer for each, in their order; the first one is the base, whose answers start the others.

    A scenario that can't be solved is an answer with its error. After a stop the best answers found so far
    count; what was not begun has none.
    """
    base, scenarios = prepared[0], prepared[1:]
    first = _solve([base], {}, how, tr)
    starts = {one.seed: one.result for one in first[0].seeds}
    return (*first, *_solve(scenarios, starts, how, tr))


def _solve(
    prepared: Sequence[Prepared], starts: Mapping[int, RunResult], how: How, tr: Translator
) -> tuple[Answer, ...]:
    configs = {one.scenario.name: one.scenario.effort.configs(how.workers) for one in prepared}
    asks = [_ask(one, config, starts) for one in prepared for config in configs[one.scenario.name]]
    if not asks or how.should_stop():
        return tuple(_unasked(one, configs[one.scenario.name], tr) for one in prepared)
    stored: set[str] = set()

    def hear(name: str, event: JobEvent) -> None:
        if event.state.is_final and event.attempt == 0:
            stored.add(name)
        how.on_event(name, event)

    found = solve_many(
        asks, runner=how.runner, store=how.store, on_event=hear, should_stop=how.should_stop, tr=tr
    )
    return tuple(_answer(one, configs[one.scenario.name], found, stored) for one in prepared)


def _ask(one: Prepared, config: SolverConfig, starts: Mapping[int, RunResult]) -> Ask:
    """One solve; it starts from the base's answer of the same seed, else from that of any."""
    result = starts.get(config.seed) or next(iter(starts.values()), None)
    start = None if result is None else start_of(one.base, result)
    return Ask(ask_name(one.scenario.name, config.seed), one.base, config, start)


def _answer(
    one: Prepared,
    configs: Sequence[SolverConfig],
    found: Mapping[str, RunResult | AssignerError],
    stored: set[str],
) -> Answer:
    seeds, problems = [], {}
    for config in configs:
        name = ask_name(one.scenario.name, config.seed)
        result = found[name]
        if isinstance(result, RunResult):
            seeds.append(SeedAnswer(config.seed, result, name in stored))
        else:
            problems[config.seed] = result
    return Answer(one, tuple(seeds), problems)


def _unasked(one: Prepared, configs: Sequence[SolverConfig], tr: Translator) -> Answer:
    """Nothing was solved: somebody stopped the run before."""
    stopped = NoAnswer(tr.gettext("stopped before it was begun"))
    return Answer(one, (), {config.seed: stopped for config in configs})
