from __future__ import annotations

from assigner.duplicates.model import Match
from assigner.i18n import Translator
from assigner.portfolio import How, Kind
from assigner.quality.model import Check
from assigner.report.inspection.document import schema
from assigner.report.inspection.texts import HOWS, MATCHES, MEANINGS, TABLES
from assigner.report.words import kind_words
from assigner.tabular.sources import TABLES as NAMES
from assigner.tabular.vocabulary import vocabulary
from tests.report.test_document import properties


def test_everything_that_is_listed_has_a_name() -> None:
    assert set(HOWS) == set(How)
    assert set(MATCHES) == set(Match)
    assert set(kind_words(Translator())) == set(Kind)
    assert set(TABLES) == set(NAMES)


def test_every_canonical_column_has_a_name() -> None:
    known = {column for name in NAMES for column in vocabulary().headers[name]}
    dimensions = {"region", "industry", "tier", "channel", "motive"}
    assert known - dimensions <= set(MEANINGS)


def test_the_schema_knows_every_word() -> None:
    allowed = [spec["enum"] for _, spec in properties(schema()) if "enum" in spec]
    allowed += [spec["items"]["enum"] for _, spec in properties(schema()) if "enum" in spec.get("items", {})]
    for words in (How, Match, Check):
        assert {str(word) for word in words} in [set(entry) for entry in allowed]
