"""What pages say, and the options of their charts, as functions of plain figures."""

from __future__ import annotations

from typing import Any

import pytest

from api.errors import Unprocessable
from api.pages.charts import Look
from api.pages.charts.heat import OVER, UNDER, WITHIN
from api.pages.plans.balance import heat_of
from api.pages.plans.changes import change_tiles
from api.pages.plans.columns import move_columns
from api.pages.plans.deciding import named, told
from api.pages.plans.figures import change_words, proof_sentence, short_line, tiles_of
from api.pages.plans.my_book import client_sentence, summary_sentence
from api.pages.plans.panel import decision_line, fits, holder_line, option_lines
from api.pages.plans.places import books_of
from api.pages.plans.taking import size_words
from api.pages.plans.team import team_chart
from assigner.i18n import Translator

EN, RU = Translator("en"), Translator("ru")

FIGURES: dict[str, Any] = {
    "status": "feasible",
    "score": 120.0,
    "bound": 100.0,
    "gap": 1 / 6,
    "worst_deviation": 0.12,
    "moved_clients": 1234,
    "moved_share": 0.1,
    "kept_proven": 9,
    "proven_total": 10,
    "states": {"free": 102},
    "revenue_at_risk": 1_250_000.0,
    "commission_at_stake": 50_000.0,
    "before": {"score": 900.0, "worst_deviation": 0.8},
}


def test_tiles_have_today_beside_the_proposal() -> None:
    first, score, moved, kept, risk = tiles_of(RU, FIGURES)
    assert (first.value, first.today) == ("12\u00a0%", "80\u00a0%")
    assert (score.value, score.today) == ("120,0", "900,0")
    assert (moved.value, kept.value) == ("1\u00a0234", "9 из 10")
    assert risk.value == "1,25 млн"


def test_the_proof_is_rounded_so_that_it_never_claims_too_much() -> None:
    # gap 1/6 = 16.67 %: rounded up to 16.7 %.
    assert proof_sentence(EN, FIGURES) == (
        "Proved: no plan can score better than 100.00; this one scores 120.00, 16.7% away."
    )
    best = proof_sentence(EN, FIGURES | {"status": "optimal"})
    assert best == "Proved: no plan that keeps the rules scores better than 120.00."
    loose = proof_sentence(EN, FIGURES | {"bound": 0.0, "gap": None})
    assert loose == "This plan scores 120.00; that no plan scores better than 0.00 is proved."


def test_a_proposal_without_an_answer_has_no_headline() -> None:
    assert short_line(EN, None) == ""
    assert "80% → 12%; 1,234 clients" in short_line(EN, FIGURES)


CELLS = [
    {"goal": "potential/region", "value": "North", "manager_id": "m1", "load_before": 50.0, "load": 90.0},
    {"goal": "potential/region", "value": "North", "manager_id": "m2", "load_before": 150.0, "load": 110.0},
    {"goal": "potential/total", "value": "", "manager_id": "m1", "load_before": 1.0, "load": 1.0},
]


def test_the_heat_map_holds_one_goal_in_per_cent_of_the_share() -> None:
    more = {"attainable": 100.0, "violation_before": 0.35, "violation": 0.0}
    cells = [cell | more for cell in CELLS]
    goal = {"goal": "potential/region", "tolerance": 0.15}
    names = {"m1": "Ann", "m2": "Bob", "m3": "Cid"}
    before, _ = heat_of(Look(EN), cells, goal, names, "load_before")
    after, _ = heat_of(Look(EN), cells, goal, names, "load")
    # 50 of 100 is 50 % below the share, 150 is 50 % above; after: -10 and +10.
    values = [[cell["value"] for cell in chart["series"][0]["data"]] for chart in (before, after)]
    assert values == [[[0, 0, -50.0], [0, 1, 50.0]], [[0, 0, -10.0], [0, 1, 10.0]]]
    fills = [{cell["itemStyle"]["color"] for cell in chart["series"][0]["data"]} for chart in (before, after)]
    assert fills == [{UNDER, OVER}, {WITHIN}]  # only what is outside its tolerance has a colour
    assert after["yAxis"]["data"] == ["Ann", "Bob"]  # who has no cell of the goal has no line
    assert after["series"][0]["data"][0]["say"] == "Ann, North: 90 of 100"
    assert after["tooltip"]["renderMode"] == "richText"


def test_the_chart_of_the_team_names_only_the_reader() -> None:
    team: list[dict[str, Any]] = [
        {"own": False, "ratio_before": 1.2, "ratio_after": 1.0},
        {"own": True, "ratio_before": None, "ratio_after": 0.95},
        {"own": False, "ratio_before": 0.5, "ratio_after": 0.9},
    ]
    options = team_chart(Look(EN), team)
    assert options["yAxis"]["data"] == ["colleague 1", "you", "colleague 2"]
    assert [one["data"] for one in options["series"]] == [[120.0, None, 50.0], [100.0, 95.0, 90.0]]


def test_clients_that_nobody_had_are_told_beside_those_that_change_hands() -> None:
    assert change_words(EN, FIGURES) == "1,234 clients change hands, 102 free clients get an owner"
    moved = tiles_of(EN, FIGURES)[2]
    assert moved.remark == "10.0% of the owned ones; besides, 102 free clients get an owner"
    assert change_words(RU, FIGURES) == (
        "1\u00a0234 клиента меняют менеджера, 102 свободных клиента получат менеджера"
    )


def test_the_own_book_tells_what_is_left_out() -> None:
    counts = {"stays": 3, "goes": 2, "comes": 1, "left_out": 0}
    plain = "3 clients stay with you, 2 go to colleagues, 1 come to you."
    assert summary_sentence(EN, {"counts": counts}) == plain
    more = summary_sentence(EN, {"counts": counts | {"left_out": 1}})
    assert more == f"{plain} 1 client is left out of the plan."
    one = {"part": "left_out", "reason": "It is excluded: bankrupt.", "to": "nobody", "from": "you"}
    assert client_sentence(EN, one) == "Left out of the plan. It is excluded: bankrupt."


def test_cells_name_nobody_and_mark_proven_clients_that_move() -> None:
    columns = {one["colId"]: one for one in move_columns(EN)}
    assert '"nobody"' in columns["from"][":valueFormatter"]
    assert '"proven, yet moves"' in columns["state"][":valueFormatter"]


def test_clients_without_coordinates_are_not_on_the_map() -> None:
    here = {"lat": 1.0, "lon": 2.0, "client_id": "c1", "name": "", "from_name": "Ann", "to_name": "Bob"}
    items = [
        here | {"moved": True},
        here | {"moved": False, "lat": None},
        here | {"moved": False, "name": "X"},
    ]
    books = books_of(items, "nobody")
    assert [point["name"] for point in books["Bob"]] == ["c1 · Ann → Bob", "X · Bob"]


def test_changes_are_counted_by_reason() -> None:
    found = {
        "items": [{}] * 3,
        "counts": {"decided": 2, "holding": 0, "balance": 1},
        "before": {"score": 100.0},
        "after": {"score": 103.0},
        "costs_at_most": 2.5,
    }
    clients, score, cost = change_tiles(EN, found)
    assert clients.value == "3"
    assert clients.remark == "it was decided: 2; the balance is better by more than the change costs: 1"
    assert (score.value, score.today, cost.value) == ("103.0", "100.0", "2.5")
    other = change_tiles(EN, found | {"counts": None, "costs_at_most": None, "before": None})
    assert [tile.value for tile in other] == ["3"]


def test_a_refused_decision_names_the_client_instead_of_a_place() -> None:
    places = [
        {"where": "decisions.1.verdict", "value": "accept", "message": "m"},
        {"where": "x", "message": "n"},
    ]
    rows = [{"client_id": "c0", "name": "A"}, {"client_id": "c1", "name": ""}]
    found = named(Unprocessable("d", errors=places), rows)
    assert [place["where"] for place in found.errors] == ["c1", "x"]


def test_what_became_of_many_decisions_is_told() -> None:
    assert told(EN, {"decided": 2, "left_out": 0}) == "Decided on 2 clients."
    assert told(EN, {"decided": 1, "left_out": 1}).endswith("1 was left out: this can't be decided on it.")
    assert told(RU, {"withdrawn": 3}) == "Отозвано 3 решения."


def test_one_client_in_words() -> None:
    holder = {"name": "Ann", "touches": 2, "last_touch": "2026-03-01", "last_transaction": None}
    assert holder_line(EN, holder) == "Ann: 2 credible contacts, last on 1 Mar 2026"
    effect = {
        "manager_idx": 1,
        "score_before": 10.0,
        "score_after": 12.5,
        "breaks": [{"message": "too much"}],
    }
    story = {"options": [effect] * 4, "manager_names": ["Ann", "Bob"]}
    assert option_lines(EN, story) == ["Bob: score +2.50; too much"] * 3
    ban = {"verdict": "ban", "manager_id": "m2", "reason": "r"}
    assert decision_line(EN, ban, {"m2": "Bob"}) == "banned: Bob (r)"


@pytest.mark.parametrize(
    ("moved", "owner", "accept", "reject"),
    [(True, "m1", True, True), (True, "", True, False), (False, "m1", False, False)],
)
def test_only_moves_are_accepted_and_only_owned_clients_rejected(
    moved: bool, owner: str, accept: bool, reject: bool
) -> None:
    move = {"moved": moved, "from_id": owner}
    assert (fits("accept", move), fits("reject", move)) == (accept, reject)


def test_columns_sort_by_what_the_api_knows() -> None:
    columns = move_columns(RU)
    sortable = {one["colId"] for one in columns if one["sortable"]}
    assert sortable == {"name", "from", "to", "state", "potential", "revenue", "pain", "reason"}
    assert all("cellRenderer" not in one for one in columns)  # cells stay texts


def test_sizes_of_files() -> None:
    assert [size_words(EN, size) for size in (1, 2048, 3 << 20)] == ["1 KB", "2 KB", "3.0 MB"]
