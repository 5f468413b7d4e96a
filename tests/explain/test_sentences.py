"""What the sentences say, in both languages, with figures derived by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter
from typing import Any

import numpy as np
import pytest

from assigner.evidence.model import Evidence, State
from assigner.explain import explain_clients, texts
from assigner.explain.model import Reason
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from tests import builders
from tests.explain.cases import propose

P, A, D, C, F = State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED, State.FREE
TOTAL_ONLY = Policy.model_validate(
    {"balance": {"goals": [{"measure": "potential", "dimension": "total", "tolerance": 0.0}]}}
)


def said(facts: Portfolio, known: Evidence, assignment: list[int], language: str = "en") -> list[str]:
    """The sentences of a proposal that balances potential in total."""
    return [
        str(text) for text in explain_clients(propose(facts, known, assignment, TOTAL_ONLY), language).text
    ]


def base(owner: list[int], **columns: Any) -> Portfolio:
    return builders.portfolio(builders.clients(owner, **columns), builders.managers(2))


def with_pairs(known: Evidence, *, recent: int, touch: str | None, deal: str | None) -> Evidence:
    """The same evidence with these figures on every pair."""
    count = len(known.pair_client)
    return replace(
        known,
        pair_num_recent=np.full(count, recent, dtype=np.int32),
        pair_last_touch=builders.days([touch] * count, count),
        pair_last_transaction=builders.days([deal] * count, count),
    )


def test_proven_by_a_transaction() -> None:
    facts = base([0, 1])
    known = with_pairs(builders.evidence(facts, [P, P]), recent=3, touch="2026-05-20", deal="2026-03-12")
    assert said(facts, known, [0, 1])[0] == (
        "Stays with Manager 0: proven by a transaction of 12 Mar 2026, 3 credible contacts in 90 days."
    )


def test_proven_by_revenue_and_not_contacted_lately() -> None:
    facts = base([0, 1], revenue=[1200.0, 0.0])
    known = with_pairs(builders.evidence(facts, [P, P]), recent=0, touch="2026-01-15", deal=None)
    assert said(facts, known, [0, 1])[0] == (
        "Stays with Manager 0: proven by revenue of 1,200 in 365 days, "
        "no credible contact in 90 days, the last on 15 Jan 2026."
    )


def test_a_move_names_shortfall_and_excess_of_today() -> None:
    # Four clients of 10, all m0's; target 20 each. Today m0 has 40 (100 % over), m1 nothing (100 % short).
    facts = base([0, 0, 0, 0], potential=[10.0] * 4)
    text = said(facts, builders.evidence(facts, [C] * 4), [0, 0, 1, 1])[2]
    assert text == (
        "Moves from Manager 0 to Manager 1: claimed only, no credible contact; "
        "today Manager 1 is 100% short of the whole base and Manager 0 100% over."
    )


def test_a_client_that_stays_names_what_would_be_missing() -> None:
    # After the move each has 20 of 20; without c0 m0 would have 10: 50 % short.
    # One client of 10 is half a target, but tolerance below is at most half of it: 0.5 * 10 / 20 = 25 %.
    facts = base([0, 0, 0, 0], potential=[10.0] * 4)
    text = said(facts, builders.evidence(facts, [C] * 4), [0, 0, 1, 1])[0]
    assert text == (
        "Stays with Manager 0: claimed only (no credible contact), "
        "but without it Manager 0 would be 50% short of the whole base."
    )


def test_the_segment_is_the_one_that_is_relieved_most() -> None:
    # North: 10 + 10 both m0's; South: 10 with m0, 30 with m1, which is cut to one share of South, 20:
    # counted 10 + 20, target 15 each, m1 has 20. Only North is relieved by giving c1 (North) to m1.
    policy = Policy.model_validate(
        {
            "balance": {
                "min_clients_per_manager": 0,
                "goals": [{"measure": "potential", "dimension": "region", "tolerance": 0.0}],
            }
        }
    )
    facts = base(
        [0, 0, 0, 1], potential=[10.0, 10.0, 10.0, 30.0], region=["North", "North", "South", "South"]
    )
    proposal = propose(facts, builders.evidence(facts, [C] * 4), [0, 1, 0, 1], policy)
    text = str(explain_clients(proposal).text[1])
    assert text.endswith("today Manager 1 is 100% short of North and Manager 0 100% over.")


def test_a_free_client_speaks_of_the_receiver_only() -> None:
    # c0..c2 of 10 with m0, c3 of 10 free: target 20; m1 has nothing today.
    facts = base([0, 0, 0, NOBODY], potential=[10.0] * 4)
    text = said(facts, builders.evidence(facts, [C, C, C, F]), [0, 0, 0, 1])[3]
    assert text == "Was free; goes to Manager 1: today Manager 1 is 100% short of the whole base."


def test_a_tier_is_said_with_its_dimension() -> None:
    # All four are tier B and m0's: today m0 has 40 of 20, m1 nothing.
    policy = Policy.model_validate(
        {"balance": {"goals": [{"measure": "workload", "dimension": "tier", "tolerance": 0.0}]}}
    )
    facts = base([0] * 4, workload=[10.0] * 4, tier=["B"] * 4)
    proposal = propose(facts, builders.evidence(facts, [C] * 4), [0, 0, 1, 1], policy)
    text = str(explain_clients(proposal).text[3])
    assert text.endswith("today Manager 1 is 100% short of tier B (workload) and Manager 0 100% over.")


def test_better_evidence_of_the_receiver_is_told() -> None:
    facts = base([0, 0])
    known = builders.evidence(facts, [C, C], {(0, 1): 0.62, (0, 0): 0.1})
    text = said(facts, known, [1, 0])[0]
    assert text.endswith(" Manager 1 has the stronger evidence (0.62 against 0.10).")


def test_an_open_dispute_is_put_before_the_head() -> None:
    facts = base([0, 0])
    known = builders.evidence(facts, [P, C], {(0, 1): 0.85}, disputed={0: 1})
    text = said(facts, known, [0, 1])[0]
    assert text.endswith(". Disputed by Manager 1 (no credible contact): the head decides.")


def test_a_pin_has_decided_the_dispute() -> None:
    facts = base([0, 0], pinned=[0, NOBODY])
    known = builders.evidence(facts, [P, C], {(0, 1): 0.85}, disputed={0: 1})
    assert said(facts, known, [0, 1])[0] == "Stays with Manager 0: pinned by a decision."


def test_the_reason_of_a_pin_stands_in_brackets_without_its_full_stop() -> None:
    facts = replace(base([0, 0]), rules=(Rule(RuleKind.PIN, 0, 0, "Recommended: Ann."),))
    text = said(facts, builders.evidence(facts, [P, C]), [0, 1])[0]
    assert text == "Stays with Manager 0: pinned by a decision (Recommended: Ann)."


@pytest.mark.parametrize(("manager", "told"), [(1, False), (2, True)])
def test_a_dead_soul_that_goes_to_a_third_manager_names_the_rival(manager: int, told: bool) -> None:
    # c0 is claimed by m0 and disputed by m1: as m1's the sentence tells of the dispute itself
    facts = builders.portfolio(builders.clients([0, 0, 1]), builders.managers(3))
    known = builders.evidence(facts, [C, C, C], {(0, 1): 0.85}, disputed={0: 1})
    text = said(facts, known, [manager, 0, 1])[0]
    assert "isputed by Manager 1" in text
    assert ("Disputed by Manager 1 (no credible contact), who does not get it either: " in text) is told


def test_a_proven_client_of_a_leaver_says_why_it_moves() -> None:
    facts = builders.portfolio(
        builders.clients([0, 1], revenue=[7.0, 0.0]), builders.managers(2, leaving=[True, False])
    )
    text = said(facts, builders.evidence(facts, [P, C]), [1, 1])[0]
    assert "Manager 0 does not stay" in text
    assert text.endswith(
        " It was proven by revenue of 7 in 365 days, but the keep rule holds only for managers who stay."
    )


def test_a_pin_and_a_ban_say_that_they_beat_the_keep_rule() -> None:
    facts = replace(
        base([0, 0, 1], pinned=[1, NOBODY, NOBODY], revenue=[7.0, 7.0, 0.0]),
        rules=(Rule(RuleKind.BAN, 1, 0),),
    )
    first, second, _ = said(facts, builders.evidence(facts, [P, P, C]), [1, 1, 1])
    assert first.endswith(
        " It was proven by revenue of 7 in 365 days, but a decision by name beats the keep rule."
    )
    assert " It was proven by revenue of 7 in 365 days, but a ban beats the keep rule." in second


@pytest.mark.parametrize(
    ("taker", "lists", "told"),
    [
        (1, None, ""),
        (2, None, " Manager 1 does not get it either: the balance decides among all who may have it."),
        (2, [None, {"South"}, None], " Manager 1 may not have it."),
    ],
)
def test_proof_on_both_sides_lifts_the_keep_rule(taker: int, lists: Any, told: str) -> None:
    # c0 is proven with m0; m1 disputes it with a transaction of his own, so that no rule holds it.
    team = builders.managers(3, eligible={"region": lists} if lists else None)
    facts = builders.portfolio(
        builders.clients([0, 0, 1], revenue=[7.0, 0.0, 0.0], region=["North", "North", "South"]), team
    )
    known = builders.evidence(facts, [P, C, C], {(0, 1): 0.9}, disputed={0: 1}, lifted=[0])
    text = said(facts, known, [taker, 0, 1])[0]
    assert text.endswith(
        " It was proven by revenue of 7 in 365 days, but a rival has proof too, so that the keep rule holds "
        "it for neither." + told
    )


def test_without_a_log_the_sentence_says_so() -> None:
    facts = base([0, 0], revenue=[7.0, 0.0])
    known = replace(builders.evidence(facts, [P, C]), from_activities=False)
    first, second = said(facts, known, [0, 1])
    assert "revenue of 7 in 365 days, taken on trust without an activity log" in first
    assert "claimed only, neither revenue nor an open deal" in second


@pytest.mark.parametrize(
    ("recent", "words"),
    [
        (1, "1 достоверное касание за 90 дней"),
        (3, "3 достоверных касания за 90 дней"),
        (5, "5 достоверных касаний за 90 дней"),
        (11, "11 достоверных касаний за 90 дней"),
        (21, "21 достоверное касание за 90 дней"),
    ],
)
def test_russian_plurals(recent: int, words: str) -> None:
    facts = base([0, 1])
    known = with_pairs(builders.evidence(facts, [P, P]), recent=recent, touch=None, deal="2026-03-12")
    text = said(facts, known, [0, 1], "ru")[0]
    assert text == f"Остаётся (Manager 0): подтверждён (сделка от 12.03.2026), {words}."


def test_russian_moves() -> None:
    facts = base([0, 0, 0, 0], potential=[10.0] * 4)
    text = said(facts, builders.evidence(facts, [C] * 4), [0, 0, 1, 1], "ru")[2]
    assert text == (
        "Переходит (Manager 0 → Manager 1): только числился, нет достоверных касаний; "
        "сегодня Manager 1: недобор 100\u00a0% (вся база), Manager 0: перебор 100\u00a0%."
    )


def test_unknown_language_is_refused() -> None:
    facts = base([0])
    with pytest.raises(ValueError, match="language"):
        said(facts, builders.evidence(facts, [C]), [0], "de")


def _messages() -> list[str | tuple[str, str]]:
    """Every text of the room, as it stands in the code."""
    found: list[str | tuple[str, str]] = []
    for name, value in vars(texts).items():
        if name.isupper():
            found += list(value.values()) if isinstance(value, dict) else [value]
    return found


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_reason_has_a_sentence() -> None:
    assert set(texts.SENTENCES) == set(Reason)


@pytest.mark.parametrize("message", _messages(), ids=str)
def test_every_text_is_translated_with_the_same_parts(message: str | tuple[str, str]) -> None:
    # Russian may leave out a part (a name said before), but never ask for one that is not there.
    tr = Translator("ru")
    if isinstance(message, tuple):
        values = {name: name for name in _braces(message[1]) if name != "n"}
        forms = {tr.ngettext(*message, n, **values) for n in (1, 2, 5)}
        assert all(re.search("[а-я]", form) for form in forms)
        assert len(forms) == 3
    else:
        russian = tr.gettext(message)
        assert russian != message or not re.search("[a-z]", re.sub("{[^}]*}", "", message))
        assert _braces(russian) <= _braces(message)
