"""A grid of any number of rows: the browser asks for the rows in sight, the server filters and sorts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

PAGE = 100
HEIGHT = "min(70vh, 760px)"

_SOURCE = """{
  getRows: async (params) => {
    const query = new URLSearchParams(%(query)s);
    query.set('offset', params.startRow);
    query.set('limit', params.endRow - params.startRow);
    if (params.sortModel.length) {
      query.set('sort', (params.sortModel[0].sort === 'desc' ? '-' : '') + params.sortModel[0].colId);
    }
    const answer = await fetch(%(url)s + '?' + query.toString(), {credentials: 'same-origin'});
    if (answer.status === 401) {
      window.location = '/sign-in?next=' + encodeURIComponent(window.location.pathname);
      return;
    }
    if (!answer.ok) { params.failCallback(); return; }
    const page = await answer.json();
    params.successCallback(page.items, page.total);
  },
  rowCount: undefined,
}"""

_ENTER = "p => { if (p.event && p.event.key === 'Enter') p.event.target.click() }"
"""Who works by keyboard opens a row too."""


def row_grid(
    url: str,
    columns: Sequence[Mapping[str, Any]],
    *,
    query: Mapping[str, str],
    row_id: str,
    choose: bool = False,
    on_open: Callable[[dict[str, Any]], Any] | None = None,
    dark: bool = False,
) -> ui.aggrid:
    """A grid over `url`, which answers {"items", "total"} to `offset`, `limit`, `sort` and the `query`.

    `columns` are AG Grid's column definitions; a column sorts by its `field` where `sortable` is true. With
    `choose`, rows can be ticked. `on_open` hears of a row that was clicked.
    """
    grid = ui.aggrid(
        {
            "columnDefs": [dict(column) for column in columns],
            "defaultColDef": {"sortable": False, "resizable": True, "suppressHeaderMenuButton": True},
            "rowModelType": "infinite",
            "cacheBlockSize": PAGE,
            "maxBlocksInCache": 20,
            ":datasource": source(url, query),
            ":getRowId": f"params => String(params.data[{json.dumps(row_id)}])",
            "rowSelection": {
                "mode": "multiRow",
                "checkboxes": choose,
                "headerCheckbox": False,  # rows out of sight are not there to be ticked
                "enableClickSelection": False,
            },
            "ensureDomOrder": True,
            **({":onCellKeyDown": _ENTER} if on_open is not None else {}),
        },
        auto_size_columns=False,
        theme="quartz",
    )
    grid.style(f"height: {HEIGHT}; width: 100%")
    if on_open is not None:
        grid.on("cellClicked", lambda event: on_open(event.args["data"]), args=["data", "colId"])
    return grid


def source(url: str, query: Mapping[str, str]) -> str:
    """The JavaScript of the grid's source of rows. Values come in as JSON, never as code."""
    return _SOURCE % {"url": _js(url), "query": _js(dict(query))}


def ask_again(grid: ui.aggrid, url: str, query: Mapping[str, str]) -> None:
    """Show other rows: after a change of filters, or of what the rows say."""
    # Rows that are ticked would stay so out of sight, and be decided on.
    grid.run_grid_method("deselectAll")
    option = f"'setGridOption', 'datasource', {source(url, query)}"
    grid.client.run_javascript(f"getElement({grid.id}).run_grid_method({option})")


def _js(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")
