"""Charts of the tiny plan against stored pictures; `UPDATE_GOLDEN=1` stores them anew, to be looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.books import flows, segment_exchange
from assigner.report.cells import cell_rows
from assigner.report.page.composition import capacity_chart, composition_charts
from assigner.report.page.exchange import exchange_charts
from assigner.report.page.flow import flow_chart
from assigner.report.page.heatmap import heatmap_charts, segment_maps
from assigner.report.page.proof import proof_chart
from assigner.report.page.shares import shares, shares_charts
from assigner.report.segments import plan_segments
from assigner.report.view import PlanView, plan_view
from tests.report import plans

GOLDEN = Path(__file__).parent / "golden"
TEAM = [(j, f"Manager {j}") for j in range(3)]


def _shares(tr: Translator, view: PlanView) -> Markup:
    return shares_charts(tr, shares(view, cell_rows(view.proposal.verdict)))[0]


def _heatmap(tr: Translator, view: PlanView) -> Markup:
    return heatmap_charts(tr, segment_maps(cell_rows(view.proposal.verdict), TEAM)[0])[0]


def _flow(tr: Translator, view: PlanView) -> Markup:
    table = flows(view)[np.array([0, 3])]
    return flow_chart(tr, table, ["Manager 0", "free clients"], [name for _, name in TEAM])


def _composition(tr: Translator, view: PlanView) -> Markup:
    return composition_charts(tr, view, TEAM)[0]


def _capacity(tr: Translator, view: PlanView) -> Markup:
    return capacity_chart(tr, "Potential by region", plan_segments(view)["region"])


def _exchange(tr: Translator, view: PlanView) -> Markup:
    region = view.clients.dimensions["region"]
    values = list(enumerate(region.labels))
    return exchange_charts(tr, "region", values, TEAM, segment_exchange(view, region))[0]


def _proof(tr: Translator, view: PlanView) -> Markup:
    return proof_chart(tr, view.proposal)


@pytest.mark.parametrize("draw", [_shares, _heatmap, _flow, _composition, _capacity, _exchange, _proof])
def test_chart_looks_as_before(draw: Callable[[Translator, PlanView], Markup]) -> None:
    plan = plans.tiny_plan()
    drawn = str(draw(Translator(), plan_view(plan, plans.reasons(plan)))).replace("><", ">\n<") + "\n"
    path = GOLDEN / f"{draw.__name__[1:]}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
