"""The audit trail in words: every act and detail that the service writes down has them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from api.pages.trail.texts import ACTS, DETAILS
from api.pages.trail.words import details, person, thing
from assigner.i18n import Translator
from tests.api.pages.visiting import World
from tests.project.places import modules

EN, RU = Translator("en"), Translator("ru")
ID = "prop_01m3abcdefghjkmnpqrstvwxyz"


def recorded() -> Iterator[tuple[ast.expr, list[str]]]:
    """What every call of `record` in the service says: the act, and the names of its details."""
    for path in modules("api"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") == "record"
                and len(call.args) == 5
            ):
                yield call.args[3], [one.arg for one in call.keywords if one.arg is not None]


def test_every_act_and_detail_has_words() -> None:
    acts, said = set(), set()
    for act, names in recorded():
        said |= set(names)
        if isinstance(act, ast.Constant):
            acts.add(str(act.value))
    assert acts - set(ACTS) == set()
    assert said - set(DETAILS) == set()


def test_details_are_sentences_and_no_code() -> None:
    detail = {"role": "head", "disabled": False, "password": True, "parent_id": ID, "tables": ["clients"]}
    assert details(EN, {**detail, "score": 10.13661, "version": 1200, "superseded": None}) == (
        "role: head of sales; disabled: no; new password: yes; made from: …tvwxyz; tables: clients; "
        "score: 10.1366; version: 1,200"
    )
    assert details(RU, {"role": "head", "disabled": False}) == "роль: руководитель продаж; отключена: нет"
    assert details(EN, {}) == ""


def test_what_has_no_name_is_told_by_kind_and_the_end_of_its_id() -> None:
    assert thing(EN, ID, "Spring") == "proposal: Spring"
    assert thing(EN, ID) == "proposal …tvwxyz"
    assert thing(RU, ID) == "предложение …tvwxyz"
    assert thing(EN, "system") == "system"
    assert person(EN, "usr_01m3abcdefghjkmnpqrstvwxyz", "Anna") == "Anna"
    assert person(EN, "usr_01m3abcdefghjkmnpqrstvwxyz", None) == "account …tvwxyz"


def test_the_page_names_who_did_what(world: World) -> None:
    head = {"Cookie": f"assigner={world.tokens['head']}"}
    token = world.client.get("/v1/me", headers=head).json()["csrf_token"]
    body = {"name": "Calm year", "document": {}}
    made = world.client.post("/v1/policies", json=body, headers={**head, "X-CSRF-Token": token}).json()
    html = world.page("head", "/audit")
    assert "Name of head@example.com (head of sales)" in html
    assert "Policy made" in html
    assert "policy: Calm year" in html
    narrowed = world.page("head", f"/audit?subject={made['id']}", "ru")
    assert "Только это: политика: Calm year" in narrowed
    assert "Политика создана" in narrowed
