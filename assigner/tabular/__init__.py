"""Tables of the user (CSV, TSV, XLSX, Parquet, JSON lines) into a checked `Portfolio`.

The way of a table: bytes -> text cells (`files`) -> headers understood (`headers`) -> columns read
(`fields`, `numbers`, `dates`) -> facts (`clients`, `managers`, `activities`, `rules`) -> linked by ids
(`read`). Whatever is wrong is collected (`problems`) and told at once.
"""

from assigner.tabular.assignment import read_assignment
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.read import read_portfolio
from assigner.tabular.sources import Sources

__all__ = ["LIMITS", "Limits", "Sources", "read_assignment", "read_portfolio"]
