"""Merges that contradict each other or other rules. Which of two decisions holds is not ours to guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from assigner.duplicates.denials import chain
from assigner.duplicates.joining import Joined, Tie
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, IntArray, Portfolio, Rule, RuleKind
from assigner.ties import join_labels

Place = tuple[str, int | None]
"""File and row."""


class Contradictions:
    """Collects all contradictions of one merge; `portfolio` holds the cards as they were before it."""

    def __init__(self, portfolio: Portfolio, tr: Translator) -> None:
        self._portfolio, self._tr = portfolio, tr
        self._issues: list[Issue] = []

    def raise_if_any(self) -> None:
        """Raise InputError with everything found."""
        if self._issues:
            raise InputError(self._issues)

    def report_circle(self, cards: Sequence[int]) -> None:
        """Merges in both directions, or round in a circle."""
        if cards:
            message = self._tr.gettext("Merge rules go round in a circle: {cards}", cards=self._names(cards))
            remedy = self._tr.gettext("Leave one direction: which card goes into which.")
            merges = (rule for rule in self._portfolio.rules if rule.kind is RuleKind.MERGE)
            guilty = next(rule for rule in merges if rule.a_idx in cards and rule.b_idx in cards)
            self._add("merge-circle", message, remedy, self._of_rule(guilty), card=cards[0])

    def report_denied(self, joined: Joined, merges: Iterable[Rule], same: Iterable[Tie]) -> None:
        """Cards of one client that somebody said are two; `same` are the ties of equal tax ids."""
        by_rule = {(rule.a_idx, rule.b_idx) for rule in merges}
        by_rule |= {(b, a) for a, b in by_rule}
        for rule in self._portfolio.distinct:
            if joined.client_idx[rule.a_idx] == joined.client_idx[rule.b_idx]:
                cards = chain(rule.a_idx, rule.b_idx, [*by_rule, *same])
                self._add_denied(rule, cards, by_tax_id=not by_rule.issuperset(pairwise(cards)))

    def _add_denied(self, rule: Rule, cards: Sequence[int], *, by_tax_id: bool) -> None:
        tr, names = self._tr, {"first": self._name(rule.a_idx), "second": self._name(rule.b_idx)}
        names["chain"] = " – ".join(map(self._name, cards))
        message = tr.gettext(
            "Cards {first} and {second} were said to be two clients, but other merges join them: {chain}",
            **names,
        )
        remedy = tr.gettext("Say no to one of those merges, or yes here.")
        if by_tax_id:
            message = tr.gettext(
                "Cards {first} and {second} were said to be two clients, but tax ids join them: {chain}",
                **names,
            )
            remedy = tr.gettext("Say yes or no to each pair of these cards, or do not merge by tax id.")
        self._add("merged-denied", message, remedy, self._of_rule(rule), card=rule.b_idx)

    def report_pins(self, joined: Joined) -> None:
        """Cards of one client that are pinned to different managers."""
        first: dict[int, tuple[int, int]] = {}
        for card, manager in self._pins(joined):
            before, pinned = first.setdefault(int(joined.client_idx[card]), (card, manager))
            if pinned != manager:
                message = self._tr.gettext(
                    "Cards {first} and {second} are one client, but pinned to {one} and {other}",
                    first=self._name(before),
                    second=self._name(card),
                    one=self._manager(pinned),
                    other=self._manager(manager),
                )
                remedy = self._tr.gettext("Remove one of the pins, or the merge.")
                rule = self._pinned_by_rule.get(card)
                place = self._of_rule(rule) if rule is not None else self._of_card(card)
                self._add("merged-pins", message, remedy, place, card=card)

    def report_answers(self, joined: Joined) -> None:
        """Answers about cards of one client that contradict each other for one manager up to one day."""
        answers = self._portfolio.answers
        if answers is None:
            return
        first: dict[tuple[int, int, str], int] = {}
        clients = joined.client_idx[answers.client_idx]
        for n in np.flatnonzero((answers.answer >= 0) & joined.of_several[clients]).tolist():
            before = first.setdefault(
                (int(clients[n]), int(answers.manager_idx[n]), str(answers.until[n])), n
            )
            if answers.answer[before] != answers.answer[n]:
                card = int(answers.client_idx[n])
                message = self._tr.gettext(
                    "Cards {first} and {second} are one client, but their answers about {manager} differ",
                    first=self._name(int(answers.client_idx[before])),
                    second=self._name(card),
                    manager=self._manager(int(answers.manager_idx[n])),
                )
                remedy = self._tr.gettext("Keep one of the two answers, or remove the merge.")
                place = self._portfolio.files.get("audit", ""), int(answers.rows[n])
                self._add("merged-answers", message, remedy, place, card=card)

    def report_rules(self, joined: Joined, merged: Portfolio) -> None:
        """Rules of the cards that can't all hold for the clients of `merged` that they became."""
        self._report_apart(joined, _components(merged))
        self._report_bans(joined)

    def _report_apart(self, joined: Joined, component: IntArray) -> None:
        """Cards of one client, or of clients tied together, that must be apart."""
        clients = joined.client_idx
        for rule in self._portfolio.rules:
            if rule.kind is not RuleKind.APART:
                continue
            a, b = int(clients[rule.a_idx]), int(clients[rule.b_idx])
            names = {"first": self._name(rule.a_idx), "second": self._name(rule.b_idx)}
            if a == b:
                message = self._tr.gettext(
                    "Cards {first} and {second} are one client, but must be apart", **names
                )
                remedy = self._tr.gettext("Remove the rule that keeps them apart, or the merge.")
                self._add("merged-apart", message, remedy, self._of_rule(rule), card=rule.b_idx)
            elif component[a] == component[b]:
                message = self._tr.gettext(
                    "Cards {first} and {second} must be apart, but merged cards tie them together", **names
                )
                remedy = self._tr.gettext("Remove one of the rules, or the merge.")
                self._add("merged-apart", message, remedy, self._of_rule(rule), card=rule.b_idx)

    def _report_bans(self, joined: Joined) -> None:
        """A client pinned to a manager by one card and banned from the same manager by another."""
        pins = {(int(joined.client_idx[card]), manager): card for card, manager in self._pins(joined)}
        for rule in self._portfolio.rules:
            card = pins.get((int(joined.client_idx[rule.a_idx]), rule.b_idx), NOBODY)
            if rule.kind is not RuleKind.BAN or card == NOBODY:
                continue
            message = self._tr.gettext(
                "Cards {first} and {second} are one client, but one is pinned to {manager}, one banned",
                first=self._name(card),
                second=self._name(rule.a_idx),
                manager=self._manager(rule.b_idx),
            )
            remedy = self._tr.gettext("Remove the pin or the ban, or the merge.")
            self._add("merged-pin-and-ban", message, remedy, self._of_rule(rule), card=rule.a_idx)

    def _pins(self, joined: Joined) -> Iterator[tuple[int, int]]:
        """Cards of clients made of several with the managers they are pinned to, each pair once."""
        several, pinned = joined.of_several, self._portfolio.clients.pinned_idx
        cards = np.flatnonzero((pinned != NOBODY) & several[joined.client_idx]).tolist()
        by_column = dict.fromkeys((card, int(pinned[card])) for card in cards)
        by_rule = dict.fromkeys(
            (card, rule.b_idx)
            for card, rule in self._pinned_by_rule.items()
            if several[joined.client_idx[card]]
        )
        yield from by_column | by_rule

    @cached_property
    def _pinned_by_rule(self) -> dict[int, Rule]:
        return {rule.a_idx: rule for rule in self._portfolio.rules if rule.kind is RuleKind.PIN}

    def _add(self, code: str, message: str, remedy: str, place: Place, *, card: int) -> None:
        file, row = place
        value = self._name(card)
        self._issues.append(Issue(Severity.ERROR, code, message, remedy, file=file, row=row, value=value))

    def _of_rule(self, rule: Rule) -> Place:
        return rule.file or self._portfolio.files.get("rules", ""), rule.row

    def _of_card(self, card: int) -> Place:
        rows = self._portfolio.clients.row
        return self._portfolio.files.get("clients", ""), None if rows is None else int(rows[card])

    def _names(self, cards: Sequence[int]) -> str:
        return ", ".join(self._name(card) for card in cards)

    def _name(self, card: int) -> str:
        return str(self._portfolio.clients.client_id[card])

    def _manager(self, manager_idx: int) -> str:
        return str(self._portfolio.managers.manager_id[manager_idx])


def _components(merged: Portfolio) -> IntArray:
    """Number of every client, the same for clients that holdings and together rules tie (model §3).

    Excluded clients are tied to nobody and tie nobody together.
    """
    clients = merged.clients
    alone = np.arange(len(clients), dtype=np.int32) + len(clients.group_ids)
    label = np.where((clients.group_idx >= 0) & ~clients.excluded, clients.group_idx, alone)
    rules = [(rule.a_idx, rule.b_idx) for rule in merged.rules if rule.kind is RuleKind.TOGETHER]
    ties = [pair for pair in rules if not clients.excluded[list(pair)].any()]
    return join_labels(label, ((int(label[a]), int(label[b])) for a, b in ties))
