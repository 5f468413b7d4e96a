"""What `assigner audit` prints: the plan of calls, the estimates, and which states the answers change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from assigner.audit import Draw, ManagerEstimate, StateChange
from assigner.cli.next_command import next_command
from assigner.cli.options import Tables
from assigner.cli.screen import Screen
from assigner.i18n import Translator
from assigner.portfolio import Portfolio
from assigner.report.audit import AuditResult
from assigner.report.callsheet import answer_words
from assigner.report.plain import plain_values
from assigner.report.words import state_words

MAX_CHANGES = 20
APPLIED = "audit"
CONFIDENCE = 0.95
"""What the commands ask for by default."""


def draw_document(drawn: Draw, portfolio: Portfolio, margin: float, out: Path) -> dict[str, Any]:
    """The plan of calls as JSON; shares are fractions."""
    managers = portfolio.managers
    document: dict[str, Any] = plain_values(
        {
            "as_of": drawn.as_of,
            "seed": drawn.seed,
            "confidence": drawn.confidence,
            "margin": margin,
            "claims": sum(plan.num_claims for plan in drawn.plans),
            "calls": len(drawn.claims),
            "managers": [
                {
                    "manager_id": managers.manager_id[plan.manager_idx],
                    "manager": managers.name[plan.manager_idx],
                    "claims": plan.num_claims,
                    "calls": plan.num_calls,
                    "margin": plan.margin,
                }
                for plan in drawn.plans
            ],
            "file": str(out),
        }
    )
    return document


def tell_draw(screen: Screen, drawn: Draw, portfolio: Portfolio, tables: Tables, out: Path) -> None:
    """The plan of calls by manager, and where the sheet is."""
    tr, names = screen.tr, portfolio.managers.name
    screen.section(tr.gettext("Whom to ring up, {day}", day=tr.date(drawn.as_of)))
    heads = [tr.gettext("Manager"), tr.gettext("Claims"), tr.gettext("Calls"), tr.gettext("Margin, ±")]
    rows = [
        [
            str(names[plan.manager_idx]),
            tr.number(plan.num_claims),
            tr.number(plan.num_calls),
            tr.percent(plan.margin),
        ]
        for plan in drawn.plans
    ]
    total = [sum(plan.num_claims for plan in drawn.plans), len(drawn.claims)]
    screen.table(heads, [*rows, [tr.gettext("Together"), *map(tr.number, total), ""]])
    screen.line(
        tr.gettext(
            "With these calls the share of false claims is known within the margin, {confidence} sure.",
            confidence=tr.percent(drawn.confidence),
        )
    )
    screen.line(tr.gettext("The call sheet: {file}", file=out))
    screen.line(tr.gettext("When it is filled in:"))
    screen.line(apply_command(drawn, tables, out), "bold", indent=4)


def apply_command(drawn: Draw, tables: Tables, out: Path) -> str:
    """The command to copy; an earlier sheet is left out, for `apply` reads one."""
    usual = drawn.confidence == CONFIDENCE
    confidence = () if usual else ("--confidence", f"{drawn.confidence:g}")
    words = ["audit", "apply", str(out)]
    return next_command(words, replace(tables, audit=None), *confidence, "--out", APPLIED)


def tell_result(screen: Screen, result: AuditResult, out: Path) -> None:
    """Estimates in a table and in words, then the changes, then what to do with the sheet."""
    _tell_answers(screen, result)
    _tell_estimates(screen, result)
    _tell_changes(screen, result)
    tr = screen.tr
    screen.section(tr.gettext("What now"))
    option = f"--audit {result.sheet}"
    screen.line(
        tr.gettext(
            "Give the sheet to the other commands from now on, its answers are evidence: {option}",
            option=option,
        )
    )
    screen.line(tr.gettext("Figures and changes: {folder}", folder=out))


def _tell_answers(screen: Screen, result: AuditResult) -> None:
    tr = screen.tr
    counts = [
        f"{word} {tr.number(result.answers.get(answer, 0))}" for answer, word in answer_words(tr).items()
    ]
    screen.section(tr.gettext("What the clients said"))
    screen.line(", ".join(counts) + ".")
    if result.outside:
        screen.line(
            tr.ngettext(
                "{n} answer is about no claim of the draw: it is evidence but no part of the estimate.",
                "{n} answers are about no claim of the draw: they are evidence but no part of the estimate.",
                result.outside,
            )
        )


def _tell_estimates(screen: Screen, result: AuditResult) -> None:
    tr, words = screen.tr, answer_words(screen.tr)
    if not result.estimates:
        return
    title = tr.gettext(
        "How much of the logs is false, {confidence} sure", confidence=tr.percent(result.confidence)
    )
    screen.section(title)
    heads = [tr.gettext("Manager"), tr.gettext("Claims"), *words.values(), tr.gettext("False")]
    screen.table(heads, [_row(tr, result, found) for found in result.estimates])
    for found in result.estimates:
        screen.line(estimate_sentence(tr, result.manager(found), found))


def _row(tr: Translator, result: AuditResult, found: ManagerEstimate) -> list[str]:
    counts = (found.num_claims, found.num_confirmed, found.num_refuted, found.num_unreached)
    interval = f"{tr.percent(found.false_share.low)} - {tr.percent(found.false_share.high)}"
    return [result.manager(found), *map(tr.number, counts), interval]


def estimate_sentence(tr: Translator, name: str, found: ManagerEstimate) -> str:
    """An estimate in plain words: of Ann's 84 claims between 12 % and 35 % are false."""
    share, answered = found.false_share, found.num_confirmed + found.num_refuted
    if not answered:
        return tr.gettext("{name}: nobody was reached, so nothing is known.", name=name)
    if share.low == share.high:
        return tr.ngettext(
            "{name}: of {n} claim {share} are false.",
            "{name}: of {n} claims {share} are false.",
            found.num_claims,
            name=name,
            share=tr.percent(share.share),
        )
    return tr.ngettext(
        "{name}: of {n} claim between {low} and {high} are false.",
        "{name}: of {n} claims between {low} and {high} are false.",
        found.num_claims,
        name=name,
        low=tr.percent(share.low),
        high=tr.percent(share.high),
    )


def _tell_changes(screen: Screen, result: AuditResult) -> None:
    tr, words = screen.tr, answer_words(screen.tr)
    screen.section(tr.gettext("What the answers change"))
    if not result.changes:
        screen.line(tr.gettext("Nothing: every state stays as it was."))
        return
    for text in _transitions(tr, result.changes):
        screen.line(text)
    heads = [
        tr.gettext("Client"),
        tr.gettext("Manager"),
        tr.gettext("Answer"),
        tr.gettext("State"),
        tr.gettext("Strength"),
    ]
    rows = [
        [
            result.client(change),
            result.manager(change),
            words[change.answer],
            _state(tr, change),
            f"{tr.number(change.strength_before, 2)} -> {tr.number(change.strength_after, 2)}",
        ]
        for change in _most_telling(result.changes)[:MAX_CHANGES]
    ]
    screen.table(heads, rows, texts=4)
    more = len(result.changes) - MAX_CHANGES
    if more > 0:
        screen.line(tr.ngettext("... and {n} more", "... and {n} more", more))


def _most_telling(changes: tuple[StateChange, ...]) -> list[StateChange]:
    """New states first, then new or ended disputes, then strengths alone."""
    return sorted(
        changes,
        key=lambda change: (
            change.state_before == change.state_after,
            change.disputed_before == change.disputed_after,
        ),
    )


def _transitions(tr: Translator, changes: tuple[StateChange, ...]) -> list[str]:
    """How many clients went from which state to which; each client once."""
    words = {state.label: word for state, word in state_words(tr).items()}
    moves = {change.client_idx: (change.state_before, change.state_after) for change in changes}
    counts = Counter(move for move in moves.values() if move[0] != move[1])
    lines = [
        tr.ngettext(
            "{before} -> {after}: {n} client",
            "{before} -> {after}: {n} clients",
            n,
            before=words[a],
            after=words[b],
        )
        for (a, b), n in counts.most_common()
    ]
    ended = len(
        {change.client_idx for change in changes if change.disputed_before and not change.disputed_after}
    )
    if ended:
        lines.append(tr.ngettext("{n} dispute is over", "{n} disputes are over", ended))
    begun = len(
        {change.client_idx for change in changes if change.disputed_after and not change.disputed_before}
    )
    if begun:
        lines.append(tr.ngettext("{n} client is disputed now", "{n} clients are disputed now", begun))
    return lines


def _state(tr: Translator, change: StateChange) -> str:
    """The state, before and after where it differs, and what became of a dispute."""
    words = {state.label: word for state, word in state_words(tr).items()}
    before, after = words[change.state_before], words[change.state_after]
    text = before if before == after else f"{before} -> {after}"
    if change.disputed_before == change.disputed_after:
        return text
    dispute = tr.gettext("disputed now") if change.disputed_after else tr.gettext("dispute over")
    return f"{text}, {dispute}"
