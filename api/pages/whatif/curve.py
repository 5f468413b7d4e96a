"""The trade-off curve: a click on a point, or a button in the table, opens its figures."""

from __future__ import annotations

from typing import Any

from nicegui import events, ui

from api.pages.charts import Look, curve_chart
from api.pages.parts import Tile, notice, text, tiles
from api.pages.visit import Visit
from api.pages.whatif.adopting import adopt_button, may_adopt
from api.pages.whatif.curve_words import advice, chart_points, point_name, price
from api.pages.whatif.tables import acting_table
from assigner.report.words import short_number

Document = dict[str, Any]


def show_curve(visit: Visit, study: Document, document: Document) -> None:
    """What the curve says, the curve, the point that is open, all points as a table."""
    _Curve(visit, study, document).show()


class _Curve:
    def __init__(self, visit: Visit, study: Document, document: Document) -> None:
        self.visit, self.study, self.document = visit, study, document
        self.answers: list[Document] = document["answers"]

    def show(self) -> None:
        visit, say = self.visit, self.visit.tr.gettext
        notice(" ".join(filter(None, (advice(visit.tr, self.document), price(visit.tr, self.document)))))
        points = chart_points(visit.tr, self.document)
        options = curve_chart(
            Look(visit.tr, visit.dark),
            points,
            across=say("disruption by moves, %"),
            up=say("imbalance, %"),
        )
        options["yAxis"]["nameTextStyle"]["align"] = "left"  # else a long name begins outside the chart
        chart = ui.echart(options, on_point_click=self._click).classes("w-full h-96").props('role="img"')
        chart.props["aria-label"] = say(
            "Curve of plans; the table below says the same and can be used by keyboard"
        )
        text(
            "p",
            say(
                "Every dot is a plan that keeps all the rules: less of both is better. The diamond is "
                "the knee: up to there fairness is cheap, beyond it dear. Click a dot to see its figures."
            ),
        ).classes("muted small")
        with ui.element("section").props('aria-live="polite"') as self.place:
            pass
        self._open(self.document["knee"] or 0)
        text("h2", say("The plans on the curve"))
        self._table()

    async def _click(self, event: events.EChartPointClickEventArguments) -> None:
        names = {point_name(self.visit.tr, self.document, n): n for n in range(len(self.answers))}
        if event.name in names:
            self._open(names[event.name])

    def _open(self, at: int) -> None:
        visit, say, one = self.visit, self.visit.tr.gettext, self.answers[at]
        self.place.clear()
        with self.place, ui.element("div").classes("card"):
            text("h2", point_name(visit.tr, self.document, at)).classes("first")
            tiles(self._tiles(one))
            if may_adopt(visit, "frontier"):
                name = f"{self.study['name']}: {point_name(visit.tr, self.document, at)}"
                adopt_button(visit, self.study["id"], name, say("Make this a proposal"), point=at)

    def _tiles(self, one: Document) -> list[Tile]:
        tr, say = self.visit.tr, self.visit.tr.gettext
        before = say("today {value}", value=tr.percent(self.document["today"]["imbalance"] / 100, 1))
        return [
            Tile(say("Imbalance"), tr.percent(one["imbalance"] / 100, 1), remark=before),
            Tile(say("Disruption"), tr.percent(one["disruption"] / 100, 1)),
            Tile(
                say("Clients moved"),
                tr.number(one["moved_clients"]),
                remark=tr.percent(one["moved_share"], 1),
            ),
            Tile(say("Capacity moved"), tr.percent(one["moved_capacity"], 1)),
            Tile(say("Revenue at risk"), short_number(tr, one["revenue_at_risk"])),
            Tile(say("Commission at stake"), short_number(tr, one["commission_at_stake"])),
        ]

    def _table(self) -> None:
        visit, say = self.visit, self.visit.tr.gettext
        heads = [
            say("Plan"),
            say("Disruption"),
            say("Imbalance"),
            say("Removed"),
            say("Clients moved"),
            say("Cost of the moves, a year"),
        ]
        acting_table(
            visit, heads, [self._cells(n) for n in range(len(self.answers))], self._open, say("Show")
        )

    def _cells(self, at: int) -> list[str]:
        tr, one = self.visit.tr, self.answers[at]
        return [
            point_name(tr, self.document, at),
            tr.percent(one["disruption"] / 100, 1),
            tr.percent(one["imbalance"] / 100, 1),
            tr.percent(one["removed_share"]),
            tr.number(one["moved_clients"]),
            short_number(tr, one["money"]),
        ]
