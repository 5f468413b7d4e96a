"""Charts as ECharts options: pure functions of plain figures, so that tests can look at them.

Colours are told apart by colour-blind eyes and in print; what a colour says is also said by place or words.
"""

from api.pages.charts.base import Look
from api.pages.charts.books import changes_chart, states_chart
from api.pages.charts.curve import curve_chart
from api.pages.charts.fairness import lorenz_chart
from api.pages.charts.flow import flow_chart
from api.pages.charts.heat import HeatCell, heat_chart
from api.pages.charts.places import places_chart
from api.pages.charts.solving import solving_chart

__all__ = [
    "HeatCell",
    "Look",
    "changes_chart",
    "curve_chart",
    "flow_chart",
    "heat_chart",
    "lorenz_chart",
    "places_chart",
    "solving_chart",
    "states_chart",
]
