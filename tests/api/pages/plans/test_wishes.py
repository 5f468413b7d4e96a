"""The policy as questions and back, and what a visitor chose to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.plans.choosing import MANAGER, Choice
from api.pages.plans.wishes import KEEP_STATES, Wishes, changed_policy, step_of, weight_of, wishes_of
from assigner.policy import Policy

DEFAULT = Policy().model_dump(mode="json")
per_cent = st.integers(0, 100).map(float)
limits = st.none() | per_cent

WISHES = st.builds(
    Wishes,
    keep=st.sets(st.sampled_from(KEEP_STATES)).map(lambda found: tuple(s for s in KEEP_STATES if s in found)),
    open_deals=st.booleans(),
    fairness=st.integers(-3, 3),
    tolerance=per_cent,
    segment_tolerance=per_cent,
    loss_cap=limits,
    move_budget=limits,
    absorption=st.none() | st.integers(0, 50),
    worst_off_first=st.booleans(),
)


@given(WISHES)
def test_the_form_reads_back_what_it_wrote(wanted: Wishes) -> None:
    made = changed_policy(DEFAULT, wanted)
    Policy.model_validate(made)
    assert wishes_of(made) == wanted


@given(WISHES)
def test_what_is_not_answered_differently_stays(wanted: Wishes) -> None:
    made = changed_policy(DEFAULT, wanted)
    assert changed_policy(made, wishes_of(made)) == made


def test_the_default_policy_in_plain_words() -> None:
    shown = wishes_of(DEFAULT)
    assert (shown.keep, shown.open_deals, shown.fairness) == (("proven",), True, 0)
    assert (shown.tolerance, shown.segment_tolerance, shown.loss_cap) == (5.0, 15.0, 20.0)
    assert (shown.move_budget, shown.absorption) == (None, None)


def test_a_number_between_the_steps_of_the_slider_is_kept_until_it_is_moved() -> None:
    policy = changed_policy(DEFAULT, wishes_of(DEFAULT))
    policy["objective"]["weights"]["imbalance"] = 25.0
    shown = wishes_of(policy)
    assert shown.fairness == 0  # 25 is nearest to 20
    same = changed_policy(policy, replace(shown, loss_cap=30.0))
    assert same["objective"]["weights"]["imbalance"] == 25.0
    moved = changed_policy(policy, replace(shown, fairness=1))
    assert moved["objective"]["weights"]["imbalance"] == 60.0  # 20 x 3


@pytest.mark.parametrize("step", range(-3, 4))
def test_every_step_of_the_slider_is_found_again(step: int) -> None:
    assert step_of(weight_of(step)) == step


def test_weights_beyond_the_slider_stand_at_its_ends() -> None:
    assert (step_of(0.0), step_of(1e9)) == (-3, 3)


def test_a_choice_is_a_query_a_filter_and_an_address() -> None:
    choice = Choice(giver=MANAGER, taker=MANAGER + "a&b", state="claimed", decision="none", q=" Ltd ")
    where = choice.where()
    assert (where.from_id, where.to_id, where.state, where.moved, where.q) == (
        "",
        "a&b",
        "claimed",
        True,
        "Ltd",
    )
    assert choice.query() == {
        "count": "true",
        "from": "",
        "to": "a&b",
        "state": "claimed",
        "decision": "none",
        "q": "Ltd",
        "moved": "true",
    }
    assert choice.address("/p") == "/p?giver=m%3A&taker=m%3Aa%26b&state=claimed&decision=none&q=+Ltd+"


def test_the_plain_choice_is_the_plain_address() -> None:
    assert Choice().address("/p") == "/p"
    assert Choice().query() == {"count": "true", "moved": "true"}
    assert Choice(show="all").query() == {"count": "true"}
    assert Choice(show="kept").where().moved is False
