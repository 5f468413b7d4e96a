"""A case with the decisions among its rules, so that the independent checker verifies them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from assigner.engine import Case
from assigner.i18n import Translator
from assigner.portfolio import Rule, RuleKind
from scenarios.base import Base, base_of
from scenarios.decisions.model import Decision, Earlier
from scenarios.decisions.reading import Decided, read_decisions, rules_of
from scenarios.edits.changing import add_rules, with_pins


def decided_case(
    case: Case, earlier: Earlier, decisions: Sequence[Decision], tr: Translator | None = None
) -> Case:
    """The case with rejections and pins as pins, bans as bans, each with its reason.

    Accepted moves are no rules: they hold in `resolve`, but as pins they would leave the base of the loss cap
    (model §3), so that accepting moves out of a book would allow further ones. A pin of the base gives way to
    a decision. Evidence is weighed again, since pins settle disputes.

    Raises InputError with everything that is wrong with the decisions.
    """
    return ruled_case(case, read_decisions(case, earlier, decisions, tr or Translator()))


def ruled_case(case: Case, decided: Iterable[Decided]) -> Case:
    """The same of decisions that were read; the case itself where there is no rule among them."""
    rules = rules_of(decided)
    if not rules:
        return case
    base = _pinned(base_of(case), [rule for rule in rules if rule.kind is RuleKind.PIN])
    return add_rules(base, (rule for rule in rules if rule.kind is RuleKind.BAN)).case()


def _pinned(base: Base, rules: Sequence[Rule]) -> Base:
    """The base with these pins instead of earlier ones of their clients."""
    by_reason: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_reason[rule.reason].append(rule)
    for reason, several in by_reason.items():
        clients = np.array([rule.a_idx for rule in several], dtype=np.int32)
        base = with_pins(base, clients, np.array([rule.b_idx for rule in several], dtype=np.int32), reason)
    return base
