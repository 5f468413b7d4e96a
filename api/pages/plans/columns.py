"""Columns of the grid of moves. Cells are texts; formatters only turn numbers and codes into words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from api.pages.plans.texts import CLIENT_STATES, VERDICTS
from assigner.i18n import Translator

Column = dict[str, Any]

_PROVEN_MOVES = "p.data && p.data.state === 'proven' && p.data.from_id && p.data.moved"
_MARKED = f"p => ({_PROVEN_MOVES}) ? ['lines', 'bad'] : 'lines'"
_LINES: dict[str, Any] = {"cellClass": "lines"}
"""What is longer than its column goes on in a second line rather than being cut."""


def move_columns(tr: Translator) -> list[Column]:
    """Client, decisions, from, to, state, money, reason."""
    say = tr.gettext
    states = {state: say(word) for state, word in CLIENT_STATES.items()} | {"excluded": say("excluded")}
    verdicts = {verdict: say(word) for verdict, word in VERDICTS.items()}
    nobody = f"p => p.data ? p.value || {_js(say('nobody'))} : ''"
    return [
        _column("name", say("Client"), 185, tooltipField="name", **_LINES),
        _column("decisions", say("Decision"), 125, sortable=False, **_LINES)
        | {":valueFormatter": _decided(verdicts)},
        _column("from", say("From"), 118, field="from_name", **_LINES) | {":valueFormatter": nobody},
        _column("to", say("To"), 118, field="to_name", **_LINES) | {":valueFormatter": nobody},
        _column("state", say("State"), 125, tooltipField="reason")
        | {":valueFormatter": _state(states, say("proven, yet moves")), ":cellClass": _MARKED},
        _money("potential", say("Potential"), tr),
        _money("revenue", say("Revenue"), tr),
        _money("pain", say("Cost of the move"), tr, field="pain_money"),
        _column("reason", say("Why"), 560, tooltipField="reason"),
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


def _state(words: Mapping[str, str], marked: str) -> str:
    """The state in words; a proven client that changes hands is marked, its reason says why."""
    return f"p => ({_PROVEN_MOVES}) ? {_js(marked)} : ({_js(words)})[p.value] || p.value || ''"


def _decided(words: Mapping[str, str]) -> str:
    return f"p => (p.value || []).map(d => ({_js(words)})[d.verdict] || d.verdict).join(', ')"


def _js(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
