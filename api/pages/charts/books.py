"""Books of the managers: how much of each is really worked, and what each gains and loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.pages.charts.base import Look, Options, chart, legend, name_axis, value_axis
from api.pages.theme import BLUE, STATE_COLOURS, VERMILION


def states_chart(
    look: Look, managers: Sequence[str], values: Mapping[str, Sequence[float]], words: Mapping[str, str]
) -> Options:
    """Stacked bars: `values` are per state one number for each manager; `words` name the states."""
    return chart(
        look,
        legend=legend(look),
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}},
        xAxis=value_axis(look),
        yAxis=name_axis(look, list(managers), inverse=True),
        series=[
            {
                "type": "bar",
                "stack": "all",
                "name": words[state],
                "data": list(numbers),
                "itemStyle": {"color": STATE_COLOURS[state], "borderColor": "#6b757e", "borderWidth": 0.5},
            }
            for state, numbers in values.items()
        ],
    )


def changes_chart(
    look: Look, managers: Sequence[str], lost: Sequence[float], gained: Sequence[float]
) -> Options:
    """Losses to the left, gains to the right of nothing."""
    say = look.tr.gettext
    sides = ((say("gives"), [-value for value in lost], VERMILION), (say("gets"), list(gained), BLUE))
    return chart(
        look,
        legend=legend(look),
        tooltip={"trigger": "axis", "axisPointer": {"type": "shadow"}},
        xAxis=value_axis(look),
        yAxis=name_axis(look, list(managers), inverse=True),
        series=[
            {"type": "bar", "stack": "all", "name": name, "data": data, "itemStyle": {"color": colour}}
            for name, data, colour in sides
        ],
    )
