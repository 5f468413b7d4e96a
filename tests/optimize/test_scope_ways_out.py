"""Conflicts that the rule scope is part of: found, and freed by switching it off (model §9)."""

from __future__ import annotations

import pytest

from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.optimize import ways_out
from assigner.policy import Policy
from assigner.problem.change_words import describe_changes
from assigner.problem.changes import apply_changes
from tests import builders
from tests.checker.support import CLAIMED, case, rules
from tests.optimize.support import answer, judge
from tests.strategies import Case


def too_many() -> Case:
    """m0 has three clients and room for two; m1 could have one, but m0 is no giver."""
    base, team = builders.clients([0, 0, 0]), builders.managers(2, max_clients=[2, 9])
    return case(base, team, state=[CLAIMED] * 3, policy=rules(scope={"givers": ["m1"]}))


def test_a_conflict_with_a_limit_is_found_and_both_can_give_way() -> None:
    """Room for a third client, or no scope: one change each."""
    planted = too_many()
    with pytest.raises(RulesConflict, match="max-load"):
        answer(planted)
    found = ways_out(planted.portfolio, planted.evidence, planted.policy)
    assert {way.rules for way in found} == {("max-load",), ("scope",)}
    for way in found:
        facts, policy = apply_changes(planted.portfolio, planted.policy, way.changes)
        freed = Case(facts, planted.evidence, policy)
        assert judge(freed, answer(freed)).ok


def test_the_way_out_in_words() -> None:
    planted = too_many()
    found = ways_out(planted.portfolio, planted.evidence, planted.policy)
    (way,) = [way for way in found if way.rules == ("scope",)]
    english = describe_changes(planted.portfolio, way.changes, Translator("en"))
    assert english == "scope: let clients change hands between all managers (rules.scope off)"
    assert "rules.scope" in describe_changes(planted.portfolio, way.changes, Translator("ru"))
    assert dict(way.changes[0].document(planted.portfolio)) == {"rule": "scope"}
    assert not apply_changes(planted.portfolio, planted.policy, way.changes)[1].rules.scope.restricts
    assert not Policy().rules.scope.restricts
