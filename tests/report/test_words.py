from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import assigner.report
from assigner.i18n import LOCALE_DIR, Translator
from assigner.report.words import certificate_sentence, discard_words, gap_percent, goal_word, short_number
from tests.report import plans

ROOM = Path(assigner.report.__file__).parent
KEYWORDS = {"gettext": None, "ngettext": (1, 2)}


def messages() -> set[str | tuple[str, ...]]:
    """Every text of the room that a reader may see, as its message id."""
    found = extract_from_dir(
        ROOM, [("**.py", "python"), ("**.j2", "jinja2")], options_map={}, keywords=KEYWORDS
    )
    return {ids if isinstance(ids, str) else tuple(ids[:2]) for _, _, ids, _, _ in found}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def catalogue(name: str) -> dict[str | tuple[str, ...], object]:
    """Translations of the catalogues that match a file name."""
    found: dict[str | tuple[str, ...], object] = {}
    for path in sorted((LOCALE_DIR / "ru" / "LC_MESSAGES").glob(name)):
        with path.open("rb") as stream:
            entries = [entry for entry in read_po(stream, locale="ru") if entry.id]
        found |= {_key(entry.id): entry.string for entry in entries}
    return found


def _key(ids: str | Sequence[str]) -> str | tuple[str, ...]:
    return ids if isinstance(ids, str) else tuple(ids)


def test_every_text_of_the_room_can_be_read_in_russian() -> None:
    assert len(messages()) > 200
    assert messages() - set(catalogue("*.po")) == set()


def test_translations_have_the_fields_and_plurals_of_their_texts() -> None:
    for ids, text in catalogue("report.po").items():
        forms = [str(form) for form in text] if isinstance(text, tuple | list) else [str(text)]
        assert len(forms) == (3 if isinstance(ids, tuple) else 1)
        one = ids if isinstance(ids, str) else ids[0]
        assert all(form and fields(form) == fields(str(one)) for form in forms), ids


def test_certificate_in_one_sentence() -> None:
    # (12.5 - 12.3) / 12.5 = 1.6 %
    plan = plans.tiny_plan()
    assert certificate_sentence(Translator(), plan) == (
        "Proved: no plan can score better than 12.30; this one scores 12.50, 1.6% away."
    )
    assert "разрыв 1,6" in certificate_sentence(Translator("ru"), plan)
    best = replace(plan, status="optimal", bound=12.5)
    assert certificate_sentence(Translator(), best) == (
        "Proved: no plan that keeps the rules scores better than 12.50."
    )


def test_a_bound_that_says_little_is_told_without_a_percentage() -> None:
    plan = replace(plans.tiny_plan(), bound=0.0)
    assert "%" not in certificate_sentence(Translator(), plan)


@pytest.mark.parametrize(("gap", "shown"), [(0.01601, "1.7%"), (0.016, "1.6%"), (1e-5, "0.1%"), (0, "0.0%")])
def test_the_gap_is_never_rounded_down(gap: float, shown: str) -> None:
    assert gap_percent(Translator(), gap) == shown


def test_large_numbers_are_short() -> None:
    english, russian = Translator(), Translator("ru")
    shown = [short_number(english, value) for value in (0, 12.34, 999, 1_234_567, 45_678_901, 591.4e6, 3.2e9)]
    assert shown == ["0", "12.3", "999", "1.23 m", "45.7 m", "591 m", "3.20 bn"]
    assert short_number(russian, 1_234_567) == "1,23 млн"


def test_goals_in_words_keep_the_users_own_dimensions() -> None:
    assert goal_word(Translator("ru"), "potential/region") == "потенциал · регион"
    assert goal_word(Translator("ru"), "count/motive") == "число клиентов · motive"


def test_every_reason_to_drop_a_row_of_the_log_has_words() -> None:
    words = discard_words(Translator())
    assert {"unknown_client", "unknown_manager", "no_date"} <= set(words)
