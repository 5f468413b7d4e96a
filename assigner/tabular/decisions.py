"""The decisions table: rules that the head of sales said yes or no to, as `assigner inspect` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assigner.portfolio import BoolArray, Clients, Rule, RuleKind
from assigner.tabular.fields import Fields
from assigner.tabular.naming import KnownClients
from assigner.tabular.problems import NUM_EXAMPLES, Problems, listing
from assigner.tabular.rules import read_rule_kinds
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary
from assigner.ties import join_labels

_OPEN = -1


class Decided(NamedTuple):
    """What was decided: kinds and rows of the rules with yes, merges with no, clients that take no part."""

    kinds: list[RuleKind]
    agreed: Columns
    denied: Columns
    left_out: Columns


def read_decisions(columns: Columns, problems: Problems) -> Decided:
    """What the answers of yes say, and the merges decided with no.

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
    words = [fold(str(text)) for text in columns.text("kind")]
    out = np.array([word in vocabulary().exclude for word in words], dtype=bool)
    merges = np.array([vocabulary().rule_kinds.get(word) is RuleKind.MERGE for word in words], dtype=bool)
    kinds, agreed = read_rule_kinds(columns.where((said == 1) & ~out), problems)
    return Decided(kinds, agreed, columns.where((said == 0) & merges), columns.where((said == 1) & out))


def leave_out(
    clients: Clients, decided: Columns, known: KnownClients, rules: Iterable[Rule], problems: Problems
) -> Clients:
    """The clients without those decided to take no part, the other cards of the same client included."""
    at, texts = known.positions(decided, problems, column="a"), decided.text("a")
    blank = np.asarray(texts == "", dtype=bool)
    for code, wrong in (("rule-without-client", blank), ("unknown-rule-client", (at < 0) & ~blank)):
        problems.rows(code, decided.table, wrong, column=decided.header("a"), values=texts)
    ties = [(rule.a_idx, rule.b_idx) for rule in rules if rule.kind is RuleKind.MERGE]
    client = join_labels(np.arange(len(clients), dtype=np.int32), ties)
    gone: BoolArray = np.isin(client, client[at[at >= 0]])
    reason = clients.excluded_reason.copy()
    reason[at[at >= 0]] = decided.text("reason")[at >= 0]
    return replace(clients, excluded=clients.excluded | gone, excluded_reason=reason)


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
