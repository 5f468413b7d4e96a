"""What a curve says: sentences, document, chart and page, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.frontier import words
from scenarios.frontier.axes import Axis, decimals, round_step
from scenarios.frontier.chart import answer_corners, bound_corners, frontier_chart
from scenarios.frontier.document import document
from scenarios.frontier.model import Bound
from scenarios.frontier.page import answer_rows, render_page
from scenarios.frontier.write import FILE_NAMES, write_frontier
from tests.scenarios.frontier.cases import BENT, answer, curve

GOLDEN = Path(__file__).parent / "frontier.json"
EN, RU = Translator("en"), Translator("ru")


def test_the_knee_in_a_sentence() -> None:
    # 0.11 - 0.05 of the capacity; (80 - 20) of 80 points; 600 of money for 60 points, then 11000 for 20.
    assert words.advice(EN, BENT) == (
        "The first 6.0% of moved capacity remove 75% of the removable imbalance: from 80.0% to 20.0%."
    )
    assert words.price_sentence(EN, BENT) == (
        "Up to there one point of imbalance costs 10 a year, beyond it 550."
    )
    assert words.advice(RU, BENT).startswith("Первые 6,0\u00a0% переданной ёмкости снимают 75\u00a0%")


def test_other_curves_in_a_sentence() -> None:
    alone = curve([answer(0, 0)])
    straight = curve([answer(0, 2), answer(1, 0)])
    free = curve([answer(0, 9), answer(1, 1), answer(9, 0)], knee=1)
    assert words.advice(EN, alone).endswith("nothing to trade.")
    assert words.advice(EN, straight).startswith("The curve has no bend")
    assert words.advice(EN, free) == (
        "89% of the removable imbalance, from 9.0% to 1.0%, costs no more capacity moved."
    )
    assert words.price_sentence(EN, straight) == ""


def test_the_price_of_every_piece() -> None:
    found = [(piece.imbalance, piece.money, piece.price) for piece in words.pieces(BENT)]
    assert found == [(60, 600, 10), (10, 3000, 300), (10, 8000, 800)]


def test_how_exact_the_curve_is() -> None:
    # The widest: 20 found, 12 proven at the second answer.
    assert "more than 8.0 points" in words.proof_sentence(EN, BENT)
    exact = curve([answer(0, 9), answer(1, 0)], [Bound(0.0, 9.0)])
    assert words.proof_sentence(EN, exact).startswith("The curve is exact")


def test_an_answer_a_rounding_beyond_its_cap_still_has_its_bound() -> None:
    found = curve([answer(2 + 1e-9, 5), answer(4, 0)], [Bound(2.0, 4.0)])
    assert words.least_at(found, found.answers[0]) == 4
    too_high = replace(found, stairs=(Bound(2.0, 5 + 1e-7),))
    assert words.least_at(too_high, too_high.answers[0]) == 5  # never above the answer itself


def test_remarks_tell_what_is_not_on_the_curve() -> None:
    told = words.remarks(EN, replace(BENT, worst_off_left_out=True, failed=("0.5 points: no time",)))
    assert told[0] == "Even the plan of least disruption has to move 5 clients, 5.0% of the owned capacity."
    assert told[-2:] == [
        "The policy's worst-off first is left out of the curve.",
        "No answer: 0.5 points: no time",
    ]


def test_the_document_is_the_golden_one() -> None:
    assert document(BENT) == json.loads(GOLDEN.read_text("utf-8"))


def test_both_staircases_by_hand() -> None:
    assert answer_corners([answer(1, 9), answer(2, 4)], 5) == [(1, 9), (2, 9), (2, 4), (5, 4)]
    steps = bound_corners([Bound(1, 8), Bound(3, 2)], 5)
    assert steps[1:] == [(1, 8), (1, 2), (3, 2), (3, 0.0), (5, 0.0)]
    assert bound_corners([Bound(float("inf"), 2)], 5)[-1] == (5, 2)  # holds up to the edge


def test_axes_have_round_marks() -> None:
    assert Axis(2.7, 7.4, 0, 100).marks(10) == pytest.approx([3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7])
    assert [round_step(x) for x in (0.03, 0.2, 2.1, 40)] == pytest.approx([0.05, 0.2, 2.5, 50])
    assert [decimals(step) for step in (50, 2.5, 0.25, 0.001)] == [0, 1, 2, 3]
    axis = Axis(0, 10, 100, 0)
    assert [axis.at(value) for value in (-5, 0, 5, 99)] == [100, 100, 50, 0]


@pytest.mark.parametrize("tr", [EN, RU], ids=["en", "ru"])
def test_the_chart_is_one_well_formed_picture_with_a_dot_for_each_answer(tr: Translator) -> None:
    picture = ET.fromstring(str(frontier_chart(tr, BENT)))  # noqa: S314 - our own text
    circles = [one for one in picture.iter() if one.tag.endswith("circle")]
    assert len([one for one in circles if one.find("{*}title") is not None]) == len(BENT.answers)
    assert all(0 <= float(one.attrib["cx"]) <= 1080 for one in circles)


def test_a_curve_of_one_point_can_be_drawn() -> None:
    for today in (answer(0, 0), answer(9, 900)):
        assert "<svg" in frontier_chart(EN, curve([answer(0, 0)], today=today))


def test_the_page_says_it_all_in_both_languages() -> None:
    page = render_page(BENT, EN)
    assert words.advice(EN, BENT) in page
    assert "What fairness costs" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "Сколько стоит справедливость" in render_page(BENT, RU)
    rows = answer_rows(EN, BENT)
    assert [(row.price, row.is_knee) for row in rows] == [
        ("", False),
        ("10", True),
        ("300", False),
        ("800", False),
    ]
    assert [row.bound for row in rows] == ["79.00%", "12.00%", "7.50%", "0.00%"]


def test_files_are_written_both_or_none(tmp_path: Path) -> None:
    files = write_frontier(BENT, tmp_path / "new", tr=EN)
    assert tuple(path.name for path in files) == FILE_NAMES
    assert json.loads(files[1].read_text("utf-8")) == document(BENT)
    with pytest.raises(InputError, match="not empty"):
        write_frontier(BENT, tmp_path / "new", tr=EN)
