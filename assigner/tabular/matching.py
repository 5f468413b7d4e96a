"""The steps of matching one table's headers to canonical columns, the surest first (see `headers`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from assigner.portfolio import How, StrArray
from assigner.tabular.fitness import fits, holds_known
from assigner.tabular.problems import Problems, listing
from assigner.tabular.profiles import Profile, recognise_profile
from assigner.tabular.required import missing_columns
from assigner.tabular.table import Columns, Match, Table
from assigner.tabular.vocabulary import common_words, fold, names_an_id, vocabulary
from assigner.tabular.words import without_unit

FUZZY_THRESHOLD = 90
FUZZY_MIN_LETTERS = 5

ONE_OF_SEVERAL = 0.95
"""Confidence in a synonym where another header means the same, and in a word of a profile."""


_OF_IDS = ("client_id", "a", "b")
"""Columns that had better hold ids than names. A manager's name says more where no table lists ids."""

Known = Mapping[str, Sequence[StrArray]]
"""What other tables have for a column, the best first: ids, then names."""


class Matching:
    """The state of matching one table: what is taken, what is used, what is left.

    Of several headers for one column the one is taken whose cells are `known`.
    """

    def __init__(self, table: Table, problems: Problems, known: Known | None = None) -> None:
        self._table, self._problems, self._known = table, problems, known or {}
        self._folded = [_folded(table.name, header) for header in table.headers]
        self._synonyms = vocabulary().headers[table.name]
        self._taken: dict[str, int] = {}
        self._eligible: dict[int, str] = {}
        self._matches: dict[int, Match] = {}
        self._profile: Profile | None = None

    def _left(self) -> list[int]:
        """Positions of the headers that nothing is known of yet, visible ones first."""
        left = [at for at, name in enumerate(self._folded) if name and at not in self._matches]
        return sorted(left, key=lambda at: (self._is_hidden(at), at))

    def _is_hidden(self, at: int) -> bool:
        return any(self._table.hidden[at : at + 1])

    def _quoted(self, at: int) -> str:
        return repr(self._table.headers[at])

    def use(self, column: str, at: int, how: How, confidence: float = 1.0) -> None:
        """Take a column from a position."""
        self._taken[column] = at
        profile = self._profile.name if self._profile is not None and how is How.PROFILE else ""
        self._matches[at] = Match(column, how, confidence, profile)

    def _spare(self, at: int, *, profile: str = "") -> None:
        """Leave a header unused for good."""
        self._matches[at] = Match("", How.IGNORED, ONE_OF_SEVERAL if profile else 0.0, profile)

    def take_mapped(self, overrides: Mapping[str, str]) -> None:
        """What the mapping file says; a header it wants must be there."""
        for column, header in overrides.items():
            at = self._position(header)
            if at is None:
                self._report("map-missing-header", column, value=header, found=listing(self._table.headers))
            elif at in self._matches:
                self._report("map-header-twice", column, value=header, table=self._table.name)
            elif column.startswith("eligible_") and self._table.name == "managers":
                self._use_eligible(at, fold(column.removeprefix("eligible_")), How.MAPPED)
            else:
                self.use(column, at, How.MAPPED)

    def _position(self, header: str) -> int | None:
        """Position of a header as written, else of one that differs in case and punctuation only.

        Of several columns with one header the first that is not used yet.
        """
        spots = sorted(range(len(self._folded)), key=lambda at: (self._is_hidden(at), at))
        exact = [at for at in spots if self._table.headers[at] == header.strip()]
        near = [at for at in spots if fold(self._table.headers[at]) == fold(header)]
        found = exact or near
        return next((at for at in found if at not in self._matches), found[0] if found else None)

    def take_eligible(self) -> None:
        """Headers "eligible_<dimension>" of the managers table."""
        if self._table.name != "managers":
            return
        for at in self._left():
            name = self._folded[at]
            prefix = next(
                (p for p in vocabulary().eligible_prefixes if name.startswith(p) and name != p), None
            )
            if prefix is not None:
                self._use_eligible(at, name.removeprefix(prefix), How.EXACT)

    def _use_eligible(self, at: int, dimension: str, how: How) -> None:
        self._eligible[at] = dimension
        self._matches[at] = Match(f"eligible_{dimension}", how)

    def take_canonical(self) -> None:
        """Headers that are a canonical name."""
        names = {fold(name): name for name in self._synonyms}
        for at in self._left():
            if self._folded[at] in names:
                self._take(names[self._folded[at]], at, How.EXACT)

    def recognise_profile(self) -> None:
        """Find out whose export the table is, which is told."""
        self._profile = recognise_profile(
            self._table.name, self._folded, common_words(self._table.name) | self._mapped()
        )
        if self._profile is not None:
            self._problems.warn("looks-like-export", file=self._table.file, program=self._profile.name)

    def _mapped(self) -> frozenset[str]:
        return frozenset(self._folded[at] for at, match in self._matches.items() if match.how is How.MAPPED)

    def take_known(self) -> None:
        """Synonyms and words of the profile.

        Of several headers one over known ids goes first, then one over known names. A synonym goes before a
        word of the profile, the leftmost first; but headers that the profile itself names for the column are
        taken in its order, and else those of codes before those of names.
        """
        meant = {word: column for column, words in self._synonyms.items() for word in words}
        for column in self._synonyms:
            mine = [at for at in self._left() if meant.get(self._folded[at]) == column]
            theirs = self._of_profile(column, meant)
            found = [*mine, *theirs]
            if len(found) > 1:
                found.sort(key=lambda at: self._rank(column, at, mine))
            for at in found:
                self._take(column, at, How.SYNONYM if at in mine else How.PROFILE, several=len(mine) > 1)
        self._leave_ignored()

    def _words(self, column: str) -> tuple[str, ...]:
        """What the profile calls a column, the best first."""
        return () if self._profile is None else self._profile.words(self._table.name).get(column, ())

    def _of_profile(self, column: str, meant: Mapping[str, str]) -> list[int]:
        """Positions of headers that only the profile takes for a column and whose cells fit."""
        words = self._words(column)
        theirs = [at for at in self._left() if self._folded[at] in words and self._folded[at] not in meant]
        return [at for at in theirs if self._fits(column, at)]

    def _rank(self, column: str, at: int, mine: Sequence[int]) -> tuple[bool, int, int, bool, int]:
        """Visible before hidden; then what is known; then the profile's order, if it names a synonym.

        Then codes before names, and left to right.
        """
        words = self._words(column)
        if self._folded[at] in words:
            place = words.index(self._folded[at])
        else:
            place = len(words) if any(self._folded[other] in words for other in mine) else -1
        known = self._known.get(column, ())
        cells = self._table.columns[at]
        strange = next((n for n, values in enumerate(known) if holds_known(cells, values)), len(known))
        is_named = column in _OF_IDS and not names_an_id(self._table.headers[at])
        return self._is_hidden(at), strange, place, is_named, at

    def _take(self, column: str, at: int, how: How, *, several: bool = False) -> None:
        """Use a header for a column; where the column is taken, the header is spare and both are named."""
        if column not in self._taken:
            self.use(column, at, how, ONE_OF_SEVERAL if several or how is How.PROFILE else 1.0)
        elif how is How.PROFILE and self._profile is not None:
            self._spare(at, profile=self._profile.name)
        else:
            self._spare(at)
            used = self._quoted(self._taken[column])
            self._warn("ambiguous-header", at, used=used, other=self._quoted(at), column_name=column)

    def _leave_ignored(self) -> None:
        """Headers of which the profile knows that they mean nothing."""
        if self._profile is not None:
            for at in self._left():
                if self._profile.ignores(self._table.name, self._folded[at]):
                    self._spare(at, profile=self._profile.name)

    def take_fuzzy(self) -> None:
        """Headers with a typing mistake; one that could mean two columns is not used."""
        for at in self._left():
            near = {name: self._nearness(at, name) for name in self._synonyms if name not in self._taken}
            found = [name for name, ratio in near.items() if ratio >= FUZZY_THRESHOLD]
            if len(found) > 1:
                self._spare(at)
                self._warn("unclear-header", at, names=listing(found))
            elif found and self._fits(found[0], at):
                self.use(found[0], at, How.FUZZY, near[found[0]] / 100)
                self._warn("fuzzy-header", at, name=found[0])

    def _fits(self, column: str, at: int) -> bool:
        """Whether the cells can be what the header seems to mean; told where they can't."""
        cells = self._table.columns[at]
        if fits(column, cells, self._table):
            return True
        value = next((str(cell) for cell in cells if cell), "")
        self._warn("unfit-header", at, name=column, value=value)
        return False

    def _nearness(self, at: int, column: str) -> float:
        """Similarity of a header to a column's name or synonyms, 0..100; digits must agree."""
        header = self._folded[at]
        if len(header) < FUZZY_MIN_LETTERS:
            return 0.0
        names = (
            name
            for name in (fold(column), *self._synonyms[column])
            if len(name) >= FUZZY_MIN_LETTERS and _digits(name) == _digits(header)
        )
        return max((fuzz.ratio(name, header) for name in names), default=0.0)

    def take_instead(self) -> None:
        """Let a column that alone can stand for a missing one be that one; beside it, it is spare."""
        for column, others in vocabulary().instead.get(self._table.name, {}).items():
            found = [other for other in others if other in self._taken]
            if column in self._taken:
                for other in found:
                    self._spare(self._taken.pop(other))
            elif len(found) == 1:
                at = self._taken.pop(found[0])
                self._taken[column], self._matches[at] = at, replace(self._matches[at], meaning=column)

    def report_missing(self) -> None:
        """Required columns that no header means."""
        for column in missing_columns(self._table, self._taken):
            code = (
                "missing-kind" if (self._table.name, column) == ("activities", "kind") else "missing-column"
            )
            self._report(code, column, found=listing(filter(None, self._table.headers)))

    def columns(self) -> Columns:
        """The result."""
        return Columns(
            self._table,
            dict(self._taken),
            tuple(sorted(self._left())),
            dict(self._eligible),
            dict(self._matches),
            self._profile.name if self._profile is not None else "",
        )

    def _report(self, code: str, column: str, **named: object) -> None:
        self._problems.error(code, file=self._table.file, column=column, **named)

    def _warn(self, code: str, at: int, **named: object) -> None:
        self._problems.warn(code, file=self._table.file, column=self._table.headers[at], **named)


def _folded(table: str, header: str) -> str:
    """The header folded; without its unit where no word is known for it with the unit."""
    whole = fold(header)
    return whole if whole in common_words(table) else fold(without_unit(header)) or whole


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())
