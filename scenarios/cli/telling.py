"""What a run of scenarios says on the screen beside the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assigner.cli.screen import Screen
from assigner.errors import AssignerError, NoAnswer, RulesConflict
from scenarios.answers.folder import MOVES, PAGE, RESULTS
from scenarios.answers.model import Answer
from scenarios.base import Base, base_sha256

MAX_REASONS = 3


def tell_base(screen: Screen, base: Base) -> None:
    """Sizes, day and hash of the base."""
    tr = screen.tr
    screen.section(tr.gettext("The base"))
    sizes = [
        tr.ngettext("{n} client", "{n} clients", base.portfolio.num_clients),
        tr.ngettext("{n} manager", "{n} managers", base.portfolio.num_managers),
        tr.gettext("evidence as of {day}", day=tr.date(base.as_of)),
    ]
    screen.line(", ".join(sizes) + ".")
    screen.line(tr.gettext("base_sha256: {sha256}", sha256=base_sha256(base)))


def tell_problems(screen: Screen, answers: Sequence[Answer]) -> None:
    """Scenarios without an answer, or with too few: why, and what would do."""
    found = [answer for answer in answers if answer.problems]
    if not found:
        return
    screen.section(screen.tr.gettext("Scenarios without an answer"))
    for answer in found:
        screen.line(answer.prepared.scenario.title(screen.tr.language), "bold red")
        for error in dict.fromkeys(map(_words, answer.problems.values())):
            for n, line in enumerate(error):
                screen.line(line if n == 0 else f"- {line}", indent=4)


def _words(error: AssignerError) -> tuple[str, ...]:
    """The first reasons, then the ways out."""
    if isinstance(error, RulesConflict):
        return (*error.reasons[:MAX_REASONS], *(remedy.text for remedy in error.remedies[:MAX_REASONS]))
    return tuple(str(error).splitlines()[:MAX_REASONS])


def tell_store(screen: Screen, answers: Sequence[Answer]) -> None:
    """How much was solved now, how much before, and what was stopped."""
    tr, seeds = screen.tr, [one for answer in answers for one in answer.seeds]
    stored = sum(one.stored for one in seeds)
    screen.section(tr.gettext("How it was found"))
    if stored == len(seeds):
        screen.line(
            tr.ngettext(
                "{n} answer from store: nothing had to be solved.",
                "{n} answers from store: nothing had to be solved.",
                stored,
            )
        )
    else:
        solved = tr.ngettext("{n} answer solved now", "{n} answers solved now", len(seeds) - stored)
        screen.line(tr.gettext("{solved}, {n} from store.", solved=solved, n=tr.number(stored)))
    stopped = [one for one in seeds if one.result.document["certificate"]["stopped_by"] == "cancel"]
    unbegun = [one for answer in answers for one in answer.problems.values() if isinstance(one, NoAnswer)]
    if stopped or unbegun:
        text = "Stopped by you. Answers that are only the best until then: {n}; solves without any: {none}."
        screen.line(tr.gettext(text, n=len(stopped), none=len(unbegun)), "bold yellow")


def tell_files(screen: Screen, out: Path) -> None:
    """Where the files are."""
    tr = screen.tr
    screen.section(tr.gettext("Where the files are"))
    screen.pairs(
        [
            (str(out / PAGE), tr.gettext("scenarios side by side with charts: open this first")),
            (str(out / MOVES), tr.gettext("who moves in which scenario")),
            (str(out / RESULTS), tr.gettext("all figures for programs")),
        ]
    )
    screen.line(tr.gettext("Each scenario has a folder of its own with its assignment."))
