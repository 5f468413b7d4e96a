"""The sections of the summary: what was read and found, what the plan does, how good it is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from assigner.cli.failures import issue_text, warning_kinds
from assigner.cli.screen import Screen
from assigner.evidence import Evidence, Recommendation, State, list_disputes, summarise_evidence
from assigner.explain import TellingMove
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, Portfolio
from assigner.proposal import Proposal
from assigner.report.words import certificate_words, discard_words, short_number, stop_word

MAX_WARNINGS = 5
MAX_EXCEPTIONS = 5
MAX_NAMES = 3
MAX_NOTES = 5


def tell_reading(screen: Screen, portfolio: Portfolio, evidence: Evidence) -> None:
    """Sizes of the tables, touches that do not count, and the first warnings."""
    tr = screen.tr
    screen.section(tr.gettext("What was read"))
    screen.line(", ".join(_sizes(tr, portfolio)) + ".")
    touches = _touches(tr, portfolio, evidence)
    for sentence in (_merged(tr, portfolio), _day(tr, evidence), _potential(tr, portfolio), *touches):
        if sentence:
            screen.line(sentence)
    tell_warnings(screen, portfolio)


def _sizes(tr: Translator, portfolio: Portfolio) -> list[str]:
    log = portfolio.activities
    sizes = [
        tr.ngettext("{n} client", "{n} clients", portfolio.num_clients),
        tr.ngettext("{n} manager", "{n} managers", portfolio.num_managers),
    ]
    if log is not None:
        sizes.append(tr.ngettext("{n} logged touch", "{n} logged touches", len(log)))
    if portfolio.rules:
        sizes.append(tr.ngettext("{n} rule of yours", "{n} rules of yours", len(portfolio.rules)))
    return sizes


def _merged(tr: Translator, portfolio: Portfolio) -> str:
    if not portfolio.merged:
        return ""
    return tr.ngettext(
        "{n} card went into the card of the same client; clients of several cards: {clients}.",
        "{n} cards went into the card of the same client; clients of several cards: {clients}.",
        len(portfolio.merged),
        clients=tr.number(len(portfolio.main_cards)),
    )


def _day(tr: Translator, evidence: Evidence) -> str:
    return tr.gettext("The evidence is weighed as of {day}.", day=tr.date(evidence.as_of))


def _potential(tr: Translator, portfolio: Portfolio) -> str:
    source = portfolio.clients.potential_source
    if source == "revenue":
        return tr.gettext("There is no column of potential: revenue stands in for it.")
    if source == "count":
        return tr.gettext("There is no column of potential and none of revenue: every client counts as one.")
    return ""


def _touches(tr: Translator, portfolio: Portfolio, evidence: Evidence) -> list[str]:
    """Which touches do not count and why."""
    log = portfolio.activities
    if log is None:
        return [tr.gettext("There is no log of touches: revenue and open deals alone are evidence.")]
    said = []
    if evidence.relaxed:
        names = ", ".join(evidence.relaxed)
        said.append(
            tr.gettext("The log has no such columns, so they are not asked for: {names}.", names=names)
        )
    words = discard_words(tr)
    counts = {words.get(key, key): n for key, n in evidence.discarded.items() if n}
    reasons = [f"{word} ({tr.number(n)})" for word, n in sorted(counts.items(), key=lambda kv: -kv[1]) if n]
    if reasons:
        total = sum(counts.values())
        said.append(
            tr.ngettext(
                "{n} touch does not count: {reasons}.",
                "{n} touches do not count: {reasons}.",
                total,
                reasons=", ".join(reasons),
            )
        )
    return said


def tell_warnings(screen: Screen, portfolio: Portfolio) -> None:
    """The first warning of each kind."""
    kinds = warning_kinds(portfolio.issues)
    if not kinds:
        return
    tr = screen.tr
    screen.section(tr.ngettext("{n} warning", "{n} warnings", sum(n for _, n in kinds)))
    for issue, n in kinds[:MAX_WARNINGS]:
        more = " " + tr.ngettext("({n} more like this)", "({n} more like this)", n - 1) if n > 1 else ""
        screen.line("- " + issue_text(issue, tr) + more, "yellow")
    if len(kinds) > MAX_WARNINGS:
        screen.line(tr.gettext("The others are listed in the report."))


def tell_notes(screen: Screen, notes: Sequence[str]) -> None:
    """What the checker remarks beside the figures: rules and goals without effect, books that are full."""
    if not notes:
        return
    screen.section(screen.tr.gettext("What else to know"))
    for note in notes[:MAX_NOTES]:
        screen.line(f"- {note}")
    if len(notes) > MAX_NOTES:
        screen.line(screen.tr.gettext("The others are listed in the report."))


def tell_findings(screen: Screen, portfolio: Portfolio, evidence: Evidence) -> None:
    """Dead souls and disputes."""
    tr = screen.tr
    screen.section(tr.gettext("What the evidence says"))
    for sentence in (*_dead_souls(tr, portfolio, evidence), *_disputes(tr, portfolio, evidence)):
        screen.line(sentence)


def _dead_souls(tr: Translator, portfolio: Portfolio, evidence: Evidence) -> list[str]:
    summary = summarise_evidence(portfolio, evidence)
    count = summary.dead_souls
    owned = int(np.count_nonzero(~portfolio.clients.excluded & (portfolio.clients.owner_idx != NOBODY)))
    if not count.sum():
        return [tr.gettext("No dead souls: every owned client is worked or has bought.")]
    said = tr.ngettext(
        "{n} dead soul: an owned client that nobody works and that bought nothing; "
        "{share} of the owned ones, {potential} of potential.",
        "{n} dead souls: owned clients that nobody works and that bought nothing; "
        "{share} of the owned ones, {potential} of potential.",
        int(count.sum()),
        share=tr.percent(count.sum() / max(owned, 1)),
        potential=short_number(tr, float(summary.dead_souls_potential.sum())),
    )
    most = [j for j in np.argsort(-count, kind="stable")[:MAX_NAMES].tolist() if count[j]]
    books = summary.clients.sum(axis=1) - summary.clients[:, State.EXCLUDED]
    named = [
        tr.gettext(
            "{name} ({count} of {book})",
            name=portfolio.managers.name[j],
            count=tr.number(int(count[j])),
            book=tr.number(int(books[j])),
        )
        for j in most
    ]
    return [said, tr.gettext("Most of them: {names}.", names=", ".join(named))]


def _disputes(tr: Translator, portfolio: Portfolio, evidence: Evidence) -> list[str]:
    found = list_disputes(portfolio, evidence)
    if not found:
        return [tr.gettext("No disputes: no client is worked by two managers alike.")]
    sides = [dispute.recommendation for dispute in found]
    return [
        tr.ngettext(
            "{n} disputed client: the evidence speaks for the owner in {owner}, "
            "for the rival in {rival}, clearly for nobody in {head}.",
            "{n} disputed clients: the evidence speaks for the owner in {owner}, "
            "for the rival in {rival}, clearly for nobody in {head}.",
            len(found),
            owner=sides.count(Recommendation.OWNER),
            rival=sides.count(Recommendation.RIVAL),
            head=sides.count(Recommendation.HEAD),
        )
    ]


def tell_headline(screen: Screen, proposal: Proposal) -> None:
    """The five figures that matter first."""
    tr, after, before = screen.tr, proposal.verdict.after, proposal.verdict.before
    clients = proposal.portfolio.clients
    owned = int(np.count_nonzero(~clients.excluded & (clients.owner_idx != NOBODY)))
    free = int(np.count_nonzero(~clients.excluded & (clients.owner_idx == NOBODY)))
    screen.section(tr.gettext("What the plan does"))
    moved = tr.gettext(
        "{moved} of {owned} owned ({share})",
        moved=tr.number(after.moved_clients),
        owned=tr.number(owned),
        share=tr.percent(after.moved_share, 1),
    )
    if free:
        moved += "; " + tr.ngettext("{n} free client gets a manager", "{n} free clients get a manager", free)
    kept = tr.gettext(
        "{kept} of {total}", kept=tr.number(after.kept_proven), total=tr.number(after.proven_total)
    )
    worst = f"{tr.percent(before.worst_deviation)} -> {tr.percent(after.worst_deviation)}"
    screen.pairs(
        [
            (tr.gettext("Largest distance from a fair share"), worst),
            (tr.gettext("Clients that change hands"), moved),
            (tr.gettext("Proven clients that stay"), kept),
            (tr.gettext("Revenue at risk, a year"), _revenue(tr, proposal)),
            (tr.gettext("Commission at stake, a year"), tr.number(after.commission_at_stake)),
        ]
    )


def _revenue(tr: Translator, proposal: Proposal) -> str:
    clients, risk = proposal.portfolio.clients, proposal.verdict.after.revenue_at_risk
    revenue = float(clients.revenue_12m[~clients.excluded].sum())
    share = tr.gettext("{share} of revenue", share=tr.percent(risk / revenue, 1)) if revenue else ""
    return tr.number(risk) + (f" ({share})" if share else "")


def tell_moves(screen: Screen, moves: Sequence[TellingMove]) -> None:
    """A few moves with their reasons."""
    if not moves:
        return
    screen.section(screen.tr.gettext("Some of the moves, and why"))
    for move in moves:
        screen.line(f"{move.client_name} ({move.client_id})", "bold")
        screen.line(move.text, indent=4)


def tell_exceptions(screen: Screen, proposal: Proposal) -> None:
    """Rules that gave way to stronger ones."""
    tr, found = screen.tr, proposal.verdict.exceptions
    if not found:
        return
    screen.section(
        tr.ngettext("{n} rule gave way to a stronger one", "{n} rules gave way to stronger ones", len(found))
    )
    for item in found[:MAX_EXCEPTIONS]:
        screen.line(f"- {item.message}")
    if len(found) > MAX_EXCEPTIONS:
        screen.line(tr.gettext("The others are listed in the report."))


def tell_certificate(screen: Screen, proposal: Proposal) -> None:
    """How good the plan is, and why the search ended."""
    tr, certificate = screen.tr, proposal.certificate
    screen.section(tr.gettext("How good it is"))
    screen.line(certificate_words(tr, proposal))
    seconds = tr.number(certificate.seconds, 0 if certificate.seconds >= 10 else 1)
    if certificate.stopped_by == "cancel":
        screen.line(
            tr.gettext(
                "Stopped by you after {seconds} s: the best plan found until then; it keeps all the rules.",
                seconds=seconds,
            ),
            "bold yellow",
        )
        return
    screen.line(
        tr.gettext(
            "A lower score is better. The search took {seconds} s and ended by: {reason}.",
            seconds=seconds,
            reason=stop_word(tr, certificate.stopped_by),
        )
    )


def file_words(tr: Translator) -> Mapping[str, str]:
    """What each file of a proposal is for."""
    return {
        "report.html": tr.gettext("the whole plan with charts: open this first"),
        "proposal.xlsx": tr.gettext("the same as a workbook, one sheet for each manager"),
        "assignment.csv": tr.gettext("every client with its manager and the reason"),
        "moves.csv": tr.gettext("only the changes, for the CRM"),
        "merged.csv": tr.gettext("cards that are part of another client"),
        "proposal.json": tr.gettext("all figures for programs"),
        "company": tr.gettext("the tables of the made-up company"),
    }


def tell_files(screen: Screen, out: Path, names: Sequence[str]) -> None:
    """Where the files are and what to ask next."""
    tr, words = screen.tr, file_words(screen.tr)
    screen.section(tr.gettext("Where the files are"))
    screen.pairs([(str(out / name), words[name]) for name in words if name in names])


def tell_next(screen: Screen, out: Path, client_id: str) -> None:
    """The question that people ask next."""
    command = f"{called()} explain {out} {client_id}"
    screen.console.print()
    screen.line(screen.tr.gettext("Why is a client where it is? {command}", command=command))


def called() -> str:
    """What to type for this program: its path where the shell would not find it by name."""
    if Path(sys.argv[0]).stem != "assigner" or shutil.which("assigner"):
        return "assigner"
    return sys.argv[0]
