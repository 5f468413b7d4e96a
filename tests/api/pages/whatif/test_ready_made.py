"""Ready-made scenarios: what each placeholder is called, and what the scenario that is made is called."""

from __future__ import annotations

import pytest

from api.pages.whatif.fields import Control, Field
from api.pages.whatif.ground import Ground
from api.pages.whatif.ready_made import made_title, placeholder_field
from api.pages.whatif.texts import PLACEHOLDERS
from api.pages.whatif.words import field_label
from assigner.i18n import Translator
from scenarios.catalogue import catalogue

FULL_TIME = {"en": "full-time", "ru": "ставк"}
EN = Translator("en")


def placeholders() -> list[tuple[str, str, str]]:
    """Entry, placeholder, and what the English catalogue says it is."""
    return [(entry.name, one.name, one.about["en"]) for entry in catalogue() for one in entry.parameters]


def field_of(tr: Translator, entry: str, name: str) -> Field:
    return placeholder_field(tr, entry, {"name": name, "about": "", "required": True, "default": None})


def test_the_labels_are_those_of_the_catalogue() -> None:
    known = {(entry, name) for entry, names in PLACEHOLDERS.items() for name in names}
    assert known == {(entry, name) for entry, name, _ in placeholders()}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("entry", "name", "about"), placeholders())
def test_a_placeholder_is_called_what_it_is(language: str, entry: str, name: str, about: str) -> None:
    tr = Translator(language)
    label = field_label(tr, "catalogue", field_of(tr, entry, name))
    assert label.casefold() != name.casefold()
    assert "_" not in label
    assert (FULL_TIME[language] in label) == ("full-time" in about)
    assert language == "en" or label != EN.gettext(PLACEHOLDERS[entry][name])


def test_the_scenario_is_called_by_the_name_of_who_was_chosen() -> None:
    ground = Ground(managers={"M02": "Ruth Lewis"})
    fields = [field_of(EN, "leaver", "manager")]
    assert fields[0].control is Control.MANAGER
    assert made_title(ground, "${manager} leaves", fields, {"manager": "M02"}) == "Ruth Lewis leaves"
    assert made_title(ground, "${manager} leaves", fields, {"manager": "Otto"}) == "Otto leaves"
    assert made_title(ground, "${manager} leaves", fields, {}) == "… leaves"


def test_a_segment_is_not_taken_for_a_manager_and_names_stay_short() -> None:
    ground = Ground(managers={"North": "Norbert"})
    fields = [field_of(EN, "grow-segment", "value")]
    assert made_title(ground, "${value} grows", fields, {"value": "North"}) == "North grows"
    assert len(made_title(ground, "${value} grows", fields, {"value": "x" * 300})) == 200
