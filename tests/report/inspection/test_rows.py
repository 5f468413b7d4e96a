from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.capacity.model import LookAlike
from assigner.evidence import State
from assigner.i18n import Translator
from assigner.portfolio import ColumnMeaning, How
from assigner.quality.model import Check
from assigner.report.dispute_views import by_value, dispute_views
from assigner.report.inspection.alike import alike_lists
from assigner.report.inspection.books import book_rows, souls_rows
from assigner.report.inspection.columns import column_rows
from assigner.report.inspection.contests import contested_rows
from assigner.report.inspection.findings import found_lines, junk_table, kind_word
from assigner.report.inspection.pairs import pair_rows
from assigner.report.inspection.segments import dimension_tables, total_row
from assigner.report.inspection.tiles import headline, tiles
from assigner.report.inspection.view import inspection_view
from assigner.report.inspection.words import group_word, is_uncertain, meaning_word
from assigner.report.segments import segment_rows
from tests.report.inspection import cases

EN = Translator()


def test_who_stays_with_the_fullest_book_comes_first() -> None:
    # Potential owned: m0 50, m1 10 + 9 (excluded too), m2 none.
    view = inspection_view(cases.tiny())
    assert view.order.tolist() == [0, 1, 2]
    assert view.owners.tolist() == [0, 1]
    assert [view.manager_id(j) for j in (0, -1)] == ["m0", None]


def test_books_tell_what_is_worked_and_what_is_dead() -> None:
    first, second, third = book_rows(inspection_view(cases.tiny()))
    assert (first.potential, first.worked, first.dead_souls, first.dead_potential) == (50, 30, 1, 20)
    assert (first.disputed, first.problems, first.completeness) == (1, 3, 0.75)
    # of the two clients of m1 one is excluded: not counted, like its potential of 9
    assert (second.clients, second.states[State.EXCLUDED], second.potential) == (1, 1, 10)
    assert (third.clients, third.ratio) == (0, 0)


def test_without_figures_of_today_there_is_no_share() -> None:
    rows = book_rows(inspection_view(cases.tiny(with_today=False)))
    assert [row.ratio for row in rows] == [None, None, None]


def test_dead_souls_by_manager() -> None:
    (row,) = souls_rows(inspection_view(cases.tiny()))
    assert (row.manager, row.owned, row.claimed, row.potential) == ("Manager 0", 2, 1, 20)
    assert row.client_idx.tolist() == [1]


def test_who_has_the_most_problems_per_card_stands_on_top() -> None:
    table = junk_table(inspection_view(cases.tiny()))
    assert table.kinds == (Check.INVALID_TAX_ID, Check.INCOMPLETE_CARD)
    (row,) = table.rows
    assert (row.manager, row.cards, row.total, row.counts) == ("Manager 0", 2, 3, (2, 1))
    assert kind_word(EN, None) == "Could not be read"


def test_findings_in_sentences_with_examples() -> None:
    first, second = found_lines(EN, inspection_view(cases.tiny()))
    assert (first.count, first.examples) == (2, ("=12",))
    assert first.sentence.startswith("ИНН: 2 tax ids")
    assert second.word == "Half of the card is blank"


def test_duplicates_of_two_owners_are_marked() -> None:
    (row,) = pair_rows(EN, inspection_view(cases.tiny()))
    assert (row.a_id, row.b_id, row.two_owners) == ("c1", "c3", True)
    assert row.reasons == "same tax id, similar name (93%)"


@pytest.mark.parametrize(("source", "potential"), [("potential", 20), ("revenue", 30)])
def test_a_pair_has_the_potential_of_the_client_it_would_make(source: str, potential: float) -> None:
    # c1 has 20 and c3 has 10: merging keeps the larger one, and adds up what revenue stands for
    found = cases.tiny()
    clients = replace(found.portfolio.clients, potential_source=source)
    view = inspection_view(replace(found, portfolio=replace(found.portfolio, clients=clients)))
    (row,) = pair_rows(EN, view)
    assert row.potential == potential


def test_segments_are_worked_held_or_free() -> None:
    # North: c0 worked 30, c1 only claimed 20. South: c3 worked 10, c2 free 40.
    view = inspection_view(cases.tiny())
    total = total_row(view)
    assert (total.capacity, total.worked, total.idle, total.free) == (100, 40, 20, 40)
    north, south, unknown = segment_rows(dimension_tables(view)[0])
    assert (north.value, north.worked, north.idle, north.free) == ("North", 30, 20, 0)
    assert (south.worked_share, south.free_share) == (0.2, 0.8)
    assert (unknown.capacity, unknown.worked_share, unknown.free_share) == (0, 0, 0)


@given(st.integers(0, 10**6))
def test_worked_held_and_free_make_the_capacity(seed: int) -> None:
    view = inspection_view(cases.random_inspection(30, 3, seed % 50))
    for table in view.found.capacity.segments:
        for row in segment_rows(table):
            assert row.worked + row.idle + row.free == pytest.approx(row.capacity)


def test_both_files_of_a_dispute_with_the_newest_touch_first() -> None:
    view = inspection_view(cases.tiny())
    (case,) = dispute_views(EN, view, by_value(view, view.found.disputes), 1)
    assert [touch.kind for touch in case.owner.touches] == ["transaction"]
    assert [(touch.day, touch.discarded) for touch in case.rival.touches] == [
        ("25 May 2026", "summary too short")
    ]
    assert case.rival.num_left_out == 1
    assert "recommended: Manager 0" in case.verdict
    (contested,) = contested_rows(EN, view)
    assert (contested.client_id, contested.standing, contested.owner) == ("c0", "disputed", "Manager 0")


def test_look_alikes_name_who_claims_them() -> None:
    (found,) = alike_lists(inspection_view(cases.tiny()), 1)
    assert (found.manager, found.total, len(found.rows)) == ("Manager 0", 2, 1)
    assert (found.rows[0].client_id, found.rows[0].owner) == ("c2", "")
    assert isinstance(cases.tiny().capacity.look_alikes[0][0], LookAlike)


def test_columns_that_are_a_guess_are_worth_a_look() -> None:
    rows = column_rows(EN, inspection_view(cases.tiny()))
    assert [row.uncertain for row in rows] == [False, True, True]
    assert [row.meaning for row in rows] == ["id of the client", "potential", "nothing known"]
    assert not is_uncertain(ColumnMeaning("clients", "f", "x", "name", How.PROFILE, 1.0, "1C"))
    assert meaning_word(EN, "colour") == "segment colour"
    assert (group_word(EN, "total", ""), group_word(EN, "tier", "A")) == ("the whole base", "A")


def test_headline_and_tiles_of_the_tiny_base() -> None:
    view = inspection_view(cases.tiny())
    assert headline(EN, view) == (
        "Of a potential of 100 a year, 40% is really worked, 20% only held and 40% free."
    )
    values = {tile.title: tile.value for tile in tiles(EN, view)}
    assert values == {
        "Potential really worked": "40%",
        "Dead souls": "1",
        "Clients nobody works": "2",
        "Disputed clients": "1",
        "Possible duplicates": "1",
        "Cards filled in": "62%",  # (1 + 0.5 + 0 + 1) / 4, c4 is excluded
        "Odd cells": "4",
        "Touches that do not count": "1",
        "Largest distance from a fair share": "100%",  # m2 has nothing
    }


def test_without_log_and_figures_the_tiles_say_so() -> None:
    view = inspection_view(cases.random_inspection())
    found = {tile.title: tile.value for tile in tiles(EN, view)}
    assert found["Touches that do not count"] == "–"
    blank = {tile.title: tile.remark for tile in tiles(EN, inspection_view(cases.tiny(with_today=False)))}
    assert blank["Largest distance from a fair share"] == "c1 has no eligible manager"


def test_nothing_is_counted_twice_in_the_table_of_junk() -> None:
    view = inspection_view(cases.random_inspection(200, 4))
    table, quality = junk_table(view), view.found.quality
    assert sum(row.total for row in table.rows) == int(np.sum(quality.managers.total))
    assert all(sum(row.counts) == row.total for row in table.rows)
