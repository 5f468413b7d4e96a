"""Web hooks of Bitrix24 and amoCRM, in the forms those programs send."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from api.crm import System
from api.crm.inbound import Inbound, InboundClient, Limits, parse_hook, token_matches
from api.crm.inbound.model import Entity
from assigner.errors import InputError, Issue
from assigner.routing.model import NewClient

# What onCrmCompanyAdd sends (https://apidocs.bitrix24.com/api-reference/events/index.html).
EVENT = {
    "event": "ONCRMCOMPANYADD",
    "event_handler_id": "5",
    "data[FIELDS][ID]": "11",
    "ts": "1760000000",
    "auth[domain]": "firm.bitrix24.ru",
    "auth[application_token]": "secret",
}
SECRET = EVENT["auth[application_token]"]
# What a robot posts to https://.../hook?title=...&phone=...; the fields are those that a person wrote there.
ROBOT = {
    "document_id[0]": "crm",
    "document_id[1]": "CCrmDocumentLead",
    "document_id[2]": "LEAD_77",
    "auth[domain]": "firm.bitrix24.ru",
    "auth[application_token]": "secret",
}
ROBOT_QUERY = {
    "title": "Заявка с сайта",
    "company_title": "ООО «Ромашка»",
    "phone": "+7 495 111-22-33",
    "email": "a@r.ru",
    "inn": "7707083893",
    "segments[region]": "Юг",
    "Отрасль": "Торговля",
    "potential": "1 200 000,50",
    "colour": "red",
}
# What amoCRM sends of a new company (https://www.amocrm.ru/developers/content/crm_platform/webhooks-format).
COMPANY = {
    "account[id]": "1",
    "account[subdomain]": "firm",
    "contacts[add][0][id]": "52379505",
    "contacts[add][0][name]": "Ромашка",
    "contacts[add][0][responsible_user_id]": "298923",
    "contacts[add][0][date_create]": "1457002089",
    "contacts[add][0][type]": "company",
    "contacts[add][0][custom_fields][0][id]": "1",
    "contacts[add][0][custom_fields][0][name]": "Телефон",
    "contacts[add][0][custom_fields][0][code]": "PHONE",
    "contacts[add][0][custom_fields][0][values][0][value]": "+7 495 111-22-33",
    "contacts[add][0][custom_fields][0][values][0][enum]": "1364056",
    "contacts[add][0][custom_fields][0][values][1][value]": "+7 495 111-22-44",
    "contacts[add][0][custom_fields][1][id]": "2",
    "contacts[add][0][custom_fields][1][name]": "Почта",
    "contacts[add][0][custom_fields][1][code]": "EMAIL",
    "contacts[add][0][custom_fields][1][values][0][value]": "a@r.ru",
    "contacts[add][0][custom_fields][2][name]": "ИНН",
    "contacts[add][0][custom_fields][2][values][0][value]": "7707083893",
    "contacts[add][0][custom_fields][3][name]": "Регион",
    "contacts[add][0][custom_fields][3][values][0][value]": "Юг",
    "contacts[add][0][custom_fields][4][name]": "Площадь",
    "contacts[add][0][custom_fields][4][values][0]": "500",
}


def hook(system: System, form: dict[str, str], **options: Any) -> Inbound:
    return parse_hook(system, urlencode(form).encode(), **options)


def only(found: Inbound) -> InboundClient:
    assert len(found.clients) == 1
    return found.clients[0]


def refusals(system: System, body: bytes, **options: Any) -> tuple[Issue, ...]:
    with pytest.raises(InputError) as caught:
        parse_hook(system, body, **options)
    return caught.value.issues


def test_bitrix24_sends_a_number_and_is_answered_what_to_do() -> None:
    found = hook(System.BITRIX24, EVENT)
    assert found.clients == ()
    card = found.pending[0]
    assert (card.entity, card.card_id, card.method) == (Entity.COMPANY, "11", "crm.company.get")
    assert "Read the card" in card.advice
    assert found.token == SECRET
    assert SECRET not in repr(found)


def test_a_robot_of_bitrix24_sends_fields() -> None:
    found = hook(System.BITRIX24, ROBOT, query=urlencode(ROBOT_QUERY))
    client = only(found)
    assert client == InboundClient(
        entity=Entity.LEAD,
        card_id="77",
        name="ООО «Ромашка»",
        tax_id="7707083893",
        phone="+7 495 111-22-33",
        email="a@r.ru",
        potential=1_200_000.5,
        segments={"region": "Юг", "industry": "Торговля"},
    )
    assert client.external_id == "lead:77"
    assert client.routing_fields()["client_id"] == ""  # a base lists companies: this is not one of its ids


def test_telephones_of_bitrix24_may_be_tables() -> None:
    form = EVENT | {
        "data[FIELDS][TITLE]": "Ромашка",
        "data[FIELDS][PHONE][0][ID]": "5",
        "data[FIELDS][PHONE][0][VALUE]": "111",
        "data[FIELDS][PHONE][1][VALUE]": "222",
    }
    # ID comes first in the table of a telephone; the value is what counts
    client = only(hook(System.BITRIX24, form))
    assert (client.name, client.phone, client.card_id) == ("Ромашка", "111", "11")


def test_a_form_by_hand_is_a_company_and_needs_no_number() -> None:
    found = hook(System.BITRIX24, {"name": "Ромашка", "token": "secret"})
    assert only(found).external_id == ""
    assert found.token == SECRET
    assert (
        only(hook(System.BITRIX24, {"name": "R", "entity": "contact", "id": "5"})).external_id == "contact:5"
    )


@pytest.mark.parametrize(
    "form", [{"event": "ONTASKADD"}, {"document_id[2]": "DEAL_5"}, {"event": "ONCRMLEADDELETE"}]
)
def test_what_bitrix24_tells_of_other_things_is_ignored(form: dict[str, str]) -> None:
    found = hook(System.BITRIX24, form)
    assert (found.clients, found.pending, found.num_ignored) == ((), (), 1)


def test_amocrm_sends_a_company_as_a_contact() -> None:
    client = only(hook(System.AMOCRM, COMPANY, query="token=secret"))
    assert client == InboundClient(
        entity=Entity.COMPANY,
        card_id="52379505",
        name="Ромашка",
        tax_id="7707083893",
        phone="+7 495 111-22-33",
        email="a@r.ru",
        segments={"region": "Юг"},
    )
    assert hook(System.AMOCRM, COMPANY, query="token=secret").token == SECRET


def test_amocrm_sends_several_cards_and_other_news_at_once() -> None:
    form = {
        "leads[add][0][id]": "1",
        "leads[add][0][name]": "Заявка",
        "leads[status][0][id]": "2",
        "companies[add][0][id]": "3",
        "companies[add][0][name]": "Лютик",
        "contacts[add][0][id]": "4",
        "contacts[add][0][type]": "contact",
        "contacts[add][0][name]": "Ольга",
        "contacts[add][0][company_name]": "Пион",
        "contacts[update][0][id]": "5",
        "contacts[add][1][id]": "6",
    }
    found = hook(System.AMOCRM, form)
    assert [(one.external_id, one.name) for one in found.clients] == [
        ("company:3", "Лютик"),
        ("contact:4", "Пион"),
        ("lead:1", "Заявка"),
    ]
    assert found.num_ignored == 3  # a change of status, a change of a contact, a contact without any field


def test_dimensions_of_the_base_are_segments() -> None:
    form = COMPANY | {"contacts[add][0][custom_fields][5][name]": "Размер парка"}
    form["contacts[add][0][custom_fields][5][values][0][value]"] = "до 50"
    client = only(hook(System.AMOCRM, form, dimensions=("region", "Размер парка")))
    assert client.segments == {"region": "Юг", "Размер парка": "до 50"}


def test_a_client_has_the_fields_of_a_new_client_to_be_routed() -> None:
    client = only(hook(System.AMOCRM, COMPANY))
    assert NewClient(**client.routing_fields()) == NewClient(
        client_id="52379505",
        name="Ромашка",
        tax_id="7707083893",
        phone="+7 495 111-22-33",
        email="a@r.ru",
        segments={"region": "Юг"},
    )


def test_all_bad_fields_are_told_at_once_and_no_value_of_them() -> None:
    form = {
        "contacts[add][0][id]": "x",
        "contacts[add][0][name]": "A",
        "contacts[add][1][id]": "-5",
        "contacts[add][1][name]": "B",
        "contacts[add][1][custom_fields][0][name]": "Потенциал",
        "contacts[add][1][custom_fields][0][values][0][value]": "много",
    }
    issues = refusals(System.AMOCRM, urlencode(form).encode(), language="ru")
    assert [(issue.code, issue.column) for issue in issues] == [
        ("bad-id", "contacts[add][0][id]"),
        ("bad-id", "contacts[add][1][id]"),
        ("bad-amount", "potential"),
    ]
    assert all(issue.remedy and not issue.value and "много" not in str(issue) for issue in issues)


@pytest.mark.parametrize("text", ["-1", "1e5", "nan", "inf", "1_000", "1,234.50", "9" * 400])
def test_an_amount_is_a_plain_number(text: str) -> None:
    body = urlencode({"name": "A", "potential": text}).encode()
    assert [issue.code for issue in refusals(System.BITRIX24, body)] == ["bad-amount"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "no-event"),
        (b"a=1", "no-event"),
        (b"x=" + b"a" * 5000, "long-field"),
        (b"&".join(b"a%d=1" % n for n in range(6000)), "too-many-fields"),
        (b"a" + b"[b]" * 11 + b"=1", "deep-field"),
        (b"a=1&a[b]=2", "mixed-field"),
        (b"a[b]=1&a=2", "mixed-field"),
        (b"a=%ff", "not-text"),
        (b"\xff=1", "not-text"),
        (b"a" * 600_000, "too-long"),
    ],
)
@pytest.mark.parametrize("system", [System.BITRIX24, System.AMOCRM])
def test_messages_that_can_not_be_read(system: System, body: bytes, code: str) -> None:
    issues = refusals(system, body)
    assert [issue.code for issue in issues] == [code]
    assert issues[0].message
    assert issues[0].remedy
    assert len(issues[0].column) <= 100


def test_the_number_of_cards_is_limited() -> None:
    form = {f"leads[add][{n}][{key}]": str(n) for n in range(3) for key in ("id", "name")}
    assert len(hook(System.AMOCRM, form).clients) == 3
    issues = refusals(System.AMOCRM, urlencode(form).encode(), limits=Limits(cards=2))
    assert [issue.code for issue in issues] == ["too-many-clients"]


@pytest.mark.parametrize(
    ("given", "expected", "same"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("", "", False),
        ("секрет", "секрет", True),
        ("\ud800", "a", False),
    ],
)
def test_a_token_fits_or_not_and_a_blank_one_never(given: str, expected: str, same: bool) -> None:
    assert token_matches(given, expected) is same
