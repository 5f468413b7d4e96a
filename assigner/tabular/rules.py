"""The rules table into `Rule`s, with rules that contradict each other found before any solver sees them."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.portfolio import NOBODY, BoolArray, Clients, IntArray, Managers, Rule, RuleKind, StrArray
from assigner.tabular.naming import KnownClients
from assigner.tabular.owners import KnownManagers
from assigner.tabular.problems import Problems
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary
from assigner.ties import join_labels

Rules = tuple[Rule, ...]

_TO_MANAGER = (RuleKind.BAN, RuleKind.PIN)


def read_rule_kinds(columns: Columns, problems: Problems) -> tuple[list[RuleKind], Columns]:
    """The kind of every rule, and the rows used; a kind nobody knows is a row-level error."""
    texts = columns.text("kind")
    kinds = [vocabulary().rule_kinds.get(fold(str(text))) for text in texts]
    strange = np.array([kind is None for kind in kinds], dtype=bool)
    problems.rows("unknown-rule", columns.table, strange, column=columns.header("kind"), values=texts)
    return [kind for kind in kinds if kind is not None], columns.where(~strange)


def link_rules(
    kinds: list[RuleKind],
    columns: Columns,
    clients: KnownClients,
    team: KnownManagers,
    problems: Problems,
) -> Rules:
    """The rules with positions instead of ids; unknown clients and managers are row-level errors."""
    to_manager = np.array([kind in _TO_MANAGER for kind in kinds], dtype=bool)
    a_text, b_text = columns.text("a"), columns.text("b")
    a_idx = clients.positions(columns, problems, column="a")
    other_client = clients.positions(columns, problems, column="b", rows=~to_manager)
    manager = team.positions(columns, problems, column="b", rows=to_manager)
    b_idx = np.where(to_manager, manager, other_client)
    no_a, no_b = np.asarray(a_text == "", dtype=bool), np.asarray(b_text == "", dtype=bool)
    checks: tuple[tuple[str, str, StrArray, BoolArray], ...] = (
        ("rule-without-client", "a", a_text, no_a),
        ("unknown-rule-client", "a", a_text, (a_idx < 0) & ~no_a),
        ("rule-without-client", "b", b_text, no_b & ~to_manager),
        ("unknown-rule-client", "b", b_text, ~to_manager & (b_idx < 0) & ~no_b),
        ("rule-without-manager", "b", b_text, no_b & to_manager),
        ("unknown-rule-manager", "b", b_text, to_manager & (b_idx < 0) & ~no_b),
        ("self-rule", "b", b_text, ~to_manager & (a_idx == b_idx) & (a_idx >= 0)),
    )
    bad = np.zeros(len(kinds), dtype=bool)
    for code, name, texts, wrong in checks:
        problems.rows(code, columns.table, wrong, column=columns.header(name), values=texts)
        bad |= wrong
    good = np.flatnonzero(~bad).tolist()
    reasons, file, rows = columns.text("reason"), columns.table.file, columns.table.rows
    return tuple(
        Rule(kinds[n], int(a_idx[n]), int(b_idx[n]), str(reasons[n]), file, int(rows[n])) for n in good
    )


def merge_pins(
    rules: Rules, clients: Clients, pinned: IntArray, team: Managers, problems: Problems
) -> IntArray:
    """The pins of the clients' own column with those of the rules; two pins that differ are an error.

    Contradictions are errors even when tolerant: which of two decisions holds is not the program's to guess.
    """
    merged = pinned.copy()
    for rule in _of(RuleKind.PIN, rules):
        before = int(merged[rule.a_idx])
        if before in (NOBODY, rule.b_idx):
            merged[rule.a_idx] = rule.b_idx
            continue
        first, second = str(team.manager_id[before]), str(team.manager_id[rule.b_idx])
        client = str(clients.client_id[rule.a_idx])
        problems.error("two-pins", **_place(rule), value=client, first=first, second=second)
    for rule in _of(RuleKind.BAN, rules):
        if merged[rule.a_idx] == rule.b_idx:
            manager, client = str(team.manager_id[rule.b_idx]), str(clients.client_id[rule.a_idx])
            problems.error("pin-and-ban", **_place(rule), value=client, manager=manager)
    return merged


def check_pins(
    rules: Rules, columns: Columns, clients: Clients, pinned: IntArray, team: Managers, problems: Problems
) -> None:
    """Report clients that are pinned to somebody who leaves or whom the managers table does not list.

    `columns` are those of the clients table, `pinned` is what `merge_pins` made. Who stays for other reasons,
    such as a start date to come, depends on the day of the evidence and is checked with it.
    """
    gone = np.append(team.leaving | ~team.listed, False)
    by_rule = {rule.a_idx: _place(rule) for rule in _of(RuleKind.PIN, rules)}
    for client in np.flatnonzero(gone[pinned] & ~clients.excluded).tolist():
        here = {"file": columns.table.file, "row": int(columns.table.rows[client])}
        name, manager = str(clients.client_id[client]), str(team.manager_id[pinned[client]])
        problems.error("pin-to-leaver", **by_rule.get(client, here), value=name, manager=manager)


def _of(kind: RuleKind, rules: Rules) -> Rules:
    """The rules of one kind."""
    return tuple(rule for rule in rules if rule.kind is kind)


def _place(rule: Rule) -> dict[str, Any]:
    """The place of a rule as a problem names it."""
    return {"file": rule.file, "row": rule.row}


def tied_components(rules: Rules, clients: Clients, apart_from: BoolArray) -> IntArray:
    """Component of every client that together rules and holdings tie, transitively (model §3).

    Excluded clients are tied to nobody and tie nobody together; so are those of `apart_from`.
    """
    free = clients.excluded | apart_from
    alone = np.arange(len(clients)) + len(clients.group_ids)
    label = np.where((clients.group_idx >= 0) & ~free, clients.group_idx, alone)
    ties = ((rule.a_idx, rule.b_idx) for rule in _of(RuleKind.TOGETHER, rules))
    return join_labels(label, ((int(label[a]), int(label[b])) for a, b in ties if not (free[a] or free[b])))


def check_apart(rules: Rules, clients: Clients, problems: Problems) -> None:
    """Report clients that must be apart and are tied together all the same.

    Cards that a merge rule names are left out: merges come first (model §1), and `merge_cards` judges what
    they make.
    """
    apart = _of(RuleKind.APART, rules)
    if not apart:
        return
    merged = np.zeros(len(clients), dtype=bool)
    merged[[card for rule in _of(RuleKind.MERGE, rules) for card in (rule.a_idx, rule.b_idx)]] = True
    component = tied_components(rules, clients, merged)
    for rule in apart:
        if component[rule.a_idx] == component[rule.b_idx]:
            a, b = str(clients.client_id[rule.a_idx]), str(clients.client_id[rule.b_idx])
            problems.error("together-and-apart", **_place(rule), a=a, b=b)
