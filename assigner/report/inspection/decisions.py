"""decisions.xlsx: what the head of sales decides, read back as rules with `--decisions`.

One row per dispute (pin the client to a manager) and per likely duplicate (merge two cards). Nothing happens
unless somebody says yes: the first column is blank. Whatever is not needed for the rule is there to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assigner.evidence import Dispute
from assigner.i18n import Translator
from assigner.portfolio import MergedCard, Rule, RuleKind
from assigner.report.decision_rows import DecisionRow, decision_rows
from assigner.report.dispute_views import by_value
from assigner.report.dispute_words import DisputeWords
from assigner.report.inspection.pairs import PairRow, joint_potential, pair_rows
from assigner.report.inspection.view import InspectionView
from assigner.report.workbook.file import new_book
from assigner.report.workbook.names import sheet_name
from assigner.report.workbook.sheet import MAX_ROWS, Book, Column, Look, list_table

DECISION, SECOND = 0, 3
"""Columns with a list to choose from: the decision, and the manager of a dispute."""

SIDES = "=$O2:$P2"
"""Where the ids of the two sides of a dispute stand, seen from the first row of the table."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row: the rule and what there is to read about it; what does not apply is "" or None.

    `said` is what was decided before, None where nothing was.
    """

    kind: RuleKind
    a: str
    b: str
    reason: str
    client: str
    owner: str
    other: str
    other_owner: str
    potential: float
    score: float | None = None
    margin: float | None = None
    owner_file: str = ""
    rival_file: str = ""
    owner_id: str = ""
    rival_id: str = ""
    said: bool | None = None


def proposals(tr: Translator, view: InspectionView) -> list[Proposal]:
    """Open disputes, the largest potential first, and pairs, the surest first; then what is decided already.

    Decisions that the tables hold are repeated with yes or no, so that this file alone will do next time.
    """
    found, disputes = view.found, by_value(view, view.found.disputes)
    rows = decision_rows(tr, found.portfolio, found.evidence, found.policy, disputes)
    words = DisputeWords(tr, view.manager_names)
    pins = [_pin(view, words, dispute, row) for dispute, row in zip(disputes, rows, strict=True)]
    merges = [_merge(pair) for pair in pair_rows(tr, view, MAX_ROWS)]
    merged = [_merged(view, card) for card in found.portfolio.merged]
    denied = [_denied(view, rule) for rule in found.portfolio.distinct]
    decided = [*(pin for pin in pins if pin.said), *merged, *denied][:MAX_ROWS]
    return [*(pin for pin in pins if not pin.said), *merges][: MAX_ROWS - len(decided)] + decided


def _pin(view: InspectionView, words: DisputeWords, dispute: Dispute, row: DecisionRow) -> Proposal:
    owner, rival = dispute.owner, dispute.rival
    return Proposal(
        kind=row.kind,
        a=row.a,
        b=row.b,
        reason=row.reason,
        client=row.client,
        owner=words.name(owner),
        other=words.name(rival),
        other_owner="",
        potential=float(view.clients.potential[dispute.client_idx]),
        margin=dispute.margin,
        owner_file=words.side(owner),
        rival_file=words.side(rival),
        owner_id=view.manager_id(owner.manager_idx) or "",
        rival_id=view.manager_id(rival.manager_idx) or "",
        said=True if row.decided else None,
    )


def _merge(pair: PairRow) -> Proposal:
    return Proposal(
        kind=RuleKind.MERGE,
        a=pair.a_id,
        b=pair.b_id,
        reason=pair.reasons,
        client=pair.a_name,
        owner=pair.a_owner,
        other=pair.b_name,
        other_owner=pair.b_owner,
        potential=pair.potential,
        score=pair.score,
    )


def _merged(view: InspectionView, card: MergedCard) -> Proposal:
    names = np.append(view.manager_names, "")
    client = card.into_idx
    return Proposal(
        kind=RuleKind.MERGE,
        a=str(view.clients.client_id[client]),
        b=card.client_id,
        reason=card.reason,
        client=str(view.clients.name[client]),
        owner=str(names[view.clients.owner_idx[client]]),
        other=card.name,
        other_owner=str(names[card.owner_idx]),
        potential=float(view.clients.potential[client]),
        said=True,
    )


def _denied(view: InspectionView, rule: Rule) -> Proposal:
    clients, names = view.clients, np.append(view.manager_names, "")
    a, b = rule.a_idx, rule.b_idx
    return Proposal(
        kind=RuleKind.MERGE,
        a=str(clients.client_id[a]),
        b=str(clients.client_id[b]),
        reason=rule.reason,
        client=str(clients.name[a]),
        owner=str(names[clients.owner_idx[a]]),
        other=str(clients.name[b]),
        other_owner=str(names[clients.owner_idx[b]]),
        potential=joint_potential(clients, a, b),
        said=False,
    )


def write_decisions(view: InspectionView, language: str, path: Path) -> None:
    """Write decisions.xlsx."""
    tr = Translator(language)
    title = tr.gettext("Decisions on disputes and duplicates")
    with new_book(path, tr, title, view.evidence.as_of) as book:
        rows = proposals(tr, view)
        sheet = book.file.add_worksheet(sheet_name(tr.gettext("Decisions"), book.taken))
        list_table(book, sheet, 0, _columns(tr, rows))
        sheet.freeze_panes(1, SECOND + 1)
        if rows:
            _choices(book, sheet, rows)


def _columns(tr: Translator, rows: Sequence[Proposal]) -> list[Column]:
    kinds = {RuleKind.PIN: tr.gettext("pin"), RuleKind.MERGE: tr.gettext("merge")}
    said = {None: "", True: tr.gettext("yes"), False: tr.gettext("no")}
    return [
        Column(tr.gettext("Decision"), Look.TEXT, [said[row.said] for row in rows], 11),
        Column(tr.gettext("Rule kind"), Look.TEXT, [kinds[row.kind] for row in rows], 13),
        Column(tr.gettext("Client id"), Look.ID, [row.a for row in rows], 14),
        Column(tr.gettext("Manager or client"), Look.ID, [row.b for row in rows], 16),
        Column(tr.gettext("Reason"), Look.LONG, [row.reason for row in rows], 52),
        Column(tr.gettext("Name of the client"), Look.TEXT, [row.client for row in rows], 30),
        Column(tr.gettext("Owner today"), Look.TEXT, [row.owner for row in rows], 22),
        Column(tr.gettext("Rival, or the other card"), Look.TEXT, [row.other for row in rows], 30),
        Column(tr.gettext("Owner of the other card"), Look.TEXT, [row.other_owner for row in rows], 22),
        Column(tr.gettext("Potential"), Look.MONEY, [row.potential for row in rows], 13),
        Column(tr.gettext("Sure"), Look.PERCENT, [row.score for row in rows], 8),
        Column(tr.gettext("Points, owner over rival"), Look.STRENGTH, [row.margin for row in rows], 12),
        Column(tr.gettext("File of the owner"), Look.LONG, [row.owner_file for row in rows], 44),
        Column(tr.gettext("File of the rival"), Look.LONG, [row.rival_file for row in rows], 44),
        Column(tr.gettext("Choice: owner"), Look.ID, [row.owner_id for row in rows], 13),
        Column(tr.gettext("Choice: rival"), Look.ID, [row.rival_id for row in rows], 13),
    ]


def _choices(book: Book, sheet: Any, rows: Sequence[Proposal]) -> None:
    """Lists to choose from, and a colour for what has been said."""
    tr, last = book.tr, len(rows)
    yes, no = tr.gettext("yes"), tr.gettext("no")
    said = {"validate": "list", "source": [yes, no], "error_title": tr.gettext("Decision")}
    sheet.data_validation(
        1,
        DECISION,
        last,
        DECISION,
        said
        | {
            "error_message": tr.gettext("Choose yes or no; blank means not decided."),
            "input_title": tr.gettext("Decision"),
            "input_message": tr.gettext("Yes makes this row a rule. No to a merge: two clients."),
        },
    )
    num_pins = sum(row.kind is RuleKind.PIN and not row.said for row in rows)
    if num_pins:
        sheet.data_validation(
            1,
            SECOND,
            num_pins,
            SECOND,
            {
                "validate": "list",
                "source": SIDES,
                "error_type": "information",
                "error_title": tr.gettext("Another manager"),
                "error_message": tr.gettext("This is neither the owner nor the rival."),
            },
        )
    for word, colour in ((yes, "#cfeadf"), (no, "#eef1f3")):
        shape = book.file.add_format({"bg_color": colour, "bold": word == yes})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": shape}
        sheet.conditional_format(1, DECISION, last, DECISION, rule)
    blank = {"type": "blanks", "format": book.file.add_format({"bg_color": "#fff8e1"})}
    sheet.conditional_format(1, DECISION, last, DECISION, blank)
