"""The decisions table: rules that the head of sales said yes or no to, as `assigner inspect` writes them."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import RuleKind
from assigner.tabular.fields import Fields
from assigner.tabular.problems import Problems
from assigner.tabular.rules import read_rule_kinds
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import vocabulary

_OPEN = -1


def read_decisions(columns: Columns, problems: Problems) -> tuple[list[RuleKind], Columns]:
    """The kinds of the rules that were decided with yes, and their rows.

    Rows with no are not looked at any further. Blank ones count as no; how many they are is told.
    """
    said = Fields(columns, problems).word("decision", vocabulary().flags, _OPEN)
    blank = np.asarray(columns.text("decision") == "", dtype=bool)
    if blank.any():
        problems.warn(
            "decisions-open",
            file=columns.table.file,
            row=int(columns.table.rows[blank][0]),
            column=columns.header("decision"),
            count=int(blank.sum()),
        )
    return read_rule_kinds(columns.where(said == 1), problems)
