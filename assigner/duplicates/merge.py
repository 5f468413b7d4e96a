"""Merging cards on confirmation: several cards of one client become that client (model §1, merged cards).

Nothing is merged by likeness: a `merge` rule says so, or equal checked tax ids where the policy allows it and
nobody said no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assigner.duplicates.combining import combine_clients, move_activities, move_answers
from assigner.duplicates.contradictions import Contradictions
from assigner.duplicates.denials import move_denials, tell_denied_ids, without_denied
from assigner.duplicates.joining import Joined, Tie, find_circle, join_cards, same_tax_id
from assigner.i18n import Translator
from assigner.policy.model import Policy
from assigner.portfolio import IntArray, MergedCard, Portfolio, Rule, RuleKind

TO_MANAGER = (RuleKind.BAN, RuleKind.PIN)


def merge_cards(portfolio: Portfolio, policy: Policy, *, tr: Translator | None = None) -> Portfolio:
    """The portfolio with every client made of one card or several, and no merge rule left (model §1).

    `merged` and `main_cards` keep what the cards said by themselves. The owner of such a client is that of
    its main card (else of the next one that has an owner) until `assigner.ownership.settle_owners` compares
    the evidence of all claimants. The same portfolio where nothing is to be merged. A warning tells of equal
    tax ids that an answer keeps apart.

    Raises InputError, in the language of `tr`, where merges go round in a circle or contradict other rules,
    an answer of no, or an audit's answers.
    """
    tr = tr or Translator()
    merges = [rule for rule in portfolio.rules if rule.kind is RuleKind.MERGE]
    equal = same_tax_id(portfolio.clients, policy.identity.country) if policy.identity.merge_exact else {}
    if not merges and not equal:
        return portfolio
    found = Contradictions(portfolio, tr)
    found.report_circle(find_circle(merges))
    found.raise_if_any()
    same = without_denied(equal, portfolio.distinct, merges)
    joined = join_cards(portfolio.num_clients, merges, same)
    merged = _merged(portfolio, joined, _reasons(merges, same, tr))
    found.report_denied(joined, merges, same)
    found.report_pins(joined)
    found.report_rules(joined, merged)
    found.report_answers(joined)
    found.raise_if_any()
    return replace(merged, issues=(*merged.issues, *tell_denied_ids(portfolio, equal, tr)))


def _merged(portfolio: Portfolio, joined: Joined, reasons: Mapping[int, str]) -> Portfolio:
    main = joined.main_idx[joined.of_several]
    return replace(
        portfolio,
        clients=combine_clients(portfolio.clients, joined),
        activities=move_activities(portfolio.activities, joined),
        rules=_rules(portfolio.rules, joined.client_idx),
        answers=move_answers(portfolio.answers, joined),
        merged=_cards(portfolio, joined.others, joined, reasons),
        main_cards=_cards(portfolio, main, joined, reasons),
        distinct=move_denials(portfolio.distinct, joined),
    )


def _rules(rules: Iterable[Rule], client_idx: IntArray) -> tuple[Rule, ...]:
    """The rules about clients instead of cards, each once, without merges and ties of a client to itself."""
    moved: dict[tuple[RuleKind, int, int], Rule] = {}
    for rule in rules:
        a = int(client_idx[rule.a_idx])
        b = rule.b_idx if rule.kind in TO_MANAGER else int(client_idx[rule.b_idx])
        done = rule.kind is RuleKind.MERGE or (rule.kind is RuleKind.TOGETHER and a == b)
        if not done:
            moved.setdefault((rule.kind, a, b), replace(rule, a_idx=a, b_idx=b))
    return tuple(moved.values())


def _cards(
    portfolio: Portfolio, cards: IntArray, joined: Joined, reasons: Mapping[int, str]
) -> tuple[MergedCard, ...]:
    """These cards as they were before the merge."""
    clients = portfolio.clients
    return tuple(
        MergedCard(
            client_id=str(clients.client_id[card]),
            name=str(clients.name[card]),
            into_idx=int(joined.client_idx[card]),
            owner_idx=int(clients.owner_idx[card]),
            potential=float(clients.potential[card]),
            revenue_12m=float(clients.revenue_12m[card]),
            open_deal_amount=float(clients.open_deal_amount[card]),
            row=None if clients.row is None else int(clients.row[card]),
            reason=reasons.get(card, ""),
        )
        for card in cards.tolist()
    )


def _reasons(merges: Iterable[Rule], same: Mapping[Tie, str], tr: Translator) -> dict[int, str]:
    """Why each card is part of another one: the reason of the rule that names it, else the tax id."""
    reasons = {card: tr.gettext("same tax id {tax_id}", tax_id=tax_id) for (_, card), tax_id in same.items()}
    for rule in merges:
        reasons[rule.b_idx] = rule.reason
    return reasons
