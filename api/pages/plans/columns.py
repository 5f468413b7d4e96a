"""Columns of the grid of moves. Cells are texts; formatters only turn numbers and codes into words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from api.pages.plans.texts import CLIENT_STATES, VERDICTS
from assigner.i18n import Translator

Column = dict[str, Any]


def move_columns(tr: Translator) -> list[Column]:
    """Client, from, to, state, money, reason, decisions."""
    say = tr.gettext
    states = {state: say(word) for state, word in CLIENT_STATES.items()}
    verdicts = {verdict: say(word) for verdict, word in VERDICTS.items()}
    return [
        _column("name", say("Client"), 180),
        _column("from", say("From"), 140, field="from_name"),
        _column("to", say("To"), 140, field="to_name"),
        _money("potential", say("Potential"), tr),
        _column("decisions", say("Decision"), 120, sortable=False) | {":valueFormatter": _decided(verdicts)},
        _column("state", say("State"), 110) | {":valueFormatter": _word(states)},
        _money("revenue", say("Revenue"), tr),
        _money("pain", say("Cost of the move"), tr, field="pain_money"),
        _column("reason", say("Why"), 560),
    ]


def _column(
    name: str, head: str, width: int, *, field: str = "", sortable: bool = True, **more: Any
) -> Column:
    return {
        "colId": name,
        "field": field or name,
        "headerName": head,
        "width": width,
        "sortable": sortable,
        **more,
    }


def _money(name: str, head: str, tr: Translator, *, field: str = "") -> Column:
    shape = f"p => p.value == null ? '' : Math.round(p.value).toLocaleString({_js(tr.language)})"
    return _column(name, head, 110, field=field, type="rightAligned") | {":valueFormatter": shape}


def _word(words: Mapping[str, str]) -> str:
    return f"p => ({_js(words)})[p.value] || p.value || ''"


def _decided(words: Mapping[str, str]) -> str:
    return f"p => (p.value || []).map(d => ({_js(words)})[d.verdict] || d.verdict).join(', ')"


def _js(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
