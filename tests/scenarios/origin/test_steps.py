"""Edits and ways out in one list: made in their order, problems told with the number of their step."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.errors import InputError
from scenarios.origin import RELAX, make_steps, parse_steps
from tests.scenarios.edits.bases import EN, small

HIRE = {"kind": "hire", "manager": "n1", "name": "Nina"}
TO_NINA = {"kind": RELAX, "changes": [{"rule": "keep", "client": "c0", "manager": "n1"}]}


def places(*steps: Any) -> list[str]:
    """Where the shape of steps is wrong."""
    with pytest.raises(InputError) as caught:
        parse_steps(steps, EN)
    return [issue.column for issue in caught.value.issues]


def test_a_way_out_may_name_whom_an_edit_before_it_brought() -> None:
    found, told = make_steps(small(), [HIRE, TO_NINA], EN)
    assert found.portfolio.managers.manager_id.tolist() == ["m0", "m1", "m2", "m3", "n1"]
    assert found.portfolio.clients.pinned_idx[0] == 4
    assert len(told) == 1  # edits have sentences, ways out were told with the conflict
    assert "Nina" in told[0]


def test_the_other_way_round_nobody_knows_her_yet() -> None:
    with pytest.raises(InputError) as caught:
        make_steps(small(), [TO_NINA, HIRE], EN)
    (issue,) = caught.value.issues
    assert (issue.column, issue.value) == ("edits.0.changes.0.manager", "n1")


def test_a_problem_of_the_base_has_the_number_of_its_step() -> None:
    with pytest.raises(InputError) as caught:
        make_steps(small(), [HIRE, {"kind": "leave", "managers": ["m9"]}], EN)
    assert all(issue.column.startswith("edits.1") for issue in caught.value.issues)


def test_no_step_changes_nothing() -> None:
    base = small()
    assert make_steps(base, [], EN) == (base, ())


@pytest.mark.parametrize("changes", [None, [], {}, "keep", ["keep"], [{"rule": "scope"}, 3]])
def test_a_way_out_holds_a_list_of_changes(changes: object) -> None:
    assert places(HIRE, {"kind": RELAX, "changes": changes}) == ["edits.1.changes"]


def test_shapes_of_all_steps_are_judged_at_once() -> None:
    found = places({"kind": RELAX}, {"kind": "unheard-of"}, {"kind": "hire"})
    assert found[0] == "edits.0.changes"
    assert {place.split(".")[1] for place in found} == {"0", "1", "2"}
