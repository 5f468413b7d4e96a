"""Tables of the user (CSV, TSV, XLSX, Parquet, JSON lines) into a checked `Portfolio`.

The way of a table: bytes -> text cells (`files`) -> headers understood (`headers`, `matching`, `profiles`) ->
one big sheet split (`wide`) -> columns read (`fields`, `numbers`, `dates`) -> facts (`clients`, `managers`,
`activities`, `rules`, `decisions`, `audit`) -> linked by ids (`linking`). Whatever is wrong is collected
(`problems`) and told at once; what was understood is told too (`meaning`).
"""

from assigner.portfolio import Answers
from assigner.tabular.assignment import read_assignment
from assigner.tabular.audit import CONFIRMED, REFUTED, UNREACHED, read_audit, verify_again
from assigner.tabular.meaning import write_map
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.read import read_portfolio
from assigner.tabular.recognise import recognise
from assigner.tabular.sources import Sources

__all__ = [
    "CONFIRMED",
    "LIMITS",
    "REFUTED",
    "UNREACHED",
    "Answers",
    "Limits",
    "Sources",
    "read_assignment",
    "read_audit",
    "read_portfolio",
    "recognise",
    "verify_again",
    "write_map",
]
