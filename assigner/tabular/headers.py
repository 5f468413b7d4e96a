"""Finds out which header means which canonical column.

Order of precedence: the mapping file, the canonical name itself, a synonym, the words of the program whose
export it is, a fuzzy match. Matching is blind to case, punctuation, spaces, ё/е and a unit at the end. A
canonical column is taken once and a header used once. A visible column goes before a hidden one. A guess must
fit the cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assigner.portfolio import How
from assigner.tabular.matching import Known, Matching
from assigner.tabular.problems import Problems
from assigner.tabular.profiles import profile_words
from assigner.tabular.table import Columns, Table
from assigner.tabular.vocabulary import fold, vocabulary


def find_header(table: str, overrides: Mapping[str, str], rows: Sequence[Sequence[str]]) -> int:
    """Position of the header among the first rows: the first that names most of the required columns.

    Exports often begin with a title. Without any required column in sight, the first row that is not blank.
    """
    wanted = {column: names_of(table, column, overrides) for column in vocabulary().required[table]}

    def known(row: Sequence[str]) -> int:
        folded = {fold(cell) for cell in row}
        return sum(bool(folded & names) for names in wanted.values())

    filled = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
    return max(filled, key=lambda at: known(rows[at]), default=0)


def names_of(table: str, column: str, overrides: Mapping[str, str]) -> frozenset[str]:
    """The folded headers by which a column may go: what the mapping file wants, else all known ones.

    Headers of what may stand for the column are among them.
    """
    if column in overrides:
        return frozenset({fold(overrides[column])})
    synonyms = vocabulary().headers[table].get(column, ())
    instead = vocabulary().instead.get(table, {}).get(column, ())
    own = frozenset({fold(column), *synonyms}) | profile_words(table, column)
    return own.union(*(names_of(table, other, overrides) for other in instead))


def match_headers(
    table: Table,
    overrides: Mapping[str, str],
    problems: Problems,
    *,
    given: Mapping[str, int] | None = None,
    known: Known | None = None,
) -> Columns:
    """The table with its headers understood; what is missing or unclear is reported.

    `given` are columns whose positions are known already, `known` what other tables have for a column: ids,
    then names.
    """
    matching = Matching(table, problems, known)
    for column, at in (given or {}).items():
        matching.use(column, at, How.SYNONYM)
    matching.take_mapped(overrides)
    matching.take_eligible()
    matching.take_canonical()
    matching.recognise_profile()
    matching.take_known()
    matching.take_fuzzy()
    matching.take_instead()
    matching.report_missing()
    return matching.columns()
