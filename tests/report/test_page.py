from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.report.cells import cell_rows
from assigner.report.hygiene import discarded_by_manager
from assigner.report.page import render_page
from assigner.report.page.flow import MOST_ROWS, condense
from assigner.report.page.grid import overhang
from assigner.report.page.heatmap import FAR, cell_colours, segment_maps
from assigner.report.page.levels import level_rows
from assigner.report.page.patterns import FAR_UNDER
from assigner.report.page.shares import shares
from assigner.report.page.slices import slices
from assigner.report.view import PlanView, plan_view
from tests import builders
from tests.report import plans

VOID = {"meta", "br", "link", "img", "input", "hr"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Outline(HTMLParser):
    """What the tests ask of a page: its elements, attributes and text; fails on tags that don't match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def render(view: PlanView | None = None, language: str = "en") -> str:
    return render_page(view or plans.random_view(), Translator(language))


def test_page_leads_with_the_plan_in_a_sentence_and_its_proof() -> None:
    text = Outline(render()).text
    assert "The largest distance from a fair share goes from" in text
    assert "Proved: no plan can score better than 12.30; this one scores 12.50, 1.6% away." in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page_is_whole_and_in_the_readers_language(language: str) -> None:
    outline = Outline(render(language=language))
    assert ("html", {"lang": language}) in outline.tags
    assert ("Мёртвые души" in outline.text) == (language == "ru")
    assert ("Dead souls" in outline.text) == (language == "en")


def test_page_asks_nothing_of_a_network_and_runs_no_script() -> None:
    page = render()
    outline = Outline(page)
    assert POLICY in [attrs.get("content") for _, attrs in outline.tags]
    assert (
        outline.count("script")
        == outline.count("link")
        == outline.count("img")
        == outline.count("iframe")
        == 0
    )
    links = [attrs[key] or "" for _, attrs in outline.tags for key in ("href", "src") if key in attrs]
    assert all(link.startswith("#") for link in links)
    assert re.findall(r"url\((?!#)", page) == []
    assert "@import" not in page
    assert not any(name.startswith("on") for _, attrs in outline.tags for name in attrs)


def test_every_link_leads_somewhere() -> None:
    outline = Outline(render())
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(attrs["href"] or "")[1:] for tag, attrs in outline.tags if tag == "a"}
    assert targets <= set(ids)
    assert {"balance", "moves", "souls"} <= targets


def test_every_chart_says_what_it_shows() -> None:
    charts = [attrs for tag, attrs in Outline(render()).tags if tag == "svg" and attrs["class"] == "chart"]
    # Shares, proof, flow, composition; capacity and exchange by region and by tier; legend, one map.
    assert len(charts) == 4 + 2 * 2 + 2
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)


def test_names_and_reasons_can_not_smuggle_in_markup() -> None:
    plan = plans.tiny_plan()
    evil = '<script>alert(1)</script>"><img src=x>'
    clients = replace(plan.portfolio.clients, name=builders.text([evil] * 4))
    team = replace(plan.portfolio.managers, name=builders.text([evil + str(j) for j in range(3)]))
    plan = replace(plan, portfolio=replace(plan.portfolio, clients=clients, managers=team))
    outline = Outline(render(plan_view(plan, plans.reasons(plan, [evil] * 4))))
    assert outline.count("script") == outline.count("img") == 0
    assert evil in outline.text


def test_a_page_of_1200_clients_is_small() -> None:
    assert len(render(plans.random_view(1200, 12)).encode()) < 3_000_000


@pytest.mark.parametrize("language", ["en", "ru"])
def test_twenty_thousand_clients_fit_into_three_megabytes(language: str) -> None:
    assert len(render(plans.random_view(20_000, 60), language).encode()) < 3_000_000


def test_a_large_base_is_cut_and_says_so() -> None:
    page = render(plans.random_view(9000, 70))
    assert "The 500 largest of" in page
    assert "The 60 fullest books are shown" in page
    assert len(page.encode()) < 3_000_000


def test_a_plan_without_moves_is_told_without_charts_of_moves() -> None:
    facts = builders.portfolio(builders.clients([0, 1], region=["a", "b"]), builders.managers(2))
    evidence = builders.evidence(facts, [State.PROVEN] * 2)
    plan = plans.proposal(facts, evidence, [0, 1], score=0.0, bound=0.0, status="optimal")
    text = Outline(render(plan_view(plan, plans.reasons(plan)))).text
    assert "No client changes hands." in text
    assert "Proved: no plan that keeps the rules scores better than 0.00." in text


def test_shares_are_loads_over_the_ideal_target() -> None:
    # Total potential 90 over three full shares: 30 each. m0 goes from 50 to 30; the tolerance is 5 %.
    plan = plans.tiny_plan()
    view = plan_view(plan, plans.reasons(plan))
    first = shares(view, cell_rows(plan.verdict))[0]
    assert (first.before, first.after) == (50 / 30, 1.0)
    assert first.band == (0.95, 1.05)


def test_maps_show_the_largest_segments_first() -> None:
    # Potentials: North 30 + 20 = 50, South 40.
    grid = segment_maps(cell_rows(plans.tiny_plan().verdict), [(0, "Manager 0")])[0]
    assert (grid.goal, grid.values, grid.num_left_out) == ("potential/region", ("North", "South"), 0)


def test_colours_tell_over_from_under_and_far_from_near() -> None:
    colours = [
        cell_colours(ratio, violation)
        for ratio, violation in [(1.1, 0.0), (1.3, 0.1), (2.0, FAR + 0.1), (0.7, 0.1), (0.1, FAR + 0.1)]
    ]
    assert len(set(colours)) == 5
    assert colours[4][0] == FAR_UNDER


def test_a_blank_base_of_one_client_still_renders() -> None:
    facts = builders.portfolio(builders.clients([-1], potential=[0.0]), builders.managers(1))
    evidence = builders.evidence(facts, [State.FREE])
    plan = plans.proposal(builders.portfolio(builders.clients([-1]), builders.managers(1)), evidence, [0])
    page = render(plan_view(replace(plan, portfolio=facts), plans.reasons(plan)))
    assert re.findall(r"\bnan\b", page.lower()) == []
    assert np.isfinite(plan.score)


def test_levels_carry_the_bounds_of_lexicographic_mode() -> None:
    # The certificate of these plans bounds imbalance at 0.9; the score 12.5 / 25 gives imbalance 0.5.
    rows = level_rows(Translator(), plans.tiny_plan())
    assert [row.name for row in rows] == ["Imbalance of the books", "Disruption by moves", "Lack of fit"]
    assert (rows[0].after, rows[0].bound, rows[0].weight) == (0.5, 0.9, 20.0)
    assert rows[1].bound is None


def test_touches_that_do_not_count_are_told_by_manager_and_reason() -> None:
    plan = plans.tiny_plan()
    table = {"burst": np.array([0, 3, 0], np.int32), "copied_summary": np.array([1, 5, 0], np.int32)}
    evidence = replace(plan.evidence, discarded={"burst": 3, "copied_summary": 6}, discarded_by_manager=table)
    changed = replace(plan, evidence=evidence)
    view = plan_view(changed, plans.reasons(changed))
    found = discarded_by_manager(Translator("en"), view)
    assert [(entry.manager, entry.total) for entry in found] == [("Manager 1", 8), ("Manager 0", 1)]
    assert found[0].reasons == (("summary copied to many clients", 5), ("too many touches in one hour", 3))
    page = render(view)
    assert "summary copied to many clients (5), too many touches in one hour (3)" in page


def test_the_last_slanted_name_stays_inside_the_map() -> None:
    # 11 slanted letters reach 0.92 x 7.2 x 11 = 72.9 from the middle of a column, which has 40 of them.
    assert overhang("Горнодобыча", 80.0) == pytest.approx(32.864)
    assert overhang("A", 80.0) == 0


def test_disputes_show_both_files_and_what_the_plan_does() -> None:
    # c0 stays with its owner m0 although the rival has nearly as much: 6.9 points to 6.3.
    plan = plans.tiny_plan()
    states = [State(int(s)) for s in plan.evidence.state]
    evidence = builders.evidence(
        plan.portfolio, states, {(0, 0): 0.9, (0, 1): 0.878}, disputed={0: 1}, lifted=[0]
    )
    changed = replace(plan, evidence=evidence)
    text = Outline(render(plan_view(changed, plans.reasons(changed)))).text
    assert "Manager 0 6.9 points, Manager 1 6.3: 1.1 times as much; only Manager 0 is proven" in text
    assert "Owner: Manager 0" in text
    assert "Rival: Manager 1" in text
    assert "In the plan the client stays with Manager 0." in text
    assert "the rival has sold, too: may move" in text
    pins = np.array([0, -1, -1, -1], dtype=np.int32)
    facts = replace(plan.portfolio, clients=replace(plan.portfolio.clients, pinned_idx=pins))
    decided = replace(changed, portfolio=facts)
    assert (
        "Decided: in the plan the client is Manager 0's."
        in Outline(render(plan_view(decided, plans.reasons(decided)))).text
    )


def test_sections_without_content_are_left_out() -> None:
    plan = plans.tiny_plan()
    text = render(plan_view(plan, plans.reasons(plan)))
    assert "No client is disputed." in text
    assert "Both files side by side" not in text
    assert "Merged cards" not in text


def test_every_section_with_figures_says_how_to_read_it() -> None:
    plan = plans.tiny_plan()
    outline = Outline(render(plan_view(plan, plans.reasons(plan))))
    keys = [attrs for tag, attrs in outline.tags if tag == "details" and attrs.get("class") == "key"]
    # Figures, balance, managers, flow, books, capacity, segments; nothing is disputed.
    assert len(keys) == 7
    assert all("open" in attrs for attrs in keys)  # so that it is printed, too


def test_the_flow_of_many_managers_is_condensed_without_losing_anybody() -> None:
    # 30 givers give 1 to 30 clients to the first receiver: the largest stand alone, the others are one row.
    table = np.zeros((30, 2), dtype=np.int32)
    table[:, 0] = np.arange(1, 31)
    names = [f"Manager {j}" for j in range(30)]
    found, givers, receivers = condense(Translator(), table, names, ["a", "b"])
    assert (found.sum(), len(givers), receivers) == (table.sum(), MOST_ROWS, ["a", "b"])
    assert givers[-1] == f"{31 - MOST_ROWS} others"
    assert found[-1, 0] == sum(range(1, 32 - MOST_ROWS))


@given(st.lists(st.integers(), max_size=90), st.integers(1, 25))
def test_slices_keep_everything_in_order_and_are_short_enough(items: list[int], most: int) -> None:
    parts = slices(items, most)
    assert [item for part in parts for item in part] == items
    assert all(len(part) <= most for part in parts)
