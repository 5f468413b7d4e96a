"""The decisions table: rules that the head of sales said yes or no to, as `assigner inspect` writes them."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import Rule, RuleKind
from assigner.tabular.fields import Fields
from assigner.tabular.naming import KnownClients
from assigner.tabular.problems import NUM_EXAMPLES, Problems, listing
from assigner.tabular.rules import read_rule_kinds
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary

_OPEN = -1


def read_decisions(columns: Columns, problems: Problems) -> tuple[list[RuleKind], Columns, Columns]:
    """The kinds of the rules that were decided with yes, their rows, and the merges decided with no.

    No other row with no says anything. Blank ones are neither; how many they are is told.
    """
    said = Fields(columns, problems).word("decision", vocabulary().flags, _OPEN)
    blank = np.asarray(columns.text("decision") == "", dtype=bool)
    if blank.any():
        problems.warn(
            "decisions-open",
            file=columns.table.file,
            row=int(columns.table.rows[blank][0]),
            column=columns.header("decision"),
            count=int(blank.sum()),
        )
    kinds, agreed = read_rule_kinds(columns.where(said == 1), problems)
    denied = columns.where(said == 0)
    words = vocabulary().rule_kinds
    merges = np.array(
        [words.get(fold(str(text))) is RuleKind.MERGE for text in denied.text("kind")], dtype=bool
    )
    return kinds, agreed, denied.where(merges)


def link_denied(columns: Columns, clients: KnownClients, problems: Problems) -> tuple[Rule, ...]:
    """The merges that were decided with no (model §1), with positions instead of ids.

    A card may be gone since then: an answer about it counts for nothing, which is told.
    """
    a_idx, b_idx = (clients.positions(columns, problems, column=name) for name in ("a", "b"))
    a_text, b_text = columns.text("a"), columns.text("b")
    file, rows = columns.table.file, columns.table.rows
    gone = (a_idx < 0) | (b_idx < 0)
    if gone.any():
        cards = np.concatenate([a_text[a_idx < 0], b_text[b_idx < 0]]).tolist()
        problems.warn(
            "denied-unknown",
            file=file,
            row=int(rows[gone][0]),
            count=int(gone.sum()),
            names=listing([repr(str(card)) for card in dict.fromkeys(cards)], NUM_EXAMPLES),
        )
    reasons = columns.text("reason")
    return tuple(
        Rule(RuleKind.MERGE, int(a_idx[n]), int(b_idx[n]), str(reasons[n]), file, int(rows[n]))
        for n in np.flatnonzero(~gone & (a_idx != b_idx)).tolist()
    )
