"""Every kind of edit can be built by its form, and a kept one comes back into the form as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.whatif.fields import Control, Field, fields_of
from api.pages.whatif.texts import CHOICES, FIELDS, KINDS
from api.pages.whatif.values import BETWEEN, NONE, edit_of, raw_of
from api.pages.whatif.words import GROUPED, choice_word, kind_options
from api.services.scenarios.telling import edit_schema
from assigner.i18n import Translator
from scenarios.edits import KINDS as MODELS
from scenarios.edits import parse_edits
from tests.api.pages.whatif.examples import EXAMPLES

EN = Translator("en")


def form_of(kind: str) -> tuple[Field, ...]:
    return fields_of(kind, edit_schema(kind, EN))


def test_every_kind_has_a_name_a_group_and_an_example() -> None:
    grouped = [kind for kinds in GROUPED.values() for kind in kinds]
    assert sorted(grouped) == sorted(MODELS) == sorted(KINDS) == sorted(EXAMPLES)
    assert list(kind_options(EN)) == grouped


@pytest.mark.parametrize("kind", MODELS)
def test_the_form_builds_the_edit(kind: str) -> None:
    edit = {"kind": kind, **EXAMPLES[kind]}
    built = edit_of(kind, form_of(kind), raw_of(form_of(kind), edit))
    assert parse_edits([built]) == parse_edits([edit])


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_a_kind_is_in_its_form_with_words(kind: str) -> None:
    fields = form_of(kind)
    schema = edit_schema(kind, EN)
    assert {field.path[0] for field in fields} == set(schema["properties"]) - {"kind"}
    for field in fields:
        assert field.name in FIELDS
        assert field.about
        for choice in field.options:
            assert choice in CHOICES


@pytest.mark.parametrize("kind", MODELS)
def test_a_blank_form_says_only_what_has_defaults_that_matter(kind: str) -> None:
    """Nothing blank is sent: what is missing is then told by the service, field by field."""
    fields = form_of(kind)
    edit = edit_of(kind, fields, raw_of(fields, {"kind": kind}))
    defaults = {field.path[0] for field in fields if field.default not in (None, [], {}, "")}
    assert set(edit) - {"kind"} <= defaults | ({"goals"} if kind == "goals" else set())


def test_who_is_chosen_from_a_list_and_who_is_new() -> None:
    controls = {(kind, one.name): one.control for kind in MODELS for one in form_of(kind)}
    assert controls["leave", "managers"] is Control.MANAGERS
    assert controls["pin", "manager"] is Control.MANAGER
    assert controls["hire", "manager"] is Control.TEXT
    assert controls["pin", "segments"] is Control.SEGMENTS
    assert controls["hire", "start_date"] is Control.DATE
    assert controls["keep", "pins"] is Control.CHOICE
    assert controls["split_book", "values"] is Control.BOOKS


def test_choosing_nobody_is_not_leaving_blank() -> None:
    """`states: []` keeps nobody; without `states` the policy's stay."""
    fields = form_of("keep")
    raw = raw_of(fields, {"kind": "keep", "states": []})
    assert raw["states",] == [NONE]
    assert edit_of("keep", fields, raw) == {"kind": "keep", "states": []}
    assert edit_of("keep", fields, raw_of(fields, {"kind": "keep"})) == {"kind": "keep"}


def test_what_can_t_be_read_is_handed_on_for_the_service_to_judge() -> None:
    fields = form_of("ramp")
    raw = raw_of(fields, {"kind": "ramp"}) | {("steps",): "0.5; half 1"}
    assert edit_of("ramp", fields, raw) == {"kind": "ramp", "steps": [0.5, "half", 1]}


def test_no_goals_are_those_by_default() -> None:
    assert edit_of("goals", form_of("goals"), {("goals",): []}) == {"kind": "goals", "goals": None}


def test_whom_a_client_belongs_to_is_said_in_words() -> None:
    field = next(one for one in form_of("pin") if one.name == "free")
    assert [choice_word(EN, field, one) for one in field.options] == ["nobody", "somebody"]


NAMES = st.text(min_size=1, max_size=8).filter(lambda text: text == text.strip() and BETWEEN not in text)


@given(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3), max_size=4))
def test_segments_come_back_whatever_they_are_called(segments: dict[str, list[str]]) -> None:
    field = Field(("eligible",), Control.SEGMENTS)
    raw = raw_of([field], {"eligible": segments})
    assert edit_of("x", [field], raw).get("eligible", {}) == segments


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6).filter(lambda t: t == t.strip()),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
).filter(lambda value: value is not None)


@given(VALUES)
def test_any_value_of_the_policy_comes_back(value: Any) -> None:
    field = Field(("value",), Control.ANY)
    raw = raw_of([field], {"value": value})
    assert edit_of("x", [field], raw).get("value", "") == value
