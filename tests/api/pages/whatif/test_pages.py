"""Pages about what could be, as they are sent: every text of the first look is in their HTML."""

from __future__ import annotations

import pytest

from api.pages.whatif import heirs
from api.services.studies import get_study_document
from tests.api.pages.whatif.conftest import World

FORBIDDEN = "This page is not for your role."


def paths(world: World) -> dict[str, str]:
    return {
        "home": f"/what-if?dataset={world.dataset}",
        "scenario": f"/what-if/scenarios/{world.scenario}",
        "scenarios": f"/what-if/studies/{world.studies['scenarios']}",
        "frontier": f"/what-if/studies/{world.studies['frontier']}",
        "onboarding": f"/onboarding?dataset={world.dataset}",
        "hire": f"/onboarding/new?dataset={world.dataset}&who=hire",
        "leave": f"/onboarding/new?dataset={world.dataset}&who=leave",
        "joins": f"/onboarding/{world.studies['joins']}",
        "leaves": f"/onboarding/{world.studies['leaves']}",
        "waiting": f"/onboarding/{world.studies['waiting']}",
    }


SAID = {
    "home": ("Run and compare", "Рассчитать и сравнить"),
    "scenario": ("Id of the new manager: N1", "Идентификатор нового менеджера: N1"),
    "scenarios": ("What was tried, and what differs", "Что проверили и чем отличается"),
    "frontier": ("The plans on the curve", "Планы на кривой"),
    "onboarding": ("Somebody comes back from leave", "Кто-то возвращается из отпуска"),
    "hire": ("What the others lose at most", "Сколько самое большее теряют остальные"),
    "leave": ("whose clients need new managers", "чьим клиентам нужны новые менеджеры"),
    "joins": ("What Nina Novak gets", "Что получает Nina Novak"),
    "leaves": (
        "Each client, and why it goes there",
        "Каждый клиент и почему он достаётся именно этому менеджеру",
    ),
    "waiting": ("It is at work. You may leave this page", "Расчёт идёт. Можно уйти со страницы"),
}


@pytest.mark.parametrize("name", SAID)
def test_pages_say_their_words_in_both_languages(world: World, name: str) -> None:
    for language, words in zip(("en", "ru"), SAID[name], strict=True):
        assert words in world.page("head", paths(world)[name], language)


@pytest.mark.parametrize("name", SAID)
def test_a_manager_sees_none_of_it(world: World, name: str) -> None:
    html = world.page("manager", paths(world)[name])
    assert FORBIDDEN in html
    assert "Nina Novak" not in html


def test_hr_asks_for_scenarios_but_not_for_the_curve(world: World) -> None:
    home = paths(world)["home"]
    assert "Draw the curve" in world.page("head", home)
    html = world.page("hr", home)
    assert "Run and compare" in html
    assert "Draw the curve" not in html


def test_hr_hands_over_and_makes_no_proposal_of_a_scenario(world: World) -> None:
    assert "Hand to the head for approval" in world.page("hr", paths(world)["joins"])
    assert "Make this a proposal" in world.page("head", paths(world)["scenarios"])
    assert "Make this a proposal" not in world.page("hr", paths(world)["scenarios"])


def test_the_comparison_holds_the_figures_of_the_study(world: World) -> None:
    html = world.page("head", paths(world)["scenarios"])
    document = get_study_document(world.ctx, world.actors["head"], world.studies["scenarios"])
    assert document["scenarios"][1]["sentences"][0] in html
    managers = document["comparison"]["managers"]
    fair = {one["name"] for one in managers if one["figures"]["after.ratio"]["today"] is not None}
    assert len(fair) >= 4
    assert all(name in html for name in fair)


def test_a_scenario_without_a_plan_says_why_and_what_would_do(world: World) -> None:
    """The demo has a leaver and free clients, so that no move at all is impossible."""
    document = get_study_document(world.ctx, world.actors["head"], world.studies["scenarios"])
    assert document["scenarios"][2]["best_seed"] is None
    html = world.page("head", paths(world)["scenarios"])
    assert "There is no plan: the rules of this scenario" in html
    assert "What would do:" in html


def test_the_report_is_a_link_to_print_or_share(world: World) -> None:
    study = world.studies["frontier"]
    assert f"/v1/studies/{study}/page?language=ru" in world.page("hr", paths(world)["frontier"], "ru")


def test_a_study_that_failed_says_why(world: World) -> None:
    html = world.page("head", f"/onboarding/{world.studies['fails']}")
    assert "must be placed, all managers together have room for 5" in html
    assert "Make this a proposal" not in html


def test_a_long_list_of_inherited_clients_is_folded_the_largest_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = get_study_document(world.ctx, world.actors["head"], world.studies["leaves"])
    found = sorted(document["bequests"], key=lambda one: one["potential"], reverse=True)
    short = world.page("head", paths(world)["leaves"])
    monkeypatch.setattr(heirs, "OPEN", len(found) - 1)
    long = world.page("head", paths(world)["leaves"])
    assert short.count("summary") < long.count("summary")
    assert f"{len(found)} clients" in long
    listed = long[long.index("Each client, and why it goes there") :]
    places = [listed.index(one["client_name"]) for one in found]
    assert places == sorted(places)


def test_an_unknown_study_is_told_in_words(world: World) -> None:
    assert "There is no study with this id." in world.page("head", "/onboarding/stu_unknown")
