"""One call made by a runner: what it tells, returns and raises arrives here as if it had been made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assigner.errors import InputError, Issue, NoAnswer, Severity
from assigner.i18n import Translator
from scenarios.runner import LocalRunner, Runner
from scenarios.runner.calling import call_with

WHERE = ("here", "elsewhere")


@pytest.fixture(params=WHERE)
def runner(request: pytest.FixtureRequest) -> Iterator[Runner | None]:
    """None: the call is made in this process."""
    if request.param == "here":
        yield None
        return
    made = LocalRunner(1, attempts=1)
    yield made
    made.close()


def add(
    a: int, *, b: int, on_progress: Callable[[str], None], should_stop: Callable[[], bool], tr: Translator
) -> str:
    on_progress(f"{tr.language}: {a} and {b}")
    return f"{a + b}, stopped: {should_stop()}"


def wait(
    sign: Path, *, on_search: Callable[[str], None], should_stop: Callable[[], bool], tr: Translator
) -> str | None:
    """Until somebody stops it; with an answer only where the sign is there."""
    on_search("waiting")
    while not should_stop():
        pass
    return "the best so far" if sign.exists() else None


def refuse(*, on_progress: object, should_stop: object, tr: Translator) -> None:
    raise InputError([Issue(Severity.ERROR, "code", tr.gettext("Start"), "mend it", file="a.csv", row=3)])


def go_on() -> bool:
    return False


def test_progress_and_result_arrive(runner: Runner | None) -> None:
    told: list[str] = []
    found = call_with(runner, add, 1, b=2, tell=told.append, should_stop=go_on, tr=Translator("ru"))
    assert (found, told) == ("3, stopped: False", ["ru: 1 and 2"])


def test_an_expected_error_arrives_whole(runner: Runner | None) -> None:
    with pytest.raises(InputError) as caught:
        call_with(runner, refuse, tell=print, should_stop=go_on, tr=Translator("ru"))
    (issue,) = caught.value.issues
    assert (issue.message, issue.file, issue.row) == (Translator("ru").gettext("Start"), "a.csv", 3)


def test_who_stops_it_gets_the_best_answer_so_far(runner: Runner | None, tmp_path: Path) -> None:
    sign, told = tmp_path / "sign", list[str]()
    sign.touch()
    found = call_with(
        runner,
        wait,
        sign,
        tell=told.append,
        telling="on_search",
        should_stop=lambda: bool(told),
        tr=Translator(),
    )
    assert found == "the best so far"


def test_without_any_answer_that_is_an_error(tmp_path: Path) -> None:
    made, told = LocalRunner(1, attempts=1), list[str]()
    with pytest.raises(NoAnswer, match="stopped before it had an answer"):
        call_with(
            made,
            wait,
            tmp_path / "none",
            tell=told.append,
            telling="on_search",
            should_stop=lambda: bool(told),
            tr=Translator(),
        )
    made.close()
