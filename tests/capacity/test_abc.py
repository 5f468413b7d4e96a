"""ABC classes by descending measure inside a group (model §11)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.capacity import abc_table, class_letters, classify
from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy.model import CapacityPolicy
from assigner.portfolio import Clients
from tests import builders


def rules(**fields: object) -> CapacityPolicy:
    return CapacityPolicy.model_validate(fields)


def letters(base: Clients, **fields: object) -> str:
    """The classes in the order of the table, - for a client without one."""
    return "".join(letter or "-" for letter in class_letters(classify(base, rules(**fields)).codes))


def base_of(potential: list[float], **columns: object) -> Clients:
    return builders.clients([0] * len(potential), potential=potential, **columns)  # type: ignore[arg-type]


def test_classes_go_by_the_sum_before_the_client() -> None:
    # by size, with the sum before of 100: 50 (0), 29 (50), 10 (79, still below 80), 5 (89), 5 (94), 1 (99)
    assert letters(base_of([50, 29, 5, 10, 5, 1])) == "AABABC"


def test_a_sum_that_has_reached_the_limit_is_not_below_it() -> None:
    # 0.7 + 0.1 is 0.7999999999999999 in floats, but 80 % of 1 all the same
    assert letters(base_of([0.7, 0.1, 0.1, 0.05, 0.05])) == "AABBC"


def test_zeros_and_excluded_clients() -> None:
    base = base_of([0, 10, 1000, 0], excluded=[False, False, True, False])
    assert letters(base) == "CA-C"
    assert letters(base_of([0, 0])) == "CC"
    assert letters(base_of([])) == ""


def test_equal_clients_go_by_the_table() -> None:
    # sums before: 0, 25, 50, 75 of 100
    assert letters(base_of([5, 5, 5, 5]), abc_a=0.5, abc_b=0.75) == "AABC"


def test_classes_inside_each_value_of_a_dimension() -> None:
    # North 90 + 10: sums before 0 and 90; South 3 + 1: 0 and 75
    base = base_of([90, 1, 10, 3], region=["North", "South", "North", "South"])
    assert letters(base, abc_dimension="region") == "AABA"
    table = abc_table(base, classify(base, rules(abc_dimension="region")))
    assert table.labels == ("North", "South")
    assert table.num_clients.tolist() == [[1, 1, 0], [2, 0, 0]]
    assert table.amount.tolist() == [[90, 10, 0], [4, 0, 0]]


def test_other_measures() -> None:
    base = builders.clients([0, 0], potential=[9, 1], revenue=[1, 99], workload=[99, 1])
    assert letters(base, abc_measure="revenue") == "CA"
    assert letters(base, abc_measure="workload") == "AC"
    assert letters(base, abc_measure="count") == "AA"


def test_shares_at_the_ends() -> None:
    base = base_of([5, 3, 2])
    assert letters(base, abc_a=0, abc_b=0) == "CCC"
    assert letters(base, abc_a=1, abc_b=1) == "AAA"
    assert letters(base, abc_a=0, abc_b=1) == "BBB"


def test_an_unknown_dimension_is_named_with_those_that_exist() -> None:
    with pytest.raises(InputError) as caught:
        classify(base_of([1], region=["North"], tier=["A"]), rules(abc_dimension="Regoin"))
    (issue,) = caught.value.issues
    assert (issue.code, issue.column, issue.value) == (
        "unknown-abc-dimension",
        "capacity.abc_dimension",
        "Regoin",
    )
    assert issue.remedy == "Use one of: total, region, tier."
    with pytest.raises(InputError, match="Допустимо: total, region, tier"):
        classify(base_of([1], region=["North"], tier=["A"]), rules(abc_dimension="Regoin"), Translator("ru"))


def test_workload_needs_its_column() -> None:
    with pytest.raises(InputError) as caught:
        classify(base_of([1]), rules(abc_measure="workload"))
    (issue,) = caught.value.issues
    assert (issue.code, issue.remedy) == ("unknown-abc-measure", "Use one of: potential, revenue, count.")


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 1000), st.sampled_from("NSW"), st.booleans()), max_size=25),
    shares=st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted),
)
def test_classes_against_the_sentence_of_the_model(
    rows: list[tuple[int, str, bool]], shares: list[int]
) -> None:
    potential, region = [float(row[0]) for row in rows], [row[1] for row in rows]
    base = base_of(potential, region=region, excluded=[row[2] for row in rows])
    found = letters(base, abc_dimension="region", abc_a=shares[0] / 100, abc_b=shares[1] / 100)
    for i, (amount, value, excluded) in enumerate(rows):
        group = [(a, k) for k, (a, v, out) in enumerate(rows) if v == value and not out]
        before = sum(a for a, k in group if (-a, k) < (-amount, i))
        total = sum(a for a, _ in group)
        if excluded:
            assert found[i] == "-"
        elif amount and 100 * before < shares[0] * total:
            assert found[i] == "A"
        else:
            assert found[i] == ("B" if amount and 100 * before < shares[1] * total else "C")


def test_the_table_counts_every_serviceable_client_once() -> None:
    rng = np.random.default_rng(1)
    base = base_of(rng.pareto(1, 500).tolist(), region=rng.choice(["a", "b", "c"], 500).tolist())
    classes = classify(base, rules(abc_dimension="region"))
    table = abc_table(base, classes)
    assert table.num_clients.sum() == 500
    assert table.amount.sum() == pytest.approx(base.potential.sum())
    assert (table.amount[:, 0] >= 0.8 * table.amount.sum(axis=1) - 1e-6).all()
