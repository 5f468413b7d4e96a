"""Charts hold the figures they were given, in the reader's language."""

from __future__ import annotations

import json

from api.pages.charts import Look
from api.pages.whatif.charts import books_chart, losses_chart, months_chart
from assigner.i18n import Translator

EN = Look(Translator("en"))
RU = Look(Translator("ru"), dark=True)


def test_books_are_shares_of_fair_in_per_cent_with_a_line_at_fair() -> None:
    chart = books_chart(EN, ["Anna", "Boris"], {"today": [1.5, None], "policy": [1.0, 0.9]})
    first, second = chart["series"]
    assert (first["data"], second["data"]) == ([150.0, None], [100.0, 90.0])
    assert first["markLine"]["data"] == [{"xAxis": 100}]
    assert "markLine" not in second
    assert chart["aria"]["decal"]["show"]  # told apart by patterns too
    assert chart["yAxis"]["data"] == ["Anna", "Boris"]


def test_months_hold_bars_of_the_book_and_a_line_of_the_target() -> None:
    chart = months_chart(RU, ["2026-07", "2026-08"], [10.0, 20.0], [11.0, 19.0])
    bars, line = chart["series"]
    assert (bars["type"], bars["data"]) == ("bar", [11.0, 19.0])
    assert (line["type"], line["data"]) == ("line", [10.0, 20.0])
    assert line["name"] == "цель"
    json.dumps(chart)


def test_losses_hold_both_shares_in_per_cent_and_the_cap() -> None:
    donors = [{"name": "Anna", "book_share": 0.125, "commission_share": 0.02}]
    chart = losses_chart(EN, donors, 0.25)
    assert [one["data"] for one in chart["series"]] == [[12.5], [2.0]]
    assert chart["series"][1]["markLine"]["data"] == [{"xAxis": 25.0}]
