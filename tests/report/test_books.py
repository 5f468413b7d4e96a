from __future__ import annotations

import numpy as np

from assigner.report.books import flows, gained, lost, segment_books, states_kept, states_today
from assigner.report.cells import cell_rows
from assigner.report.view import PlanView, plan_view
from tests.report import plans


def tiny() -> PlanView:
    plan = plans.tiny_plan()
    return plan_view(plan, plans.reasons(plan))


def test_gains_and_losses_of_the_tiny_plan() -> None:
    # c1 (potential 20, revenue 4) goes from m0 (rate 10 %) to m1 (5 %); c2 (40, 0) was free, comes to m2.
    comes, goes = gained(tiny()), lost(tiny())
    assert comes.clients.tolist() == [0, 1, 1]
    assert comes.potential.tolist() == [0, 20, 40]
    assert comes.commission.tolist() == [0, 4 * 0.05, 0]
    assert goes.clients.tolist() == [1, 0, 0]
    assert goes.commission.tolist() == [4 * 0.1, 0, 0]


def test_flows_count_free_clients_in_the_last_row() -> None:
    assert flows(tiny()).tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_states_today_and_kept() -> None:
    # m0 has c0 (proven) and c1 (claimed) and keeps c0; m1's only client is excluded.
    assert states_today(tiny())[0].tolist() == [1, 0, 0, 1]
    assert states_kept(tiny())[0].tolist() == [1, 0, 0, 0]
    assert states_today(tiny())[1:].sum() == 0


def test_segment_books_leave_out_excluded_clients() -> None:
    view = tiny()
    north_south = segment_books(view, view.clients.dimensions["region"], view.manager_idx)
    assert north_south.clients.tolist() == [[1, 0], [1, 0], [0, 1]]
    assert north_south.potential.tolist() == [[30, 0], [20, 0], [0, 40]]


def test_after_is_before_plus_gains_minus_losses() -> None:
    view = plans.random_view(200, 7, seed=3)
    before, after = view.proposal.verdict.before.managers, view.proposal.verdict.after.managers
    change = gained(view).revenue - lost(view).revenue
    np.testing.assert_allclose(before.revenue + change, after.revenue)


def test_cells_carry_todays_load() -> None:
    # Total potential 90 over three full shares: target 30. m0 holds 50 today and 30 in the plan.
    row = next(row for row in cell_rows(tiny().proposal.verdict) if row.goal == "potential/total")
    assert (row.manager_idx, row.load_before, row.load, row.attainable) == (0, 50, 30, 30)
    assert row.ratio_before == 50 / 30
    assert row.ratio == 1


def test_reading_order_puts_the_fullest_book_first() -> None:
    assert tiny().order.tolist() == [0, 1, 2]
    assert tiny().staying.tolist() == [0, 1, 2]
