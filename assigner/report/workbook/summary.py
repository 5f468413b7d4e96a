"""The first sheet: what changes, in figures, and how good it is, in words."""

from __future__ import annotations

from datetime import date

from assigner.i18n import Translator
from assigner.report.headline import headline, tiles
from assigner.report.view import PlanView
from assigner.report.words import certificate_words, gap_percent, status_word, stop_word
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import Book, Column, Look, print_landscape, write_table
from assigner.verdict import PlanFigures


def summary_sheet(book: Book, view: PlanView) -> None:
    """Headline, certificate, the tiles of the page and all figures before and after."""
    tr, proposal = book.tr, view.proposal
    sheet = book.file.add_worksheet(sheet_name(tr.gettext("Summary"), book.taken))
    as_of = tr.date(date.fromisoformat(proposal.certificate.as_of))
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 2, 18)
    sheet.set_column(3, 3, 70)
    sheet.write_string(0, 0, tr.gettext("Who should look after whom"), book.title)
    sheet.write_string(1, 0, tr.gettext("Proposal as of {date}", date=as_of), book.lead)
    sheet.write_string(3, 0, headline(tr, view), book.strong)
    sheet.write_string(4, 0, certificate_words(tr, proposal), book.strong)
    row = write_table(book, sheet, 6, _tile_columns(tr, view))
    row = write_table(book, sheet, row + 1, _figure_columns(tr, view))
    write_table(book, sheet, row + 1, _certificate_columns(tr, view))
    sheet.hide_gridlines(2)
    print_landscape(book, sheet)


def _tile_columns(tr: Translator, view: PlanView) -> list[Column]:
    found = tiles(tr, view)
    return [
        Column(tr.gettext("What matters"), Look.TEXT, [tile.title for tile in found]),
        Column(tr.gettext("Today"), Look.TEXT, [tile.today for tile in found]),
        Column(tr.gettext("In the plan"), Look.TEXT, [tile.value for tile in found]),
        Column(tr.gettext("Remark"), Look.TEXT, [tile.remark for tile in found]),
    ]


def _figure_columns(tr: Translator, view: PlanView) -> list[Column]:
    verdict = view.proposal.verdict
    before, after = _figures(tr, verdict.before), _figures(tr, verdict.after)
    return [
        Column(tr.gettext("Figure"), Look.TEXT, list(after)),
        Column(tr.gettext("Today"), Look.MIXED, list(before.values())),
        Column(tr.gettext("In the plan"), Look.MIXED, list(after.values())),
    ]


def _figures(tr: Translator, plan: PlanFigures) -> dict[str, tuple[Look, float]]:
    levels = plan.levels
    return {
        tr.gettext("Score (less is better)"): (Look.SCORE, plan.score),
        tr.gettext("Imbalance of the books"): (Look.SCORE, levels.imbalance),
        tr.gettext("Disruption by moves"): (Look.SCORE, levels.disruption),
        tr.gettext("Lack of fit"): (Look.SCORE, levels.fit),
        tr.gettext("Largest distance from a fair share"): (Look.PERCENT, plan.worst_deviation),
        tr.gettext("Mean violation of the balance goals"): (Look.PERCENT, plan.mean_violation),
        tr.gettext("Largest violation of a balance goal"): (Look.PERCENT, plan.worst_violation),
        tr.gettext("Clients that change hands"): (Look.COUNT, plan.moved_clients),
        tr.gettext("Their share of the owned clients"): (Look.PERCENT, plan.moved_share),
        tr.gettext("Proven clients kept"): (Look.COUNT, plan.kept_proven),
        tr.gettext("Proven clients whose owner stays"): (Look.COUNT, plan.proven_total),
        tr.gettext("Revenue at risk"): (Look.MONEY, plan.revenue_at_risk),
        tr.gettext("Commission at stake"): (Look.MONEY, plan.commission_at_stake),
        tr.gettext("Fixed cost of the moves"): (Look.MONEY, plan.fixed_cost),
        tr.gettext("Cost of clients with a weaker owner"): (Look.MONEY, plan.evidence_mismatch),
    }


def _certificate_columns(tr: Translator, view: PlanView) -> list[Column]:
    proposal, certificate = view.proposal, view.proposal.certificate
    facts = {
        tr.gettext("Answer"): status_word(tr, proposal),
        tr.gettext("Proven lower bound"): tr.number(proposal.bound, 4),
        tr.gettext("Gap"): gap_percent(tr, proposal.gap),
        tr.gettext("Stopped by"): stop_word(tr, certificate.stopped_by),
        tr.gettext("Seed and workers"): f"{certificate.seed} / {certificate.workers}",
        tr.gettext("Fingerprint of the input"): certificate.input_sha256,
        tr.gettext("Fingerprint of the policy"): certificate.policy_sha256,
    } | dict(sorted(certificate.versions.items()))
    return [
        Column(tr.gettext("Certificate"), Look.TEXT, list(facts)),
        Column("", Look.TEXT, list(facts.values())),
    ]
