"""Turning knobs: what is compared with what, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.solution import SolverConfig
from scenarios.base import Base
from scenarios.frontier.model import Answer
from scenarios.sensitivity import words
from scenarios.sensitivity.chart import strongest, tornado, tornado_charts
from scenarios.sensitivity.document import document
from scenarios.sensitivity.knobs import KNOBS, Knob
from scenarios.sensitivity.model import Plan, Sensitivity, Side, Swing
from scenarios.sensitivity.page import render_page
from scenarios.sensitivity.turning import turn_knobs
from scenarios.sensitivity.write import FILE_NAMES, write_sensitivity
from tests import builders
from tests.scenarios.frontier.cases import TO_PROOF, line_base, solve_here

EN, RU = Translator("en"), Translator("ru")
GOLDEN = Path(__file__).parent / "sensitivity.json"


def knob(path: str) -> Knob:
    return next(one for one in KNOBS if one.path == path)


def test_a_swing_worked_out_by_hand() -> None:
    # Six equal clients of one manager, none worked: three of them move (see the curve of this base). Where
    # disruption weighs a million times as much nothing moves, where it weighs nothing three still do.
    heavy = Knob("objective.weights.disruption", lambda _: 0.0, lambda _: 1e6)
    found = turn_knobs(line_base(), TO_PROOF, [heavy], solve_here, seeds=1)
    assert found.plan.answer.moved_clients == 3
    (swing,) = found.swings
    assert swing.low is not None
    assert swing.high is not None
    assert swing.low.plan is not None
    assert swing.high.plan is not None
    assert swing.low.plan.answer.moved_clients == 3
    assert (swing.high.plan.answer.moved_clients, swing.high.plan.elsewhere) == (0, 3)
    # Measured by the base's policy: nothing moved is 166.7 % of imbalance whoever made the plan.
    assert swing.high.plan.answer.imbalance == pytest.approx(500 / 3)
    assert swing.elsewhere == 3
    assert found.plan.elsewhere == 0
    assert len(found.seeds) == 1


def test_plans_are_measured_by_the_rules_of_the_base_too() -> None:
    # All four are worked (revenue, no log), so they are locked. Without the lock some go, which breaks the
    # rules of the base.
    facts = builders.portfolio(
        builders.clients([0] * 4, potential=[10.0] * 4, revenue=[1.0] * 4), builders.managers(2)
    )
    policy = Policy.model_validate({"rules": {"loss_cap": {"enabled": False}}})
    found = turn_knobs(
        Base(facts, policy, builders.AS_OF), TO_PROOF, [knob("rules.keep.states")], solve_here, seeds=0
    )
    (swing,) = found.swings
    assert found.plan.breaks == 0
    assert swing.low is not None
    assert swing.low.plan is not None
    assert swing.low.plan.breaks > 0
    assert swing.low.plan.answer.moved_clients == swing.low.plan.elsewhere > 0


def test_a_policy_whose_rules_conflict_is_told_in_its_side() -> None:
    limit = Knob("rules.max_load.count", lambda _: 5, lambda _: 2)
    found = turn_knobs(line_base(), TO_PROOF, [limit], solve_here, seeds=0)
    (swing,) = found.swings
    assert swing.low is not None
    assert swing.low.plan is not None
    assert swing.high is not None
    assert swing.high.plan is None
    assert swing.high.error
    assert any(swing.high.error in line for line in words.remarks(EN, found))


def test_a_base_without_an_answer_is_an_error() -> None:
    base = line_base()
    policy = Policy.model_validate({"rules": {"max_load": {"count": 2}}})
    with pytest.raises(RulesConflict):
        turn_knobs(Base(base.portfolio, policy, base.as_of), TO_PROOF, [], solve_here)


def plan(elsewhere: int, imbalance: float, *, capacity: float = 0.2, breaks: int = 0) -> Plan:
    figures = Answer(
        disruption=2.0,
        imbalance=imbalance,
        moved_clients=elsewhere,
        moved_share=0.1,
        moved_capacity=capacity,
        revenue_at_risk=1000.0 + elsewhere,
        commission_at_stake=10.0,
        fixed_cost=1.0,
    )
    return Plan(figures, elsewhere, breaks, "0" * 64)


BY_HAND = Sensitivity(
    base_sha256="0" * 64,
    clients=100,
    plan=plan(0, 10.0),
    seeds=(plan(2, 10.5), plan(3, 9.5)),
    swings=(
        Swing(
            "rules.keep.states",
            ("proven",),
            Side((), plan(30, 14.0, capacity=0.3, breaks=2)),
            Side(("proven", "active"), None, "the rules conflict"),
        ),
        Swing("balance.total_tolerance", 0.05, Side(0.025, plan(4, 12.0)), Side(0.1, plan(12, 7.0))),
        Swing("objective.weights.fit", 0.1, None, Side(0.2, plan(3, 10.0))),
    ),
    config=SolverConfig(time_limit=None, work_limit=3.0, seed=7),
)


def test_the_strongest_number_in_a_sentence_and_the_noise() -> None:
    assert words.headline(EN, BY_HAND) == (
        "The plan hangs most on one number, the states that lock a client: "
        "turning it sends 30 clients (30%) elsewhere."
    )
    assert [words.within_noise(BY_HAND, swing) for swing in BY_HAND.swings] == [False, False, True]
    assert words.noise_sentence(EN, BY_HAND).startswith("Nothing but another seed sends up to 3 clients")
    assert "30 клиентов (30\u00a0%)" in words.headline(RU, BY_HAND)


def test_settings_as_people_read_them() -> None:
    assert words.setting(EN, "rules.keep.states", ()) == "none"
    assert words.setting(EN, "rules.keep.states", ("proven", "active")) == "proven, active"
    assert words.setting(EN, "balance.total_tolerance", 0.025) == "2.5%"
    assert words.setting(EN, "evidence.half_life_days", 90.0) == "90"
    assert words.setting(EN, "objective.weights.fit", 0.05) == "0.05"


def test_knobs_are_ordered_by_their_reach_in_each_figure() -> None:
    # Imbalance: 4 points away, 3 points away, none; the last one is left out.
    names = [swing.path for swing in strongest(BY_HAND.swings, "imbalance", 10.0)]
    assert names == ["rules.keep.states", "balance.total_tolerance"]
    names = [swing.path for swing in strongest(BY_HAND.swings, "moved_capacity", 0.2)]
    assert names == ["rules.keep.states"]


@pytest.mark.parametrize("tr", [EN, RU], ids=["en", "ru"])
def test_charts_are_well_formed_and_inside(tr: Translator) -> None:
    charts = tornado_charts(tr, BY_HAND)
    assert len(charts) == 4
    for _, picture in charts:
        for bar in ET.fromstring(str(picture)).iter("{http://www.w3.org/2000/svg}rect"):  # noqa: S314 - our own
            assert 0 <= float(bar.attrib["x"]) <= float(bar.attrib["x"]) + float(bar.attrib["width"]) <= 1080


def test_nothing_to_draw_where_nothing_changes() -> None:
    still = Sensitivity("0" * 64, 5, plan(0, 1.0), (), (), BY_HAND.config)
    assert tornado(EN, still, "elsewhere") is None
    assert words.headline(EN, still).startswith("The plan hangs on none")
    assert "svg" in render_page(still, EN)  # the patterns


def test_the_document_is_the_golden_one() -> None:
    assert document(BY_HAND) == json.loads(GOLDEN.read_text("utf-8"))


def test_the_page_and_the_files_in_both_languages(tmp_path: Path) -> None:
    page = render_page(BY_HAND, EN)
    assert words.headline(EN, BY_HAND) in page
    assert page.count("breaks a rule of the base&#39;s policy") == 1
    assert "От чего зависит план" in render_page(BY_HAND, RU)
    files = write_sensitivity(BY_HAND, tmp_path / "new", tr=RU)
    assert tuple(path.name for path in files) == FILE_NAMES
    assert json.loads(files[1].read_text("utf-8")) == document(BY_HAND)
