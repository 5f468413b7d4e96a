"""One run in this process: `python -m benchmarks.solving.child CACHE TASK`, TASK as JSON.

Prints JSON lines: {"ready"} when the problem is there and the method's time begins, {"event"} whenever the
method reports, {"answered"} when it is back, {"result"} in the end. Solvers that print for themselves do it
on standard error. A run of ours reads the company's files as `assigner propose` does and has its answer
judged by the independent checker, so that its memory is that of the whole job.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from assigner.checker import check
from assigner.engine import Case
from assigner.errors import NoAnswer, RulesConflict
from assigner.problem import Problem
from benchmarks.solving.answers import Answer, judge
from benchmarks.solving.instances import GAP, load_problem, problem_of, whole_case
from benchmarks.solving.methods import OURS, method
from benchmarks.solving.records import ANSWERED, NOTHING, Task


class Speaker:
    """Writes JSON lines to the parent, and keeps the best score and bound with their seconds."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begin = time.perf_counter()
        self._score: float | None = None
        self._bound: float | None = None

    def begin(self) -> None:
        """The method's time begins."""
        self.say("ready", _peak())
        self._begin = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.perf_counter() - self._begin

    def report(self, score: float | None, bound: float | None) -> None:
        """Say an improvement of score or bound; anything else is silently dropped."""
        better = _least(self._score, score), _largest(self._bound, bound)
        if better != (self._score, self._bound):
            self._score, self._bound = better
            self.say("event", [round(self.seconds, 4), *better, _peak()])

    def say(self, word: str, value: object) -> None:
        """One line."""
        self._stream.write(json.dumps({word: value}) + "\n")
        self._stream.flush()


def _least(a: float | None, b: float | None) -> float | None:
    return min((x for x in (a, b) if x is not None), default=None)


def _largest(a: float | None, b: float | None) -> float | None:
    return max((x for x in (a, b) if x is not None), default=None)


def _peak() -> float:
    """Most memory of this process so far, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def run(task: Task, cache: Path, speaker: Speaker) -> None:
    """Load, answer, judge."""
    whole = task.method == OURS and not task.instance.startswith(GAP)
    case = whole_case(task.instance, cache) if whole else None
    problem = problem_of(case) if case else load_problem(task.instance, cache)
    answering = method(task.method)
    speaker.begin()
    try:
        answer = answering(problem, task, speaker.report)
    except (NoAnswer, RulesConflict) as nothing:
        answer = Answer(None, None, type(nothing).__name__)
    took = speaker.seconds
    speaker.say("answered", took)
    result = _judged(problem, answer) | {"took": took}
    if case and answer.chosen is not None:
        result["notes"] = answer.notes | _checked(case, problem, answer)
    speaker.say("result", result | {"peak_mib": _peak()})


def _judged(problem: Problem, answer: Answer) -> dict[str, Any]:
    result = {"bound": answer.bound, "stopped_by": answer.stopped_by, "notes": answer.notes}
    if answer.chosen is None:
        return result | {"status": NOTHING}
    found = judge(problem, answer.chosen)
    return result | {"status": ANSWERED, "score": found.score, "broken": found.broken}


def _checked(case: Case, problem: Problem, answer: Answer) -> dict[str, Any]:
    """What the independent checker says of an answer."""
    assert answer.chosen is not None
    verdict = check(case.portfolio, case.evidence, case.policy, problem.assignment(answer.chosen))
    after = verdict.after
    return {
        "checked_score": after.score,
        "checked_broken": len(verdict.breaks),
        "moved": after.moved_clients,
        "kept_proven": after.kept_proven,
        "proven_total": after.proven_total,
        "worst_deviation": [verdict.before.worst_deviation, after.worst_deviation],
    }


def main() -> None:
    """Run the task of the command line; standard output is for our lines only."""
    cache, document = sys.argv[1:]
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as stream:
        os.dup2(2, 1)
        run(Task(**json.loads(document)), Path(cache), Speaker(stream))


if __name__ == "__main__":
    main()
